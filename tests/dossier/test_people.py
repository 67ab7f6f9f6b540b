"""The list of parties: a reading is said to differ only where it answers otherwise."""

import msgspec
import pytest

from cloudreview.dossier import assemble
from cloudreview.dossier.page.people import parties
from cloudreview.dossier.page.words import Names
from tests.dossier.sample import results

OTHER = "literal/look_through"
FIRST, MIDDLE, LAST = "2025-03-01T00:00:00Z", "2025-09-01T00:00:00Z", "2026-03-02T00:00:00Z"


def differs(*spells):
    """Where the headline's reading says yes all the time, and another says this over these spells."""
    one = assemble(results())
    row = msgspec.structs.replace(one.statuses[0], since=FIRST, since_min=FIRST, until=LAST, until_max=LAST)
    others = [
        msgspec.structs.replace(
            row,
            id=f"status:{at}",
            reading=OTHER,
            truth=truth,
            since=since,
            since_min=since,
            until=until,
            until_max=until,
        )
        for at, (truth, since, until) in enumerate(spells)
    ]
    dossier = msgspec.structs.replace(one, statuses=(row, *reversed(others)))
    (party,) = parties(dossier, Names(dossier))
    return party.differs


@pytest.mark.parametrize(
    ("spells", "told"),
    [
        ([("supported", FIRST, LAST)], []),
        ([("supported", FIRST, MIDDLE), ("supported", MIDDLE, LAST)], []),
        ([("supported", FIRST, MIDDLE), ("unknown", MIDDLE, LAST)], [OTHER]),
        ([("supported", FIRST, MIDDLE)], [OTHER]),
    ],
)
def test_a_reading_that_says_the_same_for_other_reasons_does_not_differ(spells, told):
    assert differs(*spells) == told
