"""Small Alibaba Cloud accounts: facts from policy JSON in a few lines, and random small worlds for an oracle."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cloudreview.permission import PermissionResult
from cloudreview.vocabulary.rows import (
    AclGrant,
    Encryption,
    Identity,
    Key,
    Organization,
    Parent,
    PublicBlock,
    Store,
    Target,
)
from tests.permission.builder import Cloud, truth

A, B, C = "1000000000000001", "1000000000000002", "1000000000000003"
Body = dict[str, Any]
World = dict[str, Any]
KEY = f"acs:kms:cn-hangzhou:{A}:key/k1"
BUCKET = "alibaba:oss:b"
FULL: Body = {"Effect": "Allow", "Action": "*", "Resource": "*"}


def user(name: str, account: str = A) -> str:
    return f"acs:ram::{account}:user/{name}"


def role(name: str, account: str = A) -> str:
    return f"acs:ram::{account}:role/{name}"


def group(name: str, account: str = A) -> str:
    return f"acs:ram::{account}:group/{name}"


def root(account: str = A) -> str:
    return f"acs:ram::{account}:root"


def policy(name: str, account: str = A) -> str:
    return f"acs:ram::{account}:policy/{name}"


def allow(action: Any = "oss:GetObject", resource: Any = "acs:oss:*:*:b/*", **more: Any) -> Body:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: Any = "oss:GetObject", resource: Any = "acs:oss:*:*:b/*", **more: Any) -> Body:
    return {"Effect": "Deny", "Action": action, "Resource": resource, **more}


class Aliyun(Cloud):
    """Collects rows of accounts; everything told is all there is, unless opened."""

    def uid(self, uid: str = A, lone: bool = True) -> Aliyun:
        """An account whose identity side is whole; alone: in no resource directory."""
        self.close("identities", f"alibaba:{uid}").close("statements", f"alibaba:{uid}")
        if lone:
            self.close("restrictions", f"alibaba:{uid}", by="declared")
        return self

    def who(self, name: str, *own: Body, grouped: Iterable[Body] = (), **more: Any) -> Aliyun:
        """An identity with one policy for the whole account, and one for a resource group only."""
        uid, relative = name.split(":")[3], name.split(":", 4)[4]
        ids = [policy(relative.replace("/", "-"), uid), policy(relative.replace("/", "-") + "-rg", uid)]
        grouped = list(grouped)
        more.setdefault("policies", (ids[0],) if own else ())
        more.setdefault("scoped", ((ids[1], "rg-1"),) if grouped else ())
        self.add(Identity(account=f"alibaba:{uid}", principal=name, kind=relative.split("/")[0], **more))
        self.statements("managed", ids[0], own)
        self.statements("managed", ids[1], grouped)
        return self

    def assumed(self, name: str, *trust: Body, own: Iterable[Body] = (), **more: Any) -> Aliyun:
        """A role with its trust policy."""
        self.who(name, *own, **more)
        self.statements("trust", name, trust, policy="trust")
        return self

    def oss(
        self,
        *said: Body,
        name: str = "b",
        account: str = A,
        acl: str = "private",
        block: bool | None = True,
        objects: bool = False,
    ) -> Aliyun:
        """A bucket, whole; `block`: public access is blocked; `objects`: it is declared that no object has a list."""
        store = f"alibaba:oss:{name}"
        self.add(Store(store=store, account=f"alibaba:{account}", region="cn-hangzhou"))
        self.add(AclGrant(store=store, grantee="*", permission=acl))
        if block is not None:
            self.add(blocked(store, block))
        self.close("statements", store, by="declared" if objects else "format")
        self.statements("store", store, said)
        return self

    def kms(self, *said: Body, name: str = "k1", account: str = A, **more: Any) -> Aliyun:
        arn = f"acs:kms:cn-hangzhou:{account}:key/{name}"
        self.add(Key(key=arn, account=f"alibaba:{account}", region="cn-hangzhou", **more))
        self.close("statements", arn)
        self.statements("key", arn, said)
        return self

    def directory(self, *levels: Iterable[Body], uid: str = A, management: str = C) -> Aliyun:
        """Control policies at the account, its folder and the root, as far as given."""
        self.close("restrictions", f"alibaba:{uid}")
        nodes = [f"alibaba:{uid}", f"fd-{uid}", "r-1"]
        self.add(Organization(account=nodes[0], organization="rd-1", management=f"alibaba:{management}"))
        self.add(Parent(child=nodes[0], parent=nodes[1]), Parent(child=nodes[1], parent=nodes[2]))
        for node, statements in zip(nodes, levels, strict=False):
            self.add(Target(target=node, policy=f"cp-{node}", type="CONTROL_POLICY"))
            self.statements("managed", f"cp-{node}", statements)
        return self


def blocked(subject: str, on: bool = True) -> PublicBlock:
    return PublicBlock(
        subject=subject,
        block_public_acls=on,
        ignore_public_acls=on,
        block_public_policy=on,
        restrict_public_buckets=on,
    )


def encrypted(key: str | None = "k1", algorithm: str = "KMS", store: str = BUCKET) -> Encryption:
    return Encryption(store=store, algorithm=algorithm, key=key)


def may(result: PermissionResult, who: str, harm: str = "read", store: str = BUCKET, **more: Any) -> str:
    return truth(result, principal=who, store=store, harm=harm, **more).word


def opens(result: PermissionResult, who: str, key: str = KEY) -> str:
    return truth(result, "decrypts", principal=who, key=key).word


def assumes(result: PermissionResult, who: str, to: str) -> str:
    fields: dict[str, Any] = {"principal": who, "as": to}
    return truth(result, "assumes", **fields).word
