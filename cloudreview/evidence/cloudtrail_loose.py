"""CloudTrail records outside a delivery file: a list of them, one a line, one alone, or in an answer of LookupEvents.

They tell what was done as well as a delivery file does, but no digest names them, and a query may have left records
out: so nothing is complete by them. Logstash's codec for CloudTrail moves `eventTime` to `@timestamp` and adds
`@version`; a record that bears both and no `eventTime` is read so.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Any, ClassVar

import msgspec

from cloudreview.errors import EvidenceError
from cloudreview.evidence.actiontrail_shape import MARKS
from cloudreview.evidence.answer import Shape, answer, fields
from cloudreview.evidence.cloudtrail import Gathered, elements
from cloudreview.evidence.content import Content
from cloudreview.evidence.json_records import LISTED, OPENING, end_of_value, strict
from cloudreview.evidence.reader import Reader
from cloudreview.gaps import gap
from cloudreview.vocabulary.delivery import Reading

LIST = "cloudtrail records as a list"
LINES = "cloudtrail records, one a line"
LOOKUP = "aws cloudtrail lookup-events"
LAKE = "aws cloudtrail get-query-results"
_NAMES = ("eventSource", "eventName", "userIdentity")
_START = re.compile(rb"(?:\xef\xbb\xbf)?[ \t\r\n]*(\[?)[ \t\r\n]*(?=\{)")
_LOGSTASH = frozenset({"@timestamp", "@version"})


def _shape(content: Content) -> str | None:
    """Whether the first object is a record: in a list, at the start of a line, or alone; None where it is none."""
    data = content.data
    start = _START.match(data)
    if start is None or OPENING.match(data) or not all(f'"{name}"'.encode() in data for name in _NAMES):
        return None
    end = end_of_value(data, start.end())
    if end is None or not _is_record(data[start.end() : end]):
        return None
    if start[1]:
        return "list"
    if not data[end:].strip(b" \t\r\n"):
        return "alone"
    return "lines" if b"\n" not in data[start.end() : end] else None


def _is_record(raw: bytes) -> bool:
    try:
        value = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    if not isinstance(value, dict) or any(name not in value for name in _NAMES):
        return False
    return "awsRegion" in value or value.keys().isdisjoint(MARKS)


def _in_a_list(content: Content) -> bool:
    return _shape(content) == "list"


def _by_lines(content: Content) -> bool:
    return _shape(content) in ("lines", "alone")


def read_list(content: Content) -> Reading:
    """The records of a bare list."""
    return elements(content, LISTED, "#/", LIST)


def read_lines(content: Content) -> Reading:
    """One record a line, empty lines between them; or one record over several lines, alone."""
    gathered = Gathered()
    if _shape(content) == "alone":
        gathered.take("#", content.data.strip(b"\xef\xbb\xbf \t\r\n"), _line, len(content.data))
        return gathered.reading(LINES, len(content.data))
    for number, line in enumerate(content.data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        raw = line.strip(b" \t\r")
        if raw:
            gathered.take(f"#line={number}", raw, _line)
    return gathered.reading(LINES, len(content.data))


def _line(raw: bytes) -> Any:
    return _timed(strict(raw))


def _timed(document: Any) -> Any:
    """The record with its time where CloudTrail itself writes it."""
    if isinstance(document, dict) and "eventTime" not in document and document.keys() >= _LOGSTASH:
        rest = {name: value for name, value in document.items() if name not in _LOGSTASH}
        return {**rest, "eventTime": document["@timestamp"]}
    return document


class Event(Shape, frozen=True, kw_only=True):
    """One event of LookupEvents (API_Event.html): what it tells beside the record itself stands in the record too."""

    unused: ClassVar = frozenset(
        {"AccessKeyId", "EventName", "EventSource", "EventTime", "ReadOnly", "Resources", "Username"}
    )
    event_id: str | None = None
    cloud_trail_event: str


class LookedUp(Shape, frozen=True, kw_only=True):
    """The answer of LookupEvents."""

    events: tuple[Event, ...]


class _Sizes(msgspec.Struct, rename="pascal"):
    events: list[msgspec.Raw]


def read_lookup(content: Content) -> Reading:
    """Each event holds its record as a text (awscloudtrail/latest/APIReference/API_LookupEvents.html)."""
    found = answer(content, LookedUp)
    sizes = msgspec.json.decode(content.data.removeprefix(b"\xef\xbb\xbf"), type=_Sizes).events
    gathered = Gathered()
    for number, one in enumerate(found.value.events):
        size = memoryview(sizes[number]).nbytes
        held = one.cloud_trail_event.encode()
        gathered.take_slowly(f"#/Events/{number}/CloudTrailEvent", held, functools.partial(_held, one.event_id), size)
    told = gathered.reading(LOOKUP, len(content.data))
    gaps = [] if found.whole else [_page()]
    return msgspec.structs.replace(told, gaps=gaps, unknown_fields={**found.unknown, **told.unknown_fields})


def _held(event: str | None, raw: bytes) -> Any:
    """The record in an event. Raises EvidenceError where it is another event's."""
    document = strict(raw)
    own = document.get("eventID") if isinstance(document, dict) else None
    if None not in (own, event) and own != event:
        raise EvidenceError("#", "the event and the record in it tell different ids; send the unchanged answer")
    return document


def _page() -> Any:
    return gap(
        "scope_open",
        "lookup-events",
        "an answer of LookupEvents is one page of several",
        "Please send the whole answer of LookupEvents, with all pages.",
    )


def _refuse(sentence: str, do: str) -> Callable[[Content], Reading]:
    def read(content: Content) -> Reading:
        raise EvidenceError("#", sentence, do)

    return read


def _is_looked_up(content: Content) -> bool:
    """Whether it is an answer of LookupEvents, and not that of ActionTrail, whose events are no texts."""
    found = fields(content)
    if "Events" not in found or "Records" in found:
        return False
    events = found["Events"]
    return not isinstance(events, list) or not any(isinstance(one, dict) and "eventTime" in one for one in events)


def _is_lake(content: Content) -> bool:
    return "QueryResultRows" in fields(content)


READERS = (
    Reader(LIST, _in_a_list, read_list),
    Reader(LINES, _by_lines, read_lines),
    Reader(LOOKUP, _is_looked_up, read_lookup),
    Reader(
        LAKE,
        _is_lake,
        _refuse(
            "a query of CloudTrail Lake answers with the columns it asked for, in a form that no documentation tells",
            "send the trail's delivery files, or the answer of LookupEvents",
        ),
    ),
)
