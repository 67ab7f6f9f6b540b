"""Whether Alibaba Cloud allows one concrete request, from its documentation alone: slow, obvious, no cleverness.

A world and a request are plain dicts (`World`, `Request`). The answer is "allow", "deny" or "undetermined": the last
exactly where the pages do not say what happens, or where what they ask for is not in the world. A layer of policies
answers with the set of all decisions that the pages leave possible. Pages, as cited below:

    [process]   AlibabaCloudDocs/ram "Policy evaluation process.md" (2021)
    [process26] help.aliyun.com/en/ram/policy-evaluation-process (June 2026)
    [assume]    AlibabaCloudDocs/ram "Policy evaluation process of assuming a RAM role.md"
    [api]       alibabacloud.com/help/en/ram/api-assumerole
    [syntax]    AlibabaCloudDocs/ram "Policy structure and syntax.md"
    [elements]  AlibabaCloudDocs/ram "Policy elements.md"; alibabacloud.com/help/doc-detail/93738.htm (2025)
    [trust]     alibabacloud.com/help/en/ram/user-guide/edit-the-trust-policy-of-a-ram-role
    [control]   help.aliyun.com/en/oss/user-guide/control-policy; alibabacloud.com/help/doc-detail/178671.htm
    [oss]       alibabacloud.com/help/en/oss/user-guide/authentication; AlibabaCloudDocs/oss "Authentication.md"
    [bucket]    alibabacloud.com/help/en/oss/user-guide/oss-bucket-policy;
                "Bucket Policy/Examples.md" in AlibabaCloudDocs/oss
    [osssyntax] alibabacloud.com/help/en/oss/user-guide/authorization-syntax-and-elements
    [acl]       alibabacloud.com/help/doc-detail/31843.htm (buckets), doc-detail/100676.html (objects)
    [owner]     alibabacloud.com/help/doc-detail/31867.htm (an account "has full access to its own resources")
    [block]     alibabacloud.com/help/en/oss/developer-reference/putbucketpublicaccessblock; doc-detail/2672878.html;
                alibabacloud.com/help/tc/oss/user-guide/block-public-access (January 2026)
    [key]       help.aliyun.com/en/kms/key-management-service/security-and-compliance/overview-of-key-policies
"""

from __future__ import annotations

import ipaddress
import itertools
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

Maybe = bool | None
World = dict[str, Any]
"""accounts: UID -> {control, management, block}: `control` lists the statements of each level from the account to the
root, None outside a directory, `block` is the switch of all of OSS, None where it is not known; principals: ARN ->
{kind, account, number, policies, scoped, groups, trust}; groups: ARN -> {policies, scoped}; `scoped` are (policy id,
resource group) pairs; policies: id -> statements; buckets: name -> {account, policy, acl, block, declared, group}:
`block` None is not known, `declared`: no object has an ACL of its own, `group`: its resource group, where told;
keys: ARN -> {account, policy}. order: how the two classes of a principal's policies are combined, where it is known."""
Request = dict[str, Any]
"""principal (ARN, or `*`: unsigned), action, resource (full ARN), context (key -> value; a key that is not there is
missing from the request); object_acl ("default", or the object's own), where given; for a role: session (its name)
and session_policy (statements), where given."""
Statement = dict[str, Any]
Decisions = frozenset[str]
"""What a layer may decide: "allow", "deny" (explicit), "implicit" (deny): [process]."""

ALLOW, DENY, IMPLICIT = frozenset({"allow"}), frozenset({"deny"}), frozenset({"implicit"})

# Three values


def any3(values: Iterable[Maybe]) -> Maybe:
    """At least one: no page, plain logic with None as "not known"."""
    seen = list(values)
    return True if True in seen else (None if None in seen else False)


def all3(values: Iterable[Maybe]) -> Maybe:
    """Every one: no page, plain logic with None as "not known"."""
    seen = list(values)
    return False if False in seen else (None if None in seen else True)


def not3(value: Maybe) -> Maybe:
    """The opposite; not known stays not known."""
    return None if value is None else not value


def agree(first: Maybe, second: Maybe) -> Maybe:
    """Two readings of a page: settled only where both give the same."""
    return first if first == second else None


def listed(value: Any) -> list[Any]:
    """[syntax]: one value or a list of them."""
    return list(value) if isinstance(value, list | tuple) else [value]


# Patterns


@lru_cache(maxsize=200_000)
def fits(pattern: str, text: str) -> bool:
    """[syntax]: `*` is any number of characters, zero too; `?` is one."""
    if not pattern:
        return text == ""
    if pattern[0] == "*":
        return fits(pattern[1:], text) or (text != "" and fits(pattern, text[1:]))
    return text != "" and pattern[0] in ("?", text[0]) and fits(pattern[1:], text[1:])


def fits_case_open(pattern: str, text: str) -> Maybe:
    """As `fits`; where only the case differs, no page says what holds."""
    return True if fits(pattern, text) else (None if fits(pattern.lower(), text.lower()) else False)


def action_fits(pattern: Any, action: str) -> Maybe:
    """[elements]: "in most cases" not case-sensitive: in which not, is not said."""
    return fits_case_open(pattern, action) if isinstance(pattern, str) else None


def resource_fits(pattern: Any, arn: str) -> Maybe:
    """[elements]: acs:service:region:account:relative-id.

    No page says whether `*` may pass over a colon, so matching as a whole and by parts must agree; nor whether case
    counts. OSS documents only `*` as a region ("RAM Policy/Overview.md"): another region is left open.
    """
    if not isinstance(pattern, str):
        return None
    if pattern == "*":
        return True
    wanted, given = pattern.split(":", 4), arn.split(":", 4)
    if len(wanted) != 5 or len(given) != 5:
        return None
    if wanted[1].lower() == "oss" and wanted[2] not in ("*", given[2]) and not fits(wanted[2], given[2]):
        return None if resource_fits(":".join([*wanted[:2], "*", *wanted[3:]]), arn) is not False else False
    found = agree(
        fits_case_open(pattern, arn),
        all3(fits_case_open(want, have) for want, have in zip(wanted, given, strict=True)),
    )
    return all3([found, None]) if wanted[1].lower() == "oss" and wanted[2] != "*" else found


# Conditions


def exactly(policy: str, given: str) -> Maybe:
    """[elements]: case counts, as there is a second one without; [syntax]: wildcards "if a value is a string"."""
    return agree(policy == given, fits(policy, given))


def exactly_any_case(policy: str, given: str) -> Maybe:
    """[elements]: StringEqualsIgnoreCase."""
    return exactly(policy.lower(), given.lower())


def is_bool(policy: str, given: str) -> Maybe:
    """[elements]: Bool; the case of the words is not told."""
    if policy in ("true", "false") and given in ("true", "false"):
        return policy == given
    return None


def in_range(policy: str, given: str) -> Maybe:
    """[elements]: a single value "must be an IP address", OSS allows blocks: blocks stay open."""
    if "/" in policy:
        return None
    return ipaddress.ip_address(policy) == ipaddress.ip_address(given)


def ordered(read: Callable[[str], Any], relation: str) -> Callable[[str, str], Maybe]:
    """[elements]: Numeric and Date, the value of the request on the left."""

    def test(policy: str, given: str) -> Maybe:
        left, right = read(given), read(policy)
        return {
            "Equals": left == right,
            "LessThan": left < right,
            "LessThanEquals": left <= right,
            "GreaterThan": left > right,
            "GreaterThanEquals": left >= right,
        }[relation]

    return test


RELATIONS = ("Equals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")
OPERATORS: dict[str, Callable[[str, str], Maybe]] = {
    "StringEquals": exactly,
    "StringEqualsIgnoreCase": exactly_any_case,
    "StringLike": fits_case_open,
    "Bool": is_bool,
    "IpAddress": in_range,
    **{f"Numeric{one}": ordered(float, one) for one in RELATIONS},
    **{f"Date{one}": ordered(datetime.fromisoformat, one) for one in RELATIONS},
}
NEGATED = {
    "StringNotEquals": "StringEquals",
    "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
    "StringNotLike": "StringLike",
    "NotIpAddress": "IpAddress",
    "NumericNotEquals": "NumericEquals",
    "DateNotEquals": "DateEquals",
}


def one_condition(operator: str, policies: list[Any], given: str) -> Maybe:
    """[elements]: the policy's values are alternatives; for "not" with several values that can be read in two ways."""
    name = NEGATED.get(operator, operator)
    if name not in OPERATORS or not policies:
        return None  # [elements]: the list of operators has no others.
    answers: list[Maybe] = []
    for policy in policies:
        try:
            answers.append(OPERATORS[name](policy, given) if isinstance(policy, str) else None)
        except (ValueError, TypeError):
            answers.append(None)
    if operator in NEGATED:
        return agree(not3(any3(answers)), any3(not3(one) for one in answers))
    return any3(answers)


def conditions_hold(statement: Statement, context: dict[str, Any]) -> Maybe:
    """[elements]: all must hold. What a key that is missing does, no page says."""
    block = statement.get("Condition", {})
    if not isinstance(block, dict):
        return None
    found: list[Maybe] = []
    for operator, keys in block.items():
        for key, values in keys.items() if isinstance(keys, dict) else [("", None)]:
            given = context.get(key)
            found.append(None if given is None else one_condition(operator, listed(values), given))
    return all3(found)


# One statement and one layer


def covers(statement: Statement, request: Request, resource_needed: bool) -> Maybe:
    """[elements]: action, resource and conditions of a statement."""
    action = request["action"]
    if ("Action" in statement) == ("NotAction" in statement) or "NotResource" in statement:
        return None  # [elements]: exactly one of Action and NotAction; no page has NotResource.
    named = any3(action_fits(one, action) for one in listed(statement.get("Action", statement.get("NotAction"))))
    acts = named if "Action" in statement else not3(named)
    if "Resource" in statement:
        place = any3(resource_fits(one, request["resource"]) for one in listed(statement["Resource"]))
    else:
        place = None if resource_needed else True  # [trust]: trust policies are written without a Resource.
    return all3([acts, place, conditions_hold(statement, request["context"])])


def decided(statements: Iterable[tuple[Statement, Maybe]]) -> Decisions:
    """[process] "Basic evaluation process": Deny first, then Allow, else an implicit deny."""
    denies: list[Maybe] = []
    allows: list[Maybe] = []
    for statement, applies in statements:
        effect = statement.get("Effect")
        if effect not in ("Allow", "Deny"):
            # [elements]: valid values are Allow and Deny; what another spelling does is not told.
            denies.append(all3([applies, None]))
            allows.append(all3([applies, None]))
        else:
            (denies if effect == "Deny" else allows).append(applies)
    denied, allowed = any3(denies), any3(allows)
    if denied is True:
        return DENY
    rest = ALLOW if allowed is True else (IMPLICIT if allowed is False else ALLOW | IMPLICIT)
    return rest | DENY if denied is None else rest


def layer(statements: Iterable[Statement], request: Request) -> Decisions:
    """[process]: a layer of policies that name no principal."""
    return decided(
        (one, all3([covers(one, request, True), None if "Principal" in one else True])) for one in statements
    )


# Who asks, and of whom


def account_of(world: World, request: Request) -> str | None:
    """The account of whom asks."""
    who = request["principal"]
    return None if who == "*" else who.split(":")[3]


def kind_of(request: Request) -> str:
    """`anonymous`, `root`, `user` or `role`."""
    who = request["principal"]
    return "anonymous" if who == "*" else who.split(":", 4)[4].split("/")[0]


def bucket_of(world: World, request: Request) -> dict[str, Any]:
    found: dict[str, Any] = world["buckets"][request["resource"].split(":", 4)[4].split("/")[0]]
    return found


def owner_of(world: World, request: Request) -> str:
    """The account that owns what is asked for."""
    service = request["resource"].split(":")[1]
    if service == "oss":
        return str(bucket_of(world, request)["account"])
    return str(request["resource"].split(":")[3])


# Control policies and session policies


def control(world: World, request: Request) -> Decisions:
    """[control]: from the account up to the root each level must allow; [process]: RAM users and roles of members only.

    [oss] evaluates them for the account that owns the resource, [process] for the account of the RAM identity. Within
    one account both are one. Across accounts what only one of the two pages denies is left open. Unsigned requests are
    of no RAM identity [process], and [oss] has the step in its flow of signed requests alone.
    """
    mine, theirs = account_of(world, request), owner_of(world, request)
    if mine is None:
        return ALLOW
    if mine == theirs:
        # [process]: they "do not apply to the owner of that account or any principals in the management account".
        return ALLOW if kind_of(request) == "root" else levels(world, theirs, request)
    found = ALLOW
    for account in (mine, theirs):
        if kind_of(request) == "root" and account == mine:
            continue
        if levels(world, account, request) != ALLOW:
            found = ALLOW | IMPLICIT
    return found


def levels(world: World, account: str, request: Request) -> Decisions:
    """[control]: each level decides; a level without an Allow denies."""
    held = world["accounts"][account]
    if held["control"] is None or held["management"] == account:
        return ALLOW
    found = ALLOW
    for statements in held["control"]:
        found = narrowed(found, layer(statements, request))
    return found


def narrowed(first: Decisions, second: Decisions) -> Decisions:
    """[process] steps 1 and 2: what is not an Allow ends the evaluation."""
    return frozenset(two if one == "allow" else one for one, two in itertools.product(first, second))


def session(request: Request) -> Decisions:
    """[process] step 2: only roles have one, and only where it was passed."""
    policy = request.get("session_policy")
    return ALLOW if policy is None or kind_of(request) != "role" else layer(policy, request)


# Identity-based policies


def identity(world: World, request: Request) -> Decisions:
    """[process] step 3, Decision A: account-class first; Allow or Explicit Deny end it; then resource-group-class.

    [process26] does not tell the two classes apart where it says that an explicit Deny of any policy overrides an Allow
    of any other. So there are two orders, and each is a possible one; a world may say which of them holds in it. A
    bucket's resource group may be told; else a statement of a group may apply, or not.
    """
    if kind_of(request) in ("root", "anonymous"):
        return IMPLICIT  # [oss] step 3: no RAM policies for the AccessKey of an account.
    one = world["principals"][request["principal"]]
    holders = [one, *(world["groups"][name] for name in one.get("groups", ()))]
    ids = [name for holder in holders for name in holder.get("policies", ())]
    grouped = [(name, of) for holder in holders for name, of in holder.get("scoped", ())]
    first = layer([said for name in ids for said in world["policies"][name]], request)
    second = decided(
        (said, all3([covers(said, request, True), in_group(world, request, of)]))
        for name, of in grouped
        for said in world["policies"][name]
    )
    by_order = {"account first": account_first(first, second), "any deny": either(first, second)}
    return by_order[world["order"]] if "order" in world else frozenset().union(*by_order.values())


def account_first(first: Decisions, second: Decisions) -> Decisions:
    """[process] step 3: the resource-group-class is asked where the account-class decides nothing."""
    return frozenset(two if one == "implicit" else one for one, two in itertools.product(first, second))


def in_group(world: World, request: Request, group: str) -> Maybe:
    """[oss] step 3: "the resource groups of buckets"; of keys and roles the world does not tell it."""
    told = bucket_of(world, request).get("group") if request["resource"].split(":")[1] == "oss" else None
    return None if told is None else bool(told == group)


# Resource-based policies


def named_by_arn(world: World, request: Request, principal: Any, root_is_all: Maybe) -> Maybe:
    """[trust], [key]: Principal {"RAM": [ARN]}; `root_is_all`: whether `:root` names every user and role.

    What `:*` names is not told, nor what a Principal of another form does.
    """
    if not isinstance(principal, dict):
        return None
    found: list[Maybe] = []
    for kind, names in principal.items():
        if kind in ("Service", "Federated"):
            found.append(False)  # [trust]: services and identity providers are no RAM identities.
        elif kind != "RAM":
            found.append(None)
        else:
            found += [named_one(request, name, root_is_all) for name in listed(names)]
    return any3(found)


def named_one(request: Request, name: Any, root_is_all: Maybe) -> Maybe:
    who = request["principal"]
    if not isinstance(name, str):
        return None
    if name == who:
        return True
    if name == "acs:ram::" + who.split(":")[3] + ":root":
        return root_is_all
    return None if fits_case_open(name, who) is not False else False


def trust(world: World, request: Request) -> Decisions:
    """[assume] Decision B: the role's trust policy; [trust]: `:root` is all users and roles of the account."""
    statements = world["principals"][request["resource"]]["trust"]
    return decided(
        (
            one,
            all3(
                [
                    covers(one, request, False),
                    named_by_arn(world, request, one.get("Principal"), True),
                    None if "NotPrincipal" in one else True,
                ]
            ),
        )
        for one in statements
    )


def key_policy(world: World, request: Request) -> Decisions:
    """[key]: which identities `:root` and `:*` name in a key policy is not told, but for the account itself."""
    if kind_of(request) == "anonymous":
        return IMPLICIT
    return decided(
        (one, all3([covers(one, request, True), named_by_arn(world, request, one.get("Principal"), None)]))
        for one in world["keys"][request["resource"]]["policy"]
    )


def named_in_bucket(world: World, request: Request, statement: Statement) -> Maybe:
    """[bucket], [osssyntax]: a list of UIDs, `*`, arn:sts::UID:assumed-role/ROLE/SESSION; [] is ["*"]."""
    if "Principal" not in statement or "NotPrincipal" in statement or isinstance(statement["Principal"], dict):
        return None
    names = listed(statement["Principal"]) or ["*"]
    return any3(named_as(world, request, statement, name) for name in names)


def named_as(world: World, request: Request, statement: Statement, name: Any) -> Maybe:
    if not isinstance(name, str):
        return None
    if name == "*":
        return everybody(world, request, statement)
    kind = kind_of(request)
    if name.startswith("arn:sts::"):
        return session_named(request, name) if kind == "role" else False
    if kind == "anonymous":
        return False
    return None if "*" in name or "?" in name else number_named(world, request, name)


def number_named(world: World, request: Request, name: str) -> Maybe:
    """[bucket]: the UID of an account or of a user.

    Whether an account's UID covers its users and roles is not told, nor what the number of a role does.
    """
    kind = kind_of(request)
    if name == account_of(world, request):
        return True if kind == "root" else None
    if kind == "root":
        return False
    number = world["principals"][request["principal"]].get("number")
    if number is None:
        return None
    return name == number if kind == "user" else (None if name == number else False)


def everybody(world: World, request: Request, statement: Statement) -> Maybe:
    """[bucket]: `*` without Condition: everybody but the bucket owner; with one: the owner too.

    Whether users and roles of the owner's account are "the bucket owner" is not told.
    """
    if account_of(world, request) != bucket_of(world, request)["account"] or statement.get("Condition"):
        return True
    return False if kind_of(request) == "root" else None


def session_named(request: Request, name: str) -> Maybe:
    """[bucket]: `arn:sts::*:*/*/*` is all sessions; [syntax]: values that are strings may hold wildcards."""
    _, _, _, uid, _, role = request["principal"].replace("role/", "role:").split(":")
    return fits_case_open(name, f"arn:sts::{uid}:assumed-role/{role}/{request.get('session', 'session')}")


def blocked(world: World, request: Request) -> Maybe:
    """[block]: for one bucket to be public it must be off for all of OSS and for the bucket."""
    bucket = bucket_of(world, request)
    return any3([bucket["block"], world["accounts"].get(bucket["account"], {}).get("block", False)])


def bucket_policy(world: World, request: Request) -> Decisions:
    """[bucket], [block]: the policy of the bucket; with Block Public Access its public statements are ignored."""
    block = blocked(world, request)
    found: list[tuple[Statement, Maybe]] = []
    for one in bucket_of(world, request)["policy"]:
        applies = all3([covers(one, request, True), named_in_bucket(world, request, one)])
        public = statement_public(one)
        if public is False or block is False:
            found.append((one, applies))
        elif block is None or public is None or account_of(world, request) == bucket_of(world, request)["account"]:
            found.append((one, all3([applies, None])))  # Whether "ignored" holds for the own account is not told.
        else:
            found.append((one, False))
    return decided(found)


def statement_public(statement: Statement) -> Maybe:
    """[block]: a Deny, or named principals without an asterisk, are not public; conditions of some keys help."""
    if statement.get("Effect") == "Deny":
        return False
    names = statement.get("Principal")
    if names is None or isinstance(names, dict) or statement.get("Effect") != "Allow":
        return None
    wild = [name for name in (listed(names) or ["*"]) if "*" in str(name)]
    if not wild:
        return False
    return True if set(listed(names)) <= {"*"} and not statement.get("Condition") else None


# Access control lists

READS = {"oss:GetObject", "oss:GetObjectVersion"}
WRITES = {"oss:PutObject", "oss:DeleteObject", "oss:AppendObject"}
COVERED: dict[str, set[str]] = {"private": set(), "public-read": READS, "public-read-write": READS | WRITES}
"""[acl]: what each list gives to everybody; [oss] step 5 asks whether it is "a read request", as one of a version is.
Of deleting versions and of other operations nothing is told."""


def acl(world: World, request: Request) -> Decisions:
    """[oss] steps 4.2 and 5: a management operation is denied; a data operation is judged by the lists.

    An object's own ACL goes before the bucket's [acl]; unless it is declared that no object has one, it is not known.
    """
    bucket, kind, block = bucket_of(world, request), kind_of(request), blocked(world, request)
    data = "/" in request["resource"].split(":", 4)[4]
    if kind == "root" and account_of(world, request) == bucket["account"]:
        # [owner]: full access to its own resources; pages of management operations say it too, as [block]:
        # "By default, an Alibaba Cloud account has the permissions". [oss] step 4.2 must be read as of others.
        return ALLOW
    if not data:
        # [oss]: bucket-related operations are denied; whether listing is one of them is not told.
        lists = request["action"].startswith("oss:List") and bucket["acl"] != "private" and block is not True
        return ALLOW | IMPLICIT if lists else IMPLICIT
    if block is True:
        return IMPLICIT  # [block]: public ACLs of the bucket and of its objects are ignored.
    told = "default" if bucket["declared"] else request.get("object_acl")
    covered = COVERED[bucket["acl"] if told in (None, "default") else told]
    if request["action"] not in READS | WRITES:
        return ALLOW | IMPLICIT if covered or told is None else IMPLICIT
    new = request["action"] == "oss:PutObject" and request["action"] in covered
    if (told is None and not new) or (block is None and request["action"] in covered):
        return ALLOW | IMPLICIT  # A new object has the bucket's ACL; of one that exists it is not known.
    return ALLOW if request["action"] in covered else IMPLICIT


# The decision

USES = {"kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:DescribeKey"}


def of_bucket(world: World, request: Request) -> Decisions:
    """[oss] steps 3 to 5: explicit deny, then an allow of either side, then the lists."""
    same = account_of(world, request) == bucket_of(world, request)["account"]
    # [oss] step 3: outside the caller's account the RAM policies give an implicit deny.
    mine = identity(world, request) if same else IMPLICIT
    found = either(mine, bucket_policy(world, request))
    return frozenset(
        after if one == "implicit" else one for one, after in itertools.product(found, acl(world, request))
    )


def either(first: Decisions, second: Decisions) -> Decisions:
    """[process] step 4, [process26] of all policies: explicit deny, else an allow of either."""
    return frozenset(
        next(word for word in ("deny", "allow", "implicit") if word in pair)
        for pair in itertools.product(first, second)
    )


def both(first: Decisions, second: Decisions) -> Decisions:
    """[assume] step 4, [key] for other accounts: explicit deny, else an allow only of both."""
    return frozenset(
        next(word for word in ("deny", "implicit", "allow") if word in pair)
        for pair in itertools.product(first, second)
    )


def of_role(world: World, request: Request) -> Decisions:
    """[assume]: both must allow; [api]: an account cannot call AssumeRole."""
    if kind_of(request) in ("root", "anonymous"):
        return IMPLICIT
    return both(identity(world, request), trust(world, request))


def of_key(world: World, request: Request) -> Decisions:
    """[key]: in one account either allows, across accounts both must; other accounts may only use the key."""
    said = key_policy(world, request)
    if kind_of(request) == "anonymous":
        return IMPLICIT
    same = account_of(world, request) == owner_of(world, request)
    if kind_of(request) == "root":
        # "Alibaba Cloud accounts have full permissions on their own resources" (doc-detail/28953); whether a Deny of
        # the key's policy binds them is not told. Of another's key an account needs to be named at least: [key].
        return (ALLOW | said) - IMPLICIT if same else both(ALLOW | IMPLICIT, said)
    if same:
        return either(identity(world, request), said)
    found = both(identity(world, request), said)
    return found if request["action"] in USES or "allow" not in found else found | IMPLICIT


SERVICES = {"oss": of_bucket, "ram": of_role, "kms": of_key}


def allowed(world: World, request: Request) -> str:
    """[process]: control policies, session policy, then identity and resource together."""
    own = SERVICES[request["resource"].split(":")[1]](world, request)
    found = narrowed(narrowed(control(world, request), session(request)), own)
    if found == ALLOW:
        return "allow"
    return "undetermined" if "allow" in found else "deny"
