"""What the register of people with significant control says somebody holds, and what it says of nobody.

companieshouse/api-enumerations, psc_descriptions.yml, names the natures and statements. The bounds are those of the
Register of People with Significant Control Regulations 2016 (S.I. 2016/339), Schedule 2: more than 25 % but not more
than 50 %; more than 50 % but less than 75 %; 75 % or more. In hundredths of a percent, rounded outwards, the bounds of
a band are its ends.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import NamedTuple

BANDS: Mapping[str, tuple[int, int]] = {
    "25-to-50": (2500, 5000),
    "50-to-75": (5000, 7500),
    "75-to-100": (7500, 10_000),
    "more-than-25": (2500, 10_000),
}
HELD: Mapping[str, tuple[str, str]] = {
    "ownership-of-shares": ("equity", "shares"),
    "voting-rights": ("vote", "votes"),
    "right-to-share-surplus-assets": ("other", "a part in the assets on winding up, which may count as equity"),
}
"""The kind of interest of what is held in a band, and why."""
POWERS: Mapping[str, tuple[str, str]] = {
    "right-to-appoint-and-remove-directors": ("board", "a majority of the board"),
    "right-to-appoint-and-remove-members": ("board", "a majority of those who manage a limited liability partnership"),
    "right-to-appoint-and-remove-person": ("board", "a majority of those who manage a partnership"),
    "significant-influence-or-control": ("other", "control of a nature that is not told"),
    "registered-owner-as-nominee-person": ("contract", "the entity holds land for the person"),
    "registered-owner-as-nominee-another-entity": ("contract", "the entity holds land for an entity of the person"),
}
"""The kind of interest of a power, and why."""

_BAND = re.compile(r"(?:part-)?([a-z-]+?)-(25-to-50|50-to-75|75-to-100|more-than-25)-percent(-as-[a-z-]+?)?")
_POWER = re.compile(r"([a-z-]+?)(-as-(?:trust|firm|control-over-trust|control-over-firm)|-(?:england-wales|scotland|"
                    r"northern-ireland))?")  # fmt: skip
_FORM = re.compile(r"-(?:limited-liability-partnership|registered-overseas-entity)")


class Nature(NamedTuple):
    """An interest as the register names it."""

    kind: str | None
    low: int | None = None
    high: int | None = None


UNKNOWN = Nature(None)


@functools.lru_cache(4096)
def nature(told: str) -> Nature | None:
    """What a nature of control is; None where the register's own list does not have it.

    As a trust or a firm, the trustees or members hold in that capacity, and the person has influence over them or, of
    an overseas entity, is one of them: whose the shares are is open, so they may be of any kind.
    """
    bare = _FORM.sub("", told)
    band = _BAND.fullmatch(bare)
    if band is not None and band[1] in HELD:
        kind = HELD[band[1]][0] if band[3] is None else "other"
        return Nature(kind, *BANDS[band[2]])
    power = _POWER.fullmatch(bare)
    return Nature(POWERS[power[1]][0]) if power is not None and power[1] in POWERS else None


NOBODY = frozenset(
    {
        "no-individual-or-entity-with-signficant-control",
        "no-individual-or-entity-with-signficant-control-partnership",
        "all-beneficial-owners-identified",
        "nobody-has-become-or-ceased-to-be-a-beneficial-owner",
        "somebody-has-become-or-ceased-to-be-a-beneficial-owner",
        "no-change-beneficial-owner-relevant-period",
        "change-beneficial-owner-relevant-period",
        "no-trust-involved-relevant-period",
        "trust-involved-relevant-period",
        "no-change-beneficiary-relevant-period",
        "change-beneficiary-relevant-period",
    }
)
"""Statements that point at nobody more. None of them closes anything: the register asks only for holders of more than a
quarter, so who holds a quarter or less stays untold, and the statements of overseas entities tell of a time."""
SOMEBODY: Mapping[str, str] = {
    "psc-exists-but-not-identified": "somebody with significant control is not identified",
    "psc-details-not-confirmed": "the particulars of somebody with significant control are not confirmed",
    "steps-to-find-psc-not-yet-completed": "it has not finished looking for people with significant control",
    "psc-contacted-but-no-response": "somebody did not answer its notice under section 790D of the Companies Act 2006",
    "psc-has-failed-to-confirm-changed-details": "somebody did not answer its notice under section 790E of that Act",
    "restrictions-notice-issued-to-psc": "it restricted the interest of somebody who did not answer",
    "no-beneficial-owner-identified": "no beneficial owner is identified",
    "at-least-one-beneficial-owner-unidentified": "at least one beneficial owner is not identified",
    "information-not-provided-for-at-least-one-beneficial-owner": "of a beneficial owner not all is told",
    "at-least-one-beneficial-owner-unidentified-and-information-not-provided-for-at-least-one-beneficial-owner": (
        "at least one beneficial owner is not identified, and of another not all is told"
    ),
}
"""Statements that say, or leave open, that somebody more holds something."""


def lacking(statement: str) -> str | None:
    """Why a statement leaves a holder untold; None where it points at nobody. What is unknown here points at one."""
    if statement in NOBODY:
        return None
    bare = statement.removesuffix("-partnership")
    return SOMEBODY.get(bare, f"it states `{statement[:80]}`")
