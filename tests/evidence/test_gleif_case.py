"""What a review says of parties that only GLEIF tells of: hardly ever a yes, never a no by what is not told."""

from __future__ import annotations

from pathlib import Path

import pytest

from cloudreview.vocabulary.told import Dossier
from tests.evidence import gleif
from tests.evidence.gleif import address, entity, exception, lei, registered, relation
from tests.provider import table
from tests.small import case

TAKEN = "2026-03-01T00:00:00Z"
SINCE, UNTIL = "2026-03-02T00:00:00Z", "2026-03-20T00:00:00Z"


def judged(folder: Path, **files: bytes) -> Dossier:
    named = {f"{name}.evidence": content for name, content in files.items()}
    lines = [{"file": name, "speaker": "gleif", "taken_at": TAKEN} for name in named]
    return case(folder, named, lines, SINCE, UNTIL)


def status(dossier: Dossier, name: str) -> set[str]:
    found = [one for one in dossier.statuses if one.party == f"lei:{lei(name)}" and one.regime == "us-dsp-202"]
    assert found
    return {one.truth for one in found}


def test_who_is_organised_in_an_adversary_country_has_the_status(tmp_path: Path) -> None:
    assert status(judged(tmp_path, lei=gleif.xml(entity("a", "CN"))), "a") == {"supported"}


@pytest.mark.parametrize("form", [gleif.array, gleif.golden, gleif.xml, gleif.table])
def test_headquarters_of_its_own_decide_and_others_do_not(form: object, tmp_path: Path) -> None:
    assert callable(form)
    own = entity("a", "KY", HeadquartersAddress=address("CN", "9 West Lake Road", "Hangzhou"))
    agent = entity("b", "KY", HeadquartersAddress=address("CN", "c/o Agents Ltd", "Hangzhou"))
    found = judged(tmp_path, lei=form(own, agent))
    assert (status(found, "a"), status(found, "b")) == ({"supported"}, {"unknown"})


def test_a_branch_in_the_united_states_is_no_person_of_the_united_states(tmp_path: Path) -> None:
    head, branch = entity("a", "CN"), entity("b", "US-NY", "BRANCH")
    link = relation("b", "a", "IS_INTERNATIONAL_BRANCH_OF")
    assert "refuted" not in status(judged(tmp_path, lei=gleif.xml(head, branch), rr=gleif.xml(link)), "b")


@pytest.mark.parametrize("type_", ["IS_DIRECTLY_CONSOLIDATED_BY", "IS_ULTIMATELY_CONSOLIDATED_BY", "IS_SUBFUND_OF"])
def test_consolidation_is_neither_a_yes_nor_a_no(type_: str, tmp_path: Path) -> None:
    told = gleif.xml(entity("a", "CN"), entity("b", "SG"))
    assert status(judged(tmp_path, lei=told, rr=gleif.xml(relation("b", "a", type_))), "b") == {"unknown"}


@pytest.mark.parametrize("reason", ["NO_KNOWN_PERSON", "NATURAL_PERSONS", "NON_CONSOLIDATING", "NO_LEI", "NON_PUBLIC"])
def test_no_exception_is_a_no(reason: str, tmp_path: Path) -> None:
    seat = address("SG", "9 Main Road", "Elsewhere")
    told = gleif.xml(entity("b", "SG", HeadquartersAddress=seat))
    both = [exception("b", reason, which=which) for which in ("DIRECT", "ULTIMATE")]
    found = judged(tmp_path, lei=told, repex=gleif.table(*both))
    assert status(found, "b") == {"unknown"}
    assert any(reason in one.why and "direct parent" in one.question for one in found.gaps)


@pytest.mark.parametrize(
    "more",
    [
        {"EntityStatus": "INACTIVE"},
        {"Registration": registered("RETIRED")},
        {"Registration": registered("ANNULLED")},
        {"Registration": registered("DUPLICATE")},
    ],
)
def test_what_is_no_more_or_never_was_has_no_status(more: gleif.Record, tmp_path: Path) -> None:
    assert status(judged(tmp_path, lei=gleif.array(entity("a", "CN", **more))), "a") == {"unknown"}


def test_what_nobody_renewed_has_still_the_status_that_it_had(tmp_path: Path) -> None:
    lapsed = entity("a", "CN", Registration=registered("LAPSED", "2020-07-17T12:40:00Z"))
    assert status(judged(tmp_path, lei=gleif.golden(lapsed)), "a") == {"supported"}


def test_a_newer_record_supersedes_an_older_one(tmp_path: Path) -> None:
    older = entity("a", "CN", Registration=registered(updated="2025-01-01T00:00:00Z"))
    newer = entity("a", "SG", Registration=registered(updated="2026-01-01T00:00:00Z"))
    assert status(judged(tmp_path, old=gleif.array(older), new=gleif.array(newer)), "a") == {"unknown"}


def test_a_party_of_the_case_is_the_entity_that_has_its_identifier(tmp_path: Path) -> None:
    told = table("parties", [{"party": "acme", "name": "Acme", "kind": "company", "lei": lei("a")}])
    found = judged(tmp_path, lei=gleif.golden(entity("a", "CN")), parties=told)
    assert [(one.party, one.also) for one in found.merges] in (
        [("acme", f"lei:{lei('a')}")],
        [(f"lei:{lei('a')}", "acme")],
    )
    assert {one.truth for one in found.statuses if one.party == found.merges[0].party} == {"supported"}


def test_a_record_that_cannot_be_read_opens_what_was_closed(tmp_path: Path) -> None:
    found = judged(tmp_path, lei=gleif.array(entity("a", "SG", EntityStatus="PERHAPS")))
    (file,) = [one for one in found.evidence if one.format == "gleif json"]
    assert file.quarantined > 0
    assert [one.reason for one in found.quarantine]
