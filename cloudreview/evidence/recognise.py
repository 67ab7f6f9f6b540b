"""Which format a content is of, and what its reader makes of it: bytes in, an outcome out, nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from cloudreview.errors import EvidenceError
from cloudreview.evidence.content import Content
from cloudreview.evidence.listing import Listing
from cloudreview.evidence.outcome import Outcome, refused
from cloudreview.evidence.reader import Reader
from cloudreview.evidence.table import header_of, wrong_header
from cloudreview.evidence.tables import TABLES, meant

_SHOWN_KEYS = 4
_COLUMNS = 5
"""Fewer cells may as well be a sentence with commas."""
_CLOSED = (
    (0, b"PK\x03\x04", "a zip archive (or an office document) is not opened; send the files that it holds"),
    (257, b"ustar", "a tar archive is not opened; send the files that it holds"),
    (0, b"\x1f\x8b", "the file is compressed twice; send it compressed once"),
    (0, b"\x28\xb5\x2f\xfd", "zstd is not decompressed; send the file itself, or as gzip"),
    (0, b"\xfd7zXZ\x00", "xz is not decompressed; send the file itself, or as gzip"),
    (0, b"SQLite format 3\x00", "a SQLite database is not read; send the original files"),
    (0, b"\xff\xfe", "the text is UTF-16; send it as UTF-8"),
    (0, b"\xfe\xff", "the text is UTF-16; send it as UTF-8"),
)
"""What no reader reads, by the bytes that stand at a place of it, with what to do."""
_PARQUET = b"PAR1"
_PARQUET_WHY = "a Parquet file is read only where it holds statements of BODS 0.4, one a row; send the original files"


def interpret(data: bytes, readers: Sequence[Reader]) -> Outcome:
    """The outcome of a content; what no reader reads is quarantined with the reason."""
    content, size = Content(data), len(data)
    if (closed := _closed(data)) is not None:
        return refused(closed, size)
    try:
        reader = next((one for one in readers if one.recognises(content)), None)
    except EvidenceError as error:
        return refused(sentence(error), size, where=_place(error))
    if reader is None:
        return _unrecognised(content)
    try:
        reading = reader.read(content)
    except EvidenceError as error:
        return refused(sentence(error), size, where=_place(error), form=reader.name)
    counted = reading.parsed + sum(reading.ignored.values()) + sum(bad.bytes for bad in reading.bad)
    if counted != size:
        return refused(
            f"the reader accounts for {counted} of {size} bytes, a fault of the program", size, form=reader.name
        )
    lines = reading.lines if isinstance(reading, Listing) else ()
    return Outcome(content_bytes=size, reading=reading, lines=lines)


def _closed(data: bytes) -> str | None:
    """Why no reader need look at it; None: they must."""
    if not data:
        return "the file is empty"
    return next((why for at, magic, why in _CLOSED if data.startswith(magic, at)), None)


def sentence(error: EvidenceError) -> str:
    """What is wrong and what to do, without the place, which is told beside it."""
    return error.what + (f"; {error.do}" if error.do else "")


def _place(error: EvidenceError) -> str:
    """The place in the file that the error names; empty: the whole file."""
    return error.where if error.where.startswith("#") and len(error.where) > 1 else ""


def _unrecognised(content: Content) -> Outcome:
    size = len(content.data)
    if content.data.startswith(_PARQUET):
        return refused(_PARQUET_WHY, size)
    try:
        reason = _resemblance(content)
    except EvidenceError as error:
        return refused(sentence(error), size, where=_place(error))
    return refused(reason, size)


def _resemblance(content: Content) -> str:
    """Why no reader reads it, with what it is nearest to. Raises EvidenceError where it is no text or no JSON."""
    if content.text.lstrip()[:1] in ("{", "["):
        return _unknown_answer(content.document)
    header = header_of(content)
    table = meant(content) or max(TABLES, key=lambda one: sum(name in one.columns for name in header))
    if any(name in table.columns for name in header):
        why = wrong_header(header, table) or "its header is not complete"
        return f"no format has this header; it is nearest to a {table.name} table: {why}"
    if len(header) >= _COLUMNS:
        told = ", ".join(f"`{name[:40]}`" for name in header[:_SHOWN_KEYS])
        return (
            f"a table with columns of somebody's own ({told} and others); send the log or answer that it was made from"
        )
    return "nobody knows this format: neither an answer of a cloud's API, nor a log, nor one of our own tables"


def _unknown_answer(document: object) -> str:
    if isinstance(document, dict) and document:
        keys = sorted(str(key)[:40] for key in document)
        more = " and others" if len(keys) > _SHOWN_KEYS else ""
        return f"JSON that no reader knows, with the keys {', '.join(keys[:_SHOWN_KEYS])}{more}"
    return "JSON that no reader knows; one unchanged answer of a cloud's API a file is read"
