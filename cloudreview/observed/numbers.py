"""Whose number a log tells: Alibaba Cloud names who asked for an object by a number only, and roles in small letters.

A number is that of the one identity of which a list of users or roles says so, else of the one that another log names
beside it. The number of an account stands for whoever acted in it, not for its root: the documentation calls the field
both "user ID of the requester" (OSS, Logging) and "account ID of the requester" (Simple Log Service, OSS log fields). A
number that nobody names stays a number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pyarrow as pa

from cloudreview.observed.holding import owner_of
from cloudreview.vocabulary.facts import Facts
from cloudreview.vocabulary.rows import Identity, Statement, Use

NUMBERED = {"principal": pa.string(), "number": pa.string(), "name": pa.string()}
NUMBER = "number:"
_Names = Mapping[str, set[str]]


class Numbered(NamedTuple):
    """A principal and its number as a log tells them, and the identity that they are of."""

    principal: str
    number: str | None
    name: str


def numbered(seen: Iterable[tuple[str, str | None]], facts: Facts) -> list[Numbered]:
    """What each principal of the logs is called, where that is another name than the log's."""
    pairs = sorted(set(seen), key=lambda one: (one[0], one[1] or ""))
    told = _told(facts)
    logged: dict[str, set[str]] = defaultdict(set)
    for principal, number in pairs:
        if number is not None and not principal.startswith(NUMBER) and not principal.endswith(":root"):
            logged[number].add(principal)
    roles = _roles(facts)
    names = [Numbered(*pair, _spelt(_name(*pair, told, logged), roles)) for pair in pairs]
    return [one for one in names if one.name != one.principal]


def _told(facts: Facts) -> _Names:
    """The identities of each number; a renamed user is two."""
    found: dict[str, set[str]] = defaultdict(set)
    for fact in facts.of(Identity):
        if fact.row.number is not None and fact.row.kind != "root":
            found[fact.row.number].add(fact.row.principal)
    return found


def _roles(facts: Facts) -> _Names:
    """The roles of Alibaba Cloud of which anything is told, by their names in small letters."""
    names = {fact.row.principal for fact in facts.of(Identity)} | {fact.row.principal for fact in facts.of(Use)}
    names |= {fact.row.subject for fact in facts.of(Statement) if fact.row.layer == "trust"}
    found: dict[str, set[str]] = defaultdict(set)
    for name in names:
        if name.startswith("acs:ram:") and ":role/" in name:
            found[name.lower()].add(name)
    return found


def _name(principal: str, number: str | None, told: _Names, logged: _Names) -> str:
    if number is None:
        return principal
    bare = principal.startswith(NUMBER)
    found = told.get(number) or (logged.get(number, set()) if bare else set())
    name = next(iter(found)) if len(found) == 1 else principal
    return name if bare or owner_of(name) == owner_of(principal) else principal


def _spelt(name: str, roles: _Names) -> str:
    """The role as its own account writes it, where one role only can be meant."""
    found = roles.get(name.lower(), set()) if ":role/" in name else set()
    return next(iter(found)) if len(found) == 1 else name
