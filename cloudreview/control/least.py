"""The least solution of what parties that hold one another say of each other's shares, exact.

docs/decisions/0013 has the mathematics. Each unknown is the least of a cap and of its rows; a row adds up amounts of
other unknowns, and where several amounts are possible, those that make it least. The least solution is found by
policies: choose a row each, solve the linear equations exactly, choose again where another row is less. What is too
large for that is approached from below, every number rounded down, so that it stays a lower bound.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Set
from fractions import Fraction
from math import gcd
from typing import NamedTuple

from cloudreview.control.components import components

WHOLE = 10_000
ONE = Fraction(1)
EXACT = 200
"""Parties of a ring up to which it is solved exactly."""
ROUNDS = 200
GRID = 2**48
"""Rounds and steps of the unit in which a larger ring is approached."""


class Term(NamedTuple):
    """An amount between two bounds, in hundredths of a percent, of an unknown or of a number that is known."""

    low: int
    high: int
    of: str | Fraction


class Row(NamedTuple):
    """Amounts that are added up."""

    terms: tuple[Term, ...]
    filled: bool = False
    """Whether what the amounts leave of the whole counts as wholly of the number one, or else of nothing."""
    beyond: bool = False
    """Whether the amounts count as told, also where they are more than the whole; else they are cut to the whole."""

    def amounts(self, value: Mapping[str, Fraction]) -> tuple[list[tuple[int, str | Fraction]], int]:
        """The amounts that make the sum least, and what they leave of the whole."""
        sure = sum(term.low for term in self.terms)
        left, more = (sure if self.beyond else WHOLE), (max(WHOLE - sure, 0) if self.filled else 0)
        found = []
        for term in sorted((term for term in self.terms if term.high), key=lambda term: number(term.of, value)):
            low, added = min(term.low, left), min(term.high - term.low, more)
            left, more = left - low, more - added
            if low + added:
                found.append((low + added, term.of))
        return found, more

    def least(self, value: Mapping[str, Fraction]) -> Fraction:
        """The least that it adds up to, its unknowns being so much."""
        amounts, rest = self.amounts(value)
        return (sum((amount * number(of, value) for amount, of in amounts), Fraction(0)) + rest) / WHOLE

    def nothing(self, without: Set[str]) -> bool:
        """Whether it may add up to nothing, these unknowns being nothing."""
        none = [term for term in self.terms if _is_nothing(term.of, without)]
        if not self.beyond and sum(term.low for term in none) >= WHOLE:
            return True
        if any(term.low and not _is_nothing(term.of, without) for term in self.terms):
            return False
        return not self.filled or sum(term.high for term in none) >= WHOLE

    def ends(self, without: Set[str]) -> bool:
        """Whether, where it is nothing, a part of it may be so by a number that is known, or by one of these."""
        rest = sum(term.low for term in self.terms) < WHOLE
        if rest and not self.filled:
            return True
        return any(_is_nothing(term.of, without) for term in self.terms if term.low or (rest and term.high))


def number(of: str | Fraction, value: Mapping[str, Fraction]) -> Fraction:
    """What an unknown is, or the number itself."""
    return value[of] if isinstance(of, str) else of


def _is_nothing(of: str | Fraction, without: Set[str]) -> bool:
    return of in without if isinstance(of, str) else of == 0


class Equation(NamedTuple):
    """An unknown is the least of the cap and of all rows."""

    rows: tuple[Row, ...]
    cap: Fraction = ONE

    def unknowns(self) -> list[str]:
        """The unknowns of all rows."""
        return [term.of for row in self.rows for term in row.terms if isinstance(term.of, str) and term.high]

    def least(self, value: Mapping[str, Fraction]) -> Fraction:
        """What it says, its unknowns being so much."""
        return min([self.cap, *(row.least(value) for row in self.rows)])


Equations = Mapping[str, Equation]


def least(equations: Equations) -> dict[str, Fraction]:
    """The least solution; a lower bound of it for groups of more than `EXACT` that depend on one another."""
    value: dict[str, Fraction] = {}
    for group in components({name: one.unknowns() for name, one in equations.items()}):
        inner = {name: _known(equations[name], value) for name in group}
        value |= _solved(inner) if len(group) <= EXACT else _approached(inner)
    return value


def too_large(equations: Equations) -> list[tuple[str, ...]]:
    """The groups that are not solved exactly."""
    groups = components({name: one.unknowns() for name, one in equations.items()})
    return [group for group in groups if len(group) > EXACT]


def _known(equation: Equation, value: Mapping[str, Fraction]) -> Equation:
    """The same with the numbers of unknowns that are solved."""
    rows = [
        row._replace(terms=tuple(term._replace(of=value.get(str(term.of), term.of)) for term in row.terms))
        for row in equation.rows
    ]
    return equation._replace(rows=tuple(rows))


def nothing(equations: Equations) -> frozenset[str]:
    """The unknowns that are nothing in the least solution: the most that may be nothing together."""
    users: dict[str, list[str]] = {one: [] for one in equations}
    for one, equation in equations.items():
        for other in filter(users.__contains__, equation.unknowns()):
            users[other].append(one)
    found, doubted = set(equations), list(equations)
    while doubted:
        one = doubted.pop()
        if one in found and not _may_be_nothing(equations[one], found):
            found.discard(one)
            doubted += users[one]
    return frozenset(found)


def _may_be_nothing(equation: Equation, without: Set[str]) -> bool:
    return equation.cap == 0 or any(row.nothing(without) for row in equation.rows)


def endless(equations: Equations) -> list[tuple[str, ...]]:
    """The rings that are nothing only since they hold one another wholly, so that any other number would do as well."""
    kept = nothing(equations)
    left = kept
    while True:
        ending = _ending(equations, left)
        if ending == left:
            break
        left = ending
    rest = kept - left
    needs = {one: [name for name in equations[one].unknowns() if name in rest] for one in rest}
    return [group for group in components(needs) if len(group) > 1 or group[0] in needs[group[0]]]


def _ending(equations: Equations, kept: frozenset[str]) -> frozenset[str]:
    """Those that end, along some way within the kept ones, at a number that is known to be nothing."""
    found: frozenset[str] = frozenset()
    while True:
        more = frozenset(
            one
            for one in kept
            if equations[one].cap == 0 or any(row.nothing(kept) and row.ends(found) for row in equations[one].rows)
        )
        if more == found:
            return found
        found = more


def _solved(equations: Equations) -> dict[str, Fraction]:
    """Policies, from above: each solution is less than the one before, until no row is less than the one chosen."""
    value = dict.fromkeys(equations, Fraction(0))
    none = nothing(equations)
    left = {name: one for name, one in equations.items() if name not in none}
    chosen = {name: _choice(one, {**value, **dict.fromkeys(left, ONE)}) for name, one in left.items()}
    while True:
        value |= linear({name: Line(chosen[name], left) for name in left})
        better = {name: one for name, one in left.items() if one.least(value) < value[name]}
        if not better:
            return value
        chosen |= {name: _choice(one, value) for name, one in better.items()}


class Choice(NamedTuple):
    """Amounts of a row, and a number beside them."""

    amounts: list[tuple[int, str | Fraction]]
    rest: Fraction


def _choice(equation: Equation, value: Mapping[str, Fraction]) -> Choice:
    """The row that is least, with its amounts; the cap only where it is less than every row."""
    at_most, found = equation.cap, Choice([], equation.cap * WHOLE)
    for row in equation.rows:
        amounts, rest = row.amounts(value)
        total = row.least(value)
        if total < at_most or (total == at_most and not found.amounts):
            at_most, found = total, Choice(amounts, Fraction(rest))
    return found


class Line:
    """`scale` times an unknown is so many times each of others, and a number: integers, so that sums need no gcd."""

    __slots__ = ("factors", "number", "scale")

    def __init__(self, choice: Choice, unknown: Collection[str]) -> None:
        known = sum((amount * of for amount, of in choice.amounts if not isinstance(of, str)), choice.rest)
        self.number, self.scale = known.numerator, known.denominator * WHOLE
        self.factors: dict[str, int] = {}
        for amount, of in choice.amounts:
            if isinstance(of, str) and of in unknown:
                self.factors[of] = self.factors.get(of, 0) + amount * known.denominator

    def alone(self, name: str) -> None:
        """The unknown itself, where it stands on both sides, brought to one."""
        self.scale -= self.factors.pop(name, 0)

    def put(self, name: str, line: Line) -> None:
        """An unknown replaced by its own line."""
        share = self.factors.pop(name)
        factors = {other: factor * line.scale for other, factor in self.factors.items()}
        for other, factor in line.factors.items():
            factors[other] = factors.get(other, 0) + share * factor
        total, scale = self.number * line.scale + share * line.number, self.scale * line.scale
        common = gcd(scale, total, *factors.values())
        self.number, self.scale = total // common, scale // common
        self.factors = {other: factor // common for other, factor in factors.items()}

    def solved(self, value: Mapping[str, Fraction]) -> Fraction:
        """The unknown, all others being known."""
        total = sum((factor * value[other] for other, factor in self.factors.items()), Fraction(self.number))
        return total / self.scale


def linear(lines: Mapping[str, Line]) -> dict[str, Fraction]:
    """The solution of linear equations, each unknown put into the others, those first that stand in the fewest."""
    users: dict[str, set[str]] = {name: set() for name in lines}
    for name, line in lines.items():
        for other in line.factors:
            users[other].add(name)
    order: list[str] = []
    left = set(lines)
    while left:
        name = min(left, key=lambda one: (len(users[one]) * len(lines[one].factors), one))
        left.discard(name)
        order.append(name)
        lines[name].alone(name)
        users[name].discard(name)
        for user in users[name]:
            lines[user].put(name, lines[name])
        for other in lines[name].factors:
            users[other] = (users[other] | users[name]) - {name}
    value: dict[str, Fraction] = {}
    for name in reversed(order):
        value[name] = lines[name].solved(value)
    return value


def _approached(equations: Equations) -> dict[str, Fraction]:
    """Rounds from nothing, rounded down: no number ever passes the least solution."""
    value = dict.fromkeys(equations, Fraction(0))
    for _ in range(ROUNDS):
        found = {name: Fraction(one.least(value) * GRID // 1, GRID) for name, one in equations.items()}
        if found == value:
            break
        value = found
    return value
