"""What a case without any dataset is asked for: the relations that a review cannot do without, with what each feeds.

Law: a folder with only some evidence is a case too, and what it lacks is a gap (design section 3).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Literal

import msgspec

from cloudreview.gaps import gap
from cloudreview.vocabulary.facts import Facts
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.rows import Employment, Interest, Operation, Placement, Row, Site, Use

Part = Literal["location", "control", "reach", "observed", "sensitivity", "decision", "monitor"]
TOLD: Mapping[str, tuple[type[Row], str]] = {
    "placements": (Placement, "dataset"),
    "operations": (Operation, "actor"),
    "roster": (Employment, "person"),
    "interests": (Interest, "holder"),
    "sites": (Site, "operator"),
    "principals": (Use, "person"),
}
"""By the name of a relation, its rows and the field without which one tells nothing; logged events are no rows."""


class Lack(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A relation, why it matters that nothing of it is told, and the question."""

    relation: str
    why: str
    question: str
    feeds: tuple[Part, ...]
    """The questions of the review that the answer is a premise of."""


def lacks() -> tuple[Lack, ...]:
    """The whole of `lacking.toml`."""
    text = (files("cloudreview.relations") / "lacking.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text)["lacking"], tuple[Lack, ...])


def lacking(facts: Facts) -> Iterator[Gap]:
    """One gap for each relation of which nothing is told, where no dataset is; elsewhere the stages ask themselves."""
    if facts.of(Placement):
        return
    for lack in lacks():
        if not _told(facts, lack.relation):
            asked = gap("no_evidence", lack.relation, lack.why, lack.question)
            yield msgspec.structs.replace(asked, settles=lack.feeds)


def _told(facts: Facts, relation: str) -> bool:
    if relation not in TOLD:
        return bool(facts.events)
    kind, field = TOLD[relation]
    return any(getattr(fact.row, field) is not None for fact in facts.of(kind))
