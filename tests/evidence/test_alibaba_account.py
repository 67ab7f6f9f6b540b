"""A whole account of Alibaba Cloud as its answers tell it: from files in a folder to what is known and closed."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import msgspec

from cloudreview.case import Case, open_case
from cloudreview.evidence.deliver import deliver
from cloudreview.relations import Settled, settle
from cloudreview.vocabulary.delivery import Delivery
from cloudreview.vocabulary.rows import Identity, Organization, Parent, Statement, Store, Target
from tests.evidence import test_alibaba_directory as directory
from tests.evidence import test_alibaba_kms as kms
from tests.evidence import test_alibaba_oss as oss
from tests.evidence import test_alibaba_ram as names
from tests.evidence import test_alibaba_ram_policy as policies
from tests.evidence.alibaba import ACCOUNT, NUMBER, REQUEST, ram, text, wrapped

LI, OPS, ADMINS, READER = ram("user/li"), ram("role/ops"), ram("group/admins"), ram("policy/reader")
NONE_ATTACHED = wrapped("ControlPolicyAttachments", "ControlPolicyAttachment")
FILES: dict[str, tuple[Any, str]] = {
    "users": (wrapped("Users", "User", names.LI, IsTruncated=False), ACCOUNT),
    "groups": (wrapped("Groups", "Group", names.ADMINS, IsTruncated=False), ACCOUNT),
    "roles": (wrapped("Roles", "Role", names.OPS, IsTruncated=False), ""),
    "role": ({**REQUEST, "Role": {**names.OPS, "AssumeRolePolicyDocument": text(names.TRUST)}}, ""),
    "groups of li": (wrapped("Groups", "Group", names.MEMBERSHIP), LI),
    "attachments": (
        policies.attachments(
            policies.attachment("admins@group.acme.onaliyun.com", "IMSGroup", NUMBER),
            policies.attachment("ops@role.acme.onaliyunservice.com", "ServiceRole", "rg-1"),
        ),
        "",
    ),
    "policy": (policies.policy_of(text(policies.READ)), ACCOUNT),
    "buckets": (oss.listed("acme-data"), ""),
    "bucket": (oss.INFO, ""),
    "bucket policy": (oss.POLICY, oss.STORE),
    "key": ({**REQUEST, "KeyMetadata": kms.METADATA}, ""),
    "key policy": ({**REQUEST, "Policy": text(kms.STATEMENT)}, kms.KEY),
    "directory": ({**REQUEST, "ResourceDirectory": directory.DIRECTORY}, ACCOUNT),
    "place": ({**REQUEST, "Account": directory.MEMBER}, ""),
    **{f"at {target}": (NONE_ATTACHED, target) for target in (ACCOUNT, "fd-bVaRIG", "fd-top")},
    "at root": (wrapped("ControlPolicyAttachments", "ControlPolicyAttachment", directory.attached("cp-1")), "r-Zo1234"),
    "control policy": (
        {**REQUEST, "ControlPolicy": {"PolicyId": "cp-1", "PolicyName": "p", "PolicyDocument": text(directory.DENY)}},
        "",
    ),
}
CLOSED = {
    ("identities", ACCOUNT),
    ("statements", ACCOUNT),
    ("stores", ACCOUNT),
    ("statements", oss.STORE),
    ("statements", kms.KEY),
    ("restrictions", ACCOUNT),
}


def delivered(folder: Path) -> tuple[Case, Delivery]:
    evidence = folder / "evidence"
    evidence.mkdir(parents=True)
    (folder / "case.toml").write_text('[case]\nid = "c"\ntitle = "t"\nsubject = "s"\n')
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["file", "speaker", "taken_at", "about"])
    for name, (content, about) in FILES.items():
        named = isinstance(content, str) or content is oss.POLICY
        # As in real answers each has an id of its own, so that equal answers about two things are two files.
        data = content if isinstance(content, str) else json.dumps(content if named else {**content, "RequestId": name})
        (evidence / name).write_text(data)
        writer.writerow([name, "acme", "2026-03-01T00:00:00Z", about])
    (evidence / "evidence.csv").write_text(table.getvalue())
    case = open_case(folder)
    delivery = deliver(case)
    assert [(file.name, file.bad) for file in delivery.files if file.bad] == []
    return case, delivery


def closed(found: Settled) -> set[tuple[str, str]]:
    return {(one.relation, one.scope) for one in found.facts.closures} & CLOSED


def test_everything_about_an_account_is_known_and_closed(tmp_path: Path) -> None:
    case, delivery = delivered(tmp_path)
    found = settle(delivery, case)
    rows = [fact.row for fact in found.facts.of(Identity)]
    assert {row.principal for row in rows} == {ram("root"), LI, OPS, ADMINS}
    assert {row.groups for row in rows if row.principal == LI} == {(), (ADMINS,)}
    assert {row.number for row in rows if row.principal == LI} == {None, "222748924538"}
    assert {row.policies for row in rows if row.principal == ADMINS} == {(), (READER,)}
    assert {row.scoped for row in rows if row.principal == OPS} == {(), ((READER, "rg-1"),)}
    subjects = {(fact.row.layer, fact.row.subject) for fact in found.facts.of(Statement)}
    assert subjects == {
        ("trust", OPS), ("managed", READER), ("store", oss.STORE), ("key", kms.KEY), ("managed", "cp-1")
    }  # fmt: skip
    assert {fact.row.account for fact in found.facts.of(Store)} == {ACCOUNT}
    assert {fact.row.account for fact in found.facts.of(Organization)} == {ACCOUNT, directory.MANAGEMENT}
    assert len(found.facts.of(Parent)) == 3
    assert len(found.facts.of(Target)) == 1
    assert closed(found) == CLOSED


def test_a_part_that_is_missing_opens_what_it_tells_and_nothing_else(tmp_path: Path) -> None:
    account = {name: (name, ACCOUNT) for name in ("identities", "statements", "stores", "restrictions")}
    opens = {
        "users": {account["identities"], account["statements"]},
        "attachments": {account["statements"]},
        "groups of li": {account["statements"]},
        "role": {account["statements"]},
        "policy": {account["statements"]},
        "buckets": {account["stores"]},
        "place": {account["restrictions"]},
        "at root": {account["restrictions"]},
        "control policy": {account["restrictions"]},
        "bucket": {("statements", oss.STORE)},
        "bucket policy": {("statements", oss.STORE)},
        "key policy": {("statements", kms.KEY)},
    }
    case, delivery = delivered(tmp_path)
    for name, opened in opens.items():
        rest = tuple(file for file in delivery.files if file.name != name)
        assert closed(settle(msgspec.structs.replace(delivery, files=rest), case)) == CLOSED - opened, name
