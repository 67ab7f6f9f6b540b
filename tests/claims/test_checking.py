"""What a claim is worth: existential, NOT once on top, "no" only where the relation is closed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import pytest

from cloudreview.claims import check
from cloudreview.spells import END, HOUR, Spell, instant
from cloudreview.truth import Truth
from cloudreview.vocabulary.facts import Closure, Fact, Facts, Source
from cloudreview.vocabulary.rows import Claim, Placement, Row, Store
from cloudreview.vocabulary.status import Reading, status
from cloudreview.vocabulary.told import Answer, ClaimAnswer, Completeness, KeyHolder, Location, Observed, Power

ACCOUNT, STORE = "aws:111122223333", "aws:s3:records"
FROM, UNTIL = instant("2026-03-01T00:00:00Z"), instant("2026-04-01T00:00:00Z")
WHOLE = (FROM - HOUR, UNTIL + HOUR)
CLOSED = (
    ("placements", "*"),
    ("sites", "aws"),
    ("keys", ACCOUNT),
    ("encryption", STORE),
    ("operations", "aws"),
    ("parties", "*"),
    ("roster", "*"),
)


def closure(relation: str, scope: str) -> Closure:
    return Closure(
        id=f"closure:{relation} {scope}",
        relation=relation,
        scope=scope,
        spell=WHOLE,
        speaker="Provider",
        by="declared",
        places=("abc#line=2",),
    )


def fact(row: Row, name: str) -> Fact[Row]:
    spell = Spell.exactly(WHOLE)
    return Fact(id=name, row=row, truth=Truth.SUPPORTED, spell=spell, sources=(Source("abc#line=1", "Provider"),))


def facts(*propositions: str, closed: Sequence[tuple[str, str]] = CLOSED) -> Facts:
    claims = [fact(Claim(claim=f"c-{n}", proposition=text), f"claim:{n}") for n, text in enumerate(propositions)]
    rows: dict[type[Row], tuple[Fact[Row], ...]] = {
        Claim: tuple(claims),
        Placement: (fact(Placement(dataset="d-1", client="beacon", store=STORE), "placement:1"),),
        Store: (fact(Store(store=STORE, account=ACCOUNT), "store:1"),),
    }
    return Facts(
        rows=rows,
        closures=tuple(closure(*one) for one in closed),
        events=(),
        sources={},
        window=(FROM, UNTIL),
        period=(FROM, UNTIL),
        as_of=UNTIL - 1,
    )


def asked(text: str, relations: dict[str, Sequence[Any]], closed: Sequence[tuple[str, str]] = CLOSED) -> ClaimAnswer:
    [answer] = check(facts(text, closed=closed), relations)
    return answer


def observed(**fields: Any) -> Observed:
    base: dict[str, Any] = {
        "id": "observed:" + "/".join(map(str, fields.values())),
        "store": STORE,
        "dataset": "d-1",
        "principal": "*",
        "person": None,
        "party": None,
        "adversary": "CN",
        "harm": "read",
        "truth": "refuted",
        "count": 0,
        "bytes": None,
        "first": None,
        "last": None,
        "because": ("query:observed_by_actor",),
    }
    return Observed(**{**base, **fields})


def nobody(truth: str = "refuted") -> list[Observed]:
    return [observed(harm=harm, truth=truth) for harm in ("read", "alter", "stop")]


def act(**fields: Any) -> Observed:
    base = {"principal": "arn:u", "person": "p-1", "party": "tide", "truth": "supported", "count": 2}
    return observed(**{**base, "first": "2026-03-05T08:00:00Z", "last": "2026-03-20T08:00:00Z", **fields})


def location(country: str | None = "US", **fields: Any) -> Location:
    base: dict[str, Any] = {
        "dataset": "d-1",
        "client": "beacon",
        "store": STORE,
        "role": "primary",
        "country": country,
        "region": "us-west-2",
        "operator": None,
        "truth": "supported" if country else "unknown",
        "because": ("site:1",),
    }
    return Location(**{**base, **fields})


NOT_CN = "NOT observed where dataset = d-1 and adversary = CN"


@pytest.mark.parametrize(
    ("rows", "truth"),
    [
        (nobody(), "supported"),
        (nobody("unknown"), "unknown"),
        ([*nobody()[1:], act()], "refuted"),
        ([*nobody()[1:], act(truth="conflicting")], "conflicting"),
        ([*nobody()[1:], act(truth="unknown")], "unknown"),
        ([*nobody(), act(adversary=None, person="p-2")], "supported"),
        (nobody()[1:], "unknown"),
        ([], "unknown"),
    ],
)
def test_nobody_did(rows: list[Observed], truth: str) -> None:
    answer = asked(NOT_CN, {"observed": rows})
    assert answer.truth == truth
    assert answer.because or answer.truth == "unknown"


def test_a_harm_that_nobody_asks_about_does_not_matter() -> None:
    rows = [observed(harm="read"), observed(harm="alter", truth="unknown"), observed(harm="stop", truth="unknown")]
    assert asked(NOT_CN + " and harm = read", {"observed": rows}).truth == "supported"
    assert asked(NOT_CN, {"observed": rows}).truth == "unknown"


def test_what_the_review_does_not_know_is_unknown_and_never_no() -> None:
    for text in (
        "NOT observed where dataset = d-9 and adversary = CN",
        "NOT observed where dataset = d-1 and adversary = RU",
        "NOT statuses where party = stranger and adversary = CN",
        "NOT answers where dataset = d-9",
    ):
        relations: dict[str, Sequence[Any]] = {"observed": nobody(), "statuses": [], "answers": []}
        answer = asked(text, relations)
        assert answer.truth == "unknown"
        assert "claim without evidence" in answer.why


def whole_logs() -> list[Completeness]:
    return [
        Completeness(
            store=STORE,
            klass=klass,
            source="cloudtrail",
            since=None,
            until=None,
            hours=1,
            share=1.0,
            witnessed=0.0,
            truth="supported",
            why="",
        )
        for klass in ("data_read", "data_write", "management")
    ]


def test_beyond_dataset_harm_and_adversary_the_logs_must_be_whole() -> None:
    rows = [*nobody("unknown")[1:], act()]
    text = "NOT observed where dataset = d-1 and person = p-9"
    assert asked(text, {"observed": rows}).truth == "unknown"
    assert asked(text, {"observed": [*nobody()[1:], act()]}).truth == "unknown"
    whole = whole_logs()
    relations: dict[str, Sequence[Any]] = {"observed": [*nobody()[1:], act()], "completeness": whole}
    assert asked(text, relations).truth == "supported"
    torn = msgspec.structs.replace(whole[0], truth="unknown")
    assert asked(text, {**relations, "completeness": [torn, *whole[1:]]}).truth == "unknown"


def test_an_actor_who_is_not_told_may_be_anybody() -> None:
    rows = [*nobody(), act(person=None, party=None, adversary=None, truth="unknown")]
    assert asked("NOT observed where dataset = d-1 and person = p-9", {"observed": rows}).truth == "unknown"
    assert asked(NOT_CN, {"observed": rows}).truth == "supported"


@pytest.mark.parametrize(
    ("during", "truth"),
    [
        ("2026-03-01..2026-04-01", "refuted"),
        ("2026-03-05..2026-03-06", "refuted"),
        ("2026-03-10..2026-03-12", "unknown"),
        ("2026-03-25..2026-03-30", "supported"),
        ("2026-03-25..2026-05-01", "unknown"),
    ],
)
def test_a_claim_speaks_of_its_own_time(during: str, truth: str) -> None:
    relations = {"observed": [*nobody()[1:], act()], "completeness": whole_logs()}
    assert asked(f"{NOT_CN} during {during}", relations).truth == truth


def test_a_part_of_the_time_without_an_act_is_no_only_with_whole_logs() -> None:
    rows = [*nobody("unknown")[1:], act()]
    text = f"{NOT_CN} and harm = read during 2026-03-25..2026-03-30"
    assert asked(text, {"observed": rows}).truth == "unknown"
    assert asked(text, {"observed": rows, "completeness": whole_logs()}).truth == "supported"


@pytest.mark.parametrize(
    ("rows", "truth"),
    [
        ([location()], "supported"),
        ([location(), location("SG", role="key")], "refuted"),
        ([location(), location(None, role="operator")], "unknown"),
        ([], "unknown"),
    ],
)
def test_nowhere_but_here(rows: list[Location], truth: str) -> None:
    assert asked("NOT location where dataset = d-1 and country != US", {"locations": rows}).truth == truth


@pytest.mark.parametrize("missing", ["placements", "sites", "keys", "encryption"])
def test_an_open_list_leaves_nowhere_open(missing: str) -> None:
    closed = [one for one in CLOSED if one[0] != missing]
    answer = asked("NOT location where dataset = d-1 and country != US", {"location": [location()]}, closed)
    assert (answer.truth, missing in answer.why) == ("unknown", True)


def test_a_part_of_the_time_is_only_possible() -> None:
    text = "location where dataset = d-1 and country = US"
    assert asked(text, {"location": [location()]}).truth == "supported"
    assert asked(f"{text} during 2026-03-02..2026-03-03", {"location": [location()]}).truth == "unknown"
    assert asked("location where dataset = d-1 and country = CN", {"location": [location()]}).truth == "refuted"


def test_operators_of_other_rows_are_none_and_not_unknown() -> None:
    rows = [location(), location("US", role="operator", operator="harbor")]
    assert asked("NOT location where dataset = d-1 and operator = tide", {"location": rows}).truth == "supported"


def test_powers_are_closed_by_operations_and_an_unnamed_actor_may_be_anybody() -> None:
    told = Power(
        actor="tide",
        power="dns",
        target="aws:us-west-2",
        harm="stop",
        approval=None,
        logged_in=None,
        truth="supported",
        because=("operation:1",),
    )
    text = "NOT powers where actor = jade"
    assert asked(text, {"powers": [told]}).truth == "supported"
    assert asked(text, {"powers": [told]}, [one for one in CLOSED if one[0] != "operations"]).truth == "unknown"
    unnamed = msgspec.structs.replace(told, actor="unnamed:operations aws", power="any", truth="unknown")
    assert asked(text, {"powers": [told, unnamed]}).truth == "unknown"
    assert asked("powers where actor = tide and approval = none", {"powers": [told]}).truth == "unknown"


def test_keys() -> None:
    row = KeyHolder(dataset="d-1", store=STORE, key=None, holder="provider", truth="supported", because=("key:1",))
    assert asked("key where dataset = d-1 and holder = provider", {"keys": [row]}).truth == "supported"
    assert asked("NOT key where dataset = d-1 and key = arn:k", {"keys": [row]}).truth == "supported"
    assert asked("NOT key where dataset = d-1 and holder = acme", {"keys": [row]}, CLOSED[:2]).truth == "unknown"
    hidden = msgspec.structs.replace(row, holder=None, truth="unknown")
    assert asked("NOT key where dataset = d-1 and key = arn:k", {"keys": [hidden]}).truth == "unknown"


def test_statuses_have_times() -> None:
    turn = FROM + 240 * HOUR
    rows = [
        status("tide", "CN", "us-dsp-202", Reading(), "a", truth, Spell.exactly(spell), ("fact:1",))
        for truth, spell in ((Truth.REFUTED, (FROM - HOUR, turn)), (Truth.SUPPORTED, (turn, END)))
    ]
    text = "NOT statuses where party = tide and adversary = CN"
    assert asked(text, {"statuses": rows}).truth == "refuted"
    assert asked(f"{text} during 2026-03-01..2026-03-08", {"statuses": rows}).truth == "supported"
    assert asked(f"{text} and reading = pooled/cascade", {"statuses": rows}).truth == "refuted"


def test_answers_are_exhaustive() -> None:
    row = Answer(
        id="answer:1",
        dataset="d-1",
        harm="read",
        mode="guarded",
        adversary="CN",
        truth="refuted",
        paths=(),
        holds_under=(),
        closed_by=("closure:1",),
        on_word_of=("Provider",),
        but_for=(),
    )
    answer = asked("NOT answers where dataset = d-1 and adversary = CN and mode = guarded", {"answers": [row]})
    assert (answer.truth, "answer:1" in answer.because) == ("supported", True)


def test_what_cannot_be_read_is_unknown_and_says_why() -> None:
    for text, why in (
        ("nobody ever read anything", "cannot be read"),
        ("NOT observed", "no condition"),
        ("NOT observed where colour = red", "field of observed"),
        ("powers where actor = x", "claim without evidence"),
    ):
        answer = asked(text, {"observed": nobody()})
        assert (answer.truth, answer.because) == ("unknown", ())
        assert why in answer.why


def test_answers_are_in_order_and_name_the_speaker() -> None:
    answers = check(facts("NOT observed", NOT_CN), {"observed": nobody()})
    assert [(one.claim, one.speaker, one.place) for one in answers] == [
        ("c-0", "Provider", "abc#line=1"),
        ("c-1", "Provider", "abc#line=1"),
    ]


def test_a_claim_about_statuses_that_names_no_reading_is_about_the_headline() -> None:
    def row(indirect: str, truth: Truth) -> Any:
        spell = Spell.exactly((FROM, UNTIL))
        return status("tide", "CN", "us-dsp-202", Reading("pooled", indirect), "c", truth, spell, ("fact:1",))

    rows = [row("cascade", Truth.REFUTED), row("look_through", Truth.SUPPORTED)]
    text = "NOT statuses where party = tide and adversary = CN"
    assert asked(text, {"statuses": rows}).truth == "supported"
    assert asked(f"{text} and reading = pooled/look_through", {"statuses": rows}).truth == "refuted"
    [other] = check(facts(text), {"statuses": rows}, Reading("pooled", "look_through"))
    assert other.truth == "refuted"
