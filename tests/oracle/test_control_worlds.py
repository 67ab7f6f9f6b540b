"""Whether the oracle makes the worlds that the documentation allows: small cases, counted by hand."""

import random
from collections import Counter, defaultdict
from fractions import Fraction

import pytest
from msgspec.structs import replace

from cloudreview.spells import BEGINNING, END, Spell
from cloudreview.truth import Truth
from cloudreview.vocabulary.rows import Controls, Designation, Employment, Individual, Interest, Party, Right, Row
from tests.oracle.control_clauses import World, by_itself, padfa, working_for
from tests.oracle.control_graphs import EVER, graph, instants
from tests.oracle.control_shares import multiplied
from tests.oracle.control_told import WHOM, Case, Moment, Said, Shut, Told, owned, placed, whom
from tests.oracle.control_worlds import kinds, worlds
from tests.oracle.test_control_exact import plain, told_by_worlds

CHINA = "country:CN"
NAMELESS = "undisclosed:r"
PERHAPS = Spell((0, 0), (BEGINNING, END))
BEFORE = Spell((BEGINNING, -1), (BEGINNING, -1))
"""Surely, and over at the instant that is asked about."""
PERHAPS_BEFORE = Spell((0, 0), (BEGINNING, -1))
DISPUTED = Truth.CONFLICTING
ANYTHING, NO_HUMAN, ENTITY = {"person", "entity", "state"}, {"entity", "state"}, {"entity"}
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


def voting(holder: str, amount: int) -> Told:
    """Votes in `s`."""
    return Told(Interest(holder=holder, subject="s", kind="vote", percent_min=amount, percent_max=amount), EVER)


def moment(*told: Told) -> Moment:
    """`s`, `a`, `b` and `c` in Singapore, everything told; whom a register does not name is a company somewhere."""
    seats = [
        Told(Party(party=name, kind="company", organised_in="SG", principal_place_of_business="SG"), EVER)
        for name in ("s", "a", "b", "c")
    ]
    if any(isinstance(one.row, Interest) and one.row.holder == NAMELESS for one in told):
        seats.append(Told(Party(party=NAMELESS, kind="company"), EVER))
    return Moment(Case((*seats, *told), WHOLE, ("CN",)), 0)


def held(*told: Told) -> set[tuple[int, ...]]:
    """What China, a, b and c hold of the equity of `s`, in each world."""
    found = set()
    for made, whole in worlds(moment(*told), random.Random(1), 1024, 0):
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
    found = told_by_worlds(moment(*told), random.Random(1), 1024, 0)
    assert found.whole
    surely, perhaps, _ = found.yes.get(("s", "us-dsp-202", reading, "CN"), (0, 0, 0))
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
    told = (
        Told(works_for("a"), EVER),
        Told(Individual(person="p", citizen_of=("SG",), residence="SG"), EVER, Truth.SUPPORTED, "two"),
        Told(Individual(person="p", citizen_of=("CN",), residence="SG"), PERHAPS, Truth.SUPPORTED, "two"),
    )
    found = {made.citizens["p"] for made, _ in worlds(moment(*told), random.Random(1), 1024, 0)}
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


# ---- a holder whom nobody names, in dispute (decision 8) ----


def in_dispute(low: int, high: int, speaker: str = "two") -> Told:
    """What a holder whom nobody names is told to hold of `s`, and another source speaks against."""
    return stake(NAMELESS, low, high, truth=DISPUTED, speaker=speaker)


@pytest.mark.parametrize("reading", [CASCADE, LOOK_THROUGH])
@pytest.mark.parametrize(
    ("low", "high", "others"),
    [
        (0, 10_000, [10_000]),  # how much, nobody tells
        (0, 10_000, [6000, 4000]),
        (4000, 6000, [5500]),
        (1000, 6000, [6100, 1500]),
    ],
)
def test_a_nameless_holder_who_may_be_one_of_a_list_contradicts_none(
    reading: tuple[str, str], low: int, high: int, others: list[int]
) -> None:
    lines = [stake(name, amount) for name, amount in zip("abc", others, strict=False)]
    surely, perhaps, count = said(reading, *lines, in_dispute(low, high))
    assert surely == perhaps == 0 < count


@pytest.mark.parametrize("reading", [CASCADE, LOOK_THROUGH])
@pytest.mark.parametrize(
    ("low", "high", "others"), [(0, 6000, [10_000]), (4000, 5400, [5500]), (1000, 6000, [6100, 900])]
)
def test_a_nameless_holder_whose_size_fits_nobody_is_disputed_as_a_named_one(
    reading: tuple[str, str], low: int, high: int, others: list[int]
) -> None:
    lines = [stake(name, amount) for name, amount in zip("abc", others, strict=False)]
    surely, perhaps, _ = said(reading, *lines, in_dispute(low, high))
    assert surely == 0 < perhaps


def test_it_may_also_be_one_who_only_possibly_holds() -> None:
    assert said(CASCADE, stake("a", 6100), in_dispute(1000, 6000))[1] > 0
    assert said(CASCADE, stake("a", 6100), in_dispute(1000, 6000), stake("c", 5000, spell=PERHAPS))[1] == 0


@pytest.mark.parametrize("other", [stake("b", 5000, directly=False), stake("b", 2000, spell=BEFORE), voting("b", 2000)])
def test_it_is_nobody_who_holds_through_others_or_held_before_or_holds_votes(other: Told) -> None:
    assert said(CASCADE, stake("a", 6100), in_dispute(1000, 6000), other)[1] > 0


def test_where_it_may_be_another_it_takes_nothing_from_those_who_surely_hold() -> None:
    surely, _, count = said(CASCADE, stake(CHINA, 6000), stake("a", 4000), in_dispute(0, 4000))
    assert surely == count > 0


def test_of_more_than_the_whole_it_may_be_what_stands_but_keeps_from_a_yes_alone() -> None:
    """No yes rests on any of them (decision 13), and the stake that may be another's contradicts no no (decision 8)."""
    lines = stake("a", 6000), stake("b", 4000), in_dispute(6000, 6000)
    assert said(CASCADE, *lines)[1] == 0
    assert told_by_worlds(moment(*lines), random.Random(1), 1024, 0).yes["s", "us-dsp-202", CASCADE, "CN"][2] > 0
    china = defaultdict(set)
    for made, _ in worlds(
        moment(stake(CHINA, 6000), stake("a", 4000), in_dispute(4000, 4000)), random.Random(1), 256, 0
    ):
        if not made.mistaken:
            china[made.beyond].add(dict(made.stakes["equity"]["s"]).get(CHINA, 0))
    assert china == {False: {6000}, True: {6000, 2000}}


def counts_as(*told: Told) -> list[str]:
    """Whether each row in dispute on a holder whom nobody names is taken as disputed, or as one of the list's."""
    rows = [one for one in moment(*told).doubtful if getattr(one.row, "holder", None) == NAMELESS]
    assert all(one.disputed is not one.listed for one in rows)
    return ["disputed" if one.disputed else "listed" for one in rows]


def test_each_row_in_dispute_is_judged_by_its_own_bounds() -> None:
    """One says 10 % at the most, the other 20 % to 60 %: the second may be `a` with its 55 %, the first may not."""
    rows = in_dispute(2000, 6000), in_dispute(0, 1000, speaker="one")
    assert counts_as(stake("a", 5500), *rows) == ["listed", "disputed"]
    assert said(CASCADE, stake("a", 5500), *rows)[1] == 0
    assert said(CASCADE, stake("a", 5500), rows[0], in_dispute(5000, 5400, speaker="one"))[1] > 0
    assert said(CASCADE, stake("a", 5500), rows[0], in_dispute(0, 1000))[1] == 0  # two lots have 45 % of room


@pytest.mark.parametrize("spell", [EVER, BEFORE, PERHAPS_BEFORE])
@pytest.mark.parametrize("truth", [Truth.SUPPORTED, DISPUTED])
@pytest.mark.parametrize(
    "row",
    [
        Party(party=NAMELESS, organised_in="SG"),
        Party(party=NAMELESS, kind="company", principal_place_of_business="SG"),
        Individual(person=NAMELESS),
        Employment(person=NAMELESS),
        Designation(party=NAMELESS, list="1260H"),
        Interest(holder="b", subject=NAMELESS, kind="board"),
        Interest(holder="b", subject=NAMELESS, kind="equity", directly=False),
        Right(holder="b", subject=NAMELESS, matter="managers"),
        Controls(holder="b", subject=NAMELESS, holds=False),
    ],
)
def test_of_whom_more_than_the_kind_is_told_is_named(row: Row, spell: Spell, truth: Truth) -> None:
    assert counts_as(stake("a", 10_000), in_dispute(0, 10_000), Told(row, spell, truth)) == ["disputed"]


@pytest.mark.parametrize(
    "row",
    [
        Party(party=NAMELESS),
        Interest(holder=NAMELESS, subject="b", kind="board"),
        Right(holder=NAMELESS, subject="s", matter="managers"),
        Employment(person="p", employer=NAMELESS),
    ],
)
def test_of_whom_only_what_it_holds_is_told_is_not(row: Row) -> None:
    assert counts_as(stake("a", 10_000), in_dispute(0, 10_000), Told(row, EVER)) == ["listed"]


def kind_of(party: str, kind: str | None, spell: Spell = EVER, truth: Truth = Truth.SUPPORTED) -> Told:
    """What a register tells somebody to be."""
    return Told(Party(party=party, kind=kind), spell, truth)


@pytest.mark.parametrize(
    ("other", "told", "expected"),
    [
        ("a", (), "listed"),
        (CHINA, (), "disputed"),
        ("p", (Told(Individual(person="p"), BEFORE, DISPUTED),), "disputed"),
        ("a", (kind_of("a", "agency", BEFORE),), "listed"),
        ("p", (Told(Individual(person="p"), EVER), kind_of(NAMELESS, "person", PERHAPS, DISPUTED)), "listed"),
        (CHINA, (kind_of(NAMELESS, "agency", BEFORE),), "listed"),
        ("m", (), "listed"),
        ("m", (kind_of("m", "government"),), "disputed"),
        ("m", (kind_of("m", "government"), kind_of("m", "company", BEFORE)), "listed"),
        ("m", (kind_of("m", "government"), kind_of(NAMELESS, "agency", BEFORE)), "listed"),
    ],
)
def test_it_is_only_one_who_may_be_of_its_kind(other: str, told: tuple[Told, ...], expected: str) -> None:
    """It is a company, by what is told at first."""
    assert counts_as(stake(other, 10_000), in_dispute(0, 10_000), *told) == [expected]


@pytest.mark.parametrize(
    ("kind", "tie", "expected"),
    [
        ("agency", (), "listed"),
        ("agency", (Told(Interest(holder="a", subject="m", kind="equity"), EVER),), "disputed"),
        ("agency", (Told(Interest(holder="a", subject="m", kind="equity"), PERHAPS),), "listed"),
        ("agency", (Told(Interest(holder="a", subject="m", kind="board"), EVER),), "listed"),
        ("person", (Told(Interest(holder="a", subject="m", kind="board"), EVER),), "listed"),
        ("person", (Told(Interest(holder="a", subject="m", kind="equity"), BEFORE),), "disputed"),
        ("person", (Told(Party(party="m", organised_in="SG"), EVER),), "disputed"),
        ("person", (), "listed"),
        (None, (Told(Interest(holder="a", subject="m", kind="equity"), EVER),), "listed"),
    ],
)
def test_one_of_untold_kind_may_be_what_else_is_told_leaves(
    kind: str | None, tie: tuple[Told, ...], expected: str
) -> None:
    """Decision 16, of `m`: whose equity somebody surely holds is no agency, whose equity somebody held no person."""
    case = Case((stake("m", 10_000), in_dispute(0, 10_000), kind_of(NAMELESS, kind), *tie), WHOLE, ("CN",))
    [row] = [one for one in Moment(case, 0).doubtful if one.row.holder == NAMELESS]
    assert row.listed is (expected == "listed")


def test_who_employs_may_be_a_person() -> None:
    told = (Told(Individual(person="p"), EVER), Told(Employment(person="q", employer=NAMELESS), EVER))
    case = Case((stake("p", 10_000), in_dispute(0, 10_000), *told), WHOLE, ("CN",))
    [row] = Moment(case, 0).doubtful
    assert row.listed


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (stake("b", 0, 100, truth=DISPUTED), "disputed"),
        (stake("a", 10_000, truth=DISPUTED, speaker="two"), "disputed"),
        (stake("undisclosed:q", 10_000, truth=DISPUTED), "disputed"),
        (stake("b", 0, 100, truth=DISPUTED, spell=PERHAPS), "disputed"),
        (stake("b", 0, 100, truth=DISPUTED, spell=BEFORE), "listed"),
        (stake("b", 0, 100), "listed"),
        (in_dispute(0, 100), "listed"),  # of its own
    ],
)
def test_it_is_the_only_holder_in_dispute(other: Told, expected: str) -> None:
    """Else the list leaves out one of them at least (decision 8)."""
    assert counts_as(stake("a", 10_000), stake("c", 100), in_dispute(0, 10_000), other)[0] == expected


def nameless_has(*told: Told) -> dict[str, set[int]]:
    """What the holder whom nobody names has of `s`, in worlds of each sort."""
    found: dict[str, set[int]] = defaultdict(set)
    for made, whole in worlds(moment(*told), random.Random(1), 4096, 0):
        assert whole
        sort = "mistaken" if made.mistaken else "beyond" if made.beyond else "plain"
        found[sort].add(sum(amount for holder, amount in made.stakes["equity"]["s"] if holder == NAMELESS))
    return found


def test_what_nobody_disputes_of_it_stays_sure_beside_a_row_in_dispute() -> None:
    """A quarter surely; half, another line says, may be the half that `a` has. 95 % in all: nothing is too much."""
    lines = stake("a", 5000), stake("b", 2000), stake(NAMELESS, 2500, speaker="two")
    assert nameless_has(*lines, in_dispute(5000, 5000)) == {
        "plain": {2500, 3000},  # two lots, and the room that is left
        "beyond": {3000, 5000},  # all told alike: `a` or `b` or both have less
        "mistaken": {0, 5000, 7500},
    }
    assert said(CASCADE, *lines, in_dispute(5000, 5000))[1] == 0


def test_what_nobody_disputes_of_it_is_more_than_the_whole_with_the_others() -> None:
    """Seed 1031095: 40 %, 25 % and its own 60 %, of which one is wrong; the row in dispute may be `a`."""
    lines = stake("a", 4000), stake("b", 2500), stake(NAMELESS, 6000)
    assert said(CASCADE, *lines)[1] > 0
    assert said(CASCADE, *lines, in_dispute(0, 10_000, speaker="one"))[1] > 0
    assert said(CASCADE, stake("a", 4000), stake("b", 6000), in_dispute(0, 10_000))[1] == 0


def test_what_describes_a_nameless_holder_is_not_plainly_taken_away() -> None:
    rows = [kind_of(NAMELESS, "agency"), Told(Right(holder="a", subject=NAMELESS, matter="managers"), EVER)]
    rows += [Told(Individual(person=NAMELESS), EVER), stake(NAMELESS, 5000), kind_of("a", "company")]
    case = Case(tuple(rows), WHOLE, ("CN",))
    assert [plain(case, one) for one in rows] == [False, False, False, True, True]


def test_nor_is_what_describes_one_of_the_list_beside_it() -> None:
    """A company is no agency: were its kind not told, it might be the one without a name, and the answer a no."""
    told = kind_of("a", "company")
    lines = stake("a", 4000), kind_of(NAMELESS, "agency"), in_dispute(3000, 5000)
    case = Case((told, *lines), WHOLE, ("CN",))
    assert not plain(case, told)
    assert plain(case, lines[0])
    assert counts_as(*lines[1:]) == ["disputed"]
    assert [one.listed for one in Moment(Case(lines, WHOLE, ("CN",)), 0).doubtful] == [True]


# ---- what somebody is of whom no kind is told (decision 16) ----


def interest(kind: str | None, most: int | None = None, *, directly: bool | None = True) -> Interest:
    """What `a` has in `m`."""
    return Interest(holder="a", subject="m", kind=kind, percent_min=None, percent_max=most, directly=directly)


def judged_control(*, holds: bool) -> Controls:
    """Whether `a` controls `m`."""
    return Controls(holder="a", subject="m", holds=holds)


def works_for(employer: str) -> Employment:
    """A line of a roster on `p`."""
    return Employment(
        person="p",
        employer=employer,
        relation="employee",
        citizenships=("SG",),
        us_status="none",
        residence="SG",
        work_location="SG",
    )


RIGHT = Right(holder="a", subject="m", matter="managers")


def beings(*told: Told) -> set[str]:
    """What `m` is in each world."""
    found = set()
    for made, whole in worlds(moment(*told), random.Random(1), 4096, 0):
        assert whole
        found.add("state" if "m" in made.seat else "entity" if "m" in made.entities else "person")
    return found


@pytest.mark.parametrize(
    ("row", "spell", "truth", "expected"),
    [
        (interest("equity"), EVER, Truth.SUPPORTED, ENTITY),
        (interest("vote", 1), EVER, Truth.SUPPORTED, ENTITY),
        (interest("vote", 5000, directly=False), EVER, Truth.SUPPORTED, ENTITY),
        (interest("equity", 5000, directly=None), EVER, Truth.SUPPORTED, ENTITY),
        (interest("equity", 0), EVER, Truth.SUPPORTED, ANYTHING),  # nothing is held
        (interest("equity"), BEFORE, Truth.SUPPORTED, NO_HUMAN),  # a ministry may have been a company
        (interest("equity"), PERHAPS, Truth.SUPPORTED, ANYTHING),
        (interest("equity"), EVER, DISPUTED, ANYTHING),
        (interest("equity"), PERHAPS_BEFORE, Truth.SUPPORTED, ANYTHING),
        *((interest(kind), EVER, Truth.SUPPORTED, ANYTHING) for kind in ("board", "contract", "special_share")),
        *((interest(kind), EVER, Truth.SUPPORTED, ANYTHING) for kind in ("other", None, "acting_in_concert")),
        (interest("board"), BEFORE, Truth.SUPPORTED, ANYTHING),
        (interest("board"), BEFORE, DISPUTED, ANYTHING),
        (interest("board"), PERHAPS, Truth.SUPPORTED, ANYTHING),
        (interest(None), EVER, DISPUTED, ANYTHING),
        (RIGHT, EVER, Truth.SUPPORTED, ANYTHING),
        (RIGHT, BEFORE, Truth.SUPPORTED, ANYTHING),
        (RIGHT, PERHAPS, Truth.SUPPORTED, ANYTHING),
        (judged_control(holds=True), EVER, Truth.SUPPORTED, ANYTHING),
        (judged_control(holds=True), EVER, DISPUTED, ANYTHING),
        (judged_control(holds=False), EVER, Truth.SUPPORTED, ANYTHING),
        (works_for("m"), EVER, Truth.SUPPORTED, ANYTHING),
        (Party(party="m", organised_in="CN"), EVER, Truth.SUPPORTED, NO_HUMAN),
        (Party(party="m", organised_in="CN"), BEFORE, Truth.SUPPORTED, NO_HUMAN),
        (Party(party="m", organised_in="CN"), PERHAPS, Truth.SUPPORTED, NO_HUMAN),
        (Party(party="m", organised_in="CN"), EVER, DISPUTED, NO_HUMAN),
        (Party(party="m", principal_place_of_business="CN"), EVER, Truth.SUPPORTED, ANYTHING),
        (Party(party="m", name="M"), EVER, Truth.SUPPORTED, ANYTHING),
        (Party(party="m", kind="agency"), PERHAPS, Truth.SUPPORTED, ANYTHING),
    ],
)
def test_what_is_told_leaves_out_what_somebody_is_not(row: Row, spell: Spell, truth: Truth, expected: set[str]) -> None:
    assert beings(Told(row, spell, truth)) == expected


def test_whoever_is_held_in_a_world_is_an_entity_there() -> None:
    """And a line that only possibly tells a government says nothing against equity that somebody surely holds."""
    told = (Told(Party(party="m", kind="government"), PERHAPS), Told(interest("equity", 5000), PERHAPS))
    for made, _ in worlds(moment(*told), random.Random(1), 1024, 0):
        assert "m" in made.entities - made.seat.keys() or not made.stakes["equity"].get("m")
    assert beings(told[0], Told(interest("equity", 5000), EVER)) == ENTITY


AGENCY, GOVERNMENT, PERSON = (
    Party(party="m", kind=kind, organised_in=home)
    for kind, home in (("agency", "SG"), ("government", None), ("person", None))
)
STAFF = Employment(person="m", employer="a", residence="SG", citizenships=("SG",), us_status="none", work_location="SG")


@pytest.mark.parametrize("of", [AGENCY, GOVERNMENT, PERSON, STAFF, Individual(person="m", residence="SG")])
@pytest.mark.parametrize(
    ("row", "spell", "truth", "contrary"),
    [
        (interest("equity"), EVER, Truth.SUPPORTED, True),
        (interest("vote", 1, directly=False), PERHAPS, Truth.SUPPORTED, True),
        (interest("equity", 5000), EVER, DISPUTED, True),
        (interest("equity", 0), EVER, Truth.SUPPORTED, False),
        (interest("equity"), BEFORE, Truth.SUPPORTED, False),
        (interest("board"), EVER, Truth.SUPPORTED, False),
        (RIGHT, EVER, Truth.SUPPORTED, False),
        (judged_control(holds=True), EVER, Truth.SUPPORTED, False),
        (works_for("m"), EVER, Truth.SUPPORTED, False),
    ],
)
def test_whose_kind_is_told_and_yet_equity_may_be_an_entity_too(
    of: Row, row: Row, spell: Spell, truth: Truth, *, contrary: bool
) -> None:
    kind = "state" if of in {AGENCY, GOVERNMENT} else "person"
    assert beings(Told(of, EVER), Told(row, spell, truth)) == ({kind, "entity"} if contrary else {kind})


@pytest.mark.parametrize("of", [PERSON, STAFF])
@pytest.mark.parametrize("spell", [EVER, PERHAPS])
def test_a_person_of_whom_a_law_or_a_seat_is_told_may_be_an_entity_too(of: Row, spell: Spell) -> None:
    for about in (Party(party="m", organised_in="CN"), Party(party="m", principal_place_of_business="CN")):
        assert beings(Told(of, EVER), Told(about, spell, Truth.SUPPORTED, "two")) == {"person", "entity"}
    assert beings(Told(of, EVER), Told(Party(party="m", name="M"), spell)) == {"person"}
    assert beings(Told(AGENCY, EVER), Told(Party(party="m", principal_place_of_business="CN"), spell)) == {"state"}


def test_a_country_is_a_state_whoever_is_told_to_hold_it() -> None:
    equity = Interest(holder="a", subject=CHINA, kind="equity")
    for made, _ in worlds(moment(Told(equity, EVER), Told(works_for(CHINA), EVER)), random.Random(1), 256, 0):
        assert CHINA in made.seat
        assert CHINA not in made.entities
        assert not made.levers[CHINA]


def test_the_entity_that_a_person_may_be_is_where_it_is_told_to_be_or_anywhere() -> None:
    def places(*told: Told) -> set[tuple[str, str]]:
        found = [made for made, _ in worlds(moment(*told), random.Random(1), 4096, 0)]
        return {made.places["m"] for made in found if "m" in made.entities}

    assert {"CN", "SG", "US"} == {law for law, _ in places(Told(PERSON, EVER), Told(interest("equity"), EVER))}
    told = Party(party="m", kind="person", organised_in="SG", principal_place_of_business="CN")
    assert places(Told(told, EVER)) == {("SG", "CN")}


def test_a_firm_on_a_roster_works_for_somebody_but_is_no_employee_under_the_data_rule() -> None:
    """28 CFR 202.211(a)(3) speaks of individuals, 15 CFR 791.2 of any person."""
    made = World()
    made.seat[CHINA] = "CN"
    made.entities.add("m")
    made.places["m"] = ("SG", "SG")
    made.works["m"].add(CHINA)
    adversary = frozenset({"CN"})
    assert working_for(made, frozenset({CHINA})) == set()
    assert "m" in by_itself(made, "us-icts-2025", adversary)


# ---- who has a hold on an individual or an agency (15 CFR 791.2, PADFA (C)) ----

LAWS = ("us-icts-2021", "us-icts-2025", "us-padfa")


def of_china(row: Interest | Right | Controls) -> Row:
    """The same, and China has it."""
    return replace(row, holder=CHINA)


def under_law(law: str, *told: Told) -> str:
    """Whether `m` has the status: no, perhaps, yes."""
    found = told_by_worlds(moment(*told), random.Random(1), 4096, 0)
    assert found.whole
    surely, perhaps, _ = found.yes.get(("m", law, CASCADE, "CN"), (0, 0, 0))
    return "no" if not perhaps else "yes" if surely == found.judged[CASCADE] else "perhaps"


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("of", [AGENCY, STAFF])
@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((), "no"),
        ((of_china(interest("board", 0)),), "perhaps"),
        ((of_china(interest("special_share", 0)),), "perhaps"),
        ((of_china(interest("contract")),), "perhaps"),
        ((of_china(interest("acting_in_concert")),), "perhaps"),
        ((of_china(interest(None, 0)),), "perhaps"),
        ((of_china(interest("equity", 1000)),), "perhaps"),
        ((of_china(interest("equity", 0)),), "no"),
        ((of_china(RIGHT),), "perhaps"),
        ((RIGHT,), "no"),
        ((of_china(judged_control(holds=True)),), "yes"),
        ((of_china(judged_control(holds=False)),), "no"),
        ((of_china(RIGHT), of_china(judged_control(holds=False))), "no"),
        ((of_china(RIGHT), of_china(judged_control(holds=True))), "yes"),
    ],
)
def test_any_person_may_be_under_direction(law: str, of: Row, rows: tuple[Row, ...], expected: str) -> None:
    """Also where the list of interests is open: that leaves nothing open of individuals and agencies."""
    assert under_law(law, Told(of, EVER), *(Told(row, EVER) for row in rows)) == expected


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("of", [AGENCY, STAFF])
def test_a_hold_that_only_possibly_is_or_is_judged_in_dispute_is_a_perhaps(law: str, of: Row) -> None:
    for row in (RIGHT, judged_control(holds=True), interest("board")):
        for spell, truth in ((PERHAPS, Truth.SUPPORTED), (EVER, DISPUTED)):
            assert under_law(law, Told(of, EVER), Told(of_china(row), spell, truth)) == "perhaps"


@pytest.mark.parametrize("law", LAWS)
def test_a_possible_yes_beside_a_sure_no_on_control_is_a_perhaps(law: str) -> None:
    company = Party(party="m", kind="company", organised_in="SG", principal_place_of_business="SG")
    sure, other = of_china(judged_control(holds=False)), of_china(judged_control(holds=True))
    for of in (company, AGENCY, STAFF):
        assert under_law(law, Told(of, EVER), Told(sure, EVER)) == "no"
        assert under_law(law, Told(of, EVER), Told(sure, EVER), Told(other, PERHAPS)) == "perhaps"
        assert under_law(law, Told(of, EVER), Told(other, EVER), Told(sure, EVER, DISPUTED)) == "perhaps"


@pytest.mark.parametrize("law", LAWS)
def test_a_sure_yes_on_control_keeps_out_a_no_that_only_possibly_holds(law: str) -> None:
    yes, no = of_china(judged_control(holds=True)), of_china(judged_control(holds=False))
    for of in (AGENCY, STAFF):
        assert under_law(law, Told(of, EVER), Told(yes, EVER), Told(no, PERHAPS)) == "yes"
        assert under_law(law, Told(of, EVER), Told(yes, EVER, DISPUTED), Told(no, PERHAPS)) == "perhaps"
        assert under_law(law, Told(of, EVER), Told(yes, PERHAPS), Told(no, PERHAPS)) == "perhaps"


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("kind", ["board", "contract", "special_share", "other", "acting_in_concert"])
def test_a_tie_of_nothing_is_a_hold_on_a_company_all_the_same(law: str, kind: str) -> None:
    company = Party(party="m", kind="company", organised_in="SG", principal_place_of_business="SG")
    assert under_law(law, Told(company, EVER), Told(of_china(interest(kind, 0)), EVER)) == "perhaps"
    assert under_law(law, Told(company, EVER), Told(of_china(interest("vote", 0)), EVER)) == "no"


def test_an_individual_is_surely_directed_by_the_adversary_and_what_its_state_owns_alone() -> None:
    """15 CFR 791.2: whether another who has the status is directed by the adversary is for a person to judge."""
    control = Told(replace(judged_control(holds=True), holder="s"), EVER)
    human = Told(STAFF, EVER)
    chinese = Told(replace(STAFF, person="q", citizenships=("CN",)), EVER)
    for law in LAWS[:2]:
        assert under_law(law, human, control, stake(CHINA, 5000)) == "yes"
        assert under_law(law, human, control, stake("q", 5000), chinese) == "perhaps"
        assert under_law(law, Told(AGENCY, EVER), control, stake("q", 5000), chinese) == "yes"


@pytest.mark.parametrize(
    ("tie", "company"),
    [
        (Told(interest("board"), EVER), False),
        (Told(interest("equity"), EVER, DISPUTED), False),
        (Told(interest("equity"), PERHAPS), False),
        (Told(RIGHT, EVER), False),
        (Told(interest("equity", 5000), EVER), True),
    ],
)
def test_beside_the_country_somebody_there_may_be_a_government_too(tie: Told, company: bool) -> None:
    """Literally, 25 % of China and 25 % of an agency are half of it under (1); of a company there, a quarter each."""
    there = Told(Party(party="m", organised_in="CN", principal_place_of_business="CN"), EVER)
    lines = (there, tie, stake(CHINA, 2500), stake("m", 2500))
    surely, perhaps, count = said(("literal", "cascade"), *lines)
    assert surely < count
    assert (perhaps == 0) is company
    pooled, _, count = said(CASCADE, *lines)
    assert pooled == count > 0


def test_random_graphs_meet_these_corners_often() -> None:
    """Else the comparison with `control` would say nothing about them."""
    met: Counter[str] = Counter()
    for seed in range(600):
        case = graph(random.Random(seed))
        now = Moment(case, instants(case)[0])
        for one in (one for one in case.told if one.truth is DISPUTED and isinstance(one.row, Interest)):
            found = [said for said in now.doubtful if said.row == one.row]
            if found and one.row.holder == NAMELESS:
                met["disputed" if found[0].disputed else "may be another"] += 1
        about = {kind: [one for one in now.sure if type(one.row) is kind and of_m(one.row)] for kind in WHOM}
        if "m" in now.names:
            met["/".join(kinds("m", now, about))] += 1
            met["no tie is sure"] += any(of_m(one.row) and not isinstance(one.row, Party) for one in now.doubtful)
    corners = "disputed", "may be another", "no tie is sure", "entity", "entity/state", "person/entity/state"
    assert min(met[one] for one in corners) > 5


def test_random_graphs_meet_persons_and_agencies_that_somebody_holds() -> None:
    met: Counter[str] = Counter()
    for seed in range(800):
        case = graph(random.Random(seed))
        now = Moment(case, instants(case)[0])
        rows = [*now.sure, *now.doubtful]
        told = {one.row.party: one.row.kind for one in now.sure if isinstance(one.row, Party) and one.row.kind}
        beings = {**dict.fromkeys(now.people, "person"), **told}
        for one in rows:
            kind = {"person": "person", "agency": "state", "government": "state"}.get(beings.get(whom(one), ""))
            if kind and not isinstance(one.row, Employment | Individual | Designation):
                met[f"{kind}, of whom {what(one)} is told"] += 1
        for one in now.doubtful:
            if isinstance(one.row, Controls) and one.row.holds:
                met["a possible yes"] += any(other.row == replace(one.row, holds=False) for other in now.sure)
        met["of nothing"] += any(
            isinstance(one.row, Interest) and one.row.kind in {"special_share", "board"} and one.row.percent_max == 0
            for one in rows
        )
    corners = [f"{kind}, of whom {tie} is told" for kind in ("person", "state") for tie in ("Controls", "Right")]
    corners += [f"{kind}, of whom {tie} is told" for kind in ("person", "state") for tie in ("equity", "a seat")]
    for corner in [*corners, "person, of whom a place is told", "a possible yes", "of nothing"]:
        assert met[corner] > 5, corner


def what(one: Said) -> str:
    """What a row tells, in a word."""
    if isinstance(one.row, Interest):
        return "equity" if owned(one) else "a seat"
    if isinstance(one.row, Party):
        return "a place" if placed(one) else "a kind"
    return type(one.row).__name__


def of_m(row: Row) -> bool:
    """Whether a row is about `m`."""
    return getattr(row, WHOM[type(row)][0]) == "m"
