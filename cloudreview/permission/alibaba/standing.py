"""What a principal's own side says: policies for the whole account, policies for a resource group, control policies.

Laws: a policy attached for a resource group counts only where those of the whole account neither allow nor deny (RAM,
"Policy evaluation process"); which resources lie in a group is not delivered, so it is in doubt. Control policies bind
users and roles of a member, at every level up to the root; not the account itself, and nobody in the management account
(RAM, "How RAM evaluates policies", June 2026; OSS, "Control policy").
"""

from __future__ import annotations

from typing import NamedTuple

from cloudreview.permission.alibaba.conditions import atom
from cloudreview.permission.alibaba.statement import compiled
from cloudreview.permission.alibaba.subjects import Known, Naming, Subject, naming, parse, uid_of
from cloudreview.permission.binding import Offer
from cloudreview.permission.layers import IMPLICIT, Control, open_offer
from cloudreview.permission.scopes import Scopes
from cloudreview.permission.world import Held, World
from cloudreview.truth import Said, Truth
from cloudreview.vocabulary.rows import Identity, Key, Statement, Store, Target

CONTROL_POLICY = "CONTROL_POLICY"
FULL_ACCESS = "FullAliyunAccess"
"""The system control policy that "allows all operations"; it is attached wherever control policies are switched on."""
_OWN = Naming("", Said.YES)


class Own(NamedTuple):
    """What a principal's own policies say, by the scope for which they were attached."""

    account: tuple[Offer, ...]
    group: tuple[Offer, ...] = ()
    because: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


class Standing(Scopes):
    """The layers of one slice, each collected once."""

    IDENTITIES = (
        "Send the whole answers of ListUsers, ListGroups, ListRoles, ListUsersForGroup, ListPoliciesForUser, "
        "ListPoliciesForGroup, ListPoliciesForRole and GetPolicyVersion of {account}, or state that they are complete."
    )
    RESTRICTIONS = (
        "Send the control policies that apply to {account} (ListControlPolicyAttachmentsForTarget up to the root, "
        "GetControlPolicy), or state that it is in no resource directory."
    )
    ORGANIZATION = "Send the answer of GetResourceDirectory."
    TARGETS = "Send the answer of ListControlPolicyAttachmentsForTarget of {level}."
    CONTROL = "control policy"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._numbers = self._known_numbers()
        self._own: dict[str, list[Own]] = {}
        self._control: dict[tuple[str, bool], Control] = {}

    def _known_numbers(self) -> dict[str, str]:
        accounts = {held.row.account for held in self.world.of(Identity)}
        accounts |= {held.row.account for held in self.world.of(Store) if held.row.account}
        accounts |= {held.row.account for held in self.world.of(Key)}
        found = {uid_of(one): one for one in accounts if one.startswith("alibaba:")}
        for held in self.world.of(Identity):
            if held.row.number:
                found[held.row.number] = held.row.principal
        return found

    def known(self, owner: str | None) -> Known:
        """What names in the policy of a resource of that account can be told by."""
        return Known(owner, self._numbers)

    def subject(self, name: str) -> Subject | None:
        """The principal that a name names, as the evidence describes it."""
        found = parse(name)
        if found is None or found.number is not None or found.session is not None:
            return found
        rows, _ = self.world.settled(self.identities.get(found.base, ()))
        numbers = {one.row.number for one in rows}
        return found._replace(number=numbers.pop() if len(numbers) == 1 else None)

    def own(self, subject: Subject) -> list[Own]:
        """The principal's own side; several where snapshots leave open which holds."""
        if subject.base not in self._own:
            self._own[subject.base] = self._owns(subject)
        return self._own[subject.base]

    def _owns(self, subject: Subject) -> list[Own]:
        if subject.kind == "stranger":
            return [Own((IMPLICIT,))]
        if subject.account is None:
            return [Own(())]
        rows, shaky = self.world.settled(self.identities.get(subject.base, ()))
        if subject.kind == "root":
            return [Own((IMPLICIT,), because=tuple(one.id for one in rows))]
        closures, open_ = self.delivered(subject.account)
        start = Own(tuple(open_offer(gap) for gap in open_), (), closures, (*open_, *shaky))
        return [self._one(held, start) for held in rows] or [start]

    def _one(self, held: Held[Identity], start: Own) -> Own:
        """One description of an identity: what is attached to it, and to its groups."""
        because, doubts = [*start.because, held.id], list(start.doubts)
        account, group = list(start.account), []
        members = [held]
        for name in held.row.groups:
            rows, shaky = self.world.settled(self.identities.get(name, ()))
            members += rows
            because += [one.id for one in rows]
            doubts += shaky
            if not rows:
                doubts.append(self.missing(name))
                account.append(open_offer(doubts[-1]))
        for policy in sorted({one for member in members for one in member.row.policies}):
            account += self._policy(policy, doubts)
        for policy, resource_group in sorted({one for member in members for one in member.row.scoped}):
            gap = self._membership_of(resource_group)
            group += [_doubted(offer, gap) for offer in self._policy(policy, doubts)]
        return Own(tuple(account), tuple(group), tuple(because), tuple(doubts))

    def _policy(self, name: str, doubts: list[str]) -> list[Offer]:
        said = self.world.said("managed", name)
        if not said:
            doubts.append(self.missing(name))
            return [open_offer(doubts[-1])]
        return [offer for one in said for offer in self.bound(one)]

    def _membership_of(self, group: str) -> str:
        why = "a policy is attached for this resource group only, and which resources lie in it was not delivered"
        return self.world.note("field_missing", f"resource group {group}", why, f"Which resources lie in {group}?")

    def bound(self, held: Held[Statement], subject: Subject | None = None, owner: str | None = None) -> list[Offer]:
        """What a statement offers or denies; one of a resource's policy, to a subject."""
        said = compiled(held.row.body)
        problems = list(said.unsettled)
        names = [_OWN]
        if subject is not None:
            names = naming(subject, said, held.row.layer, self.known(owner))
        elif said.principals is not None:
            problems.append("a Principal element")
        return [
            self._offer(held, one, allow, patterns, (*problems, *more))
            for one in names
            for allow in said.effects
            for patterns, more in (
                (said.resources.sure, ()),
                (said.resources.unsure, ("the form of its Resource element",)),
            )
            if patterns
        ]

    def _offer(
        self, held: Held[Statement], named: Naming, allow: bool, patterns: tuple[str, ...], problems: tuple[str, ...]
    ) -> Offer:
        said = compiled(held.row.body)
        whys = (*problems, *((named.why,) if named.said is Said.MAYBE else ()))
        gaps = {self._unclear(held, why) for why in whys}
        gaps |= set(held.gaps) if held.truth is Truth.UNKNOWN or not allow else set()
        return Offer(
            fact=held.id,
            allow=allow,
            manner=named.manner,
            actions=said.actions,
            not_actions=said.not_actions,
            resources=patterns,
            not_resources=False,
            atoms=tuple(sorted({*(atom(one) for one in said.tests), *named.atoms})),
            truth=held.truth,
            gaps=tuple(sorted(gaps)),
        )

    def _unclear(self, held: Held[Statement], why: str) -> str:
        return self.world.note(
            "unimplemented",
            held.row.subject,
            f"a statement of the policy `{held.row.policy}` is not wholly understood: {why}",
            f"What does the policy `{held.row.policy}` of {held.row.subject} allow and deny in effect?",
        )

    def control(self, account: str | None, subject: Subject, across: bool) -> Control:
        """The control policies above an account, as they bind a subject.

        Across accounts it is not settled whose count ("to access the resources of a member account", 2021; "all RAM
        principals within a member account", 2026), so there they leave every answer in doubt that they would change.
        """
        if account is None or subject.everybody or (subject.kind == "root" and subject.account == account):
            return Control()
        if subject.kind == "root":
            return Control()
        linked = "aliyunservicerolefor" in subject.base.lower()
        key = (account, across or linked)
        if key not in self._control:
            self._control[key] = self._controls(account, across or linked)
        return self._control[key]

    def _controls(self, account: str, unsure: bool) -> Control:
        member, manages = self.managed(account)
        if member is not None and manages:
            return Control(because=(member.id,))
        closures = self.world.closed("restrictions", account)
        doubts = [] if closures else [self.open_restrictions(account)]
        levels, because = self.chain(account, doubts)
        attached = self.attached(levels, CONTROL_POLICY)
        because += [one.id for targets in attached for one in targets] + list(closures)
        because += [member.id] if member is not None else []
        shaky = [self.membership(account)] if any(attached) and member is None else []
        shaky += [self._scope_of_control(account)] if any(attached) and unsure else []
        clauses: list[tuple[Offer, ...]] = []
        for level, targets in zip(levels, attached, strict=True):
            if targets:
                clauses.append(self._level(targets, doubts, tuple(shaky)))
            elif any(attached):
                doubts.append(self.unattached(level))
        return Control(tuple(clauses), tuple(because), tuple(doubts))

    def _level(self, targets: list[Held[Target]], doubts: list[str], shaky: tuple[str, ...]) -> tuple[Offer, ...]:
        offers = [open_offer(gap) for gap in shaky]
        for target in targets:
            said = self.world.said("managed", target.row.policy)
            if not said and FULL_ACCESS in target.row.policy:
                offers.append(IMPLICIT._replace(fact=target.id, gaps=target.gaps))
                continue
            if not said:
                doubts.append(self.missing(target.row.policy))
                offers.append(open_offer(doubts[-1]))
            bound = [offer for one in said for offer in self.bound(one)]
            offers += [_doubted(offer, *shaky, *target.gaps) for offer in bound]
        return tuple(offers)

    def _scope_of_control(self, account: str) -> str:
        why = (
            "whether control policies count across accounts, and whether for roles linked to a service, is not settled"
        )
        return self.world.note(
            "unimplemented", f"restrictions {account}", why, f"Whom do the control policies above {account} bind?"
        )


def _doubted(offer: Offer, *gaps: str) -> Offer:
    return offer._replace(gaps=tuple(sorted({*offer.gaps, *gaps})))
