"""The ownership bounds of everybody in a register of any size, in one reading: whom a review has to look at.

A screen answers for millions of parties what `control` answers with proof for those of a case: how much of each
holders with the status of a covered person hold (28 CFR 202.211(a), pooled, cascade), between two bounds. It never
says more than a review of the same rows would, but that it joins nobody who has several ids and asks nothing. What
needs more than parties and interests, such as where an individual resides, is unknown.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pyarrow as pa

from cloudreview.law import Law
from cloudreview.screening.bounds import KINDS, bounds
from cloudreview.screening.reading import read
from cloudreview.truth import Truth

REGIME = "us-dsp-202"
"""The one regime whose rule is a sum of stakes: under 15 CFR 791.2 every smaller lever is for a person to judge."""


class Screened(msgspec.Struct, frozen=True, kw_only=True):
    """What a register says of everybody in it."""

    table: pa.Table
    """party; low and high of equity and of votes in hundredths of a percent, none for whom nobody can hold; truth."""
    counts: dict[str, int]
    """Parties by truth."""
    odd: int
    """Interests whose percentages are none, or contradict each other: their size was taken as unknown."""
    astray: bool
    """Whether an interest does not say in whom: then no register was taken to be complete."""


def screen(parties: Path, interests: Path, law: Law, at: int, *, complete: bool = False) -> Screened:
    """Who in a register has, may have or has not the status of a covered person, and how much of it is so held.

    `parties` and `interests` are Parquet files with the columns of `parties.csv` and `interests.csv`
    (docs/guide/registers.md); `at` is an instant of the day of the register, which is looked at as the day ends, in UTC
    nanoseconds; `complete` is for a register that somebody states to tell every interest. Raises EvidenceError for a
    file that cannot be read so.
    """
    adversaries = law.adversary_list(REGIME)
    countries = {} if adversaries is None else adversaries.countries
    hostile = sorted({place for code, places in countries.items() for place in (code, *places)})
    home = law.clause(REGIME, "united_states").countries
    register = read(parties, interests, at, hostile, home)
    if not all(law.lists_of_nobody(name, at) for name in law.clause(REGIME, "designated").lists):
        register = register.perhaps_designated()
    found = bounds(register, law.clause(REGIME, "owned_pooled").percent or 0, complete and not register.astray)
    words = [Truth(value).name.lower() for value in range(len(Truth))]
    truth = pa.DictionaryArray.from_arrays(pa.array(found.status), pa.array(words))
    columns = {"party": register.names}
    for kind, low, high in zip(KINDS, found.low, found.high, strict=True):
        for end, bound in (("low", low), ("high", high)):
            columns[f"{kind}_{end}"] = pa.array(bound.astype(np.int16), mask=~found.held)
    counts = np.bincount(found.status, minlength=len(words))
    return Screened(
        table=pa.table({**columns, "truth": truth}),
        counts={word: int(count) for word, count in zip(words, counts, strict=True) if count},
        odd=register.odd,
        astray=register.astray,
    )


__all__ = ["Screened", "screen"]
