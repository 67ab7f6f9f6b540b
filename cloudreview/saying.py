"""What is told, in one sentence each: paths, statuses, gaps, law, and the facts of the evidence in plain words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cloudreview.dossier.chart.links import SAYS
from cloudreview.dossier.chart.wording import bounds
from cloudreview.dossier.facts import CLOSURE
from cloudreview.dossier.page.words import STATUS_OF, Names, country, listed
from cloudreview.dossier.wording import counted, when
from cloudreview.vocabulary.told import Condition, Dossier, ToldFact, ToldStatus

Fields = Mapping[str, Any]


class Sayings:
    """The sentences of a dossier, with the names that it gives to parties."""

    def __init__(self, dossier: Dossier) -> None:
        self.names = Names(dossier)
        self._seats: dict[str, str] = {}
        for fact in dossier.facts:
            if fact.relation == "parties" and fact.row["organised_in"]:
                self._seats.setdefault(fact.row["party"], fact.row["organised_in"])

    def of(self, relation: str, row: Any) -> str:
        """What a row of a relation says."""
        if relation == "statuses":
            return self.status(row)
        if relation == "facts":
            return f"{self._fact(row)}, {_says(row)}"
        return _SENTENCES[relation](row)

    def status(self, one: ToldStatus) -> str:
        """Whether somebody has a status, by which clause, in which reading, and when."""
        what = STATUS_OF.get(one.regime, f"of a status under {one.regime}")
        lead = {"refuted": "is not", "unknown": "may or may not be"}.get(one.truth, "is")
        told = f"{self.names.of(one.party)} {lead} {what} for {country(one.adversary)}, by {one.clause}"
        since, until = (one.since, one.until) if one.sure else (one.since_min, one.until_max)
        span = f"{'' if one.sure else 'possibly '}from {when(since)} to {when(until)}"
        held = bounds(one.held)
        return f"{told}, {span} (read {one.reading})" + (f"; held by those that count: {held}" if held else "")

    def _fact(self, fact: ToldFact) -> str:
        if fact.relation in _FACTS:
            return _FACTS[fact.relation](self, fact.row)
        return f"{fact.relation}: {_pairs(fact.row)}"

    def interest(self, row: Fields) -> str:
        """`North Bridge is held to at least 60.00 % (equity) by Tide Group, which is organised in China`."""
        holder, subject = self.names.of(row["holder"]), self.names.of(row["subject"])
        seat = self._seats.get(row["holder"])
        whose = f"{holder}, which is organised in {country(seat)}" if seat else holder
        kind = row["kind"] or "other"
        if kind in ("equity", "vote"):
            told = f"{subject} is held {_share(row)} ({'votes' if kind == 'vote' else kind}) by {whose}"
        else:
            told = _HOLDING.get(kind, "{subject}: {kind} of {whose}").format(subject=subject, whose=whose, kind=kind)
            told += f", {_share(row)}" if row["percent_min"] or row["percent_max"] else ""
        route = {False: ", through others", None: ", directly or not is not told"}.get(row.get("directly", True), "")
        return told + route + _days(row)

    def employment(self, row: Fields) -> str:
        """A person, for whom the person works, and what the law asks of the person."""
        told = [self.names.of(row["person"])]
        if row["employer"]:
            as_ = " as a contractor" if row["relation"] == "contractor" else ""
            told.append(f"works for {self.names.of(row['employer'])}{as_}{_days(row)}")
        told += [f"{words} {_places(row[field])}" for field, words in _PERSON.items() if row[field]]
        told += [f"of US status {row['us_status'].replace('_', ' ')}"] if row["us_status"] else []
        return " ".join(told[:1]) + (": " + ", ".join(told[1:]) if told[1:] else " is on the roster")

    def party(self, row: Fields) -> str:
        """A party, what it is, and where."""
        where = [f"{words} {country(row[field])}" for field, words in _PARTY.items() if row[field]]
        return f"{self.names.of(row['party'])} is " + ", ".join([f"a {row['kind'] or 'party of no told kind'}", *where])

    def control(self, row: Fields) -> str:
        """What a person judged."""
        told = "controls" if row["holds"] else "does not control"
        return f"{self.names.of(row['holder'])} {told} {self.names.of(row['subject'])}, as a person judged{_days(row)}"

    def right(self, row: Fields) -> str:
        """A say on a matter of a company."""
        what = f"{SAYS.get(row['power'], SAYS[None])} {row['matter'].replace('_', ' ')}"
        return f"{self.names.of(row['holder'])} {what} of {self.names.of(row['subject'])}{_days(row)}"

    def individual(self, row: Fields) -> str:
        """What a register tells of a person."""
        told = [f"a citizen of {_places(row['citizen_of'])}, if not of more countries"] if row["citizen_of"] else []
        told += [f"resident in {country(row['residence'])}"] if row["residence"] else []
        return f"{self.names.of(row['person'])} is {' and '.join(told) or 'a person'}{_days(row)}"

    def designation(self, row: Fields) -> str:
        """Somebody on a list."""
        by = "".join(f", {row[field]}" for field in ("authority", "reference") if row[field])
        return f"{self.names.of(row['party'])} stands on the list {row['list']}{by}{_days(row)}"


def _closure(_: Sayings, row: Fields) -> str:
    """A closure in words, since nobody outside knows the term."""
    how = "as stated" if row["by"] == "declared" else "by the format of the answer"
    return f"closure: all {row['relation']} of {row['scope']} are told, {how}"


_FACTS: dict[str, Callable[[Sayings, Fields], str]] = {
    "interests": Sayings.interest,
    "roster": Sayings.employment,
    "parties": Sayings.party,
    "controls": Sayings.control,
    "rights": Sayings.right,
    "individuals": Sayings.individual,
    "designations": Sayings.designation,
    CLOSURE: _closure,
}
_HOLDING = {
    "board": "{subject} has members of its board appointed by {whose}",
    "contract": "{subject} is controlled by contract by {whose}",
    "special_share": "a special (golden) share of {subject} is held by {whose}",
    "acting_in_concert": "{whose}, acts in concert over {subject}",
    "branch": "{subject} is a branch or office of {whose}",
    "other": "{subject} is held, by an interest whose kind is not told, by {whose}",
}
"""What an interest without a share of equity or votes is."""
_PERSON = {"citizenships": "citizen of", "residence": "resident in", "work_location": "at work in"}
_PARTY = {"organised_in": "organised in", "principal_place_of_business": "with its principal place of business in"}


def _places(value: Any) -> str:
    return listed([country(one) for one in value], 6) if isinstance(value, (list, tuple)) else country(value)


def _share(row: Fields) -> str:
    low, high = row["percent_min"], row["percent_max"]
    if low is None and high is None:
        return "to a share that is not told"
    if low == high:
        return f"to {low / 100:.2f} %"
    parts = [f"at least {low / 100:.2f} %"] if low else []
    parts += [f"at most {high / 100:.2f} %"] if high is not None else []
    return "to " + " and ".join(parts or ["a share that is not told"])


def _days(row: Fields) -> str:
    start, end = row.get("start"), row.get("end")
    return (f", from {start}" if start else "") + (f", until {end}" if end else "")


def _says(fact: ToldFact) -> str:
    return f"says {' and '.join(fact.speakers)}"


def _pairs(row: Fields) -> str:
    return ", ".join(f"{key} {_value(value)}" for key, value in row.items() if value not in (None, "", [], ()))


def _value(value: Any) -> str:
    return " ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


_BY = {
    "actor": "which the requester chooses",
    "derived": "which follows from who asks",
    "setting": "which the environment decides",
    "other": "which another decides",
}


def _needing(residual: Sequence[Condition]) -> str:
    """The conditions that a path's requests must meet, such as those of a Deny that they must not."""
    needs = [
        f"{'not ' if one.negated else ''}{one.key} {one.operator} {' or '.join(one.values)}, {_BY[one.by]}"
        for one in residual
    ]
    return f"; if {'; and '.join(needs)}" if needs else ""


def _settling(told: Sequence[str]) -> str:
    return f" Helps to settle {counted(len(told), 'path or answer', 'paths and answers')}." if told else ""


_SENTENCES: dict[str, Callable[[Any], str]] = {
    "paths": lambda row: (
        f"{row.harm} {row.dataset} ({row.mode}) by {row.adversary} through {row.status_of}{_needing(row.residual)}"
    ),
    "steps": lambda row: row.text or f"{row.rule}: {_pairs(row.conclusion)}",
    "answers": lambda row: f"{row.harm} {row.dataset} ({row.mode}) by {row.adversary}",
    "observed": lambda row: f"{row.count} times {row.harm} in {row.store} by {row.principal}",
    "findings": lambda row: f"{row.title} [{'; '.join(row.citations)}]",
    "claims": lambda row: f"{row.proposition}, claims {row.speaker or 'somebody'}",
    "gaps": lambda row: f"{row.where}: {row.why}. {row.question}{_settling(row.settles)}",
    "compulsion": lambda row: (
        f"a law may reach {row.party} by {', '.join(row.hooks).replace('_', ' ')}; no premise of anything"
    ),
    "merges": lambda row: (
        f"{row.party} is also {row.also}: {row.reason} (score {row.score:g}, by {row.by}); "
        f"`cloudreview judge CASE different {row.party} {row.also}` parts them"
    ),
    "law": lambda row: f"{row.citation}, {row.title} ({row.status}): {row.text}",
}
"""What a row says in one sentence, by relation."""
