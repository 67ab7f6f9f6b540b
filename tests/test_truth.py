"""The tables of `docs/truth.md`, sections 1 to 3, its laws, and agreement with the second implementation."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloudreview.truth import (
    OPEN_LAYER,
    Bounds,
    Layer,
    Said,
    Truth,
    all_of,
    any_of,
    conclude,
    decide,
    exceeds,
    merge,
    merge_bounds,
    negate,
    reaches,
)
from tests.oracle import truth as oracle
from tests.strategies import layers, truths

R, U, C, S = Truth
lists = st.lists(truths, max_size=4)
limits = st.one_of(st.none(), st.integers(0, 6))
bounds = st.tuples(limits, limits).filter(lambda pair: pair[1] is None or (pair[0] or 0) <= pair[1])


def test_the_values_are_a_chain() -> None:
    assert [value.word for value in sorted(Truth)] == ["refuted", "unknown", "conflicting", "supported"]
    assert [Truth.of(value.word) for value in Truth] == list(Truth)


@pytest.mark.parametrize(
    ("said_for", "said_against", "expected"),
    [(False, False, U), (True, False, S), (False, True, R), (True, True, C)],
)
def test_merge(said_for: bool, said_against: bool, expected: Truth) -> None:
    assert merge(said_for, said_against) is expected is Truth(oracle.merge(said_for, said_against))


def test_all_and_any_over_every_pair() -> None:
    for one, other in itertools.product(Truth, Truth):
        assert all_of([one, other]) is min(one, other)
        assert any_of([one, other]) is max(one, other)


def test_nothing_follows_from_nothing() -> None:
    with pytest.raises(ValueError, match="empty"):
        all_of([])
    with pytest.raises(ValueError, match="no layer"):
        decide([])
    with pytest.raises(ValueError, match="no source"):
        merge_bounds([])
    assert any_of([]) is U
    assert conclude([], closed=False) is U
    assert conclude([], closed=True) is R


@given(lists, st.booleans())
def test_conclude_agrees_with_the_oracle(values: list[Truth], closed: bool) -> None:
    plain = [int(value) for value in values]
    assert conclude(values, closed) == oracle.conclude(plain, closed)
    assert any_of(values) == oracle.any_of(plain)
    if values:
        assert all_of(values) == oracle.all_of(plain)


@given(truths)
def test_negate_is_its_own_inverse(value: Truth) -> None:
    assert negate(negate(value)) is value
    assert negate(value) == oracle.negate(int(value))


@given(lists, truths, st.booleans())
def test_one_more_derivation_never_lowers(values: list[Truth], more: Truth, closed: bool) -> None:
    assert conclude([*values, more], closed) >= conclude(values, closed)


@given(limits, limits, st.integers(0, 6))
def test_thresholds_agree_with_the_oracle(low: int | None, high: int | None, threshold: int) -> None:
    if high is not None and (low or 0) > high:
        low, high = high, low
    assert reaches(low, high, threshold) == oracle.reaches(low, high, threshold)
    assert exceeds(low, high, threshold) == oracle.exceeds(low, high, threshold)


@given(st.lists(bounds, min_size=1, max_size=4))
def test_merged_bounds_agree_with_the_oracle(pairs: list[tuple[int | None, int | None]]) -> None:
    assert tuple(merge_bounds(pairs)) == oracle.merge_bounds(pairs)


def test_disjoint_bounds_conflict_and_keep_their_hull() -> None:
    assert merge_bounds([(10, 20), (30, None)]) == Bounds(10, None, True)
    assert merge_bounds([(10, 20), (15, None)]) == Bounds(15, 20, False)


@given(st.lists(st.lists(layers, min_size=1, max_size=3), min_size=1, max_size=3))
def test_decide_agrees_with_the_oracle(clauses: list[list[Layer]]) -> None:
    plain = [[(int(layer.allow), int(layer.deny)) for layer in clause] for clause in clauses]
    assert decide(clauses) == oracle.decide(plain)


@given(st.lists(st.lists(layers, min_size=1, max_size=3), min_size=1, max_size=3), st.data())
def test_opening_a_layer_never_makes_a_yes_of_a_no(clauses: list[list[Layer]], data: st.DataObject) -> None:
    row = data.draw(st.integers(0, len(clauses) - 1))
    column = data.draw(st.integers(0, len(clauses[row]) - 1))
    opened = [list(clause) for clause in clauses]
    opened[row][column] = OPEN_LAYER
    assert {decide(clauses), decide(opened)} != {R, S}
    if decide(clauses) is U:
        assert decide(opened) is U


@pytest.mark.parametrize(
    ("allow", "deny", "expected"),
    [
        (Said.YES, Said.NO, S),
        (Said.YES, Said.MAYBE, U),
        (Said.YES, Said.YES, R),
        (Said.MAYBE, Said.NO, U),
        (Said.MAYBE, Said.MAYBE, U),
        (Said.MAYBE, Said.YES, R),
        (Said.NO, Said.NO, R),
        (Said.NO, Said.MAYBE, R),
        (Said.NO, Said.YES, R),
    ],
)
def test_one_layer(allow: Said, deny: Said, expected: Truth) -> None:
    assert decide([[Layer(allow, deny)]]) is expected
