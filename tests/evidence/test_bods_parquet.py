"""BODS 0.4 as Parquet says what the same statements say as JSON, and nothing in it is trusted."""

from __future__ import annotations

import datetime
import hashlib
import io
import json
import os
import random
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cloudreview.evidence import bods_parquet
from cloudreview.evidence.bods_parquet import NAME
from cloudreview.evidence.limits import MIB, Limits
from cloudreview.evidence.outcome import Outcome
from cloudreview.evidence.pool import Process
from cloudreview.evidence.recognise import interpret
from cloudreview.evidence.registry import READERS
from cloudreview.evidence.worker import Task
from cloudreview.original import Originals
from cloudreview.spells import instant
from cloudreview.vocabulary.rows import Interest, Party
from tests.evidence.aws import real
from tests.evidence.ownership import counted, entity, holds, statement
from tests.evidence.ownership import parquet as by_arrow

PERSON = statement("p", "person", {"personType": "knownPerson", "names": [{"fullName": "Ada Example"}]})
STATEMENTS = [
    entity("s", name="Acme", jurisdiction={"name": "Delaware", "code": "US-DE"}),
    PERSON,
    holds("p", "s", {"share": {"exact": 60}, "startDate": "2020-05-02"}, recordStatus="new"),
    holds({"reason": "unknown"}, "s", {"share": {"minimum": 10, "maximum": 20.5}}, record="r"),
]


DUCKDB = duckdb.connect(config={"threads": 1})


def by_duckdb(told: list[dict[str, Any]] | str, folder: Path) -> bytes:
    """As DuckDB writes the file that it reads."""
    source, target = folder / "x.json", folder / "x.parquet"
    source.write_text(told if isinstance(told, str) else json.dumps(told))
    DUCKDB.execute(f"COPY (SELECT * FROM read_json('{source}')) TO '{target}'")
    return target.read_bytes()


def read(data: bytes) -> Outcome:
    outcome = interpret(data, READERS)
    assert outcome.reading.format == NAME
    assert counted(outcome) == len(data)
    return outcome


def said(outcome: Outcome) -> list[Any]:
    """What is said, but for the place of it."""
    return [(one.row, one.stated, one.record, one.closed) for one in outcome.reading.said]


def same(documents: list[dict[str, Any]], data: bytes) -> None:
    as_json, found = interpret(json.dumps(documents).encode(), READERS), read(data)
    assert as_json.reading.bad == found.reading.bad == []
    assert said(found) == said(as_json)
    assert found.reading.gaps == as_json.reading.gaps
    assert found.reading.unknown_fields == as_json.reading.unknown_fields


def test_the_same_statements_say_the_same(tmp_path: Path) -> None:
    same(STATEMENTS, by_duckdb(STATEMENTS, tmp_path))
    same(STATEMENTS[:3], by_arrow(STATEMENTS[:3]))
    outcome = read(by_duckdb(STATEMENTS, tmp_path))
    assert [one.at for one in outcome.reading.said] == ["#row=1", "#row=2", "#row=3", "#row=4", "#row=4"]


def test_all_real_statements_say_the_same_as_parquet(tmp_path: Path) -> None:
    everything: list[dict[str, Any]] = []
    for path in real("ownership/bods04_[ev]*/*.json"):
        told = json.loads(path.read_text())
        documents = told if isinstance(told, list) else [told]
        everything += documents
        same(documents, by_duckdb(documents, tmp_path))
        if _is_even(documents):
            same(documents, by_arrow(documents))
    assert len(everything) > 100
    same(everything, by_duckdb(everything, tmp_path))


def _is_even(documents: list[dict[str, Any]]) -> bool:
    """Whether Arrow can hold the documents as they are, with one type a column."""
    try:
        pa.Table.from_pylist(documents)
    except pa.ArrowInvalid:
        return False
    return True


def test_typed_days_and_times_are_told_as_json_writes_them() -> None:
    when = datetime.datetime(2026, 3, 2, 10, 30, tzinfo=datetime.UTC)
    days = [datetime.date(2026, 3, 1), when, datetime.datetime(2026, 3, 3, tzinfo=datetime.UTC)]
    stated = [read(by_arrow([{**STATEMENTS[0], "statementDate": day}])).reading.said[0].stated for day in days]
    assert stated[1] == instant("2026-03-02T10:30:00Z")
    assert [stated[0], stated[2]] == [instant(f"2026-03-0{day}T23:59:59.999999999Z") for day in (1, 3)]


def test_one_bad_row_costs_itself_and_an_equal_part_of_the_file() -> None:
    documents = [STATEMENTS[0], {**PERSON, "recordType": "company"}, STATEMENTS[2]]
    data = by_arrow(documents)
    outcome = read(data)
    (bad,) = outcome.reading.bad
    assert (bad.at, bad.bytes) == ("#row=2", len(data) // 3)
    assert bad.reason.startswith("recordType: the schema of BODS 0.4 does not allow it")
    assert [type(one.row) for one in outcome.reading.said] == [Party, Interest]


def test_a_column_of_json_is_read_strictly(tmp_path: Path) -> None:
    told = json.dumps([*STATEMENTS, holds({"reason": "unknown", "description": "x"}, "s", record="t")])
    twice = told.replace('"description": "x"', '"reason": "x"')
    reading = read(by_duckdb(twice, tmp_path)).reading
    assert [one.row.holder for one in reading.said if isinstance(one.row, Interest)] == ["p", "undisclosed:r"]
    (bad,) = reading.bad
    assert (bad.at, "stands twice" in bad.reason) == ("#row=5", True)


def test_a_value_that_json_does_not_have_costs_its_row() -> None:
    for value in (b"\x00", datetime.timedelta(1), float("nan")):
        (bad,) = read(by_arrow([{**STATEMENTS[0], "declaration": value}])).reading.bad
        assert bad.at == "#row=1"
        assert "the row holds a" in bad.reason


def test_a_flattened_table_is_refused_with_what_to_send() -> None:
    table = by_arrow([{"_link": 1, "statementId": "x" * 32, "recordType": "entity", "recordDetails_name": "Acme"}])
    (bad,) = read(table).reading.bad
    assert bad.reason.startswith("a table of BODS whose rows refer to rows of other files says nothing by itself")
    other = interpret(by_arrow([{"_link": 1, "id": "x"}]), READERS)
    assert other.reading.bad[0].reason.startswith("a Parquet file is read only where")


def test_a_file_without_rows_says_nothing() -> None:
    schema = pa.Table.from_pylist(STATEMENTS[:1]).schema
    assert read(by_arrow([], schema)).reading.said == []


def test_what_claims_to_be_too_large_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bods_parquet, "MOST_ROWS", 2)
    (bad,) = read(by_arrow(STATEMENTS[:3])).reading.bad
    assert bad.reason.startswith("the file holds 3 rows of")
    monkeypatch.setattr(bods_parquet, "MOST_ROWS", 9)
    monkeypatch.setattr(bods_parquet, "UNPACKED", 10)
    assert len(read(by_arrow(STATEMENTS[:3])).reading.bad) == 1


def test_a_damaged_file_is_quarantined_and_no_byte_is_lost() -> None:
    data, dice = by_arrow(STATEMENTS[:3]), random.Random(5)
    for _ in range(300):
        at = dice.randrange(len(data))
        changed = dice.choice([data[:at], data[:at] + bytes([data[at] ^ 1 << dice.randrange(8)]) + data[at + 1 :]])
        outcome = interpret(changed, READERS)
        assert counted(outcome) == len(changed)


def test_what_unpacks_to_more_than_a_reading_process_may_have_is_quarantined(tmp_path: Path) -> None:
    """A text is stored once for all rows that have it, so a small file holds any number of them."""
    one = pa.Table.from_pylist([entity("s", name="A" * 4 * MIB)])
    target = io.BytesIO()
    pq.write_table(pa.concat_tables([one] * 64), target)
    data = target.getvalue()
    path = tmp_path / "x.parquet"
    path.write_bytes(data)
    with closing(Process(Limits(memory=500 * MIB))) as process:
        outcome = process.read(Task(path=os.fsencode(path), sha256=hashlib.sha256(data).hexdigest(), events=b""))
    assert outcome.reading.bad[0].reason == "reading it needs more than 500 MiB of memory"
    assert outcome.content_bytes == len(data)


def test_a_row_has_no_text_to_show(tmp_path: Path) -> None:
    data = by_arrow(STATEMENTS[:1])
    (tmp_path / "x").write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    shown = Originals(tmp_path, {digest[:12]: ("x", digest)}).at(f"{digest[:12]}#row=1")
    assert (shown.text, shown.why) == (None, "the file is Parquet, which holds no text to show")
