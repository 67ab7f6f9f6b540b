"""Facts of ownership in plain words."""

import msgspec
import pytest

from cloudreview.dossier import assemble
from cloudreview.saying import Sayings
from tests.dossier.sample import results

BOTH = {"holder": "acme", "subject": "p-1", "start": "2020-01-01", "end": None}
STAKE = {"percent_min": None, "percent_max": None, "directly": True, **BOTH}


@pytest.mark.parametrize(
    ("relation", "row", "words"),
    [
        (
            "interests",
            {**STAKE, "kind": "equity", "percent_min": 6000},
            "Li (p-1) is held to at least 60.00 % (equity) by Acme (acme), from 2020-01-01",
        ),
        (
            "interests",
            {**STAKE, "kind": "vote", "percent_min": 2500, "percent_max": 5000},
            "Li (p-1) is held to at least 25.00 % and at most 50.00 % (votes) by Acme (acme), from 2020-01-01",
        ),
        (
            "interests",
            {**STAKE, "kind": "equity"},
            "Li (p-1) is held to a share that is not told (equity) by Acme (acme)",
        ),
        (
            "interests",
            {**STAKE, "kind": "equity", "percent_max": 2500, "directly": False},
            "Li (p-1) is held to at most 25.00 % (equity) by Acme (acme), through others, from 2020-01-01",
        ),
        ("interests", {**STAKE, "kind": "contract"}, "Li (p-1) is controlled by contract by Acme (acme)"),
        ("interests", {**STAKE, "kind": "branch"}, "Li (p-1) is a branch or office of Acme (acme)"),
        (
            "interests",
            {**STAKE, "kind": None},
            "Li (p-1) is held, by an interest whose kind is not told, by Acme (acme)",
        ),
        ("controls", {**BOTH, "holds": True}, "Acme (acme) controls Li (p-1), as a person judged, from 2020-01-01"),
        ("controls", {**BOTH, "holds": False}, "Acme (acme) does not control Li (p-1), as a person judged"),
        (
            "rights",
            {**BOTH, "matter": "core_technology", "power": "veto"},
            "Acme (acme) may veto core technology of Li (p-1), from 2020-01-01",
        ),
        (
            "individuals",
            {"person": "p-1", "citizen_of": ["CN"], "residence": "SG"},
            "Li (p-1) is a citizen of China, if not of more countries and resident in Singapore",
        ),
        (
            "designations",
            {"party": "acme", "list": "1260H", "authority": "US DoD", "reference": "7", "start": "2026-01-02"},
            "Acme (acme) stands on the list 1260H, US DoD, 7, from 2026-01-02",
        ),
        (
            "parties",
            {"party": "acme", "kind": "company", "organised_in": "CN", "principal_place_of_business": None},
            "Acme (acme) is a company, organised in China",
        ),
        ("sites", {"provider": "aws", "region": "r"}, "sites: provider aws, region r"),
    ],
)
def test_a_fact_in_words(relation, row, words):
    told = assemble(results())
    fact = msgspec.structs.replace(told.facts[0], id="fact:1", relation=relation, row=row)
    sayings = Sayings(msgspec.structs.replace(told, facts=(fact,)))
    said = sayings.of("facts", fact)
    assert said.startswith(words)
    assert said.endswith("says acme")
