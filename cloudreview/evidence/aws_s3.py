"""What S3 answers about buckets: the list, encryption, access control list, Object Ownership, public-access block.

Shapes: https://docs.aws.amazon.com/AmazonS3/latest/API/ (ListBuckets, GetBucketEncryption, GetBucketAcl,
GetBucketOwnershipControls, GetPublicAccessBlock). Only ListBuckets names buckets; the others do not tell which bucket
they are about. The policy of a bucket is read in `aws_resource_policy`.
"""

from __future__ import annotations

from typing import ClassVar

import msgspec

from cloudreview.errors import EvidenceError
from cloudreview.evidence.answer import Shape, answer, fields, has, reading
from cloudreview.evidence.content import Content
from cloudreview.evidence.reader import Reader
from cloudreview.gaps import gap
from cloudreview.vocabulary.delivery import ABOUT, Proves, Reading, Said
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.rows import AclGrant, Encryption, Ownership, PublicBlock, Store

LIST = "aws s3api list-buckets"
ENCRYPTION = "aws s3api get-bucket-encryption"
ACL = "aws s3api get-bucket-acl"
OWNERSHIP = "aws s3api get-bucket-ownership-controls"
PUBLIC_BLOCK = "aws s3api get-public-access-block"


class _Bucket(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset({"CreationDate", "BucketArn"})
    name: str
    bucket_region: str | None = None


class _Buckets(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset({"Owner"})
    buckets: tuple[_Bucket, ...]
    prefix: str | None = None


class _Default(Shape, frozen=True, kw_only=True):
    algorithm: str = msgspec.field(name="SSEAlgorithm")
    key: str | None = msgspec.field(name="KMSMasterKeyID", default=None)


class _EncryptionRule(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset({"BucketKeyEnabled", "BlockedEncryptionTypes"})
    apply_server_side_encryption_by_default: _Default | None = None


class _EncryptionRules(Shape, frozen=True, kw_only=True):
    rules: tuple[_EncryptionRule, ...]


class _Encryption(Shape, frozen=True, kw_only=True):
    server_side_encryption_configuration: _EncryptionRules


class _Owner(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset({"DisplayName"})
    id: str = msgspec.field(name="ID")


class _Grantee(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset({"DisplayName", "Type"})
    id: str | None = msgspec.field(name="ID", default=None)
    uri: str | None = msgspec.field(name="URI", default=None)
    email_address: str | None = None


class _AclGrant(Shape, frozen=True, kw_only=True):
    grantee: _Grantee
    permission: str


class _Acl(Shape, frozen=True, kw_only=True):
    owner: _Owner
    grants: tuple[_AclGrant, ...]


class _OwnershipRule(Shape, frozen=True, kw_only=True):
    object_ownership: str


class _OwnershipRules(Shape, frozen=True, kw_only=True):
    rules: tuple[_OwnershipRule, ...]


class _Ownership(Shape, frozen=True, kw_only=True):
    ownership_controls: _OwnershipRules


class _Block(Shape, frozen=True, kw_only=True):
    block_public_acls: bool
    ignore_public_acls: bool
    block_public_policy: bool
    restrict_public_buckets: bool


class _PublicBlock(Shape, frozen=True, kw_only=True):
    public_access_block_configuration: _Block


def _read_list(content: Content) -> Reading:
    found = answer(content, _Buckets)
    said = (
        Said(Store(store=f"aws:s3:{one.name}", account=ABOUT, region=one.bucket_region), f"#/Buckets/{index}")
        for index, one in enumerate(found.value.buckets)
    )
    gaps = []
    if found.value.prefix:
        why = f"the list holds only buckets whose name begins with {found.value.prefix}"
        gaps.append(gap("scope_open", f"stores {ABOUT}", why, "Please send the list of all buckets of the account."))
    return reading(content, LIST, found, said, Proves("stores", ABOUT), gaps)


def _one_rule(relation: str, count: int) -> list[Gap]:
    """A bucket has exactly one such rule; with none or several the answer does not tell which holds."""
    if count == 1:
        return []
    why = f"the answer holds {count} rules for {relation}, where a bucket has one"
    return [gap("field_missing", f"{relation} {ABOUT}", why, f"Which {relation} rule does the bucket have?")]


def _read_encryption(content: Content) -> Reading:
    found = answer(content, _Encryption)
    rules = found.value.server_side_encryption_configuration.rules
    defaults = [(index, rule.apply_server_side_encryption_by_default) for index, rule in enumerate(rules)]
    said = [
        Said(
            Encryption(store=ABOUT, algorithm=one.algorithm, key=one.key or None),
            f"#/ServerSideEncryptionConfiguration/Rules/{index}/ApplyServerSideEncryptionByDefault",
        )
        for index, one in defaults
        if one is not None
    ]
    return reading(content, ENCRYPTION, found, said, Proves("encryption", ABOUT), _one_rule("encryption", len(said)))


def _grantee(one: _Grantee, at: str) -> str:
    """A grantee is named in one of three ways (API_Grantee.html)."""
    names = [name for name in (one.id, one.uri, one.email_address) if name]
    if len(names) != 1:
        raise EvidenceError(
            at, f"the grantee is named in {len(names)} ways, not in one", "send the unchanged answer of the service"
        )
    return names[0]


def _read_acl(content: Content) -> Reading:
    found = answer(content, _Acl)
    owner = found.value.owner.id
    said = []
    for index, one in enumerate(found.value.grants):
        grantee = _grantee(one.grantee, f"#/Grants/{index}/Grantee")
        row = AclGrant(store=ABOUT, grantee=grantee, permission=one.permission, owner=grantee == owner)
        said.append(Said(row, f"#/Grants/{index}"))
    return reading(content, ACL, found, said, Proves("acl", ABOUT))


def _read_ownership(content: Content) -> Reading:
    found = answer(content, _Ownership)
    rules = found.value.ownership_controls.rules
    said = [
        Said(Ownership(store=ABOUT, rule=one.object_ownership), f"#/OwnershipControls/Rules/{index}")
        for index, one in enumerate(rules)
    ]
    return reading(content, OWNERSHIP, found, said, Proves("ownership", ABOUT), _one_rule("ownership", len(said)))


def _read_public_block(content: Content) -> Reading:
    """A bucket's switches or an account's: the two calls answer alike, so what it is about tells which."""
    found = answer(content, _PublicBlock)
    one = found.value.public_access_block_configuration
    row = PublicBlock(
        subject=ABOUT,
        block_public_acls=one.block_public_acls,
        ignore_public_acls=one.ignore_public_acls,
        block_public_policy=one.block_public_policy,
        restrict_public_buckets=one.restrict_public_buckets,
    )
    said = [Said(row, "#/PublicAccessBlockConfiguration")]
    return reading(content, PUBLIC_BLOCK, found, said, Proves("public_block", ABOUT))


def _is_list(content: Content) -> bool:
    """Whether it is the list of S3: OSS wraps its list in an object."""
    found = fields(content)
    return "Owner" in found and "Buckets" in found and not isinstance(found["Buckets"], (dict, str))


READERS = (
    Reader(LIST, _is_list, _read_list),
    Reader(ENCRYPTION, has("ServerSideEncryptionConfiguration"), _read_encryption),
    Reader(ACL, has("Owner", "Grants"), _read_acl),
    Reader(OWNERSHIP, has("OwnershipControls"), _read_ownership),
    Reader(PUBLIC_BLOCK, has("PublicAccessBlockConfiguration", without="NetworkOrigin"), _read_public_block),
)
