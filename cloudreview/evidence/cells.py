"""What may stand in a cell of our own CSV formats: one small parser a kind (design section 3, "Own formats").

A parser gets the text of a cell that is not empty, and raises ValueError that says what is allowed.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType

from cloudreview.spells import DAY, END, day_start, instant, is_day
from cloudreview.vocabulary.countries import COUNTRIES
from cloudreview.vocabulary.words import STATELESS

Cell = Callable[[str], object]

_PERCENT = re.compile(r"([0-9]{1,3})(?:\.([0-9]+))?")
_COUNT = re.compile(r"[0-9]{1,18}")
_LEI = re.compile(r"[A-Z0-9]{18}[0-9]{2}")
_STORE = re.compile(r"[a-z0-9_-]+:[a-z0-9_-]+:\S.*")
_FLAGS = {"yes": True, "true": True, "no": False, "false": False}


def text(value: str) -> str:
    """Anything."""
    return value


def party(value: str) -> str:
    """The id of a party; a country stands as `country:` and its code, which is never taken for another word."""
    prefix, colon, code = value.partition(":")
    if not colon or prefix.casefold() != "country":
        return value
    if code.strip().upper() not in COUNTRIES:
        raise ValueError("an id, or a country as `country:` and its two letters of ISO 3166-1, such as `country:CN`")
    return f"country:{code.strip().upper()}"


def date(value: str) -> str:
    """An ISO day, or a date-time with its zone; it stays text until rows are dated."""
    try:
        if value.isascii() and (day_start(value) if is_day(value) else instant(value)) is not None:
            return value
    except ValueError:
        pass
    raise ValueError("an ISO day such as 2026-03-01, or a date-time with a zone such as 2026-03-01T00:00:00Z")


def within(at: int) -> int:
    """An instant at which something can have been seen. A clock that is far off must not move what a case is as of."""
    if not 0 <= at < END - 400 * DAY:
        raise ValueError("a time after 1970 and before 2260")
    return at


def _hundredths(value: str) -> tuple[int, bool]:
    """Whole hundredths of a percent, and whether something is left."""
    found = _PERCENT.fullmatch(value)
    if found is None:
        raise ValueError("a percentage from 0 to 100, such as 50 or 33.4, without a sign")
    fraction = found[2] or ""
    whole = int(found[1]) * 100 + int(fraction[:2].ljust(2, "0"))
    rest = bool(fraction[2:].strip("0"))
    if whole > 10_000 or (whole == 10_000 and rest):
        raise ValueError("a percentage from 0 to 100, such as 50 or 33.4, without a sign")
    return whole, rest


def at_least(value: str) -> int:
    """A lower bound in hundredths of a percent, rounded down: a bound is never made sharper than it was told."""
    return _hundredths(value)[0]


def at_most(value: str) -> int:
    """An upper bound in hundredths of a percent, rounded up."""
    whole, rest = _hundredths(value)
    return whole + rest


def count(value: str) -> int:
    """A whole number, at most eighteen digits."""
    if _COUNT.fullmatch(value) is None:
        raise ValueError("a whole number without signs or separators, such as 100000")
    return int(value)


def flag(value: str) -> bool:
    """Yes or no."""
    if value.lower() not in _FLAGS:
        raise ValueError("yes or no")
    return _FLAGS[value.lower()]


def country(value: str) -> str:
    """An ISO 3166-1 alpha-2 code; small letters mean the same."""
    if value.upper() not in COUNTRIES:
        raise ValueError(
            "a country as the two letters of ISO 3166-1, such as US" + did_you_mean(value.upper(), COUNTRIES)
        )
    return value.upper()


def citizenship(value: str) -> str:
    """A country, or the word `stateless`: who is a citizen of none is told, and not unknown."""
    return STATELESS if value.lower() == STATELESS else country(value)


def lei(value: str) -> str:
    """A legal entity identifier, ISO 17442."""
    if _LEI.fullmatch(value) is None:
        raise ValueError("a legal entity identifier of 20 capital letters and digits")
    return value


def store(value: str) -> str:
    """Anything at rest, as `provider:service:id`."""
    if _STORE.fullmatch(value) is None:
        raise ValueError("a store as provider:service:id, such as aws:s3:my-bucket")
    return value


def one_of(words: Collection[str], also: Mapping[str, str] = MappingProxyType({})) -> Cell:
    """A closed list, and other names by which its words go."""

    def parse(value: str) -> str:
        value = also.get(value, value)
        if value not in words:
            raise ValueError("one of " + ", ".join(words) + did_you_mean(value, words))
        return value

    return parse


def list_of(inner: Cell) -> Cell:
    """A list with `;`: sorted and each once, so that the order in which it was written makes no other fact."""

    def parse(value: str) -> tuple[object, ...]:
        told = [part.strip() for part in value.split(";") if part.strip()]
        return tuple(sorted({one(part, alone=len(told) == 1) for part in told}, key=str))

    def one(part: str, alone: bool) -> object:
        try:
            return inner(part)
        except ValueError as error:
            raise error if alone else ValueError(f"a list of which each is {error}: `{part}` is none") from error

    return parse


def did_you_mean(word: str, words: Collection[str]) -> str:
    """`; did you mean ...?`, or nothing where no word is near."""
    near = difflib.get_close_matches(word.lower(), sorted(words), n=1, cutoff=0.7)
    return f"; did you mean {near[0]}?" if near else ""
