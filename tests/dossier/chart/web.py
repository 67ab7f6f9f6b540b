"""An invented web of holdings with everything that a chart has to draw, as a case folder."""

from __future__ import annotations

from pathlib import Path

from cloudreview.vocabulary.told import Dossier
from tests.provider import table
from tests.small import case

SINCE, UNTIL = "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z"
PARTIES = [
    ("top", "Ming River Holdings 明河控股集团有限公司", "CN"),
    ("tide", "Tide Group", "CN"),
    ("north", "North Bridge Holdings", "SG"),
    ("south", "شركة الجسر الجنوبي القابضة", "AE"),
    ("ring", "Ring Co", "SG"),
    ("op", "Operator with a very long name indeed that nobody would ever want to read to its end Ltd", "SG"),
    ("ours", "<script>alert(1)</script>", "SG"),
]
STAKES = [
    ("tide", "north", "equity", "60", "60", "2020-01-01", ""),
    ("south", "north", "equity", "", "25", "", ""),
    ("north", "op", "equity", "25", "50", "2020-01-01", ""),
    ("tide", "op", "contract", "", "", "2021-05-01", ""),
    ("country:CN", "op", "special_share", "1", "1", "2022-01-01", ""),
    ("top", "tide", "vote", "51", "", "2019-01-01", ""),
    ("ring", "north", "acting_in_concert", "", "", "2020-01-01", "2026-03-15"),
    ("op", "ring", "equity", "30", "30", "2020-01-01", ""),
    ("ring", "op", "equity", "12", "12", "2020-01-01", ""),
    ("op", "op", "equity", "2", "2", "2020-01-01", ""),
    ("op", "ours", "equity", "100", "100", "2020-01-01", ""),
    ("north", "ours", "board", "", "", "2026-03-10", ""),
]
PERSONS = [("p", "op", "CN"), ("q", "ours", "SG")]


def web(folder: Path) -> Dossier:
    """The review of the web; nobody says that any list is whole."""
    columns = ("holder", "subject", "kind", "percent_min", "percent_max", "start", "end")
    parties = [
        {"party": one, "name": name, "kind": "company", "organised_in": home, "principal_place_of_business": home}
        for one, name, home in PARTIES
    ]
    roster = [
        {
            "person": one, "name": f"Person {one}", "employer": employer, "relation": "contractor", "us_status": "none",
            "citizenships": home, "residence": home, "work_location": home, "start": "2020-01-01",
        }
        for one, employer, home in PERSONS
    ]  # fmt: skip
    files = {
        "parties.csv": table("parties", parties),
        "interests.csv": table("interests", [dict(zip(columns, row, strict=True)) for row in STAKES]),
        "roster.csv": table("roster", roster),
    }
    return case(folder, files, [{"file": name} for name in files], SINCE, UNTIL)
