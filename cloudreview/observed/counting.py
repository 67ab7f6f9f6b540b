"""From grouped answers to rows: whose act each group is, at the instant it happened."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import pyarrow as pa

from cloudreview.gaps import gap
from cloudreview.observed.actors import Actors
from cloudreview.observed.questions import Answer
from cloudreview.observed.standing import Standing, Standings
from cloudreview.spells import Interval
from cloudreview.truth import Truth
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.words import Harm

SLICES = {"principal": pa.string(), "since": pa.int64(), "until": pa.int64(), "slice": pa.int64()}


class Group(NamedTuple):
    """Requests that are alike: one line of `observed_by_actor.sql`."""

    store: str
    dataset: str | None
    principal: str
    slice: int | None
    harm: Harm
    outcome: str
    """did, metadata or denied."""
    certain: bool
    """The requests surely are about the dataset."""
    sure: bool
    """The action surely does the harm."""
    listed: bool
    disputed: bool
    requests: int
    bytes: int | None
    records: int
    first: int
    last: int
    places: tuple[tuple[int, str], ...]


class Act(NamedTuple):
    """A group as the act of somebody, for one adversary or for none."""

    group: Group
    person: str | None
    party: str | None
    adversary: str | None
    regimes: tuple[str, ...]
    truth: Truth
    because: frozenset[str]
    held: frozenset[str]


class Judged(NamedTuple):
    """The acts of a group, and the adversaries to whom surely nobody answered who may have done it."""

    acts: tuple[Act, ...]
    cleared: Mapping[str, frozenset[str]]
    """With what it follows from."""
    gaps: tuple[Gap, ...]


def groups(answer: Answer) -> list[Group]:
    """The grouped answer as values."""
    return [Group._make((*line[:-1], tuple((at, place) for at, place in line[-1]))) for line in answer]


class Slices:
    """For each principal that anything is told of, the stretches of the period in which the answer is one."""

    def __init__(self, actors: Actors, standings: Standings, period: Interval) -> None:
        self.starts: dict[str, list[int]] = {}
        self._period = period
        for principal in actors.principals():
            cuts = actors.edges(principal)
            for person in sorted(actors.persons(principal)):
                cuts |= standings.edges(person)
            inside = {cut for cut in cuts if period[0] < cut < period[1]}
            self.starts[principal] = [period[0], *sorted(inside)]

    def rows(self) -> list[tuple[str, int, int, int]]:
        """The stretches, for the questions."""
        found = []
        for principal, starts in sorted(self.starts.items()):
            ends = [*starts[1:], self._period[1]]
            found += [
                (principal, since, until, index) for index, (since, until) in enumerate(zip(starts, ends, strict=True))
            ]
        return found

    def instant(self, principal: str, index: int | None, at: int) -> int:
        """An instant that stands for the whole stretch; the event's own for a principal of which nothing is told."""
        if index is None:
            return at
        starts = self.starts[principal]
        return starts[bisect_right(starts, at) - 1]


class Judge:
    """Says whose act a group of requests is."""

    def __init__(self, actors: Actors, standings: Standings, slices: Slices, adversaries: Sequence[str]) -> None:
        self._actors, self._standings, self._slices = actors, standings, slices
        self._adversaries = adversaries

    def judged(self, group: Group) -> Judged:
        """One act for each adversary under whose control the actor was or may have been; else one without any."""
        at = self._slices.instant(group.principal, group.slice, group.first)
        behind = self._actors.at(group.principal, at)
        held = self._actors.held_by(group.principal, at) if behind.truth is Truth.UNKNOWN else ()
        limit, reasons = _limit(group)
        gaps: list[Gap] = [*behind.gaps, *reasons]
        person = next(iter(behind.persons)) if len(behind.persons) == 1 else None
        party, hired = self._standings.party(person, at) if person is not None else (None, frozenset[str]())
        acts: list[Act] = []
        cleared: dict[str, frozenset[str]] = {}
        base = frozenset({one.id for one in behind.gaps} | set(held))
        limits = frozenset(one.id for one in reasons)
        for adversary in self._adversaries:
            found = [self._standings.at(name, adversary, at) for name in sorted(behind.persons)]
            best = _best(found)
            if best is None or best.truth is Truth.REFUTED:
                if best is not None and behind.complete and not group.disputed:
                    cleared[adversary] = behind.because.union(hired, *(one.because for one in found))
                continue
            gaps += best.gaps
            truth = min(behind.truth, best.truth, limit)
            because = behind.because | best.because | hired
            acts.append(
                Act(group, person, party, adversary, best.regimes, truth, because, _held(truth, base, best, limits))
            )
        if not acts:
            truth = min(behind.truth, limit)
            reasons_held = base | limits if truth is Truth.UNKNOWN else limits
            because = behind.because.union(hired, *cleared.values())
            acts.append(Act(group, person, party, None, (), truth, because, reasons_held))
        return Judged(tuple(acts), cleared, tuple(gaps))


def _held(truth: Truth, base: frozenset[str], standing: Standing, limits: frozenset[str]) -> frozenset[str]:
    return base | standing.held | limits if truth is Truth.UNKNOWN else limits


def _best(found: Iterable[Standing]) -> Standing | None:
    """The standing of the candidate who answers to the adversary most surely."""
    return max(found, key=lambda one: one.truth, default=None)


def _limit(group: Group) -> tuple[Truth, list[Gap]]:
    """How sure a group can be at most, whoever acted."""
    limit, gaps = Truth.SUPPORTED, []
    if group.disputed:
        limit = Truth.CONFLICTING
        gaps.append(_disputed(group))
    if not group.certain:
        limit = Truth.UNKNOWN
        gaps.append(_uncertain(group))
    if not group.sure:
        limit = Truth.UNKNOWN
        gaps.append(_unsure(group) if group.listed else _unlisted(group))
    return limit, gaps


def _disputed(group: Group) -> Gap:
    return gap(
        "disagreement",
        group.store,
        f"two logs tell one request to {group.store} with different actors or outcomes, {group.principal} among them",
        f"Which record of the requests to {group.store} is right? The first is {group.places[0][1]}.",
    )


def _uncertain(group: Group) -> Gap:
    where = group.store or "a store that the records do not name"
    data = group.dataset or "each dataset"
    return gap(
        "field_missing",
        f"{where} {group.dataset or ''}".strip(),
        f"requests to {where} may concern {data}: the object, or when the dataset lay there, is not told",
        f"Which objects of {where} were acted on, and from when to when did {data} lie there?",
    )


def _unsure(group: Group) -> Gap:
    where = group.store or "a store that the records do not name"
    return gap(
        "condition_unsettled",
        f"{where} {group.harm}",
        f"requests changed settings of {where} that may {group.harm} the data; the records do not tell what was set",
        f"What was put by the requests that changed the settings of {where}? Please send them in full.",
    )


def _unlisted(group: Group) -> Gap:
    where = group.store or "a store that the records do not name"
    return gap(
        "unimplemented",
        f"{where} {group.harm}",
        f"the log tells actions on {where} whose effect this program does not know",
        f"What do the actions told by the records of {where} do, the first of them at {group.places[0][1]}?",
    )
