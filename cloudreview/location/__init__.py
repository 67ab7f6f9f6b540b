"""Where data, keys and operators are, and who has power over the service outside the customers' own policies.

Laws: a country, a key or a power that no evidence tells is unknown, never none; each open scope gives one named unknown
and one question; raw applies no approval and no condition.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from typing import TypeVar

import msgspec

from cloudreview.gaps import distinct
from cloudreview.law import Law
from cloudreview.location.keys import protect, protections
from cloudreview.location.places import place
from cloudreview.location.powers import PARTS, told_powers, unnamed_powers
from cloudreview.location.stores import Survey, survey
from cloudreview.vocabulary.facts import Facts
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.steps import Step
from cloudreview.vocabulary.told import KeyHolder, Location, Power

LOG = logging.getLogger(__name__)

__all__ = ["LocationResult", "locate"]

T = TypeVar("T", Location, KeyHolder, Power)
Out = Step | Gap | Location | KeyHolder | Power


class LocationResult(msgspec.Struct, frozen=True, kw_only=True):
    """What the stage tells; every tuple sorted."""

    locations: tuple[Location, ...]
    keys: tuple[KeyHolder, ...]
    powers: tuple[Power, ...]
    steps: tuple[Step, ...]
    """Rules placement, protects and power."""
    gaps: tuple[Gap, ...]


def locate(facts: Facts, law: Law) -> LocationResult:
    """Where every dataset of the placements is, under which keys, and who has power over it."""
    LOG.info("where the data are")
    found = list(_found(survey(facts, law)))
    steps = {one.id: one for one in found if isinstance(one, Step)}
    return LocationResult(
        locations=_distinct(one for one in found if isinstance(one, Location)),
        keys=_distinct(one for one in found if isinstance(one, KeyHolder)),
        powers=_distinct(one for one in found if isinstance(one, Power)),
        steps=tuple(one for _, one in sorted(steps.items())),
        gaps=tuple(distinct(one for one in found if isinstance(one, Gap))),
    )


def _found(whole: Survey) -> Iterator[Out]:
    yield from told_powers(whole)
    yield from unnamed_powers(whole)
    for held in whole.stores:
        keys = protections(whole, held)
        yield from place(whole, held, keys)
        yield from protect(whole, held, keys)
        for part in PARTS:
            yield from part(whole, held, keys)


def _distinct(rows: Iterable[T]) -> tuple[T, ...]:
    """Each row once, in the order of its fields."""
    texts = {msgspec.json.encode(one, order="deterministic"): one for one in rows}
    return tuple(one for _, one in sorted(texts.items()))
