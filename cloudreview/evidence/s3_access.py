"""Amazon S3 server access logs: one request a line, fields apart by spaces, some of them in quotes.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html. Fields that were appended to the format are
tolerated: nothing after the request's times is read. A requester chooses the address and the headers of a request, and
quotes in them are not escaped; a line that could be read in two ways is quarantined.
"""

from __future__ import annotations

import functools
import re
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple
from urllib.parse import unquote

from cloudreview.errors import EvidenceError
from cloudreview.evidence.cells import within
from cloudreview.evidence.content import Content
from cloudreview.evidence.reader import Reader
from cloudreview.evidence.s3_operations import klass_of, reads_only
from cloudreview.vocabulary.delivery import Bad, Reading

NAME = "s3 server access log"
_SERVICE = "s3.amazonaws.com"
_START = re.compile(
    r"(?P<owner>\S+) (?P<bucket>\S+) \[(?P<day>\d\d)/(?P<month>[A-Z][a-z]{2})/(?P<year>\d{4}):(?P<time>\d\d:\d\d:\d\d) "
    r"(?P<zone>[+-]\d{4})\] (?P<address>\S+) (?P<requester>\S+) (?P<request>\S+) "
    r"(?P<operation>[A-Z][A-Z0-9]*\.[A-Z0-9_.]+) (?P<key>\S+) (?P<quote>\"|-)"
)
_RESULT = re.compile(
    r"(?P<status>\d{3}|-) (?P<error>\S+) (?P<sent>\d{1,18}|-) (?P<size>\d{1,18}|-) (?:\d+|-) (?:\d+|-)(?= |$)"
)
_AFTER_URI = re.compile(r'(?=" ' + _RESULT.pattern + ")")
_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, 1)}


class _Line(NamedTuple):
    start: re.Match[str]
    result: re.Match[str]


def recognises(content: Content) -> bool:
    """Whether the first line begins as a request does."""
    first = content.data[:8192].lstrip(b"\xef\xbb\xbf\r\n").partition(b"\n")[0]
    return _START.match(first.decode("utf-8", "replace")) is not None


def read(content: Content) -> Reading:
    """One event a line; the ends of lines count as parsed."""
    events: list[tuple[object, ...]] = []
    bad: list[Bad] = []
    for number, line in enumerate(content.data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        raw = line.rstrip(b"\r")
        if not raw.strip():
            continue
        place = f"#line={number}"
        try:
            events.append(_event(_parsed(_text(raw)), place))
        except EvidenceError as error:
            bad.append(Bad(place, error.what, len(raw)))
    parsed = len(content.data) - sum(one.bytes for one in bad)
    return Reading(format=NAME, bad=bad, parsed=parsed, events=events)


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise EvidenceError("#", "the line is not UTF-8") from error


def _parsed(text: str) -> _Line:
    """The line cut where the request's result stands. Raises EvidenceError where that is nowhere, or not one place."""
    start = _START.match(text)
    if start is None:
        raise EvidenceError("#", "the line does not begin as a line of a server access log does")
    if start["quote"] == "-":
        result = _RESULT.match(text, start.end() + 1) if text[start.end() : start.end() + 1] == " " else None
        found = [] if result is None else [result]
    else:
        ends = [one.start() for one in _AFTER_URI.finditer(text, start.end())]
        found = [one for one in (_RESULT.match(text, end + 2) for end in ends) if one is not None]
    if len(found) != 1:
        why = "the line is cut short or not one of a server access log" if not found else "it can be read in two ways"
        raise EvidenceError("#", why)
    return _Line(start, found[0])


def _event(line: _Line, place: str) -> tuple[object, ...]:
    start, result = line
    operation, key = start["operation"], start["key"]
    klass = klass_of(operation, key != "-")
    sent = None if result["sent"] == "-" else int(result["sent"])
    return (
        place,
        _instant(start["year"], start["month"], start["day"], start["time"], start["zone"]),
        None,
        None if start["request"] == "-" else start["request"],
        "s3_access",
        None,
        _SERVICE,
        operation,
        klass,
        None if start["bucket"] == "-" else f"aws:s3:{start['bucket']}",
        _name(key),
        None,
        "*" if start["requester"] == "-" else start["requester"],
        _session(start["requester"]),
        None,
        start["address"],
        None,
        sent if klass == "data_read" else None,
        _error(operation, result),
        reads_only(operation),
        None,
    )


@functools.lru_cache(maxsize=4096)
def _instant(year: str, month: str, day: str, time: str, zone: str) -> int:
    """Raises EvidenceError where it is no time, or one that cannot be."""
    try:
        hours, minutes, seconds = (int(part) for part in time.split(":"))
        offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:])) * (-1 if zone[0] == "-" else 1)
        at = datetime(int(year), _MONTHS[month], int(day), hours, minutes, seconds, tzinfo=timezone(offset)).astimezone(
            UTC
        )
        return within(int(at.timestamp()) * 10**9)
    except (ValueError, KeyError, OverflowError) as error:
        raise EvidenceError(
            "#", f"its time `{day}/{month}/{year}:{time} {zone}` is none after 1970 and before 2260"
        ) from error


def _name(key: str) -> str | None:
    """The object's key; None where there is none, or where it may have been encoded more than once."""
    if key == "-":
        return None
    name = unquote(key)
    return None if "%" in name or "+" in name or "\ufffd" in name else name


def _session(requester: str) -> str | None:
    """The name of a role session, the last part of the requester's ARN."""
    return requester.rpartition("/")[2] if ":assumed-role/" in requester else None


def _error(operation: str, result: re.Match[str]) -> str | None:
    """Why the request did not succeed; actions of a lifecycle rule tell no status."""
    status = result["status"]
    if status == "-" and not operation.startswith("S3."):
        raise EvidenceError("#", "the line tells no HTTP status, so whether the request succeeded is not known")
    if status == "-" or status.startswith("2"):
        return None
    return f"HTTP {status}" if result["error"] == "-" else str(result["error"])


READERS = (Reader(NAME, recognises, read),)
