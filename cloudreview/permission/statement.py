"""One statement of an AWS policy, compiled: what it says, and what of it is not understood.

Laws: compiling never fails and never guesses; whatever is not understood is named in `unsettled`, and then the
statement may apply more narrowly than its understood parts say, never more widely. Source: IAM User Guide, IAM JSON
policy elements reference (awsdocs/iam-user-guide, doc_source/reference_policies_elements*.md).
"""

from __future__ import annotations

import functools
import json
import re
from typing import Any, NamedTuple

from cloudreview.permission.conditions import Test, test

ELEMENTS = frozenset(
    {"Sid", "Effect", "Condition", "Version", "Id"}
    | {prefix + name for prefix in ("", "Not") for name in ("Action", "Resource", "Principal")}
)
ACCOUNT = re.compile(r"\d{12}")
_ROOT = re.compile(r"arn:aws[a-z-]*:iam::(\d{12}):root")
_NAMED = re.compile(r"arn:aws[a-z-]*:(?:iam|sts)::\d{12}:(?:user|role|assumed-role|federated-user)/[^*?]+")
_UNIQUE_ID = re.compile(r"A[A-Z]{3}[A-Z0-9]{12,}")


class Named(NamedTuple):
    """One value of a Principal element."""

    kind: str
    """everyone, account, arn, service, federated, canonical, deleted or strange."""
    value: str


class Compiled(NamedTuple):
    """A statement. Actions are in lower case; `principals` is None where the element is absent."""

    allow: bool
    actions: tuple[str, ...]
    not_actions: bool
    resources: tuple[str, ...]
    not_resources: bool
    principals: tuple[Named, ...] | None
    not_principals: bool
    tests: tuple[Test, ...]
    unsettled: tuple[str, ...]
    """Why it is not wholly understood; empty when it is."""


def _texts(value: Any) -> tuple[str, ...] | None:
    values = value if isinstance(value, list) else [value]
    return tuple(values) if values and all(isinstance(one, str) for one in values) else None


def _account(value: str) -> Named | None:
    if ACCOUNT.fullmatch(value):
        return Named("account", f"aws:{value}")
    found = _ROOT.fullmatch(value)
    return Named("account", f"aws:{found[1]}") if found else None


def _aws(value: str) -> Named:
    if value == "*":
        return Named("everyone", "*")
    account = _account(value)
    if account:
        return account
    if _NAMED.fullmatch(value):
        return Named("arn", value)
    # A user or role that was deleted is shown by its unique id, and matches nobody (Principal element, "Important").
    return Named("deleted", value) if _UNIQUE_ID.fullmatch(value) else Named("strange", value)


_KINDS = {"Service": "service", "Federated": "federated", "CanonicalUser": "canonical"}


def _principals(element: Any) -> tuple[tuple[Named, ...], list[str]]:
    """The values of a Principal element; what is not understood stands as `strange` and is told."""
    if element == "*":
        return (Named("everyone", "*"),), []
    if not isinstance(element, dict) or not element:
        return (Named("strange", ""),), ["a Principal element of an unknown form"]
    named: list[Named] = []
    for kind, values in element.items():
        for value in _texts(values) or (None,):
            if value is None or (kind != "AWS" and kind not in _KINDS):
                named.append(Named("strange", kind))
            else:
                named.append(_aws(value) if kind == "AWS" else Named(_KINDS[kind], value))
    strange = sorted({f"the principal `{one.value}`" for one in named if one.kind == "strange"})
    return tuple(named), strange


def _either(body: dict[str, Any], name: str, problems: list[str]) -> tuple[tuple[str, ...], bool]:
    """The values of an element or of its negation; an unreadable one stands for everything and is told."""
    both = [key for key in (name, f"Not{name}") if key in body]
    if not both:
        return ("*",), False
    values = _texts(body[both[0]])
    if len(both) == 2 or values is None:
        problems.append(f"its {name} element")
        return ("*",), False
    return values, both[0] != name


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


def _service_wildcard(pattern: str) -> bool:
    """Wildcards are not allowed in the service segment of an ARN (Resource element)."""
    parts = pattern.split(":", 3)
    return pattern != "*" and (len(parts) < 4 or re.search(r"[*?]", parts[2]) is not None)


@functools.lru_cache(maxsize=65_536)
def compiled(body: str) -> Compiled | None:
    """The statement of a row's body; None when it is no statement at all, which its layer must treat as open."""
    try:
        parsed = json.loads(body)
    except ValueError:
        return None
    if not isinstance(parsed, dict) or parsed.get("Effect") not in ("Allow", "Deny"):
        return None
    problems = [f"its element `{name}`" for name in sorted(set(parsed) - ELEMENTS)]
    if "Action" not in parsed and "NotAction" not in parsed:
        problems.append("its missing Action element")
    actions, not_actions = _either(parsed, "Action", problems)
    resources, not_resources = _either(parsed, "Resource", problems)
    if any(_service_wildcard(pattern) for pattern in resources):
        problems.append("a wildcard in the service part of a resource")
    if parsed.get("Version", "2012-10-17") != "2012-10-17" and "${" in body:
        problems.append("a variable in an old policy version")
    principals, negated = None, "NotPrincipal" in parsed
    if negated or "Principal" in parsed:
        principals, strange = _principals(parsed["NotPrincipal" if negated else "Principal"])
        problems += strange + (["both Principal and NotPrincipal"] if negated and "Principal" in parsed else [])
    return Compiled(
        allow=parsed["Effect"] == "Allow",
        actions=tuple(action.lower() for action in actions),
        not_actions=not_actions,
        resources=resources,
        not_resources=not_resources,
        principals=principals,
        not_principals=negated,
        tests=_tests(parsed, problems),
        unsettled=tuple(problems),
    )
