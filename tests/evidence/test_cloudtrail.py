from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloudreview.evidence.cloudtrail import read as read_log
from cloudreview.evidence.content import Content
from cloudreview.spells import instant
from cloudreview.vocabulary.delivery import Reading
from cloudreview.vocabulary.events import EVENTS
from tests.evidence.aws import known_by, read, read_bytes, real

A = "111122223333"
ROLE = f"arn:aws:iam::{A}:role/team/app"
KEY = f"arn:aws:kms:us-west-2:{A}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
COLUMNS = ["pointer", *[name for name in EVENTS.names if name != "place"]]
AS_ROLE = {
    "type": "AssumedRole",
    "principalId": "AROA1:li@example",
    "arn": f"arn:aws:sts::{A}:assumed-role/app/li@example",
    "accountId": A,
    "sessionContext": {"sessionIssuer": {"type": "Role", "arn": ROLE, "accountId": A}, "attributes": {}},
}
RECORD: dict[str, Any] = {
    "eventVersion": "1.11",
    "userIdentity": AS_ROLE,
    "eventTime": "2026-03-02T10:00:00Z",
    "eventSource": "s3.amazonaws.com",
    "eventName": "GetObject",
    "awsRegion": "us-west-2",
    "sourceIPAddress": "203.0.113.7",
    "userAgent": "aws-cli/2.15",
    "requestParameters": {"bucketName": "one", "key": "a/b.csv", "Host": "one.s3.amazonaws.com"},
    "responseElements": None,
    "additionalEventData": {"bytesTransferredIn": 0, "bytesTransferredOut": 512, "SignatureVersion": "SigV4"},
    "requestID": "REQ1",
    "eventID": "11111111-1111-4111-8111-111111111111",
    "readOnly": True,
    "resources": [
        {"type": "AWS::S3::Object", "ARN": "arn:aws:s3:::one/a/b.csv"},
        {"accountId": A, "type": "AWS::S3::Bucket", "ARN": "arn:aws:s3:::one"},
    ],
    "eventType": "AwsApiCall",
    "managementEvent": False,
    "recipientAccountId": A,
    "eventCategory": "Data",
}


def record(**changes: Any) -> dict[str, Any]:
    found = {**RECORD, **changes}
    return {name: value for name, value in found.items() if value is not ...}


def told(*records: Any) -> list[dict[str, Any]]:
    reading = read({"Records": list(records)})
    assert not reading.bad, reading.bad
    assert all(len(one) == len(COLUMNS) for one in reading.events)
    return [dict(zip(COLUMNS, one, strict=True)) for one in reading.events]


def one(**changes: Any) -> dict[str, Any]:
    (found,) = told(record(**changes))
    return found


def test_an_object_read_by_a_role() -> None:
    assert one() == {
        "pointer": "#/Records/0",
        "at": instant("2026-03-02T10:00:00Z"),
        "event_id": RECORD["eventID"],
        "request_id": "REQ1",
        "log": "cloudtrail",
        "account": f"aws:{A}",
        "service": "s3.amazonaws.com",
        "action": "GetObject",
        "klass": "data_read",
        "store": "aws:s3:one",
        "object": "a/b.csv",
        "key": None,
        "principal": ROLE,
        "session": "li@example",
        "principal_type": "AssumedRole",
        "source": "203.0.113.7",
        "region": "us-west-2",
        "bytes": 512,
        "error": None,
        "read_only": True,
        "number": None,
    }


@pytest.mark.parametrize(
    ("identity", "principal", "session"),
    [
        ({"type": "IAMUser", "arn": f"arn:aws:iam::{A}:user/li", "userName": "li"}, f"arn:aws:iam::{A}:user/li", None),
        ({"type": "IAMUser", "accountId": A, "userName": "HIDDEN_DUE_TO_SECURITY_REASONS"}, None, None),
        ({"type": "Root", "arn": f"arn:aws:iam::{A}:root", "accountId": A}, f"arn:aws:iam::{A}:root", None),
        ({"type": "AWSService", "invokedBy": "config.amazonaws.com"}, "config.amazonaws.com", None),
        ({"accountId": A, "invokedBy": "secretsmanager.amazonaws.com"}, "secretsmanager.amazonaws.com", None),
        ({"type": "AWSAccount", "principalId": "", "accountId": "ANONYMOUS_PRINCIPAL"}, "*", None),
        (
            {"type": "AWSAccount", "principalId": "AROA9:eve", "accountId": "999988887777"},
            "account:999988887777",
            "eve",
        ),
        ({"type": "AWSAccount", "principalId": "AIDA9", "accountId": "999988887777"}, "account:999988887777", None),
        ({"type": "AWSAccount"}, None, None),
        (
            {"type": "AssumedRole", "arn": f"arn:aws:sts::{A}:assumed-role/app/s"},
            f"arn:aws:sts::{A}:assumed-role/app/s",
            "s",
        ),
        (
            {
                "type": "FederatedUser",
                "arn": f"arn:aws:sts::{A}:federated-user/bob",
                "sessionContext": {"sessionIssuer": {"type": "IAMUser", "arn": f"arn:aws:iam::{A}:user/li"}},
            },
            f"arn:aws:iam::{A}:user/li",
            "bob",
        ),
        (
            {"type": "WebIdentityUser", "principalId": "accounts.google.com:app:user"},
            "accounts.google.com:app:user",
            None,
        ),
        ({"type": "Unknown"}, None, None),
        ({"type": "IAMUser", "arn": "", "sessionContext": {"sessionIssuer": {}}}, None, None),
        (None, None, None),
    ],
)
def test_who_made_the_request(identity: Any, principal: str | None, session: str | None) -> None:
    found = one(userIdentity=identity)
    assert (found["principal"], found["session"]) == (principal, session)


@pytest.mark.parametrize(
    ("changes", "klass"),
    [
        ({}, "data_read"),
        ({"eventName": "PutObject", "readOnly": False}, "data_write"),
        ({"readOnly": ..., "eventName": "ListObjects"}, "data_read"),
        ({"readOnly": ..., "eventName": "DeleteObjects"}, "data_write"),
        ({"eventCategory": ...}, "data_read"),
        ({"eventCategory": ..., "managementEvent": ...}, "data_read"),
        ({"eventCategory": ..., "managementEvent": ..., "resources": ...}, "other"),
        ({"eventCategory": "Management", "eventName": "PutBucketPolicy"}, "management"),
        ({"eventCategory": ..., "managementEvent": True}, "management"),
        ({"eventCategory": "Insight"}, "other"),
        ({"eventCategory": "NetworkActivity"}, "other"),
        ({"eventSource": "dynamodb.amazonaws.com", "eventName": "GetItem", "readOnly": ...}, "other"),
        ({"eventSource": "dynamodb.amazonaws.com", "eventName": "GetItem", "resources": None}, "other"),
        ({"eventSource": "s3express.amazonaws.com", "resources": None}, "other"),
        ({"eventSource": "athena.amazonaws.com"}, "data_read"),
        ({"eventSource": "kms.amazonaws.com", "eventName": "Decrypt", "eventCategory": "Management"}, "key_use"),
        ({"eventSource": "kms.amazonaws.com", "eventName": "GenerateDataKeyWithoutPlaintext"}, "key_use"),
        ({"eventSource": "kms.amazonaws.com", "eventName": "ReEncrypt", "eventCategory": ...}, "key_use"),
        (
            {"eventSource": "kms.amazonaws.com", "eventName": "ScheduleKeyDeletion", "eventCategory": "Management"},
            "management",
        ),
    ],
)
def test_the_class_of_an_event(changes: dict[str, Any], klass: str) -> None:
    assert one(**changes)["klass"] == klass


@pytest.mark.parametrize(
    ("changes", "store", "name"),
    [
        ({"resources": ...}, "aws:s3:one", "a/b.csv"),
        ({"requestParameters": None}, "aws:s3:one", "a/b.csv"),
        ({"requestParameters": {"bucketName": "one"}, "resources": None}, "aws:s3:one", None),
        (
            {"requestParameters": {"bucketName": f"arn:aws:s3:us-west-2:{A}:accesspoint/ap", "key": "k"}},
            "aws:s3:one",
            "k",
        ),
        ({"requestParameters": {"bucketName": "ap-xyz-s3alias", "key": "k"}}, "aws:s3:one", "k"),
        (
            {
                "requestParameters": {"bucketName": f"arn:aws:s3:us-west-2:{A}:accesspoint/ap"},
                "resources": ...,
            },
            None,
            None,
        ),
        (
            {
                "eventName": "DeleteObjects",
                "requestParameters": {"bucketName": "one", "delete": ""},
                "resources": [
                    {"type": "AWS::S3::Object", "ARN": "arn:aws:s3:::one/x"},
                    {"type": "AWS::S3::Object", "ARN": "arn:aws:s3:::one/y"},
                ],
            },
            "aws:s3:one",
            None,
        ),
        (
            {
                "eventName": "ListObjects",
                "requestParameters": {"bucketName": "one", "prefix": "a/"},
                "resources": [{"type": "AWS::S3::Object", "ARNPrefix": "arn:aws:s3:::one/"}],
            },
            "aws:s3:one",
            None,
        ),
        ({"eventName": "ListBuckets", "requestParameters": None, "resources": None}, None, None),
    ],
)
def test_what_was_acted_on(changes: dict[str, Any], store: str | None, name: str | None) -> None:
    found = one(**changes)
    assert (found["store"], found["object"]) == (store, name)


def test_a_copy_is_an_event_of_the_bucket_it_writes() -> None:
    resources = [
        {"type": "AWS::S3::Object", "ARN": "arn:aws:s3:::two/x"},
        {"type": "AWS::S3::Bucket", "ARN": "arn:aws:s3:::two"},
        *RECORD["resources"],
    ]
    copy = {
        "eventName": "CopyObject",
        "readOnly": False,
        "additionalEventData": {"bytesTransferredIn": 7},
        "requestParameters": {"bucketName": "two", "key": "x", "x-amz-copy-source": "one/a/b.csv"},
        "resources": resources,
    }
    found = one(**copy)
    assert (found["store"], found["object"], found["klass"], found["bytes"]) == ("aws:s3:two", "x", "data_write", 7)
    reading = read({"Records": [record(**{**copy, "requestParameters": {"bucketName": "ap-s3alias", "key": "x"}})]})
    assert reading.events == []
    assert [bad.at for bad in reading.bad] == ["#/Records/0"]


def test_keys_used_by_a_request() -> None:
    other = KEY.replace("1234abcd", "0000abcd")
    changes = {
        "eventSource": "kms.amazonaws.com",
        "eventName": "ReEncrypt",
        "eventCategory": "Management",
        "requestParameters": {"encryptionAlgorithm": "SYMMETRIC_DEFAULT"},
        "resources": [{"type": "AWS::KMS::Key", "ARN": KEY, "accountId": A}, {"type": "AWS::KMS::Key", "ARN": other}],
    }
    assert [(row["pointer"], row["key"], row["store"]) for row in told(record(**changes))] == [
        ("#/Records/0", KEY, None),
        ("#/Records/0", other, None),
    ]
    assert one(**{**changes, "resources": None, "requestParameters": {"keyId": KEY}})["key"] == KEY
    assert one(**{**changes, "resources": None, "requestParameters": {"keyId": "alias/x"}})["key"] is None


@pytest.mark.parametrize(
    ("changes", "moved"),
    [
        ({}, 512),
        ({"eventName": "PutObject", "readOnly": False}, 0),
        ({"additionalEventData": {"bytesTransferredOut": 3.0}}, 3),
        ({"additionalEventData": None}, None),
        ({"eventCategory": "Management"}, None),
    ],
)
def test_bytes_moved(changes: dict[str, Any], moved: int | None) -> None:
    assert one(**changes)["bytes"] == moved


def test_a_refused_request_keeps_its_error() -> None:
    assert one(errorCode="AccessDenied", errorMessage="no")["error"] == "AccessDenied"


BAD = [
    ("null", "not an object"),
    ("[]", "not an object"),
    ('"text"', "not an object"),
    ("{}", "eventTime"),
    (json.dumps(record(eventTime=...)), "eventTime"),
    (json.dumps(record(eventTime="2026-03-02T10:00:00")), "eventTime"),
    (json.dumps(record(eventTime=1772445600)), "eventTime"),
    (json.dumps(record(eventTime="9999-12-31T00:00:00Z")), "before 2260"),
    (json.dumps(record(eventTime="1969-12-31T00:00:00Z")), "after 1970"),
    (json.dumps(record(readOnly="true")), "readOnly"),
    (json.dumps(record(userIdentity=[])), "userIdentity"),
    (json.dumps(record(resources={})), "resources"),
    (json.dumps(record(requestParameters={"bucketName": ["one"]})), "bucketName"),
    (json.dumps(record(additionalEventData={"bytesTransferredOut": 1.5})), "count"),
    (json.dumps(record(additionalEventData={"bytesTransferredOut": -1})), "count"),
    (json.dumps(record(additionalEventData={"bytesTransferredOut": 2**63})), "count"),
    (json.dumps(RECORD)[:-1] + ', "eventName": "PutObject"}', "`eventName` stands twice"),
    ('{"a": {"b": 1, "b": 1}}', "`b` stands twice"),
    (json.dumps(record(eventName="\ud800")), "half of a character"),
    ('{"a": tru}', "not valid JSON"),
    ("[" * 80 + "]" * 80, "deeper"),
]


@pytest.mark.parametrize(("text", "reason"), BAD)
def test_a_bad_record_costs_only_itself(text: str, reason: str) -> None:
    good = json.dumps(RECORD)
    reading = read_bytes(f'{{"Records": [{good}, {text}, {good}]}}'.encode())
    assert [event[0] for event in reading.events] == ["#/Records/0", "#/Records/2"]
    (bad,) = reading.bad
    assert (bad.at, bad.bytes) == ("#/Records/1", len(text))
    assert reason in bad.reason


def test_bytes_that_are_no_text_cost_only_their_record() -> None:
    good = json.dumps(RECORD).encode()
    spoiled = good.replace(b"li@example", b"li\xff")
    reading = read_bytes(b'{"Records":[' + b",".join([good, spoiled, good]) + b"]}")
    assert [event[0] for event in reading.events] == ["#/Records/0", "#/Records/2"]
    assert [(bad.at, bad.bytes) for bad in reading.bad] == [("#/Records/1", len(spoiled))]


def test_a_file_cut_short_keeps_its_whole_records() -> None:
    good = json.dumps(RECORD)
    data = f'{{"Records": [{good}, {good}'.encode()[:-10]
    reading = read_bytes(data)
    assert len(reading.events) == 1
    (bad,) = reading.bad
    assert bad.at == f"#byte={reading.parsed}"
    assert reading.parsed == len('{"Records": [' + good + ", ")


def test_unknown_fields_at_the_top_are_counted() -> None:
    reading = read({"Records": [record(shoe=1), record(shoe=2, hat=3), record(addendum={}, eventContext={})]})
    assert reading.unknown_fields == {"hat": 1, "shoe": 2}


def test_an_empty_list_has_no_events() -> None:
    reading = read_bytes(b'{"Records":[]}')
    assert reading.events == []
    assert not reading.bad


@given(
    st.lists(
        st.sampled_from([json.dumps(RECORD), json.dumps(RECORD, indent=1), *(text for text, _ in BAD)]), max_size=5
    ),
    st.text(alphabet=" \t\r\n", max_size=3),
    st.text(alphabet=" \t\r\n", max_size=3),
    st.integers(0, 40),
)
def test_byte_sums_are_exact(records: list[str], before: str, after: str, cut_off: int) -> None:
    data = f'{before}{{{after}"Records":{before}[{after}{f"{before},{after}".join(records)}{before}]}}{after}'.encode()
    data = data[: max(len(data) - cut_off, 30)]
    if not known_by(data):
        return
    reading: Reading = read_log(Content(data))
    assert reading.parsed + sum(one.bytes for one in reading.bad) == len(data)
    assert reading.parsed >= 0
    if not cut_off:
        assert len(reading.events) + len(reading.bad) == len(records)


def test_an_event_notification_of_s3_is_no_log() -> None:
    notified = {"eventVersion": "2.1", "eventSource": "aws:s3", "eventName": "x", "userIdentity": {}}
    document = {"Records": [{**notified, "s3": {"s3SchemaVersion": "1.0"}}]}
    assert known_by(json.dumps(document).encode()) == []


def test_the_real_delivery_files_are_read_whole() -> None:
    files = real("logs/aws_cloudtrail/invictus/*.json")
    readings = [read_bytes(path.read_bytes()) for path in files]
    events = [event for reading in readings for event in reading.events]
    assert not any(reading.bad or reading.unknown_fields for reading in readings)
    assert len(events) == 2093
    klasses = [event[COLUMNS.index("klass")] for event in events]
    assert {name: klasses.count(name) for name in set(klasses)} == {"management": 1853, "key_use": 240}
    assert all(event[COLUMNS.index("principal")] for event in events)
    for path, reading in zip(files, readings, strict=True):
        records = json.loads(path.read_bytes())["Records"]
        for event in reading.events:
            place = records[int(str(event[0]).rsplit("/", 1)[1])]
            assert event[COLUMNS.index("event_id")] == place["eventID"]


@pytest.mark.parametrize("more", ["", ",", " , ", "]"])
def test_a_file_cut_just_behind_a_record_is_not_whole(more: str) -> None:
    reading = read_bytes(json.dumps({"Records": [RECORD]}).encode()[:-2] + more.encode())
    assert (len(reading.events), [bad.at.startswith("#byte=") for bad in reading.bad]) == (1, [True])
