"""Beneficial ownership as the Beneficial Ownership Data Standard 0.4 publishes it.

https://standard.openownership.org/en/0.4.0/standard/reference.html: statements of entities, persons and relationships,
in a JSON array, one by itself, or one a line. A statement that the schema does not allow is quarantined, and no other.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from cloudreview.errors import EvidenceError
from cloudreview.evidence.answer import told_at, unknown_names
from cloudreview.evidence.bods_records import DETAILS, Relationship
from cloudreview.evidence.bods_rows import Extract, entity, person, relationship
from cloudreview.evidence.bods_shape import PATTERNS, Publication, Statement, told
from cloudreview.evidence.content import Content
from cloudreview.evidence.json_records import OPENING
from cloudreview.evidence.listing import taken
from cloudreview.evidence.pieces import head, pieces
from cloudreview.evidence.reader import Reader
from cloudreview.gaps import gap
from cloudreview.vocabulary.delivery import Bad, Reading, Said
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.rows import Party

NAME = "bods 0.4"
OLDER = "bods before 0.4"
OPENED = {NAME: (("parties", "*"), ("interests", "*"))}
"""What a bad statement leaves open: it may have been about anybody."""
VERSION = "0.4"
DO = "see the schema of BODS 0.4"

_REGEX = re.compile(r"expected `str` matching regex '(.*)'")
_EXTRACT: dict[str, Callable[[str, Any], Extract]] = {"entity": entity, "person": person, "relationship": relationship}


class Record(NamedTuple):
    """One statement that the schema allows, and where it stands."""

    at: str
    pointed: bool
    """Whether a pointer into the statement can be added to the place."""
    statement: Statement
    details: Any
    extract: Extract
    stated: int


def _heads(content: Content) -> bytes:
    return head(content) if OPENING.match(content.data) is None else b""


def recognises(content: Content) -> bool:
    """Whether it holds statements as 0.4 writes them, whether or not they are right."""
    head = _heads(content)
    return b'"recordDetails"' in head or (b'"statementId"' in head and b'"recordType"' in head)


def _is_older(content: Content) -> bool:
    head = _heads(content)
    return b'"statementID"' in head and b'"statementType"' in head and not recognises(content)


def _refuse_older(content: Content) -> Reading:
    raise EvidenceError("#", "statements of BODS before version 0.4 are not read", "send them as BODS 0.4")


def read(content: Content) -> Reading:
    """The parties and interests of all statements; the framing between them counts as parsed."""
    records, bad = list[Record](), list[Bad]()
    unknown: Counter[str] = Counter()
    found, ignored, _ = pieces(content)
    for one in found:
        try:
            records.append(record_of(one.at, one.pointed, one.document(), unknown))
        except EvidenceError as error:
            where = one.at + error.where.removeprefix("#") if one.pointed else one.at
            bad.append(Bad(where, f"{error.what}; {error.do}" if error.do else error.what, len(one.raw)))
    return reading_of(NAME, records, bad, unknown, len(content.data), ignored)


def reading_of(
    name: str, records: Sequence[Record], bad: list[Bad], unknown: Counter[str], size: int, ignored: dict[str, int]
) -> Reading:
    """What the statements of a file come to."""
    standing, gaps = _corrected(records)
    said = [said for one in standing for said in _said(one)]
    gaps += [found for one in standing for found in one.extract.gaps]
    gaps += _components(standing, {one.statement.record_id for one in records})
    return Reading(
        format=name,
        said=said,
        bad=bad,
        parsed=size - sum(one.bytes for one in bad) - sum(ignored.values()),
        ignored=ignored,
        unknown_fields=dict(sorted(unknown.items())),
        gaps=gaps,
    )


def record_of(at: str, pointed: bool, document: Any, unknown: Counter[str]) -> Record:
    """A statement that the schema allows. Raises EvidenceError."""
    try:
        statement = msgspec.convert(document, Statement)
    except msgspec.ValidationError as error:
        raise _misshapen(error, "") from error
    shape, details = DETAILS[statement.record_type], document["recordDetails"]
    published = told(statement.publication_details, None)
    if published is not None and published.bods_version != VERSION:
        what = f"the statement is of BODS {published.bods_version}, and version {VERSION} is read"
        raise EvidenceError("#/publicationDetails/bodsVersion", what, f"send it as BODS {VERSION}")
    try:
        stated = taken(statement.statement_date)
    except ValueError as error:
        raise EvidenceError("#/statementDate", f"`statementDate` is not {error}", DO) from error
    try:
        extract = _EXTRACT[statement.record_type](statement.record_id, value := msgspec.convert(details, shape))
    except msgspec.ValidationError as error:
        raise _misshapen(error, "/recordDetails") from error
    except ValueError as error:
        raise EvidenceError("#/recordDetails", str(error), "ask the publisher which it is") from error
    known = {name: part for name, part in document.items() if name != "recordDetails"}
    unknown.update((*unknown_names(known, Statement), *unknown_names(details, shape)))
    return Record(at, pointed, statement, value, extract, stated)


def _misshapen(error: msgspec.ValidationError, under: str) -> EvidenceError:
    what, where = told_at(str(error))
    pattern = _REGEX.fullmatch(what)
    if pattern is not None:
        what = f"expected {next(words for form, words in PATTERNS.items() if repr(form)[1:-1] == pattern[1])}"
    return EvidenceError(f"#{under}{where}", f"the schema of BODS 0.4 does not allow it: {what}", DO)


def _corrected(records: Sequence[Record]) -> tuple[list[Record], list[Gap]]:
    """The statements but for those that were published again with a correction ("Dates guidance", error correction)."""
    groups: dict[tuple[str, int], list[Record]] = defaultdict(list)
    for one in records:
        groups[one.statement.record_id, one.stated].append(one)
    gaps = []
    standing: list[Record] = []
    for (record, _), group in groups.items():
        last = max(_published(one) for one in group)
        kept = [one for one in group if _published(one) == last]
        standing += kept
        if len({msgspec.json.encode(one.details) for one in kept}) > 1:
            why = f"two statements about the record {record}, of the same date, differ"
            gaps.append(gap("disagreement", record, why, f"Which statement about the record {record} is right?"))
    return standing, gaps


def _published(one: Record) -> str:
    """When a statement was published, in a form that sorts by time within one form of date."""
    published: Publication | None = told(one.statement.publication_details, None)
    return "" if published is None else published.publication_date


def _said(one: Record) -> Iterator[Said]:
    for pointer, row in one.extract.rows:
        yield Said(
            row,
            one.at + pointer if one.pointed else one.at,
            stated=one.stated,
            record=f"{one.statement.record_type} {one.statement.record_id}",
            closed=one.statement.record_status == "closed" and not isinstance(row, Party),
        )


def _components(records: Sequence[Record], known: set[str]) -> Iterator[Gap]:
    """What an indirect relationship is said to rest on, and the file does not hold."""
    for one in records:
        if isinstance(one.details, Relationship):
            missing = sorted(set(told(one.details.component_records, ())) - known)
            if missing:
                record = one.statement.record_id
                why = f"the record {record} rests on records that the file does not hold: {', '.join(missing[:8])}"
                yield gap("no_evidence", record, why, f"Please send the component records of {record}.")


READERS = (Reader(NAME, recognises, read), Reader(OLDER, _is_older, _refuse_older))
