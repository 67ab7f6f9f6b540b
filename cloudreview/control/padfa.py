"""Controlled by a foreign adversary, as the Protecting Americans' Data from Foreign Adversaries Act of 2024 has it.

Section 2(c)(2): (A) a foreign person domiciled, headquartered, with its principal place of business or organised in an
adversary's country; (B) an entity of which such persons own at least a 20 percent stake, directly or indirectly; (C) a
person subject to the direction or control of either. (C) has no number and is for a person to judge, and so is whether
who is directed hands the direction on to whom it controls or employs: never a no. How "indirectly" is counted the Act
does not say: through companies that are half owned (cascade), or multiplied (look-through).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cloudreview.control.attributes import Attributes, is_not
from cloudreview.control.covered_person import gated, holder_of, solved_together
from cloudreview.control.levers import Levers
from cloudreview.control.look_through import Shares, shares, with_others
from cloudreview.control.look_through import held as multiplied
from cloudreview.control.ownership import held as whole_stakes
from cloudreview.control.ownership import owned
from cloudreview.control.rules import Context, Moment, State, merged
from cloudreview.control.verdicts import Verdict, either
from cloudreview.control.world import COUNTRY
from cloudreview.truth import Truth
from cloudreview.vocabulary.status import Reading

WEIGHTS = ("described", "passed", "directing")
"""How a holder counts: as described in (A); as one that passes on what such persons hold in it; as described in (A) or
(B), whose direction or control (C) names, or perhaps as one that hands such direction on."""
DESCRIBED = "described"


class Padfa:
    """The limbs (A) to (C) under one reading of "indirectly"."""

    def __init__(self, context: Context, reading: Reading) -> None:
        self._context, self._levers = context, Levers(context, "directing")
        self._multiplied = reading.indirect == "look_through"

    def judge(self, moment: Moment) -> State:
        """The state of one party or person; where its kind is not told, of everything that it may be."""
        kinds = sorted(self._context.world.kinds(moment.subject, moment.at))
        rules = {"state": self._state, "person": self._person, "entity": self._entity}
        return merged({kind: rules[kind](moment) for kind in kinds}, self._context.unknown_kind(moment), WEIGHTS)

    def _state(self, moment: Moment) -> State:
        """The adversary country itself; what its government holds counts as held by such a person (our reading)."""
        country = either(self._context.run_from(moment), self._context.state(moment))
        weights = dict.fromkeys(WEIGHTS, country)
        if moment.subject.startswith(COUNTRY):
            return State({"status": country} | weights, {})
        status, handing_on = self._directed(moment, country)
        return State({"status": status} | weights | {"directing": handing_on}, {})

    def _directed(self, moment: Moment, found: Verdict) -> tuple[Verdict, Verdict]:
        """(C) beside the rest, of an individual or a government: the status, and as one that hands direction on."""
        directed = self._levers.told(moment)
        handing_on = directed.at_most_unknown(self._judge_handing_on(moment.subject))
        return either(found, directed), either(found, handing_on)

    def _person(self, moment: Moment) -> State:
        """(A) by domicile; whoever works for one of (A) or (B), or is tied to it, may be subject to its direction."""
        context = self._context
        home = context.places.of_person(moment.subject, "residence", moment.at)
        domiciled = context.under("domiciled", home)
        described = gated(domiciled, self._foreign_person(moment))
        employed = context.works_for(moment, lambda one: moment.state(one).weight("directing"))
        working = either(described, employed.at_most_unknown(self._judge_direction(moment.subject)))
        status, handing_on = self._directed(moment, working)
        return State({"status": status} | dict.fromkeys(WEIGHTS, described) | {"directing": handing_on}, {})

    def _foreign_person(self, moment: Moment) -> Verdict:
        """Not a US citizen; of permanent residents, refugees and asylees the Act does not say what they are."""
        clause, doubted = self._context.clause("foreign_person"), self._context.clause("foreign_person_open")
        asked = Attributes(self._context.world, moment.subject, moment.at)
        foreign = is_not(asked.citizen_or_admitted(clause.countries, clause.us_status)).under(
            clause.citation, clause.id
        )
        lasting = asked.of_person("us_status", lambda value: value in doubted.us_status)
        if lasting.truth is Truth.REFUTED or foreign.truth is Truth.REFUTED:
            return foreign
        return foreign.at_most_unknown(self._judge_foreign(moment.subject)).under(doubted.citation, doubted.id)

    def _entity(self, moment: Moment) -> State:
        context, world = self._context, self._context.world
        described = self._described(moment)
        if self._multiplied:
            solved = moment.state(moment.subject).shares.get(DESCRIBED) if moment.ring else None
            found = shares(world, moment.subject, moment.at, holder_of(moment, DESCRIBED), solved)
            held, passed = self._reached(moment, found), described
            told = multiplied([found])
        else:
            found = {}
            weights = moment.weights("passed")
            held = owned(world, moment.subject, moment.at, weights, context.clause("owned"))
            passed = either(described, owned(world, moment.subject, moment.at, weights, context.clause("cascade")))
            told = whole_stakes(world, moment.subject, moment.at, weights)
        both = either(described, held)
        directed = self._levers.controlled(moment)
        handing_on = directed.at_most_unknown(self._judge_handing_on(moment.subject))
        verdicts = {"status": either(both, directed)}
        verdicts |= {"described": described, "passed": passed, "directing": either(both, handing_on)}
        kept = {DESCRIBED: found} if self._multiplied else {}
        return State(verdicts, kept, None if described.truth >= Truth.CONFLICTING else told)

    def _described(self, moment: Moment) -> Verdict:
        """(A): a foreign person organised or headquartered there; a US company run from there is for counsel."""
        context = self._context
        home = context.clause("foreign_person").countries
        asked = Attributes(context.world, moment.subject, moment.at)
        located = context.organised(moment)
        abroad = asked.of_party("organised_in", lambda value: value not in home)
        if located.truth is Truth.REFUTED:
            return located
        if abroad.truth is Truth.REFUTED:
            return located.at_most_unknown(self._judge_foreign(moment.subject))
        return gated(located, abroad)

    def _reached(self, moment: Moment, found: Shares) -> Verdict:
        everybody = None if moment.everybody is None else moment.everybody(moment.subject).shares.get(DESCRIBED)
        return with_others(self._context.world, moment.subject, found, everybody, self._context.clause("owned"))

    def shared(self, ring: Sequence[Moment]) -> Mapping[str, Mapping[str, Shares]]:
        """The shares of the companies of a ring, solved together."""
        return solved_together(self._context.world, ring, (DESCRIBED,)) if self._multiplied else {}

    def _judge_direction(self, subject: str) -> str:
        return self._context.world.ask(
            "condition_unsettled",
            f"direction {subject}",
            f"whether {subject} is subject to the direction or control of the employer is for a person to judge",
            f"Does {subject} act under the direction or control of the employer in what {subject} does with data?",
        )

    def _judge_handing_on(self, subject: str) -> str:
        return self._context.world.ask(
            "condition_unsettled",
            f"direction through {subject}",
            f"{subject} is under the direction or control of somebody whom the Act names; it does not say whether whom "
            f"{subject} in turn controls or employs is so too",
            f"Does who directs {subject} also direct whom {subject} controls or employs?",
        )

    def _judge_foreign(self, subject: str) -> str:
        return self._context.world.ask(
            "condition_unsettled",
            f"foreign {subject}",
            f"the Act does not say whether {subject}, who or which is tied to the United States by law, is a foreign "
            "person",
            f"Is {subject} a foreign person in the sense of the Act? Please say on which ground.",
        )
