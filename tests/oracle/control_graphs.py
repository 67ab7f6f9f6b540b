"""Random small graphs of ownership, employment and countries, as `relations` would give them to a stage."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import combinations

from msgspec.structs import replace

from cloudreview.spells import BEGINNING, END, Interval, Spell, day_start, meet
from cloudreview.truth import Truth
from cloudreview.vocabulary.facts import Closure, Fact, Facts, Source
from cloudreview.vocabulary.ids import identify
from cloudreview.vocabulary.rows import Controls, Designation, Employment, Individual, Interest, Party, Right, Row
from tests.control.building import WINDOW
from tests.oracle.control_shares import CLASSES
from tests.oracle.control_told import Case, Shut, Told

EVER = Spell((BEGINNING, END), (BEGINNING, END))
PERHAPS = Spell((0, 0), (BEGINNING, END))
MIDDLE = day_start("2026-03-01")
LATER = day_start("2026-05-01")
ALWAYS: Interval = (BEGINNING, END)
EXACT = (0, 1, 1000, 2000, 2500, 2500, 3000, 4000, 4999, 5000, 5000, 5001, 6000, 7500, 10_000, 10_000)
BANDS = ((2500, 5000), (5000, 7500), (7500, 10_000), (0, 10_000), (None, 2500), (5000, None), (None, None))
HALVES = ((2500, 2500), (2500, 2500), (3000, 2000), (1000, 4000), (2500, 5000), (5000, 1000), (1000, 2500))
"""What a country and another hold of a company: together half of it or more, but for the last."""
KINDS = ("equity",) * 12 + ("vote",) * 3 + ("board", "contract", "special_share", "acting_in_concert", "other", None)
COUNTRIES = ("CN", "CN", "HK", "MO", "SG", "SG", "SG", "SG", "SG", "US", "US", None)
BRANCH = "b"
"""Where there is one, the only branch; what is held of it is told as what is held of its head."""
STATES = ("country:CN", "country:HK", "country:SG", "country:US")


AVOIDED = frozenset({"two rows of a person", "a seat abroad of an agency"})
"""Corners that are read in two ways. Control takes the place of work as the person's: a second job whose place nobody
tells adds no doubt, since what is not told of a job that is told could as well be a job that is not. It takes an agency
for no entity, whose principal place of business counts, and no document says whether it is one."""


def graph(dice: random.Random, avoided: frozenset[str] = AVOIDED) -> Case:
    """One case: mostly a few parties, at times as many as nine, at times a corner that chance alone seldom meets."""
    large, timed = dice.random() < 0.06, dice.random() < 0.2
    russia = dice.random() < 0.25
    codes = ("CN", "RU") if russia and dice.random() < 0.8 else ("CN",)
    corner = dice.random()
    if corner < 0.1 and "a party of untold kind" not in avoided:
        return Case(tuple(set_against(untold(dice, timed, avoided))), tuple(shut(["c0", "m"], dice, timed)), ("CN",))
    if corner > 0.93:
        rows = nameless(dice, timed) if corner > 0.94 else of_some_kind(dice, timed)
        return Case(tuple(set_against(rows)), tuple(shut(["c0", "c1"], dice, timed)), ("CN",))
    companies = [f"c{number}" for number in range(dice.choice([3, 4, 5, 6] if large else [1, 1, 2, 2, 2, 3]))]
    people = [f"p{number}" for number in range(dice.choice([0, 1, 2] if large else [0, 0, 0, 1, 1]))]
    kinds = ["company"] if "a party of untold kind" in avoided else ["company"] * 9 + [None]
    told = [one for name in companies for one in attributes(name, dice, timed, russia, kinds)]
    others = dice.choice([[], [], ["x"], ["x", "undisclosed:r"]])
    if dice.random() < 0.25:
        kind, home = (
            dice.choice(["government", "agency"]),
            dice.choice(["CN", "HK", "SG", "RU" if russia else "SG", None]),
        )
        told.append(Told(Party(party="gov", kind=kind, organised_in=home), EVER))
        others = [*others, "gov"]
    jobs = [0, 1, 1, 1, 1, 1 if "two rows of a person" in avoided else 2]
    known = {one.row.party for one in told if isinstance(one.row, Party) and one.row.kind}
    for name in people:
        employers: list[str | None] = [*companies, *companies, *others, "country:CN", "p0", None]
        if "a party of untold kind" in avoided:
            employers = [*(one for one in employers if one in known), "country:CN", "p0", None]
        told += [
            Told(employment(name, dice.choice(employers), dice, russia), when(dice, timed), doubt(dice), speaker(dice))
            for _ in range(dice.choice(jobs))
        ]
        if dice.random() < 0.3:
            told.append(Told(Party(party=name, kind="person"), EVER))
    holders = [*companies, *companies, *people, *others, *dice.sample(STATES, 2), *(["country:RU"] if russia else [])]
    counts = [4, 6, 8, 10, 14] if large else [0, 1, 1, 2, 2, 3, 3, 4, 5]
    if dice.random() < 0.12:
        head = dice.choice([*companies, "country:CN"])
        told.append(Told(Interest(holder=head, subject=BRANCH, kind="branch"), when(dice, timed), doubt(dice)))
        holders = [*holders, BRANCH, BRANCH]
    told += held(companies, holders, dice.choice(counts), dice, timed)
    alone = [one for one in people if "two rows of a person" not in avoided or not on_roster(one, told)]
    told += more(companies, holders, alone, dice, timed)
    told += on_others([*people, *people, *others], [*holders, *companies], dice, timed)
    return Case(tuple(set_against(told)), tuple(shut([*companies, *others], dice, timed)), codes)


def on_roster(person: str, told: list[Told]) -> bool:
    """Whether a line of a roster is about the person."""
    return any(isinstance(one.row, Employment) and one.row.person == person for one in told)


def when(dice: random.Random, timed: bool) -> Spell:
    """When a row held; an unknown start or end leaves may wide and shrinks must."""
    if not timed or dice.random() < 0.6:
        return EVER
    return dice.choice(
        [
            Spell((MIDDLE, END), (MIDDLE, END)),
            Spell((MIDDLE, END), ALWAYS),
            Spell((BEGINNING, MIDDLE), (BEGINNING, LATER)),
            Spell((BEGINNING, MIDDLE), ALWAYS),
            Spell((MIDDLE, LATER), ALWAYS),
            PERHAPS,
        ]
    )


def country(dice: random.Random, russia: bool) -> str | None:
    """A country, or that nobody tells."""
    return "RU" if russia and dice.random() < 0.15 else dice.choice(COUNTRIES)


def doubt(dice: random.Random) -> Truth:
    """Whether another source speaks against it."""
    return Truth.CONFLICTING if dice.random() < 0.04 else Truth.SUPPORTED


def speaker(dice: random.Random) -> str:
    """Who says it."""
    return dice.choice(["one", "one", "one", "two"])


def attributes(name: str, dice: random.Random, timed: bool, russia: bool, kinds: Sequence[str | None]) -> list[Told]:
    """What is told of a company: nothing, once, or by two who differ."""
    if dice.random() < 0.1:
        return []
    rows = [
        Party(
            party=name,
            kind=dice.choice(kinds),
            organised_in=country(dice, russia),
            principal_place_of_business=country(dice, russia),
        )
        for _ in range(2 if dice.random() < 0.06 else 1)
    ]
    return [Told(row, when(dice, timed), doubt(dice), who) for row, who in zip(rows, ("one", "two"), strict=False)]


def employment(name: str, employer: str | None, dice: random.Random, russia: bool) -> Employment:
    """A line of a roster."""
    return Employment(
        person=name,
        employer=employer,
        relation=dice.choice(["employee", "employee", "contractor", None]),
        citizenships=dice.choice(
            [("SG",), ("SG",), ("CN",), ("CN", "US"), ("RU",) if russia else ("SG",), ("HK",), ()]
        ),
        us_status=dice.choice(
            ["none", "none", "none", "visa", "citizen", "permanent_resident", "refugee_or_asylee", None]
        ),
        residence=country(dice, russia),
        work_location=dice.choice(["SG", "SG", "SG", "SG", "CN", "US", None]),
    )


def held(companies: list[str], holders: list[str], count: int, dice: random.Random, timed: bool) -> list[Told]:
    """Stakes, mostly no more than the whole; rings and cross-holdings among them."""
    left = dict.fromkeys(companies, 10_000)
    told: list[Told] = []
    pairs = [(dice.choice(holders), dice.choice(companies)) for _ in range(count)]
    if len(companies) > 1 and dice.random() < 0.3:
        ring = dice.sample(companies, dice.randint(2, min(4, len(companies))))
        pairs = [*zip(ring, [*ring[1:], ring[0]], strict=True), *pairs]
    for holder, subject in pairs:
        if holder == subject:
            continue
        low, high = dice.choice(BANDS) if dice.random() < 0.35 else (dice.choice(EXACT), -1)
        low = low if low is None or dice.random() < 0.1 else min(low, left[subject])
        high = low if high == -1 else high
        left[subject] -= min(left[subject], low or 0)
        kind, most = dice.choice(KINDS), high if high is None or low is None else max(low, high)
        if kind not in CLASSES and dice.random() < 0.2:
            low, most = 0, 0  # a golden share, a seat
        row = Interest(
            holder=holder,
            subject=subject,
            kind=kind,
            percent_min=low,
            percent_max=most,
            directly=dice.choice([True] * 14 + [False, None]),
        )
        told.append(Told(row, when(dice, timed), doubt(dice), speaker(dice)))
    return told


def more(companies: list[str], holders: list[str], people: list[str], dice: random.Random, timed: bool) -> list[Told]:
    """At times a designated person, a right, a judgement on control, what a register tells of a person."""
    rows: list[Row] = []
    if dice.random() < 0.08:
        who, law = dice.choice([*companies, *people, "x"]), dice.choice(["28 CFR 202.211(a)(5)", "1260H"])
        rows.append(Designation(party=who, list=law))
    if dice.random() < 0.08:
        matter = dice.choice(["managers", "assets", "dilution"])
        rows.append(Right(holder=dice.choice(holders), subject=dice.choice(companies), matter=matter))
    judgements: list[Told] = []
    if dice.random() < 0.1:
        judgements = judged(dice.choice(holders), dice.choice(companies), dice, timed)
    if people and dice.random() < 0.15:
        told = dice.choice([("CN",), ("SG",), ()])
        rows.append(Individual(person=people[0], citizen_of=told, residence=dice.choice(["SG", "CN", None])))
    return [*judgements, *(Told(row, when(dice, timed), doubt(dice), speaker(dice)) for row in rows)]


def judged(holder: str, subject: str, dice: random.Random, timed: bool) -> list[Told]:
    """That somebody controls a subject, or does not; at times beside the opposite, which only possibly holds."""
    row = Controls(holder=holder, subject=subject, holds=dice.random() < 0.6)
    told = [Told(row, when(dice, timed), doubt(dice), speaker(dice))]
    if dice.random() < 0.4:
        told.append(Told(replace(row, holds=not row.holds), PERHAPS, Truth.SUPPORTED, speaker(dice)))
    return told


def on_others(subjects: list[str], holders: list[str], dice: random.Random, timed: bool) -> list[Told]:
    """At times who has a hold on whom nobody tells to be a company, and what is told of it that only an entity has."""
    if not subjects or dice.random() < 0.4:
        return []
    told: list[Told] = []
    subjects = [*subjects, *(one for one in subjects if one == "gov"), *subjects, "country:SG"]
    for _ in range(dice.choice([1, 1, 1, 2])):
        subject, holder = dice.choice(subjects), dice.choice(holders)
        spell, truth = dice.choice([EVER, EVER, when(dice, timed), PERHAPS]), doubt(dice)
        row: Row
        match dice.choice(["owned", "tied", "tied", "right", "judged", "judged", "placed"]):
            case "owned":
                low, high = dice.choice(BANDS)
                row = stake(holder, subject, low, dice.choice([high, high, high, 0 if not low else high]), "equity")
                row = replace(
                    row, kind=dice.choice(["equity", "vote"]), directly=dice.choice([True, True, False, None])
                )
            case "tied":
                row = stake(holder, subject, None, dice.choice([None, 0, 1000]), "board")
                row = replace(row, kind=dice.choice([one for one in KINDS if one != "equity"]))
            case "right":
                row = Right(holder=holder, subject=subject, matter="managers")
            case "judged":
                told += judged(holder, subject, dice, timed)
                continue
            case _:
                row = Party(party=subject, organised_in=dice.choice(COUNTRIES), principal_place_of_business="SG")
        if subject != holder:
            told.append(Told(row, spell, truth, speaker(dice)))
    return told


def untold(dice: random.Random, timed: bool, avoided: frozenset[str]) -> list[Told]:
    """Somebody whose kind nobody tells, or also what speaks against it, beside a country in one company (decision 16).

    25 % of a country and 25 % of an agency are half of it under every reading; of a company, under some.
    """
    home = dice.choice(["CN", "CN", "CN", "HK", "SG", None])
    place = dice.choice([home, home, "CN", None])
    kind = dice.choice(["agency", "company", "person"]) if dice.random() < 0.25 else None
    surely = dice.choice([EVER, PERHAPS])
    if kind == "agency" and surely is EVER and "a seat abroad of an agency" in avoided:
        place = None
    about = Party(party="m", organised_in=home, principal_place_of_business=place)
    told = [Told(Party(party="c0", kind="company", organised_in="SG", principal_place_of_business="SG"), EVER)]
    told += [Told(about, dice.choice([EVER, EVER, when(dice, timed), PERHAPS]))] if dice.random() < 0.85 else []
    if kind:
        told.append(Told(Party(party="m", kind=kind), surely, Truth.SUPPORTED, "two"))
    for holder, size in zip(("country:CN", "m"), dice.choice(HALVES), strict=True):
        told.append(Told(stake(holder, "c0", size, size, "equity"), when(dice, timed)))
    for _ in range(dice.choice([0, 1, 1, 1, 1, 2])):
        holder = dice.choice(["c0", "country:SG", "country:CN"])
        tie: Row = Interest(
            holder=holder,
            subject="m",
            kind=dice.choice(["equity", "equity", "vote", "board", "contract", "special_share", "other", None]),
            percent_max=dice.choice([None, None, 5000, 1000, 0]),
            directly=dice.choice([True, True, True, False, None]),
        )
        tie = dice.choice(
            [tie, tie, tie, Right(holder=holder, subject="m", matter="managers"), judgement(holder, dice)]
        )
        truth = dice.choice([Truth.SUPPORTED, Truth.SUPPORTED, Truth.CONFLICTING])
        told.append(Told(tie, dice.choice([EVER, EVER, when(dice, True), PERHAPS]), truth, speaker(dice)))
    if dice.random() < 0.15:
        told.append(
            Told(employment("p0", dice.choice(["m", "m", "c0", None]), dice, False), when(dice, timed), doubt(dice))
        )
    return told


def judgement(holder: str, dice: random.Random) -> Controls:
    """That somebody controls `m`, or does not."""
    return Controls(holder=holder, subject="m", holds=dice.random() < 0.7)


def stake(holder: str, subject: str, low: int | None, high: int | None, kind: str) -> Interest:
    """A stake that the holder holds itself."""
    return Interest(holder=holder, subject=subject, kind=kind, percent_min=low, percent_max=high)


def nameless(dice: random.Random, timed: bool) -> list[Told]:
    """A holder whom a register does not name, of a size that another source disputes, beside a list (decision 8)."""
    told = [
        Told(Party(party=name, kind="company", organised_in="SG", principal_place_of_business="SG"), EVER)
        for name in ("c0", "c1")
    ]
    if dice.random() < 0.4:  # else all of it is open, and only a no tells anything
        told.append(Told(Party(party="undisclosed:r", kind="agency", organised_in=dice.choice(["CN", "SG"])), EVER))
    kind = dice.choice(["equity", "equity", "equity", "vote"])
    sizes = dice.choice([(10_000,), (10_000,), (6000, 4000), (4000, 2500), (5000, 5000), (4500, 3500, 2000), (7000,)])
    for holder, size in zip(
        dice.sample(["c1", "country:SG", "country:US", "country:CN"], len(sizes)), sizes, strict=True
    ):
        low, high = dice.choice([(size, size), (size, size), (size, size), (max(0, size - 1000), size), (size, None)])
        row = stake(holder, "c0", low, high, dice.choice([kind] * 7 + ["vote"]))
        row = dice.choice([row] * 9 + [replace(row, directly=False)])
        told.append(Told(row, when(dice, timed), doubt(dice)))
    for _ in range(dice.choice([1, 1, 1, 1, 2])):
        size = dice.choice([*sizes, 2500, 6000])
        low, high = dice.choice([(size, size), (size, size), *BANDS])
        truth = dice.choice([Truth.CONFLICTING] * 5 + [Truth.SUPPORTED])
        told.append(Told(stake("undisclosed:r", "c0", low, high, kind), when(dice, timed), truth, speaker(dice)))
    return told


def of_some_kind(dice: random.Random, timed: bool) -> list[Told]:
    """The same, where a register tells what the nameless holder is, or more; and who else there is, in several ways."""
    other = dice.choice(["c1", "m", "m", "p0", "undisclosed:q"])
    told = []
    for one in nameless(dice, timed):
        if isinstance(one.row, Interest) and one.row.holder.startswith(("country:SG", "country:US", "c1")):
            told.append(one._replace(row=replace(one.row, holder=other)))
        elif getattr(one.row, "party", "c0") == "c0":
            told.append(one)
    for party, often in (("undisclosed:r", 0.7), (other, 0.5)):
        if dice.random() < often:
            row = Party(party=party, kind=dice.choice(["company", "agency", "person"] if party != "p0" else ["person"]))
            told.append(Told(row, when(dice, timed), doubt(dice)))
    if dice.random() < 0.4:
        place = Party(party=other, organised_in="SG", principal_place_of_business="SG")
        told.append(Told(Individual(person=other, residence="SG") if other == "p0" else place, EVER))
    if dice.random() < 0.5:
        whom, holder = dice.choice(["undisclosed:r", "m"]), dice.choice(["c0", "country:CN"])
        row = dice.choice(
            [
                Party(party=whom, organised_in=dice.choice(["CN", "SG"])),
                Interest(holder=holder, subject=whom, kind=dice.choice(["board", "equity"]), percent_max=None),
                Right(holder=holder, subject=whom, matter="managers"),
                Controls(holder=holder, subject=whom, holds=dice.random() < 0.5),
                employment("p1", whom, dice, False),
            ]
        )
        truth = dice.choice([Truth.SUPPORTED, Truth.SUPPORTED, Truth.CONFLICTING])
        told.append(Told(row, dice.choice([EVER, when(dice, True)]), truth, speaker(dice)))
    return told


def set_against(told: list[Told]) -> list[Told]:
    """Equal rows are one; what two speakers say of one stake, or of one party, and cannot both be so, is disputed."""
    found = list({(one.row, one.spell): one for one in told}.values())
    disputed: set[int] = set()
    for one, other in combinations(found, 2):
        if one.speaker != other.speaker and excluded(one.row, other.row) and meet(one.spell.must, other.spell.must)[1]:
            disputed |= {id(one), id(other)}
    return [one._replace(truth=Truth.CONFLICTING) if id(one) in disputed else one for one in found]


def excluded(one: Row, other: Row) -> bool:
    """Whether two rows about the same thing cannot both be so."""
    if isinstance(one, Interest) and isinstance(other, Interest):
        if (one.holder, one.subject, one.kind, one.directly) != (
            other.holder,
            other.subject,
            other.kind,
            other.directly,
        ):
            return False
        highs = [high for high in (one.percent_max, other.percent_max) if high is not None]
        return bool(highs) and max(one.percent_min or 0, other.percent_min or 0) > min(highs)
    if isinstance(one, Party) and isinstance(other, Party) and one.party == other.party:
        values = [(one.organised_in, other.organised_in)]
        values.append((one.principal_place_of_business, other.principal_place_of_business))
        return any(None not in pair and pair[0] != pair[1] for pair in values)
    return False


def shut(companies: list[str], dice: random.Random, timed: bool) -> list[Shut]:
    """What is told completely: everything, nothing, or some."""
    how = dice.random()
    if how < 0.45:
        scopes = [("parties", "*"), ("interests", "*"), ("roster", "*")]
    elif how < 0.55:
        scopes = []
    else:
        scopes = [("interests", one) for one in companies if dice.random() < 0.7]
        scopes += [("roster", one) for one in companies if dice.random() < 0.5]
        scopes += [one for one in (("parties", "*"), ("roster", "*")) if dice.random() < 0.6]
    spells = [ALWAYS, ALWAYS, ALWAYS, (BEGINNING, MIDDLE), (MIDDLE, END)] if timed else [ALWAYS]
    return [Shut(relation, scope, dice.choice(spells)) for relation, scope in scopes]


def as_facts(case: Case) -> Facts:
    """What the stage is given."""
    rows: dict[type[Row], list[Fact[Row]]] = {}
    for one in case.told:
        fact = Fact(
            id=identify("fact", one.row, one.spell),
            row=one.row,
            truth=one.truth,
            spell=one.spell,
            sources=(Source(f"{one.speaker}#line=1", one.speaker),),
            gaps=() if one.spell.must == one.spell.may else ("gap:date",),
        )
        rows.setdefault(type(one.row), []).append(fact)
    closures = tuple(
        Closure(
            id=identify("closure", one.relation, one.scope, one.spell),
            relation=one.relation,
            scope=one.scope,
            spell=one.spell,
            speaker="one",
            by="declared",
            places=(),
        )
        for one in case.shut
    )
    return Facts(
        rows={kind: tuple(sorted(group, key=lambda fact: fact.id)) for kind, group in rows.items()},
        closures=closures,
        events=(),
        sources={},
        window=WINDOW,
        period=WINDOW,
        as_of=WINDOW[1] - 1,
    )


def instants(case: Case) -> list[int]:
    """One instant of each slice of time."""
    edges = {edge for one in case.told for spell in one.spell for edge in spell}
    edges |= {edge for one in case.shut for edge in one.spell}
    return sorted({WINDOW[0], *(edge for edge in edges if WINDOW[0] < edge < WINDOW[1])})


def as_text(case: Case) -> str:
    """The case as Python, to be pasted into a test."""
    lines = [f"    Told({one.row!r}, {one.spell!r}, {one.truth}, {one.speaker!r})," for one in case.told]
    shut_lines = [f"    {one!r}," for one in case.shut]
    return "\n".join(["Case((", *lines, "), (", *shut_lines, f"), {case.codes!r})"])
