"""What Resource Directory answers: the directory, what lies under what, and the control policies at each place.

Operations of ResourceDirectoryMaster 2022-04-19, which are those of ResourceManager 2020-03-31 too
(https://www.alibabacloud.com/help/en/resource-management/resource-directory/developer-reference/):
GetResourceDirectory, GetAccount, ListAccounts, GetFolder, ListAncestors, ListControlPolicyAttachmentsForTarget,
ListTargetAttachmentsForControlPolicy, ListControlPolicies, GetControlPolicy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import Meta

from cloudreview.evidence.alibaba_answer import Paged, first_only, holds, listed
from cloudreview.evidence.alibaba_policy import read_policy
from cloudreview.evidence.answer import Answer, Shape, answer, fields, reading
from cloudreview.evidence.content import Content
from cloudreview.evidence.reader import Reader
from cloudreview.gaps import gap
from cloudreview.vocabulary.delivery import ABOUT, Proves, Reading, Said
from cloudreview.vocabulary.rows import Organization, Parent, Target

DIRECTORY = "aliyun resourcedirectorymaster GetResourceDirectory"
ACCOUNT = "aliyun resourcedirectorymaster GetAccount"
ACCOUNTS = "aliyun resourcedirectorymaster ListAccounts"
FOLDER = "aliyun resourcedirectorymaster GetFolder"
ANCESTORS = "aliyun resourcedirectorymaster ListAncestors"
ATTACHED = "aliyun resourcedirectorymaster ListControlPolicyAttachmentsForTarget"
TARGETS = "aliyun resourcedirectorymaster ListTargetAttachmentsForControlPolicy"
POLICIES = "aliyun resourcedirectorymaster ListControlPolicies"
POLICY = "aliyun resourcedirectorymaster GetControlPolicy"
TYPE = "CONTROL_POLICY"
_PATH = re.compile(r"rd-[A-Za-z0-9]+/(r-[A-Za-z0-9]+(?:/fd-[A-Za-z0-9]+)*)/[0-9]+")
"""ResourceDirectoryPath of an account: the directory, its root folder, the folders below it, the account."""
Number = Annotated[str, Meta(pattern="^[0-9]+$")]
Folder = Annotated[str, Meta(pattern="^(?:fd|r)-[A-Za-z0-9]+$")]
PolicyId = Annotated[str, Meta(pattern="^cp-[A-Za-z0-9]+$")]


class _Directory(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset(
        {
            "ControlPolicyStatus",
            "CreateTime",
            "IdentityInformation",
            "MasterAccountName",
            "MemberAccountDisplayNameSyncStatus",
            "MemberDeletionStatus",
            "RootFolderId",
            "ScpStatus",
        }
    )
    resource_directory_id: str
    master_account_id: Number


class _GetDirectory(Shape, frozen=True, kw_only=True):
    resource_directory: _Directory


class _Account(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset(
        {
            "AccountName",
            "DeletionStatus",
            "DisplayName",
            "EmailStatus",
            "HasSecureMobilePhone",
            "IdentityInformation",
            "JoinMethod",
            "JoinTime",
            "Location",
            "ModifyTime",
            "RecordId",
            "ResourceDirectoryId",
            "SecureMobilePhone",
            "Status",
            "Tags",
            "Type",
        }
    )
    account_id: Number
    folder_id: Folder
    resource_directory_path: str = ""


class _GetAccount(Shape, frozen=True, kw_only=True):
    account: _Account


class _Accounts(Shape, frozen=True, kw_only=True):
    account: tuple[_Account, ...]


class _ListAccounts(Paged, frozen=True, kw_only=True):
    accounts: _Accounts


class _Folder(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset({"CreateTime", "FolderName", "ResourceDirectoryPath", "Tags"})
    folder_id: Folder
    parent_folder_id: Folder | None = None


class _GetFolder(Shape, frozen=True, kw_only=True):
    folder: _Folder


class _Folders(Shape, frozen=True, kw_only=True):
    folder: tuple[_Folder, ...]


class _ListFolders(Paged, frozen=True, kw_only=True):
    folders: _Folders


class _Attached(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset({"AttachDate", "Description", "PolicyName", "PolicyType"})
    policy_id: PolicyId
    effect_scope: str | None = None


class _AllAttached(Shape, frozen=True, kw_only=True):
    control_policy_attachment: tuple[_Attached, ...]


class _ListAttached(Shape, frozen=True, kw_only=True):
    control_policy_attachments: _AllAttached


class _Target(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset({"AttachDate", "TargetName"})
    target_id: str
    target_type: str


class _AllTargets(Shape, frozen=True, kw_only=True):
    target_attachment: tuple[_Target, ...]


class _ListTargets(Paged, frozen=True, kw_only=True):
    target_attachments: _AllTargets


class _Policy(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset(
        {"AttachmentCount", "CreateDate", "Description", "EffectScope", "PolicyType", "Tags", "UpdateDate"}
    )
    policy_id: PolicyId
    policy_name: str = ""
    policy_document: Any = None


class _Policies(Shape, frozen=True, kw_only=True):
    control_policy: tuple[_Policy, ...]


class _ListPolicies(Paged, frozen=True, kw_only=True):
    control_policies: _Policies


class _GetPolicy(Shape, frozen=True, kw_only=True):
    control_policy: _Policy


def _read_directory(content: Content) -> Reading:
    """A member is told the directory that it belongs to. Control policies bind nobody in the management account.

    (RAM, "Policy evaluation process": control policies take effect on members only.)
    """
    found = answer(content, _GetDirectory)
    one = found.value.resource_directory
    management = f"alibaba:{one.master_account_id}"
    said = [
        Said(Organization(account=who, organization=one.resource_directory_id, management=management), at)
        for who, at in ((ABOUT, "#/ResourceDirectory"), (management, "#/ResourceDirectory/MasterAccountId"))
    ]
    told = reading(content, DIRECTORY, found, said, Proves("organization", ABOUT))
    return msgspec.structs.replace(told, proves=[*told.proves, Proves("restrictions", management)])


def _parents(every: Iterable[tuple[_Account, str]]) -> Iterator[Said]:
    """An account lies in one folder; its path tells the folders above that one, up to the root."""
    for one, at in every:
        yield Said(Parent(child=f"alibaba:{one.account_id}", parent=one.folder_id), at)
        path = _PATH.fullmatch(one.resource_directory_path)
        for parent, child in pairwise(path[1].split("/") if path else ()):
            yield Said(Parent(child=child, parent=parent), f"{at}/ResourceDirectoryPath")


def _with_parents(
    content: Content, name: str, found: Answer[Any], every: Iterable[tuple[_Account, str]], about: str | None
) -> Reading:
    """Each account's place is told whole, on whatever page it stands."""
    said = list(_parents(every))
    children = sorted({one.row.child for one in said if isinstance(one.row, Parent)})
    told = reading(content, name, found._replace(whole=True), said, about=about)
    return msgspec.structs.replace(told, proves=[Proves("parent", child) for child in children])


def _read_account(content: Content) -> Reading:
    found = answer(content, _GetAccount)
    one = found.value.account
    return _with_parents(content, ACCOUNT, found, [(one, "#/Account")], f"alibaba:{one.account_id}")


def _read_accounts(content: Content) -> Reading:
    found = answer(content, _ListAccounts)
    every = [(one, f"#/Accounts/Account/{index}") for index, one in enumerate(found.value.accounts.account)]
    return _with_parents(content, ACCOUNTS, found, every, None)


def _read_folder(content: Content) -> Reading:
    """The root folder has no parent."""
    found = answer(content, _GetFolder)
    one = found.value.folder
    if one.parent_folder_id is None:
        return reading(content, FOLDER, found, [], about=one.folder_id)
    said = [Said(Parent(child=one.folder_id, parent=one.parent_folder_id), "#/Folder")]
    return reading(content, FOLDER, found, said, Proves("parent", one.folder_id), about=one.folder_id)


def _read_ancestors(content: Content) -> Reading:
    """In which order the folders stand, no documentation says, and a list of subfolders looks alike.

    So only a root folder by itself is surely the parent of the folder that the file is about.
    """
    found = answer(content, _ListFolders)
    every = found.value.folders.folder
    if len(every) == 1 and every[0].folder_id.startswith("r-"):
        said = [Said(Parent(child=ABOUT, parent=every[0].folder_id), "#/Folders/Folder/0")]
        return reading(content, ANCESTORS, found, said, Proves("parent", ABOUT))
    why = f"the list of {len(every)} folders does not tell which of them is the parent"
    asked = gap("field_missing", "parents of folders", why, "Please send the answer of GetFolder for each folder.")
    return reading(content, ANCESTORS, found, [], gaps=[asked])


def _read_attached(content: Content) -> Reading:
    found = answer(content, _ListAttached)
    said = (
        Said(
            Target(target=ABOUT, policy=one.policy_id, type=TYPE, binds=one.effect_scope),
            f"#/ControlPolicyAttachments/ControlPolicyAttachment/{index}",
        )
        for index, one in enumerate(found.value.control_policy_attachments.control_policy_attachment)
    )
    return reading(content, ATTACHED, found, said, Proves("targets", f"{ABOUT} {TYPE}"))


def _read_targets(content: Content) -> Reading:
    """Where one policy is attached; the answer does not name the policy."""
    found = answer(content, _ListTargets)
    every = found.value.target_attachments.target_attachment
    said = (
        Said(
            Target(
                target=f"alibaba:{one.target_id}" if one.target_type == "Account" else one.target_id,
                policy=ABOUT,
                type=TYPE,
            ),
            f"#/TargetAttachments/TargetAttachment/{index}",
        )
        for index, one in enumerate(every)
    )
    return reading(content, TARGETS, first_only(found, len(every)), said, Proves("attached_to", ABOUT))


def _read_policies(content: Content) -> Reading:
    """Which control policies there are. What they say, and where they are attached, is told by other answers."""
    found = answer(content, _ListPolicies)
    return reading(content, POLICIES, found._replace(whole=True), [])


def _read_policy(content: Content) -> Reading:
    found = answer(content, _GetPolicy)
    one = found.value.control_policy
    read = read_policy("managed", one.policy_id, one.policy_name, one.policy_document, "#/ControlPolicy/PolicyDocument")
    told = reading(content, POLICY, found, read.said, Proves("document", one.policy_id), about=one.policy_id)
    return msgspec.structs.replace(told, gaps=[*told.gaps, *read.gaps])


def _has(name: str, *inside: str) -> Any:
    return lambda content: holds(fields(content).get(name), *inside)


def _lists(wrapper: str, element: str) -> Any:
    return lambda content: listed(content, wrapper, element) is not None


READERS = (
    Reader(DIRECTORY, _has("ResourceDirectory", "MasterAccountId"), _read_directory),
    Reader(ACCOUNT, _has("Account", "AccountId"), _read_account),
    Reader(ACCOUNTS, _lists("Accounts", "Account"), _read_accounts),
    Reader(FOLDER, _has("Folder", "FolderId"), _read_folder),
    Reader(ANCESTORS, _lists("Folders", "Folder"), _read_ancestors),
    Reader(ATTACHED, _lists("ControlPolicyAttachments", "ControlPolicyAttachment"), _read_attached),
    Reader(TARGETS, _lists("TargetAttachments", "TargetAttachment"), _read_targets),
    Reader(POLICIES, _lists("ControlPolicies", "ControlPolicy"), _read_policies),
    Reader(POLICY, _has("ControlPolicy", "PolicyDocument"), _read_policy),
)
