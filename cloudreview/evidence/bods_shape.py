"""The shape of a statement of the Beneficial Ownership Data Standard, version 0.4, as its schema requires it.

https://standard.openownership.org/en/0.4.0/standard/reference.html: what the schema calls required, its code lists, its
lengths and its conditions. A field that the schema does not name is allowed there and counted here.
"""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any, Literal, TypeVar

from msgspec import UNSET, Meta, UnsetType

from cloudreview.evidence.answer import Shape
from cloudreview.spells import instant, is_day

T = TypeVar("T")
URI = r"^[A-Za-z][A-Za-z0-9+.\-]*:\S+$"
VERSION = r"^\d+\.\d+$"
PATTERNS = {URI: "an address with its scheme, such as https://example.org", VERSION: "a version such as 0.4"}
"""What a pattern asks for, in words."""

Uri = Annotated[str, Meta(pattern=URI)]
Percent = Annotated[float, Meta(ge=0, le=100)]
Absent = UnsetType
"""A field of the schema may be missing, but not null."""

_PART_OF_DATE = re.compile(r"\d{4}(-(1[0-2]|0[1-9]))?")


def check_date(value: str | UnsetType, name: str) -> None:
    """An RFC 3339 full date or date-time. Raises ValueError."""
    if value is not UNSET and not _is_date(value):
        try:
            instant(value)
        except ValueError as error:
            raise ValueError(f"`{name}` is neither a day such as 2026-03-01 nor a date-time with its zone") from error


def check_day(value: str | UnsetType, name: str, *, partly: bool = False) -> None:
    """A full date; of a person also a year or a month. Raises ValueError."""
    if value is not UNSET and not _is_date(value) and not (partly and _PART_OF_DATE.fullmatch(value)):
        raise ValueError(f"`{name}` is not a day such as 2026-03-01")


def _is_date(value: str) -> bool:
    try:
        return is_day(value) and datetime.date.fromisoformat(value) is not None
    except ValueError:
        return False


def told(value: T | UnsetType, otherwise: T) -> T:
    """The value of a field, or what stands for its absence."""
    return otherwise if isinstance(value, UnsetType) else value


class BodsShape(Shape, frozen=True, kw_only=True, rename="camel"):
    """An object of the standard."""


class Country(BodsShape, frozen=True, kw_only=True):
    """A country by its name and, mostly, its code."""

    name: str
    code: Annotated[str, Meta(min_length=2, max_length=2)] | Absent = UNSET


class Jurisdiction(BodsShape, frozen=True, kw_only=True):
    """A country or a part of one."""

    name: str
    code: Annotated[str, Meta(min_length=2, max_length=6)] | Absent = UNSET


class Address(BodsShape, frozen=True, kw_only=True):
    """An address; which types it may have, the record says."""

    address: str | Absent = UNSET
    post_code: str | Absent = UNSET
    country: Country | Absent = UNSET


class Identifier(BodsShape, frozen=True, kw_only=True):
    """A number that a register gave, with the register."""

    id: str | Absent = UNSET
    scheme: str | Absent = UNSET
    scheme_name: str | Absent = UNSET
    uri: Uri | Absent = UNSET

    def __post_init__(self) -> None:
        """One of two fields must be there."""
        if self.scheme is UNSET and self.scheme_name is UNSET:
            raise ValueError("an identifier without `scheme` and `schemeName`")


class Unspecified(BodsShape, frozen=True, kw_only=True):
    """Why a person or entity is not named."""

    reason: Literal[
        "noBeneficialOwners",
        "subjectUnableToConfirmOrIdentifyBeneficialOwner",
        "interestedPartyHasNotProvidedInformation",
        "subjectExemptFromDisclosure",
        "interestedPartyExemptFromDisclosure",
        "unknown",
        "informationUnknownToPublisher",
    ]
    description: str | Absent = UNSET


class _Asserting(BodsShape, frozen=True, kw_only=True):
    name: str | Absent = UNSET
    uri: Uri | Absent = UNSET


class Source(BodsShape, frozen=True, kw_only=True):
    """Where information comes from."""

    type: (
        tuple[Literal["selfDeclaration", "officialRegister", "thirdParty", "primaryResearch", "verified"], ...] | Absent
    ) = UNSET
    description: str | Absent = UNSET
    url: Uri | Absent = UNSET
    retrieved_at: str | Absent = UNSET
    asserted_by: tuple[_Asserting, ...] | Absent = UNSET

    def __post_init__(self) -> None:
        """The date must be one."""
        check_date(self.retrieved_at, "retrievedAt")


class _Author(BodsShape, frozen=True, kw_only=True):
    name: str | Absent = UNSET
    uri: Uri | Absent = UNSET


class _Annotation(BodsShape, frozen=True, kw_only=True):
    statement_pointer_target: str
    motivation: Literal["commenting", "correcting", "identifying", "linking", "transformation"]
    creation_date: str | Absent = UNSET
    created_by: _Author | Absent = UNSET
    description: str | Absent = UNSET
    transformed_content: str | Absent = UNSET
    url: Uri | Absent = UNSET

    def __post_init__(self) -> None:
        check_date(self.creation_date, "creationDate")
        if self.motivation == "linking" and self.url is UNSET:
            raise ValueError("an annotation that links has no `url`")
        if self.motivation != "transformation" and told(self.transformed_content, ""):
            raise ValueError("an annotation that is no transformation has `transformedContent`")


class _Publisher(BodsShape, frozen=True, kw_only=True):
    name: str | Absent = UNSET
    url: Uri | Absent = UNSET

    def __post_init__(self) -> None:
        if self.name is UNSET and self.url is UNSET:
            raise ValueError("a publisher without `name` and `url`")


class Publication(BodsShape, frozen=True, kw_only=True):
    """When and by whom a statement was published, in which version of the standard."""

    publication_date: str
    bods_version: Annotated[str, Meta(pattern=VERSION)]
    publisher: _Publisher
    license: Uri | Absent = UNSET

    def __post_init__(self) -> None:
        """The date must be one."""
        check_date(self.publication_date, "publicationDate")


class Statement(BodsShape, frozen=True, kw_only=True):
    """One statement; the shape of its details follows from the type of its record."""

    statement_id: Annotated[str, Meta(min_length=32, max_length=64)]
    declaration_subject: str
    record_id: str
    record_type: Literal["entity", "person", "relationship"]
    record_details: dict[str, Any]
    statement_date: str
    record_status: Literal["new", "updated", "closed"] | Absent = UNSET
    annotations: tuple[_Annotation, ...] | Absent = UNSET
    publication_details: Publication | Absent = UNSET
    source: Source | Absent = UNSET
    declaration: str | Absent = UNSET

    def __post_init__(self) -> None:
        """The date must be one."""
        check_date(self.statement_date, "statementDate")
