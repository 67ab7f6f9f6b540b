"""A case: a folder, its settings and what they default to.

Laws: everything has a default; an unknown key, a wrong type or an unknown word is refused with the nearest right one;
the settings follow from `case.toml` alone, never from the folder's name or place.
"""

from __future__ import annotations

import datetime
import difflib
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from cloudreview.errors import CaseError
from cloudreview.spells import BEGINNING, DAY, END, Interval, day_start, instant
from cloudreview.vocabulary.status import Reading

REGIMES = ("us-dsp-202", "us-icts-2021", "us-icts-2025", "us-padfa", "clean-cloud-2020")
SETTINGS = "case.toml"
EVIDENCE = "evidence"
DEFAULT_CARRY = 31
MAX_CARRY = 36_525
"""Days; a snapshot that spoke for more than a century would speak for everything."""

_COUNTRY = re.compile(r"[A-Z]{2}")
_READINGS = {"aggregation": ("literal", "pooled"), "indirect": ("cascade", "look_through")}


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
    written: Case | None = None
    """The settings as written, where this has other ids for those that are no longer used; None: as they are here."""


_LISTED = 20
"""Words that advice lists: more are no help on a terminal."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The nearest known word as advice, or the one that begins so; else those that there are, or how many."""
    words = sorted(known)
    near = difflib.get_close_matches(word, words, n=1) or [one for one in words if one.startswith(word)]
    if near:
        return f"did you mean `{near[0]}`?"
    listed = ", ".join(f"`{one}`" for one in words[:_LISTED])
    return f"known are {listed}" + (f" and {len(words) - _LISTED} others" if len(words) > _LISTED else "")


def open_case(folder: str | Path) -> Case:
    """The case in a folder. Raises CaseError where the folder is no case or its settings are wrong."""
    root = Path(folder)
    if not root.is_dir():
        raise CaseError(str(folder), "there is no such folder", "make one with `cloudreview new`")
    settings = root / SETTINGS
    if not settings.exists() and not (root / EVIDENCE).is_dir():
        raise CaseError(str(folder), "a case has a case.toml or a folder evidence/", "make them with `cloudreview new`")
    return _case(root, _read(settings) if settings.exists() else {})


def _read(settings: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(settings.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError, OSError) as error:
        raise CaseError(SETTINGS, f"not readable as TOML: {_plain(error)}") from error


def _plain(error: Exception) -> str:
    """The first line of an error, without a machine's paths."""
    if isinstance(error, OSError):
        return (error.strerror or "it cannot be read").lower()
    return (str(error).splitlines() or ["nested too deeply"])[0]


def _case(root: Path, document: Mapping[str, Any]) -> Case:
    tables = {name: _table(name, value) for name, value in _known("", document, _FIELDS).items()}
    given = {
        f"{table}.{key}": _FIELDS[table][key](f"{SETTINGS}: {table}.{key}", value)
        for table, values in tables.items()
        for key, value in values.items()
    }
    return Case(
        folder=root,
        id=given.get("case.id", "case"),
        title=given.get("case.title", ""),
        subject=given.get("case.subject", ""),
        as_of=given.get("case.as_of"),
        period=given.get("case.period"),
        rules=given.get("case.rules", REGIMES),
        headline=given.get("case.readings", Reading()),
        carry=given.get("case.carry", DEFAULT_CARRY * DAY),
        clients=given.get("clients.parties", ()),
        adversaries=given.get("adversaries.countries"),
        adversary_parties=given.get("adversaries.parties", ()),
    )


def _known(table: str, values: Mapping[str, Any], known: Iterable[str]) -> Mapping[str, Any]:
    known = tuple(known)
    for key in values:
        if key not in known:
            where = SETTINGS + (f": {table}" if table else "")
            raise CaseError(where, f"there is no setting `{key}`", did_you_mean(key, known))
    return values


def _table(name: str, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise CaseError(f"{SETTINGS}: {name}", "it must be a table", f"write `[{name}]` on a line of its own")
    return _known(name, value, _FIELDS[name])


def _text(where: str, value: Any) -> str:
    if not isinstance(value, str):
        raise CaseError(where, "it must be a text in quotes")
    return value


def _name(where: str, value: Any) -> str:
    if not _text(where, value).strip():
        raise CaseError(where, "it must not be empty", "leave the line out for the default")
    return str(value)


def _names(where: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise CaseError(where, "it must be a list", 'write it as ["one", "another"]')
    return tuple(sorted({_name(where, one) for one in value}))


def _filled(where: str, value: Any) -> tuple[str, ...]:
    """A list that must not be empty: asked about nothing, a review would answer nothing and look like a no."""
    names = _names(where, value)
    if not names:
        raise CaseError(where, "the list is empty", "leave the line out for the default")
    return names


def _rules(where: str, value: Any) -> tuple[str, ...]:
    chosen = _filled(where, value)
    for one in chosen:
        if one not in REGIMES:
            raise CaseError(where, f"there is no regime `{one}`", did_you_mean(one, REGIMES))
    return tuple(one for one in REGIMES if one in chosen)


def _countries(where: str, value: Any) -> tuple[str, ...]:
    chosen = _filled(where, value)
    for one in chosen:
        if not _COUNTRY.fullmatch(one):
            raise CaseError(
                where, f"`{one}` is no country", "write the two capital letters of ISO 3166-1, such as `CN`"
            )
    return chosen


def _headline(where: str, value: Any) -> Reading:
    if not isinstance(value, dict):
        raise CaseError(where, "it must be a table", 'write { aggregation = "pooled", indirect = "cascade" }')
    chosen = {}
    for key, word in _known("case.readings", value, _READINGS).items():
        if word not in _READINGS[key]:
            known = _READINGS[key]
            raise CaseError(f"{where}.{key}", f"there is no reading `{word}`", did_you_mean(str(word), known))
        chosen[key] = word
    return Reading(**chosen)


def _carry(where: str, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MAX_CARRY:
        raise CaseError(where, f"it must be a whole number of days from 0 to {MAX_CARRY}")
    return value * DAY


def _date(where: str, value: Any) -> int:
    """The instant of a TOML date (its first) or date-time."""
    if isinstance(value, datetime.datetime):
        if value.tzinfo is None:
            raise CaseError(where, "a time without a zone is not an instant", "write it as 2026-03-01T00:00:00Z")
        return _kept(where, instant(value.isoformat().replace("+00:00", "Z")))
    if isinstance(value, datetime.date):
        return _kept(where, day_start(value.isoformat()))
    raise CaseError(where, "it must be a date or a date-time", "write it without quotes, as 2026-03-01")


def _kept(where: str, at: int) -> int:
    """An instant that fits, with a year to spare on both sides, into 64 bits of nanoseconds."""
    if not BEGINNING + 400 * DAY < at < END - 400 * DAY:
        raise CaseError(where, "it lies outside the years 1679 to 2260")
    return at


def _as_of(where: str, value: Any) -> int:
    """A date is that day's last instant, a date-time is that instant."""
    begin = _date(where, value)
    return begin if isinstance(value, datetime.datetime) else begin + DAY - 1


def _period(where: str, value: Any) -> Interval:
    if not isinstance(value, dict):
        raise CaseError(where, "it must be a table", "write { from = 2025-03-01, to = 2026-03-01 }")
    ends = {key: _date(f"{where}.{key}", one) for key, one in _known("case.period", value, ("from", "to")).items()}
    if len(ends) != 2:
        raise CaseError(where, "it needs both `from` and `to`", "write { from = 2025-03-01, to = 2026-03-01 }")
    if ends["from"] >= ends["to"]:
        raise CaseError(where, "it ends before it begins; `to` is the first instant after it")
    return ends["from"], ends["to"]


_FIELDS: dict[str, dict[str, Callable[[str, Any], Any]]] = {
    "case": {
        "id": _name,
        "title": _text,
        "subject": _text,
        "as_of": _as_of,
        "period": _period,
        "rules": _rules,
        "readings": _headline,
        "carry": _carry,
    },
    "clients": {"parties": _names},
    "adversaries": {"countries": _countries, "parties": _names},
}
"""Every setting and how its value is read."""
