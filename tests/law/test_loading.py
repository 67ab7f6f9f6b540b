"""The law data as shipped, and what the loader refuses."""

import msgspec
import pytest

from cloudreview.errors import LawError
from cloudreview.law import Clause, Regime, Threshold, load, loading
from cloudreview.law.dating import standing
from cloudreview.spells import day_start
from cloudreview.vocabulary.words import CATEGORIES, POWERS

LAW = load(None)


def test_every_row_has_its_source() -> None:
    ids = [one.id for one in LAW.rows]
    assert ids == sorted(set(ids))
    for one in LAW.rows:
        assert one.citation
        assert one.text
        assert one.read_at.startswith("2026-11-")
        assert LAW.row(one.id) == one
    with pytest.raises(KeyError):
        LAW.row("law:none")


@pytest.mark.parametrize(
    ("category", "more_than", "unit", "clause"),
    [
        ("human_genomic", 100, "us_persons", "28 CFR 202.205(a)"),
        ("human_omic", 1000, "us_persons", "28 CFR 202.205(a)"),
        ("biometric", 1000, "us_persons", "28 CFR 202.205(b)"),
        ("precise_geolocation", 1000, "us_devices", "28 CFR 202.205(c)"),
        ("personal_health", 10000, "us_persons", "28 CFR 202.205(d)"),
        ("personal_financial", 10000, "us_persons", "28 CFR 202.205(e)"),
        ("covered_personal_identifiers", 100000, "us_persons", "28 CFR 202.205(f)"),
        ("government_related", None, "any", "28 CFR 202.222"),
    ],
)
def test_thresholds(category: str, more_than: int | None, unit: str, clause: str) -> None:
    found = LAW.threshold(category)
    assert found is not None
    assert (found.more_than, found.unit, found.clause) == (more_than, unit, clause)
    assert LAW.row(found.row).status == "verified"


def test_every_category_and_power_is_known() -> None:
    assert all(LAW.threshold(one) for one in CATEGORIES)
    for power in POWERS:
        harms = LAW.power_harms(power)
        assert harms
        assert all(reason for _, reason in harms)
    assert LAW.power_harms("levitation") == ()
    assert [harm for harm, _ in LAW.power_harms("suspend_service")] == ["stop"]


def test_adversaries_and_territories() -> None:
    assert LAW.adversaries("us-dsp-202") == ("CN", "CU", "IR", "KP", "RU", "VE")
    assert LAW.adversaries("us-icts-2025") == ("CN", "CU", "IR", "KP", "RU")
    assert LAW.adversaries("unheard-of") == ()
    assert LAW.adversary_of("us-dsp-202", "MO") == "CN"
    assert LAW.adversary_of("us-icts-2021", "HK") == "CN"
    assert LAW.adversary_of("us-icts-2021", "MO") is None
    assert LAW.adversary_of("us-dsp-202", "US") is None
    assert LAW.adversary_of("us-icts-2025", "VE") is None, "may count: the list names a ruler and not the country"
    assert LAW.adversaries_of("us-icts-2025", "VE") == {"VE"}


def test_a_regime_is_in_force_from_its_first_day_to_the_day_before_its_end() -> None:
    change = day_start("2025-02-04")
    assert (LAW.in_force("us-icts-2021", change - 1), LAW.in_force("us-icts-2021", change)) == (True, False)
    assert (LAW.in_force("us-icts-2025", change - 1), LAW.in_force("us-icts-2025", change)) == (False, True)
    assert not LAW.in_force("us-dsp-202", day_start("2025-04-07"))
    assert LAW.in_force("us-dsp-202")
    assert not load(day_start("2024-01-01")).in_force("us-dsp-202")


def test_of_several_versions_the_one_in_force_stands_else_the_last_before_else_the_first_after() -> None:
    def row(name: str, begin: str, end: str | None) -> Regime:
        return Regime(
            id=name, regime="r", citation="c", title="t", text="t", status="verified", read_at="2026-11-23",
            effective_from=begin, effective_to=end,
        )  # fmt: skip

    rows = [row("new", "2022-01-01", None), row("old", "2020-01-01", "2021-01-01")]
    at = {year: standing(rows, lambda _: "r", day_start(f"{year}-06-01"))[0].id for year in (2019, 2020, 2021, 2023)}
    assert at == {2019: "old", 2020: "old", 2021: "old", 2023: "new"}
    assert standing(rows, lambda _: "r", None)[0].id == "new"


def test_regions() -> None:
    found = LAW.region("alibaba", "cn-hongkong")
    assert found is not None
    assert (found.country, LAW.row(found.row).status) == ("HK", "secondary")
    assert LAW.region("aws", "us-east-1") == ("US", "law:regions/aws")
    assert LAW.region("aws", "moon-1") is None
    assert LAW.region("aws", "eu-west-1") != LAW.region("alibaba", "eu-west-1")


def test_a_measure_that_cuts_needs_one_that_detects() -> None:
    kinds = {one.id: one.kind for one in LAW.measures}
    for one in LAW.measures:
        if one.cuts is not None:
            assert one.kind == "cuts"
            assert "detects" in {kinds[name] for name in one.needs}


BAD = {
    "unknown field": 'colour = "red"\n',
    "wrong type": "percent = 'half'\n",
}


@pytest.mark.parametrize("extra", BAD.values(), ids=BAD)
def test_a_wrong_row_is_our_fault_and_named(extra: str, monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    good = (loading.files("cloudreview.law") / "status.toml").read_text(encoding="utf-8")
    (tmp_path / "status.toml").write_text(good.rstrip() + "\n" + extra, encoding="utf-8")
    with pytest.raises(LawError, match="law/status"):
        _read(monkeypatch, tmp_path, "status")


def test_a_key_written_twice_or_a_foreign_table_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    for text in ("[[thresholds]]\nid = 'a'\nid = 'b'\n", "[[others]]\n"):
        (tmp_path / "thresholds.toml").write_text(text, encoding="utf-8")
        with pytest.raises(LawError):
            _read(monkeypatch, tmp_path, "thresholds")


def _read(monkeypatch: pytest.MonkeyPatch, folder, name: str) -> None:
    monkeypatch.setattr(loading, "files", lambda _: folder)
    loading._rows(name, {"status": Clause, "thresholds": Threshold}[name])


def test_rows_are_checked() -> None:
    row = LAW.regimes["us-dsp-202"]
    wrong = [
        [row, row],
        [msgspec.structs.replace(row, id="z", regime="nowhere")],
        [msgspec.structs.replace(row, effective_to="2020-01-01")],
        [msgspec.structs.replace(row, effective_from="soon")],
        [msgspec.structs.replace(row, citation="")],
    ]
    for rows in wrong:
        with pytest.raises(LawError):
            loading._check(list(rows), {"us-dsp-202"})
