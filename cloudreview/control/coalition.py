"""Holders of several adversaries who reach a threshold only in the aggregate.

28 CFR 202.211(a) counts "one or more countries of concern", "individually or in the aggregate". A status is told for
each adversary, so it counts under one whose holders are needed in some coalition that reaches the threshold: others who
together stay below it reach it with them. Adding a holder never takes a coalition away.
"""

from __future__ import annotations

from collections.abc import Sequence


def needed(own: int, others: Sequence[tuple[int, int]], threshold: int) -> tuple[int, ...] | None:
    """The others, by index, of a coalition that `own` lifts to the threshold; None: there is none for sure.

    The others surely stay below it, at most, and surely reach it with `own`, at least.
    """
    if own >= threshold:
        return ()
    found: dict[int, tuple[int, tuple[int, ...]]] = {0: (0, ())}
    for index, (low, high) in enumerate(others):
        for most, (least, members) in list(found.items()):
            grown = (least + low, (*members, index))
            if most + high < threshold and found.get(most + high, (-1, ()))[0] < grown[0]:
                found[most + high] = grown
                if grown[0] + own >= threshold:
                    return grown[1]
    return None


def conceivable(own: int, others: Sequence[tuple[int, int]], threshold: int) -> bool:
    """Whether amounts within the bounds of the others could make `own` (at most) needed."""
    if own >= threshold:
        return True
    if own <= 0:
        return False
    sums = 1
    for low, high in others:
        sums |= _spread(sums << low, high - low) & ((1 << threshold) - 1)
    return sums >> max(threshold - own, 0) != 0


def _spread(sums: int, width: int) -> int:
    """Each sum, and all up to `width` more."""
    done = 0
    while done < width:
        step = min(done + 1, width - done)
        sums |= sums << step
        done += step
    return sums
