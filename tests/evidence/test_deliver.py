import gzip
import hashlib
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from cloudreview.case import Case
from cloudreview.errors import CaseError
from cloudreview.evidence import deliver
from cloudreview.evidence.limits import MIB, Limits
from cloudreview.spells import DAY, instant
from cloudreview.vocabulary.delivery import Delivered, Delivery
from cloudreview.vocabulary.events import EVENTS
from cloudreview.vocabulary.rows import Encryption
from tests.provider import small

HOSTILE = (sys.executable, "-P", str(Path(__file__).with_name("hostile.py")))
ENCRYPTION = (
    b'{"ServerSideEncryptionConfiguration": {"Rules": [{"ApplyServerSideEncryptionByDefault":'
    b' {"SSEAlgorithm": "AES256"}}]}}'
)
BAD_LINE = b"person,employer,relation\np1,acme,employee\np2,acme,boss\n"


def case(folder: Path, files: Mapping[str, bytes | str] | None = None) -> Case:
    (folder / "evidence").mkdir(parents=True, exist_ok=True)
    for name, content in (files or {}).items():
        path = folder / "evidence" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return Case(folder=folder, id="c", title="c", subject="s", as_of=None, period=None, carry=31 * DAY)


def by_name(delivery: Delivery) -> dict[str, Delivered]:
    return {one.name: one for one in delivery.files}


def check_sums(delivery: Delivery) -> None:
    for one in delivery.files:
        assert one.parsed + one.ignored + sum(bad.bytes for bad in one.bad) == one.content_bytes, one.name
        assert not (one.bad and one.proves)
        assert not (one.opens and not one.bad)


def only(delivery: Delivery) -> Delivered:
    (one,) = delivery.files
    return one


def test_a_provider_is_read_whole(tmp_path: Path) -> None:
    folder = small().dump(tmp_path)
    delivery = deliver(case(folder))
    check_sums(delivery)
    files = by_name(delivery)
    assert set(files) == {*small().files(), "evidence.csv"}
    assert {name for name, one in files.items() if one.speaker == "unknown"} == {"evidence.csv"}
    assert files["tables/roster.csv"].taken_at == instant("2026-03-01T00:00:00Z")
    assert files["tables/roster.csv"].marking == "public"
    assert [(one.relation, one.scope) for one in files["tables/roster.csv"].complete] == [("roster", "*")]
    assert ("Harbor Cloud Inc.", files["tables/roster.csv"].complete[0]) in delivery.declared
    assert delivery.opens == ()
    assert all(one.snapshot_of == one.proves for one in delivery.files)
    tables = [one for name, one in files.items() if name.endswith(".csv")]
    assert not any(one.bad for one in tables)
    assert [(one.sha256, one.name) for one in delivery.files] == sorted((o.sha256, o.name) for o in delivery.files)


def test_workers_cache_and_order_change_nothing(tmp_path: Path) -> None:
    files = {f"d{n}/{n}.csv": f"party\np{n}\n" for n in range(6)} | {"x": "?", "r.csv": BAD_LINE, "l": "!log\n"}
    one = deliver(case(tmp_path / "a", files), 1, command=HOSTILE)
    cached = deliver(case(tmp_path / "a"), 2, command=("/nowhere",))
    two = deliver(case(tmp_path / "b", dict(reversed(files.items()))), 2, command=HOSTILE)
    check_sums(one)
    assert cached == one
    assert [strip(f) for f in two.files] == [strip(f) for f in one.files]
    assert (two.opens, two.declared, two.gaps) == (one.opens, one.declared, one.gaps)
    assert [f.read_bytes() for o in one.files for f in o.events] == [
        f.read_bytes() for o in two.files for f in o.events
    ]


def logged(delivery: Delivery) -> list[bytes]:
    return [path.read_bytes() for file in delivery.files for path in file.events]


def strip(file: Delivered) -> tuple[object, ...]:
    return tuple(getattr(file, name) for name in file.__struct_fields__ if name != "events")


def test_events_become_parquet(tmp_path: Path) -> None:
    one = only(deliver(case(tmp_path, {"x": "!log\n"}), command=HOSTILE))
    (path,) = one.events
    table = pq.read_table(path)
    assert table.schema.equals(EVENTS, check_metadata=False)
    assert table["place"].to_pylist() == [f"{one.short}#/Records/{n}" for n in range(3)]
    assert table["at"].to_pylist() == [0, 1, 2]
    assert one.format == "cloudtrail"


def test_a_spoiled_cache_is_not_used(tmp_path: Path) -> None:
    files = {"a.csv": "party\np1\n", "l": "!log\n"}
    fresh = deliver(case(tmp_path, files), command=HOSTILE)
    for path in sorted((tmp_path / ".cloudreview" / "readings").iterdir()):
        whole = path.read_bytes()
        path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        assert deliver(case(tmp_path), command=HOSTILE) == fresh
        assert path.read_bytes() == whole


def test_the_cache_is_not_written_through_a_link(tmp_path: Path) -> None:
    one = case(tmp_path / "case")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "case" / ".cloudreview").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CaseError, match="symbolic link"):
        deliver(one)


@pytest.mark.parametrize("made", [True, False])
def test_an_empty_folder(made: bool, tmp_path: Path) -> None:
    one = case(tmp_path)
    if not made:
        (tmp_path / "evidence").rmdir()
    delivery = deliver(one)
    assert delivery.files == ()
    assert [(gap.what, gap.why) for gap in delivery.gaps] == [
        ("no_evidence", "the evidence folder is empty or missing")
    ]


def test_an_empty_file(tmp_path: Path) -> None:
    one = only(deliver(case(tmp_path, {"x.json": b""})))
    assert (one.content_bytes, one.bad[0].reason, one.format) == (0, "the file is empty", "unrecognised")


def test_a_truncated_log_is_all_quarantined(tmp_path: Path) -> None:
    content = os.urandom(5000)
    packed = gzip.compress(content, mtime=0)[:3000]
    delivery = deliver(case(tmp_path, {"x.json.gz": packed}))
    one = only(delivery)
    check_sums(delivery)
    assert 0 < one.content_bytes < 5000
    assert one.bytes == 3000
    assert (one.parsed, one.bad[0].bytes) == (0, one.content_bytes)
    assert "truncated" in one.bad[0].reason
    assert [gap.what for gap in delivery.gaps] == ["quarantined"]


def test_a_packed_table_is_read(tmp_path: Path) -> None:
    one = only(deliver(case(tmp_path, {"x": gzip.compress(b"party\np1\n", mtime=0)})))
    assert (one.format, one.parsed, one.ignored, one.content_bytes) == ("parties table", 3, 6, 9)


def test_a_bomb(tmp_path: Path) -> None:
    raw = gzip.compress(bytes(4 * MIB), mtime=0)
    delivery = deliver(case(tmp_path, {"x.gz": raw}), limits=Limits(ratio_from=MIB))
    check_sums(delivery)
    assert only(delivery).content_bytes == MIB
    assert "200 times" in only(delivery).bad[0].reason


def test_a_file_larger_than_the_limit(tmp_path: Path) -> None:
    one = only(deliver(case(tmp_path, {"x": bytes(2 * MIB)}), limits=Limits(content=MIB)))
    assert "larger than 1 MiB" in one.bad[0].reason
    assert one.bad[0].bytes == one.content_bytes == 2 * MIB


def test_duplicate_keys(tmp_path: Path) -> None:
    one = only(deliver(case(tmp_path, {"x.json": b'{"Effect": "Deny", "Effect": "Allow"}'})))
    assert "the key `Effect` stands twice" in one.bad[0].reason


def test_links_pipes_and_locked_files(tmp_path: Path) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_text("party\np1\n")
    one = case(tmp_path / "case", {"a/real.csv": "party\np2\n"})
    folder = tmp_path / "case" / "evidence"
    (folder / "link.csv").symlink_to(outside)
    (folder / "folder").symlink_to(tmp_path)
    os.mkfifo(folder / "a" / "pipe")
    delivery = deliver(one)
    check_sums(delivery)
    files = by_name(delivery)
    assert set(files) == {"a/real.csv", "link.csv", "folder", "a/pipe"}
    for name, word in [("link.csv", "symbolic link"), ("folder", "symbolic link"), ("a/pipe", "pipe")]:
        assert word in files[name].bad[0].reason
        assert files[name].short == "link:" + hashlib.sha256(name.encode()).hexdigest()
        assert (files[name].bytes, files[name].content_bytes) == (0, 0)
    assert [said.row.party for said in files["a/real.csv"].said] == ["p2"]


def test_names_that_are_not_utf8(tmp_path: Path) -> None:
    one = case(tmp_path)
    with open(os.fsencode(tmp_path / "evidence") + b"/\xff.csv", "wb") as file:
        file.write(b"party\np1\n")
    assert only(deliver(one)).name == "\\xff.csv"


def test_a_reader_killed_by_its_limit(tmp_path: Path) -> None:
    files = {"spin": "!spin\n", "ok.csv": "party\np1\n"}
    delivery = deliver(case(tmp_path, files), limits=Limits(seconds=1), command=HOSTILE)
    check_sums(delivery)
    found = by_name(delivery)
    assert "1 seconds of computing time" in found["spin"].bad[0].reason
    assert found["ok.csv"].bad == ()
    # What depends on the machine is not remembered.
    assert len(list((tmp_path / ".cloudreview" / "readings").iterdir())) == 1


def test_equal_bytes_under_two_names(tmp_path: Path) -> None:
    files = {
        "a.json": ENCRYPTION,
        "b.json": ENCRYPTION,
        "evidence.csv": "file,speaker,about\na.json,Acme,aws:s3:one\nb.json,Acme,aws:s3:two\n",
    }
    delivery = deliver(case(tmp_path, files))
    found = by_name(delivery)
    for name, store in [("a.json", "aws:s3:one"), ("b.json", "aws:s3:two")]:
        assert [said.row for said in found[name].said] == [Encryption(store=store, algorithm="AES256")]
        assert [(one.relation, one.scope) for one in found[name].proves] == [("encryption", store)]
        assert (found[name].about, found[name].about_by) == (store, "declared")


def test_about_by_name_and_by_nobody(tmp_path: Path) -> None:
    files = {
        "acme-data/encryption.json": ENCRYPTION,
        "other/encryption.json": ENCRYPTION + b"\n",
        "placements.csv": "dataset,store\nd1,aws:s3:acme-data\n",
    }
    delivery = deliver(case(tmp_path, files))
    check_sums(delivery)
    found = by_name(delivery)
    named, nobody = found["acme-data/encryption.json"], found["other/encryption.json"]
    assert (named.about, named.about_by) == ("aws:s3:acme-data", "name")
    assert [said.row for said in named.said] == [Encryption(store="aws:s3:acme-data", algorithm="AES256")]
    assert nobody.said == nobody.proves == nobody.opens == ()
    assert nobody.bad[0].reason.startswith("nobody can tell what it is about")
    assert nobody.bad[0].bytes == nobody.content_bytes


def test_what_is_declared_must_fit(tmp_path: Path) -> None:
    files = {"e.json": ENCRYPTION, "evidence.csv": "file,about\ne.json,aws:111122223333\n"}
    one = by_name(deliver(case(tmp_path, files)))["e.json"]
    assert one.bad[0].reason.startswith("nobody can tell")


def test_a_bad_line_opens_its_relation_and_what_was_declared(tmp_path: Path) -> None:
    listing = "file,speaker,complete_for\nr.csv,Acme,roster acme\n"
    one = by_name(deliver(case(tmp_path, {"r.csv": BAD_LINE, "evidence.csv": listing})))["r.csv"]
    assert [said.row.person for said in one.said] == ["p1"]
    assert [bad.at for bad in one.bad] == ["#line=3"]
    assert one.opens == (("roster", "*"), ("roster", "acme"))


def test_a_wrong_header_opens_its_relation(tmp_path: Path) -> None:
    one = only(deliver(case(tmp_path, {"r.csv": "person,employr,relation\np1,acme,employee\n"})))
    assert one.opens == (("roster", "*"),)
    assert "did you mean employer?" in one.bad[0].reason


def test_a_quarantined_file_opens_what_it_is_about(tmp_path: Path) -> None:
    listing = "file,speaker,about\np.json,Acme,aws:s3:b\n"
    one = by_name(deliver(case(tmp_path, {"p.json": "{", "evidence.csv": listing})))["p.json"]
    assert (one.about, one.about_by) == ("aws:s3:b", "declared")
    assert {("policy", "aws:s3:b"), ("statements", "aws:s3:b"), ("events", "aws:s3:b data_read")} <= set(one.opens)
    other = only(deliver(case(tmp_path / "other", {"p.json": "{"})))
    assert other.opens == ()


def test_a_bad_record_of_a_log_opens_every_log_of_its_speaker(tmp_path: Path) -> None:
    files = {
        "a": "!badlog\n",
        "b": "!log\n",
        "evidence.csv": "file,speaker,complete_for\n"
        "a,Acme,events aws:s3:x data_read\nb,Acme,events aws:s3:y data_read\n",
    }
    found = by_name(deliver(case(tmp_path, files), command=HOSTILE))
    assert found["a"].opens == (("events", "aws:s3:x data_read"), ("events", "aws:s3:y data_read"))
    assert found["b"].opens == ()
    assert len(found["a"].events) == 1


def test_a_bad_line_of_evidence_csv_opens_all_it_declares(tmp_path: Path) -> None:
    listing = "file,speaker,complete_for\nr.csv,Acme,roster acme\nq.csv,Acme,rooster acme\n"
    files = {"r.csv": "person,employer\np1,acme\n", "evidence.csv": listing}
    assert by_name(deliver(case(tmp_path, files)))["evidence.csv"].opens == (("roster", "acme"),)


def test_a_line_whose_file_is_gone(tmp_path: Path) -> None:
    listing = "file,speaker,complete_for,part\nr1.csv,Acme,roster acme,1/2\nr2.csv,Acme,roster acme,2/2\n"
    files = {"r1.csv": "person,employer\np1,acme\n", "r2.csv": "person,employer\np2,acme\n", "evidence.csv": listing}
    whole = deliver(case(tmp_path, files))
    assert (whole.opens, len(whole.declared)) == ((), 2)
    (tmp_path / "evidence" / "r2.csv").unlink()
    rest = deliver(case(tmp_path))
    assert rest.opens == (("roster", "acme"),)
    assert rest.declared == ()
    assert by_name(rest)["r1.csv"].complete == ()
    assert [said.row.person for said in by_name(rest)["r1.csv"].said] == ["p1"]
    assert {gap.what for gap in rest.gaps} == {"no_evidence", "scope_open"}


def test_listings_anywhere_under_any_name(tmp_path: Path) -> None:
    sha = hashlib.sha256(b"party\np1\n").hexdigest()
    files = {"p.csv": "party\np1\n", "deep/notes": f"sha256,speaker,taken_at,marking\n{sha},Acme,2026-03-01,public\n"}
    one = by_name(deliver(case(tmp_path, files)))["p.csv"]
    assert (one.speaker, one.marking) == ("Acme", "public")
    assert one.taken_at == instant("2026-03-02T00:00:00Z") - 1


def test_what_nobody_says_is_unknown(tmp_path: Path) -> None:
    one = only(deliver(case(tmp_path, {"p.csv": "party\np1\n"})))
    assert (one.speaker, one.taken_at, one.about, one.marking) == ("unknown", None, None, "restricted")


def test_content_and_listing_that_disagree_are_a_gap(tmp_path: Path) -> None:
    folder = small().dump(tmp_path)
    path = folder / "evidence" / "evidence.csv"
    path.write_text(path.read_text().replace("aws:111122223333", "aws:999988887777"))
    found = [gap for gap in deliver(case(folder)).gaps if gap.what == "disagreement"]
    assert any("aws:999988887777" in gap.why and "aws:111122223333" in gap.why for gap in found)


def test_no_file_name_leaves_the_list_of_files(tmp_path: Path) -> None:
    files = {"very-secret-name.csv": BAD_LINE, "evidence.csv": "file,speaker\nvery-secret-gone.csv,Acme\n"}
    delivery = deliver(case(tmp_path, files))
    told = [text for gap in delivery.gaps for text in (gap.where, gap.why, gap.question)]
    told += [bad.reason for one in delivery.files for bad in one.bad]
    assert not any("very-secret" in text for text in told)


def test_whatever_stands_in_the_folder_is_accounted_for_and_costs_nothing_else(tmp_path: Path) -> None:
    log = b'{"Records": []}'
    hostile = {
        "deep.json": b"[" * 100_000 + b"]" * 100_000,
        "deep records.json": b'{"Records":[' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"]}",
        "digits.json": b'{"Policy":' + b"9" * 5000 + b"}",
        "nan.json": b'{"Buckets":[{"Name":NaN}],"Owner":{}}',
        "half.json": b'{"Buckets":[{"Name":"\\ud800"}],"Owner":{}}',
        "nul": bytes(1000),
        "utf16": "party\np1\n".encode("utf-16"),
        "line": b"party,name\np1," + b"a" * 200_000 + b"\n",
        "garbage.gz": gzip.compress(log, mtime=0) + b"garbage",
        "twice.gz": gzip.compress(gzip.compress(log), mtime=0),
        "nothing.gz": gzip.compress(b"", mtime=0),
        "begun.gz": b"\x1f\x8b",
        "cut.json": log[:-2] + b"{",
        "<script>\x1b[2J\u202e.csv": b"x",
        "n" * 255: b"y",
        "folder.csv/x": b"",
        "again/evidence.csv": b"file\nagain/../../evidence.csv\n",
    }
    fine = {"good.csv": b"party\np1\n", "zeros.gz": gzip.compress(b"party\np2\n", mtime=0) + bytes(100)}
    fine["evidence.csv"] = b"file,speaker\nevidence.csv,itself\ngood.csv,acme\n"
    delivery = deliver(case(tmp_path, hostile | fine))
    check_sums(delivery)
    found = by_name(delivery)
    assert {name for name, one in found.items() if one.bad} == hostile.keys()
    assert all(bad.reason and "fault of the program" not in bad.reason for one in found.values() for bad in one.bad)
    assert (found["good.csv"].speaker, found["evidence.csv"].speaker) == ("acme", "itself")
