"""People with significant control: every record is a row, a question or quarantined; no band is a direct stake."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from cloudreview.evidence import pieces
from cloudreview.evidence.content import Content
from cloudreview.evidence.country_names import NAMED, country_named, nationalities, plain
from cloudreview.evidence.outcome import Outcome
from cloudreview.evidence.psc_natures import NOBODY, SOMEBODY, nature
from cloudreview.evidence.recognise import interpret
from cloudreview.evidence.registry import READERS
from cloudreview.spells import instant
from cloudreview.vocabulary.countries import COUNTRIES
from cloudreview.vocabulary.rows import Individual, Interest, Party
from tests.evidence.ownership import counted, mutations
from tests.evidence.ownership import psc_line as line
from tests.evidence.ownership import psc_record as record

SHARES, VOTES = "ownership-of-shares-", "voting-rights-"
TOTALS = {"data": {"kind": "totals#persons-of-significant-control-snapshot", "generated_at": "2026-03-02T03:43:03Z"}}


def read(*documents: dict[str, Any]) -> Outcome:
    data = b"".join(json.dumps(one).encode() + b"\n" for one in documents)
    outcome = interpret(data, READERS)
    assert counted(outcome) == len(data)
    return outcome


def rows(kind: type[Any], *documents: dict[str, Any]) -> list[Any]:
    outcome = read(*documents, TOTALS)
    assert outcome.reading.bad == []
    return [said.row for said in outcome.reading.said if isinstance(said.row, kind)]


def test_a_line_of_the_snapshot_is_a_company_a_holder_and_its_interests() -> None:
    told = record("individual", name="Ada Example", natures_of_control=[SHARES + "25-to-50-percent"])
    outcome = read(line("01234567", told), TOTALS)
    company, holder, interest = (said.row for said in outcome.reading.said)
    assert company == Party(
        party="gb-coh:01234567", kind="company", organised_in="GB", identifiers=(("GB-COH", "01234567"),)
    )
    assert holder == Party(party="gb-coh:01234567/abc", name="Ada Example", kind="person")
    assert interest == Interest(
        holder=holder.party, subject=company.party, kind="equity", percent_min=2500, percent_max=5000, directly=None
    )
    assert outcome.reading.taken_at == instant("2026-03-02T03:43:03Z")
    assert [said.at for said in outcome.reading.said] == ["#line=1"] * 3


@pytest.mark.parametrize(
    ("told", "kind", "low", "high"),
    [
        (SHARES + "25-to-50-percent", "equity", 2500, 5000),
        (SHARES + "50-to-75-percent", "equity", 5000, 7500),
        (SHARES + "75-to-100-percent", "equity", 7500, 10_000),
        (VOTES + "50-to-75-percent-limited-liability-partnership", "vote", 5000, 7500),
        (SHARES + "more-than-25-percent-registered-overseas-entity", "equity", 2500, 10_000),
        (SHARES + "75-to-100-percent-as-trust", "other", 7500, 10_000),
        (VOTES + "25-to-50-percent-as-firm-limited-liability-partnership", "other", 2500, 5000),
        (SHARES + "more-than-25-percent-as-control-over-trust-registered-overseas-entity", "other", 2500, 10_000),
        ("right-to-share-surplus-assets-50-to-75-percent-limited-liability-partnership", "other", 5000, 7500),
        ("part-right-to-share-surplus-assets-75-to-100-percent-as-firm", "other", 7500, 10_000),
        ("right-to-appoint-and-remove-directors", "board", None, None),
        ("right-to-appoint-and-remove-directors-as-trust-registered-overseas-entity", "board", None, None),
        ("right-to-appoint-and-remove-members-limited-liability-partnership", "board", None, None),
        ("right-to-appoint-and-remove-person-as-firm", "board", None, None),
        ("significant-influence-or-control", "other", None, None),
        ("significant-influence-or-control-as-control-over-firm-registered-overseas-entity", "other", None, None),
        ("registered-owner-as-nominee-person-england-wales-registered-overseas-entity", "contract", None, None),
        ("registered-owner-as-nominee-another-entity-scotland-registered-overseas-entity", "contract", None, None),
    ],
)
def test_every_nature_has_a_kind_and_the_bounds_of_the_regulations(
    told: str, kind: str, low: int | None, high: int | None
) -> None:
    (interest,) = rows(Interest, line("01234567", record("individual", natures_of_control=[told])))
    assert (interest.kind, interest.percent_min, interest.percent_max, interest.directly) == (kind, low, high, None)


def test_a_nature_that_is_not_known_may_be_anything_and_is_asked_for() -> None:
    outcome = read(line("01234567", record("individual", natures_of_control=["golden-share"])), TOTALS)
    interest = outcome.reading.said[-1].row
    assert (interest.kind, interest.percent_min, interest.percent_max) == (None, None, None)
    assert [one.what for one in outcome.reading.gaps] == ["unimplemented"]
    assert nature("ownership-of-shares-10-to-25-percent") is None


def test_a_holder_of_whom_no_nature_is_told_holds_something() -> None:
    (interest,) = rows(Interest, line("01234567", record("individual")))
    assert interest == Interest(holder="gb-coh:01234567/abc", subject="gb-coh:01234567", directly=None)


def test_when_somebody_ceased_is_told_and_when_somebody_was_notified_is_no_start() -> None:
    told = record("individual", ceased_on="2021-12-13", natures_of_control=[SHARES + "25-to-50-percent"])
    (interest,) = rows(Interest, line("01234567", told))
    assert (interest.start, interest.end) == (None, "2021-12-13")


@pytest.mark.parametrize(
    ("nationality", "residence", "of", "home"),
    [
        ("British", "England", ("GB",), "GB"),
        ("Chinese", "Hong Kong", ("CN",), "HK"),
        ("British,Russian", "United  kingdom", ("GB", "RU"), "GB"),
        ("Congolese (DRC)", "The Netherlands", ("CD",), "NL"),
        ("Dominican", "Georgia", (), None),
        ("Some Chinese", "Hong Kong or China", (), None),
    ],
)
def test_countries_are_read_where_the_text_names_one_exactly(
    nationality: str, residence: str, of: tuple[str, ...], home: str | None
) -> None:
    told = record("individual", nationality=nationality, country_of_residence=residence)
    outcome = read(line("01234567", told), TOTALS)
    found = [said.row for said in outcome.reading.said if isinstance(said.row, Individual)]
    expected = Individual(person="gb-coh:01234567/abc", citizen_of=of, residence=home)
    assert found == ([expected] if of or home else [])
    assert len(outcome.reading.gaps) == (not of) + (home is None)


def test_every_name_is_of_a_country_and_means_one() -> None:
    assert (
        country_named("People's Republic of China")
        == country_named("people\N{RIGHT SINGLE QUOTATION MARK}s republic of CHINA")
        == "CN"
    )
    assert {country_named("Korea"), country_named("Congo"), country_named("")} == {None}
    assert nationalities("American / Klingon") == (("American", "US"), ("Klingon", None))
    lines = [one.split("|") for one in NAMED.split("\n") if one]
    assert {one[0] for one in lines} <= COUNTRIES
    for column in (1, 2):
        names = [plain(name) for one in lines for name in one[column].split(";") if name]
        assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("told", "country", "numbers"),
    [
        ({"country_registered": "England", "place_registered": "Companies House", "registration_number": "5498655"},
         "GB", (("GB-COH", "05498655"),)),
        ({"country_registered": "UK", "place_registered": "Companies House", "registration_number": "123456"},
         "GB", ()),
        ({"country_registered": "Scotland", "place_registered": "Companies House", "registration_number": "SC12345"},
         "GB", (("GB-COH", "SC012345"),)),
        ({"country_registered": "Gibraltar", "place_registered": "Companies House", "registration_number": "123456"},
         "GI", ()),
        ({"country_registered": "China", "place_registered": "Beijing", "registration_number": "1"}, "CN", ()),
        ({"legal_authority": "Companies Act", "legal_form": "Ag"}, None, ()),
    ],
)  # fmt: skip
def test_a_company_that_holds_is_registered_where_its_text_says_so(
    told: dict[str, str], country: str | None, numbers: tuple[tuple[str, str], ...]
) -> None:
    holder = rows(Party, line("01234567", record("corporate-entity", name="Example Ltd", identification=told)))[1]
    assert (holder.kind, holder.organised_in, holder.identifiers) == ("company", country, numbers)


@pytest.mark.parametrize(
    ("number", "home"),
    [("SC123456", "GB"), ("OC300000", "GB"), ("NI012345", "GB"), ("OE000001", None), ("FC000001", None)],
)
def test_only_what_the_law_of_the_united_kingdom_formed_is_organised_there(number: str, home: str | None) -> None:
    assert rows(Party, line(number, record("individual")))[0].organised_in == home


@pytest.mark.parametrize("statement", [*sorted(SOMEBODY), "something-new"])
def test_a_statement_that_leaves_somebody_untold_is_an_unknown_leg_with_its_question(statement: str) -> None:
    told = {**record("statement"), "statement": statement}
    outcome = read(line("01234567", told), TOTALS)
    _, party, leg = (said.row for said in outcome.reading.said)
    assert party.party == leg.holder == "undisclosed:gb-coh:01234567/abc"
    assert (leg.kind, leg.percent_max, leg.directly) == (None, None, None)
    (gap,) = outcome.reading.gaps
    assert gap.question == "Who or what holds gb-coh:01234567, how much, of which kind, and since when?"


@pytest.mark.parametrize("statement", sorted(NOBODY))
def test_a_statement_that_there_is_nobody_closes_nothing(statement: str) -> None:
    outcome = read(line("01234567", {**record("statement"), "statement": statement}), TOTALS)
    assert [type(said.row) for said in outcome.reading.said] == [Party]
    assert outcome.reading.proves == []


@pytest.mark.parametrize("kind", ["super-secure-person-with-significant-control", "super-secure-beneficial-owner"])
def test_a_protected_person_is_an_unknown_leg(kind: str) -> None:
    _, party, leg = (said.row for said in read(line("01234567", {**record(""), "kind": kind}), TOTALS).reading.said)
    assert (party.kind, leg.kind, leg.percent_max) == ("person", None, None)


def test_a_company_that_is_exempt_tells_nobody() -> None:
    told = {"kind": "exemptions", "links": {"self": "/company/01234567/exemptions"}, "exemptions": {}}
    for document in (line("01234567", told), told):
        assert [said.row.holder for said in read(document).reading.said if isinstance(said.row, Interest)] == [
            "undisclosed:gb-coh:01234567/exemptions"
        ]


def test_a_list_and_one_record_of_the_api_say_what_the_snapshot_says() -> None:
    told = record("individual", name="Ada", natures_of_control=[SHARES + "75-to-100-percent"])
    link = {"self": "/company/01234567/persons-with-significant-control"}
    listed = {"items": [told], "links": link, "start_index": 0, "total_results": 1, "items_per_page": 25}
    found = [[said.row for said in read(one).reading.said] for one in (line("01234567", told), listed, told)]
    assert found[0] == found[1] == found[2]
    assert read(listed).reading.said[0].at == "#/items/0"
    more = read({**listed, "total_results": 40}).reading
    assert [one.what for one in more.gaps] == ["scope_open"]
    assert read({**listed, "items": [], "total_results": 0}).reading.said == []


def test_one_bad_record_costs_itself() -> None:
    good = line("01234567", record("individual"))
    for bad in (
        line("1234567", record("individual")),
        line("01234567", record("individual", links={})),
        line("01234567", record("individual", ceased_on="yesterday")),
        line("01234567", {**record("individual"), "kind": "emperor"}),
        line("01234567", {**record("individual"), "name": 7}),
        {"company_number": "01234567"},
    ):
        reading = read(good, bad, TOTALS).reading
        assert [one.at for one in reading.bad] == ["#line=2"]
        assert len(reading.said) == 3


def test_a_register_of_a_whole_country_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "MOST", 2)
    assert read(line("01234567", record("individual")), TOTALS).reading.bad == []
    (bad,) = read(*[line("01234567", record("individual"))] * 3).reading.bad
    assert bad.reason.startswith("the file holds 3 records, and at most 2 are read; cut out")


def test_unknown_fields_are_counted() -> None:
    reading = read({**line("01234567", {**record("individual"), "mood": "good"}), "ContentDate": "2024-12-19"}, TOTALS)
    assert reading.reading.unknown_fields == {"ContentDate": 1, "mood": 1}


def test_a_changed_file_never_costs_a_byte_and_never_makes_a_direct_stake() -> None:
    told = [
        line("01234567", record("individual", nationality="British", natures_of_control=[SHARES + "25-to-50-percent"])),
        line("01234567", {**record("statement"), "statement": "psc-exists-but-not-identified"}),
        TOTALS,
    ]
    for data in mutations(told, random.Random(7), 400):
        if not any(one.recognises(Content(data)) for one in READERS if one.name == "companies house psc"):
            continue
        outcome = interpret(data, READERS)
        assert counted(outcome) == len(data)
        assert all(said.row.directly is None for said in outcome.reading.said if isinstance(said.row, Interest))
