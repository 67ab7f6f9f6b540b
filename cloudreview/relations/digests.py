"""What chains of CloudTrail digests prove complete: `log_files TRAIL REGION`, for the events of a stretch of time.

A digest names all log files delivered from its start to its end, with their hashes, and the digest before it
(awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html). So along an unbroken chain,
where each log file named was delivered with that hash and read whole, every event that CloudTrail delivered is here.
What a chain does not settle is taken into account here:

* Log files are delivered after the events, without a guaranteed time; CloudTrail tries for 30 days to deliver where the
  bucket cannot be reached (cloudtrail-find-log-files.html). So the last 30 days of a chain are not closed.
* A digest may leave out log files that a backfill digest names later, and no chain tells whether there is one. So the
  speaker must state that all digests of the trail were delivered: `digests TRAIL` in evidence.csv.
* A chain links hashes; who made it is shown only by signatures. The signature of a digest stands in the next one, so
  the last of a chain is never verified.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cloudreview.gaps import gap
from cloudreview.relations.signatures import verifies
from cloudreview.spells import BEGINNING, DAY, END, Interval, meet, text
from cloudreview.vocabulary.delivery import Delivery
from cloudreview.vocabulary.digest import Digest, NamedLog, SigningKey
from cloudreview.vocabulary.facts import Closure
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.ids import identify

RELATION = "log_files"
REDELIVERY = 30 * DAY
SECOND = 10**9
SIGNED = "AWS, by signatures under keys told by "


class _Told(NamedTuple):
    """A digest, and who delivered it where."""

    row: Digest
    speaker: str
    place: str


class _Run(NamedTuple):
    """Digests in a row without a break."""

    digests: list[_Told]
    signed: bool
    """Whether all but the last are verified."""


def chains(delivery: Delivery, declared: Iterable[Closure]) -> tuple[list[Closure], list[Gap]]:
    """What the digests delivered close, and what stands between them and closing more."""
    groups: dict[tuple[str, str], list[_Told]] = defaultdict(list)
    keys: dict[str, list[tuple[str, str]]] = defaultdict(list)
    whole: dict[str, bool] = {}
    for file in delivery.files:
        if file.content_sha256 is not None:
            whole[file.content_sha256] = not file.bad
        for said in file.said:
            if isinstance(said.row, Digest):
                groups[said.row.trail, said.row.region].append(_Told(said.row, file.speaker, file.short + said.at))
            elif isinstance(said.row, SigningKey):
                keys[said.row.fingerprint].append((said.row.value, file.speaker))
    stated = [one for one in declared if one.relation == "digests"]
    closures: list[Closure] = []
    gaps: list[Gap] = []
    delivered = {content for content, read in whole.items() if read}
    for (trail, region), told in sorted(groups.items()):
        chain = _Chain(trail, region, told, keys, delivered)
        gaps += chain.gaps
        closures += chain.closed([one for one in stated if one.scope == trail])
        if not any(one.scope == trail for one in stated):
            gaps.append(_undeclared(trail))
    return closures, gaps


class _Chain:
    """The digests of one trail in one region."""

    def __init__(
        self,
        trail: str,
        region: str,
        told: Sequence[_Told],
        keys: dict[str, list[tuple[str, str]]],
        delivered: set[str],
    ) -> None:
        self._trail, self._region, self._keys = trail, region, keys
        self.gaps: list[Gap] = []
        main = sorted((one for one in told if not one.row.backfill), key=lambda one: (one.row.since, one.row.until))
        self._runs = list(self._linked(_uncontested(main)))
        named = [log for one in told for log in one.row.logs]
        missing = {log.content: log for log in named if log.content not in delivered}
        self._holes = sorted(_events_of(log) for log in missing.values())
        if missing:
            self.gaps.append(_undelivered(trail, region, [missing[content] for content in sorted(missing)]))

    def closed(self, stated: Sequence[Closure]) -> Iterator[Closure]:
        """One closure for each stretch of events, by each statement that all digests are here."""
        for run in (one for one in self._runs if one.digests):
            yield from self._closed(run.digests, stated, {one.speaker for one in run.digests})
            if run.signed and len(run.digests) > 1:
                told = {who for one in run.digests[:-1] for _, who in self._keys[one.row.fingerprint]}
                yield from self._closed(run.digests[:-1], stated, {SIGNED + who for who in told})

    def _closed(self, digests: Sequence[_Told], stated: Sequence[Closure], speakers: set[str]) -> Iterator[Closure]:
        events = (digests[0].row.since, digests[-1].row.until - REDELIVERY)
        if events[0] >= events[1]:
            return
        for statement in stated:
            for part in _without(meet(events, statement.spell), self._holes):
                yield self._closure(part, digests, statement, speakers)

    def _closure(self, spell: Interval, digests: Sequence[_Told], statement: Closure, speakers: set[str]) -> Closure:
        scope = f"{self._trail} {self._region}"
        speaker = "; ".join(sorted({*speakers, statement.speaker}))
        ends = {digests[0].place, digests[-1].place}
        return Closure(
            id=identify("closure", RELATION, scope, spell, speaker, "format"),
            relation=RELATION,
            scope=scope,
            spell=spell,
            speaker=speaker,
            by="format",
            places=tuple(sorted({*ends, *statement.places})),
        )

    def _linked(self, digests: Sequence[_Told]) -> Iterator[_Run]:
        """Runs in which each digest names the one before it, by name and hash, and no signature is wrong."""
        run: list[_Told] = []
        signed = True
        unverified: list[_Told] = []
        forged: list[_Told] = []
        broken: list[tuple[_Told, _Told]] = []
        for one in digests:
            before = run[-1] if run else None
            if before is not None:
                right = self._told_right(before.row, one.row)
                if right is False:
                    forged.append(before)
                    yield _Run(run[:-1], signed)
                    run, signed = [], True
                elif not _follows(before.row, one.row):
                    broken.append((before, one))
                    yield _Run(run, signed)
                    run, signed = [], True
                elif right is None:
                    signed = False
                    unverified.append(before)
            run.append(one)
        yield _Run(run, signed)
        if forged:
            self.gaps.append(_forged(self._trail, self._region, forged))
        if broken:
            self.gaps.append(_broken(self._trail, self._region, broken))
        if unverified:
            self.gaps.append(_unverified(self._trail, self._region, unverified))

    def _told_right(self, digest: Digest, after: Digest) -> bool | None:
        """Whether a digest has the hash and the signature that the next tells of it; None where no key says."""
        if after.previous != digest.object:
            return None
        if after.previous_content != digest.content:
            return False
        if after.previous_signature is None:
            return None
        signed = f"{digest.ended}\n{digest.object}\n{digest.content}\n{digest.previous_signature or 'null'}".encode()
        keys = self._keys.get(digest.fingerprint, ())
        values = [verifies(value, after.previous_signature, signed) for value, _ in keys]
        return True if True in values else False if False in values else None


def _uncontested(digests: Iterable[_Told]) -> list[_Told]:
    """The same digest delivered twice is one; of two that claim one name neither is."""
    by_name: dict[str, dict[str, _Told]] = defaultdict(dict)
    for one in digests:
        by_name[one.row.object][one.row.content] = one
    return [next(iter(contents.values())) for contents in by_name.values() if len(contents) == 1]


def _follows(before: Digest, after: Digest) -> bool:
    return after.previous == before.object and before.since < after.since <= before.until


def _without(whole: Interval, holes: Iterable[Interval]) -> Iterator[Interval]:
    """What is left of an interval; the holes are sorted, as there may be very many."""
    begin, end = whole
    for hole in holes:
        if begin < min(hole[0], end):
            yield (begin, min(hole[0], end))
        begin = max(begin, hole[1])
    if begin < end:
        yield (begin, end)


def _events_of(log: NamedLog) -> Interval:
    """The times that events of a log file may have; whole seconds are told."""
    if log.oldest is None or log.newest is None:
        return (BEGINNING, END)
    return (log.oldest, max(log.oldest, log.newest) + SECOND)


def _undeclared(trail: str) -> Gap:
    return gap(
        "scope_open",
        f"digests {trail}",
        "a digest may leave out log files that a backfill digest names later, and nobody says that all were delivered",
        f"Please send all digests of {trail}, those named `_backfill` too, and say in evidence.csv: `digests {trail}`.",
    )


def _undelivered(trail: str, region: str, missing: Sequence[NamedLog]) -> Gap:
    return gap(
        "no_evidence",
        f"log files {trail} {region}",
        f"{len(missing)} log files that the digests of {trail} in {region} name were not delivered, or not read whole",
        f"Please send the log files that the digests name, unchanged, the first of them {missing[0].object}.",
    )


def _forged(trail: str, region: str, digests: Sequence[_Told]) -> Gap:
    return gap(
        "disagreement",
        f"digests {trail} {region}",
        f"{len(digests)} digests of {trail} in {region} are not those that the next ones name, or not signed",
        f"Who made these digests, the first of them {digests[0].row.object}?",
    )


def _broken(trail: str, region: str, breaks: Sequence[tuple[_Told, _Told]]) -> Gap:
    before, after = breaks[0]
    span = f"from {text(before.row.until)} to {text(after.row.since)}"
    return gap(
        "no_evidence",
        f"digests {trail} {region}",
        f"the chain of digests of {trail} in {region} is broken {len(breaks)} times, first {span}",
        f"Please send the digests of {trail} in {region} {span} and wherever one is missing, or say why there is none.",
    )


def _unverified(trail: str, region: str, digests: Sequence[_Told]) -> Gap:
    since, until = text(digests[0].row.since), text(digests[-1].row.until)
    return gap(
        "no_evidence",
        f"signing keys {region}",
        f"{len(digests)} digests of {trail} in {region} name a public key that was not delivered: nobody verified them",
        f"Please send the answer of ListPublicKeys of {region} from {since} to {until}.",
    )
