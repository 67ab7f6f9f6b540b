"""Where the data, its copies, its keys and its operators are: by country, and on a map."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cloudreview.dossier.page.words import Country, Names, country, world, worst
from cloudreview.dossier.wording import counted
from cloudreview.vocabulary.told import Dossier, Location

COLUMNS = {
    "datasets": ("primary",),
    "copies": ("replica", "backup", "snapshot"),
    "keys": ("key",),
    "operators": ("operator",),
}
"""The columns of the table by country, and the roles that each counts."""


class Row(NamedTuple):
    """What is in one country."""

    code: str | None
    name: str
    counts: Sequence[int]
    """In the order of COLUMNS."""
    datasets: Sequence[str]
    operators: Sequence[str]
    truth: str


class Mark(NamedTuple):
    """A country on the map."""

    at: Country
    label: str
    radius: int
    left: bool
    """Whether its label stands to the left, so that it stays in the picture."""
    sure: bool


def by_country(dossier: Dossier, names: Names) -> list[Row]:
    """One row a country, most first; what lies where nobody knows comes last."""
    found: dict[str | None, list[Location]] = {}
    for one in dossier.locations:
        if one.truth != "refuted":
            found.setdefault(one.country, []).append(one)
    rows = [_row(code, held, names) for code, held in found.items()]
    return sorted(rows, key=lambda one: (one.code is None, [-number for number in one.counts], one.code or ""))


def _row(code: str | None, held: Sequence[Location], names: Names) -> Row:
    return Row(
        code=code,
        name=country(code),
        counts=[_distinct(held, roles) for roles in COLUMNS.values()],
        datasets=sorted({one.dataset for one in held}),
        operators=sorted({names.of(one.operator) for one in held if one.operator}),
        truth=worst([one.truth for one in held]),
    )


def _distinct(held: Iterable[Location], roles: Sequence[str]) -> int:
    """Datasets with a primary; copies and keys by store; operators by name."""
    if "operator" in roles:
        return len({one.operator for one in held if one.role in roles})
    if "primary" in roles:
        return len({one.dataset for one in held if one.role in roles})
    return len({(one.dataset, one.store, one.role) for one in held if one.role in roles})


def marks(rows: Iterable[Row]) -> list[Mark]:
    """The countries that have a point, the largest first so that smaller ones stay visible."""
    found = []
    for row in rows:
        at = world().countries.get(row.code or "")
        if at is not None:
            total = sum(row.counts)
            found.append(
                Mark(
                    at=at,
                    label=f"{at.code}: {_label(row.counts)}",
                    radius=min(7 + 2 * max(total - 1, 0).bit_length(), 17),
                    left=at.x > world().width * 3 // 4,
                    sure=row.truth == "supported",
                )
            )
    return sorted(found, key=lambda one: (-one.radius, one.at.code))


def _label(counts: Sequence[int]) -> str:
    """`2 datasets, 1 key`."""
    return ", ".join(counted(number, *word) for number, word in zip(counts, _NOUNS, strict=True) if number)


_NOUNS = (("dataset",), ("copy", "copies"), ("key",), ("operator",))
