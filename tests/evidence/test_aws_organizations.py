from __future__ import annotations

import json
from typing import Any

import pytest

from cloudreview.errors import EvidenceError
from cloudreview.vocabulary.delivery import ABOUT, Proves
from cloudreview.vocabulary.rows import Organization, Parent, Statement, Target
from tests.evidence.aws import read, rows

SCP, RCP = "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"


def summary(name: str, kind: str) -> dict[str, Any]:
    arn = f"arn:aws:organizations::111122223333:policy/o-abc/x/{name}"
    return {"Id": name, "Arn": arn, "Name": name, "Description": "", "Type": kind, "AwsManaged": False}


def test_an_organization() -> None:
    reading = read(
        {
            "Organization": {
                "Id": "o-abc",
                "Arn": "arn:aws:organizations::444455556666:organization/o-abc",
                "FeatureSet": "ALL",
                "MasterAccountArn": "arn:aws:organizations::444455556666:account/o-abc/444455556666",
                "MasterAccountId": "444455556666",
                "MasterAccountEmail": "a@b.c",
                "AvailablePolicyTypes": [{"Type": SCP, "Status": "ENABLED"}],
            }
        }
    )
    assert rows(reading) == [Organization(account=ABOUT, organization="o-abc", management="aws:444455556666")]
    assert reading.proves == [Proves("organization", ABOUT)]
    assert not reading.unknown_fields


def test_a_parent() -> None:
    reading = read({"Parents": [{"Id": "ou-ab12-11111111", "Type": "ORGANIZATIONAL_UNIT"}]})
    assert rows(reading) == [Parent(child=ABOUT, parent="ou-ab12-11111111")]
    assert reading.proves == [Proves("parent", ABOUT)]


@pytest.mark.parametrize("parents", [[], [{"Id": "r-ab12"}, {"Id": "ou-ab12-1"}]])
def test_no_or_two_parents_are_refused(parents: list[dict[str, str]]) -> None:
    with pytest.raises(EvidenceError):
        read({"Parents": parents})


@pytest.mark.parametrize("kind", [SCP, RCP])
def test_policies_attached_to_a_target(kind: str) -> None:
    reading = read({"Policies": [summary("p-FullAWSAccess", kind), summary("p-abcd1234", kind)]})
    assert rows(reading) == [
        Target(target=ABOUT, policy="p-FullAWSAccess", type=kind),
        Target(target=ABOUT, policy="p-abcd1234", type=kind),
    ]
    assert reading.proves == [Proves("targets", f"{ABOUT} {kind}")]
    assert not reading.unknown_fields


@pytest.mark.parametrize("policies", [[], [summary("p-a1", SCP), summary("p-b1", RCP)]])
def test_a_list_that_does_not_tell_its_type_proves_nothing(policies: list[dict[str, Any]]) -> None:
    reading = read({"Policies": policies})
    assert len(reading.said) == len(policies)
    assert reading.proves == []
    assert [one.where for one in reading.gaps] == [f"restrictions {ABOUT}"]


def test_the_document_of_a_policy() -> None:
    statement = {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}
    content = json.dumps({"Version": "2012-10-17", "Statement": statement})
    reading = read({"Policy": {"PolicySummary": summary("p-abcd1234", SCP), "Content": content}})
    (row,) = rows(reading)
    assert isinstance(row, Statement)
    assert (row.layer, row.subject, json.loads(row.body)) == ("managed", "p-abcd1234", statement)
    assert reading.proves == [Proves("document", "p-abcd1234")]
    assert reading.about == "p-abcd1234"


def test_a_policy_of_another_type_is_not_implemented() -> None:
    reading = read({"Policy": {"PolicySummary": summary("p-tags1", "TAG_POLICY"), "Content": '{"tags": {}}'}})
    assert reading.said == []
    assert reading.proves == []
    assert [one.what for one in reading.gaps] == ["unimplemented"]
