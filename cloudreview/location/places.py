"""Where the data, their keys and their operators are: the rows that are told, and the placement steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from cloudreview.location import questions
from cloudreview.location.grounds import GIVEN, Ground, best, doubted, inside, join, of, steps, unnamed
from cloudreview.location.keys import Protection, key_regions
from cloudreview.location.stores import Held, Survey
from cloudreview.relations.scopes import provider_of
from cloudreview.spells import EVER, NEVER, Interval, meet, uncovered
from cloudreview.truth import Truth
from cloudreview.vocabulary.facts import Fact
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.rows import Placement, Site
from cloudreview.vocabulary.steps import Step
from cloudreview.vocabulary.told import Location

Role = Literal["primary", "replica", "backup", "snapshot", "key", "operator"]


def place(survey: Survey, held: Held, keys: Iterable[Protection]) -> Iterator[Step | Gap | Location]:
    """For each placement in a store: its step, and where data, copies, keys and operators are."""
    found = tuple(keys)
    for fact in held.placed:
        yield from steps("placement", _fields(fact.row), of(fact), "guarded", "raw")
        yield from _primary(survey, held, fact)
        yield from _operators(survey, held, fact)
        yield from _keys(survey, fact, found)
        yield from _copies(survey, held, fact)


def _fields(row: Placement) -> dict[str, str]:
    fields = {"dataset": row.dataset, "client": row.client or "", "store": row.store}
    return {**fields, "prefix": row.prefix} if row.prefix else fields


def _told(
    survey: Survey,
    fact: Fact[Placement],
    role: Role,
    ground: Ground,
    country: str | None = None,
    region: str | None = None,
    operator: str | None = None,
) -> Iterator[Gap | Location]:
    """The row of a ground that says something within the window; without a country it is unknown."""
    truth = best(ground, survey.window)
    if truth is None:
        return
    if country is None:
        truth = min(truth, Truth.UNKNOWN)
    yield from ground.asks
    yield Location(
        dataset=fact.row.dataset,
        client=fact.row.client,
        store=fact.row.store,
        role=role,
        country=country,
        region=region,
        operator=operator,
        truth=truth.word,
        because=ground.because,
        gaps=ground.holding,
    )


def _primary(survey: Survey, held: Held, fact: Fact[Placement]) -> Iterator[Gap | Location]:
    """Where the data are; in a store that they are copied to, they are a replica, a backup or a snapshot."""
    role: Role = survey.copies.get((fact.row.dataset, held.store), "primary")
    for region, told in held.regions:
        for country, ground in countries(survey, held.provider, region):
            yield from _told(survey, fact, role, join(of(fact), told, ground), country, region)
    for interval in held.homeless:
        lost = unnamed(interval, (), questions.region_of(held.store))
        yield from _told(survey, fact, role, join(of(fact), lost))


def countries(survey: Survey, provider: str, region: str) -> Iterator[tuple[str | None, Ground]]:
    """In which country a region lies: as a sites file tells, else as the public record does.

    A region lies in one country: sites of different countries, told for a common time, are conflicting.
    """
    told = [(fact.row.country, fact) for fact in survey.sites.get((provider, region), ()) if fact.row.country]
    public = survey.law.region(provider, region)
    if not told and public is not None:
        yield public.country, GIVEN._replace(because=(public.row,))
    elif not told:
        yield None, doubted(GIVEN, questions.country_of(provider, region))
    for country, fact in told:
        rivals = [one for other, one in told if other != country and _common(one, fact) != NEVER]
        against = (Ground(Truth.CONFLICTING, EVER, (one.id,)) for one in rivals)
        yield country, join(of(fact), *against)


def _common(one: Fact[Site], other: Fact[Site]) -> Interval:
    return meet(one.spell.may, other.spell.may)


def _operators(survey: Survey, held: Held, fact: Fact[Placement]) -> Iterator[Gap | Location]:
    """Under whose law each operator of the store's region is organised; one unknown where the sites are not closed."""
    for region, told in held.regions:
        here = join(of(fact), told)
        for site in survey.sites.get((held.provider, region), ()):
            for country, operator, ground in _organised(survey, site):
                yield from _told(survey, fact, "operator", join(here, ground), country, region, operator)
        asked = questions.sites_open(held.provider, region)
        for interval in unlisted(survey, held.provider, region):
            yield from _told(survey, fact, "operator", join(here, unnamed(interval, (), asked)), None, region)
    for interval in held.homeless:
        lost = unnamed(interval, (), questions.region_of(held.store))
        yield from _told(survey, fact, "operator", join(of(fact), lost))


def unlisted(survey: Survey, provider: str, region: str) -> list[Interval]:
    """Where an operator that nobody named is possible: the sites are not closed, or none of them is told for then."""
    sites = survey.sites.get((provider, region), ())
    empty = uncovered(survey.window, (fact.spell.may for fact in sites))
    return inside(survey.window, [*survey.facts.open_in(("sites", provider), ("sites", "*")), *empty])


def _organised(survey: Survey, site: Fact[Site]) -> Iterator[tuple[str | None, str | None, Ground]]:
    operator = site.row.operator
    if operator is None:
        yield None, None, doubted(of(site), questions.operator_of(site.row.provider, site.row.region))
        return
    told = [one for one in survey.parties.get(operator, ()) if one.row.organised_in]
    for party in told:
        yield party.row.organised_in, operator, join(of(site), of(party))
    if not told:
        yield None, operator, doubted(of(site), questions.organised_in(operator))


def _keys(survey: Survey, fact: Fact[Placement], keys: tuple[Protection, ...]) -> Iterator[Gap | Location]:
    """Where the customer's keys are; an unnamed key may be anywhere, the service's own are part of the store."""
    for one in keys:
        here = join(of(fact), one.ground)
        if one.kind == "open":
            yield from _told(survey, fact, "key", here)
        for region, told in key_regions(survey, one) if one.kind == "customer" else ():
            found = [(None, GIVEN)] if region is None else countries(survey, provider_of(one.key), region)
            for country, ground in found:
                yield from _told(survey, fact, "key", join(here, told, ground), country, region)


def _copies(survey: Survey, held: Held, fact: Fact[Placement]) -> Iterator[Gap | Location]:
    """Copies that nobody told: possible, unless somebody says that every store which holds the client's data is told.

    Where the rules of replication are told, what is left to ask is backups and snapshots: a list of those of one region
    and account is not all.
    """
    scopes = [("placements", "*")]
    if fact.row.client is not None:
        scopes.append(("placements", fact.row.client))
    untold = survey.facts.open_in(("replication", held.store))
    for interval in survey.facts.open_in(*scopes):
        for part in inside(interval, untold):
            lost = unnamed(part, (), questions.copies_of(held.store))
            yield from _told(survey, fact, "replica", join(of(fact), lost))
        for part in uncovered(interval, untold):
            lost = unnamed(part, (), questions.backups_of(held.store))
            yield from _told(survey, fact, "backup", join(of(fact), lost))
