"""The record of a case: an append-only, hash-chained ledger of what came in and of what people decided.

Laws: rows are only ever added; each row's hash covers the row before it; what is acknowledged is on disk (write-ahead
log, synchronous=FULL, and the head file after it); looking at the record changes none of its bytes. It holds clock
times, so no review reads more of it than the judgements.

`record/head.json` names the last row and the hash of the ledger's file, so that a cut tail or a byte changed outside of
any row is seen too. It is no secret: whoever rewrites both files consistently is only stopped by a signature kept
elsewhere.
"""

from __future__ import annotations

import contextlib
import datetime
import fcntl
import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from cloudreview.errors import IntegrityError

FOLDER, LEDGER, HEAD = "record", "ledger.sqlite", "head.json"
FIRST = "0" * 64
"""The previous hash of the first row."""
KINDS = ("receipt", "listed", "judgement", "sealed")
"""receipt: a file came in; listed: the state of evidence.csv; judgement: a decision; sealed: hashes of files."""

_TABLE = """
create table if not exists ledger (
  seq integer primary key, at text not null, kind text not null, body text not null,
  previous text not null, hash text not null
) strict;
create trigger if not exists no_update before update on ledger begin
  select raise(abort, 'the ledger is append-only');
end;
create trigger if not exists no_delete before delete on ledger begin
  select raise(abort, 'the ledger is append-only');
end;
"""


class Entry(NamedTuple):
    """One row of the ledger, as stored."""

    seq: int
    at: str
    kind: str
    body: str
    previous: str
    hash: str

    def content(self) -> dict[str, Any]:
        """The body as the object that was appended."""
        found: dict[str, Any] = json.loads(self.body)
        return found


def now() -> str:
    """The clock, in UTC, to the second."""
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def row_hash(seq: int, at: str, kind: str, body: str, previous: str) -> str:
    """The hash that chains a row to the one before it."""
    return hashlib.sha256(canonical([seq, at, kind, body, previous]).encode()).hexdigest()


def canonical(value: Any) -> str:
    """JSON with sorted keys, no spaces, ASCII only: equal values are equal texts."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def head_bytes(seq: int, digest: str, file: str) -> bytes:
    """The head file: number and hash of the last row, hash of the ledger's file."""
    return canonical({"seq": seq, "hash": digest, "file": file}).encode() + b"\n"


def write_whole(path: Path, data: bytes) -> None:
    """Replaces a file by new bytes, so that a crash leaves the old ones or the new ones, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextlib.contextmanager
def _locked(record: Path) -> Iterator[None]:
    """One writer at a time: the head is written after the ledger's commit, and no other commit may come between."""
    record.mkdir(parents=True, exist_ok=True)
    lock = os.open(record, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def append(folder: Path, rows: Iterable[tuple[str, Mapping[str, Any]]], at: str | None = None) -> list[Entry]:
    """Adds rows (kind, body) in one transaction; when it returns they are on disk. Raises IntegrityError."""
    record, stamp = folder / FOLDER, at or now()
    with _locked(record):
        try:
            added = _insert(record / LEDGER, rows, stamp)
        except sqlite3.Error as error:
            raise IntegrityError(f"{FOLDER}/{LEDGER}", f"the ledger cannot be written: {error}") from error
        if added:
            write_whole(record / HEAD, head_bytes(added[-1].seq, added[-1].hash, sha256_of(record / LEDGER)))
    return added


def _insert(ledger: Path, rows: Iterable[tuple[str, Mapping[str, Any]]], stamp: str) -> list[Entry]:
    added: list[Entry] = []
    with contextlib.closing(sqlite3.connect(ledger, isolation_level=None, timeout=30)) as store:
        store.execute("pragma journal_mode=wal")
        store.execute("pragma synchronous=full")
        store.executescript(_TABLE)
        store.execute("begin immediate")
        last = store.execute("select seq, hash from ledger order by seq desc limit 1").fetchone()
        seq, previous = last or (0, FIRST)
        for kind, body in rows:
            if kind not in KINDS:
                raise ValueError(f"`{kind}` is no kind of row")
            seq, text = seq + 1, canonical(body)
            entry = Entry(seq, stamp, kind, text, previous, row_hash(seq, stamp, kind, text, previous))
            store.execute("insert into ledger values (?, ?, ?, ?, ?, ?)", entry)
            previous = entry.hash
            added.append(entry)
        store.execute("commit")
        store.execute("pragma wal_checkpoint(truncate)")
    return added


def entries(folder: Path) -> list[Entry]:
    """All rows in order, read from a copy so that not one byte of the record changes; none without a ledger.

    Raises IntegrityError where the ledger cannot be read.
    """
    ledger = folder / FOLDER / LEDGER
    if not ledger.exists():
        return []
    with tempfile.TemporaryDirectory() as aside:
        for name in (LEDGER, LEDGER + "-wal"):
            if (folder / FOLDER / name).exists():
                shutil.copyfile(folder / FOLDER / name, Path(aside) / name)
        try:
            with contextlib.closing(sqlite3.connect(Path(aside) / LEDGER)) as store:
                found = store.execute("select seq, at, kind, body, previous, hash from ledger order by seq").fetchall()
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise IntegrityError(f"{FOLDER}/{LEDGER}", f"the ledger cannot be read: {error}") from error
    return [Entry(*row) for row in found]


def bodies(folder: Path, kind: str) -> list[dict[str, Any]]:
    """What the rows of one kind say, in order."""
    return [entry.content() for entry in entries(folder) if entry.kind == kind]


def judged(folder: Path) -> tuple[Entry, ...]:
    """The rows of what people decided, in order."""
    return tuple(entry for entry in entries(folder) if entry.kind == "judgement")


def judgements(folder: Path) -> tuple[str, ...]:
    """What people decided, as canonical texts: the only part of the record that a review depends on."""
    return tuple(entry.body for entry in judged(folder))


def seal(folder: Path, names: Iterable[str]) -> Entry:
    """A `sealed` row with the hashes of files of the case, such as `case.toml` and `dossier/dossier.json`."""
    files = {name: sha256_of(folder / name) for name in sorted(names)}
    return append(folder, [("sealed", {"files": files})])[0]
