"""The elements of one JSON array in a log file, byte by byte, so that one bad record costs only itself.

A whole file is cut by a parser that keeps the bytes of each element; a damaged one by brackets and strings alone, up to
the point where even those do not close.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec

from cloudreview.evidence.content import MAX_DEPTH, Content, strict_json

OPENING = re.compile(rb'(?:\xef\xbb\xbf)?[ \t\r\n]*\{[ \t\r\n]*"Records"[ \t\r\n]*:[ \t\r\n]*\[[ \t\r\n]*')
_BETWEEN = re.compile(rb"[ \t\r\n]*,[ \t\r\n]*")
_STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_TOKEN = re.compile(_STRING + rb'|[\[\]{}"]', re.DOTALL)
_SCALAR = re.compile(_STRING + rb"|[^\s,\[\]{}\"]+", re.DOTALL)


class Cut(NamedTuple):
    """Where the elements lie."""

    elements: list[tuple[int, int]]
    """Begin and end of each, in order."""
    stop: int
    """Where reading stopped: the end of the content, or the first byte that belongs to nothing."""


class _Records(msgspec.Struct, rename="pascal", forbid_unknown_fields=True):
    records: list[msgspec.Raw]


class Container(NamedTuple):
    """What stands around the elements."""

    opening: re.Pattern[bytes]
    closing: re.Pattern[bytes]
    elements: Callable[[bytes], list[msgspec.Raw]]
    """The elements of one valid container and nothing else."""


_RECORDS = msgspec.json.Decoder(_Records)
_LIST = msgspec.json.Decoder(list[msgspec.Raw])
DELIVERED = Container(
    OPENING,
    re.compile(rb"[ \t\r\n]*\][ \t\r\n]*\}[ \t\r\n]*\Z"),
    lambda data: _RECORDS.decode(data).records,
)
"""`{"Records": [...]}`."""
LISTED = Container(
    re.compile(rb"(?:\xef\xbb\xbf)?[ \t\r\n]*\[[ \t\r\n]*"), re.compile(rb"[ \t\r\n]*\][ \t\r\n]*\Z"), _LIST.decode
)
"""`[...]`."""


def cut(data: bytes, container: Container = DELIVERED) -> Cut:
    """The elements of the container; the content must match its opening."""
    opening = container.opening.match(data)
    assert opening is not None
    begin = opening.end()
    return _by_sizes(data, begin, container) or _by_brackets(data, begin, container)


def _by_sizes(data: bytes, begin: int, container: Container) -> Cut | None:
    """As the parser sees it; None where the content is not one valid container and nothing else."""
    try:
        records = container.elements(data.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    elements: list[tuple[int, int]] = []
    at = begin
    for number, record in enumerate(records):
        if number:
            between = _BETWEEN.match(data, at)
            if between is None:
                return None
            at = between.end()
        elements.append((at, at + memoryview(record).nbytes))
        at = elements[-1][1]
    return Cut(elements, len(data)) if container.closing.match(data, at) else None


def _by_brackets(data: bytes, begin: int, container: Container) -> Cut:
    """Element by element, until the array closes or an element does not."""
    elements: list[tuple[int, int]] = []
    at = begin
    while not container.closing.match(data, at):
        if elements:
            between = _BETWEEN.match(data, at)
            if between is None:
                return Cut(elements, at)
            at = between.end()
        end = end_of_value(data, at)
        if end is None:
            return Cut(elements, at)
        elements.append((at, end))
        at = end
    return Cut(elements, len(data))


def end_of_value(data: bytes, begin: int) -> int | None:
    """Where the value that begins here ends; None where it never closes."""
    if data[begin : begin + 1] not in (b"{", b"["):
        scalar = _SCALAR.match(data, begin)
        return scalar.end() if scalar else None
    depth = 0
    for token in _TOKEN.finditer(data, begin):
        first = token[0]
        if first == b'"':
            return None
        depth += (first in (b"{", b"[")) - (first in (b"}", b"]"))
        if depth == 0:
            return token.end()
    return None


def strict(record: bytes) -> Any:
    """One element as strict JSON, as `content.strict_json` reads it but faster. Raises EvidenceError.

    What is written again as the same bytes has no key twice and no second way to be read.
    """
    if record.count(b"{") + record.count(b"[") <= MAX_DEPTH:
        try:
            value = msgspec.json.decode(record)
            if msgspec.json.encode(value) == record:
                return value
        except (msgspec.DecodeError, UnicodeDecodeError):
            pass  # the strict loader tells why
    return strict_json(Content(record).text)
