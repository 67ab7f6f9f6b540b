"""`cloudreview show`: a relation of the dossier as a table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import msgspec

from cloudreview.case import did_you_mean
from cloudreview.dossier.chart.wording import bounds
from cloudreview.dossier.page.words import Names
from cloudreview.dossier.wording import when
from cloudreview.errors import CaseError
from cloudreview.verbs.output import CASE, JSON, put_json, put_table, told
from cloudreview.vocabulary.told import Dossier, ToldStatus

_LONG = {"steps", "because", "premises", "residual", "closed_by", "places", "text"}
"""Fields that `explain` and --json tell better than a column."""


@click.command(name="show")
@CASE
@click.argument("relation", required=False)
@JSON
def command(case: Path, relation: str | None, as_json: bool) -> None:
    """List what a review told: RELATION is statuses, paths, answers, gaps, findings, ...; without it, their counts."""
    dossier = told(case)
    plain: dict[str, Any] = msgspec.to_builtins(dossier)
    listed: dict[str, Sequence[Any]] = {
        name: value for name, value in plain.items() if isinstance(value, (list, tuple))
    }
    if relation is None:
        counts = {name: len(value) for name, value in listed.items()}
        if as_json:
            put_json(counts)
        else:
            put_table(("relation", "rows"), list(counts.items()))
        return
    if relation not in plain:
        raise CaseError("show", f"there is no relation `{relation}`", did_you_mean(relation, _names()))
    if as_json:
        put_json(plain[relation])
    elif relation == "statuses":
        put_table(_STATUS, _statuses(dossier))
    elif relation in listed and all(isinstance(row, dict) for row in listed[relation]):
        _put_rows(relation, listed[relation])
    else:
        _put_value(relation, plain[relation])


_STATUS = (
    "id", "party", "name", "truth", "adversary", "regime", "clause", "reading", "since", "until", "held", "basis",
    "questions",
)  # fmt: skip


def _statuses(dossier: Dossier) -> list[Sequence[Any]]:
    """Each status on a line: who, under whom, by which clause, since when, and between which bounds it is held."""
    names = Names(dossier)
    rows = sorted(
        dossier.statuses,
        key=lambda one: (one.party, one.regime, one.adversary, one.reading, one.since_min or "", one.id),
    )
    return [
        (
            one.id, one.party, "" if names.of(one.party) == one.party else names.bare(one.party), one.truth,
            one.adversary, one.regime, one.clause, one.reading, *_span(one), bounds(one.held),
            one.basis, len(one.gaps) or "",
        )
        for one in rows
    ]  # fmt: skip


def _span(one: ToldStatus) -> tuple[str, str]:
    """From when and until when; what held for sure at no instant is told as possible."""
    if one.sure:
        return when(one.since), when(one.until)
    return f"possibly {when(one.since_min)}", f"possibly {when(one.until_max)}"


def _names() -> list[str]:
    return [field.encode_name for field in msgspec.structs.fields(Dossier)]


def _put_rows(relation: str, rows: Sequence[dict[str, Any]]) -> None:
    heads = [name for name in (rows[0] if rows else {}) if name not in _LONG or relation == "facts"]
    put_table(heads or [relation], [[row.get(name) for name in heads] for row in rows])


def _put_value(relation: str, value: Any) -> None:
    if isinstance(value, dict):
        put_table((relation, "value"), list(value.items()))
    else:
        put_table((relation,), [[one] for one in (value if isinstance(value, (list, tuple)) else [value])])
