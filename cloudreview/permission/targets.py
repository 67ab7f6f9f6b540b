"""What a request is made to: a store, a key or a role, with all that its own side says.

Laws: a bucket's own side is its policy, its access control list and its public-access block; whatever of it was not
delivered is a doubt. Sources: Amazon S3 User Guide, doc_source/access-control-block-public-access.md,
about-object-ownership.md, acl-overview.md (awsdocs/amazon-s3-userguide at 0009290).
"""

from __future__ import annotations

from typing import NamedTuple

from cloudreview.permission.binding import Offer
from cloudreview.permission.blocks import OFF, Block, switched
from cloudreview.permission.language import literal
from cloudreview.permission.layers import IMPLICIT, Layers
from cloudreview.permission.public import is_public
from cloudreview.permission.world import Held, World
from cloudreview.truth import Said, Truth
from cloudreview.vocabulary.rows import (
    AccessPoint,
    AclGrant,
    Grant,
    Ownership,
    Placement,
    Statement,
    Store,
)

GROUPS = "http://acs.amazonaws.com/groups/"
EVERYBODY = frozenset({GROUPS + "global/AllUsers", GROUPS + "global/AuthenticatedUsers"})
AUTHENTICATED = GROUPS + "global/AuthenticatedUsers"
LOG_DELIVERY = GROUPS + "s3/LogDelivery"
_ACL_ACTIONS = {
    "READ": ("s3:listbucket", "s3:listbucketversions", "s3:listbucketmultipartuploads"),
    "WRITE": ("s3:putobject",),
    "READ_ACP": ("s3:getbucketacl",),
    "WRITE_ACP": ("s3:putbucketacl",),
}
_ACL_ACTIONS["FULL_CONTROL"] = tuple(sorted({name for names in _ACL_ACTIONS.values() for name in names}))
_OBJECT_READS = ("s3:getobject", "s3:getobjectversion")


class Target(NamedTuple):
    """A resource with its own side."""

    name: str
    layer: str
    """store, key or trust."""
    owner: str | None
    ground: tuple[str, ...]
    """Facts that tell that it exists and whose it is."""
    universes: dict[str, tuple[str, ...]]
    """ARNs of the requests, by the level of the action."""
    scopes: tuple[str, ...]
    """All of them, more roughly: an offer that touches none of these does not matter."""
    statements: tuple[Held[Statement], ...]
    closures: tuple[str, ...]
    open: tuple[str, ...]
    """Gaps: its own side was not wholly delivered."""
    doubts: tuple[str, ...] = ()
    """Gaps: whose it is is not sure."""
    shared: tuple[Offer, ...] = ()
    """What its access control list offers to everybody who has an account; anonymous users where `unsigned`."""
    unsigned: tuple[Offer, ...] = ()
    restricted: Block = OFF
    """RestrictPublicBuckets on a bucket whose policy is public: nobody of another account gets in by the policy."""
    ignored: Block = OFF
    """IgnorePublicAcls on a bucket whose access control list names everybody: that grant counts for nothing."""
    points: tuple[Held[Statement], ...] = ()
    """Statements of the policies of its access points."""
    pointed: bool = False
    """Whether all access points of its owner's account are told, each with its policy."""
    grants: tuple[Held[Grant], ...] = ()
    managed: bool = False
    """A key that AWS manages: resource control policies do not apply to it."""
    shut: tuple[str, ...] = ()
    """Gaps: a key that is told to be disabled decrypts nothing until somebody enables it."""


def buckets(world: World, layers: Layers) -> list[Target]:
    """Every S3 bucket that the evidence names."""
    names = {held.row.store for held in world.of(Store)} | {held.row.store for held in world.of(Placement)}
    names |= {held.row.subject for held in world.of(Statement) if held.row.layer == "store"}
    names |= {held.row.store for held in world.of(AclGrant)}
    return [bucket(world, layers, name) for name in sorted(names) if name.startswith("aws:s3:")]


def bucket(world: World, layers: Layers, name: str) -> Target:
    """One bucket."""
    rows, doubts = world.settled(held for held in world.of(Store) if held.row.store == name)
    owners = sorted({held.row.account for held in rows if held.row.account})
    owner = owners[0] if len(owners) == 1 else None
    statements = tuple(world.said("store", name))
    placed = [held for held in world.of(Placement) if held.row.store == name]
    ground = [held.id for held in rows] or [
        *(held.id for held in placed),
        *(held.id for held in statements),
        *(held.id for held in world.of(AclGrant) if held.row.store == name),
    ]
    closures = world.closed("statements", name)
    partition = _partition(rows[0].row.region if rows else None)
    arn = f"arn:{partition}:s3:::{literal(name.removeprefix('aws:s3:'))}"
    points = f"arn:{partition}:s3:??-*:accesspoint/*"
    prefixes = sorted({held.row.prefix or "" for held in placed}) or [""]
    listed = [held for held in world.of(AclGrant) if held.row.store == name and not held.row.owner]
    ignored = _ignored(world, name, owner, listed)
    shared, unsigned = _acl(world, name, listed, ignored)
    named = _points(world, name)
    return Target(
        name=name,
        layer="store",
        owner=owner,
        ground=tuple(ground),
        universes={
            "object": tuple(f"{arn}/{literal(prefix)}*" if prefix else f"{arn}/?*" for prefix in prefixes),
            "bucket": (arn,),
            "any": (points,),
        },
        scopes=(f"{arn}*", points),
        statements=statements,
        closures=closures,
        open=(*(() if closures else (_open(world, name),)), *(() if owner else (_ownerless(world, name),))),
        doubts=doubts,
        shared=shared,
        unsigned=unsigned,
        restricted=_restricted(world, name, owner, statements),
        ignored=ignored,
        points=tuple(held for point in named for held in world.said("access_point", point)),
        pointed=_pointed(world, name, owner),
    )


def _points(world: World, name: str) -> list[str]:
    return sorted({held.row.point for held in world.of(AccessPoint) if held.row.store == name})


def _pointed(world: World, name: str, owner: str | None) -> bool:
    """Whether nothing about the access points that its owner has for a bucket is left to be told."""
    if owner is None or not world.closed("access_points", name):
        return False
    own = {held.row.point for held in world.of(AccessPoint) if (held.row.store, held.row.account) == (name, owner)}
    return all(world.closed("statements", point) for point in own)


def _partition(region: str | None) -> str:
    starts = {"cn-": "aws-cn", "us-gov-": "aws-us-gov"}
    return next((name for start, name in starts.items() if region and region.startswith(start)), "aws")


def _ownerless(world: World, name: str) -> str:
    why = "which account owns the store was not delivered, or differs between sources"
    return world.note("field_missing", f"owner of {name}", why, f"Which account owns {name} (ListBuckets)?")


def _open(world: World, name: str) -> str:
    return world.note(
        "scope_open",
        f"statements {name}",
        "the policy, access control list and public-access block of the store were not all delivered for this time",
        f"Send the bucket policy, the access control list and the public-access block of {name}.",
    )


def _restricted(world: World, name: str, owner: str | None, statements: tuple[Held[Statement], ...]) -> Block:
    public = is_public([held.row.body for held in statements if held.truth is not Truth.UNKNOWN])
    if any(held.truth is Truth.UNKNOWN for held in statements):
        public = max(public, Said.MAYBE)
    if public is Said.NO:
        return OFF
    switch = switched(world, name, owner, ("restrict_public_buckets",))
    if switch.said is not Said.YES or public is Said.YES:
        return switch
    why = "whether its policy counts as public, so that RestrictPublicBuckets takes effect, is not settled"
    gap = world.note("unimplemented", name, why, f"Is {name} reported public (GetBucketPolicyStatus)?")
    return Block(Said.MAYBE, (gap,), switch.because)


def _ignored(world: World, name: str, owner: str | None, listed: list[Held[AclGrant]]) -> Block:
    if not any(held.row.grantee in EVERYBODY for held in listed):
        return OFF
    return switched(world, name, owner, ("ignore_public_acls",))


def _acl(
    world: World, name: str, listed: list[Held[AclGrant]], ignored: Block
) -> tuple[tuple[Offer, ...], tuple[Offer, ...]]:
    """What access control lists offer to people with an account, and to anybody; nothing where they are off."""
    rows, doubts = world.settled(held for held in world.of(Ownership) if held.row.store == name)
    off = bool(rows) and not doubts and all(held.row.rule == "BucketOwnerEnforced" for held in rows)
    if off:
        return (), ()
    offers: list[Offer] = []
    unsigned: list[Offer] = []
    for held in listed:
        if held.row.grantee == LOG_DELIVERY or (held.row.grantee in EVERYBODY and ignored.said is Said.YES):
            continue
        gaps = set(doubts) | set(held.gaps if held.truth is Truth.UNKNOWN else ())
        if held.row.grantee in EVERYBODY:
            gaps |= set(ignored.gaps)
        else:
            gaps.add(_canonical(world, held.row.grantee))
        offer = _acl_offer(held, tuple(sorted(gaps)))
        offers.append(offer)
        if held.row.grantee != AUTHENTICATED:
            unsigned.append(offer)
    if not world.declared("statements", name):
        objects = IMPLICIT._replace(actions=_OBJECT_READS, truth=Truth.UNKNOWN, gaps=(_object_acls(world, name),))
        offers.append(objects)
        unsigned.append(objects)
    return tuple(offers), tuple(unsigned)


def _acl_offer(held: Held[AclGrant], gaps: tuple[str, ...]) -> Offer:
    return IMPLICIT._replace(
        fact=held.id,
        manner="everyone",
        actions=_ACL_ACTIONS.get(held.row.permission, ()),
        truth=held.truth,
        gaps=gaps,
    )


def _canonical(world: World, grantee: str) -> str:
    why = "an access control list admits it, and whose account it is was not delivered"
    return world.note("field_missing", f"canonical user {grantee}", why, f"Whose account is {grantee}?")


def _object_acls(world: World, name: str) -> str:
    return world.note(
        "no_evidence",
        f"object access control lists of {name}",
        "each object has its own list unless Object Ownership is BucketOwnerEnforced, which is not shown",
        f"Is Object Ownership of {name} set to BucketOwnerEnforced (GetBucketOwnershipControls)?",
    )
