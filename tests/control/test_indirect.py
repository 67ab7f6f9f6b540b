"""What is told as held through others restates a sum: it is no other stake, and it keeps a no from being said."""

from __future__ import annotations

import random

import msgspec
import pytest

from cloudreview.control import READINGS
from cloudreview.vocabulary.rows import Interest, Party
from tests.control.building import HEADLINE, company, holds, judged, truth_of

CN = company("x", "CN", "CN")
STATE = Party(party="state", kind="government", organised_in="CN")


def through(holder: str, subject: str, low: int | None, high: int | None = -1, told: bool | None = False) -> Interest:
    return msgspec.structs.replace(holds(holder, subject, low, high), directly=told)


@pytest.mark.parametrize("told", [False, None])
def test_the_same_part_told_in_all_and_leg_by_leg_counts_once(told: bool | None) -> None:
    rows = [CN, company("a"), company("b"), holds("x", "b", 10000), holds("b", "a", 3000)]
    result = judged([*rows, through("x", "a", 3000, told=told)])
    for reading in READINGS:
        assert truth_of(result, "a", reading=reading) == "unknown"
        assert truth_of(judged(rows), "a", reading=reading) == "refuted"
    few = judged([*rows[:-1], holds("b", "a", 2000), through("x", "a", 2000, told=told)])
    assert truth_of(few, "a") == "refuted"


@pytest.mark.parametrize("told", [False, None])
@pytest.mark.parametrize("percent", [5000, 10000, None])
def test_a_part_told_in_all_alone_is_a_question_for_its_legs(percent: int | None, told: bool | None) -> None:
    result = judged([CN, company("a"), through("x", "a", percent, told=told)])
    for reading in READINGS:
        assert truth_of(result, "a", reading=reading) == "unknown"
    assert "interests a through x" in {one.where for one in result.gaps}


def test_a_part_told_in_all_contradicts_legs_that_say_otherwise_and_a_no_is_not_said() -> None:
    legs = [CN, company("a"), company("b"), company("c", "SG"), holds("c", "b", 10000), holds("b", "a", 10000)]
    for reading in READINGS:
        assert truth_of(judged(legs), "a", reading=reading) == "refuted"
        assert truth_of(judged([*legs, through("x", "a", 6000)]), "a", reading=reading) == "unknown"
        assert truth_of(judged([*legs, through("c", "a", 10000)]), "a", reading=reading) == "refuted"


def test_a_part_told_in_all_takes_nothing_from_what_others_may_hold() -> None:
    """60 % of a through an unnamed chain do not say that the other holder of 60 % is harmless."""
    rows = [company("a"), company("c", "SG"), company("u", None, None), holds("u", "a", 6000)]
    for reading in READINGS:
        assert truth_of(judged([*rows, through("c", "a", 6000)]), "a", reading=reading) == "unknown"


def test_legs_decide_where_they_are_told() -> None:
    rows = [
        STATE,
        company("a"),
        company("b"),
        holds("state", "b", 10000),
        holds("b", "a", 7650),
        holds("state", "a", 2350),
    ]
    for reading in READINGS:
        assert truth_of(judged([*rows, through("state", "a", 10000)]), "a", reading=reading) == "supported"


def test_the_icts_limbs_keep_it_as_a_lever() -> None:
    result = judged([CN, company("a"), through("x", "a", 100)])
    for regime in ("us-icts-2021", "us-icts-2025"):
        assert truth_of(result, "a", regime, HEADLINE) == "unknown"


def test_an_interest_told_as_held_through_others_never_turns_an_unknown_into_an_answer() -> None:
    dice = random.Random(11)
    names = ["x", "a", "b", "c", "d"]
    for _ in range(25):
        parties = [CN, company("a"), company("b", None, None), company("c", "SG"), company("d", "DE")]
        pairs = [(holder, subject) for holder in names for subject in names[1:] if holder != subject]
        rows = [holds(*pair, dice.choice((2000, 3000, 5000, 6000))) for pair in dice.sample(pairs, 4)]
        closed = (("parties", "*"), ("interests", "*")) if dice.random() < 0.7 else (("parties", "*"),)
        more = through(*dice.choice(pairs), dice.choice((3000, 6000, 10000)), told=dice.choice((False, None)))
        without, beside = (judged([*parties, *told], closed, rules=("us-dsp-202",)) for told in (rows, [*rows, more]))
        for who in names[1:]:
            for reading in READINGS:
                before, after = (truth_of(one, who, reading=reading) for one in (without, beside))
                assert after == before or (before, after) == ("refuted", "unknown"), (rows, more, who, reading)


@pytest.mark.parametrize("told", [False, None])
def test_what_may_be_held_through_others_adds_up_with_another_adversary(told: bool | None) -> None:
    """A quarter of whom nobody knows and a quarter that China may hold itself: Russia's quarter may be needed."""
    result = judged(
        [CN, company("a"), holds("u", "a", 2500), through("x", "a", None, 2500, told=told)], adversaries=("CN", "RU")
    )
    for reading in READINGS:
        for adversary in ("CN", "RU"):
            assert truth_of(result, "a", reading=reading, adversary=adversary) == "unknown"
