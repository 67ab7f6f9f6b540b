"""The letter of questions: what to ask next, the question that settles most first."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from cloudreview.clean import clean
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.told import Dossier

_MARKUP = re.compile(r"([\\`*_\[\]<>#|~!&])")


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One question, and all the gaps that it would close."""

    question: str
    gaps: tuple[Gap, ...]
    """By id."""
    settles: tuple[str, ...]
    """Ids of the paths and answers that these gaps help to hold at unknown."""


def ranked(gaps: Iterable[Gap]) -> tuple[Question, ...]:
    """The questions, by how many paths and answers each settles, then by the id of the first gap."""
    grouped: dict[str, list[Gap]] = {}
    for gap in sorted(gaps, key=lambda one: one.id):
        grouped.setdefault(gap.question, []).append(gap)
    questions = [
        Question(question=text, gaps=tuple(same), settles=tuple(sorted({name for one in same for name in one.settles})))
        for text, same in grouped.items()
    ]
    return tuple(sorted(questions, key=lambda one: (-len(one.settles), one.gaps[0].id)))


def plain(text: str) -> str:
    """Text of the evidence as Markdown that says just that."""
    return _MARKUP.sub(r"\\\1", clean(text))


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def letter(dossier: Dossier) -> str:
    """The questions as Markdown, each with why it is asked and what it would settle."""
    case = dossier.case
    heading = plain(str(case.get("title") or case.get("id") or "case"))
    subject = f" about {plain(str(case['subject']))}" if case.get("subject") else ""
    questions = ranked(dossier.gaps)
    lines = [
        f"# Questions{subject}: {heading}",
        "",
        f"As of {plain(str(case.get('as_of') or 'no known date'))}. Inputs {dossier.inputs_digest}.",
        "",
    ]
    if not questions:
        return "\n".join([*lines, "No question is open.", ""])
    lines += ["The questions stand in the order of how much each would settle. Please answer by number.", ""]
    for number, one in enumerate(questions, 1):
        lines += _told(number, one)
    return "\n".join(lines)


def _told(number: int, question: Question) -> Iterable[str]:
    yield f"## {number}. {plain(question.question)}"
    yield ""
    if question.settles:
        yield f"Helps to settle {counted(len(question.settles), 'path or answer', 'paths and answers')}."
        yield ""
    for gap in question.gaps:
        yield f"- {plain(gap.where)}: {plain(gap.why)} (`{plain(gap.id)}`)"
    yield ""
