"""What a record may be about: the datasets of a store, by object prefix and time, and the stores under a key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import pyarrow as pa

from cloudreview.observed.holding import open_during, owner_of
from cloudreview.spells import NEVER, Interval, meet, minus
from cloudreview.truth import Truth
from cloudreview.vocabulary.facts import Fact, Facts
from cloudreview.vocabulary.rows import Encryption, Key, Placement, Store

PLACED = {
    "target": pa.string(),
    "store": pa.string(),
    "dataset": pa.string(),
    "prefix": pa.string(),
    "since": pa.int64(),
    "until": pa.int64(),
    "certain": pa.bool_(),
}
PROVIDERS_OWN = ("AES256",)
"""Encryption under a key that the service keeps for itself: no request of a customer can stop it."""


class Placed(NamedTuple):
    """A stretch of time in which objects under a prefix of a target are of a dataset; whole: prefix is empty."""

    target: str
    store: str
    dataset: str
    prefix: str
    since: int
    until: int
    certain: bool


class Protection(NamedTuple):
    """A key of a store, as its encryption names it."""

    store: str
    fact: Fact[Encryption]
    certain: bool


class Targets:
    """The stores of the placements within the period, their datasets and their keys."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.placements: dict[tuple[str, str], list[Fact[Placement]]] = defaultdict(list)
        for fact in facts.of(Placement):
            if meet(fact.spell.may, facts.period) != NEVER:
                self.placements[fact.row.dataset, fact.row.store].append(fact)
        self._encryption: dict[str, list[Fact[Encryption]]] = defaultdict(list)
        for found in facts.of(Encryption):
            self._encryption[found.row.store].append(found)
        self._accounts: dict[str, list[Fact[Store]]] = defaultdict(list)
        for owned in facts.of(Store):
            self._accounts[owned.row.store].append(owned)

    @property
    def stores(self) -> list[str]:
        """Every store in which a dataset may lie in the period."""
        return sorted({store for _, store in self.placements})

    @property
    def datasets(self) -> list[str]:
        """Every dataset that may lie anywhere in the period."""
        return sorted({dataset for dataset, _ in self.placements})

    def stores_of(self, dataset: str) -> list[str]:
        """The stores in which a dataset may lie in the period."""
        return sorted(store for name, store in self.placements if name == dataset)

    def clients_of(self, dataset: str) -> list[str | None]:
        """Whose data a dataset is told to be."""
        found = {fact.row.client for (name, _), facts in self.placements.items() if name == dataset for fact in facts}
        return sorted(found, key=lambda client: client or "")

    def because(self, dataset: str | None, store: str) -> set[str]:
        """The facts that put a dataset into a store."""
        return {fact.id for fact in self.placements.get((dataset or "", store), ())}

    def account(self, store: str) -> str | None:
        """The account that surely owns a store throughout the period."""
        return next((fact.row.account for fact in self._sure(store)), None)

    def region(self, store: str) -> str | None:
        """The region that a store surely lies in throughout the period; None also where sources differ."""
        found = {fact.row.region for fact in self._sure(store)}
        return found.pop() if len(found) == 1 else None

    def _sure(self, store: str) -> list[Fact[Store]]:
        """What is surely told of a store throughout the period."""
        told = self._accounts.get(store, ())
        return [one for one in told if one.truth is Truth.SUPPORTED and not minus(self.facts.period, one.spell.must)]

    def keys(self, store: str) -> list[Fact[Encryption]]:
        """The encryptions of a store that name a customer's key, or may."""
        return [fact for fact in self._encryption.get(store, ()) if fact.row.algorithm not in PROVIDERS_OWN]

    def keyless(self, store: str) -> bool:
        """Whether the data of a store surely lie under no customer's key throughout the period.

        The default of the store is told without a gap, and somebody says that everything in it is under the default.
        """
        told = self._encryption.get(store, [])
        own = [fact for fact in told if fact.row.algorithm in PROVIDERS_OWN and fact.truth is Truth.SUPPORTED]
        whole = any(not minus(self.facts.period, fact.spell.must) for fact in own)
        return whole and len(own) == len(told) and self.default_only(store)

    def keyless_because(self, store: str) -> set[str]:
        """What `keyless` follows from."""
        found = {fact.id for fact in [*self._encryption.get(store, ()), *self._accounts.get(store, ())]}
        scopes = [("keys", store), ("keys", self.account(store) or "")]
        return found | {one.id for one in self.facts.closing(*scopes)}

    def default_only(self, store: str) -> bool:
        """Whether somebody says, for the whole period, that everything in the store is under its default key."""
        scopes = [("keys", store)]
        account = self.account(store)
        if account is not None:
            scopes.append(("keys", account))
        return not open_during(self.facts, self.facts.period, *scopes)

    def protected_by(self, keys: Iterable[str]) -> dict[str, list[Protection]]:
        """The stores under each of the keys that the logs name; not certain where only an alias is told."""
        found: dict[str, list[Protection]] = defaultdict(list)
        for key in keys:
            for store in self.stores:
                for fact in self.keys(store):
                    match = _same_key(fact.row.key, key)
                    if match is not None:
                        found[key].append(Protection(store, fact, match))
        return found

    def key_accounts(self, store: str) -> set[str | None]:
        """The accounts that own the keys of a store; None among them where that is not told."""
        owners = {fact.row.key: fact.row.account for fact in self.facts.of(Key)}
        found: set[str | None] = set()
        for fact in self.keys(store):
            key = fact.row.key or ""
            found.add(owners.get(key, owner_of(key) or self.account(store)))
        return found

    def rows(self, keys: Iterable[str]) -> list[Placed]:
        """What each record may be about, for the questions."""
        found: list[Placed] = []
        protections = self.protected_by(keys)
        for (dataset, store), facts in sorted(self.placements.items()):
            for fact in facts:
                found += _stretches(store, store, dataset, fact)
                for key, protected in protections.items():
                    for one in protected:
                        if one.store == store:
                            found += _under_key(key, dataset, fact, one)
        return sorted(set(found))


def _same_key(told: str | None, key: str) -> bool | None:
    """Whether an encryption's key is the key of a record: surely, possibly, or (None) not."""
    if told is None or "alias/" in told:
        return False
    same = told == key or key.endswith(f":key/{told}")
    return True if same else None


def _stretches(target: str, store: str, dataset: str, fact: Fact[Placement]) -> list[Placed]:
    must = fact.spell.must if fact.truth is Truth.SUPPORTED else NEVER
    prefix = fact.row.prefix or ""
    sure = [Placed(target, store, dataset, prefix, *must, True)] if must != NEVER else []
    possible: Sequence[Interval] = minus(fact.spell.may, must)
    return sure + [Placed(target, store, dataset, prefix, *part, False) for part in possible]


def _under_key(key: str, dataset: str, fact: Fact[Placement], protection: Protection) -> list[Placed]:
    """A key acts on the whole store; it surely protects the data only while both facts surely hold."""
    found = []
    may = meet(fact.spell.may, protection.fact.spell.may)
    must = meet(fact.spell.must, protection.fact.spell.must)
    firm = protection.certain and {fact.truth, protection.fact.truth} == {Truth.SUPPORTED}
    must = must if firm else NEVER
    if must != NEVER:
        found.append(Placed(key, protection.store, dataset, "", *must, True))
    found += [Placed(key, protection.store, dataset, "", *part, False) for part in minus(may, must)]
    return found
