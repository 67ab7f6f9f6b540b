"""Two ids that name one party or person, and two that may."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from cloudreview.vocabulary.gap import Gap


class Merge(msgspec.Struct, frozen=True, kw_only=True):
    """An id under which nothing is told any more, since it was taken to name a party or person that has another."""

    id: str
    party: Annotated[str, Meta(description="the id in use")]
    also: Annotated[str, Meta(description="the id that the evidence has too")]
    score: Annotated[float, Meta(description="from 0 to 1; 1: a register's number says so, or a person")]
    reason: Annotated[str, Meta(description="why, in words")]
    by: Annotated[str, Meta(description="the program, where a register's number says so; else who judged")]
    because: Annotated[
        tuple[str, ...],
        Meta(description="places of the evidence that tell the number; `judgement#` and 12 hex of the ledger row"),
    ]


class Alike(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """Two ids that may name one, and of which nobody said whether they do."""

    one: str
    other: str
    score: float
    reason: str
    gap: Gap
    """The question; it is asked where the answer would settle something."""
