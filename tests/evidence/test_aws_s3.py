from __future__ import annotations

from typing import Any

import pytest

from cloudreview.errors import EvidenceError
from cloudreview.vocabulary.delivery import ABOUT, Proves
from cloudreview.vocabulary.rows import AclGrant, Encryption, Ownership, PublicBlock, Store
from tests.evidence.aws import at, read, rows

OWNER = {"DisplayName": "it", "ID": "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"}
EVERYBODY = "http://acs.amazonaws.com/groups/global/AllUsers"
BUCKETS = {
    "Buckets": [
        {"Name": "one", "CreationDate": "2025-01-01T00:00:00+00:00", "BucketRegion": "us-west-2"},
        {"Name": "two", "CreationDate": "2025-01-01T00:00:00+00:00"},
    ],
    "Owner": OWNER,
}


def encryption(*rules: dict[str, Any]) -> dict[str, Any]:
    return {"ServerSideEncryptionConfiguration": {"Rules": list(rules)}}


def default(algorithm: str, **more: str) -> dict[str, Any]:
    applied = {"SSEAlgorithm": algorithm, **more}
    return {"ApplyServerSideEncryptionByDefault": applied, "BucketKeyEnabled": True}


def test_buckets_of_an_account() -> None:
    reading = read(BUCKETS)
    assert rows(reading) == [
        Store(store="aws:s3:one", account=ABOUT, region="us-west-2"),
        Store(store="aws:s3:two", account=ABOUT, region=None),
    ]
    assert [said.at for said in reading.said] == ["#/Buckets/0", "#/Buckets/1"]
    assert reading.proves == [Proves("stores", ABOUT)]
    assert not reading.gaps
    assert not reading.unknown_fields


def test_an_account_without_buckets_is_proved_to_have_none() -> None:
    assert read({"Buckets": [], "Owner": OWNER}).proves == [Proves("stores", ABOUT)]


@pytest.mark.parametrize("more", [{"ContinuationToken": "x"}, {"NextToken": "x"}, {"Prefix": "o"}])
def test_a_part_of_the_buckets_proves_nothing(more: dict[str, str]) -> None:
    reading = read({**BUCKETS, **more})
    assert len(reading.said) == 2
    assert reading.proves == []
    assert [one.what for one in reading.gaps] == ["scope_open"]


@pytest.mark.parametrize(
    ("rule", "row"),
    [
        (default("AES256"), Encryption(store=ABOUT, algorithm="AES256")),
        (default("aws:kms"), Encryption(store=ABOUT, algorithm="aws:kms", key=None)),
        (
            default("aws:kms:dsse", KMSMasterKeyID="alias/x"),
            Encryption(store=ABOUT, algorithm="aws:kms:dsse", key="alias/x"),
        ),
    ],
)
def test_default_encryption(rule: dict[str, Any], row: Encryption) -> None:
    reading = read(encryption(rule))
    assert rows(reading) == [row]
    assert reading.proves == [Proves("encryption", ABOUT)]


@pytest.mark.parametrize("rules", [[], [{"BucketKeyEnabled": True}], [default("AES256"), default("aws:kms")]])
def test_encryption_without_exactly_one_rule_is_a_gap(rules: list[dict[str, Any]]) -> None:
    reading = read(encryption(*rules))
    assert reading.proves == []
    assert [one.what for one in reading.gaps] == ["field_missing"]


def test_grants_of_a_bucket() -> None:
    document = {
        "Owner": OWNER,
        "Grants": [
            {"Grantee": {**OWNER, "Type": "CanonicalUser"}, "Permission": "FULL_CONTROL"},
            {"Grantee": {"Type": "Group", "URI": EVERYBODY}, "Permission": "READ"},
            {"Grantee": {"Type": "AmazonCustomerByEmail", "EmailAddress": "a@b.c"}, "Permission": "WRITE"},
        ],
    }
    reading = read(document)
    assert rows(reading) == [
        AclGrant(store=ABOUT, grantee=OWNER["ID"], permission="FULL_CONTROL", owner=True),
        AclGrant(store=ABOUT, grantee=EVERYBODY, permission="READ"),
        AclGrant(store=ABOUT, grantee="a@b.c", permission="WRITE"),
    ]
    assert at(document, reading.said[1].at) == document["Grants"][1]
    assert reading.proves == [Proves("acl", ABOUT)]


@pytest.mark.parametrize("grantee", [{"Type": "Group"}, {"Type": "Group", "URI": EVERYBODY, "ID": "x"}])
def test_a_grantee_of_no_or_of_two_names_is_refused(grantee: dict[str, str]) -> None:
    with pytest.raises(EvidenceError) as caught:
        read({"Owner": OWNER, "Grants": [{"Grantee": grantee, "Permission": "READ"}]})
    assert caught.value.where == "#/Grants/0/Grantee"


def test_object_ownership() -> None:
    reading = read({"OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}})
    assert rows(reading) == [Ownership(store=ABOUT, rule="BucketOwnerEnforced")]
    assert reading.proves == [Proves("ownership", ABOUT)]
    assert read({"OwnershipControls": {"Rules": []}}).proves == []


def test_public_access_block() -> None:
    switches = {
        "BlockPublicAcls": True,
        "IgnorePublicAcls": False,
        "BlockPublicPolicy": True,
        "RestrictPublicBuckets": False,
    }
    reading = read({"PublicAccessBlockConfiguration": switches})
    assert rows(reading) == [
        PublicBlock(
            subject=ABOUT,
            block_public_acls=True,
            ignore_public_acls=False,
            block_public_policy=True,
            restrict_public_buckets=False,
        )
    ]
    assert reading.proves == [Proves("public_block", ABOUT)]
    del switches["IgnorePublicAcls"]
    with pytest.raises(EvidenceError, match="IgnorePublicAcls"):
        read({"PublicAccessBlockConfiguration": switches})
