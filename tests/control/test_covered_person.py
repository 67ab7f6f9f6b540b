"""28 CFR 202.211(a): a table of edge cases, each with the clause that decides it."""

import msgspec
import pytest

from cloudreview.control import statuses
from cloudreview.law import load
from cloudreview.spells import ALWAYS, Spell
from cloudreview.vocabulary.facts import Source
from cloudreview.vocabulary.rows import Interest, Party, Use
from cloudreview.vocabulary.status import Reading
from tests.control.building import HEADLINE, WHOLE, case, clause_of, company, facts, holds, judged, person, truth_of

CN = company("x", "CN", "CN")
LITERAL = Reading("literal", "cascade")
THROUGH = Reading("pooled", "look_through")


@pytest.mark.parametrize(
    ("name", "rows", "who", "truth", "clause"),
    [
        ("organised in China", [CN], "x", "supported", "28 CFR 202.211(a)(1)"),
        ("headquarters in Hong Kong", [company("a", "KY", "HK")], "a", "supported", "28 CFR 202.211(a)(1)"),
        ("headquarters in Macau", [company("a", "KY", "MO")], "a", "supported", "28 CFR 202.211(a)(1)"),
        ("exactly 50 %", [CN, company("a"), holds("x", "a", 5000)], "a", "supported", "(a)(1)-(2)"),
        ("49.99 %", [CN, company("a"), holds("x", "a", 4999)], "a", "refuted", "(a)(1)-(2)"),
        ("the country itself", [company("a"), holds("country:CN", "a", 5000)], "a", "supported", "(a)(1)-(2)"),
        ("US subsidiary, 202.256", [CN, company("a", "US", "US"), holds("x", "a", 10000)], "a", "refuted", "202.256"),
        ("US company run from China", [company("a", "US", "CN")], "a", "refuted", "202.256"),
        ("Puerto Rico company", [CN, company("a", "PR", "PR"), holds("x", "a", 10000)], "a", "refuted", "202.256"),
        ("votes alone", [CN, company("a"), holds("x", "a", 6000, kind="vote")], "a", "supported", "(a)(1)-(2)"),
        (
            "equity and votes are not added to each other",
            [CN, company("a"), holds("x", "a", 3000), holds("x", "a", 3000, kind="vote")],
            "a",
            "refuted",
            "(a)(1)-(2)",
        ),
        ("a contract is no ownership", [CN, company("a"), holds("x", "a", None, kind="contract")], "a", "refuted", ""),
        (
            "an agency of China as owner",
            [Party(party="g", kind="agency", organised_in="CN"), company("a"), holds("g", "a", 5000)],
            "a",
            "supported",
            "(a)(1)-(2)",
        ),
        (
            "Chinese citizen in the United States, 202.211(b) ex. 2",
            [person("p", "e", citizenships=("CN",), us_status="visa", residence="US", work_location="US")],
            "p",
            "refuted",
            "202.256",
        ),
        (
            "US citizen resident in China",
            [person("p", us_status="citizen", residence="CN", work_location="CN")],
            "p",
            "refuted",
            "202.256",
        ),
        ("refugee", [person("p", us_status="refugee_or_asylee", residence="CN")], "p", "refuted", "202.256"),
        (
            "employee of a covered entity abroad",
            [CN, person("p", "x", citizenships=("DE",), residence="DE", work_location="DE")],
            "p",
            "supported",
            "28 CFR 202.211(a)(3)",
        ),
        (
            "contractor of a covered entity abroad",
            [CN, person("p", "x", relation="contractor")],
            "p",
            "supported",
            "28 CFR 202.211(a)(3)",
        ),
        ("employee of the country", [person("p", "country:CN")], "p", "supported", "28 CFR 202.211(a)(3)"),
        (
            "employee abroad of a US subsidiary",
            [CN, company("u", "US", "US"), holds("x", "u", 10000), person("p", "u")],
            "p",
            "refuted",
            "",
        ),
        (
            "resident of China",
            [person("p", "e", residence="CN", work_location="CN")],
            "p",
            "supported",
            "28 CFR 202.211(a)(4)",
        ),
        ("Chinese citizen abroad, no covered employer", [person("p", "e", citizenships=("CN",))], "p", "refuted", ""),
        (
            "owned by a resident of China",
            [person("p", residence="CN", work_location="CN"), company("a"), holds("p", "a", 5000)],
            "a",
            "supported",
            "(a)(1)-(2)",
        ),
        ("through a US company, foreign below", [CN, company("u", "US", "US"), company("a"), holds("x", "u", 5000),
                                                 holds("u", "a", 5000)], "a", "supported", "(a)(1)-(2)"),
    ],
)  # fmt: skip
def test_edge_cases(name: str, rows: list[Party], who: str, truth: str, clause: str) -> None:
    result = judged([company("e"), *rows])
    assert truth_of(result, who) == truth, name
    assert clause in clause_of(result, who), name


def test_25_and_25_of_different_paragraphs_count_together_only_when_pooled() -> None:
    result = judged([CN, company("a"), holds("country:CN", "a", 2500), holds("x", "a", 2500)])
    assert truth_of(result, "a", reading=LITERAL) == "refuted"
    assert truth_of(result, "a") == "supported"


def test_25_and_25_of_the_same_paragraph_count_together_word_for_word() -> None:
    resident = person("p", residence="CN", work_location="CN")
    result = judged([CN, resident, company("a"), holds("p", "a", 2500), holds("x", "a", 2500)])
    assert truth_of(result, "a", reading=LITERAL) == "supported"


def test_faq_401_example_1_a_chain_of_halves() -> None:
    result = judged([CN, company("a"), company("b"), holds("x", "a", 5000), holds("a", "b", 5000)])
    assert truth_of(result, "b") == "supported"
    assert truth_of(result, "b", reading=LITERAL) == "supported"
    assert truth_of(result, "b", reading=THROUGH) == "refuted"


def test_faq_401_example_2_two_halves_with_a_quarter_each() -> None:
    rows = [CN, *(company(one) for one in "abc"), holds("x", "a", 5000), holds("x", "b", 5000)]
    result = judged([*rows, holds("a", "c", 2500), holds("b", "c", 2500)])
    assert truth_of(result, "c") == "supported"
    assert truth_of(result, "c", reading=THROUGH) == "refuted"


def test_look_through_finds_what_a_cascade_does_not() -> None:
    rows = [CN, company("b"), company("c"), holds("x", "b", 4000), holds("b", "c", 8000), holds("x", "c", 2000)]
    result = judged(rows)
    assert truth_of(result, "c", reading=THROUGH) == "supported"
    assert truth_of(result, "c") == "refuted"


def test_a_ring_held_by_nobody_else_is_refuted_and_one_with_a_seed_is_not() -> None:
    ring = [company("a"), company("b"), holds("a", "b", 6000), holds("b", "a", 5000)]
    assert truth_of(judged(ring), "a") == "refuted"
    result = judged([*ring, CN, holds("x", "a", 5000)])
    assert (truth_of(result, "a"), truth_of(result, "b")) == ("supported", "supported")


@pytest.mark.parametrize(
    ("closed", "rows", "truth", "where"),
    [
        ((), [holds("x", "a", 4999)], "unknown", "interests a"),
        ((), [holds("y", "a", 5001), holds("y", "a", 5001, kind="vote")], "refuted", None),
        ((), [holds("y", "a", 5001)], "unknown", "interests a"),
        ((), [holds("y", "a", 5000)], "unknown", "interests a"),
        ((("interests", "a"),), [holds("x", "a", 2500, 7500)], "unknown", "interests a x"),
        ((("interests", "a"),), [holds("x", "a", None)], "unknown", "interests a x"),
        ((("interests", "a"),), [holds("x", "a", 6000, kind=None)], "unknown", "interests a x"),
        ((("interests", "a"),), [holds("x", "a", 2500, 4900)], "refuted", None),
        ((("interests", "a"),), [holds("nobody-knows", "a", 6000)], "unknown", "nobody-knows kind"),
    ],
)
def test_bounds(closed: tuple[tuple[str, str], ...], rows: list[Interest], truth: str, where: str | None) -> None:
    others = (("parties", "*"), ("roster", "*"), ("interests", "y"), ("interests", "x"))
    result = judged([CN, company("a"), company("y", "FR", "FR"), *rows], [*others, *closed])
    assert truth_of(result, "a") == truth
    assert where is None or where in {gap.where for gap in result.gaps}


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"us_status": None, "citizenships": ()}, "p us_status"),
        ({"residence": None}, "p residence"),
        ({"work_location": None}, "p work_location"),
    ],
)
def test_a_missing_attribute_of_a_person_is_asked_for(told: dict[str, object], field: str) -> None:
    result = judged([CN, person("p", "x", **told)])
    assert truth_of(result, "p") == "unknown"
    assert field in {gap.where for gap in result.gaps}


def test_home_and_work_on_two_sides_of_the_border_is_asked() -> None:
    result = judged([CN, person("p", "x", residence="CN", work_location="US")])
    assert truth_of(result, "p") == "unknown"
    assert {gap.what for gap in result.gaps} >= {"disagreement"}


def test_a_company_of_untold_law_is_unknown() -> None:
    result = judged([company("a", None, "SG")])
    assert truth_of(result, "a") == "unknown"
    assert "a organised_in" in {gap.where for gap in result.gaps}


def test_a_no_rests_on_the_closures_that_it_needs() -> None:
    result = judged([company("a")])
    row = next(one for one in result.statuses if one.party == "a")
    assert "closure:interests *" in row.because
    told = [company("e"), person("p", "e")]
    assert truth_of(judged(told, [("parties", "*"), ("interests", "*"), ("roster", "*")]), "p") == "refuted"


def test_no_companys_roster_speaks_for_the_country_as_an_employer() -> None:
    told = [company("e"), person("p", "e")]
    assert truth_of(judged(told, [("parties", "*"), ("interests", "*"), ("roster", "e")]), "p") == "unknown"


def test_a_person_whom_only_an_identity_names_is_unknown() -> None:
    result = judged([Use(person="p", provider="aws", principal="arn:aws:iam::1:user/p")])
    assert truth_of(result, "p") == "unknown"


def test_every_row_says_why_and_every_gap_is_told() -> None:
    result = judged([CN, company("a"), holds("x", "a", 4000), person("p", "a", us_status=None)], WHOLE[:1])
    told = {gap.id for gap in result.gaps}
    for one in result.statuses:
        assert one.because
        assert set(one.gaps) <= told
        assert bool(one.gaps) == (one.truth.word == "unknown")


@pytest.mark.parametrize(
    "told", [{"residence": None, "work_location": "US"}, {"residence": "US", "work_location": None}]
)
def test_in_the_united_states_by_one_field_alone_is_asked(told: dict[str, object]) -> None:
    # The field that is missing may lie on the other side of the border, and then it is not known: 202.256.
    result = judged([CN, person("p", "x", citizenships=("CN",), **told)])
    assert truth_of(result, "p") == "unknown"


def test_an_interest_of_another_kind_may_be_ownership() -> None:
    result = judged([CN, company("a"), holds("x", "a", 6000, kind="other")])
    assert truth_of(result, "a") == "unknown"
    assert "interests a x" in {gap.where for gap in result.gaps}


def test_whoever_works_for_a_covered_individual_is_for_a_person_to_judge() -> None:
    # (a)(3) names employees of a country and of entities, not of individuals.
    boss = person("b", "e", residence="CN", work_location="CN")
    result = judged([company("e"), boss, person("p", "b")])
    assert truth_of(result, "p") == "unknown"
    assert "b employs p" in {gap.where for gap in result.gaps}


def test_two_rows_of_one_file_may_be_two_lots() -> None:
    told = facts([CN, company("a"), holds("x", "a", 3000), holds("x", "a", 2500)])
    one_file = [
        msgspec.structs.replace(one, sources=(Source(f"0123456789ab#line={number}", "acme"),))
        for number, one in enumerate(told.of(Interest))
    ]
    changed = msgspec.structs.replace(told, rows={**told.rows, Interest: tuple(one_file)})
    result = statuses(changed, load(None), case())
    assert truth_of(result, "a") == "unknown"


def test_lots_that_were_possibly_held_add_up_to_what_is_possible() -> None:
    """Three lots of 20 %, none of them sure: 60 % is possible, so a no is not said."""
    lots = [msgspec.structs.replace(holds("x", "a", 2000), start=f"202{number}-01-01") for number in range(3)]
    spell = Spell.possibly(ALWAYS)
    for reading in (HEADLINE, LITERAL, THROUGH):
        assert truth_of(judged([CN, company("a"), *((lot, spell) for lot in lots)]), "a", reading=reading) == "unknown"
