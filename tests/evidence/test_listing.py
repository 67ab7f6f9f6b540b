import pytest

from cloudreview import intake
from cloudreview.evidence.listing import EVIDENCE, taken
from cloudreview.evidence.recognise import interpret
from cloudreview.evidence.registry import READERS
from cloudreview.spells import DAY, instant
from tests.provider import COLUMNS


def read(text: str):
    return interpret(text.encode(), READERS)


def test_the_columns_are_those_of_the_design() -> None:
    assert ",".join(EVIDENCE.columns) == COLUMNS["evidence"]
    assert ",".join(intake.COLUMNS) == COLUMNS["evidence"]


def test_a_line() -> None:
    sha = "A" * 64
    text = (
        "file,sha256,speaker,taken_at,about,complete_for,part\n"
        f"./a/b.json,{sha},Acme,2026-03-01,aws:s3:b,parties; roster  acme;events aws:s3:b data_read,2/3\n"
    )
    (line,) = read(text).lines
    assert (line.at, line.file, line.sha256) == ("#line=2", "a/b.json", sha.lower())
    assert line.complete_for == (("events", "aws:s3:b data_read"), ("parties", "*"), ("roster", "acme"))
    assert line.part == (2, 3)
    assert line.taken_at == instant("2026-03-02T00:00:00Z") - 1
    assert line.marking is None


def test_a_day_is_taken_at_its_end() -> None:
    assert taken("2026-03-01") - taken("2026-02-28") == DAY
    assert taken("2026-03-01T12:00:00+02:00") == instant("2026-03-01T10:00:00Z")


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("file", "../x", "relative to evidence/"),
        ("file", "/etc/passwd", "relative to evidence/"),
        ("sha256", "abc", "64 hexadecimal"),
        ("taken_at", "yesterday", "ISO day"),
        ("taken_at", "2026-03-01T00:00:00", "ISO day"),
        ("taken_at", "9999-01-01", "before 2260"),
        ("complete_for", "rooster acme", "did you mean roster"),
        ("complete_for", "roster", "a scope of `roster`"),
        ("complete_for", "events aws:s3:b", "a scope of `events`"),
        ("complete_for", "events aws:s3:b read", "a class of events"),
        ("part", "3/2", "a part of a whole"),
        ("part", "2", "a part of a whole"),
        ("marking", "secret", "public, proprietary, restricted"),
        ("complete_from", "x", "ISO day"),
    ],
)
def test_bad_lines(column: str, value: str, reason: str) -> None:
    header = ["file", "speaker", column] if column != "file" else ["file", "speaker"]
    row = ["x.json", "Acme", value] if column != "file" else [value, "Acme"]
    outcome = read(",".join(header) + "\n" + ",".join(row) + "\nok.json,Acme" + "," * (len(header) - 2) + "\n")
    (bad,) = outcome.reading.bad
    assert reason in bad.reason
    assert f"column `{column}`" in bad.reason
    assert [line.file for line in outcome.lines] == ["ok.json"]


def test_a_line_that_names_no_file() -> None:
    (bad,) = read("file,sha256,speaker\n,,Acme\n").reading.bad
    assert "names no file" in bad.reason
