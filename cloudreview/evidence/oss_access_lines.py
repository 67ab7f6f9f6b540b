"""The OSS access log as OSS stores it in a bucket: one request a line, 28 fields by position, more may be appended.

https://www.alibabacloud.com/help/en/oss/user-guide/logging ("Log formats and examples"; "more fields are added to OSS
logs in the future"). A line is read only if each of the 28 fields has the form of its column, so that a shifted, a cut
or a forged line is quarantined and never guessed.
"""

from __future__ import annotations

import functools
import ipaddress
import re
from collections import Counter

from cloudreview.errors import EvidenceError
from cloudreview.evidence.cells import within
from cloudreview.evidence.content import Content
from cloudreview.evidence.json_records import lines
from cloudreview.evidence.oss_access import Request, row
from cloudreview.evidence.reader import Reader
from cloudreview.spells import instant
from cloudreview.vocabulary.delivery import Bad, Reading

NAME = "oss access log"
_NUMBER = r"[0-9]{1,18}|-"
_ID = r"[0-9]+\**(?::[^\"]*)?|-"
_FIELDS: tuple[tuple[str, bool, str], ...] = (
    ("address", False, r"[0-9A-Fa-f.:]+|-"),
    ("reserved1", False, r"-"),
    ("reserved2", False, r"-"),
    ("time", False, r"\[[0-9]{2}/[A-Z][a-z]{2}/[0-9]{4}:[0-9]{2}:[0-9]{2}:[0-9]{2} [+-][0-9]{4}\]"),
    ("url", True, r"[A-Z]+ [^\"]* HTTP/[0-9.]+|-"),
    ("status", False, r"[2-5][0-9]{2}"),
    ("sent", False, _NUMBER),
    ("taken", False, _NUMBER),
    ("referer", True, r"[^\"]*"),
    ("agent", True, r"[^\"]*"),
    ("host", True, r"[^\" /]*"),
    ("request_id", True, r"[0-9A-Fa-f]{24}"),
    ("logging", True, r"true|false"),
    ("requester", True, _ID),
    ("operation", True, r"[A-Za-z0-9]+|-"),
    ("bucket", True, r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]|-"),
    ("object", True, r"[^\"]*"),
    ("object_size", False, _NUMBER),
    ("server_cost", False, _NUMBER),
    ("error", True, r"[A-Za-z0-9._-]+"),
    ("request_length", False, _NUMBER),
    ("owner", True, _ID),
    ("delta", False, r"-?[0-9]{1,18}|-"),
    ("sync", True, r"[a-z]+|-"),
    ("storage", True, r"[A-Za-z_ -]+"),
    ("target_storage", True, r"[A-Za-z_ -]+"),
    ("accelerated", True, r"[a-z0-9-]+"),
    ("access_key", True, r"[A-Za-z0-9.]+\**|-"),
)
"""Name, whether it stands in quotes, and form of each column, in order."""
_MORE = r"(?P<more>(?: (?:\"[^\"]*\"|[^\" ]+))*)"
_LINE = re.compile(
    " ".join(f'"(?P<{name}>{form})"' if quoted else f"(?P<{name}>{form})" for name, quoted, form in _FIELDS) + _MORE,
    re.ASCII,
)
_START = re.compile(
    rb"[0-9A-Fa-f.:-]+ - - \[[0-9]{2}/[A-Z][a-z]{2}/[0-9]{4}:[0-9:]{8} [+-][0-9]{4}\] "
    rb"\"[^\"]*\" [0-9]{3} [0-9-]+ [0-9-]+ \""
)
"""How a line begins; those of a web server lack the time that the request took."""
_MORE_FIELD = re.compile(r"\"[^\"]*\"|[^\" ]+")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def recognises(content: Content) -> bool:
    """Whether one of the first lines begins as an access log's."""
    return any(_START.match(line.raw) for line in lines(content.data, most=5))


def read(content: Content) -> Reading:
    """One event a line; what follows the 28th field is counted by its position."""
    found: list[tuple[object, ...]] = []
    bad: list[Bad] = []
    unknown: Counter[str] = Counter()
    for line in lines(content.data):
        pointer = f"#line={line.number}"
        try:
            request, more = _request(line.raw, pointer)
        except EvidenceError as error:
            bad.append(Bad(pointer, error.what, line.size))
        else:
            found.append(row(request))
            unknown.update(f"field {len(_FIELDS) + 1 + number}" for number in range(more))
    parsed = len(content.data) - sum(one.bytes for one in bad)
    return Reading(format=NAME, bad=bad, parsed=parsed, unknown_fields=dict(sorted(unknown.items())), events=found)


def _request(raw: bytes, pointer: str) -> tuple[Request, int]:
    """The request that a line tells, and how many fields follow. Raises EvidenceError."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise EvidenceError(pointer, "the line is not UTF-8") from error
    found = _LINE.fullmatch(text)
    if found is None:
        raise EvidenceError(pointer, f"the line is not one of the OSS access log: {_where(text)}")
    method, _, _ = found["url"].partition(" ")
    request = Request(
        pointer=pointer,
        at=_instant(found["time"]),
        request_id=found["request_id"],
        bucket=found["bucket"],
        operation=found["operation"],
        object=found["object"],
        requester=found["requester"],
        address=_address(found["address"]),
        status=int(found["status"]),
        error=found["error"],
        sent=_count(found["sent"]),
        method=method if method != "-" else "",
        owner=found["owner"],
        sync=found["sync"],
    )
    return request, len(_MORE_FIELD.findall(found["more"]))


def _where(text: str) -> str:
    """The first column whose form the line does not have."""
    at = 0
    for number, (name, quoted, form) in enumerate(_FIELDS, start=1):
        field = re.compile(f'"(?:{form})"(?= |$)' if quoted else f"(?:{form})(?= |$)", re.ASCII)
        found = field.match(text, at)
        if found is None:
            return f"its field {number} ({name}) has not the form of that column, so it may be shifted or cut"
        at = found.end() + 1
    return "something follows its last field that is none"


def _count(value: str) -> int | None:
    return int(value) if value != "-" else None


def _address(value: str) -> str:
    if value != "-":
        try:
            ipaddress.ip_address(value)
        except ValueError as error:
            raise EvidenceError("#", f"`{value[:40]}` is no address") from error
    return value


@functools.lru_cache(maxsize=4096)
def _instant(value: str) -> int:
    """`[03/Jan/2021:14:59:49 +0800]`, always with its zone."""
    day, month, rest = value[1:-1].split("/", 2)
    year, clock = rest.split(":", 1)
    try:
        number = _MONTHS.index(month) + 1
        return within(instant(f"{year}-{number:02d}-{day}T{clock}"))
    except ValueError as error:
        raise EvidenceError("#", f"`{value[:40]}` is not a time between 1970 and 2260") from error


READERS = (Reader(NAME, recognises, read),)
