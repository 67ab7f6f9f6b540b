"""What a level 1 record of GLEIF, an entity with a legal entity identifier, says of a party.

LEI-CDF 3.1, https://www.gleif.org/en/about-lei/common-data-file-format/lei-cdf-format: the definitions quoted here are
its own. Which address tells a principal place of business: docs/decisions/0010-headquarters.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from cloudreview.evidence.cells import lei
from cloudreview.evidence.gleif_plain import fault, inside, instant_at, many, needed, text, word
from cloudreview.gaps import gap
from cloudreview.vocabulary.countries import COUNTRIES
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.rows import Interest, Party

PREFIX = "lei:"
"""How the id of a party begins that is known by its legal entity identifier."""


class Category(NamedTuple):
    """What an EntityCategory makes of an entity."""

    kind: str | None
    organised: bool
    """Whether its legal jurisdiction is the country under whose law it is organised."""
    numbered: bool
    """Whether the number that a register gave is its own, and not that of the whole of which it is a part."""
    why: str


CATEGORIES: Mapping[str | None, Category] = {
    "GENERAL": Category("company", True, True, "a general legal entity"),
    "FUND": Category("company", True, False, "an entity, which may be a compartment; its seat may be its manager's"),
    "BRANCH": Category(
        "company", False, False, "a branch of another legal entity is organised under no law of its own"
    ),
    "SOLE_PROPRIETOR": Category(None, False, True, "an individual acting in a business capacity is a person as well"),
    "RESIDENT_GOVERNMENT_ENTITY": Category(None, True, True, "a part of a government, or a company it controls"),
    "INTERNATIONAL_ORGANIZATION": Category("company", False, True, "created by agreements, so under no country's law"),
    None: Category(None, True, True, "files before LEI-CDF 3.1 give a category only to some"),
}
"""By EntityCategory: the kind of party, what of its record is its own, and why."""
STATUSES = ("ACTIVE", "INACTIVE", "NULL")
VOID: Mapping[str, str] = {
    "DUPLICATE": "a duplicate that should no longer be used",
    "ANNULLED": "erroneous or invalid",
    "CANCELLED": "abandoned before it was issued",
    "PENDING_VALIDATION": "submitted and not validated yet",
}
"""Registrations of which nothing is taken as a fact, and what the format says of them."""
REGISTRATIONS = (
    *VOID,
    *("ISSUED", "PUBLISHED", "LAPSED", "RETIRED", "MERGED", "PENDING_TRANSFER", "PENDING_ARCHIVAL", "TRANSFERRED"),
)
NO_REGISTER = ("RA777777", "RA888888", "RA999999")
"""Codes of no one register: where there is none, or one that is not on the list of registration authorities."""

_COUNTRY = re.compile(r"([A-Za-z]{2})(?:-([A-Za-z0-9]{1,3}))?")
_OWN_CODE = {("CN", "HK"): "HK", ("CN", "MO"): "MO", ("CN", "TW"): "TW"}
"""Parts of a country, by ISO 3166-2, that have a code of ISO 3166-1 of their own."""
_CARE_OF = re.compile(
    r"\b(?:c\s*/\s*o|care\s+of|p\.?\s*o\.?\s*box|post\s+office\s+box|attn|postfach)\b|℅", re.IGNORECASE
)
"""What marks an address of somebody else's, or one for letters alone."""


class Told(NamedTuple):
    """What one record says."""

    rows: list[tuple[str, Party | Interest]]
    """With the pointer of each inside the record."""
    gaps: list[Gap]
    record: str
    """Of what it is a version."""
    stated: int | None
    closed: bool = False
    standing: bool = True
    named: tuple[Party, ...] = ()
    """Parties that it names, with nothing but what identifies them."""


class Registration(NamedTuple):
    """How a record is registered."""

    status: str | None
    stated: int | None
    deleted: bool
    """Whether a delta file takes the record out of the golden copy."""

    @property
    def void(self) -> str | None:
        """What the format says of a record of which nothing is taken as a fact."""
        return VOID.get(self.status or "")


def registration(record: Mapping[str, Any]) -> Registration:
    """The registration of a record; a deletion is dated by itself. Raises EvidenceError."""
    gone = inside(record, "Extension")
    deleted = isinstance(gone, dict) and gone.get("Deletion") not in (None, "", {})
    stated = instant_at(record, "Registration", "LastUpdateDate")
    if deleted and isinstance(gone["Deletion"], dict):
        stated = instant_at(record, "Extension", "Deletion", "DeletedAt") or stated
    return Registration(word(record, REGISTRATIONS, "Registration", "RegistrationStatus"), stated, deleted)


def identifier(record: Mapping[str, Any], *path: str) -> str:
    """A legal entity identifier. Raises EvidenceError where there is none."""
    value = needed(record, *path)
    try:
        return lei(value)
    except ValueError as error:
        raise fault(path, f"`{path[-1]}` is `{value[:40]}`, not {error}") from error


def entity(record: Mapping[str, Any]) -> Told:
    """The party of an LEI record. Raises EvidenceError."""
    number, registered = identifier(record, "LEI"), registration(record)
    name = PREFIX + number
    if registered.void is not None:
        why = f"the registration of {name} is told as {registered.status}: {registered.void}"
        asked = gap("field_missing", name, why, f"What is {name} now, and under which legal entity identifier?")
        return Told([("", known_as(number))], [asked], name, registered.stated)
    gaps: list[Gap] = []
    row = _party(record, name, number, gaps)
    gone = word(record, STATUSES, "Entity", "EntityStatus") == "INACTIVE" or registered.status in ("RETIRED", "MERGED")
    if gone:
        gaps.append(_ended(record, name))
    closed = gone or registered.deleted
    bare = Party(party=name, name=row.name, lei=number, identifiers=row.identifiers, names=row.names)
    named = (bare,) if closed else ()
    return Told([("", row)], gaps, name, registered.stated, closed, registered.status != "LAPSED", named)


def known_as(number: str) -> Party:
    """A party of which nothing is known but its legal entity identifier."""
    return Party(party=PREFIX + number, lei=number)


def _party(record: Mapping[str, Any], name: str, number: str, gaps: list[Gap]) -> Party:
    category = word(record, [one for one in CATEGORIES if one], "Entity", "EntityCategory")
    found = CATEGORIES[category]
    jurisdiction = _country(record, name, gaps)
    if not found.organised:
        asked = f"Under the law of which country is {name}, or whoever stands behind it, organised?"
        gaps.append(gap("field_missing", f"{name} organised_in", f"{name} is told as {category}: {found.why}", asked))
    legal = text(record, "Entity", "LegalName")
    return Party(
        party=name,
        name=legal,
        kind=found.kind,
        organised_in=jurisdiction if found.organised else None,
        principal_place_of_business=_headquarters(record, name, category, jurisdiction, gaps),
        lei=number,
        identifiers=_registers(record) if found.numbered else (),
        names=tuple(sorted(_others(record) - {legal or ""})),
    )


def _others(record: Mapping[str, Any]) -> set[str]:
    """All names but the legal one: earlier, trading, in another language or in Latin letters."""
    found: set[str] = set()
    for container, item in (
        ("OtherEntityNames", "OtherEntityName"),
        ("TransliteratedOtherEntityNames", "TransliteratedOtherEntityName"),
    ):
        for one in many(record, ("Entity", container), item):
            if not isinstance(one, str):
                raise fault(("Entity", container), f"`{item}` is not one text")
            found.add(one.strip())
    return found - {""}


def _registers(record: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """The number in the register where the entity is registered, by the code of that register."""
    path = ("Entity", "RegistrationAuthority")
    scheme, own = text(record, *path, "RegistrationAuthorityID"), text(record, *path, "RegistrationAuthorityEntityID")
    return () if scheme is None or own is None or scheme in NO_REGISTER else ((scheme, own),)


def _country(record: Mapping[str, Any], name: str, gaps: list[Gap]) -> str | None:
    """The country of the legal jurisdiction, also where that is a part of it; an address never stands for it."""
    code = text(record, "Entity", "LegalJurisdiction")
    if code is None:
        return None
    found = _COUNTRY.fullmatch(code)
    country = None if found is None else _nation(found[1], found[2])
    if country is not None:
        return country
    why = f"the legal jurisdiction of {name} is told as `{code[:80]}`, which is no ISO country code"
    asked = f"Under the law of which country is {name} organised?"
    gaps.append(gap("field_missing", f"{name} organised_in", why, asked))
    return None


def _headquarters(
    record: Mapping[str, Any], name: str, category: str | None, jurisdiction: str | None, gaps: list[Gap]
) -> str | None:
    """The country of its own headquarters; None where the address may be another's, or only repeats the legal one."""
    seat, legal = _place(record, "HeadquartersAddress"), _place(record, "LegalAddress")
    country = seat.country
    if country is None or category not in ("GENERAL", None) or not seat.elsewhere_than(legal):
        return None
    lines = many(record, ("Entity", "HeadquartersAddress"), "AdditionalAddressLine")
    lines += [seat.line or "", text(record, "Entity", "HeadquartersAddress", "AddressNumber") or ""]
    own = text(record, "Entity", "HeadquartersAddress", "MailRouting") is None
    if own and not any(isinstance(one, str) and _CARE_OF.search(one) for one in lines):
        return country
    if country != jurisdiction:
        why = f"the headquarters of {name} are told as an address for letters or at somebody else's, in {country}"
        asked = f"In which country is the principal place of business of {name}, and since when?"
        gaps.append(gap("field_missing", f"{name} principal_place_of_business", why, asked))
    return None


class _Place(NamedTuple):
    """Where an address is."""

    line: str | None
    city: str | None
    code: str | None
    country: str | None

    def elsewhere_than(self, other: _Place) -> bool:
        """Whether it is told as another place: another line, and another town or postal code."""
        if self.line is None or other.line is None or self.line == other.line:
            return False
        return (self.city, self.code, self.country) != (other.city, other.code, other.country)


def _place(record: Mapping[str, Any], which: str) -> _Place:
    told = (text(record, "Entity", which, part) for part in ("FirstAddressLine", "City", "PostalCode"))
    line, city, code = (None if one is None else " ".join(one.casefold().split()) for one in told)
    country, region = text(record, "Entity", which, "Country"), text(record, "Entity", which, "Region")
    return _Place(line, city, code, _nation(country, region))


def _nation(code: str | None, region: str | None) -> str | None:
    """The country of a code of ISO 3166-1, or of a part of it that has a code of its own; None where it is none."""
    country = (code or "").upper()
    part = (region or "").upper().removeprefix(f"{country}-")
    return _OWN_CODE.get((country, part), country) if country in COUNTRIES else None


def _ended(record: Mapping[str, Any], name: str) -> Gap:
    """The question about an entity that is told to be no more: who took over."""
    when = text(record, "Entity", "EntityExpirationDate")
    heirs = [one for one in many(record, ("Entity", "SuccessorEntity"), "") if isinstance(one, dict)]
    told = sorted({one for heir in heirs for one in heir.values() if isinstance(one, str)})
    why = f"{name} is told to operate no longer" + (f" since {when[:40]}" if when else "")
    why += f"; as its successor is told {', '.join(told)[:200]}" if told else "; no successor is told"
    return gap("field_missing", f"{name} successor", why, f"Who took over what {name} held and did, and since when?")
