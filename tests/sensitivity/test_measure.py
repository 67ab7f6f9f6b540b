from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloudreview.law import load
from cloudreview.sensitivity import measure
from cloudreview.spells import NEVER, Interval, Spell
from cloudreview.truth import Truth
from cloudreview.vocabulary.facts import Closure, Fact, Facts, Source
from cloudreview.vocabulary.ids import identify
from cloudreview.vocabulary.rows import Placement, Row
from cloudreview.vocabulary.told import Answer, Sensitivity
from cloudreview.vocabulary.words import HARMS, MODES

LAW = load()
PERIOD: Interval = (0, 1000)
SURE = Spell.exactly(PERIOD)
MAYBE = Spell(NEVER, PERIOD)
NUMBER = {one.category: one.more_than for one in LAW.thresholds}


def row(
    dataset: str = "d",
    categories: str = "personal_health",
    low: int | None = None,
    high: int | None = None,
    **more: object,
) -> Placement:
    given_ = {"client": "c", "store": f"aws:s3:{dataset}", **more}
    words = tuple(categories.split(";")) if categories else ()
    return Placement(dataset=dataset, categories=words, us_persons_min=low, us_persons_max=high, **given_)  # type: ignore[arg-type]


def facts(*rows: Placement | Fact[Placement], closed: bool = True) -> Facts:
    found: dict[type[Row], list[Fact[Row]]] = defaultdict(list)
    for one in rows:
        found[Placement].append(one if isinstance(one, Fact) else fact(one))
    closure = Closure(
        id="closure:1", relation="placements", scope="*", spell=PERIOD, speaker="s", by="declared", places=("x#line=1",)
    )
    return Facts(
        rows={kind: tuple(sorted(some, key=lambda one: one.id)) for kind, some in found.items()},
        closures=(closure,) if closed else (),
        events=(),
        sources={},
        window=PERIOD,
        period=PERIOD,
        as_of=999,
    )


def fact(one: Placement, spell: Spell = SURE, truth: Truth = Truth.SUPPORTED) -> Fact[Row]:
    return Fact(
        id=identify("placements", one, spell), row=one, truth=truth, spell=spell, sources=(Source("x#line=1", "s"),)
    )


def answers(**reached: str) -> list[Answer]:
    """For each dataset the best answer of reading, raw; everything else refuted."""
    return [
        Answer(
            id=f"{dataset} {harm} {mode}",
            dataset=dataset,
            harm=harm,
            mode=mode,
            adversary="CN",
            truth=truth if (harm, mode) == ("read", "raw") else "refuted",  # type: ignore[arg-type]
            paths=(),
            holds_under=(),
            closed_by=(),
            on_word_of=(),
            but_for=(),
        )
        for dataset, truth in reached.items()
        for harm in HARMS
        for mode in MODES
    ]


def rows(given_: Facts, **reached: str) -> dict[tuple[str, str], Sensitivity]:
    found = measure(given_, LAW, answers(**reached)).sensitivity
    return {(one.dataset, one.category): one for one in found}


def truth(given_: Facts, dataset: str = "d", category: str = "personal_health", **reached: str) -> str:
    return rows(given_, **(reached or {"d": "supported"}))[dataset, category].truth


def test_harbor() -> None:
    given_ = facts(row("d1", "personal_health", 20000, 25000), row("d2", "personal_financial", 4000, 6000))
    found = rows(given_, d1="supported", d2="supported")
    one, other = found["d1", "personal_health"], found["d2", "personal_financial"]
    assert (one.truth, one.low, one.high, one.threshold, one.unit, one.clause) == (
        "supported",
        20000,
        25000,
        10000,
        "us_persons",
        "28 CFR 202.205(d)",
    )
    assert (other.truth, other.aggregate_low, other.aggregate_high, other.gaps) == ("refuted", 4000, 6000, ())
    assert "closure:1" in other.because
    assert "law:202.205/personal_financial" in other.because


@pytest.mark.parametrize("category", [name for name, number in NUMBER.items() if number is not None])
def test_the_test_is_more_than(category: str) -> None:
    number = NUMBER[category]
    assert number is not None
    for low, high, expected in [
        (number, number, "refuted"),
        (number + 1, None, "supported"),
        (None, number, "refuted"),
        (number, number + 1, "unknown"),
        (None, None, "unknown"),
    ]:
        if category == "precise_geolocation":
            one = row(categories=category, us_devices_min=low, us_devices_max=high, low=0, high=10**9)
        else:
            one = row(categories=category, low=low, high=high, us_devices_min=10**9)
        found = rows(facts(one), d="supported")["d", category]
        assert found.truth == expected
        assert bool(found.gaps) == (expected == "unknown")
        assert found.unit == ("us_devices" if category == "precise_geolocation" else "us_persons")


def test_combined_data_take_the_lowest_threshold_of_any_category_present() -> None:
    one = row(categories="personal_health;human_genomic", low=101, high=200)
    found = rows(facts(one), d="supported")
    for category in ("personal_health", "human_genomic"):
        assert (found["d", category].threshold, found["d", category].truth) == (100, "supported")
        assert found["d", category].clause.endswith("28 CFR 202.205(g)")
        assert "law:202.205/human_genomic" in found["d", category].because


def test_government_related_data_have_no_threshold() -> None:
    found = rows(facts(row(categories="government_related")), d="supported")["d", "government_related"]
    assert (found.truth, found.threshold, found.unit) == ("supported", None, "any")
    unsure = facts(fact(row(categories="government_related"), MAYBE))
    assert truth(unsure, category="government_related") == "unknown"
    disputed = facts(fact(row(categories="government_related"), truth=Truth.CONFLICTING))
    assert truth(disputed, category="government_related") == "conflicting"


def test_without_categories_nothing_is_known() -> None:
    result = measure(facts(row(categories="", low=10**6)), LAW, answers(d="supported"))
    (found,) = result.sensitivity
    assert (found.category, found.truth) == ("unknown", "unknown")
    assert [one.where for one in result.gaps] == ["placements d categories"]


def test_a_word_that_is_no_category_is_unknown_and_spoils_a_no() -> None:
    given_ = facts(row(categories="health;personal_health", low=0, high=5000))
    assert truth(given_, category="health") == "unknown"
    assert truth(given_) == "unknown"
    assert "placements d category health" in {one.where for one in measure(given_, LAW, answers(d="supported")).gaps}
    assert truth(facts(row(categories="health;personal_health", low=20000))) == "supported"


def test_counts_add_up_over_the_datasets_that_the_adversary_reaches() -> None:
    given_ = facts(row("d", low=4000, high=6000), row("e", low=5000, high=7000))
    both = rows(given_, d="supported", e="supported")["d", "personal_health"]
    assert (both.aggregate_low, both.aggregate_high, both.truth) == (5000, 13000, "unknown")
    assert both.gaps
    alone = rows(given_, d="supported", e="refuted")["d", "personal_health"]
    assert (alone.aggregate_low, alone.aggregate_high, alone.truth) == (4000, 6000, "refuted")
    perhaps = rows(given_, d="supported", e="unknown")["d", "personal_health"]
    assert (perhaps.aggregate_low, perhaps.aggregate_high, perhaps.truth) == (4000, 13000, "unknown")


def test_a_large_dataset_that_is_surely_reached_too_makes_the_aggregate_pass() -> None:
    given_ = facts(row("d", low=1, high=10), row("e", low=20000))
    assert truth(given_, d="supported", e="supported") == "supported"
    assert truth(given_, d="conflicting", e="supported") == "conflicting"
    assert truth(given_, d="supported", e="unknown") == "unknown"
    assert truth(given_, d="unknown", e="supported") == "unknown"
    assert truth(given_, d="refuted", e="supported") == "refuted"
    elsewhere = facts(row("d", low=1, high=10), row("e", low=20000, client="other"))
    assert truth(elsewhere, d="supported", e="supported") == "refuted"
    nobodys = facts(row("d", low=1, high=10), row("e", low=20000, client=None))
    assert truth(nobodys, d="supported", e="supported") == "unknown"


def test_a_dataset_without_an_answer_may_be_reached() -> None:
    given_ = facts(row("d", low=1, high=10), row("e", low=1, high=20000))
    assert truth(given_, d="supported") == "unknown"


def test_datasets_that_nobody_told_may_count_too() -> None:
    given_ = facts(row(low=1, high=10), closed=False)
    found = measure(given_, LAW, answers(d="supported"))
    assert (found.sensitivity[0].truth, found.sensitivity[0].aggregate_high) == ("unknown", None)
    assert [one.where for one in found.gaps] == ["placements c"]
    assert truth(given_, d="refuted") == "refuted"
    assert truth(facts(row(low=20000), closed=False)) == "supported"


def test_separate_datasets_of_several_categories_are_a_question_of_law() -> None:
    given_ = facts(row("d", low=1, high=5000), row("e", "human_genomic", low=1, high=50))
    found = measure(given_, LAW, answers(d="supported", e="supported"))
    health = next(one for one in found.sensitivity if one.category == "personal_health")
    assert (health.truth, health.threshold) == ("unknown", 10000)
    assert [one.where for one in found.gaps if one.id in health.gaps] == ["28 CFR 202.205(g) c"]
    assert truth(given_, d="supported", e="refuted") == "refuted"


def test_sources_that_exclude_each_other_are_conflicting() -> None:
    given_ = facts(row(low=1, high=10), row(low=20000, high=30000, store="aws:s3:copy"))
    found = rows(given_, d="supported")["d", "personal_health"]
    assert (found.truth, found.low, found.high) == ("conflicting", 1, 30000)


def test_a_placement_that_is_only_possible_passes_nothing() -> None:
    assert truth(facts(fact(row(low=20000), MAYBE))) == "unknown"
    assert truth(facts(fact(row(low=1, high=10), MAYBE))) == "refuted"


def test_a_row_without_a_client_is_about_the_one_client_of_its_dataset() -> None:
    given_ = facts(row(low=None), row(low=20000, client=None, store="aws:s3:copy"))
    (found,) = measure(given_, LAW, answers(d="supported")).sensitivity
    assert (found.client, found.low, found.truth) == ("c", 20000, "supported")


def test_without_answers_the_laws_adversaries_are_asked() -> None:
    found = measure(facts(row(low=20000)), LAW, [])
    assert sorted(one.adversary for one in found.sensitivity) == list(LAW.adversaries("us-dsp-202"))
    assert measure(facts(), LAW, []).sensitivity == ()


SETS = ["personal_health", "human_genomic", "personal_health;human_genomic", "", "odd"]
drawn = st.builds(
    row,
    st.sampled_from(["d", "e", "f"]),
    st.sampled_from(SETS),
    st.none() | st.sampled_from([0, 101, 20000]),
    st.none() | st.sampled_from([20001, 50000]),
    client=st.sampled_from(["c", "c", None]),
)
reach = st.fixed_dictionaries({name: st.sampled_from(["refuted", "unknown", "supported"]) for name in "def"})


@given(st.lists(drawn, max_size=4), reach, st.data())
def test_knowing_less_of_reach_never_makes_an_answer_surer(
    placed: list[Placement], reached: dict[str, str], data: st.DataObject
) -> None:
    less = {name: data.draw(st.sampled_from([word, "unknown"])) for name, word in reached.items()}
    before, after = rows(facts(*placed), **reached), rows(facts(*placed), **less)
    assert before.keys() == after.keys()
    for key, one in before.items():
        change = (one.truth, after[key].truth)
        assert change not in {("supported", "refuted"), ("refuted", "supported"), ("unknown", "supported")}


@given(st.lists(drawn, max_size=4), reach)
def test_opening_the_placements_turns_no_no_into_yes_and_unknown_rows_ask(
    placed: list[Placement], reached: dict[str, str]
) -> None:
    closed, open_ = rows(facts(*placed), **reached), rows(facts(*placed, closed=False), **reached)
    result = measure(facts(*placed, closed=False), LAW, answers(**reached))
    told = {one.id for one in result.gaps}
    for key, one in open_.items():
        assert one.truth in ({"unknown", "refuted"} if closed[key].truth == "refuted" else {closed[key].truth})
        assert set(one.gaps) <= told
        assert bool(one.gaps) == (one.truth == "unknown")
        assert (one.aggregate_low or 0) >= (one.low or 0)


@given(st.lists(drawn, max_size=4), reach, st.integers(0, 3))
def test_a_row_less_never_makes_an_answer_surer(placed: list[Placement], reached: dict[str, str], gone: int) -> None:
    before = rows(facts(*placed), **reached)
    after = rows(facts(*placed[:gone], *placed[gone + 1 :], closed=False), **reached)
    for key in before.keys() & after.keys():
        assert (before[key].truth, after[key].truth) not in {("refuted", "supported"), ("unknown", "supported")}


@given(st.permutations([row("d", low=1), row("e", low=5), row("f", "human_genomic", low=7)]), reach)
def test_the_order_changes_nothing(placed: list[Placement], reached: dict[str, str]) -> None:
    assert measure(facts(*placed), LAW, answers(**reached)) == measure(
        facts(*sorted(placed, key=str)), LAW, answers(**reached)
    )


def test_a_category_that_was_told_only_of_a_possible_time_is_not_surely_held() -> None:
    sure = row(categories="personal_health", low=500, high=600)
    for category in ("government_related", "human_genomic"):
        told = facts(sure, fact(row(categories=category, store="aws:s3:e"), MAYBE))
        found = {one.category: one.truth for one in measure(told, LAW, answers(d="supported")).sensitivity}
        assert found["personal_health"] != "supported"
        assert found[category] == "unknown"
