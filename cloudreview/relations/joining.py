"""How closures of pieces are joined: what needs several answers is closed where all of them are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cloudreview.spells import BEGINNING, END, NEVER, Interval, meet
from cloudreview.vocabulary.facts import Closure
from cloudreview.vocabulary.ids import identify

_Joined = tuple[frozenset[str], frozenset[str]]
"""Speakers and places."""


def closure(relation: str, scope: str, spell: Interval, speaker: str, by: str, places: Iterable[str]) -> Closure:
    """A closure; its id follows from what it says and who says it."""
    where = tuple(sorted(set(places)))
    name = identify("closure", relation, scope, spell, speaker, by)
    return Closure(id=name, relation=relation, scope=scope, spell=spell, speaker=speaker, by=by, places=where)


def of(found: Sequence[Closure], relation: str, scope: str) -> list[Closure]:
    """The closures of one relation and scope."""
    return [one for one in found if (one.relation, one.scope) == (relation, scope)]


def joint(relation: str, scope: str, parts: Sequence[Sequence[Closure]]) -> list[Closure]:
    """Closed where every part is: one closure for each time that a choice of one of each part has in common.

    Of several choices with the same time the one with the fewest speakers and places counts, so that hundreds of
    answers, each told twice, stay one closure.
    """
    joined: dict[Interval, _Joined] = {(BEGINNING, END): (frozenset(), frozenset())}
    for part in parts:
        longer: dict[Interval, _Joined] = {}
        for spell, (speakers, places) in joined.items():
            for one in part:
                common = meet(spell, one.spell)
                if common != NEVER:
                    choice = (speakers | {one.speaker}, places | set(one.places))
                    longer[common] = min(longer.get(common, choice), choice, key=_order)
        joined = longer
    return [
        closure(relation, scope, spell, "; ".join(sorted(speakers)), "format", places)
        for spell, (speakers, places) in joined.items()
        if speakers
    ]


def _order(choice: _Joined) -> tuple[int, list[str], int, list[str]]:
    speakers, places = choice
    return len(speakers), sorted(speakers), len(places), sorted(places)
