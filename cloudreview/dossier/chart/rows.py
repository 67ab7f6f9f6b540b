"""The table beside a chart: every line of the picture as a row that can be read aloud."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cloudreview.dossier.chart.links import Link
from cloudreview.dossier.chart.wording import route, since, stake, until
from cloudreview.dossier.page.words import COUNTRY, Names, country

PLACES = 3
"""Places of the evidence named for one row."""


class Row(NamedTuple):
    """One link."""

    number: int
    above: str
    what: str
    below: str
    since: str
    until: str
    shown: str
    """Whether it surely held, possibly, or is disputed."""
    speakers: Sequence[str]
    places: Sequence[str]
    fact: str
    """The id by which `explain` walks down to it."""


def row(number: int, link: Link, names: Names) -> Row:
    """A link as a row."""
    more = f" ({route(link)})" if route(link) else ""
    shown = "sources disagree" if link.fact.truth == "conflicting" else "surely" if link.sure else "possibly"
    return Row(
        number=number,
        above=country(link.above.removeprefix(COUNTRY)) if link.above.startswith(COUNTRY) else names.of(link.above),
        what=stake(link) + more,
        below=names.of(link.below),
        since=since(link.fact),
        until=until(link.fact),
        shown=shown,
        speakers=link.fact.speakers,
        places=link.fact.places[:PLACES],
        fact=link.fact.id,
    )
