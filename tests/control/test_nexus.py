"""15 CFR 791.2, of 2021 and of 2025: the limbs and what is left for a person to judge."""

import pytest

from cloudreview.control import READINGS
from cloudreview.vocabulary.rows import Controls, Party, Row
from tests.control.building import company, holds, judged, person, truth_of

CN = company("x", "CN", "CN")


@pytest.mark.parametrize(
    ("name", "rows", "who", "old", "new"),
    [
        ("organised in China", [CN], "x", "supported", "supported"),
        ("organised in Hong Kong", [company("a", "HK", "SG")], "a", "supported", "supported"),
        ("organised in Macau", [company("a", "MO", "SG")], "a", "unknown", "supported"),
        ("headquarters in China only", [company("a", "KY", "CN")], "a", "unknown", "supported"),
        ("US subsidiary of a Chinese parent", [CN, company("a", "US", "US"), holds("x", "a", 10000)], "a",
         "supported", "supported"),
        ("a minority stake", [CN, company("a"), holds("x", "a", 1000)], "a", "unknown", "unknown"),
        ("a contract", [CN, company("a"), holds("x", "a", None, kind="contract")], "a", "unknown", "unknown"),
        ("a special share", [CN, company("a"), holds("x", "a", None, kind="special_share")], "a", "unknown", "unknown"),
        ("a special share of 0 %", [CN, company("a"), holds("x", "a", 0, kind="special_share")], "a",
         "unknown", "unknown"),
        ("a seat of 0 %", [CN, company("a"), holds("x", "a", 0, kind="board")], "a", "unknown", "unknown"),
        ("0 % of the votes", [CN, company("a"), holds("x", "a", 0, kind="vote")], "a", "refuted", "refuted"),
        ("nothing of anybody hostile", [company("a"), company("b"), holds("b", "a", 10000)], "a", "refuted", "refuted"),
        ("Chinese citizen abroad", [person("p", citizenships=("CN",))], "p", "supported", "supported"),
        ("Chinese citizen, US permanent resident",
         [person("p", "e", citizenships=("CN",), us_status="permanent_resident", residence="US", work_location="US")],
         "p", "supported", "refuted"),
        ("dual citizen of China and the United States",
         [person("p", "e", citizenships=("CN", "US"), us_status=None, residence="US", work_location="US")],
         "p", "supported", "refuted"),
        ("resident of China", [person("p", "e", residence="CN")], "p", "supported", "supported"),
        ("citizenship not told", [person("p", "e", citizenships=())], "p", "unknown", "unknown"),
        ("US citizen who works for the Chinese state",
         [Party(party="g", kind="agency", organised_in="CN"), person("p", "g", citizenships=("US",))], "p",
         "supported", "supported"),
        ("US citizen who works for a private Chinese company", [CN, person("p", "x", citizenships=("US",))], "p",
         "unknown", "unknown"),
        ("owned by a Chinese citizen as an individual", [person("p", citizenships=("CN",)), company("a"),
         holds("p", "a", 10000)], "a", "unknown", "unknown"),
    ],
)  # fmt: skip
def test_limbs(name: str, rows: list[Row], who: str, old: str, new: str) -> None:
    result = judged([company("e"), *rows])
    assert truth_of(result, who, "us-icts-2021") == old, name
    assert truth_of(result, who, "us-icts-2025") == new, name


@pytest.mark.parametrize(
    ("name", "rows", "who"),
    [
        ("organised there", [company("a", "VE", "VE")], "a"),
        ("owned by the state", [company("a"), holds("country:VE", "a", 10000)], "a"),
        ("a citizen", [person("p", "e", citizenships=("VE",))], "p"),
        ("whoever works for the state", [Party(party="g", kind="agency", organised_in="VE"), person("p", "g")], "p"),
        ("the country itself", [company("a"), holds("country:VE", "a", 1000)], "country:VE"),
    ],
)
def test_a_country_whose_ruler_is_listed_is_never_a_no(name: str, rows: list[Row], who: str) -> None:
    """15 CFR 791.4 lists the Maduro Regime and not Venezuela: whether the country counts is for counsel."""
    result = judged([company("e"), *rows], adversaries=("VE",))
    assert truth_of(result, who, "us-icts-2021", adversary="VE") == "unknown", name
    assert truth_of(result, who, "us-icts-2025", adversary="VE") == "unknown", name
    assert "territory VE" in {gap.where for gap in result.gaps}


def test_a_country_whose_ruler_is_listed_concerns_nobody_else() -> None:
    rows: list[Row] = [company("a"), company("b"), holds("b", "a", 10000)]
    assert truth_of(judged(rows, adversaries=("VE",)), "a", "us-icts-2025", adversary="VE") == "refuted"
    told = {(one.party, one.regime) for one in judged(rows, adversaries=None).statuses if one.adversary == "VE"}
    assert {regime for _, regime in told} == {"us-dsp-202"}, "nobody names it, for ICTS"
    asked = judged([*rows, holds("country:VE", "b", 10000)], adversaries=None)
    assert truth_of(asked, "a", "us-icts-2025", adversary="VE") == "unknown"


def test_no_interests_told_is_never_a_no() -> None:
    result = judged([company("a")], ())
    assert truth_of(result, "a", "us-icts-2025") == "unknown"
    assert "interests a" in {gap.where for gap in result.gaps}


def test_rows_stand_under_every_reading() -> None:
    result = judged([CN])
    for regime in ("us-dsp-202", "us-icts-2021", "us-icts-2025"):
        assert {truth_of(result, "x", regime, reading) for reading in READINGS} == {"supported"}


REGIMES = ("us-icts-2021", "us-icts-2025", "us-padfa")
AGENCY = Party(party="p", kind="agency", organised_in="SG", principal_place_of_business="SG")


@pytest.mark.parametrize("regime", REGIMES)
@pytest.mark.parametrize("who", [person("p", "b", citizenships=("US",)), AGENCY])
@pytest.mark.parametrize("kind", ["contract", "board", "other", None])
def test_a_hold_of_whom_counts_on_an_individual_or_an_agency_is_no_no(kind: str | None, who: Row, regime: str) -> None:
    """Any person who acts under the direction or control of an adversary has the nexus, and under PADFA (C)."""
    told = [CN, company("b"), who]
    for holder, expected in (("x", "unknown"), ("b", "refuted"), ("country:SG", "refuted")):
        found = judged([*told, holds(holder, "p", None, None, kind=kind)], rules=(regime,))
        assert truth_of(found, "p", regime) == expected
    assert truth_of(judged(told, rules=(regime,)), "p", regime) == "refuted"


@pytest.mark.parametrize("regime", REGIMES)
@pytest.mark.parametrize("who", [person("p", "b", citizenships=("US",)), AGENCY])
def test_an_individual_or_an_agency_that_the_adversary_is_judged_to_control_is_its(who: Row, regime: str) -> None:
    told = [company("b"), who]
    for holding, expected in ((True, "supported"), (False, "refuted")):
        judgement = Controls(holder="country:CN", subject="p", holds=holding)
        assert truth_of(judged([*told, judgement], rules=(regime,)), "p", regime) == expected
    # Whether a private company is itself directed by the adversary is for a person to judge.
    by_private = judged([CN, *told, Controls(holder="x", subject="p", holds=True)], rules=(regime,))
    expected = "supported" if who is AGENCY or regime == "us-padfa" else "unknown"
    assert truth_of(by_private, "p", regime) == expected
