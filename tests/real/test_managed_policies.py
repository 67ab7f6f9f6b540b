"""All policies that AWS manages, as an account that attaches every one would list them: no statement is dropped."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from cloudreview.evidence.content import Content
from cloudreview.evidence.recognise import interpret
from cloudreview.evidence.registry import READERS
from cloudreview.permission.statement import compiled
from cloudreview.vocabulary.delivery import Reading
from cloudreview.vocabulary.rows import Statement
from tests.evidence.aws import real

ALL = 760


@pytest.fixture(scope="module")
def policies() -> dict[str, list[Any]]:
    """The statements of each policy, by its name, as they stand."""
    (path,) = real("aws_iam/aws_managed_policies.jsonl")
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    documents = {one["policy"]: one["doc"]["PolicyVersion"]["Document"]["Statement"] for one in lines}
    return {name: said if isinstance(said, list) else [said] for name, said in documents.items()}


@pytest.fixture(scope="module")
def reading(policies: dict[str, list[Any]]) -> Reading:
    """What the reader of an account's listing makes of them."""
    listed = [
        {
            "PolicyName": name,
            "PolicyId": f"ANPA{number:016}",
            "Arn": f"arn:aws:iam::aws:policy/{name}",
            "Path": "/",
            "DefaultVersionId": "v1",
            "AttachmentCount": 1,
            "PermissionsBoundaryUsageCount": 0,
            "IsAttachable": True,
            "PolicyVersionList": [
                {"VersionId": "v1", "IsDefaultVersion": True, "Document": {"Version": "2012-10-17", "Statement": said}}
            ],
        }
        for number, (name, said) in enumerate(sorted(policies.items()))
    ]
    account = {"UserDetailList": [], "GroupDetailList": [], "RoleDetailList": [], "Policies": listed}
    content = json.dumps(account).encode()
    assert [one.name for one in READERS if one.recognises(Content(content))] == [
        "aws iam get-account-authorization-details"
    ]
    return interpret(content, READERS).reading


def test_every_statement_is_read_as_it_stands(policies: dict[str, list[Any]], reading: Reading) -> None:
    assert (len(policies), reading.bad) == (ALL, [])
    said = Counter((one.row.subject, one.row.body) for one in reading.said if isinstance(one.row, Statement))
    expected = Counter(
        (f"arn:aws:iam::aws:policy/{name}", json.dumps(one, sort_keys=True, separators=(",", ":"), ensure_ascii=False))
        for name, statements in policies.items()
        for one in statements
    )
    assert said == expected


def test_every_statement_is_compiled_whole_or_says_what_of_it_is_not_understood(reading: Reading) -> None:
    """Not one is passed over: what is not understood narrows nothing silently, it is named."""
    found = [compiled(one.row.body) for one in reading.said if isinstance(one.row, Statement)]
    assert all(one.actions and one.resources for one in found if not one.unsettled)
    doubted = Counter(why.partition(":")[0] for one in found for why in one.unsettled)
    assert sum(bool(one.unsettled) for one in found) < len(found) / 20, doubted
