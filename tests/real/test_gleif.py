"""GLEIF's own files: every record is in or quarantined, and says what a second reading of the raw file says.

The second reading knows nothing of the program: it counts and looks up with the standard library alone.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from cloudreview.evidence.outcome import Outcome
from cloudreview.vocabulary.rows import Interest, Party
from tests.evidence.aws import DATA, real
from tests.evidence.gleif import read

ABROAD = ("BRANCH", "SOLE_PROPRIETOR", "INTERNATIONAL_ORGANIZATION")
"""Categories that are organised under no country's law of their own."""
FILES = sorted(path.relative_to(DATA).as_posix() for path in DATA.glob("ownership/gleif*/*")) or ["ownership/gleif*/*"]


def records(path: Path) -> list[Any]:
    """The records of a file, plainly."""
    if path.suffix == ".xml":
        root = ElementTree.parse(path).getroot()  # our own copy of a published file
        return list(root[1])
    document = json.loads(path.read_text())
    if isinstance(document, list):
        return document
    found = document.get("records", document.get("data"))
    return found if isinstance(found, list) else [found]


def value(record: Any, *names: str) -> str | None:
    """What stands under the last of some names, in any of the forms."""
    for name in names:
        if isinstance(record, ElementTree.Element):
            record = next((one for one in record if one.tag.rpartition("}")[2] == name), None)
        elif isinstance(record, dict):
            record = record.get(name)
    if isinstance(record, ElementTree.Element):
        record = record.text
    found = record.get("$") if isinstance(record, dict) else record
    return found if isinstance(found, str) else None


def outcome(path: Path) -> Outcome:
    return read(path.read_bytes())


def own_place(at: str) -> str:
    """The place of the record that a place lies in."""
    return at.removesuffix("/Relationship")


@pytest.mark.parametrize("name", FILES)
def test_every_record_is_in_or_quarantined(name: str) -> None:
    for path in real(name):
        reading, told = outcome(path).reading, records(path)
        places = {own_place(said.at) for said in reading.said}
        assert len(places) + len(reading.bad) == len(told)
        assert reading.bad == []
        assert reading.unknown_fields == {}
        assert reading.proves == []


@pytest.mark.parametrize("name", [one for one in FILES if "gleif_api" not in one])
def test_every_entity_says_what_the_file_says(name: str) -> None:
    for path in real(name):
        said: dict[str, Party] = {}
        for one in outcome(path).reading.said:
            if isinstance(one.row, Party):
                said.setdefault(own_place(one.at), one.row)
        for number, record in enumerate(records(path)):
            category = value(record, "Entity", "EntityCategory")
            if value(record, "Entity", "LegalName") is None:
                continue
            (row,) = [row for at, row in said.items() if re.search(rf"/{number}$", at)]
            jurisdiction = (value(record, "Entity", "LegalJurisdiction") or "")[:2]
            assert (row.lei, row.name) == (value(record, "LEI"), value(record, "Entity", "LegalName"))
            assert row.organised_in == (jurisdiction if category not in ABROAD else None)
            if row.principal_place_of_business is not None:
                assert category == "GENERAL"
                assert row.principal_place_of_business == value(record, "Entity", "HeadquartersAddress", "Country")


@pytest.mark.parametrize("name", [one for one in FILES if "/rr-" in one or "update" in one])
def test_every_relationship_runs_from_the_parent_to_the_child_without_a_share(name: str) -> None:
    for path in real(name):
        told = [one for one in records(path) if value(one, "Relationship", "RelationshipType") is not None]
        links = [one.row for one in outcome(path).reading.said if isinstance(one.row, Interest)]
        assert len(links) == len(told) > 0
        for record, row in zip(told, links, strict=True):
            assert row.holder == f"lei:{value(record, 'Relationship', 'EndNode', 'NodeID')}"
            assert row.subject == f"lei:{value(record, 'Relationship', 'StartNode', 'NodeID')}"
            assert (row.percent_min, row.percent_max) == (None, None)
            assert (row.kind == "contract") == (
                value(record, "Relationship", "RelationshipType") == "IS_FUND-MANAGED_BY"
            )


@pytest.mark.parametrize("kind", ["lei", "rr", "repex"])
def test_the_same_records_say_the_same_as_json_and_as_xml(kind: str) -> None:
    """The fixture in JSON is cut out of the one in XML; it keeps of lines of an address only the last."""
    (one,), (other,) = (real(f"ownership/gleif_fixtures/{kind}-data.{form}") for form in ("json", "xml"))
    assert [said.row for said in outcome(one).reading.said] == [said.row for said in outcome(other).reading.said]


def test_a_file_that_is_cut_is_asked_for_whole() -> None:
    for path in real("ownership/gleif_fixtures/*.xml"):
        assert [gap.what for gap in outcome(path).reading.gaps if "header says" in gap.why] == ["scope_open"]


def test_a_registered_office_in_care_of_somebody_is_nobodys_place_of_business() -> None:
    (path,) = real("ownership/gleif_fixtures/lei-data.json")
    rows = {said.row.lei: said.row for said in outcome(path).reading.said if isinstance(said.row, Party)}
    for record in records(path):
        line = record["Entity"]["HeadquartersAddress"]["FirstAddressLine"]
        if line.upper().startswith("C/O"):
            assert rows[record["LEI"]].principal_place_of_business is None
