"""Statements of BODS 0.4 and records of other registers of ownership for tests, and what becomes of changed ones."""

from __future__ import annotations

import copy
import io
import json
import random
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from cloudreview.evidence.outcome import Outcome
from cloudreview.evidence.recognise import interpret
from cloudreview.evidence.registry import READERS

DATE = "2026-03-01"


def statement(record: str, type_: str, details: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "statementId": f"{record}-{more.get('statementDate', DATE)}".ljust(32, "0"),
        "declarationSubject": "acme",
        "recordId": record,
        "recordType": type_,
        "recordDetails": {"isComponent": False, **details},
        "statementDate": DATE,
        **more,
    }


def entity(record: str, type_: str = "registeredEntity", **more: Any) -> dict[str, Any]:
    dates = {name: more.pop(name) for name in ("statementDate", "recordStatus") if name in more}
    return statement(record, "entity", {"entityType": {"type": type_}, **more}, **dates)


def holds(holder: Any, subject: Any, *interests: dict[str, Any], record: str = "", **more: Any) -> dict[str, Any]:
    """A relationship; its interests are direct shareholdings unless they say otherwise."""
    told = [{"type": "shareholding", "directOrIndirect": "direct", **one} for one in interests]
    details = {"subject": subject, "interestedParty": holder, "interests": told, **more.pop("details", {})}
    return statement(record or f"{holder}-{subject}", "relationship", details, **more)


def package(*statements: dict[str, Any]) -> bytes:
    return json.dumps(list(statements), indent=1).encode()


def parquet(statements: list[dict[str, Any]], schema: pa.Schema | None = None) -> bytes:
    """Statements one a row, as Arrow writes them."""
    target = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(statements, schema), target)
    return target.getvalue()


def read(data: bytes) -> Outcome:
    return interpret(data, READERS)


def psc_record(who: str, **more: Any) -> dict[str, Any]:
    """A record of the register of people with significant control, without the company that it is about."""
    kind = f"{who}-person-with-significant-control" if who != "statement" else f"persons-with-significant-control-{who}"
    links = {"self": "/company/01234567/persons-with-significant-control/individual/abc"}
    return {"kind": kind, "links": links, "notified_on": "2016-04-06", **more}


def psc_line(number: str, told: dict[str, Any]) -> dict[str, Any]:
    """A line of its snapshot."""
    return {"company_number": number, "data": told}


def counted(outcome: Outcome) -> int:
    """The bytes that a reading accounts for."""
    reading = outcome.reading
    return reading.parsed + sum(reading.ignored.values()) + sum(one.bytes for one in reading.bad)


def mutations(documents: list[dict[str, Any]], dice: random.Random, times: int) -> Iterator[bytes]:
    """The documents, one a line, each time with something changed: a value, a cut, a byte."""
    whole = b"".join(json.dumps(one).encode() + b"\n" for one in documents)
    for _ in range(times):
        at = dice.randrange(len(whole))
        yield dice.choice(
            [
                whole[:at],
                whole[:at] + bytes([dice.randrange(256)]) + whole[at + 1 :],
                whole[:at] + dice.choice([b"null", b"[]", b"{}", b'""', b"1e999", b"\n", b"\x00"]) + whole[at:],
                b"".join(json.dumps(altered(one, dice)).encode() + b"\n" for one in documents),
            ]
        )


def altered(document: Any, dice: random.Random) -> Any:
    """The document with one value left out or put out of shape."""
    found = copy.deepcopy(document)
    holder, key = dice.choice(list(_places(found)) or [({}, "")])
    value = dice.choice([None, 1, -1, "x", "", "2020-02-30", [], {}, ["x"], True, "DELETE"])
    if value == "DELETE":
        holder.pop(key, None) if isinstance(holder, dict) else holder.pop()
    else:
        holder[key] = value
    return found


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in list(pairs):
        yield value, key
        yield from _places(inner)


def ftm_entity(name: str, schema: str, /, **properties: Any) -> dict[str, Any]:
    """An entity of FollowTheMoney; what is no list is a field beside its properties."""
    fields = {key: value for key, value in properties.items() if not isinstance(value, list)}
    told = {key: value for key, value in properties.items() if isinstance(value, list)}
    return {"id": name, "schema": schema, "properties": told, **fields}
