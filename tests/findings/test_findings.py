"""Each kind of finding from the rows that call for it, and none from those that do not."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

from cloudreview.findings import Known, find
from cloudreview.findings.finding import MANY, cures, kinds, shortened
from cloudreview.law import load
from cloudreview.spells import HOUR, Spell, instant, text
from cloudreview.truth import Truth
from cloudreview.vocabulary import told
from cloudreview.vocabulary.facts import Fact, Facts, Source
from cloudreview.vocabulary.rows import Claim, Employment, Measure, Row, Store
from cloudreview.vocabulary.status import Reading, status

DOCS = Path(__file__).parents[2] / "docs" / "findings"
FROM, UNTIL = instant("2026-03-01T00:00:00Z"), instant("2026-04-01T00:00:00Z")
WHOLE = Spell.exactly((FROM, UNTIL))
STORE, ACCOUNT = "aws:s3:records", "aws:111122223333"
LAW = load(UNTIL)
MEASURES = (
    Measure(measure="m-1", kind="cuts", cuts="uses where person = p-1"),
    Measure(measure="m-2", kind="detects"),
    Measure(measure="m-3", kind="cuts", cuts="power where actor = tide"),
    Measure(measure="m-4", kind="cuts", cuts="placement where dataset = d-1"),
    Measure(measure="m-5", kind="cuts", cuts="nonsense of every kind"),
)


def fact(row: Row, spell: Spell = WHOLE, truth: Truth = Truth.SUPPORTED, gaps: tuple[str, ...] = ()) -> Fact[Row]:
    name = f"{row.__struct_config__.tag}:{msgspec.json.encode(row).decode()}"
    return Fact(id=name, row=row, truth=truth, spell=spell, sources=(Source("abc#line=1", "Provider"),), gaps=gaps)


def facts(*found: Fact[Row]) -> Facts:
    rows: dict[type[Row], list[Fact[Row]]] = {}
    for one in found:
        rows.setdefault(type(one.row), []).append(one)
    return Facts(
        rows={kind: tuple(own) for kind, own in rows.items()},
        closures=(),
        events=(),
        sources={},
        window=(FROM, UNTIL),
        period=(FROM, UNTIL),
        as_of=UNTIL - 1,
    )


def found(*own: Fact[Row], **relations: Any) -> dict[str, told.Finding]:
    """The findings by kind; each test calls for at most one of a kind."""
    every = find(Known(facts=facts(*own), law=LAW, measures=MEASURES, **relations))
    assert len({one.kind for one in every}) == len(every)
    assert [one.id for one in every] == sorted(one.id for one in every)
    return {one.kind: one for one in every}


def path(**fields: Any) -> told.Path:
    def step(rule: str, **conclusion: str) -> told.PathStep:
        return told.PathStep(
            id=f"step:{rule}",
            rule=rule,
            premises=("fact:1",),
            conclusion=conclusion,
            truth="supported",
            since=None,
            until=None,
            places=(),
            text="",
        )

    base: dict[str, Any] = {
        "id": "path:1",
        "dataset": "d-1",
        "client": "beacon",
        "harm": "read",
        "mode": "guarded",
        "truth": "supported",
        "now": "supported",
        "since": None,
        "until": None,
        "adversary": "CN",
        "status_of": "tide",
        "holds_under": (told.HeldUnder(regime="us-dsp-202", reading="pooled/cascade", truth="supported"),),
        "steps": (
            step("uses", person="p-1", principal="arn:u"),
            step("placement", dataset="d-1", client="", store=STORE),
        ),
        "residual": (),
        "but_for": (),
        "witness": None,
    }
    return told.Path(**{**base, **fields})


def answer(truth: str, **fields: Any) -> told.Answer:
    base: dict[str, Any] = {
        "id": f"answer:{truth}{sorted(fields.items())}",
        "dataset": "d-1",
        "harm": "read",
        "mode": "guarded",
        "adversary": "CN",
        "truth": truth,
        "paths": () if truth == "refuted" else ("path:1",),
        "holds_under": (),
        "closed_by": (),
        "on_word_of": (),
        "but_for": ("gap:1",) if truth == "unknown" else (),
    }
    return told.Answer(**{**base, **fields})


def observed(**fields: Any) -> told.Observed:
    base: dict[str, Any] = {
        "id": "observed:1",
        "store": STORE,
        "dataset": "d-1",
        "principal": "arn:u",
        "person": "p-1",
        "party": "tide",
        "adversary": "CN",
        "regimes": ("us-dsp-202",),
        "harm": "read",
        "truth": "supported",
        "count": 2,
        "bytes": None,
        "first": None,
        "last": None,
        "because": ("rows:2",),
    }
    return told.Observed(**{**base, **fields})


def location(country: str | None, role: str = "primary", **fields: Any) -> told.Location:
    base: dict[str, Any] = {
        "dataset": "d-1",
        "client": "beacon",
        "store": STORE,
        "role": role,
        "country": country,
        "region": None,
        "operator": None,
        "truth": "supported",
        "because": ("site:1",),
    }
    return told.Location(**{**base, **fields})


@pytest.mark.parametrize("harm", ["read", "alter", "stop"])
def test_could(harm: str) -> None:
    own = found(answers=(answer("supported", harm=harm),), paths=(path(harm=harm),))
    one = own.pop(f"could_{harm}")
    assert (one.truth, one.severity, one.cured_by) == ("supported", "high", ("m-1", "m-4"))
    assert LAW.regimes["us-dsp-202"].citation in one.citations
    assert own == {}
    open_one = found(answers=(answer("unknown", harm=harm),), paths=(path(harm=harm, truth="unknown"),))
    assert (open_one[f"could_{harm}"].severity, open_one[f"could_{harm}"].gaps) == ("medium", ("gap:1",))
    assert found(answers=(answer("refuted", harm=harm),)) == {}


def test_the_best_of_several_adversaries_counts() -> None:
    own = found(answers=(answer("unknown"), answer("supported", adversary="RU")), paths=(path(),))
    assert (own["could_read"].truth, own["could_read"].title.endswith("of RU; not known for CN")) == ("supported", True)


def test_a_title_says_no_more_than_the_evidence() -> None:
    assert found(answers=(answer("unknown"),))["could_read"].title.startswith("it is not known whether d-1 could be")
    assert "sources disagree" in found(answers=(answer("conflicting"),))["could_read"].title
    copy = found(locations=(location(country="DE", role="replica", truth="unknown"),))["copy_abroad"]
    assert "may lie" in copy.title


def test_raw_only_is_told_of_the_adversary_that_is_kept_out() -> None:
    rows = (answer("supported"), answer("refuted", adversary="RU"))
    raw = (answer("supported", mode="raw"), answer("supported", mode="raw", adversary="RU"))
    assert found(answers=(*rows, *raw))["raw_only"].title.endswith("of RU")


def test_raw_only() -> None:
    raw = answer("supported", mode="raw")
    own = found(answers=(answer("refuted"), raw), paths=(path(mode="raw"),))
    assert set(own) == {"raw_only"}
    assert "by relations alone and not as permissions stand" in own["raw_only"].title
    assert {"answer:", raw.id[:7]} <= {name[:7] for name in own["raw_only"].because}
    assert "raw_only" not in found(answers=(answer("unknown"), raw), paths=(path(),))
    assert found(answers=(raw,), paths=(path(),)) == {}


def test_observed_by_status() -> None:
    own = found(observed=(observed(),))
    one = own["observed_by_status"]
    assert one.title.startswith("by the logs, somebody under the control of CN read d-1: ")
    assert (one.truth, one.severity, one.cured_by, one.because) == (
        "supported",
        "high",
        ("m-1", "m-4"),
        ("observed:1",),
    )
    for other in (observed(adversary=None), observed(count=0, truth="refuted"), observed(count=0, truth="unknown")):
        assert found(observed=(other,)) == {}
    assert found(observed=(observed(truth="unknown", gaps=("gap:1",)),))["observed_by_status"].gaps == ("gap:1",)


def test_an_act_is_cured_by_what_cuts_the_chain_of_its_person() -> None:
    role = observed(principal="arn:role", dataset="d-1")
    measure = Measure(measure="m-9", kind="cuts", cuts="uses where principal = arn:u")
    known = Known(facts=facts(), law=LAW, measures=(measure,), observed=(role,), paths=(path(),))
    assert [one.cured_by for one in find(known)] == [("m-9",)]
    other = msgspec.structs.replace(known, observed=(observed(principal="arn:role", person="p-2"),))
    assert [one.cured_by for one in find(other)] == [()]


def test_did_and_could_not() -> None:
    own = found(observed=(observed(),), answers=(answer("refuted"),))
    assert set(own) == {"observed_by_status", "observed_without_path"}
    assert own["observed_without_path"].because == (answer("refuted").id, "observed:1")
    assert "observed_without_path" not in found(observed=(observed(truth="unknown"),), answers=(answer("refuted"),))
    assert "observed_without_path" not in found(observed=(observed(),), answers=(answer("unknown"),))


def test_log_gap() -> None:
    def row(klass: str, source: str, share: float) -> told.Completeness:
        return told.Completeness(
            store=STORE,
            klass=klass,
            source=source,
            since=None,
            until=None,
            hours=10,
            share=share,
            witnessed=0.0,
            truth="supported" if share == 1 else "unknown",
            why="",
            gaps=() if share == 1 else ("gap:1",),
        )

    own = found(completeness=(row("data_read", "cloudtrail", 0.5), row("data_write", "cloudtrail", 1.0)))
    assert "data_read 50 %" in own["log_gap"].title
    assert "data_write" not in own["log_gap"].title
    assert found(completeness=(row("data_read", "s3_access", 0.0), row("data_read", "cloudtrail", 1.0))) == {}


def test_key_with_data() -> None:
    def row(holder: str | None, truth: str = "supported") -> told.KeyHolder:
        return told.KeyHolder(dataset="d-1", store=STORE, key="arn:k", holder=holder, truth=truth, because=("k:1",))  # type: ignore[arg-type]

    own = fact(Store(store=STORE, account=ACCOUNT))
    assert set(found(own, keys=(row(ACCOUNT),))) == {"key_with_data"}
    assert set(found(keys=(row("provider"),))) == {"key_with_data"}
    assert found(own, keys=(row("aws:999900001111"),)) == {}
    assert found(own, keys=(row(None, "unknown"),)) == {}


def test_abroad() -> None:
    own = found(locations=(location("US"), location("SG", "replica"), location("CN", "operator", operator="jade")))
    assert set(own) == {"copy_abroad", "operator_abroad"}
    assert (own["copy_abroad"].severity, own["operator_abroad"].severity) == ("medium", "high")
    assert own["copy_abroad"].cured_by == ("m-4",)
    assert "jade" in own["operator_abroad"].title
    assert found(locations=(location("US"), location(None, truth="unknown"))) == {}
    assert found(locations=(location("HK"),))["copy_abroad"].severity == "high"


def test_thresholds() -> None:
    def row(truth: str) -> told.Sensitivity:
        return told.Sensitivity(
            dataset="d-1",
            client="beacon",
            category="personal_health",
            adversary="CN",
            low=1,
            high=2,
            unit="us_persons",
            threshold=10000,
            truth=truth,  # type: ignore[arg-type]
            aggregate_low=1,
            aggregate_high=2,
            clause="28 CFR 202.205(d)",
            because=("placements:1",),
        )

    own = found(sensitivity=(row("supported"),))
    assert own["threshold_passed"].citations == ("28 CFR 202.205(d)",)
    assert own["threshold_passed"].cured_by == ("m-4",)
    assert set(found(sensitivity=(row("unknown"),))) == {"threshold_possible"}
    assert found(sensitivity=(row("refuted"),)) == {}


@pytest.mark.parametrize(
    ("truth", "kind"),
    [
        ("refuted", "claim_refuted"),
        ("conflicting", "claim_conflicting"),
        ("unknown", "claim_without_evidence"),
        ("supported", None),
    ],
)
def test_claims(truth: str, kind: str | None) -> None:
    row = told.ClaimAnswer(claim="c-1", speaker="Provider", proposition="NOT x", truth=truth, because=("observed:1",))  # type: ignore[arg-type]
    own = found(fact(Claim(claim="c-1", proposition="NOT x")), claims=(row,))
    assert set(own) == ({kind} if kind else set())
    if kind:
        assert len(own[kind].because) == 2


def test_a_status_that_turns_on_the_reading() -> None:
    def row(reading: Reading, truth: Truth, spell: Spell = WHOLE) -> Any:
        return status("tide", "CN", "us-dsp-202", reading, "28 CFR 202.211(a)(2)", truth, spell, ("fact:1",))

    pooled, literal = Reading(), Reading(aggregation="literal")
    own = found(statuses=(row(pooled, Truth.SUPPORTED), row(literal, Truth.REFUTED)))
    assert "supported under pooled/cascade; refuted under literal/cascade" in own["status_by_reading"].title
    assert own["status_by_reading"].citations == ("28 CFR 202.211(a)(2)",)
    assert found(statuses=(row(pooled, Truth.REFUTED), row(literal, Truth.REFUTED))) == {}
    before = Spell.exactly((FROM - HOUR, FROM))
    assert (
        found(statuses=(row(pooled, Truth.REFUTED), row(pooled, Truth.SUPPORTED, before), row(literal, Truth.REFUTED)))
        == {}
    )


def test_a_status_that_turns_on_the_reading_for_a_time() -> None:
    def row(reading: Reading, truth: Truth, spell: Spell) -> Any:
        return status(
            "tide",
            "CN",
            "us-dsp-202",
            reading,
            "28 CFR 202.211(a)(2)",
            truth,
            spell,
            (f"fact:{truth.word}{spell.must[0]}",),
        )

    pooled, literal = Reading(), Reading(aggregation="literal")
    middle = FROM + 24 * HOUR
    early, late, whole = (Spell.exactly(one) for one in ((FROM, middle), (middle, UNTIL), (FROM, UNTIL)))
    own = found(
        statuses=(
            row(pooled, Truth.SUPPORTED, whole),
            row(literal, Truth.SUPPORTED, early),
            row(literal, Truth.REFUTED, late),
        )
    )
    title = own["status_by_reading"].title
    assert f"turns from {text(middle)} on the reading: supported under pooled/cascade; refuted under literal" in title
    other = [row(literal, Truth.SUPPORTED, early), row(literal, Truth.SUPPORTED, late)]
    assert found(statuses=(row(pooled, Truth.SUPPORTED, whole), *other)) == {}, "only the reasons change"


def test_unlogged_power() -> None:
    def row(logged_in: str | None, actor: str = "tide") -> told.Power:
        return told.Power(
            actor=actor,
            power="support_access",
            target="aws:us-west-2",
            harm="read",
            approval=None,
            logged_in=logged_in,
            truth="supported",
            because=("operations:1",),
        )

    assert found(powers=(row(None),))["unlogged_power"].truth == "unknown"
    one = found(powers=(row("None"),))["unlogged_power"]
    assert (one.truth, one.cured_by) == ("supported", ("m-3",))
    assert found(powers=(row("Not logged"),))["unlogged_power"].truth == "supported"
    assert found(powers=(row("n/a"),))["unlogged_power"].truth == "unknown"
    assert found(powers=(row("session log"), row(None, "unnamed:operations aws"))) == {}


def test_stale_evidence_and_a_record_that_disagrees() -> None:
    old = Spell((FROM, FROM + HOUR), (FROM, UNTIL))
    own = found(fact(Employment(person="p-1", employer="tide"), old, gaps=("gap:1",)))
    assert set(own) == {"stale_evidence"}
    assert "roster" in own["stale_evidence"].title
    assert found(fact(Employment(person="p-1", employer="tide"))) == {}
    both = found(fact(Employment(person="p-1", employer="tide"), truth=Truth.CONFLICTING))
    assert both["record_disagrees"].truth == "conflicting"
    logs = found(observed=(observed(truth="conflicting", adversary=None),))
    assert set(logs) == {"record_disagrees"}


def test_every_kind_has_a_page_a_severity_and_a_citation_that_somebody_can_read() -> None:
    for kind, row in kinds().items():
        page = (DOCS / f"{kind}.md").read_text(encoding="utf-8")
        assert f"`{kind}`" in page
        assert all(part in page for part in ("**What.**", "**Why it matters.**", "**What cures it.**"))
        assert {row.supported, row.conflicting, row.unknown} <= set(
            get_args(told.Finding.__annotations__["severity"])
        ) | {
            "high",
            "medium",
            "low",
        }
    assert {path.stem for path in DOCS.glob("*.md")} >= set(kinds())


def test_measures_cure_what_they_surely_cut() -> None:
    assert cures(MEASURES, [("uses", {"person": "p-1", "principal": "x"})]) == ["m-1"]
    assert cures(MEASURES, [("uses", {"person": None, "principal": "x"})]) == []
    assert cures(MEASURES, []) == []


def test_long_lists_are_cut_short_and_counted() -> None:
    names = [f"fact:{number:03d}" for number in range(50)]
    assert shortened(names) == [*names[:MANY], "rows:50"]
    assert shortened(["b", "a", "a"]) == ["a", "b"]


def test_nothing_is_found_in_nothing() -> None:
    assert find(Known(facts=facts(), law=LAW)) == ()
