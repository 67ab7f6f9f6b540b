"""What AWS policies allow in one slice of time: every principal against every store, key and role.

Laws: a subject is whoever the evidence names, `*`, and one unnamed identity for each account that is not wholly
delivered; an open side of a store or role is told once, of `*`; an open side of an account, of each of its identities.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cloudreview.permission.actions import ASSUME, DECRYPT, HARMS, KEY_STOPS, Action
from cloudreview.permission.drafts import Draft, guarded
from cloudreview.permission.evaluate import Found, judged, lowered
from cloudreview.permission.keys import keys
from cloudreview.permission.layers import Layers
from cloudreview.permission.routes import Asker
from cloudreview.permission.subjects import ANONYMOUS, STRANGER, Subject
from cloudreview.permission.targets import Target, buckets
from cloudreview.permission.trust import may_ask, roles, trusts_somebody
from cloudreview.permission.who import Cast, cast
from cloudreview.permission.world import World
from cloudreview.vocabulary.words import Harm

EVERYBODY = (ANONYMOUS, STRANGER)


class Account:
    """All that is judged in one slice: the world, its layers, who asks and what for."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.layers = Layers(world)
        self.cast: Cast = cast(world, self.layers)
        self.stores: list[Target] = buckets(world, self.layers)
        self.keys: list[Target] = keys(world)
        self.roles: list[Target] = roles(world, self.layers)

        self._askers: dict[tuple[Subject, str], Asker | None] = {}

    def asker(self, subject: Subject, target: Target) -> Asker | None:
        """The subject before a store or key; None where nothing could let it in."""
        key = (subject, target.name)
        if key not in self._askers:
            made = Asker(self.layers, subject, target) if may_matter(subject, target, self.layers) else None
            self._askers[key] = made if made is not None and made.hopeful else None
        return self._askers[key]

    @property
    def everyone(self) -> list[Subject]:
        """All subjects, those that nobody names last."""
        return [*self.cast.subjects, *self.cast.unnamed, *EVERYBODY]


def may_matter(subject: Subject, target: Target, layers: Layers) -> bool:
    """Whether anything could let the subject at the target: its own account's, or what names it."""
    if subject.everybody or target.owner is None or subject.account == target.owner:
        return True
    return bool(target.statements or target.grants or target.shared)


def store_steps(account: Account) -> Iterator[Draft]:
    """`allows(principal, store, harm)` as permissions stand."""
    for target in account.stores:
        for name, subjects in _by_name(account.everyone):
            askers = [found for subject in subjects if (found := account.asker(subject, target)) is not None]
            for harm, actions in HARMS.items() if askers else ():
                yield from guarded("allows", (name, target.name, harm), _first(askers, actions))


def _by_name(subjects: Sequence[Subject]) -> list[tuple[str, list[Subject]]]:
    """Subjects by the name they bear in steps: `*` is two, with and without a signature."""
    named: dict[str, list[Subject]] = {}
    for subject in subjects:
        named.setdefault(subject.arn, []).append(subject)
    return sorted(named.items())


def _first(askers: Sequence[Asker], actions: Sequence[Action]) -> list[Found]:
    """What the first of the askers may do that may most."""
    answers = [judged(asker, actions) for asker in askers]
    ranked = sorted((found for found in answers if found), key=lambda found: found[0].rank)
    return ranked[0] if ranked else []


def readers(drafts: Sequence[Draft]) -> frozenset[str]:
    """Who may read any store, surely or possibly."""
    return frozenset(one.values[0] for one in drafts if one.rule == "allows" and one.values[2] == "read")


def key_steps(account: Account, reading: frozenset[str]) -> Iterator[Draft]:
    """`decrypts(principal, key)` and `allows(principal, key, stop)`.

    Where a key's own side is open, whoever may read a store may decrypt: a read needs both of the same principal.
    """
    for target in account.keys:
        for name, subjects in _by_name([one for one in account.everyone if one.kind != "anonymous"]):
            if not may_matter(subjects[0], target, account.layers) and not (target.open and name in reading):
                continue
            decrypting = [Asker(account.layers, subject, target, wide=name in reading) for subject in subjects]
            # A key that is told to be disabled may have been enabled, or be enabled again: unknown.
            yield from guarded("decrypts", (name, target.name), lowered(_first(decrypting, [DECRYPT]), target.shut))
            stopping = [found for subject in subjects if (found := account.asker(subject, target)) is not None]
            harm: Harm = "stop"
            yield from guarded("allows", (name, target.name, harm), _first(stopping, KEY_STOPS))


def trust_steps(account: Account) -> Iterator[Draft]:
    """`assumes(principal, as)`, one hop each."""
    for target in account.roles:
        if not target.open and not trusts_somebody(target):
            continue
        for subject in account.everyone:
            if may_ask(subject, target):
                asker = account.asker(subject, target)
                if asker is not None:
                    yield from guarded("assumes", (subject.arn, target.name), judged(asker, [ASSUME]))
