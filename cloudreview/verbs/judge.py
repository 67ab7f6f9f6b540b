"""`cloudreview judge`: what a person decides about the evidence, appended to the record."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

import click

from cloudreview import dossier, record
from cloudreview.case import did_you_mean, open_case
from cloudreview.errors import CaseError
from cloudreview.judgements import SHORT, Judged, Withdraw, check, overruled, read, sentence
from cloudreview.verbs.output import CASE, JSON, note, put, put_json, put_table

REASON = click.option("--reason", required=True, help="Why, in a sentence.")
BY = click.option("--by", required=True, help="Who judges.")
SCORE = click.option("--score", type=click.FloatRange(0, 1), help="How alike they are, from 0 to 1.")


@click.group(name="judge")
@CASE
@click.pass_context
def command(context: click.Context, case: Path) -> None:
    """Record what a person decides about the evidence of CASE: who is who, who controls whom.

    Nothing is changed or deleted: a judgement is a row of the record, and a later row may withdraw it. Every command
    prints JSON with --json.
    """
    context.obj = open_case(case).folder


@command.command(name="same")
@click.argument("a")
@click.argument("b")
@REASON
@BY
@SCORE
@JSON
@click.pass_obj
def same(case: Path, /, as_json: bool, **said: Any) -> None:
    """A and B are one party or person: what is told of either is told of both."""
    _known(case, said["a"], said["b"])
    put_judgement(case, {"judge": "same", **said}, as_json)


@command.command(name="different")
@click.argument("a")
@click.argument("b")
@REASON
@BY
@SCORE
@JSON
@click.pass_obj
def different(case: Path, /, as_json: bool, **said: Any) -> None:
    """A and B are two, whatever their identifiers or names suggest."""
    _known(case, said["a"], said["b"])
    put_judgement(case, {"judge": "different", **said}, as_json)


@command.command(name="control")
@click.argument("holder")
@click.argument("subject")
@click.argument("holds", type=click.Choice(["yes", "no"]))
@REASON
@BY
@click.option("--from", "since", help="The first day; without it, ever since.")
@click.option("--to", "until", help="The last day; without it, until further notice.")
@JSON
@click.pass_obj
def control(case: Path, /, as_json: bool, since: str | None, until: str | None, **said: Any) -> None:
    """HOLDER controls SUBJECT, or does not: dominant minority, direction, acting in concert."""
    _known(case, said["holder"], said["subject"])
    said["holds"] = said["holds"] == "yes"
    put_judgement(case, {"judge": "control", **said, "from": since, "to": until}, as_json)


@command.command(name="withdraw")
@click.argument("hash")
@REASON
@BY
@JSON
@click.pass_obj
def withdraw(case: Path, as_json: bool, hash: str, reason: str, by: str) -> None:  # noqa: A002 - as in the help
    """The judgement whose row has that HASH, or the only one whose hash begins so, no longer counts."""
    told = read(record.entries(case))
    matching = [one for one in told if one.hash.startswith(hash)]
    if len(matching) != 1:
        what = f"{len(matching)} judgements have hashes that begin with" if matching else "no judgement has the hash"
        raise CaseError("judge withdraw", f"{what} `{hash}`", "`cloudreview judge CASE list` lists them")
    if not matching[0].standing:
        raise CaseError("judge withdraw", f"the judgement {hash} was withdrawn before", "nothing was added")
    put_judgement(case, {"judge": "withdraw", "of": matching[0].hash, "reason": reason, "by": by}, as_json)


@command.command(name="list")
@JSON
@click.pass_obj
def listed(case: Path, as_json: bool) -> None:
    """Every judgement in order, also the withdrawn and the overruled ones."""
    told = read(record.entries(case))
    later = overruled(told)
    if as_json:
        put_json([_plain(one) | {"counts": one.standing and one.hash not in later} for one in told])
    else:
        rows = [(one.hash[:SHORT], one.at, _state(one, later), *_said(one)) for one in told]
        put_table(("hash", "at", "state", "judgement", "reason", "by"), rows)


def _state(one: Judged, later: Collection[str]) -> str:
    if not one.standing:
        return "withdrawn"
    return "overruled" if one.hash in later else "stands"


def _said(one: Judged) -> tuple[str, str, str]:
    return sentence(one.body), one.body.reason, one.body.by


def _plain(one: Judged) -> dict[str, Any]:
    return {"hash": one.hash, "at": one.at, "standing": one.standing, "judgement": one.body}


def put_judgement(case: Path, body: dict[str, Any], as_json: bool) -> None:
    """One row, checked as a review will check it, so that the record never holds what no review understands."""
    try:
        judged = check({name: value for name, value in body.items() if value is not None})
    except ValueError as error:
        raise CaseError(f"judge {body['judge']}", str(error)) from error
    read(record.entries(case))
    (row,) = record.append(case, [("judgement", body)])
    if as_json:
        put_json({"hash": row.hash, "judgement": judged})
    else:
        put([f"{row.hash[:SHORT]}  {sentence(judged)}"])
    if not isinstance(judged, Withdraw):
        note(f"`cloudreview review {case}` counts it; `cloudreview judge {case} withdraw {row.hash[:SHORT]}` undoes it")


def _known(case: Path, *ids: str) -> None:
    """Refuses an id that the last review did not tell; before the first review nobody can say."""
    told = dossier.read(case)
    if told is None:
        return
    known = {one.party for one in told.parties} | {one.party for one in told.statuses}
    known |= {one.also for one in told.merges}
    for one in ids:
        if one not in known:
            near = did_you_mean(one, known)
            do = near if near.endswith("?") else f"`cloudreview show {case} parties` lists them"
            raise CaseError("judge", f"the last review told of no party or person `{one}`", do)
