"""unlogged_power: a power over the service whose use no log is told to show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from cloudreview.findings.finding import Known, Shown, cures, finding
from cloudreview.truth import Truth
from cloudreview.vocabulary.told import Finding, Power
from cloudreview.vocabulary.words import UNLOGGED, UNSAID


def unlogged(known: Known) -> Iterator[Finding]:
    """The logs can say that nobody did only of what they would show."""
    groups: dict[tuple[str, str, str], list[Power]] = defaultdict(list)
    for row in known.powers:
        silent = _log(row) in UNLOGGED | UNSAID
        if silent and row.truth != "refuted" and not row.actor.startswith("unnamed:"):
            groups[row.actor, row.power, row.target].append(row)
    for (actor, power, target), rows in sorted(groups.items()):
        truth = max(_truth(row) for row in rows)
        said = "no log is told that shows" if truth is Truth.UNKNOWN else "no log shows"
        title = f"{said} when {actor} uses the power {power} over {target}"
        steps = [("power", _fields(row)) for row in rows]
        shown = Shown(
            truth, because=[name for row in rows for name in row.because], cured_by=cures(known.measures, steps)
        )
        yield finding("unlogged_power", (actor, power, target), title, shown)


def _log(row: Power) -> str:
    return (row.logged_in or "").strip().lower()


def _truth(row: Power) -> Truth:
    """That it leaves no trace is known only where somebody says so."""
    return Truth.of(row.truth) if _log(row) in UNLOGGED else min(Truth.of(row.truth), Truth.UNKNOWN)


def _fields(row: Power) -> dict[str, str | None]:
    return {"actor": row.actor, "power": row.power, "target": row.target, "harm": row.harm, "store": None}
