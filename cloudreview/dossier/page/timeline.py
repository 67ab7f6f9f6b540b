"""The timeline: what was done, and the hours for which nothing speaks, drawn to one scale as an SVG without script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cloudreview.dossier.page.words import DONE, Names, country, day, plain, short
from cloudreview.dossier.wording import counted
from cloudreview.spells import DAY, instant, text
from cloudreview.vocabulary.told import Completeness, Dossier, Observed

LEFT, WIDTH = 250, 1000
"""Where the scale begins, and where it ends."""
LANE, HEAD, GAP = 22, 26, 14
"""Heights: of a lane, of a store's name, between stores."""
STORES, SEEN = 12, 12
"""Stores drawn; rows of what was done drawn for each."""
_TICKS = 6


class Bar(NamedTuple):
    """A stretch of time on a lane."""

    x: float
    width: float


class Lane(NamedTuple):
    """One class of events of a store: the whole period, and in it what nothing speaks for."""

    y: int
    label: str
    whole: Bar
    unspoken: Sequence[Bar]
    note: str


class Seen(NamedTuple):
    """What somebody did: from the first to the last of its requests."""

    y: int
    label: str
    bar: Bar
    single: bool
    kind: str
    """`danger`: under an adversary's control; `open`: not known whether; `plain`: neither; `denied`: without effect."""
    note: str


class Store(NamedTuple):
    """One store."""

    y: int
    name: str
    lanes: Sequence[Lane]
    seen: Sequence[Seen]
    more: int


class Tick(NamedTuple):
    """A day on the scale."""

    x: float
    label: str
    anchor: str


class Timeline(NamedTuple):
    """All of it."""

    height: int
    stores: Sequence[Store]
    ticks: Sequence[Tick]
    left_out: int


class _Scale(NamedTuple):
    """From instants to the picture."""

    begin: int
    end: int

    def at(self, when: str | None, default: int) -> float:
        moment = default if when is None else min(max(instant(when), self.begin), self.end)
        return round(LEFT + (WIDTH - LEFT) * (moment - self.begin) / max(self.end - self.begin, 1), 2)

    def bar(self, since: str | None, until: str | None) -> Bar:
        x = self.at(since, self.begin)
        return Bar(x, round(self.at(until, self.end) - x, 2))


def timeline(dossier: Dossier, names: Names) -> Timeline | None:
    """The timeline of the period; None where there is no period or nothing to draw."""
    period = dossier.case.get("period")
    seen = {one.store for one in dossier.observed if one.first}
    stores = sorted(seen | {one.store for one in dossier.completeness})
    # Without any time in the evidence the period has no bounds.
    if not period or not dossier.case.get("as_of") or not stores:
        return None
    scale = _Scale(instant(period["from"]), instant(period["to"]))
    y = HEAD
    drawn = []
    for name in _busiest(dossier, stores)[:STORES]:
        store = _store(dossier, names, name, y, scale)
        drawn.append(store)
        y += HEAD + LANE * (len(store.lanes) + len(store.seen)) + GAP
    return Timeline(y + HEAD, drawn, _ticks(scale), max(len(stores) - STORES, 0))


def _busiest(dossier: Dossier, stores: Sequence[str]) -> list[str]:
    """Stores with most done first."""
    done = dict.fromkeys(stores, 0)
    for one in (row for row in dossier.observed if row.first):
        done[one.store] += one.count if one.adversary else 0
    return sorted(stores, key=lambda one: (-done[one], one))


def _store(dossier: Dossier, names: Names, name: str, top: int, scale: _Scale) -> Store:
    rows = [one for one in dossier.observed if one.store == name and one.first is not None]
    rows.sort(key=lambda one: (one.adversary is None, one.first or "", one.id))
    y = top + HEAD
    seen = []
    for one in rows[:SEEN]:
        seen.append(_seen(one, names, y, scale))
        y += LANE
    lanes = []
    for log in (one for one in dossier.completeness if one.store == name):
        lanes.append(_lane(log, y, scale))
        y += LANE
    return Store(top, name, lanes, seen, max(len(rows) - SEEN, 0))


def _lane(log: Completeness, y: int, scale: _Scale) -> Lane:
    bars = [scale.bar(one.since, one.until) for one in log.unspoken]
    spoken = round(log.share * log.hours)
    return Lane(
        y=y,
        label=f"log: {plain(log.klass)}" + (f" ({log.source})" if log.source != "none" else ""),
        whole=scale.bar(log.since, log.until),
        unspoken=bars,
        note=f"{spoken:,} of {counted(log.hours, 'hour')} spoken for",
    )


def _seen(one: Observed, names: Names, y: int, scale: _Scale) -> Seen:
    who = names.bare(one.person) if one.person else short(one.principal)
    if one.count:
        what = f"{DONE[one.harm]}, {counted(one.count, 'request')}"
    elif one.denied_count:
        what = f"denied, {counted(one.denied_count, 'request')}"
    else:
        what = f"listed, {counted(one.metadata_count, 'request')}"
    bar = scale.bar(one.first, one.last)
    under = f", under the control of {country(one.adversary)}" if one.adversary else ""
    return Seen(y, f"{who}: {what}", bar, bar.width < 6, _kind(one), f"{one.first} to {one.last}{under}")


def _kind(one: Observed) -> str:
    if not one.count:
        return "denied"
    if one.adversary and one.truth in ("supported", "conflicting"):
        return "danger"
    return "open" if one.adversary or one.truth == "unknown" else "plain"


def _ticks(scale: _Scale) -> list[Tick]:
    """Whole days, about evenly spread; the first and the last instant always."""
    days = max((scale.end - scale.begin) // DAY, 1)
    step = max(-(-days // _TICKS), 1)
    found = []
    for at in range(0, days + 1, step):
        moment = scale.begin + at * DAY
        x = round(LEFT + (WIDTH - LEFT) * (moment - scale.begin) / max(scale.end - scale.begin, 1), 2)
        found.append(Tick(x, day(text(moment)), "start" if at == 0 else "end" if x > WIDTH - 40 else "middle"))
    return found
