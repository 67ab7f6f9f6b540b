"""harbor's account of AWS: two clients' buckets, who may do what, and two trails, one with a hole."""

from __future__ import annotations

from tests.provider.aws import Bucket, Key, replication
from tests.provider.dump import END, Line
from tests.provider.logs import Batch, Trail, as_role, as_user, event, log_all, s3_line, whole
from tests.provider.names import ACCOUNT, allow, arn, key_arn, policy, trust_of, trust_of_sign_on
from tests.provider.organization import SCP, UNIT, Organization
from tests.provider.whole import Provider

EAST, ABROAD = "us-east-1", "ap-southeast-1"
INTAKE, ARCHIVE = "harbor-intake", "harbor-archive"
FLEET, COPY, DRIVERS = "harbor-fleet", "harbor-fleet-copy", "harbor-drivers"
SEALED, DRIVING = "0a1b2c3d-0000-4000-8000-00000000a001", "0a1b2c3d-0000-4000-8000-00000000a002"
KEPT = {"Status": "Enabled"}
"""The answer of GetBucketVersioning where nothing overwritten is lost; without it nothing is replicated."""
LEAVING = ["organizations:LeaveOrganization", "cloudtrail:StopLogging"]
"""What nobody in the account may do, whatever its own policies say."""
BEFORE, AFTER = "2026-03-12T00:00:00Z", "2026-03-17T00:00:00Z"
"""Where the delivery of the trail `fleet` breaks off, and where it goes on."""


def account(one: Provider) -> None:
    """Identities, buckets, keys and trails."""
    one.aws.complete = (f"keys aws:{ACCOUNT}",)
    one.aws.organization = Organization(
        policies={"p-stay0001": (SCP, policy({"Effect": "Deny", "Action": LEAVING, "Resource": "*"}))},
        attached={UNIT: ("p-stay0001",)},
    )
    one.aws.buckets = [
        Bucket(INTAKE),
        Bucket(ARCHIVE, key=SEALED),
        Bucket(FLEET, region=EAST, more={"get-bucket-replication": replication(COPY), "get-bucket-versioning": KEPT}),
        Bucket(COPY, region=ABROAD),
        Bucket(DRIVERS, key=DRIVING, region=EAST),
    ]
    one.aws.keys = [Key(SEALED), Key(DRIVING, region=EAST)]
    _identities(one)
    one.aws.trails = [_audit(), _fleet()]
    one.extra["aws/access-log/2026-03-20-12-30-00-ABCD"] = _access_log(), Line(one.speaker, taken_at=END)


def _objects(*buckets: str) -> list[str]:
    return [name for bucket in buckets for name in (f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*")]


def _identities(one: Provider) -> None:
    one.aws.users = {
        "mei": policy(allow("sts:AssumeRole", arn("role", "support"))),
        "raj": policy(allow(["s3:GetObject", "s3:ListBucket"], _objects(ARCHIVE))),
    }
    decrypting = allow(["kms:Decrypt", "kms:GenerateDataKey"], key_arn(DRIVING, EAST))
    one.aws.roles = {
        "support": (trust_of(arn("user", "mei")), policy(allow("s3:GetObject", f"arn:aws:s3:::{INTAKE}/*"))),
        "admin": (trust_of_sign_on("harbor"), policy(allow("*", "*"))),
        "fleet": (trust_of_sign_on("harbor"), policy(allow("s3:*", _objects(FLEET, COPY, DRIVERS)), decrypting)),
    }


def _audit() -> Trail:
    """Beaconfell's buckets, spoken for all through the month."""
    mei, told = as_role("support", "mei"), whole(INTAKE, ARCHIVE)
    first = [
        event(1, "2026-03-05T08:00:00Z", "GetObject", mei, INTAKE, moved=1000),
        event(2, "2026-03-06T09:30:00Z", "GetObject", as_role("admin", "ada"), INTAKE, moved=512),
    ]
    second = [
        event(3, "2026-03-15T10:00:00Z", "GetObject", mei, INTAKE, moved=2048),
        event(4, "2026-03-18T11:00:00Z", "GetObject", as_user("raj"), ARCHIVE, error="AccessDenied"),
        event(5, "2026-03-20T12:00:00Z", "GetObject", mei, INTAKE, moved=4096),
    ]
    batches = {"march-1": Batch(first, told), "march-2": Batch(second, told)}
    return Trail(selectors=log_all([INTAKE, ARCHIVE]), batches=batches)


def _fleet() -> Trail:
    """Quillback's buckets, with five days of which nobody speaks."""
    dana, told = as_role("fleet", "dana"), whole(FLEET, DRIVERS)
    read = event(6, "2026-03-08T14:00:00Z", "GetObject", dana, FLEET, moved=8192, region=EAST)
    wrote = event(7, "2026-03-22T07:15:00Z", "PutObject", dana, DRIVERS, moved=2048, region=EAST)
    batches = {"march-1": Batch([read], told, until=BEFORE), "march-2": Batch([wrote], told, since=AFTER)}
    return Trail("fleet", EAST, log_all([FLEET, DRIVERS]), batches)


def _access_log() -> bytes:
    """Two requests that the trail `audit` tells too."""
    mei = as_role("support", "mei")["arn"]
    lines = [
        s3_line(3, "2026-03-15T10:00:00Z", mei, INTAKE, 2048),
        s3_line(5, "2026-03-20T12:00:00Z", mei, INTAKE, 4096),
    ]
    return "".join(f"{line}\n" for line in lines).encode()
