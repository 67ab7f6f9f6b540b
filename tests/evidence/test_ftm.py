"""FollowTheMoney: every entity is rows, ignored by its schema's name, or quarantined; no tie is lost, none a yes."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from cloudreview.evidence.content import Content
from cloudreview.evidence.ftm import NAME
from cloudreview.evidence.ftm_model import ASKED, IGNORED, PARTIES, POSTS, SECURITIES, TIES
from cloudreview.evidence.ftm_values import percentage
from cloudreview.evidence.outcome import Outcome
from cloudreview.evidence.recognise import interpret
from cloudreview.evidence.registry import READERS
from cloudreview.vocabulary.rows import Designation, Employment, Individual, Interest, Party
from tests.evidence.aws import real
from tests.evidence.ownership import counted, mutations
from tests.evidence.ownership import ftm_entity as entity

A = entity("a", "Company", name=["Acme"])
B = entity("b", "Company", name=["Beta"])
P = entity("p", "Person", name=["Ada Example"])


def read(*documents: dict[str, Any]) -> Outcome:
    data = b"".join(json.dumps(one).encode() + b"\n" for one in documents)
    outcome = interpret(data, READERS)
    assert outcome.reading.format == NAME
    assert counted(outcome) == len(data)
    return outcome


def rows(kind: type[Any], *documents: dict[str, Any]) -> list[Any]:
    outcome = read(*documents)
    assert outcome.reading.bad == []
    return [said.row for said in outcome.reading.said if isinstance(said.row, kind)]


def owned(*percent: str, **more: list[str]) -> Interest:
    told = entity("o", "Ownership", owner=["p"], asset=["a"], percentage=list(percent), **more)
    (found,) = rows(Interest, A, P, told)
    return found


def test_parties_have_names_and_numbers_that_name_them_anywhere() -> None:
    told = entity(
        "a", "Company", name=["Acme", "Acme Ltd"], alias=["ACME"], previousName=["Old Acme"], cikCode=["320193"],
        innCode=["7707083893"], registrationNumber=["123"], leiCode=["PY6ZZQWO2IZFZC3IOL08"], caption="Acme Ltd",
    )  # fmt: skip
    (party,) = rows(Party, told)
    assert party == Party(
        party="ftm:a", name="Acme Ltd", names=("ACME", "Acme", "Old Acme"), kind="company",
        lei="PY6ZZQWO2IZFZC3IOL08",
        identifiers=(("RU-INN", "7707083893"), ("US-SEC", "0000320193"), ("registrationNumber", "123")),
    )  # fmt: skip


@pytest.mark.parametrize("schema", sorted(PARTIES))
def test_what_a_party_may_be_follows_from_its_schema(schema: str) -> None:
    assert tuple(party.kind for party in rows(Party, entity("x", schema, name=["X"]))) == PARTIES[schema]


def test_a_jurisdiction_is_where_an_entity_operates_and_so_it_is_asked_where_it_is_organised() -> None:
    reading = read(
        entity("a", "Company", name=["Acme"], jurisdiction=["cn"], country=["us"], mainCountry=["cn"])
    ).reading
    assert reading.said[0].row.organised_in is None
    assert reading.said[0].row.principal_place_of_business is None
    assert [one.where for one in reading.gaps] == ["ftm:a organised_in"]


def test_an_identifier_that_is_none_is_asked_for() -> None:
    for codes in (["not one"], ["PY6ZZQWO2IZFZC3IOL08", "529900T8BM49AURSDO55"]):
        reading = read(entity("a", "Company", name=["Acme"], leiCode=codes)).reading
        assert reading.said[0].row.lei is None
        assert [one.where for one in reading.gaps] == ["ftm:a lei"]


def test_nationalities_and_citizenships_of_a_person() -> None:
    told = entity("p", "Person", name=["Ada"], nationality=["cn"], citizenship=["gb", "suhh"], country=["ru"])
    outcome = read(told).reading
    assert [one.row for one in outcome.said][1:] == [Individual(person="ftm:p", citizen_of=("CN", "GB"))]
    assert [one.where for one in outcome.gaps] == ["ftm:p citizenships"]


@pytest.mark.parametrize(
    ("told", "low", "high"),
    [
        ("25", 2500, 2500),
        ("25.5%", 2550, 2550),
        ("33,333 %", 3333, 3334),
        ("25-50", 2500, 5000),
        ("25% \N{EN DASH} 50%", 2500, 5000),
        ("75 to 100", 7500, 10_000),
        (">50%", 5000, None),
        ("more than 25 %", 2500, None),
        ("< 5", None, 500),
        ("up to 100%", None, 10_000),
        ("0.5", 50, 5000),
        ("1", 100, 10_000),
        ("0", 0, 0),
        ("100", 10_000, 10_000),
    ],
)
def test_a_percentage_is_a_bound_rounded_outwards(told: str, low: int | None, high: int | None) -> None:
    found = owned(told)
    assert (found.percent_min, found.percent_max) == (low, high)


@pytest.mark.parametrize(
    "told", ["a lot", "101", "50-25", "-5", "5e1", "25;50", "", "0x10", "\N{ARABIC-INDIC DIGIT FIVE}"]
)
def test_a_percentage_that_cannot_be_read_is_an_unknown_one_with_its_question(told: str) -> None:
    reading = read(A, P, entity("o", "Ownership", owner=["p"], asset=["a"], percentage=[told])).reading
    interest = reading.said[-1].row
    assert (interest.percent_min, interest.percent_max) == (None, None)
    assert [one.where for one in reading.gaps] == ["interests ftm:a ftm:p"]


def test_several_percentages_are_read_as_what_all_allow() -> None:
    assert percentage(["25", "40-50"]) == (2500, 5000)
    assert percentage(["25", ">30"]) == (2500, None)
    assert percentage([]) == (None, None)


def test_an_ownership_is_direct_or_of_a_kind_only_where_its_words_say_exactly_so() -> None:
    plain = owned("60", startDate=["2019-03"], endDate=["2024"])
    assert plain == Interest(
        holder="ftm:p", subject="ftm:a", kind="equity", percent_min=6000, percent_max=6000, directly=None,
        start="2019-03", end="2024",
    )  # fmt: skip
    assert owned("60", ownershipType=["Direct"]).directly is True
    assert owned("60", role=["indirect"]).directly is False
    assert owned("60", role=["direct"], ownershipType=["indirect"]).directly is None
    assert (owned("60", role=["voting rights"]).kind, owned("60", role=["direct"]).kind) == ("vote", "equity")
    for words in (["nominee"], ["shares", "votes"], ["Ownership of shares, voting rights"]):
        assert (owned("60", role=words).kind, owned("60", role=words).directly) == (None, None)


def test_of_several_owners_nobody_knows_how_much_each_has() -> None:
    told = entity("o", "Ownership", owner=["p", "b"], asset=["a"], percentage=["60"], role=["direct"])
    assert rows(Interest, A, B, P, told) == [
        Interest(holder=holder, subject="ftm:a", directly=None) for holder in ("ftm:p", "ftm:b")
    ]


def test_dates_have_the_precision_that_they_are_told_with() -> None:
    assert owned(startDate=["2019"]).start == "2019"
    assert owned(startDate=["2019-03-04T12:00:00"]).start == "2019-03-04"
    assert owned(startDate=["2019", "2020"]).start is None
    for dates in ({"startDate": ["2020"], "endDate": ["2018"]}, {"startDate": ["soon"]}, {"endDate": ["2019-13"]}):
        (bad,) = read(A, P, entity("o", "Ownership", owner=["p"], asset=["a"], **dates)).reading.bad
        assert bad.at == "#line=3"


@pytest.mark.parametrize("schema", sorted(TIES))
def test_no_tie_of_two_companies_is_lost_and_none_is_a_direct_stake(schema: str) -> None:
    tie = TIES[schema]
    found = rows(Interest, A, B, entity("t", schema, **{tie.source: ["a"], tie.target: ["b"]}))
    assert {(one.holder, one.subject) for one in found} == {("ftm:a", "ftm:b")} | (
        {("ftm:b", "ftm:a")} if tie.backward else set()
    )
    for one in found:
        assert (one.percent_min, one.percent_max, one.directly) == (None, None, None)
        assert one.kind in ("other", "board", "contract", None)


@pytest.mark.parametrize("schema", sorted(TIES))
def test_a_person_at_the_end_of_a_tie_may_work_for_somebody(schema: str) -> None:
    tie = TIES[schema]
    found = read(A, P, entity("t", schema, **{tie.source: ["a"], tie.target: ["p"]})).reading
    (work,) = (said.row for said in found.said if isinstance(said.row, Employment))
    assert (work.person, work.employer, work.relation) == ("ftm:p", None, None)


@pytest.mark.parametrize("schema", sorted(POSTS))
def test_who_holds_a_post_may_work_for_a_state(schema: str) -> None:
    (work,) = rows(Employment, P, entity("t", schema, holder=["p"], post=["x"], startDate=["2020-05"]))
    assert work == Employment(person="ftm:p", title="a post", start="2020-05")


def test_an_employment_is_a_line_of_the_roster() -> None:
    told = entity("e", "Employment", employee=["p"], employer=["a"], role=["engineer"], endDate=["2024-01-31"])
    assert rows(Employment, A, P, told) == [
        Employment(person="ftm:p", employer="ftm:a", relation="employee", title="engineer", end="2024-01-31")
    ]
    several = entity("e", "Employment", employee=["p", "q"], employer=["a", "b"])
    assert [one.employer for one in rows(Employment, A, P, several)] == [None] * 4


def test_a_parent_holds_something() -> None:
    told = entity("b", "Company", name=["Beta"], parent=["a"])
    assert rows(Interest, A, told) == [Interest(holder="ftm:a", subject="ftm:b", kind="other", directly=None)]


def test_a_sanction_is_a_designation_in_the_words_of_its_source() -> None:
    told = entity("s", "Sanction", entity=["a"], program=["CMIC-EO13959"], authority=["OFAC"], authorityId=["30942"],
                  startDate=["2021-06-03"])  # fmt: skip
    assert rows(Designation, A, told) == [
        Designation(party="ftm:a", list="CMIC-EO13959", authority="OFAC", reference="30942", start="2021-06-03")
    ]
    (bare,) = rows(Designation, A, entity("s", "Sanction", entity=["a"]))
    assert bare.list == "a list that is not named"
    assert len(read(A, entity("s", "Sanction", program=["X"])).reading.bad) == 1


def test_what_somebody_owns_of_a_thing_is_ignored_by_name_and_of_a_security_is_of_its_issuer() -> None:
    ship, share = entity("v", "Vessel", name=["Ship"]), entity("s", "Security", name=["Share"], issuer=["a"])
    outcome = read(P, ship, entity("o", "Ownership", owner=["p"], asset=["v"], percentage=["60"]))
    assert [type(said.row) for said in outcome.reading.said] == [Party]
    assert set(outcome.reading.ignored) == {"ftm Vessel", "ftm Ownership of a thing"}
    sanctioned = read(ship, entity("x", "Sanction", entity=["v"], program=["P"]))
    assert set(sanctioned.reading.ignored) == {"ftm Vessel", "ftm Sanction of a thing"}
    (interest,) = rows(Interest, A, P, share, entity("o", "Ownership", owner=["p"], asset=["s"], percentage=["60"]))
    assert interest == Interest(holder="ftm:p", subject="ftm:a", directly=None)


@pytest.mark.parametrize("schema", sorted(IGNORED | SECURITIES | set(ASKED)))
def test_what_ties_no_party_is_ignored_by_the_name_of_its_schema(schema: str) -> None:
    outcome = read(A, entity("x", schema, name=["X"]))
    assert list(outcome.reading.ignored) == [f"ftm {schema}"]
    assert len(outcome.reading.gaps) == (schema in ASKED)


def test_an_unknown_schema_may_tie_parties_and_opens_what_they_tell() -> None:
    (bad,) = read(A, entity("x", "PuppetString", puppet=["a"])).reading.bad
    assert bad.reason.startswith("the schema `PuppetString` is not known here, and may tie parties")


def test_ends_that_the_file_does_not_hold_are_asked_for() -> None:
    reading = read(A, entity("o", "Ownership", owner=["x"], asset=["a"])).reading
    assert [one.why for one in reading.gaps] == ["interests are told of entities that the file does not hold: ftm:x"]


def test_a_list_says_what_lines_say_and_nested_entities_are_quarantined() -> None:
    documents = [A, P, entity("o", "Ownership", owner=["p"], asset=["a"], percentage=["60"])]
    listed = interpret(json.dumps(documents, indent=1).encode(), READERS)
    assert [said.row for said in listed.reading.said] == [said.row for said in read(*documents).reading.said]
    assert listed.reading.said[-1].at == "#/2"
    nested = {**P, "properties": {"name": ["Ada"], "ownershipOwner": [documents[2]]}}
    (bad,) = read(A, nested).reading.bad
    assert "not nested" in bad.reason


def test_a_tie_without_an_end_and_one_of_everybody_are_quarantined() -> None:
    many = [f"x{number}" for number in range(9)]
    for told in (
        entity("o", "Ownership", owner=["p"]),
        entity("d", "Directorship", organization=["a"]),
        entity("u", "UnknownLink", subject=many, object=many),
        entity("s", "Sanction", entity=many, program=many),
    ):
        assert len(read(A, told).reading.bad) == 1


def test_unknown_properties_and_fields_are_counted() -> None:
    reading = read(
        entity("a", "Company", name=["Acme"], mood=["good"], website=["https://example.org"], rank=1)
    ).reading
    assert reading.unknown_fields == {"mood": 1, "rank": 1}


def test_a_changed_file_never_costs_a_byte() -> None:
    told = [
        A,
        P,
        entity("o", "Ownership", owner=["p"], asset=["a"], percentage=["25-50"], startDate=["2019-03"]),
        entity("s", "Sanction", entity=["a"], program=["X"]),
        entity("u", "UnknownLink", subject=["p"], object=["a"]),
    ]
    for data in mutations(told, random.Random(11), 500):
        if any(one.recognises(Content(data)) for one in READERS if one.name == NAME):
            assert counted(interpret(data, READERS)) == len(data)


def test_real_entities_in_are_entities_out() -> None:
    for path in real("ownership/ftm/*"):
        data = path.read_bytes()
        outcome = interpret(data, READERS)
        assert (outcome.reading.format, outcome.reading.bad, counted(outcome)) == (NAME, [], len(data))
        schemata = [json.loads(line)["schema"] for line in data.splitlines()]
        parties = [said for said in outcome.reading.said if isinstance(said.row, Party)]
        assert len(parties) == sum(len(PARTIES.get(schema, ())) for schema in schemata) > 0
        lines = data.splitlines(keepends=True)
        for schema in set(schemata) - set(PARTIES):
            size = sum(len(line) for line, one in zip(lines, schemata, strict=True) if one == schema)
            assert outcome.reading.ignored[f"ftm {schema}"] == size
