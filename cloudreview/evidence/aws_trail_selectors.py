"""What the event selectors of a trail record: reads or writes of management events, of KMS, or of a bucket's objects.

Shapes and meaning: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/ (API_EventSelector.html,
API_DataResource.html, API_AdvancedFieldSelector.html). Anything not understood here is a doubt; nothing is left out in
silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import ClassVar, NamedTuple

import msgspec

from cloudreview.evidence.answer import Shape

KMS = "kms.amazonaws.com"
OBJECTS = "AWS::S3::Object"
EVERYWHERE = "aws:s3:*"
_KINDS = {"All": ("read", "write"), "ReadOnly": ("read",), "WriteOnly": ("write",)}


class Resource(Shape, frozen=True, kw_only=True):
    """Names of the resources of one type whose data events are recorded."""

    type: str
    values: tuple[str, ...] = ()


class Basic(Shape, frozen=True, kw_only=True):
    """A basic selector; absent fields have the defaults of API_EventSelector.html."""

    read_write_type: str = "All"
    include_management_events: bool = True
    data_resources: tuple[Resource, ...] = ()
    exclude_management_event_sources: tuple[str, ...] = ()


class Field(Shape, frozen=True, kw_only=True):
    """A condition on one field of an event."""

    field: str
    equals: tuple[str, ...] | None = None
    starts_with: tuple[str, ...] | None = None
    ends_with: tuple[str, ...] | None = None
    not_equals: tuple[str, ...] | None = None
    not_starts_with: tuple[str, ...] | None = None
    not_ends_with: tuple[str, ...] | None = None

    def only(self, operator: str) -> tuple[str, ...] | None:
        """The values of this operator; None where it is absent or not the only one."""
        given = {name: getattr(self, name) for name in self.__struct_fields__ if name != "field"}
        used = {name: values for name, values in given.items() if values}
        return used.get(operator) if len(used) == 1 else None


class Advanced(Shape, frozen=True, kw_only=True):
    """An advanced selector: all its conditions must match."""

    unused: ClassVar = frozenset({"Name"})
    field_selectors: tuple[Field, ...]


class Selectors(Shape, frozen=True, kw_only=True):
    """The whole answer of GetEventSelectors."""

    trail: str = msgspec.field(name="TrailARN")
    event_selectors: tuple[Basic, ...] = ()
    advanced_event_selectors: tuple[Advanced, ...] = ()


class Recorded(NamedTuple):
    """Reads or writes of one source of events that one selector records."""

    source: str
    """management, kms (its management events), or a store: its object events."""
    kind: str
    """read or write."""
    at: str


class Doubt(NamedTuple):
    """What a selector says that no row tells."""

    why: str


_Found = Iterator[Recorded | Doubt]


def recorded(selectors: Selectors) -> _Found:
    """What each selector records, and what of it is doubtful; several selectors add up."""
    for index, basic in enumerate(selectors.event_selectors):
        yield from _basic(basic, f"#/EventSelectors/{index}")
    for index, advanced in enumerate(selectors.advanced_event_selectors):
        yield from _advanced(advanced, f"#/AdvancedEventSelectors/{index}")


def _basic(one: Basic, at: str) -> _Found:
    kinds = _KINDS.get(one.read_write_type)
    if kinds is None:
        yield Doubt(f"the ReadWriteType {one.read_write_type} is not known")
        return
    if one.include_management_events:
        yield from _management(one.exclude_management_event_sources, kinds, at)
    for index, resource in enumerate(one.data_resources):
        if resource.type == OBJECTS:
            yield from _objects(resource.values, kinds, f"{at}/DataResources/{index}")


def _management(excluded: Iterable[str], kinds: Iterable[str], at: str) -> _Found:
    """Only KMS and the RDS Data API can be left out; without either the class is not whole."""
    sources = {"kms": KMS not in excluded, "management": not set(excluded) - {KMS}}
    for kind in kinds:
        yield from (Recorded(source, kind, at) for source, recorded in sources.items() if recorded)


def _objects(prefixes: Iterable[str], kinds: Iterable[str], at: str) -> _Found:
    """A value is the beginning of the names of the objects that are recorded (API_DataResource.html)."""
    for prefix in prefixes:
        store = _store(prefix)
        if store is None:
            yield Doubt(f"the trail records only objects whose name begins with {prefix}")
        else:
            yield from (Recorded(store, kind, at) for kind in kinds)


def _store(prefix: str) -> str | None:
    """The store all of whose objects begin so; `arn:aws:s3` stands for all buckets; None for a part of a bucket."""
    parts = prefix.split(":", 5)
    if parts[0] != "arn" or len(parts) < 3 or parts[2] != "s3":
        return None
    rest = "".join(parts[3:])
    if not rest:
        return EVERYWHERE
    bucket, slash, key = parts[5].partition("/") if len(parts) == 6 else ("", "", "")
    return f"aws:s3:{bucket}" if bucket and slash and not key and "*" not in bucket else None


def _advanced(one: Advanced, at: str) -> _Found:
    """All fields of a selector must match an event; several values of a field are alternatives."""
    by_name = {field.field: field for field in one.field_selectors}
    category = by_name.pop("eventCategory", Field(field="")).only("equals")
    reader = _CATEGORIES.get(category[0]) if category and len(category) == 1 else None
    if reader is None or len(by_name) + 1 != len(one.field_selectors):
        yield Doubt(f"a selector of the category {', '.join(category or ('none',))} is not understood")
        return
    kinds = _kinds_of(by_name.pop("readOnly", None))
    if kinds is None:
        yield Doubt("a selector compares readOnly in a way that is not understood")
        return
    yield from reader(by_name, kinds, at)


def _kinds_of(read_only: Field | None) -> tuple[str, ...] | None:
    if read_only is None:
        return _KINDS["All"]
    values = read_only.only("equals") or ()
    return {"true": ("read",), "false": ("write",)}.get(values[0]) if len(values) == 1 else None


def _advanced_management(left: dict[str, Field], kinds: tuple[str, ...], at: str) -> _Found:
    source = left.pop("eventSource", None)
    excluded = source.only("not_equals") if source else ()
    if left or excluded is None:
        names = ", ".join(sorted(left) or ["eventSource"])
        yield Doubt(f"management events are selected by {names}, which is not understood")
        return
    yield from _management(excluded, kinds, at)


def _advanced_data(left: dict[str, Field], kinds: tuple[str, ...], at: str) -> _Found:
    kind = left.pop("resources.type", Field(field="")).only("equals")
    if kind is not None and OBJECTS not in kind:
        return
    names = left.pop("resources.ARN", None)
    prefixes = names.only("starts_with") if names else ("arn:aws:s3",)
    if left or prefixes is None or kind != (OBJECTS,):
        fields_named = ", ".join(sorted(left) or ["resources"])
        yield Doubt(f"object events are selected by {fields_named}, in a way that is not understood")
        return
    yield from _objects(prefixes, kinds, at)


def _advanced_other(left: dict[str, Field], kinds: tuple[str, ...], at: str) -> _Found:
    """Events that are no class of this review: nothing to say."""
    return iter(())


_CATEGORIES: dict[str, Callable[[dict[str, Field], tuple[str, ...], str], _Found]] = {
    "Management": _advanced_management,
    "Data": _advanced_data,
    "NetworkActivity": _advanced_other,
}
