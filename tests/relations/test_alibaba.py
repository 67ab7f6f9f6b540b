"""What the answers of Alibaba Cloud prove together."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from cloudreview.relations import Settled
from cloudreview.relations.joining import closure, joint
from cloudreview.spells import DAY
from cloudreview.vocabulary.delivery import Delivered, Proves
from cloudreview.vocabulary.rows import AclGrant, AnyRow, Encryption, Identity, Parent, Statement, Store, Target
from tests.relations.test_relations import FIRST, TENTH, file, settled

NUMBER = "1234567890123456"
ACCOUNT = f"alibaba:{NUMBER}"
LI, OPS, ADMINS = (f"acs:ram::{NUMBER}:{name}" for name in ("user/li", "role/ops", "group/admins"))
READER, WRITER = f"acs:ram::{NUMBER}:policy/reader", "acs:ram::system:policy/AliyunOSSFullAccess"


def identity(principal: str, **more: object) -> Identity:
    kind = principal.rpartition(":")[2].partition("/")[0]
    return Identity(account=ACCOUNT, principal=principal, kind=kind, **more)  # type: ignore[arg-type]


def told(name: str, relation: str, scope: str, *rows: AnyRow, **more: int) -> Delivered:
    return file(name, *rows, proves=(Proves(relation, scope),), **more)  # type: ignore[arg-type]


def whole() -> dict[str, Delivered]:
    """Everything about an account with a user in a group, and a role."""
    return {
        "users": told("a", "users", ACCOUNT, identity(LI, number="2")),
        "groups": told("b", "groups", ACCOUNT, identity(ADMINS)),
        "roles": told("c", "roles", ACCOUNT, identity(OPS, number="3")),
        "memberships": told("d", "memberships", LI, identity(LI, groups=(ADMINS,))),
        "attachments": told(
            "e", "attachments", ACCOUNT, identity(ADMINS, policies=(READER,)), identity(OPS, scoped=((WRITER, "rg-1"),))
        ),
        "reader": told("f", "document", READER),
        "writer": told("g", "document", WRITER),
        "trust": told("h", "trust", OPS),
    }


def closed(found: Settled) -> set[str]:
    return {one.relation for one in found.facts.closures if one.scope == ACCOUNT} & {"identities", "statements"}


def test_whole_answers_prove_the_identities_and_statements_of_an_account() -> None:
    found = settled(*whole().values())
    assert closed(found) == {"identities", "statements"}
    (statements,) = (one for one in found.facts.closures if one.relation == "statements")
    assert len(statements.places) == 8
    assert statements.spell == (FIRST, FIRST + 31 * DAY)
    assert (statements.by, statements.speaker) == ("format", "acme")


@pytest.mark.parametrize("missing", sorted(whole()))
def test_every_answer_is_needed(missing: str) -> None:
    found = settled(*(one for name, one in whole().items() if name != missing))
    assert closed(found) == (set() if missing in ("users", "groups", "roles") else {"identities"})


def test_groups_told_by_group_do_as_well() -> None:
    files = whole()
    del files["memberships"]
    assert closed(settled(*files.values(), told("i", "members", ADMINS, identity(LI, groups=(ADMINS,))))) == {
        "identities",
        "statements",
    }


@pytest.mark.parametrize(
    "row",
    [
        lambda: identity(f"acs:ram::{NUMBER}:user/Li", policies=(READER,)),
        lambda: identity(f"acs:ram::{NUMBER}:role/unlisted", scoped=((READER, "rg-1"),)),
        lambda: identity(LI, groups=(f"acs:ram::{NUMBER}:group/unlisted",)),
    ],
)
def test_policies_of_somebody_whom_no_list_holds_leave_the_statements_open(row: Callable[[], Identity]) -> None:
    assert closed(settled(*whole().values(), told("i", "attached", LI, row()))) == {"identities"}


def test_something_bad_in_an_answer_opens_what_it_tells() -> None:
    files = [*whole().values(), file("bad", opens=(("document", WRITER),))]
    assert closed(settled(*files)) == {"identities"}


def test_a_later_list_of_all_attachments_ends_what_an_identity_had() -> None:
    first = told("a", "attached", LI, identity(LI, policies=(READER,)))
    (fact,) = settled(first, told("b", "attachments", ACCOUNT, taken_at=TENTH)).facts.of(Identity)
    assert fact.spell.may[1] == TENTH
    (fact,) = settled(first, told("b", "attachments", "alibaba:6543210987654321", taken_at=TENTH)).facts.of(Identity)
    assert fact.spell.may[1] > TENTH


def test_of_an_answer_about_many_things_only_what_is_told_again_ends() -> None:
    store = "alibaba:oss:b"
    acl, sealed = AclGrant(store=store, grantee="*", permission="private"), Encryption(store=store, algorithm="KMS")
    both = (Proves("acl", store), Proves("encryption", store))
    again = told("b", "acl", store, replace(acl, permission="public-read"), taken_at=TENTH)
    found = settled(file("a", acl, sealed, proves=both), again)
    ends = {fact.row.permission: fact.spell.may[1] for fact in found.facts.of(AclGrant)}
    assert ends["private"] == TENTH
    (fact,) = found.facts.of(Encryption)
    assert fact.spell.may[1] > TENTH
    closures = {(one.relation, one.spell) for one in found.facts.closures if one.scope == store}
    assert closures == {
        ("acl", (FIRST, TENTH)),
        ("acl", (TENTH, TENTH + 31 * DAY)),
        ("encryption", (FIRST, FIRST + 31 * DAY)),
    }


def test_the_place_of_one_account_told_again_ends_no_other() -> None:
    one, other = Parent(child=ACCOUNT, parent="fd-1"), Parent(child="alibaba:6543210987654321", parent="fd-1")
    every = file("a", one, other, proves=(Proves("parent", one.child), Proves("parent", other.child)))
    moved = told("b", "parent", ACCOUNT, Parent(child=ACCOUNT, parent="fd-2"), taken_at=TENTH)
    ends = {(fact.row.child, fact.row.parent): fact.spell.may[1] for fact in settled(every, moved).facts.of(Parent)}
    assert ends[ACCOUNT, "fd-1"] == TENTH
    assert ends[other.child, "fd-1"] > TENTH


def test_restrictions_of_an_account_in_a_resource_directory() -> None:
    kind = "CONTROL_POLICY"
    files = [
        told("a", "parent", ACCOUNT, Parent(child=ACCOUNT, parent="fd-1")),
        told("b", "parent", "fd-1", Parent(child="fd-1", parent="r-Zo1")),
        told("c", "targets", f"{ACCOUNT} {kind}", Target(target=ACCOUNT, policy="cp-1", type=kind)),
        told("d", "targets", f"fd-1 {kind}"),
        told("e", "targets", f"r-Zo1 {kind}"),
        told("f", "document", "cp-1"),
    ]
    assert ("restrictions", ACCOUNT) in {(one.relation, one.scope) for one in settled(*files).facts.closures}
    for index in range(len(files)):
        fewer = files[:index] + files[index + 1 :]
        assert ("restrictions", ACCOUNT) not in {(one.relation, one.scope) for one in settled(*fewer).facts.closures}


def test_a_key_of_alibaba_cloud_needs_its_policy_and_no_grants() -> None:
    key = f"acs:kms:us-west-1:{NUMBER}:key/k-1"
    assert ("statements", key) in {
        (one.relation, one.scope) for one in settled(told("a", "policy", key)).facts.closures
    }


@settings(deadline=None)
@given(st.lists(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=4), min_size=1, max_size=4))
def test_joint_is_closed_exactly_where_every_part_is(parts: list[list[tuple[int, int]]]) -> None:
    told = [
        [closure("r", str(n), one, "s", "format", ["p"]) for one in part if one[0] < one[1]]
        for n, part in enumerate(parts)
    ]
    found = joint("r", "x", told)
    for instant in range(7):
        every = all(any(one.spell[0] <= instant < one.spell[1] for one in part) for part in told)
        assert every == any(one.spell[0] <= instant < one.spell[1] for one in found)


def test_many_answers_told_twice_are_one_closure() -> None:
    parts = [[closure("r", str(n), (0, 9), who, "format", [f"{n}{who}"]) for who in "ab"] for n in range(200)]
    (found,) = joint("r", "x", parts)
    assert found.speaker == "a"


BUCKET = "alibaba:oss:acme-data"


@pytest.mark.parametrize(("said", "agree"), [("private", True), ("public-read", False)])
def test_two_calls_may_tell_the_same_of_a_bucket_beside_what_only_one_tells(said: str, agree: bool) -> None:
    """GetBucketInfo tells the access control list too; the same word in both is no disagreement."""
    listed = AclGrant(store=BUCKET, grantee="*", permission="private")
    owned = Store(store=BUCKET, account=ACCOUNT, region="us-west-1")
    proved = (Proves("acl", BUCKET),)
    info = file("info", owned, listed, proves=(Proves("store", BUCKET), *proved))
    acl = file("acl", AclGrant(store=BUCKET, grantee="*", permission=said), proves=proved)
    found = settled(info, acl)
    assert bool(found.facts.closing(("acl", BUCKET))) is agree
    assert ("disagreement" not in {one.what for one in found.gaps}) is agree


@pytest.mark.parametrize(("body", "agree"), [('{"Effect":"Allow"}', True), ('{"Effect":"Deny"}', False)])
def test_a_policy_and_its_version_may_tell_the_same_document(body: str, agree: bool) -> None:
    """GetPolicyVersion does not tell the name of the policy."""
    name = f"acs:ram::{NUMBER}:policy/reader"
    said = Statement(layer="managed", subject=name, policy="reader", body='{"Effect":"Allow"}')
    again = Statement(layer="managed", subject=name, policy="policy", body=body)
    proved = (Proves("document", name),)
    found = settled(file("policy", said, proves=proved), file("version", again, proves=proved))
    assert bool(found.facts.closing(("document", name))) is agree
