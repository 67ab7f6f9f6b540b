"""XML is read without anything that is dangerous, and every element can be found again in its bytes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloudreview import markup
from cloudreview.errors import EvidenceError
from cloudreview.markup import MAX_DEPTH, Element, parse, pointed

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
