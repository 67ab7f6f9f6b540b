"""A screen of a register says what `control` says of the same rows, and never more; what is odd is counted."""

import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cloudreview.control import statuses
from cloudreview.errors import EvidenceError
from cloudreview.law import load
from cloudreview.screening import screen
from cloudreview.screening.bounds import FEW, bounds
from cloudreview.screening.reading import INTERESTS, PARTIES
from cloudreview.spells import DAY, day_start, spell
from cloudreview.truth import Truth
from cloudreview.vocabulary.facts import Source
from cloudreview.vocabulary.rows import Interest, Party
from tests.control.building import HEADLINE, Item, case, facts

AT = day_start("2026-06-01")
LAST = AT + DAY - 1
TYPES = {"VARCHAR": pa.string(), "DOUBLE": pa.float64(), "BOOLEAN": pa.bool_()}
PERCENTS = (0, 1, 2500, 2500, 4999, 5000, 5001, 3000, 6000, 7500, 10_000)
KINDS = ("equity", "equity", "equity", "vote", "board", "contract", "special_share", "other", None)
DAYS = (None, None, None, None, "2026-05-30", "2026-05-31", "2026-06-01", "2026-06-02", "2026-06-03")


def table(columns: dict[str, str], rows: Iterable[dict[str, Any]]) -> pa.Table:
    schema = pa.schema([(name, TYPES[kind]) for name, kind in columns.items()])
    return pa.Table.from_pylist([{name: row.get(name) for name in columns} for row in rows], schema=schema)


def percent(hundredths: int | None) -> float | None:
    return None if hundredths is None else hundredths / 100


def written(folder: Path, parties: Sequence[Party], interests: Sequence[Interest]) -> tuple[Path, Path]:
    plain = [msgspec.to_builtins(row) for row in interests]
    for row in plain:
        row |= {"percent_min": percent(row.get("percent_min")), "percent_max": percent(row.get("percent_max"))}
        row.setdefault("directly", True)
    one, other = folder / "parties.parquet", folder / "interests.parquet"
    pq.write_table(table(PARTIES, [msgspec.to_builtins(row) for row in parties]), one)
    pq.write_table(table(INTERESTS, plain), other)
    return one, other


def screened(folder: Path, parties: Sequence[Party], interests: Sequence[Interest], complete: bool = False):  # type: ignore[no-untyped-def]
    found = screen(*written(folder, parties, interests), load(None), AT, complete=complete)
    return {row["party"]: row for row in found.table.to_pylist()}


def some_register(dice: random.Random) -> tuple[list[Party], list[Interest]]:
    names = [f"c{number}" for number in range(dice.randint(1, 7))]
    countries = ("CN", "HK", "RU", "SG", "SG", "SG", "SG", "US", "US", None)
    parties = [
        Party(
            party=name,
            kind=dice.choice(["company"] * 6 + [None, "government", "person"]),
            organised_in=dice.choice(countries),
            principal_place_of_business=dice.choice(countries),
        )
        for name in names
        if dice.random() < 0.9
    ]
    holders = [*names, "country:CN", "country:SG", "x", "p1"]
    pairs = [(dice.choice(holders), dice.choice(names)) for _ in range(dice.randint(0, 12))]
    return parties, [interest(holder, subject, dice) for holder, subject in pairs if holder != subject]


def interest(holder: str, subject: str, dice: random.Random) -> Interest:
    low = dice.choice([*PERCENTS, None])
    high = dice.choice([low, low, low, None, *(one for one in PERCENTS if one >= (low or 0))])
    start, end = dice.choice(DAYS), dice.choice(DAYS)
    # Evidence has no line that ends days before it starts.
    ordered = start is None or end is None or day_start(end) >= day_start(start) - 2 * DAY
    return Interest(
        holder=holder,
        subject=subject,
        kind=dice.choice(KINDS),
        percent_min=low,
        percent_max=high,
        directly=dice.choice([True] * 8 + [False, None]),
        start=start,
        end=end if ordered else None,
    )


def reviewed(parties: Sequence[Party], interests: Sequence[Interest], complete: bool) -> dict[str, Truth]:
    """The best truth under any adversary, at the headline reading."""
    rows: list[Item] = [*parties, *((row, spell(row.start, row.end, LAST, DAY)) for row in interests)]
    known = facts(rows, (("interests", "*"),) if complete else (), (LAST, LAST + 1))
    placed = {
        kind: tuple(
            # Rows of one file may be lots of one stake.
            msgspec.structs.replace(fact, id=f"{fact.id} {number}", sources=(Source(f"f#row={number}", "register"),))
            for number, fact in enumerate(group)
        )
        for kind, group in known.rows.items()
    }
    found: dict[str, Truth] = defaultdict(lambda: Truth.REFUTED)
    result = statuses(msgspec.structs.replace(known, rows=placed), load(None), case(("us-dsp-202",)))
    for one in result.statuses:
        if one.reading == HEADLINE:
            found[one.party] = max(found[one.party], one.truth)
    return found


@pytest.mark.parametrize("complete", [False, True])
@pytest.mark.parametrize("block", range(4))
def test_as_control_says(block: int, complete: bool, tmp_path: Path) -> None:
    for seed in range(block * 40, block * 40 + 40):
        parties, interests = some_register(random.Random(seed))
        expected = reviewed(parties, interests, complete)
        for name, row in screened(tmp_path, parties, interests, complete).items():
            # Where more than the whole is told, a review says that it conflicts: a screen does not know yes from that.
            said = Truth.UNKNOWN if expected[name] is Truth.CONFLICTING else expected[name]
            assert row["truth"] == said.word, (seed, name, parties, interests)


def test_a_party_that_stands_twice_is_as_its_rows_agree(tmp_path: Path) -> None:
    told = [
        Party(party="a", kind="company", organised_in="SG", principal_place_of_business="SG"),
        Party(party="a", kind="company", organised_in="CN", principal_place_of_business="SG"),
        Party(party="b", kind="company", organised_in="CN", principal_place_of_business="CN"),
        Party(party="b", kind="company", organised_in="CN"),
    ]
    found = screened(tmp_path, told, [Interest(holder="b", subject="a", kind="equity", percent_min=6000)], True)
    assert {name: row["truth"] for name, row in found.items()} == {"a": "unknown", "b": "supported"}
    assert found["a"]["equity_low"] == 6000


def test_where_a_party_stands_twice_the_stakes_of_all_are_theirs(tmp_path: Path) -> None:
    """Who was numbered in one order was told in another, and everybody had somebody else's stakes."""
    names = [f"c{number:03d}" for number in range(100)]
    random.Random(1).shuffle(names)
    told = [
        Party(party=one, kind="company", organised_in="SG", principal_place_of_business="SG")
        for one in [*names, "c007"]
    ]
    stakes = [
        Interest(holder="country:CN", subject=one, kind="equity", percent_min=100 + int(one[1:])) for one in names
    ]
    found = screened(tmp_path, told, stakes)
    assert {one: found[one]["equity_low"] - 100 for one in names} == {one: int(one[1:]) for one in names}


def test_percentages_that_are_none_are_counted_and_unknown(tmp_path: Path) -> None:
    told = [Party(party=name, kind="company", organised_in="SG", principal_place_of_business="SG") for name in "abc"]
    odd = [
        Interest(holder="country:CN", subject="a", kind="equity", percent_min=6000, percent_max=5000),
        Interest(holder="country:CN", subject="b", kind="equity", percent_min=-100, percent_max=100),
        Interest(holder="country:CN", subject="c", kind="equity", percent_min=10_100, percent_max=10_200),
    ]
    found = screen(*written(tmp_path, told, odd), load(None), AT, complete=True)
    assert found.odd == 3
    truths = {row["party"]: row["truth"] for row in found.table.to_pylist()}
    assert truths == {"a": "unknown", "b": "unknown", "c": "unknown", "country:CN": "supported"}


def test_a_hundredth_is_neither_lost_nor_gained(tmp_path: Path) -> None:
    told = [Party(party="a", kind="company", organised_in="SG", principal_place_of_business="SG")]
    for least, truth in ((50.0, "supported"), (49.99, "unknown"), (49.999999, "unknown"), (50.01, "supported")):
        files = written(tmp_path, told, [Interest(holder="country:CN", subject="a", kind="equity")])
        table_ = pq.read_table(files[1])
        at = table_.schema.get_field_index("percent_min")
        pq.write_table(table_.set_column(at, "percent_min", pa.array([least])), files[1])
        found = screen(*files, load(None), AT).table.to_pylist()
        assert {row["party"]: row["truth"] for row in found}["a"] == truth, least


def test_a_branch_is_never_refuted_while_its_head_may_count(tmp_path: Path) -> None:
    told = [
        Party(party="head", kind="company", organised_in="CN"),
        Party(party="office", kind="company", organised_in="US", principal_place_of_business="US"),
    ]
    found = screened(tmp_path, told, [Interest(holder="head", subject="office", kind="branch")], True)
    assert found["office"]["truth"] == "unknown"


def test_only_the_ids_are_needed(tmp_path: Path) -> None:
    one, other = tmp_path / "p.parquet", tmp_path / "i.parquet"
    pq.write_table(pa.table({"party": ["a"]}), one)
    pq.write_table(pa.table({"holder": ["a"], "subject": ["b"]}), other)
    found = screen(one, other, load(None), AT)
    assert found.counts == {"unknown": 2}


@pytest.mark.parametrize(
    ("parties", "interests", "sentence"),
    [
        (b"no parquet", None, "p.parquet: is no readable Parquet file"),
        (pa.table({"name": ["a"]}), None, "p.parquet: lacks the column `party`; give it the columns party, kind"),
        (None, pa.table({"holder": ["a"]}), "i.parquet: lacks the column `subject`"),
    ],
)
def test_a_file_that_is_none_is_named(parties: Any, interests: Any, sentence: str, tmp_path: Path) -> None:
    defaults = (pa.table({"party": ["a"]}), pa.table({"holder": ["a"], "subject": ["b"]}))
    files = (tmp_path / "p.parquet", tmp_path / "i.parquet")
    for path, told, default in zip(files, (parties, interests), defaults, strict=True):
        if isinstance(told, bytes):
            path.write_bytes(told)
        else:
            pq.write_table(default if told is None else told, path)
    with pytest.raises(EvidenceError, match=sentence):
        screen(*files, load(None), AT)


@pytest.mark.parametrize(
    ("holder", "expected"),
    [("country:cn", "supported"), ("country:China", "unknown"), ("country:QQ", "unknown"), ("country:sg", "refuted")],
)
def test_a_country_is_known_by_its_code_in_any_case(tmp_path: Path, holder: str, expected: str) -> None:
    home = Party(party="a", kind="company", organised_in="SG", principal_place_of_business="SG")
    stake = Interest(holder=holder, subject="a", kind="equity", percent_min=10_000, percent_max=10_000)
    vote = Interest(holder=holder, subject="a", kind="vote", percent_min=10_000, percent_max=10_000)
    assert screened(tmp_path, [home], [stake, vote], complete=True)["a"]["truth"] == expected


@pytest.mark.parametrize(
    ("organised", "seat", "expected"),
    [
        ("cn", "SG", "supported"),
        ("sg", "Cn", "supported"),
        ("us", "CN", "refuted"),
        ("sg", "SG", "refuted"),
        ("China", "SG", "unknown"),
        ("SG", "CHN", "unknown"),
        ("SG", "", "unknown"),
        ("QQ", "SG", "unknown"),
        ("SG", "SG ", "unknown"),
    ],
)
def test_what_is_no_country_tells_nothing_of_a_place(tmp_path: Path, organised: str, seat: str, expected: str) -> None:
    """A full name of a country refuted everybody in it."""
    told = [
        Party(party="a", kind="company", organised_in=organised, principal_place_of_business=seat),
        Party(party="b", kind="company", organised_in="SG", principal_place_of_business="SG"),
    ]
    stakes = [
        Interest(holder="country:US", subject="a", kind="equity", percent_min=10_000, percent_max=10_000),
        Interest(holder="a", subject="b", kind="equity", percent_min=10_000, percent_max=10_000),
    ]
    assert {name: screened(tmp_path, told, stakes, True)[name]["truth"] for name in "ab"} == {
        "a": expected,
        "b": expected,
    }


@pytest.mark.parametrize(
    ("tie", "expected"),
    [
        ({"kind": "equity", "percent_min": 100}, "supported"),
        ({"kind": "vote"}, "supported"),
        ({"kind": "equity", "directly": False}, "supported"),
        ({"kind": "equity", "percent_min": 0, "percent_max": 0}, "unknown"),
        ({"kind": "equity", "start": "2026-12-01"}, "unknown"),
        ({"kind": "board"}, "unknown"),
        ({"kind": None, "percent_min": 6000}, "unknown"),
    ],
)
def test_equity_and_votes_alone_show_a_company(tmp_path: Path, tie: dict[str, Any], expected: str) -> None:
    """Organised in Singapore and run from China: a company of China, or an office of the government of Singapore."""
    told = [Party(party="a", organised_in="SG", principal_place_of_business="CN")]
    stakes = [Interest(**{"holder": "country:SG", "subject": "a", **tie})]
    assert screened(tmp_path, told, stakes, True)["a"]["truth"] == expected
    assert reviewed(told, stakes, True)["a"].word == expected


@pytest.mark.parametrize(
    ("tie", "expected"),
    [
        ({"holder": "x", "kind": "equity", "percent_min": 6000, "percent_max": 6000}, "unknown"),
        ({"holder": "x", "kind": "vote", "percent_max": 5000, "start": "2026-06-01"}, "unknown"),
        ({"holder": "x", "kind": "vote", "percent_max": 4999}, "refuted"),
        ({"holder": "x", "kind": "board"}, "refuted"),
        ({"holder": "country:SG", "kind": "equity", "percent_min": 10_000, "percent_max": 10_000}, "refuted"),
    ],
)
def test_a_government_of_which_somebody_has_equity_may_be_a_company(
    tmp_path: Path, tie: dict[str, Any], expected: str
) -> None:
    told = [Party(party="a", kind="agency", organised_in="SG", principal_place_of_business="SG")]
    told.append(Party(party="x", kind="company", organised_in="CN", principal_place_of_business="CN"))
    stakes = [Interest(**{"subject": "a", **tie})]
    assert screened(tmp_path, told, stakes, True)["a"]["truth"] == expected
    assert reviewed(told, stakes, True)["a"].word == expected


def test_a_country_is_one_whatever_its_row_says(tmp_path: Path) -> None:
    told = [
        Party(party="country:CN", kind="company", organised_in="SG", principal_place_of_business="SG"),
        Party(party="country:sg"),
        Party(party="country:China", kind="company", organised_in="SG", principal_place_of_business="SG"),
        Party(party="a", kind="company", organised_in="SG", principal_place_of_business="SG"),
    ]
    stake = Interest(holder="country:CN", subject="a", kind="equity", percent_min=6000)
    found = screened(tmp_path, told, [stake], complete=True)
    assert {name: row["truth"] for name, row in found.items()} == {
        "country:CN": "supported",
        "country:sg": "refuted",
        "country:China": "unknown",
        "a": "supported",
    }


def test_nobody_is_refuted_where_the_list_of_designated_persons_is_not_known(tmp_path: Path) -> None:
    told = [Party(party=name, kind="company", organised_in="US", principal_place_of_business="US") for name in "ab"]
    files = written(tmp_path, told, [Interest(holder="country:SG", subject="a", kind="equity", percent_min=10_000)])
    for day, truth in (("2026-06-01", "refuted"), ("2026-10-01", "unknown")):
        at = day_start(day)
        found = {row["party"]: row["truth"] for row in screen(*files, load(at), at, complete=True).table.to_pylist()}
        assert found == {"a": truth, "b": truth, "country:SG": "refuted"}
        known = facts([*told], (("interests", "*"),), (at, at + DAY))
        reviewed_then = statuses(known, load(at), case(("us-dsp-202",))).statuses
        assert {one.truth.word for one in reviewed_then if one.party == "b"} == {truth}


def test_a_long_chain_is_walked_to_its_end(tmp_path: Path) -> None:
    names = [f"c{number:03d}" for number in range(3 * FEW)]
    told = [Party(party=name, kind="company", organised_in="SG", principal_place_of_business="SG") for name in names]
    links = zip(["country:CN", *names], names, strict=False)
    chain = [Interest(holder=one, subject=other, kind="equity", percent_min=5000) for one, other in links]
    found = screened(tmp_path, told, chain)
    assert {row["truth"] for row in found.values()} == {"supported"}
    assert screened(tmp_path, told, chain[1:], complete=True)[names[-1]]["truth"] == "refuted"


@pytest.mark.parametrize("complete", [False, True])
def test_the_index_of_holders_finds_what_a_look_at_every_stake_finds(
    complete: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for seed in range(20):
        parties, interests = some_register(random.Random(seed))
        looked = screened(tmp_path, parties, interests, complete)
        with monkeypatch.context() as patch:
            patch.setattr(sys.modules[bounds.__module__], "FEW", 0)
            assert screened(tmp_path, parties, interests, complete) == looked, seed


def test_a_register_that_lists_nobody_is_read(tmp_path: Path) -> None:
    chain = [
        Interest(holder="country:CN", subject="a", kind="equity", percent_min=6000),
        Interest(holder="a", subject="b", kind="vote", percent_min=6000),
        Interest(holder="b", subject="a", kind="vote", percent_min=1000),
    ]
    found = screened(tmp_path, [], chain)
    assert {name: (row["equity_low"], row["vote_low"], row["truth"]) for name, row in found.items()} == {
        "country:CN": (None, None, "supported"),
        "a": (6000, 1000, "unknown"),
        "b": (0, 6000, "unknown"),
    }


def test_percentages_that_contradict_each_other_within_a_hundredth_are_odd(tmp_path: Path) -> None:
    told = [Party(party="a", kind="company", organised_in="SG", principal_place_of_business="SG")]
    files = written(tmp_path, told, [Interest(holder="country:CN", subject="a", kind="equity")])
    for least, most, odd, truth in ((50.004, 49.996, 1, "unknown"), (50.004, 50.004, 0, "supported")):
        table_ = pq.read_table(files[1])
        for name, value in (("percent_min", least), ("percent_max", most)):
            table_ = table_.set_column(table_.schema.get_field_index(name), name, pa.array([value]))
        pq.write_table(table_, files[1])
        found = screen(*files, load(None), AT)
        assert (found.odd, {row["party"]: row["truth"] for row in found.table.to_pylist()}["a"]) == (odd, truth)
