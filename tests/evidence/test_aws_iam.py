from __future__ import annotations

import copy
import json
from typing import Any
from urllib.parse import quote

import pytest

from cloudreview.errors import EvidenceError
from cloudreview.vocabulary.delivery import Proves
from cloudreview.vocabulary.rows import Identity, Statement
from tests.evidence.aws import at, read, real, rows

A = "111122223333"
ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"
MINE = f"arn:aws:iam::{A}:policy/team/mine"


def policy(*actions: str, version: str | None = "2012-10-17", resource: str = "*") -> dict[str, Any]:
    statements = [{"Effect": "Allow", "Action": action, "Resource": resource} for action in actions]
    return {"Statement": statements} if version is None else {"Version": version, "Statement": statements}


TRUST = {
    "Version": "2012-10-17",
    "Statement": {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"},
}
DETAILS: dict[str, Any] = {
    "UserDetailList": [
        {
            "Path": "/",
            "UserName": "li",
            "UserId": "AIDA1",
            "Arn": f"arn:aws:iam::{A}:user/li",
            "CreateDate": "2025-01-01T00:00:00+00:00",
            "GroupList": ["ops"],
            "AttachedManagedPolicies": [{"PolicyName": "mine", "PolicyArn": MINE}],
            "PermissionsBoundary": {
                "PermissionsBoundaryType": "PermissionsBoundaryPolicy",
                "PermissionsBoundaryArn": ADMIN,
            },
            "Tags": [{"Key": "team", "Value": "blue"}],
            "UserPolicyList": [{"PolicyName": "own", "PolicyDocument": policy("s3:GetObject", "s3:PutObject")}],
        }
    ],
    "GroupDetailList": [
        {
            "Path": "/staff/",
            "GroupName": "ops",
            "GroupId": "AGPA1",
            "Arn": f"arn:aws:iam::{A}:group/staff/ops",
            "CreateDate": "2025-01-01T00:00:00+00:00",
            "GroupPolicyList": [{"PolicyName": "g", "PolicyDocument": policy("s3:ListBucket")}],
            "AttachedManagedPolicies": [],
        }
    ],
    "RoleDetailList": [
        {
            "Path": "/",
            "RoleName": "app",
            "RoleId": "AROA1",
            "Arn": f"arn:aws:iam::{A}:role/app",
            "CreateDate": "2025-01-01T00:00:00+00:00",
            "AssumeRolePolicyDocument": TRUST,
            "InstanceProfileList": [],
            "RolePolicyList": [],
            "AttachedManagedPolicies": [{"PolicyName": "AdministratorAccess", "PolicyArn": ADMIN}],
            "Tags": [],
            "RoleLastUsed": {},
        }
    ],
    "Policies": [
        {
            "PolicyName": "mine",
            "PolicyId": "ANPA1",
            "Arn": MINE,
            "Path": "/team/",
            "DefaultVersionId": "v2",
            "AttachmentCount": 1,
            "PermissionsBoundaryUsageCount": 0,
            "IsAttachable": True,
            "CreateDate": "2025-01-01T00:00:00+00:00",
            "UpdateDate": "2025-01-01T00:00:00+00:00",
            "PolicyVersionList": [
                {"Document": policy("s3:DeleteObject"), "VersionId": "v2", "IsDefaultVersion": True},
                {"Document": policy("s3:*"), "VersionId": "v1", "IsDefaultVersion": False},
            ],
        },
        {
            "PolicyName": "AdministratorAccess",
            "PolicyId": "ANPA2",
            "Arn": ADMIN,
            "Path": "/",
            "DefaultVersionId": "v1",
            "AttachmentCount": 1,
            "PermissionsBoundaryUsageCount": 1,
            "IsAttachable": True,
            "PolicyVersionList": [{"Document": policy("*"), "VersionId": "v1", "IsDefaultVersion": True}],
        },
    ],
}
WHOLE = [Proves("identities", f"aws:{A}"), Proves("statements", f"aws:{A}")]


def changed(**parts: Any) -> dict[str, Any]:
    return {**copy.deepcopy(DETAILS), **parts}


def test_identities_and_statements_of_a_whole_answer() -> None:
    reading = read(DETAILS)
    identities = [row for row in rows(reading) if isinstance(row, Identity)]
    assert [(one.principal, one.kind) for one in identities] == [
        (f"arn:aws:iam::{A}:root", "root"),
        (f"arn:aws:iam::{A}:user/li", "user"),
        (f"arn:aws:iam::{A}:group/staff/ops", "group"),
        (f"arn:aws:iam::{A}:role/app", "role"),
    ]
    user = identities[1]
    assert user.account == f"aws:{A}"
    assert user.groups == (f"arn:aws:iam::{A}:group/staff/ops",)
    assert user.policies == (MINE,)
    assert user.boundary == ADMIN
    assert user.tags == (("team", "blue"),)
    statements = [row for row in rows(reading) if isinstance(row, Statement)]
    assert [(one.layer, one.subject.rsplit("/", 1)[-1], json.loads(one.body)["Action"]) for one in statements] == [
        ("inline", "li", "s3:GetObject"),
        ("inline", "li", "s3:PutObject"),
        ("inline", "ops", "s3:ListBucket"),
        ("trust", "app", "sts:AssumeRole"),
        ("managed", "mine", "s3:DeleteObject"),
        ("managed", "AdministratorAccess", "*"),
    ]
    assert reading.proves == WHOLE
    assert reading.about == f"aws:{A}"
    assert not reading.gaps
    assert not reading.unknown_fields


def test_every_place_holds_its_statement() -> None:
    for said in read(DETAILS).said:
        if isinstance(said.row, Statement):
            assert at(DETAILS, said.at) == json.loads(said.row.body)


def test_a_document_as_url_encoded_text_says_the_same() -> None:
    def encode(value: Any) -> Any:
        if isinstance(value, list):
            return [encode(one) for one in value]
        if isinstance(value, dict):
            documents = ("PolicyDocument", "AssumeRolePolicyDocument", "Document")
            return {k: quote(json.dumps(v), safe="") if k in documents else encode(v) for k, v in value.items()}
        return value

    encoded = encode(DETAILS)
    assert rows(read(encoded)) == rows(read(DETAILS))
    assert all(isinstance(at(encoded, said.at), (str, dict)) for said in read(encoded).said)


@pytest.mark.parametrize(
    ("change", "left"),
    [
        ({"IsTruncated": True}, []),
        ({"Marker": "abc"}, []),
        ({"NextToken": "abc"}, []),
        ({"GroupDetailList": []}, []),
        ({"Policies": DETAILS["Policies"][1:]}, WHOLE[:1]),
        ({"RoleDetailList": []}, []),
        ({"UserDetailList": []}, []),
    ],
)
def test_what_is_referred_to_and_missing_leaves_relations_open(change: dict[str, Any], left: list[Proves]) -> None:
    reading = read(changed(**change))
    assert reading.proves == left
    assert reading.gaps
    assert all(one.what == "scope_open" and one.question for one in reading.gaps)


def test_a_missing_list_is_not_an_empty_one() -> None:
    details = changed(RoleDetailList=[], Policies=[], UserDetailList=[])
    assert read(details).proves == WHOLE
    del details["RoleDetailList"]
    assert read(details).proves == []


def test_two_accounts_in_one_answer_prove_nothing_and_keep_their_rows() -> None:
    other = {
        **DETAILS["RoleDetailList"][0],
        "Arn": "arn:aws-cn:iam::999988887777:role/x",
        "AttachedManagedPolicies": [],
    }
    reading = read(changed(RoleDetailList=[*DETAILS["RoleDetailList"], other]))
    assert reading.proves == []
    assert reading.about is None
    roots = {row.principal for row in rows(reading) if isinstance(row, Identity) and row.kind == "root"}
    assert roots == {f"arn:aws:iam::{A}:root", "arn:aws-cn:iam::999988887777:root"}


@pytest.mark.parametrize(
    "versions",
    [
        [{"Document": policy("s3:*"), "VersionId": "v1", "IsDefaultVersion": True}],
        [{"Document": policy("s3:*"), "VersionId": "v2", "IsDefaultVersion": False}],
        [{"VersionId": "v2", "IsDefaultVersion": True}],
        [
            {"Document": policy("s3:*"), "VersionId": "v2", "IsDefaultVersion": True},
            {"Document": policy("*"), "VersionId": "v1", "IsDefaultVersion": True},
        ],
    ],
)
def test_a_doubtful_default_version_is_not_read(versions: list[dict[str, Any]]) -> None:
    first = {**DETAILS["Policies"][0], "PolicyVersionList": versions}
    reading = read(changed(Policies=[first, DETAILS["Policies"][1]]))
    assert not any(isinstance(row, Statement) and row.subject == MINE for row in rows(reading))
    assert reading.proves == WHOLE[:1]
    assert MINE in reading.gaps[0].why


def test_malformed_statements_are_kept_as_they_are() -> None:
    odd = {"Version": "2012-10-17", "Statement": [{"Effect": "allow "}, "text", {"Effect": "Deny", "Action": "*"}]}
    group = {**DETAILS["GroupDetailList"][0], "GroupPolicyList": [{"PolicyName": "g", "PolicyDocument": odd}]}
    bodies = [
        row.body
        for row in rows(read(changed(GroupDetailList=[group])))
        if isinstance(row, Statement) and row.subject.endswith("ops")
    ]
    assert [json.loads(body) for body in bodies] == odd["Statement"]


@pytest.mark.parametrize(
    ("version", "kept"), [("2012-10-17", None), ("2008-10-17", "2008-10-17"), (None, "2008-10-17")]
)
def test_the_version_is_told_where_it_decides_what_a_variable_is(version: str | None, kept: str | None) -> None:
    for resource, told in (("arn:aws:s3:::b/${aws:username}/*", kept), ("arn:aws:s3:::b/*", None)):
        document = policy("s3:GetObject", version=version, resource=resource)
        group = {**DETAILS["GroupDetailList"][0], "GroupPolicyList": [{"PolicyName": "g", "PolicyDocument": document}]}
        (body,) = [
            json.loads(row.body)
            for row in rows(read(changed(GroupDetailList=[group])))
            if isinstance(row, Statement) and row.subject.endswith("ops")
        ]
        assert body.get("Version") == told


@pytest.mark.parametrize(
    ("document", "where"),
    [
        ({"Version": "2012-10-17"}, "#/RoleDetailList/0/AssumeRolePolicyDocument"),
        ("not json", "#/RoleDetailList/0/AssumeRolePolicyDocument"),
        ('{"Statement": [], "Statement": []}', "#/RoleDetailList/0/AssumeRolePolicyDocument"),
    ],
)
def test_what_is_no_policy_refuses_the_file(document: Any, where: str) -> None:
    role = {**DETAILS["RoleDetailList"][0], "AssumeRolePolicyDocument": document}
    with pytest.raises(EvidenceError) as caught:
        read(changed(RoleDetailList=[role]))
    assert caught.value.where == where


def test_a_wrong_type_is_refused_by_its_place() -> None:
    with pytest.raises(EvidenceError) as caught:
        read(changed(UserDetailList=[{**DETAILS["UserDetailList"][0], "Arn": 5}]))
    assert caught.value.where == "#/UserDetailList/0/Arn"


def test_unknown_fields_are_counted_by_name() -> None:
    user = {**DETAILS["UserDetailList"][0], "Shoe": 43}
    reading = read(changed(UserDetailList=[user], Extra={}))
    assert reading.unknown_fields == {"Extra": 1, "Shoe": 1}


def test_the_real_account_loses_no_statement() -> None:
    (path,) = real("aws_iam/get_account_authorization_details/example.json")
    document = json.loads(path.read_text())
    reading = read(document)
    kinds = [row.kind for row in rows(reading) if isinstance(row, Identity)]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {"root": 2, "user": 44, "group": 5, "role": 78}

    def count(found: Any) -> int:
        return len(found["Statement"]) if isinstance(found["Statement"], list) else 1

    expected = sum(count(role["AssumeRolePolicyDocument"]) for role in document["RoleDetailList"])
    for kind in ("User", "Group", "Role"):
        for holder in document[f"{kind}DetailList"]:
            expected += sum(count(one["PolicyDocument"]) for one in holder.get(f"{kind}PolicyList", []))
    for one in document["Policies"]:
        expected += sum(count(v["Document"]) for v in one["PolicyVersionList"] if v["IsDefaultVersion"])
    statements = [said for said in reading.said if isinstance(said.row, Statement)]
    assert len(document["Policies"]) == 84
    assert len(statements) == expected == 392
    assert all(at(document, said.at) == json.loads(said.row.body) for said in statements if "${" not in said.row.body)
    assert reading.proves == []
    assert "2 accounts" in reading.gaps[0].why
