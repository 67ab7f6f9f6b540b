"""Who asks in Alibaba Cloud, and how the Principal element of a resource's policy names them.

Laws: a bucket's policy names by number (an account's or a user's UID), by the session of a role, or everybody; a role's
and a key's policy by name. `*` without a condition does not bind the bucket's owner, with one it does. Names that
differ in case only are in doubt. Sources: OSS, "Bucket Policy" (2026), "bucket policy settings FAQ" (zh), "OSS
authorization syntax and elements"; RAM, "Modify the trust policy of a RAM role"; KMS, "Key policy overview".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from cloudreview.permission.alibaba.statement import Compiled
from cloudreview.permission.language import matches
from cloudreview.residuals import Atom
from cloudreview.truth import Said

_NAME = re.compile(r"acs:ram::(\d+):(?:(root)|(user|role|assumed-role)/(.+))")
_SESSION = re.compile(r"arn:sts::(\d+):assumed-role/(.+)")
_UID = re.compile(r"\d+")


class Subject(NamedTuple):
    """A principal as a request sees it."""

    arn: str
    """Its name in steps."""
    kind: str
    """user, role, root, unnamed, stranger or anonymous."""
    account: str | None
    base: str
    """The identity that carries the policies: of a session, its role."""
    session: str | None = None
    number: str | None = None
    """Its UID, where it was told."""

    @property
    def everybody(self) -> bool:
        """Whether it stands for principals that nobody names."""
        return self.kind in ("stranger", "anonymous")


ANONYMOUS = Subject("*", "anonymous", None, "")
STRANGER = Subject("*", "stranger", None, "")


def uid_of(account: str | None) -> str:
    """The UID of an account, from `alibaba:UID`."""
    return (account or "").removeprefix("alibaba:")


def unnamed(account: str) -> Subject:
    """The identity of an account that nobody listed."""
    name = f"acs:ram::{uid_of(account)}:unnamed"
    return Subject(name, "unnamed", account, name)


def root_of(account: str) -> str:
    """The name of an account itself, the user that every account has."""
    return f"acs:ram::{uid_of(account)}:root"


def parse(name: str) -> Subject | None:
    """The subject that a name names; None when it names no principal we can judge."""
    session = _SESSION.fullmatch(name)
    found = _NAME.fullmatch(f"acs:ram::{session[1]}:assumed-role/{session[2]}" if session else name)
    if found is None:
        return None
    uid, root, kind, rest = found.groups()
    account = f"alibaba:{uid}"
    if root:
        return Subject(name, "root", account, name, number=uid)
    if kind == "assumed-role":
        role, _, session_name = rest.partition("/")
        return Subject(name, "role", account, f"acs:ram::{uid}:role/{role}", session_name or None)
    return Subject(name, kind, account, name)


class Naming(NamedTuple):
    """How a Principal element names a subject."""

    manner: str
    """direct, account, wild (a name with an asterisk) or everyone; or none: it does not."""
    said: Said
    atoms: tuple[Atom, ...] = ()
    why: str = ""


NOBODY = Naming("none", Said.NO)
_EVERYONE = Naming("everyone", Said.YES)


class Known(NamedTuple):
    """Whose resource it is, and the numbers of which it is known whose they are."""

    owner: str | None
    numbers: Mapping[str, str]


def _unclear(value: str) -> Naming:
    return Naming("everyone", Said.MAYBE, why=f"the principal `{value}`")


def _by_number(subject: Subject, uid: str, known: Known) -> Naming:
    """A bare UID: the account's own user, or a RAM user. Whether an account's UID covers its users is not settled.

    "The format for a role is fixed, a user id cannot be used" (FAQ): the number of a role names nobody for sure.
    """
    if subject.everybody:
        return NOBODY
    if subject.number == uid:
        if subject.kind == "root" and uid not in known.numbers:
            return Naming("direct", Said.MAYBE, why=f"whose number {uid} is")
        return Naming("direct", Said.MAYBE if subject.kind == "role" else Said.YES, why=f"the number {uid} of a role")
    if uid == uid_of(subject.account):
        return Naming("account", Said.MAYBE, why=f"whether the account {uid} covers its users and roles")
    nameless = subject.kind == "unnamed" or (subject.kind == "user" and subject.number is None)
    if nameless and uid not in known.numbers:
        return Naming("direct", Said.MAYBE, why=f"whose number {uid} is")
    return NOBODY


def _by_session(subject: Subject, value: str) -> Naming:
    """`arn:sts::UID:assumed-role/ROLE/SESSION`, where an asterisk stands for any part."""
    parts = value.split(":", 4)
    names = parts[4].split("/") if len(parts) == 5 else []
    if parts[:3] != ["arn", "sts", ""] or len(names) != 3 or not matches(names[0], "assumed-role"):
        return _unclear(value)
    if subject.kind == "stranger":
        # A stranger may make a role and a session of any name, but in an account of its own only.
        return Naming("wild", Said.YES) if parts[3] == "*" else NOBODY
    if subject.kind not in ("role", "unnamed") or not matches(parts[3], uid_of(subject.account)):
        return NOBODY
    if subject.kind == "unnamed":
        return Naming("direct", Said.MAYBE, why=f"the principal `{value}`")
    return _by_role(subject, value, names[1], names[2])


def _by_role(subject: Subject, value: str, role: str, session: str) -> Naming:
    own = subject.base.rpartition("/")[2]
    other = subject.session is not None and not matches(session, subject.session)
    if other or not matches(role.lower(), own.lower()):
        return NOBODY
    free = () if subject.session is not None or session == "*" else (_session_atom(session),)
    manner = "wild" if "*" in value else "direct"
    said = Said.YES if matches(role, own) else Said.MAYBE
    return Naming(manner, said, free, f"whether case counts in the role name `{role}`")


def _session_atom(name: str) -> Atom:
    operator = "StringLike" if re.search(r"[*?]", name) else "StringEquals"
    return Atom("sts:RoleSessionName", operator, (name,), False, "actor")


def _of_bucket(subject: Subject, kind: str, value: str, known: Known) -> Naming:
    if kind != "uid":
        return _unclear(f"{kind} {value}")
    if value == "*":
        return _EVERYONE
    if _UID.fullmatch(value):
        return _by_number(subject, value, known)
    return _by_session(subject, value)


def _of_role(subject: Subject, kind: str, value: str, known: Known) -> Naming:
    """A role: `acs:ram::UID:root` admits "any RAM user or role" of the account; a service or federation is no step."""
    if kind in ("Service", "Federated"):
        return NOBODY
    return _by_name(subject, value, {"root": Said.YES}) if kind == "RAM" else _unclear(value)


def _of_key(subject: Subject, kind: str, value: str, known: Known) -> Naming:
    """A key: `acs:ram::UID:*` stands in the default policy of every key; whether it names each user is not settled."""
    if kind == "Service":
        return NOBODY
    whole = Said.YES if subject.kind == "root" else Said.MAYBE
    return _by_name(subject, value, {"root": whole, "*": whole}) if kind == "RAM" else _unclear(value)


def _by_name(subject: Subject, value: str, words: Mapping[str, Said]) -> Naming:
    """A name of the subject's account, or one of the words that stand for all of it."""
    found = re.fullmatch(r"acs:ram::(\d+):(.+)", value)
    if found is None:
        return _unclear(value)
    if subject.everybody or found[1] != uid_of(subject.account):
        return NOBODY
    if found[2] in words:
        return Naming("account", words[found[2]], why=f"whether `{value}` names each user and role of the account")
    return _by_own_name(subject, value)


def _by_own_name(subject: Subject, value: str) -> Naming:
    wild = re.search(r"[*?]", value) is not None
    if subject.kind == "unnamed" or (wild and matches(value.lower(), subject.base.lower())):
        return Naming("direct", Said.MAYBE, why=f"the principal `{value}`")
    if value.lower() not in (subject.base.lower(), subject.arn.lower()):
        return NOBODY
    exact = value in (subject.base, subject.arn)
    return Naming("direct", Said.YES if exact else Said.MAYBE, why=f"whether case counts in the name `{value}`")


_BY_LAYER: Mapping[str, Callable[[Subject, str, str, Known], Naming]] = {
    "store": _of_bucket,
    "trust": _of_role,
    "key": _of_key,
}
_MANNERS = ("direct", "account", "wild", "everyone")


def naming(subject: Subject, said: Compiled, layer: str, known: Known) -> list[Naming]:
    """The manners in which a resource's policy names a subject, the most direct first."""
    every = (_BY_LAYER[layer](subject, kind, value, known) for kind, value in said.principals or (("strange", ""),))
    found = {_for_owner(one, subject, said, layer, known) for one in every}
    if layer == "store" and any("*" in value for _, value in said.principals or ()):
        # An asterisk in any name makes the whole statement public, for all whom it names (Block public access).
        found = {one._replace(manner="wild") if one.manner in ("direct", "account") else one for one in found}
    return sorted(found - {NOBODY}, key=lambda one: (_MANNERS.index(one.manner), -one.said, one))


def _for_owner(one: Naming, subject: Subject, said: Compiled, layer: str, known: Known) -> Naming:
    """The owner of a bucket is bound by no statement for `*` without a condition, and by none by number for sure.

    "The policy applies only to users other than the bucket owner" (Bucket Policy); a policy without a condition "does
    not restrict the Alibaba Cloud account" (FAQ).
    """
    if layer != "store" or subject.kind != "root" or subject.account != known.owner or one == NOBODY:
        return one
    if said.tests or said.unsettled:
        return one
    if one == _EVERYONE:
        return NOBODY
    return one._replace(said=Said.MAYBE, why="whether a policy without a condition binds the bucket's owner")
