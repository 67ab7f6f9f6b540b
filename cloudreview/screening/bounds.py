"""How much of every party holders with the status hold, between two bounds, by numbers alone.

The cascade of 28 CFR 202.211(a) with pooled classes, as `control` computes it: a holder counts with its whole stake
once it is itself described or owned to the percentage. Two least fixpoints: who surely counts, from stakes that surely
are; who possibly counts, from what the surely uncounted leave over. Each party enters each of them once, so the time
grows with the stakes. Equity and votes are summed apart.
"""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from cloudreview.screening.places import COMPANY, COUNTRY, PERSON, STATE, SUPPORTED, UNKNOWN, UNTOLD, Flags, Truths
from cloudreview.screening.reading import VOTE, WHOLE, Ints, Register

KINDS = ("equity", "vote")
FEW = 16
"""So many times every stake is looked at; chains that are longer are worth an index."""
Sums = npt.NDArray[np.float64]
"""Hundredths of a percent: whole numbers far below 2**53, so exact; counting with weights yields them so."""


class Bounds(NamedTuple):
    """For each party, by its number."""

    low: Ints
    """Two rows, equity and votes: what is surely held by holders that surely count, hundredths of a percent."""
    high: Ints
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
    low, sure = _surely(stakes, by_law == SUPPORTED, threshold)
    # Where equity or votes are told in a government, one source is wrong; which one a screen does not say.
    stakes.held |= stakes.doubted
    high, possible = _possibly(stakes, by_law >= UNKNOWN, threshold, complete)
    held = np.maximum(sure * np.int8(SUPPORTED), possible * np.int8(UNKNOWN))
    return Bounds(low, high, stakes.held, np.maximum(by_law, np.minimum(held, foreign)))


class _Stakes:
    """The stakes, and those of each holder."""

    def __init__(self, register: Register) -> None:
        self.parties = len(register.kind)
        self.holder, self.subject, self.owning = register.holder, register.subject, register.owning
        self.high, self.through, self._asked = register.high, register.through, 0
        self.held = (register.kind == COMPANY) | (register.kind == UNTOLD)
        """Who can be held: a state, an individual or a branch, which is no legal person, is not."""
        self.doubted = register.kind == STATE
        """A state that is told to be held, and so may be none (docs/decisions/0016)."""
        if self.doubted.any():
            owned = np.zeros(self.parties, np.bool_)
            owned[self.subject[(self.owning <= VOTE) & (self.high > 0)]] = True
            self.doubted &= owned & ~pc.starts_with(register.names, COUNTRY).fill_null(False).to_numpy()
        self.place = np.where(self.owning == VOTE, np.int64(self.parties), np.int64(0))
        """Where each stake stands in two rows laid end to end: equity, votes. Of one that is either nothing is sure."""
        self.place += self.subject
        self.low = _lots(register, self.place)
        self.sums: Sums = np.bincount(self.place, self.low, 2 * self.parties).astype(np.float64, copy=False)
        """What is surely held of each party, whoever holds it; the upper bound takes away from it."""
        self.over = np.flatnonzero(self.sums > WHOLE)
        """Of whom more than the whole is told: some stake is wrong, nobody says which, so none is relied on."""
        self.excess = self.sums[self.over] - WHOLE
        """How much more."""
        self.branches = register.subject[register.branch]
        self.held[self.branches] = self.doubted[self.branches] = False

    def of(self, holders: Ints) -> Ints:
        """The stakes of some holders."""
        self._asked += 1
        if self._asked <= FEW:
            marks = np.zeros(self.parties, np.bool_)
            marks[holders] = True
            return np.flatnonzero(marks[self.holder])
        rows, first = self._index
        count = first[holders + 1] - first[holders]
        before = np.cumsum(count) - count
        return rows[np.repeat(first[holders] - before, count) + np.arange(int(count.sum()))] & 0xFFFF_FFFF

    @cached_property
    def _index(self) -> tuple[Ints, Ints]:
        """The rows by holder, and where those of each begin."""
        # Numbers that hold the row in their lower half are sorted several times as fast as rows by a key.
        rows: Ints = self.holder.astype(np.int64)
        rows <<= 32
        rows |= np.arange(len(rows), dtype=np.int32)
        rows.sort()
        return rows, np.concatenate([[0], np.cumsum(np.bincount(self.holder, minlength=self.parties))])

    def most(self, some: Flags) -> Sums:
        """What may be held of each party by some stakes: two rows laid end to end, equity and votes."""
        chosen = np.flatnonzero(some)
        kinds = [self.of_kind(chosen, kind) for kind in range(2)]
        found = [np.bincount(self.subject[few], self.high[few], self.parties) for few in kinds]
        return np.concatenate(found).astype(np.float64, copy=False)

    def subjects(self, stakes: Ints) -> Ints:
        """Whom some stakes are held in, each once: where there are many, marked and not sorted."""
        if len(stakes) < self.parties // 32:
            return np.unique(self.subject[stakes])
        marks = np.zeros(self.parties, np.bool_)
        marks[self.subject[stakes]] = True
        return np.flatnonzero(marks)

    def of_kind(self, stakes: Ints, kind: int) -> Ints:
        """Those among some stakes that may be of a kind: 0 equity, 1 votes."""
        return stakes[(self.owning[stakes] & (kind + 1)) > 0]


def _lots(register: Register, place: Ints) -> Ints:
    """Rows of one holder, party and kind may be lots or restate one another: for sure only the greatest is held."""
    parties, found = len(register.kind), register.low

    def keys(some: Ints | slice) -> Ints:
        key: Ints = register.holder[some].astype(np.int64)
        key *= 2 * parties
        key += place[some]
        return key

    # Keys are sorted several times as fast as rows by a key: so rows are, only where a key of a party is there twice.
    ordered = keys(slice(None))
    ordered.sort()
    repeated = np.zeros(parties, np.bool_)
    repeated[ordered[1:][ordered[1:] == ordered[:-1]] % parties] = True
    some = np.flatnonzero(repeated[register.subject])
    if len(some):
        key = keys(some)
        order = np.argsort(key)
        some, key = some[order], key[order]
        starts = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
        most = np.maximum.reduceat(found[some], starts)
        found = found.copy()
        found[some] = 0
        found[some[starts]] = most
    return found


def _by_law(register: Register, stakes: _Stakes) -> tuple[Truths, Truths]:
    """What law and place say of the status, and whether somebody is a foreign person: 28 CFR 202.211(a)(1), 202.256.

    Whether an individual is one turns on what a roster tells and a register does not. A branch has the status of its
    head, whatever is told of itself, and of whom it is one is for a review to ask.
    """
    foreign = register.abroad
    entity = np.minimum(np.maximum(register.organised, register.seated), foreign)
    # Of untold kind, and owned by nobody for sure, it may be the government of its country (docs/decisions/0016).
    either = (register.kind == UNTOLD) & (entity != register.organised)
    if either.any():
        either[register.subject[register.share]] = False
    entity[either | (stakes.doubted & (entity != register.organised))] = UNKNOWN
    state = (register.kind == STATE) & ~stakes.doubted
    # A part of a government that is run from an adversary's country is perhaps an organisation of its own.
    run_from = np.minimum(np.where(register.seated == SUPPORTED, np.int8(UNKNOWN), np.int8(0)), foreign)
    government = np.maximum(register.organised, run_from)
    by_law = np.where(state, government, np.where(register.kind == PERSON, UNKNOWN, entity))
    if register.open is not None:
        by_law[register.open] = np.maximum(by_law[register.open], UNKNOWN)
    by_law[stakes.branches] = UNKNOWN
    return by_law.astype(np.int8), foreign


def _surely(stakes: _Stakes, counted: Flags, threshold: int) -> tuple[Ints, Flags]:
    """What is surely held by whoever surely counts, and who is so owned."""
    sums, counted = np.zeros(2 * stakes.parties), counted.copy()
    sums[stakes.over] = -stakes.excess
    share, owned, front = np.zeros(len(sums), np.int16), np.zeros(stakes.parties, np.bool_), np.flatnonzero(counted)
    while len(front):
        theirs = stakes.of(front)
        np.add.at(sums, stakes.place[theirs], stakes.low[theirs].astype(np.float64))
        touched = stakes.subjects(theirs)
        for row in (touched, touched + stakes.parties):
            share[row] = _share(sums[row])
        reached = (share[touched] >= threshold) | (share[touched + stakes.parties] >= threshold)
        reached = touched[reached & stakes.held[touched]]
        owned[reached] = True
        front = reached[~counted[reached]]
        counted[front] = True
    return share.reshape(2, -1), owned


def _share(sums: Sums) -> Ints:
    """Sums as shares of a whole."""
    found: Ints = np.empty(len(sums), np.int16)
    np.clip(sums, 0, WHOLE, out=found, casting="unsafe")
    return found


class _Open:
    """What may be held by whoever possibly counts, while more of them are found."""

    def __init__(self, stakes: _Stakes, counted: Flags, complete: bool) -> None:
        self._stakes, self._complete = stakes, complete
        counts = counted[stakes.holder]
        self._against = stakes.sums
        self._against[stakes.over] = 0
        np.subtract.at(self._against, stakes.place[counts], stakes.low[counts].astype(np.float64))
        self._legs = bool(stakes.through.any())
        # Nothing below turns on what may be held where more may be undisclosed, unless somebody restates a sum.
        self._reach = stakes.most(counts & ~stakes.through) if complete or self._legs else None
        self._through = stakes.most(counts & stakes.through) if self._legs else None

    def count(self, front: Ints) -> Ints:
        """Counts some more holders; who is held by them."""
        stakes = self._stakes
        theirs = stakes.of(front)
        np.subtract.at(self._against, stakes.place[theirs], stakes.low[theirs].astype(np.float64))
        for sums, through in ((self._reach, False), (self._through, True)):
            if sums is not None:
                some = theirs[stakes.through[theirs] == through]
                for kind in range(2):
                    few = stakes.of_kind(some, kind)
                    np.add.at(sums, stakes.subject[few] + kind * stakes.parties, stakes.high[few].astype(np.float64))
        return stakes.subjects(theirs)

    def most(self, of: Ints | slice) -> Ints:
        """The most that may be held at some places; docs/decisions/0008 on what is held through others."""
        found = WHOLE - _share(self._against[of])
        if self._complete and self._reach is not None:
            found = np.minimum(found, _share(self._reach[of]))
        if self._through is not None and self._reach is not None:
            through = self._through[of]
            found = np.where(through > 0, np.maximum(found, _share(self._reach[of] + through)), found)
        return found


def _possibly(stakes: _Stakes, counted: Flags, threshold: int, complete: bool) -> tuple[Ints, Flags]:
    """What may be held by whoever possibly counts, and who may be so owned."""
    counted, told = counted.copy(), _Open(stakes, counted, complete)
    equity, votes = told.most(slice(None)).reshape(2, -1) >= threshold
    front = np.flatnonzero(stakes.held & ~counted & (equity | votes))
    while len(front):
        counted[front] = True
        touched = told.count(front)
        touched = touched[stakes.held[touched] & ~counted[touched]]
        equity, votes = told.most(touched) >= threshold, told.most(touched + stakes.parties) >= threshold
        front = touched[equity | votes]
    most = told.most(slice(None)).reshape(2, -1)
    return most, stakes.held & (most >= threshold).any(axis=0)
