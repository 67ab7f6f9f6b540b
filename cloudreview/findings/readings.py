"""status_by_reading: a status that stands under one reading of the law and not under another, for counsel."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from cloudreview.findings.finding import Known, Shown, finding
from cloudreview.spells import NEVER, Interval, meet, text, value_at
from cloudreview.truth import Truth
from cloudreview.vocabulary.rows import Employment, Party
from cloudreview.vocabulary.status import Reading, Status
from cloudreview.vocabulary.told import Finding

Best = tuple[Truth, list[Status]]
"""The best value of a reading, and the rows that have it."""


def by_reading(known: Known) -> Iterator[Finding]:
    """A party whose best status in the period, else at some time in it, differs between readings of the same rule."""
    groups: dict[tuple[str, str, str], dict[Reading, list[Status]]] = defaultdict(lambda: defaultdict(list))
    for one in known.statuses:
        groups[one.party, one.adversary, one.regime][one.reading].append(one)
    names = _names(known)
    for key, readings in sorted(groups.items()):
        time, best = _apart(dict(sorted(readings.items())), known.facts.period)
        if best:
            party, adversary, regime = key
            told = _answers({reading: truth for reading, (truth, _) in best.items()})
            who = names.get(party, party)
            title = f"whether {who} is under the control of {adversary} by {regime} turns{time} on the reading: {told}"
            rows = [row for _, found in best.values() for row in found]
            shown = Shown(Truth.SUPPORTED, [row.id for row in rows], citations=[row.clause for row in rows])
            yield finding("status_by_reading", key, title, shown)


def _apart(readings: Mapping[Reading, Sequence[Status]], period: Interval) -> tuple[str, Mapping[Reading, Best]]:
    """What each reading says at best in the period; where all say the same, at the first time at which they do not."""
    best = {reading: _best(rows, period) for reading, rows in readings.items()}
    if len({truth for truth, _ in best.values()}) > 1:
        return "", best
    said = [{(row.truth, row.spell) for row in rows} for rows in readings.values()]
    if all(one == said[0] for one in said):
        return "", {}
    for at in _edges([row for rows in readings.values() for row in rows], period):
        here = {reading: _at(rows, at) for reading, rows in readings.items()}
        if len({truth for truth, _ in here.values()}) > 1 and all(found for _, found in here.values()):
            return f" from {text(at)}", here
    return "", {}


def _edges(rows: Sequence[Status], period: Interval) -> list[int]:
    """The instants of the period at which something that is told of a status begins or ends, its first one too."""
    edges = {edge for row in rows for edge in (*row.spell.must, *row.spell.may)} | {period[0]}
    return sorted(edge for edge in edges if period[0] <= edge < period[1])


def _at(rows: Sequence[Status], at: int) -> Best:
    """The best value at an instant, and the rows that have it."""
    told = [(value, row) for row in rows if (value := value_at(row.truth, row.spell, at)) is not None]
    best = max((value for value, _ in told), default=Truth.UNKNOWN)
    return best, [row for value, row in told if value is best]


def _answers(by_reading: Mapping[Reading, Truth]) -> str:
    """Each answer with the readings that give it, the surest first."""
    answers = sorted(set(by_reading.values()), reverse=True)
    return "; ".join(
        f"{truth.word} under {' and '.join(_word(one) for one, found in by_reading.items() if found is truth)}"
        for truth in answers
    )


def _word(reading: Reading) -> str:
    return f"{reading.aggregation}/{reading.indirect}"


def _names(known: Known) -> dict[str, str]:
    """Parties and persons by their names, where these are told, with the ids."""
    told = [(fact.row.party, fact.row.name) for fact in known.facts.of(Party)]
    told += [(fact.row.person, fact.row.name) for fact in known.facts.of(Employment)]
    return {party: f"{name} ({party})" for party, name in sorted(told, key=str, reverse=True) if name}


def _best(rows: Sequence[Status], period: Interval) -> Best:
    """The best value at any instant of the period, and the rows that have it."""
    valued = [(_value(row, period), row) for row in rows]
    told = [(value, row) for value, row in valued if value is not None]
    best = max((value for value, _ in told), default=Truth.UNKNOWN)
    return best, [row for value, row in told if value == best]


def _value(row: Status, period: Interval) -> Truth | None:
    if meet(row.spell.must, period) != NEVER:
        return row.truth
    return Truth.UNKNOWN if meet(row.spell.may, period) != NEVER else None
