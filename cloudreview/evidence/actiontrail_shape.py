"""The shape of one ActionTrail event.

https://www.alibabacloud.com/help/document_detail/28819.html (management events) and
https://www.alibabacloud.com/help/en/actiontrail/user-guide/data-event-structure. What is not told stands as null or as
an empty text.
"""

from __future__ import annotations

from typing import Any

import msgspec

KNOWN = frozenset(
    {
        "__expanded",
        "acsRegion",
        "additionalEventData",
        "apiVersion",
        "errorCode",
        "errorMessage",
        "eventAttributes",
        "eventCategory",
        "eventId",
        "eventName",
        "eventRW",
        "eventSource",
        "eventTime",
        "eventType",
        "eventVersion",
        "insightDetails",
        "isGlobal",
        "recipientAccountId",
        "referencedResources",
        "requestId",
        "requestParameterJson",
        "requestParameters",
        "resourceName",
        "resourceType",
        "responseElements",
        "serviceName",
        "sourceIpAddress",
        "tlsDetails",
        "userAgent",
        "userIdentity",
        "vpcId",
    }
)
"""The documented fields at the top of an event; any other is counted as unknown."""

MARKS = frozenset({"acsRegion", "eventRW", "sourceIpAddress"})
"""Fields that a record of CloudTrail, which looks alike, does not have."""


class _Part(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One object of an event: only the fields that are read."""


class Caller(_Part, frozen=True, kw_only=True):
    """userIdentity."""

    type: str | None = None
    account_id: str | None = None
    principal_id: str | None = None
    user_name: str | None = None


class Event(_Part, frozen=True, kw_only=True):
    """An event, as far as it is read."""

    event_time: str
    event_name: str | None = None
    event_source: str | None = None
    event_type: str | None = None
    event_category: str | None = None
    event_rw: str | None = msgspec.field(name="eventRW", default=None)
    event_id: str | None = None
    request_id: str | None = None
    service_name: str | None = None
    recipient_account_id: str | None = None
    acs_region: str | None = None
    source_ip_address: str | None = None
    error_code: str | None = None
    user_identity: Caller | None = None
    referenced_resources: Any = None
    resource_type: str | None = None
    resource_name: str | None = None
    request_parameters: Any = None
    response_elements: Any = None

    def told(self, name: str) -> str | None:
        """A text that the request, or else its answer, holds under this name."""
        for part in (self.request_parameters, self.response_elements):
            value = part.get(name) if isinstance(part, dict) else None
            if isinstance(value, str) and value:
                return value
        return None
