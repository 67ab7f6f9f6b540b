"""key_with_data, copy_abroad and operator_abroad: what the places of data, keys and operators mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from cloudreview.findings.finding import HOME, Known, Shown, cures, finding
from cloudreview.truth import Truth
from cloudreview.vocabulary.rows import Store
from cloudreview.vocabulary.told import Finding, KeyHolder, Location

PROVIDER = "provider"
"""The holder of a key that the service keeps for itself."""


def key_with_data(known: Known) -> Iterator[Finding]:
    """Whoever holds the data holds their key too, so encryption keeps nobody out who has both."""
    owners = {fact.row.store: (fact.row.account, fact.id) for fact in known.facts.of(Store)}
    groups: dict[tuple[str, str], list[KeyHolder]] = defaultdict(list)
    for row in known.keys:
        account, _ = owners.get(row.store, (None, ""))
        if row.truth != "refuted" and row.holder is not None and row.holder in (PROVIDER, account):
            groups[row.dataset, row.store].append(row)
    for (dataset, store), rows in sorted(groups.items()):
        truth = max(Truth.of(row.truth) for row in rows)
        holders = ", ".join(sorted({row.holder or "" for row in rows}))
        verb = "may be" if truth is Truth.UNKNOWN else "is"
        title = f"the key of {dataset} in {store} {verb} held where the data are: {holders}"
        because = [name for row in rows for name in row.because]
        because += [owners[store][1]] if store in owners else []
        yield finding("key_with_data", (dataset, store), title, Shown(truth, because))


def abroad(known: Known) -> Iterator[Finding]:
    """Data, a copy or a key lie abroad, or a party organised abroad operates the place where they lie."""
    groups: dict[tuple[str, str, str], list[Location]] = defaultdict(list)
    for row in known.locations:
        if row.country is not None and row.country != HOME and row.truth != "refuted":
            kind = "operator_abroad" if row.role == "operator" else "copy_abroad"
            groups[kind, row.dataset, row.country].append(row)
    adversaries = _adversaries(known)
    for (kind, dataset, country), rows in sorted(groups.items()):
        roles = ", ".join(sorted({row.operator or row.role for row in rows}))
        truth = max(Truth.of(row.truth) for row in rows)
        verb = _VERBS[kind, truth is Truth.UNKNOWN]
        title = f"{dataset} {verb} {country}: {roles}"
        shown = Shown(
            truth,
            because=[name for row in rows for name in row.because],
            gaps=[name for row in rows for name in row.gaps],
            cured_by=cures(known.measures, [_placement(row) for row in rows]),
            adversary=country in adversaries,
        )
        yield finding(kind, (dataset, country), title, shown)


_VERBS = {
    ("operator_abroad", False): "is operated from",
    ("operator_abroad", True): "may be operated from",
    ("copy_abroad", False): "lies or is kept in",
    ("copy_abroad", True): "may lie or be kept in",
}
"""By kind, and whether it is only possible."""


def _placement(row: Location) -> tuple[str, dict[str, str | None]]:
    return "placement", {"dataset": row.dataset, "client": row.client, "store": row.store}


def _adversaries(known: Known) -> set[str]:
    """Countries of the adversaries of the review, and the territories that a list counts under them."""
    found = {one.adversary for one in known.statuses} | {one.adversary for one in known.answers}
    for regime in known.case.rules if known.case is not None else known.law.regimes:
        listed = known.law.adversary_list(regime)
        for code, places in listed.countries.items() if listed is not None else ():
            found |= {code, *places}
    return found
