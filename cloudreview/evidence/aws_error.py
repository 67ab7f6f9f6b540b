"""Error messages of the AWS command line, which some send in place of an answer.

One of them is told instead of an answer where there is nothing to tell: of an account or bucket without a block of
public access GetPublicAccessBlock says NoSuchPublicAccessBlockConfiguration ("an account that doesn't have a
PublicAccessBlockConfiguration set", Amazon S3 API Reference), so all four switches are off. That a bucket has no policy
or a principal no rights is not read so: a message rarely says what it is about, and put beside the wrong name it would
make a no; a block that is off makes none. Every other message is refused with what to do.
"""

from __future__ import annotations

import re

from cloudreview.errors import EvidenceError
from cloudreview.evidence.content import Content
from cloudreview.evidence.reader import Reader
from cloudreview.vocabulary.delivery import ABOUT, Proves, Reading, Said
from cloudreview.vocabulary.rows import PublicBlock

NAME = "aws error message"
_MESSAGE = re.compile(
    rb"\s*(?:aws: \[ERROR\]: )?An error occurred \((\w{1,80})\) when calling the (\w{1,80}) operation"
)
_UNSET = ("NoSuchPublicAccessBlockConfiguration", "GetPublicAccessBlock")
_REST = re.compile(rb"[^\r\n]*\s*(?:Additional error details:((?:\r?\n[A-Za-z]{1,40}: [^\r\n]{0,200})*)\s*)?")
"""What may follow: the message itself, and what the command line adds (AWS CLI User Guide, cli-usage-error-format)."""
_DETAILS = {
    "BucketName": ("aws:s3:", re.compile(r"[A-Za-z0-9._-]{3,255}")),
    "AccountId": ("aws:", re.compile(r"[0-9]{12}")),
}
"""The details that tell what a message is about: what stands before that name, and how it is written."""


def recognises(content: Content) -> bool:
    """Whether the content begins with what the command line writes when the service refuses a call."""
    return _MESSAGE.match(content.data) is not None


def read(content: Content) -> Reading:
    """Raises EvidenceError but for the one error that is an answer."""
    found = _MESSAGE.match(content.data)
    assert found is not None
    error, call = found[1].decode(), found[2].decode()
    if (error, call) != _UNSET:
        raise EvidenceError(
            "#line=1",
            f"this is the error {error} of {call}, not an answer",
            "state in evidence.csv what is complete without it, such as the statements of a bucket that has no policy",
        )
    rest = _REST.fullmatch(content.data, found.end())
    if rest is None:
        raise EvidenceError("#line=1", f"more follows the error {error} than it says", "send one message a file")
    about = _subject(rest[1] or b"")
    row = PublicBlock(
        subject=about or ABOUT,
        block_public_acls=False,
        ignore_public_acls=False,
        block_public_policy=False,
        restrict_public_buckets=False,
    )
    return Reading(
        format=NAME,
        said=[Said(row, "#line=1")],
        proves=[Proves("public_block", row.subject)],
        parsed=len(content.data),
        about=about,
    )


def _subject(details: bytes) -> str | None:
    """The bucket or account that the details of a message name; None where they name none, or several."""
    names = set()
    for line in details.decode(errors="replace").splitlines():
        name, _, value = line.partition(": ")
        before, form = _DETAILS.get(name, ("", None))
        if form is not None and form.fullmatch(value.strip()):
            names.add(before + value.strip())
    return names.pop() if len(names) == 1 else None


READERS = (Reader(NAME, recognises, read),)
