"""Records of a file that holds a JSON array of them, one by itself, or one a line, each with its place and bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import msgspec

from cloudreview.errors import EvidenceError
from cloudreview.evidence.content import Content
from cloudreview.evidence.json_records import strict

HEAD = 1 << 16
"""Bytes by which a format is recognised."""
MOST = 150_000
"""Records of a file of which each makes several rows: so many surely fit into a reading process (`limits.memory`)."""
_MARK = b"\xef\xbb\xbf"
_LINE = re.compile(rb"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")


class Piece(NamedTuple):
    """One record."""

    at: str
    pointed: bool
    """Whether a pointer into the record can be added to the place."""
    raw: bytes
    """With what ends its line, so that the pieces and what is ignored are the whole file."""

    def document(self) -> Any:
        """The record as strict JSON. Raises EvidenceError."""
        return strict(self.raw.strip(b" \t\r\n"))


class Pieces(NamedTuple):
    """The records of a file."""

    ones: Iterable[Piece]
    ignored: dict[str, int]
    """Bytes between records that hold none, by the name of the rule; the framing of an array counts as parsed."""
    records: int = 1


def head(content: Content) -> bytes:
    """The beginning of a content that may be such a file; empty where it cannot be."""
    start = content.data[:HEAD].removeprefix(_MARK).lstrip()
    return start if start[:1] in (b"{", b"[") else b""


def pieces(content: Content) -> Pieces:
    """The records and the bytes between lines that hold none. Raises EvidenceError where an array is none."""
    data = content.data.removeprefix(_MARK)
    ignored = {"framing": len(content.data) - len(data)} if len(data) < len(content.data) else {}
    if data.lstrip()[:1] == b"[":
        try:
            elements = msgspec.json.decode(data, type=list[msgspec.Raw])
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            assert content.document is not None  # the strict loader tells what is wrong, and where
            raise EvidenceError("#", "not valid JSON", "send the whole file again") from error
        found = (Piece(f"#/{at}", True, bytes(memoryview(one))) for at, one in enumerate(elements))
        return Pieces(found, ignored, len(elements))
    full = 0
    blank = 0
    first = b""
    for line in _LINE.finditer(data):
        if line[0].strip():
            full += 1
            first = first or line[0]
        else:
            blank += len(line[0])
    if full > 1 and _is_whole(first):
        return Pieces(_lines(data), ignored | ({"blank line": blank} if blank else {}), full)
    return Pieces([Piece("#", True, data)], ignored)


def some(content: Content) -> Pieces:
    """The same, of a file cut out of a register that may be of a whole country. Raises EvidenceError."""
    found = pieces(content)
    if found.records > MOST:
        what = f"the file holds {found.records} records, and at most {MOST} are read"
        raise EvidenceError("#", what, "cut out those about the parties that matter")
    return found


def _lines(data: bytes) -> Iterator[Piece]:
    for number, line in enumerate(_LINE.finditer(data), 1):
        if line[0].strip():
            yield Piece(f"#line={number}", False, line[0])


def _is_whole(line: bytes) -> bool:
    try:
        msgspec.json.decode(line, type=msgspec.Raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return True
