"""The lines of a chart and what stands on them: one label a link; many links of the same two parties share a line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from cloudreview.dossier.chart.layers import Place, Run
from cloudreview.dossier.chart.lettering import from_right, line, width
from cloudreview.dossier.chart.links import Link
from cloudreview.dossier.chart.wording import days, route, saying, stake
from cloudreview.dossier.page.words import COUNTRY, Names, country
from cloudreview.truth import Truth

LABEL, SMALL, NOTE = 178, 11.0, 10.5
"""Width of a label at most; sizes of letters."""
EDGE = 12
"""Room round the picture."""
FEW, ROW, STACKED = 2, 13, 4
"""Links of the same two parties that have a line each; height of a line of text; room between labels of one line."""


class Text(NamedTuple):
    """A line of text, its foot at y."""

    text: str
    y: int
    kind: str
    right: bool = False
    """Whether it runs from the right."""


def text_rows(texts: Iterable[tuple[str, str]], top: int = 19, step: int = 15) -> list[Text]:
    """Lines of text one below the other."""
    return [Text(words, top + step * row, kind, from_right(words)) for row, (words, kind) in enumerate(texts)]


class Bundle(NamedTuple):
    """Links that are drawn as one line."""

    name: str
    above: str
    below: str
    links: Sequence[Link]


class Tie(NamedTuple):
    """A line of the picture."""

    kind: str
    truth: str
    """Of the statuses in the picture that rest on it; empty: none does."""
    path: str
    head: str
    back: bool
    title: str


class Said(NamedTuple):
    """The label of one link."""

    name: str
    number: int
    """Of its row in the table."""
    kind: str
    truth: str
    back: bool
    x: int
    y: int
    width: int
    height: int
    texts: Sequence[Text]
    title: str


def bundles(links: Iterable[Link]) -> list[Bundle]:
    """A line for every link, or for all of the same two parties where these are many."""
    pairs: dict[tuple[str, str], list[Link]] = {}
    for link in sorted(links, key=lambda one: (one.kind or "", str(one.fact.row.get("start") or ""), one.name)):
        pairs.setdefault((link.above, link.below), []).append(link)
    found = []
    for (above, below), group in sorted(pairs.items()):
        lots = [group] if len(group) > FEW else [[one] for one in group]
        found += [Bundle(lot[0].name, above, below, lot) for lot in lots]
    return found


def size(bundle: Bundle) -> tuple[int, int]:
    """Width and height of all labels of a line."""
    sizes = [_size(one) for one in bundle.links]
    return max(wide for wide, _ in sizes), sum(tall for _, tall in sizes) + STACKED * (len(sizes) - 1)


def tie(bundle: Bundle, run: Run, truths: Mapping[str, str], names: Names) -> Tie:
    """The line of a bundle: of the kind of its links where they have one, else of several."""
    kinds = {_kind(one) for one in bundle.links}
    found = [truths[one.name] for one in bundle.links if truths[one.name]]
    truth = max(found, key=Truth.of, default="")
    title = "; ".join(sentence(one, names) for one in bundle.links)
    return Tie(kinds.pop() if len(kinds) == 1 else "several", truth, *_drawn(run), run.back, title)


def plain(run: Run) -> Tie:
    """The line of what nobody told."""
    return Tie("rest", "", *_drawn(run), False, "")


def said(bundle: Bundle, run: Run, truths: Mapping[str, str], numbers: Mapping[str, int], names: Names) -> list[Said]:
    """The labels on a line, one below the other."""
    found, y = [], run.label.y + EDGE
    for link in bundle.links:
        wide, tall = size(bundle)[0], _size(link)[1]
        texts = text_rows(_texts(link, numbers[link.name], run.back), top=ROW, step=ROW)
        found.append(
            Said(
                name=link.name,
                number=numbers[link.name],
                kind=_kind(link),
                truth=truths[link.name],
                back=run.back,
                x=run.label.x - wide // 2 + EDGE,
                y=y,
                width=wide,
                height=tall,
                texts=texts,
                title=sentence(link, names),
            )
        )
        y += tall + STACKED
    return found


def sentence(link: Link, names: Names) -> str:
    """A link in one sentence: who, what of whom, when, on whose word."""
    more = f" ({route(link)})" if route(link) else ""
    how = "" if link.sure else "; possibly only"
    above, below = names.of(link.above), names.of(link.below)
    if link.place:
        told = f"{below} is {link.kind} in {country(link.above.removeprefix(COUNTRY))}"
    else:
        told = f"{above}: {stake(link)}{more}: {below}"
    return f"{told}, {days(link)}{how}, {saying(link.fact.speakers)}"


def _kind(link: Link) -> str:
    """The kind as a class of the picture."""
    by_relation = {"controls": "judged", "rights": "right"}.get(link.fact.relation)
    return by_relation or ("place" if link.place else (link.kind or "other").replace("_", "-"))


def _texts(link: Link, number: int, back: bool) -> list[tuple[str, str]]:
    """The lines of a label."""
    room = LABEL - 10
    found = [(line(f"{number} · {'↺ ' if back else ''}{stake(link)}", room, SMALL), "stake")]
    if route(link):
        found.append((line(route(link), room, NOTE), "note"))
    if link.interest or link.fact.row.get("start"):
        sure = "" if link.sure else "possibly, "
        found.append((line(sure + days(link), room, NOTE), "note" if link.sure else "unknown"))
    found.append((line(saying(link.fact.speakers), room, NOTE), "note"))
    return found


def _size(link: Link) -> tuple[int, int]:
    texts = _texts(link, 10, back=True)
    wide = max(width(words, SMALL) * (1.08 if kind == "stake" else 1) for words, kind in texts)
    return min(round(wide) + 16, LABEL), ROW * len(texts) + 7


def _drawn(run: Run) -> tuple[str, str]:
    """The path of a line in smooth bends, and the head of its arrow, which touches who is held."""
    points = [Place(one.x + EDGE, one.y + EDGE) for one in run.points]
    path = [f"M {points[0].x} {points[0].y}"]
    for before, after in pairwise(points):
        if before.x == after.x:
            path.append(f"V {after.y}")
        else:
            half = (before.y + after.y) // 2
            path.append(f"C {before.x} {half} {after.x} {half} {after.x} {after.y}")
    last = points[-1]
    before = next((one for one in reversed(points) if one.y != last.y), last)
    step = -8 if before.y <= last.y else 8
    return " ".join(path), f"M {last.x} {last.y} l -4 {step} h 8 Z"
