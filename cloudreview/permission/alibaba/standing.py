"""What a principal's own side says: policies for the whole account, policies for a resource group, control policies.

Laws: a policy attached for a resource group counts for what lies in that group (RAM, "RAM authorization scopes"); where
the group was not told, or only possibly holds, it is in doubt. Control policies bind users and roles of a member, at
every level up to the root; not the account itself, and nobody in the management account (RAM, "How RAM evaluates
policies", June 2026; OSS, "Control policy").
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
from cloudreview.vocabulary.rows import Grouped, Identity, Key, Statement, Store, Target

CONTROL_POLICY = "CONTROL_POLICY"
FULL_ACCESS = "FullAliyunAccess"
"""The system control policy that "allows all operations"; it is attached wherever control policies are switched on."""
LINKED = "role/aliyunservicerolefor"
"""How the names of roles that are linked to a service begin."""
_OWN = Naming("", Said.YES)


class Own(NamedTuple):
    """What a principal's own policies say, by the scope for which they were attached."""

    account: tuple[Offer, ...]
    scoped: tuple[tuple[str, Offer], ...] = ()
    """With the resource group for which each was attached."""
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
        self._own: dict[str, Own] = {}
        self._control: dict[tuple[str, str], Control] = {}

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
        numbers = {one.row.number for one in self.identities.get(found.base, ()) if one.row.number}
        return found._replace(number=numbers.pop() if len(numbers) == 1 else None)

    def own(self, subject: Subject) -> Own:
        """The principal's own side."""
        if subject.base not in self._own:
            self._own[subject.base] = self._owns(subject)
        return self._own[subject.base]

    def _owns(self, subject: Subject) -> Own:
        if subject.kind == "stranger":
            return Own((IMPLICIT,))
        if subject.account is None:
            return Own(())
        rows = self.identities.get(subject.base, [])
        if subject.kind == "root":
            return Own((IMPLICIT,), because=tuple(one.id for one in rows))
        closures, open_ = self.delivered(subject.account)
        return self._whole(rows, Own(tuple(open_offer(gap) for gap in open_), (), closures, open_))

    def _whole(self, rows: list[Held[Identity]], start: Own) -> Own:
        """All that is told of an identity: each answer tells some of it, and that of its groups.

        What a row in doubt tells is in doubt, and so is what hangs on it.
        """
        told = [(one, _shaky(one)) for one in rows]
        for held, gaps in list(told):
            for name in held.row.groups:
                members = self.identities.get(name, [])
                told += [(one, (*gaps, *_shaky(one))) for one in members]
                if not members:
                    gap = self.missing(name)
                    start = start._replace(account=(*start.account, open_offer(gap)), doubts=(*start.doubts, gap))
        account, scoped, doubts = list(start.account), list(start.scoped), list(start.doubts)
        for held, gaps in told:
            for policy in held.row.policies:
                account += [_doubted(offer, *gaps) for offer in self._policy(policy, doubts)]
            for policy, group in held.row.scoped:
                scoped += [(group, _doubted(offer, *gaps)) for offer in self._policy(policy, doubts)]
        because = sorted({*start.because, *(one.id for one, _ in told)})
        return Own(tuple(account), tuple(scoped), tuple(because), tuple(sorted(set(doubts))))

    def _policy(self, name: str, doubts: list[str]) -> list[Offer]:
        said = self.world.said("managed", name)
        if not said:
            doubts.append(self.missing(name))
            return [open_offer(doubts[-1])]
        return [offer for one in said for offer in self.bound(one)]

    def grouped(self, own: Own, store: str) -> tuple[Offer, ...]:
        """What policies for a resource group say of a store; in doubt where its group was not surely told."""
        rows, gaps = self.world.settled(held for held in self.world.of(Grouped) if held.row.store == store)
        told = any(held.truth is not Truth.UNKNOWN for held in rows)
        found = []
        for group, offer in own.scoped:
            if not told:
                found.append(_doubted(offer, self._membership_of(group)))
            elif any(held.row.group == group for held in rows):
                found.append(_doubted(offer, *gaps))
        return tuple(found)

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
            self._offer(held, one, allow, patterns, (*problems, *more, *_as_user(subject, one, allow)))
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
        whys = [*problems, *((named.why,) if named.said is Said.MAYBE else ())]
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

    def control(self, account: str, subject: Subject, across: bool) -> Control:
        """The control policies above an account, as they bind a subject.

        Across accounts it is not settled whose count ("to access the resources of a member account", 2021; "all RAM
        principals within a member account", 2026), so there they leave every answer in doubt that they would change.
        OSS checks those above the owner for signed requests ("Authorization process", 2026), whoever signs.
        """
        if subject.kind == "anonymous" or (across and subject.kind == "root" and account == subject.account):
            return Control()
        kind = "root" if subject.kind == "root" else "linked" if LINKED in subject.base.lower() else "member"
        key = (account, "across" if across else kind)
        if key not in self._control:
            self._control[key] = self._controls(account, key[1])
        return self._control[key]

    def _controls(self, account: str, kind: str) -> Control:
        member, manages = self.managed(account)
        if member is not None and manages:
            return Control(because=(member.id,))
        closures = self.world.closed("restrictions", account)
        doubts = [] if closures or kind == "root" else [self.open_restrictions(account)]
        levels, because = self.chain(account, doubts)
        attached = self.attached(levels, CONTROL_POLICY)
        if kind == "root":
            # "Do not apply to the owner of that account" (2026); a policy of the effect scope All says otherwise.
            attached = [[one for one in targets if one.row.binds == "All"] for targets in attached]
            doubts = []
        because += [one.id for targets in attached for one in targets] + list(closures)
        because += [member.id] if member is not None else []
        shaky = [self.membership(account)] if any(attached) and member is None else []
        shaky += [self._scope_of_control(account)] if any(attached) and kind != "member" else []
        clauses: list[tuple[Offer, ...]] = []
        for level, targets in zip(levels, attached, strict=True):
            if targets:
                clauses.append(self._level(targets, doubts, tuple(shaky)))
            elif any(attached) and kind != "root":
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
        return self.world.note(
            "unimplemented",
            f"restrictions {account}",
            "whether control policies bind across accounts, roles linked to a service, and the account itself where "
            "they are said to bind all, is not settled",
            f"Whom do the control policies above {account} bind?",
        )


def _doubted(offer: Offer, *gaps: str) -> Offer:
    return offer._replace(gaps=tuple(sorted({*offer.gaps, *gaps})))


def _shaky(held: Held[Identity]) -> tuple[str, ...]:
    """The gaps of a row that only possibly holds, or that is disputed."""
    return held.gaps


def _as_user(subject: Subject | None, named: Naming, allow: bool) -> tuple[str, ...]:
    """A Deny for the sessions of all roles does not bind a stranger that asks as a user, if users are let in."""
    wild = subject is not None and subject.kind == "stranger" and named.manner == "wild" and not allow
    return ("whether a stranger asks as a user or as a role",) if wild else ()
