from __future__ import annotations

import json

import pytest

from cloudreview.errors import EvidenceError
from cloudreview.vocabulary.delivery import Proves, Reading
from cloudreview.vocabulary.rows import AccessLog, Expiry, Replication, Versioning
from tests.evidence.alibaba import about
from tests.evidence.aws import known_by, read, rows
from tests.evidence.test_alibaba_oss import HEAD, STORE, printed, source, xml

RULE = """<Rule>
    <ID>copy</ID>
    <PrefixSet><Prefix>a/</Prefix><Prefix>b/</Prefix></PrefixSet>
    <Action>PUT</Action>
    <Destination><Bucket>acme-copy</Bucket><Location>oss-cn-beijing</Location><TransferType>oss_acc</TransferType></Destination>
    <Status>doing</Status>
    <HistoricalObjectReplication>disabled</HistoricalObjectReplication>
    <SyncRole>copier</SyncRole>
    <SourceSelectionCriteria><SseKmsEncryptedObjects><Status>Enabled</Status></SseKmsEncryptedObjects></SourceSelectionCriteria>
    <EncryptionConfiguration><ReplicaKmsKeyID>key-1</ReplicaKmsKeyID></EncryptionConfiguration>
    <RTC><Status>enabled</Status></RTC>
  </Rule>"""
REPLICATION = f"<ReplicationConfiguration>{RULE}</ReplicationConfiguration>"
SHORT = (
    "<Rule><ID>all</ID><Action>ALL</Action><Destination><Bucket>acme-copy</Bucket></Destination>"
    "<Status>{}</Status></Rule>"
)
LIFECYCLE = """<LifecycleConfiguration>
  <Rule><ID>old</ID><Prefix>logs/</Prefix><Status>Enabled</Status><Expiration><Days>30</Days></Expiration></Rule>
  <Rule><ID>ia</ID><Prefix/><Status>Enabled</Status>
    <Transition><Days>9</Days><StorageClass>IA</StorageClass></Transition></Rule>
  <Rule><ID>versions</ID><Prefix/><Status>Disabled</Status><Tag><Key>a</Key><Value>1</Value></Tag>
    <Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>
    <NoncurrentVersionExpiration><NoncurrentDays>7</NoncurrentDays></NoncurrentVersionExpiration></Rule>
  <Rule><ID>dated</ID><Prefix/><Status>Enabled</Status>
    <Expiration><CreatedBeforeDate>2026-01-01T00:00:00.000Z</CreatedBeforeDate></Expiration></Rule>
</LifecycleConfiguration>"""
VERSIONING = "<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>"
LOGGING = (
    "<BucketLoggingStatus><LoggingEnabled><TargetBucket>logs</TargetBucket><TargetPrefix>x/</TargetPrefix>"
    "</LoggingEnabled></BucketLoggingStatus>"
)


def both(text: str) -> list[Reading]:
    return [about(xml(text), STORE), about(read(printed(text)), STORE)]


def test_a_rule_of_replication_in_both_forms() -> None:
    for reading in both(REPLICATION):
        assert rows(reading) == [
            Replication(
                store=STORE,
                rule="copy",
                enabled=True,
                prefix=prefix,
                destination="alibaba:oss:acme-copy",
                kms=True,
                key="key-1",
            )
            for prefix in ("a/", "b/")
        ]
        assert reading.proves == [Proves("replication", STORE)]
        assert reading.unknown_fields == {}
    assert source(HEAD + REPLICATION, xml(REPLICATION)) == [RULE, RULE]


@pytest.mark.parametrize("status", ["starting", "doing", "closing"])
def test_a_rule_for_all_objects(status: str) -> None:
    """What a rule copied that is being ended stays, so an ending rule is one that was in force."""
    text = f"<ReplicationConfiguration>{SHORT.format(status)}</ReplicationConfiguration>"
    for reading in both(text):
        assert rows(reading) == [
            Replication(store=STORE, rule="all", enabled=True, destination="alibaba:oss:acme-copy")
        ]


def test_several_rules_keep_their_places() -> None:
    text = f"<ReplicationConfiguration>{SHORT.format('doing')}{RULE}</ReplicationConfiguration>"
    assert source(HEAD + text, xml(text)) == [SHORT.format("doing"), RULE, RULE]
    other = source(json.dumps(printed(text)), read(printed(text)))
    assert [json.loads(one)["ID"] for one in other] == ["all", "copy", "copy"]


def test_a_rule_of_another_form_is_refused() -> None:
    for text in (SHORT.format("perhaps"), SHORT.format("doing").replace("acme-copy", "")):
        with pytest.raises(EvidenceError, match="#/ReplicationConfiguration/Rule/0"):
            xml(f"<ReplicationConfiguration>{text}</ReplicationConfiguration>")


def test_what_expires_in_both_forms() -> None:
    for reading in both(LIFECYCLE):
        assert rows(reading) == [
            Expiry(store=STORE, rule="old", enabled=True, prefix="logs/", current="30 days"),
            Expiry(store=STORE, rule="versions", enabled=False, filtered=True, noncurrent="7 days"),
            Expiry(store=STORE, rule="dated", enabled=True, current="2026-01-01T00:00:00.000Z"),
        ]
        assert reading.proves == [Proves("lifecycle", STORE)]
        assert reading.unknown_fields == {}


def test_versioning_and_none() -> None:
    assert rows(about(xml(VERSIONING), STORE)) == [Versioning(store=STORE, status="Suspended")]
    never = about(xml("<VersioningConfiguration/>"), STORE)
    assert (never.said, never.proves) == ([], [Proves("versioning", STORE)])


def test_an_access_log_and_none() -> None:
    assert rows(about(xml(LOGGING), STORE)) == [AccessLog(store=STORE, target="alibaba:oss:logs", prefix="x/")]
    never = about(xml("<BucketLoggingStatus/>"), STORE)
    assert (never.said, never.proves) == ([], [Proves("access_log", STORE)])


def test_what_the_command_line_prints_as_that_of_aws_is_taken_for_aws_s() -> None:
    for text in (VERSIONING, LOGGING):
        (reader,) = known_by(json.dumps(printed(text)).encode())
        assert reader.name.startswith("aws s3api")
