"""BODS 0.4 as Parquet: one statement a row, with the nested columns that the statement has as JSON.

What DuckDB writes of `read_json` (duckdb.org/docs: `COPY (SELECT * FROM read_json('x.json')) TO 'x.parquet'`), and
Arrow of the same documents: a field that a statement does not have is null; an array of objects is a list of structs;
days and times are typed; what is a text in one statement and an object in another is a column of JSON. The tables of
Open Ownership (bodsdata, made by flatterer) are another form: their rows refer by `_link` to rows of other files, so
one of them by itself says nothing whole, and is refused.

A row of Parquet has no bytes of its own: each row counts as an equal part of the file.
"""

from __future__ import annotations

import datetime
import math
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from cloudreview.errors import EvidenceError
from cloudreview.evidence.bods import Record, reading_of, record_of
from cloudreview.evidence.content import MAX_DEPTH, Content, strict_json
from cloudreview.evidence.limits import MIB
from cloudreview.evidence.reader import Reader
from cloudreview.vocabulary.delivery import Bad, Reading

NAME = "bods 0.4 parquet"
OPENED = {NAME: (("parties", "*"), ("interests", "*"))}
"""What a bad row leaves open: it may have been about anybody."""
UNPACKED = 512 * MIB
"""Bytes of all columns, decompressed, as the file itself says; more are refused before anything is read."""
MOST_ROWS = 2_000_000
Paths = frozenset[tuple[str, ...]]
_MAGIC = b"PAR1"
_BATCH = 1024
_AGAIN = "send the whole file again, or the statements as JSON"
_INSIDE = frozenset({"list", "element", "item", "array", "bag", "key_value"})
"""Names that Parquet puts between a list and its elements."""


def recognises(content: Content) -> bool:
    """Whether it is Parquet whose footer names the columns of statements, or of Open Ownership's tables of them."""
    data = content.data
    if not data.startswith(_MAGIC) or not data.endswith(_MAGIC) or len(data) < 16:
        return False
    footer = data[-8 - int.from_bytes(data[-8:-4], "little") : -8]
    return b"recordDetails" in footer and b"statementId" in footer


def read(content: Content) -> Reading:
    """The parties and interests of all rows. Raises EvidenceError where it is no such file, or too large."""
    records, faults = list[Record](), list[tuple[int, EvidenceError]]()
    unknown: Counter[str] = Counter()
    rows = 0
    for rows, (row, texts) in enumerate(_rows(content.data), 1):
        try:
            records.append(record_of(f"#row={rows}", False, _document(row, texts), unknown))
        except EvidenceError as error:
            faults.append((rows, error))
    size = len(content.data)
    bad = [_bad(number, fault, size // rows + (size % rows if number == 1 else 0)) for number, fault in faults]
    return reading_of(NAME, records, bad, unknown, size, {})


def _bad(number: int, fault: EvidenceError, share: int) -> Bad:
    where = fault.where.removeprefix("#").strip("/").replace("/", ".")
    what = f"{fault.what}; {fault.do}" if fault.do else fault.what
    return Bad(f"#row={number}", f"{where}: {what}" if where else what, share)


def _rows(data: bytes) -> Iterator[tuple[dict[str, Any], Paths]]:
    """Every row, and which columns hold JSON as text. Raises EvidenceError."""
    import pyarrow as pa  # noqa: PLC0415  # PyArrow costs a tenth of a second
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        file = pq.ParquetFile(pa.BufferReader(data))
        texts = _json_columns(file)
        for batch in file.iter_batches(batch_size=_BATCH, use_threads=False):
            for row in batch.to_pylist():
                yield row, texts
    except MemoryError:  # Arrow's too: the reading process tells its limit
        raise
    except (pa.ArrowException, OSError, ValueError, TypeError, OverflowError, RecursionError) as error:
        what = f"not a Parquet file that can be read ({type(error).__name__})"
        raise EvidenceError("#", what, _AGAIN) from error


def _document(row: dict[str, Any], texts: Paths) -> Any:
    """The statement that a row was made of. Raises EvidenceError."""
    try:
        return _plain(row, (), texts)
    except (ValueError, TypeError) as error:
        raise EvidenceError("#", f"the row holds {error}", "send the statements as JSON") from error


def _json_columns(file: Any) -> Paths:
    """The columns whose text is JSON; sizes and form of the file are looked at first. Raises EvidenceError."""
    about, schema = file.metadata, file.schema
    unpacked = sum(about.row_group(index).total_byte_size for index in range(about.num_row_groups))
    if about.num_rows > MOST_ROWS or unpacked > UNPACKED:
        most = f"at most {MOST_ROWS} of {UNPACKED // MIB} MiB are read"
        what = f"the file holds {about.num_rows} rows of {unpacked // MIB} MiB, and {most}"
        raise EvidenceError("#", what, "send it in parts")
    paths = [schema.column(index).path.split(".") for index in range(len(schema))]
    if max(map(len, paths), default=0) > MAX_DEPTH * 2:
        raise EvidenceError("#", f"the columns are nested deeper than {MAX_DEPTH} levels")
    if not any(path[0] == "recordDetails" for path in paths):
        what = "a table of BODS whose rows refer to rows of other files says nothing by itself"
        raise EvidenceError("#", what, "send the statements as JSON, or as Parquet with one statement a row")
    texts = (index for index in range(len(schema)) if schema.column(index).logical_type.type == "JSON")
    return frozenset(tuple(name for name in paths[index] if name not in _INSIDE) for index in texts)


def _plain(value: Any, path: tuple[str, ...], texts: Paths) -> Any:
    """A value as JSON has it, without the fields that are null."""
    if isinstance(value, Mapping):
        inner = ((name, one) for name, one in value.items() if one is not None)
        return {name: _plain(one, (*path, name), texts) for name, one in inner}
    if isinstance(value, list):
        return [_plain(one, path, texts) for one in value]
    if isinstance(value, str):
        return strict_json(value) if path in texts else value
    if value is None or isinstance(value, bool | int):
        return value
    return _typed(value)


def _typed(value: Any) -> Any:
    """A number, a day, a time or an identifier as JSON writes it. Raises ValueError.

    A column with one time in it makes times of days too, so midnight stands for its day: a day says less.
    """
    if isinstance(value, float | Decimal):
        number = float(value)
        if not math.isfinite(number):
            raise ValueError("a number that is none")
        return number
    if isinstance(value, datetime.datetime):
        whole = value.time() == datetime.time()
        return value.date().isoformat() if whole else value.isoformat().replace("+00:00", "Z")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    raise TypeError("a value that JSON does not have")


READERS = (Reader(NAME, recognises, read),)
