from __future__ import annotations

import json
from typing import Any

import pytest

from cloudreview.errors import EvidenceError
from cloudreview.evidence.about import wanted
from cloudreview.vocabulary.delivery import Proves
from cloudreview.vocabulary.rows import Key, Statement
from tests.evidence.alibaba import ACCOUNT, NUMBER, REQUEST, ram, read_about, text, wrapped
from tests.evidence.aws import known_by, read, rows

KEY = f"acs:kms:us-west-1:{NUMBER}:key/key-hzz630494463ejqjx"
METADATA = {
    "Arn": KEY,
    "AutomaticRotation": "Disabled",
    "CreationDate": "2024-05-20T06:34:21Z",
    "Creator": NUMBER,
    "DeletionProtection": "Enabled",
    "Description": "",
    "KeyId": "key-hzz630494463ejqjx",
    "KeySpec": "Aliyun_AES_256",
    "KeyState": "Enabled",
    "KeyUsage": "ENCRYPT/DECRYPT",
    "LastRotationDate": "2024-05-20T06:34:21Z",
    "MaterialExpireTime": "",
    "Origin": "Aliyun_KMS",
    "PrimaryKeyVersion": "515e0b0a",
    "ProtectionLevel": "HSM",
}
STATEMENT = {
    "Action": ["kms:*"],
    "Effect": "Allow",
    "Principal": {"RAM": [ram("*")]},
    "Resource": ["*"],
    "Sid": "kms default key policy",
}


@pytest.mark.parametrize(("creator", "manager"), [(NUMBER, "CUSTOMER"), ("Oss", "ALIBABA")])
def test_a_key(creator: str, manager: str) -> None:
    reading = read({**REQUEST, "KeyMetadata": {**METADATA, "Creator": creator}})
    assert rows(reading) == [
        Key(key=KEY, account=ACCOUNT, region="us-west-1", manager=manager, state="Enabled", origin="Aliyun_KMS")
    ]
    assert reading.proves == [Proves("key", KEY)]
    assert reading.about == KEY
    assert reading.unknown_fields == {}


def test_a_key_of_another_provider_is_another_answer() -> None:
    other = {"KeyMetadata": {"Arn": "arn:aws:kms:us-east-1:111122223333:key/1", "KeyId": "1"}}
    assert [one.name for one in known_by(json.dumps(other).encode())] == ["aws kms describe-key"]


def test_the_policy_of_a_key() -> None:
    reading = read_about({**REQUEST, "Policy": text(STATEMENT)}, KEY)
    (row,) = rows(reading)
    assert isinstance(row, Statement)
    assert (row.layer, row.subject, json.loads(row.body)) == ("key", KEY, STATEMENT)
    assert reading.proves == [Proves("policy", KEY)]
    assert wanted(read({"Policy": text(STATEMENT)})) == {"key"}


def test_a_cut_policy_is_refused() -> None:
    with pytest.raises(EvidenceError):
        read({**REQUEST, "Policy": text(STATEMENT)[:-3]})


def keys(*arns: str, **more: Any) -> dict[str, Any]:
    listed = [{"KeyArn": arn, "KeyId": arn.rpartition("/")[2]} for arn in arns]
    return wrapped("Keys", "Key", *listed, PageNumber=1, PageSize=10, **{"TotalCount": len(arns), **more})


def test_the_keys_of_a_region_are_not_all_keys_of_the_account() -> None:
    reading = read(keys(KEY))
    assert reading.said == []
    assert reading.proves == [Proves("regional_keys", f"{ACCOUNT} us-west-1")]
    assert reading.about == ACCOUNT
    assert read(keys()).proves == []
    assert read(keys(KEY, TotalCount=2)).proves == []
    with pytest.raises(EvidenceError, match="2 accounts or regions"):
        read(keys(KEY, KEY.replace("us-west-1", "cn-beijing")))
