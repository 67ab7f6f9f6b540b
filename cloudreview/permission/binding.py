"""A statement as it meets one principal and one resource's account: an offer to allow, or a threat to deny.

Laws: an offer without gaps applies exactly where its region, its atoms and its actions say; one with gaps may apply
there, or more narrowly. Variables are put in from the principal, in every layer alike (IAM User Guide,
doc_source/reference_policies_variables.md).
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from cloudreview.permission.conditions import Free, Test, Unsettled, Value, settle
from cloudreview.permission.language import ANY, STAR, literal, matches
from cloudreview.permission.statement import Compiled, compiled
from cloudreview.permission.subjects import Naming, Subject, excepted, naming, served, value_of
from cloudreview.permission.world import Held, World
from cloudreview.residuals import Atom
from cloudreview.truth import Said, Truth
from cloudreview.vocabulary.rows import Statement

_VARIABLE = re.compile(r"\$\{([^}]*)\}")
_DEFAULTED = re.compile(r"\s*([^,\s]+)\s*(?:,\s*'([^']*)')?\s*")
_SPECIAL = {"*": STAR, "?": ANY, "$": "$"}
_WITH_VARIABLES = frozenset({"StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnLike"})


class Offer(NamedTuple):
    """What one statement says of a principal's requests."""

    fact: str
    allow: bool
    manner: str
    """How a resource's policy names the principal: direct, role, account, everyone; empty: its own policy."""
    actions: tuple[str, ...]
    not_actions: bool
    resources: tuple[str, ...]
    not_resources: bool
    atoms: tuple[Atom, ...]
    truth: Truth
    gaps: tuple[str, ...]
    """Gaps that leave open whether it applies."""
    named: tuple[Atom, ...] = ()
    """What its Principal element asks of the session, whatever the action."""

    @property
    def sure(self) -> bool:
        """Whether it surely applies where it says."""
        return not self.gaps


class Place(NamedTuple):
    """What a request is made to, as far as conditions ask: the account that owns it."""

    owner: str | None
    organization: str | None = None


@functools.lru_cache(maxsize=262_144)
def speaks(actions: tuple[str, ...], negated: bool, action: str) -> bool:
    """Whether `Action` (or `NotAction`) covers an action; case does not count (Action element)."""
    return any(matches(pattern, action.lower()) for pattern in actions) != negated


class _Filled(NamedTuple):
    text: str | None
    """None: a variable in it is absent, so that it matches nothing."""
    open: str = ""
    """A variable in it that is not known."""


def _fill(text: str, subject: Subject, place: Place) -> _Filled:
    """A text with its variables put in, as a glob."""
    missing, unknown = False, ""

    def put(found: re.Match[str]) -> str:
        nonlocal missing, unknown
        if found[1] in _SPECIAL:
            return _SPECIAL[found[1]]
        form = _DEFAULTED.fullmatch(found[1])
        value: Value = value_of(subject, form[1], place.owner, place.organization) if form else Free("other")
        if isinstance(value, str):
            return literal(value)
        if isinstance(value, Free) or form is None:
            unknown = found[0]
            return "*"
        missing = missing or form[2] is None
        return literal(form[2] or "")

    filled = _VARIABLE.sub(put, text)
    return _Filled(None if missing else filled, unknown)


def _resources(said: Compiled, subject: Subject, place: Place) -> tuple[tuple[str, ...], list[str]]:
    """The resource globs, and what of them is not settled.

    "Any attempt to match [an absent variable] fails and causes the statement to be invalid": a resource with one
    matches nothing, and whether the statement's other resources still count is not settled.
    """
    if not any("${" in pattern for pattern in said.resources):
        return said.resources, []
    filled = [_fill(pattern, subject, place) for pattern in said.resources]
    kept = tuple(one.text for one in filled if one.text is not None)
    problems = [f"the variable {one.open}" for one in filled if one.open]
    if len(kept) < len(filled) and (kept or said.not_resources):
        problems.append("a variable that this principal lacks")
    if said.not_resources and problems:
        return (), problems
    return kept, problems


def _test(asked: Test, subject: Subject, place: Place) -> bool | Atom | Unsettled:
    if asked.operator in _WITH_VARIABLES and any("${" in value for value in asked.values):
        filled = [_fill(value, subject, place) for value in asked.values]
        kept = tuple(one.text for one in filled if one.text is not None)
        if any(one.open for one in filled) or (len(kept) < len(filled) and (kept or asked.negated or asked.quantifier)):
            return Unsettled(f"a variable in the condition on {asked.key}")
        if not kept and asked.if_exists:
            # "use the IfExists condition operator" against statements that an absent variable makes invalid; what it
            # does where the key is absent too is not told (reference_policies_variables.md).
            return Unsettled(f"an absent variable in the condition on {asked.key}")
        if not kept:
            return False
        asked = asked._replace(values=kept)
    return settle(asked, value_of(subject, asked.key, place.owner, place.organization))


def _namings(said: Compiled, subject: Subject, layer: str) -> list[Naming]:
    """How the statement speaks of the subject; a Principal element belongs to policies of resources alone."""
    own = Naming("", Said.YES)
    if layer not in ("store", "key", "trust", "rcp"):
        return [own] if said.principals is None else [own._replace(said=Said.MAYBE, why="a Principal element")]
    if said.principals is None:
        return [Naming("everyone", Said.MAYBE, why="no Principal element")]
    if not said.not_principals:
        through = served(subject, said.principals) if said.allow and layer in ("store", "key") else []
        return naming(subject, said.principals) or through
    found = excepted(subject, said)
    if found.said is Said.NO:
        return []
    if said.allow or layer == "trust":
        return [found._replace(said=Said.MAYBE, why="NotPrincipal where it is not supported")]
    return [found]


def bind(world: World, held: Held[Statement], layer: str, subject: Subject, place: Place) -> list[Offer]:
    """What a statement of a layer says of a subject's requests to a resource of that account."""
    said = compiled(held.row.body)
    if said is None:
        unread = (_unimplemented(world, held, "no Allow or Deny that can be read"),)
        blank = Offer(held.id, True, "everyone", ("*",), False, ("*",), False, (), Truth.UNKNOWN, unread)
        return [blank, blank._replace(allow=False)]
    namings = _namings(said, subject, layer)
    if not namings:
        return []
    problems = list(said.unsettled)
    atoms: list[Atom] = []
    for asked in said.tests:
        outcome = _test(asked, subject, place)
        if outcome is False:
            return []
        if isinstance(outcome, Unsettled):
            problems.append(outcome.why)
        elif isinstance(outcome, Atom):
            atoms.append(outcome)
    resources, open_ = _resources(said, subject, place)
    doubts = {_unimplemented(world, held, why) for why in problems + open_}
    doubts |= set(held.gaps) if held.truth is Truth.UNKNOWN or not said.allow else set()
    return [
        Offer(
            fact=held.id,
            allow=said.allow,
            manner=one.manner,
            actions=said.actions,
            not_actions=said.not_actions,
            resources=resources,
            not_resources=said.not_resources,
            atoms=tuple(sorted(set(atoms))),
            truth=held.truth,
            gaps=tuple(sorted(doubts | ({_unimplemented(world, held, one.why)} if one.said is Said.MAYBE else set()))),
            named=one.atoms,
        )
        for one in namings
    ]


def generic(held: Held[Statement], layer: str) -> bool:
    """Whether the statement says the same of every principal."""
    said = compiled(held.row.body)
    return said is not None and layer not in ("store", "key", "trust") and not said.tests and "${" not in held.row.body


def _unimplemented(world: World, held: Held[Statement], why: str) -> str:
    return world.note(
        "unimplemented",
        held.row.subject,
        f"a statement of the policy `{held.row.policy}` is not wholly understood: {why}",
        f"What does the policy `{held.row.policy}` of {held.row.subject} allow and deny in effect?",
    )
