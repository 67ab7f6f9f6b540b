"""Facts for tests of the stage: rows given, dated to the whole window unless told otherwise."""

from __future__ import annotations

from collections import defaultdict

from cloudreview.spells import NEVER, Interval, Spell
from cloudreview.truth import Truth
from cloudreview.vocabulary.facts import Closure, Fact, Facts, Source
from cloudreview.vocabulary.ids import identify
from cloudreview.vocabulary.rows import Approval, Encryption, Operation, Party, Placement, Row, Site, Store

WINDOW: Interval = (0, 1000)
SURE = Spell.exactly(WINDOW)
MAYBE = Spell(NEVER, WINDOW)
BUCKET = "aws:s3:b"
ACCOUNT = "aws:111122223333"
ARN = "arn:aws:kms:us-west-2:111122223333:key/0a1b2c3d-0000-4000-8000-00000000a001"

HOME = Store(store=BUCKET, account=ACCOUNT, region="us-west-2")
PLACED = Placement(dataset="d", client="c", store=BUCKET, categories=("personal_health",))
SITE = Site(provider="aws", region="us-west-2", site="Boardman", country="US", operator="harbor")
HARBOR = Party(party="harbor", organised_in="US")
PLAIN = Encryption(store=BUCKET, algorithm="AES256")
SEALED = Encryption(store=BUCKET, algorithm="aws:kms", key=ARN)
ALL_CLOSED = (
    ("placements", "*"),
    ("sites", "aws"),
    ("operations", "aws"),
    ("encryption", BUCKET),
    ("keys", ACCOUNT),
)


def fact(row: Row, spell: Spell = SURE, truth: Truth = Truth.SUPPORTED, gaps: tuple[str, ...] = ()) -> Fact[Row]:
    name = identify("test", row, spell, int(truth))
    return Fact(id=name, row=row, truth=truth, spell=spell, sources=(Source("x#line=1", "s"),), gaps=gaps)


def closure(relation: str, scope: str, spell: Interval = WINDOW) -> Closure:
    name = identify("closure", relation, scope, spell)
    return Closure(
        id=name, relation=relation, scope=scope, spell=spell, speaker="s", by="declared", places=("x#line=1",)
    )


def facts(*given: Row | Fact[Row], closed: tuple[tuple[str, str] | Closure, ...] = ()) -> Facts:
    rows: dict[type[Row], list[Fact[Row]]] = defaultdict(list)
    for one in given:
        found = one if isinstance(one, Fact) else fact(one)
        rows[type(found.row)].append(found)
    return Facts(
        rows={kind: tuple(sorted(found, key=lambda one: one.id)) for kind, found in rows.items()},
        closures=tuple(one if isinstance(one, Closure) else closure(*one) for one in closed),
        events=(),
        sources={},
        window=WINDOW,
        period=WINDOW,
        as_of=999,
    )


def operation(
    actor: str = "t", power: str = "suspend_service", target: str = "aws:us-west-2", **more: str
) -> Operation:
    return Operation(actor=actor, power=power, target=target, **more)


def approval(approver: str = "harbor", actor: str | None = "t", target: str = "aws:us-west-2", **more: str) -> Approval:
    return Approval(approver=approver, actor=actor, target=target, **{"power": "suspend_service", **more})
