"""Reading processes that may die: a file that kills, hangs or starves one is quarantined, and another takes over."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import msgspec

import cloudreview
from cloudreview.evidence.limits import Limits
from cloudreview.evidence.outcome import Outcome, refused
from cloudreview.evidence.worker import Task, frame

COMMAND = (sys.executable, "-P", "-m", "cloudreview.evidence")
"""`-P`: what lies in the current folder is evidence, not program."""
_STEP = 1 << 20
_OUTCOME = msgspec.msgpack.Decoder(Outcome)
"""Made once, before any thread: msgspec crashes where two threads are the first to decode a type at the same time."""


class Lost(Exception):  # noqa: N818  # it is the process that is lost, not an error of ours
    """The reading process ended or was given up, and why."""


class Process:
    """One reading process, started when first needed."""

    def __init__(self, limits: Limits, command: Sequence[str] = COMMAND) -> None:
        self._limits, self._command = limits, command
        self._running: subprocess.Popen[bytes] | None = None

    def close(self) -> None:
        """End the process if it runs."""
        self._end()

    def read(self, task: Task) -> Outcome:
        """The outcome of a file, whatever becomes of the process."""
        try:
            outcome = self._ask(task)
        except Lost as lost:
            outcome = msgspec.structs.replace(refused(str(lost), -1), lasting=False)
        if outcome.content_bytes >= 0:
            return outcome
        # How many bytes are quarantined is counted by a process that does nothing else with them.
        try:
            size = self._ask(msgspec.structs.replace(task, measure=True)).content_bytes
        except Lost:
            size = -1
        reason = outcome.reading.bad[0].reason
        sized = refused(reason, size if size >= 0 else os.stat(task.path, follow_symlinks=False).st_size)
        return msgspec.structs.replace(sized, lasting=outcome.lasting)

    def _ask(self, task: Task) -> Outcome:
        running = self._start()
        assert running.stdin is not None
        try:
            running.stdin.write(frame(msgspec.msgpack.encode(task)))
            running.stdin.flush()
        except BrokenPipeError as error:
            raise Lost(self._end()) from error
        outcome = _OUTCOME.decode(self._answer(running))
        if not outcome.lasting and outcome.content_bytes < 0:
            self._end()
        return outcome

    def _answer(self, running: subprocess.Popen[bytes]) -> bytes:
        assert running.stdout is not None
        until = time.monotonic() + self._limits.patience
        head = self._exactly(running.stdout, 4, until)
        return self._exactly(running.stdout, int.from_bytes(head, "big"), until)

    def _exactly(self, stream: IO[bytes], wanted: int, until: float) -> bytes:
        waiting = select.poll()
        waiting.register(stream, select.POLLIN | select.POLLHUP)
        found = bytearray()
        while len(found) < wanted:
            left = until - time.monotonic()
            if left <= 0 or not waiting.poll(left * 1000):
                self._end(kill=True)
                raise Lost(f"reading it was not finished after {self._limits.patience} seconds")
            piece = os.read(stream.fileno(), min(_STEP, wanted - len(found)))
            if not piece:
                raise Lost(self._end())
            found += piece
        return bytes(found)

    def _start(self) -> subprocess.Popen[bytes]:
        if self._running is None or self._running.poll() is not None:
            self._end()
            self._running = subprocess.Popen(  # noqa: S603  # our own interpreter and module
                [*self._command, msgspec.json.encode(self._limits).decode()],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                bufsize=0,
            )
        return self._running

    def _end(self, *, kill: bool = False) -> str:
        """End the process if there is one, and say how it ended."""
        running, self._running = self._running, None
        if running is None:
            return "the reading process could not be started"
        assert running.stdin is not None
        assert running.stdout is not None
        if kill:
            running.kill()
        running.stdin.close()
        try:
            code = running.wait(timeout=5)
        except subprocess.TimeoutExpired:
            running.kill()
            code = running.wait()
        running.stdout.close()
        return self._reason(code)

    def _reason(self, code: int) -> str:
        if code == -signal.SIGXCPU:
            return f"reading it takes more than {self._limits.seconds} seconds of computing time"
        if code < 0:
            return f"the reading process was ended by signal {-code}"
        return f"the reading process ended by itself with code {code}"


def _environment() -> dict[str, str]:
    """The environment of a reading process: same package, no threads of libraries, no zone, no random hashes."""
    package = str(Path(cloudreview.__file__).resolve().parent.parent)
    inherited = [os.path.abspath(one) for one in os.environ.get("PYTHONPATH", "").split(os.pathsep) if one]
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([package, *inherited]),
        "PYTHONHASHSEED": "0",
        "TZ": "UTC",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }
