"""Reading the law data that are shipped with the program; whatever is wrong in them is a fault of ours."""

from __future__ import annotations

import functools
import tomllib
from importlib.resources import files
from typing import NamedTuple, TypeVar

import msgspec

from cloudreview.errors import LawError
from cloudreview.law.dating import begin_of, end_of, standing
from cloudreview.law.model import (
    AdversaryList,
    CatalogueMeasure,
    Clause,
    CompulsionRow,
    CriterionRow,
    DesignationList,
    Law,
    LawText,
    MatterRow,
    PowerRow,
    Regime,
    RegionList,
    Threshold,
)
from cloudreview.vocabulary.words import CATEGORIES, LISTS, LISTS_ALSO, MATTERS, POWERS, PROTECTIONS

T = TypeVar("T", bound=LawText)


def load(at: int | None = None) -> Law:
    """The law as it stands at an instant; None: after every row. Raises LawError for data that are wrong."""
    known = shipped()
    return Law(
        at=at,
        regimes={one.id: one for one in standing(known.regimes, lambda one: one.id, at)},
        lists=tuple(known.lists),
        thresholds=tuple(standing(known.thresholds, lambda one: one.category, at)),
        clauses=tuple(standing(known.clauses, lambda one: f"{one.regime} {one.key}", at)),
        powers=tuple(standing(known.powers, lambda one: one.power, at)),
        measures=tuple(standing(known.measures, lambda one: one.id, at)),
        region_lists=tuple(known.regions),
        criteria=tuple(standing(known.criteria, lambda one: f"{one.number:02}", at)),
        designations=tuple(known.designations),
        compulsion=tuple(known.compulsion),
        matters=tuple(sorted(known.matters, key=lambda one: (one.kind, one.number))),
    )


class Shipped(NamedTuple):
    """All rows of all times."""

    regimes: list[Regime]
    lists: list[AdversaryList]
    thresholds: list[Threshold]
    clauses: list[Clause]
    powers: list[PowerRow]
    measures: list[CatalogueMeasure]
    regions: list[RegionList]
    criteria: list[CriterionRow]
    designations: list[DesignationList]
    matters: list[MatterRow]
    compulsion: list[CompulsionRow]


@functools.cache
def shipped() -> Shipped:
    """Read and checked once: the data belong to the program and do not change while it runs."""
    found = Shipped(
        _rows("regimes", Regime),
        _rows("adversaries", AdversaryList),
        _rows("thresholds", Threshold),
        _rows("status", Clause),
        _rows("powers", PowerRow),
        _rows("measures", CatalogueMeasure),
        _rows("regions", RegionList),
        _rows("criteria", CriterionRow),
        _rows("designations", DesignationList),
        _rows("matters", MatterRow),
        _rows("compulsion", CompulsionRow),
    )
    _check([one for rows in found for one in rows], {one.id for one in found.regimes})
    _known("thresholds", {one.category for one in found.thresholds if one.regime == "us-dsp-202"}, CATEGORIES)
    _known("powers", {one.power for one in found.powers}, POWERS)
    _known("designations", {one.list for one in found.designations}, LISTS)
    _known("designations", {name for one in found.designations for name in one.also}, tuple(LISTS_ALSO))
    _known("matters", {one.matter for one in found.matters}, (*MATTERS, *PROTECTIONS))
    _known("status", {name for one in found.clauses for name in one.lists} | set(LISTS), LISTS)
    _needs(found.measures)
    _against(found.compulsion)
    return found


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


def _against(rows: list[CompulsionRow]) -> None:
    known = {one.id for one in rows if one.kind == "against"}
    for one in rows:
        if missing := sorted(set(one.against) - known):
            raise LawError(f"law row {one.id}", f"names the unknown rows {missing} against it")
