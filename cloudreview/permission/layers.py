"""The layers of a request, collected for one principal in one slice: its own policies, its boundary, control policies.

Laws: a layer that was not delivered is a doubt with a gap, never an allow or a deny; the rules and their pages are
listed in `docs/permission-aws.md`.
"""

from __future__ import annotations

from typing import NamedTuple

from cloudreview.permission.binding import Offer, Place, bind, generic
from cloudreview.permission.scopes import Scopes
from cloudreview.permission.subjects import ANONYMOUS, Subject, account_of, friendly, parse
from cloudreview.permission.world import Held, World
from cloudreview.truth import Truth
from cloudreview.vocabulary.rows import Identity, Statement, Target

IMPLICIT = Offer("", True, "", ("*",), False, ("*",), False, (), Truth.SUPPORTED, ())
"""What needs no statement: the root user in its own account, a stranger in an account of its own."""
SERVICE, RESOURCE = "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"


def open_offer(gap: str) -> Offer:
    """A layer that may allow anything."""
    return IMPLICIT._replace(truth=Truth.UNKNOWN, gaps=(gap,))


class Own(NamedTuple):
    """What a principal's own side says: its policies, and the boundary where one is set."""

    offers: tuple[Offer, ...]
    boundary: tuple[Offer, ...] | None
    because: tuple[str, ...]
    doubts: tuple[str, ...] = ()


class Control(NamedTuple):
    """What the control policies above an account say: one clause a level, and threats."""

    levels: tuple[tuple[Offer, ...], ...] = ()
    because: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


class Layers(Scopes):
    """The layers of one slice, each collected once."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._bound: dict[tuple[object, ...], list[Offer]] = {}
        self._own: dict[tuple[Subject, Place], list[Own]] = {}
        self._control: dict[tuple[object, ...], Control] = {}
        self._roles = {
            (held.row.account, friendly(held.row.principal)): held.row.principal
            for held in world.of(Identity)
            if held.row.kind == "role"
        }

    def bound(self, held: Held[Statement], layer: str, subject: Subject, place: Place) -> list[Offer]:
        """A statement bound to a subject, once where it says the same of everybody."""
        key: tuple[object, ...] = (held.id, layer, subject, place)
        if generic(held, layer):
            key, subject = (held.id, layer), ANONYMOUS
        if key not in self._bound:
            self._bound[key] = bind(self.world, held, layer, subject, place)
        return self._bound[key]

    def place(self, owner: str | None) -> Place:
        """Where a resource of that account stands."""
        return Place(owner, self.organization(owner)[1])

    def subject(self, arn: str) -> Subject | None:
        """The principal that an ARN names, as the evidence describes it."""
        found = parse(arn)
        if found is None:
            return None
        base = found.base
        if found.session is not None and found.account is not None:
            base = self._roles.get((found.account, friendly(base)), base)
        rows, _ = self.world.settled(self.identities.get(base, ()))
        closures, _ = self.delivered(found.account or "")
        bounded = any(one.row.boundary for one in rows) or (not closures and not rows)
        tags = rows[0].row.tags if len(rows) == 1 else ()
        return found._replace(base=base, tags=tags, bounded=bounded, organization=self.organization(found.account)[1])

    def own(self, subject: Subject, place: Place) -> list[Own]:
        """The principal's own side; several where snapshots leave open which holds."""
        key = (subject, place)
        if key not in self._own:
            self._own[key] = self._owns(subject, place)
        return self._own[key]

    def _owns(self, subject: Subject, place: Place) -> list[Own]:
        if subject.kind == "stranger":
            return [Own((IMPLICIT,), None, ())]
        if subject.account is None:
            return [Own((), None, ())]
        closures, open_ = self.delivered(subject.account)
        if subject.kind == "root":
            # "By default, all requests are implicitly denied with the exception of the [...] root user".
            return [Own((IMPLICIT,), None, self._described(subject))]
        if subject.kind == "federated":
            open_ = (*open_, self._federated(subject))
        rows, doubts = self.world.settled(self.identities.get(subject.base, ()))
        extra = tuple(open_offer(gap) for gap in open_)
        if not rows:
            return [Own(extra, None, closures, open_)]
        return [self._one(held, subject, place, Own(extra, None, closures, (*open_, *doubts))) for held in rows]

    def _described(self, subject: Subject) -> tuple[str, ...]:
        return tuple(one.id for one in self.world.settled(self.identities.get(subject.base, ()))[0])

    def _federated(self, subject: Subject) -> str:
        why = "what a federated user session may do depends on the policy passed when it began"
        return self.world.note("unimplemented", subject.arn, why, f"What may {subject.arn} do?")

    def _one(self, held: Held[Identity], subject: Subject, place: Place, start: Own) -> Own:
        """One description of an identity: its inline and managed policies, and those of its groups."""
        sources, because, doubts = [("inline", held.row.principal)], [held.id], list(start.doubts)
        sources += [("managed", policy) for policy in held.row.policies]
        for group in held.row.groups:
            members, shaky = self.world.settled(self.identities.get(group, ()))
            sources += [("inline", group)]
            sources += sorted({("managed", policy) for one in members for policy in one.row.policies})
            because += [one.id for one in members]
            doubts += [*shaky, *(() if members else (self.missing(group),))]
        offers = list(start.offers)
        for layer, name in sources:
            said = self.world.said(layer, name)
            if not said and layer == "managed":
                doubts.append(self.missing(name))
                offers.append(open_offer(doubts[-1]))
            offers += [offer for one in said for offer in self.bound(one, layer, subject, place)]
        if not all(self.identities.get(group) for group in held.row.groups):
            offers += [open_offer(self.missing(group)) for group in held.row.groups if not self.identities.get(group)]
        boundary = self._boundary(held.row.boundary, subject, place, doubts)
        return Own(tuple(offers), boundary, (*start.because, *because), tuple(doubts))

    def _boundary(
        self, policy: str | None, subject: Subject, place: Place, doubts: list[str]
    ) -> tuple[Offer, ...] | None:
        if policy is None:
            return None
        said = self.world.said("managed", policy)
        if not said:
            doubts.append(self.missing(policy))
            return (open_offer(doubts[-1]),)
        return tuple(offer for one in said for offer in self.bound(one, "managed", subject, place))

    def control(self, account: str | None, kind: str, subject: Subject, place: Place) -> Control:
        """The control policies of one type above an account, as they bind a subject."""
        if account is None or (kind == SERVICE and _unrestricted(subject)):
            return Control()
        key = (account, kind, subject, place)
        if key not in self._control:
            self._control[key] = self._controls(account, kind, subject, place)
        return self._control[key]

    def _controls(self, account: str, kind: str, subject: Subject, place: Place) -> Control:
        """SCPs and RCPs restrict neither principals nor resources of the management account."""
        member, manages = self.managed(account)
        if member is not None and manages:
            return Control(because=(member.id,))
        closures = self.world.closed("restrictions", account)
        doubts = [] if closures else [self.open_restrictions(account)]
        chain, because = self.chain(account, doubts)
        attached = self.attached(chain, kind)
        because += [one.id for targets in attached for one in targets] + list(closures)
        if member is not None:
            because.append(member.id)
        shaky = [self.membership(account)] if any(attached) and member is None else []
        levels = []
        for level, targets in zip(chain, attached, strict=True):
            if not targets and kind == SERVICE and any(attached):
                doubts.append(self.unattached(level))
            if targets:
                levels.append(self._level(targets, kind, subject, place, doubts, shaky))
        return Control(tuple(levels), tuple(because), tuple(doubts))

    def _level(
        self,
        targets: list[Held[Target]],
        kind: str,
        subject: Subject,
        place: Place,
        doubts: list[str],
        shaky: list[str],
    ) -> tuple[Offer, ...]:
        layer = "rcp" if kind == RESOURCE else "managed"
        # RCPFullAWSAccess "cannot be detached": at every level there is an Allow.
        offers: list[Offer] = [IMPLICIT] if kind == RESOURCE else [open_offer(gap) for gap in shaky]
        for target in targets:
            said = self.world.said("managed", target.row.policy)
            if target.row.policy in ("p-FullAWSAccess", "p-RCPFullAWSAccess"):
                offers.append(IMPLICIT._replace(fact=target.id, gaps=target.gaps))
            elif not said:
                doubts.append(self.missing(target.row.policy))
                offers.append(open_offer(doubts[-1]))
            uncertain = (*shaky, *target.gaps)
            for one in said:
                bound = self.bound(one, layer, subject, place)
                offers += [offer._replace(gaps=tuple(sorted({*offer.gaps, *uncertain}))) for offer in bound]
        return tuple(offers)


def _unrestricted(subject: Subject) -> bool:
    """Service control policies bind no service-linked role, and nobody outside of the organization."""
    return "/aws-service-role/" in subject.base or subject.everybody


__all__ = ["IMPLICIT", "RESOURCE", "SERVICE", "Control", "Layers", "Own", "account_of", "open_offer"]
