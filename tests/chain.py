"""Digests of a trail, made and signed as CloudTrail does, with a key of our own."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from cloudreview.spells import text

ACCOUNT, REGION, BUCKET = "111122223333", "us-west-2", "trail-logs"
TRAIL = f"arn:aws:cloudtrail:{REGION}:{ACCOUNT}:trail/audit"
FINGERPRINT = "31e8b5433410dfb61a9dc45cc65b22ff"
KEY = (
    "MIGJAoGBAMQmnO5L+A1ZCG9XOUfJHMZZAS+5y/27LANqQI/6GCO06i06FZv1kIN9S8SY3ssar/UfhUJHxMqeZJAs3phVD64bHiRYaX1DLS+Y6Qra"
    "401WDP5AJvKIcEJkoCo3FBc5Jyq/8XBg4Rylm7ErDGlZkHUIZ1OaImgtFMxpm4pnPUazAgMBAAE="
)
"""The public key as PKCS #1, as ListPublicKeys tells it; made with OpenSSL for these tests alone, and of no use."""
MODULUS = int(
    "c4269cee4bf80d59086f573947c91cc659012fb9cbfdbb2c036a408ffa1823b4ea2d3a159bf590837d4bc498decb1aaff51f854247c4ca9e"
    "64902cde98550fae1b1e2458697d432d2f98e90adae34d560cfe4026f288704264a02a37141739272abff17060e11ca59bb12b0c69599075"
    "0867539a22682d14cc699b8a673d46b3",
    16,
)
PRIVATE = int(
    "7bee2592cdfee07813433da9dc382ded08091edd560c6ef8e50379dd3dd7889fe2a146a4a69025895e5dc3ce0e5de6f3ab7d09d611c03d80"
    "8beb27de5002d64f4026f91d3c6cd07199c2b1b2e3e414e811c5a96adb778da17f2f4de236eabfbb55b03a3e0e61e684764bda7679ad2f72"
    "b31a1f2a373a93542c3cf977643dbc89",
    16,
)


def sign(message: bytes) -> str:
    """The signature in hexadecimal digits: RFC 8017, section 8.2.1."""
    info = bytes.fromhex("3031300d060960864801650304020105000420") + hashlib.sha256(message).digest()
    padded = b"\x00\x01" + b"\xff" * (128 - 3 - len(info)) + b"\x00" + info
    return pow(int.from_bytes(padded, "big"), PRIVATE, MODULUS).to_bytes(128, "big").hex()


def keys() -> bytes:
    """The answer of ListPublicKeys."""
    key = {"Value": KEY, "ValidityStartTime": 1.0, "ValidityEndTime": 2.0, "Fingerprint": FINGERPRINT}
    return json.dumps({"PublicKeyList": [key]}, indent=4).encode()


@dataclass
class Chain:
    """Digests from an instant on, one after the other."""

    at: int
    region: str = REGION
    digests: list[dict[str, Any]] = field(default_factory=list)
    last: bytes = b""

    def add(self, until: int, *logs: tuple[str, bytes, int, int], backfill: bool = False, **changes: Any) -> bytes:
        """The next digest, over log files by name, content, oldest and newest event; its content."""
        stamp = text(until).replace("-", "").replace(":", "")
        folder = f"AWSLogs/{ACCOUNT}/CloudTrail-Digest/{self.region}/2026/03/01"
        name = f"{folder}/{ACCOUNT}_CloudTrail-Digest_{self.region}_audit_{REGION}_{stamp}"
        before = self.digests[-1] if self.digests else None
        digest = {
            "awsAccountId": ACCOUNT,
            "digestStartTime": text(self.at),
            "digestEndTime": text(until),
            "digestS3Bucket": BUCKET,
            "digestS3Object": f"{name}{'_backfill' if backfill else ''}.json.gz",
            "digestPublicKeyFingerprint": FINGERPRINT,
            "digestSignatureAlgorithm": "SHA256withRSA",
            "newestEventTime": None,
            "oldestEventTime": None,
            "previousDigestS3Bucket": before and before["digestS3Bucket"],
            "previousDigestS3Object": before and before["digestS3Object"],
            "previousDigestHashValue": hashlib.sha256(self.last).hexdigest() if before else None,
            "previousDigestHashAlgorithm": "SHA-256" if before else None,
            "previousDigestSignature": sign(self.signed(before)) if before else None,
            "logFiles": [named(*log) for log in logs],
            **changes,
        }
        content = json.dumps(digest).encode()
        if not backfill:
            self.digests.append(digest)
            self.last, self.at = content, until
        return content

    def signed(self, digest: dict[str, Any]) -> bytes:
        """What is signed of a digest whose content is the last one made."""
        path = f"{digest['digestS3Bucket']}/{digest['digestS3Object']}"
        parts = [digest["digestEndTime"], path, hashlib.sha256(self.last).hexdigest()]
        return "\n".join([*parts, digest["previousDigestSignature"] or "null"]).encode()


def named(name: str, content: bytes, oldest: int, newest: int) -> dict[str, Any]:
    """A log file as a digest names it: by the hash of what it holds."""
    held = gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
    return {
        "s3Bucket": BUCKET,
        "s3Object": f"AWSLogs/{ACCOUNT}/CloudTrail/{REGION}/{name}",
        "hashValue": hashlib.sha256(held).hexdigest(),
        "hashAlgorithm": "SHA-256",
        "newestEventTime": text(newest),
        "oldestEventTime": text(oldest),
    }
