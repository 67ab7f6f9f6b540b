"""The preferred proof of every answer over the period: first as if all held together, then in time.

`docs/truth.md`, section 5, defines the preferred proof. Each leaf is first taken at the best value that it has anywhere
in the period. What follows then is an upper bound; where the leaves of that proof share an instant, it is the answer.
Only the others are solved at every instant at which some leaf is at its best.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cloudreview import proof
from cloudreview.reach.graph import Graph, Root, Target
from cloudreview.spells import EVER, NEVER, Interval, meet, value_at
from cloudreview.truth import Truth
from cloudreview.vocabulary.steps import Step


class Found(NamedTuple):
    """A root reaches a target: how surely, at which instant, by which leaves."""

    root: Root
    target: Target
    truth: Truth
    at: int
    leaves: tuple[Step, ...]


def solve(graph: Graph, leaves: Sequence[Step], period: Interval) -> list[Found]:
    """The preferred proof over the period of everything asked that is not refuted."""
    solver = _Solver(graph, leaves, period)
    return [found for found in map(solver.answer, graph.asked) if found is not None]


def together(leaves: Iterable[Step], period: Interval) -> tuple[Truth, int] | None:
    """The best value of leaves taken together at an instant of the period, and the first instant with fewest doubts.

    None where they never hold together.
    """
    steps = list(leaves)
    edges = {period[0]}
    for one in steps:
        for interval in one.spell:
            if interval != NEVER:
                edges.update(edge for edge in interval if period[0] < edge < period[1])
    best: tuple[int, int, int] | None = None
    for at in sorted(edges):
        values = [value_at(one.truth, one.spell, at) for one in steps]
        known = [value for value in values if value is not None]
        if len(known) == len(steps):
            rank = (-min(known), known.count(Truth.UNKNOWN), at)
            best = rank if best is None else min(best, rank)
    return None if best is None else (Truth(-best[0]), best[2])


class _Solver:
    """One graph over one period."""

    def __init__(self, graph: Graph, leaves: Sequence[Step], period: Interval) -> None:
        self._asked, self._period = graph.asked, period
        used = {name for one in graph.steps for name in one.leaves}
        self._leaves = _named([one for one in leaves if one.id in used], period)
        names = {one.id: name for name, one in self._leaves.items()}
        self._steps = [
            proof.Step(one.head, one.body, tuple(names[leaf] for leaf in one.leaves))
            for one in graph.steps
            if all(leaf in names for leaf in one.leaves)
        ]
        self._by_head: dict[str, list[proof.Step]] = defaultdict(list)
        for one in self._steps:
            self._by_head[one.head].append(one)
        best = {name: _best(one, period) for name, one in self._leaves.items()}
        at_best = {name: proof.Leaf(value, EVER) for name, (value, _) in best.items()}
        self._when = {name: interval for name, (_, interval) in best.items()}
        self._bounds = proof.System(at_best, self._steps).proofs_at(0)

    def answer(self, question: tuple[Root, Target]) -> Found | None:
        """The bound where its leaves were at their best together, else what holds in time."""
        head = self._asked[question]
        bound = self._bounds.get(head)
        if bound is None:
            return None
        shared = self._period
        for name in bound.leaves:
            shared = meet(shared, self._when[name])
        if shared != NEVER:
            return self._found(question, bound, shared[0])
        return self._in_time(question, head, bound)

    def _found(self, question: tuple[Root, Target], by: proof.Proof, at: int) -> Found:
        return Found(*question, by.truth, at, tuple(self._leaves[name] for name in by.leaves))

    def _in_time(self, question: tuple[Root, Target], head: str, bound: proof.Proof) -> Found | None:
        steps = list(self._below(head))
        used = {name: self._leaves[name] for one in steps for name in one.leaves}
        system = proof.System({name: proof.Leaf(one.truth, one.spell) for name, one in used.items()}, steps)
        best: tuple[proof.Proof, int] | None = None
        for at in _at_their_best(used.values(), self._period):
            found = system.proofs_at(at).get(head)
            if found is not None and (best is None or proof.preference(found) < proof.preference(best[0])):
                best = found, at
                if proof.preference(found)[:3] == proof.preference(bound)[:3]:
                    break
        return None if best is None else self._found(question, *best)

    def _below(self, head: str) -> Iterator[proof.Step]:
        """The steps that a statement may rest on."""
        seen, waiting = {head}, [head]
        while waiting:
            for one in self._by_head[waiting.pop()]:
                yield one
                fresh = set(one.body) - seen
                seen |= fresh
                waiting.extend(sorted(fresh))


def _named(leaves: Sequence[Step], period: Interval) -> dict[str, Step]:
    """Leaves that hold at some time of the period, by names in the order in which ties are broken.

    By what they say, then the longer, then the earlier: so an answer does not turn on ids, and holds for long.
    """
    present = [one for one in leaves if one.truth > Truth.REFUTED and meet(one.spell.may, period) != NEVER]

    def order(one: Step) -> tuple[object, ...]:
        sure = meet(one.spell.must, period)
        return one.rule, sorted(one.fields.items()), sure[0] - sure[1], one.spell, one.id

    return {f"{rank:08d}": one for rank, one in enumerate(sorted(present, key=order))}


def _best(one: Step, period: Interval) -> tuple[Truth, Interval]:
    """The best value of a leaf in the period, and when it has it."""
    sure = meet(one.spell.must, period)
    if sure != NEVER and one.truth > Truth.UNKNOWN:
        return one.truth, sure
    return Truth.UNKNOWN, meet(one.spell.may, period)


def _at_their_best(leaves: Iterable[Step], period: Interval) -> list[int]:
    """Instants of the period such that, at any other, no leaf is better than at a neighbour of these."""
    steps = list(leaves)
    edges = {period[0]}
    for one in steps:
        for interval in one.spell:
            edges.update(edge for edge in interval if period[0] < edge < period[1])
    kept: list[tuple[int, list[int]]] = []
    for at in sorted(edges):
        values = [-1 if found is None else int(found) for found in (value_at(s.truth, s.spell, at) for s in steps)]
        while kept and _no_better(kept[-1][1], values):
            kept.pop()
        if not kept or not _no_better(values, kept[-1][1]):
            kept.append((at, values))
    return [at for at, _ in kept]


def _no_better(one: Sequence[int], other: Sequence[int]) -> bool:
    return all(a <= b for a, b in zip(one, other, strict=True))
