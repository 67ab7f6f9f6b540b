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
from cloudreview.evidence.listing import EVIDENCE as EVIDENCE_TABLE
from cloudreview.record import append, bodies, now, sha256_of, write_whole

LIST = "evidence.csv"
COLUMNS = tuple(EVIDENCE_TABLE.columns)


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
        if any("\ud800" <= char <= "\udfff" for char in file.name):
            raise CaseError(file.name, "its name is not UTF-8, so evidence.csv cannot hold it", "rename it")
    evidence, stamp = folder / EVIDENCE, now()
    if evidence.is_symlink():
        raise CaseError(EVIDENCE, "it is a link, which is not followed", "put a folder in its place")
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
    """Refuses what the reader of evidence.csv would refuse, by the option's name."""
    for column, value in _said(label).items():
        try:
            if value:
                EVIDENCE_TABLE.columns[column](value)
        except ValueError as error:
            option = "--" + column.replace("_", "-").replace("received-", "")
            raise CaseError(option, f"`{value}` is not {error}") from error


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
    return _said(label) | {"file": name, "sha256": digest}


def _said(label: Label) -> dict[str, str]:
    return {
        key: ";".join(said) if isinstance(said, tuple) else said for key, said in msgspec.structs.asdict(label).items()
    }


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
