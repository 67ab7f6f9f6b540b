from cloudreview.evidence.about import by_name, filled, kind_of, known_names, scopes_about, wanted
from cloudreview.gaps import gap
from cloudreview.vocabulary.delivery import ABOUT, Proves, Reading, Said
from cloudreview.vocabulary.rows import Encryption, Parent, Placement, Statement, Store

KEY = "arn:aws:kms:us-west-2:111122223333:key/0a1b"


def test_kinds() -> None:
    assert kind_of("aws:111122223333") == "account"
    assert kind_of("aws:s3:acme-data") == "store"
    assert kind_of(KEY) == "key"
    assert kind_of("arn:aws:iam::111122223333:role/ops") == "identity"
    assert kind_of("ou-ab12-cdef") == kind_of("r-ab12") == "unit"
    assert kind_of("p-full") == "policy"
    assert kind_of("acme") == "party"


def names() -> dict[str, set[str]]:
    said = [
        Said(Store(store="aws:s3:acme", account="aws:111122223333"), "#"),
        Said(Placement(dataset="d", client="c", store="aws:s3:acme-data"), "#"),
        Said(Statement(layer="key", subject=KEY, policy="p", body="{}"), "#"),
        Said(Encryption(store=ABOUT, algorithm="AES256"), "#"),
    ]
    return known_names([Reading(format="x", said=said)], ["aws:s3:declared", None, "a party"])


def test_known_names() -> None:
    assert names() == {
        "acme": {"aws:s3:acme"},
        "acme-data": {"aws:s3:acme-data"},
        "111122223333": {"aws:111122223333"},
        "0a1b": {KEY},
        "declared": {"aws:s3:declared"},
    }


def test_the_nearest_name_and_the_longest() -> None:
    assert by_name("acme/policy.json", names(), {"store"}) == "aws:s3:acme"
    assert by_name("acme/acme-data.json", names(), {"store"}) == "aws:s3:acme-data"
    assert by_name("111122223333/acme/x.json", names(), {"account"}) == "aws:111122223333"
    assert by_name("kms-0a1b/policy.json", names(), {"key"}) == KEY
    assert by_name("acmes.json", names(), {"store"}) is None
    assert by_name("acme_declared.json", names(), {"store"}) is None
    assert by_name("x/y.json", names(), None) is None


def test_what_may_be_filled_in() -> None:
    bucket = Reading(format="x", said=[Said(Statement(layer="store", subject=ABOUT, policy="p", body="{}"), "#")])
    assert wanted(bucket) == {"store"}
    assert wanted(Reading(format="x", said=[Said(Parent(child=ABOUT, parent="r-ab12"), "#")])) == {"account", "unit"}
    assert wanted(Reading(format="x")) is None
    empty = Reading(format="x", proves=[Proves("targets", f"{ABOUT} SERVICE_CONTROL_POLICY")])
    assert "account" in (wanted(empty) or set())


def test_filled_everywhere() -> None:
    reading = Reading(
        format="x",
        said=[Said(Encryption(store=ABOUT, algorithm="AES256"), "#/a")],
        proves=[Proves("events", f"{ABOUT} data_read")],
        gaps=[gap("scope_open", f"stores {ABOUT}", "why", "which?")],
    )
    found = filled(reading, "aws:s3:b")
    assert found.said == [Said(Encryption(store="aws:s3:b", algorithm="AES256"), "#/a")]
    assert found.proves == [Proves("events", "aws:s3:b data_read")]
    assert found.gaps == [gap("scope_open", "stores aws:s3:b", "why", "which?")]


def test_scopes_about_a_store() -> None:
    found = scopes_about("aws:s3:b")
    assert ("policy", "aws:s3:b") in found
    assert ("events", "aws:s3:b data_read") in found
    assert ("targets", "ou-ab12-cdef RESOURCE_CONTROL_POLICY") in scopes_about("ou-ab12-cdef")
    assert ("roster", "acme") in scopes_about("acme")
