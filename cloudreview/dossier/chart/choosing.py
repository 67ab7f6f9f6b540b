"""Which parties a chart shows: the parties asked for and all above them, cut where there are too many.

Law: what is left out is counted, so that a picture never looks whole where it is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from cloudreview.dossier.chart.links import EMPLOYS, Link, Links
from cloudreview.dossier.page.words import COUNTRY
from cloudreview.truth import Truth
from cloudreview.vocabulary.told import Dossier

MOST, BROAD, LINES = 40, 9, 100
"""Parties in one chart; parties drawn above or below one other because of it; lines."""
CHARTS, WANTED = 8, 200
"""Charts on the page; parties for which they are drawn."""
FEW = 6
"""Other parties that have a chart where there is no path."""
Best = Mapping[str, Truth]
"""The best status of each party."""


class Chosen(NamedTuple):
    """What one chart shows."""

    targets: Sequence[str]
    """The parties for which it is drawn."""
    parties: Sequence[str]
    links: Sequence[Link]
    left_parties: int
    """Parties above the targets that are not drawn, and links between all these of which the same is true."""
    left_links: int


def chosen(links: Links, targets: Sequence[str], best: Best, below: bool = False) -> Chosen:
    """The targets, the parties nearest above them, and, where `below`, those that they hold, directly or not."""

    def up(party: str) -> list[tuple[str, Link]]:
        return [(one.above, one) for one in links.up.get(party, ())]

    def down(party: str) -> list[tuple[str, Link]]:
        return [(one.below, one) for one in links.down.get(party, ()) if one.interest]

    above = list(_walk(targets, up, best))
    shown = list(_walk(targets, up, best, BROAD))[:MOST]
    if below:
        held = _walk(targets, down, best, BROAD)
        shown += [one for one in held if one not in set(above)][: MOST - len(shown)]
    inside = set(shown)
    every = {one.name: one for party in above for one in links.up.get(party, ())}
    every |= {one.name: one for party in shown for one in links.up.get(party, ()) if one.above in inside}
    drawn = [one for one in every.values() if one.above in inside and one.below in inside]
    return Chosen(
        targets=targets,
        parties=shown,
        links=sorted(drawn, key=lambda one: one.name)[:LINES],
        left_parties=len(set(above) - inside),
        left_links=len(every) - len(drawn[:LINES]),
    )


Near = Callable[[str], Iterable[tuple[str, Link]]]


def _walk(start: Iterable[str], near: Near, best: Best, broad: int | None = None) -> Iterator[str]:
    """Everybody that can be reached, the nearest first; of equally near ones those with the surest status."""
    row = list(dict.fromkeys(start))
    met = set(row)
    while row:
        yield from row
        size: dict[str, int] = {}
        kept: set[str] = set()
        for party in row:
            beside = {other: link for other, link in near(party) if other not in met}
            for other, link in beside.items():
                size[other] = max(size.get(other, 0), _size(link))
            kept.update(sorted(beside, key=lambda one: (-best.get(one, Truth.REFUTED), -size[one], one))[:broad])
        row = sorted(kept, key=lambda one: (-best.get(one, Truth.REFUTED), -size[one], one))
        met.update(row)


def _size(link: Link) -> int:
    return (link.fact.row["percent_max"] or 0) if link.interest else 0


def on_page(dossier: Dossier, links: Links, best: Best) -> tuple[list[Chosen], int]:
    """The charts of the page, and how many of the parties that have one by rights are in none of them.

    Parties whose holders or employers meet share a chart, unless it would be too large: then each has its own.
    """
    wanted = targets(dossier, best)
    found: list[Chosen] = []
    for group in _groups(links, wanted[:WANTED]):
        whole = chosen(links, group, best)
        found += [chosen(links, [one], best) for one in group] if whole.left_parties else [whole]
    found = [one for one in found if any(link.interest or link.kind == EMPLOYS for link in one.links)]
    kept = found[:CHARTS]
    return kept, len(
        {one for chart in found for one in chart.targets} - {one for chart in kept for one in chart.parties}
    )


def targets(dossier: Dossier, best: Best) -> list[str]:
    """The party under review, who stands on a path or employs such, who operates a store; without paths a few more."""
    known = {one.party for one in dossier.parties}
    found = dict.fromkeys([dossier.case.get("subject") or ""])
    for path in dossier.paths:
        found.setdefault(path.status_of)
        for step in path.steps:
            found.update(dict.fromkeys(step.conclusion.get(field, "") for field in ("party", "person", "actor")))
    found.update(dict.fromkeys(one.operator or "" for one in dossier.locations))
    named = [one for one in found if one in known]
    if not dossier.paths:
        named += sorted(known - set(named), key=lambda one: (-best.get(one, Truth.REFUTED), one))[:FEW]
    return named


def _groups(links: Links, wanted: Sequence[str]) -> list[list[str]]:
    """The wanted parties by who have somebody above them in common; countries join nobody."""
    group: dict[str, int] = {}
    found: list[list[str]] = []
    for party in wanted:
        above = list(_walk([party], lambda one: _above(links, one), {}))
        joined = sorted({group[one] for one in above if one in group})
        number = joined[0] if joined else len(found)
        if not joined:
            found.append([])
        for other in joined[1:]:
            found[number] += found[other]
            found[other] = []
            group.update({one: number for one, old in group.items() if old == other})
        found[number].append(party)
        group.update(dict.fromkeys(above, number))
    return [one for one in found if one]


def _above(links: Links, party: str) -> list[tuple[str, Link]]:
    return [(one.above, one) for one in links.up.get(party, ()) if not one.above.startswith(COUNTRY)]
