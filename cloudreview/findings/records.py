"""stale_evidence and record_disagrees: what the evidence itself is worth at the time of the review."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from cloudreview.findings.finding import Known, Shown, finding, shortened
from cloudreview.spells import text
from cloudreview.truth import Truth
from cloudreview.vocabulary.facts import Fact
from cloudreview.vocabulary.rows import Row
from cloudreview.vocabulary.told import Finding


def stale(known: Known) -> Iterator[Finding]:
    """What was said too long ago, or without a date, to be sure of it at the time of the review."""
    at = known.facts.as_of
    groups: dict[tuple[str, str], list[Fact[Row]]] = defaultdict(list)
    for fact in (one for facts in known.facts.rows.values() for one in facts) if at is not None else ():
        if fact.gaps and at is not None and _only_possible(fact, at):
            for speaker in {source.speaker for source in fact.sources}:
                groups[_relation(fact), speaker].append(fact)
    for (relation, speaker), facts in sorted(groups.items()):
        title = f"what {speaker} said on {relation} does not surely hold any more at {text(at or 0)}: {len(facts)} rows"
        shown = Shown(Truth.SUPPORTED, shortened(fact.id for fact in facts))
        yield finding("stale_evidence", (relation, speaker), title, shown)


def disagrees(known: Known) -> Iterator[Finding]:
    """Sources that contradict each other, by relation; and logs that tell the same request differently."""
    groups: dict[str, list[str]] = defaultdict(list)
    for fact in (one for facts in known.facts.rows.values() for one in facts):
        if fact.truth is Truth.CONFLICTING:
            groups[_relation(fact)].append(fact.id)
    for row in known.observed:
        if row.truth == "conflicting" or row.disputed_count:
            groups[f"events of {row.store}"].append(row.id)
    for relation, ids in sorted(groups.items()):
        title = f"sources disagree on {relation}: {len(ids)} rows"
        yield finding("record_disagrees", (relation,), title, Shown(Truth.CONFLICTING, shortened(ids)))


def _only_possible(fact: Fact[Row], at: int) -> bool:
    must, may = fact.spell
    return may[0] <= at < may[1] and not must[0] <= at < must[1]


def _relation(fact: Fact[Row]) -> str:
    return str(fact.row.__struct_config__.tag)
