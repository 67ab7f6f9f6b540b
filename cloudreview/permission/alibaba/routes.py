"""The routes by which a request may pass in Alibaba Cloud, by whose it is and whose the resource is.

Laws: a Deny among a principal's own policies counts, but that of one for a resource group against an Allow of one for
the whole account is not settled; own or resource's policy suffices within an account, for a bucket and for a key; for a
bucket of another account its policy alone counts, for a key of another account both must allow; to assume a role both
must, whoever's it is; what neither allows of an object its access control list may. Sources: RAM, "Policy evaluation
process", "How RAM evaluates policies", "How RAM evaluates policies when a role is assumed"; OSS, "Authentication" and
"Authorization process"; KMS, "Key policy overview".
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from copy import copy
from typing import NamedTuple

from cloudreview.permission.actions import Action
from cloudreview.permission.alibaba.actions import DECRYPT
from cloudreview.permission.alibaba.conditions import agree
from cloudreview.permission.alibaba.standing import Own, Standing
from cloudreview.permission.alibaba.subjects import Subject
from cloudreview.permission.binding import Offer
from cloudreview.permission.language import clip, matches, touches
from cloudreview.permission.layers import Control, open_offer
from cloudreview.permission.search import Route
from cloudreview.permission.targets import Target
from cloudreview.permission.world import World
from cloudreview.truth import Said, Truth


class Reading(NamedTuple):
    """A reading of what no page settles: whether case is ignored in actions, and in resources.

    "In most cases not case-sensitive" is said of actions (Permission policy elements), and nothing of resources.
    """

    actions: bool
    resources: bool


READINGS = tuple(Reading(actions, resources) for actions in (False, True) for resources in (False, True))
"""The first counts case everywhere."""
TWO_SCOPES = (
    "Does a request pass that a policy of an identity for the whole account {account} allows and one for a resource "
    "group denies? Send the answer to such a request of that identity; if it was refused, with the AccessDeniedDetail "
    "in it (PolicyType, NoPermissionType) or the answer of `aliyun ram DecodeDiagnosticMessage`. Or send what Alibaba "
    "Cloud states of how the two scopes are combined."
)
"""A refusal names the kind of policy it follows from, and its scope (OSS, "0003-00000201"; DecodeDiagnosticMessage)."""
_PUBLIC = ("everyone", "wild")
"""The manners of what a block of public access may take away."""


def speaks(offer: Offer, action: str, reading: Reading) -> bool:
    """Whether the offer's Action or NotAction covers an action."""
    return _covers(offer.actions, action, reading.actions) != offer.not_actions


@functools.lru_cache(maxsize=262_144)
def _covers(patterns: tuple[str, ...], action: str, folded: bool) -> bool:
    if folded:
        return any(matches(one.lower(), action.lower()) for one in patterns)
    return any(matches(one, action) for one in patterns)


@functools.lru_cache(maxsize=262_144)
def placed(pattern: str, universe: str) -> str | None:
    """A resource pattern as one over a universe of names; None where they cannot meet.

    Each of the first four parts is matched by itself, so that an asterisk for an account does not stand for a name too.
    """
    parts, pieces = pattern.split(":", 4), universe.split(":", 4)
    if len(parts) < 5:
        return pattern
    if not all(touches(part.lower(), piece.lower()) for part, piece in zip(parts[:4], pieces[:4], strict=True)):
        return None
    # A part that is the same but for case stays as written, so that only the reading that ignores case meets it.
    head = [piece if touches(part, piece) else part for part, piece in zip(parts[:4], pieces[:4], strict=True)]
    return ":".join([*head, parts[4]])


def _placed(offers: Iterable[Offer], universe: str) -> tuple[Offer, ...]:
    """The offers that may touch a universe, with their patterns over it."""
    found = []
    for offer in offers:
        patterns = tuple(one for text in offer.resources if (one := placed(text, universe)) is not None)
        if patterns:
            found.append(offer if patterns == offer.resources else offer._replace(resources=patterns))
    return tuple(found)


def _folded(offers: Iterable[Offer]) -> tuple[Offer, ...]:
    return tuple(one._replace(resources=tuple(text.lower() for text in one.resources)) for one in offers)


def _unsure(offers: Iterable[Offer], gaps: Sequence[str]) -> tuple[Offer, ...]:
    """The offers, with more that leaves open whether they count."""
    return tuple(
        one._replace(truth=min(one.truth, Truth.UNKNOWN), gaps=tuple(sorted({*one.gaps, *gaps}))) for one in offers
    )


class Side(NamedTuple):
    """A subject's own side as it bears on one target."""

    account: tuple[Offer, ...]
    group: tuple[Offer, ...]
    because: tuple[str, ...]
    doubts: tuple[str, ...]


class Asker:
    """Routes of one subject's requests to one target, in one reading."""

    def __init__(self, standing: Standing, subject: Subject, target: Target, wide: bool = False) -> None:
        """`wide`: an own side of the target that was not delivered may also allow, as it does for everybody."""
        self.standing, self.subject, self.target, self.reading = standing, subject, target, READINGS[0]
        said = [offer for held in target.statements for offer in standing.bound(held, subject, target.owner)]
        self.resource = _placed(said, target.scopes[0])
        self.own = self._at(standing.own(subject))
        self.wide = wide or subject.everybody
        self.controls = self._controls() if self.hopeful else ()
        self.lists = target.shared

    def _at(self, own: Own) -> Side:
        """The offers of an own side that may touch the target."""
        group = self.standing.grouped(own, self.target.name)
        universe = self.target.scopes[0]
        return Side(_placed(own.account, universe), _placed(group, universe), own.because, own.doubts)

    def _controls(self) -> tuple[Control, ...]:
        """The control policies above the subject's account, and across accounts those above the owner's."""
        ours = self.target.owner == self.subject.account
        accounts = {self.subject.account, self.target.owner} - {None}
        found = (self.standing.control(one, self.subject, across=not ours) for one in sorted(map(str, accounts)))
        universe = self.target.scopes[0]
        return tuple(one._replace(levels=tuple(_placed(level, universe) for level in one.levels)) for one in found)

    @property
    def world(self) -> World:
        """The slice in which it asks."""
        return self.standing.world

    @property
    def hopeful(self) -> bool:
        """Whether any offer at all could let the subject at the target."""
        own = any(offer.allow and self._near(offer) for offer in (*self.own.account, *self.own.group))
        listed = any(offer.fact or self.wide for offer in self.target.shared)
        return own or listed or any(offer.allow for offer in self.resource) or (bool(self.target.open) and self.wide)

    def _near(self, offer: Offer) -> bool:
        """Whether the offer touches the target at all, in either reading of case."""
        patterns = tuple(one.lower() for one in offer.resources)
        return any(clip(patterns, offer.not_resources, scope.lower()) is not None for scope in self.target.scopes)

    def owning(self, own: Own) -> Asker:
        """The same subject, were its own side as given."""
        other = copy(self)
        other.own = self._at(own)
        if not other.controls:
            other.controls = other._controls()
        return other

    def read(self, reading: Reading) -> Asker:
        """The same question in another reading."""
        other = copy(self)
        other.reading = reading
        if reading.resources:
            universes = {level: tuple(one.lower() for one in names) for level, names in self.target.universes.items()}
            other.target = self.target._replace(universes=universes)
            other.resource = _folded(self.resource)
            other.own = self.own._replace(account=_folded(self.own.account), group=_folded(self.own.group))
            other.controls = tuple(
                one._replace(levels=tuple(_folded(level) for level in one.levels)) for one in self.controls
            )
        return other

    def readings(self, actions: Sequence[Action]) -> list[Reading]:
        """The readings in which anything may be judged otherwise."""
        offers = (*self.own.account, *self.own.group, *self.resource)
        offers += tuple(one for control in self.controls for level in control.levels for one in level)
        names = {text for one in offers for text in one.resources}
        names |= {text for action in actions for text in self.target.universes[action.level]}
        asked = {(offer.actions, one.name) for offer in offers for one in actions}
        by_action = any(_covers(*one, False) != _covers(*one, True) for one in asked)
        by_resource = any(text != text.lower() for text in names)
        return [one for one in READINGS if one.actions <= by_action and one.resources <= by_resource]

    def _offered(self, action: str) -> bool:
        """Whether any offer at all lets the action, so that it is worth collecting every layer."""
        if (self.target.open and self.wide) or any(one.fact or self.wide for one in self.lists):
            return True
        every = (*self.own.account, *self.own.group, *self.resource)
        return any(one.allow and speaks(one, action, self.reading) for one in every)

    def routes(self, action: Action) -> list[Route]:
        """All routes for an action; of both kinds where it is not known whose the target is."""
        if not self._offered(action.name):
            return []
        inside = {self.subject.account == self.target.owner and not self.subject.everybody}
        if self.target.owner is None and not self.subject.everybody:
            inside = {True, False}
        kinds = [_KINDS[self.target.layer, one] for one in sorted(inside)]
        return [route for kind in kinds for route in kind(_Chosen(self, action.name))]


class _Chosen:
    """The offers of every layer that speak of one action."""

    def __init__(self, asker: Asker, action: str) -> None:
        self.action, self.asker, self.own, target = action, asker, asker.own, asker.target

        def said(offers: Iterable[Offer], allow: bool) -> tuple[Offer, ...]:
            return tuple(one for one in offers if one.allow == allow and speaks(one, action, asker.reading))

        self.account, self.group = said(self.own.account, True), said(self.own.group, True)
        self.account_denies, self.group_denies = said(self.own.account, False), said(self.own.group, False)
        self.denies = said(asker.resource, False)
        if asker.subject.kind == "root" and target.layer != "store":
            self.denies = self.doubted(self.denies, "whether the policy of a key or role binds the account itself")
        self.named = self._admitting(said(asker.resource, True))
        levels = [level for control in asker.controls for level in control.levels]
        self.levels = tuple(said(level, True) for level in levels)
        self.control_denies = tuple(one for level in levels for one in said(level, False))
        opened = tuple(open_offer(gap) for gap in target.open) if asker.wide else ()
        # An open side is told once, of `*`: a list that nobody delivered offers nothing to anyone by name.
        listed = tuple(one for one in asker.lists if (one.fact or asker.wide) and action in (*one.actions, "*"))
        self.lists = tuple(one._replace(actions=(action,)) for one in listed) + opened

    def _admitting(self, offers: tuple[Offer, ...]) -> tuple[Offer, ...]:
        """What the resource's policy offers; nothing to everybody where public access is blocked.

        "Existing public access permissions are ignored" (Block public access); a statement is public unless Principal
        or Condition are of fixed values, so of one with a condition, or that an asterisk in a name makes wide, and of
        whom else a public statement may let in, it is not settled.
        """
        block = self.asker.target.restricted
        if block.said is Said.NO:
            return offers
        kept = [one for one in offers if one.manner not in _PUBLIC]
        wide = [one for one in offers if one.manner in _PUBLIC]
        if block.said is Said.MAYBE:
            return (*kept, *_unsure(wide, block.gaps))
        surely = self.asker.subject.everybody
        left = tuple(one for one in wide if not surely or one.atoms or not one.sure or one.manner == "wild")
        return (
            *kept,
            *self.doubted(left, "whether a statement for everybody admits anyone while public access is blocked"),
        )

    def against_account(self) -> tuple[Offer, ...]:
        """What may undo an Allow for the whole account: its Denies, and in doubt those for a resource group.

        "If Explicit Deny or Allow is returned, the evaluation ends", before policies for a resource group (RAM, "Policy
        evaluation process", 2021); "if any policy contains an explicit Deny statement, the request is denied regardless
        of any Allow statements in other policies" ("How RAM evaluates policies", 2026).
        """
        if not (self.account and self.group_denies):
            return self.account_denies
        account = self.asker.subject.account or self.asker.subject.arn
        why = "whether a Deny for a resource group undoes an Allow for the whole account is not settled"
        gap = self.asker.world.note("unimplemented", account, why, TWO_SCOPES.format(account=account))
        return (*self.account_denies, *_unsure(self.group_denies, (gap,)))

    def doubted(self, offers: Sequence[Offer], why: str) -> tuple[Offer, ...]:
        """Offers of which it is not settled that they count."""
        if not offers:
            return ()
        name = self.asker.target.name
        gap = self.asker.world.note(
            "unimplemented", name, f"{why} is not settled", f"Whom does {name} admit in effect?"
        )
        return _unsure(offers, (gap,))

    def route(self, *clauses: tuple[Offer, ...], threats: tuple[Offer, ...] = (), own: bool = True) -> Route:
        """A route through the given clauses; `own`: whether the subject's own side is asked at all."""
        asker, target = self.asker, self.asker.target
        doubts, because = {*target.open, *target.doubts}, {*target.ground, *target.closures}
        for control in asker.controls:
            doubts.update(control.doubts)
            because.update(control.because)
        if own:
            doubts.update(self.own.doubts)
            because.update(self.own.because)
        if any(one.manner in _PUBLIC for clause in clauses for one in clause):
            because.update(target.restricted.because)
        every = (*threats, *self.denies, *self.control_denies)
        return Route((*clauses, *self.levels), every, tuple(sorted(because)), tuple(sorted(doubts)), agree)


def _within(chosen: _Chosen) -> list[Route]:
    """Own or resource's policy; an Allow for the whole account stands alone, since what may undo it differs."""
    rest = (*chosen.group, *chosen.named, *chosen.lists)
    denies = (*chosen.account_denies, *chosen.group_denies)
    return [
        chosen.route(chosen.account, threats=chosen.against_account()),
        chosen.route(rest, threats=denies),
    ]


def _beyond(chosen: _Chosen) -> list[Route]:
    """A bucket of another account, or a request without a signature: the bucket's own side alone.

    The own policies of the caller are not asked: for a bucket "that does not belong to the RAM user or the Alibaba
    Cloud account, OSS implicitly denies the request" at that step, and the bucket's policy decides (OSS,
    Authentication). Whether anybody nameless is there at all is not known.
    """
    return [chosen.route((*chosen.named, *chosen.lists), own=chosen.asker.subject.kind == "unnamed")]


def _both(chosen: _Chosen) -> list[Route]:
    """Own and resource's policy; what of the resource was not delivered is told of everybody alone."""
    denies = (*chosen.account_denies, *chosen.group_denies)
    return [
        chosen.route(chosen.named, chosen.account, threats=chosen.against_account()),
        chosen.route(chosen.named, chosen.group, threats=denies),
        chosen.route(chosen.lists, threats=denies),
    ]


def _foreign_key(chosen: _Chosen) -> list[Route]:
    """Both sides; other accounts can be named only "as users" of a key, not to manage it (KMS, Key policy overview)."""
    if chosen.asker.subject.kind == "root":
        chosen.named = chosen.doubted(chosen.named, "whether an account itself may use a key of another account")
    elif chosen.action != DECRYPT.name:
        chosen.named = chosen.doubted(chosen.named, "whether another account may manage the key")
    return _both(chosen)


_KINDS: dict[tuple[str, bool], Callable[[_Chosen], list[Route]]] = {
    ("store", True): _within,
    ("store", False): _beyond,
    ("key", True): _within,
    ("key", False): _foreign_key,
    ("trust", True): _both,
    ("trust", False): _both,
}
