"""What comes back from the reading of one file: the only thing that passes from a reading process to the review."""

from __future__ import annotations

import msgspec

from cloudreview.evidence.listing import Line
from cloudreview.vocabulary.delivery import Bad, Reading

UNRECOGNISED = "unrecognised"


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """A file's content as rows, gaps and counted bytes; its events stand in a Parquet file."""

    content_bytes: int
    reading: Reading
    lines: tuple[Line, ...] = ()
    """Of evidence.csv."""
    events: str | None = None
    """SHA-256 of the Parquet file with the events; None: there are none."""
    content_sha256: str | None = None
    """SHA-256 of the content, decompressed, of a log file that a digest may name."""
    lasting: bool = True
    """Whether it follows from the bytes alone, so that it need not be read again."""

    @property
    def whole_bad(self) -> bool:
        """Whether nothing of the file could be read."""
        return bool(self.reading.bad) and not self.reading.parsed and not self.reading.said


def refused(reason: str, content_bytes: int, *, where: str = "", form: str = UNRECOGNISED) -> Outcome:
    """A file of which every byte is quarantined for one reason."""
    reading = Reading(format=form, bad=[Bad(where, reason, content_bytes)])
    return Outcome(content_bytes=content_bytes, reading=reading)
