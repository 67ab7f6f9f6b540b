"""Small worlds as tables: one line a statement, and everything else told completely unless a test opens it.

    company PARTY | party PARTY (of untold kind)
    status PARTY ADVERSARY | answers_to PERSON PARTY | uses PERSON IDENTITY | assumes IDENTITY IDENTITY
    allows IDENTITY STORE HARM | protects STORE KEY (- for none) | decrypts IDENTITY KEY
    power ACTOR POWER TARGET HARM STORE | placement DATASET CLIENT STORE

A line may end in `?` (unknown) or `~` (conflicting), `@3..7` (when) and `raw` (that mode only).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path as File

from cloudreview.case import Case
from cloudreview.law import Law, load
from cloudreview.reach import ReachResult, reach
from cloudreview.spells import Interval, Spell
from cloudreview.truth import Truth
from cloudreview.vocabulary.facts import Closure, Fact, Facts, Source
from cloudreview.vocabulary.ids import identify
from cloudreview.vocabulary.rows import Employment, Party, Placement, Row, Use
from cloudreview.vocabulary.status import Reading, Status, status
from cloudreview.vocabulary.steps import RULES, Step, step
from cloudreview.vocabulary.told import Path
from cloudreview.vocabulary.words import MODES

WINDOW: Interval = (0, 100)
ACCOUNT = "111122223333"
LAW: Law = load(None)
CLOSED = (
    "parties *",
    "interests *",
    "roster *",
    "placements *",
    "operations aws",
    "sites aws",
    f"principals aws:{ACCOUNT}",
    f"identities aws:{ACCOUNT}",
    f"statements aws:{ACCOUNT}",
    "statements *",
    f"keys aws:{ACCOUNT}",
)
CASE = Case(
    folder=File(), id="t", title="", subject="", as_of=50, period=WINDOW, carry=1, adversaries=("CN",),
    rules=("us-dsp-202",),
)  # fmt: skip


def arn(name: str) -> str:
    return name if name == "*" or name.startswith("arn:") else f"arn:aws:iam::{ACCOUNT}:role/{name}"


def store(name: str) -> str:
    return name if ":" in name else f"aws:s3:{name}"


class World:
    """Facts, statuses and steps of a table."""

    def __init__(self, table: str | Iterable[str], opened: Sequence[str] = (), case: Case = CASE) -> None:
        self.case = case
        self.closed = [one for one in CLOSED if one not in opened]
        self.steps: list[Step] = []
        self.statuses: list[Status] = [_status("country:CN", "CN", Truth.SUPPORTED, WINDOW, "us-dsp-202")]
        self.rows: dict[type[Row], list[Fact[Row]]] = {}
        for line in table.splitlines() if isinstance(table, str) else table:
            if line.strip():
                self.line(line.split("#")[0].split())

    def line(self, words: list[str]) -> None:
        modes: Sequence[str] = MODES
        truth, when = Truth.SUPPORTED, WINDOW
        while words[-1] in ("?", "~", "raw", "no") or words[-1].startswith("@"):
            last = words.pop()
            if last == "raw":
                modes = ("raw",)
            elif last.startswith("@"):
                begin, end = last[1:].split("..")
                when = int(begin), int(end)
            else:
                truth = {"?": Truth.UNKNOWN, "~": Truth.CONFLICTING, "no": Truth.REFUTED}[last]
        rule, *values = words
        if rule == "status":
            regime = values[2] if len(values) > 2 else "us-dsp-202"
            self.statuses.append(_status(values[0], values[1], truth, when, regime))
        elif rule == "answers_to":
            team = values[2] if len(values) > 2 else None
            self.fact(Employment(person=values[0], employer=values[1], team=team), truth, when)
        elif rule == "uses":
            self.fact(Use(person=values[0], principal=arn(values[1])), truth, when)
        elif rule in ("company", "party"):
            self.fact(Party(party=values[0], kind="company" if rule == "company" else None), truth, when)
        else:
            self.derived(rule, values, truth, when, modes)

    def derived(self, rule: str, values: list[str], truth: Truth, when: Interval, modes: Sequence[str]) -> None:
        named = {"principal": arn, "as": arn, "store": store, "key": lambda key: "" if key == "-" else key}
        fields = {name: named.get(name, str)(value) for name, value in zip(RULES[rule], values, strict=True)}  # type: ignore[operator]
        because = identify("fact", rule, fields)
        if rule == "placement":
            because = self.fact(
                Placement(dataset=fields["dataset"], client=fields["client"], store=fields["store"]), truth, when
            )
        spell = Spell.possibly(when) if truth is Truth.UNKNOWN else Spell.exactly(when)
        gaps = (f"gap:{' '.join(values)}",) if truth is Truth.UNKNOWN else ()
        self.steps += [step(rule, fields, truth, spell, (because,), mode=mode, gaps=gaps) for mode in modes]  # type: ignore[arg-type]

    def fact(self, row: Row, truth: Truth, when: Interval) -> str:
        name = identify(row.__struct_config__.tag or "", row, when)
        one = Fact(
            id=name,
            row=row,
            truth=Truth.CONFLICTING if truth is Truth.CONFLICTING else Truth.SUPPORTED,
            spell=Spell.possibly(when) if truth is Truth.UNKNOWN else Spell.exactly(when),
            sources=(Source(f"{name[-12:]}#row=1", "provider"),),
            gaps=(f"gap:{name}",) if truth is Truth.UNKNOWN else (),
        )
        self.rows.setdefault(type(row), []).append(one)
        return name

    def facts(self) -> Facts:
        closures = [
            Closure(
                id=identify("closure", one),
                relation=one.split()[0],
                scope=one.split()[1],
                spell=WINDOW,
                speaker="provider",
                by="declared",
                places=("e#line=2",),
            )
            for one in self.closed
        ]
        return Facts(
            rows={kind: tuple(sorted(found, key=lambda f: f.id)) for kind, found in self.rows.items()},
            closures=tuple(sorted(closures, key=lambda one: one.id)),
            events=(),
            sources={},
            window=WINDOW,
            period=self.case.period or WINDOW,
            as_of=self.case.as_of,
        )

    def reach(self) -> ReachResult:
        """With a refuted status for everybody of whom the table says nothing else."""
        judged = {(one.party, one.adversary) for one in self.statuses}
        people = {fact.row.person for kind in (Employment, Use) for fact in self.rows.get(kind, [])}  # type: ignore[attr-defined]
        people |= {fact.row.party for fact in self.rows.get(Party, [])}  # type: ignore[attr-defined]
        people |= {one.fields["actor"] for one in self.steps if one.rule == "power"}
        for person in sorted(people):
            for adversary in self.case.adversaries or ():
                if (person, adversary) not in judged:
                    self.statuses.append(_status(person, adversary, Truth.REFUTED, WINDOW, self.case.rules[0]))
        return reach(self.facts(), LAW, self.case, tuple(self.statuses), self.steps)


def _status(party: str, adversary: str, truth: Truth, when: Interval, regime: str) -> Status:
    spell = Spell.possibly(when) if truth is Truth.UNKNOWN else Spell.exactly(when)
    gaps = (f"gap:{party}",) if truth is Truth.UNKNOWN else ()
    because = (identify("fact", party),)
    return status(party, adversary, regime, Reading(), "28 CFR 202.211(a)", truth, spell, because, gaps)


def short(path: Path) -> str:
    """A path in one line: truth, harm, dataset and mode, then its steps."""
    words = [f"{one.rule} {' '.join(filter(None, one.conclusion.values()))}".strip() for one in path.steps[:-1]]
    text = f"{path.truth} {path.mode} {path.harm} {path.dataset}: " + "; ".join(words)
    return text.replace(f"arn:aws:iam::{ACCOUNT}:role/", "").replace("aws:s3:", "")


def guarded(result: ReachResult) -> list[str]:
    return sorted(short(path) for path in result.paths if path.mode == "guarded")
