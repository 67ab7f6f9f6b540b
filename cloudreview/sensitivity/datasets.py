"""Datasets of a client: what categories they hold, and which thresholds those take."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import msgspec

from cloudreview.law import Law, Threshold
from cloudreview.sensitivity.counts import Count, Unit, counted, presence
from cloudreview.spells import NEVER, Interval, meet
from cloudreview.truth import Truth
from cloudreview.vocabulary.facts import Fact, Facts
from cloudreview.vocabulary.rows import Placement


class Dataset(msgspec.Struct, frozen=True, kw_only=True):
    """One dataset of one client, as its placements in the period tell."""

    dataset: str
    client: str | None
    facts: tuple[Fact[Placement], ...]
    categories: tuple[str, ...]
    """The union over its rows; empty: nobody tells."""
    thresholds: dict[str, Threshold]
    """Of the categories that the law data know."""
    persons: Count
    devices: Count
    period: Interval

    @property
    def because(self) -> tuple[str, ...]:
        """The facts that tell of it."""
        return tuple(fact.id for fact in self.facts)

    @property
    def settled(self) -> bool:
        """Whether its categories are told, in words that the law data know."""
        return bool(self.categories) and len(self.thresholds) == len(self.categories)

    @property
    def bulk(self) -> list[Threshold]:
        """The thresholds with a number, lowest first."""
        found = [one for one in self.thresholds.values() if one.more_than is not None]
        return sorted(found, key=lambda one: (one.more_than or 0, one.id))

    def count(self, unit: Unit) -> Count:
        """Its own count over the period."""
        return self.devices if unit == "us_devices" else self.persons

    def passing(self, unit: Unit, number: int) -> Truth:
        """How surely it is placed somewhere with more than a number; with -1, with any."""
        return presence(self.facts, self.period, unit, number)

    def held(self, category: str) -> Truth:
        """How surely it holds a category: the best of the rows that tell it and surely held at some time."""
        telling = tuple(fact for fact in self.facts if category in fact.row.categories)
        return presence(telling, self.period, "any", -1)

    def may_hold(self, category: str) -> bool:
        """Whether it holds, or may hold, data of a category."""
        return category in self.categories or not self.settled

    def may_belong_with(self, other: Dataset) -> bool:
        """Whether both are, or may be, data of one client."""
        return self.dataset != other.dataset and (self.client == other.client or None in (self.client, other.client))


def datasets(facts: Facts, law: Law) -> tuple[Dataset, ...]:
    """Every dataset that is possibly placed somewhere in the period, by name and client."""
    placed = [fact for fact in facts.of(Placement) if meet(fact.spell.may, facts.period) != NEVER]
    clients: dict[str, set[str]] = defaultdict(set)
    for fact in placed:
        clients[fact.row.dataset].update([] if fact.row.client is None else [fact.row.client])
    found: dict[tuple[str, str | None], list[Fact[Placement]]] = defaultdict(list)
    for fact in placed:
        told = clients[fact.row.dataset]
        # A row without a client is about the dataset's one client, where others tell exactly one.
        client = next(iter(told)) if fact.row.client is None and len(told) == 1 else fact.row.client
        found[fact.row.dataset, client].append(fact)
    names = sorted(found, key=lambda name: (name[0], name[1] or ""))
    return tuple(_dataset(*name, found[name], law, facts.period) for name in names)


def _dataset(dataset: str, client: str | None, facts: Iterable[Fact[Placement]], law: Law, period: Interval) -> Dataset:
    told = tuple(facts)
    categories = sorted({category for fact in told for category in fact.row.categories})
    known = {category: law.threshold(category) for category in categories}
    return Dataset(
        dataset=dataset,
        client=client,
        facts=told,
        categories=tuple(categories),
        thresholds={category: one for category, one in known.items() if one is not None},
        persons=counted(told, "us_persons", period),
        devices=counted(told, "us_devices", period),
        period=period,
    )
