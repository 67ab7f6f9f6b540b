"""Random graphs of companies with bands, open lists and rings; crisp worlds inside them; what settles a gap in them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import msgspec

from cloudreview.control import ControlResult
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.rows import Interest, Row
from tests.control.building import company, holds, judged

WHOLE = 10_000
FREE = ("a", "b", "c", "d")
SEEDS = ("x", "s")
KNOWN: list[Row] = [company("x", "CN", "CN"), company("s", "SG", "SG"), *(company(name) for name in FREE)]
EXACT = (0, 1000, 2500, 4000, 4999, 5000, 6000, 7500, 9000, 10_000)


@dataclass
class Graph:
    """Who holds whom, and which lists are whole."""

    rows: list[Interest]
    closed: set[str] = field(default_factory=set)

    def judged(self) -> ControlResult:
        whole = [("interests", name) for name in (*sorted(self.closed), *SEEDS)]
        scopes = [("parties", "*"), ("roster", "*"), *whole]
        return judged([*KNOWN, *self.rows], scopes, rules=("us-dsp-202",), adversaries=("CN",))


def graph(dice: random.Random, kinds: tuple[str, ...] = ("equity", "vote"), open_: float = 0.4) -> Graph:
    """A graph whose lower bounds leave each kind of each company within the whole."""
    rows = []
    for subject in FREE:
        for kind in kinds:
            left = WHOLE
            for holder in dice.sample((*FREE, *SEEDS), dice.randint(0, 3)):
                low = dice.choice([one for one in EXACT if one <= left])
                high = dice.choice([low, low, min(low + dice.choice(EXACT), WHOLE)])
                left -= low
                rows.append(holds(holder, subject, low, high, kind))
    return Graph(rows, {name for name in FREE if dice.random() > open_})


def crisp(told: Graph, dice: random.Random) -> Graph:
    """A world inside the bounds: every stake exact, every list whole, what nobody disclosed held by somebody known."""
    rows: list[Interest] = []
    for subject in FREE:
        for kind in ("equity", "vote"):
            mine = [row for row in told.rows if (row.subject, row.kind) == (subject, kind)]
            left = WHOLE - sum(row.percent_min or 0 for row in mine)
            for row in dice.sample(mine, len(mine)):
                low = row.percent_min or 0
                more = min((row.percent_max or 0) - low, left)
                taken = dice.choice((0, more, dice.randint(0, more)))
                left -= taken
                rows.append(exactly(row, low + taken))
            if subject not in told.closed:
                rows.append(holds(dice.choice(SEEDS), subject, dice.choice((left, dice.randint(0, left))), kind=kind))
    return Graph(added(rows), set(FREE))


def exactly(row: Interest, amount: int) -> Interest:
    return msgspec.structs.replace(row, percent_min=amount, percent_max=amount)


def added(rows: list[Interest]) -> list[Interest]:
    """One row a holder, subject and kind, so that none is taken for the same stake told again."""
    sums: dict[tuple[str, str, str | None], int] = {}
    for row in rows:
        key = (row.holder, row.subject, row.kind)
        sums[key] = sums.get(key, 0) + (row.percent_min or 0)
    return [
        holds(holder, subject, amount, kind=kind) for (holder, subject, kind), amount in sorted(sums.items(), key=str)
    ]


def settled(told: Graph, gap: Gap, dice: random.Random) -> list[Graph]:
    """The graph with what a gap asks disclosed, one way and the other."""
    words = gap.where.split()
    if words[0] == "ring":
        return [_entered(told, words[1], holder) for holder in SEEDS]
    subject = words[1]
    if len(words) == 2:
        return [_listed(told, subject, holder, dice) for holder in (None, *SEEDS)]
    return [_told(told, subject, words[2], way, dice) for way in ("least", "most", "between")]


def _listed(told: Graph, subject: str, holder: str | None, dice: random.Random) -> Graph:
    rows = [*told.rows]
    for kind in ("equity", "vote") if holder else ():
        left = WHOLE - sum(row.percent_min or 0 for row in rows if (row.subject, row.kind) == (subject, kind))
        rows.append(holds(holder or "", subject, dice.choice((left, dice.randint(0, left))), kind=kind))
    return Graph(_merged(rows), told.closed | {subject})


def _merged(rows: list[Interest]) -> list[Interest]:
    """Two stakes of one holder and kind as one, between the sums of their bounds."""
    found: dict[tuple[str, str, str | None], tuple[int, int]] = {}
    for row in rows:
        key = (row.holder, row.subject, row.kind)
        low, high = found.get(key, (0, 0))
        found[key] = (low + (row.percent_min or 0), min(high + (row.percent_max or 0), WHOLE))
    return [holds(*key[:2], low, high, key[2]) for key, (low, high) in sorted(found.items(), key=str)]


def _told(told: Graph, subject: str, holder: str, way: str, dice: random.Random) -> Graph:
    rows = []
    for row in told.rows:
        if (row.holder, row.subject) == (holder, subject):
            others = [one for one in told.rows if (one.subject, one.kind) == (subject, row.kind) and one is not row]
            low = row.percent_min or 0
            most = max(min(row.percent_max or 0, WHOLE - sum(one.percent_min or 0 for one in others)), low)
            rows.append(exactly(row, {"least": low, "most": most, "between": dice.randint(low, most)}[way]))
        else:
            rows.append(row)
    return Graph(rows, told.closed)


def _entered(told: Graph, member: str, holder: str) -> Graph:
    """A ring that turns out to have an outside holder of a thousandth."""
    rows = [row if row.subject != member else exactly(row, max((row.percent_min or 0) - 10, 0)) for row in told.rows]
    return Graph(_merged([*rows, *(holds(holder, member, 10, kind=kind) for kind in ("equity", "vote"))]), told.closed)
