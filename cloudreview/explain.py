"""Why something told is so: down by `because` to the file, its hash, the place, and the text that stands there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path as Folder
from typing import Any

import msgspec

from cloudreview.dossier.assemble import index
from cloudreview.dossier.facts import CLOSURE
from cloudreview.dossier.wording import counted
from cloudreview.errors import CaseError
from cloudreview.judgements import PLACE
from cloudreview.original import Original, originals
from cloudreview.vocabulary.told import Condition, Dossier

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


class _Walk:
    """One walk down; what was explained once is not explained again."""

    def __init__(self, folder: Folder, dossier: Dossier, told: Mapping[str, tuple[str, msgspec.Struct]]) -> None:
        self._originals = originals(folder, dossier)
        self._told = dict(told)
        self._seen: set[str] = set()

    def reason(self, name: str) -> Reason:
        """A node, and all below it that was not met before."""
        if name not in self._told:
            return self._bare(name)
        relation, row = self._told[name]
        truth, text = getattr(row, "truth", None), _sentence(relation, row)
        if name in self._seen:
            return Reason(id=name, relation=relation, truth=truth, text=text, above=True)
        self._seen.add(name)
        if relation == "paths":
            # Two paths may share a step, which follows on each from a step of its own.
            self._told.update({step.id: ("steps", step) for step in getattr(row, "steps", ())})
        below = tuple(self.reason(one) for one in dict.fromkeys(_BELOW[relation](row)) if one != name)
        places = tuple(self._originals.at(one) for one in _places(relation, row))
        return Reason(id=name, relation=relation, truth=truth, text=text, because=below, places=places)

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
    "statuses": _because,
    "observed": _because,
    "findings": _because,
    "claims": _because,
    "gaps": lambda row: (),
    "facts": lambda row: row.because,
    "merges": lambda row: row.because,
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


def _pairs(row: Mapping[str, Any]) -> str:
    return ", ".join(f"{key} {_value(value)}" for key, value in row.items() if value not in (None, "", [], ()))


def _value(value: Any) -> str:
    return " ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _stating(relation: str, row: Mapping[str, Any]) -> str:
    """A fact; a closure in words, since nobody outside knows the term."""
    if relation != CLOSURE:
        return f"{relation}: {_pairs(row)}"
    how = "as stated" if row["by"] == "declared" else "by the format of the answer"
    return f"closure: all {row['relation']} of {row['scope']} are told, {how}"


_BY = {
    "actor": "which the requester chooses",
    "derived": "which follows from who asks",
    "setting": "which the environment decides",
    "other": "which another decides",
}


def _needing(residual: Sequence[Condition]) -> str:
    """The conditions that a path's requests must meet, such as those of a Deny that they must not."""
    needs = [
        f"{'not ' if one.negated else ''}{one.key} {one.operator} {' or '.join(one.values)}, {_BY[one.by]}"
        for one in residual
    ]
    return f"; if {'; and '.join(needs)}" if needs else ""


def _settling(told: Sequence[str]) -> str:
    return f" Helps to settle {counted(len(told), 'path or answer', 'paths and answers')}." if told else ""


_SENTENCES: dict[str, Callable[[Any], str]] = {
    "paths": lambda row: (
        f"{row.harm} {row.dataset} ({row.mode}) by {row.adversary} through {row.status_of}{_needing(row.residual)}"
    ),
    "steps": lambda row: row.text or f"{row.rule}: {_pairs(row.conclusion)}",
    "answers": lambda row: f"{row.harm} {row.dataset} ({row.mode}) by {row.adversary}",
    "statuses": lambda row: f"{row.party} under {row.regime} for {row.adversary} by {row.clause} ({row.reading})",
    "observed": lambda row: f"{row.count} times {row.harm} in {row.store} by {row.principal}",
    "findings": lambda row: f"{row.title} [{'; '.join(row.citations)}]",
    "claims": lambda row: f"{row.proposition}, claims {row.speaker or 'somebody'}",
    "gaps": lambda row: f"{row.where}: {row.why}. {row.question}{_settling(row.settles)}",
    "facts": lambda row: f"{_stating(row.relation, row.row)}, says {' and '.join(row.speakers)}",
    "merges": lambda row: (
        f"{row.party} is also {row.also}: {row.reason} (score {row.score:g}, by {row.by}); "
        f"`cloudreview judge CASE different {row.party} {row.also}` parts them"
    ),
    "law": lambda row: f"{row.citation}, {row.title} ({row.status}): {row.text}",
}
"""What a row says in one sentence, by relation."""


def _sentence(relation: str, row: Any) -> str:
    return _SENTENCES[relation](row)


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
