"""What Alibaba Cloud answers where it has nothing to give, or refuses.

OSS answers with XML that names the bucket and says what is not there, for example NoSuchBucketPolicy ("No policy is
configured for the requested bucket", GetBucketPolicy, error codes): that is the service's own word that there is none.
So is ResourceDirectoryNotInUse for the control policies of an account (GetResourceDirectory, error codes: it is in no
resource directory). Every other error is said by no answer, and nothing follows from it: it is refused with what to do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from cloudreview.errors import EvidenceError
from cloudreview.evidence.alibaba_oss import store_of
from cloudreview.evidence.alibaba_oss_body import is_answer, oss_answer, told
from cloudreview.evidence.answer import Shape, fields
from cloudreview.evidence.content import Content
from cloudreview.evidence.reader import Reader
from cloudreview.vocabulary.delivery import ABOUT, Proves, Reading

OSS = "aliyun oss error"
OTHER = "aliyun error message"
_NOTHING: Mapping[str, str] = {
    "NoSuchBucketPolicy": "policy",
    "NoSuchServerSideEncryptionRule": "encryption",
    "NoSuchLifecycle": "lifecycle",
}
"""By the code of an error: the relation of the bucket that has no row."""
_ALONE = "ResourceDirectoryNotInUse"
_MESSAGE = re.compile(rb"\s*(?:ERROR: SDK\.ServerError\s+ErrorCode: ([\w.]{1,80})|Error: oss: service returned error)")


class _Error(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset({"Message", "RequestId", "HostId", "EC", "RecommendDoc"})
    code: str
    bucket_name: str | None = None
    host_id: str = ""


def _read_oss(content: Content) -> Reading:
    found = oss_answer(content, _Error)
    one, base = found[0].value, found[1].base
    relation = _NOTHING.get(one.code)
    if relation is None:
        raise _refusal(f"#{base}/Code", one.code)
    if not one.host_id.endswith("aliyuncs.com"):
        raise EvidenceError(f"#{base}", "the error does not tell that OSS answered it", "send it with its HostId")
    store = store_of(one.bucket_name) if one.bucket_name else None
    return told(content, OSS, found, [], [Proves(relation, store or ABOUT)], store)


def _refusal(where: str, code: str) -> EvidenceError:
    return EvidenceError(
        where,
        f"this is the error {code[:80]}, not an answer",
        "call again with the rights that the call needs, or state in evidence.csv what is complete without it",
    )


def _is_message(content: Content) -> bool:
    found = fields(content)
    return _MESSAGE.match(content.data) is not None or {"Code", "Message", "RequestId"} <= found.keys()


def _read_message(content: Content) -> Reading:
    found = _MESSAGE.match(content.data)
    code = (found[1] or b"of OSS").decode() if found else str(fields(content).get("Code"))
    if code != _ALONE:
        raise _refusal("#line=1" if found else "#/Code", code)
    return Reading(format=OTHER, proves=[Proves("restrictions", ABOUT)], parsed=len(content.data))


READERS = (
    Reader(OSS, is_answer("Error", lambda found: False), _read_oss),
    Reader(OTHER, _is_message, _read_message),
)
