"""What Alibaba Cloud policies allow: OSS buckets, keys of the key service and RAM roles, guarded and raw.

The rules, their pages and our reading of each open point: `docs/permission-alibaba.md`.
"""

from __future__ import annotations

from cloudreview.permission.alibaba.account import Account, key_steps, readers, store_steps, trust_steps
from cloudreview.permission.alibaba.bare import bare_steps
from cloudreview.permission.alibaba.following import following_steps
from cloudreview.permission.alibaba.subjects import parse
from cloudreview.permission.drafts import Draft, certain, raw
from cloudreview.permission.world import World
from cloudreview.vocabulary.words import HARMS


def alibaba_steps(world: World) -> set[Draft]:
    """The drafts of one slice."""
    account = Account(world)
    stores = list(store_steps(account))
    follows = list(following_steps(account))
    guarded = [*stores, *trust_steps(account), *key_steps(account, readers([*stores, *follows]))]
    known = certain(guarded)
    follows = [draft for draft in follows if (draft.rule, draft.values) not in known]
    assumed = [draft._replace(mode="raw") for draft in follows if draft.rule == "assumes"]
    return {*guarded, *follows, *assumed, *bare_steps(account), *_strangers(account)}


def _whose(world: World, principal: str) -> str:
    if parse(principal) is not None:
        why = "the identities of its account are told, and it is none of them; names may differ in case"
        return world.note("disagreement", principal, why, f"Which identity is meant by {principal}?")
    why = "it is no name of a user, role, session or account"
    return world.note("unimplemented", principal, why, f"What is the ARN of the principal {principal}?")


def _strangers(account: Account) -> set[Draft]:
    """Principals of people that are no name, or of no identity that is listed: they may be anybody in Alibaba Cloud."""
    found: set[Draft] = set()
    for principal, fact in account.cast.strange:
        gap = _whose(account.world, principal)
        stores = [
            raw("allows", (principal, one.name, harm), (fact, *one.ground), (gap,))
            for one in account.stores
            for harm in HARMS
        ]
        keys = [raw("decrypts", (principal, one.name), (fact, *one.ground), (gap,)) for one in account.keys]
        stops = [raw("allows", (principal, one.name, "stop"), (fact, *one.ground), (gap,)) for one in account.keys]
        roles = [raw("assumes", (principal, one.name), (fact, *one.ground), (gap,)) for one in account.roles]
        for draft in (*stores, *keys, *stops, *roles):
            found |= {draft, draft._replace(mode="guarded")}
    return found
