"""Backups and snapshots that exist: recovery points of AWS Backup, snapshots of volumes and of databases.

Shapes: https://docs.aws.amazon.com/aws-backup/latest/devguide/ (API_RecoveryPointByBackupVault,
API_RecoveryPointByResource), https://docs.aws.amazon.com/AWSEC2/latest/APIReference/ (API_Snapshot) and
https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/ (API_DBSnapshot). A list is of one region, which it does not
name where it is empty, so it proves nothing complete.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import ClassVar, NamedTuple

import msgspec

from cloudreview.errors import EvidenceError
from cloudreview.evidence.answer import Shape, answer, fields, has, reading
from cloudreview.evidence.cells import date
from cloudreview.evidence.content import Content
from cloudreview.evidence.reader import Reader
from cloudreview.vocabulary.delivery import ABOUT, Reading, Said
from cloudreview.vocabulary.rows import Copied, CopyKind, Encryption, Store

BACKUPS = "aws backup list-recovery-points"
VOLUMES = "aws ec2 describe-snapshots"
DATABASES = "aws rds describe-db-snapshots"

_WHOLE = frozenset({"COMPLETED", "AVAILABLE", "STOPPED", "completed", "available"})
"""States in which the copy surely is there; in any other it may be."""


class _Point(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset(
        {"SourceBackupVaultArn", "ResourceType", "CreatedBy", "IamRoleArn", "StatusMessage", "InitiationDate"}
        | {"CompletionDate", "BackupSizeInBytes", "BackupSizeBytes", "CalculatedLifecycle", "Lifecycle", "IsEncrypted"}
        | {"LastRestoreTime", "ParentRecoveryPointArn", "CompositeMemberIdentifier", "IsParent", "ResourceName"}
        | {"VaultType", "IndexStatus", "IndexStatusMessage", "EncryptionKeyType", "AggregatedScanResult"}
    )
    recovery_point_arn: str
    backup_vault_name: str
    backup_vault_arn: str | None = None
    resource_arn: str | None = None
    status: str
    creation_date: str
    encryption_key_arn: str | None = None


class _Points(Shape, frozen=True, kw_only=True):
    recovery_points: tuple[_Point, ...]


class _Volume(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset(
        {"Description", "Encrypted", "Progress", "VolumeSize", "DataEncryptionKeyId", "StateMessage", "OwnerAlias"}
        | {"OutpostArn", "Tags", "StorageTier", "RestoreExpiryTime", "SseType", "TransferType", "CompletionTime"}
        | {"CompletionDurationMinutes", "FullSnapshotSizeInBytes", "AvailabilityZone"}
    )
    snapshot_id: str
    volume_id: str
    state: str
    start_time: str
    owner_id: str
    kms_key_id: str | None = None


class _Volumes(Shape, frozen=True, kw_only=True):
    snapshots: tuple[_Volume, ...]


class _Database(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset(
        {"Engine", "EngineVersion", "AllocatedStorage", "Port", "AvailabilityZone", "VpcId", "InstanceCreateTime"}
        | {"MasterUsername", "LicenseModel", "SnapshotType", "OptionGroupName", "PercentProgress", "StorageType"}
        | {"Encrypted", "Timezone", "IAMDatabaseAuthenticationEnabled", "ProcessorFeatures", "DbiResourceId", "TagList"}
        | {"OriginalSnapshotCreateTime", "SnapshotDatabaseTime", "SnapshotTarget", "StorageThroughput", "DBSystemId"}
        | {"DedicatedLogVolume", "MultiTenant", "Iops", "SourceRegion", "SourceDBSnapshotIdentifier"}
        | {"TdeCredentialArn", "AdditionalStorageVolumes", "SnapshotAvailabilityZone"}
    )
    snapshot: str = msgspec.field(name="DBSnapshotIdentifier")
    database: str = msgspec.field(name="DBInstanceIdentifier")
    arn: str = msgspec.field(name="DBSnapshotArn")
    status: str
    snapshot_create_time: str | None = None
    kms_key_id: str | None = None


class _Databases(Shape, frozen=True, kw_only=True):
    snapshots: tuple[_Database, ...] = msgspec.field(name="DBSnapshots")


class _Copy(NamedTuple):
    """A copy as any of the three tells it."""

    of: str
    store: str
    kind: CopyKind
    made: str | None
    state: str
    account: str | None
    region: str | None
    key: str | None


def _parts(arn: str) -> list[str]:
    parts = arn.split(":", 5)
    return parts if len(parts) == 6 and parts[0] == "arn" else [""] * 6


def store_of(arn: str) -> str:
    """The store that a resource's ARN means: a bucket, a volume, a database, or by the service and the last part."""
    _, _, service, _, _, resource = _parts(arn)
    return f"aws:{service}:{resource.rpartition('/')[2].rpartition(':')[2]}" if service and resource else arn


def _backup(one: _Point) -> _Copy:
    _, _, _, region, account, _ = _parts(one.backup_vault_arn or one.recovery_point_arn)
    return _Copy(
        of=store_of(one.resource_arn) if one.resource_arn else ABOUT,
        store=":".join(["aws:backup", *filter(None, (region, account)), one.backup_vault_name]),
        kind="backup",
        made=one.creation_date,
        state=one.status,
        account=account or None,
        region=region or None,
        key=one.encryption_key_arn or None,
    )


def _volume(one: _Volume) -> _Copy:
    """A snapshot's key lies in its region, which nothing else in the answer tells."""
    region = _parts(one.kms_key_id or "")[3]
    return _Copy(
        of=f"aws:ec2:{one.volume_id}",
        store=f"aws:ec2:{one.snapshot_id}",
        kind="snapshot",
        made=one.start_time,
        state=one.state,
        account=one.owner_id,
        region=region or None,
        key=one.kms_key_id or None,
    )


def _database(one: _Database) -> _Copy:
    _, _, _, region, account, _ = _parts(one.arn)
    return _Copy(
        of=f"aws:rds:{one.database}",
        store=":".join(["aws:rds", *filter(None, (region, account)), one.snapshot]),
        kind="snapshot",
        made=one.snapshot_create_time,
        state=one.status,
        account=account or None,
        region=region or None,
        key=one.kms_key_id or None,
    )


def _made(one: _Copy, at: str) -> str | None:
    try:
        return None if one.made is None else date(one.made)
    except ValueError as error:
        raise EvidenceError(at, f"`{one.made}` is not {error}", "send the unchanged answer of the service") from error


def _said(copies: Sequence[_Copy], at: Callable[[int], str]) -> Iterator[Said]:
    """Each copy, and once where its store is and under which key, if all in it are under one."""
    keys: dict[str, set[str | None]] = defaultdict(set)
    for one in copies:
        keys[one.store].add(one.key)
    seen: set[str] = set()
    for index, one in enumerate(copies):
        made, whole = _made(one, at(index)), one.state in _WHOLE
        yield Said(Copied(store=one.of, copy=one.store, kind=one.kind, whole=whole, start=made), at(index))
        if one.store not in seen:
            seen.add(one.store)
            account = f"aws:{one.account}" if one.account else None
            yield Said(Store(store=one.store, account=account, region=one.region), at(index))
            if one.key is not None and keys[one.store] == {one.key}:
                yield Said(Encryption(store=one.store, algorithm="aws:kms", key=one.key), at(index))


def _read_backups(content: Content) -> Reading:
    found = answer(content, _Points)
    copies = [_backup(one) for one in found.value.recovery_points]
    return reading(content, BACKUPS, found, _said(copies, lambda index: f"#/RecoveryPoints/{index}"))


def _read_volumes(content: Content) -> Reading:
    found = answer(content, _Volumes)
    copies = [_volume(one) for one in found.value.snapshots]
    return reading(content, VOLUMES, found, _said(copies, lambda index: f"#/Snapshots/{index}"))


def _read_databases(content: Content) -> Reading:
    """Of a database's snapshot much is told that no review asks for."""
    found = answer(content, _Databases)
    copies = [_database(one) for one in found.value.snapshots]
    return reading(content, DATABASES, found, _said(copies, lambda index: f"#/DBSnapshots/{index}"))


def _are_volumes(content: Content) -> bool:
    listed: Iterable[object] = fields(content).get("Snapshots") or ()
    return isinstance(listed, list) and all(isinstance(one, dict) and "VolumeId" in one for one in listed[:1])


READERS = (
    Reader(BACKUPS, has("RecoveryPoints"), _read_backups),
    Reader(VOLUMES, lambda content: has("Snapshots")(content) and _are_volumes(content), _read_volumes),
    Reader(DATABASES, has("DBSnapshots"), _read_databases),
)
