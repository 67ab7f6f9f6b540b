"""What stands beside a status: laws that compel, and lists; never a reason of a status."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cloudreview.dossier.page.words import Names
from cloudreview.dossier.wording import when
from cloudreview.vocabulary.told import Compulsion, Dossier

HOOKS = {
    "organised_in": "organised there",
    "principal_place_of_business": "principal place of business there",
    "citizenships": "citizen",
    "residence": "resident there",
    "work_location": "works there",
}


class Beside(NamedTuple):
    """A party or person, and what is told beside the status."""

    name: str
    laws: Sequence[str]
    """Citation and title of each, with how its text was read."""
    ties: str
    since: str
    until: str
    against: Sequence[str]


class OnList(NamedTuple):
    """A party or person on a list."""

    name: str
    list: str
    authority: str
    since: str
    gives: str


def compelled(dossier: Dossier, names: Names) -> list[Beside]:
    """One line for each party or person, by name."""
    rows = {one.id: one for one in dossier.law}
    groups: dict[tuple[str, tuple[str, ...]], list[Compulsion]] = {}
    for one in dossier.compulsion:
        groups.setdefault((one.party, one.hooks), []).append(one)
    found = []
    for (party, hooks), group in groups.items():
        laws = [rows[one.law] for one in group]
        lead = "" if all(one.sure for one in group) else "possibly "
        against = sorted({name for one in group for name in one.against})
        found.append(
            Beside(
                name=names.of(party),
                laws=[f"{one.citation}: {one.title} ({one.status})" for one in laws],
                ties=", ".join(HOOKS[hook] for hook in hooks),
                since=lead + when(min(one.since or "" for one in group)),
                until=when(max(one.until or "" for one in group)),
                against=[f"{rows[name].citation}: {rows[name].text}" for name in against],
            )
        )
    return sorted(found, key=lambda one: (one.name, one.ties))


def listed(dossier: Dossier, names: Names) -> list[OnList]:
    """One line for each entry of a list, by name."""
    found = [
        OnList(
            name=names.of(one.party),
            list=one.list,
            authority=" ".join(part for part in (one.authority, one.reference) if part),
            since=("" if one.sure else "possibly ") + when(one.since),
            gives="a status" if one.gives_status else "no status of a rule here",
        )
        for one in dossier.listed
    ]
    return sorted(found)
