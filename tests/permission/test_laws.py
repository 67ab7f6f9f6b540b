"""Laws of permission on random small clouds."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cloudreview.permission import PermissionResult, judge
from cloudreview.truth import Truth
from cloudreview.vocabulary.rows import AclGrant, Encryption, Grant, Organization, Parent, Statement, Target, Use
from tests.permission.builder import A, B, Cloud, key_arn, role, root, session, user

LI, WU, OPS, FAR = user("li"), user("wu", B), role("ops"), role("far", B)
ACTIONS = st.sampled_from(
    ["s3:GetObject", "s3:Get*", "s3:Put*", "*", "s3:Delete?bject", "sts:*", "kms:*", "iam:PutUserPolicy"]
)
RESOURCES = st.sampled_from(
    [
        "*",
        "arn:aws:s3:::b/*",
        "arn:aws:s3:::b/x/*",
        "arn:aws:s3:::b/*x",
        "arn:aws:s3:::b",
        "arn:aws:s3:::b/${aws:username}",
        OPS,
        key_arn(),
    ]
)
CONDITIONS: st.SearchStrategy[Mapping[str, Any]] = st.sampled_from(
    [
        {},
        {},
        {},
        {"Bool": {"aws:SecureTransport": "false"}},
        {"Bool": {"aws:SecureTransport": "true"}},
        {"StringEquals": {"aws:PrincipalAccount": A}},
        {"StringNotEquals": {"aws:username": "li"}},
        {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/*"}},
        {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}},
        {"StringLike": {"s3:prefix": "x*"}},
        {"StringNotLike": {"s3:prefix": "x*"}},
        {"StringSounds": {"s3:prefix": "x"}},
        {"StringEquals": {"aws:PrincipalTag/t": "${aws:PrincipalTag/u}"}},
    ]
)
PRINCIPALS = st.sampled_from(
    [
        "*",
        {"AWS": LI},
        {"AWS": [WU, OPS]},
        {"AWS": A},
        {"AWS": B},
        {"Service": "ec2.amazonaws.com"},
        {"AWS": session("ops", "s")},
    ]
)


@st.composite
def _statement(draw: st.DrawFn, principal: bool) -> dict[str, Any]:
    body: dict[str, Any] = {"Effect": draw(st.sampled_from(["Allow", "Allow", "Deny"]))}
    body[draw(st.sampled_from(["Action", "Action", "Action", "NotAction"]))] = draw(ACTIONS)
    body[draw(st.sampled_from(["Resource", "Resource", "Resource", "NotResource"]))] = draw(RESOURCES)
    condition = draw(CONDITIONS)
    if condition:
        body["Condition"] = condition
    if principal:
        body["Principal"] = draw(PRINCIPALS)
    return body


OWN = st.lists(_statement(principal=False), max_size=3)
SIDE = st.lists(_statement(principal=True), max_size=2)


@st.composite
def clouds(draw: st.DrawFn) -> Cloud:
    edge = draw(st.sampled_from([None, "edge"]))
    cloud = Cloud().account(A, lone=False).account(B).close("restrictions", f"aws:{A}")
    cloud.identity(LI, *draw(OWN), boundary=edge, tags=(("t", "x"),), policies=("pol",))
    cloud.managed("pol", *draw(st.lists(_statement(principal=False), min_size=1, max_size=2)))
    cloud.managed("edge", {"Effect": "Allow", "Action": draw(ACTIONS), "Resource": "*"})
    cloud.identity(WU, *draw(OWN)).role(OPS, draw(SIDE), *draw(OWN), boundary=edge).role(FAR, draw(SIDE), *draw(OWN))
    cloud.bucket("b", *draw(SIDE), acl=draw(st.booleans())).key("k1", *draw(SIDE))
    cloud.add(Organization(account=f"aws:{A}", organization="o-1", management="aws:999999999999"))
    cloud.add(
        Parent(child=f"aws:{A}", parent="r-1"),
        Target(target=f"aws:{A}", policy="p-FullAWSAccess", type="SERVICE_CONTROL_POLICY"),
    )
    cloud.add(Target(target="r-1", policy="p-1", type="SERVICE_CONTROL_POLICY"))
    cloud.managed(
        "p-1",
        {"Effect": "Allow", "Action": "*", "Resource": "*"},
        *draw(st.lists(_statement(principal=False), max_size=1)),
    )
    cloud.add(Encryption(store="aws:s3:b", algorithm="aws:kms", key=key_arn()))
    cloud.add(Use(person="p", principal=session("ops", "s")))
    if draw(st.booleans()):
        cloud.add(Grant(key=key_arn(), grant="g", grantee=draw(st.sampled_from([LI, WU])), operations=("Decrypt",)))
        cloud.add(
            AclGrant(
                store="aws:s3:b",
                grantee=draw(st.sampled_from(["79a5", "http://acs.amazonaws.com/groups/global/AllUsers"])),
                permission="WRITE",
            )
        )
    return cloud


def truths(result: PermissionResult, mode: str = "guarded") -> dict[tuple[str, ...], Truth]:
    found: dict[tuple[str, ...], Truth] = {}
    for one in result.steps:
        if one.mode == mode:
            key = (one.rule, *one.fields.values())
            found[key] = max(found.get(key, Truth.REFUTED), one.truth)
    return found


def _of(found: dict[tuple[str, ...], Truth], key: tuple[str, ...]) -> Truth:
    """What is told of a principal by name, or of everybody: a condition may be all that names one."""
    everybody = (key[0], "*", *key[2:])
    return max(found.get(key, Truth.REFUTED), found.get(everybody, Truth.REFUTED))


RUN = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def _without(cloud: Cloud, index: int) -> Cloud:
    other = copy.copy(cloud)
    other.said = cloud.said[:index] + cloud.said[index + 1 :]
    return other


@RUN
@given(clouds(), st.randoms(use_true_random=False))
def test_removing_an_allow_or_adding_a_deny_never_adds(cloud: Cloud, chance: Any) -> None:
    before = truths(cloud.judge())
    places = [at for at, (row, *_) in enumerate(cloud.said) if isinstance(row, Statement)]
    at = chance.choice(places)
    row = cloud.said[at][0]
    assert isinstance(row, Statement)
    # A managed policy that loses its last statement is one that was not delivered.
    alone = sum(isinstance(one, Statement) and one.subject == row.subject for one, *_ in cloud.said) == 1
    if row.layer == "managed" and alone:
        return
    after = truths(_without(cloud, at).judge())
    if '"Effect": "Allow"' in row.body:
        assert all(_of(before, key) >= value for key, value in after.items())
    else:
        assert all(_of(after, key) >= value for key, value in before.items())


@RUN
@given(clouds(), st.randoms(use_true_random=False))
def test_opening_a_layer_never_settles_anything(cloud: Cloud, chance: Any) -> None:
    before = truths(cloud.judge())
    cloud.open.add(chance.choice([(relation, scope) for relation, scope, *_ in cloud.closures]))
    after = truths(cloud.judge())
    for key in before.keys() | after.keys():
        was, now = before.get(key, Truth.REFUTED), after.get(key, Truth.REFUTED)
        assert now is was or now is Truth.UNKNOWN or (now is Truth.REFUTED and "unnamed" in key[1])


@RUN
@given(clouds())
def test_every_guarded_step_has_a_raw_one_on_a_subset_of_its_facts(cloud: Cloud) -> None:
    result = judge(cloud.facts())
    bare = [one for one in result.steps if one.mode == "raw"]
    for one in result.steps:
        if one.mode == "guarded" and one.rule != "decrypts":
            assert any(
                other.rule == one.rule and other.fields == one.fields and set(other.because) <= set(one.because)
                for other in bare
            ), one


@RUN
@given(clouds())
def test_unknown_has_gaps_and_steps_are_well_formed(cloud: Cloud) -> None:
    result = judge(cloud.facts())
    known = {gap.id for gap in result.gaps}
    assert len({one.id for one in result.steps}) == len(result.steps)
    for one in result.steps:
        assert set(one.gaps) <= known
        assert bool(one.gaps) == (one.truth is Truth.UNKNOWN)
        assert one.because
        assert (one.truth is Truth.UNKNOWN) == (one.spell.must == (0, 0))
    assert result == judge(cloud.facts())
    again = copy.copy(cloud)
    again.said = list(reversed(cloud.said))
    assert judge(again.facts()) == result


def test_everybody_judged_is_named() -> None:
    result = Cloud().account().identity(LI).bucket("b").judge()
    assert {one.fields["principal"] for one in result.steps} == {LI, root()}
