"""A small invented world of facts, statuses and logged events, whole unless a test opens it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from cloudreview.case import Case
from cloudreview.law import load
from cloudreview.observed import ObservedResult, observe
from cloudreview.spells import HOUR, Interval, Spell, instant
from cloudreview.truth import Truth
from cloudreview.vocabulary.events import EVENTS
from cloudreview.vocabulary.facts import Closure, Fact, Facts, Source
from cloudreview.vocabulary.ids import identify
from cloudreview.vocabulary.rows import (
    Employment,
    Encryption,
    Placement,
    Row,
    Selector,
    Statement,
    Store,
    Use,
)
from cloudreview.vocabulary.status import Reading, Status, status
from cloudreview.vocabulary.told import Observed

ACCOUNT = "aws:111122223333"
STORE = "aws:s3:records"
SEALED = "aws:s3:sealed"
TRAIL = "arn:aws:cloudtrail:us-west-2:111122223333:trail/audit"
MEI = "arn:aws:iam::111122223333:user/mei"
ADA = "arn:aws:iam::111122223333:user/ada"
OPS = "arn:aws:iam::111122223333:role/ops"
KEY = "arn:aws:kms:us-west-2:111122223333:key/0a1b"
FROM, UNTIL = instant("2026-03-01T00:00:00Z"), instant("2026-04-01T00:00:00Z")
PERIOD: Interval = (FROM, UNTIL)
ALWAYS = Spell.exactly((FROM - 100 * HOUR, UNTIL + 100 * HOUR))
CLASSES = ("data_read", "data_write", "management", "key_use")
DSP = "us-dsp-202"


def at(text: str) -> int:
    """An instant of March 2026, such as `05T08:00`."""
    return instant(f"2026-03-{text}:00Z")


def fact(row: Row, spell: Spell = ALWAYS, truth: Truth = Truth.SUPPORTED, gaps: tuple[str, ...] = ()) -> Fact[Row]:
    name = identify(str(row.__struct_config__.tag), row, spell)
    return Fact(id=name, row=row, truth=truth, spell=spell, sources=(Source("abc#line=1", "Provider"),), gaps=gaps)


def closure(relation: str, scope: str, spell: Interval = ALWAYS.must) -> Closure:
    name = identify("closure", relation, scope, spell)
    return Closure(
        id=name, relation=relation, scope=scope, spell=spell, speaker="Provider", by="declared", places=("abc#line=2",)
    )


def event(number: int, when: str | None, **fields: Any) -> dict[str, Any]:
    """A record of a successful GetObject by Mei, unless told otherwise."""
    record: dict[str, Any] = {
        "place": f"abcdef012345#/Records/{number}",
        "at": None if when is None else at(when),
        "event_id": f"e-{number}",
        "request_id": f"r-{number}",
        "log": "cloudtrail",
        "account": ACCOUNT,
        "service": "s3.amazonaws.com",
        "action": "GetObject",
        "klass": "data_read",
        "store": STORE,
        "object": "2026/a",
        "principal": MEI,
        "principal_type": "IAMUser",
        "source": "203.0.113.7",
        "region": "us-west-2",
        "bytes": 10,
        "read_only": True,
    }
    return {**record, **fields}


def standing(
    person: str, truth: Truth, spell: Spell = ALWAYS, adversary: str = "CN", gaps: tuple[str, ...] = ()
) -> Status:
    return status(person, adversary, DSP, Reading(), "28 CFR 202.211(a)(3)", truth, spell, ("fact:1",), gaps)


@dataclass
class World:
    """Mei works for a covered firm, Ada does not; one dataset in one store, all lists complete, logs whole."""

    rows: list[Fact[Row]] = field(default_factory=list)
    closures: list[Closure] = field(default_factory=list)
    statuses: list[Status] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    period: Interval = PERIOD

    def observe(self, folder: Path, files: int = 1) -> ObservedResult:
        case = Case(
            folder=folder,
            id="c",
            title="c",
            subject="c",
            as_of=UNTIL - 1,
            period=self.period,
            rules=(DSP,),
            carry=0,
            adversaries=("CN",),
        )
        return observe(self.facts(write(folder, self.events, files)), load(UNTIL), case, self.statuses)

    def facts(self, events: tuple[Path, ...] = ()) -> Facts:
        rows: dict[type[Row], list[Fact[Row]]] = {}
        for one in self.rows:
            rows.setdefault(type(one.row), []).append(one)
        return Facts(
            rows={kind: tuple(sorted(found, key=lambda one: one.id)) for kind, found in rows.items()},
            closures=tuple(sorted(self.closures, key=lambda one: one.id)),
            events=events,
            sources={"abcdef012345": "Provider"},
            window=self.period,
            period=self.period,
            as_of=UNTIL - 1,
        )

    def open(self, relation: str) -> World:
        """The same world in which nobody says that the relation is complete."""
        self.closures = [one for one in self.closures if one.relation != relation]
        return self

    def without(self, kind: type[Row]) -> World:
        """The same world without the facts of a relation."""
        self.rows = [one for one in self.rows if type(one.row) is not kind]
        return self


def world(*events: dict[str, Any], stores: Iterable[str] = (STORE,)) -> World:
    made = World(events=list(events))
    made.rows = [
        fact(Use(person="p-mei", provider="aws", principal=MEI)),
        fact(Use(person="p-ada", provider="aws", principal=ADA)),
        fact(Employment(person="p-mei", employer="tide", citizenships=("SG",))),
        fact(Employment(person="p-ada", employer="harbor", citizenships=("US",))),
    ]
    made.closures = [
        closure("principals", ACCOUNT),
        closure("statements", ACCOUNT),
        closure("roster", "*"),
        closure("placements", "*"),
        closure("keys", ACCOUNT),
    ]
    for store in stores:
        made.rows += [
            fact(Store(store=store, account=ACCOUNT)),
            fact(Placement(dataset=f"d-{store.rpartition(':')[2]}", client="beacon", store=store)),
            *(fact(Selector(trail=TRAIL, store=store, klass=klass)) for klass in CLASSES[:3]),
        ]
        made.closures += [closure("events", f"{store} {klass}") for klass in CLASSES]
        if store == STORE:
            made.rows.append(fact(Encryption(store=store, algorithm="AES256")))
        else:
            made.rows.append(fact(Encryption(store=store, algorithm="aws:kms", key=KEY)))
            made.rows.append(fact(Selector(trail=TRAIL, store="aws:s3:*", klass="key_use")))
    made.statuses = [
        standing("p-mei", Truth.SUPPORTED),
        standing("p-ada", Truth.REFUTED),
        standing("tide", Truth.SUPPORTED),
        standing("harbor", Truth.REFUTED),
    ]
    return made


def trust(role: str, *names: str, kind: str = "AWS") -> Fact[Row]:
    listed = ",".join(f'"{name}"' for name in names)
    body = f'{{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{{"{kind}":[{listed}]}}}}'
    return fact(Statement(layer="trust", subject=role, policy="trust", body=body))


def write(folder: Path, events: Sequence[dict[str, Any]], files: int = 1) -> tuple[Path, ...]:
    folder.mkdir(parents=True, exist_ok=True)
    names = EVENTS.names
    paths = []
    for number in range(files if events else 0):
        rows = [{name: one.get(name) for name in names} for one in events[number::files]]
        path = folder / f"{number}.parquet"
        pq.write_table(pa.Table.from_pylist(rows, schema=EVENTS), path)
        paths.append(path)
    return tuple(paths)


def picked(result: ObservedResult, **fields: object) -> list[Observed]:
    """The rows that have these values."""
    return [row for row in result.observed if all(getattr(row, name) == value for name, value in fields.items())]
