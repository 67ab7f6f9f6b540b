from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloudreview.law import load
from cloudreview.location import locate
from cloudreview.spells import Spell
from cloudreview.truth import Truth
from cloudreview.vocabulary.facts import Facts
from cloudreview.vocabulary.rows import Encryption, Key, Placement, Site, Store
from cloudreview.vocabulary.steps import Step
from cloudreview.vocabulary.words import HARMS, POWERS
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
    operation,
)

LAW = load()
WHOLE = (PLACED, HOME, SITE, HARBOR, PLAIN)
HARM = {power: {harm for harm, _ in LAW.power_harms(power)} for power in POWERS}


def powers(given_: Facts, actor: str, mode: str = "guarded") -> list[Step]:
    found = [one for one in locate(given_, LAW).steps if one.rule == "power"]
    return [one for one in found if one.fields["actor"] == actor and one.mode == mode]


def closed(*more: object) -> Facts:
    return facts(*WHOLE, *more, closed=ALL_CLOSED)  # type: ignore[arg-type]


def test_an_approval_that_nobody_tells_is_unknown_guarded_and_nothing_raw() -> None:
    given_ = closed(operation(logged_in="ticket system"))
    guarded, raw = powers(given_, "t"), powers(given_, "t", "raw")
    assert [(one.fields["harm"], one.truth, one.residual) for one in guarded] == [("stop", Truth.UNKNOWN, ())]
    assert [(one.fields["harm"], one.truth, one.gaps) for one in raw] == [("stop", Truth.SUPPORTED, ())]
    gaps = {one.id: one for one in locate(given_, LAW).gaps}
    assert [gaps[name].where for name in guarded[0].gaps] == ["operations t suspend_service aws:us-west-2 approval"]


def test_nobodys_approval_leaves_the_power_as_it_is() -> None:
    (found,) = powers(closed(operation(approval="none")), "t")
    assert (found.truth, found.gaps, found.residual) == (Truth.SUPPORTED, (), ())
    assert found.fields == {
        "actor": "t",
        "power": "suspend_service",
        "target": "aws:us-west-2",
        "harm": "stop",
        "store": BUCKET,
    }


def test_anothers_approval_and_a_condition_are_residual_guarded_only() -> None:
    given_ = closed(operation(approval="customer", condition="only in an emergency"))
    (guarded,), (raw,) = powers(given_, "t"), powers(given_, "t", "raw")
    assert guarded.truth is Truth.UNKNOWN
    assert [(one.key, one.operator, one.values, one.by) for one in guarded.residual] == [
        ("approval", "agreed", ("customer",), "other"),
        ("condition", "holds", ("only in an emergency",), "other"),
    ]
    assert len(guarded.gaps) == 2
    assert (raw.truth, raw.residual, raw.gaps) == (Truth.SUPPORTED, (), ())
    assert guarded.because == raw.because


@pytest.mark.parametrize("power", POWERS)
def test_a_power_does_what_the_law_data_say(power: str) -> None:
    given_ = closed(operation(power=power, approval="none"))
    found = powers(given_, "t")
    assert {one.fields["harm"] for one in found} == HARM[power]
    assert all(LAW.power_row(power) in one.because for one in found)
    assert {one.harm for one in locate(given_, LAW).powers} == HARM[power]


def test_an_unknown_power_may_do_anything() -> None:
    given_ = closed(operation(power="root", approval="none"))
    for mode in ("guarded", "raw"):
        found = powers(given_, "t", mode)
        assert [one.fields["harm"] for one in sorted(found, key=lambda one: one.fields["harm"])] == sorted(HARMS)
        assert {one.truth for one in found} == {Truth.UNKNOWN}
    assert {one.truth for one in locate(given_, LAW).powers} == {"unknown"}


@pytest.mark.parametrize(
    ("target", "truths"),
    [
        ("aws", {"supported"}),
        ("aws:us-west-2", {"supported"}),
        ("aws:eu-west-1", set()),
        ("alibaba:us-west-1", set()),
        ("alibaba", set()),
        ("aws:s3", {"supported"}),
        (BUCKET, {"supported"}),
        ("aws:s3:other", set()),
        ("arn:aws:s3:::b", {"supported"}),
        ("arn:aws:s3:::b/a/*", {"supported"}),
        ("aws:s3:b2", set()),
        (ACCOUNT, {"supported"}),
        ("aws:999988887777", set()),
        ("Boardman", {"supported"}),
        (ARN, set()),
        ("aws:us-west-2:usw2-az1", {"unknown"}),
        ("kms-vault", {"unknown"}),
        ("alibaba:service:x", set()),
        ("aws:kms", {"unknown"}),
        ("", {"unknown"}),
    ],
)
def test_what_a_target_covers(target: str, truths: set[str]) -> None:
    for mode in ("guarded", "raw"):
        found = powers(closed(operation(target=target, approval="none")), "t", mode)
        assert {one.truth.word for one in found} == truths, target


def test_a_key_covers_what_is_under_it_and_what_may_be() -> None:
    power = operation(power="key_custody", target=ARN, approval="none")
    sealed = facts(PLACED, HOME, SITE, HARBOR, SEALED, power, closed=ALL_CLOSED)
    assert {(one.fields["harm"], one.truth.word) for one in powers(sealed, "t")} == {
        ("read", "supported"),
        ("stop", "supported"),
    }
    other = Encryption(store=BUCKET, algorithm="aws:kms", key=ARN.replace("a001", "a002"))
    maybe = facts(PLACED, HOME, SITE, HARBOR, other, power, closed=(("encryption", BUCKET),))
    assert {one.truth.word for one in powers(maybe, "t")} == {"unknown"}
    never = facts(PLACED, HOME, SITE, HARBOR, other, power, closed=ALL_CLOSED)
    assert powers(never, "t") == []


def test_a_store_in_no_known_region_may_be_in_any() -> None:
    given_ = facts(PLACED, SITE, PLAIN, operation(target="aws:us-west-2", approval="none"), closed=ALL_CLOSED)
    (found,) = powers(given_, "t")
    assert (found.truth, found.spell) == (Truth.UNKNOWN, Spell.possibly(WINDOW))
    assert {one.truth for one in powers(given_, "harbor", "raw")} == {Truth.UNKNOWN}


def test_one_of_several_sites_may_or_may_not_hold_the_store() -> None:
    second = Site(provider="aws", region="us-west-2", site="Umatilla", country="US", operator="harbor")
    (found,) = powers(closed(second, operation(power="suspend_service", target="Boardman", approval="none")), "t")
    assert found.truth is Truth.UNKNOWN
    assert len(found.gaps) == 1


def test_the_power_holds_only_while_its_premises_do() -> None:
    power = fact(operation(approval="none"), Spell.exactly((0, 600)))
    home = fact(HOME, Spell((400, 1000), WINDOW))
    (found,) = powers(facts(PLACED, home, SITE, HARBOR, PLAIN, power, closed=ALL_CLOSED), "t")
    assert found.spell == Spell((400, 600), (0, 600))
    unsure = closed(fact(operation(approval="none"), MAYBE, gaps=("gap:1",)))
    assert [one.truth for one in locate(unsure, LAW).powers] == ["unknown"]
    assert powers(unsure, "t")[0].gaps == ("gap:1",)


def test_the_operator_of_a_site_reaches_it_raw_only() -> None:
    found = powers(closed(), "harbor", "raw")
    assert sorted(one.fields["harm"] for one in found) == sorted(HARMS)
    assert {(one.fields["power"], one.fields["target"], one.truth) for one in found} == {
        ("operates", "aws:us-west-2", Truth.SUPPORTED)
    }
    assert powers(closed(), "harbor") == []
    elsewhere = Store(store=BUCKET, account=ACCOUNT, region="eu-west-1")
    assert powers(facts(PLACED, elsewhere, SITE, PLAIN, closed=ALL_CLOSED), "harbor", "raw") == []


def test_an_operator_that_nobody_names_is_unknown_raw() -> None:
    unnamed = Site(provider="aws", region="us-west-2", country="US")
    given_ = facts(PLACED, HOME, unnamed, PLAIN, closed=ALL_CLOSED)
    assert {one.truth for one in powers(given_, "unnamed:sites aws", "raw")} == {Truth.UNKNOWN}
    assert powers(given_, "unnamed:sites aws") == []
    for given_ in (
        facts(PLACED, HOME, PLAIN, closed=ALL_CLOSED),
        facts(*WHOLE, closed=(("operations", "aws"),)),
    ):
        found = powers(given_, "unnamed:sites aws", "raw")
        assert sorted(one.fields["harm"] for one in found) == sorted(HARMS)
        assert {one.spell for one in found} == {Spell.possibly(WINDOW)}
    assert powers(closed(), "unnamed:sites aws", "raw") == []


def test_open_operations_are_one_gap_for_each_power_and_region_and_one_question() -> None:
    two = Placement(dataset="e", client="c", store="aws:s3:b2")
    there = Store(store="aws:s3:b2", account=ACCOUNT, region="us-west-2")
    given_ = facts(*WHOLE, two, there, closed=(closure("operations", "aws", (0, 250)),))
    for mode in ("guarded", "raw"):
        found = powers(given_, "unnamed:operations aws", mode)
        assert sorted((one.fields["store"], one.fields["harm"]) for one in found) == sorted(
            (store, harm) for store in (BUCKET, "aws:s3:b2") for harm in HARMS
        )
        assert {one.spell for one in found} == {Spell.possibly((250, 1000))}
        assert {one.fields["target"] for one in found} == {"aws:us-west-2"}
    result = locate(given_, LAW)
    asked = [one for one in result.gaps if one.where.startswith("operations aws:us-west-2 ")]
    assert sorted(one.where.split()[-1] for one in asked) == sorted(POWERS)
    assert len({one.question for one in asked}) == 1
    assert all(power in asked[0].question for power in POWERS)
    for one in powers(given_, "unnamed:operations aws"):
        able = {gap.id for gap in asked if one.fields["harm"] in HARM[gap.where.split()[-1]]}
        assert set(one.gaps) == able
    told = [one for one in result.powers if one.actor == "unnamed:operations aws"]
    assert sorted((one.power, one.harm) for one in told) == sorted((one, harm) for one in POWERS for harm in HARM[one])
    assert {(one.target, one.truth) for one in told} == {("aws:us-west-2", "unknown")}


def test_open_operations_over_a_store_in_no_known_region() -> None:
    found = powers(facts(PLACED), "unnamed:operations aws")
    assert {one.fields["target"] for one in found} == {"aws:?"}
    able = {harm: sum(harm in HARM[power] for power in POWERS) for harm in HARMS}
    assert all(len(one.gaps) == able[one.fields["harm"]] + 1 for one in found)


ROWS = [
    HOME,
    SITE,
    HARBOR,
    PLAIN,
    SEALED,
    Store(store=BUCKET, account=ACCOUNT, region="eu-west-1"),
    Site(provider="aws", region="us-west-2", country="CN"),
    operation(approval="none"),
    operation(approval="customer", target="aws"),
    operation(actor="u", power="odd", target="Boardman"),
    fact(operation(actor="v", power="physical", target=ARN), MAYBE),
]


@given(st.sets(st.integers(0, len(ROWS) - 1)), st.sets(st.sampled_from(ALL_CLOSED)))
def test_guarded_rests_on_no_less_than_raw_and_closing_only_removes_unknowns(
    chosen: set[int], scopes: set[tuple[str, str]]
) -> None:
    rows = [ROWS[index] for index in sorted(chosen)]
    result = locate(facts(PLACED, *rows, closed=tuple(sorted(scopes))), LAW)
    raw = [one for one in result.steps if one.mode == "raw" and one.rule in ("power", "placement")]
    for one in result.steps:
        if one.mode == "guarded" and one.rule in ("power", "placement"):
            twins = [twin for twin in raw if twin.fields == one.fields and set(twin.because) <= set(one.because)]
            assert any(twin.truth >= one.truth for twin in twins)
    told = {one.id for one in result.gaps}
    assert all(set(one.gaps) <= told for one in result.steps)
    whole = locate(facts(PLACED, *rows, closed=ALL_CLOSED), LAW)
    sure = [one for one in whole.steps if one.truth > Truth.UNKNOWN]
    assert {one.id for one in sure} == {one.id for one in result.steps if one.truth > Truth.UNKNOWN}
    assert {one.id for one in whole.steps} <= {one.id for one in result.steps}


def test_a_declaration_for_every_provider_closes_sites_and_operations() -> None:
    given_ = facts(*WHOLE, closed=(("sites", "*"), ("operations", "*")))
    for mode in ("guarded", "raw"):
        assert powers(given_, "unnamed:operations aws", mode) == []
    assert powers(given_, "unnamed:sites aws", "raw") == []


def test_custody_of_a_key_of_another_provider_and_power_over_its_account() -> None:
    store, key = "alibaba:oss:b", "acs:kms:cn-hangzhou:1234567890123456:key/0a1b"
    rows = (
        Placement(dataset="d", client="c", store=store),
        Store(store=store, account="alibaba:1234567890123456", region="us-west-1"),
        Encryption(store=store, algorithm="KMS", key=key),
    )
    closed_ = (("encryption", store), ("keys", store), ("operations", "alibaba"))

    def over(target: str) -> set[tuple[str, str]]:
        power = operation(power="key_custody", target=target, approval="none")
        found = powers(facts(*rows, power, closed=closed_), "t")
        return {(one.fields["harm"], one.truth.word) for one in found}

    assert over(key) == over("alibaba:1234567890123456") == {("read", "supported"), ("stop", "supported")}
    assert over(key.replace("0a1b", "0a1c")) == over("alibaba:1234567890123457") == set()


@pytest.mark.parametrize(
    ("origin", "asked"), [("AWS_KMS", 0), (None, 0), ("EXTERNAL_KEY_STORE", 1), ("AWS_CLOUDHSM", 1)]
)
def test_who_keeps_a_key_outside_of_the_key_service_is_asked(origin: str | None, asked: int) -> None:
    key = Key(key=ARN, account=ACCOUNT, origin=origin)
    rows = (PLACED, HOME, SITE, HARBOR, SEALED, key)
    result = locate(facts(*rows, closed=ALL_CLOSED), LAW)
    assert sum(one.where == f"operations key_custody {ARN}" for one in result.gaps) == asked
    for mode in ("guarded", "raw"):
        found = powers(facts(*rows, closed=ALL_CLOSED), f"unnamed:keys {ARN}", mode)
        assert {(one.fields["harm"], one.truth.word) for one in found} == (
            {("read", "unknown"), ("stop", "unknown")} if asked else set()
        )
    assert {one.holder for one in result.keys} == ({ACCOUNT, None} if asked else {ACCOUNT})
    keeper = operation(power="key_custody", target=ARN, approval="none")
    named = locate(facts(*rows, keeper, closed=ALL_CLOSED), LAW)
    assert not [one for one in named.gaps if one.where == f"operations key_custody {ARN}"]


@pytest.mark.parametrize(
    ("target", "prefixes", "truths"),
    [
        (f"{BUCKET}/2026/", ("2025/",), set()),
        (f"{BUCKET}/2026/", ("2026/", "2025/"), {Truth.UNKNOWN}),
        (f"{BUCKET}/2026/", ("2026/a/", "2026/b/"), {Truth.SUPPORTED}),
        (f"{BUCKET}/2026/", (None,), {Truth.SUPPORTED}),
        (f"{BUCKET}/2026/*", ("2026/a/",), {Truth.SUPPORTED}),
        (f"{BUCKET}/2026/*.csv", ("2026/a/",), {Truth.UNKNOWN}),
        (f"{BUCKET}/2026/a*b/", ("2025/",), set()),
        (f"{BUCKET}/*", ("2026/", "2025/"), {Truth.SUPPORTED}),
        (BUCKET, ("2026/", "2025/"), {Truth.SUPPORTED}),
    ],
)
def test_a_power_over_a_part_of_a_store(target: str, prefixes: tuple[str | None, ...], truths: set[Truth]) -> None:
    """A part covers what lies in it; where several datasets lie apart, which one is meant is unknown."""
    placed = [Placement(dataset=f"d{at}", client="c", store=BUCKET, prefix=one) for at, one in enumerate(prefixes)]
    given_ = facts(*placed, HOME, SITE, HARBOR, PLAIN, operation(target=target, approval="none"), closed=ALL_CLOSED)
    assert {one.truth for one in powers(given_, "t")} == truths
