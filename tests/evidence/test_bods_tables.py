"""Tables of Open Ownership, put together as the guide says, say what the statements say that they were made of."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cloudreview.evidence.recognise import interpret
from cloudreview.evidence.registry import READERS
from tests.evidence.ownership import entity, holds, statement

GUIDE = Path(__file__).parent.parent.parent / "docs" / "guide" / "bods-tables.md"
NUMBERS = [{"id": "02723534", "scheme": "GB-COH"}, {"id": "PY6ZZQWO2IZFZC3IOL08", "scheme": "XI-LEI"}]
NAMES = [{"fullName": "Ada Example", "type": "alternative"}, {"fullName": "Ada B. Example", "type": "legal"}]
TOLD = {
    "relationship": [
        holds("p", "s", {"share": {"exact": 60.0}, "startDate": "2020-05-02"}, {"type": "votingRights"}),
        holds({"reason": "unknown"}, "s", {"share": {"minimum": 10.0, "maximum": 20.5}}, record="r"),
        holds("e", "s", {"directOrIndirect": "indirect", "endDate": "2024-01-31"}, recordStatus="closed"),
    ],
    "entity": [
        entity("s", name="Acme", jurisdiction={"name": "Delaware", "code": "US-DE"}, identifiers=NUMBERS),
        entity("e", "state", name="A state"),
    ],
    "person": [statement("p", "person", {"personType": "knownPerson", "names": NAMES})],
}
CHILDREN = {"relationship": "interests", "entity": "identifiers", "person": "names"}
COLUMNS = {
    "relationship": ("interestedParty", "interestedParty_reason", "subject"),
    "entity": ("entityType_type", "name", "jurisdiction_name", "jurisdiction_code"),
    "person": ("personType",),
    "interests": ("type", "directOrIndirect", "share_exact", "share_minimum", "share_maximum", "startDate", "endDate"),
    "identifiers": ("id", "scheme"),
    "names": ("fullName", "type"),
}


def flat(told: dict[str, Any], before: str = "") -> dict[str, Any]:
    """An object as one row: the names of what is nested joined by `_`, lists of objects left out."""
    found: dict[str, Any] = {}
    for name, value in told.items():
        if isinstance(value, dict):
            found |= flat(value, f"{before}{name}_")
        elif not isinstance(value, list):
            day = isinstance(value, str) and name.endswith("Date")
            found[before + name] = datetime.datetime.fromisoformat(value) if day else value
    return found


def write(folder: Path, name: str, rows: list[dict[str, Any]], columns: tuple[str, ...]) -> None:
    """A table with all columns that the publisher has, also where no row of ours fills them."""
    filled = [{**dict.fromkeys(columns), **row} for row in rows]
    table = pa.Table.from_pylist(filled)
    texts = [pa.field(one.name, pa.string() if pa.types.is_null(one.type) else one.type) for one in table.schema]
    pq.write_table(table.cast(pa.schema(texts)), folder / f"{name}.parquet")


def tables(folder: Path) -> None:
    for kind, statements in TOLD.items():
        child = CHILDREN[kind]
        spine, inner = [], []
        for number, one in enumerate(statements):
            spine.append({"_link": f"{number}", **flat(one)})
            for index, row in enumerate(one["recordDetails"].get(child, ())):
                inner.append({"_link": f"{number}.{index}", f"_link_{kind}_statement": f"{number}", **flat(row)})
        columns = tuple(f"recordDetails_{name}" for name in COLUMNS[kind])
        write(folder, f"{kind}_statement", spine, ("recordStatus", *columns))
        write(folder, f"{kind}_recorddetails_{child}", inner, COLUMNS[child])


def test_the_statements_of_the_guide_put_the_tables_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    tables(tmp_path)
    (block,) = [part.split("```")[0] for part in GUIDE.read_text().split("```sql\n")[1:]]
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute(block)
    for kind, name in (("relationship", "relationships"), ("entity", "entities"), ("person", "persons")):
        found = interpret((tmp_path / f"{name}.parquet").read_bytes(), READERS).reading
        expected = interpret(json.dumps(TOLD[kind]).encode(), READERS).reading
        assert found.bad == expected.bad == []
        assert [(one.row, one.stated, one.record, one.closed) for one in found.said] == [
            (one.row, one.stated, one.record, one.closed) for one in expected.said
        ]


def test_a_table_by_itself_is_refused(tmp_path: Path) -> None:
    tables(tmp_path)
    for path in sorted(tmp_path.glob("*.parquet")):
        reading = interpret(path.read_bytes(), READERS).reading
        assert reading.said == []
        assert "one statement a row" in reading.bad[0].reason or "one a row" in reading.bad[0].reason
