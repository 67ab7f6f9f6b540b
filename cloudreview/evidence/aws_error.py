"""Error messages of the AWS command line, which some send in place of an answer: each is refused with what to do."""

from __future__ import annotations

import re

from cloudreview.errors import EvidenceError
from cloudreview.evidence.content import Content
from cloudreview.evidence.reader import Reader
from cloudreview.vocabulary.delivery import Reading

NAME = "aws error message"
_MESSAGE = re.compile(
    rb"\s*(?:aws: \[ERROR\]: )?An error occurred \((\w{1,80})\) when calling the (\w{1,80}) operation"
)


def recognises(content: Content) -> bool:
    """Whether the content begins with what the command line writes when the service refuses a call."""
    return _MESSAGE.match(content.data) is not None


def read(content: Content) -> Reading:
    """Raises EvidenceError: an error is said by no API answer, and nothing follows from it."""
    found = _MESSAGE.match(content.data)
    assert found is not None
    error, call = found[1].decode(), found[2].decode()
    raise EvidenceError(
        "#line=1",
        f"this is the error {error} of {call}, not an answer",
        "state in evidence.csv what is complete without it, such as the statements of a bucket that has no policy",
    )


READERS = (Reader(NAME, recognises, read),)
