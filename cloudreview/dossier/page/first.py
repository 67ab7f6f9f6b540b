"""The first screen: the question, the recommendation, why, what is not known, and what to ask."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cloudreview.dossier.page.words import READINGS, Names, country, listed, plain
from cloudreview.dossier.wording import counted
from cloudreview.truth import Truth
from cloudreview.vocabulary.told import Dossier, Finding

HEADLINES = {
    "not_prohibited": "Not prohibited",
    "permitted_with_mitigation": "Permitted with mitigation",
    "prohibited": "Prohibited",
    "undetermined": "Undetermined",
}
_SEVERITY = {"high": 0, "medium": 1, "low": 2}
_FIRST = ("observed_by_status", "could_read", "could_alter", "could_stop", "threshold_passed")
"""Kinds of finding that say the most, in order."""
_WORD = re.compile(r"[A-Za-z0-9_]+")


class Reason(NamedTuple):
    """A reason for the recommendation."""

    title: str
    truth: str
    number: int
    """Of the finding, in the list of findings."""


class Reading(NamedTuple):
    """How an open point of the law is read."""

    point: str
    word: str
    meaning: str


class Rule(NamedTuple):
    """A body of rules of the case."""

    id: str
    title: str
    status: str


def question(dossier: Dossier, names: Names) -> str:
    """What the review was asked."""
    adversaries = listed(sorted({country(one.adversary) for one in dossier.answers}), 4)
    clients = listed(sorted({names.bare(one.client) for one in dossier.locations if one.client}), 3)
    subject = names.bare(dossier.case.get("subject")) if dossier.case.get("subject") else "the service"
    whom = (
        f"anybody under the control of {adversaries}" if adversaries else "anybody under a foreign adversary's control"
    )
    whose = f"the data of {clients}" if clients else "US clients' data"
    return f"Could {whom} read, alter or stop {whose} at {subject}?"


def strongest(findings: Iterable[Finding]) -> list[Finding]:
    """Findings by severity, then truth, then what was done before what could be, then id."""
    return sorted(findings, key=lambda one: (_SEVERITY[one.severity], -Truth.of(one.truth), _rank(one.kind), one.id))


def _rank(kind: str) -> int:
    return _FIRST.index(kind) if kind in _FIRST else len(_FIRST)


def reasons(dossier: Dossier) -> Sequence[Reason]:
    """The three strongest reasons: the first findings that are not refuted, each sentence once."""
    found: dict[str, tuple[tuple[int, int, int, int], Reason]] = {}
    met: Counter[tuple[str, str, str]] = Counter()
    for number, one in enumerate(strongest(dossier.findings), 1):
        if one.truth == "refuted" or one.title in found:
            continue
        # Of equally strong ones, another kind says more than the same of another dataset.
        rank = _SEVERITY[one.severity], -Truth.of(one.truth), met[one.severity, one.truth, one.kind], number
        met[one.severity, one.truth, one.kind] += 1
        found[one.title] = rank, Reason(said(dossier, one.title), one.truth, number)
    return [reason for _, reason in sorted(found.values())[:3]]


def said(dossier: Dossier, sentence: str) -> str:
    """A sentence of a stage for a reader: the codes of the adversaries by their names, categories without `_`."""
    codes = {one.adversary for one in dossier.answers} | {one.adversary for one in dossier.statuses}
    # "US persons" is the law's word.
    codes |= {one.country for one in dossier.locations if one.country and one.country != "US"}
    known = {code: country(code) for code in codes}
    known |= {one.category: plain(one.category) for one in dossier.sensitivity}
    known |= {one.unit: plain(one.unit) for one in dossier.sensitivity}
    told = _WORD.sub(lambda found: known.get(found[0], found[0]), sentence)
    first, _, rest = told.partition(" ")
    return f"{first.capitalize()} {rest}" if rest and first.islower() and first.isalpha() else told


def readings(dossier: Dossier) -> list[Reading]:
    """The readings of the headline, in plain words."""
    return [
        Reading(point, word, READINGS.get(point, {}).get(word, "")) for point, word in sorted(dossier.readings.items())
    ]


def rules(dossier: Dossier) -> list[Rule]:
    """The rules of the case, and how the text of each was read."""
    known = {row.id: row for row in dossier.law}
    return [
        Rule(name, known[name].title if name in known else name, known[name].status if name in known else "not cited")
        for name in dossier.case.get("rules", ())
    ]


def unread(dossier: Dossier) -> str:
    """How many rules of law were not read in their own text."""
    weak = [row for row in dossier.law if row.status != "verified"]
    if not weak:
        return f"all {counted(len(dossier.law), 'rule')} used were read in their own text" if dossier.law else ""
    return f"{len(weak):,} of {counted(len(dossier.law), 'rule')} used were not read in their own text"
