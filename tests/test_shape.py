"""The shape of the house is a law: who may import whom, and how large a room may be."""

from pathlib import Path

import pytest

from tools.shape import Module, cycles, part, read, wrong_arrows

MODULES = read()


def test_no_modules_import_each_other_in_a_circle():
    assert cycles(MODULES) == []


def test_stages_meet_only_in_the_vocabulary():
    assert wrong_arrows(MODULES) == []


def test_the_core_and_the_vocabulary_import_no_room_above_them():
    core = {"truth", "spells", "residuals", "proof", "gaps", "errors", "vocabulary"}
    above = {
        f"{one.name} imports {other}"
        for one in MODULES.values()
        if part(one.name) in core
        for other in one.imports
        if part(other) not in core
    }
    assert above == set()


def test_no_file_is_longer_than_500_lines():
    assert {one.name: one.lines for one in MODULES.values() if one.lines > 500} == {}


def test_the_review_is_on_one_screen():
    review = Path(__file__).parent.parent / "cloudreview" / "review.py"
    if not review.exists():
        pytest.skip("there is no review.py yet")
    assert review.read_text().count("\n") < 100


def modules(**imports: tuple[str, ...]) -> dict[str, Module]:
    named = {name.replace("_0_", "."): others for name, others in imports.items()}
    return {name: Module(name, 1, (), others) for name, others in named.items()}


def test_a_cycle_is_found():
    ring = modules(a=("b",), b=("c",), c=("a",), d=("a",))
    assert cycles(ring) == [("a", "b", "c")]
    assert cycles(modules(a=("b", "c"), b=("c",), c=())) == []


def test_a_wrong_arrow_is_found():
    wrong = modules(
        cloudreview_0_reach_0_paths=("cloudreview.permission",),
        cloudreview_0_permission=("cloudreview.law",),
        cloudreview_0_law=("cloudreview.cli",),
        cloudreview_0_review=("cloudreview.reach",),
    )
    assert wrong_arrows(wrong) == [
        "cloudreview.reach.paths imports cloudreview.permission",
        "cloudreview.law imports cloudreview.cli",
    ]
