"""GLEIF: what a record says is the same in every form, nothing closes anything, and nothing is guessed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloudreview.evidence.gleif_links import REASONS, TYPES
from cloudreview.evidence.gleif_rows import CATEGORIES
from cloudreview.original import Originals
from cloudreview.record import sha256_of
from cloudreview.vocabulary.rows import Interest, Party
from tests.evidence.gleif import (
    Record,
    address,
    answer,
    array,
    entity,
    exception,
    golden,
    lei,
    period,
    read,
    registered,
    relation,
    resource,
    table,
    xml,
)

FORMS: dict[str, Callable[..., bytes]] = {"array": array, "golden": golden, "xml": xml, "csv": table}
NAMES = {"array": "gleif json", "golden": "gleif json", "xml": "gleif xml", "csv": "gleif csv"}
A, B = f"lei:{lei('a')}", f"lei:{lei('b')}"


def rows(*records: Record) -> list[Any]:
    reading = read(array(*records)).reading
    assert reading.bad == []
    return [said.row for said in reading.said]


def party(record: Record) -> Party:
    (found,) = rows(record)
    assert isinstance(found, Party)
    return found


def interest(**more: Any) -> Interest:
    found: Interest = rows(relation("a", "b", **more))[0]
    return found


@pytest.mark.parametrize("form", FORMS)
def test_an_entity_says_the_same_in_every_form(form: str) -> None:
    names = [{"OtherEntityName": "Old Ltd"}, {"OtherEntityName": "Brand"}] if form == "array" else ["Old Ltd", "Brand"]
    record = entity("a", "US-DE", OtherEntityNames=names, HeadquartersAddress=address("HK", "9 Peak Road", "Central"))
    outcome = read(FORMS[form](record, entity("b")))
    assert outcome.reading.format == NAMES[form]
    first, second = outcome.reading.said
    assert first.row == Party(
        party=A, name="a Ltd", kind="company", organised_in="US", principal_place_of_business="HK", lei=lei("a"),
        identifiers=(("RA000523", "no-a"),), names=("Brand", "Old Ltd"),
    )  # fmt: skip
    assert isinstance(second.row, Party)
    assert second.row.party == B
    assert (outcome.reading.proves, outcome.reading.bad, outcome.reading.unknown_fields) == ([], [], {})


@pytest.mark.parametrize("form", FORMS)
def test_a_relationship_says_the_same_in_every_form(form: str) -> None:
    record = relation(
        "a", "b",
        RelationshipPeriods=[period("2018-01-01T00:00:00Z", "2018-12-31T00:00:00Z", "ACCOUNTING_PERIOD"), period()],
        RelationshipQuantifiers=[
            {"MeasurementMethod": "ACCOUNTING_CONSOLIDATION", "QuantifierAmount": "1.00"}
        ],
    )  # fmt: skip
    reading = read(FORMS[form](record)).reading
    leg, *named = [said.row for said in reading.said]
    assert leg == Interest(holder=B, subject=A, kind="other", directly=True, start="2020-05-04")
    assert named == [Party(party=A, lei=lei("a")), Party(party=B, lei=lei("b"))]
    assert (reading.bad, reading.gaps, reading.unknown_fields) == ([], [], {})


@pytest.mark.parametrize("form", FORMS)
def test_an_exception_says_the_same_in_every_form(form: str) -> None:
    reading = read(
        FORMS[form](exception("a", "NATURAL_PERSONS", "NON_PUBLIC"), exception("b", "NO_KNOWN_PERSON"))
    ).reading
    holder = f"undisclosed:{lei('a')}:direct"
    assert [said.row for said in reading.said] == [
        Party(party=holder),
        Interest(holder=holder, subject=A, directly=True),
        Party(party=A, lei=lei("a")),
        Party(party=B, lei=lei("b")),
    ]
    assert [one.where for one in reading.gaps] == [f"interests {A}", f"interests {B}"]
    assert "NATURAL_PERSONS, it is controlled by natural persons" in reading.gaps[0].why
    assert "NON_PUBLIC, the relation is not public" in reading.gaps[0].why
    assert reading.proves == []


NAMES_OF = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=8)
DATES = st.sampled_from(["2020-05-04T00:00:00Z", "2021-06-30T00:00:00+02:00", "2025-01-01T09:30:00.5Z"])
SEATS = st.builds(
    address,
    st.sampled_from(["CN", "HK", "DE"]),
    st.sampled_from(["1 Quay Street", "2 Hill", "c/o X"]),
    st.sampled_from("xy"),
)
ENTITIES = st.builds(
    entity,
    st.sampled_from("abc"),
    st.sampled_from(["CN", "US-DE", "XX"]),
    st.sampled_from([one for one in CATEGORIES if one]),
    LegalName=NAMES_OF,
    OtherEntityNames=st.lists(NAMES_OF, min_size=1, max_size=3, unique=True),
    HeadquartersAddress=SEATS,
    EntityStatus=st.sampled_from(["ACTIVE", "INACTIVE", "NULL"]),
    Registration=st.builds(registered, st.sampled_from(["ISSUED", "LAPSED", "RETIRED", "ANNULLED"]), DATES),
)
RELATIONS = st.builds(
    relation,
    st.sampled_from("ab"),
    st.sampled_from("cd"),
    st.sampled_from(sorted(TYPES)),
    RelationshipStatus=st.sampled_from(["ACTIVE", "INACTIVE", "NULL"]),
    RelationshipPeriods=st.lists(
        st.builds(period, DATES, st.none() | DATES, st.sampled_from(["ACCOUNTING_PERIOD", "RELATIONSHIP_PERIOD"])),
        min_size=1,
        max_size=3,
    ),
    Registration=st.builds(registered, st.sampled_from(["PUBLISHED", "LAPSED", "ANNULLED"]), DATES),
)
EXCEPTIONS = st.builds(
    lambda child, reasons, which: exception(child, *reasons, which=which),
    st.sampled_from("ab"),
    st.lists(st.sampled_from([*REASONS, "NO_KNOWN_PERSON", "OTHER"]), min_size=1, max_size=2),
    st.sampled_from(["DIRECT", "ULTIMATE"]),
)


@settings(max_examples=200, deadline=None)
@given(st.one_of(*(st.lists(kind, min_size=1, max_size=4) for kind in (ENTITIES, RELATIONS, EXCEPTIONS))))
def test_whatever_is_told_is_told_alike_in_every_form(records: list[Record]) -> None:
    first, *others = (read(write(*records)).reading for write in FORMS.values())
    for other in others:
        assert [(one.row, one.stated, one.record, one.closed, one.standing) for one in other.said] == [
            (one.row, one.stated, one.record, one.closed, one.standing) for one in first.said
        ]
        assert [one.id for one in other.gaps] == [one.id for one in first.gaps]
        assert [one.reason for one in other.bad] == [one.reason for one in first.bad]


def test_an_answer_of_the_api_says_it_too() -> None:
    told = resource("a", "CN", otherNames=[{"name": "Trade Name", "type": "TRADING_OR_OPERATING_NAME"}])
    outcome = read(answer(told, resource("b"), links={"next": "https://api.gleif.org/api/v1/lei-records?page=2"}))
    first = outcome.reading.said[0]
    assert outcome.reading.format == "gleif api"
    assert first.at == "#/data/0"
    assert first.row == Party(
        party=A, name="a Ltd", kind="company", organised_in="CN", lei=lei("a"), identifiers=(("RA000523", "no-a"),),
        names=("Trade Name",),
    )  # fmt: skip
    assert [one.why for one in outcome.reading.gaps] == ["the answer of the GLEIF API is one page of several"]
    assert outcome.reading.taken_at is not None


def test_relationships_and_exceptions_of_the_api() -> None:
    link = {
        "startNode": {"id": lei("a"), "type": "LEI"},
        "endNode": {"id": lei("b"), "type": "LEI"},
        "type": "IS_ULTIMATELY_CONSOLIDATED_BY",
        "status": "ACTIVE",
        "periods": [{"startDate": "2020-05-04T00:00:00Z", "endDate": None, "type": "RELATIONSHIP_PERIOD"}],
    }
    one = {
        "type": "relationship-records",
        "attributes": {"relationship": link, "registration": {"status": "PUBLISHED"}},
    }
    two = {
        "type": "reporting-exceptions",
        "attributes": {"lei": lei("a"), "category": "DIRECT_ACCOUNTING_CONSOLIDATION_PARENT", "reason": "NO_LEI"},
    }
    said = [found.row for found in read(answer(one, two)).reading.said]
    assert Interest(holder=B, subject=A, kind="other", directly=False, start="2020-05-04") in said
    assert Interest(holder=f"undisclosed:{lei('a')}:direct", subject=A, directly=True) in said


@pytest.mark.parametrize("category", [one for one in CATEGORIES if one])
def test_the_category_decides_kind_and_law(category: str) -> None:
    told, found = CATEGORIES[category], party(entity("a", "CN", category))
    assert (found.kind, found.organised_in) == (told.kind, "CN" if told.organised else None)
    assert bool(found.identifiers) == told.numbered
    assert told.why


def test_what_a_government_controls_may_be_a_company() -> None:
    """The format has one word for a part of a government and for what one controls; taken as an agency it was a no."""
    found = party(entity("a", "SG", "RESIDENT_GOVERNMENT_ENTITY"))
    assert (found.kind, found.organised_in) == (None, "SG")


def test_the_number_of_the_whole_joins_no_part_of_it() -> None:
    """Compartments may share the number of their umbrella, a branch may have that of its head."""
    assert [bool(party(entity("a", "LU", one)).identifiers) for one in ("GENERAL", "FUND", "BRANCH")] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("code", ["RA777777", "RA888888", "RA999999"])
def test_no_register_numbers_nobody(code: str) -> None:
    told = {"RegistrationAuthorityID": code, "RegistrationAuthorityEntityID": "123"}
    assert party(entity("a", RegistrationAuthority=told)).identifiers == ()


def test_a_branch_and_an_individual_are_organised_under_no_law_of_their_own() -> None:
    """A US branch of a Chinese company is no US person (28 CFR 202.256): its jurisdiction must not make it one."""
    for category in ("BRANCH", "SOLE_PROPRIETOR", "INTERNATIONAL_ORGANIZATION"):
        reading = read(array(entity("a", "US", category))).reading
        assert reading.said[0].row.organised_in is None
        assert [one.where for one in reading.gaps] == [f"{A} organised_in"]


@pytest.mark.parametrize(
    ("told", "country"),
    [("US-DE", "US"), ("CN", "CN"), ("cn", "CN"), ("CN-HK", "HK"), ("CN-MO", "MO"), ("XX", None), ("Delaware", None)],
)
def test_the_legal_jurisdiction_is_a_country_or_a_question(told: str, country: str | None) -> None:
    reading = read(array(entity("a", LegalJurisdiction=told))).reading
    assert reading.said[0].row.organised_in == country
    assert bool(reading.gaps) == (country is None)


def test_an_address_never_stands_for_the_jurisdiction() -> None:
    assert party(entity("a", LegalJurisdiction=None, LegalAddress=address("US"))).organised_in is None


@pytest.mark.parametrize(
    ("seat", "category", "country"),
    [
        (address("CN", "9 Peak Road", "Hangzhou"), "GENERAL", "CN"),
        (address("CN", "9 Peak Road", "Hong Kong", Region="CN-HK"), "GENERAL", "HK"),
        (address("SG"), "GENERAL", None),  # the registered address once more
        (address("SG", "1 QUAY  street"), "GENERAL", None),
        (address("SG", "1 Quay Street, Floor 2"), "GENERAL", None),
        (address("HK", "C/O Somebody Ltd", "Central"), "GENERAL", None),
        (address("HK", "9 Peak Road", "Central", AdditionalAddressLine="P.O. Box 7"), "GENERAL", None),
        (address("HK", "9 Peak Road", "Central", MailRouting="Legal dept."), "GENERAL", None),
        (address("HK", "9 Peak Road", "Central"), "FUND", None),  # perhaps its manager's
        (address("HK", "9 Peak Road", "Central"), "BRANCH", None),
        (address("XX", "9 Peak Road", "Central"), "GENERAL", None),
    ],
)
def test_only_headquarters_of_its_own_are_a_principal_place_of_business(
    seat: Record, category: str, country: str | None
) -> None:
    assert party(entity("a", "SG", category, HeadquartersAddress=seat)).principal_place_of_business == country


def test_headquarters_at_somebody_elses_abroad_are_asked_for() -> None:
    reading = read(array(entity("a", "SG", HeadquartersAddress=address("HK", "C/O Somebody Ltd", "Central")))).reading
    assert [one.where for one in reading.gaps] == [f"{A} principal_place_of_business"]
    assert "in HK" in reading.gaps[0].why


@pytest.mark.parametrize("status", ["DUPLICATE", "ANNULLED", "CANCELLED", "PENDING_VALIDATION"])
def test_a_registration_that_is_void_is_no_fact(status: str) -> None:
    reading = read(array(entity("a", "CN", Registration=registered(status)))).reading
    assert [said.row for said in reading.said] == [Party(party=A, lei=lei("a"))]
    assert status in reading.gaps[0].why
    link = read(array(relation("a", "b", Registration=registered(status)))).reading
    assert not any(isinstance(said.row, Interest) for said in link.said)
    assert [one.where for one in link.gaps] == [f"interests {A}"]


def test_an_entity_that_is_no_more_ends_and_its_heir_is_asked_for() -> None:
    heir = [{"SuccessorLEI": lei("b"), "SuccessorEntityName": "b Ltd"}]
    gone = entity("a", EntityStatus="INACTIVE", EntityExpirationDate="2025-07-01T00:00:00Z", SuccessorEntity=heir)
    reading = read(array(gone)).reading
    assert reading.said[0].closed
    assert [one.where for one in reading.gaps] == [f"{A} successor"]
    assert lei("b") in reading.gaps[0].why
    assert "2025-07-01" in reading.gaps[0].why


def test_what_nobody_renewed_still_says_what_it_said() -> None:
    (said,) = read(array(entity("a", "CN", Registration=registered("LAPSED")))).reading.said
    assert (said.row.organised_in, said.standing, said.closed) == ("CN", False, False)
    link = read(array(relation("a", "b", Registration=registered("LAPSED")))).reading.said[0]
    assert (link.row.kind, link.standing) == ("other", False)


@pytest.mark.parametrize("type_", TYPES)
def test_each_type_of_relationship(type_: str) -> None:
    way = TYPES[type_]
    found = interest(type_=type_)
    assert (found.kind, found.directly, found.percent_min, found.percent_max) == (way.kind, way.directly, None, None)
    assert (found.holder, found.subject) == ((A, B) if type_ == "IS_FEEDER_TO" else (B, A))
    assert way.why


def test_a_relationship_ends_when_it_is_told_to() -> None:
    ended = interest(RelationshipStatus="INACTIVE", RelationshipPeriods=[period(end="2024-06-30T00:00:00Z")])
    assert (ended.kind, ended.end) == ("other", "2024-06-30")
    assert read(array(relation("a", "b", RelationshipStatus="INACTIVE"))).reading.said[0].closed


@pytest.mark.parametrize(
    "more",
    [
        {"RelationshipStatus": "NULL"},
        {"RelationshipStatus": ""},
        {"RelationshipPeriods": [period(end="2024-06-30T00:00:00Z")]},
    ],
)
def test_where_it_is_not_clear_whether_it_stands_its_nature_says_nothing(more: Record) -> None:
    found = interest(type_="IS_INTERNATIONAL_BRANCH_OF", **more)
    assert found.kind is None


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("2012-11-29T00:00:00.000Z", "2012-11-29"),
        ("2017-12-06T01:00:00+01:00", "2017-12-06"),
        ("2018-03-27T00:00:00+02:00", "2018-03-27"),
        ("2019-01-01", "2019-01-01"),
        ("2023-05-18T08:47:10.475Z", "2023-05-18T08:47:10.475Z"),
    ],
)
def test_midnight_is_a_day(told: str, day: str) -> None:
    assert interest(RelationshipPeriods=[period(told)]).start == day


def test_a_period_of_accounts_dates_no_relationship() -> None:
    found = interest(RelationshipPeriods=[period("2018-01-01T00:00:00Z", "2018-12-31T00:00:00Z", "ACCOUNTING_PERIOD")])
    assert (found.start, found.end) == (None, None)


def test_every_reason_names_an_unknown_leg_but_that_nobody_is_known() -> None:
    for reason, (kind, why) in REASONS.items():
        holder, leg, _ = rows(exception("a", reason, which="ULTIMATE"))
        assert (holder.kind, leg.directly, leg.percent_max) == (kind, False, None)
        assert why
    assert rows(exception("a", "NO_KNOWN_PERSON")) == [Party(party=A, lei=lei("a"))]


WRONG: list[tuple[Record, str]] = [
    ({"LEI": "short", "Entity": {}}, "not a legal entity identifier"),
    (entity("a", EntityCategory="CLUB"), "`EntityCategory` is `CLUB`"),
    (entity("a", EntityStatus="MAYBE"), "`EntityStatus` is `MAYBE`"),
    (entity("a", Registration=registered("LOST")), "`RegistrationStatus` is `LOST`"),
    (entity("a", Registration=registered(updated="yesterday")), "`LastUpdateDate` is not an ISO day"),
    (entity("a", LegalName=["x"]), "`LegalName` is not one text"),
    (entity("a", LegalAddress="x"), "`LegalAddress` holds no elements"),
    (relation("a", "a"), "both ends of the relationship are one entity"),
    (relation("a", "b", "IS_FRIEND_OF"), "`RelationshipType` is `IS_FRIEND_OF`"),
    (relation("a", "b", EndNode={"NodeID": "x", "NodeIDType": "PNI"}), "told by `PNI`"),
    (relation("a", "b", RelationshipPeriods=[period("soon")]), "`StartDate` is not"),
    (relation("a", "b", RelationshipPeriods=[period(), period()]), "two periods"),
    (relation("a", "b", RelationshipPeriods=[period(end="2019-01-01T00:00:00Z")]), "ends before it starts"),
    (exception("a", ""), "`ExceptionReason` is missing"),
    (exception("a", "NO_LEI", ExceptionReason=["NO_LEI", {"Other": "x"}]), "`ExceptionReason` is not one text"),
    (exception("a", "NO_LEI", which="SOME"), "`ExceptionCategory` is `SOME_"),
    ({"LEI": lei("a"), "Nothing": "x"}, "neither an entity nor a relationship nor a reporting exception"),
]


@pytest.mark.parametrize(("record", "why"), WRONG)
def test_a_record_that_the_formats_do_not_allow_is_quarantined_and_no_other(record: Record, why: str) -> None:
    reading = read(array(entity("b"), record, entity("c"))).reading
    assert [said.row.name for said in reading.said] == ["b Ltd", "c Ltd"]
    assert why in reading.bad[0].reason
    assert reading.bad[0].at.startswith("#/1")


@pytest.mark.parametrize("form", FORMS)
def test_every_place_can_be_shown(form: str, tmp_path: Path) -> None:
    """What is said and what is quarantined: the original holds the identifier that the row, or the reason, is about."""
    groups: list[list[Record]] = [[], [], []]
    for record, _ in [(entity("b"), ""), (relation("a", "b"), ""), (exception("c", "NO_LEI"), ""), *WRONG]:
        groups[0 if "Entity" in record else 1 if "Relationship" in record else 2].append(record)
    for kind, records in enumerate(groups):
        usable = records[: -1 if kind == 2 else None] if form != "array" else records
        data = FORMS[form](*usable)
        path = tmp_path / f"{kind}"
        path.write_bytes(data)
        reading = read(data).reading
        shown = Originals(tmp_path, {"f" * 12: (path.name, sha256_of(path))})
        for said in reading.said:
            found = shown.at("f" * 12 + said.at)
            about = said.row.party if isinstance(said.row, Party) else said.row.subject
            assert found.text is not None, found
            assert about.split(":")[1] in found.text
        for bad in reading.bad:
            assert shown.at("f" * 12 + bad.at).text is not None, bad


@pytest.mark.parametrize(("form", "wrapped"), [("array", "#/1"), ("golden", "#/records/1")])
def test_a_key_twice_costs_its_record(form: str, wrapped: str) -> None:
    data = FORMS[form](entity("a"), entity("b"))
    at = data.rindex(b'"EntityStatus"')
    found = read(data[:at] + b'"EntityStatus": "INACTIVE", ' + data[at:]).reading
    assert [one.at for one in found.bad] == [wrapped]
    assert "stands twice" in found.bad[0].reason
    assert [said.row.party for said in found.said] == [A]


@pytest.mark.parametrize("form", FORMS)
def test_a_file_that_is_cut_gives_what_came_before(form: str) -> None:
    data = FORMS[form](*(entity(name) for name in "abcd"))
    reading = read(data[: data.rindex(lei("d").encode()) + 4]).reading
    assert [said.row.name for said in reading.said] == ["a Ltd", "b Ltd", "c Ltd"]
    assert len(reading.bad) == 1


def test_a_file_that_holds_less_than_it_says_is_asked_for_whole() -> None:
    whole, cut = read(xml(entity("a"))).reading, read(xml(entity("a"), RecordCount=3)).reading
    assert whole.gaps == []
    assert [one.what for one in cut.gaps] == ["scope_open"]
    assert "says that it holds 3 records, and 1 were found" in cut.gaps[0].why
    assert cut.bad == []


def test_a_deleted_record_ends() -> None:
    gone = {"Extension": {"gleif:Deletion": {"gleif:DeletedAt": "2026-02-20T00:00:00Z"}}}
    for record in (entity("a"), relation("a", "b"), exception("a", "NO_LEI")):
        said = read(array({**record, **gone})).reading.said[0]
        assert said.closed
        assert said.stated is not None


def test_unknown_fields_are_counted_by_name() -> None:
    record = entity("a", Novelty="x")
    for form in FORMS.values():
        found = read(form(record)).reading.unknown_fields
        assert len(found) == 1
        assert next(iter(found)).endswith("Novelty")


DANGEROUS = [
    b'<!DOCTYPE lei:LEIData [<!ENTITY x SYSTEM "file:///etc/passwd">]><lei:LEIData>&x;</lei:LEIData>',
    b'<!DOCTYPE LEIData [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><LEIData>&b;</LEIData>',
    b'<?xml version="1.0"?><LEIData><?xml-stylesheet href="x"?></LEIData>',
    b'<?xml version="1.0" encoding="UTF-16"?><LEIData/>',
    b"<LEIData>" + b"<a>" * 100,
]


@pytest.mark.parametrize("data", DANGEROUS)
def test_dangerous_xml_is_refused_by_name(data: bytes) -> None:
    reading = read(data).reading
    assert reading.said == []
    assert len(reading.bad) == 1
    assert "fault" not in reading.bad[0].reason


def test_text_beside_records_is_refused() -> None:
    data = xml(entity("a")).replace(b"</lei:LEIRecords>", b"stray</lei:LEIRecords>")
    assert "text stands beside the elements" in read(data).reading.bad[0].reason


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(FORMS)), st.integers(0, 2), st.data())
def test_damage_anywhere_is_read_or_quarantined(form: str, kind: int, data: st.DataObject) -> None:
    records = ([entity("a"), entity("b")], [relation("a", "b"), relation("b", "c")], [exception("a", "NO_LEI")] * 2)[
        kind
    ]
    whole = FORMS[form](*records)
    at = data.draw(st.integers(0, len(whole) - 1))
    length = data.draw(st.integers(0, 40))
    put = data.draw(st.sampled_from([b"", b'"', b"<", b"&", b"]", b"{", b"null", b"\xff", b"\n", b"0", b",,", b"\x00"]))
    read(whole[:at] + put + whole[at + length :])


ODD = st.sampled_from(
    [None, "", 0, -1, 1.5, True, [], {}, ["x"], {"$": 1}, {"$": "x"}, "x" * 300, "\u202e", [[]], [{}]]
)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([entity("a"), relation("a", "b"), exception("a", "NO_LEI"), resource("a")]), ODD, st.data())
def test_an_odd_value_anywhere_costs_at_most_its_record(record: Record, odd: Any, data: st.DataObject) -> None:
    changed = json.loads(json.dumps(record))
    holder: Any = changed
    while True:
        key = data.draw(st.sampled_from(sorted(holder) if isinstance(holder, dict) else range(len(holder))))
        if not isinstance(holder[key], (dict, list)) or not holder[key] or data.draw(st.booleans()):
            break
        holder = holder[key]
    holder[key] = odd
    whole = answer(changed, resource("z")) if "attributes" in record else array(entity("z"), changed)
    assert f"lei:{lei('z')}" in [getattr(one.row, "party", None) for one in read(whole).reading.said]
