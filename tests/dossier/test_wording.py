"""Numbers and instants as a reader says them."""

import pytest

from cloudreview.dossier.wording import counted, when


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (None, "-"),
        ("2026-03-31T23:59:59.999999999Z", "the end of 2026-03-31"),
        ("2026-03-01T00:00:00Z", "2026-03-01"),
        ("2026-03-10T12:00:00Z", "2026-03-10 12:00:00"),
    ],
)
def test_instants(at, said):
    assert when(at) == said


def test_numbers():
    assert (counted(1, "file"), counted(1200, "file"), counted(0, "path or answer", "paths and answers")) == (
        "1 file",
        "1,200 files",
        "0 paths and answers",
    )
