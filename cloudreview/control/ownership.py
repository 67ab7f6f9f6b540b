"""How much of a party is held by holders of a class, between two bounds.

Equity and votes are summed apart; an interest of untold kind, or told as `other`, may be either. What only possibly
held, and what nobody disclosed, counts in the upper bound alone. What is told as held through others restates what its
legs add up to, so it is never added to a sum; it only keeps a no from being said (docs/decisions/0008). All amounts are
hundredths of a percent.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from cloudreview.control.coalition import conceivable, needed
from cloudreview.control.verdicts import NONE, Ids, Verdict, union
from cloudreview.control.world import World, possible, sure
from cloudreview.law import Clause
from cloudreview.truth import Truth, merge_bounds
from cloudreview.vocabulary.facts import Fact
from cloudreview.vocabulary.rows import Interest

WHOLE = 10_000
KINDS = ("equity", "vote")
UNSAID = (None, "other", "special_share", "branch")
"""Kinds that do not say whether the interest is ownership. A branch is no legal person that could be owned apart."""
Weight = Callable[[str], Verdict]


class Stake(NamedTuple):
    """What one holder holds of a kind."""

    holder: str
    low: int
    high: int
    truth: Truth
    """Of the lower bound."""
    because: Ids
    gaps: Ids
    """What would make the two bounds one."""


class Stakes(NamedTuple):
    """All that is told of who holds a party, for one kind, at an instant."""

    held: tuple[Stake, ...]
    closed: Ids
    """By which everything was told; empty: more may be held."""
    open_gap: str
    through: tuple[Stake, ...] = ()
    """What is held through others, or may be: at most so much, and nothing for sure."""


def stakes(world: World, subject: str, kind: str, at: int) -> Stakes:
    """The interests of a kind in a party; every run asks for the same ones."""
    known = world.told.get((subject, kind, at))
    if not isinstance(known, Stakes):
        known = world.told[subject, kind, at] = _stakes(world, subject, kind, at)
    return known


def _stakes(world: World, subject: str, kind: str, at: int) -> Stakes:
    groups: dict[str, list[Fact[Interest]]] = {}
    restated: dict[str, list[Fact[Interest]]] = {}
    for fact in world.stakes.get(subject, ()):
        if fact.row.kind in (kind, *UNSAID) and possible(fact, at):
            (groups if fact.row.directly else restated).setdefault(fact.row.holder, []).append(fact)
    held = tuple(_stake(world, subject, holder, facts, at) for holder, facts in sorted(groups.items()))
    through = tuple(_through(world, subject, holder, facts) for holder, facts in sorted(restated.items()))
    closed = world.interests_closed(subject, at)
    return Stakes(held, closed, "" if closed else world.open_interests(subject), through)


def _through(world: World, subject: str, holder: str, facts: list[Fact[Interest]]) -> Stake:
    """What is told as held through others, or without saying so: how it adds up is for its legs to show."""
    high = sum(WHOLE if fact.row.percent_max is None else fact.row.percent_max for fact in facts)
    asked = world.ask(
        "condition_unsettled",
        f"interests {subject} through {holder}",
        f"a source tells what {holder} holds of {subject} in all, and not that {holder} holds it itself",
        f"Through which companies does {holder} hold {subject}, and how much of each, or does {holder} hold it itself?",
    )
    ids = frozenset(fact.id for fact in facts)
    return Stake(holder, 0, min(high, WHOLE), Truth.SUPPORTED, ids, frozenset({asked}))


def _stake(world: World, subject: str, holder: str, facts: list[Fact[Interest]], at: int) -> Stake:
    """Rows that restate each other are merged; of the others, which may add up or restate, the bounds say both."""
    certain = [fact for fact in facts if sure(fact, at) and fact.row.kind not in UNSAID]
    merged = [merge_bounds([(one.row.percent_min, one.row.percent_max) for one in lot]) for lot in _lots(certain)]
    lots = _lots([fact for fact in facts if fact.row.kind not in UNSAID])
    lots += [[fact] for fact in facts if fact.row.kind in UNSAID]
    low = max((one.low or 0 for one in merged), default=0)
    high = sum(max(WHOLE if fact.row.percent_max is None else fact.row.percent_max for fact in lot) for lot in lots)
    high = max(high, sum(WHOLE if one.high is None else one.high for one in merged))
    disputed = any(one.conflict for one in merged) or any(fact.truth is Truth.CONFLICTING for fact in certain)
    gaps: Ids = union(frozenset(fact.gaps) for fact in facts if fact not in certain)
    if low < high and not gaps:
        gaps = frozenset({_bounds_gap(world, subject, holder)})
    truth = Truth.CONFLICTING if disputed else Truth.SUPPORTED
    return Stake(holder, min(low, WHOLE), min(high, WHOLE), truth, frozenset(fact.id for fact in facts), gaps)


def _lots(facts: list[Fact[Interest]]) -> list[list[Fact[Interest]]]:
    """Rows of one start by different files restate each other; rows of one file, or of several starts, may be lots."""
    found: list[tuple[str | None, set[str], list[Fact[Interest]]]] = []
    for fact in facts:
        files = {source.place.split("#")[0] for source in fact.sources}
        for start, told_in, lot in found:
            if start == fact.row.start and not files & told_in:
                told_in.update(files)
                lot.append(fact)
                break
        else:
            found.append((fact.row.start, files, [fact]))
    return [lot for _, _, lot in found]


def _bounds_gap(world: World, subject: str, holder: str) -> str:
    return world.ask(
        "field_missing",
        f"interests {subject} {holder}",
        f"it is not told exactly how much of {subject} {holder} holds, of which kind",
        f"How much of the equity and of the votes of {subject} does {holder} hold, since when?",
    )


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
    return Verdict(best.truth, clause.citation, because | {clause.id}, gaps)


def _owned_kind(told: Stakes, weights: Weights, clause: Clause) -> Verdict:
    threshold = clause.percent or WHOLE
    weighed = [Weighed(one, weights.own(one.holder), weights.any(one.holder)) for one in told.held]
    for level in (Truth.SUPPORTED, Truth.CONFLICTING):
        reasons = _shown(weighed, level, threshold)
        if reasons is not None:
            return Verdict(level, clause.citation, reasons | {clause.id})
    through = [Weighed(one, weights.own(one.holder), weights.any(one.holder)) for one in told.through]
    everybody = [*weighed, *through]
    reasons = (
        union(one.stake.because | one.own.because | one.any.because for one in everybody) | told.closed | {clause.id}
    )
    if not _possible(weighed, bool(told.closed), threshold) and not _restated(weighed, through, threshold):
        return Verdict(Truth.REFUTED, clause.citation, reasons)
    weighed = everybody
    gaps = union(one.own.gaps for one in weighed if one.own.truth is Truth.UNKNOWN)
    gaps |= union(one.any.gaps for one in weighed if one.any.truth is Truth.UNKNOWN)
    gaps |= union(one.stake.gaps for one in weighed if one.any.truth is not Truth.REFUTED)
    if not told.closed:
        gaps |= {told.open_gap}
    return Verdict(Truth.UNKNOWN, clause.citation, reasons, gaps)


def _shown(weighed: list[Weighed], level: Truth, threshold: int) -> Ids | None:
    """The reasons of the fewest and largest stakes that reach the threshold at a level; None where they do not."""
    own = sorted((one for one in weighed if one.counts(level)), key=lambda one: (-one.stake.low, one.stake.holder))
    total, reasons = 0, NONE
    for one in own:
        if total < threshold:
            total, reasons = total + one.stake.low, reasons | one.stake.because | one.own.because
    if not own:
        return None
    others = [one for one in weighed if one.counts_with_others(level)]
    joined = needed(total, [one.stake.low for one in others], threshold)
    if joined is None:
        return None
    return reasons | union(others[index].stake.because | others[index].any.because for index in joined)


def _possible(weighed: list[Weighed], closed: bool, threshold: int) -> bool:
    """Whether the upper bounds allow it; what nobody disclosed may be the adversary's, unless all was told."""
    most = _at_most([(one.stake, one.own) for one in weighed], closed)
    together = _at_most([(one.stake, one.any) for one in weighed], closed)
    others = [one for one in weighed if one.any.truth is not Truth.REFUTED and one.own.truth is not Truth.SUPPORTED]
    return together >= threshold and conceivable(most, [(one.stake.low, one.stake.high) for one in others], threshold)


def _at_most(counted: list[tuple[Stake, Verdict]], closed: bool) -> int:
    """What the holders who may count hold at most: no more than they may, and than what the harmless surely leave."""
    left = WHOLE - sum(
        stake.low for stake, counts in counted if counts.truth is Truth.REFUTED and stake.truth is Truth.SUPPORTED
    )
    return (
        min(left, sum(stake.high for stake, counts in counted if counts.truth is not Truth.REFUTED)) if closed else left
    )


def _restated(held: list[Weighed], through: list[Weighed], threshold: int) -> bool:
    """Whether what is told as held through others may reach it, beside what is held; the legs told may not be all."""
    open_ = [one for one in through if one.any.truth is not Truth.REFUTED and one.stake.high]
    if all(one.own.truth is Truth.REFUTED for one in open_):
        return False
    beside = sum(one.stake.high for one in held if one.any.truth is not Truth.REFUTED)
    return beside + sum(one.stake.high for one in open_) >= threshold
