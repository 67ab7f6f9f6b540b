"""The shape of one CloudTrail record.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html and
cloudtrail-event-reference-user-identity.html. What is not told stands as null or as an empty text.
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import field

KNOWN = frozenset(
    {
        "addendum",
        "additionalEventData",
        "apiVersion",
        "awsRegion",
        "edgeDeviceDetails",
        "errorCode",
        "errorMessage",
        "eventCategory",
        "eventContext",
        "eventID",
        "eventName",
        "eventSource",
        "eventTime",
        "eventType",
        "eventVersion",
        "insightDetails",
        "managementEvent",
        "readOnly",
        "recipientAccountId",
        "requestID",
        "requestParameters",
        "resources",
        "responseElements",
        "serviceEventDetails",
        "sessionCredentialFromConsole",
        "sharedEventID",
        "sourceIPAddress",
        "tlsDetails",
        "userAgent",
        "userIdentity",
        "vpcEndpointAccountId",
        "vpcEndpointId",
    }
)
"""The documented fields at the top of a record; any other is counted as unknown."""


class _Part(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One object of a record: only the fields that are read."""


class Issuer(_Part, frozen=True, kw_only=True):
    """Who gave out the credentials of a session: a role, or a user for a federated user."""

    arn: str | None = None


class Session(_Part, frozen=True, kw_only=True):
    """sessionContext."""

    session_issuer: Issuer | None = None


class Caller(_Part, frozen=True, kw_only=True):
    """userIdentity."""

    type: str | None = None
    arn: str | None = None
    account_id: str | None = None
    principal_id: str | None = None
    invoked_by: str | None = None
    session_context: Session | None = None


class Resource(_Part, frozen=True, kw_only=True):
    """Something acted on; a list request names only how the names begin."""

    arn: str | None = field(name="ARN", default=None)
    prefix: str | None = field(name="ARNPrefix", default=None)


class Moved(_Part, frozen=True, kw_only=True):
    """additionalEventData: what S3 tells of the bytes moved."""

    bytes_transferred_in: int | float | None = None
    bytes_transferred_out: int | float | None = None


class Record(_Part, frozen=True, kw_only=True):
    """A record, as far as it is read."""

    event_time: str
    event_source: str | None = None
    event_name: str | None = None
    event_category: str | None = None
    event_id: str | None = field(name="eventID", default=None)
    request_id: str | None = field(name="requestID", default=None)
    recipient_account_id: str | None = None
    aws_region: str | None = None
    source: str | None = field(name="sourceIPAddress", default=None)
    error_code: str | None = None
    read_only: bool | None = None
    management_event: bool | None = None
    user_identity: Caller | None = None
    resources: tuple[Resource, ...] | None = None
    request_parameters: Any = None
    additional_event_data: Moved | None = None

    @property
    def service(self) -> str:
        """The service's short name, such as `s3`."""
        return (self.event_source or "").partition(".")[0]

    def parameter(self, name: str) -> Any:
        """A parameter of the request; None where it is not told."""
        return self.request_parameters.get(name) if isinstance(self.request_parameters, dict) else None
