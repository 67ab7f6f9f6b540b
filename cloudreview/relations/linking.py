"""Ids joined by links: the groups that they make, and the shortest chain from one id to another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple


class Link(NamedTuple):
    """Something that says of two or more ids that they name one."""

    ids: tuple[str, ...]
    """Sorted."""
    reason: str
    by: str
    score: float
    places: tuple[str, ...]


def groups(links: Iterable[Link]) -> dict[tuple[str, ...], list[Link]]:
    """The ids that links join, each group sorted, with its links in order."""
    root: dict[str, str] = {}
    ordered = sorted(links)
    for link in ordered:
        first = _root(root, link.ids[0])
        for other in link.ids[1:]:
            root[_root(root, other)] = first
    members: dict[str, list[str]] = defaultdict(list)
    for name in sorted(root):
        members[_root(root, name)].append(name)
    inside: dict[str, list[Link]] = defaultdict(list)
    for link in ordered:
        inside[_root(root, link.ids[0])].append(link)
    return {tuple(names): inside[one] for one, names in sorted(members.items(), key=lambda pair: pair[1])}


def _root(root: dict[str, str], name: str) -> str:
    root.setdefault(name, name)
    while root[name] != name:
        root[name] = root[root[name]]
        name = root[name]
    return name


def chain(start: str, end: str, links: Sequence[Link]) -> list[Link]:
    """The fewest links that lead from one id to another; of several ways the first in order."""
    by_id: Mapping[str, list[Link]] = defaultdict(list)
    for link in sorted(links):
        for name in link.ids:
            by_id[name].append(link)
    came: dict[str, tuple[str, Link] | None] = {start: None}
    todo = [start]
    for name in todo:
        for link in by_id[name]:
            for other in link.ids:
                if other not in came:
                    came[other] = (name, link)
                    todo.append(other)
    way: list[Link] = []
    step = came[end]
    while step is not None:
        way.append(step[1])
        step = came[step[0]]
    return way[::-1]
