"""An account of Alibaba Cloud: its identities, policies and buckets, and the answers that its command lines give."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from tests.provider.dump import Document, Files, Line, document

UID = "1234567890123456"
ALIBABA = f"alibaba:{UID}"
REQUEST = {"RequestId": "4B450CA1-36E8-4AA2-8461-86B42BF4CC4E"}
CREATED = "2025-01-01T00:00:00Z"
_TYPES = {"user": ("IMSUser", "onaliyun.com"), "group": ("IMSGroup", "group"), "role": ("ServiceRole", "role")}


def ram(name: str) -> str:
    """`user/lin` as RAM names it."""
    return f"acs:ram::{UID}:{name}"


def oss(bucket: str) -> list[str]:
    """A bucket and everything in it."""
    return [f"acs:oss:*:*:{bucket}", f"acs:oss:*:*:{bucket}/*"]


def grant(actions: str | list[str], resources: str | list[str], effect: str = "Allow", **more: object) -> Document:
    """A statement of a policy."""
    return {"Effect": effect, "Action": actions, "Resource": resources, **more}


def rules(*statements: Document) -> Document:
    """A policy document."""
    return {"Version": "1", "Statement": list(statements)}


class Attached(NamedTuple):
    """A policy of the account that is attached to somebody."""

    policy: str
    to: str
    """`user/lin`, `group/staff`, `role/yard`."""
    group: str | None = None
    """The resource group for which it is attached; None: for the whole account."""


@dataclass
class Oss:
    """A bucket of OSS."""

    name: str
    region: str = "us-west-1"
    acl: str = "private"
    blocked: bool = True
    group: str = ""
    encryption: Document = field(default_factory=lambda: {"SSEAlgorithm": "AES256"})
    policy: Document | None = None
    xml: bool = True
    """Whether the answers come as the service's XML, or as the JSON that the command line makes of it."""
    left_out: tuple[str, ...] = ()


@dataclass
class Sealing:
    """A key of KMS, and who its policy admits."""

    name: str
    admits: tuple[str, ...] = ()
    region: str = "us-west-1"

    @property
    def arn(self) -> str:
        """The key as its provider names it."""
        return f"acs:kms:{self.region}:{UID}:key/{self.name}"

    def files(self, speaker: str) -> Files:
        """The key and its policy."""
        told = {"Arn": self.arn, "KeyId": self.name, "Creator": UID, "KeyState": "Enabled", "Origin": "Aliyun_KMS"}
        admitted = [{**grant("kms:*", ["*"]), "Principal": {"RAM": list(self.admits)}}] if self.admits else []
        line, folder = Line(speaker, about=self.arn), f"alibaba/kms/{self.name}"
        return {
            f"{folder}/describe-key.json": (document({**REQUEST, "KeyMetadata": told}), line),
            f"{folder}/get-key-policy.json": (document({**REQUEST, "Policy": json.dumps(rules(*admitted))}), line),
        }


@dataclass
class Alibaba:
    """The whole account."""

    users: dict[str, str] = field(default_factory=dict)
    """By name: the number that logs tell of it."""
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)
    roles: dict[str, Document] = field(default_factory=dict)
    """By name: who may assume it."""
    policies: dict[str, Document] = field(default_factory=dict)
    attached: list[Attached] = field(default_factory=list)
    buckets: list[Oss] = field(default_factory=list)
    keys: list[Sealing] = field(default_factory=list)
    blocked: bool | None = None
    """Whether public access is blocked for the whole account; None: nobody delivered it."""
    complete: tuple[str, ...] = ()
    logs: Files = field(default_factory=dict)

    def files(self, speaker: str) -> Files:
        """The answers about the account, one file a call; nothing where there is no account."""
        found: Files = {}
        if not self.users:
            return found
        for name, (answer, about) in self._ram():
            line = Line(speaker, self.complete if name == "list-users" else (), about=about)
            found[f"alibaba/ram/{name}.json"] = document({**REQUEST, **answer}), line
        if self.buckets:
            found["alibaba/oss/list-buckets.xml"] = xml(self._bucket_list()), Line(speaker, about=ALIBABA)
        if self.blocked is not None:
            block = {"PublicAccessBlockConfiguration": {"BlockPublicAccess": str(self.blocked).lower()}}
            found["alibaba/oss/get-public-access-block.xml"] = xml(block), Line(speaker, about=ALIBABA)
        for bucket in self.buckets:
            found |= _bucket(bucket, speaker)
        for key in self.keys:
            found |= key.files(speaker)
        return found | self.logs

    def _ram(self) -> Iterator[tuple[str, tuple[Document, str]]]:
        users = [{"UserName": name, "UserId": number, "CreateDate": CREATED} for name, number in self.users.items()]
        groups = [{"GroupName": name, "CreateDate": CREATED} for name in self.groups]
        roles = [_role(name) for name in self.roles]
        yield "list-users", (_wrapped("Users", "User", users), ALIBABA)
        yield "list-groups", (_wrapped("Groups", "Group", groups), ALIBABA)
        yield "list-roles", (_wrapped("Roles", "Role", roles), ALIBABA)
        for name, trust in self.roles.items():
            role = {**_role(name), "AssumeRolePolicyDocument": json.dumps(trust)}
            yield f"role-{name}/get-role", ({"Role": role}, ram(f"role/{name.lower()}"))
        for user in self.users:
            mine = [
                {"GroupName": name, "JoinDate": CREATED} for name, members in self.groups.items() if user in members
            ]
            yield f"user-{user}/list-groups-for-user", (_wrapped("Groups", "Group", mine), ram(f"user/{user}"))
        listed = {"PolicyAttachment": [_attachment(one) for one in self.attached]}
        count = {"PageNumber": 1, "PageSize": 100, "TotalCount": len(self.attached)}
        yield "list-policy-attachments", ({"PolicyAttachments": listed, **count}, ALIBABA)
        for name, body in self.policies.items():
            version = {"VersionId": "v1", "IsDefaultVersion": True, "PolicyDocument": json.dumps(body)}
            own = {"PolicyName": name, "PolicyType": "Custom", "DefaultVersion": "v1", "CreateDate": CREATED}
            yield f"policy-{name}/get-policy", ({"Policy": own, "DefaultPolicyVersion": version}, ALIBABA)

    def _bucket_list(self) -> Document:
        buckets = [{"Location": f"oss-{one.region}", "Name": one.name, "Region": one.region} for one in self.buckets]
        return {"ListAllMyBucketsResult": {"Owner": _OWNER, "Buckets": {"Bucket": buckets}}}


_OWNER = {"ID": UID, "DisplayName": UID}


def _wrapped(wrapper: str, element: str, elements: list[Document]) -> Document:
    return {wrapper: {element: elements}, "IsTruncated": False}


def _role(name: str) -> Document:
    return {"RoleName": name, "RoleId": f"3{len(name):014d}", "Arn": ram(f"role/{name.lower()}"), "CreateDate": CREATED}


def _attachment(one: Attached) -> Document:
    kind, _, name = one.to.partition("/")
    form, domain = _TYPES[kind]
    return {
        "PolicyName": one.policy,
        "PolicyType": "Custom",
        "PrincipalName": f"{name}@{domain}.harbor.example",
        "PrincipalType": form,
        "ResourceGroupId": one.group or UID,
    }


def _bucket(bucket: Oss, speaker: str) -> Files:
    told: Document = {
        "ExtranetEndpoint": f"oss-{bucket.region}.aliyuncs.com",
        "Location": f"oss-{bucket.region}",
        "Name": bucket.name,
        "Owner": _OWNER,
        "AccessControlList": {"Grant": bucket.acl},
        "ServerSideEncryptionRule": bucket.encryption,
        "BlockPublicAccess": str(bucket.blocked).lower(),
    }
    if bucket.group:
        told["ResourceGroupId"] = bucket.group
    rule = {"ApplyServerSideEncryptionByDefault": bucket.encryption}
    access = {"Owner": _OWNER, "AccessControlList": {"Grant": bucket.acl}}
    block = {"BlockPublicAccess": str(bucket.blocked).lower()}
    answers = {
        "get-bucket-info": {"BucketInfo": {"Bucket": told}},
        "get-bucket-acl": {"AccessControlPolicy": access},
        "get-bucket-encryption": {"ServerSideEncryptionRule": rule},
        "get-bucket-public-access-block": {"PublicAccessBlockConfiguration": block},
    }
    line, folder = Line(speaker, about=f"alibaba:oss:{bucket.name}"), f"alibaba/oss/{bucket.name}"
    found: Files = {}
    for call, answer in answers.items():
        if call not in bucket.left_out:
            (inside,) = answer.values()
            content = xml(answer) if bucket.xml else document(inside)
            found[f"{folder}/{call}.{'xml' if bucket.xml else 'json'}"] = content, line
    if bucket.policy is not None:
        found[f"{folder}/get-bucket-policy.json"] = document(bucket.policy), line
    else:
        found[f"{folder}/get-bucket-policy.xml"] = xml(_no_policy(bucket.name)), line
    return found


def _no_policy(bucket: str) -> Document:
    said = {"Code": "NoSuchBucketPolicy", "Message": "The bucket policy does not exist.", **REQUEST}
    return {"Error": {**said, "HostId": f"{bucket}.oss-us-west-1.aliyuncs.com", "BucketName": bucket}}


def xml(value: Document) -> bytes:
    """An answer of OSS as the service sends it."""
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + _elements(value) + "\n").encode()


def _elements(value: object) -> str:
    """The names that occur here need no escape."""
    if not isinstance(value, dict):
        return str(value)
    pairs = [(name, one) for name, more in value.items() for one in (more if isinstance(more, list) else [more])]
    return "".join(f"<{name}>{_elements(one)}</{name}>" for name, one in pairs)
