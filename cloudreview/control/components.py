"""Orders in which whatever somebody needs comes first: of groups that depend on one another in a ring, and in one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def components(needs: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """Strongly connected components, each sorted, dependencies first (Tarjan, without recursion)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    found: list[tuple[str, ...]] = []
    for root in sorted(needs):
        if root in index:
            continue
        work = [(root, iter(sorted(set(needs[root]))))]
        _open(root, index, low, stack, on_stack)
        while work:
            node, rest = work[-1]
            child = next((one for one in rest if one not in index or one in on_stack), None)
            if child is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    found.append(_close(node, stack, on_stack))
            elif child in index:
                low[node] = min(low[node], index[child])
            else:
                _open(child, index, low, stack, on_stack)
                work.append((child, iter(sorted(set(needs.get(child, ()))))))
    return found


def needed_first(needs: Mapping[str, Sequence[str]]) -> list[str]:
    """Everybody, after whom each needs as far as a ring allows: depth first, without recursion."""
    seen: set[str] = set()
    found: list[str] = []
    for root in sorted(needs):
        work = [] if root in seen else [(root, iter(sorted(needs[root])))]
        seen.add(root)
        while work:
            child = next((one for one in work[-1][1] if one not in seen), None)
            if child is None:
                found.append(work.pop()[0])
            else:
                seen.add(child)
                work.append((child, iter(sorted(needs[child]))))
    return found


def _open(node: str, index: dict[str, int], low: dict[str, int], stack: list[str], on_stack: set[str]) -> None:
    index[node] = low[node] = len(index)
    stack.append(node)
    on_stack.add(node)


def _close(node: str, stack: list[str], on_stack: set[str]) -> tuple[str, ...]:
    group = []
    while True:
        one = stack.pop()
        on_stack.discard(one)
        group.append(one)
        if one == node:
            return tuple(sorted(group))
