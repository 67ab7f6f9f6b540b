"""Hand examples of `tests/oracle/aws.py`: the answers are from the pages that it cites."""

from __future__ import annotations

from typing import Any

import pytest

from tests.oracle.aws import ALL_USERS, SIGNED_USERS, Maybe, World, allowed

A, B = "111111111111", "222222222222"
LI, WU = f"arn:aws:iam::{A}:user/li", f"arn:aws:iam::{B}:user/wu"
OPS, ROOT = f"arn:aws:iam::{A}:role/ops", f"arn:aws:iam::{A}:root"
KEY = f"arn:aws:kms:us-east-1:{A}:key/k"
GET, OBJECT = "s3:GetObject", "arn:aws:s3:::b/x"
PLAIN = {"aws:SecureTransport": ["true"], "aws:SourceIp": ["10.1.2.3"]}


def allow(action: Any = GET, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: Any = GET, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Deny", "Action": action, "Resource": resource, **more}


def when(operator: str, key: str, *values: str) -> dict[str, Any]:
    return {"Condition": {operator: {key: list(values)}}}


def identity(kind: str, account: str, *inline: Any, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "account": account, "inline": list(inline), **more}


def world(li: Any = (), policy: Any = (), **bucket: Any) -> World:
    """Account A with Li, the role Ops, its root, a bucket and a key; account B with Wu, who may all."""
    return {
        "accounts": {A: {"canonical": "aaa"}, B: {"canonical": "bbb"}},
        "principals": {
            LI: identity("user", A, *li),
            OPS: identity("role", A, trust=[]),
            ROOT: identity("root", A),
            WU: identity("user", B, allow("*")),
        },
        "groups": {},
        "policies": {},
        "buckets": {
            "b": {"account": A, "policy": list(policy), "acl": [], "ownership": "BucketOwnerEnforced", **bucket}
        },
        "keys": {KEY: {"account": A, "policy": [], "grants": []}},
    }


def ask(at: World, who: str = LI, action: str = GET, resource: str = OBJECT, **more: Any) -> Maybe:
    context = {**PLAIN, **more.pop("context", {})}
    return allowed(at, {"principal": who, "action": action, "resource": resource, "context": context, **more})


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([], False),
        ([allow()], True),
        ([allow("S3:getOBJECT")], True),
        ([allow("s3:Get*", "arn:aws:s3:::b/*")], True),
        ([allow("s3:Get*", "arn:aws:s3:::B/*")], False),
        ([allow("*"), deny("s3:*")], False),
        ([{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}], True),
        ([{"Effect": "Allow", "NotAction": "s3:Get*", "Resource": "*"}], False),
        ([allow("*"), {"Effect": "Deny", "Action": "*", "NotResource": "arn:aws:s3:::b/*"}], True),
        ([allow("*"), {"Effect": "Deny", "Action": "*", "NotResource": "arn:aws:s3:::c/*"}], False),
        ([allow(GET, "arn:aws:s3:::?/x")], True),
        ([allow(GET, "arn:aws:s3:::b/${aws:username}")], False),
        ([allow(GET, "arn:aws:s3:::b/${aws:PrincipalTag/team}")], False),
        ([allow(Unheard="x")], None),
        ([deny(Unheard="x")], False),
    ],
)
def test_identity_policies(statements: Any, expected: Maybe) -> None:
    assert ask(world(statements)) is expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (when("StringEquals", "aws:username", "li"), True),
        (when("StringEquals", "aws:username", "Li"), False),
        (when("StringEqualsIgnoreCase", "aws:UserName", "LI"), True),
        (when("StringNotEquals", "aws:username", "wu", "li"), False),
        (when("StringNotEquals", "aws:PrincipalTag/none", "x"), True),
        (when("StringEquals", "aws:PrincipalTag/none", "x"), False),
        (when("StringEqualsIfExists", "aws:PrincipalTag/none", "x"), True),
        (when("Null", "aws:PrincipalTag/none", "true"), True),
        (when("Null", "aws:SourceIp", "true"), False),
        (when("ForAllValues:StringEquals", "aws:PrincipalTag/none", "x"), True),
        (when("ForAnyValue:StringEquals", "aws:PrincipalTag/none", "x"), False),
        (when("ForAnyValue:StringLike", "aws:username", "l*"), True),
        (when("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:user/*"), True),
        (when("ArnEquals", "aws:PrincipalArn", "arn:aws:iam:*:user/li"), None),
        (when("StringLike", "aws:PrincipalArn", "arn:aws:iam:*:user/li"), True),
        (when("IpAddress", "aws:SourceIp", "10.0.0.0/8"), True),
        (when("IpAddress", "aws:SourceIp", "10.1.2.4"), False),
        (when("NotIpAddress", "aws:SourceIp", "10.0.0.0/8", "2001:db8::/32"), False),
        (when("Bool", "aws:SecureTransport", "false"), False),
        (when("NumericLessThan", "x:size", "10"), True),
        (when("NumericLessThan", "x:size", "9"), False),
        (when("NumericNotEquals", "x:none", "9"), True),
        (when("DateGreaterThan", "x:at", "2025-12-31T23:59:59Z"), True),
        (when("DateLessThanEquals", "x:at", "1767225600"), True),
        (when("StringEquals", "aws:CurrentTime", "now"), None),
        (when("StringEquals", "aws:username", "${aws:username}"), True),
        (when("StringLike", "aws:username", "${*}"), False),
        (when("StringEquals", "s3:x-amz-acl", "private"), False),
        (when("StringSounds", "aws:username", "li"), None),
        (when("StringEquals", "x:many", "a"), None),
        (when("ForAllValues:StringEquals", "x:many", "a", "b"), True),
        (when("ForAnyValue:StringNotEquals", "x:many", "a"), True),
    ],
)
def test_conditions(condition: Any, expected: Maybe) -> None:
    context = {"x:size": ["9"], "x:at": ["2026-01-01T00:00:00Z"], "x:many": ["a", "b"], "s3:x-amz-acl": ["private"]}
    assert ask(world([allow(**condition)]), context=context) is expected


@pytest.mark.parametrize(
    ("who", "principal", "expected"),
    [
        (LI, {"AWS": LI}, True),
        (LI, "*", True),
        (LI, {"AWS": A}, False),
        (OPS, {"AWS": OPS}, True),
        (OPS, {"AWS": f"arn:aws:sts::{A}:assumed-role/ops/session"}, True),
        (OPS, {"AWS": f"arn:aws:sts::{A}:assumed-role/ops/other"}, False),
        (WU, {"AWS": WU}, True),
        (WU, {"AWS": [A, B]}, True),
        (WU, {"CanonicalUser": "bbb"}, True),
        (WU, {"AWS": A}, False),
        (WU, {"Service": "ec2.amazonaws.com"}, False),
        ("*", {"AWS": "*"}, True),
        ("*", {"AWS": B}, False),
        (ROOT, {"AWS": WU}, True),
    ],
)
def test_bucket_policies(who: str, principal: Any, expected: Maybe) -> None:
    assert ask(world(policy=[allow(Principal=principal)]), who) is expected


def test_across_accounts_both_sides_allow() -> None:
    shared = world(policy=[allow(Principal={"AWS": B})])
    shared["principals"][WU]["inline"] = []
    assert ask(shared, WU) is False
    assert ask(world(), WU) is False
    assert ask(world(policy=[allow(Principal="*"), deny(Principal={"AWS": B})]), WU) is False


def test_root_is_stopped_by_a_deny_alone() -> None:
    assert ask(world(), ROOT) is True
    assert ask(world(policy=[deny(Principal="*")]), ROOT) is False
    assert ask(world(policy=[deny(NotPrincipal={"AWS": [A, LI]})]), ROOT) is True


def test_not_principal() -> None:
    assert ask(world([allow()], [deny(NotPrincipal={"AWS": [A, LI]})])) is True
    assert ask(world([allow()], [deny(NotPrincipal={"AWS": LI})])) is None
    assert ask(world([allow()], [deny(NotPrincipal={"AWS": OPS})])) is False
    bounded = world([allow()], [deny(NotPrincipal={"AWS": [A, LI]})])
    bounded["principals"][LI]["boundary"] = "top"
    bounded["policies"]["top"] = [allow("*")]
    assert ask(bounded) is False


def test_boundaries() -> None:
    for who, principal, expected in [(LI, {"AWS": LI}, True), (OPS, {"AWS": OPS}, False), (OPS, "*", True)]:
        at = world(policy=[allow(Principal=principal)])
        at["principals"][who]["boundary"] = "empty"
        at["policies"]["empty"] = []
        assert ask(at, who) is expected
    at = world([allow()])
    at["principals"][LI]["boundary"] = "top"
    at["policies"]["top"] = [allow("s3:Put*")]
    assert ask(at) is False
    at["policies"]["top"].append(allow("s3:*"))
    assert ask(at) is True


def test_groups_and_managed_policies() -> None:
    at = world()
    at["groups"]["g"] = {"inline": [allow(GET)], "managed": ["m"]}
    at["policies"]["m"] = [deny("s3:Put*"), allow("s3:Put*")]
    at["principals"][LI]["groups"] = ["g"]
    assert ask(at) is True
    assert ask(at, action="s3:PutObject") is False


def test_control_policies() -> None:
    at = world([allow()], [allow(Principal="*")])
    at["accounts"][A]["scps"] = [[allow("*")], [allow("s3:*")]]
    assert ask(at) is True
    at["accounts"][A]["scps"].append([allow("kms:*")])
    assert ask(at) is ask(at, ROOT) is False
    assert ask(at, WU) is ask(at, "*") is True
    at["accounts"][A] = {"rcps": [[deny("s3:*", Principal="*")]]}
    assert ask(at) is ask(at, WU) is ask(at, "*") is ask(at, ROOT) is False


def test_lists() -> None:
    listing = {"action": "s3:ListBucket", "resource": "arn:aws:s3:::b"}

    def at(grantee: str, permission: str = "READ", **bucket: Any) -> World:
        grants = [{"grantee": grantee, "permission": permission}]
        return world(acl=grants, **{"ownership": "ObjectWriter", **bucket})

    assert ask(at(ALL_USERS), "*", **listing) is True
    assert ask(at(ALL_USERS, ownership="BucketOwnerEnforced"), "*", **listing) is False
    assert ask(at(ALL_USERS, block={"ignore_public_acls": True}), "*", **listing) is False
    assert ask(at(SIGNED_USERS), "*", **listing) is False
    assert ask(at(SIGNED_USERS), WU, **listing) is ask(at("bbb"), WU, **listing) is True
    assert ask(at("ccc"), WU, **listing) is False
    assert ask(at(ALL_USERS), **listing) is None
    assert ask(at(ALL_USERS, "WRITE"), "*", action="s3:PutObject") is True
    assert ask(at(ALL_USERS, "READ"), "*") is None
    assert ask(at(ALL_USERS, "FULL_CONTROL"), "*", action="s3:PutBucketAcl", resource="arn:aws:s3:::b") is True


def test_lists_of_uploads() -> None:
    put: dict[str, Any] = {"action": "s3:PutObject", "context": {"s3:x-amz-acl": ["public-read"]}}
    assert ask(world([allow("*")]), **put) is False
    assert ask(world([allow("*")], ownership="ObjectWriter"), **put) is True
    assert ask(world([allow("*")], ownership="ObjectWriter", block={"block_public_acls": True}), **put) is False


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({}, False),
        (when("Bool", "aws:SecureTransport", "true"), False),
        (when("IpAddress", "aws:SourceIp", "0.0.0.0/1"), False),
        (when("IpAddress", "aws:SourceIp", "10.0.0.0/8"), True),
        (when("StringEquals", "aws:PrincipalAccount", B), True),
        (when("StringLike", "aws:PrincipalAccount", "*"), False),
        (when("StringNotEquals", "aws:PrincipalAccount", A), None),
    ],
)
def test_restricted_public_buckets(condition: Any, expected: Maybe) -> None:
    at = world(policy=[allow(Principal="*", **condition)], block={"restrict_public_buckets": True})
    assert ask(at, WU) is expected
    at["buckets"]["b"]["block"], at["accounts"][A]["block"] = {}, {"restrict_public_buckets": True}
    assert ask(at, WU) is expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [({}, None), (when("IpAddress", "aws:SourceIp", "10.0.0.0/8"), True)],
)
def test_an_accounts_block_that_was_not_told_may_restrict(condition: Any, expected: Maybe) -> None:
    at = world(policy=[allow(Principal="*", **condition)], block={"ignore_public_acls": True})
    assert ask(at, WU) is True
    at["accounts"][A]["block"] = None
    assert ask(at, WU) is expected
    at["buckets"]["b"]["block"] = {"restrict_public_buckets": True}
    assert ask(at, WU) is (expected is not None)


def test_an_accounts_block_that_was_not_told_may_ignore_and_refuse_lists() -> None:
    listing = {"action": "s3:ListBucket", "resource": "arn:aws:s3:::b"}
    at = world([allow("*")], acl=[{"grantee": ALL_USERS, "permission": "READ"}], ownership="ObjectWriter")
    put: dict[str, Any] = {"action": "s3:PutObject", "context": {"s3:x-amz-acl": ["public-read"]}}
    assert (ask(at, "*", **listing), ask(at, **put)) == (True, True)
    at["accounts"][A]["block"] = None
    assert (ask(at, "*", **listing), ask(at, **put)) == (None, None)
    assert ask(at) is True


def test_a_public_statement_shuts_the_others_out() -> None:
    both = [allow(Principal="*", Action="s3:Put*"), allow(Principal={"AWS": B})]
    at = world([allow()], both, block={"restrict_public_buckets": True})
    assert ask(at, WU) is False
    assert ask(at) is True


def test_keys() -> None:
    decrypt = {"action": "kms:Decrypt", "resource": KEY}
    enable = allow("kms:*", Principal={"AWS": ROOT})
    at = world([allow("kms:*")])
    assert ask(at, **decrypt) is ask(at, ROOT, **decrypt) is ask(at, "*", **decrypt) is False
    at["keys"][KEY]["policy"] = [enable]
    assert ask(at, **decrypt) is ask(at, ROOT, **decrypt) is True
    assert ask(at, OPS, **decrypt) is ask(at, WU, **decrypt) is False
    at["keys"][KEY]["policy"] = [allow("kms:Decrypt", Principal={"AWS": [OPS, B]})]
    assert ask(at, OPS, **decrypt) is ask(at, WU, **decrypt) is True
    assert ask(at, **decrypt) is False


def test_key_grants() -> None:
    decrypt = {"action": "kms:Decrypt", "resource": KEY}
    at = world()
    at["keys"][KEY]["grants"] = [{"grantee": OPS, "operations": ["Decrypt"]}]
    assert ask(at, OPS, **decrypt) is True
    assert ask(at, OPS, action="kms:Encrypt", resource=KEY) is ask(at, LI, **decrypt) is False
    at["principals"][OPS]["inline"] = [deny("kms:*")]
    assert ask(at, OPS, **decrypt) is False
    at["keys"][KEY]["grants"] = [{"grantee": WU, "operations": ["Decrypt"], "constrained": True}]
    assert ask(at, WU, **decrypt) is None


@pytest.mark.parametrize(
    ("who", "principal", "inline", "expected"),
    [
        (LI, {"AWS": LI}, [], True),
        (LI, {"AWS": LI}, [deny("sts:*")], False),
        (LI, {"AWS": A}, [], False),
        (LI, {"AWS": ROOT}, [allow("sts:AssumeRole")], True),
        (LI, {"Service": "ec2.amazonaws.com"}, [allow("*")], False),
        (WU, {"AWS": WU}, [], False),
        (WU, {"AWS": WU}, [allow("sts:*")], True),
        (ROOT, {"AWS": A}, [], False),
    ],
)
def test_trust(who: str, principal: Any, inline: Any, expected: Maybe) -> None:
    at = world()
    at["principals"][who]["inline"] = inline
    at["principals"][OPS]["trust"] = [{"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}]
    assert ask(at, who, "sts:AssumeRole", OPS) is expected


def test_what_is_not_there_is_not_judged() -> None:
    assert ask(world([allow("*")]), resource="arn:aws:s3:::elsewhere/x") is None
