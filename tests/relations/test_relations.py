"""How rows are dated, superseded, set against each other and closed."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from cloudreview.case import Case
from cloudreview.relations import Settled, settle
from cloudreview.spells import DAY, END, NEVER, Interval, instant, uncovered
from cloudreview.truth import Truth
from cloudreview.vocabulary.delivery import Declared, Delivered, Delivery, Proves, Said
from cloudreview.vocabulary.rows import AnyRow, Employment, Identity, Interest, Parent, Party, Target

MARCH = (instant("2026-03-01T00:00:00Z"), instant("2026-04-01T00:00:00Z"))
FIRST = MARCH[0]
TENTH = instant("2026-03-10T00:00:00Z")
ACCOUNT = "aws:111122223333"


def case(**more: object) -> Case:
    settings: dict[str, object] = {
        "folder": Path("nowhere"), "id": "c", "title": "t", "subject": "s", "as_of": MARCH[1] - 1, "period": MARCH,
        "carry": 31 * DAY,
    }  # fmt: skip
    return Case(**{**settings, **more})  # type: ignore[arg-type]


def file(
    name: str,
    *rows: AnyRow,
    taken_at: int | None = FIRST,
    speaker: str = "acme",
    proves: tuple[Proves, ...] = (),
    complete: tuple[tuple[str, str], ...] = (),
    opens: tuple[tuple[str, str], ...] = (),
) -> Delivered:
    sha = (name.encode().hex() + "0" * 64)[:64]
    declared = tuple(
        Declared(relation=relation, scope=scope, since=None, until=None, place=f"{sha[:12]}#line={number}")
        for number, (relation, scope) in enumerate(complete)
    )
    return Delivered(
        sha256=sha, name=name, bytes=1, content_bytes=1, format="table", speaker=speaker, received_from=None,
        taken_at=taken_at, about=None, about_by=None, marking="public",
        said=tuple(Said(row, f"#line={number}") for number, row in enumerate(rows, 2)),
        proves=proves, bad=(), parsed=1, ignored=0, unknown_fields={}, complete=declared, opens=opens, events=(),
    )  # fmt: skip


def settled(*files: Delivered, opens: tuple[tuple[str, str], ...] = (), **more: object) -> Settled:
    declared = tuple((one.speaker, line) for one in files for line in one.complete)
    return settle(Delivery(files=files, opens=opens, declared=declared, gaps=()), case(**more))


def spells(found: Settled, kind: type[AnyRow]) -> list[tuple[Interval, Interval, Truth]]:
    return sorted((fact.spell.must, fact.spell.may, fact.truth) for fact in found.facts.of(kind))


def employed(person: str = "p", employer: str = "acme", **more: str) -> Employment:
    return Employment(person=person, employer=employer, relation="employee", **more)


def test_equal_rows_of_two_files_are_one_fact_with_two_places() -> None:
    found = settled(file("a", employed()), file("b", employed(), speaker="other"))
    (fact,) = found.facts.of(Employment)
    assert [source.speaker for source in fact.sources] == ["acme", "other"]
    assert len({source.place for source in fact.sources}) == 2


def test_what_the_next_complete_list_leaves_out_is_sure_until_then_and_possible_after() -> None:
    whole = (("roster", "*"),)
    first = file("a", employed(start="2026-01-01T00:00:00Z"), employed("q"), complete=whole)
    second = file("b", employed("q"), taken_at=TENTH, complete=whole)
    found = {fact.row.person: fact for fact in settled(first, second).facts.of(Employment)}
    assert found["p"].spell.must[1] == TENTH
    assert found["p"].spell.may[1] == END
    assert found["p"].gaps
    assert found["p"].truth is Truth.SUPPORTED
    # A part of the list, or the list of another, ends nothing.
    for other in (
        file("b", employed("q"), taken_at=TENTH),
        file("b", employed("q"), employed(start="2026-01-01T00:00:00Z"), taken_at=TENTH, complete=whole),
    ):
        kept = {fact.row.person: fact for fact in settled(first, other).facts.of(Employment)}
        assert kept["p"].spell.must[1] > TENTH


def test_an_undated_file_supports_nothing_and_asks() -> None:
    found = settled(file("a", employed(), taken_at=None))
    (fact,) = found.facts.of(Employment)
    assert fact.spell.must == NEVER
    assert fact.gaps == tuple(one.id for one in found.gaps if one.what != "no_evidence")
    assert [one.what for one in found.gaps if one.what != "no_evidence"] == ["undated"]


def test_a_snapshot_that_covers_the_window_asks_nothing_more_than_its_beginning_needs() -> None:
    found = settled(file("a", employed(start="2024-01-01")))
    (fact,) = found.facts.of(Employment)
    assert fact.spell.must[1] == MARCH[1]
    assert fact.gaps == ()


def test_a_stale_snapshot_asks_for_a_newer_one() -> None:
    found = settled(file("a", employed(start="2024-01-01"), taken_at=FIRST - 20 * DAY))
    assert [one.what for one in found.gaps if one.what != "no_evidence"] == ["stale"]


def test_a_later_line_of_the_same_speaker_corrects_the_end() -> None:
    older = file("a", employed(start="2024-01-01"))
    newer = file("b", employed(start="2024-01-01", end="2026-03-05"), taken_at=TENTH)
    (fact,) = settled(older, newer).facts.of(Employment)
    assert fact.row.end == "2026-03-05"


def test_a_later_line_with_other_attributes_ends_the_older_one() -> None:
    older = file("a", employed(start="2024-01-01", residence="CN"))
    newer = file("b", employed(start="2024-01-01", residence="US"), taken_at=TENTH)
    found = {fact.row.residence: fact.spell for fact in settled(older, newer).facts.of(Employment)}
    assert found["CN"].may[1] == TENTH
    assert found["US"].must[0] == TENTH
    assert found["US"].may[0] == FIRST


def test_attributes_of_a_party_hold_until_another_snapshot_differs() -> None:
    older = file("a", Party(party="x", organised_in="CN"))
    newer = file("b", Party(party="x", organised_in="US"), taken_at=TENTH)
    found = {fact.row.organised_in: fact.spell for fact in settled(older, newer).facts.of(Party)}
    assert found["CN"].must == (FIRST, TENTH)
    assert found["US"].must == (TENTH, END)


def test_two_speakers_who_differ_on_one_attribute_conflict() -> None:
    one = file("a", Party(party="x", organised_in="CN"))
    other = file("b", Party(party="x", organised_in="US"), speaker="other")
    assert {fact.truth for fact in settled(one, other).facts.of(Party) if fact.spell.must != NEVER} == {
        Truth.CONFLICTING
    }


def test_disjoint_shares_of_two_speakers_conflict() -> None:
    rows = [Interest(holder="h", subject="s", kind="equity", percent_min=low, percent_max=low) for low in (1000, 6000)]
    found = settled(file("a", rows[0]), file("b", rows[1], speaker="other"))
    held = [fact for fact in found.facts.of(Interest) if fact.spell.must != NEVER]
    assert {fact.truth for fact in held} == {Truth.CONFLICTING}


def test_a_declared_list_without_a_row_of_another_speaker_conflicts_with_it() -> None:
    hr = file("a", employed("p"), complete=(("roster", "acme"),))
    union = file("b", employed("q"), speaker="union")
    found = {fact.row.person: fact for fact in settled(hr, union).facts.of(Employment) if fact.spell.must != NEVER}
    assert found["p"].truth is Truth.SUPPORTED
    assert found["q"].truth is Truth.CONFLICTING


def test_silence_is_never_against() -> None:
    found = settled(file("a", employed("p")), file("b", employed("q"), speaker="union"))
    assert {fact.truth for fact in found.facts.of(Employment)} == {Truth.SUPPORTED}


def test_a_declaration_closes_from_taken_at_for_carry() -> None:
    found = settled(file("a", employed(), complete=(("roster", "acme"),)))
    assert found.facts.open_in(("roster", "acme")) == []
    assert found.facts.open_in(("roster", "other")) == [MARCH]


def test_a_whole_answer_proves_its_list_until_the_next_one() -> None:
    proof = (Proves("identities", ACCOUNT),)
    role = Identity(account=ACCOUNT, principal="r", kind="role")
    found = settled(file("a", role, proves=proof), file("b", proves=proof, taken_at=TENTH))
    (fact,) = found.facts.of(Identity)
    assert fact.spell.may[1] == TENTH
    assert found.facts.open_in(("identities", ACCOUNT)) == []


def test_answers_of_one_instant_that_differ_prove_nothing() -> None:
    proof = (Proves("identities", ACCOUNT),)
    found = settled(file("a", proves=proof), file("b", proves=proof))
    assert found.facts.open_in(("identities", ACCOUNT)) == [MARCH]
    assert "disagreement" in {one.what for one in found.gaps}


def test_anything_bad_opens_its_scope() -> None:
    complete = (("roster", "acme"),)
    for opened in (("roster", "acme"), ("roster", "*")):
        found = settled(file("a", employed(), complete=complete), opens=(opened,))
        assert found.facts.open_in(("roster", "acme")) == [MARCH]


def test_statements_of_a_store_need_policy_acl_and_public_access_block() -> None:
    store = "aws:s3:b"
    parts = [file(name, proves=(Proves(name, store),)) for name in ("policy", "acl", "public_block")]
    assert settled(*parts).facts.open_in(("statements", store)) == []
    for missing in range(3):
        rest = [part for number, part in enumerate(parts) if number != missing]
        assert settled(*rest).facts.open_in(("statements", store)) == [MARCH]


def test_restrictions_need_every_level_up_to_the_root() -> None:
    def proof(relation: str, scope: str) -> tuple[Proves, ...]:
        return (Proves(relation, scope),)

    files = [
        file("p1", Parent(child=ACCOUNT, parent="ou-1"), proves=proof("parent", ACCOUNT)),
        file("p2", Parent(child="ou-1", parent="r-1"), proves=proof("parent", "ou-1")),
        file("d", proves=proof("document", "p-1")),
    ]
    for node in (ACCOUNT, "ou-1", "r-1"):
        row = Target(target=node, policy="p-1", type="SERVICE_CONTROL_POLICY")
        files.append(file(f"s{node}", row, proves=proof("targets", f"{node} SERVICE_CONTROL_POLICY")))
        files.append(file(f"r{node}", proves=proof("targets", f"{node} RESOURCE_CONTROL_POLICY")))
    assert settled(*files).facts.open_in(("restrictions", ACCOUNT)) == []
    for missing in range(len(files)):
        rest = [one for number, one in enumerate(files) if number != missing]
        assert settled(*rest).facts.open_in(("restrictions", ACCOUNT)) == [MARCH]


def test_as_of_defaults_to_the_latest_time_of_the_evidence() -> None:
    found = settled(file("a", employed()), file("b", taken_at=TENTH), as_of=None, period=None)
    assert found.facts.as_of == TENTH
    assert found.facts.period[1] == TENTH + 1


def test_without_any_time_as_of_is_a_gap() -> None:
    found = settled(file("a", employed(), taken_at=None), as_of=None, period=None)
    assert found.facts.as_of is None
    assert "as_of" in {one.where for one in found.gaps}


@settings(deadline=None)
@given(st.permutations(range(4)))
def test_the_order_of_files_changes_nothing(order: list[int]) -> None:
    files = [
        file("a", employed(), complete=(("roster", "acme"),)),
        file("b", employed("q"), speaker="union"),
        file("c", employed(residence="US"), taken_at=TENTH),
        file("d", Party(party="x", organised_in="CN")),
    ]
    expected, found = settled(*files), settled(*(files[index] for index in order))
    assert found.facts.rows == expected.facts.rows
    assert found.facts.closures == expected.facts.closures
    assert found.gaps == expected.gaps


@settings(deadline=None)
@given(st.integers(0, 40), st.integers(0, 40))
def test_closures_never_reach_beyond_carry(first: int, second: int) -> None:
    proof = (Proves("stores", ACCOUNT),)
    at = [FIRST + first * DAY, FIRST + second * DAY]
    found = settled(*(file(f"f{number}", proves=proof, taken_at=one) for number, one in enumerate(sorted(set(at)))))
    expected = uncovered(MARCH, [(one, one + 31 * DAY) for one in at])
    assert found.facts.open_in(("stores", ACCOUNT)) == expected
