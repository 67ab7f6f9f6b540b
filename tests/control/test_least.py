"""The least solution of equations over a ring: exact, the least, and named where none is."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloudreview.control import least as module
from cloudreview.control.least import Equation, Row, Term, endless, least, too_large

NAMES = ("a", "b", "c", "d")
HALF = Fraction(1, 2)


def one(*terms: tuple[int, str | Fraction], filled: bool = False) -> Equation:
    return Equation((Row(tuple(Term(amount, amount, of) for amount, of in terms), filled),))


@st.composite
def systems(draw: st.DrawFn) -> dict[str, Equation]:
    """Small systems, also with more than the whole told, closed rings and two rows."""
    amounts = st.sampled_from((0, 1000, 2500, 4000, 5000, 7500, 10_000))
    known = st.sampled_from((Fraction(0), HALF, Fraction(1)))
    found = {}
    for name in NAMES[: draw(st.integers(1, 4))]:
        rows = []
        for _ in range(draw(st.integers(1, 2))):
            terms = []
            for of in draw(st.lists(st.one_of(st.sampled_from(NAMES), known), max_size=3, unique=True)):
                low = draw(amounts)
                terms.append(Term(low, max(low, draw(amounts)), of))
            rows.append(Row(tuple(terms), draw(st.booleans()), draw(st.booleans())))
        found[name] = Equation(tuple(rows), draw(st.sampled_from((Fraction(1), Fraction(1), HALF, Fraction(0)))))
    return {name: _inside(equation, found) for name, equation in found.items()}


def _inside(equation: Equation, names: dict[str, Equation]) -> Equation:
    def of(term: Term) -> Term:
        return term if not isinstance(term.of, str) or term.of in names else term._replace(of=HALF)

    return equation._replace(rows=tuple(row._replace(terms=tuple(map(of, row.terms))) for row in equation.rows))


@settings(max_examples=80, deadline=None)
@given(systems())
def test_what_is_found_solves_the_equations_and_no_round_from_nothing_passes_it(equations: dict[str, Equation]) -> None:
    found = least(equations)
    assert {name: one.least(found) for name, one in equations.items()} == found
    value = dict.fromkeys(equations, Fraction(0))
    for _ in range(60):
        value = {name: Fraction(one.least(value) * 2**40 // 1, 2**40) for name, one in equations.items()}
        assert all(value[name] <= found[name] for name in equations)


@settings(max_examples=50, deadline=None)
@given(systems())
def test_rounds_from_nothing_come_near_what_is_found(equations: dict[str, Equation]) -> None:
    """So it is the least: these rounds stay below every solution."""
    found, value = least(equations), dict.fromkeys(equations, Fraction(0))
    for _ in range(300):
        value = {name: Fraction(one.least(value) * 2**40 // 1, 2**40) for name, one in equations.items()}
    assert all(found[name] - value[name] < Fraction(1, 20) for name in equations)


@settings(max_examples=50, deadline=None)
@given(systems())
def test_what_is_too_large_is_a_lower_bound(equations: dict[str, Equation]) -> None:
    exact = least(equations)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "EXACT", 0)
        rounded = least(equations)
        assert set(NAMES).issuperset(name for group in too_large(equations) for name in group)
    assert all(0 <= rounded[name] <= exact[name] for name in equations)
    assert too_large(equations) == []


def test_a_ring_with_an_outside_holder_has_one_solution() -> None:
    found = least({"a": one((9000, "b"), (1000, Fraction(1))), "b": one((10_000, "a"))})
    assert found == {"a": 1, "b": 1}


def test_a_company_that_holds_itself_shares_that_part_out() -> None:
    assert least({"a": one((1000, "a"), (4500, Fraction(1)), (4500, Fraction(0)))}) == {"a": HALF}


def test_what_is_beyond_the_whole_is_cut_where_it_counts_most() -> None:
    terms = (Term(6000, 6000, Fraction(1)), Term(6000, 6000, Fraction(0)))
    assert least({"a": Equation((Row(terms),))}) == {"a": Fraction(2, 5)}
    assert least({"a": Equation((Row(terms, beyond=True),))}) == {"a": Fraction(3, 5)}


def test_thirds_stay_thirds() -> None:
    """A quarter of each other and a half of an outside holder: x = x/4 + 1/2."""
    found = least({"a": one((2500, "b"), (5000, Fraction(1))), "b": one((2500, "a"), (5000, Fraction(1)))})
    assert found == {"a": Fraction(2, 3), "b": Fraction(2, 3)}


def test_of_two_rows_and_of_amounts_between_bounds_the_least_counts() -> None:
    rows = (
        Row((Term(4000, 6000, Fraction(1)), Term(0, 5000, Fraction(0))), filled=True),
        Row((Term(10_000, 10_000, HALF),)),
    )
    assert least({"a": Equation(rows[:1])}) == {"a": HALF}
    assert least({"a": Equation(rows[1:])}) == {"a": HALF}
    assert least({"a": Equation(rows, Fraction(1, 3))}) == {"a": Fraction(1, 3)}


@pytest.mark.parametrize(
    ("equations", "rings"),
    [
        ({"a": one((10_000, "a"), filled=True)}, [("a",)]),
        ({"a": one((10_000, "b"), filled=True), "b": one((10_000, "a"), filled=True)}, [("a", "b")]),
        ({"a": one((10_000, "b")), "b": one((10_000, "a"))}, [("a", "b")]),
        # Nobody is told to hold the last part: it may be anybody's, and ends there.
        ({"a": one((9999, "b")), "b": one((10_000, "a"))}, []),
        # All is told, and a part is nobody's: nothing is nothing.
        ({"a": one((9999, "b"), filled=True), "b": one((10_000, "a"), filled=True)}, []),
        ({"a": one((9000, "b"), (1000, Fraction(0)), filled=True), "b": one((10_000, "a"), filled=True)}, []),
        # Of two rings one is entered from the other, and both are closed.
        (
            {
                "a": one((10_000, "b")),
                "b": one((10_000, "a")),
                "c": one((5000, "d"), (5000, "a")),
                "d": one((10_000, "c")),
            },
            [("a", "b"), ("c", "d")],
        ),
    ],
)
def test_closed_rings_are_named(equations: dict[str, Equation], rings: list[tuple[str, ...]]) -> None:
    assert sorted(endless(equations)) == rings
