"""What OSS answers about buckets: the list, what a bucket is, its access control list, encryption, block public access.

Elements: https://www.alibabacloud.com/help/en/oss/developer-reference/ (listbuckets, getbucketinfo, getbucketacl,
getbucketencryption, getbucketpublicaccessblock, getpublicaccessblock). Policies of buckets are read in
`alibaba_oss_policy`, what buckets do by themselves in `alibaba_oss_rules`, errors in `alibaba_error`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

import msgspec
from msgspec import Meta

from cloudreview.evidence.alibaba_oss_body import is_answer, oss_answer, places, told
from cloudreview.evidence.answer import Shape
from cloudreview.evidence.content import Content
from cloudreview.evidence.reader import Reader
from cloudreview.vocabulary.delivery import ABOUT, Proves, Reading, Said
from cloudreview.vocabulary.rows import AccessLog, AclGrant, Encryption, Grouped, PublicBlock, Store, Versioning

LIST = "aliyun oss ListBuckets"
INFO = "aliyun oss GetBucketInfo"
ACL = "aliyun oss GetBucketAcl"
ENCRYPTION = "aliyun oss GetBucketEncryption"
PUBLIC_BLOCK = "aliyun oss GetBucketPublicAccessBlock"
NO_ENCRYPTION = "None"
"""SSEAlgorithm of GetBucketInfo where the bucket has no default encryption (aliyun-oss-python-sdk, xml_utils.py)."""
Number = Annotated[str, Meta(pattern="^[0-9]+$")]
CannedAcl = Literal["private", "public-read", "public-read-write"]


class _Owner(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset({"DisplayName"})
    id: Number = msgspec.field(name="ID")


class _Bucket(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset({"Comment", "CreationDate", "ExtranetEndpoint", "IntranetEndpoint", "StorageClass"})
    name: str
    location: str | None = None
    region: str | None = None
    resource_group_id: str | None = None

    @property
    def where(self) -> str | None:
        """The region as the rest of the provider names it; Location puts `oss-` before it."""
        return self.region or (self.location.removeprefix("oss-") if self.location else None)


class _Buckets(Shape, frozen=True, kw_only=True):
    bucket: tuple[_Bucket, ...] = ()


class _List(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset({"MaxKeys"})
    owner: _Owner
    buckets: _Buckets
    prefix: str | None = None


class _Grant(Shape, frozen=True, kw_only=True):
    grant: CannedAcl


class _Default(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset({"KMSDataEncryption"})
    algorithm: str = msgspec.field(name="SSEAlgorithm")
    key: str | None = msgspec.field(name="KMSMasterKeyID", default=None)


class _LogsTo(Shape, frozen=True, kw_only=True):
    """Called BucketPolicy; of the policy of a bucket it tells nothing."""

    log_bucket: str = ""
    log_prefix: str | None = None


class _Told(_Bucket, frozen=True, kw_only=True):
    """A bucket of GetBucketInfo."""

    unused: ClassVar = _Bucket.unused | {
        "AccessMonitor",
        "TransferAcceleration",
        "CrossRegionReplication",
        "DataRedundancyType",
    }
    owner: _Owner
    access_control_list: _Grant | None = None
    server_side_encryption_rule: _Default | None = None
    bucket_policy: _LogsTo | None = None
    versioning: Literal["Enabled", "Suspended"] | None = None
    block_public_access: bool | None = None


class _Info(Shape, frozen=True, kw_only=True):
    bucket: _Told


class _Acl(Shape, frozen=True, kw_only=True):
    owner: _Owner
    access_control_list: _Grant


class _Rule(Shape, frozen=True, kw_only=True):
    apply_server_side_encryption_by_default: _Default


class _Block(Shape, frozen=True, kw_only=True):
    block_public_access: bool


def store_of(bucket: str) -> str:
    """How a bucket is named."""
    return f"alibaba:oss:{bucket}"


def _bucket(one: _Bucket, owner: str, at: str) -> Iterator[Said]:
    store = store_of(one.name)
    yield Said(Store(store=store, account=f"alibaba:{owner}", region=one.where), at)
    if one.resource_group_id:
        yield Said(Grouped(store=store, group=one.resource_group_id), at)


def _read_list(content: Content) -> Reading:
    """All buckets of the owner, in all regions; one page of them where there are more."""
    found = oss_answer(content, _List)
    value, body = found[0].value, found[1]
    owner = value.owner.id
    at = places(body, "Buckets", "Bucket")
    said = [row for one, place in zip(value.buckets.bucket, at, strict=False) for row in _bucket(one, owner, place)]
    about = f"alibaba:{owner}"
    if value.prefix:
        found = (found[0]._replace(whole=False), body)
    return told(content, LIST, found, said, [Proves("stores", about)], about)


def _encryption(store: str, one: _Default, at: str) -> list[Said]:
    """A bucket without default encryption has no row."""
    if one.algorithm == NO_ENCRYPTION:
        return []
    return [Said(Encryption(store=store, algorithm=one.algorithm, key=one.key or None), at)]


def _blocked(subject: str, on: bool, at: str) -> Said:
    """One switch, which does what the four of AWS do together ("Block public access")."""
    row = PublicBlock(
        subject=subject,
        block_public_acls=on,
        ignore_public_acls=on,
        block_public_policy=on,
        restrict_public_buckets=on,
    )
    return Said(row, at)


def _read_info(content: Content) -> Reading:
    found = oss_answer(content, _Info)
    one, at = found[0].value.bucket, f"#{found[1].base}/Bucket"
    store = store_of(one.name)
    said, proves = list(_bucket(one, one.owner.id, at)), [Proves("store", store)]
    if one.access_control_list is not None:
        row = AclGrant(store=store, grantee="*", permission=one.access_control_list.grant)
        said.append(Said(row, f"{at}/AccessControlList"))
        proves.append(Proves("acl", store))
    if one.server_side_encryption_rule is not None:
        said += _encryption(store, one.server_side_encryption_rule, f"{at}/ServerSideEncryptionRule")
        proves.append(Proves("encryption", store))
    if one.block_public_access is not None:
        said.append(_blocked(store, one.block_public_access, f"{at}/BlockPublicAccess"))
        proves.append(Proves("public_block", store))
    if one.versioning is not None:
        said.append(Said(Versioning(store=store, status=one.versioning), f"{at}/Versioning"))
        proves.append(Proves("versioning", store))
    if one.bucket_policy is not None:
        said += _logged(store, one.bucket_policy, f"{at}/BucketPolicy")
        proves.append(Proves("access_log", store))
    return told(content, INFO, found, said, proves, store)


def _logged(store: str, one: _LogsTo, at: str) -> list[Said]:
    """A bucket without an access log has no row."""
    if not one.log_bucket:
        return []
    return [Said(AccessLog(store=store, target=store_of(one.log_bucket), prefix=one.log_prefix or None), at)]


def _read_acl(content: Content) -> Reading:
    """A bucket has one of three lists; what each lets in stands in "Bucket ACL"."""
    found = oss_answer(content, _Acl)
    row = AclGrant(store=ABOUT, grantee="*", permission=found[0].value.access_control_list.grant)
    said = [Said(row, f"#{found[1].base}/AccessControlList")]
    return told(content, ACL, found, said, [Proves("acl", ABOUT)], None)


def _read_encryption(content: Content) -> Reading:
    found = oss_answer(content, _Rule)
    at = f"#{found[1].base}/ApplyServerSideEncryptionByDefault"
    said = _encryption(ABOUT, found[0].value.apply_server_side_encryption_by_default, at)
    return told(content, ENCRYPTION, found, said, [Proves("encryption", ABOUT)], None)


def _read_public_block(content: Content) -> Reading:
    """A bucket's switch or the account's: the two calls answer alike, so what it is about tells which."""
    found = oss_answer(content, _Block)
    said = [_blocked(ABOUT, found[0].value.block_public_access, f"#{found[1].base}/BlockPublicAccess")]
    return told(content, PUBLIC_BLOCK, found, said, [Proves("public_block", ABOUT)], None)


def _is_list(found: dict[str, Any]) -> bool:
    return "Owner" in found and isinstance(found.get("Buckets"), (dict, str))


def _is_info(found: dict[str, Any]) -> bool:
    inside = found.get("Bucket")
    return isinstance(inside, dict) and "Name" in inside and "ExtranetEndpoint" in inside


READERS = (
    Reader(LIST, is_answer("ListAllMyBucketsResult", _is_list), _read_list),
    Reader(INFO, is_answer("BucketInfo", _is_info), _read_info),
    Reader(ACL, is_answer("AccessControlPolicy", lambda found: "AccessControlList" in found), _read_acl),
    Reader(
        ENCRYPTION,
        is_answer("ServerSideEncryptionRule", lambda found: "ApplyServerSideEncryptionByDefault" in found),
        _read_encryption,
    ),
    Reader(
        PUBLIC_BLOCK,
        is_answer("PublicAccessBlockConfiguration", lambda found: "BlockPublicAccess" in found),
        _read_public_block,
    ),
)
