"""When each row held: its own dates, or the time its file was taken, up to the next snapshot of the same subject.

`docs/truth.md`, section 4, and design section 5: a snapshot speaks for `carry` from the time it was taken, not beyond
the next snapshot of the same subject; the same source supersedes by date.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

import msgspec

from cloudreview.gaps import gap
from cloudreview.relations.dated import KEYS, Dated, key_of
from cloudreview.relations.scopes import scopes_of
from cloudreview.relations.snapshots import Snapshots
from cloudreview.relations.versions import in_versions
from cloudreview.spells import (
    ALWAYS,
    BEGINNING,
    DAY,
    END,
    EVER,
    NEVER,
    Interval,
    Spell,
    end_of,
    meet,
    spell,
    start_of,
    text,
)
from cloudreview.vocabulary.delivery import Delivered, Delivery, Said
from cloudreview.vocabulary.digest import Digest, SigningKey
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.rows import (
    Claim,
    Measure,
    Party,
    Row,
)

TIMELESS = (Measure, Claim, Digest, SigningKey)
"""Promises and claims are not facts of a time; a claim and a digest state their own."""


def dated(delivery: Delivery, carry: int, window: Interval) -> tuple[list[Dated], list[Gap]]:
    """Every row with its spell; gaps for files that do not tell when they were taken, or that are too old."""
    snapshots = Snapshots(delivery)
    rows: list[Dated] = []
    files: dict[int, Delivered] = {}
    gaps: dict[str, Gap] = {}
    omitting = _Omitting(delivery)
    for file in delivery.files:
        for said in file.said:
            one = Dated(
                row=said.row,
                spell=_when(said, file, carry).within((BEGINNING, snapshots.end_of_row(file, said.row))),
                speaker=file.speaker,
                places=(file.short + said.at,),
                taken_at=file.taken_at if said.stated is None else said.stated,
                series=_series(said, file),
                closed=said.closed,
            )
            omitting.clip(one, file)
            files[id(one)] = file
            if one.series is None:
                _hold(one, file, carry, window, gaps)
            rows.append(one)
    kept = in_versions(one for one in rows if one.series is not None)
    for one in kept:
        _hold(one, files[id(one)], carry, window, gaps)
    return [*_superseded(one for one in rows if one.series is None), *kept], list(gaps.values())


def _series(said: Said, file: Delivered) -> tuple[str, str] | None:
    """Whose record it is a version of; of a speaker whom nobody names, only the file's own."""
    return None if said.record is None else (file.short if file.speaker == "unknown" else file.speaker, said.record)


class _Omitting:
    """Complete lists that a speaker later gave again, and what each tells.

    What the next complete list of the same speaker leaves out surely held no longer than until then. That it ended is
    not said, so it stays possible.
    """

    def __init__(self, delivery: Delivery) -> None:
        self._lists: dict[tuple[str, str, str], set[tuple[int, int]]] = defaultdict(set)
        self._told: dict[tuple[str, tuple[object, ...]], int] = {}
        for file in delivery.files:
            if file.taken_at is None or file.speaker == "unknown":
                continue
            for one in file.complete:
                begin = file.taken_at if one.since is None else min(start_of(one.since)[0], file.taken_at)
                self._lists[file.speaker, one.relation, one.scope].add((file.taken_at, begin))
            for said in file.said:
                name = (file.speaker, key_of(said.row))
                self._told[name] = max(self._told.get(name, BEGINNING), file.taken_at)

    def clip(self, one: Dated, file: Delivered) -> None:
        """End what a row surely says where the next list of its speaker begins to be complete without it."""
        if file.taken_at is None or type(one.row) not in KEYS or isinstance(one.row, Party):
            return
        declared = {(line.relation, line.scope) for line in file.complete}
        last = self._told.get((file.speaker, key_of(one.row)), BEGINNING)
        for relation, scope in declared.intersection(scopes_of(one.row)):
            for taken, begin in self._lists[file.speaker, relation, scope]:
                if taken > last:
                    until = max(begin, file.taken_at)
                    one.spell = Spell(meet(one.spell.must, (BEGINNING, until)), one.spell.may)


def _when(said: Said, file: Delivered, carry: int) -> Spell:
    """When a row held. A file taken later than a record of it was stated shows that the record still stood then.

    Not so where the record itself tells that nobody renewed it.
    """
    if said.stated is None:
        return _spell(said.row, file.taken_at, carry)
    shown = max(said.stated, file.taken_at) if said.standing and file.taken_at is not None else said.stated
    found = _spell(said.row, said.stated, carry + shown - said.stated)
    start, end = getattr(said.row, "start", None), getattr(said.row, "end", None)
    if start is None or said.stated < found.may[0]:
        return found
    # It is stated to have begun, so it held when it was stated, whatever the date of its start leaves open.
    begin = min(start_of(start)[1], said.stated)
    return Spell(meet((begin, shown + carry if end is None else end_of(end)[0]), found.may), found.may)


def _spell(row: Row, taken_at: int | None, carry: int) -> Spell:
    if isinstance(row, TIMELESS):
        return EVER
    if isinstance(row, Party):
        # Attributes of a party hold until another snapshot differs: design section 5, "Spells".
        return Spell((taken_at, END) if taken_at is not None else NEVER, ALWAYS)
    return spell(getattr(row, "start", None), getattr(row, "end", None), taken_at, carry)


def _hold(one: Dated, file: Delivered, carry: int, window: Interval, gaps: dict[str, Gap]) -> None:
    """Attach the question that would make the row certain wherever in the window it is only possible."""
    possible = meet(one.spell.may, window)
    if possible == NEVER or meet(one.spell.must, window) == possible:
        return
    found = _question(one, file, carry, possible)
    gaps[found.id] = found
    one.gaps = (found.id,)


def _question(one: Dated, file: Delivered, carry: int, possible: Interval) -> Gap:
    """Why the row is not sure throughout: it is undated, its snapshot is too old, or a day has no time."""
    dates = (getattr(one.row, "start", None), getattr(one.row, "end", None))
    if None in dates and one.taken_at is None:
        return _undated(file)
    late = dates[0] is None and one.spell.must[0] > possible[0]
    if one.spell.must == NEVER or late or (dates[1] is None and one.spell.must[1] < possible[1]):
        return _stale(one, file, carry)
    return gap(
        "zone",
        f"{one.row.__struct_config__.tag} by {file.speaker}",
        "a day without a time is that day in any zone, so its first and last hours are not sure",
        f"{file.speaker} dates {one.row.__struct_config__.tag} by the day alone: at what time of the day, and in which "
        "time zone, did each begin and end?",
    )


def _undated(file: Delivered) -> Gap:
    return gap(
        "undated",
        file.short,
        f"nobody says when the file {file.short} ({file.format}) was taken",
        f"When was the file with SHA-256 {file.sha256} ({file.format}, from {file.speaker}) taken?",
    )


def _stale(one: Dated, file: Delivered, carry: int) -> Gap:
    relation = str(one.row.__struct_config__.tag)
    taken = text(max(one.taken_at or 0, file.taken_at or 0))
    return gap(
        "stale",
        f"{relation} by {file.speaker}",
        f"what {file.speaker} told of {relation} was taken {taken} and is read as right for {carry // DAY} days "
        "from then; for the rest of the period nothing follows from it",
        f"For which dates is that right which {file.speaker} told of {relation}? Please send the dates, or documents "
        "for the rest of the period.",
    )


def _superseded(rows: Iterable[Dated]) -> Iterator[Dated]:
    """The rows of one speaker about the same thing, each ended or corrected by the next."""
    groups: dict[tuple[object, ...], list[Dated]] = defaultdict(list)
    for one in rows:
        if type(one.row) in KEYS and one.taken_at is not None and one.speaker != "unknown":
            groups[(one.speaker, *key_of(one.row))].append(one)
        else:
            yield one
    for group in groups.values():
        group.sort(key=lambda one: one.taken_at or 0)
        dropped: set[int] = set()
        for older, newer in pairwise(group):
            if (older.taken_at or 0) < (newer.taken_at or 0) and older.row != newer.row:
                dropped.update({id(older)} if _supersede(older, newer) else ())
        yield from (one for one in group if id(one) not in dropped)


def _supersede(older: Dated, newer: Dated) -> bool:
    """Clip both rows to the times they speak for; True where the newer one corrects the older one's end."""
    if not isinstance(older.row, Party) and _without_end(older.row) == _without_end(newer.row):
        return True
    seen, changed = older.taken_at or 0, newer.taken_at or 0
    older.spell = older.spell.within((BEGINNING, changed))
    newer.spell = Spell(meet(newer.spell.must, (changed, END)), meet(newer.spell.may, (seen, END)))
    return False


def _without_end(row: Row) -> Row:
    return msgspec.structs.replace(row, end=None)
