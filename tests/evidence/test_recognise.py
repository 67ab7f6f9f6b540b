"""What no reader reads is named for what it is."""

import gzip
import io
import tarfile
import zipfile

import pytest

from cloudreview.evidence.recognise import interpret
from cloudreview.evidence.registry import READERS


def archive() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        file.writestr("../../evil", "x")
    return held.getvalue()


def tape() -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as file:
        file.addfile(tarfile.TarInfo("a"))
    return held.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (archive(), "a zip archive"),
        (tape(), "a tar archive"),
        (gzip.compress(b"{}", mtime=0), "compressed twice"),
        (b"SQLite format 3\0\xff", "a SQLite database"),
        (b"PAR1\xff", "a Parquet file"),
        ("party,name".encode("utf-16"), "UTF-16"),
        (b"\xff\xd8\xff", "not UTF-8"),
    ],
)
def test_a_file_that_is_not_opened_is_named(data: bytes, said: str) -> None:
    outcome = interpret(data, READERS)
    (bad,) = outcome.reading.bad
    assert said in bad.reason
    assert (bad.bytes, outcome.content_bytes) == (len(data), len(data))
