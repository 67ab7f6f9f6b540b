"""A whole review in which nobody says that the log is complete: a chain of digests shows it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from cloudreview.spells import DAY, instant
from tests.chain import ACCOUNT, REGION, TRAIL, Chain, keys
from tests.provider import as_user, document, event, log_all
from tests.small import case, on, people, placed

SINCE, UNTIL = "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z"
START = instant(SINCE)
STORE = "aws:s3:one"


def log(number: int, *records: dict[str, Any]) -> tuple[str, bytes, int, int]:
    content = gzip.compress(json.dumps({"Records": list(records)}).encode(), mtime=0)
    begin = START + number * 10 * DAY
    return f"{number}.json.gz", content, begin, begin + DAY


def files() -> tuple[dict[str, bytes], list[dict[str, Any]]]:
    """Seven digests of ten days, a log file in each, and all else that a no needs."""
    chain = Chain(START)
    found = {
        "selectors.json": document({"TrailARN": TRAIL, "EventSelectors": log_all(["one"])}),
        "buckets.json": document({"Buckets": [{"Name": "one", "BucketRegion": REGION}], "Owner": {"ID": "x"}}),
        "placements.csv": placed(STORE),
        "keys.json": keys(),
        **people(f"arn:aws:iam::{ACCOUNT}:user/li"),
    }
    for number in range(7):
        read = event(number, "2026-03-02T10:00:00Z", "GetObject", as_user("ada"), "other")
        name, content, oldest, newest = log(number, read)
        found[f"log/{name}"] = content
        digest = chain.add(START + (number + 1) * 10 * DAY, (name, content, oldest, newest))
        found[f"digest/{number}.json.gz"] = gzip.compress(digest, mtime=0)
    lines = [
        {"file": "digest/0.json.gz", "complete_for": f"digests {TRAIL}"},
        {"file": "selectors.json"},
        {"file": "buckets.json", "about": f"aws:{ACCOUNT}"},
        {"file": "placements.csv", "complete_for": "placements *"},
        {"file": "roster.csv", "complete_for": "roster *"},
        {"file": "principals.csv", "complete_for": f"principals aws:{ACCOUNT}"},
        {"file": "parties.csv", "complete_for": "parties *"},
    ]
    return found, lines


def test_nobody_read_by_the_digests(tmp_path: Path) -> None:
    dossier = case(tmp_path, *files(), SINCE, UNTIL)
    assert dossier.quarantine == ()
    (found,) = on(dossier, harm="read", adversary="CN", principal="*")
    assert (found.truth, found.gaps) == ("refuted", ())
    shares = {one.klass: one.share for one in dossier.completeness}
    assert (shares["data_read"], shares["data_write"], shares["management"]) == (1.0, 1.0, 0.0)


@pytest.mark.parametrize("gone", ["log/1.json.gz", "digest/2.json.gz", "digest/0.json.gz"])
def test_without_one_of_the_files_nobody_says_no(tmp_path: Path, gone: str) -> None:
    found, lines = files()
    del found[gone]
    dossier = case(tmp_path, found, lines, SINCE, UNTIL)
    (row,) = on(dossier, harm="read", adversary="CN", principal="*")
    assert row.truth == "unknown"


def test_a_changed_log_file_says_no_longer_no(tmp_path: Path) -> None:
    found, lines = files()
    found["log/1.json.gz"] = gzip.compress(gzip.decompress(found["log/1.json.gz"]) + b" ", mtime=0)
    (row,) = on(case(tmp_path, found, lines, SINCE, UNTIL), harm="read", adversary="CN", principal="*")
    assert row.truth == "unknown"
