"""XML as a service answers: parsed without declarations, entities or network, within bounds, with places.

The parser is expat of the standard library, used directly: every element needs the bytes at which it begins and ends,
so that its original can be shown, and what makes XML dangerous (document types, entities, processing instructions) must
be refused by name, which wrappers that build a tree cannot do with a place. Nothing in these answers needs any of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from typing import Any, NamedTuple
from xml.parsers import expat

from cloudreview.errors import EvidenceError

MOST = 16 << 20
"""Bytes: answers about configuration stay far below it."""
MAX_DEPTH = 64
MAX_ELEMENTS = 200_000
_TAG = re.compile(rb"""<[^"'>]*(?:"[^"]*"[^"'>]*|'[^']*'[^"'>]*)*>""")
_UNCHANGED = "send the unchanged answer of the service"


class Element:
    """An element with what it holds; `start` and `end` are offsets of its bytes."""

    __slots__ = ("children", "end", "given", "name", "start", "text")

    def __init__(self, name: str, start: int) -> None:
        self.name, self.start, self.end = name, start, start
        self.given = 0
        """How many of its children were given away as they were read."""
        self.text: list[str] = []
        self.children: list[Element] = []

    @property
    def value(self) -> Any:
        """The element as JSON would say it: its text, or its children by name, lists where a name stands again."""
        if not self.children:
            return "".join(self.text)
        found: dict[str, Any] = {}
        counts = Counter(one.name for one in self.children)
        for one in self.children:
            if counts[one.name] == 1:
                found[one.name] = one.value
            else:
                found.setdefault(one.name, []).append(one.value)
        return found


class Tree:
    """A document as read."""

    def __init__(self, root: Element, attributes: Counter[str]) -> None:
        self.root = root
        self.attributes = attributes
        """How often each attribute stands in it, but for names of namespaces; nothing reads them."""


def parse(data: bytes) -> Tree:
    """The document of some bytes. Raises EvidenceError, which names what is refused and its line."""
    if len(data) > MOST:
        raise EvidenceError("", f"the XML is longer than {MOST >> 20} MiB", _UNCHANGED)
    builder = _Builder(data)
    try:
        builder.parser.Parse(data, True)
    except expat.ExpatError as error:
        what = f"not valid XML: {expat.errors.messages.get(error.code, 'it cannot be parsed')}"
        raise EvidenceError(f"#line={error.lineno}", what, "send the whole file again") from error
    assert builder.root is not None
    return Tree(builder.root, builder.attributes)


class Stream(NamedTuple):
    """A document of records, read to its end or to where it breaks."""

    root: Element | None
    """What it holds beside the records."""
    error: EvidenceError | None
    """Why it cannot be read on."""
    stop: int
    """Where the last record ends."""


def stream(
    data: bytes, depth: int, take: Callable[[Sequence[Element], Element], bool], without: Collection[str] = ()
) -> Stream:
    """Give each element with so many around it to `take` as it ends; one that is taken is kept no longer.

    Of what is inside of elements named in `without` nothing is kept, though it is looked at for what is dangerous. The
    bounds hold for what is kept and for each record, so the document may be of any size. Raises EvidenceError for
    what no answer has; where the document is cut or damaged, what came before stands.
    """
    builder = _Stream(data, depth, take, without)
    try:
        builder.parser.Parse(data, True)
    except expat.ExpatError as error:
        what = f"not valid XML: {expat.errors.messages.get(error.code, 'it cannot be parsed')}"
        return Stream(
            builder.root,
            EvidenceError(f"#line={error.lineno}", what, "send the whole file again"),
            builder.taken,
        )
    return Stream(builder.root, None, builder.taken)


class _Builder:
    """Builds the tree, and refuses what no answer has."""

    def __init__(self, data: bytes) -> None:
        self._data, self._open, self._count = data, list[Element](), 0
        self.root: Element | None = None
        self.attributes: Counter[str] = Counter()
        self.parser = parser = expat.ParserCreate("UTF-8")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._finish
        parser.CharacterDataHandler, parser.XmlDeclHandler = self._text, self._declared
        parser.StartDoctypeDeclHandler = self._refuse("a document type declaration")
        parser.EntityDeclHandler = self._refuse("the declaration of an entity")
        parser.ExternalEntityRefHandler = self._refuse("a reference to something outside of it")
        parser.SkippedEntityHandler = self._refuse("a reference to an entity that it does not hold")
        parser.ProcessingInstructionHandler = self._refuse("a processing instruction")

    def _refuse(self, what: str) -> Callable[..., Any]:
        def refuse(*_: object) -> Any:
            raise EvidenceError(f"#line={self.parser.CurrentLineNumber}", f"the XML holds {what}", _UNCHANGED)

        return refuse

    def _declared(self, version: str, encoding: str | None, standalone: int) -> None:
        if encoding is not None and encoding.upper() not in ("UTF-8", "UTF8"):
            raise EvidenceError("#line=1", f"the XML says that it is {encoding[:20]}", "send it as UTF-8")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._check_depth(len(self._open))
        self._count += 1
        if self._count > MAX_ELEMENTS:
            raise EvidenceError("", f"the XML holds more than {MAX_ELEMENTS} elements", _UNCHANGED)
        element = Element(name, self._begin())
        if attributes:
            self.attributes.update(f"@{one}" for one in attributes if not one.startswith("xmlns"))
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def _check_depth(self, depth: int) -> None:
        if depth >= MAX_DEPTH:
            raise EvidenceError(
                f"#line={self.parser.CurrentLineNumber}", f"the XML is nested deeper than {MAX_DEPTH} levels"
            )

    def _begin(self) -> int:
        """Where the element begins that begins now."""
        return self.parser.CurrentByteIndex

    def _finish(self, name: str) -> None:
        element = self._open.pop()
        element.end = self._end_of(element)
        self._check_text(element)

    def _check_text(self, element: Element) -> None:
        if (element.children or element.given) and "".join(element.text).strip():
            raise EvidenceError(
                f"#line={self.parser.CurrentLineNumber}",
                f"text stands beside the elements of `{element.name[:40]}`",
                _UNCHANGED,
            )

    def _end_of(self, element: Element) -> int:
        """Where the element that ends now does so, in bytes."""
        first = _TAG.match(self._data, element.start)
        empty = first is not None and first[0].endswith(b"/>")
        last = first if empty else _TAG.match(self._data, self.parser.CurrentByteIndex)
        return last.end() if last else element.start

    def _text(self, text: str) -> None:
        if self._open:
            self._open[-1].text.append(text)


class _Stream(_Builder):
    """Gives the elements of one depth away as they end. Only of them it is kept where they begin and end."""

    def __init__(
        self,
        data: bytes,
        depth: int,
        take: Callable[[Sequence[Element], Element], bool],
        without: Collection[str],
    ) -> None:
        super().__init__(data)
        self._depth, self._take, self._without = depth, take, without
        self._before = self._inside = self.taken = 0

    def _begin(self) -> int:
        if len(self._open) != self._depth:
            return 0
        self._before = self._count - 1
        return super()._begin()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        super()._start(name, attributes)
        if name in self._without:
            self._inside = len(self._open)
            self.parser.StartElementHandler, self.parser.EndElementHandler = self._pass_start, self._pass_end
            self.parser.CharacterDataHandler = None

    def _pass_start(self, name: str, attributes: dict[str, str]) -> None:
        self._check_depth(self._inside)
        self._inside += 1

    def _pass_end(self, name: str) -> None:
        if self._inside > len(self._open):
            self._inside -= 1
            return
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._start, self._finish
        self.parser.CharacterDataHandler = self._text
        self._finish(name)

    def _finish(self, name: str) -> None:
        element = self._open.pop()
        self._check_text(element)
        if len(self._open) != self._depth:
            return
        element.end = self._end_of(element)
        if self._take(self._open, element):
            parent, self.taken = self._open[-1], element.end
            parent.children.pop()
            parent.given += 1
            self._count = self._before


def pointed(data: bytes, pointer: str) -> bytes:
    """The source of the element that a pointer names, such as `/BucketInfo/Bucket/Name` or `/A/Rule/1`.

    A number after a name tells which of several; without it, or with 0, the first is meant. Raises LookupError.
    """
    if len(data) > MOST:
        return _streamed(data, pointer)
    steps = pointer.split("/")[1:]
    found, level = None, [parse(data).root]
    for index, step in enumerate(steps):
        if step.isdecimal() and index:
            continue
        after = steps[index + 1] if index + 1 < len(steps) else ""
        same = [one for one in level if one.name == step]
        found = same[int(after) if after.isdecimal() else 0]
        level = found.children
    if found is None:
        return data
    return data[found.start : found.end]


def _streamed(data: bytes, pointer: str) -> bytes:
    """The same of a document of records: those alone are looked at that stand in a container of the root."""
    root, container, name, number, *inside = [*pointer.split("/")[1:], "", "", "", ""]
    found: list[Element] = []

    def take(around: Sequence[Element], element: Element) -> bool:
        names = (around[0].name, around[1].name, element.name)
        if not found and names == (root, container, name) and around[1].given == int(number or 0):
            found.append(element)
        return True

    stream(data, 2, take)
    if not found:
        raise LookupError(pointer)
    source = data[found[0].start : found[0].end]
    return pointed(source, "/".join(["", name, *filter(None, inside)]))
