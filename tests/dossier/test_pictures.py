"""The map and the timeline: every country has a place, labels stand apart, hours without a log are where they were."""

from itertools import combinations

import msgspec
import pytest

from cloudreview.dossier import assemble
from cloudreview.dossier.page import places, timeline
from cloudreview.dossier.page.words import Names, country, world
from cloudreview.vocabulary.countries import COUNTRIES
from cloudreview.vocabulary.told import Completeness, Location, Stretch
from tests.dossier.sample import results

PERIOD = {"from": "2026-03-01T00:00:00Z", "to": "2026-03-11T00:00:00Z"}


def located(**fields):
    row = {"dataset": "d", "client": "c", "store": "aws:s3:b", "role": "primary", "region": None, "operator": None}
    return Location(**{**row, "country": "US", "truth": "supported", "because": (), **fields})


def told(**fields):
    one = assemble(results())
    return msgspec.structs.replace(one, case={**one.case, "period": PERIOD}, **fields)


def test_every_country_has_a_point_in_the_picture_and_a_name():
    found = world().countries
    assert set(found) == set(COUNTRIES)
    assert all(0 <= one.x <= world().width and 0 <= one.y <= world().height for one in found.values())
    assert len({one.name for one in found.values()}) == len(found)
    assert (country("US"), country("ZZ"), country(None)) == ("United States", "ZZ", "country not known")


@pytest.mark.parametrize(("west", "east"), [("US", "CN"), ("IE", "PL"), ("BR", "ZA"), ("CL", "NZ"), ("IN", "JP")])
def test_points_lie_as_the_world_does(west, east):
    assert world().countries[west].x < world().countries[east].x


def test_what_is_in_a_country_is_counted_by_role_and_the_unknown_comes_last():
    rows = (
        located(),
        located(dataset="e", store="aws:s3:c"),
        located(role="replica", country="SG"),
        located(role="key", truth="unknown"),
        located(role="operator", operator="acme"),
        located(role="backup", country=None),
        located(dataset="gone", country="FR", truth="refuted"),
    )
    dossier = told(locations=rows)
    found = places.by_country(dossier, Names(dossier))
    assert [(row.code, row.counts) for row in found] == [
        ("US", [2, 0, 1, 1]),
        ("SG", [0, 1, 0, 0]),
        (None, [0, 1, 0, 0]),
    ]
    assert found[0].operators == ["Acme (acme)"]
    assert [one.label for one in places.marks(found)] == ["US: 2 datasets, 1 key, 1 operator", "SG: 1 copy"]


def test_labels_never_overlap_and_stay_in_the_picture():
    rows = tuple(located(country=code) for code in sorted(COUNTRIES))
    dossier = told(locations=rows)
    marks = places.marks(places.by_country(dossier, Names(dossier)))
    assert len(marks) == len(COUNTRIES)
    boxes = []
    for one in marks:
        wide = len(one.label) * 8
        left = {"start": one.x, "middle": one.x - wide // 2, "end": one.x - wide}[one.anchor]
        if one.label:
            boxes.append((left, one.y, left + wide, one.y + 18))
    assert len(boxes) > 20
    assert all(left >= 0 and right <= world().width for left, _, right, _ in boxes)
    for a, b in combinations(boxes, 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_the_hours_without_a_log_are_drawn_where_they_were():
    hole = Stretch(since="2026-03-03T12:00:00Z", until="2026-03-06T00:00:00Z")
    row = Completeness(
        store="aws:s3:b",
        klass="data_read",
        source="cloudtrail",
        since=PERIOD["from"],
        until=PERIOD["to"],
        hours=240,
        share=0.75,
        witnessed=0.0,
        truth="unknown",
        why="a hole",
        unspoken=(hole,),
    )
    dossier = told(completeness=(row,), observed=())
    drawn = timeline.timeline(dossier, Names(dossier))
    lane = drawn.stores[0].lanes[0]
    scale = timeline.WIDTH - timeline.LEFT
    assert (lane.whole.x, lane.whole.width) == (timeline.LEFT, scale)
    assert [(one.x, one.width) for one in lane.unspoken] == [(timeline.LEFT + scale / 4, scale / 4)]
    assert lane.note == "180 of 240 hours spoken for"
    assert drawn.ticks[0].label == "2026-03-01"


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"adversary": "CN", "truth": "supported"}, "danger"),
        ({"adversary": "CN", "truth": "unknown"}, "open"),
        ({"adversary": None, "truth": "unknown"}, "open"),
        ({"adversary": None, "truth": "supported"}, "plain"),
        ({"adversary": "CN", "truth": "refuted", "count": 0, "denied_count": 3}, "denied"),
    ],
)
def test_what_was_done_is_drawn_by_whose_control_it_was_under(fields, kind):
    one = assemble(results()).observed[0]
    row = msgspec.structs.replace(one, first="2026-03-02T00:00:00Z", last="2026-03-04T00:00:00Z", **fields)
    dossier = told(observed=(row,), completeness=())
    assert [seen.kind for seen in timeline.timeline(dossier, Names(dossier)).stores[0].seen] == [kind]


def test_without_a_period_or_a_log_there_is_no_timeline():
    dossier = told(observed=(), completeness=())
    assert timeline.timeline(dossier, Names(dossier)) is None
    dossier = msgspec.structs.replace(assemble(results()), case={"period": None})
    assert timeline.timeline(dossier, Names(dossier)) is None
