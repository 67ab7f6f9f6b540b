"""The shape of the answer of GetAccountAuthorizationDetails.

https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html, response elements.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from msgspec import Meta

from cloudreview.evidence.answer import Shape

Arn = Annotated[str, Meta(pattern=r"^arn:[a-z-]+:iam::([0-9]{12}|aws):[a-z-]+/.+$")]
"""Everything but the root user has such a name (IAM User Guide, reference_identifiers.html#identifiers-arns)."""


class Attached(Shape, frozen=True, kw_only=True):
    """A managed policy that is attached."""

    unused: ClassVar = frozenset({"PolicyName"})
    policy_arn: Arn


class Boundary(Shape, frozen=True, kw_only=True):
    """A permissions boundary."""

    unused: ClassVar = frozenset({"PermissionsBoundaryType"})
    permissions_boundary_arn: Arn


class Tag(Shape, frozen=True, kw_only=True):
    """A tag."""

    key: str
    value: str


class Inline(Shape, frozen=True, kw_only=True):
    """A policy that lies in an identity."""

    policy_name: str
    policy_document: Any


class Holder(Shape, frozen=True, kw_only=True):
    """What users, groups and roles have in common."""

    unused: ClassVar = frozenset(
        {"Path", "CreateDate", "UserId", "GroupId", "RoleId", "RoleName", "InstanceProfileList", "RoleLastUsed"}
    )
    arn: Arn
    attached_managed_policies: tuple[Attached, ...] = ()
    permissions_boundary: Boundary | None = None
    tags: tuple[Tag, ...] = ()

    @property
    def account(self) -> str:
        """The account whose identity it is."""
        return account_of(self.arn)

    def managed(self) -> set[str]:
        """The managed policies that bear on it, the boundary among them."""
        boundary = [self.permissions_boundary.permissions_boundary_arn] if self.permissions_boundary else []
        return {*(one.policy_arn for one in self.attached_managed_policies), *boundary}


class User(Holder, frozen=True, kw_only=True):
    """A user."""

    user_name: str
    user_policy_list: tuple[Inline, ...] = ()
    group_list: tuple[str, ...] = ()


class Group(Holder, frozen=True, kw_only=True):
    """A group; the answer tells its members with the users."""

    group_name: str
    group_policy_list: tuple[Inline, ...] = ()


class Role(Holder, frozen=True, kw_only=True):
    """A role and who may assume it."""

    assume_role_policy_document: Any
    role_policy_list: tuple[Inline, ...] = ()


class Version(Shape, frozen=True, kw_only=True):
    """One version of a managed policy."""

    unused: ClassVar = frozenset({"CreateDate"})
    version_id: str
    is_default_version: bool | None = None
    document: Any = None


class Managed(Shape, frozen=True, kw_only=True):
    """A managed policy with its versions."""

    unused: ClassVar = frozenset({"PolicyId", "Path", "IsAttachable", "Description", "CreateDate", "UpdateDate"})
    arn: Arn
    policy_name: str
    default_version_id: str
    attachment_count: int | None = None
    permissions_boundary_usage_count: int | None = None
    policy_version_list: tuple[Version, ...] = ()

    def default(self) -> int | None:
        """Which version is in force; None where it is not there, or the two ways of telling it disagree."""
        found = [
            index for index, one in enumerate(self.policy_version_list) if one.version_id == self.default_version_id
        ]
        flagged = [index for index, one in enumerate(self.policy_version_list) if one.is_default_version]
        if len(found) != 1 or flagged not in ([], found):
            return None
        told = self.policy_version_list[found[0]]
        return None if told.document is None or told.is_default_version is False else found[0]


class Details(Shape, frozen=True, kw_only=True):
    """The whole answer."""

    user_detail_list: tuple[User, ...] | None = None
    group_detail_list: tuple[Group, ...] | None = None
    role_detail_list: tuple[Role, ...] | None = None
    policies: tuple[Managed, ...] | None = None

    @property
    def holders(self) -> list[Holder]:
        """All identities but the root users."""
        return [*(self.user_detail_list or ()), *(self.group_detail_list or ()), *(self.role_detail_list or ())]

    @property
    def arns(self) -> list[str]:
        """Everything of the accounts that has a name; policies of the provider itself have none."""
        named = [*(one.arn for one in self.holders), *(one.arn for one in self.policies or ())]
        return [one for one in named if account_of(one) != "aws:aws"]


def account_of(arn: str) -> str:
    """The account of an ARN, as `aws:111122223333`; the provider's own policies have the account `aws:aws`."""
    return f"aws:{arn.split(':')[4]}"
