"""claim_refuted, claim_conflicting and claim_without_evidence: what a claim is worth against the evidence."""

from __future__ import annotations

from collections.abc import Iterator

from cloudreview.findings.finding import Known, Shown, finding
from cloudreview.truth import Truth
from cloudreview.vocabulary.rows import Claim
from cloudreview.vocabulary.told import ClaimAnswer, Finding

_KINDS = {
    "refuted": ("claim_refuted", Truth.SUPPORTED, "does not hold"),
    "conflicting": ("claim_conflicting", Truth.CONFLICTING, "meets evidence that contradicts itself"),
    "unknown": (
        "claim_without_evidence",
        Truth.UNKNOWN,
        "is open: nothing that was delivered speaks for or against it surely",
    ),
}
_SAID = "claim without evidence: "


def claims(known: Known) -> Iterator[Finding]:
    """Every claim that the evidence does not bear out."""
    said: dict[tuple[str, str], list[str]] = {}
    for fact in known.facts.of(Claim):
        said.setdefault((fact.row.claim, fact.row.proposition), []).append(fact.id)
    for answer in known.claims:
        if answer.truth in _KINDS:
            kind, truth, verb = _KINDS[answer.truth]
            speaker = answer.speaker or "somebody"
            why = answer.why.removeprefix(_SAID)  # the words of the kind say it already
            title = f"claim {answer.claim} of {speaker} {verb}: {why or answer.proposition}"
            own = said.get((answer.claim, answer.proposition), [])
            yield finding(kind, _about(answer), title, Shown(truth, [*answer.because, *own]))


def _about(answer: ClaimAnswer) -> tuple[str, str | None, str]:
    return answer.claim, answer.speaker, answer.proposition
