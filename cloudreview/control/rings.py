"""What is held of companies that hold one another, multiplied along all chains: docs/decisions/0013.

A ring has no first link. What surely counts, and what surely does not, of each member is the least solution of linear
equations over all of them. Where members hold one another wholly, every number solves these, so that who holds them in
the end is not defined: such a ring is named, and what hangs on it is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction

from cloudreview.control.least import Equation, Equations, endless, least, too_large
from cloudreview.control.look_through import (
    ALL,
    LEVELS,
    Holder,
    Share,
    Shares,
    counted,
    part_of,
    restated,
    uncounted,
)
from cloudreview.control.stakes import KINDS, WHOLE, Stakes, stakes
from cloudreview.control.verdicts import NONE, Ids
from cloudreview.control.world import World
from cloudreview.truth import Truth

PASSES = 32
"""Times that what is told as held through members of the ring is counted anew; fewer leave the bounds wider."""
Parts = Mapping[str, str | Fraction]


def ring_shares(world: World, ring: Sequence[str], at: int, holder: Callable[[str], Holder]) -> dict[str, Shares]:
    """The shares of the members of a ring, with the gaps of what is not defined or not exact, and no other reasons."""
    here = _Ring(world, ring, at, holder)
    low = {kind: [least(here.counted(kind, level)) for level in LEVELS] for kind in KINDS}
    equations = here.uncounted()
    rest = here.rest(equations)
    by_kind = [{one: here.equation(one, kind, {}) for one in ring} for kind in KINDS]
    gaps = _gaps(world, [equations, *by_kind])
    found: dict[str, Shares] = {}
    for one in ring:
        per_kind = {}
        for kind in KINDS:
            supported, disputed = (level[one] for level in low[kind])
            # One kind is bounded by what is left of all: the other kind's holders may be this one's.
            high = max(ALL - here.equation(one, kind, rest).least(rest), disputed)
            per_kind[kind] = Share(supported, disputed, high, NONE, gaps.get(one, NONE))
        found[one] = per_kind
    return found


class _Ring:
    """The equations of a ring at an instant; its members are the unknowns."""

    def __init__(self, world: World, ring: Sequence[str], at: int, holder: Callable[[str], Holder]) -> None:
        self._world, self._ring, self._at, self._holder = world, ring, at, holder
        self._members = frozenset(ring)
        self._parts: dict[tuple[str, str], Share] = {}

    def _told(self, one: str, kind: str) -> Stakes:
        return stakes(self._world, one, kind, self._at)

    def _part(self, holder: str, kind: str) -> Share:
        """The part of a holder that counts without what is held of it in the ring."""
        if (holder, kind) not in self._parts:
            found = self._holder(holder)
            if holder in self._members:
                found = found._replace(shares={})
            self._parts[holder, kind] = part_of(self._world, holder, found, kind)
        return self._parts[holder, kind]

    def counted(self, kind: str, level: Truth) -> Equations:
        """What surely counts of each member."""

        def part(holder: str) -> str | Fraction:
            own = self._part(holder, kind)
            known = own.supported if level is Truth.SUPPORTED else own.disputed
            return holder if self._surely_held(holder) and known < ALL else known

        return {one: self._counted(one, kind, level, part) for one in self._ring}

    def _surely_held(self, holder: str) -> bool:
        """Whether it is a member, and not perhaps a government or an individual, of which nothing is held."""
        return holder in self._members and self._world.kinds(holder, self._at) == {"entity"}

    def _counted(self, one: str, kind: str, level: Truth, part: Callable[[str], str | Fraction]) -> Equation:
        told = self._told(one, kind)
        return counted(told, level, {stake.holder: part(stake.holder) for stake in told.held})

    def uncounted(self) -> dict[str, Equation]:
        """What surely does not count of each member, by any kind."""
        return {one: _either([self.equation(one, kind, {}) for kind in KINDS]) for one in self._ring}

    def equation(self, one: str, kind: str, value: Mapping[str, Fraction]) -> Equation:
        """What surely does not count of a member, by one kind; the cap is of the values that are known."""
        told = self._told(one, kind)
        parts = {stake.holder: self._uncounted(stake.holder, kind) for stake in (*told.held, *told.through)}
        known: Parts = {name: value.get(of, of) if isinstance(of, str) else of for name, of in parts.items()}
        return uncounted(told, parts)._replace(cap=restated(told, known))

    def _uncounted(self, holder: str, kind: str) -> str | Fraction:
        rest = ALL - self._part(holder, kind).high
        return holder if holder in self._members and rest > 0 else rest

    def rest(self, equations: Mapping[str, Equation]) -> dict[str, Fraction]:
        """The least solution; what is told as held through members is counted anew until nothing changes."""
        found = least(equations)
        for _ in range(PASSES if any(one.cap < ALL for one in equations.values()) else 0):
            again = {one: _either([self.equation(one, kind, found) for kind in KINDS]) for one in self._ring}
            if again == equations:
                break
            equations = again
            found = least(equations)
        return found


def _either(equations: Sequence[Equation]) -> Equation:
    rows = tuple(row for one in equations for row in one.rows)
    return Equation(rows, min(one.cap for one in equations))


def _gaps(world: World, systems: Sequence[Mapping[str, Equation]]) -> dict[str, Ids]:
    """By member; also of a ring that is closed by one kind of interest and open by the other."""
    found: dict[str, Ids] = {}
    for equations in systems:
        told = [(ring, _undefined_gap(world, ring, _surely(equations, ring))) for ring in endless(equations)]
        told += [(ring, _large_gap(world, ring)) for ring in too_large(equations)]
        for ring, gap in told:
            found |= {one: found.get(one, NONE) | {gap} for one in ring}
    return found


def _surely(equations: Mapping[str, Equation], ring: Iterable[str]) -> bool:
    """Whether the members surely hold one another wholly, and not only within the bounds told."""
    members = frozenset(ring)
    return all(
        any(sum(term.low for term in row.terms if term.of in members) >= WHOLE for row in equations[one].rows)
        for one in members
    )


def _undefined_gap(world: World, ring: Sequence[str], surely: bool) -> str:
    names = ", ".join(ring)
    one_another, may = ("itself" if len(ring) == 1 else "one another"), ("" if surely else "may ")
    verb = may + ("holds" if surely and len(ring) == 1 else "hold")
    return world.ask_of_interests(
        "condition_unsettled",
        f"ring {' '.join(ring)}",
        f"{names} {verb} {one_another} wholly, so that who ultimately holds them is not defined by their stakes",
        f"Who ultimately holds {names}, the shares that they hold in {one_another} left out?",
    )


def _large_gap(world: World, ring: Sequence[str]) -> str:
    return world.ask(
        "condition_unsettled",
        f"ring of {len(ring)} with {ring[0]}",
        f"{ring[0]} and {len(ring) - 1} others hold one another in a ring too large to be solved exactly, so that the "
        "multiplied shares are told between bounds",
        f"Who ultimately holds {ring[0]}, the shares that the companies of its ring hold in one another left out?",
    )
