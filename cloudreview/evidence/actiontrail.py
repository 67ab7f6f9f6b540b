"""ActionTrail events: a delivered list, an answer of LookupEvents, or one event a line as Log Service exports it.

Delivered lists, packed with gzip: https://www.alibabacloud.com/help/doc-detail/181198.htm. Lines, with the event under
`event`: https://www.alibabacloud.com/help/en/sls/log-fields-25. An event that cannot be read is quarantined with its
bytes, and the next one is read.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec

from cloudreview.errors import EvidenceError
from cloudreview.evidence.actiontrail_record import rows
from cloudreview.evidence.actiontrail_shape import KNOWN, MARKS, Event
from cloudreview.evidence.answer import fields, unfinished
from cloudreview.evidence.cells import within
from cloudreview.evidence.content import Content, strict_json
from cloudreview.evidence.json_records import LISTED, begins_with, cut, first, lines, strict
from cloudreview.evidence.reader import Reader
from cloudreview.gaps import gap
from cloudreview.spells import instant
from cloudreview.vocabulary.delivery import Bad, Reading
from cloudreview.vocabulary.gap import Gap

DELIVERED = "actiontrail delivery"
LOOKED_UP = "actiontrail lookup-events"
LINES = "actiontrail events, one a line"
_WRAPPING = frozenset({"event", "__topic__", "__source__", "__time__", "__tag__", "__logstore__", "__project__"})
"""Fields that Simple Log Service puts around an event."""

_instant = functools.lru_cache(maxsize=4096)(instant)


class _Piece(NamedTuple):
    """One event as it stands in the file."""

    at: str
    raw: bytes
    size: int


def is_event(value: object) -> bool:
    """Whether an object is an ActionTrail event, and not one of CloudTrail, which looks alike."""
    if not isinstance(value, dict) or "awsRegion" in value or not {"eventTime", "userIdentity"} <= value.keys():
        return False
    return not value.keys().isdisjoint(MARKS)


def _is_wrapped(value: object) -> bool:
    if not isinstance(value, dict) or "event" not in value:
        return False
    inner = value["event"]
    if isinstance(inner, str):
        try:
            inner = strict_json(inner)
        except EvidenceError:
            return False
    return is_event(inner)


def _is_delivered(content: Content) -> bool:
    return begins_with(content.data, b"[") and any(map(is_event, _first(content.data)))


def _first(data: bytes) -> list[object]:
    """The first elements of a list that can be read."""
    found: list[object] = []
    for raw in first(data, LISTED, most=5):
        try:
            found.append(strict(raw))
        except EvidenceError:
            continue
    return found


def _is_looked_up(content: Content) -> bool:
    if not begins_with(content.data, b"{") or b'"Events"' not in content.data:
        return False
    told = fields(content).get("Events")
    return isinstance(told, list) and any(map(is_event, told))


def _is_lines(content: Content) -> bool:
    """Whether one of the first lines is an event; a single event may also stand on many lines."""
    if not begins_with(content.data, b"{") or b"userIdentity" not in content.data:
        return False
    for line in lines(content.data, most=5):
        try:
            value = strict(line.raw)
        except EvidenceError:
            continue
        if is_event(value) or _is_wrapped(value):
            return True
    return is_event(fields(content))


def _read_delivered(content: Content) -> Reading:
    data = content.data
    found = cut(data, LISTED)
    pieces = (_Piece(f"#/{number}", data[a:b], b - a) for number, (a, b) in enumerate(found.elements))
    bad = []
    if not found.closed:
        why = "from here on this is no list of events; send the whole file again"
        bad.append(Bad(f"#byte={found.stop}", why, len(data) - found.stop))
    return _reading(DELIVERED, len(data), pieces, bad)


class _Answer(msgspec.Struct, frozen=True, rename="pascal"):
    events: list[msgspec.Raw]


def _read_looked_up(content: Content) -> Reading:
    """One page of the answer; the strict loader has read the whole of it before."""
    document = content.document
    events = msgspec.json.decode(content.data.removeprefix(b"\xef\xbb\xbf"), type=_Answer).events
    pieces = (_Piece(f"#/Events/{number}", bytes(raw), len(bytes(raw))) for number, raw in enumerate(events))
    gaps = [_more_pages()] if unfinished(document) else []
    return _reading(LOOKED_UP, len(content.data), pieces, [], gaps)


def _more_pages() -> Gap:
    why = "the answer of LookupEvents is one page of several"
    return gap("scope_open", "events", why, "Please send all pages of LookupEvents for the period.")


def _read_lines(content: Content) -> Reading:
    data = content.data
    if is_event(fields(content)) and len(list(lines(data, most=2))) > 1:
        return _reading(LINES, len(data), [_Piece("#", data, len(data))], [])
    return _reading(LINES, len(data), (_Piece(f"#line={one.number}", one.raw, one.size) for one in lines(data)), [])


def _reading(form: str, size: int, pieces: Iterable[_Piece], bad: list[Bad], gaps: Iterable[Gap] = ()) -> Reading:
    """The rows of all pieces; the framing between them counts as parsed."""
    found: list[tuple[object, ...]] = []
    unknown: Counter[str] = Counter()
    for piece in pieces:
        try:
            more, names = _event(piece)
        except EvidenceError as error:
            bad.append(Bad(piece.at, error.what, piece.size))
        else:
            found += more
            unknown.update(names)
    parsed = size - sum(one.bytes for one in bad)
    told = dict(sorted(unknown.items()))
    return Reading(format=form, bad=bad, parsed=parsed, unknown_fields=told, gaps=list(gaps), events=found)


def _event(piece: _Piece) -> tuple[list[tuple[object, ...]], set[str]]:
    """The rows of an event, and its fields that no documentation names. Raises EvidenceError."""
    document: Any = strict(piece.raw)
    outside: set[str] = set()
    if isinstance(document, dict) and "event" in document and "eventTime" not in document:
        outside = document.keys() - _WRAPPING
        document = document["event"]
        document = strict_json(document) if isinstance(document, str) else document
    if not isinstance(document, dict):
        raise EvidenceError(piece.at, "the event is not an object")
    try:
        event = msgspec.convert(document, Event)
    except msgspec.ValidationError as error:
        raise EvidenceError(piece.at, f"not an event of ActionTrail: {error}") from error
    try:
        at = within(_instant(event.event_time))
    except ValueError as error:
        why = "a date-time with its zone, after 1970 and before 2260"
        raise EvidenceError(piece.at, f"its eventTime `{event.event_time[:40]}` is not {why}") from error
    return list(rows(event, at, piece.at)), (document.keys() - KNOWN) | outside


READERS = (
    Reader(DELIVERED, _is_delivered, _read_delivered),
    Reader(LOOKED_UP, _is_looked_up, _read_looked_up),
    Reader(LINES, _is_lines, _read_lines),
)
