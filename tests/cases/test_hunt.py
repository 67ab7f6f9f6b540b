"""Answers that a hostile reading found wrong: the smallest case of each, with what a careful reader derives."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cases.test_hard_cases import Edit, answer, edited, mei_reads_nothing, nobody_suspends, used_by
from tests.provider import ACCOUNT, Provider
from tests.provider.dump import Line, document
from tests.provider.logs import as_role, event
from tests.reviews import reviewed

PAIRS = [("d-1", "read"), ("d-1", "alter"), ("d-2", "stop")]


def idle(one: Provider) -> None:
    """Nobody under the adversary can do anything."""
    nobody_suspends(one)
    mei_reads_nothing(one)


def awaiting(approver: str, log: str = "ticket system") -> Edit:
    """A support power of Tidewater that waits for an approval; all approvals are told, and none was given."""

    def edit(one: Provider) -> None:
        power = {"power": "support_access", "target": "aws:us-west-2", "logged_in": log, "start": "2025-01-01"}
        one.add("operations", actor="tidewater", approval=approver, **power)
        one.tables["approvals"] = []
        one.table_lines["approvals"] = Line(one.speaker, ("approvals aws",))

    return edit


def held_by(holder: str, subject: str, percent: int = 100, kind: str = "equity") -> Edit:
    row = {"kind": kind, "percent_min": percent, "percent_max": percent, "start": "2020-01-01"}
    return lambda one: one.add("interests", holder=holder, subject=subject, **row)


def interests_not_told(one: Provider) -> None:
    one.table_lines["interests"] = Line("Company registry extract")


ADMIN = f"arn:aws:iam::{ACCOUNT}"
FOUND: dict[str, tuple[tuple[Edit, ...], str]] = {
    "a free approver whom nobody owns holds the power back": ((awaiting("harbor"),), "refuted"),
    "whom the actor owns is no free approver": ((awaiting("harbor"), held_by("tidewater", "harbor")), "unknown"),
    "whom the adversary's company owns is no free approver": (
        (awaiting("beacon"), held_by("jade", "beacon")),
        "unknown",
    ),
    "also through others": (
        (awaiting("beacon"), held_by("harbor", "beacon"), held_by("jade", "harbor", 51)),
        "unknown",
    ),
    "of whose owners not all are told is no free approver": ((awaiting("beacon"), interests_not_told), "unknown"),
    "`no` is no log that would show a use": ((awaiting("harbor", "no"),), "unknown"),
    "`not logged` neither": ((awaiting("harbor", "Not logged"),), "unknown"),
    "an identity that its account has in other letters": ((used_by("p-3", f"{ADMIN}:role/Admin"),), "unknown"),
    "an identity without its path, or with another": ((used_by("p-3", f"{ADMIN}:user/eng/raj"),), "unknown"),
    "a session of a role in other letters": (
        (used_by("p-3", f"arn:aws:sts::{ACCOUNT}:assumed-role/Admin/mei"),),
        "unknown",
    ),
    "an identity that nobody has matters only for whom it may be": (
        (used_by("p-1", f"{ADMIN}:user/ghost"),),
        "refuted",
    ),
}


@pytest.mark.parametrize("name", FOUND)
def test_a_careful_reader_says(name: str, tmp_path: Path) -> None:
    edits, expected = FOUND[name]
    dossier = edited(tmp_path, idle, *edits)
    assert {answer(dossier, *pair) for pair in PAIRS} == {expected}


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ((held_by("jade", "tidewater", 30),), "refuted"),
        ((held_by("jade", "tidewater", 30), held_by("jade", "tidewater", 25, kind="other")), "unknown"),
        ((held_by("jade", "tidewater", 30), held_by("jade", "tidewater", 25, kind="")), "unknown"),
        ((held_by("jade", "tidewater", 30), held_by("jade", "tidewater", 25, kind="contract")), "refuted"),
    ],
)
def test_what_may_be_ownership_adds_up_with_what_is(edits: tuple[Edit, ...], expected: str, tmp_path: Path) -> None:
    def untold(one: Provider) -> None:
        one.tables["interests"] = []

    dossier = edited(tmp_path, idle, untold, *edits)
    told = {one.truth for one in dossier.statuses if one.party == "tidewater" and "look_through" in one.reading}
    assert told == {expected}


@pytest.mark.parametrize(
    ("principal", "expected"),
    [
        (f"{ADMIN}:role/fleet", "refuted"),
        (f"arn:aws:sts::{ACCOUNT}:assumed-role/admin/ada", "unknown"),
        (f"{ADMIN}:role/Admin", "unknown"),
        ("admin", "unknown"),
    ],
)
def test_who_is_told_to_use_a_session_may_have_acted(principal: str, expected: str, tmp_path: Path) -> None:
    def logged(one: Provider) -> None:
        one.aws.trails[0].batches["march-2"].events.append(
            event(9, "2026-03-18T12:00:00Z", "GetObject", as_role("admin", "ada"), "harbor-archive", moved=7)
        )

    dossier = edited(tmp_path, logged, used_by("p-3", principal))
    nobody = [one for one in dossier.observed if (one.dataset, one.harm, one.principal) == ("d-2", "read", "*")]
    assert ({one.truth for one in nobody} == {"refuted"}) == (expected == "refuted")
    assert {one.truth for one in dossier.claims if one.claim == "c-2"} == {
        "supported" if expected == "refuted" else "unknown"
    }


def test_a_backup_of_a_replica_may_hold_the_dataset(tmp_path: Path) -> None:
    vault = f"arn:aws:backup:us-west-2:{ACCOUNT}:backup-vault:vault"
    point = {
        "RecoveryPointArn": f"arn:aws:backup:us-west-2:{ACCOUNT}:recovery-point:1",
        "BackupVaultName": "vault",
        "BackupVaultArn": vault,
        "ResourceArn": "arn:aws:s3:::far-copy",
        "Status": "COMPLETED",
        "CreationDate": "2026-03-05T00:00:00Z",
    }
    rule = {"ID": "r", "Status": "Enabled", "Destination": {"Bucket": "arn:aws:s3:::far-copy"}}
    told = {"ReplicationConfiguration": {"Role": f"{ADMIN}:role/r", "Rules": [rule]}}

    def backed_up(one: Provider) -> None:
        one.aws.buckets[0].more["get-bucket-replication"] = told
        one.extra["backups.json"] = (document({"RecoveryPoints": [point]}), Line(one.speaker))

    dossier = edited(tmp_path, idle, backed_up)
    lies = {(one.dataset, one.role): one.truth for one in dossier.locations if one.store.startswith("aws:backup:")}
    assert lies["d-1", "backup"] == "unknown"
    assert {dataset for dataset, _ in lies} == {"d-1"}


LISTED = "party,list,authority,reference,start,end\n"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", "refuted"),
        ("somebody,SDN,OFAC,notice 1,2026-01-05,\n", "refuted"),
        ("acme,no such list,DOJ,notice 1,2026-01-05,\n", "unknown"),
    ],
)
def test_a_line_on_who_is_designated_that_cannot_be_read_leaves_nobody_off_the_list(
    line: str, expected: str, tmp_path: Path
) -> None:
    files = {
        "parties.csv": "party,name,kind,organised_in,principal_place_of_business,lei\nacme,Acme,company,SG,SG,\n",
        "interests.csv": "holder,subject,kind,percent_min,percent_max,start,end\n"
        "country:SG,acme,equity,100,100,2020-01-01,\ncountry:SG,acme,vote,100,100,2020-01-01,\n",
        "designations.csv": LISTED + line,
        "evidence.csv": "file,speaker,taken_at,complete_for\n"
        "parties.csv,acme,2026-03-01,\ninterests.csv,acme,2026-03-01,interests *\ndesignations.csv,acme,2026-03-01,\n",
    }
    for name, text in files.items():
        (tmp_path / "evidence").mkdir(exist_ok=True)
        (tmp_path / "evidence" / name).write_text(text)
    settings = 'as_of = 2026-03-15\nperiod = { from = 2026-03-02, to = 2026-03-16 }\nrules = ["us-dsp-202"]\n'
    (tmp_path / "case.toml").write_text(f'[case]\nid = "c"\ntitle = "c"\nsubject = "acme"\n{settings}')
    told = [one.truth for one in reviewed(tmp_path).statuses if (one.party, one.adversary) == ("acme", "CN")]
    assert set(told) == {expected}
