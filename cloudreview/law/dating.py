"""Which version of a rule stands at an instant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

from cloudreview.spells import BEGINNING, END, day_start


class Dated(Protocol):
    """A row with the days of its force."""

    @property
    def id(self) -> str:
        """Its id."""
        ...

    @property
    def effective_from(self) -> str | None:
        """First day in force."""
        ...

    @property
    def effective_to(self) -> str | None:
        """First day no longer in force."""
        ...


D = TypeVar("D", bound=Dated)


def begin_of(one: Dated) -> int:
    """The instant from which a row is in force."""
    return BEGINNING if one.effective_from is None else day_start(one.effective_from)


def end_of(one: Dated) -> int:
    """The instant from which a row is no longer in force."""
    return END if one.effective_to is None else day_start(one.effective_to)


def in_force(one: Dated, at: int | None) -> bool:
    """Whether a row is in force at an instant; None is after every row."""
    return end_of(one) == END if at is None else begin_of(one) <= at < end_of(one)


def standing(rows: Iterable[D], key: Callable[[D], str], at: int | None) -> list[D]:
    """One version for each key: the one in force, else the last one before the instant, else the first one after it."""
    groups: dict[str, list[D]] = defaultdict(list)
    for one in rows:
        groups[key(one)].append(one)
    return [_version(sorted(group, key=lambda one: (begin_of(one), one.id)), at) for _, group in sorted(groups.items())]


def _version(versions: list[D], at: int | None) -> D:
    begun = [one for one in versions if at is None or begin_of(one) <= at]
    current = [one for one in begun if in_force(one, at)]
    return (current or begun or versions[:1])[-1]
