"""The ownership chart as a picture: boxes for parties, lines for links, each with what it says, ready to be written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cloudreview.dossier.chart.choosing import Chosen
from cloudreview.dossier.chart.layers import Place, Thing, Wire, layout
from cloudreview.dossier.chart.lettering import line, lines
from cloudreview.dossier.chart.links import Link, Links, Remainder, remainder
from cloudreview.dossier.chart.ties import (
    EDGE,
    NOTE,
    SMALL,
    Said,
    Text,
    Tie,
    bundles,
    plain,
    said,
    size,
    text_rows,
    tie,
)
from cloudreview.dossier.chart.wording import KINDS, REGIMES, Standings, described, listings, percent
from cloudreview.dossier.page.words import COUNTRY, Names, country, listed
from cloudreview.dossier.wording import when
from cloudreview.spells import instant, text
from cloudreview.vocabulary.told import Dossier

BOX = 224
"""Width of a party."""
NAME = 13.0
"""Size of the letters of its name."""


class Box(NamedTuple):
    """A party, a country or what nobody told."""

    party: str
    x: int
    y: int
    width: int
    height: int
    shape: str
    outline: str
    truth: str
    target: bool
    texts: Sequence[Text]
    title: str


class Picture(NamedTuple):
    """A chart."""

    width: int
    height: int
    boxes: Sequence[Box]
    ties: Sequence[Tie]
    said: Sequence[Said]
    links: Sequence[Link]
    """As they are numbered: from above to below, from left to right."""
    title: str
    left: str
    """What is left out, as a sentence; empty: nothing is."""


class Drawing:
    """Draws what was chosen."""

    def __init__(self, dossier: Dossier, names: Names, links: Links, standings: Standings) -> None:
        self._dossier, self._names, self._links, self._standings = dossier, names, links, standings
        as_of = dossier.case.get("as_of")
        self._day = links.at if links.at is not None else (None if as_of is None else instant(as_of))
        self._kinds = {one.party: one.kind for one in dossier.parties}

    def draw(self, chosen: Chosen) -> Picture:
        """The picture of what was chosen."""
        rests = self._standings.resting(chosen.parties)
        boxes = {one: self._texts(one) for one in chosen.parties}
        rest = {f"rest:{one}": found for one in chosen.parties if (found := self._remainder(one)) is not None}
        things = [self._thing(one, texts) for one, texts in boxes.items()]
        things += [Thing(name, BOX - 30, _height(self._rest_texts(left))) for name, left in rest.items()]
        bound = bundles(chosen.links)
        wires = [Wire(one.name, one.above, one.below, *size(one)) for one in bound]
        wires += [Wire(name, name, name.removeprefix("rest:"), 0, 0) for name in rest]
        placed = layout(things, wires)
        bound.sort(key=lambda one: (*placed.runs[one.name].label[::-1], one.name))
        ordered = [link for one in bound for link in one.links]
        truths = {one.name: rests.get(one.fact.id, "") for one in ordered}
        numbers = {one.name: number for number, one in enumerate(ordered, 1)}
        drawn = [self._box(one, placed.boxes[one], texts, self._marked(one, chosen)) for one, texts in boxes.items()]
        drawn += [self._rest(name, placed.boxes[name], left) for name, left in rest.items()]
        return Picture(
            width=placed.width + 2 * EDGE,
            height=placed.height + 2 * EDGE,
            boxes=drawn,
            ties=[
                *(tie(one, placed.runs[one.name], truths, self._names) for one in bound),
                *(plain(placed.runs[name]) for name in rest),
            ],
            said=[row for one in bound for row in said(one, placed.runs[one.name], truths, numbers, self._names)],
            links=ordered,
            title=self._title(chosen),
            left=_left(chosen),
        )

    def _marked(self, party: str, chosen: Chosen) -> bool:
        """Whether it is the party that the chart is for, where that is one, or the party under review."""
        return party in (self._dossier.case.get("subject"), *(chosen.targets if len(chosen.targets) == 1 else ()))

    def _title(self, chosen: Chosen) -> str:
        day = "over the period" if self._links.at is None else f"at {when(text(self._links.at))}"
        regimes = listed([REGIMES.get(one, one) for one in sorted({one.regime for one in self._dossier.statuses})], 4)
        reading = f"; statuses under {regimes} in the readings of the first screen" if regimes else ""
        whom = listed([self._names.bare(one) for one in chosen.targets], 6)
        return f"Who holds and employs {whom}, {day}{reading}"

    def _texts(self, party: str) -> list[tuple[str, str]]:
        """What stands in a box, with the kind of each line."""
        room = BOX - 18
        name = country(party.removeprefix(COUNTRY)) if party.startswith(COUNTRY) else self._names.bare(party)
        found = [(one, "name") for one in lines(name, room, 2, NAME)]
        if name != party and not party.startswith(COUNTRY):
            found.append((line(party, room, NOTE), "id"))
        what = described(party, self._kinds.get(party), self._links.about.get(party, ()), self._day)
        found += [(one, "what") for one in lines(what, room, 2, SMALL)]
        standings = self._standings.of(party)
        several = len(self._dossier.case.get("rules", ())) > 1
        for one in [] if party.startswith(COUNTRY) else standings:
            found.append((line(f"{one.regime}: {one.short}" if several else one.short, room, SMALL), one.truth))
        found += [(line(one, room, SMALL), "listed") for one in self._listings(party)[:2]]
        found += [(one, "note") for one in self._holders(party)]
        return found

    def _listings(self, party: str) -> list[str]:
        return listings(self._links.about.get(party, ()), self._links.at)

    def _holders(self, party: str) -> list[str]:
        """Of a company of which no holder is told: whether that is known to be all."""
        if party.startswith(COUNTRY) or self._kinds.get(party) not in ("company", None) or self._day is None:
            return []
        if any(one.interest for one in self._links.up.get(party, ())):
            return []
        closed = self._links.closed(party, self._day)
        return ["no holder, the list is whole" if closed else "its holders are not told"]

    def _remainder(self, party: str) -> Remainder | None:
        return None if party.startswith(COUNTRY) else remainder(self._links, party, self._day)

    def _thing(self, party: str, texts: Sequence[tuple[str, str]]) -> Thing:
        return Thing(party, BOX, _height(texts), party.startswith(COUNTRY))

    def _box(self, party: str, place: Place, texts: Sequence[tuple[str, str]], target: bool) -> Box:
        kind = "state" if party.startswith(COUNTRY) else str(self._kinds.get(party))
        shape = {"government": "state", "agency": "state", "person": "person", "company": "company"}.get(kind, kind)
        shape = shape if shape in ("state", "person", "company") else "untold"
        truth = self._standings.best.get(party)
        what = described(party, self._kinds.get(party), self._links.about.get(party, ()), self._day)
        long = [one.long for one in self._standings.of(party)]
        return _boxed(
            Box(
                party=party,
                x=place.x - BOX // 2 + EDGE,
                y=place.y + EDGE,
                width=BOX,
                height=_height(texts),
                shape=shape,
                outline="",
                truth="" if truth is None else truth.word,
                target=target,
                texts=text_rows(texts),
                title="; ".join(
                    [f"{self._names.of(party)}: {what}", *long, *self._listings(party), *self._holders(party)]
                ),
            )
        )

    def _rest_texts(self, left: Remainder) -> list[tuple[str, str]]:
        words = "no holder told: " if left.closed else "not disclosed: "
        amounts = [
            f"{'' if left.closed and one.exact else 'up to '}{percent(one.most)} {KINDS[one.kind]}" for one in left.most
        ]
        found = [(one, "what") for one in lines(words + ", ".join(amounts), BOX - 54, 3, SMALL)]
        if left.closed:
            by = f"the list is whole, says {listed(left.closed.speakers, 2)}"
            found += [(one, "note") for one in lines(by, BOX - 54, 2, NOTE)]
        return found

    def _rest(self, name: str, place: Place, left: Remainder) -> Box:
        texts, width = self._rest_texts(left), BOX - 30
        return _boxed(
            Box(
                party=name,
                x=place.x - width // 2 + EDGE,
                y=place.y + EDGE,
                width=width,
                height=_height(texts),
                shape="rest",
                outline="",
                truth="refuted" if left.closed else "unknown",
                target=False,
                texts=text_rows(texts),
                title=f"Of {self._names.of(name.removeprefix('rest:'))} {' '.join(words for words, _ in texts)}",
            )
        )


def _height(texts: Sequence[tuple[str, str]]) -> int:
    return 15 * len(texts) + 14


def _left(chosen: Chosen) -> str:
    if not chosen.left_links and not chosen.left_parties:
        return ""
    return (
        f"The picture is cut: {chosen.left_parties:,} parties above these, and {chosen.left_links:,} links of theirs, "
        "are not drawn. The nearest are drawn, those with a status first; dossier.json has all."
    )


def _boxed(box: Box) -> Box:
    """The box with its outline: a country's corners are cut, a person's are round."""
    w, h = box.width - 2, box.height - 2
    cut = {"state": 11, "person": 18, "company": 3, "untold": 3, "rest": 3}[box.shape]
    if box.shape == "person":
        corner = f"a {cut} {cut} 0 0 1"
        path = f"M {cut + 1} 1 h {w - 2 * cut} {corner} {cut} {cut} v {h - 2 * cut} {corner} -{cut} {cut} "
        path += f"h -{w - 2 * cut} {corner} -{cut} -{cut} v -{h - 2 * cut} {corner} {cut} -{cut} Z"
    else:
        path = f"M {cut + 1} 1 h {w - 2 * cut} l {cut} {cut} v {h - 2 * cut} l -{cut} {cut} "
        path += f"h -{w - 2 * cut} l -{cut} -{cut} v -{h - 2 * cut} Z"
    return box._replace(outline=path)
