"""A status as steps: every leaf once, each under whom it is about, through rings to an end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from cloudreview import dossier as written
from cloudreview.derivation import DEEP, Derivations, Node
from cloudreview.explain import Reason, explain, lines
from cloudreview.vocabulary.told import Dossier, ToldFact, ToldStatus
from tests.dossier.chart.web import web
from tests.provider import harbor
from tests.reviews import reviewed


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    case = tmp_path_factory.mktemp("web")
    written.write(web(case), case)
    return case


@pytest.fixture(scope="module")
def ours(folder: Path) -> Dossier:
    told = written.read(folder)
    assert told is not None
    return told


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Dossier]:
    case = harbor().dump(tmp_path_factory.mktemp("harbor") / "case")
    return case, reviewed(case)


def status(told: Dossier, party: str, truth: str, reading: str = "pooled/cascade") -> ToldStatus:
    """The status that rests on the most."""
    found = [one for one in told.statuses if (one.party, one.truth, one.reading) == (party, truth, reading)]
    return max(found, key=lambda one: (len(one.because), one.id))


def ids(nodes: Iterable[Node]) -> Iterator[str]:
    for one in nodes:
        yield one.id
        yield from ids(one.below)


def test_every_leaf_of_every_status_stands_once(ours: Dossier, golden: tuple[Path, Dossier]) -> None:
    for told in (ours, golden[1]):
        derivations = Derivations(told)
        for one in told.statuses:
            met = Counter(name for name in ids(derivations.of(one)) if not name.startswith("status:"))
            assert met == Counter((*one.because, *one.gaps)), one


def found(reasons: Iterable[Reason], words: str) -> Reason:
    """The first node that says so, at any depth."""
    for one in reasons:
        if words in one.text:
            return one
        deeper = next((hit for hit in [found(one.because, words)] if hit.id), None)
        if deeper is not None:
            return deeper
    return Reason(id="", relation="", truth=None, text="")


def test_the_walk_goes_from_the_clause_to_the_holder_s_holder(golden: tuple[Path, Dossier]) -> None:
    case, told = golden
    mei = explain(case, told, status(told, "p-3", "supported").id)
    assert mei.text.startswith("Mei Tan (p-3) is a covered person for China, by 28 CFR 202.211(a)(3), from 2026-03-10")
    assert [one.relation for one in mei.because[:2]] == ["law", "facts"]
    assert mei.because[0].text.startswith("28 CFR 202.211(a)(3), Covered person: employee or contractor (verified)")
    job = mei.because[1]
    assert job.text.startswith(
        "Mei Tan (p-3): works for Tidewater Cloud Pte. Ltd. (tidewater), from 2024-01-15, citizen"
    )
    assert job.places[0].text == "p-3,Mei Tan,tidewater,employee,,,SG,none,SG,SG,2024-01-15,"
    (tidewater,) = job.because
    assert tidewater.id == status(told, "tidewater", "supported").id
    assert [one.relation for one in tidewater.because] == ["law", "facts", "facts"]
    stake = tidewater.because[2]
    assert stake.text.startswith(
        "Tidewater Cloud Pte. Ltd. (tidewater) is held to 60.00 % (equity) by Jade River Group Co., Ltd. (jade), "
        "which is organised in China, from 2026-03-10"
    )
    assert '"minimum": 60' in (stake.places[0].text or "")
    assert [one.id for one in stake.because] == [status(told, "jade", "supported").id]


@pytest.mark.parametrize(
    "words",
    [
        "North Bridge Holdings (north) is held to at most 25.00 % (equity) by شركة",
        "(op) is held to at least 25.00 % and at most 50.00 % (equity) by North Bridge Holdings (north), which is",
        "a special (golden) share of Operator",
    ],
)
def test_bounds_and_kinds_are_said_in_words(folder: Path, ours: Dossier, words: str) -> None:
    assert found([explain(folder, ours, status(ours, "ours", "unknown").id)], words).id


def test_a_ring_ends_where_it_comes_back(folder: Path, ours: Dossier) -> None:
    unknown = explain(folder, ours, status(ours, "ours", "unknown").id)
    ring = found([unknown], "Ring Co (ring) is held to 30.00 % (equity) by Operator")
    (back,) = ring.because
    assert (back.above, back.because) == (True, ())
    assert back.text.startswith("Operator with")
    assert any(line.endswith("(explained above)") for line in lines(unknown))


def test_what_holds_an_unknown_one_stands_at_its_end(folder: Path, ours: Dossier) -> None:
    one = status(ours, "ours", "unknown")
    below = explain(folder, ours, one.id).because
    assert {row.id for row in below if row.relation == "gaps"} == set(one.gaps)
    assert below[-1].relation == "gaps"


def test_other_readings_are_named_where_they_differ(folder: Path, ours: Dossier) -> None:
    mine = status(ours, "ours", "unknown")
    changed = tuple(
        msgspec.structs.replace(one, truth="refuted")
        if (one.party, one.reading) == ("ours", "literal/cascade")
        else one
        for one in ours.statuses
    )
    told = msgspec.structs.replace(ours, statuses=changed)
    others = [one for one in explain(folder, told, mine.id).because if one.text.startswith("read otherwise")]
    assert [(one.truth, one.because) for one in others] == [("refuted", ())]
    assert "(read literal/cascade)" in others[0].text
    assert not any("read otherwise" in one.text for one in explain(folder, ours, mine.id).because)


def test_a_us_company_without_the_status_passes_on_what_is_held_in_it(golden: tuple[Path, Dossier]) -> None:
    case, told = golden
    fact = next(one for one in told.facts if one.relation == "interests" and one.row["subject"] == "harbor")
    mei, tide = status(told, "p-3", "supported"), status(told, "tidewater", "supported")
    stake = msgspec.structs.replace(
        fact, id="interests:below", row={**fact.row, "holder": "harbor", "subject": "below"}
    )
    below = msgspec.structs.replace(
        mei, id="status:below", party="below", because=tuple(sorted({*tide.because, fact.id, stake.id}))
    )
    planted = msgspec.structs.replace(told, statuses=(*told.statuses, below), facts=(*told.facts, stake))
    passing = found([explain(case, planted, "status:below")], "Harbor Cloud Inc. (harbor) is not a covered person")
    assert passing.text.endswith("what is held in it counts for what it holds all the same")
    assert found(passing.because, "Tidewater Cloud Pte. Ltd. (tidewater) is a covered person").id


def test_a_very_long_chain_is_told_to_its_end(ours: Dossier) -> None:
    base = next(one for one in ours.facts if one.relation == "interests")
    row = status(ours, "ours", "unknown")
    names = [f"c{at:03}" for at in range(3 * DEEP)]
    chain: list[ToldFact] = [
        msgspec.structs.replace(base, id=f"interests:{low}", row={**base.row, "holder": high, "subject": low})
        for low, high in pairwise(names)
    ]
    statuses = tuple(msgspec.structs.replace(row, id=f"status:{one}", party=one, because=(), gaps=()) for one in names)
    top = msgspec.structs.replace(statuses[0], because=tuple(one.id for one in chain))
    told = msgspec.structs.replace(ours, statuses=(top, *statuses[1:]), facts=tuple(chain))
    assert {name for name in ids(Derivations(told).of(top)) if name.startswith("interests:")} == set(top.because)
