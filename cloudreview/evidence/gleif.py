"""Legal entities as the Global LEI Foundation publishes them, in JSON, and the readers of all its forms.

The golden copy wraps its records in `records`, `relations` or `exceptions` (GLEIF Golden Copy and Delta Files,
specification and user manual, https://www.gleif.org/en/lei-data/gleif-golden-copy); who works with it
cuts arrays out of it, with plain texts, in which records of all three kinds may stand. Each is read as what it is.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import msgspec

from cloudreview.errors import EvidenceError
from cloudreview.evidence import gleif_api, gleif_csv, gleif_xml
from cloudreview.evidence.content import Content
from cloudreview.evidence.gleif_plain import plain
from cloudreview.evidence.gleif_reading import Header, Records
from cloudreview.evidence.json_records import LISTED, Container, cut, first, strict
from cloudreview.evidence.reader import Reader
from cloudreview.vocabulary.delivery import Bad, Reading

NAME = "gleif json"
OPENED = dict.fromkeys((NAME, gleif_xml.NAME, gleif_csv.NAME, gleif_api.NAME), (("parties", "*"), ("interests", "*")))
"""What a bad record leaves open: it may have been about anybody."""
_HEAD = 1 << 14
_BLANK = rb"[ \t\r\n]*"
_CLOSING = re.compile(rb"[ \t\r\n]*\][ \t\r\n]*\}[ \t\r\n]*\Z")
_RECORD = re.compile(rb'\{\s*"(?:LEI|Entity|Registration|Relationship|RelationshipRecord|Exception[A-Za-z]*)"\s*:')
_FIELDS = (b'"EntityStatus"', b'"LegalName"', b'"ExceptionCategory"', b'"StartNode"')
"""Of these names at least one stands in the first record, or in as much of it as is looked at."""


def _wrapped(name: str) -> Container:
    """The golden copy's `{"records": [...]}`."""
    field = (name, list[msgspec.Raw])
    shape = msgspec.defstruct(f"_{name.title()}", [field], forbid_unknown_fields=True)
    read = msgspec.json.Decoder(shape).decode

    def elements(data: bytes) -> list[msgspec.Raw]:
        found: list[msgspec.Raw] = getattr(read(data), name)
        return found

    opening = re.compile(
        rb"(?:\xef\xbb\xbf)?" + _BLANK + rb"\{" + _BLANK + b'"' + name.encode() + b'"' + _BLANK + b":" + _BLANK
        + rb"\[" + _BLANK
    )  # fmt: skip
    return Container(opening, _CLOSING, elements)


class _Form(NamedTuple):
    """How the records are wrapped, and how the pointers to them begin."""

    container: Container
    under: str


FORMS = (*(_Form(_wrapped(name), f"#/{name}/") for name in ("records", "relations", "exceptions")), _Form(LISTED, "#/"))


def _form(data: bytes) -> _Form | None:
    return next((one for one in FORMS if one.container.opening.match(data)), None)


def recognises(content: Content) -> bool:
    """Whether its first record is one of GLEIF, in either wrapping."""
    form = _form(content.data)
    if form is None:
        return False
    head = content.data[:_HEAD]
    found = first(head, form.container, 1)
    opening = form.container.opening.match(head)
    record = found[0] if found else head[opening.end() :] if opening is not None else b""
    return _RECORD.match(record) is not None and any(name in record for name in _FIELDS)


def read(content: Content) -> Reading:
    """Every record by itself; the framing between them counts as parsed, and what follows a break is quarantined."""
    data, form, records = content.data, _form(content.data), Records()
    assert form is not None
    found = cut(data, form.container)
    for number, (begin, end) in enumerate(found.elements):
        at, raw = f"{form.under}{number}", data[begin:end]
        try:
            record = plain(strict(raw))
        except EvidenceError as error:
            records.count += 1
            records.refuse(at, len(raw), error, pointed=False)
            continue
        records.add(at, len(raw), record, pointed=True)
    if not found.closed:
        why = "from here on this is no list of records; send the whole file again"
        records.bad.append(Bad(f"#byte={found.stop}", why, len(data) - found.stop))
    return records.reading(NAME, len(data), {}, Header())


READERS = (Reader(NAME, recognises, read), *gleif_xml.READERS, *gleif_csv.READERS, *gleif_api.READERS)
