"""What an action that a log tells does to data; the table and its reasons are `actions.toml`."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable
from importlib.resources import files
from typing import Literal, NamedTuple

import msgspec

from cloudreview.errors import LawError
from cloudreview.vocabulary.words import HARMS, Harm

DATA_CLASSES: dict[str, tuple[Harm, ...]] = {"data_read": ("read",), "data_write": ("alter", "stop")}
"""What an action that the table does not list may have done, by the class that the log gives it."""


class ActionRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Actions of one service that do the same."""

    service: str
    names: tuple[str, ...]
    harm: Literal["read", "alter", "stop", "none"]
    kind: Literal["data", "metadata"]
    reason: str
    klass: str = ""
    """Empty: whatever class the log gives the action."""
    target: Literal["store", "key", "elsewhere", ""] = ""
    """Empty: as the service's."""
    sure: bool = True
    whole: bool = False


class ServiceRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A service whose actions the table lists."""

    service: str
    stores: str
    """How the ids of its stores begin; empty: it has none."""
    target: Literal["store", "key"]
    aliases: tuple[str, ...] = ()
    """How names end that stand for another store: no store's own name ends so."""
    elsewhere: tuple[str, ...] = ()
    """How the names of stores end on which another service acts, whose actions the table does not list."""


class LogRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of log, and whether its silence can mean anything."""

    name: str
    trail: str
    """How the ARN of a trail that writes it begins; empty: none does."""
    best_effort: bool
    reason: str
    stores: str = ""
    """How the ids of the stores begin of which it tells; empty: any."""
    partial: tuple[str, ...] = ()
    """Classes of which it does not record every operation, so that they are never spoken for."""
    service: str = ""
    changes: tuple[str, ...] = ()
    """Requests to that service after which the configuration told before speaks no longer."""


class HarmRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which classes of events must be whole before "nobody did this" can be said."""

    harm: Harm
    classes: tuple[str, ...]
    reason: str


class Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole of `actions.toml`."""

    logs: tuple[LogRow, ...]
    harms: tuple[HarmRow, ...]
    services: tuple[ServiceRow, ...]
    actions: tuple[ActionRow, ...]

    def classes(self, harm: Harm) -> tuple[str, ...]:
        """The classes of events in which a harm would show."""
        return next(row.classes for row in self.harms if row.harm == harm)

    def implements(self, store: str) -> bool:
        """Whether the table lists the actions on stores of this kind."""
        return any(
            row.stores and store.startswith(row.stores) and not store.endswith(row.elsewhere) for row in self.services
        )

    def is_alias(self, store: str) -> bool:
        """Whether the name stands for a store that it does not tell."""
        return any(row.stores and store.startswith(row.stores) and store.endswith(row.aliases) for row in self.services)

    def log_of(self, trail: str) -> str | None:
        """The kind of log that a trail writes, unless it is best effort."""
        for row in self.logs:
            if row.trail and trail.startswith(row.trail) and not row.best_effort:
                return row.name
        return None

    def partial(self, log: str, klass: str) -> bool:
        """Whether a kind of log does not record every operation of a class."""
        return any(row.name == log and klass in row.partial for row in self.logs)

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """The kind of log, service and action of every request that stops or changes a log."""
        return sorted((row.name, row.service, action) for row in self.logs for action in row.changes)


class Seen(NamedTuple):
    """An action that stands in the logs."""

    service: str
    action: str
    klass: str
    read_only: bool | None


class Meaning(NamedTuple):
    """What an action of the logs means; one action may mean several harms."""

    service: str
    action: str
    klass: str
    harm: Harm
    kind: str
    target: str
    sure: bool
    whole: bool
    listed: bool
    """False: the table does not list the action, so its effect is not known."""


@functools.cache
def table() -> Table:
    """The table that is shipped with the program. Raises LawError where it is wrong: a fault of ours."""
    raw = (files("cloudreview.observed") / "actions.toml").read_text(encoding="utf-8")
    try:
        return msgspec.convert(tomllib.loads(raw), type=Table)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise LawError("observed/actions.toml", str(error), "correct the row") from error


def meanings(seen: Iterable[Seen]) -> list[Meaning]:
    """What each action means; an action of a data class that the table lacks may have done all its class can."""
    found: list[Meaning] = []
    for one in sorted(seen, key=lambda one: one[:3]):
        rows = [row for row in table().actions if _names(row, one)]
        found += _listed(one, rows) if rows else _unlisted(one)
    return found


def _names(row: ActionRow, one: Seen) -> bool:
    return row.service == one.service and one.action in row.names and row.klass in ("", one.klass)


def _listed(one: Seen, rows: Iterable[ActionRow]) -> list[Meaning]:
    return [
        Meaning(*one[:3], row.harm, row.kind, row.target or _target(row.service), row.sure, row.whole, True)
        for row in rows
        if row.harm != "none"
    ]


def _unlisted(one: Seen) -> list[Meaning]:
    """Management requests that only read settings are no harm; what changes them may be.

    A class that the log does not tell may be any, of the services whose stores hold data.
    """
    harms = DATA_CLASSES.get(one.klass, ())
    ours = any(row.service == one.service for row in table().services)
    whole = ours and one.klass == "management" and one.read_only is not True
    if whole:
        harms = ("stop",)
    elif ours and one.klass == "other":
        harms = HARMS
    target = _target(one.service)
    return [Meaning(*one[:3], harm, "data", target, sure=False, whole=whole, listed=False) for harm in harms]


def _target(service: str) -> str:
    return next((row.target for row in table().services if row.service == service), "store")
