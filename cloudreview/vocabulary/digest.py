"""Digests of a trail, the log files that they name, and the keys that sign them: rows as `rows.py` says."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from cloudreview.vocabulary.row import Row


class NamedLog(msgspec.Struct, frozen=True, kw_only=True):
    """A log file that a digest names."""

    object: Annotated[str, Meta(description="bucket and key")]
    content: Annotated[str, Meta(description="SHA-256 of what the file holds, decompressed")]
    oldest: Annotated[int | None, Meta(description="instant of its oldest event")] = None
    newest: Annotated[int | None, Meta(description="instant of its newest event")] = None


class Digest(Row, frozen=True, kw_only=True, tag="digests"):
    """A digest of a trail: the log files that were delivered in a stretch of time, and the digest before it."""

    trail: Annotated[str, Meta(description="trail ARN")]
    region: Annotated[str, Meta(description="the region whose log files it names")]
    object: Annotated[str, Meta(description="bucket and key of the digest itself")]
    backfill: Annotated[bool, Meta(description="whether it names log files that an earlier digest left out")] = False
    since: Annotated[int, Meta(description="instant from which it names all log files that were delivered")]
    until: Annotated[int, Meta(description="instant up to which it does")]
    ended: Annotated[str, Meta(description="that instant as written: it is part of what is signed")]
    content: Annotated[str, Meta(description="SHA-256 of the digest, decompressed")]
    fingerprint: Annotated[str, Meta(description="of the public key that verifies its signature")]
    previous: Annotated[str | None, Meta(description="bucket and key of the digest before it; None: the first")] = None
    previous_content: Annotated[str | None, Meta(description="SHA-256 of that digest")] = None
    previous_signature: Annotated[str | None, Meta(description="signature of that digest, hexadecimal")] = None
    logs: tuple[NamedLog, ...] = ()


class SigningKey(Row, frozen=True, kw_only=True, tag="signing_keys"):
    """A public key under which a provider signs digests."""

    fingerprint: str
    value: Annotated[str, Meta(description="DER in base64")]
