"""Bare relations: who has an identity beside a store, or is admitted to it by any Allow at all.

Laws: no condition, Deny, boundary, control policy, list of actions or block counts (28 CFR 202.201, in the reading of
the design); every guarded step has a raw one that rests on a subset of its facts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cloudreview.permission.aws import Account
from cloudreview.permission.drafts import Draft, raw
from cloudreview.permission.statement import Compiled, compiled
from cloudreview.permission.subjects import Naming, Subject, excepted, naming, served
from cloudreview.permission.targets import EVERYBODY, LOG_DELIVERY, Target
from cloudreview.permission.trust import may_ask
from cloudreview.permission.world import Held
from cloudreview.truth import Said, Truth
from cloudreview.vocabulary.rows import AclGrant, Encryption, Grant, Statement
from cloudreview.vocabulary.words import HARMS

Admission = tuple[str, tuple[str, ...], tuple[str, ...]]
"""Who is let in, because of which facts, and the gaps that leave it open."""


def raw_steps(account: Account) -> Iterator[Draft]:
    """Raw `allows` and `assumes`."""
    by_key = {target.name: list(_admitted(account, target)) for target in account.keys}
    for store in account.stores:
        admissions = [*_inside(account, store), *_admitted(account, store)]
        for held in account.world.of(Encryption):
            if held.row.store == store.name and held.row.key in by_key:
                why = (held.id, *store.ground)
                gaps = _doubts(held)
                admissions += [(who, (*why, *facts), (*gaps, *open_)) for who, facts, open_ in by_key[held.row.key]]
        for who, because, open_ in sorted(set(admissions)):
            yield from (raw("allows", (who, store.name, harm), because, open_) for harm in HARMS)
    for key in account.keys:
        for who, because, open_ in sorted({*_inside(account, key), *by_key[key.name]}):
            yield raw("allows", (who, key.name, "stop"), because, open_)
    for role in account.roles:
        for who, because, open_ in _admitted(account, role):
            yield raw("assumes", (who, role.name), because, open_)


def _doubts(held: Held[Encryption] | Held[Statement] | Held[AclGrant] | Held[Grant]) -> tuple[str, ...]:
    return held.gaps if held.truth is Truth.UNKNOWN else ()


def _inside(account: Account, target: Target) -> Iterator[Admission]:
    """Identities of the account that owns it, and of the accounts of the same organization."""
    layers = account.layers
    home, organization = layers.organization(target.owner)
    for subject in (*account.cast.subjects, *account.cast.unnamed):
        why: tuple[str, ...] = ()
        if subject.account != target.owner:
            fact, other = layers.organization(subject.account)
            if home is None or fact is None or not organization or other != organization:
                continue
            why = (home.id, fact.id)
        for facts, gaps in _listed(account, subject):
            yield subject.arn, (*target.ground, *why, *facts), (*gaps, *target.doubts)


def _listed(account: Account, subject: Subject) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The facts that tell that the identity exists; nothing where the account is whole and does not list it."""
    rows = account.layers.identities.get(subject.base, ())
    kept, gaps = account.world.settled(rows)
    for held in kept:
        yield (held.id,), gaps
    if not kept:
        _, open_ = account.layers.delivered(subject.account or "")
        if subject.kind == "root" or open_:
            yield (), () if subject.kind == "root" else open_


def _naming(said: Compiled | None, subject: Subject, layer: str) -> Sequence[Naming]:
    if said is None:
        return [Naming("everyone", Said.MAYBE)]
    if not said.allow:
        return []
    if said.principals is None or said.not_principals:
        found = excepted(subject, said) if said.not_principals else Naming("everyone", Said.MAYBE)
        return [] if found.said is Said.NO else [found._replace(said=Said.MAYBE)]
    return naming(subject, said.principals) or (served(subject, said.principals) if layer != "trust" else [])


def _admitted(account: Account, target: Target) -> Iterator[Admission]:
    """Whom any Allow of the target's own policy, list or grants admits; `*` where its own side is open."""
    for subject in account.everyone:
        if target.layer == "trust" and not may_ask(subject, target):
            continue
        for held in (*target.statements, *target.points):
            names = _naming(compiled(held.row.body), subject, target.layer)
            if names:
                sure = any(one.said is Said.YES for one in names)
                gaps = _doubts(held) if sure else (*_doubts(held), _unclear(account, held))
                yield subject.arn, (*target.ground, held.id), gaps
        for grant in target.grants:
            if grant.row.grantee in (subject.arn, subject.base) and not subject.everybody:
                yield subject.arn, (*target.ground, grant.id), _doubts(grant)
    yield from _by_list(account, target)
    lists = tuple(sorted({gap for offer in target.shared if not offer.fact for gap in offer.gaps}))
    for open_ in (target.open, lists):
        if open_:
            yield "*", target.ground, open_


def _by_list(account: Account, target: Target) -> Iterator[Admission]:
    """Whom the access control list admits: everybody, or an account that is not known, which may be anybody's."""
    for held in account.world.of(AclGrant):
        if held.row.store != target.name or held.row.owner or held.row.grantee == LOG_DELIVERY:
            continue
        gaps = _doubts(held) if held.row.grantee in EVERYBODY else (*_doubts(held), _unknown_account(account, held))
        yield "*", (*target.ground, held.id), gaps
        for subject in (*account.cast.subjects, *account.cast.unnamed):
            if subject.account != target.owner:
                yield subject.arn, (*target.ground, held.id), gaps


def _unclear(account: Account, held: Held[Statement]) -> str:
    why = f"a statement of the policy `{held.row.policy}` does not say clearly whom it admits"
    return account.world.note("unimplemented", held.row.subject, why, f"Whom does {held.row.subject} admit?")


def _unknown_account(account: Account, held: Held[AclGrant]) -> str:
    why = "an access control list admits it, and whose account it is was not delivered"
    where = f"canonical user {held.row.grantee}"
    return account.world.note("field_missing", where, why, f"Whose account is {held.row.grantee}?")
