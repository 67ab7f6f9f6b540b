"""What KMS of Alibaba Cloud answers about a key (API version 2016-01-20): DescribeKey, GetKeyPolicy, ListKeys.

https://www.alibabacloud.com/help/en/kms/key-management-service/developer-reference/ (api-kms-2016-01-20-describekey,
-getkeypolicy, -listkeys). KMS there has no grants, so a key's policy is all that a key says about who may use it.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta

from cloudreview.errors import EvidenceError
from cloudreview.evidence.alibaba_answer import Paged, first_only, listed
from cloudreview.evidence.alibaba_policy import read_policy
from cloudreview.evidence.answer import Shape, answer, fields, reading
from cloudreview.evidence.content import Content
from cloudreview.evidence.policy import ALIBABA, version
from cloudreview.evidence.reader import Reader
from cloudreview.vocabulary.delivery import ABOUT, Proves, Reading, Said
from cloudreview.vocabulary.rows import Key

DESCRIBE = "aliyun kms DescribeKey"
POLICY = "aliyun kms GetKeyPolicy"
KEYS = "aliyun kms ListKeys"
KeyArn = Annotated[str, Meta(pattern=r"^acs:kms:[a-z0-9-]+:[0-9]+:key/.+$")]


class _Metadata(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset(
        {
            "AutomaticRotation",
            "CreationDate",
            "DKMSInstanceId",
            "DeleteDate",
            "DeletionProtection",
            "DeletionProtectionDescription",
            "Description",
            "KeyId",
            "KeySpec",
            "KeyUsage",
            "LastRotationDate",
            "MaterialExpireTime",
            "NextRotationDate",
            "PrimaryKeyVersion",
            "ProtectionLevel",
            "RotationInterval",
        }
    )
    arn: KeyArn
    creator: str | None = None
    key_state: str | None = None
    origin: str | None = None


class _Described(Shape, frozen=True, kw_only=True):
    key_metadata: _Metadata


class _Policy(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset({"PolicyName"})
    policy: str


class _Listed(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset({"KeyId"})
    key_arn: KeyArn


class _Keys(Shape, frozen=True, kw_only=True):
    key: tuple[_Listed, ...]


class _List(Paged, frozen=True, kw_only=True):
    keys: _Keys


def _read_key(content: Content) -> Reading:
    """Creator is the number of the account that created the key, or the service whose default key it is."""
    found = answer(content, _Described)
    one = found.value.key_metadata
    _, _, region, number, _ = one.arn.split(":", 4)
    own = None if one.creator is None else "CUSTOMER" if one.creator.isdecimal() else "ALIBABA"
    row = Key(
        key=one.arn,
        account=f"alibaba:{number}",
        region=region,
        manager=own,
        state=one.key_state,
        origin=one.origin,
    )
    return reading(content, DESCRIBE, found, [Said(row, "#/KeyMetadata")], Proves("key", one.arn), about=one.arn)


def _read_policy(content: Content) -> Reading:
    """The answer does not tell which key it is of."""
    found = answer(content, _Policy)
    read = read_policy("key", ABOUT, "key policy", found.value.policy, "#/Policy")
    told = reading(content, POLICY, found, read.said, Proves("policy", ABOUT))
    return msgspec.structs.replace(told, gaps=[*told.gaps, *read.gaps])


def _read_keys(content: Content) -> Reading:
    """The keys of one region; no answer lists those of all. What a key is, DescribeKey tells."""
    found = answer(content, _List)
    every = found.value.keys.key
    scopes = sorted({f"alibaba:{one.key_arn.split(':')[3]} {one.key_arn.split(':')[2]}" for one in every})
    if len(scopes) > 1:
        raise EvidenceError("#/Keys", f"the list is about {len(scopes)} accounts or regions", "send one file a call")
    proves = Proves("regional_keys", scopes[0]) if scopes else None
    about = scopes[0].split(" ")[0] if scopes else None
    return reading(content, KEYS, first_only(found, len(every)), [], proves, about=about)


def _is_key(content: Content) -> bool:
    found = fields(content).get("KeyMetadata")
    arn = found.get("Arn") if isinstance(found, dict) else None
    return isinstance(arn, str) and arn.startswith("acs:")


def _is_policy(content: Content) -> bool:
    found = fields(content).get("Policy")
    return isinstance(found, str) and version(found) == ALIBABA


def _is_list(content: Content) -> bool:
    return listed(content, "Keys", "Key") is not None


READERS = (
    Reader(DESCRIBE, _is_key, _read_key),
    Reader(POLICY, _is_policy, _read_policy),
    Reader(KEYS, _is_list, _read_keys),
)
