"""The facts, parties and files behind what is told, in the form in which they are told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import msgspec

from cloudreview.spells import NEVER, Spell, meet, text
from cloudreview.truth import Truth
from cloudreview.vocabulary.delivery import Delivered
from cloudreview.vocabulary.facts import Closure, Fact, Facts
from cloudreview.vocabulary.merges import Merge
from cloudreview.vocabulary.rows import Controls, Designation, Employment, Individual, Interest, Party, Right, Row
from cloudreview.vocabulary.status import Status
from cloudreview.vocabulary.told import EvidenceFile, Quarantined, ToldFact, ToldParty, ToldStatus

Basis = Literal["public record", "evidence", "law"]
CLOSURE = "closure"
"""The relation under which a closure is told; its row names the relation and scope that are complete."""


def bounds(spell: Spell) -> tuple[str | None, str | None]:
    """The must of a spell as text; nothing where it never surely held."""
    return (None, None) if spell.must == NEVER else (text(spell.must[0]), text(spell.must[1]))


def told_fact(fact: Fact[Row], merges: tuple[str, ...] = ()) -> ToldFact:
    """A fact; where it never surely held, its truth is at most unknown."""
    row = msgspec.to_builtins(fact.row)
    since, until = bounds(fact.spell)
    truth = fact.truth if fact.spell.must != NEVER else min(fact.truth, Truth.UNKNOWN)
    return ToldFact(
        id=fact.id,
        relation=row.pop("row"),
        row=row,
        truth=truth.word,
        since=since,
        until=until,
        since_min=text(fact.spell.may[0]),
        until_max=text(fact.spell.may[1]),
        places=tuple(sorted({source.place for source in fact.sources})),
        speakers=tuple(sorted({source.speaker for source in fact.sources})),
        because=merges,
    )


def told_closure(closure: Closure, merges: tuple[str, ...] = ()) -> ToldFact:
    """A closure: that somebody says, or a format proves, that a relation is complete."""
    return ToldFact(
        id=closure.id,
        relation=CLOSURE,
        row={"relation": closure.relation, "scope": closure.scope, "by": closure.by},
        truth=Truth.SUPPORTED.word,
        since=text(closure.spell[0]),
        until=text(closure.spell[1]),
        since_min=text(closure.spell[0]),
        until_max=text(closure.spell[1]),
        places=tuple(sorted(closure.places)),
        speakers=(closure.speaker,),
        because=merges,
    )


def told_facts(facts: Facts, wanted: Iterable[str]) -> tuple[ToldFact, ...]:
    """The facts and closures among the wanted ids, by id."""
    names = set(wanted)
    merged = facts.merged
    found = {name: told_fact(fact, merged.get(name, ())) for name, fact in facts.by_id().items() if name in names}
    found |= {one.id: told_closure(one, merged.get(one.id, ())) for one in facts.closures if one.id in names}
    return tuple(found[name] for name in sorted(found))


def charted(facts: Facts) -> set[str]:
    """The ids of what a chart of ownership draws in the window, whether or not a status follows from it."""
    rows: list[Fact[Any]] = [
        *facts.of(Interest),
        *facts.of(Controls),
        *facts.of(Right),
        *facts.of(Designation),
        *facts.of(Individual),
    ]
    drawn = {fact.id for fact in rows if meet(fact.spell.may, facts.window) != NEVER}
    return drawn | {one.id for one in facts.closures if one.relation == "interests"}


def told_status(status: Status, basis: Basis) -> ToldStatus:
    """A status with its two spells."""
    since, until = bounds(status.spell)
    return ToldStatus(
        id=status.id,
        party=status.party,
        adversary=status.adversary,
        regime=status.regime,
        clause=status.clause,
        reading=f"{status.reading.aggregation}/{status.reading.indirect}",
        basis=basis,
        truth=status.truth.word,
        since=since,
        until=until,
        since_min=text(status.spell.may[0]),
        until_max=text(status.spell.may[1]),
        sure=status.spell.must != NEVER,
        because=status.because,
        gaps=status.gaps,
        but_for=status.but_for,
        held=status.held,
    )


def bases(
    statuses: Iterable[Status], facts: Facts, files: Iterable[Delivered], merges: Iterable[Merge] = ()
) -> dict[str, Basis]:
    """What each status is derived from, by its id: a marking is inherited by everything derived.

    What is told under another id than it was said rests on what joined the two as well.
    """
    public = {file.short for file in files if file.marking == "public"}
    told = {name: {source.place for source in fact.sources} for name, fact in facts.by_id().items()}
    told |= {one.id: set(one.places) for one in facts.closures}
    joined = {one.id: set(one.because) for one in merges}
    for name, through in facts.merged.items():
        told[name] = told.get(name, set()).union(*(joined.get(one, set()) for one in through))
    because = {one.id: one.because for one in statuses}
    return {name: _basis(_places(name, because, told), public) for name in because}


def _basis(places: set[str], public: set[str]) -> Basis:
    if not places:
        return "law"
    return "public record" if all(re.split("[!#]", place)[0] in public for place in places) else "evidence"


def _places(name: str, because: Mapping[str, Sequence[str]], told: Mapping[str, set[str]]) -> set[str]:
    """The places of all facts that something follows from."""
    found: set[str] = set()
    seen, todo = {name}, [name]
    while todo:
        one = todo.pop()
        found |= told.get(one, set())
        fresh = set(because.get(one, ())) - seen
        seen |= fresh
        todo += fresh
    return found


def told_parties(facts: Facts) -> tuple[ToldParty, ...]:
    """Every party and person that a row of the parties, the interests or the roster names, by id."""
    names: dict[str, set[str]] = {}
    kinds: dict[str, set[str]] = {}
    identifiers: dict[str, dict[str, str]] = {}
    for party in (fact.row for fact in facts.of(Party)):
        names.setdefault(party.party, set()).update([party.name] if party.name else ())
        kinds.setdefault(party.party, set()).update([party.kind] if party.kind else ())
        if party.lei:
            identifiers.setdefault(party.party, {})["lei"] = party.lei
        if party.identifiers:
            identifiers.setdefault(party.party, {}).update(party.identifiers)
    for person in (fact.row for fact in facts.of(Employment)):
        names.setdefault(person.person, set()).update([person.name] if person.name else ())
        kinds.setdefault(person.person, set()).add("person")
        if person.employer:
            names.setdefault(person.employer, set())
    for listed in (fact.row for fact in facts.of(Designation)):
        names.setdefault(listed.party, set())
    for interest in (fact.row for fact in facts.of(Interest)):
        names.setdefault(interest.holder, set())
        names.setdefault(interest.subject, set())
    return tuple(
        ToldParty(
            party=party,
            names=tuple(sorted(names[party])),
            kind="; ".join(sorted(kinds.get(party, ()))) or None,
            identifiers=identifiers.get(party, {}),
        )
        for party in sorted(names)
    )


def told_file(file: Delivered) -> EvidenceFile:
    """A file as received; every byte is parsed, quarantined or ignored."""
    return EvidenceFile(
        sha256=file.sha256,
        name=file.name,
        bytes=file.bytes,
        content_bytes=file.content_bytes,
        format=file.format,
        speaker=file.speaker,
        taken_at=None if file.taken_at is None else text(file.taken_at),
        about=file.about,
        about_by=file.about_by,
        marking=file.marking,
        parsed=file.parsed,
        quarantined=sum(bad.bytes for bad in file.bad),
        ignored=file.ignored,
        unknown_fields=dict(sorted(file.unknown_fields.items())),
        pages=file.pages,
    )


def told_quarantine(files: Iterable[Delivered]) -> tuple[Quarantined, ...]:
    """What could not be read, by place."""
    found = {(file.short + bad.at, bad.reason) for file in files for bad in file.bad}
    return tuple(Quarantined(place=place, reason=reason) for place, reason in sorted(found))
