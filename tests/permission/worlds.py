"""Small random worlds for `tests/oracle/aws.py`, and the same worlds as facts."""

from __future__ import annotations

import json
import random
from typing import Any

from cloudreview.vocabulary.rows import (
    AclGrant,
    Grant,
    Organization,
    Ownership,
    Parent,
    PublicBlock,
    Target,
)
from tests.oracle.aws import ALL_USERS, SIGNED_USERS, Statement, World
from tests.permission.builder import A, B, Cloud, key_arn, role, root, session, user

C, D = "333333333333", "444444444444"
LI, LU, OPS, WU, FAR = user("li"), user("lu"), role("ops"), user("wu", B), role("far", B)
GROUP = f"arn:aws:iam::{A}:group/g"
KEY = key_arn("k1")
PEOPLE = [LI, LU, OPS, WU, FAR, root(A), root(B)]
NAMES, TEAMS = ["zed", "li", "LI", "lu", "wu"], ["", "red", "blue", "li"]
FULL: Statement = {"Effect": "Allow", "Action": "*", "Resource": "*"}
SWITCHES = ("block_public_acls", "ignore_public_acls", "block_public_policy", "restrict_public_buckets")

ACTIONS = [
    *["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:Get*", "s3:*", "s3:?etObject", "S3:getobject"] * 3,
    *["s3:*Object", "s3:GetObjectVersion", "kms:Decrypt", "kms:*", "kms:D*", "sts:AssumeRole", "sts:*", "*:*"],
    *["kms:Decrypt", "sts:AssumeRole", "s3:PutLifecycleConfiguration", "*"],
]
RESOURCES = [
    *["*", "*", "*", "arn:aws:s3:::a/*", "arn:aws:s3:::a*", "arn:aws:s3:::ab/*", "arn:aws:s3:::a/x"],
    *["arn:aws:s3:::a/x*", "arn:aws:s3:::*/x/?", "arn:aws:s3:::a", "arn:aws:s3:::a?/*", "arn:aws:s3:::a/*z"],
    *["arn:aws:s3:::a/${aws:username}", "arn:aws:s3:::*/${aws:PrincipalTag/team}", "arn:aws:s3:::?/x/*"],
]
TESTS: list[tuple[tuple[str, ...], str, tuple[str, ...]]] = [
    (("IpAddress", "NotIpAddress", "IpAddressIfExists", "NotIpAddressIfExists"), "aws:SourceIp", ("10.0.0.0/8",)),
    (("Bool", "BoolIfExists"), "aws:SecureTransport", ("true", "false")),
    (
        ("StringEquals", "StringNotEquals", "StringEqualsIfExists", "StringNotEqualsIfExists"),
        "aws:PrincipalTag/team",
        ("red", "blue", "${aws:username}"),
    ),
    (("StringLike", "StringNotLike"), "aws:PrincipalTag/team", ("red", "r*", "*")),
    (("ForAnyValue:StringEquals", "ForAllValues:StringEquals"), "aws:PrincipalTag/team", ("red", "blue")),
    (("StringEquals", "StringNotEquals"), "aws:username", ("li", "LI", "wu")),
    (("StringLike", "StringNotLike"), "aws:username", ("li", "l*", "?u")),
    (("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"), "AWS:UserName", ("LI", "lu")),
    (
        ("StringEquals", "StringNotEquals", "StringEqualsIfExists", "StringNotEqualsIfExists", "StringLike"),
        "s3:x-amz-acl",
        ("private", "public-read", "bucket-owner-full-control", "*"),
    ),
    (("Null",), "s3:x-amz-acl", ("true", "false")),
    (("Null",), "aws:PrincipalTag/team", ("true", "false")),
    (("Null",), "aws:SourceIp", ("true", "false")),
    (("Null",), "aws:PrincipalArn", ("true", "false")),
    (
        ("ArnLike", "ArnNotLike", "ArnEquals", "StringLike"),
        "aws:PrincipalArn",
        (f"arn:aws:iam::{A}:user/*", "arn:aws:iam::*:role/*", LI, root(A), "arn:aws:iam::*:root"),
    ),
    (("StringEquals", "StringNotEquals", "StringNotEqualsIfExists"), "aws:PrincipalAccount", (A, B, C)),
    (("StringEquals", "StringNotEqualsIfExists"), "aws:PrincipalOrgID", ("o-1",)),
    (("StringEquals", "StringNotEquals"), "aws:ResourceAccount", (A, B)),
    (("StringEquals", "StringNotEquals"), "aws:PrincipalType", ("User", "AssumedRole", "Account", "Anonymous")),
    (("Bool", "BoolIfExists"), "aws:MultiFactorAuthPresent", ("true", "false")),
    (("DateLessThan", "DateGreaterThan"), "aws:CurrentTime", ("2026-01-01T00:00:00Z",)),
    (("StringEquals", "StringNotEquals"), "aws:SourceVpce", ("vpce-1",)),
    (("StringEquals", "StringNotEquals"), "sts:ExternalId", ("e", "f")),
    (("NumericLessThan", "NumericGreaterThanEquals"), "s3:max-keys", ("5",)),
]
CHOICES: dict[str, list[list[str] | None]] = {
    "aws:SourceIp": [["10.1.2.3"], ["192.0.2.1"], None],
    "aws:SecureTransport": [["true"], ["false"]],
    "s3:x-amz-acl": [None, ["private"], ["public-read"], ["bucket-owner-full-control"]],
    "aws:MultiFactorAuthPresent": [None, ["true"], ["false"]],
    "aws:CurrentTime": [["2025-06-01T00:00:00Z"], ["2026-06-01T00:00:00Z"]],
    "aws:SourceVpce": [None, ["vpce-1"], ["vpce-2"]],
    "sts:ExternalId": [None, ["e"], ["f"]],
    "s3:max-keys": [None, ["3"], ["7"]],
}
"""What the requester's side of a context may be; the first is taken where no policy asks."""


class Dice(random.Random):
    """Chance, with the pieces of a world."""

    def often(self, chance: float) -> bool:
        return self.random() < chance

    def condition(self) -> dict[str, dict[str, list[str]]]:
        found: dict[str, dict[str, list[str]]] = {}
        for _ in range(self.choice([1, 1, 2])):
            operators, key, values = self.choice(TESTS)
            some = self.sample(values, k=min(len(values), self.choice([1, 1, 2])))
            found.setdefault(self.choice(operators), {})[key] = list(some)
        return found

    def statement(
        self, deny: float = 0.25, resources: list[str] | None = None, actions: list[str] | None = None
    ) -> Statement:
        one: Statement = {"Effect": "Deny" if self.often(deny) else "Allow"}
        action = self.sample(actions or ACTIONS, k=self.choice([1, 1, 2]))
        if self.often(0.1):
            one["NotAction"] = self.sample(["s3:*", "s3:Put*", "kms:*", "iam:*", "s3:GetObject"], k=self.choice([1, 2]))
        else:
            one["Action"] = action if len(action) > 1 else action[0]
        places = resources if resources is not None else [*RESOURCES, KEY, OPS]
        name = "NotResource" if self.often(0.1) else "Resource"
        one[name] = self.sample(places, k=min(len(places), self.choice([1, 1, 2])))
        if self.often(0.3):
            one["Condition"] = self.condition()
        return one

    def principal(self) -> Any:
        names = [LI, LU, OPS, WU, FAR, A, B, root(A), root(B), "*", session("ops", "s1")]
        if self.often(0.2):
            return "*"
        if self.often(0.05):
            return {"Service": "ec2.amazonaws.com"}
        found = self.sample(names, k=self.choice([1, 1, 2]))
        return {"AWS": found if len(found) > 1 else found[0]}

    def shared(self, resources: list[str], actions: list[str], deny: float = 0.3) -> Statement:
        one = self.statement(deny, resources, actions)
        if one["Effect"] == "Deny" and self.often(0.15):
            one["NotPrincipal"] = {"AWS": self.sample([LI, LU, OPS, A, B, WU], k=self.choice([1, 2, 3]))}
        else:
            one["Principal"] = self.principal()
        return one

    def several(self, most: int) -> range:
        return range(self.randint(0, most))


def random_world(seed: int) -> World:
    """A world of two accounts that know each other, and a third of strangers who may do all that is left to them."""
    dice = Dice(seed)
    world: World = {
        "accounts": {
            A: {"canonical": "aaa"},
            B: {"canonical": "bbb"},
            C: {"canonical": "ccc"},
            D: {"canonical": "ddd"},
        },
        "groups": {GROUP: {"inline": [dice.statement() for _ in dice.several(1)], "managed": []}},
        "policies": {"m1": [dice.statement() for _ in range(1)], "e1": _boundary(dice)},
        "principals": {},
        "buckets": {},
        "keys": {},
    }
    _people(dice, world["principals"])
    for name in ("a", "ab"):
        world["buckets"][name] = _bucket(dice, name)
    enable = {"Effect": "Allow", "Action": "kms:*", "Resource": "*", "Principal": {"AWS": root(A)}}
    keys = ["kms:Decrypt", "kms:*", "kms:DisableKey", "*"]
    policy = [dice.shared(["*"], keys) for _ in dice.several(2)] + ([enable] if dice.often(0.5) else [])
    grants = [
        {"grantee": dice.choice([LI, OPS, WU]), "operations": [dice.choice(["Decrypt", "Encrypt"])]}
        for _ in range(dice.choice([0, 0, 0, 1]))
    ]
    world["keys"][KEY] = {"account": A, "policy": policy, "grants": grants}
    if dice.often(0.3):
        _organization(dice, world)
    if dice.often(0.1):
        world["accounts"][A]["block"] = _block(dice)
    elif dice.often(0.25):
        world["accounts"][A]["block"] = None
    return world


def as_it_may_be(world: World) -> list[World]:
    """The world, once for all that may be true where an account's block of public access was not told."""
    if world["accounts"][A].get("block", {}) is not None:
        return [world]
    on = dict.fromkeys(SWITCHES, True)
    told = ({**world["accounts"], A: {**world["accounts"][A], "block": block}} for block in ({}, on))
    return [{**world, "accounts": accounts} for accounts in told]


def _boundary(dice: Dice) -> list[Statement]:
    return [dice.statement(0.1) for _ in range(1)] + ([FULL] if dice.often(0.5) else [])


def _people(dice: Dice, people: dict[str, Any]) -> None:
    for arn in (LI, LU, OPS, WU, FAR):
        kind = arn.split(":")[5].split("/")[0]
        one: dict[str, Any] = {"kind": kind, "account": arn.split(":")[4]}
        one["inline"] = [dice.statement() for _ in range(dice.choice([0, 1, 1, 2]))]
        one["managed"] = ["m1"] if dice.often(0.15) else []
        one["groups"] = [GROUP] if arn in (LI, LU) and dice.often(0.3) else []
        one["boundary"] = "e1" if dice.often(0.2) else None
        one["tags"] = {dice.choice(["team", "Team"]): dice.choice(["red", "blue", "li"])} if dice.often(0.5) else {}
        if kind == "role":
            one["trust"] = [_trust(dice) for _ in range(dice.choice([0, 1, 1, 2]))]
        people[arn] = one
    for account in (A, B, C, D):
        people[root(account)] = {"kind": "root", "account": account, "inline": []}
    for team in TEAMS:
        free = {"inline": [FULL], "tags": {"team": team} if team else {}, "trust": []}
        for name in NAMES:
            people[user(f"{team or 'none'}/{name}", C)] = {"kind": "user", "account": C, **free}
        people[role(f"{team or 'none'}/ops", C)] = {"kind": "role", "account": C, **free}
    for arn in (user("none/zed", C), role("none/ops", C), root(C)):
        people[arn.replace(C, D)] = {**people[arn], "account": D}


def strangers(statements: list[Statement]) -> list[str]:
    """Who of the other accounts can make a difference: a stranger may have any name and any tag."""
    text = json.dumps(statements).lower()
    names = NAMES if "aws:username" in text else NAMES[:1]
    teams = [team or "none" for team in (TEAMS if "aws:principaltag" in text else TEAMS[:1])]
    found = [*(user(f"{team}/{name}", C) for team in teams for name in names), root(C)]
    found += [role(f"{team}/ops", C) for team in teams]
    return [*found, user("none/zed", D), role("none/ops", D), root(D)] if "principalaccount" in text else found


def _trust(dice: Dice) -> Statement:
    found = dice.shared(["*"], ["sts:AssumeRole", "sts:*", "sts:AssumeRole"])
    for name in ("Resource", "NotResource", "NotPrincipal"):
        found.pop(name, None)
    found.setdefault("Principal", dice.principal())
    return found


def _bucket(dice: Dice, name: str) -> dict[str, Any]:
    inside = [f"arn:aws:s3:::{name}/*", f"arn:aws:s3:::{name}/x*", f"arn:aws:s3:::{name}", f"arn:aws:s3:::{name}*"]
    actions = [one for one in ACTIONS if one.lower().startswith("s3:")] + ["*"]
    one: dict[str, Any] = {"account": B if dice.often(0.15) else A, "acl": [], "ownership": "BucketOwnerEnforced"}
    one["policy"] = [dice.shared(inside, actions) for _ in range(dice.choice([0, 1, 1, 2]))]
    if dice.often(0.15):
        one["ownership"] = dice.choice(["ObjectWriter", "BucketOwnerPreferred"])
    for _ in range(dice.choice([0, 0, 0, 1])):
        grantee = dice.choice([ALL_USERS, SIGNED_USERS, "aaa", "bbb", "zzz"])
        one["acl"].append({"grantee": grantee, "permission": dice.choice(["READ", "WRITE", "FULL_CONTROL"])})
    if dice.often(0.25):
        one["block"] = _block(dice)
    return one


def _block(dice: Dice) -> dict[str, bool]:
    return {name: dice.often(0.5) for name in SWITCHES}


def _organization(dice: Dice, world: World) -> None:
    levels: list[list[Statement]] = [[FULL], [FULL], [FULL]]
    at = dice.randrange(3)
    levels[at] = [dice.statement(0.6, ["*", *RESOURCES]) for _ in range(1)] + ([FULL] if dice.often(0.7) else [])
    limits: list[list[Statement]] = [[], [], []]
    if dice.often(0.4):
        limits[dice.randrange(3)] = [{**dice.statement(1.0, ["*", *RESOURCES]), "Principal": "*"}]
    managing = dice.often(0.15)
    world["accounts"][A].update(
        organization="o-1",
        management=A if managing else "999999999999",
        attached=(levels, limits),
        scps=None if managing else levels,
        rcps=None if managing else limits,
    )


def cloud_of(world: World) -> Cloud:
    """The world as facts, all of it closed; strangers are not told."""
    cloud = Cloud()
    for number in (A, B):
        account = world["accounts"][number]
        cloud.account(number, lone="organization" not in account)
        if "organization" in account:
            _organized(cloud, number, account)
        if account.get("block", {}) is None:
            cloud.open.add(("public_block", f"aws:{number}"))
        elif account.get("block"):
            cloud.add(PublicBlock(subject=f"aws:{number}", **account["block"]))
    for name, statements in world["policies"].items():
        cloud.managed(name, *statements)
    for arn, group in world["groups"].items():
        cloud.identity(arn, *group["inline"], kind="group", policies=tuple(group["managed"]))
    for arn, one in world["principals"].items():
        if one["account"] in (C, D) or one["kind"] == "root":
            continue
        more: dict[str, Any] = {
            "groups": tuple(one["groups"]),
            "policies": tuple(one["managed"]),
            "boundary": one["boundary"],
            "tags": tuple(sorted(one["tags"].items())),
        }
        cloud.identity(arn, *one["inline"], **more)
        cloud.statements("trust", arn, one.get("trust", []), policy="trust")
    _resources(cloud, world)
    return cloud


def _resources(cloud: Cloud, world: World) -> None:
    for name, bucket in world["buckets"].items():
        cloud.bucket(name, *bucket["policy"], account=bucket["account"], acl=True)
        cloud.add(Ownership(store=f"aws:s3:{name}", rule=bucket["ownership"]))
        for grant in bucket["acl"]:
            cloud.add(AclGrant(store=f"aws:s3:{name}", **grant, owner=grant["grantee"] == _owner(world, bucket)))
        if bucket.get("block"):
            cloud.add(PublicBlock(subject=f"aws:s3:{name}", **bucket["block"]))
    for arn, key in world["keys"].items():
        cloud.key(arn.split("/")[-1], *key["policy"], account=key["account"])
        for at, grant in enumerate(key["grants"]):
            cloud.add(Grant(key=arn, grant=f"g{at}", grantee=grant["grantee"], operations=tuple(grant["operations"])))


def _owner(world: World, bucket: dict[str, Any]) -> str:
    return str(world["accounts"][bucket["account"]]["canonical"])


def _organized(cloud: Cloud, number: str, account: dict[str, Any]) -> None:
    chain = ["r-1", "ou-1", f"aws:{number}"]
    cloud.close("restrictions", f"aws:{number}")
    cloud.add(
        Organization(account=f"aws:{number}", organization="o-1", management=f"aws:{account['management']}"),
        Parent(child=f"aws:{number}", parent="ou-1"),
        Parent(child="ou-1", parent="r-1"),
    )
    for kind, levels in zip(("SERVICE", "RESOURCE"), account["attached"], strict=True):
        for target, statements in zip(chain, levels, strict=True):
            whole = [one for one in statements if one == FULL]
            rest = [one for one in statements if one != FULL]
            if whole or kind == "RESOURCE":
                name = "p-FullAWSAccess" if kind == "SERVICE" else "p-RCPFullAWSAccess"
                cloud.add(Target(target=target, policy=name, type=f"{kind}_CONTROL_POLICY"))
            if rest:
                name = f"p-{kind.lower()}-{target}"
                cloud.add(Target(target=target, policy=name, type=f"{kind}_CONTROL_POLICY"))
                cloud.managed(name, *rest)
