"""The small grammar that measures and claims share; design section 13.

    measure   NAME [where FIELD = | != | in VALUE ... [and ...]]
    claim     [NOT] NAME where FIELD = | != | in VALUE ... [and ...] [during FROM..TO]

Laws: a field that is not known settles nothing, so a condition on it is None (cannot tell), never true or false; what
is written can be read again; whatever cannot be read is refused with a sentence that says what would be right.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

import msgspec

from cloudreview.spells import Interval, day_start, instant, is_day

Operator = Literal["=", "!=", "in"]
Allowed = Mapping[str, Sequence[str]]
"""The relations (or rules) that may be named, and the fields of each."""

_SPACE = re.compile(r"\s*")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_OPERATOR = re.compile(r"!=|=|in(?=[\s\"'])")
_VALUE = re.compile(r"\"(?:[^\"\\]|\\.)*\"(?=\s|$)|'(?:[^'\\]|\\.)*'(?=\s|$)|[^\s\"'][^\s]*")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_PLAIN = re.compile(r"[^\s\"'\\]+")
_RESERVED = frozenset({"where", "and", "during", "in", "not"})


class Condition(msgspec.Struct, frozen=True, order=True):
    """One condition on one field; `=` and `!=` have one value, `in` one or more."""

    field: str
    operator: Operator
    values: tuple[str, ...]

    def holds(self, value: str | None) -> bool | None:
        """Whether the value of the field meets it; None where the value is not known."""
        if value is None:
            return None
        return (value in self.values) is not (self.operator == "!=")

    def __str__(self) -> str:
        """The condition as it is written."""
        return f"{self.field} {self.operator} {' '.join(map(_quoted, self.values))}"


class Selection(msgspec.Struct, frozen=True, order=True):
    """The rows of one relation, or the conclusions of one rule, that meet all conditions."""

    name: str
    conditions: tuple[Condition, ...] = ()

    def matches(self, fields: Mapping[str, str | None]) -> bool | None:
        """Whether a row meets all conditions; None where that turns on a field that is not known."""
        found = [one.holds(fields.get(one.field)) for one in self.conditions]
        if False in found:
            return False
        return None if None in found else True

    def __str__(self) -> str:
        """The selection as it is written."""
        return self.name + (" where " + " and ".join(map(str, self.conditions)) if self.conditions else "")


class Proposition(msgspec.Struct, frozen=True, order=True):
    """What a claim says: that a row of the relation exists, or that none does, at any instant of a period."""

    selection: Selection
    negated: bool = False
    during: tuple[str, str] | None = None
    """As written, half-open like the period of a case; None: the period of the case."""

    @property
    def interval(self) -> Interval | None:
        """The instants that it speaks of; a day begins at 00:00Z."""
        return None if self.during is None else (_begin(self.during[0]), _begin(self.during[1]))

    def __str__(self) -> str:
        """The proposition as it is written."""
        period = f" during {self.during[0]}..{self.during[1]}" if self.during else ""
        return f"{'NOT ' if self.negated else ''}{self.selection}{period}"


def selection(text: str, allowed: Allowed) -> Selection:
    """What a measure cuts. Raises ValueError with one sentence for what cannot be read or names what is not allowed."""
    reader = _Reader(text)
    found = reader.selection(allowed)
    reader.end()
    return found


def proposition(text: str, allowed: Allowed) -> Proposition:
    """What a claim says. Raises ValueError with one sentence for what cannot be read or names what is not allowed."""
    found = _Reader(text).proposition(allowed)
    if not found.selection.conditions:
        name = found.selection.name
        raise ValueError(f"`{text}` has no condition; write `{name} where {allowed[name][0]} = ...`")
    return found


class _AnyName(tuple[str, ...]):
    """Allows every name: what is only rewritten is checked by whoever reads it."""

    __slots__ = ()

    def __contains__(self, name: object) -> bool:
        return True


class _AnyRelation(dict[str, Sequence[str]]):
    """Allows every relation, and every field of it."""

    def __contains__(self, name: object) -> bool:
        return True

    def __missing__(self, name: str) -> Sequence[str]:
        return _AnyName()


def renamed(text: str, fields: Iterable[str], names: Mapping[str, str]) -> str:
    """What a claim or a measure says, with other names for some values of some fields; as it is where it has none."""
    kept, reader = frozenset(fields), _Reader(text)
    try:
        told = reader.proposition(_AnyRelation())
    except ValueError:
        return text
    changed = tuple(_renamed(one, names) if one.field in kept else one for one in told.selection.conditions)
    if changed == told.selection.conditions:
        return text
    chosen = msgspec.structs.replace(told.selection, conditions=changed)
    return str(msgspec.structs.replace(told, selection=chosen))


def _renamed(condition: Condition, names: Mapping[str, str]) -> Condition:
    values = tuple(dict.fromkeys(names.get(one, one) for one in condition.values))
    return msgspec.structs.replace(condition, values=values)


class _Token(NamedTuple):
    """A value and whether it stood in quotes, so that a quoted `and` is a value."""

    text: str
    quoted: bool


class _Reader:
    """Reads a sentence from left to right; each method takes what it names or raises ValueError."""

    def __init__(self, text: str) -> None:
        self._text, self._at = text, 0

    def proposition(self, allowed: Allowed) -> Proposition:
        negated = self.word("not")
        found = self.selection(allowed)
        during = self.period() if self.word("during") else None
        self.end()
        return Proposition(found, negated, during)

    def selection(self, allowed: Allowed) -> Selection:
        name = self._name("a relation", allowed)
        conditions = []
        if self.word("where"):
            conditions.append(self._condition(allowed[name], name))
            while self.word("and"):
                conditions.append(self._condition(allowed[name], name))
        return Selection(name, tuple(conditions))

    def word(self, word: str) -> bool:
        """Takes a word of the grammar, in any case, if it stands next."""
        found = self._match(_NAME)
        if found is None or found.group().lower() != word or not self._parted(found.end()):
            return False
        self._at = found.end()
        return True

    def period(self) -> tuple[str, str]:
        token = self._value()
        parts = token.text.split("..") if token else []
        if len(parts) != 2:
            raise ValueError(f"`{self._text}` does not tell the period as `during 2026-01-01..2026-04-01`")
        begin, end = parts
        if _begin(begin) >= _begin(end):
            raise ValueError(f"the period {begin}..{end} is empty; its end is the first instant after it")
        return begin, end

    def end(self) -> None:
        rest = self._text[self._at :].strip()
        if rest:
            raise ValueError(f"`{rest}` is not understood in `{self._text}`; quote a value that has spaces in it")

    def _condition(self, fields: Sequence[str], name: str) -> Condition:
        field = self._name(f"a field of {name}", fields)
        found = self._match(_OPERATOR)
        if found is None:
            raise ValueError(f"after the field `{field}` one of =, != and in must stand in `{self._text}`")
        self._at = found.end()
        values = self._values(found.group() == "in")
        if not values:
            raise ValueError(f"`{field} {found.group()}` has no value in `{self._text}`")
        return Condition(field, _operator(found.group()), values)

    def _values(self, several: bool) -> tuple[str, ...]:
        values: list[str] = []
        while several or not values:
            before, token = self._at, self._value()
            if token is None or (not token.quoted and token.text.lower() in _RESERVED):
                self._at = before
                break
            values.append(token.text)
        return tuple(values)

    def _value(self) -> _Token | None:
        found = self._match(_VALUE)
        if found is None:
            return None
        self._at, text = found.end(), found.group()
        if text[0] in "\"'":
            return _Token(_ESCAPE.sub(r"\1", text[1:-1]), quoted=True)
        return _Token(text, quoted=False)

    def _name(self, what: str, allowed: Iterable[str]) -> str:
        found = self._match(_NAME)
        if found is None:
            raise ValueError(f"`{self._text}` does not name {what}: one of {', '.join(allowed)}")
        if found.group() not in allowed:
            raise ValueError(f"`{found.group()}` is not {what}{_nearest(found.group(), allowed)}")
        self._at = found.end()
        return found.group()

    def _match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        spaces = _SPACE.match(self._text, self._at)
        return pattern.match(self._text, spaces.end() if spaces else self._at)

    def _parted(self, end: int) -> bool:
        return end == len(self._text) or self._text[end].isspace()


def _operator(text: str) -> Operator:
    return "in" if text == "in" else "=" if text == "=" else "!="


def _nearest(word: str, allowed: Iterable[str]) -> str:
    names = list(allowed)
    near = difflib.get_close_matches(word.lower(), names, n=1)
    return f"; did you mean `{near[0]}`?" if near else f": one of {', '.join(names)}"


def _quoted(value: str) -> str:
    if _PLAIN.fullmatch(value) and value.lower() not in _RESERVED:
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _begin(text: str) -> int:
    return day_start(text) if is_day(text) else instant(text)
