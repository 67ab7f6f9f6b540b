"""What a request is made to in Alibaba Cloud: a bucket, a key or a role, with all that its own side says.

Laws: a bucket's own side is its policy, its canned list and whether public access is blocked; objects may have lists of
their own, so a private bucket may hold public objects. Sources: OSS, "Authorization process", "Configure ACLs for
objects", "Block public access"; KMS, "Key policy overview".
"""

from __future__ import annotations

import re

from cloudreview.permission.alibaba.actions import READS, WRITES
from cloudreview.permission.alibaba.standing import Standing
from cloudreview.permission.alibaba.subjects import parse, uid_of
from cloudreview.permission.binding import Offer
from cloudreview.permission.blocks import Block, switched
from cloudreview.permission.language import literal
from cloudreview.permission.layers import IMPLICIT
from cloudreview.permission.targets import Target
from cloudreview.permission.world import Held, World
from cloudreview.truth import Said, Truth
from cloudreview.vocabulary.rows import AclGrant, Encryption, Identity, Key, Placement, Statement, Store

OSS = "alibaba:oss:"
EVERYBODY = "*"
LISTS = {
    "private": frozenset[str](),
    "public-read": READS,
    "public-read-write": READS | WRITES,
}
"""What a canned list lets everybody do, signed or not."""
SWITCHES = ("ignore_public_acls", "restrict_public_buckets")
"""What the one switch of OSS does, of those of AWS."""
_KEY = re.compile(r"acs:kms:[^:]*:(\d+):(?:key|alias)/.+")


def buckets(standing: Standing) -> list[Target]:
    """Every OSS bucket that the evidence names."""
    world = standing.world
    names = {held.row.store for held in world.of(Store)} | {held.row.store for held in world.of(Placement)}
    names |= {held.row.subject for held in world.of(Statement) if held.row.layer == "store"}
    names |= {held.row.store for held in world.of(AclGrant)}
    return [_bucket(world, name) for name in sorted(names) if name.startswith(OSS)]


def _bucket(world: World, name: str) -> Target:
    rows, doubts = world.settled(held for held in world.of(Store) if held.row.store == name)
    owners = sorted({held.row.account for held in rows if held.row.account})
    owner = owners[0] if len(owners) == 1 else None
    placed = [held for held in world.of(Placement) if held.row.store == name]
    statements = tuple(world.said("store", name))
    listed = [held for held in world.of(AclGrant) if held.row.store == name]
    ground = [one.id for one in rows] or [
        *(one.id for one in placed),
        *(one.id for one in statements),
        *(one.id for one in listed),
    ]
    closures = world.closed("statements", name)
    arn = f"acs:oss:{literal('*')}:{uid_of(owner) if owner else '*'}:{literal(name.removeprefix(OSS))}"
    prefixes = sorted({held.row.prefix or "" for held in placed}) or [""]
    block = switched(world, name, owner, SWITCHES)
    return Target(
        name=name,
        layer="store",
        owner=owner,
        ground=tuple(ground),
        universes={
            "object": tuple(f"{arn}/{literal(prefix)}*" if prefix else f"{arn}/?*" for prefix in prefixes),
            "bucket": (arn,),
            "account": (arn.rpartition(":")[0] + ":*",),
        },
        scopes=(f"{arn}*",),
        statements=statements,
        closures=closures,
        open=(*(() if closures else (_open(world, name),)), *(() if owner else (_ownerless(world, name),))),
        doubts=doubts,
        shared=tuple(_lists(world, name, listed, block)),
        restricted=block,
    )


def _ownerless(world: World, name: str) -> str:
    why = "which account owns the store was not delivered, or differs between sources"
    return world.note("field_missing", f"owner of {name}", why, f"Which account owns {name} (GetBucketInfo)?")


def _open(world: World, name: str) -> str:
    return world.note(
        "scope_open",
        f"statements {name}",
        "the policy, access control list and public-access block of the store were not all delivered for this time",
        f"Send the answers of GetBucketPolicy, GetBucketAcl and GetBucketPublicAccessBlock of {name}.",
    )


def _lists(world: World, name: str, listed: list[Held[AclGrant]], block: Block) -> list[Offer]:
    """What the bucket's list and those of its objects offer to everybody; nothing where public access is blocked."""
    if block.said is Said.YES:
        return []
    offers = []
    for held in listed:
        actions = LISTS.get(held.row.permission)
        gaps = {*block.gaps, *(held.gaps if held.truth is Truth.UNKNOWN else ())}
        if actions is None:
            gaps.add(_unknown_list(world, name, held.row.permission))
        if actions != frozenset():
            offers.append(_offer(held.id, LISTS["public-read-write"] if actions is None else actions, held.truth, gaps))
    if not world.declared("statements", name):
        offers.append(_offer("", LISTS["public-read-write"], Truth.UNKNOWN, {_object_lists(world, name)}))
    return offers


def _offer(fact: str, actions: frozenset[str], truth: Truth, gaps: set[str]) -> Offer:
    return IMPLICIT._replace(
        fact=fact, manner="everyone", actions=tuple(sorted(actions)), truth=truth, gaps=tuple(sorted(gaps))
    )


def _unknown_list(world: World, name: str, permission: str) -> str:
    why = f"its access control list is `{permission}`, which is none that we know"
    return world.note("unimplemented", name, why, f"Whom does the access control list of {name} admit?")


def _object_lists(world: World, name: str) -> str:
    return world.note(
        "no_evidence",
        f"object access control lists of {name}",
        "an object may have a list of its own, which counts before the bucket's",
        f"Is public access blocked for {name} (GetBucketPublicAccessBlock), or has any object of it a list of its own?",
    )


def keys(standing: Standing) -> list[Target]:
    """Every key of the key service that the evidence names, also by its id alone as buckets do."""
    world = standing.world
    names = {held.row.key for held in world.of(Key)}
    names |= {held.row.subject for held in world.of(Statement) if held.row.layer == "key"}
    whole = sorted(name for name in names if name.startswith("acs:kms:"))
    used = {held.row.key for held in world.of(Encryption) if held.row.key and held.row.store.startswith("alibaba:")}
    return [_key(world, name, whole) for name in sorted({*whole, *used})]


def _key(world: World, name: str, whole: list[str]) -> Target:
    meant = [one for one in whole if one == name or one.rpartition("/")[2] == name]
    arn = meant[0] if len(meant) == 1 else name
    rows, doubts = world.settled(held for held in world.of(Key) if held.row.key == arn)
    found = _KEY.fullmatch(arn)
    owner = f"alibaba:{found[1]}" if found else None
    statements = tuple(world.said("key", arn))
    users = [held for held in world.of(Encryption) if held.row.key == name]
    closures = world.closed("statements", arn)
    ground = [one.id for one in rows] or [*(one.id for one in statements), *(one.id for one in users)]
    universe = literal(arn) if found else f"acs:kms:*:*:key/{literal(arn)}"
    return Target(
        name=name,
        layer="key",
        owner=owner,
        ground=tuple(ground),
        universes={"key": (universe,)},
        scopes=(universe,),
        statements=statements,
        closures=closures,
        open=(*(() if closures else (_open_key(world, name),)), *(() if owner else (_nameless(world, name),))),
        doubts=doubts,
        shut=_shut(world, name, rows),
    )


def _open_key(world: World, name: str) -> str:
    why = "the policy of the key was not delivered for this time, nor that it has none"
    return world.note("scope_open", f"statements {name}", why, f"Send the answer of GetKeyPolicy of {name}.")


def _nameless(world: World, name: str) -> str:
    why = "the key is named by an id or alias alone, so its account is not known"
    return world.note("field_missing", f"owner of {name}", why, f"What is the ARN of the key {name} (DescribeKey)?")


def _shut(world: World, name: str, rows: list[Held[Key]]) -> tuple[str, ...]:
    """The question that a key which does not stand open leaves."""
    states = sorted({held.row.state for held in rows if held.row.state not in (None, "Enabled")})
    if not states:
        return ()
    why = f"the key is told to be {' or '.join(map(str, states))}, and decrypts nothing unless it is enabled"
    question = f"Was {name} enabled at any time in the period?"
    return (world.note("condition_unsettled", f"state of {name}", why, question),)


def roles(standing: Standing) -> list[Target]:
    """Every role that the evidence names as an identity, or of which it has a trust policy."""
    world = standing.world
    names = {held.row.principal for held in world.of(Identity) if held.row.kind == "role"}
    names |= {held.row.subject for held in world.of(Statement) if held.row.layer == "trust"}
    named = ((name, parse(name)) for name in sorted(names))
    return [_role(standing, name) for name, found in named if found and found.kind == "role" and found.base == name]


def _role(standing: Standing, name: str) -> Target:
    world = standing.world
    rows = standing.identities.get(name, [])
    statements = tuple(world.said("trust", name))
    uid, relative = name.removeprefix("acs:ram::").split(":", 1)
    owner = f"alibaba:{uid}"
    closures, open_ = standing.delivered(owner)
    universe = f"acs:ram:{literal('*')}:{uid}:{literal(relative)}"
    return Target(
        name=name,
        layer="trust",
        owner=owner,
        ground=tuple(held.id for held in rows) or tuple(held.id for held in statements),
        universes={"role": (universe,)},
        scopes=(universe,),
        statements=statements,
        closures=closures,
        open=open_,
        doubts=() if any(not one.gaps for one in rows) else tuple(sorted({gap for one in rows for gap in one.gaps})),
    )
