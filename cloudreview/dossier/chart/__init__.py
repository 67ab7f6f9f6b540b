"""The ownership chart of a party: who holds it, how much, since when, on whose word, and who has which status."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cloudreview.dossier.chart.choosing import Chosen, chosen, on_page, targets
from cloudreview.dossier.chart.links import Links
from cloudreview.dossier.chart.picture import Drawing, Picture
from cloudreview.dossier.chart.rows import Row, row
from cloudreview.dossier.chart.wording import Standings
from cloudreview.dossier.page.words import Names
from cloudreview.vocabulary.told import Dossier

__all__ = ["Chart", "chart", "charts", "on_paths", "places"]


class Chart(NamedTuple):
    """A picture and its table; the rows have the numbers of the picture's lines."""

    picture: Picture
    rows: Sequence[Row]
    targets: Sequence[str]
    """The parties for which it is drawn."""


def chart(dossier: Dossier, party: str, at: int | None = None) -> Chart:
    """The chart of one party: all above it, and what it holds; `at` an instant, None the whole period."""
    names, links = Names(dossier), Links(dossier, at)
    standings = Standings(dossier, names, at)
    drawing = Drawing(dossier, names, links, standings)
    return _chart(drawing, names, chosen(links, [party], standings.best, below=True))


def charts(dossier: Dossier, names: Names) -> tuple[list[Chart], int]:
    """The charts of the page, and of how many parties on a path there is none."""
    links, standings = Links(dossier), Standings(dossier, names)
    drawing = Drawing(dossier, names, links, standings)
    found, missing = on_page(dossier, links, standings.best)
    return [_chart(drawing, names, one) for one in found], missing


def on_paths(dossier: Dossier) -> list[str]:
    """The parties whose statuses the page tells one by one: those that a chart is for."""
    return targets(dossier, Standings(dossier, Names(dossier)).best)


def places(found: Iterable[Chart]) -> list[str]:
    """The places of the evidence that the rows of some charts name, in their order."""
    return [place for one in found for told in one.rows for place in told.places]


def _chart(drawing: Drawing, names: Names, found: Chosen) -> Chart:
    picture = drawing.draw(found)
    return Chart(picture, [row(number, link, names) for number, link in enumerate(picture.links, 1)], found.targets)
