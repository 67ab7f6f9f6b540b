"""Every answer of the engine beside every request of a small product, judged one by one by `tests/oracle/aws.py`.

No step at all: no request of the product may be allowed. Supported: some request is. Unknown fits anything, so its
share is bounded. What the oracle leaves open (None) is neither. Where an account's block of public access was not told,
an answer must be right with none and with a whole one.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any, NamedTuple

import pytest

from cloudreview.permission import PermissionResult
from cloudreview.permission.actions import ASSUME, DECRYPT, HARMS, KEY_STOPS, Action
from cloudreview.truth import Truth
from tests.oracle.aws import (
    OBJECT_LISTS,
    OWN_OBJECTS,
    S3_KEYS,
    Maybe,
    Request,
    World,
    action_fits,
    allowed,
    boundary_statements,
    identity_statements,
    listed,
    rcp_levels,
    resource_fits,
    resource_statements,
    scp_levels,
)
from tests.permission.builder import A, B, root, steps, truth
from tests.permission.worlds import CHOICES, FAR, KEY, OPS, PEOPLE, as_it_may_be, cloud_of, random_world, strangers

KEYS = ["x", "x/y", "z", "li", "red"]


class Cell(NamedTuple):
    """One question: may `who` do this?"""

    rule: str
    who: str
    target: str
    harm: str = ""

    @property
    def fields(self) -> dict[str, Any]:
        named = {"allows": "store", "decrypts": "key", "assumes": "as"}[self.rule]
        return {"principal": self.who, named: self.target, **({"harm": self.harm} if self.harm else {})}

    @property
    def actions(self) -> tuple[Action, ...]:
        if self.rule == "allows":
            return KEY_STOPS if self.target == KEY else HARMS[self.harm]  # type: ignore[index]
        return (DECRYPT,) if self.rule == "decrypts" else (ASSUME,)


def cells(world: World) -> Iterator[Cell]:
    for who in ["*", *PEOPLE]:
        for name, harm in itertools.product(world["buckets"], HARMS):
            yield Cell("allows", who, f"aws:s3:{name}", harm)
        yield Cell("allows", who, KEY, "stop")
        yield Cell("decrypts", who, KEY)
        for role in (OPS, FAR):
            if who != role:
                yield Cell("assumes", who, role)


def relevant(world: World, who: str, resource: str) -> list[dict[str, Any]]:
    """The statements that can bear on a request of `who` to `resource`."""
    layers = [identity_statements(world, who), boundary_statements(world, who) or []]
    layers += [*scp_levels(world, who), *rcp_levels(world, resource), resource_statements(world, resource)]
    return [one for layer in layers for one in layer]


def contexts(statements: list[dict[str, Any]]) -> list[dict[str, list[str]]]:
    """Every choice of the keys that some statement asks for."""
    text = json.dumps(statements).lower()
    choices = [[(key, value) for value in (many if key.lower() in text else many[:1])] for key, many in CHOICES.items()]
    return [{key: value for key, value in one if value is not None} for one in itertools.product(*choices)]


SPECIAL = {name for names in S3_KEYS.values() for name in names} | OBJECT_LISTS | OWN_OBJECTS


def patterns_of(statements: list[dict[str, Any]], name: str) -> list[str]:
    return [pattern for one in statements for key in (name, f"Not{name}") for pattern in listed(one.get(key, []))]


def distinct_objects(statements: list[dict[str, Any]], objects: list[str]) -> list[str]:
    """One object of those that no statement tells apart."""
    patterns = patterns_of(statements, "Resource")
    if any("${" in one for one in patterns):
        return objects
    return list({tuple(resource_fits(one, arn, {}) for one in patterns): arn for arn in objects}.values())


def distinct_actions(statements: list[dict[str, Any]], actions: tuple[Action, ...]) -> list[Action]:
    """One action of those that no statement tells apart."""
    patterns = patterns_of(statements, "Action")
    kept: dict[tuple[Any, ...], Action] = {}
    for action in actions:
        own = action.name if action.name.lower() in SPECIAL else ""
        kept.setdefault((own, action.level, *(action_fits(one, action.name) for one in patterns)), action)
    return list(kept.values())


def requests(world: World, cell: Cell, more: list[str]) -> Iterator[Request]:
    bucket = "arn:aws:s3:::" + cell.target.removeprefix("aws:s3:")
    at = bucket if cell.target.startswith("aws:s3:") else cell.target
    objects = [*(f"{bucket}/{key}" for key in KEYS), *more]
    for who in ["*", *strangers(relevant(world, "*", at))] if cell.who == "*" else [cell.who]:
        statements = relevant(world, who, at)
        some, places = contexts(statements), distinct_objects(statements, objects)
        sessions = ("session", "s1") if ":role/" in who else ("",)
        for action in distinct_actions(statements, cell.actions):
            resources = {"object": places, "bucket": [bucket]}.get(action.level, [cell.target])
            for resource, context, name in itertools.product(resources, some, sessions):
                asked = {"principal": who, "action": action.name, "resource": resource, "context": context}
                yield {**asked, "session": name}


def verdicts(world: World, cell: Cell, more: list[str]) -> Iterator[Maybe]:
    return (allowed(world, one) for one in requests(world, cell, more))


def judged(result: PermissionResult, cell: Cell) -> Truth:
    return truth(result, cell.rule, **cell.fields)


def wrong(world: World, result: PermissionResult, cell: Cell) -> str | None:
    """What is wrong with the engine's answer, if anything."""
    found = judged(result, cell)
    if found is Truth.REFUTED:
        passes = [one for one in requests(world, cell, []) if allowed(world, one) is True]
        return "wrong no" if any(not told_of(result, cell, one["principal"]) for one in passes) else None
    if found is not Truth.SUPPORTED:
        return None
    sure = [one for one in steps(result, cell.rule, **cell.fields) if one.truth is Truth.SUPPORTED and one.witness]
    shown = [str(one.witness).split(" ", 1)[1] for one in sure if " arn:aws:s3:::" in str(one.witness)]
    seen: set[Maybe] = set()
    for one in verdicts(world, cell, [arn for arn in shown if "/" in arn]):
        if one is True:
            return None
        seen.add(one)
    # Whoever is named may also ask without a signature.
    unsigned = [] if cell.who == "*" else [{**one, "principal": "*"} for one in requests(world, cell, [])]
    return None if None in seen or any(allowed(world, one) for one in unsigned) else "wrong yes"


def told_of(result: PermissionResult, cell: Cell, who: str) -> bool:
    """Whether the answer is told of whom nobody lists: the account's unnamed identities, or everybody."""
    number = who.split(":")[4] if who != "*" else ""
    others = [f"arn:aws:iam::{number}:unnamed"] if cell.who == "*" and number else []
    others += ["*"] if cell.who == root(B) else []
    return any(judged(result, cell._replace(who=other)) is not Truth.REFUTED for other in others)


def smaller(value: Any) -> Iterator[Any]:
    """The value without one of its parts."""
    if isinstance(value, list):
        for at, part in enumerate(value):
            yield value[:at] + value[at + 1 :]
            yield from ([*value[:at], less, *value[at + 1 :]] for less in smaller(part))
    elif isinstance(value, dict):
        for key, part in value.items():
            if key in ("Condition", "inline", "policy", "trust", "acl", "grants", "groups", "managed", "block", "tags"):
                empty = type(part)()
                if part:
                    yield (
                        {name: one for name, one in value.items() if name != key}
                        if key
                        in (
                            "Condition",
                            "block",
                        )
                        else {**value, key: empty}
                    )
            if key not in ("Action", "Resource", "Principal", "NotAction", "NotResource", "NotPrincipal", "attached"):
                yield from ({**value, key: less} for less in smaller(part))


def shrunk(world: World, fails: Callable[[World], bool]) -> World:
    """A smaller world that fails in the same way."""
    for _ in range(200):
        for less in smaller(world):
            try:
                least = {who: one for who, one in world["principals"].items() if one["account"] not in (A, B)}
                less["principals"].update(least)
                if set(less) == set(world) and fails(deepcopy(less)):
                    world = less
                    break
            except (KeyError, TypeError, AttributeError):
                continue
        else:
            return world
    return world


def compare(seeds: range) -> tuple[dict[str, int], list[str]]:
    counts = {"refuted": 0, "unknown": 0, "conflicting": 0, "supported": 0}
    faults = []
    for seed in seeds:
        world = random_world(seed)
        result = cloud_of(world).judge()
        for cell in cells(world):
            counts[judged(result, cell).word] += 1
            for known in as_it_may_be(world):
                fault = wrong(known, result, cell)
                if fault is not None:
                    faults.append(f"{fault} seed={seed} {cell} block={known['accounts'][A].get('block')}")
    return counts, faults


def told(counts: dict[str, int]) -> float:
    share = counts["unknown"] / sum(counts.values())
    print(f"\n{counts}, unknown {share:.1%}")
    return share


def test_a_few_worlds() -> None:
    counts, faults = compare(range(300))
    assert told(counts) < 0.6
    assert counts["conflicting"] == 0
    assert not faults, "\n".join(faults[:20])


@pytest.mark.long
@pytest.mark.parametrize("start", range(1_000, 21_000, 2_000))
def test_many_worlds(start: int) -> None:
    counts, faults = compare(range(start, start + 2_000))
    assert told(counts) < 0.6
    assert not faults, "\n".join(faults[:20])
