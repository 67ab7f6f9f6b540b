"""One ActionTrail event as rows: one for every bucket, or every key, that the request acted on.

Columns: `vocabulary/events.py`. No documentation says where the name of an object stands, so it is left open: what one
dataset of several in a bucket is about is then asked for, or told by the access log of the same request.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cloudreview.errors import EvidenceError
from cloudreview.evidence.actiontrail_caller import who
from cloudreview.evidence.actiontrail_shape import Event
from cloudreview.evidence.oss_operations import SERVICE as OSS
from cloudreview.evidence.oss_operations import klass as by_operation

KMS = "kms.aliyuncs.com"
ACTIONTRAIL = "actiontrail.aliyuncs.com"
_BUCKET = "ACS::OSS::Bucket"
_KEY = "ACS::KMS::Key"
_ENDPOINT = re.compile(
    r"(?:([a-z0-9][a-z0-9-]{1,61}[a-z0-9])\.)?(oss|kms)(?:-[a-z0-9-]+)?(?:\.[a-z0-9-]+)*\.aliyuncs\.com"
)
_KEY_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9*-]{7,}")
_KEY_NAME = re.compile(r"acs:kms:[^:]+:[^:]+:key/[^/]+")
_KEY_USES = frozenset(
    {
        *("Encrypt", "Decrypt", "ReEncrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext"),
        *("AdvanceEncrypt", "AdvanceDecrypt", "AdvanceGenerateDataKey", "ExportDataKey", "GenerateAndExportDataKey"),
        *("AsymmetricSign", "AsymmetricVerify", "AsymmetricEncrypt", "AsymmetricDecrypt", "GenerateMac", "VerifyMac"),
    }
)
"""Cryptographic operations of KMS (kms/developer-reference, "List of operations by function")."""
_COPIES = ("CopyObject", "CopyObjects", "UploadPartCopy", "UplaodPartCopy")


class _Touched(NamedTuple):
    """What an event acts on."""

    klass: str
    store: str | None = None
    key: str | None = None


def rows(event: Event, at: int, pointer: str) -> Iterator[tuple[object, ...]]:
    """The rows of an event, `at` its instant. Raises EvidenceError where it does not tell what was copied to."""
    service = _service(event)
    caller = event.user_identity
    actor = who(caller, event.event_type, event.source_ip_address, service)
    for one in _touched(event, service):
        yield (
            pointer,
            at,
            event.event_id,
            event.request_id,
            "actiontrail",
            f"alibaba:{event.recipient_account_id}" if event.recipient_account_id else None,
            service,
            event.event_name,
            one.klass,
            one.store,
            event.told("Name") or event.told("TrailName") if service == ACTIONTRAIL else None,
            one.key,
            actor.principal,
            actor.session,
            caller.type if caller else None,
            event.source_ip_address,
            event.acs_region,
            None,
            event.error_code or None,
            _reads_only(event),
            actor.number,
        )


def _reads_only(event: Event) -> bool | None:
    return {"Read": True, "Write": False}.get(event.event_rw or "")


def _service(event: Event) -> str:
    """The service by its name, as `oss.aliyuncs.com`; by its endpoint where the name is not told."""
    if event.service_name:
        return f"{event.service_name.lower()}.aliyuncs.com"
    endpoint = _ENDPOINT.fullmatch(event.event_source or "")
    if endpoint is not None:
        return f"{endpoint[2]}.aliyuncs.com"
    if not event.event_source:
        raise EvidenceError("#", "the event tells neither a service nor its endpoint")
    return event.event_source


def _touched(event: Event, service: str) -> Iterator[_Touched]:
    klass = _klass(event, service)
    buckets = [f"alibaba:oss:{name}" for name in _buckets(event, service)]
    yield from [_Touched(klass, store) for store in buckets] or [
        _Touched(klass, key=key) for key in _keys(event, service)
    ]


def _buckets(event: Event, service: str) -> list[str]:
    """The buckets named as resources; else the one of the endpoint. Of a copy only the one that is written."""
    named = _resources(event, _BUCKET)
    endpoint = _ENDPOINT.fullmatch(event.event_source or "") if service == OSS else None
    own = endpoint[1] if endpoint is not None and endpoint[2] == "oss" else None
    if event.event_name in _COPIES and len(named) > 1:
        if own not in named:
            raise EvidenceError("#/referencedResources", "the copy does not tell which bucket is copied to")
        return [own]
    return named or ([own] if own else [])


def _keys(event: Event, service: str) -> list[str | None]:
    """The key of a request to KMS by its full name; none where only an alias, or nothing, is told."""
    told = (event.told("KeyId"), *_resources(event, _KEY)) if service == KMS else ()
    found = sorted({name for name in (_key_name(event, one) for one in told) if name is not None})
    return [*found] or [None]


def _key_name(event: Event, told: str | None) -> str | None:
    """A bare id is of the account and region of the request (kms/developer-reference, parameter KeyId)."""
    if told is None or _KEY_NAME.fullmatch(told):
        return told
    account = (event.user_identity.account_id if event.user_identity else None) or event.recipient_account_id
    if _KEY_ID.fullmatch(told) is None or not account or not event.acs_region:
        return None
    return f"acs:kms:{event.acs_region}:{account}:key/{told}"


def _resources(event: Event, kind: str) -> list[str]:
    """The names of the resources of one type: a list by type, or two texts in which `;` parts the types."""
    found: list[str] = []
    listed = event.referenced_resources.get(kind) if isinstance(event.referenced_resources, dict) else None
    if isinstance(listed, list):
        found += [one for one in listed if isinstance(one, str)]
    types = (event.resource_type or "").split(";")
    names = (event.resource_name or "").split(";")
    if len(types) == len(names):
        found += [
            name for type_, all_of in zip(types, names, strict=True) if type_ == kind for name in all_of.split(",")
        ]
    return sorted({one for one in found if one})


def _klass(event: Event, service: str) -> str:
    """The class of an event. Events older than the field eventCategory are told by the name of the operation."""
    if service == KMS:
        return "key_use" if event.event_name in _KEY_USES else "management"
    if event.event_category == "Data":
        reads = _reads_only(event)
        if reads is None:
            return by_operation(event.event_name) if service == OSS else "other"
        return "data_read" if reads else "data_write"
    if event.event_category == "Management":
        return "management"
    return by_operation(event.event_name) if service == OSS else "management"
