"""observed_by_status, observed_without_path and log_gap: what the logs show, and where they are silent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from cloudreview.findings.finding import Conclusion, Known, Shown, cures, finding, regime_citations, steps_of
from cloudreview.truth import Truth
from cloudreview.vocabulary.told import Completeness, Finding, Observed
from cloudreview.vocabulary.words import Harm

_DID = {"read": "read", "alter": "altered", "stop": "stopped"}


def by_status(known: Known) -> Iterator[Finding]:
    """Somebody under an adversary's control did read, alter or stop data, or may have."""
    groups: dict[tuple[str, Harm, str], list[Observed]] = defaultdict(list)
    for row in known.observed:
        if row.adversary is not None and row.count > 0 and row.truth != "refuted":
            groups[row.dataset or row.store, row.harm, row.adversary].append(row)
    for (what, harm, adversary), rows in sorted(groups.items()):
        truth = max(Truth.of(row.truth) for row in rows)
        best = [row for row in rows if Truth.of(row.truth) == truth]
        count = sum(row.count for row in best)
        verb = {Truth.UNKNOWN: "may have ", Truth.CONFLICTING: "by sources that disagree "}.get(truth, "") + _DID[harm]
        requests = f"{count} request{'' if count == 1 else 's'}"
        title = f"by the logs, somebody under the control of {adversary} {verb} {what}: {requests}"
        yield finding("observed_by_status", (what, harm, adversary), title, _shown(known, best))


def without_path(known: Known) -> Iterator[Finding]:
    """What the policies say could not be done was done: one of two witnesses is wrong, and both keep their truth."""
    refuted = {
        (one.dataset, one.harm, one.adversary): one.id
        for one in known.answers
        if one.mode == "guarded" and one.truth == "refuted"
    }
    groups: dict[tuple[str, Harm, str], list[Observed]] = defaultdict(list)
    for row in known.observed:
        key = (row.dataset or "", row.harm, row.adversary or "")
        if key in refuted and row.count > 0 and row.truth in ("supported", "conflicting"):
            groups[key].append(row)
    for key, rows in sorted(groups.items()):
        dataset, harm, adversary = key
        title = f"{dataset} was {_DID[harm]} under the control of {adversary} by the logs, which the policies rule out"
        shown = _shown(known, rows)
        yield finding("observed_without_path", key, title, shown._replace(because=[*shown.because, refuted[key]]))


def log_gap(known: Known) -> Iterator[Finding]:
    """The logs of a store do not speak for all of the period, so they cannot say that nobody did."""
    groups: dict[str, dict[str, list[Completeness]]] = defaultdict(lambda: defaultdict(list))
    for row in known.completeness:
        groups[row.store][row.klass].append(row)
    for store, by_class in sorted(groups.items()):
        best = {klass: max(rows, key=lambda row: row.share) for klass, rows in sorted(by_class.items())}
        torn = {klass: row for klass, row in best.items() if row.truth != "supported"}
        if torn:
            parts = ", ".join(f"{klass} {_percent(row)} %" for klass, row in torn.items())
            title = f"the logs of {store} do not speak for the whole period: {parts}"
            because = [name for row in torn.values() for name in (*row.because, *row.gaps)]
            yield finding("log_gap", (store, tuple(torn)), title, Shown(Truth.SUPPORTED, because))


def _percent(row: Completeness) -> int:
    return int(row.share * 100)


def _shown(known: Known, rows: Sequence[Observed]) -> Shown:
    """What rows of one dataset, harm and adversary show."""
    chains = _chains(known, rows[0])
    steps = [one for row in rows for one in (*_steps(row), *chains.get(row.person or "", ()))]
    return Shown(
        max(Truth.of(row.truth) for row in rows),
        because=[row.id for row in rows],
        gaps=[name for row in rows for name in row.gaps],
        citations=regime_citations(known.law, [name for row in rows for name in row.regimes]),
        cured_by=cures(known.measures, steps),
    )


def _chains(known: Known, row: Observed) -> dict[str, list[Conclusion]]:
    """The steps of the guarded paths by which each person could have done it."""
    found: dict[str, list[Conclusion]] = defaultdict(list)
    for path in known.paths:
        same = (path.dataset, path.harm, path.adversary) == (row.dataset, row.harm, row.adversary)
        if same and path.mode == "guarded":
            steps = list(steps_of([path]))
            for person in {fields.get("person") for _, fields in steps} - {None}:
                found[str(person)] += steps
    return found


def _steps(row: Observed) -> list[Conclusion]:
    """The steps of reach that the act would have taken, as far as the log tells them."""
    found: list[Conclusion] = [("allows", {"principal": row.principal, "store": row.store, "harm": row.harm})]
    found.append(("uses", {"person": row.person, "principal": row.principal}))
    if row.person is not None and row.party is not None:
        found.append(("answers_to", {"person": row.person, "party": row.party}))
    if row.dataset is not None:
        found.append(("placement", {"dataset": row.dataset, "client": None, "store": row.store}))
    return found
