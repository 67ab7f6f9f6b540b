"""The people and companies of harbor, and who says that they are all."""

from __future__ import annotations

from tests.provider.alibaba import ALIBABA, ram
from tests.provider.dump import END, Line
from tests.provider.names import ACCOUNT, arn
from tests.provider.ownership import holding
from tests.provider.whole import Provider

REGISTRY = "Company registry extract"
CLIENTS = {"beacon": "Beaconfell Clinics", "quill": "Quillback Freight"}


def registries(one: Provider) -> None:
    """Who speaks in which table, and what is stated to be complete."""
    one.table_lines = {
        "parties": Line(REGISTRY, ("parties *",)),
        "interests": Line(REGISTRY, ("interests *",)),
        "roster": Line(one.speaker, ("roster *",)),
        "principals": Line(one.speaker, (f"principals aws:{ACCOUNT}", f"principals {ALIBABA}")),
        "sites": Line(one.speaker, ("sites aws", "sites alibaba")),
        "operations": Line(one.speaker, ("operations aws", "operations alibaba")),
    }
    one.table_lines["approvals"] = Line(CLIENTS["quill"], ("approvals aws", "approvals alibaba"))
    for client, name in CLIENTS.items():
        one.table_lines[f"placements-{client}"] = Line(name, (f"placements {client}",))


def parties(one: Provider) -> None:
    """A parent in China, a company in Singapore, its subsidiary in the US, and two clients."""
    for party, name, country in [
        ("harbor", "Harbor Cloud Inc.", "US"),
        ("tidewater", "Tidewater Cloud Pte. Ltd.", "SG"),
        ("jade", "Jade River Group Co., Ltd.", "CN"),
        *((client, name, "US") for client, name in CLIENTS.items()),
    ]:
        homes = {"organised_in": country, "principal_place_of_business": country}
        one.add("parties", party=party, name=name, kind="company", **homes)
    share = {"kind": "equity", "percent_min": 100, "percent_max": 100, "start": "2020-01-01"}
    one.add("interests", holder="tidewater", subject="harbor", **share)
    bought = holding("jade", "tidewater", (60, 60), "2026-03-10", "2026-03-12")
    one.extra["registry/tidewater.bods.json"] = bought, Line(REGISTRY, taken_at=END)


def people(one: Provider) -> None:
    """Six people, and the identities that they use."""
    for person, name, employer, country, us_status in [
        ("p-1", "Ada Stone", "harbor", "US", "citizen"),
        ("p-2", "Ben Cole", "harbor", "US", "permanent_resident"),
        ("p-3", "Mei Tan", "tidewater", "SG", "none"),
        ("p-4", "Raj Nair", "tidewater", "SG", "none"),
        ("p-5", "Lin Hao", "jade", "CN", "none"),
        ("p-6", "Dana Ruiz", "harbor", "US", "citizen"),
    ]:
        homes = {"citizenships": country, "residence": country, "work_location": country}
        job = {"employer": employer, "relation": "employee", "start": "2024-01-15"}
        one.add("roster", person=person, name=name, us_status=us_status, **homes, **job)
    for person, principal in [
        ("p-1", arn("role", "admin")),
        ("p-2", arn("role", "admin")),
        ("p-3", arn("user", "mei")),
        ("p-4", arn("user", "raj")),
        ("p-6", arn("role", "fleet")),
        ("p-4", ram("user/raj")),
        ("p-5", ram("user/lin")),
        ("p-6", ram("user/dana")),
    ]:
        provider = "aws" if principal.startswith("arn:") else "alibaba"
        one.add("principals", person=person, provider=provider, principal=principal, start="2024-02-01")
