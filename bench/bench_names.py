"""How well names are matched on the labelled set, and how fast the names of a roster are."""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from cloudreview.names import HOLDS, Subject, likely, similar
from tests.names.labelled import missed, pairs, score, taken

NAMES = 5_000
_SYLLABLES = "ka lo mi ne ru sa to vi wen xin yu zha bei dor fen gal hu jin".split()  # noqa: SIM905
_HAN = "华鑫长河远帆海桥云山星辰金石青松明月安宁博通德信恒丰宏达嘉诚"
_TRADES = ("Technology", "Logistics", "Trading", "Data", "Network")


def subjects(dice: random.Random) -> list[Subject]:
    """A case's roster of parties and persons: a fifth Chinese, a tenth told twice in another writing."""
    found: list[Subject] = []
    for number in range(NAMES):
        words = ["".join(dice.choices(_SYLLABLES, k=3)).title() for _ in range(2)]
        if number % 5 == 0:
            name = "".join(dice.choices(_HAN, k=4)) + "科技有限公司"
        elif number % 2:
            name = " ".join(words)
        else:
            name = f"{words[0]} {dice.choice(_TRADES)} Co., Ltd."
        names = (name, name.upper()) if number % 10 == 0 else (name,)
        found.append(Subject(f"p{number:05}", names, bool(number % 2) and number % 5 != 0))
    return found


def quality() -> list[str]:
    """Precision and recall at the score that holds a no, with every error."""
    told = list(pairs())
    same, lost, wrong = sum(one.same for one in told), missed(), taken()
    right = same - len(lost)
    precision, recall = right / (right + len(wrong)), right / same
    lines = [
        f"{len(told)} pairs of invented names (`tests/names/labelled.toml`), {same} of them one name; a smoke figure,",
        "since whoever wrote the rules wrote the set.",
        f"At the score that holds a no ({HOLDS}): precision {precision:.2f}, recall {recall:.2f}.",
        "",
        "| error | names | score | what |",
        "|---|---|---|---|",
    ]
    for kind, errors in (("missed", lost), ("taken", wrong)):
        lines += [f"| {kind} | {one.one} / {one.other} | {score(one):.2f} | {one.note} |" for one in errors]
    return lines


def speed() -> list[str]:
    """Names a second of one core: likely pairs, as every review asks; similar ones too, as `match` lists them."""
    told = subjects(random.Random("names"))
    likely(told[:50])
    lines = ["", "| what | CPU-s | names a second |", "|---|---|---|"]
    for name, work in (
        ("likely pairs", lambda: len(likely(told)[0])),
        ("similar pairs", lambda: len(list(similar(told)))),
    ):
        begin = time.process_time()
        count = work()
        spent = time.process_time() - begin
        lines.append(f"| {name} of {NAMES:,} parties: {count} | {spent:.2f} | {NAMES / spent:,.0f} |")
    return [*lines, "", "Goal: 1,000 names a second."]


def main() -> None:
    """Measure and report."""
    from bench.measuring import report  # noqa: PLC0415

    report("Names", "python bench/bench_names.py", [*quality(), *speed()])


if __name__ == "__main__":
    main()
