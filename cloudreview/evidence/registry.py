"""All readers, in the order in which they are asked whether a content is theirs."""

from __future__ import annotations

from cloudreview.evidence import (
    actiontrail,
    actiontrail_configured,
    actiontrail_platform,
    alibaba_error,
    alibaba_oss,
    alibaba_oss_policy,
    alibaba_ram,
    alibaba_ram_policy,
    aws_error,
    aws_iam,
    aws_kms,
    aws_organizations,
    aws_resource_policy,
    aws_s3,
    aws_s3_rules,
    aws_trail,
    bods,
    cloudtrail,
    cloudtrail_digest,
    cloudtrail_loose,
    oss_access_lines,
    oss_access_sls,
    s3_access,
    tables,
)
from cloudreview.evidence.reader import Reader

READERS: tuple[Reader, ...] = (
    *cloudtrail.READERS,
    *cloudtrail_loose.READERS,
    *cloudtrail_digest.READERS,
    *s3_access.READERS,
    *tables.READERS,
    *aws_iam.READERS,
    *aws_s3.READERS,
    *aws_s3_rules.READERS,
    *aws_resource_policy.READERS,
    *aws_kms.READERS,
    *aws_organizations.READERS,
    *aws_trail.READERS,
    *aws_error.READERS,
    *alibaba_error.READERS,
    *alibaba_oss.READERS,
    *alibaba_oss_policy.READERS,
    *alibaba_ram.READERS,
    *alibaba_ram_policy.READERS,
    *actiontrail.READERS,
    *actiontrail_configured.READERS,
    *actiontrail_platform.READERS,
    *oss_access_lines.READERS,
    *oss_access_sls.READERS,
    *bods.READERS,
)
"""Each recognises by content; no content is recognised by two, so the order only decides the cost."""
