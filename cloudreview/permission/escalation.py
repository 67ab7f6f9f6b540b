"""Who could give itself more: unknown, with the action by which.

Laws: a principal that may, surely or possibly, do an action that changes permissions is never refused anything in its
account; what follows from the action is not computed, so it is told as unknown, and only where nothing surer stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from cloudreview.permission.actions import (
    ASSUME,
    DECRYPT,
    ESCALATIONS,
    HARMS,
    KEY_DETOURS,
    KEY_STOPS,
    STORE_DETOURS,
    Action,
)
from cloudreview.permission.aws import Account, may_matter
from cloudreview.permission.binding import speaks
from cloudreview.permission.drafts import Draft, guarded
from cloudreview.permission.evaluate import Found, judged
from cloudreview.permission.layers import IMPLICIT, RESOURCE, SERVICE, Own, open_offer
from cloudreview.permission.routes import Asker
from cloudreview.permission.subjects import Subject, unnamed
from cloudreview.permission.targets import Target
from cloudreview.permission.trust import may_ask, trusts_somebody
from cloudreview.permission.world import World
from cloudreview.truth import Truth
from cloudreview.vocabulary.words import HARMS as HARM_NAMES


def escalation_steps(account: Account) -> Iterator[Draft]:
    """Unknown steps of those who could change what is allowed."""
    yield from _through_account(account)
    yield from _through_resources(account)


def _gap(world: World, where: str) -> str:
    """One question for each account, store or key, whoever could do it; the action stands in the step's witness."""
    return world.note(
        "unimplemented",
        where,
        f"some identities may change what is allowed in {where}; what follows from that is not computed",
        f"Which identities can change what is allowed in {where}, and what keeps them from giving themselves access?",
    )


# What an action is done to where that is not a resource of its own service.
_ELSEWHERE = {"ssm": ("ssm", "ec2", "ecs"), "sts": ("iam", "sts"), "ec2-instance-connect": ("ec2",)}


def _field(subject: Subject, action: Action) -> Target:
    """All resources that an action may be done to from the subject's account, as a target without a side of its own."""
    owner, service = subject.account or "", action.name.split(":")[0]
    number, partition = owner.removeprefix("aws:"), subject.base.split(":")[1]
    # Buckets and objects carry no region in their ARN; what else S3 has does.
    forms = {"iam": f"iam::{number}:*", "s3": f"s3:??-*:{number}:*"}
    names = (forms.get(one, f"{one}:*") for one in _ELSEWHERE.get(service, (service,)))
    resources = tuple(f"arn:{partition}:{one}" for one in names)
    return Target(owner, "store", owner, (), {"any": resources}, resources, (), (), ())


def _power(account: Account, subject: Subject) -> Found | None:
    """The first action by which the subject could give itself more, in its own account."""
    place = account.layers.place(subject.account)
    offers = [offer for own in account.layers.own(subject, place) for offer in own.offers if offer.allow]
    actions = [
        action
        for action in ESCALATIONS
        if any(speaks(offer.actions, offer.not_actions, action.name.lower()) for offer in offers)
    ]
    for action in actions:
        field = _field(subject, action)
        for universe in field.universes["any"]:
            asker = Asker(account.layers, subject, field._replace(universes={"any": (universe,)}))
            for found in judged(asker, [action]):
                return found
    return None


def _through_account(account: Account) -> Iterator[Draft]:
    for subject in account.cast.subjects:
        if subject.kind not in ("user", "role", "federated", "root"):
            continue
        power = _power(account, subject)
        if power is not None:
            gap = _gap(account.world, subject.account or subject.arn)
            yield from _follows(account, subject, power, gap)


def _follows(account: Account, subject: Subject, power: Found, gap: str) -> Iterator[Draft]:
    """Everything in the subject's account, and what other accounts offer it."""
    freed = [Own((open_offer(gap),), None, power.because, tuple(sorted({gap, *power.gaps})))]
    by = partial(_freed, account, subject, power.witness.split()[0], freed)
    for target in account.stores:
        for harm in HARM_NAMES:
            yield from guarded("allows", (subject.arn, target.name, harm), by(target, HARMS[harm]))
    for target in account.keys:
        yield from guarded("decrypts", (subject.arn, target.name), by(target, [DECRYPT]))
        yield from guarded("allows", (subject.arn, target.name, "stop"), by(target, KEY_STOPS))
    for target in account.roles:
        if may_ask(subject, target) and (trusts_somebody(target) or subject.account == target.owner):
            yield from guarded("assumes", (subject.arn, target.name), by(target, [ASSUME]))


def _freed(
    account: Account, subject: Subject, how: str, freed: list[Own], target: Target, actions: Sequence[Action]
) -> list[Found]:
    """What the subject could let itself do; in its own account it is shown by the request that changes permissions."""
    if target.owner is None or subject.account == target.owner:
        if subject.kind == "root" and _barred(account, target, actions):
            return []
        because = tuple(sorted({*target.ground, *freed[0].because}))
        return [Found(Truth.UNKNOWN, (), because, freed[0].doubts, how)]
    if not may_matter(subject, target, account.layers):
        return []
    return judged(Asker(account.layers, subject, target).owning(freed), actions)[:1]


def _barred(account: Account, target: Target, actions: Sequence[Action]) -> bool:
    """Whether control policies deny it to every identity that the root user of the owner could make or use."""
    if target.owner is None:
        return False
    anyone = unnamed(target.owner)._replace(organization=account.layers.organization(target.owner)[1])
    bare = target._replace(layer="store", statements=(), grants=(), shared=(), unsigned=(), open=())
    asker = Asker(account.layers, anyone, bare)
    asker.services = account.layers.control(target.owner, SERVICE, anyone, asker.place)
    asker.resources = account.layers.control(target.owner, RESOURCE, anyone, asker.place)
    return not judged(asker.owning([Own((IMPLICIT,), None, ())]), actions)


def _through_resources(account: Account) -> Iterator[Draft]:
    """Actions on one store or key after which its data may be reached."""
    for target in account.stores:
        for subject, asker in _askers(account, target):
            for action, harms in STORE_DETOURS:
                found = judged(asker, [action])[:1]
                for harm in harms if found else ():
                    if subject.kind == "root" and _barred(account, target, HARMS[harm]):
                        continue
                    yield from _detour(account, "allows", subject, target, harm, found[0])
    for target in account.keys:
        for subject, asker in _askers(account, target):
            for action in KEY_DETOURS:
                for one in judged(asker, [action])[:1]:
                    yield from _detour(account, "decrypts", subject, target, "", one)


def _askers(account: Account, target: Target) -> Iterator[tuple[Subject, Asker]]:
    """Whoever may be let in; the owner's root user against no policy of a bucket.

    "The root principal in a bucket owner's AWS account can perform the GetBucketPolicy, PutBucketPolicy, and
    DeleteBucketPolicy API actions, even if their bucket policy explicitly denies the root principal's access" (Amazon
    S3 API Reference, PutBucketPolicy).
    """
    for subject in account.everyone:
        if subject.kind == "root" and subject.account == target.owner and target.layer == "store":
            yield subject, Asker(account.layers, subject, target._replace(statements=()))
            continue
        asker = account.asker(subject, target) if subject.kind != "root" else None
        if asker is not None:
            yield subject, asker


def _detour(account: Account, rule: str, subject: Subject, target: Target, harm: str, found: Found) -> Iterator[Draft]:
    gap = _gap(account.world, target.name)
    unknown = found._replace(truth=Truth.UNKNOWN, gaps=tuple(sorted({gap, *found.gaps})), atoms=())
    if rule == "decrypts":
        yield from guarded("decrypts", (subject.arn, target.name), [unknown])
    else:
        yield from guarded("allows", (subject.arn, target.name, harm), [unknown])
