"""What a person read in the raw account dump, user by user: why a path stands, cannot be told, or is not there.

Written down from the JSON alone, without the program. `test_account_dump.py` looks each of it up there again.
"""

from __future__ import annotations

from typing import NamedTuple

ACCOUNT = "200611803367"
WORKER = "privesc-high-priv-service-role"
"""The role that ten services may run things under; its policy `privesc-high-priv-service-policy` allows everything."""
ADMIN = "privesc-sre-user"
"""The user whose group `privesc-sre-group` allows `s3:*`."""

Condition = dict[str, dict[str, str]]


class Says(NamedTuple):
    """One statement, as it stands in the default version of a policy."""

    policy: str
    at: int
    """Its place among the policy's statements."""
    actions: tuple[str, ...]
    """Actions that it names; where `but` is set, those that its NotAction leaves out."""
    resource: str = "*"
    condition: Condition | None = None
    but: bool = False
    group: str | None = None
    """The group by which the user has the policy."""


class Open(NamedTuple):
    """A user of whom it cannot be said: what it may do that could end in having the data."""

    says: tuple[Says, ...]
    target: str
    """The IAM resource (its ARN after the account) that the first statement must cover; empty: none."""
    way: str
    """own, account, role or running; see WAYS."""
    why: str
    service: str = ""
    """For role and running: the service that must be trusted by WORKER."""


WAYS = {
    "own": "it changes what the user itself is allowed (its own policy, itself, its group)",
    "account": "it leads to another user, group or role that may do everything with objects",
    "role": "it hands WORKER, which may do everything, to something that the user makes",
    "running": "it acts within things that may run under WORKER; under which role they run, the dump does not tell",
    "silent": "it changes what roles or policies allow; whether that comes back to the user, the dump does not tell",
}

STANDS = {
    "fn4-exploitableNotAction-user": (
        Says("fn4-exploitableNotAction", 0, ("iam:Update*", "iam:Create*", "iam:Attach*"), but=True),
        "everything is allowed but three families of IAM actions, so all of S3 is",
    ),
    "privesc-sre-user": (
        Says("privesc-sre-admin-policy", 0, ("iam:*", "ec2:*", "s3:*"), group="privesc-sre-group"),
        "its only group allows all of S3",
    ),
}
"""Users with the request allowed outright."""


def _iam(action: str, target: str, way: str, why: str, *, policy: str, more: tuple[str, ...] = ()) -> Open:
    return Open((Says(policy, 0, (f"iam:{action}", *more)),), target, way, why)


def _pass(policy: str, service: str, *actions: str, why: str, at: int = 0) -> Open:
    says = (Says(policy, 0, ("iam:PassRole",)), Says(policy, at, actions))
    return Open(says, f"role/{WORKER}", "role", why, service)


def _runs(policy: str, service: str, *actions: str, why: str) -> Open:
    return Open((Says(policy, 0, actions),), "", "running", why, service)


def _dated(name: str, operator: str, why: str) -> Open:
    when = {operator: {"aws:TokenIssueTime": "2020-01-01T00:00:01Z"}}
    return Open((Says(name, 0, ("iam:CreatePolicyVersion",), condition=when),), f"policy/{name}", "own", why)


OPEN = {
    "fn1-privesc3-partial-user": Open(
        (Says("fn1-passrole-star", 0, ("iam:PassRole",)), Says("fn1-privesc3-partial", 0, ("ec2:RunInstances",))),
        f"role/{WORKER}",
        "role",
        "starts a machine with the instance profile of the role, and its start-up script runs as the role",
        "ec2",
    ),
    "fn2-exploitableResourceConstraint-user": Open(
        (
            Says(
                "fn2-exploitableResourceConstraint",
                0,
                ("iam:CreatePolicyVersion",),
                resource="arn:aws:iam::*:policy/fn2-*",
            ),
        ),
        "policy/fn2-exploitableResourceConstraint",
        "own",
        "the policies that it may rewrite begin with fn2-, and its own policy does",
    ),
    "fn3-exploitableConditionConstraint-user": _dated(
        "fn3-exploitableConditionConstraint", "DateGreaterThan", "may rewrite its own policy with a token of after 2019"
    ),
    "fp5-nonExploitableConditionConstraint-user": _dated(
        "fp5-nonExploitableConditionConstraint",
        "DateLessThan",
        "may rewrite its own policy with a token of before 2020, which hardly anybody has; nothing delivered says so",
    ),
    "privesc-CloudFormationUpdateStack-user": _runs(
        "privesc-CloudFormationUpdateStack",
        "cloudformation",
        "cloudformation:UpdateStack",
        why="changes a stack that may be carried out under the role",
    ),
    "privesc-codeBuildCreateProjectPassRole-user": _pass(
        "privesc-codeBuildCreateProjectPassRole-policy",
        "codebuild",
        "codebuild:CreateProject",
        "codebuild:StartBuild",
        why="builds with commands of its own under the role",
    ),
    "privesc-ec2InstanceConnect-user": _runs(
        "privesc-ec2InstanceConnect-policy",
        "ec2",
        "ec2-instance-connect:SendSSHPublicKey",
        why="logs in on machines that may run under the role",
    ),
    "privesc-sageMakerCreateNotebookPassRole-user": _pass(
        "privesc-sageMakerCreateNotebookPassRole-policy",
        "sagemaker",
        "sagemaker:CreateNotebookInstance",
        "sagemaker:CreatePresignedNotebookInstanceUrl",
        why="makes a notebook under the role and opens it",
    ),
    "privesc-sageMakerCreatePresignedNotebookURL-user": _runs(
        "privesc-sageMakerCreatePresignedNotebookURL-policy",
        "sagemaker",
        "sagemaker:CreatePresignedNotebookInstanceUrl",
        why="opens a notebook that may run under the role",
    ),
    "privesc-sageMakerCreateProcessingJobPassRole-user": _pass(
        "privesc-sageMakerCreateProcessingJobPassRole-policy",
        "sagemaker",
        "sagemaker:CreateProcessingJob",
        why="runs a job of its own under the role",
    ),
    "privesc-sageMakerCreateTrainingJobPassRole-user": _pass(
        "privesc-sageMakerCreateTrainingJobPassRole-policy",
        "sagemaker",
        "sagemaker:CreateTrainingJob",
        why="runs a job of its own under the role",
    ),
    "privesc-ssmSendCommand-user": _runs(
        "privesc-ssmSendCommand-policy", "ec2", "ssm:sendCommand", why="runs commands on machines under the role"
    ),
    "privesc-ssmStartSession-user": _runs(
        "privesc-ssmStartSession-policy", "ec2", "ssm:StartSession", why="opens a shell on machines under the role"
    ),
    "privesc1-CreateNewPolicyVersion-user": _iam(
        "CreatePolicyVersion",
        "policy/privesc1-CreateNewPolicyVersion",
        "own",
        "rewrites the policy that it has",
        policy="privesc1-CreateNewPolicyVersion",
    ),
    "privesc10-PutUserPolicy-user": _iam(
        "PutUserPolicy",
        "user/privesc10-PutUserPolicy-user",
        "own",
        "writes itself an inline policy",
        policy="privesc10-PutUserPolicy",
    ),
    "privesc11-PutGroupPolicy-user": _iam(
        "PutGroupPolicy",
        "group/privesc11-PutGroupPolicy-group",
        "own",
        "writes its group an inline policy",
        policy="privesc11-PutGroupPolicy",
    ),
    "privesc12-PutRolePolicy-user": _iam(
        "PutRolePolicy",
        f"role/{WORKER}",
        "silent",
        "writes policies of roles; no role that it can act as is told",
        policy="privesc12-PutRolePolicy",
    ),
    "privesc13-AddUserToGroup-user": _iam(
        "AddUserToGroup",
        "group/privesc-sre-group",
        "account",
        "joins the group that allows s3:*",
        policy="privesc13-AddUserToGroup",
    ),
    "privesc14-UpdatingAssumeRolePolicy-user": _iam(
        "UpdateAssumeRolePolicy",
        "role/privesc-AssumeRole-ending-role",
        "account",
        "lets itself be trusted by a role that may do everything, and acts as it",
        policy="privesc14-UpdatingAssumeRolePolicy",
        more=("sts:AssumeRole",),
    ),
    "privesc15-PassExistingRoleToNewLambdaThenInvoke-user": _pass(
        "privesc15-PassExistingRoleToNewLambdaThenInvoke",
        "lambda",
        "lambda:CreateFunction",
        "lambda:InvokeFunction",
        why="runs a function of its own under the role",
    ),
    "privesc16-PassRoleToNewLambdaThenTriggerWithNewDynamo-user": _pass(
        "privesc16-PassRoleToNewLambdaThenTriggerWithNewDynamo",
        "lambda",
        "lambda:CreateFunction",
        "lambda:CreateEventSourceMapping",
        why="makes a function under the role, and an event that runs it",
    ),
    "privesc17-EditExistingLambdaFunctionWithRole-user": _runs(
        "privesc17-EditExistingLambdaFunctionWithRole",
        "lambda",
        "lambda:UpdateFunctionCode",
        why="rewrites functions that may run under the role",
    ),
    "privesc18-PassExistingRoleToNewGlueDevEndpoint-user": _pass(
        "privesc18-PassExistingRoleToNewGlueDevEndpoint",
        "glue",
        "glue:CreateDevEndpoint",
        "glue:GetDevEndpoint",
        why="makes an endpoint under the role and logs in on it",
    ),
    "privesc19-UpdateExistingGlueDevEndpoint-user": _runs(
        "privesc19-UpdateExistingGlueDevEndpoint",
        "glue",
        "glue:UpdateDevEndpoint",
        why="puts its own login key on endpoints that may run under the role",
    ),
    "privesc2-SetExistingDefaultPolicyVersion-user": _iam(
        "SetDefaultPolicyVersion",
        "policy/privesc2-SetExistingDefaultPolicyVersion",
        "silent",
        "brings back other versions of policies; its own policy has but one now",
        policy="privesc2-SetExistingDefaultPolicyVersion",
    ),
    "privesc20-PassExistingRoleToCloudFormation-user": _pass(
        "privesc20-PassExistingRoleToCloudFormation",
        "cloudformation",
        "cloudformation:CreateStack",
        why="has a stack of its own carried out under the role",
    ),
    "privesc21-PassExistingRoleToNewDataPipeline-user": _pass(
        "privesc21-PassExistingRoleToNewDataPipeline",
        "datapipeline",
        "datapipeline:CreatePipeline",
        "datapipeline:PutPipelineDefinition",
        "datapipeline:ActivatePipeline",
        why="runs a pipeline of its own under the role",
        at=1,
    ),
    "privesc3-CreateEC2WithExistingInstanceProfile-user": _pass(
        "privesc3-CreateEC2WithExistingInstanceProfile",
        "ec2",
        "ec2:RunInstances",
        "ec2:CreateKeyPair",
        why="starts a machine with the instance profile of the role and logs in on it",
    ),
    "privesc4-CreateAccessKey-user": _iam(
        "CreateAccessKey",
        f"user/{ADMIN}",
        "account",
        "makes itself an access key of a user who may",
        policy="privesc4-CreateAccessKey",
    ),
    "privesc5-CreateLoginProfile-user": _iam(
        "CreateLoginProfile",
        f"user/{ADMIN}",
        "account",
        "gives a user who may a first password",
        policy="privesc5-CreateLoginProfile",
    ),
    "privesc6-UpdateLoginProfile-user": _iam(
        "UpdateLoginProfile",
        f"user/{ADMIN}",
        "account",
        "changes the password of a user who may",
        policy="privesc6-UpdateLoginProfile",
    ),
    "privesc7-AttachUserPolicy-user": _iam(
        "AttachUserPolicy",
        "user/privesc7-AttachUserPolicy-user",
        "own",
        "attaches a policy to itself",
        policy="privesc7-AttachUserPolicy",
    ),
    "privesc8-AttachGroupPolicy-user": _iam(
        "AttachGroupPolicy",
        "group/privesc8-AttachGroupPolicy-group",
        "own",
        "attaches a policy to its group",
        policy="privesc8-AttachGroupPolicy",
    ),
    "privesc9-AttachRolePolicy-user": _iam(
        "AttachRolePolicy",
        f"role/{WORKER}",
        "silent",
        "attaches policies to roles; no role that it can act as is told",
        policy="privesc9-AttachRolePolicy",
    ),
}
"""Users of whom it cannot be said."""

NEVER = {
    "fp1-allow-and-deny-user": "iam:* is allowed and denied; nothing else is allowed",
    "fp2-allow-and-deny-multiple-policies-user": "everything is allowed by one policy and denied by the other",
    "fp3-deny-iam-user": "nothing is allowed",
    "fp4-nonExploitableResourceConstraint-user": "may rewrite policies that belong to AWS, which nobody can",
    "privesc-AssumeRole-start-user": "has no policy and no group, and no role names it",
}
"""Users of the buckets' account who can do nothing with them."""

AWS_OWN = Says(
    "fp4-nonExploitableResourceConstraint",
    0,
    ("iam:CreatePolicyVersion",),
    resource="arn:aws:iam::aws:policy/fp4-*",
)
"""The one Allow among the users of NEVER that no Deny meets. "AWS managed policies cannot be edited" (IAM User Guide,
access_policies_manage-edit-api); and the account in the ARN of a customer's policy is a number, which `aws` is not."""

STRANGERS = {"obama", "userwithlotsofpermissions", "biden"}
"""Users of 012345678901: the buckets' own side would have to admit them, and its policy only denies."""
