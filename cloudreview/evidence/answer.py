"""An answer of a cloud's API as one JSON object: its shape, what nobody reads, and whether it is the whole answer.

The standard form of evidence is the unchanged answer, one file a call. The command line joins the pages of a list
itself and leaves a token where it was told to stop (AWS CLI User Guide, cli-usage-pagination.html).
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

import msgspec
from msgspec import inspect

from cloudreview.errors import EvidenceError
from cloudreview.evidence.content import Content
from cloudreview.gaps import gap
from cloudreview.vocabulary.delivery import ABOUT, Proves, Reading, Said
from cloudreview.vocabulary.gap import Gap

_FLAGS = ("IsTruncated", "Truncated")
_TOKENS = ("NextToken", "Marker", "NextMarker", "ContinuationToken")
_ALWAYS = frozenset({*_FLAGS, *_TOKENS, "ResponseMetadata", "RequestId", "HostId"})
"""Fields of any answer; ResponseMetadata is added by the Python client, RequestId and HostId by Alibaba Cloud."""

_FIRST_KEY = re.compile(rb'(?:\xef\xbb\xbf)?[ \t\r\n]*\{[ \t\r\n]*"([^"\\]*)"')
_AT = re.compile(r"(?s)(.*) - at `\$(.*)`")
_STEP = re.compile(r"\.([^.\[]+)|\[(\d+)\]")


class Shape(msgspec.Struct, frozen=True, kw_only=True, rename="pascal"):
    """One object of an answer: its fields are what is read, `unused` names the documented fields that are not."""

    unused: ClassVar[frozenset[str]] = frozenset()


S = TypeVar("S", bound=Shape)


class Answer(NamedTuple, Generic[S]):
    """An answer that has the shape asked for."""

    value: S
    unknown: dict[str, int]
    """Fields that nobody reads and no documentation names, counted by name."""
    whole: bool
    """Whether no flag or token says that more follows."""


def fields(content: Content) -> Mapping[str, Any]:
    """The fields of the object that the content is; none where it is not one, or a log's delivery file."""
    first = _FIRST_KEY.match(content.data)
    if first is None or first[1] == b"Records":
        return {}
    try:
        document = content.document
    except EvidenceError:
        return {}
    return document if isinstance(document, dict) else {}


def has(*names: str, without: str = "") -> Callable[[Content], bool]:
    """A test for answers that hold all these fields, and not that one."""

    def recognises(content: Content) -> bool:
        found = fields(content)
        return all(name in found for name in names) and without not in found

    return recognises


def answer(content: Content, shape: type[S]) -> Answer[S]:
    """The content as an answer of that shape. Raises EvidenceError, with a pointer, where it has another."""
    return shaped(content.document, shape)


def shaped(document: dict[str, Any], shape: type[S], strict: bool = True) -> Answer[S]:
    """A document as an answer of that shape; where it is not strict, numbers and truth values may be texts."""
    try:
        value = msgspec.convert(document, shape, strict=strict)
    except msgspec.ValidationError as error:
        raise _misshapen(str(error)) from error
    known = {key: part for key, part in document.items() if key not in _ALWAYS}
    unknown = Counter(unknown_names(known, shape))
    return Answer(value, dict(sorted(unknown.items())), not unfinished(document))


def reading(
    content: Content,
    name: str,
    found: Answer[S],
    said: Iterable[Said],
    proves: Proves | None = None,
    gaps: Iterable[Gap] = (),
    about: str | None = None,
) -> Reading:
    """What an answer about one subject makes: it proves its relation only where it is whole and leaves no gap."""
    told = list(gaps)
    if not found.whole:
        why = f"the answer ({name}) is one page of several"
        where = f"{proves.relation} {proves.scope}" if proves else about or ABOUT
        told.append(gap("scope_open", where, why, "Please send the whole answer, with all pages."))
    return Reading(
        format=name,
        said=list(said),
        proves=[proves] if proves and not told else [],
        parsed=len(content.data),
        unknown_fields=found.unknown,
        about=about,
        gaps=told,
    )


def unfinished(document: Mapping[str, Any]) -> bool:
    """Whether a flag or a token says that more follows."""
    return any(document.get(name) not in (None, False, "", "false") for name in (*_FLAGS, *_TOKENS))


def _misshapen(told: str) -> EvidenceError:
    what, where = told_at(told)
    return EvidenceError("#" + where, f"not as the service answers: {what}", "send the unchanged answer of the service")


def told_at(told: str) -> tuple[str, str]:
    """What msgspec finds wrong, and the JSON pointer of it, out of its one sentence."""
    found = _AT.fullmatch(told)
    what, path = (found[1], found[2]) if found else (told, "")
    steps = (step[1] or step[2] for step in _STEP.finditer(path))
    return what[:1].lower() + what[1:], "".join(f"/{step}" for step in steps)


@functools.cache
def outline(shape: type[Shape]) -> dict[str, type[Shape] | None]:
    """The fields of a shape, and the shape of the objects in each, where it tells one."""
    told = inspect.type_info(shape)
    assert isinstance(told, inspect.StructType)
    return {field.encode_name: _inner(field.type) for field in told.fields}


def _inner(kind: inspect.Type) -> type[Shape] | None:
    if isinstance(kind, inspect.UnionType):
        return next((found for found in map(_inner, kind.types) if found is not None), None)
    if isinstance(kind, inspect.VarTupleType):
        return _inner(kind.item_type)
    return kind.cls if isinstance(kind, inspect.StructType) and issubclass(kind.cls, Shape) else None


def unknown_names(value: Any, shape: type[Shape]) -> Iterator[str]:
    """The names of the fields, at any depth of the shape, that the shape does not name."""
    fields_of = outline(shape)
    for one in value if isinstance(value, list) else [value]:
        for name, inside in one.items() if isinstance(one, dict) else ():
            inner = fields_of.get(name)
            if inner is not None:
                yield from unknown_names(inside, inner)
            elif name not in fields_of and name not in shape.unused:
                yield name
