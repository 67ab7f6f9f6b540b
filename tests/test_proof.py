"""`docs/truth.md`, section 5: values over time, preferred proofs, cycles; against the second implementation."""

from __future__ import annotations

import os
import random

import pytest

from cloudreview.proof import Leaf, Proof, Step, System
from cloudreview.spells import ALWAYS, Interval, Spell, uncovered
from cloudreview.truth import Truth
from tests.oracle import truth as oracle
from tests.strategies import TIMELINE, RandomSystem, random_system

PERIOD = (0, TIMELINE)
DERIVATIONS = 3_000
LONG = 100_000


def _engine(case: RandomSystem) -> System:
    leaves, steps, closed = case
    return System(leaves, steps, {name: uncovered(PERIOD, covers) for name, covers in closed.items()})


def _slow(case: RandomSystem) -> oracle.System:
    leaves, steps, closed = case
    return oracle.System(
        leaves={name: (int(leaf.truth), (leaf.spell.must, leaf.spell.may)) for name, leaf in leaves.items()},
        closed=closed,
        steps=[(step.head, step.body, step.leaves) for step in steps],
    )


def _compare(seed: int, period: Interval = PERIOD) -> None:
    dice = random.Random(seed)
    case = random_system(dice)
    found, slow = _engine(case).best(period), _slow(case)
    for statement in case[2]:
        proof = found.get(statement)
        assert (proof.truth if proof else 0) == oracle.best(slow, statement, period), (seed, statement)
        expected = oracle.preferred(slow, statement, period)
        assert (None if proof is None else tuple(proof[1:])) == expected, (seed, statement)


@pytest.mark.parametrize("block", range(6))
def test_random_derivations_agree_with_the_oracle(block: int) -> None:
    for seed in range(block * DERIVATIONS // 6, (block + 1) * DERIVATIONS // 6):
        _compare(seed)


@pytest.mark.long
def test_a_hundred_thousand_random_derivations_agree_with_the_oracle() -> None:
    first = int(os.environ.get("SEED", "1000000"))
    for seed in range(first, first + LONG):
        _compare(seed)


def _leaf(truth: Truth) -> Leaf:
    return Leaf(truth, Spell(ALWAYS, ALWAYS))


def test_a_step_without_premises_is_refused() -> None:
    with pytest.raises(ValueError, match="no premise"):
        System({}, [Step("s", (), ())])


def test_a_cycle_proves_nothing_by_itself() -> None:
    system = System({}, [Step("a", ("b",), ()), Step("b", ("a",), ())])
    assert system.best(PERIOD) == {}


def test_premises_hold_together_only_at_a_common_instant() -> None:
    early, late = Spell.exactly((0, 5)), Spell.exactly((5, 9))
    system = System({"x": Leaf(Truth.SUPPORTED, early), "y": Leaf(Truth.SUPPORTED, late)}, [Step("s", (), ("x", "y"))])
    assert system.best(PERIOD) == {}


def test_outside_must_a_proof_is_at_most_unknown() -> None:
    leaf = Leaf(Truth.SUPPORTED, Spell((3, 5), (0, 9)))
    system = System({"x": leaf}, [Step("s", (), ("x",))])
    assert system.best((3, 5))["s"] == Proof(Truth.SUPPORTED, 0, 1, ("x",))
    assert system.best((6, 9))["s"] == Proof(Truth.UNKNOWN, 1, 1, ("x",))
    assert system.best((9, 12)) == {}


def test_the_proof_with_fewer_doubts_is_told_before_the_shorter_one() -> None:
    leaves = {"sure": _leaf(Truth.SUPPORTED), "guess": _leaf(Truth.UNKNOWN), "last": _leaf(Truth.UNKNOWN)}
    steps = [
        Step("actor", (), ("guess",)),
        Step("person", (), ("sure",)),
        Step("actor", ("person",), ("sure",)),
        Step("goal", ("actor",), ("last",)),
    ]
    assert System(leaves, steps).best(PERIOD)["goal"] == Proof(Truth.UNKNOWN, 1, 3, ("last", "sure"))


def test_leaving_a_leaf_out_is_a_cut() -> None:
    system = System({"x": _leaf(Truth.SUPPORTED)}, [Step("s", (), ("x",))])
    assert system.best(PERIOD, without=frozenset({"x"})) == {}


def test_more_leaves_and_steps_never_lower_a_statement() -> None:
    for seed in range(300):
        dice = random.Random(seed)
        leaves, steps, closed = random_system(dice)
        before = _engine((leaves, steps, closed)).best(PERIOD)
        more = {**leaves, "extra": _leaf(dice.choice(list(Truth)))}
        after = _engine((more, [*steps, Step(dice.choice(sorted(closed)), (), ("extra",))], closed)).best(PERIOD)
        for name, proof in before.items():
            assert after[name].truth >= proof.truth


def test_closing_turns_only_unknown_into_refuted() -> None:
    for seed in range(300):
        leaves, steps, closed = random_system(random.Random(seed))
        name = sorted(closed)[0]
        before = _engine((leaves, steps, closed)).best(PERIOD)
        after = _engine((leaves, steps, {**closed, name: [PERIOD]})).best(PERIOD)
        for statement, proof in before.items():
            if statement in after:
                assert after[statement].truth <= proof.truth
            assert proof.truth is Truth.UNKNOWN or after[statement].truth is proof.truth


def test_a_longer_period_is_never_worse_and_order_changes_nothing() -> None:
    for seed in range(300):
        dice = random.Random(seed)
        leaves, steps, closed = random_system(dice)
        system = _engine((leaves, steps, closed))
        whole, part = system.best(PERIOD), system.best((3, 8))
        assert all(whole[name].truth >= proof.truth for name, proof in part.items())
        shuffled = steps[:]
        dice.shuffle(shuffled)
        assert _engine((dict(reversed(leaves.items())), shuffled, closed)).best(PERIOD) == whole
