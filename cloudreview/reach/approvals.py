"""Powers that only a new approval would let somebody use, where whoever must give it is free of the adversaries.

Decision 6. Location tells such a power with the atom `approval awaited`: none was given, on the word of somebody who
tells all of them. It stands, unknown, wherever an approver has or may have a status, or has people who do; elsewhere
nobody under an adversary's hand can bring the approval about, and the guarded step goes.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from cloudreview.reach.leaves import Ground
from cloudreview.reach.unknowns import people, someone
from cloudreview.spells import Interval, meet, uncovered
from cloudreview.vocabulary.rows import Employment, Interest
from cloudreview.vocabulary.steps import APPROVAL, AWAITED, Step, step


def restrained(known: Ground) -> Ground:
    """The told steps without the powers that a free party holds back."""
    told = {one.id: one for whole in known.told for one in _left(known, whole)}
    return msgspec.structs.replace(known, told=tuple(one for _, one in sorted(told.items())))


def _left(known: Ground, whole: Step) -> Iterator[Step]:
    """What is left of a step: all of it, unless its approvers are free."""
    awaited = [atom.values for atom in whole.residual if (atom.key, atom.operator) == (APPROVAL, AWAITED)]
    if not awaited:
        yield whole
        return
    possible = meet(whole.spell.may, known.facts.window)
    bound = [part for values in awaited for one in values for part in _bound(known, one, possible)]
    for part in uncovered(possible, uncovered(possible, bound)):
        yield step(
            whole.rule,
            whole.fields,
            whole.truth,
            whole.spell.within(part),
            whole.because,
            mode=whole.mode,
            gaps=whole.gaps,
            residual=whole.residual,
        )


def _bound(known: Ground, approver: str, piece: Interval) -> Iterator[Interval]:
    """When an approver, whoever employs or holds it, or somebody of its people has, or may have, a status."""
    roots = known.roots()
    judged = {(one.party, one.adversary) for one in known.statuses}
    jobs = [fact.row for fact in known.facts.of(Employment) if fact.row.person == approver]
    parties = {approver, *(job.employer for job in jobs if job.employer)}
    above = _holders(known, parties)
    for adversary in known.adversaries:
        for party in sorted(parties):
            if someone(known, party, adversary, piece):
                yield piece
        for party in sorted(above):
            if (party, adversary) not in judged:
                yield piece
            yield from roots.get((party, adversary), [])
    for party in sorted(above - people(known)):
        yield from known.facts.open_in(("interests", party), ("interests", "*"))


def _holders(known: Ground, parties: set[str]) -> set[str]:
    """The parties and whoever holds anything in them, also through others: an owner may order it."""
    found, new = set(parties), set(parties)
    while new:
        new = {fact.row.holder for fact in known.facts.of(Interest) if fact.row.subject in new} - found
        found |= new
    return found
