"""What a trail of ActionTrail is told to record: a row only for what is recorded whole."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cloudreview.errors import EvidenceError
from cloudreview.evidence.actiontrail_configured import DATA_EVENTS, TRAILS
from cloudreview.vocabulary.delivery import Proves
from cloudreview.vocabulary.rows import Selector
from tests.evidence.alibaba import read_about
from tests.evidence.aws import read, rows

TRAIL = "acs:actiontrail:cn-hangzhou:1234567890123456:trail/audit"
WHOLE = {"TrailArn": TRAIL, "Name": "audit", "Status": "Enable", "EventRW": "All", "TrailRegion": "All"}
OSS = {"ServiceName": "Oss", "ReadWriteType": "All"}


def data_events(*selectors: dict[str, Any], everywhere: bool = True) -> dict[str, Any]:
    told = json.dumps(list(selectors))
    return {"TrailArn": TRAIL, "DataEventSelectors": told, "IsTrailAllRegion": everywhere, "RequestId": "R"}


def test_a_trail_that_records_all_management_events() -> None:
    reading = read({"RequestId": "R", "TrailList": [WHOLE]})
    assert rows(reading) == [
        Selector(trail=TRAIL, store="alibaba:oss:*", klass=klass) for klass in ("management", "key_use")
    ]
    assert (reading.format, reading.proves, reading.unknown_fields) == (TRAILS, [Proves("selectors", TRAIL)], {})
    assert [one.at for one in reading.said] == ["#/TrailList/0"] * 2


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"Status": "Disable"}, "its status is Disable"),
        ({"Status": None}, "its status is None"),
        ({"EventRW": "Write"}, "Write events only"),
        ({"TrailRegion": "cn-hangzhou"}, "of cn-hangzhou only"),
    ],
)
def test_a_trail_that_records_a_part_gives_a_question(changes: dict[str, Any], why: str) -> None:
    reading = read({"TrailList": [{**WHOLE, **changes}]})
    assert (reading.said, reading.proves) == ([], [])
    assert why in reading.gaps[0].why


def test_the_default_of_a_trail_is_to_record_writes() -> None:
    """EventRW: "Write: write events. This is the default value"."""
    silent = {name: value for name, value in WHOLE.items() if name != "EventRW"}
    assert rows(read({"TrailList": [silent]})) == []


def test_data_events_of_oss() -> None:
    reading = read(data_events(OSS, {"ServiceName": "Ots", "ReadWriteType": "All"}))
    assert rows(reading) == [
        Selector(trail=TRAIL, store="alibaba:oss:*", klass=klass) for klass in ("data_read", "data_write")
    ]
    assert (reading.format, reading.gaps) == (DATA_EVENTS, [])
    assert [row.klass for row in rows(read(data_events({**OSS, "ReadWriteType": "Read"})))] == ["data_read"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (data_events({**OSS, "EventName": {"Equals": ["GetObject"]}}), "EventName"),
        (data_events({**OSS, "ResourceArn": {"NotEquals": ["acs:oss:*:*:b"]}}), "ResourceArn"),
        (data_events({**OSS, "ReadWriteType": "Some"}), "not known"),
        (data_events(OSS, everywhere=False), "the regions that it tracks"),
    ],
)
def test_narrowed_data_events_give_a_question(answer: dict[str, Any], why: str) -> None:
    reading = read(answer)
    assert reading.said == []
    assert why in reading.gaps[0].why


@pytest.mark.parametrize("told", ["[", "{}", "[1]"])
def test_selectors_that_are_none_are_refused(told: str) -> None:
    with pytest.raises(EvidenceError, match="the selectors are"):
        read({"TrailArn": TRAIL, "DataEventSelectors": told})


def status(logging: bool) -> dict[str, Any]:
    told = {"OssBucketStatus": True, "LatestDeliveryTime": "2021-02-26T09:19:44Z", "RequestId": "R"}
    return {"IsLogging": logging, **told}


def test_whether_a_trail_was_logging() -> None:
    on, off = read_about(status(True), TRAIL), read_about(status(False), TRAIL)
    assert (on.said, on.proves, on.gaps) == ([], [Proves("trail_status", TRAIL)], [])
    assert (off.said, off.proves, [one.where for one in off.gaps]) == ([], [], [f"selectors {TRAIL}"])


@pytest.mark.parametrize(("told", "count"), [("success", 2), ("failure", 0)])
def test_data_events_are_recorded_only_where_their_delivery_was_set_up(told: str, count: int) -> None:
    deliveries = [{"Status": told, "TrailRegion": "cn-shanghai", "RegionSlsProjectArn": "acs:log:x"}]
    reading = read({**data_events(OSS), "SlsDeliveryConfigs": deliveries})
    assert len(reading.said) == count
    assert bool(reading.gaps) == (count == 0)
    assert reading.unknown_fields == {}
