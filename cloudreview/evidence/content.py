"""One file's content as a reader sees it, and the one strict JSON loader for everything that decides."""

from __future__ import annotations

import json
import math
import re
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from cloudreview.errors import EvidenceError

MAX_DEPTH = 64
"""Deeper JSON is refused: the cloud's own answers stay far below it."""


_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class Content:
    """Decompressed bytes, and the same as strict JSON where they are that."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    @cached_property
    def text(self) -> str:
        """The bytes as UTF-8, a byte order mark left out. Raises EvidenceError where they are not UTF-8."""
        try:
            return self.data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise EvidenceError(f"#byte={error.start}", "the text is not UTF-8", "send it as UTF-8") from error

    @property
    def document(self) -> Any:
        """The content as strict JSON: no duplicate keys, no NaN, bounded depth. Raises EvidenceError."""
        value, error = self._parsed
        if error is not None:
            raise error
        return value

    @cached_property
    def _parsed(self) -> tuple[Any, EvidenceError | None]:
        # Every reader asks; what is refused is refused once.
        try:
            return strict_json(self.text), None
        except EvidenceError as error:
            return None, error

    @cached_property
    def is_object(self) -> bool:
        """Whether the content starts as a JSON object; it may still be refused."""
        return self.data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"


def _refuse_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise EvidenceError(
            "#", f"the key `{twice}` stands twice in one object", "send the unchanged answer of the service"
        )
    return found


def _refuse_constant(word: str) -> Any:
    raise EvidenceError("#", f"`{word}` is not JSON", "send the unchanged answer of the service")


def _finite(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise EvidenceError("#", f"the number `{text[:40]}` is too large", "send the unchanged answer of the service")
    return value


def strict_json(text: str) -> Any:
    """JSON in which nothing can be read in two ways. Raises EvidenceError with the reason."""
    try:
        value = json.loads(
            text, object_pairs_hook=_refuse_duplicates, parse_constant=_refuse_constant, parse_float=_finite
        )
    except json.JSONDecodeError as error:
        raise EvidenceError(
            f"#line={error.lineno}", f"not valid JSON: {error.msg}", "send the whole file again"
        ) from error
    except (RecursionError, ValueError) as error:
        raise EvidenceError("#", "the JSON is nested too deeply or holds a number that is too long") from error
    _refuse_depth(value)
    if _SURROGATE.search(text):
        _refuse_lone_surrogates(value)
    return value


def _refuse_lone_surrogates(value: Any) -> None:
    """Half of a character cannot be written as UTF-8, so nothing could be told of it."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise EvidenceError("#", "a text holds half of a character (a lone surrogate)") from error


def _refuse_depth(value: Any) -> None:
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [
            inner
            for outer in level
            if isinstance(outer, (dict, list))
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not level:
            return
    raise EvidenceError("#", f"the JSON is nested deeper than {MAX_DEPTH} levels")


def policy_document(value: Any) -> Any:
    """A policy as an object: the services answer with an object, a JSON text, or that text URL-encoded."""
    if not isinstance(value, str):
        return value
    return strict_json(value if value.lstrip().startswith("{") else unquote(value))


def canonical(value: Any) -> str:
    """JSON with sorted keys and no spaces: equal values are equal texts."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
