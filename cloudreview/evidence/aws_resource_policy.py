"""The policy of a bucket (`aws s3api get-bucket-policy`) and of a key (`aws kms get-key-policy`).

Both answer with the policy as a JSON text under `Policy`; neither tells which bucket or key it is about. GetKeyPolicy
adds `PolicyName` (https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html), but older clients left it
out; then the actions of the statements tell, and where they do not, the file is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from cloudreview.errors import EvidenceError
from cloudreview.evidence.answer import Shape, answer, fields, reading
from cloudreview.evidence.aws_policy import statements
from cloudreview.evidence.content import Content, policy_document
from cloudreview.evidence.policy import ALIBABA, version
from cloudreview.evidence.reader import Reader
from cloudreview.vocabulary.delivery import ABOUT, Proves, Reading

BUCKET_POLICY = "aws s3api get-bucket-policy"
KEY_POLICY = "aws kms get-key-policy"


_POINT = re.compile(r"arn:[a-z-]+:s3:[a-z0-9-]+:[0-9]{12}:accesspoint/[a-z0-9-]+")


class _BucketPolicy(Shape, frozen=True, kw_only=True):
    policy: str


class _KeyPolicy(Shape, frozen=True, kw_only=True):
    policy: str
    policy_name: str = "default"


def _services(document: Any) -> Iterator[str]:
    """The service of every action and resource that the statements name."""
    found = document.get("Statement") if isinstance(document, dict) else None
    many: list[Any] = found if isinstance(found, list) else [found]
    for statement in many:
        for element in ("Action", "NotAction", "Resource", "NotResource") if isinstance(statement, dict) else ():
            values = statement.get(element, ())
            for value in values if isinstance(values, list) else [values]:
                parts = value.split(":") if isinstance(value, str) else []
                if len(parts) > 1:
                    yield (parts[2] if parts[0] == "arn" and len(parts) > 2 else parts[0]).lower()


def _kind(content: Content) -> str:
    """s3, kms, or neither: which of the two services the policy speaks of, and of no other."""
    found = fields(content)
    if "PolicyName" in found:
        return "kms"
    try:
        services = set(_services(policy_document(found.get("Policy"))))
    except EvidenceError:
        return ""
    return services.pop() if len(services) == 1 else ""


def _stands_alone(content: Content) -> bool:
    """Whether the answer is only a policy of AWS as a text, or the null that stands where there is none."""
    found = fields(content)
    policy = found.get("Policy", ())
    return policy is None or (isinstance(policy, str) and version(policy) != ALIBABA)


def _is_key_policy(content: Content) -> bool:
    return _stands_alone(content) and _kind(content) == "kms"


def _is_other_policy(content: Content) -> bool:
    return _stands_alone(content) and _kind(content) != "kms" and not speaks_of_points(content)


def speaks_of_points(content: Content) -> bool:
    """Whether the policy is about access points, as none of a bucket is."""
    policy = fields(content).get("Policy")
    return isinstance(policy, str) and ":accesspoint/" in policy and bool(points_of(content))


def points_of(content: Content) -> set[str]:
    """The ARNs of the access points that the resources of the policy name."""
    try:
        document = policy_document(fields(content).get("Policy"))
    except EvidenceError:
        return set()
    found = document.get("Statement") if isinstance(document, dict) else None
    named: set[str] = set()
    for statement in found if isinstance(found, list) else [found]:
        values = statement.get("Resource", ()) if isinstance(statement, dict) else ()
        for value in values if isinstance(values, list) else [values]:
            told = _POINT.match(value) if isinstance(value, str) else None
            named.update({told[0]} if told else ())
    return named


def _read_bucket_policy(content: Content) -> Reading:
    if fields(content)["Policy"] is None:
        raise EvidenceError(
            "#/Policy",
            "the answer holds no policy; this does not say whose policy is missing",
            "state in evidence.csv that the statements of the bucket or key are complete",
        )
    found = answer(content, _BucketPolicy)
    said = list(statements("store", ABOUT, "bucket policy", found.value.policy, "#/Policy"))
    if _kind(content) != "s3":
        raise EvidenceError(
            "#/Policy",
            "the answer does not tell whether this is the policy of a bucket or of a key",
            "send it with PolicyName if it is of a key, as newer versions of the command line answer",
        )
    return reading(content, BUCKET_POLICY, found, said, Proves("policy", ABOUT))


def _read_key_policy(content: Content) -> Reading:
    found = answer(content, _KeyPolicy)
    said = statements("key", ABOUT, found.value.policy_name, found.value.policy, "#/Policy")
    return reading(content, KEY_POLICY, found, said, Proves("policy", ABOUT))


READERS = (
    Reader(KEY_POLICY, _is_key_policy, _read_key_policy),
    Reader(BUCKET_POLICY, _is_other_policy, _read_bucket_policy),
)
