"""What a finding is made from, how severe it is, and which measures cure it."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable
from importlib.resources import files
from typing import Literal, NamedTuple

import msgspec

from cloudreview.case import Case
from cloudreview.errors import LawError
from cloudreview.law import Law
from cloudreview.selection import Selection, selection
from cloudreview.truth import Truth
from cloudreview.vocabulary.facts import Facts
from cloudreview.vocabulary.ids import identify
from cloudreview.vocabulary.rows import Measure
from cloudreview.vocabulary.status import Status
from cloudreview.vocabulary.steps import RULES
from cloudreview.vocabulary.told import (
    Answer,
    ClaimAnswer,
    Completeness,
    Finding,
    KeyHolder,
    Location,
    Observed,
    Path,
    Power,
    Sensitivity,
)

Severity = Literal["high", "medium", "low"]
MANY = 20
"""Ids shown of a longer list; beside them stands how many there are (design section 4, law 3)."""
HOME = "US"
"""The country whose data are protected."""


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """All that the other stages told: what findings are made from."""

    facts: Facts
    law: Law
    case: Case | None = None
    """None: every regime of the law counts."""
    paths: tuple[Path, ...] = ()
    answers: tuple[Answer, ...] = ()
    statuses: tuple[Status, ...] = ()
    observed: tuple[Observed, ...] = ()
    completeness: tuple[Completeness, ...] = ()
    locations: tuple[Location, ...] = ()
    keys: tuple[KeyHolder, ...] = ()
    powers: tuple[Power, ...] = ()
    sensitivity: tuple[Sensitivity, ...] = ()
    claims: tuple[ClaimAnswer, ...] = ()
    measures: tuple[Measure, ...] = ()
    """The measures that may be chosen: those of the case, or of the law's catalogue."""


class Kind(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How severe a kind of finding is, by its truth, and what it rests on in law."""

    kind: str
    supported: Severity
    conflicting: Severity
    unknown: Severity
    citations: tuple[str, ...]
    adversary: Severity | None = None

    def severity(self, truth: Truth, adversary: bool) -> Severity:
        """The severity of a finding of this kind."""
        if adversary and self.adversary is not None and truth is not Truth.UNKNOWN:
            return self.adversary
        by_truth: dict[Truth, Severity] = {Truth.UNKNOWN: self.unknown, Truth.CONFLICTING: self.conflicting}
        return by_truth.get(truth, self.supported)


@functools.cache
def kinds() -> dict[str, Kind]:
    """The table that is shipped with the program. Raises LawError where it is wrong: a fault of ours."""
    raw = (files("cloudreview.findings") / "kinds.toml").read_text(encoding="utf-8")
    try:
        found = msgspec.convert(tomllib.loads(raw)["kinds"], type=list[Kind])
    except (tomllib.TOMLDecodeError, KeyError, msgspec.ValidationError) as error:
        raise LawError("findings/kinds.toml", str(error), "correct the row") from error
    return {one.kind: one for one in found}


class Shown(NamedTuple):
    """What a finding shows besides its kind and title."""

    truth: Truth
    because: Iterable[str]
    gaps: Iterable[str] = ()
    citations: Iterable[str] = ()
    cured_by: Iterable[str] = ()
    adversary: bool = False


def finding(kind: str, about: tuple[object, ...], title: str, shown: Shown) -> Finding:
    """A finding; its id follows from what it is about and how true it is."""
    row = kinds()[kind]
    return Finding(
        id=identify("finding", kind, *about, int(shown.truth)),
        kind=kind,
        truth=shown.truth.word,
        severity=row.severity(shown.truth, shown.adversary),
        title=title,
        citations=tuple(sorted({*row.citations, *shown.citations})),
        because=tuple(sorted(set(shown.because))),
        cured_by=tuple(sorted(set(shown.cured_by))),
        gaps=tuple(sorted(set(shown.gaps))) if shown.truth is Truth.UNKNOWN else (),
    )


def shortened(ids: Iterable[str]) -> list[str]:
    """At most MANY ids of a list, and how many there are."""
    found = sorted(set(ids))
    return found if len(found) <= MANY else [*found[:MANY], f"rows:{len(found)}"]


def regime_citations(law: Law, regimes: Iterable[str]) -> list[str]:
    """The citations of regimes by their ids; of `REGIME reading` the first word counts."""
    names = sorted({name.split()[0] for name in regimes if name.split()})
    return [law.regimes[name].citation for name in names if name in law.regimes]


Conclusion = tuple[str, dict[str, str | None]]
"""A rule and the fields of a step's conclusion."""


def cures(measures: Iterable[Measure], conclusions: Iterable[Conclusion]) -> list[str]:
    """The measures whose cuts surely match a step; a measure that cannot be read cures nothing."""
    asked = list(conclusions)
    found = []
    for measure in measures:
        cut = _cut(measure)
        if cut is not None and any(rule == cut.name and cut.matches(fields) for rule, fields in asked):
            found.append(measure.measure)
    return sorted(found)


def _cut(measure: Measure) -> Selection | None:
    if measure.kind != "cuts" or not measure.cuts:
        return None
    try:
        return selection(measure.cuts, RULES)
    except ValueError:
        return None


def steps_of(paths: Iterable[Path]) -> list[Conclusion]:
    """The conclusions of the steps of paths."""
    return [(step.rule, dict(step.conclusion)) for path in paths for step in path.steps]
