"""The tables of facts that are our own format, column by column (design section 3)."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from functools import partial
from typing import Any

from cloudreview.evidence.cells import (
    Cell,
    at_least,
    at_most,
    citizenship,
    count,
    country,
    date,
    flag,
    lei,
    list_of,
    one_of,
    party,
    store,
    text,
)
from cloudreview.evidence.content import Content
from cloudreview.evidence.listing import EVIDENCE, read_listing
from cloudreview.evidence.reader import Reader
from cloudreview.evidence.table import Table, header_of, nearest, parse, separated
from cloudreview.spells import end_of, start_of
from cloudreview.vocabulary.delivery import Reading, Said
from cloudreview.vocabulary.rows import (
    Approval,
    Claim,
    Designation,
    Employment,
    Interest,
    Measure,
    Operation,
    Party,
    Placement,
    Right,
    Site,
    Use,
)
from cloudreview.vocabulary.words import CATEGORIES, LISTS, LISTS_ALSO, MATTERS, POWERS, PROTECTIONS

_DATES: dict[str, Cell] = {"start": date, "end": date}
_BOUNDS = (("percent_min", "percent_max"), ("us_persons_min", "us_persons_max"), ("us_devices_min", "us_devices_max"))


def _in_order(values: Mapping[str, Any]) -> str | None:
    """A line that ends before it starts, or whose bounds are crossed, would vanish without a word."""
    for low, high in _BOUNDS:
        if values.get(low) is not None and values.get(high) is not None and values[low] > values[high]:
            return f"`{low}` is greater than `{high}`"
    start, end = values.get("start"), values.get("end")
    if start is not None and end is not None and end_of(end)[1] <= start_of(start)[0]:
        return f"the end `{end}` is before the start `{start}`"
    return None


_PARTIES = Table(
    "parties",
    Party,
    {
        "party": party,
        "name": text,
        "kind": one_of(("person", "company", "government", "agency")),
        "organised_in": country,
        "principal_place_of_business": country,
        "lei": lei,
    },
    header=(("party",),),
    required=("party",),
)
_INTERESTS = Table(
    "interests",
    Interest,
    {
        "holder": party,
        "subject": party,
        "kind": one_of(
            ("equity", "vote", "board", "contract", "special_share", "acting_in_concert", "branch", "other")
        ),
        "percent_min": at_least,
        "percent_max": at_most,
        **_DATES,
    },
    header=(("holder",), ("subject",)),
    required=("holder", "subject"),
    check=_in_order,
)
_RIGHTS = Table(
    "rights",
    Right,
    {
        "holder": party,
        "subject": party,
        "matter": one_of((*MATTERS, *PROTECTIONS)),
        "power": one_of(("decide", "veto", "appoint")),
        **_DATES,
    },
    header=(("holder",), ("subject",), ("matter",)),
    required=("holder", "subject", "matter"),
    check=_in_order,
)
_DESIGNATIONS = Table(
    "designations",
    Designation,
    {"party": party, "list": one_of(LISTS, LISTS_ALSO), "authority": text, "reference": text, **_DATES},
    header=(("party",), ("list",)),
    required=("party", "list"),
    check=_in_order,
)
_ROSTER = Table(
    "roster",
    Employment,
    {
        "person": text,
        "name": text,
        "employer": party,
        "relation": one_of(("employee", "contractor")),
        "team": text,
        "title": text,
        "citizenships": list_of(citizenship),
        "us_status": one_of(("citizen", "permanent_resident", "refugee_or_asylee", "visa", "none")),
        "residence": country,
        "work_location": country,
        **_DATES,
    },
    header=(("person",), ("employer",)),
    required=("person",),
    lists=("citizenships",),
    check=_in_order,
)
_PRINCIPALS = Table(
    "principals",
    Use,
    {"person": text, "provider": text, "principal": text, **_DATES},
    header=(("person",), ("principal",)),
    required=("person", "principal"),
    check=_in_order,
)
_SITES = Table(
    "sites",
    Site,
    {"provider": text, "region": text, "site": text, "country": country, "operator": party, **_DATES},
    header=(("provider",), ("region",)),
    required=("provider", "region"),
    check=_in_order,
)
_PLACEMENTS = Table(
    "placements",
    Placement,
    {
        "dataset": text,
        "client": party,
        "store": store,
        "prefix": text,
        "categories": list_of(one_of(CATEGORIES)),
        "us_persons_min": count,
        "us_persons_max": count,
        "us_devices_min": count,
        "us_devices_max": count,
        "intellectual_property": flag,
        **_DATES,
    },
    header=(("dataset",), ("store",)),
    required=("dataset", "store"),
    lists=("categories",),
    check=_in_order,
)
_OPERATIONS = Table(
    "operations",
    Operation,
    {
        "actor": party,
        "power": one_of(POWERS),
        "target": text,
        "condition": text,
        "approval": text,
        "logged_in": text,
        **_DATES,
    },
    header=(("actor",), ("power",), ("target",)),
    required=("actor", "power", "target"),
    check=_in_order,
)
_APPROVALS = Table(
    "approvals",
    Approval,
    {
        "approver": party,
        "actor": party,
        "power": one_of(POWERS),
        "target": text,
        "reference": text,
        **_DATES,
    },
    header=(("approver",), ("actor",), ("target",)),
    required=("approver", "target"),
    check=_in_order,
)
_MEASURES = Table(
    "measures",
    Measure,
    {
        "measure": text,
        "title": text,
        "kind": one_of(("cuts", "detects")),
        "cuts": text,
        "needs": list_of(text),
        "cost": count,
        "unit": text,
        "source": text,
    },
    header=(("measure",), ("kind",)),
    required=("measure", "kind"),
    lists=("needs",),
)
_CLAIMS = Table(
    "claims",
    Claim,
    {"claim": text, "speaker": text, "date": date, "proposition": text, "place": text},
    header=(("claim",), ("proposition",)),
    required=("claim", "proposition"),
)

FACTS = (
    *(_PARTIES, _INTERESTS, _RIGHTS, _DESIGNATIONS, _ROSTER, _PRINCIPALS, _SITES),
    *(_PLACEMENTS, _OPERATIONS, _APPROVALS, _MEASURES, _CLAIMS),
)
TABLES = (EVIDENCE, *FACTS)


def meant(content: Content) -> Table | None:
    """The table that a file is, or was meant to be."""
    return _meant(header_of(content))


@functools.lru_cache(maxsize=64)
def _meant(header: tuple[str, ...]) -> Table | None:
    # Each of the readers asks.
    other = separated(header)
    return nearest(header if other is None else other[1], TABLES)


def _recognises(table: Table, content: Content) -> bool:
    return meant(content) is table


def _read(table: Table, content: Content) -> Reading:
    found = parse(content, table)
    return Reading(
        format=format_of(table),
        said=[Said(row, place) for place, row in found.rows],
        bad=found.bad,
        parsed=found.parsed,
        ignored=found.ignored,
    )


_KEPT = {"rights": "interests"}
"""Relations that a speaker states to be complete under another's name: who lists all interests lists the rights too."""


def format_of(table: Table) -> str:
    """The format as told, such as `roster table`."""
    return f"{table.name} table"


OPENED = {format_of(table): ((_KEPT.get(table.name, table.name), "*"),) for table in FACTS}
"""What a bad line leaves open: it may have been about anything in its relation."""

READERS: tuple[Reader, ...] = (
    Reader(format_of(EVIDENCE), partial(_recognises, EVIDENCE), read_listing),
    *(Reader(format_of(table), partial(_recognises, table), partial(_read, table)) for table in FACTS),
)
