"""Conditions of Alibaba Cloud policies: a table of operators, a table of keys, and atoms.

Laws: no page says what a condition does where a request lacks its key, so a condition is the requester's to meet only
where the key is the requester's in every request; any other lowers to unknown, whichever way it is needed. Sources:
RAM, "Conditional operators" (December 2025) and "Permission policy elements"; OSS, "OSS authorization syntax and
elements".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from cloudreview.permission.conditions import negate
from cloudreview.permission.language import TooWideError, literal, witness
from cloudreview.residuals import Atom
from cloudreview.truth import Said


class Test(NamedTuple):
    """One operator on one key; negated operators are their positive twin, negated."""

    key: str
    operator: str
    negated: bool
    values: tuple[str, ...]


_ORDERED = ("Equals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")
_OPERATORS: Mapping[str, tuple[str, bool]] = {
    **{name: (name, False) for name in ("StringEquals", "StringEqualsIgnoreCase", "StringLike", "Bool", "IpAddress")},
    **{f"{kind}{name}": (f"{kind}{name}", False) for kind in ("Numeric", "Date") for name in _ORDERED},
    "StringNotEquals": ("StringEquals", True),
    "StringNotEqualsIgnoreCase": ("StringEqualsIgnoreCase", True),
    "StringNotLike": ("StringLike", True),
    "NumericNotEquals": ("NumericEquals", True),
    "DateNotEquals": ("DateEquals", True),
    "NotIpAddress": ("IpAddress", True),
}
"""The operators that the page lists; there is no IfExists, no Null and no ForAllValues among them."""
CHOSEN = frozenset({"acs:SecureTransport", "acs:UserAgent"})
"""Keys that the requester sets in any request."""
SETTINGS = frozenset(
    {"acs:SourceIp", "acs:SourceVpc", "acs:SourceVpcId", "acs:VpcSourceIp", "acs:MFAPresent", "acs:CurrentTime"}
)
"""Facts of the environment; `acs:SourceIp` is never compared, so the form of its values does not matter."""


def test(operator: str, key: str, values: Any) -> Test | str:
    """The test of one line of a Condition block, or what of it is not understood."""
    listed = values if isinstance(values, list) else [values]
    texts = tuple(str(one).lower() if isinstance(one, bool) else str(one) for one in listed)
    known = _OPERATORS.get(operator)
    readable = bool(listed) and all(isinstance(one, str | int | float) for one in listed)
    if known is None or not readable or (known[0] == "Bool" and not set(texts) <= {"true", "false"}):
        return f"the condition `{operator}` on `{key}`"
    if known[1] and len(texts) > 1:
        # "If the value in a request matches any of the values, the condition is met": for a negated operator this does
        # not say whether one value or all must differ.
        return f"several values of `{operator}` on `{key}`"
    return Test(key, known[0], known[1], texts)


def atom(asked: Test) -> Atom:
    """The condition as an atom that says whose choice it is."""
    by = "actor" if asked.key in CHOSEN else "setting" if asked.key in SETTINGS else "other"
    return Atom(asked.key, asked.operator, tuple(sorted(set(asked.values))), asked.negated, by)


def agree(atoms: Sequence[Atom]) -> Said:
    """Whether conditions on one request can hold together: a condition and its own negation never do.

    Of a key that the requester sets texts are compared; of any other nothing more is sure.
    """
    by_key: dict[str, list[Atom]] = {}
    for one in sorted(set(atoms)):
        by_key.setdefault(one.key, []).append(one)
    return min((_agree(group) for _, group in sorted(by_key.items())), default=Said.YES)


def _agree(atoms: list[Atom]) -> Said:
    bare = set(atoms)
    if any(negate(one) in bare for one in bare):
        return Said.NO
    if atoms[0].key not in CHOSEN or any(one.operator not in ("StringEquals", "StringLike", "Bool") for one in atoms):
        return Said.YES if len(atoms) == 1 else Said.MAYBE
    return _textual(atoms)


def _textual(atoms: list[Atom]) -> Said:
    include: list[list[str]] = [["true", "false"]] if any(one.operator == "Bool" for one in atoms) else []
    exclude: list[str] = []
    for one in atoms:
        values = [value if one.operator == "StringLike" else literal(value) for value in one.values]
        if one.negated:
            exclude += values
        else:
            include.append(values)
    if _some(include, exclude):
        return Said.YES
    # A request without a User-Agent header lacks the key, and what holds then is not told.
    return Said.NO if atoms[0].key == "acs:SecureTransport" else Said.MAYBE


def _some(include: list[list[str]], exclude: list[str], chosen: tuple[str, ...] = ()) -> bool:
    """Whether one text matches one glob of each of `include` and none of `exclude`; no where that is too wide."""
    if len(chosen) < len(include):
        return any(_some(include, exclude, (*chosen, one)) for one in include[len(chosen)])
    try:
        return witness(chosen or ["*"], exclude) is not None
    except TooWideError:
        return False
