"""Records told in versions: each version speaks until the next, and a closed record ends."""

from __future__ import annotations

import msgspec
import pytest

from cloudreview.spells import BEGINNING, DAY, END, NEVER, instant
from cloudreview.vocabulary.delivery import Delivered, Said
from cloudreview.vocabulary.facts import Fact
from cloudreview.vocabulary.rows import Interest, Party
from tests.relations.test_relations import FIRST, MARCH, Settled, file, settled

TENTH = instant("2026-03-10T00:00:00Z")
YEAR = (instant("2025-01-01T00:00:00Z"), MARCH[1])


def stake(percent: int, **more: str) -> Interest:
    return Interest(holder="h", subject="s", kind="equity", percent_min=percent, percent_max=percent, **more)


def told(name: str, *said: Said, taken_at: int | None = None, speaker: str = "register") -> Delivered:
    return msgspec.structs.replace(file(name, taken_at=taken_at, speaker=speaker), said=said)


def version(row: Interest | Party, stated: int, *, closed: bool = False, at: str = "#/0") -> Said:
    return Said(row, at, stated=stated, record="r", closed=closed)


def found(*files: Delivered) -> list[Fact[Interest]]:
    return sorted(interests(settled(*files, period=YEAR)), key=lambda fact: (fact.spell.may, fact.row.percent_min or 0))


def interests(all_of: Settled) -> tuple[Fact[Interest], ...]:
    return all_of.facts.of(Interest)


@pytest.mark.parametrize("speaker", ["register", "unknown"])
def test_the_next_version_ends_what_it_does_not_repeat(speaker: str) -> None:
    first = version(stake(6000, start="2025-06-01T00:00:00Z"), FIRST)
    second = version(stake(7000, start="2026-03-08T00:00:00Z"), TENTH, at="#/1")
    old, new = found(told("a", first, second, speaker=speaker))
    assert old.spell.must == (instant("2025-06-01T00:00:00Z"), TENTH)
    assert old.spell.may[1] == TENTH
    assert new.spell.must == (TENTH, TENTH + 31 * DAY)
    assert new.spell.may == (instant("2026-03-08T00:00:00Z"), END)


def test_versions_of_one_speaker_stand_in_several_files_and_of_others_apart() -> None:
    first, second = version(stake(6000), FIRST), version(stake(7000), TENTH)
    old, _ = found(told("a", first), told("b", second))
    assert old.spell.may == (BEGINNING, TENTH)
    for speaker in ("other", "unknown"):
        apart = found(told("a", first), told("b", second, speaker=speaker))
        assert max(fact.spell.may[1] for fact in apart if fact.row == first.row) > TENTH


def test_a_confirmed_version_ends_nothing() -> None:
    held = stake(6000, start="2025-06-01T00:00:00Z")
    for fact in found(told("a", version(held, FIRST), version(held, TENTH, at="#/1"))):
        assert fact.spell.may == (instant("2025-06-01T00:00:00Z"), END)


def test_what_a_later_version_drops_ends_in_every_version_that_told_it() -> None:
    held, vote = stake(6000), msgspec.structs.replace(stake(6000), kind="vote")
    last = TENTH + 5 * DAY
    versions = [version(held, FIRST), version(held, TENTH), version(vote, last)]
    assert {fact.spell.may[1] for fact in found(told("a", *versions)) if fact.row.kind == "equity"} == {last}


def test_an_end_told_later_corrects_every_version_before() -> None:
    held = stake(6000, start="2025-06-01T00:00:00Z")
    ended = msgspec.structs.replace(held, end="2026-03-05T00:00:00Z")
    versions = [version(held, FIRST), version(held, TENTH), version(ended, TENTH + DAY)]
    (fact,) = found(told("a", *versions))
    assert fact.row.end == "2026-03-05T00:00:00Z"


def test_a_closed_record_ends_when_it_is_closed() -> None:
    held = stake(6000, start="2025-06-01T00:00:00Z")
    (fact,) = found(told("a", version(held, FIRST), version(held, TENTH, closed=True)))
    assert fact.spell.may[1] == TENTH
    assert fact.spell.must == (instant("2025-06-01T00:00:00Z"), TENTH)


def test_a_closed_version_alone_says_that_it_possibly_held_before_and_not_after() -> None:
    (fact,) = found(told("a", version(stake(6000, start="2025-06-01T00:00:00Z"), TENTH, closed=True)))
    assert fact.spell == (NEVER, (instant("2025-06-01T00:00:00Z"), TENTH))
    (fact,) = found(told("a", version(stake(6000, end="2026-03-05T00:00:00Z"), TENTH, closed=True)))
    assert fact.spell.may[1] == instant("2026-03-05T00:00:00Z")


def test_attributes_of_a_party_change_with_its_record() -> None:
    versions = [version(Party(party="p", organised_in=code), at) for code, at in (("CN", FIRST), ("US", TENTH))]
    facts = settled(told("a", *versions)).facts.of(Party)
    assert {fact.row.organised_in: fact.spell.must for fact in facts} == {"CN": (FIRST, TENTH), "US": (TENTH, END)}


def test_a_file_taken_later_shows_that_the_record_still_stood() -> None:
    (fact,) = found(told("a", version(stake(6000), FIRST), taken_at=TENTH))
    assert fact.spell.must == (FIRST, TENTH + 31 * DAY)


def test_what_is_stated_held_on_the_day_of_the_statement_whatever_its_rounded_start_leaves_open() -> None:
    (fact,) = found(told("a", version(stake(6000, start="2026"), TENTH)))
    assert fact.spell.must[0] == TENTH
    assert fact.spell.may[0] == instant("2025-12-31T10:00:00Z")


def test_as_of_is_by_default_the_latest_statement() -> None:
    assert settled(told("a", version(stake(6000), TENTH)), as_of=None).facts.as_of == TENTH
