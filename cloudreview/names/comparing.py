"""Two names set beside each other: how alike, and why, in plain words."""

from __future__ import annotations

from typing import NamedTuple

from cloudreview.names.reading import ABJAD, HAN, Name

HOLDS = 0.9
"""From here on names are equal but for how they are written: a no of either is none before somebody says who is who."""
SOUNDS = 0.8
"""Equal in Latin letters only, which many Chinese names of different companies are."""
FEW = 0.85
"""Equal in consonants, and they are few."""
ENOUGH = 5
"""Consonants that say as much as a name."""


class Comparison(NamedTuple):
    """How alike two names are."""

    score: float
    reason: str


def compare(one: Name, other: Name) -> Comparison | None:
    """How alike two names are, where they are equal in some writing; None: they are not."""
    if one.plain == other.plain:
        return Comparison(1.0, f"both are called `{one.text}`")
    both = f"`{one.text}` and `{other.text}`"
    if one.core == other.core:
        return Comparison(0.97, f"{both} are the same name but for {_but_for(one, other)}")
    if one.keys & other.keys:
        return _spelled(both, one, other)
    if ABJAD in (one.script, other.script) and one.script != other.script and one.bones and one.bones == other.bones:
        score = HOLDS if one.letters >= ENOUGH else FEW
        return Comparison(score, f"{both} have the same consonants, and {ABJAD} letters write no more")
    return None


def _spelled(both: str, one: Name, other: Name) -> Comparison:
    """Names that are equal in Latin letters."""
    if one.script != other.script or one.accented or other.accented:
        return Comparison(0.93, f"{both} are the same name, transliterated{_forms(one, other)}")
    if one.script == HAN:
        return Comparison(SOUNDS, f"{both} sound alike and are written with other characters{_forms(one, other)}")
    return Comparison(HOLDS, f"{both} are two spellings of one name{_forms(one, other)}")


def _but_for(one: Name, other: Name) -> str:
    if one.form != other.form:
        return f"the legal form: `{one.form or 'none'}` / `{other.form or 'none'}`"
    if one.script == HAN:
        return "traditional and simplified characters, spaces or the word for its trade"
    return "spaces, punctuation, the order of words or the word for its trade"


def _forms(one: Name, other: Name) -> str:
    return f"; legal form `{one.form or 'none'}` / `{other.form or 'none'}`" if one.form or other.form else ""
