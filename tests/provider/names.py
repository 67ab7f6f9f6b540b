"""Names of the invented account, and the few forms of statements that its policies use."""

from __future__ import annotations

from typing import Any

from tests.provider.dump import Document

ACCOUNT = "111122223333"
OWNER = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"
"""Canonical user id of the account: an invented one from the service's own documentation."""
REGION = "us-west-2"


def arn(kind: str, name: str) -> str:
    """An identity of the provider's account."""
    return f"arn:aws:iam::{ACCOUNT}:{kind}/{name}"


def key_arn(name: str, region: str = REGION) -> str:
    """A key of the provider's account."""
    return f"arn:aws:kms:{region}:{ACCOUNT}:key/{name}"


def policy(*statements: Document) -> Document:
    """A policy document."""
    return {"Version": "2012-10-17", "Statement": list(statements)}


def allow(actions: str | list[str], resources: str | list[str], **more: Any) -> Document:
    """An Allow statement of an identity policy."""
    return {"Effect": "Allow", "Action": actions, "Resource": resources, **more}


def deny_plain_http(bucket: str) -> Document:
    """The usual statement that refuses requests without TLS."""
    return {
        "Sid": "TlsOnly",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def trust_of(*principals: str) -> Document:
    """A trust policy that admits the principals."""
    return policy({"Effect": "Allow", "Principal": {"AWS": list(principals)}, "Action": "sts:AssumeRole"})


def trust_of_sign_on(name: str) -> Document:
    """A trust policy that admits whoever the account's own sign-on vouches for."""
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": f"arn:aws:iam::{ACCOUNT}:saml-provider/{name}"},
        "Action": "sts:AssumeRoleWithSAML",
    }
    return policy(statement)
