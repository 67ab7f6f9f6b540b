"""From what was delivered to what is known, and when: rows are dated, superseded, set against each other and closed.

Laws: equal rows are one fact with several places; a newer snapshot of the same subject ends the older one; absence is
against a row only where another source says, for that scope and time, that it told everything.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from typing import cast

import msgspec
import pyarrow.parquet as pq

from cloudreview.case import Case
from cloudreview.gaps import distinct, gap
from cloudreview.relations.closing import closures
from cloudreview.relations.conflicts import set_against
from cloudreview.relations.copies import copied, kept
from cloudreview.relations.dated import Dated
from cloudreview.relations.dating import dated
from cloudreview.relations.lacking import lacking
from cloudreview.spells import DAY, END, NEVER, Interval, meet
from cloudreview.truth import Truth
from cloudreview.vocabulary.delivery import Delivery
from cloudreview.vocabulary.facts import Closure, Fact, Facts, Source
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.ids import identify
from cloudreview.vocabulary.rows import Copied, Placement, Replication, Row

LOG = logging.getLogger(__name__)

YEAR = 365 * DAY
Rows = dict[type[Row], tuple[Fact[Row], ...]]


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """The facts of a case, and what could not be dated or contradicts itself."""

    facts: Facts
    gaps: tuple[Gap, ...]


def settle(delivery: Delivery, case: Case) -> Settled:
    """All that the delivered files say, dated and merged, for the window of the case."""
    LOG.info("dating and merging what the files say")
    as_of = case.as_of if case.as_of is not None else _latest(delivery)
    period, window = _times(case.period, as_of)
    rows, dating_gaps = dated(delivery, case.carry, window)
    closed, closing_gaps = closures(delivery, case.carry, window, rows)
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
    )
    gaps = [*delivery.gaps, *dating_gaps, *closing_gaps, *copy_gaps, *lacking(facts)]
    if as_of is None:
        gaps.append(
            gap("undated", "as_of", "no file of the evidence tells a time", "At what time was the evidence taken?")
        )
    return Settled(facts=facts, gaps=tuple(distinct(gaps)))


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
        name = identify(str(one.row.__struct_config__.tag), one.row, one.spell)
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
