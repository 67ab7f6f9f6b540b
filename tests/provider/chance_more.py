"""Answers that a provider may deliver or not, each by itself. None contradicts what tells the accounts already."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

from cloudreview.spells import HOUR, instant
from tests.chain import Chain, keys
from tests.evidence import gleif
from tests.evidence.documents import LETTER, pdf
from tests.evidence.ownership import entity, ftm_entity, holds, parquet, psc_line, psc_record
from tests.provider.alibaba import ALIBABA, CREATED, REQUEST, UID, Alibaba, grant, ram, rules, xml
from tests.provider.alibaba_logs import request, trail_event
from tests.provider.dump import END, TAKEN, Line, document
from tests.provider.logs import s3_line
from tests.provider.names import ACCOUNT, REGION, arn, policy
from tests.provider.whole import Provider

Dice = random.Random
BEGIN = instant(TAKEN)
Found = tuple[Any, str]
"""An answer, as a document or as bytes, and what it is about."""
POINT = f"arn:aws:s3:{REGION}:{ACCOUNT}:accesspoint/reports"
POINTED = {"Name": "reports", "NetworkOrigin": "Internet", "Bucket": "alpha", "AccessPointArn": POINT}
LISTED = {"fileFormat": "CSV", "fileSchema": "Bucket, Key, Size, LastModifiedDate, ReplicationStatus, EncryptionStatus"}
TRAIL = f"acs:actiontrail:us-west-1:{UID}:trail/audit"
MANAGEMENT = "1728450456001234"
CONTROL = {"PolicyId": "cp-1", "PolicyName": "p", "PolicyType": "Custom", "EffectScope": "RAM"}


def random_more(one: Provider, dice: Dice) -> None:
    """Each answer of the account that there is, with one chance in five; of a directory, which few have, in two."""
    tables = {
        "aws": AWS if one.aws.users else {},
        "alibaba": alibaba_cloud(one.alibaba) if one.alibaba.users else {},
        "": ANY,
    }
    for folder, answers in tables.items():
        for name, make in sorted(answers.items()):
            if dice.random() < (1 / 2 if name in DIRECTORY_OF else 1 / 5):
                answer, about = make(dice)
                content = answer if isinstance(answer, bytes) else document(answer)
                taken = END if name.endswith(("log", "events")) else TAKEN
                one.extra[f"{folder or 'more'}/more/{name}"] = content, Line(one.speaker, about=about, taken_at=taken)


def _lifecycle(dice: Dice) -> Found:
    status = dice.choice(["Enabled", "Disabled"])
    rule = {"ID": "x", "Status": status, "Filter": {"Prefix": dice.choice(["", "a/"])}, "Expiration": {"Days": 30}}
    return {"Rules": [rule]}, "aws:s3:alpha"


def _point_policy(dice: Dice) -> Found:
    whom = {"AWS": dice.choice([arn("user", "u1"), "*"])}
    admits = {"Effect": "Allow", "Principal": whom, "Action": "s3:GetObject", "Resource": f"{POINT}/object/*"}
    return {"Policy": json.dumps(policy(admits))}, POINT


def _manifest(dice: Dice) -> Found:
    file = {"key": "inventory/1.csv.gz", "size": 100, "MD5checksum": "f11166069f1990abeb9c97ace9cdfabc"}
    told = {"sourceBucket": "alpha", "destinationBucket": "arn:aws:s3:::lists", "version": "2016-11-30", **LISTED}
    return {**told, "creationTimestamp": "1772323200000", "files": [file]}, ""


def _inventory(dice: Dice) -> Found:
    sealed = dice.choice(["SSE-S3", "SSE-KMS"])
    return f'"alpha","a/b.csv","10","2026-02-01T00:00:00.000Z","","{sealed}"\n'.encode(), ""


def _s3_log(dice: Dice) -> Found:
    lines = [s3_line(number, f"2026-03-{day:02d}T05:00:00Z", arn("user", "u1"), "alpha", 10)
             for number, day in enumerate(dice.sample(range(1, 28), 2))]  # fmt: skip
    return "".join(f"{line}\n" for line in lines).encode(), ""


def _backups(dice: Dice) -> Found:
    vault = f"{dice.choice([REGION, 'eu-west-1'])}:{ACCOUNT}"
    point = {
        "RecoveryPointArn": f"arn:aws:backup:{vault}:recovery-point:x",
        "BackupVaultName": "nightly",
        "ResourceArn": "arn:aws:s3:::alpha",
        "Status": dice.choice(["COMPLETED", "COMPLETED", "PARTIAL"]),
        "CreationDate": dice.choice(["2026-02-20T05:00:00+00:00", "2026-03-10T05:00:00+00:00"]),
    }
    return {"RecoveryPoints": [point]}, ""


def _volumes(dice: Dice) -> Found:
    told = {"SnapshotId": "snap-1", "VolumeId": "vol-1", "State": "completed", "OwnerId": ACCOUNT}
    return {"Snapshots": [{**told, "StartTime": "2026-02-20T05:00:00+00:00"}]}, ""


def _databases(dice: Dice) -> Found:
    told = {"DBSnapshotIdentifier": "s", "DBInstanceIdentifier": "db", "Status": "available"}
    return {"DBSnapshots": [{**told, "DBSnapshotArn": f"arn:aws:rds:{REGION}:{ACCOUNT}:snapshot:s"}]}, ""


AWS: dict[str, Callable[[Dice], Found]] = {
    "get-bucket-lifecycle-configuration": _lifecycle,
    "get-bucket-versioning": lambda dice: ({"Status": dice.choice(["Enabled", "Suspended"])}, "aws:s3:alpha"),
    "get-bucket-logging": lambda dice: (
        {"LoggingEnabled": {"TargetBucket": "logs", "TargetPrefix": "p/"}}, "aws:s3:alpha"),
    "list-access-points": lambda dice: ({"AccessPointList": [POINTED]}, f"aws:{ACCOUNT}"),
    "get-access-point": lambda dice: ({**POINTED, "CreationDate": "2025-01-01T00:00:00+00:00"}, POINT),
    "get-access-point-policy": _point_policy,
    "inventory-manifest": _manifest,
    "inventory-list": _inventory,
    "server-access-log": _s3_log,
    "list-recovery-points": _backups,
    "describe-snapshots": _volumes,
    "describe-db-snapshots": _databases,
    "digest": lambda dice: (
        Chain(BEGIN).add(BEGIN + HOUR, ("a.json.gz", b"{}", BEGIN, BEGIN + HOUR)), ""),
    "list-public-keys": lambda dice: (keys(), ""),
}  # fmt: skip


def _wrapped(wrapper: str, element: str, *elements: Any, **more: Any) -> dict[str, Any]:
    return {**REQUEST, wrapper: {element: list(elements)}, **more}


USER = {"UserName": "a0", "UserId": "222700000000000010", "CreateDate": CREATED}
P0 = {"PolicyName": "p0", "PolicyType": "Custom", "DefaultVersion": "v1"}
KEY = f"acs:kms:us-west-1:{UID}:key/key-1"
DIRECTORY = {"ResourceDirectoryId": "rd-St1234", "RootFolderId": "r-Zo1234", "MasterAccountId": MANAGEMENT}
MEMBER = {
    "AccountId": UID,
    "FolderId": "fd-bVaRIG",
    "ResourceDirectoryId": "rd-St1234",
    "ResourceDirectoryPath": f"rd-St1234/r-Zo1234/fd-bVaRIG/{UID}",
}


def _key(dice: Dice) -> Found:
    state = dice.choice(["Enabled", "Disabled"])
    return {**REQUEST, "KeyMetadata": {"Arn": KEY, "KeyId": "key-1", "Creator": UID, "KeyState": state}}, KEY


def _key_policy(dice: Dice) -> Found:
    whom = {"RAM": [dice.choice([ram("user/a0"), ram("root")])]}
    return {**REQUEST, "Policy": json.dumps(rules({**grant("kms:*", ["*"]), "Principal": whom}))}, KEY


def _control_policy(dice: Dice) -> Found:
    says = rules(grant(dice.choice(["oss:*", "oss:DeleteObject"]), "*", "Deny"))
    return {**REQUEST, "ControlPolicy": {**CONTROL, "PolicyDocument": json.dumps(says)}}, "cp-1"


def _targets(dice: Dice) -> Found:
    target = dice.choice([ALIBABA, "fd-bVaRIG", "r-Zo1234"])
    return _wrapped("ControlPolicyAttachments", "ControlPolicyAttachment", {**CONTROL, "AttachDate": "2021"}), target


def _platform(dice: Dice) -> Found:
    told = {
        "EventID": "E-1",
        "EventVersion": "1.0.0",
        "EventLocation": dice.choice(["CN", "SG"]),
        "EventProduct": "OSS",
        "EventName": "Migrate Bucket",
        "EventDescription": "change 17",
        "EventType": "ALIYUN_INITIATED_SERVICE",
        "EmployeeID": "c1pher",
        "EventMethod": "internal interface",
        "ResourceType": "ACS::OSS::Bucket",
        "ResourceID": "gamma",
        "ResourceRegionID": "us-west-1",
        "ResourceOwnerID": UID,
        "EventAdditionalDetail": "",
        "EventTime": "2026-03-02T10:00:00Z",
        "EventLevel": "NOTICE",
    }
    return (json.dumps([told]) + "\n").encode(), ""


def _sls_log(dice: Dice) -> Found:
    told = {
        "__topic__": "oss_access_log",
        "__time__": 1772521189,
        "owner_id": UID,
        "region": "oss-us-west-1",
        "access_id": "LTAIEXAMPLE",
        "time": "03/Mar/2026:14:59:49",
        "bucket": "gamma",
        "content_length_in": "-",
        "object": "a%2Fb.csv",
        "operation": "GetObject",
        "error_code": "-",
        "client_ip": "203.0.113.9",
        "response_body_length": "99",
        "http_method": "GET",
        "requester_id": dice.choice(["222700000000000010", "222700000000000011"]),
        "request_id": request(7),
        "http_status": "200",
        "sync_request": "-",
        "sign_type": "NormalSign",
    }
    return (json.dumps(told) + "\n").encode(), ""


def _looked_up(dice: Dice) -> Found:
    who = dice.choice([("a0", "222700000000000010"), ("a1", "222700000000000011")])
    return {**REQUEST, "Events": [trail_event(9, "2026-03-09T09:00:00Z", "CreateUser", who)]}, ""


def _configured(dice: Dice) -> Found:
    told = {"TrailArn": TRAIL, "Name": "audit", "Status": dice.choice(["Enable", "Disable"])}
    return {**REQUEST, "TrailList": [{**told, "EventRW": "All", "TrailRegion": "All"}]}, ""


def _data_events(dice: Dice) -> Found:
    told = json.dumps([{"ServiceName": "Oss", "ReadWriteType": dice.choice(["All", "Write"])}])
    return {**REQUEST, "TrailArn": TRAIL, "DataEventSelectors": told, "IsTrailAllRegion": True}, ""


def _logging(dice: Dice) -> Found:
    told = {"IsLogging": dice.random() < 0.7, "StartLoggingTime": "2026-02-01T00:00:00Z"}
    return {**REQUEST, **told, "LatestDeliveryTime": "2026-03-01T00:00:00Z"}, TRAIL


def _oss_replication(dice: Dice) -> Found:
    to = {"Bucket": dice.choice(["gamma", "elsewhere"]), "Location": dice.choice(["oss-us-west-1", "oss-cn-beijing"])}
    rule = {"ID": "all", "Action": "ALL", "Destination": to, "Status": dice.choice(["doing", "closing"])}
    return xml({"ReplicationConfiguration": {"Rule": rule}}), "alibaba:oss:gamma"


def _oss_lifecycle(dice: Dice) -> Found:
    rule = {"ID": "old", "Prefix": dice.choice(["logs/", "a/"]), "Status": dice.choice(["Enabled", "Disabled"])}
    return xml({"LifecycleConfiguration": {"Rule": {**rule, "Expiration": {"Days": 30}}}}), "alibaba:oss:gamma"


def _oss_versioning(dice: Dice) -> Found:
    status = dice.choice(["Enabled", "Suspended"])
    return xml({"VersioningConfiguration": {"Status": status}}), "alibaba:oss:gamma"


def _oss_logging(dice: Dice) -> Found:
    told = {"LoggingEnabled": {"TargetBucket": "logs", "TargetPrefix": "x/"}}
    return xml({"BucketLoggingStatus": told}), "alibaba:oss:gamma"


ALIBABA_CLOUD: dict[str, Callable[[Dice], Found]] = {
    "get-user": lambda dice: ({**REQUEST, "User": USER}, ALIBABA),
    "list-policies": lambda dice: (_wrapped("Policies", "Policy", {**P0, "AttachmentCount": 1}), ALIBABA),
    "get-bucket-replication": _oss_replication,
    "get-bucket-lifecycle": _oss_lifecycle,
    "get-bucket-versioning": _oss_versioning,
    "get-bucket-logging": _oss_logging,
    "list-keys": lambda dice: (_wrapped("Keys", "Key", {"KeyArn": KEY, "KeyId": "key-1"}, TotalCount=1), ""),
    "describe-key": _key,
    "get-key-policy": _key_policy,
    "actiontrail-lookup-events": _looked_up,
    "actiontrail-describe-trails": _configured,
    "actiontrail-get-trail-status": _logging,
    "actiontrail-get-data-event-selector": _data_events,
    "platform-events": _platform,
    "sls-access-log": _sls_log,
}  # fmt: skip

DIRECTORY_OF: dict[str, Callable[[Dice], Found]] = {
    "get-resource-directory": lambda dice: ({**REQUEST, "ResourceDirectory": DIRECTORY}, ALIBABA),
    "get-account": lambda dice: ({**REQUEST, "Account": MEMBER}, ALIBABA),
    "list-accounts": lambda dice: (_wrapped("Accounts", "Account", MEMBER, PageNumber=1, TotalCount=1), ""),
    "get-folder": lambda dice: (
        {**REQUEST, "Folder": {"FolderId": "fd-bVaRIG", "FolderName": "x", "ParentFolderId": "r-Zo1234"}}, ""),
    "list-ancestors": lambda dice: (_wrapped("Folders", "Folder", {"FolderId": "r-Zo1234", "FolderName": "root"}),
                                    "fd-bVaRIG"),
    "list-control-policy-attachments-for-target": _targets,
    "list-target-attachments-for-control-policy": lambda dice: (
        _wrapped("TargetAttachments", "TargetAttachment", {"TargetId": UID, "TargetType": "Account"}, TotalCount=1),
        "cp-1"),
    "list-control-policies": lambda dice: (_wrapped("ControlPolicies", "ControlPolicy", CONTROL, TotalCount=1), ""),
    "get-control-policy": _control_policy,
}  # fmt: skip
"""Of an account of which nobody says that it is in no directory."""


def alibaba_cloud(one: Alibaba) -> dict[str, Callable[[Dice], Found]]:
    """The answers that an account may have, those among them that say again what others say."""
    found = dict(ALIBABA_CLOUD)
    if f"restrictions {ALIBABA}" not in one.complete:
        found |= DIRECTORY_OF
    members = {name: [{"UserName": user, "JoinDate": CREATED} for user in users] for name, users in one.groups.items()}
    for name, users in members.items():
        found[f"list-users-of-{name}"] = _told(_wrapped("Users", "User", *users), ram(f"group/{name}"))
    for user in one.users:
        names = [told.policy for told in one.attached if told.to == f"user/{user}" and told.group is None]
        mine = [{"PolicyName": name, "PolicyType": "Custom", "AttachDate": CREATED} for name in names]
        found[f"list-policies-of-{user}"] = _told(_wrapped("Policies", "Policy", *mine), ram(f"user/{user}"))
    for name, says in one.policies.items():
        version = {"VersionId": "v1", "IsDefaultVersion": True, "PolicyDocument": json.dumps(says)}
        found[f"get-policy-version-{name}"] = _told({**REQUEST, "PolicyVersion": version}, ram(f"policy/{name}"))
    return found


def _told(answer: dict[str, Any], about: str) -> Callable[[Dice], Found]:
    return lambda dice: (answer, about)


def _legal_entities(dice: Dice) -> Found:
    category = dice.choice(["GENERAL", "FUND", "SOLE_PROPRIETOR", "BRANCH"])
    seat = gleif.address(dice.choice(["CN", "HK", "DE"]), dice.choice(["2 Peak Road", "c/o Somebody"]), "Elsewhere")
    of_a = gleif.entity("a", dice.choice(["CN", "US-DE", "KY"]), category, HeadquartersAddress=seat)
    status = dice.choice(["ISSUED", "LAPSED", "ANNULLED"])
    of_b = gleif.entity("b", dice.choice(["SG", "CN-HK"]), Registration=gleif.registered(status))
    return gleif.golden(of_a, of_b), ""


def _legal_relations(dice: Dice) -> Found:
    told = ["IS_DIRECTLY_CONSOLIDATED_BY", "IS_INTERNATIONAL_BRANCH_OF", "IS_FUND-MANAGED_BY", "IS_FEEDER_TO"]
    state = dice.choice(["ACTIVE", "INACTIVE"])
    links = [
        gleif.relation(child, parent, dice.choice(told), RelationshipStatus=state)
        for child, parent in (("b", "a"), ("c", "b"), ("a", "c"))
    ]
    return gleif.xml(*links[: dice.randrange(1, 4)]), ""


def _unreported_parents(dice: Dice) -> Found:
    reasons = ["NATURAL_PERSONS", "NO_KNOWN_PERSON", "NON_PUBLIC"]
    return gleif.table(*(gleif.exception(name, dice.choice(reasons)) for name in "abd")), ""


PAGE = b"<!DOCTYPE html>\n<html><head><title>Report</title></head><body><p>We keep data here.</p></body></html>\n"


def _significant_control(dice: Dice) -> Found:
    told = psc_record(
        "individual",
        nationality=dice.choice(["Chinese", "British", "Klingon"]),
        country_of_residence=dice.choice(["China", "England"]),
        natures_of_control=[dice.choice(["ownership-of-shares-50-to-75-percent", "significant-influence-or-control"])],
    )
    return (json.dumps(psc_line("01234567", told)) + "\n").encode(), ""


def _followed_money(dice: Dice) -> Found:
    people = [ftm_entity("p", "Person", name=["Ada"], nationality=[dice.choice(["cn", "us"])])]
    companies = [ftm_entity(name, "Company", name=[name]) for name in ("a", "b")]
    held = ftm_entity("o", "Ownership", owner=["p"], asset=["a"], percentage=[dice.choice(["60", "25-50", "?"])])
    tied = ftm_entity("u", dice.choice(["UnknownLink", "Payment"]), subject=["a"], object=["b"])
    return "".join(json.dumps(one) + "\n" for one in (*people, *companies, held, tied)).encode(), ""


ANY: dict[str, Callable[[Dice], Found]] = {
    "entities.ftm.json": _followed_money,
    "register.parquet": lambda dice: (
        parquet([entity("z"), holds("y", "z", {"share": {"exact": dice.choice([49.0, 60.0])}})]), ""),
    "psc-snapshot.txt": _significant_control,
    "letter.txt": lambda dice: (LETTER.encode(), ""),
    "report.pdf": lambda dice: (pdf("Annual report"), ""),
    "page.html": lambda dice: (PAGE, ""),
    "legal-entities.json": _legal_entities,
    "legal-relations.xml": _legal_relations,
    "unreported-parents.csv": _unreported_parents,
    "legal-entity-answer.json": lambda dice: (gleif.answer(gleif.resource("d", dice.choice(["CN", "US-NY"]))), ""),
}  # fmt: skip
