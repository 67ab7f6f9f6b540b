"""What a reader is: a name, a cheap test by content, and a pure function from content to rows and gaps."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from cloudreview.evidence.content import Content
from cloudreview.vocabulary.delivery import Reading


class Reader(NamedTuple):
    """One format. A module of readers exposes `READERS: tuple[Reader, ...]`, also when there is only one."""

    name: str
    """The format as told in the dossier, such as `aws iam get-account-authorization-details`."""
    recognises: Callable[[Content], bool]
    """Whether the content is of this format, by content alone, cheaply; it never raises."""
    read: Callable[[Content], Reading]
    """The rows and gaps of the content. Raises EvidenceError where the whole file is to be quarantined."""
