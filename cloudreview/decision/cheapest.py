"""The cheapest set of measures that hits every path: implicit hitting set.

A pool of paths is a certificate: the cheapest set that hits the pool is a lower bound, and where the flood finds
nothing more under it, it is the answer, proved (Chandrasekaran, Karp, Moreno-Centeno, Vempala, SODA 2011). Paths are
never enumerated. Ties: the lexicographically smallest list of ids. HiGHS runs on one thread, with a fixed seed and no
clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import highspy
import numpy as np

from cloudreview.decision.measures import Candidate, Catalogue
from cloudreview.vocabulary.told import Path

MAX_NODES = 200_000
"""Nodes of one search; more leaves the answer unproved, the same on every machine."""


class Cheapest(NamedTuple):
    """The measures chosen, and how sure it is that none cheaper exist."""

    chosen: tuple[Candidate, ...]
    cost: int
    lower_bound: int
    proved: bool


class _Solution(NamedTuple):
    chosen: frozenset[int]
    weight: int
    bound: float
    proved: bool


def cheapest(
    known: Catalogue, pool: dict[str, Path], survivors: Callable[[Sequence[Candidate]], Iterable[Path]]
) -> Cheapest | None:
    """The cheapest measures under which nothing survives; None where no measures do that.

    `pool` holds paths that must be hit, by id, and is added to; `survivors` floods again under some measures.
    """
    problem = _Problem(known.candidates)
    for path in survivors(known.candidates):
        pool[path.id] = path
        return None
    while True:
        rows = problem.rows(pool.values())
        solution = problem.solve(rows, {})
        if solution is None:
            return None
        fresh = _fresh(pool, survivors(problem.named(solution.chosen)))
        if not fresh:
            first = problem.first(rows, solution)
            fresh = _fresh(pool, survivors(problem.named(first)))
            if not fresh:
                return problem.told(first, solution)
        pool.update(fresh)


def _fresh(pool: dict[str, Path], found: Iterable[Path]) -> dict[str, Path]:
    return {one.id: one for one in found if one.id not in pool}


Rows = tuple[frozenset[int], ...]


class _Quiet(highspy.Highs):
    """A solver that prints nothing: the banner comes with its first call, and stdout is for the dossier."""

    def enableCallbacks(self) -> None:  # noqa: N802  # the first call its constructor makes
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]


class _Problem:
    """A binary program over the candidates, in the order of their ids."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self._all = sorted(candidates, key=lambda one: one.measure)
        place = {one.measure: number for number, one in enumerate(self._all)}
        # Cost first; among equal costs as few as possible that cost nothing, so that none is told in vain.
        self._scale = 1 + sum(one.cost == 0 for one in self._all)
        self._weights = [one.cost * self._scale if one.cost else 1 for one in self._all]
        detecting = [number for number, one in enumerate(self._all) if one.kind == "detects"]
        self._needs: list[tuple[int, tuple[int, ...]]] = []
        for number, one in enumerate(self._all):
            self._needs += [(number, (place[need],)) for need in one.needs]
            if one.kind == "cuts":
                self._needs.append((number, tuple(detecting)))

    def rows(self, paths: Iterable[Path]) -> Rows:
        """For each path the measures that cut it, without rows that another row implies."""
        sets = {frozenset(n for n, one in enumerate(self._all) if one.stops(path)) for path in paths}
        smallest: list[frozenset[int]] = []
        for one in sorted(sets, key=lambda row: (len(row), sorted(row))):
            if not any(kept <= one for kept in smallest):
                smallest.append(one)
        return tuple(smallest)

    def named(self, chosen: Iterable[int]) -> list[Candidate]:
        return [self._all[number] for number in sorted(chosen)]

    def told(self, chosen: frozenset[int], by: _Solution) -> Cheapest:
        cost = sum(self._all[number].cost for number in chosen)
        bound = cost if by.proved else int(np.ceil(by.bound / self._scale - 1e-6))
        return Cheapest(tuple(self.named(chosen)), cost, min(cost, max(0, bound)), by.proved)

    def solve(self, rows: Rows, fixed: dict[int, int]) -> _Solution | None:
        """The least weight, with some measures fixed in or out; None where no measures hit every row."""
        if any(not row for row in rows):
            return None
        if not rows and not any(fixed.values()):
            return _Solution(frozenset(), 0, 0.0, proved=True)
        solver = self._solver(rows, fixed)
        solver.run()
        info = solver.getInfo()
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        values = solver.getSolution().col_value
        chosen = frozenset(number for number, value in enumerate(values) if value > 0.5)
        weight = sum(self._weights[number] for number in chosen)
        proved = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return _Solution(chosen, weight, info.mip_dual_bound, proved)

    def _solver(self, rows: Rows, fixed: dict[int, int]) -> highspy.Highs:
        solver = _Quiet()  # type: ignore[no-untyped-call]
        for option, value in _OPTIONS.items():
            solver.setOptionValue(option, value)
        for number, weight in enumerate(self._weights):
            low, high = (fixed[number],) * 2 if number in fixed else (0, 1)
            solver.addCol(weight, low, high, 0, np.array([], dtype=np.int32), np.array([], dtype=np.float64))
            solver.changeColIntegrality(number, highspy.HighsVarType.kInteger)
        for row in rows:
            numbers = sorted(row)
            solver.addRow(1, highspy.kHighsInf, len(numbers), _ints(numbers), np.ones(len(numbers)))
        for number, others in self._needs:
            signs = np.array([-1.0] + [1.0] * len(others))
            solver.addRow(0, highspy.kHighsInf, 1 + len(others), _ints([number, *others]), signs)
        return solver

    def first(self, rows: Rows, best: _Solution) -> frozenset[int]:
        """Of all sets of the least weight the one whose sorted list of ids comes first."""
        if not best.proved:
            return best.chosen
        fixed: dict[int, int] = {}
        current = best.chosen
        useful = frozenset[int]().union(*rows, *(others for _, others in self._needs))
        for number in range(len(self._all)):
            if len(current) == sum(fixed.values()):
                break
            if number in useful - current:
                tried = self.solve(rows, fixed | {number: 1})
                if tried is not None and tried.weight == best.weight:
                    current = tried.chosen
            fixed[number] = int(number in current)
        return current


def _ints(numbers: Sequence[int]) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    return np.array(numbers, dtype=np.int32)


_OPTIONS: dict[str, bool | int | float | str] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.5,
    "mip_max_nodes": MAX_NODES,
}
