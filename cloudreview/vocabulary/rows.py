"""What readers say: one frozen struct a relation, fields only, as the evidence has them (empty is None).

Dates stay text (an ISO day or date-time) until `relations.settle` turns them into spells. Percentages are integers in
hundredths of a percent (5000 is 50 %), rounded outwards. Lists are tuples.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from cloudreview.vocabulary.digest import Digest, SigningKey
from cloudreview.vocabulary.row import Row as Row  # noqa: PLC0414  # every row is met here, with its root

Text = Annotated[str | None, Meta(description="empty: unknown")]
CopyKind = Literal["backup", "snapshot"]
Date = Annotated[str | None, Meta(description="ISO day, month, year, or date-time with zone; empty: unknown")]


class Party(Row, frozen=True, kw_only=True, tag="parties"):
    """A person, company, government or agency."""

    party: Annotated[str, Meta(description="id of the party in this case")]
    name: Text = None
    kind: Annotated[str | None, Meta(description="person, company, government or agency")] = None
    organised_in: Annotated[
        str | None, Meta(description="ISO 3166-1 alpha-2 country under whose law it is organised")
    ] = None
    principal_place_of_business: Annotated[str | None, Meta(description="ISO country of its headquarters")] = None
    lei: Annotated[str | None, Meta(description="legal entity identifier, ISO 17442")] = None
    identifiers: Annotated[
        tuple[tuple[str, str], ...], Meta(description="(scheme, identifier) of other registers, as told")
    ] = ()
    names: Annotated[tuple[str, ...], Meta(description="other names: earlier, trading, transliterated")] = ()


class Interest(Row, frozen=True, kw_only=True, tag="interests"):
    """What one party holds in another."""

    holder: Annotated[str, Meta(description="party id of the holder")]
    subject: Annotated[str, Meta(description="party id of the company held")]
    kind: Annotated[
        str | None, Meta(description="equity, vote, board, contract, special_share, acting_in_concert, branch or other")
    ] = None
    percent_min: Annotated[int | None, Meta(description="lower bound, hundredths of a percent")] = None
    percent_max: Annotated[int | None, Meta(description="upper bound, hundredths of a percent")] = None
    directly: Annotated[
        bool | None,
        Meta(description="whether the holder holds it itself; false: through others, so that it restates a sum"),
    ] = True
    start: Date = None
    end: Date = None


class Controls(Row, frozen=True, kw_only=True, tag="controls"):
    """A person judged that a holder controls a subject, or that it does not."""

    holder: Annotated[str, Meta(description="party or person id of the holder")]
    subject: Annotated[str, Meta(description="party id of the company")]
    holds: Annotated[bool, Meta(description="whether it does")]
    start: Date = None
    end: Date = None


class Employment(Row, frozen=True, kw_only=True, tag="roster"):
    """A person, who the person works for, and what the law asks of the person."""

    person: Annotated[str, Meta(description="id of the person in this case")]
    name: Text = None
    employer: Annotated[str | None, Meta(description="party id")] = None
    relation: Annotated[str | None, Meta(description="employee or contractor")] = None
    team: Text = None
    title: Text = None
    citizenships: Annotated[tuple[str, ...], Meta(description="ISO countries, or `stateless`; empty: unknown")] = ()
    us_status: Annotated[
        str | None, Meta(description="citizen, permanent_resident, refugee_or_asylee, visa or none")
    ] = None
    residence: Annotated[str | None, Meta(description="ISO country of primary residence")] = None
    work_location: Annotated[str | None, Meta(description="ISO country where the person works")] = None
    start: Date = None
    end: Date = None


class Individual(Row, frozen=True, kw_only=True, tag="individuals"):
    """What a register tells of a person: some citizenships, of which there may be more, and where the person lives."""

    person: Annotated[str, Meta(description="party id of the person")]
    citizen_of: Annotated[tuple[str, ...], Meta(description="ISO countries; that there are no others is not said")] = ()
    residence: Annotated[str | None, Meta(description="ISO country in which the person usually lives")] = None
    start: Date = None
    end: Date = None


class Right(Row, frozen=True, kw_only=True, tag="rights"):
    """A holder has a say on a matter of a company: evidence by which a person judges control, never control itself."""

    holder: Annotated[str, Meta(description="party id of who has the right")]
    subject: Annotated[str, Meta(description="party id of the company")]
    matter: Annotated[str, Meta(description="a matter of 31 CFR 800.208(a), or a minority protection of (c)")]
    power: Annotated[str | None, Meta(description="decide, veto or appoint; empty: unknown")] = None
    start: Date = None
    end: Date = None


class Designation(Row, frozen=True, kw_only=True, tag="designations"):
    """Somebody stands on a list of an authority."""

    party: Annotated[str, Meta(description="party id of who is designated")]
    list: Annotated[str, Meta(description="the list, as the law data name it, or as the source does")]
    authority: Text = None
    reference: Annotated[str | None, Meta(description="the authority's number of the entry")] = None
    start: Date = None
    end: Date = None


class Use(Row, frozen=True, kw_only=True, tag="principals"):
    """A person uses a cloud identity."""

    person: Annotated[str, Meta(description="person id")]
    provider: Annotated[str | None, Meta(description="aws, alibaba, ...")] = None
    principal: Annotated[str, Meta(description="the identity as its provider names it")]
    start: Date = None
    end: Date = None


class Site(Row, frozen=True, kw_only=True, tag="sites"):
    """Where a provider's region is and who operates it."""

    provider: Annotated[str, Meta(description="aws, alibaba, ...")]
    region: Annotated[str, Meta(description="the provider's region name")]
    site: Text = None
    country: Annotated[str | None, Meta(description="ISO country")] = None
    operator: Annotated[str | None, Meta(description="party id")] = None
    start: Date = None
    end: Date = None


class Placement(Row, frozen=True, kw_only=True, tag="placements"):
    """A client's dataset in a store."""

    dataset: Annotated[str, Meta(description="id of the dataset")]
    client: Annotated[str | None, Meta(description="party id of the client whose data it is")] = None
    store: Annotated[str, Meta(description="provider:service:id")]
    prefix: Annotated[str | None, Meta(description="object key prefix; empty: the whole store")] = None
    categories: Annotated[tuple[str, ...], Meta(description="28 CFR 202.205 categories; empty: unknown")] = ()
    us_persons_min: int | None = None
    us_persons_max: int | None = None
    us_devices_min: int | None = None
    us_devices_max: int | None = None
    intellectual_property: Annotated[
        bool | None, Meta(description="whether it holds most valuable intellectual property")
    ] = None
    start: Date = None
    end: Date = None


class Operation(Row, frozen=True, kw_only=True, tag="operations"):
    """A power over the service outside the customer's own policies."""

    actor: Annotated[str, Meta(description="party id, person id, or `team:` and a team's name")]
    power: Annotated[str, Meta(description="one of the twelve powers")]
    target: Annotated[str, Meta(description="provider, `provider:region`, site, store or key")]
    condition: Text = None
    approval: Annotated[
        str | None, Meta(description="who must agree each time: none, or a party id or word; empty: unknown")
    ] = None
    logged_in: Text = None
    start: Date = None
    end: Date = None


class Approval(Row, frozen=True, kw_only=True, tag="approvals"):
    """Somebody agreed that a power over the service be used, from start to end."""

    approver: Annotated[str, Meta(description="party or person id of who agreed, or the word that the operation has")]
    actor: Annotated[str | None, Meta(description="whom it was given, as in the operation; empty: unknown")] = None
    power: Annotated[str | None, Meta(description="one of the twelve powers; empty: unknown")] = None
    target: Annotated[str, Meta(description="provider, `provider:region`, site, store or key")]
    reference: Annotated[str | None, Meta(description="the number of the ticket or order, where told")] = None
    start: Date = None
    end: Date = None


class Measure(Row, frozen=True, kw_only=True, tag="measures"):
    """What is promised to cut or to detect."""

    measure: Annotated[str, Meta(description="id of the measure")]
    title: Text = None
    kind: Annotated[Literal["cuts", "detects"], Meta(description="cuts or detects")]
    cuts: Annotated[str | None, Meta(description="RULE [where FIELD = | != | in VALUE ... [and ...]]")] = None
    needs: Annotated[tuple[str, ...], Meta(description="measure ids that must come with it")] = ()
    cost: Annotated[int | None, Meta(description="in the unit given")] = None
    unit: Text = None
    source: Text = None


class Claim(Row, frozen=True, kw_only=True, tag="claims"):
    """What somebody claims."""

    claim: Annotated[str, Meta(description="id of the claim")]
    speaker: Text = None
    date: Date = None
    proposition: Annotated[str, Meta(description="[NOT] RELATION where ... [during FROM..TO]")]
    place: Annotated[
        str | None, Meta(description="where it is said, such as `report.pdf#page=4:120-180`; told by the file's hash")
    ] = None
    quote: Annotated[str | None, Meta(description="what stands at that place of a document")] = None


class Identity(Row, frozen=True, kw_only=True, tag="identities"):
    """An identity that a provider's account holds.

    Alibaba Cloud tells an identity in several answers, each of which makes a row; the rows of one identity add up: it
    has the groups and policies of all of them. That there are no more is said by closures only.
    """

    account: Annotated[str, Meta(description="`aws:111122223333`, `alibaba:1234567890123456`")]
    principal: Annotated[str, Meta(description="ARN; of Alibaba Cloud `acs:ram::UID:user/li`, role names in lowercase")]
    kind: Annotated[str, Meta(description="user, group, role or root")]
    groups: Annotated[tuple[str, ...], Meta(description="ARNs of a user's groups")] = ()
    policies: Annotated[tuple[str, ...], Meta(description="ids of attached managed policies")] = ()
    boundary: Annotated[str | None, Meta(description="id of the permissions boundary policy")] = None
    tags: Annotated[tuple[tuple[str, str], ...], Meta(description="tags of the identity")] = ()
    number: Annotated[
        str | None, Meta(description="the provider's own numeric id of the identity (UserId, RoleId), where told")
    ] = None
    scoped: Annotated[
        tuple[tuple[str, str], ...],
        Meta(description="(policy id, resource group id): attached for one resource group only (Alibaba Cloud)"),
    ] = ()


class Statement(Row, frozen=True, kw_only=True, tag="statements"):
    """One statement of a policy, as written; `permission/` compiles it."""

    layer: Annotated[
        Literal["inline", "trust", "managed", "store", "key", "account", "access_point"],
        Meta(
            description="inline, trust: the subject is an identity; managed: a policy id; store, key: that store or key"
        ),
    ]
    subject: Annotated[
        str, Meta(description="identity ARN, managed policy ARN or organization policy id, store or key ARN")
    ]
    policy: Annotated[str, Meta(description="name of the policy")]
    body: Annotated[str, Meta(description="the statement as canonical JSON")]


class Store(Row, frozen=True, kw_only=True, tag="stores"):
    """Anything at rest, and the account that owns it."""

    store: Annotated[str, Meta(description="provider:service:id")]
    account: Annotated[str | None, Meta(description="`aws:111122223333`")] = None
    region: Text = None


class Encryption(Row, frozen=True, kw_only=True, tag="encryption"):
    """The default encryption of a store."""

    store: str
    algorithm: Annotated[str, Meta(description="AES256, aws:kms, aws:kms:dsse or as the service names it")]
    key: Annotated[str | None, Meta(description="ARN, key id or alias as configured; None: the provider's own key")] = (
        None
    )


class Replication(Row, frozen=True, kw_only=True, tag="replications"):
    """A rule that copies new objects of a store to another."""

    store: str
    rule: Annotated[str | None, Meta(description="id of the rule")] = None
    enabled: bool
    prefix: Annotated[str | None, Meta(description="object key prefix; empty: all keys")] = None
    tagged: Annotated[bool, Meta(description="whether only objects with certain tags are copied")] = False
    destination: Annotated[str, Meta(description="the store that is copied to")]
    account: Annotated[str | None, Meta(description="whose the copies are, where not the source's")] = None
    kms: Annotated[bool, Meta(description="whether objects under keys of a key service are copied too")] = False
    key: Annotated[str | None, Meta(description="key that copies of those are put under, as configured")] = None


class AccessPoint(Row, frozen=True, kw_only=True, tag="access_points"):
    """Another name by which requests reach a store, with a policy of its own."""

    point: Annotated[str, Meta(description="ARN of the access point")]
    store: str
    account: Annotated[str, Meta(description="`aws:ACCOUNT` that owns the access point")]
    network: Annotated[str | None, Meta(description="Internet or VPC")] = None


class Inventory(Row, frozen=True, kw_only=True, tag="inventories"):
    """Objects of a store that have the same status, as a list of its objects counts them."""

    store: str
    encryption: Annotated[str | None, Meta(description="SSE-S3, SSE-KMS, DSSE-KMS, SSE-C or NOT-SSE")] = None
    replication: Annotated[str | None, Meta(description="PENDING, COMPLETED, FAILED or REPLICA")] = None
    prefix: Annotated[str | None, Meta(description="with what all their keys begin")] = None
    objects: int
    bytes: int | None = None


class Copied(Row, frozen=True, kw_only=True, tag="backups"):
    """A backup or snapshot of a store, from when it was made."""

    store: str
    copy: Annotated[str, Meta(description="the store that holds it: a vault, or the snapshot itself")]
    kind: CopyKind
    whole: Annotated[bool, Meta(description="whether it is told to be complete")] = True
    start: Date = None
    end: Date = None


class Expiry(Row, frozen=True, kw_only=True, tag="lifecycles"):
    """A rule that deletes objects of a store when they have become old."""

    store: str
    rule: Annotated[str | None, Meta(description="id of the rule")] = None
    enabled: bool
    prefix: Annotated[str | None, Meta(description="object key prefix; empty: all keys")] = None
    filtered: Annotated[bool, Meta(description="whether only objects with certain tags or sizes expire")] = False
    current: Annotated[str | None, Meta(description="when objects expire: days since they were made, or a date")] = None
    noncurrent: Annotated[str | None, Meta(description="days after which overwritten or deleted versions expire")] = (
        None
    )


class Versioning(Row, frozen=True, kw_only=True, tag="versioning"):
    """Whether a store keeps what is overwritten or deleted."""

    store: str
    status: Annotated[str, Meta(description="Enabled or Suspended")]
    mfa_delete: Annotated[bool, Meta(description="whether deleting a version for good asks for a second factor")] = (
        False
    )


class AccessLog(Row, frozen=True, kw_only=True, tag="access_logs"):
    """Where the access log of a store is delivered."""

    store: str
    target: Annotated[str, Meta(description="the store that the log is delivered to")]
    prefix: Text = None


class AclGrant(Row, frozen=True, kw_only=True, tag="acls"):
    """One grant of a store's access control list."""

    store: str
    grantee: Annotated[str, Meta(description="canonical user id, e-mail, or a predefined group's URI")]
    permission: Annotated[str, Meta(description="FULL_CONTROL, READ, WRITE, READ_ACP or WRITE_ACP")]
    owner: Annotated[bool, Meta(description="whether the grantee is the store's owner")] = False


class Ownership(Row, frozen=True, kw_only=True, tag="ownership_controls"):
    """Object Ownership of a store: BucketOwnerEnforced switches access control lists off."""

    store: str
    rule: str


class PublicBlock(Row, frozen=True, kw_only=True, tag="public_access_blocks"):
    """The four public-access switches of a store or an account.

    The one switch of Alibaba Cloud does what these do together: public permissions are ignored, and none can be given
    (OSS, "Block public access"). What counts as public is each provider's own list.
    """

    subject: Annotated[str, Meta(description="store, or `aws:ACCOUNT`, `alibaba:ACCOUNT`")]
    block_public_acls: bool
    ignore_public_acls: bool
    block_public_policy: bool
    restrict_public_buckets: bool


class Grouped(Row, frozen=True, kw_only=True, tag="resource_groups"):
    """The resource group of Alibaba Cloud that a store lies in: policies may be attached for one group only."""

    store: str
    group: Annotated[str, Meta(description="rg-...; `rg-default-id` where it was put in none")]


class Key(Row, frozen=True, kw_only=True, tag="keys"):
    """A key of a key management service."""

    key: Annotated[str, Meta(description="key ARN")]
    account: Annotated[str, Meta(description="`aws:ACCOUNT` that owns the key")]
    region: Text = None
    manager: Annotated[str | None, Meta(description="CUSTOMER; or AWS, ALIBABA: the provider's own")] = None
    state: Annotated[str | None, Meta(description="Enabled, Disabled, PendingDeletion, ...")] = None
    origin: Annotated[
        str | None, Meta(description="AWS_KMS, EXTERNAL, AWS_CLOUDHSM, EXTERNAL_KEY_STORE or Aliyun_KMS")
    ] = None


class Grant(Row, frozen=True, kw_only=True, tag="grants"):
    """One grant of a key."""

    key: str
    grant: str
    grantee: str
    operations: tuple[str, ...]
    constrained: Annotated[bool, Meta(description="whether an encryption context is required")] = False


class Organization(Row, frozen=True, kw_only=True, tag="organizations"):
    """The organization that an account is a member of."""

    account: str
    organization: Annotated[str, Meta(description="o-...")]
    management: Annotated[str, Meta(description="`aws:ACCOUNT` of the management account")]


class Parent(Row, frozen=True, kw_only=True, tag="parents"):
    """An account or organizational unit and what it lies under."""

    child: Annotated[str, Meta(description="`aws:ACCOUNT` or ou-...")]
    parent: Annotated[str, Meta(description="ou-... or r-...")]


class Target(Row, frozen=True, kw_only=True, tag="restrictions"):
    """A control policy is attached to a root, unit or account."""

    target: Annotated[str, Meta(description="`aws:ACCOUNT`, `alibaba:ACCOUNT`, ou-..., fd-... or r-...")]
    policy: Annotated[str, Meta(description="p-... or cp-...")]
    type: Annotated[
        str, Meta(description="SERVICE_CONTROL_POLICY, RESOURCE_CONTROL_POLICY, or CONTROL_POLICY of Alibaba Cloud")
    ]
    binds: Annotated[
        str | None,
        Meta(description="whom it binds (Alibaba Cloud, EffectScope): RAM users and roles, or All: the root user too"),
    ] = None


class Selector(Row, frozen=True, kw_only=True, tag="selectors"):
    """A class of events that a trail is configured to record for a store, or for all."""

    trail: Annotated[str, Meta(description="trail ARN")]
    store: Annotated[str, Meta(description="store, or `aws:s3:*`, `alibaba:oss:*` for all of the account")]
    klass: Annotated[str, Meta(description="management, data_read, data_write or key_use")]


AnyRow = (
    Party
    | Interest
    | Controls
    | Designation
    | Right
    | Employment
    | Individual
    | Use
    | Site
    | Placement
    | Operation
    | Approval
    | Measure
    | Claim
    | Identity
    | Statement
    | Store
    | Encryption
    | Replication
    | Inventory
    | AccessPoint
    | Copied
    | Expiry
    | Versioning
    | AccessLog
    | AclGrant
    | Ownership
    | PublicBlock
    | Grouped
    | Key
    | Grant
    | Organization
    | Parent
    | Target
    | Selector
    | Digest
    | SigningKey
)
