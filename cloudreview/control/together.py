"""Holders of several adversaries who reach a threshold only together: the status counts under each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cloudreview.control.rules import State
from cloudreview.control.solving import Timeline, state_at
from cloudreview.control.verdicts import Verdict
from cloudreview.control.world import slices
from cloudreview.spells import Interval
from cloudreview.truth import Truth

Pieces = list[tuple[Interval, Verdict]]


def alone_or_together(
    window: Interval, own: Timeline, each: Mapping[str, Timeline], together: Timeline | None
) -> Pieces:
    """The status under one adversary; `together` is the run of all of them at once, None where only one is named."""
    if together is None:
        return _merged((interval, state.status) for interval, state in own)
    timelines = [own, together, *each.values()]
    cuts = {interval[0] for timeline in timelines for interval, _ in timeline}
    return _merged(
        (
            interval,
            _verdict(
                state_at(own, interval[0]),
                max(state_at(one, interval[0]).status.truth for one in each.values()),
                state_at(together, interval[0]).status,
            ),
        )
        for interval in slices(cuts, window)
    )


def _verdict(own: State, best: Truth, together: Verdict) -> Verdict:
    """Only where no adversary reaches it by itself, and this one stands behind it (or may, where that is unknown)."""
    if together.truth <= max(best, own.status.truth):
        return own.status
    if own.touched is Truth.SUPPORTED or (own.touched is Truth.UNKNOWN and together.truth is Truth.UNKNOWN):
        return together
    return own.status


def _merged(pieces: Iterable[tuple[Interval, Verdict]]) -> Pieces:
    found: Pieces = []
    for interval, verdict in pieces:
        if found and found[-1][1] == verdict:
            found[-1] = ((found[-1][0][0], interval[1]), verdict)
        else:
            found.append((interval, verdict))
    return found
