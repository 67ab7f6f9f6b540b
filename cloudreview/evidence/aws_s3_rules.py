"""What S3 does to the objects of a bucket by itself: replication, lifecycle, versioning, and its access log.

Shapes: https://docs.aws.amazon.com/AmazonS3/latest/API/ (GetBucketReplication, GetBucketLifecycleConfiguration,
GetBucketVersioning, GetBucketLogging). None tells which bucket it is about. A bucket without the configuration answers
with an error, or with nothing, which is no answer: `replication STORE` in evidence.csv says that there is none.
"""

from __future__ import annotations

from typing import ClassVar, Literal

import msgspec

from cloudreview.errors import EvidenceError
from cloudreview.evidence.answer import Shape, answer, fields, has, reading
from cloudreview.evidence.content import Content
from cloudreview.evidence.reader import Reader
from cloudreview.vocabulary.delivery import ABOUT, Proves, Reading, Said
from cloudreview.vocabulary.rows import AccessLog, Expiry, Replication, Versioning

REPLICATION = "aws s3api get-bucket-replication"
LIFECYCLE = "aws s3api get-bucket-lifecycle-configuration"
VERSIONING = "aws s3api get-bucket-versioning"
LOGGING = "aws s3api get-bucket-logging"

_ADDED = frozenset({"ResponseMetadata"})
_State = Literal["Enabled", "Disabled"]


class _Tag(Shape, frozen=True, kw_only=True):
    key: str
    value: str


class _And(Shape, frozen=True, kw_only=True):
    prefix: str | None = None
    tags: tuple[_Tag, ...] = ()
    object_size_greater_than: int | None = None
    object_size_less_than: int | None = None


class _Filter(Shape, frozen=True, kw_only=True):
    """Exactly one of these, or nothing at all: all objects."""

    prefix: str | None = None
    tag: _Tag | None = None
    object_size_greater_than: int | None = None
    object_size_less_than: int | None = None
    also: _And | None = msgspec.field(name="And", default=None)


class _Kms(Shape, frozen=True, kw_only=True):
    status: _State


class _Selected(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset({"ReplicaModifications"})
    sse_kms_encrypted_objects: _Kms | None = None


class _ReplicaKey(Shape, frozen=True, kw_only=True):
    replica_kms_key_id: str | None = msgspec.field(name="ReplicaKmsKeyID", default=None)


class _Translation(Shape, frozen=True, kw_only=True):
    owner: str


class _Destination(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset({"StorageClass", "ReplicationTime", "Metrics"})
    bucket: str
    account: str | None = None
    access_control_translation: _Translation | None = None
    encryption_configuration: _ReplicaKey | None = None


class _ReplicationRule(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset({"Priority", "ExistingObjectReplication", "DeleteMarkerReplication"})
    id: str | None = msgspec.field(name="ID", default=None)
    status: _State
    prefix: str | None = None
    filter: _Filter | None = None
    source_selection_criteria: _Selected | None = None
    destination: _Destination


class _ReplicationRules(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset({"Role"})
    rules: tuple[_ReplicationRule, ...]


class _Replication(Shape, frozen=True, kw_only=True):
    replication_configuration: _ReplicationRules


class _Expiration(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset({"ExpiredObjectDeleteMarker"})
    days: int | None = None
    date: str | None = None


class _Noncurrent(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset({"NewerNoncurrentVersions"})
    noncurrent_days: int | None = None


class _LifecycleRule(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset({"Transitions", "NoncurrentVersionTransitions", "AbortIncompleteMultipartUpload"})
    id: str | None = msgspec.field(name="ID", default=None)
    status: _State
    prefix: str | None = None
    filter: _Filter | None = None
    expiration: _Expiration | None = None
    noncurrent_version_expiration: _Noncurrent | None = None


class _Lifecycle(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset({"TransitionDefaultMinimumObjectSize"})
    rules: tuple[_LifecycleRule, ...]


class _Versioning(Shape, frozen=True, kw_only=True):
    status: Literal["Enabled", "Suspended"]
    mfa_delete: _State | None = msgspec.field(name="MFADelete", default=None)


class _Log(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset({"TargetGrants", "TargetObjectKeyFormat"})
    target_bucket: str
    target_prefix: str | None = None


class _Logging(Shape, frozen=True, kw_only=True):
    logging_enabled: _Log


def _prefix(old: str | None, new: _Filter | None) -> str | None:
    """The prefix of a rule, by its filter or as older rules have it; none: all keys."""
    told = (old, new.prefix if new else None, new.also.prefix if new and new.also else None)
    return next((one for one in told if one), None)


def _tagged(new: _Filter | None) -> bool:
    return new is not None and (new.tag is not None or bool(new.also and new.also.tags))


def _sized(new: _Filter | None) -> bool:
    parts = [part for part in (new, new.also if new else None) if part is not None]
    return any(part.object_size_greater_than or part.object_size_less_than for part in parts)


def _bucket(arn: str, at: str) -> str:
    """The bucket of an ARN (API_Destination.html: the ARN of the bucket)."""
    parts = arn.split(":")
    if len(parts) != 6 or parts[2] != "s3" or not parts[5] or "/" in parts[5]:
        raise EvidenceError(at, f"`{arn[:80]}` is no ARN of a bucket", "send the unchanged answer of the service")
    return f"aws:s3:{parts[5]}"


def _read_replication(content: Content) -> Reading:
    found = answer(content, _Replication)
    said: list[Said] = []
    for index, one in enumerate(found.value.replication_configuration.rules):
        at = f"#/ReplicationConfiguration/Rules/{index}"
        to, chosen, sealed = one.destination, one.source_selection_criteria, one.destination.encryption_configuration
        kms = chosen.sse_kms_encrypted_objects if chosen is not None else None
        row = Replication(
            store=ABOUT,
            rule=one.id or None,
            enabled=one.status == "Enabled",
            prefix=_prefix(one.prefix, one.filter),
            tagged=_tagged(one.filter),
            destination=_bucket(to.bucket, f"{at}/Destination/Bucket"),
            # "Currently, Amazon S3 verifies this value only if Access Control Translation is enabled."
            account=f"aws:{to.account}" if to.account and to.access_control_translation is not None else None,
            kms=kms is not None and kms.status == "Enabled",
            key=(sealed.replica_kms_key_id or None) if sealed is not None else None,
        )
        said.append(Said(row, at))
    return reading(content, REPLICATION, found, said, Proves("replication", ABOUT))


def _is_lifecycle(content: Content) -> bool:
    return has("Rules")(content) and set(fields(content)) <= {"Rules", "TransitionDefaultMinimumObjectSize", *_ADDED}


def _read_lifecycle(content: Content) -> Reading:
    """Only rules by which something expires; transitions and aborted uploads delete no object."""
    found = answer(content, _Lifecycle)
    said = []
    for index, one in enumerate(found.value.rules):
        gone, old = one.expiration, one.noncurrent_version_expiration
        current = (f"{gone.days} days" if gone.days is not None else gone.date) if gone else None
        noncurrent = f"{old.noncurrent_days} days" if old and old.noncurrent_days is not None else None
        if current is None and noncurrent is None:
            continue
        row = Expiry(
            store=ABOUT,
            rule=one.id or None,
            enabled=one.status == "Enabled",
            prefix=_prefix(one.prefix, one.filter),
            filtered=_tagged(one.filter) or _sized(one.filter),
            current=current,
            noncurrent=noncurrent,
        )
        said.append(Said(row, f"#/Rules/{index}"))
    return reading(content, LIFECYCLE, found, said, Proves("lifecycle", ABOUT))


def _is_versioning(content: Content) -> bool:
    found = fields(content)
    return found.get("Status") in ("Enabled", "Suspended") and set(found) <= {"Status", "MFADelete", *_ADDED}


def _read_versioning(content: Content) -> Reading:
    found = answer(content, _Versioning)
    row = Versioning(store=ABOUT, status=found.value.status, mfa_delete=found.value.mfa_delete == "Enabled")
    return reading(content, VERSIONING, found, [Said(row, "#/Status")], Proves("versioning", ABOUT))


def _read_logging(content: Content) -> Reading:
    found = answer(content, _Logging)
    log = found.value.logging_enabled
    row = AccessLog(store=ABOUT, target=f"aws:s3:{log.target_bucket}", prefix=log.target_prefix or None)
    return reading(content, LOGGING, found, [Said(row, "#/LoggingEnabled")], Proves("access_log", ABOUT))


READERS = (
    Reader(REPLICATION, has("ReplicationConfiguration"), _read_replication),
    Reader(LIFECYCLE, _is_lifecycle, _read_lifecycle),
    Reader(VERSIONING, _is_versioning, _read_versioning),
    Reader(LOGGING, has("LoggingEnabled"), _read_logging),
)
