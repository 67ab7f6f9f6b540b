"""All of a case's evidence, read: each file in a process of its own, with who speaks, when, and about what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from cloudreview.case import EVIDENCE, Case
from cloudreview.evidence import about as abouts
from cloudreview.evidence import bods, bods_parquet, ftm, gleif, psc, tables
from cloudreview.evidence.cache import Cache
from cloudreview.evidence.limits import DEFAULT, Limits
from cloudreview.evidence.lines import Matched, match, speaker_of
from cloudreview.evidence.listing import Line, Scope
from cloudreview.evidence.outcome import Outcome, refused
from cloudreview.evidence.pool import COMMAND
from cloudreview.evidence.quoting import Library
from cloudreview.evidence.reading import outcomes_of
from cloudreview.evidence.walk import Entry, walk
from cloudreview.gaps import distinct, gap
from cloudreview.vocabulary.delivery import Delivered, Delivery, Said
from cloudreview.vocabulary.gap import Gap

NOBODY_TELLS = "nobody can tell what it is about; say so in the column `about` of evidence.csv"
STRICTEST = "restricted"
"""The marking of a file of which nobody says one."""
OPENED = tables.OPENED | bods.OPENED | bods_parquet.OPENED | ftm.OPENED | gleif.OPENED | psc.OPENED
LOGS = ("cloudtrail", "aws cloudtrail lookup-events", "s3 server access log", "actiontrail", "oss access log")
"""How the formats of logs begin."""
DIGEST = "cloudtrail digest"


def deliver(case: Case, workers: int = 1, *, limits: Limits = DEFAULT, command: Sequence[str] = COMMAND) -> Delivery:
    """Read everything in `evidence/`; what cannot be read is quarantined, and the rest goes on.

    The result does not depend on `workers`. Only `.cloudreview/` is written.
    """
    entries = walk(case.folder / EVIDENCE, limits)
    cache = Cache(case.folder, limits)
    outcomes = outcomes_of(entries, cache, workers, limits, command)
    matched = match(_lines(entries, outcomes), ((one.sha256, one.name) for one in entries))
    names = abouts.known_names(
        (outcome.reading for outcome in outcomes.values()), (line.about for _, line in matched.line.values())
    )
    resolved = [_resolve(one, outcomes[one.sha256], matched, names) for one in entries]
    library = Library((one.entry.sha256, one.entry.name, one.outcome.reading) for one in resolved)
    quotes = [library.quoted(one.outcome.reading.said) for one in resolved]
    read = [_with(one, found.said) for one, found in zip(resolved, quotes, strict=True)]
    files = [_delivered(one, matched, cache) for one in read]
    gaps = [*matched.gaps, *(one for found in quotes for one in found.gaps), *_quarantine_gaps(files)]
    gaps += [found for one in read for found in one.gaps()]
    if not entries:
        gaps.append(
            gap("no_evidence", "evidence", "the evidence folder is empty or missing", "Please send the evidence.")
        )
    return Delivery(
        files=tuple(sorted(files, key=lambda one: (one.sha256, one.name))),
        opens=matched.opens,
        declared=matched.declared(),
        gaps=tuple(distinct(gaps)),
    )


def _lines(entries: Iterable[Entry], outcomes: Mapping[str, Outcome]) -> list[tuple[str, Line]]:
    """The lines of every listing, with their places; equal bytes under two names say it once."""
    listings = sorted({one.sha256 for one in entries if outcomes[one.sha256].lines})
    return [(sha256[:12] + line.at, line) for sha256 in listings for line in outcomes[sha256].lines]


class _Read(msgspec.Struct, frozen=True, kw_only=True):
    """A file with what is said about it."""

    entry: Entry
    outcome: Outcome
    line: tuple[str, Line] | None
    about: str | None
    about_by: str | None

    def gaps(self) -> list[Gap]:
        """The gaps of its reader, and of a line that contradicts the content."""
        said, declared = self.outcome.reading.about, self.line[1].about if self.line else None
        found = list(self.outcome.reading.gaps)
        if said and declared and said != declared and abouts.kind_of(said) == abouts.kind_of(declared):
            short = self.entry.sha256[:12]
            why = f"evidence.csv says that the file {short} is about {declared}, its content says {said}"
            found.append(gap("disagreement", short, why, f"Is the file {short} about {declared} or about {said}?"))
        return found


def _resolve(entry: Entry, outcome: Outcome, matched: Matched, names: Mapping[str, set[str]]) -> _Read:
    """What a file is about: evidence.csv, else the content, else its name; `@about` filled in, or the file refused."""
    line = matched.line.get((entry.sha256, entry.name))
    told = ((line[1].about if line else None, "declared"), (outcome.reading.about, "content"))
    kinds = abouts.wanted(outcome.reading)
    found = [(name, by) for name, by in told if name and (kinds is None or _fits(outcome, name, kinds))]
    if not found and (kinds is not None or outcome.whole_bad):
        name = abouts.by_name(entry.name, names, kinds)
        found = [(name, "name")] if name and (kinds is None or _fits(outcome, name, kinds)) else []
    about, by = found[0] if found else (None, None)
    if kinds is not None and about is not None:
        outcome = msgspec.structs.replace(outcome, reading=abouts.filled(outcome.reading, about))
    elif kinds is not None:
        outcome = refused(NOBODY_TELLS, outcome.content_bytes, form=outcome.reading.format)
    return _Read(entry=entry, outcome=outcome, line=line, about=about, about_by=by)


def _fits(outcome: Outcome, name: str, kinds: set[str]) -> bool:
    """Whether a name may be what a readable file leaves open."""
    return abouts.kind_of(name) in kinds and abouts.fits(outcome.reading, name)


def _with(read: _Read, said: list[Said]) -> _Read:
    """The same with other rows."""
    reading = msgspec.structs.replace(read.outcome.reading, said=said)
    return msgspec.structs.replace(read, outcome=msgspec.structs.replace(read.outcome, reading=reading))


def _delivered(read: _Read, matched: Matched, cache: Cache) -> Delivered:
    entry, reading = read.entry, read.outcome.reading
    place, line = read.line or ("", None)
    taken_at = line.taken_at if line is not None and line.taken_at is not None else reading.taken_at
    return Delivered(
        sha256=entry.sha256,
        name=entry.name,
        bytes=entry.bytes,
        content_bytes=read.outcome.content_bytes,
        format=reading.format,
        speaker=speaker_of(line),
        received_from=line.received_from if line is not None else None,
        taken_at=taken_at,
        about=read.about,
        about_by=read.about_by,
        marking=(line.marking if line is not None else None) or STRICTEST,
        said=tuple(reading.said),
        proves=() if reading.bad else tuple(reading.proves),
        bad=tuple(reading.bad),
        parsed=reading.parsed,
        ignored=sum(reading.ignored.values()),
        unknown_fields=dict(sorted(reading.unknown_fields.items())),
        pages=len(reading.pages) or None,
        complete=matched.complete.get(place, ()),
        opens=tuple(sorted(_opens(read, matched))) if reading.bad else (),
        events=(cache.events(entry.sha256),) if read.outcome.events is not None else (),
        snapshot_of=tuple(reading.proves),
        content_sha256=read.outcome.content_sha256,
    )


def _opens(read: _Read, matched: Matched) -> set[Scope]:
    """What a file with something bad in it leaves open (design section 13, "What a quarantined file opens").

    A file in which something is bad is at best as good as one that is gone: without scopes of its own it opens what its
    speaker declared about the same. A bad record of a log may be any event, so it opens every log its speaker declared;
    a bad digest may name any log file.
    """
    outcome, line = read.outcome, read.line[1] if read.line else None
    found = {(one.relation, one.scope) for one in outcome.reading.proves}
    found |= {scope for one in outcome.lines for scope in one.complete_for}
    found.update(OPENED.get(outcome.reading.format, ()))
    if line is not None:
        found.update(line.complete_for or matched.said_by(line))
    if outcome.whole_bad and read.about is not None:
        found.update(abouts.scopes_about(read.about))
    if outcome.events is not None or outcome.reading.format.startswith(LOGS):
        speaker = speaker_of(line)
        relation = "digests" if outcome.reading.format == DIGEST else "events"
        found |= {
            (one.relation, one.scope) for who, one in matched.declared() if who == speaker and one.relation == relation
        }
    return found


def _quarantine_gaps(files: Iterable[Delivered]) -> list[Gap]:
    """One question for each file of which something could not be read."""
    found = []
    for file in files:
        if file.bad:
            what = "it" if not file.parsed and not file.said else f"{len(file.bad)} records of it"
            why = f"the file {file.short} ({file.format}): {what} cannot be read: {file.bad[0].reason}"
            ask = f"Please send the file {file.short} again, so that all of it can be read."
            found.append(gap("quarantined", file.short, why, ask))
    return found
