"""Random providers: people, permissions, keys and openings by the dice of a seed; nothing in them is real."""

from __future__ import annotations

import random

from tests.provider.aws import Bucket, Key
from tests.provider.dump import Document, Line, document
from tests.provider.logs import Batch, Trail, as_user, event, log_all
from tests.provider.names import ACCOUNT, REGION, allow, arn, policy, trust_of
from tests.provider.whole import Provider


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
    _random_approvals(one, random.Random(f"approvals {seed}"))
    _random_replication(one, random.Random(f"replication {seed}"))
    return one


def _random_replication(one: Provider, dice: random.Random) -> None:
    """Sometimes a rule that copies one bucket to another, or to one that nobody else names."""
    buckets = [bucket.name for bucket in one.aws.buckets]
    if dice.random() < 0.3:
        source, destination = dice.choice(buckets), dice.choice([*buckets, "elsewhere"])
        if source != destination:
            to = {"Bucket": f"arn:aws:s3:::{destination}"}
            status = dice.choice(["Enabled", "Enabled", "Disabled"])
            rule = {"ID": "r", "Priority": 1, "Filter": {"Prefix": ""}, "Status": status, "Destination": to}
            answer = {"ReplicationConfiguration": {"Role": arn("role", "copier"), "Rules": [rule]}}
            line = Line(one.speaker, about=f"aws:s3:{source}")
            one.extra[f"aws/{source}/get-bucket-replication.json"] = (document(answer), line)


def _random_approvals(one: Provider, dice: random.Random) -> None:
    """Sometimes a log of the powers that need one, and a list of approvals that may be whole."""
    for row in one.tables["operations"]:
        row["logged_in"] = dice.choice([None, "support log"])
    if dice.random() < 0.5:
        scopes = ("approvals aws",) if dice.random() < 0.7 else ()
        one.table_lines["approvals"] = Line("Customer", scopes)
        one.tables["approvals"] = []
        if dice.random() < 0.4:
            days = {"start": "2026-03-05", "end": dice.choice(["2026-03-06", None])}
            one.add("approvals", approver="customer", target=f"aws:{REGION}", reference="T-1", **days)


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
    one.aws.complete = tuple(scope for scope in complete if dice.random() < 0.8)
    names = ["alpha", "bravo"][: dice.randint(1, 2)]
    one.aws.keys = [Key("k1")]
    one.aws.buckets = [Bucket(name, key=dice.choice([None, "k1"])) for name in names]
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

    one.aws.users = {f"u{number}": policy(*(statement() for _ in range(dice.randint(1, 3)))) for number in range(3)}
    one.aws.roles = {"r0": (trust_of(arn("user", f"u{dice.randint(0, 2)}")), policy(*(statement() for _ in range(2))))}
    for bucket in one.aws.buckets:
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
    complete = tuple(f"events aws:s3:{name} data_read" for name in names) if dice.random() < 0.5 else ()
    events = [
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
    one.aws.trails = [Trail(selectors=log_all(names), batches={"log": Batch(events, complete)})]
