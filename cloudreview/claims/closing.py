"""Whether all is told that a claim could be about: only then does the absence of a row mean "no"."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from cloudreview.claims.relations import NONE, RELATIONS, Row
from cloudreview.relations.scopes import provider_of
from cloudreview.selection import Condition, Selection
from cloudreview.spells import NEVER, Interval, meet
from cloudreview.truth import Truth
from cloudreview.vocabulary.facts import Facts
from cloudreview.vocabulary.rows import Placement, Store
from cloudreview.vocabulary.told import Completeness

Relations = Mapping[str, Sequence[msgspec.Struct]]


class Scope(NamedTuple):
    """What a claim asks about, and everything told."""

    facts: Facts
    relations: Relations
    selection: Selection
    rows: Sequence[Row]
    period: Interval


class Closing(NamedTuple):
    """Closed where `why` is empty; `because` is what says so."""

    why: str
    because: frozenset[str]


def closing(scope: Scope) -> Closing:
    """Whether the relation is closed for what the claim selects, in the period it speaks of."""
    because: set[str] = set()
    for check in (_known, *_CHECKS[scope.selection.name]):
        why, found = check(scope)
        if why:
            return Closing(why, frozenset())
        because |= found
    return Closing("", frozenset(because))


_Found = tuple[str, set[str]]


def _known(scope: Scope) -> _Found:
    """Of something that no row speaks of nothing can be said, in particular no "no"."""
    for condition in scope.selection.conditions:
        if condition.field not in RELATIONS[scope.selection.name].entities or condition.operator == "!=":
            continue
        told = {row.fields[condition.field] for row in scope.rows}
        missing = sorted(set(condition.values) - {one for one in told if one is not None})
        if missing:
            return f"no row of {scope.selection.name} speaks of {condition.field} = {', '.join(missing)}", set()
    return ("", set()) if scope.rows else (f"nothing is told of {scope.selection.name}", set())


def _every_dataset(scope: Scope) -> _Found:
    """Every store of the datasets asked about is told; every dataset, where the claim names none."""
    clients = {fact.row.client for fact in scope.facts.of(Placement) if _meets(scope, "dataset", fact.row.dataset)}
    if not _names(scope, "dataset"):
        clients.add(None)
    found: set[str] = set()
    for client in sorted(clients, key=lambda one: one or ""):
        scopes = [("placements", "*"), *([("placements", client)] if client is not None else [])]
        why, more = _closed(scope, *scopes)
        if why:
            return why, set()
        found |= more
    return "", found


def _told_logs(scope: Scope) -> _Found:
    """Each dataset, harm and adversary asked about has a row; beyond these, or for less time, logs are whole."""
    groups: dict[tuple[str, str, str], list[Row]] = {}
    for row in scope.rows:
        key = tuple(row.fields[name] or "" for name in ("dataset", "harm", "adversary"))
        groups.setdefault((key[0], key[1], key[2]), []).append(row)
    datasets = sorted({row.fields["dataset"] or "" for row in scope.rows} - {""})
    asked = [one for one in datasets if _meets(scope, "dataset", one)]
    harms = [one for one in ("read", "alter", "stop") if _meets(scope, "harm", one)]
    told = sorted({row.fields["adversary"] or "" for row in scope.rows} - {NONE})
    adversaries = [one for one in told if _meets(scope, "adversary", one)]
    if not asked or not adversaries:
        return "the logs are asked of no dataset or adversary that the review knows", set()
    fields = {one.field for one in scope.selection.conditions}
    beyond = fields - {"dataset", "harm", "adversary"} or scope.period != scope.facts.period
    for dataset in asked:
        for harm in harms:
            own = [groups.get((dataset, harm, adversary), []) for adversary in adversaries]
            whole = any(row.truth is Truth.REFUTED and row.acts is None for rows in own for row in rows)
            if not whole and (not all(own) or beyond) and not _spoken_for(scope, dataset):
                return f"the logs do not speak for every hour in which somebody could {harm} {dataset}", set()
    nobody = [groups.get((dataset, harm, one), []) for dataset in asked for harm in harms for one in adversaries]
    return "", {name for rows in nobody for row in rows if row.acts is None for name in row.because}


def _spoken_for(scope: Scope, dataset: str) -> bool:
    """Whether the logs of every store of a dataset are whole in every class."""
    stores = {fact.row.store for fact in scope.facts.of(Placement) if fact.row.dataset == dataset}
    best: dict[tuple[str, str], bool] = {}
    for row in scope.relations.get("completeness", ()):
        if isinstance(row, Completeness) and row.store in stores:
            key = (row.store, row.klass)
            best[key] = best.get(key, False) or row.truth == "supported"
    told = {store for store, _ in best}
    return bool(stores) and told == stores and all(best.values())


def _sites(scope: Scope) -> _Found:
    """Where a region is and who operates it are told of every provider of the datasets asked about."""
    return _all(scope, [("sites", provider) for provider in _providers(scope)])


def _operations(scope: Scope) -> _Found:
    named = [value for one in _conditions(scope, "target") if one.operator != "!=" for value in one.values]
    providers = sorted({provider_of(value) for value in named}) or _providers(scope)
    return _all(scope, [("operations", provider) for provider in providers])


def _keys(scope: Scope) -> _Found:
    """Everything in each store of the datasets asked about is under the key that is told."""
    if scope.selection.name == "location" and not _meets(scope, "role", "key"):
        return "", set()
    found: set[str] = set()
    accounts = {fact.row.store: fact.row.account for fact in scope.facts.of(Store)}
    for store in _stores(scope):
        account = accounts.get(store)
        scopes = [("keys", store), *([("keys", account)] if account is not None else [])]
        for one in (scopes, [("encryption", store)]):
            why, more = _closed(scope, *one)
            if why:
                return why, set()
            found |= more
    return "", found


def _parties(scope: Scope) -> _Found:
    """Where no party is named, every party must be told."""
    if _names(scope, "party"):
        return "", set()
    return _all(scope, [("parties", "*"), ("roster", "*")])


def _rows_told(scope: Scope) -> _Found:
    """The relation has a row for everything it can be asked about; those that say no are what a no follows from."""
    return "", {name for row in scope.rows if _possible(scope, row) for name in row.because}


def _possible(scope: Scope, row: Row) -> bool:
    """Whether a row is of the entities that are asked about, whatever else it says."""
    entities = RELATIONS[scope.selection.name].entities
    return all(
        one.holds(row.fields[one.field]) is not False for one in scope.selection.conditions if one.field in entities
    )


_CHECKS: dict[str, tuple[Callable[[Scope], _Found], ...]] = {
    "observed": (_every_dataset, _told_logs),
    "location": (_every_dataset, _sites, _keys),
    "powers": (_operations,),
    "answers": (_every_dataset, _rows_told),
    "statuses": (_parties, _rows_told),
    "sensitivity": (_every_dataset, _rows_told),
    "key": (_every_dataset, _keys),
}


def _conditions(scope: Scope, field: str) -> list[Condition]:
    return [one for one in scope.selection.conditions if one.field == field]


def _names(scope: Scope, field: str) -> bool:
    """Whether the claim says which, and not only which not."""
    return any(one.operator != "!=" for one in _conditions(scope, field))


def _meets(scope: Scope, field: str, value: str) -> bool:
    return all(one.holds(value) for one in _conditions(scope, field))


def _stores(scope: Scope) -> list[str]:
    placed = (fact.row for fact in scope.facts.of(Placement))
    return sorted(
        {row.store for row in placed if _meets(scope, "dataset", row.dataset) and _meets(scope, "store", row.store)}
    )


def _providers(scope: Scope) -> list[str]:
    return sorted({provider_of(store) for store in _stores(scope)})


def _all(scope: Scope, scopes: Sequence[tuple[str, str]]) -> _Found:
    if not scopes:
        return "no store of the datasets asked about is told", set()
    found: set[str] = set()
    for one in scopes:
        why, more = _closed(scope, one)
        if why:
            return why, set()
        found |= more
    return "", found


def _closed(scope: Scope, *scopes: tuple[str, str]) -> _Found:
    """Whether one of the scopes is closed at every instant of the period, and what says so."""
    if any(meet(interval, scope.period) != NEVER for interval in scope.facts.open_in(*scopes)):
        relation, name = scopes[-1]
        return f"nobody says that `{relation} {name}` is complete throughout", set()
    return "", {one.id for one in scope.facts.closing(*scopes)}
