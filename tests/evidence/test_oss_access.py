"""The OSS access log in both of its forms; a shifted or cut line is quarantined, never guessed."""

from __future__ import annotations

import json
import re
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloudreview.evidence.oss_access_lines import NAME
from cloudreview.evidence.oss_access_sls import NAME as SLS
from cloudreview.spells import instant
from cloudreview.vocabulary.delivery import Reading
from cloudreview.vocabulary.events import EVENTS
from tests.evidence.aws import known_by, read, read_bytes, real

REQUEST = "5FF16B65F05BC932307A3C3C"
FIELDS = [
    *("203.0.113.7", "-", "-", "[03/Mar/2026:14:59:49 +0800]", '"GET /a%2Fb.csv?x-tag=1 HTTP/1.1"', "200", "999131"),
    *("127", '"-"', '"curl/7.15.5"', '"records.oss-us-west-1.aliyuncs.com"', f'"{REQUEST}"', '"true"', '"2741"'),
    *('"GetObject"', '"records"', '"a%2Fb.csv"', "999131", "88", '"-"', "302", '"1234567890123456"', "-", '"-"'),
    *('"standard"', '"-"', '"-"', '"LTAI4FrfJPUS"'),
]
ANCHOR = " ".join(FIELDS)
RECORD: dict[str, Any] = {
    "__topic__": "oss_access_log",
    "__time__": 1772521189,
    "owner_id": "1234567890123456",
    "region": "oss-us-west-1",
    "access_id": "LTAI4FrfJPUS",
    "time": "03/Mar/2026:14:59:49",
    "bucket": "records",
    "content_length_in": "-",
    "object": "a%2Fb.csv",
    "operation": "GetObject",
    "error_code": "-",
    "client_ip": "203.0.113.7",
    "response_body_length": "999131",
    "http_method": "GET",
    "requester_id": "2741",
    "request_id": REQUEST,
    "http_status": "200",
    "sync_request": "-",
    "sign_type": "NormalSign",
}


def line(*changes: tuple[int, str]) -> str:
    """A line with some of its fields, counted from 1, put in place of others."""
    fields = list(FIELDS)
    for number, value in changes:
        fields[number - 1] = value
    return " ".join(fields)


def rows(reading: Reading) -> list[dict[str, Any]]:
    return [dict(zip(EVENTS.names, one, strict=True)) for one in reading.events]


def of(*texts: str) -> Reading:
    reading = read_bytes("\n".join([ANCHOR, *texts, ""]).encode())
    assert reading.format == NAME
    return reading


def one(*changes: tuple[int, str]) -> dict[str, Any]:
    reading = of(line(*changes))
    assert not reading.bad, reading.bad
    return rows(reading)[1]


def record(**changes: Any) -> dict[str, Any]:
    reading = read([{**RECORD, **changes}])
    assert (reading.format, reading.bad) == (SLS, [])
    (found,) = rows(reading)
    return found


def test_a_read_in_both_forms() -> None:
    expected = {
        "place": "#line=2",
        "at": instant("2026-03-03T14:59:49+08:00"),
        "event_id": None,
        "request_id": REQUEST,
        "log": "oss_access",
        "account": "alibaba:1234567890123456",
        "service": "oss.aliyuncs.com",
        "action": "GetObject",
        "klass": "data_read",
        "store": "alibaba:oss:records",
        "object": "a/b.csv",
        "key": None,
        "principal": "number:2741",
        "session": None,
        "principal_type": None,
        "source": "203.0.113.7",
        "region": None,
        "bytes": 999131,
        "error": None,
        "read_only": True,
        "number": "2741",
    }
    assert one() == expected
    assert record(__time__=expected["at"] // 10**9) == {**expected, "place": "#/0", "region": "oss-us-west-1"}


@pytest.mark.parametrize(
    ("requester", "told"),
    [
        ("-", ("*", None, None)),
        ("3435:job-7", ("number:3435", "job-7", "3435")),
        ("16571836914537****", ("number:16571836914537****", None, "16571836914537****")),
    ],
)
def test_the_requester_is_a_number_until_somebody_names_it(requester: str, told: tuple[str | None, ...]) -> None:
    for found in (one((14, f'"{requester}"')), record(requester_id=requester)):
        assert (found["principal"], found["session"], found["number"]) == told


def test_what_a_service_asked_for_is_no_persons_act() -> None:
    assert one((24, '"cdn"'))["principal"] == "cdn.aliyuncs.com"
    assert record(sync_request="lifecycle", operation="ExpireObject")["principal"] == "oss.aliyuncs.com"
    assert record(sign_type="AdminSign")["principal"] == "oss.aliyuncs.com"
    assert record(sign_type="AdminSign")["number"] is None


@pytest.mark.parametrize(
    ("operation", "method", "klass"),
    [
        ("PutObject", "PUT", "data_write"),
        ("GetBucket", "GET", "data_read"),
        ("PutBucketAcl", "PUT", "management"),
        ("Novelty", "GET", "data_read"),
        ("Novelty", "POST", "other"),
        ("-", "PUT", "other"),
    ],
)
def test_the_class_of_an_operation(operation: str, method: str, klass: str) -> None:
    found = one((5, f'"{method} / HTTP/1.1"'), (15, f'"{operation}"'))
    assert found["klass"] == klass == record(operation=operation, http_method=method)["klass"]


@pytest.mark.parametrize(
    ("status", "code", "error"), [("200", "-", None), ("203", "CallbackFailed", None), ("304", "-", "HTTP 304")]
)
def test_only_a_status_of_success_is_one(status: str, code: str, error: str | None) -> None:
    assert one((6, status), (20, f'"{code}"'))["error"] == error
    assert record(http_status=status, error_code=code)["error"] == error
    assert one((6, "403"), (20, '"AccessDenied"'))["error"] == "AccessDenied"


def test_bytes_are_what_was_sent_or_received() -> None:
    put = {"operation": "PutObject", "http_method": "PUT", "content_length_in": "77", "response_body_length": "0"}
    assert record(**put)["bytes"] == 77
    assert one((5, '"PUT /a HTTP/1.1"'), (15, '"PutObject"'))["bytes"] is None
    assert one((7, "-"))["bytes"] is None


def test_appended_fields_are_counted_and_accepted() -> None:
    reading = of(ANCHOR + ' "acs:oss:::records" 17', ANCHOR + ' "x y"')
    assert (len(reading.events), reading.bad, reading.unknown_fields) == (3, [], {"field 29": 2, "field 30": 1})


@pytest.mark.parametrize("number", range(1, 29))
def test_a_line_without_one_of_its_fields_is_quarantined(number: int) -> None:
    """All that follows is shifted by one. Two equal neighbours are one and the same gap."""
    fields = FIELDS[: number - 1] + FIELDS[number:]
    (bad,) = of(" ".join(fields)).bad
    assert bad.at == "#line=2"
    assert "it may be shifted or cut" in bad.reason


@given(st.integers(min_value=1, max_value=len(ANCHOR) - 1))
def test_a_cut_line_is_quarantined(at: int) -> None:
    reading = of(ANCHOR[:at])
    assert [bad.at for bad in reading.bad] == ["#line=2"]
    assert len(reading.events) == 1


NUMBERS = {5, 6, 7}
"""Status, bytes sent and time taken: three bare numbers side by side, told apart by their order alone."""


@pytest.mark.parametrize("first", range(28))
def test_a_field_that_moved_shifts_nothing_that_is_told(first: int) -> None:
    for second in set(range(28)) - (NUMBERS if first in NUMBERS else set()):
        fields = list(FIELDS)
        fields.insert(second, fields.pop(first))
        reading = of(" ".join(fields))
        for told in rows(reading)[1:]:
            assert {**told, "place": "#line=1"} == rows(reading)[0], second


@pytest.mark.parametrize(
    ("number", "value"),
    [
        (1, "999.0.113.7"),
        (1, "203.0.113.XX"),
        (4, "[03/Mar/2026:14:59:49]"),
        (4, "[33/Mar/2026:14:59:49 +0800]"),
        (4, "[03/Mai/2026:14:59:49 +0800]"),
        (4, "[03/Mar/9026:14:59:49 +0800]"),
        (6, "999"),
        (7, "-5"),
        (10, '"a " quote"'),
        (12, '"not-a-request-id"'),
        (14, '"li"'),
        (16, '"Bucket_Name"'),
        (20, "-"),
    ],
)
def test_a_field_of_another_form_is_quarantined(number: int, value: str) -> None:
    reading = of(line((number, value)))
    assert [bad.at for bad in reading.bad] == ["#line=2"]
    assert len(reading.events) == 1


def test_hostile_lines_cost_only_themselves() -> None:
    agent = line((10, '"\x1b[2J\u202e<script>"'))
    broken = ANCHOR.encode().replace(b"curl", b"\xff\xfe")
    forged = line((10, '"x"')) + '" 200 1 1 "'
    data = b"\n".join([ANCHOR.encode(), broken, forged.encode(), b"\0" * 40, agent.encode(), b""])
    reading = read_bytes(data)
    assert [bad.at for bad in reading.bad] == ["#line=2", "#line=3", "#line=4"]
    assert [row["place"] for row in rows(reading)] == ["#line=1", "#line=5"]


@pytest.mark.parametrize(
    "evil",
    ['"' + "a" * 1_000_000, '"GET ' + " HTTP/" * 170_000, " ".join(['"x"'] * 250_000)],
    ids=["one field", "many ends", "many fields"],
)
def test_a_long_line_takes_linear_time(evil: str) -> None:
    begun = time.process_time()
    reading = of(line((5, evil)), ANCHOR + " " + evil + '"')
    assert time.process_time() - begun < 5
    assert len(reading.events) + len(reading.bad) == 3


def test_a_carriage_return_inside_a_line_moves_no_place() -> None:
    forged = line((10, '"x\r203.0.113.9 - - "'))
    text = f"{forged}\n{ANCHOR}\r\n{ANCHOR}\n"
    shown = re.split(r"\r\n?|\n", text)
    places = [row["place"] for row in rows(read_bytes(text.encode()))]
    assert [shown[int(place.removeprefix("#line=")) - 1] for place in places] == [forged.split("\r")[0], ANCHOR, ANCHOR]


def test_a_web_servers_log_is_not_taken_for_it() -> None:
    apache = '203.0.113.7 - - [03/Mar/2026:14:59:49 +0800] "GET / HTTP/1.1" 200 12 "-" "curl"\n'
    assert known_by(apache.encode()) == []


def test_a_carriage_return_at_the_end_and_blank_lines_do_no_harm() -> None:
    reading = read_bytes(f"\r\n{ANCHOR}\r\n\r\n{ANCHOR}".encode())
    assert [row["place"] for row in rows(reading)] == ["#line=2", "#line=4"]
    assert not reading.bad


def test_topics_of_simple_log_service() -> None:
    names = ("__time__", "bucket", "object", "request_id", "requester_id", "client_ip", "owner_id")
    deleted = {"__topic__": "oss_batch_delete_log", **{name: RECORD[name] for name in names}}
    metered = {"__topic__": "oss_metering_log", "bucket": "records", "storage": 5}
    lines = [json.dumps(one) for one in (RECORD, deleted, metered)]
    reading = read_bytes("\n".join([*lines, ""]).encode())
    assert reading.ignored == {"hourly meterings, which are no requests": len(lines[2]) + 1}
    access, removed = rows(reading)
    assert (removed["action"], removed["klass"], removed["object"], removed["error"]) == (
        *("DeleteObjects", "data_write", "a/b.csv"),
        None,
    )
    assert access["request_id"] == removed["request_id"]


def test_a_record_without_a_zone_has_no_time() -> None:
    assert record(__time__=None)["at"] is None
    assert record(__time__=None, time="2026-03-03T14:59:49+08:00")["at"] == instant("2026-03-03T06:59:49Z")


@pytest.mark.parametrize(
    "changes",
    [
        {"bucket": "Not A Bucket"},
        {"request_id": "x"},
        {"http_status": None},
        {"http_status": "ok"},
        {"response_body_length": "-1"},
        {"operation": ["GetObject"]},
        {"__topic__": "something_else"},
        {"__time__": 10**15},
    ],
)
def test_a_record_of_another_form_is_quarantined(changes: dict[str, Any]) -> None:
    reading = read([RECORD, {**RECORD, **changes}])
    assert ([bad.at for bad in reading.bad], len(reading.events)) == (["#/1"], 1)


def test_unknown_fields_of_a_record_are_counted() -> None:
    assert read([{**RECORD, "novelty": 1}]).unknown_fields == {"novelty": 1}


def test_the_real_line_has_28_fields() -> None:
    (path,) = real("alibaba/oss_access_log_doc_samples.log")
    reading = read_bytes(path.read_bytes())
    assert (reading.bad, reading.unknown_fields) == ([], {})
    (found,) = rows(reading)
    assert (found["action"], found["store"], found["object"], found["bytes"], found["principal"]) == (
        *("GetObject", "alibaba:oss:examplebucket", "example.jpg", 999131),
        "cdn.aliyuncs.com",
    )
    assert found["at"] == instant("2021-01-03T06:59:49Z")
