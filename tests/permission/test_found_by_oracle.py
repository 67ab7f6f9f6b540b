"""The smallest policies on which the engine and the slow evaluator of single requests once differed.

Where the evaluator says no and the engine cannot tell which keys a request carries, unknown is right too.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.permission.builder import A, B, Cloud, allow, deny, key_arn, may, role, root, session, truth, user

LI, OPS, KEY = user("li"), role("ops"), key_arn("k1")
OBJECTS = "arn:aws:s3:::b/*"


def when(**operators: dict[str, Any]) -> dict[str, Any]:
    return {"Condition": operators}


class TestKeysThatTheActionDoesNotCarry:
    """Service Authorization Reference, Amazon S3: s3:x-amz-acl comes with uploads, s3:max-keys with listings.

    "If the key [...] is not present in the request context, the values do not match" (condition operators).
    """

    CONDITIONS = (
        when(StringEquals={"s3:x-amz-acl": "private"}),
        when(NumericLessThan={"s3:max-keys": "5"}),
        when(Null={"s3:x-amz-acl": "false"}),
    )

    @pytest.mark.parametrize("condition", CONDITIONS)
    def test_an_allow_that_asks_for_it_allows_nothing(self, condition: Any) -> None:
        cloud = Cloud().account().identity(LI, allow("s3:GetObject", **condition)).bucket("b")
        assert may(cloud.judge(), LI) != "supported"

    def test_a_deny_unless_it_is_given_always_denies(self) -> None:
        unless = deny("s3:*", OBJECTS, Principal="*", **when(StringNotEquals={"s3:x-amz-acl": "private"}))
        cloud = Cloud().account().identity(LI, allow("s3:GetObject")).bucket("b", unless)
        assert may(cloud.judge(), LI) != "supported"

    def test_keys_of_other_services(self) -> None:
        odd = allow("kms:*", Principal={"AWS": LI}, **when(StringEquals={"s3:x-amz-acl": "private"}))
        found = Cloud().account().identity(LI).key("k1", odd).judge()
        assert truth(found, "decrypts", principal=LI, key=KEY).word == "refuted"
        unless = deny("s3:*", OBJECTS, Principal="*", **when(StringNotEquals={"kms:ViaService": "e"}))
        cloud = Cloud().account().identity(LI, allow("s3:GetObject")).bucket("b", unless)
        assert may(cloud.judge(), LI) == "refuted"

    def test_a_set_that_may_be_empty(self) -> None:
        """Multivalued keys: ForAllValues "returns true if there are no keys in the request"."""
        every = when(**{"ForAllValues:StringEquals": {"s3:x-amz-acl": "private"}})
        cloud = Cloud().account().identity(LI, allow("s3:GetObject"), deny("s3:GetObject", **every)).bucket("b")
        assert may(cloud.judge(), LI) != "supported"

    def test_both_ways_past_one_key_contradict(self) -> None:
        few = when(NumericLessThan={"s3:max-keys": "5"})
        identity = (allow("s3:GetObject", **few), deny("s3:GetObject", **few))
        assert may(Cloud().account().identity(LI, *identity).bucket("b").judge(), LI) == "refuted"

    def test_the_name_of_a_session_is_no_key_of_the_action(self) -> None:
        named = allow("s3:GetObject", OBJECTS, Principal={"AWS": session("ops", "s1")})
        assert may(Cloud().account().role(OPS, []).bucket("b", named).judge(), OPS) == "supported"

    def test_uploads_carry_it(self) -> None:
        asked = when(StringEquals={"s3:x-amz-acl": "bucket-owner-full-control"})
        cloud = Cloud().account().identity(LI, allow("s3:PutObject", **asked)).bucket("b")
        assert may(cloud.judge(), LI, "alter") == "supported"


def test_the_root_user_of_an_account_that_only_a_condition_names() -> None:
    """Elements, Principal: `*` and a condition on the account admit its root user too, who needs no policy."""
    named = allow("s3:GetObject", OBJECTS, Principal="*", **when(StringEquals={"aws:PrincipalAccount": B}))
    found = Cloud().account(A).account(B).identity(user("wu", B)).bucket("b", named).judge()
    assert may(found, root(B)) == "supported"


def test_if_exists_holds_where_the_key_is_missing_and_its_variable_too() -> None:
    """Variables: "To prevent variables from causing invalid statements, use the IfExists condition operator"."""
    tagged = when(StringEqualsIfExists={"aws:PrincipalTag/team": "${aws:username}"})
    cloud = Cloud().account().role(OPS, [], allow("s3:GetObject", **tagged)).bucket("b")
    assert may(cloud.judge(), OPS) != "refuted"


class TestStrangersOfImpossibleKinds:
    """What a condition asks of "anybody" must be somebody who can exist and make this request."""

    def assumed(self, **condition: Any) -> str:
        trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": "*", **condition}
        found = Cloud().account().role(OPS, [trust]).bucket("b").judge()
        asked: dict[str, Any] = {"principal": "*", "as": OPS}
        return truth(found, "assumes", **asked).word

    def decrypted(self, **condition: Any) -> str:
        found = Cloud().account().key("k1", allow("kms:*", Principal="*", **condition)).judge()
        return truth(found, "decrypts", principal="*", key=KEY).word

    def test_root_users_assume_no_role(self) -> None:
        """STS, AssumeRole: "You cannot use AWS account root user credentials to call AssumeRole"."""
        assert self.assumed(**when(ArnLike={"aws:PrincipalArn": "arn:aws:iam::*:root"})) != "supported"
        assert self.assumed(**when(StringEquals={"aws:PrincipalType": "Account"})) != "supported"

    def test_only_some_services_take_unsigned_requests(self) -> None:
        """Evaluation logic: authentication is not necessary "for a few services, such as Amazon S3"."""
        anonymous = when(StringEquals={"aws:PrincipalType": "Anonymous"})
        assert "supported" not in (self.assumed(**anonymous), self.decrypted(**anonymous))

    def test_root_users_have_no_tags(self) -> None:
        """Condition keys, aws:PrincipalTag: of users and roles with tags, and of sessions with tags."""
        tagged = {"StringEquals": {"aws:PrincipalTag/team": "red"}}
        assert self.decrypted(**when(ArnLike={"aws:PrincipalArn": "arn:aws:iam::*:root"}, **tagged)) != "supported"

    def test_conditions_that_leave_nobody_of_a_kind_that_may_ask(self) -> None:
        kinds = when(StringNotEquals={"aws:PrincipalType": ["User", "AssumedRole", "FederatedUser"]})
        nobody = when(StringNotLike={"aws:PrincipalArn": "*"})
        assert "supported" not in (self.assumed(**kinds), self.assumed(**nobody), self.decrypted(**nobody))

    def test_ordinary_strangers(self) -> None:
        others = when(StringNotEquals={"aws:PrincipalAccount": A, "aws:PrincipalType": "Anonymous"})
        assert (self.assumed(**others), self.decrypted(**others)) == ("supported", "supported")
