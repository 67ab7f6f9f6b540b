"""ICTS nexus, 15 CFR 791.2: owned or controlled by, or subject to the jurisdiction or direction of, an adversary.

The text has no percentage. Half or more is computed as owned (our reading, in the law data); every smaller or
other lever is for a person to judge, so it is unknown and never refuted while it stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cloudreview.control.attributes import Attributes, is_not
from cloudreview.control.levers import Levers
from cloudreview.control.look_through import Shares
from cloudreview.control.ownership import held as whole_stakes
from cloudreview.control.ownership import owned
from cloudreview.control.rules import Context, Moment, State, merged
from cloudreview.control.verdicts import BOTTOM, Verdict, both, either
from cloudreview.control.world import COUNTRY
from cloudreview.truth import Truth

WEIGHTS = ("any", "state", "directed")
"""How a holder or employer counts: as one with the status, as the adversary's state, as directed by it."""


class Nexus:
    """The limbs of the definition, of 2021 or of 2025 as the law data say."""

    def __init__(self, context: Context) -> None:
        self._context, self._levers = context, Levers(context, "any")
        self._directing = Levers(context, "directed")

    def judge(self, moment: Moment) -> State:
        """The state of one party or person; where its kind is not told, of everything that it may be."""
        kinds = sorted(self._context.world.kinds(moment.subject, moment.at))
        rules = {"state": self._state, "person": self._person, "entity": self._entity}
        return merged({kind: rules[kind](moment) for kind in kinds}, self._context.unknown_kind(moment), WEIGHTS)

    def shared(self, ring: Sequence[Moment]) -> Mapping[str, Mapping[str, Shares]]:
        """None: the limbs multiply nothing."""
        return {}

    def _state(self, moment: Moment) -> State:
        country = self._context.state(moment)
        if moment.subject.startswith(COUNTRY):
            return State({"status": country} | dict.fromkeys(WEIGHTS, country), {})
        status = either(self._context.run_from(moment), country, self._levers.told(moment))
        directed = either(country, status.at_most_unknown(self._judge_direction(moment.subject)))
        return State({"status": status, "any": status, "state": country, "directed": directed}, {})

    def _person(self, moment: Moment) -> State:
        """Citizens, residents, and whoever works for, or is controlled by, the adversary or whom it directs."""
        employed = self._context.works_for(moment, lambda one: moment.state(one).weight("directed"))
        acting = self._context.under("employed", self._directing.told(moment))
        status = either(self._citizen_or_resident(moment), employed, acting)
        weights = {"any": status.at_most_unknown(self._judge_holder(moment.subject)), "state": BOTTOM}
        return State({"status": status, "directed": weights["any"], **weights}, {})

    def _citizen_or_resident(self, moment: Moment) -> Verdict:
        """2025 leaves out US citizens and permanent residents; 2021 does not."""
        context, clause = self._context, self._context.clause("citizen_or_resident")
        asked = Attributes(context.world, moment.subject, moment.at)
        found = either(
            context.places.of_person(moment.subject, "citizenships", moment.at),
            context.places.of_person(moment.subject, "residence", moment.at),
        )
        if clause.us_status:
            found = both(found, is_not(asked.citizen_or_admitted(clause.countries, clause.us_status)))
        return context.under("citizen_or_resident", found)

    def _entity(self, moment: Moment) -> State:
        context = self._context
        clause = context.clause("owned")
        held = owned(context.world, moment.subject, moment.at, moment.weights("any"), clause)
        by_state = owned(context.world, moment.subject, moment.at, moment.weights("state"), clause)
        # A limb that does not name headquarters still names direction, which they may show (15 CFR 791.100(c)(3)).
        direction = self._judge_direction(moment.subject)
        directed = context.under("controlled", context.headquarters(moment).at_most_unknown(direction))
        organised = context.organised(moment)
        status = either(organised, held, self._levers.controlled(moment), directed)
        directed = either(by_state, status.at_most_unknown(direction))
        verdicts = {"status": status, "any": status, "state": by_state, "directed": directed}
        by_law = organised.truth >= Truth.CONFLICTING
        shares = None if by_law else whole_stakes(context.world, moment.subject, moment.at, moment.weights("any"))
        return State(verdicts, {}, shares)

    def _judge_direction(self, subject: str) -> str:
        return self._context.world.ask(
            "condition_unsettled",
            f"direction {subject}",
            f"whether the foreign adversary itself directs, controls, finances or subsidises {subject} is not shown",
            f"Does a government or party body direct, control, finance or subsidise {subject}, and how?",
        )

    def _judge_holder(self, subject: str) -> str:
        return self._context.world.ask(
            "condition_unsettled",
            f"private holder {subject}",
            f"whether shares of the individual {subject} count as held by a foreign adversary is for a person to judge",
            f"Does {subject} act for, or under the direction of, a foreign adversary in what {subject} holds?",
        )
