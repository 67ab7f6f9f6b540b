from __future__ import annotations

from typing import Any

import pytest

from cloudreview.vocabulary.delivery import Proves
from cloudreview.vocabulary.rows import Selector
from tests.evidence.aws import read, rows

TRAIL = "arn:aws:cloudtrail:us-west-2:111122223333:trail/audit"
EVERY = "aws:s3:*"


def basic(*values: str, kind: str = "All", management: bool = True, exclude: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "ReadWriteType": kind,
        "IncludeManagementEvents": management,
        "DataResources": [{"Type": "AWS::S3::Object", "Values": list(values)}] if values else [],
        "ExcludeManagementEventSources": list(exclude),
    }


def advanced(category: str, *more: dict[str, Any]) -> dict[str, Any]:
    return {"Name": "n", "FieldSelectors": [{"Field": "eventCategory", "Equals": [category]}, *more]}


def condition(name: str, operator: str, *values: str) -> dict[str, Any]:
    return {"Field": name, operator: list(values)}


OBJECTS = condition("resources.type", "Equals", "AWS::S3::Object")


def told(document: dict[str, Any]) -> tuple[set[tuple[str, str]], bool, list[str]]:
    """(store, class) of each row; whether the selectors are proved; why not."""
    reading = read({"TrailARN": TRAIL, **document})
    found = {(row.store, row.klass) for row in rows(reading) if isinstance(row, Selector)}
    assert len(found) == len(reading.said)
    assert reading.about == TRAIL
    why = [one.why for one in reading.gaps if one.what == "unimplemented"]
    assert any("in all regions" in one.why for one in reading.gaps)
    assert bool(why) == (reading.proves != [Proves("selectors", TRAIL)])
    return found, not why, why


MANAGEMENT = {(EVERY, "management"), (EVERY, "key_use")}
ALL_OF_B = {("aws:s3:b", "data_read"), ("aws:s3:b", "data_write")}


@pytest.mark.parametrize(
    ("selectors", "expected"),
    [
        ([basic()], MANAGEMENT),
        ([{}], MANAGEMENT),
        ([basic("arn:aws:s3:::b/")], MANAGEMENT | ALL_OF_B),
        ([basic("arn:aws:s3:::b/", management=False)], ALL_OF_B),
        ([basic("arn:aws:s3:::b/", management=False, kind="ReadOnly")], {("aws:s3:b", "data_read")}),
        ([basic("arn:aws-cn:s3:::b/", management=False, kind="WriteOnly")], {("aws:s3:b", "data_write")}),
        ([basic("arn:aws:s3", management=False)], {(EVERY, "data_read"), (EVERY, "data_write")}),
        ([basic("arn:aws:s3:::", management=False)], {(EVERY, "data_read"), (EVERY, "data_write")}),
        ([basic(kind="ReadOnly"), basic(kind="WriteOnly")], MANAGEMENT),
        ([basic(management=False)], set()),
        ([], set()),
    ],
)
def test_basic_selectors(selectors: list[dict[str, Any]], expected: set[tuple[str, str]]) -> None:
    assert told({"EventSelectors": selectors}) == (expected, True, [])


@pytest.mark.parametrize(
    ("selectors", "expected"),
    [
        ([basic(exclude=("kms.amazonaws.com",))], set()),
        ([basic(exclude=("rdsdata.amazonaws.com",))], {(EVERY, "key_use")}),
        ([basic(kind="WriteOnly")], set()),
        ([basic("arn:aws:s3:::b/part", management=False)], set()),
        ([basic("arn:aws:s3:::b", management=False)], set()),
        ([basic("arn:aws:s3:::b/", "arn:aws:s3:::c/x", management=False)], ALL_OF_B),
        ([basic(kind="Some")], set()),
    ],
)
def test_what_is_recorded_in_part_is_a_gap_and_no_row(
    selectors: list[dict[str, Any]], expected: set[tuple[str, str]]
) -> None:
    found, whole, why = told({"EventSelectors": selectors})
    assert found == expected
    assert not whole
    assert why


@pytest.mark.parametrize(
    ("selectors", "expected"),
    [
        ([advanced("Management")], MANAGEMENT),
        (
            [
                advanced("Management", condition("readOnly", "Equals", "true")),
                advanced("Management", condition("readOnly", "Equals", "false")),
            ],
            MANAGEMENT,
        ),
        ([advanced("Data", OBJECTS)], {(EVERY, "data_read"), (EVERY, "data_write")}),
        ([advanced("Data", OBJECTS, condition("resources.ARN", "StartsWith", "arn:aws:s3:::b/"))], ALL_OF_B),
        (
            [
                advanced(
                    "Data",
                    OBJECTS,
                    condition("resources.ARN", "StartsWith", "arn:aws:s3:::b/", "arn:aws:s3:::c/"),
                    condition("readOnly", "Equals", "true"),
                )
            ],
            {("aws:s3:b", "data_read"), ("aws:s3:c", "data_read")},
        ),
        ([advanced("Data", condition("resources.type", "Equals", "AWS::Lambda::Function"))], set()),
        ([advanced("NetworkActivity", condition("eventSource", "Equals", "kms.amazonaws.com"))], set()),
    ],
)
def test_advanced_selectors(selectors: list[dict[str, Any]], expected: set[tuple[str, str]]) -> None:
    assert told({"AdvancedEventSelectors": selectors}) == (expected, True, [])


@pytest.mark.parametrize(
    "selector",
    [
        advanced("Management", condition("eventSource", "NotEquals", "kms.amazonaws.com")),
        advanced("Management", condition("eventSource", "Equals", "s3.amazonaws.com")),
        advanced("Management", condition("eventName", "NotEquals", "PutBucketPolicy")),
        advanced("Management", condition("readOnly", "NotEquals", "true")),
        advanced("Data", OBJECTS, condition("eventName", "Equals", "GetObject")),
        advanced("Data", OBJECTS, condition("resources.ARN", "Equals", "arn:aws:s3:::b/x")),
        advanced("Data", OBJECTS, condition("resources.ARN", "NotStartsWith", "arn:aws:s3:::b/")),
        advanced("Data", OBJECTS, condition("resources.ARN", "StartsWith", "arn:aws:s3:::b/x")),
        advanced(
            "Data",
            OBJECTS,
            {"Field": "resources.ARN", "StartsWith": ["arn:aws:s3:::b/"], "NotEndsWith": ["x"]},
        ),
        advanced("Data", OBJECTS, OBJECTS),
        advanced("Data", condition("resources.type", "NotEquals", "AWS::Lambda::Function")),
        advanced("Data"),
        advanced("Insight"),
        {"FieldSelectors": []},
    ],
)
def test_what_is_not_understood_is_a_gap_and_no_row(selector: dict[str, Any]) -> None:
    found, whole, _ = told({"AdvancedEventSelectors": [selector]})
    assert not found
    assert not whole


def test_places() -> None:
    reading = read({"TrailARN": TRAIL, "EventSelectors": [basic(management=False), basic("arn:aws:s3:::b/")]})
    assert {said.at for said in reading.said} == {"#/EventSelectors/1", "#/EventSelectors/1/DataResources/0"}
