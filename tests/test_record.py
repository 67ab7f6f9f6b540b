"""The record: append-only, chained, and every change of a sealed case is named."""

import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from cloudreview.errors import CaseError, IntegrityError
from cloudreview.intake import Label, receive
from cloudreview.record import append, entries, judgements, seal
from cloudreview.verify import Problem, verify

AT = "2026-03-01T00:00:00Z"


@pytest.fixture(scope="module")
def sealed(tmp_path_factory) -> Path:
    """A case with evidence, settings, a dossier, and a seal over all of it."""
    root = tmp_path_factory.mktemp("sealed") / "case"
    outside = tmp_path_factory.mktemp("outside")
    root.mkdir()
    (root / "case.toml").write_text('[case]\nid = "c"\n')
    for name, body in {"a.json": b'{"a": 1}', "b.csv": b"party,name\nx,y\n", "c.bin": bytes(range(256))}.items():
        (outside / name).write_bytes(body)
    receive(root, sorted(outside.iterdir()), Label(speaker="acme", taken_at="2026-03-01"))
    append(root, [("judgement", {"merge": ["a", "b"]}), ("judgement", {"merge": ["c", "d"]})], AT)
    (root / "dossier").mkdir()
    (root / "dossier" / "dossier.json").write_text('{"schema": "x"}')
    (root / "dossier" / "index.html").write_text("<p>x</p>")
    seal(root, ["case.toml", "dossier/dossier.json", "dossier/index.html"])
    return root


@pytest.fixture
def case(sealed, tmp_path) -> Path:
    return Path(shutil.copytree(sealed, tmp_path / "case"))


def kinds(problems: list[Problem]) -> set[tuple[str, str]]:
    return {(one.kind, one.where) for one in problems}


def test_an_untouched_case_has_no_problem_and_looking_writes_nothing(case):
    before = {path: path.read_bytes() for path in case.rglob("*") if path.is_file()}
    assert verify(case) == []
    assert [entry.kind for entry in entries(case)] == [*["receipt"] * 3, "listed", *["judgement"] * 2, "sealed"]
    assert judgements(case) == ('{"merge":["a","b"]}', '{"merge":["c","d"]}')
    assert {path: path.read_bytes() for path in case.rglob("*") if path.is_file()} == before


def test_a_case_without_a_ledger_cannot_be_verified(tmp_path):
    assert [one.kind for one in verify(tmp_path)] == ["ledger"]
    assert entries(tmp_path) == []


def edit(case):
    (case / "evidence/a.json").write_bytes(b'{"a": 2}')
    return {("edited", "evidence/a.json")}


def remove(case):
    (case / "evidence/a.json").unlink()
    return {("missing", "evidence/a.json")}


def add(case):
    (case / "evidence/sub").mkdir()
    (case / "evidence/sub/z.json").write_bytes(b"{}")
    return {("no_receipt", "evidence/sub/z.json")}


def rename(case):
    (case / "evidence/a.json").rename(case / "evidence/z.json")
    return {("renamed", "evidence/a.json")}


def swap(case):
    one, other = case / "evidence/a.json", case / "evidence/c.bin"
    data = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(data)
    return {("edited", "evidence/a.json"), ("edited", "evidence/c.bin")}


def link(case):
    (case / "evidence/l.csv").symlink_to("/etc/hosts")
    return {("link", "evidence/l.csv")}


def relabel(case):
    path = case / "evidence/evidence.csv"
    path.write_text(path.read_text().replace("acme", "acne"))
    return {("edited", "evidence/evidence.csv")}


def settings(case):
    (case / "case.toml").write_text("[case]\ncarry = 999\n")
    return {("edited", "case.toml")}


def dossier(case):
    (case / "dossier/dossier.json").unlink()
    return {("missing", "dossier/dossier.json")}


def stranger(case):
    (case / "record/other.txt").write_text("x")
    return {("unexpected", "record/other.txt")}


def headless(case):
    (case / "record/head.json").unlink()
    return {("head", "record/head.json")}


@pytest.mark.parametrize(
    "change", [edit, remove, add, rename, swap, link, relabel, settings, dossier, stranger, headless]
)
def test_each_change_is_named(case, change):
    expected = change(case)
    assert kinds(verify(case)) == expected


def tamper(case, *statements):
    with sqlite3.connect(case / "record/ledger.sqlite", isolation_level=None) as store:
        store.execute("drop trigger no_update")
        store.execute("drop trigger no_delete")
        for statement in statements:
            store.execute(statement)
    store.close()


@pytest.mark.parametrize(
    ("statements", "told"),
    [
        (["update ledger set body = replace(body, 'merge', 'split') where seq = 5"], "row 5"),
        (["update ledger set at = '2020-01-01T00:00:00Z' where seq = 2"], "row 2"),
        (["update ledger set hash = previous where seq = 6"], "row 6"),
        (["delete from ledger where seq = 5"], "row 5 was removed"),
        (["delete from ledger where seq = 1"], "row 1 was removed"),
        (["delete from ledger where seq = 7"], "last rows were removed"),
        (
            [
                "update ledger set seq = 50 where seq = 5",
                "update ledger set seq = 5 where seq = 6",
                "update ledger set seq = 6 where seq = 50",
            ],
            "row 5",
        ),
        ([], "one was changed"),
    ],
)
def test_altered_removed_and_reordered_rows_are_named(case, statements, told):
    tamper(case, *statements)
    problems = verify(case)
    assert any(told in one.where + one.what for one in problems), problems


def test_a_row_of_elsewhere_is_named_even_when_its_hash_is_right(case):
    head = (case / "record/head.json").read_bytes()
    append(case, [("judgement", {"forged": True})], AT)
    (case / "record/head.json").write_bytes(head)
    assert ("head", "record/head.json") in kinds(verify(case))


def test_the_ledger_itself_refuses_change(case):
    with sqlite3.connect(case / "record/ledger.sqlite") as store:
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            store.execute("delete from ledger")
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            store.execute("update ledger set at = 'x'")
    store.close()


def mutate(case: Path, chance: random.Random) -> str:
    """One change of one byte, a cut, an addition or a removal, somewhere in the sealed case."""
    path = chance.choice(sorted(one for one in case.rglob("*") if one.is_file()))
    data = bytearray(path.read_bytes())
    spot = chance.randrange(len(data))
    match chance.randrange(4):
        case 0:
            data[spot] ^= 1 << chance.randrange(8)
        case 1:
            del data[spot:]
        case 2:
            data[spot:spot] = bytes([chance.randrange(256)])
        case 3:
            path.unlink()
            return path.name
    path.write_bytes(data)
    return path.name


@pytest.mark.parametrize("seed", range(6))
def test_every_single_mutation_of_a_sealed_case_is_named(sealed, tmp_path, seed):
    chance = random.Random(seed)
    for number in range(50):
        copy = Path(shutil.copytree(sealed, tmp_path / str(number)))
        name = mutate(copy, chance)
        if name == "ledger.sqlite":
            assert any(one.where.startswith("record/") for one in verify(copy)), (seed, number)
        else:
            assert any(name in one.where + one.what for one in verify(copy)), (seed, number, name)


def test_what_was_received_is_neither_overwritten_nor_received_twice(tmp_path):
    case, one, other = tmp_path / "case", tmp_path / "x" / "a.json", tmp_path / "y" / "a.json"
    for path, body in ((one, b"1"), (other, b"2")):
        path.parent.mkdir()
        path.write_bytes(body)
    assert [receipt.name for receipt in receive(case, [one], Label()).receipts] == ["a.json"]
    assert receive(case, [one], Label()).already == ("a.json",)
    second = receive(case, [other], Label(speaker="s")).receipts[0]
    assert second.name.startswith("a-d4735e3a265e")
    assert (case / "evidence" / "a.json").read_bytes() == b"1"
    assert (case / "evidence" / second.name).read_bytes() == b"2"
    assert (case / "evidence" / "evidence.csv").read_text().count("\n") == 3
    assert verify(case) == []


def test_an_interrupted_add_is_finished_by_the_same_add(tmp_path):
    case, one = tmp_path / "case", tmp_path / "a.json"
    one.write_bytes(b"1")
    (case / "evidence").mkdir(parents=True)
    (case / "evidence" / "a.json").write_bytes(b"1")
    assert len(receive(case, [one], Label()).receipts) == 1
    assert verify(case) == []


def test_a_list_edited_by_hand_is_told_and_kept(tmp_path):
    case, one, other = tmp_path / "case", tmp_path / "a.json", tmp_path / "b.json"
    one.write_bytes(b"1")
    other.write_bytes(b"2")
    receive(case, [one], Label())
    path = case / "evidence" / "evidence.csv"
    path.write_text(path.read_text().replace(",,,,,,,,,", ",acme,,,,,,,,"))
    assert receive(case, [other], Label()).list_was_edited
    assert "acme" in path.read_text()
    assert verify(case) == []


@pytest.mark.parametrize(
    ("label", "told"),
    [
        (Label(taken_at="yesterday"), "--taken-at"),
        (Label(taken_at="2026-03-01T00:00:00"), "--taken-at"),
        (Label(complete_for=("rooster x",)), "did you mean roster?"),
        (Label(complete_for=("roster",)), "a scope of `roster`"),
        (Label(part="3/2"), "--part"),
        (Label(marking="secret"), "--marking"),
    ],
)
def test_a_wrong_label_is_refused_before_anything_is_written(tmp_path, label, told):
    one = tmp_path / "a.json"
    one.write_bytes(b"1")
    with pytest.raises(CaseError) as refused:
        receive(tmp_path / "case", [one], label)
    assert told in str(refused.value)
    assert not (tmp_path / "case").exists()


def test_a_ledger_that_is_no_database_is_an_integrity_error(case):
    (case / "record/ledger.sqlite").write_bytes(b"not a database at all" * 100)
    with pytest.raises(IntegrityError):
        entries(case)
    with pytest.raises(IntegrityError):
        append(case, [("judgement", {})], AT)
