"""Bare relations in Alibaba Cloud: who has an identity beside a store, or is admitted to it by any Allow at all.

Laws: no condition, Deny, control policy, list of actions or block counts (28 CFR 202.201, in the reading of the
design); every guarded step has a raw one that rests on a subset of its facts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cloudreview.permission.alibaba.account import Account, may_assume
from cloudreview.permission.alibaba.statement import compiled
from cloudreview.permission.alibaba.subjects import Naming, Subject, naming
from cloudreview.permission.alibaba.targets import LISTS
from cloudreview.permission.drafts import Draft, raw
from cloudreview.permission.targets import Target
from cloudreview.permission.world import Held
from cloudreview.truth import Said, Truth
from cloudreview.vocabulary.rows import AclGrant, Encryption, Statement
from cloudreview.vocabulary.words import HARMS

Admission = tuple[str, tuple[str, ...], tuple[str, ...]]
"""Who is let in, because of which facts, and the gaps that leave it open."""


def bare_steps(account: Account) -> Iterator[Draft]:
    """Raw `allows` and `assumes`."""
    by_key = {target.name: list(_admitted(account, target)) for target in account.keys}
    for store in account.stores:
        admissions = [*_inside(account, store), *_admitted(account, store)]
        for held in account.world.of(Encryption):
            if held.row.store == store.name and held.row.key in by_key:
                why, gaps = (held.id, *store.ground), _doubts(held)
                admissions += [(who, (*why, *facts), (*gaps, *open_)) for who, facts, open_ in by_key[held.row.key]]
        for who, because, open_ in sorted(set(admissions)):
            yield from (raw("allows", (who, store.name, harm), because, open_) for harm in HARMS)
    for key in account.keys:
        for who, because, open_ in sorted({*_inside(account, key), *by_key[key.name]}):
            yield raw("allows", (who, key.name, "stop"), because, open_)
    for role in account.roles:
        for who, because, open_ in _admitted(account, role):
            yield raw("assumes", (who, role.name), because, open_)


def _doubts(held: Held[Any]) -> tuple[str, ...]:
    return held.gaps if held.truth is Truth.UNKNOWN else ()


def _inside(account: Account, target: Target) -> Iterator[Admission]:
    """Identities of the account that owns it, and of the accounts of the same resource directory."""
    standing = account.standing
    home, organization = standing.organization(target.owner)
    for subject in (*account.cast.subjects, *account.cast.unnamed):
        why: tuple[str, ...] = ()
        if subject.account != target.owner:
            fact, other = standing.organization(subject.account)
            if home is None or fact is None or not organization or other != organization:
                continue
            why = (home.id, fact.id)
        for facts, gaps in _listed(account, subject):
            yield subject.arn, (*target.ground, *why, *facts), (*gaps, *target.doubts)


def _listed(account: Account, subject: Subject) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The facts that tell that the identity exists; nothing where the account is whole and does not list it."""
    rows = account.standing.identities.get(subject.base, [])
    sure = [held for held in rows if not held.gaps]
    for held in (sure or rows)[:1]:
        yield (held.id,), held.gaps
    if not rows:
        _, open_ = account.standing.delivered(subject.account or "")
        if subject.kind == "root" or open_:
            yield (), () if subject.kind == "root" else open_


def _named(account: Account, held: Held[Statement], subject: Subject, target: Target) -> list[Naming]:
    """How an Allow names the subject; the owner is named by `*` as well, whatever binds it."""
    said = compiled(held.row.body)
    return naming(subject, said, held.row.layer, account.standing.known(target.owner)) if said.allow else []


def _admitted(account: Account, target: Target) -> Iterator[Admission]:
    """Whom any Allow of the target's own policy or list admits; `*` where its own side is open."""
    for subject in account.everyone:
        if target.layer == "trust" and not may_assume(subject, target):
            continue
        for held in target.statements:
            names = _named(account, held, subject, target)
            if names:
                sure = any(one.said is Said.YES for one in names) and False not in compiled(held.row.body).effects
                yield (
                    subject.arn,
                    (*target.ground, held.id),
                    (*_doubts(held), *(() if sure else (_unclear(account, held),))),
                )
    yield from _by_list(account, target)
    objects = tuple(sorted({gap for offer in target.shared if not offer.fact for gap in offer.gaps}))
    for open_ in (target.open, objects):
        if open_:
            yield "*", target.ground, open_


def _by_list(account: Account, target: Target) -> Iterator[Admission]:
    """Whom the bucket's list admits: everybody, unless it is private."""
    for held in account.world.of(AclGrant):
        if held.row.store != target.name or held.row.permission == "private":
            continue
        gaps = _doubts(held) if held.row.permission in LISTS else (*_doubts(held), _strange_list(account, held))
        yield "*", (*target.ground, held.id), gaps
        for subject in (*account.cast.subjects, *account.cast.unnamed):
            yield subject.arn, (*target.ground, held.id), gaps


def _strange_list(account: Account, held: Held[AclGrant]) -> str:
    why = f"its access control list is `{held.row.permission}`, which is none that we know"
    where = held.row.store
    return account.world.note("unimplemented", where, why, f"Whom does the access control list of {where} admit?")


def _unclear(account: Account, held: Held[Statement]) -> str:
    why = f"a statement of the policy `{held.row.policy}` does not say clearly whom it admits"
    return account.world.note("unimplemented", held.row.subject, why, f"Whom does {held.row.subject} admit?")
