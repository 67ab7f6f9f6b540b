from __future__ import annotations

import json
from typing import Any

import pytest

from cloudreview.errors import EvidenceError
from cloudreview.evidence.about import kind_of, wanted
from cloudreview.vocabulary.delivery import Proves, Reading
from cloudreview.vocabulary.rows import Organization, Parent, Statement, Target
from tests.evidence.alibaba import ACCOUNT, NUMBER, REQUEST, about, read_about, text, wrapped
from tests.evidence.aws import read, read_bytes, rows

MANAGEMENT = "alibaba:1728450456001234"
DIRECTORY = {
    "ControlPolicyStatus": "Enabled",
    "CreateTime": "2019-02-18T15:32:10.473Z",
    "MasterAccountId": "1728450456001234",
    "MasterAccountName": "admin",
    "ResourceDirectoryId": "rd-St1234",
    "RootFolderId": "r-Zo1234",
}
MEMBER = {
    "AccountId": NUMBER,
    "DisplayName": "acme",
    "FolderId": "fd-bVaRIG",
    "JoinMethod": "created",
    "ResourceDirectoryId": "rd-St1234",
    "ResourceDirectoryPath": f"rd-St1234/r-Zo1234/fd-top/fd-bVaRIG/{NUMBER}",
    "Status": "CreateSuccess",
    "Type": "ResourceAccount",
}
CHAIN = [(ACCOUNT, "fd-bVaRIG"), ("fd-top", "r-Zo1234"), ("fd-bVaRIG", "fd-top")]
DENY = {"Effect": "Deny", "Action": ["oss:DeleteBucket"], "Resource": "*"}


def parents(reading: Reading) -> list[tuple[str, str]]:
    return [(row.child, row.parent) for row in rows(reading) if isinstance(row, Parent)]


def test_a_directory_that_an_account_belongs_to() -> None:
    reading = read_about({**REQUEST, "ResourceDirectory": DIRECTORY}, ACCOUNT)
    assert rows(reading) == [
        Organization(account=ACCOUNT, organization="rd-St1234", management=MANAGEMENT),
        Organization(account=MANAGEMENT, organization="rd-St1234", management=MANAGEMENT),
    ]
    assert reading.proves == [Proves("organization", ACCOUNT), Proves("restrictions", MANAGEMENT)]
    assert reading.unknown_fields == {}


def test_the_place_of_an_account_with_the_way_up_to_the_root() -> None:
    one = read({**REQUEST, "Account": {**MEMBER, "Tags": [{"Key": "k", "Value": "v"}]}})
    more = {"PageNumber": 1, "PageSize": 1, "TotalCount": 9}
    many = read(wrapped("Accounts", "Account", {**MEMBER, "Tags": {"Tag": []}}, **more))
    assert parents(one) == parents(many) == CHAIN
    wanted_pieces = [Proves("parent", child) for child in sorted((ACCOUNT, "fd-bVaRIG", "fd-top"))]
    assert one.proves == many.proves == wanted_pieces
    assert one.about == ACCOUNT
    assert not one.unknown_fields
    assert not many.gaps


@pytest.mark.parametrize("path", ["", "rd-x/fd-1/2", "nonsense", f"rd-St1234/r-Zo1234/{NUMBER}"])
def test_a_path_of_another_form_or_straight_under_the_root(path: str) -> None:
    reading = read({**REQUEST, "Account": {**MEMBER, "ResourceDirectoryPath": path}})
    assert parents(reading) == CHAIN[:1]


def test_the_parent_of_a_folder() -> None:
    reading = read({**REQUEST, "Folder": {"FolderId": "fd-1", "FolderName": "x", "ParentFolderId": "r-Zo1"}})
    assert parents(reading) == [("fd-1", "r-Zo1")]
    assert reading.proves == [Proves("parent", "fd-1")]
    root = read({**REQUEST, "Folder": {"FolderId": "r-Zo1", "FolderName": "root"}})
    assert (root.said, root.proves) == ([], [])


def test_only_a_root_folder_by_itself_is_surely_a_parent() -> None:
    root = {"FolderId": "r-b1234", "FolderName": "root", "CreateTime": "2019-01-18T10:03:35.217Z"}
    reading = read_about(wrapped("Folders", "Folder", root), "fd-1")
    assert parents(reading) == [("fd-1", "r-b1234")]
    assert reading.proves == [Proves("parent", "fd-1")]
    for folders in ([{**root, "FolderId": "fd-2"}], [root, {**root, "FolderId": "fd-2"}], []):
        other = read(wrapped("Folders", "Folder", *folders))
        assert (other.said, other.proves) == ([], [])
        assert [one.what for one in other.gaps] == ["field_missing"]


def attached(policy: str, scope: str = "RAM") -> dict[str, str]:
    return {"PolicyId": policy, "PolicyName": "p", "PolicyType": "Custom", "EffectScope": scope, "AttachDate": "2021"}


@pytest.mark.parametrize("target", [ACCOUNT, "fd-bVaRIG", "r-Zo1234"])
def test_policies_attached_to_a_target(target: str) -> None:
    document = wrapped(
        "ControlPolicyAttachments", "ControlPolicyAttachment", attached("cp-FullAliyunAccess", "All"), attached("cp-1")
    )
    reading = read_about(document, target)
    assert rows(reading) == [
        Target(target=target, policy="cp-FullAliyunAccess", type="CONTROL_POLICY", binds="All"),
        Target(target=target, policy="cp-1", type="CONTROL_POLICY", binds="RAM"),
    ]
    assert reading.proves == [Proves("targets", f"{target} CONTROL_POLICY")]
    assert reading.unknown_fields == {}


def test_no_policies_attached_to_a_target() -> None:
    empty = read(wrapped("ControlPolicyAttachments", "ControlPolicyAttachment"))
    assert about(empty, "fd-1").proves == [Proves("targets", "fd-1 CONTROL_POLICY")]


def test_where_a_policy_is_attached() -> None:
    targets = [
        {"TargetId": NUMBER, "TargetType": "Account", "TargetName": "acme", "AttachDate": "2021"},
        {"TargetId": "fd-1", "TargetType": "Folder", "TargetName": "x", "AttachDate": "2021"},
    ]
    document = wrapped("TargetAttachments", "TargetAttachment", *targets, PageNumber=1, PageSize=10, TotalCount=2)
    reading = read_about(document, "cp-1")
    assert rows(reading) == [
        Target(target=ACCOUNT, policy="cp-1", type="CONTROL_POLICY"),
        Target(target="fd-1", policy="cp-1", type="CONTROL_POLICY"),
    ]
    assert reading.proves == [Proves("attached_to", "cp-1")]
    assert read_about({**document, "TotalCount": 3}, "cp-1").proves == []
    assert wanted(read(document)) == {"policy"}


def test_what_a_control_policy_says() -> None:
    policy = {**attached("cp-1"), "PolicyDocument": text(DENY), "AttachmentCount": "1", "CreateDate": "2021"}
    del policy["AttachDate"]
    reading = read({**REQUEST, "ControlPolicy": policy})
    (row,) = rows(reading)
    assert isinstance(row, Statement)
    assert (row.layer, row.subject, json.loads(row.body)) == ("managed", "cp-1", DENY)
    assert reading.proves == [Proves("document", "cp-1")]
    assert reading.unknown_fields == {}


def test_a_list_of_policies_says_nothing_of_what_they_say() -> None:
    reading = read(wrapped("ControlPolicies", "ControlPolicy", {**attached("cp-1")}, PageNumber=1, TotalCount=7))
    assert (reading.said, reading.proves, reading.gaps) == ([], [], [])


def test_names_of_a_directory() -> None:
    assert [kind_of(name) for name in ("fd-bVaRIG", "r-Zo1234", "cp-FullAliyunAccess")] == ["unit", "unit", "policy"]


@pytest.mark.parametrize(
    "document",
    [
        {"Account": {**MEMBER, "FolderId": "elsewhere"}},
        {"Account": {**MEMBER, "AccountId": "acme"}},
        {"ResourceDirectory": {**DIRECTORY, "MasterAccountId": 7}},
        {"ControlPolicy": {"PolicyId": "cp-1", "PolicyDocument": "{"}},
        {"ControlPolicy": {"PolicyId": "p-aws1", "PolicyDocument": text(DENY)}},
    ],
)
def test_misshapen_answers_are_refused(document: dict[str, Any]) -> None:
    with pytest.raises(EvidenceError):
        read({**REQUEST, **document})


@pytest.mark.parametrize(
    "data",
    [
        b'{"Code": "ResourceDirectoryNotInUse", "Message": "m", "RequestId": "7", "HostId": "x.aliyuncs.com"}',
        b"ERROR: SDK.ServerError\nErrorCode: ResourceDirectoryNotInUse\nRecommend: x\nRequestId: 7\nMessage: m\n",
    ],
)
def test_an_account_in_no_directory_has_no_control_policies(data: bytes) -> None:
    reading = about(read_bytes(data), ACCOUNT)
    assert (reading.said, reading.proves) == ([], [Proves("restrictions", ACCOUNT)])
