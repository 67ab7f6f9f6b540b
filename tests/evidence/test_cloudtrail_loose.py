"""CloudTrail records in other containers than a delivery file: the same records, the same strictness."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloudreview.errors import EvidenceError
from cloudreview.evidence.content import Content
from cloudreview.evidence.recognise import interpret
from cloudreview.evidence.registry import READERS
from cloudreview.spells import instant
from cloudreview.vocabulary.delivery import Reading
from tests.evidence.aws import known_by, read, read_bytes, real
from tests.evidence.test_cloudtrail import BAD, COLUMNS, RECORD, record, told

GOOD = json.dumps(RECORD)
LOGSTASH = json.dumps({**record(eventTime=...), "@timestamp": "2026-03-02T10:00:00.000Z", "@version": "1"})


def places(reading: Reading) -> list[str]:
    return [str(event[0]) for event in reading.events]


def columns(reading: Reading) -> list[dict[str, Any]]:
    return [dict(zip(COLUMNS, event, strict=True)) for event in reading.events]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("[{}]", ["#/0"]),
        ("\n [{} ,\n {}] ", ["#/0", "#/1"]),
        ("{}", ["#"]),
        (" {}\n", ["#"]),
        ("{}\n{}", ["#line=1", "#line=2"]),
        ("\ufeff{}\r\n\r\n{}\r\n", ["#line=1", "#line=3"]),
    ],
)
def test_each_container_tells_the_same_record_at_its_place(text: str, where: list[str]) -> None:
    reading = read_bytes(text.replace("{}", GOOD).encode())
    assert places(reading) == where
    (expected,) = told(RECORD)
    for one in columns(reading):
        assert {**one, "pointer": "#/Records/0"} == expected


def test_a_record_over_several_lines_stands_alone() -> None:
    reading = read_bytes(json.dumps(RECORD, indent=2).encode())
    assert (places(reading), reading.format) == (["#"], "cloudtrail records, one a line")


def test_logstash_moves_the_time() -> None:
    reading = read_bytes(f"{LOGSTASH}\n{GOOD}\n".encode())
    assert [one["at"] for one in columns(reading)] == [instant("2026-03-02T10:00:00Z")] * 2
    assert not reading.unknown_fields
    bare = json.dumps({**record(eventTime=...), "@timestamp": "2026-03-02T10:00:00Z"})
    (bad,) = read_bytes(f"{GOOD}\n{bare}".encode()).bad
    assert (bad.at, "eventTime" in bad.reason) == ("#line=2", True)


@pytest.mark.parametrize(("text", "reason"), BAD)
@pytest.mark.parametrize(
    ("container", "second", "where"),
    [("[{}, {}, {}]", "#/1", ["#/0", "#/2"]), ("{}\n{}\n{}\n", "#line=2", ["#line=1", "#line=3"])],
)
def test_a_bad_record_costs_only_itself(text: str, reason: str, container: str, second: str, where: list[str]) -> None:
    reading = read_bytes(container.format(GOOD, text, GOOD).encode())
    assert places(reading) == where
    (bad,) = reading.bad
    assert (bad.at, bad.bytes) == (second, len(text.encode()))
    assert reason in bad.reason


def test_a_list_or_a_line_cut_short_keeps_its_whole_records() -> None:
    lines = read_bytes(f"{GOOD}\n{GOOD}".encode()[:-10])
    assert (places(lines), [one.at for one in lines.bad]) == (["#line=1"], ["#line=2"])
    listed = read_bytes(f"[{GOOD}, {GOOD}".encode()[:-10])
    assert (places(listed), [one.at for one in listed.bad]) == (["#/0"], [f"#byte={listed.parsed}"])


@given(st.lists(st.sampled_from([GOOD, LOGSTASH, "", " ", *(text for text, _ in BAD)]), max_size=5), st.integers(0, 40))
def test_byte_sums_are_exact(lines: list[str], cut_off: int) -> None:
    data = "\n".join([GOOD, *lines]).encode("utf-8", "replace")
    data = data[: max(len(data) - cut_off, 1)]
    if known_by(data):
        reading = read_bytes(data)
        assert reading.parsed >= 0


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{}",
        '{"eventSource": "x", "eventName": "y"}',
        f'[{{"event": {GOOD}}}]',
        f'{{"rule": "x", "event": {GOOD}}}\n',
        json.dumps(RECORD, indent=1) + json.dumps(RECORD, indent=1),
    ],
)
def test_what_only_holds_the_words_is_no_log(text: str) -> None:
    assert known_by(text.encode()) == []


def looked_up(*records: Any, **more: Any) -> dict[str, Any]:
    events = [
        {
            "EventId": one["eventID"],
            "EventName": one["eventName"],
            "ReadOnly": "true",
            "EventTime": "2026-03-02T11:00:00+01:00",
            "EventSource": one["eventSource"],
            "Username": "li",
            "Resources": [{"ResourceType": "AWS::S3::Bucket", "ResourceName": "one"}],
            "CloudTrailEvent": json.dumps(one),
        }
        for one in records
    ]
    return {"Events": events, **more}


def test_an_answer_of_lookup_events() -> None:
    management = record(eventCategory="Management", eventName="PutBucketPolicy", managementEvent=True, readOnly=False)
    reading = read(looked_up(management, record(eventID="two")))
    assert places(reading) == ["#/Events/0/CloudTrailEvent", "#/Events/1/CloudTrailEvent"]
    assert [one["klass"] for one in columns(reading)] == ["management", "data_read"]
    assert (reading.gaps, reading.proves, reading.unknown_fields) == ([], [], {})
    assert places(read({"Events": []})) == []


def test_a_page_of_lookup_events_asks_for_the_rest() -> None:
    (gap,) = read(looked_up(RECORD, NextToken="t")).gaps
    assert gap.what == "scope_open"


@pytest.mark.parametrize(
    ("held", "reason"),
    [
        ("{", "not valid JSON"),
        ('{"a": 1, "a": 2}', "`a` stands twice"),
        (json.dumps(record(eventID="another")), "different ids"),
        ("[]", "not an object"),
    ],
)
def test_an_event_that_cannot_be_read_costs_only_itself(held: str, reason: str) -> None:
    answer = looked_up(RECORD, record(eventID="two"))
    answer["Events"][0]["CloudTrailEvent"] = held
    reading = read(answer)
    assert places(reading) == ["#/Events/1/CloudTrailEvent"]
    (bad,) = reading.bad
    assert bad.at == "#/Events/0/CloudTrailEvent"
    assert reason in bad.reason


def test_an_answer_of_another_shape_is_refused() -> None:
    (reader,) = known_by(b'{"Events": [{"EventId": "1"}]}')
    with pytest.raises(EvidenceError, match="CloudTrailEvent"):
        reader.read(Content(b'{"Events": [{"EventId": "1"}]}'))


def test_a_query_of_lake_is_refused_with_what_to_send() -> None:
    data = json.dumps({"QueryStatus": "FINISHED", "QueryResultRows": [[{"eventID": "1"}]]}).encode()
    (bad,) = interpret(data, READERS).reading.bad
    assert "send the trail's delivery files" in bad.reason


def test_the_real_lines_tell_reads_with_their_bytes() -> None:
    (path,) = real("logs/aws_cloudtrail/otrf/*.json")
    reading = read_bytes(path.read_bytes())
    assert (len(reading.events), reading.bad, reading.unknown_fields) == (103, [], {})
    data = [one for one in columns(reading) if one["klass"] == "data_read"]
    assert Counter(one["action"] for one in data) == {"ListObjects": 7, "GetObject": 2}
    assert {one["store"] for one in data} == {"aws:s3:mordors3stack-s3bucket-llp2yingx64a"}
    assert {one["principal"].rpartition("/")[2][:27] for one in data} == {"MordorNginxStack-BankingWAF"}
    assert [one["bytes"] for one in data if one["action"] == "GetObject"] == [89, 89]


def test_the_real_lists_are_read_whole() -> None:
    files = real("logs/aws_cloudtrail/stratus-detonation/*.json")
    readings = [read_bytes(path.read_bytes()) for path in files]
    assert sum(len(one.events) for one in readings) == 142
    assert not any(one.bad or one.unknown_fields for one in readings)


def test_the_real_table_of_somebodys_own_columns_is_refused() -> None:
    (path,) = real("logs/aws_s3_honeybucket/*.csv")
    (bad,) = interpret(path.read_bytes(), READERS).reading.bad
    assert "columns of somebody's own (`Event Type`, `Event Name`" in bad.reason
