"""A name taken apart: legal form, words of its trade, and the rest in Latin letters."""

from __future__ import annotations

import functools
import importlib
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from typing import Any, NamedTuple

from cloudreview.names.writing import ABJAD, HAN, LATIN, consonants, folded, latin, script_of, simplified

FEWEST = 2
"""Letters of a name without its form that say anything."""
BONES = 3
"""Consonants that say anything."""

_JOINED = re.compile(r"(?<=\w)[.](?=\w|$)|['`\"\u2018-\u201f\u02bb-\u02bf\u00ab\u00bb]")
"""Dots inside a word, as in `L.L.C.`, and marks of quoting."""
_SPACE = re.compile(r"[^\w&$]+|_+")
_ARTICLES = frozenset({"al", "el", "l"})
"""What Arabic writes as one with the word that follows."""
_ARTICLE = re.compile(r"\b\u0627\u0644(?=\w{3})")
Words = tuple[str, ...]


class Name(NamedTuple):
    """A name, and what of it may be equal to another's."""

    text: str
    """As told."""
    plain: str
    """In lower case, without punctuation."""
    core: str
    """Without the legal form, in simplified characters, the words of its trade by their signs; a person's in order."""
    form: str
    """The legal form; empty: none, or a person."""
    script: str
    accented: bool
    """Latin letters with marks, which others may leave out."""
    keys: frozenset[str]
    """The core in Latin letters, in a spelling that the usual ones have in common; several orders of a person's."""
    bones: str
    """The consonants; empty: too few to say anything."""
    letters: int
    """How many they are, the words of trade left out."""


def read(text: str, person: bool = False) -> Name | None:
    """A name taken apart; None where nothing of it is left that says anything."""
    plain = _plain(text)
    words, form = (_without_titles(plain.split()), "") if person else _without_form(simplified(plain))
    if person:
        words = tuple(simplified(one) for one in words)
    signs = words if person else tuple(_signed(words))
    if sum(map(len, signs)) < FEWEST or (not person and all(one.startswith("$") for one in signs)):
        return None
    script = script_of(text)
    spelled: list[str | Words] = [one if one.startswith("$") else latin(_ARTICLE.sub("", one)) for one in signs]
    bones, letters = _bones(spelled, person)
    return Name(
        text=text,
        plain=plain,
        core="".join(sorted(signs) if person else signs),
        form=form,
        script=script,
        accented=script == LATIN and not plain.isascii(),
        keys=_person_keys(signs, script) if person else _company_keys(signs, spelled, text),
        bones=bones if letters >= BONES else "",
        letters=letters,
    )


def _plain(text: str) -> str:
    lower = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(_SPACE.sub(" ", _JOINED.sub("", lower)).split())


def _joined(spelled: str | Words) -> str:
    return spelled if isinstance(spelled, str) else "".join(spelled)


def _company_keys(signs: Sequence[str], spelled: Sequence[str | Words], text: str) -> frozenset[str]:
    """The core in Latin letters; also without the word for city, and with two letters for an umlaut."""
    found = {"".join(map(_joined, spelled))}
    city = vocabulary().city.match(signs[0])
    if city is not None:
        found.add("".join([*latin(city[1]), *latin(signs[0][city.end() :]), *map(_joined, spelled[1:])]))
    two = "".join(_UMLAUTS.get(one, one) for one in unicodedata.normalize("NFC", text))
    if two != text:
        found |= {"".join(_joined(latin(one)) for one in _signed(_without_form(_plain(two))[0]))}
    return frozenset(map(folded, found))


_UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "å": "aa", "ø": "oe", "æ": "ae"}


def _bones(spelled: Iterable[str | Words], person: bool) -> tuple[str, int]:
    words = (one if isinstance(one, str) else "".join(one) for one in spelled)
    found = [one if one.startswith("$") else consonants(one) for one in words if one not in _ARTICLES]
    # Arabic puts the word for a group first: words of trade stand apart, in order.
    own, trade = [one for one in found if not one.startswith("$")], [one for one in found if one.startswith("$")]
    return "".join([*(sorted(own) if person else own), *sorted(trade)]), sum(map(len, own))


def _person_keys(words: Words, script: str) -> frozenset[str]:
    """The words in any order; of several the first, or the last, apart from the rest, which may be written as one."""
    splits: set[tuple[Words, ...]]
    if script == HAN and len(words) == 1:
        whole = latin(words[0])
        splits = {(whole[:at], whole[at:]) for at in (1, 2) if at < len(whole)} or {(whole,)}
        splits |= {
            ((read_,), latin(words[0][len(name) :]))
            for name, read_ in vocabulary().surnames.items()
            if words[0].startswith(name)
        }
    else:
        spelled = tuple(part for word in words for part in latin(word))
        splits = {tuple((one,) for one in spelled)}
        if len(spelled) > 2:
            splits |= {(spelled[:1], spelled[1:]), (spelled[-1:], spelled[:-1])}
    return frozenset(" ".join(sorted(folded("".join(part)) for part in split)) for split in splits)


class _Vocabulary(NamedTuple):
    """The words of `words.toml` and of the library of legal forms."""

    whole: Words
    """Forms written without a space, the longest first."""
    forms: frozenset[Words]
    longest: int
    signs: Mapping[Words, str]
    most: int
    inside: re.Pattern[str]
    """Words of trade in scripts without spaces."""
    titles: frozenset[str]
    first: frozenset[Words]
    """Forms that stand before the name as well."""
    surnames: Mapping[str, str]
    city: re.Pattern[str]
    """A city or province at the beginning, with the word that says so."""


@functools.cache
def vocabulary() -> _Vocabulary:
    """All words, once."""
    told: Mapping[str, Any] = tomllib.loads((files(__package__) / "words.toml").read_text(encoding="utf-8"))
    listed: Mapping[str, Sequence[str]] = importlib.import_module("cleanco.termdata").terms_by_type
    forms = {tuple(_plain(one).split()) for group in listed.values() for one in group}
    forms |= {tuple(_plain(one).split()) for one in told["forms"]["words"]}
    signs = {tuple(said.split()): "$" + one["sign"] for one in told["words"] for said in one["said"]}
    spaceless = sorted(
        (one[0] for one in signs if len(one) == 1 and script_of(one[0]) == HAN), key=lambda one: (-len(one), one)
    )
    return _Vocabulary(
        whole=tuple(told["forms"]["whole"]),
        forms=frozenset(forms - {()}),
        longest=max(map(len, forms)),
        signs=signs,
        most=max(map(len, signs)),
        inside=re.compile("(" + "|".join(spaceless) + ")"),
        titles=frozenset(told["titles"]["words"]),
        first=frozenset(tuple(one.split()) for one in told["forms"]["first"]),
        surnames=told["surnames"],
        city=re.compile(f"([^a-z$]{{2,3}})(?:{'|'.join(told['cities']['after'])})(?=..)"),
    )


def _without_titles(words: Sequence[str]) -> Words:
    titles = vocabulary().titles
    return tuple(one for one in words if one not in titles) or tuple(words)


def _without_form(plain: str) -> tuple[Words, str]:
    """The words of a company's name and its legal form, which stands at the end or at the beginning."""
    found = vocabulary()
    words, forms = tuple(plain.split()), list[str]()
    for form in found.whole:
        words, gone = _cut_whole(words, form)
        if gone:
            forms.append(form)
            break
    while True:
        part, rest = _cut_word(words, found)
        if not part:
            break
        words = rest
        forms.append(" ".join(part))
    return words, " ".join(sorted(forms))


def _cut_word(words: Words, known: _Vocabulary) -> tuple[Words, Words]:
    """The longest form at the end, or one at the beginning, and the words without it; something is always left."""
    for size in range(min(known.longest, len(words) - 1), 0, -1):
        if words[-size:] in known.forms:
            return words[-size:], words[:-size]
        if words[:size] in known.first:
            return words[:size], words[size:]
    return (), words


def _cut_whole(words: Words, form: str) -> tuple[Words, bool]:
    """Without a form that is written beside the name, at its end or its beginning."""
    if words and words[-1].endswith(form) and words != (form,):
        return tuple(one for one in (*words[:-1], words[-1].removesuffix(form)) if one), True
    if words and words[0].startswith(form) and words != (form,):
        return tuple(one for one in (words[0].removeprefix(form), *words[1:]) if one), True
    return words, False


def _signed(words: Words) -> Iterable[str]:
    """The words, those of trade by their signs."""
    found = vocabulary()
    parts = [part for word in words for part in (found.inside.split(word) if not word.isascii() else (word,)) if part]
    at = 0
    while at < len(parts):
        for size in range(min(found.most, len(parts) - at), 0, -1):
            sign = found.signs.get(tuple(parts[at : at + size]))
            if sign is not None:
                yield sign
                at += size
                break
        else:
            yield parts[at]
            at += 1


__all__ = ["ABJAD", "HAN", "LATIN", "Name", "read"]
