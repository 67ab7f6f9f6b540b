"""Reading an answer as a review does: by the one reader that knows it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cloudreview.evidence.content import Content
from cloudreview.evidence.reader import Reader
from cloudreview.evidence.registry import READERS
from cloudreview.vocabulary.delivery import Reading
from cloudreview.vocabulary.rows import Row

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


def known_by(data: bytes) -> list[Reader]:
    """Every reader that takes the content for its own."""
    content = Content(data)
    return [one for one in READERS if one.recognises(content)]


def read_bytes(data: bytes) -> Reading:
    """What the only reader of a content makes of it; every byte is accounted for."""
    (reader,) = known_by(data)
    reading = reader.read(Content(data))
    assert reading.format == reader.name
    assert reading.parsed + sum(reading.ignored.values()) + sum(one.bytes for one in reading.bad) == len(data)
    return reading


def read(document: Any) -> Reading:
    """The same of a JSON document."""
    return read_bytes(json.dumps(document, indent=2).encode())


def rows(reading: Reading) -> list[Row]:
    """The rows alone, in order."""
    return [said.row for said in reading.said]


def at(document: Any, pointer: str) -> Any:
    """What a JSON pointer points to."""
    for step in pointer.removeprefix("#").split("/")[1:]:
        document = document[int(step)] if isinstance(document, list) else document[step]
    return document


def real(path: str) -> list[Path]:
    """Files of the shared real data; the test is skipped where they are not there."""
    found = sorted(DATA.glob(path))
    if not found:
        pytest.skip(f"no real data at ../shared/data/{path}")
    return found
