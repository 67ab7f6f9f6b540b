"""`examples/harbor`: the provider whose answers its README derives by hand."""

from __future__ import annotations

import hashlib

from tests.evidence.documents import pdf
from tests.provider.dump import END, Line
from tests.provider.harbor_alibaba import alibaba
from tests.provider.harbor_aws import ABROAD, EAST, account
from tests.provider.harbor_parties import parties, people, registries
from tests.provider.names import REGION
from tests.provider.whole import Provider


def harbor() -> Provider:
    """The provider of the example."""
    one = Provider(
        id="harbor",
        title="Review of Harbor Cloud, an invented provider",
        settings='subject = "harbor"\nas_of = 2026-03-31\nperiod = { from = 2026-03-01, to = 2026-04-01 }\n'
        'rules = ["us-dsp-202"]\n\n[adversaries]\ncountries = ["CN"]\n',
    )
    registries(one)
    parties(one)
    people(one)
    _sites(one)
    _placements(one)
    _powers(one)
    account(one)
    alibaba(one)
    _measures(one)
    _claims(one)
    return one


def _sites(one: Provider) -> None:
    for provider, region, site, country, operator in [
        ("aws", REGION, "Boardman", "US", "harbor"),
        ("aws", EAST, "Ashburn", "US", "harbor"),
        ("aws", ABROAD, "Tuas", "SG", "tidewater"),
        ("alibaba", "us-west-1", "Fremont", "US", "harbor"),
        ("alibaba", EAST, "Ashburn", "US", "harbor"),
    ]:
        where = {"region": region, "site": site, "country": country, "operator": operator}
        one.add("sites", provider=provider, **where, start="2020-01-01")


def _placements(one: Provider) -> None:
    for client, dataset, store, category, unit, low, high in [
        ("beacon", "d-1", "aws:s3:harbor-intake", "personal_health", "us_persons", 20000, 25000),
        ("beacon", "d-2", "aws:s3:harbor-archive", "personal_financial", "us_persons", 4000, 6000),
        ("quill", "d-3", "aws:s3:harbor-fleet", "precise_geolocation", "us_devices", 40000, 45000),
        ("quill", "d-3", "aws:s3:harbor-fleet-copy", "precise_geolocation", "us_devices", 40000, 45000),
        ("quill", "d-4", "aws:s3:harbor-drivers", "covered_personal_identifiers", "us_persons", 600, 800),
        ("beacon", "d-5", "alibaba:oss:harbor-imaging", "personal_health", "us_persons", 12000, 15000),
        ("quill", "d-6", "alibaba:oss:harbor-yard", "government_related", "us_persons", 40, 60),
    ]:
        counts = {f"{unit}_min": low, f"{unit}_max": high, "intellectual_property": "no"}
        where = {"dataset": dataset, "client": client, "store": store, "categories": category}
        one.add(f"placements-{client}", **where, **counts, start="2025-06-01")


def _powers(one: Provider) -> None:
    for actor, power, target, approval, log in [
        ("harbor", "storage_admin", "aws", "none", "change tickets"),
        ("harbor", "storage_admin", "alibaba", "none", "change tickets"),
        ("tidewater", "suspend_service", f"aws:{REGION}", None, "ticket system"),
        ("tidewater", "support_access", "aws:s3:harbor-fleet", "none", None),
        ("tidewater", "support_access", "aws:s3:harbor-drivers", "quill", "support portal"),
        ("tidewater", "storage_admin", f"aws:{ABROAD}", "none", "change tickets"),
    ]:
        how = {"approval": approval, "logged_in": log, "start": "2025-01-01"}
        one.add("operations", actor=actor, power=power, target=target, **how)
    given = {"approver": "quill", "actor": "tidewater", "power": "support_access", "target": "aws:s3:harbor-drivers"}
    one.add("approvals", **given, reference="Q-114", start="2026-02-02", end="2026-02-04")


def _measures(one: Provider) -> None:
    tidewater = "power where actor = tidewater and power ="
    for measure, title, kind, cuts, needs, cost in [
        ("m-1", "Nobody of Tidewater or Jade River uses an identity", "cuts", "uses where person in p-3 p-4 p-5", "m-2",
         50000),
        ("m-2", "Access logs go to the monitor each day", "detects", "", "", 20000),
        ("m-3", "Tidewater cannot suspend the service", "cuts", f"{tidewater} suspend_service", "m-2", 30000),
        ("m-4", "Beaconfell's health records leave Harbor", "cuts", "placement where dataset = d-1", "m-2", 900000),
        ("m-5", "Harbor's own people give all support", "cuts", f"{tidewater} support_access", "m-2", 60000),
        ("m-6", "The copy in Singapore is deleted", "cuts", "placement where store = aws:s3:harbor-fleet-copy", "m-2",
         25000),
    ]:  # fmt: skip
        offer = {"cost": cost, "unit": "USD", "source": "offer of 2026-02-20"}
        one.add("measures", measure=measure, title=title, kind=kind, cuts=cuts, needs=needs, **offer)


def _claims(one: Provider) -> None:
    """The letter in which Harbor claims it all, and where in it each claim stands."""
    told = [
        ("c-1", "NOT observed where dataset = d-1 and harm = read and adversary = CN",
         "In March nobody under China's control read the health records."),
        ("c-2", "NOT observed where dataset = d-2 and harm = read and adversary = CN",
         "In March nobody under China's control read the bills."),
        ("c-3", "NOT location where dataset = d-1 and country != US",
         "The health records lie in the United States and nowhere else."),
        ("c-4", "NOT observed where dataset = d-3 and harm = read and adversary = CN",
         "In March nobody under China's control read the tracks."),
        ("c-5", "NOT location where dataset = d-3 and country != US",
         "The tracks lie in the United States and nowhere else."),
    ]  # fmt: skip
    page = "\n".join(("We state:", *(sentence for _, _, sentence in told), "Ada Stone"))
    letter = pdf("Harbor Cloud Inc.\nTo the reviewer\n1 April 2026", page)
    one.extra["letter.pdf"] = letter, Line(one.speaker, taken_at=END)
    name = hashlib.sha256(letter).hexdigest()[:12]
    for claim, text, sentence in told:
        first = page.index(sentence)
        place = f"{name}#page=2:{first}-{first + len(sentence)}"
        one.add("claims", claim=claim, speaker=one.speaker, date="2026-04-01", proposition=text, place=place)
