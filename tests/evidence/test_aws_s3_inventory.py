from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloudreview.errors import EvidenceError
from cloudreview.evidence.aws_s3_inventory import LIST, MANIFEST
from cloudreview.evidence.content import Content
from cloudreview.evidence.registry import READERS
from cloudreview.spells import instant
from cloudreview.vocabulary.rows import Inventory
from tests.evidence.aws import known_by, read, read_bytes, rows

WHEN = '"2026-02-01T00:00:00.000Z"'


def manifest(**more: Any) -> dict[str, Any]:
    return {
        "sourceBucket": "data",
        "destinationBucket": "arn:aws:s3:::lists",
        "version": "2016-11-30",
        "creationTimestamp": "1772323200000",
        "fileFormat": "CSV",
        "fileSchema": "Bucket, Key, Size, LastModifiedDate, ReplicationStatus, EncryptionStatus",
        "files": [{"key": "inventory/data/1.csv.gz", "size": 100, "MD5checksum": "f11166069f1990abeb9c97ace9cdfabc"}],
        **more,
    }


def line(key: str, size: int | str = 10, copied: str = "", sealed: str = "SSE-S3", bucket: str = "data") -> str:
    return f'"{bucket}","{key}","{size}",{WHEN},"{copied}","{sealed}"\n'


def listed(*lines: str) -> list[Inventory]:
    return [row for row in rows(read_bytes("".join(lines).encode())) if isinstance(row, Inventory)]


def test_the_manifest_tells_the_bucket_and_the_time() -> None:
    reading = read(manifest())
    assert (reading.format, reading.about, rows(reading)) == (MANIFEST, "aws:s3:data", [])
    assert reading.taken_at == instant("2026-03-01T00:00:00Z")
    assert (reading.proves, reading.gaps, reading.unknown_fields) == ([], [], {})
    assert [one.what for one in read(manifest(fileFormat="ORC")).gaps] == ["unimplemented"]


@pytest.mark.parametrize("at", ["", "soon", "1" * 17, "9" * 16, "-1"])
def test_a_time_that_is_none_is_refused(at: str) -> None:
    with pytest.raises(EvidenceError):
        read(manifest(creationTimestamp=at))


def test_another_providers_manifest_is_not_ours() -> None:
    assert known_by(json.dumps(manifest(destinationBucket="lists")).encode()) == []


def test_objects_are_counted_by_status() -> None:
    found = listed(
        line("2025/a%20b.csv", 10),
        line("2025/c.csv", 5),
        line("2026/d.csv", 7, "COMPLETED", "SSE-KMS"),
        line("x", "", "REPLICA"),
    )
    assert found == [
        Inventory(store="aws:s3:data", encryption="SSE-S3", prefix="2025/", objects=2, bytes=15),
        Inventory(
            store="aws:s3:data", encryption="SSE-KMS", replication="COMPLETED", prefix="2026/d.csv", objects=1, bytes=7
        ),
        Inventory(store="aws:s3:data", encryption="SSE-S3", replication="REPLICA", prefix="x", objects=1),
    ]


def test_versions_and_delete_markers() -> None:
    form = '"data","{key}","v1","{latest}","{gone}","{size}","{status}"\n'
    kept = form.format(key="a", latest="true", gone="false", size=3, status="NOT-SSE")
    gone = form.format(key="b", latest="true", gone="true", size="", status="")
    (only,) = listed(kept, gone)
    assert only == Inventory(store="aws:s3:data", encryption="NOT-SSE", prefix="a", objects=1, bytes=3)


def test_without_a_column_of_status_nothing_is_said_of_it() -> None:
    (only,) = listed(f'"data","a","5","STANDARD",{WHEN}\n')
    assert (only.encryption, only.replication, only.bytes) == (None, None, 5)
    (unsized,) = listed('"data","a","d41d8cd98f00b204e9800998ecf8427e","SSE-C"\n')
    assert (unsized.encryption, unsized.bytes) == ("SSE-C", None)


def test_a_blank_in_a_key_is_not_guessed() -> None:
    (only,) = listed(line("a/b+c"), line("a/b+d"))
    assert only.prefix == "a/b"


def test_bad_lines_are_quarantined_and_the_rest_is_read() -> None:
    data = (line("a") + "\n" + '"data","b","1"\n' + '"NOT A BUCKET","c","1",,,\n' + line("d")).encode()
    reading = read_bytes(data)
    assert [one.at for one in reading.bad] == ["#line=3", "#line=4"]
    assert [one.objects for one in rows(reading) if isinstance(one, Inventory)] == [2]
    assert reading.about == "aws:s3:data"
    assert reading.proves == []


@pytest.mark.parametrize(
    "text",
    [
        '"bucket","key","SSE-S3"',
        "data,a,5,SSE-S3\n",
        '"data","a","5","Standard","true"\n',
        '"party","name","kind"\n',
    ],
)
def test_only_a_quoted_list_with_a_word_of_the_service_is_one(text: str) -> None:
    names = [reader.name for reader in known_by(text.encode())]
    assert (LIST in names) == text.startswith('"bucket"')


@given(st.lists(st.text(st.sampled_from('a"\n\r,+%2F é\x00'), max_size=12), max_size=6))
def test_every_byte_of_a_hostile_list_is_accounted_for(keys: list[str]) -> None:
    data = (line("a") + "".join(line(key) for key in keys)).encode()
    reader = next(one for one in READERS if one.name == LIST)
    assert reader.recognises(Content(data))
    reading = reader.read(Content(data))
    assert reading.parsed + sum(reading.ignored.values()) + sum(one.bytes for one in reading.bad) == len(data)
