"""What was delivered: the files as read, before anything is dated or merged."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.rows import AnyRow

ABOUT = "@about"
"""What a reader writes in a row's store, subject, account, key, child or target field where the content does not say
which one it describes; `evidence/` puts in what `evidence.csv` or the file's name says, or quarantines the file."""
NUMBER = "@number"
"""Part of a name: the number of the account that the file is about, or in which the thing lies that it is about."""
KIND = "@kind"
"""user, role, group or root: what kind of identity the file is about."""


class Said(msgspec.Struct, frozen=True):
    """A row and where in the file it is said."""

    row: AnyRow
    at: Annotated[
        str,
        Meta(description="`#line=12`, `#row=3` or a JSON pointer (`#/Records/3`); `!member` before it in archives"),
    ]
    stated: Annotated[
        int | None, Meta(description="the instant of which it is said, where each record of a file tells its own")
    ] = None
    record: Annotated[
        str | None, Meta(description="the record of which this is a version; the next version supersedes it")
    ] = None
    closed: Annotated[bool, Meta(description="whether the record ends with this version")] = False
    standing: Annotated[
        bool, Meta(description="whether a file taken later shows that it still stood; not where nobody renewed it")
    ] = True


class Bad(msgspec.Struct, frozen=True):
    """A record, or a whole file, that cannot be read."""

    at: Annotated[str, Meta(description="as in Said; empty: the whole file")]
    reason: Annotated[str, Meta(description="one sentence: what is wrong")]
    bytes: int


class Proves(msgspec.Struct, frozen=True):
    """A relation that this answer, being whole, proves complete for a scope at the time it was taken."""

    relation: str
    scope: Annotated[str, Meta(description="may be `@about`")]


class Reading(msgspec.Struct, kw_only=True):
    """What a reader makes of one file's content. parsed + ignored + the bytes of `bad` are the content's bytes."""

    format: str
    said: list[Said] = []
    proves: list[Proves] = []
    bad: list[Bad] = []
    parsed: int = 0
    ignored: dict[str, int] = {}
    """Bytes ignored, by the name of the rule that ignores them."""
    unknown_fields: dict[str, int] = {}
    about: str | None = None
    """What the content itself says it is about, such as `aws:s3:bucket`."""
    taken_at: int | None = None
    """The instant at which the content itself says it was taken."""
    gaps: list[Gap] = []
    pages: list[str] = []
    """Of a document: the text of each page."""
    events: list[tuple[object, ...]] = []
    """Event records in the order of `vocabulary.events.EVENTS`, the JSON pointer (`#/Records/3`) for `place`."""


class Declared(msgspec.Struct, frozen=True, kw_only=True):
    """A relation and scope that a line of evidence.csv states to be complete."""

    relation: str
    scope: str
    since: str | None
    until: str | None
    place: str
    """Place of the line in evidence.csv."""


class Delivered(msgspec.Struct, frozen=True, kw_only=True):
    """One evidence file, received and read."""

    sha256: str
    """Of the bytes; of what is not followed or cannot be opened, `link:` and the hash of its relative path."""
    name: str
    bytes: int
    content_bytes: int
    format: str
    speaker: str
    """`unknown` where nobody says."""
    received_from: str | None
    taken_at: int | None
    about: str | None
    about_by: str | None
    marking: str
    said: tuple[Said, ...]
    proves: tuple[Proves, ...]
    bad: tuple[Bad, ...]
    parsed: int
    ignored: int
    unknown_fields: dict[str, int]
    pages: int | None = None
    """Of a document: how many pages it has."""
    complete: tuple[Declared, ...]
    """What its line declares complete. Empty again where a part is missing."""
    opens: tuple[tuple[str, str], ...]
    """(relation, scope) pairs that something bad in this file leaves open."""
    events: tuple[Path, ...]
    snapshot_of: tuple[Proves, ...] = ()
    """What its format would prove were nothing bad in it: `proves`, and where something is bad, what that would be."""

    content_sha256: str | None = None
    """Of the content, decompressed, of a log file that a digest may name."""

    @property
    def short(self) -> str:
        """The file's name in places; of a link, `link:` and the hash of its relative path."""
        return self.sha256 if self.sha256.startswith("link:") else self.sha256[:12]


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """All that was delivered."""

    files: tuple[Delivered, ...]
    """Sorted by sha256, then name."""
    opens: tuple[tuple[str, str], ...]
    """(relation, scope) pairs left open by lines of evidence.csv whose file or part is gone."""
    declared: tuple[tuple[str, Declared], ...]
    """(speaker, declaration) of every line that stands."""
    gaps: tuple[Gap, ...]
