"""How much of a party is held through chains, the stakes along each chain multiplied and the chains added up.

Exact in fractions. A ring of holdings has no first link: a holder of the same ring counts nothing in the lower bound
and wholly in the upper one, which bounds every solution; what stays open asks for the ring.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import NamedTuple

from cloudreview.control.ownership import KINDS, WHOLE, Stake, Stakes, stakes
from cloudreview.control.verdicts import NONE, Ids, Verdict, union
from cloudreview.control.world import World
from cloudreview.law import Clause
from cloudreview.truth import Truth


class Share(NamedTuple):
    """The part of a party that holders of a class hold, multiplied along the chains."""

    supported: Fraction
    """Lower bound from undisputed stakes of supported holders."""
    disputed: Fraction
    """Lower bound that also counts what is conflicting."""
    high: Fraction
    because: Ids
    gaps: Ids


NOTHING = Share(Fraction(0), Fraction(0), Fraction(0), NONE, NONE)
ALL = Fraction(1)
Shares = Mapping[str, Share]
"""By kind of interest."""


class Holder(NamedTuple):
    """How a holder counts: as a described person itself, or by what is held in it."""

    seed: Verdict
    shares: Shares | None
    """None: a holder of the same ring."""


def shares(world: World, subject: str, at: int, holder: Callable[[str], Holder]) -> dict[str, Share]:
    """The share of each kind in a party."""
    return {kind: _share(world, subject, kind, stakes(world, subject, kind, at), holder) for kind in KINDS}


def _share(world: World, subject: str, kind: str, told: Stakes, holder: Callable[[str], Holder]) -> Share:
    parts = [(one, _part(world, subject, holder(one.holder), kind)) for one in told.held]
    low = [sum((_portion(one, part, level) for one, part in parts), Fraction(0)) for level in _LEVELS]
    against = sum(
        (Fraction(one.low, WHOLE) * (ALL - part.high) for one, part in parts if _undisputed(one)), Fraction(0)
    )
    high = sum((Fraction(one.high, WHOLE) * part.high for one, part in parts), Fraction(0))
    upper = min(high, ALL - against) if told.closed else ALL - against
    through = [(one, _part(world, subject, holder(one.holder), kind)) for one in told.through]
    restated = sum((Fraction(one.high, WHOLE) * part.high for one, part in through), Fraction(0))
    if restated:
        # Told as a whole and not added up from its legs, so what the legs exclude may still be so.
        upper = max(upper, min(high, ALL) + restated)
    parts += through
    because = union(one.because | part.because for one, part in parts) | told.closed
    gaps = union(part.gaps | (one.gaps if part.high else NONE) for one, part in parts)
    if not told.closed:
        gaps |= {told.open_gap}
    return Share(min(low[0], ALL), min(low[1], ALL), max(min(upper, ALL), low[1]), because, gaps)


_LEVELS = (Truth.SUPPORTED, Truth.CONFLICTING)


def _undisputed(one: Stake) -> bool:
    return one.truth is Truth.SUPPORTED


def _portion(one: Stake, part: Share, level: Truth) -> Fraction:
    if one.truth < level:
        return Fraction(0)
    return Fraction(one.low, WHOLE) * (part.supported if level is Truth.SUPPORTED else part.disputed)


def _part(world: World, subject: str, holder: Holder, kind: str) -> Share:
    """The part of a holder's stake that counts."""
    truth = holder.seed.truth
    if truth is Truth.SUPPORTED:
        return Share(ALL, ALL, ALL, holder.seed.because, NONE)
    ring = NONE
    if holder.shares is None:
        ring = frozenset({_ring_gap(world, subject)})
        own = Share(Fraction(0), Fraction(0), ALL, NONE, ring)
    else:
        own = holder.shares.get(kind, NOTHING)
        widest = max((one.high for one in holder.shares.values()), default=Fraction(0))
        own = own._replace(high=widest, gaps=union(one.gaps for one in holder.shares.values()))
    disputed = ALL if truth is Truth.CONFLICTING else own.disputed
    high = own.high if truth is Truth.REFUTED else ALL
    return Share(own.supported, disputed, high, own.because | holder.seed.because, own.gaps | holder.seed.gaps)


def _ring_gap(world: World, subject: str) -> str:
    return world.ask(
        "condition_unsettled",
        f"ring {subject}",
        f"the holders of {subject} hold one another in a ring, so multiplied shares have no first link",
        f"Who ultimately holds {subject}, the shares that the companies of the ring hold in one another left out?",
    )


def reached(world: World, subject: str, found: Shares, clause: Clause) -> Verdict:
    """Whether the share reaches the clause's percentage, equity and votes each apart."""
    threshold = Fraction(clause.percent or WHOLE, WHOLE)
    because = union(one.because for one in found.values()) | {clause.id}
    if any(one.supported >= threshold for one in found.values()):
        least = min((one for one in found.values() if one.supported >= threshold), key=lambda one: sorted(one.because))
        return Verdict(Truth.SUPPORTED, clause.citation, least.because | {clause.id})
    if any(one.disputed >= threshold for one in found.values()):
        return Verdict(Truth.CONFLICTING, clause.citation, because)
    if all(one.high < threshold for one in found.values()):
        return Verdict(Truth.REFUTED, clause.citation, because)
    gaps = union(one.gaps for one in found.values() if one.high >= threshold)
    return Verdict(Truth.UNKNOWN, clause.citation, because, gaps or frozenset({_ring_gap(world, subject)}))


def with_others(world: World, subject: str, own: Shares, everybody: Shares | None, clause: Clause) -> Verdict:
    """As `reached`; where holders of several adversaries may reach it only together, a person judges."""
    alone = reached(world, subject, own, clause)
    if everybody is None or alone.truth is not Truth.REFUTED or all(one.high == 0 for one in own.values()):
        return alone
    together = reached(world, subject, everybody, clause)
    asked = world.ask(
        "condition_unsettled",
        f"together {subject}",
        f"holders of several adversaries may reach the share of {subject} only together, multiplied along the chains",
        f"How much of {subject} do the holders of each adversary hold in the end?",
    )
    return together.at_most_unknown(asked) if together.truth is not Truth.REFUTED else alone
