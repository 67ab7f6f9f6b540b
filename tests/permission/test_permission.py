"""Small policies and what they come to."""

from __future__ import annotations

from typing import Any

import pytest

from cloudreview.vocabulary.rows import (
    AclGrant,
    Encryption,
    Grant,
    Key,
    Organization,
    Ownership,
    Parent,
    Placement,
    PublicBlock,
    Store,
    Target,
    Use,
)
from tests.permission.builder import (
    A,
    B,
    Cloud,
    allow,
    deny,
    key_arn,
    may,
    role,
    root,
    session,
    steps,
    truth,
    user,
)

LI = user("li")
GET = "s3:GetObject"
OBJECTS = "arn:aws:s3:::b/*"
ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers"


def one(*inline: Any, policy: tuple[Any, ...] = (), **identity: Any) -> Cloud:
    """A user and a bucket of one closed account."""
    return Cloud().account().identity(LI, *inline, **identity).bucket("b", *policy)


def when(operator: str, key: str, *values: str) -> dict[str, Any]:
    return {"Condition": {operator: {key: list(values)}}}


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([], "refuted"),
        ([allow()], "supported"),
        ([allow("S3:getobject")], "supported"),
        ([allow("s3:Get*")], "supported"),
        ([allow("s3:GetObjec?")], "supported"),
        ([allow("s3:ListBucket")], "refuted"),
        ([allow("*", "arn:aws:s3:::c/*")], "refuted"),
        ([allow("*", "arn:aws:s3:::B/*")], "refuted"),
        ([allow(GET, "arn:aws:s3:::b")], "refuted"),
        ([allow(GET, "arn:aws:s3:::b*")], "supported"),
        ([allow(GET, "arn:aws:s3:::*/x/y")], "supported"),
        ([allow(), deny()], "refuted"),
        ([allow("s3:GetObject*"), deny(GET)], "supported"),
        ([allow(), deny(GET, "arn:aws:s3:::b/x/*")], "supported"),
        ([allow(GET, "arn:aws:s3:::b/x/*"), deny(GET, "arn:aws:s3:::b/x*")], "refuted"),
        ([allow(GET, "arn:aws:s3:::b/x/*"), deny(GET, "arn:aws:s3:::b/x/?*")], "supported"),
        ([{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}], "supported"),
        ([{"Effect": "Allow", "NotAction": ["s3:*", "iam:*"], "Resource": "arn:aws:s3:::*"}], "refuted"),
        # Whoever may change permissions is never refused.
        ([{"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"}], "unknown"),
        ([{"Effect": "Allow", "Action": GET, "NotResource": OBJECTS}], "refuted"),
        ([{"Effect": "Allow", "Action": GET, "NotResource": "arn:aws:s3:::b/x/*"}], "supported"),
        ([allow(), {"Effect": "Deny", "Action": GET, "NotResource": "arn:aws:s3:::b/x/*"}], "supported"),
        (
            [allow(GET, "arn:aws:s3:::b/y/*"), {"Effect": "Deny", "Action": GET, "NotResource": "arn:aws:s3:::b/x/*"}],
            "refuted",
        ),
        ([allow(GET, "arn:aws:s3:::b/${aws:username}/*")], "supported"),
        ([allow(GET, "arn:aws:s3:::b/${aws:username}/*"), deny(GET, "arn:aws:s3:::b/li/*")], "refuted"),
        ([allow(GET, "arn:aws:s3:::b/${aws:username}/*"), deny(GET, "arn:aws:s3:::b/lu/*")], "supported"),
        ([allow(GET, "arn:aws:s3:::b/${s3:prefix}")], "unknown"),
        ([allow(), deny(GET, "arn:aws:s3:::b/${aws:PrincipalTag/team}/*")], "supported"),
        ([allow(Unheard="x")], "unknown"),
        ([allow(), deny(Unheard="x")], "unknown"),
        ([allow(Principal="*")], "unknown"),
        ([allow(**when("StringSounds", "aws:username", "li"))], "unknown"),
        ([allow(), deny("s3:Put*", Unheard="x")], "supported"),
        ([allow(GET, "arn:aws:*:::b/*")], "unknown"),
    ],
)
def test_identity_policies(statements: list[Any], expected: str) -> None:
    assert may(one(*statements).judge(), LI) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (when("StringEquals", "aws:username", "li"), "supported"),
        (when("StringEquals", "aws:username", "LI"), "refuted"),
        (when("StringEqualsIgnoreCase", "AWS:UserName", "LI"), "supported"),
        (when("StringNotEquals", "aws:username", "a", "li"), "refuted"),
        (when("StringLike", "aws:username", "l?"), "supported"),
        (when("StringEquals", "aws:username", "l?"), "refuted"),
        (when("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:user/*"), "supported"),
        (when("ArnLike", "aws:PrincipalArn", "arn:aws:iam:*:user/li"), "refuted"),
        (when("StringLike", "aws:PrincipalArn", "arn:aws:iam:*:user/li"), "supported"),
        (when("StringEquals", "aws:PrincipalAccount", B), "refuted"),
        (when("StringEquals", "aws:PrincipalTag/Team", "red"), "supported"),
        (when("StringEquals", "aws:PrincipalTag/team", "blue"), "refuted"),
        (when("StringEquals", "aws:PrincipalTag/none", "red"), "refuted"),
        (when("StringNotEquals", "aws:PrincipalTag/none", "red"), "supported"),
        (when("StringEqualsIfExists", "aws:PrincipalTag/none", "red"), "supported"),
        (when("Null", "aws:PrincipalTag/none", "true"), "supported"),
        (when("Null", "aws:PrincipalTag/team", "true"), "refuted"),
        (when("ForAllValues:StringEquals", "aws:PrincipalTag/none", "red"), "supported"),
        (when("ForAnyValue:StringEquals", "aws:PrincipalTag/none", "red"), "refuted"),
        (when("StringEquals", "aws:PrincipalType", "User"), "supported"),
        (when("StringEquals", "aws:PrincipalOrgID", "o-1"), "refuted"),
        (when("Bool", "aws:PrincipalIsAWSService", "false"), "supported"),
        (when("StringEquals", "aws:ResourceAccount", A), "supported"),
        (when("StringEquals", "s3:ResourceAccount", B), "refuted"),
        (when("StringEquals", "aws:PrincipalTag/team", "${aws:username}"), "refuted"),
        (when("StringEquals", "aws:username", "${aws:username}"), "supported"),
        (when("Bool", "aws:SecureTransport", "true"), "supported"),
        (when("Null", "aws:SecureTransport", "true"), "refuted"),
        (when("StringEquals", "s3:x-amz-acl", "private"), "unknown"),
        (when("IpAddress", "aws:SourceIp", "10.0.0.0/8"), "unknown"),
        (when("Bool", "aws:MultiFactorAuthPresent", "true"), "unknown"),
        (when("StringEquals", "aws:SourceVpce", "vpce-1"), "unknown"),
        (when("DateLessThan", "aws:CurrentTime", "2030-01-01T00:00:00Z"), "unknown"),
        (when("StringEquals", "s3:ExistingObjectTag/x", "y"), "unknown"),
        (when("StringEquals", "made:up", "y"), "unknown"),
        (when("NumericEquals", "aws:PrincipalAccount", A), "unknown"),
    ],
)
def test_conditions(condition: dict[str, Any], expected: str) -> None:
    found = one(allow(**condition), tags=(("team", "red"),)).judge()
    assert may(found, LI) == expected
    # A Deny with the same condition leaves what the condition leaves out.
    opposite = {"supported": "refuted", "refuted": "supported", "unknown": "unknown"}[expected]
    free = {"aws:SecureTransport", "s3:x-amz-acl"} & {key for keys in condition["Condition"].values() for key in keys}
    denied = may(one(allow(), deny("s3:*", **condition), tags=(("team", "red"),)).judge(), LI)
    assert denied == ("supported" if free else opposite)


def test_residuals_are_told_and_contradictions_remove() -> None:
    found = one(allow(**when("Bool", "aws:SecureTransport", "true"))).judge()
    (step,) = steps(found, principal=LI, store="aws:s3:b", harm="read")
    assert [(atom.key, atom.by) for atom in step.residual] == [("aws:SecureTransport", "actor")]
    insecure = deny(**when("Bool", "aws:SecureTransport", "true"))
    assert may(one(allow(**when("Bool", "aws:SecureTransport", "true")), insecure).judge(), LI) == "refuted"
    assert (
        may(
            one(
                allow(**when("StringEquals", "aws:UserAgent", "a")), deny(**when("StringLike", "aws:UserAgent", "a*"))
            ).judge(),
            LI,
        )
        == "refuted"
    )
    assert (
        may(
            one(
                allow(**when("StringLike", "aws:UserAgent", "a*")), deny(**when("StringEquals", "aws:UserAgent", "a"))
            ).judge(),
            LI,
        )
        == "supported"
    )
    (step,) = steps(one(allow(**when("IpAddress", "aws:SourceIp", "10.0.0.0/8"))).judge(), principal=LI, harm="read")
    assert step.gaps
    assert step.spell.must == (0, 0)


def test_witness_names_the_request() -> None:
    (step,) = steps(one(allow(GET, "arn:aws:s3:::b/x/*.csv")).judge(), principal=LI, harm="read")
    assert step.witness == "s3:GetObject arn:aws:s3:::b/x/.csv"


def test_groups_managed_policies_and_what_was_not_delivered() -> None:
    group = f"arn:aws:iam::{A}:group/g"
    cloud = one(groups=(group,)).identity(group, allow(), kind="group")
    assert may(cloud.judge(), LI) == "supported"
    assert not steps(cloud.judge(), principal=group)
    assert may(one(policies=("pol",)).managed("pol", allow()).judge(), LI) == "supported"
    assert may(one(policies=("pol",)).judge(), LI) == "unknown"
    assert may(one(allow(), policies=("pol",)).judge(), LI) == "unknown"
    assert may(one(deny("*"), policies=("pol",)).judge(), LI) == "refuted"
    assert may(one(groups=(group,)).judge(), LI) == "unknown"


def test_boundaries() -> None:
    assert may(one(allow(), boundary="edge").managed("edge", allow()).judge(), LI) == "supported"
    assert may(one(allow(), boundary="edge").managed("edge", allow("ec2:*")).judge(), LI) == "refuted"
    assert may(one(allow(), boundary="edge").judge(), LI) == "unknown"
    named = allow(GET, OBJECTS, Principal={"AWS": LI})
    assert may(one(policy=(named,), boundary="edge").managed("edge", allow("ec2:*")).judge(), LI) == "supported"
    star = allow(GET, OBJECTS, Principal="*")
    assert may(one(policy=(star,), boundary="edge").managed("edge", allow("ec2:*")).judge(), LI) == "unknown"
    assert may(one(policy=(star,), boundary="edge").managed("edge", deny(), allow("ec2:*")).judge(), LI) == "refuted"
    ops = role("ops")
    cloud = Cloud().account().role(ops, [], boundary="edge").managed("edge", allow("ec2:*"))
    assert may(cloud.bucket("b", allow(GET, OBJECTS, Principal={"AWS": ops})).judge(), ops) == "refuted"


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (allow(GET, OBJECTS, Principal={"AWS": LI}), "supported"),
        (allow(GET, OBJECTS, Principal="*"), "supported"),
        (allow(GET, OBJECTS, Principal={"AWS": "*"}), "supported"),
        (allow(GET, OBJECTS, Principal={"AWS": A}), "unknown"),
        (allow(GET, OBJECTS, Principal={"AWS": user("other")}), "refuted"),
        (allow(GET, OBJECTS, Principal={"Service": "ec2.amazonaws.com"}), "refuted"),
        (allow(GET, OBJECTS, Principal={"AWS": "AIDAABCDEFGHIJKLMNOP"}), "refuted"),
        (allow(GET, OBJECTS, Principal={"AWS": "arn:aws:iam::*:user/li"}), "unknown"),
        (allow(GET, OBJECTS), "unknown"),
        (allow(GET, OBJECTS, NotPrincipal={"AWS": user("other")}), "unknown"),
    ],
)
def test_bucket_policies_within_an_account(policy: Any, expected: str) -> None:
    assert may(one(policy=(policy,)).judge(), LI) == expected


@pytest.mark.parametrize(
    ("principal", "expected"),
    [
        ({"AWS": [LI, A]}, "supported"),
        ({"AWS": [user("other"), B]}, "refuted"),
        ({"AWS": LI}, "unknown"),
        ({"AWS": root()}, "unknown"),
        ({"Service": "ec2.amazonaws.com"}, "refuted"),
    ],
)
def test_deny_with_not_principal(principal: Any, expected: str) -> None:
    cloud = one(allow(), policy=(deny("s3:*", OBJECTS, NotPrincipal=principal),))
    assert may(cloud.judge(), LI) == expected


def test_roles_sessions_and_root() -> None:
    ops = role("team/ops")
    cloud = Cloud().account().role(ops, [], allow()).bucket("b")
    seen = session("ops", "li")
    cloud.add(Use(person="p", principal=seen))
    found = cloud.judge()
    assert may(found, ops) == may(found, seen) == "supported"
    assert may(found, root()) == "supported"
    named = (
        Cloud()
        .account()
        .role(role("ops"), [])
        .bucket("b", allow(GET, OBJECTS, Principal={"AWS": session("ops", "li")}))
    )
    (step,) = steps(named.judge(), principal=role("ops"), harm="read")
    assert [(atom.key, atom.values) for atom in step.residual] == [("sts:RoleSessionName", ("li",))]
    other = named.add(Use(person="p", principal=session("ops", "wu")))
    assert may(other.judge(), session("ops", "wu")) == "refuted"
    assert may(other.judge(), session("ops", "li")) == "supported"
    no_root = Cloud().account().bucket("b", deny("s3:*", "*", Principal="*"))
    assert may(no_root.judge(), root()) == "unknown"
    tagged = (
        Cloud().account().role(ops, [], allow(**when("StringEquals", "aws:PrincipalTag/x", "y")), tags=(("x", "y"),))
    )
    assert may(tagged.bucket("b").judge(), ops) == "unknown"


def test_variable_absent_for_a_role_matches_nothing() -> None:
    ops = role("ops")
    cloud = Cloud().account().role(ops, [], allow(GET, "arn:aws:s3:::b/${aws:username}/*")).bucket("b")
    assert may(cloud.judge(), ops) == "refuted"


def two(inline: Any, policy: Any, **identity: Any) -> Cloud:
    """A user of account B and a bucket of account A."""
    return Cloud().account(A).account(B).identity(user("li", B), *inline, **identity).bucket("b", *policy)


@pytest.mark.parametrize(
    ("inline", "policy", "expected"),
    [
        ([allow()], [], "refuted"),
        ([], [allow(GET, OBJECTS, Principal={"AWS": user("li", B)})], "refuted"),
        ([allow()], [allow(GET, OBJECTS, Principal={"AWS": user("li", B)})], "supported"),
        ([allow()], [allow(GET, OBJECTS, Principal={"AWS": root(B)})], "supported"),
        ([allow()], [allow(GET, OBJECTS, Principal="*")], "supported"),
        ([allow()], [allow("s3:PutObject", OBJECTS, Principal="*")], "refuted"),
        ([allow(GET, "arn:aws:s3:::b/x/*")], [allow(GET, "arn:aws:s3:::b/y/*", Principal="*")], "refuted"),
        ([allow(GET, "arn:aws:s3:::b/*/x")], [allow(GET, "arn:aws:s3:::b/y/*", Principal="*")], "supported"),
    ],
)
def test_across_accounts_both_must_allow(inline: Any, policy: Any, expected: str) -> None:
    assert may(two(inline, policy).judge(), user("li", B)) == expected


def test_an_account_that_was_not_delivered() -> None:
    cloud = Cloud().account(A).bucket("b", allow(GET, OBJECTS, Principal={"AWS": B}))
    found = cloud.judge()
    assert may(found, f"arn:aws:iam::{B}:unnamed") == "unknown"
    assert may(found, "*") == "refuted"
    cloud.add(Use(person="p", principal=user("wu", B)))
    assert may(cloud.judge(), user("wu", B)) == "unknown"
    by_condition = allow(GET, OBJECTS, Principal="*", **when("StringEquals", "aws:PrincipalAccount", B))
    found = Cloud().account(A).bucket("b", by_condition).judge()
    assert may(found, f"arn:aws:iam::{B}:unnamed") == "unknown"
    assert may(found, "*") == "refuted"


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ([], "refuted"),
        ([allow(GET, OBJECTS, Principal="*")], "supported"),
        ([allow(GET, OBJECTS, Principal={"AWS": A})], "refuted"),
        ([allow(GET, OBJECTS, Principal="*"), deny("s3:*", "*", Principal="*")], "refuted"),
        ([allow(GET, OBJECTS, Principal="*", **when("StringEquals", "aws:PrincipalOrgID", "o-1"))], "unknown"),
        (
            [allow(GET, OBJECTS, Principal="*", **when("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/x"))],
            "unknown",
        ),
        ([allow(GET, OBJECTS, Principal="*", **when("IpAddress", "aws:SourceIp", "10.0.0.0/8"))], "unknown"),
        ([allow(GET, OBJECTS, Principal={"Federated": "graph.facebook.com"})], "refuted"),
        (
            [
                allow(GET, OBJECTS, Principal="*"),
                deny("s3:*", OBJECTS, Principal="*", **when("StringNotEquals", "aws:PrincipalAccount", A)),
            ],
            "refuted",
        ),
    ],
)
def test_everybody(policy: Any, expected: str) -> None:
    assert may(one(policy=tuple(policy)).judge(), "*") == expected


def block(**switches: bool) -> PublicBlock:
    names = ("block_public_acls", "ignore_public_acls", "block_public_policy", "restrict_public_buckets")
    return PublicBlock(subject="aws:s3:b", **{name: switches.get(name, False) for name in names})


def test_public_access_block() -> None:
    star, wu = allow(GET, OBJECTS, Principal="*"), user("li", B)
    public = two([allow()], [star]).add(block(restrict_public_buckets=True)).judge()
    assert (may(public, "*"), may(public, wu)) == ("refuted", "refuted")
    fixed = two([allow()], [allow(GET, OBJECTS, Principal={"AWS": B})]).add(block(restrict_public_buckets=True)).judge()
    assert may(fixed, wu) == "supported"
    vpc = allow(GET, OBJECTS, Principal="*", **when("StringEquals", "aws:SourceVpc", "vpc-1"))
    assert may(two([allow()], [vpc]).add(block(restrict_public_buckets=True)).judge(), wu) == "unknown"
    lists = AclGrant(store="aws:s3:b", grantee=ALL_USERS, permission="WRITE")
    cloud = Cloud().account().bucket("b", acl=True).add(lists)
    assert may(cloud.judge(), "*", "alter") == "supported"
    cloud.add(block(ignore_public_acls=True))
    assert may(cloud.judge(), "*", "alter") == "refuted"


def test_access_control_lists() -> None:
    everybody = AclGrant(store="aws:s3:b", grantee=ALL_USERS, permission="FULL_CONTROL")
    cloud = Cloud().account().bucket("b", acl=True).add(everybody)
    found = cloud.judge()
    assert may(found, "*", "alter") == "supported"
    # A bucket's list does not give its objects; the objects' own lists were not delivered.
    assert may(found, "*", "read") == "unknown"
    off = cloud.add(Ownership(store="aws:s3:b", rule="BucketOwnerEnforced")).judge()
    assert may(off, "*", "alter") == may(off, "*", "read") == "refuted"
    somebody = AclGrant(store="aws:s3:b", grantee="79a5", permission="WRITE")
    assert may(Cloud().account().bucket("b", acl=True).add(somebody).judge(), "*", "alter") == "unknown"
    owner = AclGrant(store="aws:s3:b", grantee="79a5", permission="FULL_CONTROL", owner=True)
    told = Cloud().account().bucket("b", acl=True).add(owner).close("statements", "aws:s3:b", by="declared").judge()
    assert may(told, "*", "alter") == may(told, "*", "read") == "refuted"


def organised(
    *statements: Any,
    kind: str = "SERVICE_CONTROL_POLICY",
    management: str = "999999999999",
    policy: tuple[Any, ...] = (),
) -> Cloud:
    """Account A under ou-1 under r-1, with a policy at ou-1 and FullAWSAccess elsewhere."""
    cloud = (
        Cloud()
        .account(lone=False)
        .close("restrictions", f"aws:{A}")
        .identity(LI, allow(["s3:Get*", "s3:List*"]))
        .bucket("b", *policy)
    )
    cloud.add(Organization(account=f"aws:{A}", organization="o-1", management=f"aws:{management}"))
    cloud.add(Parent(child=f"aws:{A}", parent="ou-1"), Parent(child="ou-1", parent="r-1"))
    for target in (f"aws:{A}", "r-1"):
        cloud.add(Target(target=target, policy="p-FullAWSAccess", type="SERVICE_CONTROL_POLICY"))
    cloud.add(Target(target="ou-1", policy="p-1", type=kind))
    if kind != "SERVICE_CONTROL_POLICY":
        cloud.add(Target(target="ou-1", policy="p-FullAWSAccess", type="SERVICE_CONTROL_POLICY"))
    return cloud.managed("p-1", *statements)


@pytest.mark.parametrize(
    ("statements", "expected", "of_root"),
    [
        ([allow("*")], "supported", "supported"),
        ([allow("s3:Put*")], "refuted", "refuted"),
        ([allow("*"), deny("s3:Get*")], "refuted", "refuted"),
        (
            [allow("*"), deny("s3:Get*", **when("ArnNotLike", "aws:PrincipalArn", "arn:aws:iam::*:user/l*"))],
            "supported",
            "unknown",  # the root user can act as one who is not denied
        ),
        (
            [allow("*"), deny("s3:Get*", **when("StringNotEquals", "aws:PrincipalTag/team", "red"))],
            "refuted",
            "unknown",
        ),
        ([allow("*"), deny("s3:Get*", "arn:aws:s3:::*/${aws:username}/*")], "supported", "supported"),
    ],
)
def test_service_control_policies(statements: Any, expected: str, of_root: str) -> None:
    found = organised(*statements).judge()
    assert may(found, LI) == expected
    assert may(found, root()) == of_root


def test_management_account_and_what_is_not_known_of_the_organization() -> None:
    assert may(organised(deny("*"), management=A).judge(), LI) == "supported"
    cloud = organised(deny("*"))
    cloud.said = [said for said in cloud.said if not isinstance(said[0], Organization)]
    assert may(cloud.judge(), LI) == "unknown"
    opened = organised(allow("*"))
    opened.open.add(("restrictions", f"aws:{A}"))
    assert may(opened.judge(), LI) == "unknown"
    denied = organised(deny("*"))
    denied.open.add(("restrictions", f"aws:{A}"))
    assert may(denied.judge(), LI) == "refuted"
    undelivered = organised()
    assert may(undelivered.judge(), LI) == "unknown"


def test_resource_control_policies_bind_strangers_too() -> None:
    perimeter = deny("s3:*", Principal="*", **when("StringNotEqualsIfExists", "aws:PrincipalOrgID", "o-1"))
    found = organised(perimeter, kind="RESOURCE_CONTROL_POLICY").judge()
    assert may(found, LI) == "supported"
    assert may(found, root()) == "supported"
    cloud = organised(deny("s3:*", Principal="*"), kind="RESOURCE_CONTROL_POLICY")
    assert may(cloud.judge(), root()) == "refuted"


def test_resource_control_policies_do_not_bind_keys_that_aws_manages() -> None:
    for manager, expected in (("CUSTOMER", "refuted"), ("AWS", "supported")):
        cloud = organised(deny("kms:*", Principal="*"), kind="RESOURCE_CONTROL_POLICY")
        cloud.identity(user("wu")).add(Key(key=key_arn(), account=f"aws:{A}", manager=manager)).close(
            "statements", key_arn()
        )
        cloud.statements("key", key_arn(), [allow("kms:Decrypt", Principal={"AWS": user("wu")})])
        assert truth(cloud.judge(), "decrypts", principal=user("wu"), key=key_arn()).word == expected


def test_a_disabled_key_is_no_yes() -> None:
    for state, expected in (("Enabled", "supported"), (None, "supported"), ("Disabled", "unknown")):
        cloud = Cloud().account().identity(LI).close("statements", key_arn())
        cloud.add(Key(key=key_arn(), account=f"aws:{A}", manager="CUSTOMER", state=state))
        cloud.statements("key", key_arn(), [allow("kms:Decrypt", Principal={"AWS": LI})])
        found = cloud.judge()
        assert truth(found, "decrypts", principal=LI, key=key_arn()).word == expected


def test_open_scopes_are_unknown_by_name() -> None:
    cloud = one(allow())
    cloud.open.add(("statements", "aws:s3:b"))
    found = cloud.judge()
    assert may(found, LI) == "unknown"
    assert may(found, "*") == may(found, "*", mode="raw") == "unknown"
    cloud = one()
    cloud.open.add(("statements", f"aws:{A}"))
    found = cloud.judge()
    assert may(found, LI) == may(found, f"arn:aws:iam::{A}:unnamed") == "unknown"
    assert may(found, f"arn:aws:iam::{A}:unnamed", mode="raw") == "unknown"
    assert may(found, "*") == "refuted"
    ownerless = Cloud().account().add(Store(store="aws:s3:b")).close("statements", "aws:s3:b").judge()
    assert may(ownerless, "*") == "unknown"
    assert all(one.gaps for one in found.steps if one.truth.word == "unknown")


def test_stores_and_principals_beyond_what_is_implemented() -> None:
    cloud = one().add(Store(store="aws:rds:db", account=f"aws:{A}"), Placement(dataset="d", store="alibaba:oss:x"))
    cloud.add(Use(person="p", principal="somebody", provider="aws"))
    found = cloud.judge()
    assert may(found, "*", store="aws:rds:db") == may(found, "*", store="alibaba:oss:x") == "unknown"
    assert may(found, "somebody") == "unknown"


def test_placement_prefixes_bound_the_question() -> None:
    def placed(*prefixes: str | None) -> str:
        cloud = one(allow(GET, "arn:aws:s3:::b/x/*"))
        for number, prefix in enumerate(prefixes):
            cloud.add(Placement(dataset=f"d{number}", store="aws:s3:b", prefix=prefix))
        return may(cloud.judge(), LI)

    assert placed() == placed(None) == placed("x/") == placed("x/1/") == "supported"
    assert placed("y/") == "refuted"
    assert placed("x/", "y/") == "unknown"


class TestTrust:
    OPS = role("ops")

    def assumed(self, trust: Any, inline: Any = (), who: str = LI) -> str:
        cloud = Cloud().account(A).account(B).identity(who, *inline)
        cloud.role(self.OPS, trust)
        return truth(cloud.judge(), "assumes", principal=who, **{"as": self.OPS}).word

    @pytest.mark.parametrize(
        ("principal", "inline", "expected"),
        [
            ({"AWS": LI}, [], "supported"),
            ({"AWS": A}, [], "refuted"),
            ({"AWS": A}, [allow("sts:AssumeRole")], "supported"),
            ({"AWS": root()}, [allow("sts:AssumeRole", role("other"))], "refuted"),
            ({"AWS": LI}, [deny("sts:*")], "refuted"),
            ({"AWS": B}, [allow("sts:AssumeRole")], "refuted"),
            ("*", [], "supported"),
            ({"Service": "ec2.amazonaws.com"}, [allow("sts:AssumeRole")], "refuted"),
            ({"Federated": "arn:aws:iam::111111111111:saml-provider/x"}, [allow("sts:AssumeRole")], "refuted"),
        ],
    )
    def test_within(self, principal: Any, inline: Any, expected: str) -> None:
        trust = [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal}]
        assert self.assumed(trust, inline) == expected

    def test_across(self) -> None:
        trust = [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": B}}]
        wu = user("wu", B)
        assert self.assumed(trust, [allow("sts:AssumeRole")], wu) == "supported"
        assert self.assumed(trust, [], wu) == "refuted"

    def test_conditions(self) -> None:
        def asks(**condition: Any) -> str:
            return self.assumed(
                [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": LI}, **condition}]
            )

        assert asks(**when("StringEquals", "sts:ExternalId", "x")) == "supported"
        assert asks(**when("Bool", "aws:MultiFactorAuthPresent", "true")) == "unknown"
        assert asks(**when("StringEquals", "aws:PrincipalArn", user("x"))) == "refuted"

    def test_root_cannot_and_stranger_can(self) -> None:
        trust = [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": "*"}]
        found = Cloud().account().role(self.OPS, trust).bucket("b").judge()
        assert truth(found, "assumes", principal="*", **{"as": self.OPS}).word == "supported"
        assert truth(found, "assumes", principal=root(), **{"as": self.OPS}).word == "refuted"

    def test_open(self) -> None:
        cloud = Cloud().role(self.OPS, [])
        found = cloud.judge()
        assert truth(found, "assumes", principal="*", **{"as": self.OPS}).word == "unknown"
        assert truth(found, "assumes", "raw", principal="*", **{"as": self.OPS}).word == "unknown"


class TestKeys:
    K = key_arn()
    ENABLE = allow("kms:*", "*", Principal={"AWS": root()})

    def decrypted(self, inline: Any, *policy: Any, who: str = LI, **more: Any) -> str:
        cloud = Cloud().account(A).account(B).identity(who, *inline, **more).key("k1", *policy)
        return truth(cloud.judge(), "decrypts", principal=who, key=self.K).word

    def test_policy_must_enable(self) -> None:
        both = [allow("kms:Decrypt")]
        assert self.decrypted(both) == "refuted"
        assert self.decrypted(both, self.ENABLE) == "supported"
        assert self.decrypted([], self.ENABLE) == "refuted"
        named = allow("kms:Decrypt", "*", Principal={"AWS": LI})
        assert self.decrypted([], named) == "supported"
        assert self.decrypted([deny("kms:*")], named) == "refuted"
        assert self.decrypted([allow("kms:Decrypt", key_arn("k2"))], self.ENABLE) == "refuted"

    def test_across(self) -> None:
        theirs = allow("kms:Decrypt", "*", Principal={"AWS": B})
        wu = user("wu", B)
        assert self.decrypted([allow("kms:*")], theirs, who=wu) == "supported"
        assert self.decrypted([], theirs, who=wu) == "refuted"

    def test_grants(self) -> None:
        cloud = Cloud().account().identity(LI).key("k1")
        cloud.add(Grant(key=self.K, grant="g", grantee=LI, operations=("Decrypt",)))
        assert truth(cloud.judge(), "decrypts", principal=LI, key=self.K).word == "supported"
        bound = Cloud().account().identity(LI).key("k1")
        bound.add(Grant(key=self.K, grant="g", grantee=LI, operations=("Decrypt",), constrained=True))
        assert truth(bound.judge(), "decrypts", principal=LI, key=self.K).word == "unknown"
        other = Cloud().account().identity(LI).key("k1")
        other.add(Grant(key=self.K, grant="g", grantee=LI, operations=("Encrypt",)))
        assert truth(other.judge(), "decrypts", principal=LI, key=self.K).word == "refuted"

    def test_root_and_stop(self) -> None:
        found = Cloud().account().identity(LI, allow("kms:DisableKey")).key("k1", self.ENABLE).judge()
        assert truth(found, "decrypts", principal=root(), key=self.K).word == "supported"
        assert may(found, LI, "stop", self.K) == "supported"
        assert may(found, LI, "stop", self.K, mode="raw") == "supported"
        assert truth(found, "decrypts", principal=LI, key=self.K).word == "refuted"

    def test_open_key_is_unknown_for_readers(self) -> None:
        cloud = one(allow()).identity(user("wu"))
        cloud.add(Encryption(store="aws:s3:b", algorithm="aws:kms", key=self.K))
        found = cloud.judge()
        assert truth(found, "decrypts", principal=LI, key=self.K).word == "unknown"
        assert truth(found, "decrypts", principal=user("wu"), key=self.K).word == "refuted"
        assert truth(found, "decrypts", principal=root(), key=self.K).word == "unknown"


@pytest.mark.parametrize(
    "action",
    [
        "iam:PutUserPolicy",
        "iam:AttachUserPolicy",
        "iam:CreateAccessKey",
        "iam:PassRole",
        "lambda:UpdateFunctionCode",
        "ssm:SendCommand",
        "s3:PutBucketPolicy",
        "s3:PutBucketAcl",
    ],
)
def test_escalation_is_unknown(action: str) -> None:
    found = one(allow(action)).judge()
    assert may(found, LI) == "unknown"
    (step,) = steps(found, principal=LI, harm="read")
    assert any("may change what is allowed" in gap.why for gap in found.gaps if gap.id in step.gaps)
    # What a reader is shown is the action that was allowed, not one that nobody allowed.
    assert (step.witness or "").split()[0].lower() == action.lower()
    assert may(one(allow(action), deny(action)).judge(), LI) == "refuted"


def test_a_deny_does_not_stop_the_root_user_who_can_lift_it() -> None:
    shut = deny("*", ["arn:aws:s3:::b", OBJECTS], Principal="*")
    cloud = Cloud().account().bucket("b", shut).key("k1", allow("kms:*", Principal={"AWS": LI}))
    result = cloud.identity(LI).judge()
    assert may(result, root()) == "unknown"
    assert may(result, root(), "stop") == "unknown"
    assert truth(result, "decrypts", principal=root(), key=key_arn()).word == "unknown"
    assert may(result, LI) == "refuted"
    assert may(organised(allow("*"), deny("*"), policy=(shut,)).judge(), root()) == "refuted"
    only_reads = organised(allow("*"), deny("s3:Get*", Principal="*"), policy=(shut,))
    assert may(only_reads.judge(), root(), "alter") == "unknown"


def test_escalation_reaches_roles_and_keys() -> None:
    ops = role("ops")
    cloud = Cloud().account().identity(LI, allow("iam:*")).role(ops, []).key("k1")
    found = cloud.judge()
    assert truth(found, "assumes", principal=LI, **{"as": ops}).word == "unknown"
    assert truth(found, "assumes", "raw", principal=LI, **{"as": ops}).word == "unknown"
    assert truth(found, "decrypts", principal=LI, key=key_arn()).word == "unknown"


def test_raw_disregards_everything_but_relations() -> None:
    found = one(deny("*"), policy=(deny("s3:*", "*", Principal="*"),)).judge()
    assert may(found, LI) == "refuted"
    assert all(may(found, LI, harm, mode="raw") == "supported" for harm in ("read", "alter", "stop"))
    assert may(found, "*", mode="raw") == "refuted"
    listing = allow("s3:ListBucket", "*", Principal="*", **when("IpAddress", "aws:SourceIp", "10.0.0.0/8"))
    assert may(one(policy=(listing,)).judge(), "*", mode="raw") == "supported"
    pair = Cloud().account(A).account(B).identity(user("wu", B)).bucket("b")
    assert may(pair.judge(), user("wu", B), mode="raw") == "refuted"
    for account in (A, B):
        pair.add(Organization(account=f"aws:{account}", organization="o-1", management=f"aws:{A}"))
    assert may(pair.judge(), user("wu", B), mode="raw") == "supported"


def test_time_slices() -> None:
    cloud = Cloud().account().identity(LI).bucket("b").statements("inline", LI, [allow()], span=(10, 40), may=(0, 60))
    found = cloud.judge()
    assert [truth(found, principal=LI, harm="read", at=at).word for at in (5, 20, 50, 80)] == [
        "unknown",
        "supported",
        "unknown",
        "refuted",
    ]
    (sure,) = [one for one in steps(found, principal=LI, harm="read") if one.truth.word == "supported"]
    assert sure.spell.must == sure.spell.may == (10, 40)
    denied = (
        Cloud()
        .account()
        .identity(LI, allow())
        .bucket("b")
        .statements("inline", LI, [deny("s3:*")], "q", span=(50, 100))
    )
    assert [truth(denied.judge(), principal=LI, harm="read", at=at).word for at in (20, 70)] == ["supported", "refuted"]
