"""One CloudTrail record as events: one for every store, or every key, that the request acted on.

A copy is an event of the bucket that it writes; that it reads another one follows from its action, and `observed/` says
so. Columns: `vocabulary/events.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cloudreview.errors import EvidenceError
from cloudreview.evidence.cloudtrail_caller import who
from cloudreview.evidence.cloudtrail_shape import Moved, Record

_BUCKET_ARN = re.compile(r"arn:[a-z-]+:s3:::([^/]+)(?:/(.*))?", re.DOTALL)
_KEY_ARN = re.compile(r"arn:[a-z-]+:kms:[^:]*:[^:]*:key/.+")
_READS = ("Get", "Head", "List", "Select")
_KEY_USES = frozenset({"Encrypt", "Decrypt", "Sign", "Verify", "GenerateMac", "VerifyMac", "DeriveSharedSecret"})
"""Cryptographic operations of KMS, together with those that begin with `_KEY_USE_PREFIXES` (kms/latest/developerguide,
concepts.html#cryptographic-operations)."""
_KEY_USE_PREFIXES = ("GenerateDataKey", "ReEncrypt")
_COPIES = ("CopyObject", "UploadPartCopy")
_TRAIL_NAMES = ("name", "trailName")
"""How requests to CloudTrail name a trail (API_StopLogging.html, API_PutEventSelectors.html)."""
_MOST = 2**63 - 1


class Touched(NamedTuple):
    """What an event acts on."""

    klass: str
    store: str | None = None
    object: str | None = None
    key: str | None = None
    bytes: int | None = None


def events(record: Record, at: int, pointer: str) -> Iterator[tuple[object, ...]]:
    """The rows of a record, `at` its instant. Raises EvidenceError where a parameter is not what the service sends."""
    caller = record.user_identity
    principal, session = who(caller)
    account = f"aws:{record.recipient_account_id}" if record.recipient_account_id else None
    ids = (pointer, at, record.event_id, record.request_id)
    what = ("cloudtrail", account, record.event_source, record.event_name)
    actor = (principal, session, caller.type if caller else None, record.source, record.aws_region)
    for one in touched(record):
        yield row(ids, what, one, actor, (one.bytes, record.error_code or None, record.read_only))


def row(
    ids: tuple[object, ...], what: tuple[object, ...], one: Touched, actor: tuple[object, ...], end: tuple[object, ...]
) -> tuple[object, ...]:
    """The columns of an event in their order; AWS tells no number of an identity."""
    return (*ids, *what, one.klass, one.store, one.object, one.key, *actor, *end, None)


def touched(record: Record) -> Iterator[Touched]:
    """What a record acts on. Raises EvidenceError."""
    buckets, keys = _named(record)
    klass = _klass(record, any(buckets.values()))
    if record.service == "s3":
        found = list(_in_s3(record, klass, buckets))
    elif record.service == "cloudtrail":
        found = [Touched(klass, object=_trail(record))]
    else:
        found = [Touched(klass, f"aws:s3:{bucket}", _only(names)) for bucket, names in buckets.items()]
    yield from found or [Touched(klass, key=key) for key in keys] or [Touched(klass)]


def _named(record: Record) -> tuple[dict[str, list[str]], list[str]]:
    """Buckets with the objects named in them, and keys, in the order of the record."""
    buckets: dict[str, list[str]] = {}
    keys: list[str] = []
    for one in record.resources or ():
        name = one.arn or one.prefix or ""
        found = _BUCKET_ARN.fullmatch(name)
        if found:
            objects = buckets.setdefault(found[1], [])
            if found[2] and one.arn and found[2] not in objects:
                objects.append(found[2])
        elif _KEY_ARN.fullmatch(name) and name not in keys:
            keys.append(name)
    told = record.parameter("keyId") if record.service == "kms" else None
    if not keys and isinstance(told, str) and _KEY_ARN.fullmatch(told):
        keys.append(told)
    return buckets, keys


def _in_s3(record: Record, klass: str, buckets: dict[str, list[str]]) -> Iterator[Touched]:
    """The bucket of the request; what else the resources name, unless it is the source of a copy."""
    own = _own(record, buckets)
    if own is not None:
        name = _parameter(record, "key") or _only(buckets.get(own, []))
        yield Touched(klass, f"aws:s3:{own}", name, bytes=moved(record.additional_event_data, klass))
    if record.event_name not in _COPIES:
        others = (bucket for bucket in buckets if bucket != own)
        yield from (Touched(klass, f"aws:s3:{bucket}", _only(buckets[bucket])) for bucket in others)


def _own(record: Record, buckets: dict[str, list[str]]) -> str | None:
    """The bucket of the request itself. A request may name it by an access point: then the resources tell."""
    named = _parameter(record, "bucketName")
    if named is not None and (named in buckets or (not buckets and not named.startswith("arn:"))):
        return named
    if record.event_name in _COPIES and len(buckets) != 1:
        raise EvidenceError("#/resources", "the copy does not tell which bucket is copied to")
    return next(iter(buckets), None)


def _only(names: list[str]) -> str | None:
    return names[0] if len(names) == 1 else None


def _parameter(record: Record, name: str) -> str | None:
    value = record.parameter(name)
    if value is None or isinstance(value, str):
        return value or None
    raise EvidenceError(f"#/requestParameters/{name}", f"the parameter `{name}` is not a text")


def _trail(record: Record) -> str | None:
    """The trail that a request names; None where it names none, or not one text."""
    told = [record.parameter(name) for name in _TRAIL_NAMES]
    named = [value for value in told if value is not None]
    return named[0] if len(named) == 1 and isinstance(named[0], str) and named[0] else None


def moved(told: Moved | None, klass: str) -> int | None:
    """The bytes that an object request moved. Raises EvidenceError where it is no count."""
    if told is None or klass not in ("data_read", "data_write"):
        return None
    value = told.bytes_transferred_out if klass == "data_read" else told.bytes_transferred_in
    if value is None:
        return None
    if not 0 <= value <= _MOST or value != int(value):
        raise EvidenceError("#/additionalEventData", "the number of bytes moved is not a count")
    return int(value)


def _klass(record: Record, names_objects: bool) -> str:
    """The class of an event. Records older than the field eventCategory are told by what else they say."""
    action = record.event_name or ""
    if record.service == "kms" and (action in _KEY_USES or action.startswith(_KEY_USE_PREFIXES)):
        return "key_use"
    category = _category(record, names_objects)
    if category != "Data":
        return "management" if category == "Management" else "other"
    if record.service != "s3" and not names_objects:
        return "other"  # on data of its own, of which nothing is read here
    reads = record.read_only
    if reads is None and record.service == "s3":
        reads = action.startswith(_READS)
    return "other" if reads is None else "data_read" if reads else "data_write"


def _category(record: Record, names_objects: bool) -> str | None:
    if record.event_category is not None:
        return record.event_category
    if record.management_event is not None:
        return "Management" if record.management_event else "Data"
    return "Data" if record.service == "s3" and names_objects else None
