"""Alibaba Cloud: each rule of docs/permission-alibaba.md beside a case that only that rule explains."""

from __future__ import annotations

from typing import Any

import pytest

from cloudreview.permission import PermissionResult
from cloudreview.permission.alibaba.routes import TWO_SCOPES
from cloudreview.vocabulary.rows import AclGrant, Grouped, Identity, Placement, Store, Use
from tests.permission.alibaba_worlds import (
    BUCKET,
    FULL,
    KEY,
    A,
    Aliyun,
    B,
    C,
    allow,
    assumes,
    blocked,
    deny,
    group,
    may,
    opens,
    policy,
    role,
    root,
    user,
)
from tests.permission.builder import steps, truth

LI, WU, OPS, FAR = user("li"), user("wu", B), role("ops"), role("far", B)


def one(*own: dict[str, Any], said: Any = (), **more: Any) -> Aliyun:
    """One user with a policy of its own, and one bucket with one."""
    return Aliyun().uid().who(LI, *own, number="2001", **more).oss(*said)


def test_an_identity_policy_allows_and_a_deny_wins() -> None:
    assert may(one(allow()).judge(), LI) == "supported"
    assert may(one().judge(), LI) == "refuted"
    assert may(one(allow(), deny()).judge(), LI) == "refuted"
    assert may(one(allow("oss:*", "*")).judge(), LI, "alter") == "supported"
    assert may(one(allow(), said=[deny(Principal=["2001"])]).judge(), LI) == "refuted"
    assert may(one(allow(), deny(resource="acs:oss:*:*:b/x*")).judge(), LI) == "supported"


def test_a_group_gives_its_members_what_is_attached_to_it() -> None:
    cloud = Aliyun().uid().oss().who(group("g"), allow()).who(LI, groups=(group("g"),))
    assert may(cloud.judge(), LI) == "supported"
    assert may(Aliyun().uid().oss().who(LI, groups=(group("g"),)).judge(), LI) == "unknown"


# 1. Policies for the whole account and for a resource group: the pages agree but on a Deny of the latter.

ORDER = TWO_SCOPES.format(account=f"alibaba:{A}")


def questions(found: PermissionResult, rule: str = "allows", **fields: str) -> list[str]:
    (step,) = steps(found, rule, **fields)
    return sorted(gap.question for gap in found.gaps if gap.id in step.gaps)


def test_whether_a_deny_for_a_resource_group_undoes_an_allow_for_the_account_is_not_settled() -> None:
    cloud = one(allow(), grouped=[deny()]).who(user("wu"), allow(), grouped=[deny()])
    found = cloud.add(Grouped(store=BUCKET, group="rg-1")).judge()
    assert may(found, LI) == "unknown"
    # One question of the whole account, whoever it is about.
    assert questions(found, principal=LI, harm="read") == [ORDER]
    assert questions(found, principal=user("wu"), harm="read") == [ORDER]
    assert may(found, LI, mode="raw") == "supported"


OFF = {"Condition": {"Bool": {"acs:SecureTransport": ["false"]}}}


@pytest.mark.parametrize(
    ("own", "grouped", "lies_in", "expected"),
    [
        ([allow()], [deny()], "rg-1", "unknown"),
        ([allow()], [deny(), allow()], "rg-1", "unknown"),
        ([allow()], [deny()], None, "unknown"),
        # Where both readings give the same, it is the answer.
        ([allow()], [deny()], "rg-2", "supported"),
        ([allow()], [allow()], "rg-1", "supported"),
        ([allow()], [deny("oss:PutObject")], "rg-1", "supported"),
        ([allow()], [deny(resource="acs:oss:*:*:b/x*")], "rg-1", "supported"),
        ([allow()], [deny(**OFF)], "rg-1", "supported"),
        ([], [deny()], "rg-1", "refuted"),
        ([], [deny(), allow()], "rg-1", "refuted"),
        ([], [deny()], None, "refuted"),
        ([deny()], [allow()], "rg-1", "refuted"),
        ([deny(), allow()], [deny()], "rg-1", "refuted"),
    ],
)
def test_a_deny_for_one_scope_and_an_allow_for_the_other(
    own: list[Any], grouped: list[Any], lies_in: str | None, expected: str
) -> None:
    cloud = one(*own, grouped=grouped)
    if lies_in:
        cloud.add(Grouped(store=BUCKET, group=lies_in))
    assert may(cloud.judge(), LI) == expected


def test_a_condition_that_escapes_the_deny_for_a_resource_group_is_needed_in_one_reading() -> None:
    found = one(allow(), grouped=[deny(**OFF)]).add(Grouped(store=BUCKET, group="rg-1")).judge()
    (step,) = steps(found, principal=LI, harm="read")
    assert [(atom.key, atom.values, atom.negated) for atom in step.residual] == [
        ("acs:SecureTransport", ("false",), True)
    ]


def test_of_keys_and_roles_neither_the_order_nor_the_resource_group_is_known() -> None:
    cloud = Aliyun().uid().who(LI, allow(["kms:Decrypt", "sts:AssumeRole"], "*"), grouped=[deny("*", "*")])
    found = cloud.kms().assumed(OPS, TRUST_A).judge()
    assert opens(found, LI) == assumes(found, LI, OPS) == "unknown"
    in_doubt = [ORDER, "Which resources lie in rg-1?"]
    assert questions(found, "decrypts", principal=LI, key=KEY) == in_doubt
    assert questions(found, "assumes", principal=LI, **{"as": OPS}) == in_doubt


def test_an_allow_for_a_resource_group_is_unknown_until_its_resources_are_told() -> None:
    found = one(grouped=[allow()]).judge()
    assert may(found, LI) == "unknown"
    (step,) = steps(found, principal=LI, harm="read")
    assert [gap.question for gap in found.gaps if gap.id in step.gaps] == ["Which resources lie in rg-1?"]


@pytest.mark.parametrize(("lies_in", "expected"), [("rg-1", "supported"), ("rg-2", "refuted"), (None, "unknown")])
def test_the_group_in_which_a_bucket_lies_decides(lies_in: str | None, expected: str) -> None:
    cloud = one(grouped=[allow()])
    if lies_in:
        cloud.add(Grouped(store=BUCKET, group=lies_in))
    assert may(cloud.judge(), LI) == expected


def test_the_group_in_which_a_bucket_only_possibly_lies_leaves_every_group_possible() -> None:
    """When it was told is over, and nobody says that the bucket did not change its group since."""
    cloud = one(grouped=[allow()]).add(Grouped(store=BUCKET, group="rg-2"), span=(0, 10), may=(0, 100))
    assert may(cloud.judge(), LI, at=5) == "refuted"
    assert may(cloud.judge(), LI, at=50) == "unknown"
    cloud = one(allow(), grouped=[deny()]).add(Grouped(store=BUCKET, group="rg-2"), span=(0, 10), may=(0, 100))
    assert may(cloud.judge(), LI, at=5) == "supported"
    assert may(cloud.judge(), LI, at=50) == "unknown"


def test_what_several_answers_tell_of_an_identity_is_put_together() -> None:
    cloud = Aliyun().uid().oss(allow("oss:PutObject", Principal=["2001"])).who(group("g"), deny("oss:Delete*"))
    cloud.add(Identity(account=f"alibaba:{A}", principal=LI, kind="user", number="2001"))
    cloud.add(Identity(account=f"alibaba:{A}", principal=LI, kind="user", groups=(group("g"),)))
    cloud.add(Identity(account=f"alibaba:{A}", principal=LI, kind="user", policies=(policy("p"),)))
    cloud.managed(policy("p"), allow(["oss:GetObject", "oss:Delete*"]))
    found = cloud.judge()
    assert [may(found, LI, harm) for harm in ("read", "alter", "stop")] == ["supported", "supported", "refuted"]
    assert {may(found, LI, harm, mode="raw") for harm in ("read", "alter", "stop")} == {"supported"}


def test_what_only_possibly_is_attached_is_in_doubt() -> None:
    cloud = Aliyun().uid().oss().who(LI).managed(policy("p"), allow())
    cloud.add(
        Identity(account=f"alibaba:{A}", principal=LI, kind="user", policies=(policy("p"),)), span=(0, 10), may=(0, 100)
    )
    assert may(cloud.judge(), LI, at=5) == "supported"
    assert may(cloud.judge(), LI, at=50) == "unknown"


def test_a_deny_for_a_resource_group_counts_against_the_policy_of_the_bucket() -> None:
    said = [allow(Principal=["2001"])]
    assert may(one(said=said).judge(), LI) == "supported"
    assert may(one(said=said, grouped=[deny()]).judge(), LI) == "unknown"
    inside = Grouped(store=BUCKET, group="rg-1")
    assert may(one(said=said, grouped=[deny()]).add(inside).judge(), LI) == "refuted"
    assert may(one(allow(), said=said, grouped=[deny()]).add(inside).judge(), LI) == "unknown"


# 2. Control policies bind users and roles of members, not the account itself, and nobody in the management account.


def test_a_control_policy_binds_users_and_not_the_account_itself() -> None:
    cloud = Aliyun().uid(lone=False).who(LI, allow()).oss().directory([FULL], [FULL], [FULL, deny("oss:*", "*")])
    found = cloud.judge()
    assert may(found, LI) == "refuted"
    assert may(found, root()) == "supported"


def test_every_level_must_allow() -> None:
    def at(*levels: list[dict[str, Any]]) -> str:
        return may(Aliyun().uid(lone=False).who(LI, allow()).oss().directory(*levels).judge(), LI)

    assert at([FULL], [FULL], [FULL]) == "supported"
    assert at([FULL], [allow("ecs:*", "*")], [FULL]) == "refuted"
    assert at() == "supported"


def test_a_control_policy_binds_nobody_in_the_management_account() -> None:
    cloud = Aliyun().uid(lone=False).who(LI, allow()).oss()
    cloud.directory([FULL], [FULL], [FULL, deny("oss:*", "*")], management=A)
    assert may(cloud.judge(), LI) == "supported"


def test_a_control_policy_that_is_said_to_bind_all_leaves_the_account_itself_unknown() -> None:
    """ "Not to the owner" says one page, and the effect scope All of another names the account itself."""
    cloud = Aliyun().uid(lone=False).oss().directory([FULL], [FULL], [FULL, deny("oss:*", "*")], binds="All")
    assert may(cloud.judge(), root()) == "unknown"
    cloud = Aliyun().uid(lone=False).oss().directory([FULL], [FULL], [FULL, deny("oss:*", "*")], binds="RAM")
    assert may(cloud.judge(), root()) == "supported"


def test_control_policies_that_were_not_delivered_leave_a_yes_unknown_but_not_the_accounts_own() -> None:
    found = Aliyun().uid(lone=False).who(LI, allow()).oss().judge()
    assert may(found, LI) == "unknown"
    assert may(found, root()) == "supported"


# 3. To assume a role both sides must allow; role sign-on by an identity provider is told by `uses`.

TRUST_A = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"RAM": [root(A)]}}
TRUST_LI = {**TRUST_A, "Principal": {"RAM": [LI]}}
ASSUME = allow("sts:AssumeRole", "acs:ram:*:*:role/ops")


@pytest.mark.parametrize(
    ("own", "trust", "expected"),
    [
        ([ASSUME], TRUST_A, "supported"),
        ([allow("sts:AssumeRole", OPS)], TRUST_LI, "supported"),
        # The trust policy names the user, and in AWS this would do.
        ([], TRUST_LI, "refuted"),
        ([ASSUME], {**TRUST_A, "Principal": {"RAM": [user("wu")]}}, "refuted"),
        ([ASSUME], {**TRUST_A, "Principal": {"RAM": [root(B)]}}, "refuted"),
        ([ASSUME, deny("sts:*", "*")], TRUST_A, "refuted"),
        ([ASSUME], {**TRUST_A, "Principal": {"Federated": [f"acs:ram::{A}:saml-provider/x"]}}, "refuted"),
        ([ASSUME], {**TRUST_A, "Principal": {"Service": ["ecs.aliyuncs.com"]}}, "refuted"),
        ([ASSUME], {**TRUST_A, "Principal": {"RAM": [user("LI")]}}, "unknown"),
        ([ASSUME], {**TRUST_A, "Principal": "*"}, "unknown"),
    ],
)
def test_to_assume_a_role_both_sides_must_allow(own: list[Any], trust: Any, expected: str) -> None:
    found = Aliyun().uid().who(LI, *own).assumed(OPS, trust).judge()
    assert assumes(found, LI, OPS) == expected
    assert assumes(found, root(), OPS) == "refuted"


def test_a_role_of_another_account_needs_both_sides_too() -> None:
    def at(*own: dict[str, Any]) -> str:
        cloud = Aliyun().uid().uid(B).who(WU, *own).assumed(OPS, {**TRUST_A, "Principal": {"RAM": [root(B)]}})
        return assumes(cloud.judge(), WU, OPS)

    assert at() == "refuted"
    assert at(ASSUME) == "supported"


# 4. For a bucket of another account its own side suffices.


def test_a_user_of_another_account_needs_the_policy_of_the_bucket_alone() -> None:
    def at(*own: dict[str, Any], said: Any = ()) -> str:
        return may(Aliyun().uid().uid(B).who(WU, *own, number="3001").oss(*said).judge(), WU)

    named = [allow(Principal=["3001"])]
    assert at(said=named) == "supported"
    assert at(FULL) == "refuted"
    # The own policies of the caller are not asked for a bucket of another account.
    assert at(deny("oss:*", "*"), said=named) == "supported"


def test_control_policies_across_accounts_are_not_settled() -> None:
    cloud = Aliyun().uid().uid(B, lone=False).who(WU, number="3001").oss(allow(Principal=["3001"]))
    cloud.directory([FULL], [FULL], [FULL, deny("oss:*", "*")], uid=B)
    assert may(cloud.judge(), WU) == "unknown"


# 5. A bucket's policy names by number, by session, or everybody.


@pytest.mark.parametrize(
    ("principal", "who", "expected"),
    [
        (["2001"], LI, "supported"),
        (["2002"], LI, "refuted"),
        (["2001", "9"], LI, "supported"),
        ("*", LI, "supported"),
        (["*"], LI, "supported"),
        ([], LI, "supported"),
        # Whether an account's number covers its users is not settled.
        ([A], LI, "unknown"),
        ([f"arn:sts::{A}:assumed-role/ops/*"], OPS, "supported"),
        (["arn:sts::*:*/*/*"], OPS, "supported"),
        ([f"arn:sts::{A}:assumed-role/ops/s"], OPS, "supported"),
        ([f"arn:sts::{A}:assumed-role/Ops/*"], OPS, "unknown"),
        ([f"arn:sts::{A}:assumed-role/other/*"], OPS, "refuted"),
        ([f"arn:sts::{B}:assumed-role/ops/*"], OPS, "refuted"),
        # "The format for a role is fixed, a user id cannot be used."
        (["4001"], OPS, "unknown"),
        ([LI], LI, "unknown"),
        ({"RAM": [LI]}, LI, "unknown"),
    ],
)
def test_who_a_buckets_policy_names(principal: Any, who: str, expected: str) -> None:
    cloud = Aliyun().uid().who(LI, number="2001").assumed(OPS, number="4001")
    assert may(cloud.oss(allow(Principal=principal), block=False, objects=True).judge(), who) == expected


def test_the_session_that_is_named_is_the_requesters_to_choose() -> None:
    found = Aliyun().uid().assumed(OPS).oss(allow(Principal=[f"arn:sts::{A}:assumed-role/ops/s"])).judge()
    (step,) = steps(found, principal=OPS, harm="read")
    assert [(atom.key, atom.values, atom.by) for atom in step.residual] == [("sts:RoleSessionName", ("s",), "actor")]
    cloud = Aliyun().uid().assumed(OPS).oss(allow(Principal=[f"arn:sts::{A}:assumed-role/ops/s"]))
    cloud.add(Use(person="p", principal=f"acs:ram::{A}:assumed-role/ops/t"))
    assert may(cloud.judge(), f"acs:ram::{A}:assumed-role/ops/t") == "refuted"


def test_a_number_that_nobody_bears_may_be_an_accounts_or_any_users_of_unknown_number() -> None:
    found = Aliyun().uid().who(LI).who(user("wu"), number="2002").oss(allow(Principal=["777"])).judge()
    assert may(found, LI) == "unknown"
    assert may(found, user("wu")) == "refuted"
    assert may(found, root("777")) == "unknown"


def test_an_account_by_its_number() -> None:
    assert may(Aliyun().uid().uid(B).who(WU).oss(allow(Principal=[B])).judge(), root(B)) == "supported"


# 6. Canned lists, lists of objects, and blocked public access.


@pytest.mark.parametrize(
    ("acl", "harm", "expected"),
    [
        ("private", "read", "refuted"),
        ("public-read", "read", "supported"),
        ("public-read", "alter", "refuted"),
        ("public-read-write", "read", "supported"),
        ("public-read-write", "alter", "supported"),
        ("public-read-write", "stop", "supported"),
        ("authenticated", "read", "unknown"),
    ],
)
def test_canned_lists(acl: str, harm: str, expected: str) -> None:
    found = Aliyun().uid().who(LI).oss(acl=acl, block=False, objects=True).judge()
    assert may(found, "*", harm) == expected
    assert may(found, LI, harm) == expected


def test_a_private_bucket_may_hold_public_objects_unless_public_access_is_blocked() -> None:
    assert may(Aliyun().uid().oss(block=False).judge(), "*") == "unknown"
    assert may(Aliyun().uid().oss(block=None).judge(), "*") == "unknown"
    assert may(Aliyun().uid().oss(block=True).judge(), "*") == "refuted"
    assert may(Aliyun().uid().oss(block=None).add(blocked(f"alibaba:{A}")).judge(), "*") == "refuted"


def test_blocked_public_access_ignores_lists_and_statements_for_everybody() -> None:
    assert may(Aliyun().uid().oss(acl="public-read-write").judge(), "*") == "refuted"
    assert may(Aliyun().uid().oss(allow(Principal="*")).judge(), "*") == "refuted"
    inside = {"IpAddress": {"acs:SourceIp": ["10.0.0.0/8"]}}
    assert may(Aliyun().uid().oss(allow(Principal="*", Condition=inside)).judge(), "*") == "unknown"
    # Whether a named identity is still let in by a statement for everybody is not settled.
    assert may(one(said=[allow(Principal="*")]).judge(), LI) == "unknown"
    assert may(one(said=[allow(Principal=["2001"])]).judge(), LI) == "supported"


def test_lists_are_not_asked_of_what_is_done_to_a_bucket() -> None:
    found = Aliyun().uid().oss(acl="public-read-write", block=False, objects=True).judge()
    assert {step.witness.split(" ")[0] for step in steps(found, principal="*", harm="stop") if step.witness} == {
        "oss:DeleteObject"
    }


# 7. The bucket's owner: a statement for everybody binds it only with a condition.


def test_a_deny_for_everybody_binds_the_owner_only_with_a_condition() -> None:
    inside = {"NotIpAddress": {"acs:SourceIp": ["10.0.0.0/8"]}}
    assert may(one(said=[deny("oss:*", Principal="*")]).judge(), root(), "stop") == "supported"
    assert may(one(said=[deny(Principal="*")]).judge(), root()) == "supported"
    assert may(one(said=[deny("oss:*", Principal="*", Condition=inside)]).judge(), root()) == "unknown"
    assert may(one(said=[deny("oss:*", Principal=[A])]).judge(), root()) == "unknown"
    assert may(one(allow(), said=[deny(Principal="*")]).judge(), LI) == "refuted"


# 8. What no page says: missing keys, case, unknown words.


def when(operator: str, key: str, *values: str) -> dict[str, Any]:
    return {"Condition": {operator: {key: list(values)}}}


@pytest.mark.parametrize(
    ("condition", "allowed", "escaped"),
    [
        (when("Bool", "acs:SecureTransport", "true"), "supported", "supported"),
        (when("StringLike", "acs:UserAgent", "x*"), "supported", "supported"),
        (when("IpAddress", "acs:SourceIp", "10.0.0.1"), "unknown", "unknown"),
        (when("IpAddress", "acs:SourceIp", "10.0.0.0/8", "10.*"), "unknown", "unknown"),
        (when("NotIpAddress", "acs:SourceIp", "10.0.0.1"), "unknown", "unknown"),
        (when("Bool", "acs:MFAPresent", "true"), "unknown", "unknown"),
        (when("DateLessThan", "acs:CurrentTime", "2030-01-01T00:00:00Z"), "unknown", "unknown"),
        # A request to read an object has no prefix: what a condition on it then does is not told.
        (when("StringLike", "oss:Prefix", "x*"), "unknown", "unknown"),
        (when("StringNotLike", "oss:Prefix", "x*"), "unknown", "unknown"),
        (when("StringEquals", "acs:ResourceTag/x", "y"), "unknown", "unknown"),
        (when("StringEqualsIfExists", "acs:UserAgent", "x"), "unknown", "unknown"),
        (when("Null", "acs:UserAgent", "true"), "unknown", "unknown"),
        (when("ForAllValues:StringEquals", "acs:UserAgent", "x"), "unknown", "unknown"),
        (when("StringNotEquals", "acs:UserAgent", "x", "y"), "unknown", "unknown"),
        (when("stringequals", "acs:UserAgent", "x"), "unknown", "unknown"),
        (when("StringEquals", "acs:useragent", "x"), "unknown", "unknown"),
        (when("Bool", "acs:SecureTransport", "HTTPS"), "unknown", "unknown"),
    ],
)
def test_conditions(condition: dict[str, Any], allowed: str, escaped: str) -> None:
    assert may(one(allow(**condition)).judge(), LI) == allowed
    assert may(one(allow(), deny(**condition)).judge(), LI) == escaped
    assert may(one(allow(**condition), deny(**condition)).judge(), LI) in ("refuted", "unknown")


def test_conditions_that_cannot_hold_together() -> None:
    secure = when("Bool", "acs:SecureTransport", "true")
    assert may(one(allow(**secure), deny(**secure)).judge(), LI) == "refuted"
    both = [deny(**secure), deny(**when("Bool", "acs:SecureTransport", "false"))]
    assert may(one(allow(), *both).judge(), LI) == "refuted"
    here = when("IpAddress", "acs:SourceIp", "10.0.0.1")
    assert may(one(allow(**here), deny(**here)).judge(), LI) == "refuted"


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (allow("oss:getobject"), "unknown"),
        (allow("OSS:*"), "unknown"),
        (allow("Oss: GetObject"), "unknown"),
        (allow("oss:Get*"), "supported"),
        (allow("oss:?etObject"), "supported"),
        ({"Effect": "Allow", "NotAction": "oss:Put*", "Resource": "*"}, "supported"),
        ({"Effect": "Allow", "NotAction": ["oss:get*", "oss:Replicate*"], "Resource": "*"}, "unknown"),
        ({**allow(), "Effect": "allow "}, "unknown"),
        ({**allow(), "Effect": "ALLOW"}, "unknown"),
        ({**allow(), "Effect": 1}, "unknown"),
        (allow(resource="acs:oss:cn-hangzhou:*:b/*"), "unknown"),
        (allow(resource=f"acs:oss:*:{A}:b/*"), "supported"),
        (allow(resource=f"acs:oss:*:{B}:b/*"), "refuted"),
        (allow(resource="acs:oss:*"), "unknown"),
        (allow(resource="acs:OSS:*:*:b/*"), "unknown"),
        ({**allow(), "Version": "2"}, "unknown"),
        ({**allow(), "Version": "1"}, "supported"),
        (allow(resource="acs:oss:*:*:b"), "refuted"),
        ({"Effect": "Allow", "Action": "oss:*"}, "unknown"),
        ({**allow(), "Principal": ["2001"]}, "unknown"),
        ({**allow(), "NotResource": "x"}, "unknown"),
        ({**allow(), "Condition": "x"}, "unknown"),
    ],
)
def test_forms_of_a_statement(statement: dict[str, Any], expected: str) -> None:
    assert may(one(statement).judge(), LI) == expected


def test_an_effect_that_is_neither_may_also_deny() -> None:
    assert may(one(allow(), {**deny(), "Effect": "deny"}).judge(), LI) == "unknown"
    assert may(one(allow(), {**deny("ecs:*"), "Effect": "deny"}).judge(), LI) == "supported"


def test_an_answer_that_turns_on_case_is_unknown() -> None:
    def placed(prefix: str, *own: dict[str, Any]) -> str:
        return may(one(*own).add(Placement(dataset="d", store=BUCKET, prefix=prefix)).judge(), LI)

    assert placed("Data/", allow(resource="acs:oss:*:*:b/Data/*")) == "supported"
    assert placed("Data/", allow(resource="acs:oss:*:*:b/data/*")) == "unknown"
    assert placed("Data/", allow(), deny(resource="acs:oss:*:*:b/data/*")) == "unknown"
    assert placed("Data/", allow(), deny(resource="acs:oss:*:*:b/other/*")) == "supported"


# Open scopes, several accounts, and who is judged at all.


def test_an_account_that_is_not_wholly_delivered() -> None:
    cloud = Aliyun().uid().who(LI, allow()).oss()
    cloud.open.add(("identities", f"alibaba:{A}"))
    found = cloud.judge()
    assert may(found, LI) == "unknown"
    assert may(found, f"acs:ram::{A}:unnamed") == "unknown"


def test_a_bucket_that_is_not_wholly_delivered_is_told_once_of_everybody() -> None:
    cloud = Aliyun().uid().who(LI, allow()).who(user("wu")).oss()
    cloud.open.add(("statements", BUCKET))
    found = cloud.judge()
    assert may(found, "*") == may(found, LI) == "unknown"
    assert may(found, user("wu")) == "refuted"


def test_a_deny_does_not_count_where_the_bucket_may_be_another_accounts() -> None:
    cloud = Aliyun().uid().who(LI, deny("oss:*", "*"), number="2001").add(Store(store=BUCKET))
    cloud.close("statements", BUCKET).statements("store", BUCKET, [allow(Principal=["2001"])])
    assert may(cloud.judge(), LI) == "unknown"


def test_an_account_that_is_only_trusted_has_identities_that_nobody_listed() -> None:
    found = Aliyun().uid().assumed(OPS, {**TRUST_A, "Principal": {"RAM": [root(B)]}}).judge()
    assert assumes(found, f"acs:ram::{B}:unnamed", OPS) == "unknown"


def test_a_deny_for_all_roles_does_not_surely_bind_a_stranger() -> None:
    roles = deny(Principal=["arn:sts::*:*/*/*"])
    assert may(Aliyun().uid().oss(allow(Principal="*"), roles, block=False, objects=True).judge(), "*") == "supported"
    assert may(Aliyun().uid().assumed(OPS).oss(allow(Principal="*"), roles, block=False).judge(), OPS) == "refuted"


def test_a_bucket_whose_owner_is_not_known() -> None:
    cloud = Aliyun().uid().who(LI, allow())
    cloud.add(Store(store=BUCKET), AclGrant(store=BUCKET, grantee="*", permission="private")).close(
        "statements", BUCKET
    )
    found = cloud.judge()
    assert may(found, LI) == may(found, "*") == "unknown"


def test_a_policy_that_was_not_delivered() -> None:
    assert may(Aliyun().uid().who(LI, policies=("acs:ram::system:policy/X",)).oss().judge(), LI) == "unknown"


def test_the_providers_do_not_mix() -> None:
    cloud = Aliyun().uid().who(LI, allow("oss:*", "*")).assumed(OPS, TRUST_A).oss().bucket("s", account="111111111111")
    found = cloud.judge()
    assert {step.fields["principal"] for step in steps(found, store="aws:s3:s")} & {LI, OPS, root()} == set()
    assert not [step for step in found.steps if step.fields.get("as") == OPS and step.fields["principal"] == "*"]
    assert truth(found, principal="arn:aws:iam::111111111111:root", store=BUCKET, harm="read").word == "refuted"
    assert C not in "".join(step.fields["principal"] for step in found.steps)
