"""Who is who over whole reviews: a judgement taken back leaves no trace; what un-joins two turns no answer round."""

from __future__ import annotations

from pathlib import Path

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from cloudreview import dossier
from cloudreview.control import statuses
from cloudreview.law import load
from cloudreview.record import append
from cloudreview.relations import settle
from cloudreview.truth import Truth
from cloudreview.vocabulary.delivery import Delivered, Delivery
from cloudreview.vocabulary.rows import Interest, Party
from tests.provider import small
from tests.relations.test_merging import ONE
from tests.relations.test_relations import case, file
from tests.reviews import reviewed

AT = "2026-03-01T00:00:00Z"


def judge(folder: Path, **body: str) -> str:
    (row,) = append(folder, [("judgement", {"reason": "a test", "by": "r", **body})], AT)
    return row.hash


def told(folder: Path) -> bytes:
    """The bytes of the dossier but for the digest of what went in."""
    return dossier.json.encode(msgspec.structs.replace(reviewed(folder), inputs_digest=""))


def test_a_judgement_withdrawn_gives_the_review_without_it_byte_for_byte(tmp_path: Path) -> None:
    folder = small().dump(tmp_path / "case")
    parties = [one.party for one in reviewed(folder).parties if not one.party.startswith("country:")]
    before = told(folder)
    first = judge(folder, judge="same", a=parties[0], b=parties[-1])
    assert told(folder) != before
    judge(folder, judge="withdraw", of=first)
    second = judge(folder, judge="different", a=parties[0], b=parties[-1])
    judge(folder, judge="withdraw", of=second)
    assert told(folder) == before


WHERE = st.sampled_from([None, "SG", "CN", "US"])
WHOLE = (("interests", "*"), ("roster", "*"), ("parties", "*"), ("designations", "28 CFR 202.211(a)(5)"))
percents = st.sampled_from([0, 2500, 3000, 5000, 6000, 10000])


@st.composite
def deliveries(draw: st.DrawFn) -> tuple[list[Delivered], Delivered]:
    """Files of two sources about one company under two ids, and the file whose identifier joins them."""
    place = draw(WHERE)
    held = []
    # What the two tell of one holder is the same: taking away what sets two against each other is another thing.
    stakes = {"cn": draw(percents), "us": draw(percents)}
    for subject in ("x", "y"):
        holders = draw(st.sets(st.sampled_from(["cn", "us"])))
        held.append([_equity(holder, subject, stakes[holder]) for holder in sorted(holders)])
    for holder in ("x", "y"):
        if draw(st.booleans()):
            held[holder == "y"].append(_equity(holder, "s", draw(percents)))
    files = [
        file("a", _company("x", draw(st.sampled_from([None, place]))), *held[0], complete=_some(draw)),
        file(
            "b", _company("y", draw(st.sampled_from([None, place]))), *held[1], speaker="register", complete=_some(draw)
        ),
        file("c", _company("cn", "CN"), _company("us", "US"), _company("s", "SG"), speaker="other"),
    ]
    return files, file("d", Party(party="x", lei=ONE), Party(party="y", lei=ONE), speaker="third")


def _some(draw: st.DrawFn) -> tuple[tuple[str, str], ...]:
    return tuple(one for one in WHOLE if draw(st.booleans()))


def _company(name: str, place: str | None) -> Party:
    called = "Acme Ltd" if name in "xy" else name
    return Party(party=name, name=called, kind="company", organised_in=place, principal_place_of_business=place)


def _equity(holder: str, subject: str, percent: int) -> Interest:
    return Interest(
        holder=holder, subject=subject, kind="equity", percent_min=percent, percent_max=percent, start="2020-01-01"
    )


def truths(files: list[Delivered]) -> dict[tuple[object, ...], Truth]:
    declared = tuple((one.speaker, line) for one in files for line in one.complete)
    settings_ = case(rules=("us-dsp-202", "us-icts-2025"), adversaries=("CN",))
    settled = settle(Delivery(files=tuple(files), opens=(), declared=declared, gaps=()), settings_)
    found: dict[tuple[object, ...], Truth] = {}
    for one in statuses(settled.facts, load(None), settled.case).statuses:
        key = (one.party, one.regime, one.reading)
        found[key] = max(found.get(key, Truth.REFUTED), one.truth)
    return found


@settings(max_examples=30, deadline=None)
@given(deliveries())
def test_without_what_joins_two_of_one_name_no_answer_turns_round_or_gets_surer(
    told_: tuple[list[Delivered], Delivered],
) -> None:
    files, joining = told_
    before, after = truths([*files, joining]), truths(files)
    wrong = {(Truth.SUPPORTED, Truth.REFUTED), (Truth.REFUTED, Truth.SUPPORTED), (Truth.UNKNOWN, Truth.SUPPORTED)}
    for key, truth in after.items():
        was = before[("x", *key[1:]) if key[0] == "y" else key]
        assert (was, truth) not in wrong, (key, was, truth)


@settings(max_examples=15, deadline=None)
@given(deliveries(), st.permutations(range(4)))
def test_the_answers_depend_on_no_order_of_the_files(
    told_: tuple[list[Delivered], Delivered], order: list[int]
) -> None:
    files = [*told_[0], told_[1]]
    assert truths([files[index] for index in order]) == truths(files)
