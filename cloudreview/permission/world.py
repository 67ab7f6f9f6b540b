"""What the evidence says in one slice of time: which facts surely hold, which possibly, and what is closed.

Laws: within a slice nothing changes; a fact that only possibly holds there, or that another source contradicts, is in
doubt and names the gap; a scope is closed only where one closure covers the whole slice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar

from cloudreview.gaps import gap
from cloudreview.spells import Interval
from cloudreview.truth import Truth
from cloudreview.vocabulary.facts import Fact, Facts
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.rows import (
    AccessPoint,
    AclGrant,
    Encryption,
    Grant,
    Grouped,
    Identity,
    Key,
    Organization,
    Ownership,
    Parent,
    Placement,
    PublicBlock,
    Row,
    Statement,
    Store,
    Target,
    Use,
)

R = TypeVar("R", bound=Row)

RELATIONS: tuple[type[Row], ...] = (
    AccessPoint,
    AclGrant,
    Encryption,
    Grant,
    Grouped,
    Identity,
    Key,
    Organization,
    Ownership,
    Parent,
    Placement,
    PublicBlock,
    Statement,
    Store,
    Target,
    Use,
)
"""What permission depends on; their breakpoints cut time into slices."""
CLOSURES = frozenset(
    {"identities", "statements", "restrictions", "ownership", "principals", "access_points", "public_block"}
)


class Held(NamedTuple, Generic[R]):
    """A fact in the slice; with gaps it is in doubt."""

    id: str
    row: R
    truth: Truth
    """Supported or conflicting, where it surely holds; else unknown."""
    gaps: tuple[str, ...]


class World:
    """An index of one slice. It only grows gaps; everything else stays as built."""

    def __init__(self, facts: Facts, slice_: Interval) -> None:
        self.slice = slice_
        self.gaps: dict[str, Gap] = {}
        self._closures: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._declared: set[tuple[str, str]] = set()
        for one in facts.closures:
            if one.relation in CLOSURES and one.spell[0] <= slice_[0] and slice_[1] <= one.spell[1]:
                self._closures[one.relation, one.scope].append(one.id)
                if one.by == "declared":
                    self._declared.add((one.relation, one.scope))
        self.rows: dict[type[Row], list[Held[Row]]] = {
            kind: [held for fact in facts.of(kind) if (held := self._held(fact)) is not None] for kind in RELATIONS
        }
        self.statements = self._index_statements()
        self.listed = frozenset(fact.row.principal for fact in facts.of(Identity))
        """Every identity that the evidence describes, at whatever time."""

    def _held(self, fact: Fact[R]) -> Held[R] | None:
        """A fact that touches the slice; in doubt where it is only possible there, or contradicted."""
        begin, end = self.slice
        if fact.spell.must[0] <= begin and end <= fact.spell.must[1]:
            if fact.truth is Truth.SUPPORTED:
                return Held(fact.id, fact.row, Truth.SUPPORTED, ())
            return Held(fact.id, fact.row, fact.truth, fact.gaps or (self._disagreed(fact.id),))
        if fact.spell.may[0] <= begin and end <= fact.spell.may[1]:
            return Held(fact.id, fact.row, Truth.UNKNOWN, fact.gaps or (self._undated(fact.id),))
        return None

    def _disagreed(self, name: str) -> str:
        why = "sources say opposite things of this fact"
        return self.note("disagreement", name, why, "Which of the sources is right about it?")

    def _undated(self, name: str) -> str:
        why = "the evidence does not show whether this held throughout the period"
        return self.note("undated", name, why, "Since when, and until when, did it hold?")

    def _index_statements(self) -> dict[tuple[str, str], list[Held[Statement]]]:
        index: dict[tuple[str, str], list[Held[Statement]]] = defaultdict(list)
        for held in self.of(Statement):
            index[held.row.layer, held.row.subject].append(held)
        return index

    def of(self, kind: type[R]) -> list[Held[R]]:
        """The facts of a relation in the slice, in the order of their ids."""
        return self.rows[kind]  # type: ignore[return-value]

    def said(self, layer: str, subject: str) -> list[Held[Statement]]:
        """The statements of one layer about one subject."""
        return self.statements.get((layer, subject), [])

    def closed(self, relation: str, scope: str) -> tuple[str, ...]:
        """The closures that cover the slice, by id; none: the scope is open."""
        return tuple(sorted(self._closures.get((relation, scope), ()))) or tuple(
            sorted(self._closures.get((relation, "*"), ()))
        )

    def declared(self, relation: str, scope: str) -> bool:
        """Whether somebody declared the scope complete, rather than a format proving it."""
        return (relation, scope) in self._declared

    def settled(self, held: Iterable[Held[R]]) -> tuple[list[Held[R]], tuple[str, ...]]:
        """The one row that surely holds, or all that may, with the gaps of the doubt."""
        every = list(held)
        kept = [one for one in every if one.truth is not Truth.UNKNOWN] or every
        gaps = {name for one in kept for name in one.gaps}
        if len(kept) > 1:
            gaps |= {self._disagreed(one.id) for one in kept}
        return kept, tuple(sorted(gaps))

    def note(self, what: str, where: str, why: str, question: str) -> str:
        """A gap, kept once; its id."""
        made = gap(what, where, why, question)
        self.gaps[made.id] = made
        return made.id


def breakpoints(facts: Facts) -> list[Interval]:
    """The window cut wherever anything that permission depends on may change."""
    begin, end = facts.window
    cuts = {begin, end}
    for kind in RELATIONS:
        for fact in facts.of(kind):
            cuts.update((*fact.spell.must, *fact.spell.may))
    for closure in facts.closures:
        if closure.relation in CLOSURES:
            cuts.update(closure.spell)
    inside = sorted(cut for cut in cuts if begin <= cut <= end)
    return list(pairwise(inside))
