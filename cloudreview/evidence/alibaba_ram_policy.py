"""What RAM and Resource Management answer about policies: what is attached to whom, and what a policy says.

ListPolicies, ListPoliciesForUser, -Group, -Role, GetPolicy and GetPolicyVersion of RAM
(https://www.alibabacloud.com/help/en/ram/developer-reference/api-ram-2015-05-01-overview), and ListPolicyAttachments of
Resource Management (https://www.alibabacloud.com/help/en/resource-management/developer-reference/api-listpolicyattachments).
The calls of RAM tell only what is attached for the whole account ("You cannot query the policies that are attached to
resource groups", ListPoliciesForUser), so only ListPolicyAttachments proves what is attached.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, ClassVar, Literal

import msgspec

from cloudreview.errors import EvidenceError
from cloudreview.evidence.alibaba_answer import ACCOUNT, Paged, first_only, group, holds, listed, policy, role, user
from cloudreview.evidence.alibaba_policy import read_policy
from cloudreview.evidence.answer import Shape, answer, fields, reading
from cloudreview.evidence.content import Content
from cloudreview.evidence.reader import Reader
from cloudreview.gaps import gap
from cloudreview.vocabulary.delivery import ABOUT, KIND, NUMBER, Proves, Reading, Said
from cloudreview.vocabulary.rows import Identity

ATTACHED = "aliyun ram ListPoliciesForUser, -Group or -Role"
POLICIES = "aliyun ram ListPolicies"
NONE = "aliyun ram list of no policies"
POLICY = "aliyun ram GetPolicy"
VERSION = "aliyun ram GetPolicyVersion"
ATTACHMENTS = "aliyun resourcemanager ListPolicyAttachments"
PolicyType = Literal["Custom", "System"]
_NAMED: dict[str, tuple[str, Callable[[str, str], str]]] = {
    "IMSUser": ("user", user),
    "IMSGroup": ("group", group),
    "ServiceRole": ("role", role),
}
"""By PrincipalType: the kind of identity, and how it is named."""


class _Attached(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset(
        {"AttachDate", "DefaultVersion", "Description", "AttachmentCount", "CreateDate", "UpdateDate", "Tags"}
    )
    policy_name: str
    policy_type: PolicyType


class _Policies(Shape, frozen=True, kw_only=True):
    policy: tuple[_Attached, ...]


class _ListPolicies(Shape, frozen=True, kw_only=True):
    policies: _Policies


class _Attachment(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset({"AttachDate", "Description"})
    policy_name: str
    policy_type: PolicyType
    principal_name: str
    principal_type: Literal["IMSUser", "IMSGroup", "ServiceRole"]
    resource_group_id: str


class _Attachments(Shape, frozen=True, kw_only=True):
    policy_attachment: tuple[_Attachment, ...]


class _ListAttachments(Paged, frozen=True, kw_only=True):
    policy_attachments: _Attachments


class _Version(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset({"CreateDate", "PolicyName", "PolicyType"})
    version_id: str
    is_default_version: bool | None = None
    policy_document: Any


class _GetVersion(Shape, frozen=True, kw_only=True):
    policy_version: _Version


class _GetPolicy(Shape, frozen=True, kw_only=True):
    policy: _Attached
    default_policy_version: _Version


def _is_attached(content: Content) -> bool:
    found = listed(content, "Policies", "Policy")
    return bool(found) and holds((found or [None])[0], "AttachDate")


def _is_policies(content: Content) -> bool:
    found = listed(content, "Policies", "Policy")
    return bool(found) and not _is_attached(content)


def _is_none(content: Content) -> bool:
    return listed(content, "Policies", "Policy") == []


def _read_attached(content: Content) -> Reading:
    """Which identity they are attached to is told by what the file is about."""
    found = answer(content, _ListPolicies)
    said = (
        Said(
            Identity(
                account=ACCOUNT,
                principal=ABOUT,
                kind=KIND,
                policies=(policy(one.policy_name, one.policy_type),),
            ),
            f"#/Policies/Policy/{index}",
        )
        for index, one in enumerate(found.value.policies.policy)
    )
    return reading(content, ATTACHED, found, said, Proves("attached", ABOUT))


def _read_policies(content: Content) -> Reading:
    """Which policies there are. What they say, and who has them, is told by other answers."""
    found = answer(content, _ListPolicies)
    return reading(content, POLICIES, found, [], Proves("policies", ABOUT))


def _read_none(content: Content) -> Reading:
    """No policy in the account, or none attached to an identity: what the file is about tells."""
    found = answer(content, _ListPolicies)
    told = reading(content, NONE, found, [], Proves("policies", ABOUT))
    return msgspec.structs.replace(told, proves=[*told.proves, Proves("attached", ABOUT)] if found.whole else [])


def _read_attachments(content: Content) -> Reading:
    """Attachments for the whole account and for resource groups."""
    found = answer(content, _ListAttachments)
    every = found.value.policy_attachments.policy_attachment
    numbers = sorted({one.resource_group_id for one in every if one.resource_group_id.isdecimal()})
    if len(numbers) > 1:
        raise EvidenceError(
            "#/PolicyAttachments", f"the list is about {len(numbers)} accounts", "send one file an account"
        )
    number = numbers[0] if numbers else NUMBER
    about = f"alibaba:{number}" if numbers else None
    whole = first_only(found, len(every))
    said = list(_attachments(every, number))
    return reading(content, ATTACHMENTS, whole, said, Proves("attachments", about or ABOUT), about=about)


def _attachments(every: tuple[_Attachment, ...], number: str) -> Iterator[Said]:
    """ResourceGroupId is the account's number where a policy is attached for all of it.

    PrincipalName is `li@acme.onaliyun.com`, `admins@group.acme.onaliyun.com` or `ops@role.acme.onaliyunservice.com`
    (AttachPolicy, request parameters).
    """
    for index, one in enumerate(every):
        kind, name = _NAMED[one.principal_type]
        attached, scope = policy(one.policy_name, one.policy_type, number), one.resource_group_id
        everywhere = scope.isdecimal()
        row = Identity(
            account=f"alibaba:{number}",
            principal=name(one.principal_name.partition("@")[0], number),
            kind=kind,
            policies=(attached,) if everywhere else (),
            scoped=() if everywhere else ((attached, scope),),
        )
        yield Said(row, f"#/PolicyAttachments/PolicyAttachment/{index}")


def _read_policy(content: Content) -> Reading:
    """A policy with the version in force."""
    found = answer(content, _GetPolicy)
    one = found.value.policy
    name = policy(one.policy_name, one.policy_type)
    document, at = found.value.default_policy_version.policy_document, "#/DefaultPolicyVersion/PolicyDocument"
    read = read_policy("managed", name, one.policy_name, document, at)
    told = reading(content, POLICY, found, read.said, Proves("document", name), about=None if NUMBER in name else name)
    return msgspec.structs.replace(told, gaps=[*told.gaps, *read.gaps])


def _read_version(content: Content) -> Reading:
    """One version of a policy, which the answer does not name; only the version in force says anything."""
    found = answer(content, _GetVersion)
    one = found.value.policy_version
    if one.is_default_version is not True:
        told = "is not the one in force" if one.is_default_version is False else "may not be the one in force"
        why = f"the version {one.version_id[:40]} {told}"
        question = "Please send the answer of GetPolicy, or of GetPolicyVersion for the default version."
        return reading(content, VERSION, found, [], gaps=[gap("scope_open", f"document {ABOUT}", why, question)])
    read = read_policy("managed", ABOUT, "policy", one.policy_document, "#/PolicyVersion/PolicyDocument")
    told_whole = reading(content, VERSION, found, read.said, Proves("document", ABOUT))
    return msgspec.structs.replace(told_whole, gaps=[*told_whole.gaps, *read.gaps])


def _is_policy(content: Content) -> bool:
    return holds(fields(content).get("Policy"), "PolicyName") and "DefaultPolicyVersion" in fields(content)


def _is_version(content: Content) -> bool:
    return holds(fields(content).get("PolicyVersion"), "PolicyDocument")


def _is_attachments(content: Content) -> bool:
    return listed(content, "PolicyAttachments", "PolicyAttachment") is not None


READERS = (
    Reader(ATTACHED, _is_attached, _read_attached),
    Reader(POLICIES, _is_policies, _read_policies),
    Reader(NONE, _is_none, _read_none),
    Reader(POLICY, _is_policy, _read_policy),
    Reader(VERSION, _is_version, _read_version),
    Reader(ATTACHMENTS, _is_attachments, _read_attachments),
)
