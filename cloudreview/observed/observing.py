"""Who did what: logged requests counted, attributed to people, and judged by whom they answered to at the instant."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec
import pyarrow as pa

from cloudreview.case import Case
from cloudreview.gaps import distinct
from cloudreview.law import Law
from cloudreview.observed.absence import Absence, Absences, unread_records
from cloudreview.observed.actions import Seen, meanings
from cloudreview.observed.actors import Actors
from cloudreview.observed.callers import CALLERS, callers
from cloudreview.observed.completeness import measure
from cloudreview.observed.counting import SLICES, Act, Group, Judge, Judged, Slices, groups
from cloudreview.observed.numbers import NUMBERED, numbered
from cloudreview.observed.questions import Questions, asking
from cloudreview.observed.standing import Standings
from cloudreview.observed.targets import PLACED, Targets
from cloudreview.spells import text
from cloudreview.truth import Truth
from cloudreview.vocabulary.facts import Facts
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.ids import identify
from cloudreview.vocabulary.status import Status
from cloudreview.vocabulary.told import Completeness, Observed
from cloudreview.vocabulary.words import HARMS, Harm

LOG = logging.getLogger(__name__)

QUERY = "query:observed_by_actor"
MAX_PLACES = 20
NOBODY = "*"
"""Stands for the principal in a row that says that nobody did."""
MEANING = {
    "service": pa.string(),
    "action": pa.string(),
    "klass": pa.string(),
    "harm": pa.string(),
    "kind": pa.string(),
    "target": pa.string(),
    "sure": pa.bool_(),
    "whole": pa.bool_(),
    "listed": pa.bool_(),
}


class ObservedResult(msgspec.Struct, frozen=True, kw_only=True):
    """What was done, by whom, and how much of the period the logs speak for."""

    observed: tuple[Observed, ...]
    completeness: tuple[Completeness, ...]
    gaps: tuple[Gap, ...]


class _Who(NamedTuple):
    """What makes acts one row."""

    store: str
    dataset: str | None
    principal: str
    person: str | None
    party: str | None
    adversary: str | None
    harm: Harm


def observe(facts: Facts, law: Law, case: Case, statuses: Sequence[Status]) -> ObservedResult:
    """Every logged request on a store of the placements, by actor; and "nobody did", by dataset and adversary."""
    LOG.info("what the logs tell")
    adversaries = _adversaries(facts, law, case, statuses)
    targets = Targets(facts)
    actors, standings = Actors(facts), Standings(facts, case, statuses)
    slices = Slices(actors, standings, facts.period)
    with asking(facts.events, facts.period) as questions:
        keys = [line[0] for line in questions.ask("keys_seen")]
        asked = _asked(questions, targets, slices, keys)
        timeless = questions.ask("timeless_records")
        logs = measure(questions, targets, keys)
    judge = Judge(actors, standings, slices, adversaries)
    judged = [(group, judge.judged(group)) for group in asked]
    absences = Absences(targets, logs, standings, judged, timeless)
    absent = {
        (dataset, harm, adversary): absences.of(dataset, harm, adversary)
        for dataset in targets.datasets
        for harm in HARMS
        for adversary in adversaries
    }
    rows = [*_rows(targets, judged, absent), *_nobody(targets, judged, absent)]
    gaps = [*logs.gaps, *unread_records(timeless)]
    gaps += [one for _, found in judged for one in found.gaps]
    gaps += [one for found in absent.values() for one in found.gaps]
    return ObservedResult(
        observed=tuple(sorted(rows, key=lambda row: row.id)),
        completeness=logs.rows,
        gaps=tuple(distinct(gaps)),
    )


def _adversaries(facts: Facts, law: Law, case: Case, statuses: Sequence[Status]) -> list[str]:
    """The adversaries of the case: those it names, else those of the law's lists; and whoever has a status."""
    named = case.adversaries
    if named is None:
        named = tuple(one for regime in case.rules for one in law.adversaries(regime, facts.as_of))
    return sorted({*named, *(one.adversary for one in statuses)})


def _asked(questions: Questions, targets: Targets, slices: Slices, keys: Sequence[str]) -> list[Group]:
    seen = [Seen(*line) for line in questions.ask("actions_seen")]
    questions.give("meaning", MEANING, meanings(seen))
    questions.give("placed", PLACED, targets.rows(keys))
    questions.give("slices", SLICES, slices.rows())
    pairs = [(principal, number) for principal, number in questions.ask("principals_seen")]
    names = numbered(pairs, targets.facts)
    questions.give("numbered", NUMBERED, names)
    called = [*(one.name for one in names), *(principal for principal, _ in pairs)]
    questions.give("callers", CALLERS, callers(called, targets.facts))
    return groups(questions.ask("observed_by_actor"))


def _rows(
    targets: Targets,
    judged: Sequence[tuple[Group, Judged]],
    absent: dict[tuple[str, Harm, str], Absence],
) -> Iterable[Observed]:
    """One row for the acts of one actor on one dataset; what was only listed or denied joins what was done."""
    acts: dict[_Who, list[Act]] = defaultdict(list)
    for act in (one for _, found in judged for one in found.acts):
        if _is_told(act):
            acts[_who(act)].append(act)
    for who, own in sorted(acts.items(), key=lambda pair: tuple((one is not None, one or "") for one in pair[0])):
        done: dict[tuple[Truth, tuple[str, ...]], list[Act]] = defaultdict(list)
        for act in own:
            if act.group.outcome == "did":
                done[act.truth, act.regimes].append(act)
        rest = [act for act in own if act.group.outcome != "did"]
        for index, (truth, regimes) in enumerate(sorted(done, reverse=True)):
            yield _row(targets, who, truth, regimes, done[truth, regimes], rest if index == 0 else [])
        if not done:
            yield _undone(targets, who, rest, absent)


def _is_told(act: Act) -> bool:
    """What nobody says holds a dataset is told only where an adversary may have acted on a named store."""
    return act.group.store != "" and (act.group.dataset is not None or act.adversary is not None)


def _who(act: Act) -> _Who:
    group = act.group
    return _Who(
        group.store, group.dataset, group.principal or "unknown", act.person, act.party, act.adversary, group.harm
    )


def _undone(targets: Targets, who: _Who, rest: Sequence[Act], absent: dict[tuple[str, Harm, str], Absence]) -> Observed:
    """Nothing but listing or denied requests are told of this actor: whether that is all hangs on the logs."""
    whom = [who.adversary] if who.adversary is not None else sorted({key[2] for key in absent})
    found = [absent[who.dataset, who.harm, one] for one in whom if who.dataset is not None]
    refuted = bool(found) and all(one.truth is Truth.REFUTED for one in found)
    row = _row(targets, who, Truth.REFUTED if refuted else Truth.UNKNOWN, (), [], rest)
    more = frozenset().union(*(one.because for one in found)) if refuted else frozenset[str]()
    held = () if refuted else {*row.gaps, *(name for one in found for name in one.held)}
    return msgspec.structs.replace(row, because=tuple(sorted({*row.because, *more})), gaps=tuple(sorted(held)))


def _row(
    targets: Targets,
    who: _Who,
    truth: Truth,
    regimes: tuple[str, ...],
    done: Sequence[Act],
    rest: Sequence[Act],
) -> Observed:
    shown = [act.group for act in (done or rest)]
    counted = [act.group for act in done]
    told = [group.bytes for group in counted if group.bytes is not None]
    moved = sum(told) if told else None
    count = sum(group.requests for group in counted)
    metadata = sum(act.group.requests for act in rest if act.group.outcome == "metadata")
    denied = sum(act.group.requests for act in rest if act.group.outcome == "denied")
    disputed = sum(act.group.requests for act in [*done, *rest] if act.group.disputed)
    first, last = min(group.first for group in shown), max(group.last for group in shown)
    places = sorted({place for group in shown for place in group.places})[:MAX_PLACES]
    records = sum(act.group.records for act in [*done, *rest])
    because = {QUERY, f"rows:{records}", *(place for _, place in places)}
    because |= targets.because(who.dataset, who.store)
    because |= {name for act in [*done, *rest] for name in act.because}
    held = {name for act in (done or rest) for name in act.held}
    return Observed(
        id=identify("observed", *who, regimes, int(truth), count, moved, metadata, denied, first, last),
        store=who.store,
        dataset=who.dataset,
        principal=who.principal,
        person=who.person,
        party=who.party,
        adversary=who.adversary,
        regimes=regimes,
        harm=who.harm,
        truth=truth.word,
        count=count,
        bytes=moved,
        metadata_count=metadata,
        denied_count=denied,
        disputed_count=disputed,
        first=text(first),
        last=text(last),
        because=tuple(sorted(because)),
        gaps=tuple(sorted(held)),
    )


def _nobody(
    targets: Targets,
    judged: Sequence[tuple[Group, Judged]],
    absent: dict[tuple[str, Harm, str], Absence],
) -> Iterable[Observed]:
    """A row that says that nobody did, for each dataset, harm and adversary of which no act is told."""
    done = {
        (act.group.dataset, act.group.harm, act.adversary)
        for _, found in judged
        for act in found.acts
        if act.group.outcome == "did"
    }
    for (dataset, harm, adversary), found in sorted(absent.items()):
        if (dataset, harm, adversary) in done:
            continue
        stores = targets.stores_of(dataset)
        placed = {name for store in stores for name in targets.because(dataset, store)}
        yield Observed(
            id=identify("observed", dataset, harm, adversary, NOBODY, int(found.truth)),
            store=stores[0] if len(stores) == 1 else NOBODY,
            dataset=dataset,
            principal=NOBODY,
            person=None,
            party=None,
            adversary=adversary,
            harm=harm,
            truth=found.truth.word,
            count=0,
            bytes=None,
            first=None,
            last=None,
            because=tuple(sorted({QUERY, "rows:0", *placed, *found.because})),
            gaps=tuple(sorted(found.held)) if found.truth is Truth.UNKNOWN else (),
        )
