"""Which identifiers say that two ids name one party: legal entity identifiers, and numbers of registers of companies.

A number counts with its register only; what a tax office, a bank or an unnamed list numbers joins nobody. Two writings
of one number are one only where the register says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from cloudreview.vocabulary.rows import Party

LEI = "LEI"


class Identifier(NamedTuple):
    """A register and the number that it gave, as the register writes it."""

    scheme: str
    number: str

    def __str__(self) -> str:
        """As a person writes it."""
        return f"{self.scheme} {self.number}"


def _lei(number: str) -> str | None:
    """A legal entity identifier whose check digits hold: ISO 17442, ISO 7064 MOD 97-10."""
    found = number.strip().upper()
    if not re.fullmatch(r"[0-9A-Z]{18}[0-9]{2}", found):
        return None
    return found if int("".join(str(int(one, 36)) for one in found)) % 97 == 1 else None


def _companies_house(number: str) -> str | None:
    """Eight characters: digits are filled with zeros from the left, letters are capitals.

    Companies House, "Uniform Resource Identifiers customer guide", list of company numbers and prefixes.
    """
    found = number.strip().upper()
    if found.isdecimal() and found.isascii():
        found = found.zfill(8)
    return found if re.fullmatch(r"(?=.*\d)[0-9A-Z]{8}", found) else None


def _central_index_key(number: str) -> str | None:
    """Up to ten digits, with or without zeros in front: SEC, "EDGAR application programming interfaces"."""
    found = number.strip().upper().removeprefix("CIK").lstrip("0")
    return found.zfill(10) if re.fullmatch(r"[0-9]{1,10}", found) else None


def _as_written(number: str) -> str | None:
    """Registers whose rules of writing nobody looked up: only equal texts are equal."""
    found = number.strip()
    return found if re.search(r"\d", found) else None


REGISTERS: Mapping[str, Callable[[str], str | None]] = {
    "XI-LEI": _lei,
    "LEI": _lei,
    "GB-COH": _companies_house,
    "US-SEC": _central_index_key,
    "FI-PRO": _as_written,
    "UA-EDR": _as_written,
    "DK-CVR": _as_written,
}
"""By the code of org-id.guide, how a register's numbers are written."""
_ALSO = {"XI-LEI": LEI, "RA000585": "GB-COH", "RA000586": "GB-COH", "RA000587": "GB-COH"}
"""Codes of one register: Companies House has one in GLEIF's list for each part of the United Kingdom, and one number
for a company in all of them, which its prefix tells apart."""
_AUTHORITY = re.compile(r"RA\d{6}")
_NO_REGISTER = frozenset({"RA777777", "RA888888", "RA999999"})
"""GLEIF's codes for what is in no register, or in one that the list does not have."""
_PREFIXES = {"lei:": LEI, "gb-coh:": "GB-COH"}
"""Ids of parties that are their identifier."""


def identifier(scheme: str, number: str) -> Identifier | None:
    """An identifier of a register that the program knows; None: it joins nobody."""
    code = scheme.strip().upper()
    code = _ALSO.get(code, code)
    writing = REGISTERS.get(code)
    if writing is None and _AUTHORITY.fullmatch(code) and code not in _NO_REGISTER:
        writing = _as_written
    found = None if writing is None else writing(number)
    return None if found is None else Identifier(code, found)


def of_id(party: str) -> Identifier | None:
    """The identifier that a party's id is."""
    for prefix, scheme in _PREFIXES.items():
        if party.startswith(prefix):
            return identifier(scheme, party[len(prefix) :])
    return None


def of_row(row: Party) -> Iterator[Identifier]:
    """The identifiers that a row tells."""
    told = [(LEI, row.lei)] if row.lei else []
    for scheme, number in (*told, *row.identifiers):
        found = identifier(scheme, number)
        if found is not None:
            yield found
