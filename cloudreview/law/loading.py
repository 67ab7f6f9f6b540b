"""Reading the law data that are shipped with the program; whatever is wrong in them is a fault of ours."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import TypeVar

import msgspec

from cloudreview.errors import LawError
from cloudreview.law.dating import begin_of, end_of, standing
from cloudreview.law.model import (
    AdversaryList,
    CatalogueMeasure,
    Clause,
    CriterionRow,
    Law,
    LawText,
    PowerRow,
    Regime,
    RegionList,
    Threshold,
)
from cloudreview.vocabulary.words import CATEGORIES, POWERS

T = TypeVar("T", bound=LawText)


def load(at: int | None = None) -> Law:
    """The law as it stands at an instant; None: after every row. Raises LawError for data that are wrong."""
    regimes = _rows("regimes", Regime)
    lists = _rows("adversaries", AdversaryList)
    thresholds = _rows("thresholds", Threshold)
    clauses = _rows("status", Clause)
    powers = _rows("powers", PowerRow)
    measures = _rows("measures", CatalogueMeasure)
    regions = _rows("regions", RegionList)
    criteria = _rows("criteria", CriterionRow)
    _check(
        [*regimes, *lists, *thresholds, *clauses, *powers, *measures, *regions, *criteria], {one.id for one in regimes}
    )
    _known("thresholds", {one.category for one in thresholds if one.regime == "us-dsp-202"}, CATEGORIES)
    _known("powers", {one.power for one in powers}, POWERS)
    _needs(measures)
    return Law(
        at=at,
        regimes={one.id: one for one in standing(regimes, lambda one: one.id, at)},
        lists=tuple(lists),
        thresholds=tuple(standing(thresholds, lambda one: one.category, at)),
        clauses=tuple(standing(clauses, lambda one: f"{one.regime} {one.key}", at)),
        powers=tuple(standing(powers, lambda one: one.power, at)),
        measures=tuple(standing(measures, lambda one: one.id, at)),
        region_lists=tuple(regions),
        criteria=tuple(standing(criteria, lambda one: f"{one.number:02}", at)),
    )


def _rows(name: str, kind: type[T]) -> list[T]:
    """The rows of `name`.toml, in which one table array stands, named as the file."""
    where = f"law/{name}.toml"
    try:
        raw = tomllib.loads((files("cloudreview.law") / f"{name}.toml").read_text(encoding="utf-8"))
        found = msgspec.convert(raw, type=dict[str, list[kind]])  # type: ignore[valid-type]
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise LawError(where, str(error), "correct the row") from error
    if set(found) != {name}:
        raise LawError(where, f"holds the tables {sorted(found)}", f"keep only `{name}`")
    return found[name]


def _check(rows: list[LawText], regimes: set[str]) -> None:
    """Ids are unique, regimes known, days are days and in order."""
    seen: set[str] = set()
    for one in rows:
        where = f"law row {one.id}"
        if one.id in seen:
            raise LawError(where, "stands twice", "give each row an id of its own")
        seen.add(one.id)
        if one.regime not in regimes | {"any"}:
            raise LawError(where, f"names the unknown regime {one.regime}")
        if not (one.citation and one.title and one.text and one.read_at):
            raise LawError(where, "lacks a citation, title, text or read_at")
        try:
            backwards = begin_of(one) >= end_of(one)
        except ValueError as error:
            raise LawError(where, str(error), "write days as 2025-04-08") from error
        if backwards:
            raise LawError(where, "ends before it begins")


def _known(name: str, found: set[str], expected: tuple[str, ...]) -> None:
    if found != set(expected):
        wrong = sorted(found.symmetric_difference(expected))
        raise LawError(
            f"law/{name}.toml", f"lacks or does not know {wrong}", "keep it in step with vocabulary/words.py"
        )


def _needs(measures: list[CatalogueMeasure]) -> None:
    known = {one.id for one in measures}
    for one in measures:
        if missing := sorted(set(one.needs) - known):
            raise LawError(f"law row {one.id}", f"needs the unknown measures {missing}")
