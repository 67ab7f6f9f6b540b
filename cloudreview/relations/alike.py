"""Who may be one: parties and persons with names that are equal in some writing, of whom nobody said who is who.

Laws: no name joins anybody; what tells two apart (a judgement, another number of one register, another country of
organisation, a person and a company, one list of one speaker that has both) ends the question.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any

import msgspec

from cloudreview.gaps import gap
from cloudreview.judgements import Judgements, Pair
from cloudreview.names import CROWD, HOLDS, Crowd, Found, Subject, likely, similar
from cloudreview.relations.identifiers import Identifier, identifier, of_id, of_row
from cloudreview.relations.merging import doubt
from cloudreview.vocabulary.delivery import Delivery
from cloudreview.vocabulary.facts import Fact, Facts
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.merges import Alike
from cloudreview.vocabulary.rows import Employment, Party


class Told(msgspec.Struct, kw_only=True):
    """What the evidence tells of somebody that may tell one from another."""

    names: set[str] = msgspec.field(default_factory=set)
    persons: set[bool] = msgspec.field(default_factory=set)
    organised_in: set[str] = msgspec.field(default_factory=set)
    identifiers: set[Identifier] = msgspec.field(default_factory=set)
    numbers: set[tuple[str, str]] = msgspec.field(default_factory=set)
    """Numbers of lists that the program does not know as registers of companies."""
    lists: set[str] = msgspec.field(default_factory=set)
    """Files that are one speaker's list of parties or persons, each on a line of its own."""


def alike(
    facts: Facts, delivery: Delivery, judged: Judgements, asked: Collection[Pair]
) -> tuple[list[Alike], list[Gap]]:
    """Pairs whose names hold a no of either, but for those asked about already; and names that too many have."""
    told = _told(facts, _lists(delivery))
    pairs, crowds = _likely(told)
    open_ = _open(told, judged)
    found = [one for one in pairs if one.score >= HOLDS and (one.one, one.other) not in asked and open_(one)]
    unlisted = [one for one in crowds if not set.intersection(*(told[party].lists for party in one.ids))]
    return [_asking(one) for one in found], [_crowded(one) for one in unlisted]


def candidates(facts: Facts, delivery: Delivery, judged: Judgements) -> list[Found]:
    """Every pair that a person should look at, the likeliest first; nothing follows from those of a lower score."""
    told = _told(facts, _lists(delivery))
    pairs, _ = _likely(told)
    known = {(one.one, one.other) for one in pairs}
    pairs += [one for one in similar(_subjects(told)) if (one.one, one.other) not in known]
    return sorted(filter(_open(told, judged), pairs), key=lambda one: (-one.score, one.one, one.other))


def _likely(told: Mapping[str, Told]) -> tuple[list[Found], list[Crowd]]:
    """By names, and by numbers that no register gave: what many have of these tells nobody apart."""
    pairs, crowds = likely(_subjects(told))
    found = {(one.one, one.other): one for one in pairs}
    holders: dict[tuple[str, str], list[str]] = defaultdict(list)
    for party, one in sorted(told.items()):
        for told_of in one.numbers:
            holders[told_of].append(party)
    for (scheme, number), several in sorted(holders.items()):
        if 1 < len(several) <= CROWD:
            why = f"both have {number} of {scheme}, which is no register of companies that the program knows"
            found |= {pair: Found(*pair, HOLDS, why) for pair in combinations(several, 2) if pair not in found}
    return [pair for _, pair in sorted(found.items())], crowds


def _lists(delivery: Delivery) -> frozenset[str]:
    """Tables in which one speaker lists parties or persons under ids of its own."""
    return frozenset(file.short for file in delivery.files if file.format in _TABLES)


_TABLES = ("parties table", "roster table")


def _told(facts: Facts, lists: frozenset[str]) -> Mapping[str, Told]:
    found: dict[str, Told] = defaultdict(Told)
    for fact in facts.of(Party):
        row, one = fact.row, found[fact.row.party]
        one.names.update(name for name in (row.name, *row.names) if name)
        one.persons.update(() if row.kind is None else (row.kind == "person",))
        one.organised_in.update(() if row.organised_in is None else (row.organised_in,))
        one.identifiers.update(of_row(row))
        one.numbers.update(
            (scheme.strip(), number.strip())
            for scheme, number in row.identifiers
            if scheme.strip() and number.strip() and identifier(scheme, number) is None
        )
        one.lists |= _files(fact) & lists
    for work in facts.of(Employment):
        one = found[work.row.person]
        one.names.update((work.row.name,) if work.row.name else ())
        one.persons.add(True)
        one.lists |= _files(work) & lists
    for party, one in found.items():
        itself = of_id(party)
        one.identifiers.update(() if itself is None else (itself,))
    return found


def _files(fact: Fact[Any]) -> set[str]:
    return {source.place.split("#")[0] for source in fact.sources}


def _subjects(told: Mapping[str, Told]) -> Iterator[Subject]:
    """Whoever is called something; of whom nobody says what it is, as a company."""
    for party, one in sorted(told.items()):
        if one.names:
            yield Subject(party, tuple(sorted(one.names)), one.persons == {True})


def _open(told: Mapping[str, Told], judged: Judgements) -> Callable[[Found], bool]:
    """Whether nothing tells the two apart."""
    settled = judged.parted() | judged.joined()

    def open_(found: Found) -> bool:
        one, other = told[found.one], told[found.other]
        apart = (
            (found.one, found.other) in settled,
            bool(one.persons and other.persons and not one.persons & other.persons),
            bool(one.organised_in and other.organised_in and not one.organised_in & other.organised_in),
            bool(one.lists & other.lists),
            _numbered_apart(one.identifiers, other.identifiers),
        )
        return not any(apart)

    return open_


def _numbered_apart(ones: Iterable[Identifier], others: Iterable[Identifier]) -> bool:
    """Whether one register has given both a number, and not the same."""
    mine, theirs = _numbers(ones), _numbers(others)
    return any(not mine[scheme] & theirs[scheme] for scheme in mine.keys() & theirs.keys())


def _numbers(identifiers: Iterable[Identifier]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for one in identifiers:
        found[one.scheme].add(one.number)
    return found


def _asking(found: Found) -> Alike:
    asked = doubt(found.one, found.other, found.reason)
    return Alike(one=found.one, other=found.other, score=found.score, reason=found.reason, gap=asked)


def _crowded(crowd: Crowd) -> Gap:
    return gap(
        "who_is_who",
        f"parties called {crowd.name}",
        f"{len(crowd.ids)} parties or persons are called {crowd.name}, too many for the name to say who is who; no "
        "answer was held back for it",
        f"Which of those called {crowd.name} are one? Please send a register number or a date of birth of each.",
    )
