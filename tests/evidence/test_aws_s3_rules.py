from __future__ import annotations

import json
from typing import Any

import pytest

from cloudreview.errors import EvidenceError
from cloudreview.evidence.aws_s3_rules import LIFECYCLE, LOGGING, REPLICATION, VERSIONING
from cloudreview.vocabulary.delivery import ABOUT, Proves
from cloudreview.vocabulary.rows import AccessLog, Expiry, Replication, Versioning
from tests.evidence.aws import known_by, read, read_bytes, rows

ROLE = "arn:aws:iam::111122223333:role/replicator"
KEY = "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-0000-4000-8000-00000000a001"


def replication(*rules: dict[str, Any]) -> dict[str, Any]:
    return {"ReplicationConfiguration": {"Role": ROLE, "Rules": list(rules)}}


def rule(**more: Any) -> dict[str, Any]:
    return {
        "ID": "all",
        "Priority": 1,
        "Filter": {"Prefix": ""},
        "Status": "Enabled",
        "Destination": {"Bucket": "arn:aws:s3:::copy"},
        "DeleteMarkerReplication": {"Status": "Disabled"},
        **more,
    }


def lifecycle(**more: Any) -> dict[str, Any]:
    rules = [{"ID": "old", "Status": "Enabled", "Filter": {"Prefix": "logs/"}, **more}]
    return {"TransitionDefaultMinimumObjectSize": "all_storage_classes_128K", "Rules": rules}


PLAIN = Replication(store=ABOUT, rule="all", enabled=True, destination="aws:s3:copy")


@pytest.mark.parametrize(
    ("told", "row"),
    [
        (rule(), PLAIN),
        (rule(Filter={}), PLAIN),
        (rule(ID=""), Replication(store=ABOUT, enabled=True, destination="aws:s3:copy")),
        (rule(Status="Disabled"), Replication(store=ABOUT, rule="all", enabled=False, destination="aws:s3:copy")),
        (
            rule(Filter={"And": {"Prefix": "tax/", "Tags": [{"Key": "a", "Value": "b"}]}}),
            Replication(store=ABOUT, rule="all", enabled=True, prefix="tax/", tagged=True, destination="aws:s3:copy"),
        ),
        (
            rule(Filter={"Tag": {"Key": "a", "Value": "b"}}),
            Replication(store=ABOUT, rule="all", enabled=True, tagged=True, destination="aws:s3:copy"),
        ),
        (
            {"Prefix": "old/", "Status": "Enabled", "Destination": {"Bucket": "arn:aws-us-gov:s3:::copy"}},
            Replication(store=ABOUT, enabled=True, prefix="old/", destination="aws:s3:copy"),
        ),
    ],
)
def test_rules_of_replication(told: dict[str, Any], row: Replication) -> None:
    reading = read(replication(told))
    assert reading.format == REPLICATION
    assert rows(reading) == [row]
    assert reading.proves == [Proves("replication", ABOUT)]
    assert not reading.unknown_fields


def test_copies_of_another_account_under_another_key() -> None:
    to = {
        "Bucket": "arn:aws:s3:::copy",
        "Account": "444455556666",
        "StorageClass": "STANDARD_IA",
        "AccessControlTranslation": {"Owner": "Destination"},
        "EncryptionConfiguration": {"ReplicaKmsKeyID": KEY},
    }
    selected = {"SseKmsEncryptedObjects": {"Status": "Enabled"}}
    (row,) = rows(read(replication(rule(Destination=to, SourceSelectionCriteria=selected))))
    assert isinstance(row, Replication)
    assert (row.account, row.kms, row.key) == ("aws:444455556666", True, KEY)
    unverified = {name: value for name, value in to.items() if name != "AccessControlTranslation"}
    (row,) = rows(read(replication(rule(Destination=unverified))))
    assert isinstance(row, Replication)
    assert row.account is None


@pytest.mark.parametrize("bucket", ["copy", "arn:aws:s3:::", "arn:aws:s3:::copy/key", "arn:aws:sqs:::copy"])
def test_a_destination_that_is_no_bucket_is_refused(bucket: str) -> None:
    with pytest.raises(EvidenceError, match="no ARN of a bucket"):
        read(replication(rule(Destination={"Bucket": bucket})))


def test_no_rule_is_proved_to_be_none() -> None:
    reading = read(replication())
    assert (rows(reading), reading.proves) == ([], [Proves("replication", ABOUT)])


@pytest.mark.parametrize("broken", [{"Status": "On"}, {"Destination": {}}, {"Filter": []}])
def test_another_shape_of_a_rule_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(EvidenceError, match="not as the service answers"):
        read(replication(rule(**broken)))


@pytest.mark.parametrize(
    ("told", "row"),
    [
        (
            lifecycle(Expiration={"Days": 90}),
            Expiry(store=ABOUT, rule="old", enabled=True, prefix="logs/", current="90 days"),
        ),
        (
            lifecycle(
                Expiration={"Date": "2027-01-01T00:00:00+00:00"}, NoncurrentVersionExpiration={"NoncurrentDays": 7}
            ),
            Expiry(
                store=ABOUT,
                rule="old",
                enabled=True,
                prefix="logs/",
                current="2027-01-01T00:00:00+00:00",
                noncurrent="7 days",
            ),
        ),
        (
            lifecycle(Filter={"And": {"Prefix": "a/", "ObjectSizeGreaterThan": 5}}, Expiration={"Days": 1}),
            Expiry(store=ABOUT, rule="old", enabled=True, prefix="a/", filtered=True, current="1 days"),
        ),
    ],
)
def test_rules_of_lifecycle(told: dict[str, Any], row: Expiry) -> None:
    reading = read(told)
    assert reading.format == LIFECYCLE
    assert rows(reading) == [row]
    assert reading.proves == [Proves("lifecycle", ABOUT)]
    assert not reading.unknown_fields


def test_a_rule_by_which_nothing_expires_is_no_row() -> None:
    told = lifecycle(
        Transitions=[{"Days": 30, "StorageClass": "GLACIER"}],
        AbortIncompleteMultipartUpload={"DaysAfterInitiation": 7},
        Expiration={"ExpiredObjectDeleteMarker": True},
    )
    assert rows(read(told)) == []


def test_versioning_and_access_log() -> None:
    reading = read({"Status": "Enabled", "MFADelete": "Enabled"})
    assert reading.format == VERSIONING
    assert rows(reading) == [Versioning(store=ABOUT, status="Enabled", mfa_delete=True)]
    assert reading.proves == [Proves("versioning", ABOUT)]
    assert rows(read({"Status": "Suspended"})) == [Versioning(store=ABOUT, status="Suspended")]
    reading = read({"LoggingEnabled": {"TargetBucket": "logs", "TargetPrefix": "data/"}})
    assert reading.format == LOGGING
    assert rows(reading) == [AccessLog(store=ABOUT, target="aws:s3:logs", prefix="data/")]


@pytest.mark.parametrize("other", [{"Status": "Enabled", "Name": "x"}, {"Status": "active"}, {"Rules": [], "Id": "x"}])
def test_what_resembles_these_is_not_taken_for_them(other: dict[str, Any]) -> None:
    assert known_by(json.dumps(other).encode()) == []


@pytest.mark.parametrize("told", [replication(rule()), lifecycle(), {"Status": "Enabled"}])
def test_a_cut_answer_is_nobodys(told: dict[str, Any]) -> None:
    data = json.dumps(told).encode()
    assert known_by(data[: len(data) // 2]) == []
    assert read_bytes(data).parsed == len(data)
