"""Which of many parties have names that are alike, without comparing each with each.

Names meet where a key of both is equal; a key that very many share tells nobody apart and is told as a crowd.
"""

from __future__ import annotations

import importlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any, NamedTuple

from cloudreview.names.comparing import Comparison, compare
from cloudreview.names.reading import ABJAD, Name, read

CROWD = 16
"""Parties of one name that are still asked about; more of them are a common name."""
ALIKE = 0.85
"""From here on names that are nowhere equal are listed."""
_PREFIX = 4
_SHARED = 60
"""Names that may share the beginning of a word and still be compared by it."""


class Subject(NamedTuple):
    """A party or person by its id, and what it is called."""

    id: str
    names: tuple[str, ...]
    person: bool


class Found(NamedTuple):
    """Two ids, in order, and how alike their names are."""

    one: str
    other: str
    score: float
    reason: str


class Crowd(NamedTuple):
    """A name that very many have."""

    name: str
    ids: tuple[str, ...]


def likely(subjects: Iterable[Subject]) -> tuple[list[Found], list[Crowd]]:
    """Pairs whose names are equal in some writing, the best comparison of each, and names that very many have."""
    names = _read(subjects)
    found: dict[tuple[str, str], Comparison] = {}
    crowds: dict[tuple[str, ...], str] = {}
    for holders in _met(names).values():
        if len(holders) > CROWD:
            crowds[tuple(sorted(holders))] = min(one.text for group in holders.values() for one in group)
            continue
        for pair in combinations(sorted(holders), 2):
            best = _best(holders[pair[0]], holders[pair[1]])
            if best is not None and (pair not in found or _order(best) < _order(found[pair])):
                found[pair] = best
    pairs = [Found(*pair, *comparison) for pair, comparison in sorted(found.items())]
    return pairs, [Crowd(name, ids) for ids, name in sorted(crowds.items())]


def _order(one: Comparison) -> tuple[float, str]:
    return -one.score, one.reason


def _read(subjects: Iterable[Subject]) -> dict[str, list[Name]]:
    """The names of each id, taken apart; persons and others never meet."""
    found: dict[str, list[Name]] = {}
    for one in subjects:
        names = [name for text in sorted(set(one.names)) if (name := read(text, one.person)) is not None]
        if names:
            found[one.id] = names
    return found


def _met(names: Mapping[str, list[Name]]) -> dict[str, dict[str, list[Name]]]:
    """By key, the ids whose names have it; consonants count where a script writes nothing else."""
    met: dict[str, dict[str, list[Name]]] = defaultdict(lambda: defaultdict(list))
    bones: dict[str, dict[str, list[Name]]] = defaultdict(lambda: defaultdict(list))
    for party, several in names.items():
        for name in several:
            for key in (f"={name.core}", *(f"~{key}" for key in name.keys)):
                met[key][party].append(name)
            if name.bones:
                bones[f"|{name.bones}"][party].append(name)
    written = {
        key for key, group in bones.items() if any(one.script == ABJAD for many in group.values() for one in many)
    }
    met.update((key, bones[key]) for key in written)
    return {key: group for key, group in met.items() if len(group) > 1}


def _in_abjad(names: Iterable[Name]) -> bool:
    return any(one.script == ABJAD for one in names)


def _best(ones: Iterable[Name], others: Iterable[Name]) -> Comparison | None:
    made = [found for one in ones for other in others if (found := compare(one, other)) is not None]
    return min(made, key=_order, default=None)


def similar(subjects: Iterable[Subject]) -> Iterator[Found]:
    """Pairs whose names are nowhere equal, but nearly: for a person to look at, and nothing follows from them."""
    names = _read(subjects)
    ratio: Callable[..., float] = importlib.import_module("rapidfuzz.fuzz").token_sort_ratio
    blocks: dict[str, set[str]] = defaultdict(set)
    for party, several in names.items():
        for name in several:
            for word in (word for key in name.keys for word in key.replace("$", " ").split()):
                blocks[word[:_PREFIX]].add(party)
    pairs = {pair for group in blocks.values() if len(group) <= _SHARED for pair in combinations(sorted(group), 2)}
    for one, other in sorted(pairs):
        score, texts = max(_ratios(names[one], names[other], ratio), default=(0.0, ("", "")))
        if score >= ALIKE:
            yield Found(one, other, round(score * ALIKE, 2), f"`{texts[0]}` and `{texts[1]}` are spelled much alike")


def _ratios(ones: Iterable[Name], others: Iterable[Name], ratio: Any) -> Iterator[tuple[float, tuple[str, str]]]:
    for one in ones:
        for other in others:
            spelled = (max(one.keys), max(other.keys))
            yield ratio(*spelled) / 100, (one.text, other.text)
