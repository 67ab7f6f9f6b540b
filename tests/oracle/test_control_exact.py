"""`control` against worlds at the corners of the evidence, each judged crisply by the clauses as they read."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import partial
from itertools import product
from typing import NamedTuple

import pytest

from cloudreview.control import statuses
from cloudreview.law import load
from cloudreview.relations.scopes import scopes_of
from cloudreview.spells import value_at
from cloudreview.truth import Truth
from cloudreview.vocabulary.rows import Controls, Designation, Employment, Individual, Interest, Party, Right
from cloudreview.vocabulary.status import Status
from tests.control.building import case as case_of
from tests.oracle.control_clauses import (
    READINGS,
    Parties,
    World,
    by_itself,
    covered,
    described,
    nexus,
    padfa,
    there,
    under,
)
from tests.oracle.control_graphs import BRANCH, EVER, as_facts, as_text, graph, instants
from tests.oracle.control_shares import WHOLE, Shares, ringed
from tests.oracle.control_told import NAMELESS, WHOM, Case, Moment, Shut, Told, owned, placed, whom
from tests.oracle.control_worlds import worlds

LAW = load(None)
RULES = ("us-dsp-202", "us-icts-2021", "us-icts-2025", "us-padfa")
Key = tuple[str, str, tuple[str, str], str]
"""Party, regime, reading, adversary."""


class Held(NamedTuple):
    """What those who count hold in a world, of whom."""

    companies: frozenset[str]
    """Who may be held at all: no state, no individual."""
    shares: Shares


class Worlds(NamedTuple):
    """What the worlds of an instant say."""

    yes: dict[Key, list[int]]
    """In how many a status surely stands, in how many perhaps, and in how many with those that refute no no."""
    judged: dict[tuple[str, str], int]
    """How many worlds were judged under each reading."""
    at_least: dict[tuple[str, tuple[str, str]], list[Held]]
    """What those who count hold in each world that keeps from a yes, by regime and reading."""
    at_most: dict[tuple[str, tuple[str, str]], list[Held]]
    """The same in each world that keeps from a no."""
    whole: bool
    """Whether these are all worlds."""


def territories(regime: str, codes: tuple[str, ...]) -> dict[str, tuple[Parties, Parties]]:
    """Each adversary of the case with what the list of the regime counts under it, and with what is open."""
    [listed] = [one for one in LAW.lists if one.regime == regime]
    named = {code: frozenset([code, *listed.countries[code]]) for code in codes if code in listed.countries}
    return {code: (own, own | set(listed.doubted.get(code, ()))) for code, own in named.items()}


class Judged(NamedTuple):
    """Who has the status by which adversary under one text, and the readings for which that stands."""

    regime: str
    readings: tuple[tuple[str, str], ...]
    by: dict[str, tuple[Parties, Parties]]
    shares: list[Shares]


def defined(made: World, indirect: str) -> bool:
    """Whether a reading has a sense: in a ring of more than the whole, shares multiplied add up to nothing definite."""
    return indirect == "cascade" or not made.over or not ringed(made.stakes)


def judged(made: World, codes: tuple[str, ...]) -> Iterator[Judged]:
    """The statuses of one world under every text and reading."""
    for reading in READINGS:
        if defined(made, reading[1]):
            countries = territories("us-dsp-202", codes)
            answer = partial(covered, made, reading)
            yield Judged("us-dsp-202", (reading,), *under(made, countries, answer, partial(described, made)))
    for text in ("us-icts-2021", "us-icts-2025"):
        answer, grounds = partial(nexus, made, text), partial(by_itself, made, text)
        yield Judged(text, READINGS, *under(made, territories(text, codes), answer, grounds))

    for indirect in ("cascade", "look_through"):
        if defined(made, indirect):
            readings = tuple(one for one in READINGS if one[1] == indirect)
            countries, answer = territories("us-padfa", codes), partial(padfa, made, indirect)
            yield Judged("us-padfa", readings, *under(made, countries, answer, partial(there, made)))


def told_by_worlds(moment: Moment, dice: random.Random, most: int, few: int) -> Worlds:
    """What the worlds say of each status."""
    found: dict[Key, list[int]] = defaultdict(lambda: [0, 0, 0])
    count: dict[tuple[str, str], int] = dict.fromkeys(READINGS, 0)
    at_least: dict[tuple[str, tuple[str, str]], list[Held]] = defaultdict(list)
    at_most: dict[tuple[str, tuple[str, str]], list[Held]] = defaultdict(list)
    whole = True
    for made, all_made in worlds(moment, dice, most, few):
        whole = all_made
        for reading in READINGS:
            count[reading] += defined(made, reading[1]) and not made.mistaken
        companies = frozenset(made.entities - made.seat.keys())
        for one in judged(made, moment.codes):
            lots = [Held(companies, shares) for shares in one.shares]
            for reading in one.readings if not made.over else ():
                at_least[one.regime, reading] += lots if not made.mistaken else []
                at_most[one.regime, reading] += lots if not made.beyond else []
            for code, (surely, perhaps) in one.by.items():
                counted = (surely if not made.mistaken else (), perhaps if not made.beyond else (), perhaps)
                for reading, (number, parties) in product(one.readings, enumerate(counted)):
                    for party in parties:
                        found[party, one.regime, reading, code][number] += 1
    return Worlds(found, count, at_least, at_most, whole)


def fault(said: Truth, yes: Sequence[int], count: int, whole: bool) -> str | None:
    """What is wrong with what control says, if anything: `too careful` is no fault."""
    surely, perhaps, told = yes
    if said is Truth.REFUTED and perhaps:
        return "wrong no"
    if said is Truth.SUPPORTED and surely < count:
        return "wrong yes"
    if whole and said is Truth.CONFLICTING and not told:
        return "wrong conflicting"
    if whole and said in {Truth.UNKNOWN, Truth.CONFLICTING} and (not perhaps or surely == count):
        return "too careful"
    return None


def compare(case: Case, dice: random.Random, counts: Counter[str], most: int = 64, few: int = 10) -> list[str]:
    """The faults of one case, each with party, regime, reading, adversary and instant."""
    result = statuses(as_facts(case), LAW, case_of(RULES, adversaries=case.codes))
    faults: list[str] = []
    for at in instants(case):
        moment = Moment(case, at)
        found = told_by_worlds(moment, dice, most, few)
        counts["instants"] += 1
        counts["whole"] += found.whole
        named = set(moment.names)
        silent = {
            key for key, (_, perhaps, _) in found.yes.items() if perhaps and key[0] in named and key[3] in case.codes
        }
        for one in result.statuses:
            said = value_at(one.truth, one.spell, at)
            if said is None:
                continue
            reading = (one.reading.aggregation, one.reading.indirect)
            silent.discard((one.party, one.regime, reading, one.adversary))
            yes = found.yes.get((one.party, one.regime, reading, one.adversary), [0, 0, 0])
            wrong = fault(said, yes, found.judged[reading], found.whole)
            counts["statuses"] += 1
            counts[said.word] += 1
            counts["judged whole"] += found.whole
            if wrong is not None:
                counts[wrong] += 1
            if wrong not in {None, "too careful"}:
                faults.append(
                    f"{wrong}: {one.party} {one.regime} {'/'.join(reading)} {one.adversary} at {at}: control says "
                    f"{said.word} ({one.clause}), yes in {yes[0]}..{yes[1]} of {found.judged[reading]} worlds"
                )
            if one.held is not None and one.party != BRANCH and len(moment.codes) == 1:
                counts["bounds"] += 1
                faults += outside(one, found.at_least[one.regime, reading], found.at_most[one.regime, reading])
        faults += [f"nothing said: {key} at {at}: {found.yes[key]}" for key in sorted(silent)]
    return faults


def outside(one: Status, at_least: list[Held], at_most: list[Held]) -> list[str]:
    """Where those who count hold less or more of a company in a world than control says.

    Of whom several kinds are possible, it is the company that it may be of which control says how much is held.
    """
    faults: list[str] = []
    for kind, (low, high) in (one.held or {}).items():
        least, most = (
            [
                min(Fraction(WHOLE), world.shares.get(one.party, {}).get(kind, Fraction(0)))
                for world in lots
                if one.party in world.companies
            ]
            for lots in (at_least, at_most)
        )
        # Of worlds drawn by chance those that keep from a yes may be others than those that keep from a no.
        if min(least, default=low) < low or max(most, default=high) > high:
            between = f"{float(min(least, default=low)):.2f}..{float(max(most, default=high)):.2f}"
            told = f"{one.party} {one.regime} {one.reading.aggregation}/{one.reading.indirect}"
            faults.append(f"wrong bounds: {told}: control says {kind} {low}..{high}, worlds hold {between}")
    return faults


def without(case: Case, dice: random.Random) -> tuple[Case, Told | None]:
    """The case less one statement of completeness, or less one row and all that said its list to be complete."""
    number = dice.randrange(len(case.told) + len(case.shut))
    if number >= len(case.told):
        left = list(case.shut)
        del left[number - len(case.told)]
        return case._replace(shut=tuple(left)), None
    gone = case.told[number]
    scopes = scopes_of(gone.row)
    if isinstance(gone.row, Right | Controls):  # who says that all interests are told says so of these too
        scopes = [("interests", gone.row.subject), ("interests", "*")]
    return (
        case._replace(
            told=(*case.told[:number], *case.told[number + 1 :]),
            shut=tuple(one for one in case.shut if (one.relation, one.scope) not in scopes),
        ),
        gone,
    )


def beside_nameless(case: Case) -> set[str]:
    """Who is told to hold a company of which somebody without a name is told, in dispute, to hold a part."""
    held = [(one.row, one.truth) for one in case.told if isinstance(one.row, Interest)]
    subjects = {row.subject for row, truth in held if row.holder.startswith(NAMELESS) and truth is not Truth.SUPPORTED}
    return {row.holder for row, _ in held if row.subject in subjects}


def plain(case: Case, gone: Told | None) -> bool:
    """Whether what is removed neither ends nor disputes another row: only then does less evidence only widen."""
    if gone is None or isinstance(gone.row, Designation):  # an entry disputes the law data: decision 12
        return gone is None
    if whom(gone).startswith(NAMELESS) or whom(gone) in beside_nameless(case):
        return False  # what tells that the two are not one speaks against a list: decision 8
    if of_no_company(case, gone):
        return False
    if isinstance(gone.row, Interest):
        rows = [one.row for one in case.told if isinstance(one.row, Interest) and one.row.subject == gone.row.subject]
        if sum(row.percent_min or 0 for row in rows) > WHOLE:  # what adds up to more than the whole disputes each other
            return False
    alone = WHOM[type(gone.row)] if isinstance(gone.row, Interest | Right | Controls) else WHOM[type(gone.row)][:1]
    about = [
        one
        for one in case.told
        if all(getattr(one.row, name, None) == getattr(gone.row, name) for name in alone)
        and (type(one.row) is type(gone.row) or isinstance(one.row, Individual | Employment))
    ]
    return len(about) == 1 and gone.truth is Truth.SUPPORTED


def of_no_company(case: Case, gone: Told) -> bool:
    """Whether it tells who has a hold on a person or a state, or a kind where what an entity alone has is told too.

    Whom nobody tells to have a hold on a person or a state has none, also where lists are open; and a kind and what
    contradicts it are a dispute (decision 16).
    """
    about = [one for one in case.told if whom(one) == whom(gone)]
    of_kind = {one.row.kind for one in about if isinstance(one.row, Party)}
    human = "person" in of_kind or any(isinstance(one.row, Employment | Individual) for one in about)
    if not human and of_kind.isdisjoint({"agency", "government"}):
        return False
    tie = isinstance(gone.row, Interest | Right | Controls)
    return tie or any(owned(one) for one in about) or (human and any(placed(one) for one in about))


WIDER = {
    Truth.REFUTED: {Truth.REFUTED, Truth.UNKNOWN},
    Truth.UNKNOWN: {Truth.UNKNOWN},
    Truth.CONFLICTING: {Truth.CONFLICTING, Truth.UNKNOWN},
    Truth.SUPPORTED: {Truth.SUPPORTED, Truth.CONFLICTING, Truth.UNKNOWN},
}
"""What may be said with less evidence, by what was said with more."""


def values(case: Case, at: int) -> dict[Key, Truth]:
    """What control says at an instant."""
    found: dict[Key, Truth] = {}
    for one in statuses(as_facts(case), LAW, case_of(RULES, adversaries=case.codes)).statuses:
        said = value_at(one.truth, one.spell, at)
        if said is not None:
            found[one.party, one.regime, (one.reading.aggregation, one.reading.indirect), one.adversary] = said
    return found


def narrowed(case: Case, dice: random.Random) -> list[str]:
    """What control says more surely with less evidence."""
    if not case.told and not case.shut:
        return []
    less, gone = without(case, dice)
    if not plain(case, gone):
        return []
    faults: list[str] = []
    for at in instants(case)[:2]:
        before, after = values(case, at), values(less, at)
        faults += [
            f"{key} at {at}: {before[key].word} became {said.word} without {gone}"
            for key, said in after.items()
            if key in before and said not in WIDER[before[key]]
        ]
    return faults


def run(seeds: range) -> Counter[str]:
    """Compare many cases; raises with the first that is wrong, as text that makes it again."""
    counts: Counter[str] = Counter()
    for seed in seeds:
        dice = random.Random(seed)
        case = graph(dice)
        faults = compare(case, dice, counts)
        if seed % 5 == 0:
            counts["removals"] += 1
            faults += narrowed(case, dice)
        counts["graphs"] += 1
        assert not faults, "\n".join([f"seed {seed}", as_text(case), *faults[:20]])
    return counts


def test_no_wrong_yes_no_wrong_no_and_less_evidence_only_widens() -> None:
    counts = run(range(170))
    assert min(counts[word] for word in ("refuted", "unknown", "conflicting", "supported")) > 100
    assert counts["too careful"] < 0.05 * counts["judged whole"]


@pytest.mark.long
@pytest.mark.parametrize("part", range(50))
def test_fifty_thousand_graphs(part: int) -> None:
    counts = run(range(1_000_000 + 1000 * part, 1_000_000 + 1000 * (part + 1)))
    assert counts["graphs"] == 1000
    print(dict(counts))


# ---- the oracle itself ----

CHINA = frozenset({"CN"})
COVERED = {"pooled/cascade", "literal/cascade", "pooled/look_through", "literal/look_through"}


def small_world(
    stakes: dict[str, dict[str, int]], american: tuple[str, ...] = (), chinese: tuple[str, ...] = ()
) -> World:
    """Companies that hold equity of each other; `state` is the government of China."""
    made = World()
    made.seat["state"] = "CN"
    for name in {*stakes, *(holder for held in stakes.values() for holder in held)} - {"state"}:
        made.entities.add(name)
        made.places[name] = ("US" if name in american else "CN" if name in chinese else "SG", "SG")
    made.us |= set(american)
    made.stakes["equity"] = {subject: list(held.items()) for subject, held in stakes.items()}
    return made


@pytest.mark.parametrize(
    ("stakes", "american", "chinese", "under"),
    [
        ({"s": {"state": 5000}}, (), (), COVERED),
        ({"s": {"state": 4999}}, (), (), set()),
        ({"s": {"state": 10_000}}, ("s",), (), set()),  # a US company is a US person whoever owns it
        # OFAC FAQ 401, examples 1 and 2
        ({"a": {"state": 5000}, "s": {"a": 5000}}, (), (), {"pooled/cascade", "literal/cascade"}),
        (
            {"a": {"state": 5000}, "b": {"state": 5000}, "s": {"a": 2500, "b": 2500}},
            (),
            (),
            {"pooled/cascade", "literal/cascade"},
        ),
        # 40 % of B, B holds 80 %, and 20 % itself: 52 % when multiplied
        (
            {"b": {"state": 4000}, "s": {"b": 8000, "state": 2000}},
            (),
            (),
            {"pooled/look_through", "literal/look_through"},
        ),
        # 25 % of the country and 25 % of a company described in (a)(1): two paragraphs
        ({"s": {"state": 2500, "c": 2500}}, (), ("c",), {"pooled/cascade", "pooled/look_through"}),
        # a holds b wholly, b 60 % of a, and the state the rest of a: all of it is the state's when multiplied
        (
            {"a": {"b": 6000, "state": 4000}, "b": {"a": 10_000}, "s": {"b": 9000}},
            (),
            (),
            {"pooled/look_through", "literal/look_through"},
        ),
    ],
)
def test_the_clauses_on_worlds_counted_by_hand(
    stakes: dict[str, dict[str, int]], american: tuple[str, ...], chinese: tuple[str, ...], under: set[str]
) -> None:
    made = small_world(stakes, american, chinese)
    found = {"/".join(reading) for reading in READINGS if "s" in covered(made, reading, CHINA).who}
    assert found == under


def test_a_ring_of_whole_stakes_has_no_answer() -> None:
    made = small_world({"s": {"a": 10_000}, "a": {"s": 10_000}, "b": {"state": 10_000}})
    reading = ("pooled", "look_through")
    assert "s" not in covered(made, reading, CHINA).who
    assert "s" in covered(made, reading, CHINA, wide=True).who


def test_all_corners_of_a_small_case_are_made_once() -> None:
    told = [
        Told(Party(party="s", kind="company", organised_in="SG", principal_place_of_business="SG"), EVER),
        Told(Party(party="a", kind="company", organised_in="SG", principal_place_of_business="SG"), EVER),
        Told(Interest(holder="country:CN", subject="s", kind="equity", percent_min=2500, percent_max=5000), EVER),
        Told(Interest(holder="a", subject="s", kind="equity", percent_min=2500, percent_max=7500), EVER),
    ]
    shut = tuple(Shut(relation, "*", EVER.must) for relation in ("parties", "interests", "roster"))
    made = list(worlds(Moment(Case(tuple(told), shut, ("CN",)), 0), random.Random(1), 64, 10))
    assert all(whole for _, whole in made)
    held = {tuple(sorted(one.stakes["equity"]["s"])) for one, _ in made}
    corners = {(2500, 2500), (2500, 5000), (7500, 2500), (5000, 5000)}
    assert {tuple(amount for _, amount in one) for one in held} == corners
