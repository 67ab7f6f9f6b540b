"""The golden copy of GLEIF in CSV: a column for each field, numbered where a field may stand several times.

GLEIF Golden Copy and Delta Files, specification and user manual, https://www.gleif.org/en/lei-data/gleif-golden-copy:
the columns are the paths of the Common Data File formats, such as `Entity.HeadquartersAddress.AdditionalAddressLine.2`
or `Relationship.Period.1.startDate`; what stands in attributes has columns of its own (`.xmllang`, `.type`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from cloudreview.errors import EvidenceError
from cloudreview.evidence.content import Content
from cloudreview.evidence.gleif_names import KNOWN
from cloudreview.evidence.gleif_plain import fault
from cloudreview.evidence.gleif_reading import Header, Records
from cloudreview.evidence.reader import Reader
from cloudreview.evidence.table import records as lines_of
from cloudreview.vocabulary.delivery import Reading

NAME = "gleif csv"
_MARK = b"\xef\xbb\xbf"
_FIRST = re.compile(
    rb'(?:\xef\xbb\xbf)?"?(?:LEI"?,"?(?:Entity\.|Exception\.)|(?:Relationship|Registration)\.[A-Za-z.]+"?,)'
)
_ATTRIBUTE = re.compile(r"\.(?:xmllang|type|group_type|group_id|group_sequence_no|event_status|field_xpath)$")
_PERIOD = {"startDate": "StartDate", "endDate": "EndDate", "periodType": "PeriodType"}
_RENAMED = (
    (re.compile(r"^Relationship\.Period\.(\d+)\.(\w+)$"), "Relationship.RelationshipPeriods.{0}.{1}"),
    (re.compile(r"^Relationship\.Qualifiers\.(\d+)\.(\w+)$"), "Relationship.RelationshipQualifiers.{0}.{1}"),
    (re.compile(r"^Relationship\.Quantifiers\.(\d+)\.(\w+)$"), "Relationship.RelationshipQuantifiers.{0}.{1}"),
    (re.compile(r"^Exception\.(Category)$"), "Exception{0}"),
    (re.compile(r"^Exception\.(Reason|Reference)\.(\d+)$"), "Exception{0}.{1}"),
)
"""Columns that are shorter than the paths of the formats."""
_MOST_CELLS = 2_000


class _Column(NamedTuple):
    """Where a cell belongs in the plain form of a record."""

    name: str
    path: tuple[str, ...]
    """Names without the numbers; a numbered one is an item of a list."""
    number: str
    """The numbers in the path: cells with the same belong to one item. Empty: there are none."""
    below: int
    """How many names stand before the number."""
    known: bool


def recognises(content: Content) -> bool:
    """Whether the header begins as one of the three files does."""
    return _FIRST.match(content.data) is not None


def read(content: Content) -> Reading:
    """Every row by itself; empty cells say nothing. A row that is no CSV, or has other cells, is quarantined."""
    data, records, unknown = content.data, Records(), Counter[str]()
    mark = len(_MARK) if data.startswith(_MARK) else 0
    ignored = {"framing": mark} if mark else {}
    columns: list[_Column] = []
    for number, row in enumerate(lines_of(data[mark:])):
        if number == 0:
            columns = _columns(row.cells, row.fault)
            ignored["header"] = row.bytes
        elif not any(row.cells) and row.fault is None:
            ignored["blank line"] = ignored.get("blank line", 0) + row.bytes
        elif row.fault is not None or len(row.cells) != len(columns):
            what = row.fault or f"the row has {len(row.cells)} cells where the header has {len(columns)}"
            records.count += 1
            records.refuse(
                f"#row={number}", row.bytes, EvidenceError("#", what, "send the whole file again"), pointed=False
            )
        else:
            records.add(f"#row={number}", row.bytes, _record(columns, row.cells, unknown), pointed=False)
    records.unknown += unknown
    return records.reading(NAME, len(data), ignored, Header())


def _columns(names: Sequence[str], wrong: str | None) -> list[_Column]:
    """What each column is. Raises EvidenceError for a header that names none, or one twice."""
    twice = [name for name, times in Counter(names).items() if times > 1]
    if wrong or twice or len(names) > _MOST_CELLS:
        what = wrong or (f"the column `{twice[0][:80]}` stands twice in the header" if twice else "too many columns")
        raise EvidenceError("#row=0", what, "send the golden copy unchanged")
    return [_column(name) for name in names]


def _column(name: str) -> _Column:
    full = name
    for short, long in _RENAMED:
        found = short.match(name)
        if found is not None:
            full = long.format(*(_PERIOD.get(part, part) for part in found.groups()))
    attribute = _ATTRIBUTE.search(full) is not None
    steps = _ATTRIBUTE.sub("", full).split(".") if attribute else full.split(".")
    path = tuple(step for step in steps if not step.isdecimal())
    numbers = [index for index, step in enumerate(steps) if step.isdecimal()]
    first = numbers[0] if numbers else 0
    number = ".".join(step for step in steps if step.isdecimal())
    return _Column(name, () if attribute else path, number, first, attribute or _is_known(path))


def _is_known(path: Iterable[str]) -> bool:
    known: Any = KNOWN
    for step in path:
        if step not in known:
            return False
        known = known[step]
        if not known:
            return True
    return True


def _record(columns: Sequence[_Column], cells: Sequence[str], unknown: Counter[str]) -> dict[str, Any]:
    """The plain form of a row."""
    record: dict[str, Any] = {}
    items: dict[tuple[tuple[str, ...], str], dict[str, Any]] = {}
    for column, cell in zip(columns, cells, strict=True):
        if not cell:
            continue
        if not column.known:
            unknown[column.name] += 1
        elif not column.path:
            pass
        elif not column.number:
            _holder(record, column.path[:-1])[column.path[-1]] = cell
        elif column.below == len(column.path):
            _list(record, column.path).append(cell)
        else:
            key = (column.path[: column.below], column.number)
            item = items.get(key)
            if item is None:
                item = items[key] = {}
                _list(record, key[0]).append(item)
            _holder(item, column.path[column.below : -1])[column.path[-1]] = cell
    return record


def _holder(record: dict[str, Any], path: Iterable[str]) -> dict[str, Any]:
    for step in path:
        record = record.setdefault(step, {})
        if not isinstance(record, dict):
            raise fault((step,), "two columns of the header contradict each other")
    return record


def _list(record: dict[str, Any], path: Sequence[str]) -> list[Any]:
    found = _holder(record, path[:-1]).setdefault(path[-1], [])
    if not isinstance(found, list):
        raise fault(path, "two columns of the header contradict each other")
    return found


READERS = (Reader(NAME, recognises, read),)
