"""Could a person of that status read, alter or stop the data, and by which chain exactly; raw and guarded.

Laws: the root of a path is a legal status, not a prediction; all premises hold at a common instant; for every guarded
path there is a raw one that rests on no more; what is open is a path by name, with its question; a "no" rests on
closures.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence

import msgspec

from cloudreview.case import Case
from cloudreview.gaps import distinct
from cloudreview.law import Law
from cloudreview.reach.answers import answers
from cloudreview.reach.approvals import restrained
from cloudreview.reach.flood import Flood
from cloudreview.reach.leaves import Ground, Leaves, ground, regimes, teams
from cloudreview.reach.unknowns import firms, staff, unnamed
from cloudreview.vocabulary.facts import Facts
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.status import Status
from cloudreview.vocabulary.steps import Step
from cloudreview.vocabulary.told import Answer, Path
from cloudreview.vocabulary.words import MODES

LOG = logging.getLogger(__name__)

__all__ = ["Flood", "ReachResult", "reach"]


class ReachResult(msgspec.Struct, frozen=True, kw_only=True):
    """Who could reach what."""

    paths: tuple[Path, ...]
    """Sorted by id."""
    answers: tuple[Answer, ...]
    """Sorted by id."""
    gaps: tuple[Gap, ...]
    flood: Flood
    """To ask again with some steps cut."""


def reach(facts: Facts, law: Law, case: Case, statuses: Sequence[Status], steps: Iterable[Step]) -> ReachResult:
    """Paths and answers from statuses and the steps of permission and location."""
    LOG.info("who could reach the data")
    known = restrained(ground(facts, law, case, statuses, steps))
    leaves = gather(known)
    flood = Flood(facts, case, leaves, tuple(statuses))
    told = [flood.told(mode) for mode in MODES]
    paths = tuple(sorted((path for one in told for path in one.paths), key=lambda path: path.id))
    found, unanswered = answers(known, leaves.steps, paths)
    # Of the named unknowns only those are asked that could let somebody reach something.
    leading = {name for one in told for name in one.gaps}
    asked = [one for one in leaves.gaps if one.id in leading]
    gaps = distinct([*asked, *unanswered, *(gap for one in told for gap in one.added)])
    return ReachResult(paths=paths, answers=tuple(found), gaps=tuple(gaps), flood=flood)


def gather(known: Ground) -> Leaves:
    """Everything told, and everything that nobody told by name."""
    open_scopes, (of_staff, asked_for) = unnamed(known), staff(known)
    steps = {one.id: one for one in (*known.told, *open_scopes.steps, *of_staff.steps)}
    return Leaves(
        steps=tuple(one for _, one in sorted(steps.items())),
        teams=teams(known.facts),
        staff=asked_for,
        regimes=regimes(known.statuses),
        firms=firms(known),
        gaps=tuple(distinct([*open_scopes.gaps, *of_staff.gaps])),
    )
