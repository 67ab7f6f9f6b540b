"""A stake about which sources disagree: who tells all holders and leaves it out is no proof that it is not there."""

from __future__ import annotations

from typing import Any

import pytest

from cloudreview.control.world import World
from cloudreview.spells import EVER, NEVER, Spell
from cloudreview.truth import Truth
from cloudreview.vocabulary.rows import Controls, Designation, Employment, Interest, Party, Right
from cloudreview.vocabulary.status import Reading
from tests.control.building import WINDOW, Item, company, facts, holds, judged, person, truth_of
from tests.control.test_held import held

ADA = person("ada", "a")
ALL = [company("a"), company("x", "CN", "CN"), ADA, holds("ada", "a", 10_000), holds("ada", "a", 10_000, kind="vote")]
"""A provider lists its holders, and says that the list is whole: Ada holds everything."""
ANYTHING = {"entity", "person", "state"}
BEFORE = Spell.exactly((WINDOW[0] - 2, WINDOW[0] - 1))
READINGS = [Reading("literal", "cascade"), Reading("pooled", "cascade"), Reading("pooled", "look_through")]


def left_out(row: Interest) -> Item:
    """A register tells it, and the provider's list does not have it."""
    return row, EVER, Truth.CONFLICTING


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize(
    ("low", "high", "kind", "expected"),
    [
        (None, None, "equity", "unknown"),
        (4900, 5100, "equity", "unknown"),
        (1000, 6000, "vote", "unknown"),
        (None, None, "other", "unknown"),
        (None, None, None, "unknown"),
        (5000, 5000, "equity", "conflicting"),
        (4999, 4999, "equity", "refuted"),
        (None, None, "contract", "refuted"),
    ],
)
def test_another_holder_of_everything_leaves_room_for_it(
    low: int | None, high: int | None, kind: str | None, expected: str, reading: Reading
) -> None:
    found = judged([*ALL, left_out(holds("x", "a", low, high, kind))])
    assert truth_of(found, "a", reading=reading) == expected
    who = ("a", "us-dsp-202", reading, "CN")
    (one,) = [one for one in found.statuses if (one.party, one.regime, one.reading, one.adversary) == who]
    assert bool(one.gaps) == (expected == "unknown")


@pytest.mark.parametrize("reading", READINGS)
def test_a_holder_whom_a_register_does_not_name_may_be_the_one_that_the_list_names(reading: Reading) -> None:
    unnamed = left_out(holds("undisclosed:a:direct", "a", None, None, kind=None))
    assert truth_of(judged([*ALL, unnamed]), "a", reading=reading) == "refuted"


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(6000, 6000, "unknown"), (5001, None, "unknown"), (5000, None, "refuted"), (2000, 6000, "refuted")],
)
def test_a_holder_without_a_name_whose_size_fits_nobody_says_that_the_list_is_wrong(
    low: int, high: int | None, expected: str, reading: Reading
) -> None:
    """b and c have half each by a list that is called whole: 60 % perhaps held by somebody is neither's."""
    told: list[Item] = [company("a"), company("b"), company("c")]
    told += [holds(one, "a", 5000, kind=kind) for one in "bc" for kind in ("equity", "vote")]
    unnamed = (holds("undisclosed:r", "a", low, high), Spell(NEVER, EVER.may), Truth.CONFLICTING)
    assert truth_of(judged([*told, unnamed]), "a", reading=reading) == expected


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize(
    ("about", "expected"),
    [
        (Party(party="undisclosed:r"), "refuted"),
        (Party(party="undisclosed:r", kind="person"), "refuted"),
        (Party(party="undisclosed:r", kind="company"), "unknown"),
        (Party(party="undisclosed:r", kind="person", name="Ada"), "unknown"),
        (Party(party="undisclosed:r", organised_in="SG"), "unknown"),
        (holds("b", "undisclosed:r", None, None), "unknown"),
        (person("undisclosed:r", "x", work_location="CN"), "unknown"),
    ],
)
def test_a_holder_without_a_name_of_whom_more_is_told_than_its_kind_is_one_that_is_named(
    about: Item, expected: str, reading: Reading
) -> None:
    """Ada, a person, holds everything by the list; what is told of somebody else may not be true of her."""
    told = [*ALL, company("b"), left_out(holds("undisclosed:r", "a", None, None)), about]
    assert truth_of(judged(told), "a", reading=reading) == expected


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize(
    ("kind", "about", "expected"),
    [
        ("company", [], "refuted"),
        ("agency", [], "refuted"),
        ("person", [], "unknown"),
        ("agency", [holds("country:SG", "m", 10_000)], "unknown"),
        ("company", [holds("country:SG", "m", 10_000)], "refuted"),
        ("company", [left_out(holds("b", "s", 1000, kind="board"))], "unknown"),
    ],
)
def test_what_else_is_told_of_who_is_on_a_list_may_show_that_it_is_not_the_nameless_one(
    kind: str, about: list[Item], expected: str, reading: Reading
) -> None:
    """m, organised in Singapore, is no individual; once it is owned it is no government (decision 16)."""
    m = Party(party="m", organised_in="SG", principal_place_of_business="SG")
    told: list[Item] = [company("s"), company("b"), m, Party(party="undisclosed:r", kind=kind), *about]
    told += [holds("m", "s", 10_000, kind=one) for one in ("equity", "vote")]
    told.append(left_out(holds("undisclosed:r", "s", None, None)))
    assert truth_of(judged(told), "s", reading=reading) == expected


@pytest.mark.parametrize("reading", READINGS)
def test_a_row_of_a_nameless_holder_that_nobody_disputes_counts_against_the_others(reading: Reading) -> None:
    """40, 25 and 60 are more than the whole, whatever another row says of the 60; the list is open."""
    told: list[Item] = [company("s"), company("a"), holds("a", "s", 4000), holds("country:SG", "s", 2500, None)]
    told += [holds("undisclosed:r", "s", 6000), left_out(holds("undisclosed:r", "s", 0, 10_000))]
    assert truth_of(judged(told, [("parties", "*"), ("roster", "*")]), "s", reading=reading) == "unknown"
    assert truth_of(judged(told), "s", reading=reading) == "unknown"


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([holds("undisclosed:r", "a", 4000)], "refuted"),
        ([holds("undisclosed:r", "a", 4000), holds("undisclosed:q", "a", 3000)], "unknown"),
        ([holds("undisclosed:r", "a", 4000), holds("undisclosed:q", "a", 4000)], "unknown"),
        ([holds(f"undisclosed:{one}", "a", 3000) for one in "pqr"], "unknown"),
        ([holds("undisclosed:r", "a", 6000), holds("undisclosed:q", "a", 6000)], "unknown"),
        ([holds("undisclosed:r", "a", 4000, 6000), holds("e", "a", 4000)], "unknown"),
        ([holds("e", "a", 4000)], "refuted"),
    ],
)
def test_of_several_whom_a_list_leaves_out_not_all_may_be_on_it(
    others: list[Interest], expected: str, reading: Reading
) -> None:
    """b has 40 % by a list that is called whole, c and d 30: two of 40 % are not both b, and e shows the list wrong."""
    told: list[Item] = [company(one) for one in "abcde"]
    stakes = (("b", 4000), ("c", 3000), ("d", 3000))
    told += [holds(one, "a", low, kind=kind) for one, low in stakes for kind in ("equity", "vote")]
    told += [(one, Spell(NEVER, EVER.may), Truth.CONFLICTING) for one in others]
    assert truth_of(judged(told), "a", reading=reading) == expected
    assert truth_of(judged(reversed(told)), "a", reading=reading) == expected


@pytest.mark.parametrize("reading", READINGS)
def test_one_says_ten_percent_and_another_sixty(reading: Reading) -> None:
    told = [left_out(holds("x", "a", 1000)), left_out(holds("x", "a", 6000))]
    rest = [holds("ada", "a", 9000), holds("ada", "a", 10_000, kind="vote")]
    assert truth_of(judged([*ALL[:3], *rest, *told]), "a", reading=reading) != "refuted"


def test_a_disputed_stake_beyond_the_whole_speaks_against_the_sure_one() -> None:
    sure = holds("country:CN", "s", 10_000)
    disputed = (holds("a", "s", 6000), EVER, Truth.CONFLICTING)
    told = [company("s"), company("a"), sure]
    small = (holds("a", "s", 1000), EVER, Truth.CONFLICTING)
    for reading in READINGS:
        assert truth_of(judged(told), "s", reading=reading) == "supported"
        assert truth_of(judged([*told, disputed]), "s", reading=reading) == "conflicting"
        assert truth_of(judged([*told, small]), "s", reading=reading) == "supported"


def undated(row: Party) -> Item:
    return row, Spell(NEVER, EVER.may)


LITERAL = [Reading("literal", "cascade"), Reading("literal", "look_through")]


@pytest.mark.parametrize("reading", LITERAL)
@pytest.mark.parametrize(
    "about",
    [
        [(company("c"), EVER, Truth.CONFLICTING)],
        [(company("c"), EVER, Truth.CONFLICTING), (company("c", "SG", "US"), EVER, Truth.CONFLICTING)],
        [undated(company("c"))],
    ],
)
def test_whom_only_a_doubtful_row_tells_to_be_a_company_may_be_a_government(
    about: list[Item], reading: Reading
) -> None:
    """Were c a government of China, (1) would add its 40 to the country's 30: 70 %. As a company it is of (2) alone."""
    stakes = [company("s"), holds("country:CN", "s", 3000), holds("c", "s", 4000)]
    doubtful, known = judged([*stakes, *about]), judged([*stakes, company("c", "CN", "CN")])
    assert truth_of(doubtful, "s", reading=reading) == "unknown"
    assert held(doubtful, "s", reading) == {"equity": (3000, 7000), "vote": (0, 0)}
    assert truth_of(known, "s", reading=reading) == "refuted"
    assert held(known, "s", reading) == {"equity": (4000, 4000), "vote": (0, 0)}


@pytest.mark.parametrize("reading", READINGS)
def test_of_a_disputed_stake_the_most_that_is_told_takes_its_place(reading: Reading) -> None:
    """50 or more, 60 and, by one of two sources, 49.99: were that one and the 60 right, nothing were left of the 50."""
    told = [company("s"), company("h"), holds("country:CN", "s", 5000, None), holds("h", "s", 6000)]
    apart = [*told, left_out(holds("undisclosed:r", "s", 4999)), left_out(holds("undisclosed:r", "s", 0))]
    assert held(judged(told), "s", reading) == {"equity": (4000, 10_000), "vote": (0, 0)}
    assert held(judged(apart), "s", reading) == {"equity": (0, 10_000), "vote": (0, 0)}


@pytest.mark.parametrize("reading", LITERAL)
def test_sources_that_disagree_do_so_whether_a_company_employs_or_not(reading: Reading) -> None:
    """That somebody works for it leaves what two sources tell of the company as it was."""
    apart: list[Item] = [
        (company("c", "SG", "CN"), EVER, Truth.CONFLICTING),
        (company("c", "US", "SG"), EVER, Truth.CONFLICTING),
    ]
    assert truth_of(judged(apart), "c", reading=reading) == "conflicting"
    assert truth_of(judged([*apart, person("p", "c")]), "c", reading=reading) == "conflicting"


def test_what_is_told_of_somebody_only_leaves_out_what_it_is_not() -> None:
    def kinds(*told: Item) -> set[str]:
        return set(World(facts(told)).kinds("c", WINDOW[0]))

    stake, doubtful = holds("c", "s", 1000), (company("c", None, None), EVER, Truth.CONFLICTING)
    assert kinds(stake) == kinds(stake, doubtful) == {"entity", "person", "state"}
    assert kinds(stake, person("p", "c")) == {"entity", "person", "state"}
    assert kinds(stake, Party(party="c", organised_in="SG")) == {"entity", "state"}
    placed, perhaps = (Party(party="c", organised_in="SG"), EVER, Truth.CONFLICTING), undated(company("c", None, None))
    assert kinds(stake, placed) == kinds(stake, placed, perhaps) == {"entity", "state"}
    assert kinds(stake, holds("x", "c", 1000)) == kinds(stake, company("c")) == {"entity"}


@pytest.mark.parametrize(
    ("tie", "expected"),
    [
        (holds("x", "c", 1000), {"entity"}),
        (holds("x", "c", None, None, kind="vote"), {"entity"}),
        (holds("x", "c", 1, directly=False), {"entity"}),
        (holds("x", "c", 0), ANYTHING),
        (holds("x", "c", None, None, kind="board"), ANYTHING),
        (holds("x", "c", None, None, kind="special_share"), ANYTHING),
        (holds("x", "c", 6000, kind=None), ANYTHING),
        (Right(holder="x", subject="c", matter="officers", power="appoint"), ANYTHING),
        (Controls(holder="x", subject="c", holds=True), ANYTHING),
        (person("x", "c"), ANYTHING),
        ((holds("x", "c", 1000), BEFORE), {"entity", "state"}),
        ((holds("x", "c", 1000), Spell(NEVER, EVER.may)), ANYTHING),
        (left_out(holds("x", "c", 1000)), ANYTHING),
    ],
)
def test_equity_and_votes_alone_show_a_company(tie: Item, expected: set[str]) -> None:
    """An agency has a board too, an individual creditors and staff, and a ministry became a company (decision 16)."""
    told = [holds("c", "s", 2500), tie]
    assert World(facts(told)).kinds("c", WINDOW[0]) == expected


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("tie", [holds("x", "c", None, None, kind=None), holds("x", "c", 6000, kind="contract")])
def test_who_works_for_somebody_designated_who_may_be_an_individual(tie: Interest, reading: Reading) -> None:
    """(3) names employees of a country or an entity. To leave out that c is an individual does not make a yes."""
    told: list[Item] = [Designation(party="c", list="28 CFR 202.211(a)(5)"), person("ada", "c"), tie]
    assert truth_of(judged([*told, Party(party="c", kind="person")]), "ada", reading=reading) == "unknown"
    assert truth_of(judged(told), "ada", reading=reading) == "unknown"
    assert truth_of(judged([*told, company("c")]), "ada", reading=reading) == "conflicting"


@pytest.mark.parametrize("regime", ["us-dsp-202", "us-icts-2021", "us-icts-2025", "us-padfa"])
@pytest.mark.parametrize("kind", ["agency", "person", "on a roster"])
def test_whose_equity_is_told_may_be_a_company_whatever_it_is_told_to_be(kind: str, regime: str) -> None:
    """A contractor on a roster may be a firm, and a part of a government one that it controls. Both were a no."""
    told: list[Item] = [company("x", "CN", "CN"), company("b")]
    party = Party(party="a", kind=kind, organised_in="SG", principal_place_of_business="SG")
    told.append(person("a", "b") if kind == "on a roster" else party)
    telling = [*told, holds("x", "a", 6000)], [*told, left_out(holds("x", "a", None, None, kind="vote"))]
    for items in telling:
        assert truth_of(judged(items, rules=(regime,)), "a", regime) == "unknown"
    # Nor has an individual a law under which it is organised.
    placed = Party(party="a", organised_in="CN", principal_place_of_business="CN")
    if kind == "on a roster":
        assert truth_of(judged([*told, placed], rules=(regime,)), "a", regime) == "unknown"
    expected = "unknown" if kind == "person" else "refuted"
    assert truth_of(judged([*told, holds("x", "a", 0)], rules=(regime,)), "a", regime) == expected
    if kind == "agency":
        assert truth_of(judged([*told, holds("country:SG", "a", 10_000)], rules=(regime,)), "a", regime) == "refuted"


@pytest.mark.parametrize("reading", [Reading("literal", "look_through"), Reading("pooled", "look_through")])
@pytest.mark.parametrize("regime", ["us-dsp-202", "us-padfa"])
@pytest.mark.parametrize("told", [(EVER, Truth.SUPPORTED), (EVER, Truth.CONFLICTING), (Spell(NEVER, EVER.may),)])
@pytest.mark.parametrize("back", [0, 3000])
def test_what_is_held_of_somebody_who_may_be_a_government_is_not_passed_on_for_sure(
    back: int, told: tuple[Any, ...], regime: str, reading: Reading
) -> None:
    """x has 60 % of a, and a all of s: were a an agency of Singapore, s would be Singapore's. That was a yes."""
    agency = Party(party="a", kind="agency", organised_in="SG", principal_place_of_business="SG")
    items: list[Item] = [company("x", "CN", "CN"), company("s"), (agency, *told)]
    items += [holds("x", "a", 6000), holds("a", "s", 10_000), holds("s", "a", back)]
    assert truth_of(judged(items, rules=(regime,)), "s", regime, reading) == "unknown"
    known = [company("a") if one == (agency, *told) else one for one in items]
    assert truth_of(judged(known, rules=(regime,)), "s", regime, reading) == "supported"


@pytest.mark.parametrize("reading", LITERAL)
@pytest.mark.parametrize(("tie", "expected"), [("board", "unknown"), ("vote", "refuted"), ("equity", "refuted")])
def test_a_board_does_not_show_that_somebody_is_no_government(tie: str, expected: str, reading: Reading) -> None:
    """Were c the government, (1) would add its 25 % to the country's 25: half, which was once refuted."""
    party = Party(party="c", organised_in="CN", principal_place_of_business="CN")
    told = [company("s"), company("b"), party, holds("country:CN", "s", 2500), holds("c", "s", 2500)]
    told.append(holds("b", "c", 4000, kind=tie))
    assert truth_of(judged(told), "s", reading=reading) == expected


@pytest.mark.parametrize("regime", ["us-icts-2021", "us-icts-2025"])
def test_who_may_be_a_government_directs_nobody_for_sure(regime: str) -> None:
    """c may be a government in dispute, or a company that nobody shows to be directed: so its staff are unknown."""
    disputed: list[Item] = [
        (Party(party="c", organised_in="CN", principal_place_of_business="US"), EVER, Truth.CONFLICTING),
        (company("c"), EVER, Truth.CONFLICTING),
    ]
    staff = Employment(person="p", employer="c", relation="employee", work_location="CN")
    told = [*disputed, staff, Party(party="p", kind="person")]
    stake = holds("country:CN", "c", None, None)
    for items in (told, [*told, stake]):
        assert truth_of(judged(items), "p", regime) == "unknown"
        assert truth_of(judged(items), "c", regime) == "conflicting"


@pytest.mark.parametrize("regime", ["us-icts-2021", "us-icts-2025"])
def test_a_disputed_judgement_that_nobody_controls_is_no_refutation(regime: str) -> None:
    told = [company("s"), company("c", "CN", "CN"), holds("c", "s", 2500), holds("country:US", "s", 7500)]
    judgement = Controls(holder="c", subject="s", holds=False)
    assert truth_of(judged(told), "s", regime) == "unknown"
    assert truth_of(judged([*told, judgement]), "s", regime) == "refuted"
    assert truth_of(judged([*told, (judgement, EVER, Truth.CONFLICTING)]), "s", regime) == "conflicting"


@pytest.mark.parametrize("regime", ["us-icts-2021", "us-icts-2025"])
def test_a_judgement_that_only_possibly_holds_keeps_another_from_being_a_no(regime: str) -> None:
    """Two reviewers: c does not control s, and c does from a day on, of which the hour is not told."""
    told: list[Item] = [company("s"), company("c", "CN", "CN"), holds("c", "s", 2500), holds("country:US", "s", 7500)]
    no, yes = (Controls(holder="c", subject="s", holds=holding) for holding in (False, True))
    perhaps = Spell(NEVER, EVER.may)
    assert truth_of(judged([*told, no, (yes, perhaps)]), "s", regime) == "unknown"
    assert truth_of(judged([*told, yes, (no, perhaps)]), "s", regime) == "supported"
    assert truth_of(judged([*told, no, yes]), "s", regime) == "conflicting"


@pytest.mark.parametrize("regime", ["us-icts-2021", "us-icts-2025"])
def test_who_has_nothing_does_not_control_whatever_becomes_of_the_judgement_that_says_so(regime: str) -> None:
    told = [company("s"), company("c", "CN", "CN"), holds("country:US", "s", 10_000)]
    judgement, never = Controls(holder="c", subject="s", holds=False), Spell(NEVER, EVER.may)
    for item in ((judgement, EVER), (judgement, never), (judgement, EVER, Truth.CONFLICTING)):
        assert truth_of(judged([*told, item]), "s", regime) == "refuted"


@pytest.mark.parametrize("reading", READINGS)
def test_what_only_possibly_holds_takes_no_place_from_what_surely_does(reading: Reading) -> None:
    """h surely has some part, by one source perhaps still 70 %: beside 30 and 60 there is no room for that."""
    sure = [company("s"), company("g"), company("h"), holds("country:CN", "s", 3000), holds("g", "s", 6000)]
    part, perhaps = holds("h", "s", 0, 10_000), holds("h", "s", 7000)
    told: list[Item] = [*sure, part, (perhaps, Spell(NEVER, EVER.may))]
    assert held(judged([*sure, part]), "s", reading) == held(judged(told), "s", reading)
    assert held(judged(told), "s", reading)["equity"][0] == 3000


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize(
    ("holder", "amount", "closed", "expected", "most"),
    [
        ("x", 1500, False, "unknown", 10_000),
        ("b", 4000, False, "unknown", 10_000),
        ("x", 1000, False, "refuted", 1000),
        ("x", 1500, True, "refuted", 1500),
        ("b", 4000, True, "refuted", 0),
        ("undisclosed:r", 4000, False, "unknown", 10_000),
    ],
)
def test_a_stake_in_dispute_that_leaves_too_little_for_a_sure_one_speaks_against_it(
    holder: str, amount: int, closed: bool, expected: str, most: int, reading: Reading
) -> None:
    """a has 90 %, and by one of two sources somebody has 15: were that so, a had less, and nobody says how much."""
    rows: list[Item] = [company("s"), company("x", "CN", "CN"), company("a"), company("b")]
    rows += [holds("a", "s", 9000), left_out(holds(holder, "s", amount)), holds("b", "s", 10_000, kind="vote")]
    lists = [("parties", "*"), ("roster", "*"), *(("interests", "*" if closed else one) for one in "abx")]
    found = judged(rows, lists)
    assert truth_of(found, "s", reading=reading) == expected
    assert held(found, "s", reading)["equity"][1] == most


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize(
    ("told", "closed", "expected"),
    [
        ("a 9000, b 2000", False, "unknown"),
        ("a 6000, b 5000", False, "unknown"),
        ("a 6000, b 4000", False, "refuted"),
        ("a 9000, b 2000", True, "refuted"),
        ("a 9000, x 2500-5000", True, "unknown"),
        ("a 9000, x 2500-4999", True, "refuted"),
        ("a 9000, x 6000", True, "conflicting"),
    ],
)
def test_no_no_rests_on_stakes_that_cannot_all_be_so(told: str, closed: bool, expected: str, reading: Reading) -> None:
    """Nobody says which of them is the mistake, nor how great it is: a may have sold all of it to nobody told."""
    rows: list[Item] = [company("s"), company("x", "CN", "CN"), company("a"), company("b")]
    for leg in told.split(", "):
        holder, amount = leg.split()
        low, _, high = amount.partition("-")
        rows.append(holds(holder, "s", int(low), int(high or low)))
    rows.append(holds("b", "s", 10_000, kind="vote"))
    lists = [("parties", "*"), ("roster", "*"), *(("interests", "*" if closed else one) for one in "abx")]
    assert truth_of(judged(rows, lists), "s", reading=reading) == expected


@pytest.mark.parametrize("regime", ["us-icts-2021", "us-icts-2025"])
@pytest.mark.parametrize("known", [[], [person("p", "a")], [Party(party="p", kind="person")]])
def test_a_disputed_control_of_somebody_who_may_be_an_individual_is_unknown(known: list[Item], regime: str) -> None:
    """As a company it is conflicting, as an individual unknown: without the row that says which it is no more."""
    judgement = Controls(holder="x", subject="p", holds=True)
    told = [company("x", "CN", "CN"), company("a"), holds("p", "a", 4000), (judgement, EVER, Truth.CONFLICTING)]
    assert truth_of(judged([*told, *known]), "p", regime) == "unknown"


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("ring", [[], [holds("p", "x", 1000, kind="contract")], [holds("p", "x", 1000)]])
def test_whom_a_ring_makes_no_less_owned_than_it_is(ring: list[Item], reading: Reading) -> None:
    """x of China has 25 % of somebody of China who is told as an individual and owned: by either a yes of PADFA."""
    told: list[Item] = [company("x", "CN", "CN"), company("b", "US", "US"), holds("x", "b", None, kind="branch")]
    told += [person("p", "x", residence="CN"), holds("b", "p", 2500, 5000)]
    assert truth_of(judged([*told, *ring], rules=("us-padfa",)), "p", "us-padfa", reading) == "supported"
