"""The evidence folder: which files there are, and which entries are not followed (design section 13)."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import msgspec

from cloudreview.evidence.limits import MIB, Limits

_KINDS = (
    (stat.S_ISLNK, "a symbolic link is not followed; send the file itself"),
    (stat.S_ISFIFO, "it is a pipe, not a file"),
    (stat.S_ISSOCK, "it is a socket, not a file"),
    (stat.S_ISCHR, "it is a device, not a file"),
    (stat.S_ISBLK, "it is a device, not a file"),
)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the folder that is not a folder."""

    name: str
    """Relative to evidence/, with `/`; bytes that are not UTF-8 are written as their codes."""
    path: str
    sha256: str
    """Of the bytes; of what is not followed or cannot be opened, `link:` and the hash of its relative path."""
    bytes: int
    refused: str | None = None
    """Why it is not read; None: it is."""


def walk(folder: Path, limits: Limits) -> list[Entry]:
    """Every entry below the folder, sorted by name; nothing is opened but regular files."""
    if folder.is_symlink():
        return [_refusal("", str(folder), _KINDS[0][1])]
    return sorted(_below(os.fsencode(folder), b"", limits), key=lambda one: (one.name, one.sha256))


def _below(folder: bytes, prefix: bytes, limits: Limits) -> Iterator[Entry]:
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda one: one.name)
    except FileNotFoundError:
        return
    except OSError as error:
        yield _refusal(
            _shown(prefix.rstrip(b"/")), os.fsdecode(folder), f"the folder cannot be opened ({error.strerror})"
        )
        return
    for one in entries:
        if one.is_dir(follow_symlinks=False):
            yield from _below(one.path, prefix + one.name + b"/", limits)
        else:
            yield _entry(one.path, _shown(prefix + one.name), limits)


def _shown(name: bytes) -> str:
    return name.decode("utf-8", "backslashreplace")


def _entry(path: bytes, name: str, limits: Limits) -> Entry:
    where = os.fsdecode(path)
    try:
        about = os.lstat(path)
        for is_kind, why in _KINDS:
            if is_kind(about.st_mode):
                return _refusal(name, where, why)
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            size = stream.tell()
    except OSError as error:
        return _refusal(name, where, f"the file cannot be opened ({error.strerror})")
    too_large = (
        f"the file is larger than {limits.content // MIB} MiB; send it in parts" if size > limits.content else None
    )
    return Entry(name=name, path=where, sha256=digest, bytes=size, refused=too_large)


def _refusal(name: str, path: str, why: str) -> Entry:
    digest = hashlib.sha256(name.encode()).hexdigest()
    return Entry(name=name, path=path, sha256=f"link:{digest}", bytes=0, refused=why)
