"""What the documentation shows is what happens: every command and every program of it runs here."""

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from cloudreview import cli, dossier
from cloudreview.evidence.tables import TABLES
from cloudreview.exits import Exit

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
GUIDE = (ROOT / "docs" / "guide" / "evidence.md").read_text()
PAGES = [ROOT / "README.md", ROOT / "ARCHITECTURE.md", *sorted((ROOT / "docs").rglob("*.md"))]
FIRST = (ROOT / "docs" / "guide" / "first-case.md").read_text()
WHO = (ROOT / "docs" / "guide" / "who-is-who.md").read_text()
HARBOR = ROOT / "examples" / "harbor" / "evidence" / "tables"
FINE = {Exit.OK, Exit.FINDINGS, Exit.UNDETERMINED}


def fences(page: str) -> list[tuple[str, str]]:
    """The fenced blocks of a page: what stands behind the opening fence, and the body."""
    found: list[tuple[str, str]] = []
    inside = False
    for line in page.splitlines(keepends=True):
        if line.startswith("```"):
            inside = not inside
            if inside:
                found.append((line[3:].strip(), ""))
        elif inside:
            found[-1] = (found[-1][0], found[-1][1] + line)
    return found


def blocks(language: str) -> Iterator[str]:
    """The fenced blocks of all pages in one language."""
    return (body for page in PAGES for told, body in fences(page.read_text()) if told == language)


def commands(page: str) -> list[list[str]]:
    """Every `cloudreview ...` line of a block, as arguments."""
    lines = [line for told, body in fences(page) if not told for line in body.splitlines()]
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("cloudreview ")]


def shown(page: str) -> dict[str, str]:
    """The files that a page shows, by name: blocks whose first line names a language and a file."""
    return {told.split()[1]: body for told, body in fences(page) if " " in told}


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """A folder with the tables of harbor, in which the commands are typed; two of them also as a register."""
    for table in HARBOR.iterdir():
        shutil.copy(table, tmp_path)
    for name in ("parties", "interests"):
        duckdb.sql(f"COPY (FROM read_csv('{tmp_path}/{name}.csv', all_varchar = true)) TO '{tmp_path}/{name}.parquet'")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_command_and_program_runs(folder, capsys):
    for arguments in commands(README):
        if arguments[0] == "review":
            others = [str(one) for one in sorted(folder.glob("*.csv"))]
            assert cli.run(["add", "my-case", *others, "--speaker", "harbor", "--taken-at", "2026-03-31"]) == Exit.OK
        if arguments[0] == "explain":
            arguments[-1] = dossier.read(Path("my-case")).paths[0].id
        code = cli.run(arguments)
        assert code in (FINE if arguments[0] == "review" else {Exit.OK}), (arguments, capsys.readouterr())
    programs = list(blocks("python"))
    assert programs
    for program in programs:
        ran = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=False, env={"PYTHONPATH": str(ROOT)}
        )
        assert (ran.returncode, ran.stderr) == (0, "")
        assert "unknown" in ran.stdout


def test_the_first_case_goes_as_the_guide_says(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    files = shown(FIRST)
    settings = files.pop("first-case/case.toml")
    for name, text in files.items():
        Path(name).write_text(text)
    reading = []
    for arguments in commands(FIRST):
        if arguments[0] == "explain":
            arguments[-1] = next(one.id for one in dossier.read(Path("first-case")).paths if one.truth == "supported")
        code = cli.run(arguments)
        assert code in (FINE if arguments[0] == "review" else {Exit.OK}), (arguments, capsys.readouterr())
        if arguments[0] == "new":
            (tmp_path / "first-case" / "case.toml").write_text(settings)
        if arguments[0] == "review":
            told = dossier.read(Path("first-case"))
            (truth,) = [one.truth for one in told.answers if (one.mode, one.harm) == ("guarded", "read")]
            of_wei = [one for one in told.paths if (one.mode, one.harm, one.status_of) == ("guarded", "read", "w-1")]
            reading.append((truth, min(len(one.but_for) for one in of_wei)))
    assert reading[0][0] == "unknown"
    assert reading[1:] == [("unknown", 1), ("supported", 0)]


def test_who_is_who_goes_as_the_guide_says(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for name, text in shown(WHO).items():
        Path(name).write_text(text)
    found, pairs = [], []
    for arguments in commands(WHO):
        code = cli.run(arguments)
        out = capsys.readouterr().out
        assert code in (FINE if arguments[0] == "review" else {Exit.OK}), (arguments, out)
        if arguments[0] == "review":
            told = dossier.read(Path("who"))
            statuses = [one for one in told.statuses if (one.party, one.regime) == ("fund", "us-dsp-202")]
            now = [one for one in statuses if (one.adversary, one.reading) == ("CN", "pooled/cascade")]
            found.append(max(now, key=lambda one: one.since_min).truth)
        if arguments[0] == "match":
            pairs.append(out)
    assert found == ["unknown", "conflicting", "refuted"]
    assert "fund" in pairs[0]
    assert "r-77" in pairs[0]


def test_commands_stand_only_where_they_are_run():
    run = (README, FIRST, WHO)
    elsewhere = [page.name for page in PAGES if commands(page.read_text()) and page.read_text() not in run]
    assert elsewhere == []


def test_every_block_is_in_a_language_that_is_run():
    told = {told for page in PAGES for told, _ in fences(page.read_text())}
    assert {one for one in told if " " not in one} == {"", "python", "sql"}  # tests/evidence/test_bods_tables.py
    assert {name for page in PAGES for name in shown(page.read_text())} == {*shown(FIRST), *shown(WHO)}


def test_the_verbs_are_those_of_the_help(capsys):
    assert cli.run(["--help"]) == Exit.OK
    told = capsys.readouterr().out
    assert [arguments[0] for arguments in commands(README)] == list(cli.VERBS)
    assert all(re.search(rf"^  {verb}  ", told, re.MULTILINE) for verb in cli.VERBS)


def test_the_exit_codes_are_told_in_their_order_and_in_the_help(capsys):
    assert [int(code) for code in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)] == [int(code) for code in Exit]
    cli.run(["--help"])
    told = " ".join(capsys.readouterr().out.split())
    assert {int(code) for code in re.findall(r"(\d+) [a-z]", told.split("Exit codes:")[1])} == {
        int(one) for one in Exit
    }


def test_the_columns_in_the_guide_are_those_of_the_readers():
    rows = dict(re.findall(r"^\| (\w+) \| `([\w,]+)` \|$", GUIDE, re.MULTILINE))
    rows["evidence"] = re.search(r"columns `(file,[\w,]+)`", GUIDE)[1]
    assert rows == {table.name: ",".join(table.columns) for table in TABLES}


def test_the_targets_of_make_that_are_named_exist():
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert {name for page in PAGES for name in re.findall(r"\bmake ([a-z-]+)  ", page.read_text())} <= targets


def test_every_link_leads_somewhere():
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text()):
            assert (page.parent / target).exists(), (page.name, target)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_completes_verbs(shell, monkeypatch, capsys):
    assert "_CLOUDREVIEW_COMPLETE=bash_source" in README
    monkeypatch.setenv("_CLOUDREVIEW_COMPLETE", f"{shell}_source")
    with pytest.raises(SystemExit, match="0"):
        cli.run([])
    assert "_cloudreview_completion" in capsys.readouterr().out
    monkeypatch.setenv("_CLOUDREVIEW_COMPLETE", f"{shell}_complete")
    monkeypatch.setenv("COMP_WORDS", "cloudreview ver" if shell != "fish" else "ver")
    monkeypatch.setenv("COMP_CWORD", "1" if shell != "fish" else "ver")
    with pytest.raises(SystemExit, match="0"):
        cli.run([])
    assert "verify" in capsys.readouterr().out
