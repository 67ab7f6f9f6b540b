"""One name for each caller: two logs may name the same identity differently, and one of them less exactly.

A server access log names a role by its session (`arn:aws:sts::A:assumed-role/NAME/SESSION`), CloudTrail by the role
that gave out the credentials (`arn:aws:iam::A:role/PATH/NAME`). Names of roles are unique within an account whatever
their path (IAM User Guide, reference_iam-quotas.html), so where one role of that name is told it is that one. A
canonical user id, or the account alone, is less than a name: beside another log's name it is no contradiction.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import pyarrow as pa

from cloudreview.vocabulary.facts import Facts
from cloudreview.vocabulary.rows import Identity, Statement, Use

CALLERS = {"principal": pa.string(), "identity": pa.string(), "exact": pa.bool_()}
_SESSION = re.compile(r"arn:[a-z-]+:sts::(\d+):assumed-role/([^/]+)/.*", re.DOTALL)
_ROLE = re.compile(r"arn:[a-z-]+:iam::(\d+):role/(?:.*/)?([^/]+)", re.DOTALL)
_EXACT = ("arn:", "acs:")


class Caller(NamedTuple):
    """A principal as a log names it, and the identity that it is."""

    principal: str
    identity: str
    exact: bool
    """Whether it names one identity, or nobody in particular (`*`)."""


def callers(seen: Iterable[str], facts: Facts) -> list[Caller]:
    """What each principal of the logs is called."""
    names = sorted(set(seen))
    roles: dict[tuple[str, str], set[str]] = defaultdict(set)
    for name in {*names, *_told(facts)}:
        role = _ROLE.fullmatch(name)
        if role is not None:
            roles[role[1], role[2]].add(name)
    return [Caller(name, _identity(name, roles), name == "*" or name.startswith(_EXACT)) for name in names]


def _told(facts: Facts) -> Iterable[str]:
    yield from (fact.row.principal for fact in facts.of(Identity))
    yield from (fact.row.principal for fact in facts.of(Use))
    yield from (fact.row.subject for fact in facts.of(Statement) if fact.row.layer == "trust")


def _identity(name: str, roles: dict[tuple[str, str], set[str]]) -> str:
    session = _SESSION.fullmatch(name)
    found = roles.get((session[1], session[2]), set()) if session is not None else set()
    return next(iter(found)) if len(found) == 1 else name
