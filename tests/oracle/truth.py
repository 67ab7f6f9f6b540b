"""The whole of docs/truth.md, written a second time, slowly, from that page alone.

Values are ints, REFUTED < UNKNOWN < CONFLICTING < SUPPORTED. An interval is a half-open
pair of ints, and the empty one is (0, 0). A spell is the pair (must, may). What a layer
says is 0 for no, 1 for maybe, 2 for yes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

REFUTED = 0
UNKNOWN = 1
CONFLICTING = 2
SUPPORTED = 3

NO = 0
MAYBE = 1
YES = 2

BEGINNING = -(2**63)
END = 2**63 - 1
HOUR = 3600 * 10**9
DAY = 24 * HOUR

MAX_ALTERNATIVES = 16

Interval = tuple[int, int]
Spell = tuple[Interval, Interval]
Bounds = tuple[int | None, int | None]
Layer = tuple[int, int]
Atom = tuple[str, str, tuple[str, ...], bool, str]
Step = tuple[str, tuple[str, ...], tuple[str, ...]]
Proof = tuple[int, int, tuple[str, ...]]  # doubts, size, leaf list

EMPTY: Interval = (0, 0)


# 1. Values


def merge(said_for: bool, said_against: bool) -> int:
    """Section 1: one statement with several sources."""
    if said_for and said_against:
        return CONFLICTING
    if said_for:
        return SUPPORTED
    if said_against:
        return REFUTED
    return UNKNOWN


def all_of(values: Sequence[int]) -> int:
    """Section 1: the minimum; nothing follows from nothing."""
    if len(values) == 0:
        raise ValueError("all_of no values")
    return min(values)


def any_of(values: Sequence[int]) -> int:
    """Section 1: the maximum; of no values unknown."""
    if len(values) == 0:
        return UNKNOWN
    return max(values)


def conclude(values: Sequence[int], closed: bool) -> int:
    """Section 1: the maximum of the values and of one more, refuted or unknown."""
    one_more = REFUTED if closed else UNKNOWN
    return max([*values, one_more])


def negate(value: int) -> int:
    """Section 1: supported and refuted swapped, the other two left."""
    if value == SUPPORTED:
        return REFUTED
    if value == REFUTED:
        return SUPPORTED
    return value


# 2. Bounds against a threshold


def reaches(low: int | None, high: int | None, threshold: int) -> int:
    """Section 2: "at least t"."""
    if (0 if low is None else low) >= threshold:
        return SUPPORTED
    if high is not None and high < threshold:
        return REFUTED
    return UNKNOWN


def exceeds(low: int | None, high: int | None, threshold: int) -> int:
    """Section 2: "more than t"."""
    if (0 if low is None else low) > threshold:
        return SUPPORTED
    if high is not None and high <= threshold:
        return REFUTED
    return UNKNOWN


def merge_bounds(bounds: Sequence[Bounds]) -> tuple[int, int | None, bool]:
    """Section 2: the intersection if all overlap, else the hull, with conflict; low is told as 0."""
    if len(bounds) == 0:
        raise ValueError("merge_bounds of no bounds")
    lows = [0 if low is None else low for low, _ in bounds]
    highs = [high for _, high in bounds if high is not None]  # the bounded ones
    unbounded = [high for _, high in bounds if high is None]
    if not highs:
        return max(lows), None, False
    if max(lows) <= min(highs):
        return max(lows), min(highs), False
    if unbounded:
        return min(lows), None, True
    return min(lows), max(highs), True


# 3. Policy layers


def decide(clauses: Sequence[Sequence[Layer]]) -> int:
    """Section 3: no layer may deny, and in each clause at least one must allow."""
    if len(clauses) == 0:
        raise ValueError("decide without clauses")
    for clause in clauses:
        if len(clause) == 0:
            raise ValueError("decide with an empty clause")
    deny = max(layer[1] for clause in clauses for layer in clause)
    allow = min(max(layer[0] for layer in clause) for clause in clauses)
    if deny == YES or allow == NO:
        return REFUTED
    if deny == NO and allow == YES:
        return SUPPORTED
    return UNKNOWN


# 4. Time


def _moved(instant: int) -> int:
    """Section 4: instants before BEGINNING or after END are moved to them."""
    if instant < BEGINNING:
        return BEGINNING
    if instant > END:
        return END
    return instant


def _interval(start: int, end: int) -> Interval:
    """Section 4: both ends moved; all empty intervals are equal and are written (0, 0)."""
    start = _moved(start)
    end = _moved(end)
    if start >= end:
        return EMPTY
    return (start, end)


def _overlap(one: Interval, other: Interval) -> Interval:
    """Section 4: the intersection of two intervals."""
    one = _interval(one[0], one[1])
    other = _interval(other[0], other[1])
    if EMPTY in (one, other):
        return EMPTY
    return _interval(max(one[0], other[0]), min(one[1], other[1]))


def _inside(interval: Interval, instant: int) -> bool:
    """Section 4: an interval is half-open; nothing is inside an empty one."""
    start, end = _interval(interval[0], interval[1])
    return start <= _moved(instant) < end


def _midnight(day: str) -> int:
    """Section 4: the instant of 00:00Z on an ISO day."""
    return (date.fromisoformat(day).toordinal() - date(1970, 1, 1).toordinal()) * DAY


def intersect(spells: Sequence[Spell]) -> Spell:
    """Section 4: must of the musts, may of the mays; of none it raises."""
    if len(spells) == 0:
        raise ValueError("intersect of no spells")
    must, may = spells[0]
    for other_must, other_may in spells:
        must = _overlap(must, other_must)
        may = _overlap(may, other_may)
    return must, may


def spell(start: str | int | None, end: str | int | None, taken_at: int | None, carry: int) -> Spell:
    """Section 4: must and may from dates. None for a bound of must: must is empty."""
    if taken_at is not None:
        taken_at = _moved(taken_at)

    may_from: int
    must_from: int | None
    if start is None:
        may_from = BEGINNING
        must_from = taken_at
    elif isinstance(start, str):
        may_from = _midnight(start) - DAY + 10 * HOUR
        must_from = _midnight(start) + 12 * HOUR
    else:
        may_from = start
        must_from = start

    may_to: int
    must_to: int | None
    if end is None:
        may_to = END
        must_to = None if taken_at is None else taken_at + carry
    elif isinstance(end, str):
        may_to = _midnight(end) + DAY + 12 * HOUR
        must_to = _midnight(end) + 10 * HOUR
    else:
        may_to = end
        must_to = end

    may = _interval(may_from, may_to)
    if must_from is None or must_to is None:
        return EMPTY, may
    return _overlap(_interval(must_from, must_to), may), may


def value_at(truth: int, spell: Spell, instant: int) -> int | None:
    """Section 4: the value of a truth at an instant; None is absent."""
    must, may = spell
    if _inside(must, instant):
        return truth
    if _inside(may, instant):
        return min(truth, UNKNOWN)
    return None


# 5. Derivations


@dataclass(frozen=True)
class System:
    """Section 5: leaves (truth, spell), statements with where closed, steps.

    The keys of `closed` are every statement; a step is (head, body, leaves).
    """

    leaves: dict[str, tuple[int, Spell]]
    closed: dict[str, list[Interval]]
    steps: list[Step]


def _closed_at(system: System, statement: str, instant: int) -> bool:
    """Section 5: whether the statement is closed at the instant."""
    return any(_inside(interval, instant) for interval in system.closed[statement])


def _leaf_values(system: System, step: Step, instant: int) -> list[int] | None:
    """Section 5: the values of a step's own leaves; None when one is absent."""
    values = []
    for leaf in step[2]:
        truth, held = system.leaves[leaf]
        there = value_at(truth, held, instant)
        if there is None:
            return None
        values.append(there)
    return values


def _values(system: System, instant: int) -> dict[str, int]:
    """Section 5: the least fixpoint at an instant, every statement from its floor."""
    now = {s: conclude([], _closed_at(system, s, instant)) for s in system.closed}
    while True:
        after = {}
        for statement in system.closed:
            of_steps = []
            for step in system.steps:
                if step[0] != statement:
                    continue
                own = _leaf_values(system, step, instant)
                if own is None:
                    continue
                of_steps.append(all_of(own + [now[body] for body in step[1]]))
            after[statement] = conclude(of_steps, _closed_at(system, statement, instant))
        if after == now:
            return now
        now = after


def _proofs(system: System, instant: int, level: int) -> dict[str, Proof]:
    """Section 5: the preferred proof, at a level, of every statement that has one.

    Every round makes every statement's choice anew from the choices of the round before,
    until a round changes nothing. What stands then is every statement's least triple over
    its body's own least triples; a body's doubts are at most its head's and its size is
    less, so that no statement is premised on itself.
    """
    now: dict[str, Proof] = {}
    while True:
        after: dict[str, Proof] = {}
        for statement in system.closed:
            found: list[Proof] = []
            if level == UNKNOWN and not _closed_at(system, statement, instant):
                found.append((1, 1, ("hole:" + statement,)))
            for head, body, leaves in system.steps:
                if head != statement:
                    continue
                once = tuple(sorted(set(leaves)))  # named twice in one step counts once
                own = _leaf_values(system, (head, body, once), instant)
                if own is None or any(there < level for there in own):
                    continue
                if any(premise not in now for premise in body):
                    continue
                doubts = own.count(UNKNOWN)
                size = 1
                told = set(once)
                for premise in body:
                    doubts += now[premise][0]
                    size += now[premise][1]
                    told.update(now[premise][2])
                found.append((doubts, size, tuple(sorted(told))))
            if found:
                after[statement] = min(found)
        if after == now:
            return now
        now = after


def _instants(period: Interval) -> range:
    """Section 5: every instant of a period, which is not empty."""
    start, end = _interval(period[0], period[1])
    if start >= end:
        raise ValueError("an empty period")
    return range(start, end)


def value(system: System, statement: str, instant: int) -> int:
    """Section 5: the value of a statement at an instant."""
    return _values(system, instant)[statement]


def best(system: System, statement: str, period: Interval) -> int:
    """Section 5: the greatest value at any instant of the period."""
    return max(value(system, statement, instant) for instant in _instants(period))


def preferred(system: System, statement: str, period: Interval) -> Proof | None:
    """Section 5: (doubts, size, leaf list) over a period; None when best is refuted."""
    level = best(system, statement, period)
    if level == REFUTED:
        return None
    found = []
    for instant in _instants(period):
        if value(system, statement, instant) == level:
            found.append(_proofs(system, instant, level)[statement])
    return min(found)


# 6. Residuals


def lower(truth: int, atoms: Sequence[Atom]) -> int:
    """Section 6: an atom by setting or other lowers the truth to at most unknown."""
    for atom in atoms:
        if atom[4] in ("setting", "other"):
            return min(truth, UNKNOWN)
    return truth


def contradictory(atoms: Sequence[Atom]) -> bool:
    """Section 6: whether some key's StringEquals atoms leave no value."""
    compared = [atom for atom in atoms if atom[1] == "StringEquals"]
    for one_key in {atom[0].lower() for atom in compared}:
        of_key = [atom for atom in compared if atom[0].lower() == one_key]
        wanted = [set(atom[2]) for atom in of_key if not atom[3]]
        unwanted = [set(atom[2]) for atom in of_key if atom[3]]
        if not wanted:
            continue
        left = set(wanted[0])
        for values in wanted:
            left = left & values
        for values in unwanted:
            left = left - values
        if not left:
            return True
    return False


def absorb(alternatives: Sequence[Sequence[Atom]]) -> list[list[Atom]] | None:
    """Section 6: strict supersets dropped, equals once, sorted; None is too wide."""
    residuals = [frozenset(atoms) for atoms in alternatives]
    kept: list[list[Atom]] = []
    for residual in residuals:
        if any(other < residual for other in residuals):
            continue
        told = sorted(residual)
        if told not in kept:
            kept.append(told)
    if len(kept) > MAX_ALTERNATIVES:
        return None
    return sorted(kept)


# 7. But for


def but_for(path_leaves: Sequence[tuple[bool, Sequence[str]]], path_is_unknown: bool) -> list[str]:
    """Section 7: the sorted union of the gaps of the unknown leaves of an unknown path."""
    if not path_is_unknown:
        return []
    gaps: set[str] = set()
    for is_unknown, named in path_leaves:
        if is_unknown:
            gaps.update(named)
    return sorted(gaps)
