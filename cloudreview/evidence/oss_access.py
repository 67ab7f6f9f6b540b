"""One request as an OSS access log tells it, in either of its forms, and its row.

The requester is told as a number (https://www.alibabacloud.com/help/en/oss/user-guide/logging, "RequesterAliyunID"),
which may be that of a user, of a role or of a whole account; `observed/` finds whose it is. Requests of the CDN, of
lifecycle rules and of Alibaba Cloud's own administration are the acts of a service, whoever's credentials they carry.
"""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import unquote

from cloudreview.evidence.actiontrail_caller import Who, numbered
from cloudreview.evidence.oss_operations import SERVICE, klass

LOG = "oss_access"
ABSENT = ("", "-")
_SERVICES = {"cdn": "cdn.aliyuncs.com", "lifecycle": SERVICE}
_SAFE_METHODS = ("GET", "HEAD")
_UPLOADS = ("PutObject", "PostObject", "AppendObject", "UploadPart")
"""Operations whose request carries what is written."""


class Request(NamedTuple):
    """What one line tells; `-` and an empty text where it does not."""

    pointer: str
    at: int | None
    request_id: str
    bucket: str
    operation: str
    object: str
    """URL-encoded."""
    requester: str
    address: str
    status: int
    error: str
    sent: int | None
    """Bytes of the answer."""
    received: int | None = None
    """Bytes of the request's content, without its header."""
    method: str = ""
    owner: str = ""
    sync: str = ""
    signed: str = ""
    region: str = ""


def row(one: Request) -> tuple[object, ...]:
    """The event of a request. Only a 2xx status is a success: a redirect or `304 Not Modified` moves no data."""
    actor = _actor(one)
    operation = told(one.operation)
    kind = klass(operation, reads_only=one.method in _SAFE_METHODS)
    name = told(one.object)
    return (
        one.pointer,
        one.at,
        None,
        told(one.request_id),
        LOG,
        f"alibaba:{one.owner}" if told(one.owner) else None,
        SERVICE,
        operation,
        kind,
        f"alibaba:oss:{one.bucket}" if told(one.bucket) else None,
        unquote(name) if name else None,
        None,
        actor.principal,
        actor.session,
        None,
        told(one.address),
        told(one.region),
        _moved(one, kind),
        None if 200 <= one.status < 300 else told(one.error) or f"HTTP {one.status}",
        one.method in _SAFE_METHODS if one.method else None,
        actor.number,
    )


def told(value: str) -> str | None:
    """A value, unless it is absent."""
    return None if value in ABSENT else value


def _moved(one: Request, kind: str) -> int | None:
    if kind == "data_read":
        return one.sent
    return one.received if one.operation in _UPLOADS else None


def _actor(one: Request) -> Who:
    """`-` is a request without credentials ("anonymous access")."""
    service = SERVICE if one.signed == "AdminSign" else _SERVICES.get(one.sync)
    if service is not None:
        return Who(service)
    return Who("*") if one.requester == "-" else numbered(one.requester)
