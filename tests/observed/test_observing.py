"""Counting, attribution and the time at which somebody answered to whom."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cloudreview.observed.questions import sentence
from cloudreview.spells import Spell
from cloudreview.truth import Truth
from cloudreview.vocabulary.rows import Employment, Placement, Use
from tests.observed.world import (
    ACCOUNT,
    ADA,
    ALWAYS,
    FROM,
    KEY,
    MEI,
    OPS,
    SEALED,
    STORE,
    UNTIL,
    at,
    closure,
    event,
    fact,
    picked,
    standing,
    trust,
    world,
)


def test_a_read_by_a_person_with_the_status_is_supported_and_says_why(tmp_path: Path) -> None:
    made = world(event(1, "05T08:00"), event(2, "06T08:00", bytes=32), event(3, "07T08:00", action="ListObjects"))
    [row] = picked(made.observe(tmp_path), adversary="CN", harm="read")
    assert (row.truth, row.person, row.party, row.regimes) == ("supported", "p-mei", "tide", ("us-dsp-202",))
    assert (row.count, row.bytes, row.metadata_count, row.denied_count) == (2, 42, 1, 0)
    assert (row.first, row.last) == ("2026-03-05T08:00:00Z", "2026-03-06T08:00:00Z")
    assert {"query:observed_by_actor", "rows:3", "abcdef012345#/Records/1", "abcdef012345#/Records/2"} <= set(
        row.because
    )
    assert {one.id for one in made.rows if isinstance(one.row, Use) and one.row.person == "p-mei"} <= set(row.because)
    assert any(name.startswith("status:") for name in row.because)


def test_nobody_under_control_is_told_without_an_adversary(tmp_path: Path) -> None:
    result = world(event(1, "05T08:00", principal=ADA)).observe(tmp_path)
    [row] = picked(result, person="p-ada")
    assert (row.adversary, row.truth, row.count) == (None, "supported", 1)
    [nobody] = picked(result, adversary="CN", harm="read")
    assert (nobody.principal, nobody.truth, nobody.count) == ("*", "refuted", 0)
    assert set(row.because) & set(nobody.because) >= {one for one in row.because if one.startswith("principals:")}


def test_one_request_told_twice_is_counted_once(tmp_path: Path) -> None:
    again = event(1, "05T08:00", place="fedcba543210#/Records/9")
    other_log = event(1, "05T08:00", place="aaaaaaaaaaaa#line=3", log="s3_access", event_id=None, bytes=None)
    no_ids = event(4, "05T09:00", request_id=None, event_id="e-9")
    same_id = event(5, "05T09:00", request_id=None, event_id="e-9")
    [row] = picked(world(event(1, "05T08:00"), again, other_log, no_ids, same_id).observe(tmp_path), person="p-mei")
    assert (row.count, row.bytes, row.truth) == (2, 20, "supported")
    assert "rows:5" in row.because


def test_logs_that_disagree_on_the_actor_are_conflicting_for_each(tmp_path: Path) -> None:
    other = event(1, "05T08:00", log="s3_access", principal=ADA, event_id=None, place="bbbbbbbbbbbb#line=1")
    result = world(event(1, "05T08:00"), other).observe(tmp_path)
    [mei] = picked(result, person="p-mei")
    [ada] = picked(result, person="p-ada")
    assert (mei.truth, ada.truth) == ("conflicting", "conflicting")
    assert [one.what for one in result.gaps if one.id in mei.gaps] == ["disagreement"]


def test_denied_requests_are_told_apart(tmp_path: Path) -> None:
    result = world(event(1, "05T08:00", error="AccessDenied", bytes=None)).observe(tmp_path)
    [row] = picked(result, person="p-mei")
    assert (row.count, row.denied_count, row.bytes, row.truth, row.adversary) == (0, 1, None, "refuted", "CN")
    assert [one.truth for one in picked(result, principal="*", harm="read")] == ["refuted"]


def test_events_before_the_person_came_under_control_are_a_row_apart(tmp_path: Path) -> None:
    turn = Spell((at("10T12:00"), ALWAYS.must[1]), (at("09T10:00"), ALWAYS.must[1]))
    before = Spell.exactly((ALWAYS.must[0], at("09T10:00")))
    made = world(event(1, "05T08:00"), event(2, "10T00:00"), event(3, "15T08:00"), event(4, "16T08:00"))
    made.statuses = [
        standing(name, truth, spell, gaps=("gap:day",) if truth is Truth.SUPPORTED else ())
        for name in ("p-mei", "tide")
        for truth, spell in ((Truth.SUPPORTED, turn), (Truth.REFUTED, before))
    ]
    result = made.observe(tmp_path)
    rows = {(row.adversary, row.truth): (row.count, row.first) for row in picked(result, person="p-mei")}
    assert rows == {
        (None, "supported"): (1, "2026-03-05T08:00:00Z"),
        ("CN", "unknown"): (1, "2026-03-10T00:00:00Z"),
        ("CN", "supported"): (2, "2026-03-15T08:00:00Z"),
    }
    assert picked(result, adversary="CN", truth="unknown", harm="read")[0].gaps == ("gap:day",)


def test_who_answers_to_a_party_with_the_status_counts_whatever_the_own_status(tmp_path: Path) -> None:
    made = world(event(1, "05T08:00"))
    made.statuses = [standing("p-mei", Truth.REFUTED), standing("tide", Truth.SUPPORTED)]
    assert [row.truth for row in picked(made.observe(tmp_path), adversary="CN", harm="read")] == ["supported"]


def test_several_persons_are_nobody_in_particular(tmp_path: Path) -> None:
    made = world(event(1, "05T08:00"))
    made.rows.append(fact(Use(person="p-ada", principal=MEI)))
    result = made.observe(tmp_path)
    [row] = [one for one in picked(result, harm="read") if one.count]
    assert (row.person, row.adversary, row.truth) == (None, "CN", "unknown")
    assert any("p-ada, p-mei" in one.why for one in result.gaps if one.id in row.gaps)


def test_a_possible_use_is_unknown(tmp_path: Path) -> None:
    made = world(event(1, "05T08:00")).without(Use)
    made.rows.append(fact(Use(person="p-mei", principal=MEI), Spell.possibly((FROM, UNTIL)), gaps=("gap:undated",)))
    [row] = [one for one in picked(made.observe(tmp_path), harm="read") if one.count]
    assert (row.person, row.truth, row.gaps) == ("p-mei", "unknown", ("gap:undated",))


def test_an_open_list_of_users_holds_everything_at_unknown(tmp_path: Path) -> None:
    result = world(event(1, "05T08:00"), event(2, "05T09:00", principal=ADA)).open("principals").observe(tmp_path)
    assert {row.truth for row in picked(result, harm="read")} == {"unknown"}
    assert {row.adversary for row in picked(result, harm="read")} == {"CN", None}


def test_an_actor_of_whom_nothing_is_told_leaves_open_who_did(tmp_path: Path) -> None:
    for name, actor in enumerate((None, "*", "arn:aws:iam::999900001111:user/x", "config.amazonaws.com")):
        result = world(event(1, "05T08:00", principal=actor)).observe(tmp_path / str(name))
        [row] = [one for one in picked(result, harm="read") if one.count]
        assert (row.person, row.adversary, row.truth) == (None, None, "unknown")
        [nobody] = picked(result, harm="read", adversary="CN")
        assert nobody.truth == "unknown"
        assert set(row.gaps) <= set(nobody.gaps)


def test_a_role_is_used_by_those_whom_its_trust_policy_admits(tmp_path: Path) -> None:
    made = world(event(1, "05T08:00", principal=OPS, session="mei", principal_type="AssumedRole"))
    made.rows.append(trust(OPS, MEI))
    [row] = picked(made.observe(tmp_path / "1"), harm="read", adversary="CN")
    assert (row.person, row.truth, row.principal) == ("p-mei", "supported", OPS)
    made.rows.append(trust(OPS, ADA))
    assert [one.truth for one in picked(made.observe(tmp_path / "2"), harm="read", adversary="CN")] == ["unknown"]


@pytest.mark.parametrize(
    ("names", "kind"),
    [(("*",), "AWS"), (("arn:aws:iam::111122223333:root",), "AWS"), (("ec2.amazonaws.com",), "Service")],
)
def test_a_trust_policy_that_admits_more_than_it_names_settles_nothing(
    names: tuple[str, ...], kind: str, tmp_path: Path
) -> None:
    made = world(event(1, "05T08:00", principal=OPS))
    made.rows += [trust(OPS, *names, kind=kind), fact(Use(person="p-ada", principal=OPS))]
    [row] = [one for one in picked(made.observe(tmp_path), harm="read") if one.count]
    assert (row.person, row.truth) == ("p-ada", "unknown")


def test_roles_that_admit_each_other_end(tmp_path: Path) -> None:
    other = "arn:aws:iam::111122223333:role/other"
    made = world(event(1, "05T08:00", principal=OPS))
    made.rows += [trust(OPS, other), trust(other, OPS, MEI)]
    [row] = picked(made.observe(tmp_path), harm="read", adversary="CN")
    assert (row.person, row.truth) == ("p-mei", "supported")


def test_a_prefix_and_a_time_tell_the_dataset(tmp_path: Path) -> None:
    made = world(
        event(1, "05T08:00", object="eu/1"),
        event(2, "05T09:00", object="us/1"),
        event(3, "05T10:00", object=None),
        event(4, "20T10:00", object="us/2"),
    ).without(Placement)
    early = Spell.exactly((FROM, at("10T00:00")))
    made.rows += [
        fact(Placement(dataset="d-us", client="beacon", store=STORE, prefix="us/"), early),
        fact(Placement(dataset="d-eu", client="beacon", store=STORE, prefix="eu/")),
    ]
    result = made.observe(tmp_path)
    rows = {(row.dataset, row.truth): row.count for row in picked(result, harm="read") if row.count}
    assert rows == {
        ("d-us", "supported"): 1,
        ("d-us", "unknown"): 1,
        ("d-eu", "supported"): 1,
        ("d-eu", "unknown"): 1,
        (None, "supported"): 1,
    }


def test_stopping_a_key_stops_what_lies_under_it(tmp_path: Path) -> None:
    stop = {"service": "kms.amazonaws.com", "klass": "management", "store": None, "object": None, "bytes": None}
    made = world(
        event(1, "05T08:00", action="ScheduleKeyDeletion", key=KEY, read_only=False, **stop), stores=(STORE, SEALED)
    )
    result = made.observe(tmp_path)
    [row] = [one for one in picked(result, harm="stop") if one.count]
    assert (row.store, row.dataset, row.truth, row.adversary) == (SEALED, "d-sealed", "supported", "CN")
    assert [one.truth for one in picked(result, harm="stop", dataset="d-records")] == ["refuted"]


def test_settings_that_may_lock_out_are_unknown_and_routine_ones_are_nothing(tmp_path: Path) -> None:
    manage = {"klass": "management", "object": None, "bytes": None, "read_only": False}
    made = world(
        event(1, "05T08:00", action="PutBucketPolicy", **manage),
        event(2, "05T09:00", action="PutBucketTagging", **manage),
        event(3, "05T10:00", action="DeleteBucket", **manage),
        event(4, "05T11:00", action="PutBucketNovelty", **manage),
        event(5, "05T11:00", action="GetBucketNovelty", **{**manage, "read_only": True}),
    )
    result = made.observe(tmp_path)
    rows = {row.truth: row.count for row in picked(result, harm="stop") if row.count}
    assert rows == {"supported": 1, "unknown": 2}
    assert {"condition_unsettled", "unimplemented"} <= {one.what for one in result.gaps}


def test_a_copy_reads_its_source_wherever_that_is(tmp_path: Path) -> None:
    write = event(1, "05T08:00", action="CopyObject", klass="data_write", store="aws:s3:elsewhere", read_only=False)
    alone = world(write).observe(tmp_path / "1")
    assert [one.truth for one in picked(alone, dataset="d-records", harm="read")] == ["unknown"]
    source = event(1, "05T08:00", action="CopyObject", place="abcdef012345#/Records/1b")
    both = world(write, source, stores=(STORE, SEALED)).observe(tmp_path / "2")
    assert [(one.truth, one.count) for one in picked(both, dataset="d-records", harm="read")] == [("supported", 1)]
    assert [one.truth for one in picked(both, dataset="d-sealed", harm="read")] == ["refuted"]


def test_an_action_that_nobody_listed_is_never_a_yes_or_a_no(tmp_path: Path) -> None:
    result = world(event(1, "05T08:00", action="GetSomethingNew")).observe(tmp_path)
    [row] = picked(result, harm="read")
    assert (row.truth, row.count) == ("unknown", 1)


def test_records_without_a_time_count_nowhere_and_are_asked_about(tmp_path: Path) -> None:
    result = world(event(1, None), event(2, "05T08:00", principal=ADA)).observe(tmp_path)
    assert [one.truth for one in picked(result, harm="read", adversary="CN")] == ["unknown"]
    assert [one.truth for one in picked(result, harm="stop", adversary="CN")] == ["refuted"]
    assert any(one.what == "undated" for one in result.gaps)


def test_events_outside_the_period_do_not_count(tmp_path: Path) -> None:
    result = world(event(1, "05T08:00", at=UNTIL), event(2, "05T08:00", at=FROM - 1)).observe(tmp_path)
    assert {(one.truth, one.count) for one in result.observed} == {("refuted", 0)}


def test_a_store_without_a_dataset_is_told_where_an_adversary_acted(tmp_path: Path) -> None:
    strange = {"store": "aws:s3:strange"}
    result = world(event(1, "05T08:00", **strange), event(2, "05T08:00", principal=ADA, **strange)).observe(tmp_path)
    assert [(one.person, one.dataset) for one in picked(result, store="aws:s3:strange")] == [("p-mei", None)]


def test_every_question_is_told_in_its_first_line() -> None:
    for name in ("observed_by_actor", "actions_seen", "keys_seen", "timeless_records", "witnessed_hours"):
        assert sentence(name).endswith("?")


EVENT = st.builds(
    lambda number, day, actor, action: event(
        number,
        f"{day:02d}T08:00",
        principal=actor,
        action=action,
        klass="data_read" if action == "GetObject" else "data_write",
    ),
    st.integers(0, 5),
    st.integers(2, 28),
    st.sampled_from([MEI, ADA, OPS, "*"]),
    st.sampled_from(["GetObject", "DeleteObject", "PutObject"]),
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=st.lists(EVENT, max_size=6), data=st.data())
def test_neither_order_nor_files_nor_a_second_delivery_change_anything(
    events: list[dict[str, object]], data: st.DataObject, tmp_path: Path
) -> None:
    shuffled = data.draw(st.permutations(events))
    one = world(*events).observe(tmp_path / "a")
    other = world(*shuffled).observe(tmp_path / "b", files=2)
    assert one == other
    twice = world(*events, *events).observe(tmp_path / "c")
    assert [(row.id, row.truth) for row in twice.observed] == [(row.id, row.truth) for row in one.observed]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=st.lists(EVENT, max_size=5), opened=st.sampled_from(["principals", "roster", "placements", "events"]))
def test_opening_a_list_never_makes_a_surer_answer(
    events: list[dict[str, object]], opened: str, tmp_path: Path
) -> None:
    def best(result_rows: list[tuple[tuple[object, ...], str]]) -> dict[tuple[object, ...], Truth]:
        found: dict[tuple[object, ...], Truth] = {}
        for key, word in result_rows:
            found[key] = max(found.get(key, Truth.REFUTED), Truth.of(word))
        return found

    def answers(made: object) -> dict[tuple[object, ...], Truth]:
        rows = made.observed  # type: ignore[attr-defined]
        return best([((row.dataset, row.harm, row.adversary), row.truth) for row in rows if row.adversary])

    whole = answers(world(*events).observe(tmp_path / "a"))
    less = answers(world(*events).open(opened).observe(tmp_path / "b"))
    for key, truth in less.items():
        if key in whole:
            assert truth in (Truth.UNKNOWN, whole[key])
        assert opened != "events" or truth is not Truth.REFUTED


def test_a_closure_of_another_account_closes_nothing(tmp_path: Path) -> None:
    made = world(event(1, "05T08:00")).open("principals")
    made.closures.append(closure("principals", "aws:999900001111"))
    assert [row.truth for row in picked(made.observe(tmp_path / "1"), harm="read", adversary="CN")] == ["unknown"]
    made.closures.append(closure("principals", ACCOUNT, (FROM, at("04T00:00"))))
    assert [row.truth for row in picked(made.observe(tmp_path / "2"), harm="read", adversary="CN")] == ["unknown"]


def test_a_person_of_two_employers_is_under_the_control_of_either(tmp_path: Path) -> None:
    made = world(event(1, "05T08:00", principal=ADA))
    made.rows.append(fact(Employment(person="p-ada", employer="tide")))
    [row] = picked(made.observe(tmp_path), harm="read", adversary="CN")
    assert (row.truth, row.person, row.party) == ("supported", "p-ada", None)
