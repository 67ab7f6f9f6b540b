"""A judged limb of the law: its truth, the clause, what it follows from and what holds it at unknown.

Laws: `both` is the minimum and `either` the maximum of `docs/truth.md`, section 1; a refusal keeps one sufficient
reason where one premise failed, and all of them where every way had to fail.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from cloudreview.truth import Truth

Ids = frozenset[str]
NONE: Ids = frozenset()


class Verdict(NamedTuple):
    """Whether a limb holds for somebody at an instant, and why."""

    truth: Truth
    clause: str
    """Citation of the limb that decides, or that was looked at last."""
    because: Ids
    gaps: Ids = NONE
    later: bool = False
    """Of an unknown one: whether, its gaps being settled, more may have to be asked."""

    def under(self, clause: str, row: str) -> Verdict:
        """The same under a clause of the law."""
        return self._replace(clause=clause, because=self.because | {row})

    def at_most_unknown(self, gap: str) -> Verdict:
        """The same where a person has to judge before it can be yes."""
        if self.truth <= Truth.UNKNOWN:
            return self._replace(later=self.truth is Truth.UNKNOWN)
        return Verdict(Truth.UNKNOWN, self.clause, self.because, self.gaps | {gap})


BOTTOM = Verdict(Truth.REFUTED, "", NONE)
"""Where a least fixpoint starts; nobody is told it as an answer."""


def both(*premises: Verdict) -> Verdict:
    """All premises of one limb; the clause is the first one's, or that of the premise that failed."""
    truth = Truth(min(one.truth for one in premises))
    if truth is Truth.REFUTED:
        return min((one for one in premises if one.truth is truth), key=_size)
    because = union(one.because for one in premises)
    open_ = [one for one in premises if truth is one.truth is Truth.UNKNOWN]
    gaps = union(one.gaps for one in open_)
    return Verdict(truth, premises[0].clause, because, gaps, any(one.later for one in open_))


def either(*ways: Verdict) -> Verdict:
    """Any of several limbs; the first that attains the greatest truth tells the clause."""
    truth = Truth(max(one.truth for one in ways))
    reaching = [one for one in ways if one.truth is truth]
    if truth >= Truth.CONFLICTING:
        return reaching[0]
    because, gaps = union(one.because for one in reaching), union(one.gaps for one in reaching)
    clause = reaching[0].clause if truth is Truth.UNKNOWN else reaching[-1].clause
    return Verdict(truth, clause, because, gaps, any(one.later for one in reaching))


def _size(one: Verdict) -> tuple[int, list[str]]:
    return len(one.because), sorted(one.because)


def union(sets: Iterable[Ids]) -> Ids:
    """All ids of several sets."""
    return NONE.union(*sets)
