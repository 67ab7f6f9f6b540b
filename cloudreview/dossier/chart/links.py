"""Who holds, employs or stands over whom, as the dossier's facts tell it, on a day or over the period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from cloudreview.dossier.page.words import COUNTRY
from cloudreview.spells import BEGINNING, END, instant
from cloudreview.truth import Bounds, merge_bounds
from cloudreview.vocabulary.told import Dossier, ToldFact

EMPLOYS, ORGANISED, SEATED, RESIDES = "employs", "organised", "seated", "resident"
"""Kinds of links that are no interests."""
SAYS = {"decide": "decides on", "veto": "may veto", "appoint": "appoints to", None: "has a say on"}
"""What somebody with a right on a matter of a company can do."""
_BETWEEN: dict[str, Callable[[Mapping[str, Any]], str | None]] = {
    "interests": lambda row: row["kind"],
    "controls": lambda row: "judged to control" if row["holds"] else "judged not to control",
    "rights": lambda row: f"{SAYS.get(row['power'], SAYS[None])} {row['matter'].replace('_', ' ')}",
}
"""The kind of a link that a row between a holder and a subject is."""
_PLACES: dict[str, dict[str, str]] = {
    "parties": {"organised_in": ORGANISED, "principal_place_of_business": SEATED},
    "roster": {"residence": RESIDES},
    "individuals": {"residence": RESIDES},
    "designations": {},
}
"""The countries that rows about a party or person tell."""
WHOLE = 10_000
"""All of a party, in hundredths of a percent."""


class Link(NamedTuple):
    """What joins one party to another, by one fact."""

    name: str
    """The id of the fact; for a country, with its code behind it."""
    above: str
    """The holder, the employer or the country."""
    below: str
    kind: str | None
    """A kind of interest (None: not told), or one of those that are no interests."""
    fact: ToldFact
    sure: bool
    """Whether it surely held: on the day of the chart, or at any time."""

    @property
    def interest(self) -> bool:
        """Whether it is a row of the interests."""
        return self.fact.relation == "interests"

    @property
    def place(self) -> bool:
        """Whether it only says that somebody belongs to a country."""
        return self.above.startswith(COUNTRY) and self.fact.relation in _PLACES and self.kind != EMPLOYS


class Links:
    """All links of a dossier, by who stands below and by who stands above."""

    def __init__(self, dossier: Dossier, at: int | None = None) -> None:
        """`at`: an instant; None: all that is told of the whole period."""
        self.at, self._dossier = at, dossier
        self._adversaries = {one.adversary for one in dossier.statuses}
        self.up: dict[str, list[Link]] = defaultdict(list)
        self.down: dict[str, list[Link]] = defaultdict(list)
        self.closures: dict[str, list[ToldFact]] = defaultdict(list)
        self.about: dict[str, list[ToldFact]] = defaultdict(list)
        """Rows that tell of somebody what he is, where, and on which list, by whom they are about."""
        for fact in dossier.facts:
            if fact.relation == "closure" and fact.row["relation"] == "interests":
                self.closures[fact.row["scope"]].append(fact)
            for link in self._of(fact):
                self.up[link.below].append(link)
                self.down[link.above].append(link)

    def _of(self, fact: ToldFact) -> Iterator[Link]:
        if fact.relation not in (*_BETWEEN, *_PLACES) or not possible(fact, self.at):
            return
        row, sure = fact.row, surely(fact, self.at)
        if fact.relation in _BETWEEN:
            yield Link(fact.id, row["holder"], row["subject"], _BETWEEN[fact.relation](row), fact, sure)
            return
        who = row.get("person") or row["party"]
        self.about[who].append(fact)
        if fact.relation == "roster" and row["employer"]:
            yield Link(fact.id, row["employer"], who, EMPLOYS, fact, sure)
        places: dict[str, list[str]] = {}
        for field, kind in _PLACES[fact.relation].items():
            if row[field] in self._adversaries:
                places.setdefault(row[field], []).append(kind)
        for code, kinds in places.items():
            yield Link(f"{fact.id}/{code}", COUNTRY + code, who, " and ".join(kinds), fact, sure)

    def closed(self, party: str, at: int | None) -> ToldFact | None:
        """By which all holders of a party are told at an instant; None: by nothing."""
        found = [*self.closures.get(party, ()), *self.closures.get("*", ())]
        return next((one for one in found if at is not None and surely(one, at)), None)


def possible(fact: ToldFact, at: int | None) -> bool:
    """Whether it possibly held at an instant."""
    begin, end = _bound(fact.since_min, BEGINNING), _bound(fact.until_max, END)
    return at is None or begin <= at < end


def surely(fact: ToldFact, at: int | None) -> bool:
    """Whether it surely held at an instant; of None, at any."""
    if fact.since is None and fact.until is None and fact.relation != "closure":
        return False
    return at is None or _bound(fact.since, BEGINNING) <= at < _bound(fact.until, END)


def _bound(text: str | None, default: int) -> int:
    return default if text is None else instant(text)


_SHARES = ("equity", "vote")


class Left(NamedTuple):
    """What is left of one kind of interest."""

    kind: str
    most: int
    exact: bool
    """Whether the holders told hold neither less nor more than their lower bounds."""


class Remainder(NamedTuple):
    """What of a party nobody told holder holds, by kind of interest, in hundredths of a percent, at most."""

    most: Sequence[Left]
    closed: ToldFact | None
    """By which the list of holders is whole all the same."""


def remainder(links: Links, party: str, at: int | None) -> Remainder | None:
    """What is left of the kinds of which anything is told; None where nothing is, or nothing is told at all.

    It is said of an instant; where nothing surely held there, of the last one before it where something did.
    """
    told = [one for one in links.up.get(party, ()) if one.kind in _SHARES]
    ends = [_bound(one.fact.until, END) for one in told if one.sure]
    if links.at is None and at is not None and ends:
        at = min(at, max(ends) - 1)
    left = []
    for kind in _SHARES:
        held = _held([one for one in told if one.kind == kind], at)
        rest = WHOLE - sum(one.low or 0 for one in held)
        if held and rest > 0:
            left.append(Left(kind, rest, all(one.low == one.high for one in held)))
    return Remainder(left, links.closed(party, at)) if left else None


def _held(told: Sequence[Link], at: int | None) -> list[Bounds]:
    """What each holder surely holds, between bounds; what is disputed, possible or held through others is nothing."""
    by_holder: dict[str, list[tuple[int | None, int | None]]] = {}
    for one in told:
        row, counts = one.fact.row, one.fact.truth == "supported" and one.fact.row.get("directly", True)
        known = by_holder.setdefault(one.above, [])
        if counts and at is not None and surely(one.fact, at):
            known.append((row["percent_min"], row["percent_max"]))
    return [merge_bounds(known) if known else Bounds(0, 0) for known in by_holder.values()]
