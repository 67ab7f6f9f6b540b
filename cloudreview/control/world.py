"""What the evidence says of parties and persons, indexed by whom it is about, and asked at an instant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from itertools import chain, pairwise
from typing import TypeVar

from cloudreview.control.verdicts import NONE, Ids
from cloudreview.gaps import distinct, gap
from cloudreview.spells import NEVER, Interval
from cloudreview.truth import Truth
from cloudreview.vocabulary.facts import Closure, Fact, Facts
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.merges import Alike
from cloudreview.vocabulary.rows import Controls, Designation, Employment, Individual, Interest, Party, Right, Row, Use

R = TypeVar("R", bound=Row)
KINDS = {"person": "person", "company": "entity", "government": "state", "agency": "state"}
COUNTRY = "country:"
"""Prefix of the id by which the state of a country is named."""


class World:
    """The facts about parties, persons, interests and rosters; gaps asked for are kept."""

    def __init__(self, facts: Facts, also: Iterable[str] = (), law_changes: Iterable[int] = ()) -> None:
        """`also` names parties that must be judged even where no fact names them."""
        self.window = facts.window
        self.law_changes = frozenset(law_changes)
        """The instants at which a list of the law begins or ends."""
        self.parties = _by(facts.of(Party), lambda row: row.party)
        self.stakes = _by(facts.of(Interest), lambda row: row.subject)
        self.work = _by(facts.of(Employment), lambda row: row.person)
        self.individuals = _by(facts.of(Individual), lambda row: row.person)
        self.rights = _by(facts.of(Right), lambda row: row.subject)
        self.controls = _by(facts.of(Controls), lambda row: row.subject)
        self.designations = _by(facts.of(Designation), lambda row: row.party)
        self.persons = {*self.work, *self.individuals, *(fact.row.person for fact in facts.of(Use))}
        held = {fact.row.holder for fact in facts.of(Interest)}
        self.employers = {fact.row.employer for fact in facts.of(Employment) if fact.row.employer is not None}
        held |= {fact.row.holder for fact in facts.of(Right)} | {fact.row.holder for fact in facts.of(Controls)}
        held |= {*self.stakes, *self.rights, *self.controls}
        named = {*self.parties, *self.persons, *held, *self.employers, *self.designations}
        self.subjects = sorted({*named, *also})
        self.unnamed = {*also} - named
        """Who is asked about although no evidence tells of them."""
        self._interests = _by_scope(facts.closures, "interests")
        self._roster = _by_scope(facts.closures, "roster")
        self._parties = _by_scope(facts.closures, "parties")
        self._designations = _by_scope(facts.closures, "designations")
        self._unread = {scope for relation, scope in facts.unread if relation == "designations"}
        self._shares = _by((fact for fact in facts.of(Interest) if _is_share(fact)), lambda row: row.subject)
        self._kinds = {one: self._kinds_of(one) for one in self.subjects}
        self.alike = _alike(facts.alike, set(self.subjects))
        self._gaps: dict[str, Gap] = {}
        self.of_interests: set[str] = set()
        """Gaps that the disclosure of interests settles, and not a judgement."""
        self.told: dict[tuple[str, str, int], object] = {}
        """What `ownership` has put together for a party, a kind of interest and an instant."""

    def ask(self, what: str, where: str, why: str, question: str) -> str:
        """The id of a gap, which is kept."""
        return self.keep(gap(what, where, why, question))

    def keep(self, found: Gap) -> str:
        """The id of a gap that was found before, which is kept."""
        self._gaps[found.id] = found
        return found.id

    def ask_of_interests(self, what: str, where: str, why: str, question: str) -> str:
        """The id of a gap that the disclosure of interests settles."""
        found = self.ask(what, where, why, question)
        self.of_interests.add(found)
        return found

    def gaps(self, wanted: Ids) -> tuple[Gap, ...]:
        """The gaps asked for among those wanted."""
        return tuple(distinct(one for name, one in self._gaps.items() if name in wanted))

    def kinds(self, subject: str, at: int) -> frozenset[str]:
        """person, entity or state: what somebody may be at an instant; several where nobody says, or not surely."""
        told = self._kinds[subject]
        if subject.startswith(COUNTRY):
            return told
        if not told:
            return self._untold(subject, at)
        if "entity" not in told and self._against(subject, told, at):
            told |= {"entity"}
        surely = [fact for fact in self.parties.get(subject, ()) if sure(fact, at) and fact.truth is Truth.SUPPORTED]
        if subject in self.persons or any(fact.row.kind in KINDS for fact in surely):
            return told
        return told | self._untold(subject, at)

    def may_be_one(self, nameless: str, other: str) -> bool:
        """Whether somebody of whom nothing but a kind is told may be somebody else: docs/decisions/0008."""
        about = (self.work, self.individuals, self.stakes, self.rights, self.controls, self.designations)
        rows = [fact.row for fact in self.parties.get(nameless, ())]
        described = any(row != Party(party=nameless, kind=row.kind) for row in rows)
        if described or any(nameless in told for told in about):
            return False
        return bool(self._ever(nameless) & self._ever(other))

    def _ever(self, subject: str) -> frozenset[str]:
        """What somebody may be at every instant: the kinds told, or what else is told leaves."""
        owned = any(
            fact.truth is Truth.SUPPORTED and fact.spell.must != NEVER for fact in self._shares.get(subject, ())
        )
        return self._kinds[subject] or (frozenset({"entity"}) if owned else self._untold(subject, self.window[0]))

    def _against(self, subject: str, told: frozenset[str], at: int) -> bool:
        """Whether more is told of a government or an individual than it can have: equity, votes, or a law and a seat.

        One of the sources is wrong, and nobody says which: docs/decisions/0016.
        """
        rows = (fact.row for fact in self.parties.get(subject, ()) if "person" in told)
        placed = any(row.organised_in or row.principal_place_of_business for row in rows)
        return placed or any(possible(fact, at) for fact in self._shares.get(subject, ()))

    def telling_kind(self, subject: str) -> tuple[Fact[Party], ...]:
        """The rows that tell the kind of a party, surely or not."""
        return tuple(fact for fact in self.parties.get(subject, ()) if fact.row.kind in KINDS)

    def _kinds_of(self, subject: str) -> frozenset[str]:
        """What is told at any time, by anybody."""
        if subject.startswith(COUNTRY):
            return frozenset({"state"})
        told = {KINDS[fact.row.kind or ""] for fact in self.telling_kind(subject)}
        return frozenset(told | {"person"} if subject in self.persons else told)

    def _untold(self, subject: str, at: int) -> frozenset[str]:
        """What somebody may be of whom no kind is told, by what else is told of it: docs/decisions/0016.

        What is told leaves out what somebody is not, and adds nothing that it could not be without.
        """
        shares = [fact for fact in self._shares.get(subject, ()) if fact.truth is Truth.SUPPORTED]
        if any(sure(fact, at) for fact in shares):
            return frozenset({"entity"})
        # A government has boards and stands under the law of its country too; an individual employs people.
        organised = any(fact.row.organised_in is not None for fact in self.parties.get(subject, ()))
        owned = any(fact.spell.must != NEVER for fact in shares)
        return frozenset({"entity", "state"} if organised or owned else {"entity", "state", "person"})

    def needs(self, subject: str) -> list[str]:
        """Whose status that of the subject may follow from: holders, employers, and whoever may be the subject."""
        holders = [fact.row.holder for fact in self.stakes.get(subject, ())]
        employers = [fact.row.employer for fact in self.work.get(subject, ()) if fact.row.employer is not None]
        ruling = [fact.row.holder for fact in self.rights.get(subject, ())]
        ruling += [fact.row.holder for fact in self.controls.get(subject, ())]
        return [*holders, *ruling, *employers, *(other for other, _ in self.alike.get(subject, ()))]

    def interests_closed(self, subject: str, at: int) -> Ids:
        """The closure by which every interest in the subject was told at an instant; empty: open."""
        return _covering([*self._interests.get(subject, ()), *self._interests.get("*", ())], at)

    def open_interests(self, subject: str) -> str:
        """The gap of a list of interests that nobody states to be whole."""
        return self.ask_of_interests(
            "scope_open",
            f"interests {subject}",
            f"nobody states that all holders of {subject} are told",
            f"Please list all who hold shares, votes or other rights in {subject}, and state whether it is whole.",
        )

    def roster_closed(self, at: int) -> Ids:
        """The closures by which every employment of anybody was told; empty: open.

        The rosters of all companies told do not do: 28 CFR 202.211(a)(3) names the country itself as an employer, and
        no company's roster speaks for it.
        """
        return _covering(self._roster.get("*", ()), at)

    def designations_closed(self, name: str, at: int) -> Ids:
        """The closure by which everybody on a list was told; empty: open."""
        return _covering([*self._designations.get(name, ()), *self._designations.get("*", ())], at)

    def designations_unread(self, name: str) -> bool:
        """Whether something of a list was delivered that could not be read, so that anybody may stand on it."""
        return bool(self._unread & {name, "*"})

    def cuts(self, subject: str) -> set[int]:
        """The instants at which something told about the subject begins or ends."""
        about = (self.parties, self.stakes, self.work, self.individuals, self.rights, self.controls, self.designations)
        spells = (fact.spell for told in about for fact in told.get(subject, ()))
        found = {edge for spell in spells for interval in spell for edge in interval} | self.law_changes
        groups = [self._interests.get(subject, ()), self._interests.get("*", ()), *self._designations.values()]
        if any("person" in self.kinds(subject, at) for at in {self.window[0], *found}):
            groups += [*self._roster.values(), *self._parties.values()]
        return found | {edge for one in chain.from_iterable(groups) for edge in one.spell}


def _alike(pairs: Iterable[Alike], subjects: Collection[str]) -> dict[str, tuple[tuple[str, Gap], ...]]:
    """Of each subject, who it may be too, and the question that would tell."""
    found: dict[str, list[tuple[str, Gap]]] = defaultdict(list)
    for pair in pairs:
        if pair.one in subjects and pair.other in subjects:
            found[pair.one].append((pair.other, pair.gap))
            found[pair.other].append((pair.one, pair.gap))
    return {name: tuple(others) for name, others in found.items()}


def sure(fact: Fact[R], at: int) -> bool:
    """Whether the fact surely held."""
    return fact.spell.must[0] <= at < fact.spell.must[1]


def possible(fact: Fact[R], at: int) -> bool:
    """Whether the fact possibly held."""
    return fact.spell.may[0] <= at < fact.spell.may[1]


def slices(cuts: Iterable[int], window: Interval) -> list[Interval]:
    """The window, cut."""
    inside = sorted({window[0], window[1], *(cut for cut in cuts if window[0] < cut < window[1])})
    return list(pairwise(inside))


def _is_share(fact: Fact[Interest]) -> bool:
    """Whether it is equity or votes: nobody has these in a government or an individual."""
    return fact.row.kind in {"equity", "vote"} and fact.row.percent_max != 0


def _by(facts: Iterable[Fact[R]], name: Callable[[R], str]) -> dict[str, tuple[Fact[R], ...]]:
    found: dict[str, list[Fact[R]]] = defaultdict(list)
    for fact in facts:
        found[name(fact.row)].append(fact)
    return {name: tuple(group) for name, group in found.items()}


def _by_scope(closures: Iterable[Closure], relation: str) -> dict[str, tuple[Closure, ...]]:
    found: dict[str, list[Closure]] = defaultdict(list)
    for one in sorted(closures, key=lambda one: one.id):
        if one.relation == relation:
            found[one.scope].append(one)
    return {scope: tuple(group) for scope, group in found.items()}


def _covering(closures: Iterable[Closure], at: int) -> Ids:
    """The first closure that covers an instant: one is enough."""
    return next((frozenset({one.id}) for one in closures if one.spell[0] <= at < one.spell[1]), NONE)
