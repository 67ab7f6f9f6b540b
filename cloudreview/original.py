"""The original text at a place of the evidence, as it was received.

A place is `<first 12 hex of the file's SHA-256>[!member]` and then `#line=12`, `#row=3` (counted without the header),
or a JSON pointer (RFC 6901) such as `#/Records/3`. Where a pointer goes on inside a JSON text that stands in a string,
such as a bucket policy, the text inside is shown. In XML a pointer names elements from the root on, such as
`#/BucketInfo/Bucket`. In a document `#page=4` is a page and `#page=4:120-180` some characters of it; its text is taken
out again by a reading process, since a PDF may be hostile. Text of a file that has another hash by now is never shown.
`judgement#<first 12 hex of the row's hash>` is a judgement of the record.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote

import msgspec

from cloudreview import markup
from cloudreview.anchors import characters
from cloudreview.case import EVIDENCE
from cloudreview.errors import EvidenceError
from cloudreview.judgements import PLACE, SHORT
from cloudreview.record import FOLDER, LEDGER, Entry, judged, sha256_of
from cloudreview.vocabulary.delivery import Reading
from cloudreview.vocabulary.told import Dossier

PAGE = "page"
"""The kind of a place in a document."""
MOST = 64 * 2**20
"""Bytes of a file that are looked at, after decompression."""
_BREAK = re.compile(r"\r\n?|\n")
_BLANK = " \t\r\n"
_DECODER = json.JSONDecoder()


class Original(msgspec.Struct, frozen=True, kw_only=True):
    """What stands at a place."""

    place: str
    file: str | None
    """Path relative to evidence/; None where no file of the dossier has that hash."""
    sha256: str | None
    where: str
    """`line 12`, `/Policy/Statement/0`, or empty for the whole file."""
    text: str | None
    """None where it cannot be shown; `why` says why."""
    why: str = ""


class _NotThereError(Exception):
    """The place is not in the file."""


class Originals:
    """The evidence of a dossier; the file looked at last is kept, since neighbours are often asked for together."""

    def __init__(self, evidence: Path, files: Mapping[str, tuple[str, str]]) -> None:
        """`files` gives name and SHA-256 by the first 12 hex digits; the record stands beside the evidence."""
        self._evidence, self._files = evidence, files
        self._judged: Mapping[str, Entry] | None = None
        self._last = ("", "")
        self._pages: tuple[str, Sequence[str]] = ("", ())

    def at(self, place: str) -> Original:
        """What stands at a place, or why it is not shown."""
        if place.startswith(PLACE):
            return self._judgement(place)
        address, _, fragment = place.partition("#")
        short, _, member = address.partition("!")
        name, digest = self._files.get(short, (None, None))
        kind, _, value = fragment.partition("=")
        if fragment.startswith("/") or not fragment:
            kind, value = "/", fragment
        where = fragment if kind == "/" else f"{kind} {value}"
        text, why = None, ""
        if name is None or digest is None:
            why = "no file of the dossier has that hash"
        elif member or kind not in (*_FINDERS, PAGE):
            why = "places of this kind are not shown"
        elif kind == PAGE:
            text, why = self._page(name, digest, value)
        else:
            text, why = self._look(name, digest, kind, value)
        return Original(place=place, file=name, sha256=digest, where=where, text=text, why=why)

    def _judgement(self, place: str) -> Original:
        """A judgement, as its row of the ledger has it."""
        if self._judged is None:
            self._judged = {PLACE + row.hash[:SHORT]: row for row in judged(self._evidence.parent)}
        row = self._judged.get(place)
        if row is None:
            return Original(
                place=place, file=None, sha256=None, where="", text=None, why="the record has no such judgement"
            )
        return Original(place=place, file=f"{FOLDER}/{LEDGER}", sha256=row.hash, where=f"row {row.seq}", text=row.body)

    def _look(self, name: str, digest: str, kind: str, value: str) -> tuple[str | None, str]:
        """The text, or why there is none."""
        try:
            if self._last[0] != digest:
                self._last = (digest, _text(self._evidence / name, digest))
            return _FINDERS[kind](self._last[1], value), ""
        except _NotThereError as error:
            return None, str(error)
        except OSError as error:
            return None, (error.strerror or "the file cannot be read").lower()
        except (EOFError, zlib.error, ValueError, csv.Error, RecursionError):
            return None, "the file has nothing that can be read there"

    def _page(self, name: str, digest: str, anchor: str) -> tuple[str | None, str]:
        """The text at a page of a document, or why there is none."""
        if self._pages[0] != digest:
            reading = _reread(self._evidence / name, digest)
            if reading.bad and not reading.pages:
                return None, reading.bad[0].reason
            self._pages = (digest, reading.pages)
        text, count = characters(self._pages[1], anchor), len(self._pages[1])
        return text, "" if text is not None else f"the pages of the document are {count}, and it has no such place"


def _reread(path: Path, digest: str) -> Reading:
    """What a reading process makes of a file now."""
    from cloudreview.evidence.limits import DEFAULT  # noqa: PLC0415  # only documents need a process
    from cloudreview.evidence.pool import Process  # noqa: PLC0415
    from cloudreview.evidence.worker import Task  # noqa: PLC0415

    with closing(Process(DEFAULT)) as process:
        return process.read(Task(path=os.fsencode(path), sha256=digest, events=b"")).reading


def originals(folder: Path, dossier: Dossier) -> Originals:
    """The evidence of the dossier of a case."""
    files = {file.sha256[:12]: (file.name, file.sha256) for file in dossier.evidence}
    return Originals(folder / EVIDENCE, files)


def _text(path: Path, digest: str) -> str:
    """The file's text, decompressed where it is gzip (also several members in a row)."""
    if path.is_symlink():
        raise _NotThereError("the file is a link, which is not followed")
    if sha256_of(path) != digest:
        raise _NotThereError("the file was changed since it was read")
    with path.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        with gzip.GzipFile(fileobj=raw) if packed else raw as file:
            data: bytes = file.read(MOST + 1)
    if len(data) > MOST:
        raise _NotThereError(f"the file is longer than {MOST >> 20} MiB")
    if data.startswith(b"PAR1"):
        raise _NotThereError("the file is Parquet, which holds no text to show")
    return data.decode("utf-8-sig", errors="backslashreplace")


def _line(text: str, number: str) -> str:
    lines = _BREAK.split(text)
    if not 1 <= int(number) <= len(lines):
        raise _NotThereError(f"the file has {len(lines)} lines")
    return lines[int(number) - 1]


def _row(text: str, number: str) -> str:
    """The CSV record, without the header counted, as it stands in the file."""
    lines = io.StringIO(text, newline="")
    kept: list[str] = []
    records = csv.reader(kept.append(line) or line for line in lines)  # type: ignore[func-returns-value]
    for index, _ in enumerate(records):
        if index == int(number):
            return "".join(kept).rstrip("\r\n")
        kept.clear()
    raise _NotThereError("the file has no such row")


def pointed(text: str, pointer: str) -> str:
    """The raw text of the value that a pointer names, spaces and all. Raises ValueError or IndexError."""
    start = _skip(text, 0)
    if text[start : start + 1] == "<":
        return _element(text, pointer)
    for token in pointer.split("/")[1:]:
        if text[start : start + 1] == '"':
            text, start = _inside(text, start), 0
        start = _child(text, start, token.replace("~1", "/").replace("~0", "~"))
    return text[start : _DECODER.raw_decode(text, start)[1]]


def _element(text: str, pointer: str) -> str:
    """The source of an element of XML; what a command line prints after the document is left out."""
    try:
        return markup.pointed(text[: text.rfind(">") + 1].encode(), pointer).decode()
    except (EvidenceError, LookupError) as error:
        raise _NotThereError(f"the file has nothing at `{pointer}`") from error


def _inside(text: str, start: int) -> str:
    """The JSON text that stands in a string, URL-encoded or not."""
    held = str(_DECODER.raw_decode(text, start)[0]).strip()
    return held if held.startswith(("{", "[")) else unquote(held).strip()


def _child(text: str, start: int, token: str) -> int:
    """Where the value of a key or an index begins."""
    opening = text[start : start + 1]
    at, index = _skip(text, start + 1), 0
    while opening in ("{", "[") and text[at : at + 1] not in ("}", "]", ""):
        name: object = index
        if opening == "{":
            name, at = _DECODER.raw_decode(text, at)
            at = _skip(text, _skip(text, at) + 1)
        if str(name) == token:
            return at
        at = _skip(text, _DECODER.raw_decode(text, at)[1])
        at, index = _skip(text, at + (text[at : at + 1] == ",")), index + 1
    raise _NotThereError(f"the file has nothing at `{token}`")


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _BLANK:
        at += 1
    return at


_FINDERS: dict[str, Callable[[str, str], str]] = {"line": _line, "row": _row, "/": pointed}
"""How the fragment of a place is found, by its kind."""
