"""What is known of accounts, whatever their provider: their identities, their organization, what lies above them.

Laws: a scope that was not delivered is a gap with the question that would close it; of several descriptions that differ
none is sure.
"""

from __future__ import annotations

from collections.abc import Sequence

from cloudreview.permission.world import Held, World
from cloudreview.vocabulary.rows import Identity, Organization, Parent, Target


class Scopes:
    """The accounts of one slice; a provider says by which calls it is asked."""

    IDENTITIES = "Send the whole answer of GetAccountAuthorizationDetails of {account}, or state that it is complete."
    RESTRICTIONS = (
        "Send the service and resource control policies that apply to {account} (ListParents and "
        "ListPoliciesForTarget up to the root, DescribePolicy), or state that it is in no organization."
    )
    ORGANIZATION = "Send the answer of DescribeOrganization."
    TARGETS = "Send the answer of ListPoliciesForTarget of {level}."
    CONTROL = "service control policy"

    def __init__(self, world: World) -> None:
        self.world = world
        self.identities: dict[str, list[Held[Identity]]] = {}
        for held in world.of(Identity):
            self.identities.setdefault(held.row.principal, []).append(held)
        self._parents: dict[str, list[Held[Parent]]] = {}
        for parent in world.of(Parent):
            self._parents.setdefault(parent.row.child, []).append(parent)
        self._targets: dict[tuple[str, str], list[Held[Target]]] = {}
        for target in world.of(Target):
            self._targets.setdefault((target.row.target, target.row.type), []).append(target)
        self._organizations: dict[str, list[Held[Organization]]] = {}
        for one in world.of(Organization):
            self._organizations.setdefault(one.row.account, []).append(one)

    def organization(self, account: str | None) -> tuple[Held[Organization] | None, str | None]:
        """The organization of an account: its fact, and its id; empty: surely none; None: not known."""
        if account is None:
            return None, None
        rows, doubts = self.world.settled(self._organizations.get(account, ()))
        if rows and not doubts:
            return rows[0], rows[0].row.organization
        alone = not rows and not self._parents.get(account) and self.world.declared("restrictions", account)
        return None, "" if alone else None

    def managed(self, account: str) -> tuple[Held[Organization] | None, bool]:
        """The organization of an account, and whether it is surely the one that manages it."""
        member, _ = self.organization(account)
        return member, member is not None and member.row.management == account and not member.gaps

    def delivered(self, account: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Whether the identity side of an account is whole: the closures, or the gap."""
        closures = [self.world.closed(relation, account) for relation in ("identities", "statements")]
        if all(closures):
            return tuple(sorted({name for one in closures for name in one})), ()
        return (), (self._open_account(account),)

    def unlisted(self, account: str, base: str) -> bool:
        """Whether the identities of an account are all told, and this is none of them, at any time: a wrong name."""
        return bool(self.delivered(account)[0]) and base not in self.world.listed

    def attached(self, levels: Sequence[str], kind: str) -> list[list[Held[Target]]]:
        """The control policies of one type that are attached at each level."""
        return [self._targets.get((level, kind), []) for level in levels]

    def chain(self, account: str, doubts: list[str]) -> tuple[list[str], list[str]]:
        """The account and what it lies under, up to the root, with the facts that tell it."""
        chain, because = [account], []
        while chain[-1] in self._parents:
            rows, shaky = self.world.settled(self._parents[chain[-1]])
            doubts += shaky
            because += [one.id for one in rows]
            above = sorted({one.row.parent for one in rows} - set(chain))
            if not above:
                break
            chain += above[:1]
        return chain, because

    def _open_account(self, account: str) -> str:
        return self.world.note(
            "scope_open",
            f"identities and statements of {account}",
            "not all identities of the account and their policies were delivered for this time",
            self.IDENTITIES.format(account=account),
        )

    def missing(self, name: str) -> str:
        """The gap of a policy or group that is attached and was not delivered."""
        why = "it is attached, but what it says was not delivered"
        return self.world.note("no_evidence", name, why, f"Send the document of {name}.")

    def open_restrictions(self, account: str) -> str:
        """The gap of control policies that were not delivered."""
        return self.world.note(
            "scope_open",
            f"restrictions {account}",
            "the control policies above the account were not delivered for this time, nor that there are none",
            self.RESTRICTIONS.format(account=account),
        )

    def membership(self, account: str) -> str:
        """The gap of an account of which it is not known whether it manages its organization."""
        why = "control policies do not bind the management account, and which account that is was not delivered"
        return self.world.note("field_missing", f"organization of {account}", why, self.ORGANIZATION)

    def unattached(self, level: str) -> str:
        """The gap of a level without a control policy."""
        why = f"no {self.CONTROL} is attached at this level, although others have some"
        return self.world.note("no_evidence", level, why, self.TARGETS.format(level=level))
