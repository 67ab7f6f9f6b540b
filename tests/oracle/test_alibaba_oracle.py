"""Hand examples of `tests/oracle/alibaba.py`: the answers are from the pages that it cites."""

from __future__ import annotations

from typing import Any

import pytest

from tests.oracle.alibaba import World, allowed, fits, resource_fits

A, B, C = "1000000000000001", "1000000000000002", "1000000000000003"
LI, WU, OPS, FAR = f"acs:ram::{A}:user/li", f"acs:ram::{B}:user/wu", f"acs:ram::{A}:role/ops", f"acs:ram::{B}:role/far"
ROOT, OTHER_ROOT = f"acs:ram::{A}:root", f"acs:ram::{B}:root"
KEY = f"acs:kms:cn-hangzhou:{A}:key/k"
OBJECT, BUCKET = f"acs:oss:cn-hangzhou:{A}:b/x", f"acs:oss:cn-hangzhou:{A}:b"
GET, PUT = "oss:GetObject", "oss:PutObject"


def allow(action: Any = GET, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: Any = GET, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Deny", "Action": action, "Resource": resource, **more}


FULL = allow("*")


def identity(account: str, number: str, own: Any = (), grouped: Any = (), **more: Any) -> dict[str, Any]:
    ids = {"policies": [f"p{number}"], "scoped": [(f"r{number}", "rg-1")]}
    return {"account": account, "number": number, "own": list(own), "rg": list(grouped), **ids, **more}


def world(li: Any = (), grouped: Any = (), policy: Any = (), **more: Any) -> World:
    """Account A with Li, the role Ops, a bucket and a key; account B with Wu and the role Far, who may all."""
    people = {
        LI: identity(A, "2001", li, grouped, groups=more.pop("groups", [])),
        OPS: identity(A, "4001", more.pop("ops", [FULL]), trust=more.pop("trust", [])),
        WU: identity(B, "3001", [FULL]),
        FAR: identity(B, "4002", [FULL], trust=[]),
    }
    policies = {
        f"{kind}{one['number']}": one[side] for one in people.values() for kind, side in (("p", "own"), ("r", "rg"))
    }
    return {
        "accounts": {
            A: {"control": more.pop("control", None), "management": more.pop("management", C)},
            B: {"control": None, "management": None},
        },
        "principals": people,
        "groups": {"g": {"policies": ["pg"], "scoped": []}},
        "policies": {**policies, "pg": [allow()]},
        "keys": {KEY: {"account": A, "policy": more.pop("key", [])}},
        "buckets": {
            "b": {"account": A, "policy": list(policy), "acl": "private", "block": False, "declared": True, **more}
        },
    }


def ask(at: World, who: str = LI, action: str = GET, resource: str = OBJECT, **more: Any) -> str:
    context = {"acs:SecureTransport": "true", "acs:SourceIp": "10.0.0.1", **more.pop("context", {})}
    return allowed(at, {"principal": who, "action": action, "resource": resource, "context": context, **more})


def when(operator: str, key: str, *values: str) -> dict[str, Any]:
    return {"Condition": {operator: {key: list(values)}}}


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([], "deny"),
        ([allow()], "allow"),
        ([allow("oss:Get*", "acs:oss:*:*:b/*")], "allow"),
        ([allow("oss:?etObject", "acs:oss:*:*:b*")], "allow"),
        ([allow(GET, "acs:oss:*:*:c/*")], "deny"),
        ([allow(GET, f"acs:oss:*:{B}:*")], "deny"),
        ([allow(GET, f"acs:oss:*:{A}:*")], "allow"),
        # Only `*` is documented as a region of OSS.
        ([allow(GET, "acs:oss:cn-hangzhou:*:b/*")], "undetermined"),
        # "In most cases not case-sensitive"; of resources nothing is said.
        ([allow("oss:getobject")], "undetermined"),
        ([allow(GET, "acs:oss:*:*:b/X")], "undetermined"),
        ([FULL, deny("oss:*")], "deny"),
        ([FULL, deny("oss:getobject")], "undetermined"),
        ([{"Effect": "Allow", "NotAction": "ram:*", "Resource": "*"}], "allow"),
        ([{"Effect": "Allow", "NotAction": "oss:Get*", "Resource": "*"}], "deny"),
        ([{"Effect": "Allow", "Action": "*"}], "undetermined"),
        ([{"Effect": "Allow", "Action": "*", "NotResource": "*"}], "undetermined"),
        # An effect that is not exactly one of the two.
        ([{**FULL, "Effect": "allow "}], "undetermined"),
        ([{**FULL, "Effect": "allow "}, deny()], "deny"),
        ([FULL, {**deny(), "Effect": "deny"}], "undetermined"),
    ],
)
def test_policies_of_a_user(statements: Any, expected: str) -> None:
    assert ask(world(statements)) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (when("Bool", "acs:SecureTransport", "true"), "allow"),
        (when("Bool", "acs:SecureTransport", "false"), "deny"),
        (when("Bool", "acs:MFAPresent", "true"), "undetermined"),
        (when("StringNotEquals", "acs:UserAgent", "x"), "undetermined"),
        (when("StringEqualsIfExists", "acs:UserAgent", "x"), "undetermined"),
        (when("Bool", "acs:securetransport", "true"), "undetermined"),
        (when("IpAddress", "acs:SourceIp", "10.0.0.1"), "allow"),
        (when("NotIpAddress", "acs:SourceIp", "10.0.0.1"), "deny"),
        (when("NotIpAddress", "acs:SourceIp", "10.0.0.2"), "allow"),
        (when("IpAddress", "acs:SourceIp", "10.0.0.0/8"), "undetermined"),
        (when("StringLike", "acs:SourceIp", "10.*"), "allow"),
        (when("StringEquals", "acs:SourceIp", "10.*"), "undetermined"),
        (when("StringEquals", "acs:SourceIp", "y", "10.0.0.1"), "allow"),
        (when("StringNotEquals", "acs:SourceIp", "y", "10.0.0.1"), "undetermined"),
        (when("StringNotEquals", "acs:SourceIp", "y", "z"), "allow"),
        (when("NumericLessThan", "acs:SourceIp", "1"), "undetermined"),
        ({"Condition": {"Bool": {"acs:SecureTransport": "true"}, "StringLike": {"acs:SourceIp": "9*"}}}, "deny"),
    ],
)
def test_conditions(condition: Any, expected: str) -> None:
    assert ask(world([allow(**condition)])) == expected


@pytest.mark.parametrize(
    ("whole", "grouped", "lies_in", "first", "any_deny", "expected"),
    [
        # [process]: an account-class Allow ends it. [process26]: an explicit Deny of any policy overrides it.
        ([allow()], [deny()], "rg-1", "allow", "deny", "undetermined"),
        ([allow()], [deny()], "rg-2", "allow", "allow", "allow"),
        ([allow()], [deny()], None, "allow", "undetermined", "undetermined"),
        ([allow()], [deny(), allow()], "rg-1", "allow", "deny", "undetermined"),
        ([allow()], [deny(PUT)], "rg-1", "allow", "allow", "allow"),
        ([deny()], [allow()], "rg-1", "deny", "deny", "deny"),
        ([], [allow()], "rg-1", "allow", "allow", "allow"),
        ([], [deny()], "rg-1", "deny", "deny", "deny"),
        ([], [allow(), deny()], "rg-1", "deny", "deny", "deny"),
        # Whether the bucket is in the group is not known.
        ([], [allow()], None, "undetermined", "undetermined", "undetermined"),
        ([], [deny()], None, "deny", "deny", "deny"),
    ],
)
def test_two_classes(whole: Any, grouped: Any, lies_in: str | None, first: str, any_deny: str, expected: str) -> None:
    at = world(whole, grouped, group=lies_in)
    assert ask({**at, "order": "account first"}) == first
    assert ask({**at, "order": "any deny"}) == any_deny
    assert ask(at) == expected


def test_a_deny_of_a_resource_group_meets_the_policy_of_the_bucket_in_both_orders() -> None:
    for whole, expected in (([], "deny"), ([allow()], "undetermined")):
        assert ask(world(whole, [deny()], policy=[named("2001")], group="rg-1")) == expected


def test_groups_are_inherited() -> None:
    assert ask(world(groups=["g"])) == "allow"


def named(*names: str, effect: str = "Allow", action: Any = GET, **more: Any) -> dict[str, Any]:
    return {"Effect": effect, "Action": action, "Resource": ["acs:oss:*:*:b/*"], "Principal": list(names), **more}


SOURCE = when("IpAddress", "acs:SourceIp", "10.0.0.1")


@pytest.mark.parametrize(
    ("who", "policy", "expected"),
    [
        (LI, [named("2001")], "allow"),
        (LI, [named("2002")], "deny"),
        # Across accounts the bucket policy alone decides; Wu's own policies do not count.
        (WU, [], "deny"),
        (WU, [named("3001")], "allow"),
        (WU, [named(B)], "undetermined"),
        (OTHER_ROOT, [named(B)], "allow"),
        (WU, [named("*")], "allow"),
        (WU, [named()], "allow"),
        ("*", [named("*")], "allow"),
        ("*", [named("3001")], "deny"),
        # Everybody without a condition is everybody but the bucket owner.
        (ROOT, [named("*", effect="Deny")], "allow"),
        (ROOT, [named("*", effect="Deny", **SOURCE)], "deny"),
        (LI, [named("*")], "undetermined"),
        (LI, [named("*", **SOURCE)], "allow"),
        (ROOT, [], "allow"),
        (ROOT, [named(A, effect="Deny")], "deny"),
        (FAR, [named("4002")], "undetermined"),
        (FAR, [named(f"arn:sts::{B}:assumed-role/far/*")], "allow"),
        (FAR, [named(f"arn:sts::{B}:assumed-role/far/one")], "deny"),
        (FAR, [named("arn:sts::*:*/*/*")], "allow"),
        (FAR, [named(f"arn:sts::{B}:assumed-role/f*/*")], "allow"),
        (FAR, [named(f"arn:sts::{B}:assumed-role/Far/*")], "undetermined"),
        (WU, [named("arn:sts::*:*/*/*")], "deny"),
        (WU, [{**named(), "Principal": {"RAM": [WU]}}], "undetermined"),
    ],
)
def test_bucket_policies(who: str, policy: Any, expected: str) -> None:
    assert ask(world(policy=policy), who) == expected


def test_an_explicit_deny_of_the_bucket_beats_the_identity() -> None:
    assert ask(world([FULL], policy=[named("2001", effect="Deny")])) == "deny"


@pytest.mark.parametrize(
    ("who", "action", "bucket", "expected"),
    [
        ("*", GET, {}, "deny"),
        ("*", GET, {"acl": "public-read"}, "allow"),
        ("*", PUT, {"acl": "public-read"}, "deny"),
        ("*", PUT, {"acl": "public-read-write"}, "allow"),
        ("*", "oss:DeleteObject", {"acl": "public-read-write"}, "allow"),
        ("*", GET, {"declared": False}, "undetermined"),
        ("*", GET, {"declared": False, "acl": "public-read"}, "undetermined"),
        ("*", PUT, {"declared": False, "acl": "public-read-write"}, "allow"),
        ("*", GET, {"acl": "public-read", "block": True}, "deny"),
        ("*", GET, {"acl": "public-read", "block": None}, "undetermined"),
        (WU, GET, {"acl": "public-read"}, "allow"),
        (LI, GET, {"acl": "public-read"}, "allow"),
        (LI, GET, {}, "deny"),
        (ROOT, PUT, {"declared": False, "block": True}, "allow"),
        ("*", GET, {"block": True, "policy": [named("*")]}, "deny"),
        ("*", GET, {"block": None, "policy": [named("*")]}, "undetermined"),
        (WU, GET, {"block": True, "policy": [named("3001")]}, "allow"),
        (WU, GET, {"block": True, "policy": [named("*", **SOURCE)]}, "undetermined"),
        ("*", "oss:GetObjectVersion", {"acl": "public-read"}, "allow"),
        ("*", "oss:DeleteObjectVersion", {"acl": "public-read-write"}, "undetermined"),
    ],
)
def test_lists_and_the_block(who: str, action: str, bucket: Any, expected: str) -> None:
    assert ask(world(**bucket), who, action) == expected


@pytest.mark.parametrize(
    ("bucket", "account", "expected"),
    [
        (False, False, "allow"),
        (False, True, "deny"),
        (True, None, "deny"),
        (False, None, "undetermined"),
        (None, False, "undetermined"),
    ],
)
@pytest.mark.parametrize("more", [{"acl": "public-read"}, {"policy": [named("*")]}])
def test_the_block_of_an_account(bucket: bool | None, account: bool | None, expected: str, more: Any) -> None:
    at = world(block=bucket, **more)
    at["accounts"][A]["block"] = account
    assert ask(at, "*") == expected
    at["buckets"]["b"]["policy"] = [named("3001")]
    assert ask(at, WU) == "allow"


def test_management_operations_are_not_given_by_lists() -> None:
    at = world(acl="public-read-write")
    assert ask(at, WU, "oss:PutBucketLifecycle", BUCKET) == "deny"
    assert ask(at, WU, "oss:ListObjects", BUCKET) == "undetermined"
    assert ask(at, ROOT, "oss:PutBucketLifecycle", BUCKET) == "allow"


def trusted(*names: str, **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"RAM": list(names)}, **more}


@pytest.mark.parametrize(
    ("who", "own", "trust", "expected"),
    [
        # [assume]: both sides must allow.
        (LI, [FULL], [trusted(ROOT)], "allow"),
        (LI, [FULL], [trusted(LI)], "allow"),
        (LI, [], [trusted(LI)], "deny"),
        (LI, [FULL], [], "deny"),
        (LI, [FULL], [trusted(OTHER_ROOT)], "deny"),
        (LI, [FULL], [{**trusted(), "Principal": {"Service": ["ecs.aliyuncs.com"]}}], "deny"),
        (LI, [FULL], [trusted(f"acs:ram::{A}:*")], "undetermined"),
        (LI, [FULL], [trusted(LI), {**trusted(ROOT), "Effect": "Deny"}], "deny"),
        (LI, [FULL], [trusted(LI, **when("Bool", "acs:MFAPresent", "true"))], "undetermined"),
        (WU, [], [trusted(WU)], "allow"),
        (WU, [], [trusted(ROOT)], "deny"),
        (ROOT, [], [trusted(ROOT)], "deny"),
        ("*", [], [trusted(ROOT)], "deny"),
    ],
)
def test_assuming_a_role(who: str, own: Any, trust: Any, expected: str) -> None:
    assert ask(world(own, trust=trust), who, "sts:AssumeRole", OPS) == expected


def holds(*names: str, effect: str = "Allow", action: Any = "kms:*") -> dict[str, Any]:
    return {"Effect": effect, "Action": action, "Resource": ["*"], "Principal": {"RAM": list(names)}}


@pytest.mark.parametrize(
    ("who", "own", "key", "action", "expected"),
    [
        (LI, [], [], "kms:Decrypt", "deny"),
        (LI, [FULL], [], "kms:Decrypt", "allow"),
        (LI, [], [holds(LI)], "kms:Decrypt", "allow"),
        (LI, [FULL], [holds(LI, effect="Deny")], "kms:Decrypt", "deny"),
        (LI, [deny("kms:*")], [holds(LI)], "kms:Decrypt", "deny"),
        (LI, [], [holds(f"acs:ram::{A}:*")], "kms:Decrypt", "undetermined"),
        (LI, [], [holds(ROOT)], "kms:Decrypt", "undetermined"),
        (WU, [], [], "kms:Decrypt", "deny"),
        (WU, [], [holds(WU)], "kms:Decrypt", "allow"),
        # Other accounts may only use a key, not manage it.
        (WU, [], [holds(WU)], "kms:DisableKey", "undetermined"),
        (ROOT, [], [], "kms:Decrypt", "allow"),
        (ROOT, [], [holds(ROOT, effect="Deny")], "kms:Decrypt", "undetermined"),
        (OTHER_ROOT, [], [], "kms:Decrypt", "deny"),
        (OTHER_ROOT, [], [holds(OTHER_ROOT)], "kms:Decrypt", "undetermined"),
        ("*", [], [holds(LI)], "kms:Decrypt", "deny"),
    ],
)
def test_keys(who: str, own: Any, key: Any, action: str, expected: str) -> None:
    assert ask(world(own, key=key), who, action, KEY) == expected


@pytest.mark.parametrize(
    ("who", "control", "management", "expected"),
    [
        (LI, [[FULL], [FULL], [FULL]], C, "allow"),
        (LI, [[FULL], [deny()], [FULL]], C, "deny"),
        (LI, [[FULL], [], [FULL]], C, "deny"),
        (LI, [[FULL], [FULL, deny("oss:*")], [FULL]], C, "deny"),
        (LI, [[FULL], [deny()], [FULL]], A, "allow"),
        # [process]: not the owner of a member account.
        (ROOT, [[deny()], [FULL], [FULL]], C, "allow"),
        # [oss] asks the owner of the resource, [process] the account of the identity.
        (WU, [[deny()], [FULL], [FULL]], C, "undetermined"),
        (WU, [[FULL], [FULL], [FULL]], C, "allow"),
        (OTHER_ROOT, [[deny()], [FULL], [FULL]], C, "undetermined"),
        ("*", [[deny()], [FULL], [FULL]], C, "allow"),
    ],
)
def test_control_policies(who: str, control: Any, management: str, expected: str) -> None:
    at = world([FULL], policy=[named("3001", "*", B)], control=control, management=management)
    assert ask(at, who) == expected


def test_session_policies_narrow_roles_only() -> None:
    at = world([FULL])
    assert ask(at, OPS) == "allow"
    assert ask(at, OPS, session_policy=[]) == "deny"
    assert ask(at, OPS, session_policy=[allow(PUT)]) == "deny"
    assert ask(at, OPS, session_policy=[allow()]) == "allow"
    assert ask(at, OPS, session_policy=[FULL, deny()]) == "deny"


def test_patterns() -> None:
    assert fits("a*c", "abbc")
    assert not fits("a?c", "abbc")
    assert resource_fits("b/*", OBJECT) is None
    # A star that would have to pass over a colon.
    assert resource_fits("acs:oss:*:b/x", OBJECT) is None
    assert resource_fits("acs:oss:*:*:b/*", OBJECT) is True
    assert resource_fits("acs:oss:*:*:b/y", OBJECT) is False
