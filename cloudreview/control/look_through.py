"""How much of a party is held through chains, the stakes along each chain multiplied and the chains added up.

Exact in fractions, between two bounds. The lower bound is the least that counts; the upper one is what the least that
does not count leaves. In a ring of holdings both are the least solution of linear equations: `rings` finds it, and what
holds is then told here from the members' shares as from those of every holder (docs/decisions/0013).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from cloudreview.control.least import Equation, Row, Term
from cloudreview.control.ownership import between
from cloudreview.control.stakes import KINDS, WHOLE, Stake, Stakes, stakes
from cloudreview.control.verdicts import NONE, Ids, Verdict, union
from cloudreview.control.world import World
from cloudreview.law import Clause
from cloudreview.truth import Truth
from cloudreview.vocabulary.status import Held


class Share(NamedTuple):
    """The part of a party that holders of a class hold, multiplied along the chains."""

    supported: Fraction
    """Lower bound from undisputed stakes of supported holders."""
    disputed: Fraction
    """Lower bound that also counts what is conflicting."""
    high: Fraction
    because: Ids
    gaps: Ids
    later: bool = False
    """Whether, its gaps being settled, more may have to be asked."""


NOTHING = Share(Fraction(0), Fraction(0), Fraction(0), NONE, NONE)
ALL = Fraction(1)
Shares = Mapping[str, Share]
"""By kind of interest."""
LEVELS = (Truth.SUPPORTED, Truth.CONFLICTING)


class Holder(NamedTuple):
    """How a holder counts: as a described person itself, or by what is held in it."""

    seed: Verdict
    shares: Shares


def shares(
    world: World, subject: str, at: int, holder: Callable[[str], Holder], solved: Shares | None = None
) -> dict[str, Share]:
    """The share of each kind in a party; of a member of a ring with the numbers that were solved with all others."""
    found = {}
    for kind in KINDS:
        told, numbers = stakes(world, subject, kind, at), None if solved is None else solved.get(kind)
        parts = {
            one.holder: part_of(world, one.holder, holder(one.holder), kind) for one in (*told.held, *told.through)
        }
        found[kind] = _reasoned(told, parts, numbers or _bounds(told, parts))
    return found


def _bounds(told: Stakes, parts: Mapping[str, Share]) -> Share:
    """The numbers of a share, without reasons."""
    low = [counted(told, level, {name: _at(part, level) for name, part in parts.items()}).least({}) for level in LEVELS]
    rest = uncounted(told, {name: ALL - part.high for name, part in parts.items()}).least({})
    return Share(low[0], low[1], max(ALL - rest, low[1]), NONE, NONE)


def _reasoned(told: Stakes, parts: Mapping[str, Share], numbers: Share) -> Share:
    """The numbers with what they follow from, and what holds them apart."""
    counting = [(one, parts[one.holder]) for one in (*told.held, *told.through)]
    because = union(one.because | part.because for one, part in counting) | told.closed
    gaps, later = NONE, False
    if numbers.supported < numbers.high:
        doubted = [part for one, part in counting if one.high and part.supported < part.high]
        gaps = union(part.gaps for part in doubted) | told.undisclosed
        gaps |= union(one.gaps for one, part in counting if part.high)
        later = any(part.later for part in doubted)
    return numbers._replace(because=because, gaps=gaps, later=later)


def _at(part: Share, level: Truth) -> Fraction:
    return part.supported if level is Truth.SUPPORTED else part.disputed


def counted(told: Stakes, level: Truth, parts: Mapping[str, str | Fraction]) -> Equation:
    """What surely counts of a party: the surest part of each stake, of what surely counts of its holder.

    Where more than the whole is told, only what stands whichever stake is the wrong one is supported; so a disputed one
    counts nothing there, and still takes the most place that is told of it.
    """

    def term(one: Stake) -> Term:
        if one.truth >= level:
            return Term(one.low, one.low, parts[one.holder])
        return Term(one.claimed, one.claimed, Fraction(0))

    return Equation((Row(tuple(map(term, told.held)), beyond=level is not Truth.SUPPORTED),))


def uncounted(told: Stakes, parts: Mapping[str, str | Fraction]) -> Equation:
    """What surely does not count of a party: that of its holders, in stakes as little of them as may be.

    What nobody disclosed may count; where all was told, what is left of the whole is nobody's.
    """
    terms = tuple(Term(one.undisputed, max(one.high, one.undisputed), parts[one.holder]) for one in told.held)
    return Equation((Row(terms, filled=bool(told.closed)),), restated(told, parts))


def restated(told: Stakes, parts: Mapping[str, str | Fraction]) -> Fraction:
    """What is left beside all that may be held directly or through others: told as a whole, it is no sum of legs.

    So it is where sources disagree about a stake: what another holder is told to hold may be what is mistaken. A part
    that is not known yet is taken for nothing, so that what is left is no more than it can be.
    """

    def count(one: Stake) -> Fraction:
        part = parts[one.holder]
        return Fraction(one.high, WHOLE) * (ALL if isinstance(part, str) else ALL - part)

    whole = sum(map(count, told.through), Fraction(0))
    if not whole and not any(one.disputed and count(one) for one in told.held):
        return ALL
    return max(ALL - min(sum(map(count, told.held), Fraction(0)), ALL) - whole, Fraction(0))


def unsure(found: Shares, doubt: Ids) -> Shares:
    """What is held of somebody who may be nobody that can be held: it bounds from above what is passed on."""
    nothing = Fraction(0)
    return {
        kind: one._replace(supported=nothing, disputed=nothing, gaps=one.gaps | doubt) for kind, one in found.items()
    }


def part_of(world: World, holder: str, found: Holder, kind: str) -> Share:
    """The part of a holder's stake that counts."""
    truth = found.seed.truth
    if truth is Truth.SUPPORTED:
        return Share(ALL, ALL, ALL, found.seed.because, NONE)
    own = _widest(world, holder, found.shares, kind)
    disputed = ALL if truth is Truth.CONFLICTING else own.disputed
    high = own.high if truth is Truth.REFUTED else ALL
    later = own.later or found.seed.later
    gaps = own.gaps | found.seed.gaps
    return Share(own.supported, disputed, high, own.because | found.seed.because, gaps, later)


def _widest(world: World, holder: str, found: Shares, kind: str) -> Share:
    """What is held of the holder by this kind, and at most by any: who holds it by votes may hold by its equity."""
    own = found.get(kind, NOTHING)
    widest = max((one.high for one in found.values()), default=Fraction(0))
    gaps = union(one.gaps for one in found.values())
    if max((one.supported for one in found.values()), default=Fraction(0)) > own.high:
        asked = world.ask(
            "condition_unsettled",
            f"interests {holder} kinds",
            f"more of {holder} is held by one kind of interest than by another, and which of them passes on what "
            f"{holder} holds no source says",
            f"Who holds the equity and who the votes of {holder}, and who has what {holder} holds in others?",
        )
        gaps |= {asked}
    # Once these are settled, the kinds may differ.
    other = max((one.high for name, one in found.items() if name != kind), default=Fraction(0))
    return own._replace(high=widest, gaps=gaps, later=own.later or other > own.supported)


def held(found: Sequence[Shares]) -> Held:
    """The shares of each kind in hundredths of a percent, rounded outward; of classes summed apart the largest."""
    return {
        kind: between(
            max(floor(one[kind].supported * WHOLE) for one in found),
            max(ceil(one[kind].high * WHOLE) for one in found),
        )
        for kind in KINDS
    }


def reached(found: Shares, clause: Clause) -> Verdict:
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
    open_ = [one for one in found.values() if one.high >= threshold]
    gaps, later = union(one.gaps for one in open_), any(one.later for one in open_)
    return Verdict(Truth.UNKNOWN, clause.citation, because, gaps, later)


def with_others(world: World, subject: str, own: Shares, everybody: Shares | None, clause: Clause) -> Verdict:
    """As `reached`; where holders of several adversaries may reach it only together, a person judges."""
    alone = reached(own, clause)
    if everybody is None or alone.truth > Truth.UNKNOWN or all(one.high == 0 for one in own.values()):
        return alone
    if alone.truth is Truth.UNKNOWN:
        # What is held by the adversary may turn out too little alone, and enough with others.
        return alone._replace(later=alone.later or everybody != own)
    together = reached(everybody, clause)
    asked = world.ask(
        "condition_unsettled",
        f"together {subject}",
        f"holders of several adversaries may reach the share of {subject} only together, multiplied along the chains",
        f"How much of {subject} do the holders of each adversary hold in the end?",
    )
    return together.at_most_unknown(asked) if together.truth is not Truth.REFUTED else alone
