"""From a path down to file, hash and place, and the text that stands there."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from cloudreview import dossier
from cloudreview.explain import MAX_LINES, Reason, explain, lines
from cloudreview.original import Original
from tests.provider import small
from tests.reviews import reviewed


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    case = small().dump(tmp_path_factory.mktemp("explained") / "case")
    dossier.write(reviewed(case), case)
    return case


def test_a_path_walks_down_to_file_hash_line_and_text(folder: Path) -> None:
    told = dossier.read(folder)
    assert told is not None
    path = next(
        one for one in told.paths if one.mode == "guarded" and one.status_of == "tidewater" and one.harm == "read"
    )
    shown = list(lines(explain(folder, told, path.id)))
    roster = (folder / "evidence" / "tables" / "roster.csv").read_bytes()
    place = next(number for number, line in enumerate(shown) if "tables/roster.csv" in line)
    assert hashlib.sha256(roster).hexdigest() in shown[place]
    assert shown[place].endswith("line 4")
    assert shown[place + 1].strip() == "| " + roster.decode().splitlines()[3]
    assert any("sts:AssumeRole" in line for line in shown), "the statement that admits her, as it was delivered"


def test_a_path_stands_on_its_own_steps_where_another_path_shares_one(folder: Path) -> None:
    told = dossier.read(folder)
    assert told is not None
    versions: dict[str, set[tuple[str, ...]]] = {}
    for path in told.paths:
        for step in path.steps:
            versions.setdefault(step.id, set()).add(step.premises)
    shared = [(path, step) for path in told.paths for step in path.steps if len(versions[step.id]) > 1]
    assert shared, "a step that follows upon different ones"
    for path, step in shared:
        below = {one.id: one for one in explain(folder, told, path.id).because}
        assert {one.id for one in below[step.id].because} == set(step.premises)


def test_conditions_and_closures_are_told_in_words(folder: Path) -> None:
    told = dossier.read(folder)
    assert told is not None
    path = next(one for one in told.paths if any(need.by == "actor" for need in one.residual))
    assert "which the requester chooses" in explain(folder, told, path.id).text
    closure = next(one for one in told.facts if one.relation == "closure")
    scope = f"all {closure.row['relation']} of {closure.row['scope']} are told"
    assert scope in explain(folder, told, closure.id).text


def test_a_long_original_is_cut_on_the_screen_and_says_so() -> None:
    text = "\n".join(str(number) for number in range(MAX_LINES + 5))
    original = Original(place="p#", file="f", sha256="s", where="", text=text)
    reason = Reason(id="fact:1", relation="facts", truth=None, text="long", places=(original,))
    shown = [line.strip() for line in lines(reason)]
    assert f"| {MAX_LINES - 1}" in shown
    assert f"| {MAX_LINES}" not in shown
    assert shown[-1] == "and 5 lines more, all of them with --json"
