"""The OSS access log as Simple Log Service exports it: one JSON object a line, or a list of them.

https://www.alibabacloud.com/help/en/sls/oss. A logstore holds three topics: requests, the objects that batch deletions
removed (joined to their request by its id), and hourly meterings, which are no requests and are ignored. `time` tells
no zone there, so only `__time__` dates a request.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from cloudreview.errors import EvidenceError
from cloudreview.evidence.cells import within
from cloudreview.evidence.content import Content
from cloudreview.evidence.json_records import LISTED, begins_with, cut, first, lines, strict
from cloudreview.evidence.oss_access import Request, row, told
from cloudreview.evidence.reader import Reader
from cloudreview.spells import SECOND, instant
from cloudreview.vocabulary.delivery import Bad, Reading

NAME = "oss access log of simple log service"
ACCESS, DELETED, METERED = "oss_access_log", "oss_batch_delete_log", "oss_metering_log"
_TOPICS = (ACCESS, DELETED, METERED)
_METERINGS = "hourly meterings, which are no requests"
_COUNT = re.compile(r"[0-9]{1,18}")
_BUCKET = re.compile(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")
_REQUEST_ID = re.compile(r"[0-9A-Fa-f]{24}")
_KNOWN = frozenset(
    {
        *("__topic__", "__time__", "__source__", "__tag__", "__pack_meta__", "owner_id", "region", "access_id", "time"),
        *(
            "User-Agent",
            "user-agent",
            "user_agent",
            "logging_flag",
            "bucket",
            "content_length_in",
            "content_length_out",
        ),
        *("object", "object_size", "operation", "request_uri", "request-uri", "error_code", "request_length"),
        *("client_ip", "response_body_length", "http_method", "referer", "requester_id", "request_id", "response_time"),
        *("server_cost_time", "http_type", "sign_type", "http_status", "sync_request", "bucket_storage_type", "host"),
        *("vpc_addr", "vpc_id", "delta_data_size", "acc_access_region", "restore_priority", "bucket_location"),
    }
)


class _Piece(NamedTuple):
    at: str
    raw: bytes
    size: int


def recognises(content: Content) -> bool:
    """Whether one of the first records is of a topic of OSS."""
    if b"__topic__" not in content.data or not any(topic.encode() in content.data for topic in _TOPICS):
        return False
    return any(map(_is_ours, _first(content.data)))


def _is_ours(raw: bytes) -> bool:
    try:
        value = strict(raw)
    except EvidenceError:
        return False
    return isinstance(value, dict) and value.get("__topic__") in _TOPICS


def _first(data: bytes) -> list[bytes]:
    if begins_with(data, b"["):
        return first(data, LISTED, most=5)
    return [line.raw for line in lines(data, most=5)]


def read(content: Content) -> Reading:
    """One event a record; meterings are ignored by name."""
    data = content.data
    bad: list[Bad] = []
    found: list[tuple[object, ...]] = []
    ignored: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    for piece in _pieces(data, bad):
        try:
            document = _document(piece)
            if document["__topic__"] == METERED:
                ignored[_METERINGS] += piece.size
                continue
            found.append(row(_request(document, piece.at)))
        except EvidenceError as error:
            bad.append(Bad(piece.at, error.what, piece.size))
        else:
            unknown.update(name for name in document if name not in _KNOWN and not name.startswith("__tag__:"))
    parsed = len(data) - sum(one.bytes for one in bad) - sum(ignored.values())
    told_of = dict(sorted(unknown.items()))
    return Reading(format=NAME, bad=bad, parsed=parsed, ignored=dict(ignored), unknown_fields=told_of, events=found)


def _pieces(data: bytes, bad: list[Bad]) -> Iterator[_Piece]:
    if not begins_with(data, b"["):
        yield from (_Piece(f"#line={one.number}", one.raw, one.size) for one in lines(data))
        return
    found = cut(data, LISTED)
    yield from (_Piece(f"#/{number}", data[a:b], b - a) for number, (a, b) in enumerate(found.elements))
    if not found.closed:
        why = "from here on this is no list of records; send the whole file again"
        bad.append(Bad(f"#byte={found.stop}", why, len(data) - found.stop))


def _document(piece: _Piece) -> dict[str, Any]:
    value = strict(piece.raw)
    if not isinstance(value, dict) or value.get("__topic__") not in _TOPICS:
        raise EvidenceError(piece.at, "the record is of no topic of OSS")
    return value


def _request(document: dict[str, Any], pointer: str) -> Request:
    """The request of a record. Raises EvidenceError where a field has not the form that it must have."""
    batch = document["__topic__"] == DELETED
    bucket, request_id = _text(document, "bucket", pointer), _text(document, "request_id", pointer)
    if told(bucket) and _BUCKET.fullmatch(bucket) is None:
        raise EvidenceError(pointer, f"the bucket `{bucket[:40]}` is no name of a bucket")
    if _REQUEST_ID.fullmatch(request_id) is None:
        raise EvidenceError(pointer, f"the request id `{request_id[:40]}` is none of OSS")
    status = _count(document, "http_status", pointer)
    if status is None and not batch:
        raise EvidenceError(pointer, "the record does not tell the field `http_status`")
    if "requester_id" not in document:
        raise EvidenceError(pointer, "the record does not tell the field `requester_id`")
    return Request(
        pointer=pointer,
        at=_instant(document, pointer),
        request_id=request_id,
        bucket=bucket,
        operation="DeleteObjects" if batch else _text(document, "operation", pointer),
        object=_text(document, "object", pointer),
        requester=_text(document, "requester_id", pointer),
        address=_text(document, "client_ip", pointer),
        status=200 if status is None else status,
        error=_text(document, "error_code", pointer),
        sent=_count(document, "response_body_length", pointer),
        received=_count(document, "content_length_in", pointer),
        method="" if batch else _text(document, "http_method", pointer),
        owner=_text(document, "owner_id", pointer),
        sync=_text(document, "sync_request", pointer),
        signed=_text(document, "sign_type", pointer),
        region=_text(document, "region", pointer),
    )


def _text(document: dict[str, Any], name: str, pointer: str) -> str:
    value = document.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if value is not None and not isinstance(value, str):
        raise EvidenceError(pointer, f"the field `{name}` is not a text")
    return value or ""


def _count(document: dict[str, Any], name: str, pointer: str) -> int | None:
    value = told(_text(document, name, pointer))
    if value is not None and _COUNT.fullmatch(value) is None:
        raise EvidenceError(pointer, f"the field `{name}` is not a count")
    return int(value) if value is not None else None


def _instant(document: dict[str, Any], pointer: str) -> int | None:
    """`__time__` in seconds, else a `time` with its zone; none where neither tells, as a zone is never assumed."""
    seconds = _count(document, "__time__", pointer)
    try:
        return within(seconds * SECOND) if seconds is not None else within(instant(_text(document, "time", pointer)))
    except ValueError as error:
        if seconds is not None:
            raise EvidenceError(pointer, "`__time__` is not a time between 1970 and 2260") from error
        return None


READERS = (Reader(NAME, recognises, read),)
