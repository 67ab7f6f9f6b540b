"""Entities of FollowTheMoney: parties and what ties them, as OpenSanctions, Aleph and others export them.

https://followthemoney.tech: one entity a line (`entities.ftm.json`), or a JSON array of them, each with `id`, `schema`
and `properties`, of which every one is a list of texts. Nested entities (`targets.nested.json`) are quarantined.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import ClassVar, NamedTuple

import msgspec

from cloudreview.errors import EvidenceError
from cloudreview.evidence.answer import Shape, told_at, unknown_names
from cloudreview.evidence.content import Content
from cloudreview.evidence.ftm_model import (
    ASKED,
    IDENTIFIERS,
    IGNORED,
    OTHER_NAMES,
    PARTIES,
    POSTS,
    SECURITIES,
    TIES,
    UNREAD,
)
from cloudreview.evidence.ftm_rows import Entity, extract
from cloudreview.evidence.json_records import OPENING
from cloudreview.evidence.pieces import Piece, head, some
from cloudreview.evidence.reader import Reader
from cloudreview.gaps import distinct, gap
from cloudreview.vocabulary.delivery import Bad, Reading, Said
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.rows import Interest

NAME = "followthemoney"
OPENED = {NAME: (("parties", "*"), ("interests", "*"), ("roster", "*"))}
"""What a bad entity leaves open: it may have tied anybody."""
DO = "send the entities as FollowTheMoney exports them, not nested"

_SCHEMA = re.compile(rb'"schema"[ \t\r\n]*:[ \t\r\n]*"[A-Z][A-Za-z]+"')
_PROPERTIES = re.compile(rb'"properties"[ \t\r\n]*:[ \t\r\n]*\{')
_READ = frozenset({*PARTIES, *TIES, *POSTS, "Ownership", "Employment", "Sanction"})
_USED = frozenset(
    {"name", "nationality", "citizenship", "leiCode", "jurisdiction", "parent", *OTHER_NAMES, *IDENTIFIERS, *UNREAD}
    | {"startDate", "endDate", "owner", "asset", "percentage", "ownershipType", "role", "sharesType", "status"}
    | {"employee", "employer", "entity", "authority", "authorityId", "unscId", *POSTS.values()}
    | {end for tie in TIES.values() for end in (tie.source, tie.target)}
)
_SHOWN = 8


class _Entity(Shape, frozen=True, kw_only=True, rename=None):
    unused: ClassVar = frozenset(
        {"datasets", "first_seen", "last_seen", "last_change", "target", "referents", "origin", "key_prefix"}
    )
    id: str
    schema: str
    caption: str | None = None
    properties: dict[str, tuple[str, ...]]


class _Found(NamedTuple):
    """One entity that is read, and where it stands."""

    piece: Piece
    entity: Entity


def recognises(content: Content) -> bool:
    """Whether it begins with entities that have a schema and properties, whether or not they are right."""
    start = head(content)
    return bool(start) and OPENING.match(content.data) is None and _is_model(start)


def _is_model(start: bytes) -> bool:
    return _SCHEMA.search(start) is not None and _PROPERTIES.search(start) is not None and b'"id"' in start


def read(content: Content) -> Reading:
    """The rows of all entities; what ties no party is ignored under the name of its schema."""
    found, ignored, _ = some(content)
    made = _Making(Counter(ignored))
    for piece in found:
        try:
            made.add(piece)
        except EvidenceError as error:
            made.bad.append(_bad(piece, error))
    made.make()
    return Reading(
        format=NAME,
        said=made.said,
        bad=sorted(made.bad, key=lambda one: one.at),
        parsed=len(content.data) - sum(one.bytes for one in made.bad) - sum(made.ignored.values()),
        ignored=dict(sorted(made.ignored.items())),
        unknown_fields=dict(sorted(made.unknown.items())),
        gaps=distinct(made.gaps),
    )


class _Making:
    """What the entities come to: first what each is, then what each says of the others."""

    def __init__(self, ignored: Counter[str]) -> None:
        self.ignored = ignored
        self.unknown: Counter[str] = Counter()
        self.bad: list[Bad] = []
        self.said: list[Said] = []
        self.gaps: list[Gap] = []
        self._read: list[_Found] = []
        self._schemata: dict[str, set[str]] = {}
        self._issuers: dict[str, tuple[str, ...]] = {}

    def add(self, piece: Piece) -> None:
        """One entity, known by its schema. Raises EvidenceError."""
        one = _entity(piece, self.unknown)
        self._schemata.setdefault(one.id, set()).add(one.schema)
        if one.schema in _READ:
            self._read.append(_Found(piece, one))
            return
        self.ignored[f"ftm {one.schema}"] += len(piece.raw)
        if one.schema in SECURITIES:
            self._issuers[one.id] = one.of("issuer")
        elif one.schema in ASKED:
            why, ask = ASKED[one.schema]
            told = f"the file holds entities of the schema {one.schema}, which are not read and {why}"
            self.gaps.append(gap("unimplemented", f"ftm {one.schema}", told, ask))

    def make(self) -> None:
        """The rows of all entities that are read."""
        schemata = {name: next(iter(told)) for name, told in self._schemata.items() if len(told) == 1}
        for piece, entity in self._read:
            one = self._of_issuers(entity)
            ends = one.of({"Ownership": "asset", "Sanction": "entity"}.get(one.schema, ""))
            if ends and all(schemata.get(end) in IGNORED for end in ends):
                self.ignored[f"ftm {one.schema} of a thing"] += len(piece.raw)
                continue
            try:
                told = extract(one, schemata)
            except ValueError as error:
                self.bad.append(_bad(piece, EvidenceError("#/properties", str(error), "ask its publisher")))
                continue
            self.said += (Said(row, piece.at) for row in told.rows)
            self.gaps += told.gaps
        self.gaps += _missing(self.said, self._schemata)

    def _of_issuers(self, one: Entity) -> Entity:
        """An Ownership of a security as one of whoever issued it, of which nothing more is told."""
        assets = one.of("asset")
        if one.schema != "Ownership" or not any(self._issuers.get(asset) for asset in assets):
            return one
        issuers = tuple(issuer for asset in assets for issuer in self._issuers.get(asset) or (asset,))
        told = {"owner": one.of("owner"), "asset": issuers, "role": ("security",)}
        dates = {name: one.of(name) for name in ("startDate", "endDate")}
        return one._replace(properties={**told, **dates})


def _entity(piece: Piece, unknown: Counter[str]) -> Entity:
    """One entity. Raises EvidenceError."""
    document = piece.document()
    try:
        value = msgspec.convert(document, _Entity)
    except msgspec.ValidationError as error:
        what, where = told_at(str(error))
        raise EvidenceError(f"#{where}", f"no entity of FollowTheMoney: {what}", DO) from error
    if value.schema not in _READ | IGNORED | SECURITIES | set(ASKED):
        what = f"the schema `{value.schema[:60]}` is not known here, and may tie parties"
        raise EvidenceError("#/schema", what, "ask its publisher what it means")
    unknown.update(unknown_names({name: one for name, one in document.items() if name != "properties"}, _Entity))
    unknown.update(name for name in value.properties if value.schema in _READ and name not in _USED)
    return Entity(value.id, value.schema, value.caption, value.properties)


def _bad(piece: Piece, error: EvidenceError) -> Bad:
    where = piece.at + error.where.removeprefix("#") if piece.pointed else piece.at
    return Bad(where, f"{error.what}; {error.do}" if error.do else error.what, len(piece.raw))


def _missing(said: list[Said], schemata: Mapping[str, object]) -> list[Gap]:
    """Who holds or is held, and is no entity of the file."""
    ends = {end for one in said if isinstance(one.row, Interest) for end in (one.row.holder, one.row.subject)}
    lost = sorted(end for end in ends if end.removeprefix("ftm:") not in schemata)
    if not lost:
        return []
    shown = ", ".join(lost[:_SHOWN]) + (" and others" if len(lost) > _SHOWN else "")
    why = f"interests are told of entities that the file does not hold: {shown}"
    return [gap("no_evidence", f"ftm {lost[0]}", why, f"Please send the entities {shown}.")]


READERS = (Reader(NAME, recognises, read),)
