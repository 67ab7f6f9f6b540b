"""evidence.csv: who speaks in each file, when it was taken, and what it is stated to be complete for.

Design section 3, "evidence", and section 13, "complete_for". Any file with that header counts, under any name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

import msgspec

from cloudreview.evidence.cells import Cell, date, did_you_mean, one_of, text, within
from cloudreview.evidence.content import Content
from cloudreview.evidence.table import Table, parse
from cloudreview.spells import DAY, day_start, end_of, instant, is_day, start_of
from cloudreview.vocabulary.delivery import Reading
from cloudreview.vocabulary.words import LISTS, LISTS_ALSO

MARKINGS = ("public", "proprietary", "restricted")
COMPLETABLE = (
    "parties",
    "interests",
    "designations",
    "roster",
    "principals",
    "identities",
    "statements",
    "stores",
    "encryption",
    "replication",
    "copies",
    "access_points",
    "public_block",
    "keys",
    "grants",
    "restrictions",
    "sites",
    "operations",
    "approvals",
    "placements",
    "selectors",
    "digests",
    "events",
)
"""Relations that a speaker can state to be complete for a scope."""
WHOLE = ("parties", "interests")
"""Relations that may be named without a scope: all of it."""
CLASSES = ("management", "data_read", "data_write", "key_use")

_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
_PART = re.compile(r"([1-9][0-9]{0,3})\s*/\s*([1-9][0-9]{0,3})")

Scope = tuple[str, str]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of evidence.csv; empty cells are None."""

    at: str = ""
    """`#line=12`."""
    file: str | None
    sha256: str | None
    speaker: str | None
    received_from: str | None
    taken_at: int | None
    about: str | None
    complete_for: tuple[Scope, ...]
    complete_from: str | None
    complete_to: str | None
    part: tuple[int, int] | None
    marking: str | None


class Listing(Reading, kw_only=True):
    """What the reader of evidence.csv makes of it: lines instead of rows."""

    lines: tuple[Line, ...] = ()


def _file(value: str) -> str:
    path = PurePosixPath(value)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise ValueError("a path relative to evidence/")
    return str(path)


def _sha256(value: str) -> str:
    if _SHA256.fullmatch(value) is None:
        raise ValueError("a SHA-256 of 64 hexadecimal digits")
    return value.lower()


def taken(value: str) -> int:
    """The instant of `taken_at`; of a day its last instant, UTC.

    Only by the end of the day is it sure that the snapshot existed, and a date `as_of` is its day's last instant too
    (design section 5), so that a snapshot taken on the day of `as_of` speaks at `as_of`.
    """
    date(value)
    return within(day_start(value) + DAY - 1 if is_day(value) else instant(value))


def _scopes(value: str) -> tuple[Scope, ...]:
    return tuple(sorted({_scope(part.split()) for part in value.split(";") if part.strip()}))


def _scope(words: list[str]) -> Scope:
    relation, scope = words[0], " ".join(words[1:])
    if relation not in COMPLETABLE:
        hint = did_you_mean(relation, COMPLETABLE)
        raise ValueError(f"a list of `RELATION SCOPE` with the relations {', '.join(COMPLETABLE)}" + hint)
    if not scope and relation in WHOLE:
        return relation, "*"
    if relation == "designations":
        scope = LISTS_ALSO.get(scope, scope)
        if scope not in LISTS:
            raise ValueError(f"a list of persons: {', '.join(LISTS)}" + did_you_mean(scope, LISTS))
        return relation, scope
    wanted = 2 if relation == "events" else 1
    if len(words) - 1 != wanted:
        example = "events aws:s3:my-bucket data_read" if wanted == 2 else f"{relation} aws:111122223333"
        raise ValueError(f"a scope of `{relation}`, which is written like `{example}`")
    if relation == "events" and words[2] not in CLASSES:
        raise ValueError(f"a class of events: {', '.join(CLASSES)}" + did_you_mean(words[2], CLASSES))
    return relation, scope


def _part(value: str) -> tuple[int, int]:
    found = _PART.fullmatch(value)
    if found is None or int(found[1]) > int(found[2]):
        raise ValueError("a part of a whole, such as 2/3")
    return int(found[1]), int(found[2])


def _check(values: Mapping[str, Any]) -> str | None:
    if values["file"] is None and values["sha256"] is None:
        return "the line names no file: neither `file` nor `sha256` is given"
    since, until = values["complete_from"], values["complete_to"]
    if since is not None and until is not None and end_of(until)[1] <= start_of(since)[0]:
        return f"`complete_to` {until} is before `complete_from` {since}"
    return None


_COLUMNS: dict[str, Cell] = {
    "file": _file,
    "sha256": _sha256,
    "speaker": text,
    "received_from": text,
    "taken_at": taken,
    "about": text,
    "complete_for": _scopes,
    "complete_from": date,
    "complete_to": date,
    "part": _part,
    "marking": one_of(MARKINGS),
}
EVIDENCE = Table(
    "evidence", Line, _COLUMNS, header=(("file", "sha256"),), required=(), lists=("complete_for",), check=_check
)


def read_listing(content: Content) -> Listing:
    """The lines of evidence.csv."""
    found = parse(content, EVIDENCE)
    lines = tuple(msgspec.structs.replace(line, at=place) for place, line in found.rows)
    return Listing(format="evidence table", lines=lines, bad=found.bad, parsed=found.parsed, ignored=found.ignored)
