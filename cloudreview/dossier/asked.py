"""Whose status somebody asks for: who works, operates, holds a power or uses an identity, and who owns one of these.

A register of owners tells of companies that nobody who serves the data belongs to. Their statuses are told, and what is
not known of them too; but no question is put first for their sake.
"""

from __future__ import annotations

from cloudreview.vocabulary.facts import Facts
from cloudreview.vocabulary.rows import Employment, Interest, Operation, Site, Use


def asked_for(facts: Facts) -> frozenset[str] | None:
    """The parties and persons; None: the evidence tells of nobody's part, so every status is asked for."""
    found = _taking_part(facts)
    if not found:
        return None
    holders: dict[str, set[str]] = {}
    for fact in facts.of(Interest):
        holders.setdefault(fact.row.subject, set()).add(fact.row.holder)
    todo = [*found]
    while todo:
        more = holders.get(todo.pop(), set()) - found
        found |= more
        todo += more
    return frozenset(found)


def _taking_part(facts: Facts) -> set[str]:
    found = {fact.row.person for fact in facts.of(Use)}
    found |= {fact.row.actor for fact in facts.of(Operation)}
    found |= {fact.row.operator for fact in facts.of(Site) if fact.row.operator}
    work = [fact.row for fact in facts.of(Employment)]
    return found | {row.person for row in work} | {row.employer for row in work if row.employer}
