"""Is what somebody claims true? A claim is NOT or identity of "there is a row"; design sections 5 and 13."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from cloudreview.claims.closing import Scope, closing
from cloudreview.claims.relations import ALLOWED, Row, given, of_reading, rows
from cloudreview.selection import Proposition, proposition
from cloudreview.spells import NEVER, Interval, meet
from cloudreview.truth import Truth, negate
from cloudreview.vocabulary.facts import Fact, Facts
from cloudreview.vocabulary.rows import Claim
from cloudreview.vocabulary.status import Reading
from cloudreview.vocabulary.told import ClaimAnswer

Relations = Mapping[str, Sequence[msgspec.Struct]]
WITHOUT = "claim without evidence"
HEADLINE = Reading()


def check(facts: Facts, relations: Relations, headline: Reading = HEADLINE) -> tuple[ClaimAnswer, ...]:
    """An answer to every claim, sorted by claim, speaker and proposition.

    `relations` holds the rows of `observed`, `completeness`, `location`, `powers`, `answers`, `statuses`, `sensitivity`
    and `key`; of what is not given nothing is known. Readings of the law are never merged: a claim about statuses that
    names no reading is about those of the headline.
    """
    found = {
        answer.claim + "\0" + _order(answer): answer
        for answer in (_answer(facts, relations, one, headline) for one in facts.of(Claim))
    }
    return tuple(answer for _, answer in sorted(found.items()))


def _order(answer: ClaimAnswer) -> str:
    return "\0".join([answer.speaker or "", answer.proposition, answer.place or ""])


def _answer(facts: Facts, relations: Relations, fact: Fact[Claim], headline: Reading) -> ClaimAnswer:
    try:
        read = proposition(fact.row.proposition, ALLOWED)
    except ValueError as error:
        return _told(fact, Truth.UNKNOWN, (), f"the claim cannot be read: {error}")
    if given(relations, read.selection.name) is None:
        return _told(fact, Truth.UNKNOWN, (), f"{WITHOUT}: nothing is told of {read.selection.name}")
    if read.selection.name == "statuses" and all(one.field != "reading" for one in read.selection.conditions):
        relations = {**relations, "statuses": of_reading(relations["statuses"], headline)}
    truth, because, why = exists(facts, relations, read)
    if not because:
        return _told(fact, Truth.UNKNOWN, (), f"{WITHOUT}: {why}")
    return _told(fact, negate(truth) if read.negated else truth, because, why)


def exists(facts: Facts, relations: Relations, read: Proposition) -> tuple[Truth, tuple[str, ...], str]:
    """How true it is that there is such a row at an instant of the period, what says so, and a sentence.

    The value is the best of the rows that match; a row that may match is at most unknown; where none does, it is
    refuted if the relation is closed for what is asked, else unknown.
    """
    judged = _judged(facts, read)
    asked = read.interval or facts.period
    told = rows(relations, read.selection.name)
    matching = list(_matching(read, told, asked, judged))
    scope = Scope(facts, relations, read.selection, told, asked)
    why, closed_by = closing(scope)
    if not why and not _inside(asked, judged):
        why, closed_by = "the claim speaks of a time outside the period of the review", frozenset()
    default = Truth.UNKNOWN if why else Truth.REFUTED
    truth = max([default, *(value for value, _ in matching)])
    best = [row for value, row in matching if value == truth]
    because = {name for row in best for name in row.because}
    if truth is Truth.REFUTED:
        because |= closed_by
    elif truth is Truth.UNKNOWN and not because:
        because = {name for _, row in matching for name in row.because}
    return truth, tuple(sorted(because)), _sentence(truth, len(best), why)


def _judged(facts: Facts, read: Proposition) -> Interval:
    """The time of which the rows of the relation speak."""
    return facts.window if read.selection.name in ("location", "powers", "key", "statuses") else facts.period


def _matching(read: Proposition, told: Iterable[Row], asked: Interval, judged: Interval) -> Iterable[tuple[Truth, Row]]:
    """The rows that match or may, with what each is worth for the time that is asked about."""
    for row in told:
        matches = read.selection.matches(row.fields)
        value = _in_time(row, asked, judged)
        if matches is False or value is None:
            continue
        yield (value if matches else min(value, Truth.UNKNOWN)), row


def _in_time(row: Row, asked: Interval, judged: Interval) -> Truth | None:
    """The value of a row for the time asked about; None where it says nothing about that time.

    A row that tells no time of its own is the best over the time judged, so it says yes of a part of it only possibly.
    """
    if row.spell is not None:
        return _held(row, asked)
    if row.acts is not None:
        first, last = row.acts
        if last < asked[0] or first >= asked[1]:
            return None
        sure = any(asked[0] <= at < asked[1] for at in row.acts)
        return row.truth if sure else min(row.truth, Truth.UNKNOWN)
    return row.truth if _inside(judged, asked) else min(row.truth, Truth.UNKNOWN)


def _held(row: Row, asked: Interval) -> Truth | None:
    must, may = row.spell or (NEVER, NEVER)
    if meet(must, asked) != NEVER:
        return row.truth
    return Truth.UNKNOWN if meet(may, asked) != NEVER else None


def _inside(one: Interval, other: Interval) -> bool:
    return other[0] <= one[0] and one[1] <= other[1]


def _sentence(truth: Truth, count: int, why: str) -> str:
    if truth is Truth.REFUTED:
        return "all is told that it could be about, and no row says so"
    if truth is Truth.UNKNOWN:
        return why or f"{_rows(count)} may say so, and none surely"
    verb = "says" if count == 1 else "say"
    return f"{_rows(count)} {verb} so" + (", and sources disagree" if truth is Truth.CONFLICTING else "")


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"


def _told(fact: Fact[Claim], truth: Truth, because: tuple[str, ...], why: str) -> ClaimAnswer:
    row = fact.row
    return ClaimAnswer(
        claim=row.claim,
        speaker=row.speaker or next(iter(sorted({source.speaker for source in fact.sources})), None),
        proposition=row.proposition,
        truth=truth.word,
        because=because,
        why=why,
        place=row.place or next(iter(sorted({source.place for source in fact.sources})), None),
        quote=row.quote,
    )
