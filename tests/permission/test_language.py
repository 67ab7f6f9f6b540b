"""Glob languages against brute force over a tiny alphabet."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloudreview.permission.language import (
    EVERYWHERE,
    TooWideError,
    clip,
    covers,
    literal,
    matches,
    touches,
    witness,
)

GLOBS = st.text(alphabet="ab*?", max_size=5)
TEXTS = ["".join(letters) for size in range(6) for letters in itertools.product("abk", repeat=size)]


def _slow(pattern: str, text: str) -> bool:
    if not pattern:
        return not text
    if pattern[0] == "*":
        return _slow(pattern[1:], text) or (bool(text) and _slow(pattern, text[1:]))
    return bool(text) and pattern[0] in ("?", text[0]) and _slow(pattern[1:], text[1:])


@given(GLOBS, st.sampled_from(TEXTS))
def test_matches_is_the_definition(pattern: str, text: str) -> None:
    assert matches(pattern, text) == _slow(pattern, text)


@settings(max_examples=300)
@given(st.lists(GLOBS, min_size=1, max_size=2), st.lists(GLOBS, max_size=2))
def test_witness_is_sound_and_complete(include: list[str], exclude: list[str]) -> None:
    found = witness(include, exclude)
    if found is not None:
        assert all(_slow(one, found) for one in include)
        assert not any(_slow(one, found) for one in exclude)
    else:
        for text in TEXTS:
            assert not (all(_slow(one, text) for one in include) and not any(_slow(one, text) for one in exclude))


@given(GLOBS, GLOBS)
def test_touches_and_covers_agree_with_witness(pattern: str, universe: str) -> None:
    assert touches(pattern, universe) == (witness([pattern, universe]) is not None)
    assert covers(pattern, universe) == (witness([universe], [pattern]) is None)


def test_literal_stars_are_no_wildcards() -> None:
    assert witness([literal("a*")]) == "a*"
    assert witness([literal("a*"), "ab"]) is None
    assert touches(literal("a*"), "a?")


def test_clip() -> None:
    universe = "arn:aws:s3:::b/?*"
    assert clip(("*",), False, universe) == EVERYWHERE
    assert clip(("arn:aws:s3:::b*",), False, universe) == EVERYWHERE
    assert clip(("arn:aws:s3:::c/*",), False, universe) is None
    assert clip(("arn:aws:s3:::c/*",), True, universe) == EVERYWHERE
    assert clip(("arn:aws:s3:::b/*",), True, universe) is None
    partial = clip(("arn:aws:s3:::b/x/*", "arn:aws:s3:::c/*"), False, universe)
    assert partial is not None
    assert partial.include == ("arn:aws:s3:::b/x/*",)


def test_too_wide_is_told() -> None:
    with pytest.raises(TooWideError):
        witness(["*a????????", "*b?????????"], budget=20)
