"""The letter of questions: what to ask next, the question that settles most first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

import msgspec

from cloudreview.clean import clean
from cloudreview.dossier.page.first import question as asked
from cloudreview.dossier.page.named import Spoken, spoken
from cloudreview.dossier.page.words import Names, listed
from cloudreview.dossier.wording import counted, when
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.told import Dossier

_MARKUP = re.compile(r"([\\`*\[\]<>#|~!&]|(?<![^\W_])_|_(?![^\W_]))")
"""What Markdown would not show as it stands; `_` inside a word it does."""


class Subject(msgspec.Struct, frozen=True):
    """What questions are about, and what answers them."""

    relations: frozenset[str]
    send: str


def _subject(relations: str, send: str) -> Subject:
    return Subject(frozenset(relations.split()), send)


OTHER = "What is allowed"
"""Of a place that names no relation: an account, a store, an identity, a key."""
SUBJECTS = {
    "Who belongs to whom": _subject(
        "parties interests roster principals staff organised_in principal_place_of_business citizenships us_status "
        "residence work_location designations rights",
        "Companies: an extract of the register or the certificate of formation, which tells the law and the principal "
        "place of business. Ownership: the register of shareholders, or statements in BODS 0.4 (the Beneficial "
        "Ownership Data Standard), and who decides what by which right. Designated persons: the list as it was "
        "published. People: lists of employees and contractors with employer, citizenships, US status "
        "(citizen, permanent resident, refugee or asylee, visa or none), residence and place of work, and which "
        "identity each uses; by whom each list is said to be whole.",
    ),
    "Where the data is": _subject(
        "placements sites locations location copies",
        "A list of every dataset with its stores, copies and backups; of every site with its country and operator.",
    ),
    "Powers over the service": _subject(
        "operations approvals power powers",
        "For each power: who holds it, over what, whose approval each use needs, and the log that would show the use; "
        "with the contract, procedure or access policy that says so.",
    ),
    OTHER: _subject(
        "statements identities restrictions stores keys encryption encryptions acls grants",
        "The unchanged answer of each call, one file a call, with every page of it; where a condition of a policy is "
        "asked about, what shows whether such requests can meet it, such as the list of the networks that use an "
        "address, and who can set a tag.",
    ),
    "What was done": _subject(
        "events selectors digests signing",
        "Log files as the provider delivers them, with their digests; the configuration that says what was logged, and "
        "since when; and a statement of what the delivery is complete for. Classes of events: management (the "
        "configuration of a store, account or key), data_read and data_write (its objects), key_use (the key that "
        "protects it).",
    ),
    "What the data is worth": _subject(
        "sensitivity measure measures", "Counts of US persons and devices by dataset and category, with the day."
    ),
}
"""What a question may be about, in the order of the letter."""
_PARTS = {
    "control": "who answers to whom",
    "decision": "what to recommend",
    "location": "where the data is",
    "monitor": "which log would show it",
    "observed": "what was done",
    "reach": "who could reach the data",
    "sensitivity": "how sensitive the data is",
}
"""The questions of a review, as `Gap.settles` names them, in plain words."""
_JOINED = 12
"""Subjects that one question lists; the reasons below it name them all."""
_SLOT = "\0"
"""In a question, in place of what it is about."""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One question, and all the gaps that it would close."""

    question: str
    gaps: tuple[Gap, ...]
    """By id."""
    settles: tuple[str, ...]
    """Ids of what these gaps help to hold at unknown; `Gap.settles` says of which kinds."""
    alone: tuple[str, ...] = ()
    """Of these the statuses that one of the gaps alone holds at unknown."""

    @property
    def subject(self) -> str:
        """What it is about, one of SUBJECTS, by the relation in which the first gap stands, or by the field it asks."""
        first, *_, last = [*self.gaps[0].where.split(" "), ""][:-1] * 2
        told = (name for word in (first, last) for name, one in SUBJECTS.items() if word in one.relations)
        return next(told, OTHER)

    def settled(self, kind: str) -> int:
        """How many ids of a kind, such as `status`, it helps to settle."""
        return sum(name.startswith(f"{kind}:") for name in self.settles)

    @property
    def outright(self) -> int:
        """How many of them are paths, answers or questions of the review."""
        return len(self.settles) - self.settled("status") - self.settled("observed")

    @property
    def worth(self) -> str:
        """What the answer helps to settle, in words; empty: nothing told waits for it."""
        parts = [_PARTS.get(name, name) for name in self.settles if ":" not in name]
        reached, done, statuses = self.outright - len(parts), self.settled("observed"), self.settled("status")
        said = [listed(parts, len(parts))] if parts else []
        said += [counted(reached, "path or answer", "paths and answers")] if reached else []
        said += [f"whether it was done, in {counted(done, 'case')}"] if done else []
        by_itself = f" ({len(self.alone)} of them by itself)" if self.alone else ""
        said += [counted(statuses, "legal status", "legal statuses") + by_itself] if statuses else []
        return " and ".join(said)


def of(dossier: Dossier) -> tuple[Question, ...]:
    """The questions of a dossier, with the names of parties; what is asked alike of several is asked in one."""
    return ranked(_joined(spoken(dossier)))


def _joined(told: Iterable[Spoken]) -> Iterable[Gap]:
    """Gaps whose questions differ only in what they are about, all with one question that lists it.

    What hangs on a condition is asked on its own: its words are those of a policy.
    """
    alike: dict[str, list[Spoken]] = {}
    for one in told:
        single = one.about is None or one.gap.what == "condition_unsettled"
        text = one.gap.question if single else one.gap.question.replace(str(one.about), _SLOT)
        alike.setdefault(text, []).append(one)
    for text, same in alike.items():
        abouts = sorted({one.about for one in same if one.about})
        joined = text.replace(_SLOT, f"each of {listed(abouts, _JOINED)}")
        for one in same:
            several = _SLOT in text and len(abouts) > 1
            yield msgspec.structs.replace(one.gap, question=joined) if several else one.gap


def ranked(gaps: Iterable[Gap]) -> tuple[Question, ...]:
    """The questions, by how many paths and answers each settles, then what was done, then statuses, then subject.

    Of statuses those come first that a question settles by itself.
    """
    grouped: dict[str, list[Gap]] = {}
    for gap in sorted(gaps, key=lambda one: one.id):
        grouped.setdefault(gap.question, []).append(gap)
    questions = [
        Question(
            question=text,
            gaps=tuple(same),
            settles=tuple(sorted({name for one in same for name in one.settles})),
            alone=tuple(sorted({name for one in same for name in one.alone})),
        )
        for text, same in grouped.items()
    ]
    return tuple(sorted(questions, key=_rank))


def _rank(one: Question) -> tuple[int, int, int, int, int, str, str]:
    settled = (-one.outright, -one.settled("observed"), -len(one.alone), -len(one.settles))
    return (*settled, list(SUBJECTS).index(one.subject), one.question, one.gaps[0].id)


def plain(text: str) -> str:
    """Text of the evidence as Markdown that says just that."""
    return _MARKUP.sub(r"\\\1", clean(text))


def letter(dossier: Dossier, most: int | None = None) -> str:
    """The questions as a letter in Markdown, ready to send; with `most`, only the first."""
    questions = of(dossier)
    told = list(enumerate(questions, 1))[:most]
    lines = [*_head(dossier), *_how(questions)]
    lines += _settling([one for one in told if one[1].settles])
    lines += _others([one for one in told if not one[1].settles])
    if most is not None and most < len(questions):
        lines += [f"The whole letter has {counted(len(questions) - most, 'more question')}.", ""]
    return "\n".join([*lines, f"Reference of this review: `{dossier.inputs_digest}`", ""])


def _head(dossier: Dossier) -> Iterable[str]:
    """To whom, about what, as of when."""
    case, names = dossier.case, Names(dossier)
    subject = names.bare(case.get("subject")) if case.get("subject") else "the provider"
    yield f"# Questions to {plain(subject)}"
    yield ""
    yield f"- To: {plain(subject)}"
    yield f"- About: {plain(str(case.get('title') or case.get('id') or 'case'))}"
    yield f"- Asked: {plain(asked(dossier, names))}"
    if case.get("as_of"):
        yield f"- As of: {plain(when(str(case['as_of'])))} (UTC)"
    period = case.get("period")
    if period and period["from"] and period["to"] and case.get("as_of"):
        yield f"- Period: {plain(when(period['from']))} to {plain(when(period['to']))}, the end excluded"
    yield ""


def _how(questions: Sequence[Question]) -> Iterable[str]:
    """How to answer."""
    if not questions:
        yield "No question is open."
        yield ""
        return
    settling = sum(bool(one.settles) for one in questions)
    are = "question is" if len(questions) == 1 else "questions are"
    yield f"{len(questions):,} {are} open, numbered in the order of how much each answer would settle. The first"
    yield f"{settling:,} bear on an answer of the review, the others complete the record. A question is neither a"
    yield "finding nor an accusation; without an answer it stays open, and is read neither for nor against you."
    yield '"Nobody tells" and "nobody states" mean that no file of this review does: not that anybody was asked'
    yield "before, or kept something back. A legal status is whether a party falls under a rule; what we say of it is"
    yield "a derivation, not a determination. Whether an answer is owed is for the covering letter to say."
    yield ""
    yield "Please answer by number, under the reference at the end of this letter. Please send documents, answers of"
    yield "calls and logs as files, unchanged: as printed by the call, as delivered by the log. Please say of each"
    yield "file, and of a question about several companies or stores, of each of them:"
    yield ""
    yield "1. whose statement it is;"
    yield "2. when it was taken, in UTC;"
    yield "3. what it is complete for, such as all identities of an account, or all events of a store from when to"
    yield "   when; or that it is not complete."
    yield ""
    yield "In brackets after each reason stand our reference and the place of the review to which it belongs."
    yield ""


def _settling(questions: Sequence[tuple[int, Question]]) -> Iterable[str]:
    """What bears on an answer, each with its reasons."""
    if not questions:
        return
    yield "## What would settle the most"
    yield ""
    told: set[str] = set()
    for number, one in questions:
        yield f"### {number}. {plain(one.question)}"
        yield ""
        yield f"The answer helps to settle {one.worth}."
        yield ""
        yield "Why we ask:"
        yield ""
        for gap in one.gaps:
            yield f"- {plain(gap.why)} (`{plain(gap.id)}`, {plain(gap.where)})"
        yield ""
        if one.subject not in told:
            yield f"What to send: {SUBJECTS[one.subject].send}"
            yield ""
        told.add(one.subject)


def _others(questions: Sequence[tuple[int, Question]]) -> Iterable[str]:
    """What completes the record, by what it is about."""
    for subject, group in groupby(questions, key=lambda one: one[1].subject):
        yield f"## {subject}"
        yield ""
        yield f"What to send: {SUBJECTS[subject].send}"
        yield ""
        for number, one in group:
            lead = f"{number}. "
            yield lead + plain(one.question)
            for gap in one.gaps:
                yield f"{' ' * len(lead)}- Because {plain(gap.why)} (`{plain(gap.id)}`)"
        yield ""
