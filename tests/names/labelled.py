"""The labelled names, and what the program says of them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cloudreview.names import HOLDS, compare, read

LABELLED = tomllib.loads((Path(__file__).with_name("labelled.toml")).read_text(encoding="utf-8"))


class Pair(NamedTuple):
    one: str
    other: str
    note: str
    person: bool
    same: bool

    @property
    def name(self) -> str:
        return f"{self.one} | {self.other}"


def pairs() -> Iterator[Pair]:
    for kind in ("companies", "persons"):
        for label in ("same", "different"):
            for one, other, note in LABELLED[kind][label]:
                yield Pair(one, other, note, kind == "persons", label == "same")


def score(pair: Pair) -> float:
    one, other = read(pair.one, pair.person), read(pair.other, pair.person)
    found = None if one is None or other is None else compare(one, other)
    return 0.0 if found is None else found.score


def missed() -> list[Pair]:
    """Pairs of one name that hold nothing."""
    return [pair for pair in pairs() if pair.same and score(pair) < HOLDS]


def taken() -> list[Pair]:
    """Pairs of two names that would hold a no."""
    return [pair for pair in pairs() if not pair.same and score(pair) >= HOLDS]
