"""Access points of buckets: their list, one by itself, and the policy of one.

Shapes: https://docs.aws.amazon.com/AmazonS3/latest/API/ (API_control_ListAccessPoints, API_control_GetAccessPoint,
API_control_GetAccessPointPolicy). A list is of one account in one region, and says neither where it is empty; so it
proves nothing complete, and `access_points STORE` in evidence.csv says that all of a bucket are told.
"""

from __future__ import annotations

from typing import ClassVar

from cloudreview.errors import EvidenceError
from cloudreview.evidence.answer import Shape, answer, has, reading
from cloudreview.evidence.aws_policy import statements
from cloudreview.evidence.aws_resource_policy import points_of, speaks_of_points
from cloudreview.evidence.content import Content
from cloudreview.evidence.reader import Reader
from cloudreview.vocabulary.delivery import Proves, Reading, Said
from cloudreview.vocabulary.rows import AccessPoint

LIST = "aws s3control list-access-points"
ONE = "aws s3control get-access-point"
POLICY = "aws s3control get-access-point-policy"


class _Point(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset(
        {"Name", "VpcConfiguration", "Alias", "BucketAccountId", "DataSourceId", "DataSourceType"}
        | {"PublicAccessBlockConfiguration", "CreationDate", "Endpoints"}
    )
    network_origin: str
    bucket: str
    access_point_arn: str


class _Points(Shape, frozen=True, kw_only=True):
    access_point_list: tuple[_Point, ...]


class _Policy(Shape, frozen=True, kw_only=True):
    policy: str


def _row(one: _Point, at: str) -> AccessPoint:
    parts = one.access_point_arn.split(":")
    if len(parts) != 6 or parts[2] != "s3" or not parts[4] or not parts[5].startswith("accesspoint/"):
        what = f"`{one.access_point_arn[:80]}` is no ARN of an access point"
        raise EvidenceError(f"{at}/AccessPointArn", what, "send the unchanged answer of the service")
    return AccessPoint(
        point=one.access_point_arn,
        store=f"aws:s3:{one.bucket}",
        account=f"aws:{parts[4]}",
        network=one.network_origin,
    )


def _read_list(content: Content) -> Reading:
    found = answer(content, _Points)
    said = [
        Said(_row(one, f"#/AccessPointList/{index}"), f"#/AccessPointList/{index}")
        for index, one in enumerate(found.value.access_point_list)
    ]
    return reading(content, LIST, found, said)


def _read_one(content: Content) -> Reading:
    found = answer(content, _Point)
    return reading(content, ONE, found, [Said(_row(found.value, "#"), "#/AccessPointArn")])


def _read_policy(content: Content) -> Reading:
    """The resources name the access point; a policy that names several does not tell whose it is."""
    found = answer(content, _Policy)
    points = sorted(points_of(content))
    if len(points) != 1:
        what = f"the resources of the policy name {len(points)} access points, so it does not tell whose it is"
        raise EvidenceError("#/Policy", what, "send the policy of one access point")
    said = list(statements("access_point", points[0], "access point policy", found.value.policy, "#/Policy"))
    return reading(content, POLICY, found, said, Proves("policy", points[0]), about=points[0])


READERS = (
    Reader(LIST, has("AccessPointList"), _read_list),
    Reader(ONE, has("AccessPointArn", "NetworkOrigin"), _read_one),
    Reader(POLICY, speaks_of_points, _read_policy),
)
