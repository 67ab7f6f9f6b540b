"""BODS 0.4: what its schema allows is read, what it does not is quarantined with the reason, and nothing is guessed."""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, get_args, get_type_hints

import jsonschema
import pytest
import referencing
from hypothesis import example, given
from hypothesis import strategies as st

from cloudreview.evidence.bods_records import InterestTold
from cloudreview.evidence.bods_rows import KINDS
from cloudreview.spells import start_of
from cloudreview.vocabulary.rows import Interest, Party
from tests.evidence.aws import real
from tests.evidence.ownership import entity, holds, package, read, statement

PERSON = statement("p", "person", {"personType": "knownPerson", "names": [{"fullName": "Ada Example"}]})


def rows(*statements: dict[str, Any]) -> list[Any]:
    outcome = read(package(*statements))
    assert outcome.reading.bad == []
    return [said.row for said in outcome.reading.said]


def interest(**told: Any) -> Interest:
    (found,) = rows(holds("h", "s", told))
    return found


def test_parties_are_named_by_their_record_and_keep_their_identifiers() -> None:
    numbers = [{"scheme": "XI-LEI", "id": "PY6ZZQWO2IZFZC3IOL08"}, {"scheme": "GB-COH", "id": "02723534"}]
    place = {"name": "Delaware", "code": "US-DE"}
    company, someone = rows(entity("e", name="Acme", identifiers=numbers, jurisdiction=place), PERSON)
    assert company == Party(
        party="e", name="Acme", kind="company", organised_in="US", lei="PY6ZZQWO2IZFZC3IOL08",
        identifiers=(("GB-COH", "02723534"),),
    )  # fmt: skip
    assert someone == Party(party="p", name="Ada Example", kind="person")


@pytest.mark.parametrize(
    ("type_", "kind", "country"),
    [
        ("registeredEntity", "company", "CN"),
        ("legalEntity", "company", "CN"),
        ("arrangement", "company", "CN"),
        ("state", "government", "CN"),
        ("stateBody", "agency", "CN"),
        ("unknownEntity", None, None),  # of these the schema does not say what their jurisdiction is
        ("anonymousEntity", None, None),
    ],
)
def test_a_jurisdiction_tells_where_an_entity_is_organised_where_the_standard_says_so(
    type_: str, kind: str | None, country: str | None
) -> None:
    (party,) = rows(entity("e", type_, jurisdiction={"name": "China", "code": "CN"}))
    assert (party.kind, party.organised_in) == (kind, country)


def test_a_registered_or_business_address_is_no_principal_place_of_business() -> None:
    (party,) = rows(entity("e", addresses=[{"type": "business", "country": {"name": "China", "code": "CN"}}]))
    assert party.principal_place_of_business is None
    assert party.organised_in is None


def test_a_jurisdiction_that_is_no_country_is_asked_for() -> None:
    reading = read(package(entity("e", jurisdiction={"name": "Somewhere", "code": "XX"}))).reading
    assert reading.said[0].row.organised_in is None
    assert [one.where for one in reading.gaps] == ["e organised_in"]


@pytest.mark.parametrize(
    ("share", "low", "high"),
    [
        ({"exact": 76.5}, 7650, 7650),
        ({"exact": 33.333}, 3333, 3334),
        ({"exact": 50}, 5000, 5000),
        ({"exact": 1e-9}, 0, 1),
        ({"minimum": 25, "exclusiveMaximum": 50}, 2500, 5000),
        ({"exclusiveMinimum": 25.555, "maximum": 50.001}, 2555, 5001),
        ({"minimum": 10, "exclusiveMinimum": 20}, 2000, None),
        ({"exact": 40, "minimum": 30, "maximum": 50}, 4000, 4000),
        ({"maximum": 100}, None, 10000),
        ({}, None, None),
    ],
)
def test_a_share_is_a_bound_in_hundredths_of_a_percent_rounded_outwards(
    share: dict[str, float], low: int | None, high: int | None
) -> None:
    found = interest(share=share)
    assert (found.percent_min, found.percent_max) == (low, high)


@example(0.57)  # times 100 as floats it is less than 57
@given(st.floats(0, 100, allow_nan=False))
def test_a_bound_is_never_sharper_than_what_is_told(percent: float) -> None:
    found = interest(share={"exact": percent})
    assert found.percent_min is not None
    assert found.percent_max is not None
    assert found.percent_min <= Decimal(repr(percent)) * 100 <= found.percent_max
    assert found.percent_max - found.percent_min <= 1


def test_crossed_bounds_and_an_end_before_the_start_are_refused() -> None:
    for told in ({"share": {"minimum": 60, "maximum": 50}}, {"startDate": "2020-05-02", "endDate": "2019-05-02"}):
        reading = read(package(holds("h", "s", told), entity("s"))).reading
        assert [one.at for one in reading.bad] == ["#/0/recordDetails"]
        assert [said.row.party for said in reading.said] == ["s"]


def _types(told: Any) -> set[str]:
    return {word for part in get_args(told) for word in get_args(part)}


def test_every_type_of_interest_has_a_kind_and_a_reason() -> None:
    assert set(KINDS) == _types(get_type_hints(InterestTold)["type"])
    for type_, (kind, why) in KINDS.items():
        assert interest(type=type_).kind == kind
        assert why


def test_what_may_be_ownership_is_never_told_as_something_else() -> None:
    settled = {name for name, (kind, _) in KINDS.items() if kind in ("board", "contract", "special_share")}
    assert settled == {
        "appointmentOfBoard", "boardMember", "boardChair", "seniorManagingOfficial", "rightsGrantedByContract",
        "conditionalRightsGrantedByContract", "controlViaCompanyRulesOrArticles",
    }  # fmt: skip


@pytest.mark.parametrize(("word", "directly"), [("direct", True), ("indirect", False), ("unknown", None)])
def test_directly_or_through_others(word: str, directly: bool | None) -> None:
    assert interest(directOrIndirect=word).directly is directly


def test_a_relationship_without_interests_is_an_unknown_leg() -> None:
    told = statement("r", "relationship", {"subject": "s", "interestedParty": "h"})
    assert rows(told) == [Interest(holder="h", subject="s", directly=None)]


def test_the_first_of_a_month_or_year_may_stand_for_any_day_in_it() -> None:
    assert [interest(startDate=day).start for day in ("2022-01-01", "2022-03-01", "2022-03-02")] == [
        "2022", "2022-03", "2022-03-02",
    ]  # fmt: skip
    assert start_of("2022")[0] == start_of("2022-01-01")[0]
    assert start_of("2022")[1] == start_of("2022-12-31")[1]
    assert start_of("2024-02")[1] == start_of("2024-02-29")[1]


def test_a_holder_who_is_not_named_is_an_unknown_leg_with_its_question() -> None:
    told = {"reason": "subjectExemptFromDisclosure", "description": "listed"}
    reading = read(package(holds(told, "s", {"share": {"minimum": 60}}, record="r"))).reading
    party, leg = (said.row for said in reading.said)
    assert party == Party(party="undisclosed:r")
    assert (leg.holder, leg.subject, leg.percent_min, leg.percent_max) == ("undisclosed:r", "s", 6000, None)
    (gap,) = reading.gaps
    assert gap.question == "Who or what holds s, how much, of which kind, and since when?"
    assert "subjectExemptFromDisclosure: listed" in gap.why


def test_a_subject_that_is_not_named_is_a_question_alone() -> None:
    reading = read(package(holds("h", {"reason": "unknown"}, {}, record="r"))).reading
    assert reading.said == []
    assert [one.where for one in reading.gaps] == ["interests of h"]


def test_component_records_that_are_not_there_are_asked_for() -> None:
    told = holds("h", "s", {"directOrIndirect": "indirect"}, details={"componentRecords": ["c", "s"]})
    reading = read(package(entity("s"), told)).reading
    assert [one.why for one in reading.gaps] == ["the record h-s rests on records that the file does not hold: c"]


def test_a_correction_of_the_same_date_replaces_what_it_corrects() -> None:
    def published(day: str) -> dict[str, Any]:
        return {"publicationDate": day, "bodsVersion": "0.4", "publisher": {"name": "X"}}

    wrong = holds("h", "s", {"share": {"exact": 60}}, publicationDetails=published("2026-03-02"))
    right = holds("h", "s", {"share": {"exact": 6}}, publicationDetails=published("2026-03-09"))
    for order in ((wrong, right), (right, wrong)):
        assert [row.percent_max for row in rows(*order)] == [600]
    twice = read(package(wrong, {**right, "publicationDetails": published("2026-03-02")})).reading
    assert [said.row.percent_max for said in twice.said] == [6000, 600]
    assert [one.what for one in twice.gaps] == ["disagreement"]


SHAPES = {
    "array": lambda all_of: package(*all_of),
    "lines": lambda all_of: b"\n".join(json.dumps(one).encode() for one in all_of) + b"\n\n",
    "crlf": lambda all_of: b"\xef\xbb\xbf" + b"\r\n".join(json.dumps(one).encode() for one in all_of),
}


@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_an_array_and_lines_say_the_same_and_one_bad_statement_costs_itself(shape: str) -> None:
    good = [entity("s"), holds("h", "s", {"share": {"exact": 60}})]
    whole, broken = read(SHAPES[shape](good)), read(SHAPES[shape]([good[0], {**PERSON, "recordId": 7}, good[1]]))
    assert [said.row for said in whole.reading.said] == [said.row for said in broken.reading.said] == rows(*good)
    (bad,) = broken.reading.bad
    assert "expected `str`, got `int`" in bad.reason
    assert bad.at == ("#/1/recordId" if shape == "array" else "#line=2")
    for outcome in (whole, broken):
        reading = outcome.reading
        counted = reading.parsed + sum(reading.ignored.values()) + sum(one.bytes for one in reading.bad)
        assert counted == outcome.content_bytes


def test_one_statement_by_itself() -> None:
    outcome = read(json.dumps(entity("s", name="Acme"), indent=2).encode())
    assert [(said.at, said.row.name) for said in outcome.reading.said] == [("#/recordDetails", "Acme")]
    broken = read(json.dumps({**PERSON, "recordType": "company"}, indent=2).encode())
    assert [one.at for one in broken.reading.bad] == ["#/recordType"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (package(entity("s"))[:-3], "not valid JSON"),
        (b'[{"statementID": "x", "statementType": "entityStatement"}]', "before version 0.4"),
        (
            package(statement("p", "person", {"personType": "knownPerson", "birthDate": "x"})),
            "`birthDate` is not a day",
        ),
    ],
)
def test_what_is_not_read_says_why(data: bytes, why: str) -> None:
    reading = read(data).reading
    assert reading.said == []
    assert why in reading.bad[0].reason


def test_keys_that_stand_twice_are_refused_and_unknown_fields_are_counted() -> None:
    twice = json.dumps(entity("s")).replace('"recordId": "s"', '"recordId": "s", "recordId": "t"')
    assert "stands twice" in read(f"[{twice}]".encode()).reading.bad[0].reason
    more = statement("e", "entity", {"entityType": {"type": "state", "rank": 1}}, colour="red")
    assert read(package(more)).reading.unknown_fields == {"colour": 1, "rank": 1}


def test_another_version_is_refused() -> None:
    details = {"publicationDate": "2026-03-01", "bodsVersion": "0.5", "publisher": {"name": "X"}}
    (bad,) = read(package({**PERSON, "publicationDetails": details})).reading.bad
    assert bad.reason.startswith("the statement is of BODS 0.5, and version 0.4 is read")


# --- the real ones ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("folder", "right", "files"),
    [("examples", True, 10), ("valid-statements", True, 56), ("invalid-statements", False, 96)],
)
def test_real_statements_are_read_or_refused_as_their_publisher_says(folder: str, right: bool, files: int) -> None:
    paths = real(f"ownership/bods04_{folder}/*.json")
    assert len(paths) == files
    for path in paths:
        reading = read(path.read_bytes()).reading
        assert reading.format == "bods 0.4"
        assert (not reading.bad) is right, (path.name, reading.bad)
        assert not reading.unknown_fields, path.name


def changed(document: list[Any], dice: random.Random) -> list[Any]:
    """The document with one value left out or put out of shape."""
    changed = copy.deepcopy(document)
    places = list(_places(changed))
    holder, key = dice.choice(places)
    value = dice.choice([None, 1, -1, 1000, "x", "", "2020-02-30", [], {}, True, "DELETE"])
    if value == "DELETE":
        del holder[key]
    else:
        holder[key] = value
    return changed


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in list(pairs):
        if not (isinstance(value, list) and any(isinstance(one, dict) and "recordId" in one for one in value)):
            yield value, key
        yield from _places(inner)


def test_what_the_schema_refuses_is_refused_and_nothing_else_but_for_formats() -> None:
    """The schema's own validator checks neither addresses nor date-times, so those it lets pass."""
    schemas = [json.loads(path.read_text()) for path in real("ownership/bods04_schema/*.json")]
    registry: Any = referencing.Registry().with_resources(
        [(one["$id"], referencing.Resource.from_contents(one)) for one in schemas]
    )
    root = next(one for one in schemas if one["$id"] == "urn:statement")
    judge = jsonschema.Draft202012Validator(root, registry=registry, format_checker=jsonschema.FormatChecker())
    documents = [json.loads(path.read_text()) for path in real("ownership/bods04_[ev]*/*.json")]
    dice = random.Random(4)
    beyond = re.compile(
        r".*(uri|url|URLs/\d+|license|bodsVersion|recordDetails)|#/\d+(/publicationDetails|/source|/annotations/\d+)?"
    )
    seen = {True: 0, False: 0}
    for _ in range(800):
        document = changed(dice.choice(documents), dice)
        allowed, bad = judge.is_valid(document), read(json.dumps(document).encode()).reading.bad
        seen[allowed] += 1
        if not allowed:
            assert bad, document
        else:
            assert all(beyond.fullmatch(one.at) or one.at.endswith("Date") for one in bad), bad
    assert min(seen.values()) > 100
