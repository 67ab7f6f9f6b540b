"""What the data are worth: categories and counts against the thresholds of 28 CFR 202.205, for each adversary.

Laws: a threshold comes from the law data; unknown counts and undisclosed datasets count in the upper bound, never
in the lower one; more evidence never turns a yes into a no.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import msgspec

from cloudreview.gaps import distinct
from cloudreview.law import Law, Threshold
from cloudreview.sensitivity import questions
from cloudreview.sensitivity.aggregate import Question, Reached, aggregate, company, own_threshold
from cloudreview.sensitivity.datasets import Dataset, datasets
from cloudreview.spells import NEVER, meet
from cloudreview.truth import Truth
from cloudreview.vocabulary.facts import Facts
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.told import Answer, Sensitivity

__all__ = ["SensitivityResult", "measure"]

REGIME = "us-dsp-202"
BULK = "28 CFR 202.205"
COMBINED = "28 CFR 202.205(g)"
UNKNOWN = "unknown"
"""The category of a dataset of which nobody tells any."""

Out = Sensitivity | Gap


class SensitivityResult(msgspec.Struct, frozen=True, kw_only=True):
    """A row per dataset, category and adversary, and what would settle those that are unknown."""

    sensitivity: tuple[Sensitivity, ...]
    gaps: tuple[Gap, ...]


def measure(facts: Facts, law: Law, answers: Sequence[Answer]) -> SensitivityResult:
    """Every dataset against the thresholds of its categories, alone and with those that the adversary reaches too.

    The window is the period of the case, by default the year before `as_of`: "any point in the preceding 12 months".
    Of the answers, the best of raw and guarded counts: whether a transaction is covered disregards security
    requirements (28 CFR 202.201). An adversary without an answer for a dataset may reach it.
    """
    reached = _reached(answers)
    every = datasets(facts, law)
    found = [
        one
        for adversary in sorted(reached) or law.adversaries(REGIME)
        for one in _rows(facts, law, every, adversary, reached.get(adversary, {}))
    ]
    rows = [one for one in found if isinstance(one, Sensitivity)]
    return SensitivityResult(
        sensitivity=tuple(sorted(rows, key=lambda one: (one.dataset, one.client or "", one.category, one.adversary))),
        gaps=tuple(distinct(one for one in found if isinstance(one, Gap))),
    )


def _reached(answers: Sequence[Answer]) -> dict[str, Reached]:
    """By adversary and dataset: the best answer on reading or altering."""
    found: dict[str, dict[str, Truth]] = defaultdict(dict)
    for one in answers:
        of_adversary = found[one.adversary]
        if one.harm in ("read", "alter"):
            of_adversary[one.dataset] = max(of_adversary.get(one.dataset, Truth.REFUTED), Truth.of(one.truth))
    return dict(found)


def _rows(facts: Facts, law: Law, every: tuple[Dataset, ...], adversary: str, reached: Reached) -> Iterator[Out]:
    for dataset in every:
        for category in dataset.categories or (UNKNOWN,):
            threshold = dataset.thresholds.get(category)
            if threshold is None:
                yield from _unread(dataset, category, adversary)
            elif threshold.more_than is None:
                yield from _any_amount(dataset, threshold, adversary)
            else:
                asked = Question(
                    law=law,
                    dataset=dataset,
                    threshold=threshold,
                    others=company(dataset, every, reached),
                    reached=reached,
                    open=_open(facts, dataset, reached),
                )
                yield from _bulk(facts, asked, adversary)


def _scopes(dataset: Dataset) -> list[tuple[str, str]]:
    return [("placements", scope) for scope in ("*", dataset.client) if scope is not None]


def _open(facts: Facts, dataset: Dataset, reached: Reached) -> bool:
    """Whether further datasets may count with it: it may be reached, and not all placements are told."""
    if reached.get(dataset.dataset, Truth.UNKNOWN) is Truth.REFUTED:
        return False
    return any(meet(part, facts.period) != NEVER for part in facts.open_in(*_scopes(dataset)))


def _unread(dataset: Dataset, category: str, adversary: str) -> Iterator[Out]:
    """A category that nobody tells, or that is no word of the law data: unknown."""
    untold = category == UNKNOWN and not dataset.categories
    asked = (
        questions.categories_unknown(dataset.dataset)
        if untold
        else questions.category_unread(dataset.dataset, category)
    )
    own = dataset.count("us_persons")
    yield asked
    yield Sensitivity(
        dataset=dataset.dataset,
        client=dataset.client,
        category=category,
        adversary=adversary,
        low=own.low,
        high=own.high,
        unit="us_persons",
        threshold=None,
        truth="unknown",
        aggregate_low=own.low,
        aggregate_high=own.high,
        clause=BULK,
        because=dataset.because,
        gaps=(asked.id,),
    )


def _any_amount(dataset: Dataset, threshold: Threshold, adversary: str) -> Iterator[Out]:
    """Government-related data, 28 CFR 202.222: no threshold, declared is enough."""
    own, truth = dataset.count("us_persons"), dataset.held(threshold.category)
    yield Sensitivity(
        dataset=dataset.dataset,
        client=dataset.client,
        category=threshold.category,
        adversary=adversary,
        low=own.low,
        high=own.high,
        unit=threshold.unit,
        threshold=None,
        truth=truth.word,
        aggregate_low=own.low,
        aggregate_high=own.high,
        clause=threshold.clause,
        because=tuple(sorted({*dataset.because, threshold.row})),
        gaps=_fact_gaps(dataset) if truth is Truth.UNKNOWN else (),
    )


def _fact_gaps(dataset: Dataset) -> tuple[str, ...]:
    return tuple(sorted({name for fact in dataset.facts for name in fact.gaps}))


def _bulk(facts: Facts, asked: Question, adversary: str) -> Iterator[Out]:
    """A count against a number."""
    dataset, threshold = asked.dataset, asked.threshold
    own, whole, lowest = dataset.count(threshold.unit), aggregate(asked), dataset.bulk[0]
    combined = len(dataset.bulk) > 1
    laws = {threshold.row, lowest.row}
    words = [one.id for one in facts.closing(*_scopes(dataset))] if whole.truth is Truth.REFUTED else []
    gaps = {one.id for one in whole.gaps}
    yield from whole.gaps
    yield Sensitivity(
        dataset=dataset.dataset,
        client=dataset.client,
        category=threshold.category,
        adversary=adversary,
        low=own.low,
        high=own.high,
        unit=threshold.unit,
        threshold=own_threshold(asked),
        truth=whole.truth.word,
        aggregate_low=whole.low,
        aggregate_high=whole.high,
        clause=f"{threshold.clause}; {COMBINED}" if combined else threshold.clause,
        because=tuple(sorted({*whole.because, *laws, *words})),
        gaps=tuple(sorted(gaps | set(_fact_gaps(dataset)))) if whole.truth is Truth.UNKNOWN else (),
    )
