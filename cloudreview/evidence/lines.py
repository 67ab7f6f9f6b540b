"""Lines of evidence.csv and the files they speak of: matched, contested, in parts, or gone.

Design section 13, "complete_for": a missing part, or a line whose file is gone, leaves its scopes open; a line without
scopes whose file is gone opens all that its speaker declared about the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from cloudreview.evidence.listing import Line, Scope
from cloudreview.gaps import gap
from cloudreview.spells import DAY
from cloudreview.vocabulary.delivery import Declared
from cloudreview.vocabulary.gap import Gap

UNKNOWN = "unknown"
_File = tuple[str, str]


class Matched(msgspec.Struct, frozen=True, kw_only=True):
    """What the lines of all listings come to."""

    line: Mapping[_File, tuple[str, Line]]
    """The place and line of each file (sha256, name) that exactly one line speaks of."""
    complete: Mapping[str, tuple[Declared, ...]]
    """What each standing line declares complete, by the line's place; nothing for a group that lacks a part."""
    opens: tuple[Scope, ...]
    gaps: tuple[Gap, ...]

    def declared(self) -> tuple[tuple[str, Declared], ...]:
        """(speaker, declaration) of every line that stands."""
        standing = dict(self.line.values())
        found = [(speaker_of(standing[place]), one) for place, all_of in self.complete.items() for one in all_of]
        return tuple(sorted(found, key=lambda pair: (pair[0], pair[1].place, pair[1].relation, pair[1].scope)))

    def said_by(self, line: Line) -> list[Scope]:
        """Everything that the speaker of a line declared about what that line is about."""
        return _about_the_same(line, [one for _, one in self.line.values()])


def speaker_of(line: Line | None) -> str:
    """The speaker, or `unknown` where nobody says."""
    return (line.speaker if line is not None else None) or UNKNOWN


def match(lines: Sequence[tuple[str, Line]], files: Iterable[_File]) -> Matched:
    """Match lines (each with its place) to files (each a sha256 and name)."""
    known = sorted(set(files))
    matches: dict[_File, dict[Any, tuple[str, Line]]] = defaultdict(dict)
    gone: list[tuple[str, Line]] = []
    ambiguous = _several(lines)
    for place, line in sorted(lines, key=lambda one: (one[0], one[1].file or "")):
        found = _files_of(line, known, by_name=line.sha256 is None or line.sha256 in ambiguous)
        if not found:
            gone.append((place, line))
        for file in found:
            matches[file].setdefault(_content(line), (place, line))
    contested = {file: list(all_of.values()) for file, all_of in matches.items() if len(all_of) > 1}
    fallen = {place for all_of in contested.values() for place, _ in all_of}
    line_of = {
        file: next(iter(all_of.values()))
        for file, all_of in matches.items()
        if file not in contested and next(iter(all_of.values()))[0] not in fallen
    }
    standing = dict(line_of.values())
    missing = _missing_parts(standing)
    everything = [line for _, line in lines]
    opens = {scope for all_of in contested.values() for _, line in all_of for scope in line.complete_for}
    opens |= {scope for _, line in gone for scope in line.complete_for or _about_the_same(line, everything)}
    opens |= {scope for scopes in missing.values() for scope in scopes}
    return Matched(
        line=line_of,
        complete={place: _declarations(place, line, missing.get(place, set())) for place, line in standing.items()},
        opens=tuple(sorted(opens)),
        gaps=(*map(_gone_gap, gone), *map(_contested_gap, contested.items()), *map(_part_gap, missing.items())),
    )


def _content(line: Line) -> Any:
    """What a line says, without where it stands and which file it names."""
    return msgspec.structs.astuple(msgspec.structs.replace(line, at="", file=None, sha256=None))


def _several(lines: Sequence[tuple[str, Line]]) -> set[str]:
    """Hashes of which lines say different things: there the names of the files tell the lines apart."""
    said: dict[str, set[Any]] = defaultdict(set)
    for _, line in lines:
        if line.sha256 is not None:
            said[line.sha256].add(_content(line))
    return {sha256 for sha256, contents in said.items() if len(contents) > 1}


def _files_of(line: Line, files: Sequence[_File], *, by_name: bool) -> list[_File]:
    """The files that a line speaks of: by hash; by name where there is none, or where the hash does not tell."""
    found = [file for file in files if line.sha256 is None or file[0] == line.sha256]
    return [file for file in found if file[1] == line.file] if by_name and line.file is not None else found


def _about_the_same(line: Line, others: Iterable[Line]) -> list[Scope]:
    """All that the speaker of a line declared about the same, by the line or by the scope itself."""
    same = [one for one in others if speaker_of(one) == speaker_of(line)]
    found = {scope for one in same if one.about == line.about for scope in one.complete_for}
    if line.about is not None:
        found |= {scope for one in same for scope in one.complete_for if line.about in scope[1].split()}
    return sorted(found)


def _missing_parts(standing: Mapping[str, Line]) -> dict[str, set[Scope]]:
    """The scopes of each line that belong to a group of which a part is missing.

    A group is what one speaker declares of one scope, in so many parts, for the same time; where no time is stated, of
    one day, so that the parts of two deliveries never fill each other's holes.
    """
    groups: dict[Any, list[tuple[str, Scope, int]]] = defaultdict(list)
    for place, line in standing.items():
        if line.part is not None:
            stated = line.complete_from is not None and line.complete_to is not None
            day = None if stated or line.taken_at is None else line.taken_at // DAY
            for scope in line.complete_for:
                key = (speaker_of(line), scope, line.complete_from, line.complete_to, line.part[1], day)
                groups[key].append((place, scope, line.part[0]))
    missing: dict[str, set[Scope]] = defaultdict(set)
    for key, members in groups.items():
        counts = Counter(number for _, _, number in members)
        if len(set(counts.values())) != 1 or len(counts) != key[4]:
            for place, scope, _ in members:
                missing[place].add(scope)
    return missing


def _declarations(place: str, line: Line, without: set[Scope]) -> tuple[Declared, ...]:
    return tuple(
        Declared(relation=relation, scope=scope, since=line.complete_from, until=line.complete_to, place=place)
        for relation, scope in line.complete_for
        if (relation, scope) not in without
    )


def _gone_gap(one: tuple[str, Line]) -> Gap:
    place, line = one
    which = f"with SHA-256 {line.sha256}" if line.sha256 else f"listed at {place}"
    why = f"the file {which}, which evidence.csv lists, was not delivered"
    return gap("no_evidence", place, why, f"Please send the file {which}, by {speaker_of(line)}.")


def _contested_gap(one: tuple[_File, list[tuple[str, Line]]]) -> Gap:
    (sha256, _), lines = one
    places = ", ".join(sorted(place for place, _ in lines))
    why = f"lines of evidence.csv say different things about one file ({places}), so none of them stands"
    return gap("disagreement", sha256[:12], why, f"Who speaks in the file with SHA-256 {sha256}, and what is it about?")


def _part_gap(one: tuple[str, set[Scope]]) -> Gap:
    place, scopes = one
    told = "; ".join(f"{relation} {scope}" for relation, scope in sorted(scopes))
    why = f"the line at {place} is one of several parts, and not all parts of {told} were delivered once"
    return gap("scope_open", place, why, f"Please send all parts of {told}.")
