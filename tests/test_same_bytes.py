"""Same case, same law data, same bytes: whatever the workers, hash seed, time zone, locale, file order or names."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cloudreview.dossier.json import encode
from tests.provider import harbor, random_provider
from tests.reviews import reviewed

SETTINGS: list[tuple[int, dict[str, str]]] = [
    (1, {"PYTHONHASHSEED": "1"}),
    (2, {"PYTHONHASHSEED": "77", "TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8"}),
    (2, {"PYTHONHASHSEED": "random", "TZ": "America/New_York", "LC_ALL": "POSIX"}),
]
FEW, MANY, BLOCKS = 8, 500, 8
"""How many random providers are reviewed twice: in every run, and in the long one; in how many tests."""


def told(folder: Path, workers: int = 1, **environment: str) -> bytes:
    """The dossier as the command line prints it, from a process of its own."""
    shutil.rmtree(folder / ".cloudreview", ignore_errors=True)
    command = [sys.executable, "-m", "cloudreview", "review", str(folder), "--json", "--workers", str(workers)]
    done = subprocess.run(command, capture_output=True, env={**os.environ, **environment}, check=False)
    assert done.returncode in (0, 3, 4, 6), done.stderr.decode()
    return done.stdout


def pages(folder: Path) -> list[bytes]:
    """The page and the letter, as the last review wrote them."""
    return [(folder / "dossier" / name).read_bytes() for name in ("index.html", "questions.md")]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    folder = harbor().dump(tmp_path_factory.mktemp("one") / "case")
    return folder, told(folder)


@pytest.mark.parametrize(("workers", "environment"), SETTINGS)
def test_workers_hash_seed_time_zone_and_locale(
    original: tuple[Path, bytes], environment: dict[str, str], workers: int
) -> None:
    folder, expected = original
    before = pages(folder)
    assert told(folder, workers, **environment) == expected
    assert pages(folder) == before


def digests(folders: list[Path], workers: int, environment: dict[str, str]) -> list[str]:
    """What a process of its own makes of several cases."""
    for folder in folders:
        shutil.rmtree(folder / ".cloudreview", ignore_errors=True)
    command = [sys.executable, "-m", "tests.digests", str(workers), *map(str, folders)]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **environment}, check=True)
    return done.stdout.splitlines()


def same(seeds: range, folder: Path) -> None:
    folders = [random_provider(seed).dump(folder / str(seed)) for seed in seeds]
    (workers, first), _, (others, last) = SETTINGS
    one, other = digests(folders, workers, first), digests(folders, others, last)
    assert len(one) == len(seeds)
    assert [seed for seed, *pair in zip(seeds, one, other, strict=True) if pair[0] != pair[1]] == []


def test_random_providers_in_two_settings(tmp_path: Path) -> None:
    same(range(FEW), tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("block", range(BLOCKS))
def test_many_random_providers_in_two_settings(block: int, tmp_path: Path) -> None:
    same(range(FEW + block, MANY, BLOCKS), tmp_path)


def test_another_folder(original: tuple[Path, bytes], tmp_path: Path) -> None:
    folder = harbor().dump(tmp_path / "elsewhere" / "case")
    assert told(folder) == original[1]
    assert pages(folder) == pages(original[0])


def test_a_second_review_from_what_was_read_before(original: tuple[Path, bytes]) -> None:
    folder, expected = original
    command = [sys.executable, "-m", "cloudreview", "review", str(folder), "--json"]
    assert subprocess.run(command, capture_output=True, check=False).stdout == expected


@pytest.mark.parametrize("seed", [None, 3, 11])
def test_file_names_and_their_order(seed: int | None, tmp_path: Path) -> None:
    provider = harbor() if seed is None else random_provider(seed)
    first, second = provider.dump(tmp_path / "a"), provider.dump(tmp_path / "b")
    lines = second / "evidence" / "evidence.csv"
    text = lines.read_text()
    for number, name in enumerate(sorted(provider.files(), reverse=True)):
        suffix = ".gz" if name.endswith(".gz") else ""
        renamed = f"{number:03d}/x{suffix}"
        (second / "evidence" / renamed).parent.mkdir()
        (second / "evidence" / name).rename(second / "evidence" / renamed)
        text = text.replace(f"\n{name},", f"\n{renamed},")
    lines.write_text(text)
    one, other = (json.loads(encode(reviewed(folder))) for folder in (first, second))
    for key in (
        "answers",
        "paths",
        "statuses",
        "observed",
        "claims",
        "gaps",
        "decision",
        "findings",
        "sensitivity",
        "locations",
    ):
        assert _places_apart(one[key], lines, one, other) == _places_apart(other[key], lines, one, other), key


def _places_apart(told: object, lines: Path, one: object, other: object) -> str:
    """evidence.csv itself must change when a file is renamed in its lines: its own places stand apart."""
    own = {
        file["sha256"][:12]
        for document in (one, other)
        for file in document["evidence"]
        if file["name"] == lines.name  # type: ignore[index]
    }
    return json.dumps(_without(told, own), sort_keys=True)


def _without(told: object, own: set[str]) -> object:
    if isinstance(told, dict):
        return {key: _without(value, own) for key, value in told.items()}
    if isinstance(told, list):
        return [_without(value, own) for value in told if not (isinstance(value, str) and value[:12] in own)]
    return told
