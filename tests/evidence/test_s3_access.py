"""S3 server access logs: real lines, cut ones, and lines that a requester has made ambiguous."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloudreview.evidence.s3_operations import klass_of, reads_only
from cloudreview.spells import instant
from tests.evidence.aws import known_by, read_bytes, real
from tests.evidence.test_cloudtrail import COLUMNS

OWNER = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"
USER = "arn:aws:iam::111122223333:user/li"
ROLE = "arn:aws:sts::111122223333:assumed-role/app/li@example"
TAIL = (
    "- s9lzHYrFp76ZVxRcpX9+5cjAnEH2ROuNkd2BHfIa6UkFVdtjf5mKR3= SigV4 ECDHE-RSA-AES128-GCM-SHA256 AuthHeader "
    "one.s3.us-west-2.amazonaws.com TLSv1.2 - - us-west-2"
)


def line(**changes: str) -> str:
    parts = {
        "bucket": "one",
        "time": "[02/Mar/2026:10:00:00 +0000]",
        "requester": USER,
        "request": "3E57427F3EXAMPLE",
        "operation": "REST.GET.OBJECT",
        "key": "a/b.csv",
        "uri": '"GET /one/a/b.csv HTTP/1.1"',
        "result": "200 - 512 2048 70 10",
        "referer": '"-"',
        "agent": '"aws-cli/2.15"',
        "tail": TAIL,
        **changes,
    }
    order = ["request", "operation", "key", "uri", "result", "referer", "agent", "tail"]
    head = f"{OWNER} {parts['bucket']} {parts['time']} 203.0.113.7 {parts['requester']} "
    return head + " ".join(parts[name] for name in order)


def told(*lines: str) -> list[dict[str, Any]]:
    reading = read_bytes("\n".join(lines).encode())
    assert not reading.bad, reading.bad
    assert all(len(event) == len(COLUMNS) for event in reading.events)
    return [dict(zip(COLUMNS, event, strict=True)) for event in reading.events]


def one(**changes: str) -> dict[str, Any]:
    (found,) = told(line(**changes))
    return found


def test_an_object_read_by_a_user() -> None:
    expected = {
        "pointer": "#line=1",
        "at": instant("2026-03-02T10:00:00Z"),
        "request_id": "3E57427F3EXAMPLE",
        "log": "s3_access",
        "service": "s3.amazonaws.com",
        "action": "REST.GET.OBJECT",
        "klass": "data_read",
        "store": "aws:s3:one",
        "object": "a/b.csv",
        "principal": USER,
        "source": "203.0.113.7",
        "bytes": 512,
        "read_only": True,
    }
    assert {name: value for name, value in one().items() if value is not None} == expected


@pytest.mark.parametrize(
    ("changes", "column", "value"),
    [
        ({"time": "[02/Mar/2026:18:00:00 +0800]"}, "at", instant("2026-03-02T10:00:00Z")),
        ({"requester": "-"}, "principal", "*"),
        ({"requester": OWNER}, "principal", OWNER),
        ({"requester": ROLE}, "principal", ROLE),
        ({"requester": ROLE}, "session", "li@example"),
        ({"key": "-"}, "object", None),
        ({"key": "a%20b.csv"}, "object", "a b.csv"),
        ({"key": "a%2520b.csv"}, "object", None),
        ({"key": "a+b.csv"}, "object", None),
        ({"key": "a%ff"}, "object", None),
        ({"request": "-"}, "request_id", None),
        ({"result": "200 - - - - -"}, "bytes", None),
        ({"result": "206 - 7 2048 70 10"}, "error", None),
        ({"result": "403 AccessDenied 243 - 7 -"}, "error", "AccessDenied"),
        ({"result": "304 - - 2048 7 -"}, "error", "HTTP 304"),
        ({"operation": "REST.PUT.OBJECT", "result": "200 - - 44 70 10"}, "klass", "data_write"),
        ({"operation": "REST.PUT.OBJECT", "result": "200 - 9 44 70 10"}, "bytes", None),
        ({"uri": "-", "referer": "-", "agent": "-", "operation": "REST.COPY.OBJECT_GET"}, "klass", "data_read"),
        ({"tail": TAIL + " appended later"}, "bytes", 512),
        ({"tail": ""}, "bytes", 512),
        ({"referer": '"http://example.com/?id=452""'}, "bytes", 512),
        ({"agent": '"a "quoted" agent"'}, "bytes", 512),
        ({"uri": '"GET /one/a"b HTTP/1.1"'}, "bytes", 512),
        (
            {"operation": "S3.EXPIRE.OBJECT", "uri": "-", "result": "- - - 9 - -", "requester": "AmazonS3"},
            "error",
            None,
        ),
    ],
)
def test_fields(changes: dict[str, str], column: str, value: object) -> None:
    assert one(**changes)[column] == value


FORGED = '" 403 AccessDenied 243 - 7 - '
BAD = [
    (line()[:200], "cut short"),
    (line(result="200 - 512"), "cut short"),
    (line(uri="-x"), "cut short"),
    ("no line of a log", "does not begin"),
    (line(time="[02/Mar/2026:10:00 +0000]"), "does not begin"),
    (line(time="[32/Mar/2026:10:00:00 +0000]"), "its time"),
    (line(time="[02/Foo/2026:10:00:00 +0000]"), "its time"),
    (line(time="[02/Mar/1969:10:00:00 +0000]"), "its time"),
    (line(time="[02/Mar/2026:10:00:00 +9999]"), "its time"),
    (line(result="- - 512 2048 70 10"), "no HTTP status"),
    (line(uri=f'"GET /one/{FORGED} HTTP/1.1"'), "two ways"),
    (line(agent=f'"x{FORGED}x"'), "two ways"),
    (line(referer=f'"x{FORGED}"'), "two ways"),
    (line(key="\udcff"), "not UTF-8"),
]


@pytest.mark.parametrize(("text", "reason"), BAD)
def test_a_bad_line_costs_only_itself(text: str, reason: str) -> None:
    data = f"{line()}\n{text}\n{line()}\n".encode("utf-8", "surrogateescape")
    reading = read_bytes(data)
    assert [event[0] for event in reading.events] == ["#line=1", "#line=3"]
    (bad,) = reading.bad
    assert (bad.at, bad.bytes) == ("#line=2", len(text.encode("utf-8", "surrogateescape")))
    assert reason in bad.reason


@pytest.mark.parametrize(
    ("operation", "key", "klass", "reads"),
    [
        ("REST.GET.BUCKET", False, "data_read", True),
        ("REST.GET.VERSIONING", False, "management", True),
        ("REST.PUT.BUCKETPOLICY", False, "management", False),
        ("REST.GET.ACL", True, "data_read", True),
        ("REST.PUT.ACL", False, "management", False),
        ("REST.PUT.ACL", True, "data_write", False),
        ("REST.COPY.PART_GET", True, "data_read", True),
        ("REST.COPY.PART", True, "data_write", False),
        ("BATCH.DELETE.OBJECT", True, "data_write", False),
        ("S3.TRANSITION_SIA.OBJECT", True, "data_write", False),
        ("REST.OPTIONS.PREFLIGHT", False, "management", True),
        ("NEW.GET.OBJECT", True, "other", None),
        ("REST.GET", True, "other", None),
    ],
)
def test_the_class_of_an_operation(operation: str, key: bool, klass: str, reads: bool | None) -> None:
    assert (klass_of(operation, key), reads_only(operation)) == (klass, reads)


@given(st.lists(st.sampled_from([line(), "", " ", *(text for text, _ in BAD)]), max_size=6), st.integers(0, 300))
def test_byte_sums_are_exact(lines: list[str], cut_off: int) -> None:
    data = "\r\n".join([line(), *lines]).encode("utf-8", "surrogateescape")
    data = data[: max(len(data) - cut_off, 1)]
    if known_by(data):
        assert read_bytes(data).parsed >= 0


@given(st.text(max_size=80))
def test_whatever_a_requester_sends_never_becomes_another_request(sent: str) -> None:
    """Address, referer and agent are the requester's: the line is read as it is, or not at all."""
    shown = sent.replace("\n", " ").replace("\r", " ")
    for field in ("uri", "referer", "agent"):
        data = line(**{field: f'"{shown}"'}).encode("utf-8", "replace")
        reading = read_bytes(data)
        for event in reading.events:
            found = dict(zip(COLUMNS, event, strict=True))
            assert (found["error"], found["bytes"], found["principal"]) == (None, 512, USER)


def test_the_documented_lines_are_read_whole() -> None:
    (path,) = real("logs/aws_s3_access/*.log")
    reading = read_bytes(path.read_bytes())
    assert not reading.bad
    rows = [dict(zip(COLUMNS, event, strict=True)) for event in reading.events]
    assert [one["klass"] for one in rows] == ["management"] * 4 + ["data_write"]
    assert [one["error"] for one in rows] == [None, None, "NoSuchBucketPolicy", None, None]
    assert rows[4]["object"] == "s3-dg.pdf"
    assert {one["store"] for one in rows} == {"aws:s3:awsexamplebucket1"}


def test_a_damaged_line_of_a_log_is_no_letter() -> None:
    """A log that its reader does not know again is refused, not taken for prose in which nothing was told."""
    for data in (line().encode()[:-25], line().replace("[", "", 1).encode(), line().replace(" ", ". ").encode()):
        assert "document text" not in [one.name for one in known_by(data)]
