"""What is not implemented is unknown by name: other providers, other services, principals that may be of AWS."""

from __future__ import annotations

from collections.abc import Iterator

from cloudreview.permission.aws import Account
from cloudreview.permission.drafts import Draft, raw
from cloudreview.permission.subjects import account_of
from cloudreview.permission.world import World
from cloudreview.vocabulary.rows import Encryption, Placement, Store
from cloudreview.vocabulary.steps import RuleName
from cloudreview.vocabulary.words import HARMS


def beyond_steps(account: Account) -> Iterator[Draft]:
    """Unknown steps for stores and principals that this stage cannot judge."""
    yield from _stores(account.world)
    yield from _strangers(account)


def _both(rule: RuleName, values: tuple[str, ...], because: tuple[str, ...], gap: str) -> Iterator[Draft]:
    draft = raw(rule, values, because, (gap,))
    yield draft
    yield draft._replace(mode="guarded")


def _stores(world: World) -> Iterator[Draft]:
    """Stores of other services: anybody may be admitted, as far as we know."""
    because: dict[str, set[str]] = {}
    named = [(held.row.store, held.id) for held in world.of(Store)]
    named += [(held.row.store, held.id) for held in world.of(Placement)]
    for store, fact in named:
        if not store.startswith(("aws:s3:", "alibaba:oss:")):
            because.setdefault(store, set()).add(fact)
    for store, facts in sorted(because.items()):
        service = ":".join(store.split(":")[:2])
        why = f"permissions of {service} are not implemented"
        gap = world.note("unimplemented", store, why, f"Who may read, alter or stop {store}?")
        for harm in HARMS:
            yield from _both("allows", ("*", store, harm), tuple(sorted(facts)), gap)
        for encryption in world.of(Encryption):
            if encryption.row.store == store and encryption.row.key:
                yield from _both("decrypts", ("*", encryption.row.key), (encryption.id,), gap)


def _whose(world: World, principal: str) -> str:
    if account_of(principal) is not None:
        why = "the identities of its account are told, and it is none of them; names may differ in case or path"
        return world.note("disagreement", principal, why, f"Which identity is meant by {principal}?")
    why = "it is no ARN of a user, role, session or root user"
    return world.note("unimplemented", principal, why, f"What is the ARN of the principal {principal}?")


def _strangers(account: Account) -> Iterator[Draft]:
    """Principals of people that are no ARN, or of no identity that is listed: they may be anybody in AWS."""
    for principal, fact in account.cast.strange:
        gap = _whose(account.world, principal)
        for store in account.stores:
            for harm in HARMS:
                yield from _both("allows", (principal, store.name, harm), (fact, *store.ground), gap)
        for key in account.keys:
            yield from _both("decrypts", (principal, key.name), (fact, *key.ground), gap)
            yield from _both("allows", (principal, key.name, "stop"), (fact, *key.ground), gap)
        for role in account.roles:
            yield from _both("assumes", (principal, role.name), (fact, *role.ground), gap)
