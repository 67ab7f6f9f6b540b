"""XML is read without anything that is dangerous, and every element can be found again in its bytes."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloudreview import markup
from cloudreview.errors import EvidenceError
from cloudreview.markup import MAX_DEPTH, MAX_ELEMENTS, Element, parse, pointed, stream

ANSWER = b"""<?xml version="1.0" encoding="UTF-8"?>
<BucketInfo>
  <Bucket>
    <Name>b&amp;c</Name>
    <Comment/>
    <Rule id="a>b"><Prefix>x</Prefix></Rule>
    <Rule/>
  </Bucket>
</BucketInfo>
"""


def test_the_value_of_a_document() -> None:
    tree = parse(ANSWER)
    assert tree.root.name == "BucketInfo"
    assert tree.root.value == {"Bucket": {"Name": "b&c", "Comment": "", "Rule": [{"Prefix": "x"}, ""]}}
    assert tree.attributes == {"@id": 1}


@pytest.mark.parametrize(
    ("pointer", "source"),
    [
        ("/BucketInfo/Bucket/Name", b"<Name>b&amp;c</Name>"),
        ("/BucketInfo/Bucket/Comment", b"<Comment/>"),
        ("/BucketInfo/Bucket/Rule/0", b'<Rule id="a>b"><Prefix>x</Prefix></Rule>'),
        ("/BucketInfo/Bucket/Rule/0/Prefix", b"<Prefix>x</Prefix>"),
        ("/BucketInfo/Bucket/Rule/1", b"<Rule/>"),
        ("", ANSWER),
    ],
)
def test_the_source_of_an_element(pointer: str, source: bytes) -> None:
    assert pointed(ANSWER, pointer) == source


@pytest.mark.parametrize("pointer", ["/Bucket", "/BucketInfo/Bucket/Rule/2", "/BucketInfo/Nothing/Name"])
def test_what_is_not_there_is_not_found(pointer: str) -> None:
    with pytest.raises(LookupError):
        pointed(ANSWER, pointer)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "document type"),
        (b'<!DOCTYPE a SYSTEM "http://example.com/a.dtd"><a/>', "document type"),
        (b"<a>&unknown;</a>", "not valid XML"),
        (b'<?xml-stylesheet href="x"?><a/>', "processing instruction"),
        (b'<?xml version="1.0" encoding="UTF-16"?><a/>', "UTF-16"),
        (b"<a>" * (MAX_DEPTH + 1) + b"</a>" * (MAX_DEPTH + 1), "deeper than"),
        (b"<a><b>x</b>y</a>", "text stands beside"),
        (b"<a><b></a>", "not valid XML"),
        (b"<a/><b/>", "not valid XML"),
        (b"<a>\xff</a>", "not valid XML"),
        (b"<a>" + b" " * (16 << 20) + b"</a>", "longer than 16 MiB"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_no_answer_has_is_refused_by_name(data: bytes, why: str) -> None:
    with pytest.raises(EvidenceError, match=why):
        parse(data)


def test_the_number_of_elements_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "MAX_ELEMENTS", 100)
    assert len(parse(b"<a>" + b"<b/>" * 99 + b"</a>").root.children) == 99
    with pytest.raises(EvidenceError, match="more than 100 elements"):
        parse(b"<a>" + b"<b/>" * 100 + b"</a>")


def test_entities_that_multiply_are_never_expanded() -> None:
    layers = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    with pytest.raises(EvidenceError, match="document type"):
        parse(f'<!DOCTYPE a [<!ENTITY a0 "lol">{layers}]><a>&a9;</a>'.encode())


NAMES = st.sampled_from(["A", "Bc", "D-e"])
TREES = st.recursive(
    st.text("xy<&> é", max_size=5),
    lambda inner: st.lists(st.tuples(NAMES, inner), min_size=1, max_size=4),
    max_leaves=12,
)


def write(name: str, tree: object) -> str:
    if isinstance(tree, str):
        text = tree.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return f"<{name}>{text}</{name}>" if text else f"<{name} />"
    assert isinstance(tree, list)
    return f"<{name}>" + "\n".join(write(*one) for one in tree) + f"</{name}>"


@settings(deadline=None)
@given(TREES)
def test_every_element_is_found_at_its_pointer(tree: object) -> None:
    data = write("Root", tree).encode()

    def check(element: Element, at: str) -> None:
        source = pointed(data, at)
        again = parse(source).root
        assert (again.name, again.value) == (element.name, element.value)
        for one in element.children:
            same = [other for other in element.children if other.name == one.name]
            check(one, f"{at}/{one.name}" + (f"/{same.index(one)}" if len(same) > 1 else ""))

    check(parse(data).root, "/Root")


def records(count: int, body: str = "<x>{}</x>") -> bytes:
    inside = "".join(f"<r>{body.format(number)}</r>\n" for number in range(count))
    return f"<d><h><n>{count}</n></h><rs>{inside}</rs></d>".encode()


def streamed(data: bytes) -> tuple[list[tuple[int, bytes]], markup.Stream]:
    """The records of a document as they come, with their numbers, and what is left."""
    found: list[tuple[int, bytes]] = []

    def take(around: Sequence[Element], element: Element) -> bool:
        if around[-1].name != "rs":
            return False
        found.append((around[-1].given, data[element.start : element.end]))
        return True

    return found, stream(data, 2, take)


def test_a_document_of_records_is_read_one_by_one_and_kept_no_longer() -> None:
    data = records(3)
    found, rest = streamed(data)
    assert found == [(number, f"<r><x>{number}</x></r>".encode()) for number in range(3)]
    assert rest.root is not None
    assert rest.root.value == {"h": {"n": "3"}, "rs": "\n\n\n"}
    assert rest.error is None


def test_the_bounds_of_a_stream_hold_for_each_record() -> None:
    few = records(MAX_ELEMENTS // 1_000 + 2, "<x/>" * 1_000)
    assert streamed(few)[1].error is None
    with pytest.raises(EvidenceError, match="elements"):
        streamed(records(1, "<x/>" * (MAX_ELEMENTS + 1)))


def test_a_stream_that_is_cut_gives_the_records_before() -> None:
    data = records(3)
    found, rest = streamed(data[: data.index(b"<x>2") + 2])
    assert [number for number, _ in found] == [0, 1]
    assert rest.error is not None
    assert data[: rest.stop].endswith(b"<x>1</x></r>")


def test_a_stream_refuses_what_is_dangerous_also_behind_records() -> None:
    data = records(1).replace(b"</rs>", b"<?php x?></rs>")
    with pytest.raises(EvidenceError, match="processing instruction"):
        streamed(data)


def test_an_element_of_a_large_document_is_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    data = records(5)
    pointers = ["/d/rs/r/3", "/d/rs/r/3/x", "/d/rs/r/0", "/d/rs/r"]
    expected = [pointed(data, one) for one in pointers]
    monkeypatch.setattr(markup, "MOST", 60)
    assert [pointed(data, one) for one in pointers] == expected
    assert expected[:2] == [b"<r><x>3</x></r>", b"<x>3</x>"]
    with pytest.raises(LookupError):
        pointed(data, "/d/rs/r/5")


def test_what_nobody_reads_is_looked_at_and_not_kept() -> None:
    taken: list[object] = []

    def take(around: Sequence[Element], element: Element) -> bool:
        taken.append(element.value)
        return True

    skipped = b"<d><rs><r><map>x<y><map>1</map></y></map><z>2</z></r><r><map/><z>3</z></r></rs></d>"
    assert stream(skipped, 2, take, ("map",)).error is None
    assert taken == [{"map": "", "z": "2"}, {"map": "", "z": "3"}]
    for inside, why in ((b"<?php x?>", "processing instruction"), (b"<y>" * MAX_DEPTH, "nested deeper")):
        with pytest.raises(EvidenceError, match=why):
            stream(b"<d><rs><r><map>" + inside, 2, take, ("map",))
    assert stream(b"<d><rs><r><map></y>", 2, take, ("map",)).error is not None
