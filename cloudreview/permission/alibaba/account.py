"""What Alibaba Cloud policies allow in one slice of time: every principal against every bucket, key and role.

Laws: a subject is whoever the evidence names, `*`, and one unnamed identity for each account that is not wholly
delivered; an answer that turns on whether case counts is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cloudreview.permission.actions import Action
from cloudreview.permission.alibaba.actions import ASSUME, DECRYPT, HARMS, KEY_STOPS
from cloudreview.permission.alibaba.routes import Asker
from cloudreview.permission.alibaba.standing import Standing
from cloudreview.permission.alibaba.statement import compiled
from cloudreview.permission.alibaba.subjects import ANONYMOUS, STRANGER, Subject, parse, root_of, unnamed
from cloudreview.permission.alibaba.targets import buckets, keys, roles
from cloudreview.permission.drafts import Draft, guarded
from cloudreview.permission.evaluate import Found, judged, lowered
from cloudreview.permission.targets import Target
from cloudreview.permission.world import World
from cloudreview.truth import Truth
from cloudreview.vocabulary.rows import Encryption, Identity, Key, Statement, Store, Use

EVERYBODY = (ANONYMOUS, STRANGER)


class Cast(NamedTuple):
    """Who is judged."""

    subjects: tuple[Subject, ...]
    """By name; not groups, since nobody asks as a group."""
    unnamed: tuple[Subject, ...]
    """One for each account whose identities are not all delivered."""
    strange: tuple[tuple[str, str], ...]
    """Principals of people that are no name we understand or no identity listed, with the fact that names each."""


_IN_A_NAME = re.compile(r"(?:acs:ram|arn:sts)::(\d+):.+")


def _named_in_policies(standing: Standing) -> Iterator[str]:
    """Whoever a bucket's, key's or role's policy names; a number that nobody bears may be an account's."""
    for value in _principals(standing.world):
        if value.isdecimal():
            bearer = standing.known(None).numbers.get(value, f"alibaba:{value}")
            yield root_of(bearer) if bearer.startswith("alibaba:") else bearer
        elif (found := parse(value)) is not None and not set("*?") & set(value):
            yield found.base


def _principals(world: World) -> Iterator[str]:
    for held in world.of(Statement):
        if held.row.subject.startswith(("alibaba:", "acs:")) and held.row.layer in ("store", "key", "trust"):
            yield from (value for _, value in compiled(held.row.body).principals or ())


def _may_be_alibaba(use: Use) -> bool:
    """Whether the principal of a person may be of this provider: by whatever common name, in whatever case."""
    named = use.provider is None or any(name in use.provider.lower() for name in ("alibaba", "aliyun"))
    return named and use.principal != "*" and not use.principal.startswith("arn:aws")


def _nobody(standing: Standing, principal: str) -> bool:
    """Whether a principal is no name we understand, or of no identity of an account that is told whole.

    An ARN of a role has its name in lowercase ("RAM role overview"), so a name in other letters may mean it.
    """
    found = parse(principal)
    if found is None or found.account is None:
        return True
    return found.kind in ("user", "role") and standing.unlisted(found.account, found.base)


def cast(standing: Standing) -> Cast:
    """Everybody whom the evidence of the slice names."""
    world = standing.world
    told = [held.row for held in world.of(Identity) if held.row.account.startswith("alibaba:")]
    names = {one.principal for one in told if one.kind in ("user", "role", "root")}
    owners = {held.row.account for held in world.of(Store)} | {held.row.account for held in world.of(Key)}
    accounts = {one for one in owners if one and one.startswith("alibaba:")} | {one.account for one in told}
    accounts |= {f"alibaba:{named[1]}" for one in _principals(world) if (named := _IN_A_NAME.fullmatch(one))}
    # Every account has its own user, listed or not.
    names |= {root_of(account) for account in accounts} | set(_named_in_policies(standing))
    uses = [held for held in world.of(Use) if _may_be_alibaba(held.row)]
    names |= {held.row.principal for held in uses if parse(held.row.principal) is not None}
    strange = {(held.row.principal, held.id) for held in uses if _nobody(standing, held.row.principal)}
    subjects = [found for name in sorted(names) if (found := standing.subject(name)) is not None]
    accounts |= {one.account for one in subjects if one.account and one.kind != "root"}
    opened = [account for account in sorted(accounts) if standing.delivered(account)[1]]
    return Cast(tuple(subjects), tuple(unnamed(account) for account in opened), tuple(sorted(strange)))


class Account:
    """All that is judged in one slice: the world, its layers, who asks and what for."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.standing = Standing(world)
        self.cast = cast(self.standing)
        self.stores = buckets(self.standing)
        self.keys = keys(self.standing)
        self.roles = roles(self.standing)
        self._askers: dict[tuple[Subject, str], Asker | None] = {}

    def asker(self, subject: Subject, target: Target) -> Asker | None:
        """The subject before a store, key or role; None where nothing could let it in."""
        key = (subject, target.name)
        if key not in self._askers:
            made = Asker(self.standing, subject, target) if may_matter(subject, target) else None
            self._askers[key] = made if made is not None and made.hopeful else None
        return self._askers[key]

    @property
    def everyone(self) -> list[Subject]:
        """All subjects, those that nobody names last."""
        return [*self.cast.subjects, *self.cast.unnamed, *EVERYBODY]


def may_matter(subject: Subject, target: Target) -> bool:
    """Whether anything could let the subject at the target: its own account's, or what names it."""
    if subject.everybody or target.owner is None or subject.account == target.owner:
        return True
    return bool(target.statements or target.shared)


def may_assume(subject: Subject, role: Target) -> bool:
    """Whether the subject can send AssumeRole for this role: "it cannot be called by an Alibaba Cloud account".

    RAM, "FAQ about RAM roles and STS tokens" (March 2026).
    """
    return subject.kind not in ("root", "anonymous") and subject.base != role.name


def answers(asker: Asker, actions: Sequence[Action]) -> list[Found]:
    """What the subject may do to the target; unknown where that turns on whether case counts."""
    found = [judged(asker.read(reading), actions) for reading in asker.readings(actions)]
    surest = max(found, key=_best)
    if len({_best(one) for one in found}) == 1:
        # All agree: the one that asks for most.
        return max((one for one in found if one), key=lambda one: one[0].rank, default=surest)
    name = asker.target.name
    why = "no page says whether case counts in the actions and resources of a policy, and this turns on it"
    gap = asker.world.note("unimplemented", name, why, f"Does case count in the policies that speak of {name}?")
    return lowered(surest, (gap,))


def _best(found: list[Found]) -> Truth:
    return found[0].truth if found else Truth.REFUTED


def by_name(subjects: Sequence[Subject]) -> list[tuple[str, list[Subject]]]:
    """Subjects by the name they bear in steps: `*` is two, with and without a signature."""
    named: dict[str, list[Subject]] = {}
    for subject in subjects:
        named.setdefault(subject.arn, []).append(subject)
    return sorted(named.items())


def first(askers: Sequence[Asker], actions: Sequence[Action]) -> list[Found]:
    """What the first of the askers may do that may most."""
    ranked = sorted((found for one in askers if (found := answers(one, actions))), key=lambda found: found[0].rank)
    return ranked[0] if ranked else []


def store_steps(account: Account) -> Iterator[Draft]:
    """`allows(principal, store, harm)` as permissions stand."""
    for target in account.stores:
        keyless = _keyless(account.world, target)
        for name, subjects in by_name(account.everyone):
            askers = [found for subject in subjects if (found := account.asker(subject, target)) is not None]
            for harm, actions in HARMS.items() if askers else ():
                ours = subjects[0].kind == "root" and subjects[0].account == target.owner
                gaps = keyless if harm == "read" and not ours else ()
                yield from guarded("allows", (name, target.name, harm), lowered(first(askers, actions), gaps))


def _keyless(world: World, target: Target) -> tuple[str, ...]:
    """The question where objects are under the service's own key, which is not told.

    "If the object metadata contains X-Oss-Server-Side-Encryption: KMS, [kms:Decrypt] is required" to download (OSS,
    permissions of GetObject, December 2025), also with the default key.
    """
    rows, _ = world.settled(held for held in world.of(Encryption) if held.row.store == target.name)
    if not any(held.row.algorithm == "KMS" and not held.row.key for held in rows):
        return ()
    why = "its objects are under a key of the key service that is not told, and reading them needs kms:Decrypt"
    question = f"Which key protects the objects of {target.name}, and who may decrypt with it?"
    return (world.note("field_missing", f"key of {target.name}", why, question),)


def readers(drafts: Sequence[Draft]) -> frozenset[str]:
    """Who may read any store, surely or possibly."""
    return frozenset(one.values[0] for one in drafts if one.rule == "allows" and one.values[2] == "read")


def key_steps(account: Account, reading: frozenset[str]) -> Iterator[Draft]:
    """`decrypts(principal, key)` and `allows(principal, key, stop)`.

    Where a key's own side is open, whoever may read a store may decrypt: a read needs both of the same principal.
    """
    for target in account.keys:
        for name, subjects in by_name([one for one in account.everyone if one.kind != "anonymous"]):
            if not may_matter(subjects[0], target) and not (target.open and name in reading):
                continue
            asking = [Asker(account.standing, subject, target, wide=name in reading) for subject in subjects]
            opening = lowered(first(asking, [DECRYPT]), target.shut)
            if name == "*" and name in reading:
                opening = opening or [_nameless(account.world, target)]
            yield from guarded("decrypts", (name, target.name), opening)
            stopping = [found for subject in subjects if (found := account.asker(subject, target)) is not None]
            yield from guarded("allows", (name, target.name, "stop"), first(stopping, KEY_STOPS))


def _nameless(world: World, target: Target) -> Found:
    """Whoever reads without an identity bears no kms:Decrypt, and no page says whether such a read then fails."""
    why = "whether what is open to everybody can be read by them while it is under this key is not settled"
    gap = world.note(
        "unimplemented", target.name, why, f"Can somebody without an identity read what {target.name} protects?"
    )
    return Found(Truth.UNKNOWN, (), (*target.ground, *target.closures), (gap,), f"{DECRYPT.name} {target.name}")


def trust_steps(account: Account) -> Iterator[Draft]:
    """`assumes(principal, as)`, one hop each."""
    for target in account.roles:
        for subject in account.everyone:
            asker = account.asker(subject, target) if may_assume(subject, target) else None
            if asker is not None:
                yield from guarded("assumes", (subject.arn, target.name), answers(asker, [ASSUME]))


__all__ = ["Account", "Cast", "answers", "key_steps", "readers", "store_steps", "trust_steps"]
