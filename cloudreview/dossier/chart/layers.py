"""Places of boxes and lines in layers, holders above what they hold: a small layered drawing of our own.

The method of Sugiyama, Tagawa and Toda (1981): turn round the lines that close a ring, give every box a layer, cut long
lines at every layer, order each layer by the medians of its neighbours, then move all as near to their neighbours as
the order and their widths allow. Every line has its label as a thing of its own between two layers of boxes, so that
no label covers another. Laws: the same input gives the same whole numbers; nothing in a layer overlaps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

SWEEPS, MOVES = 12, 24
"""Rounds of ordering, and of moving."""
BESIDE, BETWEEN = 18, 22
"""Room between neighbours of a layer, and between layers."""
BEND = 14
"""Room that a line takes where it passes a layer."""
PORT = 26
"""Room between two lines that leave one box."""


class Thing(NamedTuple):
    """A box that has to be placed."""

    name: str
    width: int
    height: int
    top: bool = False
    """Whether it belongs into the first layer, which nothing else then enters."""


class Wire(NamedTuple):
    """A line from above to below, with the size of its label."""

    name: str
    source: str
    target: str
    width: int
    height: int


class Place(NamedTuple):
    """The middle of the upper edge of something."""

    x: int
    y: int


class Run(NamedTuple):
    """A line as placed."""

    label: Place
    points: Sequence[Place]
    """From source to target; the label lies between two of them."""
    back: bool
    """Whether the source lies below the target: the line closes a ring."""


class Layout(NamedTuple):
    """Where everything is."""

    width: int
    height: int
    boxes: Mapping[str, Place]
    runs: Mapping[str, Run]


def layout(things: Sequence[Thing], wires: Sequence[Wire]) -> Layout:
    """The places of all things and wires; a wire's ends must be things."""
    return _Drawing(things, wires).layout()


class _Chain(NamedTuple):
    """A wire cut at every layer that it passes: the names of its pieces from above to below, and which is its label."""

    wire: Wire
    back: bool
    pieces: Sequence[str]
    label: str


class _Drawing:
    """One drawing, from layers to places."""

    def __init__(self, things: Sequence[Thing], wires: Sequence[Wire]) -> None:
        self._things = {one.name: one for one in things}
        self._width = {one.name: one.width for one in things}
        self._height = {one.name: one.height for one in things}
        back = _closing([one.name for one in things], wires)
        rank = _ranks(things, [_turned(one) if one.name in back else one for one in wires])
        last = 2 * max(rank.values(), default=0) + 2
        self._rows: list[list[str]] = [[] for _ in range(last)]
        for one in things:
            self._rows[2 * rank[one.name]].append(one.name)
        self._chains = [self._chain(one, one.name in back, rank) for one in wires]
        links = [pair for chain in self._chains for pair in _pairs(chain)]
        self._above: dict[str, list[str]] = {name: [] for row in self._rows for name in row}
        self._below: dict[str, list[str]] = {name: [] for row in self._rows for name in row}
        self._foot: dict[str, int] = {}
        """The lower edge of the row of everything: a line bends only between rows."""
        for upper, lower in links:
            self._below[upper].append(lower)
            self._above[lower].append(upper)

    def _chain(self, wire: Wire, back: bool, rank: Mapping[str, int]) -> _Chain:
        """The pieces of a wire, each entered in its row; of one that leads to its own box the label alone."""
        upper, lower = (wire.target, wire.source) if back else (wire.source, wire.target)
        first = 2 * rank[upper] + 1
        label = max(2 * rank[lower] - 1, first)
        names = []
        for row in range(first, label + 1):
            name = f"{row}/{wire.name}"
            self._rows[row].append(name)
            self._width[name], self._height[name] = (wire.width, wire.height) if row == label else (BEND, 0)
            names.append(name)
        return _Chain(wire, back, names, names[-1])

    def layout(self) -> Layout:
        self._order()
        middle = self._move()
        tops = self._tops()
        left = min((middle[name] - self._width[name] / 2 for row in self._rows for name in row), default=0)
        boxes = {name: Place(round(middle[name] - left), tops[name]) for name in middle}
        width = max((boxes[name].x + self._width[name] / 2 for name in boxes), default=0)
        height = max((boxes[name].y + self._height[name] for name in boxes), default=0)
        runs = {one.wire.name: self._run(one, boxes) for one in self._chains}
        things = {name: boxes[name] for name in self._things}
        return Layout(round(width), round(height), things, runs)

    def _order(self) -> None:
        """Orders the rows by the medians of their neighbours, down and up; the order with fewest crossings stays."""
        best = [list(row) for row in self._rows]
        least = self._crossings()
        for sweep in range(SWEEPS):
            down = sweep % 2 == 0
            near = self._above if down else self._below
            indices = range(1, len(self._rows)) if down else range(len(self._rows) - 2, -1, -1)
            for index in indices:
                other = {name: at for at, name in enumerate(self._rows[index - 1 if down else index + 1])}
                self._sort(self._rows[index], near, other)
            crossings = self._crossings()
            if crossings < least:
                best, least = [list(row) for row in self._rows], crossings
        self._rows = best

    @staticmethod
    def _sort(row: list[str], near: Mapping[str, Sequence[str]], other: Mapping[str, int]) -> None:
        """One row by its neighbours in the next; who has none stays where it is."""
        wished = {}
        for at, name in enumerate(row):
            found = sorted(other[one] for one in near[name] if one in other)
            wished[name] = (found[(len(found) - 1) // 2] + found[len(found) // 2]) / 2 if found else float(at)
        row.sort(key=lambda name: wished[name])

    def _crossings(self) -> int:
        count = 0
        for upper, lower in pairwise(self._rows):
            at = {name: index for index, name in enumerate(lower)}
            ends = [at[one] for name in upper for one in sorted(self._below[name], key=at.__getitem__)]
            count += sum(first > second for index, first in enumerate(ends) for second in ends[index + 1 :])
        return count

    def _move(self) -> dict[str, float]:
        """The middles: each as near to the mean of its neighbours as the order and the widths allow."""
        middle: dict[str, float] = {}
        for row in self._rows:
            middle.update(self._apart(row, dict.fromkeys(row, 0.0)))
        for turn in range(MOVES):
            rows = self._rows if turn % 2 == 0 else self._rows[::-1]
            near = (self._above, self._below)[turn % 2]
            for row in rows:
                wished = {}
                for name in row:
                    found = near[name] or self._above[name] + self._below[name]
                    wished[name] = sum(middle[one] for one in found) / len(found) if found else middle[name]
                middle.update(self._apart(row, wished))
        return middle

    def _apart(self, row: Sequence[str], wished: Mapping[str, float]) -> dict[str, float]:
        """The places nearest to those wished, in order and without overlap (pool adjacent violators)."""
        offset, offsets = 0.0, []
        for index, name in enumerate(row):
            if index:
                offset += (self._width[row[index - 1]] + self._width[name]) / 2 + BESIDE
            offsets.append(offset)
        pools: list[tuple[float, int]] = []
        for name, off in zip(row, offsets, strict=True):
            total, count = wished[name] - off, 1
            while pools and pools[-1][0] / pools[-1][1] >= total / count:
                before = pools.pop()
                total, count = total + before[0], count + before[1]
            pools.append((total, count))
        flat = [total / count for total, count in pools for _ in range(count)]
        return {name: place + off for name, place, off in zip(row, flat, offsets, strict=True)}

    def _tops(self) -> dict[str, int]:
        """The upper edge of everything: what is in a row stands in line."""
        tops, y = {}, 0
        for row in self._rows:
            tall = max((self._height[name] for name in row), default=0)
            for name in row:
                tops[name], self._foot[name] = y, y + tall
            y += tall + BETWEEN if row else 0
        return tops

    def _run(self, chain: _Chain, boxes: Mapping[str, Place]) -> Run:
        """The points of a wire: the lower edge of its upper end, its pieces, the upper edge of its lower end."""
        wire = chain.wire
        upper, lower = (wire.target, wire.source) if chain.back else (wire.source, wire.target)
        port = self._port(upper, chain.pieces[0], boxes)
        points = [Place(port, boxes[upper].y + self._height[upper]), Place(port, self._foot[upper])]
        if wire.source == wire.target:
            label, other = boxes[chain.label], port + PORT // 2
            points += [label, Place(label.x + wire.width // 3, label.y)]
            points += [Place(other, self._foot[upper]), Place(other, points[0].y)]
        else:
            for name in chain.pieces:
                points += [boxes[name], Place(boxes[name].x, self._foot[name])]
            points.append(Place(self._port(lower, chain.pieces[-1], boxes), boxes[lower].y))
        return Run(boxes[chain.label], points[::-1] if chain.back else points, chain.back)

    def _port(self, box: str, piece: str, boxes: Mapping[str, Place]) -> int:
        """Where on the edge of a box a wire ends: side by side in the order of where the wires go."""
        found = self._below[box] if piece in self._below[box] else self._above[box]
        found = sorted(found, key=lambda one: (boxes[one].x, one))
        room = min(PORT, (self._width[box] - PORT) // max(len(found), 1))
        return round(boxes[box].x + room * (found.index(piece) - (len(found) - 1) / 2))


def _turned(wire: Wire) -> Wire:
    return wire._replace(source=wire.target, target=wire.source)


def _pairs(chain: _Chain) -> list[tuple[str, str]]:
    """What is joined to what, from above to below; a wire to its own box hangs below it."""
    wire = chain.wire
    upper, lower = (wire.target, wire.source) if chain.back else (wire.source, wire.target)
    names = [upper, *chain.pieces] if upper == lower else [upper, *chain.pieces, lower]
    return list(pairwise(names))


def _closing(names: Sequence[str], wires: Sequence[Wire]) -> set[str]:
    """The wires that close a ring on the way down from those whom nobody holds (depth first, without recursion)."""
    down: dict[str, list[Wire]] = {name: [] for name in names}
    held = set()
    for wire in wires:
        if wire.source != wire.target:
            down[wire.source].append(wire)
            held.add(wire.target)
    found: set[str] = set()
    done: dict[str, bool] = {}
    for root in [*(one for one in names if one not in held), *names]:
        if root in done:
            continue
        done[root] = False
        work = [(root, iter(down[root]))]
        while work:
            name, rest = work[-1]
            below = next(rest, None)
            if below is None:
                done[name] = True
                work.pop()
            elif below.target not in done:
                done[below.target] = False
                work.append((below.target, iter(down[below.target])))
            elif not done[below.target]:
                found.add(below.name)
    return found


def _ranks(things: Sequence[Thing], wires: Sequence[Wire]) -> dict[str, int]:
    """The layer of every box: below all that lead to it, and those whom nothing leads to just above what they hold."""
    lead: dict[str, list[str]] = {one.name: [] for one in things}
    held: dict[str, list[str]] = {one.name: [] for one in things}
    for wire in wires:
        if wire.source != wire.target:
            lead[wire.target].append(wire.source)
            held[wire.source].append(wire.target)
    first = int(any(one.top for one in things))
    rank = {one.name: 0 if one.top else first for one in things}
    waiting = {name: len(found) for name, found in lead.items()}
    ready = [name for name, count in waiting.items() if not count]
    while ready:
        name = ready.pop(0)
        for lower in held[name]:
            rank[lower] = max(rank[lower], rank[name] + 1)
            waiting[lower] -= 1
            if not waiting[lower]:
                ready.append(lower)
    for one in things:
        if not one.top and not lead[one.name] and held[one.name]:
            rank[one.name] = min(rank[lower] for lower in held[one.name]) - 1
    return rank
