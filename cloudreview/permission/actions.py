"""Which actions do which harm, with the reason of each, and which only lead there.

Source: Service Authorization Reference, Amazon S3 and AWS KMS (docs.aws.amazon.com/service-authorization), and Amazon
S3 User Guide, doc_source/using-with-s3-actions.md. Listing, head requests and reads of configuration are metadata and
no harm. `s3:DeleteBucket` is no harm either: it works on an empty bucket only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from cloudreview.vocabulary.words import Harm


class Action(NamedTuple):
    """An action, what it is done to (object, bucket, key, role, any) and why it is listed."""

    name: str
    level: str
    reason: str


HARMS: Mapping[Harm, tuple[Action, ...]] = {
    "read": (
        Action("s3:GetObject", "object", "reads, selects from, or copies from an object"),
        Action("s3:GetObjectVersion", "object", "reads a version of an object"),
        Action("s3:GetObjectTorrent", "object", "gives a torrent from which the object is fetched"),
        Action("s3:GetObjectVersionTorrent", "object", "gives a torrent of a version"),
        Action("s3:GetObjectVersionForReplication", "object", "reads a version in order to copy it elsewhere"),
    ),
    "alter": (
        Action("s3:PutObject", "object", "writes, overwrites, or copies to an object"),
        Action("s3:PutObjectTagging", "object", "changes the tags of an object"),
        Action("s3:PutObjectVersionTagging", "object", "changes the tags of a version"),
        Action("s3:DeleteObjectTagging", "object", "removes the tags of an object"),
        Action("s3:DeleteObjectVersionTagging", "object", "removes the tags of a version"),
        Action("s3:ReplicateObject", "object", "writes a replica over what is there"),
        Action("s3:ReplicateTags", "object", "changes the tags of a replica"),
    ),
    "stop": (
        Action("s3:DeleteObject", "object", "deletes an object, or hides it behind a delete marker"),
        Action("s3:DeleteObjectVersion", "object", "deletes a version for good"),
        Action("s3:ReplicateDelete", "object", "deletes by replication"),
        Action("s3:PutLifecycleConfiguration", "bucket", "lets all objects expire"),
        Action("s3:PutBucketPolicy", "bucket", "locks the client out by a Deny"),
        Action("s3:PutBucketPublicAccessBlock", "bucket", "locks other accounts out of a shared bucket"),
    ),
}

KEY_STOPS: tuple[Action, ...] = (
    Action("kms:DisableKey", "key", "what the key protects cannot be read until it is enabled again"),
    Action("kms:ScheduleKeyDeletion", "key", "what the key protects is lost when the key is deleted"),
    Action("kms:DeleteImportedKeyMaterial", "key", "what the key protects cannot be read without the material"),
    Action("kms:PutKeyPolicy", "key", "locks everybody else out of the key"),
)
DECRYPT = Action("kms:Decrypt", "key", "opens the data key of an object")
ASSUME = Action("sts:AssumeRole", "role", "acts with the permissions of the role")

STORE_DETOURS: tuple[tuple[Action, tuple[Harm, ...]], ...] = (
    (Action("s3:PutBucketPolicy", "bucket", "can admit anybody"), ("read", "alter")),
    (
        Action("s3:DeleteBucketPolicy", "bucket", "can remove a Deny, or what admits the client"),
        ("read", "alter", "stop"),
    ),
    (Action("s3:PutBucketAcl", "bucket", "can admit anybody"), ("read", "alter", "stop")),
    (Action("s3:PutObjectAcl", "object", "can admit anybody to an object"), ("read",)),
    (Action("s3:PutObjectVersionAcl", "object", "can admit anybody to a version"), ("read",)),
    (Action("s3:ObjectOwnerOverrideToBucketOwner", "object", "changes who owns a replica"), ("read",)),
    (
        Action("s3:PutBucketOwnershipControls", "bucket", "can switch access control lists on or off"),
        ("read", "alter", "stop"),
    ),
    (Action("s3:PutBucketPublicAccessBlock", "bucket", "can let a public policy take effect"), ("read", "alter")),
    (Action("s3:PutReplicationConfiguration", "bucket", "can copy the objects to another bucket"), ("read",)),
    (Action("s3:RestoreObject", "object", "can write the result of a select on an archive elsewhere"), ("read",)),
    (Action("s3:PutEncryptionConfiguration", "bucket", "can put new objects under another key"), ("read", "stop")),
    (Action("s3:PutAccessPointPolicy", "any", "can admit through an access point"), ("read", "alter", "stop")),
    (Action("s3:CreateAccessPoint", "any", "can open another way in"), ("read", "alter", "stop")),
)
"""Actions on a store after which a harm may follow; what follows is not computed."""

KEY_DETOURS: tuple[Action, ...] = (
    Action("kms:PutKeyPolicy", "key", "can admit anybody to the key"),
    Action("kms:CreateGrant", "key", "can grant any operation of a grant"),
)

_IAM = (
    "AddClientIDToOpenIDConnectProvider AddUserToGroup AttachGroupPolicy AttachRolePolicy AttachUserPolicy "
    "CreateAccessKey CreateLoginProfile CreateOpenIDConnectProvider CreatePolicyVersion CreateSAMLProvider "
    "CreateServiceSpecificCredential DeleteGroupPolicy DeletePolicyVersion DeleteRolePermissionsBoundary "
    "DeleteRolePolicy DeleteUserPermissionsBoundary DeleteUserPolicy DetachGroupPolicy DetachRolePolicy "
    "DetachUserPolicy PassRole PutGroupPolicy PutRolePermissionsBoundary PutRolePolicy "
    "PutUserPermissionsBoundary PutUserPolicy RemoveUserFromGroup ResetServiceSpecificCredential "
    "SetDefaultPolicyVersion TagRole TagUser UntagRole UntagUser UpdateAssumeRolePolicy UpdateGroup "
    "UpdateLoginProfile UpdateOpenIDConnectProviderThumbprint UpdateRole UpdateSAMLProvider UpdateUser "
    "UploadSSHPublicKey UploadSigningCertificate"
)
_COMPUTE = (
    "bedrock-agentcore:InvokeCodeInterpreter cloudformation:CreateChangeSet cloudformation:ExecuteChangeSet "
    "cloudformation:UpdateStack cloudformation:UpdateStackSet codebuild:StartBuild codebuild:UpdateProject "
    "codepipeline:UpdatePipeline codestar:AssociateTeamMember datapipeline:PutPipelineDefinition "
    "ec2-instance-connect:SendSSHPublicKey ec2-instance-connect:SendSerialConsoleSSHPublicKey "
    "ec2:AssociateIamInstanceProfile ec2:ModifyInstanceAttribute ec2:ReplaceIamInstanceProfileAssociation "
    "ecs:ExecuteCommand ecs:UpdateService eks:AssociateAccessPolicy eks:CreateAccessEntry "
    "elasticmapreduce:AddJobFlowSteps glue:UpdateDevEndpoint glue:UpdateJob "
    "identitystore:CreateGroupMembership lambda:UpdateFunctionCode lambda:UpdateFunctionConfiguration "
    "rolesanywhere:CreateProfile rolesanywhere:CreateTrustAnchor rolesanywhere:UpdateProfile "
    "rolesanywhere:UpdateTrustAnchor s3:CreateAccessGrant s3:CreateJob s3:GetDataAccess "
    "s3:PutAccountPublicAccessBlock sagemaker:CreatePresignedDomainUrl "
    "sagemaker:CreatePresignedNotebookInstanceUrl ssm:CreateAssociation ssm:SendCommand "
    "ssm:StartAutomationExecution ssm:StartSession ssm:UpdateDocument sso:AttachManagedPolicyToPermissionSet "
    "sso:CreateAccountAssignment sso:ProvisionPermissionSet sso:PutInlinePolicyToPermissionSet "
    "states:UpdateStateMachine sts:AssumeRoot sts:TagSession"
)
_ORGANIZATION = (
    "organizations:AttachPolicy organizations:DetachPolicy organizations:DisablePolicyType "
    "organizations:LeaveOrganization organizations:MoveAccount organizations:UpdatePolicy"
)
ESCALATIONS: tuple[Action, ...] = (
    *(Action(f"iam:{name}", "any", "changes who may do what, or gives out credentials") for name in _IAM.split()),
    *(
        Action(name, "any", "runs code, or gives a session, with the permissions of another")
        for name in _COMPUTE.split()
    ),
    *(Action(name, "any", "changes what the organization restricts") for name in _ORGANIZATION.split()),
)
"""Actions in an account by which a principal could give itself more."""
