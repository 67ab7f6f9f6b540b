"""The original text at a place."""

import gzip
import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloudreview.original import Originals, pointed
from tests.evidence.documents import pdf

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def pointers(value, base=""):
    yield base, value
    if isinstance(value, dict):
        for key, inner in value.items():
            token = key.replace("~", "~0").replace("/", "~1")
            yield from pointers(inner, f"{base}/{token}")
    if isinstance(value, list):
        for index, inner in enumerate(value):
            yield from pointers(inner, f"{base}/{index}")


@given(VALUES, st.sampled_from([None, 2]))
def test_every_value_of_a_document_is_found_by_its_pointer(value, indent):
    text = json.dumps(value, indent=indent)
    for pointer, expected in pointers(value):
        raw = pointed(text, pointer)
        assert json.loads(raw) == expected
        assert raw in text


def look(tmp_path: Path, data: bytes, fragment: str, name: str = "f.json"):
    (tmp_path / name).write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    return Originals(tmp_path, {digest[:12]: (name, digest)}).at(digest[:12] + fragment)


@pytest.mark.parametrize(
    ("data", "fragment", "text"),
    [
        (b"a\r\nb\nc", "#line=2", "b"),
        (b"\xef\xbb\xbfa\r\nb", "#line=1", "a"),
        (b'h1,h2\n"x\ny",2\nz,3\n', "#row=1", '"x\ny",2'),
        (b'h1,h2\n"x\ny",2\nz,3\n', "#row=2", "z,3"),
        (b'{"a": [1, { "b" :  "\\u0041" } ]}', "#/a/1", '{ "b" :  "\\u0041" }'),
        (b'{"a": [1, { "b" :  "\\u0041" } ]}', "#/a/1/b", '"\\u0041"'),
        (
            b'{"Policy": "{\\"Statement\\": [{\\"Effect\\": \\"Allow\\"}]}"}',
            "#/Policy/Statement/0",
            '{"Effect": "Allow"}',
        ),
        (b'{"Policy": "%7B%22S%22%3A%20%5B1%5D%7D"}', "#/Policy/S", "[1]"),
        (gzip.compress(b"x\n", mtime=0) + gzip.compress(b"y\n", mtime=0), "#line=2", "y"),
        (b"whole", "#line=1", "whole"),
    ],
)
def test_the_text_is_shown_as_it_stands(tmp_path, data, fragment, text):
    found = look(tmp_path, data, fragment)
    assert (found.text, found.why) == (text, "")
    assert found.file == "f.json"


@pytest.mark.parametrize(
    ("data", "fragment", "why"),
    [
        (b"a", "#line=9", "1 lines"),
        (b"a", "#line=x", "nothing that can be read"),
        (b"a,b\n", "#row=4", "no such row"),
        (b'{"a": 1}', "#/b", "nothing at `b`"),
        (b'{"a": 1}', "#/a/b", "nothing at `b`"),
        (b'{"a": ', "#/a", "nothing that can be read"),
        (b"[" * 100_000, "#/0/0", "nothing that can be read"),
        (b"\x1f\x8bgarbage", "#line=1", "the file"),
        (gzip.compress(b"x" * 1000, mtime=0)[:-12], "#line=1", "nothing that can be read"),
        (b"%PDF-", "#page=4:1-2", "damaged"),
        (b"a,b\n", "#page=1", "nobody knows this format"),
        (pdf("one page"), "#page=2", "the pages of the document are 1"),
        (b"PK", "!m#line=1", "not shown"),
    ],
)
def test_what_cannot_be_shown_says_why(tmp_path, data, fragment, why):
    found = look(tmp_path, data, fragment)
    assert found.text is None
    assert why in found.why


def test_a_missing_file_an_unknown_hash_and_a_link_are_not_shown(tmp_path):
    files = {"0" * 12: ("gone.json", "0" * 64), "1" * 12: ("link", "1" * 64)}
    (tmp_path / "link").symlink_to("/etc/hostname")
    shown = Originals(tmp_path, files)
    assert "no such file" in shown.at("0" * 12 + "#line=1").why
    assert "not followed" in shown.at("1" * 12 + "#line=1").why
    assert "no file of the dossier" in shown.at("2" * 12 + "#line=1").why


def test_text_of_a_file_that_was_changed_is_not_shown_as_the_original(tmp_path):
    digest = hashlib.sha256(b"a").hexdigest()
    assert look(tmp_path, b"a", "#line=1").text == "a"
    (tmp_path / "f.json").write_bytes(b"A")
    found = Originals(tmp_path, {digest[:12]: ("f.json", digest)}).at(digest[:12] + "#line=1")
    assert (found.text, found.why) == (None, "the file was changed since it was read")
