"""Decompression that stops: truncated, corrupt or exploding files end it with a reason and a count.

Design section 13, "Bytes": where decompression stops, `content_bytes` is what came out, and all of it is quarantined.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from cloudreview.errors import EvidenceError
from cloudreview.evidence.limits import MIB, Limits

GZIP = b"\x1f\x8b"
_GZIP_WINDOW = 31
_STEP = MIB


def is_packed(raw: bytes) -> bool:
    """Whether the bytes are gzip, by their first two; the name of a file says nothing."""
    return raw.startswith(GZIP)


def unpacked(raw: bytes, limits: Limits) -> Iterator[bytes]:
    """The content of gzip data in pieces, member after member (RFC 1952, section 2.2).

    Raises EvidenceError where it stops before the end; what came out before then is what it yielded.
    """
    left = min(limits.content, max(limits.ratio_from, limits.ratio * len(raw)))
    at = 0
    while raw[at:].strip(b"\0") if len(raw) - at < 1024 else True:
        if not raw.startswith(GZIP, at):
            raise EvidenceError("", "something that is not gzip follows the compressed data", "send the file again")
        member = zlib.decompressobj(_GZIP_WINDOW)
        fed = memoryview(raw)[at:]
        while not member.eof:
            piece, fed = _step(member, fed, min(_STEP, left + 1))
            if len(piece) > left:
                yield piece[:left]
                raise EvidenceError("", _too_much(raw, limits), "send it uncompressed, or in smaller files")
            left -= len(piece)
            if piece:
                yield piece
        at = len(raw) - len(member.unused_data) - len(fed)


def _step(member: zlib._Decompress, fed: memoryview, most: int) -> tuple[bytes, memoryview]:
    """Up to `most` bytes of content, and what is still to be fed. Raises EvidenceError at the end of broken data."""
    given = member.unconsumed_tail or fed[:_STEP]
    rest = fed if member.unconsumed_tail else fed[_STEP:]
    try:
        piece = member.decompress(given, most)
    except zlib.error as error:
        raise EvidenceError("", "the compressed data are damaged", "send the file again") from error
    if not piece and not member.eof and not rest and not member.unconsumed_tail:
        raise EvidenceError("", "the compressed file is truncated: it ends before its end mark", "send it again whole")
    return piece, rest


def _too_much(raw: bytes, limits: Limits) -> str:
    if max(limits.ratio_from, limits.ratio * len(raw)) < limits.content:
        return f"the content is more than {limits.ratio} times as large as the compressed file"
    return f"the content is larger than {limits.content // MIB} MiB"


def size_of(raw: bytes, limits: Limits) -> int:
    """How many bytes come out of a file before decompression ends or stops; of what is not gzip, its own."""
    if not is_packed(raw):
        return len(raw)
    size = 0
    try:
        for piece in unpacked(raw, limits):
            size += len(piece)
    except EvidenceError:
        return size or len(raw)
    return size
