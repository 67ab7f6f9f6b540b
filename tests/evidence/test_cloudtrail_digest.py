"""Digest files and signing keys as read: one row each, or one sentence."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from cloudreview.errors import EvidenceError
from cloudreview.evidence.content import Content
from cloudreview.spells import DAY, HOUR, instant
from cloudreview.vocabulary.digest import Digest, NamedLog, SigningKey
from tests.chain import FINGERPRINT, KEY, TRAIL, Chain, keys
from tests.evidence.aws import known_by, read_bytes, rows

MARCH = instant("2026-03-01T00:00:00Z")
LOG = ("a.json.gz", b"{}", MARCH, MARCH + HOUR)


def read_one(content: bytes) -> Digest:
    reading = read_bytes(content)
    assert not reading.unknown_fields
    (row,) = rows(reading)
    assert isinstance(row, Digest)
    return row


def test_a_first_digest_and_the_next() -> None:
    chain = Chain(MARCH)
    one, other = chain.add(MARCH + HOUR, LOG), chain.add(MARCH + 2 * HOUR)
    first, second = read_one(one), read_one(other)
    assert (first.trail, first.region, first.backfill) == (TRAIL, "us-west-2", False)
    assert (first.since, first.until, first.ended) == (MARCH, MARCH + HOUR, "2026-03-01T01:00:00Z")
    assert (first.previous, first.previous_content, first.previous_signature) == (None, None, None)
    assert first.content == hashlib.sha256(one).hexdigest()
    log = NamedLog(
        object="trail-logs/AWSLogs/111122223333/CloudTrail/us-west-2/a.json.gz",
        content=hashlib.sha256(b"{}").hexdigest(),
        oldest=MARCH,
        newest=MARCH + HOUR,
    )
    assert first.logs == (log,)
    assert (second.previous, second.previous_content) == (first.object, first.content)
    assert second.logs == ()


def test_a_backfill_digest_tells_that_it_is_one() -> None:
    assert read_one(Chain(MARCH).add(MARCH + HOUR, LOG, backfill=True)).backfill


def test_a_digest_in_another_partition() -> None:
    chain = Chain(MARCH, region="cn-north-1")
    content = chain.add(MARCH + HOUR).replace(b"audit_us-west-2_", b"audit_cn-north-1_")
    assert read_one(content).trail == "arn:aws-cn:cloudtrail:cn-north-1:111122223333:trail/audit"


def test_a_digest_of_an_organization_is_a_question() -> None:
    content = Chain(MARCH).add(MARCH + HOUR).replace(b"AWSLogs/1111", b"AWSLogs/o-abcdef1234/1111")
    reading = read_bytes(content)
    assert rows(reading) == []
    assert [gap.what for gap in reading.gaps] == ["unimplemented"]


@pytest.mark.parametrize(
    ("changes", "where", "what"),
    [
        ({"digestS3Object": "somewhere/else.json.gz"}, "#/digestS3Object", "does not name a digest"),
        ({"awsAccountId": "999988887777"}, "#/digestS3Object", "does not name a digest"),
        ({"digestStartTime": "yesterday"}, "#/digestStartTime", "date-time"),
        ({"digestEndTime": "1960-01-01T00:00:00Z"}, "#/digestEndTime", "after 1970"),
        ({"previousDigestHashAlgorithm": "MD5"}, "#", "SHA-256"),
        ({"previousDigestHashValue": "abc"}, "#", "SHA-256"),
        ({"logFiles": [{"s3Bucket": "b"}]}, "#/logFiles/0", "s3Object"),
        ({"logFiles": {}}, "#/logFiles", "array"),
    ],
)
def test_a_digest_of_another_shape_is_refused(changes: dict[str, Any], where: str, what: str) -> None:
    content = Chain(MARCH).add(MARCH + HOUR, **changes)
    (reader,) = known_by(content)
    with pytest.raises(EvidenceError, match=what) as error:
        reader.read(Content(content))
    assert error.value.where == where


def test_a_digest_cut_short_is_nobodys() -> None:
    assert known_by(Chain(MARCH).add(MARCH + DAY)[:-4]) == []


def test_keys_are_told_by_their_fingerprints() -> None:
    reading = read_bytes(keys())
    assert rows(reading) == [SigningKey(fingerprint=FINGERPRINT, value=KEY)]
    assert reading.said[0].at == "#/PublicKeyList/0"
    assert rows(read_bytes(json.dumps({"PublicKeyList": []}).encode())) == []
