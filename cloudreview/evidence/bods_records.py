"""What the schema of BODS 0.4 requires of a record of an entity, a person or a relationship."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta

from cloudreview.evidence.bods_shape import (
    Absent,
    Address,
    BodsShape,
    Country,
    Identifier,
    Jurisdiction,
    Percent,
    Source,
    Unspecified,
    Uri,
    check_day,
    told,
)


class _EntityAddress(Address, frozen=True, kw_only=True):
    type: Literal["registered", "business", "alternative"] | Absent = UNSET


class _PersonAddress(Address, frozen=True, kw_only=True):
    type: Literal["residence", "service", "alternative"] | Absent = UNSET


class _BirthPlace(Address, frozen=True, kw_only=True):
    type: Literal["placeOfBirth"] | Absent = UNSET


class _Security(BodsShape, frozen=True, kw_only=True):
    ticker: str
    id_scheme: Literal["isin", "figi", "cusip", "cins"] | Absent = UNSET
    id: str | Absent = UNSET


class _Listing(BodsShape, frozen=True, kw_only=True):
    stock_exchange_jurisdiction: Annotated[str, Meta(min_length=2, max_length=6)]
    stock_exchange_name: str
    security: _Security
    market_identifier_code: str | Absent = UNSET
    operating_market_identifier_code: str | Absent = UNSET


class _PublicListing(BodsShape, frozen=True, kw_only=True):
    has_public_listing: bool
    company_filings_urls: tuple[Uri, ...] | Absent = msgspec.field(name="companyFilingsURLs", default=UNSET)
    securities_listings: tuple[_Listing, ...] | Absent = UNSET


class _Statute(BodsShape, frozen=True, kw_only=True):
    name: str | Absent = UNSET
    date: str | Absent = UNSET

    def __post_init__(self) -> None:
        check_day(self.date, "date")


_SUBTYPES = {
    "arrangement": {"trust", "nomination", "other"},
    "legalEntity": {"trust", "other"},
    "stateBody": {"governmentDepartment", "stateAgency", "other"},
}
"""Subtypes that go with a type; all other types have `other` alone."""


class EntityType(BodsShape, frozen=True, kw_only=True):
    """What form an entity has."""

    type: Literal[
        "registeredEntity", "legalEntity", "arrangement", "anonymousEntity", "unknownEntity", "state", "stateBody"
    ]
    subtype: Literal["governmentDepartment", "stateAgency", "other", "trust", "nomination"] | Absent = UNSET
    details: str | Absent = UNSET

    def __post_init__(self) -> None:
        """A subtype must go with its type."""
        if self.subtype is not UNSET and self.subtype not in _SUBTYPES.get(self.type, {"other"}):
            raise ValueError(f"the subtype `{self.subtype}` does not go with the type `{self.type}`")


class Entity(BodsShape, frozen=True, kw_only=True):
    """What is told of an entity."""

    is_component: bool
    entity_type: EntityType
    unspecified_entity_details: Unspecified | Absent = UNSET
    name: str | Absent = UNSET
    alternate_names: tuple[str, ...] | Absent = UNSET
    jurisdiction: Jurisdiction | Absent = UNSET
    identifiers: tuple[Identifier, ...] | Absent = UNSET
    founding_date: str | Absent = UNSET
    dissolution_date: str | Absent = UNSET
    addresses: tuple[_EntityAddress, ...] | Absent = UNSET
    uri: Uri | Absent = UNSET
    public_listing: _PublicListing | Absent = UNSET
    formed_by_statute: _Statute | Absent = UNSET

    def __post_init__(self) -> None:
        """Dates must be days."""
        check_day(self.founding_date, "foundingDate")
        check_day(self.dissolution_date, "dissolutionDate")


class Name(BodsShape, frozen=True, kw_only=True):
    """One name of a person."""

    full_name: str
    type: Literal["legal", "translation", "transliteration", "former", "alternative", "birth"] | Absent = UNSET
    family_name: str | Absent = UNSET
    given_name: str | Absent = UNSET
    patronymic_name: str | Absent = UNSET


class _Exposed(BodsShape, frozen=True, kw_only=True):
    reason: str | Absent = UNSET
    missing_info_reason: str | Absent = UNSET
    jurisdiction: Jurisdiction | Absent = UNSET
    start_date: str | Absent = UNSET
    end_date: str | Absent = UNSET
    source: Source | Absent = UNSET

    def __post_init__(self) -> None:
        check_day(self.start_date, "startDate")
        check_day(self.end_date, "endDate")


class _Exposure(BodsShape, frozen=True, kw_only=True):
    status: Literal["isPep", "isNotPep", "unknown"]
    details: tuple[_Exposed, ...] | Absent = UNSET


class Person(BodsShape, frozen=True, kw_only=True):
    """What is told of a natural person."""

    is_component: bool
    person_type: Literal["anonymousPerson", "unknownPerson", "knownPerson"]
    unspecified_person_details: Unspecified | Absent = UNSET
    names: tuple[Name, ...] | Absent = UNSET
    identifiers: tuple[Identifier, ...] | Absent = UNSET
    nationalities: tuple[Country, ...] | Absent = UNSET
    place_of_birth: _BirthPlace | Absent = UNSET
    birth_date: str | Absent = UNSET
    death_date: str | Absent = UNSET
    tax_residencies: tuple[Country, ...] | Absent = UNSET
    addresses: tuple[_PersonAddress, ...] | Absent = UNSET
    political_exposure: _Exposure | Absent = UNSET

    def __post_init__(self) -> None:
        """Dates must be days, months or years."""
        check_day(self.birth_date, "birthDate", partly=True)
        check_day(self.death_date, "deathDate", partly=True)


class Share(BodsShape, frozen=True, kw_only=True):
    """How much of an interest, in percent: exact, or between bounds."""

    exact: Percent | Absent = UNSET
    minimum: Percent | Absent = UNSET
    maximum: Percent | Absent = UNSET
    exclusive_minimum: Percent | Absent = UNSET
    exclusive_maximum: Percent | Absent = UNSET


class InterestTold(BodsShape, frozen=True, kw_only=True):
    """One interest of a relationship."""

    type: (
        Literal[
            "shareholding",
            "votingRights",
            "appointmentOfBoard",
            "otherInfluenceOrControl",
            "seniorManagingOfficial",
            "settlor",
            "trustee",
            "protector",
            "beneficiaryOfLegalArrangement",
            "rightsToSurplusAssetsOnDissolution",
            "rightsToProfitOrIncome",
            "rightsGrantedByContract",
            "conditionalRightsGrantedByContract",
            "controlViaCompanyRulesOrArticles",
            "controlByLegalFramework",
            "boardMember",
            "boardChair",
            "unknownInterest",
            "unpublishedInterest",
            "enjoymentAndUseOfAssets",
            "rightToProfitOrIncomeFromAssets",
            "nominee",
            "nominator",
        ]
        | Absent
    ) = UNSET
    direct_or_indirect: Literal["direct", "indirect", "unknown"] | Absent = UNSET
    beneficial_ownership_or_control: bool | Absent = UNSET
    details: str | Absent = UNSET
    share: Share | Absent = UNSET
    start_date: str | Absent = UNSET
    end_date: str | Absent = UNSET

    def __post_init__(self) -> None:
        """Dates must be days."""
        check_day(self.start_date, "startDate")
        check_day(self.end_date, "endDate")


class Relationship(BodsShape, frozen=True, kw_only=True):
    """Who holds what in whom."""

    is_component: bool
    subject: str | Unspecified
    interested_party: str | Unspecified
    interests: tuple[InterestTold, ...] | Absent = UNSET
    component_records: tuple[str, ...] | Absent = UNSET

    def __post_init__(self) -> None:
        """A component has no components."""
        if self.is_component and told(self.component_records, ()):
            raise ValueError("a relationship that is a component itself has `componentRecords`")


DETAILS: dict[str, type[Entity] | type[Person] | type[Relationship]] = {
    "entity": Entity,
    "person": Person,
    "relationship": Relationship,
}
"""The shape of a record, by its type."""
