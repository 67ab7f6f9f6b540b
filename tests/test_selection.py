"""The grammar of measures and claims: what is written can be read again, and what is not known settles nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloudreview.selection import Condition, Proposition, Selection, proposition, selection
from cloudreview.spells import day_start
from cloudreview.vocabulary.steps import RULES

CLAIMS = {"observed": ("dataset", "adversary"), "location": ("dataset", "country"), "key": ("dataset", "holder")}


def test_examples_of_the_design() -> None:
    assert selection("uses where principal in A B", RULES) == Selection(
        "uses", (Condition("principal", "in", ("A", "B")),)
    )
    assert selection("power where actor = team:ops and power = support_access", RULES).conditions == (
        Condition("actor", "=", ("team:ops",)),
        Condition("power", "=", ("support_access",)),
    )
    assert selection("answers_to", RULES) == Selection("answers_to")
    assert proposition("NOT location where dataset = d1 and country != US", CLAIMS) == Proposition(
        Selection("location", (Condition("dataset", "=", ("d1",)), Condition("country", "!=", ("US",)))), negated=True
    )


def test_the_period_is_half_open_and_its_days_begin_at_midnight_utc() -> None:
    found = proposition("NOT observed where dataset = d1 during 2026-01-01..2026-04-01", CLAIMS)
    assert found.interval == (day_start("2026-01-01"), day_start("2026-04-01"))
    assert proposition("observed where dataset = d1", CLAIMS).interval is None


def test_names_with_signs_and_spaces() -> None:
    arn = "arn:aws:iam::111122223333:role/a=b,c+d@e"
    assert selection(f"uses where principal={arn}", RULES).conditions[0].values == (arn,)
    assert selection('uses where person = "Li \\"Lee\\" and Co"', RULES).conditions[0].values == ('Li "Lee" and Co',)
    assert selection("uses where person in 'and' during.x", RULES).conditions[0].values == ("and", "during.x")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("usess where person = p", "did you mean `uses`"),
        ("uses where persn = p", "did you mean `person`"),
        ("uses where person p", "one of =, != and in"),
        ("uses where person =", "has no value"),
        ("uses where person = and", "has no value"),
        ("uses where person in", "one of =, != and in"),
        ("uses where person = p q", "`q` is not understood"),
        ("uses were person = p", "`were person = p` is not understood"),
        ("uses where person = p and", "does not name a field of uses"),
        ("", "does not name a relation"),
    ],
)
def test_what_cannot_be_read_is_refused_with_advice(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        selection(text, RULES)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("observed", "has no condition"),
        ("observed where dataset = d1 during 2026-01-01", "does not tell the period"),
        ("observed where dataset = d1 during 2026-02-01..2026-01-01", "is empty"),
        ("observed where dataset = d1 during tomorrow..2026-01-01", "tomorrow"),
        ("NOT NOT observed where dataset = d1", "is not a relation"),
    ],
)
def test_claims_that_cannot_be_read(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        proposition(text, CLAIMS)


def test_an_unknown_field_settles_nothing() -> None:
    both = selection("location where dataset = d1 and country != US", CLAIMS)
    assert both.matches({"dataset": "d1", "country": "DE"}) is True
    assert both.matches({"dataset": "d1", "country": None}) is None
    assert both.matches({"dataset": "d1"}) is None
    assert both.matches({"dataset": "d2", "country": None}) is False
    assert both.matches({"dataset": "d1", "country": "US"}) is False
    assert Selection("uses").matches({}) is True


values = st.text(st.characters(codec="utf-8"), max_size=12)
conditions = st.one_of(
    st.builds(
        Condition,
        st.sampled_from(["person", "principal"]),
        st.sampled_from(["=", "!="]),
        st.lists(values, min_size=1, max_size=1).map(tuple),
    ),
    st.builds(
        Condition, st.sampled_from(["person", "principal"]), st.just("in"), st.lists(values, min_size=1).map(tuple)
    ),
)
selections = st.builds(Selection, st.just("uses"), st.lists(conditions, max_size=3).map(tuple))


@given(selections)
def test_a_selection_that_is_written_can_be_read_again(one: Selection) -> None:
    assert selection(str(one), RULES) == one


@given(
    selections.filter(lambda one: bool(one.conditions)),
    st.booleans(),
    st.sampled_from([None, ("2026-01-01", "2026-04-01"), ("2026-01-01T00:00:00Z", "2026-01-01T00:00:00.5+00:00")]),
)
def test_a_proposition_that_is_written_can_be_read_again(
    one: Selection, negated: bool, during: tuple[str, str] | None
) -> None:
    found = Proposition(one, negated, during)
    assert proposition(str(found), RULES) == found


@given(selections, st.dictionaries(st.sampled_from(["person", "principal"]), values), values, values)
def test_learning_a_field_never_overturns_what_was_told(
    one: Selection, known: dict[str, str], person: str, principal: str
) -> None:
    before, after = one.matches(dict(known)), one.matches({"person": person, "principal": principal} | known)
    assert before is None or before == after


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = selection(text, RULES)
    except ValueError:
        return
    assert selection(str(found), RULES) == found
