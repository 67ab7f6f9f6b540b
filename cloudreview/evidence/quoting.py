"""What stands at the place that a claim points to: a page of a document, or some characters or lines of it.

A claim may name the document by its file's name or by the first twelve digits of its hash; it is told by the hash, so
that renaming the file changes nothing. A place that the document does not have is a question.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from cloudreview.anchors import characters
from cloudreview.evidence import document_text
from cloudreview.gaps import gap
from cloudreview.vocabulary.delivery import Reading, Said
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.rows import Claim

_PLACE = re.compile(r"([^#]+)#(?P<at>page=(?P<page>\d{1,6}(?::\d{1,9}-\d{1,9})?)|line=(?P<line>\d{1,9}))")
LONGEST = 4_000
"""Characters of a quotation; a page is a few thousand."""


class Document(msgspec.Struct, frozen=True):
    """A document as its reader took the text out."""

    short: str
    pages: tuple[str, ...]
    lines: bool
    """Whether the lines of the file are lines of the text."""


class Quoted(msgspec.Struct, frozen=True):
    """The rows of a file with what their claims quote, and what could not be found."""

    said: list[Said]
    gaps: list[Gap]


class Library:
    """The files of a delivery by what a claim may call them: name, path or hash."""

    def __init__(self, files: Iterable[tuple[str, str, Reading]]) -> None:
        """`files` gives hash, path and reading of each."""
        self._called: dict[str, dict[str, Document]] = defaultdict(dict)
        for sha256, name, reading in files:
            one = Document(sha256[:12], tuple(reading.pages), reading.format == document_text.NAME)
            for called in (one.short, name, name.rsplit("/", 1)[-1]):
                self._called[called][one.short] = one

    def quoted(self, said: Sequence[Said]) -> Quoted:
        """The rows, claims with their places told by hash and with what stands there."""
        found = Quoted([], [])
        for one in said:
            row = one.row
            place = _PLACE.fullmatch(row.place or "") if isinstance(row, Claim) else None
            if place is not None and isinstance(row, Claim):
                found.said.append(msgspec.structs.replace(one, row=self._claim(row, place, found.gaps)))
            else:
                found.said.append(one)
        return found

    def _claim(self, row: Claim, place: re.Match[str], gaps: list[Gap]) -> Claim:
        known = list(self._called.get(place[1], {}).values())
        if len(known) != 1:
            gaps.append(_missing(row, "several files have that name" if known else "no such file was delivered"))
            return row
        told = msgspec.structs.replace(row, place=f"{known[0].short}#{place['at']}")
        if not known[0].pages:
            return told  # of what is no document the text stands in the file itself
        text, count = at(known[0], place), len(known[0].pages)
        if text is None:
            gaps.append(_missing(row, f"the pages of that document are {count}, and it has no such place"))
        return msgspec.structs.replace(told, quote=text)


def at(document: Document, place: re.Match[str]) -> str | None:
    """The text at a place of a document; None where it has no such place."""
    if place["line"] is not None:
        lines = "\f".join(document.pages).split("\n") if document.lines else []
        number = int(place["line"])
        return lines[number - 1][:LONGEST] if 1 <= number <= len(lines) else None
    found = characters(document.pages, place["page"])
    return None if found is None else found[:LONGEST]


def _missing(row: Claim, why: str) -> Gap:
    speaker = row.speaker or "somebody"
    return gap(
        "place_missing",
        f"claim {row.claim}",
        f"the claim {row.claim} of {speaker} points to {row.place}, and {why}",
        f"On which page of which document does {speaker} say what the claim {row.claim} rests on?",
    )
