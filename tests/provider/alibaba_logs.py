"""Logs of Alibaba Cloud: the OSS access log as OSS writes it, and ActionTrail events."""

from __future__ import annotations

import gzip
import json
from datetime import datetime, timedelta, timezone

from tests.provider.alibaba import UID
from tests.provider.dump import Document


def oss_line(number: int, at: str, action: str, user: str, bucket: str, *, moved: int = 0, status: int = 200) -> str:
    """One request as OSS logs it, in the time of Beijing; the requester is a number."""
    moment = datetime.fromisoformat(at).astimezone(timezone(timedelta(hours=8)))
    verb = "GET" if action.startswith("Get") else "PUT"
    sent, received = (moved, "-") if verb == "GET" else (0, moved)
    error = "-" if status < 400 else "AccessDenied"
    return " ".join(
        [
            f'203.0.113.9 - - [{moment.strftime("%d/%b/%Y:%H:%M:%S")} +0800] "{verb} /2026%2Frecords.parquet HTTP/1.1"',
            f'{status} {sent} 12 "-" "aliyun-sdk-python" "{bucket}.oss-us-west-1.aliyuncs.com" "{request(number)}"',
            f'"true" "{user}" "{action}" "{bucket}" "2026%2Frecords.parquet" {moved} 9 "{error}" {received} "{UID}"',
            '- "-" "standard" "-" "-" "LTAIEXAMPLE"',
        ]
    )


def request(number: int) -> str:
    """The id of a request, by which two logs of it are matched."""
    return f"6110E64B{number:016X}"


def trail_event(number: int, at: str, action: str, user: tuple[str, str], bucket: str | None = None) -> Document:
    """An ActionTrail event of a user, by name and number: on a bucket, or of RAM."""
    name, own = user
    told: Document = {
        "acsRegion": "us-west-1",
        "eventCategory": "Data" if bucket else "Management",
        "eventId": request(number),
        "eventName": action,
        "eventRW": "Read" if action.startswith(("Get", "List")) else "Write",
        "eventSource": f"{bucket}.oss-us-west-1.aliyuncs.com" if bucket else "ram.aliyuncs.com",
        "eventTime": at,
        "eventType": "ApiCall",
        "eventVersion": 1,
        "recipientAccountId": UID,
        "requestId": request(number),
        "serviceName": "Oss" if bucket else "Ram",
        "sourceIpAddress": "203.0.113.9",
        "userAgent": "aliyun-sdk-python",
        "userIdentity": {"type": "ram-user", "principalId": own, "accountId": UID, "userName": name},
    }
    if bucket:
        told["referencedResources"] = {"ACS::OSS::Bucket": [bucket]}
    return told


def delivered(*events: Document) -> bytes:
    """A delivery file of ActionTrail."""
    return gzip.compress(json.dumps(list(events)).encode(), mtime=0)


def exported(*events: Document) -> bytes:
    """The same as Simple Log Service exports it."""
    return "".join(json.dumps({"event": json.dumps(one)}) + "\n" for one in events).encode()
