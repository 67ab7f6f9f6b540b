"""Values of FollowTheMoney entities: every property has several, all of them texts.

followthemoney: dates are a year, a month, a day or a time of it without a zone; countries small letters, with codes of
its own beside those of ISO 3166-1; the percentage of an Ownership is free text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from cloudreview.spells import end_of, start_of
from cloudreview.vocabulary.countries import COUNTRIES

_DATE = re.compile(r"([0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?)(?:T[0-9:.]*)?")
_NUMBER = r"([0-9]{1,3}(?:[.,][0-9]{1,12})?)"
_PERCENT = r"(?:%|percent|per ?cent)?"
_EXACT = re.compile(rf"{_NUMBER}{_PERCENT}")
_BAND = re.compile(rf"{_NUMBER}{_PERCENT}(?:-|\N{{EN DASH}}|\N{{EM DASH}}|to){_NUMBER}{_PERCENT}")
_OVER = re.compile(rf"(?:>=?|\N{{GREATER-THAN OR EQUAL TO}}|over|morethan|atleast){_NUMBER}{_PERCENT}")
_UNDER = re.compile(rf"(?:<=?|\N{{LESS-THAN OR EQUAL TO}}|under|lessthan|upto|atmost){_NUMBER}{_PERCENT}")
_FORMS = ((_EXACT, True, True), (_BAND, True, True), (_OVER, True, False), (_UNDER, False, True))
"""The forms of a percentage, and whether each tells a lower and an upper bound."""
_WHOLE = 10_000


class Bounds(NamedTuple):
    """Between so many hundredths of a percent; None: not told."""

    low: int | None = None
    high: int | None = None


def percentage(values: Sequence[str]) -> Bounds | None:
    """What all values of a percentage allow together; None where one of them cannot be read.

    One or less may be a fraction of one, so it is read as both: `0.5` is between half a percent and half.
    """
    found = [_bounds(value) for value in values]
    told = [one for one in found if one is not None]
    if len(told) < len(found):
        return None
    if not told:
        return Bounds()
    lows, highs = [one.low for one in told], [one.high for one in told]
    return Bounds(
        None if None in lows else min(one for one in lows if one is not None),
        None if None in highs else max(one for one in highs if one is not None),
    )


def _bounds(value: str) -> Bounds | None:
    text = "".join(value.split()).lower()
    for form, below, above in _FORMS:
        found = form.fullmatch(text)
        if found is not None:
            first, last = (Decimal(found[group].replace(",", ".")) for group in (1, form.groups))
            if max(first, last) > 100 or first > last:
                return None
            return Bounds(_down(first) if below else None, _up(last) if above else None)
    return None


def _down(number: Decimal) -> int:
    return math.floor(number * 100)


def _up(number: Decimal) -> int:
    return min(_WHOLE, math.ceil(number * (10_000 if number <= 1 else 100)))


def day(values: Iterable[str]) -> str | None:
    """The one date that is told, as a day, a month or a year; of several, none is. Raises ValueError."""
    found = set()
    for value in values:
        form = _DATE.fullmatch(value)
        if form is None:
            raise ValueError(f"`{value[:40]}` is no date such as 2026, 2026-03 or 2026-03-01")
        start_of(form[1])
        found.add(form[1])
    return found.pop() if len(found) == 1 else None


def period(start: Iterable[str], end: Iterable[str]) -> tuple[str | None, str | None]:
    """From when to when, as far as it is told. Raises ValueError."""
    since, until = day(start), day(end)
    if since is not None and until is not None and end_of(until)[1] <= start_of(since)[0]:
        raise ValueError("it ends before it starts")
    return since, until


def countries(codes: Iterable[str]) -> tuple[set[str], set[str]]:
    """The countries that codes name, and the codes that name none of ISO 3166-1."""
    told = set(codes)
    known = {one for one in told if one.upper() in COUNTRIES}
    return {one.upper() for one in known}, told - known
