"""status_by_reading: a status that stands under one reading of the law and not under another, for counsel."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from cloudreview.findings.finding import Known, Shown, finding
from cloudreview.spells import NEVER, Interval, meet
from cloudreview.truth import Truth
from cloudreview.vocabulary.rows import Employment, Party
from cloudreview.vocabulary.status import Reading, Status
from cloudreview.vocabulary.told import Finding


def by_reading(known: Known) -> Iterator[Finding]:
    """A party whose best status in the period differs between readings of the same rule."""
    groups: dict[tuple[str, str, str], dict[Reading, list[Status]]] = defaultdict(lambda: defaultdict(list))
    for one in known.statuses:
        groups[one.party, one.adversary, one.regime][one.reading].append(one)
    names = _names(known)
    for key, readings in sorted(groups.items()):
        best = {reading: _best(rows, known.facts.period) for reading, rows in sorted(readings.items())}
        truths = {truth for truth, _ in best.values()}
        if len(truths) > 1:
            party, adversary, regime = key
            told = _answers({reading: truth for reading, (truth, _) in best.items()})
            who = names.get(party, party)
            title = f"whether {who} is under the control of {adversary} by {regime} turns on the reading: {told}"
            rows = [row for _, found in best.values() for row in found]
            shown = Shown(Truth.SUPPORTED, [row.id for row in rows], citations=[row.clause for row in rows])
            yield finding("status_by_reading", key, title, shown)


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


def _best(rows: Sequence[Status], period: Interval) -> tuple[Truth, list[Status]]:
    """The best value at any instant of the period, and the rows that have it."""
    valued = [(_value(row, period), row) for row in rows]
    told = [(value, row) for value, row in valued if value is not None]
    best = max((value for value, _ in told), default=Truth.UNKNOWN)
    return best, [row for value, row in told if value == best]


def _value(row: Status, period: Interval) -> Truth | None:
    if meet(row.spell.must, period) != NEVER:
        return row.truth
    return Truth.UNKNOWN if meet(row.spell.may, period) != NEVER else None
