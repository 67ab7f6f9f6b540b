"""The statuses of those on a path: readings that agree together, bounds where they are told, questions that settle."""

import msgspec
import pytest

from cloudreview.dossier import assemble, html
from cloudreview.dossier.page import standing
from cloudreview.dossier.page.words import Names
from tests.dossier.sample import results

READINGS = ("literal/cascade", "literal/look_through", "pooled/cascade", "pooled/look_through")


def told(**by_reading):
    """The sample where p-1 has a status of its own in each reading."""
    one = assemble(results())
    row = one.statuses[0]
    statuses = tuple(
        msgspec.structs.replace(
            row, id=f"status:{at}", reading=reading, **by_reading.get(reading.replace("/", "_"), {})
        )
        for at, reading in enumerate(READINGS)
    )
    return msgspec.structs.replace(one, statuses=statuses)


def blocks(dossier):
    return standing.blocks(dossier, Names(dossier), ["p-1"], lambda gaps: [f"Q {one}?" for one in gaps])


def test_readings_that_say_the_same_are_told_once():
    (block,) = blocks(told())
    assert [(one.readings, one.word) for one in block.rows] == [("every reading", "Yes")]


@pytest.mark.parametrize(
    ("others", "words"),
    [
        (("literal_cascade", "literal_look_through"), ["pooled", "literal"]),
        (("literal_look_through", "pooled_look_through"), ["cascade", "look-through"]),
        (
            ("literal_look_through",),
            ["pooled and cascade; literal and cascade; pooled and look-through", "literal and look-through"],
        ),
    ],
)
def test_readings_that_differ_are_told_apart_the_first_screen_s_first(others, words):
    (block,) = blocks(told(**{one: {"truth": "refuted"} for one in others}))
    assert [one.readings for one in block.rows] == words
    assert [one.truth for one in block.rows] == ["supported", "refuted"]


def test_what_is_not_known_waits_for_its_questions():
    gaps = tuple(f"gap:{at}" for at in range(5))
    unknown = {"truth": "unknown", "sure": False, "since": None, "until": None, "gaps": gaps}
    (block,) = blocks(told(**{one.replace("/", "_"): unknown for one in READINGS}))
    (row,) = block.rows
    assert row.questions == ("Q gap:0?", "Q gap:1?", "Q gap:2?")
    assert row.more == 2
    assert row.since.startswith("possibly ")


def test_the_question_that_alone_settles_it_comes_first():
    unknown = {"truth": "unknown", "sure": False, "gaps": ("gap:1", "gap:2"), "but_for": ("gap:2",)}
    dossier = told(**{one.replace("/", "_"): unknown for one in READINGS})
    ((row,),) = (block.rows for block in blocks(dossier))
    assert (row.questions, row.alone) == (("Q gap:2?", "Q gap:1?"), True)
    assert "This alone settles it:" in html.page(dossier)


def test_adversaries_under_whom_it_is_the_same_are_told_together():
    one = told()
    more = tuple(msgspec.structs.replace(row, id=f"{row.id}RU", adversary="RU") for row in one.statuses)
    (block,) = blocks(msgspec.structs.replace(one, statuses=(*one.statuses, *more)))
    assert block.adversary == "China and Russia"


def test_adversaries_under_whom_every_reading_says_no_are_told_together():
    one = told()
    no = tuple(
        msgspec.structs.replace(row, id=f"{row.id}{code}", adversary=code, truth="refuted")
        for row in one.statuses
        for code in ("RU", "IR")
    )
    found = blocks(msgspec.structs.replace(one, statuses=(*one.statuses, *no)))
    assert [(block.adversary, [row.truth for row in block.rows]) for block in found] == [
        ("China", ["supported"]),
        ("Iran and Russia", ["refuted"]),
    ]


def test_bounds_stand_beside_the_clause_where_they_are_told():
    page = html.page(told())
    assert "held by those that count" not in page
    held = {"equity": (3500, 6250), "vote": (0, 10000)}
    page = html.page(told(**{one.replace("/", "_"): {"held": held} for one in READINGS}))
    assert "equity at least 35.00 %, at most 62.50 %; votes at least 0.00 %, at most 100.00 %" in page


def test_the_page_draws_the_chart_and_every_line_is_a_row():
    page = html.page(assemble(results()))
    assert page.count('class="drawn"') == 1
    assert "<summary>The same as a table: 1 line</summary>" in page
    assert "Acme (acme)" in page
