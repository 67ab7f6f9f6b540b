"""The chart of a party: each link once, in the picture and in the table, and what is not told as what it is."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import msgspec
import pytest

from cloudreview.dossier.chart import chart
from cloudreview.dossier.chart.choosing import BROAD, MOST
from cloudreview.dossier.svg import svg
from cloudreview.spells import instant
from cloudreview.vocabulary.told import Dossier
from tests.dossier.chart.web import PERSONS, STAKES, web

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    return web(tmp_path_factory.mktemp("web"))


def groups(picture: str, kind: str) -> list[ET.Element]:
    root = ET.fromstring(picture)
    return [one for one in root.iter(f"{SVG}g") if kind in (one.get("class") or "").split()]


def texts(group: ET.Element) -> str:
    return " ".join(one.text or "" for one in group.iter(f"{SVG}text"))


def test_every_interest_is_drawn_once_and_is_a_row_of_the_table(dossier: Dossier) -> None:
    found = chart(dossier, "ours")
    interests = {one.id for one in dossier.facts if one.relation == "interests"}
    assert len(interests) == len(STAKES)
    assert sorted(one.name for one in found.picture.said if one.name in interests) == sorted(interests)
    assert sorted(one.fact for one in found.rows if one.fact in interests) == sorted(interests)
    labels = groups(svg(found), "said")
    assert [int(texts(one).split(" ")[0]) for one in labels] == [one.number for one in found.rows]
    assert len(groups(svg(found), "tie")) == len(found.rows) + len(groups(svg(found), "rest")) // 2


def test_every_line_and_box_has_a_text_that_says_all_of_it(dossier: Dossier) -> None:
    picture = svg(chart(dossier, "ours"))
    for one in [*groups(picture, "said"), *groups(picture, "party")]:
        title = one.find(f"{SVG}title")
        assert title is not None
        assert (title.text or "").strip()
    said = [one.find(f"{SVG}title").text for one in groups(picture, "said")]  # type: ignore[union-attr]
    assert (
        "Tide Group (tide): 60 % of the equity: North Bridge Holdings (north), from 2020-01-01, says Provider" in said
    )


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("equity", "25 to 50 % of the equity"),
        ("equity", "up to 25 % of the equity"),
        ("vote", "at least 51 % of the votes"),
        ("contract", "control by contract (VIE)"),
        ("special-share", "1 %, golden share"),
        ("acting-in-concert", "acts in concert"),
        ("board", "seats on the board"),
        ("place", "organised and seated there"),
    ],
)
def test_kinds_are_kept_apart(dossier: Dossier, kind: str, words: str) -> None:
    assert any(words in texts(one) for one in groups(svg(chart(dossier, "ours")), kind))


def test_what_nobody_told_is_a_box_of_its_own(dossier: Dossier) -> None:
    rest = {one.party: " ".join(line.text for line in one.texts) for one in chart(dossier, "ours").picture.boxes}
    assert rest["rest:north"] == "not disclosed: up to 40 % of the equity"
    assert rest["rest:tide"] == "not disclosed: up to 49 % of the votes"
    assert "rest:ours" not in rest
    assert rest["top"].endswith("its holders are not told")


@pytest.mark.parametrize(
    ("second", "words"),
    [
        ({"percent_min": 5000, "percent_max": 7500}, "not disclosed: up to 40 % of the equity"),
        ({"percent_min": 2000, "percent_max": 2000}, "not disclosed: up to 80 % of the equity"),
        ({"percent_min": None, "percent_max": None}, "not disclosed: up to 40 % of the equity"),
    ],
)
def test_of_two_sources_on_one_stake_the_rest_takes_what_is_sure(
    dossier: Dossier, second: dict[str, int | None], words: str
) -> None:
    fact = next(one for one in dossier.facts if one.row.get("holder") == "tide" and one.row["subject"] == "north")
    more = msgspec.structs.replace(fact, id="interests:again", row={**fact.row, **second})
    told = msgspec.structs.replace(dossier, facts=(*dossier.facts, more))
    rest = next(one for one in chart(told, "north").picture.boxes if one.party == "rest:north")
    assert " ".join(line.text for line in rest.texts) == words


def test_a_disputed_or_only_possible_stake_leaves_all_undisclosed(dossier: Dossier) -> None:
    for change in ({"truth": "conflicting"}, {"since": None, "until": None}):
        facts = tuple(
            msgspec.structs.replace(one, **change) if one.row.get("subject") == "north" else one
            for one in dossier.facts
        )
        told = msgspec.structs.replace(dossier, facts=facts)
        rest = next(one for one in chart(told, "north").picture.boxes if one.party == "rest:north")
        assert " ".join(line.text for line in rest.texts) == "not disclosed: up to 100 % of the equity"


def test_where_the_list_is_whole_it_says_who_calls_it_so(dossier: Dossier) -> None:
    base = next(one for one in dossier.facts if one.relation == "interests")
    row = {"relation": "interests", "scope": "*", "by": "declared"}
    whole = msgspec.structs.replace(base, id="closure:1", relation="closure", row=row, since=None, until=None)
    drawn = chart(msgspec.structs.replace(dossier, facts=(*dossier.facts, whole)), "ours").picture
    boxes = {one.party: " ".join(line.text for line in one.texts) for one in drawn.boxes}
    assert boxes["rest:tide"] == "no holder told: up to 49 % of the votes the list is whole, says Provider"
    assert boxes["top"].endswith("no holder, the list is whole")


def planted(dossier: Dossier, relation: str, **row: object) -> Dossier:
    """The web with one more fact, which held throughout."""
    fact = next(one for one in dossier.facts if one.relation == "interests" and one.row["subject"] == "ours")
    more = msgspec.structs.replace(fact, id=f"{relation}:1", relation=relation, row={"start": None, "end": None, **row})
    return msgspec.structs.replace(dossier, facts=(*dossier.facts, more))


@pytest.mark.parametrize(("holds", "words"), [(True, "judged to control"), (False, "judged not to control")])
def test_what_a_person_judged_is_a_line_of_its_own_kind(dossier: Dossier, holds: bool, words: str) -> None:
    found = chart(planted(dossier, "controls", holder="tide", subject="ours", holds=holds), "ours")
    assert [(one.above, one.below) for one in found.rows if one.what == words] == [
        ("Tide Group (tide)", "<script>alert(1)</script> (ours)")
    ]
    assert [one.kind for one in found.picture.ties if one.kind == "judged"] == ["judged"]


def test_a_right_on_a_matter_is_a_line_of_its_own_kind(dossier: Dossier) -> None:
    told = planted(dossier, "rights", holder="country:CN", subject="ours", matter="board_seats", power="appoint")
    found = chart(told, "ours")
    assert [(one.above, one.below[-6:]) for one in found.rows if one.what == "appoints to board seats"] == [
        ("China", "(ours)")
    ]
    assert "right" in [one.kind for one in found.picture.ties]


def test_who_stands_on_a_list_has_it_in_the_box(dossier: Dossier) -> None:
    told = planted(dossier, "designations", party="tide", list="1260H", authority=None, reference=None)
    box = next(one for one in chart(told, "ours").picture.boxes if one.party == "tide")
    assert "listed: 1260H" in [line.text for line in box.texts]
    assert "listed: 1260H" in box.title


def test_where_a_register_says_that_a_person_lives_is_drawn(dossier: Dossier) -> None:
    told = planted(dossier, "individuals", person="q", citizen_of=["CN"], residence="CN")
    (home,) = (one for one in chart(told, "q").rows if one.above == "China" and one.below == "Person q (q)")
    assert home.what == "resident there"


def test_a_ring_is_drawn_and_ends(dossier: Dossier) -> None:
    found = chart(dossier, "ours")
    assert any(one.back for one in found.picture.ties)
    assert any("↺" in texts(one) for one in groups(svg(found), "back"))


def test_many_links_of_the_same_two_share_a_line_and_each_has_its_label(dossier: Dossier) -> None:
    fact = next(one for one in dossier.facts if one.relation == "interests" and one.row["subject"] == "ours")
    more = tuple(
        msgspec.structs.replace(fact, id=f"interests:{kind}", row={**fact.row, "holder": "op", "kind": kind})
        for kind in ("vote", "contract", "other")
    )
    before = chart(dossier, "ours").picture
    after = chart(msgspec.structs.replace(dossier, facts=(*dossier.facts, *more)), "ours").picture
    lines = [len([one for one in picture.ties if one.kind != "rest"]) for picture in (before, after)]
    assert lines[0] == lines[1]
    assert len(after.said) == len(before.said) + 3
    assert [one.kind for one in after.ties if one.kind == "several"] == ["several"]
    own = sorted((one for one in after.said if one.name in {row.id for row in more}), key=lambda one: one.y)
    assert all(one.y + one.height < other.y for one, other in pairwise(own))
    assert [one.number for one in after.said] == list(range(1, len(after.said) + 1))


def test_persons_stand_below_who_employs_them(dossier: Dossier) -> None:
    found = chart(dossier, PERSONS[0][0])
    (job,) = (one for one in found.rows if one.what == "employs as contractor")
    assert (job.above, job.below) == (dossier_name(dossier, "op"), "Person p (p)")
    assert {one.shape for one in found.picture.boxes if one.party == "p"} == {"person"}


def dossier_name(dossier: Dossier, party: str) -> str:
    return next(f"{one.names[0]} ({party})" for one in dossier.parties if one.party == party)


def test_the_truth_of_a_status_is_said_in_words_and_by_a_sign(dossier: Dossier) -> None:
    boxes = {one.party: one for one in chart(dossier, "ours").picture.boxes}
    assert boxes["tide"].truth == "supported"
    assert any(line.text == "▲ Yes, China" for line in boxes["tide"].texts)
    assert any(line.text == "? Not known, China" for line in boxes["op"].texts)


def test_hostile_names_stay_text(dossier: Dossier) -> None:
    picture = svg(chart(dossier, "ours"))
    assert "<script" not in picture
    assert "&lt;script&gt;alert(1)" in picture
    assert not re.search(r"(href|src|onload|url\()", picture)
    assert {one.tag.removeprefix(SVG) for one in ET.fromstring(picture).iter()} <= {
        "svg", "title", "g", "path", "rect", "text", "style",
    }  # fmt: skip


def test_names_from_the_right_say_so(dossier: Dossier) -> None:
    box = next(one for one in chart(dossier, "ours").picture.boxes if one.party == "south")
    assert [(line.kind, line.right) for line in box.texts[:2]] == [("name", True), ("id", False)]


def test_the_same_dossier_gives_the_same_bytes(dossier: Dossier) -> None:
    again = msgspec.structs.replace(dossier, facts=dossier.facts[::-1], parties=dossier.parties[::-1])
    assert svg(chart(dossier, "ours")) == svg(chart(again, "ours"))


def test_as_of_a_day_what_did_not_hold_is_not_drawn(dossier: Dossier) -> None:
    before, after = (chart(dossier, "ours", instant(f"2026-03-{day}T12:00:00Z")) for day in ("05", "25"))
    assert not any("seats on the board" in one.what for one in before.rows)
    assert any("seats on the board" in one.what for one in after.rows)
    assert any(one.what == "acts in concert" for one in before.rows)
    assert not any(one.what == "acts in concert" for one in after.rows)


def test_too_many_holders_are_cut_and_counted(dossier: Dossier) -> None:
    fact = next(one for one in dossier.facts if one.relation == "interests" and one.row["subject"] == "ours")
    many = tuple(
        msgspec.structs.replace(fact, id=f"interests:{at:04}", row={**fact.row, "holder": f"h{at:04}"})
        for at in range(1000)
    )
    found = chart(msgspec.structs.replace(dossier, facts=(*dossier.facts, *many)), "ours")
    drawn = [one for one in found.picture.boxes if not one.party.startswith("rest:")]
    assert BROAD <= len(drawn) <= MOST
    left = 1000 + 8 - len(drawn)
    assert found.picture.left.startswith(f"The picture is cut: {left:,} parties")
    assert found.picture.left in " ".join(texts_of_foot(svg(found)).split())


def texts_of_foot(picture: str) -> str:
    return " ".join(one.text or "" for one in ET.fromstring(picture).findall(f"{SVG}text"))
