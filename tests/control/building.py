"""Small worlds for the tests of control."""

from collections.abc import Iterable
from pathlib import Path

from cloudreview.case import Case
from cloudreview.control import ControlResult, statuses
from cloudreview.law import load
from cloudreview.spells import ALWAYS, EVER, Interval, Spell, day_start
from cloudreview.truth import Truth
from cloudreview.vocabulary.facts import Closure, Fact, Facts
from cloudreview.vocabulary.ids import identify
from cloudreview.vocabulary.rows import Employment, Interest, Party, Row
from cloudreview.vocabulary.status import Reading

WINDOW = (day_start("2026-01-01"), day_start("2026-07-01"))
WHOLE = (("parties", "*"), ("interests", "*"), ("roster", "*"))
HEADLINE = Reading("pooled", "cascade")
RULES = ("us-dsp-202", "us-icts-2021", "us-icts-2025")

Item = Row | tuple[Row, Spell] | tuple[Row, Spell, Truth]


def company(party: str, organised_in: str | None = "SG", headquarters: str | None = "SG") -> Party:
    return Party(party=party, kind="company", organised_in=organised_in, principal_place_of_business=headquarters)


def holds(
    holder: str,
    subject: str,
    low: int | None,
    high: int | None = -1,
    kind: str | None = "equity",
    directly: bool | None = True,
) -> Interest:
    return Interest(
        holder=holder,
        subject=subject,
        kind=kind,
        percent_min=low,
        percent_max=low if high == -1 else high,
        directly=directly,
    )


def person(who: str, employer: str | None = None, **told: object) -> Employment:
    base: dict[str, object] = {
        "citizenships": ("SG",),
        "us_status": "none",
        "residence": "SG",
        "work_location": "SG",
        "relation": "employee",
    }
    return Employment(person=who, employer=employer, **{**base, **told})  # type: ignore[arg-type]


def fact_of(item: Item) -> Fact[Row]:
    row, spell, truth = (*item, Truth.SUPPORTED)[:3] if isinstance(item, tuple) else (item, EVER, Truth.SUPPORTED)
    gaps = () if spell == EVER else (f"gap:date {identify('f', row)}",)
    return Fact(id=identify("fact", row, spell), row=row, truth=truth, spell=spell, sources=(), gaps=gaps)


def facts(items: Iterable[Item], closed: Iterable[tuple[str, ...]] = WHOLE, window: Interval = WINDOW) -> Facts:
    rows: dict[type[Row], list[Fact[Row]]] = {}
    for item in items:
        one = fact_of(item)
        rows.setdefault(type(one.row), []).append(one)
    closures = tuple(
        Closure(
            id=f"closure:{relation} {scope}",
            relation=relation,
            scope=scope,
            spell=ALWAYS,
            speaker="provider",
            by="declared",
            places=(),
        )
        for relation, scope in closed
    )
    return Facts(
        rows={kind: tuple(group) for kind, group in rows.items()},
        closures=closures,
        events=(),
        sources={},
        window=window,
        period=window,
        as_of=window[1] - 1,
    )


def case(rules: tuple[str, ...] = RULES, **settings: object) -> Case:
    base: dict[str, object] = {"folder": Path(), "id": "c", "title": "", "subject": "", "as_of": None, "period": None}
    return Case(**{**base, "carry": 0, "rules": rules, **settings})  # type: ignore[arg-type]


def judged(
    items: Iterable[Item],
    closed: Iterable[tuple[str, ...]] = WHOLE,
    rules: tuple[str, ...] = RULES,
    window: Interval = WINDOW,
    **settings: object,
) -> ControlResult:
    return statuses(facts(items, closed, window), load(None), case(rules, **settings))


def truth_of(
    result: ControlResult,
    party: str,
    regime: str = "us-dsp-202",
    reading: Reading = HEADLINE,
    adversary: str = "CN",
) -> str:
    """The truth of the one row there is."""
    found = [
        one
        for one in result.statuses
        if (one.party, one.regime, one.reading, one.adversary) == (party, regime, reading, adversary)
    ]
    assert len(found) == 1, found
    return found[0].truth.word


def clause_of(result: ControlResult, party: str, regime: str = "us-dsp-202", reading: Reading = HEADLINE) -> str:
    return next(
        one.clause
        for one in result.statuses
        if (one.party, one.regime, one.reading, one.adversary) == (party, regime, reading, "CN")
    )
