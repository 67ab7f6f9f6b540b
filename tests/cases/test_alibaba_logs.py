"""A whole review of logs of Alibaba Cloud: from files in a folder to who did what, and to what nobody can say."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from cloudreview.original import originals
from cloudreview.vocabulary.told import Dossier, Observed
from tests.evidence.test_actiontrail import EVENT, UID
from tests.evidence.test_oss_access import line
from tests.provider import document, table
from tests.reviews import reviewed

SETTINGS = """
[case]
id = "oss"
title = "Logs of Alibaba Cloud"
as_of = 2026-03-31
period = { from = 2026-03-01T00:00:00Z, to = 2026-04-01T00:00:00Z }
rules = ["us-dsp-202"]

[adversaries]
countries = ["CN"]
"""
STORE = "alibaba:oss:records"
USER = f"acs:ram::{UID}:user/li"
ALWAYS = {"start": "2020-01-01", "end": "2030-01-01"}
PERSON = {"citizenships": "CN", "us_status": "none", "residence": "CN", "work_location": "CN"}
SAME_REQUEST = line((4, "[02/Mar/2026:18:00:00 +0800]"), (12, f'"{EVENT["requestId"]}"'))
ANOTHER = line((4, "[03/Mar/2026:18:00:00 +0800]"), (12, '"5FF16B65F05BC932307A3C3D"'), (7, "1000"))
USERS = {"IsTruncated": False, "RequestId": "R", "Users": {"User": [{"UserName": "li", "UserId": "2741"}]}}
FILES: dict[str, bytes] = {
    "parties.csv": table(
        "parties", [{"party": "co", "kind": "company", "organised_in": "CN", "principal_place_of_business": "CN"}]
    ),
    "roster.csv": table("roster", [{"person": "p", "employer": "co", "relation": "employee", **PERSON, **ALWAYS}]),
    "principals.csv": table("principals", [{"person": "p", "provider": "alibaba", "principal": USER, **ALWAYS}]),
    "placements.csv": table("placements", [{"dataset": "d", "client": "c", "store": STORE, **ALWAYS}]),
    "users.json": document(USERS),
    "Actiontrail_us-west-1_20260302.gz": gzip.compress(json.dumps([EVENT]).encode(), mtime=0),
    "records2026-03-02-18-00-00-0001": f"{SAME_REQUEST}\n{ANOTHER}\n".encode(),
}
LINES = (
    {"file": "principals.csv", "complete_for": f"principals alibaba:{UID}"},
    {"file": "users.json", "about": f"alibaba:{UID}"},
)


def case(folder: Path, files: Mapping[str, bytes]) -> Dossier:
    for name, content in files.items():
        path = folder / "evidence" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    spell = {"complete_from": "2026-03-01T00:00:00Z", "complete_to": "2026-04-01T00:00:00Z"}
    every = {"speaker": "Provider", "taken_at": "2026-03-01T00:00:00Z", **spell}
    told: list[dict[str, Any]] = [{**every, **one} for one in LINES if one["file"] in files]
    (folder / "evidence" / "evidence.csv").write_bytes(table("evidence", told))
    (folder / "case.toml").write_text(SETTINGS, encoding="utf-8")
    return reviewed(folder)


def reads(dossier: Dossier) -> list[Observed]:
    return [one for one in dossier.observed if one.harm == "read" and one.count]


def test_two_requests_of_three_records_by_one_person(tmp_path: Path) -> None:
    dossier = case(tmp_path, FILES)
    assert dossier.quarantine == ()
    (found,) = reads(dossier)
    assert (found.truth, found.adversary, found.person, found.party) == ("supported", "CN", "p", "co")
    assert (found.principal, found.dataset, found.store) == (USER, "d", STORE)
    assert (found.count, found.bytes, found.disputed_count) == (2, 999131 + 1000, 0)
    assert (found.first, found.last) == ("2026-03-02T10:00:00Z", "2026-03-03T10:00:00Z")
    assert "observed_by_status" in {one.kind for one in dossier.findings}


def test_its_grounds_show_the_original_records(tmp_path: Path) -> None:
    dossier = case(tmp_path, FILES)
    (found,) = reads(dossier)
    evidence = originals(tmp_path, dossier)
    shown = {evidence.at(place).text for place in found.because if place.endswith(("#/0", "#line=1", "#line=2"))}
    assert ANOTHER in shown
    assert shown & {json.dumps(EVENT), SAME_REQUEST}


def test_without_the_list_of_users_a_number_is_named_by_the_other_log_only(tmp_path: Path) -> None:
    """ActionTrail tells name and number of the same user, so the access log's number is no riddle."""
    (found,) = reads(case(tmp_path, {name: data for name, data in FILES.items() if name != "users.json"}))
    assert (found.principal, found.count, found.truth) == (USER, 2, "supported")


def test_with_the_access_log_alone_and_no_list_of_users_nobody_is_named(tmp_path: Path) -> None:
    gone = ("users.json", "Actiontrail_us-west-1_20260302.gz")
    dossier = case(tmp_path, {name: data for name, data in FILES.items() if name not in gone})
    (found,) = reads(dossier)
    assert (found.principal, found.person, found.adversary, found.truth) == ("number:2741", None, None, "unknown")
    assert any("has the number 2741" in one.question for one in dossier.gaps)


@pytest.mark.parametrize("harm", ["read", "alter", "stop"])
def test_logs_without_an_act_say_no_no(tmp_path: Path, harm: str) -> None:
    logs = ("Actiontrail_us-west-1_20260302.gz", "records2026-03-02-18-00-00-0001")
    dossier = case(tmp_path, {name: data for name, data in FILES.items() if name not in logs})
    (found,) = [one for one in dossier.observed if (one.harm, one.adversary) == (harm, "CN")]
    assert (found.principal, found.truth) == ("*", "unknown")


def test_a_shifted_line_is_listed_and_the_others_count(tmp_path: Path) -> None:
    shifted = ANOTHER.replace('"curl/7.15.5" ', "")
    log = f"{SAME_REQUEST}\n{shifted}\n".encode()
    dossier = case(tmp_path, {**FILES, "records2026-03-02-18-00-00-0001": log})
    (bad,) = dossier.quarantine
    assert bad.place.endswith("#line=2")
    assert "shifted or cut" in bad.reason
    assert [one.count for one in reads(dossier)] == [1]
