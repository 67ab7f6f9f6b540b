from __future__ import annotations

import pytest

from cloudreview.errors import EvidenceError
from cloudreview.vocabulary.delivery import ABOUT, Proves
from cloudreview.vocabulary.rows import PublicBlock
from tests.evidence.aws import read_bytes, rows

NONE = (
    "An error occurred (NoSuchPublicAccessBlockConfiguration) when calling the GetPublicAccessBlock operation: "
    "The public access block configuration was not found"
)
DETAILS = "\n\nAdditional error details:\n"


def off(subject: str) -> PublicBlock:
    return PublicBlock(
        subject=subject,
        block_public_acls=False,
        ignore_public_acls=False,
        block_public_policy=False,
        restrict_public_buckets=False,
    )


@pytest.mark.parametrize(
    ("message", "subject"),
    [
        (f"\n{NONE}\n", ABOUT),
        (f"\naws: [ERROR]: {NONE}", ABOUT),
        (f"\n{NONE}{DETAILS}BucketName: acme-data\n", "aws:s3:acme-data"),
        (f"{NONE}{DETAILS}AccountId: 111122223333\r\n", "aws:111122223333"),
        (f"{NONE}{DETAILS}Type: Sender\n", ABOUT),
        (f"{NONE}{DETAILS}AccountId: nobody\n", ABOUT),
    ],
)
def test_that_there_is_no_block_of_public_access_is_an_answer(message: str, subject: str) -> None:
    reading = read_bytes(message.encode())
    assert rows(reading) == [off(subject)]
    assert reading.proves == [Proves("public_block", subject)]
    assert reading.about == (None if subject == ABOUT else subject)


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        (NONE.replace("NoSuchPublicAccessBlockConfiguration", "AccessDenied"), "the error AccessDenied of Get"),
        (NONE.replace("GetPublicAccessBlock", "GetBucketPolicy"), "of GetBucketPolicy, not an answer"),
        (f"{NONE}\n{NONE}\n", "more follows the error"),
        (f"{NONE}\nanything else", "more follows the error"),
    ],
)
def test_every_other_message_is_refused(message: str, sentence: str) -> None:
    with pytest.raises(EvidenceError, match=sentence):
        read_bytes(message.encode())
