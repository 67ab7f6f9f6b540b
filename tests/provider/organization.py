"""An organization of AWS: where the account lies in it, and the control policies on the way up."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from tests.provider.dump import Document, Files, Line, document
from tests.provider.names import ACCOUNT, allow, policy

MANAGEMENT = "444455556666"
ROOT, UNIT = "r-ab12", "ou-ab12-11111111"
SCP, RCP = "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"
FULL = {SCP: "p-FullAWSAccess", RCP: "p-RCPFullAWSAccess"}
"""What is attached everywhere when an organization begins to use control policies."""


@dataclass
class Organization:
    """The organization, its one unit, and what is attached where beside full access."""

    name: str = "o-exampleorg"
    policies: dict[str, tuple[str, Document]] = field(default_factory=dict)
    """By policy id: its type and its document."""
    attached: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By target: the policies attached there."""

    def files(self, speaker: str) -> Files:
        """The way up to the root, the policies at each step, and what they say."""
        account = f"aws:{ACCOUNT}"
        arn = f"arn:aws:organizations::{MANAGEMENT}"
        told = {
            "Id": self.name,
            "Arn": f"{arn}:organization/{self.name}",
            "FeatureSet": "ALL",
            "MasterAccountArn": f"{arn}:account/{self.name}/{MANAGEMENT}",
            "MasterAccountId": MANAGEMENT,
        }
        folder = "aws/organization"
        found: Files = {
            f"{folder}/describe-organization.json": _told({"Organization": told}, speaker, account),
            f"{folder}/account/list-parents.json": _told(_parent(UNIT, "ORGANIZATIONAL_UNIT"), speaker, account),
            f"{folder}/unit/list-parents.json": _told(_parent(ROOT, "ROOT"), speaker, UNIT),
        }
        for word, target in (("account", account), ("unit", UNIT), ("root", ROOT)):
            for kind in (SCP, RCP):
                own = [name for name in self.attached.get(target, ()) if self.policies[name][0] == kind]
                listed = {"Policies": [self._summary(name, kind) for name in (FULL[kind], *own)]}
                name = f"{folder}/{word}/list-policies-for-target-{kind[0].lower()}cp.json"
                found[name] = _told(listed, speaker, target)
        everything = policy(allow("*", "*"))
        bodies = {FULL[SCP]: (SCP, everything), FULL[RCP]: (RCP, {**everything, "Statement": [_OPEN]}), **self.policies}
        for name, (kind, body) in bodies.items():
            said = {"PolicySummary": self._summary(name, kind), "Content": json.dumps(body)}
            found[f"{folder}/describe-policy-{name}.json"] = _told({"Policy": said}, speaker, "")
        return found

    def _summary(self, name: str, kind: str) -> Document:
        arn = f"arn:aws:organizations::{MANAGEMENT}:policy/{self.name}/{kind.lower()}/{name}"
        own = name not in FULL.values()
        return {"Id": name, "Arn": arn, "Name": name, "Description": "", "Type": kind, "AwsManaged": not own}


_OPEN = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}


def _parent(name: str, kind: str) -> Document:
    return {"Parents": [{"Id": name, "Type": kind}]}


def _told(answer: Document, speaker: str, about: str) -> tuple[bytes, Line]:
    return document(answer), Line(speaker, about=about)
