"""`aliyun actiontrail DescribeTrails`, `GetTrailStatus`, `GetDataEventSelector`: what a trail is told to record.

https://www.alibabacloud.com/help/en/actiontrail/developer-reference/api-actiontrail-2020-07-06-describetrails,
-gettrailstatus and -getdataeventselector. A row is written only for what is recorded whole; what is recorded in part is
a gap.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import msgspec

from cloudreview.errors import EvidenceError
from cloudreview.evidence.answer import Answer, Shape, answer, fields, has
from cloudreview.evidence.content import Content, strict_json
from cloudreview.evidence.reader import Reader
from cloudreview.gaps import gap
from cloudreview.vocabulary.delivery import ABOUT, Proves, Reading, Said
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.rows import Selector

TRAILS = "aliyun actiontrail DescribeTrails"
STATUS = "aliyun actiontrail GetTrailStatus"
DATA_EVENTS = "aliyun actiontrail GetDataEventSelector"
EVERYWHERE = "alibaba:oss:*"
_KINDS = {"All": ("data_read", "data_write"), "Read": ("data_read",), "Write": ("data_write",)}


class Trail(Shape, frozen=True, kw_only=True):
    """One trail; absent fields have the defaults that the page names."""

    unused: ClassVar = frozenset(
        {
            *("CreateTime", "HomeRegion", "MaxComputeProjectArn", "MaxComputeWriteRoleArn", "Name", "OrganizationId"),
            *("OssBucketLocation", "OssBucketName", "OssKeyPrefix", "OssWriteRoleArn", "Region", "SlsProjectArn"),
            *("SlsWriteRoleArn", "StartLoggingTime", "StopLoggingTime", "UpdateTime", "IsOrganizationTrail"),
        }
    )
    trail_arn: str
    status: str | None = None
    event_rw: str = msgspec.field(name="EventRW", default="Write")
    trail_region: str | None = None


class Trails(Shape, frozen=True, kw_only=True):
    """The whole answer of DescribeTrails."""

    unused: ClassVar = frozenset({"RequestId"})
    trail_list: tuple[Trail, ...]


class Status(Shape, frozen=True, kw_only=True):
    """The whole answer of GetTrailStatus, which does not name its trail."""

    unused: ClassVar = frozenset(
        {
            *("LatestDeliveryError", "LatestDeliveryLogServiceError", "LatestDeliveryLogServiceTime"),
            *("LatestDeliveryTime", "OssBucketStatus", "SlsLogStoreStatus", "StartLoggingTime", "StopLoggingTime"),
        }
    )
    is_logging: bool


class Delivering(Shape, frozen=True, kw_only=True):
    """Where data events of a region are delivered, and whether that could be set up: success or failure."""

    unused: ClassVar = frozenset({"CreateTime", "ErrorCode", "ErrorMessage", "RegionSlsProjectArn"})
    status: str | None = None
    trail_region: str | None = None


class DataEvents(Shape, frozen=True, kw_only=True):
    """The whole answer of GetDataEventSelector; the selectors are a JSON text."""

    unused: ClassVar = frozenset({"RequestId", "MaxComputeDeliveryConfigs"})
    trail_arn: str
    data_event_selectors: str
    is_trail_all_region: bool = False
    sls_delivery_configs: tuple[Delivering, ...] | None = None

    @property
    def everywhere(self) -> bool:
        """Whether data events of all regions are tracked, and all their deliveries could be set up."""
        return self.is_trail_all_region and all(
            one.status in (None, "success") for one in self.sls_delivery_configs or ()
        )


def read_trails(content: Content) -> Reading:
    """Management events of every trail that delivers all of them, in all regions."""
    found = answer(content, Trails)
    said: list[Said] = []
    gaps: list[Gap] = []
    for number, trail in enumerate(found.value.trail_list):
        lacks = _lacks(trail)
        if lacks:
            gaps.append(_partly(trail.trail_arn, lacks))
        else:
            at = f"#/TrailList/{number}"
            rows = (
                Selector(trail=trail.trail_arn, store=EVERYWHERE, klass=klass) for klass in ("management", "key_use")
            )
            said += [Said(row, at) for row in rows]
    proves = [Proves("selectors", one.trail_arn) for one in found.value.trail_list]
    return _reading(TRAILS, content, found, said, gaps, proves)


def _lacks(trail: Trail) -> str:
    """What keeps the trail from recording every management event; empty: nothing."""
    told = {
        f"its status is {trail.status}, not Enable": trail.status == "Enable",
        f"it delivers {trail.event_rw} events only": trail.event_rw == "All",
        f"it delivers events of {trail.trail_region} only": trail.trail_region == "All",
    }
    return ", and ".join(why for why, fine in told.items() if not fine)


def read_status(content: Content) -> Reading:
    """Whether a trail was logging when it was asked: what it is told to record it records only then."""
    found = answer(content, Status)
    gaps = [] if found.value.is_logging else [_partly(ABOUT, "it was not logging when its status was taken")]
    return _reading(STATUS, content, found, [], gaps, [Proves("trail_status", ABOUT)])


def _is_status(content: Content) -> bool:
    """CloudTrail's call of the same name tells other things beside."""
    found = fields(content)
    return "IsLogging" in found and not found.keys().isdisjoint({"RequestId", "OssBucketStatus", "SlsLogStoreStatus"})


def read_data_events(content: Content) -> Reading:
    """Object events of OSS that a trail delivers without leaving out a name, a resource or a region."""
    found = answer(content, DataEvents)
    trail, said = found.value.trail_arn, list[Said]()
    gaps: list[Gap] = []
    for selector in _selectors(found.value.data_event_selectors):
        if selector.get("ServiceName") != "Oss":
            continue
        kinds = _KINDS.get(str(selector.get("ReadWriteType")), ())
        narrowed = sorted(selector.keys() - {"ServiceName", "ReadWriteType"})
        if kinds and not narrowed and found.value.everywhere:
            rows = (Selector(trail=trail, store=EVERYWHERE, klass=klass) for klass in kinds)
            said += [Said(row, "#/DataEventSelectors") for row in rows]
        else:
            where = narrowed or [
                "the regions that it tracks or delivers" if kinds else "a kind of event that is not known"
            ]
            gaps.append(_partly(trail, f"its selector of OSS data events is narrowed by {', '.join(where)}"))
    return _reading(DATA_EVENTS, content, found, said, gaps, [])


def _selectors(told: str) -> Iterator[dict[str, Any]]:
    where = "#/DataEventSelectors"
    try:
        listed = strict_json(told)
    except EvidenceError as error:
        raise EvidenceError(where, f"the selectors are {error.what}", "send the unchanged answer") from error
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise EvidenceError(where, "the selectors are not a list of objects", "send the unchanged answer")
    yield from listed


def _reading(
    name: str, content: Content, found: Answer[Any], said: list[Said], gaps: list[Gap], proves: list[Proves]
) -> Reading:
    told = proves if found.whole and not gaps else []
    size = len(content.data)
    return Reading(format=name, said=said, proves=told, parsed=size, unknown_fields=found.unknown, gaps=gaps)


def _partly(trail: str, why: str) -> Gap:
    ask = f"Which events did the trail {trail} record in which regions, and is another trail recording the rest?"
    return gap("scope_open", f"selectors {trail}", f"the trail {trail} does not record every event: {why}", ask)


READERS = (
    Reader(TRAILS, has("TrailList"), read_trails),
    Reader(STATUS, _is_status, read_status),
    Reader(DATA_EVENTS, has("DataEventSelectors", "TrailArn"), read_data_events),
)
