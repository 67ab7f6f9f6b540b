"""A power that only a new approval would let somebody use: who would have to give it (decision 6)."""

from __future__ import annotations

import pytest

from cloudreview.reach import ReachResult
from cloudreview.residuals import Atom
from cloudreview.truth import Truth
from cloudreview.vocabulary.steps import APPROVAL, AWAITED, step
from tests.reach.tables import World

TABLE = (
    "status acme CN\npower acme support_access aws read b\nplacement d us b\nprotects b -\ncompany harbor\ncompany acme"
)


def reached(table: str, *approvers: str, operator: str = AWAITED, opened: tuple[str, ...] = ()) -> ReachResult:
    world = World(f"{TABLE}\n{table}", opened=opened)
    atom = Atom(APPROVAL, operator, approvers, negated=False, by="other")
    world.steps = [
        one
        if one.rule != "power" or one.mode == "raw"
        else step(one.rule, one.fields, Truth.UNKNOWN, one.spell, one.because, gaps=("gap:a",), residual=(atom,))
        for one in world.steps
    ]
    return world.reach()


def truth(result: ReachResult, mode: str = "guarded") -> str:
    return next(one.truth for one in result.answers if (one.dataset, one.harm, one.mode) == ("d", "read", mode))


def test_a_free_approver_holds_the_power_back() -> None:
    result = reached("", "harbor")
    assert (truth(result), truth(result, "raw")) == ("refuted", "supported")
    answer = next(one for one in result.answers if (one.harm, one.mode) == ("read", "guarded"))
    assert answer.closed_by


def test_an_approval_that_nobody_tells_of_is_unknown_whoever_gives_it() -> None:
    assert truth(reached("", "harbor", operator="agreed")) == "unknown"


@pytest.mark.parametrize(
    ("table", "approver"),
    [
        ("status harbor CN", "harbor"),
        ("status harbor CN ?", "harbor"),
        ("status p CN\nanswers_to p harbor", "harbor"),
        ("answers_to p harbor\nanswers_to p jade\nstatus jade CN", "harbor"),
        ("answers_to p acme", "p"),
        ("", "nobody-knows-whom"),
        ("", "US entity"),
    ],
)
def test_whoever_is_or_has_people_under_the_adversary_may_give_it(table: str, approver: str) -> None:
    result = reached(table, approver)
    assert truth(result) == "unknown"
    (path,) = (one for one in result.paths if one.mode == "guarded" and one.status_of == "acme" and one.harm == "read")
    assert path.but_for == ("gap:a",)


def test_of_several_all_must_be_free() -> None:
    assert truth(reached("company beacon", "beacon", "harbor")) == "refuted"
    assert truth(reached("company beacon\nstatus beacon CN", "beacon", "harbor")) == "unknown"


def test_whose_people_nobody_tells_is_not_free() -> None:
    assert truth(reached("", "harbor", opened=("roster *",))) == "unknown"


def test_only_while_the_approver_is_free() -> None:
    result = reached("status harbor CN @60..70", "harbor")
    assert truth(result) == "unknown"
    (path,) = (one for one in result.paths if one.mode == "guarded" and one.status_of == "acme" and one.harm == "read")
    assert path.now is None
