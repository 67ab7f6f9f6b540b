"""What the documentation shows is what happens: every command and every program of it runs here."""

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cloudreview import cli, dossier
from cloudreview.evidence.tables import TABLES
from cloudreview.exits import Exit

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
GUIDE = (ROOT / "docs" / "guide" / "evidence.md").read_text()
PAGES = [ROOT / "README.md", ROOT / "ARCHITECTURE.md", *sorted((ROOT / "docs").rglob("*.md"))]
HARBOR = ROOT / "examples" / "harbor" / "evidence" / "tables"
FINE = {Exit.OK, Exit.FINDINGS, Exit.UNDETERMINED}


def blocks(language: str) -> Iterator[str]:
    """The fenced blocks of all pages in one language."""
    for page in PAGES:
        yield from re.findall(rf"^```{language}\n(.*?)^```$", page.read_text(), re.DOTALL | re.MULTILINE)


def commands() -> list[list[str]]:
    """Every `cloudreview ...` line of a block, as arguments."""
    lines = [line for block in blocks("") for line in block.splitlines()]
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("cloudreview ")]


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """A folder with the tables of harbor, in which the commands are typed."""
    for table in HARBOR.iterdir():
        shutil.copy(table, tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_command_and_program_runs(folder, capsys):
    for arguments in commands():
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


def test_every_block_is_in_a_language_that_is_run():
    languages = {found for page in PAGES for found in re.findall(r"^```(\w+)$", page.read_text(), re.MULTILINE)}
    assert languages == {"python"}


def test_the_verbs_are_those_of_the_help(capsys):
    assert cli.run(["--help"]) == Exit.OK
    told = capsys.readouterr().out
    assert [arguments[0] for arguments in commands()] == list(cli.VERBS)
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
