"""What a gap says, with the names of the parties in place of their ids."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from cloudreview.dossier.page.words import Names
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.told import Dossier

_TOKEN = re.compile(r"(?<![\w:/.@`-])[\w-]+(?![\w:/@`-]|\.\w)")
"""Where an id may stand in a sentence: not inside an address, a path or a quotation."""


class Spoken(msgspec.Struct, frozen=True):
    """A gap as a reader hears it, and what it is about, as its sentences say that: a party, a store, an account."""

    gap: Gap
    about: str | None


def spoken(dossier: Dossier) -> Sequence[Spoken]:
    """The gaps of a dossier: `tidewater` is said as `Tidewater Cloud Pte. Ltd. (tidewater)`."""
    names, parties = Names(dossier), frozenset(one.party for one in dossier.parties)
    return [_spoken(gap, names, parties) for gap in dossier.gaps]


def gaps(dossier: Dossier) -> Sequence[Gap]:
    """The gaps of a dossier with the names of parties."""
    return [one.gap for one in spoken(dossier)]


def _spoken(gap: Gap, names: Names, parties: frozenset[str]) -> Spoken:
    where = gap.where.split()

    def name(found: re.Match[str]) -> str:
        """An id that could be an ordinary word is taken for one, unless the gap is about that party."""
        token = found[0]
        told = token in parties and (token in where or not token.isalpha())
        return names.of(token) if told else token

    said = msgspec.structs.replace(gap, why=_TOKEN.sub(name, gap.why), question=_TOKEN.sub(name, gap.question))
    labels = [names.of(one) if one in parties else one for one in where if one in parties or one.count(":") > 1]
    return Spoken(said, next((label for label in labels if said.question.count(label) == 1), None))
