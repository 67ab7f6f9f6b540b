"""One request told by two logs: counted once, under one name, and told as disputed only where they contradict."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cloudreview.findings.finding import Known
from cloudreview.findings.records import disagrees
from cloudreview.law import load
from cloudreview.observed.callers import Caller, callers
from cloudreview.vocabulary.rows import Identity, Use
from tests.observed.world import ADA, MEI, OPS, STORE, UNTIL, World, event, fact, picked, trust, world

ROLE = "arn:aws:iam::111122223333:role/team/app"
SESSION = "arn:aws:sts::111122223333:assumed-role/app/mei@example"
CANONICAL = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"


def access(number: int, when: str, **fields: Any) -> dict[str, Any]:
    """The same request as a server access log tells it."""
    told = {"log": "s3_access", "action": "REST.GET.OBJECT", "event_id": None, "account": None, "principal_type": None}
    return event(number, when, **{**told, "place": f"bbbbbbbbbbbb#line={number}", **fields})


def test_a_session_is_the_one_role_of_its_name() -> None:
    made = world()
    made.rows.append(fact(Identity(account="aws:111122223333", principal=ROLE, kind="role")))
    seen = [SESSION, CANONICAL, "*", "account:999988887777", MEI]
    assert callers(seen, made.facts()) == [
        Caller("*", "*", True),
        Caller(CANONICAL, CANONICAL, False),
        Caller("account:999988887777", "account:999988887777", False),
        Caller(MEI, MEI, True),
        Caller(SESSION, ROLE, True),
    ]
    made.rows.append(fact(Use(person="p", provider="aws", principal=ROLE.replace("team", "other"))))
    assert callers([SESSION], made.facts()) == [Caller(SESSION, SESSION, True)]
    assert callers([SESSION, ROLE], world().facts())[1] == Caller(SESSION, ROLE, True)
    assert callers([SESSION.replace("1111", "9999"), ROLE], world().facts())[1].identity != ROLE


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, (1, 10, "supported", 0)),
        ({"principal": CANONICAL}, (1, 10, "supported", 0)),
        ({"bytes": 9}, (1, 10, "supported", 0)),
        ({"principal": None}, (1, 10, "supported", 0)),
        ({"principal": ADA}, (1, 10, "conflicting", 1)),
        ({"principal": "*"}, (1, 10, "conflicting", 1)),
        ({"error": "AccessDenied", "bytes": None}, (1, 10, "conflicting", 1)),
        ({"request_id": "another"}, (2, 20, "supported", 0)),
    ],
)
def test_a_request_of_two_logs(tmp_path: Path, fields: dict[str, Any], expected: tuple[Any, ...]) -> None:
    result = world(event(1, "05T08:00"), access(1, "05T08:00", **fields)).observe(tmp_path)
    [row] = picked(result, person="p-mei")
    assert (row.count, row.bytes, row.truth, row.disputed_count) == expected


def test_what_only_the_access_log_tells_is_counted(tmp_path: Path) -> None:
    [row] = picked(world(access(1, "05T08:00")).observe(tmp_path), person="p-mei")
    assert (row.count, row.bytes, row.truth) == (1, 10, "supported")


def test_a_role_is_the_same_caller_in_both_logs(tmp_path: Path) -> None:
    made = world(
        event(1, "05T08:00", principal=OPS, session="mei"),
        access(1, "05T08:00", principal=OPS.replace("iam", "sts").replace("role", "assumed-role") + "/mei"),
    )
    made.rows.append(trust(OPS, MEI))
    [row] = picked(made.observe(tmp_path), principal=OPS)
    assert (row.count, row.person, row.truth, row.disputed_count) == (1, "p-mei", "supported", 0)


def test_objects_of_one_request_may_fail_apart(tmp_path: Path) -> None:
    batch = {"action": "BATCH.DELETE.OBJECT", "klass": "data_write", "request_id": "r", "bytes": None}
    made = world(
        access(1, "05T08:00", object="2026/a", **batch),
        access(2, "05T08:00", object="2026/b", error="AccessDenied", **batch),
        access(3, "05T08:00", object=None, **{**batch, "action": "REST.POST.MULTI_OBJECT_DELETE"}),
    )
    [row] = picked(made.observe(tmp_path / "apart"), person="p-mei")
    assert (row.harm, row.count, row.truth, row.disputed_count) == ("stop", 1, "supported", 0)
    made.events[0]["error"] = "AccessDenied"
    [row] = picked(made.observe(tmp_path / "all"), person="p-mei")
    assert (row.count, row.denied_count, row.disputed_count) == (0, 1, 0)
    made.events.append(event(4, "05T08:00", **{**batch, "action": "DeleteObjects"}))
    [row] = picked(made.observe(tmp_path / "logs"), person="p-mei")
    assert (row.count, row.truth, row.disputed_count) == (1, "conflicting", 1)


def test_a_disagreement_is_a_finding_also_where_the_actor_is_not_known(tmp_path: Path) -> None:
    def found(made: World, name: str) -> list[str]:
        rows = made.observe(tmp_path / name).observed
        known = Known(facts=made.facts(), law=load(UNTIL), observed=rows)
        return [one.title for one in disagrees(known)]

    torn = world(event(1, "05T08:00"), access(1, "05T08:00", error="AccessDenied")).open("principals")
    assert found(torn, "torn") == [f"sources disagree on events of {STORE}: 1 rows"]
    assert found(world(event(1, "05T08:00"), access(1, "05T08:00")), "whole") == []
