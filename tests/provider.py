"""An invented cloud provider: people, companies, account, stores, keys, logs. `dump()` writes it as a case folder.

The answers are known by construction: `examples/harbor` is a dump of `harbor()`, its answers are derived by hand in its
README; `random_provider(seed)` plants paths and tells which.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

ACCOUNT = "111122223333"
OWNER = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"
"""Canonical user id of the account: an invented one from the service's own documentation."""
REGION = "us-west-2"
TAKEN = "2026-03-01T00:00:00Z"
END = "2026-04-01T00:00:00Z"

COLUMNS = {
    "evidence": "file,sha256,speaker,received_from,taken_at,about,complete_for,complete_from,complete_to,part,marking",
    "parties": "party,name,kind,organised_in,principal_place_of_business,lei",
    "interests": "holder,subject,kind,percent_min,percent_max,start,end",
    "roster": "person,name,employer,relation,team,title,citizenships,us_status,residence,work_location,start,end",
    "principals": "person,provider,principal,start,end",
    "sites": "provider,region,site,country,operator,start,end",
    "placements": "dataset,client,store,prefix,categories,us_persons_min,us_persons_max,us_devices_min,us_devices_max,"
    "intellectual_property,start,end",
    "operations": "actor,power,target,condition,approval,logged_in,start,end",
    "measures": "measure,title,kind,cuts,needs,cost,unit,source",
    "claims": "claim,speaker,date,proposition,place",
}

Document = dict[str, Any]


def arn(kind: str, name: str) -> str:
    """An identity of the provider's account."""
    return f"arn:aws:iam::{ACCOUNT}:{kind}/{name}"


def key_arn(name: str) -> str:
    """A key of the provider's account."""
    return f"arn:aws:kms:{REGION}:{ACCOUNT}:key/{name}"


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


@dataclass
class Bucket:
    """A bucket and its configuration."""

    name: str
    key: str | None = None
    statements: list[Document] = field(default_factory=list)
    grants: list[Document] = field(default_factory=list)


@dataclass
class Key:
    """A key and who its policy admits."""

    name: str
    statements: list[Document] = field(default_factory=list)


@dataclass
class Line:
    """What evidence.csv says of one file."""

    speaker: str
    complete_for: tuple[str, ...] = ()
    about: str = ""
    taken_at: str = TAKEN
    complete_from: str = ""
    complete_to: str = ""


@dataclass
class Provider:
    """The whole provider, as rows and documents."""

    id: str
    title: str
    settings: str = ""
    tables: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    table_lines: dict[str, Line] = field(default_factory=dict)
    users: dict[str, Document] = field(default_factory=dict)
    roles: dict[str, tuple[Document, Document]] = field(default_factory=dict)
    buckets: list[Bucket] = field(default_factory=list)
    keys: list[Key] = field(default_factory=list)
    events: dict[str, list[Document]] = field(default_factory=dict)
    events_complete: tuple[str, ...] = ()
    account_complete: tuple[str, ...] = ()
    selectors: list[Document] = field(default_factory=list)
    speaker: str = "Harbor Cloud Inc."
    extra: dict[str, tuple[bytes, Line | None]] = field(default_factory=dict)

    def add(self, relation: str, /, **row: Any) -> None:
        """One line of a CSV table."""
        self.tables.setdefault(relation, []).append(row)

    def files(self) -> dict[str, tuple[bytes, Line | None]]:
        """Every evidence file but evidence.csv, with its line."""
        found: dict[str, tuple[bytes, Line | None]] = {}
        for relation, rows in self.tables.items():
            found[f"tables/{relation}.csv"] = (
                table(relation, rows),
                self.table_lines.get(relation, Line(self.speaker)),
            )
        own = Line(self.speaker, about=f"aws:{ACCOUNT}")
        found["aws/account-authorization-details.json"] = (
            document(self.authorization()),
            Line(self.speaker, self.account_complete, about=f"aws:{ACCOUNT}"),
        )
        found["aws/list-buckets.json"] = (document(self.bucket_list()), own)
        for bucket in self.buckets:
            found.update(self._bucket_files(bucket))
        for key in self.keys:
            found.update(self._key_files(key))
        if self.selectors:
            selectors = {
                "TrailARN": f"arn:aws:cloudtrail:{REGION}:{ACCOUNT}:trail/audit",
                "EventSelectors": self.selectors,
            }
            found["aws/get-event-selectors.json"] = (document(selectors), own)
        for name, events in self.events.items():
            packed = gzip.compress(document({"Records": events}), mtime=0)
            line = Line(
                self.speaker,
                self.events_complete,
                "",
                END,
                TAKEN if self.events_complete else "",
                END if self.events_complete else "",
            )
            found[f"aws/cloudtrail/{name}.json.gz"] = (packed, line)
        return found | self.extra

    def _bucket_files(self, bucket: Bucket) -> dict[str, tuple[bytes, Line | None]]:
        block = dict.fromkeys(
            ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True
        )
        owner = {"ID": OWNER}
        grant = {"Grantee": {"ID": OWNER, "Type": "CanonicalUser"}, "Permission": "FULL_CONTROL"}
        rule: Document = {"SSEAlgorithm": "AES256"}
        if bucket.key is not None:
            rule = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key_arn(bucket.key)}
        answers: dict[str, Document] = {
            "get-bucket-policy": {"Policy": json.dumps(policy(deny_plain_http(bucket.name), *bucket.statements))},
            "get-bucket-acl": {"Owner": owner, "Grants": [grant, *bucket.grants]},
            "get-public-access-block": {"PublicAccessBlockConfiguration": block},
            "get-bucket-ownership-controls": {
                "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
            },
            "get-bucket-encryption": {
                "ServerSideEncryptionConfiguration": {
                    "Rules": [{"ApplyServerSideEncryptionByDefault": rule, "BucketKeyEnabled": False}]
                }
            },
        }
        about = Line(self.speaker, about=f"aws:s3:{bucket.name}")
        return {f"aws/{bucket.name}/{call}.json": (document(answer), about) for call, answer in answers.items()}

    def _key_files(self, key: Key) -> dict[str, tuple[bytes, Line | None]]:
        root = {
            "Sid": "EnableIamPolicies",
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
            "Action": "kms:*",
            "Resource": "*",
        }
        described = {
            "KeyMetadata": {
                "AWSAccountId": ACCOUNT,
                "KeyId": key.name,
                "Arn": key_arn(key.name),
                "Enabled": True,
                "KeyState": "Enabled",
                "KeyManager": "CUSTOMER",
                "Origin": "AWS_KMS",
            }
        }
        about = Line(self.speaker, about=key_arn(key.name))
        answers: dict[str, Document] = {
            "describe-key": described,
            "get-key-policy": {"Policy": json.dumps(policy(root, *key.statements)), "PolicyName": "default"},
            "list-grants": {"Grants": [], "Truncated": False},
        }
        return {f"aws/kms-{key.name}/{call}.json": (document(answer), about) for call, answer in answers.items()}

    def authorization(self) -> Document:
        """The answer of GetAccountAuthorizationDetails."""

        def inline(name: str, body: Document) -> list[Document]:
            return [{"PolicyName": name, "PolicyDocument": body}]

        users = [
            {
                "Path": "/",
                "UserName": name,
                "UserId": f"AIDA{name.upper()}",
                "Arn": arn("user", name),
                "GroupList": [],
                "CreateDate": "2025-01-01T00:00:00+00:00",
                "UserPolicyList": inline(name, body),
                "AttachedManagedPolicies": [],
            }
            for name, body in self.users.items()
        ]
        roles = [
            {
                "Path": "/",
                "RoleName": name,
                "RoleId": f"AROA{name.upper()}",
                "Arn": arn("role", name),
                "CreateDate": "2025-01-01T00:00:00+00:00",
                "AssumeRolePolicyDocument": trust,
                "InstanceProfileList": [],
                "RolePolicyList": inline(name, body),
                "AttachedManagedPolicies": [],
            }
            for name, (trust, body) in self.roles.items()
        ]
        return {"UserDetailList": users, "GroupDetailList": [], "RoleDetailList": roles, "Policies": []}

    def bucket_list(self) -> Document:
        """The answer of ListBuckets."""
        buckets = [
            {"Name": bucket.name, "CreationDate": "2025-01-01T00:00:00+00:00", "BucketRegion": REGION}
            for bucket in self.buckets
        ]
        return {"Buckets": buckets, "Owner": {"ID": OWNER}}

    def lines(self) -> list[dict[str, str]]:
        """The lines of evidence.csv."""
        found = []
        for name, (_, line) in sorted(self.files().items()):
            if line is not None:
                found.append(
                    {
                        "file": name,
                        "speaker": line.speaker,
                        "received_from": line.speaker,
                        "taken_at": line.taken_at,
                        "about": line.about,
                        "complete_for": ";".join(line.complete_for),
                        "complete_from": line.complete_from,
                        "complete_to": line.complete_to,
                        "marking": "public",
                    }
                )
        return found

    def dump(self, folder: Path) -> Path:
        """Write the provider as a case folder, the same bytes every time."""
        settings = f'[case]\nid = "{self.id}"\ntitle = "{self.title}"\n{self.settings}'
        contents = {name: content for name, (content, _) in self.files().items()}
        contents["evidence.csv"] = table("evidence", self.lines())
        for name, content in contents.items():
            path = folder / "evidence" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        (folder / "case.toml").write_text(settings, encoding="utf-8")
        return folder


def document(value: Document) -> bytes:
    """JSON as the command line prints it."""
    return (json.dumps(value, indent=2) + "\n").encode()


def table(relation: str, rows: Iterable[dict[str, Any]]) -> bytes:
    """A CSV table in the project's own form."""
    names = COLUMNS[relation].split(",")
    out = io.StringIO()
    writer = csv.DictWriter(out, names, restval="", lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: "" if row.get(name) is None else row[name] for name in names if name in row})
    return out.getvalue().encode()


def event(
    number: int, at: str, action: str, who: Document, bucket: str, *, moved: int | None = None, error: str | None = None
) -> Document:
    """A CloudTrail data event on an object."""
    record: Document = {
        "eventVersion": "1.11",
        "userIdentity": who,
        "eventTime": at,
        "eventSource": "s3.amazonaws.com",
        "eventName": action,
        "awsRegion": REGION,
        "sourceIPAddress": "203.0.113.7",
        "userAgent": "aws-cli/2.15",
        "requestParameters": {"bucketName": bucket, "key": "2026/records.parquet"},
        "responseElements": None,
        "requestID": f"REQ{number:013d}",
        "eventID": f"00000000-0000-4000-8000-{number:012d}",
        "readOnly": action.startswith(("Get", "Head", "List")),
        "resources": [
            {"type": "AWS::S3::Object", "ARN": f"arn:aws:s3:::{bucket}/2026/records.parquet"},
            {"type": "AWS::S3::Bucket", "ARN": f"arn:aws:s3:::{bucket}", "accountId": ACCOUNT},
        ],
        "eventType": "AwsApiCall",
        "managementEvent": False,
        "recipientAccountId": ACCOUNT,
        "eventCategory": "Data",
    }
    if error is not None:
        record["errorCode"] = error
    if moved is not None:
        record["additionalEventData"] = {"bytesTransferredOut": moved, "bytesTransferredIn": 0}
    return record


def as_role(name: str, session: str) -> Document:
    """userIdentity of a role session."""
    return {
        "type": "AssumedRole",
        "principalId": f"AROA{name.upper()}:{session}",
        "arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/{name}/{session}",
        "accountId": ACCOUNT,
        "sessionContext": {
            "sessionIssuer": {
                "type": "Role",
                "principalId": f"AROA{name.upper()}",
                "arn": arn("role", name),
                "accountId": ACCOUNT,
                "userName": name,
            }
        },
    }


def as_user(name: str) -> Document:
    """userIdentity of a user."""
    return {
        "type": "IAMUser",
        "principalId": f"AIDA{name.upper()}",
        "arn": arn("user", name),
        "accountId": ACCOUNT,
        "userName": name,
    }


def trust_of(*principals: str) -> Document:
    """A trust policy that admits the principals."""
    return policy({"Effect": "Allow", "Principal": {"AWS": list(principals)}, "Action": "sts:AssumeRole"})


def log_all(buckets: Sequence[str]) -> list[Document]:
    """Basic event selectors that switch object events of the buckets on."""
    values = [f"arn:aws:s3:::{bucket}/" for bucket in buckets]
    resources = [{"Type": "AWS::S3::Object", "Values": values}]
    return [{"ReadWriteType": "All", "IncludeManagementEvents": True, "DataResources": resources}]


def harbor() -> Provider:
    """The small case of `examples/harbor`: five people, two companies, one client, two datasets."""
    one = Provider(
        id="harbor",
        title="Review of Harbor Cloud, an invented provider",
        settings='subject = "harbor"\nas_of = 2026-03-31\nperiod = { from = 2026-03-01, to = 2026-04-01 }\n'
        'rules = ["us-dsp-202"]\n\n[adversaries]\ncountries = ["CN"]\n',
    )
    _harbor_people(one)
    _harbor_account(one)
    _harbor_promises(one)
    return one


def _harbor_people(one: Provider) -> None:
    registry, client = "Company registry extract", "Beacon Health"
    one.table_lines = {
        "parties": Line(registry, ("parties *",)),
        "interests": Line(registry, ("interests *",)),
        "roster": Line(one.speaker, ("roster *",)),
        "principals": Line(one.speaker, (f"principals aws:{ACCOUNT}",)),
        "sites": Line(one.speaker, ("sites aws",)),
        "operations": Line(one.speaker, ("operations aws",)),
        "placements": Line(client, ("placements *",)),
    }
    for party, name, country in [
        ("harbor", "Harbor Cloud Inc.", "US"),
        ("tidewater", "Tidewater Support Pte. Ltd.", "SG"),
        ("jade", "Jade River Group Co., Ltd.", "CN"),
        ("beacon", "Beacon Health", "US"),
    ]:
        one.add(
            "parties", party=party, name=name, kind="company", organised_in=country, principal_place_of_business=country
        )
    one.add(
        "interests",
        holder="jade",
        subject="tidewater",
        kind="equity",
        percent_min=60,
        percent_max=60,
        start="2026-03-10",
    )
    for person, name, employer, country, us_status in [
        ("p-1", "Ada Stone", "harbor", "US", "citizen"),
        ("p-2", "Ben Cole", "harbor", "US", "permanent_resident"),
        ("p-3", "Mei Tan", "tidewater", "SG", "none"),
        ("p-4", "Raj Nair", "tidewater", "SG", "none"),
        ("p-5", "Lin Hao", "jade", "CN", "none"),
    ]:
        one.add(
            "roster",
            person=person,
            name=name,
            employer=employer,
            relation="employee",
            citizenships=country,
            us_status=us_status,
            residence=country,
            work_location=country,
            start="2024-01-15",
        )
    for person, principal in [
        ("p-1", arn("role", "admin")),
        ("p-2", arn("role", "admin")),
        ("p-3", arn("user", "mei")),
        ("p-4", arn("user", "raj")),
    ]:
        one.add("principals", person=person, provider="aws", principal=principal, start="2024-02-01")
    one.add(
        "sites", provider="aws", region=REGION, site="Boardman", country="US", operator="harbor", start="2020-01-01"
    )


def _harbor_account(one: Provider) -> None:
    one.account_complete = (f"keys aws:{ACCOUNT}", f"restrictions aws:{ACCOUNT}")
    intake, archive, sealed = "harbor-intake", "harbor-archive", "0a1b2c3d-0000-4000-8000-00000000a001"
    one.buckets = [Bucket(intake), Bucket(archive, key=sealed)]
    one.keys = [Key(sealed)]
    one.users = {
        "mei": policy(allow("sts:AssumeRole", arn("role", "support"))),
        "raj": policy(
            allow(["s3:GetObject", "s3:ListBucket"], [f"arn:aws:s3:::{archive}", f"arn:aws:s3:::{archive}/*"])
        ),
    }
    one.roles = {
        "support": (trust_of(arn("user", "mei")), policy(allow("s3:GetObject", f"arn:aws:s3:::{intake}/*"))),
        "admin": (
            policy(
                {
                    "Effect": "Allow",
                    "Principal": {"Federated": f"arn:aws:iam::{ACCOUNT}:saml-provider/harbor"},
                    "Action": "sts:AssumeRoleWithSAML",
                }
            ),
            policy(allow("*", "*")),
        ),
    }
    one.add(
        "placements",
        dataset="d-1",
        client="beacon",
        store=f"aws:s3:{intake}",
        categories="personal_health",
        us_persons_min=20000,
        us_persons_max=25000,
        intellectual_property="no",
        start="2025-06-01",
    )
    one.add(
        "placements",
        dataset="d-2",
        client="beacon",
        store=f"aws:s3:{archive}",
        categories="personal_financial",
        us_persons_min=4000,
        us_persons_max=6000,
        intellectual_property="no",
        start="2025-06-01",
    )
    one.selectors = log_all([intake, archive])
    one.events_complete = tuple(
        f"events aws:s3:{bucket} {kind}" for bucket in (intake, archive) for kind in ("data_read", "data_write")
    )
    mei = as_role("support", "mei")
    one.events = {
        "march-1": [
            event(1, "2026-03-05T08:00:00Z", "GetObject", mei, intake, moved=1000),
            event(2, "2026-03-06T09:30:00Z", "GetObject", as_role("admin", "ada"), intake, moved=512),
        ],
        "march-2": [
            event(3, "2026-03-15T10:00:00Z", "GetObject", mei, intake, moved=2048),
            event(4, "2026-03-18T11:00:00Z", "GetObject", as_user("raj"), archive, error="AccessDenied"),
            event(5, "2026-03-20T12:00:00Z", "GetObject", mei, intake, moved=4096),
        ],
    }


def _harbor_promises(one: Provider) -> None:
    one.add(
        "operations",
        actor="tidewater",
        power="suspend_service",
        target=f"aws:{REGION}",
        logged_in="ticket system",
        start="2025-01-01",
    )
    mei = arn("user", "mei")
    for measure, title, kind, cuts, needs, cost in [
        ("m-1", "Mei Tan's access to client data ends", "cuts", f"uses where principal = {mei}", "m-2", 50000),
        ("m-2", "Access logs go to the monitor each day", "detects", "", "", 20000),
        ("m-3", "Tidewater cannot suspend the service", "cuts", "power where actor = tidewater", "m-2", 30000),
        ("m-4", "Beacon's health data leave Harbor", "cuts", "placement where dataset = d-1", "m-2", 900000),
    ]:
        one.add(
            "measures",
            measure=measure,
            title=title,
            kind=kind,
            cuts=cuts,
            needs=needs,
            cost=cost,
            unit="USD",
            source="offer of 2026-02-20",
        )
    for claim, text in [
        ("c-1", "NOT observed where dataset = d-1 and harm = read and adversary = CN"),
        ("c-2", "NOT observed where dataset = d-2 and harm = read and adversary = CN"),
        ("c-3", "NOT location where dataset = d-1 and country != US"),
    ]:
        one.add("claims", claim=claim, speaker=one.speaker, date="2026-02-20", proposition=text, place="letter, page 2")


MIDDLE = "2026-03-15T00:00:00Z"


def superseded(one: Provider) -> str:
    """A later snapshot of the account: no user may do anything, every role is gone; returns the file's name."""
    later = replace(one, users=dict.fromkeys(one.users, policy(allow("iam:GetUser", "*"))), roles={}, extra={})
    line = Line(one.speaker, one.account_complete, about=f"aws:{ACCOUNT}", taken_at=MIDDLE)
    one.extra["aws/later-details.json"] = (document(later.authorization()), line)
    return "aws/later-details.json"


def ended(one: Provider) -> str:
    """A later roster of the same speaker, in which everybody has left; returns the file's name."""
    rows = [row | {"end": row.get("end") or "2026-03-05"} for row in one.tables["roster"]]
    line = one.table_lines["roster"]
    one.extra["tables/later-roster.csv"] = (
        table("roster", rows),
        Line(line.speaker, line.complete_for, taken_at=MIDDLE),
    )
    return "tables/later-roster.csv"


def contradicted(one: Provider) -> str:
    """Another speaker's list of parties that puts each in another country; returns the file's name."""
    rows = [
        row | {"organised_in": "SG" if row["organised_in"] == "CN" else "CN", "principal_place_of_business": None}
        for row in one.tables["parties"]
    ]
    one.extra["tables/other-parties.csv"] = (table("parties", rows), Line("Somebody else"))
    return "tables/other-parties.csv"


def random_provider(seed: int) -> Provider:
    """A small provider with random people, permissions, keys and openings; nothing in it is real."""
    dice = random.Random(seed)
    one = Provider(
        id=f"random-{seed}",
        title="A random provider",
        settings='as_of = 2026-03-31\nperiod = { from = 2026-03-01, to = 2026-04-01 }\nrules = ["us-dsp-202"]\n\n'
        '[adversaries]\ncountries = ["CN"]\n',
    )
    declared = {
        "parties": ("parties *",),
        "interests": ("interests *",),
        "roster": ("roster *",),
        "principals": (f"principals aws:{ACCOUNT}",),
        "sites": ("sites aws",),
        "operations": ("operations aws",),
        "placements": ("placements *",),
    }
    one.table_lines = {
        name: Line(dice.choice(["Provider", "Registry"]), scopes if dice.random() < 0.85 else ())
        for name, scopes in declared.items()
    }
    _random_people(one, dice)
    _random_account(one, dice)
    return one


def _random_people(one: Provider, dice: random.Random) -> None:
    countries = ["US", "SG", "CN", "DE"]
    companies = [f"co-{number}" for number in range(dice.randint(1, 3))]
    for company in companies:
        country = dice.choice([*countries, None])
        one.add(
            "parties",
            party=company,
            name=company,
            kind="company",
            organised_in=country,
            principal_place_of_business=country,
        )
    for subject in companies[1:]:
        if dice.random() < 0.6:
            low = dice.choice([10, 49, 50, 60])
            one.add(
                "interests",
                holder=companies[0],
                subject=subject,
                kind="equity",
                percent_min=low,
                percent_max=dice.choice([low, 75]),
                start=dice.choice([None, "2025-01-01", "2026-03-10"]),
            )
    one.tables.setdefault("interests", [])
    for number in range(dice.randint(1, 4)):
        country = dice.choice(countries)
        one.add(
            "roster",
            person=f"p-{number}",
            name=f"Person {number}",
            employer=dice.choice(companies),
            relation="employee",
            citizenships=country,
            us_status=dice.choice(["citizen", "none", "none", None]),
            residence=dice.choice([country, None]),
            work_location=country,
            start=dice.choice(["2024-01-01", "2026-03-12"]),
            end=dice.choice([None, None, "2026-03-20"]),
        )
        if dice.random() < 0.8:
            one.add(
                "principals",
                person=f"p-{number}",
                provider="aws",
                principal=arn("user", f"u{dice.randint(0, 2)}"),
                start="2024-02-01",
            )
    one.tables.setdefault("principals", [])
    one.add("sites", provider="aws", region=REGION, site="s", country="US", operator=companies[0], start="2020-01-01")
    one.tables.setdefault("operations", [])
    if dice.random() < 0.4:
        one.add(
            "operations",
            actor=dice.choice(companies),
            power=dice.choice(["suspend_service", "storage_admin"]),
            target=f"aws:{REGION}",
            approval=dice.choice([None, "none", "customer"]),
            start="2025-01-01",
        )


def _random_account(one: Provider, dice: random.Random) -> None:
    complete = (f"keys aws:{ACCOUNT}", f"restrictions aws:{ACCOUNT}")
    one.account_complete = tuple(scope for scope in complete if dice.random() < 0.8)
    names = ["alpha", "bravo"][: dice.randint(1, 2)]
    one.keys = [Key("k1")]
    one.buckets = [Bucket(name, key=dice.choice([None, "k1"])) for name in names]
    actions = [
        "s3:GetObject",
        "s3:Get*",
        "s3:PutObject",
        "s3:*",
        "s3:DeleteObject",
        "kms:Decrypt",
        "sts:AssumeRole",
        "*",
    ]

    def statement() -> Document:
        target = dice.choice(names)
        body = allow(dice.choice(actions), dice.choice([f"arn:aws:s3:::{target}/*", "*", f"arn:aws:s3:::{target}/a/*"]))
        if dice.random() < 0.25:
            body["Effect"] = "Deny"
        if dice.random() < 0.2:
            body["Condition"] = {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
        return body

    one.users = {f"u{number}": policy(*(statement() for _ in range(dice.randint(1, 3)))) for number in range(3)}
    one.roles = {"r0": (trust_of(arn("user", f"u{dice.randint(0, 2)}")), policy(*(statement() for _ in range(2))))}
    for bucket in one.buckets:
        if dice.random() < 0.3:
            extra = statement()
            extra["Principal"] = {"AWS": dice.choice([arn("user", "u1"), "*", "arn:aws:iam::999988887777:root"])}
            extra["Resource"] = f"arn:aws:s3:::{bucket.name}/*"
            bucket.statements.append(extra)
        one.add(
            "placements",
            dataset=f"d-{bucket.name}",
            client="client",
            store=f"aws:s3:{bucket.name}",
            categories=dice.choice(["personal_health", "human_genomic;personal_health", None]),
            us_persons_min=dice.choice([None, 50, 20000]),
            us_persons_max=dice.choice([None, 30000]),
            start="2025-06-01",
        )
    one.selectors = log_all(names)
    one.events_complete = tuple(f"events aws:s3:{name} data_read" for name in names) if dice.random() < 0.5 else ()
    one.events = {
        "log": [
            event(
                number,
                f"2026-03-{dice.randint(1, 28):02d}T0{number % 10}:00:00Z",
                dice.choice(["GetObject", "PutObject"]),
                as_user(f"u{dice.randint(0, 2)}"),
                dice.choice(names),
                moved=100 * number,
            )
            for number in range(dice.randint(0, 5))
        ]
    }
