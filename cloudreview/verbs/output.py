"""How verbs put things out: JSON or a table on stdout, notes on stderr."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import msgspec

from cloudreview.case import open_case
from cloudreview.clean import clean
from cloudreview.dossier import read
from cloudreview.errors import CaseError
from cloudreview.vocabulary.told import Dossier

_CUT = 60
"""Characters of one cell on a terminal."""
_TERMINAL = 79
"""Characters of the line of progress: longer ones could not be written over on a narrow terminal."""
CASE = click.argument("case", type=click.Path(path_type=Path))
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def told(case: Path) -> Dossier:
    """The dossier of a case. Raises CaseError before the first review."""
    open_case(case)
    dossier = read(case)
    if dossier is None:
        raise CaseError(str(case), "there is no dossier yet", f"run `cloudreview review {case}`")
    return dossier


def put_json(value: Any) -> None:
    """A value as indented JSON."""
    data = msgspec.json.format(msgspec.json.encode(value, order="deterministic"), indent=1)
    click.echo(data)


def put(lines: Iterable[str]) -> None:
    """Lines of text, cleaned."""
    for line in lines:
        click.echo(clean(line))


def note(line: str) -> None:
    """A line for the person at the terminal, on stderr."""
    click.echo(clean(line), err=True)


class _Progress(logging.Handler):
    """What the stages say they are at, on one line of the terminal that is written over; no text of the evidence."""

    def emit(self, record: logging.LogRecord) -> None:
        """The line of a record in place of the line before."""
        click.echo(f"\r\x1b[2K{clean(record.getMessage())[:_TERMINAL]}", nl=False, err=True)


@contextmanager
def progress() -> Iterator[None]:
    """Shows on a terminal what the review is at while it runs, and leaves no line behind; elsewhere nothing."""
    if not sys.stderr.isatty():
        yield
        return
    handler, stages = _Progress(logging.INFO), logging.getLogger("cloudreview")
    before, passed_on = stages.level, stages.propagate
    stages.addHandler(handler)
    stages.setLevel(logging.INFO)
    stages.propagate = False
    try:
        yield
    finally:
        stages.removeHandler(handler)
        stages.setLevel(before)
        stages.propagate = passed_on
        click.echo("\r\x1b[2K", nl=False, err=True)


def cell(value: Any) -> str:
    """A value in a table: empty for none, a list with commas."""
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return clean(", ".join(cell(one) for one in value))
    if isinstance(value, dict):
        return clean(", ".join(f"{key}={cell(one)}" for key, one in value.items()))
    return clean(str(value))


def put_table(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A table: drawn on a terminal, else tab-separated and whole, for other programs."""
    cells = [[cell(value) for value in row] for row in rows]
    if not sys.stdout.isatty():
        for row in (list(heads), *cells):
            click.echo("\t".join(row))
        return
    _draw(heads, cells)


def _draw(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table for the eye: empty columns are left out and long cells cut; other programs get all of it."""
    # Imported where a terminal is drawn on: it takes longer than everything else that a verb imports.
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(show_edge=False)
    shown = [at for at, _ in enumerate(heads) if not rows or any(row[at] for row in rows)]
    for at in shown:
        table.add_column(Text(heads[at]), overflow="fold", no_wrap=heads[at] == "id")
    for row in rows:
        table.add_row(*(Text(row[at] if len(row[at]) <= _CUT else row[at][: _CUT - 3] + "...") for at in shown))
    Console(no_color="NO_COLOR" in os.environ).print(table)
