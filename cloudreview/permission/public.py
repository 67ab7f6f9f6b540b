"""Whether S3 counts a bucket policy as public.

"To be considered non-public, a bucket policy must grant access only to fixed values [...] for one or more of the
following"; one public statement makes the whole policy public (Amazon S3 User Guide,
doc_source/access-control-block-public-access.md, The meaning of "public").
"""

from __future__ import annotations

from collections.abc import Iterable

from cloudreview.permission.statement import Compiled, compiled
from cloudreview.truth import Said

_FIXING = frozenset(
    {"aws:sourcearn", "aws:sourcevpc", "aws:sourcevpce", "aws:sourceowner", "aws:sourceaccount", "aws:sourceip"}
    | {"aws:userid", "aws:principalorgid", "aws:principalarn", "aws:principalaccount", "aws:principalorgpaths"}
    | {"aws:sourceorgid", "aws:sourceorgpaths", "s3:x-amz-server-side-encryption-aws-kms-key-id"}
    | {"s3:dataaccesspointarn", "s3:dataaccesspointaccount"}
)


def is_public(bodies: Iterable[str]) -> Said:
    """How surely a policy of these statements is public; of none, surely not."""
    return max((_public(compiled(body)) for body in bodies), default=Said.NO)


def _public(said: Compiled | None) -> Said:
    if said is None:
        return Said.MAYBE
    if not said.allow:
        return Said.NO
    if said.unsettled or said.principals is None or said.not_principals:
        return Said.MAYBE
    kinds = {named.kind for named in said.principals}
    if kinds & {"strange", "federated", "deleted"}:
        return Said.MAYBE
    if "everyone" not in kinds:
        return Said.NO
    # Which values and operators on these keys count as fixed is described by example only.
    return Said.MAYBE if any(asked.key.lower() in _FIXING for asked in said.tests) else Said.YES
