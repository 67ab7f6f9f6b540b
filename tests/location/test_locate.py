from __future__ import annotations

from cloudreview.law import load
from cloudreview.location import LocationResult, locate
from cloudreview.spells import NEVER, Spell
from cloudreview.truth import Truth
from cloudreview.vocabulary.facts import Facts
from cloudreview.vocabulary.rows import Encryption, Inventory, Key, Party, Placement, Replication, Site, Store
from cloudreview.vocabulary.steps import Step
from tests.location.cases import (
    ACCOUNT,
    ALL_CLOSED,
    ARN,
    BUCKET,
    HARBOR,
    HOME,
    MAYBE,
    PLACED,
    PLAIN,
    SEALED,
    SITE,
    WINDOW,
    closure,
    fact,
    facts,
)

LAW = load()
WHOLE = (PLACED, HOME, SITE, HARBOR, PLAIN)
PART = Placement(dataset="d", client="c", store=BUCKET, prefix="a/")


def asked(result: LocationResult) -> set[str]:
    return {one.where for one in result.gaps}


def protects(given: Facts, mode: str = "guarded") -> list[tuple[str, str, Spell]]:
    found = [one for one in locate(given, LAW).steps if one.rule == "protects" and one.mode == mode]
    return sorted((one.fields["key"], one.truth.word, one.spell) for one in found)


def placements(result: LocationResult) -> list[Step]:
    return [one for one in result.steps if one.rule == "placement"]


def places(given: Facts, role: str) -> list[tuple[str | None, str | None, str]]:
    found = [one for one in locate(given, LAW).locations if one.role == role]
    return [(one.country, one.region, one.truth) for one in found]


def test_everything_told_and_closed_leaves_no_gap() -> None:
    result = locate(facts(*WHOLE, closed=ALL_CLOSED), LAW)
    assert result.gaps == ()
    assert [(one.role, one.country, one.truth) for one in result.locations] == [
        ("operator", "US", "supported"),
        ("primary", "US", "supported"),
    ]
    assert [(one.key, one.holder, one.truth) for one in result.keys] == [(None, "provider", "supported")]
    assert result.powers == ()


def test_nothing_follows_from_nothing() -> None:
    result = locate(facts(), LAW)
    assert result == LocationResult(locations=(), keys=(), powers=(), steps=(), gaps=())


def test_a_placement_is_a_step_in_both_modes_with_its_fact() -> None:
    given = fact(Placement(dataset="d", client=None, store=BUCKET, prefix="a/"), MAYBE, gaps=("gap:1",))
    found = placements(locate(facts(given), LAW))
    assert sorted(one.mode for one in found) == ["guarded", "raw"]
    for one in found:
        assert one.fields == {"dataset": "d", "client": "", "store": BUCKET, "prefix": "a/"}
        assert (one.truth, one.spell, one.because, one.gaps) == (Truth.SUPPORTED, MAYBE, (given.id,), ("gap:1",))


def test_a_country_comes_from_the_sites_else_from_the_public_record() -> None:
    assert places(facts(PLACED, HOME, SITE), "primary") == [("US", "us-west-2", "supported")]
    by_law = locate(facts(PLACED, HOME), LAW)
    primary = [one for one in by_law.locations if one.role == "primary"]
    assert [(one.country, one.truth) for one in primary] == [("US", "supported")]
    assert any(name.startswith("law:") for name in primary[0].because)
    abroad = Site(provider="aws", region="us-west-2", country="CA")
    assert places(facts(PLACED, HOME, abroad), "primary") == [("CA", "us-west-2", "supported")]


def test_sites_that_differ_are_conflicting_and_successive_ones_are_not() -> None:
    abroad = Site(provider="aws", region="us-west-2", country="CA")
    both = places(facts(PLACED, HOME, SITE, abroad), "primary")
    assert sorted(both) == [("CA", "us-west-2", "conflicting"), ("US", "us-west-2", "conflicting")]
    first, then = fact(SITE, Spell.exactly((0, 400))), fact(abroad, Spell.exactly((400, 1000)))
    assert {truth for *_, truth in places(facts(PLACED, HOME, first, then), "primary")} == {"supported"}


def test_a_region_without_a_country_and_a_store_without_a_region_are_unknown() -> None:
    nowhere = Store(store=BUCKET, account=ACCOUNT, region="xx-nowhere-9")
    result = locate(facts(PLACED, nowhere), LAW)
    assert ("primary", None, "xx-nowhere-9", "unknown") in {
        (one.role, one.country, one.region, one.truth) for one in result.locations
    }
    assert "sites aws:xx-nowhere-9" in asked(result)
    lost = locate(facts(PLACED), LAW)
    assert ("primary", None, None, "unknown") in {
        (one.role, one.country, one.region, one.truth) for one in lost.locations
    }
    assert f"stores {BUCKET}" in asked(lost)


def test_two_regions_of_one_store_at_one_time_are_conflicting() -> None:
    other = Store(store=BUCKET, account=ACCOUNT, region="eu-west-1")
    assert {truth for *_, truth in places(facts(PLACED, HOME, other), "primary")} == {"conflicting"}
    early, late = fact(HOME, Spell.exactly((0, 500))), fact(other, Spell.exactly((500, 1000)))
    assert {truth for *_, truth in places(facts(PLACED, early, late), "primary")} == {"supported"}


def test_a_placement_that_is_only_possible_is_unknown_somewhere() -> None:
    assert places(facts(fact(PLACED, MAYBE), HOME, SITE), "primary") == [("US", "us-west-2", "unknown")]
    assert places(facts(fact(PLACED, Spell.exactly((2000, 3000))), HOME, SITE), "primary") == []


def test_an_operator_is_where_it_is_organised() -> None:
    abroad = Party(party="harbor", organised_in="SG")
    assert places(facts(PLACED, HOME, SITE, abroad, closed=ALL_CLOSED), "operator") == [
        ("SG", "us-west-2", "supported")
    ]
    unsaid = locate(facts(PLACED, HOME, SITE, closed=ALL_CLOSED), LAW)
    assert [one.truth for one in unsaid.locations if one.role == "operator"] == ["unknown"]
    assert "parties harbor organised_in" in asked(unsaid)


def test_open_sites_leave_one_unknown_operator_beside_the_told_one() -> None:
    result = locate(facts(*WHOLE, closed=[one for one in ALL_CLOSED if one[0] != "sites"]), LAW)
    rows = {(one.operator, one.country, one.truth) for one in result.locations if one.role == "operator"}
    assert rows == {("harbor", "US", "supported"), (None, None, "unknown")}
    assert asked(result) == {"sites aws:us-west-2"}


def test_copies_are_unknown_until_the_placements_are_closed() -> None:
    open_ = locate(facts(*WHOLE), LAW)
    assert [one.truth for one in open_.locations if one.role == "replica"] == ["unknown"]
    assert [one.what for one in open_.gaps if one.where == f"replication {BUCKET}"] == ["no_evidence"]
    for scope in ("*", "c"):
        assert places(facts(*WHOLE, closed=(("placements", scope),)), "replica") == []
    half = facts(*WHOLE, closed=(closure("placements", "*", (0, 500)),))
    assert places(half, "replica") == [(None, None, "unknown")]


def test_the_services_own_keys_need_no_key_premise() -> None:
    closed = facts(PLACED, HOME, PLAIN, closed=ALL_CLOSED)
    assert protects(closed) == [("", "supported", Spell.exactly(WINDOW))]
    assert protects(closed, "raw") == []


def test_a_default_key_protects_and_leaves_older_objects_open_unless_closed() -> None:
    open_ = facts(PLACED, HOME, SEALED, closed=(("encryption", BUCKET),))
    assert protects(open_) == [
        ("", "unknown", Spell.possibly(WINDOW)),
        (ARN, "supported", Spell.exactly(WINDOW)),
    ]
    assert f"keys {BUCKET}" in asked(locate(open_, LAW))
    for scope in (BUCKET, ACCOUNT):
        closed = facts(PLACED, HOME, SEALED, closed=(("encryption", BUCKET), ("keys", scope)))
        assert protects(closed) == [(ARN, "supported", Spell.exactly(WINDOW))]
        assert protects(closed, "raw") == [(ARN, "supported", Spell.exactly(WINDOW))]


def test_keys_of_an_account_close_only_the_stores_of_that_account() -> None:
    elsewhere = facts(PLACED, SEALED, closed=(("encryption", BUCKET), ("keys", ACCOUNT)))
    assert ("", "unknown", Spell.possibly(WINDOW)) in protects(elsewhere)
    other = Store(store=BUCKET, account="aws:999988887777")
    disputed = facts(PLACED, HOME, other, SEALED, closed=(("encryption", BUCKET), ("keys", ACCOUNT)))
    assert ("", "unknown", Spell.possibly(WINDOW)) in protects(disputed)


def test_a_key_id_is_resolved_and_an_alias_is_not() -> None:
    key = Key(key=ARN, account=ACCOUNT, region="us-west-2")
    by_id = Encryption(store=BUCKET, algorithm="aws:kms", key=ARN.rpartition("/")[2])
    assert protects(facts(PLACED, HOME, by_id, key, closed=ALL_CLOSED)) == [(ARN, "supported", Spell.exactly(WINDOW))]
    for name in (by_id.key, "alias/own"):
        lost = facts(PLACED, HOME, Encryption(store=BUCKET, algorithm="aws:kms", key=name), closed=ALL_CLOSED)
        assert [(found, truth) for found, truth, _ in protects(lost)] == [("", "unknown"), (name, "unknown")]
        assert f"keys {name}" in asked(locate(lost, LAW))


def test_a_key_id_of_two_regions_is_either() -> None:
    west, east = (
        ARN.replace("key/0a", "key/mrk-0a"),
        ARN.replace("key/0a", "key/mrk-0a").replace("us-west-2", "us-east-1"),
    )
    by_id = Encryption(store=BUCKET, algorithm="aws:kms", key=west.rpartition("/")[2])
    given = facts(
        PLACED, HOME, by_id, Key(key=west, account=ACCOUNT), Key(key=east, account=ACCOUNT), closed=ALL_CLOSED
    )
    assert [(key, truth) for key, truth, _ in protects(given)] == [
        ("", "unknown"),
        (east, "unknown"),
        (west, "unknown"),
    ]


def test_a_managed_key_is_unsettled() -> None:
    for name in (None, "alias/aws/s3"):
        given = facts(PLACED, HOME, Encryption(store=BUCKET, algorithm="aws:kms:dsse", key=name), closed=ALL_CLOSED)
        assert [(key, truth) for key, truth, _ in protects(given)] == [("", "unknown")]
        result = locate(given, LAW)
        assert [(one.holder, one.truth) for one in result.keys] == [("provider", "unknown")]
        assert f"keys {BUCKET} managed" in asked(result)
    told = Key(key=ARN, account=ACCOUNT, manager="AWS")
    assert [(key, truth) for key, truth, _ in protects(facts(PLACED, HOME, SEALED, told, closed=ALL_CLOSED))] == [
        ("", "unknown"),
        (ARN, "supported"),
    ]


def test_an_encryption_that_is_not_told_or_not_closed_or_not_implemented_is_unknown() -> None:
    assert protects(facts(PLACED, HOME)) == [("", "unknown", Spell.possibly(WINDOW))]
    assert protects(facts(PLACED, HOME, closed=ALL_CLOSED)) == [("", "unknown", Spell.possibly(WINDOW))]
    early = closure("encryption", BUCKET, (0, 300))
    assert protects(facts(PLACED, HOME, PLAIN, closed=(early, ("keys", ACCOUNT)))) == [
        ("", "supported", Spell.exactly(WINDOW)),
        ("", "unknown", Spell.possibly((300, 1000))),
    ]
    late = fact(PLAIN, Spell((600, 1000), WINDOW))
    assert ("", "unknown", Spell.possibly((0, 600))) in protects(facts(PLACED, HOME, late, closed=ALL_CLOSED))
    odd = facts(PLACED, HOME, Encryption(store=BUCKET, algorithm="SM4"), closed=ALL_CLOSED)
    assert [(key, truth) for key, truth, _ in protects(odd)] == [("", "unknown")]
    assert f"encryption {BUCKET} SM4" in asked(locate(odd, LAW))


def test_two_default_encryptions_at_one_time_are_conflicting() -> None:
    given = facts(
        PLACED, HOME, fact(PLAIN, Spell.exactly((0, 600))), fact(SEALED, Spell.exactly((400, 1000))), closed=ALL_CLOSED
    )
    assert protects(given) == [
        ("", "conflicting", Spell.exactly((400, 600))),
        ("", "supported", Spell.exactly((0, 400))),
        (ARN, "conflicting", Spell.exactly((400, 600))),
        (ARN, "supported", Spell.exactly((600, 1000))),
    ]


def test_whoever_may_disable_a_key_that_nobody_named_can_stop() -> None:
    def custody(given: Facts) -> list[tuple[str, str, str]]:
        found = [one for one in locate(given, LAW).steps if one.fields.get("actor") == f"unnamed:keys {BUCKET}"]
        return sorted((one.mode, one.fields["harm"], one.truth.word) for one in found)

    open_ = facts(PLACED, HOME, SEALED, closed=(("encryption", BUCKET),))
    assert custody(open_) == [("guarded", "stop", "unknown"), ("raw", "stop", "unknown")]
    assert custody(facts(PLACED, HOME, SEALED, closed=ALL_CLOSED)) == []
    assert custody(facts(PLACED, HOME, PLAIN, closed=ALL_CLOSED)) == []


def test_a_key_is_held_by_its_account_and_lies_in_its_region() -> None:
    key = ARN.replace("us-west-2", "eu-west-1").replace("111122223333", "999988887777")
    sealed = Encryption(store=BUCKET, algorithm="aws:kms", key=key)
    result = locate(facts(PLACED, HOME, SITE, HARBOR, sealed, closed=ALL_CLOSED), LAW)
    assert [(one.key, one.holder, one.truth) for one in result.keys] == [(key, "aws:999988887777", "supported")]
    assert [(one.country, one.region, one.truth) for one in result.locations if one.role == "key"] == [
        ("IE", "eu-west-1", "supported")
    ]
    open_ = locate(facts(PLACED, HOME, SITE, HARBOR, SEALED, closed=(("encryption", BUCKET),)), LAW)
    assert ("key", None, "unknown") in {(one.role, one.country, one.truth) for one in open_.locations}
    assert (None, None, "unknown") in {(one.key, one.holder, one.truth) for one in open_.keys}


def test_the_order_of_facts_changes_nothing() -> None:
    one = locate(facts(PLACED, HOME, SITE, HARBOR, SEALED, PLAIN), LAW)
    other = locate(facts(PLAIN, SEALED, HARBOR, SITE, HOME, PLACED), LAW)
    assert one == other
    assert list(one.steps) == sorted(one.steps, key=lambda step: step.id)


def test_every_gap_that_a_step_or_row_names_is_told() -> None:
    result = locate(facts(PLACED, HOME, SITE, SEALED), LAW)
    told = {one.id for one in result.gaps}
    assert {name for one in result.steps for name in one.gaps} <= told
    assert {name for one in result.locations for name in one.gaps} <= told
    assert all(one.because for one in (*result.steps, *result.locations, *result.keys, *result.powers))
    assert all(one.spell.must == NEVER for one in result.steps if one.spell == Spell.possibly(one.spell.may))


def test_where_a_rule_copies_to_is_a_replica_and_its_key_may_be_the_rules() -> None:
    there = "aws:s3:copy"
    rule = Replication(store=BUCKET, enabled=True, destination=there, key=ARN)
    copy = fact(Placement(dataset="d", client="c", store=there), MAYBE, gaps=("gap:copied",))
    abroad = Store(store=there, account=ACCOUNT, region="eu-west-1")
    found = locate(facts(*WHOLE, rule, copy, abroad, closed=ALL_CLOSED), LAW)
    told = [
        (one.store, one.role, one.country, one.truth) for one in found.locations if one.role in ("primary", "replica")
    ]
    assert told == [(BUCKET, "primary", "US", "supported"), (there, "replica", "IE", "unknown")]
    keys = {
        (one.fields["key"], one.truth.word)
        for one in found.steps
        if one.fields.get("store") == there and one.rule == "protects"
    }
    assert (ARN, "unknown") in keys
    (placed,) = (
        one for one in found.steps if one.rule == "placement" and one.fields["store"] == there and one.mode == "raw"
    )
    assert (placed.spell, placed.gaps) == (MAYBE, ("gap:copied",))


def test_where_the_rules_are_told_backups_are_still_asked_for() -> None:
    found = locate(facts(*WHOLE, closed=(("replication", BUCKET),)), LAW)
    assert [one.truth for one in found.locations if one.role == "backup"] == ["unknown"]
    assert [one for one in found.locations if one.role == "replica"] == []
    half = locate(facts(*WHOLE, closed=(closure("replication", BUCKET, (0, 500)),)), LAW)
    assert sorted(one.role for one in half.locations if one.role in ("backup", "replica")) == ["backup", "replica"]


def test_a_list_of_objects_shows_some_that_need_no_customers_key() -> None:
    def keyless(sealed: str | None, prefix: str | None = None, default: Encryption = SEALED) -> set[str]:
        row = Inventory(store=BUCKET, encryption=sealed, prefix=prefix, objects=3)
        given = facts(PLACED if prefix is None else PART, HOME, SITE, HARBOR, default, row, closed=ALL_CLOSED)
        return {truth for key, truth, _ in protects(given) if key == ""}

    assert keyless("SSE-KMS") == keyless(None) == set()
    assert keyless("NOT-SSE") == keyless("SSE-S3") == {"supported"}
    assert keyless("NOT-SSE", "a/b") == {"supported"}
    assert keyless("NOT-SSE", "b/") == {"unknown"}
    assert keyless("SSE-KMS", default=PLAIN) == {"supported", "unknown"}
    assert keyless("SSE-S3", default=PLAIN) == {"supported"}


def test_keys_of_oss_are_resolved_and_placed() -> None:
    store, key = "alibaba:oss:b", "acs:kms:cn-hangzhou:1234567890123456:key/0a1b"
    placed, home = Placement(dataset="d", client="c", store=store), Store(store=store, region="us-west-1")
    told = Key(key=key, account="alibaba:1234567890123456")

    def under(algorithm: str, name: str | None, *more: Key) -> set[tuple[str, str]]:
        rows = (placed, home, Encryption(store=store, algorithm=algorithm, key=name), *more)
        found = locate(facts(*rows, closed=(("encryption", store), ("keys", store))), LAW)
        return {(one.fields["key"], one.truth.word) for one in found.steps if one.rule == "protects"}

    assert under("AES256", None) == {("", "supported")}
    assert under("KMS", None) == under("KMS", "alias/acs/oss") == {("", "unknown")}
    assert under("KMS", "0a1b", told) == under("KMS", key) == {(key, "supported")}
    assert under("KMS", "0a1b") == {("0a1b", "unknown"), ("", "unknown")}
    # A key that a service made for the account is the provider's to manage: it may admit whoever may use the store.
    own = Key(key=key, account="alibaba:1234567890123456", manager="ALIBABA")
    assert under("KMS", "0a1b", own) == {(key, "supported"), ("", "unknown")}
    assert under("SM4", None) == {("", "unknown")}
    rows = (placed, home, Encryption(store=store, algorithm="KMS", key=key))
    found = locate(facts(*rows, closed=(("encryption", store), ("keys", store))), LAW)
    assert [(one.country, one.region) for one in found.locations if one.role == "key"] == [("CN", "cn-hangzhou")]
    assert [(one.key, one.holder) for one in found.keys] == [(key, "alibaba:1234567890123456")]
