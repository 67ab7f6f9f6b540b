"""Whole worlds at the corners of what the evidence leaves open at an instant.

Each open share is at its least or its greatest, the whole being 100 %; each row that only possibly holds, or that
somebody disputes, is in or out; what nobody told is harmless, or as hostile as it can be. A world is a list of choices:
all lists are made in turn where they are few, and some of them by chance where they are many.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import permutations
from math import prod
from typing import Any, NamedTuple

from cloudreview.vocabulary.rows import Controls, Designation, Employment, Individual, Interest, Party, Right, Row
from cloudreview.vocabulary.words import COVERED_PERSONS
from tests.oracle.control_clauses import COUNTRY, UNITED_STATES, World
from tests.oracle.control_shares import CLASSES, WHOLE
from tests.oracle.control_told import BEINGS, WHOM, Choices, Moment, Said, between, lever, possible_kinds

STRANGER = "stranger:"
"""A company that nobody names, organised in the country that follows."""
SETTLED = ("citizen", "permanent_resident")
WELCOME = (*SETTLED, "refugee_or_asylee")


def worlds(moment: Moment, dice: random.Random, most: int, few: int) -> Iterator[tuple[World, bool]]:
    """All worlds if there are at most so many, else a few; with each whether all are made."""
    made: list[World] = []
    prefix: list[int] | None = []
    while prefix is not None and len(made) < most:
        choices = Choices(prefix, None, 0)
        made.append(world(moment, choices))
        prefix = choices.following()
        if len(made) == 1 and prod(count for _, count in choices.taken) > 4 * most:
            break
    if prefix is None:
        yield from ((one, True) for one in made)
        return
    yield made[0], False
    for number in range(few):
        mood = (1.0, 0.5, 1.0, 0.5, 0.0)[number % 5]
        yield world(moment, Choices((), dice, mood)), False


def world(moment: Moment, choices: Choices) -> World:
    """One world in which all that surely holds is so."""
    rows = [*moment.sure, *(one for one in moment.doubtful if choices.pick((False, True)))]
    made = World()
    made.branches = branches(choices, rows)
    about: dict[tuple[type[Row], str], list[Said]] = defaultdict(list)
    for one in rows:
        if getattr(one.row, "kind", None) != "branch":
            about[type(one.row), getattr(one.row, WHOM[type(one.row)][0])].append(one)
    for code in moment.codes:
        stranger = STRANGER + code
        made.entities.add(stranger)
        made.places[stranger] = (code, code)
    own = [name for name in moment.names if name not in made.branches]
    for name in own:
        being(made, moment, choices, name, {relation: about[relation, name] for relation in WHOM})
        if any(one.row.list == COVERED_PERSONS for one in about[Designation, name]):
            made.designated.add(name)
    for subject in [one for one in own if not one.startswith(COUNTRY)]:
        if subject in made.entities and subject not in made.seat:
            holdings(made, moment, choices, subject, about[Interest, subject])
        else:  # nobody owns it: what is told may be a hold on it, and what nobody tells is none
            made.levers[subject] |= {one.row.holder for one in about[Interest, subject] if lever(one)}
        made.levers[subject] |= {one.row.holder for one in about[Right, subject]}
        for holds, where in ((True, made.controlled), (False, made.free)):
            where[subject] |= {one.row.holder for one in about[Controls, subject] if one.row.holds is holds}
        for holder in sorted(made.controlled[subject] & made.free[subject]):
            rows = [one for one in about[Controls, subject] if one.row.holder == holder]
            choices.pick(mistaken_judgements(made, rows))[subject].discard(holder)
    of_heads(made)
    return made


def mistaken_judgements(made: World, rows: list[Said]) -> list[dict[str, set[str]]]:
    """Which of two opposite judgements may be mistaken: not one that surely holds beside one that only possibly does.

    But a no refutes nothing while a yes may hold, so where the yes is the lesser one either may be.
    """
    sure = any(one.row.holds and one.firm and not one.disputed for one in rows)
    if sure and not any(one.firm for one in rows if not one.row.holds):
        return [made.free]
    return [made.controlled, made.free]


def of_heads(made: World) -> None:
    """Put heads in place of their branches, among those who hold, control and employ."""
    if not made.branches:
        return
    for told in made.stakes.values():
        for subject, held in told.items():
            told[subject] = [(made.branches.get(holder, holder), amount) for holder, amount in held]
    for where in (made.levers, made.controlled, made.free, made.works):
        for name, others in where.items():
            where[name] = {made.branches.get(one, one) for one in others}


def branches(choices: Choices, rows: list[Said]) -> dict[str, str]:
    """Each branch with the head that is no branch itself: no legal person of its own, it is its head wherever named."""
    heads: dict[str, list[str]] = defaultdict(list)
    for one in rows:
        if isinstance(one.row, Interest) and one.row.kind == "branch":
            heads[one.row.subject].append(one.row.holder)
    above = {name: choices.pick(sorted(set(of)), ordered=False) for name, of in sorted(heads.items())}
    found = {}
    for name, of in above.items():
        head, seen = of, {name}
        while head in above and head not in seen:
            seen.add(head)
            head = above[head]
        if head not in above:
            found[name] = head
    return found


# ---- who somebody is ----


def being(made: World, moment: Moment, choices: Choices, name: str, about: Mapping[type[Row], list[Said]]) -> None:
    """A state, an entity or an individual, with what is open chosen."""
    if name.startswith(COUNTRY):
        made.seat[name] = name.removeprefix(COUNTRY)
        return
    kind, told = choices.pick(kinds(name, moment, about)), about[Party]
    if kind == "person":
        individual(made, moment, choices, name, about[Employment], about[Individual])
        return
    organised = value(choices, told, "organised_in", ("US", "SG", *moment.codes))
    place = value(
        choices,
        told,
        "principal_place_of_business",
        (organised,) if kind == "state" else ("SG", *moment.codes),
    )
    made.entities.add(name)
    made.places[name] = (organised, place)
    if kind == "state":
        made.seat[name] = organised
    if organised in UNITED_STATES:
        made.us.add(name)
    for one in about[Employment]:  # a roster lists contractors that are firms
        made.works[name].add(one.row.employer or choices.pick(employers(moment)))


def kinds(name: str, moment: Moment, about: Mapping[type[Row], list[Said]]) -> list[str]:
    """What somebody may be in a world in which these rows hold (decision 16).

    Whose equity or votes somebody holds here is an entity: a kind that is not surely told says nothing against that.
    A kind that is surely told and what may be told of an entity alone contradict each other, and either may be wrong.
    """
    told = [one for one in about[Party] if one.row.kind]
    called = {BEINGS[one] for one in stated(told, "kind")}
    if name in moment.people or any(one in moment.sure for one in told):
        of_kind = sorted(called) or ["person"]
        doubted = name in moment.owned or ("person" in of_kind and name in moment.placed)
        return [*of_kind, "entity"] if doubted and "entity" not in of_kind else of_kind
    left = possible_kinds(name, moment, about)
    return [one for one in left if one in called] or left


def stated(told: Iterable[Said], name: str) -> list[Any]:
    """The values of an attribute that are told: what surely holds before what only possibly does."""
    told = [one for one in told if getattr(one.row, name)]
    firm = [one for one in told if one.firm]
    return sorted({getattr(one.row, name) for one in firm or told})


def value(choices: Choices, told: Iterable[Said], name: str, open_to: Sequence[str]) -> str:
    """What is told, one of what several say, or what it may be where nobody says."""
    options: Sequence[str] = stated(told, name) or open_to
    return choices.pick(options, ordered=options is open_to)


def individual(
    made: World, moment: Moment, choices: Choices, name: str, jobs: list[Said], registered: list[Said]
) -> None:
    """A person, with what the roster and registers leave open chosen."""
    made.resident[name] = home = value(choices, [*jobs, *registered], "residence", ("US", "SG", *moment.codes))
    statuses = stated(jobs, "us_status")
    status = choices.pick(statuses or ["citizen", "permanent_resident", "refugee_or_asylee", "none"])
    lists = stated(jobs, "citizenships")
    own = set(choices.pick(citizenships(lists, statuses, moment.codes)))
    for one in sorted({one.row.citizen_of for one in registered}):  # registers add: none says that there are no others
        own |= set(one) if not lists or choices.pick([False, True]) else set()
    made.citizens[name] = frozenset(own)
    american = "US" in own and (status == "citizen" or not statuses or choices.pick([True, False]))
    if american or status == "citizen":
        made.citizens_of_us.add(name)
    elif status in WELCOME:
        made.welcome.add(name)
    if american or status in SETTLED:
        made.settled.add(name)
    there = [one in UNITED_STATES for one in [home, *workplaces(choices, jobs)]]
    inside = all(there) or (any(there) and choices.pick([True, False]))
    if american or status in WELCOME or inside:
        made.us.add(name)
    for one in jobs:
        made.works[name].add(one.row.employer or choices.pick(employers(moment)))
    if not moment.closed("roster", "*"):
        free = [one for one in employers(moment) if not moment.closed("roster", one)]
        made.works[name].add(choices.pick(["nobody", *free]))


def workplaces(choices: Choices, jobs: list[Said]) -> list[str]:
    """Where each job is done, as one of those who tell of that job say; of nobody's job nobody says where it is."""
    of_job: dict[str | None, list[Said]] = defaultdict(list)
    for one in jobs:
        of_job[one.row.employer].append(one)
    return [value(choices, told, "work_location", ("US", "SG")) for told in of_job.values() or [[]]]


def citizenships(lists: Sequence[tuple[str, ...]], statuses: list[str], codes: Sequence[str]) -> list[tuple[str, ...]]:
    """One of the lists told, or all together; anything where none is told, but for what the US status excludes."""
    if lists:
        joined = tuple(sorted({one for each in lists for one in each}))
        return [*lists, joined] if len(lists) > 1 else list(lists)
    plain: list[tuple[str, ...]] = [("SG",), *((code,) for code in codes)]
    return plain if statuses and "citizen" not in statuses else [("US",), ("US", *codes), *plain]


def employers(moment: Moment) -> list[str]:
    """For whom somebody may work whose employer nobody told, the most hostile last."""
    return ["nobody", *moment.names, *unnamed(moment)]


def unnamed(moment: Moment) -> list[str]:
    """Whom nobody names and who has the status: a company there, and the country itself."""
    return [STRANGER + code for code in moment.codes] + [COUNTRY + code for code in moment.codes]


# ---- who holds what ----


class Stake(NamedTuple):
    """A stake between two bounds."""

    holder: str
    low: int
    high: int
    firm: bool
    """Surely held, and surely of this class: else it is not held where the whole leaves no room for it."""
    least: int
    """So much of it is told by lines that surely hold; more, by others, only where the whole leaves room for it."""
    disputed: bool
    """Held itself, and another source speaks against it: then that source may be what is mistaken (decision 8)."""
    listed: bool = False
    """Some of it is told by lines that may be another's of the same list: see `beside`."""
    unlisted: int | None = None
    """So much of it is told by other lines that surely hold; None: no other line surely tells it."""


def holdings(made: World, moment: Moment, choices: Choices, subject: str, told: list[Said]) -> None:
    """All stakes in one entity, and who has any part in it."""
    groups: dict[tuple[str, str | None, bool], list[Said]] = defaultdict(list)
    extras: list[tuple[str, str | None, int]] = []
    for one in told:
        row, most = one.row, between(one)[1]
        if lever(one) and (row.kind not in CLASSES or row.directly is not True):
            made.levers[subject].add(row.holder)
        if not may_be_stake(row):
            continue
        if row.directly is False or (row.directly is None and choices.pick([False, True])):
            extras.append((row.holder, row.kind, choices.pick([0, most])))
        else:
            groups[row.holder, row.kind, row.directly is True].append(one)
    by_class: dict[str, list[Stake]] = {one: [] for one in CLASSES}
    for (_, kind, direct), rows in groups.items():
        whole = stake(choices, rows, direct)
        for of in (kind,) if kind in CLASSES else choices.pick([(), *((of,) for of in CLASSES), CLASSES]):
            by_class[of].append(whole)
    shut = moment.closed("interests", subject)
    for kind, stakes in by_class.items():
        against, others = mistaken(choices, beside(made, choices, stakes))
        made.mistaken |= bool(against)
        held = against + allotted(choices, others, WHOLE - sum(amount for _, amount in against))
        left = WHOLE - sum(amount for _, amount in held)
        if not shut and left > 0 and (stranger := choices.pick(["nobody", *unnamed(moment)])) != "nobody":
            held.append((stranger, left))
        held += [(holder, amount) for holder, of, amount in extras if amount and (of == kind or of not in CLASSES)]
        made.over |= sum(amount for _, amount in held) > WHOLE
        if held:
            made.stakes[kind][subject] = held
        made.levers[subject] |= {holder for holder, amount in held if amount}
    if not shut:
        made.levers[subject] |= set(unnamed(moment))


def may_be_stake(row: Interest) -> bool:
    """Whether it is equity or votes, or may be: of untold kind, or a special share of untold size."""
    return row.kind in {*CLASSES, None, "other"} or (row.kind == "special_share" and row.percent_max is None)


def stake(choices: Choices, rows: list[Said], direct: bool) -> Stake:
    """What these rows tell together of one holder's stake.

    What rows tell that may be another's of the same list takes nobody's room. Where they do not hold, the rest of the
    stake is as large as it can be although others are told to hold it.
    """
    low, high = bounds(choices, rows)
    surely = [one for one in rows if one.firm and direct and one.row.kind in CLASSES]
    listed = any(one.listed for one in rows)
    return Stake(
        rows[0].row.holder,
        low,
        high,
        firm=bool(surely),
        least=min(low, max((between(one)[0] for one in surely), default=0)),
        disputed=direct and not listed and any(one.disputed for one in rows),
        listed=listed,
        unlisted=max((min(low, between(one)[0]) for one in surely if not one.listed), default=None),
    )


def bounds(choices: Choices, rows: list[Said]) -> tuple[int, int]:
    """The bounds of what one holder has of one kind.

    What different speakers say is said of one stake (`docs/truth.md`, 2); what one speaker says in several rows may be
    several lots or, where that is possible, one stake told again. What only possibly holds may be one more lot of its
    speaker's, and is no other size of a stake that somebody else surely tells.
    """
    spoken: dict[str, list[tuple[int, int]]] = defaultdict(list)
    firm = [(one.speaker, *between(one)) for one in rows if one.firm]
    for one in rows:
        low, high = between(one)
        if one.firm or all((low <= most and least <= high) or who == one.speaker for who, least, most in firm):
            spoken[one.speaker].append((low, high))
    said: list[tuple[int, int]] = []
    for lots in spoken.values():
        apart = max(low for low, _ in lots) > min(high for _, high in lots)
        if len(lots) == 1 or (not apart and choices.pick([True, False])):
            said += lots
        else:
            said.append((max(low for low, _ in lots), min(WHOLE, sum(high for _, high in lots))))
    low, high = max(one for one, _ in said), min(one for _, one in said)
    return (low, high) if low <= high else (min(one for one, _ in said), max(one for _, one in said))


def beside(made: World, choices: Choices, stakes: list[Stake]) -> list[Stake]:
    """The stakes of a world, where all are more than the whole and some may be another's.

    One of them is wrong then, so that no yes rests on any (decision 13): a world in which all are told alike keeps from
    a yes. But who may be one of a list contradicts no list (decision 8), so a world that keeps from a no has what such
    lines tell only where the others leave room. What other lines surely tell of the same holder stays as sure as it is.
    """
    if sum(one.least for one in stakes) <= WHOLE or not any(one.listed for one in stakes):
        return stakes
    if choices.pick([False, True]):
        made.beyond = True
        return stakes
    return [
        one._replace(firm=one.unlisted is not None, least=one.unlisted or 0) if one.listed else one for one in stakes
    ]


def mistaken(choices: Choices, stakes: list[Stake]) -> tuple[list[tuple[str, int]], list[Stake]]:
    """Disputed stakes that are as large as can be although others are told to hold it; and the other stakes.

    "What others are told to hold takes no room from such a stake, and only its own upper bound says no" (decision 8).
    """
    against: list[tuple[str, int]] = []
    rest = []
    for one in stakes:
        tight = one.disputed and one.high > WHOLE - sum(other.low for other in stakes if other is not one)
        if tight and choices.pick([False, True]):
            against.append((one.holder, min(one.high, WHOLE - sum(amount for _, amount in against))))
        else:
            rest.append(one)
    left = WHOLE - sum(amount for _, amount in against)
    if not against and sum(one.least for one in rest) > left and choices.pick([False, True]):
        while sum(one.least for one in rest) > left:
            gone = choices.pick([one for one in rest if one.least], ordered=False)
            against.append((gone.holder, 0))
            rest = [one for one in rest if one is not gone]
    return against, rest


def allotted(choices: Choices, stakes: list[Stake], whole: int = WHOLE) -> list[tuple[str, int]]:
    """An amount for each stake: a corner of what the bounds and the whole leave possible.

    Where the stakes surely told are more than the whole, something that is told is not so: in some order, each is
    believed until nothing is left.
    """
    if sum(one.least for one in stakes) > whole:
        left, held, waiting = whole, [], [one for one in stakes if one.least]
        while left:
            one = choices.pick(waiting, ordered=False)
            waiting.remove(one)
            held.append((one.holder, min(one.least, left)))
            left -= min(one.least, left)
        return held
    while sum(one.low for one in stakes) > whole:
        gone = choices.pick([one for one in stakes if one.low > one.least], ordered=False)
        kept = [gone._replace(low=gone.least)] if gone.firm else []
        stakes = [*(one for one in stakes if one is not gone), *kept]
    left = whole - sum(one.low for one in stakes)
    tight = sum(one.high - one.low for one in stakes) > left
    order = choices.pick(orders(stakes), ordered=False) if tight and len(stakes) > 1 else stakes
    held = []
    for one in order:
        more = min(one.high - one.low, left)
        if more and choices.pick([False, True]):
            left -= more
            held.append((one.holder, one.low + more))
        else:
            held.append((one.holder, one.low))
    return held


def orders(stakes: list[Stake]) -> list[list[Stake]]:
    """Orders in which what is left is given: all of few, else each one first."""
    if len(stakes) <= 3:
        return [list(one) for one in permutations(stakes)]
    return [[*stakes[number:], *stakes[:number]] for number in range(len(stakes))]
