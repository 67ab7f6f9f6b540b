"""CloudTrail records read quickly where they can be read in one way only; every other is left to the slow reading.

A record's *shape* is the names of its fields in order. Read in that shape and written again, a record must give the
same bytes: then no field stands twice, none is left out, and no text could be read differently. The objects inside are
proved in the same way, once for equal bytes: who asked, and of what, is much the same from record to record. Both
readings give the same rows; `tests/evidence/test_cloudtrail_quick.py` compares them.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Hashable
from operator import attrgetter
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec
from msgspec import Raw

from cloudreview.errors import EvidenceError
from cloudreview.evidence.cells import within
from cloudreview.evidence.cloudtrail_caller import who
from cloudreview.evidence.cloudtrail_record import Touched, moved, row, touched
from cloudreview.evidence.cloudtrail_shape import KNOWN, Caller, Moved, Record, Resource
from cloudreview.evidence.content import MAX_DEPTH
from cloudreview.evidence.json_records import strict
from cloudreview.spells import instant

_TEXT, _FLAG, _OBJECT = "text", "flag", "object"
_READ = {
    **dict.fromkeys(("eventTime", "eventSource", "eventName", "eventCategory", "eventID", "requestID"), _TEXT),
    **dict.fromkeys(("recipientAccountId", "awsRegion", "sourceIPAddress", "errorCode"), _TEXT),
    **dict.fromkeys(("readOnly", "managementEvent"), _FLAG),
    **dict.fromkeys(("userIdentity", "resources", "requestParameters", "additionalEventData"), _OBJECT),
}
"""The fields that are read, and what each must be; the values of `_Shape.read` are in this order."""
_KINDS = {**dict.fromkeys(b'"n', _TEXT), **dict.fromkeys(b"tf", _FLAG)}
"""By the first byte of a value; null is the kind that its field has."""
_PARAMETERS = ("bucketName", "key", "keyId", "name", "trailName")
"""What `cloudtrail_record` reads of a request's parameters."""
_SHAPES, _REMEMBERED, _LONGEST = 256, 20_000, 4096
_NULL = Raw(b"null")
_ONE = Moved(bytes_transferred_in=1, bytes_transferred_out=1)
_FIELDS = msgspec.json.Decoder(dict[str, Raw])
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode
_FAULTS = (EvidenceError, msgspec.MsgspecError, RecursionError, ValueError, TypeError, AttributeError)

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class _Shape(NamedTuple):
    """How the records of one shape are read."""

    decode: Callable[[bytes], Any]
    read: Callable[[Any], tuple[Any, ...]]
    rest: Callable[[Any], tuple[Any, ...]] | None
    """What is not read and is no text or flag: it must still be proved."""
    unknown: frozenset[str]


class Rows(NamedTuple):
    """What a record becomes."""

    rows: list[tuple[object, ...]]
    unknown: frozenset[str]


class _Remembered(dict[K, V], Generic[K, V]):
    """What was made of equal values before; forgotten as a whole where it grows too large."""

    def __init__(self, make: Callable[[K], V]) -> None:
        self._make = make

    def __missing__(self, key: K) -> V:
        value = self._make(key)
        if not isinstance(key, bytes) or len(key) <= _LONGEST:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[key] = value
        return value


@functools.lru_cache(maxsize=4096)
def instant_of(text: str) -> int:
    """The instant of an eventTime. Raises ValueError."""
    return within(instant(text))


class Quick:
    """Reads the records of one file."""

    def __init__(self) -> None:
        self._shapes: dict[tuple[tuple[str, str], ...], _Shape | None] = {}
        self._last: _Shape | None = None
        self._proofs: _Remembered[bytes, Any] = _Remembered(_proved)
        self._callers: _Remembered[bytes, tuple[str | None, ...]] = _Remembered(_caller)
        self._touched: _Remembered[tuple[Any, ...], tuple[Touched, ...]] = _Remembered(_acted_on)

    def rows(self, record: bytes, pointer: str) -> Rows | None:
        """The events of a record; None where the slow reading must tell what it is, or what is wrong with it."""
        try:
            shape, value = self._fitting(record)
            if shape is None:
                return None
            if shape.rest is not None:
                for raw in shape.rest(value):
                    self._proofs[bytes(raw)]
            return Rows(self._events(shape.read(value), pointer), shape.unknown)
        except _FAULTS:
            return None

    def _fitting(self, record: bytes) -> tuple[_Shape | None, Any]:
        """The shape that a record has, and the record read in it."""
        if self._last is not None:
            try:
                value = self._last.decode(record)
            except msgspec.DecodeError:
                pass
            else:
                if _encode(value) == record:
                    return self._last, value
        names = tuple((name, _kind(name, raw)) for name, raw in _FIELDS.decode(record).items())
        if names not in self._shapes and len(self._shapes) < _SHAPES:
            self._shapes[names] = _shape(names)
        shape = self._shapes.get(names)
        value = shape.decode(record) if shape is not None else None
        if shape is None or _encode(value) != record:
            return None, None
        self._last = shape
        return shape, value

    def _events(self, values: tuple[Any, ...], pointer: str) -> list[tuple[object, ...]]:
        when, source, name, category, event_id, request_id, recipient, region, address, error, *rest = values
        read_only, management, caller, resources, parameters, told = rest
        if when is None:
            raise EvidenceError("#/eventTime", "the record tells no time")
        acted = self._touched[source, name, category, management, read_only, bytes(resources), bytes(parameters)]
        principal, session, kind = self._callers[bytes(caller)]
        size = _moved(bytes(told))
        ids = (pointer, instant_of(when), event_id, request_id)
        what = ("cloudtrail", f"aws:{recipient}" if recipient else None, source, name)
        actor = (principal, session, kind, address, region)
        return [
            row(ids, what, one, actor, (moved(size, one.klass) if one.bytes else None, error or None, read_only))
            for one in acted
        ]


def _kind(name: str, raw: Raw) -> str:
    """What a value must be in its shape."""
    first = memoryview(raw)[0]
    if first == ord("n") and name in _READ:
        return _READ[name]
    kind = _KINDS.get(first, _OBJECT)
    return _OBJECT if _READ.get(name) == _OBJECT else kind


def _shape(names: tuple[tuple[str, str], ...]) -> _Shape | None:
    """A shape by names and kinds; None where a field that is read is not what CloudTrail sends."""
    if any(_READ.get(name, kind) != kind for name, kind in names):
        return None
    types: dict[str, Any] = {_TEXT: str | None, _FLAG: bool | None, _OBJECT: Raw}
    own = {name: name if name in _READ else f"other{number}" for number, (name, _) in enumerate(names)}
    absent = {name: _NULL if kind == _OBJECT else None for name, kind in _READ.items() if name not in own}
    made = msgspec.defstruct(
        "Shape",
        [(own[name], types[kind]) for name, kind in names],
        rename={attribute: name for name, attribute in own.items()},
        namespace=absent,
    )
    rest = [own[name] for name, kind in names if kind == _OBJECT and name not in _READ]
    unknown = frozenset(name for name, _ in names) - KNOWN
    return _Shape(msgspec.json.Decoder(made).decode, attrgetter(*_READ), _tuple_of(rest), unknown)


def _tuple_of(names: list[str]) -> Callable[[Any], tuple[Any, ...]] | None:
    if len(names) == 1:
        return lambda value: (getattr(value, names[0]),)
    return attrgetter(*names) if names else None


def _proved(raw: bytes) -> Any:
    """A value inside a record. Raises EvidenceError where it can be read in two ways, or may be too deep."""
    if len(raw) >= MAX_DEPTH and raw.count(b"{") + raw.count(b"[") >= MAX_DEPTH:
        raise EvidenceError("#", "deep enough to be looked at slowly")
    value = _decode(raw)
    return value if _encode(value) == raw else strict(raw)


def _caller(raw: bytes) -> tuple[str | None, ...]:
    caller = msgspec.convert(_proved(raw), Caller | None)
    return (*who(caller), caller.type if caller else None)


def _moved(raw: bytes) -> Moved | None:
    """What additionalEventData tells; it differs in every record."""
    if raw == b"null":
        return None
    value = _proved(raw)
    sent, received = value.get("bytesTransferredOut"), value.get("bytesTransferredIn")
    if type(sent) is int and type(received) is int:
        return Moved(bytes_transferred_in=received, bytes_transferred_out=sent)
    return msgspec.convert(value, Moved)


def _acted_on(values: tuple[Any, ...]) -> tuple[Touched, ...]:
    """What a request acts on; where it moves bytes, 1 stands for their number."""
    source, name, category, management, read_only, resources, parameters = values
    told = _proved(parameters)
    record = Record(
        event_time="",
        event_source=source,
        event_name=name,
        event_category=category,
        management_event=management,
        read_only=read_only,
        resources=msgspec.convert(_proved(resources), tuple[Resource, ...] | None),
        request_parameters={one: told[one] for one in _PARAMETERS if one in told} if isinstance(told, dict) else None,
        additional_event_data=_ONE,
    )
    return tuple(touched(record))
