"""Whether a case is still what its record says: each change is named, offline, and nothing is written."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from cloudreview.case import EVIDENCE
from cloudreview.errors import IntegrityError
from cloudreview.record import FIRST, FOLDER, HEAD, LEDGER, Entry, entries, head_bytes, row_hash, sha256_of

MANIFEST = f"{EVIDENCE}/evidence.csv"
_OWN = {LEDGER, LEDGER + "-wal", LEDGER + "-shm", HEAD}


class Problem(msgspec.Struct, frozen=True, order=True):
    """One thing that is not as the record says."""

    where: str
    """The file, relative to the case, or the ledger's row."""
    kind: str
    """edited, missing, renamed, no_receipt, link, unexpected, ledger, head."""
    what: str
    """One sentence."""


def verify(folder: Path) -> list[Problem]:
    """Everything that differs from the record, sorted; an empty list: nothing does."""
    ledger = f"{FOLDER}/{LEDGER}"
    if not (folder / FOLDER / LEDGER).is_file():
        return [Problem(ledger, "ledger", "there is no ledger, so nothing can be verified")]
    try:
        rows = entries(folder)
    except IntegrityError as error:
        return [Problem(ledger, "ledger", error.what)]
    sound = list(_altered(rows))
    told = [] if sound else [(row.kind, row.content()) for row in rows]
    return sorted({*sound, *_head(folder, rows), *_evidence(folder, told), *_sealed(folder, told), *_strangers(folder)})


def _altered(rows: Sequence[Entry]) -> Iterator[Problem]:
    """Rows that are altered, removed or out of order."""
    previous, expected = FIRST, 1
    for row in rows:
        where = f"{FOLDER}/{LEDGER}: row {row.seq}"
        if not all(isinstance(part, str) for part in row[1:]):
            yield Problem(where, "ledger", "the row was altered: a field is not text")
            return
        if row.seq != expected:
            yield Problem(where, "ledger", f"row {expected} was removed, or rows were reordered")
        if row.hash != row_hash(*row[:5]):
            yield Problem(where, "ledger", "the row was altered: its hash is of other content")
        elif row.previous != previous:
            yield Problem(
                where, "ledger", f"the row does not follow from row {row.seq - 1}, which was altered or removed"
            )
        previous, expected = row.hash, row.seq + 1


def _head(folder: Path, rows: Sequence[Entry]) -> Iterator[Problem]:
    """Whether the ledger ends where the head says, byte for byte."""
    where, last = f"{FOLDER}/{HEAD}", rows[-1].seq if rows else 0
    try:
        data = (folder / where).read_bytes()
        head = json.loads(data)
        seq, digest, file = int(head["seq"]), str(head["hash"]), str(head["file"])
        whole = data == head_bytes(seq, digest, file)
    except (OSError, ValueError, TypeError, KeyError, OverflowError):
        yield Problem(where, "head", "the head of the ledger is missing or was altered")
        return
    if not whole:
        yield Problem(where, "head", "the head of the ledger was altered")
    elif seq > last:
        yield Problem(where, "head", f"the ledger ends at row {last}, but had {seq} rows: its last rows were removed")
    elif seq < last:
        yield Problem(
            where, "head", f"rows after row {seq} are not confirmed: an interrupted `add`, or rows from elsewhere"
        )
    elif not rows or rows[-1].hash != digest:
        yield Problem(where, "head", f"row {seq} is not the row that the head names: one of them was altered")
    elif sha256_of(folder / FOLDER / LEDGER) != file:
        yield Problem(f"{FOLDER}/{LEDGER}", "ledger", f"its bytes are not those that {HEAD} names: one was changed")


def _found(folder: Path) -> tuple[dict[str, str], list[Problem]]:
    """The SHA-256 of every regular file of the evidence by its name, and what is no regular file."""
    digests: dict[str, str] = {}
    problems = []
    for path in sorted((folder / EVIDENCE).rglob("*")):
        name, mode = path.relative_to(folder).as_posix(), path.lstat().st_mode
        if stat.S_ISREG(mode):
            digests[name] = sha256_of(path)
        elif not stat.S_ISDIR(mode):
            problems.append(Problem(name, "link", "a link or device stands among the evidence"))
    return digests, problems


def _evidence(folder: Path, told: Sequence[tuple[str, Mapping[str, Any]]]) -> Iterator[Problem]:
    """Evidence that was edited, renamed, removed, or never received."""
    if not told:
        return
    found, strange = _found(folder)
    yield from strange
    received = {f"{EVIDENCE}/{body['name']}": str(body["sha256"]) for kind, body in told if kind == "receipt"}
    listed = [str(body["sha256"]) for kind, body in told if kind == "listed"]
    received |= {MANIFEST: listed[-1]} if listed else {}
    new = {name: digest for name, digest in found.items() if name not in received}
    for name, digest in sorted(received.items()):
        moved = next((other for other, same in sorted(new.items()) if same == digest), None)
        if name in found and found[name] != digest:
            yield Problem(name, "edited", f"received as {digest[:12]}, now {found[name][:12]}: the file was edited")
        elif name not in found and moved:
            yield Problem(name, "renamed", f"the file was renamed to {moved}")
            new.pop(moved)
        elif name not in found:
            yield Problem(name, "missing", f"received as {digest[:12]}, and now missing")
    for name in sorted(new):
        yield Problem(name, "no_receipt", "the file was put there without a receipt; `cloudreview add` writes one")


def _sealed(folder: Path, told: Sequence[tuple[str, Mapping[str, Any]]]) -> Iterator[Problem]:
    """What the last seal covers and is no longer the same."""
    seals = [body for kind, body in told if kind == "sealed"]
    for name, digest in sorted(seals[-1]["files"].items()) if seals else ():
        path = folder / name
        if not path.is_file():
            yield Problem(name, "missing", "the file was sealed and is now missing")
        elif sha256_of(path) != digest:
            yield Problem(name, "edited", f"sealed as {digest[:12]}, now {sha256_of(path)[:12]}: the file was edited")


def _strangers(folder: Path) -> Iterator[Problem]:
    """Files in the record's folder that the program never writes."""
    for path in sorted((folder / FOLDER).iterdir()):
        if path.name not in _OWN:
            yield Problem(f"{FOLDER}/{path.name}", "unexpected", "the program did not write this file")
