"""Conditions that a step still needs; `docs/truth.md`, section 6, is the definition."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cloudreview.truth import Truth

MAX_ALTERNATIVES = 16
"""More prime alternatives than this make a step unknown, "condition too wide"."""

LOWERING = frozenset({"setting", "other"})


class Atom(NamedTuple):
    """One condition on a request: `key operator values`, or its negation.

    `by` says whose choice it is: actor (the requester), derived (another step shows it), setting (a fact of the
    environment) or other (another's act).
    """

    key: str
    operator: str
    values: tuple[str, ...]
    negated: bool
    by: str


Residual = tuple[Atom, ...]


def lower(truth: Truth, atoms: Iterable[Atom]) -> Truth:
    """The truth of a step that still needs `atoms`: at most unknown where the requester cannot choose them."""
    if any(atom.by in LOWERING for atom in atoms):
        return min(truth, Truth.UNKNOWN)
    return truth


def contradictory(atoms: Sequence[Atom]) -> bool:
    """Whether the atoms of one request cannot hold together; only StringEquals atoms are compared."""
    possible: dict[str, set[str]] = {}
    equals = [atom for atom in atoms if atom.operator == "StringEquals"]
    for atom in equals:
        if not atom.negated:
            key = atom.key.lower()
            possible[key] = possible[key] & set(atom.values) if key in possible else set(atom.values)
    for atom in equals:
        if atom.negated and atom.key.lower() in possible:
            possible[atom.key.lower()] -= set(atom.values)
    return any(not values for values in possible.values())


def absorb(alternatives: Iterable[Iterable[Atom]]) -> list[Residual] | None:
    """The alternatives without those that ask for more than another does; None when too many are left."""
    sets = {frozenset(atoms) for atoms in alternatives}
    kept = sorted(tuple(sorted(one)) for one in sets if not any(other < one for other in sets))
    return kept if len(kept) <= MAX_ALTERNATIVES else None
