"""Who made a request that CloudTrail recorded: the identity as its provider names it, and the name of its session.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html. Nobody is
named who is not told: a caller of another account without an ARN is `account:ACCOUNT`, not that account's root.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from cloudreview.evidence.cloudtrail_shape import Caller

_ANONYMOUS = frozenset({"ANONYMOUS_PRINCIPAL", "anonymous"})


class Who(NamedTuple):
    """The identity (`*` for a request without credentials), and the session in which it acted."""

    principal: str | None
    session: str | None = None


def who(caller: Caller | None) -> Who:
    """The identity behind a request; nobody where the record tells none."""
    if caller is None:
        return Who(None)
    return _RULES.get(caller.type or "", _plain)(caller)


def _plain(caller: Caller) -> Who:
    return Who(caller.arn or caller.invoked_by or None)


def _session(caller: Caller) -> Who:
    """A session acts as the role, or the user, that gave out its credentials; the name is the last part of its ARN."""
    issuer = caller.session_context.session_issuer if caller.session_context else None
    _, slash, name = (caller.arn or "").rpartition("/")
    return Who((issuer.arn if issuer else None) or caller.arn or None, name if slash else None)


def _account(caller: Caller) -> Who:
    """A caller of another account, or one without credentials. The id of a role session ends in the session's name."""
    if caller.account_id in _ANONYMOUS:
        return Who("*")
    _, colon, name = (caller.principal_id or "").rpartition(":")
    account = f"account:{caller.account_id}" if caller.account_id else None
    return Who(caller.arn or account, name if colon else None)


def _root(caller: Caller) -> Who:
    return Who(caller.arn or _account(caller).principal)


def _service(caller: Caller) -> Who:
    return Who(caller.invoked_by or caller.arn or None)


def _federated(caller: Caller) -> Who:
    """Before a role is assumed there is only the name that the identity provider gave."""
    return Who(caller.arn or caller.principal_id or None)


_RULES: dict[str, Callable[[Caller], Who]] = {
    "AssumedRole": _session,
    "FederatedUser": _session,
    "Root": _root,
    "AWSService": _service,
    "AWSAccount": _account,
    "SAMLUser": _federated,
    "WebIdentityUser": _federated,
}
