"""Our own CSV formats: a table is recognised by its header, and each of its lines stands or falls by itself.

Design section 3: a header line, UTF-8, empty = unknown. A bad cell quarantines its line and no other. Every byte is
in a line that is parsed or bad, or is ignored as `header`, `blank line` or `framing` (the byte order mark).
"""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from cloudreview.errors import EvidenceError
from cloudreview.evidence.cells import Cell, did_you_mean
from cloudreview.evidence.content import Content
from cloudreview.vocabulary.delivery import Bad

_LINE = re.compile(rb"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_MARK = b"\xef\xbb\xbf"
_HEADER_BYTES = 1 << 14
_HEADER_CELLS = 64
_SHOWN = 80
_NEAR = 0.8
_OTHER_SEPARATORS = {";": "`;`", "\t": "tabs", "|": "`|`"}


class Table(NamedTuple):
    """One format: its columns, and what a line becomes."""

    name: str
    row: Callable[..., Any]
    columns: Mapping[str, Cell]
    header: tuple[tuple[str, ...], ...]
    """Columns without which it is no such table: of each group, one must stand in the header."""
    required: tuple[str, ...]
    """Columns that may not be empty."""
    lists: tuple[str, ...] = ()
    """Columns that hold a list: empty is the empty list."""
    check: Callable[[Mapping[str, Any]], str | None] = lambda values: None
    """What is wrong with the cells of a line taken together; None: nothing."""


class Record(NamedTuple):
    """One record of a CSV file, over one or more physical lines."""

    line: int
    """Its first physical line, counted from 1."""
    cells: tuple[str, ...]
    bytes: int
    fault: str | None


class Parsed(NamedTuple):
    """A table as read: rows with their places, what is bad, and where every byte went."""

    rows: list[tuple[str, Any]]
    bad: list[Bad]
    parsed: int
    ignored: dict[str, int]


def records(data: bytes) -> Iterator[Record]:
    """The records of CSV text, with the bytes of each; their sum is the length of `data`."""
    read = [0, 0]

    def lines() -> Iterator[str]:
        for found in _LINE.finditer(data):
            read[0] += 1
            read[1] += len(found[0])
            yield found[0].decode("utf-8", "surrogateescape")

    reader = csv.reader(lines(), strict=True)
    while True:
        line, before = read[0] + 1, read[1]
        fault = None
        try:
            cells = tuple(cell.strip() for cell in next(reader))
        except StopIteration:
            return
        except csv.Error as error:
            cells, fault = (), f"the line is not valid CSV ({error})"
        if any("\udc80" <= char <= "\udcff" for cell in cells if not cell.isascii() for char in cell):
            fault = "the line is not UTF-8"
        yield Record(line, cells, read[1] - before, fault)


def header_of(content: Content) -> tuple[str, ...]:
    """The first line that is not blank, as column names; empty where there is none that can be read."""
    start = content.data[:_HEADER_BYTES].removeprefix(_MARK)
    if start.lstrip()[:1] in (b"{", b"["):
        return ()
    for record in records(start):
        if any(record.cells) or record.fault:
            return record.cells if record.fault is None and len(record.cells) <= _HEADER_CELLS else ()
    return ()


def nearest(header: tuple[str, ...], tables: tuple[Table, ...]) -> Table | None:
    """The table that a header is, or resembles so much that it must be meant."""
    best: tuple[int, int, Table] | None = None
    for table in tables:
        near = [name for name in header if name in table.columns or did_you_mean(name, table.columns)]
        others = [name.lower() for name in header if name not in table.columns]
        keys = sum(any(name in header or _misspelt(name, others) for name in group) for group in table.header)
        enough = len(near) >= min(2, len(header)) and 2 * len(near) >= len(header)
        exact = sum(name in table.columns for name in header)
        if keys and enough and (best is None or (keys * 2 + len(near), exact) > best[:2]):
            best = (keys * 2 + len(near), exact, table)
    return best[2] if best else None


def _misspelt(name: str, others: Sequence[str]) -> bool:
    """Whether one of the columns that are not the table's own is meant to be this one."""
    return bool(difflib.get_close_matches(name, others, n=1, cutoff=_NEAR))


def separated(header: Sequence[str]) -> tuple[str, tuple[str, ...]] | None:
    """Where the columns are separated by something else than commas: by what, and the columns."""
    if len(header) == 1:
        for mark, word in _OTHER_SEPARATORS.items():
            if mark in header[0]:
                return word, tuple(part.strip().strip('"') for part in header[0].split(mark))[:_HEADER_CELLS]
    return None


def wrong_header(header: Sequence[str], table: Table) -> str | None:
    """Why a header that resembles a table's is not one, in one sentence; None: it is one."""
    other = separated(header)
    if other is not None:
        return f"the columns are separated by {other[0]}, not by commas"
    for name in header:
        if name not in table.columns:
            hint = did_you_mean(name, table.columns)
            return f"{table.name} tables have no column `{name[:_SHOWN]}`" + hint
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        return f"the column `{twice[0]}` stands twice in the header"
    for group in table.header:
        if not any(name in header for name in group):
            return f"the header has no column `{'` or `'.join(group)}`, without which it is no {table.name} table"
    return None


def parse(content: Content, table: Table) -> Parsed:
    """The rows of a table. Raises EvidenceError where the header is not one of this table."""
    header = header_of(content)
    fault = wrong_header(header, table)
    if fault is not None:
        raise EvidenceError("", fault, "mend the header and send the file again")
    mark = len(_MARK) if content.data.startswith(_MARK) else 0
    found = Parsed([], [], 0, {"framing": mark} if mark else {})
    parsed, seen = 0, False
    for record in records(content.data[mark:]):
        rule = "blank line" if not any(record.cells) and record.fault is None else None
        if rule is None and not seen:
            seen, rule = True, "header"
        if rule is not None:
            found.ignored[rule] = found.ignored.get(rule, 0) + record.bytes
            continue
        place = f"#line={record.line}"
        try:
            row = _row(record, header, table)
        except ValueError as error:
            found.bad.append(Bad(place, str(error), record.bytes))
            continue
        found.rows.append((place, row))
        parsed += record.bytes
    return found._replace(parsed=parsed)


def _row(record: Record, header: Sequence[str], table: Table) -> Any:
    """The row of a line. Raises ValueError with what is wrong."""
    if record.fault is not None:
        raise ValueError(record.fault)
    if len(record.cells) != len(header):
        raise ValueError(f"the line has {len(record.cells)} cells where the header has {len(header)}")
    values: dict[str, Any] = {name: () if name in table.lists else None for name in table.columns}
    for name, cell in zip(header, record.cells, strict=True):
        if cell:
            try:
                values[name] = table.columns[name](cell)
            except ValueError as error:
                raise ValueError(f"column `{name}`: `{cell[:_SHOWN]}` is not {error}") from error
    for name in table.required:
        if values[name] is None:
            raise ValueError(f"column `{name}` is empty, and a line of {table.name} says nothing without it")
    together = table.check(values)
    if together is not None:
        raise ValueError(together)
    return table.row(**values)
