"""Evidence is hostile: its text is shown so that it can neither steer a terminal nor look like something else."""

from __future__ import annotations

import unicodedata

_SHOWN = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn"})
r"""Control, format (bidirectional, zero width), separators, surrogates, private and unassigned: shown as `\u202e`."""


def clean(text: str) -> str:
    """The text with every character that is not plainly visible written as its code."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_code(char) if unicodedata.category(char) in _SHOWN else char for char in text)


def _code(char: str) -> str:
    number = ord(char)
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
