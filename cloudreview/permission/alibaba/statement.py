"""One statement of an Alibaba Cloud policy, compiled: what it says, and what of it is not understood.

Laws: compiling never fails and never guesses; whatever is not understood is named in `unsettled`, and then the
statement may apply more narrowly than its understood parts say, never more widely. Sources: RAM, "Permission policy
elements" and "Policy structure and syntax"; OSS, "OSS authorization syntax and elements".
"""

from __future__ import annotations

import functools
import json
import re
from typing import Any, NamedTuple

from cloudreview.permission.alibaba.conditions import Test, test

EFFECTS = {"Allow": (True,), "Deny": (False,)}
UNCLEAR = (True, False)
"""An Effect that is neither: it may allow and it may deny."""
ELEMENTS = frozenset({"Sid", "Effect", "Action", "NotAction", "Resource", "Condition", "Principal", "Version"})
_GLOBAL = frozenset({"oss", "ram", "sts"})
"""Services whose resources name no region: "the region field can be set only to an asterisk" (OSS, RAM Policy)."""


class Patterns(NamedTuple):
    """Resource patterns as globs over `acs:SERVICE:REGION:ACCOUNT:NAME`, those of which we are not sure apart."""

    sure: tuple[str, ...]
    unsure: tuple[str, ...] = ()


class Compiled(NamedTuple):
    """A statement. Actions stand as written: whether case counts is judged in both readings."""

    effects: tuple[bool, ...]
    actions: tuple[str, ...]
    not_actions: bool
    resources: Patterns
    principals: tuple[tuple[str, str], ...] | None
    """Kind (uid, RAM, Service, Federated, strange) and value; None where the element is absent."""
    tests: tuple[Test, ...]
    unsettled: tuple[str, ...]
    """Why it is not wholly understood; empty when it is."""

    @property
    def allow(self) -> bool:
        """Whether it may allow."""
        return True in self.effects


def _texts(value: Any) -> tuple[str, ...] | None:
    values = value if isinstance(value, list) else [value]
    return tuple(values) if values and all(isinstance(one, str) for one in values) else None


def _tight(values: tuple[str, ...], name: str, problems: list[str]) -> tuple[str, ...]:
    """Values without white space, which no page allows."""
    tight = tuple("".join(value.split()) for value in values)
    if tight != values:
        problems.append(f"white space in its {name}")
    return tight


def _actions(body: dict[str, Any], problems: list[str]) -> tuple[tuple[str, ...], bool]:
    both = [name for name in ("Action", "NotAction") if name in body]
    values = _texts(body[both[0]]) if both else None
    if len(both) != 1 or values is None:
        problems.append("its Action element")
        return ("*",), False
    return _tight(values, both[0], problems), both[0] == "NotAction"


def _pattern(text: str) -> tuple[str, bool]:
    """A resource pattern with the region of a global service taken out, and whether we are sure of it."""
    parts = text.split(":", 4)
    if text == "*":
        return text, True
    if len(parts) < 5 or parts[0] != "acs" or re.search(r"[*?$]", parts[1]) or "${" in text:
        return text, False
    if parts[1].lower() not in _GLOBAL:
        return text, True
    return ":".join(["acs", parts[1], "*", *parts[3:]]), parts[2] in ("", "*")


def _resources(body: dict[str, Any], problems: list[str]) -> Patterns:
    if "Resource" not in body:
        if "Principal" not in body:
            problems.append("its missing Resource element")
        return Patterns(("*",))
    values = _texts(body["Resource"])
    if values is None:
        problems.append("its Resource element")
        return Patterns((), ("*",))
    pairs = [_pattern(one) for one in _tight(values, "Resource", problems)]
    return Patterns(tuple(one for one, sure in pairs if sure), tuple(one for one, sure in pairs if not sure))


def _principals(element: Any) -> tuple[tuple[str, str], ...]:
    """Bare UIDs and role sessions of a bucket's policy, or the RAM, Service and Federated names of a role's or key's.

    "An empty list [] is equivalent to ["*"]" (OSS authorization syntax and elements, June 2026).
    """
    if isinstance(element, dict) and element:
        found: list[tuple[str, str]] = []
        for kind, values in sorted(element.items()):
            known = kind if kind in ("RAM", "Service", "Federated") else "strange"
            found += [(known, value) for value in _texts(values) or ("",)]
        return tuple(found)
    if element == []:
        return (("uid", "*"),)
    return tuple(("uid", value) for value in _texts(element) or ()) or (("strange", ""),)


def _tests(body: dict[str, Any], problems: list[str]) -> tuple[Test, ...]:
    block = body.get("Condition", {})
    if not isinstance(block, dict):
        problems.append("its Condition element")
        return ()
    tests: list[Test] = []
    for operator, keys in block.items():
        for key, values in keys.items() if isinstance(keys, dict) else [("", None)]:
            made = test(operator, key, values)
            if isinstance(made, str):
                problems.append(made)
            else:
                tests.append(made)
    return tuple(sorted(tests))


@functools.lru_cache(maxsize=65_536)
def compiled(body: str) -> Compiled:
    """The statement of a row's body."""
    try:
        parsed = json.loads(body)
    except ValueError:
        parsed = None
    if not isinstance(parsed, dict):
        unread = ("it is no statement",)
        return Compiled(UNCLEAR, ("*",), False, Patterns((), ("*",)), (("strange", ""),), (), unread)
    problems = [f"its element `{name}`" for name in sorted(set(parsed) - ELEMENTS)]
    if parsed.get("Version", "1") != "1":
        problems.append("its Version, which can only be 1")
    effect = parsed.get("Effect")
    effects = EFFECTS.get(effect) if isinstance(effect, str) else None
    if effects is None:
        problems.append(f"its Effect {json.dumps(effect, ensure_ascii=False)}, which is neither Allow nor Deny")
    actions, negated = _actions(parsed, problems)
    named = next((name for name in ("Principal", "NotPrincipal") if name in parsed), None)
    return Compiled(
        effects=effects or UNCLEAR,
        actions=actions,
        not_actions=negated,
        resources=_resources(parsed, problems),
        principals=(("strange", ""),)
        if named == "NotPrincipal"
        else _principals(parsed["Principal"])
        if named
        else None,
        tests=_tests(parsed, problems),
        unsettled=tuple(problems),
    )
