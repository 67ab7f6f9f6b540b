"""Did nobody? The rows that say so, or what stands between the evidence and saying so.

"Nobody under this adversary's control did this to the dataset" is refuted of `observed` only where every hour of every
class in which it would show, of every store in which the dataset may lie, is spoken for, every logged request that may
be one was the act of people without the status, and no list of people is open behind which one of them could stand. It
speaks of requests that the logs would show; a power that leaves no trace there is the finding `unlogged_power`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cloudreview.gaps import gap
from cloudreview.observed.actions import table
from cloudreview.observed.completeness import Logs
from cloudreview.observed.counting import Group, Judged
from cloudreview.observed.holding import open_during
from cloudreview.observed.questions import Answer
from cloudreview.observed.standing import Standings
from cloudreview.observed.targets import Targets
from cloudreview.truth import Truth
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.words import Harm


class Absence(NamedTuple):
    """Whether nobody of an adversary did a harm to a dataset: refuted, or unknown with what holds it there."""

    truth: Truth
    because: frozenset[str]
    gaps: tuple[Gap, ...]
    held: frozenset[str]


class Absences:
    """Answers "did nobody" from the completeness of the logs and the judged groups."""

    def __init__(
        self,
        targets: Targets,
        logs: Logs,
        standings: Standings,
        judged: Sequence[tuple[Group, Judged]],
        timeless: Answer,
    ) -> None:
        self._targets, self._logs, self._standings = targets, logs, standings
        self._judged, self._timeless = judged, timeless

    def of(self, dataset: str, harm: Harm, adversary: str) -> Absence:
        """Whether nobody under the adversary's control did this harm to the dataset in the period."""
        because: set[str] = set()
        held: set[str] = set()
        doubtful = False
        gaps: list[Gap] = [*self._placements(dataset, because), *self._rosters(adversary, because)]
        for store in self._targets.stores_of(dataset):
            gaps += self._log(store, harm, because, held)
            gaps += self._records_without_time(store, harm)
        for group, found in self._judged:
            if not self._may_be(group, dataset, harm):
                continue
            if adversary in found.cleared:
                because |= found.cleared[adversary]
            else:
                gaps += found.gaps
                held |= {name for act in found.acts for name in act.held}
                doubtful = True
        held |= {one.id for one in gaps}
        doubtful = doubtful or bool(held) or not because
        return Absence(Truth.UNKNOWN if doubtful else Truth.REFUTED, frozenset(because), tuple(gaps), frozenset(held))

    def _placements(self, dataset: str, because: set[str]) -> list[Gap]:
        """A store that nobody told of may hold the dataset too."""
        facts = self._targets.facts
        found = []
        for client in self._targets.clients_of(dataset):
            scopes = [("placements", "*"), *([("placements", client)] if client is not None else [])]
            if open_during(facts, facts.period, *scopes):
                found.append(_unplaced(client))
            because.update(one.id for one in facts.closing(*scopes))
        return found

    def _rosters(self, adversary: str, because: set[str]) -> list[Gap]:
        """Somebody whom no roster names may work for a party of the adversary, and have acted."""
        facts = self._targets.facts
        found = []
        for party in self._standings.covered(adversary):
            scopes = [("roster", party), ("roster", "*")]
            if open_during(facts, facts.period, *scopes):
                found.append(_unlisted_staff(party))
            because.update(one.id for one in facts.closing(*scopes))
        return found

    def _log(self, store: str, harm: Harm, because: set[str], held: set[str]) -> list[Gap]:
        if not table().implements(store):
            return [_unread_service(store)]
        for klass in table().classes(harm):
            row = self._logs.of(store, klass)
            if row is not None:
                because.update(row.because)
                held.update(row.gaps)
            else:
                because.update(self._targets.keyless_because(store))
        return []

    def _records_without_time(self, store: str, harm: Harm) -> list[Gap]:
        classes = {*table().classes(harm), "other"}
        return [
            _timeless(place or "a store that is not named", klass, records, example)
            for place, klass, records, example in self._timeless
            if klass in classes and place in (store, None)
        ]

    def _may_be(self, group: Group, dataset: str, harm: Harm) -> bool:
        """Whether a group of successful requests may have done the harm to the dataset."""
        if group.outcome != "did" or group.harm != harm:
            return False
        if group.dataset is not None:
            return group.dataset == dataset
        if group.store == "" or table().is_alias(group.store):
            return True
        foreign_key = group.store.startswith(("arn:", "acs:"))
        return foreign_key and not all(self._targets.default_only(one) for one in self._targets.stores_of(dataset))


def _unplaced(client: str | None) -> Gap:
    whose = client or "a client whom nobody names"
    return gap(
        "scope_open",
        f"placements {client or '*'}",
        f"nobody says that the list of stores with data of {whose} is complete for the period, so others may hold it",
        f"In which stores, copies and backups included, do data of {whose} lie? Please say whether that is complete.",
    )


def _unlisted_staff(party: str) -> Gap:
    return gap(
        "scope_open",
        f"roster {party}",
        f"nobody says that the list of those who work for {party} is complete, so one of them may have acted unnamed",
        f"Who worked for {party} in the period? Please send the complete list, and say that it is complete.",
    )


def _unread_service(store: str) -> Gap:
    return gap(
        "unimplemented",
        f"events {store}",
        f"this program does not know which requests read, alter or stop data in {store}",
        f"Who read, altered or stopped data in {store}? Please say from which log you know.",
    )


def _timeless(where: str, klass: str, records: int, example: str) -> Gap:
    return gap(
        "undated",
        f"events {where} {klass}",
        f"{records} records of {where} ({klass}) tell no time, so whether they fall into the period is not known",
        f"When did the {records} requests to {where} happen whose records tell no time, the first at {example}?",
    )


def unread_records(timeless: Answer) -> list[Gap]:
    """One gap for the records of each store and class that tell no time."""
    return [
        _timeless(store or "a store that is not named", klass, records, place)
        for store, klass, records, place in timeless
    ]
