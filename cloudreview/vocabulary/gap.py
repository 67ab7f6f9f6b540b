"""A gap: what is not known, and the question that would settle it."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """What is not known. The program asks; it never guesses."""

    id: Annotated[str, Meta(description="hash of what, where and why")]
    what: Annotated[str, Meta(description="the kind, such as scope_open, field_missing, undated or unimplemented")]
    where: Annotated[str, Meta(description="the scope, subject or place it is about")]
    why: Annotated[str, Meta(description="why it is not known, one sentence")]
    question: Annotated[str, Meta(description="the question to put to somebody, one sentence")]
    settles: Annotated[
        tuple[str, ...],
        Meta(
            description="ids of the paths, answers, statuses and rows of what was done that this gap helps to hold at "
            "unknown; where no dataset is told, the questions of the review (location, control, reach, ...) that wait "
            "for it"
        ),
    ] = ()
    alone: Annotated[
        tuple[str, ...],
        Meta(
            description="of these the statuses that this gap about interests alone holds at unknown: disclosed either "
            "way, each of them is known"
        ),
    ] = ()
