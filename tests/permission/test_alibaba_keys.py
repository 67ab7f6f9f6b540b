"""Alibaba Cloud keys, what follows from changing permissions, bare relations, real policies, and one whole account."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cloudreview.permission.alibaba.statement import compiled
from cloudreview.vocabulary.rows import Placement, Use
from tests.permission.alibaba_worlds import (
    BUCKET,
    FULL,
    KEY,
    A,
    Aliyun,
    B,
    C,
    allow,
    assumes,
    deny,
    encrypted,
    may,
    opens,
    role,
    root,
    user,
)
from tests.permission.builder import steps, truth

LI, WU, OPS = user("li"), user("wu", B), role("ops")
DECRYPT = allow("kms:Decrypt", "acs:kms:*:*:key/*")
SAYS_LI = allow("kms:*", "*", Principal={"RAM": [LI]})
SAYS_WU = allow("kms:*", "*", Principal={"RAM": [WU]})
DEFAULT = allow("kms:*", "*", Principal={"RAM": [f"acs:ram::{A}:*"]})


@pytest.mark.parametrize(
    ("own", "said", "expected"),
    [
        ([], [], "refuted"),
        ([DECRYPT], [], "supported"),
        ([allow("kms:Decrypt", KEY)], [], "supported"),
        ([], [SAYS_LI], "supported"),
        ([DECRYPT], [deny("kms:Decrypt", "*", Principal={"RAM": [LI]})], "refuted"),
        ([deny("kms:*", "*")], [SAYS_LI], "refuted"),
        # Whether the default policy names each user of the account is not settled.
        ([], [DEFAULT], "unknown"),
        ([DECRYPT], [DEFAULT], "supported"),
        ([allow("kms:Decrypt", f"acs:kms:*:{B}:key/*")], [], "refuted"),
        ([allow("kms:Decrypt", "acs:kms:cn-beijing:*:key/*")], [], "refuted"),
    ],
)
def test_a_key_of_the_own_account_needs_either_side(own: list[Any], said: list[Any], expected: str) -> None:
    found = Aliyun().uid().who(LI, *own).kms(*said).judge()
    assert opens(found, LI) == expected
    assert opens(found, root()) == "supported"


@pytest.mark.parametrize(
    ("own", "said", "expected"),
    [
        ([DECRYPT], [SAYS_WU], "supported"),
        ([], [SAYS_WU], "refuted"),
        ([DECRYPT], [DEFAULT], "refuted"),
        ([DECRYPT], [], "refuted"),
        ([DECRYPT], [allow("kms:*", "*", Principal={"RAM": [root(B)]})], "unknown"),
    ],
)
def test_a_key_of_another_account_needs_both_sides(own: list[Any], said: list[Any], expected: str) -> None:
    assert opens(Aliyun().uid().uid(B).who(WU, *own).kms(*said).judge(), WU) == expected


def test_a_bucket_names_its_key_by_id_alone() -> None:
    found = Aliyun().uid().who(LI, DECRYPT).oss().kms().add(encrypted("k1")).judge()
    assert opens(found, LI, "k1") == opens(found, LI) == "supported"
    assert opens(Aliyun().uid().who(LI, DECRYPT).oss().add(encrypted("other")).judge(), LI, "other") == "unknown"


def test_who_may_stop_a_key() -> None:
    found = Aliyun().uid().who(LI, allow("kms:DisableKey", "*")).who(user("wu"), DECRYPT).kms().judge()
    assert may(found, LI, "stop", KEY) == "supported"
    assert may(found, user("wu"), "stop", KEY) == "refuted"


def test_a_key_that_is_disabled_may_be_enabled() -> None:
    found = Aliyun().uid().who(LI, DECRYPT).kms(state="Disabled").judge()
    assert opens(found, LI) == "unknown"


def test_objects_under_a_key_that_is_not_told() -> None:
    found = Aliyun().uid().who(LI, allow("oss:*", "*")).oss().add(encrypted(None)).judge()
    assert (may(found, LI), may(found, LI, "alter"), may(found, root())) == ("unknown", "supported", "supported")
    plain = Aliyun().uid().who(LI, allow()).oss().add(encrypted(None, "AES256")).judge()
    assert may(plain, LI) == "supported"


def test_what_everybody_may_read_under_a_key_is_unknown() -> None:
    found = Aliyun().uid().oss(acl="public-read", block=False).kms().add(encrypted("k1")).judge()
    assert may(found, "*") == "supported"
    assert opens(found, "*", "k1") == "unknown"
    assert opens(Aliyun().uid().oss().kms().add(encrypted("k1")).judge(), "*", "k1") == "refuted"


def test_a_key_that_is_not_wholly_delivered_opens_for_readers_alone() -> None:
    cloud = Aliyun().uid().who(LI, allow()).who(user("wu")).oss().kms().add(encrypted("k1"))
    cloud.open.add(("statements", KEY))
    found = cloud.judge()
    assert opens(found, LI) == "unknown"
    assert opens(found, user("wu")) == "refuted"


# What follows from changing permissions.


@pytest.mark.parametrize(
    "action",
    ["ram:AttachPolicyToUser", "ram:*", "ims:CreateAccessKey", "resourcemanager:AttachPolicy", "RAM:createaccesskey"],
)
def test_whoever_may_change_permissions_is_never_refused(action: str) -> None:
    found = Aliyun().uid().who(LI, allow(action, "*")).assumed(OPS).oss().kms().judge()
    assert may(found, LI) == may(found, LI, "stop") == opens(found, LI) == assumes(found, LI, OPS) == "unknown"
    assert len({gap.where for gap in found.gaps}) == 1
    assert may(found, LI, mode="raw") == "supported"


def test_what_is_allowed_for_sure_stays_so() -> None:
    found = Aliyun().uid().who(LI, allow(), allow("ram:*", "*")).oss().judge()
    assert (may(found, LI), may(found, LI, "alter")) == ("supported", "unknown")


def test_a_power_that_is_denied_is_none() -> None:
    assert may(Aliyun().uid().who(LI, allow("ram:*", "*"), deny("ram:*", "*")).oss().judge(), LI) == "refuted"


@pytest.mark.parametrize(
    ("action", "harms"),
    [
        ("oss:PutBucketPolicy", {"read": "unknown", "alter": "unknown", "stop": "supported"}),
        ("oss:PutBucketAcl", {"read": "unknown", "alter": "unknown", "stop": "unknown"}),
        ("oss:PutBucketReplication", {"read": "unknown", "alter": "refuted", "stop": "refuted"}),
    ],
)
def test_detours_through_a_bucket(action: str, harms: dict[str, str]) -> None:
    found = Aliyun().uid().who(LI, allow(action, "*")).oss().judge()
    assert {harm: may(found, LI, harm) for harm in harms} == harms


# Bare relations.


def test_bare_relations_ask_for_no_condition_and_count_no_deny() -> None:
    cloud = Aliyun().uid().who(LI, deny("*", "*")).uid(B).who(WU, number="3001")
    cloud.oss(allow("oss:ListObjects", Principal=["3001"], Condition={"Bool": {"acs:MFAPresent": "true"}}))
    found = cloud.judge()
    for who in (LI, WU, root()):
        assert {may(found, who, harm, mode="raw") for harm in ("read", "alter", "stop")} == {"supported"}
    assert may(found, root(B), mode="raw") == may(found, "*", mode="raw") == "refuted"
    assert may(found, WU) == "refuted"


def test_the_same_resource_directory_is_one_side() -> None:
    cloud = Aliyun().uid(lone=False).oss().directory().uid(B, lone=False).directory(uid=B).who(WU)
    assert may(cloud.judge(), WU, mode="raw") == "supported"
    assert may(Aliyun().uid().oss().uid(B).who(WU).judge(), WU, mode="raw") == "refuted"


def test_who_a_key_admits_is_beside_the_bucket() -> None:
    found = Aliyun().uid().uid(B).who(WU).oss().kms(SAYS_WU).add(encrypted("k1")).judge()
    assert may(found, WU, mode="raw") == "supported"


# A principal that we do not understand, and the published policies.


def test_a_principal_of_an_unknown_form_may_be_anybody() -> None:
    cloud = Aliyun().uid().assumed(OPS).oss().kms().add(Use(person="p", provider="Aliyun", principal="li@corp"))
    found = cloud.judge()
    assert may(found, "li@corp") == opens(found, "li@corp") == assumes(found, "li@corp", OPS) == "unknown"
    cloud = Aliyun().uid().oss().add(Use(person="p", provider="aws", principal="li@corp"))
    assert may(cloud.judge(), "li@corp") == "refuted"


POLICIES = Path(__file__).parents[3] / "shared" / "data" / "alibaba" / "ram_policies.jsonl"


def test_every_published_policy_is_compiled_and_the_odd_effect_is_in_doubt() -> None:
    if not POLICIES.exists():
        pytest.skip("../shared/data is absent")
    lines = [json.loads(line)["document"] for line in POLICIES.read_text().splitlines()]
    assert len(lines) == 76
    bodies = [one for line in lines for one in (line["Statement"] if isinstance(line["Statement"], list) else [])]
    said = {json.dumps(body): compiled(json.dumps(body)) for body in bodies}
    odd = [body for body, one in said.items() if len(one.effects) == 2]
    assert [json.loads(body)["Effect"] for body in odd] == ["allow "]
    unclear = {why.split(",")[0] for one in said.values() for why in one.unsettled}
    assert unclear == {'its Effect "allow "', "white space in its Action", "white space in its Resource"}


def test_a_whole_account() -> None:
    """Two accounts of a directory: a user, a role assumed by a user of the other account, a bucket under a key."""
    cloud = Aliyun().uid(lone=False).uid(B).oss(deny(["oss:Delete*", "oss:ReplicateDelete"], Principal="*"))
    cloud.directory([FULL], [FULL], [FULL, deny("oss:PutBucketLifecycle", "*")], management=C)
    cloud.who(LI, allow(["oss:GetObject", "oss:PutObject"], "acs:oss:*:*:b/clients/*"), DECRYPT, number="2001")
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"RAM": [root(B)]}}
    cloud.assumed(OPS, trust, own=[allow("oss:*", ["acs:oss:*:*:b", "acs:oss:*:*:b/*"])])
    cloud.who(WU, allow("sts:AssumeRole", "acs:ram:*:*:role/*")).kms(DEFAULT).add(encrypted("k1"))
    cloud.add(Placement(dataset="d", store=BUCKET, prefix="clients/"), Use(person="p", principal=WU))
    found = cloud.judge()
    harms = ("read", "alter", "stop")
    assert [may(found, LI, harm) for harm in harms] == ["supported", "supported", "refuted"]
    # The role may also change the bucket's policy, which needs no key.
    assert [may(found, OPS, harm) for harm in harms] == ["supported", "supported", "supported"]
    (stop,) = steps(found, principal=OPS, store=BUCKET, harm="stop")
    assert stop.witness == f"oss:PutBucketPolicy acs:oss:*:{A}:b"
    assert [may(found, WU, harm) for harm in harms] == ["refuted"] * 3
    assert assumes(found, WU, OPS) == "unknown"
    assert (opens(found, LI, "k1"), opens(found, OPS, "k1"), opens(found, WU, "k1")) == (
        "supported",
        "unknown",
        "refuted",
    )
    assert truth(found, principal=root(), store=BUCKET, harm="stop").word == "supported"
