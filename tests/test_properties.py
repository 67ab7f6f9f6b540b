"""The laws of design section 5 over whole reviews: a file taken away never makes an answer surer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cloudreview.vocabulary.told import Dossier
from tests.provider import Provider, contradicted, ended, harbor, random_provider, small, superseded
from tests.reviews import reviewed

Truths = dict[tuple[object, ...], str]
FORBIDDEN = {("supported", "refuted"), ("refuted", "supported"), ("unknown", "supported")}
CASES = 64
LONG = 200
"""How many random cases lose each of their files: in every run, and in the long one."""


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


@pytest.mark.long
@pytest.mark.parametrize("block", range(8))
def test_more_random_cases_without_any_one_file(block: int, tmp_path: Path) -> None:
    for seed in range(CASES + block, LONG, 8):
        wrong = removals(random_provider(seed), tmp_path / str(seed))
        assert wrong == [], f"random_provider({seed})"


ADDITIONS: list[Callable[[Provider], str]] = [superseded, ended, contradicted]
"""Files that supersede, end or conflict with what others say: taking one away may turn an answer round."""


@pytest.mark.parametrize("add", ADDITIONS)
def test_without_a_file_that_supersedes_ends_or_conflicts_the_rest_says_what_it_says(
    add: Callable[[Provider], str], tmp_path: Path
) -> None:
    changed = 0
    for seed in range(-1, 12):
        plain = small() if seed < 0 else random_provider(seed)
        rest = truths(reviewed(plain.dump(tmp_path / f"{seed}-plain")))
        more = small() if seed < 0 else random_provider(seed)
        name = add(more)
        folder = more.dump(tmp_path / f"{seed}-more")
        changed += truths(reviewed(folder)) != rest
        (folder / "evidence" / name).unlink()
        assert flips(rest, truths(reviewed(folder))) == [], seed
    assert changed


def test_a_later_snapshot_ends_a_path(tmp_path: Path) -> None:
    one = small()
    superseded(one)
    dossier = reviewed(one.dump(tmp_path))
    paths = [path for path in dossier.paths if path.mode == "guarded" and path.truth == "supported"]
    assert {(path.since, path.until, path.now) for path in paths} == {
        ("2026-03-10T12:00:00Z", "2026-03-15T00:00:00Z", None)
    }


def test_of_people_who_left_nobody_says_where_they_live(tmp_path: Path) -> None:
    one = small()
    ended(one)
    dossier = reviewed(one.dump(tmp_path))
    answer = next(row for row in dossier.answers if (row.dataset, row.harm, row.mode) == ("d-1", "read", "guarded"))
    assert answer.truth == "unknown"
    assert answer.but_for
    assert any("tells the residence of p-3" in gap.why for gap in dossier.gaps)


def test_two_countries_for_one_company_conflict(tmp_path: Path) -> None:
    one = small()
    contradicted(one)
    found = truths(reviewed(one.dump(tmp_path)))
    assert found["status", "tidewater", "CN", "us-dsp-202", "pooled/cascade"] == "conflicting"


def test_raw_holds_all_that_guarded_holds(tmp_path: Path) -> None:
    order = ["refuted", "unknown", "conflicting", "supported"]
    for seed in range(40):
        found = truths(reviewed(random_provider(seed).dump(tmp_path / str(seed))))
        for key, truth in found.items():
            if key[0] == "answer" and key[3] == "guarded":
                raw = found[(*key[:3], "raw", key[4])]
                assert order.index(raw) >= order.index(truth), (seed, key)
