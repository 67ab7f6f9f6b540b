"""How benchmarks measure: whole commands, CPU-seconds and peak memory, median of several rounds, taken in turns."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROUNDS = 3


class Measured(NamedTuple):
    """One run of one command."""

    cpu: float
    """User and system seconds of the process and all that it waited for."""
    peak: int
    """Largest resident set of one of its processes, in MB."""
    output: str


def run(command: Sequence[str]) -> Measured:
    """Run a command to its end. Raises RuntimeError where it fails."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=dict(os.environ))
    assert process.stdout is not None
    output = process.stdout.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 3, 4, 6):
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
    return Measured(usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024, output)


def compare(commands: Mapping[str, Sequence[str]], rounds: int = ROUNDS) -> dict[str, Measured]:
    """Each command's run of median CPU, with its greatest memory; they take turns, so that load hits all alike."""
    runs: dict[str, list[Measured]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            runs[name].append(run(command))
    return {
        name: sorted(found, key=lambda one: one.cpu)[len(found) // 2]._replace(peak=max(one.peak for one in found))
        for name, found in runs.items()
    }


def report(title: str, command: str, lines: Sequence[str]) -> None:
    """Replace the section of this title in RESULTS.md."""
    path = Path(__file__).with_name("RESULTS.md")
    text = path.read_text(encoding="utf-8") if path.exists() else "# Results\n"
    sections = text.split("\n## ")
    kept = [one for one in sections[1:] if not one.startswith(title + "\n")]
    new = f"{title}\n\n`{command}`\n\n" + "\n".join(lines) + "\n"
    path.write_text("\n## ".join([sections[0].rstrip() + "\n", *sorted([*kept, new])]), encoding="utf-8")
    print("\n".join([title, *lines]))
