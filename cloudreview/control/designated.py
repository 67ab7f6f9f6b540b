"""Persons whom the Attorney General designated, 28 CFR 202.211(a)(5): "any person, wherever located".

The gate of the foreign person does not apply. A row names no country, so who is designated has the status whichever
adversary is asked about. A no needs the list: a delivery that is stated to be whole, or the law data's word that the
list named nobody until a day (docs/decisions/0012).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cloudreview.control.look_through import Shares
from cloudreview.control.rules import Context, Moment, Rules, State
from cloudreview.control.verdicts import NONE, Verdict, either
from cloudreview.control.world import COUNTRY, possible, sure
from cloudreview.truth import Truth
from cloudreview.vocabulary.facts import Fact
from cloudreview.vocabulary.rows import Designation

PASSED_ON = ("status", "2", "any")
"""What a designation makes of somebody: covered, and a holder of those that (a)(2) names; (a)(1) names no (5)."""


class Designated:
    """The rules, where the list of designated persons is asked beside them."""

    def __init__(self, rules: Rules, context: Context) -> None:
        self._rules, self._context = rules, context

    def judge(self, moment: Moment) -> State:
        """The state of one party or person; a country itself is judged by the list of countries alone."""
        found = self._rules.judge(moment)
        if moment.subject.startswith(COUNTRY):
            return found
        listed = self._listed(moment)
        verdicts = {name: _beside(one, listed) if name in PASSED_ON else one for name, one in found.verdicts.items()}
        return found._replace(verdicts=verdicts)

    def shared(self, ring: Sequence[Moment]) -> Mapping[str, Mapping[str, Shares]]:
        """The multiplied shares of a ring, whose members count by name as the states say."""
        return self._rules.shared(ring)

    def _listed(self, moment: Moment) -> Verdict:
        """Whether somebody stands on a list that gives the status."""
        clause = self._context.clause("designated")
        told = self._context.world.designations.get(moment.subject, ())
        facts = [
            fact
            for fact in told
            if self._context.list_named(fact.row.list) in clause.lists and possible(fact, moment.at)
        ]
        certain = [fact for fact in facts if sure(fact, moment.at)]
        if certain:
            return self._told(certain, moment.at)
        closed = [self._closed(name, moment.at) for name in clause.lists]
        if not facts and all(closed):
            return Verdict(Truth.REFUTED, clause.citation, NONE.union(*closed))
        gaps = NONE.union(*(fact.gaps for fact in facts)) or frozenset(self._ask(name) for name in clause.lists)
        return Verdict(Truth.UNKNOWN, clause.citation, _ids(facts) | {clause.id}, gaps)

    def _told(self, certain: Sequence[Fact[Designation]], at: int) -> Verdict:
        """Told as listed; conflicting where the law data say that the list named nobody then."""
        clause = self._context.clause("designated")
        against = [self._context.names_nobody(self._context.list_named(fact.row.list), at) for fact in certain]
        best = max(fact.truth for fact in certain)
        reasons = _ids([one for one in certain if one.truth is best]) | {clause.id}
        if all(against):
            return Verdict(Truth.CONFLICTING, clause.citation, reasons.union(*against))
        return Verdict(best, clause.citation, reasons)

    def _closed(self, name: str, at: int) -> frozenset[str]:
        """By which the list is whole: a delivery of it, or the law data that say it named nobody.

        The law data's word does not stand where a delivered line that could not be read may say otherwise.
        """
        world = self._context.world
        by_law = NONE if world.designations_unread(name) else self._context.names_nobody(name, at)
        return world.designations_closed(name, at) or by_law

    def _ask(self, name: str) -> str:
        if self._context.world.designations_unread(name):
            return self._context.world.ask(
                "scope_open",
                f"designations {name}",
                f"a delivered line on who stands on the list of {name} cannot be read",
                f"Please send the lines on the list of {name} again, so that all of them can be read.",
            )
        return self._context.world.ask(
            "scope_open",
            f"designations {name}",
            f"nobody tells whom the list of {name} names, and the law data say that it named nobody for a time only",
            f"Please send the list of persons designated under {name} as it was published, and state whether it is "
            "whole; or state that it names none of the parties.",
        )


def _beside(found: Verdict, listed: Verdict) -> Verdict:
    """The better of the two; an open list is not told as the clause of what is open by itself."""
    best = either(listed, found)
    return best._replace(clause=found.clause) if best.truth is found.truth is Truth.UNKNOWN else best


def _ids(facts: Sequence[Fact[Designation]]) -> frozenset[str]:
    return frozenset(fact.id for fact in facts)
