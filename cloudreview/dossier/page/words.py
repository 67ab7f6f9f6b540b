"""How the page says things: names of parties, countries, identities, powers and truths, in plain words."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import resources
from typing import NamedTuple

from cloudreview.truth import Truth
from cloudreview.vocabulary.told import Dossier

UNNAMED, STAFF, COUNTRY, TEAM = "unnamed:", "unnamed:staff ", "country:", "team:"
"""How the relations begin the name of somebody nobody named, of staff, of a government, of a team."""

OWN_WORD = "No, on the provider's word"
"""A no is only as good as who gives it: this one is a class of its own."""
COULD = {
    "supported": "Yes",
    "conflicting": "Sources disagree",
    "unknown": "Not known",
    "refuted": "No",
}
"""Of what could be or was done: a yes is the danger."""
HOLDS = {
    "supported": "Holds",
    "conflicting": "Sources disagree",
    "unknown": "Not known",
    "refuted": "Does not hold",
}
"""Of a claim."""
SHOWN = {
    "supported": "shown",
    "conflicting": "sources disagree",
    "unknown": "not settled",
    "refuted": "refuted",
}
"""Of a step or a place."""
MODES = {"raw": "by relations alone (raw)", "guarded": "with permissions as they stand (guarded)"}
DOING = {"read": "read", "alter": "alter", "stop": "stop"}
DONE = {"read": "read", "alter": "altered", "stop": "stopped"}
STATUS_OF = {
    "us-dsp-202": "a covered person",
    "us-icts-2021": "within the foreign-adversary nexus",
    "us-icts-2025": "within the foreign-adversary nexus",
    "us-padfa": "under the control of a foreign adversary",
}
POWER = {
    "physical": "touch the machines",
    "hypervisor": "run the machines under the customer's",
    "storage_admin": "administer the storage",
    "identity_admin": "administer identities",
    "key_custody": "hold the keys",
    "support_access": "enter for support",
    "code_signing": "sign the provider's code",
    "update": "push updates",
    "network": "run the network",
    "suspend_service": "suspend the service",
    "dns": "run the names (DNS)",
    "legal_hold": "put data under legal hold",
}
ROLES = {
    "primary": "primary copy",
    "replica": "replica",
    "backup": "backup",
    "snapshot": "snapshot",
    "key": "key",
    "operator": "operator",
}
READINGS = {
    "aggregation": {
        "pooled": "shares of all holders that count are added up",
        "literal": "shares are added up only within each paragraph of the rule",
    },
    "indirect": {
        "cascade": "a holding of half or more passes on in full",
        "look_through": "holdings are multiplied along the chain",
    },
}
_CATEGORY = re.compile(r"[a-z]+(?:_[a-z]+)*")
_ARN = re.compile(r"(?:arn:[^:]*:[^:]*:[^:]*:[^:]*|acs:[^:]*:[^:]*:[^:]*):(.+)")


class Country(NamedTuple):
    """A country, and where it is marked on the map."""

    code: str
    name: str
    x: int
    y: int


class World(NamedTuple):
    """The outline of the land and a point for every country; `tools/world.py` says where they are from."""

    width: int
    height: int
    land: str
    countries: Mapping[str, Country]


@functools.cache
def world() -> World:
    """The world as it is drawn."""
    raw = json.loads(resources.files(__package__).joinpath("world.json").read_text(encoding="utf-8"))
    countries = {code: Country(code, *row) for code, row in raw["countries"].items()}
    return World(raw["width"], raw["height"], raw["land"], countries)


def country(code: str | None) -> str:
    """A country by its name; what is no code as it stands."""
    if code is None:
        return "country not known"
    found = world().countries.get(code)
    return found.name if found else code


def listed(words: Sequence[str], most: int = 3) -> str:
    """A list as a sentence has it, cut where it is long."""
    shown = list(words[:most])
    if len(words) > most:
        shown.append(f"{len(words) - most:,} more")
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def plain(words: str) -> str:
    """A word of the vocabulary, such as `personal_health`, as a reader says it."""
    return words.replace("_", " ").replace("us persons", "US persons").replace("us devices", "US devices")


def worst(truths: Sequence[str]) -> str:
    """The greatest of some truths; unknown of none."""
    return max(truths, key=Truth.of) if truths else "unknown"


class Names:
    """The parties of a dossier by the names that the evidence gives them."""

    def __init__(self, dossier: Dossier) -> None:
        """Reads the parties."""
        self._names = {one.party: one.names[0] for one in dossier.parties if one.names}
        self._provider = dossier.case.get("subject")
        said = [one.names for one in dossier.parties if one.party == self._provider]
        self._speakers = {fact.id: fact.speakers for fact in dossier.facts}
        self._because = {one.id: one.because for one in dossier.statuses}
        self._because |= {row.id: row.because for row in dossier.observed}
        self._provider_names = {self._provider, *(name for names in said for name in names)}

    def of(self, name: str | None) -> str:
        """A party, person, team, government or somebody nobody named, in plain words."""
        if name is None:
            return "-"
        for prefix, words in _UNUSUAL.items():
            if name.startswith(prefix):
                return words(self, name.removeprefix(prefix))
        found = self._names.get(name)
        return f"{found} ({name})" if found and found != name else name

    def bare(self, name: str | None) -> str:
        """The name alone, without the id."""
        return self._names.get(name, name) if name else "-"

    def speakers(self, because: Iterable[str]) -> list[str]:
        """Whose words something rests on, down to the facts."""
        found: set[str] = set()
        waiting, met = list(because), set(because)
        while waiting:
            name = waiting.pop()
            found.update(self._speakers.get(name, ()))
            below = set(self._because.get(name, ())) - met
            met |= below
            waiting += below
        return sorted(found)

    def is_provider(self, speaker: str) -> bool:
        """Whether a speaker is the party under review."""
        return speaker in self._provider_names

    def others(self, speakers: Sequence[str]) -> str:
        """Who else, beside the provider, a no rests on."""
        rest = [one for one in speakers if not self.is_provider(one)]
        own = len(rest) < len(speakers)
        if not speakers:
            return "on nobody's word"
        if not rest:
            return "and on nobody else's"
        return f"with {listed(rest, 4)}" if own else f"on the word of {listed(rest, 4)}"


_UNUSUAL: dict[str, Callable[[Names, str], str]] = {
    STAFF: lambda names, rest: f"somebody of the people of {names.of(rest)}",
    UNNAMED: lambda names, rest: f"somebody nobody named ({rest})",
    COUNTRY: lambda names, rest: f"the government of {country(rest)}",
    TEAM: lambda names, rest: f"the team {rest}",
}


def short(principal: str) -> str:
    """An identity, key or store without the part that says whose it is: `role/support`, `harbor-intake`."""
    if principal == "*":
        return "anybody"
    found = _ARN.fullmatch(principal)
    if found:
        return found.group(1)
    parts = principal.split(":")
    return parts[-1] if len(parts) == 3 else principal


def day(at: str | None) -> str:
    """The day of an instant."""
    return at[:10] if at else "-"
