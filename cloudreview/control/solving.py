"""Who has which state, when: every party and person in the order of what depends on what.

Each group of parties that depend on one another is judged on the slices of time that its own facts and the states of
those before it cut. Inside a ring the least fixpoint is taken, from the bottom, all members at once in every round, so
that no order decides and no proof rests on itself.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cloudreview.control.components import needed_first
from cloudreview.control.rules import START, Moment, Rules, State
from cloudreview.control.verdicts import NONE
from cloudreview.control.world import World, slices
from cloudreview.spells import Interval
from cloudreview.truth import Truth

Timeline = list[tuple[Interval, State]]
"""The states of one party or person, in order, covering the window."""

SETTLED = 8
"""Rounds for each member of a ring in which the reasons of its verdicts settle; two or three for all are usual."""


def solve(
    world: World, rules: Rules, groups: Sequence[tuple[str, ...]], everybody: Mapping[str, Timeline] | None
) -> dict[str, Timeline]:
    """The timeline of every party and person.

    `groups` in an order in which what a group needs comes first; `everybody` is the run of all adversaries at once.
    """
    timelines: dict[str, Timeline] = {}
    for group in groups:
        ring = _ring(world, group)
        needed = sorted({one for member in group for one in world.needs(member)} - set(group))
        seen = [timelines[one] for one in needed]
        seen += [] if everybody is None else [everybody[one] for one in (*needed, *group)]
        cuts = set().union(*map(world.cuts, group), *(_begins(timeline) for timeline in seen))
        pieces: dict[str, Timeline] = {member: [] for member in group}
        for interval in slices(cuts, world.window):
            at = interval[0]
            outer = {one: state_at(timelines[one], at) for one in needed}
            every = None if everybody is None else {one: state_at(everybody[one], at) for one in (*needed, *group)}
            for member, state in _fixpoint(_Slice(rules, group, ring, at, outer, every)).items():
                _append(pieces[member], interval, state)
        timelines.update(pieces)
    return timelines


def _begins(timeline: Timeline) -> set[int]:
    return {interval[0] for interval, _ in timeline}


class _Ring(NamedTuple):
    """Who in a group needs whom."""

    members: frozenset[str]
    """None: there is no ring."""
    order: Sequence[str]
    """Each after whom it needs, as far as a ring allows."""
    users: Mapping[str, Sequence[str]]
    """Whose states may follow from that of a member."""


def _ring(world: World, group: tuple[str, ...]) -> _Ring:
    members = frozenset(group)
    needs = {one: sorted(members.intersection(world.needs(one))) for one in group}
    users: dict[str, list[str]] = {one: [] for one in group}
    for one, needed in needs.items():
        for other in needed:
            users[other].append(one)
    return _Ring(members if any(needs.values()) else NONE, needed_first(needs), users)


class _Slice(NamedTuple):
    """A group of parties in a slice of time, and what is known of those before it."""

    rules: Rules
    group: tuple[str, ...]
    ring: _Ring
    at: int
    outer: Mapping[str, State]
    everybody: Mapping[str, State] | None

    def moments(self, known: Mapping[str, State]) -> list[Moment]:
        """What is asked of each member, and what is known of all others that it may need."""
        every = None if self.everybody is None else self.everybody.__getitem__
        return [Moment(one, self.at, known.__getitem__, self.ring.members, every) for one in self.group]

    def judge(self, states: Mapping[str, State]) -> dict[str, State]:
        """All members judged from the states of the round before; what was shown stays shown in the same way."""
        found = {one.subject: self.rules.judge(one) for one in self.moments({**self.outer, **states})}
        return {one: _kept(states[one], state) for one, state in found.items()} if self.ring.members else found

    def shared(self, states: Mapping[str, State]) -> dict[str, State]:
        """The same verdicts with the shares that the members of the ring hold, all of them at once."""
        found = self.rules.shared(self.moments({**self.outer, **states}))
        return {one: state._replace(shares=found.get(one, {})) for one, state in states.items()}

    def reasoned(self, states: Mapping[str, State]) -> dict[str, State]:
        """The verdicts with the reasons of all on whom they rest, each told anew where those of one it needs grew.

        Reasons are united, so that no order decides; a good one saves rounds. Of several refusals the one with the
        fewest reasons is kept (`both`), which might change for ever: so the rounds have an end.
        """
        known = {**self.outer, **states}
        moments = {one.subject: one for one in self.moments(known)}
        stirred = set(self.group)
        for _ in range(SETTLED * len(self.group)):
            for one in filter(stirred.__contains__, self.ring.order):
                stirred.discard(one)
                told = _kept(known[one], self.rules.judge(moments[one]))
                if told != known[one]:
                    known[one] = told
                    stirred.update(self.ring.users[one])
            if not stirred:
                break
        return {one: known[one] for one in self.group}


def state_at(timeline: Timeline, at: int) -> State:
    """The state at an instant of the window."""
    return timeline[bisect_right(timeline, at, key=lambda piece: piece[0][0]) - 1][1]


def _append(timeline: Timeline, interval: Interval, state: State) -> None:
    if timeline and timeline[-1][1] == state:
        timeline[-1] = ((timeline[-1][0][0], interval[1]), state)
    else:
        timeline.append((interval, state))


def _fixpoint(here: _Slice) -> dict[str, State]:
    states: Mapping[str, State] = dict.fromkeys(here.group, START)
    if not here.ring.members:
        return here.judge(states)
    while True:
        found = here.judge(here.shared(states))
        if _truths(found) == _truths(states):
            break
        states = found
    return here.reasoned({member: _without_reasons(state) for member, state in found.items()})


def _kept(old: State, new: State) -> State:
    """A verdict once supported or conflicting keeps its first, well-founded reason."""
    verdicts = {
        name: old.verdicts[name]
        if one.truth >= Truth.CONFLICTING and old.weight(name).truth is one.truth and name in old.verdicts
        else one
        for name, one in new.verdicts.items()
    }
    return new._replace(verdicts=verdicts)


def _without_reasons(state: State) -> State:
    """Unknown and refuted verdicts are told anew, from the final truths."""
    verdicts = {
        name: one if one.truth >= Truth.CONFLICTING else one._replace(because=NONE, gaps=NONE, later=False)
        for name, one in state.verdicts.items()
    }
    return state._replace(verdicts=verdicts)


def _truths(states: Mapping[str, State]) -> dict[str, dict[str, Truth]]:
    return {member: {name: one.truth for name, one in state.verdicts.items()} for member, state in states.items()}
