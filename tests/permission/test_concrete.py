"""Against single concrete requests, judged one by one: a request that passes is never refused, a yes has a witness."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, assume, given, settings

from cloudreview.permission.actions import HARMS
from cloudreview.truth import Truth
from cloudreview.vocabulary.rows import Identity, Statement
from tests.permission.builder import A, Cloud, steps, truth
from tests.permission.test_laws import LI, OPS, clouds

KEYS = ["x", "x/", "x/x", "x/y", "y", "yx", "li", "li/x"]
Context = dict[str, str]
CONTEXTS = [
    {"aws:SecureTransport": tls, **({"s3:prefix": prefix} if prefix else {}), "ip": ip}
    for tls, prefix, ip in itertools.product(("true", "false"), ("", "x", "xx", "y"), ("in", "out"))
]


def glob(pattern: str, text: str) -> bool:
    if not pattern:
        return not text
    if pattern[0] == "*":
        return glob(pattern[1:], text) or (bool(text) and glob(pattern, text[1:]))
    return bool(text) and pattern[0] in ("?", text[0]) and glob(pattern[1:], text[1:])


def had(who: str, key: str, context: Context) -> str | None:
    named = {"aws:PrincipalAccount": A, "aws:PrincipalArn": who, "aws:username": "li" if who == LI else None}
    return named[key] if key in named else context.get(key)


def holds(who: str, operator: str, key: str, value: str, context: Context) -> bool:
    if operator == "IpAddress":
        return context["ip"] == "in"
    have = had(who, key, context)
    negated = "Not" in operator
    if have is None:
        return negated
    found = glob(value, have) if operator in ("StringLike", "StringNotLike", "ArnLike") else value == have
    return found != negated


def names(principal: Any, who: str) -> bool:
    if principal == "*":
        return True
    values = principal.get("AWS", [])
    return any(one in (who, A) for one in ([values] if isinstance(values, str) else values))


def applies(body: dict[str, Any], who: str, action: str, resource: str, context: Context) -> bool:
    acts = glob((body.get("Action") or body["NotAction"]).lower(), action.lower()) == ("Action" in body)
    pattern = body.get("Resource") or body["NotResource"]
    if "${" in pattern and who != LI:
        there = "NotResource" in body
    else:
        there = glob(pattern.replace("${aws:username}", "li"), resource) == ("Resource" in body)
    tests = [(op, key, value) for op, keys in body.get("Condition", {}).items() for key, value in keys.items()]
    return acts and there and all(holds(who, *test, context) for test in tests)


def passes(cloud: Cloud, who: str, action: str, resource: str, context: Context) -> tuple[bool, bool]:
    """Whether the request passes when what is open counts against it, and when it counts for it."""
    bodies = {
        (row.layer, row.subject): [
            json.loads(one.body)
            for one, *_ in cloud.said
            if isinstance(one, Statement) and (one.layer, one.subject) == (row.layer, row.subject)
        ]
        for row, *_ in cloud.said
        if isinstance(row, Statement)
    }
    (identity,) = [row for row, *_ in cloud.said if isinstance(row, Identity) and row.principal == who]
    own = bodies.get(("inline", who), []) + [one for name in identity.policies for one in bodies[("managed", name)]]
    edge = bodies[("managed", "edge")] if identity.boundary else None
    side = [one for one in bodies.get(("store", "aws:s3:b"), []) if names(one["Principal"], who)]
    control = bodies[("managed", "p-1")]

    def says(effect: str, layer: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [one for one in layer if one["Effect"] == effect and applies(one, who, action, resource, context)]

    if says("Deny", [*own, *(edge or []), *side, *control]) or not says("Allow", control):
        return False, False
    within = edge is None or bool(says("Allow", edge))
    by_name = [one for one in says("Allow", side) if one["Principal"] == {"AWS": who} and who == LI]
    surely = bool(by_name) or (within and bool(says("Allow", own)))
    return surely, surely or bool(says("Allow", side))


def requests(harm: Any) -> Iterator[tuple[str, str, Context]]:
    for action in HARMS[harm]:
        resources = [f"arn:aws:s3:::b/{key}" for key in KEYS] if action.level == "object" else ["arn:aws:s3:::b"]
        yield from itertools.product([action.name], resources, CONTEXTS)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(clouds())
def test_against_concrete_requests(cloud: Cloud) -> None:
    text = " ".join(row.body for row, *_ in cloud.said if isinstance(row, Statement))
    assume("StringSounds" not in text and "PrincipalTag" not in text and "assumed-role" not in text)
    result = cloud.judge()
    for who in (LI, OPS):
        for harm in ("read", "alter", "stop"):
            told = truth(result, principal=who, store="aws:s3:b", harm=harm)
            if any(passes(cloud, who, *one)[0] for one in requests(harm)):
                assert told is not Truth.REFUTED, (who, harm)
            for step in steps(result, principal=who, store="aws:s3:b", harm=harm):
                if step.truth is Truth.SUPPORTED:
                    action, resource = (step.witness or "").split(" ")
                    assert any(passes(cloud, who, action, resource, context)[1] for context in CONTEXTS), step
