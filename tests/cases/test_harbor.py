"""`examples/harbor`: the dossier equals what its README derives by hand."""

from __future__ import annotations

import filecmp
import re
import shutil
from pathlib import Path

import pytest

from cloudreview.dossier.chart import chart, charts
from cloudreview.dossier.page.words import Names
from cloudreview.dossier.svg import svg
from cloudreview.vocabulary.told import Dossier
from tests.provider import ACCOUNT, arn, harbor
from tests.provider.alibaba import ALIBABA, grant, oss, ram, rules
from tests.provider.harbor_alibaba import IMAGING, SHUT
from tests.reviews import reviewed

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "harbor"
GUIDE = ROOT / "docs" / "guide" / "one-changed-fact.md"

REFUTED, UNKNOWN, SUPPORTED = "refuted", "unknown", "supported"
GUARDED = {
    "d-1": {"read": SUPPORTED, "alter": REFUTED, "stop": UNKNOWN},
    "d-2": {"read": REFUTED, "alter": REFUTED, "stop": UNKNOWN},
    "d-3": {"read": SUPPORTED, "alter": SUPPORTED, "stop": SUPPORTED},
    "d-4": {"read": REFUTED, "alter": REFUTED, "stop": REFUTED},
    "d-5": {"read": SUPPORTED, "alter": REFUTED, "stop": REFUTED},
    "d-6": {"read": UNKNOWN, "alter": REFUTED, "stop": REFUTED},
}
RAW = {dataset: dict.fromkeys(harms, SUPPORTED) for dataset, harms in GUARDED.items()}
PROVIDER, REGISTRY = "Harbor Cloud Inc.", "Company registry extract"
BEACON, QUILL = "Beaconfell Clinics", "Quillback Freight"
CLIENTS = {"d-1": BEACON, "d-2": BEACON, "d-4": QUILL, "d-5": BEACON, "d-6": QUILL}
"""Whose word it is where the dataset lies, of those that are kept from somebody."""
APPROVER = QUILL
"""Whose word it is that the approvals are told, of all the powers over the provider."""


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    folder = tmp_path_factory.mktemp("golden") / "harbor"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns(".cloudreview", "dossier", "record"))
    return reviewed(folder)


def test_the_example_is_a_dump_of_the_provider(tmp_path: Path) -> None:
    harbor().dump(tmp_path)
    names = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file())
    assert filecmp.cmpfiles(tmp_path, EXAMPLE, names, shallow=False) == (names, [], [])
    assert sorted(str(path.relative_to(EXAMPLE)) for path in (EXAMPLE / "evidence").rglob("*") if path.is_file()) == [
        name for name in names if name.startswith("evidence/")
    ]


STAKES = {
    ("China", "organised and seated there", "Jade River Group Co., Ltd. (jade)", REGISTRY),
    ("China", "resident there", "Lin Hao (p-5)", PROVIDER),
    ("Jade River Group Co., Ltd. (jade)", "60 % of the equity", "Tidewater Cloud Pte. Ltd. (tidewater)", REGISTRY),
    ("Jade River Group Co., Ltd. (jade)", "employs", "Lin Hao (p-5)", PROVIDER),
    ("Tidewater Cloud Pte. Ltd. (tidewater)", "100 % of the equity", "Harbor Cloud Inc. (harbor)", REGISTRY),
    ("Tidewater Cloud Pte. Ltd. (tidewater)", "employs", "Mei Tan (p-3)", PROVIDER),
    ("Tidewater Cloud Pte. Ltd. (tidewater)", "employs", "Raj Nair (p-4)", PROVIDER),
}
"""The lines of the chart: from, what, to, on whose word."""


def test_the_chart_of_who_holds_whom(dossier: Dossier) -> None:
    (drawn,), missing = charts(dossier, Names(dossier))
    assert missing == 0
    lines = [(one.above, one.what, one.below, *one.speakers) for one in drawn.rows]
    assert (len(lines), set(lines)) == (7, STAKES)
    boxes = {one.party: " ".join(line.text for line in one.texts) for one in drawn.picture.boxes}
    assert set(boxes) == {"country:CN", "jade", "tidewater", "harbor", "p-3", "p-4", "p-5", "rest:tidewater"}
    assert boxes["rest:tidewater"] == f"no holder told: 40 % of the equity the list is whole, says {REGISTRY}"
    assert boxes["harbor"].endswith("○ No")
    assert boxes["tidewater"].endswith("▲ Yes, China, from 2026-03-10")
    (grey,) = (one for one in drawn.picture.said if not one.truth)
    assert "100 % of the equity" in grey.title
    assert {one.truth for one in drawn.picture.said if one is not grey} == {SUPPORTED}


def test_the_picture_in_the_guide_is_the_one_that_is_drawn(dossier: Dossier) -> None:
    # Where it is drawn otherwise now: `cloudreview chart CASE harbor --svg docs/harbor-chart.svg`, and look at it.
    assert svg(chart(dossier, "harbor")) == (ROOT / "docs" / "harbor-chart.svg").read_text(encoding="utf-8")


def answers(dossier: Dossier, mode: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for one in dossier.answers:
        assert one.adversary == "CN"
        if one.mode == mode:
            found.setdefault(one.dataset, {})[one.harm] = one.truth
    return found


def test_answers(dossier: Dossier) -> None:
    assert answers(dossier, "guarded") == GUARDED
    assert answers(dossier, "raw") == RAW


def test_the_path_that_is_reached(dossier: Dossier) -> None:
    reached = [one for one in dossier.paths if (one.dataset, one.harm, one.mode) == ("d-1", "read", "guarded")]
    assert {one.status_of for one in reached if one.truth == "supported"} == {"tidewater", "p-3"}
    (path,) = (one for one in reached if one.status_of == "tidewater")
    rules = [step.rule for step in path.steps]
    assert rules[-1] == "reached"
    assert {"status", "answers_to", "uses", "assumes", "allows", "placement"} <= set(rules)
    assert path.since == "2026-03-10T12:00:00Z"
    assert path.now == "supported"
    assert (path.witness or "").startswith("s3:GetObject arn:aws:s3:::harbor-intake/")
    conclusions = [dict(step.conclusion) for step in path.steps]
    assert {"principal": arn("user", "mei"), "as": arn("role", "support")} in conclusions
    assert {held.regime for held in path.holds_under} == {"us-dsp-202"}


def test_refuted_names_its_closures_and_whose_word_it_is(dossier: Dossier) -> None:
    facts = {one.id: one for one in dossier.facts}
    for answer in dossier.answers:
        if answer.truth == "refuted":
            closed = {(facts[one].row["relation"], facts[one].row["scope"]) for one in answer.closed_by}
            assert closed, answer
            assert {PROVIDER, REGISTRY, CLIENTS[answer.dataset], APPROVER} == set(answer.on_word_of)
            text = " ".join(" ".join(pair) for pair in closed)
            own = ALIBABA if answer.dataset in ("d-5", "d-6") else f"aws:{ACCOUNT}"
            provider = own.partition(":")[0]
            for scope in (
                "roster *",
                f"principals {own}",
                f"operations {provider}",
                "placements ",
                f"restrictions {own}",
            ):
                assert scope in text


def test_reached_by_powers_that_need_nobodys_approval(dossier: Dossier) -> None:
    """At the store itself by support, and through its copy abroad by those who administer the storage there."""
    for harm in ("read", "alter", "stop"):
        ways = [one for one in dossier.paths if (one.dataset, one.harm, one.mode) == ("d-3", harm, "guarded")]
        assert {(one.truth, one.status_of) for one in ways} == {("supported", "tidewater")}
        powers = {(step.conclusion["power"], step.conclusion["store"]) for one in ways for step in one.steps
                  if step.rule == "power"}  # fmt: skip
        assert powers == {
            ("support_access", "aws:s3:harbor-fleet"),
            ("storage_admin", "aws:s3:harbor-fleet-copy"),
        }


def test_a_support_power_is_cut_by_a_logged_approval_that_nobody_gave(dossier: Dossier) -> None:
    """Quillback says which approvals it gave, and Tidewater's support of the other store needs none."""
    facts = {one.id: one for one in dossier.facts}
    for answer in dossier.answers:
        if (answer.dataset, answer.mode) == ("d-4", "guarded"):
            told = {(facts[one].row["relation"], facts[one].row["scope"]) for one in answer.closed_by}
            assert ("approvals", "aws") in told
    held = {(one.harm, one.truth) for one in dossier.powers if one.target == "aws:s3:harbor-drivers"}
    assert held == {("read", "supported"), ("alter", "supported"), ("stop", "supported")}


def test_unknown_but_for_one_named_question(dossier: Dossier) -> None:
    questions = {one.id: one.question for one in dossier.gaps}
    held = {one.dataset: one.but_for for one in dossier.answers if one.truth == "unknown"}
    assert {dataset: len(gaps) for dataset, gaps in held.items()} == {"d-1": 1, "d-2": 1, "d-6": 1}
    assert held["d-1"] == held["d-2"]
    (suspending,), (sending,) = held["d-1"], held["d-6"]
    assert "suspend" in questions[suspending]
    assert "tidewater" in questions[suspending].lower()
    assert "203.0.113.0/24" in questions[sending]


def test_a_deny_for_a_resource_group_takes_nothing_from_what_it_does_not_name(dossier: Dossier) -> None:
    reached = [one for one in dossier.paths if (one.dataset, one.harm, one.mode) == ("d-5", "read", "guarded")]
    assert {(one.truth, one.status_of) for one in reached} == {("supported", "jade"), ("supported", "p-5")}
    allowed = {step.conclusion["principal"] for one in reached for step in one.steps if step.rule == "allows"}
    assert allowed == {ram("user/lin")}


def test_a_deny_for_a_resource_group_of_what_the_account_allows_is_one_question(tmp_path: Path) -> None:
    """The pages of Alibaba Cloud do not agree on which of the two wins; nothing else hangs on it."""
    provider = harbor()
    provider.alibaba.policies[SHUT] = rules(grant("oss:*", oss(IMAGING), "Deny"))
    provider.dump(tmp_path / "harbor")
    dossier = reviewed(tmp_path / "harbor")
    assert answers(dossier, "guarded") == {**GUARDED, "d-5": {**GUARDED["d-5"], "read": UNKNOWN}}
    assert answers(dossier, "raw") == RAW
    questions = {one.id: one.question for one in dossier.gaps}
    (held,) = (one.but_for for one in dossier.answers if (one.dataset, one.truth) == ("d-5", UNKNOWN))
    (question,) = (questions[name] for name in held)
    assert "a policy of an identity for the whole account" in question
    assert "DecodeDiagnosticMessage" in question
    assert_measures(dossier)


def test_statuses(dossier: Dossier) -> None:
    reading = "pooled/cascade"
    found: dict[str, list[tuple[str, str, str | None]]] = {}
    for one in dossier.statuses:
        if one.regime == "us-dsp-202" and one.reading == reading and one.adversary == "CN":
            found.setdefault(one.party, []).append((one.truth, one.clause, one.since))
    assert {party for party, rows in found.items() if any(row[0] == "supported" for row in rows)} == {
        "jade", "tidewater", "p-3", "p-4", "p-5", "country:CN",
    }  # fmt: skip
    for party in ("tidewater", "p-3", "p-4"):
        (since,) = {row[2] for row in found[party] if row[0] == "supported"}
        assert since == "2026-03-10T12:00:00Z"
        assert "refuted" in {row[0] for row in found[party]}
    for party in ("harbor", "beacon", "quill", "p-1", "p-2", "p-6"):
        assert {row[0] for row in found[party]} == {"refuted"}
    assert {row[1] for row in found["tidewater"]} == {"28 CFR 202.211(a)(1)-(2), pooled reading"}
    assert any("202.211(a)(3)" in row[1] for row in found["p-3"])


def test_the_literal_reading_names_the_paragraph(dossier: Dossier) -> None:
    (row,) = (
        one
        for one in dossier.statuses
        if (one.party, one.reading, one.truth) == ("tidewater", "literal/cascade", "supported")
    )
    assert row.clause == "28 CFR 202.211(a)(2)"


def test_observed_with_count_and_bytes(dossier: Dossier) -> None:
    seen = {
        (one.dataset, one.harm, one.person): (one.count, one.bytes, one.first, one.last)
        for one in dossier.observed
        if one.truth == "supported" and one.adversary == "CN"
    }
    assert seen == {
        ("d-1", "read", "p-3"): (2, 6144, "2026-03-15T10:00:00Z", "2026-03-20T12:00:00Z"),
        ("d-5", "read", "p-5"): (2, 20480, "2026-03-04T02:00:00Z", "2026-03-21T02:30:00Z"),
    }


def test_an_event_before_the_person_came_under_control_is_told_apart(dossier: Dossier) -> None:
    early = [one for one in dossier.observed if one.last == "2026-03-05T08:00:00Z"]
    assert [(one.count, one.bytes, one.adversary) for one in early] == [(1, 1000, None)]


def test_denied_is_no_read(dossier: Dossier) -> None:
    rows = [one for one in dossier.observed if one.dataset == "d-2" and one.harm == "read"]
    assert sum(one.count for one in rows) == 0
    assert sum(one.denied_count for one in rows) == 1
    assert {one.truth for one in rows if one.adversary == "CN"} == {"refuted"}


def test_of_what_was_done_the_rest_is_of_people_without_the_status(dossier: Dossier) -> None:
    acts = {(one.dataset, one.person, one.harm): (one.count, one.bytes) for one in dossier.observed if one.count}
    assert acts["d-3", "p-6", "read"] == (1, 8192)
    assert acts["d-4", "p-6", "alter"] == (1, 2048)
    assert acts["d-1", None, "read"] == (1, 512)
    assert len(acts) == 5


def test_the_hours_that_are_spoken_for(dossier: Dossier) -> None:
    found = {
        one.store.removeprefix("aws:s3:").removeprefix("harbor-"): (one.truth, round(one.share * one.hours), one.hours)
        for one in dossier.completeness
        if one.klass == "data_read" and one.store.startswith("aws:") and one.source != "s3_access"
    }
    assert found == {
        "intake": ("supported", 744, 744),
        "archive": ("supported", 744, 744),
        "fleet": ("unknown", 624, 744),
        "drivers": ("unknown", 624, 744),
        "fleet-copy": ("unknown", 0, 744),
    }


def test_what_nobody_speaks_for_leaves_open_whether_anybody_did(dossier: Dossier) -> None:
    for dataset in ("d-3", "d-4", "d-6"):
        (truth,) = {
            one.truth
            for one in dossier.observed
            if (one.dataset, one.harm, one.adversary, one.count) == (dataset, "read", "CN", 0)
        }
        assert truth == "unknown", dataset


def test_where_the_data_are(dossier: Dossier) -> None:
    places = {(one.dataset, one.country) for one in dossier.locations if one.truth == "supported"}
    assert places == {
        ("d-1", "US"),
        ("d-2", "US"),
        ("d-3", "US"),
        ("d-3", "SG"),
        *((f"d-{number}", "US") for number in (4, 5, 6)),
    }
    assert {one.operator for one in dossier.locations if one.country == "SG" and one.role == "operator"} == {
        "tidewater"
    }


def test_sensitivity(dossier: Dossier) -> None:
    found = {(one.dataset, one.category): (one.truth, one.threshold) for one in dossier.sensitivity}
    assert found == {
        ("d-1", "personal_health"): ("supported", 10_000),
        ("d-2", "personal_financial"): ("refuted", 10_000),
        ("d-3", "precise_geolocation"): ("supported", 1_000),
        ("d-4", "covered_personal_identifiers"): ("refuted", 100_000),
        ("d-5", "personal_health"): ("supported", 10_000),
        ("d-6", "government_related"): ("supported", None),
    }


def test_claims(dossier: Dossier) -> None:
    assert {one.claim: one.truth for one in dossier.claims} == {
        "c-1": "refuted",
        "c-2": "supported",
        "c-3": "supported",
        "c-4": "unknown",
        "c-5": "refuted",
    }


def test_a_claim_is_told_with_the_sentence_of_the_letter(dossier: Dossier) -> None:
    told = {one.claim: one.quote for one in dossier.claims}
    assert told["c-5"] == "The tracks lie in the United States and nowhere else."
    assert None not in told.values()


def test_a_four_measure_floor_and_what_not_knowing_costs(dossier: Dossier) -> None:
    assert_measures(dossier)


def assert_measures(dossier: Dossier) -> None:
    decision = dossier.decision
    assert decision.recommendation == "permitted_with_mitigation"
    assert decision.floor is not None
    assert decision.assured is not None
    assert [one.measure for one in decision.floor.measures] == ["m-1", "m-2", "m-5", "m-6"]
    assert (decision.floor.cost, decision.floor.lower_bound, decision.floor.proved) == (155_000, 155_000, True)
    assert [one.measure for one in decision.assured.measures] == ["m-1", "m-2", "m-3", "m-5", "m-6"]
    assert decision.assured.cost == 185_000


def test_one_changed_fact_turns_it_into_a_bar(tmp_path: Path) -> None:
    """The two lines stand in the README and in the guide; everything else stays as it is."""
    shutil.copytree(EXAMPLE, tmp_path / "harbor", ignore=shutil.ignore_patterns(".cloudreview", "dossier", "record"))
    table = tmp_path / "harbor" / "evidence" / "tables" / "parties.csv"
    before, after = re.findall(r"^    (harbor,.*)$", GUIDE.read_text(), re.MULTILINE)
    assert [before, after] == re.findall(r"^    (harbor,.*)$", (EXAMPLE / "README.md").read_text(), re.MULTILINE)
    assert table.read_text().count(before) == 1
    table.write_text(table.read_text().replace(before, after))
    dossier = reviewed(tmp_path / "harbor")
    assert answers(dossier, "guarded") == RAW
    assert dossier.decision.recommendation == "prohibited"
    assert dossier.decision.assured is None
    assert dossier.decision.bar_impact["clients"] == ("beacon", "quill")
    assert dossier.decision.bar_impact["datasets"] == tuple(sorted(GUARDED))
    barred = {one.id: one for one in dossier.paths if one.id in dossier.decision.remaining}
    assert {(one.status_of, one.dataset, one.truth) for one in barred.values()} == {
        ("harbor", dataset, "supported") for dataset in ("d-3", "d-5", "d-6")
    }


def test_all_bytes_are_accounted_for(dossier: Dossier) -> None:
    assert dossier.quarantine == ()
    for one in dossier.evidence:
        assert one.parsed + one.quarantined + one.ignored == one.content_bytes, one.name


def test_findings(dossier: Dossier) -> None:
    kinds = {one.kind for one in dossier.findings}
    assert {
        "could_read", "could_alter", "could_stop", "raw_only", "observed_by_status", "threshold_passed",
        "claim_refuted", "claim_without_evidence", "log_gap", "copy_abroad", "operator_abroad", "unlogged_power",
    } <= kinds  # fmt: skip
    assert "observed_without_path" not in kinds
