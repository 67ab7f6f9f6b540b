"""Which measures may be chosen, and what each cuts.

Laws: a measure is a promise, never evidence; what it cuts is read by one grammar; a cutting measure counts only with
what it needs and with something that would detect that it fails (design section 6, "Decision").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from cloudreview.gaps import gap
from cloudreview.law import CatalogueMeasure, Law
from cloudreview.selection import Selection, selection
from cloudreview.vocabulary.facts import Facts
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.rows import Measure
from cloudreview.vocabulary.steps import RULES
from cloudreview.vocabulary.told import Path
from cloudreview.vocabulary.words import ANY

MEASURES = "measures"
"""The unit where no measure of the case has a cost: each counts one."""


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A measure that may be chosen."""

    measure: str
    kind: Literal["cuts", "detects"]
    cuts: Selection | None
    needs: tuple[str, ...]
    cost: int
    title: str | None = None

    def cut(self, rule: str, fields: Mapping[str, str]) -> bool:
        """Whether a step falls to it. Of a step that stands for whichever power it is, the power is not known."""
        if self.cuts is None or self.cuts.name != rule:
            return False
        return self.cuts.matches({**fields, "power": None} if fields.get("power") == ANY else fields) is True

    def stops(self, path: Path) -> bool:
        """Whether some step of a path falls to it."""
        return any(self.cut(one.rule, one.conclusion) for one in path.steps)


class Catalogue(msgspec.Struct, frozen=True, kw_only=True):
    """All measures that may be chosen, by id."""

    candidates: tuple[Candidate, ...]
    unit: str
    gaps: tuple[Gap, ...]

    @property
    def cutting(self) -> tuple[Candidate, ...]:
        """Those that cut."""
        return tuple(one for one in self.candidates if one.cuts is not None)

    @property
    def detecting(self) -> tuple[Candidate, ...]:
        """Those that detect."""
        return tuple(one for one in self.candidates if one.kind == "detects")


def catalogue(facts: Facts, law: Law) -> Catalogue:
    """The case's measures with a cost, if any has one; else the law's and the case's, each counting one."""
    rows, gaps = _of_case(facts)
    costed = [row for row in rows if row.cost is not None and row.cost >= 0]
    units = {row.unit or "" for row in costed}
    if len(units) > 1:
        gaps.append(_units(sorted(units)))
        costed = []
    if costed:
        chosen, unit = costed, units.pop() or "cost"
    else:
        own = {row.measure for row in rows}
        chosen = [*rows, *(_of_law(one) for one in law.measures if one.id not in own)]
        unit = MEASURES
    read = [_read(row, 1 if unit == MEASURES else row.cost or 0, gaps) for row in chosen]
    found = {one.measure: one for one in read if one is not None}
    return Catalogue(candidates=_usable(found), unit=unit, gaps=tuple(gaps))


def _of_case(facts: Facts) -> tuple[list[Measure], list[Gap]]:
    """One row a measure; where two differ, that is asked and neither may be chosen."""
    by_id: dict[str, list[Measure]] = {}
    for row in sorted((fact.row for fact in facts.of(Measure)), key=msgspec.json.Encoder(order="deterministic").encode):
        if row not in by_id.setdefault(row.measure, []):
            by_id[row.measure].append(row)
    gaps = [
        gap(
            "disagreement",
            f"measure {name}",
            f"the measure {name} is told in {len(rows)} ways",
            f"Which of them is offered as the measure {name}?",
        )
        for name, rows in sorted(by_id.items())
        if len(rows) > 1
    ]
    return [rows[0] for _, rows in sorted(by_id.items()) if len(rows) == 1], gaps


def _units(units: Sequence[str]) -> Gap:
    told = ", ".join(one or "none" for one in units)
    return gap(
        "disagreement",
        "measures",
        f"the costs of the measures are told in several units ({told}), so each measure counts one",
        "What does each measure cost, all in one unit?",
    )


def _of_law(one: CatalogueMeasure) -> Measure:
    return Measure(measure=one.id, title=one.title, kind=one.kind, cuts=one.cuts, needs=one.needs)


def _read(row: Measure, cost: int, gaps: list[Gap]) -> Candidate | None:
    """A candidate; None for a cutting measure that does not say, or not clearly, what it cuts."""
    cuts = None
    if row.kind == "cuts":
        if not row.cuts:
            return None
        try:
            cuts = selection(row.cuts, RULES)
        except ValueError as error:
            gaps.append(
                gap(
                    "field_missing",
                    f"measure {row.measure}",
                    f"what the measure {row.measure} cuts is not understood: {error}",
                    f"What does the measure {row.measure} cut, written as `RULE where FIELD = VALUE`?",
                )
            )
            return None
    needs = tuple(sorted(set(row.needs)))
    return Candidate(measure=row.measure, kind=row.kind, cuts=cuts, needs=needs, cost=cost, title=row.title)


def _usable(found: Mapping[str, Candidate]) -> tuple[Candidate, ...]:
    """Without those that need what cannot be chosen, and without any that cut where nothing detects."""
    kept = dict(found)
    while True:
        detecting = any(one.kind == "detects" for one in kept.values())
        dropped = [
            name
            for name, one in kept.items()
            if any(need not in kept for need in one.needs) or (one.kind == "cuts" and not detecting)
        ]
        if not dropped:
            return tuple(one for _, one in sorted(kept.items()))
        for name in dropped:
            del kept[name]


class Cutter(msgspec.Struct, frozen=True):
    """Says of a step whether one of the measures cuts it."""

    chosen: tuple[Candidate, ...]

    def __call__(self, rule: str, fields: Mapping[str, str]) -> bool:
        """Whether the step falls."""
        return any(one.cut(rule, fields) for one in self.chosen)
