"""Text in a picture: how wide it is about, cut into lines that fit, without tearing a letter from its marks."""

from __future__ import annotations

import unicodedata

from cloudreview.clean import clean

_NARROW, _BROAD = frozenset("iljtfrI.,;:'|!()[] "), frozenset("mwMWABCDGHKNOQRUVXYZ%@&+")
MARKS = ("Mn", "Me", "Mc")
LONGEST = 160
"""Characters of a line, however narrow: marks on letters take no room."""


def width(text: str, size: float = 12.0) -> float:
    """The width of a text in a common typeface without serifs, about, in the unit of its size."""
    return sum(map(_wide, text)) * size


def _wide(char: str) -> float:
    if unicodedata.category(char) in MARKS:
        return 0.0
    if unicodedata.east_asian_width(char) in ("W", "F"):
        return 1.02
    return 0.31 if char in _NARROW else 0.74 if char in _BROAD else 0.57


def lines(text: str, room: float, most: int = 1, size: float = 12.0) -> list[str]:
    """The text, cleaned, in at most so many lines that fit; where it is cut, the last line ends in three points."""
    rest, found = " ".join(clean(text).split()), list[str]()
    while rest and len(found) < most:
        last = len(found) == most - 1
        cut = _fitting(rest, room, size)
        if cut < len(rest):
            cut = _fitting(rest, room - width("…", size), size) if last else _at_a_word(rest, cut)
            found.append(rest[:cut].rstrip() + ("…" if last else ""))
        else:
            found.append(rest)
        rest = rest[cut:].lstrip()
    return found


def line(text: str, room: float, size: float = 12.0) -> str:
    """The text on one line that fits."""
    return next(iter(lines(text, room, 1, size)), "")


def from_right(text: str) -> bool:
    """Whether a text begins, as far as it has a direction, from the right."""
    sides = (unicodedata.bidirectional(char) for char in text)
    return next((side != "L" for side in sides if side in ("L", "R", "AL")), False)


def _fitting(text: str, room: float, size: float) -> int:
    """How many characters fit, at least one, with all the marks of the last."""
    used, count = 0.0, 0
    for char in text[:LONGEST]:
        used += _wide(char) * size
        if used > room and count:
            break
        count += 1
    return count


def _at_a_word(text: str, cut: int) -> int:
    """The end of the last whole word before a cut, where there is one in the second half of the line."""
    if text[cut] == " ":
        return cut
    space = text.rfind(" ", cut // 2, cut)
    return space if space > 0 else cut
