"""What is told of who holds a party: stakes between two bounds, whether they are all, what is held through others.

An interest of untold kind, or told as `other`, may be equity or votes; so may a special share. All amounts are
hundredths of a percent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from cloudreview.control.verdicts import Ids, union
from cloudreview.control.world import World, possible, sure
from cloudreview.truth import Bounds, Truth, merge_bounds
from cloudreview.vocabulary.facts import Fact
from cloudreview.vocabulary.rows import Interest

WHOLE = 10_000
KINDS = ("equity", "vote")
UNSAID = (None, "other", "special_share", "branch")
"""Kinds that do not say whether the interest is ownership. A branch is no legal person that could be owned apart."""
UNDISCLOSED = "undisclosed:"
"""Prefix of the id of a holder whom a register does not name: it may be one of those whom a whole list names."""


class Stake(NamedTuple):
    """What one holder holds of a kind."""

    holder: str
    low: int
    high: int
    truth: Truth
    """Of the lower bound."""
    because: Ids
    gaps: Ids
    """What would make the two bounds one."""
    disputed: bool = False
    """Whether sources disagree about any of it: then what they tell of others may be the mistake."""
    claimed: int = 0
    """The most that any one source tells as surely held: no less than `low`, and more where sources disagree."""
    outdone: bool = False
    """Whether more than the whole is told of the party: then this may be the mistake, of any size."""

    @property
    def undisputed(self) -> int:
        """What the holder holds although somebody may say otherwise: nothing where somebody does."""
        return self.low if self.truth is Truth.SUPPORTED and not self.outdone else 0


class Stakes(NamedTuple):
    """All that is told of who holds a party, for one kind, at an instant."""

    held: tuple[Stake, ...]
    closed: Ids
    """By which everything was told; empty: more may be held."""
    open_gap: str
    through: tuple[Stake, ...] = ()
    """What is held through others, or may be: at most so much, and nothing for sure."""

    @property
    def excess(self) -> int:
        """How much more than the whole is told: somebody holds so much less than is said, and nobody says who.

        A disputed stake counts too, with the most that is told of it: who tells that speaks against the others, as they
        speak against it.
        """
        return max(sum(one.claimed for one in self.held) - WHOLE, 0)

    @property
    def undisclosed(self) -> Ids:
        """The gap of what others may hold; empty: nothing is left to hold, or all was told."""
        left = not self.closed and sum(one.undisputed for one in self.held) < WHOLE
        return frozenset({self.open_gap}) if left else frozenset()


def stakes(world: World, subject: str, kind: str, at: int) -> Stakes:
    """The interests of a kind in a party; every run asks for the same ones."""
    known = world.told.get((subject, kind, at))
    if not isinstance(known, Stakes):
        known = world.told[subject, kind, at] = _stakes(world, subject, kind, at)
    return known


def _stakes(world: World, subject: str, kind: str, at: int) -> Stakes:
    groups: dict[str, list[Fact[Interest]]] = {}
    restated: dict[str, list[Fact[Interest]]] = {}
    for fact in world.stakes.get(subject, ()):
        if fact.row.kind in (kind, *UNSAID) and possible(fact, at):
            (groups if fact.row.directly else restated).setdefault(fact.row.holder, []).append(fact)
    told = [_stake(world, subject, holder, facts, at) for holder, facts in sorted(groups.items())]
    left_out = {one.holder for one in told if _disputed(groups[one.holder])} - _listed(world, subject, groups, told)
    held = _once(world, [one._replace(disputed=True) if one.holder in left_out else one for one in told])
    if sum(_against_others(one, groups[one.holder], at) for one in held) > WHOLE:
        # No *no* rests on what cannot all be so: who is told to hold most may have sold all of it.
        held = tuple(one._replace(disputed=True, outdone=True) for one in held)
    through = tuple(_through(world, subject, holder, facts) for holder, facts in sorted(restated.items()))
    closed = world.interests_closed(subject, at)
    return Stakes(held, closed, "" if closed else world.open_interests(subject), through)


def _once(world: World, held: Sequence[Stake]) -> tuple[Stake, ...]:
    """What is sure of holders who may be one: were they, they would be told twice, or against each other.

    So only the largest stake of them counts, and none for more than another of them that surely holds less.
    """
    found: list[Stake] = []
    ordered = sorted(held, key=lambda one: (-one.undisputed, -one.low, one.holder))
    for at, one in enumerate(ordered):
        asked = dict(world.alike.get(one.holder, ()))
        twice = {other.holder: 0 for other in ordered[:at] if other.holder in asked and other.low and one.low}
        less = {other.holder: other.low for other in ordered if other.holder in asked and other.high < one.low}
        lower = less | twice
        gaps = one.gaps | {world.keep(asked[name]) for name in lower}
        least = min(lower.values(), default=0)
        found.append(one._replace(low=least, claimed=least, gaps=gaps) if lower else one)
    return tuple(sorted(found, key=lambda one: one.holder))


def _listed(
    world: World, subject: str, told: Mapping[str, Sequence[Fact[Interest]]], held: Sequence[Stake]
) -> set[str]:
    """The holder without a name, alone in dispute, who may be one of those whom a list names and so contradicts none.

    docs/decisions/0008: of several whom a list leaves out not all may be on it, and one that fits nobody is not.
    """
    disputed = {fact.row.holder for fact in world.stakes.get(subject, ()) if fact.truth is Truth.CONFLICTING}
    if len(disputed) != 1 or not min(disputed).startswith(UNDISCLOSED):
        return set()
    others = [one for one in held if one.holder not in disputed and world.may_be_one(min(disputed), one.holder)]
    rows = [fact for fact in told.get(min(disputed), ()) if fact.truth is Truth.CONFLICTING]
    fits = all(any(one.low <= _top(fact) and _least(fact) <= one.high for one in others) for fact in rows)
    return disputed if fits else set()


def _against_others(stake: Stake, facts: Sequence[Fact[Interest]], at: int) -> int:
    """The most that is told as surely held and speaks against what others are told to hold.

    Of a nameless holder who may be one of those on the list that is only what nobody disputes.
    """
    if stake.disputed or stake.truth is Truth.SUPPORTED:
        return stake.claimed
    firm = [fact for fact in facts if fact.truth is Truth.SUPPORTED and fact.row.kind not in UNSAID and sure(fact, at)]
    return min(stake.claimed, _largest(map(_least, firm)))


def _through(world: World, subject: str, holder: str, facts: list[Fact[Interest]]) -> Stake:
    """What is told as held through others, or without saying so: how it adds up is for its legs to show."""
    asked = world.ask_of_interests(
        "condition_unsettled",
        f"interests {subject} through {holder}",
        f"a source tells what {holder} holds of {subject} in all, and not that {holder} holds it itself",
        f"Through which companies does {holder} hold {subject}, and how much of each, or does {holder} hold it itself?",
    )
    ids = frozenset(fact.id for fact in facts)
    return Stake(holder, 0, _capped(sum(_top(fact) for fact in facts)), Truth.SUPPORTED, ids, frozenset({asked}))


def _stake(world: World, subject: str, holder: str, facts: list[Fact[Interest]], at: int) -> Stake:
    """Rows that restate each other are merged; of the others, which may add up or restate, the bounds say both."""
    said = [fact for fact in facts if fact.row.kind not in UNSAID]
    certain = [fact for fact in said if sure(fact, at)]
    merged = [_merged(lot) for lot in _lots(certain)]
    conflict = any(one.conflict for one in merged)
    low, claimed = _largest(one.low or 0 for one in merged), _largest(map(_least, certain))
    high = _capped(max(_possibly(facts, said), sum(_most(one.high) for one in merged)))
    truth = Truth.CONFLICTING if conflict or _disputed(certain) else Truth.SUPPORTED
    gaps = union(frozenset(fact.gaps) for fact in facts if fact not in certain)
    if low < high and not (gaps and len(facts) == len(said) == 1 and _exact(facts[0])):
        gaps |= {_bounds_gap(world, subject, holder)}
    return Stake(holder, low, high, truth, frozenset(fact.id for fact in facts), gaps, conflict, claimed)


def _possibly(facts: Sequence[Fact[Interest]], said: list[Fact[Interest]]) -> int:
    """The most that all rows tell together; a row that says no kind may be a lot of its own."""
    return sum(max(map(_top, lot)) for lot in [*_lots(said), *([fact] for fact in facts if fact not in said)])


def _disputed(facts: Iterable[Fact[Interest]]) -> bool:
    return any(fact.truth is Truth.CONFLICTING for fact in facts)


def _largest(amounts: Iterable[int]) -> int:
    return _capped(max(amounts, default=0))


def _most(percent: int | None) -> int:
    return WHOLE if percent is None else percent


def _top(fact: Fact[Interest]) -> int:
    return _most(fact.row.percent_max)


def _least(fact: Fact[Interest]) -> int:
    return fact.row.percent_min or 0


def _exact(fact: Fact[Interest]) -> bool:
    return fact.row.percent_min == fact.row.percent_max is not None


def _capped(amount: int) -> int:
    return min(amount, WHOLE)


def _merged(lot: list[Fact[Interest]]) -> Bounds:
    return merge_bounds([(fact.row.percent_min, fact.row.percent_max) for fact in lot])


def _lots(facts: list[Fact[Interest]]) -> list[list[Fact[Interest]]]:
    """Rows of one start by different files restate each other; rows of one file, or of several starts, may be lots."""
    found: list[tuple[str | None, set[str], list[Fact[Interest]]]] = []
    for fact in facts:
        files = {source.place.split("#")[0] for source in fact.sources}
        for start, told_in, lot in found:
            if start == fact.row.start and not files & told_in:
                told_in.update(files)
                lot.append(fact)
                break
        else:
            found.append((fact.row.start, files, [fact]))
    return [lot for _, _, lot in found]


def _bounds_gap(world: World, subject: str, holder: str) -> str:
    return world.ask_of_interests(
        "field_missing",
        f"interests {subject} {holder}",
        f"it is not told exactly how much of {subject} {holder} holds, of which kind",
        f"How much of the equity and of the votes of {subject} does {holder} hold, since when?",
    )
