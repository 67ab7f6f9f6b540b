"""The layered drawing: nothing overlaps, who holds stands above, and the same input gives the same numbers."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cloudreview.dossier.chart.layers import Thing, Wire, layout

NAMES = "abcdefgh"
ENDS = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=16)


def made(ends):
    things = [Thing(name, 60 + 10 * at, 30 + 5 * at) for at, name in enumerate(NAMES)]
    return things, [Wire(f"{at}", one, other, 40 + at, 20) for at, (one, other) in enumerate(ends)]


def rectangles(things, wires, drawn):
    for one in things:
        at = drawn.boxes[one.name]
        yield at.x - one.width / 2, at.y, at.x + one.width / 2, at.y + one.height
    for one in wires:
        at = drawn.runs[one.name].label
        yield at.x - one.width / 2, at.y, at.x + one.width / 2, at.y + one.height


@given(ENDS)
def test_nothing_overlaps_and_all_of_it_is_in_the_picture(ends):
    things, wires = made(ends)
    drawn = layout(things, wires)
    found = list(rectangles(things, wires, drawn))
    assert all(left >= -1 and right <= drawn.width + 1 and top >= 0 for left, top, right, _ in found)
    assert all(bottom <= drawn.height for _, _, _, bottom in found)
    for at, one in enumerate(found):
        for other in found[at + 1 :]:
            apart = one[2] <= other[0] + 2 or other[2] <= one[0] + 2 or one[3] <= other[1] or other[3] <= one[1]
            assert apart, (one, other)


@given(ENDS)
def test_who_holds_stands_above_unless_the_line_closes_a_ring(ends):
    things, wires = made(ends)
    drawn = layout(things, wires)
    for one in wires:
        run, above, below = drawn.runs[one.name], drawn.boxes[one.source], drawn.boxes[one.target]
        if one.source != one.target:
            assert run.back == (above.y > below.y)
            heights = [point.y for point in run.points]
            assert heights == sorted(heights, reverse=run.back), "a line never turns"
    rings = {one.name for one in wires if drawn.runs[one.name].back}
    assert not rings or _ring([one for one in wires if one.source != one.target])


def _ring(wires):
    left = list(wires)
    while True:
        held = {one.target for one in left}
        kept = [one for one in left if one.source in held]
        if len(kept) == len(left):
            return bool(left)
        left = kept


@given(ENDS)
def test_the_same_input_gives_the_same_picture(ends):
    assert layout(*made(ends)) == layout(*made(ends))


def test_countries_stand_alone_on_top():
    things = [Thing("cn", 50, 20, top=True), Thing("a", 50, 20), Thing("b", 50, 20), Thing("c", 50, 20)]
    drawn = layout(things, [Wire("1", "a", "b", 10, 10), Wire("2", "cn", "c", 10, 10)])
    heights = {name: place.y for name, place in drawn.boxes.items()}
    assert heights["cn"] < heights["a"] == heights["c"] < heights["b"]


def test_lines_cross_no_more_than_they_must():
    """Three holders of three: straight down where the names run the other way."""
    things = [Thing(name, 50, 20) for name in ("a", "b", "c", "x", "y", "z")]
    drawn = layout(things, [Wire(f"{one}{two}", one, two, 10, 10) for one, two in pairwise("abc")])
    assert [drawn.boxes[name].y for name in "abc"] == sorted(drawn.boxes[name].y for name in "abc")
    crossing = layout(things, [Wire("1", "a", "z", 9, 9), Wire("2", "b", "y", 9, 9), Wire("3", "c", "x", 9, 9)])
    upper = sorted("abc", key=lambda name: crossing.boxes[name].x)
    lower = sorted("xyz", key=lambda name: crossing.boxes[name].x)
    assert [{"a": "z", "b": "y", "c": "x"}[name] for name in upper] == lower
