"""Control without a majority: what a person judges, and what is told to judge it by.

The rules have no number for it, so no stake, seat, contract, special share or right decides here. A judgement in the
record that a holder controls a company, or does not, is a fact like any other, with its speaker. A no needs, besides
it, that all holders are told: nobody can judge a holder who is not disclosed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from cloudreview.control.branches import BRANCH
from cloudreview.control.rules import Context, Moment
from cloudreview.control.stakes import KINDS
from cloudreview.control.verdicts import NONE, Ids, Verdict, both, either
from cloudreview.control.world import possible, sure
from cloudreview.truth import Truth, negate
from cloudreview.vocabulary.facts import Fact
from cloudreview.vocabulary.rows import Controls, Interest, Right

H = TypeVar("H", Interest, Right, Controls)


class Levers:
    """The limb `controlled` of a regime, for holders who count under a name."""

    def __init__(self, context: Context, name: str) -> None:
        self._context, self._name = context, name

    def told(self, moment: Moment) -> Verdict:
        """Whether somebody who counts is told to have a hold on somebody; of an individual this is all."""
        clause = self._context.clause("controlled")
        ways = [self._held(moment, holder, ids) for holder, ids in sorted(_levers(self._context, moment).items())]
        best = either(*ways) if ways else Verdict(Truth.REFUTED, clause.citation, NONE)
        return best._replace(clause=clause.citation, because=best.because | {clause.id})

    def controlled(self, moment: Moment) -> Verdict:
        """Whether somebody who counts controls an entity by other levers than half of its shares or votes."""
        world, best = self._context.world, self.told(moment)
        closed = world.interests_closed(moment.subject, moment.at)
        if best.truth is not Truth.REFUTED:
            return best
        if closed:
            return best._replace(because=best.because | closed)
        # What the ownership limb asks for is asked once: the same list of interests settles both. A stake that is then
        # disclosed and is no majority leaves control for a person to judge.
        asked = frozenset({world.open_interests(moment.subject)})
        return Verdict(Truth.UNKNOWN, best.clause, best.because, asked, later=True)

    def _held(self, moment: Moment, holder: str, ids: Ids) -> Verdict:
        """Whether one holder counts and controls; nothing but a judged no, standing or not, is no tie."""
        if ids <= {fact.id for fact in self._judgements(moment) if not fact.row.holds}:
            return Verdict(Truth.REFUTED, "", ids)
        counts = moment.state(holder).weight(self._name)
        if counts.truth is Truth.REFUTED:
            return counts._replace(because=counts.because | ids)
        judged = self._judged(moment, holder)
        if judged is None:
            gaps = (counts.gaps if counts.truth is Truth.UNKNOWN else NONE) | {self._ask(moment)}
            return Verdict(Truth.UNKNOWN, "", counts.because | ids, gaps)
        found = both(judged, counts)
        return found if judged.truth is Truth.REFUTED else found._replace(because=found.because | ids)

    def _judged(self, moment: Moment, holder: str) -> Verdict | None:
        """What the record says at the instant; None: nobody judged it, or no more is sure than that one said no."""
        facts = [fact for fact in self._judgements(moment) if fact.row.holder == holder]
        certain = [fact for fact in facts if sure(fact, moment.at)]
        said = {fact.row.holds for fact in certain}
        if not said or (True not in said and any(fact.row.holds for fact in facts)):
            return None
        if len(said) > 1:
            return Verdict(Truth.CONFLICTING, "", frozenset(fact.id for fact in certain))
        truth = max(fact.truth for fact in certain)
        return Verdict(truth if True in said else negate(truth), "", frozenset(fact.id for fact in certain))

    def _judgements(self, moment: Moment) -> list[Fact[Controls]]:
        told = self._context.world.controls.get(moment.subject, ())
        return [fact for fact in told if possible(fact, moment.at)]

    def _ask(self, moment: Moment) -> str:
        """One question for an entity: who decides the matters that nobody told of, and what was told."""
        subject, world = moment.subject, self._context.world
        rights = [fact for fact in world.rights.get(subject, ()) if possible(fact, moment.at)]
        matters = self._context.matters
        deciding = [one for one in matters if one.kind == "matter"]
        told = [_sentence(self._context, fact) for fact in rights]
        open_ = [one.title for one in deciding if all(fact.row.matter != one.matter for fact in rights)]
        shown = f"; told is that {'; that '.join(sorted(set(told)))}" if told else ""
        asked = f"Who decides, vetoes or appoints in {subject}, and by which right, on: {'; '.join(open_)}?"
        if not open_:
            asked = f"Who of the holders of {subject} controls it, by the rights that are told?"
        return world.ask(
            "condition_unsettled",
            f"control {subject}",
            f"a stake or right in {subject} that is no majority may or may not give control; the rule has no number, "
            f"and a person judges it{shown}",
            asked,
        )


def _levers(context: Context, moment: Moment) -> dict[str, Ids]:
    """Every holder of an interest, right or judged control in an entity, with the facts that say so."""
    world, subject, at = context.world, moment.subject, moment.at
    stakes = [one for one in world.stakes.get(subject, ()) if one.row.kind != BRANCH and not _nothing(one.row)]
    found: dict[str, Ids] = {}
    for holder, name in (
        *_holding(stakes, at),
        *_holding(world.rights.get(subject, ()), at),
        *_holding(world.controls.get(subject, ()), at),
    ):
        found[holder] = found.get(holder, NONE) | {name}
    return found


def _nothing(row: Interest) -> bool:
    """Whether it is none of the shares or votes; a golden share or a seat of 0 % has its rights all the same."""
    return row.percent_max == 0 and row.kind in KINDS


def _holding(facts: Iterable[Fact[H]], at: int) -> Iterator[tuple[str, str]]:
    """The holder and the id of each fact that possibly held."""
    return ((fact.row.holder, fact.id) for fact in facts if possible(fact, at))


def _sentence(context: Context, fact: Fact[Right]) -> str:
    """A right in words."""
    row = fact.row
    title = next((one.title for one in context.matters if one.matter == row.matter), row.matter)
    protection = any(one.kind == "protection" and one.matter == row.matter for one in context.matters)
    kept = " (a minority protection, which by itself gives no control)" if protection else ""
    return f"{row.holder} may {_POWERS[row.power or '']} {title}{kept}"


_POWERS = {"decide": "decide on", "veto": "prevent", "appoint": "appoint for", "": "have a say on"}
