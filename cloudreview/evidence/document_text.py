"""Plain text that is clearly prose: a letter, a contract, a statement. A form feed begins a page.

Text that may be a table, a log or an answer of another kind is none: it stays refused with what it is nearest to, so
that a damaged roster is never taken for a letter.
"""

from __future__ import annotations

import re
import statistics

from cloudreview.errors import EvidenceError
from cloudreview.evidence.content import Content
from cloudreview.evidence.reader import Reader
from cloudreview.evidence.table import header_of
from cloudreview.evidence.tables import TABLES, meant
from cloudreview.vocabulary.delivery import Reading

NAME = "document text"
MOST = 4 << 20
"""Bytes: a long book; what is larger is data."""
_LETTERS = 40
"""Fewer letters say nothing."""
_SENTENCE = re.compile(r"\w{2}[.!?;][\"')\u201d]?(?:\s|$)|[\u3002\uff01\uff1f]")
_RECORD = re.compile(
    r"""\s*(?:[\[{<("|]|\d{4}-\d\d-\d\d|\d{1,2}/\w{3}/|\d+[,;\t|]|\w{3} [ \d]\d \d\d:|[\w.\-]+(?:=|:\s))"""
)
"""How a line of a log or of data begins."""
_LOGGED = re.compile(r"\[\d{1,2}/\w{3}/\d{4}:|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d| HTTP/\d")
"""What stands somewhere in a line of a log."""
_SEPARATORS = (",", ";", "\t", "|")
_LONG = 1000
"""Letters of a sentence, at most: clauses of contracts are long, lists of words go on."""
_SHARE = 0.85
"""Of letters, spaces and the marks of sentences among all characters."""
_MARKS = frozenset(" \n\t\f.,;:!?'\"()-\u2013\u2014\u2018\u2019\u201c\u201d\u3002\uff0c\u3001\uff1a\uff1b\u2022*#/&%")


def recognises(content: Content) -> bool:
    """Whether it is clearly prose and near to nothing else that is read."""
    if not 0 < len(content.data) <= MOST or b"\x00" in content.data:
        return False
    try:
        text = content.text
    except EvidenceError:
        return False
    return text.lstrip()[:1] not in ("{", "[", "<", "") and not _tabular(content) and _is_prose(text)


def _tabular(content: Content) -> bool:
    """Whether its first line names columns of ours, in any number, or is meant to."""
    header = header_of(content)
    return meant(content) is not None or any(name in table.columns for table in TABLES for name in header)


def _is_prose(text: str) -> bool:
    lines = [line for line in re.split(r"\r\n?|[\n\f]", text) if line.strip()]
    letters = sum(char.isalpha() for char in text)
    fitting = letters + sum(char in _MARKS or char.isdigit() or char == "\r" for char in text)
    if letters < _LETTERS or letters < len(text) / 2 or fitting < _SHARE * len(text):
        return False
    recorded = sum(_RECORD.match(line) is not None or _LOGGED.search(line) is not None for line in lines)
    if recorded * 4 > len(lines):
        return False
    sentences = sum(1 for _ in _SENTENCE.finditer(text))
    return sentences * _LONG > letters and not any(_columns(lines, mark) for mark in _SEPARATORS)


def _columns(lines: list[str], mark: str) -> bool:
    """Whether the lines hold a separator so regularly that they are rows."""
    counts = [line.count(mark) for line in lines]
    usual = statistics.mode(counts)
    return len(lines) > 1 and usual > 0 and counts.count(usual) * 3 >= len(lines) * 2


def read(content: Content) -> Reading:
    """The text, in the pages that its form feeds make."""
    mark = len(content.data) - len(content.data.removeprefix(b"\xef\xbb\xbf"))
    pages = content.text.replace("\r\n", "\n").replace("\r", "\n").split("\f")
    ignored = {"framing": mark} if mark else {}
    return Reading(format=NAME, pages=pages, parsed=len(content.data) - mark, ignored=ignored)


READERS = (Reader(NAME, recognises, read),)
