"""The random account of Alibaba Cloud: users, a group, a role, buckets, and what was logged in which form."""

from __future__ import annotations

import random

from tests.provider.alibaba import ALIBABA, Attached, Oss, grant, oss, ram, rules
from tests.provider.alibaba_logs import delivered, exported, oss_line, trail_event
from tests.provider.dump import END, Document, Files, Line
from tests.provider.whole import Provider

ACTIONS = ["oss:GetObject", "oss:Get*", "oss:PutObject", "oss:DeleteObject", "oss:*", "sts:AssumeRole", "*"]
NUMBERS = {"a0": "222700000000000010", "a1": "222700000000000011"}
Dice = random.Random


def random_alibaba(one: Provider, dice: Dice, people: list[str]) -> None:
    """An account with one or two buckets, two users, perhaps a group and a role."""
    names = ["gamma", "delta"][: dice.randint(1, 2)]
    own = one.alibaba
    for person in people:
        if dice.random() < 0.6:
            principal = ram(f"user/{dice.choice([*NUMBERS])}")
            one.add("principals", person=person, provider="alibaba", principal=principal, start="2024-02-01")
    own.users = dict(NUMBERS)
    own.groups = {name: users for name, users in (("g0", ("a0",)), ("g1", ())) if dice.random() < 0.4}
    if dice.random() < 0.4:
        trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"RAM": [ram("user/a1")]}}
        own.roles = {"r0": rules(trust)}
    holders = [*(f"user/{name}" for name in own.users), *(f"group/{name}" for name in own.groups)]
    holders += [f"role/{name}" for name in own.roles]
    own.policies = {f"p{number}": rules(_statement(dice, names)) for number in range(dice.randint(1, 3))}
    own.attached = [
        Attached(policy, dice.choice(holders), dice.choice([None, None, "rg-1"])) for policy in own.policies
    ]
    likely = {f"keys {ALIBABA}": 0.8, f"restrictions {ALIBABA}": 0.6}
    own.complete = tuple(name for name, chance in likely.items() if dice.random() < chance)
    own.buckets = [_bucket(dice, name, names) for name in names]
    for name in names:
        counts = {"us_persons_min": dice.choice([None, 50, 20000]), "us_persons_max": dice.choice([None, 30000])}
        where = {"dataset": f"d-{name}", "client": "client", "store": f"alibaba:oss:{name}"}
        one.add("placements", **where, categories="personal_health", **counts, start="2025-06-01")
    own.logs = _logs(one, dice, names)
    own.blocked = dice.choice([None, True, False, False])


def _statement(dice: Dice, names: list[str], **more: object) -> Document:
    resource = dice.choice([oss(dice.choice(names)), ["*"], [f"acs:oss:*:*:{dice.choice(names)}/a/*"]])
    body = grant(dice.choice(ACTIONS), resource, dice.choice(["Allow", "Allow", "Allow", "Deny"]), **more)
    if dice.random() < 0.2:
        body["Condition"] = {"IpAddress": {"acs:SourceIp": ["203.0.113.0/24"]}}
    return body


def _bucket(dice: Dice, name: str, names: list[str]) -> Oss:
    admitted = [*NUMBERS.values(), "*", "9999888877776666"]
    policy = rules(_statement(dice, names, Principal=[dice.choice(admitted)])) if dice.random() < 0.4 else None
    absent = ["get-bucket-acl", "get-bucket-encryption", "get-bucket-public-access-block", "get-bucket-info"]
    return Oss(
        name,
        acl=dice.choice(["private", "private", "public-read"]),
        blocked=dice.random() < 0.7,
        group=dice.choice(["", "rg-1"]),
        policy=policy,
        xml=dice.random() < 0.5,
        left_out=tuple(call for call in absent if dice.random() < 0.4),
    )


def _logs(one: Provider, dice: Dice, names: list[str]) -> Files:
    line, found = Line(one.speaker, taken_at=END), {}
    acts = [
        (
            number,
            f"2026-03-{dice.randint(1, 28):02d}T01:00:00Z",
            dice.choice(["GetObject", "PutObject"]),
            dice.choice(names),
        )
        for number in range(dice.randint(1, 3))
    ]
    user = dice.choice([*NUMBERS])
    if dice.random() < 0.5:
        lines = [oss_line(number, at, action, NUMBERS[user], name, moved=10) for number, at, action, name in acts]
        found["alibaba/logs/access"] = "".join(f"{text}\n" for text in lines).encode(), line
    if dice.random() < 0.5:
        events = [trail_event(number, at, action, (user, NUMBERS[user]), name) for number, at, action, name in acts]
        if dice.random() < 0.5:
            found["alibaba/logs/trail.gz"] = delivered(*events), line
        else:
            found["alibaba/logs/trail.jsonl"] = exported(*events), line
    return found
