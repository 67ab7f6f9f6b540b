"""Adversaries, regimes, readings, dates and what was not looked at."""

import random

from cloudreview.case import REGIMES
from cloudreview.control import READINGS
from cloudreview.law import load
from cloudreview.spells import BEGINNING, END, NEVER, Spell, day_start
from cloudreview.truth import Truth
from cloudreview.vocabulary.status import Status
from tests.control.building import HEADLINE, WINDOW, company, holds, judged, person, truth_of

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


def test_a_case_without_rules_of_its_own_gets_each_regime_while_it_is_in_force() -> None:
    result = judged([CN], rules=REGIMES)
    assert {one.regime for one in result.statuses} == {"us-dsp-202", "us-icts-2025"}
    assert any(one.startswith("us-icts-2021") for one in result.not_looked_at)
    change = day_start("2025-02-04")
    result = judged([CN], rules=REGIMES, window=(day_start("2025-01-01"), day_start("2025-03-01")))
    old, new = rows(result.statuses, "x", "us-icts-2021"), rows(result.statuses, "x", "us-icts-2025")
    assert old[0].spell.may[1] == change == new[0].spell.may[0]


def test_regimes_that_are_not_computed_are_said_so() -> None:
    result = judged([CN], rules=("us-padfa", "clean-cloud-2020"))
    assert result.statuses == ()
    assert len(result.not_looked_at) == 2


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
