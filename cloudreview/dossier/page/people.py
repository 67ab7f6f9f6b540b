"""Who answers to a foreign adversary: one line a party, in the headline's readings, and where others differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cloudreview.dossier.page.words import COULD, COUNTRY, OWN_WORD, Names, country
from cloudreview.dossier.wording import when
from cloudreview.truth import Truth
from cloudreview.vocabulary.told import Dossier, ToldStatus


class Spell(NamedTuple):
    """When a status held, in words."""

    truth: str
    word: str
    own: bool
    """Whether it is a no on the provider's word."""
    clause: str
    since: str
    until: str
    basis: str


class Party(NamedTuple):
    """A party or person and one adversary under one regime."""

    name: str
    kind: str
    adversary: str
    regime: str
    truth: str
    """The best over the time."""
    spells: Sequence[Spell]
    """In the headline's reading, in time; the refuted ones only where there is nothing else."""
    differs: Sequence[str]
    """Readings that say something else."""


def parties(dossier: Dossier, names: Names) -> list[Party]:
    """Every party with a status told, the surest first."""
    headline = f"{dossier.readings.get('aggregation')}/{dossier.readings.get('indirect')}"
    period = dossier.case.get("period") or {}
    kinds = {one.party: one.kind or "" for one in dossier.parties}
    found: dict[tuple[str, str, str], dict[str, list[ToldStatus]]] = {}
    for one in dossier.statuses:
        found.setdefault((one.party, one.adversary, one.regime), {}).setdefault(one.reading, []).append(one)
    told = []
    for (party, adversary, regime), readings in found.items():
        own = readings.get(headline) or next(iter(readings.values()))
        truth = max((one.truth for one in own), key=Truth.of)
        shown = [one for one in own if one.truth != "refuted"] or own[:1]
        told.append(
            Party(
                name=names.of(party),
                kind="government" if party.startswith(COUNTRY) else kinds.get(party, ""),
                adversary=country(adversary),
                regime=regime,
                truth=truth,
                spells=[spell(one, period, names) for one in sorted(shown, key=_begin)],
                differs=sorted(name for name, rows in readings.items() if _said(rows) != _said(own)),
            )
        )
    return sorted(told, key=lambda one: (-Truth.of(one.truth), one.name, one.adversary, one.regime))


def spell(one: ToldStatus, period: Mapping[str, str], names: Names) -> Spell:
    """When a status held, in words; what only possibly held says so."""
    since, until = (one.since, one.until) if one.sure else (one.since_min, one.until_max)
    lead = "" if one.sure else "possibly "
    own = one.truth == "refuted" and any(map(names.is_provider, names.speakers(one.because)))
    return Spell(
        truth=one.truth,
        word=OWN_WORD if own else COULD[one.truth],
        own=own,
        clause=one.clause,
        since=lead + ("all the period" if since == period.get("from") else when(since)),
        until="to its end" if until == period.get("to") else when(until),
        basis=one.basis,
    )


def _begin(one: ToldStatus) -> tuple[str, str]:
    return one.since_min or "", one.clause


def _said(rows: Sequence[ToldStatus]) -> list[tuple[str, str | None, str | None]]:
    """What a reading says and when, whatever the clause and the reasons: where only these change it says the same."""
    told: list[tuple[str, str | None, str | None]] = []
    for one in sorted(rows, key=_begin):
        truth, since, until = told[-1] if told else ("", None, None)
        if one.truth == truth and one.since_min == until:
            told[-1] = (truth, since, one.until_max)
        else:
            told.append((one.truth, one.since_min, one.until_max))
    return told
