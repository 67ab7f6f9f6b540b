"""What the provider says that its own staff and systems did."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cloudreview.evidence.actiontrail_platform import NAME
from cloudreview.spells import instant
from cloudreview.vocabulary.events import EVENTS
from tests.evidence.aws import read, read_bytes

UID = "1234567890123456"
EVENT: dict[str, Any] = {
    "EventID": "E-1",
    "EventVersion": "1.0.0",
    "EventLocation": "CN",
    "EventProduct": "OSS",
    "EventName": "Migrate Bucket",
    "EventDescription": "change 17",
    "EventType": "ALIYUN_INITIATED_SERVICE",
    "EmployeeID": "c1pher",
    "EventMethod": "internal interface",
    "ResourceType": "ACS::OSS::Bucket",
    "ResourceID": "records",
    "ResourceRegionID": "us-west-1",
    "ResourceOwnerID": UID,
    "EventAdditionalDetail": "",
    "EventTime": "2026-03-02T10:00:00Z",
    "EventLevel": "NOTICE",
}


def rows(document: Any) -> list[dict[str, Any]]:
    reading = read(document)
    assert (reading.format, reading.bad) == (NAME, [])
    return [dict(zip(EVENTS.names, one, strict=True)) for one in reading.events]


def test_an_act_of_the_staff() -> None:
    (found,) = rows([EVENT])
    told = {name: value for name, value in found.items() if value is not None}
    assert told == {
        "place": "#/0",
        "at": instant("2026-03-02T10:00:00Z"),
        "event_id": "E-1",
        "log": "alibaba_platform",
        "account": f"alibaba:{UID}",
        "service": "oss.aliyuncs.com",
        "action": "Migrate Bucket",
        "klass": "other",
        "store": "alibaba:oss:records",
        "principal": "staff:c1pher",
        "principal_type": "ALIYUN_INITIATED_SERVICE",
        "source": "CN",
        "region": "us-west-1",
    }


@pytest.mark.parametrize(
    ("changes", "principal", "store"),
    [
        ({"EmployeeID": ""}, "oss.aliyuncs.com", "alibaba:oss:records"),
        ({"ResourceID": "Not A Name"}, "staff:c1pher", None),
        ({"ResourceType": "ACS::ECS::Instance"}, "staff:c1pher", None),
        ({"ResourceType": "Acs::Oss::Bucket"}, "staff:c1pher", "alibaba:oss:records"),
    ],
)
def test_who_and_what(changes: dict[str, Any], principal: str, store: str | None) -> None:
    (found,) = rows([{**EVENT, **changes}])
    assert (found["principal"], found["store"]) == (principal, store)


def test_a_bad_record_costs_only_itself_and_a_cut_list_is_not_whole() -> None:
    good = json.dumps(EVENT).encode()
    reading = read_bytes(good + b"\n" + good.replace(b"T10:00:00Z", b" noon") + b"\n{\n" + good)
    assert [(bad.at, bad.bytes) for bad in reading.bad] == [("#line=2", len(good) - 4), ("#line=3", 2)]
    assert len(reading.events) == 2
    cut = read_bytes(b"[" + good)
    assert ([bad.bytes for bad in cut.bad], len(cut.events)) == ([0], 1)
    assert read([EVENT, 7]).bad[0].at == "#/1"


def test_unknown_fields_are_counted() -> None:
    assert read([{**EVENT, "Novelty": 1}]).unknown_fields == {"Novelty": 1}
