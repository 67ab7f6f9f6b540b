"""A provider small enough to change: five people, one client, two datasets. Tests edit it one fact at a time."""

from __future__ import annotations

from tests.provider.aws import Bucket, Key
from tests.provider.dump import Line
from tests.provider.logs import Batch, Trail, as_role, as_user, event, log_all, whole
from tests.provider.names import ACCOUNT, REGION, allow, arn, policy, trust_of, trust_of_sign_on
from tests.provider.whole import Provider

INTAKE, ARCHIVE = "harbor-intake", "harbor-archive"
SEALED = "0a1b2c3d-0000-4000-8000-00000000a001"


def small() -> Provider:
    """What `examples/harbor` grew out of."""
    one = Provider(
        id="small",
        title="Review of a small invented provider",
        settings='subject = "harbor"\nas_of = 2026-03-31\nperiod = { from = 2026-03-01, to = 2026-04-01 }\n'
        'rules = ["us-dsp-202"]\n\n[adversaries]\ncountries = ["CN"]\n',
    )
    _parties(one)
    _people(one)
    _placements(one)
    _account(one)
    _promises(one)
    return one


def _parties(one: Provider) -> None:
    registry = "Company registry extract"
    one.table_lines = {
        "parties": Line(registry, ("parties *",)),
        "interests": Line(registry, ("interests *",)),
        "roster": Line(one.speaker, ("roster *",)),
        "principals": Line(one.speaker, (f"principals aws:{ACCOUNT}",)),
        "sites": Line(one.speaker, ("sites aws",)),
        "operations": Line(one.speaker, ("operations aws",)),
        "placements": Line("Beacon Health", ("placements *",)),
    }
    for party, name, country in [
        ("harbor", "Harbor Cloud Inc.", "US"),
        ("tidewater", "Tidewater Support Pte. Ltd.", "SG"),
        ("jade", "Jade River Group Co., Ltd.", "CN"),
        ("beacon", "Beacon Health", "US"),
    ]:
        homes = {"organised_in": country, "principal_place_of_business": country}
        one.add("parties", party=party, name=name, kind="company", **homes)
    share = {"kind": "equity", "percent_min": 60, "percent_max": 60, "start": "2026-03-10"}
    one.add("interests", holder="jade", subject="tidewater", **share)


def _people(one: Provider) -> None:
    for person, name, employer, country, us_status in [
        ("p-1", "Ada Stone", "harbor", "US", "citizen"),
        ("p-2", "Ben Cole", "harbor", "US", "permanent_resident"),
        ("p-3", "Mei Tan", "tidewater", "SG", "none"),
        ("p-4", "Raj Nair", "tidewater", "SG", "none"),
        ("p-5", "Lin Hao", "jade", "CN", "none"),
    ]:
        homes = {"citizenships": country, "residence": country, "work_location": country}
        job = {"employer": employer, "relation": "employee", "start": "2024-01-15"}
        one.add("roster", person=person, name=name, us_status=us_status, **homes, **job)
    for person, principal in [
        ("p-1", arn("role", "admin")),
        ("p-2", arn("role", "admin")),
        ("p-3", arn("user", "mei")),
        ("p-4", arn("user", "raj")),
    ]:
        one.add("principals", person=person, provider="aws", principal=principal, start="2024-02-01")
    site = {"region": REGION, "site": "Boardman", "country": "US", "operator": "harbor"}
    one.add("sites", provider="aws", **site, start="2020-01-01")


def _placements(one: Provider) -> None:
    for dataset, bucket, category, low, high in [
        ("d-1", INTAKE, "personal_health", 20000, 25000),
        ("d-2", ARCHIVE, "personal_financial", 4000, 6000),
    ]:
        counts = {"us_persons_min": low, "us_persons_max": high, "intellectual_property": "no"}
        where = {"dataset": dataset, "client": "beacon", "store": f"aws:s3:{bucket}", "categories": category}
        one.add("placements", **where, **counts, start="2025-06-01")


def _account(one: Provider) -> None:
    reading = allow(["s3:GetObject", "s3:ListBucket"], [f"arn:aws:s3:::{ARCHIVE}", f"arn:aws:s3:::{ARCHIVE}/*"])
    support = policy(allow("s3:GetObject", f"arn:aws:s3:::{INTAKE}/*"))
    one.aws.complete = (f"keys aws:{ACCOUNT}", f"restrictions aws:{ACCOUNT}")
    one.aws.buckets = [Bucket(INTAKE), Bucket(ARCHIVE, key=SEALED)]
    one.aws.keys = [Key(SEALED)]
    one.aws.users = {"mei": policy(allow("sts:AssumeRole", arn("role", "support"))), "raj": policy(reading)}
    one.aws.roles = {
        "support": (trust_of(arn("user", "mei")), support),
        "admin": (trust_of_sign_on("harbor"), policy(allow("*", "*"))),
    }
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
    one.aws.trails = [Trail(selectors=log_all([INTAKE, ARCHIVE]), batches=batches)]


def _promises(one: Provider) -> None:
    power = {"power": "suspend_service", "target": f"aws:{REGION}", "logged_in": "ticket system"}
    one.add("operations", actor="tidewater", **power, start="2025-01-01")
    mei = arn("user", "mei")
    for measure, title, kind, cuts, needs, cost in [
        ("m-1", "Mei Tan's access to client data ends", "cuts", f"uses where principal = {mei}", "m-2", 50000),
        ("m-2", "Access logs go to the monitor each day", "detects", "", "", 20000),
        ("m-3", "Tidewater cannot suspend the service", "cuts", "power where actor = tidewater", "m-2", 30000),
        ("m-4", "Beacon's health data leave Harbor", "cuts", "placement where dataset = d-1", "m-2", 900000),
    ]:
        offer = {"cost": cost, "unit": "USD", "source": "offer of 2026-02-20"}
        one.add("measures", measure=measure, title=title, kind=kind, cuts=cuts, needs=needs, **offer)
    for claim, text in [
        ("c-1", "NOT observed where dataset = d-1 and harm = read and adversary = CN"),
        ("c-2", "NOT observed where dataset = d-2 and harm = read and adversary = CN"),
        ("c-3", "NOT location where dataset = d-1 and country != US"),
    ]:
        one.add("claims", claim=claim, speaker=one.speaker, date="2026-02-20", proposition=text, place="letter, page 2")
