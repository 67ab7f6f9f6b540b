"""The fixed lists of words that several relations use."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

TruthWord = Literal["refuted", "unknown", "conflicting", "supported"]
Harm = Literal["read", "alter", "stop"]
Mode = Literal["raw", "guarded"]
HARMS: tuple[Harm, ...] = ("read", "alter", "stop")
MODES: tuple[Mode, ...] = ("raw", "guarded")
CATEGORIES = (
    "human_genomic",
    "human_omic",
    "biometric",
    "precise_geolocation",
    "personal_health",
    "personal_financial",
    "covered_personal_identifiers",
    "government_related",
)
POWERS = (
    "physical",
    "hypervisor",
    "storage_admin",
    "identity_admin",
    "key_custody",
    "support_access",
    "code_signing",
    "update",
    "network",
    "suspend_service",
    "dns",
    "legal_hold",
)
ANY = "any"
"""In place of a power: whichever it is, where nobody tells the powers."""

COVERED_PERSONS = "28 CFR 202.211(a)(5)"
LISTS = (COVERED_PERSONS, "1260H", "SDN", "Entity List")
"""The lists of persons that a designation may name; what each is, the law data say."""
LISTS_ALSO = {
    "Covered Persons List": COVERED_PERSONS,
    "DOJ Covered Persons List": COVERED_PERSONS,
    "Section 1260H": "1260H",
}
"""Other names of these lists, as the law data have them."""

MATTERS = (
    "assets",
    "reorganisation",
    "sites",
    "spending",
    "business_lines",
    "contracts",
    "proprietary_information",
    "managers",
    "sensitive_staff",
    "articles",
)
"""The matters of 31 CFR 800.208(a), in their order; what each is, the law data say."""
PROTECTIONS = (
    "all_assets",
    "majority_contracts",
    "majority_guarantees",
    "dilution",
    "class_rights",
    "protective_articles",
)
"""The minority protections of 31 CFR 800.208(c), in their order."""

STATELESS = "stateless"
"""In place of a country: the person is a citizen of none."""

Instant = Annotated[str | None, msgspec.Meta(description="ISO 8601 in UTC; null: unbounded or none")]
Because = Annotated[
    tuple[str, ...], msgspec.Meta(description="ids of what it follows from: facts, closures, steps, statuses, law rows")
]
GapIds = Annotated[tuple[str, ...], msgspec.Meta(description="ids of gaps")]
Place = Annotated[
    str,
    msgspec.Meta(
        description="first 12 hex of the file's SHA-256, [!member], then #line=, #row=, #page= or a JSON pointer"
    ),
]

UNLOGGED = frozenset({"none", "no", "not logged", "unlogged", "nowhere"})
"""What is written, in lower case, by who says that no log shows the use of a power."""
UNSAID = frozenset({"", "-", "n/a", "unknown"})
"""What is written where nothing is said."""
