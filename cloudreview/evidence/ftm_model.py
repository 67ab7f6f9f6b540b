"""Which entities of FollowTheMoney are read as what, by schema.

followthemoney/schema/*.yaml (opensanctions/followthemoney, alephdata/followthemoney) define the schemata. What ties two
parties and is not read would make a no of an untold lever, so every such schema is read, at least as a tie of a kind
that may be anything; what ties no parties is ignored by its name; a schema that is not known here is quarantined.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

PARTIES: Mapping[str, tuple[str | None, ...]] = {
    "Person": ("person",),
    "Company": ("company",),
    "Organization": ("company",),  # "Any type of incorporated entity", state-owned enterprises too
    "PublicBody": ("agency", "company"),  # "a ministry, department or state company"
    "LegalEntity": (None,),  # "used when raw data does not specify if something is a person or company"
}
"""What a party may be, by its schema; of several, each is told."""


class Tie(NamedTuple):
    """How a schema ties two entities."""

    source: str
    target: str
    forward: str | None
    """The kind of interest that the source has in the target; `any`: it may be of every kind."""
    backward: str | None = None
    """The kind that the target has in the source; None: none."""


ANY = "any"
TIES: Mapping[str, Tie] = {
    # "the power to direct the management, the right to appoint or remove directors, contractual or trust arrangements,
    # or other significant influence"; its controlType is free text.
    "Control": Tie("controller", "controlled", "other"),
    "Directorship": Tie("director", "organization", "board"),
    # "belongs to": of a company perhaps as who owns it, of a group or a party perhaps as who is directed by it.
    "Membership": Tie("member", "organization", "other", "other"),
    # "A mediatory, intermediary, middleman, or broker acting on behalf of a legal entity."
    "Representation": Tie("client", "agent", "other"),
    # "Two entities that legally succeed each other": what is held in the one may be held in the other.
    "Succession": Tie("predecessor", "successor", "other", "other"),
    "Debt": Tie("creditor", "debtor", "contract"),
    # "Two entities are connected but the nature of the connection is tbd."
    "UnknownLink": Tie("subject", "object", ANY, ANY),
    "Associate": Tie("person", "associate", ANY, ANY),
}
"""Ties that are read. None of them is ownership that is told, so none can make a yes by itself."""

POSTS: Mapping[str, str] = {"Occupancy": "holder", "PositionHeld": "holder", "Post": "holder"}
"""A post that a person holds, for a state perhaps, and which property is the person."""

IGNORED = frozenset(
    # Relatives: no clause names them.
    {"Family"}
    # Things, places and texts.
    | {"Address", "Airplane", "Article", "Asset", "Audio", "BankAccount", "CryptoWallet", "Document", "Documentation"}
    | {"Email", "Folder", "HyperText", "Image", "Land", "License", "Mention", "Message", "Note", "Package", "Page"}
    | {
        "Pages",
        "PlainText",
        "Position",
        "RealEstate",
        "Record",
        "Table",
        "TaxRoll",
        "Territory",
        "UserAccount",
        "Value",
    }
    | {"Vehicle", "Vessel", "Video", "Workbook", "Analyzable", "Thing"}
    # What happened, or what somebody was given or does.
    | {"Assessment", "Call", "CourtCase", "CourtCaseParty", "EconomicActivity", "Event", "Identification", "Passport"}
    | {"Project", "ProjectParticipant", "Risk", "Trip"}
)
"""Schemata that tie no party to another."""
_FINANCES = "may show who finances whom", "Does any of these finance or subsidise a party reviewed?"
ASKED: Mapping[str, tuple[str, str]] = {
    "CallForTenders": _FINANCES,
    "Concession": _FINANCES,
    "Contract": _FINANCES,
    "ContractAward": _FINANCES,
    "ContractLot": _FINANCES,
    "Payment": _FINANCES,
    "Transaction": _FINANCES,
    "Similar": ("may show that two parties are one", "Which of these are one party under two names?"),
}
"""Schemata that are not read, why they may matter, and the one question that a file with them asks."""
SECURITIES = frozenset({"Security", "Shares"})
"""What a company issues; who owns one holds something of its `issuer`."""

IDENTIFIERS: Mapping[str, str] = {
    "cikCode": "US-SEC",
    "innCode": "RU-INN",
    "ogrnCode": "RU-OGRN",
    "bvdId": "bvdId",
    "cageCode": "cageCode",
    "dunsCode": "dunsCode",
    "giiNumber": "giiNumber",
    "icijId": "icijId",
    "npiCode": "npiCode",
    "permId": "permId",
    "uniqueEntityId": "uniqueEntityId",
    "uscCode": "uscCode",
    "registrationNumber": "registrationNumber",
    "voenCode": "voenCode",
    "wikidataId": "wikidataId",
}
"""Numbers that are shown, with their scheme (org-id.guide), or the property where that has none.

Only numbers of a register that is told join parties (`relations.identifiers`); a `registrationNumber` does not tell of
which register it is, so it joins nobody. Numbers of tax offices and of documents of persons are not shown.
"""
OTHER_NAMES = ("alias", "previousName", "weakAlias", "abbreviation")

UNREAD = frozenset(
    # Thing, Interval, Interest and Value
    {"address", "addressEntity", "alephUrl", "amount", "amountEur", "amountUsd", "country", "createdAt", "currency"}
    | {"date", "description", "indexText", "keywords", "modifiedAt", "namesMentioned", "notes", "program", "programId"}
    | {"programUrl", "proof", "publisher", "publisherUrl", "recordId", "retrievedAt", "sourceUrl", "summary", "topics"}
    | {"wikipediaUrl"}
    # LegalEntity, Organization and Company
    | {"bikCode", "caemCode", "capital", "classification", "coatoCode", "dissolutionDate", "email", "fnsCode"}
    | {"fssCode", "idNumber", "imoNumber", "incorporationDate", "ipoCode", "irsCode", "isinCode", "jibCode", "kppCode"}
    | {"legalForm", "licenseNumber", "mainCountry", "mbsCode", "okopfCode", "okpoCode", "oksmCode", "okvedCode"}
    | {"opencorporatesUrl", "pfrNumber", "phone", "ricCode", "sector", "status", "swiftBic"}
    | {"taxNumber", "taxStatus", "ticker", "vatCode", "website", "ibcRuc"}
    # Person
    | {"appearance", "birthCountry", "birthDate", "birthPlace", "deathDate", "education", "ethnicity", "eyeColor"}
    | {"fatherName", "firstName", "gender", "hairColor", "height", "lastName", "middleName", "motherName"}
    | {"nameSuffix", "passportNumber", "political", "position", "profession", "religion", "secondName"}
    | {"socialSecurityNumber", "spokenLanguage", "title", "weight"}
    # Ownership, Control, Directorship, Sanction, Occupancy, Associate, Similar, Debt
    | {"confidenceScore", "constituency", "controlType", "criteria", "declarationDate", "duration", "legalBasis"}
    | {"listingDate", "matcher", "occupancyStatus", "organization", "politicalGroup", "post", "provisions", "reason"}
    | {"relationship", "secretary", "sharesCount", "sharesCurrency", "sharesValue", "wikidataId"}
)
"""Properties that the schemata name and that nobody reads."""
