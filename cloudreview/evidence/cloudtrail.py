"""CloudTrail delivery files: `{"Records": [...]}`, as the trail writes them to its bucket.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html. A record that cannot be
read is quarantined with its bytes, and the next one is read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import msgspec

from cloudreview.errors import EvidenceError
from cloudreview.evidence.cloudtrail_quick import Quick, instant_of
from cloudreview.evidence.cloudtrail_record import events
from cloudreview.evidence.cloudtrail_shape import KNOWN, Record
from cloudreview.evidence.content import Content
from cloudreview.evidence.json_records import DELIVERED, OPENING, Container, cut, strict
from cloudreview.evidence.reader import Reader
from cloudreview.vocabulary.delivery import Bad, Reading

NAME = "cloudtrail"


class Gathered:
    """What the records of one file become, one by one."""

    def __init__(self) -> None:
        self.events: list[tuple[object, ...]] = []
        self.bad: list[Bad] = []
        self._unknown: Counter[str] = Counter()
        self._quick = Quick()

    def take(
        self, pointer: str, raw: bytes, document: Callable[[bytes], Any] = strict, size: int | None = None
    ) -> None:
        """Read one record; what is wrong with it costs only itself, which is so many bytes of the file."""
        found = self._quick.rows(raw, pointer)
        if found is None:
            self.take_slowly(pointer, raw, document, len(raw) if size is None else size)
        else:
            self.events += found.rows
            if found.unknown:
                self._unknown.update(found.unknown)

    def take_slowly(self, pointer: str, raw: bytes, document: Callable[[bytes], Any], size: int) -> None:
        """The same, whatever its form is."""
        try:
            value = document(raw)
            rows = told(value, pointer)
        except EvidenceError as error:
            self.bad.append(Bad(pointer, error.what, size))
        else:
            self.events += rows
            self._unknown.update(value.keys() - KNOWN)

    def reading(self, name: str, size: int) -> Reading:
        """All of the file: what is not bad is read."""
        parsed = size - sum(one.bytes for one in self.bad)
        unknown = dict(sorted(self._unknown.items()))
        return Reading(format=name, bad=self.bad, parsed=parsed, unknown_fields=unknown, events=self.events)


def recognises(content: Content) -> bool:
    """Whether it is a container of records, and not that of an S3 event notification, which looks alike."""
    return OPENING.match(content.data) is not None and b'"s3SchemaVersion"' not in content.data


def read(content: Content) -> Reading:
    """One event for every record and store or key it acts on; the framing between records counts as parsed."""
    return elements(content, DELIVERED, "#/Records/", NAME)


def elements(content: Content, container: Container, pointer: str, name: str) -> Reading:
    """The records of an array; `pointer` is the array's, to which the number of the record is added."""
    data = content.data
    found, stop, closed = cut(data, container)
    gathered = Gathered()
    for number, (begin, end) in enumerate(found):
        gathered.take(f"{pointer}{number}", data[begin:end])
    if not closed:
        why = "from here on this is no list of records; send the whole file again"
        gathered.bad.append(Bad(f"#byte={stop}", why, len(data) - stop))
    return gathered.reading(name, len(data))


def told(document: Any, pointer: str) -> list[tuple[object, ...]]:
    """The events of a record. Raises EvidenceError."""
    if not isinstance(document, dict):
        raise EvidenceError(pointer, "the record is not an object")
    try:
        record = msgspec.convert(document, Record)
    except msgspec.ValidationError as error:
        raise EvidenceError(pointer, f"not a record of CloudTrail: {error}") from error
    try:
        at = instant_of(record.event_time)
    except ValueError as error:
        why = "a date-time with its zone, after 1970 and before 2260"
        raise EvidenceError(pointer, f"its eventTime `{record.event_time[:40]}` is not {why}") from error
    return list(events(record, at, pointer))


READERS = (Reader(NAME, recognises, read),)
