"""A record of GLEIF in one plain form, whichever way it was written, and what may stand in it.

The plain form has the names of the Common Data File formats without prefixes, texts without attributes, and a list
wherever the formats have a container of elements that may stand again: `{"$": ...}` of the golden copy's JSON, elements
of XML and columns of CSV all become it. Names: LEI-CDF 3.1, RR-CDF 2.1 and Reporting Exceptions 2.1,
https://www.gleif.org/en/about-lei/common-data-file-format/ (lei-cdf-format, relationship-record-cdf-format,
level-2-data-reporting-exceptions-format).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from cloudreview.errors import EvidenceError
from cloudreview.evidence.gleif_names import KNOWN
from cloudreview.evidence.listing import taken

DO = "see the Common Data File formats of GLEIF"


def plain(value: Any) -> Any:
    """The plain form of what a file of JSON or XML holds."""
    if isinstance(value, dict):
        if "$" in value:
            return value["$"]
        return {_bare(name): plain(inner) for name, inner in value.items() if not name.startswith("@")}
    return [plain(one) for one in value] if isinstance(value, list) else value


def _bare(name: str) -> str:
    """A name without the prefix of its namespace."""
    return name.rpartition(":")[2]


def unknown_names(value: Any, known: Mapping[str, Any] = KNOWN) -> Iterator[str]:
    """The names, at any depth that the formats describe, that they do not have."""
    for one in value if isinstance(value, list) else [value]:
        for name, inside in one.items() if isinstance(one, dict) else ():
            if name not in known:
                yield name
            elif known[name]:
                yield from unknown_names(inside, known[name])


def fault(path: Collection[str], what: str) -> EvidenceError:
    """What is wrong at a place inside a record."""
    return EvidenceError("#" + "".join(f"/{step}" for step in path), what, DO)


def inside(record: Mapping[str, Any], *path: str) -> Any:
    """What stands at a path; None where nothing does. Raises EvidenceError where something on the way has no parts."""
    value: Any = record
    for index, step in enumerate(path):
        if value in (None, "", {}):
            return None
        if not isinstance(value, dict):
            raise fault(path[:index], f"`{path[index - 1]}` holds no elements")
        value = value.get(step)
    return None if value in ("", {}, []) else value


def text(record: Mapping[str, Any], *path: str) -> str | None:
    """The text at a path; None where none stands. Raises EvidenceError where something else does."""
    value = inside(record, *path)
    if value is None:
        return None
    if not isinstance(value, str):
        raise fault(path, f"`{path[-1]}` is not one text")
    return value.strip() or None


def needed(record: Mapping[str, Any], *path: str) -> str:
    """The text at a path. Raises EvidenceError where none stands."""
    value = text(record, *path)
    if value is None:
        raise fault(path[:-1], f"`{path[-1]}` is missing, and the record says nothing without it")
    return value


def word(record: Mapping[str, Any], words: Collection[str], *path: str) -> str | None:
    """One word of a list of the formats; None where none stands. Raises EvidenceError for any other."""
    value = text(record, *path)
    if value is not None and value not in words:
        raise fault(path, f"`{path[-1]}` is `{value[:80]}`, which the format does not have")
    return value


def many(record: Mapping[str, Any], container: Collection[str], item: str) -> list[Any]:
    """The items of a container, which may stand in it by their name, alone or several, or be its list themselves."""
    value = inside(record, *container)
    found: list[Any] = []
    for one in value if isinstance(value, list) else [] if value is None else [value]:
        held = one.get(item, one) if isinstance(one, dict) else one
        found += held if isinstance(held, list) else [held]
    return [one for one in found if one not in (None, "", {})]


def instant_at(record: Mapping[str, Any], *path: str) -> int | None:
    """The instant of a date-time; None where none stands. Raises EvidenceError where it is none."""
    value = text(record, *path)
    try:
        return None if value is None else taken(value)
    except ValueError as error:
        raise fault(path, f"`{path[-1]}` is not {error}") from error
