"""The elements of one JSON array in a log file, byte by byte, so that one bad record costs only itself.

A whole file is cut by a parser that keeps the bytes of each element; a damaged one by brackets and strings alone, up to
the point where even those do not close.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import msgspec

from cloudreview.evidence.content import MAX_DEPTH, Content, strict_json

OPENING = re.compile(rb'(?:\xef\xbb\xbf)?[ \t\r\n]*\{[ \t\r\n]*"Records"[ \t\r\n]*:[ \t\r\n]*\[[ \t\r\n]*')
_BREAK = re.compile(rb"\r\n?|\n")
_BLANK = b"\xef\xbb\xbf \t\r\n"
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
    closed: bool = True
    """Whether the array closes there; a file may be cut just behind an element."""


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


def first(data: bytes, container: Container, most: int) -> list[bytes]:
    """The first elements, at most so many, wherever the rest ends."""
    opening = container.opening.match(data)
    assert opening is not None
    found = _by_brackets(data, opening.end(), container, most)
    return [data[begin:end] for begin, end in found.elements]


def begins_with(data: bytes, character: bytes) -> bool:
    """Whether this is the first character that is no space."""
    return data[:4096].lstrip(_BLANK)[:1] == character


class Line(NamedTuple):
    """One line that is not blank."""

    number: int
    """Counted from 1."""
    raw: bytes
    size: int
    """Its bytes with the end of the line."""


def lines(data: bytes, most: int | None = None) -> Iterator[Line]:
    """The lines of a content that are not blank, at most so many.

    A carriage return inside of a line ends none, but is counted as who shows the original counts it.
    """
    begin, number, found = 0, 1, 0
    while begin < len(data) and (most is None or found < most):
        end = data.find(b"\n", begin) + 1 or len(data)
        whole = data[begin:end]
        raw = whole.strip(_BLANK)
        if raw:
            found += 1
            yield Line(number, raw, end - begin)
        number += len(_BREAK.findall(whole)) if b"\r" in whole else 1
        begin = end


def _by_sizes(data: bytes, begin: int, container: Container) -> Cut | None:
    """As the parser sees it; None where the content is not one valid container and nothing else."""
    try:
        records = container.elements(data.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    elements: list[tuple[int, int]] = []
    at = begin
    for record in records:
        if not elements:
            pass
        elif data.startswith(b",{", at):
            at += 1
        elif between := _BETWEEN.match(data, at):
            at = between.end()
        else:
            return None
        end = at + len(record)
        elements.append((at, end))
        at = end
    return Cut(elements, len(data)) if container.closing.match(data, at) else None


def _by_brackets(data: bytes, begin: int, container: Container, most: int | None = None) -> Cut:
    """Element by element, until the array closes or an element does not."""
    elements: list[tuple[int, int]] = []
    at = begin
    while len(elements) != most and not container.closing.match(data, at):
        if elements:
            between = _BETWEEN.match(data, at)
            if between is None:
                return Cut(elements, at, closed=False)
            at = between.end()
        end = end_of_value(data, at)
        if end is None:
            return Cut(elements, at, closed=False)
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
