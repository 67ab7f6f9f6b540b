"""What policies allow: from identities, policies, lists, grants and restrictions to steps.

Laws: an explicit deny wins, a missing allow is a no only where every layer that could add one was delivered, and
whatever is not understood is unknown with its reason. The rules, their pages and our reading of each open point:
`docs/permission-aws.md` and `docs/permission-alibaba.md`.
"""

from __future__ import annotations

import logging

import msgspec

from cloudreview.gaps import distinct
from cloudreview.permission.alibaba import alibaba_steps
from cloudreview.permission.aws import Account, key_steps, readers, store_steps, trust_steps
from cloudreview.permission.beyond import beyond_steps
from cloudreview.permission.drafts import Draft, certain, merged
from cloudreview.permission.escalation import escalation_steps
from cloudreview.permission.raw import raw_steps
from cloudreview.permission.world import World, breakpoints
from cloudreview.spells import Interval
from cloudreview.vocabulary.facts import Facts
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.steps import Step

LOG = logging.getLogger(__name__)


class PermissionResult(msgspec.Struct, frozen=True, kw_only=True):
    """The steps `assumes`, `allows` and `decrypts`, guarded and raw, and the gaps that they name."""

    steps: tuple[Step, ...]
    gaps: tuple[Gap, ...]


def judge(facts: Facts) -> PermissionResult:
    """What every principal may do to every store, key and role, over the window of the facts."""
    drafts: dict[Interval, list[Draft]] = {}
    gaps: list[Gap] = []
    slices = breakpoints(facts)
    for number, slice_ in enumerate(slices, 1):
        LOG.info("what policies allow: stretch %d of %d", number, len(slices))
        world = World(facts, slice_)
        drafts[slice_] = _judged(world)
        gaps += world.gaps.values()
    steps = merged(drafts)
    named = {name for step in steps for name in step.gaps}
    return PermissionResult(steps=tuple(steps), gaps=tuple(one for one in distinct(gaps) if one.id in named))


def _judged(world: World) -> list[Draft]:
    """The drafts of one slice. An escalation is told only where what it leads to is not known to be allowed already."""
    account = Account(world)
    stores = list(store_steps(account))
    follows = list(escalation_steps(account))
    guarded = [*stores, *trust_steps(account), *key_steps(account, readers([*stores, *follows]))]
    known = certain(guarded)
    follows = [draft for draft in follows if (draft.rule, draft.values) not in known]
    assumed = [draft._replace(mode="raw") for draft in follows if draft.rule == "assumes"]
    every = {*guarded, *follows, *assumed, *raw_steps(account), *beyond_steps(account), *alibaba_steps(world)}
    return sorted(every, key=lambda draft: (*draft[:-1], draft.witness or ""))
