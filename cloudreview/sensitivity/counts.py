"""How many US persons or devices a dataset holds, as its placements tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from cloudreview.spells import NEVER, Interval, meet
from cloudreview.truth import Truth, merge_bounds
from cloudreview.vocabulary.facts import Fact
from cloudreview.vocabulary.rows import Placement

Unit = Literal["us_persons", "us_devices", "any"]


class Count(NamedTuple):
    """A count at any point of a period: at least `low`, at most `high` (None: unbounded)."""

    low: int
    high: int | None
    conflict: bool = False


NOTHING_KNOWN = Count(0, None)


def counted(facts: Sequence[Fact[Placement]], unit: Unit, period: Interval) -> Count:
    """The count of one dataset over a period.

    Each placement row states the count of the dataset, whatever the store or prefix: rows are not added, they are
    sources about one number. At one instant they are merged (`truth.merge_bounds`: disjoint ones are conflicting);
    over the period the largest counts, since 28 CFR 202.205 asks for "any point in the preceding 12 months". A row that
    only possibly held raises no lower bound and narrows no upper one.
    """
    told = [one for part in _slices(facts, period) if (one := _at(facts, unit, part)) is not None]
    if not told:
        return NOTHING_KNOWN
    return Count(max(one.low for one in told), most(one.high for one in told), any(one.conflict for one in told))


def most(highs: Iterator[int | None]) -> int | None:
    """The greatest upper bound; unbounded if one is. Raises ValueError for none."""
    found = list(highs)
    known = [one for one in found if one is not None]
    return max(known) if len(known) == len(found) else None


def _slices(facts: Sequence[Fact[Placement]], period: Interval) -> Iterator[Interval]:
    """Stretches of the period in which no row changes."""
    edges = {*period}
    for fact in facts:
        for interval in fact.spell:
            edges.update(edge for edge in interval if interval != NEVER and period[0] < edge < period[1])
    yield from pairwise(sorted(edges))


def _at(facts: Sequence[Fact[Placement]], unit: Unit, part: Interval) -> Count | None:
    sure = [bounds_of(fact.row, unit) for fact in facts if meet(fact.spell.must, part) != NEVER]
    maybe = [bounds_of(fact.row, unit)[1] for fact in facts if _only_possible(fact, part)]
    if not sure:
        return Count(0, most(iter(maybe))) if maybe else None
    merged = merge_bounds(sure)
    return Count(merged.low or 0, most(iter([merged.high, *maybe])), merged.conflict)


def _only_possible(fact: Fact[Placement], part: Interval) -> bool:
    return meet(fact.spell.must, part) == NEVER != meet(fact.spell.may, part)


def bounds_of(row: Placement, unit: Unit) -> tuple[int | None, int | None]:
    """The bounds that a row states; a lower bound above the upper one states nothing."""
    persons = (row.us_persons_min, row.us_persons_max)
    low, high = (row.us_devices_min, row.us_devices_max) if unit == "us_devices" else persons
    return (None, None) if low is not None and high is not None and low > high else (low, high)


def presence(facts: Sequence[Fact[Placement]], period: Interval, unit: Unit, number: int) -> Truth:
    """The best that is said in the period of the dataset being placed with more than a number; -1: with any."""
    surely = [fact for fact in facts if meet(fact.spell.must, period) != NEVER]
    passing = [fact.truth for fact in surely if (bounds_of(fact.row, unit)[0] or 0) > number]
    return max(passing, default=Truth.UNKNOWN)
