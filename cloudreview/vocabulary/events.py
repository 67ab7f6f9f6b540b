"""Logged events, as columns: the one relation that is too big for Python objects.

Readers write them as Parquet; `observed/` asks DuckDB.
"""

from __future__ import annotations

import pyarrow as pa

EVENTS = pa.schema(
    [
        pa.field(
            "place",
            pa.string(),
            nullable=False,
            metadata={"is": "12 hex of the file's SHA-256 and the pointer to the record"},
        ),
        pa.field(
            "at", pa.int64(), metadata={"is": "instant, nanoseconds since 1970 UTC; null where the record tells none"}
        ),
        pa.field("event_id", pa.string(), metadata={"is": "eventID of the log"}),
        pa.field(
            "request_id", pa.string(), metadata={"is": "id of the request, shared by several logs of the same request"}
        ),
        pa.field(
            "log", pa.string(), nullable=False, metadata={"is": "kind of log; `observed/actions.toml` lists them"}
        ),
        pa.field(
            "account",
            pa.string(),
            metadata={"is": "`aws:ACCOUNT` that the record was delivered to (recipientAccountId)"},
        ),
        pa.field("service", pa.string(), metadata={"is": "eventSource, such as s3.amazonaws.com"}),
        pa.field("action", pa.string(), metadata={"is": "eventName"}),
        pa.field(
            "klass", pa.string(), nullable=False, metadata={"is": "management, data_read, data_write, key_use or other"}
        ),
        pa.field("store", pa.string(), metadata={"is": "store acted on, `aws:s3:bucket`; null if none"}),
        pa.field("object", pa.string(), metadata={"is": "object key, or the trail that a request names, where told"}),
        pa.field("key", pa.string(), metadata={"is": "ARN of the KMS key acted on, where told"}),
        pa.field(
            "principal",
            pa.string(),
            metadata={
                "is": "identity as its provider names it: the role for an assumed role, `*` for anonymous; `number:N` "
                "where the log tells a number only"
            },
        ),
        pa.field("session", pa.string(), metadata={"is": "name of the role session, where told"}),
        pa.field("principal_type", pa.string(), metadata={"is": "userIdentity.type"}),
        pa.field("source", pa.string(), metadata={"is": "source address or service name, as written"}),
        pa.field("region", pa.string(), metadata={"is": "awsRegion"}),
        pa.field("bytes", pa.int64(), metadata={"is": "bytes transferred out (reads) or in (writes), where told"}),
        pa.field("error", pa.string(), metadata={"is": "errorCode; null: the request succeeded"}),
        pa.field("read_only", pa.bool_(), metadata={"is": "readOnly"}),
        pa.field(
            "number",
            pa.string(),
            metadata={"is": "the provider's own numeric id of the identity (Alibaba Cloud), where told"},
        ),
    ]
)
"""The columns of a Parquet file of events."""
