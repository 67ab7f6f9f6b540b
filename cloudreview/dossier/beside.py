"""What is told beside a status and is never a premise of one: laws that compel, and lists that give no status here.

A compulsion law explains why a status matters. It is told with the tie by which it reaches somebody, and with what
speaks against reading it so; whether anybody was compelled is no question of the law. It is put together where the
dossier is, from facts and law alone: no stage before it reads a word of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from cloudreview.law import CompulsionRow, Law
from cloudreview.spells import NEVER, Interval, meet, text
from cloudreview.vocabulary.facts import Fact, Facts
from cloudreview.vocabulary.ids import identify
from cloudreview.vocabulary.rows import Designation, Employment, Individual, Party, Row
from cloudreview.vocabulary.told import Compulsion, Listed

HOOKS: Mapping[str, tuple[tuple[type[Row], str, str], ...]] = {
    "organised_in": ((Party, "party", "organised_in"),),
    "principal_place_of_business": ((Party, "party", "principal_place_of_business"),),
    "citizenships": ((Employment, "person", "citizenships"), (Individual, "person", "citizen_of")),
    "residence": ((Employment, "person", "residence"), (Individual, "person", "residence")),
    "work_location": ((Employment, "person", "work_location"),),
}
"""By the tie that a law names: the rows that tell it, the field of who it is, and the field of where."""


class Tie(NamedTuple):
    """Somebody is tied to a law's country."""

    party: str
    hook: str
    fact: Fact[Any]
    surely: Interval
    possibly: Interval


def compelled(facts: Facts, law: Law) -> tuple[Compulsion, ...]:
    """For each party or person and each law that compels: the ties told while the law is in force."""
    found: dict[tuple[str, str], list[Tie]] = defaultdict(list)
    rows = {one.id: one for one in law.compulsion if one.kind != "against"}
    for row in rows.values():
        for tie in _ties(facts, row):
            found[tie.party, row.id].append(tie)
    return tuple(_told(rows[name], party, ties, facts.window) for (party, name), ties in sorted(found.items()))


def _ties(facts: Facts, row: CompulsionRow) -> Iterator[Tie]:
    for hook in row.hooks:
        for kind, who, where in HOOKS[hook]:
            for fact in facts.of(kind):
                told = getattr(fact.row, where)
                places = told if isinstance(told, tuple) else (told,)
                possibly = meet(meet(fact.spell.may, row.interval), facts.window)
                if row.country in places and possibly != NEVER:
                    surely = meet(meet(fact.spell.must, row.interval), facts.window)
                    yield Tie(getattr(fact.row, who), hook, fact, surely, possibly)


def _told(row: CompulsionRow, party: str, ties: list[Tie], window: Interval) -> Compulsion:
    """From the first to the last instant at which a tie is told; where none is sure, at which one is possible."""
    sure = [tie.surely for tie in ties if tie.surely != NEVER]
    spells = sure or [tie.possibly for tie in ties]
    return Compulsion(
        id=identify("compulsion", row.id, party, sorted(tie.fact.id for tie in ties)),
        party=party,
        law=row.id,
        kind=row.kind,
        hooks=tuple(sorted({tie.hook for tie in ties})),
        since=text(min(one[0] for one in spells)),
        until=text(max(one[1] for one in spells)),
        sure=bool(sure),
        because=tuple(sorted({tie.fact.id for tie in ties})),
        against=row.against,
    )


def listed(facts: Facts, law: Law) -> tuple[Listed, ...]:
    """Who is told to stand on which list, whatever follows from it."""
    giving = {name for clause in law.clauses for name in clause.lists}
    rows = {one.list: one.id for one in law.designations if not one.empty}
    found = []
    for fact in facts.of(Designation):
        possibly, surely = meet(fact.spell.may, facts.window), meet(fact.spell.must, facts.window)
        if possibly == NEVER:
            continue
        name, when = law.list_named(fact.row.list), possibly if surely == NEVER else surely
        found.append(
            Listed(
                party=fact.row.party,
                list=name,
                authority=fact.row.authority,
                reference=fact.row.reference,
                gives_status=name in giving,
                since=text(when[0]),
                until=text(when[1]),
                sure=surely != NEVER,
                because=tuple(sorted({fact.id, *([rows[name]] if name in rows else [])})),
            )
        )
    return tuple(sorted(found, key=lambda one: (one.party, one.list, one.because)))


def beneath(compulsion: Iterable[Compulsion], on_lists: Iterable[Listed]) -> Iterator[str]:
    """The ids that these follow from."""
    for one in compulsion:
        yield from (one.law, *one.because, *one.against)
    for entry in on_lists:
        yield from entry.because
