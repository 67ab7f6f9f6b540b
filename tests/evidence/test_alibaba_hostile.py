"""Whatever stands anywhere in an answer of Alibaba Cloud, a reader reads it or refuses it."""

from __future__ import annotations

import contextlib
import copy
import json
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloudreview.errors import EvidenceError
from cloudreview.evidence.content import Content
from cloudreview.evidence.recognise import interpret
from cloudreview.evidence.registry import READERS
from tests.evidence import test_actiontrail_configured as trail
from tests.evidence import test_alibaba_directory as directory
from tests.evidence import test_alibaba_kms as kms
from tests.evidence import test_alibaba_oss as oss
from tests.evidence import test_alibaba_oss_rules as rules
from tests.evidence import test_alibaba_ram as ram
from tests.evidence import test_alibaba_ram_policy as policies
from tests.evidence.alibaba import REQUEST, text, wrapped
from tests.evidence.aws import known_by
from tests.evidence.test_aws_hostile import ODD, _places

DOCUMENTS: list[Any] = [
    wrapped("Users", "User", ram.LI),
    wrapped("Users", "User", ram.MEMBER),
    wrapped("Groups", "Group", ram.ADMINS),
    wrapped("Groups", "Group", ram.MEMBERSHIP),
    wrapped("Roles", "Role", ram.OPS),
    {**REQUEST, "User": ram.LI},
    {**REQUEST, "Role": {**ram.OPS, "AssumeRolePolicyDocument": text(ram.TRUST)}},
    wrapped("Policies", "Policy", policies.ATTACHED),
    wrapped("Policies", "Policy", policies.LISTED),
    policies.attachments(policies.attachment("li@a", "IMSUser", "1" * 16)),
    policies.policy_of(text(policies.READ)),
    policies.version_of(text(policies.READ)),
    oss.POLICY,
    {**REQUEST, "KeyMetadata": kms.METADATA},
    {**REQUEST, "Policy": text(kms.STATEMENT)},
    kms.keys(kms.KEY),
    {**REQUEST, "ResourceDirectory": directory.DIRECTORY},
    {**REQUEST, "Account": directory.MEMBER},
    wrapped("Accounts", "Account", directory.MEMBER),
    {**REQUEST, "Folder": {"FolderId": "fd-1", "ParentFolderId": "r-Zo1"}},
    wrapped("Folders", "Folder", {"FolderId": "r-b1234"}),
    wrapped("ControlPolicyAttachments", "ControlPolicyAttachment", directory.attached("cp-1")),
    wrapped("TargetAttachments", "TargetAttachment", {"TargetId": "fd-1", "TargetType": "Folder"}),
    wrapped("ControlPolicies", "ControlPolicy", directory.attached("cp-1")),
    {**REQUEST, "ControlPolicy": {"PolicyId": "cp-1", "PolicyDocument": text(directory.DENY)}},
    {**REQUEST, "TrailList": [trail.WHOLE]},
    trail.status(True),
    trail.data_events(trail.OSS),
    *map(oss.printed, (oss.INFO, oss.listed("a"), oss.ACL, oss.RULE.format("KMS", "k"), oss.BLOCK.format("true"))),
    *map(oss.printed, (rules.REPLICATION, rules.LIFECYCLE)),
]
XML = [oss.INFO, oss.listed("a", "b"), oss.ACL, oss.RULE.format("KMS", "k"), oss.BLOCK.format("true")]
XML += [rules.REPLICATION, rules.LIFECYCLE, rules.VERSIONING, rules.LOGGING]


@settings(max_examples=300, deadline=None)
@given(st.data(), st.sampled_from(DOCUMENTS), ODD)
def test_an_odd_value_anywhere(data: st.DataObject, sample: Any, odd: Any) -> None:
    document = copy.deepcopy(sample)
    *path, last = data.draw(st.sampled_from(_places(document)))
    holder = document
    for step in path:
        holder = holder[step]
    holder[last] = odd
    content = Content(json.dumps(document).encode())
    for reader in known_by(content.data):
        with contextlib.suppress(EvidenceError):
            reading = reader.read(content)
            assert reading.parsed + sum(one.bytes for one in reading.bad) == len(content.data)
            assert msgspec.json.encode(reading)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(XML), st.data())
def test_damaged_xml_is_read_or_refused(sample: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(sample) - 1))
    length = data.draw(st.integers(0, 8))
    put = data.draw(
        st.sampled_from(["", "<", ">", "&", "&x;", "</Bucket>", "<Name>x</Name>", "<!DOCTYPE a>", "\x00", "é"])
    )
    outcome = interpret((sample[:at] + put + sample[at + length :]).encode(), READERS)
    assert outcome.reading.parsed + sum(one.bytes for one in outcome.reading.bad) == outcome.content_bytes
    assert all("fault of the program" not in one.reason for one in outcome.reading.bad)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda one: "-".join(sorted(one)))
def test_every_sample_is_known_by_exactly_one_reader(document: Any) -> None:
    assert len(known_by(json.dumps(document).encode())) == 1


@pytest.mark.parametrize("sample", XML)
def test_every_answer_as_xml_is_known_by_exactly_one_reader(sample: str) -> None:
    assert len(known_by(sample.encode())) == 1
