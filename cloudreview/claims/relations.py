"""The relations that a claim may speak of, their fields, and what a missing value in each means.

A missing value is either not known, and then may be any, or says that there is none. Which of the two is told here,
field by field, since a claim must never be settled by reading one as the other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from cloudreview.spells import BEGINNING, END, Interval, Spell, instant
from cloudreview.truth import Truth
from cloudreview.vocabulary.status import Reading, Status
from cloudreview.vocabulary.words import ANY

Fields = dict[str, str | None]
NONE = ""
"""The value of a field that says that there is none; None is a value that is not known."""


class Relation(NamedTuple):
    """A relation of the dossier as claims see it."""

    fields: tuple[str, ...]
    entities: tuple[str, ...]
    """Fields whose value must be known to the review before its absence from the rows can mean anything."""
    names: tuple[str, ...]
    """The names under which its rows are given."""
    read: Callable[[Any], Fields]


class Row(NamedTuple):
    """One row of a relation."""

    fields: Fields
    truth: Truth
    because: tuple[str, ...]
    acts: Interval | None
    """The first and the last instant of what was counted; None: it speaks of the whole time."""
    spell: Spell | None
    """When it held, where the row tells."""


def _plain(*names: str) -> Callable[[Any], Fields]:
    def read(row: Any) -> Fields:
        return {name: getattr(row, name) for name in names}

    return read


def _observed(row: Any) -> Fields:
    """No adversary is told as none: where one is only possible, a row of that adversary says so as unknown."""
    found = {name: getattr(row, name) for name in _OBSERVED}
    found["adversary"] = row.adversary or NONE
    if row.principal == "*" and row.count == 0:
        found |= {"principal": None, "store": None, "person": None, "party": None}
    if row.principal == "unknown":
        found["principal"] = None
    return found


def _location(row: Any) -> Fields:
    """Only a row of the role operator can lack its operator; the others have none."""
    found = {name: getattr(row, name) for name in _LOCATION}
    if row.role != "operator":
        found["operator"] = row.operator or NONE
    return found


def _power(row: Any) -> Fields:
    """An unnamed actor may be anybody, and `any` any power."""
    found: Fields = {name: getattr(row, name) for name in _POWERS}
    if row.actor.startswith("unnamed:"):
        found |= {"actor": None, "approval": None, "logged_in": None}
    if row.power == ANY:
        found["power"] = None
    return found


def _status(row: Any) -> Fields:
    return {**{name: getattr(row, name) for name in _STATUSES}, "reading": _reading(row.reading)}


def _reading(reading: Reading | str) -> str:
    return f"{reading.aggregation}/{reading.indirect}" if isinstance(reading, Reading) else reading


def of_reading(statuses: Sequence[Any], reading: Reading) -> tuple[Any, ...]:
    """The statuses under one reading of the law."""
    return tuple(row for row in statuses if _reading(row.reading) == _reading(reading))


def _sensitivity(row: Any) -> Fields:
    found: Fields = {name: getattr(row, name) for name in _SENSITIVITY}
    if row.category == "unknown":
        found["category"] = None
    return found


def _key(row: Any) -> Fields:
    """Where the holder is told, no key means that no customer's key is needed."""
    found: Fields = {name: getattr(row, name) for name in _KEY}
    if row.holder is not None:
        found["key"] = row.key or NONE
    return found


_OBSERVED = ("dataset", "store", "principal", "person", "party", "adversary", "harm")
_LOCATION = ("dataset", "client", "store", "role", "country", "region", "operator")
_POWERS = ("actor", "power", "target", "harm", "approval", "logged_in")
_ANSWERS = ("dataset", "harm", "mode", "adversary")
_STATUSES = ("party", "adversary", "regime", "clause", "reading")
_SENSITIVITY = ("dataset", "client", "category", "adversary", "unit")
_KEY = ("dataset", "store", "key", "holder")

RELATIONS: dict[str, Relation] = {
    "observed": Relation(_OBSERVED, ("dataset", "adversary", "harm"), ("observed",), _observed),
    "location": Relation(_LOCATION, ("dataset",), ("location", "locations"), _location),
    "powers": Relation(_POWERS, (), ("powers",), _power),
    "answers": Relation(_ANSWERS, ("dataset", "harm", "mode", "adversary"), ("answers",), _plain(*_ANSWERS)),
    "statuses": Relation(_STATUSES, ("party", "adversary", "regime", "reading"), ("statuses",), _status),
    "sensitivity": Relation(_SENSITIVITY, ("dataset", "category", "adversary"), ("sensitivity",), _sensitivity),
    "key": Relation(_KEY, ("dataset",), ("key", "keys"), _key),
}
ALLOWED: dict[str, tuple[str, ...]] = {name: relation.fields for name, relation in RELATIONS.items()}
"""What a claim may name; design section 13."""


def given(relations: Mapping[str, Sequence[msgspec.Struct]], name: str) -> Sequence[Any] | None:
    """The rows of a relation under one of its names; None where it was not given."""
    return next((relations[one] for one in RELATIONS[name].names if one in relations), None)


def rows(relations: Mapping[str, Sequence[msgspec.Struct]], name: str) -> list[Row]:
    """The rows of a relation as claims see them."""
    read = RELATIONS[name].read
    return [Row(read(row), _truth(row), _because(row), _acts(row), _spell(row)) for row in given(relations, name) or ()]


def _truth(row: Any) -> Truth:
    return row.truth if isinstance(row.truth, Truth) else Truth.of(row.truth)


def _because(row: Any) -> tuple[str, ...]:
    """The row itself where it has an id, else what it follows from."""
    name = getattr(row, "id", None)
    return (name,) if name is not None else tuple(row.because)


def _acts(row: Any) -> Interval | None:
    if getattr(row, "count", 0) == 0 or row.first is None or row.last is None:
        return None
    return instant(row.first), instant(row.last)


def _spell(row: Any) -> Spell | None:
    if isinstance(row, Status):
        return row.spell
    if not hasattr(row, "until_max"):
        return None
    must = _interval(row.since, row.until) if row.sure else (0, 0)
    return Spell(must, _interval(row.since_min, row.until_max))


def _interval(since: str | None, until: str | None) -> Interval:
    return BEGINNING if since is None else instant(since), END if until is None else instant(until)
