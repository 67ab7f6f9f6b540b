"""Facts, closures and the whole of what the evidence says: what every stage reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Generic, TypeVar, cast

import msgspec

from cloudreview.spells import Interval, Spell, meet, uncovered
from cloudreview.truth import Truth
from cloudreview.vocabulary.merges import Alike
from cloudreview.vocabulary.rows import Row

R = TypeVar("R", bound=Row)


class Source(msgspec.Struct, frozen=True, order=True):
    """Who said it, and where."""

    place: str
    """`<12 hex>#line=12`, or `<12 hex>#/Json/Pointer`."""
    speaker: str
    """The speaker of the file, or `unknown`."""


class Fact(msgspec.Struct, Generic[R], frozen=True, kw_only=True):
    """A row that somebody said, with when it held; equal rows are one fact with several places."""

    id: str
    """Hash of the relation, the row's fields and the spell."""
    row: R
    truth: Truth
    """Supported, or conflicting where another source says the opposite."""
    spell: Spell
    sources: tuple[Source, ...]
    """Everybody who said it, sorted."""
    gaps: tuple[str, ...] = ()
    """Gaps that hold it at unknown somewhere: an undated row, for example."""


class Closure(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody said, or a format proves, that a relation is complete for a scope, in an interval."""

    id: str
    relation: str
    """parties, interests, roster, principals, identities, statements, stores, keys, restrictions, sites, operations,
    placements or events, or one of the pieces that these are combined from."""
    scope: str
    """`aws:111122223333`, a store, a party id, `*`, ... ; of `events`, the store and the class."""
    spell: Interval
    speaker: str
    by: str
    """declared (evidence.csv) or format (a whole API answer)."""
    places: tuple[str, ...]


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """All that the evidence says, dated and merged, within the window of the review."""

    rows: Mapping[type[Row], tuple[Fact[Row], ...]]
    """Facts by relation, each sorted by id."""
    closures: tuple[Closure, ...]
    events: tuple[Path, ...]
    """Parquet files of logged events, one or more a log file, columns in `vocabulary/events.py`, sorted by name."""
    sources: Mapping[str, str]
    """The speaker of each evidence file, by the first 12 hex digits of its SHA-256."""
    window: Interval
    """The period, widened so that `as_of` is in it; nothing is judged outside it."""
    period: Interval
    as_of: int | None
    merged: Mapping[str, tuple[str, ...]] = {}
    """The merges by which a fact or closure is told under another id than it was said, by its id."""
    alike: tuple[Alike, ...] = ()
    """Pairs of parties and persons that may be one."""
    unread: frozenset[tuple[str, str]] = frozenset()
    """The (relation, scope) pairs of which something was delivered that could not be read."""

    def of(self, kind: type[R]) -> tuple[Fact[R], ...]:
        """The facts of one relation."""
        return cast("tuple[Fact[R], ...]", self.rows.get(kind, ()))

    def closing(self, *scopes: tuple[str, str]) -> tuple[Closure, ...]:
        """The closures of any of the (relation, scope) pairs that touch the window."""
        wanted = set(scopes)
        return tuple(
            one
            for one in self.closures
            if (one.relation, one.scope) in wanted and meet(one.spell, self.window) != (0, 0)
        )

    def open_in(self, *scopes: tuple[str, str]) -> list[Interval]:
        """The parts of the window in which none of the (relation, scope) pairs is closed."""
        return uncovered(self.window, (one.spell for one in self.closing(*scopes)))

    def by_id(self) -> dict[str, Fact[Row]]:
        """Every fact by its id."""
        return {fact.id: fact for facts in self.rows.values() for fact in facts}


def rows_of(facts: Iterable[Fact[R]]) -> list[R]:
    """The rows alone."""
    return [fact.row for fact in facts]
