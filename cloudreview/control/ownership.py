"""How much of a party is held by holders of a class, between two bounds.

Equity and votes are summed apart; an interest of untold kind may be either. What only possibly held, and what nobody
disclosed, counts in the upper bound alone. All amounts are hundredths of a percent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from cloudreview.control.verdicts import NONE, Ids, Verdict, union
from cloudreview.control.world import World, possible, sure
from cloudreview.law import Clause
from cloudreview.truth import Truth, merge_bounds
from cloudreview.vocabulary.facts import Fact
from cloudreview.vocabulary.rows import Interest

WHOLE = 10_000
KINDS = ("equity", "vote")
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


def stakes(world: World, subject: str, kind: str, at: int) -> Stakes:
    """The interests of a kind in a party."""
    groups: dict[str, list[Fact[Interest]]] = {}
    for fact in world.stakes.get(subject, ()):
        if fact.row.kind in (kind, None) and possible(fact, at):
            groups.setdefault(fact.row.holder, []).append(fact)
    held = tuple(_stake(world, subject, holder, facts, at) for holder, facts in sorted(groups.items()))
    closed = world.interests_closed(subject, at)
    return Stakes(held, closed, "" if closed else world.open_interests(subject))


def _stake(world: World, subject: str, holder: str, facts: list[Fact[Interest]], at: int) -> Stake:
    """Rows of one start restate each other; rows of several starts may add up or restate."""
    certain = [fact for fact in facts if sure(fact, at) and fact.row.kind is not None]
    by_start: dict[str, list[Fact[Interest]]] = {}
    for fact in certain:
        by_start.setdefault(fact.row.start or "", []).append(fact)
    merged = [
        merge_bounds([(one.row.percent_min, one.row.percent_max) for one in group]) for group in by_start.values()
    ]
    low = max((one.low or 0 for one in merged), default=0)
    high = sum(WHOLE if one.high is None else one.high for one in merged)
    for fact in facts:
        if fact not in certain:
            high = max(high, WHOLE if fact.row.percent_max is None else fact.row.percent_max)
    disputed = any(one.conflict for one in merged) or any(fact.truth is Truth.CONFLICTING for fact in certain)
    gaps: Ids = union(frozenset(fact.gaps) for fact in facts if fact not in certain)
    if low < high and not gaps:
        gaps = frozenset({_bounds_gap(world, subject, holder)})
    truth = Truth.CONFLICTING if disputed else Truth.SUPPORTED
    return Stake(holder, min(low, WHOLE), min(high, WHOLE), truth, frozenset(fact.id for fact in facts), gaps)


def _bounds_gap(world: World, subject: str, holder: str) -> str:
    return world.ask(
        "field_missing",
        f"interests {subject} {holder}",
        f"it is not told exactly how much of {subject} {holder} holds, of which kind",
        f"How much of the equity and of the votes of {subject} does {holder} hold, since when?",
    )


def owned(world: World, subject: str, at: int, weight: Weight, clause: Clause) -> Verdict:
    """Whether holders of a class hold at least the clause's percentage, equity and votes each apart."""
    per_kind = [_owned_kind(stakes(world, subject, kind, at), weight, clause) for kind in KINDS]
    best = max(per_kind, key=lambda one: one.truth)
    if best.truth >= Truth.CONFLICTING:
        return best
    deciding = [one for one in per_kind if one.truth is best.truth]
    because, gaps = union(one.because for one in deciding), union(one.gaps for one in deciding)
    return Verdict(best.truth, clause.citation, because | {clause.id}, gaps)


def _owned_kind(told: Stakes, weight: Weight, clause: Clause) -> Verdict:
    threshold = clause.percent or WHOLE
    weighed = [(one, weight(one.holder)) for one in told.held]
    for level in (Truth.SUPPORTED, Truth.CONFLICTING):
        counted = [(one, by) for one, by in weighed if min(one.truth, by.truth) >= level and one.low > 0]
        if sum(one.low for one, _ in counted) >= threshold:
            return Verdict(level, clause.citation, _least(counted, threshold) | {clause.id})
    against = sum(one.low for one, by in weighed if by.truth is Truth.REFUTED and one.truth is Truth.SUPPORTED)
    for_high = sum(one.high for one, by in weighed if by.truth is not Truth.REFUTED)
    upper = min(for_high, WHOLE - against) if told.closed else WHOLE - against
    reasons = union(one.because | by.because for one, by in weighed) | told.closed | {clause.id}
    if upper < threshold:
        return Verdict(Truth.REFUTED, clause.citation, reasons)
    gaps = union(by.gaps for _, by in weighed if by.truth is Truth.UNKNOWN)
    gaps |= union(one.gaps for one, by in weighed if by.truth is not Truth.REFUTED)
    if not told.closed:
        gaps |= {told.open_gap}
    return Verdict(Truth.UNKNOWN, clause.citation, reasons, gaps or _disputed(weighed))


def _disputed(weighed: Iterable[tuple[Stake, Verdict]]) -> Ids:
    """Where only disputed stakes leave it open, what would settle them."""
    return union(one.gaps | by.gaps for one, by in weighed)


def _least(counted: list[tuple[Stake, Verdict]], threshold: int) -> Ids:
    """The largest stakes that suffice, so that a proof stays small."""
    reasons, total = NONE, 0
    for one, by in sorted(counted, key=lambda pair: (-pair[0].low, pair[0].holder)):
        if total >= threshold:
            break
        reasons, total = reasons | one.because | by.because, total + one.low
    return reasons
