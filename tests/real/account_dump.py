"""A case around a real account dump (GetAccountAuthorizationDetails) of 44 users and 78 roles.

Who uses them and where the data lie is invented.

Every user of the dump is used by an invented person of an invented company in China; two invented buckets hold data.
"""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Sequence
from pathlib import Path

from cloudreview.vocabulary.told import Dossier
from cloudreview.vocabulary.told import Path as Told
from tests.reviews import reviewed

DUMP = "aws_iam/get_account_authorization_details/example.json"
ACCOUNT = "aws:200611803367"
BUCKETS = ("letters", "scans")
TAKEN = "2026-03-01T00:00:00Z"
DRAWN = 20
SEED = 20260301

_ROSTER = (
    *("person", "name", "employer", "relation", "citizenships"),
    *("us_status", "residence", "work_location", "start"),
)
_CASE = """
[case]
id = "dump"
title = "The account dump"
as_of = 2026-03-15
period = { from = 2026-03-02, to = 2026-03-16 }
rules = ["us-dsp-202"]

[adversaries]
countries = ["CN"]
"""


def _table(path: Path, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def _tables(users: Sequence[str]) -> dict[str, tuple[str, tuple[str, ...], list[tuple[str, ...]]]]:
    """What is invented: by table, what is said to be complete, the columns and the rows."""
    workers = [f"w-{at:02}" for at, _ in enumerate(users)]
    since = "2025-01-01"
    return {
        "parties": (
            "parties *",
            ("party", "name", "kind", "organised_in", "principal_place_of_business"),
            [("lotus", "Lotus", "company", "CN", "CN"), ("clinic", "Clinic", "company", "US", "US")],
        ),
        "roster": (
            "roster *",
            _ROSTER,
            [(one, f"Worker {one}", "lotus", "employee", "CN", "none", "CN", "CN", since) for one in workers],
        ),
        "principals": (
            f"principals {ACCOUNT}",
            ("person", "provider", "principal", "start"),
            [(one, "aws", arn, since) for one, arn in zip(workers, users, strict=True)],
        ),
        "placements": (
            "placements *",
            ("dataset", "client", "store", "categories", "us_persons_min", "us_persons_max", "start"),
            [(name, "clinic", f"aws:s3:{name}", "personal_health", "20000", "30000", since) for name in BUCKETS],
        ),
    }


def _per_bucket(bucket: str) -> dict[str, object]:
    """What the service is made to answer about a bucket: private, plain, and closed to requests without TLS."""
    every = f"arn:aws:s3:::{bucket}/*"
    plain = {"Bool": {"aws:SecureTransport": "false"}}
    policy = {
        "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": every, "Condition": plain}]
    }
    owner = {"ID": "c1", "Type": "CanonicalUser"}
    default = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    switches = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
    return {
        "acl": {"Owner": {"ID": "c1"}, "Grants": [{"Grantee": owner, "Permission": "FULL_CONTROL"}]},
        "block": {"PublicAccessBlockConfiguration": dict.fromkeys(switches, True)},
        "encryption": {"ServerSideEncryptionConfiguration": {"Rules": [default]}},
        "policy": {"Policy": json.dumps(policy)},
    }


def _answers(evidence: Path) -> list[tuple[str, ...]]:
    """Writes the answers about the buckets; their lines of evidence.csv."""
    listed = [{"Name": name, "BucketRegion": "us-east-1"} for name in BUCKETS]
    (evidence / "buckets.json").write_text(json.dumps({"Buckets": listed, "Owner": {"ID": "c1"}}))
    lines: list[tuple[str, ...]] = [("buckets.json", "account", ACCOUNT, "")]
    for bucket in BUCKETS:
        for name, answer in _per_bucket(bucket).items():
            # The answers about the two buckets are alike: a line end more keeps them from being one file twice.
            (evidence / f"{name}-{bucket}.json").write_text(json.dumps(answer) + "\n" * BUCKETS.index(bucket))
            lines.append((f"{name}-{bucket}.json", "account", f"aws:s3:{bucket}", ""))
    return lines


def build(dump: Path, folder: Path) -> Path:
    """The case folder."""
    evidence = folder / "evidence"
    evidence.mkdir(parents=True)
    (folder / "case.toml").write_text(_CASE)
    (evidence / "dump.json").write_bytes(dump.read_bytes())
    whole = ";".join(f"{relation} {ACCOUNT}" for relation in ("identities", "statements", "restrictions", "keys"))
    lines = [("dump.json", "account", ACCOUNT, whole), *_answers(evidence)]
    users = [one["Arn"] for one in json.loads(dump.read_bytes())["UserDetailList"]]
    for name, (complete, columns, rows) in _tables(users).items():
        _table(evidence / f"{name}.csv", columns, rows)
        lines.append((f"{name}.csv", "clinic", "", complete))
    listing = [(file, speaker, TAKEN, about, complete) for file, speaker, about, complete in lines]
    _table(evidence / "evidence.csv", ("file", "speaker", "taken_at", "about", "complete_for"), listing)
    return folder


def review(dump: Path, folder: Path) -> Dossier:
    """The dossier of the case."""
    return reviewed(build(dump, folder))


def identity(path: Told) -> str:
    """The identity that is used on a path; empty where none is."""
    return next((step.conclusion["principal"] for step in path.steps if step.rule == "uses"), "")


def through_identities(dossier: Dossier) -> list[Told]:
    """The guarded paths through an identity of the dump, in an order that no id decides."""
    found = [one for one in dossier.paths if one.mode == "guarded" and identity(one)]
    return sorted(found, key=lambda one: (identity(one), one.dataset, one.harm, one.status_of))


def drawn(dossier: Dossier) -> list[Told]:
    """Half of them supported, half not settled, the same every time."""
    found: list[Told] = []
    for truths in (("supported",), ("unknown", "conflicting")):
        through = [one for one in through_identities(dossier) if one.truth in truths]
        found += random.Random(SEED).sample(through, min(DRAWN // 2, len(through)))
    return found
