"""The questions of this stage: each is a gap that a client's lawyer can answer."""

from __future__ import annotations

from cloudreview.gaps import gap
from cloudreview.sensitivity.counts import Unit
from cloudreview.vocabulary.gap import Gap

_WORDS = {"us_persons": "US persons", "us_devices": "US devices", "any": "US persons"}


def count_unknown(dataset: str, unit: Unit) -> Gap:
    """The bounds do not tell on which side of the threshold the count is."""
    return gap(
        "field_missing",
        f"placements {dataset} {unit}",
        f"the number of {_WORDS[unit]} in {dataset} is not told closely enough to compare it with the threshold",
        f"On how many {_WORDS[unit]} did {dataset} hold data, at least and at most, in the preceding 12 months?",
    )


def categories_unknown(dataset: str) -> Gap:
    """Nobody tells what the data are."""
    return gap(
        "field_missing",
        f"placements {dataset} categories",
        f"nobody tells which categories of data {dataset} holds",
        f"Which categories of sensitive personal data (28 CFR 202.205, 202.222) does {dataset} hold?",
    )


def category_unread(dataset: str, category: str) -> Gap:
    """A word that is no category of the law data."""
    return gap(
        "unimplemented",
        f"placements {dataset} category {category}",
        f"`{category}`, told of {dataset}, is no category of the law data",
        f"Which category of 28 CFR 202.205 or 202.222 is meant by `{category}` in {dataset}, or none?",
    )


def placements_open(client: str | None) -> Gap:
    """Undisclosed datasets would count too."""
    name = client or "an unnamed client"
    return gap(
        "scope_open",
        f"placements {client or '*'}",
        f"nobody says that every dataset of {name} is told, and counts add up over its datasets",
        f"Please list every dataset of {name} with its stores, categories and counts, and say whether it is whole.",
    )


def combination_unsettled(client: str | None) -> Gap:
    """Whether separate datasets that one adversary reaches are one combined set."""
    return gap(
        "condition_unsettled",
        f"28 CFR 202.205(g) {client or '*'}",
        f"the datasets of {client or 'one client'} that the same adversary reaches hold several categories, and "
        f"202.205(g) does not say whether data kept apart are one combined set, which takes the lowest threshold",
        f"For counsel: are the datasets of {client or 'the client'} one set of data under 28 CFR 202.205(g)?",
    )
