"""The text of a web page: no script, no network, nothing rendered; text that is not shown is named as ignored.

The parser is that of the standard library. A style sheet can hide text in ways that only a browser finds out: what a
sheet hides is read as text, and what the element itself hides is not.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from html.parser import HTMLParser

from cloudreview.errors import EvidenceError
from cloudreview.evidence.content import Content
from cloudreview.evidence.reader import Reader
from cloudreview.vocabulary.delivery import Reading

NAME = "document html"
_BEGINS = re.compile(rb"(?is)\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html)[\s>]")
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?![.\d])|font-size\s*:\s*0(?![.\d])")
_BLOCKS = re.compile(
    "address|article|aside|blockquote|body|br|caption|d[dlt]|div|fieldset|fig(?:caption|ure)|footer|form|h[1-6r]"
    "|head(?:er)?|html|li|main|nav|[ou]l|p|pre|section|table|tbody|t[dhr]|tfoot|thead|title"
)
"""Elements that stand on lines of their own."""
_VOID = re.compile("area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr")
_NO_TEXT = re.compile("script|style|template|noscript|iframe|object|svg|math")
_ENDED_BY_THE_NEXT = re.compile("p|li|d[dt]|t[dhr]|option")
"""Elements whose end may be left out."""


def recognises(content: Content) -> bool:
    """Whether it begins as a web page does."""
    return _BEGINS.match(content.data[:8192].removeprefix(b"\xef\xbb\xbf")) is not None


class _Text(HTMLParser):
    """Collects the text that an element does not hide, and counts the bytes of what it holds by what becomes of it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.pieces: list[str] = []
        self.bytes: Counter[str] = Counter()
        self._open: list[tuple[str, str]] = []
        """Elements that are open, each with the rule by which its text is ignored; empty: it is not."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if _BLOCKS.fullmatch(tag):
            self.pieces.append("\n")
        if _VOID.fullmatch(tag):
            return
        if self._open and _ENDED_BY_THE_NEXT.fullmatch(tag) and self._open[-1][0] == tag:
            self._open.pop()
        above = self._open[-1][1] if self._open else ""
        self._open.append((tag, above or _rule(tag, dict(attrs))))

    def handle_endtag(self, tag: str) -> None:
        if _BLOCKS.fullmatch(tag):
            self.pieces.append("\n")
        names = [name for name, _ in self._open]
        if tag in names:
            del self._open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        self._take(data, data)

    def handle_entityref(self, name: str) -> None:
        self._take(f"&{name}", html.unescape(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        self._take(f"&#{name}", html.unescape(f"&#{name};"))

    def _take(self, raw: str, text: str) -> None:
        rule = self._open[-1][1] if self._open else ""
        self.bytes[rule] += len(raw.encode("utf-8", "replace"))
        if not rule:
            self.pieces.append(text)


def _rule(tag: str, attributes: dict[str, str | None]) -> str:
    """Why the text of an element is no text of the page; empty: it is."""
    if _NO_TEXT.fullmatch(tag):
        return "script and style"
    hidden = "hidden" in attributes or _HIDING.search((attributes.get("style") or "").lower())
    return "hidden text" if hidden else ""


def read(content: Content) -> Reading:
    """The text that the page shows, as one page. Raises EvidenceError where there is none."""
    parser = _Text()
    parser.feed(content.text)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.pieces).split("\n"))
    text = "\n".join(line for line in lines if line)
    if not text:
        raise EvidenceError("#", "the web page holds no text of its own", "send it as a browser saves or prints it")
    parsed = parser.bytes.pop("", 0)
    markup = len(content.data) - parsed - sum(parser.bytes.values())
    ignored = {rule: size for rule, size in sorted(parser.bytes.items()) if size} | {"markup": markup}
    return Reading(format=NAME, pages=[text], parsed=parsed, ignored=ignored)


READERS = (Reader(NAME, recognises, read),)
