"""Records told in versions: each version speaks until the next of the same record, and a closed record ends.

Registers of ownership publish every change of a record as a new statement of it (BODS 0.4, "Information updates"). As
between snapshots, what a version no longer tells held at most until then, and what it tells anew surely from then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from cloudreview.relations.dated import Dated
from cloudreview.spells import BEGINNING, END, NEVER, Spell, meet
from cloudreview.vocabulary.rows import Row


def in_versions(rows: Iterable[Dated]) -> list[Dated]:
    """The rows of records, each within the time for which its version speaks."""
    series: dict[tuple[str, str] | None, dict[int, list[Dated]]] = defaultdict(lambda: defaultdict(list))
    for one in rows:
        series[one.series][one.taken_at or 0].append(one)
    found: list[Dated] = []
    for versions in series.values():
        ordered = [group for _, group in sorted(versions.items())]
        _end(ordered)
        _begin(ordered)
        found += [one for group in ordered for one in group if one.spell.may != NEVER]
    return found


def _end(ordered: Sequence[Sequence[Dated]]) -> None:
    """End each row where its record is first told without it, or closed."""
    ends: dict[Row, int] = {}
    corrected: dict[Row, str] = {}
    newer: Sequence[Dated] = ()
    for version in reversed(ordered):
        changed, closed = (newer[0].taken_at or 0) if newer else END, any(one.closed for one in newer)
        repeated = {_without_end(one.row): _end_of(one.row) for one in newer}
        corrected = {bare: end or corrected.get(bare, "") for bare, end in repeated.items()}
        here: dict[Row, int] = {}
        for one in version:
            if corrected.get(_without_end(one.row), "") not in ("", _end_of(one.row)):
                one.spell = Spell(NEVER, NEVER)  # a newer version tells the same with its end
                continue
            here[one.row] = changed if closed else ends.get(one.row, changed)
            one.spell = one.spell.within((BEGINNING, here[one.row]))
        ends, newer = here, version


def _begin(ordered: Sequence[Sequence[Dated]]) -> None:
    """Begin what a newer version tells anew where it does; a closed version only repeats what held until then."""
    told: set[Row] = set()
    seen = BEGINNING
    for version in ordered:
        now = version[0].taken_at or 0
        for one in version:
            bare = _without_end(one.row)
            if one.closed:
                ended = _end_of(one.row) is not None
                until = Spell(one.spell.must if ended else NEVER, one.spell.may).within((BEGINNING, now))
                one.spell = Spell(NEVER, NEVER) if bare in told and not ended else until
            elif told and bare not in told:
                one.spell = Spell(meet(one.spell.must, (now, END)), meet(one.spell.may, (seen, END)))
        told, seen = {_without_end(one.row) for one in version}, now


def _end_of(row: Row) -> str | None:
    """The end that the row itself tells."""
    return getattr(row, "end", None)


def _without_end(row: Row) -> Row:
    return msgspec.structs.replace(row, end=None) if hasattr(row, "end") else row
