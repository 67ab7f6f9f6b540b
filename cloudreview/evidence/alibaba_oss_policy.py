"""The policy of a bucket: GetBucketPolicy of OSS answers with the policy itself, as JSON.

https://www.alibabacloud.com/help/en/oss/developer-reference/getbucketpolicy. It is told from other policies by its
principals: a list of account and user numbers, or `*`, where trusts and policies of keys have an object and policies of
RAM have none ("Bucket policy", elements).
"""

from __future__ import annotations

from typing import Any

from cloudreview.evidence.alibaba_oss_body import ELAPSED, body_of, json_of
from cloudreview.evidence.alibaba_policy import read_policy
from cloudreview.evidence.content import Content
from cloudreview.evidence.policy import ALIBABA
from cloudreview.evidence.reader import Reader
from cloudreview.vocabulary.delivery import ABOUT, Proves, Reading

NAME = "aliyun oss GetBucketPolicy"


def recognises(content: Content) -> bool:
    """Whether the content is a policy of Alibaba Cloud with a list of principals in it."""
    found = json_of(content)
    return found.get("Version") == ALIBABA and any(map(_has_principals, _statements(found)))


def _statements(document: dict[str, Any]) -> list[Any]:
    found = document.get("Statement")
    return found if isinstance(found, list) else [found]


def _has_principals(statement: Any) -> bool:
    found = statement.get("Principal", statement.get("NotPrincipal")) if isinstance(statement, dict) else None
    return isinstance(found, (list, str))


def read(content: Content) -> Reading:
    """The statements of a bucket's policy."""
    body = body_of(content)
    found = read_policy("store", ABOUT, "bucket policy", body.document, "#")
    unknown = dict.fromkeys(sorted(set(body.document) - {"Version", "Statement", "Id"}), 1)
    return Reading(
        format=NAME,
        said=found.said,
        proves=[Proves("policy", ABOUT)],
        parsed=len(content.data) - body.ignored,
        ignored={ELAPSED: body.ignored} if body.ignored else {},
        unknown_fields=unknown,
        gaps=found.gaps,
    )


READERS = (Reader(NAME, recognises, read),)
