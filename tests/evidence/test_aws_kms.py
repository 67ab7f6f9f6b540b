from __future__ import annotations

from typing import Any

import pytest

from cloudreview.errors import EvidenceError
from cloudreview.vocabulary.delivery import ABOUT, Proves
from cloudreview.vocabulary.rows import Grant, Key
from tests.evidence.aws import read, rows

KEY = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
OTHER = "arn:aws:kms:us-west-2:111122223333:key/0000abcd-12ab-34cd-56ef-1234567890ab"
METADATA = {
    "AWSAccountId": "111122223333",
    "KeyId": "1234abcd-12ab-34cd-56ef-1234567890ab",
    "Arn": KEY,
    "CreationDate": "2025-01-01T00:00:00+00:00",
    "Enabled": False,
    "Description": "",
    "KeyUsage": "ENCRYPT_DECRYPT",
    "KeyState": "PendingDeletion",
    "DeletionDate": "2026-04-01T00:00:00+00:00",
    "Origin": "EXTERNAL_KEY_STORE",
    "KeyManager": "CUSTOMER",
    "KeySpec": "SYMMETRIC_DEFAULT",
    "EncryptionAlgorithms": ["SYMMETRIC_DEFAULT"],
    "MultiRegion": False,
}


def grant(key: str, name: str, **more: Any) -> dict[str, Any]:
    return {
        "KeyId": key,
        "GrantId": name,
        "Name": "",
        "CreationDate": "2025-01-01T00:00:00+00:00",
        "GranteePrincipal": "arn:aws:iam::999988887777:role/x",
        "RetiringPrincipal": "rds.us-west-2.amazonaws.com",
        "IssuingAccount": "arn:aws:iam::111122223333:root",
        "Operations": ["GenerateDataKey", "Decrypt"],
        **more,
    }


def test_a_key() -> None:
    reading = read({"KeyMetadata": METADATA})
    assert rows(reading) == [
        Key(
            key=KEY,
            account="aws:111122223333",
            region="us-west-2",
            manager="CUSTOMER",
            state="PendingDeletion",
            origin="EXTERNAL_KEY_STORE",
        )
    ]
    assert reading.about == KEY
    assert not reading.unknown_fields


@pytest.mark.parametrize("change", [{"Arn": "arn:aws:s3:::b"}, {"Arn": "x"}, {"AWSAccountId": "999988887777"}])
def test_a_key_that_contradicts_itself_is_refused(change: dict[str, str]) -> None:
    with pytest.raises(EvidenceError):
        read({"KeyMetadata": {**METADATA, **change}})


@pytest.mark.parametrize(
    ("constraints", "constrained"),
    [
        ({}, False),
        ({"Constraints": {}}, False),
        ({"Constraints": {"EncryptionContextSubset": {}}}, False),
        ({"Constraints": {"EncryptionContextSubset": {"a": "b"}}}, True),
        ({"Constraints": {"SomethingNew": "x"}}, True),
    ],
)
def test_grants_of_a_key(constraints: dict[str, Any], constrained: bool) -> None:
    reading = read({"Grants": [grant(KEY, "g1", **constraints)], "Truncated": False})
    assert rows(reading) == [
        Grant(
            key=KEY,
            grant="g1",
            grantee="arn:aws:iam::999988887777:role/x",
            operations=("Decrypt", "GenerateDataKey"),
            constrained=constrained,
        )
    ]
    assert reading.proves == [Proves("grants", KEY)]
    assert reading.about == KEY


def test_no_grants_of_the_key_it_is_about() -> None:
    reading = read({"Grants": []})
    assert reading.proves == [Proves("grants", ABOUT)]
    assert reading.about is None


def test_grants_that_name_a_key_by_its_id_are_of_the_key_it_is_about() -> None:
    reading = read({"Grants": [grant("1234abcd", "g1")]})
    assert [row.key for row in rows(reading) if isinstance(row, Grant)] == [ABOUT]
    assert reading.proves == [Proves("grants", ABOUT)]


@pytest.mark.parametrize("more", [{"Truncated": True}, {"NextMarker": "x"}])
def test_a_page_of_grants_proves_nothing(more: dict[str, Any]) -> None:
    reading = read({"Grants": [grant(KEY, "g1")], **more})
    assert reading.proves == []
    assert [(one.what, one.where) for one in reading.gaps] == [("scope_open", f"grants {KEY}")]


def test_grants_of_several_keys_are_no_list_of_one() -> None:
    reading = read({"Grants": [grant(KEY, "g1"), grant(OTHER, "g2")]})
    assert len(reading.said) == 2
    assert reading.proves == []
    assert sorted(one.where for one in reading.gaps) == sorted([f"grants {KEY}", f"grants {OTHER}"])
    with pytest.raises(EvidenceError):
        read({"Grants": [grant(KEY, "g1"), grant("1234abcd", "g2")]})
