"""What a reviewer must look at: one file a family of findings; kinds and severities are `kinds.toml`."""

from cloudreview.findings.could import could, raw_only
from cloudreview.findings.did import by_status, log_gap, without_path
from cloudreview.findings.finding import Known
from cloudreview.findings.promises import claims
from cloudreview.findings.readings import by_reading
from cloudreview.findings.records import disagrees, stale
from cloudreview.findings.unlogged import unlogged
from cloudreview.findings.whereabouts import abroad, key_with_data
from cloudreview.findings.worth import thresholds
from cloudreview.vocabulary.told import Finding

__all__ = ["Known", "find"]

FINDERS = (
    could,
    raw_only,
    by_status,
    without_path,
    log_gap,
    key_with_data,
    abroad,
    thresholds,
    claims,
    by_reading,
    unlogged,
    stale,
    disagrees,
)


def find(known: Known) -> tuple[Finding, ...]:
    """Every finding, sorted by id."""
    found = {one.id: one for finder in FINDERS for one in finder(known)}
    return tuple(one for _, one in sorted(found.items()))
