"""Placements that nobody told: where a rule copies the objects of a store, its datasets may lie in the other store too.

Decision 7. "Objects created after you add a replication configuration" are copied (Amazon S3 User Guide,
doc_source/replication-what-is-isnot-replicated.md), so a rule alone shows that a copy is possible, not that one was
made. What was copied stays when the rule ends or is switched off. A copy is not copied on by another rule (same page).
A backup or snapshot that is listed does exist.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from cloudreview.gaps import gap
from cloudreview.spells import END, NEVER, Interval, Spell, meet, uncovered
from cloudreview.truth import Truth
from cloudreview.vocabulary.facts import Closure, Fact
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.ids import identify
from cloudreview.vocabulary.rows import Copied, Placement, Replication


def copied(
    placed: Sequence[Fact[Placement]],
    rules: Iterable[Fact[Replication]],
    closed: Iterable[Closure],
    window: Interval,
) -> tuple[list[Fact[Placement]], list[Gap]]:
    """The placements that the rules may have made, each with the question that would settle it.

    None where somebody states that whatever was copied to a store is told (`copies STORE`).
    """
    found: dict[str, Fact[Placement]] = {}
    gaps: list[Gap] = []
    told: dict[str, list[Interval]] = defaultdict(list)
    for one in closed:
        if one.relation == "copies":
            told[one.scope].append(one.spell)
    for rule in rules:
        for fact in (one for one in placed if one.row.store == rule.row.store):
            for copy in _copies(fact, rule, told[rule.row.destination], window):
                if not any(_told(copy, one, window) for one in placed):
                    asked = _asked(rule.row)
                    gaps.append(asked)
                    found[copy.id] = replace(copy, gaps=(asked.id,))
    return [one for _, one in sorted(found.items())], gaps


def kept(placed: Sequence[Fact[Placement]], copies: Iterable[Fact[Copied]], window: Interval) -> list[Fact[Placement]]:
    """The placements that backups and snapshots make: sure where one was made while the dataset surely lay there."""
    groups: dict[tuple[str, str], list[Fact[Copied]]] = defaultdict(list)
    for copy in copies:
        groups[copy.row.store, copy.row.copy].append(copy)
    found: dict[str, Fact[Placement]] = {}
    for (store, into), told in groups.items():
        for fact in (one for one in placed if one.row.store == store):
            made = _kept(fact, into, told, window)
            if made is not None and not any(_told(made, one, window) for one in placed):
                found[made.id] = made
    return [one for _, one in sorted(found.items())]


def _kept(fact: Fact[Placement], into: str, told: Sequence[Fact[Copied]], window: Interval) -> Fact[Placement] | None:
    possible = [one for one in told if meet(one.spell.may, fact.spell.may) != NEVER]
    if not possible:
        return None
    sure = [
        one.spell.must
        for one in possible
        if one.row.whole and one.spell.must != NEVER and fact.spell.must[0] <= one.spell.must[0] < fact.spell.must[1]
    ]
    must = (min(begin for begin, _ in sure), max(end for _, end in sure)) if sure else NEVER
    spell = Spell(must, (max(fact.spell.may[0], min(one.spell.may[0] for one in possible)), END))
    if meet(spell.may, window) == NEVER:
        return None
    row = replace(fact.row, store=into, start=None, end=None)
    sources = {*fact.sources, *(source for one in possible for source in one.sources)}
    gaps = tuple(sorted({*fact.gaps, *(name for one in possible for name in one.gaps)}))
    return Fact(
        id=identify("placements", row, spell),
        row=row,
        truth=fact.truth,
        spell=spell,
        sources=tuple(sorted(sources)),
        gaps=gaps,
    )


def _copies(
    fact: Fact[Placement], rule: Fact[Replication], told: Iterable[Interval], window: Interval
) -> Iterator[Fact[Placement]]:
    """The same dataset in the other store, possible from when both held; nothing where no object of it is copied."""
    one, other = fact.row.prefix or "", rule.row.prefix or ""
    both = meet(fact.spell.may, rule.spell.may)
    if both == NEVER or not (one.startswith(other) or other.startswith(one)):
        return
    row = replace(fact.row, store=rule.row.destination, prefix=max(one, other, key=len) or None)
    row = replace(row, start=None, end=None)
    sources = tuple(sorted({*fact.sources, *rule.sources}))
    for part in uncovered((both[0], END), told):
        spell = Spell.possibly(part)
        if meet(part, window) != NEVER:
            name = identify("placements", row, spell)
            yield Fact(id=name, row=row, truth=Truth.SUPPORTED, spell=spell, sources=sources)


def _told(copy: Fact[Placement], one: Fact[Placement], window: Interval) -> bool:
    """Whether somebody told that placement, for all the time in question."""
    same = (one.row.dataset, one.row.client, one.row.store) == (copy.row.dataset, copy.row.client, copy.row.store)
    wider = (copy.row.prefix or "").startswith(one.row.prefix or "")
    asked = meet(copy.spell.may, window)
    return same and wider and meet(one.spell.must, asked) == asked


def _asked(rule: Replication) -> Gap:
    return gap(
        "condition_unsettled",
        f"replication {rule.store} {rule.destination}",
        f"a rule of {rule.store} copies new objects to {rule.destination}; whether any were copied since is not told",
        f"Was any object of {rule.store} copied to {rule.destination}, since when, and is any still there? Please list "
        f"{rule.destination} among the placements of what was, and say that its copies are all told.",
    )
