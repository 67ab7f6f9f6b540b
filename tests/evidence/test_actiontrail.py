"""ActionTrail events in each of their containers; the shapes are those of the documentation, the values invented."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloudreview.evidence.actiontrail import DELIVERED, LINES, LOOKED_UP
from cloudreview.evidence.cloudtrail import OPENING
from cloudreview.spells import instant
from cloudreview.vocabulary.delivery import Reading
from cloudreview.vocabulary.events import EVENTS
from tests.evidence.aws import known_by, read, read_bytes, real

UID = "1234567890123456"
LI = {"type": "ram-user", "principalId": "2741", "accountId": UID, "accessKeyId": "LTAI", "userName": "li"}
ROLE = {
    "type": "assumed-role",
    "principalId": "3435:job:7",
    "accountId": UID,
    "userName": "ops:job:7",
    "sessionContext": {"attributes": {"mfaAuthenticated": "false", "creationDate": "2026-03-02T09:00:00Z"}},
}
EVENT: dict[str, Any] = {
    "acsRegion": "us-west-1",
    "additionalEventData": {"Scheme": "https"},
    "apiVersion": "2019-05-17",
    "eventCategory": "Data",
    "eventId": "6110E64B004C4034363CDC5E",
    "eventName": "GetObject",
    "eventRW": "Read",
    "eventSource": "records.oss-us-west-1.aliyuncs.com",
    "eventTime": "2026-03-02T10:00:00Z",
    "eventType": "ApiCall",
    "eventVersion": 1,
    "recipientAccountId": UID,
    "referencedResources": {"ACS::OSS::Bucket": ["records"]},
    "requestId": "6110E64B004C4034363CDC5E",
    "serviceName": "Oss",
    "sourceIpAddress": "203.0.113.7",
    "userAgent": "aliyun-sdk",
    "userIdentity": LI,
}


def event(**changes: Any) -> dict[str, Any]:
    found = {**EVENT, **changes}
    return {name: value for name, value in found.items() if value is not ...}


def rows(reading: Reading) -> list[dict[str, Any]]:
    return [dict(zip(EVENTS.names, one, strict=True)) for one in reading.events]


def one(**changes: Any) -> dict[str, Any]:
    reading = read([event(**changes)])
    assert not reading.bad, reading.bad
    (found,) = rows(reading)
    return found


def test_an_object_read_by_a_user() -> None:
    assert one() == {
        "place": "#/0",
        "at": instant("2026-03-02T10:00:00Z"),
        "event_id": "6110E64B004C4034363CDC5E",
        "request_id": "6110E64B004C4034363CDC5E",
        "log": "actiontrail",
        "account": f"alibaba:{UID}",
        "service": "oss.aliyuncs.com",
        "action": "GetObject",
        "klass": "data_read",
        "store": "alibaba:oss:records",
        "object": None,
        "key": None,
        "principal": f"acs:ram::{UID}:user/li",
        "session": None,
        "principal_type": "ram-user",
        "source": "203.0.113.7",
        "region": "us-west-1",
        "bytes": None,
        "error": None,
        "read_only": True,
        "number": "2741",
    }


@pytest.mark.parametrize(
    ("identity", "told"),
    [
        (ROLE, (f"acs:ram::{UID}:role/ops", "job:7", "3435")),
        (
            {"type": "root-account", "principalId": UID, "accountId": UID, "userName": "root"},
            (f"acs:ram::{UID}:root", None, None),
        ),
        ({"type": "ram-user", "principalId": "2741", "accountId": UID}, ("number:2741", None, "2741")),
        ({"type": "ram-user", "accountId": UID}, (None, None, None)),
        ({"type": "ram-user", "accountId": UID, "principalId": "1", "userName": "a/b"}, ("number:1", None, "1")),
        ({"type": "alibaba-cloud-account", "accountId": "99"}, ("account:99", None, None)),
        # A name that an identity provider gave must not look like an identity of the account.
        (
            {"type": "saml-user", "userName": f"acs:ram::{UID}:user/li"},
            (f"saml-user:acs:ram::{UID}:user/li", None, None),
        ),
        ({"type": "a-new-type", "accountId": UID, "userName": "li"}, (None, None, None)),
        ({"type": "system", "accountId": UID, "principalId": "x", "userName": "li"}, ("oss.aliyuncs.com", None, None)),
        (None, (None, None, None)),
    ],
)
def test_who_acted(identity: dict[str, Any] | None, told: tuple[str | None, ...]) -> None:
    found = one(userIdentity=identity)
    assert (found["principal"], found["session"], found["number"]) == told


@pytest.mark.parametrize(
    ("source", "actor"), [("ecs.aliyuncs.com", "ecs.aliyuncs.com"), ("Internal", "oss.aliyuncs.com")]
)
def test_what_alibaba_cloud_does_itself_is_no_persons_act(source: str, actor: str) -> None:
    found = one(eventType="AliyunServiceEvent", sourceIpAddress=source)
    assert (found["principal"], found["number"], found["source"]) == (actor, None, source)


@pytest.mark.parametrize(
    ("changes", "klass"),
    [
        ({"eventRW": "Write", "eventName": "PutObject"}, "data_write"),
        ({"eventCategory": "Management", "eventName": "PutBucketAcl", "eventRW": "Write"}, "management"),
        ({"eventCategory": ..., "eventRW": ..., "eventName": "PutBucket"}, "management"),
        ({"eventCategory": ..., "eventRW": ..., "eventName": "DeleteObject"}, "data_write"),
        ({"eventRW": ...}, "data_read"),
        ({"eventCategory": ..., "eventRW": ..., "eventName": "Novelty"}, "other"),
        ({"serviceName": "Kms", "eventCategory": "Management", "eventName": "Decrypt"}, "key_use"),
        ({"serviceName": "Kms", "eventCategory": "Management", "eventName": "DisableKey"}, "management"),
        ({"serviceName": "Ram", "eventCategory": ..., "eventName": "CreateGroup", "eventRW": ...}, "management"),
        ({"serviceName": "Ots", "eventRW": ...}, "other"),
    ],
)
def test_the_class_of_an_event(changes: dict[str, Any], klass: str) -> None:
    assert one(**changes)["klass"] == klass


@pytest.mark.parametrize(
    ("changes", "store"),
    [
        ({"referencedResources": ...}, "alibaba:oss:records"),
        ({"referencedResources": ..., "eventSource": "oss-us-west-1-internal.aliyuncs.com"}, None),
        (
            {"referencedResources": ..., "resourceType": "ACS::OSS::Bucket", "resourceName": "other"},
            "alibaba:oss:other",
        ),
        (
            {"referencedResources": ..., "resourceType": "ACS::X::Y;ACS::OSS::Bucket", "resourceName": "a,b;third"},
            "alibaba:oss:third",
        ),
        (
            {"referencedResources": ..., "resourceType": "ACS::OSS::Bucket", "resourceName": "a;b"},
            "alibaba:oss:records",
        ),
        ({"serviceName": ...}, "alibaba:oss:records"),
        ({"serviceName": "Ram", "referencedResources": ..., "eventCategory": "Management"}, None),
    ],
)
def test_the_bucket_acted_on(changes: dict[str, Any], store: str | None) -> None:
    assert one(**changes)["store"] == store


def test_of_a_copy_only_the_bucket_written_is_named() -> None:
    both = {"ACS::OSS::Bucket": ["aaa", "records"]}
    copied = one(eventName="CopyObject", eventRW="Write", referencedResources=both)
    assert (copied["store"], copied["klass"]) == ("alibaba:oss:records", "data_write")
    unclear = read([event(eventName="CopyObject", referencedResources=both, eventSource="oss-us-west-1.aliyuncs.com")])
    assert "which bucket is copied to" in unclear.bad[0].reason


@pytest.mark.parametrize(
    ("parameters", "key"),
    [
        (
            {"KeyId": "3a6a031d-87ad-4a84-9c17-aa22e0b00000"},
            f"acs:kms:us-west-1:{UID}:key/3a6a031d-87ad-4a84-9c17-aa22e0b00000",
        ),
        ({"KeyId": "acs:kms:cn-hangzhou:99:key/k-1"}, "acs:kms:cn-hangzhou:99:key/k-1"),
        ({"KeyId": "alias/mine"}, None),
        ({}, None),
        ("text", None),
    ],
)
def test_the_key_acted_on(parameters: object, key: str | None) -> None:
    changes: dict[str, Any] = {
        "serviceName": "Kms",
        "eventSource": "kms.us-west-1.aliyuncs.com",
        "eventName": "DisableKey",
    }
    assert one(**changes, requestParameters=parameters, referencedResources=...)["key"] == key


def test_errors_are_told_and_empty_ones_are_none() -> None:
    assert one(errorCode="AccessDenied")["error"] == "AccessDenied"
    assert one(errorCode="", errorMessage="")["error"] is None


def test_each_container_tells_the_same() -> None:
    listed = read([EVENT])
    looked_up = read({"RequestId": "R", "Events": [EVENT], "StartTime": "a", "EndTime": "b"})
    a_line = read_bytes(json.dumps(EVENT).encode() + b"\n")
    printed = read(EVENT)
    wrapped = read_bytes(json.dumps({"__topic__": "actiontrail_event", "__time__": 1, "event": EVENT}).encode())
    as_text = read_bytes(json.dumps({"__topic__": "actiontrail_event", "event": json.dumps(EVENT)}).encode())
    assert [listed.format, looked_up.format, a_line.format] == [DELIVERED, LOOKED_UP, LINES]
    assert len({one.events[0][1:] for one in (listed, looked_up, a_line, printed, wrapped, as_text)}) == 1
    assert [one.events[0][0] for one in (looked_up, a_line, printed)] == ["#/Events/0", "#line=1", "#"]
    assert [one.unknown_fields for one in (listed, looked_up, wrapped)] == [{}, {}, {}]


def test_a_page_of_several_is_asked_for_again() -> None:
    (missing,) = read({"Events": [EVENT], "NextToken": "more"}).gaps
    assert missing.what == "scope_open"


def test_a_bad_event_costs_only_itself() -> None:
    twice = b'{"eventTime":"2026-03-02T10:00:00Z","eventTime":"2026-03-02T11:00:00Z","userIdentity":{},"acsRegion":"x"}'
    good = json.dumps(EVENT).encode()
    listed = read_bytes(b"[" + good + b"," + twice + b"," + good + b"]")
    assert [(bad.at, bad.bytes) for bad in listed.bad] == [("#/1", len(twice))]
    assert [row["place"] for row in rows(listed)] == ["#/0", "#/2"]
    in_lines = read_bytes(good + b"\n" + twice + b"\nrubbish\n\n" + good + b"\n")
    assert [(bad.at, bad.bytes) for bad in in_lines.bad] == [("#line=2", len(twice) + 1), ("#line=3", 8)]
    assert [row["place"] for row in rows(in_lines)] == ["#line=1", "#line=5"]
    looked_up = read({"Events": [EVENT, {"eventTime": "yesterday"}]})
    assert [bad.at for bad in looked_up.bad] == ["#/Events/1"]


@pytest.mark.parametrize("when", ["2026-03-02T10:00:00", "2026-03-02", "9999-01-01T00:00:00Z", ""])
def test_a_time_without_a_zone_or_out_of_this_world_is_refused(when: str) -> None:
    (bad,) = read([event(eventTime=when), EVENT]).bad
    assert "not a date-time with its zone" in bad.reason


def test_unknown_fields_are_counted_by_name() -> None:
    assert read([event(novelty=1), event(novelty=2, other=3)]).unknown_fields == {"novelty": 2, "other": 1}


@given(st.integers(0, 900))
def test_a_cut_list_reads_what_is_whole(at: int) -> None:
    data = json.dumps([EVENT, EVENT]).encode()[:-2]
    whole = len(json.dumps(EVENT)) + 1
    cut = data[: whole + at]
    reading = read_bytes(cut)
    assert len(reading.events) == 1
    assert [bad.at.startswith("#byte=") for bad in reading.bad] == [True]


def test_cloudtrail_is_not_taken_for_it() -> None:
    record = {"eventTime": "2026-03-02T10:00:00Z", "userIdentity": {}, "eventSource": "s3.amazonaws.com"}
    aws = {**record, "eventName": "GetObject", "awsRegion": "us-west-2", "sourceIPAddress": "203.0.113.7"}
    for document in ([aws], aws, {"Records": [aws]}):
        data = json.dumps(document).encode()
        assert [one.name.startswith("cloudtrail") for one in known_by(data)] == [True], document
    assert OPENING.match(json.dumps([EVENT]).encode()) is None


def test_real_events_are_read_with_their_actor() -> None:
    (path,) = real("alibaba/actiontrail_events.jsonl")
    reading = read_bytes(path.read_bytes())
    assert (len(reading.events), reading.bad, reading.unknown_fields) == (2, [], {"path": 2, "repo": 2})
    first = rows(reading)[0]
    assert (first["principal"], first["number"], first["action"], first["klass"]) == (
        "acs:ram::43274:user/Alice",
        "274180646548292385",
        "CreateGroup",
        "management",
    )
