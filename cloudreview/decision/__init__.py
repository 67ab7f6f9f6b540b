"""Which cheapest measures remove every path that counts; or, if none do, what a bar would hit.

Laws: the program recommends, a person determines; only guarded paths count; measures are tried by flooding again, so
that what they uncover is seen; what is not known never turns into "not prohibited", nor into "prohibited".
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

import msgspec

from cloudreview.case import Case
from cloudreview.decision.cheapest import Cheapest, cheapest
from cloudreview.decision.counting import Counting
from cloudreview.decision.measures import Candidate, Catalogue, Cutter, catalogue
from cloudreview.decision.recommending import Ground, Held, conditions, recommend
from cloudreview.law import Law
from cloudreview.truth import Truth
from cloudreview.vocabulary.facts import Facts
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.rows import Operation, Placement
from cloudreview.vocabulary.told import Answer, ChosenMeasure, Decision, MeasureSet, Path, Sensitivity

LOG = logging.getLogger(__name__)

__all__ = ["DecisionResult", "decide"]


class Flooding(Protocol):
    """What can be asked again with some steps cut."""

    def surviving(self, cuts: Callable[[str, Mapping[str, str]], bool]) -> tuple[Path, ...]:
        """The guarded paths that stand without the steps that are cut."""
        ...


class DecisionResult(msgspec.Struct, frozen=True, kw_only=True):
    """The recommendation, and what was found on the way to it."""

    decision: Decision
    paths: tuple[Path, ...]
    """Paths that only measures uncovered, beside those of reach; the decision names them."""
    gaps: tuple[Gap, ...]


def decide(
    facts: Facts,
    law: Law,
    case: Case,
    paths: Iterable[Path],
    answers: Iterable[Answer],
    sensitivity: Iterable[Sensitivity],
    flood: Flooding,
) -> DecisionResult:
    """The recommendation on the paths of reach."""
    LOG.info("which measures are the cheapest")
    counting, known = Counting(facts, law, case, sensitivity), catalogue(facts, law)
    questions = tuple(answers)
    by_id = {path.id: path for path in sorted(paths, key=lambda path: path.id)}
    search = _Search(known, counting, flood)
    counted = {path.id: path for path in by_id.values() if path.mode == "guarded" and search.counts(path)}
    floor = search.cheapest({name: path for name, path in counted.items() if search.surely(path)}, search.surely)
    assured = search.cheapest(counted, search.counts)
    remaining = {path.id: path for path in search.surviving(known.candidates) if search.counts(path)}
    everything = counted | search.pool | remaining
    ground = Ground(
        answers=tuple(one for one in questions if counting.answer(one) > Truth.REFUTED),
        asked=bool(questions),
        deciding=bool(counting.rules),
        counted=tuple(everything.values()),
        raw=tuple(path for path in by_id.values() if path.mode == "raw" and counting.path(path) > Truth.REFUTED),
        barred=tuple(path for path in remaining.values() if counting.path(path) is Truth.SUPPORTED),
        remaining=tuple(remaining.values()),
        assured=assured,
        promised=_promised(facts),
    )
    word, why = recommend(ground)
    decision = Decision(
        recommendation=word,
        why=why,
        counting_paths=tuple(sorted(everything)),
        floor=_told(floor, known, everything.values(), search.surely),
        assured=_told(assured, known, everything.values(), search.counts),
        conditions=conditions(ground),
        remaining=tuple(sorted(remaining)),
        bar_impact=bar_impact(facts, everything.values()),
    )
    fresh = tuple(path for name, path in sorted(everything.items()) if name not in by_id)
    return DecisionResult(decision=decision, paths=fresh, gaps=known.gaps)


def _promised(facts: Facts) -> dict[Held, Operation]:
    """The powers over the service that need somebody's approval each time."""
    rows = sorted((fact.row for fact in facts.of(Operation)), key=lambda row: (row.approval or "", row.logged_in or ""))
    return {(row.actor, row.power, row.target): row for row in rows if (row.approval or "none").lower() != "none"}


class _Search:
    """Cheapest sets over one flood; keeps every path that was met."""

    def __init__(self, known: Catalogue, counting: Counting, flood: Flooding) -> None:
        self._known, self._counting, self._flood = known, counting, flood
        self._asked: dict[tuple[Candidate, ...], tuple[Path, ...]] = {}
        self.pool: dict[str, Path] = {}

    def counts(self, path: Path) -> bool:
        return self._counting.path(path) > Truth.REFUTED

    def surely(self, path: Path) -> bool:
        """Supported or conflicting, as `floor` asks of a counting path."""
        return self._counting.standing(path) >= Truth.CONFLICTING

    def surviving(self, chosen: Sequence[Candidate]) -> tuple[Path, ...]:
        key = tuple(chosen)
        if key not in self._asked:
            self._asked[key] = self._flood.surviving(Cutter(key))
        return self._asked[key]

    def cheapest(self, paths: Mapping[str, Path], wanted: Callable[[Path], bool]) -> Cheapest | None:
        pool = dict(paths)
        found = cheapest(self._known, pool, lambda chosen: filter(wanted, self.surviving(chosen)))
        self.pool.update(pool)
        return found


def _told(
    found: Cheapest | None, known: Catalogue, paths: Iterable[Path], wanted: Callable[[Path], bool]
) -> MeasureSet | None:
    if found is None:
        return None
    hit = [path for path in paths if wanted(path)]
    return MeasureSet(
        measures=tuple(
            ChosenMeasure(
                measure=one.measure,
                title=one.title,
                kind=one.kind,
                cost=one.cost,
                cuts=tuple(sorted(path.id for path in hit if one.stops(path))),
            )
            for one in found.chosen
        ),
        cost=found.cost,
        lower_bound=found.lower_bound,
        proved=found.proved,
        unit=known.unit,
    )


def bar_impact(facts: Facts, counted: Iterable[Path]) -> dict[str, tuple[str, ...]]:
    """The clients, datasets and stores of the providers that a counting path runs through; of all, where none does."""
    providers = {
        step.conclusion["store"].split(":")[0]
        for path in counted
        for step in path.steps
        if step.rule == "placement" and not step.conclusion["store"].startswith("unnamed:")
    }
    rows = [fact.row for fact in facts.of(Placement)]
    hit = [row for row in rows if not providers or row.store.split(":")[0] in providers]
    return {
        "clients": tuple(sorted({row.client for row in hit if row.client})),
        "datasets": tuple(sorted({row.dataset for row in hit})),
        "stores": tuple(sorted({row.store for row in hit})),
    }
