from __future__ import annotations

import json
from typing import Any

import pytest

from cloudreview.errors import EvidenceError
from cloudreview.evidence.about import wanted
from cloudreview.evidence.alibaba_oss_body import ELAPSED
from cloudreview.evidence.content import Content
from cloudreview.original import pointed
from cloudreview.vocabulary.delivery import ABOUT, Proves, Reading
from cloudreview.vocabulary.rows import (
    AccessLog,
    AclGrant,
    Encryption,
    Grouped,
    PublicBlock,
    Row,
    Statement,
    Store,
    Versioning,
)
from tests.evidence.alibaba import ACCOUNT, NUMBER, about, read_about
from tests.evidence.aws import known_by, read, read_bytes, real, rows

STORE = "alibaba:oss:acme-data"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
INFO = f"""<BucketInfo>
  <Bucket>
    <AccessMonitor>Disabled</AccessMonitor>
    <Comment></Comment>
    <CreationDate>2013-07-31T10:56:21.000Z</CreationDate>
    <CrossRegionReplication>Disabled</CrossRegionReplication>
    <DataRedundancyType>LRS</DataRedundancyType>
    <ExtranetEndpoint>oss-us-west-1.aliyuncs.com</ExtranetEndpoint>
    <IntranetEndpoint>oss-us-west-1-internal.aliyuncs.com</IntranetEndpoint>
    <Location>oss-us-west-1</Location>
    <Name>acme-data</Name>
    <ResourceGroupId>rg-aek27tc</ResourceGroupId>
    <StorageClass>Standard</StorageClass>
    <TransferAcceleration>Disabled</TransferAcceleration>
    <Versioning>Enabled</Versioning>
    <Owner><DisplayName>{NUMBER}</DisplayName><ID>{NUMBER}</ID></Owner>
    <AccessControlList><Grant>private</Grant></AccessControlList>
    <ServerSideEncryptionRule>
      <SSEAlgorithm>KMS</SSEAlgorithm><KMSMasterKeyID>key-hzz1</KMSMasterKeyID><KMSDataEncryption>SM4</KMSDataEncryption>
    </ServerSideEncryptionRule>
    <BucketPolicy><LogBucket>logs</LogBucket><LogPrefix>log/</LogPrefix></BucketPolicy>
    <BlockPublicAccess>true</BlockPublicAccess>
  </Bucket>
</BucketInfo>
"""
OWNER = f"<Owner><ID>{NUMBER}</ID><DisplayName>{NUMBER}</DisplayName></Owner>"
BUCKET = "<Bucket><Location>oss-us-west-1</Location><Region>us-west-1</Region><Name>{}</Name></Bucket>"
ACL = (
    f"<AccessControlPolicy>{OWNER}<AccessControlList><Grant>public-read</Grant></AccessControlList>"
    "</AccessControlPolicy>"
)
RULE = (
    "<ServerSideEncryptionRule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>{}</SSEAlgorithm>"
    "<KMSMasterKeyID>{}</KMSMasterKeyID></ApplyServerSideEncryptionByDefault></ServerSideEncryptionRule>"
)
BLOCK = "<PublicAccessBlockConfiguration><BlockPublicAccess>{}</BlockPublicAccess></PublicAccessBlockConfiguration>"


def xml(text: str) -> Reading:
    return read_bytes((HEAD + text).encode())


def listed(*buckets: str, more: str = "") -> str:
    inside = "".join(map(BUCKET.format, buckets))
    return f"<ListAllMyBucketsResult>{more}{OWNER}<Buckets>{inside}</Buckets></ListAllMyBucketsResult>"


def printed(text: str) -> Any:
    """The JSON that the command line makes of an answer: the same without the root element."""
    from cloudreview.markup import parse  # noqa: PLC0415

    return parse(text.encode()).root.value


def source(text: str, reading: Reading) -> list[str]:
    """What the dossier shows as the original of each row."""
    return [pointed(text, said.at.removeprefix("#")) for said in reading.said]


def block(subject: str, on: bool) -> PublicBlock:
    return PublicBlock(
        subject=subject,
        block_public_acls=on,
        ignore_public_acls=on,
        block_public_policy=on,
        restrict_public_buckets=on,
    )


INFO_ROWS: list[Row] = [
    Store(store=STORE, account=ACCOUNT, region="us-west-1"),
    Grouped(store=STORE, group="rg-aek27tc"),
    AclGrant(store=STORE, grantee="*", permission="private"),
    Encryption(store=STORE, algorithm="KMS", key="key-hzz1"),
    block(STORE, True),
    Versioning(store=STORE, status="Enabled"),
    AccessLog(store=STORE, target="alibaba:oss:logs", prefix="log/"),
]
TOLD = ("store", "acl", "encryption", "public_block", "versioning", "access_log")


def test_what_a_bucket_is_in_both_forms() -> None:
    reading, other = xml(INFO), read(printed(INFO))
    assert rows(reading) == rows(other) == INFO_ROWS
    for one in (reading, other):
        assert one.about == STORE
        assert one.proves == [Proves(name, STORE) for name in TOLD]
        assert one.unknown_fields == {}
    assert source(HEAD + INFO, reading)[2:5:2] == [
        "<AccessControlList><Grant>private</Grant></AccessControlList>",
        "<BlockPublicAccess>true</BlockPublicAccess>",
    ]
    text = json.dumps(printed(INFO))
    assert source(text, other)[2] == '{"Grant": "private"}'


def test_the_time_that_the_command_took_is_ignored_by_name() -> None:
    tail = "\n0.409493(s) elapsed\n"
    for text in (HEAD + INFO.rstrip(), json.dumps(printed(INFO), indent=2)):
        reading = read_bytes((text + tail).encode())
        assert rows(reading) == INFO_ROWS
        assert reading.ignored == {ELAPSED: len(tail)}
        assert source(text + tail, reading) == source(text, reading)


def test_older_answers_tell_less_and_prove_less() -> None:
    text = INFO.replace("<BlockPublicAccess>true</BlockPublicAccess>", "").replace(
        "<Versioning>Enabled</Versioning>", ""
    )
    assert [one.relation for one in xml(text).proves] == ["store", "acl", "encryption", "access_log"]


def test_a_bucket_without_an_access_log_has_no_row() -> None:
    text = INFO.replace("<LogBucket>logs</LogBucket><LogPrefix>log/</LogPrefix>", "<LogBucket/><LogPrefix/>")
    assert not [row for row in rows(xml(text)) if isinstance(row, AccessLog)]
    assert Proves("access_log", STORE) in xml(text).proves


def test_a_bucket_without_default_encryption_has_no_row() -> None:
    text = INFO.replace("<SSEAlgorithm>KMS<", "<SSEAlgorithm>None<")
    assert not [row for row in rows(xml(text)) if isinstance(row, Encryption)]
    assert Proves("encryption", STORE) in xml(text).proves


@pytest.mark.parametrize("names", [(), ("a-bucket",), ("a-bucket", "b-bucket")])
def test_the_buckets_of_an_account_in_both_forms(names: tuple[str, ...]) -> None:
    text = listed(*names)
    reading, other = xml(text), read(printed(text))
    want = [Store(store=f"alibaba:oss:{name}", account=ACCOUNT, region="us-west-1") for name in names]
    assert rows(reading) == rows(other) == want
    assert reading.proves == other.proves == [Proves("stores", ACCOUNT)]
    assert reading.about == ACCOUNT
    assert source(HEAD + text, reading) == [BUCKET.format(name) for name in names]
    assert [json.loads(one)["Name"] for one in source(json.dumps(printed(text)), other)] == list(names)


@pytest.mark.parametrize("more", ["<IsTruncated>true</IsTruncated><NextMarker>c</NextMarker>", "<Prefix>a</Prefix>"])
def test_a_part_of_the_buckets_proves_nothing(more: str) -> None:
    reading = xml(listed("a-bucket", more=more))
    assert len(reading.said) == 1
    assert reading.proves == []
    assert [one.what for one in reading.gaps] == ["scope_open"]
    assert xml(listed("a", more="<IsTruncated>false</IsTruncated>")).proves


def test_an_access_control_list_in_both_forms() -> None:
    for reading in (xml(ACL), read(printed(ACL))):
        assert rows(about(reading, STORE)) == [AclGrant(store=STORE, grantee="*", permission="public-read")]
        assert about(reading, STORE).proves == [Proves("acl", STORE)]
        assert wanted(reading) == {"store"}


def test_encryption_in_both_forms() -> None:
    for algorithm, key in (("KMS", "key-hzz1"), ("AES256", ""), ("SM4", "")):
        text = RULE.format(algorithm, key)
        for reading in (xml(text), read(printed(text))):
            assert rows(about(reading, STORE)) == [Encryption(store=STORE, algorithm=algorithm, key=key or None)]
            assert reading.proves == [Proves("encryption", ABOUT)]


def test_block_public_access_of_a_bucket_and_of_an_account() -> None:
    for text, blocked in (("true", True), ("false", False)):
        for reading in (
            xml(BLOCK.format(text)),
            read(printed(BLOCK.format(text))),
            read({"BlockPublicAccess": blocked}),
        ):
            for subject in (STORE, ACCOUNT):
                assert rows(about(reading, subject)) == [block(subject, blocked)]
                assert about(reading, subject).proves == [Proves("public_block", subject)]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            INFO.replace("<Name>acme-data</Name>", "<Name>a</Name><Name>b</Name>"),
            "#/BucketInfo/Bucket/Name: `Name` stands 2",
        ),
        (ACL.replace("</AccessControlPolicy>", OWNER + "</AccessControlPolicy>"), "`Owner` stands 2 times"),
        (ACL.replace("public-read", "public-everything"), "#/AccessControlPolicy/AccessControlList/Grant"),
        (INFO.replace(f"<ID>{NUMBER}</ID>", "<ID>x</ID>"), "#/BucketInfo/Bucket/Owner/ID"),
        (INFO.replace("<Name>acme-data</Name>", ""), "missing required field `Name`"),
        (INFO[:-20], "not valid XML"),
        ("<BucketInfo>nothing</BucketInfo>", "a text and no elements"),
        (BLOCK.format("perhaps"), "#/PublicAccessBlockConfiguration/BlockPublicAccess"),
    ],
)
def test_misshapen_answers_are_refused_with_their_place(text: str, why: str) -> None:
    with pytest.raises(EvidenceError, match=why):
        xml(text)


def test_a_declared_document_type_is_refused_by_name() -> None:
    text = '<!DOCTYPE BucketInfo [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + INFO.replace("acme-data", "&x;")
    with pytest.raises(EvidenceError, match="a document type declaration"):
        xml(text)


def test_fields_that_nobody_knows_are_counted() -> None:
    text = INFO.replace("<Comment></Comment>", '<Comment></Comment><Hat size="4">1</Hat>')
    assert xml(text).unknown_fields == {"@size": 1, "Hat": 1}


def test_answers_of_other_services_are_not_taken() -> None:
    for data in (b"<ListBucketResult/>", b'{"Bucket": {"Name": "x"}}', b"<"):
        assert known_by(data) == []
    assert [one.name for one in known_by(b'{"Buckets": [], "Owner": {"ID": "x"}}')] == ["aws s3api list-buckets"]


def test_an_error_that_says_that_there_is_none_proves_it() -> None:
    error = (
        "<Error><Code>{}</Code><Message>m</Message><RequestId>5C</RequestId><HostId>acme-data.oss-us-west-1.{}</HostId>"
        "<BucketName>acme-data</BucketName><EC>0015-00000501</EC></Error>"
    )
    for code, relation in (
        ("NoSuchBucketPolicy", "policy"),
        ("NoSuchServerSideEncryptionRule", "encryption"),
        ("NoSuchLifecycle", "lifecycle"),
    ):
        reading = xml(error.format(code, "aliyuncs.com"))
        assert (reading.said, reading.proves, reading.about) == ([], [Proves(relation, STORE)], STORE)
        with pytest.raises(EvidenceError, match="does not tell that OSS"):
            xml(error.format(code, "amazonaws.com"))
    with pytest.raises(EvidenceError, match="the error AccessDenied, not an answer"):
        xml(error.format("AccessDenied", "aliyuncs.com"))
    nameless = error.format("NoSuchBucketPolicy", "aliyuncs.com").replace("<BucketName>acme-data</BucketName>", "")
    assert xml(nameless).proves == [Proves("policy", ABOUT)]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (
            b"ERROR: SDK.ServerError\nErrorCode: EntityNotExist.Policy\nRecommend: x\nRequestId: 7\n",
            "EntityNotExist.Policy",
        ),
        (b"Error: oss: service returned error: StatusCode=404, ErrorCode=NoSuchBucketPolicy", "of OSS"),
        (b'{"Code": "NoPermission", "Message": "m", "RequestId": "7", "HostId": "ram.aliyuncs.com"}', "NoPermission"),
    ],
)
def test_other_errors_are_no_answers(data: bytes, code: str) -> None:
    (reader,) = known_by(data)
    with pytest.raises(EvidenceError, match=code):
        reader.read(Content(data))


POLICY = {
    "Version": "1",
    "Statement": [
        {
            "Action": ["oss:PutObject"],
            "Effect": "Deny",
            "Principal": ["1234567890"],
            "Resource": ["acs:oss:*:1234567890:*/*"],
        },
        {"Action": ["oss:GetObject"], "Effect": "Allow", "Principal": "*", "Resource": ["acs:oss:*:1234567890:*/*"]},
    ],
}


def test_the_policy_of_a_bucket() -> None:
    reading = read_about(POLICY, STORE)
    found = [row for row in rows(reading) if isinstance(row, Statement)]
    assert [(row.layer, row.subject) for row in found] == [("store", STORE)] * 2
    assert [json.loads(row.body) for row in found] == POLICY["Statement"]
    assert reading.proves == [Proves("policy", STORE)]
    assert json.loads(source(json.dumps(POLICY), reading)[1]) == POLICY["Statement"][1]
    tail = b"\n0.1(s) elapsed\n"
    assert read_bytes(json.dumps(POLICY).encode() + tail).ignored == {ELAPSED: len(tail)}


def test_other_policies_are_not_taken_for_a_bucket_s() -> None:
    for principal in ({}, {"Principal": {"RAM": ["acs:ram::1:root"]}}):
        statement = {"Action": "oss:*", "Effect": "Allow", "Resource": "*", **principal}
        assert known_by(json.dumps({"Version": "1", "Statement": [statement]}).encode()) == []


def test_all_real_bucket_policies_are_read_as_they_are_written() -> None:
    (path,) = real("alibaba/ram_policies.jsonl")
    count = 0
    for line in path.read_text().splitlines():
        document = json.loads(line)["document"]
        if not any(isinstance(one.get("Principal"), list) for one in document["Statement"]):
            continue
        reading = read_about(document, STORE)
        assert [json.loads(row.body) for row in rows(reading) if isinstance(row, Statement)] == document["Statement"]
        assert not reading.gaps
        count += 1
    assert count == 3
