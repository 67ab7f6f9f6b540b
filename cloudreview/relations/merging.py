"""Who is one: ids that share an identifier of a register, or that a person took to be one.

Laws: each merge is told, with reason and score, and can be undone by a judgement; what contradicts itself is held apart
and asked; which id is kept follows from the case and the ids alone, never from a file's name or an order. That two ids
name two where nothing joins them is taken from the evidence as told (docs/decisions/0010).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import msgspec

from cloudreview.gaps import gap
from cloudreview.judgements import Judgements, Pair, Same, pair_of
from cloudreview.relations.dated import Dated
from cloudreview.relations.identifiers import Identifier, of_id, of_row
from cloudreview.relations.linking import Link, chain, groups
from cloudreview.relations.renaming import named
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.ids import identify
from cloudreview.vocabulary.merges import Merge
from cloudreview.vocabulary.rows import Employment, Individual, Party, Placement

PROGRAM = "the program"
"""By whom a merge is that follows from an identifier."""


class Merging(msgspec.Struct, frozen=True, kw_only=True):
    """Who was taken to be one, and who was held apart though something says one."""

    names: Mapping[str, str]
    """The id in use, by the id that is no longer used."""
    merges: tuple[Merge, ...]
    apart: tuple[tuple[Pair, Gap], ...]
    """Pairs that something joins and something else parts, with the question."""
    gaps: tuple[Gap, ...] = ()
    """Judgements about ids that nothing in the evidence has; ids with two numbers of one register."""

    @property
    def by_id(self) -> dict[str, str]:
        """The merge, by the id that is no longer used."""
        return {one.also: one.id for one in self.merges}


def merge(rows: Sequence[Dated], judged: Judgements, ours: Collection[str]) -> Merging:
    """Who is one among all whom the rows name; `ours` are the ids that the case itself uses."""
    known = {name for one in rows for name in named(one.row)} | set(ours)
    told = _identified(rows, known)
    identifiers, kinds = _of_each(told), _kinds(rows)
    parted = judged.parted()
    links = [one for one in _shared(told) if not (len(one.ids) == 2 and _pair(one.ids) in parted)]
    joins = [one for one in _judged(judged) if set(one.ids) <= known]
    answered = groups(joins)
    kept: list[Link] = []
    apart: dict[Pair, Gap] = {}
    for group, inside in groups(links).items():
        why = _contradiction(group, identifiers, kinds)
        if why is None or any(set(group) <= set(other) for other in answered):
            kept += inside
        else:
            apart |= dict(_asked(inside, why, parted))
    preference = _preference(rows, ours)
    merges: list[Merge] = []
    for group, inside in groups([*kept, *joins]).items():
        contradicted = [pair for pair in combinations(group, 2) if pair in parted]
        if contradicted:
            apart |= dict(_asked(inside, _parted(contradicted[0]), parted))
        else:
            merges += _merges(group, inside, preference)
    found = tuple(sorted(merges, key=lambda one: (one.party, one.also)))
    return Merging(
        names={one.also: one.party for one in found},
        merges=found,
        apart=tuple(sorted(apart.items())),
        gaps=(*_idle(judged, known), *_doubled(identifiers, {party for link in links for party in link.ids})),
    )


class _Preference(NamedTuple):
    """Which id of several is kept: one that the case uses, then one of its tables, then the first."""

    case: frozenset[str]
    tables: frozenset[str]

    def order(self, party: str) -> tuple[int, str]:
        return (0 if party in self.case else 1 if party in self.tables else 2), party


def _preference(rows: Iterable[Dated], ours: Collection[str]) -> _Preference:
    tables = {name for one in rows if isinstance(one.row, (Placement, Employment)) for name in named(one.row)}
    return _Preference(frozenset(ours), frozenset(tables))


def _identified(rows: Iterable[Dated], known: Iterable[str]) -> dict[Identifier, dict[str, set[str]]]:
    """By identifier, the ids that have it and the places that say so; an id may be its identifier."""
    found: dict[Identifier, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for one in rows:
        if isinstance(one.row, Party):
            for told in of_row(one.row):
                found[told][one.row.party].update(one.places)
    for party in known:
        itself = of_id(party)
        if itself is not None:
            found[itself][party].update(())
    return found


def _of_each(told: Mapping[Identifier, Mapping[str, object]]) -> dict[str, set[Identifier]]:
    found: dict[str, set[Identifier]] = defaultdict(set)
    for identifier, parties in told.items():
        for party in parties:
            found[party].add(identifier)
    return found


def _kinds(rows: Iterable[Dated]) -> dict[str, set[bool]]:
    """Of each id, whether it is told to be a person."""
    found: dict[str, set[bool]] = defaultdict(set)
    for one in rows:
        if isinstance(one.row, (Employment, Individual)):
            found[one.row.person].add(True)
        elif isinstance(one.row, Party) and one.row.kind is not None:
            found[one.row.party].add(one.row.kind == "person")
    return found


def _shared(told: Mapping[Identifier, Mapping[str, set[str]]]) -> list[Link]:
    return [
        Link(
            ids=tuple(sorted(parties)),
            reason=f"both have {identifier}",
            by=PROGRAM,
            score=1.0,
            places=tuple(sorted({place for places in parties.values() for place in places})),
        )
        for identifier, parties in sorted(told.items())
        if len(parties) > 1
    ]


def _judged(judged: Judgements) -> Iterator[Link]:
    for one in judged.same:
        assert isinstance(one.body, Same)
        score = 1.0 if one.body.score is None else one.body.score
        yield Link(pair_of(one.body), one.body.reason, one.body.by, score, (one.place,))


def _idle(judged: Judgements, known: Collection[str]) -> Iterator[Gap]:
    """What a judgement says of an id that nothing has cannot count, and is not passed over in silence."""
    for one in (*judged.same, *judged.different):
        for name in pair_of(one.body):
            if name not in known:
                yield gap(
                    "who_is_who",
                    f"parties {name}",
                    f"a judgement ({one.place}) names {name}, and nothing in the evidence does, so that it counts for "
                    "nothing",
                    f"Under which id does the evidence have {name}?",
                )


def _doubled(identifiers: Mapping[str, set[Identifier]], asked: Collection[str]) -> Iterator[Gap]:
    """An id with two numbers of one register may name two; one that shares a number with another is asked with it."""
    for party in sorted(identifiers.keys() - asked):
        why = _contradiction([party], identifiers, {})
        if why is not None:
            yield gap(
                "who_is_who",
                f"parties {party}",
                f"under the id {party} {why.removeprefix('they have ')} are told, so that it may name two",
                f"Which company is {party}? Please answer with its register number.",
            )


def _contradiction(
    group: Sequence[str], identifiers: Mapping[str, set[Identifier]], kinds: Mapping[str, set[bool]]
) -> str | None:
    """Why ids that share identifiers are not one all the same; None: nothing says so."""
    numbers: dict[str, set[str]] = defaultdict(set)
    for party in group:
        for one in identifiers.get(party, ()):
            numbers[one.scheme].add(one.number)
    for scheme, several in sorted(numbers.items()):
        if len(several) > 1:
            return f"they have different numbers of {scheme}: {', '.join(sorted(several))}"
    if len(set().union(*(kinds.get(party, ()) for party in group))) > 1:
        return "one is told to be a person, another is not"
    return None


def _parted(pair: Pair) -> str:
    return f"a judgement says that {pair[0]} and {pair[1]} are two, and a chain of others joins them"


def _asked(links: Iterable[Link], why: str, parted: Collection[Pair]) -> Iterator[tuple[Pair, Gap]]:
    """The question about each pair that a link joins and something else parts."""
    for link in links:
        for one, other in combinations(link.ids, 2):
            if (one, other) not in parted:
                yield (one, other), doubt(one, other, f"{link.reason}, and {why}")


def doubt(one: str, other: str, why: str) -> Gap:
    """The question whether two ids name one."""
    return gap(
        "who_is_who",
        f"parties {one} / {other}",
        f"nobody says whether {one} and {other} are one: {why} (`cloudreview judge` records an answer)",
        f"Are {one} and {other} the same? Please answer with a register number or a document of each.",
    )


def _merges(group: Sequence[str], links: Sequence[Link], preference: _Preference) -> Iterator[Merge]:
    party = min(group, key=preference.order)
    for also in group:
        if also == party:
            continue
        way = chain(also, party, links)
        reason = "; ".join(dict.fromkeys(one.reason for one in way))
        by = "; ".join(dict.fromkeys(one.by for one in way))
        because = tuple(sorted({place for one in way for place in one.places}))
        score = min(one.score for one in way)
        name = identify("merge", party, also, reason, by, str(score))
        yield Merge(id=name, party=party, also=also, score=score, reason=reason, by=by, because=because)


def _pair(ids: Sequence[str]) -> Pair:
    one, other = sorted(ids)
    return one, other
