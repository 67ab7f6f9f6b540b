"""Whatever stands anywhere in an answer, a reader reads it or refuses it, and its rows can be written as JSON."""

from __future__ import annotations

import contextlib
import copy
import json
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from cloudreview.errors import EvidenceError
from cloudreview.evidence.content import Content
from tests.evidence import test_aws_iam, test_aws_kms, test_aws_s3, test_aws_trail, test_cloudtrail
from tests.evidence import test_aws_resource_policy as policies
from tests.evidence.aws import known_by
from tests.evidence.test_aws_organizations import SCP, summary

SAMPLES: list[Any] = [
    test_aws_iam.DETAILS,
    test_aws_s3.BUCKETS,
    test_aws_s3.encryption(test_aws_s3.default("aws:kms", KMSMasterKeyID="x")),
    {"Owner": test_aws_s3.OWNER, "Grants": [{"Grantee": {"Type": "Group", "URI": "u"}, "Permission": "READ"}]},
    {"OwnershipControls": {"Rules": [{"ObjectOwnership": "x"}]}},
    {"Policy": policies.OF_BUCKET},
    {"Policy": policies.OF_KEY, "PolicyName": "default"},
    {"KeyMetadata": test_aws_kms.METADATA},
    {"Grants": [test_aws_kms.grant(test_aws_kms.KEY, "g", Constraints={"EncryptionContextSubset": {"a": "b"}})]},
    {"Parents": [{"Id": "r-ab12", "Type": "ROOT"}]},
    {"Policies": [summary("p-1", SCP)]},
    {"Policy": {"PolicySummary": summary("p-1", SCP), "Content": policies.OF_BUCKET}},
    {
        "TrailARN": test_aws_trail.TRAIL,
        "AdvancedEventSelectors": [test_aws_trail.advanced("Data", test_aws_trail.OBJECTS)],
    },
    {"TrailARN": test_aws_trail.TRAIL, "EventSelectors": [test_aws_trail.basic("arn:aws:s3:::b/")]},
    {"Records": [test_cloudtrail.RECORD]},
]
ODD = st.sampled_from([None, True, 0, -1, 1.5, "", "*", "\ud800", "arn:", "arn:aws:s3:::", [], {}, [None], {"": []}])


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path] * bool(path) + [place for key, one in inner for place in _places(one, (*path, key))]


@settings(max_examples=400, deadline=None)
@given(st.data(), st.sampled_from(SAMPLES), ODD)
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


def test_every_sample_is_known_by_exactly_one_reader() -> None:
    for sample in SAMPLES:
        assert len(known_by(json.dumps(sample).encode())) == 1
