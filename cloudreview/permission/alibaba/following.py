"""Who could give itself more in Alibaba Cloud: unknown, with the action by which.

Laws: a principal that may, surely or possibly, do an action that changes permissions is never refused anything in its
account; what follows is not computed, so it is told as unknown, and only where nothing surer stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cloudreview.permission.actions import Action
from cloudreview.permission.alibaba.account import Account, answers, may_assume, may_matter
from cloudreview.permission.alibaba.actions import (
    ASSUME,
    DECRYPT,
    ESCALATIONS,
    HARMS,
    KEY_DETOURS,
    KEY_STOPS,
    STORE_DETOURS,
)
from cloudreview.permission.alibaba.routes import READINGS, Asker, speaks
from cloudreview.permission.alibaba.standing import Own
from cloudreview.permission.alibaba.subjects import Subject, uid_of
from cloudreview.permission.drafts import Draft, guarded
from cloudreview.permission.evaluate import Found
from cloudreview.permission.layers import open_offer
from cloudreview.permission.targets import Target
from cloudreview.truth import Truth

_OF_ITS_OWN = frozenset({"ram", "ecs", "fc", "ros", "oos"})
"""Services whose actions are done to resources of the service."""


def following_steps(account: Account) -> Iterator[Draft]:
    """Unknown steps of those who could change what is allowed."""
    for subject in account.cast.subjects:
        power = _power(account, subject)
        if power is not None:
            yield from _follows(account, subject, power)
    yield from _through_resources(account)


def _gap(account: Account, where: str) -> str:
    """One question for each account, store or key, whoever could do it; the action stands in the step's witness."""
    return account.world.note(
        "unimplemented",
        where,
        f"some identities may change what is allowed in {where}; what follows from that is not computed",
        f"Which identities can change what is allowed in {where}, and what keeps them from giving themselves access?",
    )


def _power(account: Account, subject: Subject) -> Found | None:
    """The first action by which the subject could give itself more, in its own account."""
    own = account.standing.own(subject)
    offers = [offer for offer in (*own.account, *(offer for _, offer in own.scoped)) if offer.allow]
    for action in ESCALATIONS:
        if any(speaks(offer, action.name, reading) for offer in offers for reading in READINGS):
            field = _field(subject, action)
            for found in answers(Asker(account.standing, subject, field), [action]):
                return found
    return None


def _field(subject: Subject, action: Action) -> Target:
    """All resources that an action may be done to, as a target without a side of its own."""
    owner = subject.account or ""
    service = action.name.split(":")[0]
    everything = f"acs:{service if service in _OF_ITS_OWN else '*'}:*:{uid_of(owner)}:*"
    return Target(owner, "store", owner, (), {action.level: (everything,)}, (everything,), (), (), ())


def _follows(account: Account, subject: Subject, power: Found) -> Iterator[Draft]:
    """Everything in the subject's account, and what other accounts offer it."""
    gap = _gap(account, subject.account or subject.arn)
    freed = Own((open_offer(gap),), because=power.because, doubts=tuple(sorted({gap, *power.gaps})))
    for target in account.stores:
        for harm, actions in HARMS.items():
            found = _freed(account, subject, target, actions, freed)
            yield from guarded("allows", (subject.arn, target.name, harm), found)
    for target in account.keys:
        found = _freed(account, subject, target, [DECRYPT], freed)
        yield from guarded("decrypts", (subject.arn, target.name), found)
        found = _freed(account, subject, target, KEY_STOPS, freed)
        yield from guarded("allows", (subject.arn, target.name, "stop"), found)
    for target in account.roles:
        if may_assume(subject, target):
            found = _freed(account, subject, target, [ASSUME], freed)
            yield from guarded("assumes", (subject.arn, target.name), found)


def _freed(account: Account, subject: Subject, target: Target, actions: Sequence[Action], freed: Own) -> list[Found]:
    if target.owner is None or subject.account == target.owner:
        because = tuple(sorted({*target.ground, *freed.because}))
        return [Found(Truth.UNKNOWN, (), because, freed.doubts, f"{actions[0].name} {target.name}")]
    if not may_matter(subject, target):
        return []
    return answers(Asker(account.standing, subject, target).owning(freed), actions)[:1]


def _through_resources(account: Account) -> Iterator[Draft]:
    """Actions on one store or key after which its data may be reached."""
    for target in account.stores:
        for subject, asker in _askers(account, target):
            for action, harms in STORE_DETOURS:
                found = answers(asker, [action])[:1]
                for harm in harms if found else ():
                    yield from _detour(account, "allows", subject, target, harm, found[0])
    for target in account.keys:
        for subject, asker in _askers(account, target):
            for action in KEY_DETOURS:
                for one in answers(asker, [action])[:1]:
                    yield from _detour(account, "decrypts", subject, target, "", one)


def _askers(account: Account, target: Target) -> Iterator[tuple[Subject, Asker]]:
    """Whoever may be let in; the account itself is told by its powers."""
    for subject in account.everyone:
        asker = account.asker(subject, target) if subject.kind != "root" else None
        if asker is not None:
            yield subject, asker


def _detour(account: Account, rule: str, subject: Subject, target: Target, harm: str, found: Found) -> Iterator[Draft]:
    gap = _gap(account, target.name)
    unknown = found._replace(truth=Truth.UNKNOWN, gaps=tuple(sorted({gap, *found.gaps})), atoms=())
    if rule == "decrypts":
        yield from guarded("decrypts", (subject.arn, target.name), [unknown])
    else:
        yield from guarded("allows", (subject.arn, target.name, harm), [unknown])
