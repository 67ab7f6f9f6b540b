"""Facts from policy JSON: a small AWS organisation in a few lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from cloudreview.permission import PermissionResult, judge
from cloudreview.spells import Interval, Spell
from cloudreview.truth import Truth
from cloudreview.vocabulary.facts import Closure, Fact, Facts
from cloudreview.vocabulary.ids import identify
from cloudreview.vocabulary.rows import (
    AclGrant,
    Encryption,
    Grant,
    Identity,
    Key,
    Organization,
    Ownership,
    Parent,
    Placement,
    PublicBlock,
    Row,
    Statement,
    Store,
    Target,
    Use,
)
from cloudreview.vocabulary.steps import Step

A, B = "111111111111", "222222222222"
WINDOW: Interval = (0, 100)
ALL: Interval = (0, 100)


def user(name: str, account: str = A) -> str:
    return f"arn:aws:iam::{account}:user/{name}"


def role(name: str, account: str = A) -> str:
    return f"arn:aws:iam::{account}:role/{name}"


def root(account: str = A) -> str:
    return f"arn:aws:iam::{account}:root"


def session(name: str, as_: str, account: str = A) -> str:
    return f"arn:aws:sts::{account}:assumed-role/{name}/{as_}"


def key_arn(name: str = "k1", account: str = A) -> str:
    return f"arn:aws:kms:us-east-1:{account}:key/{name}"


def allow(action: Any = "s3:GetObject", resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: Any = "s3:GetObject", resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Deny", "Action": action, "Resource": resource, **more}


class Cloud:
    """Collects rows; `closed` says that everything told is all there is, unless opened."""

    def __init__(self, window: Interval = WINDOW) -> None:
        self.window = window
        self.said: list[tuple[Row, Spell, Truth]] = []
        self.closures: list[tuple[str, str, Interval, str]] = []
        self.open: set[tuple[str, str]] = set()

    def add(
        self, *rows: Row, span: Interval | None = None, may: Interval | None = None, truth: Truth = Truth.SUPPORTED
    ) -> Cloud:
        spell = Spell(span or self.window, may or span or self.window)
        self.said += [(row, spell, truth) for row in rows]
        return self

    def close(self, relation: str, scope: str, span: Interval | None = None, by: str = "format") -> Cloud:
        self.closures.append((relation, scope, span or self.window, by))
        return self

    def statements(
        self, layer: Any, subject: str, statements: Iterable[Mapping[str, Any]], policy: str = "p", **more: Any
    ) -> Cloud:
        for one in statements:
            self.add(
                Statement(layer=layer, subject=subject, policy=policy, body=json.dumps(one, sort_keys=True)), **more
            )
        return self

    def account(self, number: str = A, lone: bool = True) -> Cloud:
        """An account whose identity side is whole, and told to block no public access; alone: in no organization."""
        self.close("identities", f"aws:{number}").close("statements", f"aws:{number}")
        self.close("public_block", f"aws:{number}", by="declared")
        if lone:
            self.close("restrictions", f"aws:{number}", by="declared")
        return self

    def identity(self, arn: str, *inline: Mapping[str, Any], kind: str | None = None, **more: Any) -> Cloud:
        number, name = arn.split(":", 5)[4:]
        kind = kind or name.partition("/")[0]
        self.add(Identity(account=f"aws:{number}", principal=arn, kind=kind, **more))
        return self.statements("inline", arn, inline)

    def managed(self, name: str, *statements: Mapping[str, Any]) -> Cloud:
        return self.statements("managed", name, statements)

    def bucket(self, name: str = "b", *policy: Mapping[str, Any], account: str = A, acl: bool = False) -> Cloud:
        """A bucket, whole; lists are off unless `acl`."""
        self.add(Store(store=f"aws:s3:{name}", account=f"aws:{account}", region="us-east-1"))
        if not acl:
            self.add(Ownership(store=f"aws:s3:{name}", rule="BucketOwnerEnforced"))
        self.close("statements", f"aws:s3:{name}")
        return self.statements("store", f"aws:s3:{name}", policy)

    def key(self, name: str = "k1", *policy: Mapping[str, Any], account: str = A) -> Cloud:
        arn = key_arn(name, account)
        self.add(Key(key=arn, account=f"aws:{account}", manager="CUSTOMER"))
        self.close("statements", arn)
        return self.statements("key", arn, policy)

    def role(self, arn: str, trust: Iterable[Mapping[str, Any]], *inline: Mapping[str, Any], **more: Any) -> Cloud:
        self.identity(arn, *inline, **more)
        return self.statements("trust", arn, trust, policy="trust")

    def facts(self) -> Facts:
        rows: dict[type[Row], list[Fact[Row]]] = {}
        for row, spell, truth in self.said:
            name = identify(type(row).__name__, row, spell, int(truth))
            fact = Fact(id=name, row=row, truth=truth, spell=spell, sources=())
            if all(other.id != name for other in rows.setdefault(type(row), [])):
                rows[type(row)].append(fact)
        closures = [
            Closure(
                id=identify("closure", relation, scope, span),
                relation=relation,
                scope=scope,
                spell=span,
                speaker="x",
                by=by,
                places=(),
            )
            for relation, scope, span, by in self.closures
            if (relation, scope) not in self.open
        ]
        return Facts(
            rows={kind: tuple(sorted(facts, key=lambda one: one.id)) for kind, facts in rows.items()},
            closures=tuple(closures),
            events=(),
            sources={},
            window=self.window,
            period=self.window,
            as_of=self.window[1] - 1,
        )

    def judge(self) -> PermissionResult:
        return judge(self.facts())


def steps(result: PermissionResult, rule: str = "allows", mode: str = "guarded", **fields: str) -> list[Step]:
    """The steps of a rule whose conclusion has these fields."""
    return [
        one
        for one in result.steps
        if one.rule == rule and one.mode == mode and all(one.fields[name] == value for name, value in fields.items())
    ]


def truth(result: PermissionResult, rule: str = "allows", mode: str = "guarded", at: int = 50, **fields: str) -> Truth:
    """The best truth of a statement at an instant; refuted where no step speaks of it."""
    found = [one for one in steps(result, rule, mode, **fields) if one.spell.may[0] <= at < one.spell.may[1]]
    return max((one.truth for one in found), default=Truth.REFUTED)


def may(result: PermissionResult, who: str, harm: str = "read", store: str = "aws:s3:b", **more: Any) -> str:
    return truth(result, principal=who, store=store, harm=harm, **more).word


__all__ = [
    "AclGrant",
    "Encryption",
    "Grant",
    "Identity",
    "Organization",
    "Ownership",
    "Parent",
    "Placement",
    "PublicBlock",
    "Statement",
    "Store",
    "Target",
    "Use",
]
