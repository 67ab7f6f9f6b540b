"""`cloudreview review`: the whole review, its dossier, and one screen of it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from cloudreview import dossier, record, verify
from cloudreview.case import open_case
from cloudreview.dossier.html import strongest
from cloudreview.dossier.questions import counted, ranked
from cloudreview.exits import Exit, exit_of
from cloudreview.review import review
from cloudreview.verbs.output import CASE, JSON, note, progress, put
from cloudreview.vocabulary.told import Dossier, MeasureSet

LINES = 24
"""A summary fits on one screen."""
_WIDTH = 150


@click.command(name="review")
@CASE
@JSON
@click.option("--workers", type=click.IntRange(min=1), default=None, help="Processes that read evidence.")
def command(case: Path, as_json: bool, workers: int | None) -> int:
    """Review a case and write its dossier."""
    opened = open_case(case)
    broken = _broken(case)
    progress(f"reviewing {case} ...")
    told = review(opened, workers or min(4, os.cpu_count() or 1))
    page = dossier.write(told, case)
    if as_json:
        click.echo(dossier.json.encode(told), nl=False)
    else:
        put([*summary(told), "", str(page)])
    return Exit.INTEGRITY if broken else exit_of(told)


def _broken(case: Path) -> bool:
    """Whether the record says that evidence was changed; a case that never had a record is not asked for one."""
    if not (case / record.FOLDER / record.LEDGER).exists():
        return False
    problems = verify.verify(case)
    for one in problems:
        note(f"{one.where}: {one.what}")
    # A file put there by hand is told and reviewed; only what contradicts the record breaks it. What a seal covers
    # of the dossier is about to be written anew.
    return any(one.kind != "no_receipt" and not one.where.startswith(f"{dossier.FOLDER}/") for one in problems)


def summary(told: Dossier) -> list[str]:
    """The review on one screen: recommendation, answers, findings, questions."""
    return [line if len(line) <= _WIDTH else line[: _WIDTH - 3] + "..." for line in _summary(told)][: LINES - 2]


def _summary(told: Dossier) -> Iterator[str]:
    yield f"{told.case.get('title') or told.case.get('id')}, as of {told.case.get('as_of') or 'no known instant'}"
    yield f"recommendation: {told.decision.recommendation} - {told.decision.why}"
    for mode in ("guarded", "raw"):
        truths = Counter(one.truth for one in told.answers if one.mode == mode)
        words = ", ".join(f"{truths[word]} {word}" for word in ("supported", "conflicting", "unknown", "refuted"))
        yield f"answers, {mode + ':':8} {words}"
    yield f"evidence: {counted(len(told.evidence), 'file')}, {len(told.quarantine)} quarantined"
    yield f"paths: {len(told.paths)}, of which {len(told.decision.counting_paths)} count"
    yield f"measures: floor {_cost(told.decision.floor)}, assured {_cost(told.decision.assured)}"
    findings = [one for one in strongest(told.findings) if one.truth != "refuted"]
    yield f"findings: {len(findings)}"
    for one in findings[:5]:
        yield f"  {one.severity}, {one.truth}: {one.title}"
    questions = ranked(told.gaps)
    yield f"questions: {len(questions)}"
    for asked in questions[:5]:
        yield f"  {asked.question} (settles {len(asked.settles)})"


def _cost(chosen: MeasureSet | None) -> str:
    return "none" if chosen is None else f"{chosen.cost} {chosen.unit}"
