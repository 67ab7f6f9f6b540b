"""Questions put to the logged events: one `.sql` file each, its first line is the question (design section 4, law 1).

Events stay in their Parquet files; only grouped answers come back. Nothing is loaded from a network and what does not
fit into memory is spilled into a folder that is removed afterwards.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from cloudreview.spells import Interval

Answer = list[tuple[Any, ...]]

MEMORY = "400MB"
"""What the questions may hold in memory, whatever the size of the logs; the rest is spilled."""


def sentence(name: str) -> str:
    """The question that a file asks, as its first line says it."""
    return _text(name).splitlines()[0].removeprefix("--").strip()


def _text(name: str) -> str:
    return (files("cloudreview.observed") / f"{name}.sql").read_text(encoding="utf-8")


class Questions:
    """The events of a period, ready to be asked."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, events: Sequence[Path], period: Interval) -> None:
        self._connection = connection
        self._files = [str(path) for path in events]
        self._bounds = {"since": period[0], "until": period[1]}

    def give(self, name: str, columns: Mapping[str, pa.DataType], rows: Sequence[tuple[object, ...]]) -> None:
        """Make a small table known to the questions."""
        values = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
        arrays = [pa.array(list(column), kind) for column, kind in zip(values, columns.values(), strict=True)]
        self._connection.register(name, pa.table(arrays, names=list(columns)))

    def ask(self, name: str, **parameters: object) -> Answer:
        """The answer to a question, in the order that the question states; nothing where there are no events."""
        if not self._files:
            return []
        text = _text(name)
        known: dict[str, object] = {"files": self._files, **self._bounds, **parameters}
        used = {key: value for key, value in known.items() if f"${key}" in text}
        return self._connection.execute(text, used).fetchall()


@contextmanager
def asking(events: Sequence[Path], period: Interval) -> Iterator[Questions]:
    """Questions about the events of a period."""
    settings = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    with tempfile.TemporaryDirectory() as folder:
        spilling = {"temp_directory": folder, "memory_limit": MEMORY, "preserve_insertion_order": "false"}
        connection = duckdb.connect(config={**settings, **spilling})
        try:
            yield Questions(connection, events, period)
        finally:
            connection.close()
