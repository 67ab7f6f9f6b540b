"""Who may be one: by name alone, unless something tells the two apart."""

from __future__ import annotations

import msgspec
import pytest

from cloudreview.relations.alike import candidates
from cloudreview.vocabulary.delivery import Delivered, Delivery
from cloudreview.vocabulary.rows import Employment, Party
from tests.relations.test_merging import ONE, OTHER, different, judged, same, settled, standing
from tests.relations.test_relations import file


def party(name: str, called: str, **more: object) -> Party:
    return Party(party=name, name=called, **{"kind": "company", **more})  # type: ignore[arg-type]


def pairs(*files: Delivered, **more: object) -> set[tuple[str, str]]:
    return {(one.one, one.other) for one in settled(*files, **more).facts.alike}  # type: ignore[arg-type]


X, Y = party("x", "Acme Ltd"), party("y", "Acme Limited")


def test_two_sources_with_one_name_are_asked_about_and_not_joined() -> None:
    found = settled(file("a", X), file("b", Y, speaker="register"))
    (alike,) = found.facts.alike
    assert (alike.one, alike.other, alike.score) == ("x", "y", 0.97)
    assert alike.gap.question.startswith("Are x and y the same?")
    assert "`cloudreview judge`" in alike.gap.why
    assert alike.reason in alike.gap.why
    assert found.merges == ()
    assert alike.gap.id not in {one.id for one in found.gaps}, "it is asked where the answer settles something"


@pytest.mark.parametrize(
    "told_apart",
    [
        (party("x", "Acme Ltd", organised_in="SG"), party("y", "Acme Limited", organised_in="CN")),
        (party("x", "Acme Ltd", lei=ONE), party("y", "Acme Limited", lei=OTHER)),
        (party("x", "Acme Ltd", kind="person"), Y),
        (party("x", "Acme Ltd"), party("y", "Acne Limited")),
    ],
)
def test_what_tells_two_apart_ends_the_question(told_apart: tuple[Party, Party]) -> None:
    assert pairs(file("a", told_apart[0]), file("b", told_apart[1])) == set()


def test_one_list_of_one_speaker_tells_its_lines_apart() -> None:
    table = msgspec.structs.replace(file("a", X, Y), format="parties table")
    assert pairs(table) == set()
    assert pairs(file("a", X, Y)) == {("x", "y")}, "a register may have one party in two records"


def test_a_judgement_ends_the_question_either_way() -> None:
    files = (file("a", X), file("b", Y))
    assert pairs(*files) == {("x", "y")}
    assert pairs(*files, judgements=judged(different("x", "y"))) == set()
    assert pairs(*files, judgements=judged(same("x", "y"))) == set()


def test_persons_of_a_roster_meet_persons_of_a_register() -> None:
    roster = file("a", Employment(person="p-1", name="Wang Wei"))
    register = file("b", Party(party="r-9", name="王伟", kind="person"), speaker="register")
    assert pairs(roster, register) == {("p-1", "r-9")}


def test_identifiers_beat_names() -> None:
    found = settled(file("a", party("x", "Acme Ltd", lei=ONE)), file("b", party("y", "Totally Other", lei=ONE)))
    assert {(one.party, one.also) for one in found.merges} == {("x", "y")}
    assert found.facts.alike == ()


def test_a_number_that_no_known_register_gave_asks_and_does_not_join() -> None:
    one, other = (party(name, name * 4, identifiers=(("IRL-TAXID", "12"), ("", "7"))) for name in "xy")
    found = settled(file("a", one), file("b", other))
    (alike,) = found.facts.alike
    assert "both have 12 of IRL-TAXID" in alike.reason
    assert found.merges == ()
    nameless = [Party(party=name, identifiers=(("", "7"),)) for name in "xy"]
    assert pairs(file("a", *nameless)) == set(), "a number of no list at all says nothing"


def test_a_name_of_very_many_is_one_gap() -> None:
    found = settled(*(file(f"f{number}", party(f"p{number}", "Harbor Ltd")) for number in range(20)))
    assert found.facts.alike == ()
    assert [one.where for one in found.gaps if one.what == "who_is_who"] == ["parties called Harbor Ltd"]


def test_a_name_of_very_many_on_one_list_asks_nothing() -> None:
    rows = [Employment(person=f"p{number}", name="Wang Wei") for number in range(20)]
    roster = msgspec.structs.replace(file("a", *rows), format="roster table")
    assert [one for one in settled(roster).gaps if one.what == "who_is_who"] == []


def test_candidates_tell_the_likely_and_the_merely_similar() -> None:
    files = (file("a", X), file("b", Y), file("c", party("z", "Acmee Ltd")))
    delivery = Delivery(files=files, opens=(), declared=(), gaps=())
    found = candidates(settled(*files).facts, delivery, standing([]))
    assert [(one.one, one.other) for one in found] == [("x", "y"), ("x", "z"), ("y", "z")]
    assert found[0].score > found[1].score
