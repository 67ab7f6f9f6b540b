"""Whole reviews of the examples of BODS 0.4, and the answers that they state."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cloudreview.case import open_case
from cloudreview.evidence import deliver
from cloudreview.relations import settle
from cloudreview.spells import END, instant
from cloudreview.vocabulary.rows import Interest
from cloudreview.vocabulary.told import Dossier
from tests.evidence.aws import real
from tests.reviews import reviewed

GASGRID, GAS_NETWORK, MINISTRY, STATE = "19f1c5afe9d7", "0199c515a699", "7ff95ba3682c", "05ce06ec97b1"
MARIA, TRUST = "018AF6B3EB", "033E84672B"
READINGS = [f"{one}/{other}" for one in ("literal", "pooled") for other in ("cascade", "look_through")]
WHOLE = "interests *;parties *"


def example(name: str) -> list[Any]:
    (path,) = real(f"ownership/bods04_examples/{name}.json")
    return list(json.loads(path.read_text()))


def case(folder: Path, statements: list[Any], taken_at: str, complete_for: str = WHOLE) -> Dossier:
    """A case with the statements as its only evidence."""
    evidence = folder / "evidence"
    evidence.mkdir(parents=True)
    (evidence / "ownership.json").write_text(json.dumps(statements))
    with (evidence / "evidence.csv").open("w", newline="") as stream:
        csv.writer(stream).writerows(
            [("file", "speaker", "taken_at", "complete_for"), ("ownership.json", "register", taken_at, complete_for)]
        )
    (folder / "case.toml").write_text(
        f'[case]\nas_of = {taken_at}\nrules = ["us-dsp-202"]\n[adversaries]\ncountries = ["CN"]\n'
    )
    return reviewed(folder)


def now(dossier: Dossier, party: str, regime: str = "us-dsp-202") -> dict[str, str]:
    """The truth that a status has at the end of the period, by reading."""
    rows = [one for one in dossier.statuses if (one.party, one.regime, one.adversary) == (party, regime, "CN")]
    return {one.reading: one.truth for one in sorted(rows, key=lambda one: one.until or one.until_max or "")}


def moved(statements: list[Any], *records: str) -> list[Any]:
    """The statements with some records put under the jurisdiction of China."""
    for one in statements:
        if one["recordId"] in records:
            one["recordDetails"]["jurisdiction"] = {"name": "China", "code": "CN"}
    return statements


def everything(answer: str) -> dict[str, str]:
    return dict.fromkeys(READINGS, answer)


def test_the_finnish_state_holds_no_part_that_matters_for_china(tmp_path: Path) -> None:
    dossier = case(tmp_path, example("bods-package-fi-soe"), "2022-04-01T00:00:00Z")
    assert now(dossier, GASGRID)["pooled/cascade"] == "unknown"  # nobody tells its principal place of business
    assert {one.party for one in dossier.parties} == {GASGRID, GAS_NETWORK, MINISTRY, STATE}


def test_the_state_holds_all_of_gasgrid_through_its_two_legs(tmp_path: Path) -> None:
    """76.5 % through Suomen Kaasuverkko and 23.5 % beside it: with another state in its place, all of it is covered."""
    statements = moved(example("bods-package-fi-soe"), STATE, MINISTRY)
    dossier = case(tmp_path, statements, "2022-04-01T00:00:00Z")
    assert now(dossier, GASGRID) == everything("supported")
    (status,) = (
        one
        for one in dossier.statuses
        if (one.party, one.reading, one.truth, one.regime) == (GASGRID, "pooled/cascade", "supported", "us-dsp-202")
    )
    held = {
        (one.row["holder"], one.row["percent_min"])
        for one in dossier.facts
        if one.id in status.because and "holder" in one.row
    }
    assert (GAS_NETWORK, 7650) in held
    assert (MINISTRY, 10000) in held


def test_neither_leg_alone_is_all_of_it(tmp_path: Path) -> None:
    """Without the larger leg 23.5 % are left, and what is told in all asks for the rest instead of standing for it."""
    statements = [
        one for one in moved(example("bods-package-fi-soe"), STATE, MINISTRY) if one["recordId"] != "87ed6d1daf8f"
    ]
    dossier = case(tmp_path, statements, "2022-04-01T00:00:00Z")
    assert now(dossier, GASGRID) == everything("unknown")
    asked = [one for one in dossier.gaps if one.where == f"interests {GASGRID} through {STATE}"]
    assert asked[0].question.startswith(f"Through which companies does {STATE} hold {GASGRID}")


def test_a_state_whose_ministry_is_told_under_another_country_is_no_yes_and_no_no(tmp_path: Path) -> None:
    dossier = case(tmp_path, moved(example("bods-package-fi-soe"), STATE), "2022-04-01T00:00:00Z")
    assert now(dossier, GASGRID) == everything("unknown")
    assert any(one.where == f"interests {GASGRID} through {STATE}" for one in dossier.gaps)


@pytest.mark.parametrize(
    ("name", "subject", "person"),
    [
        ("multiple-indirect-ownership", "63e3a8a8946f", "92ebf964a1f6"),
        ("mutilple-indirect-ownership-2", "1e049760d6c7", "731c7a8e7601"),
    ],
)
def test_sixty_percent_through_legs_of_unknown_size_is_told_as_sixty_and_left_open(
    tmp_path: Path, name: str, subject: str, person: str
) -> None:
    dossier = case(tmp_path, example(name), "2019-06-01T00:00:00Z")
    (told,) = (
        one.row
        for one in dossier.facts
        if one.relation == "interests" and (one.row["holder"], one.row["subject"]) == (person, subject)
    )
    assert (told["percent_min"], told["percent_max"], told["directly"]) == (6000, 6000, False)
    assert now(dossier, subject) == everything("unknown")


def test_a_stake_that_fell_in_later_statements_is_the_later_one(tmp_path: Path) -> None:
    """Tecido: 100 %, then 40, then 30, then closed; the trust 60, then 70, then 80."""
    case(tmp_path, example("tecido"), "2023-03-10T00:00:00Z")
    told = open_case(tmp_path)
    facts = settle(deliver(told), told).facts.of(Interest)
    may = {(one.row.holder, one.row.percent_min): one.spell.may for one in facts if one.row.kind == "equity"}
    closing = instant("2023-03-03T23:59:59.999999999Z")
    assert may[MARIA, 3000][1] == may[TRUST, 7000][1] == closing
    assert may[TRUST, 8000] == (instant("2023-02-28T10:00:00Z"), END)
    assert may[TRUST, 6000][1] == may[MARIA, 4000][1] == instant("2022-09-25T23:59:59.999999999Z")
    assert [key for key, spell in may.items() if spell[1] == END] == [(TRUST, 8000)]


def edited(statements: list[Any], record: str, edit: Callable[[Any], None]) -> list[Any]:
    for one in statements:
        if one["recordId"] == record:
            edit(one)
    return statements


def test_a_statement_that_is_refused_leaves_the_lists_open(tmp_path: Path) -> None:
    statements = edited(moved(example("bods-package-fi-soe")), "10643ee6d6fa", lambda one: one.pop("statementDate"))
    dossier = case(tmp_path, statements, "2022-04-01T00:00:00Z")
    assert [one.place.split("#")[1] for one in dossier.quarantine] == ["/6"]
    assert now(dossier, GASGRID)["pooled/cascade"] == "unknown"
