"""Whose status somebody asks for, and that questions about others do not come first."""

from __future__ import annotations

import msgspec

from cloudreview.dossier import assemble
from cloudreview.dossier.asked import asked_for
from cloudreview.dossier.questions import ranked
from cloudreview.gaps import gap
from cloudreview.vocabulary.rows import Operation, Row, Site, Use
from tests.control.building import company, facts, holds, person
from tests.dossier.sample import results


def names(*rows: Row) -> set[str] | None:
    found = asked_for(facts(rows))
    return None if found is None else set(found)


def test_who_takes_part_and_who_owns_one_of_these() -> None:
    register = [
        company("a"),
        holds("b", "a", 5000),
        holds("c", "b", 100),
        holds("c", "d", 5000),
        holds("a", "e", 10000),
    ]
    assert names(*register) is None
    assert names(*register, person("p", "a")) == {"p", "a", "b", "c"}
    assert names(*register, Site(provider="aws", region="r", operator="e")) == {"e", "a", "b", "c"}
    assert names(*register, Operation(actor="d", power="dns", target="aws")) == {"d", "c"}
    assert names(*register, Use(person="q", provider="aws", principal="arn")) == {"q"}


def test_a_question_counts_for_the_statuses_that_somebody_asks_for() -> None:
    one = results()
    root, hole = one.statuses[0], one.gaps[0].id
    waiting = msgspec.structs.replace(root, id="status:asked", party="acme", gaps=(hole,), but_for=(hole,))
    other = msgspec.structs.replace(waiting, id="status:other", party="nobody")
    told = assemble(msgspec.structs.replace(one, statuses=(*one.statuses, waiting, other)))
    (found,) = [gap for gap in told.gaps if gap.id == hole]
    assert "status:asked" in found.settles
    assert found.alone == ("status:asked",)
    assert {status.id: status.but_for for status in told.statuses}["status:other"] == (hole,)
    assert not any("status:other" in gap.settles for gap in told.gaps)


def test_what_settles_more_by_itself_is_asked_first() -> None:
    many = msgspec.structs.replace(gap("a", "one", "why", "Many?"), settles=("status:1", "status:2", "status:3"))
    few = msgspec.structs.replace(gap("a", "two", "why", "Few?"), settles=("status:4", "status:5"), alone=("status:4",))
    found = ranked((many, few))
    assert [one.question for one in found] == ["Few?", "Many?"]
    assert found[0].worth == "2 legal statuses (1 of them by itself)"
