"""From the results of all stages to the one dossier.

Laws: every list is sorted by id or natural key; no clock time; the inputs' digest is over contents, not names; a fact
is told where something told follows from it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import Any

import msgspec

from cloudreview.case import Case
from cloudreview.dossier.asked import asked_for
from cloudreview.dossier.beside import beneath, compelled, listed
from cloudreview.dossier.criteria import criteria
from cloudreview.dossier.facts import bases, charted, told_facts, told_file, told_parties, told_quarantine, told_status
from cloudreview.dossier.results import Results
from cloudreview.gaps import distinct
from cloudreview.law import load
from cloudreview.spells import DAY, text
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.told import Dossier, LawRow

SCHEMA = "cloudreview dossier 1"
_ENCODER = msgspec.json.Encoder(order="deterministic")


def assemble(results: Results) -> Dossier:
    """The dossier of a review."""
    law = load(results.facts.as_of)
    compulsion, on_lists = compelled(results.facts, law), listed(results.facts, law)
    because = {*referenced(results), *beneath(compulsion, on_lists)}
    basis = bases(results.statuses, results.facts, results.delivery.files, results.merges)
    return Dossier(
        schema=SCHEMA,
        case=settings(results.case.written or results.case) | _resolved(results),
        inputs_digest=inputs_digest(results),
        readings={
            "aggregation": results.case.headline.aggregation,
            "indirect": results.case.headline.indirect,
        },
        evidence=tuple(told_file(file) for file in sorted(results.delivery.files, key=lambda f: (f.sha256, f.name))),
        quarantine=told_quarantine(results.delivery.files),
        parties=told_parties(results.facts),
        merges=results.merges,
        statuses=tuple(told_status(one, basis[one.id]) for one in sorted(results.statuses, key=lambda one: one.id)),
        locations=by_content(results.locations),
        keys=by_content(results.keys),
        powers=by_content(results.powers),
        answers=tuple(sorted(results.answers, key=lambda one: one.id)),
        paths=tuple(sorted(results.paths, key=lambda one: one.id)),
        observed=tuple(sorted(results.observed, key=lambda one: one.id)),
        completeness=by_content(results.completeness),
        sensitivity=by_content(results.sensitivity),
        claims=by_content(results.claims),
        findings=tuple(sorted(results.findings, key=lambda one: one.id)),
        gaps=settling(results),
        decision=results.decision,
        law=told_law(results, because),
        compulsion=compulsion,
        listed=on_lists,
        criteria=criteria(results),
        facts=told_facts(results.facts, because | charted(results.facts)),
        not_looked_at=(*results.not_looked_at, *not_looked_at()),
    )


def not_looked_at() -> tuple[str, ...]:
    """What no review of this version looks at, one sentence each."""
    listed = resources.files(__package__).joinpath("not_looked_at.txt").read_text(encoding="utf-8")
    return tuple(line for line in listed.splitlines() if line)


def by_content(rows: Iterable[Any]) -> tuple[Any, ...]:
    """Rows without an id, each once, in the order of their fields (identifying fields stand first)."""
    keyed = {_ENCODER.encode(list(msgspec.to_builtins(row).values())): row for row in rows}
    return tuple(keyed[key] for key in sorted(keyed))


def settings(case: Case) -> dict[str, Any]:
    """The settings of the case as told; null: left to the evidence, the placements or the law's list."""
    return {
        "id": case.id,
        "title": case.title,
        "subject": case.subject,
        "as_of": None if case.as_of is None else text(case.as_of),
        "period": None if case.period is None else _interval(case.period),
        "rules": list(case.rules),
        "readings": {"aggregation": case.headline.aggregation, "indirect": case.headline.indirect},
        "carry_days": case.carry // DAY,
        "clients": list(case.clients),
        "adversaries": None if case.adversaries is None else list(case.adversaries),
        "adversary_parties": list(case.adversary_parties),
    }


def _interval(interval: tuple[int, int]) -> dict[str, str | None]:
    return {"from": text(interval[0]), "to": text(interval[1])}


def _resolved(results: Results) -> dict[str, Any]:
    """What the settings left to the evidence, as the review resolved it."""
    as_of = results.facts.as_of
    return {"as_of": None if as_of is None else text(as_of), "period": _interval(results.facts.period)}


def inputs_digest(results: Results) -> str:
    """SHA-256 over the evidence's hashes, the settings, the law data, the judgements."""
    inputs = {
        "evidence": sorted(file.sha256 for file in results.delivery.files),
        "case": settings(results.case.written or results.case),
        "law": _law_data(),
        "judgements": list(results.judgements),
    }
    return hashlib.sha256(_ENCODER.encode(inputs)).hexdigest()


def _law_data() -> list[str]:
    """The SHA-256 of each file of the law data: a told row does not have every field, such as a threshold's number."""
    files = [file for file in resources.files("cloudreview.law").iterdir() if file.name.endswith(".toml")]
    return sorted(hashlib.sha256(file.read_bytes()).hexdigest() for file in files)


def referenced(results: Results) -> Iterable[str]:
    """The ids that anything told follows from."""
    told = (
        results.statuses,
        results.locations,
        results.keys,
        results.powers,
        results.observed,
        results.completeness,
        results.sensitivity,
        results.claims,
        results.findings,
    )
    for rows in told:
        for row in rows:
            yield from row.because
    for path in results.paths:
        for step in path.steps:
            yield from step.premises
    for answer in results.answers:
        yield from answer.closed_by


def settling(results: Results) -> tuple[Gap, ...]:
    """Every gap, with the ids of the paths, answers, statuses and what was done that it helps to hold at unknown.

    Statuses are those of the headline reading, of parties whose status somebody asks for.
    """
    asked = asked_for(results.facts)
    waiting = [
        one
        for one in results.statuses
        if one.reading == results.case.headline and (asked is None or one.party in asked)
    ]
    told = [(one.id, one.but_for) for one in results.paths] + [(one.id, one.but_for) for one in results.answers]
    told += [(one.id, one.gaps) for one in waiting]
    told += [(one.id, one.gaps) for one in results.observed if one.truth == "unknown"]
    held, alone = _by_gap(told), _by_gap([(one.id, one.but_for) for one in waiting])
    return tuple(
        msgspec.structs.replace(
            one,
            settles=tuple(sorted({*one.settles, *held.get(one.id, ())})),
            alone=tuple(sorted(alone.get(one.id, ()))),
        )
        for one in distinct(results.gaps)
    )


def _by_gap(told: Iterable[tuple[str, Iterable[str]]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, gaps in told:
        for gap in gaps:
            found.setdefault(gap, set()).add(name)
    return found


def told_law(results: Results, because: set[str]) -> tuple[LawRow, ...]:
    """The rows of the law data that something told rests on or cites, and the bodies of rules of the case."""
    cited = {status.clause for status in results.statuses}
    cited |= {row.clause for row in results.sensitivity}
    cited |= {citation for finding in results.findings for citation in finding.citations}
    return tuple(
        sorted(
            (row for row in results.law if row.id in because or row.citation in cited or row.id in results.case.rules),
            key=lambda row: (row.id, row.effective_from or "", row.citation),
        )
    )


def index(dossier: Dossier) -> Mapping[str, tuple[str, msgspec.Struct]]:
    """Everything told that has an id: its relation and itself; a claim whose id is taken has its speaker beside it."""
    found: dict[str, tuple[str, msgspec.Struct]] = {}
    for relation in (
        "facts",
        "merges",
        "law",
        "compulsion",
        "gaps",
        "statuses",
        "observed",
        "findings",
        "answers",
        "paths",
    ):
        found.update({row.id: (relation, row) for row in getattr(dossier, relation)})
    for path in dossier.paths:
        found.update({step.id: ("steps", step) for step in path.steps})
    for claim in dossier.claims:
        name = claim.claim
        while name in found:
            name += f" of {claim.speaker or 'somebody'}"
        found[name] = ("claims", claim)
    return found
