"""Adversaries, regimes, readings, dates and what was not looked at."""

import random

import msgspec
import pytest

from cloudreview.case import REGIMES
from cloudreview.control import READINGS, statuses
from cloudreview.law import load
from cloudreview.spells import BEGINNING, END, EVER, NEVER, Spell, day_start
from cloudreview.truth import Truth
from cloudreview.vocabulary.rows import Designation, Party
from cloudreview.vocabulary.status import Status
from tests.control.building import HEADLINE, RULES, WHOLE, WINDOW, case, company, facts, holds, judged, person, truth_of

CN, RU = company("x", "CN", "CN"), company("r", "RU", "RU")
BOUGHT = day_start("2026-03-01")


def rows(result: list[Status] | tuple[Status, ...], party: str, regime: str = "us-dsp-202") -> list[Status]:
    return [
        one for one in result if (one.party, one.regime, one.reading, one.adversary) == (party, regime, HEADLINE, "CN")
    ]


def test_a_status_begins_when_the_shares_are_bought() -> None:
    since = Spell((BOUGHT, END), (BOUGHT, END))
    result = judged([CN, company("a"), (holds("x", "a", 6000), since), person("p", "a")])
    for who in ("a", "p"):
        before, after = rows(result.statuses, who)
        assert (before.truth, before.spell) == (Truth.REFUTED, Spell.exactly((WINDOW[0], BOUGHT)))
        assert (after.truth, after.spell) == (Truth.SUPPORTED, Spell.exactly((BOUGHT, WINDOW[1])))


def test_where_a_purchase_is_only_possible_the_status_is_unknown() -> None:
    since = Spell((BOUGHT, END), (BEGINNING, END))
    result = judged([CN, company("a"), (holds("x", "a", 6000), since)])
    before, after = rows(result.statuses, "a")
    assert (before.truth, before.spell.must) == (Truth.UNKNOWN, NEVER)
    assert any(one.startswith("gap:date") for one in before.gaps)
    assert after.truth is Truth.SUPPORTED


def test_a_disputed_stake_makes_the_status_conflicting() -> None:
    result = judged(
        [CN, company("a"), (holds("x", "a", 6000), Spell((BEGINNING, END), (BEGINNING, END)), Truth.CONFLICTING)]
    )
    assert truth_of(result, "a") == "conflicting"


def test_two_sources_about_the_law_of_a_company_are_conflicting() -> None:
    always = Spell((BEGINNING, END), (BEGINNING, END))
    said = [
        (company("a", "CN", "SG"), always, Truth.CONFLICTING),
        (company("a", "SG", "SG"), always, Truth.CONFLICTING),
    ]
    assert truth_of(judged(said), "a") == "conflicting"


def test_nothing_is_judged_outside_the_window() -> None:
    for one in judged([CN, company("a"), holds("x", "a", 6000)]).statuses:
        assert WINDOW[0] <= one.spell.may[0] < one.spell.may[1] <= WINDOW[1]


def test_holders_of_two_adversaries_count_in_the_aggregate_under_both() -> None:
    result = judged(
        [CN, RU, company("a"), company("b"), holds("x", "a", 3000), holds("r", "a", 2500), holds("a", "b", 5000)]
    )
    for who in ("a", "b"):
        assert truth_of(result, who, adversary="CN") == "supported"
        assert truth_of(result, who, adversary="RU") == "supported"
        assert truth_of(result, who, adversary="IR") == "refuted"


def test_a_holder_who_is_not_needed_does_not_make_the_status_its_own() -> None:
    result = judged([CN, RU, company("a"), holds("x", "a", 6000), holds("r", "a", 100)])
    assert truth_of(result, "a", adversary="CN") == "supported"
    assert truth_of(result, "a", adversary="RU") == "refuted"


def test_where_a_band_leaves_open_whether_another_adversary_is_needed_it_is_not_known() -> None:
    band = [CN, RU, company("a"), holds("x", "a", 2500, 5000), holds("r", "a", 3000)]
    assert truth_of(judged(band), "a", adversary="RU") == "unknown"
    exact = [CN, RU, company("a"), holds("x", "a", 5000), holds("r", "a", 3000)]
    assert truth_of(judged(exact), "a", adversary="RU") == "refuted"
    less = [CN, RU, company("a"), holds("x", "a", 2500, 4999), holds("r", "a", 3000)]
    assert truth_of(judged(less), "a", adversary="RU") == "supported"


def test_what_nobody_disclosed_may_be_needed_with_another_adversary() -> None:
    result = judged(
        [CN, RU, company("a"), holds("x", "a", 3000), holds("x2", "a", 2100), company("x2", "CN", "CN")], ()
    )
    assert truth_of(result, "a", adversary="CN") == "supported"
    assert truth_of(result, "a", adversary="RU") == "unknown"


def test_the_countries_themselves_have_the_status_by_the_list() -> None:
    result = judged([])
    law = load(None)
    for code in law.adversaries("us-dsp-202"):
        assert truth_of(result, f"country:{code}", adversary=code) == "supported"
    root = next(one for one in result.statuses if one.party == "country:CN")
    assert "law:202.601" in root.because


def test_hong_kong_named_by_the_case_counts_as_china_and_a_country_off_the_list_is_refuted() -> None:
    result = judged([CN, company("b", "BY", "BY")], adversaries=("HK", "BY"))
    assert {one.adversary for one in result.statuses} == {"CN", "BY"}
    assert truth_of(result, "x") == "supported"
    assert truth_of(result, "b", adversary="BY") == "refuted"
    assert truth_of(result, "country:BY", adversary="BY") == "refuted"


def test_a_party_that_the_case_names_is_unknown_and_asked_for() -> None:
    result = judged([company("a"), company("b"), holds("b", "a", 6000)], adversary_parties=("b",))
    assert truth_of(result, "b") == "unknown"
    assert truth_of(result, "a") == "unknown"
    assert "b named as adversary" in {gap.where for gap in result.gaps}
    assert not any("Is the id in case.toml right?" in gap.question for gap in result.gaps)


def test_a_party_that_the_case_names_and_no_evidence_is_asked_for_by_its_id() -> None:
    result = judged([company("a"), company("b"), holds("b", "a", 6000)], adversary_parties=("bb",))
    assert truth_of(result, "bb") == "unknown"
    (asked,) = {gap.question for gap in result.gaps if gap.where == "bb named as adversary"}
    assert asked.endswith("Is the id in case.toml right?")


def test_a_case_without_rules_of_its_own_gets_each_regime_while_it_is_in_force() -> None:
    result = judged([CN], rules=REGIMES)
    assert {one.regime for one in result.statuses} == {"us-dsp-202", "us-icts-2025", "us-padfa"}
    assert any(one.startswith("us-icts-2021") for one in result.not_looked_at)
    change = day_start("2025-02-04")
    result = judged([CN], rules=REGIMES, window=(day_start("2025-01-01"), day_start("2025-03-01")))
    old, new = rows(result.statuses, "x", "us-icts-2021"), rows(result.statuses, "x", "us-icts-2025")
    assert old[0].spell.may[1] == change == new[0].spell.may[0]


def test_the_law_data_know_of_no_entry_of_the_list_of_designated_persons_until_a_day_only() -> None:
    day = day_start("2026-09-01")
    window = (day_start("2026-08-01"), day_start("2026-10-01"))
    result = judged([company("a"), company("b"), holds("b", "a", 6000)], rules=("us-dsp-202",), window=window)
    asked = set()
    for who in ("a", "b"):
        before, after = rows(result.statuses, who)
        assert (before.truth, before.spell) == (Truth.REFUTED, Spell.exactly((window[0], day)))
        assert "law:list/202.211(a)(5)/none-published" in before.because
        assert after.truth is Truth.UNKNOWN
        asked |= set(after.gaps)
    # One question for everybody, and no other.
    assert [one.where for one in result.gaps if one.id in asked] == ["designations 28 CFR 202.211(a)(5)"]
    told = judged([company("a")], [*WHOLE, ("designations", "*")], ("us-dsp-202",), window)
    assert truth_of(told, "a") == "refuted"


def test_a_designation_begins_on_its_day_and_counts_whichever_adversary_is_asked() -> None:
    since = Spell((BOUGHT, END), (BOUGHT, END))
    listed = Designation(party="a", list="28 CFR 202.211(a)(5)", reference="notice 1")
    result = judged([company("a"), (listed, since)], rules=("us-dsp-202",), adversaries=("CN", "RU"))
    for adversary in ("CN", "RU"):
        told = [one for one in result.statuses if (one.party, one.adversary, one.reading) == ("a", adversary, HEADLINE)]
        assert [(one.truth, one.clause) for one in told][1] == (Truth.CONFLICTING, "28 CFR 202.211(a)(5)")
        assert told[0].truth is Truth.REFUTED


def test_a_list_of_adversaries_that_changes_within_the_window_splits_the_status() -> None:
    law = load(None)
    (old,) = (one for one in law.lists if one.regime == "us-dsp-202")
    without = {code: places for code, places in old.countries.items() if code != "CN"}
    later = msgspec.structs.replace(old, id="law:202.601@later", countries=without, effective_from="2026-03-01")
    ended = msgspec.structs.replace(old, effective_to="2026-03-01")
    others = [one for one in law.lists if one.regime != "us-dsp-202"]
    law = msgspec.structs.replace(law, lists=(*others, ended, later))
    asked = case(("us-dsp-202",))
    result = statuses(facts([CN, company("a"), holds("x", "a", 6000), person("p", "a")]), law, asked)
    for who in ("country:CN", "x", "a", "p"):
        before, after = rows(result.statuses, who)
        assert (before.truth, before.spell) == (Truth.SUPPORTED, Spell.exactly((WINDOW[0], BOUGHT)))
        assert (after.truth, after.spell) == (Truth.REFUTED, Spell.exactly((BOUGHT, WINDOW[1])))


def test_who_is_a_branch_from_a_day_on_has_the_status_of_the_head_from_then_on() -> None:
    since = Spell((BOUGHT, END), (BOUGHT, END))
    perhaps = Spell((BOUGHT, END), (BEGINNING, END))
    branch = holds("x", "b", None, kind="branch")
    before, after = rows(judged([CN, company("b"), (branch, since)]).statuses, "b")
    assert (before.truth, after.truth) == (Truth.REFUTED, Truth.SUPPORTED)
    before, after = rows(judged([CN, company("b"), (branch, perhaps)]).statuses, "b")
    assert (before.truth, after.truth) == (Truth.UNKNOWN, Truth.SUPPORTED)
    harmless = judged([company("h"), company("b"), (holds("h", "b", None, kind="branch"), perhaps)])
    assert {one.truth for one in rows(harmless.statuses, "b")} == {Truth.REFUTED}


def test_a_branch_that_another_source_disputes_has_the_status_of_its_head_in_conflict() -> None:
    """Without the other source it is a yes, so with it more than unknown: a file less never makes an unknown a yes."""
    branch = holds("x", "b", None, kind="branch")
    (disputed,) = rows(judged([CN, company("b", "US", "US"), (branch, EVER, Truth.CONFLICTING)]).statuses, "b")
    assert disputed.truth is Truth.CONFLICTING
    harmless = judged([company("h"), company("b"), (holds("h", "b", None, kind="branch"), EVER, Truth.CONFLICTING)])
    assert {one.truth for one in rows(harmless.statuses, "b")} == {Truth.REFUTED}


def test_regimes_that_are_not_computed_are_said_so() -> None:
    result = judged([CN], rules=("clean-cloud-2020",))
    assert result.statuses == ()
    assert len(result.not_looked_at) == 2
    assert all("a policy statement" in told for told in result.not_looked_at)
    (told,) = judged([CN], rules=("us-padfa",)).not_looked_at
    assert "nothing is recommended by it" in told
    assert "whether anybody of the case is one is not judged" in told


def test_the_order_of_facts_changes_nothing() -> None:
    items = [CN, RU, *(company(one) for one in "abcd"), person("p", "c"), person("q", "a", citizenships=("CN",))]
    items += [holds("x", "a", 4000), holds("b", "a", 3000), holds("a", "b", 6000), holds("b", "c", 5000)]
    items += [holds("r", "a", 1500), holds("c", "d", 2500, 7500), holds("q", "d", 1000)]
    first = judged(items)
    for seed in range(5):
        shuffled = items[:]
        random.Random(seed).shuffle(shuffled)
        assert judged(shuffled) == first
    assert {one.reading for one in first.statuses} == set(READINGS)


def test_an_employer_of_untold_kind_may_be_the_government_itself() -> None:
    told = [company("s"), holds("x", "s", 2000), holds("country:CN", "s", 4000)]
    for items in (told, [*told, person("p", "x")]):
        result = judged(items, adversaries=("CN",))
        assert {truth_of(result, "s", reading=one) for one in READINGS} == {"unknown"}


@pytest.mark.parametrize("regime", ["us-dsp-202", "us-icts-2021", "us-icts-2025", "us-padfa"])
@pytest.mark.parametrize(
    ("seat", "expected"), [("CN", "unknown"), ("SG", "refuted"), ("US", "refuted"), (None, "refuted")]
)
def test_who_is_told_as_an_agency_and_run_from_an_adversary_may_be_an_organisation_of_its_own(
    seat: str | None, expected: str, regime: str
) -> None:
    """28 CFR 202.211(a)(1) and 15 CFR 791.2 name seats of organisations: as an agency of Singapore it was a no."""
    agency = Party(party="g", kind="agency", organised_in="SG", principal_place_of_business=seat)
    result = judged([agency, company("s"), holds("g", "s", 6000)], rules=(*RULES, "us-padfa"), adversaries=("CN",))
    assert {truth_of(result, who, regime) for who in "gs"} == {expected}


def test_a_party_of_untold_kind_may_be_the_government_of_its_country() -> None:
    unsaid = Party(party="x", organised_in="CN", principal_place_of_business="CN")
    result = judged([company("s"), unsaid, holds("x", "s", 2000), holds("country:CN", "s", 4000)], adversaries=("CN",))
    found = {one.aggregation: truth_of(result, "s", reading=one) for one in READINGS if one.indirect == "cascade"}
    assert found == {"literal": "unknown", "pooled": "supported"}
    assert truth_of(result, "x") == "supported"


def test_sources_that_differ_on_a_residence_settle_no_gate() -> None:
    told = {"citizenships": ("CN",), "us_status": "none"}
    here = person("p", "y", residence="US", work_location="US", **told)
    result = judged([person("p", "x", residence="HK", work_location=None, **told), here], (), adversaries=("CN",))
    assert truth_of(result, "p") == "conflicting"


def test_a_row_that_only_possibly_holds_settles_no_contradiction() -> None:
    citizen = person("p", "x", citizenships=("CN", "US"), us_status="none", residence="SG", work_location=None)
    maybe = person("p", "gov", citizenships=("HK",), us_status="refugee_or_asylee", residence="SG", work_location="CN")
    for items in ([citizen], [citizen, (maybe, Spell(NEVER, EVER.may))]):
        result = judged(items, (), adversaries=("CN",))
        assert truth_of(result, "p") in {"conflicting", "unknown"}
