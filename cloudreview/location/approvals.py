"""What another's approval each time leaves of a power, guarded; raw applies none (28 CFR 202.201).

Decision 6: an approval is another's act. Where it was given, the power holds. Where somebody says that all approvals
are told, none is, and a log would show a use without one, only a new approval would let the power be used: reach asks
whether the approver could be under the adversary's hand. Otherwise the power is unknown, with the question.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from cloudreview.location import questions
from cloudreview.location.grounds import Ground, doubted, join, of
from cloudreview.location.stores import Held, Survey
from cloudreview.location.targets import Keys, covering
from cloudreview.relations.scopes import provider_of
from cloudreview.residuals import Atom, Residual
from cloudreview.spells import NEVER, Interval, uncovered
from cloudreview.vocabulary.facts import Fact
from cloudreview.vocabulary.rows import Approval, Operation
from cloudreview.vocabulary.steps import APPROVAL, AWAITED
from cloudreview.vocabulary.words import UNLOGGED, UNSAID

NONE = "none"
"""Written where nobody must agree."""
CUSTOMER = frozenset({"customer", "client", "the customer", "the client"})
"""Words for the client whose data it is."""

Guarded = tuple[Ground, Residual]


def approved(survey: Survey, held: Held, keys: Keys, fact: Fact[Operation], base: Ground) -> Iterator[Guarded]:
    """The power as approvals leave it: where one was given, where none was, and where nobody tells."""
    row = fact.row
    word = (row.approval or "").strip()
    if not word:
        yield doubted(base, questions.approval_missing(row)), ()
    elif word.lower() == NONE or word == row.actor:
        yield base, ()
    else:
        approvers = _approvers(held, word)
        yield from ((ground, ()) for ground in _given(survey, held, keys, row, (word, *approvers), base))
        yield from _withheld(survey, row, approvers, base)


def _approvers(held: Held, word: str) -> tuple[str, ...]:
    """The parties that the word means: the clients of the store, where it is the customer and all are told."""
    if word.lower() not in CUSTOMER:
        return (word,)
    clients = {fact.row.client for fact in held.placed}
    named = sorted(one for one in clients if one is not None)
    return tuple(named) if len(named) == len(clients) else (word,)


def _given(
    survey: Survey, held: Held, keys: Keys, row: Operation, approvers: tuple[str, ...], base: Ground
) -> Iterator[Ground]:
    """Approvals that are told of this power over this store; one for somebody else, or by somebody else, may count."""
    for fact in survey.facts.of(Approval):
        given = fact.row
        if given.power is not None and given.power != row.power:
            continue
        exact = given.power == row.power and given.actor == row.actor and given.approver in approvers
        for cover in covering(survey, replace(row, target=given.target), held, keys):
            ground = join(base, of(fact), cover)
            yield ground if exact else doubted(ground, questions.approval_unclear(row, given))


def _withheld(survey: Survey, row: Operation, approvers: tuple[str, ...], base: Ground) -> Iterator[Guarded]:
    """The power without an approval: awaited while all approvals are told and a log shows the use, else unknown."""
    closed = _told_wholly(survey, row)
    unsettled = doubted(base, questions.approval_unsettled(row))
    atom = Atom(APPROVAL, "agreed", ((row.approval or "").strip(),), negated=False, by="other")
    for part in uncovered(base.spell.may, closed) if closed else [base.spell.may]:
        yield unsettled._replace(spell=unsettled.spell.within(part)), (atom,)
    awaited = doubted(base, questions.approver_unsettled(row, approvers))
    atom = Atom(APPROVAL, AWAITED, approvers, negated=False, by="other")
    for part in closed:
        if (spell := awaited.spell.within(part)).may != NEVER:
            yield awaited._replace(spell=spell), (atom,)


def _told_wholly(survey: Survey, row: Operation) -> list[Interval]:
    """Where every approval is told, of a power whose use some log shows: without the log a use would leave no trace."""
    if (row.logged_in or "").strip().lower() in UNLOGGED | UNSAID:
        return []
    provider = provider_of(row.target)
    return uncovered(survey.window, survey.facts.open_in(("approvals", provider), ("approvals", "*")))
