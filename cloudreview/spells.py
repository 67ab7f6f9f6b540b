"""When a statement held: surely (must) inside possibly (may); `docs/truth.md`, section 4, is the definition.

Instants are integer nanoseconds since 1970-01-01T00:00Z. Intervals are half-open.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterable
from typing import NamedTuple

from cloudreview.truth import Truth

BEGINNING = -(2**63)
END = 2**63 - 1
SECOND = 1_000_000_000
HOUR = 3600 * SECOND
DAY = 24 * HOUR

Interval = tuple[int, int]
NEVER: Interval = (0, 0)
ALWAYS: Interval = (BEGINNING, END)

_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_MONTH_TEXT = re.compile(r"(\d{4})(?:-(\d{2}))?")
_DAY_TEXT = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME_TEXT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.(\d{1,9}))?\s*(Z|[+-]\d{2}:?\d{2})")


def meet(one: Interval, other: Interval) -> Interval:
    """The instants in both."""
    begin, end = max(one[0], other[0]), min(one[1], other[1])
    return (begin, end) if begin < end else NEVER


def minus(one: Interval, other: Interval) -> list[Interval]:
    """The instants of the first that are not in the second, as at most two intervals."""
    if meet(one, other) == NEVER:
        return [one] if one[0] < one[1] else []
    pieces = [(one[0], other[0]), (other[1], one[1])]
    return [piece for piece in pieces if piece[0] < piece[1]]


def uncovered(whole: Interval, covers: Iterable[Interval]) -> list[Interval]:
    """The instants of `whole` that none of `covers` covers, in order."""
    left = [whole] if whole[0] < whole[1] else []
    for cover in covers:
        left = [piece for part in left for piece in minus(part, cover)]
    return sorted(left)


class Spell(NamedTuple):
    """When a statement surely held, inside when it possibly held."""

    must: Interval
    may: Interval

    @staticmethod
    def exactly(interval: Interval) -> Spell:
        """Surely throughout the interval and not outside it."""
        kept = interval if interval[0] < interval[1] else NEVER
        return Spell(kept, kept)

    @staticmethod
    def possibly(interval: Interval) -> Spell:
        """Possibly in the interval, surely never."""
        return Spell(NEVER, interval if interval[0] < interval[1] else NEVER)

    def within(self, window: Interval) -> Spell:
        """The part inside a window."""
        return Spell(meet(self.must, window), meet(self.may, window))


EVER = Spell(ALWAYS, ALWAYS)


def intersect(spells: Iterable[Spell]) -> Spell:
    """When all hold together. Raises TypeError for none."""
    return functools.reduce(lambda a, b: Spell(meet(a.must, b.must), meet(a.may, b.may)), spells)


def day_start(day: str) -> int:
    """The instant 00:00Z of an ISO day. Raises ValueError for anything else."""
    return (datetime.date.fromisoformat(day) - _EPOCH.date()).days * DAY


def is_day(text: str) -> bool:
    """Whether a date stands without a time; 30 February is none."""
    if _DAY_TEXT.fullmatch(text) is None:
        return False
    try:
        day_start(text)
    except ValueError:
        return False
    return True


def instant(text: str) -> int:
    """The instant of an ISO 8601 date-time with a zone; `:60` is kept as the next second.

    Raises ValueError for another form: a time without a zone is never assumed to be UTC.
    """
    found = _TIME_TEXT.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"`{text}` is not a date-time with a zone such as 2026-03-01T00:00:00Z")
    day, clock, fraction, zone = found.groups()
    parts = [int(part) for part in clock.split(":")] + [0]
    if parts[0] > 23 or parts[1] > 59 or parts[2] > 60:
        raise ValueError(f"`{text}` is no time of day")
    shift = 0
    if zone != "Z":
        shift = (int(zone[1:3]) * 60 + int(zone[-2:])) * (1 if zone[0] == "+" else -1)
    seconds = parts[0] * 3600 + parts[1] * 60 + parts[2] - shift * 60
    return _bounded(day_start(day) + seconds * SECOND + int((fraction or "0").ljust(9, "0")))


def _bounded(value: int) -> int:
    return max(BEGINNING, min(END, value))


def _days(text: str) -> Interval | None:
    """The first and the last day, as 00:00Z, that a date may mean; None for a date-time."""
    found = _MONTH_TEXT.fullmatch(text)
    if found is None:
        return (day_start(text), day_start(text)) if is_day(text) else None
    first, last = datetime.date(int(found[1]), int(found[2] or 1), 1), datetime.date(int(found[1]), 12, 31)
    if found[2] and found[2] != "12":
        last = first.replace(month=first.month + 1) - datetime.timedelta(days=1)
    return day_start(first.isoformat()), day_start(last.isoformat())


def start_of(text: str) -> Interval:
    """The earliest and the latest instant at which something that started then began.

    A day without a time is that day in any zone, UTC+14 to UTC-12; a month or a year is any day in it.
    """
    days = _days(text)
    if days is None:
        return instant(text), instant(text)
    return _bounded(days[0] - 14 * HOUR), _bounded(days[1] + 12 * HOUR)


def end_of(text: str) -> Interval:
    """The earliest and the latest instant at which something that ended then ceased; a day is the last day it held."""
    days = _days(text)
    if days is None:
        return instant(text), instant(text)
    return _bounded(days[0] + 10 * HOUR), _bounded(days[1] + 36 * HOUR)


def spell(start: str | int | None, end: str | int | None, taken_at: int | None, carry: int) -> Spell:
    """When a row with these dates held; `taken_at` is when it was observed, `carry` how long that speaks."""
    may_from, must_from = BEGINNING, taken_at
    if start is not None:
        may_from, must_from = (start, start) if isinstance(start, int) else start_of(start)
    may_to, must_to = END, taken_at + carry if taken_at is not None else must_from
    if end is not None:
        must_to, may_to = (end, end) if isinstance(end, int) else end_of(end)
    may = (may_from, may_to) if may_from < may_to else NEVER
    if must_from is None or must_to is None:
        return Spell(NEVER, may)
    return Spell(meet((must_from, must_to), may), may)


def value_at(truth: Truth, when: Spell, at: int) -> Truth | None:
    """The value at an instant; None outside may, where nothing is said."""
    if when.must[0] <= at < when.must[1]:
        return truth
    if when.may[0] <= at < when.may[1]:
        return min(truth, Truth.UNKNOWN)
    return None


def text(at: int) -> str | None:
    """An instant as ISO 8601 in UTC, to the nanosecond where needed; None for unbounded."""
    if at in (BEGINNING, END):
        return None
    seconds, rest = divmod(at, SECOND)
    stamp = (_EPOCH + datetime.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S")
    return stamp + (f".{rest:09d}" if rest else "") + "Z"
