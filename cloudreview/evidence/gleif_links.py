"""What level 2 records of GLEIF say: who consolidates, manages or heads whom, and why a parent is not told.

RR-CDF 2.1, https://www.gleif.org/en/about-lei/common-data-file-format/relationship-record-cdf-format, and Reporting
Exceptions 2.1, .../level-2-data-reporting-exceptions-format. A relationship is a fact of accounting, management or
form. Its quantifier measures how far the accounts are consolidated (MeasurementMethod has no word but
ACCOUNTING_CONSOLIDATION), so it is never a share of ownership.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from cloudreview.errors import EvidenceError
from cloudreview.evidence.gleif_plain import fault, instant_at, many, needed, text, word
from cloudreview.evidence.gleif_rows import PREFIX, STATUSES, Told, identifier, known_as, registration
from cloudreview.gaps import gap
from cloudreview.spells import DAY, end_of, instant, start_of
from cloudreview.spells import text as told_of
from cloudreview.vocabulary.rows import Interest, Party


class Way(NamedTuple):
    """What a type of relationship comes to."""

    kind: str
    directly: bool
    held: str
    """Which node is held by the other."""
    why: str


TYPES: Mapping[str, Way] = {
    "IS_DIRECTLY_CONSOLIDATED_BY": Way("other", True, "StartNode", "the closest parent that consolidates its accounts"),
    "IS_ULTIMATELY_CONSOLIDATED_BY": Way("other", False, "StartNode", "the most distant parent that consolidates them"),
    "IS_INTERNATIONAL_BRANCH_OF": Way("branch", True, "StartNode", "the end is the head office, abroad"),
    "IS_FUND-MANAGED_BY": Way("contract", True, "StartNode", "the end is responsible for the operation of the fund"),
    "IS_SUBFUND_OF": Way("other", True, "StartNode", "a compartment of the end, which may count as its owner"),
    "IS_FEEDER_TO": Way("other", True, "EndNode", "the start is (almost) wholly invested in the end, so it holds it"),
}
"""By RelationshipType. The start is the child and the end the parent, but a feeder fund invests in its master fund."""

CATEGORIES: Mapping[str, tuple[str, bool]] = {
    "DIRECT_ACCOUNTING_CONSOLIDATION_PARENT": ("direct", True),
    "ULTIMATE_ACCOUNTING_CONSOLIDATION_PARENT": ("ultimate", False),
}
"""By ExceptionCategory: which parent is not told, and whether it is one that holds directly."""

REASONS: Mapping[str, tuple[str | None, str]] = {
    "NO_LEI": (None, "the parent does not consent to have a legal entity identifier"),
    "NATURAL_PERSONS": ("person", "it is controlled by natural persons, with no company between that consolidates it"),
    "NON_CONSOLIDATING": ("company", "who controls it need not prepare consolidated accounts"),
    "NON_PUBLIC": (None, "the relation is not public"),
    "BINDING_LEGAL_COMMITMENTS": (None, "articles or a contract forbid to tell it"),
    "LEGAL_OBSTACLES": (None, "the law of a country forbids to tell it"),
    "CONSENT_NOT_OBTAINED": (None, "who would have to consent did not"),
    "DETRIMENT_NOT_EXCLUDED": (None, "whether telling it would harm could not be excluded"),
    "DISCLOSURE_DETRIMENTAL": (None, "telling it would harm"),
}
"""By ExceptionReason: what is known of whoever it is that is not told, and what the format says the reason means."""
NOBODY = "NO_KNOWN_PERSON"
"""No known person controls the entity, its shares are widely held: so no holder is told, and nobody is excluded."""
UNDISCLOSED = "undisclosed:"
PERIODS = ("RELATIONSHIP_PERIOD", "ACCOUNTING_PERIOD", "DOCUMENT_FILING_PERIOD")


def relationship(record: Mapping[str, Any]) -> Told:
    """The interest of a relationship record. Raises EvidenceError."""
    registered = registration(record)
    type_ = word(record, TYPES, "Relationship", "RelationshipType") or needed(
        record, "Relationship", "RelationshipType"
    )
    child, parent = (_node(record, which) for which in ("StartNode", "EndNode"))
    if child == parent:
        raise fault(("Relationship", "EndNode"), "both ends of the relationship are one entity")
    series, way = f"relationship {child} {type_} {parent}", TYPES[type_]
    if registered.void is not None:
        why = f"the record that {child} {type_} {parent} is told as {registered.status}: {registered.void}"
        asked = f"What are {PREFIX}{child} and {PREFIX}{parent} to each other, and since when?"
        found = [gap("field_missing", f"interests {PREFIX}{child}", why, asked)]
        return Told([], found, series, registered.stated, named=(known_as(child), known_as(parent)))
    holder, subject = (parent, child) if way.held == "StartNode" else (child, parent)
    status = word(record, STATUSES, "Relationship", "RelationshipStatus")
    start, end = _spell(record)
    if status == "ACTIVE" and end is not None and registered.stated is not None and end_of(end)[1] <= registered.stated:
        status, end = None, None
    row = Interest(
        holder=PREFIX + holder,
        subject=PREFIX + subject,
        # Where it is not told whether it stands, or it stands although it ended, nothing may follow from its nature.
        kind=way.kind if status in ("ACTIVE", "INACTIVE") else None,
        directly=way.directly,
        start=start,
        end=end,
    )
    return Told(
        [("/Relationship", row)],
        [],
        series,
        registered.stated,
        closed=status == "INACTIVE" or registered.deleted,
        standing=registered.status != "LAPSED",
        named=(known_as(child), known_as(parent)),
    )


def _node(record: Mapping[str, Any], which: str) -> str:
    """The entity at one end. Raises EvidenceError for an end that only the system itself can resolve."""
    path = ("Relationship", which)
    kind = text(record, *path, "NodeIDType")
    if kind not in (None, "LEI"):
        raise fault((*path, "NodeIDType"), f"the {which} is told by `{kind[:40]}`, not by a legal entity identifier")
    return identifier(record, *path, "NodeID")


def _spell(record: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """Since when and until when it holds: RELATIONSHIP_PERIOD alone, the others date accounts and documents."""
    path = ("Relationship", "RelationshipPeriods")
    found: list[tuple[str | None, str | None]] = []
    for one in many(record, path, "RelationshipPeriod"):
        if not isinstance(one, dict):
            raise fault(path, "a period holds no elements")
        try:
            if word(one, PERIODS, "PeriodType") == "RELATIONSHIP_PERIOD":
                found.append((_date(one, "StartDate"), _date(one, "EndDate")))
        except EvidenceError as error:
            raise fault(path, error.what) from error
    if len(found) > 1:
        raise fault(path, "two periods of the relationship are told")
    start, end = found[0] if found else (None, None)
    if start is not None and end is not None and end_of(end)[1] <= start_of(start)[0]:
        raise fault(path, "the relationship ends before it starts")
    return start, end


def _date(period: Mapping[str, Any], name: str) -> str | None:
    """A date as told; midnight, in its own zone or in UTC, is how the formats write a day without a time."""
    value = text(period, name)
    if value is None:
        return None
    try:
        at = None if len(value) == len("2026-03-01") else instant(value)
        start_of(value)
    except ValueError as error:
        raise fault((name,), f"`{name}` is not {error}") from error
    if at is not None and at % DAY == 0:
        return (told_of(at) or "")[:10] or value
    return value[:10] if value[10:19] == "T00:00:00" else value


def exception(record: Mapping[str, Any]) -> Told:
    """The unknown leg that a reporting exception stands for. Raises EvidenceError."""
    child, registered = identifier(record, "LEI"), registration(record)
    category = word(record, CATEGORIES, "ExceptionCategory") or needed(record, "ExceptionCategory")
    which, directly = CATEGORIES[category]
    reasons = many(record, ("ExceptionReason",), "")
    if not all(isinstance(one, str) for one in reasons):
        raise fault(("ExceptionReason",), "`ExceptionReason` is not one text")
    if not reasons:
        raise fault((), "`ExceptionReason` is missing, and the record says nothing without it")
    name, stated = PREFIX + child, registered.stated or instant_at(record, "ContentDate")
    holder, series = f"{UNDISCLOSED}{child}:{which}", f"exception {child} {which}"
    rows: list[tuple[str, Party | Interest]] = []
    if reasons != [NOBODY]:
        kinds = {REASONS.get(one, (None, ""))[0] for one in reasons}
        rows.append(("", Party(party=holder, kind=kinds.pop() if len(kinds) == 1 else None)))
        rows.append(("", Interest(holder=holder, subject=name, directly=directly)))
    asked = f"Who or what is the {which} parent of {name}, who else holds it, how much, of which kind, and since when?"
    why = f"{name} does not tell its {which} parent: " + "; ".join(_told(reasons))
    gaps = [] if registered.deleted else [gap("field_missing", f"interests {name}", why, asked)]
    return Told(rows, gaps, series, stated, registered.deleted, named=(known_as(child),))


def _told(reasons: list[str]) -> Iterator[str]:
    for one in reasons:
        meaning = REASONS[one][1] if one in REASONS else "no known person controls it" if one == NOBODY else ""
        yield one[:200] + (f", {meaning}" if meaning else "")
