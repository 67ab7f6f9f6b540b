"""Uses that may be of an identity although they name it in another form: its session, another path, other letters.

"Names are not distinguished by case" (IAM User Guide, reference_identifiers) and names of roles are unique within an
account whatever their path; an ARN of Alibaba Cloud has a role's name in lowercase. What is no name of an identity at
all may mean any.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from cloudreview.vocabulary.facts import Fact
from cloudreview.vocabulary.rows import Use

_SESSION = re.compile(r"(?:arn:[a-z-]+:sts|arn:sts|acs:ram)::(\d+):assumed-role/([^/]+)(?:/.*)?", re.DOTALL)
_NAMED = re.compile(r"(?:arn:[a-z-]+:iam|acs:ram):[^:]*:(\d+):(user|role)/(?:.*/)?([^/]+)", re.DOTALL)
_ROOT = re.compile(r"(?:arn:[a-z-]+:iam|acs:ram):[^:]*:\d+:root")
Key = tuple[str, str, str]


def _key(principal: str) -> Key | None:
    """Account, kind and bare name of an identity; None of what is no name of one."""
    session = _SESSION.fullmatch(principal)
    if session is not None:
        return session[1], "role", session[2].lower()
    named = _NAMED.fullmatch(principal)
    return (named[1], named[2], named[3].lower()) if named is not None else None


class Alike:
    """The uses that may be of each identity, though they do not name it as such."""

    def __init__(self, uses: Iterable[Fact[Use]]) -> None:
        self._by_key: dict[Key | None, list[Fact[Use]]] = defaultdict(list)
        for use in uses:
            if use.row.principal != "*" and _ROOT.fullmatch(use.row.principal) is None:
                self._by_key[_key(use.row.principal)].append(use)

    def of(self, principal: str) -> list[Fact[Use]]:
        """Those that name it in another form, and those that name nobody."""
        found = _key(principal)
        if found is None:
            return []
        every = [*self._by_key.get(found, ()), *self._by_key.get(None, ())]
        return [use for use in every if use.row.principal != principal and _fits(use.row, principal)]


def _fits(use: Use, principal: str) -> bool:
    """Whether a use may be of the principal's provider."""
    named = (use.provider or "").lower()
    ours = ("alibaba", "aliyun") if principal.startswith(("acs:", "arn:sts::")) else ("aws", "amazon")
    return not named or any(name in named for name in ours)
