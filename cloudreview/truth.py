"""Four values and how they combine; `docs/truth.md`, sections 1 to 3, is the definition.

Laws: refuted < unknown < conflicting < supported is a chain; all premises take the minimum, all derivations the
maximum; nothing follows from nothing; a "no" needs closure.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple


class Truth(enum.IntEnum):
    """What the evidence says of one statement."""

    REFUTED = 0
    UNKNOWN = 1
    CONFLICTING = 2
    SUPPORTED = 3

    @property
    def word(self) -> Literal["refuted", "unknown", "conflicting", "supported"]:
        """The value as it is written in a dossier: `refuted`, `unknown`, `conflicting` or `supported`."""
        return _WORDS[self]

    @staticmethod
    def of(word: str) -> Truth:
        """The value of a word. Raises KeyError for any other word."""
        return Truth[word.upper()]


_WORDS: tuple[Literal["refuted"], Literal["unknown"], Literal["conflicting"], Literal["supported"]]
_WORDS = ("refuted", "unknown", "conflicting", "supported")


def merge(said_for: bool, said_against: bool) -> Truth:
    """Several sources about one statement; a silent source is never against."""
    if said_for and said_against:
        return Truth.CONFLICTING
    if said_for:
        return Truth.SUPPORTED
    return Truth.REFUTED if said_against else Truth.UNKNOWN


def all_of(values: Iterable[Truth]) -> Truth:
    """The premises of one step: the minimum. Raises ValueError for none, since nothing follows from nothing."""
    return Truth(min(values))


def any_of(values: Iterable[Truth]) -> Truth:
    """The derivations of one statement, unless closed: the maximum; of none it is unknown."""
    return Truth(max(values, default=Truth.UNKNOWN))


def conclude(values: Iterable[Truth], closed: bool) -> Truth:
    """A statement with the derivations `values`, closed or not."""
    return Truth(max([*values, Truth.REFUTED if closed else Truth.UNKNOWN]))


def negate(value: Truth) -> Truth:
    """NOT, used once, on top of a claim."""
    return {Truth.SUPPORTED: Truth.REFUTED, Truth.REFUTED: Truth.SUPPORTED}.get(value, value)


class Bounds(NamedTuple):
    """A quantity known between two bounds, both inclusive; None is no bound."""

    low: int | None
    high: int | None
    conflict: bool = False


def reaches(low: int | None, high: int | None, threshold: int) -> Truth:
    """Whether the quantity is at least the threshold."""
    if (low or 0) >= threshold:
        return Truth.SUPPORTED
    return Truth.REFUTED if high is not None and high < threshold else Truth.UNKNOWN


def exceeds(low: int | None, high: int | None, threshold: int) -> Truth:
    """Whether the quantity is more than the threshold."""
    return reaches(low, high, threshold + 1)


def merge_bounds(bounds: Sequence[tuple[int | None, int | None]]) -> Bounds:
    """Bounds of several sources: their intersection, or, where they are disjoint, their hull and a conflict.

    Raises ValueError for none.
    """
    if not bounds:
        raise ValueError("bounds of no source")
    lows = [low or 0 for low, _ in bounds]
    highs = [high for _, high in bounds if high is not None]
    low, high = max(lows), min(highs, default=None)
    if high is None or low <= high:
        return Bounds(low, high)
    return Bounds(min(lows), max(highs) if len(highs) == len(bounds) else None, conflict=True)


class Said(enum.IntEnum):
    """Whether a policy layer allows (or denies) a request."""

    NO = 0
    MAYBE = 1
    YES = 2


class Layer(NamedTuple):
    """What one policy layer says of one request."""

    allow: Said
    deny: Said


OPEN_LAYER = Layer(Said.MAYBE, Said.MAYBE)
"""A layer that was not delivered."""


def decide(clauses: Sequence[Sequence[Layer]]) -> Truth:
    """Is a request allowed? One layer of each clause must allow, and no layer may deny.

    Raises ValueError without clauses, or for an empty one.
    """
    if not clauses:
        raise ValueError("a request judged by no layer")
    deny = max(layer.deny for clause in clauses for layer in clause)
    allow = min(max(layer.allow for layer in clause) for clause in clauses)
    if deny is Said.YES or allow is Said.NO:
        return Truth.REFUTED
    if deny is Said.NO and allow is Said.YES:
        return Truth.SUPPORTED
    return Truth.UNKNOWN
