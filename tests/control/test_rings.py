"""Companies that hold one another: multiplied along all chains, exactly, and named where that is not defined."""

from __future__ import annotations

import pytest

from cloudreview.control import READINGS
from cloudreview.control import least as module
from cloudreview.spells import EVER
from cloudreview.truth import Truth
from cloudreview.vocabulary.rows import Interest, Row
from cloudreview.vocabulary.status import Reading
from tests.control.building import HEADLINE, company, holds, judged, truth_of

CN, SG = company("x", "CN", "CN"), company("s", "SG", "SG")
A, B, C = (company(name) for name in "abc")
THROUGH = Reading("pooled", "look_through")
LISTED = (("parties", "*"), ("interests", "*"), ("roster", "*"))
OPEN = (("parties", "*"), ("roster", "*"), ("interests", "s"), ("interests", "x"))


def both(told: str, kinds: tuple[str, ...] = ("equity", "vote")) -> list[Row]:
    """`a>b 4000-6000, ...` as equity and as votes."""
    found: list[Row] = []
    for leg in told.split(", "):
        pair, amount = leg.split()
        low, _, high = amount.partition("-")
        found += [holds(*pair.split(">"), int(low), int(high or low), kind) for kind in kinds]
    return found


@pytest.mark.parametrize(
    ("told", "truth"),
    [
        # An outside tenth holds all.
        ("a>b 10000, b>a 9000, x>a 1000", "supported"),
        ("a>a 1000, x>a 4500, s>a 4500", "supported"),
        ("a>a 1000, x>a 4499, s>a 4501", "refuted"),
        # Of 70 outside x holds 30, 34.99 or 35.
        ("b>a 3000, x>a 3000, s>a 4000, a>b 10000", "refuted"),
        ("b>a 3000, x>a 3499, s>a 3501, a>b 10000", "refuted"),
        ("b>a 3000, x>a 3500, s>a 3500, a>b 10000", "supported"),
        # A part is nobody's.
        ("b>a 5000, x>a 2500, a>b 9900", "refuted"),
        ("b>a 4000-6000, x>a 2000-3000, a>b 10000", "unknown"),
    ],
)
def test_a_ring_is_solved_exactly(told: str, truth: str) -> None:
    assert truth_of(judged([CN, SG, A, B, *both(told, ("equity",))], LISTED), "a", reading=THROUGH) == truth


def test_what_nobody_disclosed_may_hold_the_whole_ring() -> None:
    ring = [CN, SG, A, B, *both("a>b 10000, b>a 9000")]
    assert truth_of(judged(ring, OPEN), "b", reading=THROUGH) == "unknown"
    assert truth_of(judged(ring, LISTED), "b", reading=THROUGH) == "refuted"
    assert truth_of(judged([*ring, *both("s>a 1000")], OPEN), "b", reading=THROUGH) == "refuted"


@pytest.mark.parametrize(
    ("rows", "where", "why"),
    [
        ([holds("a", "b", 10000), holds("b", "a", 10000)], "ring a b", "a, b hold one another wholly"),
        ([holds("a", "a", 10000)], "ring a", "a holds itself wholly"),
        (
            [holds("a", "b", 10000), holds("b", "c", 10000), holds("c", "a", 10000)],
            "ring a b c",
            "a, b, c hold one another wholly",
        ),
        ([holds("a", "b", 7500, 10000), holds("b", "a", 7500, 10000)], "ring a b", "a, b may hold one another wholly"),
    ],
)
def test_a_closed_ring_is_named_and_unknown(rows: list[Row], where: str, why: str) -> None:
    below = company("d")
    result = judged([CN, SG, A, B, C, below, *rows, holds("a", "d", 6000), holds("s", "d", 4000)], LISTED)
    named = {gap.where: gap for gap in result.gaps if gap.where.startswith("ring")}
    assert set(named) == {where}
    assert why in named[where].why
    for who in ("a", "d"):
        row = next(one for one in result.statuses if (one.party, one.reading, one.adversary) == (who, THROUGH, "CN")
                   and one.regime == "us-dsp-202")  # fmt: skip
        assert row.truth is Truth.UNKNOWN
        assert named[where].id in row.gaps
        assert truth_of(result, who) == "refuted"


def test_what_is_decided_without_a_closed_ring_is_decided() -> None:
    ring = [CN, SG, A, B, C, holds("a", "b", 10000), holds("b", "a", 10000)]
    small = judged([*ring, holds("a", "c", 4000), holds("s", "c", 6000)], LISTED)
    assert truth_of(small, "c", reading=THROUGH) == "refuted"
    large = judged([*ring, holds("a", "c", 4000), holds("x", "c", 6000)], LISTED)
    assert truth_of(large, "c", reading=THROUGH) == "supported"
    hostile = judged([CN, company("a", "CN"), B, holds("a", "b", 10000), holds("b", "a", 10000)], LISTED)
    assert truth_of(hostile, "b", reading=THROUGH) == "supported"


def test_a_ring_too_large_for_exactness_says_so_and_stays_between_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [CN, SG, A, B, holds("b", "a", 3000), holds("x", "a", 3500), holds("s", "a", 3500), holds("a", "b", 10000)]
    assert truth_of(judged(rows, LISTED), "a", reading=THROUGH) == "supported"
    monkeypatch.setattr(module, "EXACT", 1)
    result = judged(rows, LISTED)
    assert truth_of(result, "a", reading=THROUGH) == "unknown"
    assert "ring of 2 with a" in {gap.where for gap in result.gaps}
    few = judged([*rows[:4], holds("b", "a", 3000), holds("x", "a", 2000), holds("s", "a", 5000), rows[-1]], LISTED)
    assert truth_of(few, "a", reading=THROUGH) == "refuted"


def test_a_ring_in_a_cascade_proves_itself_only_from_outside() -> None:
    """Covered only if the other is: the least fixpoint says no where nothing else can be held."""
    ring = [CN, SG, A, B, *both("a>b 6000, b>a 6000")]
    assert truth_of(judged(ring, LISTED), "a") == "refuted"
    # 40 % that nobody disclosed do not reach half, and 60 % do only if the other is covered first.
    assert truth_of(judged(ring, OPEN), "a") == "refuted"
    thin = [CN, SG, A, B, *both("a>b 5000, b>a 5000")]
    assert truth_of(judged(thin, OPEN), "a") == "unknown"
    assert truth_of(judged(thin, LISTED), "a") == "refuted"


def test_what_only_possibly_counts_is_counted_once() -> None:
    """30 % that may or may not be held are not 60."""
    maybe = (holds("x", "a", 3000), EVER._replace(must=(0, 0)))
    assert truth_of(judged([CN, A, maybe], LISTED), "a", reading=HEADLINE) == "refuted"
    banded: Interest = holds("x", "a", 0, 3000)
    assert truth_of(judged([CN, A, banded], LISTED), "a", reading=HEADLINE) == "refuted"


@pytest.mark.parametrize(
    ("told", "truth"),
    [
        # Whichever of the stakes is the wrong one, x has 5001 or more of the whole.
        ("x>a 6000, s>a 4999", "supported"),
        ("x>a 6000, s>a 6000", "conflicting"),
        # Were s's stake the wrong one, others may hold what a list that is not whole leaves out.
        ("x>a 4900, s>a 6000", "refuted"),
        ("x>a 3000, s>a 8000", "refuted"),
    ],
)
@pytest.mark.parametrize("listed", [LISTED, OPEN])
def test_where_more_than_the_whole_is_told_only_what_stands_either_way_is_supported(
    told: str, truth: str, listed: tuple[tuple[str, str], ...]
) -> None:
    truth = "unknown" if (truth, listed) == ("refuted", OPEN) else truth
    result = judged([CN, SG, A, *both(told)], listed)
    for reading in READINGS:
        assert truth_of(result, "a", reading=reading) == truth
    below = judged([CN, SG, A, B, *both(told), *both("a>b 10000")], listed)
    for reading in READINGS:
        assert truth_of(below, "b", reading=reading) == truth


def test_more_than_the_whole_in_a_ring_is_no_yes_either() -> None:
    result = judged([CN, SG, A, B, *both("x>a 6000, s>a 6000, b>a 1000, a>b 10000")], LISTED)
    for who in ("a", "b"):
        for reading in READINGS:
            assert truth_of(result, who, reading=reading) == "conflicting"
