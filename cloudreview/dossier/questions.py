"""The letter of questions: what to ask next, the question that settles most first."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from cloudreview.clean import clean
from cloudreview.dossier.wording import counted, when
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.told import Dossier

_MARKUP = re.compile(r"([\\`*\[\]<>#|~!&]|(?<![^\W_])_|_(?![^\W_]))")
"""What Markdown would not show as it stands; `_` inside a word it does."""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One question, and all the gaps that it would close."""

    question: str
    gaps: tuple[Gap, ...]
    """By id."""
    settles: tuple[str, ...]
    """Ids of the paths, answers and statuses that these gaps help to hold at unknown, and questions of the review."""

    @property
    def outright(self) -> int:
        """How many of them are paths, answers or questions of the review."""
        return sum(not name.startswith("status:") for name in self.settles)

    @property
    def worth(self) -> str:
        """What the answer helps to settle, in words; empty: nothing told waits for it."""
        parts = [name for name in self.settles if ":" not in name]
        reached = self.outright - len(parts)
        statuses = len(self.settles) - self.outright
        said = [f"the questions of {', '.join(parts)}"] if parts else []
        said += [counted(reached, "path or answer", "paths and answers")] if reached else []
        said += [counted(statuses, "legal status", "legal statuses")] if statuses else []
        return " and ".join(said)


def ranked(gaps: Iterable[Gap]) -> tuple[Question, ...]:
    """The questions, by how many paths and answers each settles, then statuses, then by the id of the first gap."""
    grouped: dict[str, list[Gap]] = {}
    for gap in sorted(gaps, key=lambda one: one.id):
        grouped.setdefault(gap.question, []).append(gap)
    questions = [
        Question(question=text, gaps=tuple(same), settles=tuple(sorted({name for one in same for name in one.settles})))
        for text, same in grouped.items()
    ]
    return tuple(sorted(questions, key=lambda one: (-one.outright, -len(one.settles), one.gaps[0].id)))


def plain(text: str) -> str:
    """Text of the evidence as Markdown that says just that."""
    return _MARKUP.sub(r"\\\1", clean(text))


def letter(dossier: Dossier, most: int | None = None) -> str:
    """The questions as Markdown, each with why it is asked and what it would settle; with `most`, only the first."""
    case = dossier.case
    subject = plain(str(case.get("subject") or "the service"))
    questions = ranked(dossier.gaps)
    lines = [f"# Questions: {plain(str(case.get('title') or case.get('id') or 'case'))}", ""]
    if case.get("as_of"):
        lines += [f"This review of {subject} speaks as of {plain(when(str(case['as_of'])))} (UTC).", ""]
    if questions:
        are = "question is" if len(questions) == 1 else "questions are"
        lines += [
            f"{len(questions):,} {are} open, in the order of how much each answer would settle. Please answer by",
            "number. Please send documents and logs as files, unchanged, and say of each whose statement it is, when",
            "it was taken, and what it is complete for.",
            "",
        ]
    else:
        lines += ["No question is open.", ""]
    for number, one in enumerate(questions[:most], 1):
        lines += _told(number, one)
    if most is not None and most < len(questions):
        lines += [f"The whole letter has {counted(len(questions) - most, 'more question')}.", ""]
    return "\n".join([*lines, f"Reference of this review: `{dossier.inputs_digest}`", ""])


def _told(number: int, question: Question) -> Iterable[str]:
    yield f"## {number}. {plain(question.question)}"
    yield ""
    if question.settles:
        yield f"The answer helps to settle {question.worth}."
        yield ""
    yield "Why we ask:"
    yield ""
    for gap in question.gaps:
        yield f"- {plain(gap.why)} (`{plain(gap.id)}`, {plain(gap.where)})"
    yield ""
