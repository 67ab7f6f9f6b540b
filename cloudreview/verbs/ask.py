"""`cloudreview ask`: the letter of questions, or the questions as data."""

from __future__ import annotations

from pathlib import Path

import click

from cloudreview.dossier.questions import letter, of
from cloudreview.verbs.output import CASE, JSON, put, put_json, told


@click.command(name="ask")
@CASE
@JSON
@click.option("--most", type=click.IntRange(min=1), default=None, help="Only the first questions, as many as this.")
def command(case: Path, as_json: bool, most: int | None) -> None:
    """Print the questions that are open, the one that settles most first: a letter in Markdown, ready to send."""
    dossier = told(case)
    if as_json:
        put_json(of(dossier)[:most])
    else:
        put(letter(dossier, most).splitlines())
