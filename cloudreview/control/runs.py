"""One run of the rules for all adversaries that the evidence names, and one for each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from cloudreview.control.alike import Alike
from cloudreview.control.branches import Branches
from cloudreview.control.covered_person import CoveredPerson
from cloudreview.control.designated import Designated
from cloudreview.control.nexus import Nexus
from cloudreview.control.padfa import Padfa
from cloudreview.control.rules import Context, Named, Rules
from cloudreview.control.solving import Timeline, solve
from cloudreview.control.verdicts import Verdict
from cloudreview.control.world import COUNTRY, World, slices
from cloudreview.law import Law
from cloudreview.spells import Interval
from cloudreview.vocabulary.status import Held, Reading

COVERED_PERSON = ("us-dsp-202",)
NEXUS = ("us-icts-2021", "us-icts-2025")
PADFA = ("us-padfa",)
COMPUTED = (*COVERED_PERSON, *NEXUS, *PADFA)
READINGS = tuple(Reading(one, other) for one in ("literal", "pooled") for other in ("cascade", "look_through"))


class Piece(NamedTuple):
    """The status of somebody over a stretch of time."""

    interval: Interval
    verdict: Verdict
    held: Held | None = None


class Runs:
    """The timelines of one regime and reading, one run for each adversary that the evidence names."""

    def __init__(
        self,
        world: World,
        law: Law,
        regime: str,
        reading: Reading,
        groups: Sequence[tuple[str, ...]],
        parties: frozenset[str],
    ) -> None:
        self.world, self.regime = world, regime
        self._law, self._reading, self._groups, self._parties = law, reading, groups, parties
        self._nobody: dict[str, Timeline] | None = None
        named = sorted(tied(world, law, regime))
        self._everybody: dict[str, Timeline] | None = None
        self._everybody = self._solve(frozenset(named))
        self._each = {code: self._everybody if len(named) == 1 else self._solve(frozenset({code})) for code in named}

    def _solve(self, codes: frozenset[str]) -> dict[str, Timeline]:
        context = Context(self.world, self._law, self.regime, codes)
        rules: Rules = Branches(_rules(context, self._reading), context)
        rules = Designated(rules, context) if self.regime in COVERED_PERSON else rules
        rules = Alike(Named(rules, context, self._parties), context)
        return solve(self.world, rules, self._groups, self._everybody)

    def pieces(self, party: str, code: str) -> list[Piece]:
        """The status of a party under an adversary; those that no evidence names differ in name only."""
        if party.startswith(COUNTRY):
            place = party[len(COUNTRY) :]
            if code != place and code not in self._law.adversaries_of(self.regime, place):
                return []
            context = Context(self.world, self._law, self.regime, frozenset({code}))
            pieces = slices(self.world.law_changes, self.world.window)
            return [Piece(piece, context.country(party, piece[0])) for piece in pieces]
        if code not in self._each and self._nobody is None:
            self._nobody = self._solve(frozenset())
        own = self._each.get(code) or self._nobody or {}
        return [Piece(interval, state.status, state.held) for interval, state in own[party]]


def readings_of(regime: str) -> dict[Reading, tuple[Reading, ...]]:
    """The readings that are computed for a regime, and for which ones each stands where a point makes no difference."""
    if regime in COVERED_PERSON:
        return {one: (one,) for one in READINGS}
    if regime in PADFA:
        return {one: tuple(other for other in READINGS if other.indirect == one.indirect) for one in READINGS[:2]}
    return {READINGS[0]: READINGS}


def _rules(context: Context, reading: Reading) -> Rules:
    if context.regime in COVERED_PERSON:
        return CoveredPerson(context, reading)
    return Padfa(context, reading) if context.regime in PADFA else Nexus(context)


def tied(world: World, law: Law, regime: str) -> set[str]:
    """The adversaries of the regime's list that any fact names."""
    holding = {one for table in _TIED for one in _values(world, *table)}
    said = {one.removeprefix(COUNTRY) for one in holding if one.startswith(COUNTRY)}
    said |= {one for table in _PLACES for one in _values(world, *table)}
    return {code for one in said for code in law.adversaries_of(regime, one)}


_TIED = (("stakes", ("holder",)), ("rights", ("holder",)), ("controls", ("holder",)), ("work", ("employer",)))
"""The tables of the world in which a country itself may stand, and the fields in which it does."""
_PLACES = (
    ("parties", ("organised_in", "principal_place_of_business")),
    ("work", ("citizenships", "residence")),
    ("individuals", ("citizen_of", "residence")),
)
"""The tables that tell countries of somebody, and the fields in which they do."""


def _values(world: World, table: str, fields: Sequence[str]) -> Iterator[str]:
    """What a table tells in some fields, each of which holds one, several or none."""
    for fact in chain.from_iterable(getattr(world, table).values()):
        for field in fields:
            told = getattr(fact.row, field) or ()
            yield from (told,) if isinstance(told, str) else told
