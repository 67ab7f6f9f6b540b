"""A party or person has, or has not, a legal status."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from cloudreview.spells import Spell
from cloudreview.truth import Truth
from cloudreview.vocabulary.ids import identify


class Reading(msgspec.Struct, frozen=True, order=True):
    """How two open points of the law are read."""

    aggregation: str = "pooled"
    """literal or pooled: do shares of holders of different paragraphs add up."""
    indirect: str = "cascade"
    """cascade (OFAC FAQ 401 manner) or look_through (multiplied)."""


Held = Mapping[str, tuple[int, int]]
"""By kind of interest (equity, vote): what is held, at least and at most, hundredths of a percent."""


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """One row per party or person, adversary, regime, reading and spell; also refuted and unknown ones."""

    id: str
    party: str
    """Party or person id; `country:CN` for the adversary itself."""
    adversary: str
    """ISO code; Hong Kong and Macau under CN where the regime says so."""
    regime: str
    reading: Reading
    clause: str
    """The clause that gives the status, or that was looked at last, such as 28 CFR 202.211(a)(2)."""
    truth: Truth
    spell: Spell
    because: tuple[str, ...]
    """Facts, closures, other statuses, law rows."""
    gaps: tuple[str, ...] = ()
    but_for: tuple[str, ...] = ()
    """The gap about interests that alone holds it at unknown: disclosed either way, the status is known."""
    held: Held | None = None
    """What holders who count under the regime, reading and adversary hold at any time of the spell; None: no company,
    or the status follows without."""


def status(  # noqa: PLR0913, PLR0917  # one argument a field
    party: str,
    adversary: str,
    regime: str,
    reading: Reading,
    clause: str,
    truth: Truth,
    spell: Spell,
    because: tuple[str, ...],
    gaps: tuple[str, ...] = (),
    but_for: tuple[str, ...] = (),
    held: Held | None = None,
) -> Status:
    """A status with its id, which what is told beside it does not change."""
    reasons, holding = tuple(sorted(set(because))), tuple(sorted(set(gaps)))
    name = identify("status", party, adversary, regime, reading, clause, int(truth), spell, reasons, holding)
    return Status(
        id=name,
        party=party,
        adversary=adversary,
        regime=regime,
        reading=reading,
        clause=clause,
        truth=truth,
        spell=spell,
        because=reasons,
        gaps=holding,
        but_for=but_for,
        held=held,
    )
