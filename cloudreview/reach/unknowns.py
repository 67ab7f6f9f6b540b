"""What nobody told, by name: one candidate step and one gap for every open scope that could add a path.

Laws: a named unknown is never better than unknown, stands only while its scope is open, and is the same in raw and
guarded mode, since no permission closes what nobody told. Where another stage should have told of an open scope and did
not, the unknown is added here: nothing follows from nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from cloudreview.gaps import gap
from cloudreview.reach.leaves import Ground
from cloudreview.relations.scopes import account_of
from cloudreview.spells import NEVER, Interval, Spell, meet, uncovered
from cloudreview.truth import Truth
from cloudreview.vocabulary.facts import Fact
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.rows import Employment, Party, Placement, Use
from cloudreview.vocabulary.steps import RuleName, Step, step
from cloudreview.vocabulary.words import ANY, HARMS, MODES, Mode

UNNAMED = "unnamed:"
STAFF = "unnamed:staff "
COUNTRY = "country:"


class Unknowns(NamedTuple):
    """Named unknowns and the gaps that they stand for."""

    steps: list[Step]
    gaps: list[Gap]


def principals_of(steps: Iterable[Step]) -> list[str]:
    """Every identity that some step lets do something, but everybody."""
    acting = {one.fields["principal"] for one in steps if one.rule in ("allows", "assumes", "decrypts")}
    return sorted(acting - {"*"})


def firms(known: Ground) -> frozenset[str]:
    """Parties told to be no person, and whoever employs somebody."""
    kinds = [fact.row for fact in known.facts.of(Party)]
    told = {row.party for row in kinds if row.kind is not None and row.kind != "person"}
    return frozenset(told | {fact.row.employer for fact in known.facts.of(Employment) if fact.row.employer})


def people(known: Ground) -> frozenset[str]:
    """Persons told of by name."""
    kinds = [fact.row for fact in known.facts.of(Party)]
    told = {row.party for row in kinds if row.kind == "person"}
    told |= {fact.row.person for fact in known.facts.of(Employment)}
    return frozenset(told | {fact.row.person for fact in known.facts.of(Use)})


def unnamed(known: Ground) -> Unknowns:
    """All named unknowns that reach itself must add."""
    parts = [users(known), employees(known), employers(known), team_members(known), strangers(known), elsewhere(known)]
    parts += [unasked_keys(known), unasked_statements(known), unasked_operations(known)]
    return Unknowns([one for part in parts for one in part.steps], [one for part in parts for one in part.gaps])


def users(known: Ground) -> Unknowns:
    """Somebody whom nobody named uses an identity, while it is not told who uses each identity of its account."""
    accounts: dict[str, list[str]] = defaultdict(list)
    for principal in principals_of(known.told):
        accounts[account_of(principal) or principal].append(principal)
    found = Unknowns([], [])
    for account, principals in sorted(accounts.items()):
        scope = f"principals {account}"
        asked = gap(
            "scope_open",
            scope,
            f"nobody states that all persons and systems that use the identities of {account} are named",
            f"Who uses each identity of {account}, and is that list complete for the whole period?",
        )
        fields = [{"person": UNNAMED + scope, "principal": one} for one in principals]
        _add(found, asked, "uses", fields, known.facts.open_in(("principals", account), ("principals", "*")))
    return found


def employees(known: Ground) -> Unknowns:
    """Somebody on no roster works for a party that has, or may have, a status, or that holds a power.

    A country itself is not asked for a roster: it gives none, and whoever is found to work for it has a row.
    """
    roots = {party for party, _ in known.roots()}
    parties = (roots - people(known)) | (roots & firms(known)) | _powerful(known)
    found = Unknowns([], [])
    for party in sorted(one for one in parties if not one.startswith(COUNTRY)):
        scope = f"roster {party}"
        asked = gap(
            "scope_open",
            scope,
            f"nobody states that the roster of {party} is complete",
            f"Which persons worked for {party} as employees or contractors at any time in the period?",
        )
        _add(found, asked, "answers_to", [{"person": UNNAMED + scope, "party": party}], _roster_open(known, party))
    return found


def team_members(known: Ground) -> Unknowns:
    """Somebody on no roster belongs to a team that holds a power."""
    found = Unknowns([], [])
    rows = [fact.row for fact in known.facts.of(Employment) if fact.row.employer]
    everybody = sorted({row.employer for row in rows if row.employer})
    teams = sorted({one.fields["actor"] for one in known.of("power") if one.fields["actor"].startswith("team:")})
    for team in teams:
        asked = gap(
            "scope_open",
            f"roster {team}",
            f"nobody states that all members of {team} are on the rosters delivered",
            f"Which persons belonged to {team} at any time in the period?",
        )
        listed = any(row.team == team.removeprefix("team:") for row in rows)
        pieces = [piece for party in everybody for piece in _roster_open(known, party)]
        # A team that holds a power and that no roster knows is one whose members nobody told.
        opened = _union(pieces) if listed else [known.facts.window]
        _add(found, asked, "answers_to", [{"person": UNNAMED + "roster *", "party": team}], opened)
        _unteamed(known, team, found)
    return found


def _unteamed(known: Ground, team: str, found: Unknowns) -> None:
    """Whose team a roster does not tell may belong to any."""
    asked = gap(
        "field_missing",
        f"roster {team} members",
        f"{team} holds a power, and of some people the rosters do not tell the team",
        f"Which of the people whose team no roster tells belonged to {team} at any time in the period?",
    )
    for fact in known.facts.of(Employment):
        if not fact.row.team:
            fields = [{"person": fact.row.person, "party": team}]
            _add(found, asked, "answers_to", fields, _within(known, fact))


def employers(known: Ground) -> Unknowns:
    """Somebody of whom a roster does not tell the employer may work for anybody."""
    found = Unknowns([], [])
    for fact in known.facts.of(Employment):
        if fact.row.employer:
            continue
        person = fact.row.person
        asked = gap(
            "field_missing",
            f"roster {person}",
            f"a line of the roster does not tell whom {person} works for",
            f"Whom does {person} work for?",
        )
        fields = [{"person": person, "party": f"{UNNAMED}employer {person}"}]
        _add(found, asked, "answers_to", fields, _within(known, fact))
    return found


def _within(known: Ground, fact: Fact[Employment]) -> list[Interval]:
    """The part of the window in which a job possibly held."""
    part = meet(fact.spell.may, known.facts.window)
    return [] if part == NEVER else [part]


def strangers(known: Ground) -> Unknowns:
    """A person or party that can do something, and of whose status nobody said anything, may have one."""
    judged = {(one.party, one.adversary) for one in known.statuses}
    acting = people(known) | {one for one in _actors(known) if not one.startswith(("team:", UNNAMED))}
    found = Unknowns([], [])
    for party in sorted(acting):
        missing = [code for code in known.adversaries if (party, code) not in judged]
        asked = gap(
            "no_evidence",
            party,
            f"nothing was delivered from which the status of {party} follows",
            f"Who is {party}: where organised or resident, of which citizenship, and owned or employed by whom?",
        )
        _add(found, asked, "status", [{"party": party, "adversary": one} for one in missing], [known.facts.window])
    return found


def elsewhere(known: Ground) -> Unknowns:
    """A dataset may also lie in a store that nobody told, while its client's placements are not complete."""
    clients: dict[str, set[str]] = defaultdict(set)
    for fact in known.facts.of(Placement):
        if fact.row.dataset in known.datasets:
            clients[fact.row.client or "*"].add(fact.row.dataset)
    found = Unknowns([], [])
    for client, datasets in sorted(clients.items()):
        scope = f"placements {client}"
        asked = gap(
            "scope_open",
            scope,
            "nobody states that every store that holds a copy is told"
            + (f" for the client {client}" if client != "*" else ""),
            "In which stores, backups and replicas was each dataset kept"
            + (f" for {client}?" if client != "*" else "?"),
        )
        owner = "" if client == "*" else client
        fields = [{"dataset": one, "client": owner, "store": UNNAMED + scope} for one in sorted(datasets)]
        _add(found, asked, "placement", fields, known.facts.open_in(("placements", client), ("placements", "*")))
    return found


def unasked_keys(known: Ground) -> Unknowns:
    """A store's data are always under some key or none; where nothing says which, a read may need no key."""
    said: dict[str, list[Interval]] = defaultdict(list)
    for one in known.of("protects"):
        if one.mode == "guarded":
            said[one.fields["store"]].append(one.spell.may)
    found = Unknowns([], [])
    for store in _stores(known):
        opened = uncovered(known.facts.window, said[store])
        asked = gap(
            "scope_open",
            f"keys {store}",
            f"nothing says under which key the data in {store} are",
            f"Under which keys were the objects in {store} encrypted, over the whole period?",
        )
        _add(found, asked, "protects", [{"store": store, "key": ""}], opened, ("guarded",))
    return found


def unasked_statements(known: Ground) -> Unknowns:
    """While a store's own policies are not told, anybody may be admitted to it."""
    said = _said(known, "allows", "principal", "*")
    found = Unknowns([], [])
    for store in _stores(known):
        asked = gap(
            "scope_open",
            f"statements {store}",
            f"the policy, access control list and public-access block of {store} were not all delivered",
            f"What did the policy, access control list and public-access block of {store} say over the whole period?",
        )
        opened = known.facts.open_in(("statements", store), ("statements", "*"))
        for harm, mode in product(HARMS, MODES):
            fields = [{"principal": "*", "store": store, "harm": harm}]
            _add(found, asked, "allows", fields, _left(opened, said[store, harm, mode]), (mode,))
    return found


def unasked_operations(known: Ground) -> Unknowns:
    """While a provider's powers are not told, somebody of its staff may hold one."""
    said = _said(known, "power", "actor", UNNAMED)
    found = Unknowns([], [])
    for store in _stores(known):
        provider = store.split(":")[0]
        scope = f"operations {provider}"
        asked = gap(
            "scope_open",
            scope,
            f"nobody states that all powers over {provider} outside the customer's own policies are told",
            f"Who can operate, service, suspend or update {provider} outside the customer's own policies, and how?",
        )
        opened = known.facts.open_in(("operations", provider), ("operations", "*"))
        for harm, mode in product(HARMS, MODES):
            whose = {"actor": UNNAMED + scope, "power": ANY, "target": provider, "harm": harm, "store": store}
            _add(found, asked, "power", [whose], _left(opened, said[store, harm, mode]), (mode,))
    return found


def staff(known: Ground) -> tuple[Unknowns, dict[str, tuple[str, ...]]]:
    """A party's power is somebody's to use, but nobody says whose: any of its people may be the one.

    Asked for each adversary under which the party itself has no status, and only then: its own status is the nearer
    root. The second part tells for which adversaries each step is asked.
    """
    roots, powerful = known.roots(), _powerful(known)
    found, whose = Unknowns([], []), defaultdict[str, set[str]](set)
    for power in known.of("power"):
        party = power.fields["actor"]
        for adversary in known.adversaries if party in powerful else ():
            opened = uncovered(meet(power.spell.may, known.facts.window), roots.get((party, adversary), []))
            possible = [piece for piece in opened if someone(known, party, adversary, piece)]
            for one in _by_staff(power, possible, found):
                whose[one.id].add(adversary)
    return found, {name: tuple(sorted(codes)) for name, codes in sorted(whose.items())}


def someone(known: Ground, party: str, adversary: str, piece: Interval) -> bool:
    """Whether any of a party's people may, in an interval, have a status or answer to somebody who has one."""
    if any(meet(opened, piece) != NEVER for opened in _roster_open(known, party)):
        return True
    roots = known.roots()
    rows = [fact.row for fact in known.facts.of(Employment)]
    staff_of = {row.person for row in rows if row.employer == party}
    whom = staff_of | {row.employer for row in rows if row.person in staff_of and row.employer}
    # Whom an open roster leaves out may be one of these people, whoever that roster's party is.
    whom |= {root for root, _ in roots if not root.startswith(COUNTRY) and _roster_open(known, root)}
    times = [interval for one in whom for interval in roots.get((one, adversary), [])]
    return any(meet(interval, piece) != NEVER for interval in times)


def _by_staff(power: Step, opened: Sequence[Interval], found: Unknowns) -> list[Step]:
    party = power.fields["actor"]
    asked = gap(
        "field_missing",
        f"operations {party}",
        f"{party} holds powers over the service, and nobody says which of its people use them",
        f"Which persons or teams at {party} use its powers over the service?",
    )
    steps = [
        step(
            "power",
            {**power.fields, "actor": STAFF + party},
            Truth.UNKNOWN,
            Spell.possibly(piece),
            power.because,
            mode=power.mode,
            gaps=(*power.gaps, asked.id),
            residual=power.residual,
        )
        for piece in opened
    ]
    found.steps.extend(steps)
    found.gaps.extend([asked] if steps else [])
    return steps


def _add(
    found: Unknowns,
    asked: Gap,
    rule: RuleName,
    fields: Sequence[Mapping[str, str]],
    opened: Sequence[Interval],
    modes: Sequence[Mode] = MODES,
) -> None:
    """One step for each conclusion, open interval and mode, all held by the one gap, which is their reason too."""
    if not opened or not fields:
        return
    found.gaps.append(asked)
    found.steps.extend(
        step(rule, one, Truth.UNKNOWN, Spell.possibly(piece), (asked.id,), mode=mode, gaps=(asked.id,))
        for one in fields
        for piece in opened
        for mode in modes
    )


def _roster_open(known: Ground, party: str) -> list[Interval]:
    return known.facts.open_in(("roster", party), ("roster", "*"))


def _actors(known: Ground) -> set[str]:
    return {one.fields["actor"] for one in known.of("power")}


def _powerful(known: Ground) -> set[str]:
    """Actors of powers that have people, or may have: of whom no kind is told may be a company."""
    untold = {fact.row.party for fact in known.facts.of(Party)} - people(known)
    return _actors(known) & (firms(known) | untold)


def _stores(known: Ground) -> list[str]:
    rows = [fact.row for fact in known.facts.of(Placement)]
    return sorted({row.store for row in rows if row.dataset in known.datasets})


def _union(pieces: Iterable[Interval]) -> list[Interval]:
    """Sorted intervals without overlap."""
    merged: list[Interval] = []
    for begin, end in sorted(pieces):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged


def _said(known: Ground, rule: str, field: str, start: str) -> dict[tuple[str, str, Mode], list[Interval]]:
    """When another stage told of an open scope, by store, harm and mode."""
    said: dict[tuple[str, str, Mode], list[Interval]] = defaultdict(list)
    for one in known.of(rule):
        if one.fields[field].startswith(start):
            said[one.fields["store"], one.fields["harm"], one.mode].append(one.spell.may)
    return said


def _left(opened: Sequence[Interval], said: Sequence[Interval]) -> list[Interval]:
    """The open intervals of which no other stage told."""
    return [piece for part in opened for piece in uncovered(part, said)]
