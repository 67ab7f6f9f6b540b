"""Who has which legal status, since when, by which clause: covered person and ICTS nexus.

28 CFR 202.211 and 15 CFR 791.2. One row for each party and person, adversary of the case, regime, reading and spell,
also refuted and unknown ones. The reading makes a difference for us-dsp-202, and
for us-padfa how "indirectly" is counted; the rows of the ICTS regimes are the same under all four.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from cloudreview.case import REGIMES, Case
from cloudreview.control.components import components
from cloudreview.control.runs import COMPUTED, READINGS, Piece, Runs, readings_of, tied
from cloudreview.control.verdicts import Verdict, union
from cloudreview.control.world import COUNTRY, World
from cloudreview.law import Law
from cloudreview.spells import NEVER, Interval, Spell, meet
from cloudreview.truth import Truth
from cloudreview.vocabulary.facts import Facts
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.status import Held, Reading, Status, status

LOG = logging.getLogger(__name__)


class ControlResult(msgspec.Struct, frozen=True, kw_only=True):
    """The statuses, what holds the unknown ones, and what was not looked at."""

    statuses: tuple[Status, ...]
    """Sorted by party, adversary, regime, reading and time."""
    gaps: tuple[Gap, ...]
    not_looked_at: tuple[str, ...] = ()
    """Sentences: regimes of the case that have no rows."""


def statuses(facts: Facts, law: Law, case: Case) -> ControlResult:
    """The legal statuses of everybody whom the evidence names, within the window of the review."""
    LOG.info("who has which status")
    listed = {regime: _adversaries(regime, law, case, facts.window) for regime in COMPUTED if regime in case.rules}
    roots = {COUNTRY + code for codes in listed.values() for code in codes}
    world = World(facts, also=[*roots, *case.adversary_parties], law_changes=law.changes)
    groups = components({one: world.needs(one) for one in world.subjects})
    found: list[Status] = []
    for regime, named in listed.items():
        # A country of which the list leaves open whether it counts is asked about where the evidence names it.
        codes = named if case.adversaries is not None else sorted({*named, *tied(world, law, regime)})
        window = _window(regime, law, case, facts.window)
        if window != NEVER:
            for reading, standing_for in readings_of(regime).items():
                runs = Runs(world, law, regime, reading, groups, frozenset(case.adversary_parties))
                found += _rows(runs, codes, window, standing_for)
    found.sort(key=lambda one: (one.party, one.adversary, one.regime, one.reading, one.spell.may, one.id))
    gaps = world.gaps(union(frozenset(one.gaps) for one in found))
    return ControlResult(statuses=tuple(found), gaps=gaps, not_looked_at=_not_looked_at(law, case, facts.window))


def _adversaries(regime: str, law: Law, case: Case, window: Interval) -> tuple[str, ...]:
    """Those that the case names, territories under their adversary; else all that the regime's lists name meanwhile."""
    if case.adversaries is None:
        return law.adversaries_in(regime, window)
    return tuple(sorted({code for one in case.adversaries for code in law.adversaries_of(regime, one) or {one}}))


def _window(regime: str, law: Law, case: Case, window: Interval) -> Interval:
    """A case that names its rules asks for their text over the whole window; else each counts while it is in force."""
    return window if set(case.rules) != set(REGIMES) else meet(window, law.regimes[regime].interval)


def _rows(runs: Runs, codes: Sequence[str], window: Interval, readings: Sequence[Reading]) -> Iterator[Status]:
    for party in runs.world.subjects:
        for code in codes:
            for interval, verdict, held in _joined(runs.pieces(party, code)):
                inside = meet(interval, window)
                if inside == NEVER:
                    continue
                sure = verdict.truth is not Truth.UNKNOWN
                spell = Spell.exactly(inside) if sure else Spell.possibly(inside)
                reasons, holding = tuple(verdict.because), tuple(verdict.gaps)
                told = (verdict.clause, verdict.truth, spell, reasons, holding, _but_for(runs.world, verdict), held)
                for reading in readings:
                    yield status(party, code, runs.regime, reading, *told)


def _but_for(world: World, verdict: Verdict) -> tuple[str, ...]:
    """The one gap, about interests, whose answer settles it; none where another may have to be asked then."""
    alone = len(verdict.gaps) == 1 and verdict.gaps <= world.of_interests and not verdict.later
    return tuple(verdict.gaps) if alone else ()


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Equal neighbours as one, with the bounds of what is held at any time of it."""
    found: list[Piece] = []
    for piece in pieces:
        if found and found[-1].verdict == piece.verdict:
            last = found[-1]
            found[-1] = Piece((last.interval[0], piece.interval[1]), last.verdict, _hull(last.held, piece.held))
        else:
            found.append(piece)
    return found


def _hull(one: Held | None, other: Held | None) -> Held | None:
    if one is None or other is None:
        # Part of the time it follows from something else, and how much is held then was not asked.
        return None
    return {kind: (min(low, other[kind][0]), max(high, other[kind][1])) for kind, (low, high) in one.items()}


def _not_looked_at(law: Law, case: Case, window: Interval) -> tuple[str, ...]:
    found = []
    for regime in case.rules:
        title = law.regimes[regime].title if regime in law.regimes else regime
        if regime in law.regimes and not law.regimes[regime].decides:
            found.append(f"{regime} ({title}): nothing is recommended by it. {law.regimes[regime].text}")
        if regime not in COMPUTED:
            found.append(f"{regime} ({title}): who has its status is not computed.")
        elif _window(regime, law, case, window) == NEVER:
            begin, end = law.regimes[regime].effective_from, law.regimes[regime].effective_to
            found.append(f"{regime} ({title}): in force from {begin or 'ever'} to {end or 'now'}, not in the period.")
    return tuple(sorted(found))


__all__ = ["COMPUTED", "READINGS", "ControlResult", "statuses"]
