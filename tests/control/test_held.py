"""What is held by those who count, beside each status: the truth lies inside, and less evidence only widens."""

from __future__ import annotations

import random
from fractions import Fraction

import msgspec
import pytest

from cloudreview.control import READINGS, ControlResult
from cloudreview.spells import BEGINNING, END, EVER, Spell, day_start
from cloudreview.truth import Truth
from cloudreview.vocabulary.rows import Row
from cloudreview.vocabulary.status import Held, Reading
from tests.control.building import HEADLINE, company, holds, judged, person
from tests.control.graphs import FREE, Graph, crisp, graph
from tests.oracle.control import World, flowing

CN, RU, SG = company("x", "CN", "CN"), company("r", "RU", "RU"), company("s", "SG", "SG")
A, B = company("a"), company("b")
THROUGH = Reading("pooled", "look_through")
LITERAL = Reading("literal", "cascade")
OPEN = (("parties", "*"), ("roster", "*"), ("interests", "s"), ("interests", "x"))


def held(result: ControlResult, party: str, reading: Reading = HEADLINE, regime: str = "us-dsp-202") -> Held | None:
    found = [
        one.held
        for one in result.statuses
        if (one.party, one.reading, one.regime, one.adversary) == (party, reading, regime, "CN")
    ]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("rows", "closed", "cascade", "through"),
    [
        ([holds("x", "a", 3000)], True, (3000, 3000), (3000, 3000)),
        ([holds("x", "a", 3000)], False, (3000, 10000), (3000, 10000)),
        ([holds("x", "a", 3000), holds("s", "a", 2000)], False, (3000, 8000), (3000, 8000)),
        ([holds("x", "a", 2500, 7500), holds("s", "a", 4000)], True, (2500, 6000), (2500, 6000)),
        ([holds("x", "b", 5000), holds("b", "a", 5000)], True, (5000, 5000), (2500, 2500)),
        # Thirds are rounded outward.
        ([holds("x", "a", 5000), holds("b", "a", 2500), holds("a", "b", 2500), holds("x", "b", 5000)], True,
         (7500, 7500), (6666, 6667)),
        ([holds("a", "b", 10000), holds("b", "a", 10000)], True, (0, 0), (0, 10000)),
    ],
)  # fmt: skip
def test_what_is_held_is_told_between_bounds(
    rows: list[Row], closed: bool, cascade: tuple[int, int], through: tuple[int, int]
) -> None:
    result = judged([CN, SG, A, B, *rows], *([] if closed else [OPEN]))
    for reading, expected in ((HEADLINE, cascade), (THROUGH, through)):
        found = held(result, "a", reading)
        assert found is not None
        assert found["equity"] == expected
        assert found["vote"] == (0, 0 if closed else 10_000)


def test_of_classes_summed_apart_the_largest_is_told() -> None:
    result = judged([CN, A, holds("country:CN", "a", 2500), holds("x", "a", 3000)])
    assert held(result, "a", LITERAL) == {"equity": (3000, 3000), "vote": (0, 0)}
    assert held(result, "a") == {"equity": (5500, 5500), "vote": (0, 0)}


def test_the_icts_limbs_tell_it_under_every_reading() -> None:
    result = judged([CN, A, holds("x", "a", 3000)])
    for reading in READINGS:
        assert held(result, "a", reading, "us-icts-2025") == {"equity": (3000, 3000), "vote": (0, 0)}


def test_whose_status_follows_without_has_none() -> None:
    american = company("u", "US", "US")
    told = [CN, american, holds("s", "x", 5000), holds("x", "u", 6000), person("p", "x")]
    result = judged([*told, SG])
    for who in ("x", "u", "p", "country:CN"):
        assert held(result, who) is None


def test_holders_of_another_adversary_are_not_held_by_this_one() -> None:
    result = judged([CN, RU, A, holds("x", "a", 2000), holds("r", "a", 3000)])
    assert held(result, "a") == {"equity": (2000, 2000), "vote": (0, 0)}


def test_over_a_spell_the_bounds_are_those_of_any_time_of_it() -> None:
    bought = Spell((day_start("2026-03-01"), END), (day_start("2026-03-01"), END))
    result = judged([CN, company("y", "CN", "CN"), A, holds("x", "a", 6000), (holds("y", "a", 1000), bought)])
    assert held(result, "a") == {"equity": (6000, 7000), "vote": (0, 0)}


def bounds(result: ControlResult) -> dict[tuple[str, Reading, str], tuple[int, int]]:
    return {
        (one.party, one.reading, kind): told
        for one in result.statuses
        if one.party in FREE and one.held
        for kind, told in one.held.items()
    }


@pytest.mark.parametrize("seed", range(30))
def test_the_truth_lies_inside(seed: int) -> None:
    dice = random.Random(seed)
    told = graph(dice)
    wide = bounds(told.judged())
    for _ in range(3):
        for key, (low, high) in bounds(crisp(told, dice).judged()).items():
            assert wide[key][0] <= low <= high <= wide[key][1], (key, told)


@pytest.mark.parametrize("seed", range(25))
def test_of_what_is_told_exactly_it_is_what_elimination_gives(seed: int) -> None:
    """By the second implementation, which solves the equations of all companies at once by Gauss."""
    dice = random.Random(1000 + seed)
    world = crisp(graph(dice, ("equity",)), dice)
    world.rows[:] = [row for row in world.rows if row.kind == "equity"]
    stakes = [(row.holder, row.subject, "equity", Fraction(row.percent_min or 0, 10_000)) for row in world.rows]
    shares = flowing(World({}, stakes), "equity", {"x"}, set(), frozenset())
    found = bounds(world.judged())
    for name in FREE:
        low, high = found[name, THROUGH, "equity"]
        if shares is not None and (low, high) != (0, 10_000):
            exact = shares.get(name, Fraction(0)) * 10_000
            assert low <= exact <= high <= low + 1, (name, world)


@pytest.mark.parametrize("seed", range(30))
def test_less_evidence_only_widens(seed: int) -> None:
    dice = random.Random(2000 + seed)
    told = graph(dice)
    narrow = bounds(told.judged())
    fewer = [Graph(told.rows, told.closed - {name}) for name in sorted(told.closed)]
    for index, row in enumerate(told.rows):
        fewer.append(Graph([*told.rows[:index], *told.rows[index + 1 :]], told.closed - {row.subject}))
    for less in dice.sample(fewer, min(3, len(fewer))):
        for key, (low, high) in bounds(less.judged()).items():
            assert low <= narrow[key][0] <= narrow[key][1] <= high, (key, told, less)


def test_what_is_told_in_all_widens_beside_what_nobody_disclosed() -> None:
    rows = [SG, CN, A, holds("s", "a", 6000), msgspec.structs.replace(holds("x", "a", 3000), directly=None)]
    opened, whole = held(judged(rows, OPEN), "a"), held(judged(rows), "a")
    assert opened is not None
    assert whole is not None
    assert (opened["equity"], whole["equity"]) == ((0, 7000), (0, 3000))


def test_a_disputed_stake_counts_in_the_upper_bound_alone() -> None:
    result = judged([CN, A, (holds("x", "a", 6000), EVER, Truth.CONFLICTING)])
    assert held(result, "a") == {"equity": (0, 6000), "vote": (0, 0)}
    maybe = Spell((0, 0), (BEGINNING, END))
    assert held(judged([CN, A, (holds("x", "a", 6000), maybe)]), "a") == {"equity": (0, 6000), "vote": (0, 0)}
