from __future__ import annotations

import json
from typing import Any

import pytest

from cloudreview.errors import EvidenceError
from cloudreview.evidence.about import fits, wanted
from cloudreview.vocabulary.delivery import Proves, Reading
from cloudreview.vocabulary.rows import Identity, Statement
from tests.evidence.alibaba import ACCOUNT, REQUEST, ram, read_about, text, wrapped
from tests.evidence.aws import read, real, rows

READ = {"Effect": "Allow", "Action": "oss:GetObject", "Resource": "acs:oss:*:*:data/*"}
SYSTEM = "acs:ram::system:policy/AliyunOSSFullAccess"
ATTACHED = {
    "PolicyName": "reader",
    "PolicyType": "Custom",
    "DefaultVersion": "v1",
    "AttachDate": "2015-01-23T12:33:18Z",
}
LISTED = {"PolicyName": "reader", "PolicyType": "Custom", "AttachmentCount": 1, "CreateDate": "2015-01-23T12:33:18Z"}


def attachment(principal: str, kind: str, scope: str, name: str = "reader", of: str = "Custom") -> dict[str, str]:
    return {
        "AttachDate": "2015-01-23T12:33:18Z",
        "Description": "",
        "PolicyName": name,
        "PolicyType": of,
        "PrincipalName": principal,
        "PrincipalType": kind,
        "ResourceGroupId": scope,
    }


def attachments(*found: Any, total: int | None = None, page: int = 1) -> dict[str, Any]:
    count = len(found) if total is None else total
    more = {"PageNumber": page, "PageSize": 100, "TotalCount": count}
    return wrapped("PolicyAttachments", "PolicyAttachment", *found, **more)


@pytest.mark.parametrize(("name", "kind"), [("user/li", "user"), ("group/admins", "group"), ("role/ops", "role")])
def test_policies_attached_to_whom_the_file_is_about(name: str, kind: str) -> None:
    document = wrapped(
        "Policies", "Policy", ATTACHED, {**ATTACHED, "PolicyName": "AliyunOSSFullAccess", "PolicyType": "System"}
    )
    reading = read_about(document, ram(name))
    assert rows(reading) == [
        Identity(account=ACCOUNT, principal=ram(name), kind=kind, policies=(ram("policy/reader"),)),
        Identity(account=ACCOUNT, principal=ram(name), kind=kind, policies=(SYSTEM,)),
    ]
    assert reading.proves == [Proves("attached", ram(name))]
    assert reading.unknown_fields == {}


def test_policies_are_attached_to_an_identity_of_alibaba_cloud_only() -> None:
    reading = read(wrapped("Policies", "Policy", ATTACHED))
    assert wanted(reading) == {"identity"}
    assert not fits(reading, "arn:aws:iam::111122223333:user/li")
    assert not fits(reading, ram("saml-provider/x"))


def test_a_list_of_the_policies_of_an_account_attaches_nothing() -> None:
    reading = read_about(wrapped("Policies", "Policy", LISTED, IsTruncated=False), ACCOUNT)
    assert reading.said == []
    assert reading.proves == [Proves("policies", ACCOUNT)]


def test_attachments_for_the_account_and_for_a_resource_group() -> None:
    number = ACCOUNT.removeprefix("alibaba:")
    reading = read(
        attachments(
            attachment("li@acme.onaliyun.com", "IMSUser", number),
            attachment("admins@group.acme.onaliyun.com", "IMSGroup", number, "AliyunOSSFullAccess", "System"),
            attachment("Ops@role.acme.onaliyunservice.com", "ServiceRole", "rg-9gLOoK"),
        )
    )
    assert rows(reading) == [
        Identity(account=ACCOUNT, principal=ram("user/li"), kind="user", policies=(ram("policy/reader"),)),
        Identity(account=ACCOUNT, principal=ram("group/admins"), kind="group", policies=(SYSTEM,)),
        Identity(
            account=ACCOUNT, principal=ram("role/ops"), kind="role", scoped=((ram("policy/reader"), "rg-9gLOoK"),)
        ),
    ]
    assert reading.proves == [Proves("attachments", ACCOUNT)]
    assert reading.about == ACCOUNT
    assert reading.unknown_fields == {}


def test_attachments_for_resource_groups_only_do_not_tell_the_account() -> None:
    document = attachments(attachment("li@acme.onaliyun.com", "IMSUser", "rg-1"))
    assert read(document).about is None
    (row,) = rows(read_about(document, ACCOUNT))
    assert row == Identity(
        account=ACCOUNT, principal=ram("user/li"), kind="user", scoped=((ram("policy/reader"), "rg-1"),)
    )


@pytest.mark.parametrize(("total", "page"), [(2, 1), (1, 2)])
def test_one_page_of_attachments_proves_nothing(total: int, page: int) -> None:
    reading = read_about(attachments(attachment("li@a", "IMSUser", "rg-1"), total=total, page=page), ACCOUNT)
    assert len(reading.said) == 1
    assert reading.proves == []
    assert [one.what for one in reading.gaps] == ["scope_open"]


def test_attachments_of_two_accounts_or_of_an_unknown_type_are_refused() -> None:
    with pytest.raises(EvidenceError, match="2 accounts"):
        read(attachments(attachment("a@x", "IMSUser", "1" * 16), attachment("a@x", "IMSUser", "2" * 16)))
    with pytest.raises(EvidenceError, match="PrincipalType"):
        read(attachments(attachment("a@x", "Robot", "1" * 16)))


def policy_of(document: str, kind: str = "Custom") -> dict[str, Any]:
    return {
        **REQUEST,
        "Policy": {**LISTED, "PolicyType": kind, "DefaultVersion": "v2", "Description": ""},
        "DefaultPolicyVersion": {
            "VersionId": "v2",
            "IsDefaultVersion": True,
            "PolicyDocument": document,
            "CreateDate": "2015-01-23T12:33:18Z",
        },
    }


def version_of(document: str, default: bool | None = True) -> dict[str, Any]:
    return {**REQUEST, "PolicyVersion": {"VersionId": "v2", "IsDefaultVersion": default, "PolicyDocument": document}}


def bodies(reading: Reading) -> list[Any]:
    return [json.loads(row.body) for row in rows(reading) if isinstance(row, Statement)]


def test_what_a_policy_says() -> None:
    reading = read_about(policy_of(text(READ)), ACCOUNT)
    (row,) = rows(reading)
    assert isinstance(row, Statement)
    assert (row.layer, row.subject, row.policy) == ("managed", ram("policy/reader"), "reader")
    assert bodies(reading) == [READ]
    assert reading.proves == [Proves("document", ram("policy/reader"))]
    assert reading.unknown_fields == {}


def test_a_system_policy_belongs_to_no_account() -> None:
    reading = read(policy_of(text(READ), "System"))
    assert reading.about == "acs:ram::system:policy/reader"
    assert reading.proves == [Proves("document", "acs:ram::system:policy/reader")]


def test_only_the_version_in_force_says_anything() -> None:
    reading = read_about(version_of(text(READ)), SYSTEM)
    assert bodies(reading) == [READ]
    assert reading.proves == [Proves("document", SYSTEM)]
    for default in (False, None):
        other = read_about(version_of(text(READ), default), SYSTEM)
        assert (other.said, other.proves) == ([], [])
        assert [one.where for one in other.gaps] == [f"document {SYSTEM}"]


def test_another_version_of_the_grammar_is_kept_in_the_statement() -> None:
    reading = read_about(version_of(text(READ, version="2")), SYSTEM)
    assert bodies(reading) == [{**READ, "Version": "2"}]


@pytest.mark.parametrize("effect", ["allow ", "allow", "Permit", 7, None])
def test_an_effect_that_the_grammar_does_not_know_is_kept_and_named(effect: Any) -> None:
    reading = read_about(version_of(text({**READ, "Effect": effect}, READ)), SYSTEM)
    assert bodies(reading) == [{**READ, "Effect": effect}, READ]
    assert reading.proves == [Proves("document", SYSTEM)]
    (gap,) = reading.gaps
    assert gap.what == "unimplemented"
    assert gap.where == f"statements {SYSTEM}"


def test_a_statement_that_is_no_object_is_kept_and_named() -> None:
    reading = read_about(version_of(text("x")), SYSTEM)
    assert bodies(reading) == ["x"]
    assert [one.what for one in reading.gaps] == ["unimplemented"]


def test_all_real_policies_are_read_as_they_are_written() -> None:
    """The policies of the public documentation, wrapped as the calls that give them do."""
    (path,) = real("alibaba/ram_policies.jsonl")
    strange = []
    lines = path.read_text().splitlines()
    for line in lines:
        document = json.loads(line)["document"]
        every = json.dumps(document)
        principal = document["Statement"][0].get("Principal")
        if isinstance(principal, dict):
            role = {"RoleName": "r", "RoleId": "3", "Arn": ram("role/r"), "AssumeRolePolicyDocument": every}
            reading = read({**REQUEST, "Role": role})
        elif isinstance(principal, list):
            continue  # Policies of buckets are read in test_alibaba_oss_policy.
        else:
            reading = read_about(version_of(every), ram("policy/p"))
        assert bodies(reading) == document["Statement"]
        assert [one.relation for one in reading.proves] in (["document"], ["trust"])
        assert not reading.bad
        strange += [one.why for one in reading.gaps]
    assert len(lines) == 76
    assert strange == ["the Effect of a statement is `allow `, where the grammar knows `Allow` and `Deny`"]
