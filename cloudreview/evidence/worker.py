"""The reading process: `python -m cloudreview.evidence LIMITS`, frames of msgpack on its standard streams.

Each frame is four bytes of length, big-endian, and a Task or an Outcome. The process holds itself to its limits, never
writes but the Parquet file it is told to, and ends with its input. What kills it kills nobody else.
"""

from __future__ import annotations

import contextlib
import hashlib
import math
import os
import resource
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import msgspec

from cloudreview.errors import EvidenceError
from cloudreview.evidence.limits import MIB, Limits
from cloudreview.evidence.outcome import Outcome, refused
from cloudreview.evidence.reader import Reader
from cloudreview.evidence.recognise import interpret, sentence
from cloudreview.evidence.unpack import is_packed, size_of, unpacked

DIGESTED = ("cloudtrail",)
"""Formats whose files a digest names by the hash of what they hold."""


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """One file to read."""

    path: bytes
    """Names of files are bytes; not all are text."""
    sha256: str
    events: bytes
    """Where its events are to be written, if it has any."""
    measure: bool = False
    """Only count the bytes of its content; a reader has failed on it."""


def read_frame(stream: BinaryIO) -> bytes | None:
    """The next frame; None at the end of the stream."""
    head = stream.read(4)
    if len(head) < 4:
        return None
    body = stream.read(int.from_bytes(head, "big"))
    return body if len(body) == int.from_bytes(head, "big") else None


def frame(body: bytes) -> bytes:
    """A body with its length before it."""
    return len(body).to_bytes(4, "big") + body


def work(task: Task, limits: Limits, readers: Sequence[Reader]) -> Outcome:
    """Read one file. Raises MemoryError at the limit, and whatever a reader raises."""
    raw = _bytes_of(task.path)
    if hashlib.sha256(raw).hexdigest() != task.sha256:
        return _passing(refused("the file changed while it was read", len(raw)))
    if task.measure:
        return _passing(refused("", size_of(raw, limits)))
    data, packed = raw, is_packed(raw)
    if packed:
        pieces: list[bytes] = []
        try:
            pieces.extend(unpacked(raw, limits))
        except EvidenceError as error:
            return refused(sentence(error), size_of(raw, limits))
        data = b"".join(pieces)
        del pieces
    del raw
    outcome = interpret(data, readers)
    if outcome.reading.format in DIGESTED:
        digest = hashlib.sha256(data).hexdigest() if packed else task.sha256
        outcome = msgspec.structs.replace(outcome, content_sha256=digest)
    return _with_events(outcome, task) if outcome.reading.events else outcome


def _with_events(outcome: Outcome, task: Task) -> Outcome:
    from cloudreview.evidence.parquet import write_events  # noqa: PLC0415  # PyArrow costs a tenth of a second

    path = Path(os.fsdecode(task.events))
    rough = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        write_events(outcome.reading.events, task.sha256[:12], rough)
        with rough.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        rough.replace(path)
    finally:
        rough.unlink(missing_ok=True)
    reading = msgspec.structs.replace(outcome.reading, events=[])
    return msgspec.structs.replace(outcome, reading=reading, events=digest)


def _bytes_of(path: bytes) -> bytes:
    """The bytes of a regular file; a link is not followed."""
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as stream:
        return stream.read()


def _passing(outcome: Outcome) -> Outcome:
    return msgspec.structs.replace(outcome, lasting=False)


def _answer(task: Task, limits: Limits, readers: Sequence[Reader]) -> tuple[bytes, bool]:
    """The outcome as msgpack, and whether this process can go on: after a lack of memory it cannot be trusted to."""
    try:
        return msgspec.msgpack.encode(work(task, limits, readers)), True
    except MemoryError:
        reason = f"reading it needs more than {limits.memory // MIB} MiB of memory"
        return msgspec.msgpack.encode(_passing(refused(reason, -1))), False
    except OSError as error:
        return msgspec.msgpack.encode(_passing(refused(f"the file cannot be opened ({error.strerror})", -1))), True
    except Exception as error:  # noqa: BLE001  # the edge: a fault in a reader costs one file, not the review
        reason = f"the reader failed on it ({type(error).__name__} in {_source(error)}), a fault of the program"
        return msgspec.msgpack.encode(refused(reason, -1)), True


def _source(error: BaseException) -> str:
    """File and line of ours where an error was raised, without the machine's folders."""
    inner = error.__traceback__
    while inner is not None and inner.tb_next is not None:
        inner = inner.tb_next
    return "an unknown place" if inner is None else f"{Path(inner.tb_frame.f_code.co_filename).name}:{inner.tb_lineno}"


def _hold(limits: Limits) -> None:
    """Limits for the whole life of the process."""
    with contextlib.suppress(ValueError, OSError):  # a system that cannot hold it to them still has its own
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _more_time(limits: Limits) -> None:
    """Computing time for the next file, counted from now."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = math.ceil(used.ru_utime + used.ru_stime) + limits.seconds
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def serve(limits: Limits, readers: Sequence[Reader]) -> None:
    """Read files until the input ends."""
    _hold(limits)
    source = sys.stdin.buffer
    sink = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what a library prints is no frame
    while (body := read_frame(source)) is not None:
        _more_time(limits)
        answer, healthy = _answer(msgspec.msgpack.decode(body, type=Task), limits, readers)
        sink.write(frame(answer))
        sink.flush()
        if not healthy:
            return
