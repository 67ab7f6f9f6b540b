"""CloudTrail digest files, each naming the log files of an hour with their hashes, and the keys that sign them.

Shapes: awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html, and
awscloudtrail/latest/APIReference/API_ListPublicKeys.html. What a chain of digests proves is judged where all files are
known: `relations/digests.py`.
"""

from __future__ import annotations

import hashlib
import re
from typing import ClassVar

from msgspec import field

from cloudreview.errors import EvidenceError
from cloudreview.evidence.answer import Shape, answer, has, reading
from cloudreview.evidence.cells import within
from cloudreview.evidence.content import Content
from cloudreview.evidence.reader import Reader
from cloudreview.gaps import gap
from cloudreview.spells import instant
from cloudreview.vocabulary.delivery import Reading, Said
from cloudreview.vocabulary.digest import Digest, NamedLog, SigningKey
from cloudreview.vocabulary.gap import Gap

NAME = "cloudtrail digest"
KEYS = "aws cloudtrail list-public-keys"
_OBJECT = re.compile(
    r"(?:.+/)?AWSLogs/(?P<organization>o-[a-z0-9]+/)?(?P<account>\d{12})/CloudTrail-Digest/(?P<region>[a-z0-9-]+)/"
    r"\d{4}/\d\d/\d\d/(?P=account)_CloudTrail-Digest_(?P=region)_(?P<trail>[A-Za-z0-9._-]+)_(?P<home>[a-z0-9-]+)_"
    r"\d{8}T\d{6}Z(?P<backfill>_backfill)?\.json\.gz"
)
_HASH = re.compile(r"[0-9a-f]{64}")
_PARTITIONS = {"cn": "aws-cn", "us-gov": "aws-us-gov"}


class LogFile(Shape, frozen=True, kw_only=True):
    """One log file that a digest names."""

    bucket: str = field(name="s3Bucket")
    object: str = field(name="s3Object")
    hash: str = field(name="hashValue")
    algorithm: str = field(name="hashAlgorithm")
    newest: str | None = field(name="newestEventTime", default=None)
    oldest: str | None = field(name="oldestEventTime", default=None)


class DigestFile(Shape, frozen=True, kw_only=True):
    """A digest file; those of the previous digest are null in the first of a chain."""

    unused: ClassVar = frozenset({"newestEventTime", "oldestEventTime", "digestSignatureAlgorithm"})
    account: str = field(name="awsAccountId")
    start: str = field(name="digestStartTime")
    end: str = field(name="digestEndTime")
    bucket: str = field(name="digestS3Bucket")
    object: str = field(name="digestS3Object")
    fingerprint: str = field(name="digestPublicKeyFingerprint")
    previous_bucket: str | None = field(name="previousDigestS3Bucket")
    previous_object: str | None = field(name="previousDigestS3Object")
    previous_hash: str | None = field(name="previousDigestHashValue")
    previous_algorithm: str | None = field(name="previousDigestHashAlgorithm")
    previous_signature: str | None = field(name="previousDigestSignature")
    logs: tuple[LogFile, ...] = field(name="logFiles")


class PublicKey(Shape, frozen=True, kw_only=True):
    """A key of one region; the private half signed digests in its time of validity."""

    unused: ClassVar = frozenset({"ValidityStartTime", "ValidityEndTime"})
    value: str
    fingerprint: str


class PublicKeys(Shape, frozen=True, kw_only=True):
    """The answer of ListPublicKeys."""

    public_key_list: tuple[PublicKey, ...]


def read(content: Content) -> Reading:
    """One row; what cannot be told from it is a gap."""
    found = answer(content, DigestFile)
    one = found.value
    named = _OBJECT.fullmatch(one.object)
    if named is None or named["account"] != one.account:
        raise EvidenceError("#/digestS3Object", "it does not name a digest of this account as CloudTrail names them")
    hashes = [one.previous_hash, *(log.hash for log in one.logs)]
    algorithms = {one.previous_algorithm, *(log.algorithm for log in one.logs)} - {None}
    if algorithms - {"SHA-256"} or any(value is not None and not _HASH.fullmatch(value) for value in hashes):
        raise EvidenceError("#", "a hash in the digest is not one of SHA-256 in hexadecimal digits")
    row = Digest(
        trail=_trail(named),
        region=named["region"],
        object=f"{one.bucket}/{one.object}",
        backfill=named["backfill"] is not None,
        since=_time(one.start, "#/digestStartTime"),
        until=_time(one.end, "#/digestEndTime"),
        ended=one.end,
        content=hashlib.sha256(content.data).hexdigest(),
        fingerprint=one.fingerprint,
        previous=f"{one.previous_bucket}/{one.previous_object}" if one.previous_object is not None else None,
        previous_content=one.previous_hash,
        previous_signature=one.previous_signature,
        logs=tuple(_log(log, f"#/logFiles/{number}") for number, log in enumerate(one.logs)),
    )
    if named["organization"] is not None:
        return reading(content, NAME, found, [], gaps=[_organization(row)])
    return reading(content, NAME, found, [Said(row, "#")], about=row.trail)


def _trail(named: re.Match[str]) -> str:
    """The ARN of the trail; its partition follows from the region (General Reference, aws-arns-and-namespaces.html)."""
    home = named["home"]
    partition = next((name for start, name in _PARTITIONS.items() if home.startswith(f"{start}-")), "aws")
    return f"arn:{partition}:cloudtrail:{home}:{named['account']}:trail/{named['trail']}"


def _log(log: LogFile, at: str) -> NamedLog:
    oldest = None if log.oldest is None else _time(log.oldest, f"{at}/oldestEventTime")
    newest = None if log.newest is None else _time(log.newest, f"{at}/newestEventTime")
    return NamedLog(object=f"{log.bucket}/{log.object}", content=log.hash, oldest=oldest, newest=newest)


def _time(text: str, at: str) -> int:
    try:
        return within(instant(text))
    except ValueError as error:
        raise EvidenceError(at, "not a date-time with its zone, after 1970 and before 2260") from error


def _organization(row: Digest) -> Gap:
    return gap(
        "unimplemented",
        f"digests {row.region}",
        "digests of a trail of an organization do not tell which account owns the trail, so nothing follows from them",
        "Which log files of the organization's trail were delivered? Please say in evidence.csv what is complete.",
    )


def read_keys(content: Content) -> Reading:
    """One row a key; the answer does not say which region's keys they are, and each names itself by its fingerprint."""
    found = answer(content, PublicKeys)
    said = [
        Said(SigningKey(fingerprint=one.fingerprint, value=one.value), f"#/PublicKeyList/{number}")
        for number, one in enumerate(found.value.public_key_list)
    ]
    return reading(content, KEYS, found, said)


READERS = (
    Reader(NAME, has("digestStartTime", "digestS3Object", "logFiles"), read),
    Reader(KEYS, has("PublicKeyList"), read_keys),
)
