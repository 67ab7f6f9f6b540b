"""Why something told is so: down by `because` to the file, its hash, the place, and the text that stands there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path as Folder
from typing import Any

import msgspec

from cloudreview.derivation import Derivations, Node
from cloudreview.dossier.assemble import index
from cloudreview.dossier.wording import counted
from cloudreview.errors import CaseError
from cloudreview.judgements import PLACE
from cloudreview.original import Original, originals
from cloudreview.saying import Sayings
from cloudreview.vocabulary.told import Dossier, ToldStatus

_PLACE = re.compile(rf"[0-9a-f]{{12}}(![^#]*)?#|{PLACE}")


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """One node of an explanation; one that was explained above stands without what is below it."""

    id: str
    relation: str
    """A relation of the dossier; `evidence` for a record of a log, `query` for what was asked of the logs."""
    truth: str | None
    text: str
    """One sentence."""
    because: tuple[Reason, ...] = ()
    places: tuple[Original, ...] = ()
    above: bool = False


def explain(folder: Folder, dossier: Dossier, wanted: str) -> Reason:
    """The reasons of what is told under an id, or under the only id that begins so. Raises CaseError for another id."""
    told = index(dossier)
    matching = [wanted] if wanted in told else sorted(name for name in told if name.startswith(wanted))
    if len(matching) != 1:
        what = f"{len(matching)} ids begin with `{wanted}`" if matching else f"nothing told has the id `{wanted}`"
        raise CaseError("explain", what, "`cloudreview show` lists the ids")
    return _Walk(folder, dossier, told).reason(matching[0])


_PASSING = "; what is held in it counts for what it holds all the same"


class _Walk:
    """One walk down; what was explained once is not explained again."""

    def __init__(self, folder: Folder, dossier: Dossier, told: Mapping[str, tuple[str, msgspec.Struct]]) -> None:
        self._originals, self._sayings = originals(folder, dossier), Sayings(dossier)
        self._derivations = Derivations(dossier)
        self._told = dict(told)
        self._seen: set[str] = set()

    def reason(self, name: str) -> Reason:
        """A node, and all below it that was not met before."""
        if name not in self._told:
            return self._bare(name)
        relation, row = self._told[name]
        truth, text = getattr(row, "truth", None), self._sayings.of(relation, row)
        if name in self._seen:
            return Reason(id=name, relation=relation, truth=truth, text=text, above=True)
        self._seen.add(name)
        if relation == "paths":
            # Two paths may share a step, which follows on each from a step of its own.
            self._told.update({step.id: ("steps", step) for step in getattr(row, "steps", ())})
        if isinstance(row, ToldStatus):
            below = tuple(map(self._node, self._derivations.of(row)))
            below += tuple(map(self._otherwise, self._derivations.otherwise(row)))
        else:
            below = tuple(self.reason(one) for one in dict.fromkeys(_BELOW[relation](row)) if one != name)
        places = tuple(self._originals.at(one) for one in _places(relation, row))
        return Reason(id=name, relation=relation, truth=truth, text=text, because=below, places=places)

    def _node(self, node: Node) -> Reason:
        """A step of a status; a leaf that is told without steps is explained as anything else."""
        row = self._told[node.id][1] if node.id in self._told else None
        if not isinstance(row, ToldStatus):
            told = self.reason(node.id)
            return msgspec.structs.replace(told, because=(*told.because, *map(self._node, node.below)))
        above = node.above or node.id in self._seen
        self._seen.add(node.id)
        text = self._sayings.status(row) + (_PASSING if node.passes_on else "")
        below = () if above else tuple(map(self._node, node.below))
        return Reason(id=node.id, relation="statuses", truth=row.truth, text=text, because=below, above=above)

    def _otherwise(self, row: ToldStatus) -> Reason:
        """What another reading says, named and not walked down."""
        text = f"read otherwise, for counsel: {self._sayings.status(row)}"
        return Reason(id=row.id, relation="statuses", truth=row.truth, text=text)

    def _bare(self, name: str) -> Reason:
        """What an aggregate rests on and no relation tells: a record of a log, the question put to it, its rows."""
        if _PLACE.match(name):
            at = (self._originals.at(name),)
            judged = name.startswith(PLACE)
            relation, text = ("judgement", "a person judged") if judged else ("evidence", "a record, as received")
            return Reason(id=name, relation=relation, truth=None, text=text, places=at)
        kind, _, value = name.partition(":")
        text = f"answered with {counted(int(value), 'record')}" if kind == "rows" else f"asked of the logs: {value}"
        return Reason(id=name, relation="query", truth=None, text=text)


def _because(row: Any) -> Iterable[str]:
    return (*row.because, *getattr(row, "gaps", ()))


_BELOW: dict[str, Callable[[Any], Iterable[str]]] = {
    "paths": lambda row: (*(step.id for step in row.steps), *row.but_for),
    "steps": lambda row: row.premises,
    "answers": lambda row: (*row.paths, *row.closed_by, *row.but_for),
    "observed": _because,
    "findings": _because,
    "claims": _because,
    "gaps": lambda row: (),
    "facts": lambda row: row.because,
    "merges": lambda row: row.because,
    "compulsion": lambda row: (row.law, *row.because, *row.against),
    "law": lambda row: (),
}
"""What follows below a row, by relation."""


_AT = {"gaps": "where", "claims": "place"}
"""The field of a row that may be a place of the evidence."""


def _places(relation: str, row: Any) -> tuple[str, ...]:
    """The places of a fact, and those that a gap or a claim names; those of a step are told at its facts."""
    if relation in _AT:
        where = getattr(row, _AT[relation])
        return (where,) if where and _PLACE.match(where) else ()
    return tuple(row.places) if relation == "facts" else ()


MAX_LINES = 12
"""Lines shown of one original: a closure rests on a whole answer, which may be long."""


def lines(reason: Reason, depth: int = 0) -> Iterable[str]:
    """The explanation as indented lines."""
    lead = "  " * depth
    mark = f" {reason.truth}" if reason.truth else ""
    yield f"{lead}{reason.relation}{mark}: {reason.text}  [{reason.id}]" + (
        " (explained above)" if reason.above else ""
    )
    for one in reason.places:
        yield from _original(one, lead + "  ")
    for one_below in reason.because:
        yield from lines(one_below, depth + 1)


def _original(one: Original, lead: str) -> Iterable[str]:
    file = f"{one.file} ({one.sha256})" if one.file else one.place
    yield f"{lead}at {file} {one.where}".rstrip() + (f": not shown, {one.why}" if one.text is None else "")
    shown = (one.text or "").splitlines()
    for line in shown[:MAX_LINES]:
        yield f"{lead}| {line}"
    if len(shown) > MAX_LINES:
        yield f"{lead}  and {len(shown) - MAX_LINES} lines more, all of them with --json"
