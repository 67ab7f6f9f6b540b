"""`aws iam get-account-authorization-details`: the identities of an account and all their policies.

https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html. The call has a filter that
leaves kinds out, and its answer does not tell; so a relation is proved complete only where all that the answer refers
to stands in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from cloudreview.evidence.answer import Answer, answer, fields
from cloudreview.evidence.aws_iam_shape import Details, Holder, Inline, account_of
from cloudreview.evidence.aws_policy import statements
from cloudreview.evidence.content import Content
from cloudreview.evidence.reader import Reader
from cloudreview.gaps import gap
from cloudreview.vocabulary.delivery import Proves, Reading, Said
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.rows import Identity

NAME = "aws iam get-account-authorization-details"
_LISTS = ("UserDetailList", "GroupDetailList", "RoleDetailList")


def recognises(content: Content) -> bool:
    """Whether one of the three lists of identities stands in the answer."""
    found = fields(content)
    return any(isinstance(found.get(name), list) for name in _LISTS)


def read(content: Content) -> Reading:
    """Identities with their policies; the default version of each managed policy."""
    found = answer(content, Details)
    details = found.value
    accounts = sorted({account_of(arn) for arn in details.arns})
    lacks = [lack for check in _CHECKS for lack in check(found)]
    opened = {relation for lack in lacks for relation in lack.opens}
    proved = [relation for relation in ("identities", "statements") if len(accounts) == 1 and relation not in opened]
    return Reading(
        format=NAME,
        said=[*_roots(details), *_identities(details), *_policies(details)],
        proves=[Proves(relation, accounts[0]) for relation in proved],
        parsed=len(content.data),
        unknown_fields=found.unknown,
        about=accounts[0] if len(accounts) == 1 else None,
        gaps=[_gap(lack, accounts) for lack in lacks],
    )


def _roots(details: Details) -> Iterator[Said]:
    """Every account has one root user, which the answer does not list (IAM User Guide, id_root-user.html)."""
    for owner in sorted({tuple(arn.split(":")[:5]) for arn in details.arns}):
        yield Said(Identity(account=f"aws:{owner[4]}", principal=":".join((*owner, "root")), kind="root"), "#")


def _identities(details: Details) -> Iterator[Said]:
    groups = {(account_of(one.arn), one.group_name): one.arn for one in details.group_detail_list or ()}
    for index, user in enumerate(details.user_detail_list or ()):
        at = f"#/UserDetailList/{index}"
        names = ((account_of(user.arn), name) for name in user.group_list)
        yield _identity("user", user, at, sorted(groups[name] for name in names if name in groups))
        yield from _inline(user, user.user_policy_list, f"{at}/UserPolicyList")
    for index, group in enumerate(details.group_detail_list or ()):
        at = f"#/GroupDetailList/{index}"
        yield _identity("group", group, at)
        yield from _inline(group, group.group_policy_list, f"{at}/GroupPolicyList")
    for index, role in enumerate(details.role_detail_list or ()):
        at = f"#/RoleDetailList/{index}"
        yield _identity("role", role, at)
        trust = f"{at}/AssumeRolePolicyDocument"
        yield from statements("trust", role.arn, "trust", role.assume_role_policy_document, trust)
        yield from _inline(role, role.role_policy_list, f"{at}/RolePolicyList")


def _identity(kind: str, holder: Holder, at: str, groups: list[str] | None = None) -> Said:
    boundary = holder.permissions_boundary
    row = Identity(
        account=account_of(holder.arn),
        principal=holder.arn,
        kind=kind,
        groups=tuple(groups or ()),
        policies=tuple(sorted({one.policy_arn for one in holder.attached_managed_policies})),
        boundary=boundary.permissions_boundary_arn if boundary else None,
        tags=tuple(sorted((tag.key, tag.value) for tag in holder.tags)),
    )
    return Said(row, at)


def _inline(holder: Holder, policies: tuple[Inline, ...], at: str) -> Iterator[Said]:
    for index, one in enumerate(policies):
        place = f"{at}/{index}/PolicyDocument"
        yield from statements("inline", holder.arn, one.policy_name, one.policy_document, place)


def _policies(details: Details) -> Iterator[Said]:
    for index, one in enumerate(details.policies or ()):
        version = one.default()
        if version is not None:
            at = f"#/Policies/{index}/PolicyVersionList/{version}/Document"
            yield from statements("managed", one.arn, one.policy_name, one.policy_version_list[version].document, at)


class _Lack(NamedTuple):
    """What shows that the answer is not whole, and which relations that leaves open."""

    opens: tuple[str, ...]
    why: str
    question: str


_BOTH = ("identities", "statements")
_AGAIN = "Please send the answer of GetAccountAuthorizationDetails again, unfiltered and with all pages."


def _cut(found: Answer[Details]) -> Iterator[_Lack]:
    if not found.whole:
        yield _Lack(_BOTH, "the answer is one page of several", _AGAIN)
    lists = (found.value.user_detail_list, found.value.group_detail_list, found.value.role_detail_list)
    if None in (*lists, found.value.policies):
        yield _Lack(_BOTH, "one of the four lists of the answer is missing", _AGAIN)


def _accounts(found: Answer[Details]) -> Iterator[_Lack]:
    accounts = {account_of(arn) for arn in found.value.arns}
    if len(accounts) != 1:
        why = f"the answer is about {len(accounts)} accounts, where a real one is about one"
        yield _Lack(_BOTH, why, "Please send the unchanged answer of each account, one file an account.")


def _unlisted_groups(found: Answer[Details]) -> Iterator[_Lack]:
    listed = {(account_of(one.arn), one.group_name) for one in found.value.group_detail_list or ()}
    named = {(account_of(user.arn), name) for user in found.value.user_detail_list or () for name in user.group_list}
    missing = sorted(name for _, name in named - listed)
    if missing:
        yield _Lack(_BOTH, f"users are in groups that the answer does not list: {_some(missing)}", _AGAIN)


def _unlisted_policies(found: Answer[Details]) -> Iterator[_Lack]:
    listed = {one.arn for one in found.value.policies or () if one.default() is not None}
    missing = sorted({arn for one in found.value.holders for arn in one.managed()} - listed)
    missing += sorted({one.arn for one in found.value.policies or ()} - listed - set(missing))
    if missing:
        why = f"the answer does not hold the version in force of {_some(missing)}"
        yield _Lack(("statements",), why, _AGAIN)


def _uncounted(found: Answer[Details]) -> Iterator[_Lack]:
    """A policy counts the identities that it is attached to; fewer in the answer means that some are missing."""
    attached = Counter(one.policy_arn for holder in found.value.holders for one in holder.attached_managed_policies)
    bounded = Counter(
        one.permissions_boundary.permissions_boundary_arn for one in found.value.holders if one.permissions_boundary
    )
    missing = sorted(
        one.arn
        for one in found.value.policies or ()
        if attached[one.arn] < (one.attachment_count or 0)
        or bounded[one.arn] < (one.permissions_boundary_usage_count or 0)
    )
    if missing:
        why = f"the answer lists fewer identities than these policies are attached to: {_some(missing)}"
        yield _Lack(_BOTH, why, _AGAIN)


_CHECKS: tuple[Callable[[Answer[Details]], Iterator[_Lack]], ...] = (
    _cut,
    _accounts,
    _unlisted_groups,
    _unlisted_policies,
    _uncounted,
)


def _some(names: list[str]) -> str:
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")


def _gap(lack: _Lack, accounts: list[str]) -> Gap:
    where = f"{lack.opens[0]} {', '.join(accounts) or 'of an unnamed account'}"
    return gap("scope_open", where, lack.why, lack.question)


READERS = (Reader(NAME, recognises, read),)
