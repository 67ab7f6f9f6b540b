"""An approval each time: given, withheld, or not told (decision 6)."""

from __future__ import annotations

import pytest

from cloudreview.law import load
from cloudreview.location import locate
from cloudreview.spells import Interval, Spell
from cloudreview.truth import Truth
from cloudreview.vocabulary.facts import Closure
from cloudreview.vocabulary.rows import Placement, Row
from cloudreview.vocabulary.steps import Step
from tests.location.cases import (
    ALL_CLOSED,
    BUCKET,
    HARBOR,
    HOME,
    PLACED,
    PLAIN,
    SITE,
    WINDOW,
    approval,
    closure,
    fact,
    facts,
    operation,
)

LAW = load()
WHOLE = (PLACED, HOME, SITE, HARBOR, PLAIN)
TOLD = ("approvals", "aws")


def guarded(
    *rows: object, closed: tuple[tuple[str, str] | Closure, ...] = (TOLD,), mode: str = "guarded"
) -> list[Step]:
    given = facts(*WHOLE, *rows, closed=(*ALL_CLOSED, *closed))  # type: ignore[arg-type]
    found = [one for one in locate(given, LAW).steps if one.rule == "power" and one.fields["actor"] == "t"]
    return sorted((one for one in found if one.mode == mode), key=lambda one: one.spell)


def said(found: list[Step]) -> list[tuple[Truth, list[tuple[str, tuple[str, ...]]], Interval]]:
    return [(one.truth, [(a.operator, a.values) for a in one.residual], one.spell.may) for one in found]


LOGGED = operation(approval="harbor", logged_in="support log")


def test_none_was_given_and_a_log_would_show_a_use_without() -> None:
    assert said(guarded(LOGGED)) == [(Truth.UNKNOWN, [("awaited", ("harbor",))], WINDOW)]


@pytest.mark.parametrize("log", [None, "none", " None "])
def test_without_a_log_nobody_can_say_that_no_use_was_approved(log: str | None) -> None:
    row = operation(approval="harbor") if log is None else operation(approval="harbor", logged_in=log)
    assert said(guarded(row)) == [(Truth.UNKNOWN, [("agreed", ("harbor",))], WINDOW)]


def test_only_where_all_approvals_are_told() -> None:
    assert said(guarded(LOGGED, closed=())) == [(Truth.UNKNOWN, [("agreed", ("harbor",))], WINDOW)]
    part = closure("approvals", "aws", (200, 500))
    assert said(guarded(LOGGED, closed=(part,))) == [
        (Truth.UNKNOWN, [("agreed", ("harbor",))], (0, 200)),
        (Truth.UNKNOWN, [("awaited", ("harbor",))], (200, 500)),
        (Truth.UNKNOWN, [("agreed", ("harbor",))], (500, 1000)),
    ]
    assert said(guarded(LOGGED, closed=(("approvals", "alibaba"),)))[0][1] == [("agreed", ("harbor",))]


def test_while_an_approval_holds_so_does_the_power() -> None:
    given = fact(approval(), Spell.exactly((300, 400)))
    found = guarded(LOGGED, given)
    assert (Truth.SUPPORTED, [], (300, 400)) in said(found)
    sure = next(one for one in found if one.truth is Truth.SUPPORTED)
    assert given.id in sure.because
    assert sure.gaps == ()
    # The approval of somebody else's power is no approval of this one.
    assert len(guarded(LOGGED, approval(power="dns"))) == 1
    assert len(guarded(LOGGED, approval(target="aws:eu-west-1"))) == 1


@pytest.mark.parametrize("other", [{"actor": "u"}, {"actor": None}, {"approver": "u"}])
def test_an_approval_that_may_be_for_this_use_is_asked_about(other: dict[str, str]) -> None:
    maybe = [one for one in guarded(LOGGED, approval(**other)) if not one.residual]
    assert [(one.truth, one.spell.may) for one in maybe] == [(Truth.UNKNOWN, WINDOW)]
    assert len(maybe[0].gaps) == 1


def test_ones_own_approval_restrains_nobody() -> None:
    assert said(guarded(operation(approval="t", logged_in="support log"))) == [(Truth.SUPPORTED, [], WINDOW)]


def test_the_customer_is_the_client_whose_data_it_is() -> None:
    row = operation(approval="customer", logged_in="support log")
    assert said(guarded(row))[0][1] == [("awaited", ("c",))]
    second = Placement(dataset="e", client="b", store=BUCKET)
    assert said(guarded(row, second))[0][1] == [("awaited", ("b", "c"))]
    nobody = Placement(dataset="e", store=BUCKET)
    assert said(guarded(row, nobody))[0][1] == [("awaited", ("customer",))]
    assert (Truth.SUPPORTED, [], WINDOW) in said(guarded(row, approval("c")))


@pytest.mark.parametrize("rows", [(), (approval(),), (approval(actor="u"),)])
def test_raw_asks_for_no_approval(rows: tuple[Row, ...]) -> None:
    assert said(guarded(LOGGED, *rows, mode="raw")) == [(Truth.SUPPORTED, [], WINDOW)]


def test_a_condition_stands_beside_an_approval() -> None:
    row = operation(approval="harbor", logged_in="support log", condition="in an emergency")
    (only,) = guarded(row)
    assert [one.key for one in only.residual] == ["approval", "condition"]
    given = [one for one in guarded(row, approval()) if len(one.residual) == 1]
    assert [(one.truth, one.residual[0].key) for one in given] == [(Truth.UNKNOWN, "condition")]
