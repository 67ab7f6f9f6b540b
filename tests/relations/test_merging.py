"""Who is one: identifiers first, judgements over them, contradictions held apart and asked."""

from __future__ import annotations

import random
import re
from typing import get_args, get_type_hints

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Meta

from cloudreview.judgements import Control, Different, Judged, Same, standing
from cloudreview.relations import Settled, settle
from cloudreview.relations.identifiers import Identifier, identifier, of_id
from cloudreview.relations.renaming import FIELDS
from cloudreview.truth import Truth
from cloudreview.vocabulary.delivery import Delivered, Delivery
from cloudreview.vocabulary.rows import (
    AnyRow,
    Claim,
    Controls,
    Employment,
    Interest,
    Measure,
    Operation,
    Party,
    Placement,
    Site,
    Use,
)
from tests.relations.test_relations import TENTH, case, file

ONE, OTHER = "969500KSV493XWY0PS33", "529900T8BM49AURSDO55"
"""Two identifiers whose check digits hold."""


def judged(*bodies: Same | Different | Control) -> list[Judged]:
    return [
        Judged(body=body, hash=f"{number:064x}", at="2026-03-01T00:00:00Z", standing=True)
        for number, body in enumerate(bodies, 1)
    ]


def same(a: str, b: str) -> Same:
    return Same(a=a, b=b, reason="one address", by="r")


def different(a: str, b: str) -> Different:
    return Different(a=a, b=b, reason="two addresses", by="r")


def settled(*files: Delivered, judgements: list[Judged] | None = None, **more: object) -> Settled:
    declared = tuple((one.speaker, line) for one in files for line in one.complete)
    delivery = Delivery(files=files, opens=(), declared=declared, gaps=())
    return settle(delivery, case(**more), standing(judgements or []))


def pairs(found: Settled) -> set[tuple[str, str]]:
    return {(one.party, one.also) for one in found.merges}


def asked(found: Settled) -> set[str]:
    return {one.where.removeprefix("parties ") for one in found.gaps if one.what == "who_is_who"}


def party(name: str, *identifiers: tuple[str, str], **more: str) -> Party:
    return Party(party=name, identifiers=identifiers, **more)


@pytest.mark.parametrize(
    ("scheme", "number", "expected"),
    [
        ("XI-LEI", ONE.lower(), Identifier("LEI", ONE)),
        ("LEI", ONE[:-1] + "4", None),
        ("LEI", "", None),
        ("GB-COH", "1234567", Identifier("GB-COH", "01234567")),
        ("RA000586", "ni123456", Identifier("GB-COH", "NI123456")),
        ("GB-COH", "NONE", None),
        ("US-SEC", "CIK0000320193", Identifier("US-SEC", "0000320193")),
        ("US-SEC", "320193", Identifier("US-SEC", "0000320193")),
        ("US-SEC", "0", None),
        ("RA000602", " 5547389", Identifier("RA000602", "5547389")),
        ("RA999999", "5547389", None),
        ("RA000602", "not available", None),
        ("IRL-TAXID", "123", None),
        ("", "123", None),
    ],
)
def test_only_numbers_of_known_registers_join(scheme: str, number: str, expected: Identifier | None) -> None:
    assert identifier(scheme, number) == expected


def test_an_id_may_be_its_identifier() -> None:
    assert of_id(f"lei:{ONE}") == Identifier("LEI", ONE)
    assert of_id("gb-coh:1234567") == Identifier("GB-COH", "01234567")
    assert of_id("ftm:abc") is None


def test_one_legal_entity_identifier_is_one_party() -> None:
    found = settled(file("a", party("x", lei=ONE)), file("b", party("y", ("XI-LEI", ONE)), speaker="register"))
    assert pairs(found) == {("x", "y")}
    (merge,) = found.merges
    assert merge.reason == f"both have LEI {ONE}"
    assert (merge.score, merge.by, len(merge.because)) == (1.0, "the program", 2)
    assert {fact.row.party for fact in found.facts.of(Party)} == {"x"}
    renamed = next(fact for fact in found.facts.of(Party) if fact.row.identifiers)
    assert found.facts.merged[renamed.id] == (merge.id,)


def test_the_id_that_the_case_uses_is_kept() -> None:
    files = [file("a", party("zz", lei=ONE)), file("b", party(f"lei:{ONE}")), file("c", party("aa", lei=ONE))]
    assert {one.party for one in settled(*files).merges} == {"aa"}
    assert {one.party for one in settled(*files, clients=("zz",)).merges} == {"zz"}
    placed = file("d", Placement(dataset="d", client="zz", store="aws:s3:b"))
    assert {one.party for one in settled(*files, placed).merges} == {"zz"}


def test_every_field_and_scope_is_renamed() -> None:
    rows = (
        Interest(holder="y", subject="y2", kind="equity"),
        Employment(person="p", employer="y"),
        Operation(actor="y", power="update", target="aws", approval="y"),
        Site(provider="aws", region="r", operator="y"),
        Use(person="y", principal="arn:aws:iam::111122223333:user/y"),
        Claim(claim="c", proposition="NOT statuses where party = y and adversary = CN"),
        Measure(measure="m", kind="cuts", cuts="power where actor in y z and power = update"),
    )
    told = file("b", *rows, complete=(("interests", "y"), ("roster", "y")))
    found = settled(
        file("a", party("x", lei=ONE), party("y", lei=ONE)), told, judgements=judged(same("p", "q")), clients=("x",)
    )
    text = msgspec.json.encode([fact.row for facts in found.facts.rows.values() for fact in facts]).decode()
    assert '"y"' not in text
    assert "party = x" in text
    assert "actor in x z" in text
    assert {(one.relation, one.scope) for one in found.facts.closures} == {("interests", "x"), ("roster", "x")}
    closure = next(one for one in found.facts.closures if one.relation == "roster")
    assert found.facts.merged[closure.id] == (found.merges[0].id,)
    assert pairs(found) == {("x", "y")}, "a judgement about an id that nothing names joins nobody"
    assert asked(found) == {"q"}


def test_no_relation_that_names_parties_is_left_out() -> None:
    """A field described as an id of a party or person, in any relation, is one that is renamed."""
    for kind in get_args(AnyRow):
        told = get_type_hints(kind, include_extras=True)
        for name, hint in told.items():
            words = [one.description or "" for one in getattr(hint, "__metadata__", ()) if isinstance(one, Meta)]
            if any(re.search(r"\b(party|person) id\b|id of the (party|person)\b", text) for text in words):
                assert name in FIELDS.get(kind, ()), f"{kind.__name__}.{name}"


def test_settings_are_told_under_the_ids_in_use() -> None:
    found = settled(
        file("a", party("x", lei=ONE), party("y", lei=ONE)), clients=("x", "y"), adversary_parties=("y",), subject="y"
    )
    assert (found.case.clients, found.case.adversary_parties, found.case.subject) == (("x",), ("x",), "x")


def test_two_numbers_of_one_register_are_held_apart_and_asked() -> None:
    told = file("a", party("x", ("GB-COH", "1"), lei=ONE), party("y", ("GB-COH", "00000001"), lei=OTHER))
    found = settled(told)
    assert pairs(found) == set()
    assert asked(found) == {"x / y"}
    (alike,) = found.facts.alike
    assert (alike.one, alike.other) == ("x", "y")
    assert pairs(settled(told, judgements=judged(same("x", "y")))) == {("x", "y")}
    answered = settled(told, judgements=judged(different("x", "y")))
    assert (pairs(answered), asked(answered)) == (set(), set())


def test_one_id_with_two_numbers_of_one_register_is_asked_about() -> None:
    found = settled(file("a", party("x", lei=ONE)), file("b", party("x", lei=OTHER), speaker="register"))
    assert asked(found) == {"x"}
    (why,) = [one.why for one in found.gaps if one.what == "who_is_who"]
    assert why.startswith("under the id x different numbers of LEI: ")


def test_a_person_and_a_company_are_not_one() -> None:
    found = settled(file("a", party("x", lei=ONE, kind="company"), party("y", lei=ONE, kind="person")))
    assert (pairs(found), asked(found)) == (set(), {"x / y"})


def test_a_chain_of_sames_that_a_different_cuts_is_held_apart_and_asked() -> None:
    told = file("a", party("x"), party("y"), party("z"))
    chained = judged(same("x", "y"), same("y", "z"), different("x", "z"))
    found = settled(told, judgements=chained)
    assert pairs(found) == set()
    assert asked(found) == {"x / y", "y / z"}
    assert pairs(settled(told, judgements=chained[:2])) == {("x", "y"), ("x", "z")}


def test_a_chain_tells_every_link() -> None:
    told = file("a", party("x", lei=ONE), party("y", lei=ONE), party("z"))
    found = settled(told, judgements=judged(same("y", "z")))
    merge = next(one for one in found.merges if one.also == "z")
    assert merge.reason == f"one address; both have LEI {ONE}"
    assert merge.by == "r; the program"
    assert merge.because[-1] == "judgement#000000000000"


def test_two_sources_of_one_party_are_set_against_each_other() -> None:
    found = settled(
        file("a", party("x", lei=ONE, organised_in="SG")),
        file("b", party("y", lei=ONE, organised_in="CN"), speaker="register"),
    )
    assert Truth.CONFLICTING in {fact.truth for fact in found.facts.of(Party)}


def test_a_source_supersedes_itself_under_its_own_id_only() -> None:
    found = settled(
        file("a", party("x", lei=ONE, organised_in="CN")),
        file("b", party("y", lei=ONE), taken_at=TENTH),
    )
    told = next(fact for fact in found.facts.of(Party) if fact.row.organised_in == "CN")
    assert told.spell.must[1] > TENTH, "what was told under the other id says nothing against it"


def test_control_is_told_for_the_days_judged() -> None:
    body = Control(holder="y", subject="s", holds=True, since="2026-03-10", reason="board", by="r")
    found = settled(file("a", party("x", lei=ONE), party("y", lei=ONE), party("s")), judgements=judged(body))
    (fact,) = found.facts.of(Controls)
    assert (fact.row.holder, fact.row.holds, fact.truth) == ("x", True, Truth.SUPPORTED)
    assert [(one.place, one.speaker) for one in fact.sources] == [("judgement#000000000000", "r")]
    assert fact.spell.may[0] < TENTH < fact.spell.must[0]


NAMES = st.sampled_from("abcdef")
NUMBERS = st.sampled_from([("GB-COH", "1"), ("GB-COH", "2"), ("LEI", ONE), ("LEI", OTHER), ("RA000602", "7")])
ROWS = st.lists(st.tuples(NAMES, NUMBERS), max_size=8)
BODIES = st.lists(
    st.tuples(st.sampled_from([Same, Different]), NAMES, NAMES).filter(lambda t: t[1] != t[2]), max_size=4
)


def of(rows: list[tuple[str, tuple[str, str]]], order: int, lead: str) -> list[Delivered]:
    files = [file(f"{lead}{number}", party(name, number_)) for number, (name, number_) in enumerate(rows)]
    files.append(file(lead, *(Interest(holder=name, subject="s", kind="equity") for name in "abcdef")))
    random.Random(order).shuffle(files)
    return files


@settings(max_examples=150, deadline=None)
@given(ROWS, BODIES, st.integers(0, 5))
def test_merging_depends_on_no_order_and_no_file_name(
    rows: list[tuple[str, tuple[str, str]]], bodies: list[tuple[type[Same | Different], str, str]], order: int
) -> None:
    rows_judged = judged(*(kind(a=a, b=b, reason="x", by="r") for kind, a, b in bodies))
    first = settled(*of(rows, 0, "m"), judgements=rows_judged)
    again = settled(*of(rows, order, "n"), judgements=rows_judged)
    assert [(one.party, one.also, one.reason) for one in first.merges] == [
        (one.party, one.also, one.reason) for one in again.merges
    ]
    assert asked(first) == asked(again)
    parted = standing(rows_judged).parted()
    groups: dict[str, set[str]] = {}
    for merge in first.merges:
        groups.setdefault(merge.party, {merge.party}).add(merge.also)
    assert not any({one, other} <= group for group in groups.values() for one, other in parted)


@settings(max_examples=100, deadline=None)
@given(ROWS, BODIES)
def test_without_a_judgement_everything_is_as_if_it_had_never_been(
    rows: list[tuple[str, tuple[str, str]]], bodies: list[tuple[type[Same | Different], str, str]]
) -> None:
    rows_judged = judged(*(kind(a=a, b=b, reason="x", by="r") for kind, a, b in bodies))
    files = of(rows, 0, "m")
    for at, one in enumerate(rows_judged):
        withdrawn = [*rows_judged]
        withdrawn[at] = msgspec.structs.replace(one, standing=False)
        without = rows_judged[:at] + rows_judged[at + 1 :]
        assert settled(*files, judgements=withdrawn) == settled(*files, judgements=without)
