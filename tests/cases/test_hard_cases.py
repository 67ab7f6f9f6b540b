"""Small edits of a small provider, each with the answer that a careful reader derives from the evidence alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cloudreview.vocabulary.told import Dossier
from tests.provider import ACCOUNT, REGION, Document, Provider, allow, policy, small
from tests.reviews import reviewed

Edit = Callable[[Provider], object]


def answer(dossier: Dossier, dataset: str, harm: str, mode: str = "guarded") -> str:
    """The truth of the one answer about the adversary of the case."""
    (found,) = (one for one in dossier.answers if (one.dataset, one.harm, one.mode) == (dataset, harm, mode))
    return found.truth


def edited(folder: Path, *edits: Edit) -> Dossier:
    """The dossier of the small provider after edits."""
    one = small()
    for edit in edits:
        edit(one)
    return reviewed(one.dump(folder))


def nobody_suspends(one: Provider) -> None:
    one.tables["operations"] = []


def keys_not_told(one: Provider) -> None:
    one.aws.complete = (f"restrictions aws:{ACCOUNT}",)


def mei_reads_nothing(one: Provider) -> None:
    one.aws.roles["support"] = (one.aws.roles["support"][0], policy(allow("iam:GetUser", "*")))


def used_by(person: str, principal: str, provider: str = "aws") -> Edit:
    row = {"person": person, "provider": provider, "principal": principal, "start": "2024-02-01"}
    return lambda one: one.add("principals", **row)


def no_employer(person: str) -> Edit:
    return lambda one: [row.update(employer=None) for row in one.tables["roster"] if row["person"] == person]


def team_power(one: Provider) -> None:
    row = {"actor": "team:ops", "power": "storage_admin", "target": f"aws:{REGION}", "approval": "none"}
    one.add("operations", **row, start="2025-01-01")


def power_over(target: str) -> Edit:
    row = {"actor": "tidewater", "power": "storage_admin", "target": target, "approval": "none", "start": "2025-01-01"}
    return lambda one: one.add("operations", **row)


def teams(**told: str) -> Edit:
    """The team of each person, `-` where the roster does not tell it; of others `sales`."""

    def edit(one: Provider) -> None:
        for row in one.tables["roster"]:
            row["team"] = told.get(row["person"].replace("-", ""), "sales").strip("-")

    return edit


def offered(bucket: int, principal: Document, **more: Document) -> Edit:
    """A statement of a bucket's policy by which somebody may read every object."""
    names = ("harbor-intake", "harbor-archive")
    body = {"Effect": "Allow", "Principal": principal, "Action": "s3:GetObject"}
    body["Resource"] = f"arn:aws:s3:::{names[bucket]}/*"
    return lambda one: one.aws.buckets[bucket].statements.append({**body, **more})


def shut(one: Provider) -> None:
    for bucket in one.aws.buckets:
        names = [f"arn:aws:s3:::{bucket.name}", f"arn:aws:s3:::{bucket.name}/*"]
        bucket.statements.append({"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": names})


ROOT = used_by("p-3", f"arn:aws:iam::{ACCOUNT}:root")

CASES: dict[str, tuple[tuple[Edit, ...], dict[tuple[str, str], str]]] = {
    "the root user can lift the Deny that keeps it out": (
        (ROOT, shut),
        {("d-1", "read"): "unknown", ("d-1", "alter"): "unknown"},
    ),
    "an identity in an unknown form may be any, however its provider is spelled": (
        (used_by("p-4", "raj", "AWS"),),
        {("d-2", "read"): "unknown", ("d-1", "alter"): "unknown"},
    ),
    "an administrator of an unknown employer may work for anybody": (
        (no_employer("p-1"),),
        {("d-1", "alter"): "unknown", ("d-2", "read"): "unknown"},
    ),
    "who has no access matters to no answer, whoever employs": (
        (no_employer("p-5"),),
        {("d-1", "alter"): "refuted", ("d-2", "read"): "refuted"},
    ),
    "a team without a known member has members that nobody told": (
        (team_power, teams()),
        {("d-1", "alter"): "unknown"},
    ),
    "a person whose team is not told may belong to it": (
        (team_power, teams(p1="ops", p4="-")),
        {("d-1", "alter"): "unknown"},
    ),
    "a team of known people is those people": (
        (team_power, teams(p1="ops")),
        {("d-1", "alter"): "refuted"},
    ),
    "objects may be under a key that nobody named, whatever the default is": (
        (nobody_suspends, keys_not_told),
        {("d-1", "stop"): "unknown", ("d-2", "stop"): "unknown", ("d-1", "alter"): "refuted"},
    ),
    "a content network may show the data to anybody": (
        (nobody_suspends, mei_reads_nothing, offered(0, {"Service": "cloudfront.amazonaws.com"})),
        {("d-1", "read"): "unknown", ("d-1", "alter"): "refuted", ("d-2", "read"): "refuted"},
    ),
    "nobody can stop what all is told of": (
        (nobody_suspends,),
        {("d-1", "stop"): "refuted", ("d-2", "stop"): "refuted"},
    ),
    "a power over all stores of a pattern": (
        (power_over("arn:aws:s3:::harbor-*"),),
        {("d-1", "alter"): "supported", ("d-2", "read"): "supported"},
    ),
    "a power over one store, however its name is spelled": (
        (power_over("aws:s3:Harbor-Intake/2026/"),),
        {("d-1", "alter"): "supported", ("d-2", "alter"): "refuted"},
    ),
    "a team with a covered member": ((team_power, teams(p1="ops", p4="ops")), {("d-1", "alter"): "supported"}),
}


@pytest.mark.parametrize("name", CASES)
def test_a_careful_reader_says(name: str, tmp_path: Path) -> None:
    edits, expected = CASES[name]
    dossier = edited(tmp_path, *edits)
    assert {pair: answer(dossier, *pair) for pair in expected} == expected


@pytest.mark.parametrize("country", ["SG", "HK"])
def test_a_country_that_no_rule_names_is_no_no(country: str, tmp_path: Path) -> None:
    def named(one: Provider) -> None:
        one.settings = one.settings.replace('["CN"]', f'["{country}"]')

    dossier = edited(tmp_path, named, nobody_suspends)
    told = {gap.id for gap in dossier.gaps}
    answers = [one for one in dossier.answers if one.adversary == country]
    assert {one.truth for one in answers} == {"unknown"}
    assert all(one.but_for and told.issuperset(one.but_for) for one in answers)


def test_without_placements_nothing_is_recommended(tmp_path: Path) -> None:
    def unplaced(one: Provider) -> None:
        del one.tables["placements"], one.table_lines["placements"]

    dossier = edited(tmp_path, unplaced)
    assert dossier.answers == ()
    assert dossier.decision.recommendation == "undetermined"
