"""`docs/truth.md`, section 6."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cloudreview.residuals import MAX_ALTERNATIVES, Atom, absorb, contradictory, lower
from cloudreview.truth import Truth
from tests.oracle import truth as oracle
from tests.strategies import atoms, truths

several = st.lists(atoms, max_size=4)


@given(truths, several)
def test_lower_agrees_with_the_oracle(truth: Truth, needed: list[Atom]) -> None:
    assert lower(truth, needed) == oracle.lower(int(truth), [tuple(atom) for atom in needed])


@given(several)
def test_contradictory_agrees_with_the_oracle(needed: list[Atom]) -> None:
    assert contradictory(needed) == oracle.contradictory([tuple(atom) for atom in needed])


@given(st.lists(several, max_size=5))
def test_absorb_agrees_with_the_oracle(alternatives: list[list[Atom]]) -> None:
    found = absorb(alternatives)
    expected = oracle.absorb([[tuple(atom) for atom in one] for one in alternatives])
    assert (None if found is None else [list(map(tuple, one)) for one in found]) == expected


def test_too_many_alternatives_are_too_wide() -> None:
    def one(number: int) -> list[Atom]:
        return [Atom("k", "StringEquals", (str(number),), False, "actor")]

    assert absorb([one(number) for number in range(MAX_ALTERNATIVES)]) is not None
    assert absorb([one(number) for number in range(MAX_ALTERNATIVES + 1)]) is None


def test_a_condition_on_the_environment_makes_a_yes_unknown() -> None:
    there = Atom("aws:SourceIp", "IpAddress", ("203.0.113.0/24",), False, "setting")
    chosen = Atom("s3:x-amz-acl", "StringEquals", ("private",), False, "actor")
    assert lower(Truth.SUPPORTED, [chosen]) is Truth.SUPPORTED
    assert lower(Truth.SUPPORTED, [chosen, there]) is Truth.UNKNOWN
    assert lower(Truth.REFUTED, [there]) is Truth.REFUTED
