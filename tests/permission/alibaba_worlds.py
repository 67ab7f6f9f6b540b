"""Small Alibaba Cloud accounts: facts from policy JSON in a few lines, and random small worlds for an oracle."""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Any

from cloudreview.permission import PermissionResult
from cloudreview.vocabulary.rows import (
    AclGrant,
    Encryption,
    Grouped,
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
        """An account whose identity side is whole, and told to block no public access; alone: in no directory."""
        self.close("identities", f"alibaba:{uid}").close("statements", f"alibaba:{uid}")
        self.close("public_block", f"alibaba:{uid}", by="declared")
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

    def directory(self, *levels: Iterable[Body], uid: str = A, management: str = C, binds: str | None = None) -> Aliyun:
        """Control policies at the account, its folder and the root, as far as given."""
        self.close("restrictions", f"alibaba:{uid}")
        nodes = [f"alibaba:{uid}", f"fd-{uid}", "r-1"]
        self.add(Organization(account=nodes[0], organization="rd-1", management=f"alibaba:{management}"))
        self.add(Parent(child=nodes[0], parent=nodes[1]), Parent(child=nodes[1], parent=nodes[2]))
        for node, statements in zip(nodes, levels, strict=False):
            self.add(Target(target=node, policy=f"cp-{node}", type="CONTROL_POLICY", binds=binds))
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


# Random small worlds: two accounts that know each other. An oracle reads the world; `cloud_of` gives it as facts.

LI, LU, OPS, WU, FAR = user("li"), user("lu"), role("ops"), user("wu", B), role("far", B)
GROUP = group("g")
NUMBERS = {LI: "2001", LU: "2002", OPS: "4001", WU: "3001", FAR: "4002"}
PEOPLE = [LI, LU, OPS, WU, FAR, root(A), root(B)]
ACTIONS = [
    *["oss:GetObject", "oss:PutObject", "oss:DeleteObject", "oss:Get*", "oss:*", "oss:?etObject"] * 3,
    *["oss:*Object", "oss:GetObjectVersion", "kms:Decrypt", "kms:*", "sts:AssumeRole", "sts:*", "*"],
    *["oss:getobject", "oss:PutBucketLifecycle", "kms:DisableKey"],
]
RESOURCES = [
    *["*", "*", "acs:oss:*:*:b/*", "acs:oss:*:*:b*", "acs:oss:*:*:bb/*", "acs:oss:*:*:b/x", "acs:oss:*:*:b/x*"],
    *["acs:oss:*:*:*/x/?", "acs:oss:*:*:b", "acs:oss:*:*:b/*z", f"acs:oss:*:{A}:*", f"acs:oss:*:{B}:*"],
    *["acs:oss:*:*:b/X*", "acs:oss:cn-hangzhou:*:b/*", KEY, "acs:kms:*:*:key/*", "acs:ram:*:*:role/*", OPS],
]
TESTS: list[tuple[tuple[str, ...], str, tuple[str, ...]]] = [
    (("Bool",), "acs:SecureTransport", ("true", "false")),
    (("StringEquals", "StringNotEquals", "StringLike", "StringNotLike"), "acs:UserAgent", ("x", "y", "x*")),
    (("IpAddress", "NotIpAddress"), "acs:SourceIp", ("10.0.0.1",)),
    (("Bool",), "acs:MFAPresent", ("true",)),
    (("StringLike", "StringNotLike"), "oss:Prefix", ("x*",)),
    (("StringEqualsIfExists",), "acs:UserAgent", ("x",)),
]
PRINCIPALS: list[Any] = [
    *["*", ["*"], [], ["2001"], ["2002", "3001"], [A], [B], ["4001"], ["777"]],
    *[[f"arn:sts::{A}:assumed-role/ops/*"], [f"arn:sts::{B}:assumed-role/far/s1"], ["arn:sts::*:*/*/*"]],
    *[["2001", "*"], [f"arn:sts::{A}:assumed-role/o*/*"], ["4002", "3001"], [f"arn:sts::{A}:assumed-role/OPS/*"]],
]
NAMES: list[Any] = [
    *[{"RAM": [root(A)]}, {"RAM": [root(B)]}, {"RAM": [LI]}, {"RAM": [WU, OPS]}, {"RAM": [f"acs:ram::{A}:*"]}],
    *[{"RAM": [FAR, root(B)]}, {"RAM": [user("Li")]}, {"RAM": LU, "Service": "ecs.aliyuncs.com"}],
    {"Service": ["ecs.aliyuncs.com"]},
]


class Dice(random.Random):
    """Chance, with the pieces of a world."""

    def often(self, chance: float) -> bool:
        return self.random() < chance

    def statement(self, deny: float = 0.25, actions: list[str] | None = None, places: list[str] | None = None) -> Body:
        one: Body = {"Effect": "Deny" if self.often(deny) else "allow " if self.often(0.03) else "Allow"}
        one["NotAction" if self.often(0.08) else "Action"] = self.sample(actions or ACTIONS, k=self.choice([1, 1, 2]))
        where = places or RESOURCES
        one["Resource"] = self.sample(where, k=min(len(where), self.choice([1, 1, 2])))
        if self.often(0.25):
            one["Condition"] = {}
            for operators, key, values in self.sample(TESTS, k=self.choice([1, 1, 1, 2])):
                some = self.sample(values, k=min(len(values), self.choice([1, 1, 2])))
                one["Condition"].setdefault(self.choice(operators), {})[key] = some
        return one

    def shared(self, principals: list[Any], **more: Any) -> Body:
        return {**self.statement(**more), "Principal": self.choice(principals)}

    def several(self, most: int) -> range:
        return range(self.randint(0, most))


def random_world(seed: int) -> World:
    """`policies`, `groups`, `principals` (with account, number, policies, scoped, groups, trust), `buckets`, `keys`.

    `control` of an account lists its levels from the account up to the root, each a list of statements; None: no
    directory. `scoped` are (policy, resource group) pairs; `group` of a bucket is the one it lies in, where told.
    """
    dice = Dice(seed)
    names = [policy("p1"), policy("p2"), policy("p3"), policy("q1", B), "acs:ram::system:policy/AdministratorAccess"]
    world: World = {
        "accounts": {A: {"control": None, "management": None}, B: {"control": None, "management": None}},
        "policies": {name: [dice.statement() for _ in range(dice.randint(1, 2))] for name in names[:4]},
        "groups": {GROUP: {"account": A, "policies": [names[2]] if dice.often(0.5) else [], "scoped": []}},
        "principals": {},
        "buckets": {},
        "keys": {KEY: {"account": A, "policy": [dice.shared(NAMES, actions=["kms:*", "*"], places=["*"])]}},
    }
    world["policies"][names[4]] = [FULL]
    world["policies"].update({policy("rg", uid): [dice.statement(0.6)] for uid in (A, B)})
    for name in (LI, LU, OPS, WU, FAR):
        world["principals"][name] = _person(dice, name, names)
    for name in ("b", "bb"):
        world["buckets"][name] = {
            "account": B if dice.often(0.15) else A,
            "policy": [dice.shared(PRINCIPALS) for _ in dice.several(2)],
            "acl": dice.choice(["private", "private", "public-read", "public-read-write"]),
            "block": dice.choice([None, False, True]),
            "declared": dice.often(0.5),
            "group": dice.choice([None, "rg-1", "rg-2"]),
        }
    if dice.often(0.3):
        levels = [[FULL], [FULL], [FULL]]
        levels[dice.randrange(3)] = [dice.statement(0.6), *([FULL] if dice.often(0.7) else [])]
        world["accounts"][A] = {"control": levels, "management": A if dice.often(0.15) else C}
    world["accounts"][A]["block"] = dice.choice([False, False, False, None, None, True])
    return world


def _person(dice: Dice, name: str, policies: list[str]) -> dict[str, Any]:
    ours = policies[:3] if name in (LI, LU, OPS) else policies[3:4]
    one: dict[str, Any] = {"kind": name.split(":")[4].split("/", maxsplit=1)[0], "account": name.split(":")[3]}
    one["number"] = NUMBERS[name]
    one["policies"] = sorted({dice.choice(ours), *([policies[4]] if dice.often(0.12) else [])})
    one["scoped"] = [(dice.choice([*ours, policy("rg", one["account"])]), "rg-1")] if dice.often(0.4) else []
    one["groups"] = [GROUP] if name in (LI, LU) and dice.often(0.3) else []
    if one["kind"] == "role":
        trust = [dice.shared(NAMES[:-1], actions=["sts:AssumeRole", "sts:*"]) for _ in range(dice.choice([0, 1, 1, 2]))]
        one["trust"] = [{key: value for key, value in body.items() if key != "Resource"} for body in trust]
    return one


def cloud_of(world: World) -> Aliyun:
    """The world as facts, all of it closed."""
    cloud = Aliyun()
    for uid, account in world["accounts"].items():
        cloud.uid(uid, lone=account["control"] is None)
        if account["control"] is not None:
            cloud.directory(*account["control"], uid=uid, management=account["management"])
        if account.get("block", False) is None:
            cloud.open.add(("public_block", f"alibaba:{uid}"))
        elif account.get("block"):
            cloud.add(blocked(f"alibaba:{uid}"))
    for name, statements in world["policies"].items():
        cloud.statements("managed", name, statements)
    for name, one in {**world["groups"], **world["principals"]}.items():
        kind = name.split(":")[4].split("/")[0]
        cloud.add(
            Identity(
                account=f"alibaba:{one['account']}",
                principal=name,
                kind=kind,
                number=one.get("number"),
                groups=tuple(one.get("groups", ())),
                policies=tuple(one["policies"]),
                scoped=tuple(one["scoped"]),
            )
        )
        cloud.statements("trust", name, one.get("trust", ()), policy="trust")
    for name, bucket in world["buckets"].items():
        more = {"account": bucket["account"], "acl": bucket["acl"], "block": bucket["block"]}
        cloud.oss(*bucket["policy"], name=name, objects=bucket["declared"], **more)
        if bucket["group"] is not None:
            cloud.add(Grouped(store=f"alibaba:oss:{name}", group=bucket["group"]))
    for arn, key in world["keys"].items():
        cloud.kms(*key["policy"], name=arn.rpartition("/")[2], account=key["account"])
    return cloud
