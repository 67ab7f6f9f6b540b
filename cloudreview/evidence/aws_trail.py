"""`aws cloudtrail get-event-selectors`: which classes of events a trail is configured to record, for which buckets.

https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetEventSelectors.html. A row is written only for what
is recorded whole: who counts on a row must not miss an event. What is recorded in part, or selected by something that
is not understood, is a gap.
"""

from __future__ import annotations

import msgspec

from cloudreview.evidence.answer import answer, fields, reading
from cloudreview.evidence.aws_trail_selectors import EVERYWHERE, Doubt, Selectors, recorded
from cloudreview.evidence.content import Content
from cloudreview.evidence.reader import Reader
from cloudreview.gaps import gap
from cloudreview.vocabulary.delivery import Proves, Reading, Said
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.rows import Selector

NAME = "aws cloudtrail get-event-selectors"
_MANAGEMENT = {
    ("kms", "read"): "read events of KMS",
    ("kms", "write"): "write events of KMS",
    ("management", "read"): "read events of other services",
    ("management", "write"): "write events of other services",
}


def recognises(content: Content) -> bool:
    """Whether it holds a trail and selectors of either kind."""
    found = fields(content)
    return "TrailARN" in found and ("EventSelectors" in found or "AdvancedEventSelectors" in found)


def read(content: Content) -> Reading:
    """One row for each class of events and store that the trail records whole."""
    found = answer(content, Selectors)
    trail = found.value.trail
    places: dict[tuple[str, str], str] = {}
    doubts: set[str] = set()
    for one in recorded(found.value):
        if isinstance(one, Doubt):
            doubts.add(one.why)
        else:
            places.setdefault((one.source, one.kind), one.at)
    said, halves = _rows(trail, places)
    question = f"Which events does the trail {trail} record for which buckets?"
    gaps = [gap("unimplemented", f"selectors {trail}", why, question) for why in sorted({*doubts, *halves})]
    proves = None if gaps else Proves("selectors", trail)
    told = reading(content, NAME, found, said, proves, gaps, about=trail)
    return msgspec.structs.replace(told, gaps=[*told.gaps, _elsewhere(trail)])


def _rows(trail: str, places: dict[tuple[str, str], str]) -> tuple[list[Said], list[str]]:
    """Rows for what is recorded whole, and a sentence for each class of which only a part is."""
    said: list[Said] = []
    halves: list[str] = []
    management, keys = (_whole(places, source) for source in ("management", "kms"))
    # Changes of keys are management events too, so without them the class management is not whole.
    for klass, whole in (("key_use", keys), ("management", management and keys)):
        if whole:
            at = places["kms" if klass == "key_use" else "management", "read"]
            said.append(Said(Selector(trail=trail, store=EVERYWHERE, klass=klass), at))
    if any(source in ("management", "kms") for source, _ in places) and not (management and keys):
        missing = [words for part, words in _MANAGEMENT.items() if part not in places]
        halves.append(f"the trail records management events, but not all {' and '.join(missing)}")
    for (source, kind), at in sorted(places.items()):
        if source not in ("management", "kms"):
            said.append(Said(Selector(trail=trail, store=source, klass=f"data_{kind}"), at))
    return said, halves


def _whole(places: dict[tuple[str, str], str], source: str) -> bool:
    return (source, "read") in places and (source, "write") in places


def _elsewhere(trail: str) -> Gap:
    return gap(
        "field_missing",
        f"selectors {trail}",
        "the selectors do not tell whether the trail was logging, and whether in all regions",
        f"Please send the answers of DescribeTrails and GetTrailStatus for {trail}.",
    )


READERS = (Reader(NAME, recognises, read),)
