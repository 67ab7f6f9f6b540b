"""Which facts, statuses and closures speak at an instant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from cloudreview.spells import BEGINNING, END, NEVER, Interval, Spell, meet, value_at
from cloudreview.truth import Truth
from cloudreview.vocabulary.facts import Closure, Fact, Facts
from cloudreview.vocabulary.rows import Row

R = TypeVar("R", bound=Row)


def owner_of(name: str) -> str | None:
    """The account that the name of an identity, a trail or a key tells, as `aws:111122223333`."""
    parts = name.split(":")
    if len(parts) >= 6 and parts[0] == "arn" and parts[4]:
        return f"aws:{parts[4]}"
    return f"alibaba:{parts[3]}" if len(parts) >= 5 and parts[0] == "acs" and parts[3] else None


def account_of(principal: str) -> str | None:
    """The account that an identity's name tells."""
    return owner_of(principal) if principal.startswith(("arn:aws:", "acs:ram:")) else None


def fact_at(fact: Fact[R], at: int) -> Truth | None:
    """The value of a fact at an instant; None where it says nothing."""
    return value_at(fact.truth, fact.spell, at)


def edges(spells: Iterable[Spell]) -> set[int]:
    """The instants at which something begins or ceases to hold."""
    found = {edge for spell in spells for interval in spell if interval != NEVER for edge in interval}
    return found - {BEGINNING, END}


def closed_at(facts: Facts, at: int, *scopes: tuple[str, str]) -> tuple[Closure, ...]:
    """The closures of any of the scopes that cover an instant."""
    return tuple(one for one in facts.closing(*scopes) if one.spell[0] <= at < one.spell[1])


def open_during(facts: Facts, period: Interval, *scopes: tuple[str, str]) -> bool:
    """Whether some instant of the period is covered by no closure of the scopes."""
    return any(meet(interval, period) != NEVER for interval in facts.open_in(*scopes))
