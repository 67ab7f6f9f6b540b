"""Where in the text of a document something stands: a page, and the characters of it, counted from 0."""

from __future__ import annotations

import re
from collections.abc import Sequence

_ANCHOR = re.compile(r"(\d{1,6})(?::(\d{1,9})-(\d{1,9}))?")


def characters(pages: Sequence[str], anchor: str) -> str | None:
    """What stands at `4` (the whole page) or `4:120-180`; None where there is no such place."""
    found = _ANCHOR.fullmatch(anchor)
    if found is None or not 1 <= int(found[1]) <= len(pages):
        return None
    page = pages[int(found[1]) - 1]
    if found[2] is None:
        return page
    start, end = int(found[2]), int(found[3])
    return page[start:end] if start < end <= len(page) else None
