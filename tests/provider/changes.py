"""Files that supersede, end or contradict what a provider's other files say."""

from __future__ import annotations

from dataclasses import replace

from tests.provider.dump import Line, document, table
from tests.provider.names import ACCOUNT, allow, policy
from tests.provider.whole import Provider

MIDDLE = "2026-03-15T00:00:00Z"


def superseded(one: Provider) -> str:
    """A later snapshot of the account: no user may do anything, every role is gone; returns the file's name."""
    later = replace(one.aws, users=dict.fromkeys(one.aws.users, policy(allow("iam:GetUser", "*"))), roles={})
    line = Line(one.speaker, one.aws.complete, about=f"aws:{ACCOUNT}", taken_at=MIDDLE)
    one.extra["aws/later-details.json"] = document(later.authorization()), line
    return "aws/later-details.json"


def ended(one: Provider) -> str:
    """A later roster of the same speaker, in which everybody has left; returns the file's name."""
    rows = [row | {"end": row.get("end") or "2026-03-05"} for row in one.tables["roster"]]
    line = one.table_lines["roster"]
    later = Line(line.speaker, line.complete_for, taken_at=MIDDLE)
    one.extra["tables/later-roster.csv"] = table("roster", rows), later
    return "tables/later-roster.csv"


def contradicted(one: Provider) -> str:
    """Another speaker's list of parties that puts each in another country; returns the file's name."""
    rows = [
        row | {"organised_in": "SG" if row["organised_in"] == "CN" else "CN", "principal_place_of_business": None}
        for row in one.tables["parties"]
    ]
    one.extra["tables/other-parties.csv"] = table("parties", rows), Line("Somebody else")
    return "tables/other-parties.csv"
