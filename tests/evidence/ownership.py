"""Statements of BODS 0.4 for tests."""

from __future__ import annotations

import json
from typing import Any

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


def read(data: bytes) -> Outcome:
    return interpret(data, READERS)
