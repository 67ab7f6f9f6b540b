"""A yes for everybody rests on the account's block of public access too: told off, told on, not told, not sure."""

from __future__ import annotations

from typing import Any

import pytest

from cloudreview.permission import PermissionResult
from cloudreview.vocabulary.rows import PublicBlock
from tests.permission.alibaba_worlds import A as HERE
from tests.permission.alibaba_worlds import Aliyun, blocked
from tests.permission.alibaba_worlds import B as ELSEWHERE
from tests.permission.alibaba_worlds import allow as grant
from tests.permission.alibaba_worlds import user as person
from tests.permission.builder import A, AclGrant, B, Cloud, Store, allow, may, root, steps, user

EVERYBODY = "http://acs.amazonaws.com/groups/global/AllUsers"
SIGNED = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"
GET, OBJECTS = "s3:GetObject", "arn:aws:s3:::b/*"
OURS, WU = user("li"), user("li", B)
STAR = allow(GET, OBJECTS, Principal="*")
ACCOUNT = f"alibaba:{HERE}"
LI, FAR = person("li"), person("wu", ELSEWHERE)


def switches(subject: str, **on: bool) -> PublicBlock:
    names = ("block_public_acls", "ignore_public_acls", "block_public_policy", "restrict_public_buckets")
    return PublicBlock(subject=subject, **{name: on.get(name, False) for name in names})


def public(*policy: Any) -> Cloud:
    """A bucket of A with a policy, a user of A that has none of its own, and one of B that may all; A's block open."""
    cloud = Cloud().account().account(B).identity(OURS).identity(WU, allow([GET, "s3:PutObject"])).bucket("b", *policy)
    cloud.open.add(("public_block", f"aws:{A}"))
    return cloud


def asked(found: PermissionResult, who: str, store: str = "aws:s3:b", harm: str = "read") -> set[str]:
    """The questions that hold an answer at unknown."""
    named = {gap for step in steps(found, principal=who, store=store, harm=harm) for gap in step.gaps}
    return {one.question for one in found.gaps if one.id in named}


def test_without_the_accounts_answer_nobody_from_outside_surely_gets_in_by_a_public_policy() -> None:
    found = public(STAR).judge()
    assert (may(found, "*"), may(found, WU), may(found, OURS)) == ("unknown", "unknown", "supported")
    for who in ("*", WU):
        (question,) = asked(found, who)
        assert f"aws s3control get-public-access-block --account-id {A}" in question


@pytest.mark.parametrize(("on", "expected"), [(False, "supported"), (True, "refuted")])
def test_the_accounts_answer_settles_it(on: bool, expected: str) -> None:
    told = switches(f"aws:{A}", restrict_public_buckets=on)
    found = public(STAR).add(told).judge()
    assert (may(found, "*"), may(found, WU), may(found, OURS)) == (expected, expected, "supported")


def test_somebody_may_state_that_the_account_has_no_block() -> None:
    cloud = public(STAR)
    cloud.open.clear()
    (step,) = steps(cloud.judge(), principal="*", store="aws:s3:b", harm="read")
    (said,) = [one for one in cloud.facts().closures if (one.relation, one.scope) == ("public_block", f"aws:{A}")]
    assert step.truth.word == "supported"
    assert said.id in step.because


def test_a_yes_names_the_answer_that_it_rests_on() -> None:
    cloud = public(STAR).add(switches(f"aws:{A}"))
    (fact,) = cloud.facts().of(PublicBlock)
    found = cloud.judge()
    assert fact.id in steps(found, principal="*", store="aws:s3:b", harm="read")[0].because
    assert fact.id not in steps(found, principal=OURS, store="aws:s3:b", harm="read")[0].because


def test_a_bucket_that_blocks_by_itself_needs_no_answer_of_the_account() -> None:
    found = public(STAR).add(switches("aws:s3:b", restrict_public_buckets=True)).judge()
    assert (may(found, "*"), may(found, WU)) == ("refuted", "refuted")
    # Its other switches do not stand in for the one that counts.
    other = public(STAR).add(switches("aws:s3:b", ignore_public_acls=True)).judge()
    assert may(other, "*") == "unknown"


def test_a_policy_that_is_not_public_is_not_touched() -> None:
    found = public(allow(GET, OBJECTS, Principal={"AWS": B})).judge()
    assert (may(found, WU), may(found, "*")) == ("supported", "refuted")
    beside = public(STAR, allow("s3:PutObject", OBJECTS, Principal={"AWS": B})).judge()
    # "Nobody of another account gets in" by a public policy, whoever its other statements name.
    assert may(beside, WU, "alter") == "unknown"


@pytest.mark.parametrize("grantee", [EVERYBODY, SIGNED])
def test_without_the_accounts_answer_public_lists_may_be_ignored(grantee: str) -> None:
    def listed() -> Cloud:
        cloud = Cloud().account().identity(OURS).bucket("b", acl=True)
        cloud.open.add(("public_block", f"aws:{A}"))
        return cloud.add(AclGrant(store="aws:s3:b", grantee=grantee, permission="WRITE"))

    found = listed().judge()
    assert may(found, "*", "alter") == "unknown"
    (question,) = asked(found, "*", harm="alter")
    assert f"--account-id {A}" in question
    assert may(listed().add(switches(f"aws:{A}")).judge(), "*", "alter") == "supported"
    assert may(listed().add(switches(f"aws:{A}", ignore_public_acls=True)).judge(), "*", "alter") == "refuted"


def test_identities_of_the_account_itself_stay_yes() -> None:
    cloud = Cloud().account().identity(OURS, allow()).bucket("b", STAR)
    cloud.open.add(("public_block", f"aws:{A}"))
    assert may(cloud.judge(), OURS) == may(cloud.judge(), root()) == "supported"


def test_an_answer_speaks_for_its_time_only() -> None:
    cloud = public(STAR).add(switches(f"aws:{A}"), span=(0, 50), may=(0, 100))
    found = cloud.judge()
    assert may(found, "*", at=20) == "supported"
    assert may(found, "*", at=70) == "unknown"


def test_answers_that_differ_settle_nothing() -> None:
    cloud = public(STAR).add(switches(f"aws:{A}"), switches(f"aws:{A}", restrict_public_buckets=True))
    assert may(cloud.judge(), "*") == "unknown"


def test_one_question_for_all_buckets_of_an_account() -> None:
    cloud = public(STAR).bucket("c", allow(GET, "arn:aws:s3:::c/*", Principal="*"))
    found = cloud.judge()
    assert len(asked(found, "*") | asked(found, "*", "aws:s3:c")) == 1


def test_of_a_bucket_whose_owner_is_not_told_the_owner_is_asked_for() -> None:
    cloud = Cloud().account().close("statements", "aws:s3:b").statements("store", "aws:s3:b", [STAR])
    found = cloud.add(Store(store="aws:s3:b", account=None, region="us-east-1")).judge()
    assert may(found, "*") == "unknown"
    assert not any("public-access-block" in one for one in asked(found, "*"))


def oss(*said: Any, block: bool | None = False, **more: Any) -> Aliyun:
    """A bucket with a policy; the block of its account is open."""
    cloud = Aliyun().uid().uid(ELSEWHERE).who(LI, number="2001").who(FAR, number="3001")
    cloud.oss(*said, block=block, objects=True, **more)
    cloud.open.add(("public_block", ACCOUNT))
    return cloud


@pytest.mark.parametrize(
    "cloud", [oss(grant(Principal="*")), oss(acl="public-read"), oss(grant(Principal="*"), block=None)]
)
def test_of_oss_too_the_accounts_answer_is_needed(cloud: Aliyun) -> None:
    found = cloud.judge()
    assert may(found, "*", store="alibaba:oss:b") == "unknown"
    (question,) = asked(found, "*", "alibaba:oss:b")
    assert question == f"Send the answer of `ossutil api get-public-access-block` of {ACCOUNT}."


@pytest.mark.parametrize(("on", "expected"), [(False, "supported"), (True, "refuted")])
@pytest.mark.parametrize("more", [{"acl": "public-read"}, {"acl": "private"}])
def test_of_oss_the_accounts_answer_settles_it(on: bool, expected: str, more: dict[str, str]) -> None:
    said = [] if more["acl"] == "public-read" else [grant(Principal="*")]
    cloud = oss(*said, **more).add(blocked(ACCOUNT, on))
    fact = next(one for one in cloud.facts().of(PublicBlock) if one.row.subject == ACCOUNT)
    found = cloud.judge()
    assert may(found, "*", store="alibaba:oss:b") == expected
    for step in steps(found, principal="*", store="alibaba:oss:b", harm="read"):
        assert fact.id in step.because


def test_of_oss_whoever_is_named_stays_yes_and_whoever_a_public_statement_lets_in_is_open() -> None:
    named = oss(grant(Principal=["3001", "2001"])).judge()
    assert may(named, FAR, store="alibaba:oss:b") == may(named, LI, store="alibaba:oss:b") == "supported"
    # What is public is ignored whole, so that it may let in nobody of the account either.
    wide = oss(grant(Principal="*")).judge()
    assert may(wide, LI, store="alibaba:oss:b") == may(wide, FAR, store="alibaba:oss:b") == "unknown"
    own = oss().add(blocked("alibaba:oss:b", False))
    own.who(person("lu"), grant(), number="2002")
    assert may(own.judge(), person("lu"), store="alibaba:oss:b") == "supported"


def test_of_oss_a_blocked_bucket_needs_no_answer_of_the_account() -> None:
    assert may(oss(grant(Principal="*"), block=True).judge(), "*", store="alibaba:oss:b") == "refuted"
