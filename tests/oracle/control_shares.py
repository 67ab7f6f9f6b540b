"""Stakes multiplied along each chain, the chains added up, in fractions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction
from itertools import product

WHOLE = 10_000
CLASSES = ("equity", "vote")
Shares = Mapping[str, Mapping[str, Fraction]]
Stakes = Mapping[str, list[tuple[str, int]]]
"""By subject: who holds how many hundredths of a percent."""


def multiplied(stakes: Mapping[str, Stakes], sources: frozenset[str], wide: bool) -> dict[str, dict[str, Fraction]]:
    """The share of each class of each subject that the sources hold, as narrow or as wide as it can be read.

    Narrow: equity passes on equity, and votes pass on votes. Wide: who holds a holder by either holds what it holds
    (decision 13), so each holder counts by one class of its own, whichever that is.
    """
    shares: dict[str, dict[str, Fraction]] = defaultdict(dict)
    for kind in CLASSES:
        for subject, share in flows(stakes[kind], sources, wide).items():
            shares[subject][kind] = share
    if not wide:
        return shares
    holding = {holder for told in stakes.values() for held in told.values() for holder, _ in held} - sources
    joined = {**stakes["vote"], **stakes["equity"]}
    both = sorted(holding & stakes["equity"].keys() & stakes["vote"].keys())
    for by in product(CLASSES, repeat=len(both)) if holding & joined.keys() else ():
        own = {one: stakes[kind][one] for one, kind in zip(both, by, strict=True)}
        passed = flows({**joined, **own}, sources, wide)
        for kind in CLASSES:
            for subject, held in stakes[kind].items():
                share = sum((reach(holder, sources, passed) * amount / WHOLE for holder, amount in held), Fraction(0))
                shares[subject][kind] = max(shares[subject][kind], min(share, Fraction(WHOLE)))
    return shares


def reach(holder: str, sources: frozenset[str], passed: Mapping[str, Fraction]) -> Fraction:
    """How much of what somebody holds is the sources'."""
    return Fraction(WHOLE) if holder in sources else passed.get(holder, Fraction(0))


def ringed(stakes: Mapping[str, Stakes]) -> bool:
    """Whether any companies hold one another, by stakes of either class."""
    holders: dict[str, set[str]] = defaultdict(set)
    for told in stakes.values():
        for subject, held in told.items():
            holders[subject] |= {holder for holder, amount in held if amount}
    while top := [one for one, above in holders.items() if not above & holders.keys()]:
        for one in top:
            del holders[one]
    return bool(holders)


def flows(stakes: Stakes, sources: frozenset[str], wide: bool) -> dict[str, Fraction]:
    """The share of each subject that the sources hold, in hundredths of a percent.

    A stake of a source counts whole; of another company by the share that the sources hold of it. What has no ring
    above it is multiplied out from the top; the rest is a system of equations.
    """
    solved: dict[str, Fraction] = {}
    rest: dict[str, tuple[int, list[tuple[str, int]]]] = {}
    for subject, held in stakes.items():
        direct = sum(amount for holder, amount in held if holder in sources)
        rest[subject] = (
            direct,
            [(holder, amount) for holder, amount in held if amount and holder in stakes and holder not in sources],
        )
    while ready := [one for one, (_, through) in rest.items() if all(holder in solved for holder, _ in through)]:
        for subject in ready:
            direct, through = rest.pop(subject)
            share = sum((solved[holder] * amount / WHOLE for holder, amount in through), Fraction(direct))
            solved[subject] = min(share, Fraction(WHOLE))
    return {**solved, **rings(rest, solved, wide and bool(sources))} if rest else solved


def rings(
    rest: Mapping[str, tuple[int, list[tuple[str, int]]]], known: Mapping[str, Fraction], wide: bool
) -> dict[str, Fraction]:
    """Companies that own each other, and what is below them, by substitution of one equation into the others.

    Where companies own each other wholly, no equation says who owns them: nobody or, as wide as it can be, the sources.
    """
    equations: dict[str, tuple[Fraction, dict[str, Fraction]]] = {}
    for subject, (direct, through) in rest.items():
        constant, terms = Fraction(direct), defaultdict[str, Fraction](Fraction)
        for holder, amount in through:
            if holder in known:
                constant += known[holder] * amount / WHOLE
            else:
                terms[holder] += Fraction(amount, WHOLE)
        for name, equation in equations.items():
            constant = put(name, equation, constant, terms)
        own = terms.pop(subject, Fraction(0))
        if own >= 1:
            constant, terms = Fraction(WHOLE * wide), defaultdict(Fraction)
        elif own:
            constant, terms = constant / (1 - own), defaultdict(Fraction, {k: v / (1 - own) for k, v in terms.items()})
        for name, (base, others) in equations.items():
            equations[name] = put(subject, (constant, terms), base, others), others
        equations[subject] = constant, terms
    return {name: base for name, (base, _) in equations.items()}


def put(
    name: str, equation: tuple[Fraction, dict[str, Fraction]], constant: Fraction, terms: dict[str, Fraction]
) -> Fraction:
    """The constant of an equation in which another replaces one unknown; its terms are changed."""
    weight = terms.pop(name, None)
    if weight is None:
        return constant
    for other, share in equation[1].items():
        terms[other] = terms.get(other, Fraction(0)) + weight * share
    return constant + weight * equation[0]
