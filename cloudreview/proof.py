"""From steps to values and smallest proofs over time; `docs/truth.md`, section 5, is the definition.

An AND/OR graph: a step derives its head from all its premises, a statement is as good as its best step. The value at an
instant is a least fixpoint on the chain of truth values, found level by level; the preferred proof by Knuth's
generalisation of Dijkstra's algorithm (Inf. Proc. Letters 6, 1977), since doubts and size of a tree of steps
are superior functions.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from cloudreview.spells import Interval, Spell, value_at
from cloudreview.truth import Truth


class Leaf(NamedTuple):
    """A fact, or a permission as judged: its truth within its spell."""

    truth: Truth
    spell: Spell


class Step(NamedTuple):
    """One derivation: the head follows from all statements of the body and all leaves."""

    head: str
    body: tuple[str, ...]
    leaves: tuple[str, ...]


class Proof(NamedTuple):
    """The preferred proof of a statement: its truth, its unknown leaves and steps, as in a tree, its leaves."""

    truth: Truth
    doubts: int
    size: int
    leaves: tuple[str, ...]


_Cost = tuple[int, int, tuple[str, ...]]
_LEVELS = (Truth.SUPPORTED, Truth.CONFLICTING, Truth.UNKNOWN)


class System:
    """Leaves, steps and where statements are closed; the answers are those of `docs/truth.md`, section 5."""

    def __init__(
        self,
        leaves: Mapping[str, Leaf],
        steps: Iterable[Step],
        open_in: Mapping[str, Sequence[Interval]] | None = None,
    ) -> None:
        """`open_in` gives for each statement the intervals in which it is *not* closed; elsewhere it is closed."""
        self._leaves = dict(leaves)
        self._steps: list[Step] = sorted(set(steps))
        for number, (head, intervals) in enumerate(sorted((open_in or {}).items())):
            self._open(number, head, intervals)
        self._waits: dict[str, list[int]] = defaultdict(list)
        for index, step in enumerate(self._steps):
            if not step.body and not step.leaves:
                raise ValueError(f"the step to {step.head} has no premise")
            for premise in set(step.body):
                self._waits[premise].append(index)

    def _open(self, number: int, head: str, intervals: Sequence[Interval]) -> None:
        """An open statement is unknown there: one step whose leaves all tell as the same hole."""
        for part, interval in enumerate(intervals):
            name = f"hole:{head}\0{number}.{part}"
            self._leaves[name] = Leaf(Truth.UNKNOWN, Spell.possibly(interval))
            self._steps.append(Step(head, (), (name,)))

    def slices(self, period: Interval) -> list[int]:
        """Instants of the period, one from each stretch in which no leaf changes."""
        edges = {period[0]}
        for leaf in self._leaves.values():
            for interval in leaf.spell:
                if interval[0] < interval[1]:
                    edges.update(edge for edge in interval if period[0] < edge < period[1])
        return sorted(edges)

    def proofs_at(self, at: int, without: frozenset[str] = frozenset()) -> dict[str, Proof]:
        """The preferred proof, at its own value, of every statement that is not refuted at an instant."""
        return self._solve(self._values_at(at, without))

    def _values_at(self, at: int, without: frozenset[str]) -> dict[str, Truth]:
        kept = ((name, leaf) for name, leaf in self._leaves.items() if name not in without)
        found = ((name, value_at(leaf.truth, leaf.spell, at)) for name, leaf in kept)
        return {name: value for name, value in found if value is not None}

    def _solve(self, values: Mapping[str, Truth]) -> dict[str, Proof]:
        proofs: dict[str, Proof] = {}
        for level in _LEVELS:
            usable = {name: value for name, value in values.items() if value >= level}
            for head, cost in self._knuth(usable).items():
                proofs.setdefault(head, Proof(level, *cost))
        return proofs

    def _knuth(self, usable: Mapping[str, Truth]) -> dict[str, _Cost]:
        """The least (doubts, size, leaves) of every statement that has a proof from the usable leaves."""
        missing = [len(set(step.body)) for step in self._steps]
        ready = [all(leaf in usable for leaf in step.leaves) for step in self._steps]
        done: dict[str, _Cost] = {}
        queue: list[tuple[_Cost, str]] = []
        for index, step in enumerate(self._steps):
            if ready[index] and not step.body:
                heapq.heappush(queue, (_cost(step, done, usable), step.head))
        while queue:
            cost, head = heapq.heappop(queue)
            if head in done:
                continue
            done[head] = cost
            for index in self._waits.get(head, ()):
                missing[index] -= 1
                if ready[index] and missing[index] == 0:
                    heapq.heappush(queue, (_cost(self._steps[index], done, usable), self._steps[index].head))
        return done

    def best(self, period: Interval, without: frozenset[str] = frozenset()) -> dict[str, Proof]:
        """For every statement that is ever better than refuted: its greatest value in the period, preferred proof.

        Instants whose leaves have the same values are solved once.
        """
        best: dict[str, Proof] = {}
        seen: set[tuple[tuple[str, Truth], ...]] = set()
        for at in self.slices(period):
            values = self._values_at(at, without)
            signature = tuple(sorted(values.items()))
            if signature not in seen:
                seen.add(signature)
                for head, proof in self._solve(values).items():
                    best[head] = min(best.get(head, proof), proof, key=preference)
        return best


def _cost(step: Step, done: Mapping[str, _Cost], usable: Mapping[str, Truth]) -> _Cost:
    own = set(step.leaves)
    doubts = sum(usable[leaf] is Truth.UNKNOWN for leaf in own) + sum(done[premise][0] for premise in step.body)
    size = 1 + sum(done[premise][1] for premise in step.body)
    names = {leaf.split("\0")[0] for leaf in own}
    return doubts, size, tuple(sorted(names.union(*(done[premise][2] for premise in step.body))))


def preference(proof: Proof) -> tuple[int, int, int, tuple[str, ...]]:
    """What orders the proofs of a statement: the best first."""
    return -proof.truth, proof.doubts, proof.size, proof.leaves
