"""Who has power over the service outside the customers' own policies: as told, and as nobody says that all is told.

Guarded takes approvals (`approvals`) and conditions as they are told. Raw applies none of them: 28 CFR 202.201
disregards security requirements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cloudreview.location import questions
from cloudreview.location.approvals import approved
from cloudreview.location.grounds import GIVEN, Ground, best, doubted, harm_of, inside, join, of, steps, unnamed
from cloudreview.location.places import unlisted
from cloudreview.location.stores import Held, Survey
from cloudreview.location.targets import Keys, covering
from cloudreview.residuals import Atom, Residual
from cloudreview.spells import NEVER, Interval, meet
from cloudreview.truth import Truth
from cloudreview.vocabulary.facts import Fact
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.rows import Operation, Site
from cloudreview.vocabulary.steps import Step
from cloudreview.vocabulary.told import Power
from cloudreview.vocabulary.words import ANY, HARMS, POWERS, Harm

NO_REGION = "?"


def told_powers(survey: Survey) -> Iterator[Power]:
    """One row per operation and harm, whether or not it covers a store; the approval stands beside it."""
    for fact in survey.facts.of(Operation):
        truth = best(of(fact), survey.window)
        for harm, ground in _harms(survey, fact):
            if truth is not None:
                yield _power(
                    fact.row.actor, fact.row.power, fact.row.target, harm, ground, min(truth, ground.truth), fact
                )


def _power(
    actor: str, power: str, target: str, harm: Harm, ground: Ground, truth: Truth, fact: Fact[Operation] | None = None
) -> Power:
    return Power(
        actor=actor,
        power=power,
        target=target,
        harm=harm,
        approval=fact.row.approval if fact is not None else None,
        logged_in=fact.row.logged_in if fact is not None else None,
        truth=truth.word,
        because=ground.because,
    )


def _harms(survey: Survey, fact: Fact[Operation]) -> list[tuple[Harm, Ground]]:
    """What the power can do, on the word of the law data; of a power they do not know, anything is possible."""
    row = survey.law.power_row(fact.row.power)
    if row is None:
        return [(harm, doubted(of(fact), questions.power_unread(fact.row))) for harm in HARMS]
    ground = join(of(fact), GIVEN._replace(because=(row,)))
    return [(harm_of(harm), ground) for harm, _ in survey.law.power_harms(fact.row.power)]


def operations(survey: Survey, held: Held, keys: Keys) -> Iterator[Step | Gap]:
    """The powers that are told over a store, guarded and raw."""
    for fact in survey.facts.of(Operation):
        for cover in covering(survey, fact.row, held, keys):
            for harm, ground in _harms(survey, fact):
                base = join(ground, cover)
                row = fact.row
                fields = {"actor": row.actor, "power": row.power, "target": row.target, "harm": harm}
                fields["store"] = held.store
                yield from steps("power", fields, base, "raw")
                for agreed, awaited in approved(survey, held, keys, fact, base):
                    guarded, residual = _conditioned(row, agreed, awaited)
                    yield from steps("power", fields, guarded, "guarded", residual=residual)


def _conditioned(row: Operation, ground: Ground, residual: Residual) -> tuple[Ground, Residual]:
    """The power on a condition that nobody here can settle."""
    condition = (row.condition or "").strip()
    if not condition:
        return ground, residual
    atom = Atom("condition", "holds", (condition,), negated=False, by="other")
    return doubted(ground, questions.condition_unsettled(row)), tuple(sorted((*residual, atom)))


def regions_of(held: Held, window: Interval) -> list[tuple[str, Ground, list[Interval]]]:
    """Each region that a store is told in, with where that possibly holds; `?` where nothing tells it."""
    told: dict[str, list[Ground]] = {}
    for region, ground in held.regions:
        told.setdefault(region, []).append(ground)
    found = [
        (region, join(*grounds)._replace(truth=Truth.UNKNOWN), inside(window, [one.spell.may for one in grounds]))
        for region, grounds in sorted(told.items())
    ]
    if held.homeless:
        asked = questions.region_of(held.store)
        lost = Ground(Truth.UNKNOWN, GIVEN.spell, held.because, asks=(asked,))
        found.append((NO_REGION, lost, list(held.homeless)))
    return found


def unnamed_operations(survey: Survey, held: Held) -> Iterator[Step | Gap]:
    """Whoever else has power over the provider, where nobody says that all powers are told.

    One step for each harm, whichever power it is by, held by one gap for each power that can do it.
    """
    for region, where, opened in _unlisted_powers(survey, held):
        target = f"{held.provider}:{region}"
        fields = {"actor": f"unnamed:operations {held.provider}", "power": ANY, "target": target, "store": held.store}
        for part in opened:
            for harm in HARMS:
                able = [power for power in POWERS if harm in dict(survey.law.power_harms(power))]
                each = [unnamed(part, (), questions.operations_open(target, power)) for power in able]
                whole = join(where._replace(spell=GIVEN.spell), *each)
                yield from steps("power", {**fields, "harm": harm}, whole, "guarded", "raw")


def unnamed_powers(survey: Survey) -> Iterator[Power]:
    """The same as it is told: one row for each power, harm and region, however many stores lie there."""
    reasons: dict[tuple[str, str], set[str]] = {}
    for held in survey.stores:
        for region, where, opened in _unlisted_powers(survey, held):
            if opened:
                reasons.setdefault((held.provider, region), set()).update(where.because)
    for (provider, region), because in reasons.items():
        for power in POWERS:
            for harm, _ in survey.law.power_harms(power):
                told = Ground(Truth.UNKNOWN, GIVEN.spell, tuple(sorted(because)))
                actor, target = f"unnamed:operations {provider}", f"{provider}:{region}"
                yield _power(actor, power, target, harm_of(harm), told, Truth.UNKNOWN)


def _unlisted_powers(survey: Survey, held: Held) -> Iterator[tuple[str, Ground, list[Interval]]]:
    """Each region a store may lie in, and where nobody says that all powers over its provider are told."""
    opened = survey.facts.open_in(("operations", held.provider), ("operations", "*"))
    for region, ground, possible in regions_of(held, survey.window):
        yield region, ground, _both(possible, opened)


def _both(ones: list[Interval], others: list[Interval]) -> list[Interval]:
    return [part for one in ones for other in others if (part := meet(one, other)) != NEVER]


def operators(survey: Survey, held: Held) -> Iterator[Step | Gap]:
    """Raw only: who operates a site takes part in the provider's operation of what lies there.

    Where the sites are not closed, one unnamed operator. Guarded is what the operations tell.
    """
    for region, ground in held.regions:
        for site in survey.sites.get((held.provider, region), ()):
            yield from _operates(held, region, *_operator(held.provider, site, ground))
    for region, ground, possible in regions_of(held, survey.window):
        asked, base = questions.sites_open(held.provider, region), ground._replace(spell=GIVEN.spell)
        for part in _both(possible, unlisted(survey, held.provider, region)):
            whole = join(base, unnamed(part, (), asked))
            yield from _operates(held, region, f"unnamed:sites {held.provider}", whole)
    for _, site in _anywhere(survey, held):
        for interval in held.homeless:
            lost = unnamed(interval, (), questions.region_of(held.store))
            yield from _operates(held, site.row.region, *_operator(held.provider, site, lost))


def _anywhere(survey: Survey, held: Held) -> list[tuple[str, Fact[Site]]]:
    """Every site of the provider: a store in no known region may lie at any of them."""
    found = [(fact.id, fact) for (name, _), facts in survey.sites.items() if name == held.provider for fact in facts]
    return sorted(found, key=lambda pair: pair[0])


def _operator(provider: str, site: Fact[Site], where: Ground) -> tuple[str, Ground]:
    ground = join(of(site), where)
    if site.row.operator is not None:
        return site.row.operator, ground
    return f"unnamed:sites {provider}", doubted(ground, questions.operator_of(provider, site.row.region))


def _operates(held: Held, region: str, actor: str, ground: Ground) -> Iterator[Step | Gap]:
    for harm in HARMS:
        fields = {"actor": actor, "power": "operates", "target": f"{held.provider}:{region}", "harm": harm}
        yield from steps("power", {**fields, "store": held.store}, ground, "raw")


_Part = Callable[[Survey, Held, Keys], Iterator[Step | Gap]]
PARTS: tuple[_Part, ...] = (
    operations,
    lambda survey, held, keys: unnamed_operations(survey, held),
    lambda survey, held, keys: operators(survey, held),
)
"""All that tells power over a store."""
