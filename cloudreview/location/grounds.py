"""What a step or a row rests on: a truth, when it held, from which facts, and what holds it at unknown."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple, TypeVar

from cloudreview.residuals import Residual
from cloudreview.spells import EVER, NEVER, Interval, Spell, intersect, meet, uncovered
from cloudreview.truth import Truth, all_of
from cloudreview.vocabulary.facts import Fact
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.steps import RuleName, Step, step
from cloudreview.vocabulary.words import HARMS, Harm

V = TypeVar("V", bound=Hashable)


class Ground(NamedTuple):
    """Premises taken together."""

    truth: Truth
    spell: Spell
    because: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    """Gaps that facts bring with them."""
    asks: tuple[Gap, ...] = ()
    """Gaps that are first told here."""

    @property
    def holding(self) -> tuple[str, ...]:
        """The ids of all gaps."""
        return tuple(sorted({*self.gaps, *(one.id for one in self.asks)}))


GIVEN = Ground(Truth.SUPPORTED, EVER)
"""What the name of a thing says by itself: no premise."""


def of(fact: Fact[Any]) -> Ground:
    """A fact as a premise."""
    return Ground(fact.truth, fact.spell, (fact.id,), fact.gaps)


def join(first: Ground, *others: Ground) -> Ground:
    """All of them together: they hold together only at a common instant."""
    grounds = (first, *others)
    return Ground(
        all_of(one.truth for one in grounds),
        intersect(one.spell for one in grounds),
        tuple(sorted({name for one in grounds for name in one.because})),
        tuple(sorted({name for one in grounds for name in one.gaps})),
        tuple(asked for _, asked in sorted({asked.id: asked for one in grounds for asked in one.asks}.items())),
    )


def doubted(ground: Ground, asked: Gap) -> Ground:
    """The same, at most unknown, with the question that would settle it."""
    return join(ground, Ground(Truth.UNKNOWN, EVER, asks=(asked,)))


def unnamed(interval: Interval, because: Iterable[str], asked: Gap) -> Ground:
    """One named unknown of an open scope: possible throughout the interval, sure nowhere."""
    return Ground(Truth.UNKNOWN, Spell.possibly(interval), tuple(sorted(set(because))), asks=(asked,))


def best(ground: Ground, window: Interval) -> Truth | None:
    """The greatest value at any instant of the window; None where nothing is said in it."""
    if meet(ground.spell.must, window) != NEVER:
        return ground.truth
    return min(ground.truth, Truth.UNKNOWN) if meet(ground.spell.may, window) != NEVER else None


def inside(window: Interval, intervals: Iterable[Interval]) -> list[Interval]:
    """The union of the intervals within the window, in order and without overlaps."""
    return uncovered(window, uncovered(window, intervals))


def contested(told: Sequence[tuple[V, Fact[Any]]]) -> Iterator[tuple[V, Ground]]:
    """Values of which only one can hold at a time: two that surely held at one instant are conflicting there."""
    for value, fact in told:
        against = [other for differing, other in told if differing != value]
        disputed = [meet(fact.spell.must, other.spell.must) for other in against]
        quiet = uncovered(fact.spell.may, disputed)
        for part in quiet:
            yield value, of(fact)._replace(spell=fact.spell.within(part))
        for part in uncovered(fact.spell.may, quiet):
            rivals = [other.id for other in against if meet(other.spell.must, part) != NEVER]
            held = Ground(min(fact.truth, Truth.CONFLICTING), fact.spell.within(part), gaps=fact.gaps)
            yield value, held._replace(because=tuple(sorted({fact.id, *rivals})))


def steps(
    rule: RuleName,
    fields: Mapping[str, str],
    ground: Ground,
    *modes: Literal["guarded", "raw"],
    residual: Residual = (),
) -> Iterator[Step | Gap]:
    """The steps of a ground, one a mode, and the gaps it asks."""
    yield from ground.asks
    if ground.spell.may == NEVER:
        return
    for mode in modes:
        yield step(
            rule,
            fields,
            ground.truth,
            ground.spell,
            ground.because,
            mode=mode,
            gaps=ground.holding,
            residual=residual,
        )


def harm_of(word: str) -> Harm:
    """A harm by its word. Raises ValueError for a word that the vocabulary does not know: a fault of the law data."""
    for harm in HARMS:
        if harm == word:
            return harm
    raise ValueError(f"the law data name the unknown harm {word}")
