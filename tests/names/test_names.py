"""Names set beside each other: scripts, spellings, legal forms, and decoys."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloudreview.names import HOLDS, Subject, compare, likely, read, similar
from cloudreview.names.finding import CROWD
from cloudreview.names.writing import script_of
from tests.names.labelled import LABELLED, missed, pairs, score, taken


def test_the_labelled_names_are_told_as_before() -> None:
    """A change for the better shows here too: then the list of errors and bench/RESULTS.md are to be shortened."""
    assert [one.name for one in missed()] == LABELLED["errors"]["missed"]
    assert [one.name for one in taken()] == LABELLED["errors"]["taken"]


def test_the_labelled_names_are_of_every_script_and_of_both_kinds() -> None:
    told = list(pairs())
    assert {script_of(one.one) for one in told} >= {"Latin", "Chinese", "Cyrillic", "Arabic or Hebrew"}
    assert {(one.person, one.same) for one in told} == {(a, b) for a in (True, False) for b in (True, False)}


def reason(one: str, other: str, person: bool = False) -> str:
    names = read(one, person), read(other, person)
    assert names[0] is not None
    assert names[1] is not None
    found = compare(*names)
    return "" if found is None else found.reason


def test_the_reason_says_what_is_equal_and_what_is_not() -> None:
    assert "the legal form: `gmbh` / `ag`" in reason("Nordlicht GmbH", "Nordlicht AG")
    told = reason("华鑫云计算有限公司", "Huaxin Cloud Computing Co., Ltd.")
    assert told.endswith("the same name, transliterated; legal form `有限公司` / `co ltd`")
    assert "sound alike and are written with other characters" in reason("华鑫有限公司", "华新有限公司")
    assert "the same consonants" in reason("محمد بن راشد", "Mohammed bin Rashid", person=True)


@pytest.mark.parametrize("nothing", ["", "Co., Ltd.", "有限公司", "Technology Inc.", "...", "集团有限公司"])
def test_a_name_of_which_nothing_is_left_is_none(nothing: str) -> None:
    assert read(nothing) is None or read(nothing).core not in ("", "$technology", "$group")  # type: ignore[union-attr]


def companies(*names: str) -> list[Subject]:
    return [Subject(f"c{number:03}", (name,), person=False) for number, name in enumerate(names)]


def test_persons_never_meet_companies() -> None:
    found, _ = likely([Subject("a", ("Ada Stone",), True), Subject("b", ("Stone Ada",), False)])
    assert found == []


def test_the_best_of_several_names_counts() -> None:
    found, _ = likely([Subject("a", ("Old Name Ltd", "Acme Ltd"), False), Subject("b", ("Acme Limited",), False)])
    (pair,) = found
    assert (pair.one, pair.other, pair.score) == ("a", "b", 0.97)


def test_a_name_that_very_many_have_is_told_once() -> None:
    subjects = [Subject(f"p{number}", ("Wang Wei",), True) for number in range(CROWD + 1)]
    found, crowds = likely(subjects)
    assert found == []
    (crowd,) = crowds
    assert (crowd.name, len(crowd.ids)) == ("Wang Wei", CROWD + 1)


def test_a_long_list_of_decoys_holds_nobody() -> None:
    """One letter or one word more for each of our names; a letter doubled would be a spelling of it."""
    syllables = ("har", "tide", "quill", "vel", "nor", "mar")
    own = [one + other for one in syllables for other in syllables]
    ours = [f"{name} {trade} Co., Ltd." for name in own for trade in ("Cloud", "Data")]
    letters = "aeioubdkmt"
    decoys = [f"{name}{one} Cloud Co., Ltd." for name in own for one in letters if not name.endswith(one)]
    decoys += [f"{name}{one} Data Ltd" for name in own for one in letters if not name.endswith(one)]
    decoys += [f"{word} {name}" for name in ours for word in ("New", "Old", "East", "West", "Lower", "Upper")]
    decoys += [f"{name} {word} Data Inc." for name in own for word in ("Sea", "Hill", "River", "Bay", "Ford", "Field")]
    named = [Subject(f"ours {at}", (name,), False) for at, name in enumerate(ours)]
    named += [Subject(f"decoy {at}", (name,), False) for at, name in enumerate(decoys)]
    found, crowds = likely(named)
    assert len(decoys) > 1300
    assert [one for one in found if one.score >= HOLDS and {one.one[:4], one.other[:4]} == {"ours", "deco"}] == []
    assert crowds == []


def test_names_that_are_nearly_equal_are_listed_and_hold_nothing() -> None:
    (found,) = similar(companies("Tidewater Storage Ltd", "Tidewatter Storage Ltd", "Beaconfell Clinics"))
    assert (found.one, found.other) == ("c000", "c001")
    assert found.score < HOLDS


TEXTS = st.text(alphabet="abc Ltd华鑫公司Ялм بن.&-", max_size=14)


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS, st.booleans())
def test_comparing_asks_for_no_order(one: str, other: str, person: bool) -> None:
    names = read(one, person), read(other, person)
    if names[0] is None or names[1] is None:
        return
    found, back = compare(names[0], names[1]), compare(names[1], names[0])
    assert (found is None) == (back is None)
    assert found is None or back is None or found.score == back.score
    same = compare(names[0], names[0])
    assert same is not None
    assert same.score == 1.0


@settings(max_examples=100, deadline=None)
@given(st.lists(TEXTS, max_size=6), st.randoms())
def test_who_is_found_depends_on_no_order_and_pairs_are_those_that_compare(names: list[str], dice: object) -> None:
    subjects = companies(*names)
    shuffled = list(subjects)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    found, _ = likely(subjects)
    assert likely(shuffled)[0] == found
    read_ = {one.id: read(one.names[0]) for one in subjects}
    slow = {
        (one, other)
        for one in read_
        for other in read_
        if one < other and read_[one] is not None and read_[other] is not None
        and compare(read_[one], read_[other]) is not None  # type: ignore[arg-type]
    }  # fmt: skip
    assert {(one.one, one.other) for one in found} == slow


def test_scores_of_labelled_names_stay_in_bounds() -> None:
    assert all(0 <= score(one) <= 1 for one in pairs())
