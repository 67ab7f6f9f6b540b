"""The stores that hold data: whose, where and in which account, each with when that is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Literal

import msgspec

from cloudreview.law import Law
from cloudreview.location.grounds import Ground, contested
from cloudreview.relations.scopes import provider_of
from cloudreview.spells import Interval, uncovered
from cloudreview.vocabulary.facts import Fact, Facts
from cloudreview.vocabulary.rows import Copied, Key, Party, Placement, Replication, Site, Store

CopyRole = Literal["replica", "backup", "snapshot"]
Told = tuple[tuple[str, Ground], ...]


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A store that holds at least one dataset.

    Its region and account are fixed when it is made ("Buckets overview", Amazon S3 User Guide: after you create a
    bucket you cannot change its Region, and ownership is not transferable), so another one is possible only where no
    fact about the store holds at all.
    """

    store: str
    placed: tuple[Fact[Placement], ...]
    regions: Told
    homeless: tuple[Interval, ...]
    """Parts of the window in which nothing tells its region."""
    accounts: Told
    ownerless: tuple[Interval, ...]
    """Parts of the window in which nothing tells its account."""

    @property
    def provider(self) -> str:
        """The provider that the store's name belongs to."""
        return provider_of(self.store)

    @property
    def because(self) -> tuple[str, ...]:
        """The facts that say that it holds data."""
        return tuple(fact.id for fact in self.placed)


class Survey(msgspec.Struct, frozen=True, kw_only=True):
    """All that the parts of this stage look at."""

    facts: Facts
    law: Law
    stores: tuple[Held, ...]
    """By name."""
    sites: dict[tuple[str, str], tuple[Fact[Site], ...]]
    """By provider and region."""
    parties: dict[str, tuple[Fact[Party], ...]]
    keys: dict[str, tuple[Fact[Key], ...]]
    """By ARN."""

    copies: dict[tuple[str, str], CopyRole]
    """As what a dataset lies in a store that a rule, a backup or a snapshot copies it into."""
    rules: dict[str, tuple[Fact[Replication], ...]]
    """Enabled rules of replication, by the store that they copy to."""

    @property
    def window(self) -> Interval:
        """Nothing is judged outside it."""
        return self.facts.window


def survey(facts: Facts, law: Law) -> Survey:
    """The stores of all placements, and what is told about regions, parties and keys."""
    placed: dict[str, list[Fact[Placement]]] = defaultdict(list)
    for fact in facts.of(Placement):
        placed[fact.row.store].append(fact)
    about: dict[str, list[Fact[Store]]] = defaultdict(list)
    for told in facts.of(Store):
        about[told.row.store].append(told)
    sites: dict[tuple[str, str], tuple[Fact[Site], ...]] = {}
    for site in facts.of(Site):
        name = (site.row.provider, site.row.region)
        sites[name] = (*sites.get(name, ()), site)
    parties: dict[str, tuple[Fact[Party], ...]] = {}
    for party in facts.of(Party):
        parties[party.row.party] = (*parties.get(party.row.party, ()), party)
    keys: dict[str, tuple[Fact[Key], ...]] = {}
    for key in facts.of(Key):
        keys[key.row.key] = (*keys.get(key.row.key, ()), key)
    rules: dict[str, tuple[Fact[Replication], ...]] = {}
    for rule in facts.of(Replication):
        if rule.row.enabled:
            rules[rule.row.destination] = (*rules.get(rule.row.destination, ()), rule)
    kinds: list[tuple[str, str, CopyRole]] = [(one.row.store, one.row.copy, one.row.kind) for one in facts.of(Copied)]
    kinds += [(one.row.store, to, "replica") for to, told in rules.items() for one in told]
    copies = {(fact.row.dataset, to): kind for store, to, kind in kinds for fact in placed.get(store, ())}
    stores = tuple(_held(store, tuple(placed[store]), about[store], facts.window) for store in sorted(placed))
    return Survey(
        facts=facts,
        law=law,
        stores=stores,
        sites=sites,
        parties=parties,
        keys=keys,
        copies=copies,
        rules=rules,
    )


def _held(store: str, placed: tuple[Fact[Placement], ...], about: list[Fact[Store]], window: Interval) -> Held:
    regions, homeless = _attribute(about, lambda row: row.region, window)
    accounts, ownerless = _attribute(about, lambda row: row.account, window)
    return Held(store=store, placed=placed, regions=regions, homeless=homeless, accounts=accounts, ownerless=ownerless)


def _attribute(
    about: list[Fact[Store]], read: Callable[[Store], str | None], window: Interval
) -> tuple[Told, tuple[Interval, ...]]:
    """The values told of one attribute, and where none is told."""
    told = [(value, fact) for fact in about if (value := read(fact.row)) is not None]
    return tuple(contested(told)), tuple(uncovered(window, (fact.spell.may for _, fact in told)))
