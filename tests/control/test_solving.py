"""A ring is judged alike whatever its members are called, and tells all that its answers rest on."""

from __future__ import annotations

import random

import msgspec
import pytest

from cloudreview.control.components import needed_first
from cloudreview.vocabulary.rows import Interest, Party, Row
from cloudreview.vocabulary.status import Status
from tests.control.building import RULES, company, facts, holds, judged

Names = dict[str, str]


def ring(dice: random.Random) -> list[Row]:
    """Up to five companies that hold one another, some told as held through others, and a country outside."""
    names = "abcde"[: dice.randint(2, 5)]
    told: list[Row] = [company(one, dice.choice(["SG", "US", "CN", None]), dice.choice(["SG", "CN"])) for one in names]
    pairs = [*zip(names, names[1:] + names[0], strict=True), *(dice.sample(names, 2) for _ in range(3))]
    for holder, subject in [("country:CN", names[0]), *pairs]:
        low = dice.choice([None, 1000, 2500, 4000, 5000, 6000])
        kind = dice.choice(["equity", "equity", "vote", "branch", "other"])
        direct = dice.choice([True, True, True, False, None])
        told.append(msgspec.structs.replace(holds(holder, subject, low, kind=kind), directly=direct))
    return told


def renamed(row: Row, names: Names) -> Row:
    if isinstance(row, Party):
        return msgspec.structs.replace(row, party=names[row.party])
    assert isinstance(row, Interest)
    return msgspec.structs.replace(row, holder=names.get(row.holder, row.holder), subject=names[row.subject])


def places(rows: list[Row]) -> dict[str, int]:
    """The number of the row from which each fact comes."""
    return {fact.id: at for at, row in enumerate(rows) for group in facts([row]).rows.values() for fact in group}


def plain(one: Status, origin: dict[str, int], names: Names) -> object:
    """A status by what it says, its facts by their rows; the id of a question has a name in it."""
    because = sorted(str(origin.get(name, name)) for name in one.because if not name.startswith("closure:"))
    key = (names.get(one.party, one.party), one.regime, one.reading, one.adversary, one.spell)
    return repr((key, one.truth, one.clause, because, len(one.gaps), len(one.but_for), one.held))


@pytest.mark.parametrize("seed", range(40))
def test_what_the_members_of_a_ring_are_called_decides_nothing(seed: int) -> None:
    told = ring(random.Random(seed))
    parties = [row.party for row in told if isinstance(row, Party)]
    names = dict(zip(parties, reversed(parties), strict=True))
    other = [renamed(row, names) for row in told]
    one, two = (judged(rows, rules=(*RULES, "us-padfa")).statuses for rows in (told, other))
    assert sorted(repr(plain(of, places(told), names)) for of in one) == sorted(
        repr(plain(of, places(other), {})) for of in two
    )


def test_an_answer_of_a_ring_rests_on_all_that_its_members_rest_on() -> None:
    """What is of one member twice, as its status and as how it counts, took one more round than there are members."""
    told = [
        Party(party="head", organised_in="US", principal_place_of_business="SG"),
        Interest(holder="head", subject="office", kind="branch", directly=True),
        Interest(holder="office", subject="head", kind="equity", percent_min=4000, percent_max=4000, directly=True),
    ]
    found = judged([*told, Party(party="x", organised_in="CN")], (("roster", "*"),), ("us-padfa",)).statuses
    found = [one for one in found if (one.party, one.adversary) == ("office", "CN")]
    assert {one.reading.indirect for one in found} == {"cascade", "look_through"}
    for one in found:
        assert ("law:padfa/cascade" in one.because) == (one.reading.indirect == "cascade")
        assert {places(told)[name] for name in one.because if name in places(told)} >= {1, 2}


def test_those_come_first_whom_others_need() -> None:
    chain = {"d": ["c"], "c": ["b"], "b": ["a"], "a": []}
    assert needed_first(chain) == ["a", "b", "c", "d"]
    assert needed_first({**chain, "a": ["d"]}) == ["b", "c", "d", "a"]
    assert needed_first({}) == []
