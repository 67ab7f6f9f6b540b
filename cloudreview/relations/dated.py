"""A row with when it held, and what makes two rows speak about the same thing."""

from __future__ import annotations

import msgspec

from cloudreview.spells import Spell
from cloudreview.vocabulary.rows import (
    Approval,
    Designation,
    Employment,
    Individual,
    Interest,
    Operation,
    Party,
    Placement,
    Right,
    Row,
    Site,
    Use,
)

KEYS: dict[type[Row], tuple[str, ...]] = {
    Employment: ("person", "employer", "relation", "start"),
    Interest: ("holder", "subject", "kind", "directly", "start"),
    Right: ("holder", "subject", "matter", "power", "start"),
    Designation: ("party", "list", "reference", "start"),
    Use: ("person", "principal", "start"),
    Site: ("provider", "region", "site", "start"),
    Placement: ("dataset", "client", "store", "prefix", "start"),
    Operation: ("actor", "power", "target", "start"),
    Approval: ("approver", "actor", "power", "target", "reference", "start"),
    Party: ("party",),
    Individual: ("person",),
}
"""What makes two rows of one speaker speak about the same thing."""


class Dated(msgspec.Struct, kw_only=True):
    """A row with when it held, who said it and where."""

    row: Row
    spell: Spell
    speaker: str
    places: tuple[str, ...]
    taken_at: int | None
    """When it was said, or the snapshot of it was taken."""
    series: tuple[str, str] | None = None
    """Whose record it is a version of, and which; None: it is told in no versions."""
    closed: bool = False
    """Whether the record ends with this version."""
    disputed: bool = False
    merges: tuple[str, ...] = ()
    """The merges by which it is told under another id than it was said."""
    gaps: tuple[str, ...] = ()


def key_of(row: Row) -> tuple[object, ...]:
    """The relation and the values that identify what the row is about; the whole row where it has no key."""
    names = KEYS.get(type(row))
    values = (row,) if names is None else tuple(getattr(row, name) for name in names)
    return (type(row).__name__, *values)
