"""`cloudreview explain`: from something told down to the text of the evidence."""

from __future__ import annotations

from pathlib import Path

import click

from cloudreview.explain import explain, lines
from cloudreview.verbs.output import CASE, JSON, put, put_json, told


@click.command(name="explain")
@CASE
@click.argument("id")
@JSON
def command(case: Path, id: str, as_json: bool) -> None:  # noqa: A002 - the name of the argument in the help
    """Walk from ID (a path, answer, finding, status, gap, ...) down to the text of the evidence."""
    reason = explain(case, told(case), id)
    if as_json:
        put_json(reason)
    else:
        put(lines(reason))
