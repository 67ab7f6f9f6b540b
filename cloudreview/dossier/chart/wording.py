"""How a chart and its table say things: stakes, kinds, days, statuses and places, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from cloudreview.dossier.chart.links import EMPLOYS, Link, possible, surely
from cloudreview.dossier.page.words import COULD, COUNTRY, OWN_WORD, Names, country, listed
from cloudreview.dossier.wording import when
from cloudreview.spells import BEGINNING, END, instant
from cloudreview.truth import Truth
from cloudreview.vocabulary.told import Dossier, ToldFact, ToldStatus

KINDS: Mapping[str | None, str] = {
    "equity": "of the equity",
    "vote": "of the votes",
    "board": "seats on the board",
    "contract": "control by contract (VIE)",
    "special_share": "golden share",
    "acting_in_concert": "acts in concert",
    "branch": "branch or office of",
    "other": "kind not told",
    None: "kind not told",
}
"""Interests by their kind, below a share where there is one."""
SHARES = ("equity", "vote")
REGIMES = {
    "us-dsp-202": "28 CFR 202",
    "us-icts-2021": "ICTS 2021",
    "us-icts-2025": "ICTS 2025",
    "us-padfa": "PADFA",
}
SIGNS = {"supported": "▲", "conflicting": "≠", "unknown": "?", "refuted": "○"}


def percent(amount: int) -> str:
    """Hundredths of a percent as a reader writes them: `60 %`, `33.33 %`."""
    return f"{amount / 100:.2f}".rstrip("0").rstrip(".") + " %"


def share(low: int | None, high: int | None) -> str:
    """A share between two bounds: `60 %`, `25 to 50 %`, `at least 25 %`, `up to 50 %`; empty: not told."""
    if low is not None and low == high:
        return percent(low)
    if low and high is not None:
        return f"{percent(low).removesuffix(' %')} to {percent(high)}"
    if low:
        return f"at least {percent(low)}"
    return "" if high is None else f"up to {percent(high)}"


def bounds(held: Mapping[str, Sequence[int]] | None) -> str:
    """What counted holders hold, by kind: `equity at least 35.00 %, at most 62.50 %`; empty where it is not told."""
    return "; ".join(
        f"{'votes' if kind == 'vote' else kind} at least {low / 100:.2f} %, at most {high / 100:.2f} %"
        for kind, (low, high) in sorted((held or {}).items())
    )


def stake(link: Link) -> str:
    """What a link says, without its days."""
    row = link.fact.row
    if not link.interest:
        contractor = link.kind == EMPLOYS and row.get("relation") == "contractor"
        return f"{link.kind}{' as contractor' if contractor else ' there' if link.place else ''}"
    kind = KINDS.get(link.kind, str(link.kind).replace("_", " "))
    told = share(row["percent_min"], row["percent_max"])
    if not told:
        return f"share not told, {kind}" if link.kind in SHARES else kind
    return f"{told} {kind}" if link.kind in SHARES else f"{told}, {kind}"


def saying(speakers: Sequence[str]) -> str:
    """Whose word it is."""
    return "on nobody's word" if set(speakers) <= {"unknown"} else f"says {listed(speakers, 2)}"


def route(link: Link) -> str:
    """Where an interest is not told as held directly, how it is told."""
    directly = link.fact.row.get("directly", True) if link.interest else True
    return {True: "", False: "in all, through others", None: "directly or not is not told"}[directly]


def days(link: Link) -> str:
    """The days as the source tells them, briefly."""
    start, end = link.fact.row.get("start"), link.fact.row.get("end")
    if start and end:
        return f"{start} to {end}"
    return f"from {start}" if start else f"until {end}" if end else "no day told"


def since(fact: ToldFact) -> str:
    """From when, as told, and what that makes sure."""
    return _edge(fact, fact.row.get("start"), "from", fact.since, fact.since_min)


def until(fact: ToldFact) -> str:
    """Until when, as told, and what that makes sure."""
    return _edge(fact, fact.row.get("end"), "until", fact.until, fact.until_max)


def _edge(fact: ToldFact, told: str | None, word: str, sure: str | None, may: str | None) -> str:
    held = f"surely {word} {when(sure)}" if sure else "surely " + ("ever since" if word == "from" else "still")
    perhaps = f"possibly {word} {when(may)}" if may else "possibly " + ("ever since" if word == "from" else "still")
    if not surely(fact, None):
        held = "never surely"
    return f"{told or 'not told'}: {held}" + ("" if sure == may else f", {perhaps}")


class Standing(NamedTuple):
    """A party's status under one regime, in the headline's reading: the best of all adversaries and of the time."""

    regime: str
    truth: str
    word: str
    adversaries: Sequence[str]
    since: str | None
    """The day on which it began, where that is inside the period."""

    @property
    def short(self) -> str:
        """As a line of a box."""
        many = f"{len(self.adversaries)} adversaries" if len(self.adversaries) > 2 else " and ".join(self.adversaries)
        whom = country(self.adversaries[0]) if len(self.adversaries) == 1 else many
        told = self.word if self.truth == "refuted" else f"{self.word}, {whom}"
        return f"{SIGNS[self.truth]} {told}" + (f", from {self.since}" if self.since else "")

    @property
    def long(self) -> str:
        """As a sentence has it."""
        whom = "" if self.truth == "refuted" else f" ({listed([country(one) for one in self.adversaries], 3)})"
        return f"{self.regime}: {self.word}{whom}" + (f" from {self.since}" if self.since else "")


class Standings:
    """The statuses of a dossier by party, at an instant or over the period."""

    def __init__(self, dossier: Dossier, names: Names, at: int | None = None) -> None:
        self._names = names
        self._begin = (dossier.case.get("period") or {}).get("from")
        headline = "/".join(dossier.readings.get(point, "") for point in ("aggregation", "indirect"))
        self._rows: dict[str, dict[str, list[ToldStatus]]] = {}
        for one in dossier.statuses:
            if one.reading == headline and _covers(one, at):
                self._rows.setdefault(one.party, {}).setdefault(one.regime, []).append(one)
        self.best = {
            party: max(Truth.of(one.truth) for rows in found.values() for one in rows)
            for party, found in self._rows.items()
        }
        self._at = at

    def of(self, party: str) -> list[Standing]:
        """One line a regime."""
        return [self._standing(regime, rows) for regime, rows in sorted(self._rows.get(party, {}).items())]

    def resting(self, parties: Iterable[str]) -> dict[str, str]:
        """The best truth, by fact, of the statuses of some parties that rest on it; refuted ones rest on all."""
        found: dict[str, str] = {}
        for party in parties:
            for one in (row for rows in self._rows.get(party, {}).values() for row in rows):
                for name in one.because if one.truth != "refuted" else ():
                    if name not in found or Truth.of(found[name]) < Truth.of(one.truth):
                        found[name] = one.truth
        return found

    def _standing(self, regime: str, rows: Sequence[ToldStatus]) -> Standing:
        truth = max((one.truth for one in rows), key=Truth.of)
        best = [one for one in rows if one.truth == truth]
        own = truth == "refuted" and any(map(self._names.is_provider, self._names.speakers(best[0].because)))
        first = min(one.since_min or "" for one in best)
        return Standing(
            regime=REGIMES.get(regime, regime),
            truth=truth,
            word=OWN_WORD if own else COULD[truth],
            adversaries=sorted({one.adversary for one in best}),
            since=first[:10] if self._at is None and truth != "refuted" and first > (self._begin or "") else None,
        )


def _covers(one: ToldStatus, at: int | None) -> bool:
    if at is None:
        return True
    begin = BEGINNING if one.since_min is None else instant(one.since_min)
    return begin <= at < (END if one.until_max is None else instant(one.until_max))


def described(party: str, kind: str | None, about: Iterable[ToldFact], at: int | None) -> str:
    """What somebody is, and where: `company, organised in Singapore, headquarters in China`."""
    if party.startswith(COUNTRY):
        return "foreign adversary"
    told: dict[str, set[str]] = {}
    for fact in (one for one in about if possible(one, at)):
        for field, words in _WHERE.items():
            if fact.row.get(field):
                told.setdefault(words, set()).add(country(fact.row[field]))
    places = [f"{words} {' or '.join(sorted(found))}" for words, found in told.items()]
    organised = told.get("organised in")
    if organised and organised == told.get("seat in"):
        places = [f"organised and seated in {' or '.join(sorted(organised))}", *places[2:]]
    return ", ".join([kind or "kind not told", *places])


def listings(about: Iterable[ToldFact], at: int | None) -> list[str]:
    """On which lists of authorities somebody stands, or possibly does."""
    found: dict[str, str] = {}
    for fact in about:
        if fact.relation == "designations" and possible(fact, at):
            lead = "" if surely(fact, at) else "possibly "
            found[fact.row["list"]] = min(lead, found.get(fact.row["list"], lead))
    return [f"{lead}listed: {name}" for name, lead in sorted(found.items())]


_WHERE = {"organised_in": "organised in", "principal_place_of_business": "seat in", "residence": "resides in"}
