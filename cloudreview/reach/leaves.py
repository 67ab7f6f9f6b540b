"""The leaves of reach: every plain statement that a path may rest on, in both modes, and what nobody told.

Statuses, employments and uses become steps here; permission and location bring theirs. Every scope that is open adds
one named unknown (design section 5, "Closure"), so that what is not reached, all else being closed, is refuted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from cloudreview.case import Case
from cloudreview.law import Law
from cloudreview.spells import Interval
from cloudreview.truth import Truth
from cloudreview.vocabulary.facts import Fact, Facts
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.rows import Employment, Placement, Use
from cloudreview.vocabulary.status import Status
from cloudreview.vocabulary.steps import Step, step
from cloudreview.vocabulary.words import MODES

Targets = tuple[str, ...]
"""The datasets asked about."""


class Leaves(msgspec.Struct, frozen=True, kw_only=True):
    """All leaf steps, and what the composition must know of some of them beside their fields."""

    steps: tuple[Step, ...]
    """Both modes, sorted by id."""
    teams: Mapping[str, str]
    """Of an `answers_to` step, by its id: `team:` and the team that the person is told in."""
    staff: Mapping[str, tuple[str, ...]]
    """Of a `power` step of unnamed staff, by its id: the adversaries for which it is asked."""
    regimes: Mapping[str, str]
    """Of a `status` step, by its id: the regime; none where nobody said anything of the party."""
    firms: frozenset[str]
    """Parties that are no person, and so cannot be the person whom an open roster leaves out."""
    gaps: tuple[Gap, ...]


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """What the named unknowns are derived from."""

    facts: Facts
    case: Case
    statuses: tuple[Status, ...]
    """Under the headline reading and the rules of the case, refuted ones too."""
    told: tuple[Step, ...]
    """The steps of facts, statuses, permission and location."""
    datasets: Targets
    adversaries: tuple[str, ...]

    def of(self, rule: str) -> list[Step]:
        """The told steps of one rule, both modes."""
        return [one for one in self.told if one.rule == rule]

    def roots(self) -> dict[tuple[str, str], list[Interval]]:
        """When each party or person has, or may have, a status, by party and adversary."""
        found: dict[tuple[str, str], list[Interval]] = defaultdict(list)
        for one in self.of("status"):
            found[one.fields["party"], one.fields["adversary"]].append(one.spell.may)
        return found


def ground(facts: Facts, law: Law, case: Case, statuses: Sequence[Status], steps: Iterable[Step]) -> Ground:
    """The told leaves of a case, in both modes."""
    adversaries = _adversaries(case, law, statuses)
    chosen = headline(case, [one for one in statuses if one.adversary in adversaries])
    datasets = _datasets(facts, case)
    asked = [one for one in steps if one.rule != "placement" or one.fields["dataset"] in datasets]
    told = [*_statuses(chosen), *_answers_to(facts), *_uses(facts), *asked]
    standing = {one.id: one for one in told if one.truth is not Truth.REFUTED}
    return Ground(
        facts=facts,
        case=case,
        statuses=tuple(sorted(chosen, key=lambda one: one.id)),
        told=tuple(one for _, one in sorted(standing.items())),
        datasets=datasets,
        adversaries=adversaries,
    )


def headline(case: Case, statuses: Iterable[Status]) -> list[Status]:
    """The statuses under the rules and the headline reading of the case.

    A regime that was read in another way only (it does not turn on the reading) is taken as it was read.
    """
    groups: dict[tuple[str, str, str], list[Status]] = defaultdict(list)
    for one in statuses:
        if one.regime in case.rules:
            groups[one.party, one.adversary, one.regime].append(one)
    chosen: list[Status] = []
    for _, group in sorted(groups.items()):
        named = [one for one in group if one.reading == case.headline]
        chosen += named or group
    return chosen


def teams(facts: Facts) -> dict[str, str]:
    """The team of each `answers_to` step that tells one."""
    told = [fact for fact in facts.of(Employment) if fact.row.employer and fact.row.team]
    return {one.id: f"team:{fact.row.team}" for fact in told for one in _employment(fact)}


def regimes(statuses: Iterable[Status]) -> dict[str, str]:
    """The regime of each `status` step."""
    return {step.id: one.regime for one in statuses if one.truth > Truth.REFUTED for step in _status(one)}


def _adversaries(case: Case, law: Law, statuses: Iterable[Status]) -> tuple[str, ...]:
    """Those of the case, else of the law's lists for its rules; with what the parties named in the case fall under."""
    named = {one.adversary for one in statuses if one.party in case.adversary_parties and one.truth > Truth.REFUTED}
    if case.adversaries is not None:
        return tuple(sorted(named.union(case.adversaries)))
    listed = {country for rule in case.rules if law.in_force(rule) for country in law.adversaries(rule)}
    found = {one.adversary for one in statuses if one.regime in case.rules and one.truth > Truth.REFUTED}
    return tuple(sorted(named | listed | found))


def _datasets(facts: Facts, case: Case) -> Targets:
    """Those placed for the clients of the case; a dataset of nobody knows whom may be theirs."""
    rows = [fact.row for fact in facts.of(Placement)]
    return tuple(
        sorted({row.dataset for row in rows if not case.clients or not row.client or row.client in case.clients})
    )


def _statuses(statuses: Iterable[Status]) -> list[Step]:
    return [step for one in statuses if one.truth > Truth.REFUTED for step in _status(one)]


def _status(one: Status) -> list[Step]:
    fields = {"party": one.party, "adversary": one.adversary}
    return [step("status", fields, one.truth, one.spell, (one.id,), mode=mode, gaps=one.gaps) for mode in MODES]


def _answers_to(facts: Facts) -> list[Step]:
    """An employee or contractor answers to the employer (28 CFR 202.211(a)(3); 15 CFR 791.2)."""
    return [one for fact in facts.of(Employment) if fact.row.employer for one in _employment(fact)]


def _employment(fact: Fact[Employment]) -> list[Step]:
    fields = {"person": fact.row.person, "party": fact.row.employer or ""}
    return [step("answers_to", fields, fact.truth, fact.spell, (fact.id,), mode=mode, gaps=fact.gaps) for mode in MODES]


def _uses(facts: Facts) -> list[Step]:
    return [
        step(
            "uses",
            {"person": fact.row.person, "principal": fact.row.principal},
            fact.truth,
            fact.spell,
            (fact.id,),
            mode=mode,
            gaps=fact.gaps,
        )
        for fact in facts.of(Use)
        for mode in MODES
    ]
