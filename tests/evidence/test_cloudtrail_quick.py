"""The quick reading of CloudTrail records: the same rows as the slow one, or none at all."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloudreview.errors import EvidenceError
from cloudreview.evidence.cloudtrail import told
from cloudreview.evidence.cloudtrail_quick import Quick
from cloudreview.evidence.cloudtrail_shape import KNOWN
from cloudreview.evidence.json_records import cut, strict
from tests.evidence.aws import real
from tests.evidence.test_cloudtrail import BAD, RECORD, record

COMPACT = {"separators": (",", ":")}
Slow = tuple[list[tuple[object, ...]], frozenset[str]]


def slowly(raw: bytes) -> Slow | None:
    try:
        document = strict(raw)
        return told(document, "#/Records/7"), frozenset(document.keys() - KNOWN)
    except EvidenceError:
        return None


def agrees(quick: Quick, raw: bytes) -> bool:
    """Whether it was read quickly; what it then says is what the slow reading says."""
    found = quick.rows(raw, "#/Records/7")
    if found is not None:
        assert (found.rows, found.unknown) == slowly(raw)
    return found is not None


def compact(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, **COMPACT).encode()  # type: ignore[call-overload, no-any-return]


def test_an_ordinary_record_is_read_quickly() -> None:
    quick = Quick()
    for changes in ({}, {"eventID": "2"}, {"errorCode": "AccessDenied"}, {"shoe": {"size": 1}}, {"resources": None}):
        assert agrees(quick, compact(record(**changes)))


@pytest.mark.parametrize(("text", "reason"), BAD)
def test_what_is_wrong_is_never_read_quickly(text: str, reason: str) -> None:
    raw = text.encode()
    assert slowly(raw) is None
    for first in (RECORD, {}, record(readOnly=...)):
        quick = Quick()
        quick.rows(compact(first), "#")
        assert quick.rows(raw, "#") is None
        assert quick.rows(text.replace(": ", ":").replace(", ", ",").encode(), "#") is None, reason


WORDS = st.sampled_from(
    ["", "a", "é", "\u2028", '"', "\\", "arn:aws:s3:::one", "s3.amazonaws.com", "GetObject", "x" * 5000]
)
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-5, 2**70), st.floats(allow_nan=False), WORDS)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(WORDS | st.sampled_from(["arn", "key", "type"]), inner),
    max_leaves=4,
)


@st.composite
def changed(draw: st.DrawFn) -> bytes:
    """A record with fields changed, added, left out or moved, written in one of several ways."""
    made = dict(RECORD)
    for name in draw(st.lists(st.sampled_from([*RECORD, "errorCode", "tlsDetails", "shoe"]), max_size=4)):
        made.pop(name, None)
        if draw(st.booleans()):
            made[name] = draw(VALUES)
    inner = draw(st.sampled_from(["userIdentity", "requestParameters", "additionalEventData", "none"]))
    if isinstance(made.get(inner), dict):
        made[inner] = {**made[inner], draw(WORDS): draw(VALUES)}
    raw = compact(made)
    if draw(st.booleans()):
        twice = draw(st.sampled_from(["eventName", "userIdentity", "shoe", "bucketName", "arn"]))
        at = raw.index(b"{", draw(st.integers(0, raw.rindex(b"{"))))
        raw = raw[: at + 1] + compact(twice) + b":" + compact(draw(VALUES)) + b"," + raw[at + 1 :]
    return raw if draw(st.booleans()) else raw.replace(b",", b", ", draw(st.integers(0, 3)))


@given(st.lists(changed(), min_size=1, max_size=6))
def test_both_readings_agree(records: list[bytes]) -> None:
    quick = Quick()
    for raw in records:
        agrees(quick, raw)


@pytest.mark.parametrize("inside", ["requestParameters", "responseElements", "tlsDetails", "userIdentity", "resources"])
def test_a_key_that_stands_twice_inside_is_left_to_the_slow_reading(inside: str) -> None:
    base = {**RECORD, "responseElements": {"a": 1}, "tlsDetails": {"a": 1}}
    quick = Quick()
    assert agrees(quick, compact(base))
    raw = compact(base)
    at = raw.index(b"{", raw.index(f'"{inside}"'.encode()))
    assert quick.rows(raw[: at + 1] + b'"x":1,"x":1,' + raw[at + 1 :], "#") is None


def test_depth_is_counted_with_what_stands_around() -> None:
    for depth in (10, 62, 63, 64, 70):
        raw = compact(record(shoe=None)).replace(b'"shoe":null', b'"shoe":' + b"[" * depth + b"]" * depth)
        agrees(Quick(), raw)
        assert (slowly(raw) is None) == (depth > 63)


def test_no_more_than_so_many_shapes_are_kept() -> None:
    quick = Quick()
    read = [agrees(quick, compact(record(**{f"field{number}": 1}))) for number in range(300)]
    assert read == [True] * 256 + [False] * 44


def test_the_real_records_are_read_quickly() -> None:
    quick, count, fast = Quick(), 0, 0
    for path in real("logs/aws_cloudtrail/invictus/*.json"):
        data = path.read_bytes()
        for begin, end in cut(data).elements:
            raw = json.dumps(json.loads(data[begin:end]), ensure_ascii=False, **COMPACT).encode()  # type: ignore[call-overload]
            count += 1
            fast += agrees(quick, raw)
    assert fast > 0.95 * count
