"""Covered persons (28 CFR 202.211) by brute force: whole worlds that the evidence leaves possible, one crisp law each.

Written from the clauses and from design section 5 alone. What is not known (a share, a kind, a country, who holds what
nobody disclosed, whether a row held at that instant) is chosen; in the world so made everything is known, and the
clauses are applied one at a time until nothing changes. A refuted status that some world gives is a wrong no; a
supported one that some world does not give is a wrong yes.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from cloudreview.spells import Interval, Spell
from cloudreview.truth import Truth
from cloudreview.vocabulary.rows import Employment, Interest, Party, Row

OF_CONCERN = {"CN": "CN", "HK": "CN", "MO": "CN", "CU": "CU", "IR": "IR", "KP": "KP", "RU": "RU", "VE": "VE"}
"""202.601 with 202.250 and 202.251."""
UNITED_STATES = ("US", "AS", "GU", "MP", "PR", "UM", "VI")
HALF = Fraction(1, 2)
WHOLE = Fraction(1)
OWNERSHIP = ("equity", "vote")
HIDDEN = "(nobody named it)"

Told = tuple[Row, Spell, Truth]
Closed = tuple[str, str, Interval]
Stake = tuple[str, str, str, Fraction]
"""Holder, subject, equity or vote, share of the whole."""


@dataclass
class Evidence:
    """What is told, and what is said to be told completely."""

    told: Sequence[Told]
    closed: Sequence[Closed]
    adversary_parties: tuple[str, ...] = ()

    def complete(self, at: int, *scopes: tuple[str, str]) -> bool:
        return any(
            (relation, scope) in scopes and since <= at < until for relation, scope, (since, until) in self.closed
        )


@dataclass
class Being:
    """A party or person in one world."""

    kind: str
    organised_in: str | None = None
    headquarters: str | None = None
    residence: str | None = None
    us_person: bool = False
    employers: list[str] = field(default_factory=list)


@dataclass
class World:
    """Everything, known."""

    beings: dict[str, Being]
    stakes: list[Stake]


# --- worlds -----------------------------------------------------------------------------------------------------


def rows_at(evidence: Evidence, at: int, dice: random.Random) -> list[Row]:
    """The rows that hold in one world: surely where must says so undisputed, else by a throw."""
    held = []
    for row, spell, truth in evidence.told:
        if not spell.may[0] <= at < spell.may[1]:
            continue
        sure = spell.must[0] <= at < spell.must[1] and truth is Truth.SUPPORTED
        if sure or dice.random() < 0.5:
            held.append(row)
    return held


def named(evidence: Evidence) -> list[str]:
    """Everybody who is named anywhere, at any time."""
    names: set[str] = set(evidence.adversary_parties)
    for row, _, _ in evidence.told:
        if isinstance(row, Party):
            names.add(row.party)
        elif isinstance(row, Interest):
            names |= {row.holder, row.subject}
        elif isinstance(row, Employment):
            names |= {row.person, *([row.employer] if row.employer else [])}
    return sorted(names)


def any_country(dice: random.Random) -> str:
    return dice.choice(["CN", "RU", "IR", "SG", "US", "SG"])


def world(evidence: Evidence, at: int, dice: random.Random) -> World | None:
    """One world in which all that surely holds at the instant is so; None where the throws contradict each other."""
    held = rows_at(evidence, at, dice)
    workers = {row.person for row, _, _ in evidence.told if isinstance(row, Employment)}
    subjects = {row.subject for row, _, _ in evidence.told if isinstance(row, Interest)}
    employing = {row.employer for row, _, _ in evidence.told if isinstance(row, Employment)}
    beings: dict[str, Being] = {}
    for name in named(evidence):
        parties = [row for row in held if isinstance(row, Party) and row.party == name]
        jobs = [row for row in held if isinstance(row, Employment) and row.person == name]
        if name in workers:
            beings[name] = individual(evidence, at, name, jobs, dice)
            continue
        kinds = [row.kind for row in parties if row.kind]
        owned = name in subjects or name in employing
        kind = (
            dice.choice(kinds) if kinds else dice.choice(["company"] if owned else ["company", "government", "person"])
        )
        if kind == "person":
            beings[name] = individual(evidence, at, name, [], dice)
        else:
            law = [row.organised_in for row in parties if row.organised_in]
            seat = [row.principal_place_of_business for row in parties if row.principal_place_of_business]
            beings[name] = Being(
                kind=kind,
                organised_in=dice.choice(law) if law else any_country(dice),
                headquarters=dice.choice(seat) if seat else any_country(dice),
            )
    stakes = shares(evidence, at, beings, [row for row in held if isinstance(row, Interest)], dice)
    return None if stakes is None else World(beings, stakes)


def individual(evidence: Evidence, at: int, name: str, jobs: list[Employment], dice: random.Random) -> Being:
    """A person, with what the roster leaves open chosen."""
    homes = [row.residence for row in jobs if row.residence]
    employers = [row.employer or (HIDDEN + any_country(dice)) for row in jobs]
    if not evidence.complete(at, ("roster", "*")) and dice.random() < 0.3:
        employers.append(HIDDEN + any_country(dice))
    return Being(
        kind="person",
        residence=dice.choice(homes) if homes else any_country(dice),
        us_person=is_us_person(jobs, dice),
        employers=employers,
    )


def is_us_person(jobs: list[Employment], dice: random.Random) -> bool:
    """202.256: citizen or national, permanent resident, refugee or asylee, or anybody in the United States.

    Where sources, or two fields of one row, leave it open, a throw decides.
    """
    verdicts = set()
    for row in jobs:
        status = row.us_status
        lasting = status in ("citizen", "permanent_resident", "refugee_or_asylee") or "US" in row.citizenships
        denied = status in ("visa", "none")
        here, at_home = row.work_location in UNITED_STATES, row.residence in UNITED_STATES
        if here or (lasting and not denied):
            verdicts.add(True)
        elif denied and not lasting and row.work_location and row.residence and not at_home:
            verdicts.add(False)
        else:
            verdicts |= {True, False}
    return dice.choice(sorted(verdicts or {True, False}))


def shares(
    evidence: Evidence, at: int, beings: dict[str, Being], held: list[Interest], dice: random.Random
) -> list[Stake] | None:
    """Shares within their bounds; each kind of each subject is at most the whole, the rest perhaps held by others."""
    stakes: list[Stake] = []
    for subject in [name for name, being in beings.items() if being.kind == "company"]:
        rows = [row for row in held if row.subject == subject]
        chosen = [(row, dice.choice(OWNERSHIP) if row.kind in (None, "other", "branch") else row.kind) for row in rows]
        for kind in OWNERSHIP:
            of_kind = [row for row, taken in chosen if taken == kind]
            given = allotted(of_kind, dice)
            stakes += [(row.holder, subject, kind, share) for row, share in given]
            rest = WHOLE - sum((share for _, share in given), Fraction(0))
            if rest < 0:
                return None
            if rest > 0 and not evidence.complete(at, ("interests", subject), ("interests", "*")):
                taken = dice.choice([rest, rest, rest / 2, Fraction(0)])
                stakes += [(HIDDEN + any_country(dice), subject, kind, taken)]
    return stakes


def allotted(rows: list[Interest], dice: random.Random) -> list[tuple[Interest, Fraction]]:
    """A share for each row: its lower bound, and of what is left over up to its upper bound, in a thrown order."""
    got = [Fraction(row.percent_min or 0, 10_000) for row in rows]
    order = list(range(len(rows)))
    dice.shuffle(order)
    for index in order:
        top = WHOLE if rows[index].percent_max is None else Fraction(rows[index].percent_max or 0, 10_000)
        room = min(top - got[index], WHOLE - sum(got, Fraction(0)))
        if room > 0:
            got[index] += room * dice.choice([0, 1, 1, HALF])
    return list(zip(rows, got, strict=True))


# --- the law, in one world --------------------------------------------------------------------------------------

Classes = dict[str, frozenset[str]]
"""Of whom: `country`, `1`, `2`, `3`, `4`, as in the paragraphs of 202.211(a)."""


def concern(country: str | None, adversaries: frozenset[str]) -> bool:
    return country is not None and OF_CONCERN.get(country) in adversaries


def foreign(being: Being) -> bool:
    """202.221, 202.256: an entity organised under US law is a US person whoever owns it."""
    return not being.us_person if being.kind == "person" else being.organised_in not in UNITED_STATES


def own_classes(
    name: str, being: Being, described: Classes, adversaries: frozenset[str], parties: tuple[str, ...]
) -> set[str]:
    """What somebody is by itself: the country, organised there, employed, resident; not by who owns it."""
    found: set[str] = set()
    if name in parties and adversaries:
        found.add("country")
    if being.kind in ("government", "agency"):
        return found | ({"country"} if concern(being.organised_in, adversaries) else set())
    if not foreign(being):
        return found
    if being.kind == "company":
        return found | (
            {"1"} if concern(being.organised_in, adversaries) or concern(being.headquarters, adversaries) else set()
        )
    if concern(being.residence, adversaries):
        found.add("4")
    for employer in being.employers:
        if employer.startswith(HIDDEN):
            covered = concern(employer.removeprefix(HIDDEN), adversaries)
        else:
            covered = bool({"country", "1", "2"} & described.get(employer, frozenset()))
        if covered:
            found.add("3")
    return found


def of_holder(holder: str, described: Classes, adversaries: frozenset[str]) -> frozenset[str]:
    if holder.startswith(HIDDEN):
        return frozenset({"country", "1"}) if concern(holder.removeprefix(HIDDEN), adversaries) else frozenset()
    return described.get(holder, frozenset())


def by_owners(classes: list[tuple[frozenset[str], Fraction]], aggregation: str) -> set[str]:
    """Paragraphs (1) and (2), word for word or added up."""
    first = sum((share for found, share in classes if found & {"country", "2"}), Fraction(0))
    second = sum((share for found, share in classes if found & {"1", "3", "4"}), Fraction(0))
    if aggregation == "literal":
        return ({"1"} if first >= HALF else set()) | ({"2"} if second >= HALF else set())
    total = sum((share for found, share in classes if found), Fraction(0))
    return {"1", "2"} if total >= HALF else set()


def cascade(all_of: World, adversaries: frozenset[str], aggregation: str, parties: tuple[str, ...]) -> Classes:
    """FAQ 401: an owner that is half owned passes on its whole stake, a US company too, without being covered."""
    described: Classes = {}
    passing: Classes = {}
    while True:
        before = (dict(described), dict(passing))
        for name, being in all_of.beings.items():
            found = own_classes(name, being, described, adversaries, parties)
            owned: set[str] = set()
            for kind in OWNERSHIP if being.kind == "company" else ():
                held = [(holder, share) for holder, of, what, share in all_of.stakes if (of, what) == (name, kind)]
                owned |= by_owners([(of_holder(who, passing, adversaries), share) for who, share in held], aggregation)
            passing[name] = frozenset(found | owned)
            described[name] = frozenset(found | (owned if foreign(being) else set()))
        if (described, passing) == before:
            return described


def look_through(
    all_of: World, adversaries: frozenset[str], aggregation: str, parties: tuple[str, ...]
) -> Classes | None:
    """Stakes multiplied along each chain; None where a ring of whole stakes has no one answer."""
    described: Classes = {}
    while True:
        before = dict(described)
        by_itself = {
            name: frozenset(own_classes(name, being, described, adversaries, parties))
            for name, being in all_of.beings.items()
        }
        for name, found in by_itself.items():
            described[name] = found | described.get(name, frozenset())
        for kind in OWNERSHIP:
            flows = {}
            for group in ("first", "second", "all"):
                seeds = {"first": {"country"}, "second": {"1", "3", "4"}, "all": {"country", "1", "3", "4"}}[group]
                flow = flowing(
                    all_of, kind, {who for who, found in by_itself.items() if found & seeds}, seeds, adversaries
                )
                if flow is None:
                    return None
                flows[group] = flow
            for name, being in all_of.beings.items():
                if being.kind == "company" and foreign(being):
                    shares_of = {group: flow.get(name, Fraction(0)) for group, flow in flows.items()}
                    if aggregation == "literal":
                        more = ({"1"} if shares_of["first"] >= HALF else set()) | (
                            {"2"} if shares_of["second"] >= HALF else set()
                        )
                    else:
                        more = {"1", "2"} if shares_of["all"] >= HALF else set()
                    described[name] = described[name] | more
        if described == before:
            return described


def flowing(
    all_of: World, kind: str, sources: set[str], seeds: set[str], adversaries: frozenset[str]
) -> dict[str, Fraction] | None:
    """The share of each company that the sources hold, by Gauss over the companies that they reach."""
    stakes = [(who, of, share) for who, of, what, share in all_of.stakes if what == kind and share > 0]

    def is_source(who: str) -> bool:
        return who in sources or (bool({"country", "1"} & seeds) and bool(of_holder(who, {}, adversaries)))

    reached: set[str] = set()
    while more := {of for who, of, _ in stakes if is_source(who) or who in reached} - reached:
        reached |= more
    names = sorted(reached)
    matrix = []
    for name in names:
        line = [Fraction(int(name == other)) for other in names]
        right = Fraction(0)
        for who, of, share in stakes:
            if of != name:
                continue
            if is_source(who):
                right += share
            elif who in reached:
                line[names.index(who)] -= share
        matrix.append([*line, right])
    solved = gauss(matrix)
    return None if solved is None or any(not 0 <= one <= 1 for one in solved) else dict(zip(names, solved, strict=True))


def gauss(matrix: list[list[Fraction]]) -> list[Fraction] | None:
    size = len(matrix)
    for column in range(size):
        pivot = next((line for line in range(column, size) if matrix[line][column] != 0), None)
        if pivot is None:
            return None
        matrix[column], matrix[pivot] = matrix[pivot], matrix[column]
        matrix[column] = [value / matrix[column][column] for value in matrix[column]]
        for line in range(size):
            if line != column and matrix[line][column] != 0:
                factor = matrix[line][column]
                matrix[line] = [a - factor * b for a, b in zip(matrix[line], matrix[column], strict=True)]
    return [line[-1] for line in matrix]


def covered(
    all_of: World, adversaries: frozenset[str], aggregation: str, indirect: str, parties: tuple[str, ...] = ()
) -> frozenset[str] | None:
    """Who is a country of concern or covered person if only these countries were of concern."""
    rule = cascade if indirect == "cascade" else look_through
    described = rule(all_of, adversaries, aggregation, parties)
    return None if described is None else frozenset(name for name, found in described.items() if found)


def takes_part(
    all_of: World, adversaries: Sequence[str], aggregation: str, indirect: str
) -> dict[str, frozenset[str]] | None:
    """Whose status turns on each adversary: with it and some of the others there is one, without it there is none."""
    sizes = range(len(adversaries) + 1)
    sets = [frozenset(some) for size in sizes for some in itertools.combinations(adversaries, size)]
    under: dict[frozenset[str], frozenset[str]] = {}
    for some in sets:
        described = covered(all_of, some, aggregation, indirect)
        if described is None:
            return None
        under[some] = described
    nobody: frozenset[str] = frozenset()
    return {
        one: nobody.union(*(under[some] - under[some - {one}] for some in sets if one in some)) for one in adversaries
    }
