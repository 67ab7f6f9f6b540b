"""What registers tell of persons: a citizenship more, never one less; a residence as any other source tells it."""

import pytest

from cloudreview.spells import NEVER, Spell
from cloudreview.vocabulary.rows import Individual, Party
from tests.control.building import WINDOW, Item, company, judged, person, truth_of

POSSIBLY = Spell(NEVER, WINDOW)


def told(*of: str, residence: str | None = None) -> Individual:
    return Individual(person="p", citizen_of=of, residence=residence)


@pytest.mark.parametrize(
    ("name", "rows", "old", "new"),
    [
        ("a citizen of China", [told("CN")], "supported", "unknown"),  # may be one of the United States too
        ("and one of the United States", [told("CN", "US")], "supported", "refuted"),
        ("a citizen of Britain, and perhaps of China", [told("GB", residence="GB")], "unknown", "unknown"),
        ("resident in China", [told("GB", residence="CN")], "supported", "unknown"),
        ("possibly a citizen of China", [(told("CN"), POSSIBLY)], "unknown", "unknown"),
        ("a roster tells all citizenships", [person("p", "e")], "refuted", "refuted"),
        ("a roster and a register that adds nothing", [person("p", "e"), told("SG")], "refuted", "refuted"),
        ("a roster and a register that says more", [person("p", "e"), told("CN")], "conflicting", "conflicting"),
        ("a roster and one that may say more", [person("p", "e"), (told("CN"), POSSIBLY)], "unknown", "unknown"),
        ("a roster that does not tell it", [person("p", "e", citizenships=()), told("CN")], "supported", "supported"),
    ],
)
def test_citizenships_and_residence(name: str, rows: list[Item], old: str, new: str) -> None:
    result = judged([Party(party="p", kind="person"), company("e"), *rows])
    assert truth_of(result, "p", "us-icts-2021") == old, name
    assert truth_of(result, "p", "us-icts-2025") == new, name


def test_a_register_alone_makes_nobody_a_foreign_person() -> None:
    result = judged([told("CN", residence="CN")])
    assert truth_of(result, "p") == "unknown"
    assert truth_of(judged([told("CN", "US", residence="CN")]), "p") == "refuted"
