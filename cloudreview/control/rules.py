"""What a run of one regime, adversary and reading knows of somebody at an instant, and what it may ask.

A run asks for one adversary, beside the run of all of them at once, which tells who counts in the aggregate.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from cloudreview.control.look_through import Shares
from cloudreview.control.ownership import Weights
from cloudreview.control.places import Places
from cloudreview.control.verdicts import BOTTOM, NONE, Ids, Verdict, both, either
from cloudreview.control.world import COUNTRY, World, possible, sure
from cloudreview.law import Clause, Law
from cloudreview.truth import Truth
from cloudreview.vocabulary.facts import Fact
from cloudreview.vocabulary.rows import Employment
from cloudreview.vocabulary.status import Held


class State(NamedTuple):
    """What a run holds of one party or person: the status, and how it counts for others."""

    verdicts: Mapping[str, Verdict]
    """`status`, and the weights by which others count it."""
    shares: Mapping[str, Shares]
    held: Held | None = None
    """What is told beside the status of what holders who count hold; None: the status needs none."""
    entity: bool = True
    """Whether it surely is somebody that can be held: else what is held of it is passed on by nobody for sure."""
    doubt: Ids = NONE
    """What would tell whether it is."""

    @property
    def status(self) -> Verdict:
        """The status itself."""
        return self.verdicts["status"]

    def weight(self, name: str) -> Verdict:
        """How it counts under a name; the bottom of a fixpoint before the first round."""
        return self.verdicts.get(name, BOTTOM)


START = State({"status": BOTTOM}, {}, entity=False)
Lookup = Callable[[str], State]


class Moment(NamedTuple):
    """Whom a rule is asked about, when, and what is known of the others."""

    subject: str
    at: int
    state: Lookup
    ring: frozenset[str]
    """Those who depend on one another with the subject, itself included, where there is a ring; else empty."""
    everybody: Lookup | None = None
    """The states in the run of all adversaries at once; None: this is that run."""

    def weights(self, name: str) -> Weights:
        """How holders count under a name, for the adversary of the run and for any."""
        everybody = self.everybody or self.state
        return Weights(lambda one: self.state(one).weight(name), lambda one: everybody(one).weight(name))


class Rules(Protocol):
    """The rules of a regime under one reading, for the adversaries of a run."""

    def judge(self, moment: Moment) -> State:
        """The state of one party or person, monotone in the states of the others."""
        ...

    def shared(self, ring: Sequence[Moment]) -> Mapping[str, Mapping[str, Shares]]:
        """The multiplied shares of all members of a ring at once; none where the rules multiply nothing."""
        ...


class Context:
    """The evidence, the law and the adversaries of a run; the limbs that every regime shares."""

    def __init__(self, world: World, law: Law, regime: str, adversaries: frozenset[str]) -> None:
        self.world, self.regime = world, regime
        self._law = law
        self.places = Places(world, law, regime, adversaries)
        self._clauses = {one.key: one for one in law.clauses if one.regime == regime}
        self.matters = law.matters
        """The matters by which control is judged, in the order of the law."""
        self._nobody: dict[tuple[str, int], frozenset[str]] = {}

    def clause(self, key: str) -> Clause:
        """A limb of the regime."""
        return self._clauses[key]

    def list_named(self, name: str) -> str:
        """The list of persons that a source means."""
        return self._law.list_named(name)

    def names_nobody(self, name: str, at: int) -> frozenset[str]:
        """The law row by which a list of persons named nobody at an instant; empty: the law data do not say so."""
        if (name, at) not in self._nobody:
            self._nobody[name, at] = frozenset(one.id for one in self._law.lists_of_nobody(name, at))
        return self._nobody[name, at]

    def under(self, key: str, verdict: Verdict) -> Verdict:
        """A verdict under a limb of the regime."""
        clause = self.clause(key)
        return verdict.under(clause.citation, clause.id)

    def state(self, moment: Moment) -> Verdict:
        """The state of a country, or a government or agency told as organised there."""
        if moment.subject.startswith(COUNTRY):
            return self.country(moment.subject, moment.at)
        return self.under("country", self.places.of_party(moment.subject, "organised_in", moment.at))

    def run_from(self, moment: Moment) -> Verdict:
        """Whether a government or agency is told to have its seat in an adversary's country: at most unknown.

        It is then perhaps no part of the government of its country, but an organisation of its own.
        """
        subject, world = moment.subject, self.world
        rows = [fact.row for fact in world.parties.get(subject, ()) if possible(fact, moment.at)]
        if subject.startswith(COUNTRY) or not any(row.principal_place_of_business for row in rows):
            return BOTTOM
        asked = world.ask(
            "condition_unsettled",
            f"{subject} seat",
            f"{subject} is told as a part of a government, and has its seat, or may have it, in an adversary's country",
            f"Is {subject} a part of a government, and of which, or an organisation run from where its seat is told?",
        )
        return self.under("organised", self.headquarters(moment)).at_most_unknown(asked)

    def country(self, subject: str, at: int) -> Verdict:
        """A country by its id: an adversary of the run by the law's list, whatever the evidence says."""
        return self.under("country", self.places.country(subject[len(COUNTRY) :], at))

    def works_for(self, moment: Moment, weight: Callable[[str], Verdict]) -> Verdict:
        """Whether a person works for somebody of a class; a no needs complete rosters."""
        clause = self.clause("employed")
        facts = [fact for fact in self.world.work.get(moment.subject, ()) if possible(fact, moment.at)]
        ways = [self._works(fact, moment.at, weight) for fact in facts]
        closed = self.world.roster_closed(moment.at)
        none = Verdict(Truth.REFUTED, clause.citation, closed | {clause.id})
        if not closed:
            none = Verdict(Truth.UNKNOWN, clause.citation, frozenset({clause.id}), frozenset({self._open_roster()}))
        return either(*ways, none)

    def _works(self, fact: Fact[Employment], at: int, weight: Callable[[str], Verdict]) -> Verdict:
        clause, employer = self.clause("employed"), fact.row.employer
        reasons = frozenset({fact.id, clause.id})
        if employer is None:
            asked = self.world.ask(
                "field_missing",
                f"{fact.row.person} employer",
                f"nobody tells for whom {fact.row.person} works",
                f"Who employs or contracts {fact.row.person}, and since when?",
            )
            return Verdict(Truth.UNKNOWN, clause.citation, reasons, frozenset({asked}))
        by = weight(employer)
        truth = min(fact.truth if sure(fact, at) else Truth.UNKNOWN, by.truth)
        gaps = by.gaps if by.truth is Truth.UNKNOWN else NONE
        if not sure(fact, at):
            gaps |= frozenset(fact.gaps)
        if truth is not Truth.UNKNOWN:
            return Verdict(truth, clause.citation, reasons | by.because)
        return Verdict(truth, clause.citation, reasons | by.because, gaps, by.later)

    def _open_roster(self) -> str:
        return self.world.ask(
            "scope_open",
            "roster *",
            "nobody states that the rosters of all parties are told and whole",
            "Please list everybody who works for each party, contractors too, and state whether the lists are whole.",
        )

    def organised(self, moment: Moment) -> Verdict:
        """Whether an entity is organised in, or where the limb says so headquartered in, an adversary's country."""
        told = [self.places.of_party(moment.subject, field, moment.at) for field in self.clause("organised").attributes]
        return self.under("organised", either(*told))

    def headquarters(self, moment: Moment) -> Verdict:
        """Whether an entity's principal place of business lies in an adversary's country, whatever limb names it."""
        return self.places.of_party(moment.subject, "principal_place_of_business", moment.at)

    def unknown_kind(self, moment: Moment) -> Verdict:
        """What is left open where nobody says, or not surely, whether somebody is a person or a company."""
        told = self.world.telling_kind(moment.subject)
        holding = NONE.union(*(fact.gaps for fact in told if not sure(fact, moment.at)))
        gaps = holding or frozenset({self._ask_kind(moment.subject, "no undisputed source" if told else "nobody")})
        return Verdict(Truth.UNKNOWN, self.clause("country").citation, frozenset(one.id for one in told), gaps)

    def _ask_kind(self, subject: str, who: str) -> str:
        return self.world.ask(
            "field_missing",
            f"{subject} kind",
            f"{who} tells whether {subject} is a person, a company or a government",
            f"Is {subject} a person, a company or a government, and of which country?",
        )


def _whatever(name: str, told: Verdict, states: Iterable[State], unknown: Verdict) -> Verdict:
    """The best verdict of all kinds that somebody may be; unknown where it turns on which of them."""
    # Sources that tell the kind and disagree about somebody do so; how it counts for others turns on what it is.
    disputed = name == "status" and told.truth is Truth.CONFLICTING and unknown.because
    differs = told.truth > min(one.weight(name).truth for one in states)
    return both(told, unknown) if differs and not disputed else told


def merged(ways: Mapping[str, State], unknown: Verdict, weights: Iterable[str]) -> State:
    """The state of somebody who may be of several kinds, by kind.

    Where the kinds differ it is unknown how somebody counts; who may also be a person is never refuted, since what is
    told of persons stands elsewhere.
    """
    states = list(ways.values())
    if len(states) == 1:
        return states[0]
    names = sorted({name for one in states for name in one.verdicts})
    verdicts = {name: either(*(one.weight(name) for one in states)) for name in names}
    for name in ("status", *weights):
        told = either(verdicts[name], unknown) if "person" in ways else verdicts[name]
        verdicts[name] = _whatever(name, told, states, unknown)
    shares = {name: value for one in states for name, value in one.shares.items()}
    held = next((one.held for one in states if one.held is not None), None)
    return State(verdicts, shares, held, entity=False, doubt=unknown.gaps)


class Named:
    """The rules, where the case itself names some parties as adversaries: they are never refuted.

    By which clause they are is for the reviewer to say, so the name alone supports nothing.
    """

    def __init__(self, rules: Rules, context: Context, parties: frozenset[str]) -> None:
        self._rules, self._context, self._parties = rules, context, parties

    def judge(self, moment: Moment) -> State:
        """The state of one party or person."""
        found = self._rules.judge(moment)
        if moment.subject not in self._parties:
            return found
        unnamed = moment.subject in self._context.world.unnamed
        asked = self._context.world.ask(
            "condition_unsettled",
            f"{moment.subject} named as adversary",
            f"the case names {moment.subject} as an adversary and no clause of {self._context.regime} was shown for it"
            + ("; no evidence tells of anybody by that id" if unnamed else ""),
            f"By which listing, designation or clause is {moment.subject} a foreign adversary or covered person?"
            + (" Is the id in case.toml right?" if unnamed else ""),
        )
        clause = self._context.clause("country")
        open_ = Verdict(Truth.UNKNOWN, clause.citation, frozenset({clause.id}), frozenset({asked}))
        return found._replace(verdicts={name: either(one, open_) for name, one in found.verdicts.items()})

    def shared(self, ring: Sequence[Moment]) -> Mapping[str, Mapping[str, Shares]]:
        """The multiplied shares of a ring, whose members count by name as the states say."""
        return self._rules.shared(ring)
