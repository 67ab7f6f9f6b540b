"""Whether a person was under an adversary's control at an instant: by own status, or by that of an employer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cloudreview.case import Case
from cloudreview.gaps import gap
from cloudreview.observed.holding import edges, fact_at
from cloudreview.spells import NEVER, meet
from cloudreview.truth import Truth
from cloudreview.vocabulary.facts import Fact, Facts
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.rows import Employment, Party
from cloudreview.vocabulary.status import Status


class Standing(NamedTuple):
    """How surely a person stood under an adversary's control, by which regimes and why."""

    truth: Truth
    regimes: tuple[str, ...] = ()
    because: frozenset[str] = frozenset()
    held: frozenset[str] = frozenset()
    """Ids of gaps."""
    gaps: tuple[Gap, ...] = ()
    """Gaps found here."""


class Standings:
    """The standing of every person, by the statuses at the headline reading and the rules of the case."""

    def __init__(self, facts: Facts, case: Case, statuses: Sequence[Status]) -> None:
        self._facts = facts
        self._by_party: dict[tuple[str, str], list[Status]] = defaultdict(list)
        for one in statuses:
            if one.reading == case.headline and one.regime in case.rules:
                self._by_party[one.party, one.adversary].append(one)
        self._jobs: dict[str, list[Fact[Employment]]] = defaultdict(list)
        for job in facts.of(Employment):
            self._jobs[job.row.person].append(job)
        self._cache: dict[tuple[str, str, int], Standing] = {}

    def edges(self, person: str) -> set[int]:
        """The instants at which the standing of a person may change."""
        jobs = self._jobs.get(person, [])
        parties = {person, *(job.row.employer for job in jobs)}
        spells = [one.spell for (party, _), rows in self._by_party.items() if party in parties for one in rows]
        return edges([*spells, *(job.spell for job in jobs)])

    def party(self, person: str, at: int) -> tuple[str | None, frozenset[str]]:
        """The one employer of a person at an instant, and the facts that say so; None where it is not one."""
        jobs = [job for job in self._jobs.get(person, ()) if fact_at(job, at) is not None]
        employers = {job.row.employer for job in jobs}
        if len(employers) != 1:
            return None, frozenset()
        return employers.pop(), frozenset(job.id for job in jobs)

    def at(self, person: str, adversary: str, at: int) -> Standing:
        """How surely the person stood under the adversary's control at an instant."""
        key = (person, adversary, at)
        if key not in self._cache:
            self._cache[key] = _best([self._own(person, adversary, at), *self._by_jobs(person, adversary, at)])
        return self._cache[key]

    def _by_jobs(self, person: str, adversary: str, at: int) -> Iterable[Standing]:
        """Whoever works for a party with the status answers to it, whatever the person's own status is."""
        for job in self._jobs.get(person, ()):
            value = fact_at(job, at)
            if value is None:
                continue
            if job.row.employer is None:
                missing = _no_employer(person)
                yield Standing(Truth.UNKNOWN, (), frozenset({job.id}), frozenset({missing.id}), (missing,))
                continue
            found = self._own(job.row.employer, adversary, at)
            truth = min(value, found.truth)
            held = found.held | (frozenset(job.gaps) if value is Truth.UNKNOWN else frozenset())
            yield found._replace(truth=truth, because=found.because | {job.id}, held=held)

    def _own(self, party: str, adversary: str, at: int) -> Standing:
        """The best status of a party itself; refuted only where every row that speaks surely says so."""
        rows = [(one, _value(one, at)) for one in self._by_party.get((party, adversary), ())]
        speaking = [(one, value) for one, value in rows if value is not None]
        if not speaking:
            missing = _no_status(party, adversary)
            return Standing(Truth.UNKNOWN, (), frozenset(), frozenset({missing.id}), (missing,))
        best = max(value for _, value in speaking)
        if best is Truth.REFUTED and {one.regime for one, _ in speaking} != {one.regime for one, _ in rows}:
            missing = _no_status(party, adversary)
            return Standing(Truth.UNKNOWN, (), frozenset(), frozenset({missing.id}), (missing,))
        chosen = [one for one, value in speaking if value == best]
        regimes = sorted({one.regime for one in chosen}) if best is not Truth.REFUTED else []
        held = {name for one in chosen for name in one.gaps} if best is Truth.UNKNOWN else set()
        return Standing(best, tuple(regimes), frozenset(one.id for one in chosen), frozenset(held))

    def covered(self, adversary: str) -> list[str]:
        """Organisations that have, or may have, the status at some time of the period; not the adversary itself.

        Somebody whom nobody lists may work for them.
        """
        persons = {party.row.party for party in self._facts.of(Party) if party.row.kind == "person"} | set(self._jobs)
        found = {
            party
            for (party, country), rows in self._by_party.items()
            if country == adversary and any(self._touches(one) for one in rows)
        }
        return sorted(party for party in found - persons if not party.startswith("country:"))

    def _touches(self, one: Status) -> bool:
        return one.truth is not Truth.REFUTED and meet(one.spell.may, self._facts.period) != NEVER


def _value(one: Status, at: int) -> Truth | None:
    """The value of a status at an instant; outside must a "no" is no "no"."""
    if one.spell.must[0] <= at < one.spell.must[1]:
        return one.truth
    if one.spell.may[0] <= at < one.spell.may[1]:
        return Truth.UNKNOWN
    return None


def _best(found: Sequence[Standing]) -> Standing:
    """The best of several; a "no" rests on all of them."""
    truth = max(one.truth for one in found)
    chosen = [one for one in found if one.truth == truth]
    return Standing(
        truth,
        tuple(sorted({regime for one in chosen for regime in one.regimes})),
        frozenset().union(*(one.because for one in chosen)),
        frozenset().union(*(one.held for one in chosen)),
        tuple(one for each in chosen for one in each.gaps),
    )


def _no_status(party: str, adversary: str) -> Gap:
    return gap(
        "no_evidence",
        party,
        f"nothing says whether {party} was under the control of {adversary} at every instant at which it acted",
        f"What are the citizenships, residence and employers, or the owners and seat, of {party}, since when?",
    )


def _no_employer(person: str) -> Gap:
    return gap(
        "field_missing",
        f"roster {person}",
        f"a line of the roster does not tell whom {person} works for",
        f"Whom does {person} work for?",
    )
