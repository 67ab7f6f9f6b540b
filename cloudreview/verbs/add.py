"""`cloudreview add`: files into evidence, each with its line and its receipt."""

from __future__ import annotations

from pathlib import Path

import click

from cloudreview.case import open_case
from cloudreview.intake import Label, receive
from cloudreview.verbs.output import CASE, JSON, note, put, put_json


@click.command(name="add")
@CASE
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--speaker", default="", help="Whose statement the files are.")
@click.option("--from", "received_from", default="", help="Who handed them over.")
@click.option("--taken-at", default="", help="When the snapshot was taken: 2026-03-01 or 2026-03-01T00:00:00Z.")
@click.option("--about", default="", help="Store, account or party that they describe, where they do not say.")
@click.option(
    "--complete-for", multiple=True, help='"RELATION SCOPE" that the speaker states to be complete; repeatable.'
)
@click.option("--complete-from", default="", help="From when it is complete.")
@click.option("--complete-to", default="", help="Until when it is complete.")
@click.option("--part", default="", help="2/3, where several files are complete only together.")
@click.option("--marking", default="", help="public, proprietary or restricted.")
@JSON
def command(case: Path, files: tuple[Path, ...], as_json: bool, **said: str | tuple[str, ...]) -> None:
    """Take FILES into a case, with who says what."""
    open_case(case)
    label = Label(**said)  # type: ignore[arg-type]
    received = receive(case, files, label)
    if as_json:
        put_json(received)
    else:
        put(f"{one.sha256}  {one.name}" for one in received.receipts)
    for name in received.already:
        note(f"{name}: received before, with the same bytes; nothing was added")
    if received.list_was_edited:
        note("evidence/evidence.csv was edited by hand since the last receipt; the record says so")
    if not label.taken_at and received.receipts:
        note("without --taken-at these files speak for no time but the one that their content states")
