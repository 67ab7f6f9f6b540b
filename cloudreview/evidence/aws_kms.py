"""What KMS answers about a key: DescribeKey and ListGrants. Its policy is read in `aws_resource_policy`.

Shapes: https://docs.aws.amazon.com/kms/latest/APIReference/ (API_KeyMetadata.html, API_GrantListEntry.html).
"""

from __future__ import annotations

from typing import Any, ClassVar

import msgspec

from cloudreview.errors import EvidenceError
from cloudreview.evidence.answer import Shape, answer, fields, has, reading
from cloudreview.evidence.content import Content
from cloudreview.evidence.reader import Reader
from cloudreview.gaps import gap
from cloudreview.vocabulary.delivery import ABOUT, Proves, Reading, Said
from cloudreview.vocabulary.rows import Grant, Key

DESCRIBE = "aws kms describe-key"
GRANTS = "aws kms list-grants"


class _Metadata(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset(
        {
            "KeyId",
            "CreationDate",
            "Enabled",
            "Description",
            "KeyUsage",
            "DeletionDate",
            "ValidTo",
            "CustomKeyStoreId",
            "CloudHsmClusterId",
            "ExpirationModel",
            "CustomerMasterKeySpec",
            "KeySpec",
            "EncryptionAlgorithms",
            "SigningAlgorithms",
            "KeyAgreementAlgorithms",
            "MacAlgorithms",
            "MultiRegion",
            "MultiRegionConfiguration",
            "PendingDeletionWindowInDays",
            "XksKeyConfiguration",
            "CurrentKeyMaterialId",
        }
    )
    arn: str
    account: str | None = msgspec.field(name="AWSAccountId", default=None)
    key_state: str | None = None
    key_manager: str | None = None
    origin: str | None = None


class _Described(Shape, frozen=True, kw_only=True):
    key_metadata: _Metadata


class _Grant(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset({"Name", "CreationDate", "RetiringPrincipal", "IssuingAccount"})
    key_id: str
    grant_id: str
    grantee_principal: str
    operations: tuple[str, ...]
    constraints: dict[str, Any] | None = None


class _Grants(Shape, frozen=True, kw_only=True):
    grants: tuple[_Grant, ...]


def _read_key(content: Content) -> Reading:
    found = answer(content, _Described)
    one = found.value.key_metadata
    parts = one.arn.split(":")
    if len(parts) != 6 or parts[0] != "arn" or parts[2] != "kms" or one.account not in (None, parts[4]):
        raise EvidenceError(
            "#/KeyMetadata/Arn", "this is not the ARN of a key of that account", "send the unchanged answer"
        )
    row = Key(
        key=one.arn,
        account=f"aws:{parts[4]}",
        region=parts[3],
        manager=one.key_manager,
        state=one.key_state,
        origin=one.origin,
    )
    return reading(content, DESCRIBE, found, [Said(row, "#/KeyMetadata")], Proves("key", one.arn), about=one.arn)


def _read_grants(content: Content) -> Reading:
    """Grants name their key by its ARN, or by an id that does not tell account and region; an empty list names none."""
    found = answer(content, _Grants)
    named = sorted({one.key_id for one in found.value.grants})
    about = named[0] if len(named) == 1 and named[0].startswith("arn:") else None
    said = []
    for index, one in enumerate(found.value.grants):
        row = Grant(
            key=one.key_id if one.key_id.startswith("arn:") else ABOUT,
            grant=one.grant_id,
            grantee=one.grantee_principal,
            operations=tuple(sorted(set(one.operations))),
            constrained=bool(one.constraints) and any((one.constraints or {}).values()),
        )
        said.append(Said(row, f"#/Grants/{index}"))
    if len(named) > 1:
        why = f"the list holds grants of {len(named)} keys, as ListRetirableGrants answers, not all grants of one key"
        question = "Please send the answer of ListGrants for each key."
        gaps = [gap("scope_open", f"grants {one}", why, question) for one in named if one.startswith("arn:")]
        if len(gaps) < len(named):
            raise EvidenceError("#/Grants", f"{why}, and does not name them by their ARN", question)
        return reading(content, GRANTS, found, said, gaps=gaps)
    return reading(content, GRANTS, found, said, Proves("grants", about or ABOUT), about=about)


def _is_key(content: Content) -> bool:
    """Whether it describes a key, and not one of Alibaba Cloud's, which are named `acs:kms:...`."""
    found = fields(content).get("KeyMetadata", ())
    arn = found.get("Arn") if isinstance(found, dict) else None
    return found != () and not (isinstance(arn, str) and arn.startswith("acs:"))


READERS = (
    Reader(DESCRIBE, _is_key, _read_key),
    Reader(GRANTS, has("Grants", without="Owner"), _read_grants),
)
