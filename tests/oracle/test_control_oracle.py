"""`control` against whole worlds made by brute force: no wrong no and no wrong yes in any reading."""

import os
import random
from collections import defaultdict
from itertools import product

import pytest

from cloudreview.control import READINGS, statuses
from cloudreview.law import load
from cloudreview.spells import BEGINNING, END, Spell, day_start, value_at
from cloudreview.truth import Truth
from cloudreview.vocabulary.facts import Closure, Fact, Facts
from cloudreview.vocabulary.rows import Employment, Interest, Party, Row
from cloudreview.vocabulary.status import Reading, Status
from tests.control.building import WINDOW, case, fact_of
from tests.oracle.control import Closed, Evidence, Told, World, covered, named, takes_part, world

COUNTRIES = ("CN", "RU", "IR")
EVER = Spell((BEGINNING, END), (BEGINNING, END))
MIDDLE = day_start("2026-03-01")
LATER = day_start("2026-05-01")
LAW = load(None)
PERCENTS = (0, 1, 2500, 2500, 4999, 5000, 5001, 3000, 6000, 10_000)


def some_spell(dice: random.Random) -> Spell:
    begins = [Spell((MIDDLE, END), (MIDDLE, END)), Spell((MIDDLE, END), (BEGINNING, END))]
    return dice.choice([EVER, EVER, EVER, EVER, *begins, Spell((BEGINNING, MIDDLE), (BEGINNING, LATER))])


def some_truth(dice: random.Random) -> Truth:
    return Truth.CONFLICTING if dice.random() < 0.05 else Truth.SUPPORTED


def country(dice: random.Random) -> str | None:
    return dice.choice(["CN", "HK", "RU", "SG", "SG", "SG", "SG", "US", "US", None])


def some_evidence(dice: random.Random) -> Evidence:
    companies = [f"c{number}" for number in range(dice.randint(1, 5))]
    told: list[Told] = []
    for name in companies:
        if dice.random() < 0.9:
            row = Party(
                party=name, kind="company", organised_in=country(dice), principal_place_of_business=country(dice)
            )
            told.append((row, some_spell(dice), some_truth(dice)))
    if dice.random() < 0.5:
        kind, home = dice.choice(["government", "agency"]), dice.choice(["CN", "RU", "SG", None])
        told.append((Party(party="gov", kind=kind, organised_in=home), EVER, Truth.SUPPORTED))
    people = [f"p{number}" for number in range(dice.randint(0, 2))]
    told += [(employment(name, [*companies, "gov"], dice), some_spell(dice), some_truth(dice)) for name in people]
    pairs = [(a, b) for a in [*companies, "gov", *people, "x"] for b in companies if a != b]
    dice.shuffle(pairs)
    for holder, subject in pairs[: dice.randint(0, 6)]:
        told.append((interest(holder, subject, dice), some_spell(dice), some_truth(dice)))
    return Evidence(told, closed(companies, dice))


def employment(name: str, employers: list[str], dice: random.Random) -> Employment:
    return Employment(
        person=name,
        employer=dice.choice([*employers, *employers, "p0", None]),
        relation=dice.choice(["employee", "contractor", None]),
        citizenships=dice.choice([("SG",), ("CN",), ("CN", "US"), ()]),
        us_status=dice.choice(["none", "none", "visa", "citizen", "permanent_resident", "refugee_or_asylee", None]),
        residence=country(dice),
        work_location=country(dice),
    )


def interest(holder: str, subject: str, dice: random.Random) -> Interest:
    low = dice.choice([*PERCENTS, None])
    high = dice.choice([low, low, low, None, *(one for one in PERCENTS if one >= (low or 0))])
    kind = dice.choice(["equity", "equity", "equity", "vote", "board", "other", None])
    return Interest(holder=holder, subject=subject, kind=kind, percent_min=low, percent_max=high)


def closed(companies: list[str], dice: random.Random) -> list[Closed]:
    ever = (BEGINNING, END)
    found: list[Closed] = []
    for relation in ("parties", "interests", "roster"):
        if dice.random() < 0.7:
            found.append((relation, "*", dice.choice([ever, ever, ever, (MIDDLE, END)])))
    found += [("interests", name, ever) for name in companies if dice.random() < 0.3]
    return found


def as_facts(evidence: Evidence) -> Facts:
    rows: dict[type[Row], list[Fact[Row]]] = {}
    for told in evidence.told:
        one = fact_of(told)
        rows.setdefault(type(one.row), []).append(one)
    closures = tuple(
        Closure(
            id=f"closure:{number}",
            relation=relation,
            scope=scope,
            spell=spell,
            speaker="provider",
            by="declared",
            places=(),
        )
        for number, (relation, scope, spell) in enumerate(evidence.closed)
    )
    return Facts(
        rows={kind: tuple(group) for kind, group in rows.items()},
        closures=closures,
        events=(),
        sources={},
        window=WINDOW,
        period=WINDOW,
        as_of=WINDOW[1] - 1,
    )


def value(rows: list[Status], at: int) -> Truth | None:
    told = [found for one in rows if (found := value_at(one.truth, one.spell, at)) is not None]
    return max(told, default=None)


def differ(seed: int, worlds: int, tally: dict[str, int]) -> list[str]:
    """What control says of one small graph against what its worlds say."""
    dice = random.Random(seed)
    evidence = some_evidence(dice)
    result = statuses(as_facts(evidence), LAW, case(("us-dsp-202",)))
    rows: dict[tuple[str, str, Reading], list[Status]] = defaultdict(list)
    for one in result.statuses:
        rows[one.party, one.adversary, one.reading].append(one)
    faults = []
    people = named(evidence)
    for at in (WINDOW[0], MIDDLE, LATER):
        made = [one for _ in range(worlds) if (one := world(evidence, at, dice)) is not None]
        for reading in READINGS:
            found = [takes_part(one, COUNTRIES, reading.aggregation, reading.indirect) for one in made]
            kept = [one for one in found if one is not None]
            whole = [anybody(one, reading) for one in made]
            every = [one for one in whole if one is not None]
            for name, adversary in product(people, ("CN", "RU")):
                said = value(rows[name, adversary, reading], at)
                seen = {name in one[adversary] for one in kept}
                word = "none" if said is None else said.word
                tally[word] = tally.get(word, 0) + 1
                # The clauses name no adversary: where several have a part, a yes is wrong only if there is no status.
                without = False in seen and any(name not in one for one in every)
                if (said is Truth.REFUTED and True in seen) or (said is Truth.SUPPORTED and without):
                    faults.append(f"seed {seed} {name} {adversary} {reading} at {at}: {word} but {seen}")
    return faults


def anybody(made: World, reading: Reading) -> frozenset[str] | None:
    """Who has the status under all countries of concern together."""
    return covered(made, frozenset(COUNTRIES), reading.aggregation, reading.indirect)


def run(seeds: range, worlds: int) -> None:
    """Run with `-s` it tells how often each value was said."""
    tally: dict[str, int] = {}
    faults = [fault for seed in seeds for fault in differ(seed, worlds, tally)]
    print(tally)
    assert not faults, "\n".join(faults[:20])
    assert "none" not in tally


def test_no_wrong_no_and_no_wrong_yes() -> None:
    run(range(250), 3)


@pytest.mark.long
def test_no_wrong_no_and_no_wrong_yes_in_a_long_run() -> None:
    start = int(os.environ.get("SEED", "1000"))
    run(range(start, start + 5000), 10)
