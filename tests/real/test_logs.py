"""Whole reviews of real CloudTrail logs: what was done, and when nobody can say that nothing was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.evidence.aws import real
from tests.provider import document
from tests.small import case, on, people, placed

ACCOUNT = "123837392027"
BUCKET = "invictus-aws-2022-10-27-e0xdv"
STORE = f"aws:s3:{BUCKET}"
OTHER = "aws:s3:cdktoolkit-stagingbucket-zbvx22khdave"
USER = f"arn:aws:iam::{ACCOUNT}:user/benjamin"
TRAIL = f"arn:aws:cloudtrail:us-east-1:{ACCOUNT}:trail/audit"
DAY, NEXT = "2023-07-10T00:00:00Z", "2023-07-11T00:00:00Z"


def invictus() -> dict[str, bytes]:
    return {f"log/{path.name}": path.read_bytes() for path in real("logs/aws_cloudtrail/invictus/*.json")}


def added() -> bytes:
    """One invented read of an object by the identity of the person."""
    record = {
        "eventVersion": "1.08",
        "userIdentity": {"type": "IAMUser", "arn": USER, "accountId": ACCOUNT, "userName": "benjamin"},
        "eventTime": "2023-07-10T12:03:00Z",
        "eventSource": "s3.amazonaws.com",
        "eventName": "GetObject",
        "awsRegion": "us-east-1",
        "sourceIPAddress": "203.0.113.9",
        "requestParameters": {"bucketName": BUCKET, "key": "a.csv"},
        "additionalEventData": {"bytesTransferredIn": 0, "bytesTransferredOut": 4096},
        "requestID": "EXTRA00000000001",
        "eventID": "00000000-0000-4000-8000-00000000e0e0",
        "readOnly": True,
        "resources": [
            {"type": "AWS::S3::Object", "ARN": f"arn:aws:s3:::{BUCKET}/a.csv"},
            {"accountId": ACCOUNT, "type": "AWS::S3::Bucket", "ARN": f"arn:aws:s3:::{BUCKET}"},
        ],
        "eventType": "AwsApiCall",
        "managementEvent": False,
        "recipientAccountId": ACCOUNT,
        "eventCategory": "Data",
    }
    return json.dumps({"Records": [record]}).encode()


def test_management_events_say_nothing_of_reads(tmp_path: Path) -> None:
    dossier = case(tmp_path, {**invictus(), **people(USER), "placements.csv": placed(STORE, OTHER)}, (), DAY, NEXT)
    assert {(one.dataset, one.truth) for one in dossier.answers} == {("d0", "unknown"), ("d1", "unknown")}
    reads = on(dossier, harm="read", adversary="CN")
    assert {(one.dataset, one.truth, one.count) for one in reads if one.count == 0} >= {
        ("d0", "unknown", 0),
        ("d1", "unknown", 0),
    }
    assert not [one for one in dossier.observed if one.truth in ("supported", "refuted")]
    shares = {(one.store, one.klass): one.share for one in dossier.completeness}
    assert set(shares.values()) == {0.0}


def test_one_read_is_enough_for_a_yes(tmp_path: Path) -> None:
    files = {**invictus(), **people(USER), "log/added.json": added(), "placements.csv": placed(STORE, OTHER)}
    lines = [{"file": "principals.csv", "complete_for": f"principals aws:{ACCOUNT}"}]
    (found,) = on(case(tmp_path, files, lines, DAY, NEXT), truth="supported")
    assert (found.dataset, found.principal, found.person, found.party) == ("d0", USER, "p", "co")
    assert (found.harm, found.adversary, found.count, found.bytes) == ("read", "CN", 1, 4096)


def spoken_for(*without: str) -> tuple[dict[str, bytes], list[dict[str, Any]]]:
    """All that stands between a log without reads and saying that nobody read."""
    selectors = [
        {
            "ReadWriteType": "All",
            "IncludeManagementEvents": True,
            "DataResources": [{"Type": "AWS::S3::Object", "Values": [f"arn:aws:s3:::{BUCKET}/"]}],
        }
    ]
    files = {
        "selectors.json": document({"TrailARN": TRAIL, "EventSelectors": selectors}),
        "buckets.json": document({"Buckets": [{"Name": BUCKET, "BucketRegion": "us-east-1"}], "Owner": {"ID": "x"}}),
        "placements.csv": placed(STORE),
        **people(USER),
        **invictus(),
    }
    log = next(name for name in sorted(files) if name.startswith("log/"))
    events = ";".join(f"events {STORE} {klass}" for klass in ("data_read", "data_write"))
    lines = [
        {"file": log, "complete_for": events},
        {"file": "selectors.json"},
        {"file": "buckets.json", "about": f"aws:{ACCOUNT}"},
        {"file": "placements.csv", "complete_for": "placements *"},
        {"file": "roster.csv", "complete_for": "roster *"},
        {"file": "principals.csv", "complete_for": f"principals aws:{ACCOUNT}"},
        {"file": "parties.csv", "complete_for": "parties *"},
    ]
    return files, [one for one in lines if one["file"] not in without]


def test_a_log_that_speaks_for_reads_and_tells_none_says_no(tmp_path: Path) -> None:
    files, lines = spoken_for()
    dossier = case(tmp_path, files, lines, DAY, NEXT)
    (found,) = on(dossier, harm="read", adversary="CN", principal="*")
    assert (found.truth, found.count, found.gaps) == ("refuted", 0, ())
    shares = {one.klass: (one.share, one.truth) for one in dossier.completeness if one.source == "cloudtrail"}
    assert shares["data_read"] == shares["data_write"] == (1.0, "supported")
    assert shares["management"][0] == 0.0


@pytest.mark.parametrize("gone", ["log/218007301253", "selectors.json"])
def test_without_one_of_its_grounds_nobody_says_no(tmp_path: Path, gone: str) -> None:
    files, lines = spoken_for()
    dossier = case(tmp_path, files, [one for one in lines if not str(one["file"]).startswith(gone)], DAY, NEXT)
    (found,) = on(dossier, harm="read", adversary="CN", principal="*")
    assert found.truth == "unknown"


def test_reads_and_listings_of_an_exfiltration(tmp_path: Path) -> None:
    (path,) = real("logs/aws_cloudtrail/otrf/*.json")
    role = "arn:aws:iam::123456789123:role/MordorNginxStack-BankingWAFRole-9S3E0UAE1MM0"
    files = {
        "log.json": path.read_bytes(),
        "placements.csv": placed("aws:s3:mordors3stack-s3bucket-llp2yingx64a"),
        **people(role),
    }
    dossier = case(tmp_path, files, (), "2020-09-14T00:00:00Z", "2020-09-15T00:00:00Z")
    (found,) = on(dossier, principal=role)
    assert (found.count, found.metadata_count, found.denied_count, found.bytes) == (2, 7, 0, 178)
    assert (found.store, found.dataset, found.harm) == ("aws:s3:mordors3stack-s3bucket-llp2yingx64a", "d0", "read")
    assert (found.first, found.last) == ("2020-09-14T01:02:34Z", "2020-09-14T01:13:20Z")
