"""What a statement of BODS 0.4 says, as rows of parties and interests.

https://standard.openownership.org/en/0.4.0/standard/modelling/: the record's id is the party's id; an indirect interest
restates what its legs add up to ("Representing beneficial owners"); dates of interests may be rounded down to the first
of a month or a year ("Dates guidance").
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from cloudreview.evidence.bods_records import Entity, InterestTold, Name, Person, Relationship, Share
from cloudreview.evidence.bods_shape import Identifier, Jurisdiction, Unspecified, told
from cloudreview.evidence.cells import lei
from cloudreview.gaps import gap
from cloudreview.spells import end_of, start_of
from cloudreview.vocabulary.countries import COUNTRIES
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.rows import Interest, Party

KINDS: Mapping[str, tuple[str | None, str]] = {
    "shareholding": ("equity", "an economic interest gained by holding shares"),
    "votingRights": ("vote", "the right of shareholders to vote"),
    "appointmentOfBoard": ("board", "the right to appoint members of the board"),
    "boardMember": ("board", "a seat on the board"),
    "boardChair": ("board", "the chair of the board"),
    "seniorManagingOfficial": ("board", "control over the management gained by employment, so no share"),
    "rightsGrantedByContract": ("contract", "granted by contract"),
    "conditionalRightsGrantedByContract": ("contract", "granted by contract, on a condition"),
    "controlViaCompanyRulesOrArticles": (
        "special_share",
        "a provision in the articles; the standard writes a golden share so (Representing state-owned enterprises)",
    ),
    "otherInfluenceOrControl": ("other", "control of a nature that is not told"),
    "controlByLegalFramework": ("other", "control by legislation, which may make the state the owner"),
    "settlor": ("other", "whether a settlor owns what the trust holds is for a person to judge"),
    "trustee": ("other", "legal title is with the trustee; whether that is ownership is for a person to judge"),
    "protector": ("other", "whether a protector has a part in a trust is for a person to judge"),
    "beneficiaryOfLegalArrangement": ("other", "a beneficiary may count as an owner of the arrangement"),
    "rightsToSurplusAssetsOnDissolution": ("other", "a part in the assets on winding up may count as equity"),
    "rightsToProfitOrIncome": ("other", "called beneficial ownership by the standard, so it may count as equity"),
    "rightToProfitOrIncomeFromAssets": ("other", "profits of assets may count as a part of the owner of the assets"),
    "enjoymentAndUseOfAssets": ("other", "use of assets may hide that they are somebody's own"),
    "nominee": ("other", "a nominee holds for another, so whose the shares are is what is hidden"),
    "nominator": ("other", "a nominator lets another hold, so the shares may be the nominator's"),
    "unknownInterest": (None, "its nature is not known"),
    "unpublishedInterest": (None, "its nature is not published"),
}
"""The kind of interest for each type, and why. `other` and no kind may be ownership: they are never left out of it."""

PARTIES: Mapping[str, str | None] = {
    "registeredEntity": "company",
    "legalEntity": "company",
    "arrangement": "company",
    "state": "government",
    "stateBody": "agency",
    "anonymousEntity": None,
    "unknownEntity": None,
}
"""The kind of party. A partnership, a trust or another group counts as an entity, as a company does."""

ORGANISED = ("registeredEntity", "legalEntity", "arrangement", "state", "stateBody")
"""Types of which the schema says what their jurisdiction is: where registered or created, or the state's own."""
LEI_SCHEME = "XI-LEI"
"""The code of legal entity identifiers in org-id.guide."""
UNDISCLOSED = "undisclosed:"
"""Prefix of the id of a holder whom a relationship does not name."""

_COUNTRY = re.compile(r"([A-Za-z]{2})(?:-[A-Za-z0-9]{1,3})?")
_ROUNDED = re.compile(r"(\d{4})(-\d{2})-01")


class Extract(NamedTuple):
    """What one statement says."""

    rows: list[tuple[str, Party | Interest]]
    """With the pointer of each inside the statement."""
    gaps: list[Gap]


def entity(record: str, told_of: Entity) -> Extract:
    """The party of an entity record."""
    kind, gaps = told_of.entity_type.type, list[Gap]()
    place = told(told_of.jurisdiction, None) if kind in ORGANISED else None
    numbers = told(told_of.identifiers, ())
    party = Party(
        party=record,
        name=told(told_of.name, None),
        kind=PARTIES[kind],
        organised_in=None if place is None else _country(record, place, gaps),
        lei=_lei(record, numbers, gaps),
        identifiers=_identifiers(numbers),
    )
    return Extract([("/recordDetails", party)], gaps)


def person(record: str, told_of: Person) -> Extract:
    """The party of a person record."""
    names = told(told_of.names, ())
    party = Party(
        party=record,
        name=_legal(names),
        kind="person",
        identifiers=_identifiers(told(told_of.identifiers, ())),
    )
    return Extract([("/recordDetails", party)], [])


def relationship(record: str, told_of: Relationship) -> Extract:
    """The interests of a relationship record; of an unnamed holder, an unknown leg. Raises ValueError."""
    holder, subject, rows, gaps = told_of.interested_party, told_of.subject, list[tuple[str, Party | Interest]](), []
    if isinstance(holder, Unspecified):
        gaps.append(_unnamed(f"interests {record if isinstance(subject, Unspecified) else subject}", "holds", holder))
        holder = UNDISCLOSED + record
        rows.append(("/recordDetails/interestedParty", Party(party=holder)))
    if isinstance(subject, Unspecified):
        gaps.append(_unnamed(f"interests of {holder}", "is held by", subject))
        return Extract(rows, gaps)
    interests = told(told_of.interests, ())
    for number, one in enumerate(interests):
        rows.append((f"/recordDetails/interests/{number}", _interest(holder, subject, one)))
    if not interests:
        rows.append(("/recordDetails", Interest(holder=holder, subject=subject, directly=None)))
    return Extract(rows, gaps)


def _interest(holder: str, subject: str, one: InterestTold) -> Interest:
    low, high = _bounds(told(one.share, Share()))
    start, end = _rounded(told(one.start_date, None)), _rounded(told(one.end_date, None))
    if start is not None and end is not None and end_of(end)[1] <= start_of(start)[0]:
        raise ValueError("the interest ends before it starts")
    return Interest(
        holder=holder,
        subject=subject,
        kind=KINDS[told(one.type, "unknownInterest")][0],
        percent_min=low,
        percent_max=high,
        directly={"direct": True, "indirect": False}.get(told(one.direct_or_indirect, "unknown")),
        start=start,
        # The day from which it ceased: it may have been held in the first hours of that day, so that is its last one.
        end=end,
    )


def _bounds(share: Share) -> tuple[int | None, int | None]:
    """The bounds in hundredths of a percent, rounded outwards; what is not told is None. Raises ValueError."""
    exact = told(share.exact, None)
    lows = [told(one, None) for one in (share.exact, share.minimum, share.exclusive_minimum)]
    highs = [told(one, None) for one in (share.exact, share.maximum, share.exclusive_maximum)]
    low = exact if exact is not None else max((one for one in lows if one is not None), default=None)
    high = exact if exact is not None else min((one for one in highs if one is not None), default=None)
    if low is not None and high is not None and low > high:
        raise ValueError("the least share is greater than the greatest")
    return (
        None if low is None else math.floor(Decimal(repr(low)) * 100),
        None if high is None else math.ceil(Decimal(repr(high)) * 100),
    )


def _rounded(day: str | None) -> str | None:
    """A day; the first of a month or of a year, which may stand for any day in it, as that month or year."""
    found = None if day is None else _ROUNDED.fullmatch(day)
    return day if found is None else found[1] if found[2] == "-01" else found[1] + found[2]


def _country(record: str, place: Jurisdiction, gaps: list[Gap]) -> str | None:
    """The country of a jurisdiction, also of one that is a part of it."""
    code = told(place.code, None)
    found = None if code is None else _COUNTRY.fullmatch(code)
    if found is not None and found[1].upper() in COUNTRIES:
        return found[1].upper()
    why = f"the jurisdiction of {record} is told as `{(code or place.name)[:80]}`, which is no ISO country code"
    gaps.append(_missing(f"{record} organised_in", why, f"Under the law of which country is {record} organised?"))
    return None


def _lei(record: str, numbers: tuple[Identifier, ...], gaps: list[Gap]) -> str | None:
    stated = sorted({told(one.id, "") for one in numbers if told(one.scheme, "") == LEI_SCHEME} - {""})
    try:
        found = [lei(one) for one in stated]
    except ValueError:
        found = []
    if stated and len(found) != 1:
        why = f"what is told as the legal entity identifier of {record} is not one"
        gaps.append(_missing(f"{record} lei", why, f"What is the legal entity identifier of {record}?"))
        return None
    return found[0] if found else None


def _identifiers(numbers: tuple[Identifier, ...]) -> tuple[tuple[str, str], ...]:
    """Scheme and number of each register that is told with both, but for legal entity identifiers."""
    pairs = {(told(one.scheme, told(one.scheme_name, "")), told(one.id, "")) for one in numbers}
    return tuple(sorted((scheme, number) for scheme, number in pairs if scheme != LEI_SCHEME and number))


def _legal(names: tuple[Name, ...]) -> str | None:
    """The legal name, else the first one."""
    ordered: Iterator[Name] = iter(sorted(names, key=lambda one: told(one.type, "") != "legal"))
    found = next(ordered, None)
    return None if found is None else found.full_name


def _unnamed(where: str, word: str, why: Unspecified) -> Gap:
    """The gap of a relationship that does not say who stands at one end of it."""
    about = f": {why.description[:200]}" if isinstance(why.description, str) else ""
    who = where.removeprefix("interests ").removeprefix("of ")
    ask = f"Who or what {word} {who}, how much, of which kind, and since when?"
    return _missing(where, f"the source does not say who or what {word} {who} ({why.reason}{about})", ask)


def _missing(where: str, why: str, question: str) -> Gap:
    return gap("field_missing", where, why, question)
