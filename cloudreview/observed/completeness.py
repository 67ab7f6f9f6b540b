"""How much of the period the logs of a store speak for, by class of events; design section 6, "Observed".

An hour is spoken for where somebody says that the delivery of the store's events of the class is whole and the
configuration of a trail shows the class switched on throughout the hour; a configuration speaks no further than the
next logged request that stops or changes a trail. It is witnessed where a record of that kind of log falls in it. Only
hours spoken for support a "no".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec
import pyarrow as pa

from cloudreview.gaps import gap
from cloudreview.observed.actions import DATA_CLASSES, table
from cloudreview.observed.holding import owner_of
from cloudreview.observed.questions import Questions
from cloudreview.observed.targets import Targets
from cloudreview.spells import HOUR, NEVER, Interval, Spell, meet, minus, text, uncovered
from cloudreview.truth import Truth
from cloudreview.vocabulary.facts import Closure, Fact
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.rows import Selector
from cloudreview.vocabulary.told import Completeness, Stretch

CLASSES = ("management", "data_read", "data_write", "key_use")
WATCHED = {"target": pa.string(), "store": pa.string(), "klass": pa.string()}
CHANGES = {"log": pa.string(), "service": pa.string(), "action": pa.string()}
SPOKEN = {"store": pa.string(), "klass": pa.string(), "log": pa.string(), "first": pa.int64(), "last": pa.int64()}


class Logs(msgspec.Struct, frozen=True):
    """The completeness of the logs of every store of the placements."""

    rows: tuple[Completeness, ...]
    gaps: tuple[Gap, ...]

    def of(self, store: str, klass: str) -> Completeness | None:
        """The best-spoken-for row of a store and class; None where the class has no meaning for the store."""
        rows = [row for row in self.rows if (row.store, row.klass) == (store, klass)]
        return max(rows, key=lambda row: row.share, default=None)


class Spoken(NamedTuple):
    """The stretches of the period that are spoken for, by kind of log, and why."""

    log: str
    hours: tuple[Interval, ...]
    """Numbers of hours from the first of the period, half-open."""
    because: frozenset[str]

    @property
    def total(self) -> int:
        """How many hours."""
        return sum(last - first for first, last in self.hours)


class Change(NamedTuple):
    """A logged request that stopped or changed a trail."""

    log: str
    account: str | None
    at: int
    trail: str | None
    """Its name or ARN, where the request tells it."""


class Hours(NamedTuple):
    """The hours of a period, numbered from the clock hour in which it begins."""

    period: Interval

    @property
    def base(self) -> int:
        """The beginning of the first hour."""
        return self.period[0] // HOUR * HOUR

    @property
    def total(self) -> int:
        """How many clock hours the period touches."""
        return -((self.base - self.period[1]) // HOUR)

    def within(self, stretch: Interval) -> Interval:
        """The hours whose part in the period lies whole in the stretch."""
        begin, end = stretch
        first = 0 if begin <= self.period[0] else -((self.base - begin) // HOUR)
        last = self.total if end >= self.period[1] else (end - self.base) // HOUR
        return (first, last) if first < last else NEVER

    def outside(self, spoken: Sequence[Interval]) -> tuple[Stretch, ...]:
        """The stretches of the period outside of numbered hours."""
        if self.total <= 0:
            return ()
        return tuple(
            Stretch(
                since=text(max(self.base + first * HOUR, self.period[0])),
                until=text(min(self.base + last * HOUR, self.period[1])),
            )
            for first, last in uncovered((0, self.total), spoken)
        )


def measure(questions: Questions, targets: Targets, keys: Sequence[str]) -> Logs:
    """The completeness of each store's logs, one row a class and kind of log."""
    hours = Hours(targets.facts.period)
    watched = [(store, klass) for store in targets.stores for klass in CLASSES if _watched(targets, store, klass)]
    questions.give("changes", CHANGES, table().changes)
    changes = [Change(*line) for line in questions.ask("trail_changes")]
    spoken = {pair: _spoken(targets, *pair, hours, changes) for pair in watched}
    questions.give("watched", WATCHED, _watch_rows(targets, watched, keys))
    lines = [(*pair, one.log, *span) for pair, found in spoken.items() for one in found for span in one.hours]
    questions.give("spoken", SPOKEN, sorted(lines))
    witnessed: dict[tuple[str, str], dict[str, tuple[int, int]]] = defaultdict(dict)
    for store, klass, log, seen, unspoken in questions.ask("witnessed_hours", base=hours.base):
        witnessed[store, klass][log] = (seen, unspoken)
    rows: list[Completeness] = []
    gaps: list[Gap] = []
    for pair in watched:
        found, missing = _rows(targets, pair, spoken[pair], witnessed[pair], hours)
        rows += found
        gaps += missing
    return Logs(tuple(rows), tuple(gaps))


def _watched(targets: Targets, store: str, klass: str) -> bool:
    """Use of a key has no meaning for a store that surely has no customer's key."""
    return klass != "key_use" or not targets.keyless(store)


def _watch_rows(
    targets: Targets, watched: Sequence[tuple[str, str]], keys: Sequence[str]
) -> list[tuple[str, str, str]]:
    rows = {(store, store, klass) for store, klass in watched}
    for key, protections in targets.protected_by(keys).items():
        rows |= {(key, one.store, "key_use") for one in protections if one.certain}
    return sorted(rows)


def _spoken(targets: Targets, store: str, klass: str, hours: Hours, changes: Sequence[Change] = ()) -> list[Spoken]:
    """By kind of log, the hours in which a whole delivery meets a class that is switched on."""
    closing = targets.facts.closing(("events", f"{store} {klass}"))
    by_log: dict[str, list[Fact[Selector]]] = defaultdict(list)
    for fact in targets.facts.of(Selector):
        log = table().log_of(fact.row.trail)
        if (
            log is not None
            and fact.row.klass == klass
            and fact.truth is Truth.SUPPORTED
            and not table().partial(log, klass)
        ):
            by_log[log].append(_until_changed(fact, log, changes))
    found = []
    for log, selectors in sorted(by_log.items()):
        ways = [(closing, selectors), *_by_trail(targets, store, klass, selectors)]
        stretches: list[Interval] = []
        because: set[str] = set()
        for closures, serving in ways:
            switched, why = _switched(targets, store, klass, serving)
            both = _common([one.spell for one in closures], switched, hours.period)
            stretches += both
            because |= why | {one.id for one in closures} if both else set()
        spans = tuple(span for span in map(hours.within, _merged(stretches, hours.period)) if span != NEVER)
        if spans:
            found.append(Spoken(log, spans, frozenset(because)))
    return found


def _by_trail(
    targets: Targets, store: str, klass: str, selectors: Sequence[Fact[Selector]]
) -> Iterable[tuple[Sequence[Closure], list[Fact[Selector]]]]:
    """For each trail whose log files of the store's region are complete, these and what the trail itself records.

    Requests for the objects of a bucket are recorded in the bucket's region, in the trails of the account that owns it.
    Where those for the bucket itself, and for keys, are recorded is not that simple, and is left open.
    """
    account, region = targets.account(store), targets.region(store)
    if klass not in DATA_CLASSES or account is None or region is None:
        return
    for trail in sorted({one.row.trail for one in selectors}):
        if owner_of(trail) == account:
            own = [one for one in selectors if one.row.trail == trail]
            yield targets.facts.closing(("log_files", f"{trail} {region}")), own


def _merged(stretches: Sequence[Interval], period: Interval) -> list[Interval]:
    return uncovered(period, uncovered(period, stretches))


def _until_changed(fact: Fact[Selector], log: str, changes: Sequence[Change]) -> Fact[Selector]:
    """The configuration as it stood until the next logged request that may have changed its trail."""
    owner = owner_of(fact.row.trail)
    mine = (None, fact.row.trail.rpartition("/")[2])
    begin, end = fact.spell.must
    after = [
        one.at
        for one in changes
        if one.log == log and one.account in (None, owner) and _name(one.trail) in mine and begin <= one.at < end
    ]
    if not after:
        return fact
    return msgspec.structs.replace(fact, spell=Spell(meet(fact.spell.must, (begin, min(after))), fact.spell.may))


def _name(trail: str | None) -> str | None:
    """A trail is named by its name or its ARN (API_StopLogging.html)."""
    return trail.rpartition("/")[2] if trail is not None else None


def _switched(
    targets: Targets, store: str, klass: str, selectors: Sequence[Fact[Selector]]
) -> tuple[list[Interval], set[str]]:
    """When a trail surely records the class for the store, and the facts that say so.

    Requests on a key are recorded in the account that owns the key, so each owner's trail must record them.
    """
    accounts = targets.key_accounts(store) if klass == "key_use" and targets.keys(store) else {targets.account(store)}
    because: set[str] = set()
    common: list[Interval] = [targets.facts.period]
    for account in sorted(accounts, key=lambda one: one or ""):
        named = klass != "key_use"
        serving = [one for one in selectors if _serves(one.row, store, account, named)]
        because |= {one.id for one in serving}
        common = _common(common, [one.spell.must for one in serving], targets.facts.period)
    return common, because


def _serves(row: Selector, store: str, account: str | None, named: bool) -> bool:
    """Whether a selector is about the store: by its name, or as one of all stores of its account."""
    if row.store.endswith(":*"):
        return account is not None and store.startswith(row.store[:-1]) and owner_of(row.trail) == account
    return named and row.store == store


def _common(one: Sequence[Interval], other: Sequence[Interval], period: Interval) -> list[Interval]:
    """The stretches of the period that some interval of each covers, apart and in order."""
    outside = [*uncovered(period, one), *uncovered(period, other)]
    return uncovered(period, outside)


def _rows(
    targets: Targets,
    pair: tuple[str, str],
    spoken: Sequence[Spoken],
    witnessed: Mapping[str, tuple[int, int]],
    hours: Hours,
) -> tuple[list[Completeness], list[Gap]]:
    by_log = {one.log: one for one in spoken}
    whole = any(one.total == hours.total for one in spoken)
    missing = [] if whole else [_missing(targets, pair)]
    rows = []
    for log in sorted({*by_log, *witnessed}) or ["none"]:
        found = by_log.get(log, Spoken(log, (), frozenset()))
        rows.append(_row(pair, found, witnessed.get(log, (0, 0))[1], hours, missing))
    return rows, missing


def _row(pair: tuple[str, str], spoken: Spoken, unspoken: int, hours: Hours, missing: Sequence[Gap]) -> Completeness:
    whole = spoken.total == hours.total > 0
    share = spoken.total / hours.total if hours.total > 0 else 0.0
    seen = unspoken / hours.total if hours.total > 0 else 0.0
    return Completeness(
        store=pair[0],
        klass=pair[1],
        source=spoken.log,
        since=text(hours.period[0]),
        until=text(hours.period[1]),
        hours=hours.total,
        share=share,
        witnessed=seen,
        truth=(Truth.SUPPORTED if whole else Truth.UNKNOWN).word,
        why=_why(spoken, unspoken, hours),
        unspoken=hours.outside(spoken.hours),
        because=tuple(sorted(spoken.because)),
        gaps=() if whole else tuple(sorted(one.id for one in missing)),
    )


def _why(spoken: Spoken, unspoken: int, hours: Hours) -> str:
    if spoken.log == "none":
        return f"no record was delivered, and nobody speaks for any of the {hours.total} hours"
    if any(row.name == spoken.log and row.best_effort for row in table().logs):
        return f"a best-effort log speaks for no hour; records fall in {unspoken} of {hours.total} hours"
    told = f"{spoken.total} of {hours.total} hours are spoken for by a whole delivery while the class was switched on"
    return f"{told}; records fall in {unspoken} of the others"


_CONFIGURED = ("GetEventSelectors", "DescribeTrails and GetDataEventSelector")


def _missing(targets: Targets, pair: tuple[str, str]) -> Gap:
    """What stands between this store and class and a whole log: the delivery, or the proof that it was switched on."""
    store, klass = pair
    facts = targets.facts
    period = f"{text(facts.period[0])} to {text(facts.period[1])}"
    closing: Sequence[Closure] = facts.closing(("events", f"{store} {klass}"))
    trails = [row.name for row in table().logs if store.startswith(row.stores) and klass in row.partial]
    delivered = not any(minus(part, NEVER) for part in uncovered(facts.period, [one.spell for one in closing]))
    if trails:
        why = f"{trails[0]} does not record every {klass} event of {store}, so its silence says nothing"
        ask = f"Is there a log that is complete for {klass} events of {store} from {period}? Please send it with what "
        ask += "shows that it is complete, or say that there is none."
    elif delivered:
        why = f"no configuration of a trail shows that {klass} events of {store} were recorded throughout {period}"
        calls = _CONFIGURED[store.startswith("alibaba:")]
        ask = f"Please send {calls} of the trail that records {klass} events of {store}, for {period}."
    else:
        why = f"nobody says that the delivered {klass} events of {store} are all there were from {period}"
        ask = f"Please deliver all {klass} events of {store} from {period}, and say whether the delivery is complete."
    return gap("scope_open", f"events {store} {klass}", why, ask)
