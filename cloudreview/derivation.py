"""A status as steps: from the clause to the stakes, from each stake to its holder's own status, and so on upwards.

What a status follows from is told flat (`because`): leaves of the evidence and of the law. Here they are put in the
order in which they are premises. Laws: nothing is added and nothing is left out, every leaf stands once; a ring ends
where it comes back, at a party that was explained above.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from cloudreview.dossier.facts import CLOSURE
from cloudreview.spells import BEGINNING, END, instant
from cloudreview.vocabulary.told import Dossier, LawRow, ToldFact, ToldStatus

DEEP = 60
"""Holders above one another that are told as steps; what stands above them is told as a list."""
_ABOUT = {
    "parties": "party",
    "roster": "person",
    "individuals": "person",
    "designations": "party",
    "interests": "subject",
    "controls": "subject",
    "rights": "subject",
}
"""The field of a fact that says whom it is about."""
_FROM = {"roster": "employer", "interests": "holder", "controls": "holder", "rights": "holder"}
"""The field that says whose own status matters for it."""


class Node(NamedTuple):
    """Something told, and what it follows from."""

    id: str
    below: Sequence[Node] = ()
    above: bool = False
    """It was explained already, and is not explained again."""
    passes_on: bool = False
    """A holder without the status, on which one rests all the same: what is held in it counts."""


class Derivations:
    """The statuses of a dossier as steps."""

    def __init__(self, dossier: Dossier) -> None:
        self._facts: Mapping[str, ToldFact] = {one.id: one for one in dossier.facts}
        self._law: Mapping[str, LawRow] = {one.id: one for one in dossier.law}
        self._rows: dict[tuple[str, str, str, str], list[ToldStatus]] = {}
        for one in dossier.statuses:
            self._rows.setdefault((one.party, one.regime, one.adversary, one.reading), []).append(one)
        self._readings = sorted({one.reading for one in dossier.statuses})

    def of(self, status: ToldStatus) -> Sequence[Node]:
        """What a status follows from: its clause, the premises in order, other law, and what holds it at unknown."""
        walk = _Walk(self, status)
        premises = walk.of(status, 0)
        rest = sorted(walk.left(), key=lambda one: (one in self._law, one))
        gaps = sorted(status.gaps, key=lambda one: (one not in status.but_for, one))
        return [*premises, *map(Node, rest), *map(Node, gaps)]

    def cites(self, name: str, clause: str) -> bool:
        """Whether an id is that of the law that a clause names."""
        return name in self._law and self._law[name].citation == clause

    def otherwise(self, status: ToldStatus) -> Sequence[ToldStatus]:
        """What other readings say of the same party at the same time, where it is something else."""
        found: list[ToldStatus] = []
        for reading in self._readings:
            other = self.at(status.party, status, reading)
            if reading != status.reading and other is not None and other.truth != status.truth:
                found.append(other)
        return found

    def at(self, party: str, status: ToldStatus, reading: str | None = None) -> ToldStatus | None:
        """The status of a party under the same rule, in the same time as another: that which shares most of it."""
        rows = self._rows.get((party, status.regime, status.adversary, reading or status.reading), ())
        shared = {one.id: _shared(one, status) for one in rows}
        near = [one for one in rows if shared[one.id] > 0]
        return min(near, key=lambda one: (-shared[one.id], one.since_min or "", one.id), default=None)

    def facts(self, names: Iterable[str]) -> list[ToldFact]:
        """The facts among some ids."""
        return [self._facts[one] for one in names if one in self._facts]


class _Walk:
    """One walk upwards; the leaves that were told are taken away."""

    def __init__(self, derivations: Derivations, status: ToldStatus) -> None:
        self._all, self._status = derivations, status
        self._open = dict.fromkeys(status.because)
        self._met: set[str] = set()
        self._by: dict[str, list[ToldFact]] = {}
        for fact in derivations.facts(status.because):
            self._by.setdefault(_about(fact), []).append(fact)

    def left(self) -> list[str]:
        """What was not told."""
        return list(self._open)

    def of(self, status: ToldStatus, depth: int) -> list[Node]:
        """The clause of a status, where it is one of the leaves, and what is said of its party."""
        clause = [one for one in self._open if self._all.cites(one, status.clause)]
        for law in clause:
            self._open.pop(law)
        return [*map(Node, clause), *self.about(status.party, depth)]

    def about(self, party: str, depth: int) -> list[Node]:
        """What is said of a party itself, then each stake in it or employment of it with its holder, then closures."""
        self._met.add(party)
        found = sorted(self._by.get(party, ()), key=_order)
        return [self._leaf(fact, depth) for fact in found]

    def _leaf(self, fact: ToldFact, depth: int) -> Node:
        self._open.pop(fact.id, None)
        other = fact.row.get(_FROM.get(fact.relation, ""))
        return Node(fact.id, self._holder(other, depth + 1) if other else ())

    def _holder(self, party: str, depth: int) -> Sequence[Node]:
        """The status of a holder or employer, above which its own holders stand."""
        status = self._all.at(party, self._status)
        if party in self._met or depth > DEEP:
            return () if status is None else [Node(status.id, above=party in self._met)]
        if status is None:
            return self.about(party, depth)
        passes_on = status.truth == "refuted" and self._status.truth in ("supported", "conflicting")
        return [Node(status.id, self.of(status, depth), passes_on=passes_on)]


_RANK = {
    "parties": 0,
    "individuals": 0,
    "designations": 0,
    "roster": 1,
    "interests": 1,
    "controls": 1,
    "rights": 1,
    CLOSURE: 2,
}


def _order(fact: ToldFact) -> tuple[int, int, str]:
    """What somebody is before who holds it, the largest stakes first."""
    return _RANK.get(fact.relation, 3), -(fact.row.get("percent_min") or 0), fact.id


def _about(fact: ToldFact) -> str:
    """Whom a fact is about; a closure is about its scope."""
    if fact.relation == CLOSURE:
        return str(fact.row["scope"])
    return str(fact.row.get(_ABOUT.get(fact.relation, ""), ""))


def _shared(one: ToldStatus, other: ToldStatus) -> int:
    """How long two statuses stand together, at most."""
    begin = max(_at(one.since_min, BEGINNING), _at(other.since_min, BEGINNING))
    return min(_at(one.until_max, END), _at(other.until_max, END)) - begin


def _at(text: str | None, default: int) -> int:
    return default if text is None else instant(text)
