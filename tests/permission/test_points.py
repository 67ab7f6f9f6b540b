"""What a bucket leaves to its access points (Amazon S3 User Guide, access-points-policies.md)."""

from __future__ import annotations

import pytest

from cloudreview.vocabulary.rows import AccessPoint
from tests.permission.builder import A, B, Cloud, allow, may, role, root

POINT = f"arn:aws:s3:us-east-1:{A}:accesspoint/reports"
OBJECTS = ["arn:aws:s3:::b", "arn:aws:s3:::b/*"]
THERE = role("partner", B)
DELEGATED = {"StringEquals": {"s3:DataAccessPointAccount": A}}


def delegating(condition: object = DELEGATED) -> dict[str, object]:
    return allow("*", OBJECTS, Principal={"AWS": "*"}, Condition=condition)


def admitting(principal: object, **more: object) -> dict[str, object]:
    return allow("s3:GetObject", f"{POINT}/object/*", Principal=principal, **more)


def cloud(*policy: dict[str, object], bucket: dict[str, object] | None = None, told: bool = True) -> Cloud:
    """A bucket that leaves all to its one access point, and a role of another account that may read anything."""
    one = Cloud().account(A).account(B).identity(THERE, allow("s3:*", "*"))
    one.identity(role("own"), allow("s3:GetObject", "*"))
    one.bucket("b", delegating() if bucket is None else bucket)
    one.add(AccessPoint(point=POINT, store="aws:s3:b", account=f"aws:{A}", network="Internet"))
    one.statements("access_point", POINT, policy)
    one.close("statements", POINT)
    return one.close("access_points", "aws:s3:b", by="declared") if told else one


def test_whom_no_access_point_admits_is_not_admitted() -> None:
    found = cloud(admitting({"AWS": role("own")})).judge()
    assert may(found, "*") == "refuted"
    assert may(found, THERE) == "refuted"
    assert may(found, root(B)) == "refuted"


def test_without_an_access_point_nobody_outside_is() -> None:
    one = Cloud().account(A).account(B).identity(THERE, allow("s3:*", "*")).bucket("b", delegating())
    one.close("access_points", "aws:s3:b", by="declared")
    assert (may(one.judge(), "*"), may(one.judge(), THERE)) == ("refuted", "refuted")


@pytest.mark.parametrize(
    ("principal", "anybody", "partner"),
    [
        ({"AWS": THERE}, "refuted", "unknown"),
        ({"AWS": B}, "refuted", "unknown"),
        ("*", "unknown", "unknown"),
        ({"Service": "cloudfront.amazonaws.com"}, "unknown", "refuted"),
        ({"AWS": "arn:aws:iam::222222222222:role/*"}, "unknown", "unknown"),
    ],
)
def test_whom_an_access_point_may_admit_stays_unknown(principal: object, anybody: str, partner: str) -> None:
    found = cloud(admitting(principal)).judge()
    assert (may(found, "*"), may(found, THERE)) == (anybody, partner)


def test_an_identity_that_only_the_access_point_names_is_judged() -> None:
    other = role("named-nowhere-else", B)
    one = cloud(admitting({"AWS": other}))
    one.open.add(("identities", f"aws:{B}"))
    assert may(one.judge(), other) == "unknown"


def test_a_deny_of_an_access_point_admits_nobody() -> None:
    deny = {**admitting("*"), "Effect": "Deny"}
    assert may(cloud(deny).judge(), THERE) == "refuted"


@pytest.mark.parametrize("scope", [("access_points", "aws:s3:b"), ("statements", POINT)])
def test_only_where_all_of_them_are_told(scope: tuple[str, str]) -> None:
    one = cloud()
    assert may(one.judge(), "*") == "refuted"
    one.open.add(scope)
    assert (may(one.judge(), "*"), may(one.judge(), THERE)) == ("unknown", "unknown")


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEquals": {"s3:DataAccessPointAccount": B}},
        {"StringEquals": {"s3:DataAccessPointAccount": [A, B]}},
        {"StringEqualsIfExists": {"s3:DataAccessPointAccount": A}},
        {"StringLike": {"s3:DataAccessPointAccount": "*"}},
        {"StringLike": {"s3:DataAccessPointArn": f"arn:aws:s3:*:{A}:accesspoint/*"}},
        {"StringEquals": {"s3:AccessPointNetworkOrigin": "VPC"}},
    ],
)
def test_other_conditions_on_access_points_stay_unknown(condition: object) -> None:
    assert may(cloud(bucket=delegating(condition)).judge(), "*") == "unknown"


def test_what_needs_no_access_point_is_not_held_back() -> None:
    found = cloud(bucket=allow("s3:GetObject", OBJECTS, Principal="*")).judge()
    assert (may(found, "*"), may(found, THERE)) == ("supported", "supported")


def test_its_own_accounts_identities_stay_unknown() -> None:
    one = cloud()
    one.identity(role("bare"))
    assert (may(one.judge(), role("bare")), may(one.judge(), role("own"))) == ("unknown", "supported")


def test_raw_admits_whom_any_policy_names() -> None:
    found = cloud(admitting({"AWS": THERE}), bucket=allow("s3:GetObject", OBJECTS, Principal={"AWS": A})).judge()
    assert may(found, THERE, mode="raw") == "supported"
    assert may(found, THERE) == "refuted"
