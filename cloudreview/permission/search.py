"""Is there a request that gets through? Alternatives of a route through the layers, each with what it still needs.

Laws: a request passes when, of each clause of its route, one offer allows it and no threat denies it (`truth.decide`);
an offer in doubt makes at most "maybe"; a threat is escaped by an object outside its region or by a negated atom of
its conditions, one in doubt also by leaving its gap open. All atoms of an alternative are of one request, so those
that contradict each other remove it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from cloudreview.permission.binding import Offer
from cloudreview.permission.conditions import consistent, negate
from cloudreview.permission.language import EVERYWHERE, Region, TooWideError, clip, witness
from cloudreview.residuals import LOWERING, Atom, absorb, lower
from cloudreview.truth import OPEN_LAYER, Layer, Said, Truth, decide

MAX_BRANCHES = 512
"""Branches after which a route is given up: "condition too wide"."""


class Route(NamedTuple):
    """One way through the layers: of each clause one offer must allow; no threat may deny."""

    clauses: tuple[tuple[Offer, ...], ...]
    threats: tuple[Offer, ...]
    because: tuple[str, ...]
    doubts: tuple[str, ...] = ()
    """Gaps of layers that were not delivered: they may allow and may deny."""
    agree: Callable[[Sequence[Atom]], Said] = consistent
    """Whether conditions on one request can hold together, by the rules of the provider."""


class Alternative(NamedTuple):
    """A kind of request that passes, as surely as `truth` says."""

    truth: Truth
    atoms: tuple[Atom, ...]
    because: tuple[str, ...]
    gaps: tuple[str, ...]
    resource: str

    @property
    def rank(self) -> tuple[object, ...]:
        """The better alternative first: surer, fewer questions, smaller residual."""
        lowering = sum(atom.by in LOWERING for atom in self.atoms)
        return (
            -self.truth,
            len(self.gaps) + lowering,
            len(self.atoms),
            self.atoms,
            self.because,
            self.gaps,
            self.resource,
        )


class _Reach(NamedTuple):
    """A branch of the search: where the object must be, what must hold, and what was used or left open."""

    include: tuple[str, ...]
    exclude: tuple[str, ...]
    atoms: tuple[Atom, ...] = ()
    facts: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    allow: Said = Said.YES
    deny: Said = Said.NO
    truth: Truth = Truth.SUPPORTED


class _Clipped(NamedTuple):
    offer: Offer
    region: Region


def alternatives(route: Route, universe: str) -> list[Alternative]:
    """The alternatives of a route for resources within a universe, best first; none: surely refused.

    Raises TooWideError where there is too much to try.
    """
    clauses = [_useful(_clipped(clause, universe)) for clause in route.clauses]
    threats = sorted(_clipped(route.threats, universe), key=lambda one: (len(one.offer.atoms), one.offer.fact))
    if any(threat.region.everywhere and threat.offer.sure and not threat.offer.atoms for threat in threats):
        return []
    start = _Reach((universe,), (), facts=route.because)
    possible = _Possible(route.agree)
    found = [
        _told(route, end) for begin in _allowed(clauses, start, possible) for end in _escaped(threats, begin, possible)
    ]
    return _best(found)


def _clipped(offers: Sequence[Offer], universe: str) -> list[_Clipped]:
    pairs = ((offer, clip(offer.resources, offer.not_resources, universe)) for offer in offers)
    return [_Clipped(offer, region) for offer, region in pairs if region is not None]


def _useful(clause: list[_Clipped]) -> list[_Clipped]:
    """The offers worth trying: one that allows surely, everywhere and without conditions outdoes all others."""
    best = [one for one in clause if one.region.everywhere and not one.offer.atoms and one.offer.sure]
    whole = [one for one in best if one.offer.truth is Truth.SUPPORTED]
    return sorted(whole)[:1] if whole else clause


class _Possible(NamedTuple):
    """Whether any request can still be as a branch asks."""

    agree: Callable[[Sequence[Atom]], Said]

    def together(self, step: _Reach) -> bool:
        return self.agree(step.atoms) is not Said.NO

    def somewhere(self, step: _Reach) -> bool:
        return self.together(step) and witness(step.include, step.exclude) is not None


def _allowed(clauses: list[list[_Clipped]], start: _Reach, possible: _Possible) -> Iterator[_Reach]:
    if not clauses:
        yield start
        return
    for clipped in clauses[0]:
        offer, region = clipped
        for pattern in region.include:
            step = start._replace(
                include=start.include if pattern == "*" else (*start.include, pattern),
                exclude=(*start.exclude, *region.exclude),
                atoms=(*start.atoms, *offer.atoms),
                facts=(*start.facts, offer.fact) if offer.fact else start.facts,
                gaps=(*start.gaps, *offer.gaps),
                allow=min(start.allow, Said.YES if offer.sure else Said.MAYBE),
                truth=min(start.truth, offer.truth) if offer.sure else start.truth,
            )
            if possible.somewhere(step):
                yield from _allowed(clauses[1:], step, possible)


def _outside(threat: _Clipped, step: _Reach) -> Iterator[_Reach]:
    """The branches in which the object lies outside the threat's region."""
    fact = (*step.facts, threat.offer.fact)
    if threat.region.include == ("*",):
        for pattern in threat.region.exclude:
            yield step._replace(include=(*step.include, pattern), facts=fact)
    else:
        yield step._replace(exclude=(*step.exclude, *threat.region.include), facts=fact)


def _escapes(threat: _Clipped, step: _Reach, possible: _Possible) -> Iterator[_Reach]:
    ways = {negate(atom) for atom in threat.offer.atoms}
    if ways & set(step.atoms):
        yield step._replace(facts=(*step.facts, threat.offer.fact))
        return
    if not threat.region.everywhere:
        yield from filter(possible.somewhere, _outside(threat, step))
    for atom in sorted(ways):
        other = step._replace(atoms=(*step.atoms, atom), facts=(*step.facts, threat.offer.fact))
        if possible.together(other):
            yield other
    if not threat.offer.sure:
        yield step._replace(
            gaps=(*step.gaps, *threat.offer.gaps), deny=Said.MAYBE, facts=(*step.facts, threat.offer.fact)
        )


def _escaped(threats: list[_Clipped], begin: _Reach, possible: _Possible) -> Iterator[_Reach]:
    """All ways past every threat; an object outside all regions that leave room asks for nothing, and is best."""
    partial = [threat for threat in threats if not threat.region.everywhere]
    branches, remaining = [begin], threats
    if partial and all(threat.region.include != ("*",) for threat in partial):
        aside = begin
        for threat in partial:
            aside = next(_outside(threat, aside))
        if possible.somewhere(aside):
            branches, remaining = [aside], [one for one in threats if one.region.everywhere]
    for threat in remaining:
        branches = [after for before in branches for after in _escapes(threat, before, possible)]
        if len(branches) > MAX_BRANCHES:
            raise TooWideError(f"more than {MAX_BRANCHES} ways past the Deny statements")
    return iter(branches)


def _told(route: Route, end: _Reach) -> Alternative:
    layers = [[Layer(end.allow, end.deny)], *([OPEN_LAYER] for _ in route.doubts)]
    truth = min(decide(layers), end.truth)
    atoms = tuple(sorted(set(end.atoms)))
    if route.agree(atoms) is Said.MAYBE:
        truth = min(truth, Truth.UNKNOWN)
    resource = witness(end.include, end.exclude) or ""
    gaps = tuple(sorted({*end.gaps, *route.doubts}))
    return Alternative(lower(truth, atoms), atoms, tuple(sorted(set(end.facts))), gaps, resource)


def _best(found: list[Alternative]) -> list[Alternative]:
    """The best alternative of each residual, without those that ask for more than an equally sure one does."""
    kept: list[Alternative] = []
    for truth in (Truth.SUPPORTED, Truth.CONFLICTING, Truth.UNKNOWN):
        equal = [one for one in found if one.truth is truth]
        residuals = absorb(one.atoms for one in equal) if truth is not Truth.UNKNOWN else None
        if equal and residuals is None and truth is not Truth.UNKNOWN:
            raise TooWideError("condition too wide")
        wanted = {tuple(sorted(one)) for one in residuals} if residuals is not None else None
        by_atoms: dict[tuple[Atom, ...], Alternative] = {}
        for one in sorted(equal, key=lambda one: one.rank):
            if wanted is None or one.atoms in wanted:
                by_atoms.setdefault(one.atoms, one)
        kept += sorted(by_atoms.values(), key=lambda one: one.rank)
        if kept:
            break
    return kept


__all__ = ["EVERYWHERE", "Alternative", "Route", "alternatives"]
