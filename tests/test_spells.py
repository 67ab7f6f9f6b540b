"""`docs/truth.md`, section 4: days without a time, carry, intersection."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloudreview.spells import (
    ALWAYS,
    BEGINNING,
    DAY,
    END,
    HOUR,
    NEVER,
    Spell,
    instant,
    intersect,
    is_day,
    meet,
    minus,
    spell,
    text,
    uncovered,
    value_at,
)
from cloudreview.truth import Truth
from tests.oracle import truth as oracle
from tests.strategies import TIMELINE, instants, spells, truths

days = st.dates().map(lambda day: day.isoformat())
moments = st.one_of(st.none(), days, st.integers(-(10**18), 10**18))
intervals = st.tuples(instants, instants)


@given(moments, moments, st.one_of(st.none(), st.integers(-(10**18), 10**18)), st.integers(0, 400 * DAY))
def test_dating_agrees_with_the_oracle(
    start: str | int | None, end: str | int | None, taken_at: int | None, carry: int
) -> None:
    found = spell(start, end, taken_at, carry)
    assert tuple(found) == oracle.spell(start, end, taken_at, carry)
    assert meet(found.must, found.may) == found.must


@given(st.lists(spells, min_size=1, max_size=4))
def test_intersection_agrees_with_the_oracle_and_must_stays_inside_may(parts: list[Spell]) -> None:
    found = intersect(parts)
    assert tuple(found) == oracle.intersect([tuple(part) for part in parts])
    assert meet(found.must, found.may) == found.must


@given(truths, spells, instants)
def test_value_agrees_with_the_oracle(truth: Truth, when: Spell, at: int) -> None:
    assert value_at(truth, when, at) == oracle.value_at(int(truth), tuple(when), at)


def test_a_day_is_that_day_in_any_zone() -> None:
    found = spell("2026-03-10", "2026-03-20", None, 0)
    assert [text(edge) for edge in (*found.may, *found.must)] == [
        "2026-03-09T10:00:00Z",
        "2026-03-21T12:00:00Z",
        "2026-03-10T12:00:00Z",
        "2026-03-20T10:00:00Z",
    ]


def test_an_undated_row_is_possible_always_and_sure_never() -> None:
    assert spell(None, None, None, 31 * DAY) == Spell(NEVER, ALWAYS)


def test_a_snapshot_speaks_for_carry() -> None:
    assert spell(None, None, 5, 7) == Spell((5, 12), ALWAYS)


def test_an_end_before_the_start_holds_never() -> None:
    assert spell("2026-03-10", "2026-03-01", None, 0) == Spell(NEVER, NEVER)


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("2026-03-01T08:00:00+08:00", "2026-03-01T00:00:00Z"),
        ("2026-03-01 00:00:60Z", "2026-03-01T00:01:00Z"),
        ("2026-03-01T00:00Z", "2026-03-01T00:00:00Z"),
        ("2026-03-01T00:00:00.123456789-0100", "2026-03-01T01:00:00.123456789Z"),
    ],
)
def test_instants_are_read_with_zone_leap_second_and_nanoseconds(written: str, same: str) -> None:
    assert text(instant(written)) == same


@pytest.mark.parametrize(
    "written", ["2026-03-01T00:00:00", "2026-03-01", "yesterday", "2026-02-30T00:00Z", "2026-03-01T25:00Z"]
)
def test_a_time_without_a_zone_is_never_assumed(written: str) -> None:
    with pytest.raises(ValueError, match=r"date-time|time of day|out of range"):
        instant(written)


def test_unbounded_is_told_as_nothing() -> None:
    assert text(BEGINNING) is None
    assert text(END) is None
    assert is_day("2026-03-01")
    assert not is_day("2026-03-01T00:00Z")
    assert not is_day("2026-02-30")


def test_dates_out_of_range_are_moved_to_the_bounds() -> None:
    assert spell("1066-10-14", "9999-12-31", None, HOUR) == Spell(ALWAYS, ALWAYS)


@given(intervals, st.lists(intervals, max_size=4))
def test_uncovered_is_what_no_cover_covers(whole: tuple[int, int], covers: list[tuple[int, int]]) -> None:
    left = uncovered(whole, covers)
    for at in range(-1, TIMELINE + 1):
        inside = whole[0] <= at < whole[1] and not any(begin <= at < end for begin, end in covers)
        assert inside == any(begin <= at < end for begin, end in left)


@given(intervals, intervals)
def test_minus_and_meet_share_out_the_first(one: tuple[int, int], other: tuple[int, int]) -> None:
    parts = [*minus(one, other), meet(one, other)]
    assert sum(end - begin for begin, end in parts) == max(0, one[1] - one[0])
