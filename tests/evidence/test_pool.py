import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from cloudreview.evidence.limits import Limits
from cloudreview.evidence.outcome import Outcome
from cloudreview.evidence.pool import Process
from cloudreview.evidence.worker import Task

HOSTILE = (sys.executable, "-P", str(Path(__file__).with_name("hostile.py")))


def read(process: Process, folder: Path, content: bytes) -> Outcome:
    path = folder / hashlib.sha256(content).hexdigest()
    path.write_bytes(content)
    return process.read(Task(path=bytes(path), sha256=path.name, events=bytes(path) + b".parquet"))


@pytest.mark.parametrize(
    ("word", "limits", "reason"),
    [
        ("spin", Limits(seconds=1), "more than 1 seconds of computing time"),
        ("hang", Limits(patience=4), "not finished after 4 seconds"),
        ("die", Limits(), "ended by itself with code 7"),
        ("kill", Limits(), "ended by signal 9"),
        ("eat", Limits(), "needs more than 1024 MiB of memory"),
        ("raise", Limits(), "the reader failed on it (KeyError in hostile.py:"),
        ("miscount", Limits(), "accounts for 1 of"),
    ],
)
def test_a_reader_that_misbehaves_costs_its_file_only(word: str, limits: Limits, reason: str, tmp_path: Path) -> None:
    process = Process(limits, HOSTILE)
    try:
        content = f"!{word}\nrest".encode()
        outcome = read(process, tmp_path, content)
        (bad,) = outcome.reading.bad
        assert reason in bad.reason
        assert "secret" not in bad.reason
        assert bad.bytes == outcome.content_bytes == len(content)
        after = read(process, tmp_path, b"party\np1\n")
        assert [one.row.party for one in after.reading.said] == ["p1"]
    finally:
        process.close()


def test_what_a_reader_prints_is_no_frame(tmp_path: Path) -> None:
    process = Process(Limits(), HOSTILE)
    try:
        assert read(process, tmp_path, b"!print\n").reading.format == "print"
    finally:
        process.close()


def test_memory_is_held_to_its_limit(tmp_path: Path) -> None:
    process = Process(Limits(memory=200 << 20))
    try:
        content = b"party,name\n" + b'p,"' + b"x" * 1000 + b'"\n'
        many = b"party,name\n" + b"p1,some name that takes room\n" * 1_000_000
        assert "200 MiB of memory" in read(process, tmp_path, many).reading.bad[0].reason
        assert read(process, tmp_path, content).reading.parsed > 1000
    finally:
        process.close()


def test_a_file_that_changes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"party\np1\n")
    process = Process(Limits())
    try:
        outcome = process.read(Task(path=bytes(tmp_path / "x"), sha256="0" * 64, events=b""))
        assert "changed while it was read" in outcome.reading.bad[0].reason
        assert not outcome.lasting
    finally:
        process.close()


RACE = """
import sys, threading
from types import SimpleNamespace
import msgspec
from cloudreview.evidence.limits import Limits
from cloudreview.evidence.outcome import refused
from cloudreview.evidence.pool import Process
from cloudreview.evidence.worker import Task

ANSWER, READY = msgspec.msgpack.encode(refused("for a reason", 0)), threading.Barrier(8)

class Quick(Process):
    def _start(self):
        return SimpleNamespace(stdin=SimpleNamespace(write=len, flush=list))

    def _answer(self, running):
        READY.wait()
        return ANSWER

def read():
    Quick(Limits()).read(Task(path=b"", sha256="", events=b""))

sys.setswitchinterval(1e-6)
threads = [threading.Thread(target=read) for _ in range(8)]
for one in threads: one.start()
for one in threads: one.join()
"""


def test_the_first_answers_may_come_to_several_threads_at_once() -> None:
    done = subprocess.run([sys.executable, "-c", RACE], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
