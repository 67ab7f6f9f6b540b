from __future__ import annotations

import json
from typing import Any

import pytest

from cloudreview.errors import EvidenceError
from cloudreview.evidence.about import fits, wanted
from cloudreview.vocabulary.delivery import ABOUT, Proves
from cloudreview.vocabulary.rows import Identity, Statement
from tests.evidence.alibaba import ACCOUNT, NUMBER, REQUEST, ram, read_about, text, wrapped
from tests.evidence.aws import at, read, rows

LI = {"UserId": "222748924538", "UserName": "li", "DisplayName": "Li", "CreateDate": "2015-01-23T12:33:18Z"}
ADMINS = {"GroupId": "g-FpME", "GroupName": "admins", "Comments": "", "CreateDate": "2015-01-23T12:33:18Z"}
OPS = {
    "RoleId": "301234567890123",
    "RoleName": "Ops",
    "Arn": ram("role/ops"),
    "Description": "",
    "CreateDate": "2015-01-23T12:33:18Z",
    "UpdateDate": "2015-02-11T03:15:21Z",
    "MaxSessionDuration": 3600,
}
MEMBER = {"UserName": "li", "DisplayName": "Li", "JoinDate": "2015-01-23T12:33:18Z"}
MEMBERSHIP = {"GroupName": "admins", "Comments": "", "JoinDate": "2015-01-23T12:33:18Z"}
TRUST = {"Action": "sts:AssumeRole", "Effect": "Allow", "Principal": {"RAM": ram("root")}}


def test_users_of_an_account() -> None:
    document = wrapped("Users", "User", LI, IsTruncated=False)
    reading = read_about(document, ACCOUNT)
    assert rows(reading) == [
        Identity(account=ACCOUNT, principal=ram("root"), kind="root"),
        Identity(account=ACCOUNT, principal=ram("user/li"), kind="user", number="222748924538"),
    ]
    assert reading.proves == [Proves("users", ACCOUNT)]
    assert reading.unknown_fields == {}
    assert at(document, reading.said[1].at) == LI


def test_a_list_of_users_is_about_an_account_and_nothing_else() -> None:
    reading = read(wrapped("Users", "User", LI))
    assert wanted(reading) == {"account"}
    assert fits(reading, ACCOUNT)
    assert not fits(reading, "aws:111122223333")
    assert not fits(reading, "alibaba:acme")


def test_a_truncated_list_proves_nothing() -> None:
    reading = read_about(wrapped("Users", "User", LI, IsTruncated=True, Marker="EXAMPLE"), ACCOUNT)
    assert len(reading.said) == 2
    assert reading.proves == []
    assert [one.what for one in reading.gaps] == ["scope_open"]
    assert ACCOUNT in reading.gaps[0].where


def test_who_is_in_a_group_by_group_and_by_user() -> None:
    row = Identity(account=ACCOUNT, principal=ram("user/li"), kind="user", groups=(ram("group/admins"),))
    by_group = read_about(wrapped("Users", "User", MEMBER, IsTruncated=False), ram("group/admins"))
    by_user = read_about(wrapped("Groups", "Group", MEMBERSHIP), ram("user/li"))
    assert rows(by_group) == rows(by_user) == [row]
    assert by_group.proves == [Proves("members", ram("group/admins"))]
    assert by_user.proves == [Proves("memberships", ram("user/li"))]
    assert wanted(read(wrapped("Users", "User", MEMBER))) == {"identity"}


def test_groups_of_an_account() -> None:
    reading = read_about(wrapped("Groups", "Group", ADMINS, IsTruncated=False), ACCOUNT)
    assert rows(reading) == [Identity(account=ACCOUNT, principal=ram("group/admins"), kind="group")]
    assert reading.proves == [Proves("groups", ACCOUNT)]


@pytest.mark.parametrize(
    ("wrapper", "element", "relations"),
    [
        ("Users", "User", ("users", "members")),
        ("Groups", "Group", ("groups", "memberships")),
        ("Policies", "Policy", ("policies", "attached")),
    ],
)
def test_an_empty_list_is_of_what_the_file_is_about(wrapper: str, element: str, relations: tuple[str, str]) -> None:
    document = wrapped(wrapper, element, IsTruncated=False)
    reading = read(document)
    assert reading.said == []
    assert reading.proves == [Proves(relation, ABOUT) for relation in relations]
    assert read_about(document, ACCOUNT).proves[0] == Proves(relations[0], ACCOUNT)
    assert read({**document, "IsTruncated": True, "Marker": "m"}).proves == []


def test_roles_are_named_in_lowercase_as_their_arn() -> None:
    reading = read(wrapped("Roles", "Role", OPS, IsTruncated=False))
    assert rows(reading) == [
        Identity(account=ACCOUNT, principal=ram("role/ops"), kind="role", number="301234567890123")
    ]
    assert reading.proves == [Proves("roles", ACCOUNT)]
    assert reading.about == ACCOUNT
    shouting = read(wrapped("Roles", "Role", {**OPS, "Arn": ram("role/OPS")}))
    assert rows(shouting) == rows(reading)


def test_no_roles_are_of_what_the_file_is_about() -> None:
    assert read_about(wrapped("Roles", "Role"), ACCOUNT).proves == [Proves("roles", ACCOUNT)]


@pytest.mark.parametrize(
    "roles",
    [
        [{**OPS, "Arn": ram("role/other")}],
        [{**OPS, "Arn": "arn:aws:iam::111122223333:role/Ops"}],
        [OPS, {**OPS, "Arn": "acs:ram::6543210987654321:role/ops"}],
    ],
)
def test_roles_that_no_account_can_have_are_refused(roles: list[Any]) -> None:
    with pytest.raises(EvidenceError):
        read(wrapped("Roles", "Role", *roles))


def test_who_may_assume_a_role() -> None:
    reading = read({**REQUEST, "Role": {**OPS, "AssumeRolePolicyDocument": text(TRUST)}})
    identity, trust = rows(reading)
    assert identity == Identity(account=ACCOUNT, principal=ram("role/ops"), kind="role", number="301234567890123")
    assert isinstance(trust, Statement)
    assert (trust.layer, trust.subject, json.loads(trust.body)) == ("trust", ram("role/ops"), TRUST)
    assert reading.proves == [Proves("trust", ram("role/ops"))]
    assert reading.about == ram("role/ops")


def test_a_trust_that_is_no_policy_is_refused() -> None:
    with pytest.raises(EvidenceError, match="the policy cannot be read"):
        read({**REQUEST, "Role": {**OPS, "AssumeRolePolicyDocument": text(TRUST)[:-5]}})


def test_one_user() -> None:
    reading = read_about({**REQUEST, "User": LI}, ACCOUNT)
    assert rows(reading) == [Identity(account=ACCOUNT, principal=ram("user/li"), kind="user", number="222748924538")]
    assert reading.proves == []


def test_fields_that_nobody_knows_are_counted() -> None:
    assert read(wrapped("Users", "User", {**LI, "Shoe": 44}, Hat=1)).unknown_fields == {"Hat": 1, "Shoe": 1}


def test_a_misshapen_user_is_refused_with_its_place() -> None:
    with pytest.raises(EvidenceError, match="#/Users/User/0/UserName"):
        read(wrapped("Users", "User", {**LI, "UserName": 7}))


def test_a_name_that_looks_like_a_mark_stays_what_it_is() -> None:
    reading = read_about(wrapped("Users", "User", {**LI, "UserName": "x@number", "UserId": "@about"}), ACCOUNT)
    assert f"acs:ram::{NUMBER}:user/x@number" in [getattr(one, "principal", "") for one in rows(reading)]
