"""The provider's plane and what S3 does by itself, over whole reviews of the small provider."""

from __future__ import annotations

from pathlib import Path

import pytest

from cloudreview.dossier.html import page
from cloudreview.vocabulary.told import Answer, Dossier
from tests.provider import Line, Provider, small
from tests.provider.dump import document
from tests.provider.names import ACCOUNT, REGION
from tests.reviews import reviewed


def answer(dossier: Dossier, dataset: str, harm: str, mode: str = "guarded") -> Answer:
    return next(one for one in dossier.answers if (one.dataset, one.harm, one.mode) == (dataset, harm, mode))


def supported(log: str = "support log", **line: object) -> Provider:
    """Tidewater may serve the archive, each time with Harbor's approval."""
    one = small()
    one.add(
        "operations",
        actor="tidewater",
        power="support_access",
        target="aws:s3:harbor-archive",
        approval="harbor",
        logged_in=log,
        start="2025-01-01",
    )
    one.tables["approvals"] = []
    one.table_lines["approvals"] = Line("Harbor Cloud Inc.", ("approvals aws",), **line)  # type: ignore[arg-type]
    return one


def test_a_logged_power_that_nobody_approved_is_held_back(tmp_path: Path) -> None:
    dossier = reviewed(supported().dump(tmp_path))
    read = answer(dossier, "d-2", "read")
    assert (read.truth, answer(dossier, "d-2", "read", "raw").truth) == ("refuted", "supported")
    told = {one.id: one.row for one in dossier.facts}
    assert "approvals" in {told[name]["relation"] for name in read.closed_by}
    assert "Harbor Cloud Inc." in read.on_word_of


def test_an_unlogged_one_is_unknown_but_for_one_question(tmp_path: Path) -> None:
    dossier = reviewed(supported(log="none").dump(tmp_path))
    read = answer(dossier, "d-2", "read")
    assert read.truth == "unknown"
    questions = [one.question for one in dossier.gaps if one.id in read.but_for]
    assert len(questions) == 1
    assert "support_access" in questions[0]


def test_an_approved_one_is_reached_while_it_is_approved(tmp_path: Path) -> None:
    one = supported()
    one.add(
        "approvals",
        approver="harbor",
        actor="tidewater",
        power="support_access",
        target="aws:s3:harbor-archive",
        start="2026-03-20T08:00:00Z",
        end="2026-03-20T12:00:00Z",
    )
    dossier = reviewed(one.dump(tmp_path))
    assert answer(dossier, "d-2", "read").truth == "supported"
    (path,) = (
        path
        for path in dossier.paths
        if (path.dataset, path.harm, path.mode, path.status_of) == ("d-2", "read", "guarded", "tidewater")
    )
    assert (path.since, path.until) == ("2026-03-20T08:00:00Z", "2026-03-20T12:00:00Z")


def replicated(prefix: str = "") -> Provider:
    """The archive is copied to a bucket abroad that nobody else names."""
    one = small()
    rule = {
        "ID": "abroad",
        "Priority": 1,
        "Filter": {"Prefix": prefix},
        "Status": "Enabled",
        "Destination": {"Bucket": "arn:aws:s3:::harbor-abroad"},
        "DeleteMarkerReplication": {"Status": "Disabled"},
    }
    told = {"ReplicationConfiguration": {"Role": f"arn:aws:iam::{ACCOUNT}:role/copier", "Rules": [rule]}}
    one.extra["aws/harbor-archive/get-bucket-replication.json"] = (
        document(told),
        Line(one.speaker, about="aws:s3:harbor-archive"),
    )
    return one


def test_a_rule_of_replication_opens_what_the_placements_closed(tmp_path: Path) -> None:
    before = reviewed(small().dump(tmp_path / "a"))
    after = reviewed(replicated().dump(tmp_path / "b"))
    assert (answer(before, "d-2", "read").truth, answer(after, "d-2", "read").truth) == ("refuted", "unknown")
    assert answer(after, "d-1", "alter").truth == answer(before, "d-1", "alter").truth == "refuted"
    (copy,) = (one for one in after.locations if one.store == "aws:s3:harbor-abroad" and one.role == "replica")
    assert (copy.dataset, copy.country, copy.truth) == ("d-2", None, "unknown")
    asked = {one.where for one in after.gaps}
    assert {"replication aws:s3:harbor-archive aws:s3:harbor-abroad", "stores aws:s3:harbor-abroad"} <= asked
    assert [one.truth for one in after.sensitivity] == [one.truth for one in before.sensitivity]
    assert after.quarantine == ()


@pytest.mark.parametrize("scope", ["operations aws"])
def test_untold_powers_are_one_question_a_region(scope: str, tmp_path: Path) -> None:
    one = small()
    one.table_lines["operations"] = Line(one.speaker, ())
    dossier = reviewed(one.dump(tmp_path))
    told = {row.power for row in dossier.powers if row.actor == f"unnamed:{scope}"}
    assert len(told) == 12
    asked = [one for one in dossier.gaps if one.where.startswith(f"operations aws:{REGION} ")]
    assert len(asked) == 12
    assert len({one.question for one in asked}) == 1
    assert answer(dossier, "d-2", "read").truth == "unknown"
    assert all(one.settles for one in asked)


def test_a_backup_abroad_is_where_the_data_are(tmp_path: Path) -> None:
    one = small()
    point = {
        "RecoveryPointArn": f"arn:aws:backup:eu-west-1:{ACCOUNT}:recovery-point:x",
        "BackupVaultName": "nightly",
        "BackupVaultArn": f"arn:aws:backup:eu-west-1:{ACCOUNT}:backup-vault:nightly",
        "ResourceArn": "arn:aws:s3:::harbor-archive",
        "Status": "COMPLETED",
        "CreationDate": "2026-02-20T05:00:00+00:00",
    }
    one.extra["aws/backups.json"] = (document({"RecoveryPoints": [point]}), Line(one.speaker))
    dossier = reviewed(one.dump(tmp_path))
    vault = f"aws:backup:eu-west-1:{ACCOUNT}:nightly"
    told = {(row.role, row.country, row.truth) for row in dossier.locations if row.store == vault}
    assert ("backup", "IE", "supported") in told
    assert answer(dossier, "d-2", "read").truth == "unknown"
    assert any(row.kind == "copy_abroad" and row.truth == "supported" for row in dossier.findings)
    assert dossier.quarantine == ()


def test_the_page_asks_once_for_the_powers_of_a_region(tmp_path: Path) -> None:
    one = small()
    one.table_lines["operations"] = Line(one.speaker, ())
    dossier = reviewed(one.dump(tmp_path))
    questions = {gap.question for gap in dossier.gaps if gap.where.startswith(f"operations aws:{REGION} ")}
    (asked,) = questions
    told = page(dossier)
    held = [path for path in dossier.paths if len(path.but_for) > 5]
    assert held
    assert told.count(f"<li>{asked}</li>") <= len(held)
    assert f"<li>{asked}</li>" in told
