"""Roles as targets of `sts:AssumeRole`.

Laws: a role's trust policy must itself allow (IAM User Guide, reference_policies_evaluation-logic.md); the root user
cannot assume roles ("You cannot use AWS account root user credentials to call AssumeRole", STS API Reference);
service and federated principals make no step: who uses such a role is told by `uses`.
"""

from __future__ import annotations

from cloudreview.permission.language import literal
from cloudreview.permission.layers import Layers
from cloudreview.permission.statement import compiled
from cloudreview.permission.subjects import Subject, account_of
from cloudreview.permission.targets import Target
from cloudreview.permission.world import World
from cloudreview.vocabulary.rows import Identity, Statement


def roles(world: World, layers: Layers) -> list[Target]:
    """Every role of AWS that the evidence names as an identity, or of which it has a trust policy."""
    names = {held.row.principal for held in world.of(Identity) if held.row.kind == "role"}
    names |= {held.row.subject for held in world.of(Statement) if held.row.layer == "trust"}
    return [_role(world, layers, name) for name in sorted(names) if not name.startswith("acs:")]


def _role(world: World, layers: Layers, name: str) -> Target:
    rows, doubts = world.settled(held for held in layers.identities.get(name, ()))
    statements = tuple(world.said("trust", name))
    owner = account_of(name) or (rows[0].row.account if rows else None)
    closures, open_ = layers.delivered(owner) if owner else ((), (_ownerless(world, name),))
    return Target(
        name=name,
        layer="trust",
        owner=owner,
        ground=tuple(held.id for held in rows) or tuple(held.id for held in statements),
        universes={"role": (literal(name),)},
        scopes=(literal(name),),
        statements=statements,
        closures=closures,
        open=open_,
        doubts=doubts,
    )


def _ownerless(world: World, name: str) -> str:
    return world.note("field_missing", f"owner of {name}", "its account is not known", f"Whose role is {name}?")


def may_ask(subject: Subject, role: Target) -> bool:
    """Whether the subject can send AssumeRole for this role at all."""
    return subject.kind not in ("root", "anonymous") and subject.base != role.name


def trusts_somebody(role: Target) -> bool:
    """Whether the trust policy allows anybody but services and federated identities, as far as it is understood."""
    kinds = {
        named.kind
        for held in role.statements
        if (said := compiled(held.row.body)) is None or said.allow
        for named in ((said.principals if said else None) or ())
    }
    unread = any(compiled(held.row.body) is None for held in role.statements)
    return unread or bool(kinds - {"service", "federated", "deleted"})
