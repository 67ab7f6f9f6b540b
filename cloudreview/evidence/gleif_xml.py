"""The Common Data File formats of GLEIF as they are defined, in XML: golden copy, concatenated and delta files.

Roots and containers: LEI-CDF 3.1 (LEIData), RR-CDF 2.1 (RelationshipData), Reporting Exceptions 2.1
(ReportingExceptionData). The files are larger than any answer, so they are read record by record, with nothing that is
dangerous in XML (`cloudreview.markup`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from cloudreview.errors import EvidenceError
from cloudreview.evidence.content import Content
from cloudreview.evidence.gleif_plain import instant_at
from cloudreview.evidence.gleif_reading import Header, Records
from cloudreview.evidence.reader import Reader
from cloudreview.markup import Element, Stream, stream
from cloudreview.vocabulary.delivery import Bad, Reading

NAME = "gleif xml"
_ROOT = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>)?(?:\s|<!--[^>]{0,2000}-->)*<(?:!DOCTYPE\s+)?(?:[A-Za-z_][\w.-]{0,40}:)?"
    rb"(?:LEIData|RelationshipData|ReportingExceptionData)\b"
)
"""The root, or the one that a declaration announces: that is recognised too, to be refused by name."""
RECORDS = {
    "LEIRecord": "LEIRecords",
    "RelationshipRecord": "RelationshipRecords",
    "Exception": "ReportingExceptions",
}
"""The element of a record, and the container in which it stands."""
_HEADERS = ("LEIHeader", "Header")
_ROOT_AND_CONTAINER = 2
_UNREAD = ("gleif:Geocoding",)
"""Where an address was found on a map, which is most of a file and nothing that is asked."""


def recognises(content: Content) -> bool:
    """Whether its root is one of the three formats."""
    return _ROOT.match(content.data) is not None


def read(content: Content) -> Reading:
    """Every record by itself; the framing around them counts as parsed, and what follows a break is quarantined."""
    data, records = content.data, Records()

    def take(around: Sequence[Element], element: Element) -> bool:
        container = RECORDS.get(_bare(element.name))
        if container is None or _bare(around[1].name) != container:
            return False
        at = f"#/{around[0].name}/{around[1].name}/{element.name}/{around[1].given}"
        records.add(at, element.end - element.start, _value(element), pointed=False)
        return True

    found = stream(data, _ROOT_AND_CONTAINER, take, _UNREAD)
    if found.error is not None:
        if not records.count:
            raise found.error
        why = f"{found.error.what}, so what follows the last whole record is not read; {found.error.do}"
        records.bad.append(Bad(found.error.where, why, len(data) - found.stop))
    return records.reading(NAME, len(data), {}, _header(found))


def _bare(name: str) -> str:
    return name.rpartition(":")[2]


def _value(element: Element) -> Any:
    """The plain form of an element: its text, or its children by name, a list where a name stands again."""
    if not element.children:
        return "".join(element.text)
    found: dict[str, Any] = {}
    for one in element.children:
        name, value = _bare(one.name), _value(one)
        if name not in found:
            found[name] = value
        elif isinstance(found[name], list):
            found[name].append(value)
        else:
            found[name] = [found[name], value]
    return found


def _header(found: Stream) -> Header:
    """What the file says of itself; a date that is none dates nothing."""
    children = found.root.children if found.root is not None else []
    told = next((_value(one) for one in children if _bare(one.name) in _HEADERS), None)
    header = told if isinstance(told, dict) else {}
    texts = {name: value.strip() for name, value in header.items() if isinstance(value, str)}
    try:
        at = instant_at(header, "ContentDate")
    except EvidenceError:
        at = None
    return Header(texts.get("ContentDate"), texts.get("FileContent"), texts.get("RecordCount"), at)


READERS = (Reader(NAME, recognises, read),)
