"""CloudTrail delivery files: `{"Records": [...]}`, as the trail writes them to its bucket.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html. A record that cannot be
read is quarantined with its bytes, and the next one is read.
"""

from __future__ import annotations

import functools
from collections import Counter

import msgspec

from cloudreview.errors import EvidenceError
from cloudreview.evidence.cells import within
from cloudreview.evidence.cloudtrail_record import events
from cloudreview.evidence.cloudtrail_shape import KNOWN, Record
from cloudreview.evidence.content import Content
from cloudreview.evidence.json_records import OPENING, cut, strict
from cloudreview.evidence.reader import Reader
from cloudreview.spells import instant
from cloudreview.vocabulary.delivery import Bad, Reading

NAME = "cloudtrail"
LOOSE = "cloudtrail records outside a delivery file"

_instant = functools.lru_cache(maxsize=4096)(instant)


def recognises(content: Content) -> bool:
    """Whether it is a container of records, and not that of an S3 event notification, which looks alike."""
    return OPENING.match(content.data) is not None and b'"s3SchemaVersion"' not in content.data


def read(content: Content) -> Reading:
    """One event for every record and store or key it acts on; the framing between records counts as parsed."""
    data = content.data
    elements, stop = cut(data)
    found: list[tuple[object, ...]] = []
    bad: list[Bad] = []
    unknown: Counter[str] = Counter()
    for number, (begin, end) in enumerate(elements):
        pointer = f"#/Records/{number}"
        try:
            rows, names = _record(data[begin:end], pointer)
        except EvidenceError as error:
            bad.append(Bad(pointer, error.what, end - begin))
        else:
            found += rows
            unknown.update(names)
    if stop < len(data):
        why = "from here on this is no list of records; send the whole file again"
        bad.append(Bad(f"#byte={stop}", why, len(data) - stop))
    parsed = len(data) - sum(one.bytes for one in bad)
    return Reading(format=NAME, bad=bad, parsed=parsed, unknown_fields=dict(sorted(unknown.items())), events=found)


def _record(raw: bytes, pointer: str) -> tuple[list[tuple[object, ...]], set[str]]:
    """The events of a record, and its fields that no documentation names. Raises EvidenceError."""
    document = strict(raw)
    if not isinstance(document, dict):
        raise EvidenceError(pointer, "the record is not an object")
    try:
        record = msgspec.convert(document, Record)
    except msgspec.ValidationError as error:
        raise EvidenceError(pointer, f"not a record of CloudTrail: {error}") from error
    try:
        at = within(_instant(record.event_time))
    except ValueError as error:
        why = "a date-time with its zone, after 1970 and before 2260"
        raise EvidenceError(pointer, f"its eventTime `{record.event_time[:40]}` is not {why}") from error
    return list(events(record, at, pointer)), document.keys() - KNOWN


def _is_loose(content: Content) -> bool:
    """Whether it holds CloudTrail records in another container: a bare list, or one record a line."""
    start = content.data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] not in (b"[", b"{") or OPENING.match(content.data):
        return False
    return all(name in content.data for name in (b'"eventSource"', b'"eventName"', b'"userIdentity"'))


def _refuse(content: Content) -> Reading:
    raise EvidenceError(
        "#",
        "these are CloudTrail records, but not a file that a trail delivered",
        "send the delivery files unchanged, each with its list under `Records`",
    )


READERS = (Reader(NAME, recognises, read), Reader(LOOSE, _is_loose, _refuse))
