from __future__ import annotations

import json
from typing import Any

import pytest

from cloudreview.errors import EvidenceError
from cloudreview.evidence.aws_s3_points import LIST, ONE, POLICY
from cloudreview.vocabulary.delivery import Proves
from cloudreview.vocabulary.rows import AccessPoint, Statement
from tests.evidence.aws import known_by, read, rows

POINT = "arn:aws:s3:us-west-2:111122223333:accesspoint/reports"
ROW = AccessPoint(point=POINT, store="aws:s3:data", account="aws:111122223333", network="Internet")
LISTED = {
    "Name": "reports",
    "NetworkOrigin": "Internet",
    "Bucket": "data",
    "AccessPointArn": POINT,
    "Alias": "reports-x-s3alias",
    "BucketAccountId": "111122223333",
}
BLOCK = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)


def policy(*resources: Any) -> dict[str, str]:
    statements = [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": one} for one in resources]
    return {"Policy": json.dumps({"Version": "2012-10-17", "Statement": statements})}


def test_the_list_and_one_by_itself() -> None:
    reading = read({"AccessPointList": [LISTED]})
    assert (reading.format, rows(reading), reading.proves) == (LIST, [ROW], [])
    assert not reading.unknown_fields
    one = {**LISTED, "PublicAccessBlockConfiguration": BLOCK, "CreationDate": "2025-01-01T00:00:00+00:00"}
    reading = read({**one, "Endpoints": {"ipv4": "s3-accesspoint.us-west-2.amazonaws.com"}})
    assert (reading.format, rows(reading)) == (ONE, [ROW])
    assert not reading.unknown_fields


def test_an_empty_list_proves_nothing() -> None:
    reading = read({"AccessPointList": []})
    assert (rows(reading), reading.proves) == ([], [])


@pytest.mark.parametrize("arn", ["reports", "arn:aws:s3:::data", "arn:aws:s3:us-west-2::accesspoint/x"])
def test_what_is_no_access_point_is_refused(arn: str) -> None:
    with pytest.raises(EvidenceError, match="no ARN of an access point"):
        read({"AccessPointList": [{**LISTED, "AccessPointArn": arn}]})


def test_the_policy_names_its_access_point() -> None:
    reading = read(policy(f"{POINT}/object/*", [POINT, f"{POINT}/object/a*"]))
    assert (reading.format, reading.about) == (POLICY, POINT)
    assert reading.proves == [Proves("policy", POINT)]
    found = [row for row in rows(reading) if isinstance(row, Statement)]
    assert [(row.layer, row.subject) for row in found] == [("access_point", POINT)] * 2


def test_the_policy_of_several_is_refused() -> None:
    with pytest.raises(EvidenceError, match="name 2 access points"):
        read(policy(f"{POINT}/object/*", f"{POINT}2/object/*"))


def test_the_policy_of_a_bucket_is_none_of_an_access_point() -> None:
    (reader,) = known_by(json.dumps(policy("arn:aws:s3:::data/accesspoint/*")).encode())
    assert reader.name == "aws s3api get-bucket-policy"
