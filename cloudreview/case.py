"""A case: a folder, its settings and what they default to."""

from __future__ import annotations

from pathlib import Path

import msgspec

from cloudreview.spells import Interval
from cloudreview.vocabulary.status import Reading

REGIMES = ("us-dsp-202", "us-icts-2021", "us-icts-2025", "us-padfa", "clean-cloud-2020")


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """The settings of one case; everything has a default."""

    folder: Path
    id: str
    title: str
    subject: str
    as_of: int | None
    """None: the latest instant in the evidence."""
    period: Interval | None
    """None: the year before `as_of`."""
    rules: tuple[str, ...] = REGIMES
    headline: Reading = Reading()
    carry: int
    """Nanoseconds for which a snapshot speaks."""
    clients: tuple[str, ...] = ()
    """Empty: those in the placements."""
    adversaries: tuple[str, ...] | None = None
    """ISO countries; None: the law's list at `as_of`."""
    adversary_parties: tuple[str, ...] = ()
