"""Readings that were made before: a second review reads only new files.

The key is the content's hash and the version of the readers. A blob that is not what was written is not used; it can
always be made again (design section 3: `.cloudreview/` holds no fact of its own).
"""

from __future__ import annotations

import functools
import hashlib
import os
import platform
from importlib.metadata import version
from pathlib import Path

import msgspec

import cloudreview
from cloudreview.errors import CaseError
from cloudreview.evidence.limits import Limits
from cloudreview.evidence.outcome import Outcome

_SOURCES = ("evidence/*.py", "vocabulary/*.py", "spells.py", "truth.py", "gaps.py", "errors.py")
_DIGEST = 64


@functools.cache
def readers_version() -> str:
    """A hash of everything that decides what a reader makes of a content, our own sources first."""
    root = Path(cloudreview.__file__).parent
    found = hashlib.sha256()
    for source in sorted(path for pattern in _SOURCES for path in root.glob(pattern)):
        content = source.read_bytes()
        found.update(f"{source.relative_to(root).as_posix()} {len(content)}\n".encode() + content)
    for library in ("msgspec", "pyarrow", "pypdfium2"):
        found.update(f"{library} {version(library)}\n".encode())
    found.update(platform.python_version().encode())
    return found.hexdigest()


class Cache:
    """The readings of one case."""

    def __init__(self, case: Path, limits: Limits) -> None:
        self._folder = case / ".cloudreview" / "readings"
        self._salt = f"{readers_version()} {limits!r}"
        if self._folder.is_symlink() or self._folder.parent.is_symlink():
            raise CaseError(".cloudreview", "it is a symbolic link, and the review writes there", "remove it")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CaseError(
                ".cloudreview", f"it cannot be made ({error.strerror})", "let the review write there"
            ) from error

    def _path(self, sha256: str, ending: str) -> Path:
        name = hashlib.sha256(f"{sha256} {self._salt}".encode()).hexdigest()
        return self._folder / f"{sha256[:12]}-{name[:20]}.{ending}"

    def events(self, sha256: str) -> Path:
        """The Parquet file of a content's events."""
        return self._path(sha256, "parquet")

    def find(self, sha256: str) -> Outcome | None:
        """What was made of a content before, if it is whole."""
        try:
            blob = self._path(sha256, "msgpack").read_bytes()
        except FileNotFoundError:
            return None
        body = blob[_DIGEST:]
        if hashlib.sha256(body).hexdigest().encode() != blob[:_DIGEST]:
            return None
        try:
            outcome = msgspec.msgpack.decode(body, type=Outcome)
        except msgspec.DecodeError:
            return None
        return outcome if outcome.events is None or _digest(self.events(sha256)) == outcome.events else None

    def keep(self, sha256: str, outcome: Outcome) -> None:
        """Keep an outcome that follows from the bytes alone."""
        if outcome.lasting:
            body = msgspec.msgpack.encode(outcome)
            path = self._path(sha256, "msgpack")
            rough = path.with_suffix(".rough")
            rough.write_bytes(hashlib.sha256(body).hexdigest().encode() + body)
            os.replace(rough, path)


def _digest(path: Path) -> str | None:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError:
        return None
