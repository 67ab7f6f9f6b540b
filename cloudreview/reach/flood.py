"""The flood: everything that is reached, from all roots at once; and again, with some steps cut."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from cloudreview.case import Case
from cloudreview.reach.graph import Graph, compose
from cloudreview.reach.leaves import Leaves
from cloudreview.reach.solving import solve
from cloudreview.reach.telling import Teller
from cloudreview.vocabulary.facts import Facts
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.status import Status
from cloudreview.vocabulary.steps import Step
from cloudreview.vocabulary.told import Path
from cloudreview.vocabulary.words import Mode

Cuts = Callable[[str, Mapping[str, str]], bool]


class Flooded(NamedTuple):
    """What one flood found."""

    paths: list[Path]
    gaps: set[str]
    """Gaps of all leaves that bear on some answer, also beside the smallest path."""
    added: list[Gap]


class Flood:
    """Asks again what is reached; the leaves stay those of the review."""

    def __init__(self, facts: Facts, case: Case, leaves: Leaves, statuses: Sequence[Status]) -> None:
        self._facts, self._leaves = facts, leaves
        self._teller = Teller(facts, statuses)
        reading = f"{case.headline.aggregation}/{case.headline.indirect}"
        self._assumed = [(regime, reading) for regime in case.rules]

    def told(self, mode: Mode, cuts: Cuts | None = None) -> Flooded:
        """All paths of one mode, sorted by id, without the leaves that `cuts` removes."""
        leaves = self._leaves.steps
        if cuts is not None:
            leaves = tuple(one for one in leaves if one.mode != mode or not cuts(one.rule, one.fields))
        graph = compose(leaves, self._leaves, mode)
        before = set(self._teller.gaps)
        found = [
            one
            for one in solve(graph, leaves, self._facts.period)
            if cuts is None or not cuts("reached", one.target._asdict())
        ]
        paths = self._teller.paths(found, mode, self._assumed)
        told = sorted(paths, key=lambda one: one.id)
        added = [one for name, one in self._teller.gaps.items() if name not in before]
        return Flooded(told, used(graph, leaves), added)

    def surviving(self, cuts: Cuts) -> tuple[Path, ...]:
        """The guarded paths that stand without the steps whose rule and fields are cut."""
        return tuple(self.told("guarded", cuts).paths)


def used(graph: Graph, leaves: Sequence[Step]) -> set[str]:
    """The gaps of all leaves of a graph."""
    names = {name for one in graph.steps for name in one.leaves}
    return {gap for one in leaves if one.id in names for gap in one.gaps}
