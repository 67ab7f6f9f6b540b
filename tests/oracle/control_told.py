"""What is told in a case and at an instant, and lists of choices about what is open."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from cloudreview.spells import Interval, Spell
from cloudreview.truth import Truth
from cloudreview.vocabulary.rows import Controls, Designation, Employment, Individual, Interest, Party, Right, Row
from tests.oracle.control_clauses import COUNTRY
from tests.oracle.control_shares import CLASSES, WHOLE

T = TypeVar("T")
NAMELESS = "undisclosed:"
"""So begins the id of a holder whom a register does not name."""
WHOM: dict[type[Row], tuple[str, ...]] = {
    Party: ("party",),
    Employment: ("person", "employer"),
    Individual: ("person",),
    Interest: ("subject", "holder"),
    Right: ("subject", "holder"),
    Controls: ("subject", "holder"),
    Designation: ("party",),
}
"""The fields of each relation that name somebody; the first is whom it is about."""
BEINGS = {"person": "person", "company": "entity", "government": "state", "agency": "state"}
"""What somebody is of whom a kind is told."""


class Told(NamedTuple):
    """A row, when it held, what is said of it, and by whom."""

    row: Row
    spell: Spell
    truth: Truth = Truth.SUPPORTED
    speaker: str = "one"


class Said(NamedTuple):
    """A row at an instant."""

    row: Any
    speaker: str
    firm: bool
    """Not only possible: what surely holds keeps out what only possibly does and cannot hold beside it."""
    disputed: bool = False
    """Another source speaks against it."""
    listed: bool = False
    """Another source speaks against it, and need not: its holder is nameless and may be one of that source's list."""


class Shut(NamedTuple):
    """That a relation is told completely for a scope."""

    relation: str
    scope: str
    spell: Interval


class Case(NamedTuple):
    """What is told, what is closed, and the adversaries that the case asks about."""

    told: tuple[Told, ...]
    shut: tuple[Shut, ...]
    codes: tuple[str, ...]


class Choices:
    """One list of choices: what was prescribed, then by mood. Options go from harmless to hostile, or have no order."""

    def __init__(self, prefix: Sequence[int], dice: random.Random | None, mood: float) -> None:
        self.taken: list[tuple[int, int]] = []
        self._prefix, self._dice, self._mood = prefix, dice, mood

    def pick(self, options: Sequence[T], ordered: bool = True) -> T:
        """One of the options, by mood if they go from harmless to hostile."""
        count = len(options)
        if count == 1:
            return options[0]
        at = len(self.taken)
        if at < len(self._prefix):
            chosen = self._prefix[at]
        elif self._dice is None:
            chosen = 0
        elif ordered and self._mood in {0.0, 1.0} and self._dice.random() < 0.95:
            chosen = count - 1 if self._mood else 0
        else:
            chosen = self._dice.randrange(count)
        self.taken.append((chosen, count))
        return options[chosen]

    def following(self) -> list[int] | None:
        """The next list in order; None after the last."""
        taken = list(self.taken)
        while taken and taken[-1][0] + 1 == taken[-1][1]:
            taken.pop()
        return None if not taken else [*(one for one, _ in taken[:-1]), taken[-1][0] + 1]


class Moment:
    """What is told at an instant."""

    def __init__(self, case: Case, at: int) -> None:
        self.codes = ("CN", "RU") if "RU" in repr(case) else ("CN",)
        """All adversaries in play, also where the case asks about one: the law's list counts them together."""
        self.sure: list[Said] = []
        self.doubtful: list[Said] = []
        for one in case.told:
            firm = one.spell.must[0] <= at < one.spell.must[1]
            if firm and one.truth is Truth.SUPPORTED:
                self.sure.append(Said(one.row, one.speaker, True))
            elif one.spell.may[0] <= at < one.spell.may[1]:
                self.doubtful.append(Said(one.row, one.speaker, firm, one.truth is Truth.CONFLICTING))
        self.shut = {(one.relation, one.scope) for one in case.shut if one.spell[0] <= at < one.spell[1]}
        self.names = names(case)
        self.people = {one.row.person for one in case.told if isinstance(one.row, Employment | Individual)}
        self.no_humans = no_humans(case)
        self.called: dict[str, set[str]] = defaultdict(set)
        """What kinds anybody tells of somebody, at any time."""
        for name in self.people:
            self.called[name].add("person")
        for row in (one.row for one in case.told):
            if isinstance(row, Party) and row.kind:
                self.called[row.party].add(BEINGS[row.kind])
        self.described = described(case)
        self.doubtful = [self.beside_lists(one) for one in self.doubtful]
        now = [*self.sure, *self.doubtful]
        self.owned = {whom(one) for one in now if owned(one)}
        """Whose equity or votes somebody holds, perhaps."""
        self.placed = {whom(one) for one in now if placed(one)}
        """Of whom a law of organisation or a seat is told, perhaps."""

    def closed(self, relation: str, scope: str) -> bool:
        """Whether the relation is told completely for the scope."""
        return (relation, scope) in self.shut or (relation, "*") in self.shut

    def beside_lists(self, one: Said) -> Said:
        """The same; a stake of somebody nameless is not disputed where it may be another's of the same list.

        It contradicts no list then (decision 8). Each row is judged by the bounds that it tells itself, also where
        another row tells others of the same holder. Of whom more is told than the kind is as good as named; and where
        a stake of the same kind of somebody else is in dispute too, the list leaves out one of them at least.
        """
        row = one.row
        if not (one.disputed and isinstance(row, Interest) and row.directly and row.holder.startswith(NAMELESS)):
            return one
        if row.holder in self.described:
            return one
        of: dict[str, list[Said]] = defaultdict(list)
        for other in [*self.sure, *self.doubtful]:
            alike = isinstance(other.row, Interest) and other.row.directly and other.row.subject == row.subject
            if alike and other.row.kind == row.kind and other.row.holder != row.holder:
                of[other.row.holder].append(other)
        low, high = between(one)
        if any(other.disputed for lots in of.values() for other in lots):
            return one
        for holder, lots in of.items():
            least, most = span(lots)
            if low <= most and least <= high and self.may_be(holder) & self.may_be(row.holder):
                return one._replace(disputed=False, listed=True)
        return one

    def may_be(self, name: str) -> set[str]:
        """A person, an entity or a state: the kinds told of somebody, at any time; else what decision 16 leaves."""
        if name.startswith(COUNTRY):
            return {"state"}
        about: dict[type[Row], list[Said]] = defaultdict(list)
        for one in self.sure:
            if whom(one) == name:
                about[type(one.row)].append(one)
        return self.called[name] or set(possible_kinds(name, self, about))


def whom(one: Said | Told) -> str:
    """Whom a row is about."""
    named: str = getattr(one.row, WHOM[type(one.row)][0])
    return named


def described(case: Case) -> set[str]:
    """Of whom more is told than the kind, what it holds and whom it employs, at any time, by any row (decision 8)."""
    return {whom(one) for one in case.told if not isinstance(one.row, Party) or placed(one)}


def placed(one: Said | Told) -> bool:
    """Whether a row tells of a party where it is organised or has its principal place of business."""
    return isinstance(one.row, Party) and bool(one.row.organised_in or one.row.principal_place_of_business)


def between(one: Said) -> tuple[int, int]:
    """The bounds that a row tells."""
    return one.row.percent_min or 0, WHOLE if one.row.percent_max is None else one.row.percent_max


def span(lots: Sequence[Said]) -> tuple[int, int]:
    """From the least that any row tells of a holder to the greatest that may be its: all lots of one speaker."""
    most: dict[str, int] = defaultdict(int)
    for one in lots:
        most[one.speaker] += between(one)[1]
    return min(between(one)[0] for one in lots), min(WHOLE, max(most.values()))


def no_humans(case: Case) -> set[str]:
    """Of whom something is told, at any time, that nobody can have who is human (decision 16).

    That somebody surely held its equity or votes, undisputed; or by any source a country under whose law it is
    organised: which one, another may dispute, or when.
    """
    found: set[str] = set()
    for one in case.told:
        sure = one.truth is Truth.SUPPORTED and one.spell.must[0] < one.spell.must[1]
        if (sure and owned(one)) or (isinstance(one.row, Party) and one.row.organised_in):
            found.add(whom(one))
    return found


def possible_kinds(name: str, moment: Moment, about: Mapping[type[Row], list[Said]]) -> list[str]:
    """What somebody may be by all that is told but its kind: nobody owns a government or a human.

    No law organises a human. Whoever has staff, a seat, creditors or partners may be one.
    """
    if any(owned(one) for one in about[Interest]):
        return ["entity"]
    if name in moment.no_humans:
        return ["entity", "state"]
    return ["person", "entity", "state"]


def owned(one: Said | Told) -> bool:
    """Whether a row tells equity or votes, of which more than nothing may be held, directly or through others."""
    return isinstance(one.row, Interest) and one.row.kind in CLASSES and one.row.percent_max != 0


def lever(one: Said) -> bool:
    """Whether an interest may be a hold on whom it is in: all but equity or votes of nothing."""
    return one.row.kind not in CLASSES or one.row.percent_max != 0


def names(case: Case) -> list[str]:
    """Everybody who is named anywhere, at any time."""
    found = {COUNTRY + code for code in case.codes}
    for one in case.told:
        found |= {getattr(one.row, name) for name in WHOM[type(one.row)]} - {None}
    return sorted(found)
