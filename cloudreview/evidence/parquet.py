"""Events to Parquet: the same events give the same bytes.

The only module of `evidence/` that needs PyArrow, and so it is imported only where there are events.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from cloudreview.vocabulary.events import EVENTS

_GROUP = 50_000
"""Rows of a row group: a constant, as it decides the bytes."""
_VARIED = frozenset({"place", "at", "event_id", "request_id", "object", "bytes"})
"""Columns whose values hardly repeat, so that a dictionary of them only costs."""


def write_events(events: Sequence[tuple[object, ...]], short: str, path: Path) -> None:
    """Write event records; the first value of each is its pointer, which becomes its place."""
    options = {"compression": "zstd", "compression_level": 1, "version": "2.6"}
    repeated = [name for name in EVENTS.names if name not in _VARIED]
    with pq.ParquetWriter(path, EVENTS, use_dictionary=repeated, **options) as writer:
        for begin in range(0, len(events), _GROUP):
            columns = list(zip(*events[begin : begin + _GROUP], strict=True))
            columns[0] = tuple(f"{short}{pointer}" for pointer in columns[0])
            arrays = [pa.array(values, field.type) for values, field in zip(columns, EVENTS, strict=True)]
            writer.write_table(pa.table(arrays, schema=EVENTS), row_group_size=_GROUP)
