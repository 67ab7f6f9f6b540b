"""What the program's exit code means; of several that apply, the first in the order of this table is given."""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence

from cloudreview.vocabulary.told import Dossier


class Exit(enum.IntEnum):
    """The exit codes."""

    INTERRUPTED = 130
    INTERNAL = 1
    USAGE = 2
    INTEGRITY = 5
    QUARANTINED = 4
    UNDETERMINED = 6
    FINDINGS = 3
    OK = 0


THRESHOLD = "high"
"""The severity from which a finding that is supported or conflicting gives exit code 3."""


def _has_findings(dossier: Dossier) -> bool:
    return any(one.severity == THRESHOLD and one.truth in ("supported", "conflicting") for one in dossier.findings)


AFTER_REVIEW: Sequence[tuple[Exit, Callable[[Dossier], bool]]] = (
    (Exit.QUARANTINED, lambda dossier: bool(dossier.quarantine)),
    (Exit.UNDETERMINED, lambda dossier: dossier.decision.recommendation == "undetermined"),
    (Exit.FINDINGS, _has_findings),
)


def exit_of(dossier: Dossier) -> Exit:
    """The exit code of a review whose record, if any, is intact."""
    return next((code for code, applies in AFTER_REVIEW if applies(dossier)), Exit.OK)
