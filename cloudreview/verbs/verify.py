"""`cloudreview verify`: everything that differs from the record."""

from __future__ import annotations

from pathlib import Path

import click

from cloudreview.case import open_case
from cloudreview.exits import Exit
from cloudreview.verbs.output import CASE, JSON, note, put_json, put_table
from cloudreview.verify import verify


@click.command(name="verify")
@CASE
@JSON
def command(case: Path, as_json: bool) -> int:
    """Name everything that differs from the record, offline; nothing is written."""
    open_case(case)
    problems = verify(case)
    if as_json:
        put_json(problems)
    elif problems:
        put_table(("where", "kind", "what"), [(one.where, one.kind, one.what) for one in problems])
    else:
        note("nothing differs from the record")
    return Exit.INTEGRITY if problems else Exit.OK
