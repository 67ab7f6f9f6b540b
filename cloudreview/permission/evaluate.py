"""One principal, one resource, one harm: the best alternatives over all actions and all routes.

Laws: every part of a store that holds data (a placement's prefix) must be reachable for a yes; where only some are, it
is unknown which dataset is meant; what is too wide to decide is unknown with that reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from cloudreview.permission.actions import Action
from cloudreview.permission.language import TooWideError
from cloudreview.permission.search import Alternative, Route, alternatives
from cloudreview.permission.targets import Target
from cloudreview.permission.world import World
from cloudreview.residuals import LOWERING, Atom
from cloudreview.truth import Truth

KEEP = 3
"""Alternatives with a residual that are told of one statement."""


class Found(NamedTuple):
    """A kind of request that passes, with the request that shows it."""

    truth: Truth
    atoms: tuple[Atom, ...]
    because: tuple[str, ...]
    gaps: tuple[str, ...]
    witness: str

    @property
    def rank(self) -> tuple[object, ...]:
        """The better first."""
        lowering = sum(atom.by in LOWERING for atom in self.atoms)
        return (
            -self.truth,
            len(self.gaps) + lowering,
            len(self.atoms),
            self.atoms,
            self.because,
            self.gaps,
            self.witness,
        )


class Asking(Protocol):
    """Somebody before a resource, by the rules of one provider."""

    @property
    def world(self) -> World:
        """The slice in which it asks."""

    @property
    def target(self) -> Target:
        """What it asks for."""

    def routes(self, action: Action) -> list[Route]:
        """The ways by which a request for the action may pass."""


def judged(asker: Asking, actions: Sequence[Action]) -> list[Found]:
    """What of the actions the subject may do to the target, best first; none: surely nothing."""
    found: list[Found] = []
    seen: set[tuple[str, tuple[Route, ...]]] = set()
    for action in actions:
        routes = tuple(one for one in asker.routes(action) if all(one.clauses))
        if not routes or (action.level, routes) in seen:
            continue
        seen.add((action.level, routes))
        found += _by_action(asker, action, routes)
        if any(one.truth is Truth.SUPPORTED and not one.atoms for one in found):
            break
    return _kept(asker.world, found)


def lowered(found: Iterable[Found], gaps: Sequence[str]) -> list[Found]:
    """The same, at most unknown where something is not known of all of it."""
    if not gaps:
        return list(found)
    return [one._replace(truth=min(one.truth, Truth.UNKNOWN), gaps=tuple(sorted({*one.gaps, *gaps}))) for one in found]


def _by_action(asker: Asking, action: Action, routes: Sequence[Route]) -> list[Found]:
    world, target = asker.world, asker.target
    parts = [_part(world, target.name, routes, universe) for universe in target.universes[action.level]]
    if len(parts) > 1:
        parts = [_together(world, target.name, parts)]
    return [Found(one.truth, one.atoms, one.because, one.gaps, f"{action.name} {one.resource}") for one in parts[0]]


def _part(world: World, where: str, routes: Sequence[Route], universe: str) -> list[Alternative]:
    """The alternatives of all routes in one universe of resources."""
    found: list[Alternative] = []
    for route in routes:
        try:
            found += alternatives(route, universe)
        except TooWideError as problem:
            gap = world.note(
                "condition_unsettled",
                where,
                f"condition too wide: {problem}",
                f"Which requests to {where} pass in effect?",
            )
            found.append(Alternative(Truth.UNKNOWN, (), route.because, tuple(sorted({gap, *route.doubts})), universe))
    return sorted(found, key=lambda one: one.rank)


def _together(world: World, where: str, parts: list[list[Alternative]]) -> list[Alternative]:
    """Several prefixes that hold data: yes only where each is reachable, unknown where some are."""
    best = [part[0] for part in parts if part]
    if not best:
        return []
    gaps = {gap for one in best for gap in one.gaps}
    truth = min(one.truth for one in best)
    if len(best) < len(parts):
        why = "the permission covers the prefix of some of the datasets in the store and not of others"
        gaps.add(world.note("condition_unsettled", where, why, f"Which datasets lie under which prefix of {where}?"))
        truth = min(truth, Truth.UNKNOWN)
    atoms = tuple(sorted({atom for one in best for atom in one.atoms}))
    because = tuple(sorted({name for one in best for name in one.because}))
    return [Alternative(truth, atoms, because, tuple(sorted(gaps)), best[0].resource)]


def _kept(world: World, found: list[Found]) -> list[Found]:
    """The best few: one without a residual says it all."""
    ordered = sorted(set(found), key=lambda one: one.rank)
    best = [one for one in ordered if one.truth is ordered[0].truth]
    bare = [one for one in best if not one.atoms and not one.gaps]
    by_need: dict[tuple[object, ...], Found] = {}
    for one in bare[:1] or best:
        by_need.setdefault((one.atoms, one.gaps), one)
    return [_with_gaps(world, one) for one in list(by_need.values())[:KEEP]]


def _with_gaps(world: World, one: Found) -> Found:
    """Each condition that lowers it has its gap; so has an unknown that nothing else explains."""
    if one.truth is not Truth.UNKNOWN:
        return one
    gaps = set(one.gaps) | {unmet(world, atom) for atom in one.atoms if atom.by in LOWERING}
    if not gaps:
        why = "whether its conditions can hold together is not settled"
        gaps.add(world.note("condition_unsettled", one.witness, why, f"Does the request {one.witness} pass?"))
    return one._replace(gaps=tuple(sorted(gaps)))


def unmet(world: World, atom: Atom) -> str:
    """The gap of a condition that the requester cannot choose."""
    spelled = f"{'not ' if atom.negated else ''}{atom.key} {atom.operator} {', '.join(atom.values)}"
    return world.note(
        "condition_unsettled",
        spelled,
        "a policy makes its answer depend on this, and the evidence does not show whether requests meet it",
        f"Can a request of somebody with the status under review meet the condition `{spelled}`? Please send what "
        "shows it.",
    )
