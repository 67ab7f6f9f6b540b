"""Random input for the laws of truth: small values, short timelines."""

from __future__ import annotations

import random

from hypothesis import strategies as st

from cloudreview.proof import Leaf, Step
from cloudreview.residuals import Atom
from cloudreview.spells import NEVER, Spell
from cloudreview.truth import Layer, Said, Truth

TIMELINE = 12
truths = st.sampled_from(Truth)
instants = st.integers(0, TIMELINE)
layers = st.builds(Layer, st.sampled_from(Said), st.sampled_from(Said))


def _spell(edges: list[int], inner: int) -> Spell:
    begin, first, last, end = sorted(edges)
    may = (begin, end) if begin < end else NEVER
    must = (first, last) if first < last and inner else NEVER
    return Spell(must if may != NEVER else NEVER, may)


spells = st.builds(_spell, st.lists(instants, min_size=4, max_size=4), st.integers(0, 4))
atoms = st.builds(
    Atom,
    st.sampled_from(["aws:SourceIp", "AWS:sourceip", "s3:x", "k"]),
    st.sampled_from(["StringEquals", "StringLike", "Null"]),
    st.lists(st.sampled_from(["a", "b", "B"]), max_size=2).map(tuple),
    st.booleans(),
    st.sampled_from(["actor", "derived", "setting", "other"]),
)

RandomSystem = tuple[dict[str, Leaf], list[Step], dict[str, list[tuple[int, int]]]]


def random_system(dice: random.Random) -> RandomSystem:
    """Leaves, steps with cycles, and the intervals in which each statement is closed."""

    def interval() -> tuple[int, int]:
        one, other = dice.randint(0, TIMELINE), dice.randint(0, TIMELINE)
        return min(one, other), max(one, other)

    def leaf() -> Leaf:
        edges = [dice.randint(0, TIMELINE) for _ in range(4)]
        if dice.random() < 0.5:
            edges = [0, 0, TIMELINE, TIMELINE]
        return Leaf(dice.choice(list(Truth)), _spell(edges, dice.randint(0, 4)))

    statements = [f"s{number}" for number in range(dice.randint(1, 5))]
    leaves = {f"l{number}": leaf() for number in range(dice.randint(0, 6))}
    steps = []
    for _ in range(dice.randint(0, 8)):
        body = tuple(dice.choices(statements, k=dice.choice([0, 0, 1, 1, 2])))
        own = tuple(sorted(set(dice.choices(sorted(leaves), k=dice.choice([0, 1, 1, 2]))))) if leaves else ()
        if body or own:
            steps.append(Step(dice.choice(statements), body, own))
    closed = {
        name: [(0, TIMELINE)] if dice.random() < 0.6 else [interval() for _ in range(dice.randint(0, 2))]
        for name in statements
    }
    return leaves, steps, closed
