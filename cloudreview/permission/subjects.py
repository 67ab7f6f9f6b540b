"""Who asks: identities, sessions, identities nobody listed, anybody with an account of their own, and nobody at all.

Laws: what a request says of its principal is known, absent or free, by kind of principal (IAM User Guide,
doc_source/reference_policies_variables.md, principal key values; reference_policies_condition-keys.md); a Principal
element names a subject in one manner, which decides what else must allow (reference_policies_elements_principal.md).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from cloudreview.permission.conditions import Free, Value, free
from cloudreview.permission.statement import Compiled, Named
from cloudreview.residuals import Atom
from cloudreview.truth import Said

_ARN = re.compile(r"arn:(aws[a-z-]*):(iam|sts)::(\d{12}):(?:(root)|(user|role|assumed-role|federated-user)/(.+))")
_FIXED_ACCOUNT = re.compile(r"\d{12}")


class Subject(NamedTuple):
    """A principal as a request sees it."""

    arn: str
    """Its name in steps."""
    kind: str
    """user, role, root, federated, unnamed, stranger or anonymous."""
    account: str | None
    base: str
    """The ARN that policies name: of a session, its role's."""
    session: str | None = None
    """The session name, where it is known."""
    tags: tuple[tuple[str, str], ...] = ()
    organization: str | None = None
    """Id of the organization; empty: surely in none; None: not known."""
    bounded: bool = False
    """Whether a permissions boundary is set, or may be."""

    @property
    def everybody(self) -> bool:
        """Whether it stands for principals that nobody names."""
        return self.kind in ("stranger", "anonymous")


ANONYMOUS = Subject("*", "anonymous", None, "", organization="")
STRANGER = Subject("*", "stranger", None, "")


def account_of(arn: str) -> str | None:
    """The account of an identity's ARN, as `aws:111122223333`."""
    found = _ARN.fullmatch(arn)
    return f"aws:{found[3]}" if found else None


def unnamed(account: str) -> Subject:
    """The identity of an account that nobody listed."""
    name = f"arn:aws:iam::{account.removeprefix('aws:')}:unnamed"
    return Subject(name, "unnamed", account, name, bounded=True)


def root_of(account: str) -> str:
    """The ARN of an account's root user."""
    return f"arn:aws:iam::{account.removeprefix('aws:')}:root"


def parse(arn: str) -> Subject | None:
    """The subject that an ARN names; None when it names no principal we can judge."""
    found = _ARN.fullmatch(arn)
    if found is None:
        return None
    partition, _, number, root, kind, name = found.groups()
    account = f"aws:{number}"
    if root:
        return Subject(arn, "root", account, arn)
    if kind == "assumed-role":
        role, _, session = name.partition("/")
        return Subject(arn, "role", account, f"arn:{partition}:iam::{number}:role/{role}", session or None)
    return Subject(arn, "federated" if kind == "federated-user" else kind, account, arn)


def friendly(arn: str) -> str:
    """The name of an identity without its path."""
    return arn.rsplit("/", 1)[-1]


def _fixed_account(value: str) -> bool:
    """A value that speaks of one numbered account: no stranger's, since those accounts' own principals are judged."""
    part = value.split(":")[4] if value.count(":") >= 4 else value
    return _FIXED_ACCOUNT.fullmatch(part) is not None


_STRANGER: dict[str, Value] = {
    "aws:principalarn": Free("actor", True, _fixed_account),
    "aws:principalaccount": Free("actor", True, _fixed_account),
    "kms:calleraccount": Free("actor", True, _fixed_account),
    "aws:principaltype": Free("actor", True),
    "aws:username": Free("actor"),
    "aws:userid": Free("other", True),
    "aws:principalisawsservice": "false",
    "aws:principalorgid": Free("other"),
}
_ANONYMOUS: dict[str, Value] = {"aws:principaltype": "Anonymous", "aws:principalisawsservice": "false"}
_TYPES = {"user": "User", "role": "AssumedRole", "root": "Account", "federated": "FederatedUser"}
_OF_PRINCIPAL = frozenset({*_STRANGER, "aws:principalorgpaths", "aws:principalservicename"})


def _tag(subject: Subject, name: str) -> Value:
    """`aws:PrincipalTag/name`. A role's session may carry other tags than the role (sts:TagSession), so it is free."""
    if subject.kind == "user":
        return {key.lower(): text for key, text in subject.tags}.get(name)
    if subject.kind == "stranger":
        return Free("actor")
    return None if subject.kind in ("anonymous", "root") else Free("other")


def _number(account: str | None) -> str | None:
    return account.removeprefix("aws:") if account else None


def _organization(organization: str | None) -> Value:
    return Free("other") if organization is None else organization or None


def _known(subject: Subject, key: str) -> Value:
    """A principal key of a subject of a known account."""
    named = subject.kind != "unnamed"
    known: dict[str, Value] = {
        "aws:principalarn": subject.base if named else Free("other", True),
        "aws:principalaccount": _number(subject.account),
        "kms:calleraccount": _number(subject.account),
        "aws:principaltype": _TYPES[subject.kind] if named else Free("other", True),
        "aws:principalorgid": _organization(subject.organization),
        "aws:principalorgpaths": Free("other"),
        "aws:username": friendly(subject.arn) if subject.kind == "user" else (None if named else Free("other")),
        "aws:userid": Free("other", True),
        "aws:principalisawsservice": "false",
        "aws:principalservicename": None,
    }
    return known[key]


def value_of(subject: Subject, key: str, owner: str | None, owner_organization: str | None) -> Value:
    """What a condition key holds in a request of the subject to a resource of the account `owner`."""
    lowered = key.lower()
    if lowered in ("aws:resourceaccount", "s3:resourceaccount"):
        return _number(owner) or Free("other")
    if lowered == "aws:resourceorgid":
        return _organization(owner_organization)
    if lowered.startswith("aws:principaltag/"):
        return _tag(subject, lowered.partition("/")[2])
    return _of_principal(subject, lowered) if lowered in _OF_PRINCIPAL else free(key)


def _of_principal(subject: Subject, key: str) -> Value:
    if subject.kind == "stranger":
        return _STRANGER.get(key, Free("other"))
    return _ANONYMOUS.get(key) if subject.kind == "anonymous" else _known(subject, key)


class Naming(NamedTuple):
    """How a Principal element names a subject."""

    manner: str
    """direct (user or session), role, account, everyone; or none: it does not."""
    said: Said
    atoms: tuple[Atom, ...] = ()
    why: str = ""


NOBODY = Naming("none", Said.NO)
_MANNERS = ("direct", "role", "everyone", "account")


def _session_atom(name: str) -> Atom:
    return Atom("sts:RoleSessionName", "StringEquals", (name,), False, "actor")


def _by_arn(subject: Subject, value: str) -> Naming:
    if value in (subject.arn, subject.base):
        return Naming("role" if value == subject.base and subject.kind == "role" else "direct", Said.YES)
    if subject.kind != "role" or ":assumed-role/" not in value or account_of(value) != subject.account:
        return NOBODY
    role, _, session = value.partition(":assumed-role/")[2].partition("/")
    if role != friendly(subject.base) or subject.session not in (None, session):
        return NOBODY
    return Naming("direct", Said.YES, () if subject.session else (_session_atom(session),))


def _one(subject: Subject, named: Named) -> Naming:
    if named.kind == "everyone":
        return Naming("everyone", Said.YES)
    if named.kind == "strange":
        return Naming("everyone", Said.MAYBE, why=f"the principal `{named.value}`")
    if named.kind == "canonical" and not subject.everybody:
        return Naming("account", Said.MAYBE, why=f"the canonical user {named.value}")
    if subject.everybody or named.kind not in ("account", "arn"):
        return NOBODY
    if named.kind == "account":
        return Naming("account", Said.YES) if named.value == subject.account else NOBODY
    return _by_arn(subject, named.value)


def naming(subject: Subject, principals: tuple[Named, ...]) -> list[Naming]:
    """The manners in which a Principal element names a subject, the most direct first."""
    found = {one for one in (_one(subject, named) for named in principals) if one.manner != "none"}
    return sorted(found, key=lambda one: (_MANNERS.index(one.manner), -one.said, one))


def served(subject: Subject, principals: tuple[Named, ...]) -> list[Naming]:
    """Whom a store's or key's policy lets in through a service of the provider: whoever that service serves.

    A content network, for example, passes on what it reads to whoever asks it ("Restrict access to an Amazon S3
    origin", Amazon CloudFront Developer Guide); whom is set up there, and was not delivered.
    """
    services = sorted({named.value for named in principals if named.kind == "service"})
    if not services or not subject.everybody:
        return []
    return [Naming("everyone", Said.MAYBE, why=f"whom {', '.join(services)} serves with what it may do")]


def excepted(subject: Subject, statement: Compiled) -> Naming:
    """Whether `NotPrincipal` leaves a subject out: then nothing; else how surely the statement speaks of it.

    Surely only where neither it nor its account is listed, or surely not where a user and its account both are and no
    boundary is set; "you must also specify the account ARN", "always deny any IAM principal that has a permissions
    boundary": the rest is not settled (reference_policies_elements_notprincipal).
    """
    names = naming(subject, statement.principals or ())
    if not names:
        return Naming("everyone", Said.YES)
    manners = {one.manner for one in names if one.said is Said.YES and not one.atoms}
    exempt = {"direct", "account"} <= manners and subject.kind in ("user", "root")
    if "everyone" in manners or (exempt and not subject.bounded) or (subject.kind == "root" and "account" in manners):
        return NOBODY
    return Naming("everyone", Said.MAYBE, why="NotPrincipal that lists it or its account only in part")
