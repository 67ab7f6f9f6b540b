"""The shapes of what RAM answers about identities (API version 2015-05-01).

https://www.alibabacloud.com/help/en/ram/developer-reference/api-ram-2015-05-01-overview, response elements of
each operation. Names of elements are those of the JSON form, which the command line prints.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import Meta

from cloudreview.evidence.answer import Shape

RoleArn = Annotated[str, Meta(pattern=r"^acs:ram::[0-9]+:role/.+$")]
_TOLD = frozenset({"Comments", "CreateDate", "UpdateDate", "DisplayName", "Description", "Tags"})


class User(Shape, frozen=True, kw_only=True):
    """A user of ListUsers or GetUser."""

    unused: ClassVar = _TOLD | {"Email", "MobilePhone", "LastLoginDate"}
    user_name: str
    user_id: str


class Users(Shape, frozen=True, kw_only=True):
    """A list of users in its wrapper."""

    user: tuple[User, ...]


class ListUsers(Shape, frozen=True, kw_only=True):
    """The answer of ListUsers."""

    users: Users


class GetUser(Shape, frozen=True, kw_only=True):
    """The answer of GetUser."""

    user: User


class Member(Shape, frozen=True, kw_only=True):
    """A user of ListUsersForGroup."""

    unused: ClassVar = frozenset({"DisplayName", "JoinDate"})
    user_name: str


class Members(Shape, frozen=True, kw_only=True):
    """A list of members in its wrapper."""

    user: tuple[Member, ...]


class ListUsersForGroup(Shape, frozen=True, kw_only=True):
    """The answer of ListUsersForGroup."""

    users: Members


class Group(Shape, frozen=True, kw_only=True):
    """A group of ListGroups."""

    unused: ClassVar = _TOLD | {"GroupId"}
    group_name: str


class Groups(Shape, frozen=True, kw_only=True):
    """A list of groups in its wrapper."""

    group: tuple[Group, ...]


class ListGroups(Shape, frozen=True, kw_only=True):
    """The answer of ListGroups."""

    groups: Groups


class Membership(Shape, frozen=True, kw_only=True):
    """A group of ListGroupsForUser."""

    unused: ClassVar = frozenset({"Comments", "JoinDate"})
    group_name: str


class Memberships(Shape, frozen=True, kw_only=True):
    """A list of memberships in its wrapper."""

    group: tuple[Membership, ...]


class ListGroupsForUser(Shape, frozen=True, kw_only=True):
    """The answer of ListGroupsForUser."""

    groups: Memberships


class Role(Shape, frozen=True, kw_only=True):
    """A role of ListRoles; GetRole adds who may assume it."""

    unused: ClassVar = _TOLD | {"MaxSessionDuration", "RolePrincipalName", "IsServiceLinkedRole", "LatestDeletionTask"}
    arn: RoleArn
    role_name: str
    role_id: str | None = None
    assume_role_policy_document: Any = msgspec.UNSET


class Roles(Shape, frozen=True, kw_only=True):
    """A list of roles in its wrapper."""

    role: tuple[Role, ...]


class ListRoles(Shape, frozen=True, kw_only=True):
    """The answer of ListRoles."""

    roles: Roles


class GetRole(Shape, frozen=True, kw_only=True):
    """The answer of GetRole."""

    role: Role
