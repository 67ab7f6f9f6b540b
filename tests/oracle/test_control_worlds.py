"""Whether the oracle makes the worlds that the documentation allows: small cases, counted by hand."""

import random
from fractions import Fraction

import pytest

from cloudreview.spells import BEGINNING, END, Spell
from cloudreview.truth import Truth
from cloudreview.vocabulary.rows import Employment, Individual, Interest, Party
from tests.oracle.control_clauses import World, padfa
from tests.oracle.control_graphs import EVER
from tests.oracle.control_shares import multiplied
from tests.oracle.control_told import Case, Moment, Shut, Told
from tests.oracle.control_worlds import worlds
from tests.oracle.test_control_exact import told_by_worlds

CHINA = "country:CN"
PERHAPS = Spell((0, 0), (BEGINNING, END))
WHOLE = tuple(Shut(relation, "*", EVER.must) for relation in ("parties", "interests", "roster"))
CASCADE, LOOK_THROUGH = ("pooled", "cascade"), ("pooled", "look_through")


def stake(  # as a line of a register tells it
    holder: str,
    low: int,
    high: int | None = None,
    *,
    spell: Spell = EVER,
    truth: Truth = Truth.SUPPORTED,
    speaker: str = "one",
    directly: bool = True,
) -> Told:
    """A stake in `s`."""
    most = low if high is None else high
    row = Interest(holder=holder, subject="s", kind="equity", percent_min=low, percent_max=most, directly=directly)
    return Told(row, spell, truth, speaker)


def moment(*told: Told) -> Moment:
    """`s`, `a`, `b` and `c` in Singapore, everything told."""
    seats = [
        Told(Party(party=name, kind="company", organised_in="SG", principal_place_of_business="SG"), EVER)
        for name in ("s", "a", "b", "c")
    ]
    return Moment(Case((*seats, *told), WHOLE, ("CN",)), 0)


def held(*told: Told) -> set[tuple[int, ...]]:
    """What China, a, b and c hold of the equity of `s`, in each world."""
    found = set()
    for made, whole in worlds(moment(*told), random.Random(1), 256, 0):
        assert whole
        if made.mistaken:
            continue
        amounts = dict.fromkeys((CHINA, "a", "b", "c"), 0)
        for holder, amount in made.stakes["equity"].get("s", []):
            amounts[holder] += amount
        found.add(tuple(amounts.values()))
    return found


def said(reading: tuple[str, str], *told: Told) -> tuple[int, int, int]:
    """In how many worlds `s` is covered, surely and perhaps, and of how many, by 28 CFR 202."""
    found = told_by_worlds(moment(*told), random.Random(1), 256, 0)
    assert found.whole
    surely, perhaps = found.yes.get(("s", "us-dsp-202", reading, "CN"), (0, 0))
    return surely, perhaps, found.judged[reading]


def test_what_only_possibly_holds_takes_no_place_from_what_surely_does() -> None:
    assert held(stake("a", 6000), stake(CHINA, 5000, spell=PERHAPS)) == {(0, 6000, 0, 0)}


def test_also_beside_a_sure_line_of_the_same_holder() -> None:
    """China surely holds a quarter or more; that it is a half, another line possibly says, and there is no room."""
    sure, perhaps = stake(CHINA, 2500, 5000), stake(CHINA, 5000, 7500, spell=PERHAPS)
    assert held(stake("a", 6000), sure, perhaps) == {(2500, 6000, 0, 0), (4000, 6000, 0, 0)}
    assert said(CASCADE, stake("a", 6000), sure, perhaps)[1] == 0


def test_a_line_that_possibly_holds_may_be_one_more_lot_of_its_speaker() -> None:
    """2000 surely and 4000 possibly may be 6000; of another speaker it would be another size of the sure stake."""
    assert (6000, 0, 0, 0) in held(stake(CHINA, 2000), stake(CHINA, 4000, spell=PERHAPS))
    other = stake(CHINA, 4000, spell=PERHAPS, speaker="two")
    assert held(stake(CHINA, 2000), other) == {(2000, 0, 0, 0)}


@pytest.mark.parametrize("reading", [CASCADE, LOOK_THROUGH])
@pytest.mark.parametrize(("low", "high", "other"), [(0, 10_000, 10_000), (4000, 6000, 5500), (2500, 7500, 9000)])
def test_what_others_hold_takes_no_room_from_a_disputed_stake(
    reading: tuple[str, str], low: int, high: int, other: int
) -> None:
    """Decision 8: the list may be what is mistaken. That makes no yes, and keeps a no from being said."""
    disputed = stake(CHINA, low, high, truth=Truth.CONFLICTING, speaker="two")
    surely, perhaps, _ = said(reading, stake("a", other), disputed)
    assert surely == 0 < perhaps


def test_a_disputed_stake_of_others_takes_nothing_from_a_yes_where_the_sure_one_fits() -> None:
    disputed = stake("a", 0, 10_000, truth=Truth.CONFLICTING, speaker="two")
    surely, _, count = said(CASCADE, stake(CHINA, 6000), disputed)
    assert surely == count > 0


def test_of_more_than_the_whole_any_may_be_what_stands() -> None:
    """Four lines of 170 %: the first and the third may be the true ones, with half of it."""
    lines = [stake(CHINA, 3000), stake("a", 6000), stake("b", 2000), stake("c", 6000)]
    found = held(*lines)
    assert {sum(one) for one in found} == {10_000}
    assert (3000, 5000, 2000, 0) in found
    assert (3000, 0, 2000, 5000) in found
    assert (0, 6000, 0, 4000) in found


@pytest.mark.parametrize("reading", [CASCADE, LOOK_THROUGH])
def test_what_is_told_as_held_through_others_keeps_a_no_from_being_said(reading: tuple[str, str]) -> None:
    """Decision 8: also where all stakes are told and say otherwise, and also where shares are multiplied."""
    surely, perhaps, count = said(reading, stake("a", 10_000), stake(CHINA, 10_000, directly=False))
    assert (surely, perhaps, count) == (1, 1, 2)


def test_who_holds_a_holder_by_votes_may_hold_by_its_equity() -> None:
    """Decision 13: all votes of `a`, which holds 60 % of the equity of `s`."""
    stakes = {"equity": {"s": [("a", 6000)]}, "vote": {"a": [(CHINA, 10_000)]}}
    sources = frozenset({CHINA})
    assert multiplied(stakes, sources, wide=False)["s"] == {"equity": Fraction(0)}
    assert multiplied(stakes, sources, wide=True)["s"] == {"equity": Fraction(6000)}
    ringed = {"equity": {"s": [("a", 6000)], "a": [("s", 5000)]}, "vote": {"a": [(CHINA, 5000)]}}
    assert multiplied(ringed, sources, wide=False)["s"] == {"equity": Fraction(0)}
    assert multiplied(ringed, sources, wide=True) == {
        "s": {"equity": Fraction(3000)},
        "a": {"equity": Fraction(1500), "vote": Fraction(5000)},
    }


def test_a_citizenship_that_a_register_possibly_tells_adds_to_one_that_another_surely_tells() -> None:
    """Decision 15: registers never say that there are no others; the roster's list may be what is mistaken."""
    roster = Employment(
        person="p",
        employer="a",
        relation="employee",
        citizenships=("SG",),
        us_status="none",
        residence="SG",
        work_location="SG",
    )
    told = (
        Told(roster, EVER),
        Told(Individual(person="p", citizen_of=("SG",), residence="SG"), EVER, Truth.SUPPORTED, "two"),
        Told(Individual(person="p", citizen_of=("CN",), residence="SG"), PERHAPS, Truth.SUPPORTED, "two"),
    )
    found = {made.citizens["p"] for made, _ in worlds(moment(*told), random.Random(1), 256, 0)}
    assert found == {frozenset({"SG"}), frozenset({"SG", "CN"})}


def test_under_padfa_who_is_directed_may_hand_it_on() -> None:
    """Section 2(c)(2)(C): China directs `m`, `m` employs `p`, and `p` has a part in `a`; surely it is `m` alone."""
    made = World()
    made.seat[CHINA] = "CN"
    made.entities |= {"m", "a"}
    made.controlled["m"].add(CHINA)
    made.works["p"].add("m")
    made.levers["a"].add("p")
    adversary = frozenset({"CN"})
    assert padfa(made, "cascade", adversary, wide=False).who == {CHINA, "m"}
    assert padfa(made, "cascade", adversary, wide=True).who == {CHINA, "m", "p", "a"}
