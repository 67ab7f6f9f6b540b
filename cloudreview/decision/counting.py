"""Which paths count: those to a dataset that triggers the regime, and under ICTS those that alter or stop.

Section 6 of the design, "Decision": threshold passed or possibly passed, government-related, intellectual property
under ICTS; alter or stop under ICTS (15 CFR 791.103(c)). Every trigger has a truth; what is only possibly passed
counts, but never prohibits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from cloudreview.case import Case
from cloudreview.law import Law
from cloudreview.spells import NEVER, meet
from cloudreview.truth import Truth, any_of
from cloudreview.vocabulary.facts import Facts
from cloudreview.vocabulary.rows import Placement
from cloudreview.vocabulary.told import Answer, Path, Sensitivity

ICTS = "us-icts-"


class Counting:
    """Judges paths and answers by what the datasets hold."""

    def __init__(self, facts: Facts, law: Law, case: Case, sensitivity: Iterable[Sensitivity]) -> None:
        self._case = case
        self.rules = tuple(one for one in case.rules if one not in law.regimes or law.regimes[one].decides)
        """The rules of the case by which something may be recommended."""
        self._rows: dict[tuple[str, str], list[Truth]] = defaultdict(list)
        for row in sensitivity:
            self._rows[row.dataset, row.adversary].append(Truth.of(row.truth))
        self._property: dict[str, list[bool | None]] = defaultdict(list)
        for fact in facts.of(Placement):
            sure = meet(fact.spell.must, facts.period) != NEVER
            self._property[fact.row.dataset].append(fact.row.intellectual_property if sure else None)

    def path(self, path: Path) -> Truth:
        """How surely a path counts: the best of its regimes, where it holds and its dataset triggers them."""
        if path.truth == "refuted":
            return Truth.REFUTED
        found = [min(truth, self._trigger(regime, path)) for regime, truth in self._held(path)]
        return any_of([Truth.REFUTED, *found])

    def standing(self, path: Path) -> Truth:
        """How surely a path stands under the regimes for which it counts, as if their thresholds were passed."""
        found = [truth for regime, truth in self._held(path) if self._trigger(regime, path) > Truth.REFUTED]
        return any_of([Truth.REFUTED, *found])

    def answer(self, answer: Answer) -> Truth:
        """How surely a question would count, were there a path, under some regime of the case."""
        return any_of([Truth.REFUTED, *(self._trigger(regime, answer) for regime in self.rules)])

    def _held(self, path: Path) -> list[tuple[str, Truth]]:
        """The regimes of the case for which a path stands under the headline reading, and how surely."""
        asked = [one for one in path.holds_under if one.regime in self.rules]
        reading = f"{self._case.headline.aggregation}/{self._case.headline.indirect}"
        named = [one for one in asked if one.reading == reading]
        return [(one.regime, Truth.of(one.truth)) for one in named or asked]

    def _trigger(self, regime: str, what: Path | Answer) -> Truth:
        if regime.startswith(ICTS):
            if what.harm in ("alter", "stop"):
                return Truth.SUPPORTED
            return max(self._threshold(what.dataset, what.adversary), self._intellectual(what.dataset))
        return self._threshold(what.dataset, what.adversary)

    def _threshold(self, dataset: str, adversary: str) -> Truth:
        """Whether a threshold is passed; of what nobody counted it is unknown."""
        return any_of(self._rows[dataset, adversary])

    def _intellectual(self, dataset: str) -> Truth:
        """Whether it holds intellectual property; what was told only for a time that may be over settles nothing."""
        told = self._property[dataset]
        if True in told:
            return Truth.SUPPORTED if False not in told else Truth.CONFLICTING
        return Truth.UNKNOWN if None in told or not told else Truth.REFUTED
