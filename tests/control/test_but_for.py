"""The gap that alone holds a status at unknown: disclosed one way or the other, the status is known."""

from __future__ import annotations

import random

import msgspec
import pytest

from cloudreview.control import READINGS, ControlResult
from cloudreview.truth import Truth
from cloudreview.vocabulary.status import Reading
from tests.control.building import HEADLINE, company, holds, judged, person
from tests.control.graphs import graph, settled

CN, SG = company("x", "CN", "CN"), company("s", "SG", "SG")
A, B = company("a"), company("b")
THROUGH = Reading("pooled", "look_through")


def asked(result: ControlResult, party: str, reading: Reading = HEADLINE, regime: str = "us-dsp-202") -> list[str]:
    wheres = {gap.id: gap.where for gap in result.gaps}
    rows = [one for one in result.statuses if (one.party, one.reading, one.regime) == (party, reading, regime)]
    return [wheres[gap] for one in rows if one.adversary == "CN" for gap in one.but_for]


def test_a_band_or_an_open_list_that_decides_is_named() -> None:
    assert asked(judged([CN, A, holds("x", "a", 2500, 7500)]), "a") == ["interests a x"]
    lists = (("parties", "*"), ("roster", "*"), ("interests", "x"))
    assert asked(judged([CN, A], lists), "a") == ["interests a"]
    wholly = [holds("b", "a", 10000, kind=kind) for kind in ("equity", "vote")]
    assert asked(judged([CN, A, B, *wholly], (*lists, ("interests", "a"))), "a") == ["interests b"]


def test_of_two_bands_neither_decides_alone() -> None:
    result = judged([CN, company("y", "CN", "CN"), A, holds("x", "a", 2500, 5000), holds("y", "a", 0, 4000)])
    assert asked(result, "a") == []


def test_what_a_person_has_to_judge_afterwards_is_not_settled_by_a_list() -> None:
    lists = (("parties", "*"), ("roster", "*"), ("interests", "x"))
    assert asked(judged([CN, A], lists), "a", regime="us-icts-2025") == []


def test_an_employee_waits_for_the_list_of_the_employer() -> None:
    lists = (("parties", "*"), ("roster", "*"), ("interests", "x"))
    assert asked(judged([CN, A, person("p", "a")], lists), "p") == ["interests a"]


def test_a_closed_ring_is_named() -> None:
    result = judged([CN, A, B, holds("a", "b", 10000), holds("b", "a", 10000)])
    assert asked(result, "a", THROUGH) == ["ring a b"]


def test_what_is_held_through_others_is_named() -> None:
    told = msgspec.structs.replace(holds("x", "a", 6000), directly=False)
    assert asked(judged([CN, A, told]), "a") == ["interests a through x"]
    for answer in (holds("x", "a", 6000), None):
        rows = [CN, A, *([answer] if answer else [])]
        assert all(row.truth is not Truth.UNKNOWN for row in judged(rows, rules=("us-dsp-202",)).statuses)


@pytest.mark.parametrize("seed", range(60))
def test_disclosed_either_way_the_statuses_named_are_known(seed: int) -> None:
    dice = random.Random(seed)
    told = graph(dice, open_=dice.choice((0.1, 0.3)))
    result = told.judged()
    gaps = {gap.id: gap for gap in result.gaps}
    waiting = [one for one in result.statuses if one.but_for]
    for name in sorted({gap for one in waiting for gap in one.but_for}):
        for answer in settled(told, gaps[name], dice):
            after = {(one.party, one.reading): one.truth for one in answer.judged().statuses}
            for one in waiting:
                if one.but_for == (name,):
                    assert after[one.party, one.reading] is not Truth.UNKNOWN, (gaps[name].where, one, told, answer)


def test_the_random_graphs_have_statuses_that_wait_for_one_gap() -> None:
    """So that the law above is not true of nothing."""
    found: dict[str, int] = {}
    for seed in range(40):
        dice = random.Random(seed)
        result = graph(dice, open_=dice.choice((0.1, 0.3))).judged()
        gaps = {gap.id: gap.where.split() for gap in result.gaps}
        for one in result.statuses:
            for gap in one.but_for:
                kind = "ring" if gaps[gap][0] == "ring" else f"interests {len(gaps[gap])}"
                found[kind] = found.get(kind, 0) + 1
    assert {"interests 2", "interests 3"} <= set(found)
    assert set(READINGS) >= {one.reading for one in result.statuses}
