"""The records of one file of GLEIF, collected: rows with their places, what is bad, and what its header promises.

No file of GLEIF proves anything complete: it holds who has a legal entity identifier and what was reported, and who
holds shares without consolidating is in none of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from cloudreview.errors import EvidenceError
from cloudreview.evidence.gleif_links import exception, relationship
from cloudreview.evidence.gleif_plain import fault, unknown_names
from cloudreview.evidence.gleif_rows import Told, entity
from cloudreview.gaps import gap
from cloudreview.vocabulary.delivery import Bad, Reading, Said
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.rows import Party

KINDS: Mapping[str, Callable[[Mapping[str, Any]], Told]] = {
    "Relationship": relationship,
    "ExceptionCategory": exception,
    "Entity": entity,
}
"""What a record is, by a field that only such a record has."""


WRAPPED = "RelationshipRecord"
"""What the golden copy wraps each relationship in, in JSON."""


class Header(NamedTuple):
    """What a file says of itself."""

    content_date: str | None = None
    content: str | None = None
    """`GLEIF_FULL_PUBLISHED` and others."""
    promised: str | None = None
    """How many records it says that it holds."""
    taken_at: int | None = None


class Records:
    """Collects records as they are read."""

    def __init__(self) -> None:
        self.said: list[Said] = []
        self.bad: list[Bad] = []
        self.gaps: list[Gap] = []
        self.unknown: Counter[str] = Counter()
        self.count = 0
        """Records read, or quarantined by themselves."""
        self._told: set[str] = set()
        self._ended: set[str] = set()
        self._named: dict[str, Said] = {}

    def add(self, at: str, size: int, record: Any, *, pointed: bool) -> None:
        """One record in its plain form; `pointed` where the place is a pointer that may go on inside the record."""
        self.count += 1
        if isinstance(record, dict) and isinstance(record.get(WRAPPED), dict):
            record = record[WRAPPED]
            at += f"/{WRAPPED}" if pointed else ""
        try:
            told = _told(record)
        except EvidenceError as error:
            self.refuse(at, size, error, pointed=pointed)
            return
        self.unknown.update(unknown_names(record))
        self.gaps += told.gaps
        for pointer, row in told.rows:
            if isinstance(row, Party):
                (self._ended if told.closed else self._told).add(row.party)
            place = at + pointer if pointed else at
            self.said.append(Said(row, place, told.stated, told.record, told.closed, told.standing))
        for party in told.named:
            if party.party not in self._named or party.name is not None:
                self._named[party.party] = Said(party, at, record=f"named {party.party}")

    def refuse(self, at: str, size: int, error: EvidenceError, *, pointed: bool) -> None:
        """A record that cannot be read."""
        where = at + error.where.removeprefix("#") if pointed and error.where.startswith("#/") else at
        self.bad.append(Bad(where, f"{error.what}; {error.do}" if error.do else error.what, size))

    def reading(self, name: str, size: int, ignored: Mapping[str, int], header: Header) -> Reading:
        """What the file makes. Entities that are only named, or that are no more, are told by what identifies them."""
        standing = self._told - self._ended
        self.said += [said for party, said in self._named.items() if party not in standing]
        return Reading(
            format=name,
            said=self.said,
            bad=self.bad,
            parsed=size - sum(one.bytes for one in self.bad) - sum(ignored.values()),
            ignored=dict(ignored),
            unknown_fields=dict(sorted(self.unknown.items())),
            taken_at=header.taken_at,
            gaps=self.gaps + _cut(header, self.count),
        )


def _told(record: Any) -> Told:
    """What a record says. Raises EvidenceError."""
    if not isinstance(record, dict):
        raise fault((), "the record is no object")
    read = next((reader for field, reader in KINDS.items() if field in record), None)
    if read is None:
        raise fault((), "neither an entity nor a relationship nor a reporting exception")
    return read(record)


def _cut(header: Header, count: int) -> list[Gap]:
    """The question where a file says that it holds another number of records than it does."""
    if header.promised is None or header.promised == str(count):
        return []
    which = f"GLEIF's file {header.content or ''} of {header.content_date or 'no date'}".replace("  ", " ")
    why = f"its header says that it holds {header.promised[:20]} records, and {count} were found in it"
    return [gap("scope_open", which[:200], why, f"Please send {which[:200]} whole, or say which part of it this is.")]
