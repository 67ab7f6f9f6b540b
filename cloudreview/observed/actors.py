"""Who may stand behind a principal at an instant: its users, and for a role those whom its trust policy admits.

A log names a principal, not a person. That exactly one person can have acted is said only where the lists of who uses
which identity (`principals ACCOUNT`) and, for a role, its trust policy (`statements ACCOUNT`) are complete: else an
unnamed person may have. The trust policy is read here by itself and over-generously: conditions and denials are not
applied, so that nobody is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from cloudreview.gaps import gap
from cloudreview.observed.alike import Alike
from cloudreview.observed.holding import account_of, closed_at, edges, fact_at
from cloudreview.observed.numbers import NUMBER
from cloudreview.spells import Spell
from cloudreview.truth import Truth
from cloudreview.vocabulary.facts import Fact, Facts
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.rows import Statement, Use

STAFF = "staff:"
_SERVICES = (".amazonaws.com", ".aliyuncs.com")
"""How the names of services end that a log names as actors."""


class Behind(NamedTuple):
    """Everybody who may have acted as a principal at an instant."""

    persons: dict[str, Truth]
    """Person, and how surely the person could use it."""
    complete: bool
    """Nobody else could have."""
    because: frozenset[str]
    gaps: tuple[Gap, ...]

    @property
    def truth(self) -> Truth:
        """That the one person named did it; more than one or none: unknown."""
        if len(self.persons) != 1 or not self.complete:
            return Truth.UNKNOWN
        return next(iter(self.persons.values()))


class _Walk:
    """What is gathered while following trust policies from a principal."""

    def __init__(self, at: int) -> None:
        self.at = at
        self.persons: dict[str, Truth] = {}
        self.because: set[str] = set()
        self.gaps: dict[str, Gap] = {}
        self.holding: set[str] = set()
        self.visited: set[str] = set()
        self.complete = True

    def open(self, found: Gap) -> None:
        """Somebody else may stand behind it."""
        self.complete = False
        self.gaps[found.id] = found


class Actors:
    """Who may stand behind each principal, by the facts."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._uses: dict[str, list[Fact[Use]]] = defaultdict(list)
        self._trust: dict[str, list[Fact[Statement]]] = defaultdict(list)
        for use in facts.of(Use):
            self._uses[use.row.principal].append(use)
        self._alike = Alike(facts.of(Use))
        for fact in facts.of(Statement):
            if fact.row.layer == "trust":
                self._trust[fact.row.subject].append(fact)

    def principals(self) -> list[str]:
        """The principals of which anything is told."""
        return sorted({*self._uses, *self._trust})

    def persons(self, principal: str) -> set[str]:
        """Everybody who ever may stand behind a principal."""
        return {use.row.person for name in self._reached(principal) for use in self._told(name)}

    def _told(self, name: str) -> list[Fact[Use]]:
        """The uses of an identity, and those that may be of it."""
        return [*self._uses.get(name, ()), *self._alike.of(name)]

    def edges(self, principal: str) -> set[int]:
        """The instants at which the answer for a principal may change."""
        spells: list[Spell] = []
        for name in self._reached(principal):
            spells += [use.spell for use in self._told(name)]
            spells += [fact.spell for fact in self._trust.get(name, ())]
            spells += [Spell.exactly(one.spell) for one in self._facts.closing(*_scopes(name))]
        return edges(spells)

    def at(self, principal: str, at: int) -> Behind:
        """Everybody who may have acted as the principal at an instant."""
        walk = _Walk(at)
        self._follow(walk, principal, Truth.SUPPORTED)
        if not walk.persons:
            walk.open(_nobody(principal))
        elif len(walk.persons) > 1:
            found = _which(principal, sorted(walk.persons))
            walk.gaps[found.id] = found
        gaps = tuple(one for _, one in sorted(walk.gaps.items()))
        return Behind(walk.persons, walk.complete, frozenset(walk.because), gaps)

    def held_by(self, principal: str, at: int) -> tuple[str, ...]:
        """The gaps of the facts themselves, where they hold only possibly at the instant."""
        held: set[str] = set()
        for name in self._reached(principal):
            for fact in [*self._told(name), *self._trust.get(name, ())]:
                if fact_at(fact, at) is Truth.UNKNOWN:
                    held.update(fact.gaps)
        return tuple(sorted(held))

    def _reached(self, principal: str) -> list[str]:
        """The principal and all that its trust policies, and theirs, ever admit."""
        found, waiting = {principal}, [principal]
        while waiting:
            for fact in self._trust.get(waiting.pop(), ()):
                more = {name for name in _admitted(fact.row).names if name not in found}
                found |= more
                waiting += sorted(more)
        return sorted(found)

    def _follow(self, walk: _Walk, principal: str, sure: Truth) -> None:
        if principal in walk.visited:
            return
        walk.visited.add(principal)
        if account_of(principal) is None:
            walk.open(_anybody(principal))
            return
        self._users(walk, principal, sure)
        if ":role/" in principal:
            self._trusted(walk, principal, sure)

    def _users(self, walk: _Walk, principal: str, sure: Truth) -> None:
        for use in self._uses.get(principal, ()):
            value = fact_at(use, walk.at)
            if value is not None:
                walk.because.add(use.id)
                best = walk.persons.get(use.row.person, Truth.UNKNOWN)
                walk.persons[use.row.person] = max(best, min(value, sure))
        for use in self._alike.of(principal):
            if fact_at(use, walk.at) is not None:
                walk.because.add(use.id)
                walk.persons.setdefault(use.row.person, Truth.UNKNOWN)
                found = _meant(use.row.principal, principal)
                walk.gaps[found.id] = found
        account = account_of(principal) or ""
        closing = closed_at(self._facts, walk.at, ("principals", account))
        walk.because.update(one.id for one in closing)
        if not closing:
            walk.open(_unnamed(account))

    def _trusted(self, walk: _Walk, role: str, sure: Truth) -> None:
        account = account_of(role) or ""
        closing = closed_at(self._facts, walk.at, ("statements", account))
        walk.because.update(one.id for one in closing)
        if not closing:
            walk.open(_untold(role, account))
        for fact in self._trust.get(role, ()):
            value = fact_at(fact, walk.at)
            if value is not None:
                walk.because.add(fact.id)
                admitted = _admitted(fact.row)
                if admitted.unsettled:
                    walk.open(_unsettled(role, admitted.unsettled))
                for name in admitted.names:
                    self._follow(walk, name, min(value, sure))


class Admitted(NamedTuple):
    """Whom a trust statement admits: identities by name, and what it admits beyond names."""

    names: tuple[str, ...]
    unsettled: str = ""


def _admitted(row: Statement) -> Admitted:
    """The identities that a trust statement names; everybody else it admits, in words.

    A federated user is no identity of the account: who signs in to the role is told as a user of the role itself.
    """
    body = _decoded(row.body)
    if body.get("Effect") == "Deny":
        return Admitted(())
    principal = body.get("Principal")
    if body.get("Effect") != "Allow" or "NotPrincipal" in body or not isinstance(principal, dict):
        return Admitted((), "anybody, or a statement that cannot be read")
    told = [name for kind in _ACCOUNTS for name in _listed(principal.get(kind))]
    names = [name for name in told if _is_identity(name)]
    others = [name for name in told if not _is_identity(name)]
    others += [name for kind, names in sorted(principal.items()) if kind not in _SETTLED for name in _listed(names)]
    return Admitted(tuple(sorted(names)), ", ".join(sorted(others)))


_ACCOUNTS = ("AWS", "RAM")
"""Under which of these a trust statement names identities (RAM User Guide, "Policy elements", Principal)."""
_SETTLED = (*_ACCOUNTS, "Federated")


def _decoded(body: str) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(body)
    except msgspec.DecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def _listed(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from (str(one) for one in value)
    elif value is not None:
        yield str(value)


def _is_identity(name: str) -> bool:
    """One user or role by its ARN; an account, a session, a unique id or a wildcard is more or less than that."""
    known = name.startswith(("arn:aws:iam::", "acs:ram::")) and (":user/" in name or ":role/" in name)
    return known and "*" not in name


_TRUST = (
    "the whole answer of GetAccountAuthorizationDetails",
    "the whole answer of ListRoles, and that of GetRole for each role,",
)


def _scopes(principal: str) -> list[tuple[str, str]]:
    account = account_of(principal) or ""
    return [("principals", account), ("statements", account)]


def _unnamed(account: str) -> Gap:
    return gap(
        "scope_open",
        f"principals {account}",
        f"nobody says that the list of who uses the identities of {account} is complete: anybody else may have acted",
        f"Who uses each identity of {account}? Please send the complete list, and say that it is complete.",
    )


def _untold(role: str, account: str) -> Gap:
    return gap(
        "scope_open",
        f"statements {account}",
        f"the trust policies of {account} are not told in full, so somebody else may have acted as {role}",
        f"Please send {_TRUST[account.partition(':')[0] == 'alibaba']} of {account}.",
    )


def _unsettled(role: str, others: str) -> Gap:
    return gap(
        "field_missing",
        role,
        f"the trust policy of {role} also admits {others}, and the log does not tell who assumed the role",
        f"Who assumed {role} in the period? Please send the AssumeRole events, or say who can.",
    )


def _anybody(principal: str) -> Gap:
    if principal.startswith(NUMBER):
        return _number(principal.removeprefix(NUMBER))
    if principal.startswith(STAFF):
        return _staff(principal.removeprefix(STAFF))
    if principal.endswith(_SERVICES):
        return _service(principal)
    who = {"": "an actor that the log does not name", "*": "anybody, without signing in"}.get(principal, principal)
    return gap(
        "field_missing",
        principal or "unnamed actor",
        f"the log names {who}, which is no identity of an account, so no person can be told",
        f"Which person acted as {who}?",
    )


def _number(number: str) -> Gap:
    return gap(
        "field_missing",
        f"number {number}",
        f"the log names the actor by the number {number} only, and no list of users or roles holds it",
        f"Which user or role has the number {number}? Please send ListUsers and ListRoles of its account.",
    )


def _staff(number: str) -> Gap:
    return gap(
        "field_missing",
        f"staff {number}",
        f"the provider's own log tells that one of its staff acted, by the enciphered number {number} only",
        f"Which person of the provider's staff has the enciphered number {number}, of which country and employer?",
    )


def _service(principal: str) -> Gap:
    return gap(
        "field_missing",
        principal,
        f"the log names the service {principal}; whether it acted by itself, for a customer or at the hands of the "
        "provider's staff is not told",
        f"On whose behalf did {principal} act?",
    )


def _meant(told: str, principal: str) -> Gap:
    return gap(
        "field_missing",
        told,
        f"a person is told to use {told}, which may mean {principal}: a session, another path or other letters",
        f"Is {told} the identity {principal}, and in which of its sessions did each person act?",
    )


def _nobody(principal: str) -> Gap:
    return gap(
        "no_evidence",
        principal or "unnamed actor",
        f"nobody is told to use {principal or 'the actor that the log does not name'}, and yet it acted",
        f"Which person used {principal or 'it'}?",
    )


def _which(principal: str, persons: list[str]) -> Gap:
    listed = ", ".join(persons)
    return gap(
        "field_missing",
        principal,
        f"{listed} may all have acted as {principal}, and the log does not tell which of them did",
        f"Which of {listed} acted as {principal}? A session name settles it only where its use is told.",
    )
