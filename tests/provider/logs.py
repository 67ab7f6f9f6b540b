"""CloudTrail: trails with their selectors and deliveries, records, and who a record says has acted."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tests.provider.dump import END, TAKEN, Document, Files, Line, document
from tests.provider.names import ACCOUNT, OWNER, REGION, arn


@dataclass
class Batch:
    """One delivered file of a trail; what its speaker says is whole, and from when to when."""

    events: list[Document] = field(default_factory=list)
    complete: tuple[str, ...] = ()
    since: str = TAKEN
    until: str = END
    form: str = "delivery"


FORMS = ("delivery", "list", "lines", "lookup")
"""In what a batch comes: a delivery file, a list of records, one record a line, or an answer of LookupEvents."""


@dataclass
class Trail:
    """A trail, what it records, and what was delivered of it."""

    name: str = "audit"
    region: str = REGION
    selectors: list[Document] = field(default_factory=list)
    batches: dict[str, Batch] = field(default_factory=dict)

    def files(self, speaker: str) -> Files:
        """The configuration of the trail and its deliveries."""
        told = {
            "TrailARN": f"arn:aws:cloudtrail:{self.region}:{ACCOUNT}:trail/{self.name}",
            "EventSelectors": self.selectors,
        }
        folder = f"aws/cloudtrail/{self.name}"
        found: Files = {}
        if self.selectors:
            found[f"{folder}/get-event-selectors.json"] = document(told), Line(speaker, about=f"aws:{ACCOUNT}")
        for name, batch in self.batches.items():
            dates = (batch.since, batch.until) if batch.complete else ("", "")
            line = Line(speaker, batch.complete, "", END, *dates)
            content = _written(batch.events, batch.form)
            if batch.form == "delivery":
                found[f"{folder}/{name}.json.gz"] = gzip.compress(content, mtime=0), line
            else:
                found[f"{folder}/{name}.json"] = content, line
        return found


def _written(events: list[Document], form: str) -> bytes:
    if form == "list":
        return (json.dumps(events) + "\n").encode()
    if form == "lines":
        return "".join(json.dumps(one) + "\n" for one in events).encode()
    if form == "lookup":
        told = [{"EventId": one["eventID"], "CloudTrailEvent": json.dumps(one)} for one in events]
        return document({"Events": told})
    return document({"Records": events})


def log_all(buckets: Sequence[str]) -> list[Document]:
    """Basic event selectors that switch object events of the buckets on."""
    values = [f"arn:aws:s3:::{bucket}/" for bucket in buckets]
    resources = [{"Type": "AWS::S3::Object", "Values": values}]
    return [{"ReadWriteType": "All", "IncludeManagementEvents": True, "DataResources": resources}]


def whole(*buckets: str) -> tuple[str, ...]:
    """What a speaker says who delivers every object event of the buckets."""
    return tuple(f"events aws:s3:{bucket} {kind}" for bucket in buckets for kind in ("data_read", "data_write"))


def event(
    number: int,
    at: str,
    action: str,
    who: Document,
    bucket: str,
    *,
    moved: int | None = None,
    error: str | None = None,
    region: str = REGION,
) -> Document:
    """A CloudTrail data event on an object."""
    record: Document = {
        "eventVersion": "1.11",
        "userIdentity": who,
        "eventTime": at,
        "eventSource": "s3.amazonaws.com",
        "eventName": action,
        "awsRegion": region,
        "sourceIPAddress": "203.0.113.7",
        "userAgent": "aws-cli/2.15",
        "requestParameters": {"bucketName": bucket, "key": "2026/records.parquet"},
        "responseElements": None,
        "requestID": f"REQ{number:013d}",
        "eventID": f"00000000-0000-4000-8000-{number:012d}",
        "readOnly": action.startswith(("Get", "Head", "List")),
        "resources": [
            {"type": "AWS::S3::Object", "ARN": f"arn:aws:s3:::{bucket}/2026/records.parquet"},
            {"type": "AWS::S3::Bucket", "ARN": f"arn:aws:s3:::{bucket}", "accountId": ACCOUNT},
        ],
        "eventType": "AwsApiCall",
        "managementEvent": False,
        "recipientAccountId": ACCOUNT,
        "eventCategory": "Data",
    }
    if error is not None:
        record["errorCode"] = error
    if moved is not None:
        out, into = (moved, 0) if record["readOnly"] else (0, moved)
        record["additionalEventData"] = {"bytesTransferredOut": out, "bytesTransferredIn": into}
    return record


def as_role(name: str, session: str) -> Document:
    """userIdentity of a role session."""
    return {
        "type": "AssumedRole",
        "principalId": f"AROA{name.upper()}:{session}",
        "arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/{name}/{session}",
        "accountId": ACCOUNT,
        "sessionContext": {
            "sessionIssuer": {
                "type": "Role",
                "principalId": f"AROA{name.upper()}",
                "arn": arn("role", name),
                "accountId": ACCOUNT,
                "userName": name,
            }
        },
    }


def as_user(name: str) -> Document:
    """userIdentity of a user."""
    return {
        "type": "IAMUser",
        "principalId": f"AIDA{name.upper()}",
        "arn": arn("user", name),
        "accountId": ACCOUNT,
        "userName": name,
    }


def s3_line(number: int, at: str, who: str, bucket: str, moved: int) -> str:
    """A successful GetObject as the server access log of a bucket tells it, under the request id of its event."""
    moment = datetime.fromisoformat(at).strftime("%d/%b/%Y:%H:%M:%S +0000")
    key = "2026/records.parquet"
    return (
        f'{OWNER} {bucket} [{moment}] 203.0.113.7 {who} REQ{number:013d} REST.GET.OBJECT {key} "GET /{bucket}/{key} '
        f'HTTP/1.1" 200 - {moved} {moved} 70 10 "-" "aws-cli/2.15" -'
    )
