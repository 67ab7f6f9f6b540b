"""Who has which state, when: every party and person in the order of what depends on what.

Each group of parties that depend on one another is judged on the slices of time that its own facts and the states of
those before it cut. Inside a ring the least fixpoint is taken, from the bottom, all members at once in every round, so
that no order decides and no proof rests on itself.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from cloudreview.control.rules import START, Lookup, Moment, Rules, State
from cloudreview.control.verdicts import NONE
from cloudreview.control.world import World, slices
from cloudreview.spells import Interval
from cloudreview.truth import Truth

Timeline = list[tuple[Interval, State]]
"""The states of one party or person, in order, covering the window."""


def solve(world: World, rules: Rules, groups: Sequence[tuple[str, ...]]) -> dict[str, Timeline]:
    """The timeline of every party and person; `groups` in an order in which what a group needs comes first."""
    timelines: dict[str, Timeline] = {}
    for group in groups:
        needed = sorted({one for member in group for one in world.needs(member)} - set(group))
        cuts = {cut for member in group for cut in world.cuts(member)}
        cuts |= {interval[0] for one in needed for interval, _ in timelines[one]}
        pieces: dict[str, Timeline] = {member: [] for member in group}
        for interval in slices(cuts, world.window):
            outer = {one: state_at(timelines[one], interval[0]) for one in needed}
            for member, state in _fixpoint(world, rules, group, interval[0], outer).items():
                _append(pieces[member], interval, state)
        timelines.update(pieces)
    return timelines


def state_at(timeline: Timeline, at: int) -> State:
    """The state at an instant of the window."""
    return timeline[bisect_right(timeline, at, key=lambda piece: piece[0][0]) - 1][1]


def _append(timeline: Timeline, interval: Interval, state: State) -> None:
    if timeline and timeline[-1][1] == state:
        timeline[-1] = ((timeline[-1][0][0], interval[1]), state)
    else:
        timeline.append((interval, state))


def _fixpoint(
    world: World, rules: Rules, group: tuple[str, ...], at: int, outer: Mapping[str, State]
) -> dict[str, State]:
    if len(group) == 1 and group[0] not in world.needs(group[0]):
        return {group[0]: rules.judge(Moment(group[0], at, outer.__getitem__, NONE))}
    states = dict.fromkeys(group, START)
    while True:
        found = _round(rules, group, at, outer, states)
        if _truths(found) == _truths(states):
            break
        states = found
    states = {member: _without_reasons(state) for member, state in found.items()}
    for _ in group:
        states = _round(rules, group, at, outer, states)
    return states


def _round(
    rules: Rules, group: tuple[str, ...], at: int, outer: Mapping[str, State], states: Mapping[str, State]
) -> dict[str, State]:
    """All members judged from the states of the round before; what was shown stays shown in the same way."""
    lookup: Lookup = {**outer, **states}.__getitem__
    ring = frozenset(group)
    return {one: _kept(states[one], rules.judge(Moment(one, at, lookup, ring))) for one in group}


def _kept(old: State, new: State) -> State:
    """A verdict once supported or conflicting keeps its first, well-founded reason."""
    verdicts = {
        name: old.verdicts[name]
        if one.truth >= Truth.CONFLICTING and old.weight(name).truth is one.truth and name in old.verdicts
        else one
        for name, one in new.verdicts.items()
    }
    return State(verdicts, new.shares, new.touched)


def _without_reasons(state: State) -> State:
    """Unknown and refuted verdicts are told anew, from the final truths."""
    verdicts = {
        name: one if one.truth >= Truth.CONFLICTING else one._replace(because=NONE, gaps=NONE)
        for name, one in state.verdicts.items()
    }
    return State(verdicts, state.shares, state.touched)


def _truths(states: Mapping[str, State]) -> dict[str, object]:
    return {
        member: (
            {name: one.truth for name, one in state.verdicts.items()},
            {name: [share[:3] for share in kinds.values()] for name, kinds in state.shares.items()},
            state.touched,
        )
        for member, state in states.items()
    }
