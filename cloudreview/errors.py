"""Errors by whose fault they are; each says which file, which place, what is wrong and what to do, in one sentence."""

from __future__ import annotations


class ReviewError(Exception):
    """The root: `where` (file and place), `what` is wrong, and `do`, the next step."""

    def __init__(self, where: str, what: str, do: str = "") -> None:
        self.where, self.what, self.do = where, what, do
        super().__init__(f"{where}: {what}" + (f"; {do}" if do else ""))


class EvidenceError(ReviewError):
    """A file of evidence cannot be read: the file is quarantined and the review goes on."""


class LawError(ReviewError):
    """The law data shipped with the program are wrong: a fault of ours."""


class CaseError(ReviewError):
    """The case folder or its settings are wrong: a usage error."""


class IntegrityError(ReviewError):
    """The record or the sealed evidence was changed."""
