"""All that the stages found: what a dossier is told from."""

from __future__ import annotations

import msgspec

from cloudreview.case import Case
from cloudreview.vocabulary.delivery import Delivery
from cloudreview.vocabulary.facts import Facts
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.merges import Merge
from cloudreview.vocabulary.status import Status
from cloudreview.vocabulary.told import (
    Answer,
    ClaimAnswer,
    Completeness,
    Decision,
    Finding,
    KeyHolder,
    LawRow,
    Location,
    Observed,
    Path,
    Power,
    Sensitivity,
)


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """The outputs of all stages of one review."""

    case: Case
    delivery: Delivery
    facts: Facts
    law: tuple[LawRow, ...]
    """Every row of the law data; those that something told rests on or cites are told."""
    judgements: tuple[str, ...] = ()
    """The judgements of the record, as canonical texts."""
    merges: tuple[Merge, ...] = ()
    """Who was taken to be one."""
    statuses: tuple[Status, ...]
    locations: tuple[Location, ...]
    keys: tuple[KeyHolder, ...]
    powers: tuple[Power, ...]
    paths: tuple[Path, ...]
    answers: tuple[Answer, ...]
    observed: tuple[Observed, ...]
    completeness: tuple[Completeness, ...]
    sensitivity: tuple[Sensitivity, ...]
    claims: tuple[ClaimAnswer, ...]
    findings: tuple[Finding, ...]
    decision: Decision
    gaps: tuple[Gap, ...]
    """The gaps of all stages; one met twice is told once."""
    not_looked_at: tuple[str, ...] = ()
    """What this review in particular leaves out, beside what the program always does."""
