"""The laws of design section 5 over whole reviews: a file taken away never makes an answer surer, and raw holds what
guarded holds. Every run takes some files from a few random providers; the long one takes each from many.
"""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from cloudreview.evidence.registry import READERS
from cloudreview.evidence.unpack import is_packed
from cloudreview.vocabulary.told import Dossier
from tests.evidence.aws import known_by
from tests.provider import Provider, contradicted, ended, harbor, random_provider, small, superseded
from tests.reviews import reviewed

Truths = dict[tuple[object, ...], str]
FORBIDDEN = {("supported", "refuted"), ("refuted", "supported"), ("unknown", "supported")}
ORDER = ["refuted", "unknown", "conflicting", "supported"]
FEW, MANY, BLOCKS = 32, 500, 8
"""How many random providers lose files: in every run, and in the long one; in how many tests."""
SOME = 12
"""How many files each of them loses in every run, one at a time."""


def truths(dossier: Dossier) -> Truths:
    """What each stage answers, by what it answers about; the best over spells and rows."""
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
        found[key] = max(found.get(key, "refuted"), truth, key=ORDER.index)
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


def unfounded(found: Truths) -> list[object]:
    """Answers that hold guarded and not raw: raw disregards what guarded regards, so it holds all the more."""
    return [
        key
        for key, truth in found.items()
        if key[0] == "answer"
        and key[3] == "guarded"
        and found[(*key[:3], "raw", key[4])] not in ORDER[ORDER.index(truth) :]
    ]


def removals(case: Path, names: Iterable[str]) -> list[object]:
    """Every forbidden change over removals of a single file, and every answer that raw does not hold."""
    before = reviewed(case)
    expected = truths(before)
    wrong: list[object] = unfounded(expected)
    for name in names:
        path = case / "evidence" / name
        content = path.read_bytes()
        path.unlink()
        after = reviewed(case)
        path.write_bytes(content)
        found = truths(after)
        wrong += [(name, change) for change in flips(expected, found)]
        wrong += [(name, claim) for claim in claims_flip(before, after)]
        wrong += [(name, key) for key in unfounded(found)]
    return wrong


def some(provider: Provider, seed: int) -> list[str]:
    """The files that a provider loses in every run: evidence.csv and a few by the dice."""
    names = sorted(provider.files())
    return ["evidence.csv", *random.Random(f"files {seed}").sample(names, min(SOME, len(names)))]


def one_of_each(provider: Provider) -> list[str]:
    """One file of each name, in whatever folder: the answers to one call about several stores are alike."""
    found = {Path(name).name: name for name in sorted(provider.files(), reverse=True)}
    return ["evidence.csv", *sorted(found.values())]


def test_harbor_without_any_one_file(tmp_path: Path) -> None:
    assert removals(harbor().dump(tmp_path), one_of_each(harbor())) == []


@pytest.mark.long
def test_harbor_without_any_one_of_all_its_files(tmp_path: Path) -> None:
    rest = set(harbor().files()) - set(one_of_each(harbor()))
    assert removals(harbor().dump(tmp_path), sorted(rest)) == []


@pytest.mark.parametrize("block", range(BLOCKS))
def test_random_providers_without_some_one_file(block: int, tmp_path: Path) -> None:
    for seed in range(block, FEW, BLOCKS):
        one = random_provider(seed)
        assert removals(one.dump(tmp_path / str(seed)), some(one, seed)) == [], f"random_provider({seed})"


@pytest.mark.long
@pytest.mark.parametrize("block", range(BLOCKS))
def test_many_random_providers_without_any_one_file(block: int, tmp_path: Path) -> None:
    for seed in range(block, MANY, BLOCKS):
        one = random_provider(seed)
        names = {"evidence.csv", *one.files()} - set(some(one, seed) if seed < FEW else ())
        assert removals(one.dump(tmp_path / str(seed)), sorted(names)) == [], f"random_provider({seed})"


REFUSED = {"aliyun error message", "aws cloudtrail get-query-results", "bods before 0.4"}
"""Readers of what is no evidence: each refuses it with what to do."""


def test_every_reader_is_in_use() -> None:
    """Random providers hold a file of each, which is taken away from them like any other."""
    contents = {content for seed in range(100) for content, _ in random_provider(seed).files().values()}
    used = {one.name for content in contents for one in known_by(plain(content))}
    assert {one.name for one in READERS} - used == REFUSED | {"evidence table"}


def plain(content: bytes) -> bytes:
    return gzip.decompress(content) if is_packed(content) else content


ADDITIONS: list[Callable[[Provider], str]] = [superseded, ended, contradicted]
"""Files that supersede, end or conflict with what others say: taking one away may turn an answer round."""


@pytest.mark.parametrize("add", ADDITIONS)
def test_without_a_file_that_supersedes_ends_or_conflicts_the_rest_says_what_it_says(
    add: Callable[[Provider], str], tmp_path: Path
) -> None:
    changed = 0
    for seed in range(-1, 6):
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
    assert any("tells in which country p-3 primarily resides" in gap.why for gap in dossier.gaps)


def test_two_countries_for_one_company_conflict(tmp_path: Path) -> None:
    one = small()
    contradicted(one)
    found = truths(reviewed(one.dump(tmp_path)))
    assert found["status", "tidewater", "CN", "us-dsp-202", "pooled/cascade"] == "conflicting"
