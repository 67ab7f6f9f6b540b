from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cloudreview.sensitivity.counts import Count, counted, presence
from cloudreview.spells import NEVER, Spell
from cloudreview.truth import Truth
from cloudreview.vocabulary.facts import Fact
from cloudreview.vocabulary.rows import Placement
from tests.strategies import spells

PERIOD = (0, 12)
WHOLE = Spell.exactly(PERIOD)


def placed(low: int | None, high: int | None, spell: Spell = WHOLE, prefix: str | None = None) -> Fact[Placement]:
    row = Placement(dataset="d", store="aws:s3:b", prefix=prefix, us_persons_min=low, us_persons_max=high)
    return Fact(id=f"{low} {high} {spell} {prefix}", row=row, truth=Truth.SUPPORTED, spell=spell, sources=())


def count(*facts: Fact[Placement]) -> Count:
    return counted(facts, "us_persons", PERIOD)


def test_one_row_is_its_own_count() -> None:
    assert count(placed(5, 9)) == Count(5, 9)
    assert count(placed(None, 9)) == Count(0, 9)
    assert count(placed(5, None)) == Count(5, None)
    assert count() == Count(0, None)


def test_rows_about_one_dataset_are_merged_and_not_added() -> None:
    assert count(placed(5, 9), placed(7, 20, prefix="a/")) == Count(7, 9)
    assert count(placed(5, 9), placed(20, 30, prefix="a/")) == Count(5, 30, conflict=True)
    assert count(placed(5, 9), placed(20, None, prefix="a/")) == Count(5, None, conflict=True)


def test_over_the_period_the_largest_count_stands() -> None:
    first, then = placed(5, 9, Spell.exactly((0, 6))), placed(20, 30, Spell.exactly((6, 12)))
    assert count(first, then) == Count(20, 30)


def test_what_only_possibly_held_raises_nothing_and_narrows_nothing() -> None:
    maybe = Spell(NEVER, PERIOD)
    assert count(placed(20, 30, maybe)) == Count(0, 30)
    assert count(placed(5, 9), placed(20, 30, maybe)) == Count(5, 30)
    assert count(placed(1, 9, maybe), placed(20, 30, maybe)) == Count(0, 30)


def test_outside_the_period_nothing_counts() -> None:
    assert count(placed(5, 9, Spell.exactly((20, 30)))) == Count(0, None)


def test_bounds_the_wrong_way_round_state_nothing() -> None:
    assert count(placed(9, 5)) == Count(0, None)


def test_presence_is_of_the_rows_that_pass() -> None:
    low, high = placed(5, 9), placed(20, 30)
    disputed = Fact(id="x", row=high.row, truth=Truth.CONFLICTING, spell=WHOLE, sources=())
    assert presence([low, disputed], PERIOD, "us_persons", 10) is Truth.CONFLICTING
    assert presence([low, disputed], PERIOD, "us_persons", -1) is Truth.SUPPORTED
    assert presence([placed(20, 30, Spell(NEVER, PERIOD))], PERIOD, "us_persons", 10) is Truth.UNKNOWN


def placed_as(pair: tuple[int | None, int | None], spell: Spell, prefix: str) -> Fact[Placement]:
    return placed(*pair, spell, prefix)


bounds = st.tuples(st.none() | st.integers(0, 9), st.none() | st.integers(0, 9))
rows = st.lists(
    st.builds(placed_as, bounds, spells, st.sampled_from("abcdefgh")), max_size=4, unique_by=lambda one: one.row.prefix
)


@given(rows)
def test_the_order_of_rows_changes_nothing_and_bounds_stand_in_order(found: list[Fact[Placement]]) -> None:
    one = count(*found)
    assert one == count(*reversed(found))
    assert one.high is None or one.low <= one.high


@given(rows, st.data())
def test_a_row_less_never_makes_the_count_surer(found: list[Fact[Placement]], data: st.DataObject) -> None:
    before = count(*found)
    if not found or before.conflict:
        return
    gone = data.draw(st.sampled_from(range(len(found))))
    after = count(*found[:gone], *found[gone + 1 :])
    assert after.low <= before.low


@given(rows)
def test_instant_by_instant_gives_the_same(found: list[Fact[Placement]]) -> None:
    seen: list[Count] = []
    for at in range(*PERIOD):
        sure = [one.row for one in found if one.spell.must[0] <= at < one.spell.must[1]]
        maybe = [one.row for one in found if one.row not in sure and one.spell.may[0] <= at < one.spell.may[1]]
        if not sure and not maybe:
            continue
        lows = [one.us_persons_min or 0 for one in sure if _stated(one)] or [0]
        highs = [one.us_persons_max for one in sure if _stated(one) and one.us_persons_max is not None]
        conflict = bool(highs) and max(lows) > min(highs)
        low = min([*lows, *([0] if len(lows) < len(sure) else [])]) if conflict else max(lows)
        high = (max(highs) if len(highs) == len(sure) else None) if conflict else min(highs, default=None)
        tops = [high] if sure else []
        tops += [one.us_persons_max if _stated(one) else None for one in maybe]
        seen.append(Count(low, None if None in tops else max(top for top in tops if top is not None), conflict))
    highest = [one.high for one in seen]
    expected = Count(
        max((one.low for one in seen), default=0),
        None if None in highest or not seen else max(top for top in highest if top is not None),
        any(one.conflict for one in seen),
    )
    assert count(*found) == expected


def _stated(row: Placement) -> bool:
    low, high = row.us_persons_min, row.us_persons_max
    return low is None or high is None or low <= high
