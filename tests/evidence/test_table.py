import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloudreview.evidence.content import Content
from cloudreview.evidence.recognise import interpret
from cloudreview.evidence.registry import READERS
from cloudreview.evidence.table import records
from cloudreview.evidence.tables import FACTS, TABLES, meant
from cloudreview.vocabulary.rows import Employment, Interest, Measure, Party
from tests.provider import COLUMNS

ROSTER = COLUMNS["roster"]
NASTY = st.text(st.sampled_from('ab,;"\n\r\x00 é\u2028\ufeff'), max_size=40)


def read(text: str | bytes):
    return interpret(text if isinstance(text, bytes) else text.encode(), READERS)


def accounted(outcome) -> int:
    reading = outcome.reading
    return reading.parsed + sum(reading.ignored.values()) + sum(bad.bytes for bad in reading.bad)


@given(NASTY)
def test_records_cover_every_byte(text: str) -> None:
    data = text.encode()
    found = list(records(data))
    assert sum(one.bytes for one in found) == len(data)
    assert all(one.bytes > 0 for one in found)
    assert [one.line for one in found] == sorted({one.line for one in found})


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), min_size=2, max_size=6)))
def test_what_a_writer_writes_is_read_back(rows: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(rows)
    assert [one.cells for one in records(out.getvalue().encode())] == [tuple(c.strip() for c in row) for row in rows]


@given(st.sampled_from(sorted(COLUMNS)), st.lists(st.lists(NASTY, max_size=14), max_size=5), st.binary(max_size=30))
def test_sums_are_exact_for_any_line(relation: str, rows: list[list[str]], tail: bytes) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    data = COLUMNS[relation].encode() + b"\r\n" + out.getvalue().encode() + tail
    outcome = read(data)
    assert accounted(outcome) == outcome.content_bytes == len(data)
    assert outcome.reading.format == f"{relation} table"


@given(st.binary(max_size=200))
def test_any_bytes_are_accounted_for(data: bytes) -> None:
    outcome = read(data)
    assert accounted(outcome) == outcome.content_bytes == len(data)


@pytest.mark.parametrize("relation", sorted(COLUMNS))
def test_each_table_is_recognised_by_its_header(relation: str) -> None:
    table = meant(Content(COLUMNS[relation].encode() + b"\n"))
    assert table is not None
    assert table.name == relation
    assert list(table.columns) == COLUMNS[relation].split(",")
    shuffled = ",".join(reversed(COLUMNS[relation].split(",")))
    assert read(shuffled + "\n").reading.format == f"{relation} table"
    assert [one.recognises(Content(shuffled.encode())) for one in READERS].count(True) == 1


def test_columns_are_the_fields_of_the_row_but_for_what_other_formats_tell() -> None:
    other = {"parties": ["identifiers", "names"], "interests": ["directly"], "claims": ["quote"]}
    for table in FACTS:
        fields = [name for name in table.row.__struct_fields__ if name not in other.get(table.name, [])]
        assert list(table.columns) == fields
    assert {table.name for table in TABLES} == set(COLUMNS)


def test_a_row() -> None:
    text = f"{ROSTER}\np-1,Li,jade,employee,ops,,CN;HK,none,CN,SG,2025-01-01,\n"
    (said,) = read(text).reading.said
    assert said.at == "#line=2"
    assert said.row == Employment(
        person="p-1",
        name="Li",
        employer="jade",
        relation="employee",
        team="ops",
        citizenships=("CN", "HK"),
        us_status="none",
        residence="CN",
        work_location="SG",
        start="2025-01-01",
    )


def test_a_subset_of_the_columns_in_any_order() -> None:
    (said,) = read("subject,percent_max,holder\na,33.334,b\n").reading.said
    assert said.row == Interest(holder="b", subject="a", percent_max=3334)


def test_who_is_a_citizen_of_no_country_is_told_as_stateless() -> None:
    (said,) = read("person,employer,citizenships\np,a,Stateless\n").reading.said
    assert said.row == Employment(person="p", employer="a", citizenships=("stateless",))


def test_bom_crlf_quotes_and_newlines() -> None:
    text = '\ufeffparty,name,kind\r\np1,"A ""B"",\r\nC",company\r\n\r\n,,\r\np2,é,agency'
    outcome = read(text)
    assert [(one.at, one.row) for one in outcome.reading.said] == [
        ("#line=2", Party(party="p1", name='A "B",\r\nC', kind="company")),
        ("#line=6", Party(party="p2", name="é", kind="agency")),
    ]
    assert outcome.reading.ignored == {"framing": 3, "header": 17, "blank line": 6}
    assert accounted(outcome) == len(text.encode())


def test_a_bad_cell_costs_its_line_only() -> None:
    text = f"{ROSTER}\np1,,,employe,,,,,,,,\np2,,,,,,,,,,,\np3,,,,,,US;UK,,,,,\n"
    outcome = read(text)
    assert [one.row.person for one in outcome.reading.said] == ["p2"]
    assert [bad.at for bad in outcome.reading.bad] == ["#line=2", "#line=4"]
    assert outcome.reading.bad[0].reason == (
        "column `relation`: `employe` is not one of employee, contractor; did you mean employee?"
    )
    assert outcome.reading.bad[1].reason.startswith(
        "column `citizenships`: `US;UK` is not a list of which each is a country"
    )
    assert outcome.reading.bad[1].reason.endswith(": `UK` is none")
    assert outcome.reading.bad[0].bytes == len("p1,,,employe,,,,,,,,\n")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("a,b,equity,60,50,,", "`percent_min` is greater than `percent_max`"),
        ("a,b,equity,,,2026-01-01,2025-01-01", "the end `2025-01-01` is before the start `2026-01-01`"),
        ("a,b", "the line has 2 cells where the header has 7"),
        (",b,equity,,,,", "column `holder` is empty"),
        ('a,"b"c,equity,,,,', "not valid CSV"),
        ('a,"b', "not valid CSV"),
        ("a,b,equity,1e1,,,", "column `percent_min`"),
    ],
)
def test_reasons(line: str, reason: str) -> None:
    outcome = read(f"{COLUMNS['interests']}\n{line}\n")
    (bad,) = outcome.reading.bad
    assert reason in bad.reason
    assert bad.at == "#line=2"
    assert outcome.reading.said == []


def test_a_line_that_is_not_utf8() -> None:
    outcome = read(b"party,name\np1,\xff\np2,\xc3\xa9\n")
    assert [bad.reason for bad in outcome.reading.bad] == ["the line is not UTF-8"]
    assert [one.row.party for one in outcome.reading.said] == ["p2"]


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("person,name,employr,relation", "roster tables have no column `employr`; did you mean employer?"),
        ("person,name,team,title,residence", "the header has no column `employer`, without which"),
        ("holder,subject,kind,percent", "interests tables have no column `percent`"),
        ("party,name,kind,name", "the column `name` stands twice"),
        ("party;name;kind", "the columns are separated by `;`, not by commas"),
        ("Party,Name,Kind", "parties tables have no column `Party`; did you mean party?"),
    ],
)
def test_a_wrong_header_quarantines_the_file(header: str, reason: str) -> None:
    outcome = read(f"{header}\nx,y,z\n")
    (bad,) = outcome.reading.bad
    assert reason in bad.reason
    assert outcome.whole_bad
    assert bad.bytes == outcome.content_bytes
    assert outcome.reading.format.endswith(" table")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is empty"),
        (b"hello world", "nobody knows this format"),
        (b"name,start,end,colour\n", "nearest to a"),
        (b'{"a": 1, "a": 2}', "the key `a` stands twice"),
        (b'{"Statement": 1}', "JSON that no reader knows, with the keys Statement"),
        (b'{"a": NaN}', "`NaN` is not JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a": 1e999}', "the number `1e999` is too large"),
        (b'{"a": ' + b"9" * 5000 + b"}", "too long"),
        (b'{"a": "\\ud800"}', "half of a character"),
        (b'{"a": "\\ud83d\\ude00"}', "with the keys a"),
        (b'{"a": ', "not valid JSON"),
        (b"\xff\xfep\x00a\x00", "UTF-16"),
        (b"PK\x03\x04\xff", "zip archive"),
    ],
)
def test_what_nobody_reads(content: bytes, reason: str) -> None:
    outcome = read(content)
    (bad,) = outcome.reading.bad
    assert reason in bad.reason
    assert outcome.reading.format == "unrecognised"
    assert bad.bytes == len(content) == outcome.content_bytes


def test_a_measure_that_needs_others() -> None:
    (said,) = read("measure,kind,cuts,needs,cost\nm1,cuts,uses where principal = x,m3; m2,10\n").reading.said
    assert said.row == Measure(measure="m1", kind="cuts", cuts="uses where principal = x", needs=("m2", "m3"), cost=10)


@pytest.mark.parametrize("name", ["28 CFR 202.211(a)(5)", "Covered Persons List", "DOJ Covered Persons List"])
def test_a_list_of_persons_goes_by_any_of_its_names(name: str) -> None:
    outcome = read(f"{COLUMNS['designations']}\nacme,{name},Attorney General,n-1,2026-01-01,\n")
    (said,) = outcome.reading.said
    assert said.row.list == "28 CFR 202.211(a)(5)"
    assert not outcome.reading.bad
