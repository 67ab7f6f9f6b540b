"""Keys as targets: the key policy, and grants.

Laws: a key policy gives its account nothing by itself; a statement that names the account lets identity policies
count; grants only allow (AWS KMS Developer Guide, policy-evaluation.md, key-policy-default.md, grants.md at 3447fd9).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from cloudreview.permission.binding import Offer
from cloudreview.permission.language import literal
from cloudreview.permission.layers import IMPLICIT
from cloudreview.permission.subjects import Subject
from cloudreview.permission.targets import Target
from cloudreview.permission.world import Held, World
from cloudreview.residuals import Atom
from cloudreview.truth import Truth
from cloudreview.vocabulary.rows import Encryption, Grant, Key, Statement

_KEY = re.compile(r"arn:aws[a-z-]*:kms:[^:]*:(\d{12}):(?:key|alias)/.+")


def keys(world: World) -> list[Target]:
    """Every key of AWS KMS that the evidence names, also by an alias or an id alone."""
    names = {held.row.key for held in world.of(Key)} | {held.row.key for held in world.of(Grant)}
    names |= {held.row.subject for held in world.of(Statement) if held.row.layer == "key"}
    names |= {held.row.key for held in world.of(Encryption) if held.row.key and held.row.store.startswith("aws:")}
    return [_key(world, name) for name in sorted(names) if not name.startswith(("acs:", "alibaba:"))]


def _key(world: World, name: str) -> Target:
    rows, doubts = world.settled(held for held in world.of(Key) if held.row.key == name)
    found = _KEY.fullmatch(name)
    owner = f"aws:{found[1]}" if found else rows[0].row.account if rows else None
    statements = tuple(world.said("key", name))
    grants = tuple(held for held in world.of(Grant) if held.row.key == name)
    ground = [held.id for held in rows] or [
        *(held.id for held in statements),
        *(held.id for held in grants),
        *(held.id for held in world.of(Encryption) if held.row.key == name),
    ]
    closures = world.closed("statements", name)
    return Target(
        name=name,
        layer="key",
        owner=owner,
        ground=tuple(ground),
        universes={"key": (literal(name),)},
        scopes=(literal(name),),
        statements=statements,
        closures=closures,
        open=(*(() if closures else (_open(world, name),)), *(() if owner else (_ownerless(world, name),))),
        doubts=doubts,
        grants=grants,
        managed=any(held.row.manager == "AWS" for held in rows),
        shut=_shut(world, name, rows),
    )


def _shut(world: World, name: str, rows: Iterable[Held[Key]]) -> tuple[str, ...]:
    """The question that a key which does not stand open leaves (AWS KMS Developer Guide, key-state.md)."""
    states = sorted({held.row.state for held in rows if held.row.state not in (None, "Enabled")})
    why = f"the key is told to be {' or '.join(map(str, states))}, and decrypts nothing unless it is enabled"
    return (
        (world.note("condition_unsettled", f"state of {name}", why, f"Was {name} enabled at any time in the period?"),)
        if states
        else ()
    )


def _open(world: World, name: str) -> str:
    why = "the policy and the grants of the key were not all delivered for this time"
    return world.note("scope_open", f"statements {name}", why, f"Send the key policy and all grants of {name}.")


def _ownerless(world: World, name: str) -> str:
    why = "the key is named by an alias or id alone, so its account is not known"
    return world.note("field_missing", f"owner of {name}", why, f"What is the ARN of the key {name}?")


def granted(world: World, held: Held[Grant], subject: Subject) -> list[Offer]:
    """What a grant offers a subject: its operations, under its constraint on the encryption context."""
    if subject.everybody or held.row.grantee not in (subject.arn, subject.base):
        return []
    context = Atom("kms:EncryptionContext", "StringEquals", (f"as the grant {held.row.grant} asks",), False, "other")
    return [
        IMPLICIT._replace(
            fact=held.id,
            manner="grant",
            actions=tuple(sorted(f"kms:{name.lower()}" for name in held.row.operations)),
            atoms=(context,) if held.row.constrained else (),
            truth=held.truth,
            gaps=held.gaps if held.truth is Truth.UNKNOWN else (),
        )
    ]
