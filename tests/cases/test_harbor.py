"""`examples/harbor`: the dossier equals what its README derives by hand."""

from __future__ import annotations

import filecmp
import shutil
from pathlib import Path

import pytest

from cloudreview.vocabulary.told import Dossier
from tests.provider import ACCOUNT, arn, harbor
from tests.reviews import reviewed

EXAMPLE = Path(__file__).parents[2] / "examples" / "harbor"

ANSWERS = {
    ("d-1", "read", "guarded"): "supported",
    ("d-1", "read", "raw"): "supported",
    ("d-1", "alter", "guarded"): "refuted",
    ("d-1", "alter", "raw"): "supported",
    ("d-1", "stop", "guarded"): "unknown",
    ("d-1", "stop", "raw"): "supported",
    ("d-2", "read", "guarded"): "refuted",
    ("d-2", "read", "raw"): "supported",
    ("d-2", "alter", "guarded"): "refuted",
    ("d-2", "alter", "raw"): "supported",
    ("d-2", "stop", "guarded"): "unknown",
    ("d-2", "stop", "raw"): "supported",
}
PROVIDER, REGISTRY, CLIENT = "Harbor Cloud Inc.", "Company registry extract", "Beacon Health"


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


def test_answers(dossier: Dossier) -> None:
    found = {(one.dataset, one.harm, one.mode): one.truth for one in dossier.answers if one.adversary == "CN"}
    assert found == ANSWERS
    assert {one.adversary for one in dossier.answers} == {"CN"}


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
            assert {PROVIDER, REGISTRY, CLIENT} <= set(answer.on_word_of)
            text = " ".join(" ".join(pair) for pair in closed)
            for scope in (
                "roster *",
                f"principals aws:{ACCOUNT}",
                "operations aws",
                "placements *",
                f"restrictions aws:{ACCOUNT}",
            ):
                assert scope in text


def test_unknown_but_for_one_named_question(dossier: Dossier) -> None:
    questions = {one.id: one.question for one in dossier.gaps}
    held = {one.but_for for one in dossier.answers if one.truth == "unknown"}
    assert len({gap for gaps in held for gap in gaps}) == 1
    ((only,),) = held
    assert "suspend" in questions[only]
    assert "tidewater" in questions[only].lower()


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
    for party in ("harbor", "beacon", "p-1", "p-2"):
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
    (seen,) = (one for one in dossier.observed if one.truth == "supported" and one.adversary == "CN")
    assert (seen.dataset, seen.harm, seen.person) == ("d-1", "read", "p-3")
    assert (seen.count, seen.bytes) == (2, 6144)
    assert (seen.first, seen.last) == ("2026-03-15T10:00:00Z", "2026-03-20T12:00:00Z")


def test_an_event_before_the_person_came_under_control_is_told_apart(dossier: Dossier) -> None:
    early = [one for one in dossier.observed if one.last == "2026-03-05T08:00:00Z"]
    assert [(one.count, one.bytes, one.adversary) for one in early] == [(1, 1000, None)]


def test_denied_is_no_read(dossier: Dossier) -> None:
    rows = [one for one in dossier.observed if one.dataset == "d-2" and one.harm == "read"]
    assert sum(one.count for one in rows) == 0
    assert sum(one.denied_count for one in rows) == 1
    assert {one.truth for one in rows if one.adversary == "CN"} == {"refuted"}


def test_every_hour_of_the_object_logs_is_spoken_for(dossier: Dossier) -> None:
    data = [one for one in dossier.completeness if one.klass in ("data_read", "data_write")]
    assert len(data) == 4
    assert {(one.truth, one.share, one.hours) for one in data} == {("supported", 1.0, 744)}


def test_sensitivity(dossier: Dossier) -> None:
    found = {(one.dataset, one.category): (one.truth, one.threshold) for one in dossier.sensitivity}
    assert found == {
        ("d-1", "personal_health"): ("supported", 10_000),
        ("d-2", "personal_financial"): ("refuted", 10_000),
    }


def test_claims(dossier: Dossier) -> None:
    assert {one.claim: one.truth for one in dossier.claims} == {
        "c-1": "refuted",
        "c-2": "supported",
        "c-3": "supported",
    }


def test_a_two_measure_floor_and_what_not_knowing_costs(dossier: Dossier) -> None:
    decision = dossier.decision
    assert decision.recommendation == "permitted_with_mitigation"
    assert decision.floor is not None
    assert decision.assured is not None
    assert [one.measure for one in decision.floor.measures] == ["m-1", "m-2"]
    assert (decision.floor.cost, decision.floor.lower_bound, decision.floor.proved) == (70_000, 70_000, True)
    assert [one.measure for one in decision.assured.measures] == ["m-1", "m-2", "m-3"]
    assert decision.assured.cost == 100_000


def test_all_bytes_are_accounted_for(dossier: Dossier) -> None:
    assert dossier.quarantine == ()
    for one in dossier.evidence:
        assert one.parsed + one.quarantined + one.ignored == one.content_bytes, one.name


def test_findings(dossier: Dossier) -> None:
    kinds = {one.kind for one in dossier.findings}
    assert {"could_read", "raw_only", "observed_by_status", "threshold_passed", "claim_refuted"} <= kinds
    assert "observed_without_path" not in kinds
