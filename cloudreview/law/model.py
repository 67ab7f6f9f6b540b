"""What a row of the law data is, and what may be asked of the law as it stands at an instant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

import msgspec

from cloudreview.law.dating import begin_of, end_of, in_force, standing
from cloudreview.spells import ALWAYS, Interval, day_start
from cloudreview.vocabulary.told import LawRow

RowStatus = Literal["verified", "secondary", "unverified"]


class LawText(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The root of every row: which rule, where it stands, how its text was read."""

    id: str
    regime: str
    """The regime it belongs to; `any` where it belongs to none."""
    citation: str
    title: str
    text: str
    """The rule in our words, or quoted."""
    status: RowStatus
    """verified: the text was read; secondary: at second hand; unverified: from memory, cut off, or our own reading."""
    read_at: str
    effective_from: str | None = None
    """First day in force; None: not dated."""
    effective_to: str | None = None
    """First day no longer in force; None: still in force."""

    @property
    def told(self) -> LawRow:
        """The row as a dossier tells it."""
        return LawRow(**{name: getattr(self, name) for name in LawRow.__struct_fields__})


class Regime(LawText, frozen=True, kw_only=True):
    """A body of rules that a case can be judged by; its id is the regime's."""

    decides: bool = True
    """Whether a recommendation may follow from it: not where it binds nobody whom a review is about."""

    @property
    def interval(self) -> Interval:
        """When it is in force; a day begins at 00:00Z."""
        begin = ALWAYS[0] if self.effective_from is None else day_start(self.effective_from)
        end = ALWAYS[1] if self.effective_to is None else day_start(self.effective_to)
        return begin, end


class AdversaryList(LawText, frozen=True, kw_only=True):
    """The foreign adversaries or countries of concern of a regime, for a time."""

    countries: Mapping[str, tuple[str, ...]]
    """ISO code of each adversary, and the territories that the list counts under it."""
    doubted: Mapping[str, tuple[str, ...]] = {}
    """ISO code of an adversary, and the places that may count under it: the list does not name them, nor leave them
    out. The adversary itself is one where the list names its rulers and not the country."""

    @property
    def named(self) -> frozenset[str]:
        """The adversaries of the list, those too that only may be ones."""
        return frozenset({*self.countries, *self.doubted})

    def counting(self, adversary: str) -> tuple[str, ...]:
        """The country of an adversary with the territories that the list counts under it."""
        return (adversary, *self.countries[adversary]) if adversary in self.countries else ()


class Threshold(LawText, frozen=True, kw_only=True):
    """How many US persons or devices make a category of data count."""

    category: str
    more_than: int | None = None
    """The count must exceed this; None: any amount."""
    unit: Literal["us_persons", "us_devices", "any"]

    @property
    def clause(self) -> str:
        """The citation, as it is told beside a count."""
        return self.citation

    @property
    def row(self) -> str:
        """Id of the law row."""
        return self.id


class Clause(LawText, frozen=True, kw_only=True):
    """One limb by which a person or entity has a status."""

    key: str
    """Name of the limb within its regime, such as `owned`."""
    percent: int | None = None
    """Ownership at which the limb holds ("at least"), hundredths of a percent."""
    us_status: tuple[str, ...] = ()
    """Where the limb turns on it: the immigration or citizenship statuses that it names."""
    countries: tuple[str, ...] = ()
    """Where the limb turns on it: the countries and territories that it names."""
    attributes: tuple[Literal["organised_in", "principal_place_of_business"], ...] = ()
    """Where the limb turns on it: the attributes of an entity of which any suffices."""
    lists: tuple[str, ...] = ()
    """Where the limb turns on it: the lists of persons of which any suffices."""


class DesignationList(LawText, frozen=True, kw_only=True):
    """A list of persons that an authority keeps; its row, or one that says what is known of it for a time."""

    list: str
    """The name by which a designation names it."""
    also: tuple[str, ...] = ()
    """Other names under which sources tell it."""
    empty: bool = False
    """Whether the row says that the list named nobody while the row is in force."""


class MatterRow(LawText, frozen=True, kw_only=True):
    """A matter of an entity whose deciding is evidence of control, or a protection of minorities that is none."""

    matter: str
    kind: Literal["matter", "protection"]
    number: int


class CompulsionRow(LawText, frozen=True, kw_only=True):
    """A law of an adversary that is cited as compelling, that keeps evidence back, or what speaks against one."""

    country: str
    kind: Literal["compels", "withholds", "against"]
    hooks: tuple[
        Literal["organised_in", "principal_place_of_business", "citizenships", "residence", "work_location"], ...
    ] = ()
    """The ties by which it reaches somebody."""
    against: tuple[str, ...] = ()
    """Ids of the rows that speak against reading it so."""

    @property
    def interval(self) -> Interval:
        """When it is in force."""
        return begin_of(self), end_of(self)


class PowerRow(LawText, frozen=True, kw_only=True):
    """What a power over the service can do to data outside the customer's own policies."""

    power: str
    harms: Mapping[Literal["read", "alter", "stop"], str]
    """Harm, and the reason why the power can do it."""


class CatalogueMeasure(LawText, frozen=True, kw_only=True):
    """A measure that agreements are known to use."""

    kind: Literal["cuts", "detects"]
    cuts: str | None = None
    """What it cuts in the grammar of measures; None: it cannot be said for every case, or it only detects."""
    needs: tuple[str, ...] = ()


class RegionList(LawText, frozen=True, kw_only=True):
    """In which country each region of a provider lies, as somebody lists it."""

    provider: str
    regions: Mapping[str, str]


class CriterionRow(LawText, frozen=True, kw_only=True):
    """A criterion by which a review judges whether a risk is undue or unacceptable."""

    number: int
    plane: Literal["threat", "vulnerability", "consequence"]
    """Where it stands when the three are kept apart: our reading."""


class Region(NamedTuple):
    """Where a provider's region lies, and the law row that says so."""

    country: str
    row: str


class Law(msgspec.Struct, frozen=True, kw_only=True):
    """The law data as they stand at an instant.

    Of a rule with several versions the one in force at the instant stands; where none is, the last one before it, else
    the first one after it: a review may ask for the text of a regime that has ended. `in_force` tells which.
    """

    at: int | None
    """None: after every row."""
    regimes: Mapping[str, Regime]
    lists: tuple[AdversaryList, ...]
    """All versions, so that another instant can be asked for."""
    thresholds: tuple[Threshold, ...]
    clauses: tuple[Clause, ...]
    powers: tuple[PowerRow, ...]
    measures: tuple[CatalogueMeasure, ...]
    region_lists: tuple[RegionList, ...]
    criteria: tuple[CriterionRow, ...] = ()
    """15 CFR 791.103(c), in its order."""
    compulsion: tuple[CompulsionRow, ...] = ()
    """Laws that compel, of all times; a fact beside a status, never a premise."""
    matters: tuple[MatterRow, ...] = ()
    """31 CFR 800.208(a) and (c), in their order."""
    designations: tuple[DesignationList, ...] = ()
    """The lists of persons, and what is known of them, of all times."""

    def in_force(self, regime: str, at: int | None = None) -> bool:
        """Whether a regime is in force at an instant (the law's own, unless told)."""
        return regime in self.regimes and in_force(self.regimes[regime], self.at if at is None else at)

    def adversary_list(self, regime: str, at: int | None = None) -> AdversaryList | None:
        """The list of a regime's adversaries that stands at an instant; None where the data have none."""
        of_regime = [one for one in self.lists if one.regime == regime]
        found = standing(of_regime, lambda one: one.regime, self.at if at is None else at)
        return found[0] if found else None

    def adversaries(self, regime: str, at: int | None = None) -> tuple[str, ...]:
        """ISO codes of the adversaries of a regime, sorted; territories are folded under theirs.

        Those of whom the list leaves open whether they count are not among them.
        """
        found = self.adversary_list(regime, at)
        return () if found is None else tuple(sorted(found.countries))

    def adversary_of(self, regime: str, country: str, at: int | None = None) -> str | None:
        """The adversary that a country or territory counts under: CN for HK and MO where the regime's list says so."""
        found = self.adversary_list(regime, at)
        if found is None:
            return None
        folded = {place: code for code, places in found.countries.items() for place in (code, *places)}
        return folded.get(country)

    def adversaries_in(self, regime: str, interval: Interval) -> tuple[str, ...]:
        """All that the regime's lists name at some instant of an interval."""
        changes = {interval[0], *(one for one in self.changes if interval[0] < one < interval[1])}
        return tuple(sorted({code for at in changes for code in self.adversaries(regime, at)}))

    def adversaries_of(self, regime: str, country: str) -> frozenset[str]:
        """The adversaries that a country or territory counts, or may count, under by any version of the list."""
        lists = [one for one in self.lists if one.regime == regime]
        return frozenset(
            code for one in lists for code in one.named if country in (*one.counting(code), *one.doubted.get(code, ()))
        )

    @property
    def changes(self) -> frozenset[int]:
        """The instants at which a list of adversaries or of persons begins or ends."""
        return frozenset(edge for one in (*self.lists, *self.designations) for edge in (begin_of(one), end_of(one)))

    def list_named(self, name: str) -> str:
        """The list that a source names, by any of its names, in capitals or not; else the name as told."""
        for one in self.designations:
            if name.casefold() in {known.casefold() for known in (one.list, *one.also)}:
                return one.list
        return name

    def lists_of_nobody(self, name: str, at: int) -> tuple[DesignationList, ...]:
        """The rows by which a list of persons named nobody at an instant."""
        return tuple(one for one in self.designations if one.list == name and one.empty and in_force(one, at))

    def threshold(self, category: str) -> Threshold | None:
        """The threshold of a category of data; None for a category that the data do not know."""
        return next((one for one in self.thresholds if one.category == category), None)

    def clause(self, regime: str, key: str) -> Clause:
        """A limb of a regime. Raises KeyError for one that the data do not have: a fault of ours."""
        for one in self.clauses:
            if (one.regime, one.key) == (regime, key):
                return one
        raise KeyError(f"{regime} {key}")

    def power_harms(self, power: str) -> tuple[tuple[str, str], ...]:
        """(harm, reason) for each harm that a power can do; none for a power that the data do not know."""
        return tuple(sorted(pair for one in self.powers if one.power == power for pair in one.harms.items()))

    def power_row(self, power: str) -> str | None:
        """Id of the law row of a power."""
        return next((one.id for one in self.powers if one.power == power), None)

    def region(self, provider: str, region: str) -> Region | None:
        """Where a provider's region lies, by the best-read list that names it; None where no list does."""
        order = {"verified": 0, "secondary": 1, "unverified": 2}
        named = [one for one in self.region_lists if one.provider == provider and region in one.regions]
        if not named:
            return None
        best = min(named, key=lambda one: (order[one.status], one.id))
        return Region(country=best.regions[region], row=best.id)

    @property
    def rows(self) -> tuple[LawRow, ...]:
        """Every row that stands, as a dossier tells it, by id."""
        texts: list[LawText] = [
            *self.regimes.values(),
            *self.lists,
            *self.designations,
            *self.thresholds,
            *self.clauses,
        ]
        texts += [*self.compulsion, *self.matters, *self.powers, *self.measures, *self.region_lists]
        return tuple(one.told for one in sorted(texts, key=lambda one: one.id))

    def row(self, id: str) -> LawRow:  # noqa: A002
        """A row by its id. Raises KeyError for one that does not stand."""
        for one in self.rows:
            if one.id == id:
                return one
        raise KeyError(id)
