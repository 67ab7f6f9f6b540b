"""What OSS answers, in either form: XML as the service sends it, JSON as its command line prints it.

`ossutil api get-bucket-acl` prints the XML as it came; with `--output-format json` it prints the same without the root
element (OSS, developer reference of ossutil 2.0, get-bucket-acl). After either it prints how long it took. A list with
one element is in both forms no list, and an empty one a text without letters, so the shape that is asked for decides.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeVar

import msgspec

from cloudreview import markup
from cloudreview.errors import EvidenceError
from cloudreview.evidence.answer import Answer, Shape, outline, reading, shaped
from cloudreview.evidence.content import Content
from cloudreview.vocabulary.delivery import Proves, Reading, Said

_ELAPSED = re.compile(rb"\s*[0-9]+(?:\.[0-9]+)?\(s\) elapsed\s*\Z")
_ELAPSED = re.compile(rb"\s*[0-9]+(?:\.[0-9]+)?\(s\) elapsed\s*\Z")
_ROOT = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>)?\s*<(?:!DOCTYPE\s+)?([A-Za-z]{1,80})\b")
"""The root element, or the one that a declaration announces: that is recognised too, to be refused by name."""
ELAPSED = "the time the command took, which it prints after the answer"
_UNCHANGED = "send the unchanged answer of the service"

S = TypeVar("S", bound=Shape)


class Body(NamedTuple):
    """An answer without its root element."""

    document: dict[str, Any]
    base: str
    """`/BucketInfo` in XML, nothing in JSON: how the places of what it holds begin."""
    ignored: int
    attributes: Counter[str]


def root_of(content: Content) -> str:
    """The name of the root element, by the first bytes alone; empty where it is no XML."""
    found = _ROOT.match(content.data)
    return found[1].decode() if found else ""


def json_of(content: Content) -> dict[str, Any]:
    """The object that the command line printed; an empty one where it is none."""
    try:
        found = _printed(content).document if content.is_object else {}
    except EvidenceError:
        return {}
    return found if isinstance(found, dict) else {}


@functools.lru_cache(maxsize=1)
def _printed(content: Content) -> Content:
    """The content without what the command line prints after it; every reader asks, so it is kept."""
    tail = _ELAPSED.search(content.data, max(0, len(content.data) - 100))
    return Content(content.data[: tail.start()]) if tail else content


def body_of(content: Content) -> Body:
    """The answer in either form. Raises EvidenceError where it cannot be read."""
    printed = _printed(content)
    ignored = len(content.data) - len(printed.data)
    if content.is_object:
        return Body(printed.document, "", ignored, Counter())
    tree = markup.parse(printed.text.encode())
    value = tree.root.value
    inside = value if isinstance(value, dict) else {}
    if not isinstance(value, dict) and value.strip():
        raise EvidenceError(f"#/{tree.root.name}", "the answer holds a text and no elements", _UNCHANGED)
    return Body(inside, f"/{tree.root.name}", ignored, tree.attributes)


def oss_answer(content: Content, shape: type[S]) -> tuple[Answer[S], Body]:
    """The answer in a shape, and its body. Raises EvidenceError, with a pointer, where it has another."""
    body = body_of(content)
    try:
        found = shaped(_fitted(body.document, shape, ""), shape, strict=False)
    except EvidenceError as error:
        raise EvidenceError(f"#{body.base}{error.where.removeprefix('#')}", error.what, error.do) from error
    return found._replace(unknown=dict(sorted((body.attributes + Counter(found.unknown)).items()))), body


def _fitted(value: dict[str, Any], shape: type[Shape], at: str) -> dict[str, Any]:
    """The value with lists exactly where the shape has them. Raises EvidenceError where one thing stands twice."""
    fields = outline(shape)
    lists = _lists(shape)
    fitted = dict(value)
    for name, inner in fields.items():
        if name not in value:
            continue
        found = value[name]
        if name in lists:
            many = found if isinstance(found, list) else [] if found in ("", None) else [found]
            fitted[name] = [_inside(one, inner, f"{at}/{name}/{index}") for index, one in enumerate(many)]
        elif isinstance(found, list):
            raise EvidenceError(f"#{at}/{name}", f"`{name}` stands {len(found)} times where there is one", _UNCHANGED)
        else:
            fitted[name] = _inside(found, inner, f"{at}/{name}")
    return fitted


def _inside(value: Any, shape: type[Shape] | None, at: str) -> Any:
    if shape is None:
        return value
    if value in ("", None):
        return {}
    return _fitted(value, shape, at) if isinstance(value, dict) else value


@functools.cache
def _lists(shape: type[Shape]) -> frozenset[str]:
    """The fields of a shape that are lists."""
    told = msgspec.inspect.type_info(shape)
    assert isinstance(told, msgspec.inspect.StructType)
    return frozenset(one.encode_name for one in told.fields if isinstance(one.type, msgspec.inspect.VarTupleType))


def places(body: Body, *steps: str) -> Iterator[str]:
    """The places of the elements of a list, in order; a single element is no list in its original."""
    found: Any = body.document
    for step in steps:
        found = found.get(step) if isinstance(found, dict) else None
    at = f"#{body.base}/" + "/".join(steps)
    if not isinstance(found, list):
        yield at
        return
    for index in range(len(found)):
        yield f"{at}/{index}"


def told(
    content: Content,
    name: str,
    found: tuple[Answer[S], Body],
    said: list[Said],
    proves: list[Proves],
    about: str | None,
) -> Reading:
    """What an answer of OSS makes: what it proves where it is whole, its bytes without what was printed after it."""
    answer, body = found
    made = reading(content, name, answer, said, proves[0] if proves else None, about=about)
    return msgspec.structs.replace(
        made,
        proves=proves if made.proves else [],
        parsed=len(content.data) - body.ignored,
        ignored={ELAPSED: body.ignored} if body.ignored else {},
    )


def is_answer(root: str, by_json: Callable[[dict[str, Any]], bool]) -> Callable[[Content], bool]:
    """A test for answers with that root element, or for what the command line makes of them."""

    def recognises(content: Content) -> bool:
        return root_of(content) == root if not content.is_object else by_json(json_of(content))

    return recognises
