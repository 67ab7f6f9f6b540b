"""What people decided about the evidence, as the record keeps it: who is who, and who controls whom.

Laws: a judgement is never changed, only withdrawn by a later row; of several about one pair the last stands; a body
that is not understood is refused with its row, and never passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta

from cloudreview.errors import IntegrityError
from cloudreview.record import FOLDER, LEDGER, Entry
from cloudreview.spells import end_of, start_of

PLACE = "judgement#"
"""How the place of a judgement begins; 12 hex digits of its row's hash follow."""
SHORT = 12

Words = Annotated[str, Meta(pattern=r"\S")]
Hash = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]
Score = Annotated[float, Meta(ge=0, le=1)]


class Body(msgspec.Struct, frozen=True, kw_only=True, tag_field="judge", forbid_unknown_fields=True):
    """What every judgement has: why, and by whom."""

    reason: Words
    by: Words


class Same(Body, frozen=True, kw_only=True, tag="same"):
    """Two ids name one party or person."""

    a: Words
    b: Words
    score: Score | None = None
    """How alike whoever judged found them; None: not told."""


class Different(Body, frozen=True, kw_only=True, tag="different"):
    """Two ids name two."""

    a: Words
    b: Words
    score: Score | None = None


class Control(Body, frozen=True, kw_only=True, tag="control"):
    """A holder controls a subject, or does not, from a day to a day; null: no bound on that side."""

    holder: Words
    subject: Words
    holds: bool
    since: str | None = msgspec.field(name="from", default=None)
    until: str | None = msgspec.field(name="to", default=None)


class Withdraw(Body, frozen=True, kw_only=True, tag="withdraw"):
    """An earlier judgement no longer counts; of a withdrawal, what it took away counts again."""

    of: Hash


AnyBody = Same | Different | Control | Withdraw
Pair = tuple[str, str]
B = TypeVar("B", Same, Different, Control, Withdraw)


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """One judgement and the ledger row that holds it."""

    body: AnyBody
    hash: str
    at: str
    """When it was appended; no review reads it."""
    standing: bool

    @property
    def place(self) -> str:
        """The place by which facts and merges name it."""
        return PLACE + self.hash[:SHORT]


class Judgements(msgspec.Struct, frozen=True, kw_only=True):
    """The judgements that stand, by what they judge; the order of the record is kept in none of them."""

    same: tuple[Judged, ...] = ()
    different: tuple[Judged, ...] = ()
    control: tuple[Judged, ...] = ()

    def parted(self) -> set[Pair]:
        """The pairs that a person told apart."""
        return {pair_of(one.body) for one in self.different}

    def joined(self) -> set[Pair]:
        """The pairs that a person took to be one."""
        return {pair_of(one.body) for one in self.same}


NONE = Judgements()


def pair_of(body: AnyBody) -> Pair:
    """The two ids of a judgement about who is who, in order."""
    assert isinstance(body, (Same, Different))
    return (body.a, body.b) if body.a <= body.b else (body.b, body.a)


def check(body: object) -> AnyBody:
    """The judgement that an object of JSON is. Raises ValueError with one sentence for any other."""
    try:
        found: AnyBody = msgspec.convert(body, AnyBody)
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from error
    if isinstance(found, (Same, Different)) and found.a == found.b:
        raise ValueError(f"`{found.a}` is judged against itself")
    if isinstance(found, Control):
        _check_days(found)
    return found


def _check_days(body: Control) -> None:
    begin = None if body.since is None else start_of(body.since)
    end = None if body.until is None else end_of(body.until)
    if begin is not None and end is not None and begin[0] >= end[1]:
        raise ValueError(f"it ends on {body.until}, before it begins on {body.since}")
    if body.holder == body.subject:
        raise ValueError(f"`{body.holder}` is judged to control itself")


def read(entries: Sequence[Entry]) -> tuple[Judged, ...]:
    """Every judgement of the ledger's rows, in order, with whether it stands. Raises IntegrityError."""
    rows = [entry for entry in entries if entry.kind == "judgement"]
    bodies = [_body(entry) for entry in rows]
    withdrawn: set[str] = set()
    earlier = {entry.hash: at for at, entry in enumerate(rows)}
    for at in range(len(rows) - 1, -1, -1):
        body = bodies[at]
        if isinstance(body, Withdraw):
            if earlier.get(body.of, at) >= at:
                raise _broken(rows[at], f"it withdraws {body.of[:SHORT]}, and no judgement before it has that hash")
            if rows[at].hash not in withdrawn:
                withdrawn.add(body.of)
    return tuple(
        Judged(body=body, hash=row.hash, at=row.at, standing=row.hash not in withdrawn)
        for row, body in zip(rows, bodies, strict=True)
    )


def _body(entry: Entry) -> AnyBody:
    try:
        return check(entry.content())
    except ValueError as error:
        raise _broken(entry, str(error)) from error


def _broken(entry: Entry, why: str) -> IntegrityError:
    return IntegrityError(
        f"{FOLDER}/{LEDGER}: row {entry.seq}",
        f"the judgement is not understood: {why}",
        "`cloudreview judge` writes judgements; restore the record, or read it with the version that wrote it",
    )


def standing(judged: Sequence[Judged]) -> Judgements:
    """Those that count: not withdrawn, and of several about one pair the last."""
    last: dict[Pair, Judged] = {}
    for one in judged:
        if one.standing and isinstance(one.body, (Same, Different)):
            last[pair_of(one.body)] = one
    pairs = [one for _, one in sorted(last.items())]
    control = sorted(
        (one for one in judged if one.standing and isinstance(one.body, Control)), key=lambda one: one.hash
    )
    return Judgements(same=tuple(_of(pairs, Same)), different=tuple(_of(pairs, Different)), control=tuple(control))


def overruled(judged: Sequence[Judged]) -> set[str]:
    """Hashes of those that were not withdrawn and do not count: a later one is about the same pair."""
    found = standing(judged)
    counting = {one.hash for one in (*found.same, *found.different)}
    pairs = [one for one in judged if one.standing and isinstance(one.body, (Same, Different))]
    return {one.hash for one in pairs} - counting


def _of(judged: Sequence[Judged], kind: type[B]) -> Iterator[Judged]:
    return (one for one in judged if isinstance(one.body, kind))


def sentence(body: AnyBody) -> str:
    """What a judgement says."""
    return _SENTENCES[type(body)](body)


def _control(body: Control) -> str:
    time = "".join(f" {word} {day}" for word, day in (("from", body.since), ("to", body.until)) if day)
    return f"{body.holder} {'controls' if body.holds else 'does not control'} {body.subject}{time}"


_SENTENCES: Mapping[type[Body], Callable[[Any], str]] = {
    Same: lambda body: f"{body.a} and {body.b} are one",
    Different: lambda body: f"{body.a} and {body.b} are two",
    Control: _control,
    Withdraw: lambda body: f"the judgement {body.of[:SHORT]} no longer counts",
}
