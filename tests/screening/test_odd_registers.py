"""What stands oddly in a register is nobody's yes and nobody's no."""

import random
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from cloudreview.errors import EvidenceError
from cloudreview.law import load
from cloudreview.screening import Screened, screen
from cloudreview.spells import day_start
from cloudreview.verbs.screen import command
from cloudreview.vocabulary.rows import Interest, Party
from tests.screening.test_screening import AT, reviewed, screened, some_register, written

HOME = Party(party="a", kind="company", organised_in="SG", principal_place_of_business="SG")
FAR = "country:CN"


def stake(holder: str | None, subject: str | None, percent: int, kind: str = "equity") -> Interest:
    return Interest(holder=holder, subject=subject, kind=kind, percent_min=percent, percent_max=percent)  # type: ignore[arg-type]


def told(folder: Path, complete: bool = False, at: int = AT, **columns: Any) -> Screened:
    """A screen of one company, all of it held by a state, with other columns or types of them."""
    base = {"holder": [FAR], "subject": ["a"], "kind": ["equity"], "percent_min": [100.0], "percent_max": [100.0]}
    one, other = written(folder, [HOME], [])
    pq.write_table(pa.table({**base, **columns}), other)
    return screen(one, other, load(at), at, complete=complete)


def truth(found: Screened, party: str = "a") -> str:
    return {row["party"]: row["truth"] for row in found.table.to_pylist()}[party]


@pytest.mark.parametrize("nobody", [None, ""])
def test_who_has_no_id_is_not_one_who_is_owned_and_owns(nobody: str | None, tmp_path: Path) -> None:
    found = screened(tmp_path, [HOME], [stake(FAR, nobody, 10_000), stake(nobody, "a", 6000)])
    assert (found["a"]["equity_low"], found["a"]["truth"]) == (0, "unknown")


@pytest.mark.parametrize("nobody", [None, ""])
def test_a_register_that_does_not_say_in_whom_tells_not_everything(nobody: str | None, tmp_path: Path) -> None:
    for kind, expected in (("equity", "unknown"), ("board", "refuted")):
        assert screened(tmp_path, [HOME], [stake(FAR, nobody, 10_000, kind)], True)["a"]["truth"] == expected


def test_the_command_says_that_it_does_not_take_such_a_register_for_complete(tmp_path: Path) -> None:
    for subject, said in ((None, True), ("a", False)):
        files = [str(path) for path in written(tmp_path, [HOME], [stake(FAR, subject, 10_000)])]
        result = CliRunner().invoke(command, [*files, "--at", "2026-06-01", "--complete"])
        assert result.exit_code == 0
        assert ("was not taken to be complete" in result.output) == said


@pytest.mark.parametrize("day", ["2026-06-01", "2026-10-01"])
def test_who_has_no_id_is_unknown_on_every_day(day: str, tmp_path: Path) -> None:
    assert truth(told(tmp_path, at=day_start(day), holder=pa.array([None], pa.string()))) == "unknown"


def test_a_country_written_in_two_ways_is_one_holder(tmp_path: Path) -> None:
    theirs = [stake(one, "a", 3000) for one in (FAR, "country:cn")]
    assert screened(tmp_path, [HOME], theirs)["a"]["equity_low"] == 3000
    harmless = [stake(one, "a", 4000, kind) for one in ("country:SG", "country:sg") for kind in ("equity", "vote")]
    assert screened(tmp_path, [HOME], harmless)["a"]["truth"] == "unknown"


@pytest.mark.parametrize("listed", [FAR, "country:cn"])
def test_a_country_that_is_listed_is_that_country_whatever_its_row_says(listed: str, tmp_path: Path) -> None:
    row = Party(party=listed, kind="company", organised_in="US", principal_place_of_business="US")
    found = screened(tmp_path, [row, HOME], [stake(FAR, "a", 6000), stake("a", listed, 6000)], True)
    assert (found[listed]["truth"], found["a"]["truth"], found[listed]["equity_low"]) == (
        "supported",
        "supported",
        None,
    )


def test_days_in_the_wrong_order_leave_a_stake_possible(tmp_path: Path) -> None:
    for start, end, expected in (
        ("2026-05-01", "2020-01-01", "unknown"),
        ("2030-01-01", "2026-12-31", "unknown"),
        ("2020-01-01", "2020-01-01", "refuted"),
    ):
        assert truth(told(tmp_path, True, start=[start], end=[end])) == expected, (start, end)


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("end", "2026-06-02T01:00:00+14:00", "unknown"),  # 11:00 of 1 June in UTC
        ("start", "2026-06-01T23:00:00-12:00", "unknown"),  # 11:00 of 2 June
        ("end", "2026-06-03T00:00:00+14:00", "supported"),
        ("start", "2026-05-31T23:59:59-12:00", "supported"),
        ("end", "2026-06-02", "supported"),
        ("start", "2026-06-01", "supported"),
        ("end", "infinity", "supported"),
        ("start", "-infinity", "supported"),
    ],
)
def test_a_time_near_the_day_counts_as_its_zone_allows(column: str, value: str, expected: str, tmp_path: Path) -> None:
    assert truth(told(tmp_path, **{column: [value]})) == expected


def test_the_zone_of_the_machine_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ends = pa.array([day_start("2026-06-02") // 1000 + 23 * 3_600_000_000], pa.timestamp("us", tz="UTC"))
    found = set()
    for zone in ("UTC", "Asia/Tokyo", "America/New_York"):
        with monkeypatch.context() as patch:
            patch.setenv("TZ", zone)
            time.tzset()
            found.add(truth(told(tmp_path, end=ends)))
    time.tzset()
    assert found == {"unknown"}


def test_a_branch_is_never_told_apart_from_its_head(tmp_path: Path) -> None:
    """A branch has the status of its head, whatever is told of itself or held in it: a review says which."""
    kinds = ("equity", "vote")
    office = Party(party="b", kind="company", organised_in="CN", principal_place_of_business="CN")
    held_apart = [stake("country:SG", "a", 10_000, kind) for kind in kinds]
    for interests, parties in (
        ([Interest(holder=FAR, subject="a", kind="branch", percent_max=0)], [HOME]),
        ([Interest(holder=FAR, subject="a", kind="branch"), *held_apart], [HOME]),
        ([Interest(holder="a", subject="b", kind="branch"), *held_apart], [HOME, office]),
    ):
        branch = parties[-1].party
        assert screened(tmp_path, parties, interests, True)[branch]["truth"] == "unknown"
        assert reviewed(parties, interests, True)[branch].word == ("supported" if branch == "a" else "refuted")


@pytest.mark.parametrize("complete", [False, True])
def test_with_branches_a_screen_says_what_control_says_or_nothing(complete: bool, tmp_path: Path) -> None:
    for seed in range(15):
        dice = random.Random(seed)
        parties, interests = some_register(dice)
        interests += [
            Interest(holder=f"c{dice.randint(0, 6)}", subject=f"c{dice.randint(0, 6)}", kind="branch") for _ in range(2)
        ]
        expected = reviewed(parties, interests, complete)
        for name, row in screened(tmp_path, parties, interests, complete).items():
            assert row["truth"] in ("unknown", expected[name].word), (seed, name, parties, interests)


def test_a_column_is_known_by_its_name_in_any_case(tmp_path: Path) -> None:
    assert truth(told(tmp_path, True, End=["2020-01-01"])) == "refuted"
    assert truth(told(tmp_path, Directly=[False])) == "unknown"
    with pytest.raises(EvidenceError, match=r"i.*\.parquet: has a column twice"):
        told(tmp_path, Kind=["vote"])


def test_a_column_of_row_numbers_is_not_taken_for_the_rows(tmp_path: Path) -> None:
    """DuckDB adds a column of that name, and said that it was there twice, by a message of its own."""
    with pytest.raises(EvidenceError, match=r"i.*\.parquet: has a column `file_row_number`.*rename it"):
        told(tmp_path, File_row_number=[7])


def test_ids_that_are_numbers_with_fractions_are_refused(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match="numbers with fractions in the column `holder`"):
        told(tmp_path, holder=[1.0])
    assert truth(told(tmp_path, holder=[1])) == "unknown"


def test_percentages_that_are_no_numbers_are_odd(tmp_path: Path) -> None:
    for text, odd, expected in (
        ("60", 0, "supported"),
        ("60 %", 1, "unknown"),
        ("", 0, "unknown"),
        (None, 0, "unknown"),
    ):
        found = told(tmp_path, percent_min=pa.array([text], pa.string()))
        assert (found.odd, truth(found)) == (odd, expected), text


@pytest.mark.parametrize("place", ["kind=person", "part[1]", "p*", "{listed} {interests}"])
def test_a_path_is_no_pattern_and_no_column(place: str, tmp_path: Path) -> None:
    for name in (place, "part1", "pp"):
        (tmp_path / name).mkdir(exist_ok=True)
    written(tmp_path / "part1", [Party(party="another")], [])
    written(tmp_path / "pp", [Party(party="another")], [])
    found = told(tmp_path / place)
    assert {row["party"]: row["truth"] for row in found.table.to_pylist()} == {"a": "supported", FAR: "supported"}


@pytest.mark.parametrize("kind", ["individual", "trust", "person"])
def test_a_kind_that_is_none_may_be_any(kind: str, tmp_path: Path) -> None:
    """A person in other words was refuted as a company of its country."""
    for country in ("SG", "CN"):
        party = Party(party="a", kind=kind, organised_in=country, principal_place_of_business=country)
        assert screened(tmp_path, [party], [stake(FAR, "a", 10_000)], True)["a"]["truth"] == "unknown", country


@pytest.mark.parametrize("kind", ["Company", "COMPANY"])
def test_a_kind_is_known_in_any_case(kind: str, tmp_path: Path) -> None:
    party = Party(party="a", kind=kind, organised_in="SG", principal_place_of_business="SG")
    assert screened(tmp_path, [party], [], True)["a"]["truth"] == "refuted"


def test_who_is_told_as_a_person_and_as_a_company_may_be_either(tmp_path: Path) -> None:
    both = [
        Party(party="a", kind=kind, organised_in="SG", principal_place_of_business="SG")
        for kind in ("company", "person")
    ]
    for stakes in ([], [stake(FAR, "a", 10_000)]):
        assert screened(tmp_path, both, stakes, True)["a"]["truth"] == "unknown"
        assert reviewed(both, stakes, True)["a"].word == "unknown"
