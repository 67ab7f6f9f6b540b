"""S3 Inventory: the manifest of a list, and its CSV files of objects, counted by encryption and replication status.

Amazon S3 User Guide, doc_source/storage-inventory.md and storage-inventory-location.md (awsdocs/amazon-s3-userguide).
A CSV file has no header, so columns are known by their place (bucket, key, then versions and size) and by words that
only one column has. "All of your objects might not appear in each inventory list": a list shows what is there and
proves nothing complete.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice, takewhile
from typing import ClassVar, NamedTuple
from urllib.parse import unquote

import msgspec

from cloudreview.errors import EvidenceError
from cloudreview.evidence.answer import Shape, answer, fields
from cloudreview.evidence.cells import within
from cloudreview.evidence.content import Content
from cloudreview.evidence.reader import Reader
from cloudreview.evidence.table import Record, records
from cloudreview.gaps import gap
from cloudreview.vocabulary.delivery import Bad, Reading, Said
from cloudreview.vocabulary.rows import Inventory

MANIFEST = "aws s3 inventory manifest"
LIST = "aws s3 inventory list"

_MILLISECOND = 1_000_000
_BUCKET = r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"
_BEGIN = re.compile(rf'"{_BUCKET}","[^"]+",'.encode())
_ENCRYPTION = frozenset({"SSE-S3", "SSE-C", "SSE-KMS", "DSSE-KMS", "NOT-SSE"})
_REPLICATION = frozenset({"PENDING", "COMPLETED", "FAILED", "REPLICA"})
_CLASSES = frozenset(
    {"STANDARD", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER", "GLACIER_IR", "DEEP_ARCHIVE"}
    | {"REDUCED_REDUNDANCY", "OUTPOSTS", "SNOW", "EXPRESS_ONEZONE"}
)
_FLAGS = frozenset({"true", "false"})
_SIZE = re.compile(r"[0-9]{1,14}")
_LOOKED_AT = 20
"""Lines that are looked at to recognise a list."""


class _File(Shape, frozen=True, kw_only=True, rename=None):
    key: str
    size: int
    checksum: str = msgspec.field(name="MD5checksum")


class _Manifest(Shape, frozen=True, kw_only=True, rename="camel"):
    unused: ClassVar = frozenset({"version"})
    source_bucket: str
    destination_bucket: str
    creation_timestamp: str
    file_format: str
    file_schema: str
    files: tuple[_File, ...]


def _is_manifest(content: Content) -> bool:
    found = fields(content)
    destination = found.get("destinationBucket")
    return {"sourceBucket", "fileSchema", "files"} <= set(found) and str(destination).startswith("arn:")


def _read_manifest(content: Content) -> Reading:
    """Which files make up a list, and when it was begun; the objects stand in the files."""
    found = answer(content, _Manifest)
    one = found.value
    about = f"aws:s3:{one.source_bucket}"
    gaps = []
    if one.file_format != "CSV":
        why = f"the inventory of {about} is in {one.file_format} files, which are not read"
        gaps.append(gap("unimplemented", f"inventory {about}", why, f"Please send an inventory of {about} as CSV."))
    return Reading(
        format=MANIFEST,
        parsed=len(content.data),
        unknown_fields=found.unknown,
        about=about,
        taken_at=_instant(one.creation_timestamp),
        gaps=gaps,
    )


def _instant(milliseconds: str) -> int:
    if not milliseconds.isascii() or not milliseconds.isdigit() or len(milliseconds) > 16:
        raise EvidenceError(
            "#/creationTimestamp", "not milliseconds since 1970", "send the unchanged manifest of the service"
        )
    try:
        return within(int(milliseconds) * _MILLISECOND)
    except ValueError as error:
        raise EvidenceError("#/creationTimestamp", f"not {error}", "send the unchanged manifest") from error


def _is_list(content: Content) -> bool:
    """Whether the first lines are a bucket and a key, and one of them holds a word that only this service has."""
    if _BEGIN.match(content.data) is None:
        return False
    words = _ENCRYPTION | _REPLICATION | _CLASSES
    first = islice(records(b"\n".join(content.data.split(b"\n", _LOOKED_AT)[:_LOOKED_AT])), _LOOKED_AT)
    return any(words.intersection(record.cells[2:]) for record in first)


class _Columns(NamedTuple):
    """Where in a line a value stands; None: the list does not tell it."""

    encryption: int | None
    replication: int | None
    size: int | None
    marker: int | None
    """Whether the line is a delete marker, which holds no data."""


def _columns(rows: Sequence[tuple[str, ...]]) -> _Columns:
    told: list[set[str]] = [set() for _ in rows[0]]
    for row in rows:
        for seen, value in zip(told, row, strict=True):
            if value and len(seen) <= len(_CLASSES):
                seen.add(value)
    versions = len(told) > 4 and bool(told[3]) and told[3] <= _FLAGS and told[4] <= _FLAGS
    size = 5 if versions else 2
    sized = len(told) > size and all(_SIZE.fullmatch(row[size]) or not row[size] for row in rows)
    return _Columns(
        _only(told, _ENCRYPTION), _only(told, _REPLICATION), size if sized else None, 4 if versions else None
    )


def _only(told: Sequence[set[str]], words: frozenset[str]) -> int | None:
    """The one column of which every value is one of the words."""
    found = [index for index, seen in enumerate(told) if index > 1 and seen and seen <= words]
    return found[0] if len(found) == 1 else None


class _Group(NamedTuple):
    """Objects of one bucket that have the same status."""

    line: int
    objects: int
    bytes: int | None
    prefix: str


def _read_list(content: Content) -> Reading:
    found = Reading(format=LIST)
    whole: list[tuple[Record, tuple[str, ...]]] = []
    for record in records(content.data):
        fault = _fault(record, len(whole[0][1]) if whole else None)
        if fault is None:
            whole.append((record, record.cells))
            found.parsed += record.bytes
        elif any(record.cells) or record.fault:
            found.bad.append(Bad(f"#line={record.line}", fault, record.bytes))
        else:
            found.ignored["blank line"] = found.ignored.get("blank line", 0) + record.bytes
    groups: dict[tuple[str, str | None, str | None], _Group] = {}
    columns = _columns([row for _, row in whole]) if whole else _Columns(None, None, None, None)
    for record, row in whole:
        if columns.marker is None or row[columns.marker] != "true":
            _count(groups, record, row, columns)
    for (bucket, encryption, replication), group in groups.items():
        said = Inventory(
            store=f"aws:s3:{bucket}",
            encryption=encryption,
            replication=replication,
            prefix=group.prefix or None,
            objects=group.objects,
            bytes=group.bytes,
        )
        found.said.append(Said(said, f"#line={group.line}"))
    buckets = sorted({bucket for bucket, _, _ in groups})
    found.about = f"aws:s3:{buckets[0]}" if len(buckets) == 1 else None
    return found


def _fault(record: Record, wanted: int | None) -> str | None:
    if record.fault is not None:
        return record.fault
    if len(record.cells) < 3 or not re.fullmatch(_BUCKET, record.cells[0]) or not record.cells[1]:
        return "the line does not begin with a bucket and a key"
    if wanted is not None and len(record.cells) != wanted:
        return f"the line has {len(record.cells)} cells where the first has {wanted}"
    return None


def _count(
    groups: dict[tuple[str, str | None, str | None], _Group], record: Record, row: tuple[str, ...], where: _Columns
) -> None:
    status = [row[index] or None if index is not None else None for index in (where.encryption, where.replication)]
    key = (row[0], status[0], status[1])
    size = int(row[where.size]) if where.size is not None and row[where.size] else None
    # Whether `+` stands for a blank is not documented, so what follows one is not taken to be shared.
    name = unquote(row[1].partition("+")[0])
    old = groups.get(key)
    if old is None:
        groups[key] = _Group(record.line, 1, size, name)
    else:
        total = None if size is None or old.bytes is None else old.bytes + size
        groups[key] = _Group(old.line, old.objects + 1, total, _shared(old.prefix, name))


def _shared(one: str, other: str) -> str:
    """With what both begin."""
    if other.startswith(one):
        return one
    return "".join(a for a, _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


READERS = (
    Reader(MANIFEST, _is_manifest, _read_manifest),
    Reader(LIST, _is_list, _read_list),
)
