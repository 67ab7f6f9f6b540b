from __future__ import annotations

import json
from typing import Any

import pytest

from cloudreview.errors import EvidenceError
from cloudreview.vocabulary.delivery import ABOUT, Proves
from cloudreview.vocabulary.rows import Statement
from tests.evidence.aws import read, read_bytes, rows


def text(*statements: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action: Any, resource: Any = "*") -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": "*", "Action": action, "Resource": resource}


OF_BUCKET = text(allow("s3:GetObject", "arn:aws:s3:::one/*"), {**allow(["s3:*"]), "Effect": "Deny"})
OF_KEY = text(allow("kms:*"), allow(["kms:Decrypt", "KMS:Encrypt"]))


def test_the_policy_of_a_bucket() -> None:
    reading = read({"Policy": OF_BUCKET})
    assert reading.format == "aws s3api get-bucket-policy"
    assert [json.loads(row.body) for row in rows(reading) if isinstance(row, Statement)] == json.loads(OF_BUCKET)[
        "Statement"
    ]
    assert {(row.layer, row.subject) for row in rows(reading) if isinstance(row, Statement)} == {("store", ABOUT)}
    assert {said.at for said in reading.said} == {"#/Policy"}
    assert reading.proves == [Proves("policy", ABOUT)]


@pytest.mark.parametrize("more", [{"PolicyName": "default"}, {}])
def test_the_policy_of_a_key(more: dict[str, str]) -> None:
    reading = read({"Policy": OF_KEY, **more})
    assert reading.format == "aws kms get-key-policy"
    assert [(row.layer, row.subject, row.policy) for row in rows(reading) if isinstance(row, Statement)] == [
        ("key", ABOUT, "default"),
        ("key", ABOUT, "default"),
    ]
    assert reading.proves == [Proves("policy", ABOUT)]
    assert not reading.unknown_fields


def test_the_name_of_the_policy_decides_where_the_statements_do_not() -> None:
    assert read({"Policy": text(allow("*")), "PolicyName": "default"}).format == "aws kms get-key-policy"
    assert read({"Policy": text(allow("*", "arn:aws:s3:::one/*"))}).format == "aws s3api get-bucket-policy"


@pytest.mark.parametrize(
    ("policy", "sentence"),
    [
        (text(allow("*")), "does not tell whether"),
        (text(), "does not tell whether"),
        (text(allow(["s3:*", "kms:*"])), "does not tell whether"),
        (text(allow("sqs:SendMessage", "arn:aws:sqs:us-west-2:111122223333:q")), "does not tell whether"),
        (None, "holds no policy"),
        ("", "cannot be read"),
        ("{", "cannot be read"),
        ("[]", "no Statement"),
        ('{"Version": "2012-10-17"}', "no Statement"),
    ],
)
def test_what_cannot_be_told_apart_is_refused_in_a_sentence(policy: str | None, sentence: str) -> None:
    with pytest.raises(EvidenceError, match=sentence):
        read({"Policy": policy})


@pytest.mark.parametrize(
    "message",
    [
        "\nAn error occurred (NoSuchBucketPolicy) when calling the GetBucketPolicy operation: none\n",
        "aws: [ERROR]: An error occurred (NoSuchBucketPolicy) when calling the GetBucketPolicy operation: none",
    ],
)
def test_an_error_message_is_refused_by_its_name(message: str) -> None:
    with pytest.raises(EvidenceError, match="the error NoSuchBucketPolicy of GetBucketPolicy"):
        read_bytes(message.encode())
