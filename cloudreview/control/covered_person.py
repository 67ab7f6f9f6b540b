"""Covered person, 28 CFR 202.211(a), behind the gate of the foreign person, 28 CFR 202.221 and 202.256.

Literal aggregation sums the holders that (1) names and those that (2) names apart; pooled adds them up. Cascade counts
a holder that is itself 50 % or more owned with its whole stake, look-through multiplies along the chain.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from cloudreview.control.attributes import Attributes, is_not
from cloudreview.control.look_through import Holder, Shares, shares, unsure, with_others
from cloudreview.control.look_through import held as multiplied
from cloudreview.control.ownership import held as whole_stakes
from cloudreview.control.ownership import owned
from cloudreview.control.rings import ring_shares
from cloudreview.control.rules import Context, Moment, State, merged
from cloudreview.control.stakes import KINDS
from cloudreview.control.verdicts import BOTTOM, Verdict, both, either
from cloudreview.control.world import World
from cloudreview.truth import Truth
from cloudreview.vocabulary.status import Held, Reading

OWNERS: dict[str, dict[str, str]] = {
    "literal": {"1": "owned_1", "2": "owned_2"},
    "pooled": {"any": "owned_pooled"},
}
"""For each reading the classes of holders that are summed apart, and the limb that each sum serves."""


class CoveredPerson:
    """The rules of 28 CFR 202.211(a)(1) to (4); (5) is asked beside them by `Designated`."""

    def __init__(self, context: Context, reading: Reading) -> None:
        self._context, self._classes = context, OWNERS[reading.aggregation]
        self._multiplied = reading.indirect == "look_through"

    def judge(self, moment: Moment) -> State:
        """The state of one party or person; where its kind is not told, of everything that it may be."""
        kinds = sorted(self._context.world.kinds(moment.subject, moment.at))
        rules = {"state": self._state, "person": self._person, "entity": self._entity}
        return merged({kind: rules[kind](moment) for kind in kinds}, self._context.unknown_kind(moment), self._classes)

    def _state(self, moment: Moment) -> State:
        """A country of concern itself, 28 CFR 202.209."""
        country = self._context.state(moment)
        run_from = self._context.run_from(moment)
        if run_from.truth is Truth.UNKNOWN:
            run_from = gated(run_from, self._foreign_entity(moment))
        status = either(run_from, country)
        return State({"status": status, "1": country, "2": run_from, "any": status}, {})

    def _person(self, moment: Moment) -> State:
        """(3) and (4): employees, contractors and residents who are foreign persons."""
        foreign = self._foreign_person(moment)
        home = self._context.places.of_person(moment.subject, "residence", moment.at)
        resident = self._context.under("resident", home)
        employed = self._context.works_for(moment, lambda employer: self._employing(moment, employer))
        status = either(gated(resident, foreign), gated(employed, foreign))
        return State({"status": status, "1": BOTTOM, "2": status, "any": status}, {})

    def _employing(self, moment: Moment, employer: str) -> Verdict:
        """An employer counts as a country or entity; an individual who employs is for a person to judge."""
        found, world = moment.state(employer).status, self._context.world
        if "person" not in world.kinds(employer, moment.at):
            return found
        asked = world.ask(
            "condition_unsettled",
            f"{employer} employs {moment.subject}",
            f"28 CFR 202.211(a)(3) names employees of a country or an entity, and {employer} may be an individual",
            f"Does {moment.subject} work for {employer} as an individual, or for a company of {employer}?",
        )
        return found.at_most_unknown(asked)

    def _foreign_person(self, moment: Moment) -> Verdict:
        """Not a citizen, permanent resident, refugee or asylee, and not in the United States: 28 CFR 202.256(a)."""
        admitting = self._context.clause("us_person").us_status
        home = self._context.clause("united_states").countries
        asked = Attributes(self._context.world, moment.subject, moment.at)
        present = self._context.under("united_states", asked.in_united_states(home))
        return self._gate(is_not(either(asked.citizen_or_admitted(home, admitting), present)))

    def _entity(self, moment: Moment) -> State:
        """(1) and (2): entities by law, by principal place of business, by ownership."""
        foreign, organised = self._foreign_entity(moment), self._context.organised(moment)
        return (self._by_shares if self._multiplied else self._by_cascade)(moment, foreign, organised)

    def _foreign_entity(self, moment: Moment) -> Verdict:
        """Not organised under the laws of the United States: 28 CFR 202.256(a)."""
        asked = Attributes(self._context.world, moment.subject, moment.at)
        home = self._context.clause("united_states").countries
        organised_abroad = asked.of_party("organised_in", lambda value: value not in home)
        return self._gate(self._context.under("united_states", organised_abroad))

    def _by_cascade(self, moment: Moment, foreign: Verdict, organised: Verdict) -> State:
        """A US company that is so owned is no covered person, and still passes its owners' stake on."""
        context = self._context
        held = {
            name: owned(context.world, moment.subject, moment.at, moment.weights(name), context.clause(limb))
            for name, limb in self._classes.items()
        }
        by_law = gated(organised, foreign)
        foreign_held = {name: gated(one, foreign) for name, one in held.items()}
        status = either(by_law, *foreign_held.values())
        verdicts = {"status": status}
        if "any" in held:
            verdicts["any"] = either(by_law, foreign_held["any"], held["any"])
        else:
            # (1) counts countries and (2)-persons, (2) counts (1)-persons; whoever is owned by a class passes it on.
            verdicts["1"] = either(foreign_held["2"], held["1"])
            verdicts["2"] = either(by_law, foreign_held["1"], held["2"])
        return State(verdicts, {}, self._held(moment) if needs_shares(by_law, foreign) else None)

    def _held(self, moment: Moment) -> Held:
        """What is held by each class of holders; of classes summed apart the largest."""
        sums = [
            whole_stakes(self._context.world, moment.subject, moment.at, moment.weights(one)) for one in self._classes
        ]
        return {kind: (max(one[kind][0] for one in sums), max(one[kind][1] for one in sums)) for kind in KINDS}

    def _by_shares(self, moment: Moment, foreign: Verdict, organised: Verdict) -> State:
        context = self._context
        by_law = gated(organised, foreign)
        solved = moment.state(moment.subject).shares if moment.ring else {}
        found = {
            name: shares(context.world, moment.subject, moment.at, holder_of(moment, name), solved.get(name))
            for name in self._classes
        }
        held = [gated(self._reached(moment, found[name], name, limb), foreign) for name, limb in self._classes.items()]
        verdicts = {"status": either(by_law, *held), "1": BOTTOM, "2": by_law, "any": by_law}
        needed = needs_shares(by_law, foreign)
        return State(verdicts, found, multiplied(list(found.values())) if needed else None)

    def shared(self, ring: Sequence[Moment]) -> Mapping[str, Mapping[str, Shares]]:
        """The shares of the companies of a ring, solved together for each class of holders."""
        return solved_together(self._context.world, ring, tuple(self._classes)) if self._multiplied else {}

    def _reached(self, moment: Moment, found: Shares, name: str, limb: str) -> Verdict:
        world, clause = self._context.world, self._context.clause(limb)
        everybody = None if moment.everybody is None else moment.everybody(moment.subject).shares.get(name)
        return with_others(world, moment.subject, found, everybody, clause)

    def _gate(self, foreign: Verdict) -> Verdict:
        return self._context.under("us_person", foreign)


def solved_together(world: World, ring: Sequence[Moment], classes: Sequence[str]) -> Mapping[str, Mapping[str, Shares]]:
    """The shares of the companies of a ring, by company and by class of holders."""
    companies = [one for one in ring if "entity" in world.kinds(one.subject, one.at)]
    if not companies:
        return {}
    names, at = [one.subject for one in companies], companies[0].at
    found = {name: ring_shares(world, names, at, holder_of(ring[0], name)) for name in classes}
    return {one: {name: of[one] for name, of in found.items()} for one in names}


def holder_of(moment: Moment, name: str) -> Callable[[str], Holder]:
    """How holders count under a class: by what they are, and by what is held of them."""

    def counted(holder: str) -> Holder:
        state = moment.state(holder)
        found = state.shares.get(name, {})
        return Holder(state.weight(name), found if state.entity else unsure(found, state.doubt))

    return counted


def needs_shares(by_law: Verdict, foreign: Verdict) -> bool:
    """Whether a status may follow from what is held: not where the law of organisation, or the gate, decides."""
    return by_law.truth < Truth.CONFLICTING and foreign.truth is not Truth.REFUTED


def gated(limb: Verdict, foreign: Verdict) -> Verdict:
    """A limb behind the gate of the foreign person; a US person needs no further reason."""
    return foreign if foreign.truth is Truth.REFUTED else both(limb, foreign)
