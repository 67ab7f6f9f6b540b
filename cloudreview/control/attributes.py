"""What is told of somebody's own attributes at an instant: where organised, where resident, which citizen.

An attribute has one value at a time, so a told value speaks against the others without any closure. A value that was
told for a time that only possibly covers the instant can turn a no into unknown, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar, cast

from cloudreview.control.verdicts import NONE, Ids, Verdict, either, union
from cloudreview.control.world import World, possible, sure
from cloudreview.truth import Truth, negate
from cloudreview.vocabulary.facts import Fact
from cloudreview.vocabulary.rows import Individual, Row

R = TypeVar("R", bound=Row)
Test = Callable[[Any], bool]


def judge(facts: Sequence[Fact[R]], field: str, at: int, test: Test, missing: Callable[[], str]) -> Verdict:
    """Whether the attribute passes the test; `missing` names the gap where nobody tells it."""
    told = [fact for fact in facts if getattr(fact.row, field) not in (None, ()) and possible(fact, at)]
    passing = [fact for fact in told if test(getattr(fact.row, field))]
    failing = [fact for fact in told if not test(getattr(fact.row, field))]
    sure_yes = [fact for fact in passing if sure(fact, at)]
    sure_no = [fact for fact in failing if sure(fact, at)]
    if sure_yes and sure_no:
        return Verdict(Truth.CONFLICTING, "", _ids([*sure_yes, *sure_no]))
    if sure_yes:
        best = max(fact.truth for fact in sure_yes)
        return Verdict(best, "", _ids(fact for fact in sure_yes if fact.truth is best))
    if sure_no and not passing and any(fact.truth is Truth.SUPPORTED for fact in sure_no):
        return Verdict(Truth.REFUTED, "", _ids(fact for fact in sure_no if fact.truth is Truth.SUPPORTED))
    holding = union(frozenset(fact.gaps) for fact in told)
    return Verdict(Truth.UNKNOWN, "", _ids(told), holding or frozenset({missing()}))


def is_not(one: Verdict) -> Verdict:
    """The opposite of an attribute, which has one value at a time."""
    return Verdict(negate(one.truth), one.clause, one.because, one.gaps)


def added(found: Verdict, individuals: Sequence[Fact[Individual]], at: int, test: Test) -> Verdict:
    """What a register tells of citizenships, beside what else is told: one more may pass, and none speaks against."""
    passing = [fact for fact in individuals if possible(fact, at) and test(fact.row.citizen_of)]
    if not passing or found.truth >= Truth.CONFLICTING:
        return found
    surely = [fact for fact in passing if sure(fact, at)]
    refuted = found.truth is Truth.REFUTED
    if surely:
        best = Truth.CONFLICTING if refuted else max(fact.truth for fact in surely)
        return Verdict(best, "", _ids(surely) | (found.because if refuted else NONE))
    gaps = union(frozenset(fact.gaps) for fact in passing)
    return Verdict(Truth.UNKNOWN, "", found.because | _ids(passing), found.gaps | gaps)


def _ids(facts: Iterable[Fact[R]]) -> Ids:
    return frozenset(fact.id for fact in facts)


_ASKED: Mapping[str, str] = {
    "organised_in": "Under which country's law is {} organised, and since when?",
    "principal_place_of_business": "In which country is the principal place of business of {}, and since when?",
    "citizenships": "Of which countries is {} a citizen, and since when?",
    "us_status": "Is {} a US citizen, a permanent resident, a refugee or asylee, on a visa, or none, and since when?",
    "residence": "In which country does {} primarily reside, and since when?",
    "work_location": "In which country does {} work, and since when?",
}
"""The question about each attribute."""
_TOLD: Mapping[str, str] = {
    "organised_in": "under which country's law {} is organised",
    "citizenships": "of which countries {} is a citizen",
    "us_status": "whether {} is a US citizen, permanent resident, refugee or asylee",
    "residence": "in which country {} primarily resides",
    "work_location": "in which country {} works",
}
"""What is not told where an attribute is not, as a sentence has it."""


class Attributes:
    """Asks the attributes of somebody, with the gap where they are missing."""

    def __init__(self, world: World, subject: str, at: int) -> None:
        self._world, self._subject, self._at = world, subject, at

    def of_party(self, field: str, test: Test) -> Verdict:
        """An attribute of a party table: organised_in or principal_place_of_business."""
        facts = self._world.parties.get(self._subject, ())
        return judge(facts, field, self._at, test, lambda: self._missing(field, facts))

    def of_person(self, field: str, test: Test) -> Verdict:
        """An attribute of a roster: citizenships, us_status, residence or work_location.

        A register tells the residence as a roster does, but of citizenships perhaps not all: those only add.
        """
        work, individuals = self._world.work.get(self._subject, ()), self._world.individuals.get(self._subject, ())
        told = cast("Sequence[Fact[Row]]", (*work, *(individuals if field == "residence" else ())))
        found = judge(told, field, self._at, test, lambda: self._missing(field, told))
        return added(found, individuals, self._at, test) if field == "citizenships" else found

    def citizen_or_admitted(self, countries: Sequence[str], statuses: Sequence[str]) -> Verdict:
        """A citizen of one of the countries, or of a named US status; the status speaks where no citizenship is told.

        Who tells a citizenship and surely another status contradicts it, whatever only possibly holds beside.
        """
        admitted = self.of_person("us_status", lambda value: value in statuses)
        citizen = self.of_person("citizenships", lambda value: bool(set(value) & set(countries)))
        if citizen.truth is Truth.UNKNOWN:
            return admitted
        told = (fact for fact in self._world.work.get(self._subject, ()) if sure(fact, self._at))
        denied = _ids(fact for fact in told if fact.row.us_status is not None and fact.row.us_status not in statuses)
        if citizen.truth is Truth.SUPPORTED and denied and admitted.truth <= Truth.UNKNOWN:
            return Verdict(Truth.CONFLICTING, citizen.clause, citizen.because | denied)
        return either(citizen, admitted)

    def in_united_states(self, united_states: Sequence[str]) -> Verdict:
        """Whether a person is in the United States: by residence and by place of work, which must both say so.

        Where they are on two sides of the border it is not known; so neither settles it while the other is not told.
        """
        home = self.of_person("residence", lambda value: value in united_states)
        work = self.of_person("work_location", lambda value: value in united_states)
        if Truth.UNKNOWN in (home.truth, work.truth):
            open_ = [one for one in (home, work) if one.truth is Truth.UNKNOWN]
            gaps = union(one.gaps for one in open_)
            return Verdict(Truth.UNKNOWN, "", home.because | work.because, gaps)
        if Truth.CONFLICTING in (home.truth, work.truth):
            # Sources that put the person on both sides are not settled by the place that they agree on.
            return Verdict(Truth.CONFLICTING, "", home.because | work.because)
        if home.truth is work.truth:
            return either(home, work)
        asked = self._world.ask(
            "disagreement",
            self._subject,
            f"{self._subject} resides on one side of the border of the United States and works on the other",
            f"In which country is {self._subject} while at work, and since when?",
        )
        return Verdict(Truth.UNKNOWN, "", home.because | work.because, frozenset({asked}))

    def _missing(self, field: str, facts: Sequence[Fact[R]]) -> str:
        words = _TOLD.get(field, f"the {field.replace('_', ' ')} of {{}}").format(self._subject)
        if any(getattr(fact.row, field) not in (None, ()) for fact in facts):
            why = f"no undisputed source tells {words} for the whole time"
        else:
            why = f"nobody tells {words}"
        question = _ASKED.get(field, f"What is the {words} of {{}}, and since when?").format(self._subject)
        return self._world.ask("field_missing", f"{self._subject} {field}", why, question)
