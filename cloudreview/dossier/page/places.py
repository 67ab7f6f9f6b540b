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
    radius: int
    sure: bool
    label: str
    x: int
    y: int
    anchor: str
    """Which end of the label stands at x: `start`, `middle` or `end`."""


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
    """The countries that have a point, the largest first so that smaller ones stay visible, their labels apart."""
    points = [(world().countries[row.code], row) for row in rows if row.code and row.code in world().countries]
    sized = [(_radius(row), at, row) for at, row in points]
    sized.sort(key=lambda one: (-one[0], one[1].code))
    taken = [_Box(at.x - radius, at.y - radius, at.x + radius, at.y + radius) for radius, at, _ in sized]
    found = []
    for radius, at, row in sized:
        label, box, anchor = _placed(at, radius, [f"{at.code}: {_label(row.counts)}", at.code], taken)
        taken.append(box)
        x = {"start": box.left, "middle": at.x, "end": box.right}[anchor]
        found.append(Mark(at, radius, row.truth == "supported", label, x, box.bottom - 4, anchor))
    return found


def _radius(row: Row) -> int:
    return min(7 + 2 * max(sum(row.counts) - 1, 0).bit_length(), 17)


class _Box(NamedTuple):
    """A part of the picture that is taken."""

    left: int
    top: int
    right: int
    bottom: int

    def touches(self, other: _Box) -> bool:
        """Whether two overlap."""
        apart = self.right <= other.left or other.right <= self.left
        return not (apart or self.bottom <= other.top or other.bottom <= self.top)


def _placed(at: Country, radius: int, labels: Sequence[str], taken: Sequence[_Box]) -> tuple[str, _Box, str]:
    """The longest label that fits beside, below or above the mark; where none does, none."""
    for label in labels:
        wide, tall, off = len(label) * _LETTER, 18, radius + 4
        for anchor, left, top in (
            ("start", at.x + off, at.y - tall // 2),
            ("end", at.x - off - wide, at.y - tall // 2),
            ("middle", at.x - wide // 2, at.y + off),
            ("middle", at.x - wide // 2, at.y - off - tall),
        ):
            box = _Box(left, top, left + wide, top + tall)
            if box.left >= 0 and box.right <= world().width and not any(map(box.touches, taken)):
                return label, box, anchor
    return "", _Box(at.x, at.y, at.x, at.y), "start"


_LETTER = 8
"""Width of a letter of a label, about."""


def _label(counts: Sequence[int]) -> str:
    """`2 datasets, 1 key`."""
    return ", ".join(counted(number, *word) for number, word in zip(counts, _NOUNS, strict=True) if number)


_NOUNS = (("dataset",), ("copy", "copies"), ("key",), ("operator",))
