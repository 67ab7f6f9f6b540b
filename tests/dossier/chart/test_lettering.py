"""Text in a picture: it fits, and no mark is torn from its letter."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from cloudreview.dossier.chart.lettering import MARKS, from_right, line, lines, width


@given(st.text(max_size=200), st.integers(40, 300), st.integers(1, 3))
def test_every_line_fits_and_nothing_is_lost_silently(text, room, most):
    found = lines(text, room, most)
    assert len(found) <= most
    assert all(width(one) <= room for one in found if len(one) > 2)
    assert all(unicodedata.category(one[0]) not in MARKS for one in found[1:])


def test_a_short_name_stays_and_a_long_one_is_cut_at_a_word():
    assert lines("Tide Group", 200, 2) == ["Tide Group"]
    assert lines("North Bridge Holdings Limited", 110, 2) == ["North Bridge", "Holdings Limited"]
    assert lines("A" * 10_000, 100, 2)[1].endswith("…")


def test_what_is_not_visible_is_written_as_its_code():
    assert line("a\u202egnp.exe", 200) == "a\\u202egnp.exe"
    assert line("", 200) == ""


def test_names_from_the_right_are_known():
    assert from_right("شركة الجسر")
    assert not from_right("Tide 12")
    assert not from_right("12 明河")
