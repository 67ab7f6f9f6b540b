from __future__ import annotations

import json
from typing import Any

import pytest

from cloudreview.errors import EvidenceError
from cloudreview.evidence.aws_copies import BACKUPS, DATABASES, VOLUMES, store_of
from cloudreview.vocabulary.delivery import ABOUT
from cloudreview.vocabulary.rows import Copied, Encryption, Store
from tests.evidence.aws import known_by, read, rows

MADE = "2026-03-01T05:00:00+00:00"
KEY = "arn:aws:kms:us-west-2:111122223333:key/0a1b2c3d-0000-4000-8000-00000000a001"
VAULT = "aws:backup:us-west-2:111122223333:nightly"


def point(**more: Any) -> dict[str, Any]:
    return {
        "RecoveryPointArn": "arn:aws:backup:us-west-2:111122223333:recovery-point:data-1",
        "BackupVaultName": "nightly",
        "BackupVaultArn": "arn:aws:backup:us-west-2:111122223333:backup-vault:nightly",
        "ResourceArn": "arn:aws:s3:::data",
        "Status": "COMPLETED",
        "CreationDate": MADE,
        "EncryptionKeyArn": KEY,
        "BackupSizeInBytes": 10,
        **more,
    }


def test_recovery_points_of_a_vault() -> None:
    later = point(CreationDate="2026-03-02T05:00:00.123000+00:00", Status="PARTIAL")
    reading = read({"RecoveryPoints": [point(), later]})
    assert reading.format == BACKUPS
    assert rows(reading) == [
        Copied(store="aws:s3:data", copy=VAULT, kind="backup", start=MADE),
        Store(store=VAULT, account="aws:111122223333", region="us-west-2"),
        Encryption(store=VAULT, algorithm="aws:kms", key=KEY),
        Copied(store="aws:s3:data", copy=VAULT, kind="backup", whole=False, start=later["CreationDate"]),
    ]
    assert (reading.proves, reading.unknown_fields) == ([], {})


def test_recovery_points_of_a_resource_do_not_name_it() -> None:
    one = {name: value for name, value in point().items() if name not in ("ResourceArn", "BackupVaultArn")}
    (copy, *_) = rows(read({"RecoveryPoints": [one]}))
    assert copy == Copied(store=ABOUT, copy=VAULT, kind="backup", start=MADE)


def test_a_vault_with_several_keys_has_none_by_default() -> None:
    found = rows(read({"RecoveryPoints": [point(), point(EncryptionKeyArn=None)]}))
    assert not any(isinstance(row, Encryption) for row in found)


def test_snapshots_of_volumes() -> None:
    one = {
        "SnapshotId": "snap-1",
        "VolumeId": "vol-1",
        "State": "completed",
        "StartTime": MADE,
        "OwnerId": "111122223333",
    }
    reading = read({"Snapshots": [one, {**one, "SnapshotId": "snap-2", "KmsKeyId": KEY, "Encrypted": True}]})
    assert reading.format == VOLUMES
    assert rows(reading) == [
        Copied(store="aws:ec2:vol-1", copy="aws:ec2:snap-1", kind="snapshot", start=MADE),
        Store(store="aws:ec2:snap-1", account="aws:111122223333", region=None),
        Copied(store="aws:ec2:vol-1", copy="aws:ec2:snap-2", kind="snapshot", start=MADE),
        Store(store="aws:ec2:snap-2", account="aws:111122223333", region="us-west-2"),
        Encryption(store="aws:ec2:snap-2", algorithm="aws:kms", key=KEY),
    ]


def test_snapshots_of_databases() -> None:
    one = {
        "DBSnapshotIdentifier": "before-upgrade",
        "DBInstanceIdentifier": "orders",
        "DBSnapshotArn": "arn:aws:rds:eu-west-1:111122223333:snapshot:before-upgrade",
        "Status": "creating",
        "Engine": "postgres",
    }
    reading = read({"DBSnapshots": [one]})
    assert reading.format == DATABASES
    snapshot = "aws:rds:eu-west-1:111122223333:before-upgrade"
    assert rows(reading) == [
        Copied(store="aws:rds:orders", copy=snapshot, kind="snapshot", whole=False),
        Store(store=snapshot, account="aws:111122223333", region="eu-west-1"),
    ]
    assert not reading.unknown_fields


@pytest.mark.parametrize(
    ("arn", "store"),
    [
        ("arn:aws:s3:::data", "aws:s3:data"),
        ("arn:aws:ec2:us-west-2:111122223333:volume/vol-1", "aws:ec2:vol-1"),
        ("arn:aws:rds:us-west-2:111122223333:db:orders", "aws:rds:orders"),
        ("arn:aws:dynamodb:us-west-2:111122223333:table/t", "aws:dynamodb:t"),
        ("data", "data"),
    ],
)
def test_the_store_that_an_arn_means(arn: str, store: str) -> None:
    assert store_of(arn) == store


@pytest.mark.parametrize("broken", [{"CreationDate": "soon"}, {"CreationDate": 5}, {"Status": None}])
def test_another_shape_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(EvidenceError):
        read({"RecoveryPoints": [point(**broken)]})


def test_other_snapshots_are_nobodys() -> None:
    assert known_by(json.dumps({"Snapshots": [{"SnapshotName": "x"}]}).encode()) == []
