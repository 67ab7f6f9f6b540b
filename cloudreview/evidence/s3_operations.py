"""The class of an operation that an S3 server access log tells, such as `REST.GET.OBJECT`.

Forms: https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html, "Operation". The classes are CloudTrail's:
https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html lists which requests are data
events; lists of a bucket's objects are.
"""

from __future__ import annotations

_ON_OBJECTS = frozenset(
    {
        *("OBJECT", "OBJECT_GET", "PART", "PART_GET", "UPLOAD", "UPLOADS", "MULTI_OBJECT_DELETE", "DELETEMARKER"),
        *("OBJECT_TAGGING", "OBJECT_ATTRIBUTES", "OBJECT_TORRENT", "RESTORE", "SELECT", "LEGAL_HOLD", "RETENTION"),
    }
)
_LISTS = frozenset({"REST.GET.BUCKET", "REST.GET.BUCKETVERSIONS"})
_KINDS = ("REST", "WEBSITE", "SOAP", "BATCH", "S3")
_READS = ("GET", "HEAD", "OPTIONS")


def klass_of(operation: str, names_object: bool) -> str:
    """data_read, data_write, management, or other where the form of the operation is not known."""
    kind, method, resource = _parts(operation)
    if kind not in _KINDS or not resource:
        return "other"
    on_objects = operation in _LISTS or resource in _ON_OBJECTS or (resource == "ACL" and names_object)
    if not on_objects:
        return "management"
    return "data_read" if method in _READS or resource.endswith("_GET") else "data_write"


def reads_only(operation: str) -> bool | None:
    """Whether the operation changes nothing; None where its form is not known."""
    kind, method, resource = _parts(operation)
    if kind not in _KINDS or not resource:
        return None
    return method in _READS or resource.endswith("_GET")


def _parts(operation: str) -> tuple[str, str, str]:
    kind, _, rest = operation.partition(".")
    method, _, resource = rest.partition(".")
    return kind, method, resource
