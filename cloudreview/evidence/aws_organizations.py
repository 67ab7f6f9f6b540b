"""What AWS Organizations answers: the organization, what lies under what, and the policies attached at each place.

Shapes: https://docs.aws.amazon.com/organizations/latest/APIReference/ (DescribeOrganization, ListParents,
ListPoliciesForTarget, DescribePolicy). Only service and resource control policies restrict what identities may do in
the way that `permission/` judges; a policy of another type has no statements.
"""

from __future__ import annotations

from typing import ClassVar

from cloudreview.errors import EvidenceError
from cloudreview.evidence.answer import Shape, answer, fields, has, reading
from cloudreview.evidence.aws_policy import statements
from cloudreview.evidence.content import Content
from cloudreview.evidence.reader import Reader
from cloudreview.gaps import gap
from cloudreview.vocabulary.delivery import ABOUT, Proves, Reading, Said
from cloudreview.vocabulary.rows import Organization, Parent, Target

ORGANIZATION = "aws organizations describe-organization"
PARENTS = "aws organizations list-parents"
TARGETS = "aws organizations list-policies-for-target"
POLICY = "aws organizations describe-policy"
CONTROL = ("SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY")


class _Organization(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset(
        {"Arn", "FeatureSet", "MasterAccountArn", "MasterAccountEmail", "AvailablePolicyTypes"}
    )
    id: str
    master_account_id: str


class _Described(Shape, frozen=True, kw_only=True):
    organization: _Organization


class _Parent(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset({"Type"})
    id: str


class _Parents(Shape, frozen=True, kw_only=True):
    parents: tuple[_Parent, ...]


class _Summary(Shape, frozen=True, kw_only=True):
    unused: ClassVar = frozenset({"Arn", "Description", "AwsManaged"})
    id: str
    type: str
    name: str = ""


class _Targets(Shape, frozen=True, kw_only=True):
    policies: tuple[_Summary, ...]


class _Document(Shape, frozen=True, kw_only=True):
    policy_summary: _Summary
    content: str


class _Policy(Shape, frozen=True, kw_only=True):
    policy: _Document


def _read_organization(content: Content) -> Reading:
    found = answer(content, _Described)
    one = found.value.organization
    row = Organization(account=ABOUT, organization=one.id, management=f"aws:{one.master_account_id}")
    return reading(content, ORGANIZATION, found, [Said(row, "#/Organization")], Proves("organization", ABOUT))


def _read_parents(content: Content) -> Reading:
    """An account or unit has exactly one parent (API_ListParents.html)."""
    found = answer(content, _Parents)
    count = len(found.value.parents)
    if count != 1:
        raise EvidenceError(
            "#/Parents", f"the answer names {count} parents, where an account or unit has one", "send it unchanged"
        )
    row = Parent(child=ABOUT, parent=found.value.parents[0].id)
    return reading(content, PARENTS, found, [Said(row, "#/Parents/0")], Proves("parent", ABOUT))


def _is_targets(content: Content) -> bool:
    """Whether these are policies of an organization: those that IAM lists have no `Id` and `Type`."""
    policies = fields(content).get("Policies")
    if not isinstance(policies, list) or any(name.endswith("DetailList") for name in fields(content)):
        return False
    return all(isinstance(one, dict) and "Id" in one and "Type" in one for one in policies)


def _read_targets(content: Content) -> Reading:
    """One call asks for one type of policy; the type stands only in the policies found."""
    found = answer(content, _Targets)
    types = sorted({one.type for one in found.value.policies})
    said = [
        Said(Target(target=ABOUT, policy=one.id, type=one.type), f"#/Policies/{index}")
        for index, one in enumerate(found.value.policies)
    ]
    if len(types) == 1:
        return reading(content, TARGETS, found, said, Proves("targets", f"{ABOUT} {types[0]}"))
    why = (
        "the list of policies is empty, and does not tell which type of policy was asked for"
        if not types
        else f"the list mixes {len(types)} types of policy, where one call asks for one"
    )
    question = "Which service control policies and which resource control policies are attached, one list a type?"
    gaps = [gap("scope_open", f"restrictions {ABOUT}", why, question)]
    return reading(content, TARGETS, found, said, gaps=gaps)


def _is_policy(content: Content) -> bool:
    policy = fields(content).get("Policy")
    return isinstance(policy, dict) and "PolicySummary" in policy


def _read_policy(content: Content) -> Reading:
    found = answer(content, _Policy)
    one = found.value.policy
    name = one.policy_summary.id
    if one.policy_summary.type not in CONTROL:
        why = f"policies of the type {one.policy_summary.type} are not implemented"
        question = f"What does the policy {name} forbid, and to whom?"
        gaps = [gap("unimplemented", f"document {name}", why, question)]
        return reading(content, POLICY, found, [], gaps=gaps, about=name)
    said = statements("managed", name, one.policy_summary.name or name, one.content, "#/Policy/Content")
    return reading(content, POLICY, found, said, Proves("document", name), about=name)


READERS = (
    Reader(ORGANIZATION, has("Organization"), _read_organization),
    Reader(PARENTS, has("Parents"), _read_parents),
    Reader(TARGETS, _is_targets, _read_targets),
    Reader(POLICY, _is_policy, _read_policy),
)
