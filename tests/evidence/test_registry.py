from collections import Counter
from pathlib import Path

import pytest

from cloudreview.evidence.content import Content
from cloudreview.evidence.limits import Limits
from cloudreview.evidence.registry import READERS
from cloudreview.evidence.unpack import is_packed, unpacked
from tests.provider import harbor


def test_every_reader_stands_once() -> None:
    assert [name for name, times in Counter(one.name for one in READERS).items() if times > 1] == []


@pytest.mark.parametrize("name", sorted(harbor().files()))
def test_one_reader_recognises_a_content(name: str) -> None:
    raw = harbor().files()[name][0]
    data = b"".join(unpacked(raw, Limits())) if is_packed(raw) else raw
    assert len([one.name for one in READERS if one.recognises(Content(data))]) == 1


def test_no_content_makes_recognising_raise(tmp_path: Path) -> None:
    for data in (
        b"",
        b"\xff\xfe",
        b"{",
        b"[1,",
        b'{"a":1,"a":2}',
        b"\x00" * 10,
        b'"',
        b"party",
        b"An error occurred (",
    ):
        for one in READERS:
            assert one.recognises(Content(data)) in (True, False)
