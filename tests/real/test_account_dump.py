"""A second hand checks paths of the real account dump against the raw JSON, and that whoever has none can have none.

The reading of the JSON here is slow and knows only what this dump holds; it shares nothing with the program.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from cloudreview.vocabulary.told import Dossier, PathStep
from cloudreview.vocabulary.told import Path as Told
from tests.evidence.aws import at, real
from tests.real.account_dump import BUCKETS, DUMP, drawn, identity, review, through_identities
from tests.real.by_hand import (
    ACCOUNT,
    AWS_OWN,
    NEVER,
    OPEN,
    STANDS,
    STRANGERS,
    WAYS,
    WORKER,
    Open,
    Says,
)

FN4, SRE = "fn4-exploitableNotAction-user", "privesc-sre-user"
# As drawn: the truth, whose status is the root, the user, the harm, the bucket.
DRAWN = (
    ("supported", "w-03", FN4, "read", "scans"),
    ("supported", "lotus", FN4, "stop", "letters"),
    ("supported", "w-17", SRE, "read", "scans"),
    ("supported", "lotus", FN4, "stop", "scans"),
    ("supported", "w-17", SRE, "alter", "scans"),
    ("supported", "w-17", SRE, "stop", "scans"),
    ("supported", "lotus", FN4, "alter", "scans"),
    ("supported", "w-03", FN4, "alter", "scans"),
    ("supported", "w-03", FN4, "alter", "letters"),
    ("supported", "lotus", FN4, "alter", "letters"),
    ("unknown", "w-19", "privesc-ssmStartSession-user", "alter", "scans"),
    ("unknown", "w-35", "privesc4-CreateAccessKey-user", "alter", "scans"),
    ("unknown", "w-12", "privesc-ec2InstanceConnect-user", "alter", "letters"),
    ("unknown", "w-12", "privesc-ec2InstanceConnect-user", "stop", "letters"),
    ("unknown", "w-34", "privesc3-CreateEC2WithExistingInstanceProfile-user", "read", "letters"),
    ("unknown", "w-18", "privesc-ssmSendCommand-user", "read", "letters"),
    ("unknown", "w-32", "privesc20-PassExistingRoleToCloudFormation-user", "read", "scans"),
    ("unknown", "w-23", "privesc12-PutRolePolicy-user", "stop", "letters"),
    ("unknown", "w-27", "privesc16-PassRoleToNewLambdaThenTriggerWithNewDynamo-user", "read", "scans"),
    ("unknown", "w-40", "privesc9-AttachRolePolicy-user", "stop", "letters"),
)
# One request that does each harm, and its resource. A bucket's lifecycle rules can remove every object.
REQUESTS = {
    "read": ("s3:GetObject", "arn:aws:s3:::{}/k"),
    "alter": ("s3:PutObject", "arn:aws:s3:::{}/k"),
    "stop": ("s3:PutLifecycleConfiguration", "arn:aws:s3:::{}"),
}


class Found(NamedTuple):
    """A statement, where it stands in the dump, the policy's name, and the group by which the user has it."""

    pointer: str
    policy: str
    body: dict[str, Any]
    group: str | None


class Case(NamedTuple):
    """The dump, the case made around it, and the dossier."""

    raw: dict[str, Any]
    folder: Path
    dossier: Dossier


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    (dump,) = real(DUMP)
    folder = tmp_path_factory.mktemp("dump") / "case"
    return Case(json.loads(dump.read_bytes()), folder, review(dump, folder))


# ---- reading the raw JSON -------------------------------------------------------------------------------------------


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def named(raw: dict[str, Any], kind: str, name: str) -> dict[str, Any]:
    (found,) = [one for one in raw[f"{kind}DetailList"] if one[f"{kind}Name"] == name]
    return dict(found)


def arn(kind: str, name: str) -> str:
    return f"arn:aws:iam::{ACCOUNT}:{kind}/{name}"


def own(raw: dict[str, Any], kind: str, name: str) -> Iterator[Found]:
    """What a user, group or role has itself: inline and attached, of the latter the default version."""
    section = f"{kind}DetailList"
    number = next(number for number, one in enumerate(raw[section]) if one[f"{kind}Name"] == name)
    entry = raw[section][number]
    for inline, policy in enumerate(entry.get(f"{kind}PolicyList", ())):
        for place, body in enumerate(listed(policy["PolicyDocument"]["Statement"])):
            where = f"/{section}/{number}/{kind}PolicyList/{inline}/PolicyDocument/Statement/{place}"
            yield Found(where, policy["PolicyName"], body, None)
    attached = {one["PolicyArn"] for one in entry["AttachedManagedPolicies"]}
    for managed, policy in enumerate(raw["Policies"]):
        for version, text in enumerate(policy["PolicyVersionList"]):
            if policy["Arn"] in attached and text["IsDefaultVersion"]:
                for place, body in enumerate(listed(text["Document"]["Statement"])):
                    where = f"/Policies/{managed}/PolicyVersionList/{version}/Document/Statement/{place}"
                    yield Found(where, policy["PolicyName"], body, None)


def held(raw: dict[str, Any], user: str) -> list[Found]:
    """Everything that a user has, its groups' too; this dump sets no boundary to any user."""
    entry = named(raw, "User", user)
    assert "PermissionsBoundary" not in entry
    groups = [(group, one) for group in entry["GroupList"] for one in own(raw, "Group", group)]
    return [*own(raw, "User", user), *(one._replace(group=group) for group, one in groups)]


def covers(body: dict[str, Any], action: str, resource: str) -> bool:
    """Whether a statement speaks of a request, its condition left aside."""
    assert set(body) <= {"Sid", "Effect", "Action", "NotAction", "Resource", "Condition"}
    names = [one.lower() for one in listed(body.get("Action", body.get("NotAction")))]
    spoken = any(fnmatchcase(action.lower(), one) for one in names) is ("Action" in body)
    return spoken and any(fnmatchcase(resource, one) for one in listed(body["Resource"]))


def allowed(found: list[Found], action: str, resource: str) -> bool:
    """Whether an Allow without a condition speaks of a request, and no Deny."""
    told = [one.body for one in found if covers(one.body, action, resource)]
    return all(one["Effect"] == "Allow" for one in told) and any("Condition" not in one for one in told)


def does_everything(found: list[Found]) -> bool:
    """Whether all three harms are allowed on both buckets."""
    return all(allowed(found, action, where.format(name)) for action, where in REQUESTS.values() for name in BUCKETS)


def look_up(raw: dict[str, Any], user: str, says: Says) -> Found:
    """The statement that was written down, and that it says just that."""
    body_of = [one for one in held(raw, user) if (one.policy, one.group) == (says.policy, says.group)]
    found = body_of[says.at]
    assert at(raw, found.pointer) == found.body
    assert found.body["Effect"] == "Allow"
    assert set(says.actions) <= set(listed(found.body["NotAction" if says.but else "Action"]))
    assert not says.but or set(says.actions) == set(listed(found.body["NotAction"]))
    assert listed(found.body["Resource"]) == [says.resource]
    assert found.body.get("Condition") == says.condition
    return found


def trusting(raw: dict[str, Any], user: str) -> list[str]:
    """Roles whose trust policy names the user, or everybody."""
    found = []
    for role in raw["RoleDetailList"]:
        for body in listed(role["AssumeRolePolicyDocument"]["Statement"]):
            who = listed(body["Principal"].get("AWS", [])) if isinstance(body["Principal"], dict) else ["*"]
            found += [role["RoleName"]] if {arn("user", user), "*"} & set(who) else []
    return found


# ---- what was written down is there ---------------------------------------------------------------------------------


def test_every_user_was_read_once(case: Case) -> None:
    parts = (STANDS, OPEN, NEVER, STRANGERS)
    users = [one["UserName"] for one in case.raw["UserDetailList"]]
    assert sorted(name for part in parts for name in part) == sorted(users)
    assert len(users) == 44
    assert len(case.raw["RoleDetailList"]) == 78


@pytest.mark.parametrize("user", sorted(STANDS))
def test_why_it_stands(case: Case, user: str) -> None:
    says, why = STANDS[user]
    assert why
    found = look_up(case.raw, user, says)
    for name in BUCKETS:
        for action, where in REQUESTS.values():
            assert covers(found.body, action, where.format(name))
    assert does_everything(held(case.raw, user)), "no Deny covers it"


def _own(raw: dict[str, Any], user: str, one: Open) -> bool:
    kind, name = one.target.split("/")
    entry = named(raw, "User", user)
    attached = {policy["PolicyArn"] for policy in entry["AttachedManagedPolicies"]}
    return {"policy": arn("policy", name) in attached, "user": name == user, "group": name in entry["GroupList"]}[kind]


def _account(raw: dict[str, Any], _: str, one: Open) -> bool:
    kind, name = one.target.split("/")
    found = held(raw, name) if kind == "user" else list(own(raw, kind.title(), name))
    return does_everything(found)


def _worker(raw: dict[str, Any], _: str, one: Open) -> bool:
    (trust,) = listed(named(raw, "Role", WORKER)["AssumeRolePolicyDocument"]["Statement"])
    serves = f"{one.service}.amazonaws.com" in trust["Principal"]["Service"]
    return serves and does_everything(list(own(raw, "Role", WORKER)))


def _silent(raw: dict[str, Any], user: str, one: Open) -> bool:
    kind, name = one.target.split("/")
    if kind == "policy":
        (policy,) = [found for found in raw["Policies"] if found["PolicyName"] == name]
        return len(policy["PolicyVersionList"]) == 1
    assumes = allowed(held(raw, user), "sts:AssumeRole", arn("role", name))
    return not trusting(raw, user) and not assumes


CHECKS = {"own": _own, "account": _account, "role": _worker, "running": _worker, "silent": _silent}


@pytest.mark.parametrize("user", sorted(OPEN))
def test_why_it_cannot_be_said(case: Case, user: str) -> None:
    one, everything = OPEN[user], held(case.raw, user)
    found = [look_up(case.raw, user, says) for says in one.says]
    assert one.why
    assert set(CHECKS) == set(WAYS)
    assert {other.body["Effect"] for other in everything} == {"Allow"}
    if one.target:
        assert covers(found[0].body, one.says[0].actions[0], f"arn:aws:iam::{ACCOUNT}:{one.target}")
    assert CHECKS[one.way](case.raw, user, one), WAYS[one.way]
    # Nothing is allowed outright: else the path would stand.
    actions = [action for other in everything for action in listed(other.body["Action"])]
    assert not [action for action in actions if action.startswith(("s3:", "*"))]


@pytest.mark.parametrize("user", sorted(NEVER))
def test_why_there_is_none(case: Case, user: str) -> None:
    """Every Allow is met by a Deny that is as wide, but one, which reaches nothing; and no role names the user."""
    found = held(case.raw, user)
    denies = [one.body for one in found if one.body["Effect"] == "Deny"]
    assert all("Condition" not in one and one["Resource"] == "*" for one in denies)
    met = {action for one in denies for action in listed(one["Action"])}
    left = [one for one in found if one.body["Effect"] == "Allow" and not met & {"*", one.body["Action"]}]
    assert left == ([look_up(case.raw, user, AWS_OWN)] if user == AWS_OWN.policy + "-user" else [])
    # The pattern matches no policy of the account, nor any of AWS's that the dump lists.
    assert not [one["Arn"] for one in case.raw["Policies"] if fnmatchcase(one["Arn"], AWS_OWN.resource)]
    assert not trusting(case.raw, user)
    assert NEVER[user]


def test_why_another_account_has_none(case: Case) -> None:
    """Across accounts the bucket must admit them too: its policy only denies, its list names the owner alone."""
    for user in STRANGERS:
        assert named(case.raw, "User", user)["Arn"] == f"arn:aws:iam::012345678901:user/{user}"
        assert does_everything(held(case.raw, user)), "their own side would do"
        roles = [one for one in case.raw["RoleDetailList"] if f":{ACCOUNT}:" in one["Arn"]]
        assert "012345678901" not in json.dumps([one["AssumeRolePolicyDocument"] for one in roles])
    for name in BUCKETS:
        policy = json.loads(json.loads((case.folder / "evidence" / f"policy-{name}.json").read_text())["Policy"])
        assert {one["Effect"] for one in policy["Statement"]} == {"Deny"}
        (grant,) = json.loads((case.folder / "evidence" / f"acl-{name}.json").read_text())["Grants"]
        assert grant["Grantee"]["ID"] == "c1"
        # Each object has a list of its own, which nobody delivered: that is asked.
        assert f"object access control lists of aws:s3:{name}" in {gap.where for gap in case.dossier.gaps}


# ---- and the program says the same ----------------------------------------------------------------------------------


def step(path: Told, rule: str) -> PathStep:
    (found,) = [one for one in path.steps if one.rule == rule]
    return found


def requested(path: Told) -> tuple[str, str, str, str, str]:
    user = identity(path).partition("/")[2]
    return path.truth, path.status_of, user, path.harm, path.dataset


def points_to(path: Told) -> set[str]:
    """The statements of the dump to which the step of what is allowed points."""
    return {place.partition("#")[2] for place in step(path, "allows").places if "/Statement/" in place}


def agrees(case: Case, path: Told) -> None:
    """The path names the user, harm, store and truth that were written down, and rests on the statement."""
    truth, _, user, harm, bucket = requested(path)
    allows = step(path, "allows")
    expected = {"principal": arn("user", user), "store": f"aws:s3:{bucket}", "harm": harm}
    assert (dict(allows.conclusion), allows.truth) == (expected, truth)
    if user in STANDS:
        action, where = REQUESTS[harm]
        assert (truth, path.but_for, path.witness) == ("supported", (), f"{action} {where.format(bucket)}")
        assert look_up(case.raw, user, STANDS[user][0]).pointer in points_to(path)
        return
    assert truth == "unknown"
    assert points_to(path) & {look_up(case.raw, user, says).pointer for says in OPEN[user].says}
    assert (path.witness or "").lower() in {action.lower() for says in OPEN[user].says for action in says.actions}
    # What follows from changing permissions is asked, and whether a condition is met; nothing else is open.
    asked = [gap.where.split()[0] for gap in case.dossier.gaps if gap.id in path.but_for]
    keys = [key for says in OPEN[user].says for part in (says.condition or {}).values() for key in part]
    assert sorted(asked) == sorted([f"aws:{ACCOUNT}", *keys])


def test_the_paths_drawn_are_those_written_down(case: Case) -> None:
    assert tuple(requested(one) for one in drawn(case.dossier)) == DRAWN


@pytest.mark.parametrize("number", range(len(DRAWN)))
def test_a_path_drawn(case: Case, number: int) -> None:
    agrees(case, drawn(case.dossier)[number])


def test_all_other_paths_too(case: Case) -> None:
    """Whoever has a path for one harm and bucket has one for each, and nobody else has any."""
    found: dict[str, set[tuple[str, str]]] = {}
    for path in through_identities(case.dossier):
        agrees(case, path)
        found.setdefault(requested(path)[2], set()).add((path.harm, path.dataset))
    every = {(harm, name) for harm in REQUESTS for name in BUCKETS}
    assert found == dict.fromkeys((*STANDS, *OPEN), every)
