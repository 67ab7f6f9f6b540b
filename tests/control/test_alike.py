"""Whoever may be somebody else: a no is none while the other's answer is no *no*, and nobody becomes a yes by it."""

from __future__ import annotations

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from cloudreview.control import ControlResult, statuses
from cloudreview.gaps import gap
from cloudreview.law import load
from cloudreview.truth import Truth
from cloudreview.vocabulary.merges import Alike
from cloudreview.vocabulary.rows import Interest, Row
from cloudreview.vocabulary.status import Reading
from tests.control.building import WHOLE, case, company, facts, holds, person, truth_of

LOOK_THROUGH = Reading("pooled", "look_through")
NAMES = ("a", "b", "c", "d")


def pair(one: str, other: str) -> Alike:
    asked = gap("who_is_who", f"parties {one} / {other}", "one name", "Are they one?")
    return Alike(one=one, other=other, score=1.0, reason="one name", gap=asked)


def judged(
    rows: list[Row], *pairs: tuple[str, str], closed: tuple[tuple[str, ...], ...] = WHOLE, **more: object
) -> ControlResult:
    told = msgspec.structs.replace(facts(rows, closed), alike=tuple(pair(*one) for one in pairs))
    return statuses(told, load(None), case(**more))


def test_a_no_is_unknown_while_the_other_is_not_refuted_and_asks_one_question() -> None:
    rows: list[Row] = [company("a", "SG"), company("b", "CN", "CN")]
    assert truth_of(judged(rows), "a") == "refuted"
    found = judged(rows, ("a", "b"))
    assert truth_of(found, "a") == "unknown"
    assert truth_of(found, "b") == "supported", "the other's yes stays"
    row = next(one for one in found.statuses if one.party == "a" and one.regime == "us-dsp-202")
    assert [one.where for one in found.gaps if one.id in row.gaps] == ["parties a / b"]


def test_two_that_are_both_refuted_stay_so() -> None:
    found = judged([company("a", "SG"), company("b", "SG")], ("a", "b"))
    assert (truth_of(found, "a"), truth_of(found, "b")) == ("refuted", "refuted")
    assert found.gaps == ()


def test_a_doubt_is_not_handed_on_to_a_third() -> None:
    rows: list[Row] = [company("a", "SG"), company("b", "SG"), company("c", "CN", "CN")]
    found = judged(rows, ("a", "b"), ("b", "c"))
    assert [truth_of(found, one) for one in "abc"] == ["refuted", "unknown", "supported"]


def test_the_question_is_not_lost_around_a_ring() -> None:
    """The owner works for what it owns, so each one's answer hangs on the other's, and both on who is who."""
    rows: list[Row] = [
        company("a", "SG"),
        person("o", "a"),
        holds("o", "a", 10000),
        holds("o", "a", 10000, kind="vote"),
    ]
    rows += [company("b", None, None), holds("country:CN", "b", 6000)]
    found = judged(rows, ("a", "b"))
    for party in "ao":
        row = next(one for one in found.statuses if (one.party, one.adversary) == (party, "CN"))
        assert row.truth is Truth.UNKNOWN
        assert "parties a / b" in [one.where for one in found.gaps if one.id in row.gaps]


def test_a_person_who_may_be_a_covered_one() -> None:
    rows: list[Row] = [company("e", "SG"), person("p", "e"), person("q", "e", residence="CN", citizenships=("CN",))]
    assert truth_of(judged(rows), "p") == "refuted"
    assert truth_of(judged(rows, ("p", "q")), "p") == "unknown"


def test_what_is_held_by_somebody_who_may_be_covered_may_be_so_held() -> None:
    rows: list[Row] = [company("a", "SG"), company("b", "CN", "CN"), company("s", "SG"), holds("a", "s", 6000)]
    assert truth_of(judged(rows), "s") == "refuted"
    for reading in (Reading(), LOOK_THROUGH):
        assert truth_of(judged(rows, ("a", "b")), "s", reading=reading) == "unknown"


def test_what_is_held_in_the_other_counts_multiplied_too() -> None:
    rows: list[Row] = [company("a", "US", "US"), company("b", "US", "US"), company("x", "CN", "CN"), company("s", "SG")]
    rows += [holds("x", "b", 10000), holds("a", "s", 10000)]
    assert truth_of(judged(rows), "s", reading=LOOK_THROUGH) == "refuted"
    assert truth_of(judged(rows, ("a", "b")), "s", reading=LOOK_THROUGH) == "unknown"


def test_holders_who_may_be_one_are_not_added_up() -> None:
    rows: list[Row] = [company("a", "CN", "CN"), company("b", "CN", "CN"), company("s", "SG")]
    rows += [holds("a", "s", 3000), holds("b", "s", 3000)]
    assert truth_of(judged(rows), "s") == "supported"
    found = judged(rows, ("a", "b"))
    assert truth_of(found, "s") == "unknown"
    row = next(one for one in found.statuses if one.party == "s" and one.regime == "us-dsp-202")
    assert "parties a / b" in [one.where for one in found.gaps if one.id in row.gaps]


def test_a_stake_that_another_source_may_deny_is_not_sure() -> None:
    rows: list[Row] = [company("a", "CN", "CN"), company("b", None, None), company("s", "SG")]
    rows += [holds("a", "s", 6000), holds("b", "s", 1000)]
    assert truth_of(judged(rows), "s") == "supported"
    assert truth_of(judged(rows, ("a", "b")), "s") == "unknown", "were they one, one source says 10 %"


def test_nor_do_they_fill_what_nobody_disclosed() -> None:
    rows: list[Row] = [company("a", "SG"), company("b", "SG"), company("s", "SG")]
    rows += [holds(one, "s", 3000, kind=kind) for one in "ab" for kind in ("equity", "vote")]
    some = (*(one for one in WHOLE if one != ("interests", "*")), ("interests", "a"), ("interests", "b"))
    assert truth_of(judged(rows, closed=some), "s") == "refuted", "60 % are told, and told of others"
    assert truth_of(judged(rows, ("a", "b"), closed=some), "s") == "unknown", "they may be the same 30 %"


percents = st.sampled_from([0, 1500, 2500, 3000, 4999, 5000, 6000, 10000])
ALL = (*NAMES, "x", "u")


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Row], list[tuple[str, str]]]:
    pairs = st.tuples(st.sampled_from(ALL), st.sampled_from(NAMES))
    rows: list[Row] = [company("x", "CN", "CN"), company("u", "US", "US")]
    rows += [company("a", "SG"), company("b", "US", "US"), company("c", "SG"), company("d", "FR", "FR")]
    for holder, subject in draw(st.lists(pairs, unique=True, max_size=6)):
        low, high = sorted((draw(percents), draw(percents)))
        rows.append(holds(holder, subject, low, high, draw(st.sampled_from(("equity", "vote", "contract")))))
    alike = draw(st.lists(st.tuples(st.sampled_from(ALL), st.sampled_from(ALL)), max_size=3))
    return rows, sorted({(min(one), max(one)) for one in alike if one[0] != one[1]})


def truths(result: ControlResult) -> dict[tuple[object, ...], Truth]:
    return {(one.party, one.adversary, one.regime, one.reading): one.truth for one in result.statuses}


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_a_pair_that_may_be_one_moves_answers_towards_unknown_alone(
    told: tuple[list[Row], list[tuple[str, str]]],
) -> None:
    rows, pairs = told
    before, after = truths(judged(rows)), truths(judged(rows, *pairs))
    assert {key: truth for key, truth in after.items() if truth not in (before[key], Truth.UNKNOWN)} == {}


def renamed(rows: list[Row], pairs: list[tuple[str, str]]) -> list[Row]:
    """The rows were each pair one."""
    found = rows
    for one, other in pairs:
        found = [
            msgspec.structs.replace(row, **{
                field: one
                for field in ("party", "holder", "subject")
                if getattr(row, field, None) == other
            })
            for row in found
        ]  # fmt: skip
    return [row for row in found if not (isinstance(row, Interest) and row.holder == row.subject)]


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_what_is_no_stays_no_were_the_two_one(told: tuple[list[Row], list[tuple[str, str]]]) -> None:
    """No answer that is told as a no beside an open pair is a yes once the pair is judged to be one."""
    rows, pairs = told
    for one in pairs[:1]:
        open_, joined = truths(judged(rows, one)), truths(judged(renamed(rows, [one])))
        for key, truth in open_.items():
            after = joined.get((one[0], *key[1:]) if key[0] == one[1] else key)
            assert (truth, after) not in {(Truth.REFUTED, Truth.SUPPORTED), (Truth.SUPPORTED, Truth.REFUTED)}, key
