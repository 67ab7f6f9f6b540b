"""Bad input, end to end: one clear sentence, the rest of the review unchanged, the exit code says so."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.provider import document, small

REST = ("answers", "statuses", "paths", "observed", "completeness", "claims", "decision", "sensitivity", "locations")

BAD: dict[str, tuple[str, bytes, str]] = {
    "truncated gz": ("log.json.gz", gzip.compress(document({"Records": []}), mtime=0)[:-9], "truncated"),
    "duplicate JSON key": ("policy.json", b'{"Policy": "{}", "Policy": "{}"}', "twice"),
    "unknown file": ("photo.bin", bytes(range(256)), ""),
    "unknown JSON": ("other.json", b'{"Something": ["else"]}', "Something"),
    "unknown table": ("list.csv", b"alpha,beta\n1,2\n", "format"),
}
"""A name, the content, and a word that the one sentence must hold."""

ROSTERS = [
    (b"person,name,employr,start\np-9,Eve,jade,2026-01-01\n", "employer"),
    (b"person,name,employer\np-9,\xff\xfe,jade\n", "UTF-8"),
]
"""Rosters that cannot be read, and a word of the sentence that says why."""

SOFTER = {(one, one) for one in ("refuted", "unknown", "conflicting", "supported")} | {("refuted", "unknown")}
"""What may become of an answer when lines are lost that might have told more."""


def truths(dossier: Any) -> dict[tuple[str, str, str], str]:
    return {(one["dataset"], one["harm"], one["mode"]): one["truth"] for one in dossier["answers"]}


def review(folder: Path, *options: str) -> tuple[int, Any, str]:
    command = [sys.executable, "-m", "cloudreview", "review", str(folder), "--json", *options]
    done = subprocess.run(command, capture_output=True, check=False)
    return done.returncode, json.loads(done.stdout) if done.stdout else None, done.stderr.decode()


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Any:
    code, dossier, _ = review(small().dump(tmp_path_factory.mktemp("good") / "case"))
    assert code in (0, 3, 6)
    return dossier


@pytest.mark.parametrize("name", BAD)
def test_one_bad_file_is_told_in_a_sentence_and_changes_nothing_else(name: str, good: Any, tmp_path: Path) -> None:
    file, content, word = BAD[name]
    folder = small().dump(tmp_path)
    (folder / "evidence" / file).write_bytes(content)
    code, dossier, _ = review(folder)
    assert code == 4
    (found,) = dossier["quarantine"]
    assert word in found["reason"]
    assert "\n" not in found["reason"]
    (listed,) = (one for one in dossier["evidence"] if one["name"] == file)
    assert listed["parsed"] + listed["quarantined"] + listed["ignored"] == listed["content_bytes"]
    for key in REST:
        assert dossier[key] == good[key], key


def test_a_table_that_cannot_be_read_opens_what_it_may_have_told(good: Any, tmp_path: Path) -> None:
    before = truths(good)
    for number, (content, word) in enumerate(ROSTERS):
        folder = small().dump(tmp_path / str(number))
        (folder / "evidence" / "staff.csv").write_bytes(content)
        code, dossier, _ = review(folder)
        assert code == 4
        (found,) = dossier["quarantine"]
        assert word in found["reason"]
        after = truths(dossier)
        assert {key for key in before if (before[key], after[key]) not in SOFTER} == set()
        assert after["d-1", "read", "guarded"] == "supported"
        assert after["d-1", "alter", "guarded"] == "unknown", "somebody in the lost lines may use an identity"
        assert dossier["sensitivity"] == good["sensitivity"]


def test_a_bad_line_is_left_out_and_opens_what_its_table_closed(good: Any, tmp_path: Path) -> None:
    folder = small().dump(tmp_path)
    roster = folder / "evidence" / "tables" / "roster.csv"
    roster.write_text(roster.read_text() + "p-6,Eve,jade,employee,,,CN,maybe,CN,CN,2024-01-15,\n")
    code, dossier, _ = review(folder)
    assert code == 4
    (found,) = dossier["quarantine"]
    assert found["place"].endswith("#line=7")
    assert "us_status" in found["reason"]
    before, after = truths(good), truths(dossier)
    assert {key for key in before if (before[key], after[key]) not in SOFTER} == set()
    assert after["d-1", "read", "guarded"] == "supported"
    assert after["d-1", "alter", "guarded"] == "unknown"


def test_an_empty_folder_is_a_case_about_which_nothing_is_known(tmp_path: Path) -> None:
    (tmp_path / "evidence").mkdir()
    code, dossier, _ = review(tmp_path)
    assert code == 6
    assert dossier["decision"]["recommendation"] == "undetermined"
    assert dossier["answers"] == []
    assert dossier["gaps"]


def test_a_reader_killed_by_its_limit_costs_only_its_file(
    good: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = small().dump(tmp_path)
    bomb = folder / "evidence" / "bomb.json.gz"
    bomb.write_bytes(gzip.compress(b'{"Records": [' + b" " * 50_000_000 + b"]}", mtime=0))
    code, dossier, _ = review(folder)
    assert code == 4
    (found,) = dossier["quarantine"]
    assert "times" in found["reason"] or "limit" in found["reason"]
    for key in REST:
        assert dossier[key] == good[key], key


def _settings(text: str) -> Callable[[Path], None]:
    return lambda folder: (folder / "case.toml").write_text(text) and None


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ('[case]\nperiode = 1\n', "period"),
        ('[case]\nrules = ["us-dsp-203"]\n', "us-dsp-202"),
        ("[case\n", "case.toml"),
    ],
)  # fmt: skip
def test_wrong_settings_are_a_usage_error(text: str, word: str, tmp_path: Path) -> None:
    _settings(text)(small().dump(tmp_path))
    code, _, error = review(tmp_path)
    assert code == 2
    assert word in error
    assert error.count("\n") <= 2
    assert "Traceback" not in error


def test_a_folder_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    code, _, error = review(tmp_path / "nowhere")
    assert code == 2
    assert "nowhere" in error
