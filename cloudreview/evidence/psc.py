"""People with significant control, as Companies House of the United Kingdom publishes them.

The snapshot (download.companieshouse.gov.uk/en_pscdata.html): one object a line, `company_number` and `data`, and a
line of totals. The answers of the Public Data API (developer-specs.company-information.service.gov.uk): a list with
`items`, one record, one company's statements or exemptions. The register asks only who holds more than a quarter or has
control otherwise (Companies Act 2006, Schedule 1A), so it proves no list of holders whole.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, ClassVar, NamedTuple

import msgspec

from cloudreview.errors import EvidenceError
from cloudreview.evidence.answer import Shape, told_at, unknown_names
from cloudreview.evidence.content import Content
from cloudreview.evidence.json_records import OPENING
from cloudreview.evidence.listing import taken
from cloudreview.evidence.pieces import Piece, head, some
from cloudreview.evidence.psc_rows import TOTALS, Data, company, extract
from cloudreview.evidence.reader import Reader
from cloudreview.gaps import distinct, gap
from cloudreview.vocabulary.delivery import Bad, Reading, Said
from cloudreview.vocabulary.gap import Gap

NAME = "companies house psc"
OPENED = {NAME: (("parties", "*"), ("interests", "*"))}
"""What a bad record leaves open: it may have been about anybody."""
DO = "send the unchanged file of Companies House"

_KIND = re.compile(
    rb'"kind"[ \t\r\n]*:[ \t\r\n]*"(?:[a-z-]+-person-with-significant-control|[a-z-]+-beneficial-owner|exemptions|'
    rb'persons-with-significant-control-statement[^"]*|totals#persons-of-significant-control-snapshot)"'
)
_SELF = re.compile(rb'"self"[ \t\r\n]*:[ \t\r\n]*"/?company/[A-Z0-9]{8}/persons-with-significant-control')
_COMPANY = re.compile(r"/?company/([^/]+)/.*")


class _Line(Shape, frozen=True, kw_only=True, rename=None):
    company_number: str | None = None
    data: dict[str, Any]


class _Links(Shape, frozen=True, kw_only=True, rename=None):
    unused: ClassVar = frozenset({"persons_with_significant_control_statements", "exemptions"})
    self_: str = msgspec.field(name="self")


class _List(Shape, frozen=True, kw_only=True, rename=None):
    unused: ClassVar = frozenset({"etag", "active_count", "ceased_count", "items_per_page"})
    items: tuple[dict[str, Any], ...]
    links: _Links
    start_index: int = 0
    total_results: int | None = None


class _Found(NamedTuple):
    """One record of the register, and where it stands."""

    at: str
    number: str
    data: dict[str, Any]


def recognises(content: Content) -> bool:
    """Whether it holds records of that register, whether or not they are right."""
    start = head(content)
    return OPENING.match(content.data) is None and (_KIND.search(start) or _SELF.search(start)) is not None


def read(content: Content) -> Reading:
    """The holders of all records; the framing between them counts as parsed."""
    found, ignored, _ = some(content)
    made = _Making()
    for piece in found:
        try:
            made.add(piece)
        except EvidenceError as error:
            where = piece.at + error.where.removeprefix("#") if piece.pointed else piece.at
            why = f"{error.what}; {error.do}" if error.do else error.what
            made.bad.append(Bad(where, why, len(piece.raw)))
    return Reading(
        format=NAME,
        said=made.said,
        bad=made.bad,
        parsed=len(content.data) - sum(one.bytes for one in made.bad) - sum(ignored.values()),
        ignored=ignored,
        unknown_fields=dict(sorted(made.unknown.items())),
        taken_at=made.taken_at,
        gaps=distinct(made.gaps),
    )


class _Making:
    """What the records come to; each company is told once."""

    def __init__(self) -> None:
        self.said: list[Said] = []
        self.bad: list[Bad] = []
        self.gaps: list[Gap] = []
        self.unknown: Counter[str] = Counter()
        self.taken_at: int | None = None
        self._companies: set[str] = set()

    def add(self, piece: Piece) -> None:
        """The records of a piece: all of them, or the piece is bad. Raises EvidenceError."""
        said: list[Said] = []
        unknown: Counter[str] = Counter()
        for one in self._records(piece, unknown):
            data = _shaped(one.data, Data, one.at)
            unknown.update(unknown_names(one.data, Data))
            if data.kind == TOTALS:
                self.taken_at = _generated(data, one.at)
                continue
            try:
                party, told = company(one.number), extract(one.number, data)
            except ValueError as error:
                raise EvidenceError(one.at, f"{error}", DO) from error
            at = piece.at + one.at.removeprefix("#") if piece.pointed else piece.at
            if party.party not in self._companies:
                self._companies.add(party.party)
                said.append(Said(party, at))
            said += (Said(row, at) for row in told.rows)
            self.gaps += told.gaps
        self.said += said
        self.unknown.update(unknown)

    def _records(self, piece: Piece, unknown: Counter[str]) -> Iterator[_Found]:
        document = piece.document()
        if isinstance(document, dict) and "items" in document:
            found = _shaped(document, _List, "#")
            unknown.update(unknown_names({name: one for name, one in document.items() if name != "items"}, _List))
            number = _numbered(found.links.self_)
            self.gaps += _paged(found, number)
            yield from (_Found(f"#/items/{index}", number, one) for index, one in enumerate(found.items))
        elif isinstance(document, dict) and "data" not in document:
            links = document.get("links")
            yield _Found("#", _numbered(links.get("self") if isinstance(links, dict) else None), document)
        else:
            line = _shaped(document, _Line, "#")
            unknown.update(unknown_names({name: one for name, one in document.items() if name != "data"}, _Line))
            yield _Found("#/data", line.company_number or "", line.data)


def _shaped(document: Any, shape: type[Any], at: str) -> Any:
    try:
        return msgspec.convert(document, shape)
    except msgspec.ValidationError as error:
        what, where = told_at(str(error))
        raise EvidenceError(at + where, f"not as Companies House writes it: {what}", DO) from error


def _numbered(link: object) -> str:
    """The company that a link of the API is about."""
    found = _COMPANY.fullmatch(link) if isinstance(link, str) else None
    return "" if found is None else found[1]


def _paged(found: _List, number: str) -> Iterator[Gap]:
    if found.total_results is not None and found.start_index + len(found.items) < found.total_results:
        told = f"{len(found.items)} of {found.total_results}"
        why = f"the answer holds {told} records of the register about gb-coh:{number}"
        yield gap("scope_open", f"interests gb-coh:{number}", why, f"Please send all pages of the list of {number}.")


def _generated(data: Data, at: str) -> int | None:
    try:
        return None if data.generated_at is None else taken(data.generated_at)
    except ValueError as error:
        raise EvidenceError(at + "/generated_at", f"`generated_at` is not {error}", DO) from error


READERS = (Reader(NAME, recognises, read),)
