"""The random account of AWS: identities, buckets, keys, an organization, and what was logged in which form."""

from __future__ import annotations

import random
from typing import Any

from tests.provider.aws import Bucket, Key, replication
from tests.provider.dump import Document
from tests.provider.logs import FORMS, Batch, Trail, as_user, event, log_all
from tests.provider.names import ACCOUNT, allow, arn, key_arn, policy, trust_of
from tests.provider.organization import RCP, ROOT, SCP, UNIT, Organization
from tests.provider.whole import Provider

ACTIONS = [
    "s3:GetObject",
    "s3:Get*",
    "s3:PutObject",
    "s3:*",
    "s3:DeleteObject",
    "kms:Decrypt",
    "sts:AssumeRole",
    "*",
]
SOMEBODY = [arn("user", "u1"), arn("role", "r0"), "*", "arn:aws:iam::999988887777:root"]
EVERYBODY = {"Type": "Group", "URI": "http://acs.amazonaws.com/groups/global/AllUsers"}
Dice = random.Random


def random_aws(one: Provider, dice: Dice, people: list[str]) -> None:
    """An account with one or two buckets, three users and a role."""
    names = ["alpha", "bravo"][: dice.randint(1, 2)]
    for person in people:
        if dice.random() < 0.8:
            principal = arn("user", f"u{dice.randint(0, 2)}")
            one.add("principals", person=person, provider="aws", principal=principal, start="2024-02-01")
    _identities(one, dice, names)
    _stores(one, dice, names)
    _organization(one, dice, names)
    complete = [f"keys aws:{ACCOUNT}"]
    if one.aws.organization is None:
        complete.append(f"restrictions aws:{ACCOUNT}")
    one.aws.complete = tuple(scope for scope in complete if dice.random() < 0.8)
    one.aws.trails = [_trail(dice, names)]
    _blocks(one, dice)


def _blocks(one: Provider, dice: Dice) -> None:
    """Whether public access is blocked, for each bucket and for the account, and who was told."""
    for bucket in one.aws.buckets:
        bucket.blocked = dice.random() < 0.6
    one.aws.blocked = dice.choice([None, True, False, False])
    one.aws.unset = dice.random() < 0.5


def _statement(dice: Dice, names: list[str], **more: Any) -> Document:
    target = dice.choice(names)
    resource = dice.choice([f"arn:aws:s3:::{target}/*", "*", f"arn:aws:s3:::{target}/a/*"])
    body = allow(dice.choice(ACTIONS), resource, **more)
    if dice.random() < 0.25:
        body["Effect"] = "Deny"
    if dice.random() < 0.2:
        body["Condition"] = {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
    return body


def _some(dice: Dice, names: list[str], least: int, most: int) -> Document:
    return policy(*(_statement(dice, names) for _ in range(dice.randint(least, most))))


def _identities(one: Provider, dice: Dice, names: list[str]) -> None:
    aws = one.aws
    aws.users = {f"u{number}": _some(dice, names, 1, 3) for number in range(3)}
    aws.roles = {"r0": (trust_of(arn("user", f"u{dice.randint(0, 2)}")), _some(dice, names, 2, 2))}
    if dice.random() < 0.3:
        aws.groups = {"g0": (("u0", "u1"), _some(dice, names, 1, 1))}
    if dice.random() < 0.3:
        aws.managed = {"shared": _some(dice, names, 1, 2)}
        aws.attached = {dice.choice(["user/u2", "role/r0"]): ("shared",)}
        if dice.random() < 0.5:
            aws.managed["limit"] = policy(allow(["s3:*", "kms:*"], "*"))
            aws.boundaries = {dice.choice(["user/u0", "role/r0"]): "limit"}


def _stores(one: Provider, dice: Dice, names: list[str]) -> None:
    one.aws.keys = [Key("k1")]
    if dice.random() < 0.3:
        whom = {"AWS": dice.choice(SOMEBODY)}
        one.aws.keys[0].statements = [allow(["kms:Decrypt"], "*", Principal=whom)]
    if dice.random() < 0.2:
        grant = {"KeyId": key_arn("k1"), "GrantId": "g1", "GranteePrincipal": arn("user", "u2")}
        one.aws.keys[0].grants = [{**grant, "Operations": ["Decrypt"]}]
    for name in names:
        bucket = Bucket(name, key=dice.choice([None, "k1"]))
        if dice.random() < 0.3:
            admitted = _statement(dice, names, Principal={"AWS": dice.choice(SOMEBODY)})
            bucket.statements.append({**admitted, "Resource": f"arn:aws:s3:::{name}/*"})
        if dice.random() < 0.2:
            bucket.grants = [{"Grantee": EVERYBODY, "Permission": "READ"}]
        if dice.random() < 0.2:
            bucket.left_out = (
                dice.choice(["get-bucket-acl", "get-bucket-encryption", "get-bucket-ownership-controls"]),
            )
        if dice.random() < 0.2:
            to = dice.choice([*(other for other in names if other != name), "elsewhere"])
            bucket.more["get-bucket-replication"] = replication(to, dice.choice(["Enabled", "Enabled", "Disabled"]))
        one.aws.buckets.append(bucket)
        one.add(
            "placements",
            dataset=f"d-{name}",
            client="client",
            store=f"aws:s3:{name}",
            categories=dice.choice(["personal_health", "human_genomic;personal_health", None]),
            us_persons_min=dice.choice([None, 50, 20000]),
            us_persons_max=dice.choice([None, 30000]),
            start="2025-06-01",
        )


def _organization(one: Provider, dice: Dice, names: list[str]) -> None:
    if dice.random() < 0.2:
        scp = {"Effect": "Deny", "Action": dice.choice(ACTIONS), "Resource": "*"}
        rcp = {**_statement(dice, names), "Effect": "Deny", "Principal": "*"}
        one.aws.organization = Organization(
            policies={"p-scp00001": (SCP, policy(scp)), "p-rcp00001": (RCP, policy(rcp))},
            attached={dice.choice([ROOT, UNIT, f"aws:{ACCOUNT}"]): ("p-scp00001", "p-rcp00001")},
        )


def _trail(dice: Dice, names: list[str]) -> Trail:
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
    form = dice.choice(FORMS) if events else FORMS[0]
    return Trail(selectors=log_all(names), batches={"log": Batch(events, complete, form=form)})
