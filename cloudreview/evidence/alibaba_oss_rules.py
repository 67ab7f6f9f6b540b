"""What OSS does to the objects of a bucket by itself: replication, lifecycle, versioning, and its access log.

Elements: https://www.alibabacloud.com/help/en/oss/developer-reference/ (getbucketreplication, getbucketlifecycle,
getbucketversioning, getbucketlogging). None tells which bucket it is about. The command line prints the last two as the
one of AWS does, so they are read as XML only; GetBucketInfo tells both as well.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

import msgspec
from msgspec import Meta

from cloudreview.evidence.alibaba_oss import store_of
from cloudreview.evidence.alibaba_oss_body import is_answer, oss_answer, places, told
from cloudreview.evidence.answer import Shape
from cloudreview.evidence.content import Content
from cloudreview.evidence.reader import Reader
from cloudreview.vocabulary.delivery import ABOUT, Proves, Reading, Said
from cloudreview.vocabulary.rows import AccessLog, Expiry, Replication, Versioning

REPLICATION = "aliyun oss GetBucketReplication"
LIFECYCLE = "aliyun oss GetBucketLifecycle"
VERSIONING = "aliyun oss GetBucketVersioning"
LOGGING = "aliyun oss GetBucketLogging"
Bucket = Annotated[str, Meta(min_length=1)]


class _Prefixes(Shape, frozen=True, kw_only=True):
    prefix: tuple[str, ...] = ()


class _Destination(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset({"Location", "TransferType"})
    bucket: Bucket


class _Kms(Shape, frozen=True, kw_only=True):
    status: Literal["Enabled", "Disabled"]


class _Criteria(Shape, frozen=True, kw_only=True):
    sse_kms_encrypted_objects: _Kms | None = None


class _ReplicaKey(Shape, frozen=True, kw_only=True):
    replica_kms_key_id: str | None = msgspec.field(name="ReplicaKmsKeyID", default=None)


class _Replicating(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset({"Action", "HistoricalObjectReplication", "RTC", "SyncRole"})
    id: str | None = msgspec.field(name="ID", default=None)
    status: Literal["starting", "doing", "closing"]
    prefix_set: _Prefixes | None = None
    destination: _Destination
    source_selection_criteria: _Criteria | None = None
    encryption_configuration: _ReplicaKey | None = None
    user_taggings: Any = None


class _Replications(Shape, frozen=True, kw_only=True):
    rule: tuple[_Replicating, ...] = ()


class _Expiration(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset({"ExpiredObjectDeleteMarker"})
    days: int | None = None
    date: str | None = None
    created_before_date: str | None = None

    @property
    def when(self) -> str | None:
        """Days since an object was last changed, or a date; None: only marks of deleted objects go."""
        return f"{self.days} days" if self.days is not None else self.date or self.created_before_date


class _Noncurrent(Shape, frozen=True, kw_only=True):
    noncurrent_days: int | None = None


class _Ageing(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset({"AbortMultipartUpload", "AtimeBase", "NoncurrentVersionTransition", "Transition"})
    id: str | None = msgspec.field(name="ID", default=None)
    status: Literal["Enabled", "Disabled"]
    prefix: str | None = None
    expiration: _Expiration | None = None
    noncurrent_version_expiration: _Noncurrent | None = None
    tag: Any = None
    filter: Any = None


class _Lifecycle(Shape, frozen=True, kw_only=True):
    rule: tuple[_Ageing, ...] = ()


class _Versioning(Shape, frozen=True, kw_only=True):
    status: Literal["Enabled", "Suspended"] | None = None


class _Log(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset({"LoggingRole"})
    target_bucket: Bucket
    target_prefix: str | None = None


class _Logging(Shape, frozen=True, kw_only=True):
    logging_enabled: _Log | None = None


def _read_replication(content: Content) -> Reading:
    """A rule that is closing was deleted, and copied until then; one with several prefixes is one row for each."""
    found = oss_answer(content, _Replications)
    said = []
    for one, at in zip(found[0].value.rule, places(found[1], "Rule"), strict=False):
        chosen, sealed = one.source_selection_criteria, one.encryption_configuration
        kms = chosen.sse_kms_encrypted_objects if chosen is not None else None
        for prefix in (one.prefix_set.prefix if one.prefix_set else ()) or ("",):
            row = Replication(
                store=ABOUT,
                rule=one.id or None,
                enabled=True,
                prefix=prefix or None,
                tagged=bool(one.user_taggings),
                destination=store_of(one.destination.bucket),
                kms=kms is not None and kms.status == "Enabled",
                key=(sealed.replica_kms_key_id or None) if sealed is not None else None,
            )
            said.append(Said(row, at))
    return told(content, REPLICATION, found, said, [Proves("replication", ABOUT)], None)


def _read_lifecycle(content: Content) -> Reading:
    """Only rules by which something expires; transitions and aborted uploads delete no object."""
    found = oss_answer(content, _Lifecycle)
    said = []
    for one, at in zip(found[0].value.rule, places(found[1], "Rule"), strict=False):
        old = one.noncurrent_version_expiration
        current = one.expiration.when if one.expiration else None
        noncurrent = f"{old.noncurrent_days} days" if old and old.noncurrent_days is not None else None
        if current is None and noncurrent is None:
            continue
        row = Expiry(
            store=ABOUT,
            rule=one.id or None,
            enabled=one.status == "Enabled",
            prefix=one.prefix or None,
            filtered=bool(one.tag) or bool(one.filter),
            current=current,
            noncurrent=noncurrent,
        )
        said.append(Said(row, at))
    return told(content, LIFECYCLE, found, said, [Proves("lifecycle", ABOUT)], None)


def _read_versioning(content: Content) -> Reading:
    """A bucket that never had it says nothing."""
    found = oss_answer(content, _Versioning)
    status = found[0].value.status
    said = [Said(Versioning(store=ABOUT, status=status), f"#{found[1].base}/Status")] if status else []
    return told(content, VERSIONING, found, said, [Proves("versioning", ABOUT)], None)


def _read_logging(content: Content) -> Reading:
    """Without LoggingEnabled no access log is delivered."""
    found = oss_answer(content, _Logging)
    log, at = found[0].value.logging_enabled, f"#{found[1].base}/LoggingEnabled"
    rows = [AccessLog(store=ABOUT, target=store_of(log.target_bucket), prefix=log.target_prefix or None)] if log else []
    return told(content, LOGGING, found, [Said(row, at) for row in rows], [Proves("access_log", ABOUT)], None)


def _rules(found: dict[str, Any]) -> list[dict[str, Any]]:
    """The rules of an answer that is nothing but rules."""
    rules = found.get("Rule") if set(found) == {"Rule"} else None
    return [one for one in (rules if isinstance(rules, list) else [rules]) if isinstance(one, dict)]


READERS = (
    Reader(
        REPLICATION,
        is_answer("ReplicationConfiguration", lambda found: any("Destination" in one for one in _rules(found))),
        _read_replication,
    ),
    Reader(
        LIFECYCLE,
        is_answer(
            "LifecycleConfiguration",
            lambda found: bool(_rules(found)) and not any("Destination" in one for one in _rules(found)),
        ),
        _read_lifecycle,
    ),
    Reader(VERSIONING, is_answer("VersioningConfiguration", lambda found: False), _read_versioning),
    Reader(LOGGING, is_answer("BucketLoggingStatus", lambda found: False), _read_logging),
)
