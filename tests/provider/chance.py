"""Random providers: people, powers, accounts and openings by the dice of a seed; nothing in them is real."""

from __future__ import annotations

import random

from tests.provider.alibaba import ALIBABA
from tests.provider.chance_alibaba import random_alibaba
from tests.provider.chance_aws import random_aws
from tests.provider.chance_more import random_more
from tests.provider.dump import END, Line
from tests.provider.names import ACCOUNT, REGION
from tests.provider.ownership import holding
from tests.provider.whole import Provider

COUNTRIES = ("US", "SG", "CN", "DE")
Dice = random.Random


def random_provider(seed: int) -> Provider:
    """A small provider with random people, permissions, keys and openings."""
    dice = Dice(seed)
    one = Provider(
        id=f"random-{seed}",
        title="A random provider",
        settings='as_of = 2026-03-31\nperiod = { from = 2026-03-01, to = 2026-04-01 }\nrules = ["us-dsp-202"]\n\n'
        '[adversaries]\ncountries = ["CN"]\n',
    )
    companies = [f"co-{number}" for number in range(dice.randint(1, 3))]
    _companies(one, dice, companies)
    people = [f"p-{number}" for number in range(dice.randint(1, 4))]
    for person in people:
        _person(one, dice, person, companies)
    _powers(one, dice, companies)
    cloud = dice.choice(["aws", "aws", "alibaba", "both"])
    if cloud != "alibaba":
        random_aws(one, dice, people)
        _site(one, "aws", REGION, companies[0])
    if cloud != "aws":
        random_alibaba(one, dice, people)
        _site(one, "alibaba", "us-west-1", companies[-1])
    random_more(one, dice)
    _words(one, dice)
    _speakers(one, dice)
    if dice.random() < 0.4:
        _register(one)
    _listed(one, Dice(f"listed {seed}"), companies)
    return one


def _listed(one: Provider, dice: Dice, companies: list[str]) -> None:
    """Somebody on a list of designated persons, or the list told as whole; a say in a company."""
    if dice.random() < 0.2:
        who, whom = dice.choice(companies), dice.choice(companies)
        one.add("rights", holder=who, subject=whom, matter=dice.choice(["contracts", "dilution"]), power="veto")
    if dice.random() < 0.3:
        whole = ("designations 28 CFR 202.211(a)(5)",) if dice.random() < 0.5 else ()
        one.tables["designations"] = []
        one.table_lines["designations"] = Line("Department of Justice", whole)
        if dice.random() < 0.7:
            name = dice.choice(["28 CFR 202.211(a)(5)", "1260H"])
            start = dice.choice([None, "2026-01-01", "2026-03-10"])
            one.add("designations", party=dice.choice(companies), list=name, reference="notice 1", start=start)


def _words(one: Provider, dice: Dice) -> None:
    """What somebody claims of a dataset, and what is offered."""
    datasets = [row["dataset"] for row in one.tables["placements"]]
    asked = ["observed", "location", "answers", "sensitivity", "key"]
    for number in range(dice.randint(0, 3)):
        text = f"{dice.choice(['NOT ', ''])}{dice.choice(asked)} where dataset = {dice.choice(datasets)}"
        one.add("claims", claim=f"c-{number}", speaker="Provider", proposition=text)
    if dice.random() < 0.3:
        one.add("measures", measure="m-1", kind="cuts", cuts=dice.choice(["uses", "power", "placement"]), needs="m-2")
        one.add("measures", measure="m-2", kind="detects")


def _site(one: Provider, provider: str, region: str, operator: str) -> None:
    where = {"region": region, "site": f"{provider} site", "country": "US", "operator": operator}
    one.add("sites", provider=provider, **where, start="2020-01-01")


def _speakers(one: Provider, dice: Dice) -> None:
    """Who speaks in each table, and whether it says that all is told."""
    declared = {
        "parties": ("parties *",),
        "interests": ("interests *",),
        "roster": ("roster *",),
        "principals": (f"principals aws:{ACCOUNT}", f"principals {ALIBABA}"),
        "sites": ("sites aws", "sites alibaba"),
        "operations": ("operations aws", "operations alibaba"),
        "placements": ("placements *",),
    }
    for name, scopes in declared.items():
        one.tables.setdefault(name, [])
        one.table_lines[name] = Line(dice.choice(["Provider", "Registry"]), scopes if dice.random() < 0.85 else ())


def _register(one: Provider) -> None:
    """The first interest that has a date, told as a register publishes it, by the same speaker."""
    rows = one.tables["interests"]
    dated = [row for row in rows if row["start"]]
    if dated:
        row = dated[0]
        rows.remove(row)
        percent = (row["percent_min"], row["percent_max"])
        told = holding(row["holder"], row["subject"], percent, row["start"], "2026-03-12")
        one.extra["register.bods.json"] = told, Line(one.table_lines["interests"].speaker, taken_at=END)


def _companies(one: Provider, dice: Dice, companies: list[str]) -> None:
    for company in companies:
        country = dice.choice([*COUNTRIES, None])
        homes = {"organised_in": country, "principal_place_of_business": country}
        one.add("parties", party=company, name=company, kind="company", **homes)
    for subject in companies[1:]:
        if dice.random() < 0.6:
            low = dice.choice([10, 49, 50, 60])
            share = {"kind": "equity", "percent_min": low, "percent_max": dice.choice([low, 75])}
            start = dice.choice([None, "2025-01-01", "2026-03-10"])
            one.add("interests", holder=companies[0], subject=subject, **share, start=start)


def _person(one: Provider, dice: Dice, person: str, companies: list[str]) -> None:
    country = dice.choice(COUNTRIES)
    one.add(
        "roster",
        person=person,
        name=f"Person {person}",
        employer=dice.choice(companies),
        relation="employee",
        citizenships=country,
        us_status=dice.choice(["citizen", "none", "none", None]),
        residence=dice.choice([country, None]),
        work_location=country,
        start=dice.choice(["2024-01-01", "2026-03-12"]),
        end=dice.choice([None, None, "2026-03-20"]),
    )


def _powers(one: Provider, dice: Dice, companies: list[str]) -> None:
    if dice.random() < 0.4:
        one.add(
            "operations",
            actor=dice.choice(companies),
            power=dice.choice(["suspend_service", "storage_admin"]),
            target=dice.choice([f"aws:{REGION}", "alibaba"]),
            approval=dice.choice([None, "none", "customer"]),
            logged_in=dice.choice([None, "support log"]),
            start="2025-01-01",
        )
    if dice.random() < 0.5:
        one.tables["approvals"] = []
        one.table_lines["approvals"] = Line(
            "Customer", ("approvals aws", "approvals alibaba") if dice.random() < 0.7 else ()
        )
        if dice.random() < 0.4:
            days = {"start": "2026-03-05", "end": dice.choice(["2026-03-06", None])}
            one.add("approvals", approver="customer", target=f"aws:{REGION}", reference="T-1", **days)
