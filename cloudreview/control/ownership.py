"""How much of a party is held by holders of a class, between two bounds, each counted with its whole stake.

Equity and votes are summed apart. What only possibly held, and what nobody disclosed, counts in the upper bound alone.
What is told as held through others restates what its legs add up to, so it is never added to a sum; it only keeps a no
from being said (docs/decisions/0008). All amounts are hundredths of a percent.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from cloudreview.control.coalition import conceivable, needed
from cloudreview.control.stakes import KINDS, WHOLE, Stake, Stakes, stakes
from cloudreview.control.verdicts import NONE, Ids, Verdict, union
from cloudreview.control.world import World
from cloudreview.law import Clause
from cloudreview.truth import Truth
from cloudreview.vocabulary.status import Held

Weight = Callable[[str], Verdict]


class Weights(NamedTuple):
    """How holders count: under the adversary that is asked, and under any of the list."""

    own: Weight
    any: Weight


class Weighed(NamedTuple):
    """A stake and how its holder counts."""

    stake: Stake
    own: Verdict
    any: Verdict

    def counts(self, level: Truth) -> bool:
        """Whether it counts under the adversary at a level."""
        return self.stake.low > 0 and min(self.stake.truth, self.own.truth) >= level

    def counts_with_others(self, level: Truth) -> bool:
        """Whether it counts under other adversaries only."""
        return self.stake.low > 0 and not self.counts(level) and min(self.stake.truth, self.any.truth) >= level


def owned(world: World, subject: str, at: int, weights: Weights, clause: Clause) -> Verdict:
    """Whether holders of a class hold at least the clause's percentage, equity and votes each apart."""
    per_kind = [_owned_kind(stakes(world, subject, kind, at), weights, clause) for kind in KINDS]
    best = max(per_kind, key=lambda one: one.truth)
    if best.truth >= Truth.CONFLICTING:
        return best
    deciding = [one for one in per_kind if one.truth is best.truth]
    because, gaps = union(one.because for one in deciding), union(one.gaps for one in deciding)
    return Verdict(best.truth, clause.citation, because | {clause.id}, gaps, any(one.later for one in deciding))


def _owned_kind(told: Stakes, weights: Weights, clause: Clause) -> Verdict:
    threshold = clause.percent or WHOLE
    weighed, through = _weighed(told.held, weights), _weighed(told.through, weights)
    for level in (Truth.SUPPORTED, Truth.CONFLICTING):
        # Where more than the whole is told, only what stands whichever stake is the wrong one is supported.
        excess = told.excess if level is Truth.SUPPORTED else 0
        reasons = _shown(weighed, level, threshold, excess)
        if reasons is not None:
            return Verdict(level, clause.citation, reasons | {clause.id})
    everybody = [*weighed, *through]
    reasons = (
        union(one.stake.because | one.own.because | one.any.because for one in everybody) | told.closed | {clause.id}
    )
    if not _possible(weighed, told, threshold) and not _restated(weighed, through, told, threshold):
        return Verdict(Truth.REFUTED, clause.citation, reasons)
    return _open(everybody, told, Verdict(Truth.UNKNOWN, clause.citation, reasons))


def _weighed(held: Sequence[Stake], weights: Weights) -> list[Weighed]:
    return [Weighed(one, weights.own(one.holder), weights.any(one.holder)) for one in held]


def _open(everybody: Sequence[Weighed], told: Stakes, found: Verdict) -> Verdict:
    """Unknown, with all that holds it there: of the holders, of their stakes, of what nobody disclosed."""
    counting = [one for one in everybody if one.stake.high]
    doubted = [way for one in counting for way in (one.own, one.any) if way.truth is Truth.UNKNOWN]
    gaps = union(one.gaps for one in doubted) | told.undisclosed
    gaps |= union(one.stake.gaps for one in counting if one.any.truth is not Truth.REFUTED)
    return found._replace(gaps=gaps, later=any(one.later for one in doubted))


def _shown(weighed: list[Weighed], level: Truth, threshold: int, excess: int) -> Ids | None:
    """The reasons of the fewest and largest stakes that reach the threshold at a level; None where they do not."""
    own = sorted((one for one in weighed if one.counts(level)), key=lambda one: (-one.stake.low, one.stake.holder))
    total, reasons = -excess, NONE
    for one in own:
        if total < threshold:
            total, reasons = total + one.stake.low, reasons | one.stake.because | one.own.because
    if not own:
        return None
    others = [one for one in weighed if one.counts_with_others(level)]
    joined = needed(total, [(one.stake.low, one.stake.high) for one in others], threshold)
    if joined is None:
        return None
    return reasons | union(others[index].stake.because | others[index].any.because for index in joined)


def _possible(weighed: list[Weighed], told: Stakes, threshold: int) -> bool:
    """Whether the upper bounds allow it, with the holders of other adversaries where these are needed."""
    most = _most([(one.stake, one.own) for one in weighed], told)
    together = _most([(one.stake, one.any) for one in weighed], told)
    return together >= threshold and conceivable(most, _others(weighed), threshold)


def _others(weighed: Sequence[Weighed]) -> list[tuple[int, int]]:
    """The bounds of those who count under other adversaries only."""
    only = [one.stake for one in weighed if one.own.truth is Truth.REFUTED and one.any.truth is not Truth.REFUTED]
    return [(one.low, one.high) for one in only]


def _disputed(weighed: Sequence[Weighed]) -> list[Weighed]:
    return [one for one in weighed if one.stake.disputed]


def _own(weighed: Sequence[Weighed]) -> int:
    """The most of all who may count under the adversary."""
    return sum(one.stake.high for one in weighed if one.own.truth is not Truth.REFUTED)


def _most(counted: Sequence[tuple[Stake, Verdict]], told: Stakes) -> int:
    """The upper bound of what holders hold who may count; what nobody disclosed may be theirs, unless all was told."""
    harmless = sum(stake.undisputed for stake, counts in counted if counts.truth is Truth.REFUTED)
    most = WHOLE - max(harmless - told.excess, 0)
    if told.closed:
        most = min(most, sum(stake.high for stake, counts in counted if counts.truth is not Truth.REFUTED))
    return most


def _restated(weighed: list[Weighed], through: list[Weighed], told: Stakes, threshold: int) -> bool:
    """Whether what is told as held through others may reach it, beside what is held; the legs told may not be all.

    Nor do other holders leave no room for a stake about which sources disagree: theirs may be what is mistaken.
    """
    beside = max(_own(weighed) + _own(through), _most([(one.stake, one.own) for one in weighed], told))
    counting = any(one.stake.high and one.any.truth is not Truth.REFUTED for one in (*through, *_disputed(weighed)))
    return counting and conceivable(beside, _others([*weighed, *through]), threshold)


def held(world: World, subject: str, at: int, weights: Weights) -> Held:
    """What holders who count hold of each kind, between two bounds."""
    return {kind: _held_kind(stakes(world, subject, kind, at), weights) for kind in KINDS}


def _held_kind(told: Stakes, weights: Weights) -> tuple[int, int]:
    weighed = _weighed(told.held, weights)
    low = max(sum(one.stake.low for one in weighed if one.counts(Truth.SUPPORTED)) - told.excess, 0)
    high = _most([(one.stake, one.own) for one in weighed], told)
    restated = _own(_weighed(told.through, weights))
    if _own(_disputed(weighed)):
        high = max(high, _own(weighed))
    # What is told as a whole may be of legs that nobody told, beside what nobody disclosed.
    return between(low, max(high if told.closed else high + restated, restated + _own(weighed)) if restated else high)


def between(low: int, high: int) -> tuple[int, int]:
    """Two bounds of a part of the whole; where more than the whole is told, the lower bound stands."""
    return min(low, WHOLE), min(max(low, high), WHOLE)
