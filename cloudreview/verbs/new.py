"""`cloudreview new`: an empty case."""

from __future__ import annotations

import json
from pathlib import Path

import click

from cloudreview.case import EVIDENCE, SETTINGS, open_case
from cloudreview.errors import CaseError
from cloudreview.record import write_whole
from cloudreview.verbs.output import CASE, JSON, note, put, put_json

_SETTINGS = """\
# The settings of a case. Every line may be left out; what is written here are the defaults.
[case]
id = {name}
title = {name}
subject = ""                      # party id of the provider under review
# as_of = 2026-03-01              # default: the latest instant in the evidence
# period = {{ from = 2025-03-01, to = 2026-03-01 }}   # half-open; default: the year before as_of
# rules = ["us-dsp-202", "us-icts-2021", "us-icts-2025", "us-padfa", "clean-cloud-2020"]
# readings = {{ aggregation = "pooled", indirect = "cascade" }}
# carry = 31                      # days for which a snapshot speaks

# [clients]
# parties = []                    # default: those in the placements

# [adversaries]
# countries = ["CN"]              # default: the law's list at as_of
# parties = []
"""


@click.command(name="new")
@CASE
@JSON
def command(case: Path, as_json: bool) -> None:
    """Make a case: a folder with case.toml and evidence/."""
    if (case / SETTINGS).exists():
        raise CaseError(str(case), "there is a case already", "choose another folder")
    if case.exists() and not case.is_dir():
        raise CaseError(str(case), "a file has that name", "choose another folder")
    name = json.dumps(case.resolve().name or "case")
    (case / EVIDENCE).mkdir(parents=True, exist_ok=True)
    write_whole(case / SETTINGS, _SETTINGS.format(name=name).encode())
    opened = open_case(case)
    if as_json:
        put_json({"case": opened.id, "settings": str(case / SETTINGS), "evidence": str(case / EVIDENCE)})
    else:
        put([str(case)])
    note(f"next: `cloudreview add {case} FILES... --speaker WHO --taken-at WHEN`")
