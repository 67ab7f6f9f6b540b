"""The routes by which a request may pass, by whose it is and whose the resource is.

Laws (IAM User Guide, doc_source/reference_policies_evaluation-logic.md and -cross-account.md): within an account the
identity's or the resource's policy suffices, but a key's and a role's own policy must allow; across accounts both must;
an explicit deny in any layer wins; a boundary and every level of control policies must allow, except that a boundary
does not limit what a resource's policy grants to a user or a session by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import copy

from cloudreview.permission.actions import Action
from cloudreview.permission.binding import Offer, speaks
from cloudreview.permission.blocks import OFF, Block
from cloudreview.permission.conditions import carried, chosen, negate
from cloudreview.permission.keys import granted
from cloudreview.permission.language import clip
from cloudreview.permission.layers import RESOURCE, SERVICE, Control, Layers, Own, open_offer
from cloudreview.permission.points import held_back
from cloudreview.permission.search import Route
from cloudreview.permission.subjects import Subject
from cloudreview.permission.targets import Target
from cloudreview.permission.world import World
from cloudreview.residuals import Atom
from cloudreview.truth import Said, Truth

Manners = dict[str, tuple[Offer, ...]]


class Asker:
    """Routes of one subject's requests to one target."""

    def __init__(self, layers: Layers, subject: Subject, target: Target, wide: bool = False) -> None:
        """`wide`: an own side that was not delivered may also allow, as it does for everybody."""
        self.layers, self.subject, self.target = layers, subject, target
        self.place = layers.place(target.owner)
        bound = (layers.bound(held, target.layer, subject, self.place) for held in target.statements)
        self.resource = [offer for found in bound for offer in found if not held_back(layers, subject, target, offer)]
        self.resource += [offer for held in target.grants for offer in granted(layers.world, held, subject)]
        self.owns = [self._near(own) for own in layers.own(subject, self.place)]
        self.wide = wide or subject.everybody
        self.services, self.resources = Control(), Control()
        if self.hopeful:
            self.services = layers.control(subject.account, SERVICE, subject, self.place)
            if not target.managed:
                # "RCPs don't apply to AWS managed KMS keys" (AWS Organizations User Guide, orgs_manage_policies_rcps).
                self.resources = layers.control(target.owner, RESOURCE, subject, self.place)

    def _near(self, own: Own) -> Own:
        """The offers of an own side that touch the target at all."""
        offers = tuple(
            one
            for one in own.offers
            if any(clip(one.resources, one.not_resources, scope) is not None for scope in self.target.scopes)
        )
        return own._replace(offers=offers)

    @property
    def hopeful(self) -> bool:
        """Whether any offer at all could let the subject at the target."""
        mine = any(offer.allow for own in self.owns for offer in own.offers)
        listed = bool(self.target.shared or self.target.unsigned) and self.subject.account != self.target.owner
        return mine or listed or any(offer.allow for offer in self.resource) or (bool(self.target.open) and self.wide)

    @property
    def world(self) -> World:
        """The slice in which it asks."""
        return self.layers.world

    def owning(self, owns: Sequence[Own]) -> Asker:
        """The same subject, were its own side as given."""
        other = copy(self)
        other.owns = list(owns)
        return other

    def routes(self, action: Action) -> list[Route]:
        """All routes for an action, for each description of the subject's own side."""
        found: list[Route] = []
        for own in self.owns:
            if self._offered(own, action.name.lower()):
                found += _KINDS[self._kind()](_Chosen(self, action, own))
        return [_as_sent(one, action) for one in found]

    def _offered(self, own: Own, action: str) -> bool:
        """Whether any offer speaks of the action, so that it is worth collecting every layer."""
        if self.target.shared or self.target.unsigned or self.target.open:
            return True
        return any(one.allow and speaks(one.actions, one.not_actions, action) for one in (*own.offers, *self.resource))

    def _kind(self) -> str:
        if self.subject.kind == "anonymous":
            return "unsigned"
        if self.subject.kind == "stranger":
            return "across"
        inside = self.target.owner is None or self.subject.account == self.target.owner
        if inside and self.subject.kind == "root":
            return "root"
        if not inside:
            return "across"
        return "within" if self.target.layer == "store" else "trusted"


def _allows(offers: Sequence[Offer], action: str) -> tuple[Offer, ...]:
    return tuple(one for one in offers if one.allow and speaks(one.actions, one.not_actions, action))


def _denies(offers: Sequence[Offer], action: str) -> tuple[Offer, ...]:
    return tuple(one for one in offers if not one.allow and speaks(one.actions, one.not_actions, action))


class _Chosen:
    """The offers of every layer that speak of one action."""

    def __init__(self, asker: Asker, action: Action, own: Own) -> None:
        name = action.name.lower()
        target, subject = asker.target, asker.subject
        self.asker, self.own = asker, own
        self.mine = _allows(own.offers, name)
        self.boundary = [] if own.boundary is None else [_allows(own.boundary, name)]
        self.levels = [_allows(level, name) for level in (*asker.services.levels, *asker.resources.levels)]
        every = [*own.offers, *(own.boundary or ()), *asker.resource]
        every += [offer for level in (*asker.services.levels, *asker.resources.levels) for offer in level]
        self.threats = _denies(every, name)
        self.manners: Manners = {
            manner: tuple(one for one in _allows(asker.resource, name) if one.manner == manner)
            for manner in ("direct", "role", "account", "everyone", "grant")
        }
        opened = tuple(open_offer(gap) for gap in target.open) if asker.wide else ()
        granted = target.unsigned if subject.kind == "anonymous" else target.shared
        # An open side of a store is told once, of `*`: a list that nobody delivered offers nothing to anyone by name.
        granted = tuple(one for one in granted if one.fact or asker.wide)
        self.lists = _allows(granted, name) + opened
        doubts = (*own.doubts, *target.open, *target.doubts, *asker.services.doubts, *asker.resources.doubts)
        self.doubts = tuple(sorted(set(doubts)))
        self.because = tuple(
            sorted({*target.ground, *target.closures, *own.because, *asker.services.because, *asker.resources.because})
        )

    def named(self, *manners: str) -> tuple[Offer, ...]:
        return tuple(offer for manner in manners for offer in self.manners[manner])

    def route(self, *clauses: tuple[Offer, ...], bounded: bool = True, block: Block = OFF) -> Route:
        """`block`: what might have kept it shut to whoever asks."""
        every = [*clauses, *(self.boundary if bounded else ()), *self.levels]
        return Route(tuple(every), self.threats, tuple(sorted({*self.because, *block.because})), self.doubts)

    def doubted(self, offers: Sequence[Offer], gap: str) -> tuple[Offer, ...]:
        """Offers of which it is not settled that they suffice."""
        return tuple(one._replace(truth=Truth.UNKNOWN, gaps=tuple(sorted({*one.gaps, gap}))) for one in offers)

    def unsettled(self, why: str) -> str:
        world, subject = self.asker.layers.world, self.asker.subject
        return world.note(
            "unimplemented", subject.arn, why, f"May {subject.arn} do this in effect (SimulatePrincipalPolicy)?"
        )


def _by_name(chosen: _Chosen) -> list[Route]:
    """What a resource's policy of the same account gives by naming a user, a session, a role or everybody.

    A boundary limits what is given to a role, not what is given to a user or a session; for `*` that is not settled.
    """
    found = [chosen.route(chosen.named("direct"), bounded=False), chosen.route(chosen.named("role", "everyone"))]
    if chosen.boundary and chosen.named("everyone"):
        gap = chosen.unsettled(
            "whether a permissions boundary limits what a resource's policy gives to `*` is not settled"
        )
        found.append(chosen.route(chosen.doubted(chosen.named("everyone"), gap), bounded=False))
    return found


def _within(chosen: _Chosen) -> list[Route]:
    """A user or role and a store of one account: the identity's or the store's policy."""
    found = [chosen.route(chosen.mine), *_by_name(chosen)]
    if chosen.named("account"):
        gap = chosen.unsettled(
            "whether a store's policy that names its own account suffices without the identity's policy"
        )
        found.append(chosen.route(chosen.doubted(chosen.named("account"), gap)))
    return found


def _trusted(chosen: _Chosen) -> list[Route]:
    """A key or role of the same account: its policy must allow; naming the account lets identity policies count."""
    named = [*_by_name(chosen), *_by_grant(chosen), chosen.route(chosen.lists)]
    return [chosen.route(chosen.mine, chosen.named("account")), *named]


def _by_grant(chosen: _Chosen) -> list[Route]:
    """What a grant of a key gives, with the key's policy or without it (AWS KMS Developer Guide, grants.md).

    Whether a boundary limits it, and whether a grantee in another account needs its own policy too, is not settled.
    """
    offers, across = chosen.named("grant"), chosen.asker.subject.account != chosen.asker.target.owner
    if not offers:
        return []
    gap = chosen.unsettled("whether a grant of a key suffices across accounts, or against a boundary, is not settled")
    certain = chosen.route(chosen.mine, offers) if across else chosen.route(offers)
    return [certain, chosen.route(chosen.doubted(offers, gap), bounded=False)]


def _root(chosen: _Chosen) -> list[Route]:
    """The root user in its own account: all but what is denied, and keys whose policy does not name it."""
    if chosen.asker.target.layer == "store":
        return [chosen.route(chosen.mine)]
    return [chosen.route(chosen.mine, chosen.named("account", "direct", "everyone") + chosen.lists)]


def _admitted(chosen: _Chosen) -> list[tuple[tuple[Offer, ...], Block]]:
    """What a store's or key's side offers to other accounts: by its policy, and by its access control list."""
    target = chosen.asker.target
    policy = chosen.named("direct", "role", "account", "everyone")
    if target.restricted.said is Said.MAYBE:
        policy = tuple(
            one._replace(truth=Truth.UNKNOWN, gaps=tuple(sorted({*one.gaps, *target.restricted.gaps})))
            for one in policy
        )
    return [
        (() if target.restricted.said is Said.YES else policy, target.restricted),
        (chosen.lists, target.ignored),
    ]


def _across(chosen: _Chosen) -> list[Route]:
    """Across accounts both sides must allow."""
    found = [chosen.route(chosen.mine, offers, block=block) for offers, block in _admitted(chosen)]
    return [*found, *_by_grant(chosen)]


def _unsigned(chosen: _Chosen) -> list[Route]:
    """A request without a signature: only the resource's side speaks."""
    if chosen.asker.target.layer != "store":
        return []
    return [chosen.route(offers, block=block) for offers, block in _admitted(chosen)]


_KINDS: dict[str, Callable[[_Chosen], list[Route]]] = {
    "unsigned": _unsigned,
    "across": _across,
    "root": _root,
    "within": _within,
    "trusted": _trusted,
}


def _as_sent(route: Route, action: Action) -> Route:
    """The route as requests of this action meet it: they may not carry every key that a condition asks for."""
    clauses = tuple(tuple(_sent(clause, action, chosen)) for clause in route.clauses)
    return route._replace(clauses=clauses, threats=tuple(_sent(route.threats, action, _escapable)))


def _sent(offers: Sequence[Offer], action: Action, choice: Callable[[Atom, str], Atom]) -> Iterator[Offer]:
    """The offers that can still apply; who is named is the same whatever is asked."""
    for offer in offers:
        atoms = carried(offer.atoms, action.name)
        if atoms is not None:
            met = {choice(atom, action.name) for atom in atoms}
            yield offer._replace(atoms=tuple(sorted({*met, *offer.named})), named=())


def _escapable(atom: Atom, action: str) -> Atom:
    """What escapes a Deny is the negated condition: that is what must be the requester's to choose."""
    return negate(chosen(negate(atom), action))
