"""`cloudreview review`: the whole review, its dossier, and one screen of it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from cloudreview import dossier, record, verify
from cloudreview.case import open_case
from cloudreview.dossier.page.first import strongest
from cloudreview.dossier.questions import of
from cloudreview.dossier.wording import counted, when
from cloudreview.exits import Exit, exit_of
from cloudreview.original import originals
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
    with progress():
        told = review(opened, workers or min(4, os.cpu_count() or 1))
    page = dossier.write(told, case, originals(case, told).at)
    if as_json:
        click.echo(dossier.json.encode(told), nl=False)
    else:
        put([*summary(told), "", str(page)])
    return Exit.INTEGRITY if broken else exit_of(told)


def _broken(case: Path) -> bool:
    """Whether the record says that evidence was changed; a case that never had a record is not asked for one."""
    if not any((case / record.FOLDER / name).exists() for name in (record.LEDGER, record.HEAD)):
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
    as_of = told.case.get("as_of")
    yield f"{told.case.get('title') or told.case.get('id')}, as of {when(as_of) if as_of else 'no known instant'}"
    yield f"Recommendation: {told.decision.recommendation.replace('_', ' ')} - {told.decision.why}"
    yield "Could somebody under a foreign adversary read, alter or stop the data?"
    for mode, words in (("guarded", "with permissions as they stand:"), ("raw", "by relations alone:")):
        truths: Counter[str] = Counter(one.truth for one in told.answers if one.mode == mode)
        counts = (f"{truths[truth]} {word}" for truth, word in _WORDS)
        yield f"  {words:32}{', '.join(counts)}"
    yield f"Paths: {len(told.paths)}, of which {len(told.decision.counting_paths)} count"
    if told.answers:
        yield f"Measures: {_cost(told.decision.floor)} to cut what is shown, {_cost(told.decision.assured)} to be sure"
    unread = counted(len(told.quarantine), "place") + " could not be read" if told.quarantine else "all of it read"
    yield f"Evidence: {counted(len(told.evidence), 'file')}, {unread}"
    findings = [one for one in strongest(told.findings) if one.truth != "refuted"]
    yield f"Findings: {len(findings)}"
    for one in findings[:5]:
        yield f"  {one.severity}, {one.truth}: {one.title}"
    questions = of(told)
    yield f"Questions: {len(questions)}"
    for asked in questions[:5]:
        yield f"  {asked.question}" + (f" (settles {asked.worth})" if asked.settles else "")


_WORDS = (("supported", "yes"), ("conflicting", "conflicting"), ("unknown", "unknown"), ("refuted", "no"))


def _cost(chosen: MeasureSet | None) -> str:
    if chosen is None:
        return "nothing suffices"
    unit = "measure" if chosen.unit == "measures" and chosen.cost == 1 else chosen.unit
    return f"{chosen.cost:,} {unit}"
