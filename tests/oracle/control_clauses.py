"""The clauses on who has a status, read one at a time in a world in which everything is known.

28 CFR 202.211(a) with the gate of 202.256, and 15 CFR 791.2 in its texts of 2021 and 2025, written from the words and
from `docs/`, not from the engine. A world has no bounds, no spells and no doubts: every share is a number, everybody
lives somewhere. What the law leaves to a person to judge, and what a ring of whole stakes leaves open, is answered
twice: as narrow and as wide as it can be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from tests.oracle.control_shares import CLASSES, Shares, multiplied

HALF = 5_000
FIFTH = 2_000
COUNTRY = "country:"
READINGS = tuple((one, other) for one in ("literal", "pooled") for other in ("cascade", "look_through"))
UNITED_STATES = frozenset({"US", "AS", "GU", "MP", "PR", "UM", "VI"})  # 202.257

Parties = frozenset[str]


class World:
    """Everything, known."""

    def __init__(self) -> None:
        self.seat: dict[str, str] = {}
        """Governments and agencies, with whose they are."""
        self.entities: set[str] = set()
        self.places: dict[str, tuple[str, str]] = {}
        """Of an entity: under whose law it is organised, where its principal place of business is."""
        self.us: set[str] = set()
        """US persons: 202.256."""
        self.citizens_of_us: set[str] = set()
        self.welcome: set[str] = set()
        """Permanent residents, refugees and asylees."""
        self.resident: dict[str, str] = {}
        """Individuals, with the country of their primary residence."""
        self.citizens: dict[str, frozenset[str]] = {}
        self.settled: set[str] = set()
        """US citizens and permanent residents, whom 791.2 (2025) leaves out."""
        self.works: dict[str, set[str]] = defaultdict(set)
        """For whom each individual works."""
        self.stakes: dict[str, dict[str, list[tuple[str, int]]]] = {one: {} for one in CLASSES}
        """By class and subject: who holds how many hundredths of a percent."""
        self.over = False
        """Whether what is told as held through others makes more than the whole: then no ring of shares has a sense."""
        self.mistaken = False
        """Whether something that surely holds is not so here: such a world says what cannot be refuted, and no more."""
        self.beyond = False
        """Whether a stake takes others' room that may be one of theirs: such a world keeps from a yes alone."""
        self.designated: set[str] = set()
        self.branches: dict[str, str] = {}
        """Branches, each with its head."""
        self.controlled: dict[str, set[str]] = defaultdict(set)
        """By subject, who is judged to control it."""
        self.free: dict[str, set[str]] = defaultdict(set)
        """By subject, who is judged not to."""
        self.levers: dict[str, set[str]] = defaultdict(set)
        """By subject, who has any part in it, of whatever kind."""


class Answer(NamedTuple):
    """Who has the status, and what counted holders hold, in one world."""

    who: Parties
    shares: Shares
    counted: tuple[Parties, ...]
    """Whose stakes are added up; literally, those of each paragraph apart."""


# ---- 28 CFR 202.211 ----


def country_itself(world: World, countries: Parties) -> Parties:
    """202.209, 202.601: the governments of the listed countries."""
    return frozenset(one for one, seat in world.seat.items() if seat in countries)


def organised_there(world: World, countries: Parties) -> Parties:
    """(a)(1), second half: a foreign entity organised there, or with its principal place of business there."""
    return frozenset(
        one
        for one, places in world.places.items()
        if one not in world.us and world.seat.get(one) not in countries and not countries.isdisjoint(places)
    )


def resident_there(world: World, countries: Parties) -> Parties:
    """(a)(4): a foreign individual who is primarily resident there."""
    return frozenset(one for one, at in world.resident.items() if at in countries and one not in world.us)


def working_for(world: World, employers: Parties) -> Parties:
    """(a)(3): a foreign individual who is an employee or contractor of a country or of one of these entities."""
    named = {one for one in employers if one in world.seat or one in world.entities}
    foreign = world.resident.keys() - world.us
    return frozenset(one for one, jobs in world.works.items() if one in foreign and not jobs.isdisjoint(named))


def designated(world: World, countries: Parties) -> Parties:
    """(a)(5): whoever is designated, wherever located, and whichever country is asked about (decision 12)."""
    return frozenset(world.designated if countries else ())


def described(world: World, countries: Parties) -> Parties:
    """Who is a country of concern or described, not as owned and not as working for anybody."""
    return country_itself(world, countries) | by_own_place(world, countries)


def by_own_place(world: World, countries: Parties) -> Parties:
    """(a)(1) second half, (4) and (5)."""
    return organised_there(world, countries) | resident_there(world, countries) | designated(world, countries)


def covered(world: World, reading: tuple[str, str], countries: Parties, wide: bool = False) -> Answer:
    """Countries of concern and covered persons if these are the countries of concern: (1) to (4), least fixpoint."""
    aggregation, indirect = reading
    states = country_itself(world, countries)
    fixed = by_own_place(world, countries)
    owners = cascade if indirect == "cascade" else look_through
    mine = fixed | working_for(world, states | fixed)
    while True:
        owned, shares, counted = owners(world, states, mine, aggregation, wide)
        who = states | mine | (owned - world.us)
        more = fixed | working_for(world, who)
        if more == mine:
            return Answer(who, shares, counted)
        mine = more


def half_owned(world: World, holders: Parties) -> tuple[set[str], dict[str, dict[str, Fraction]]]:
    """Entities of which these hold half of the equity or of the votes, each summed apart; and how much they hold."""
    found: set[str] = set()
    shares: dict[str, dict[str, Fraction]] = defaultdict(dict)
    for kind, told in world.stakes.items():
        for subject, held in told.items():
            total = sum(amount for holder, amount in held if holder in holders)
            shares[subject][kind] = Fraction(total)
            if total >= HALF:
                found.add(subject)
    return found, shares


def cascade(world: World, states: Parties, persons: Parties, aggregation: str, wide: bool) -> Answer:
    """OFAC FAQ 401: who is half owned in the aggregate passes its whole stake on, a US company too.

    Literal: (1) adds up countries and persons of (2), (2) adds up persons of (1), (3) and (4); what a company so
    owned holds is held indirectly by those who own it, and, where it is foreign, by a person of that paragraph too.
    """
    del wide  # a cascade has one least fixpoint
    if aggregation == "pooled":
        passing: set[str] = set()
        while True:
            holders = states | persons | passing
            found, shares = half_owned(world, holders)
            if found <= passing:
                return Answer(frozenset(passing), shares, (holders,))
            passing |= found
    first: set[str] = set()
    second: set[str] = set()
    while True:
        counted = (states | first | (second - world.us), persons | second | (first - world.us))
        by_first, shares = half_owned(world, counted[0])
        by_second, others = half_owned(world, counted[1])
        if by_first <= first and by_second <= second:
            larger = {
                one: {kind: max(share, others[one][kind]) for kind, share in held.items()}
                for one, held in shares.items()
            }
            return Answer(frozenset(first | second), larger, counted)
        first |= by_first
        second |= by_second


def look_through(world: World, states: Parties, persons: Parties, aggregation: str, wide: bool) -> Answer:
    """Stakes multiplied along each chain, the chains added up; a chain begins with who is described, not as owned."""
    sources = [states | persons] if aggregation == "pooled" else [states, persons]
    owned: set[str] = set()
    shares: dict[str, dict[str, Fraction]] = defaultdict(dict)
    for group in sources:
        for subject, held in multiplied(world.stakes, group, wide).items():
            for kind, share in held.items():
                shares[subject][kind] = max(share, shares[subject].get(kind, Fraction(0)))
                if share >= HALF:
                    owned.add(subject)
    return Answer(frozenset(owned), shares, ())


# ---- 15 CFR 791.2 ----


def state_owned(world: World, countries: Parties) -> Parties:
    """The adversary, and what it owns to half or more."""
    of_state = country_itself(world, countries)
    while not (found := half_owned(world, of_state)[0]) <= of_state:
        of_state |= found
    return of_state


def by_itself(world: World, text: str, countries: Parties) -> Parties:
    """The adversary, citizens, residents, who is organised there, and who works for the state or for what it owns."""
    states, of_state = country_itself(world, countries), state_owned(world, countries)
    people = {one for one, own in world.citizens.items() if own & countries}
    people |= {one for one, at in world.resident.items() if at in countries}
    if text == "us-icts-2025":
        people -= world.settled
    counted = (0, 1) if text == "us-icts-2025" else (0,)
    there = {one for one, places in world.places.items() if any(places[number] in countries for number in counted)}
    return states | people | there | {one for one, jobs in world.works.items() if not jobs.isdisjoint(of_state)}


def nexus(world: World, text: str, countries: Parties, wide: bool) -> Answer:
    """Who has it by itself, or is owned by such.

    Wide: whatever the text leaves to a person to judge is judged to be so: any part that somebody with the status has
    may be control, and whoever works for somebody with the status may act at the adversary's direction.

    An organization is controlled by whoever has the status; an individual acts under the control of the adversary or of
    somebody whom it directs: of what its state owns, and, for a person to judge, of anybody else with the status.
    """
    has, of_state = set(by_itself(world, text, countries)), state_owned(world, countries)
    while True:
        owned, shares = half_owned(world, frozenset(has))
        new = has | owned
        for one, holders in world.controlled.items():
            if not holders.isdisjoint(of_state if one in world.resident and not wide else has):
                new.add(one)
        if wide:
            new |= {one for one, jobs in world.works.items() if not jobs.isdisjoint(has)}
            new |= {one for one, holders in world.levers.items() if not has.isdisjoint(holders - world.free[one])}
        if new == has:
            return Answer(frozenset(has), shares, (frozenset(has),))
        has = new


# ---- PADFA, section 2(c)(2) ----


def padfa(world: World, indirect: str, countries: Parties, wide: bool) -> Answer:
    """(A) foreign and there, (B) a fifth owned by such, (C) directed by either: for a person to judge.

    For a person to judge is also whether who is so directed hands it on to whom it controls or employs: a narrow
    answer says no, a wide one yes.
    Who is foreign the Act does not say: nobody who is a US citizen or organised under US law; open for those whom the
    United States let stay.
    """
    holders = there(world, countries, wide)
    if indirect == "cascade":
        passing = set(holders)
        while not (found := half_owned(world, frozenset(passing))[0]) <= passing:
            passing |= found
        shares: Shares = half_owned(world, frozenset(passing))[1]
    else:
        shares = multiplied(world.stakes, holders, wide)
    who = holders | {one for one, held in shares.items() if max(held.values()) >= FIFTH}
    directed = who | {one for one, by in world.controlled.items() if by & who}
    while wide:
        new = directed | {one for one, by in world.controlled.items() if by & directed}
        new |= {one for one, jobs in world.works.items() if jobs & directed}
        new |= {one for one, by in world.levers.items() if (by - world.free[one]) & directed}
        if new == directed:
            break
        directed = new
    return Answer(directed, shares, ())


def there(world: World, countries: Parties, wide: bool = False) -> Parties:
    """The country, and (A): domiciled, organised or headquartered there, and foreign."""
    ours = world.citizens_of_us | (set() if wide else world.welcome)
    people = {one for one, at in world.resident.items() if at in countries}
    return country_itself(world, countries) | (people - ours) | organised_there(world, countries)


# ---- who is under which adversary ----

Judge = Callable[[Parties, bool], Answer]
"""Who has the status if these are the adversaries, as narrow or as wide as it can be."""


def under(
    world: World, codes: Mapping[str, tuple[Parties, Parties]], judge: Judge, grounds: Callable[[Parties], Parties]
) -> tuple[dict[str, tuple[Parties, Parties]], list[Shares]]:
    """For each adversary, who has the status by it, surely and perhaps; and what is held under all of them together.

    `codes` are the countries of each, without the territories of which it is open whether they count, and with them.

    "Individually or in the aggregate, by one or more countries of concern": 202.211(a)(1). Where several come into
    play, no text says when the status is by one of them. It is where the status turns on it: with it and some of the
    others there is one, without it there is none. It may also be said where it has a part in a least proof.
    """
    by_width: list[dict[frozenset[str], Answer]] = [{}, {}]
    for group in subsets(codes)[1:]:
        for wide in (False, True):
            countries = frozenset[str]().union(*(codes[code][wide] for code in group))
            by_width[wide][group] = judge(countries, wide)
    found = {}
    for code, own in codes.items():
        turning: list[Parties] = []
        for answers in by_width:
            without = [one for one in answers if code not in one]
            turns = [answers[one | {code}].who - answers[one].who for one in without]
            turning.append(answers[frozenset([code])].who.union(*turns))
        surely, perhaps = turning[0] & turning[1], turning[0] | turning[1]
        if len(codes) > 1:
            surely |= taking_part(world, by_width[False][frozenset(codes)], grounds(own[0]))
        found[code] = with_branches(world, surely), with_branches(world, perhaps)
    return found, [answers[frozenset(codes)].shares for answers in by_width]


def with_branches(world: World, who: Parties) -> Parties:
    """A branch has whatever status its head has: 202.256(b), examples."""
    return who | {branch for branch, head in world.branches.items() if head in who}


def taking_part(world: World, answer: Answer, grounds: Parties) -> Parties:
    """Whose status, all adversaries counted together, has a least proof that rests on these grounds.

    A stake is in a least sum that reaches half if some of the others, without it, do not reach it, and do with it.
    Where shares are multiplied, every stake counts as such.
    """
    part = set(grounds)
    while True:
        new = part | {one for one, jobs in world.works.items() if not jobs.isdisjoint(part)}
        new |= {one for one, holders in world.controlled.items() if not holders.isdisjoint(part)}
        for told in world.stakes.values():
            new |= {subject for subject, held in told.items() if any(decisive(held, part, answer.counted))}
        if new == part:
            return answer.who & part
        part = new


def decisive(held: list[tuple[str, int]], part: set[str], counted: tuple[Parties, ...]) -> Iterator[bool]:
    """Of each stake of these holders, whether it is in a least sum."""
    for holders in counted or (frozenset(holder for holder, _ in held),):
        amounts = [(holder, amount) for holder, amount in held if holder in holders]
        for number, (holder, amount) in enumerate(amounts):
            if holder in part:
                sums = {0}
                for _, other in amounts[:number] + amounts[number + 1 :]:
                    sums |= {one + other for one in sums}
                yield (amount > 0 and not counted) or any(HALF - amount <= one < HALF for one in sums)


def subsets(codes: Iterable[str]) -> list[frozenset[str]]:
    """Every set of them, the empty one first."""
    found: list[frozenset[str]] = [frozenset()]
    for code in codes:
        found += [one | {code} for one in found]
    return found
