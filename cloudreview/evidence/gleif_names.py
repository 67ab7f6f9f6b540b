"""The names of the Common Data File formats of GLEIF: which fields a record may have, at any depth.

LEI-CDF 3.1, RR-CDF 2.1 and Reporting Exceptions 2.1, https://www.gleif.org/en/about-lei/common-data-file-format/. A
container of elements that may stand again is written with them by name, or as the list of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_ADDRESS = (
    "FirstAddressLine AddressNumber AddressNumberWithinBuilding MailRouting AdditionalAddressLine City Region Country "
    "PostalCode type"
)
_EVENT = (
    "LegalEntityEventType LegalEntityEventEffectiveDate LegalEntityEventRecordedDate ValidationDocuments "
    "ValidationReference AffectedFields"
)
_AUTHORITY = "ValidationAuthorityID OtherValidationAuthorityID ValidationAuthorityEntityID"
_PERIOD = "StartDate EndDate PeriodType"
_QUALIFIER = "QualifierDimension QualifierCategory"
_QUANTIFIER = "MeasurementMethod QuantifierAmount QuantifierUnits"
_FIELDS: Mapping[str, str] = {
    "": "LEI ExceptionCategory ExceptionReason ExceptionReference ContentDate Extension ConformityFlag",
    "Entity": (
        "LegalName LegalJurisdiction EntityCategory EntitySubCategory EntityStatus EntityCreationDate "
        "EntityExpirationDate EntityExpirationReason"
    ),
    "Entity.OtherEntityNames": "OtherEntityName type",
    "Entity.TransliteratedOtherEntityNames": "TransliteratedOtherEntityName type",
    "Entity.LegalAddress": _ADDRESS,
    "Entity.HeadquartersAddress": _ADDRESS,
    "Entity.OtherAddresses": _ADDRESS,
    "Entity.OtherAddresses.OtherAddress": _ADDRESS,
    "Entity.TransliteratedOtherAddresses": _ADDRESS,
    "Entity.TransliteratedOtherAddresses.TransliteratedOtherAddress": _ADDRESS,
    "Entity.RegistrationAuthority": (
        "RegistrationAuthorityID OtherRegistrationAuthorityID RegistrationAuthorityEntityID"
    ),
    "Entity.LegalForm": "EntityLegalFormCode OtherLegalForm",
    "Entity.AssociatedEntity": "AssociatedLEI AssociatedEntityName type",
    "Entity.SuccessorEntity": "SuccessorLEI SuccessorEntityName",
    "Entity.LegalEntityEvents": _EVENT,
    "Entity.LegalEntityEvents.LegalEntityEvent": _EVENT,
    "Relationship": "RelationshipType RelationshipStatus",
    "Relationship.StartNode": "NodeID NodeIDType",
    "Relationship.EndNode": "NodeID NodeIDType",
    "Relationship.RelationshipPeriods": _PERIOD,
    "Relationship.RelationshipPeriods.RelationshipPeriod": _PERIOD,
    "Relationship.RelationshipQualifiers": _QUALIFIER,
    "Relationship.RelationshipQualifiers.RelationshipQualifier": _QUALIFIER,
    "Relationship.RelationshipQuantifiers": _QUANTIFIER,
    "Relationship.RelationshipQuantifiers.RelationshipQuantifier": _QUANTIFIER,
    "Registration": (
        "InitialRegistrationDate LastUpdateDate RegistrationStatus NextRenewalDate ManagingLOU ValidationSources "
        "ValidationDocuments ValidationReference"
    ),
    "Registration.ValidationAuthority": _AUTHORITY,
    "Registration.OtherValidationAuthorities": _AUTHORITY,
    "Registration.OtherValidationAuthorities.OtherValidationAuthority": _AUTHORITY,
}
"""By the path of an element: the fields in it that hold no others, or of which nothing below is looked at."""


def _tree() -> dict[str, Any]:
    root: dict[str, Any] = {}
    for path, names in _FIELDS.items():
        level = root
        for step in path.split(".") if path else ():
            level = level.setdefault(step, {})
        level.update({name: {} for name in names.split()})
    return root


KNOWN: Mapping[str, Any] = _tree()
"""The fields as a tree of names; a name without more below it ends there."""
