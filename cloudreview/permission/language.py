"""Glob languages: a text that every `include` matches and no `exclude` does, or that there is none.

Laws: `*` stands for any run of characters, `?` for exactly one (IAM User Guide, IAM JSON policy elements: Resource);
case counts; the answer is exact (subset construction over the product of the globs), or TooWideError, never a guess.
"""

from __future__ import annotations

import functools
import re
from collections import deque
from collections.abc import Iterable, Sequence
from typing import NamedTuple

STAR, ANY = "\ue000", "\ue001"
"""A literal `*` and `?` inside a glob: what the policy variables `${*}` and `${?}` stand for."""
BUDGET = 20_000
"""States after which a product is given up."""
_FRESH = "kxz0123456789abcdefghijlmnopqrstuvwy"


class TooWideError(Exception):
    """The product of the globs has more states than the budget; nothing is known of the answer."""


def literal(text: str) -> str:
    """A glob that matches exactly this text."""
    return text.replace("*", STAR).replace("?", ANY)


def plain(glob: str) -> str:
    """A glob without wildcards as the text it matches."""
    return glob.replace(STAR, "*").replace(ANY, "?")


class _Glob(NamedTuple):
    symbols: str
    moves: dict[str, int]
    anys: int
    stars: int
    accept: int


@functools.lru_cache(maxsize=65_536)
def _glob(pattern: str) -> _Glob:
    symbols = re.sub(r"\*+", "*", pattern)
    anys = sum(1 << at for at, symbol in enumerate(symbols) if symbol == "?")
    stars = sum(1 << at for at, symbol in enumerate(symbols) if symbol == "*")
    moves: dict[str, int] = {}
    for at, symbol in enumerate(symbols):
        if symbol not in "*?":
            moves[symbol] = moves.get(symbol, 0) | 1 << at
    return _Glob(symbols, moves, anys, stars, 1 << len(symbols))


def _closed(glob: _Glob, mask: int) -> int:
    return mask | (mask & glob.stars) << 1


def _step(glob: _Glob, mask: int, char: str) -> int:
    moved = (mask & (glob.moves.get(char, 0) | glob.anys)) << 1 | mask & glob.stars
    return _closed(glob, moved)


@functools.lru_cache(maxsize=65_536)
def _expression(pattern: str) -> re.Pattern[str]:
    parts = {"*": ".*", "?": "."}
    return re.compile("".join(parts.get(char) or re.escape(char) for char in pattern), re.DOTALL)


def matches(pattern: str, text: str) -> bool:
    """Whether a glob matches a text, in which a literal `*` is written STAR."""
    return _expression(pattern).fullmatch(text) is not None


def _alphabet(patterns: Iterable[str]) -> list[str]:
    used = sorted({char for pattern in patterns for char in pattern if char not in "*?"})
    fresh = next((char for char in _FRESH if char not in used), "\ue002")
    return [fresh, *used]


def _choices(globs: Sequence[_Glob], masks: Sequence[int], alphabet: list[str]) -> Iterable[str]:
    """The characters worth trying: an include that stands on literals alone names them all."""
    for glob, mask in zip(globs, masks, strict=False):
        live = mask & ~glob.accept
        if not live & (glob.stars | glob.anys):
            return sorted({glob.symbols[at] for at in range(live.bit_length()) if live >> at & 1})
    return alphabet


def witness(include: Iterable[str], exclude: Iterable[str] = (), budget: int = BUDGET) -> str | None:
    """A shortest text that all of `include` match and none of `exclude` does; None when there is none.

    Raises TooWideError when the budget of states is spent before that is known.
    """
    return _witness(tuple(sorted(set(include))), tuple(sorted(set(exclude))), budget)


@functools.lru_cache(maxsize=262_144)
def _witness(include: tuple[str, ...], exclude: tuple[str, ...], budget: int) -> str | None:
    if "*" in exclude or set(include) & set(exclude):
        return None
    globs = [_glob(pattern) for pattern in (*include, *exclude)]
    needed = len(include)
    start = tuple(_closed(glob, 1) for glob in globs)
    parents: dict[tuple[int, ...], tuple[tuple[int, ...], str] | None] = {start: None}
    queue = deque([start])
    alphabet = _alphabet((*include, *exclude))
    while queue:
        state = queue.popleft()
        hits = [bool(mask & glob.accept) for glob, mask in zip(globs, state, strict=True)]
        if all(hits[:needed]) and not any(hits[needed:]):
            return _spelled(parents, state)
        for char in _choices(globs[:needed], state, alphabet):
            following = tuple(_step(glob, mask, char) for glob, mask in zip(globs, state, strict=True))
            if following not in parents and all(following[:needed]):
                parents[following] = (state, char)
                queue.append(following)
        if len(parents) > budget:
            raise TooWideError(f"{len(parents)} states for {include} without {exclude}")
    return None


def _spelled(parents: dict[tuple[int, ...], tuple[tuple[int, ...], str] | None], state: tuple[int, ...]) -> str:
    text: list[str] = []
    origin = parents[state]
    while origin is not None:
        text.append(origin[1])
        origin = parents[origin[0]]
    return plain("".join(reversed(text)))


class Region(NamedTuple):
    """The part of a universe of ARNs that a statement speaks of: any of `include`, and none of `exclude`."""

    include: tuple[str, ...]
    exclude: tuple[str, ...]

    @property
    def everywhere(self) -> bool:
        """Whether it is the whole universe."""
        return self.include == ("*",) and not self.exclude


EVERYWHERE = Region(("*",), ())


def _prefix(pattern: str) -> str:
    return re.split(r"[*?]", pattern, maxsplit=1)[0]


def touches(pattern: str, universe: str) -> bool:
    """Whether some text of the universe matches the pattern."""
    if pattern == "*":
        return True
    one, other = _prefix(pattern), _prefix(universe)
    if not (one.startswith(other) or other.startswith(one)):
        return False
    return witness([pattern, universe]) is not None


def covers(pattern: str, universe: str) -> bool:
    """Whether every text of the universe matches the pattern."""
    if pattern == "*":
        return True
    if pattern.endswith("*") and not re.search(r"[*?]", pattern[:-1]) and _prefix(universe).startswith(pattern[:-1]):
        return True
    return witness([universe], [pattern]) is None


@functools.lru_cache(maxsize=262_144)
def clip(patterns: tuple[str, ...], negated: bool, universe: str) -> Region | None:
    """The region of `Resource` (or, negated, `NotResource`) within a universe; None when they do not meet."""
    near = tuple(pattern for pattern in patterns if touches(pattern, universe))
    whole = any(covers(pattern, universe) for pattern in near)
    if not negated:
        return EVERYWHERE if whole else Region(near, ()) if near else None
    if whole or (near and witness([universe], near) is None):
        return None
    return Region(("*",), near)
