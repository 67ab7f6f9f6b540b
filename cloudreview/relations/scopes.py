"""Which scopes a row lies in: what must be declared complete for its absence to mean something."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cloudreview.vocabulary.rows import (
    Approval,
    Designation,
    Employment,
    Interest,
    Operation,
    Party,
    Placement,
    Row,
    Site,
    Use,
)


def account_of(principal: str) -> str | None:
    """The account of an identity as its provider names it; None where the name does not tell."""
    parts = principal.split(":")
    if len(parts) >= 6 and parts[0] == "arn" and parts[4]:
        return f"aws:{parts[4]}"
    if len(parts) >= 5 and parts[0] == "acs" and parts[3]:
        return f"alibaba:{parts[3]}"
    return None


def provider_of(target: str) -> str:
    """The provider that a store, region, key or provider name belongs to."""
    head = target.split(":", 1)[0]
    return {"arn": "aws", "acs": "alibaba"}.get(head, head)


_SCOPES: dict[type[Row], Callable[[Any], tuple[tuple[str, str | None], ...]]] = {
    Party: lambda row: (("parties", "*"),),
    Interest: lambda row: (("interests", row.subject), ("interests", "*")),
    Designation: lambda row: (("designations", row.list), ("designations", "*")),
    Employment: lambda row: (("roster", row.employer), ("roster", "*")),
    Use: lambda row: (("principals", account_of(row.principal)),),
    Site: lambda row: (("sites", row.provider),),
    Operation: lambda row: (("operations", provider_of(row.target)),),
    Approval: lambda row: (("approvals", provider_of(row.target)),),
    Placement: lambda row: (("placements", row.client), ("placements", "*")),
}


def scopes_of(row: Row) -> list[tuple[str, str]]:
    """The (relation, scope) pairs whose complete lists would hold this row."""
    finder = _SCOPES.get(type(row))
    return [] if finder is None else [(relation, scope) for relation, scope in finder(row) if scope is not None]
