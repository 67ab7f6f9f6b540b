"""Reach against a second, slow answer: every chain of leaves is tried at every instant."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import pytest

from cloudreview.spells import value_at
from cloudreview.truth import Truth
from cloudreview.vocabulary.steps import Step
from tests.reach.tables import CASE, World

INSTANTS = range(0, 100, 5)


def random_table(dice: random.Random) -> list[str]:
    """A few people, identities, stores and keys, in multiples of five instants."""

    def when() -> str:
        if dice.random() < 0.5:
            return ""
        begin = dice.randrange(0, 90, 10)
        return f" @{begin}..{begin + dice.choice([10, 20, 50])}"

    def doubt() -> str:
        return dice.choice(["", "", "", " ?", " ~"])

    people, roles, stores, keys = ["p", "q"], ["R", "S", "T"], ["a", "b"], ["K", "L", "-"]
    lines = ["company acme", "status acme CN" + doubt() + when()]
    lines += [f"answers_to {one} acme" + when() for one in people if dice.random() < 0.7]
    lines += [f"status {one} CN" + doubt() + when() for one in people if dice.random() < 0.4]
    lines += [f"uses {dice.choice(people)} {dice.choice(roles)}" + doubt() + when() for _ in range(dice.randint(1, 4))]
    lines += [
        f"assumes {dice.choice(roles)} {dice.choice(roles)}" + doubt() + when() for _ in range(dice.randint(0, 4))
    ]
    for _ in range(dice.randint(1, 6)):
        principal = dice.choice([*roles, *roles, "*"])
        lines.append(f"allows {principal} {dice.choice(stores)} {dice.choice(['read', 'alter'])}" + doubt() + when())
    lines += [f"decrypts {dice.choice(roles)} {dice.choice(['K', 'L'])}" + doubt() + when() for _ in range(3)]
    for one in stores:
        lines += [f"protects {one} -", f"placement d us {one}" + when()]
        if dice.random() < 0.6:
            lines[-2] = f"protects {one} {dice.choice(keys)}"
    return sorted(set(lines))


def leaves_of(world: World) -> list[Step]:
    """The guarded leaves that reach itself made; the composition is what is tested."""
    return [one for one in world.reach().flood._leaves.steps if one.mode == "guarded"]


Rules = dict[str, list[Step]]


def acting(rule: Rules, principal: str, seen: tuple[str, ...]) -> Iterator[tuple[str, list[Step]]]:
    """Whom an identity may act as in the end."""
    yield principal, []
    for one in rule.get("assumes", []):
        if one.fields["principal"] == principal and one.fields["as"] not in seen:
            for last, more in acting(rule, one.fields["as"], (*seen, one.fields["as"])):
                yield last, [one, *more]


def starts(rule: Rules, root: str) -> Iterator[tuple[str, list[Step]]]:
    """The identities that a root, or who works for it, uses."""
    for status in rule.get("status", []):
        if status.fields["party"] != root:
            continue
        if root.startswith("country:"):
            yield "*", [status]
        for use in rule.get("uses", []):
            if use.fields["person"] == root:
                yield use.fields["principal"], [status, use]
            for work in rule.get("answers_to", []):
                if work.fields == {"person": use.fields["person"], "party": root}:
                    yield use.fields["principal"], [status, work, use]


def locks(rule: Rules, store: str, principal: str) -> Iterator[list[Step]]:
    """What a read needs beside the permission."""
    for one in rule.get("protects", []):
        if one.fields["store"] == store and not one.fields["key"]:
            yield [one]
        for opens in rule.get("decrypts", []):
            if one.fields["store"] == store and opens.fields == {"principal": principal, "key": one.fields["key"]}:
                yield [one, opens]


def ends(rule: Rules, principal: str, harm: str) -> Iterator[list[Step]]:
    """What an identity may do to the dataset."""
    for allow in rule.get("allows", []):
        if allow.fields["principal"] == principal and allow.fields["harm"] == harm:
            for place in rule.get("placement", []):
                if place.fields["store"] == allow.fields["store"]:
                    for lock in locks(rule, allow.fields["store"], principal) if harm == "read" else [[]]:
                        yield [allow, *lock, place]


def chains(leaves: Sequence[Step], root: str, harm: str) -> Iterator[list[Step]]:
    """Every list of leaves that, together, let the root do it."""
    rule: Rules = {}
    for one in leaves:
        rule.setdefault(one.rule, []).append(one)
    for first, start in starts(rule, root):
        for principal, middle in acting(rule, first, (first,)):
            for end in ends(rule, principal, harm):
                yield [*start, *middle, *end]


def preferred(leaves: Sequence[Step], root: str, harm: str) -> tuple[int, int, int] | None:
    """The best truth at any instant, with the fewest doubts, then the fewest leaves."""
    best: tuple[int, int, int] | None = None
    for chain in chains(leaves, root, harm):
        for at in INSTANTS:
            values = [value_at(one.truth, one.spell, at) for one in chain]
            known = [value for value in values if value is not None]
            if len(known) == len(values) and min(known) > Truth.REFUTED:
                found = (-min(known), known.count(Truth.UNKNOWN), len({one.id for one in chain}))
                best = found if best is None else min(best, found)
    return best


@pytest.mark.parametrize("seed", range(250))
def test_the_same_truth_and_size_as_trying_every_chain(seed: int) -> None:
    world = World(random_table(random.Random(seed)))
    result = world.reach()
    leaves = leaves_of(world)
    for root in ("country:CN", "acme", "p", "q"):
        for harm in ("read", "alter"):
            expected = preferred(leaves, root, harm)
            found = [p for p in result.paths if (p.mode, p.status_of, p.harm) == ("guarded", root, harm)]
            if expected is None:
                assert found == []
                continue
            assert len(found) == 1
            steps = found[0].steps[:-1]
            assert (-Truth.of(found[0].truth), len(steps)) == (expected[0], expected[2])
            assert bool(found[0].but_for) == (found[0].truth == "unknown")


@pytest.mark.parametrize("seed", range(60))
def test_opening_a_scope_never_turns_a_yes_into_anything_else_nor_an_unknown_into_a_no(seed: int) -> None:
    dice = random.Random(1000 + seed)
    table = random_table(dice)
    opened = dice.choice(["roster *", "principals aws:111122223333", "placements *", "operations aws", "statements *"])
    before = {one.id: Truth.of(one.truth) for one in World(table).reach().answers}
    after = {one.id: Truth.of(one.truth) for one in World(table, opened=[opened]).reach().answers}
    assert before.keys() == after.keys()
    for name, truth in before.items():
        assert after[name] == (truth if truth > Truth.REFUTED else after[name])
        assert after[name] in (truth, Truth.UNKNOWN)


@pytest.mark.parametrize("seed", range(60))
def test_raw_is_never_less_than_guarded(seed: int) -> None:
    result = World(random_table(random.Random(2000 + seed))).reach()
    truth = {(one.dataset, one.harm, one.adversary, one.mode): Truth.of(one.truth) for one in result.answers}
    for (dataset, harm, adversary, mode), value in truth.items():
        if mode == "guarded":
            assert value <= truth[dataset, harm, adversary, "raw"]


def test_what_holds_under_one_regime_at_one_time_is_not_hidden_by_another() -> None:
    case = CASE.__class__(
        **{n: getattr(CASE, n) for n in CASE.__struct_fields__} | {"rules": ("us-dsp-202", "us-icts-2025")}
    )
    table = """
status p CN us-icts-2025 @0..20
status p CN us-dsp-202 @40..60
uses p R @0..20
uses p S @40..60
assumes S R
allows R b alter
placement d us b
"""
    found = [one for one in World(table, case=case).reach().paths if one.mode == "guarded"]
    held = {tuple((held.regime, held.truth) for held in one.holds_under) for one in found}
    assert held == {(("us-icts-2025", "supported"),), (("us-dsp-202", "supported"),)}
