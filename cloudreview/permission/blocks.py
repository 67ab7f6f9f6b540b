"""Whether public access is blocked: by what is told of a bucket's own block and of its account's.

Laws: the most restrictive of the two counts, and an account's that was not delivered may be on: no yes for everybody
rests on it. An account's answer tells what is in effect there, what an organization's S3 policies set included ("the
effective account-level configuration, which may inherit from organization-level policies", Amazon S3 API Reference,
API_control_GetPublicAccessBlock), so nothing above the account is asked for. Of OSS the account goes before the bucket
too ("to let a bucket be public, turn it off for OSS and for the bucket", OSS, "Block public access", January 2026).
"""

from __future__ import annotations

from typing import NamedTuple

from cloudreview.permission.world import World
from cloudreview.truth import Said, Truth
from cloudreview.vocabulary.rows import PublicBlock


class Block(NamedTuple):
    """Whether a public-access switch is on, as surely as the evidence says."""

    said: Said
    gaps: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    """What tells it; nothing where a bucket, told whole, has none."""


OFF = Block(Said.NO)
_QUESTIONS = {
    "aws": "Send the answer of `aws s3control get-public-access-block --account-id {number}`; the error "
    "NoSuchPublicAccessBlockConfiguration tells that the account has none.",
    "alibaba": "Send the answer of `ossutil api get-public-access-block` of {account}.",
}
"""By provider: the call that tells an account's block."""


def switched(world: World, store: str, owner: str | None, switches: tuple[str, ...]) -> Block:
    """Whether all the given switches are on, for a bucket or for its account: the stricter of the two counts.

    Of a bucket without a told owner, or not told whole, nothing is sure anyway: its own gaps say so.
    """
    found = [_told(world, store, switches) or OFF]
    if owner is not None:
        found.append(_told(world, owner, switches) or _untold(world, store, owner))
    said = max(one.said for one in found)
    counting = [one for one in found if one.said is said]
    gaps = {gap for one in counting for gap in one.gaps}
    return Block(said, tuple(sorted(gaps)), tuple(sorted({name for one in counting for name in one.because})))


def _told(world: World, subject: str, switches: tuple[str, ...]) -> Block | None:
    """What answers about one subject say; None without any."""
    rows, doubts = world.settled(held for held in world.of(PublicBlock) if held.row.subject == subject)
    if not rows:
        return None
    because = tuple(held.id for held in rows)
    on = [held for held in rows if all(getattr(held.row, one) for one in switches)]
    if len(on) == len(rows) and not doubts:
        return Block(Said.YES, (), because)
    if not on and all(held.truth is Truth.SUPPORTED for held in rows):
        return Block(Said.NO, (), because)
    return Block(Said.MAYBE, doubts, because)


def _untold(world: World, store: str, account: str) -> Block:
    """An account of which no answer speaks: off where somebody states that all of it is told, else unknown."""
    closures = world.closed("public_block", account)
    if closures:
        return Block(Said.NO, (), closures)
    provider, number = store.partition(":")[0], account.partition(":")[2]
    gap = world.note(
        "scope_open",
        f"public_block {account}",
        "whether public access is blocked for the whole account was not delivered for this time",
        _QUESTIONS[provider].format(account=account, number=number),
    )
    return Block(Said.MAYBE, (gap,))
