"""Every answer of the engine beside every request of a small product, judged by `tests/oracle/alibaba.py`.

No step at all: no request of the product may be allowed. Supported: some request is, surely. Unknown fits anything, so
its share is bounded. What the oracle leaves undetermined is no ground for a "no" to be wrong, and none for a "yes".
"""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from cloudreview.permission import PermissionResult
from cloudreview.permission.actions import Action
from cloudreview.permission.alibaba.actions import ASSUME, DECRYPT, HARMS, KEY_STOPS
from cloudreview.truth import Truth
from tests.oracle.alibaba import Request, World, action_fits, allowed, conditions_hold, listed, resource_fits
from tests.permission.alibaba_worlds import FAR, FULL, KEY, OPS, PEOPLE, A, C, cloud_of, random_world, role, root, user
from tests.permission.builder import truth

OBJECTS = ["x", "xz", "a/x/q", "z", "X1", "q", "x/x/z"]
STRANGERS = [user("zed", C), root(C), role("zed", C)]
CHOICES: dict[str, list[str | None]] = {
    "acs:SecureTransport": ["true", "false"],
    "acs:UserAgent": ["x", "y", "x*", "z"],
    "acs:SourceIp": ["10.0.0.1", "10.0.0.2"],
    "acs:MFAPresent": [None, "true", "false"],
}
"""What the requester's side of a context may be; the first is taken where no policy asks; None: missing."""


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
            return KEY_STOPS if self.target.startswith("acs:") else HARMS[self.harm]  # type: ignore[index]
        return (DECRYPT,) if self.rule == "decrypts" else (ASSUME,)


def cells(world: World) -> Iterator[Cell]:
    for who in ["*", *PEOPLE]:
        for name, harm in itertools.product(world["buckets"], HARMS):
            yield Cell("allows", who, f"alibaba:oss:{name}", harm)
        yield Cell("allows", who, KEY, "stop")
        yield Cell("decrypts", who, KEY)
        for one in (OPS, FAR):
            if who != one:
                yield Cell("assumes", who, one)


def peopled(world: World) -> World:
    """The world with strangers of a third account, who may all that is left to them.

    All of the world but an account's block is closed, so a bucket whose block is not told has none.
    """
    some = {
        name: {"account": C, "number": f"900{at}", "policies": ["all"], "trust": []}
        for at, name in enumerate(STRANGERS)
    }
    return {
        **world,
        "accounts": {**world["accounts"], C: {"control": None, "management": None}},
        "policies": {**world["policies"], "all": [FULL]},
        "principals": {**some, **world["principals"]},
        "buckets": {name: {**one, "block": bool(one["block"])} for name, one in world["buckets"].items()},
    }


def as_it_may_be(world: World) -> list[World]:
    """The world in all ways that nobody told: an answer must be right in each.

    Whether account A blocks public access; which policies are asked first, if one for a resource group denies anything.
    """
    ours = world["accounts"][A]
    blocks = [ours["block"]] if ours["block"] is not None else [False, True]
    some = [{**world, "accounts": {**world["accounts"], A: {**ours, "block": block}}} for block in blocks]
    holders = [*world["groups"].values(), *world["principals"].values()]
    grouped = {name for one in holders for name, _ in one.get("scoped", ())}
    ordered = any(said["Effect"] != "Allow" for name in grouped for said in world["policies"][name])
    return [{**one, "order": order} for one in some for order in (ORDERS if ordered else ORDERS[:1])]


ORDERS = ("account first", "any deny")


def statements_of(world: World) -> list[dict[str, Any]]:
    """Every statement of the world."""
    found = [one for policy in world["policies"].values() for one in policy]
    found += [one for kind in ("buckets", "keys") for held in world[kind].values() for one in held["policy"]]
    found += [one for held in world["principals"].values() for one in held.get("trust", ())]
    return found + [one for held in world["accounts"].values() for level in held["control"] or () for one in level]


def contexts(statements: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Every choice of the keys that some statement asks for, one of those that no condition tells apart."""
    text = json.dumps(statements)
    choices = [[(key, value) for value in (many if key in text else many[:1])] for key, many in CHOICES.items()]
    every = [{key: value for key, value in one if value is not None} for one in itertools.product(*choices)]
    return list({tuple(conditions_hold(one, context) for one in statements): context for context in every}.values())


def distinct(statements: list[dict[str, Any]], world: World, cell: Cell) -> list[tuple[str, str]]:
    """Pairs of an action and a resource, one of those that no statement tells apart."""
    name = cell.target.removeprefix("alibaba:oss:")
    bucket = f"acs:oss:cn-hangzhou:{world['buckets'].get(name, {}).get('account')}:{name}"
    kept: dict[Any, tuple[str, str]] = {}
    for action in cell.actions:
        places = {"object": [f"{bucket}/{one}" for one in OBJECTS], "bucket": [bucket]}.get(action.level, [cell.target])
        for place in places:
            seen = [action_fits(one, action.name) for said in statements for one in patterns(said, "Action")]
            at = [resource_fits(one, place) for said in statements for one in patterns(said, "Resource")]
            own = action.name if action.level == "object" and action.name in OF_LISTS else action.level
            kept.setdefault((own, *seen, *at), (action.name, place))
    return list(kept.values())


OF_LISTS = {"oss:GetObject", "oss:PutObject", "oss:DeleteObject", "oss:GetObjectVersion", "oss:DeleteObjectVersion"}


def patterns(said: dict[str, Any], element: str) -> list[Any]:
    return [one for name in (element, f"Not{element}") for one in listed(said.get(name, []))]


def requests(world: World, cell: Cell) -> Iterator[Request]:
    statements = statements_of(world)
    asked = distinct(statements, world, cell)
    who = ["*", *STRANGERS] if cell.who == "*" else [cell.who]
    bucket = world["buckets"].get(cell.target.removeprefix("alibaba:oss:"), {"block": True})
    shut = bucket["block"] or world["accounts"][bucket["account"]].get("block")
    lists = ["default"] if shut or bucket["declared"] else ["default", "public-read-write"]
    sessions = ("session", "s1") if "arn:sts::" in json.dumps(bucket.get("policy", "")) else ("session",)
    for principal, (action, resource), context in itertools.product(who, asked, contexts(statements)):
        for session in sessions if ":role/" in principal else ("",):
            for acl in lists:
                one = {"principal": principal, "action": action, "resource": resource, "context": context}
                yield {**one, "session": session, "object_acl": acl}


def judged(result: PermissionResult, cell: Cell) -> Truth:
    return truth(result, cell.rule, **cell.fields)


def wrong(world: World, result: PermissionResult, cell: Cell, counts: Counter[str]) -> str | None:
    """What is wrong with the engine's answer, if anything."""
    if judged(result, cell) is Truth.REFUTED:
        return _wrong_no(world, result, cell, counts)
    return _wrong_yes(world, cell, counts) if judged(result, cell) is Truth.SUPPORTED else None


def _wrong_no(world: World, result: PermissionResult, cell: Cell, counts: Counter[str]) -> str | None:
    """A request that is allowed; lists of objects that nobody delivered are told of `*` alone, so not by name."""
    told = cell.rule == "allows" and judged(result, cell._replace(who="*")) is not Truth.REFUTED
    for one in requests(world, cell):
        counts["requests"] += 1
        if allowed(world, one) == "allow" and not (told and one["object_acl"] != "default"):
            return "wrong no"
    return None


def _wrong_yes(world: World, cell: Cell, counts: Counter[str]) -> str | None:
    """No request that is surely allowed; whoever is named may also ask without a signature."""
    seen = set()
    unsigned = [] if cell.who == "*" or cell.rule != "allows" else [cell._replace(who="*")]
    for one in itertools.chain.from_iterable(requests(world, asked) for asked in (cell, *unsigned)):
        if one["principal"] in STRANGERS and cell.who != "*":
            continue
        counts["requests"] += 1
        seen.add(allowed(world, one))
        if "allow" in seen:
            return None
    return "unwitnessed yes" if "undetermined" in seen else "wrong yes"


def compare(seeds: range) -> tuple[Counter[str], list[str]]:
    counts: Counter[str] = Counter()
    faults = []
    for seed in seeds:
        world = random_world(seed)
        result, wholes = cloud_of(world).judge(), as_it_may_be(peopled(world))
        counts["worlds"] += 1
        for cell in cells(world):
            counts[judged(result, cell).word] += 1
            for whole in wholes:
                fault = wrong(whole, result, cell, counts)
                if fault is not None:
                    counts[fault] += 1
                    faults.append(f"{fault} seed={seed} {cell} block={whole['accounts'][A]['block']} {whole['order']}")
    return counts, faults


def unknown_share(counts: Counter[str]) -> float:
    share = counts["unknown"] / sum(counts[one.word] for one in Truth)
    print(f"\n{dict(counts)}, unknown {share:.1%}")
    return share


def test_a_few_worlds() -> None:
    counts, faults = compare(range(25))
    assert unknown_share(counts) < 0.6
    assert counts["conflicting"] == 0
    assert not faults, "\n".join(faults[:20])


@pytest.mark.long
@pytest.mark.parametrize("start", range(1_000, 3_000, 500))
def test_many_worlds(start: int) -> None:
    counts, faults = compare(range(start, start + 500))
    assert unknown_share(counts) < 0.6
    assert counts["requests"] >= 20_000
    assert not faults, "\n".join(faults[:20])
