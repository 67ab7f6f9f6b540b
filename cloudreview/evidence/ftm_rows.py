"""What the entities of FollowTheMoney say, as rows of parties, interests, the roster, persons and designations.

An Ownership says how much, and neither whether it is held directly nor, but in free text, what of: so it is an
interest of which both may be anything (docs/decisions/0008). `jurisdiction` is "country or region in which this entity
operates" (LegalEntity.yaml), so it is not where an entity is organised.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import NamedTuple

from cloudreview.evidence.cells import lei
from cloudreview.evidence.ftm_model import ANY, IDENTIFIERS, OTHER_NAMES, PARTIES, POSTS, TIES
from cloudreview.evidence.ftm_values import Bounds, countries, percentage, period
from cloudreview.gaps import gap
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.rows import Designation, Employment, Individual, Interest, Party

Row = Party | Interest | Employment | Individual | Designation
PREFIX = "ftm:"
_DIRECT: Mapping[str, bool] = {"direct": True, "direct ownership": True, "indirect": False, "indirect ownership": False}
_KINDS: Mapping[str, str] = {"voting rights": "vote", "votes": "vote", "shares": "equity", "equity": "equity"}
_MOST = 64
"""Pairs that one entity may tie; more are no tie of anybody."""


class Entity(NamedTuple):
    """One entity, its values by property."""

    id: str
    schema: str
    caption: str | None
    properties: Mapping[str, tuple[str, ...]]

    def of(self, name: str) -> tuple[str, ...]:
        """The values of a property; none where it is not told."""
        return self.properties.get(name, ())


class Extract(NamedTuple):
    """What one entity says."""

    rows: list[Row]
    gaps: list[Gap]


def extract(one: Entity, schemata: Mapping[str, str]) -> Extract:
    """The rows of an entity; `schemata` tells that of each entity in the file. Raises ValueError."""
    found = Extract([], [])
    if one.schema in PARTIES:
        _party(one, found)
        return found
    since, until = period(one.of("startDate"), one.of("endDate"))
    when = _When(since, until)
    if one.schema == "Ownership":
        _ownership(one, when, found)
    elif one.schema == "Employment":
        _employment(one, when, found)
    elif one.schema == "Sanction":
        found.rows.extend(_designations(one, when))
    elif one.schema in POSTS:
        title = next(iter((*one.of("role"), *one.of("summary"), *one.of("organization"))), None) or "a post"
        found.rows.extend(_open(who, title, when) for who in one.of(POSTS[one.schema]))
    else:
        _tie(one, when, schemata, found)
    return found


class _When(NamedTuple):
    start: str | None
    end: str | None


def _party(one: Entity, found: Extract) -> None:
    names = tuple(dict.fromkeys([*([one.caption] if one.caption in one.of("name") else []), *one.of("name")]))
    others = {*names[1:], *(value for name in OTHER_NAMES for value in one.of(name))} - set(names[:1])
    for kind in PARTIES[one.schema]:
        party = Party(
            party=PREFIX + one.id,
            name=names[0] if names else one.caption,
            kind=kind,
            names=tuple(sorted(others)),
            lei=_lei(one, found.gaps),
            identifiers=_identifiers(one),
        )
        found.rows.append(party)
    if one.schema == "Person":
        _citizenships(one, found)
    elif one.of("jurisdiction"):
        found.gaps.append(_operates(one))
    for parent in (
        one.of("parent") if one.schema != "Person" else ()
    ):  # "If this entity is a subsidiary, another entity is its parent"
        found.rows.append(Interest(holder=PREFIX + parent, subject=PREFIX + one.id, kind="other", directly=None))


def _citizenships(one: Entity, found: Extract) -> None:
    """Nationality and citizenship: what sources know, so there may be more of them."""
    of, unknown = countries({*one.of("nationality"), *one.of("citizenship")})
    if of:
        found.rows.append(Individual(person=PREFIX + one.id, citizen_of=tuple(sorted(of))))
    for code in sorted(unknown):
        why = f"the nationality of {PREFIX}{one.id} is told as `{code[:40]}`, which is no ISO country code"
        ask = f"Of which countries is {PREFIX}{one.id} a citizen?"
        found.gaps.append(gap("field_missing", f"{PREFIX}{one.id} citizenships", why, ask))


def _operates(one: Entity) -> Gap:
    party, told = PREFIX + one.id, ", ".join(sorted(set(one.of("jurisdiction"))))[:80]
    why = f"the jurisdiction of {party} is told as {told}, which says where it operates and not where it is organised"
    ask = f"Under the law of which country is {party} organised?"
    return gap("field_missing", f"{party} organised_in", why, ask)


def _lei(one: Entity, gaps: list[Gap]) -> str | None:
    stated = sorted(set(one.of("leiCode")))
    try:
        found = [lei(value) for value in stated]
    except ValueError:
        found = []
    if stated and len(found) != 1:
        party = PREFIX + one.id
        why = f"what is told as the legal entity identifier of {party} is not one"
        gaps.append(gap("field_missing", f"{party} lei", why, f"What is the legal entity identifier of {party}?"))
        return None
    return found[0] if found else None


def _identifiers(one: Entity) -> tuple[tuple[str, str], ...]:
    pairs = {(scheme, value) for name, scheme in IDENTIFIERS.items() for value in one.of(name)}
    return tuple(sorted((scheme, value.zfill(10) if scheme == "US-SEC" else value) for scheme, value in pairs))


def _pairs(sources: tuple[str, ...], targets: tuple[str, ...]) -> list[tuple[str, str]]:
    """Every source with every target, as the model itself pairs them. Raises ValueError."""
    if not sources or not targets:
        raise ValueError("it does not tell both who and whom it ties")
    if len(sources) * len(targets) > _MOST:
        raise ValueError(f"it ties {len(sources)} to {len(targets)} entities, which is no tie of anybody")
    return list(product(dict.fromkeys(sources), dict.fromkeys(targets)))


def _ownership(one: Entity, when: _When, found: Extract) -> None:
    """Who owns what: of one owner and one asset as much as is told, of several anything."""
    pairs = _pairs(one.of("owner"), one.of("asset"))
    words = {value.strip().lower() for name in ("ownershipType", "role", "sharesType") for value in one.of(name)}
    kinds = {_KINDS.get(word) for word in words if word not in _DIRECT}
    kind = "equity" if not kinds else kinds.pop() if len(kinds) == 1 else None
    stated = {_DIRECT.get(word) for word in words if word in _DIRECT}
    directly = stated.pop() if len(stated) == 1 else None
    bounds = percentage(one.of("percentage"))
    for owner, asset in pairs:
        holder, subject = PREFIX + owner, PREFIX + asset
        if bounds is None:
            told = ", ".join(one.of("percentage"))[:80]
            why = f"how much of {subject} {holder} owns is told as `{told}`, which cannot be read"
            ask = f"How much of the equity and of the votes of {subject} does {holder} hold?"
            found.gaps.append(gap("field_missing", f"interests {subject} {holder}", why, ask))
        low, high = (bounds or Bounds()) if len(pairs) == 1 else Bounds()
        found.rows.append(
            Interest(
                holder=holder,
                subject=subject,
                kind=kind if len(pairs) == 1 else None,
                percent_min=low,
                percent_max=high,
                directly=directly if len(pairs) == 1 else None,
                start=when.start,
                end=when.end,
            )
        )


def _employment(one: Entity, when: _When, found: Extract) -> None:
    people, employers = one.of("employee"), one.of("employer")
    title = next(iter(one.of("role")), None)
    for who, employer in _pairs(people, employers):
        if min(len(people), len(employers)) > 1:  # which of them works for which is not told
            found.rows.append(_open(who, title or "an employment", when))
            continue
        found.rows.append(
            Employment(
                person=PREFIX + who,
                employer=PREFIX + employer,
                relation="employee",
                title=title,
                start=when.start,
                end=when.end,
            )
        )


def _tie(one: Entity, when: _When, schemata: Mapping[str, str], found: Extract) -> None:
    """A tie of two entities, as an interest of one in the other; a person who may be directed by it may work for it."""
    tie = TIES[one.schema]
    title = next(iter((*one.of("role"), *one.of("relationship"), *one.of("controlType"))), None) or one.schema
    for source, target in _pairs(one.of(tie.source), one.of(tie.target)):
        for holder, subject, kind in ((source, target, tie.forward), (target, source, tie.backward)):
            if kind is None or holder == subject:
                continue
            if schemata.get(subject) == "Person":
                found.rows.append(_open(subject, title, when))
                continue
            found.rows.append(
                Interest(
                    holder=PREFIX + holder,
                    subject=PREFIX + subject,
                    kind=None if kind == ANY else kind,
                    directly=None,
                    start=when.start,
                    end=when.end,
                )
            )


def _open(person: str, title: str, when: _When) -> Employment:
    """A person who may act for somebody: a line of the roster without an employer, which asks for one."""
    return Employment(person=PREFIX + person, title=title[:200], start=when.start, end=when.end)


def _designations(one: Entity, when: _When) -> Iterator[Designation]:
    """A sanction under the words of its source, which are no list of the law data unless they are that list's name."""
    lists = one.of("program") or one.of("authority") or ("a list that is not named",)
    reference = next(iter((*one.of("authorityId"), *one.of("unscId"), *one.of("recordId"))), None)
    for who, name in _pairs(one.of("entity"), lists):
        yield Designation(
            party=PREFIX + who,
            list=name,
            authority=", ".join(sorted(set(one.of("authority")))) or None,
            reference=reference,
            start=when.start,
            end=when.end,
        )
