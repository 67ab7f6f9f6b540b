"""Every content read once: from the cache, or in as many reading processes as were asked for."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from queue import Empty, SimpleQueue

from cloudreview.evidence.cache import Cache
from cloudreview.evidence.limits import Limits
from cloudreview.evidence.outcome import Outcome, refused
from cloudreview.evidence.pool import Process
from cloudreview.evidence.walk import Entry
from cloudreview.evidence.worker import Task

LOG = logging.getLogger(__name__)


def outcomes_of(
    entries: Sequence[Entry], cache: Cache, workers: int, limits: Limits, command: Sequence[str]
) -> dict[str, Outcome]:
    """The outcome of every content by its hash; the number of processes changes the time and nothing else."""
    found: dict[str, Outcome] = {}
    todo: SimpleQueue[Entry] = SimpleQueue()
    wanted = {one.sha256: one for one in reversed(entries)}
    for sha256, entry in sorted(wanted.items()):
        known = refused(entry.refused, entry.bytes) if entry.refused is not None else cache.find(sha256)
        if known is None:
            todo.put(entry)
        else:
            found[sha256] = known

    def work() -> None:
        with closing(Process(limits, command)) as process:
            while True:
                try:
                    entry = todo.get_nowait()
                except Empty:
                    return
                events = os.fsencode(cache.events(entry.sha256))
                task = Task(path=os.fsencode(entry.path), sha256=entry.sha256, events=events)
                found[entry.sha256] = process.read(task)
                cache.keep(entry.sha256, found[entry.sha256])
                LOG.info("reading evidence: %d of %d files", len(found), len(wanted))

    running = max(1, min(workers, todo.qsize()))
    if not todo.empty():
        with ThreadPoolExecutor(running) as pool:
            for done in [pool.submit(work) for _ in range(running)]:
                done.result()
    return found
