"""What must always hold: evidence taken away where nothing is closed only moves towards unknown."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from cloudreview.control.coalition import conceivable, needed
from cloudreview.control.components import components
from cloudreview.truth import Truth
from cloudreview.vocabulary.rows import Interest, Row
from tests.control.building import company, holds, judged

NAMES = ("a", "b", "c", "d")
SEEDS = (company("x", "CN", "CN"), company("r", "RU", "RU"), company("u", "US", "US"))
percents = st.sampled_from([0, 500, 1500, 2500, 3000, 4999, 5000, 6000, 10000])


@st.composite
def interests(draw: st.DrawFn) -> list[Interest]:
    pairs = draw(
        st.lists(
            st.tuples(st.sampled_from((*NAMES, "x", "r", "u", "country:CN")), st.sampled_from(NAMES)),
            unique=True,
            max_size=7,
        )
    )
    found = []
    for holder, subject in pairs:
        low, high = sorted((draw(percents), draw(percents)))
        found.append(holds(holder, subject, low, high, draw(st.sampled_from(("equity", "equity", "vote", "contract")))))
    return found


def truths(rows: list[Row]) -> dict[tuple[str, str, str, object], Truth]:
    parties = [company("a", "SG", "SG"), company("b", "KY", "SG"), company("c", "US", "US"), company("d", "FR", "FR")]
    result = judged([*SEEDS, *parties, *rows], (), adversaries=("CN", "RU"))
    return {(one.party, one.adversary, one.regime, one.reading): one.truth for one in result.statuses}


@settings(max_examples=40, deadline=None)
@given(interests(), st.data())
def test_an_interest_taken_away_moves_only_towards_unknown(told: list[Interest], data: st.DataObject) -> None:
    if not told:
        return
    gone = data.draw(st.integers(0, len(told) - 1))
    before, after = truths([*told]), truths([*told[:gone], *told[gone + 1 :]])
    for key, truth in after.items():
        assert truth in (before[key], Truth.UNKNOWN) or before[key] is Truth.CONFLICTING, (key, before[key], truth)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 60), st.lists(st.integers(0, 60), max_size=7), st.integers(1, 60))
def test_a_coalition_is_needed_as_trying_all_says(own: int, others: list[int], threshold: int) -> None:
    sums = [
        sum(amount for index, amount in enumerate(others) if chosen >> index & 1) for chosen in range(2 ** len(others))
    ]
    expected = own >= threshold or any(one < threshold <= one + own for one in sums)
    found = needed(own, [(one, one) for one in others], threshold)
    assert (found is not None) == expected
    if found:
        assert sum(others[index] for index in found) < threshold <= own + sum(others[index] for index in found)
    assert conceivable(own, [(one, one) for one in others], threshold) == expected


@settings(max_examples=200, deadline=None)
@given(
    st.integers(0, 60),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=5),
    st.integers(1, 60),
    st.randoms(use_true_random=False),
)
def test_a_coalition_of_bounds_is_needed_at_every_amount_within_them(
    own: int, widths: list[tuple[int, int]], threshold: int, dice: Random
) -> None:
    others = [(low, low + width) for low, width in widths]
    found = needed(own, others, threshold)
    amounts = [dice.randint(*one) for one in others]
    if found is not None and own < threshold:
        assert sum(amounts[index] for index in found) < threshold <= own + sum(amounts[index] for index in found)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdef"), max_size=3), max_size=6))
def test_components_hold_together_and_come_after_what_they_need(needs: dict[str, list[str]]) -> None:
    whole = {one: needs.get(one, []) for one in "abcdef"}

    def reach(start: str) -> set[str]:
        seen, todo = {start}, [start]
        while todo:
            fresh = set(whole[todo.pop()]) - seen
            seen |= fresh
            todo += fresh
        return seen

    found = components(whole)
    place = {one: index for index, group in enumerate(found) for one in group}
    assert len(place) == len(whole) == sum(len(group) for group in found)
    for one in whole:
        for other in whole:
            assert (place[one] == place[other]) == (other in reach(one) and one in reach(other))
            if other in reach(one):
                assert place[other] <= place[one]
