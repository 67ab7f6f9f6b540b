"""What is not known, as a value that travels beside the results."""

from __future__ import annotations

from collections.abc import Iterable

from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.ids import identify


def gap(what: str, where: str, why: str, question: str) -> Gap:
    """A gap; its id follows from what, where and why, so that the same gap met twice is one."""
    return Gap(id=identify("gap", what, where, why), what=what, where=where, why=why, question=question)


def distinct(gaps: Iterable[Gap]) -> list[Gap]:
    """Each gap once, by id."""
    return [found for _, found in sorted({one.id: one for one in gaps}.items())]
