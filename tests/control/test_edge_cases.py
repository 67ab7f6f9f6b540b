"""Legal edge cases as one table: the facts, who is asked about, regime and reading, the truth and the clause named.

What each row follows from stands beside it; where the law has a worked example, its place is cited.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pytest

from cloudreview.spells import Interval, day_start
from cloudreview.vocabulary.rows import Controls, Designation, Employment, Party, Right, Row
from cloudreview.vocabulary.status import Reading
from cloudreview.vocabulary.words import COVERED_PERSONS, MATTERS
from tests.control.building import HEADLINE, WHOLE, WINDOW, clause_of, company, holds, judged, person, truth_of

DSP, ICTS_2021, ICTS_2025 = "us-dsp-202", "us-icts-2021", "us-icts-2025"
LITERAL, THROUGH = Reading("literal", "cascade"), Reading("pooled", "look_through")
YES, NO, OPEN = "supported", "refuted", "unknown"

CHINA = "country:CN"
CN, US = company("x", "CN", "CN"), company("u", "US", "US")
A = company("a")
RESIDENT = person("r", "e", residence="CN", work_location="CN")
"""Primarily resident in China, works for nobody of a status: 202.211(a)(4) alone."""


class Edge(NamedTuple):
    """One edge case."""

    name: str
    rows: Sequence[Row]
    who: str
    regime: str
    reading: Reading
    truth: str
    clause: str
    closed: Sequence[tuple[str, str]] = WHOLE
    window: Interval = WINDOW


def dsp(
    name: str, rows: Sequence[Row], who: str, truth: str, clause: str, reading: Reading = HEADLINE, **more: object
) -> Edge:
    return Edge(name, rows, who, DSP, reading, truth, clause, **more)  # type: ignore[arg-type]


def icts(name: str, rows: Sequence[Row], who: str, old: str, new: str, clause: str) -> tuple[Edge, Edge]:
    """The same facts under the text of 2021 and under that of 2025."""
    return (
        Edge(f"{name}, 2021", rows, who, ICTS_2021, HEADLINE, old, clause),
        Edge(f"{name}, 2025", rows, who, ICTS_2025, HEADLINE, new, clause),
    )


def listed(party: str, name: str = COVERED_PERSONS) -> Designation:
    """Somebody on a list."""
    return Designation(party=party, list=name, authority="Attorney General", reference="notice 1")


def right(holder: str, matter: str, power: str = "decide") -> Right:
    """A say on a matter of the company a."""
    return Right(holder=holder, subject="a", matter=matter, power=power)


def says(holds: bool, holder: str = "x") -> Controls:
    """A person judged that somebody controls the company a, or does not."""
    return Controls(holder=holder, subject="a", holds=holds)


def judged_icts(name: str, rows: Sequence[Row], truth: str, clause: str = "791.2", **more: object) -> Edge:
    """Under the text of 2025, which names dominant minorities, special shares and acting in concert."""
    return Edge(name, rows, "a", ICTS_2025, HEADLINE, truth, clause, **more)  # type: ignore[arg-type]


LATER = (day_start("2026-10-01"), day_start("2026-11-01"))
"""After the day until which the law data know that the list named nobody."""
TOLD_LIST = (*WHOLE, ("designations", COVERED_PERSONS))


def late(name: str, rows: Sequence[Row], who: str, truth: str, clause: str, reading: Reading = HEADLINE) -> Edge:
    """At a time when the list of designated persons is told, and told as whole."""
    return Edge(name, rows, who, DSP, reading, truth, clause, TOLD_LIST, LATER)


def citizen(us_status: str | None, *countries: str) -> Employment:
    """Somebody who lives and works in the United States for nobody of a status."""
    return person("p", "e", citizenships=countries, us_status=us_status, residence="US", work_location="US")


SHARES = (
    # 202.211(a)(1)-(2): "50% or more owned".
    dsp("exactly 50 %", [CN, A, holds("x", "a", 5000)], "a", YES, "(a)(1)-(2)"),
    dsp("exactly 50 %, word for word", [CN, A, holds("x", "a", 5000)], "a", YES, "202.211(a)(2)", LITERAL),
    dsp("exactly 50 % of the country", [A, holds(CHINA, "a", 5000)], "a", YES, "202.211(a)(1)", LITERAL),
    dsp("49.99 %", [CN, A, holds("x", "a", 4999)], "a", NO, "(a)(1)-(2)"),
    # (1) adds up countries and (2)-persons, (2) adds up (1)-, (3)-, (4)- and (5)-persons.
    dsp("25 % country + 25 % individual, word for word",
        [RESIDENT, A, holds(CHINA, "a", 2500), holds("r", "a", 2500)], "a", NO, "202.211(a)(2)", LITERAL),
    dsp("25 % country + 25 % individual, pooled",
        [RESIDENT, A, holds(CHINA, "a", 2500), holds("r", "a", 2500)], "a", YES, "pooled"),
    dsp("25 % country + 25 % company organised there, word for word",
        [CN, A, holds(CHINA, "a", 2500), holds("x", "a", 2500)], "a", NO, "202.211(a)(2)", LITERAL),
    dsp("25 % company organised there + 25 % individual, both of paragraph (2)",
        [CN, RESIDENT, A, holds("x", "a", 2500), holds("r", "a", 2500)], "a", YES, "202.211(a)(2)", LITERAL),
    # An (a)(1)- and an (a)(2)-person stand in different sums; but where the first owns the second, it holds the second
    # quarter "indirectly" (FAQ 401, example 3 has the same shape), so (2) is reached word for word too.
    dsp("25 % (a)(1)-company + 25 % through the (a)(2)-company that it owns, word for word",
        [CN, company("y"), holds("x", "y", 6000), A, holds("x", "a", 2500), holds("y", "a", 2500)], "a", YES,
        "202.211(a)(2)", LITERAL),
    dsp("the same, multiplied: 25 % + 60 % of 25 %",
        [CN, company("y"), holds("x", "y", 6000), A, holds("x", "a", 2500), holds("y", "a", 2500)], "a", NO, "pooled",
        THROUGH),
    dsp("25 % country + 25 % (a)(2)-company: both are named by (1)",
        [RESIDENT, company("y"), holds("r", "y", 6000), A, holds(CHINA, "a", 2500), holds("y", "a", 2500)], "a", YES,
        "202.211(a)(1)", LITERAL),
)  # fmt: skip

PLACES = (
    # 202.256(b): the gate of the foreign person.
    dsp("US subsidiary of a Chinese parent", [CN, US, holds("x", "u", 10000)], "u", NO, "28 CFR 202.256"),
    *icts("US subsidiary of a Chinese parent", [CN, US, holds("x", "u", 10000)], "u", YES, YES, "791.2"),
    dsp("Chinese subsidiary of a US parent", [US, CN, holds("u", "x", 10000)], "x", YES, "28 CFR 202.211(a)(1)"),
    *icts("Chinese subsidiary of a US parent", [US, CN, holds("u", "x", 10000)], "x", YES, YES, "791.2"),
    # 202.250, 202.251 and 791.4: Hong Kong and Macau.
    dsp("principal place of business in Hong Kong", [company("a", "KY", "HK")], "a", YES, "28 CFR 202.211(a)(1)"),
    *icts("principal place of business in Hong Kong", [company("a", "KY", "HK")], "a", OPEN, YES, "791.2"),
    dsp("organised in Hong Kong, run from Singapore", [company("a", "HK")], "a", YES, "28 CFR 202.211(a)(1)"),
    *icts("organised in Hong Kong, run from Singapore", [company("a", "HK")], "a", YES, YES, "791.2"),
    dsp("organised in Macau", [company("a", "MO")], "a", YES, "28 CFR 202.211(a)(1)"),
    # Macau is named from 2025-02-04 on; before, that it is no part of China is nowhere said: for counsel.
    *icts("organised in Macau", [company("a", "MO")], "a", OPEN, YES, "791.2"),
    *icts("resident of Macau", [person("p", "e", residence="MO")], "p", OPEN, YES, "791.2"),
    *icts("half held by Macau itself", [A, holds("country:MO", "a", 5000)], "a", OPEN, YES, "791.2"),
    dsp("Taiwan is not China's", [company("a", "TW", "TW")], "a", NO, "(a)(1)-(2)"),
)

PEOPLE = (
    # 202.211(b) example 2: Chinese citizens in the United States are US persons.
    dsp("Chinese citizen in the United States", [citizen("visa", "CN")], "p", NO, "28 CFR 202.256"),
    *icts("Chinese citizen in the United States on a visa", [citizen("visa", "CN")], "p", YES, YES, "791.2"),
    *icts("Chinese citizen, permanent resident", [citizen("permanent_resident", "CN")], "p", YES, NO, "791.2"),
    *icts("Chinese citizen, refugee: no exemption names him", [citizen("refugee_or_asylee", "CN")], "p", YES, YES,
          "791.2"),
    *icts("Chinese citizen of untold US status", [citizen(None, "CN")], "p", YES, OPEN, "791.2"),
    dsp("citizen of China and the United States", [citizen(None, "CN", "US")], "p", NO, "28 CFR 202.256"),
    *icts("citizen of China and the United States", [citizen(None, "CN", "US")], "p", YES, NO, "791.2"),
    dsp("citizen of China and Germany, resident in Germany",
        [person("p", "e", citizenships=("CN", "DE"), residence="DE", work_location="DE")], "p", NO, ""),
    *icts("citizen of China and Germany, resident in Germany",
          [person("p", "e", citizenships=("CN", "DE"), residence="DE", work_location="DE")], "p", YES, YES, "791.2"),
    dsp("stateless", [person("p", "e", citizenships=("stateless",))], "p", NO, ""),
    *icts("stateless", [person("p", "e", citizenships=("stateless",))], "p", NO, NO, "791.2"),
    *icts("citizenships not told", [person("p", "e", citizenships=())], "p", OPEN, OPEN, "791.2"),
    # 202.211(a)(3) behind the gate.
    dsp("employee abroad of a covered entity", [CN, person("p", "x")], "p", YES, "28 CFR 202.211(a)(3)"),
    dsp("employee in the United States of a covered entity",
        [CN, person("p", "x", us_status="visa", residence="US", work_location="US")], "p", NO, "28 CFR 202.256"),
    dsp("permanent resident abroad at a covered entity", [CN, person("p", "x", us_status="permanent_resident")], "p",
        NO, "28 CFR 202.256"),
    dsp("employee abroad of a US subsidiary", [CN, US, holds("x", "u", 10000), person("p", "u")], "p", NO, "(a)(3)"),
    dsp("Chinese citizen abroad", [person("p", "e", citizenships=("CN",))], "p", NO, ""),
)  # fmt: skip

CONTROL = (
    # FAQ 398: ownership, not control; 202.211(a) says "owned" too.
    dsp("VIE: a contract is no ownership", [CN, A, holds("x", "a", None, kind="contract")], "a", NO, "(a)(1)-(2)"),
    *icts("VIE: a contract may be control", [CN, A, holds("x", "a", None, kind="contract")], "a", OPEN, OPEN, "791.2"),
    dsp("golden share of 1 %", [A, holds(CHINA, "a", 100, kind="special_share")], "a", NO, "(a)(1)-(2)"),
    dsp("special share of untold size", [A, holds(CHINA, "a", None, kind="special_share")], "a", OPEN, "(a)(1)-(2)"),
    *icts("golden share of 1 %", [A, holds(CHINA, "a", 100, kind="special_share")], "a", OPEN, OPEN, "791.2"),
    dsp("seats on the board are no ownership", [CN, A, holds("x", "a", None, kind="board")], "a", NO, "(a)(1)-(2)"),
    *icts("a seat on the board", [CN, A, holds("x", "a", None, kind="board")], "a", OPEN, OPEN, "791.2"),
)

UNTOLD = (
    dsp("40 % told as harmless, the rest by nobody", [US, A, holds("u", "a", 4000)], "a", OPEN, "(a)(1)-(2)",
        closed=(("interests", "u"), ("parties", "*"), ("roster", "*"))),
    dsp("51 % of equity and votes told as harmless", [US, A, holds("u", "a", 5100), holds("u", "a", 5100, kind="vote")],
        "a", NO, "(a)(1)-(2)", closed=(("interests", "u"), ("parties", "*"), ("roster", "*"))),
    Edge("the same under ICTS: a smaller lever may be anybody's",
         [US, A, holds("u", "a", 5100), holds("u", "a", 5100, kind="vote")], "a", ICTS_2025, HEADLINE, OPEN, "791.2",
         (("interests", "u"), ("parties", "*"), ("roster", "*"))),
    dsp("60 % held by somebody of whom nothing is told", [A, holds("n", "a", 6000)], "a", OPEN, "(a)(1)-(2)"),
    dsp("50 % at most, no lower bound", [CN, A, holds("x", "a", None, 5000)], "a", OPEN, "(a)(1)-(2)"),
    dsp("49.99 % at most", [CN, A, holds("x", "a", None, 4999)], "a", NO, "(a)(1)-(2)"),
    dsp("30 % of somebody untold, the rest told as harmless",
        [US, A, holds("n", "a", 3000), holds("u", "a", 7000)], "a", NO, "(a)(1)-(2)"),
    dsp("of untold law", [company("a", None)], "a", OPEN, "(a)(1)"),
)  # fmt: skip

FAQ_401 = (
    # ofac.treasury.gov/faqs/401, "indirectly"; examples 1 to 3 read there, 4 to 6 by the rule that they illustrate.
    dsp("FAQ 401 ex. 1", [CN, A, company("b"), holds("x", "a", 5000), holds("a", "b", 5000)], "b", YES, "(a)(1)-(2)"),
    dsp("FAQ 401 ex. 2", [CN, A, company("b"), company("c"), holds("x", "a", 5000), holds("x", "b", 5000),
                          holds("a", "c", 2500), holds("b", "c", 2500)], "c", YES, "(a)(1)-(2)"),
    dsp("FAQ 401 ex. 3", [CN, A, company("b"), holds("x", "a", 5000), holds("x", "b", 1000), holds("a", "b", 4000)],
        "b", YES, "(a)(1)-(2)"),
    dsp("FAQ 401 ex. 3, word for word", [CN, A, company("b"), holds("x", "a", 5000), holds("x", "b", 1000),
                                         holds("a", "b", 4000)], "b", YES, "202.211(a)(2)", LITERAL),
    dsp("25 % of two that own half each: neither passes anything on",
        [CN, A, company("b"), company("c"), holds("x", "a", 2500), holds("x", "b", 2500), holds("a", "c", 5000),
         holds("b", "c", 5000)], "c", NO, "(a)(1)-(2)"),
    dsp("50 % of one and 25 % of another that own half each",
        [CN, A, company("b"), company("c"), holds("x", "a", 5000), holds("x", "b", 2500), holds("a", "c", 5000),
         holds("b", "c", 5000)], "c", YES, "(a)(1)-(2)"),
    dsp("50 % of one and 25 % of another that own a quarter each",
        [CN, A, company("b"), company("c"), holds("x", "a", 5000), holds("x", "b", 2500), holds("a", "c", 2500),
         holds("b", "c", 2500)], "c", NO, "(a)(1)-(2)"),
)  # fmt: skip

BRANCHES = (
    # 202.256(b), examples: a branch is the company that it is a branch of.
    dsp("US branch of a Chinese company", [CN, company("b", "US", "US"), holds("x", "b", None, kind="branch")], "b",
        YES, "28 CFR 202.211(a)(1)"),
    dsp("branch of untold law", [CN, company("b", None, None), holds("x", "b", None, kind="branch")], "b", YES,
        "28 CFR 202.211(a)(1)"),
    dsp("Chinese branch of a US company", [US, company("b", "CN", "CN"), holds("u", "b", None, kind="branch")], "b", NO,
        "28 CFR 202.256"),
    dsp("branch of a branch", [CN, company("b", "US", "US"), company("c", "US", "US"),
                               holds("x", "b", None, kind="branch"), holds("b", "c", None, kind="branch")], "c", YES,
        "28 CFR 202.211(a)(1)"),
    dsp("employee abroad of a US branch of a Chinese company",
        [CN, company("b", "US", "US"), holds("x", "b", None, kind="branch"), person("p", "b")], "p", YES, "(a)(3)"),
    dsp("half owned by a branch", [CN, company("b", "US", "US"), holds("x", "b", None, kind="branch"), A,
                                   holds("b", "a", 5000)], "a", YES, "(a)(1)-(2)"),
    dsp("half owned by a branch, multiplied",
        [CN, company("b", "US", "US"), holds("x", "b", None, kind="branch"), A, holds("b", "a", 5000)], "a", YES,
        "(a)(1)-(2)", THROUGH),
    dsp("80 % of 70 % through a branch, multiplied",
        [CN, company("h"), holds("x", "h", 8000), company("b"), holds("h", "b", None, kind="branch"), A,
         holds("b", "a", 7000)], "a", YES, "(a)(1)-(2)", THROUGH),
    dsp("60 % of 70 % through a branch, multiplied",
        [CN, company("h"), holds("x", "h", 6000), company("b"), holds("h", "b", None, kind="branch"), A,
         holds("b", "a", 7000)], "a", NO, "(a)(1)-(2)", THROUGH),
    *icts("US branch of a Chinese company", [CN, company("b", "US", "US"), holds("x", "b", None, kind="branch")], "b",
          YES, YES, "791.2"),
    dsp("told as a branch of two companies, one of them Chinese",
        [CN, US, company("b", "US", "US"), holds("x", "b", None, kind="branch"), holds("u", "b", None, kind="branch")],
        "b", OPEN, ""),
    dsp("two branches of each other", [company("b", "DE", "DE"), company("c", "DE", "DE"),
                                       holds("b", "c", None, kind="branch"), holds("c", "b", None, kind="branch")], "b",
        OPEN, ""),
)  # fmt: skip

DESIGNATED = (
    # 202.211(a)(5): "any person, wherever located"; (a)(2) counts what (5)-persons hold, (a)(3) their employees.
    late("designated company", [A, listed("a")], "a", YES, "28 CFR 202.211(a)(5)"),
    late("on the list, under another of its names", [A, listed("a", "covered persons list")], "a", YES, "(a)(5)"),
    late("designated US company", [US, listed("u")], "u", YES, "28 CFR 202.211(a)(5)"),
    late("designated US citizen", [citizen("citizen", "US"), listed("p")], "p", YES, "28 CFR 202.211(a)(5)"),
    late("designated, of whom nothing else is told", [listed("n")], "n", YES, "28 CFR 202.211(a)(5)"),
    late("half owned by a designated person", [citizen("citizen", "US"), listed("p"), A, holds("p", "a", 5000)], "a",
         YES, "(a)(1)-(2)"),
    late("half owned by a designated person, word for word",
         [citizen("citizen", "US"), listed("p"), A, holds("p", "a", 5000)], "a", YES, "202.211(a)(2)", LITERAL),
    late("half owned by a designated person, multiplied",
         [citizen("citizen", "US"), listed("p"), A, holds("p", "a", 5000)], "a", YES, "(a)(1)-(2)", THROUGH),
    late("a quarter each of the country and of a designated person, word for word",
         [listed("d"), company("d"), A, holds(CHINA, "a", 2500), holds("d", "a", 2500)], "a", NO, "202.211(a)(2)",
         LITERAL),
    late("a US company half owned by a designated person",
         [listed("d"), company("d"), US, holds("d", "u", 5000)], "u", NO, "28 CFR 202.256"),
    late("employee abroad of a designated US company", [US, listed("u"), person("p", "u")], "p", YES, "(a)(3)"),
    late("not on the list", [A], "a", NO, "(a)(1)-(2)"),
    late("on another list", [A, listed("a", "1260H")], "a", NO, "(a)(1)-(2)"),
    Edge("nobody tells the list", [A], "a", DSP, HEADLINE, OPEN, "(a)(5)", WHOLE, LATER),
    Edge("nobody tells the list, and organised in China", [CN], "x", DSP, HEADLINE, YES, "(a)(1)", WHOLE, LATER),
    dsp("while the law data know of no entry", [A], "a", NO, "(a)(1)-(2)"),
    dsp("told as listed while the law data know of no entry", [A, listed("a")], "a", "conflicting",
        "28 CFR 202.211(a)(5)"),
)  # fmt: skip

OTHERS = tuple(company(name) for name in ("s1", "s2", "s3", "s4"))
CONCERT = [
    *(holds(name, "a", 1000, kind=kind) for name in ("x", "s1", "s2", "s3", "s4") for kind in ("vote",)),
    *(holds(name, "a", None, kind="acting_in_concert") for name in ("x", "s1", "s2", "s3", "s4")),
]
FIVE = [CN, US, A, *OTHERS, holds("u", "a", 5000, kind="vote"), *CONCERT]
SEAT = [CN, A, holds("x", "a", 1300, kind="vote"), holds("x", "a", None, kind="board"),
        right("x", "all_assets", "veto"), right("x", "dilution", "veto")]  # fmt: skip
PASSIVE = [CN, A, holds("x", "a", 2000), right("x", "class_rights", "veto")]
PARTNER = [CN, A, holds("x", "a", 200), *(right("x", matter) for matter in MATTERS)]

DOMINANT = (
    # The worked cases of 31 CFR 800.208(e), as evidence for the limb `controlled` of 15 CFR 791.2: no stake or right
    # decides, a judgement does, and the answers of the examples are what a person would judge.
    judged_icts("five holders of 10 % in concert, one of them Chinese", FIVE, OPEN),
    judged_icts("five in concert, judged: control", [*FIVE, says(True)], YES),
    judged_icts("five holders of 10 %, not in concert, judged: none",
                [CN, US, A, *OTHERS, holds("u", "a", 5000), *CONCERT[:5], says(False)], NO),
    judged_icts("five Chinese holders of 10 %: half, which is taken as owned",
                [A, *(company(f"x{n}", "CN", "CN") for n in range(5)), *(holds(f"x{n}", "a", 1000) for n in range(5))],
                YES),
    judged_icts("7 % and the right to end significant contracts",
                [CN, A, holds("x", "a", 700), right("x", "contracts")], OPEN),
    judged_icts("7 % and the right to end significant contracts, judged: control",
                [CN, A, holds("x", "a", 700), right("x", "contracts"), says(True)], YES),
    judged_icts("9 % and a veto on dismissing executives",
                [CN, A, holds("x", "a", 900), right("x", "managers", "veto")], OPEN),
    judged_icts("9 % and a veto on dismissing executives, judged: control",
                [CN, A, holds("x", "a", 900), right("x", "managers", "veto"), says(True)], YES),
    judged_icts("13 %, one seat and minority protections", SEAT, OPEN),
    judged_icts("13 %, one seat and minority protections, judged: none", [*SEAT, says(False)], NO),
    judged_icts("20 %, irrevocably passive", PASSIVE, OPEN),
    judged_icts("20 %, irrevocably passive, judged: none", [*PASSIVE, says(False)], NO),
    judged_icts("2 % general partner with sole authority", PARTNER, OPEN),
    judged_icts("2 % general partner with sole authority, judged: control", [*PARTNER, says(True)], YES),
    judged_icts("VIE, judged: control", [CN, A, holds("x", "a", None, kind="contract"), says(True)], YES),
    judged_icts("golden share of the country, judged: control",
                [A, holds(CHINA, "a", 100, kind="special_share"), says(True, CHINA)], YES),
    judged_icts("control of the country judged, and nothing else of China told", [A, says(True, CHINA)], YES),
    judged_icts("control judged without any stake", [CN, A, says(True)], YES),
    judged_icts("control judged of a holder without the status", [US, A, holds("u", "a", 900), says(True, "u")], NO),
    judged_icts("control judged of somebody of whom nothing is told", [A, says(True, "n")], OPEN),
    judged_icts("judged: none, and holders are not disclosed", [*SEAT, says(False)], OPEN,
                closed=(("interests", "x"), ("parties", "*"), ("roster", "*"))),
    judged_icts("judged: none, and another Chinese holder was not judged",
                [*SEAT, says(False), company("y", "CN", "CN"), holds("y", "a", 100)], OPEN),
    judged_icts("one judged that it controls, another that it does not", [*SEAT, says(True), says(False)],
                "conflicting"),
    judged_icts("judged: none, and 50 % of the shares", [CN, A, holds("x", "a", 5000), says(False)], YES),
    Edge("what a controlled company owns", [CN, A, says(True), company("b"), holds("a", "b", 5000)], "b", ICTS_2025,
         HEADLINE, YES, "791.2"),
    dsp("control is no ownership, judged or not", [*PARTNER, says(True)], "a", NO, "(a)(1)-(2)"),
)  # fmt: skip


def padfa(
    name: str, rows: Sequence[Row], who: str, truth: str, clause: str, reading: Reading = HEADLINE, **more: object
) -> Edge:
    return Edge(name, rows, who, "us-padfa", reading, truth, clause, **more)  # type: ignore[arg-type]


BROKERS = (
    # PADFA sec. 2(c)(2): (A) place and law, (B) a 20 percent stake, (C) direction or control.
    padfa("organised in China", [CN], "x", YES, "2(c)(2)(A)"),
    padfa("headquarters in China", [company("a", "KY", "CN")], "a", YES, "2(c)(2)(A)"),
    padfa("Hong Kong: the list names China alone", [company("a", "HK", "HK")], "a", OPEN, "2(c)(2)(A)"),
    padfa("a US company run from China", [company("a", "US", "CN")], "a", OPEN, "2(c)(2)(A)"),
    padfa("20 %", [CN, A, holds("x", "a", 2000)], "a", YES, "2(c)(2)(B)"),
    padfa("20 % of a US company", [CN, US, holds("x", "u", 2000)], "u", YES, "2(c)(2)(B)"),
    padfa("19.99 %: control without a stake is judged", [CN, A, holds("x", "a", 1999)], "a", OPEN, "2(c)(2)(C)"),
    padfa("19.99 %, judged: none", [CN, A, holds("x", "a", 1999), says(False)], "a", NO, ""),
    padfa("19.99 %, judged: control", [CN, A, holds("x", "a", 1999), says(True)], "a", YES, "2(c)(2)(C)"),
    padfa("12 % and 8 % of a combination", [CN, company("y", "RU", "RU"), A, holds("x", "a", 1200),
                                           holds("y", "a", 800)], "a", YES, "2(c)(2)(B)"),
    padfa("20 % through a half-owned company",
          [CN, company("h"), holds("x", "h", 5000), A, holds("h", "a", 2000)], "a", YES, "2(c)(2)(B)"),
    padfa("20 % through a half-owned company, multiplied",
          [CN, company("h"), holds("x", "h", 5000), A, holds("h", "a", 2000)], "a", OPEN, "2(c)(2)(C)", THROUGH),
    padfa("40 % of half, multiplied", [CN, company("h"), holds("x", "h", 5000), A, holds("h", "a", 4000)], "a", YES,
          "2(c)(2)(B)", THROUGH),
    padfa("all of a company of which 25 % are held",
          [CN, company("h"), holds("x", "h", 2500), A, holds("h", "a", 10000)], "a", OPEN, "2(c)(2)(C)"),
    padfa("all of a company of which 25 % are held, multiplied",
          [CN, company("h"), holds("x", "h", 2500), A, holds("h", "a", 10000)], "a", YES, "2(c)(2)(B)", THROUGH),
    padfa("20 % of the country itself", [A, holds(CHINA, "a", 2000)], "a", YES, "2(c)(2)(B)"),
    padfa("20 % of a resident of China", [RESIDENT, A, holds("r", "a", 2000)], "a", YES, "2(c)(2)(B)"),
    padfa("resident of China", [RESIDENT], "r", YES, "2(c)(2)(A)"),
    padfa("US citizen resident in China", [person("p", "e", us_status="citizen", residence="CN")], "p", NO, ""),
    padfa("permanent resident, resident in China",
          [person("p", "e", us_status="permanent_resident", residence="CN")], "p", OPEN, "2(c)(2)(A)"),
    padfa("Chinese citizen abroad", [person("p", "e", citizenships=("CN",))], "p", NO, ""),
    padfa("employee abroad of a Chinese company", [CN, person("p", "x")], "p", OPEN, "2(c)(2)(C)"),
    padfa("all of a company that China directs by contract",
          [CN, company("m"), holds("x", "m", None, kind="contract"), A, holds("m", "a", 10000)], "a", OPEN,
          "2(c)(2)(C)"),
    padfa("all of a company that is judged to be controlled from China",
          [CN, company("m"), Controls(holder="x", subject="m", holds=True), A, holds("m", "a", 10000)], "a", OPEN,
          "2(c)(2)(C)"),
    padfa("all of a company that is judged not to be",
          [CN, company("m"), holds("x", "m", 1900), Controls(holder="x", subject="m", holds=False), A,
           holds("m", "a", 10000)], "a", NO, ""),
    padfa("employee of a company that China directs by contract",
          [CN, company("m"), holds("x", "m", None, kind="contract"), person("p", "m")], "p", OPEN, "2(c)(2)(C)"),
    padfa("all held by an employee of a Chinese company", [CN, person("p", "x"), A, holds("p", "a", 10000)], "a", OPEN,
          "2(c)(2)(C)"),
    padfa("not all holders told", [US, A, holds("u", "a", 9000)], "a", OPEN, "",
          closed=(("interests", "u"), ("parties", "*"), ("roster", "*"))),
    padfa("Cuba is not on its list", [company("c", "CU", "CU")], "c", NO, ""),
    padfa("nothing of anybody hostile", [US, A, holds("u", "a", 10000)], "a", NO, ""),
    padfa("US branch of a Chinese company", [CN, company("b", "US", "US"), holds("x", "b", None, kind="branch")], "b",
          YES, "2(c)(2)(A)"),
)  # fmt: skip

TABLE = (*SHARES, *PLACES, *PEOPLE, *CONTROL, *UNTOLD, *FAQ_401, *BRANCHES, *DESIGNATED, *DOMINANT, *BROKERS)


@pytest.mark.parametrize("row", TABLE, ids=[f"{one.regime}: {one.name}" for one in TABLE])
def test_edge_case(row: Edge) -> None:
    told = [company("e"), *row.rows]
    result = judged(told, row.closed, (row.regime,), row.window)
    assert truth_of(result, row.who, row.regime, row.reading) == row.truth
    assert row.clause in clause_of(result, row.who, row.regime, row.reading)


@pytest.mark.parametrize(
    "row", [one for one in TABLE if one.truth == OPEN], ids=lambda row: f"{row.regime}: {row.name}"
)
def test_what_is_open_asks(row: Edge) -> None:
    result = judged([company("e"), *row.rows], row.closed, (row.regime,), row.window)
    held = {name for one in result.statuses if one.party == row.who and one.truth.word == OPEN for name in one.gaps}
    assert held
    assert held <= {gap.id for gap in result.gaps}


def test_the_question_about_control_names_the_matters_told_and_those_that_are_not() -> None:
    told = [CN, A, holds("x", "a", 700), right("x", "contracts"), right("x", "dilution", "veto")]
    (asked,) = (one for one in judged(told, rules=(ICTS_2025,)).gaps if one.where == "control a")
    assert "x may decide on entering, ending or not fulfilling significant contracts" in asked.why
    assert "x may prevent the dilution of its own part, by buying shares (a minority protection" in asked.why
    assert "significant contracts" not in asked.question
    assert asked.question.count(";") == len(MATTERS) - 2
    (silent,) = (one for one in judged([CN, A, holds("x", "a", 700)]).gaps if one.where == "control a")
    assert "told is" not in silent.why
    (whole,) = (one for one in judged(PARTNER, rules=(ICTS_2025,)).gaps if one.where == "control a")
    assert whole.question == "Who of the holders of a controls it, by the rights that are told?"


def test_no_row_stands_twice() -> None:
    names = [(one.name, one.regime, one.reading) for one in TABLE]
    assert len(set(names)) == len(names)
    assert all(isinstance(one, Row) for row in TABLE for one in row.rows)
    assert all(isinstance(one, Party) for one in (CN, US, A))
