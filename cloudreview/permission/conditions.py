"""Conditions: a table of operators, a table of keys, and three outcomes.

Laws: a condition on what is known of the principal or the resource is settled to true or false, exactly; one on what is
free in the request becomes an atom that says who chooses it; one that is not understood is told and never guessed.
Sources: IAM User Guide, doc_source/reference_policies_elements_condition_operators.md (operators, missing keys,
IfExists, Null), reference_policies_multi-value-conditions.md (OR over values, ForAllValues, ForAnyValue),
reference_policies_variables.md (key names ignore case), reference_policies_condition-keys.md (what each key holds).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from cloudreview.permission.language import TooWideError, literal, matches, plain, witness
from cloudreview.residuals import Atom
from cloudreview.truth import Said


class Test(NamedTuple):
    """One operator on one key; `negated` operators are their positive twin, negated."""

    key: str
    operator: str
    negated: bool
    quantifier: str
    """Empty, ForAllValues or ForAnyValue."""
    if_exists: bool
    values: tuple[str, ...]


_ORDERED = ("Equals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")
_POSITIVE = (
    *("StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike", "Bool", "IpAddress", "Null"),
    *("BinaryEquals", *(f"Numeric{name}" for name in _ORDERED), *(f"Date{name}" for name in _ORDERED)),
)
_NEGATED = {
    "StringNotEquals": "StringEquals",
    "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
    "StringNotLike": "StringLike",
    "ArnNotEquals": "ArnLike",
    "ArnNotLike": "ArnLike",
    "NotIpAddress": "IpAddress",
    "NumericNotEquals": "NumericEquals",
    "DateNotEquals": "DateEquals",
}
# "The ArnEquals and ArnLike condition operators behave identically."
_OPERATORS: dict[str, tuple[str, bool]] = {
    **{name.lower(): ("ArnLike" if name == "ArnEquals" else name, False) for name in _POSITIVE},
    **{name.lower(): (base, True) for name, base in _NEGATED.items()},
}
_FORM = re.compile(r"(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?", re.IGNORECASE)
_QUANTIFIERS = {"forallvalues": "ForAllValues", "foranyvalue": "ForAnyValue"}


def _values(values: Any) -> tuple[str, ...] | None:
    listed = values if isinstance(values, list) else [values]
    if not listed or not all(isinstance(one, str | int | float) for one in listed):
        return None
    return tuple(str(one).lower() if isinstance(one, bool) else str(one) for one in listed)


def test(operator: str, key: str, values: Any) -> Test | str:
    """The test of one line of a Condition block, or what of it is not understood."""
    form, texts = _FORM.fullmatch(operator), _values(values)
    base = _OPERATORS.get(form[2].lower()) if form else None
    if form is None or base is None or texts is None or (base[0] == "Null" and form[3]):
        return f"the condition `{operator}` on `{key}`"
    name, negated = base
    if name in ("Bool", "Null"):
        texts = tuple(text.lower() for text in texts)
        if not set(texts) <= {"true", "false"}:
            return f"the condition `{operator}` on `{key}`"
    return Test(key, name, negated, _QUANTIFIERS.get((form[1] or "").lower(), ""), bool(form[3]), texts)


def _arn_like(pattern: str, text: str) -> bool:
    """Each of the six colon-delimited parts is matched by itself; the sixth may hold colons."""
    parts, pieces = pattern.split(":", 5), text.split(":", 5)
    return len(parts) == len(pieces) == 6 and all(map(matches, parts, pieces))


MATCHERS: Mapping[str, Callable[[str, str], bool]] = {
    "StringEquals": lambda wanted, had: wanted == had,
    "StringEqualsIgnoreCase": lambda wanted, had: wanted.lower() == had.lower(),
    "StringLike": matches,
    "ArnLike": _arn_like,
    "Bool": lambda wanted, had: wanted == had.lower(),
}
"""Operators that compare a value known in advance. Policy values of the Equals operators hold plain text."""

_GLOBBED = frozenset({"StringLike", "ArnLike"})


class Free(NamedTuple):
    """A key whose value is not known in advance."""

    by: str
    """Whose choice it is: actor, setting or other."""
    always: bool = False
    """Whether every request carries it."""
    never: Callable[[str], bool] | None = None
    """Values that this principal surely never has."""


Value = str | None | Free
"""A known value; None: the key is absent; or free."""

KEYS: Mapping[str, Free] = {
    # The requester chooses these (Service Authorization Reference, Amazon S3; reference_policies_condition-keys.md).
    "aws:securetransport": Free("actor", always=True),
    "aws:useragent": Free("actor"),
    "aws:referer": Free("actor"),
    "s3:prefix": Free("actor"),
    "s3:delimiter": Free("actor"),
    "s3:max-keys": Free("actor"),
    "s3:versionid": Free("actor"),
    "s3:authtype": Free("actor"),
    "s3:signatureversion": Free("actor"),
    "s3:signatureage": Free("actor"),
    "s3:tlsversion": Free("actor"),
    "sts:rolesessionname": Free("actor"),
    # "AWS does not treat the external ID as a secret" (id_roles_create_for-user_externalid.md): the requester sends it.
    "sts:externalid": Free("actor"),
    # Facts of the environment.
    "aws:sourceip": Free("setting"),
    "aws:vpcsourceip": Free("setting"),
    "aws:sourcevpc": Free("setting"),
    "aws:sourcevpce": Free("setting"),
    "aws:multifactorauthpresent": Free("setting"),
    "aws:multifactorauthage": Free("setting"),
    "aws:currenttime": Free("setting", always=True),
    "aws:epochtime": Free("setting", always=True),
    "aws:tokenissuetime": Free("setting"),
    "aws:requestedregion": Free("setting"),
}
_CHOSEN_HEADERS = ("s3:x-amz-", "s3:requestobjecttag/", "aws:requesttag/")
_OTHER = Free("other")


def free(key: str) -> Free:
    """Who chooses a key that is not a matter of principal or resource; `other` for every key we do not know."""
    lowered = key.lower()
    if lowered.startswith(_CHOSEN_HEADERS):
        return Free("actor")
    return KEYS.get(lowered, _OTHER)


_ACLS = frozenset({"s3:putobject", "s3:putobjectacl", "s3:putobjectversionacl"})
_TO_OWNER = "bucket-owner-full-control"
"""The one canned list that a bucket without access control lists takes too (Controlling ownership of objects)."""
_UPLOADS = frozenset({"s3:putobject"})
CARRIED: Mapping[str, frozenset[str]] = {
    "s3:x-amz-copy-source": _UPLOADS,
    "s3:x-amz-metadata-directive": _UPLOADS,
    "s3:x-amz-server-side-encryption": _UPLOADS,
    "s3:x-amz-storage-class": _UPLOADS,
    "s3:x-amz-website-redirect-location": _UPLOADS,
    "s3:requestobjecttag/": frozenset({"s3:putobject", "s3:putobjecttagging"}),
    "s3:versionid": frozenset({"s3:getobjectversion", "s3:deleteobjectversion"}),
    "sts:rolesessionname": frozenset({"sts:assumerole"}),
    "sts:externalid": frozenset({"sts:assumerole"}),
}
"""Keys, or how they begin, that only some requests carry, and actions whose requests surely may (Service Authorization
Reference). For any other action it is not settled here that a requester could send the key."""

_EVERYWHERE = frozenset({"aws:securetransport", "aws:useragent", "aws:referer"})
_OF_S3 = frozenset({"s3:authtype", "s3:signatureversion", "s3:signatureage", "s3:tlsversion"})
_OF_SOMEBODY = ("aws:principal", "aws:username", "aws:userid", "kms:calleraccount")


def may_send(key: str, action: str) -> bool:
    """Whether a request for an action surely may carry a key that its sender chooses."""
    lowered, name = key.lower(), action.lower()
    if lowered in _EVERYWHERE or (lowered in _OF_S3 and name.startswith("s3:")):
        return True
    return any(lowered.startswith(start) and name in actions for start, actions in CARRIED.items())


_SERVICES = frozenset({"s3", "kms"})
_ALWAYS_SENT = ("sts:rolesessionname", "sts:assumerole")


def elsewhere(key: str, action: str) -> bool:
    """Whether a key belongs to another service than the action, so that the request surely lacks it.

    A service-specific key "only works with requests to" its service (reference_policies_condition-keys). What the token
    service leaves in the sessions that it gives may show elsewhere too: of its keys nothing is sure.
    """
    service = key.lower().partition(":")[0]
    return service in _SERVICES and service != action.lower().partition(":")[0]


def _ordinary(atom: Atom) -> bool:
    """Whether an untagged role that anybody may make, in an account that nobody names, is what the atom asks for.

    What this role meets, it meets together; and no kind of request that others may send is closed to it.
    """
    value = _ORDINARY.get(atom.key.lower())
    if value is None:
        return _holds_without(atom)
    matcher = MATCHERS.get(atom.operator)
    if matcher is None:
        return False
    wanted = atom.values if atom.operator in _GLOBBED else [plain(one) for one in atom.values]
    return any(matcher(one, value) for one in wanted) != atom.negated


_ORDINARY: Mapping[str, str] = {
    "aws:principaltype": "AssumedRole",
    "aws:principalaccount": "000000000000",
    "aws:principalarn": "arn:aws:iam::000000000000:role/nobody-names-it",
    "kms:calleraccount": "000000000000",
}


def chosen(atom: Atom, action: str) -> Atom:
    """The atom as a request for this action meets it: nobody's choice where it needs a key that may not be carried.

    What an unknown somebody must be (an account, a kind, a tag) is not the requester's choice either.
    """
    if atom.by != "actor":
        return atom
    if atom.key.lower().startswith(_OF_SOMEBODY):
        return atom if _ordinary(atom) else atom._replace(by="other")
    if atom.operator == "Null" and (atom.key.lower(), action.lower()) == _ALWAYS_SENT:
        return atom if atom.negated else atom._replace(by="other")
    to_owner = atom.key.lower() == "s3:x-amz-acl" and action.lower() in _ACLS and _TO_OWNER in atom.values
    if _holds_without(atom) or to_owner or may_send(atom.key, action):
        return atom
    return atom._replace(by="other")


def carried(atoms: Sequence[Atom], action: str) -> tuple[Atom, ...] | None:
    """The atoms that a request for this action can still meet or fail; None where one surely fails."""
    if any(elsewhere(atom.key, action) and not _holds_without(atom) for atom in atoms):
        return None
    return tuple(atom for atom in atoms if not elsewhere(atom.key, action))


class Unsettled(NamedTuple):
    """A condition that is not implemented for what it is asked of."""

    why: str


Outcome = bool | Atom | Unsettled


def settle(asked: Test, value: Value) -> Outcome:
    """A test on a key: true or false where the key is known, an atom where it is free."""
    if isinstance(value, Free):
        return _atom(asked, value)
    if asked.operator == "Null":
        return ("true" in asked.values and value is None) or ("false" in asked.values and value is not None)
    if value is None:
        return _absent(asked)
    matcher = MATCHERS.get(asked.operator)
    if matcher is None:
        return Unsettled(f"the operator {asked.operator} on {asked.key}")
    wanted = asked.values if asked.operator in _GLOBBED else [plain(one) for one in asked.values]
    return any(matcher(one, value) for one in wanted) != asked.negated


def _absent(asked: Test) -> bool:
    """The rule for a missing key: false, but true for negated operators, IfExists and ForAllValues."""
    if asked.quantifier:
        return asked.quantifier == "ForAllValues" or asked.if_exists
    return asked.negated or asked.if_exists


def _atom(asked: Test, value: Free) -> Outcome:
    values = tuple(sorted(set(asked.values)))
    if asked.operator == "Null":
        if set(values) == {"true", "false"}:
            return True
        present = values == ("false",)
        return present if value.always else Atom(asked.key, "Null", ("true",), present, value.by)
    if asked.quantifier:
        spelled = f"{asked.quantifier}:{'Not' if asked.negated else ''}{asked.operator}"
        return Atom(asked.key, spelled + ("IfExists" if asked.if_exists else ""), values, False, value.by)
    if value.never:
        values = tuple(one for one in values if not value.never(one))
        if not values:
            return asked.negated
    lenient = asked.if_exists and not asked.negated and not value.always
    return Atom(asked.key, asked.operator + ("IfExists" if lenient else ""), values, asked.negated, value.by)


def negate(atom: Atom) -> Atom:
    """The atom that holds exactly where this one does not."""
    return atom._replace(negated=not atom.negated)


_TEXTUAL = frozenset({"StringEquals", "StringLike", "ArnLike", "Bool"})


def consistent(atoms: Sequence[Atom]) -> Said:
    """Whether the atoms of one request can hold together: yes, surely not, or not known."""
    by_key: dict[str, list[Atom]] = {}
    for atom in sorted(set(atoms)):
        by_key.setdefault(atom.key.lower(), []).append(atom)
    return min((_agree(key, group) for key, group in sorted(by_key.items())), default=Said.YES)


def _agree(key: str, atoms: list[Atom]) -> Said:
    if len(atoms) == 1 and atoms[0].operator != "Bool":
        return Said.YES
    bare = {atom._replace(by="") for atom in atoms}
    if any(negate(atom) in bare for atom in bare):
        return Said.NO
    if all(atom.operator.removesuffix("IfExists") in _TEXTUAL or atom.operator == "Null" for atom in atoms):
        return _textual(key, atoms)
    return Said.MAYBE


def _holds_without(atom: Atom) -> bool:
    """Whether the atom holds in a request that lacks its key."""
    lenient = atom.operator == "Null" or atom.operator.startswith("ForAllValues:")
    return (lenient or atom.operator.endswith("IfExists")) != atom.negated


def _textual(key: str, atoms: list[Atom]) -> Said:
    if not free(key).always and all(map(_holds_without, atoms)):
        return Said.YES
    if any(atom.operator == "Null" and not atom.negated for atom in atoms):
        return Said.NO
    present = [atom for atom in atoms if atom.operator != "Null"]
    include: list[list[str]] = []
    exclude: list[list[str]] = []
    for atom in present:
        globbed = atom.operator.removesuffix("IfExists") in _GLOBBED
        values = [one if globbed else literal(plain(one)) for one in atom.values]
        (exclude.append if atom.negated else include.append)(values)
    if any(atom.operator.startswith("Bool") for atom in present):
        include.append(["true", "false"])
    possible = _some(include, [value for values in exclude for value in values])
    # A glob of ArnLike is read here as one of StringLike, which is wider; and a key of which we know nothing may hold
    # several values: then neither answer is sure.
    rough = any(atom.operator.startswith("ArnLike") for atom in present) or free(key) == _OTHER
    return Said.MAYBE if rough else Said.YES if possible else Said.NO


def _some(include: list[list[str]], exclude: list[str], chosen: tuple[str, ...] = ()) -> bool:
    """Whether one text matches one glob of each of `include` and none of `exclude`; yes where that is too wide."""
    if len(chosen) < len(include):
        return any(_some(include, exclude, (*chosen, one)) for one in include[len(chosen)])
    try:
        return witness(chosen or ["*"], exclude) is not None
    except TooWideError:
        return True
