"""Branches and offices: no legal persons of their own, so each has whatever status its head has.

28 CFR 202.256(a) counts the foreign branches of a US entity as the entity, and by its examples a US branch of a company
organised abroad is a foreign person. What is told of the branch itself (where it is, under whose law) is told of the
head, and is not asked of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cloudreview.control.look_through import Shares
from cloudreview.control.rules import Context, Moment, Rules, State
from cloudreview.control.verdicts import NONE, Verdict
from cloudreview.control.world import World, possible, sure
from cloudreview.truth import Truth
from cloudreview.vocabulary.facts import Fact
from cloudreview.vocabulary.rows import Interest

BRANCH = "branch"


class Branches:
    """The rules, where a branch takes every verdict and weight of its head."""

    def __init__(self, rules: Rules, context: Context) -> None:
        self._rules, self._context = rules, context

    def judge(self, moment: Moment) -> State:
        """The state of one party or person."""
        told = _branch_of(self._context.world, moment.subject, moment.at)
        if not told:
            return self._rules.judge(moment)
        reasons = frozenset(fact.id for fact in told) | {self._context.clause("branch").id}
        head = self._head(moment)
        if head is not None:
            found = moment.state(head)
            verdicts = {name: one._replace(because=one.because | reasons) for name, one in found.verdicts.items()}
            return found._replace(verdicts=verdicts)
        heads = sorted({fact.row.holder for fact in told})
        ways = [self._rules.judge(moment), *(moment.state(one) for one in heads if one != moment.subject)]
        asked = NONE.union(*(fact.gaps for fact in told)) or frozenset({self._ask(moment.subject)})
        doubted = _in_doubt(ways, self._headless(moment), reasons, asked)
        disputed = all(sure(fact, moment.at) for fact in told) and len(heads) == 1 and not self._headless(moment)
        return _disputed(doubted, moment.state(heads[0]), reasons) if disputed else doubted

    def shared(self, ring: Sequence[Moment]) -> Mapping[str, Mapping[str, Shares]]:
        """The multiplied shares of a ring: what is held in a branch is what is held in its head."""
        found = self._rules.shared(ring)
        heads = {one.subject: self._head(one) for one in ring}
        return {name: found.get(heads.get(name) or name, shares) for name, shares in found.items()}

    def _head(self, moment: Moment) -> str | None:
        """The one company of which somebody surely is a branch; None where it is none, or not sure of which."""
        told = _branch_of(self._context.world, moment.subject, moment.at)
        certain = [fact for fact in told if sure(fact, moment.at) and fact.truth is Truth.SUPPORTED]
        heads = {fact.row.holder for fact in told}
        return heads.pop() if certain and len(heads) == 1 and not self._headless(moment) else None

    def _headless(self, moment: Moment) -> bool:
        """Whether the branches lead back to the subject, so that nobody is the head."""
        seen: set[str] = set()
        todo = [moment.subject]
        while todo:
            one = todo.pop()
            heads = {fact.row.holder for fact in _branch_of(self._context.world, one, moment.at)}
            if moment.subject in heads:
                return True
            todo += heads - seen
            seen |= heads
        return False

    def _ask(self, subject: str) -> str:
        return self._context.world.ask(
            "disagreement",
            f"{subject} head",
            f"{subject} is told as a branch, and of which company is not told, or told in several ways",
            f"Of which legal entity is {subject} a branch or office, and since when?",
        )


def _branch_of(world: World, subject: str, at: int) -> list[Fact[Interest]]:
    """What tells of whom somebody is a branch, at an instant."""
    return [fact for fact in world.stakes.get(subject, ()) if fact.row.kind == BRANCH and possible(fact, at)]


def _in_doubt(ways: Sequence[State], headless: bool, reasons: frozenset[str], asked: frozenset[str]) -> State:
    """Where it is not sure whose branch it is, only what holds of itself and of each possible head is said.

    A no is said of the status alone, and never as a weight: what is held in several heads is not added up here.
    """
    found = {}
    for name in sorted({name for one in ways for name in one.verdicts}):
        each = [one.weight(name) for one in ways]
        truths, because = {one.truth for one in each}, reasons.union(*(one.because for one in each))
        refused = truths == {Truth.REFUTED} and name == "status" and not headless
        if truths == {Truth.SUPPORTED} or refused:
            found[name] = each[0]._replace(because=because)
        else:
            gaps = asked.union(*(one.gaps for one in each))
            found[name] = Verdict(Truth.UNKNOWN, each[0].clause, because, gaps)
    return State(found, {})


def _disputed(doubted: State, head: State, reasons: frozenset[str]) -> State:
    """Where only another source's word is against it, what the head has, it has in conflict (docs/truth.md, 5)."""
    found = dict(doubted.verdicts)
    for name, one in doubted.verdicts.items():
        over = head.weight(name)
        if one.truth is Truth.UNKNOWN and over.truth >= Truth.CONFLICTING:
            found[name] = Verdict(Truth.CONFLICTING, over.clause, over.because | reasons)
    return State(found, {})
