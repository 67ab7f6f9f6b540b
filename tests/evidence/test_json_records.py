from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cloudreview.errors import EvidenceError
from cloudreview.evidence.content import strict_json
from cloudreview.evidence.json_records import DELIVERED, OPENING, Cut, _by_brackets, _by_sizes, cut, strict

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
SPACE = st.text(alphabet=" \t\r\n", max_size=3).map(str.encode)


@st.composite
def container(draw: st.DrawFn) -> tuple[bytes, list[Any]]:
    """A container with any white space and any way of writing its values."""
    records = draw(st.lists(VALUES, max_size=4))
    gap = draw(SPACE)
    between = draw(SPACE) + b"," + draw(SPACE)
    compact, plain = draw(st.booleans()), draw(st.booleans())
    separators = (",", ":") if compact else None
    texts = [json.dumps(one, separators=separators, ensure_ascii=plain).encode() for one in records]
    mark = b"\xef\xbb\xbf" if draw(st.booleans()) else b""
    opening = mark + gap + b"{" + draw(SPACE) + b'"Records"' + draw(SPACE) + b":" + gap + b"[" + draw(SPACE)
    return opening + between.join(texts) + draw(SPACE) + b"]" + gap + b"}" + draw(SPACE), records


def without_lone_surrogates(value: Any) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


@given(container())
def test_both_ways_of_cutting_agree_and_lose_no_byte(made: tuple[bytes, list[Any]]) -> None:
    data, records = made
    found = cut(data)
    opening = OPENING.match(data)
    assert opening is not None
    assert found == _by_brackets(data, opening.end(), DELIVERED)
    assert found.stop == len(data)
    assert [json.loads(data[begin:end]) for begin, end in found.elements] == records
    at = 0
    for begin, end in found.elements:
        assert at <= begin < end
        at = end
    framing = data
    for begin, end in reversed(found.elements):
        framing = framing[:begin] + framing[end:]
    assert set(framing.removeprefix(b"\xef\xbb\xbf")) <= set(b' \t\r\n{}[]:,"Records')


@given(container(), st.data())
def test_a_damaged_container_still_accounts_for_every_byte(made: tuple[bytes, list[Any]], data: st.DataObject) -> None:
    whole, _ = made
    opening = OPENING.match(whole)
    assert opening is not None
    place = data.draw(st.integers(opening.end(), len(whole)))
    damaged = whole[:place] + data.draw(st.binary(max_size=3)) + whole[place + data.draw(st.integers(0, 3)) :]
    found = cut(damaged)
    at = found.elements[-1][1] if found.elements else opening.end()
    assert at <= found.stop <= len(damaged)
    assert all(begin < end for begin, end in found.elements)


@given(VALUES, st.booleans(), st.booleans())
@example({"a": "é"}, True, True)
@example([-0.0, 1e300, 10**40], False, True)
def test_the_fast_loader_reads_what_the_strict_one_reads(value: Any, compact: bool, plain: bool) -> None:
    if not without_lone_surrogates(value):
        return
    separators = (",", ":") if compact else None
    text = json.dumps(value, separators=separators, ensure_ascii=plain)
    assert strict(text.encode()) == strict_json(text)
    assert repr(strict(text.encode())) == repr(strict_json(text))


@pytest.mark.parametrize(
    "record",
    [
        b'{"a":1,"a":2}',
        b'{"x":{"a":1,"a":1}}',
        b'[{"a":1,"\\u0061":2}]',
        b'{"a":NaN}',
        b'{"a":"\\ud800"}',
        b'{"a":"\xff"}',
        b'{"a":01}',
        b'{"a":1,}',
        b"[" * 65 + b"]" * 65,
        b"[" * 5000 + b"]" * 5000,
    ],
)
def test_what_can_be_read_in_two_ways_is_refused(record: bytes) -> None:
    with pytest.raises(EvidenceError):
        strict(record)


@pytest.mark.parametrize(
    ("data", "elements", "stop"),
    [
        (b'{"Records":[]}', [], 14),
        (b'{"Records":[1,2', [b"1", b"2"], 15),
        (b'{"Records":[1,]}', [b"1"], 14),
        (b'{"Records":[,1]}', [], 12),
        (b'{"Records":[1 2]}', [b"1"], 13),
        (b'{"Records":[{"a":"}]"},{"a":1]}', [b'{"a":"}]"}', b'{"a":1]'], 30),
        (b'{"Records":[{"a":1},{"b":"open', [b'{"a":1}'], 20),
        (b'{"Records":[1],"Records":[2]}', [b"1"], 13),
        (b'{"Records":[1],"More":3}', [b"1"], 13),
        (b'{"Records":[1]} trailing', [b"1"], 13),
        (b'{"Records":["\\"", "]"]}', [b'"\\""', b'"]"'], 23),
    ],
)
def test_where_reading_stops(data: bytes, elements: list[bytes], stop: int) -> None:
    found = cut(data)
    assert [data[begin:end] for begin, end in found.elements] == elements
    assert found.stop == stop


def test_a_whole_container_is_cut_by_the_parser() -> None:
    data = b'{"Records":[{"a":[1]}, 2 ]}'
    assert _by_sizes(data, 12, DELIVERED) == Cut([(12, 21), (23, 24)], len(data))
