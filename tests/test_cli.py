"""The verbs: what they print where, and their exit codes."""

import gzip
import hashlib
import json
import logging
import os
import re
import subprocess
import sys
import types
from pathlib import Path

import msgspec
import pytest

from cloudreview import cli, dossier
from cloudreview.errors import IntegrityError, LawError
from cloudreview.exits import Exit, exit_of
from cloudreview.gaps import gap
from cloudreview.vocabulary.merges import Merge
from tests.dossier.chart.web import web
from tests.dossier.sample import POLICY, ROSTER, results


@pytest.fixture
def run(capsys):
    def go(*arguments):
        code = cli.run([str(one) for one in arguments])
        out, err = capsys.readouterr()
        return int(code), out, err

    return go


@pytest.fixture
def planted(monkeypatch):
    """A review that answers what the test plants, in place of the real one."""
    held = {"dossier": dossier.assemble(results())}
    try:
        import cloudreview.review  # noqa: F401, PLC0415
    except ImportError:
        fake = types.ModuleType("cloudreview.review")
        fake.review = None
        monkeypatch.setitem(sys.modules, "cloudreview.review", fake)
    import cloudreview.verbs.review as verb  # noqa: PLC0415

    def review(case, workers):
        held["case"], held["workers"] = case, workers
        if isinstance(held["dossier"], BaseException):
            raise held["dossier"]
        return held["dossier"]

    monkeypatch.setattr(verb, "review", review)
    return held


@pytest.fixture
def case(tmp_path, run) -> Path:
    folder = tmp_path / "harbor"
    assert run("new", folder)[0] == 0
    return folder


def calm(**changes):
    """A dossier of which nothing speaks against exit code 0."""
    one = dossier.assemble(results())
    decision = msgspec.structs.replace(one.decision, recommendation="not_prohibited")
    return msgspec.structs.replace(one, **({"decision": decision, "quarantine": (), "findings": ()} | changes))


def test_help_names_every_verb_and_is_quick_to_import():
    code = "import sys, cloudreview.cli as c; c.run(['--help']); print(sorted(m for m in sys.modules if m in "
    code += "('duckdb', 'pyarrow', 'rich', 'jinja2', 'highspy', 'cloudreview.review')))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.splitlines()[-1] == "[]"
    assert all(verb in told for verb in cli.VERBS)


def test_every_verb_has_help_and_json(run, planted):
    for verb in cli.VERBS:
        code, out, _ = run(verb, "--help")
        assert code == 0
        assert "--json" in out


def test_an_unknown_verb_is_answered_with_the_nearest(run):
    code, out, err = run("reveiw", "x")
    assert (code, out) == (2, "")
    assert "did you mean `review`?" in err
    assert run("review")[0] == 2
    assert run()[0] == 2


def test_new_makes_a_case_and_does_not_overwrite_one(run, case):
    assert (case / "evidence").is_dir()
    assert 'id = "harbor"' in (case / "case.toml").read_text()
    code, _, err = run("new", case)
    assert code == 2
    assert "there is a case already" in err


def test_add_copies_labels_and_writes_a_receipt(run, case, tmp_path):
    file = tmp_path / "roster.csv"
    file.write_bytes(ROSTER)
    code, out, err = run(
        "add", case, file, "--speaker", "acme", "--from", "counsel", "--complete-for", "roster acme",
        "--complete-for", "parties", "--marking", "proprietary", "--part", "1/2", "--about", "acme",
    )  # fmt: skip
    assert code == 0
    assert out.endswith("  roster.csv\n")
    assert "without --taken-at" in err
    header, line = (case / "evidence" / "evidence.csv").read_text().splitlines()
    row = dict(zip(header.split(","), line.split(","), strict=True))
    assert row["complete_for"] == "roster acme;parties"
    assert (row["speaker"], row["received_from"], row["part"], row["marking"]) == (
        "acme",
        "counsel",
        "1/2",
        "proprietary",
    )
    assert (case / "evidence" / "roster.csv").read_bytes() == ROSTER
    code, out, err = run("add", case, file, "--taken-at", "2026-03-01", "--json")
    assert (code, json.loads(out)["already"]) == (0, ["roster.csv"])
    assert "received before" in err
    assert run("verify", case)[:2] == (0, "")


def test_add_refuses_before_it_writes(run, case, tmp_path):
    file = tmp_path / "a.json"
    file.write_bytes(b"{}")
    assert run("add", case, file, "--taken-at", "today")[0] == 2
    assert run("add", case, tmp_path / "none.json")[0] == 2
    assert run("add", tmp_path / "nowhere", file)[0] == 2
    assert run("add", case)[0] == 2
    assert list((case / "evidence").iterdir()) == []


def test_verify_names_what_changed_and_exits_5(run, case, tmp_path):
    file = tmp_path / "a.json"
    file.write_bytes(b"{}")
    run("add", case, file)
    (case / "evidence" / "a.json").write_bytes(b"[]")
    code, out, _ = run("verify", case)
    assert code == 5
    assert out.splitlines()[1].startswith("evidence/a.json\tedited\t")
    code, out, _ = run("verify", case, "--json")
    assert (code, json.loads(out)[0]["where"]) == (5, "evidence/a.json")


def test_review_writes_the_dossier_and_one_screen(run, case, planted):
    code, out, err = run("review", case, "--workers", "3")
    assert code == 4, "the sample has a quarantined record"
    lines = out.splitlines()
    assert len(lines) <= 24
    assert lines[-1] == str(case / "dossier" / "index.html")
    assert "Recommendation: undetermined" in out
    assert planted["workers"] == 3
    assert err == ""
    assert sorted(one.name for one in (case / "dossier").iterdir()) == ["dossier.json", "index.html", "questions.md"]
    code, out, _ = run("review", case, "--json")
    assert out.encode() == (case / "dossier" / "dossier.json").read_bytes()


def test_a_review_writes_nothing_but_the_dossier(run, case, planted):
    before = sorted(path for path in case.rglob("*"))
    run("review", case)
    after = sorted(path for path in case.rglob("*") if "dossier" not in path.relative_to(case).parts)
    assert after == before


def test_a_long_dossier_still_fits_the_screen(run, case, planted):
    one = dossier.assemble(results(text="x" * 500))
    many = tuple(msgspec.structs.replace(one.findings[0], id=f"finding:{n}") for n in range(99))
    planted["dossier"] = msgspec.structs.replace(one, findings=many)
    _, out, _ = run("review", case)
    assert len(out.splitlines()) <= 24
    assert max(map(len, out.splitlines()[:-1])) <= 150


def found(truth, severity):
    """The sample's finding, as sure and as severe as asked."""
    return tuple(msgspec.structs.replace(one, truth=truth, severity=severity) for one in results().findings)


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (calm(), Exit.OK),
        (dossier.assemble(results()), Exit.QUARANTINED),
        (msgspec.structs.replace(dossier.assemble(results()), quarantine=()), Exit.UNDETERMINED),
        (calm(findings=found("unknown", "high")), Exit.OK),
        (calm(findings=found("supported", "high")), Exit.FINDINGS),
        (calm(findings=found("conflicting", "high")), Exit.FINDINGS),
        (calm(findings=found("supported", "low")), Exit.OK),
    ],
)
def test_exit_codes_of_a_review(told, code):
    assert exit_of(told) is code


def test_a_review_of_changed_evidence_is_told_and_exits_5(run, case, planted, tmp_path):
    planted["dossier"] = calm()
    file = tmp_path / "a.json"
    file.write_bytes(b"{}")
    run("add", case, file)
    assert run("review", case)[0] == 0
    (case / "evidence" / "by-hand.json").write_bytes(b"{}")
    code, _, err = run("review", case)
    assert (code, "without a receipt" in err) == (0, True)
    (case / "evidence" / "a.json").write_bytes(b"[]")
    code, _, err = run("review", case)
    assert (code, "evidence/a.json" in err) == (5, True)


@pytest.mark.parametrize(
    ("raised", "code", "said"),
    [
        (KeyboardInterrupt(), 130, "interrupted"),
        (ZeroDivisionError("by\nzero\x1b[2J"), 1, "internal error: ZeroDivisionError: by zero\\x1b[2J"),
        (LawError("law", "wrong"), 1, "law: wrong"),
        (IntegrityError("record", "cut"), 5, "record: cut"),
    ],
)
def test_errors_become_one_line_and_a_code(run, case, planted, monkeypatch, raised, code, said):
    monkeypatch.delenv("CLOUDREVIEW_DEBUG", raising=False)
    planted["dossier"] = raised
    got, out, err = run("review", case)
    assert (got, out) == (code, "")
    assert said in err
    assert err.strip().count("\n") == 0


def test_the_traceback_is_only_for_those_who_ask(run, case, planted, monkeypatch):
    monkeypatch.setenv("CLOUDREVIEW_DEBUG", "1")
    planted["dossier"] = ZeroDivisionError("x")
    assert "Traceback" in run("review", case)[2]


@pytest.mark.parametrize(
    ("name", "verb"),
    [
        ("dossier", "review"),
        ("dossier/dossier.json/x", "review"),
        ("dossier/dossier.json/x", "show"),
        ("record/ledger.sqlite/x", "add"),
        ("evidence/evidence.csv/x", "add"),
        ("evidence/a.json/x", "add"),
        ("record", "add"),
    ],
)
def test_a_file_or_folder_that_is_in_the_way_is_named_in_one_sentence(run, case, planted, tmp_path, name, verb):
    file = tmp_path / "a.json"
    file.write_bytes(b"{}")
    (case / name).parent.mkdir(parents=True, exist_ok=True)
    (case / name).write_bytes(b"")
    code, out, err = run(verb, case, *([file] if verb == "add" else []))
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert name.removesuffix("/x") in err
    assert "internal" not in err


def test_add_refuses_a_name_that_cannot_be_listed_and_a_folder_that_is_a_link(run, case, tmp_path):
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.csv"))
    odd.write_bytes(b"x")
    code, _, err = run("add", case, odd)
    assert (code, "not UTF-8" in err) == (2, True)
    assert list((case / "evidence").iterdir()) == []
    (case / "evidence").rmdir()
    (case / "evidence").symlink_to(tmp_path)
    good = tmp_path / "a.json"
    good.write_bytes(b"{}")
    code, _, err = run("add", case, good)
    assert (code, "is a link" in err) == (2, True)
    assert not (tmp_path / "evidence.csv").exists()


def test_a_record_without_its_ledger_breaks_the_review(run, case, planted, tmp_path):
    planted["dossier"] = calm()
    file = tmp_path / "a.json"
    file.write_bytes(b"{}")
    run("add", case, file)
    (case / "record" / "ledger.sqlite").unlink()
    code, _, err = run("review", case)
    assert (code, "there is no ledger" in err) == (5, True)
    (case / "record" / "ledger.sqlite").mkdir()
    assert (run("review", case)[0], run("verify", case)[0]) == (5, 5)


def test_settings_that_are_wrong_are_a_usage_error(run, case, planted):
    (case / "case.toml").write_text("[case]\ncary = 5\n")
    code, _, err = run("review", case)
    assert (code, "did you mean `carry`?" in err) == (2, True)


@pytest.fixture
def reviewed(case, planted, run) -> Path:
    (case / "evidence" / "Li.csv").write_bytes(ROSTER)
    (case / "evidence" / "policy.json").write_bytes(POLICY)
    run("review", case)
    return case


def test_show_lists_relations_and_rows(run, reviewed):
    code, out, _ = run("show", reviewed)
    assert code == 0
    assert "answers\t2" in out.splitlines()
    code, out, _ = run("show", reviewed, "answers")
    head, *rows = out.splitlines()
    assert head.split("\t")[:4] == ["id", "dataset", "harm", "mode"]
    assert [row.split("\t")[0] for row in rows] == ["answer:refuted", "answer:unknown"]
    assert json.loads(run("show", reviewed, "gaps", "--json")[1])[0]["id"].startswith("gap:")
    assert "scope_open" in run("show", reviewed, "gaps")[1]
    assert "recommendation\tundetermined" in run("show", reviewed, "decision")[1]
    assert run("show", reviewed, "not_looked_at")[0] == 0
    code, _, err = run("show", reviewed, "answer")
    assert (code, "did you mean `answers`?" in err) == (2, True)


def test_explain_walks_down_to_the_text_of_the_evidence(run, reviewed):
    code, out, _ = run("explain", reviewed, "path:1")
    assert code == 0
    lines = [line.strip() for line in out.splitlines()]
    assert lines[0].startswith("paths unknown: read d1 (guarded) by CN")
    assert '| {"Effect": "Allow"}' in lines
    assert "| p-1,Li,acme" in lines
    assert any(line.startswith("at Li.csv (") and line.endswith("line 2") for line in lines)
    assert any(line.startswith("gaps: aws:1: nobody says who uses") for line in lines)
    told = json.loads(run("explain", reviewed, "answer:refuted", "--json")[1])
    assert told["because"][0]["places"][0]["text"] == "person,name,employer"


def test_explain_shows_the_records_that_were_counted_also_in_a_packed_log(run, case, planted):
    told = dossier.assemble(results())
    log = gzip.compress(b'{"Records": [{"eventName": "GetObject"}, {"eventName":  "ListObjects"}]}', mtime=0)
    (case / "evidence" / "log.json.gz").write_bytes(log)
    digest = hashlib.sha256(log).hexdigest()
    file = msgspec.structs.replace(told.evidence[0], sha256=digest, name="log.json.gz")
    because = (f"{digest[:12]}#/Records/1", "query:observed_by_actor", "rows:1")
    seen = msgspec.structs.replace(told.observed[0], because=because)
    gone = gap("no_evidence", f"{digest[:12]}#/Records/0", "it is not known", "Who?")
    planted["dossier"] = msgspec.structs.replace(told, evidence=(file,), observed=(seen,), gaps=(gone,))
    run("review", case)
    lines = [line.strip() for line in run("explain", case, "observed:1")[1].splitlines()]
    assert f"at log.json.gz ({digest}) /Records/1" in lines
    assert '| {"eventName":  "ListObjects"}' in lines
    assert any("answered with 1 record " in line for line in lines)
    assert '| {"eventName": "GetObject"}' in run("explain", case, gone.id)[1]


@pytest.mark.parametrize("name", ["finding:1", "answer:unknown", "observed:1", "c-1", "law:1", "step:1"])
def test_everything_told_can_be_explained(run, reviewed, name):
    assert run("explain", reviewed, name)[0] == 0


def test_explain_takes_the_beginning_of_an_id_that_is_the_only_one(run, reviewed):
    assert run("explain", reviewed, "path")[1] == run("explain", reviewed, "path:1")[1]
    code, _, err = run("explain", reviewed, "answer:")
    assert (code, "2 ids begin with" in err) == (2, True)
    code, _, err = run("explain", reviewed, "nothing")
    assert (code, "nothing told has the id" in err) == (2, True)


def test_before_a_review_there_is_nothing_to_show(run, case):
    code, _, err = run("show", case)
    assert (code, "cloudreview review" in err) == (2, True)


def test_evidence_cannot_steer_the_terminal(run, case, planted):
    planted["dossier"] = dossier.assemble(results(text="\x1b[2J\u202egnp\r\n\tx"))
    outs = [run("review", case)[1], run("show", case, "answers")[1], run("explain", case, "path:1")[1]]
    for out in outs:
        assert not set(out) & {"\x1b", "\u202e", "\r"}
    assert "\\x1b[2J\\u202egnp" in outs[2]


def test_ask_prints_the_letter_and_its_beginning(run, case, planted):
    asked = (gap("a", "one", "why one", "What is one?"), gap("b", "two", "why two", "What is two?"))
    planted["dossier"] = msgspec.structs.replace(calm(), gaps=asked)
    assert run("ask", case)[0] == Exit.USAGE
    assert run("review", case)[0] == Exit.OK
    code, out, err = run("ask", case)
    assert (code, err) == (Exit.OK, "")
    assert out == (case / "dossier" / "questions.md").read_text()
    first = run("ask", case, "--most", 1)[1]
    assert ("\n1. " in first, "\n2. What" in first, "The whole letter has 1 more question." in first) == (
        True,
        False,
        True,
    )
    assert [one["question"] for one in json.loads(run("ask", case, "--json")[1])] == [
        line.split(". ", 1)[1].replace("\\", "") for line in out.splitlines() if re.match(r"(### )?\d+\. What is", line)
    ]


def test_progress_is_shown_on_a_terminal_and_nowhere_else(capsys, monkeypatch):
    from cloudreview.verbs.output import progress  # noqa: PLC0415

    stages = logging.getLogger("cloudreview.somewhere")
    with progress():
        stages.info("unseen")
    assert capsys.readouterr() == ("", "")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with progress():
        stages.info("who has %s\x1b[31m", "which status" * 20)
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("\r\x1b[2Kwho has which status")
    assert err.endswith("\r\x1b[2K")
    assert err.count("\x1b") == 2
    assert max(len(line) for line in err.split("\r")) <= 79 + len("\x1b[2K")
    assert logging.getLogger("cloudreview").propagate


def test_chart_tells_a_party_as_a_table_and_as_a_picture(run, tmp_path):
    dossier.write(web(tmp_path), tmp_path)
    code, out, err = run("chart", tmp_path, "Tide group")
    assert (code, err) == (0, "")
    assert "at least 51 % of the votes\tTide Group (tide)\t2019-01-01: surely from 2019-01-01 12:00:00" in out
    assert "\tinterests.csv, line 7\t" in out
    code, out, _ = run("chart", tmp_path, "tide", "--json")
    assert (code, len(json.loads(out))) == (0, out.count('"fact"'))
    code, out, _ = run("chart", tmp_path, "tide", "--svg", tmp_path / "tide.svg")
    assert (code, out) == (0, "")
    picture = (tmp_path / "tide.svg").read_text()
    assert picture.startswith("<svg ")
    assert run("chart", tmp_path, "tide", "--svg", "-")[1] == picture


def test_show_statuses_says_who_under_whom_by_which_clause_and_since_when(run, tmp_path):
    dossier.write(web(tmp_path), tmp_path)
    code, out, _ = run("show", tmp_path, "statuses")
    head, *rows = (line.split("\t") for line in out.splitlines())
    assert (code, len(rows)) == (0, len(dossier.read(tmp_path).statuses))
    found = [dict(zip(head, row, strict=True)) for row in rows]
    tide = next(one for one in found if (one["party"], one["reading"]) == ("tide", "pooled/cascade"))
    assert (tide["name"], tide["truth"], tide["adversary"], tide["clause"], tide["since"]) == (
        "Tide Group",
        "supported",
        "CN",
        "28 CFR 202.211(a)(1)",
        "2026-03-01",
    )
    ours = next(one for one in found if one["party"] == "ours")
    assert ours["truth"] == "unknown"
    assert ours["since"].startswith("possibly ")
    assert int(ours["questions"]) > 0


def test_chart_says_what_is_wrong_with_a_party_or_a_day(run, tmp_path):
    dossier.write(web(tmp_path), tmp_path)
    for arguments, sentence in (
        (("tied",), "did you mean `tide`?"),
        (("tide", "--at", "March"), "write it as 2026-03-31"),
        (("tide", "--at", "2026-02-30"), "write it as 2026-03-31"),
        (("tide", "--at", "2020-01-01"), "take a day from 2026-03-01T00:00:00Z to 2026-04-01T00:00:00Z"),
    ):
        code, out, err = run("chart", tmp_path, *arguments)
        assert (code, out) == (2, "")
        assert sentence in err
    assert run("chart", tmp_path, "tide", "--at", "2026-03-31")[0] == 0


def test_chart_knows_an_id_that_was_merged_into_another(run, tmp_path):
    told = web(tmp_path)
    merge = Merge(id="merge:1", party="tide", also="r-7", score=1.0, reason="one number", by="the program", because=())
    dossier.write(msgspec.structs.replace(told, merges=(merge,)), tmp_path)
    assert run("chart", tmp_path, "r-7") == run("chart", tmp_path, "tide")


def test_the_shell_completes_parties(monkeypatch, tmp_path, capsys):
    dossier.write(web(tmp_path), tmp_path)
    monkeypatch.setenv("_CLOUDREVIEW_COMPLETE", "bash_complete")
    for words, found in ((f"cloudreview chart {tmp_path} ti", "tide"), ("cloudreview chart nowhere ti", "")):
        monkeypatch.setenv("COMP_WORDS", words)
        monkeypatch.setenv("COMP_CWORD", "3")
        with pytest.raises(SystemExit, match="0"):
            cli.run([])
        assert capsys.readouterr().out.strip().rpartition(",")[2] == found
