"""threshold_passed and threshold_possible: whether the data are enough to count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from cloudreview.findings.finding import Known, Shown, cures, finding
from cloudreview.truth import Truth
from cloudreview.vocabulary.told import Finding, Sensitivity


def thresholds(known: Known) -> Iterator[Finding]:
    """A category of a dataset passes the threshold of the law, or may; the best over the adversaries."""
    groups: dict[tuple[str, str], list[Sensitivity]] = defaultdict(list)
    for row in known.sensitivity:
        if row.truth != "refuted":
            groups[row.dataset, row.category].append(row)
    for (dataset, category), rows in sorted(groups.items()):
        truth = max(Truth.of(row.truth) for row in rows)
        best = [row for row in rows if Truth.of(row.truth) == truth]
        kind = "threshold_possible" if truth is Truth.UNKNOWN else "threshold_passed"
        verb = "may pass" if truth is Truth.UNKNOWN else "passes"
        title = f"{dataset} {verb} the threshold for {category}: {_limit(best[0])}"
        shown = Shown(
            truth,
            because=[name for row in best for name in row.because],
            gaps=[name for row in best for name in row.gaps],
            citations=[row.clause for row in best],
            cured_by=cures(known.measures, [_placement(row) for row in best]),
        )
        yield finding(kind, (dataset, category), title, shown)


def _limit(row: Sensitivity) -> str:
    return "any amount counts" if row.threshold is None else f"more than {row.threshold} {row.unit}"


def _placement(row: Sensitivity) -> tuple[str, dict[str, str | None]]:
    return "placement", {"dataset": row.dataset, "client": row.client}
