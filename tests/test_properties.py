"""The laws of design section 5 over whole reviews: a file taken away never makes an answer surer."""

from __future__ import annotations

from pathlib import Path

import pytest

from cloudreview.vocabulary.told import Dossier
from tests.provider import Provider, harbor, random_provider
from tests.reviews import reviewed

Truths = dict[tuple[object, ...], str]
FORBIDDEN = {("supported", "refuted"), ("refuted", "supported"), ("unknown", "supported")}
CASES = 200


def truths(dossier: Dossier) -> Truths:
    """What each stage answers, by what it answers about; the best over spells and rows."""
    order = ["refuted", "unknown", "conflicting", "supported"]
    found: Truths = {}
    rows: list[tuple[tuple[object, ...], str]] = []
    rows += [(("answer", one.dataset, one.harm, one.mode, one.adversary), one.truth) for one in dossier.answers]
    rows += [(("status", one.party, one.adversary, one.regime, one.reading), one.truth) for one in dossier.statuses]
    rows += [
        (("observed", one.dataset, one.harm, one.adversary), one.truth) for one in dossier.observed if one.adversary
    ]
    rows += [(("location", one.dataset, one.store, one.role, one.country), one.truth) for one in dossier.locations]
    rows += [(("sensitive", one.dataset, one.category, one.adversary), one.truth) for one in dossier.sensitivity]
    rows += [(("complete", one.store, one.klass), one.truth) for one in dossier.completeness]
    for key, truth in rows:
        found[key] = max(found.get(key, "refuted"), truth, key=order.index)
    return found


def flips(before: Truths, after: Truths) -> list[tuple[object, ...]]:
    """Answers that changed in a way that no removal may cause."""
    return [
        (*key, before[key], truth)
        for key, truth in after.items()
        if key in before and (before[key], truth) in FORBIDDEN
    ]


def claims_flip(before: Dossier, after: Dossier) -> list[str]:
    """A claim never goes from yes to no or back because a file is gone."""
    old = {one.claim: one.truth for one in before.claims}
    return [one.claim for one in after.claims if {old.get(one.claim), one.truth} == {"supported", "refuted"}]


def removals(provider: Provider, folder: Path) -> list[object]:
    """Every forbidden change over all removals of a single file."""
    case = provider.dump(folder)
    before = reviewed(case)
    expected = truths(before)
    wrong: list[object] = []
    for name in [*provider.files(), "evidence.csv"]:
        path = case / "evidence" / name
        content = path.read_bytes()
        path.unlink()
        after = reviewed(case)
        path.write_bytes(content)
        wrong += [(name, change) for change in flips(expected, truths(after))]
        wrong += [(name, claim) for claim in claims_flip(before, after)]
    return wrong


def test_harbor_without_any_one_file(tmp_path: Path) -> None:
    assert removals(harbor(), tmp_path / "case") == []


@pytest.mark.parametrize("block", range(8))
def test_random_cases_without_any_one_file(block: int, tmp_path: Path) -> None:
    for seed in range(block, CASES, 8):
        wrong = removals(random_provider(seed), tmp_path / str(seed))
        assert wrong == [], f"random_provider({seed})"


def test_raw_holds_all_that_guarded_holds(tmp_path: Path) -> None:
    for seed in range(40):
        dossier = reviewed(random_provider(seed).dump(tmp_path / str(seed)))
        raw = [set(_leaves(path)) for path in dossier.paths if path.mode == "raw"]
        for path in dossier.paths:
            if path.mode == "guarded":
                assert any(leaves <= set(_leaves(path)) for leaves in raw), (seed, path.id)


def _leaves(path: object) -> list[str]:
    """The facts, closures and statuses that a path's steps follow from."""
    steps = path.steps  # type: ignore[attr-defined]
    own = {step.id for step in steps}
    return sorted({premise for step in steps for premise in step.premises} - own)
