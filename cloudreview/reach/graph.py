"""The composition of reach: which leaves together let whom do what to which dataset.

Every edge is one leaf: *a tail that can do it, and this leaf, let the head do it*. A grant is where it begins: what an
identity, or the holder of a power, can do to a dataset where it lies. So the size of a proof is its number of leaves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from cloudreview import proof
from cloudreview.reach.leaves import Leaves
from cloudreview.reach.unknowns import COUNTRY, STAFF, UNNAMED
from cloudreview.vocabulary.steps import Step
from cloudreview.vocabulary.words import HARMS, Mode

Node = tuple[str, ...]
"""principal, actor, team, staff, ...: its kind and whose."""

ANYBODY: Node = ("anybody",)
"""Whom nobody named: may answer to any adversary."""
LISTED: Node = ("listed",)
"""Some person who is named somewhere: may be the one whom an open roster leaves out."""


class Target(NamedTuple):
    """What is done to which dataset."""

    dataset: str
    harm: str


class Edge(NamedTuple):
    """The head can do what the tail can, by this leaf."""

    head: Node
    leaf: str
    tail: Node


class Grant(NamedTuple):
    """Where it begins: the head can do it by these statements (each of one or more leaves) and this leaf."""

    head: Node
    target: Target
    body: tuple[Node, ...]
    leaf: str


class Root(NamedTuple):
    """Whose status a path begins with, under which regime: each is asked by itself, since each has its own time."""

    party: str
    adversary: str
    regime: str


class Graph(NamedTuple):
    """The steps that some root's answer turns on, by the names that the solver knows."""

    steps: tuple[proof.Step, ...]
    asked: dict[tuple[Root, Target], str]
    """The statement that answers each root and target."""


def compose(leaves: Sequence[Step], known: Leaves, mode: Mode) -> Graph:
    """The steps of one mode, from the leaves that stand."""
    by_rule: dict[str, list[Step]] = defaultdict(list)
    for one in leaves:
        if one.mode == mode:
            by_rule[one.rule].append(one)
    reachable = _reachable(by_rule)
    edges = [edge for rule, make in _EDGES.items() for one in by_rule[rule] for edge in make(one, known)]
    edges = [edge for edge in edges if edge.tail[0] != "principal" or edge.tail[1] in reachable]
    grants = [*_admitted(by_rule, reachable, mode), *_powers(by_rule, known), *_elsewhere(by_rule)]
    return _Numbering().graph(edges, grants, [*_told(by_rule)])


def _reachable(by_rule: dict[str, list[Step]]) -> set[str]:
    """The identities that somebody uses or can act as, at any time."""
    acts: dict[str, list[str]] = defaultdict(list)
    for one in by_rule["assumes"]:
        acts[one.fields["principal"]].append(one.fields["as"])
    found = {"*", *(one.fields["principal"] for one in by_rule["uses"])}
    waiting = sorted(found)
    while waiting:
        fresh = set(acts[waiting.pop()]) - found
        found |= fresh
        waiting.extend(fresh)
    return found


def _status(one: Step, known: Leaves) -> Iterator[Edge]:
    party, adversary = one.fields["party"], one.fields["adversary"]
    head = ("root", party, adversary, known.regimes.get(one.id, ""))
    yield Edge(head, one.id, ("actor", party))
    yield Edge(head, one.id, ("through", party))
    yield Edge(head, one.id, ("member", party, adversary))
    yield Edge(head, one.id, ("through member", party, adversary))
    if party.startswith(COUNTRY):
        yield Edge(head, one.id, ("principal", "*"))
        yield Edge(head, one.id, ANYBODY)
        yield Edge(head, one.id, ("any member", adversary))


def _answers_to(one: Step, known: Leaves) -> Iterator[Edge]:
    person, party = one.fields["person"], one.fields["party"]
    if person.startswith(UNNAMED):
        return _stranger(one, party, known)
    if party.startswith("team:"):
        return _possible_member(one, person, party)
    return _unemployed(one, person, known) if party.startswith(UNNAMED) else _named(one, known)


def _possible_member(one: Step, person: str, team: str) -> Iterator[Edge]:
    """Whose team no roster tells may use the powers of any."""
    yield Edge(("actor", person), one.id, ("team", team))
    yield Edge(LISTED, one.id, ("team", team))


def _unemployed(one: Step, person: str, known: Leaves) -> Iterator[Edge]:
    """Whose employer no roster tells may answer to any adversary."""
    yield Edge(ANYBODY, one.id, ("actor", person))
    for adversary in _asked(known):
        yield Edge(("any member", adversary), one.id, ("member", person, adversary))


def _named(one: Step, known: Leaves) -> Iterator[Edge]:
    person, party = one.fields["person"], one.fields["party"]
    yield Edge(("through", party), one.id, ("actor", person))
    if one.id in known.teams:
        yield Edge(("actor", person), one.id, ("team", known.teams[one.id]))
        yield Edge(LISTED, one.id, ("team", known.teams[one.id]))
    for adversary in _asked(known):
        yield Edge(("member", person, adversary), one.id, ("staff", party, adversary))
        yield Edge(("listed member", adversary), one.id, ("staff", party, adversary))
        yield Edge(("through member", party, adversary), one.id, ("member", person, adversary))


def _stranger(one: Step, party: str, known: Leaves) -> Iterator[Edge]:
    """Somebody on no roster: may be anybody named elsewhere, and may use the party's powers."""
    if party.startswith("team:"):
        yield Edge(ANYBODY, one.id, ("team", party))
        return
    yield Edge(("through", party), one.id, LISTED)
    for adversary in _asked(known):
        yield Edge(("through member", party, adversary), one.id, ("listed member", adversary))
        yield Edge(("any member", adversary), one.id, ("staff", party, adversary))


def _uses(one: Step, _known: Leaves) -> Iterator[Edge]:
    person, tail = one.fields["person"], ("principal", one.fields["principal"])
    if person.startswith(UNNAMED):
        yield Edge(ANYBODY, one.id, tail)
    else:
        yield Edge(("actor", person), one.id, tail)
        yield Edge(LISTED, one.id, tail)


def _assumes(one: Step, _known: Leaves) -> Iterator[Edge]:
    yield Edge(("principal", one.fields["principal"]), one.id, ("principal", one.fields["as"]))


_EDGES: dict[str, Callable[[Step, Leaves], Iterator[Edge]]] = {
    "status": _status,
    "answers_to": _answers_to,
    "uses": _uses,
    "assumes": _assumes,
}


def _asked(known: Leaves) -> list[str]:
    return sorted({code for codes in known.staff.values() for code in codes})


def _told(by_rule: dict[str, list[Step]]) -> Iterator[tuple[Node, str]]:
    """The statements that several leaves may tell: one premise of a grant each."""
    for one in by_rule["allows"]:
        yield ("allows", one.fields["principal"], one.fields["store"], one.fields["harm"]), one.id
    for one in by_rule["protects"]:
        yield ("protects", one.fields["store"], one.fields["key"]), one.id
    for one in by_rule["decrypts"]:
        yield ("decrypts", one.fields["principal"], one.fields["key"]), one.id
    for one in by_rule["power"]:
        yield _power(one), one.id


def _power(one: Step) -> Node:
    return ("power", one.fields["actor"], one.fields["harm"], one.fields["store"], one.id)


def _placed(by_rule: dict[str, list[Step]]) -> dict[str, list[Step]]:
    placed: dict[str, list[Step]] = defaultdict(list)
    for one in by_rule["placement"]:
        placed[one.fields["store"]].append(one)
    return placed


def _admitted(by_rule: dict[str, list[Step]], reachable: set[str], mode: Mode) -> Iterator[Grant]:
    """What identities can do by permissions; a guarded read needs the object's key too (or that there is none)."""
    placed = _placed(by_rule)
    protecting: dict[str, set[str]] = defaultdict(set)
    for one in by_rule["protects"]:
        protecting[one.fields["store"]].add(one.fields["key"])
    said = {(one.fields["principal"], one.fields["store"], one.fields["harm"]) for one in by_rule["allows"]}
    opens = {(one.fields["principal"], one.fields["key"]) for one in by_rule["decrypts"]}
    for principal, store, harm in sorted(said):
        if principal not in reachable:
            continue
        head, may = ("principal", principal), ("allows", principal, store, harm)
        for place in placed[store]:
            target = Target(place.fields["dataset"], harm)
            if harm != "read" or mode == "raw":
                yield Grant(head, target, (may,), place.id)
                continue
            for key in sorted(protecting[store]):
                lock = ("protects", store, key)
                if key == "":
                    yield Grant(head, target, (may, lock), place.id)
                elif (principal, key) in opens:
                    yield Grant(head, target, (may, lock, ("decrypts", principal, key)), place.id)
    yield from _by_key(said, protecting, placed, reachable)


def _by_key(
    said: set[tuple[str, str, str]],
    protecting: dict[str, set[str]],
    placed: dict[str, list[Step]],
    reachable: set[str],
) -> Iterator[Grant]:
    """Who can disable or destroy the key stops what it protects."""
    stores: dict[str, list[str]] = defaultdict(list)
    for store, keys in sorted(protecting.items()):
        for key in sorted(keys - {""}):
            stores[key].append(store)
    for principal, key, harm in sorted(said):
        if harm != "stop" or principal not in reachable:
            continue
        for store in stores[key]:
            body = (("allows", principal, key, "stop"), ("protects", store, key))
            for place in placed[store]:
                yield Grant(("principal", principal), Target(place.fields["dataset"], "stop"), body, place.id)


def _powers(by_rule: dict[str, list[Step]], known: Leaves) -> Iterator[Grant]:
    """What the holders of powers can do outside the customer's own policies."""
    placed = _placed(by_rule)
    for one in by_rule["power"]:
        for place in placed[one.fields["store"]]:
            for head in _holders(one, known):
                yield Grant(head, Target(place.fields["dataset"], one.fields["harm"]), (_power(one),), place.id)


def _holders(one: Step, known: Leaves) -> list[Node]:
    actor = one.fields["actor"]
    if actor.startswith(STAFF):
        return [("staff", actor.removeprefix(STAFF), adversary) for adversary in known.staff[one.id]]
    if actor.startswith(UNNAMED):
        return [ANYBODY]
    if actor.startswith("team:"):
        return [("team", actor)]
    return [("actor", actor)] if actor in known.firms else [("actor", actor), LISTED]


def _elsewhere(by_rule: dict[str, list[Step]]) -> Iterator[Grant]:
    """In a store that nobody told, anybody may do anything."""
    for one in by_rule["placement"]:
        if one.fields["store"].startswith(UNNAMED):
            for harm in HARMS:
                yield Grant(ANYBODY, Target(one.fields["dataset"], harm), (), one.id)


class _Numbering:
    """Short names for statements; the solver's answers do not turn on them."""

    def __init__(self) -> None:
        self._names: dict[Node, str] = {}
        self._steps: list[proof.Step] = []

    def _name(self, *parts: str) -> str:
        return self._names.setdefault(parts, f"s{len(self._names)}")

    def graph(self, edges: Sequence[Edge], grants: Sequence[Grant], told: Iterable[tuple[Node, str]]) -> Graph:
        """The solver's steps for all that follows from a grant and leads to a root."""
        wanted = _leading(edges)
        kept = [one for one in grants if one.head in wanted]
        heads: dict[Node, list[Edge]] = defaultdict(list)
        for edge in edges:
            heads[edge.tail].append(edge)
        asked: dict[tuple[Root, Target], str] = {}
        needed: set[Node] = set()
        waiting: list[tuple[Node, Target]] = []
        for one in kept:
            needed.update(one.body)
            body = tuple(self._name(*part) for part in one.body)
            self._steps.append(proof.Step(self._name(*one.head, *one.target), body, (one.leaf,)))
            waiting.append((one.head, one.target))
        seen = set(waiting)
        while waiting:
            tail, target = waiting.pop()
            premise = self._name(*tail, *target)
            for edge in heads[tail]:
                head = self._name(*edge.head, *target)
                self._steps.append(proof.Step(head, (premise,), (edge.leaf,)))
                if edge.head[0] == "root":
                    asked[Root(*edge.head[1:]), target] = head
                elif (edge.head, target) not in seen:
                    seen.add((edge.head, target))
                    waiting.append((edge.head, target))
        self._steps += [proof.Step(self._name(*node), (), (leaf,)) for node, leaf in told if node in needed]
        return Graph(tuple(self._steps), dict(sorted(asked.items())))


def _leading(edges: Sequence[Edge]) -> set[Node]:
    """The nodes from which edges lead to a root."""
    tails: dict[Node, list[Node]] = defaultdict(list)
    for edge in edges:
        tails[edge.head].append(edge.tail)
    found = {edge.head for edge in edges if edge.head[0] == "root"}
    waiting = sorted(found)
    while waiting:
        fresh = set(tails[waiting.pop()]) - found
        found |= fresh
        waiting.extend(fresh)
    return found
