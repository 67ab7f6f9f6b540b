"""`cloudreview screen`: the ownership bounds of everybody in a register of any size."""

from __future__ import annotations

import os
from pathlib import Path

import click

from cloudreview.errors import CaseError
from cloudreview.law import load
from cloudreview.spells import day_start, is_day
from cloudreview.verbs.output import JSON, note, put_json, put_table

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command(name="screen")
@click.argument("parties", type=FILE)
@click.argument("interests", type=FILE)
@click.option("--at", "day", required=True, help="The day of the register, such as 2026-06-01.")
@click.option("--complete", is_flag=True, help="Somebody states that the register tells every interest.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write everybody's bounds as Parquet.")
@JSON
def command(parties: Path, interests: Path, day: str, complete: bool, out: Path | None, as_json: bool) -> None:
    """Say who in a register has, may have or has not the status of a covered person, and how much of it is so held.

    PARTIES and INTERESTS are Parquet files with the columns of parties.csv and interests.csv. It is a screen and no
    review: it reads no roster, and gives no proof. Take those it names into a case.
    """
    if not is_day(day):
        raise CaseError("screen", f"`{day}` is no day", "write it as 2026-06-01")
    # Most of what a screen fills it touches once and in no order. Pages of 2 MB, which NumPy asks for where nobody says
    # otherwise, then cost a virtual machine more time than they save (bench/RESULTS.md).
    os.environ.setdefault("NUMPY_MADVISE_HUGEPAGE", "0")
    # Imported when it is asked for: NumPy, DuckDB and PyArrow take longer than all else that a verb imports.
    import pyarrow.parquet as pq  # noqa: PLC0415

    from cloudreview.screening import screen  # noqa: PLC0415

    at = day_start(day)
    found = screen(parties, interests, load(at), at, complete=complete)
    if found.odd:
        note(f"{interests}: {found.odd} interests have percentages that are none; their size is taken as unknown.")
    if complete and found.astray:
        note(f"{interests}: some interests do not say in whom they are; the register was not taken to be complete.")
    if out is not None:
        pq.write_table(found.table, out, compression="zstd")
        note(f"{out}: the bounds of {len(found.table)} parties.")
    if as_json:
        put_json({"parties": found.counts, "odd_interests": found.odd})
    else:
        put_table(("status", "parties"), list(found.counts.items()))
