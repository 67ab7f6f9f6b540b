"""What people decided: read, checked, withdrawn in order; the verb that appends it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cloudreview import cli, dossier
from cloudreview.errors import IntegrityError
from cloudreview.exits import Exit
from cloudreview.judgements import Judgements, check, read, standing
from cloudreview.record import FOLDER, append, judged
from cloudreview.verify import verify

AT = "2026-03-01T00:00:00Z"
WHY = {"reason": "the register says so", "by": "r. reviewer"}


def same(a: str, b: str, **more: Any) -> dict[str, Any]:
    return {"judge": "same", "a": a, "b": b, "score": None, **WHY, **more}


def different(a: str, b: str) -> dict[str, Any]:
    return {"judge": "different", "a": a, "b": b, **WHY}


def withdraw(of: str) -> dict[str, Any]:
    return {"judge": "withdraw", "of": of, **WHY}


def control(**more: Any) -> dict[str, Any]:
    return {"judge": "control", "holder": "h", "subject": "s", "holds": True, "from": None, "to": None, **WHY, **more}


def add(folder: Path, *bodies: dict[str, Any]) -> list[str]:
    return [row.hash for row in append(folder, [("judgement", body) for body in bodies], AT)]


def stands(folder: Path) -> Judgements:
    return standing(read(judged(folder)))


@pytest.mark.parametrize("body", [same("a", "b", score=0.5), different("a", "b"), control(), withdraw("0" * 64)])
def test_the_four_kinds_are_understood(body: dict[str, Any]) -> None:
    assert check(body).reason == "the register says so"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ({"merge": ["a", "b"]}, "judge"),
        ({"judge": "alike", **WHY}, "alike"),
        ({**same("a", "b"), "c": "x"}, "unknown field `c`"),
        ({**same("a", "b"), "by": " "}, "by"),
        ({**same("a", "b"), "score": 2}, "score"),
        (same("a", "a"), "judged against itself"),
        ({**withdraw("abc")}, "of"),
        (control(**{"from": "yesterday"}), "yesterday"),
        (control(**{"from": "2026-03-01", "to": "2026-02-01"}), "before it begins"),
        (control(holder="s"), "to control itself"),
        ([], "object"),
    ],
)
def test_what_is_not_understood_is_refused_with_one_sentence(body: Any, why: str) -> None:
    with pytest.raises(ValueError, match=r".+") as error:
        check(body)
    assert why in str(error.value)
    assert "\n" not in str(error.value)


def test_a_body_that_is_not_understood_names_its_row(tmp_path: Path) -> None:
    add(tmp_path, same("a", "b"), {"merge": ["a", "b"]})
    with pytest.raises(IntegrityError, match="row 2: the judgement is not understood"):
        read(judged(tmp_path))


def test_the_last_judgement_about_a_pair_stands(tmp_path: Path) -> None:
    add(tmp_path, same("a", "b"), different("b", "a"), same("c", "d"))
    found = stands(tmp_path)
    assert found.parted() == {("a", "b")}
    assert found.joined() == {("c", "d")}


def test_what_is_withdrawn_counts_again_when_the_withdrawal_is(tmp_path: Path) -> None:
    (first,) = add(tmp_path, same("a", "b"))
    (second,) = add(tmp_path, withdraw(first))
    assert stands(tmp_path).joined() == set()
    add(tmp_path, withdraw(second))
    assert stands(tmp_path).joined() == {("a", "b")}


def test_only_an_earlier_judgement_can_be_withdrawn(tmp_path: Path) -> None:
    add(tmp_path, withdraw("1" * 64))
    with pytest.raises(IntegrityError, match="no judgement before it has that hash"):
        read(judged(tmp_path))


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A small case with parties of two sources."""
    root = tmp_path / "case"
    (root / "evidence").mkdir(parents=True)
    (root / "evidence" / "parties.csv").write_text(
        "party,name,kind,organised_in,principal_place_of_business,lei\n"
        "acme,Acme Inc.,company,US,US,\nother,Acme Incorporated,company,,CN,\n"
    )
    (root / "evidence" / "evidence.csv").write_text(
        "file,sha256,speaker,received_from,taken_at,about,complete_for,complete_from,complete_to,part,marking\n"
        "parties.csv,,somebody,,2026-03-01,,,,,,public\n"
    )
    return root


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = cli.run([str(one) for one in arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_a_judgement_is_appended_counted_listed_and_withdrawn(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "review", case)
    before = dossier.read(case)
    code, out, _ = run(capsys, "judge", case, "same", "acme", "other", "--reason", "one address", "--by", "r", "--json")
    assert code == Exit.OK
    row = json.loads(out)["hash"]
    problems = {one.kind for one in verify(case)}
    assert problems <= {"no_receipt"}, "a judgement leaves the record whole"
    run(capsys, "review", case)
    told = dossier.read(case)
    assert told is not None
    (merge,) = told.merges
    assert (merge.party, merge.also, merge.by, merge.because) == ("acme", "other", "r", (f"judgement#{row[:12]}",))
    assert [one.party for one in told.parties] == ["acme"]
    page = (case / "dossier" / "index.html").read_text()
    assert "Who was taken to be the same" in page
    assert "one address" in page
    code, out, _ = run(capsys, "explain", case, merge.id)
    assert code == Exit.OK
    assert "one address" in out
    assert '"judge":"same"' in out
    code, out, _ = run(capsys, "judge", case, "list")
    assert "acme and other are one" in out
    code, out, _ = run(capsys, "judge", case, "withdraw", row[:10], "--reason", "two addresses", "--by", "r")
    assert code == Exit.OK
    run(capsys, "review", case)
    after = dossier.read(case)
    assert before is not None
    assert after is not None
    assert (after.merges, after.parties, after.statuses) == ((), before.parties, before.statuses)
    code, _, err = run(capsys, "judge", case, "withdraw", row, "--reason", "x", "--by", "r")
    assert (code, "was withdrawn before" in err) == (Exit.USAGE, True)


def test_of_two_judgements_about_one_pair_the_list_says_which_counts(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "judge", case, "same", "acme", "other", "--reason", "one address", "--by", "r")
    run(capsys, "judge", case, "different", "other", "acme", "--reason", "two numbers", "--by", "r")
    run(capsys, "judge", case, "control", "acme", "third", "yes", "--reason", "a veto", "--by", "r")
    _, out, _ = run(capsys, "judge", case, "list")
    assert [line.split("\t")[2] for line in out.splitlines()[1:]] == ["overruled", "stands", "stands"]
    _, out, _ = run(capsys, "judge", case, "list", "--json")
    told = json.loads(out)
    assert [one["counts"] for one in told] == [False, True, True]
    run(capsys, "judge", case, "withdraw", told[1]["hash"], "--reason", "wrong company", "--by", "r")
    _, out, _ = run(capsys, "judge", case, "list")
    assert [line.split("\t")[2] for line in out.splitlines()[1:]] == ["stands", "withdrawn", "stands", "stands"]


def test_a_fact_under_another_id_leads_to_the_merge_and_to_its_line(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "judge", case, "same", "acme", "other", "--reason", "one address", "--by", "r")
    run(capsys, "review", case)
    told = dossier.read(case)
    assert told is not None
    status = next(
        one for one in told.statuses if one.party == "acme" and one.regime == "us-icts-2025" and one.adversary == "CN"
    )
    _, out, _ = run(capsys, "explain", case, status.id)
    assert "acme is also other: one address" in out
    assert "other,Acme Incorporated,company,,CN," in out
    assert status.basis == "evidence"


def test_a_listed_pair_is_accepted_or_rejected(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = "party,name,kind,organised_in,principal_place_of_business,lei\n"
    (case / "evidence" / "register.csv").write_text(
        table + "r-1,ACME INCORPORATED,company,,,\nr-2,Acmee Ink,company,,,\n"
    )
    code, out, _ = run(capsys, "match", case, "--json")
    listed = json.loads(out)
    assert code == Exit.OK
    assert [(one["one"], one["other"], one["holds"]) for one in listed][:2] == [
        ("other", "r-1", True),
        ("acme", "r-1", True),
    ]
    pair = listed[0]["pair"]
    code, _, err = run(capsys, "match", case, "--accept", pair)
    assert (code, "reason" in err) == (Exit.USAGE, True)
    code, _, err = run(capsys, "match", case, "--accept", "nonesuch", "--reason", "x", "--by", "r")
    assert (code, "no pair listed is called `nonesuch`" in err) == (Exit.USAGE, True)
    assert run(capsys, "match", case, "--accept", pair, "--reject", pair)[0] == Exit.USAGE
    assert run(capsys, "match", case, "--reject", listed[1]["pair"], "--reason", "x", "--by", "r")[0] == Exit.OK
    assert run(capsys, "match", case, "--accept", pair, "--reason", "one office", "--by", "r")[0] == Exit.OK
    found = stands(case)
    assert (found.joined(), found.parted()) == ({("other", "r-1")}, {("acme", "r-1")})
    assert found.same[0].body.score == listed[0]["score"]  # type: ignore[union-attr]
    _, out, _ = run(capsys, "match", case)
    assert "r-1" not in out, "what was judged is not asked again"


def test_an_unknown_id_is_refused_with_the_nearest(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "review", case)
    code, _, err = run(capsys, "judge", case, "different", "acne", "other", "--reason", "x", "--by", "r")
    assert code == Exit.USAGE
    assert "did you mean `acme`?" in err
    code, _, err = run(capsys, "judge", case, "withdraw", "ffff", "--reason", "x", "--by", "r")
    assert (code, "no judgement has the hash `ffff`" in err) == (Exit.USAGE, True)
    assert not (case / FOLDER).exists()


def test_control_is_a_fact_by_whoever_judged(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, _ = run(
        capsys, "judge", case, "control", "other", "acme", "yes", "--from", "2026-01-01", "--reason", "x", "--by", "r"
    )
    assert code == Exit.OK
    code, _, err = run(capsys, "judge", case, "control", "a", "b", "maybe", "--reason", "x", "--by", "r")
    assert code == Exit.USAGE
    code, _, err = run(capsys, "judge", case, "control", "a", "b", "no", "--from", "soon", "--reason", "x", "--by", "r")
    assert (code, "soon" in err) == (Exit.USAGE, True)


def test_a_record_that_holds_what_is_no_judgement_stops_the_review(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(case, {"merge": ["acme", "other"]})
    code, _, err = run(capsys, "review", case)
    assert code == Exit.INTEGRITY
    assert "the judgement is not understood" in err
