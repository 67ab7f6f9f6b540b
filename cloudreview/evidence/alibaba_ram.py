"""What RAM answers about identities: ListUsers, ListGroups, ListRoles, who is in which group, and GetRole's trust.

Operations of https://www.alibabacloud.com/help/en/ram/developer-reference/api-ram-2015-05-01-overview. No answer but
those about roles tells the account; none of an empty list tells which list it is, and then what the file is about does:
an account, a group or a user. An identity is told in several answers, each of which makes a row of its own; the rows
of one identity add up. Policies and attachments are read in `alibaba_ram_policy`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from cloudreview.errors import EvidenceError
from cloudreview.evidence.alibaba_answer import ACCOUNT, group, holds, listed, role, user
from cloudreview.evidence.alibaba_policy import read_policy
from cloudreview.evidence.alibaba_ram_shape import (
    GetRole,
    GetUser,
    ListGroups,
    ListGroupsForUser,
    ListRoles,
    ListUsers,
    ListUsersForGroup,
    Role,
)
from cloudreview.evidence.answer import Shape, answer, fields, reading
from cloudreview.evidence.content import Content
from cloudreview.evidence.reader import Reader
from cloudreview.vocabulary.delivery import ABOUT, NUMBER, Proves, Reading, Said
from cloudreview.vocabulary.rows import Identity

USERS = "aliyun ram ListUsers"
MEMBERS = "aliyun ram ListUsersForGroup"
NO_USERS = "aliyun ram ListUsers or ListUsersForGroup"
GROUPS = "aliyun ram ListGroups"
MEMBERSHIPS = "aliyun ram ListGroupsForUser"
NO_GROUPS = "aliyun ram ListGroups or ListGroupsForUser"
ROLES = "aliyun ram ListRoles"
USER = "aliyun ram GetUser"
ROLE = "aliyun ram GetRole"


def _is_list(wrapper: str, element: str, of: str) -> Callable[[Content], bool]:
    """A test for lists of the account (`all`), of a group or a user (`members`), or of `nothing`.

    JoinDate is told only of what is in a group.
    """

    def recognises(content: Content) -> bool:
        found = listed(content, wrapper, element)
        if not found:
            return found is not None and of == "nothing"
        return of == ("members" if holds(found[0], "JoinDate") else "all")

    return recognises


def _root(account: str, principal: str) -> Said:
    """Every account has its owner, whom no list holds ("What is an Alibaba Cloud account")."""
    return Said(Identity(account=account, principal=principal, kind="root"), "#")


def _read_users(content: Content) -> Reading:
    found = answer(content, ListUsers)
    said = [_root(ACCOUNT, f"acs:ram::{NUMBER}:root")]
    for index, one in enumerate(found.value.users.user):
        row = Identity(account=ABOUT, principal=user(one.user_name), kind="user", number=one.user_id)
        said.append(Said(row, f"#/Users/User/{index}"))
    return reading(content, USERS, found, said, Proves("users", ABOUT))


def _read_members(content: Content) -> Reading:
    found = answer(content, ListUsersForGroup)
    said = (
        Said(
            Identity(account=ACCOUNT, principal=user(one.user_name), kind="user", groups=(ABOUT,)),
            f"#/Users/User/{index}",
        )
        for index, one in enumerate(found.value.users.user)
    )
    return reading(content, MEMBERS, found, said, Proves("members", ABOUT))


def _read_groups(content: Content) -> Reading:
    found = answer(content, ListGroups)
    said = (
        Said(Identity(account=ABOUT, principal=group(one.group_name), kind="group"), f"#/Groups/Group/{index}")
        for index, one in enumerate(found.value.groups.group)
    )
    return reading(content, GROUPS, found, said, Proves("groups", ABOUT))


def _read_memberships(content: Content) -> Reading:
    found = answer(content, ListGroupsForUser)
    said = (
        Said(
            Identity(account=ACCOUNT, principal=ABOUT, kind="user", groups=(group(one.group_name),)),
            f"#/Groups/Group/{index}",
        )
        for index, one in enumerate(found.value.groups.group)
    )
    return reading(content, MEMBERSHIPS, found, said, Proves("memberships", ABOUT))


def _empty(name: str, shape: type[Shape], relations: Iterable[str]) -> Callable[[Content], Reading]:
    """A reader of a list without elements: it proves the relation that what it is about has, the others of nothing."""

    def read(content: Content) -> Reading:
        found = answer(content, shape)
        told = reading(content, name, found, [])
        proves = [Proves(relation, ABOUT) for relation in relations] if found.whole else []
        return msgspec.structs.replace(told, proves=proves)

    return read


def _role(one: Role, at: str) -> Said:
    number = one.arn.split(":")[3]
    principal = role(one.role_name, number)
    if one.arn.lower() != principal.lower():
        raise EvidenceError(f"{at}/Arn", "this is not the ARN of a role of that name", "send the unchanged answer")
    return Said(Identity(account=f"alibaba:{number}", principal=principal, kind="role", number=one.role_id), at)


def _read_roles(content: Content) -> Reading:
    found = answer(content, ListRoles)
    said = [_role(one, f"#/Roles/Role/{index}") for index, one in enumerate(found.value.roles.role)]
    accounts = sorted({one.row.account for one in said if isinstance(one.row, Identity)})
    if len(accounts) > 1:
        raise EvidenceError("#/Roles", f"the list holds roles of {len(accounts)} accounts", "send one file an account")
    about = accounts[0] if accounts else None
    return reading(content, ROLES, found, said, Proves("roles", about or ABOUT), about=about)


def _read_user(content: Content) -> Reading:
    found = answer(content, GetUser)
    one = found.value.user
    row = Identity(account=ACCOUNT, principal=user(one.user_name), kind="user", number=one.user_id)
    return reading(content, USER, found, [Said(row, "#/User")])


def _read_role(content: Content) -> Reading:
    found = answer(content, GetRole)
    one = found.value.role
    identity = _role(one, "#/Role")
    assert isinstance(identity.row, Identity)
    name, at = identity.row.principal, "#/Role/AssumeRolePolicyDocument"
    trust = read_policy("trust", name, "trust", one.assume_role_policy_document, at)
    told = reading(content, ROLE, found, [identity, *trust.said], Proves("trust", name), about=name)
    return msgspec.structs.replace(told, gaps=[*told.gaps, *trust.gaps])


def _has(name: str, *inside: str) -> Callable[[Content], bool]:
    """A test for answers with an object that holds any of these fields."""

    def recognises(content: Content) -> bool:
        return holds(fields(content).get(name), *inside)

    return recognises


def _is_role_list(content: Content) -> bool:
    return listed(content, "Roles", "Role") is not None


READERS = (
    Reader(USERS, _is_list("Users", "User", "all"), _read_users),
    Reader(MEMBERS, _is_list("Users", "User", "members"), _read_members),
    Reader(NO_USERS, _is_list("Users", "User", "nothing"), _empty(NO_USERS, ListUsers, ("users", "members"))),
    Reader(GROUPS, _is_list("Groups", "Group", "all"), _read_groups),
    Reader(MEMBERSHIPS, _is_list("Groups", "Group", "members"), _read_memberships),
    Reader(NO_GROUPS, _is_list("Groups", "Group", "nothing"), _empty(NO_GROUPS, ListGroups, ("groups", "memberships"))),
    Reader(ROLES, _is_role_list, _read_roles),
    Reader(USER, _has("User", "UserName"), _read_user),
    Reader(ROLE, _has("Role", "AssumeRolePolicyDocument"), _read_role),
)
