"""What the GLEIF API answers: LEI records, relationship records and reporting exceptions as resources of JSON:API.

https://www.gleif.org/en/lei-data/gleif-api: `data` holds one resource or a page of them, `meta.goldenCopy.publishDate`
the golden copy that it was taken from. Resources of other kinds (fields, issuers, ...) say nothing about parties.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from cloudreview.errors import EvidenceError
from cloudreview.evidence.content import Content
from cloudreview.evidence.gleif_plain import fault, inside, instant_at, text
from cloudreview.evidence.gleif_reading import Header, Records
from cloudreview.evidence.json_records import strict
from cloudreview.evidence.reader import Reader
from cloudreview.gaps import gap
from cloudreview.vocabulary.delivery import Reading

NAME = "gleif api"
DO = "send the unchanged answer of the GLEIF API"
_HEAD = 1 << 16
_TYPES = re.compile(rb'"type"\s*:\s*"(lei-records|relationship-records|reporting-exceptions)"')
_REGISTERED = {"LastUpdateDate": "lastUpdateDate", "RegistrationStatus": "status", "NextRenewalDate": "nextRenewalDate"}
_KNOWN = {
    "lei-records": "lei entity registration bic mic ocid qcc spglobal conformityFlag",
    "relationship-records": "validFrom validTo relationship registration extension",
    "reporting-exceptions": "validFrom validTo lei category reason reference",
}
"""The attributes of each kind of resource."""


class _Answer(msgspec.Struct):
    data: msgspec.Raw = msgspec.Raw(b"null")
    meta: dict[str, Any] = {}
    links: dict[str, Any] = {}


def recognises(content: Content) -> bool:
    """Whether it is an answer with a resource of a kind that is read."""
    head = content.data[:_HEAD]
    return content.is_object and b'"data"' in head and b'"attributes"' in head and _TYPES.search(head) is not None


def read(content: Content) -> Reading:
    """Every resource by itself; the framing around them counts as parsed."""
    assert content.document is not None  # the strict loader has read the whole of it: nothing stands twice
    try:
        answer = msgspec.json.decode(content.text, type=_Answer)
    except msgspec.DecodeError as error:
        raise EvidenceError("#", "not as the GLEIF API answers", DO) from error
    records = Records()
    for at, raw in _resources(bytes(answer.data)):
        try:
            record, unknown = _plain(strict(raw))
        except EvidenceError as error:
            records.count += 1
            records.refuse(at, len(raw), error, pointed=False)
            continue
        records.unknown.update(unknown)
        records.add(at, len(raw), record, pointed=False)
    found = records.reading(NAME, len(content.data), {}, Header(taken_at=_published(answer.meta)))
    if answer.links.get("next"):
        why = "the answer of the GLEIF API is one page of several"
        found.gaps.append(gap("scope_open", "GLEIF API", why, "Please send all pages of this answer of the GLEIF API."))
    return found


def _published(meta: Mapping[str, Any]) -> int | None:
    """When the golden copy was published that the answer tells of."""
    return instant_at(meta, "goldenCopy", "publishDate")


def _resources(data: bytes) -> Iterator[tuple[str, bytes]]:
    if not data.startswith(b"["):
        yield "#/data", data
        return
    for number, raw in enumerate(msgspec.json.decode(data, type=list[msgspec.Raw])):
        yield f"#/data/{number}", bytes(raw)


def _plain(resource: Any) -> tuple[dict[str, Any], list[str]]:
    """A resource in the plain form of a record, and the attributes that nobody reads. Raises EvidenceError."""
    kind = text(resource, "type") if isinstance(resource, dict) else None
    told = resource.get("attributes") if isinstance(resource, dict) else None
    if kind is None or kind not in _KINDS or not isinstance(told, dict):
        raise fault((), "a resource of another kind than LEI records, relationship records and reporting exceptions")
    return _KINDS[kind](told), sorted(set(told) - set(_KNOWN[kind].split()))


def _entity(told: Mapping[str, Any]) -> dict[str, Any]:
    entity = inside(told, "entity")
    if not isinstance(entity, dict):
        raise fault((), "an LEI record without its entity")
    heirs = [*_all(told, "entity", "successorEntities"), *_all(told, "entity", "successorEntity")]
    return {
        "LEI": told.get("lei"),
        "Entity": {
            "LegalName": inside(told, "entity", "legalName", "name"),
            "OtherEntityNames": [inside(one, "name") for one in _all(told, "entity", "otherNames")],
            "TransliteratedOtherEntityNames": [
                inside(one, "name") for one in _all(told, "entity", "transliteratedOtherNames")
            ],
            "LegalAddress": _address(entity.get("legalAddress")),
            "HeadquartersAddress": _address(entity.get("headquartersAddress")),
            "RegistrationAuthority": {
                "RegistrationAuthorityID": inside(told, "entity", "registeredAt", "id"),
                "RegistrationAuthorityEntityID": entity.get("registeredAs"),
            },
            "LegalJurisdiction": entity.get("jurisdiction"),
            "EntityCategory": entity.get("category"),
            "EntityStatus": entity.get("status"),
            "EntityExpirationDate": inside(told, "entity", "expiration", "date"),
            "SuccessorEntity": [
                {"SuccessorLEI": one.get("lei"), "SuccessorEntityName": one.get("name")} for one in heirs
            ],
        },
        "Registration": _registration(told),
    }


def _all(told: Mapping[str, Any], *path: str) -> list[dict[str, Any]]:
    """The objects of a list, or the one object, at a path."""
    value = inside(told, *path)
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]


def _address(told: Any) -> dict[str, Any]:
    """An address: its lines, of which the first is the first of the format."""
    if not isinstance(told, dict):
        return {}
    lines = told["addressLines"] if isinstance(told.get("addressLines"), list) else []
    return {
        "FirstAddressLine": lines[0] if lines else None,
        "AdditionalAddressLine": lines[1:],
        "MailRouting": told.get("mailRouting"),
        "City": told.get("city"),
        "Country": told.get("country"),
        "PostalCode": told.get("postalCode"),
    }


def _registration(told: Mapping[str, Any]) -> dict[str, Any]:
    registered = inside(told, "registration") or {}
    return {name: registered.get(short) for name, short in _REGISTERED.items()} if isinstance(registered, dict) else {}


def _relationship(told: Mapping[str, Any]) -> dict[str, Any]:
    """RR-CDF's names; the API shortens them within a relationship."""
    periods = [
        {"StartDate": one.get("startDate"), "EndDate": one.get("endDate"), "PeriodType": one.get("type")}
        for one in _all(told, "relationship", "periods")
    ]
    return {
        "Relationship": {
            **{
                name: {
                    "NodeID": inside(told, "relationship", short, "id"),
                    "NodeIDType": inside(told, "relationship", short, "type"),
                }
                for name, short in (("StartNode", "startNode"), ("EndNode", "endNode"))
            },
            "RelationshipType": inside(told, "relationship", "type"),
            "RelationshipStatus": inside(told, "relationship", "status"),
            "RelationshipPeriods": periods,
        },
        "Registration": _registration(told),
    }


def _exception(told: Mapping[str, Any]) -> dict[str, Any]:
    return {"LEI": told.get("lei"), "ExceptionCategory": told.get("category"), "ExceptionReason": told.get("reason")}


_KINDS: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "lei-records": _entity,
    "relationship-records": _relationship,
    "reporting-exceptions": _exception,
}

READERS = (Reader(NAME, recognises, read),)
