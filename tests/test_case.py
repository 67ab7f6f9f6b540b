"""Settings of a case: strict, and everything has a default."""

from pathlib import Path

import pytest

from cloudreview.case import REGIMES, did_you_mean, open_case
from cloudreview.errors import CaseError
from cloudreview.spells import DAY, instant


def case_of(tmp_path: Path, text: str):
    (tmp_path / "case.toml").write_text(text, encoding="utf-8")
    return open_case(tmp_path)


def test_a_folder_with_only_evidence_is_a_case(tmp_path):
    (tmp_path / "evidence").mkdir()
    case = open_case(tmp_path)
    assert (case.id, case.as_of, case.period, case.rules, case.carry) == ("case", None, None, REGIMES, 31 * DAY)
    assert (case.headline.aggregation, case.headline.indirect) == ("pooled", "cascade")
    assert (case.clients, case.adversaries, case.adversary_parties) == ((), None, ())


def test_everything_can_be_set(tmp_path):
    case = case_of(
        tmp_path,
        """
        [case]
        id = "harbor"
        title = "Harbor"
        subject = "harbor-cloud"
        as_of = 2026-03-01
        period = { from = 2025-03-01, to = 2026-03-01T12:00:00+02:00 }
        rules = ["us-icts-2025", "us-dsp-202"]
        readings = { aggregation = "literal", indirect = "look_through" }
        carry = 7
        [clients]
        parties = ["b", "a", "b"]
        [adversaries]
        countries = ["RU", "CN"]
        parties = ["x"]
        """,
    )
    assert case.as_of == instant("2026-03-02T00:00:00Z") - 1
    assert case.period == (instant("2025-03-01T00:00:00Z"), instant("2026-03-01T10:00:00Z"))
    assert case.rules == ("us-dsp-202", "us-icts-2025")
    assert (case.headline.aggregation, case.headline.indirect, case.carry) == ("literal", "look_through", 7 * DAY)
    assert (case.clients, case.adversaries, case.adversary_parties) == (("a", "b"), ("CN", "RU"), ("x",))


def test_a_date_time_is_that_instant(tmp_path):
    case = case_of(tmp_path, "[case]\nas_of = 2026-03-01T06:30:00.25Z")
    assert case.as_of == instant("2026-03-01T06:30:00.25Z")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[cases]", "did you mean `case`?"),
        ("[case]\nas_off = 2026-01-01", "did you mean `as_of`?"),
        ('[case]\nrules = ["us-dsp-203"]', "did you mean `us-dsp-202`?"),
        ("[case]\nrules = []", "the list is empty"),
        ("[case]\nrules = [1]", "a text in quotes"),
        ('[case]\nrules = "us-dsp-202"', "must be a list"),
        ('[case]\nreadings = { aggregation = "pool" }', "did you mean `pooled`?"),
        ('[case]\nreadings = { agregation = "pooled" }', "did you mean `aggregation`?"),
        ("[case]\nreadings = { indirect = [] }", "no reading"),
        ("[case]\nreadings = 1", "must be a table"),
        ("[case]\ncarry = true", "whole number of days"),
        ("[case]\ncarry = -1", "whole number of days"),
        ("[case]\ncarry = 1.5", "whole number of days"),
        ('[case]\nas_of = "2026-01-01"', "without quotes"),
        ("[case]\nas_of = 2026-01-01T00:00:00", "without a zone"),
        ("[case]\nas_of = 07:32:00", "date or a date-time"),
        ("[case]\nperiod = { from = 2026-01-01 }", "both `from` and `to`"),
        ("[case]\nperiod = { from = 2026-01-01, to = 2026-01-01 }", "ends before it begins"),
        ("[case]\nperiod = { from = 2026-01-01, til = 2026-01-01 }", "no setting `til`"),
        ("[case]\nperiod = 2026-01-01", "must be a table"),
        ('[case]\nid = " "', "must not be empty"),
        ("[case]\ntitle = 5", "a text in quotes"),
        ("case = 5", "must be a table"),
        ('[adversaries]\ncountries = ["China"]', "two capital letters"),
        ("[adversaries]\ncountries = []", "the list is empty"),
        ("[case]\nas_of = 0001-01-01", "outside the years"),
        ("[case]\nas_of = 9999-12-31T23:59:59Z", "outside the years"),
        ("[case", "not readable as TOML"),
        ("[case]\nid = 'a'\nid = 'b'", "not readable as TOML"),
        ("x = " + "[" * 5000, "not readable as TOML"),
    ],
)
def test_what_is_wrong_is_refused_by_name(tmp_path, text, told):
    with pytest.raises(CaseError) as refused:
        case_of(tmp_path, text)
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)
    assert str(refused.value).startswith("case.toml")


def test_no_folder_and_no_case_are_refused(tmp_path):
    with pytest.raises(CaseError, match="no such folder"):
        open_case(tmp_path / "none")
    with pytest.raises(CaseError, match=r"case\.toml or a folder evidence"):
        open_case(tmp_path)


def test_settings_that_are_not_utf8_are_refused(tmp_path):
    (tmp_path / "case.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(CaseError, match="not readable"):
        open_case(tmp_path)


def test_advice_names_the_nearest_or_the_one_that_begins_so_and_no_endless_list():
    assert did_you_mean("reviw", ["review", "show"]) == "did you mean `review`?"
    assert did_you_mean("Gasgrid", ["Gasgrid Finland Oy", "Suomen"]) == "did you mean `Gasgrid Finland Oy`?"
    assert did_you_mean("x", ["ab", "cd"]) == "known are `ab`, `cd`"
    advice = did_you_mean("x", [f"party-{number:02d}" for number in range(50)])
    assert advice.endswith("`party-19` and 30 others")
