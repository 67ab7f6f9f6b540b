"""Examples worked out by hand from docs/truth.md, so that the oracle itself is tested."""

from __future__ import annotations

import itertools
import random

import pytest

from . import truth as o
from .truth import CONFLICTING, REFUTED, SUPPORTED, UNKNOWN, Interval, Spell, System

ALL = (REFUTED, UNKNOWN, CONFLICTING, SUPPORTED)
ALWAYS: Spell = ((0, 10), (0, 10))
H = 3600 * 10**9
# 2024-03-01T00:00Z is 1709251200 seconds after 1970-01-01T00:00Z.
MARCH_1 = 1709251200 * 10**9


def must(start: int, end: int) -> Spell:
    """A spell whose must and may are the same."""
    return (start, end), (start, end)


def leaf(truth: int, held: Spell = ALWAYS) -> tuple[int, Spell]:
    """A leaf, by default present on the whole timeline."""
    return truth, held


def everywhere() -> list[Interval]:
    """Closed on the whole timeline."""
    return [(0, 10)]


# 1


def test_merge_says_all_four() -> None:
    assert o.merge(False, False) == UNKNOWN
    assert o.merge(True, False) == SUPPORTED
    assert o.merge(False, True) == REFUTED
    assert o.merge(True, True) == CONFLICTING


def test_all_of_is_the_minimum_and_of_nothing_raises() -> None:
    assert o.all_of([SUPPORTED, CONFLICTING, UNKNOWN]) == UNKNOWN
    assert o.all_of([CONFLICTING, SUPPORTED]) == CONFLICTING
    with pytest.raises(ValueError, match="no values"):
        o.all_of([])


def test_any_of_is_the_maximum_and_of_nothing_unknown() -> None:
    assert o.any_of([]) == UNKNOWN
    assert o.any_of([REFUTED]) == REFUTED
    assert o.any_of([UNKNOWN, CONFLICTING]) == CONFLICTING


def test_conclude_adds_refuted_or_unknown() -> None:
    assert o.conclude([], True) == REFUTED
    assert o.conclude([], False) == UNKNOWN
    assert o.conclude([REFUTED], False) == UNKNOWN
    assert o.conclude([CONFLICTING], True) == CONFLICTING


def test_negate_swaps_only_the_ends() -> None:
    assert [o.negate(v) for v in ALL] == [SUPPORTED, UNKNOWN, CONFLICTING, REFUTED]


# 2


def test_reaches() -> None:
    assert o.reaches(5, 9, 5) == SUPPORTED
    assert o.reaches(1, 4, 5) == REFUTED
    assert o.reaches(1, 5, 5) == UNKNOWN
    assert o.reaches(None, None, 0) == SUPPORTED
    assert o.reaches(None, None, 1) == UNKNOWN


def test_exceeds() -> None:
    assert o.exceeds(5, 9, 5) == UNKNOWN
    assert o.exceeds(6, None, 5) == SUPPORTED
    assert o.exceeds(1, 5, 5) == REFUTED
    assert o.exceeds(None, None, 0) == UNKNOWN


def test_merge_bounds_overlap_touch_and_conflict() -> None:
    assert o.merge_bounds([(1, 5), (3, 9)]) == (3, 5, False)
    assert o.merge_bounds([(1, 5), (5, None)]) == (5, 5, False)
    assert o.merge_bounds([(1, 4), (5, 9)]) == (1, 9, True)
    assert o.merge_bounds([(1, 4), (5, None)]) == (1, None, True)
    assert o.merge_bounds([(None, 4), (5, 6)]) == (0, 6, True)
    assert o.merge_bounds([(2, None), (3, None)]) == (3, None, False)
    with pytest.raises(ValueError, match="no bounds"):
        o.merge_bounds([])


def test_absent_low_is_told_as_0() -> None:
    assert o.merge_bounds([(None, None)]) == (0, None, False)
    assert o.merge_bounds([(None, 4)]) == (0, 4, False)
    assert o.merge_bounds([(None, 4), (None, 7)]) == (0, 4, False)


def test_merge_bounds_pairwise_but_for_one() -> None:
    # 1..5 and 4..9 overlap, 4..9 and 8..10 overlap, 1..5 and 8..10 do not.
    assert o.merge_bounds([(1, 5), (4, 9), (8, 10)]) == (1, 10, True)


# 3


def test_decide_one_account() -> None:
    assert o.decide([[(2, 0), (0, 0)]]) == SUPPORTED
    assert o.decide([[(0, 0), (0, 0)]]) == REFUTED
    assert o.decide([[(1, 0), (0, 0)]]) == UNKNOWN


def test_decide_deny_wins_and_maybe_deny_is_unknown() -> None:
    assert o.decide([[(2, 0), (0, 2)]]) == REFUTED
    assert o.decide([[(2, 0)], [(2, 1)]]) == UNKNOWN


def test_decide_every_clause_must_allow() -> None:
    assert o.decide([[(2, 0)], [(0, 0)]]) == REFUTED
    assert o.decide([[(2, 0)], [(1, 1)]]) == UNKNOWN  # a boundary not delivered
    assert o.decide([[(0, 0)], [(1, 1)]]) == REFUTED  # it does not save a missing allow


def test_decide_of_nothing_raises() -> None:
    with pytest.raises(ValueError, match="without clauses"):
        o.decide([])
    with pytest.raises(ValueError, match="empty clause"):
        o.decide([[]])


# 4


def test_intersect() -> None:
    assert o.intersect([((2, 5), (0, 9)), ((4, 8), (3, 8))]) == ((4, 5), (3, 8))
    assert o.intersect([((2, 4), (0, 9)), ((4, 8), (3, 8))]) == ((0, 0), (3, 8))
    assert o.intersect([must(-5, -1), must(1, 5)]) == ((0, 0), (0, 0))
    assert o.intersect([must(1, 5)]) == must(1, 5)
    with pytest.raises(ValueError, match="no spells"):
        o.intersect([])


def test_spell_of_two_days() -> None:
    # 2024 is a leap year: the day before 1 March is 29 February.
    first, last = "2024-03-01", "2024-03-02"
    assert o.spell(first, last, None, 0) == (
        (MARCH_1 + 12 * H, MARCH_1 + 34 * H),
        (MARCH_1 - 14 * H, MARCH_1 + 60 * H),
    )
    assert o.spell("1970-01-01", "1970-01-02", None, 0) == ((12 * H, 34 * H), (-14 * H, 60 * H))


def test_spell_of_one_day_has_no_must() -> None:
    # must would be D 12:00Z .. D 10:00Z.
    got = o.spell("1970-01-01", "1970-01-01", 0, 5)
    assert got == ((0, 0), (-14 * H, 36 * H))


def test_spell_of_instants() -> None:
    assert o.spell(3, 7, None, 0) == must(3, 7)
    assert o.spell(7, 7, None, 0) == ((0, 0), (0, 0))
    assert o.spell(7, 3, 5, 1) == ((0, 0), (0, 0))


def test_spell_without_start() -> None:
    assert o.spell(None, 9, 4, 0) == ((4, 9), (o.BEGINNING, 9))
    assert o.spell(None, 9, None, 0) == ((0, 0), (o.BEGINNING, 9))
    assert o.spell(None, 9, 9, 100) == ((0, 0), (o.BEGINNING, 9))


def test_spell_without_end() -> None:
    assert o.spell(3, None, 4, 10) == ((3, 14), (3, o.END))
    assert o.spell(3, None, None, 10) == ((0, 0), (3, o.END))
    assert o.spell(30, None, 4, 10) == ((0, 0), (30, o.END))
    assert o.spell(3, None, 4, 2**63) == ((3, o.END), (3, o.END))


def test_spell_without_either() -> None:
    assert o.spell(None, None, 4, 10) == ((4, 14), (o.BEGINNING, o.END))
    assert o.spell(None, None, 4, 0) == ((0, 0), (o.BEGINNING, o.END))
    assert o.spell(None, None, None, 10) == ((0, 0), (o.BEGINNING, o.END))


def test_spell_end_day_before_start_instant() -> None:
    # may would be 36 h .. 36 h (D+1 12:00Z), so there is none; one earlier, one instant.
    assert o.spell(36 * H, "1970-01-01", None, 0) == ((0, 0), (0, 0))
    assert o.spell(36 * H - 1, "1970-01-01", None, 0) == ((0, 0), (36 * H - 1, 36 * H))


def test_instants_outside_are_moved_to_the_bounds() -> None:
    low, high = o.BEGINNING, o.END
    assert o.spell(low - 9, high + 9, None, 0) == must(low, high)
    assert o.spell(low - 9, low - 1, None, 0) == ((0, 0), (0, 0))
    assert o.spell(high + 1, high + 9, None, 0) == ((0, 0), (0, 0))
    assert o.spell(high + 1, None, None, 0) == ((0, 0), (0, 0))
    assert o.spell(None, 3, low - 9, 0) == ((low, 3), (low, 3))
    # taken_at is itself an instant: it is moved before carry is added.
    assert o.spell(None, None, low - 9, 5) == ((low, low + 5), (low, high))
    assert o.spell(None, None, high + 9, 5) == ((0, 0), (low, high))
    assert o.intersect([must(low - 9, 3)]) == must(low, 3)
    assert o.intersect([must(3, high + 9), must(5, high + 4)]) == must(5, high)
    assert o.value_at(SUPPORTED, must(low, 3), low - 9) == SUPPORTED
    assert o.value_at(SUPPORTED, must(3, high), high + 9) is None  # at END it ended


def test_days_outside_are_moved_to_the_bounds() -> None:
    low, high = o.BEGINNING, o.END
    assert o.spell("0001-01-01", "9999-12-31", None, 0) == must(low, high)
    assert o.spell("0001-01-01", "1970-01-01", None, 0) == ((low, 10 * H), (low, 36 * H))
    assert o.spell("9999-12-31", None, 4, 0) == ((0, 0), (0, 0))
    # END is 2262-04-11 23:47Z: the day after possibly began before it, not surely.
    may_from = 106751 * 24 * H + 10 * H
    assert o.spell("2262-04-12", None, None, 0) == ((0, 0), (may_from, high))


def test_value_at_is_half_open_and_absent_outside() -> None:
    held = ((2, 4), (1, 6))
    got = [o.value_at(SUPPORTED, held, t) for t in range(7)]
    assert got == [None, UNKNOWN, SUPPORTED, SUPPORTED, UNKNOWN, UNKNOWN, None]
    assert o.value_at(REFUTED, held, 5) == REFUTED
    assert o.value_at(CONFLICTING, held, 5) == UNKNOWN
    assert o.value_at(REFUTED, held, 6) is None
    assert o.value_at(SUPPORTED, ((0, 0), (0, 0)), 0) is None


# 5


def test_absent_leaf_switches_its_step_off() -> None:
    system = System({"a": leaf(SUPPORTED, must(2, 4))}, {"s": [(0, 3)]}, [("s", (), ("a",))])
    got = [o.value(system, "s", t) for t in range(5)]
    assert got == [REFUTED, REFUTED, SUPPORTED, SUPPORTED, UNKNOWN]
    assert o.best(system, "s", (0, 2)) == REFUTED
    assert o.preferred(system, "s", (0, 2)) is None
    assert o.best(system, "s", (0, 10)) == SUPPORTED
    assert o.preferred(system, "s", (0, 10)) == (0, 1, ("a",))
    assert o.preferred(system, "s", (4, 10)) == (1, 1, ("hole:s",))


def test_empty_period_and_step_without_premises_raise() -> None:
    with pytest.raises(ValueError, match="empty period"):
        o.best(System({}, {"s": []}, []), "s", (3, 3))
    with pytest.raises(ValueError, match="no values"):
        o.value(System({}, {"s": []}, [("s", (), ())]), "s", 0)


def test_closed_cycle_proves_nothing() -> None:
    steps: list[o.Step] = [("p", ("q",), ()), ("q", ("p",), ())]
    system = System({}, {"p": everywhere(), "q": everywhere()}, steps)
    assert o.value(system, "p", 0) == REFUTED
    assert o.preferred(system, "p", (0, 10)) is None


def test_half_open_cycle_is_unknown_by_the_hole() -> None:
    system = System({}, {"p": everywhere(), "q": []}, [("p", ("q",), ()), ("q", ("p",), ())])
    assert o.value(system, "p", 0) == UNKNOWN
    assert o.preferred(system, "p", (0, 10)) == (1, 2, ("hole:q",))
    assert o.preferred(system, "q", (0, 10)) == (1, 1, ("hole:q",))


def test_cycle_with_a_way_in() -> None:
    system = System(
        {"a": leaf(SUPPORTED), "b": leaf(SUPPORTED)},
        {"p": everywhere(), "q": everywhere()},
        [("p", ("q",), ("b",)), ("q", ("p",), ("b",)), ("p", (), ("a",))],
    )
    assert o.preferred(system, "p", (0, 1)) == (0, 1, ("a",))
    assert o.preferred(system, "q", (0, 1)) == (0, 2, ("a", "b"))


def test_step_on_itself_is_never_a_proof() -> None:
    system = System({"a": leaf(CONFLICTING)}, {"p": []}, [("p", ("p",), ("a",)), ("p", (), ("a",))])
    assert o.value(system, "p", 0) == CONFLICTING
    assert o.preferred(system, "p", (0, 1)) == (0, 1, ("a",))


def test_tie_goes_to_the_lesser_leaf_list() -> None:
    system = System(
        {k: leaf(SUPPORTED) for k in "abc"},
        {"s": everywhere()},
        [("s", (), ("c",)), ("s", (), ("b",)), ("s", (), ("c", "a"))],
    )
    assert o.preferred(system, "s", (0, 1)) == (0, 1, ("a", "c"))


def test_fewer_doubts_go_before_less_size() -> None:
    system = System(
        {"a": leaf(UNKNOWN), "b": leaf(UNKNOWN), "y": leaf(SUPPORTED)},
        {"q": everywhere(), "r": everywhere(), "p": everywhere()},
        [("p", (), ("a", "b")), ("p", ("q",), ("y",)), ("q", ("r",), ()), ("r", (), ("b",))],
    )
    assert o.preferred(system, "p", (0, 1)) == (1, 3, ("b", "y"))


def test_known_leaves_are_no_doubts_and_a_spell_makes_one() -> None:
    system = System(
        {"a": leaf(CONFLICTING), "b": leaf(SUPPORTED, ((5, 9), (0, 9))), "c": leaf(UNKNOWN)},
        {"p": everywhere()},
        [("p", (), ("a", "b", "c"))],
    )
    assert o.preferred(system, "p", (0, 5)) == (2, 1, ("a", "b", "c"))
    # b is only possible at 0..4 and sure from 5 on: the least doubts of the period win.
    assert o.preferred(system, "p", (0, 9)) == (1, 1, ("a", "b", "c"))


def test_doubts_count_as_in_a_tree_but_once_in_one_step() -> None:
    system = System(
        {"u": leaf(UNKNOWN)},
        {k: everywhere() for k in "pqr"},
        [("q", (), ("u", "u")), ("r", (), ("u",)), ("p", ("q", "r"), ("u",))],
    )
    assert o.preferred(system, "q", (0, 1)) == (1, 1, ("u",))
    assert o.preferred(system, "p", (0, 1)) == (3, 3, ("u",))


def test_hole_beside_a_step() -> None:
    system = System(
        {"a": leaf(UNKNOWN), "i": leaf(UNKNOWN), "j": leaf(UNKNOWN), "s": leaf(SUPPORTED)},
        {"p": [], "q": [], "r": []},
        [("p", (), ("a",)), ("q", (), ("i", "j")), ("r", ("p",), ("s",))],
    )
    assert o.preferred(system, "p", (0, 1)) == (1, 1, ("a",))  # before "hole:p"
    assert o.preferred(system, "q", (0, 1)) == (1, 1, ("hole:q",))  # one doubt, not two
    assert o.preferred(system, "r", (0, 1)) == (1, 1, ("hole:r",))  # shorter than by p


def test_body_choice_is_fixed_first() -> None:
    system = System(
        {k: leaf(SUPPORTED) for k in "amz"},
        {"q": everywhere(), "p": everywhere()},
        [("q", (), ("m",)), ("q", (), ("a", "z")), ("p", ("q",), ("a", "m"))],
    )
    # With q by ("m",) p would be ("a", "m"), the lesser; but q is fixed at ("a", "z").
    assert o.preferred(system, "q", (0, 1)) == (0, 1, ("a", "z"))
    assert o.preferred(system, "p", (0, 1)) == (0, 2, ("a", "m", "z"))


def test_what_is_used_twice_counts_twice() -> None:
    system = System(
        {"a": leaf(SUPPORTED)},
        {k: everywhere() for k in "pqrs"},
        [("s", (), ("a",)), ("q", ("s",), ()), ("r", ("s",), ()), ("p", ("q", "r"), ())],
    )
    assert o.preferred(system, "p", (0, 1)) == (0, 5, ("a",))


def test_level_keeps_weak_leaves_out() -> None:
    system = System(
        {"weak": leaf(CONFLICTING), "x": leaf(SUPPORTED)},
        {"q": everywhere(), "p": everywhere()},
        [("p", (), ("weak",)), ("q", (), ("x",)), ("p", ("q",), ("x",))],
    )
    assert o.value(system, "p", 0) == SUPPORTED
    assert o.preferred(system, "p", (0, 1)) == (0, 2, ("x",))


def test_period_takes_the_least_among_the_best_instants() -> None:
    system = System(
        {
            "a": leaf(SUPPORTED, ((0, 0), (0, 3))),  # only possibly, at 0..2
            "b": leaf(SUPPORTED, must(3, 5)),
            "c": leaf(SUPPORTED, must(6, 8)),
        },
        {"q": everywhere(), "p": everywhere()},
        [("p", (), ("a",)), ("q", (), ("b",)), ("p", ("q",), ()), ("p", (), ("c",))],
    )
    assert [o.value(system, "p", t) for t in (0, 3, 5, 6)] == [1, 3, 0, 3]
    assert o.preferred(system, "p", (0, 3)) == (1, 1, ("a",))
    assert o.preferred(system, "p", (0, 6)) == (0, 2, ("b",))
    assert o.preferred(system, "p", (0, 10)) == (0, 1, ("c",))


def test_premises_that_never_meet() -> None:
    system = System(
        {"a": leaf(SUPPORTED, must(0, 3)), "b": leaf(SUPPORTED, must(3, 6))},
        {"q": everywhere(), "p": everywhere()},
        [("q", (), ("a",)), ("p", ("q",), ("b",))],
    )
    assert o.best(system, "q", (0, 10)) == SUPPORTED
    assert o.best(system, "p", (0, 10)) == REFUTED


def test_open_body_holds_a_step_at_unknown_by_its_hole() -> None:
    system = System(
        {"b": leaf(SUPPORTED)},
        {"q": [], "p": everywhere()},
        [("p", ("q",), ("b",))],
    )
    assert o.value(system, "p", 0) == UNKNOWN
    assert o.preferred(system, "p", (0, 1)) == (1, 2, ("b", "hole:q"))


def test_refuted_leaf_is_present_and_proves_nothing() -> None:
    system = System({"a": leaf(REFUTED)}, {"s": [(0, 5)]}, [("s", (), ("a",))])
    assert o.value(system, "s", 0) == REFUTED
    assert o.preferred(system, "s", (0, 6)) == (1, 1, ("hole:s",))


def trees(system: System, statement: str, level: int, above: frozenset[str]) -> list[tuple[int, int]]:
    """(doubts, size) of all well-founded proofs at instant 0, by listing them all."""
    if statement in above:
        return []
    costs = [(1, 1)] if level == UNKNOWN and not system.closed[statement] else []
    for head, body, leaves in system.steps:
        truths = [system.leaves[name][0] for name in leaves]
        if head == statement and all(truth >= level for truth in truths):
            under = [trees(system, b, level, above | {statement}) for b in body]
            for choice in itertools.product(*under):
                doubts = truths.count(UNKNOWN) + sum(one[0] for one in choice)
                costs.append((doubts, 1 + sum(one[1] for one in choice)))
    return costs


def test_least_doubts_size_and_value_by_listing_every_tree() -> None:
    rng = random.Random(7)
    for _ in range(400):
        names = "pqrs"
        steps: list[o.Step] = []
        for _ in range(rng.randint(1, 7)):
            body = tuple(rng.sample(names, rng.randint(0, 2)))
            own = tuple(rng.sample("abc", rng.randint(0 if body else 1, 2)))
            steps.append((rng.choice(names), body, own))
        system = System(
            {k: leaf(rng.choice([*ALL, UNKNOWN])) for k in "abc"},
            {k: rng.choice([[], everywhere()]) for k in names},
            steps,
        )
        for name in names:
            levels = [v for v in ALL[1:] if trees(system, name, v, frozenset())]
            assert o.value(system, name, 0) == max(levels, default=REFUTED)
            proof = o.preferred(system, name, (0, 1))
            if not levels:
                assert proof is None
            else:
                assert proof is not None
                assert proof[:2] == min(trees(system, name, levels[-1], frozenset()))


# 6


def atom(key: str, values: str, negated: bool = False, by: str = "actor", operator: str = "StringEquals") -> o.Atom:
    """An atom whose values are the letters of `values`."""
    return key, operator, tuple(values), negated, by


def test_lower() -> None:
    assert o.lower(SUPPORTED, [atom("k", "a"), atom("k", "a", by="derived")]) == SUPPORTED
    assert o.lower(SUPPORTED, [atom("k", "a"), atom("k", "a", by="setting")]) == UNKNOWN
    assert o.lower(CONFLICTING, [atom("k", "a", by="other")]) == UNKNOWN
    assert o.lower(REFUTED, [atom("k", "a", by="other")]) == REFUTED
    assert o.lower(SUPPORTED, []) == SUPPORTED


def test_contradictory() -> None:
    assert o.contradictory([atom("k", "ab"), atom("K", "cd")])
    assert not o.contradictory([atom("k", "ab"), atom("K", "bc")])
    assert o.contradictory([atom("k", "a"), atom("k", "A")])
    assert not o.contradictory([atom("k", "a"), atom("j", "b")])
    assert not o.contradictory([])


def test_contradictory_with_negated() -> None:
    assert o.contradictory([atom("k", "ab"), atom("k", "a", True), atom("K", "b", True)])
    assert not o.contradictory([atom("k", "ab"), atom("k", "a", True)])
    assert not o.contradictory([atom("k", "a", True), atom("k", "b", True)])
    assert not o.contradictory([atom("k", "a"), atom("k", "b", operator="StringLike")])


def test_absorb() -> None:
    a, b, c = atom("a", "x"), atom("b", "x"), atom("c", "x")
    assert o.absorb([[c, b], [b, a, c], [b, c, b], [a]]) == [[a], [b, c]]
    assert o.absorb([[a], []]) == [[]]
    assert o.absorb([]) == []


def test_absorb_too_wide_only_after_absorbing() -> None:
    singles = [[atom(f"k{n:02}", "x")] for n in range(17)]
    assert o.absorb(singles) is None
    assert o.absorb(singles[:16]) == singles[:16]
    assert o.absorb([*singles[:16], singles[0] + singles[1], singles[3]]) == singles[:16]


# 7


def test_but_for() -> None:
    leaves = [(True, ["g2", "g1"]), (False, ["g3"]), (True, ["g1"])]
    assert o.but_for(leaves, True) == ["g1", "g2"]
    assert o.but_for(leaves, False) == []
    assert o.but_for([], True) == []
