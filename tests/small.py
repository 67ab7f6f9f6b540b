"""A case of few files: one invented person in CN who uses one identity, and stores with a dataset each."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cloudreview.vocabulary.told import Dossier, Observed
from tests.provider import table
from tests.reviews import reviewed

SETTINGS = """
[case]
id = "small"
title = "A small case"
as_of = {until}
period = {{ from = {since}, to = {until} }}
rules = ["us-dsp-202"]

[adversaries]
countries = ["CN"]
"""
WHO = {
    "citizenships": "CN",
    "us_status": "none",
    "residence": "CN",
    "work_location": "CN",
    "start": "2020-01-01",
    "end": "2030-01-01",
}


def people(principal: str) -> dict[str, bytes]:
    """An invented person in CN who uses the identity, and works for an invented company there."""
    spell = {"start": "2020-01-01", "end": "2030-01-01"}
    return {
        "parties.csv": table(
            "parties", [{"party": "co", "kind": "company", "organised_in": "CN", "principal_place_of_business": "CN"}]
        ),
        "roster.csv": table("roster", [{"person": "p", "employer": "co", "relation": "employee", **WHO}]),
        "principals.csv": table("principals", [{"person": "p", "provider": "aws", "principal": principal, **spell}]),
    }


def placed(*stores: str) -> bytes:
    spell = {"start": "2020-01-01", "end": "2030-01-01"}
    return table("placements", [{"dataset": f"d{n}", "client": "c", "store": s, **spell} for n, s in enumerate(stores)])


def case(
    folder: Path,
    files: dict[str, bytes],
    lines: Iterable[dict[str, Any]],
    since: str,
    until: str,
) -> Dossier:
    """The dossier of a case with these files; every line is by the provider and taken at the period's beginning."""
    for name, content in files.items():
        path = folder / "evidence" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    told = [
        {"speaker": "Provider", "taken_at": since, "complete_from": since, "complete_to": until, **one} for one in lines
    ]
    (folder / "evidence" / "evidence.csv").write_bytes(table("evidence", told))
    (folder / "case.toml").write_text(SETTINGS.format(since=since, until=until), encoding="utf-8")
    return reviewed(folder)


def on(dossier: Dossier, **fields: object) -> list[Observed]:
    return [one for one in dossier.observed if all(getattr(one, name) == value for name, value in fields.items())]
