"""An account of AWS: its identities, buckets, keys and trails, and the answers that its command line gives of them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from tests.provider.dump import Document, Files, Line, document
from tests.provider.logs import Trail
from tests.provider.names import ACCOUNT, OWNER, REGION, arn, deny_plain_http, key_arn, policy
from tests.provider.organization import Organization

CREATED = "2025-01-01T00:00:00+00:00"
NO_BLOCK = (
    b"\nAn error occurred (NoSuchPublicAccessBlockConfiguration) when calling the GetPublicAccessBlock operation: "
    b"The public access block configuration was not found\n"
)


@dataclass
class Bucket:
    """A bucket and its configuration."""

    name: str
    key: str | None = None
    statements: list[Document] = field(default_factory=list)
    grants: list[Document] = field(default_factory=list)
    region: str = REGION
    left_out: tuple[str, ...] = ()
    """Calls whose answers nobody delivered."""
    more: dict[str, Document] = field(default_factory=dict)
    """By call: further answers about it."""
    blocked: bool = True
    """Whether its own block of public access is on."""


@dataclass
class Key:
    """A key and who its policy admits beside the account."""

    name: str
    statements: list[Document] = field(default_factory=list)
    grants: list[Document] = field(default_factory=list)
    region: str = REGION


@dataclass
class Aws:
    """The whole account."""

    users: dict[str, Document] = field(default_factory=dict)
    roles: dict[str, tuple[Document, Document]] = field(default_factory=dict)
    groups: dict[str, tuple[tuple[str, ...], Document]] = field(default_factory=dict)
    """By name: the users in it, and its policy."""
    managed: dict[str, Document] = field(default_factory=dict)
    attached: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By `user/mei`: the managed policies attached to it."""
    boundaries: dict[str, str] = field(default_factory=dict)
    organization: Organization | None = None
    buckets: list[Bucket] = field(default_factory=list)
    keys: list[Key] = field(default_factory=list)
    trails: list[Trail] = field(default_factory=list)
    blocked: bool | None = None
    """Whether public access is blocked for the whole account; None: nobody delivered it."""
    unset: bool = False
    """Whether the service answers that no block was ever set, where it is off."""
    complete: tuple[str, ...] = ()

    def files(self, speaker: str) -> Files:
        """The answers about the account, one file a call, and what its trails delivered; nothing without an account."""
        if not self.users:
            return {}
        about = f"aws:{ACCOUNT}"
        found: Files = {
            "aws/account-authorization-details.json": (
                document(self.authorization()),
                Line(speaker, self.complete, about=about),
            ),
            "aws/list-buckets.json": (document(self.bucket_list()), Line(speaker, about=about)),
        }
        if self.blocked is not None:
            answer = NO_BLOCK if self.unset and not self.blocked else document(public_block(self.blocked))
            found["aws/account-public-access-block.json"] = answer, Line(speaker, about=about)
        for bucket in self.buckets:
            found |= bucket_files(bucket, speaker)
        for key in self.keys:
            found |= key_files(key, speaker)
        for trail in self.trails:
            found |= trail.files(speaker)
        return found | (self.organization.files(speaker) if self.organization is not None else {})

    def authorization(self) -> Document:
        """The answer of GetAccountAuthorizationDetails."""
        return {
            "UserDetailList": [self._user(name, body) for name, body in self.users.items()],
            "GroupDetailList": [self._group(name, body) for name, (_, body) in self.groups.items()],
            "RoleDetailList": [self._role(name, trust, body) for name, (trust, body) in self.roles.items()],
            "Policies": [self._policy(name, body) for name, body in self.managed.items()],
        }

    def _holder(self, kind: str, name: str) -> Document:
        own = f"{kind}/{name}"
        told: Document = {"Path": "/", "Arn": arn(kind, name), "CreateDate": CREATED}
        told["AttachedManagedPolicies"] = [
            {"PolicyName": one, "PolicyArn": arn("policy", one)} for one in self.attached.get(own, ())
        ]
        if own in self.boundaries:
            limit = {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": arn("policy", self.boundaries[own])}
            told["PermissionsBoundary"] = limit
        return told

    def _user(self, name: str, body: Document) -> Document:
        return {
            **self._holder("user", name),
            "UserName": name,
            "UserId": f"AIDA{name.upper()}",
            "GroupList": [group for group, (members, _) in self.groups.items() if name in members],
            "UserPolicyList": [{"PolicyName": name, "PolicyDocument": body}],
        }

    def _group(self, name: str, body: Document) -> Document:
        return {
            **self._holder("group", name),
            "GroupName": name,
            "GroupId": f"AGPA{name.upper()}",
            "GroupPolicyList": [{"PolicyName": name, "PolicyDocument": body}],
        }

    def _role(self, name: str, trust: Document, body: Document) -> Document:
        return {
            **self._holder("role", name),
            "RoleName": name,
            "RoleId": f"AROA{name.upper()}",
            "AssumeRolePolicyDocument": trust,
            "InstanceProfileList": [],
            "RolePolicyList": [{"PolicyName": name, "PolicyDocument": body}],
        }

    def _policy(self, name: str, body: Document) -> Document:
        version = {"VersionId": "v1", "IsDefaultVersion": True, "Document": body, "CreateDate": CREATED}
        return {
            "PolicyName": name,
            "PolicyId": f"ANPA{name.upper()}",
            "Arn": arn("policy", name),
            "Path": "/",
            "DefaultVersionId": "v1",
            "AttachmentCount": sum(name in one for one in self.attached.values()),
            "PermissionsBoundaryUsageCount": sum(name == one for one in self.boundaries.values()),
            "IsAttachable": True,
            "PolicyVersionList": [version],
        }

    def bucket_list(self) -> Document:
        """The answer of ListBuckets."""
        buckets = [{"Name": one.name, "CreationDate": CREATED, "BucketRegion": one.region} for one in self.buckets]
        return {"Buckets": buckets, "Owner": {"ID": OWNER}}


def public_block(on: bool) -> Document:
    """The answer of GetPublicAccessBlock, about a bucket or an account."""
    switches = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
    return {"PublicAccessBlockConfiguration": dict.fromkeys(switches, on)}


def bucket_files(bucket: Bucket, speaker: str) -> Files:
    """The answers about one bucket."""
    grant = {"Grantee": {"ID": OWNER, "Type": "CanonicalUser"}, "Permission": "FULL_CONTROL"}
    rule: Document = {"SSEAlgorithm": "AES256"}
    if bucket.key is not None:
        rule = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key_arn(bucket.key, bucket.region)}
    rules = [{"ApplyServerSideEncryptionByDefault": rule, "BucketKeyEnabled": False}]
    answers: dict[str, Document] = {
        "get-bucket-policy": {"Policy": json.dumps(policy(deny_plain_http(bucket.name), *bucket.statements))},
        "get-bucket-acl": {"Owner": {"ID": OWNER}, "Grants": [grant, *bucket.grants]},
        "get-public-access-block": public_block(bucket.blocked),
        "get-bucket-ownership-controls": {"OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}},
        "get-bucket-encryption": {"ServerSideEncryptionConfiguration": {"Rules": rules}},
    }
    answers = {call: answer for call, answer in answers.items() if call not in bucket.left_out} | bucket.more
    return _answers(f"aws/{bucket.name}", answers, Line(speaker, about=f"aws:s3:{bucket.name}"))


def replication(bucket: str, status: str = "Enabled") -> Document:
    """The answer of GetBucketReplication where everything is copied to another bucket."""
    to = {"Bucket": f"arn:aws:s3:::{bucket}"}
    rule = {"ID": "all", "Priority": 1, "Filter": {"Prefix": ""}, "Status": status, "Destination": to}
    return {"ReplicationConfiguration": {"Role": arn("role", "copier"), "Rules": [rule]}}


def key_files(key: Key, speaker: str) -> Files:
    """The answers about one key."""
    root = {
        "Sid": "EnableIamPolicies",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
        "Action": "kms:*",
        "Resource": "*",
    }
    described = {
        "AWSAccountId": ACCOUNT,
        "KeyId": key.name,
        "Arn": key_arn(key.name, key.region),
        "Enabled": True,
        "KeyState": "Enabled",
        "KeyManager": "CUSTOMER",
        "Origin": "AWS_KMS",
    }
    answers: dict[str, Document] = {
        "describe-key": {"KeyMetadata": described},
        "get-key-policy": {"Policy": json.dumps(policy(root, *key.statements)), "PolicyName": "default"},
        "list-grants": {"Grants": key.grants, "Truncated": False},
    }
    return _answers(f"aws/kms-{key.name}", answers, Line(speaker, about=key_arn(key.name, key.region)))


def _answers(folder: str, answers: dict[str, Document], line: Line) -> Files:
    return {f"{folder}/{call}.json": (document(answer), line) for call, answer in answers.items()}
