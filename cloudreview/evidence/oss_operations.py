"""The class of an OSS request by the name of its operation, for logs that do not tell the class themselves.

The names are those of ActionTrail's list of OSS data events
(https://www.alibabacloud.com/help/tc/actiontrail/product-overview/object-storage-oss-data-events, its misspellings
included) and of the access log, which calls listing `GetBucket` and completing an upload `CompleteUploadPart`
(https://www.alibabacloud.com/help/en/sls/oss, "Operation types").
"""

from __future__ import annotations

SERVICE = "oss.aliyuncs.com"
READS = frozenset(
    {
        *("GetObject", "GetObjects", "SelectObject", "CreateSelectObjectMeta", "ProcessImage", "GetSymlink"),
        *("HeadObject", "GetObjectMeta", "GetObjectAcl", "GetObjectACL", "GetObjectTagging", "GetObjectInfo"),
        *("ListObjects", "ListObjectsV2", "ListObjectVersions", "GetBucket", "GetBucketVersions", "GetBucketV2"),
        *("ListParts", "ListMultipartUploads", "GetBucketEvent"),
    }
)
WRITES = frozenset(
    {
        *("PutObject", "PostObject", "AppendObject", "CopyObject", "CopyObjects", "PutSymlink"),
        *("DeleteObject", "DeleteObjects", "DeleteMultipleObjects", "ExpireObject", "DeleteObjectTagging"),
        *("UploadPart", "UploadPartCopy", "UplaodPartCopy", "CompleteUploadPart", "CompleteMultipartUpload"),
        *("InitiateMultipartUpload", "InitateMultipartUpload", "AbortMultipartUpload", "AbortMultiPartUpload"),
        *("RestoreObject", "CleanRestoredObject", "PutObjectAcl", "PutObjectACL", "PutObjectTagging"),
    }
)


def klass(operation: str | None, reads_only: bool | None = None) -> str:
    """The class of a request; `other` where neither its name nor the log tells, so that it may have done anything."""
    if operation in READS:
        return "data_read"
    if operation in WRITES:
        return "data_write"
    if operation is not None and "Bucket" in operation:
        return "management"
    return "data_read" if reads_only else "other"
