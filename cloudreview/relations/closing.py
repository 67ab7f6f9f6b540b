"""Closures: which relation is complete for which scope, when, and who says so.

A declaration of evidence.csv closes its scope from `complete_from` to `complete_to`, else from the time its file was
taken for `carry`. A whole API answer proves its own list from the time it was taken for `carry`, not beyond the next
answer about the same (design section 13). Anything quarantined, missing or contradictory in a scope leaves it open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from cloudreview.gaps import gap
from cloudreview.relations import alibaba
from cloudreview.relations.dated import Dated
from cloudreview.relations.digests import chains
from cloudreview.relations.joining import closure, joint, of
from cloudreview.relations.snapshots import Snapshots, pieces
from cloudreview.spells import NEVER, Interval, end_of, meet, start_of
from cloudreview.vocabulary.delivery import Declared, Delivered, Delivery
from cloudreview.vocabulary.facts import Closure
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.rows import AclGrant, Encryption, Parent, PublicBlock, Row, Statement, Store, Target

CONTROL_POLICIES = {"aws": ("SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"), "alibaba": ("CONTROL_POLICY",)}
STORE_PIECES = ("policy", "acl", "public_block")
KEY_PIECES = {"arn": ("policy", "grants"), "acs": ("policy",)}
"""By how the provider's names begin. Alibaba Cloud's KMS knows no grants."""
TELLING: Mapping[str, tuple[type[Row], ...]] = {
    "acl": (AclGrant,),
    "document": (Statement,),
    "encryption": (Encryption,),
    "public_block": (PublicBlock,),
    "store": (Store,),
}
"""The rows of relations that more than one call tells: of a store, GetBucketInfo of OSS and the calls for each; of a
policy, GetPolicy and GetPolicyVersion of RAM, of which only the first tells its name."""
MAX_DEPTH = 8
"""Organizations nest units five deep; more than this is a loop in the evidence."""


def closures(
    delivery: Delivery, carry: int, window: Interval, rows: Sequence[Dated]
) -> tuple[tuple[Closure, ...], list[Gap]]:
    """All closures, declared, proved by one answer, or combined from several."""
    opened = {*delivery.opens, *(scope for file in delivery.files for scope in file.opens)}
    disagreeing, gaps = _disagreeing(delivery)
    found = [*_declared(delivery, carry), *_proved(delivery, carry)]
    # A declaration replaces what a format proves, so only the format's pieces fall with a disagreement.
    kept = [
        one
        for one in found
        if (one.relation, one.scope) not in opened
        and not (one.by == "format" and (one.relation, one.scope) in disagreeing)
        and not _relation_opened(one, opened)
    ]
    delivered, missing = chains(delivery, kept)
    kept += delivered
    gaps += missing
    kept += _combined(kept)
    kept += alibaba.combined(kept, rows)
    kept += _restrictions(kept, rows)
    places: dict[str, set[str]] = defaultdict(set)
    touching = {one.id: one for one in kept if meet(one.spell, window) != NEVER}
    for one in kept:
        places[one.id].update(one.places)
    merged = (replace(one, places=tuple(sorted(places[name]))) for name, one in sorted(touching.items()))
    return tuple(merged), gaps


def _relation_opened(one: Closure, opened: set[tuple[str, str]]) -> bool:
    """Something bad in a table of the relation opens all its scopes."""
    return (one.relation, "*") in opened


def _declared(delivery: Delivery, carry: int) -> Iterator[Closure]:
    taken = {one.place: file.taken_at for file in delivery.files for one in file.complete}
    spoken = {(speaker, one) for speaker, one in delivery.declared}
    spoken.update((file.speaker, one) for file in delivery.files for one in file.complete)
    for speaker, one in sorted(spoken, key=lambda pair: (pair[0], pair[1].place, pair[1].relation, pair[1].scope)):
        spell = _declared_spell(one, taken.get(one.place), carry)
        if spell != NEVER:
            yield closure(one.relation, one.scope, spell, speaker, "declared", [one.place])


def _declared_spell(one: Declared, taken_at: int | None, carry: int) -> Interval:
    """A day without a time closes only the hours that are that day everywhere."""
    begin = start_of(one.since)[1] if one.since is not None else taken_at
    end = end_of(one.until)[0] if one.until is not None else None
    if end is None and taken_at is not None:
        end = taken_at + carry
    if begin is None or end is None or begin >= end:
        return NEVER
    return begin, end


def _proved(delivery: Delivery, carry: int) -> Iterator[Closure]:
    snapshots = Snapshots(delivery)
    for file in delivery.files:
        if file.taken_at is None:
            continue
        for one in file.proves:
            until = min(file.taken_at + carry, snapshots.end_of(file, (one.relation, one.scope)))
            yield closure(one.relation, one.scope, (file.taken_at, until), file.speaker, "format", [file.short + "#"])


def _disagreeing(delivery: Delivery) -> tuple[set[tuple[str, str]], list[Gap]]:
    """Answers about the same, taken at the same instant, that differ: neither proves anything."""
    answers: dict[tuple[tuple[str, str], int], set[object]] = defaultdict(set)
    for file in delivery.files:
        if file.taken_at is not None:
            for piece in pieces(file):
                answers[piece, file.taken_at].add(_told(file, piece[0]))
    disputed = sorted({piece for (piece, _), told in answers.items() if len(told) > 1})
    gaps = [
        gap(
            "disagreement",
            f"{relation} {scope}",
            f"two answers about {relation} of {scope}, taken at the same instant, differ",
            f"Which answer about {relation} of {scope} is right?",
        )
        for relation, scope in disputed
    ]
    return set(disputed), gaps


def _told(file: Delivered, relation: str) -> object:
    """What a file says on a relation: two calls may tell the same, beside other things that only one of them tells."""
    kinds = TELLING.get(relation)
    if kinds is None:
        return file.sha256
    rows = (one.row for one in file.said if isinstance(one.row, kinds))
    return frozenset(replace(row, policy="") if isinstance(row, Statement) else row for row in rows)


def _combined(found: Sequence[Closure]) -> list[Closure]:
    """`statements` of a store needs its policy, ACL and public-access block; of a key its policy and grants.

    Of an access point its policy suffices.
    """
    combined: list[Closure] = []
    scopes = sorted({one.scope for one in found if one.relation == "policy"})
    for scope in scopes:
        parts = KEY_PIECES.get(scope.split(":", maxsplit=1)[0], STORE_PIECES)
        parts = ("policy",) if ":accesspoint/" in scope else parts
        combined += joint("statements", scope, [of(found, part, scope) for part in parts])
    return combined


def _restrictions(found: Sequence[Closure], rows: Sequence[Dated]) -> list[Closure]:
    """`restrictions` of an account needs the parents up to the root and, at each, the policies and their documents."""
    parents: dict[str, set[str]] = defaultdict(set)
    policies: dict[str, set[str]] = defaultdict(set)
    for one in rows:
        if isinstance(one.row, Parent):
            parents[one.row.child].add(one.row.parent)
        elif isinstance(one.row, Target):
            policies[one.row.target].add(one.row.policy)
    closed: list[Closure] = []
    for account in sorted(child for child in parents if child.split(":")[0] in CONTROL_POLICIES):
        parts = _chain_parts(account, parents, policies)
        if parts is not None:
            closed += joint("restrictions", account, [of(found, relation, scope) for relation, scope in parts])
    return closed


def _chain_parts(
    account: str, parents: dict[str, set[str]], policies: dict[str, set[str]]
) -> list[tuple[str, str]] | None:
    """The pieces needed from the account to its root; None where the way up is not told or not one way."""
    parts: list[tuple[str, str]] = []
    node, kinds = account, CONTROL_POLICIES[account.split(":", maxsplit=1)[0]]
    for _ in range(MAX_DEPTH):
        parts += [("targets", f"{node} {kind}") for kind in kinds]
        parts += [("document", policy) for policy in sorted(policies[node])]
        if node.startswith("r-"):
            return parts
        if len(parents[node]) != 1:
            return None
        parts.append(("parent", node))
        node = next(iter(parents[node]))
    return None
