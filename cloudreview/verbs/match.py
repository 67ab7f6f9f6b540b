"""`cloudreview match`: who may be one by name, and what a person says to it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import click

from cloudreview import record
from cloudreview.case import did_you_mean, open_case
from cloudreview.errors import CaseError
from cloudreview.evidence import deliver
from cloudreview.judgements import read, standing
from cloudreview.names import HOLDS, Found
from cloudreview.relations import settle
from cloudreview.relations.alike import candidates
from cloudreview.verbs.judge import put_judgement
from cloudreview.verbs.output import CASE, JSON, note, progress, put_json, put_table
from cloudreview.vocabulary.ids import identify


class Match(NamedTuple):
    """A pair as listed."""

    pair: str
    """A short name that stays while the two ids do."""
    score: float
    holds: bool
    """Whether a no of either is none before somebody says who is who."""
    one: str
    other: str
    reason: str


@click.command(name="match")
@CASE
@click.option("--accept", metavar="PAIR", help="Record that the two of a listed pair are one.")
@click.option("--reject", metavar="PAIR", help="Record that they are two.")
@click.option("--reason", default="", help="Why, in a sentence.")
@click.option("--by", default="", help="Who judges.")
@JSON
def command(case: Path, accept: str | None, reject: str | None, reason: str, by: str, as_json: bool) -> None:
    """List the parties and persons of CASE whose names are alike in some writing, the likeliest first.

    Nothing follows from a name but a question: pairs that hold a no at unknown say so, the others are only listed.
    """
    listed = matches(case)
    if accept is None and reject is None:
        _put(listed, as_json)
        return
    if accept is not None and reject is not None:
        raise CaseError("match", "a pair cannot be accepted and rejected at once")
    wanted = accept or reject or ""
    found = next((one for one in listed if one.pair == wanted), None)
    if found is None:
        names = [one.pair for one in listed]
        do = did_you_mean(wanted, names) if names else "there is none"
        raise CaseError("match", f"no pair listed is called `{wanted}`", do)
    verdict = "same" if accept is not None else "different"
    body = {"judge": verdict, "a": found.one, "b": found.other, "reason": reason, "by": by, "score": found.score}
    put_judgement(case, body, as_json)


def matches(case: Path) -> list[Match]:
    """The pairs of a case that nobody judged, as its evidence and record are now."""
    opened = open_case(case)
    judged = standing(read(record.judged(case)))
    with progress():
        delivery = deliver(opened, min(4, os.cpu_count() or 1))
        facts = settle(delivery, opened, judged).facts
    return [_match(one) for one in candidates(facts, delivery, judged)]


def _match(one: Found) -> Match:
    pair = identify("pair", one.one, one.other).removeprefix("pair:")[:6]
    return Match(pair, one.score, one.score >= HOLDS, one.one, one.other, one.reason)


def _put(listed: Sequence[Match], as_json: bool) -> None:
    if as_json:
        put_json([one._asdict() for one in listed])
        return
    rows = [(one.pair, f"{one.score:.2f}", "yes" if one.holds else "", *one[3:]) for one in listed]
    put_table(("pair", "score", "holds a no", "one", "other", "why"), rows)
    if not listed:
        note("no two parties or persons have names that are alike, or somebody judged all who have")
