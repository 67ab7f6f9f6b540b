"""Counts of a client's datasets that one adversary reaches, taken together, against the threshold.

28 CFR 202.205: a count in the preceding 12 months, "whether through a single covered data transaction or aggregated
across covered data transactions involving the same U.S. person and the same foreign person or covered person". The same
persons may stand in several datasets: together they are at least the largest minimum and at most the sum of the maxima.
A "yes" counts only what is surely reached and the threshold that surely applies; a "no" everything that may be reached,
told or not, and the lowest threshold that may apply.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from cloudreview.law import Law, Threshold
from cloudreview.sensitivity import questions
from cloudreview.sensitivity.counts import Count, Unit
from cloudreview.sensitivity.datasets import Dataset
from cloudreview.truth import Truth
from cloudreview.vocabulary.gap import Gap

Reached = Mapping[str, Truth]
"""By dataset: the best answer on whether the adversary can read or alter it, controls disregarded."""


class Aggregate(NamedTuple):
    """What a dataset and those reached with it hold of one category, and whether that passes the threshold."""

    low: int
    high: int | None
    truth: Truth
    because: tuple[str, ...]
    gaps: tuple[Gap, ...]


class Question(NamedTuple):
    """One dataset, one category with its unit and threshold, one adversary."""

    law: Law
    dataset: Dataset
    threshold: Threshold
    others: tuple[Dataset, ...]
    """The other datasets of the client that the adversary reaches, or may reach."""
    reached: Reached
    open: bool
    """Whether further datasets of the client may exist that nobody told."""


def company(dataset: Dataset, all_of_them: Sequence[Dataset], reached: Reached) -> tuple[Dataset, ...]:
    """The other datasets that count with it; none where the adversary does not reach the dataset itself."""
    if _reach(reached, dataset) is Truth.REFUTED:
        return ()
    together = (one for one in all_of_them if one.may_belong_with(dataset))
    return tuple(one for one in together if _reach(reached, one) is not Truth.REFUTED)


def _reach(reached: Reached, dataset: Dataset) -> Truth:
    return reached.get(dataset.dataset, Truth.UNKNOWN)


def aggregate(asked: Question) -> Aggregate:
    """The counts together, and whether they are more than the threshold."""
    unit, category = asked.threshold.unit, asked.threshold.category
    own = asked.dataset.count(unit)
    counted = [one for one in asked.others if one.may_hold(category)]
    counts = [own, *(one.count(unit) for one in counted)]
    known = [one.high for one in counts if one.high is not None]
    low = max([own.low, *(one.count(unit).low for one in _surely_with(asked))])
    high = sum(known) if len(known) == len(counts) and not asked.open else None
    yes = _passes(asked)
    truth = yes if yes is not None else _otherwise(asked, counts, high)
    gaps = tuple(_doubts(asked, counts, high)) if truth is Truth.UNKNOWN else ()
    because = {*asked.dataset.because, *(name for one in counted for name in one.because)}
    return Aggregate(low, high, truth, tuple(sorted(because)), gaps)


def _surely_with(asked: Question) -> list[Dataset]:
    """Those that hold the category, are the same client's, and are surely reached together with the dataset."""
    if _reach(asked.reached, asked.dataset) < Truth.CONFLICTING:
        return []
    return [
        one
        for one in asked.others
        if asked.threshold.category in one.categories
        and one.client == asked.dataset.client is not None
        and _reach(asked.reached, one) >= Truth.CONFLICTING
    ]


def _passes(asked: Question) -> Truth | None:
    """Conflicting or supported where a count that surely belongs passes a threshold that surely applies."""
    unit, number = asked.threshold.unit, asked.threshold.more_than
    own, category = asked.dataset, asked.threshold.category
    found = [
        min(own.passing(unit, one.more_than or 0), own.held(category), own.held(one.category))
        for one in own.bulk
        if own.count(unit).low > (one.more_than or 0)
    ]
    for one in _surely_with(asked):
        if number is not None and one.count(unit).low > number:
            found.append(
                min(
                    one.passing(unit, number),
                    one.held(category),
                    asked.reached[one.dataset],
                    asked.reached[asked.dataset.dataset],
                )
            )
    best = max(found, default=Truth.UNKNOWN)
    return best if best >= Truth.CONFLICTING else None


def own_threshold(asked: Question) -> int:
    """Of the dataset by itself: the lowest of any category that it holds, 28 CFR 202.205(g)."""
    return asked.dataset.bulk[0].more_than or 0


def _lowest(asked: Question) -> int:
    """The lowest threshold that may apply, were all that is reached together one combined set."""
    whole = (asked.dataset, *asked.others)
    if not all(one.settled for one in whole):
        return min(one.more_than for one in asked.law.thresholds if one.more_than is not None)
    return min(one.bulk[0].more_than or 0 for one in whole if one.bulk)


def _otherwise(asked: Question, counts: Sequence[Count], high: int | None) -> Truth:
    if high is not None and high <= _lowest(asked):
        return Truth.REFUTED
    return Truth.CONFLICTING if any(one.conflict for one in counts) else Truth.UNKNOWN


def _doubts(asked: Question, counts: Sequence[Count], high: int | None) -> list[Gap]:
    """What would settle it: counts, what further datasets there are, what they hold, what a combined set is."""
    checks: tuple[Callable[[Question, Sequence[Count], int | None], list[Gap]], ...] = (
        _open_placements,
        _wide_counts,
        _unsettled_categories,
        _combination,
    )
    return [found for check in checks for found in check(asked, counts, high)]


def _open_placements(asked: Question, counts: Sequence[Count], high: int | None) -> list[Gap]:
    return [questions.placements_open(asked.dataset.client)] if asked.open else []


def _wide_counts(asked: Question, counts: Sequence[Count], high: int | None) -> list[Gap]:
    """The datasets whose own bounds are not below the threshold, or, where all are, that add up to more."""
    unit: Unit = asked.threshold.unit
    holders = [asked.dataset, *(one for one in asked.others if one.may_hold(asked.threshold.category))]
    number = own_threshold(asked)
    wide = [one for one, count in zip(holders, counts, strict=True) if count.high is None or count.high > number]
    if not wide and high is not None and high > number:
        wide = holders
    return [questions.count_unknown(one.dataset, unit) for one in wide]


def _unsettled_categories(asked: Question, counts: Sequence[Count], high: int | None) -> list[Gap]:
    found: list[Gap] = []
    for one in (asked.dataset, *asked.others):
        if not one.categories:
            found.append(questions.categories_unknown(one.dataset))
        unread = [category for category in one.categories if category not in one.thresholds]
        found += [questions.category_unread(one.dataset, category) for category in unread]
    return found


def _combination(asked: Question, counts: Sequence[Count], high: int | None) -> list[Gap]:
    """Only the question of law is left, or also is."""
    settled = all(one.settled for one in asked.others)
    if settled and _lowest(asked) < own_threshold(asked):
        return [questions.combination_unsettled(asked.dataset.client)]
    return []
