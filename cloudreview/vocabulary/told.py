"""What is told: the relations of `dossier.json`, one struct each, a sentence a field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.merges import Merge
from cloudreview.vocabulary.words import Because, GapIds, Harm, Instant, Mode, Place, TruthWord


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """The root of everything told."""


class EvidenceFile(Told, frozen=True, kw_only=True):
    """A file as received, and what became of each of its bytes."""

    sha256: str
    name: Annotated[str, Meta(description="path relative to evidence/; the only place where file names stand")]
    bytes: Annotated[int, Meta(description="as received")]
    content_bytes: Annotated[int, Meta(description="after decompression; parsed + quarantined + ignored")]
    format: Annotated[str, Meta(description="name of the reader, or `unrecognised`")]
    speaker: str
    taken_at: Instant
    about: Annotated[str | None, Meta(description="what it is about, where the content or evidence.csv says")]
    about_by: Annotated[str | None, Meta(description="content, declared or name")]
    marking: Annotated[str, Meta(description="public, proprietary or restricted")] = "restricted"
    parsed: int
    quarantined: int
    ignored: int
    unknown_fields: Annotated[
        Mapping[str, int], Meta(description="fields that the reader does not use, by name, with how often")
    ]
    pages: Annotated[int | None, Meta(description="of a document: how many pages it has")] = None


class Quarantined(Told, frozen=True, kw_only=True):
    """What could not be read."""

    place: Place
    reason: str


class TruthSpell(Told, frozen=True, kw_only=True):
    """A truth with its two spells."""

    truth: TruthWord
    since: Annotated[Instant, Meta(description="must: surely from; null with sure: unbounded")]
    until: Annotated[Instant, Meta(description="must: surely until, exclusive")]
    since_min: Annotated[Instant, Meta(description="may: possibly from")]
    until_max: Annotated[Instant, Meta(description="may: possibly until, exclusive")]
    sure: Annotated[bool, Meta(description="false: there is no instant at which it surely held")]


class ToldParty(Told, frozen=True, kw_only=True):
    """A party or person of the case."""

    party: str
    names: tuple[str, ...]
    kind: str | None
    identifiers: Mapping[str, str]


class ToldStatus(TruthSpell, frozen=True, kw_only=True):
    """A legal status of a party or person; also refuted and unknown."""

    id: str
    party: str
    adversary: str
    regime: str
    clause: str
    reading: Annotated[str, Meta(description="aggregation/indirect, such as pooled/cascade")]
    basis: Annotated[
        Literal["public record", "evidence", "law"],
        Meta(
            description="what it is derived from, which is never a determination: evidence that is all marked public, "
            "other evidence, or the law alone"
        ),
    ]
    because: Because
    gaps: GapIds = ()
    but_for: Annotated[
        tuple[str, ...],
        Meta(
            description="the gap about interests that alone holds it at unknown: disclosed either way, the status is "
            "known"
        ),
    ] = ()
    held: Annotated[
        Mapping[str, tuple[int, int]] | None,
        Meta(
            description="of a company: what holders who count under this regime, reading and adversary hold of it at "
            "any time of the spell, by kind (equity, vote), at least and at most, hundredths of a percent; cascade: "
            "their whole stakes, look_through: multiplied along all chains; null where the status follows without"
        ),
    ] = None


class Compulsion(Told, frozen=True, kw_only=True):
    """A law that may compel somebody, or keep evidence back: a fact beside a status, never a premise of anything."""

    id: str
    party: str
    law: Annotated[str, Meta(description="id of the law row")]
    kind: Annotated[Literal["compels", "withholds", "against"], Meta(description="whether it compels or keeps back")]
    hooks: Annotated[tuple[str, ...], Meta(description="the ties by which it reaches the party: fields of its rows")]
    since: Annotated[Instant, Meta(description="first instant at which a tie is told")] = msgspec.field(name="from")
    until: Annotated[Instant, Meta(description="last one, exclusive")] = msgspec.field(name="to")
    sure: Annotated[bool, Meta(description="false: no tie surely held")]
    because: Annotated[tuple[str, ...], Meta(description="ids of the facts that tell the ties")]
    against: Annotated[tuple[str, ...], Meta(description="ids of the law rows that speak against reading it so")]


class Listed(Told, frozen=True, kw_only=True):
    """Somebody is told to stand on a list; of these lists one gives a status, by its clause."""

    party: str
    list: str
    authority: str | None
    reference: str | None
    gives_status: bool
    since: Instant = msgspec.field(name="from")
    until: Instant = msgspec.field(name="to")
    sure: Annotated[bool, Meta(description="false: only possibly at any time")]
    because: Because


class Location(Told, frozen=True, kw_only=True):
    """Where a copy of a dataset, its key or its operator is."""

    dataset: str
    client: str | None
    store: str
    role: Literal["primary", "replica", "backup", "snapshot", "key", "operator"]
    country: str | None
    region: str | None
    operator: str | None
    truth: TruthWord
    because: Because
    gaps: GapIds = ()


class KeyHolder(Told, frozen=True, kw_only=True):
    """Which key protects a dataset in a store, and who holds it."""

    dataset: str
    store: str
    key: str | None
    holder: Annotated[str | None, Meta(description="account that owns the key, or the provider")]
    truth: TruthWord
    because: Because


class Power(Told, frozen=True, kw_only=True):
    """What somebody can do outside the customer's own policies."""

    actor: str
    power: str
    target: str
    harm: Harm
    approval: str | None
    logged_in: str | None
    truth: TruthWord
    because: Because = ()


class Condition(Told, frozen=True, kw_only=True):
    """One condition that a step still needs."""

    step: str
    key: str
    operator: str
    values: tuple[str, ...]
    negated: bool
    by: Literal["actor", "derived", "setting", "other"]


class PathStep(Told, frozen=True, kw_only=True):
    """One step of a path."""

    id: str
    rule: str
    premises: Annotated[
        tuple[str, ...], Meta(description="ids of the steps and of the facts, closures, statuses it follows from")
    ]
    conclusion: Annotated[Mapping[str, str], Meta(description="fields of the rule")]
    truth: TruthWord
    since: Instant = msgspec.field(name="from")
    until: Instant = msgspec.field(name="to")
    places: tuple[Place, ...]
    text: Annotated[str, Meta(description="the step in plain words")]


class HeldUnder(Told, frozen=True, kw_only=True):
    """A regime and reading under which the path stands, and how surely."""

    regime: str
    reading: str
    truth: TruthWord


class Path(Told, frozen=True, kw_only=True):
    """A minimal proof that a person of that status reaches a dataset."""

    id: str
    dataset: str
    client: str | None
    harm: Harm
    mode: Mode
    truth: Annotated[TruthWord, Meta(description="best over the instants of the period")]
    now: Annotated[TruthWord | None, Meta(description="truth at as_of; null: no step there, or no as_of")]
    since: Instant = msgspec.field(name="from")
    until: Instant = msgspec.field(name="to")
    adversary: str
    status_of: Annotated[str, Meta(description="the party or person whose status is the root")]
    holds_under: tuple[HeldUnder, ...]
    steps: tuple[PathStep, ...]
    residual: tuple[Condition, ...]
    but_for: GapIds
    witness: str | None


class Answer(Told, frozen=True, kw_only=True):
    """One row per dataset, harm, mode and adversary of the case; also where there is no path."""

    id: str
    dataset: str
    harm: Harm
    mode: Mode
    adversary: str
    truth: TruthWord
    paths: tuple[str, ...]
    holds_under: tuple[str, ...]
    closed_by: Annotated[Because, Meta(description="of a refuted answer: the closures it rests on")]
    on_word_of: Annotated[tuple[str, ...], Meta(description="of a refuted answer: the speakers of those closures")]
    but_for: GapIds


class Observed(Told, frozen=True, kw_only=True):
    """What somebody did, counted."""

    id: str
    store: str
    dataset: str | None
    principal: str
    person: str | None
    party: str | None
    adversary: str | None
    regimes: tuple[str, ...] = ()
    harm: Harm
    truth: TruthWord
    count: Annotated[int, Meta(description="successful data requests")]
    bytes: int | None
    metadata_count: int = 0
    denied_count: int = 0
    disputed_count: Annotated[int, Meta(description="requests, of all these, that two logs tell differently")] = 0
    first: Instant
    last: Instant
    because: Because
    gaps: GapIds = ()


class Stretch(Told, frozen=True, kw_only=True):
    """A stretch of time, its end excluded."""

    since: Instant = msgspec.field(name="from")
    until: Instant = msgspec.field(name="to")


class Completeness(Told, frozen=True, kw_only=True):
    """How much of the period the logs of a store and class speak for."""

    store: str
    klass: str = msgspec.field(name="class")
    source: Annotated[str, Meta(description="kind of log, or none")]
    since: Instant = msgspec.field(name="from")
    until: Instant = msgspec.field(name="to")
    hours: Annotated[int, Meta(description="store-hours of the period")]
    share: Annotated[float, Meta(description="spoken-for part of the hours, 0 to 1")]
    witnessed: Annotated[float, Meta(description="witnessed but not spoken-for part of the hours, 0 to 1")]
    truth: Annotated[TruthWord, Meta(description="supported: every hour is spoken for; unknown otherwise")]
    why: str
    unspoken: Annotated[
        tuple[Stretch, ...], Meta(description="the stretches of the period that nothing speaks for, in order")
    ] = ()
    because: tuple[str, ...] = ()
    gaps: GapIds = ()


class Sensitivity(Told, frozen=True, kw_only=True):
    """A dataset's count in a category against the bulk threshold."""

    dataset: str
    client: str | None
    category: str
    adversary: str
    low: int | None
    high: int | None
    unit: Annotated[str, Meta(description="us_persons or us_devices; `any` where no threshold applies")]
    threshold: Annotated[int | None, Meta(description="more than this; null: any amount")]
    truth: Annotated[
        TruthWord, Meta(description="of the aggregate over the client's datasets that the adversary reaches")
    ]
    aggregate_low: int | None
    aggregate_high: int | None
    clause: str
    because: Because
    gaps: GapIds = ()


class ClaimAnswer(Told, frozen=True, kw_only=True):
    """Whether what somebody claims holds."""

    claim: str
    speaker: str | None
    proposition: str
    truth: TruthWord
    because: Because
    why: str = ""
    place: str | None = None
    quote: Annotated[str | None, Meta(description="what stands at that place, where it is one of a document")] = None


class Finding(Told, frozen=True, kw_only=True):
    """Something a reviewer must look at."""

    id: str
    kind: str
    truth: TruthWord
    severity: Literal["high", "medium", "low"]
    title: str
    citations: tuple[str, ...]
    because: Because
    cured_by: Annotated[tuple[str, ...], Meta(description="measure ids that cut it")]
    gaps: GapIds = ()


class ChosenMeasure(Told, frozen=True, kw_only=True):
    """A measure of a set, and the paths it cuts."""

    measure: str
    title: Annotated[str | None, Meta(description="in the words of who offers it, or of the law's catalogue")] = None
    kind: Literal["cuts", "detects"]
    cost: int
    cuts: tuple[str, ...]


class MeasureSet(Told, frozen=True, kw_only=True):
    """A cheapest set of measures."""

    measures: tuple[ChosenMeasure, ...]
    cost: int
    lower_bound: int
    proved: bool
    unit: Annotated[str, Meta(description="unit of the cost; `measures` where each counts 1")] = "measures"


class Decision(Told, frozen=True, kw_only=True):
    """What the program recommends; a person determines."""

    recommendation: Literal["not_prohibited", "permitted_with_mitigation", "prohibited", "undetermined"]
    why: str
    counting_paths: tuple[str, ...]
    floor: Annotated[
        MeasureSet | None, Meta(description="cuts every supported or conflicting counting path; null: none can")
    ]
    assured: Annotated[MeasureSet | None, Meta(description="cuts every counting path not refuted; null: none can")]
    conditions: Annotated[
        tuple[str, ...], Meta(description="measures and permissions in force that close what is only raw")
    ]
    remaining: Annotated[tuple[str, ...], Meta(description="counting paths that no measure cuts")]
    bar_impact: Annotated[
        Mapping[str, tuple[str, ...]], Meta(description="clients, datasets and stores that a bar would hit")
    ]


class LawRow(Told, frozen=True, kw_only=True):
    """One rule of the law data that this review used."""

    id: str
    regime: str
    citation: str
    title: str
    text: Annotated[str, Meta(description="the rule in our words, or quoted")]
    status: Annotated[str, Meta(description="verified, secondary or unverified: how the text was read")]
    read_at: str
    effective_from: str | None
    effective_to: str | None


class Bearing(Told, frozen=True, kw_only=True):
    """Something of this review that bears on a criterion."""

    text: str
    because: Because = ()


class Criterion(Told, frozen=True, kw_only=True):
    """A criterion of 15 CFR 791.103(c), and what of this review bears on it; no evidence: nothing does."""

    id: str
    number: int
    plane: Annotated[
        Literal["threat", "vulnerability", "consequence"],
        Meta(description="our reading: the rule does not say under which of the three it stands"),
    ]
    title: str
    citation: str
    text: str
    status: Annotated[str, Meta(description="verified, secondary or unverified: how the text was read")]
    evidence: tuple[Bearing, ...]


class ToldFact(Told, frozen=True, kw_only=True):
    """A fact or closure that something told follows from."""

    id: str
    relation: str
    row: Mapping[str, Any]
    truth: TruthWord
    since: Instant = msgspec.field(name="from")
    until: Instant = msgspec.field(name="to")
    since_min: Annotated[Instant, Meta(description="may: possibly from")] = None
    until_max: Annotated[Instant, Meta(description="may: possibly until, exclusive")] = None
    places: tuple[Place, ...]
    speakers: tuple[str, ...]
    because: Annotated[
        tuple[str, ...], Meta(description="merges by which it is told under another id than stands at its places")
    ] = ()


class Dossier(Told, frozen=True, kw_only=True):
    """The whole answer, and the only contract of page, exports and tests."""

    schema: str
    case: Mapping[str, Any]
    inputs_digest: str
    readings: Mapping[str, str]
    evidence: tuple[EvidenceFile, ...]
    quarantine: tuple[Quarantined, ...]
    parties: tuple[ToldParty, ...]
    merges: Annotated[
        tuple[Merge, ...], Meta(description="who was taken to be one, sorted by the id in use and the other")
    ] = ()
    statuses: tuple[ToldStatus, ...]
    locations: tuple[Location, ...]
    keys: tuple[KeyHolder, ...]
    powers: tuple[Power, ...]
    answers: tuple[Answer, ...]
    paths: tuple[Path, ...]
    observed: tuple[Observed, ...]
    completeness: tuple[Completeness, ...]
    sensitivity: tuple[Sensitivity, ...]
    claims: tuple[ClaimAnswer, ...]
    findings: tuple[Finding, ...]
    gaps: tuple[Gap, ...]
    decision: Decision
    law: tuple[LawRow, ...]
    compulsion: Annotated[
        tuple[Compulsion, ...], Meta(description="laws that compel, with the tie and what speaks against; no premise")
    ] = ()
    listed: Annotated[tuple[Listed, ...], Meta(description="who is told to stand on which list")] = ()
    criteria: Annotated[
        tuple[Criterion, ...], Meta(description="15 CFR 791.103(c), whatever the rules of the case")
    ] = ()
    facts: Annotated[tuple[ToldFact, ...], Meta(description="the facts and closures that anything told follows from")]
    not_looked_at: tuple[str, ...]
