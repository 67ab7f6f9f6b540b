"""Placements that rules of replication may have made (decision 7)."""

from __future__ import annotations

import pytest

from cloudreview.relations.copies import copied, kept
from cloudreview.spells import END, NEVER, Interval, Spell
from cloudreview.vocabulary.facts import Fact
from cloudreview.vocabulary.rows import Copied, Placement, Replication
from tests.location.cases import closure, fact

WINDOW: Interval = (0, 1000)
FROM, TO = "aws:s3:a", "aws:s3:b"
RULE = Replication(store=FROM, enabled=True, destination=TO)
PLACED = Placement(dataset="d", client="c", store=FROM, categories=("personal_health",), start="2026-01-01")


def copies(
    placed: Placement | Fact[Placement], rule: Replication | Fact[Replication], *others: Placement
) -> list[Fact[Placement]]:
    told = [one if isinstance(one, Fact) else fact(one) for one in (placed, *others)]
    given = rule if isinstance(rule, Fact) else fact(rule)
    found, gaps = copied(told, [given], [], WINDOW)  # type: ignore[arg-type, list-item]
    assert {name for one in found for name in one.gaps} <= {one.id for one in gaps}
    return found


def test_a_copy_is_possible_from_the_rule_on_and_outlives_it() -> None:
    rule, placed = fact(RULE, Spell.exactly((200, 300))), fact(PLACED, Spell.exactly((100, 250)))
    (copy,) = copies(placed, rule)  # type: ignore[arg-type]
    assert copy.spell == Spell(NEVER, (200, END))
    assert copy.row == Placement(dataset="d", client="c", store=TO, categories=("personal_health",))
    assert len(copy.gaps) == 1
    assert copy.sources == tuple(sorted({*rule.sources, *placed.sources}))


@pytest.mark.parametrize(
    ("placed", "rule", "both"),
    [(None, None, None), ("a/", None, "a/"), (None, "a/", "a/"), ("a/b/", "a/", "a/b/"), ("a/", "a/b/", "a/b/")],
)
def test_the_narrower_prefix_is_copied(placed: str | None, rule: str | None, both: str | None) -> None:
    one = Placement(dataset="d", store=FROM, prefix=placed)
    (copy,) = copies(one, Replication(store=FROM, enabled=True, destination=TO, prefix=rule))
    assert copy.row.prefix == both


@pytest.mark.parametrize(
    "rule",
    [
        Replication(store="aws:s3:z", enabled=True, destination=TO),
        Replication(store=FROM, enabled=True, destination=TO, prefix="b/"),
    ],
)
def test_what_copies_nothing_of_it(rule: Replication) -> None:
    assert copies(Placement(dataset="d", store=FROM, prefix="a/"), rule) == []


def test_a_rule_that_is_switched_off_may_have_copied_before() -> None:
    (copy,) = copies(PLACED, Replication(store=FROM, enabled=False, destination=TO))
    assert (copy.spell.must, copy.row.store) == (NEVER, TO)


def test_never_both_at_once() -> None:
    assert copies(fact(PLACED, Spell.exactly((0, 100))), fact(RULE, Spell.exactly((200, 300)))) == []  # type: ignore[arg-type]


def test_a_copy_that_somebody_told_is_not_told_again() -> None:
    assert copies(PLACED, RULE, Placement(dataset="d", client="c", store=TO)) == []
    narrower = Placement(dataset="d", client="c", store=TO, prefix="a/")
    assert len(copies(PLACED, RULE, narrower)) == 1


def test_a_copy_is_not_copied_on() -> None:
    onward = fact(Replication(store=TO, enabled=True, destination="aws:s3:c"))
    found, _ = copied([fact(PLACED)], [fact(RULE), onward], [], WINDOW)  # type: ignore[list-item]
    assert [one.row.store for one in found] == [TO]


def test_where_all_copies_are_told_none_is_possible() -> None:
    one, given = fact(PLACED), fact(RULE)
    found, _ = copied([one], [given], [closure("copies", TO, (200, 500))], WINDOW)  # type: ignore[list-item]
    assert sorted(one.spell.may for one in found) == [(0, 200), (500, END)]
    elsewhere, _ = copied([one], [given], [closure("copies", FROM), closure("placements", TO)], WINDOW)  # type: ignore[list-item]
    assert [one.spell.may for one in elsewhere] == [(0, END)]


VAULT = "aws:backup:us-west-2:111122223333:nightly"


def backups(placed: Spell, *made: tuple[Spell, bool]) -> list[Spell]:
    told = [fact(Copied(store=FROM, copy=VAULT, kind="backup", whole=whole), spell) for spell, whole in made]
    return [one.spell for one in kept([fact(PLACED, placed)], told, WINDOW)]  # type: ignore[list-item]


def test_a_backup_made_while_the_data_lay_there_holds_them() -> None:
    held = Spell.exactly((100, 300))
    assert backups(held, (Spell((200, 400), (200, END)), True)) == [Spell((200, 400), (200, END))]
    assert backups(held, (Spell((50, 400), (50, END)), True)) == [Spell(NEVER, (100, END))]
    assert backups(held, (Spell((200, 400), (200, END)), False)) == [Spell(NEVER, (200, END))]
    assert backups(held, (Spell(NEVER, (0, END)), True)) == [Spell(NEVER, (100, END))]
    assert backups(held, (Spell((350, 400), (350, END)), True)) == []


def test_the_backups_of_one_vault_are_one_placement() -> None:
    made = [(Spell((at, 500), (at, END)), True) for at in (120, 180, 250)]
    assert backups(Spell.exactly((150, 300)), *made) == [Spell((180, 500), (150, END))]


def test_a_backup_that_somebody_placed_is_not_placed_again() -> None:
    there = fact(Placement(dataset="d", client="c", store=VAULT))
    copy = fact(Copied(store=FROM, copy=VAULT, kind="backup"))
    assert kept([fact(PLACED), there], [copy], WINDOW) == []  # type: ignore[list-item]
