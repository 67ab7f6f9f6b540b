"""Alibaba Cloud, end to end from log files: who, how much, what of it is certain, and what the logs' silence means."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cloudreview.case import Case
from cloudreview.evidence.oss_operations import READS, WRITES
from cloudreview.evidence.parquet import write_events
from cloudreview.law import load
from cloudreview.observed import ObservedResult, observe
from cloudreview.observed.actions import table
from cloudreview.observed.numbers import Numbered, numbered
from cloudreview.truth import Truth
from cloudreview.vocabulary.rows import (
    Employment,
    Encryption,
    Identity,
    Placement,
    Selector,
    Statement,
    Store,
    Use,
)
from cloudreview.vocabulary.told import Observed
from tests.evidence.aws import read_bytes
from tests.evidence.test_actiontrail import EVENT, LI, ROLE, UID
from tests.evidence.test_actiontrail_platform import EVENT as PLATFORM
from tests.evidence.test_oss_access import FIELDS, RECORD, line
from tests.observed.world import World, closure, fact, picked, standing

ALIBABA = f"alibaba:{UID}"
RECORDS = "alibaba:oss:records"
USER = f"acs:ram::{UID}:user/li"
OPS = f"acs:ram::{UID}:role/Ops"
TRAIL = f"acs:actiontrail:cn-hangzhou:{UID}:trail/audit"
CLASSES = ("data_read", "data_write", "management", "key_use")
ACCESS_REQUEST = "6110E64B004C4034363CDC5E"


def made() -> World:
    """Li works for a covered firm; one dataset in one bucket; all lists complete, a trail records management events."""
    one = World()
    one.rows = [
        fact(Use(person="p-li", provider="alibaba", principal=USER)),
        fact(Employment(person="p-li", employer="tide", citizenships=("SG",))),
        fact(Identity(account=ALIBABA, principal=USER, kind="user", number="2741")),
        fact(Identity(account=ALIBABA, principal=OPS, kind="role", number="3435")),
        fact(Store(store=RECORDS, account=ALIBABA)),
        fact(Placement(dataset="d-records", client="beacon", store=RECORDS)),
        fact(Encryption(store=RECORDS, algorithm="AES256")),
        *(fact(Selector(trail=TRAIL, store="alibaba:oss:*", klass=klass)) for klass in CLASSES),
    ]
    one.closures = [
        *(closure(relation, ALIBABA) for relation in ("principals", "statements", "keys")),
        *(closure("roster", "*"), closure("placements", "*")),
        *(closure("events", f"{RECORDS} {klass}") for klass in CLASSES),
    ]
    one.statuses = [standing("p-li", Truth.SUPPORTED), standing("tide", Truth.SUPPORTED)]
    return one


def observed(folder: Path, one: World, *files: bytes) -> ObservedResult:
    """What is observed where the logs are these files."""
    paths = []
    for number, data in enumerate(files):
        reading = read_bytes(data)
        assert not reading.bad, reading.bad
        path = folder / f"{number}.parquet"
        write_events(reading.events, f"{number:012x}", path)
        paths.append(path)
    facts = one.facts(tuple(paths))
    case = Case(
        folder=folder,
        id="c",
        title="c",
        subject="c",
        as_of=facts.as_of,
        period=facts.period,
        rules=("us-dsp-202",),
        carry=0,
        adversaries=("CN",),
    )
    return observe(facts, load(facts.period[1]), case, one.statuses)


def trail(**changes: Any) -> bytes:
    found = {**EVENT, **changes}
    return json.dumps([{name: value for name, value in found.items() if value is not ...}]).encode()


def access(*changes: tuple[int, str]) -> bytes:
    """The access log's line of the same request as EVENT."""
    same = ((4, "[02/Mar/2026:18:00:00 +0800]"), (12, f'"{ACCESS_REQUEST}"'))
    return line(*same, *changes).encode() + b"\n"


def did(result: ObservedResult) -> list[Observed]:
    return [row for row in picked(result, harm="read") if row.count]


def test_a_read_that_both_logs_tell_is_one_request_by_a_named_person(tmp_path: Path) -> None:
    [row] = did(observed(tmp_path, made(), trail(), access()))
    assert (row.truth, row.person, row.party, row.adversary) == ("supported", "p-li", "tide", "CN")
    assert (row.principal, row.count, row.bytes, row.disputed_count) == (USER, 1, 999131, 0)
    assert (row.first, row.last, row.dataset) == ("2026-03-02T10:00:00Z", "2026-03-02T10:00:00Z", "d-records")
    assert {"rows:2", "000000000000#/0"} <= set(row.because)


def test_the_access_log_alone_names_a_person_by_the_number_of_the_identity(tmp_path: Path) -> None:
    [row] = did(observed(tmp_path, made(), access(), access((12, '"5FF16B65F05BC932307A3C3D"'))))
    assert (row.truth, row.person, row.principal, row.count, row.bytes) == ("supported", "p-li", USER, 2, 1998262)


def test_a_number_that_nobody_names_stays_unknown(tmp_path: Path) -> None:
    result = observed(tmp_path, made(), access((14, '"999"')))
    [row] = did(result)
    assert (row.principal, row.person, row.adversary, row.truth) == ("number:999", None, None, "unknown")
    assert any("the number 999 only" in one.why for one in result.gaps if one.id in row.gaps)
    assert [one.truth for one in picked(result, principal="*", harm="read")] == ["unknown"]


def test_the_number_of_an_account_is_not_its_root(tmp_path: Path) -> None:
    one = made()
    root = f"acs:ram::{UID}:root"
    one.rows += [
        fact(Identity(account=ALIBABA, principal=root, kind="root", number=UID)),
        fact(Use(person="p-root", provider="alibaba", principal=root)),
    ]
    as_root = trail(requestId="r-2", userIdentity={"type": "root-account", "accountId": UID, "principalId": UID})
    found = did(observed(tmp_path, one, access((14, f'"{UID}"')), as_root))
    assert {row.principal: (row.person, row.truth) for row in found} == {
        f"number:{UID}": (None, "unknown"),
        root: ("p-root", "unknown"),
    }


def test_logs_that_name_different_identities_are_conflicting(tmp_path: Path) -> None:
    one = made()
    one.rows.append(fact(Identity(account=ALIBABA, principal=f"acs:ram::{UID}:user/wu", kind="user", number="2742")))
    found = did(observed(tmp_path, one, trail(), access((14, '"2742"'))))
    assert {row.principal: row.truth for row in found} == {USER: "conflicting", f"acs:ram::{UID}:user/wu": "unknown"}
    assert all(row.disputed_count == 1 for row in found)


def test_what_alibaba_cloud_did_itself_is_nobodys_act(tmp_path: Path) -> None:
    own = trail(eventType="AliyunServiceEvent", sourceIpAddress="Internal")
    result = observed(tmp_path, made(), own, access((24, '"cdn"'), (12, '"5FF16B65F05BC932307A3C3D"')))
    assert {(row.principal, row.person, row.truth) for row in did(result)} == {
        ("oss.aliyuncs.com", None, "unknown"),
        ("cdn.aliyuncs.com", None, "unknown"),
    }
    assert any("provider's staff" in one.why for one in result.gaps)


def test_a_role_is_found_by_its_number_and_its_session_is_no_person(tmp_path: Path) -> None:
    one = made()
    body = f'{{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{{"RAM":["{USER}"]}}}}'
    one.rows.append(fact(Statement(layer="trust", subject=OPS, policy="trust", body=body)))
    [row] = did(observed(tmp_path, one, trail(userIdentity=ROLE), access((14, '"3435:job:7"'))))
    assert (row.principal, row.person, row.truth, row.disputed_count) == (OPS, "p-li", "supported", 0)
    everybody = body.replace(":user/li", ":root")
    one.rows[-1] = fact(Statement(layer="trust", subject=OPS, policy="trust", body=everybody))
    [row] = did(observed(tmp_path, one, trail(userIdentity=ROLE)))
    assert (row.person, row.truth) == (None, "unknown")


def test_names_of_numbers() -> None:
    facts = made().facts()
    small = OPS.lower()
    seen = [(small, "3435"), (small, None), (USER, "2741"), ("number:2741", "2741"), ("number:9", "9"), ("*", None)]
    assert numbered(seen, facts) == [
        Numbered(small, None, OPS),
        Numbered(small, "3435", OPS),
        Numbered("number:2741", "2741", USER),
    ]
    # Another log of the same case names the number; two that differ name it nowhere.
    wu = f"acs:ram::{UID}:user/wu"
    assert numbered([("number:9", "9"), (wu, "9")], facts) == [Numbered("number:9", "9", wu)]
    assert numbered([("number:9", "9"), (wu, "9"), (wu + "2", "9")], facts) == []
    # A number of another account does not rename somebody.
    assert numbered([("acs:ram::99:user/x", "2741")], facts) == []


def test_a_renamed_user_is_nobody_in_particular() -> None:
    one = made()
    one.rows.append(fact(Identity(account=ALIBABA, principal=f"acs:ram::{UID}:user/old", kind="user", number="2741")))
    assert numbered([("number:2741", "2741")], one.facts()) == []


@pytest.mark.parametrize("harm", ["read", "alter", "stop"])
def test_silence_of_logs_that_leave_something_out_is_no_no(tmp_path: Path, harm: str) -> None:
    """Even with every class switched on, declared whole, and nobody in it."""
    result = observed(tmp_path, made())
    [row] = picked(result, harm=harm, adversary="CN")
    assert (row.principal, row.truth) == ("*", "unknown")
    shares = {one.klass: one.share for one in result.completeness if one.store == RECORDS}
    assert shares == {"data_read": 0.0, "data_write": 0.0, "management": 1.0}
    assert any("does not record every data_write event" in one.why for one in result.gaps)


def test_only_a_best_effort_log_is_never_spoken_for(tmp_path: Path) -> None:
    one = made().without(Selector)
    result = observed(tmp_path, one, access((14, '"2741"')))
    [told] = [row for row in result.completeness if (row.source, row.klass) == ("oss_access", "data_read")]
    assert (told.share, told.witnessed > 0, told.truth) == (0.0, True, "unknown")
    assert "a best-effort log speaks for no hour" in told.why


def test_a_stopped_trail_speaks_no_longer(tmp_path: Path) -> None:
    stop = trail(
        serviceName="Actiontrail",
        eventName="StopLogging",
        eventCategory="Management",
        eventRW="Write",
        referencedResources=...,
        requestParameters={"Name": "audit"},
    )
    result = observed(tmp_path, made(), stop)
    [told] = [row for row in result.completeness if row.klass == "management"]
    assert 0 < told.share < 0.1
    other = stop.replace(b'"audit"', b'"another"')
    [told] = [row for row in observed(tmp_path, made(), other).completeness if row.klass == "management"]
    assert told.share == 1.0


def test_trails_of_another_account_record_nothing_here(tmp_path: Path) -> None:
    one = made().without(Selector)
    foreign = TRAIL.replace(UID, "9999999999999999")
    one.rows.append(fact(Selector(trail=foreign, store="alibaba:oss:*", klass="management")))
    aws = "arn:aws:cloudtrail:us-west-2:111122223333:trail/audit"
    one.rows.append(fact(Selector(trail=aws, store="aws:s3:*", klass="management")))
    shares = {row.klass: row.share for row in observed(tmp_path, one).completeness}
    assert shares["management"] == 0.0


def test_a_disabled_key_stops_what_lies_under_it(tmp_path: Path) -> None:
    one = made().without(Encryption)
    one.rows.append(fact(Encryption(store=RECORDS, algorithm="KMS", key="3a6a031d-87ad-4a84")))
    disabled = {"serviceName": "Kms", "eventName": "DisableKey", "eventCategory": "Management", "eventRW": "Write"}
    parameters = {"KeyId": "3a6a031d-87ad-4a84"}
    told = trail(**disabled, requestParameters=parameters, referencedResources=..., userIdentity=LI)
    [row] = [one for one in picked(observed(tmp_path, one, told), harm="stop") if one.count]
    assert (row.truth, row.person, row.store, row.dataset) == ("supported", "p-li", RECORDS, "d-records")


def test_a_batch_deletion_is_one_request_with_its_objects(tmp_path: Path) -> None:
    one = made().without(Placement)
    one.rows += [
        fact(Placement(dataset=name, client="beacon", store=RECORDS, prefix=prefix))
        for name, prefix in (("d-a", "a/"), ("d-z", "z/"))
    ]
    request = {**RECORD, "operation": "DeleteObjects", "http_method": "POST", "object": "-"}
    keys = ("__time__", "bucket", "object", "request_id", "requester_id", "client_ip", "owner_id")
    removed = {"__topic__": "oss_batch_delete_log", **{name: RECORD[name] for name in keys}}
    log = json.dumps([request, removed]).encode()
    found = {
        row.dataset: (row.count, row.truth) for row in picked(observed(tmp_path, one, log), harm="stop") if row.count
    }
    assert found == {"d-a": (1, "supported"), "d-z": (1, "unknown")}


def test_listing_and_denied_requests_stand_apart(tmp_path: Path) -> None:
    lists = access((15, '"GetBucket"'), (12, '"5FF16B65F05BC932307A3C3D"'))
    denied = access((6, "403"), (20, '"AccessDenied"'), (12, '"5FF16B65F05BC932307A3C3E"'))
    [row] = did(observed(tmp_path, made(), access(), lists, denied))
    assert (row.count, row.metadata_count, row.denied_count) == (1, 1, 1)


def test_every_action_of_oss_has_one_class_or_is_a_setting() -> None:
    """The readers' classes and this stage's harms are told by two tables; what reads is never a write, and so on."""
    classes = dict.fromkeys(READS, "data_read") | dict.fromkeys(WRITES, "data_write")
    listed: dict[str, set[str]] = {}
    for row in table().actions:
        if row.service == "oss.aliyuncs.com":
            for name in row.names:
                listed.setdefault(name, set()).add(row.harm)
    assert {name for name in classes if name not in listed} <= {"GetObjectInfo", "GetBucketEvent"}
    for name, klass in classes.items():
        harms = listed.get(name, set()) - {"none"}
        assert klass == "data_write" or harms <= {"read"}, name


def test_the_line_is_that_of_the_reader() -> None:
    assert len(FIELDS) == 28


def test_what_the_providers_staff_did_is_told_and_leaves_open_what_it_was(tmp_path: Path) -> None:
    log = json.dumps([{**PLATFORM, "EventTime": "2026-03-02T10:00:00Z"}]).encode()
    result = observed(tmp_path, made(), log)
    rows = [row for row in picked(result, principal="staff:c1pher") if row.count]
    assert {row.harm: (row.truth, row.person, row.dataset) for row in rows} == dict.fromkeys(
        ("read", "alter", "stop"), ("unknown", None, "d-records")
    )
    assert any("Which person of the provider's staff" in one.question for one in result.gaps)
