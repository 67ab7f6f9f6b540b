"""What is told beside a status: ties and days, what speaks against it, and that it is no premise."""

from __future__ import annotations

import msgspec

from cloudreview.control import statuses
from cloudreview.dossier.beside import compelled, listed
from cloudreview.law import load
from cloudreview.spells import BEGINNING, END, Spell, day_start
from cloudreview.vocabulary.rows import Designation, Individual
from cloudreview.vocabulary.told import Compulsion
from tests.control.building import Item, case, company, facts, holds, person

LAW = load(None)
BOUGHT = day_start("2026-03-01")
CN = company("x", "CN", "SG")


def told(*items: Item) -> dict[tuple[str, str], Compulsion]:
    return {(one.party, one.law): one for one in compelled(facts(items), LAW)}


def test_a_company_of_china_is_tied_by_its_law_and_what_speaks_against_stands_beside() -> None:
    found = told(CN)
    one = found["x", "law:prc/nil-7"]
    assert (one.hooks, one.against, one.kind) == (("organised_in",), ("law:prc/nil-contra",), "compels")
    assert (one.since, one.until, one.sure) == ("2026-01-01T00:00:00Z", "2026-07-01T00:00:00Z", True)
    assert found["x", "law:prc/dsl-36"].kind == "withholds"
    assert not any(name.endswith("contra") for _, name in found)


def test_each_law_counts_while_it_is_in_force_only() -> None:
    names = {name for _, name in told(CN)}
    assert "law:prc/csl-30" in names
    assert "law:prc/csl-28" not in names
    before = {one.law for one in compelled(facts([CN], window=(day_start("2020-01-01"), day_start("2020-07-01"))), LAW)}
    assert "law:prc/csl-28" in before
    assert not before & {"law:prc/csl-30", "law:prc/dsl-35", "law:prc/dsl-36", "law:prc/pipl-41"}


def test_each_tie_of_a_person_is_named_and_hong_kong_is_none() -> None:
    found = told(person("p", "x", citizenships=("CN", "SG"), residence="CN", work_location="SG"))
    assert found["p", "law:prc/nil-7"].hooks == ("citizenships",)
    assert found["p", "law:prc/dsl-35"].hooks == ("residence",)
    assert found["p", "law:prc/cel-22"].hooks == ("citizenships", "residence")
    registered = told(Individual(person="q", citizen_of=("CN",)))
    assert ("q", "law:prc/nil-7") in registered
    assert told(company("h", "HK", "HK"), person("r", residence="HK")) == {}


def test_a_tie_begins_when_it_is_told_and_a_possible_one_says_so() -> None:
    since = Spell((BOUGHT, END), (BOUGHT, END))
    assert told((CN, since))["x", "law:prc/nil-7"].since == "2026-03-01T00:00:00Z"
    perhaps = told((CN, Spell.possibly((BEGINNING, END))))["x", "law:prc/nil-7"]
    assert (perhaps.sure, perhaps.since) == (False, "2026-01-01T00:00:00Z")


def test_no_status_turns_on_a_law_that_compels_or_on_another_list() -> None:
    items = [CN, company("a"), holds("x", "a", 3000), person("p", "a", citizenships=("CN",))]
    asked = case(("us-dsp-202", "us-icts-2021", "us-icts-2025", "us-padfa"))
    bare = msgspec.structs.replace(LAW, compulsion=())
    assert statuses(facts(items), LAW, asked) == statuses(facts(items), bare, asked)
    entry = Designation(party="a", list="1260H", authority="Department of Defense")
    assert statuses(facts([*items, entry]), LAW, asked) == statuses(facts(items), LAW, asked)


def test_who_stands_on_a_list_is_told_whatever_follows_from_it() -> None:
    entries = [
        Designation(party="a", list="Section 1260H", authority="Department of Defense", reference="2026"),
        Designation(party="b", list="covered persons list"),
        Designation(party="c", list="a list of somebody"),
    ]
    found = {one.party: one for one in listed(facts(entries), LAW)}
    assert {name: (one.list, one.gives_status) for name, one in found.items()} == {
        "a": ("1260H", False),
        "b": ("28 CFR 202.211(a)(5)", True),
        "c": ("a list of somebody", False),
    }
    assert "law:list/1260H" in found["a"].because
