"""Laws of permission on random small Alibaba Cloud accounts."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cloudreview.permission import judge
from cloudreview.truth import Truth
from cloudreview.vocabulary.rows import Identity, Statement
from tests.permission.alibaba_worlds import LI, OPS, Aliyun, cloud_of, random_world
from tests.permission.test_laws import _of, truths

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=4)
    | st.sampled_from(["Allow", "oss:*", "*", "acs:oss"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["RAM", "Bool", "x"]), inner, max_size=2)
    ),
    max_leaves=8,
)
BODIES = st.dictionaries(
    st.sampled_from(["Effect", "Action", "NotAction", "Resource", "Principal", "NotPrincipal", "Condition", "Version"]),
    JSON,
)
RUN = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SEEDS = st.integers(0, 10**9)


def _without(cloud: Aliyun, index: int) -> Aliyun:
    other = copy.copy(cloud)
    other.said = cloud.said[:index] + cloud.said[index + 1 :]
    return other


@RUN
@given(SEEDS, st.randoms(use_true_random=False))
def test_removing_an_allow_or_adding_a_deny_never_adds(seed: int, chance: Any) -> None:
    cloud = cloud_of(random_world(seed))
    before = truths(cloud.judge())
    places = [at for at, (row, *_) in enumerate(cloud.said) if isinstance(row, Statement)]
    at = chance.choice(places)
    row = cloud.said[at][0]
    assert isinstance(row, Statement)
    # A policy that loses its last statement is one that was not delivered.
    alone = sum(isinstance(one, Statement) and one.subject == row.subject for one, *_ in cloud.said) == 1
    if row.layer == "managed" and alone:
        return
    after = truths(_without(cloud, at).judge())
    if '"Effect": "Allow"' in row.body:
        assert all(_of(before, key) >= value for key, value in after.items())
    elif '"Effect": "Deny"' in row.body:
        assert all(_of(after, key) >= value for key, value in before.items())


@RUN
@given(SEEDS, st.randoms(use_true_random=False))
def test_opening_a_layer_never_settles_anything(seed: int, chance: Any) -> None:
    cloud = cloud_of(random_world(seed))
    before = truths(cloud.judge())
    cloud.open.add(chance.choice([(relation, scope) for relation, scope, *_ in cloud.closures]))
    after = truths(cloud.judge())
    for key in before.keys() | after.keys():
        was, now = before.get(key, Truth.REFUTED), after.get(key, Truth.REFUTED)
        assert now is was or now is Truth.UNKNOWN or (now is Truth.REFUTED and "unnamed" in key[1])


@RUN
@given(SEEDS)
def test_every_guarded_step_has_a_raw_one_on_a_subset_of_its_facts(seed: int) -> None:
    result = cloud_of(random_world(seed)).judge()
    bare = [one for one in result.steps if one.mode == "raw"]
    for one in result.steps:
        if one.mode == "guarded" and one.rule != "decrypts":
            assert any(
                other.rule == one.rule and other.fields == one.fields and set(other.because) <= set(one.because)
                for other in bare
            ), one


@RUN
@given(SEEDS)
def test_a_statement_that_is_not_understood_only_unsettles(seed: int) -> None:
    """An Allow with an unknown element only adds, a Deny only removes: neither makes a new yes or a new no."""
    cloud = cloud_of(random_world(seed))
    before = truths(cloud.judge())
    body = '{"Action": "*", "Effect": "%s", "Resource": "*", "Strange": 1}'
    name = next(row.policies[0] for row, *_ in cloud.said if isinstance(row, Identity) and row.policies)
    for effect in ("Allow", "Deny"):
        other = copy.copy(cloud)
        other.said = list(cloud.said)
        other.add(Statement(layer="managed", subject=name, policy="p", body=body % effect))
        after = truths(other.judge())
        for key in before.keys() | after.keys():
            was, now = before.get(key, Truth.REFUTED), after.get(key, Truth.REFUTED)
            assert now is was or now is Truth.UNKNOWN
            assert (now >= was) if effect == "Allow" else (now <= was)


@settings(max_examples=20, deadline=None)
@given(JSON | BODIES, JSON | BODIES)
def test_no_statement_is_too_strange_to_be_judged(own: Any, said: Any) -> None:
    cloud = Aliyun().uid().who(LI, own, number="2001").assumed(OPS, said).oss(said, block=False).kms(said)
    result = cloud.judge()
    known = {gap.id for gap in result.gaps}
    assert all(set(one.gaps) <= known for one in result.steps)


@RUN
@given(SEEDS)
def test_unknown_has_gaps_and_order_does_not_matter(seed: int) -> None:
    cloud = cloud_of(random_world(seed))
    result = judge(cloud.facts())
    known = {gap.id for gap in result.gaps}
    for one in result.steps:
        assert set(one.gaps) <= known
        assert bool(one.gaps) == (one.truth is Truth.UNKNOWN)
        assert one.because
    again = copy.copy(cloud)
    again.said = list(reversed(cloud.said))
    assert judge(again.facts()) == result
