"""How a provider becomes a folder: tables, documents, and the lines of evidence.csv."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TAKEN = "2026-03-01T00:00:00Z"
END = "2026-04-01T00:00:00Z"

COLUMNS = {
    "evidence": "file,sha256,speaker,received_from,taken_at,about,complete_for,complete_from,complete_to,part,marking",
    "parties": "party,name,kind,organised_in,principal_place_of_business,lei",
    "interests": "holder,subject,kind,percent_min,percent_max,start,end",
    "designations": "party,list,authority,reference,start,end",
    "rights": "holder,subject,matter,power,start,end",
    "roster": "person,name,employer,relation,team,title,citizenships,us_status,residence,work_location,start,end",
    "principals": "person,provider,principal,start,end",
    "sites": "provider,region,site,country,operator,start,end",
    "placements": "dataset,client,store,prefix,categories,us_persons_min,us_persons_max,us_devices_min,us_devices_max,"
    "intellectual_property,start,end",
    "operations": "actor,power,target,condition,approval,logged_in,start,end",
    "approvals": "approver,actor,power,target,reference,start,end",
    "measures": "measure,title,kind,cuts,needs,cost,unit,source",
    "claims": "claim,speaker,date,proposition,place",
}

Document = dict[str, Any]


@dataclass
class Line:
    """What evidence.csv says of one file."""

    speaker: str
    complete_for: tuple[str, ...] = ()
    about: str = ""
    taken_at: str = TAKEN
    complete_from: str = ""
    complete_to: str = ""


Files = dict[str, tuple[bytes, Line | None]]
"""By name: the content, and its line of evidence.csv."""


def document(value: Document) -> bytes:
    """JSON as the command line prints it."""
    return (json.dumps(value, indent=2) + "\n").encode()


def table(relation: str, rows: Iterable[Mapping[str, Any]]) -> bytes:
    """A CSV table in the project's own form."""
    names = COLUMNS[relation].split(",")
    out = io.StringIO()
    writer = csv.DictWriter(out, names, restval="", lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: "" if row.get(name) is None else row[name] for name in names if name in row})
    return out.getvalue().encode()


def lines(files: Files) -> list[dict[str, str]]:
    """The lines of evidence.csv."""
    return [
        {
            "file": name,
            "speaker": line.speaker,
            "received_from": line.speaker,
            "taken_at": line.taken_at,
            "about": line.about,
            "complete_for": ";".join(line.complete_for),
            "complete_from": line.complete_from,
            "complete_to": line.complete_to,
            "marking": "public",
        }
        for name, (_, line) in sorted(files.items())
        if line is not None
    ]


def write(folder: Path, settings: str, files: Files) -> Path:
    """A case folder, the same bytes every time."""
    contents = {name: content for name, (content, _) in files.items()}
    contents["evidence.csv"] = table("evidence", lines(files))
    for name, content in contents.items():
        path = folder / "evidence" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (folder / "case.toml").write_text(settings, encoding="utf-8")
    return folder
