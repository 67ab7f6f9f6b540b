"""One id for whoever was taken to be one: every field and scope that names parties or persons, renamed.

What the evidence says stays as it was received: the places lead to it, and each fact names the merges by which it is
told under another id.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from cloudreview import selection
from cloudreview.case import Case
from cloudreview.relations.dated import Dated
from cloudreview.vocabulary.delivery import Declared, Delivered, Delivery, Proves
from cloudreview.vocabulary.rows import (
    Approval,
    Claim,
    Controls,
    Designation,
    Employment,
    Individual,
    Interest,
    Measure,
    Operation,
    Party,
    Placement,
    Right,
    Row,
    Site,
    Use,
)

Names = Mapping[str, str]
"""The id in use, by the id that is no longer used."""

FIELDS: Mapping[type[Row], tuple[str, ...]] = {
    Approval: ("approver", "actor"),
    Controls: ("holder", "subject"),
    Designation: ("party",),
    Employment: ("person", "employer"),
    Individual: ("person",),
    Interest: ("holder", "subject"),
    Operation: ("actor", "approval"),
    Party: ("party",),
    Placement: ("client",),
    Right: ("holder", "subject"),
    Site: ("operator",),
    Use: ("person",),
}
"""The fields of each relation that hold the id of a party or person, or may."""
SCOPED = frozenset({"interests", "roster", "placements"})
"""Relations whose scope is the id of a party."""
WRITTEN: Mapping[type[Row], str] = {Claim: "proposition", Measure: "cuts"}
"""The fields of each relation that speak of ids in the grammar of claims and measures."""
_OF_IDS = ("party", "person", "actor", "approval", "holder", "client", "operator")
"""Fields of claims and measures whose values are ids of parties and persons."""


def named(row: Row) -> Iterable[str]:
    """The ids that a row names."""
    return (value for name in FIELDS.get(type(row), ()) if (value := getattr(row, name)) is not None)


def rows_renamed(rows: Iterable[Dated], names: Names, merges: Mapping[str, str]) -> list[Dated]:
    """The rows under the ids in use; `merges` gives the merge by the id that is no longer used."""
    return [_renamed(one, names, merges) for one in rows] if names else list(rows)


def _renamed(one: Dated, names: Names, merges: Mapping[str, str]) -> Dated:
    changed = _changed(one.row, names)
    if not changed:
        return one
    gone = {getattr(one.row, name) for name in changed} & names.keys()
    row = msgspec.structs.replace(one.row, **changed)
    return msgspec.structs.replace(one, row=row, merges=tuple(sorted(merges[name] for name in gone)))


def _changed(row: Row, names: Names) -> dict[str, str]:
    """The fields of a row that have another value under the ids in use."""
    found = {name: names[value] for name in FIELDS.get(type(row), ()) if (value := getattr(row, name)) in names}
    written = WRITTEN.get(type(row))
    text = None if written is None else getattr(row, written)
    if written is not None and text is not None:
        other = selection.renamed(text, _OF_IDS, names)
        found |= {} if other == text else {written: other}
    return found


def scopes_renamed(delivery: Delivery, names: Names) -> Delivery:
    """What is told whole, and what is left open, under the ids in use."""
    if not names:
        return delivery
    return msgspec.structs.replace(
        delivery,
        files=tuple(_file(one, names) for one in delivery.files),
        opens=_opens(delivery.opens, names),
        declared=tuple((speaker, _declared(one, names)) for speaker, one in delivery.declared),
    )


def _file(one: Delivered, names: Names) -> Delivered:
    return msgspec.structs.replace(
        one,
        complete=tuple(_declared(line, names) for line in one.complete),
        opens=_opens(one.opens, names),
        proves=tuple(_proves(piece, names) for piece in one.proves),
        snapshot_of=tuple(_proves(piece, names) for piece in one.snapshot_of),
    )


def _scope(relation: str, scope: str, names: Names) -> str:
    return names.get(scope, scope) if relation in SCOPED else scope


def _opens(opens: Iterable[tuple[str, str]], names: Names) -> tuple[tuple[str, str], ...]:
    return tuple((relation, _scope(relation, scope, names)) for relation, scope in opens)


def _declared(line: Declared, names: Names) -> Declared:
    return msgspec.structs.replace(line, scope=_scope(line.relation, line.scope, names))


def _proves(piece: Proves, names: Names) -> Proves:
    return msgspec.structs.replace(piece, scope=_scope(piece.relation, piece.scope, names))


def scope_merges(delivery: Delivery, merges: Mapping[str, str]) -> dict[str, str]:
    """The merge by which a line of evidence.csv counts for another id, by the place of the line."""
    lines = [one for _, one in delivery.declared] + [one for file in delivery.files for one in file.complete]
    return {one.place: merges[one.scope] for one in lines if one.relation in SCOPED and one.scope in merges}


def case_renamed(case: Case, names: Names) -> Case:
    """The settings under the ids in use; what is told of them stays as they were written."""
    if not names:
        return case
    return msgspec.structs.replace(
        case,
        written=case,
        subject=names.get(case.subject, case.subject),
        clients=tuple(sorted({names.get(one, one) for one in case.clients})),
        adversary_parties=tuple(sorted({names.get(one, one) for one in case.adversary_parties})),
    )
