"""Documents: text, web pages and PDFs give their text, and nothing that is near to another format is taken for one."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloudreview.anchors import characters
from cloudreview.evidence.content import Content
from cloudreview.evidence.limits import Limits
from cloudreview.evidence.pool import Process
from cloudreview.evidence.registry import READERS
from cloudreview.evidence.worker import Task
from cloudreview.vocabulary.delivery import Reading
from tests.evidence.documents import LETTER, encrypted, pdf
from tests.evidence.ownership import read
from tests.provider import harbor


def reading(data: bytes) -> Reading:
    outcome = read(data)
    found = outcome.reading
    assert found.parsed + sum(found.ignored.values()) + sum(one.bytes for one in found.bad) == outcome.content_bytes
    return found


def text(data: bytes) -> str:
    found = reading(data)
    assert found.bad == []
    (page,) = found.pages
    return page


# --- PDF --------------------------------------------------------------------------------------------------------


def test_a_pdf_gives_the_text_of_every_page() -> None:
    found = reading(pdf("first page\nwith (two) lines", "second page"))
    assert found.format == "document pdf"
    assert found.pages == ["first page\nwith (two) lines", "second page"]
    assert (found.said, found.bad) == ([], [])


def test_a_page_without_text_is_named_and_a_pdf_without_any_is_refused() -> None:
    some = reading(pdf("first", "", "third"))
    assert [(one.at, one.reason) for one in some.bad] == [
        ("#page=2", "page 2 holds no text, as a scan does; send a searchable copy")
    ]
    assert some.pages == ["first", "", "third"]
    none = reading(pdf("", ""))
    assert [one.reason for one in none.bad] == [
        "no page of the PDF (2) holds text: a scan without text; send a searchable copy"
    ]
    assert none.parsed == 0


DAMAGED = "the PDF is damaged: it cannot be opened; send the whole file again"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (encrypted(), "the PDF is encrypted; send it without a password"),
        (b"%PDF-1.7\nnothing of a PDF", DAMAGED),
        (pdf("text")[:60], DAMAGED),
        (b"%PDF-1.4\n" + b"1 0 obj\n<< /Kids [" * 5000, DAMAGED),
    ],
)  # fmt: skip
def test_a_pdf_that_gives_no_text_says_why(data: bytes, why: str) -> None:
    assert [one.reason for one in reading(data).bad] == [why]


def test_files_attached_to_a_pdf_are_named() -> None:
    files = "<< /Names [(a.csv) 7 0 R] >>"
    spec = "<< /Type /Filespec /F (a.csv) /EF << /F 8 0 R >> >>"
    embedded = "<< /Type /EmbeddedFile /Length 2 >>\nstream\nhi\nendstream"
    data = pdf("text", more=[files, spec, embedded]).replace(
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles 6 0 R >> >>"
    )
    assert [one.reason for one in reading(data).bad] == [
        "files are attached to the PDF and not opened; send them by themselves"
    ]


@given(st.data())
def test_no_damage_to_a_pdf_raises(data: st.DataObject) -> None:
    raw = bytearray(pdf("first page", "second"))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 20))] = data.draw(st.binary(max_size=20))
    reading(bytes(raw))


def test_a_pdf_is_read_in_a_process_with_limits(tmp_path: Path) -> None:
    data = pdf("a page")
    (tmp_path / "a.pdf").write_bytes(data)
    process = Process(Limits())
    found = process.read(
        Task(path=str(tmp_path / "a.pdf").encode(), sha256=hashlib.sha256(data).hexdigest(), events=b"")
    )
    process.close()
    assert found.reading.pages == ["a page"]


# --- web pages --------------------------------------------------------------------------------------------------

PAGE = b"""<!DOCTYPE html>
<html><head><title>Terms</title><style>p { color: red }</style>
<script>document.write("<p>from a script</p>")</script></head>
<body><h1>Where data &amp; keys are</h1>
<p>All data are in <b>Virginia</b>.<p hidden>or somewhere else</p>
<div style="display: none">white text <p>inside</p></div>
<ul><li>one<li>two</ul><img src="https://example.org/x.png" alt="picture"><template>not shown</template>
</body></html>
"""


def test_a_web_page_gives_the_text_that_it_shows() -> None:
    found = reading(PAGE)
    assert found.format == "document html"
    assert found.pages == ["Terms\nWhere data & keys are\nAll data are in Virginia.\none\ntwo"]
    assert set(found.ignored) == {"hidden text", "markup", "script and style"}
    assert found.ignored["hidden text"] == len("or somewhere elsewhite text inside")


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("<html><p>a<br>b</html>", "a\nb"),
        ("<html><p>un&nbsp;broken &#65;&#x42; &bogus; &amp; &", "un broken AB &bogus; & &"),
        ("<html><body><p hidden>a<p>b", "b"),
        ("<html></p></div>text</span>", "text"),
        ("<!-- saved --><!doctype HTML><title>x</title>", "x"),
        ('<?xml version="1.0"?>\n<html xmlns="x"><p style="DISPLAY:NONE">a</p>b</html>', "b"),
        ('<html><p style="opacity:0.5">half</p></html>', "half"),
    ],
)
def test_web_pages(page: str, shown: str) -> None:
    assert text(page.encode()) == shown


def test_a_web_page_without_text_says_what_to_send() -> None:
    (bad,) = reading(b"<html><script>load()</script></html>").bad
    assert bad.reason == "the web page holds no text of its own; send it as a browser saves or prints it"
    assert "UTF-8" in reading(b"<html>\xff\xfe</html>").bad[0].reason


@given(st.text(alphabet="<>&;/!-hidenp =\"'#x\n\u00e4", max_size=80))
def test_every_byte_of_a_web_page_is_accounted_for(body: str) -> None:
    reading(f"<html>{body}".encode())


# --- text -------------------------------------------------------------------------------------------------------


def test_a_letter_is_read_as_it_is() -> None:
    assert text(LETTER.encode()) == LETTER
    assert reading(b"\xef\xbb\xbf" + LETTER.replace("\n", "\r\n").encode()).pages == [LETTER]
    assert reading(f"{LETTER}\f{LETTER}".encode()).pages == [LETTER, LETTER]


@pytest.mark.parametrize(
    "prose",
    [
        "\u672c\u516c\u53f8\u58f0\u660e\uff0c\u5ba2\u6237\u7684\u6570\u636e\u4fdd\u5b58\u3002" * 4,
        "# Security\n\n* We encrypt all data at rest.\n* We log every access, and keep the logs for a year.\n",
        "Who can read the data? Only two people, both in Reston, Virginia, can; no one else, anywhere, has a key.",
    ],
)  # fmt: skip
def test_prose(prose: str) -> None:
    assert reading(prose.encode()).format == "document text"


@pytest.mark.parametrize(
    "other",
    [
        "person,name,employr,start\np-9,Eve,jade,2026-01-01\n",
        "person;name;employer\np-9;Eve;jade\n",
        "alpha,beta\n1,2\n",
        "party\nacme is a company of some size. It is in Virginia, and it is old.\n",
        "hello world",
        '{"Policy": "a sentence that goes on. And on and on and on and on."',
        "2026-03-01 10:00:00 INFO The user li read the object. It was large.\n" * 4,
        "Mar  1 10:00:00 host sshd[1]: Accepted key for li. It was good, as all were.\n" * 4,
        'eventName=GetObject user="li" note="it was read. by him"\n' * 4,
        "name | country | remark that is long enough\nacme | US | a company. Or so.\n" * 4,
        "79a5 bucket [06/Feb/2019:00:00:38 +0000] 192.0.2.3 79a5 3E57 REST.GET.VERSIONING - \"GET /\" 200 -\n" * 3,
        "the name; the place of birth; and the date.\nAda; London; 1815 in December.\n" * 3,
        "bucket: acme\nregion: us-east-1\nencryption: none at all.\nowner: li of jade.\n",
        "<note>It is a sentence. And one more, for good measure.</note>",
        "\x00\x01It is a sentence. And one more, for good measure.",
        "An error occurred (AccessDenied) when calling the GetBucketPolicy operation: Access is denied here.",
    ],
)  # fmt: skip
def test_what_may_be_something_else_is_no_letter(other: str) -> None:
    found = reading(other.encode())
    assert found.format != "document text"
    assert found.pages == []
    assert found.bad


def test_a_damaged_table_is_no_letter() -> None:
    """Every table of harbor, in parts and without its header."""
    for name, (raw, *_) in harbor().files().items():
        if name.endswith(".csv"):
            lines = raw.splitlines(keepends=True)
            for part in (lines[1:], lines[2:], lines[1:3]):
                assert reading(b"".join(part)).format != "document text", (name, part)


def test_one_reader_recognises_a_document() -> None:
    for data in (pdf("a"), PAGE, LETTER.encode()):
        assert sum(one.recognises(Content(data)) for one in READERS) == 1


@pytest.mark.parametrize(
    ("anchor", "found"),
    [
        ("1", "first"), ("2:1-3", "ec"), ("1:0-5", "first"), ("1:0-6", None), ("3", None), ("0", None), ("1:3-3", None),
        ("x", None),
    ],
)  # fmt: skip
def test_an_anchor_is_a_page_and_characters_of_it(anchor: str, found: str | None) -> None:
    assert characters(["first", "second"], anchor) == found
