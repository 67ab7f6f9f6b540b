"""Whoever may be somebody else too: a no of either is none while the other's answer is no *no*.

Law: nobody is joined here, and no yes follows; what is refuted becomes unknown, with the question who is who.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cloudreview.control.look_through import Shares
from cloudreview.control.rules import Context, Moment, Rules, State
from cloudreview.control.verdicts import Verdict
from cloudreview.truth import Truth

ALONE = "alone "
"""Prefix of the verdicts as they are before it is asked who is who: a doubt is not handed on to a third."""


class Alike:
    """The rules, where two parties or persons may be one and nobody said whether they are."""

    def __init__(self, rules: Rules, context: Context) -> None:
        self._rules, self._world = rules, context.world

    def judge(self, moment: Moment) -> State:
        """The state of one party or person."""
        found = self._rules.judge(moment)
        pairs = self._world.alike.get(moment.subject, ())
        if not pairs:
            return found
        verdicts = dict(found.verdicts)
        for name, one in found.verdicts.items():
            verdicts[ALONE + name] = one
            # What is unknown may rest on this very doubt, around a ring: then the question must not be lost.
            if one.truth <= Truth.UNKNOWN:
                open_ = [asked for other, asked in pairs if _not_refuted(moment.state(other), name)]
                gaps = one.gaps | {self._world.keep(asked) for asked in open_}
                verdicts[name] = Verdict(Truth.UNKNOWN, one.clause, one.because, gaps, later=True) if open_ else one
        return found._replace(verdicts=verdicts)

    def shared(self, ring: Sequence[Moment]) -> Mapping[str, Mapping[str, Shares]]:
        """The multiplied shares of a ring: what may be somebody else's counts by the verdicts."""
        return self._rules.shared(ring)


def _not_refuted(other: State, name: str) -> bool:
    """Whether somebody counts, or may, under a name: by itself, or multiplied by what is held in it."""
    if other.weight(ALONE + name).truth is not Truth.REFUTED:
        return True
    return any(one.high for one in other.shares.get(name, {}).values())
