"""The original text behind the page's places, as numbered exhibits.

Law: what is quoted comes from the evidence as it was received, whoever hands it in; it is bounded in number and in
size, and a cut says so. An exhibit has its number in the order in which the page mentions it.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from cloudreview.clean import clean
from cloudreview.vocabulary.told import Dossier, EvidenceFile

MOST = 1_000
"""Exhibits on a page; the rest is in the evidence, and `cloudreview explain` shows it."""
LINES, WIDTH = 30, 400
"""Of one exhibit: lines, and characters of a line."""
SNIPPET = 220
"""Characters of a quotation beside a step."""


class Found(Protocol):
    """What stands at a place, or why it is not shown."""

    @property
    def text(self) -> str | None:
        """The text as received; None where it cannot be shown."""
        ...

    @property
    def why(self) -> str:
        """Why not."""
        ...


Original = Callable[[str], Found]
"""Looks a place up in the evidence."""


class Exhibit(NamedTuple):
    """A place of the evidence with what stands there."""

    number: int
    place: str
    file: EvidenceFile | None
    where: str
    """`line 4`, `/Policy/Statement/0`, or `the whole file`."""
    head: str
    """The header line of a table."""
    lines: tuple[str, ...]
    cut: bool
    why: str
    """Why nothing is shown."""

    @property
    def snippet(self) -> str:
        """The text on one line, spaces drawn together, cut."""
        words = " ".join(" ".join(self.lines).split())
        return words if len(words) <= SNIPPET else words[:SNIPPET] + " ..."

    @property
    def said_by(self) -> str:
        """Whose statement it is."""
        return self.file.speaker if self.file else "nobody known"

    @property
    def source(self) -> str:
        """File and where in it."""
        return f"{self.file.name}, {self.where}" if self.file else self.place

    @property
    def whole(self) -> bool:
        """Whether it is a file and no place in it."""
        return self.where == WHOLE


WHOLE = "the whole file"


class Nothing(NamedTuple):
    """A place that is not looked up."""

    text: str | None = None
    why: str = "the page was written without the evidence"


def unread(place: str) -> Found:
    """The original of a place where no evidence is at hand."""
    return Nothing()


class Exhibits:
    """The exhibits of a page; they are numbered as they are asked for, and looked up together, file by file."""

    def __init__(self, dossier: Dossier, original: Original, wanted: Iterable[str]) -> None:
        """`wanted`: the places in the order in which the page mentions them."""
        self._files = {file.sha256[:12]: file for file in dossier.evidence}
        places = list(dict.fromkeys(wanted))[:MOST]
        heads = {one: f"{one[:12]}#line=1" for one in places if self._tabular(one)}
        texts = {one: original(one) for one in sorted({*places, *heads.values()})}
        self._by_place = {
            one: self._exhibit(number, one, texts[one], texts.get(heads.get(one, "")))
            for number, one in enumerate(places, 1)
        }

    def of(self, places: Iterable[str]) -> Sequence[Exhibit]:
        """The exhibits of some places, those with a text of their own before whole files."""
        found = [self._by_place[one] for one in places if one in self._by_place]
        return sorted(found, key=lambda one: one.whole)

    @property
    def all(self) -> Sequence[Exhibit]:
        """Every exhibit by its number."""
        return list(self._by_place.values())

    def source(self, place: str) -> str:
        """A place as a reader knows it, exhibit or not."""
        address, mark, rest = place.partition("#")
        file = self._files.get(address[:12])
        return f"{file.name}, {_where(mark + rest)}" if file else place

    def _tabular(self, place: str) -> bool:
        file = self._files.get(place[:12])
        return file is not None and file.format.endswith(" table") and "#line=" in place

    def _exhibit(self, number: int, place: str, found: Found, head: Found | None) -> Exhibit:
        lines, cut = _lines(found.text)
        first, _ = _lines(head.text if head else None)
        return Exhibit(
            number=number,
            place=place,
            file=self._files.get(place[:12]),
            where=_where(place[12:]),
            head=first[0] if first and first != lines else "",
            lines=lines,
            cut=cut,
            why=found.why,
        )


def _where(rest: str) -> str:
    """The part of a place after the hash, in words."""
    member, _, fragment = rest.partition("#")
    kind, _, value = fragment.partition("=")
    if not fragment:
        words = WHOLE
    elif fragment.startswith("/"):
        words = fragment
    else:
        words = f"{kind} {value}"
    return f"{member.removeprefix('!')}, {words}" if member else words


def _lines(text: str | None) -> tuple[tuple[str, ...], bool]:
    """The text in cleaned lines, its indentation shortened; whether it was cut."""
    if text is None:
        return (), False
    raw = text[: LINES * WIDTH * 2].replace("\t", "    ").splitlines()
    cut = len(text) > LINES * WIDTH * 2 or len(raw) > LINES or any(len(one) > WIDTH for one in raw)
    first, rest = raw[:1], textwrap.dedent("\n".join(raw[1:LINES])).split("\n") if len(raw) > 1 else []
    return tuple(clean(one[:WIDTH]) for one in [*first, *rest]), cut


def by_place(facts: Mapping[str, Sequence[str]], names: Iterable[str]) -> Sequence[str]:
    """The places of some facts, in their order, each once."""
    return list(dict.fromkeys(place for name in names for place in facts.get(name, ())))
