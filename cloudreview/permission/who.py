"""The cast: every principal that the evidence names, and one unnamed for every account that is not wholly delivered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cloudreview.permission.layers import Layers
from cloudreview.permission.statement import Compiled, compiled
from cloudreview.permission.subjects import Subject, account_of, root_of, unnamed
from cloudreview.permission.world import World
from cloudreview.vocabulary.rows import Grant, Identity, Key, Statement, Store, Use

_ACCOUNT_KEYS = frozenset({"aws:principalaccount", "aws:principalarn", "kms:calleraccount"})
_OF_RESOURCES = frozenset({"store", "key", "trust", "access_point"})
_TWELVE = re.compile(r"(?<!\d)\d{12}(?!\d)")


class Cast(NamedTuple):
    """Who is judged."""

    subjects: tuple[Subject, ...]
    """By name; not groups, since nobody asks as a group."""
    unnamed: tuple[Subject, ...]
    """One for each account whose identities are not all delivered."""
    strange: tuple[tuple[str, str], ...]
    """Principals of people that are no ARN we understand or no identity listed, with the fact that names each."""


def _of_policies(world: World) -> Iterator[Compiled]:
    for held in world.of(Statement):
        said = compiled(held.row.body) if held.row.layer in _OF_RESOURCES else None
        if said is not None:
            yield said


def _accounts_tested(said: Compiled) -> Iterator[str]:
    for asked in said.tests:
        if asked.key.lower() in _ACCOUNT_KEYS:
            for value in asked.values:
                yield from (f"aws:{number}" for number in _TWELVE.findall(value))


def _may_be_aws(provider: str | None) -> bool:
    """Whether a provider may be this one: by whatever common name, in whatever case."""
    return provider is None or any(name in provider.lower() for name in ("aws", "amazon"))


def _unlisted(layers: Layers, principal: str) -> bool:
    """Whether a person is said to use an identity that its account, told whole, does not have: another one is meant.

    "Names are not distinguished by case", and an ARN holds the path besides (IAM User Guide, reference_identifiers).
    """
    found = layers.subject(principal)
    if found is None or found.account is None or found.kind not in ("user", "role"):
        return False
    return layers.unlisted(found.account, found.base)


def cast(world: World, layers: Layers) -> Cast:
    """Everybody whom the evidence of the slice names."""
    names = {held.row.principal for held in world.of(Identity) if held.row.kind in ("user", "role", "root")}
    accounts = {held.row.account for held in world.of(Identity)}
    owners = {held.row.account for held in world.of(Store) if held.row.account}
    owners |= {held.row.account for held in world.of(Key)}
    for said in _of_policies(world):
        for named in said.principals or ():
            if named.kind == "arn":
                names.add(named.value)
            elif named.kind == "account":
                accounts.add(named.value)
                names.add(root_of(named.value))
        # An account that only a condition names has a root user too, who needs no policy of its own.
        tested = set(_accounts_tested(said))
        accounts |= tested
        names |= {root_of(account) for account in tested}
    names |= {held.row.grantee for held in world.of(Grant) if account_of(held.row.grantee)}
    # Every account has a root user, listed or not.
    names |= {root_of(account) for account in owners if account.startswith("aws:")}
    strange = []
    for held in world.of(Use):
        if (
            held.row.principal == "*"
            or held.row.principal.startswith(("acs:", "arn:sts::"))
            or not _may_be_aws(held.row.provider)
        ):
            continue
        if account_of(held.row.principal) is None:
            strange.append((held.row.principal, held.id))
        else:
            names.add(held.row.principal)
            if _unlisted(layers, held.row.principal):
                strange.append((held.row.principal, held.id))
    subjects = [found for name in sorted(names) if (found := layers.subject(name)) is not None]
    accounts |= owners | {one.account for one in subjects if one.account}
    opened = [account for account in sorted(accounts) if account.startswith("aws:") and layers.delivered(account)[1]]
    lacking = tuple(unnamed(account)._replace(organization=layers.organization(account)[1]) for account in opened)
    return Cast(tuple(subjects), lacking, tuple(sorted(set(strange))))
