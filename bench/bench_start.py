"""How long the program takes to start, and to review its example."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.measuring import compare, report

ROOT = Path(__file__).parents[1]


def main() -> None:
    """Measure and report."""
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "harbor"
        shutil.copytree(ROOT / "examples" / "harbor", case, ignore=shutil.ignore_patterns(".cloudreview", "dossier"))
        found = compare(
            {
                "python -c pass": [sys.executable, "-c", "pass"],
                "cloudreview --help": [sys.executable, "-m", "cloudreview", "--help"],
                "cloudreview review harbor, nothing read before": [
                    "sh", "-c", f"rm -rf {case}/.cloudreview; {sys.executable} -m cloudreview review {case}",
                ],
                "cloudreview review harbor, again": [sys.executable, "-m", "cloudreview", "review", str(case)],
            }
        )  # fmt: skip
    lines = ["| what | CPU-s | peak MB |", "|---|---|---|"]
    lines += [f"| {name} | {one.cpu:.2f} | {one.peak} |" for name, one in found.items()]
    report("Start", "python bench/bench_start.py", [*lines, "", "Goals: `--help` 0.4 s, the example 10 s."])


if __name__ == "__main__":
    main()
