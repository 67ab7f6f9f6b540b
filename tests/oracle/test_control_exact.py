"""`control` against worlds at the corners of the evidence, each judged crisply by the clauses as they read."""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

import pytest

from cloudreview.control import statuses
from cloudreview.law import load
from cloudreview.spells import value_at
from cloudreview.truth import Truth
from cloudreview.vocabulary.status import Reading, Status
from tests.control.building import RULES, case as case_of
from tests.oracle.control_clauses import READINGS, Parties, World, covered, nexus, turns_on
from tests.oracle.control_graphs import as_facts, as_text, graph, instants
from tests.oracle.control_worlds import Case, Moment, worlds

LAW = load(None)
Key = tuple[str, str, tuple[str, str], str]
"""Party, regime, reading, adversary."""


class Worlds(NamedTuple):
    """What the worlds of an instant say."""

    yes: dict[Key, list[int]]
    """In how many a status surely stands, and in how many perhaps."""
    count: dict[tuple[str, str], int]
    """How many worlds were judged under each reading."""
    whole: bool
    """Whether these are all worlds."""


def territories(regime: str, codes: tuple[str, ...]) -> dict[str, Parties]:
    """Each adversary of the case with what the list of the regime counts under it."""
    [listed] = [one for one in LAW.lists if one.regime == regime]
    return {code: frozenset([code, *listed.countries[code]]) for code in codes if code in listed.countries}


def dsp(made: World, reading: tuple[str, str], countries: Parties, wide: bool) -> Parties:
    """Covered persons."""
    return covered(made, countries, reading, wide).who


def icts(made: World, text: str, countries: Parties, wide: bool) -> Parties:
    """Who has the nexus."""
    return nexus(made, countries, text, wide)


def judges(made: World) -> Iterator[tuple[str, tuple[tuple[str, str], ...], Callable[[Parties, bool], Parties]]]:
    """Each regime with the readings for which its judgement stands."""
    for reading in READINGS:
        if made.over and reading[1] == "look_through":
            continue
        yield "us-dsp-202", (reading,), partial(dsp, made, reading)
    for regime in ("us-icts-2021", "us-icts-2025"):
        yield regime, READINGS, partial(icts, made, regime)


def told_by_worlds(moment: Moment, dice: random.Random, most: int, few: int) -> Worlds:
    """What the worlds say of each status."""
    found: dict[Key, list[int]] = defaultdict(lambda: [0, 0])
    count: dict[tuple[str, str], int] = dict.fromkeys(READINGS, 0)
    whole = True
    for made, whole in worlds(moment, dice, most, few):
        for reading in READINGS:
            count[reading] += not (made.over and reading[1] == "look_through")
        for regime, readings, judged in judges(made):
            for code, pair in turns_on(territories(regime, moment.codes), judged).items():
                for reading in readings:
                    for number, parties in enumerate(pair):
                        for party in parties:
                            found[party, regime, reading, code][number] += 1
    return Worlds(found, count, whole)


def fault(said: Truth, surely: int, perhaps: int, count: int, whole: bool) -> str | None:
    """What is wrong with what control says, if anything: `too careful` is no fault."""
    if said is Truth.REFUTED and perhaps:
        return "wrong no"
    if said is Truth.SUPPORTED and surely < count:
        return "wrong yes"
    if whole and said is Truth.CONFLICTING and not perhaps:
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
        for one in result.statuses:
            said = value_at(one.truth, one.spell, at)
            if said is None:
                continue
            reading = (one.reading.aggregation, one.reading.indirect)
            surely, perhaps = found.yes.get((one.party, one.regime, reading, one.adversary), (0, 0))
            wrong = fault(said, surely, perhaps, found.count[reading], found.whole)
            counts["statuses"] += 1
            counts[said.word] += 1
            counts["judged whole"] += found.whole
            if wrong is not None:
                counts[wrong] += 1
            if wrong not in {None, "too careful"}:
                faults.append(
                    f"{wrong}: {one.party} {one.regime} {'/'.join(reading)} {one.adversary} at {at}: control says {said.word} "
                    f"({one.clause}), yes in {surely}..{perhaps} of {found.count[reading]} worlds"
                )
    return faults
