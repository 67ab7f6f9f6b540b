"""Who made a request that ActionTrail recorded: the identity, its session, and the number that Alibaba Cloud gave it.

https://www.alibabacloud.com/help/document_detail/28819.html, "userIdentity". A role is named in small letters there,
whatever its own name is, so `observed/` goes by the number where one is told. Nobody is named who is not told; what
Alibaba Cloud itself does is an actor of its own, never a person.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from cloudreview.evidence.actiontrail_shape import Caller

PROVIDERS_OWN = "AliyunServiceEvent"
"""The type of events in which Alibaba Cloud acts on a customer's resources."""
_ACCOUNT = re.compile(r"[0-9*]+")
_NAME = re.compile(r"[^:/\s*]+")
_SERVICE = re.compile(r"[a-z0-9.-]+\.aliyuncs\.com")


class Who(NamedTuple):
    """The identity, the session in which it acted, and its number."""

    principal: str | None
    session: str | None = None
    number: str | None = None


def numbered(number: str | None) -> Who:
    """Somebody of whom only a number is told; a role's session stands after the colon."""
    first, _, session = (number or "").partition(":")
    return Who(f"number:{first}", session or None, first) if _ACCOUNT.fullmatch(first) else Who(None)


def who(caller: Caller | None, event_type: str | None, source: str | None, service: str) -> Who:
    """The identity behind a request; nobody where the event tells none."""
    if event_type == PROVIDERS_OWN or (caller is not None and caller.type == "system"):
        return Who(source if source and _SERVICE.fullmatch(source) else service)
    if caller is None:
        return Who(None)
    return _RULES.get(caller.type or "", _nobody)(caller)


def _account(caller: Caller) -> str | None:
    told = caller.account_id or ""
    return told if _ACCOUNT.fullmatch(told) else None


def _named(caller: Caller, kind: str, name: str, number: str, session: str | None = None) -> Who:
    account = _account(caller)
    if account is None or _NAME.fullmatch(name) is None:
        return numbered(caller.principal_id)
    return Who(f"acs:ram::{account}:{kind}/{name}", session, number if _ACCOUNT.fullmatch(number) else None)


def _user(caller: Caller) -> Who:
    return _named(caller, "user", caller.user_name or "", caller.principal_id or "")


def _role(caller: Caller) -> Who:
    """`RoleName:SessionName`, and `RoleId:SessionName` as the number."""
    name, _, session = (caller.user_name or "").partition(":")
    number, _, told = (caller.principal_id or "").partition(":")
    return _named(caller, "role", name, number, session or told or None)


def _root(caller: Caller) -> Who:
    account = _account(caller)
    return Who(f"acs:ram::{account}:root" if account else None)


def _other_account(caller: Caller) -> Who:
    """Somebody of another account: not that account's root."""
    account = _account(caller)
    return Who(f"account:{account}" if account else None)


def _outside(caller: Caller) -> Who:
    """Somebody who signed in elsewhere: the name is whatever that place gave, so it is marked as such."""
    name = caller.user_name or caller.principal_id
    return Who(f"{caller.type}:{name}" if name else None)


def _nobody(caller: Caller) -> Who:
    return Who(None)


_RULES: dict[str, Callable[[Caller], Who]] = {
    "root-account": _root,
    "ram-user": _user,
    "assumed-role": _role,
    "alibaba-cloud-account": _other_account,
    "cloudsso-user": _outside,
    "saml-user": _outside,
    "oidc-user": _outside,
}
