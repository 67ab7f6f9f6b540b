"""The statuses of those on a path, one by one: by which clause, since when, in each reading, what would settle it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from cloudreview.dossier.chart.wording import REGIMES, bounds
from cloudreview.dossier.page.people import spell
from cloudreview.dossier.page.words import Names, country, listed
from cloudreview.vocabulary.told import Dossier, ToldStatus

ASKED = 3
"""Questions shown for one row."""


class Row(NamedTuple):
    """What some readings say for a stretch of time."""

    readings: str
    truth: str
    word: str
    own: bool
    clause: str
    since: str
    until: str
    held: str
    """What is held by those that count, between bounds; empty where it is not told."""
    questions: Sequence[str]
    more: int
    """Questions that are not shown here."""
    alone: bool
    """Whether the first question alone settles it."""


class Block(NamedTuple):
    """A party or person under one regime, for one adversary or for all that it has nothing to do with."""

    name: str
    regime: str
    adversary: str
    rows: Sequence[Row]


Asked = Callable[[Iterable[str]], Sequence[str]]


def blocks(dossier: Dossier, names: Names, parties: Sequence[str], asked: Asked) -> list[Block]:
    """The parties in their order; adversaries under which every reading says no are told together."""
    found: dict[str, dict[str, dict[str, list[ToldStatus]]]] = {one: {} for one in parties}
    for one in (row for row in dossier.statuses if row.party in found):
        found[one.party].setdefault(one.regime, {}).setdefault(one.adversary, []).append(one)
    return [
        block
        for party, regimes in found.items()
        for regime, by_adversary in sorted(regimes.items())
        for block in _of_regime(dossier, names, (party, regime), dict(sorted(by_adversary.items())), asked)
    ]


def _of_regime(
    dossier: Dossier, names: Names, whose: tuple[str, str], rows: Mapping[str, list[ToldStatus]], asked: Asked
) -> list[Block]:
    party, regime = whose
    alike: dict[tuple[Row, ...], list[str]] = {}
    for code, told in rows.items():
        if any(one.truth != "refuted" for one in told):
            alike.setdefault(tuple(_rows(dossier, names, told, asked)), []).append(code)
    none = [code for code, told in rows.items() if all(one.truth == "refuted" for one in told)]
    if none:
        alike[tuple(_rows(dossier, names, rows[none[0]], asked)[:1])] = none
    title = REGIMES.get(regime, regime)
    return [
        Block(names.of(party), title, listed([country(code) for code in codes], 6), told)
        for told, codes in alike.items()
    ]


def _rows(dossier: Dossier, names: Names, told: Sequence[ToldStatus], asked: Asked) -> list[Row]:
    """What the readings say, those that say the same together, the one of the first screen first."""
    headline = "/".join(dossier.readings.get(point, "") for point in ("aggregation", "indirect"))
    by_reading: dict[str, list[ToldStatus]] = {}
    for one in sorted(told, key=lambda one: (one.reading != headline, one.reading, one.since_min or "", one.clause)):
        by_reading.setdefault(one.reading, []).append(one)
    alike: dict[object, list[str]] = {}
    for reading, rows in by_reading.items():
        alike.setdefault(tuple(map(_said, rows)), []).append(reading)
    found = []
    for readings in alike.values():
        which = _which(readings, by_reading)
        found += [_row(dossier, names, which, one, asked) for one in by_reading[readings[0]]]
    return found


def _said(one: ToldStatus) -> object:
    return one.truth, one.clause, one.since_min, one.until_max, bounds(one.held)


def _which(readings: Sequence[str], all_of_them: Iterable[str]) -> str:
    """Some readings as a reader hears them: `pooled` where the other point makes no difference."""
    every = [tuple(one.split("/")) for one in all_of_them]
    some = [tuple(one.split("/")) for one in readings]
    if len(some) == len(every):
        return "every reading"
    for at in range(2):
        words = {one[at] for one in some if len(one) > at}
        if len(words) == 1 and set(some) == {one for one in every if one[at] in words} and len(some) > 1:
            return words.pop().replace("_", "-")
    return "; ".join(" and ".join(one).replace("_", "-") for one in some)


def _row(dossier: Dossier, names: Names, readings: str, one: ToldStatus, asked: Asked) -> Row:
    said = spell(one, dossier.case.get("period") or {}, names)
    gaps = [*one.but_for, *(name for name in one.gaps if name not in one.but_for)]
    questions = asked(gaps) if one.truth == "unknown" else []
    return Row(
        readings=readings,
        truth=said.truth,
        word=said.word,
        own=said.own,
        clause=said.clause,
        since=said.since,
        until=said.until,
        held=bounds(one.held),
        questions=tuple(questions[:ASKED]),
        more=max(len(questions) - ASKED, 0),
        alone=bool(one.but_for and questions),
    )
