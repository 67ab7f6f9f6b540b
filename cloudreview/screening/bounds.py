"""How much of every party holders with the status hold, between two bounds, by numbers alone.

The cascade of 28 CFR 202.211(a) with pooled classes, as `control` computes it: a holder counts with its whole stake
once it is itself described or owned to the percentage. Two least fixpoints: who surely counts, from stakes that surely
are; who possibly counts, from what the surely uncounted leave over. Each party enters each of them once, so the time
grows with the stakes. Equity and votes are summed apart.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cloudreview.screening.reading import (
    COMPANY,
    PERSON,
    STATE,
    SUPPORTED,
    UNKNOWN,
    UNTOLD,
    WHOLE,
    Flags,
    Ints,
    Register,
    Truths,
)

KINDS = ("equity", "vote")
Sums = npt.NDArray[np.int64]


class Bounds(NamedTuple):
    """For each party, by its number."""

    low: Sums
    """Two rows, equity and votes: what is surely held by holders that surely count, hundredths of a percent."""
    high: Sums
    held: Flags
    """Who can be held at all: of a state or an individual the two bounds say nothing."""
    status: Truths
    """0 refuted, 1 unknown, 3 supported."""


def bounds(register: Register, threshold: int, complete: bool) -> Bounds:
    """The bounds and the status of everybody.

    `threshold` in hundredths of a percent, "at least"; `complete` where somebody states that the register tells every
    interest: only then is what nobody disclosed nothing.
    """
    stakes = _Stakes(register)
    by_law, foreign = _by_law(register, stakes)
    low, sure = _surely(stakes, by_law == SUPPORTED, stakes.held, threshold)
    high, possible = _possibly(stakes, by_law >= UNKNOWN, threshold, complete)
    held = np.where(sure, SUPPORTED, np.where(possible, UNKNOWN, 0)).astype(np.int8)
    status = np.maximum(by_law, np.minimum(np.where(stakes.held, held, 0), foreign))
    return Bounds(low, high, stakes.held, status.astype(np.int8))


class _Stakes:
    """The stakes by holder, so that those of a few holders are found at once."""

    def __init__(self, register: Register) -> None:
        self.parties = len(register.kind)
        key = register.holder.astype(np.int64) * self.parties + register.subject
        order = np.argsort(key * 4 + register.owning)
        self.holder, self.subject = register.holder[order], register.subject[order]
        self.owning, self.high = register.owning[order], register.high[order].astype(np.int64)
        self.low, self.through = _lots(key[order] * 4 + self.owning, register.low[order]), register.through[order]
        self._first = np.concatenate([[0], np.cumsum(np.bincount(self.holder, minlength=self.parties))])
        self.held = (register.kind == COMPANY) | (register.kind == UNTOLD)
        """Who can be held: a state or an individual is not, whatever is told."""
        self.excess = np.maximum(self.summed(self.low > 0, self.low) - WHOLE, 0)
        """What is told beyond the whole of a party: some stake is wrong, nobody says which, so none is relied on."""
        self.branches = register.subject[register.branch]

    def of(self, holders: Ints) -> Ints:
        """The stakes of some holders."""
        first, count = self._first[holders], self._first[holders + 1] - self._first[holders]
        before = np.cumsum(count) - count
        return np.repeat(first - before, count) + np.arange(int(count.sum()))

    def summed(self, some: Flags, amounts: Sums) -> Sums:
        """Amounts of some stakes by whom they are held in: two rows, equity and votes."""
        found, chosen = np.empty((2, self.parties), np.int64), np.flatnonzero(some)
        for kind in range(2):
            few = self.of_kind(chosen, kind)
            # Sums of whole numbers far below 2**53 are exact in floating point.
            found[kind] = np.bincount(self.subject[few], amounts[few], self.parties)
        return found

    def subjects(self, stakes: Ints) -> Ints:
        """Whom some stakes are held in, each once: marked and not sorted, as there may be millions."""
        marks = np.zeros(self.parties, np.bool_)
        marks[self.subject[stakes]] = True
        return np.flatnonzero(marks)

    def of_kind(self, stakes: Ints, kind: int) -> Ints:
        """Those among some stakes that may be of a kind: 0 equity, 1 votes."""
        return stakes[(self.owning[stakes] & (kind + 1)) > 0]


def _lots(key: Sums, low: Ints) -> Sums:
    """Rows of one holder, party and kind may be lots or restate one another: for sure only the greatest is held."""
    found: Sums = low.astype(np.int64)
    new = key[1:] != key[:-1]
    if not new.all():
        starts = np.flatnonzero(np.concatenate([[True], new]))
        most = np.maximum.reduceat(found, starts)
        found[:] = 0
        found[starts] = most
    return found


def _by_law(register: Register, stakes: _Stakes) -> tuple[Truths, Truths]:
    """What law and place say of the status, and whether somebody is a foreign person: 28 CFR 202.211(a)(1), 202.256.

    Whether an individual is one turns on what a roster tells and a register does not. A branch has the law of its head.
    """
    foreign = register.abroad.copy()
    foreign[stakes.branches] = np.maximum(foreign[stakes.branches], UNKNOWN)
    entity = np.minimum(np.maximum(register.organised, register.seated), foreign)
    # Of untold kind, and held by nobody, it may be the government of its country.
    either = (register.kind == UNTOLD) & ~register.company & (entity != register.organised)
    entity[either] = UNKNOWN
    by_law = np.where(register.kind == STATE, register.organised, np.where(register.kind == PERSON, UNKNOWN, entity))
    if register.open is not None:
        by_law[register.open] = np.maximum(by_law[register.open], UNKNOWN)
    return by_law.astype(np.int8), foreign


def _surely(stakes: _Stakes, counted: Flags, held: Flags, threshold: int) -> tuple[Sums, Flags]:
    """What is surely held by whoever surely counts, and who is so owned."""
    sums, counted = -stakes.excess, counted.copy()
    owned, front = np.zeros(stakes.parties, np.bool_), np.flatnonzero(counted)
    while len(front):
        theirs = stakes.of(front)
        for kind, total in enumerate(sums):
            some = stakes.of_kind(theirs, kind)
            np.add.at(total, stakes.subject[some], stakes.low[some])
        touched = stakes.subjects(theirs)
        reached = touched[held[touched] & (sums[:, touched] >= threshold).any(axis=0)]
        owned[reached] = True
        front = reached[~counted[reached]]
        counted[front] = True
    return np.clip(sums, 0, WHOLE), owned


class _Open:
    """What may be held by whoever possibly counts, while more of them are found."""

    def __init__(self, stakes: _Stakes, counted: Flags, complete: bool) -> None:
        self._stakes, self._complete = stakes, complete
        counts = counted[stakes.holder]
        self._against = stakes.summed(~counts & (stakes.low > 0), stakes.low) - stakes.excess
        self._legs = bool(stakes.through.any())
        # Nothing below turns on what may be held where more may be undisclosed, unless somebody restates a sum.
        self._reach = stakes.summed(counts & ~stakes.through, stakes.high) if complete or self._legs else None
        self._through = stakes.summed(counts & stakes.through, stakes.high) if self._legs else None

    def count(self, front: Ints) -> Ints:
        """Counts some more holders; who is held by them."""
        stakes = self._stakes
        theirs = stakes.of(front)
        for kind in range(2):
            some = stakes.of_kind(theirs, kind)
            np.subtract.at(self._against[kind], stakes.subject[some], stakes.low[some])
            for sums, through in ((self._reach, False), (self._through, True)):
                if sums is not None:
                    few = some[stakes.through[some] == through]
                    np.add.at(sums[kind], stakes.subject[few], stakes.high[few])
        return stakes.subjects(theirs)

    def most(self, kind: int, of: Ints | slice) -> Sums:
        """The most that may be held of some parties; docs/decisions/0008 on what is held through others."""
        found: Sums = WHOLE - np.maximum(self._against[kind, of], 0)
        if self._complete and self._reach is not None:
            found = np.minimum(found, self._reach[kind, of])
        if self._through is not None and self._reach is not None:
            through = self._through[kind, of]
            found = np.where(through > 0, np.maximum(found, self._reach[kind, of] + through), found)
        return np.clip(found, 0, WHOLE)


def _possibly(stakes: _Stakes, counted: Flags, threshold: int, complete: bool) -> tuple[Sums, Flags]:
    """What may be held by whoever possibly counts, and who may be so owned."""
    counted, told = counted.copy(), _Open(stakes, counted, complete)
    touched = np.flatnonzero(stakes.held & ~counted)
    while len(touched):
        reached = (told.most(0, touched) >= threshold) | (told.most(1, touched) >= threshold)
        front = touched[reached]
        counted[front] = True
        touched = told.count(front)
        touched = touched[stakes.held[touched] & ~counted[touched]]
    most = np.stack([told.most(kind, slice(None)) for kind in range(2)])
    return most, stakes.held & (most >= threshold).any(axis=0)
