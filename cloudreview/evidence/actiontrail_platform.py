"""Inner-ActionTrail: what Alibaba Cloud's engineers and systems did to a customer's resources, as it tells itself.

https://www.alibabacloud.com/help/en/actiontrail/user-guide/fields-in-alibaba-cloud-initiated-events. Names of
operations are free there, so nothing says whether data were read: such an event leaves that open. The log is the
provider's own account; that it is silent means at most that no access was notified.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from cloudreview.errors import EvidenceError
from cloudreview.evidence.cells import within
from cloudreview.evidence.content import Content
from cloudreview.evidence.json_records import LISTED, begins_with, cut, first, lines, strict
from cloudreview.evidence.reader import Reader
from cloudreview.spells import instant
from cloudreview.vocabulary.delivery import Bad, Reading

NAME = "actiontrail platform events"
LOG = "alibaba_platform"
_KNOWN = frozenset(
    {
        *("EventID", "EventVersion", "EventLocation", "EventProduct", "EventName", "EventDescription", "EventType"),
        *(
            "EmployeeID",
            "EventMethod",
            "ResourceType",
            "ResourceID",
            "ResourceRegionID",
            "ResourceOwnerID",
            "EventTime",
        ),
        *("EventAdditionalDetail", "EventLevel", "__topic__", "__time__", "__source__"),
    }
)
_MARKS = ("EventProduct", "EventName", "EventTime", "ResourceID")
_BUCKET = re.compile(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")


class Event(msgspec.Struct, frozen=True, kw_only=True, rename="pascal"):
    """An event, as far as it is read."""

    event_time: str
    event_product: str
    event_name: str
    event_id: str | None = msgspec.field(name="EventID", default=None)
    event_type: str | None = None
    event_location: str | None = None
    employee_id: str | None = msgspec.field(name="EmployeeID", default=None)
    resource_type: str | None = None
    resource_id: str | None = msgspec.field(name="ResourceID", default=None)
    resource_region_id: str | None = msgspec.field(name="ResourceRegionID", default=None)
    resource_owner_id: str | None = msgspec.field(name="ResourceOwnerID", default=None)


class _Piece(NamedTuple):
    at: str
    raw: bytes
    size: int


def recognises(content: Content) -> bool:
    """Whether one of the first records has the fields of such an event."""
    data = content.data
    if b"EventProduct" not in data:
        return False
    found = first(data, LISTED, most=5) if begins_with(data, b"[") else [line.raw for line in lines(data, most=5)]
    return any(map(_is_ours, found))


def _is_ours(raw: bytes) -> bool:
    try:
        value = strict(raw)
    except EvidenceError:
        return False
    return isinstance(value, dict) and all(name in value for name in _MARKS)


def read(content: Content) -> Reading:
    """One event a record, of a list or of lines."""
    data = content.data
    found: list[tuple[object, ...]] = []
    bad: list[Bad] = []
    unknown: Counter[str] = Counter()
    for piece in _pieces(data, bad):
        try:
            document = strict(piece.raw)
            found.append(_row(document, piece.at))
        except EvidenceError as error:
            bad.append(Bad(piece.at, error.what, piece.size))
        else:
            unknown.update(document.keys() - _KNOWN)
    parsed = len(data) - sum(one.bytes for one in bad)
    return Reading(format=NAME, bad=bad, parsed=parsed, unknown_fields=dict(sorted(unknown.items())), events=found)


def _pieces(data: bytes, bad: list[Bad]) -> Iterator[_Piece]:
    if not begins_with(data, b"["):
        yield from (_Piece(f"#line={one.number}", one.raw, one.size) for one in lines(data))
        return
    found = cut(data, LISTED)
    yield from (_Piece(f"#/{number}", data[a:b], b - a) for number, (a, b) in enumerate(found.elements))
    if not found.closed:
        why = "from here on this is no list of events; send the whole file again"
        bad.append(Bad(f"#byte={found.stop}", why, len(data) - found.stop))


def _row(document: Any, pointer: str) -> tuple[object, ...]:
    """The row of an event; an engineer is told by an enciphered number, a program by none."""
    if not isinstance(document, dict):
        raise EvidenceError(pointer, "the event is not an object")
    try:
        event = msgspec.convert(document, Event)
    except msgspec.ValidationError as error:
        raise EvidenceError(pointer, f"not an event of Inner-ActionTrail: {error}") from error
    try:
        at = within(instant(event.event_time))
    except ValueError as error:
        why = "a date-time with its zone, after 1970 and before 2260"
        raise EvidenceError(pointer, f"its EventTime `{event.event_time[:40]}` is not {why}") from error
    service = f"{event.event_product.lower()}.aliyuncs.com"
    return (
        pointer,
        at,
        event.event_id,
        None,
        LOG,
        f"alibaba:{event.resource_owner_id}" if event.resource_owner_id else None,
        service,
        event.event_name,
        "other",
        _store(event),
        None,
        None,
        f"staff:{event.employee_id}" if event.employee_id else service,
        None,
        event.event_type,
        event.event_location or None,
        event.resource_region_id or None,
        None,
        None,
        None,
        None,
    )


def _store(event: Event) -> str | None:
    """The bucket; none where the resource is another, or its id has not the form of a bucket's name."""
    is_bucket = (event.resource_type or "").lower() == "acs::oss::bucket"
    name = event.resource_id or ""
    return f"alibaba:oss:{name}" if is_bucket and _BUCKET.fullmatch(name) else None


READERS = (Reader(NAME, recognises, read),)
