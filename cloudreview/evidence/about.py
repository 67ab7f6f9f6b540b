"""What a file is about, where its content does not say: `@about` in its rows is replaced by a name, or it is refused.

Design sections 3 and 13, "about": evidence.csv says it, else the content, else the nearest folder or file name that
contains a known store, key or account.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from cloudreview.evidence.listing import CLASSES, Scope
from cloudreview.gaps import gap
from cloudreview.vocabulary.delivery import ABOUT, KIND, NUMBER, Proves, Reading
from cloudreview.vocabulary.rows import PublicBlock, Row, Statement

_KINDS = (
    ("account", re.compile(r"[a-z]+:[0-9]{10,20}")),
    ("key", re.compile(r"(?:arn:[^:]*:kms|acs:kms):.+")),
    ("policy", re.compile(r"p-[a-z0-9]+|cp-[A-Za-z0-9]+|arn:[^:]*:iam::[^:]*:policy/.+|acs:ram::[^:]*:policy/.+")),
    ("identity", re.compile(r"arn:[^:]*:(?:iam|sts)::.+|acs:ram:.+")),
    ("trail", re.compile(r"arn:[^:]*:cloudtrail:.+|acs:actiontrail:.+")),
    ("point", re.compile(r"arn:[^:]*:s3:[^:]*:[0-9]{12}:accesspoint/.+")),
    ("unit", re.compile(r"ou-[a-z0-9]+-[a-z0-9]+|(?:r|fd)-[A-Za-z0-9]+")),
    ("store", re.compile(r"[a-z0-9_-]+:[a-z0-9_-]+:\S.*")),
)
"""What a name is the name of, first that fits."""

_CONTROL_POLICIES = ("SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY", "CONTROL_POLICY")
_RELATIONS: Mapping[str, tuple[str, ...]] = {
    "store": (
        *("policy", "acl", "public_block", "ownership", "statements", "encryption", "keys"),
        *("replication", "lifecycle", "versioning", "access_log", "access_points"),
    ),
    "key": ("policy", "grants", "statements", "keys"),
    "account": (
        *("identities", "statements", "stores", "principals", "keys", "public_block", "restrictions", "parent"),
        *("organization", "operations", "approvals", "encryption"),
        *("users", "groups", "roles", "attachments"),
    ),
    "unit": ("restrictions", "parent"),
    "policy": ("document", "statements"),
    "identity": ("statements", "principals", "identities", "trust", "members", "memberships", "attached"),
    "trail": ("selectors", "digests", "trail_status"),
    "point": ("policy", "statements"),
    "party": (
        *("parties", "interests", "designations", "roster", "placements"),
        *("operations", "approvals", "sites", "principals"),
    ),
}
"""The relations that a file about something may have told."""
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "store": ("store",),
    "key": ("key",),
    "account": ("account",),
    "management": ("account",),
    "child": ("account", "unit"),
    "target": ("account", "unit"),
    "parent": ("unit",),
    "trail": ("trail",),
    "policy": ("policy",),
    "principal": ("identity",),
    "groups": ("identity",),
}
"""What may stand in a row's field."""
_NUMBERED = frozenset({"account", "identity", "policy", "key", "trail"})
"""Kinds of name that tell the number of an account."""
_NUMBER = re.compile(r"alibaba:([0-9]+)|acs:[^:]*:[^:]*:([0-9]+):.+")
_IDENTITY = re.compile(r"acs:ram::[0-9]+:(?:(user|role|group)/.+|(root))")
_OTHERS = {"aliyun": ("aws:", "arn:"), "aws": ("alibaba:", "acs:")}
"""By how a format begins: how the names of another provider's things begin."""
_LAYERS = {
    "inline": ("identity",),
    "trust": ("identity",),
    "managed": ("policy",),
    "store": ("store",),
    "key": ("key",),
    "access_point": ("point",),
}


def kind_of(name: str) -> str:
    """What a name is the name of; a name of no known form is a party's."""
    return next((kind for kind, form in _KINDS if form.fullmatch(name)), "party")


def scopes_about(about: str) -> list[Scope]:
    """Every scope that a file about something might have told: what it opens when nothing of it can be read."""
    kind = kind_of(about)
    found = [(relation, about) for relation in _RELATIONS[kind]]
    if kind == "store":
        found += [("events", f"{about} {klass}") for klass in CLASSES]
    if kind in ("account", "unit"):
        found += [("targets", f"{about} {policy}") for policy in _CONTROL_POLICIES]
    return sorted(found)


def number_of(name: str) -> str | None:
    """The number of the Alibaba Cloud account that a name is of, or that holds what it names."""
    found = _NUMBER.fullmatch(name)
    return found[1] or found[2] if found else None


def identity_kind(name: str) -> str | None:
    """What kind of identity of Alibaba Cloud a name is of."""
    found = _IDENTITY.fullmatch(name)
    return found[1] or found[2] if found else None


def wanted(reading: Reading) -> set[str] | None:
    """The kinds of name that `@about` may stand for in all of a reading's rows; None: it does not occur."""
    found = [_allowed(said.row, field) for said in reading.said for field in _marked(said.row, ABOUT)]
    if any(map(_numbered, _names(reading))):
        found.append(set(_NUMBERED))
    if any(_marked(said.row, KIND) for said in reading.said):
        found.append({"identity"})
    if not found and any(ABOUT in text for text in _texts(reading)):
        found.append({kind for kind, _ in _KINDS})
    return set.intersection(*found) if found else None


def fits(reading: Reading, name: str) -> bool:
    """Whether a name can stand for what the reading leaves open: of its own provider, with what is needed of it."""
    if name.startswith(_OTHERS.get(reading.format.split(" ")[0], ())):
        return False
    if number_of(name) is None and any(map(_numbered, _names(reading))):
        return False
    return identity_kind(name) is not None or not any(_marked(said.row, KIND) for said in reading.said)


def _marked(row: Row, mark: str) -> list[str]:
    """The fields that are only a mark, or hold it in a list."""
    found = {field: getattr(row, field) for field in row.__struct_fields__}
    return [field for field, value in found.items() if value == mark or (isinstance(value, tuple) and mark in value)]


def _numbered(text: str) -> bool:
    """Whether a name lacks the number of its account. Only so written is it a mark; evidence may hold the word too."""
    return text == f"alibaba:{NUMBER}" or text.startswith(f"acs:ram::{NUMBER}:")


def _names(reading: Reading) -> Iterator[str]:
    """Every text that a mark may stand in as a part."""
    yield from (one.scope for one in reading.proves)
    for said in reading.said:
        for field in said.row.__struct_fields__:
            yield from _strings(getattr(said.row, field))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _strings(one)


def _texts(reading: Reading) -> Iterator[str]:
    yield from (one.scope for one in reading.proves)
    for one in reading.gaps:
        yield from (one.where, one.why, one.question)


def _allowed(row: Row, field: str) -> set[str]:
    if isinstance(row, Statement) and field == "subject":
        return set(_LAYERS.get(row.layer, ("account",)))
    if isinstance(row, PublicBlock) and field == "subject":
        return {"store", "account"}
    return set(_FIELDS.get(field, (kind for kind, _ in _KINDS)))


def known_names(readings: Iterable[Reading], declared: Iterable[str | None]) -> dict[str, set[str]]:
    """Every store, key, account, unit or policy that anything names, by the part of it that a file name may contain."""
    found: dict[str, set[str]] = {}
    named = {name for name in declared if name}
    for reading in readings:
        named.update({reading.about} if reading.about else ())
        named.update(value for said in reading.said for value in _values(said.row))
    for name in named:
        kind = kind_of(name)
        if name != ABOUT and kind not in ("party", "identity"):
            found.setdefault(_short(name, kind), set()).add(name)
    return found


def _values(row: Row) -> Iterator[str]:
    for field in (*_FIELDS, "subject"):
        value = getattr(row, field, None)
        if isinstance(value, str):
            yield value


def _short(name: str, kind: str) -> str:
    """The part of a name by which people call files: a bucket's, an account's number, a key's id."""
    if kind in ("store", "account"):
        return name.split(":", 2 if kind == "store" else 1)[-1]
    return name.rsplit("/", 1)[-1] if ":" in name else name


def by_name(path: str, names: Mapping[str, set[str]], kinds: set[str] | None) -> str | None:
    """What the nearest of a file's name and its folders names; None where none does, or where it names several.

    Of names that stand in each other the longest counts: `acme-data.json` is about `acme-data`, not about `acme`.
    """
    fitting = {
        short: {name for name in all_of if kinds is None or kind_of(name) in kinds} for short, all_of in names.items()
    }
    for part in reversed(path.split("/")):
        hits = [short for short, all_of in fitting.items() if all_of and _stands_alone(short, part)]
        found = {name for short in hits if not _inside(short, hits) for name in fitting[short]}
        if found:
            return next(iter(found)) if len(found) == 1 else None
    return None


def _stands_alone(short: str, part: str) -> bool:
    return short in part and re.search(rf"(?<![A-Za-z0-9]){re.escape(short)}(?![A-Za-z0-9])", part) is not None


def _inside(short: str, hits: Iterable[str]) -> bool:
    return any(short != other and short in other for other in hits)


def filled(reading: Reading, name: str) -> Reading:
    """The reading with a name in place of `@about`, and with what it tells in place of `@number` and `@kind`."""
    number, kind = number_of(name), identity_kind(name)

    def put(text: str) -> str:
        return text.replace(ABOUT, name).replace(NUMBER, number or NUMBER)

    def deep(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(map(deep, value))
        if value == KIND:
            return kind or value
        if isinstance(value, str) and _numbered(value):
            return value.replace(NUMBER, number or NUMBER, 1)
        return name if value == ABOUT else value

    def row(value: Any) -> Any:
        found = {field: getattr(value, field) for field in value.__struct_fields__}
        changed = {field: now for field, one in found.items() if (now := deep(one)) != one}
        return msgspec.structs.replace(value, **changed) if changed else value

    gaps = [gap(one.what, put(one.where), put(one.why), put(one.question)) for one in reading.gaps]
    return msgspec.structs.replace(
        reading,
        said=[msgspec.structs.replace(one, row=row(one.row)) for one in reading.said],
        proves=[Proves(one.relation, put(one.scope)) for one in reading.proves],
        gaps=gaps,
    )
