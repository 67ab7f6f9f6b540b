"""What registers of holders tell keeps a no from being said, and makes no yes: from their bytes to the status."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from cloudreview.evidence.recognise import interpret
from cloudreview.evidence.registry import READERS
from cloudreview.vocabulary.rows import AnyRow, Interest, Party
from tests.control.building import RULES, company, judged, person, truth_of
from tests.evidence.ownership import ftm_entity, psc_line, psc_record

MINISTRY = Party(party="ftm:m", kind="agency", organised_in="CN")
HOLDER = company("gb-coh:01234567/abc", "CN", "CN")


def told(*documents: dict[str, Any]) -> Iterator[AnyRow]:
    """The rows that a file of these records says."""
    data = b"".join(json.dumps(one).encode() + b"\n" for one in documents)
    outcome = interpret(data, READERS)
    assert outcome.reading.bad == []
    yield from (one.row for one in outcome.reading.said)


def truths(*rows: AnyRow, who: str = "ftm:a") -> list[str]:
    """The status of somebody under each regime, where all interests and rosters are said to be told."""
    return [truth_of(judged([MINISTRY, HOLDER, *rows]), who, regime) for regime in RULES]


A = company("ftm:a")


def test_without_a_register_the_same_parties_have_a_no() -> None:
    assert truths(A) == ["refuted"] * 3


@pytest.mark.parametrize(
    ("schema", "ends"),
    [
        ("Control", ("controller", "controlled")),
        ("Directorship", ("director", "organization")),
        ("Membership", ("member", "organization")),
        ("Membership", ("organization", "member")),
        ("Representation", ("client", "agent")),
        ("UnknownLink", ("subject", "object")),
        ("UnknownLink", ("object", "subject")),
        ("Debt", ("creditor", "debtor")),
        ("Succession", ("predecessor", "successor")),
    ],
)
def test_a_tie_of_a_ministry_to_a_company_keeps_its_nexus_open(schema: str, ends: tuple[str, str]) -> None:
    tie = ftm_entity("t", schema, **{ends[0]: ["m"], ends[1]: ["a"]})
    found = truths(A, *told(tie))
    assert found[1:] == ["unknown"] * 2
    assert found[0] == ("refuted" if schema in ("Directorship", "Debt") else "unknown")  # a seat and a loan own nothing


@pytest.mark.parametrize("percent", ["100", "50", "25-50", "a lot"])
def test_an_ownership_that_may_be_held_through_others_is_no_yes_and_no_no(percent: str) -> None:
    owned = ftm_entity("o", "Ownership", owner=["m"], asset=["a"], percentage=[percent])
    assert truths(A, *told(owned)) == ["unknown"] * 3
    direct = ftm_entity("o", "Ownership", owner=["m"], asset=["a"], percentage=[percent], role=["direct"])
    assert truths(A, *told(direct))[0] == ("supported" if percent in ("100", "50") else "unknown")


def test_a_person_who_is_tied_to_a_ministry_may_work_for_it() -> None:
    known = person("ftm:p", "ftm:a")
    assert truths(A, known, who="ftm:p") == ["refuted"] * 3
    for tie in (
        ftm_entity("t", "UnknownLink", subject=["m"], object=["p"]),
        ftm_entity("t", "Membership", member=["p"], organization=["m"]),
        ftm_entity("t", "Occupancy", holder=["p"], post=["x"]),
    ):
        people = told(ftm_entity("p", "Person", name=["Ada"]), tie)
        assert truths(A, known, *people, who="ftm:p") == ["unknown"] * 3
    at_work = ftm_entity("t", "Employment", employee=["p"], employer=["m"])
    assert truths(A, known, *told(at_work), who="ftm:p") == ["supported"] * 3


@pytest.mark.parametrize(
    "nature", ["ownership-of-shares-75-to-100-percent", "ownership-of-shares-50-to-75-percent-as-trust"]
)
def test_a_band_is_no_yes_and_no_no(nature: str) -> None:
    rows = list(told(psc_line("01234567", psc_record("corporate-entity", natures_of_control=[nature]))))
    home = company("gb-coh:01234567", "GB", "GB")
    assert truths(home, *rows, who="gb-coh:01234567") == ["unknown"] * 3
    without = [row for row in rows if not isinstance(row, Interest)]
    assert truths(home, *without, who="gb-coh:01234567") == ["refuted"] * 3


@pytest.mark.parametrize(
    "statement", ["psc-exists-but-not-identified", "no-individual-or-entity-with-signficant-control"]
)
def test_a_statement_closes_nothing_and_an_unidentified_person_is_an_unknown_holder(statement: str) -> None:
    rows = list(told(psc_line("01234567", {**psc_record("statement"), "statement": statement})))
    found = judged([company("gb-coh:01234567", "GB", "GB"), *rows], ())
    assert [truth_of(found, "gb-coh:01234567", regime) for regime in RULES] == ["unknown"] * 3
    closed = truths(company("gb-coh:01234567", "GB", "GB"), *rows, who="gb-coh:01234567")
    assert closed == ["refuted" if statement.startswith("no-") else "unknown"] * 3
