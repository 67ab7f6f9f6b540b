"""From what was delivered to what is known, and when: rows are dated, superseded, set against each other and closed.

Laws: equal rows are one fact with several places; a newer snapshot of the same subject ends the older one; absence is
against a row only where another source says, for that scope and time, that it told everything.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import cast

import msgspec
import pyarrow.parquet as pq

from cloudreview.case import Case
from cloudreview.gaps import distinct, gap
from cloudreview.judgements import NONE, Control, Judgements
from cloudreview.relations.alike import alike
from cloudreview.relations.closing import closures
from cloudreview.relations.conflicts import set_against
from cloudreview.relations.copies import copied, kept
from cloudreview.relations.dated import Dated
from cloudreview.relations.dating import dated
from cloudreview.relations.lacking import lacking
from cloudreview.relations.merging import Merging, merge
from cloudreview.relations.renaming import case_renamed, rows_renamed, scope_merges, scopes_renamed
from cloudreview.spells import BEGINNING, DAY, END, NEVER, Interval, Spell, end_of, meet, start_of
from cloudreview.truth import Truth
from cloudreview.vocabulary.delivery import Delivery
from cloudreview.vocabulary.facts import Closure, Fact, Facts, Source
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.ids import identify
from cloudreview.vocabulary.merges import Alike, Merge
from cloudreview.vocabulary.rows import Controls, Copied, Placement, Replication, Row

LOG = logging.getLogger(__name__)

YEAR = 365 * DAY
Rows = dict[type[Row], tuple[Fact[Row], ...]]


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """The facts of a case, and what could not be dated or contradicts itself."""

    facts: Facts
    gaps: tuple[Gap, ...]
    merges: tuple[Merge, ...] = ()
    """Who was taken to be one."""
    case: Case
    """The settings, under the ids in use."""


def settle(delivery: Delivery, case: Case, judged: Judgements = NONE) -> Settled:
    """All that the delivered files say, dated and merged, for the window of the case."""
    LOG.info("dating and merging what the files say")
    as_of = case.as_of if case.as_of is not None else _latest(delivery)
    period, window = _times(case.period, as_of)
    # Each source supersedes itself under the ids that it uses; then those that name one are set against each other.
    told, dating_gaps = dated(delivery, case.carry, window)
    told += _controls(judged)
    who = merge(told, judged, {*case.clients, *case.adversary_parties, case.subject} - {""})
    rows = rows_renamed(told, who.names, who.by_id)
    closed, closing_gaps = closures(scopes_renamed(delivery, who.names), case.carry, window, rows)
    said = set_against(rows, closed)
    known, copy_gaps = _with_copies(_facts(said, window), closed, window)
    facts = Facts(
        rows=known,
        closures=closed,
        events=tuple(sorted({path for file in delivery.files for path in file.events})),
        sources={file.short: file.speaker for file in delivery.files},
        window=window,
        period=period,
        as_of=as_of,
        unread=frozenset(scope for file in delivery.files for scope in file.opens),
        merged=_merged(said, closed, window, scope_merges(delivery, who.by_id)),
    )
    facts, name_gaps = _with_alike(facts, delivery, judged, who)
    gaps = [*delivery.gaps, *dating_gaps, *closing_gaps, *copy_gaps, *lacking(facts)]
    if as_of is None:
        gaps.append(
            gap("undated", "as_of", "no file of the evidence tells a time", "At what time was the evidence taken?")
        )
    gaps += [*name_gaps, *who.gaps, *(asked for _, asked in who.apart)]
    return Settled(facts=facts, gaps=tuple(distinct(gaps)), merges=who.merges, case=case_renamed(case, who.names))


def _controls(judged: Judgements) -> list[Dated]:
    """What a person judged of control, from day to day; without a day it is judged for good on that side."""
    found = []
    for one in judged.control:
        body = one.body
        assert isinstance(body, Control)
        begin = (BEGINNING, BEGINNING) if body.since is None else start_of(body.since)
        end = (END, END) if body.until is None else end_of(body.until)
        found.append(
            Dated(
                row=Controls(
                    holder=body.holder, subject=body.subject, holds=body.holds, start=body.since, end=body.until
                ),
                spell=Spell(meet((begin[1], end[0]), (begin[0], end[1])), (begin[0], end[1])),
                speaker=body.by,
                places=(one.place,),
                taken_at=None,
            )
        )
    return found


def _with_alike(facts: Facts, delivery: Delivery, judged: Judgements, who: Merging) -> tuple[Facts, list[Gap]]:
    """The facts, with the pairs that may be one: by what contradicts itself, and by their names."""
    apart = [Alike(one=pair[0], other=pair[1], score=1.0, reason=asked.why, gap=asked) for pair, asked in who.apart]
    named, gaps = alike(facts, delivery, judged, {pair for pair, _ in who.apart})
    return msgspec.structs.replace(facts, alike=tuple(sorted([*apart, *named], key=_pair))), gaps


def _pair(one: Alike) -> tuple[str, str]:
    return one.one, one.other


def _merged(
    said: Iterable[Dated], closed: Iterable[Closure], window: Interval, lines: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """The merges by which each fact or closure is told under another id than it was said."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in said:
        if one.merges and meet(one.spell.may, window) != NEVER:
            found[_fact_id(one)].update(one.merges)
    for closure in closed:
        through = {lines[place] for place in closure.places if place in lines}
        if through:
            found[closure.id].update(through)
    return {name: tuple(sorted(merges)) for name, merges in sorted(found.items())}


def _fact_id(one: Dated) -> str:
    return identify(str(one.row.__struct_config__.tag), one.row, one.spell)


def _with_copies(told: Rows, closed: tuple[Closure, ...], window: Interval) -> tuple[Rows, list[Gap]]:
    """The facts, with the placements that backups make and those that rules of replication may have made."""
    placed = cast("tuple[Fact[Placement], ...]", told.get(Placement, ()))
    rules = cast("tuple[Fact[Replication], ...]", told.get(Replication, ()))
    made, gaps = copied(placed, rules, closed, window)
    # A copy that a rule may have made is backed up with the store that it lies in.
    made += kept((*placed, *made), cast("tuple[Fact[Copied], ...]", told.get(Copied, ())), window)
    if not made:
        return told, gaps
    every: list[Fact[Row]] = [*told[Placement], *cast("list[Fact[Row]]", made)]
    return {**told, Placement: tuple(sorted(every, key=lambda one: one.id))}, gaps


def _latest(delivery: Delivery) -> int | None:
    """The latest event, or time at which anything was taken or stated; never today."""
    times = [file.taken_at for file in delivery.files if file.taken_at is not None]
    times += [said.stated for file in delivery.files for said in file.said if said.stated is not None]
    for file in delivery.files:
        for path in file.events:
            metadata = pq.ParquetFile(path).metadata
            index = metadata.schema.names.index("at")
            groups = (metadata.row_group(number).column(index).statistics for number in range(metadata.num_row_groups))
            times += [found.max for found in groups if found is not None and found.has_min_max]
    return max(times, default=None)


def _times(period: Interval | None, as_of: int | None) -> tuple[Interval, Interval]:
    """The period, by default the year before as-of, and the window that holds both."""
    if period is None:
        period = (-END, END) if as_of is None else (as_of + 1 - YEAR, as_of + 1)
    if as_of is None:
        return period, period
    return period, (min(period[0], as_of), max(period[1], as_of + 1))


def _facts(said: list[Dated], window: Interval) -> dict[type[Row], tuple[Fact[Row], ...]]:
    """Equal rows with equal spells become one fact with several sources."""
    merged: dict[str, Fact[Row]] = {}
    for one in said:
        if meet(one.spell.may, window) == NEVER:
            continue
        name = _fact_id(one)
        sources = {Source(place, one.speaker) for place in one.places}
        holding = set(one.gaps)
        truth = Truth.SUPPORTED if not one.disputed else Truth.CONFLICTING
        if name in merged:
            sources.update(merged[name].sources)
            holding.update(merged[name].gaps)
            truth = min(truth, merged[name].truth)
        merged[name] = Fact(
            id=name,
            row=one.row,
            truth=truth,
            spell=one.spell,
            sources=tuple(sorted(sources)),
            gaps=tuple(sorted(holding)),
        )
    by_kind: dict[type[Row], list[Fact[Row]]] = defaultdict(list)
    for _, fact in sorted(merged.items()):
        by_kind[type(fact.row)].append(fact)
    return {kind: tuple(facts) for kind, facts in by_kind.items()}
