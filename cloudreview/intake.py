"""Taking evidence in: a copy of the file, its line in evidence.csv, its receipt in the record.

Laws: a file's bytes and name are kept; nothing already received is overwritten; the receipt is written last, so that
what is acknowledged is whole, and an interrupted `add` is finished by the same `add` again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import msgspec

from cloudreview.case import EVIDENCE, did_you_mean
from cloudreview.errors import CaseError
from cloudreview.record import append, bodies, now, sha256_of, write_whole
from cloudreview.spells import instant, is_day

LIST = "evidence.csv"
COLUMNS = (
    "file",
    "sha256",
    "speaker",
    "received_from",
    "taken_at",
    "about",
    "complete_for",
    "complete_from",
    "complete_to",
    "part",
    "marking",
)
MARKINGS = ("public", "proprietary", "restricted")
COMPLETE_FOR = (
    "parties",
    "interests",
    "roster",
    "principals",
    "identities",
    "statements",
    "stores",
    "encryption",
    "keys",
    "grants",
    "restrictions",
    "sites",
    "operations",
    "placements",
    "selectors",
    "events",
)
"""The relations that a delivery can be stated to be complete for."""
_SCOPELESS = ("parties", "interests")


class Label(msgspec.Struct, frozen=True, kw_only=True):
    """What is said about the files of one delivery; empty is unknown."""

    speaker: str = ""
    received_from: str = ""
    taken_at: str = ""
    about: str = ""
    complete_for: tuple[str, ...] = ()
    complete_from: str = ""
    complete_to: str = ""
    part: str = ""
    marking: str = ""


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """A file of evidence as it was received."""

    sha256: str
    name: str
    """Relative to evidence/."""
    bytes: int
    sender: str
    speaker: str
    received_at: str


class Received(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one `add`."""

    receipts: tuple[Receipt, ...]
    already: tuple[str, ...]
    """Names of files that were received before, with the same bytes."""
    list_was_edited: bool
    """Whether evidence.csv was changed by hand since the last receipt."""


def receive(folder: Path, files: Sequence[Path], label: Label) -> Received:
    """Takes files into a case. Raises CaseError where the label or a file is wrong, before anything is written."""
    _check(label)
    for file in files:
        if file.name == LIST or not file.is_file():
            raise CaseError(file.name, "it is not a file that can be evidence", "give files, without evidence.csv")
    evidence, stamp = folder / EVIDENCE, now()
    listing = _read_list(evidence / LIST)
    edited = _edited(folder)
    known = {str(body["name"]): str(body["sha256"]) for body in bodies(folder, "receipt")}
    receipts: dict[str, Receipt] = {}
    already = []
    for file in files:
        digest = sha256_of(file)
        name = _name(evidence, file, digest)
        if known.get(name) == digest:
            already.append(name)
            continue
        if not (evidence / name).exists():
            write_whole(evidence / name, file.read_bytes())
        if not any(row.get("file") == name and row.get("sha256") == digest for row in listing):
            listing.append(_line(name, digest, label))
        size = (evidence / name).stat().st_size
        receipts[name] = Receipt(
            sha256=digest, name=name, bytes=size, sender=label.received_from, speaker=label.speaker, received_at=stamp
        )
    if receipts:
        _write_list(evidence / LIST, listing)
        listed = {"name": LIST, "sha256": sha256_of(evidence / LIST), "edited_before": edited}
        rows = [("receipt", msgspec.to_builtins(one)) for one in receipts.values()]
        append(folder, [*rows, ("listed", listed)], at=stamp)
    return Received(receipts=tuple(receipts.values()), already=tuple(already), list_was_edited=edited)


def _check(label: Label) -> None:
    for option, text in (
        ("--taken-at", label.taken_at),
        ("--complete-from", label.complete_from),
        ("--complete-to", label.complete_to),
    ):
        try:
            text and not is_day(text) and instant(text)
        except ValueError as error:
            raise CaseError(option, str(error)) from error
    if label.marking and label.marking not in MARKINGS:
        raise CaseError("--marking", f"there is no marking `{label.marking}`", did_you_mean(label.marking, MARKINGS))
    numbers = label.part.split("/")
    if label.part and not (len(numbers) == 2 and all(n.isdecimal() for n in numbers) and _inside(*map(int, numbers))):
        raise CaseError("--part", f"`{label.part}` is no part of a whole", "write it as 2/3")
    for one in label.complete_for:
        _check_scope(one)


def _inside(number: int, whole: int) -> bool:
    return 1 <= number <= whole


def _check_scope(text: str) -> None:
    relation, _, scope = text.strip().partition(" ")
    if relation not in COMPLETE_FOR:
        raise CaseError("--complete-for", f"there is no relation `{relation}`", did_you_mean(relation, COMPLETE_FOR))
    if not scope.strip() and relation not in _SCOPELESS:
        raise CaseError("--complete-for", f"`{relation}` needs a scope", f'write it as "{relation} aws:111122223333"')
    if ";" in text:
        raise CaseError("--complete-for", "one relation and scope at a time", "repeat the option")


def _name(evidence: Path, file: Path, digest: str) -> str:
    """The file's name in evidence/: its own, unless other bytes have it; then with its hash."""
    resolved = file.resolve()
    if resolved.is_relative_to(evidence.resolve()):
        return resolved.relative_to(evidence.resolve()).as_posix()
    taken = evidence / file.name
    if not taken.exists() or sha256_of(taken) == digest:
        return file.name
    return f"{file.stem}-{digest[:12]}{file.suffix}"


def _line(name: str, digest: str, label: Label) -> dict[str, str]:
    said = {
        column: str(getattr(label, column)) for column in COLUMNS if column not in ("file", "sha256", "complete_for")
    }
    return said | {"file": name, "sha256": digest, "complete_for": ";".join(label.complete_for)}


def _edited(folder: Path) -> bool:
    """Whether evidence.csv differs from what the record last saw; before any record there is nothing to differ from."""
    seen, path = bodies(folder, "listed"), folder / EVIDENCE / LIST
    return bool(seen) and (not path.is_file() or sha256_of(path) != seen[-1]["sha256"])


def _read_list(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    where = f"{EVIDENCE}/{LIST}"
    try:
        rows = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), strict=True)
        found = list(rows)
    except (UnicodeDecodeError, csv.Error) as error:
        raise CaseError(where, f"not readable as CSV: {error}", "mend it, then add again") from error
    for column in rows.fieldnames or ():
        if column not in COLUMNS:
            raise CaseError(where, f"there is no column `{column}`", did_you_mean(column, COLUMNS))
    if any(None in row or None in row.values() for row in found):
        raise CaseError(where, "a line has more or fewer fields than the header", "mend it, then add again")
    return found


def _write_list(path: Path, listing: Sequence[dict[str, str]]) -> None:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(listing)
    write_whole(path, out.getvalue().encode())
