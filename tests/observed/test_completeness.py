"""Which hours are spoken for, which are only witnessed, and what a "no" needs."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from cloudreview.observed.completeness import Hours
from cloudreview.spells import HOUR, NEVER, text
from cloudreview.vocabulary.rows import Encryption, Selector, Store
from tests.observed.world import (
    ACCOUNT,
    ADA,
    FROM,
    KEY,
    SEALED,
    STORE,
    TRAIL,
    UNTIL,
    World,
    at,
    closure,
    event,
    fact,
    picked,
    world,
)


def shares(made: World, folder: Path) -> dict[tuple[str, str], tuple[float, float, str]]:
    rows = made.observe(folder).completeness
    return {(row.klass, row.source): (row.share, row.witnessed, row.truth) for row in rows}


def test_whole_logs_that_were_switched_on_are_complete(tmp_path: Path) -> None:
    found = shares(world(event(1, "05T08:00")), tmp_path)
    assert found == {
        (klass, "cloudtrail"): (1.0, 0.0, "supported") for klass in ("management", "data_read", "data_write")
    }


def test_no_configuration_and_no_declaration_leave_witnesses_only(tmp_path: Path) -> None:
    records = [event(1, "05T08:00"), event(2, "05T08:59", bytes=1), event(3, "05T09:00")]
    for name, made in (("a", world(*records).without(Selector)), ("b", world(*records).open("events"))):
        result = made.observe(tmp_path / name)
        found = {(row.klass, row.source): row for row in result.completeness}
        read = found["data_read", "cloudtrail"]
        assert (read.share, read.witnessed, read.truth, read.hours) == (0.0, 2 / 744, "unknown", 744)
        assert found["management", "none"].witnessed == 0.0
        assert [one.where for one in result.gaps if one.id in read.gaps] == [f"events {STORE} data_read"]


def test_a_configuration_speaks_until_its_trail_is_stopped_or_changed(tmp_path: Path) -> None:
    for number, (fields, share) in enumerate(
        [
            ({"action": "StopLogging"}, 372 / 744),
            ({"action": "PutEventSelectors"}, 372 / 744),
            ({"action": "StopLogging", "error": "AccessDenied"}, 1.0),
            ({"action": "StopLogging", "account": "aws:999999999999"}, 1.0),
            ({"action": "StartLogging"}, 1.0),
            ({"action": "DeleteTrail", "object": "audit"}, 372 / 744),
            ({"action": "DeleteTrail", "object": TRAIL}, 372 / 744),
            ({"action": "DeleteTrail", "object": "another"}, 1.0),
        ]
    ):
        trail = {"service": "cloudtrail.amazonaws.com", "klass": "management", "store": None, "object": None}
        trail["account"] = ACCOUNT
        made = world(event(1, "16T12:30", **{**trail, **fields}))
        assert shares(made, tmp_path / str(number))["data_read", "cloudtrail"][0] == share


def test_half_a_delivery_is_half_a_share(tmp_path: Path) -> None:
    made = world(event(1, "05T08:00"), event(2, "20T08:00")).open("events")
    made.closures.append(closure("events", f"{STORE} data_read", (FROM, at("16T12:30"))))
    share, witnessed, truth = shares(made, tmp_path)["data_read", "cloudtrail"]
    assert (share, witnessed, truth) == (372 / 744, 1 / 744, "unknown")


def test_the_hours_that_nothing_speaks_for_are_told(tmp_path: Path) -> None:
    made = world(event(1, "05T08:00")).open("events")
    made.closures.append(closure("events", f"{STORE} data_read", (at("03T00:00"), at("16T12:30"))))
    rows = {row.klass: row.unspoken for row in made.observe(tmp_path).completeness}
    month = (FROM, UNTIL)
    assert [(one.since, one.until) for one in rows["data_read"]] == [
        (text(month[0]), "2026-03-03T00:00:00Z"),
        ("2026-03-16T12:00:00Z", text(month[1])),
    ]
    assert [(one.since, one.until) for one in rows["data_write"]] == [(text(month[0]), text(month[1]))]


def test_best_effort_logs_speak_for_nothing(tmp_path: Path) -> None:
    made = world(event(1, "05T08:00", log="s3_access"), event(2, "05T08:30", log="unheard_of"))
    found = shares(made, tmp_path)
    assert found["data_read", "s3_access"] == (0.0, 1 / 744, "unknown")
    assert found["data_read", "unheard_of"] == (0.0, 1 / 744, "unknown")
    assert found["data_read", "cloudtrail"][0] == 1.0


def test_a_selector_of_all_stores_is_about_its_account_alone(tmp_path: Path) -> None:
    def made(account: str | None) -> World:
        one = world(event(1, "05T08:00")).without(Selector).without(Store)
        one.rows += [
            fact(Selector(trail=TRAIL, store="aws:s3:*", klass="data_read")),
            fact(Store(store=STORE, account=account)),
        ]
        return one

    assert shares(made(ACCOUNT), tmp_path / "a")["data_read", "cloudtrail"][0] == 1.0
    assert shares(made("aws:999900001111"), tmp_path / "b")["data_read", "cloudtrail"][0] == 0.0
    assert shares(made(None), tmp_path / "c")["data_read", "cloudtrail"][0] == 0.0


def test_use_of_keys_is_asked_for_unless_there_surely_is_none(tmp_path: Path) -> None:
    whole = world(event(1, "05T08:00", principal=ADA), stores=(SEALED,))
    assert shares(whole, tmp_path / "a")["key_use", "cloudtrail"][0] == 1.0
    assert {row.truth for row in picked(whole.observe(tmp_path / "b"), principal="*")} == {"refuted"}
    for name, opened in (("c", world().open("keys")), ("d", world().without(Encryption))):
        result = opened.observe(tmp_path / name)
        assert ("key_use", "none") in {(row.klass, row.source) for row in result.completeness}
        truths = {row.harm: row.truth for row in picked(result, principal="*")}
        assert truths == {"read": "refuted", "alter": "refuted", "stop": "unknown"}


def test_keys_of_another_account_need_that_accounts_trail(tmp_path: Path) -> None:
    made = world(stores=(SEALED,)).without(Encryption)
    made.rows.append(
        fact(Encryption(store=SEALED, algorithm="aws:kms", key=KEY.replace("111122223333", "999900001111")))
    )
    assert shares(made, tmp_path)["key_use", "none"][0] == 0.0


def test_a_no_needs_every_class_in_which_it_would_show(tmp_path: Path) -> None:
    made = world()
    made.closures = [one for one in made.closures if one.scope != f"{STORE} data_write"]
    truths = {row.harm: row.truth for row in picked(made.observe(tmp_path), principal="*")}
    assert truths == {"read": "unknown", "alter": "unknown", "stop": "unknown"}


def test_a_no_needs_to_know_which_store_an_alias_stands_for(tmp_path: Path) -> None:
    for number, (store, truth) in enumerate([("aws:s3:ap-1-s3alias", "unknown"), ("aws:s3:elsewhere", "refuted")]):
        made = world(event(1, "15T08:00", store=store))
        (row,) = picked(made.observe(tmp_path / str(number)), principal="*", harm="read")
        assert row.truth == truth


def test_a_no_needs_closed_lists_of_stores_and_staff(tmp_path: Path) -> None:
    for relation in ("placements", "roster"):
        result = world().open(relation).observe(tmp_path / relation)
        rows = picked(result, principal="*")
        assert {row.truth for row in rows} == {"unknown"}
        assert all(row.gaps for row in rows)


def test_a_no_is_never_said_of_a_kind_of_store_that_is_not_implemented(tmp_path: Path) -> None:
    result = world(stores=("aws:rds:orders",)).observe(tmp_path)
    assert {row.truth for row in picked(result, principal="*")} == {"unknown"}
    assert any(one.what == "unimplemented" for one in result.gaps)


def test_without_any_evidence_nothing_is_told(tmp_path: Path) -> None:
    result = World().observe(tmp_path)
    assert (result.observed, result.completeness, result.gaps) == ((), (), ())


@given(st.integers(-50, 50), st.integers(1, 400), st.integers(-60, 460), st.integers(1, 400))
def test_an_hour_counts_only_where_its_whole_part_in_the_period_is_covered(
    begin: int, length: int, since: int, span: int
) -> None:
    quarter = HOUR // 4
    period = (begin * quarter, (begin + length) * quarter)
    stretch = (since * quarter, (since + span) * quarter)
    hours = Hours(period)
    numbers = range(hours.total)
    parts = [(max(period[0], hours.base + n * HOUR), min(period[1], hours.base + (n + 1) * HOUR)) for n in numbers]
    assert all(part[0] < part[1] for part in parts)
    assert parts[-1][1] == period[1]
    covered = [n for n in numbers if stretch[0] <= parts[n][0] and parts[n][1] <= stretch[1]]
    span_found = hours.within(stretch)
    assert list(range(*span_found)) == covered if covered else span_found == NEVER
    assert UNTIL > FROM


def test_a_service_that_is_not_read_here_neither_says_no_nor_holds_one_back(tmp_path: Path) -> None:
    table = event(1, "15T08:00", service="dynamodb.amazonaws.com", action="GetItem", klass="other", store=None)
    (row,) = picked(world(table).observe(tmp_path / "own"), principal="*", harm="read")
    assert row.truth == "refuted"
    for number, store in enumerate(["aws:dynamodb:clients", "aws:s3:a--usw2-az1--x-s3", "aws:s3:a--table-s3"]):
        result = world(stores=(store,)).observe(tmp_path / str(number))
        rows = picked(result, principal="*")
        assert {one.truth for one in rows} == {"unknown"}
        assert f"events {store}" in {gap.where for gap in result.gaps if gap.what == "unimplemented"}


def test_whole_log_files_of_a_trail_speak_for_what_that_trail_records(tmp_path: Path) -> None:
    other = TRAIL.replace("audit", "other")

    def made(trail: str, region: str | None, account: str = ACCOUNT) -> World:
        one = world().open("events").without(Store)
        one.rows.append(fact(Store(store=STORE, account=account, region=region)))
        one.rows += [fact(Selector(trail=other, store=STORE, klass="management"))]
        one.closures.append(closure("log_files", f"{trail} us-west-2"))
        return one

    for number, (one, share) in enumerate(
        [
            (made(TRAIL, "us-west-2"), 1.0),
            (made(other, "us-west-2"), 0.0),
            (made(TRAIL, "us-east-1"), 0.0),
            (made(TRAIL, None), 0.0),
            (made(TRAIL, "us-west-2", "aws:999900001111"), 0.0),
        ]
    ):
        found = {klass: row[0] for (klass, _), row in shares(one, tmp_path / str(number)).items()}
        assert (found["data_read"], found["data_write"], found["management"]) == (share, share, 0.0)


def test_log_files_and_a_statement_add_up(tmp_path: Path) -> None:
    made = world().open("events").without(Store)
    made.rows.append(fact(Store(store=STORE, account=ACCOUNT, region="us-west-2")))
    made.closures.append(closure("log_files", f"{TRAIL} us-west-2", (FROM, at("10T12:20"))))
    made.closures.append(closure("events", f"{STORE} data_read", (at("10T12:10"), UNTIL)))
    assert shares(made, tmp_path)["data_read", "cloudtrail"][0] == 1.0


def test_a_change_of_the_trail_ends_what_its_log_files_say(tmp_path: Path) -> None:
    made = world(
        event(
            1,
            "16T12:30",
            service="cloudtrail.amazonaws.com",
            action="PutEventSelectors",
            klass="management",
            store=None,
            object="audit",
        )
    )
    made = made.open("events").without(Store)
    made.rows.append(fact(Store(store=STORE, account=ACCOUNT, region="us-west-2")))
    made.rows.append(fact(Selector(trail=TRAIL.replace("audit", "other"), store=STORE, klass="data_read")))
    made.closures.append(closure("log_files", f"{TRAIL} us-west-2"))
    assert shares(made, tmp_path)["data_read", "cloudtrail"][0] == 372 / 744
