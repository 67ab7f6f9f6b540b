"""Powers over the service, one line a power: what it can do to data, with whose approval, and where it would show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cloudreview.dossier.page.words import POWER, SHOWN, Names, plain
from cloudreview.vocabulary.told import Dossier, Power
from cloudreview.vocabulary.words import HARMS


class Line(NamedTuple):
    """A power of somebody over something."""

    actor: str
    can: str
    power: str
    target: str
    harms: Sequence[str]
    approval: str
    logged_in: str
    shown: str


def powers(dossier: Dossier, names: Names) -> list[Line]:
    """The powers with all their harms together."""
    found: dict[tuple[str, str, str, str, str, str], list[Power]] = {}
    for one in dossier.powers:
        key = one.actor, one.power, one.target, one.approval or "", one.logged_in or "", one.truth
        found.setdefault(key, []).append(one)
    return [
        Line(
            actor=names.of(actor),
            can=POWER.get(power, plain(power)),
            power=power,
            target=target,
            harms=[harm for harm in HARMS if any(one.harm == harm for one in same)],
            approval={"": "nobody says", "none": "nobody"}.get(approval, names.of(approval)),
            logged_in=logged_in or "nobody says",
            shown=SHOWN[truth],
        )
        for (actor, power, target, approval, logged_in, truth), same in found.items()
    ]
