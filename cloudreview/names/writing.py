"""Scripts: which one a name is in, and how it is written in Latin letters.

Chinese is read by its phrases (`pypinyin`), so that 重庆 is Chongqing; everything else letter by letter (`anyascii`).
Traditional characters become simplified ones first (`opencc`). Japanese names in Chinese characters alone are read as
Chinese, since nothing in them tells which they are; Cantonese spellings are not known. Libraries are loaded when the
first name needs them: most cases never do.
"""

from __future__ import annotations

import functools
import importlib
import re
import unicodedata
from collections.abc import Callable, Sequence

LATIN, HAN, ABJAD, CYRILLIC, OTHER = "Latin", "Chinese", "Arabic or Hebrew", "Cyrillic", "another script"

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_ABJAD = re.compile(r"[\u0590-\u05ff\u0600-\u06ff\u0750-\u077f]")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_SCRIPTS = ((_KANA, OTHER), (_HAN, HAN), (_ABJAD, ABJAD), (_CYRILLIC, CYRILLIC))


def script_of(text: str) -> str:
    """The script of a name; of several the one that is not Latin."""
    if text.isascii():
        return LATIN
    found = next((name for pattern, name in _SCRIPTS if pattern.search(text)), None)
    if found is not None:
        return found
    plain = unicodedata.normalize("NFKD", text)
    return LATIN if all(one.isascii() or not one.isalpha() or _latin(one) for one in plain) else OTHER


def _latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("LATIN")


def simplified(text: str) -> str:
    """Chinese in simplified characters; any other text as it is."""
    return _converter()(text) if _HAN.search(text) and not _KANA.search(text) else text


def latin(word: str) -> tuple[str, ...]:
    """A word in lower-case Latin letters: syllables of Chinese, else one word."""
    if word.isascii():
        return (word,)
    if _HAN.search(word) and not _KANA.search(word):
        return tuple(part for syllable in _pinyin()(word) for part in _letters(syllable.replace("v", "u")))
    return _letters(_ascii()(word))


def _letters(text: str) -> tuple[str, ...]:
    found = re.sub(r"[^a-z0-9]+", "", (text if text.isascii() else _ascii()(text)).lower())
    return (found,) if found else ()


@functools.cache
def _converter() -> Callable[[str], str]:
    convert: Callable[[str], str] = importlib.import_module("opencc").OpenCC("t2s").convert
    return convert


@functools.cache
def _pinyin() -> Callable[[str], Sequence[str]]:
    spell: Callable[[str], Sequence[str]] = importlib.import_module("pypinyin").lazy_pinyin
    return spell


@functools.cache
def _ascii() -> Callable[[str], str]:
    spell: Callable[[str], str] = importlib.import_module("anyascii").anyascii
    return spell


_SPELLINGS = (
    ("schtsch", "$"),
    ("shch", "$"),
    ("tsch", "c"),
    ("sch", "$"),
    ("sh", "$"),
    ("ch", "c"),
    ("zh", "2"),
    ("kh", "h"),
    ("ts", "3"),
    ("tz", "3"),
    ("ck", "k"),
    ("ph", "f"),
    ("x", "ks"),
    ("w", "v"),
    ("y", "i"),
    ("j", "i"),
    ("ie", "e"),
)
"""What the usual ways of writing Cyrillic in Latin letters (ISO 9, BGN/PCGN, GOST, German) write differently."""
_TWICE = re.compile(r"(.)\1+")


def folded(text: str) -> str:
    """A spelling that the usual ways of transliterating a name have in common."""
    for one, other in _SPELLINGS:
        if one in text:
            text = text.replace(one, other)
    return _TWICE.sub(r"\1", text)


_SOUNDS = (
    ("kh", "k"),
    ("sh", "s"),
    ("th", "t"),
    ("dh", "d"),
    ("gh", "g"),
    ("ph", "f"),
    ("q", "k"),
    ("c", "k"),
    ("j", "g"),
    ("p", "b"),
    ("v", "f"),
    ("x", "ks"),
)
"""Sounds that Arabic has one letter for and Latin two, and those that Latin tells apart and Arabic does not."""
_VOWELS = re.compile(r"[aeiouyw]")


def consonants(word: str) -> str:
    """The consonants of a word in Latin letters, as Arabic and Hebrew write them: no vowels, nothing twice."""
    for one, other in _SOUNDS:
        if one in word:
            word = word.replace(one, other)
    return _TWICE.sub(r"\1", _VOWELS.sub("", word)).removesuffix("h")
