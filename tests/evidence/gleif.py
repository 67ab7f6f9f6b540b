"""Records of GLEIF for tests, made up, in each of the forms in which they are published."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from cloudreview.evidence.outcome import Outcome
from cloudreview.evidence.recognise import interpret
from cloudreview.evidence.registry import READERS

UPDATED = "2026-02-01T00:00:00Z"
Record = dict[str, Any]


def lei(name: str) -> str:
    """An identifier that is none of anybody's; its check digits hold (ISO 7064 MOD 97-10)."""
    body = f"{name.upper():0>18}"
    return f"{body}{98 - int(''.join(str(int(one, 36)) for one in body) + '00') % 97:02d}"


def address(country: str, line: str = "1 Quay Street", city: str = "Harbor", **more: Any) -> Record:
    return {"FirstAddressLine": line, "City": city, "Country": country, **more}


def registered(status: str = "ISSUED", updated: str = UPDATED, **more: str) -> Record:
    return {"LastUpdateDate": updated, "RegistrationStatus": status, **more}


def entity(name: str, country: str = "SG", category: str = "GENERAL", **more: Any) -> Record:
    """An LEI record, its headquarters where its legal address is."""
    registration = more.pop("Registration", registered())
    told = {
        "LegalName": f"{name} Ltd",
        "LegalAddress": address(country),
        "HeadquartersAddress": address(country),
        "RegistrationAuthority": {"RegistrationAuthorityID": "RA000523", "RegistrationAuthorityEntityID": f"no-{name}"},
        "LegalJurisdiction": country,
        "EntityCategory": category,
        "EntityStatus": "ACTIVE",
    }
    found = {key: value for key, value in {**told, **more}.items() if value is not None}
    return {"LEI": lei(name), "Entity": found, "Registration": registration}


def period(
    start: str | None = "2020-05-04T00:00:00Z", end: str | None = None, kind: str = "RELATIONSHIP_PERIOD"
) -> Record:
    told = {"StartDate": start, "EndDate": end, "PeriodType": kind}
    return {key: value for key, value in told.items() if value is not None}


def relation(child: str, parent: str, type_: str = "IS_DIRECTLY_CONSOLIDATED_BY", **more: Any) -> Record:
    registration = more.pop("Registration", registered("PUBLISHED"))
    told = {
        "StartNode": {"NodeID": lei(child), "NodeIDType": "LEI"},
        "EndNode": {"NodeID": lei(parent), "NodeIDType": "LEI"},
        "RelationshipType": type_,
        "RelationshipPeriods": [period()],
        "RelationshipStatus": "ACTIVE",
    }
    return {"Relationship": {**told, **more}, "Registration": registration}


def exception(child: str, *reasons: str, which: str = "DIRECT", **more: Any) -> Record:
    told = list(reasons) if len(reasons) > 1 else reasons[0]
    return {
        "LEI": lei(child),
        "ExceptionCategory": f"{which}_ACCOUNTING_CONSOLIDATION_PARENT",
        "ExceptionReason": told,
        **more,
    }


ITEMS = {
    "RelationshipPeriods": "RelationshipPeriod",
    "RelationshipQuantifiers": "RelationshipQuantifier",
    "OtherEntityNames": "OtherEntityName",
    "TransliteratedOtherEntityNames": "TransliteratedOtherEntityName",
}
"""Containers, and the name of what stands in them."""


def array(*records: Record) -> bytes:
    """Plain records in an array, as who works with them cuts them out."""
    return json.dumps(list(records), indent=1).encode()


def golden(*records: Record) -> bytes:
    """The golden copy in JSON."""
    names = {"Relationship": "relations", "ExceptionCategory": "exceptions", "Entity": "records"}
    (wrapper,) = {next(name for key, name in names.items() if key in one) for one in records}
    told = [_dollars(one) for one in records]
    return json.dumps(
        {wrapper: [{"RelationshipRecord": one} for one in told] if wrapper == "relations" else told}
    ).encode()


def _dollars(value: Any, name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _dollars(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        found = [_dollars(one) for one in value]
        return {ITEMS[name]: found if len(found) > 1 else found[0]} if name in ITEMS else found
    return {"@xml:lang": "en", "$": value} if name.endswith("Name") else {"$": value}


def xml(*records: Record, **header: Any) -> bytes:
    """A file of one of the three formats."""
    first = records[0]
    prefix, root, head, container, item = (
        ("rr", "RelationshipData", "Header", "RelationshipRecords", "RelationshipRecord") if "Relationship" in first
        else ("repex", "ReportingExceptionData", "Header", "ReportingExceptions", "Exception")
        if "ExceptionCategory" in first
        else ("lei", "LEIData", "LEIHeader", "LEIRecords", "LEIRecord")
    )  # fmt: skip
    told = {"ContentDate": "2026-03-01T00:00:00Z", "FileContent": "GLEIF_FULL_PUBLISHED", "RecordCount": len(records)}
    body = "\n".join(_element(prefix, item, one) for one in records)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><{prefix}:{root} xmlns:{prefix}="http://www.gleif.org/data/schema/{prefix}">'
        f"\n{_element(prefix, head, {**told, **header})}\n<{prefix}:{container}>\n{body}\n"
        f"</{prefix}:{container}>\n</{prefix}:{root}>\n"
    ).encode()


def _element(prefix: str, name: str, value: Any) -> str:
    if isinstance(value, dict):
        value = "".join(_each(prefix, key, inner) for key, inner in value.items())
    else:
        value = escape(str(value))
    return f"<{prefix}:{name}>{value}</{prefix}:{name}>"


def _each(prefix: str, name: str, value: Any) -> str:
    if not isinstance(value, list):
        return _element(prefix, name, value)
    if name in ITEMS:
        return _element(prefix, name, {ITEMS[name]: value})
    return "".join(_element(prefix, name, one) for one in value)


def table(*records: Record) -> bytes:
    """The golden copy in CSV."""
    rows = [dict(_cells(one, "")) for one in records]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    found = io.StringIO()
    writer = csv.DictWriter(found, columns, restval="", quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return found.getvalue().encode()


SHORT = {
    "Relationship.RelationshipPeriods": "Relationship.Period",
    "Relationship.RelationshipQuantifiers": "Relationship.Quantifiers",
    "Entity.OtherEntityNames": "Entity.OtherEntityNames.OtherEntityName",
    "ExceptionCategory": "Exception.Category",
}
PERIOD = {"StartDate": "startDate", "EndDate": "endDate", "PeriodType": "periodType"}


def _cells(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if path == "ExceptionReason":
        for number, one in enumerate(value if isinstance(value, list) else [value], 1):
            yield f"Exception.Reason.{number}", one
    elif isinstance(value, dict):
        for name, inner in value.items():
            short = PERIOD.get(name, name) if path.startswith("Relationship.Period") else name
            yield from _cells(inner, f"{path}.{short}" if path else short)
    elif isinstance(value, list):
        for number, one in enumerate(value, 1):
            yield from _cells(one, f"{SHORT.get(path, path)}.{number}")
    else:
        yield SHORT.get(path, path), str(value)


def answer(*resources: Record, **more: Any) -> bytes:
    """An answer of the API: one resource, or a page of them."""
    data: Any = resources[0] if len(resources) == 1 else list(resources)
    told = {"meta": {"goldenCopy": {"publishDate": "2026-03-01T00:00:00Z"}}, "data": data, **more}
    return json.dumps(told, indent=1).encode()


def resource(name: str, country: str = "SG", **more: Any) -> Record:
    """An LEI record as the API tells it."""
    here = {"addressLines": ["1 Quay Street"], "city": "Harbor", "country": country}
    told = {
        "legalName": {"name": f"{name} Ltd"},
        "otherNames": [],
        "legalAddress": here,
        "headquartersAddress": here,
        "registeredAt": {"id": "RA000523"},
        "registeredAs": f"no-{name}",
        "jurisdiction": country,
        "category": "GENERAL",
        "status": "ACTIVE",
        **more,
    }
    attributes = {"lei": lei(name), "entity": told, "registration": {"lastUpdateDate": UPDATED, "status": "ISSUED"}}
    return {"type": "lei-records", "id": lei(name), "attributes": attributes}


def read(data: bytes) -> Outcome:
    outcome = interpret(data, READERS)
    reading = outcome.reading
    assert reading.parsed + sum(reading.ignored.values()) + sum(one.bytes for one in reading.bad) == len(data)
    assert all("fault of the program" not in one.reason for one in reading.bad)
    return outcome
