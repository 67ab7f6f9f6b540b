"""`cloudreview chart`: who holds a party, as a table, or as a picture in a file."""

from __future__ import annotations

from pathlib import Path

import click

from cloudreview.case import did_you_mean
from cloudreview.dossier.chart import chart
from cloudreview.dossier.page.quotes import Exhibits, unread
from cloudreview.dossier.svg import svg
from cloudreview.errors import CaseError, ReviewError
from cloudreview.record import write_whole
from cloudreview.spells import DAY, day_start, instant, is_day
from cloudreview.verbs.output import CASE, JSON, note, put_json, put_table, told
from cloudreview.vocabulary.told import Dossier

_HEADS = ("number", "holder or employer", "what", "of", "from", "until", "shown", "speaker", "source", "fact")


def _complete(context: click.Context, _: click.Parameter, begun: str) -> list[str]:
    """The ids of parties that begin so, for the shell; nothing where there is no dossier to look them up in."""
    try:
        return [one.party for one in told(context.params["case"]).parties if one.party.startswith(begun)]
    except (ReviewError, OSError, KeyError):
        return []


@click.command(name="chart")
@CASE
@click.argument("party", shell_complete=_complete)
@click.option("--at", "day", default=None, help="As of a day, such as 2026-03-31; without it, over the whole period.")
@click.option(
    "--svg", "file", type=click.Path(path_type=Path), default=None, help="Draw it into a file; `-` is stdout."
)
@JSON
def command(case: Path, party: str, day: str | None, file: Path | None, as_json: bool) -> None:
    """Who holds and employs PARTY, an id or a name: every stake with bounds, days, speaker and source."""
    dossier = told(case)
    found = chart(dossier, _party(dossier, party), None if day is None else _at(dossier, day))
    if file is not None:
        picture = svg(found)
        if str(file) == "-":
            click.echo(picture, nl=False)
        else:
            write_whole(file, picture.encode())
        return
    if as_json:
        put_json([one._asdict() for one in found.rows])
        return
    exhibits = Exhibits(dossier, unread, ())
    put_table(
        _HEADS,
        [(*one[:7], one.speakers, [exhibits.source(place) for place in one.places], one.fact) for one in found.rows],
    )
    if found.picture.left:
        note(found.picture.left)


def _party(dossier: Dossier, wanted: str) -> str:
    """The id of a party by its id or one merged into it, or by a name that one party alone has. Raises CaseError."""
    ids = [one.party for one in dossier.parties]
    wanted = next((one.party for one in dossier.merges if one.also == wanted), wanted)
    if wanted in ids:
        return wanted
    named = [one.party for one in dossier.parties if wanted.casefold() in (name.casefold() for name in one.names)]
    if len(named) == 1:
        return named[0]
    if named:
        raise CaseError("chart", f"{len(named)} parties have the name `{wanted}`", f"use an id: {', '.join(named[:5])}")
    known = [*ids, *(name for one in dossier.parties for name in one.names)]
    raise CaseError("chart", f"there is no party `{wanted}`", did_you_mean(wanted, known))


def _at(dossier: Dossier, day: str) -> int:
    """The last instant of a day within the period. Raises CaseError for anything else."""
    if not is_day(day):
        raise CaseError("chart", f"`{day}` is not a day", "write it as 2026-03-31")
    at = day_start(day) + DAY - 1
    period = dossier.case.get("period") or {}
    begin, end = period.get("from"), period.get("to")
    if (begin and at < instant(begin)) or (end and day_start(day) >= instant(end)):
        raise CaseError("chart", f"{day} is not in the period of the review", f"take a day from {begin} to {end}")
    return at
