"""Rows set against each other: who says the opposite for the same scope and instant.

*Against* is a source that says it told everything in a scope and does not tell this row, or another source that tells
another value of an attribute that has only one (design section 5, "Values" and "Closure").
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

import msgspec

from cloudreview.relations.dated import Dated, key_of
from cloudreview.relations.scopes import scopes_of
from cloudreview.spells import NEVER, Interval, Spell, meet, minus, uncovered
from cloudreview.vocabulary.facts import Closure
from cloudreview.vocabulary.rows import Interest, Party, Row

SINGLE: dict[type[Row], tuple[str, ...]] = {Party: ("organised_in", "principal_place_of_business")}
"""Attributes that have one value at a time."""


def set_against(rows: list[Dated], closures: Iterable[Closure]) -> list[Dated]:
    """The rows, cut where another source speaks against them; the disputed parts are marked."""
    disputes: dict[int, list[Interval]] = defaultdict(list)
    for one, interval in (*_left_out(rows, closures), *_differing(rows)):
        disputes[id(one)].append(interval)
    return [part for one in rows for part in _cut(one, disputes.get(id(one), []))]


def _left_out(rows: list[Dated], closures: Iterable[Closure]) -> Iterator[tuple[Dated, Interval]]:
    """Rows that a source which declares that scope complete does not tell itself."""
    told: dict[tuple[object, ...], set[str]] = defaultdict(set)
    for one in rows:
        told[key_of(one.row)].add(one.speaker)
    declared: dict[tuple[str, str], list[Closure]] = defaultdict(list)
    for closure in closures:
        if closure.by == "declared":
            declared[closure.relation, closure.scope].append(closure)
    for one in rows:
        for scope in scopes_of(one.row):
            for closure in declared.get(scope, ()):
                if closure.speaker not in told[key_of(one.row)]:
                    yield one, closure.spell


def _differing(rows: list[Dated]) -> Iterator[tuple[Dated, Interval]]:
    """Rows of two sources about the same thing that cannot both be true."""
    groups: dict[tuple[object, ...], list[Dated]] = defaultdict(list)
    for one in rows:
        if isinstance(one.row, Interest):
            groups["interest", one.row.holder, one.row.subject, one.row.kind, one.row.directly].append(one)
        elif type(one.row) in SINGLE:
            groups[key_of(one.row)].append(one)
    for group in groups.values():
        for one, other in combinations(group, 2):
            common = meet(one.spell.must, other.spell.must)
            if one.speaker != other.speaker and common != NEVER and _exclude(one.row, other.row):
                yield one, common
                yield other, common


def _exclude(one: Row, other: Row) -> bool:
    if isinstance(one, Interest) and isinstance(other, Interest):
        lows = max(one.percent_min or 0, other.percent_min or 0)
        highs = [high for high in (one.percent_max, other.percent_max) if high is not None]
        return bool(highs) and lows > min(highs)
    values = ((getattr(one, name), getattr(other, name)) for name in SINGLE[type(one)])
    return any(None not in pair and pair[0] != pair[1] for pair in values)


def _cut(one: Dated, disputed: list[Interval]) -> Iterator[Dated]:
    """The row in parts: inside a disputed interval and outside."""
    if not disputed:
        yield one
        return
    outside = uncovered(one.spell.may, disputed)
    inside = [part for whole in [one.spell.may] for part in _pieces(whole, outside)]
    for interval, against in [(part, True) for part in inside] + [(part, False) for part in outside]:
        when = Spell(meet(one.spell.must, interval), interval)
        yield msgspec.structs.replace(one, spell=when, disputed=against)


def _pieces(whole: Interval, without: Iterable[Interval]) -> list[Interval]:
    left = [whole]
    for gone in without:
        left = [piece for part in left for piece in minus(part, gone)]
    return left
