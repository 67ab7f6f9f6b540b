"""The criteria of 15 CFR 791.103(c), each with what of this review bears on it, or nothing.

The rule says that a risk "may be determined by evaluating" these, among other factors; it weighs nothing, and neither
does this module: it only puts what was found under the heading where a reader will look for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from cloudreview.dossier.facts import told_parties
from cloudreview.dossier.results import Results
from cloudreview.dossier.wording import counted, when
from cloudreview.law import load
from cloudreview.spells import NEVER, text
from cloudreview.truth import Truth
from cloudreview.vocabulary.rows import Party
from cloudreview.vocabulary.status import Status
from cloudreview.vocabulary.told import Bearing, ClaimAnswer, Criterion

MOST = 50
"""What is told under one criterion; the relations of the dossier have all."""
_VULNERABLE = ("could_read", "could_alter", "could_stop", "unlogged_power", "operator_abroad", "key_with_data")


def criteria(results: Results) -> tuple[Criterion, ...]:
    """Every criterion that stands at the review's instant, in the order of the rule."""
    rows = sorted(load(results.facts.as_of).criteria, key=lambda one: one.number)
    return tuple(
        Criterion(
            id=row.id,
            number=row.number,
            plane=row.plane,
            title=row.title,
            citation=row.citation,
            text=row.text,
            status=row.status,
            evidence=_listed(_BEARING[row.number](results)),
        )
        for row in rows
    )


def _listed(found: Iterable[Bearing]) -> tuple[Bearing, ...]:
    """Sorted, the same sentence once, and bounded with a line that says so."""
    same: dict[str, set[str]] = {}
    for one in found:
        same.setdefault(one.text, set()).update(one.because)
    told = [Bearing(text=words, because=tuple(sorted(because))) for words, because in sorted(same.items())]
    more = len(told) - MOST
    return (*told[:MOST], *([Bearing(text=f"and {counted(more, 'more', 'more')}")] if more > 0 else []))


def _service(results: Results) -> Iterator[Bearing]:
    """What the service keeps for whom; its market share and what it could be used for are not looked at."""
    by_client: dict[str, set[str]] = {}
    because: dict[str, set[str]] = {}
    names = _names(results)
    for one in results.locations:
        client = _who(names, one.client) if one.client else "a client that nobody named"
        by_client.setdefault(client, set()).add(one.dataset)
        because.setdefault(client, set()).update(one.because)
    for client, datasets in sorted(by_client.items()):
        held = f"the service keeps {counted(len(datasets), 'dataset')} of {client}"
        yield Bearing(text=held, because=tuple(sorted(because[client])))


def _names(results: Results) -> dict[str, str]:
    """Parties and persons by the first of their names, with the id."""
    return {one.party: f"{one.names[0]} ({one.party})" for one in told_parties(results.facts) if one.names}


def _who(names: Mapping[str, str], party: str) -> str:
    if party.startswith("country:"):
        return f"the government of {party.removeprefix('country:')}"
    return names.get(party, party)


def _headline(results: Results) -> Iterator[Status]:
    """Statuses in the readings of the headline that are not refuted."""
    for one in results.statuses:
        if one.truth is not Truth.REFUTED and one.reading == results.case.headline:
            yield one


def _control(results: Results) -> Iterator[Bearing]:
    """Each party and adversary once, at its surest."""
    best: dict[tuple[str, str], Status] = {}
    for one in _headline(results):
        key = one.party, one.adversary
        if key not in best or best[key].truth < one.truth:
            best[key] = one
    names = _names(results)
    for one in best.values():
        settled = "has" if one.truth is Truth.SUPPORTED else "may have"
        yield Bearing(
            text=f"{_who(names, one.party)} {settled} a status under {one.adversary} by {one.clause}",
            because=(one.id,),
        )


def _lasting(results: Results) -> Iterator[Bearing]:
    """For how long each status stands: what has no known end is no discrete event."""
    end, names = results.facts.period[1], _names(results)
    for one in _headline(results):
        if one.spell.must == NEVER:
            continue
        since, until = one.spell.must
        stands = "to the end of the period" if until >= end else f"to {when(text(until))}"
        held = f"the status of {_who(names, one.party)} under {one.adversary}"
        yield Bearing(text=f"{held} stands from {when(text(since))} {stands}", because=(one.id,))


def _said(results: Results, by_the_provider: bool) -> Iterator[Bearing]:
    for one in results.claims:
        if _is_provider(results, one) is by_the_provider:
            words = f"{one.speaker or 'somebody'} claims ({one.claim}): {one.proposition}: {_HOLDS[one.truth]}"
            yield Bearing(text=words, because=one.because)


def _is_provider(results: Results, claim: ClaimAnswer) -> bool:
    """Whether a claim is by the party under review, by its id or one of its names."""
    subject = results.case.subject
    names = {fact.row.name for fact in results.facts.of(Party) if fact.row.party == subject}
    return claim.speaker is not None and claim.speaker in {subject, *names}


def _vulnerable(results: Results) -> Iterator[Bearing]:
    for one in results.findings:
        if one.kind in _VULNERABLE and one.truth != "refuted":
            yield Bearing(text=one.title, because=(one.id,))


def _mitigated(results: Results) -> Iterator[Bearing]:
    decision = results.decision
    if decision.assured is not None and decision.assured.measures:
        ids = ", ".join(one.measure for one in decision.assured.measures)
        yield Bearing(text=f"the measures {ids} would cut every path that counts and is not refuted")
    elif decision.floor is not None and decision.floor.measures:
        ids = ", ".join(one.measure for one in decision.floor.measures)
        yield Bearing(text=f"the measures {ids} would cut every path that the evidence shows, and not all that is open")
    if decision.remaining:
        left = f"{counted(len(decision.remaining), 'path')} that no measure of the case cuts"
        yield Bearing(text=left, because=decision.remaining)


def _severe(results: Results) -> Iterator[Bearing]:
    for one in results.sensitivity:
        if one.truth != "refuted":
            passed = "passes" if one.truth == "supported" else "may pass"
            yield Bearing(
                text=f"{one.dataset} {passed} the threshold for {one.category} ({one.clause})", because=one.because
            )


def _happened(results: Results) -> Iterator[Bearing]:
    """What was seen to happen; no probability is given of what may."""
    for one in results.observed:
        if one.adversary is not None and one.truth in ("supported", "conflicting") and one.count:
            done = f"somebody under the control of {one.adversary} {_DONE[one.harm]} {one.dataset or one.store}"
            yield Bearing(text=f"by the logs, {done}: {counted(one.count, 'request')}", because=(one.id,))


_DONE = {"read": "read", "alter": "altered", "stop": "stopped"}
_HOLDS = {
    "supported": "it holds",
    "refuted": "it does not hold",
    "conflicting": "sources disagree",
    "unknown": "not known",
}
_BEARING: dict[int, Callable[[Results], Iterable[Bearing]]] = {
    1: _service,
    2: _control,
    3: lambda results: (),
    4: lambda results: _said(results, by_the_provider=True),
    5: lambda results: _said(results, by_the_provider=False),
    6: _lasting,
    7: _vulnerable,
    8: _mitigated,
    9: _severe,
    10: _happened,
}
"""What bears on each criterion. No evidence of what a foreign adversary says or does is read, so the third has none."""
