"""What a record of the register of people with significant control says, as rows.

Interests are never told as held directly. A person who holds through others by majority stakes is registered with what
these hold (Companies Act 2006, Schedule 1A, paragraph 18), joint holders each with all of it (11), parties to an
arrangement with all that they hold together (12), and who has shares held by a nominee with those (19). So the band of
a person is a sum that its legs would have to show (docs/decisions/0008), and bands of several may be the same shares.

`notified_on` is no start: the register began on 6 April 2016, and a holder of a quarter or less was in none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import ClassVar, NamedTuple

import msgspec

from cloudreview.evidence.answer import Shape
from cloudreview.evidence.cells import date
from cloudreview.evidence.country_names import country_named, nationalities, plain
from cloudreview.evidence.psc_natures import UNKNOWN, lacking, nature
from cloudreview.gaps import gap
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.rows import Individual, Interest, Party

PERSONS: Mapping[str, str | None] = {
    "individual-person-with-significant-control": "person",
    "individual-beneficial-owner": "person",
    "corporate-entity-person-with-significant-control": "company",
    "corporate-entity-beneficial-owner": "company",
    "legal-person-person-with-significant-control": None,
    "legal-person-beneficial-owner": None,
    "super-secure-person-with-significant-control": "person",
    "super-secure-beneficial-owner": "person",
}
"""What the holder of each kind of record is. A legal person is a corporation sole, a government, an international
organisation or a local authority (Companies Act 2006, section 790C(12)), so it may be any of them."""
STATEMENT = "persons-with-significant-control-statement"
TOTALS = "totals#persons-of-significant-control-snapshot"
EXEMPTIONS = "exemptions"
SCHEME = "GB-COH"
PREFIX = "gb-coh:"
UNDISCLOSED = "undisclosed:"

_NUMBER = re.compile(r"[A-Z0-9]{8}")
_UNITED_KINGDOM = re.compile(r"[0-9]{8}|(?:SC|NI|OC|SO|NC|LP|SL|NL)[0-9]{6}|R0[0-9]{6}")
"""Numbers of companies and partnerships that are registered under the law of a part of the United Kingdom."""
_ENGLISH = frozenset({"england", "wales", "england and wales"})
_REGISTERS = _ENGLISH | {"companies house", "uk companies house", "companies house, cardiff", "companies house uk"}
_MARKED = re.compile(r"(SC|NI|OC|SO|NC)([0-9]{1,6})")
_PROTECTED = "super-secure-"


class Links(Shape, frozen=True, kw_only=True, rename=None):
    """Where the record stands."""

    unused: ClassVar = frozenset({"statement", "exemptions", "notification"})
    self_: str | None = msgspec.field(name="self", default=None)


class Identification(Shape, frozen=True, kw_only=True, rename=None):
    """What a corporate holder tells of its own registration, as free text."""

    unused: ClassVar = frozenset({"legal_authority", "legal_form"})
    country_registered: str | None = None
    place_registered: str | None = None
    registration_number: str | None = None


class Data(Shape, frozen=True, kw_only=True, rename=None):
    """One record of the register."""

    unused: ClassVar = frozenset(
        {
            "address",
            "etag",
            "name_elements",
            "date_of_birth",
            "principal_office_address",
            "description",
            "is_sanctioned",
            "ceased",  # of a protected person, without a day, so it ends nothing
        }
        | {"identity_verification_details", "linked_psc_name", "restrictions_notice_withdrawal_reason", "notified_on"}
        | {"persons_of_significant_control_count", "statements_count", "exemptions_count", "exemptions"}
    )
    kind: str
    name: str | None = None
    natures_of_control: tuple[str, ...] = ()
    ceased_on: str | None = None
    nationality: str | None = None
    country_of_residence: str | None = None
    identification: Identification | None = None
    links: Links | None = None
    statement: str | None = None
    generated_at: str | None = None


class Extract(NamedTuple):
    """What one record says."""

    rows: list[Party | Interest | Individual]
    gaps: list[Gap]


def company(number: str) -> Party:
    """The company that a record is about. Raises ValueError."""
    if not _NUMBER.fullmatch(number):
        raise ValueError(f"`{number[:40]}` is no company number of eight digits or capital letters")
    home = "GB" if _UNITED_KINGDOM.fullmatch(number) else None
    return Party(party=PREFIX + number, kind="company", organised_in=home, identifiers=((SCHEME, number),))


def extract(number: str, data: Data) -> Extract:
    """The rows of a record, without the company itself. Raises ValueError."""
    subject, end = PREFIX + number, data.ceased_on
    if end is not None:
        end = str(date(end))
    if data.kind == EXEMPTIONS:
        why = "it is exempt from the register of people with significant control"
        return _untold(subject, f"{subject}/exemptions", why, None)
    record = ((data.links and data.links.self_) or "").rpartition("/")[2]
    if not record:
        raise ValueError("the record has no link to itself, so nothing tells it from others")
    if data.kind.startswith(STATEMENT):
        if data.statement is None:
            raise ValueError("the statement does not say what it states")
        why_not = lacking(data.statement)
        return Extract([], []) if why_not is None else _untold(subject, f"{subject}/{record}", why_not, end)
    if data.kind not in PERSONS:
        raise ValueError(f"`{data.kind[:60]}` is no kind of record of the register")
    if data.kind.startswith(_PROTECTED):
        return _untold(subject, f"{subject}/{record}", "the particulars of a person are protected", end, "person")
    return _holder(subject, f"{subject}/{record}", data, end)


def _holder(subject: str, holder: str, data: Data, end: str | None) -> Extract:
    """A holder with its interests."""
    gaps: list[Gap] = []
    registered = data.identification or Identification()
    party = Party(
        party=holder,
        name=data.name,
        kind=PERSONS[data.kind],
        organised_in=_organised(registered, gaps),
        identifiers=_numbers(registered),
    )
    rows: list[Party | Interest | Individual] = [party, *_individual(holder, data, gaps)]
    for told in data.natures_of_control or ("",):
        found = nature(told)
        if found is None and told:
            gaps.append(_unread(subject, holder, told))
        kind, low, high = found or UNKNOWN
        held = Interest(holder=holder, subject=subject, kind=kind, percent_min=low, percent_max=high, directly=None)
        rows.append(msgspec.structs.replace(held, end=end))
    return Extract(rows, gaps)


def _individual(person: str, data: Data, gaps: list[Gap]) -> Iterator[Individual]:
    """A person's nationalities, of which there may be more than one is asked for, and where the person usually lives.

    Companies Act 2006, section 790K(1): nationality; the country or state in which the individual usually lives.
    """
    if PERSONS[data.kind] != "person":
        return
    of: set[str] = set()
    for part, code in nationalities(data.nationality or ""):
        of |= {code} if code is not None else set()
        if code is None:
            gaps.append(
                _name("nationality", part, "Of which country is somebody a citizen whose nationality is told as")
            )
    residence = country_named(data.country_of_residence or "")
    if data.country_of_residence and residence is None:
        asked = "Which country is meant by the country of residence"
        gaps.append(_name("country of residence", data.country_of_residence, asked))
    if of or residence:
        yield Individual(person=person, citizen_of=tuple(sorted(of)), residence=residence)


def _organised(told: Identification, gaps: list[Gap]) -> str | None:
    """Where a holder is registered: free text, so only what names one country."""
    country = country_named(told.country_registered or "")
    if told.country_registered and country is None:
        gaps.append(_name("country of registration", told.country_registered, "Which country is meant by"))
    return country


def _numbers(told: Identification) -> tuple[tuple[str, str], ...]:
    """A number of Companies House, where the texts leave no doubt that it is one of its numbers.

    A bare number may be Scottish or of another register, so it counts only of England and Wales, and padded.
    """
    number = (told.registration_number or "").strip().upper()
    country, place = plain(told.country_registered or ""), plain(told.place_registered or "")
    if place not in _REGISTERS or country_named(country) != "GB":
        return ()
    marked = _MARKED.fullmatch(number)
    if marked is not None:
        return ((SCHEME, marked[1] + marked[2].zfill(6)),)
    english = country in _ENGLISH or place in _ENGLISH
    return ((SCHEME, number.zfill(8)),) if english and re.fullmatch(r"[0-9]{1,8}", number) else ()


def _untold(subject: str, about: str, why: str, end: str | None, kind: str | None = None) -> Extract:
    """A holder whom the register does not name: an unknown leg, with its question."""
    holder = UNDISCLOSED + about
    ask = f"Who or what holds {subject}, how much, of which kind, and since when?"
    found = gap("field_missing", f"interests {subject}", f"the register does not tell who holds {subject}: {why}", ask)
    return Extract(
        [Party(party=holder, kind=kind), Interest(holder=holder, subject=subject, directly=None, end=end)], [found]
    )


def _unread(subject: str, holder: str, told: str) -> Gap:
    why = f"the register tells a nature of control that is not known here: `{told[:80]}`"
    return gap(
        "unimplemented", f"interests {subject} {holder}", why, f"What does {holder} hold in {subject}, how much?"
    )


def _name(field: str, told: str, asked: str) -> Gap:
    """One question for a text, whoever it stands beside."""
    why = f"the register tells a {field} as `{told[:80]}`, which names no country exactly"
    return gap("field_missing", f"{field} {told[:80]}", why, f"{asked} `{told[:80]}`?")
