"""A small set of results, planted by hand, with one hostile text that can be put anywhere."""

import hashlib
from pathlib import Path

from cloudreview.case import Case
from cloudreview.dossier.results import Results
from cloudreview.gaps import gap
from cloudreview.spells import DAY, Spell, instant
from cloudreview.truth import Truth
from cloudreview.vocabulary.delivery import Bad, Delivered, Delivery
from cloudreview.vocabulary.facts import Closure, Fact, Facts, Source
from cloudreview.vocabulary.ids import identify
from cloudreview.vocabulary.rows import Employment, Party, Use
from cloudreview.vocabulary.status import Reading, status
from cloudreview.vocabulary.told import (
    Answer,
    ChosenMeasure,
    ClaimAnswer,
    Completeness,
    Condition,
    Decision,
    Finding,
    HeldUnder,
    KeyHolder,
    LawRow,
    Location,
    MeasureSet,
    Observed,
    PathStep,
    Power,
    Sensitivity,
)
from cloudreview.vocabulary.told import (
    Path as ToldPath,
)

WINDOW = (instant("2025-03-01T00:00:00Z"), instant("2026-03-02T00:00:00Z"))
ROSTER = b"person,name,employer\np-1,Li,acme\np-2,Wu,acme\n"
POLICY = b'{"Policy": "{\\"Statement\\": [{\\"Effect\\": \\"Allow\\"}]}", "n": [10, {"a": true}]}'


def short(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]


def delivered(name: str, data: bytes, speaker: str, bad: tuple[Bad, ...] = ()) -> Delivered:
    return Delivered(
        sha256=hashlib.sha256(data).hexdigest(),
        name=name,
        bytes=len(data),
        content_bytes=len(data),
        format="roster csv",
        speaker=speaker,
        taken_at=WINDOW[1],
        received_from=None,
        about=None,
        about_by=None,
        marking="restricted",
        said=(),
        proves=(),
        bad=bad,
        parsed=len(data),
        ignored=0,
        unknown_fields={"zz": 2, "aa": 1},
        complete=(),
        opens=(),
        events=(),
    )


def fact(row, place: str, spell: Spell | None = None) -> Fact:
    name = identify("fact", row)
    sources = (Source(place, "acme"),)
    return Fact(id=name, row=row, truth=Truth.SUPPORTED, spell=spell or Spell.exactly(WINDOW), sources=sources)


def results(folder: Path = Path("case"), text: str = "Li") -> Results:
    employed = fact(Employment(person="p-1", name=text, employer="acme"), f"{short(ROSTER)}#line=2")
    using = fact(
        Use(person="p-1", principal="arn:aws:iam::111122223333:role/ops"),
        f"{short(POLICY)}#/Policy/Statement/0",
        Spell.possibly(WINDOW),
    )
    unused = fact(Party(party="acme", name="Acme", kind="company", lei="X1"), f"{short(ROSTER)}#line=3")
    closure = Closure(
        id="closure:1",
        relation="roster",
        scope="acme",
        spell=WINDOW,
        speaker="acme",
        by="declared",
        places=(f"{short(ROSTER)}#line=1",),
    )
    open_scope = gap("scope_open", "aws:1", "nobody says who uses the identities", f"Who uses them, {text}?")
    other = gap("undated", "p-2", "no date", "Since when?")
    li = status(
        "p-1",
        "CN",
        "us-dsp-202",
        Reading(),
        "28 CFR 202.211(a)(4)",
        Truth.SUPPORTED,
        Spell.exactly(WINDOW),
        (employed.id,),
    )
    step = PathStep(
        id="step:1",
        rule="uses",
        premises=(using.id, closure.id, li.id),
        conclusion={"person": "p-1", "principal": "ops"},
        truth="unknown",
        since=None,
        until=None,
        places=(f"{short(POLICY)}#/Policy/Statement/0",),
        text=f"{text} uses ops",
    )
    path = ToldPath(
        id="path:1",
        dataset="d1",
        client="c",
        harm="read",
        mode="guarded",
        truth="unknown",
        now=None,
        since=None,
        until=None,
        adversary="CN",
        status_of="p-1",
        holds_under=(HeldUnder(regime="us-dsp-202", reading="pooled/cascade", truth="unknown"),),
        steps=(step,),
        residual=(
            Condition(step="step:1", key="k", operator="StringEquals", values=(text,), negated=True, by="other"),
        ),
        but_for=(open_scope.id,),
        witness=f"s3:GetObject {text}",
    )
    answers = tuple(
        Answer(
            id=f"answer:{truth}",
            dataset=text,
            harm="read",
            mode=mode,
            adversary="CN",
            truth=truth,
            paths=paths,
            holds_under=(),
            closed_by=closed,
            on_word_of=word,
            but_for=but,
        )
        for truth, mode, paths, closed, word, but in (
            ("unknown", "guarded", ("path:1",), (), (), (open_scope.id,)),
            ("refuted", "raw", (), ("closure:1",), (text,), ()),
        )
    )
    chosen = MeasureSet(
        measures=(ChosenMeasure(measure=text, kind="cuts", cost=1, cuts=("path:1",)),),
        cost=1,
        lower_bound=1,
        proved=True,
    )
    law = LawRow(
        id="law:1",
        regime="us-dsp-202",
        citation="28 CFR 202.211(a)(4)",
        title="covered person",
        text="t",
        status="verified",
        read_at="2026-01-01",
        effective_from="2025-04-08",
        effective_to=None,
    )
    return Results(
        case=Case(folder=folder, id="c", title=text, subject=text, as_of=None, period=None, carry=31 * DAY),
        delivery=Delivery(
            files=(
                delivered(f"{text}.csv", ROSTER, text),
                delivered("policy.json", POLICY, "aws", (Bad("#line=9", text, 3),)),
            ),
            opens=(),
            declared=(),
            gaps=(),
        ),
        facts=Facts(
            rows={Employment: (employed,), Use: (using,), Party: (unused,)},
            closures=(closure,),
            events=(),
            sources={},
            window=WINDOW,
            period=WINDOW,
            as_of=WINDOW[1],
        ),
        law=(law, LawRow(**{f: getattr(law, f) for f in law.__struct_fields__} | {"id": "law:2", "citation": "none"})),
        statuses=(li,),
        locations=(
            Location(
                dataset="d1",
                client="c",
                store="aws:s3:b",
                role="primary",
                country="US",
                region="us-east-1",
                operator=text,
                truth="supported",
                because=(employed.id,),
            ),
        ),
        keys=(KeyHolder(dataset="d1", store="aws:s3:b", key=None, holder=text, truth="unknown", because=()),),
        powers=(
            Power(
                actor=text, power="update", target="aws", harm="alter", approval=None, logged_in=None, truth="unknown"
            ),
        ),
        paths=(path,),
        answers=answers,
        observed=(
            Observed(
                id="observed:1",
                store="aws:s3:b",
                dataset=None,
                principal=text,
                person=None,
                party=None,
                adversary=None,
                harm="read",
                truth="unknown",
                count=1,
                bytes=None,
                first=None,
                last=None,
                because=(),
            ),
        ),
        completeness=(
            Completeness(
                store="aws:s3:b",
                klass="data_read",
                source="none",
                since=None,
                until=None,
                hours=10,
                share=0.0,
                witnessed=0.25,
                truth="unknown",
                why=text,
            ),
        ),
        sensitivity=(
            Sensitivity(
                dataset="d1",
                client="c",
                category="biometric",
                adversary="CN",
                low=None,
                high=None,
                unit="us_persons",
                threshold=1000,
                truth="unknown",
                aggregate_low=None,
                aggregate_high=None,
                clause="28 CFR 202.205",
                because=(),
            ),
        ),
        claims=(
            ClaimAnswer(claim="c-1", speaker=text, proposition="NOT observed", truth="unknown", because=(), why=text),
        ),
        findings=(
            Finding(
                id="finding:1",
                kind="could_read",
                truth="unknown",
                severity="high",
                title=f"could read {text}",
                citations=("28 CFR 202.301",),
                because=(li.id,),
                cured_by=(),
            ),
        ),
        gaps=(other, open_scope, open_scope),
        decision=Decision(
            recommendation="undetermined",
            why=text,
            counting_paths=("path:1",),
            floor=chosen,
            assured=None,
            conditions=(text,),
            remaining=("path:1",),
            bar_impact={"clients": (text,)},
        ),
    )
