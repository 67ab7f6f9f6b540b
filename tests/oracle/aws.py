"""Whether AWS allows one concrete request, from its documentation alone: slow, obvious, no search, no cleverness.

A world and a request are plain dicts (`World`, `Request`). Every answer is True, False or None: None is "the pages do
not settle it, or what they ask for is not in the world". Pages, as cited below (docs.aws.amazon.com):

    [logic]      IAM/latest/UserGuide/reference_policies_evaluation-logic.html
    [denyallow]  IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
    [cross]      IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
    [principal]  IAM/latest/UserGuide/reference_policies_elements_principal.html
    [notprinc]   IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
    [action]     IAM/latest/UserGuide/reference_policies_elements_action.html
    [resource]   IAM/latest/UserGuide/reference_policies_elements_resource.html
    [operators]  IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
    [multi]      IAM/latest/UserGuide/reference_policies_multi-value-conditions.html
    [keys]       IAM/latest/UserGuide/reference_policies_condition-keys.html
    [variables]  IAM/latest/UserGuide/reference_policies_variables.html
    [boundary]   IAM/latest/UserGuide/access_policies_boundaries.html
    [root]       IAM/latest/UserGuide/id_root-user.html and STS/latest/APIReference/API_AssumeRole.html
    [scp]        organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
    [rcp]        organizations/latest/userguide/orgs_manage_policies_rcps.html
    [s3object]   AmazonS3/latest/userguide/access-control-auth-workflow-object-operation.html
    [s3actions]  service-authorization/latest/reference/list_amazons3.html
    [acl]        AmazonS3/latest/userguide/acl-overview.html
    [ownership]  AmazonS3/latest/userguide/about-object-ownership.html
    [block]      AmazonS3/latest/userguide/access-control-block-public-access.html
    [getblock]   AmazonS3/latest/API/API_control_GetPublicAccessBlock.html
    [kms]        kms/latest/developerguide/key-policies.html and key-policy-default.html
    [grants]     kms/latest/developerguide/grants.html
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

Maybe = bool | None
World = dict[str, Any]
"""accounts: number -> {canonical, organization, scps, rcps, block}; scps and rcps: a list of statements for each level
from the root to the account, None outside an organization and in its management account; block: what [getblock] tells,
with what an organization's S3 policies set; None: nobody asked.
principals: ARN -> {kind, account, inline, groups, managed, boundary, tags, trust}; groups: ARN -> {inline, managed};
policies: id -> statements; buckets: name -> {account, policy, acl, ownership, block};
keys: ARN -> {account, policy, grants}."""
Request = dict[str, Any]
"""principal (ARN, or `*`: unsigned), session (the name of a role's session), action, resource (ARN), context."""
Statement = dict[str, Any]
Context = dict[str, list[str] | None]
"""Condition keys in lower case; None: present, its value is not known."""
Pattern = tuple[tuple[str, str], ...]

ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers"
SIGNED_USERS = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"
LOG_DELIVERY = "http://acs.amazonaws.com/groups/s3/LogDelivery"


class Unresolved(Exception):  # noqa: N818
    """A policy variable has no value in this request."""


class Unsettled(Exception):  # noqa: N818
    """The documentation, or the world, does not say."""


# Three values


def any3(values: Iterable[Maybe]) -> Maybe:
    """At least one: no page, plain logic with None as "not known"."""
    seen = list(values)
    if True in seen:
        return True
    return None if None in seen else False


def all3(values: Iterable[Maybe]) -> Maybe:
    """Every one: no page, plain logic with None as "not known"."""
    seen = list(values)
    if False in seen:
        return False
    return None if None in seen else True


def not3(value: Maybe) -> Maybe:
    """The opposite; not known stays not known."""
    return None if value is None else not value


def listed(value: Any) -> list[Any]:
    """One value or a list of them, as a list: [action], [resource]."""
    return list(value) if isinstance(value, list | tuple) else [value]


# Patterns


def fits(pattern: Pattern, text: str) -> bool:
    """[resource], [action]: `*` is any characters, none too; `?` is exactly one."""
    if not pattern:
        return text == ""
    kind, char = pattern[0]
    if kind == "many":
        return fits(pattern[1:], text) or (text != "" and fits(pattern, text[1:]))
    if text == "":
        return False
    return (kind == "one" or char == text[0]) and fits(pattern[1:], text[1:])


remembered = lru_cache(maxsize=500_000)(fits)


def value_of(name: str, context: Context) -> str:
    """[variables]: the value of `${name}` in the request; names ignore case."""
    if "," in name:
        raise Unsettled("default values of variables")
    if name in {"*", "?", "$"}:
        return name
    if name.lower() not in context:
        raise Unresolved(name)
    values = context[name.lower()]
    if values is None or len(values) != 1:
        raise Unsettled(name)
    return values[0]


@lru_cache(maxsize=100_000)
def plain(text: str, wild: bool) -> Pattern:
    """[resource]: a pattern without variables."""
    return tuple(({"*": "many", "?": "one"}.get(char, "char") if wild else "char", char) for char in text)


def compiled(text: str, context: Context, wild: bool) -> Pattern:
    """[variables]: values of variables are taken literally; `${*}`, `${?}`, `${$}` are the characters themselves."""
    if "${" not in text:
        return plain(text, wild)
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(text):
        if text.startswith("${", at) and "}" in text[at:]:
            end = text.index("}", at)
            found += [("char", char) for char in value_of(text[at + 2 : end], context)]
            at = end + 1
            continue
        found += plain(text[at], wild)
        at += 1
    return tuple(found)


def parts_of(arn: str) -> list[str]:
    """[operators]: an ARN has six parts between colons; colons inside `${...}` and in the last part do not divide."""
    parts, inside = [""], False
    for char in arn:
        inside = char == "{" or (inside and char != "}")
        if char == ":" and not inside and len(parts) < 6:
            parts.append("")
        else:
            parts[-1] += char
    return parts


def arn_fits(pattern: str, arn: str, context: Context) -> bool:
    """[operators]: each of the six parts is matched by itself."""
    wanted, given = parts_of(pattern), parts_of(arn)
    if len(wanted) < 6:
        raise Unsettled("an ARN pattern of fewer than six parts")
    if any("${" in part for part in wanted[:5]):
        raise Unsettled("[variables]: a variable before the fifth colon")
    return len(given) == 6 and all(
        remembered(compiled(want, context, wild=True), have) for want, have in zip(wanted, given, strict=True)
    )


def action_fits(pattern: str, action: str) -> bool:
    """[action]: prefix and name ignore case."""
    return remembered(compiled(pattern.lower(), {}, wild=True), action.lower())


def resource_fits(pattern: str, arn: str, context: Context) -> Maybe:
    """[resource]: case counts; where matching by parts and as a whole differ, the page is not clear enough."""
    if pattern == "*":
        return True
    try:
        whole = remembered(compiled(pattern, context, wild=True), arn)
        parts = arn_fits(pattern, arn, context)
    except Unresolved:
        return False
    except Unsettled:
        return None
    return whole if whole == parts else None


# Conditions


def text_equals(policy: str, given: str, context: Context) -> bool:
    """[operators]: exact, case counts."""
    return remembered(compiled(policy, context, wild=False), given)


def text_equals_any_case(policy: str, given: str, context: Context) -> bool:
    """[operators]: exact, case ignored."""
    lower = tuple((kind, char.lower()) for kind, char in compiled(policy, context, wild=False))
    return remembered(lower, given.lower())


def text_like(policy: str, given: str, context: Context) -> bool:
    """[operators]: with `*` and `?`, case counts."""
    return remembered(compiled(policy, context, wild=True), given)


def no_variable(policy: str) -> None:
    """[variables]: only String and Arn operators take variables."""
    if "${" in policy:
        raise Unsettled("a variable where none is supported")


def is_bool(policy: str, given: str, context: Context) -> bool:
    """[operators]: true or false."""
    del context
    no_variable(policy)
    return policy.lower() == given.lower()


def is_in_range(policy: str, given: str, context: Context) -> bool:
    """[operators]: an address or a CIDR range; a bare address is /32."""
    del context
    no_variable(policy)
    network, address = ipaddress.ip_network(policy, strict=False), ipaddress.ip_address(given)
    return network.version == address.version and address in network


def number(text: str) -> float:
    """[operators]: an integer or decimal value."""
    no_variable(text)
    return float(text)


def moment(text: str) -> float:
    """[operators]: ISO 8601, or seconds since 1970."""
    no_variable(text)
    if text.isdigit():
        return float(text)
    found = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()


Test = Callable[[str, str, Context], bool]


def ordered(read: Callable[[str], float], relation: str) -> Test:
    """[operators]: Numeric and Date, the request's value on the left."""

    def test(policy: str, given: str, context: Context) -> bool:
        del context
        left, right = read(given), read(policy)
        return {
            "Equals": left == right,
            "LessThan": left < right,
            "LessThanEquals": left <= right,
            "GreaterThan": left > right,
            "GreaterThanEquals": left >= right,
        }[relation]

    return test


def arn_test(policy: str, given: str, context: Context) -> bool:
    """[operators]: ArnEquals and ArnLike are the same."""
    return arn_fits(policy, given, context)


POSITIVE: dict[str, Test] = {
    "StringEquals": text_equals,
    "StringEqualsIgnoreCase": text_equals_any_case,
    "StringLike": text_like,
    "ArnEquals": arn_test,
    "ArnLike": arn_test,
    "Bool": is_bool,
    "IpAddress": is_in_range,
    **{
        f"{name}{relation}": ordered(read, relation)
        for name, read in (("Numeric", number), ("Date", moment))
        for relation in ("Equals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")
    },
}
NEGATED = {
    "StringNotEquals": "StringEquals",
    "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
    "StringNotLike": "StringLike",
    "ArnNotEquals": "ArnEquals",
    "ArnNotLike": "ArnLike",
    "NotIpAddress": "IpAddress",
    "NumericNotEquals": "NumericEquals",
    "DateNotEquals": "DateEquals",
}


def one_of(test: Test, policies: list[str], given: str, context: Context) -> Maybe:
    """[multi]: the policy's values are alternatives."""
    answers: list[Maybe] = []
    for policy in policies:
        try:
            answers.append(test(policy, given, context))
        except (Unsettled, Unresolved, ValueError):
            answers.append(None)
    return any3(answers)


def value_matches(operator: str, policies: list[str], given: str, context: Context) -> Maybe:
    """[operators], [multi]: a negated operator holds when none of the policy's values matches."""
    if operator in NEGATED:
        return not3(one_of(POSITIVE[NEGATED[operator]], policies, given, context))
    return one_of(POSITIVE[operator], policies, given, context)


def condition_holds(operator: str, key: str, policies: list[str], context: Context) -> Maybe:
    """[operators], [multi]: one operator and one key."""
    present = key.lower() in context
    if operator == "Null":
        return any3(value == ("false" if present else "true") for value in map(str.lower, policies))
    prefix, _, name = operator.rpartition(":")
    optional = name.endswith("IfExists")
    name = name.removesuffix("IfExists")
    if (name not in POSITIVE and name not in NEGATED) or prefix not in {"", "ForAllValues", "ForAnyValue"}:
        return None
    if not present:
        return True if optional or prefix == "ForAllValues" else prefix == "" and name in NEGATED
    values = context[key.lower()]
    if values is None:
        return None
    return over_values(prefix, [value_matches(name, policies, value, context) for value in values])


def over_values(prefix: str, answers: list[Maybe]) -> Maybe:
    """[multi]: a key with several values needs ForAllValues or ForAnyValue."""
    if prefix == "ForAllValues":
        return all3(answers)
    if prefix == "ForAnyValue":
        return any3(answers)
    return answers[0] if len(answers) == 1 else None


def conditions_hold(statement: Statement, context: Context) -> Maybe:
    """[multi]: every operator and every key must hold."""
    return all3(
        condition_holds(operator, key, [str(value) for value in listed(values)], context)
        for operator, keys in statement.get("Condition", {}).items()
        for key, values in keys.items()
    )


# What the request carries

S3_KEYS = {
    "s3:x-amz-acl": {"s3:putobject", "s3:putobjectacl", "s3:putobjectversionacl", "s3:putbucketacl", "s3:createbucket"},
    "s3:prefix": {"s3:listbucket", "s3:listbucketversions"},
    "s3:max-keys": {"s3:listbucket", "s3:listbucketversions"},
    "s3:delimiter": {"s3:listbucket", "s3:listbucketversions"},
    "s3:versionid": {"s3:getobjectversion", "s3:deleteobjectversion", "s3:putobjectversionacl"},
}
"""[s3actions]: keys that only some actions carry; a request of another action has none."""
ALWAYS = ("aws:currenttime", "aws:epochtime", "aws:securetransport", "aws:userid", "aws:requestedregion")
"""[keys]: always present; where the caller tells no value, it is not known."""


def full_context(world: World, request: Request) -> Context:
    """[keys], [variables]: what the caller tells, and what follows from the principal and the resource."""
    context: Context = dict.fromkeys(ALWAYS)
    context.update({key.lower(): list(values) for key, values in request["context"].items()})
    for key, actions in S3_KEYS.items():
        if request["action"].lower() not in actions:
            context.pop(key, None)
    resource = resource_account(world, request["resource"])
    if resource is not None:
        context["aws:resourceaccount"] = [resource]
        organization = world["accounts"].get(resource, {}).get("organization")
        context.update({"aws:resourceorgid": [organization]} if organization else {})
        context.update({"s3:resourceaccount": [resource]} if request["resource"].startswith("arn:aws:s3:") else {})
    if request["principal"] == "*":
        context["aws:principaltype"] = ["Anonymous"]
        return context
    who = world["principals"][request["principal"]]
    types = {"user": "User", "role": "AssumedRole", "root": "Account"}
    context["aws:principaltype"] = [types[who["kind"]]]
    context["aws:principalarn"] = [request["principal"]]
    context["aws:principalaccount"] = [who["account"]]
    context["aws:principalisawsservice"] = ["false"]
    context["aws:viaawsservice"] = ["false"]
    if who["kind"] == "user":
        context["aws:username"] = [request["principal"].split("/")[-1]]
    if who["kind"] != "root":
        context.update({f"aws:principaltag/{name}".lower(): [value] for name, value in who.get("tags", {}).items()})
    organization = world["accounts"].get(who["account"], {}).get("organization")
    if organization:
        context["aws:principalorgid"] = [organization]
    return context


def resource_account(world: World, arn: str) -> str | None:
    """[cross]: the account that owns the resource; a bucket's ARN does not name it."""
    if arn.startswith("arn:aws:s3:::"):
        bucket = world["buckets"].get(bucket_name(arn))
        return None if bucket is None else str(bucket["account"])
    return arn.split(":")[4]


def bucket_name(arn: str) -> str:
    """[s3object]: the bucket of a bucket's or an object's ARN."""
    return arn.removeprefix("arn:aws:s3:::").split("/")[0]


# Statements

KNOWN = {"Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"}


def action_applies(statement: Statement, action: str) -> Maybe:
    """[action]: one of Action, or none of NotAction."""
    if "Action" in statement:
        return any(action_fits(pattern, action) for pattern in listed(statement["Action"]))
    if "NotAction" in statement:
        return not any(action_fits(pattern, action) for pattern in listed(statement["NotAction"]))
    return None


def resource_applies(statement: Statement, arn: str, context: Context) -> Maybe:
    """[resource], [variables]: one of Resource, or none of NotResource; a trust policy has neither.

    A variable without a value "might cause the entire statement to be invalid": then only "no" is sure.
    """
    patterns = listed(statement.get("Resource", statement.get("NotResource", "*")))
    found = any3(resource_fits(pattern, arn, context) for pattern in patterns)
    unresolved = False
    for pattern in patterns:
        try:
            compiled(pattern, context, wild=True)
        except Unresolved:
            unresolved = True
        except Unsettled:
            pass
    if "NotResource" in statement:
        return None if unresolved else not3(found)
    return None if unresolved and found is not False else found


def body_applies(statement: Statement, request: Request, context: Context) -> Maybe:
    """[logic]: action, resource and conditions; the principal apart."""
    if set(statement) - KNOWN:
        return None
    return all3(
        [
            action_applies(statement, request["action"]),
            resource_applies(statement, request["resource"], context),
            conditions_hold(statement, context),
        ]
    )


def session_arn(request: Request) -> str:
    """[principal]: a role acts as a session of it."""
    _, _, _, _, account, name = request["principal"].split(":", 5)
    return f"arn:aws:sts::{account}:assumed-role/{name.split('/')[-1]}/{request.get('session') or 'session'}"


def named_as(world: World, request: Request, principal: Any) -> set[str]:
    """[principal]: how an element names the requester: everybody, itself, role, account; None is told by `?`."""
    if principal == "*":
        return {"everybody"}
    found: set[str] = set()
    anonymous = request["principal"] == "*"
    who = {} if anonymous else world["principals"][request["principal"]]
    for kind, values in principal.items():
        for value in listed(values):
            if kind == "AWS" and value == "*":
                found.add("everybody")
            elif not anonymous and kind == "AWS":
                found |= named_as_aws(request, who, value)
            elif not anonymous and kind == "CanonicalUser":
                canonical = world["accounts"].get(who["account"], {}).get("canonical")
                found |= {"?"} if canonical is None else ({"account"} if canonical == value else set())
    return found


def named_as_aws(request: Request, who: dict[str, Any], value: str) -> set[str]:
    """[principal]: an account by number or root ARN, a user, a role, a session of a role."""
    if value in {who["account"], f"arn:aws:iam::{who['account']}:root"}:
        return {"itself"} if who["kind"] == "root" else {"account"}
    if who["kind"] == "role":
        if value == request["principal"]:
            return {"role"}
        return {"itself"} if value == session_arn(request) else set()
    return {"itself"} if value == request["principal"] else set()


def principal_denied(world: World, request: Request, statement: Statement) -> Maybe:
    """[principal], [notprinc]: whether a Deny of a resource's policy speaks of the requester.

    NotPrincipal must name the account beside the identity, and of a role the session; with a boundary it denies.
    """
    if "Principal" in statement:
        found = named_as(world, request, statement["Principal"])
        return None if found == {"?"} else bool(found)
    if "NotPrincipal" not in statement:
        return None
    found = named_as(world, request, statement["NotPrincipal"])
    if request["principal"] == "*":
        return None if found else True
    who = world["principals"][request["principal"]]
    if who.get("boundary") or not found:
        return True
    needed = {"user": {"itself", "account"}, "role": {"itself", "role", "account"}, "root": {"itself"}}[who["kind"]]
    return False if needed <= found else None


# Layers


def identity_statements(world: World, principal: str) -> list[Statement]:
    """[logic]: inline and managed policies of the identity and of its groups."""
    if principal == "*":
        return []
    who = world["principals"][principal]
    found = list(who.get("inline", []))
    holders = [who, *(world["groups"][group] for group in who.get("groups", []))]
    for holder in holders:
        found += holder.get("inline", []) if holder is not who else []
        for policy in holder.get("managed", []):
            found += world["policies"][policy]
    return found


def boundary_statements(world: World, principal: str) -> list[Statement] | None:
    """[boundary]: the policy that bounds the identity; None without one."""
    if principal == "*" or not world["principals"][principal].get("boundary"):
        return None
    return list(world["policies"][world["principals"][principal]["boundary"]])


def scp_levels(world: World, principal: str) -> list[list[Statement]]:
    """[scp]: of the principal's account, its root user too; not of a management account."""
    if principal == "*":
        return []
    return world["accounts"].get(world["principals"][principal]["account"], {}).get("scps") or []


def rcp_levels(world: World, arn: str) -> list[list[Statement]]:
    """[rcp]: of the resource's account, whoever asks; not of a management account."""
    return world["accounts"].get(resource_account(world, arn) or "", {}).get("rcps") or []


def resource_statements(world: World, arn: str) -> list[Statement]:
    """[logic]: the bucket policy, the key policy or the role's trust policy."""
    if arn.startswith("arn:aws:s3:::"):
        return list(world["buckets"][bucket_name(arn)]["policy"])
    if arn.startswith("arn:aws:kms:"):
        return list(world["keys"][arn]["policy"])
    return list(world["principals"][arn]["trust"])


def some(statements: Iterable[Statement], effect: str, request: Request, context: Context) -> Maybe:
    """[logic]: whether a statement of a policy without a Principal has this effect."""
    return any3(
        None if "Principal" in one or "NotPrincipal" in one else body_applies(one, request, context)
        for one in statements
        if one["Effect"] == effect
    )


def explicit_deny(world: World, request: Request, context: Context) -> Maybe:
    """[denyallow] 1: one Deny in any policy that applies."""
    identity = identity_statements(world, request["principal"])
    boundary = boundary_statements(world, request["principal"]) or []
    scps = [one for level in scp_levels(world, request["principal"]) for one in level]
    found = [some([*identity, *boundary, *scps], "Deny", request, context)]
    theirs = resource_statements(world, request["resource"])
    theirs += [one for level in rcp_levels(world, request["resource"]) for one in level]
    found += [
        all3([principal_denied(world, request, one), body_applies(one, request, context)])
        for one in theirs
        if one["Effect"] == "Deny"
    ]
    return any3(found)


def scp_allows(world: World, request: Request, context: Context) -> Maybe:
    """[scp]: an Allow at every level, from the root to the account itself."""
    return all3(some(level, "Allow", request, context) for level in scp_levels(world, request["principal"]))


def identity_allows(world: World, request: Request, context: Context) -> Maybe:
    """[denyallow] 5: an Allow of an identity policy; the root user has full access."""
    if world["principals"][request["principal"]]["kind"] == "root":
        return True
    return some(identity_statements(world, request["principal"]), "Allow", request, context)


def boundary_allows(world: World, request: Request, context: Context) -> Maybe:
    """[boundary]: an Allow of the boundary, where there is one."""
    statements = boundary_statements(world, request["principal"])
    return True if statements is None else some(statements, "Allow", request, context)


def resource_allows(world: World, request: Request, context: Context, ways: set[str]) -> Maybe:
    """[principal]: an Allow of the resource's policy that names the requester in one of these ways."""
    found: list[Maybe] = []
    for one in resource_statements(world, request["resource"]):
        if one["Effect"] != "Allow":
            continue
        if "Principal" not in one:
            found.append(all3([None, body_applies(one, request, context)]))
            continue
        names = named_as(world, request, one["Principal"])
        named: Maybe = True if names & ways else (None if "?" in names and "account" in ways else False)
        found.append(all3([named, body_applies(one, request, context)]))
    return any3(found)


# Block Public Access, lists, ownership

FIXED_KEYS = {
    "aws:principalarn",
    "aws:principalaccount",
    "aws:principalorgid",
    "aws:sourcearn",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:sourceowner",
    "aws:sourceaccount",
    "s3:x-amz-server-side-encryption-aws-kms-key-id",
    "s3:dataaccesspointarn",
    "s3:dataaccesspointaccount",
}
"""[block]: keys whose fixed values make a statement not public; aws:SourceIp and aws:userid have rules of their own."""
OPEN_KEYS = {"aws:securetransport", "s3:x-amz-acl", "s3:prefix"}
"""[block]: keys that are not of the list; other keys are left open here."""


def fixes(operator: str, key: str, values: list[str]) -> Maybe:
    """[block], the meaning of "public": whether one condition limits to fixed values."""
    if key.lower() in OPEN_KEYS:
        return False
    if operator not in {"StringEquals", "StringLike", "ArnEquals", "ArnLike", "IpAddress"}:
        return None
    if key.lower() == "aws:sourceip" and operator == "IpAddress":
        networks = [ipaddress.ip_network(value, strict=False) for value in values]
        if any(network.version != 4 or network.prefixlen < 8 for network in networks):
            return None if any(network.is_private for network in networks) else False
        return True
    if key.lower() not in FIXED_KEYS:
        return None
    return not any(mark in value for value in values for mark in ("*", "?", "${"))


def statement_public(statement: Statement) -> Maybe:
    """[block], the meaning of "public": one Allow, unless the principal or a condition is fixed."""
    if statement["Effect"] != "Allow":
        return False
    principal = statement.get("Principal")
    if principal is None:
        return None
    if principal != "*" and "*" not in [value for values in principal.values() for value in listed(values)]:
        return None if "Federated" in principal else False
    limits = [
        fixes(operator, key, [str(value) for value in listed(values)])
        for operator, keys in statement.get("Condition", {}).items()
        for key, values in keys.items()
    ]
    return not3(any3(limits))


def switch(world: World, bucket: dict[str, Any], name: str) -> Maybe:
    """[block]: the most restrictive of the bucket's and the account's settings; the account's may not be told."""
    own = bool((bucket.get("block") or {}).get(name))
    account = world["accounts"].get(bucket["account"], {}).get("block", {})
    return any3([own, None if account is None else bool(account.get(name))])


PUBLIC_LISTS = {"public-read", "public-read-write", "authenticated-read"}


def upload_accepted(world: World, request: Request, context: Context, bucket: dict[str, Any]) -> Maybe:
    """[block] BlockPublicAcls, [ownership] bucket owner enforced: lists that a PUT may not carry."""
    action, asked = request["action"].lower(), context.get("s3:x-amz-acl")
    if action in {"s3:putbucketacl", "s3:putobjectacl", "s3:putobjectversionacl"}:
        if bucket["ownership"] == "BucketOwnerEnforced":
            return False
    elif action != "s3:putobject":
        return True
    if not asked:
        return True
    if bucket["ownership"] == "BucketOwnerEnforced" and asked != ["bucket-owner-full-control"]:
        return False
    return not3(all3([switch(world, bucket, "block_public_acls"), asked[0] in PUBLIC_LISTS]))


LIST_ACTIONS = {
    "READ": {"s3:listbucket", "s3:listbucketversions", "s3:listbucketmultipartuploads"},
    "WRITE": {"s3:putobject"},
    "READ_ACP": {"s3:getbucketacl"},
    "WRITE_ACP": {"s3:putbucketacl"},
}
"""[acl]: what each permission on a bucket allows; FULL_CONTROL is all four."""
OBJECT_LISTS = {
    "s3:getobject",
    "s3:getobjectversion",
    "s3:getobjectacl",
    "s3:getobjectversionacl",
    "s3:putobjectacl",
    "s3:putobjectversionacl",
}
"""[acl]: what the lists of the objects allow; these lists are not in the world."""
OWN_OBJECTS = {"s3:deleteobject", "s3:deleteobjectversion"}
"""[acl]: WRITE allows these to the owners of the objects; who owns each is not in the world."""


def list_allows(world: World, request: Request, bucket: dict[str, Any]) -> Maybe:
    """[acl], [ownership], [block] IgnorePublicAcls: whether the bucket's list allows the requester's account."""
    if bucket["ownership"] == "BucketOwnerEnforced":
        return False
    action = request["action"].lower()
    anonymous = request["principal"] == "*"
    ignored = switch(world, bucket, "ignore_public_acls")
    public = any(grant["grantee"] in {ALL_USERS, SIGNED_USERS} for grant in bucket["acl"])
    found: list[Maybe] = [None if action in OBJECT_LISTS and not (anonymous and ignored is True) else False]
    for grant in bucket["acl"]:
        permissions = list(LIST_ACTIONS) if grant["permission"] == "FULL_CONTROL" else [grant["permission"]]
        covered: Maybe = any(action in LIST_ACTIONS[permission] for permission in permissions)
        if action in OWN_OBJECTS and "WRITE" in permissions:
            covered = None
        found.append(all3([covered, grantee_is(world, request, grant["grantee"], ignored, public)]))
    return any3(found)


def grantee_is(world: World, request: Request, grantee: str, ignored: Maybe, public: bool) -> Maybe:
    """[acl]: everybody, everybody signed, or one account; a list that names a group is public [block]."""
    anonymous = request["principal"] == "*"
    if grantee in {ALL_USERS, SIGNED_USERS}:
        return all3([not3(ignored), not (anonymous and grantee == SIGNED_USERS)])
    if anonymous or grantee == LOG_DELIVERY:
        return False
    canonical = world["accounts"].get(world["principals"][request["principal"]]["account"], {}).get("canonical")
    if canonical is None or "@" in grantee or (ignored is not False and public):
        return None
    return bool(canonical == grantee)


# The decision


def same_account(world: World, request: Request, context: Context) -> Maybe:
    """[denyallow] 4 to 6 within one account.

    Naming the user, the session or everybody grants directly; naming the role is limited by its boundary; naming the
    account leaves it to the identity policies. Key policies and trust policies must themselves allow [kms].
    """
    direct = resource_allows(world, request, context, {"everybody", "itself"})
    role = resource_allows(world, request, context, {"role"})
    bounded = boundary_allows(world, request, context)
    identity = all3([identity_allows(world, request, context), bounded])
    if not request["resource"].startswith("arn:aws:s3:::"):
        identity = all3([identity, resource_allows(world, request, context, {"account", "itself"})])
        return any3([direct, all3([role, bounded]), identity])
    bucket = world["buckets"][bucket_name(request["resource"])]
    if switch(world, bucket, "restrict_public_buckets") is not False:
        # "Authorized users within the account" remain; whether `*` authorizes them is not said.
        shut = any3(statement_public(one) for one in bucket["policy"])
        everybody = resource_allows(world, request, context, {"everybody"})
        itself = resource_allows(world, request, context, {"itself"})
        direct = any3([itself, everybody if shut is False else all3([everybody, None])])
    by_list = all3([list_allows(world, request, bucket), None])
    return any3([direct, all3([role, bounded]), identity, by_list])


def other_account(world: World, request: Request, context: Context) -> Maybe:
    """[cross]: the identity's side and the resource's side must both allow; [s3object], [acl]: a list counts too."""
    mine = all3([identity_allows(world, request, context), boundary_allows(world, request, context)])
    return all3([mine, their_side(world, request, context)])


def their_side(world: World, request: Request, context: Context) -> Maybe:
    """[cross], [block] RestrictPublicBuckets: what the resource's side grants to another account or to nobody known."""
    policy = resource_allows(world, request, context, {"everybody", "itself", "role", "account"})
    if not request["resource"].startswith("arn:aws:s3:::"):
        return policy
    bucket = world["buckets"][bucket_name(request["resource"])]
    by_list = list_allows(world, request, bucket)
    restricted = switch(world, bucket, "restrict_public_buckets")
    if restricted is not False:
        shut = all3([restricted, any3(statement_public(one) for one in bucket["policy"])])
        policy = all3([policy, not3(shut)])
        by_list = by_list if shut is False else all3([by_list, None])
    return any3([policy, by_list])


def grant_allows(world: World, request: Request, context: Context) -> Maybe:
    """[grants]: a grant allows its grantee its operations; constraints, boundaries and other accounts are left open."""
    if not request["resource"].startswith("arn:aws:kms:"):
        return False
    found: list[Maybe] = []
    for grant in world["keys"][request["resource"]].get("grants", []):
        operation = request["action"].split(":")[1].lower() in {one.lower() for one in grant["operations"]}
        account = world["principals"][request["principal"]]["account"]
        grantee: Maybe = grant["grantee"] in {request["principal"], session_arn(request)}
        if grant["grantee"] in {account, f"arn:aws:iam::{account}:root"} and not grantee:
            grantee = None
        settled = not grant.get("constrained") and account == resource_account(world, request["resource"])
        bounded = boundary_allows(world, request, context)
        found.append(all3([operation, grantee, True if settled and bounded is True else None]))
    return any3(found)


def exists(world: World, arn: str) -> bool:
    """No page: a request of something that the world does not hold is not judged."""
    if arn.startswith("arn:aws:s3:::"):
        return bucket_name(arn) in world["buckets"]
    return arn in world["keys"] or arn in world["principals"]


def granted(world: World, request: Request, context: Context) -> Maybe:
    """[denyallow] 4 to 6, [cross]: whether something allows, when nothing denies."""
    if request["principal"] == "*":
        # [logic] 1: only some services, such as S3, take unsigned requests.
        return their_side(world, request, context) if request["resource"].startswith("arn:aws:s3:::") else False
    who = world["principals"][request["principal"]]
    if request["action"].lower() == "sts:assumerole" and who["kind"] == "root":
        return False  # [root]
    here = resource_account(world, request["resource"]) == who["account"]
    found = same_account(world, request, context) if here else other_account(world, request, context)
    return any3([found, grant_allows(world, request, context)])


def allowed(world: World, request: Request) -> Maybe:
    """[denyallow], [cross]: whether the request is allowed; None where that is not settled."""
    if not exists(world, request["resource"]):
        return None
    context = full_context(world, request)
    denied = explicit_deny(world, request, context)
    if denied is True:
        return False
    # RCPs: RCPFullAWSAccess cannot be detached, so there is always an Allow [rcp].
    limits = [not3(denied), scp_allows(world, request, context)]
    if request["resource"].startswith("arn:aws:s3:::"):
        limits.append(upload_accepted(world, request, context, world["buckets"][bucket_name(request["resource"])]))
    return all3([*limits, granted(world, request, context)])
