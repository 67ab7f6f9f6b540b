"""Named graphs: edges in, smallest paths out."""

from __future__ import annotations

import pytest

from cloudreview.reach import reach
from cloudreview.spells import text
from cloudreview.truth import Truth
from cloudreview.vocabulary.rows import Store
from tests.reach.tables import ACCOUNT, CASE, LAW, WINDOW, World, guarded, short

ONE = """
status acme CN
answers_to p acme
uses p R
allows R b read
protects b -
placement d us b
"""

GRAPHS = {
    "an employee of a covered company reads an open store": (
        ONE,
        [("supported guarded read d: status acme CN; answers_to p acme; uses p R; allows R b read; protects b; "
         "placement d us b")],
    ),
    "a covered person needs no employer": (
        "status p CN\nuses p R\nallows R b alter\nplacement d us b",
        ["supported guarded alter d: status p CN; uses p R; allows R b alter; placement d us b"],
    ),
    "one identity acts as another, and that as a third": (
        "status p CN\nuses p R\nassumes R T\nassumes T A\nallows A b stop\nplacement d us b",
        [("supported guarded stop d: status p CN; uses p R; assumes R T; assumes T A; allows A b stop; "
         "placement d us b")],
    ),
    "identities that act as each other end nowhere": (
        "status p CN\nuses p R\nassumes R T\nassumes T R\nplacement d us b\nprotects b -",
        [],
    ),
    "a sealed store is not read without its key": (
        "status p CN\nuses p R\nallows R b read\nprotects b K\nplacement d us b",
        [],
    ),
    "a sealed store is read with its key": (
        "status p CN\nuses p R\nallows R b read\nprotects b K\ndecrypts R K\nplacement d us b",
        [("supported guarded read d: status p CN; uses p R; allows R b read; protects b K; decrypts R K; "
         "placement d us b")],
    ),
    "the key must be opened by the identity that reads": (
        "status p CN\nuses p R\nuses p T\nallows R b read\nprotects b K\ndecrypts T K\nplacement d us b",
        [],
    ),
    "who destroys the key stops the data": (
        "status p CN\nuses p R\nallows R K stop\nprotects b K\nplacement d us b",
        [],
    ),
    "everybody is admitted: the country needs no identity": (
        "allows * b read\nprotects b -\nplacement d us b",
        ["supported guarded read d: status country:CN CN; allows * b read; protects b; placement d us b"],
    ),
    "a power of the covered company itself": (
        "company acme\nstatus acme CN\npower acme hypervisor aws:r read b\nplacement d us b\nprotects b -",
        ["supported guarded read d: status acme CN; power acme hypervisor aws:r read b; placement d us b"],
    ),
    "a power of a team with a covered member": (
        "status p CN\nanswers_to p good ops\npower team:ops physical aws:r stop b\nplacement d us b\nprotects b -",
        [("supported guarded stop d: status p CN; answers_to p good; power team:ops physical aws:r stop b; "
         "placement d us b")],
    ),
    "a covered person may be the one who uses the power of an innocent employer": (
        ("status p CN\ncompany good\nanswers_to p good\npower good physical aws:r stop b\nplacement d us b\n"
        "protects b -"),
        [("unknown guarded stop d: status p CN; answers_to p good; "
         "power unnamed:staff good physical aws:r stop b; placement d us b")],
    ),
    "the shorter of two": (
        ONE + "uses p S\nassumes S R",
        [("supported guarded read d: status acme CN; answers_to p acme; uses p R; allows R b read; protects b; "
         "placement d us b")],
    ),
    "the surer, though longer": (
        "status p CN\nuses p R ?\nuses p S\nassumes S R\nallows R b alter\nplacement d us b",
        ["supported guarded alter d: status p CN; uses p S; assumes S R; allows R b alter; placement d us b"],
    ),
    "conflicting is between": (
        "status p CN\nuses p R ~\nallows R b alter\nplacement d us b",
        ["conflicting guarded alter d: status p CN; uses p R; allows R b alter; placement d us b"],
    ),
    "what is refuted is no step": (
        "status p CN no\nuses p R\nallows R b alter\nplacement d us b",
        [],
    ),
    "never at the same time": (
        "status p CN @0..10\nuses p R @10..20\nallows R b alter\nplacement d us b",
        [],
    ),
    "the one that holds in time, though longer": (
        "status p CN @0..10\nuses p R @10..20\nuses p S @5..8\nassumes S R\nallows R b alter\nplacement d us b",
        ["supported guarded alter d: status p CN; uses p S; assumes S R; allows R b alter; placement d us b"],
    ),
    "raw permissions alone are no guarded path": (
        "status p CN\nuses p R\nallows R b read raw\nplacement d us b\nprotects b -",
        [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", GRAPHS)
def test_named_graphs(name: str) -> None:
    table, expected = GRAPHS[name]
    if "destroys" in name:
        table = table.replace("K", "arn:aws:kms:r:111122223333:key/k")
        expected = [
            (
                "supported guarded stop d: status p CN; uses p R; allows R arn:aws:kms:r:111122223333:key/k stop; "
                "protects b arn:aws:kms:r:111122223333:key/k; placement d us b"
            )
        ]
    assert guarded(World(table).reach()) == expected


@pytest.mark.parametrize("name", GRAPHS)
def test_the_order_of_everything_changes_nothing(name: str) -> None:
    lines = [line for line in GRAPHS[name][0].splitlines() if line.strip()]
    one, other = World(lines).reach(), World(list(reversed(lines))).reach()
    assert (one.paths, one.answers, one.gaps) == (other.paths, other.answers, other.gaps)


@pytest.mark.parametrize("name", GRAPHS)
def test_every_guarded_path_has_a_raw_one_that_rests_on_no_more(name: str) -> None:
    result = World(GRAPHS[name][0]).reach()

    def rests_on(mode: str) -> list[tuple[str, str, str, str, frozenset[str]]]:
        return [
            (p.dataset, p.harm, p.adversary, p.status_of,
             frozenset(one for s in p.steps[:-1] for one in s.premises if not one.startswith("step:")))
            for p in result.paths if p.mode == mode
        ]  # fmt: skip

    raw = rests_on("raw")
    for *what, premises in rests_on("guarded"):
        assert any(list(other[:-1]) == what and other[-1] <= premises for other in raw)


@pytest.mark.parametrize("actor", ["company good", "party good"])
def test_a_powerful_party_has_people_whether_or_not_its_kind_is_told(actor: str) -> None:
    """Its status is refuted, and who works for it nobody told: where no kind is told either, there was a no."""
    table = f"{actor}\npower good physical aws:r stop b\nplacement d us b\nprotects b -"
    told = World(table, opened=["roster *"]).reach()
    assert {one.truth for one in told.answers if one.harm == "stop"} == {"unknown"}
    assert {one.truth for one in World(table).reach().answers if one.harm == "stop"} == {"refuted"}


def test_raw_needs_no_key() -> None:
    table = "status p CN\nuses p R\nallows R b read\nprotects b K\nplacement d us b"
    raw = [short(path) for path in World(table).reach().paths]
    assert raw == ["supported raw read d: status p CN; uses p R; allows R b read; placement d us b"]


def test_a_path_tells_when_it_held_and_whether_it_does_now() -> None:
    result = World(ONE.replace("uses p R", "uses p R @20..40")).reach()
    path = next(path for path in result.paths if path.mode == "guarded")
    assert (path.truth, path.now, path.since, path.until) == ("supported", None, text(20), text(40))
    assert [one.text for one in path.steps] == [
        "acme has a status under CN (28 CFR 202.211(a))",
        "p works for acme",
        "p uses the identity arn:aws:iam::111122223333:role/R",
        "arn:aws:iam::111122223333:role/R may read aws:s3:b",
        "reading the data in aws:s3:b needs no key of its own",
        "d of us lies in aws:s3:b",
        "d can be read through acme, which has a status under CN",
    ]
    assert [one.rule for one in path.steps][-1] == "reached"
    assert path.steps[-1].premises == tuple(one.id for one in path.steps[:-1])
    assert path.steps[2].premises[-1] == path.steps[1].id
    assert all(one.places for one in path.steps[1:3])
    now = World(ONE.replace("uses p R", "uses p R @20..80")).reach().paths[0]
    assert now.now == "supported"


def test_its_id_does_not_turn_on_when() -> None:
    ids = {path.id for path in World(ONE).reach().paths}
    assert ids == {path.id for path in World(ONE.replace("uses p R", "uses p R @20..40")).reach().paths}


def test_unknown_is_told_with_what_holds_it() -> None:
    path = next(p for p in World(ONE.replace("allows R b read", "allows R b read ?")).reach().paths)
    assert (path.truth, path.but_for) == ("unknown", ("gap:R b read",))
    assert "it is not settled whether" in path.steps[3].text


def test_an_overlap_that_is_only_possible_is_asked_for() -> None:
    result = World("status p CN\nuses p R @0..50 ?\nallows R b alter @50..100\nallows R b alter @10..20 ?\n"
                   "placement d us b").reach()  # fmt: skip
    path = next(p for p in result.paths if p.mode == "guarded")
    assert path.truth == "unknown"
    assert len(path.but_for) == 2
    assert path.since is None


def test_every_regime_and_reading_under_which_it_holds() -> None:
    case = CASE.__class__(**{n: getattr(CASE, n) for n in CASE.__struct_fields__} | {"rules": ("us-icts-2025",)})
    table = ONE.replace("status acme CN", "status acme CN us-icts-2025\nstatus acme CN us-dsp-202 ? @0..30")
    world = World(table, case=case)
    world.line(["status", "country:CN", "CN", "us-icts-2025"])
    found = [path for path in world.reach().paths if path.mode == "guarded"]
    assert [[(one.regime, one.reading, one.truth) for one in path.holds_under] for path in found] == [
        [("us-dsp-202", "pooled/cascade", "unknown"), ("us-icts-2025", "pooled/cascade", "supported")]
    ]


def test_a_no_names_its_closures_and_who_said_so() -> None:
    result = World("uses p R\nallows R b alter\nplacement d us b\nprotects b -").reach()
    assert len(result.answers) == 6
    assert result.paths == ()
    for answer in result.answers:
        assert answer.truth == "refuted"
        assert len(answer.closed_by) >= 9
        assert answer.on_word_of == ("provider",)
    assert result.gaps == ()


def test_a_no_rests_on_what_was_told_of_the_accounts_block_of_public_access() -> None:
    world = World("uses p R\nplacement d us b\nprotects b -")
    world.fact(Store(store="aws:s3:b", account=f"aws:{ACCOUNT}"), Truth.SUPPORTED, WINDOW)
    world.closed.append(f"public_block aws:{ACCOUNT}")
    (told,) = [one.id for one in world.facts().closures if one.relation == "public_block"]
    assert {one.mode for one in world.reach().answers if told in one.closed_by} == {"guarded"}


def test_answers_are_as_good_as_their_best_path() -> None:
    result = World(ONE + "status q CN ?\nuses q S\nallows S b read").reach()
    answer = next(one for one in result.answers if (one.harm, one.mode) == ("read", "guarded"))
    assert answer.truth == "supported"
    told = {path.id: path.truth for path in result.paths}
    assert [told[name] for name in answer.paths] == ["supported", "unknown"]
    assert answer.holds_under == ("us-dsp-202 pooled/cascade",)
    assert answer.but_for == ()


def test_nothing_follows_from_nothing() -> None:
    world = World("placement d us b")
    world.closed = []
    assert {one.truth for one in world.reach().answers} == {"unknown"}
    unlisted = CASE.__class__(**{n: getattr(CASE, n) for n in CASE.__struct_fields__} | {"adversaries": ("BR",)})
    found = World("placement d us b", case=unlisted).reach()
    assert {one.truth for one in found.answers} == {"unknown"}
    assert any("BR" in one.where for one in found.gaps)


OPEN = {
    "principals aws:111122223333": (
        "allows R b alter\nplacement d us b\nprotects b -",
        ("unknown guarded alter d: status country:CN CN; uses unnamed:principals aws:111122223333 R; allows R b alter; "
        "placement d us b"),
    ),
    "roster *": (
        "status acme CN\nuses p R\nallows R b alter\nplacement d us b\nprotects b -",
        ("unknown guarded alter d: status acme CN; answers_to unnamed:roster acme acme; uses p R; allows R b alter; "
        "placement d us b"),
    ),
    "placements *": (
        "placement d us b\nprotects b -",
        "unknown guarded alter d: status country:CN CN; placement d us unnamed:placements us",
    ),
    "operations aws": (
        "placement d us b\nprotects b -",
        ("unknown guarded alter d: status country:CN CN; "
        "power unnamed:operations aws any aws alter b; placement d us b"),
    ),
    "statements *": (
        "placement d us b\nprotects b -",
        "unknown guarded alter d: status country:CN CN; allows * b alter; placement d us b",
    ),
}  # fmt: skip


@pytest.mark.parametrize("scope", OPEN)
def test_each_open_scope_is_one_path_by_name_and_one_question(scope: str) -> None:
    table, expected = OPEN[scope]
    closed = World(table).reach()
    assert all(one.truth == "refuted" for one in closed.answers)
    result = World(table, opened=[scope]).reach()
    assert expected in guarded(result)
    told = {gap.id for gap in result.gaps}
    for path in result.paths:
        assert path.truth == "unknown"
        assert len(path.but_for) == 1
        assert path.but_for[0] in told


def test_nobody_said_under_which_key() -> None:
    result = World("status p CN\nuses p R\nallows R b read\nprotects b K @0..50\nplacement d us b").reach()
    path = next(one for one in result.paths if one.mode == "guarded")
    assert path.truth == "unknown"
    assert [gap.where for gap in result.gaps] == ["keys aws:s3:b"]


def test_a_stranger_may_have_a_status() -> None:
    world = World("uses p R\nallows R b alter\nplacement d us b")
    facts = world.facts()
    result = reach(facts, LAW, world.case, world.statuses, world.steps)
    path = next(one for one in result.paths if one.mode == "guarded")
    assert (path.truth, path.status_of) == ("unknown", "p")
    assert [(one.regime, one.truth) for one in path.holds_under] == [("us-dsp-202", "unknown")]
    assert {gap.where for gap in result.gaps} == {"p"}


def test_flooded_again_with_a_step_cut() -> None:
    result = World(ONE + "uses p S\nassumes S R").reach()
    role = "arn:aws:iam::111122223333:role/R"
    hidden = result.flood.surviving(lambda rule, fields: rule == "uses" and fields["principal"] == role)
    assert [short(one) for one in hidden] == [
        (
            "supported guarded read d: status acme CN; answers_to p acme; uses p S; assumes S R; allows R b read; "
            "protects b; placement d us b"
        )
    ]
    assert result.flood.surviving(lambda rule, fields: rule == "uses") == ()
    whole = result.flood.surviving(lambda rule, fields: False)
    assert list(whole) == [path for path in result.paths if path.mode == "guarded"]
