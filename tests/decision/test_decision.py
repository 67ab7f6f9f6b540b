"""What is recommended, and the cheapest measures against trying every set."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloudreview.decision import DecisionResult, decide
from cloudreview.law import Law, load
from cloudreview.spells import EVER, Spell
from cloudreview.truth import Truth
from cloudreview.vocabulary.facts import Fact
from cloudreview.vocabulary.rows import Measure, Operation, Placement
from cloudreview.vocabulary.told import MeasureSet, Path
from tests.decision.flooding import (
    CASE,
    ICTS,
    NO_LAW,
    KnownPaths,
    answer,
    facts,
    measure,
    path,
    placement,
    sensitive,
)

LOGS = measure("log")
USES = path("uses p R", "allows R aws:s3:d read")


def decided(
    paths: Sequence[Path],
    measures: Sequence[Measure] = (),
    law: Law = NO_LAW,
    truth: str = "supported",
    hidden: Sequence[Path] = (),
    property_: bool | None = False,
) -> DecisionResult:
    """The decision where reach told `paths` and the flood knows the hidden ones too."""
    answers = [answer("supported" if paths else "refuted", paths=[one.id for one in paths])]
    told = facts(measures, [placement(property_=property_)])
    return decide(told, law, CASE, paths, answers, [sensitive(truth)], KnownPaths([*paths, *hidden]))


def ids(found: MeasureSet | None) -> list[str] | None:
    return None if found is None else [one.measure for one in found.measures]


def test_no_path_at_all_is_not_prohibited() -> None:
    found = decided([]).decision
    assert (found.recommendation, ids(found.assured), found.remaining) == ("not_prohibited", [], ())


def test_a_sure_path_that_nothing_cuts_prohibits() -> None:
    found = decided([USES], [measure("m", "uses where person = q"), LOGS]).decision
    assert found.recommendation == "prohibited"
    assert (found.floor, found.assured, found.remaining) == (None, None, (USES.id,))
    assert found.bar_impact == {"clients": ("us",), "datasets": ("d",), "stores": ("aws:s3:d",)}


def test_a_path_that_measures_cut_is_permitted_with_them() -> None:
    found = decided([USES], [measure("m", "uses where person = p"), LOGS]).decision
    assert found.recommendation == "permitted_with_mitigation"
    assert ids(found.assured) == ["log", "m"]
    assert found.assured is not None
    assert (found.assured.cost, found.assured.lower_bound, found.assured.proved) == (2, 2, True)
    assert [one.cuts for one in found.assured.measures] == [(), (USES.id,)]
    assert found.floor == found.assured
    assert found.assured.unit == "measures"


def test_a_measure_that_nothing_would_detect_is_no_measure() -> None:
    assert decided([USES], [measure("m", "uses")]).decision.recommendation == "prohibited"


def test_an_unknown_path_that_nothing_cuts_is_undetermined_with_a_floor() -> None:
    perhaps = path("power q hypervisor aws:r read aws:s3:d", truth="unknown", root="q")
    found = decided([USES, perhaps], [measure("m", "uses"), LOGS]).decision
    assert found.recommendation == "undetermined"
    assert ids(found.floor) == ["log", "m"]
    assert (found.assured, found.remaining) == (None, (perhaps.id,))


def test_a_threshold_that_is_only_possibly_passed_counts_but_never_prohibits() -> None:
    found = decided([USES], truth="unknown").decision
    assert (found.recommendation, found.counting_paths) == ("undetermined", (USES.id,))


def test_a_dataset_below_every_threshold_does_not_count() -> None:
    found = decided([USES], truth="refuted").decision
    assert (found.recommendation, found.counting_paths) == ("not_prohibited", ())


def test_of_a_dataset_that_nobody_counted_the_paths_count() -> None:
    found = decide(facts([], [placement()]), NO_LAW, CASE, [USES], [answer("supported", paths=["x"])], [],
                   KnownPaths([USES]))  # fmt: skip
    assert found.decision.recommendation == "undetermined"


def test_under_icts_harm_and_property_count_without_any_threshold() -> None:
    stops = path("power q dns aws:r stop aws:s3:d", harm="stop", regime=ICTS)
    reads = path("uses p R", regime=ICTS)
    assert decided([stops], truth="refuted").decision.recommendation == "prohibited"
    assert decided([reads], truth="refuted").decision.recommendation == "not_prohibited"
    assert decided([reads], truth="refuted", property_=True).decision.recommendation == "prohibited"
    assert decided([reads], truth="refuted", property_=None).decision.recommendation == "undetermined"


def test_what_only_the_policies_in_force_close_is_permitted_with_mitigation() -> None:
    raw = path("uses p R", "allows R aws:s3:d read", mode="raw")
    found = decided([raw], [measure("m", "uses"), LOGS]).decision
    assert found.recommendation == "permitted_with_mitigation"
    assert ids(found.assured) == []
    assert found.counting_paths == ()
    assert len(found.conditions) == 1
    assert "keep R from aws:s3:d" in found.conditions[0]


@pytest.mark.parametrize(
    ("cuts", "falls"),
    [
        ("power", True),
        ("power where target = aws:r", True),
        ("power where power != dns", False),
        ("power where power in physical dns update", False),
        ("power where power = any", False),
    ],
)
def test_no_condition_on_a_power_cuts_whichever_power_it_is(cuts: str, falls: bool) -> None:
    whichever = path("power unnamed:operations any aws:r read aws:s3:d", truth="unknown")
    found = decided([whichever], [measure("m", cuts, needs=["log"]), LOGS]).decision
    assert (ids(found.assured) == ["log", "m"]) is falls
    assert (found.remaining == ()) is falls


def test_a_promised_approval_is_named_among_what_must_stay_in_force() -> None:
    raw = path("power t support_access aws:r read aws:s3:d", mode="raw")
    told = facts([measure("m", "uses"), LOGS], [placement()])
    power = Operation(actor="t", power="support_access", target="aws:r", approval="us", logged_in="the portal")
    promised = msgspec.structs.replace(
        told,
        rows={
            **told.rows,
            Operation: (Fact(id="fact:o", row=power, truth=Truth.SUPPORTED, spell=EVER, sources=()),),
        },
    )
    answers = [answer("supported", paths=[raw.id])]
    for given_, words in (
        (promised, "us must agree each time before t uses support_access over aws:r, and the portal shows each use"),
        (told, "what restrains the power support_access of t over aws:r stays in force"),
    ):
        found = decide(given_, NO_LAW, CASE, [raw], answers, [sensitive()], KnownPaths([raw])).decision
        assert [one.partition(" (")[0] for one in found.conditions] == [words]


def test_without_any_question_nothing_is_recommended() -> None:
    found = decide(facts([]), NO_LAW, CASE, [], [], [], KnownPaths([]))
    assert found.decision.recommendation == "undetermined"


def test_nothing_is_recommended_by_rules_that_bind_somebody_else() -> None:
    """PADFA binds data brokers: who has its status is told, and no bar and no clearance follows from it."""
    law, broker = load(None), path("uses p R", "allows R aws:s3:d read", regime="us-padfa")
    asked = msgspec.structs.replace(CASE, rules=("us-dsp-202", "us-padfa"))
    told, questions = facts([], [placement(property_=False)]), [answer("supported", paths=[broker.id])]
    found = decide(told, law, asked, [broker], questions, [sensitive("supported")], KnownPaths([broker])).decision
    assert (found.recommendation, found.counting_paths) == ("not_prohibited", ())
    alone = msgspec.structs.replace(CASE, rules=("us-padfa", "clean-cloud-2020"))
    for known in ([broker], []):
        found = decide(told, law, alone, known, questions, [sensitive("supported")], KnownPaths(known)).decision
        assert (found.recommendation, found.counting_paths) == ("undetermined", ())
        assert "no rule of the case binds" in found.why


def test_an_open_question_without_a_path_is_undetermined() -> None:
    found = decide(facts([], [placement()]), NO_LAW, CASE, [], [answer("unknown")], [sensitive()], KnownPaths([]))
    assert found.decision.recommendation == "undetermined"


def test_flooding_again_finds_the_path_behind_the_first() -> None:
    behind = path("uses p S", "assumes S R", "allows R aws:s3:d read")
    cheap, both = measure("a", "uses where principal = R", cost=1), measure("b", "uses where person = p", cost=5)
    other, logs = measure("c", "assumes", cost=3), measure("log", cost=0)
    result = decided([USES], [cheap, both, other, logs], hidden=[behind])
    assert ids(result.decision.assured) == ["a", "c", "log"]
    assert result.decision.assured is not None
    assert result.decision.assured.cost == 4
    assert [one.id for one in result.paths] == [behind.id]
    assert set(result.decision.counting_paths) == {USES.id, behind.id}


def test_only_measures_with_a_cost_where_any_has_one() -> None:
    free, priced = measure("a", "uses"), measure("b", "uses", cost=7)
    found = decided([USES], [free, priced, measure("log", cost=1)]).decision
    assert ids(found.assured) == ["b", "log"]
    assert found.assured is not None
    assert (found.assured.cost, found.assured.unit) == (8, "USD")


def test_the_catalogue_of_the_law_stands_in_where_nothing_has_a_cost() -> None:
    found = decided([path("answers_to p acme", "uses p R")], [], law=load(None)).decision
    assert found.recommendation == "permitted_with_mitigation"
    assert found.assured is not None
    assert found.assured.cost == 2


def test_needs_come_with_their_own_needs() -> None:
    chain = [measure("a", "uses", needs=["b"]), measure("b", "assumes", needs=["c"]), measure("c")]
    assert ids(decided([USES], chain).decision.assured) == ["a", "b", "c"]
    broken = [measure("a", "uses", needs=["gone"]), LOGS]
    assert decided([USES], broken).decision.assured is None


def test_nothing_is_written_where_the_answer_is_written(capfd: pytest.CaptureFixture[str]) -> None:
    decided([USES], [measure("m", "uses"), LOGS])
    assert tuple(capfd.readouterr()) == ("", "")


def test_ties_go_to_the_first_list_of_ids() -> None:
    same = [measure(name, "uses") for name in ("z", "m", "b")]
    assert ids(decided([USES], [*same, measure("y"), measure("k")]).decision.assured) == ["b", "k"]


def test_a_measure_that_cannot_be_read_is_asked_about() -> None:
    result = decided([USES], [measure("m", "usess where person = p"), LOGS])
    assert [gap.where for gap in result.gaps] == ["measure m"]
    assert "did you mean `uses`" in result.gaps[0].why


def test_costs_in_two_units_cannot_be_added() -> None:
    euros = Measure(measure="e", kind="detects", cost=3, unit="EUR")
    result = decided([USES], [measure("m", "uses", cost=1), euros])
    assert result.decision.assured is not None
    assert result.decision.assured.unit == "measures"
    assert len(result.gaps) == 1


NAMES = ("p", "q", "r", "s", "t")
some_paths = st.lists(
    st.builds(
        lambda uses, truth, root: path(*(f"uses {one} {one}" for one in sorted(uses)), truth=truth, root=root),
        st.sets(st.sampled_from(NAMES), min_size=1, max_size=3),
        st.sampled_from(["supported", "conflicting", "unknown"]),
        st.sampled_from(["one", "two", "three"]),
    ),
    max_size=7,
    unique_by=lambda one: one.id,
)


@st.composite
def some_measures(draw: st.DrawFn) -> list[Measure]:
    costs = st.integers(0, 6) if draw(st.booleans()) else st.none()
    names = [f"m{number}" for number in range(draw(st.integers(0, 6)))]
    told = []
    for name in names:
        cuts = draw(st.sets(st.sampled_from(NAMES), max_size=2))
        needs = draw(st.sets(st.sampled_from(names), max_size=1)) - {name}
        text = f"uses where person in {' '.join(sorted(cuts))}" if cuts else None
        told.append(measure(name, text, sorted(needs), draw(costs)))
    return told


def by_trying_everything(paths: Sequence[Path], measures: Sequence[Measure]) -> tuple[int, list[str]] | None:
    """The least cost, then the fewest without cost, then the first list of ids, of every set that keeps the rules."""
    best: tuple[int, int, list[str]] | None = None
    costed = any(one.cost is not None for one in measures)
    for size in range(len(measures) + 1):
        for chosen in itertools.combinations(sorted(measures, key=lambda one: one.measure), size):
            names = {one.measure for one in chosen}
            cutting = [one for one in chosen if one.kind == "cuts"]
            whole = all(set(one.needs) <= names for one in chosen)
            seen = not cutting or any(one.kind == "detects" for one in chosen)
            gone = {word for one in cutting for word in (one.cuts or "").split()[4:]}
            hit = all(any(step.conclusion.get("person") in gone for step in one.steps) for one in paths)
            if whole and seen and hit:
                cost = sum(one.cost or 0 if costed else 1 for one in chosen)
                free = sum(costed and not one.cost for one in chosen)
                found = (cost, free, sorted(names))
                best = found if best is None else min(best, found)
    return None if best is None else (best[0], best[2])


@settings(max_examples=120, deadline=None)
@given(some_paths, some_measures())
def test_the_cheapest_sets_are_those_that_trying_everything_finds(paths: list[Path], measures: list[Measure]) -> None:
    first = KnownPaths(paths).surviving(lambda rule, fields: False)
    found = decided(first, measures, hidden=paths).decision
    sure = [one for one in paths if one.truth != "unknown"]
    for told, wanted in ((found.floor, sure), (found.assured, paths)):
        expected = by_trying_everything(wanted, measures)
        if told is None or expected is None:
            assert told is None
            assert expected is None
        else:
            assert (told.cost, [one.measure for one in told.measures]) == expected
            assert told.proved
            assert told.lower_bound == told.cost


@settings(max_examples=20, deadline=None)
@given(some_paths, some_measures(), st.randoms(use_true_random=False))
def test_order_changes_nothing(paths: list[Path], measures: list[Measure], dice: object) -> None:
    one = decided(paths, measures)
    mixed, offered = list(paths), list(measures)
    dice.shuffle(mixed)  # type: ignore[attr-defined]
    dice.shuffle(offered)  # type: ignore[attr-defined]
    other = decided(mixed, offered)
    assert one == other


@pytest.mark.parametrize("truth", ["supported", "conflicting", "unknown"])
def test_every_counting_path_is_cut_by_what_is_assured(truth: str) -> None:
    paths = [path("uses p R", truth=truth), path("uses q R", truth=truth, root="two")]
    found = decided(paths, [measure("m", "uses where principal = R"), LOGS]).decision
    assert ids(found.assured) == ["log", "m"]
    assert ids(found.floor) == ([] if truth == "unknown" else ["log", "m"])


def test_property_that_was_told_of_a_time_that_may_be_over_settles_nothing() -> None:
    reads = path("uses p R", regime=ICTS)
    told = facts([], [placement(property_=False)])
    late = tuple(msgspec.structs.replace(one, spell=Spell.possibly((0, 100))) for one in told.of(Placement))
    stale = msgspec.structs.replace(told, rows={**told.rows, Placement: late})
    answers = [answer("supported", paths=[reads.id])]
    found = decide(stale, NO_LAW, CASE, [reads], answers, [sensitive("refuted")], KnownPaths([reads]))
    assert found.decision.recommendation == "undetermined"
