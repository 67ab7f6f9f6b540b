"""harbor's account of Alibaba Cloud: one bucket of each client, who may do what, and what its logs tell."""

from __future__ import annotations

from tests.provider.alibaba import ALIBABA, Attached, Oss, Sealing, grant, oss, ram, rules
from tests.provider.alibaba_logs import delivered, exported, oss_line, trail_event
from tests.provider.dump import END, Files, Line
from tests.provider.whole import Provider

IMAGING, YARD = "harbor-imaging", "harbor-yard"
SHUT = "imaging-no-writes"
"""What is denied to Lin Hao for one resource group only: what no policy allows him anyway."""
LIN, DANA, RAJ = "222700000000000001", "222700000000000002", "222700000000000003"


def alibaba(one: Provider) -> None:
    """Identities, policies, buckets and logs."""
    own = one.alibaba
    own.users = {"lin": LIN, "dana": DANA, "raj": RAJ}
    own.groups = {"yard-staff": ("dana",)}
    own.roles = {"Yard": rules(grant("sts:AssumeRole", "*", Principal={"RAM": [ram("user/dana")]}))}
    del own.roles["Yard"]["Statement"][0]["Resource"]
    address = {"IpAddress": {"acs:SourceIp": ["203.0.113.0/24"]}}
    key = Sealing("key-hzz00000000000harbor", (ram("user/dana"),))
    opening = grant("kms:Decrypt", key.arn)
    own.keys = [key]
    own.policies = {
        "imaging-read": rules(grant(["oss:GetObject", "oss:ListObjects"], oss(IMAGING)), opening),
        SHUT: rules(grant(["oss:PutObject", "oss:DeleteObject"], oss(IMAGING), "Deny")),
        "yard-enter": rules(grant("sts:AssumeRole", ram("role/yard"))),
        "yard-all": rules(grant("oss:*", oss(YARD))),
        "yard-read": rules(grant("oss:GetObject", oss(YARD), Condition=address)),
    }
    own.attached = [
        Attached("imaging-read", "user/lin"),
        Attached(SHUT, "user/lin", "rg-clinics"),
        Attached("yard-enter", "group/yard-staff"),
        Attached("yard-all", "role/yard"),
        Attached("yard-read", "user/raj"),
    ]
    secure = {"Bool": {"acs:SecureTransport": ["false"]}}
    only_tls = grant(["oss:*"], oss(YARD), "Deny", Principal=["*"], Condition=secure)
    own.buckets = [
        Oss(IMAGING, group="rg-clinics", encryption={"SSEAlgorithm": "KMS", "KMSMasterKeyID": key.name}),
        Oss(YARD, region="us-east-1", policy=rules(only_tls), xml=False),
    ]
    own.complete = (f"keys {ALIBABA}", f"restrictions {ALIBABA}")
    own.logs = _logs(one)


def _logs(one: Provider) -> Files:
    """The access log of the imaging bucket, and two requests as ActionTrail tells them, one of them the same."""
    reads = [
        oss_line(1, "2026-03-04T02:00:00Z", "GetObject", LIN, IMAGING, moved=8192),
        oss_line(2, "2026-03-21T02:30:00Z", "GetObject", LIN, IMAGING, moved=12288),
        oss_line(3, "2026-03-22T03:00:00Z", "PutObject", LIN, IMAGING, status=403),
    ]
    seen = trail_event(2, "2026-03-21T02:30:00Z", "GetObject", ("lin", LIN), IMAGING)
    created = trail_event(4, "2026-03-02T09:00:00Z", "CreateUser", ("dana", DANA))
    line = Line(one.speaker, taken_at=END)
    return {
        f"alibaba/logs/{IMAGING}-2026-03": ("".join(f"{one}\n" for one in reads).encode(), line),
        "alibaba/logs/actiontrail-2026-03-02.gz": (delivered(created), line),
        "alibaba/logs/actiontrail-data.jsonl": (exported(seen), line),
    }
