"""Which actions do which harm, with the reason of each, and which only lead there.

Source: OSS, "OSS authorization syntax and elements" (June 2026; names, levels and what each does); KMS, "Custom
policies". Listing, head requests and reads of configuration are metadata and no harm.
"""

from __future__ import annotations

from collections.abc import Mapping

from cloudreview.permission.actions import Action
from cloudreview.vocabulary.words import Harm

HARMS: Mapping[Harm, tuple[Action, ...]] = {
    "read": (
        Action("oss:GetObject", "object", "reads, selects from, or copies from an object"),
        Action("oss:GetObjectVersion", "object", "reads a version of an object"),
        Action("oss:ReplicateGet", "object", "reads an object in order to copy it to another bucket"),
        Action("oss:GetVodPlaylist", "object", "gives a playlist from which recorded media are fetched"),
    ),
    "alter": (
        Action("oss:PutObject", "object", "writes, overwrites, appends, or copies to an object"),
        Action("oss:PutObjectTagging", "object", "changes the tags of an object"),
        Action("oss:PutObjectVersionTagging", "object", "changes the tags of a version"),
        Action("oss:DeleteObjectTagging", "object", "removes the tags of an object"),
        Action("oss:DeleteObjectVersionTagging", "object", "removes the tags of a version"),
        Action("oss:ReplicatePut", "object", "writes a replica over what is there"),
        Action("oss:PostProcessTask", "object", "saves a processed object over what is there"),
    ),
    "stop": (
        Action("oss:DeleteObject", "object", "deletes an object, or hides it behind a delete marker"),
        Action("oss:DeleteObjectVersion", "object", "deletes a version for good"),
        Action("oss:ReplicateDelete", "object", "deletes by replication"),
        Action("oss:PutBucketLifecycle", "bucket", "lets all objects expire"),
        Action("oss:PutBucketPolicy", "bucket", "locks the client out by a Deny"),
        Action("oss:PutBucketPublicAccessBlock", "bucket", "locks out whoever gets in by a public policy or list"),
        Action("oss:DeleteBucket", "bucket", "takes the bucket and its name away, once it is empty"),
    ),
}
KEY_STOPS: tuple[Action, ...] = (
    Action("kms:DisableKey", "key", "what the key protects cannot be read until it is enabled again"),
    Action("kms:ScheduleKeyDeletion", "key", "what the key protects is lost when the key is deleted"),
    Action("kms:DeleteKeyMaterial", "key", "what the key protects cannot be read without the material"),
    Action("kms:SetKeyPolicy", "key", "locks everybody else out of the key"),
)
DECRYPT = Action("kms:Decrypt", "key", "opens the data key of an object")
ASSUME = Action("sts:AssumeRole", "role", "acts with the permissions of the role")

READS = frozenset({"oss:GetObject", "oss:GetObjectVersion"})
WRITES = frozenset({"oss:PutObject", "oss:DeleteObject"})
"""What a canned access control list can give to everybody."""

STORE_DETOURS: tuple[tuple[Action, tuple[Harm, ...]], ...] = (
    (Action("oss:PutBucketPolicy", "bucket", "can admit anybody"), ("read", "alter")),
    (Action("oss:DeleteBucketPolicy", "bucket", "can remove a Deny, or what admits"), ("read", "alter", "stop")),
    (Action("oss:PutBucketAcl", "bucket", "can admit anybody"), ("read", "alter", "stop")),
    (Action("oss:PutObjectAcl", "object", "can admit anybody to an object"), ("read", "alter", "stop")),
    (Action("oss:PutObjectVersionAcl", "object", "can admit anybody to a version"), ("read", "alter", "stop")),
    (Action("oss:PutBucketPublicAccessBlock", "bucket", "can let a public policy take effect"), ("read", "alter")),
    (
        Action("oss:PutPublicAccessBlock", "account", "can let public policies and lists of the account take effect"),
        ("read", "alter", "stop"),
    ),
    (Action("oss:PutBucketReplication", "bucket", "can copy the objects to another bucket"), ("read",)),
    (Action("oss:PutBucketEncryption", "bucket", "can put new objects under another key"), ("read", "stop")),
    (Action("oss:PutBucketWebsite", "bucket", "can send those who ask for an object elsewhere"), ("alter", "stop")),
    (Action("oss:CreateAccessPoint", "bucket", "can open another way in"), ("read", "alter", "stop")),
    (Action("oss:PutAccessPointPolicy", "bucket", "can admit through an access point"), ("read", "alter", "stop")),
    (Action("oss:ProcessImm", "object", "can process an object into another place"), ("read",)),
)
"""Actions on a store after which a harm may follow; what follows is not computed."""
KEY_DETOURS: tuple[Action, ...] = (Action("kms:SetKeyPolicy", "key", "can admit anybody to the key"),)

_RAM = (
    "AddUserToGroup AttachPolicyToGroup AttachPolicyToRole AttachPolicyToUser CreateAccessKey CreateLoginProfile "
    "CreatePolicyVersion DetachPolicyFromGroup DetachPolicyFromRole DetachPolicyFromUser PassRole RemoveUserFromGroup "
    "SetDefaultPolicyVersion UpdateAccessKey UpdateLoginProfile UpdateRole"
)
_IMS = (
    "CreateAccessKey CreateAppSecret CreateLoginProfile CreateOIDCProvider CreateSAMLProvider SetPasswordPolicy "
    "SetSecurityPreference UpdateAccessKey UpdateLoginProfile UpdateOIDCProvider UpdateSAMLProvider"
)
_COMPUTE = (
    "cloudsso:CreateAccessAssignment cloudsso:UpdateInlinePolicyForAccessConfiguration ecs:AttachInstanceRamRole "
    "ecs:InvokeCommand ecs:RunCommand ecs:StartTerminalSession fc:CreateFunction fc:InvokeFunction fc:UpdateFunction "
    "oos:StartExecution ros:CreateStack ros:UpdateStack"
)
_DIRECTORY = (
    "AttachControlPolicy AttachPolicy DetachControlPolicy DetachPolicy DisableControlPolicy MoveAccount "
    "RemoveCloudAccount UpdateControlPolicy UpdatePolicyVersion"
)
ESCALATIONS: tuple[Action, ...] = (
    *(Action(f"ram:{name}", "any", "changes who may do what, or gives out credentials") for name in _RAM.split()),
    *(Action(f"ims:{name}", "any", "gives out credentials, or changes who may log on") for name in _IMS.split()),
    *(Action(name, "any", "runs code, or gives a session, with another's permissions") for name in _COMPUTE.split()),
    *(Action(f"resourcemanager:{name}", "any", "changes what is granted or restricted") for name in _DIRECTORY.split()),
)
"""Actions in an account by which a principal could give itself more."""
