"""One answer for each dataset, harm, mode and adversary of the case, also where there is no path.

Laws: an answer is as good as its best path; a "no" names the closures that it rests on and who said so, and without any
there is no "no": nothing follows from nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from cloudreview.gaps import gap
from cloudreview.reach.leaves import Ground
from cloudreview.reach.unknowns import COUNTRY
from cloudreview.relations.scopes import account_of
from cloudreview.truth import Truth
from cloudreview.vocabulary.facts import Closure
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.ids import identify
from cloudreview.vocabulary.rows import Employment, Key, Placement, Store
from cloudreview.vocabulary.steps import Step
from cloudreview.vocabulary.told import Answer, Path
from cloudreview.vocabulary.words import COVERED_PERSONS, HARMS, MODES, Harm, Mode

Scope = tuple[str, str]


class _Question(NamedTuple):
    dataset: str
    harm: Harm
    mode: Mode
    adversary: str


def answers(known: Ground, leaves: Sequence[Step], paths: Iterable[Path]) -> tuple[list[Answer], list[Gap]]:
    """All answers, and the gaps of those that nothing was delivered for."""
    by_question: dict[_Question, list[Path]] = defaultdict(list)
    for path in paths:
        by_question[_Question(path.dataset, path.harm, path.mode, path.adversary)].append(path)
    rooted = {
        one.party.removeprefix(COUNTRY)
        for one in known.statuses
        if one.party.startswith(COUNTRY) and one.truth is not Truth.REFUTED
    }
    found: list[Answer] = []
    gaps: list[Gap] = []
    keys, admitted = _by_store(leaves, "protects", "key"), _by_store(leaves, "allows", "principal")
    for dataset, mode in product(known.datasets, MODES):
        closed = known.facts.closing(*relied_on(known, keys, admitted, dataset, mode))
        for adversary, harm in product(known.adversaries, HARMS):
            question = _Question(dataset, harm, mode, adversary)
            if by_question[question]:
                found.append(_reached(question, by_question[question]))
            elif closed and adversary in rooted:
                found.append(_closed(question, closed))
            else:
                gaps.append(_nothing(question, adversary in rooted))
                found.append(_answer(question, Truth.UNKNOWN, but_for=(gaps[-1].id,)))
    return sorted(found, key=lambda one: one.id), gaps


def _by_store(leaves: Iterable[Step], rule: str, field: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for one in leaves:
        if one.rule == rule:
            found[one.fields["store"]].add(one.fields[field])
    return found


def relied_on(
    known: Ground, keys_of: Mapping[str, set[str]], admitted_to: Mapping[str, set[str]], dataset: str, mode: Mode
) -> list[Scope]:
    """Every scope that could have added a path to a dataset, had it been open."""
    placed = [fact.row for fact in known.facts.of(Placement) if fact.row.dataset == dataset]
    stores = {row.store for row in placed}
    owners = {fact.row.account for fact in known.facts.of(Store) if fact.row.store in stores and fact.row.account}
    keys = {key for store in stores for key in keys_of.get(store, ())} - {""}
    admitted = {principal for store in stores for principal in admitted_to.get(store, ())}
    accounts = owners | {account_of(one) or one for one in admitted - {"*"}}
    holders = {fact.row.account for fact in known.facts.of(Key) if fact.row.key in keys}
    scopes = {(relation, "*") for relation in ("placements", "parties", "interests", "roster", "designations")}
    scopes |= {("designations", COVERED_PERSONS)}
    scopes |= {("placements", row.client) for row in placed if row.client}
    scopes |= {(relation, provider.split(":")[0]) for provider in stores for relation in ("operations", "sites")}
    scopes |= {(relation, account) for account in accounts for relation in ("principals", "identities", "statements")}
    scopes |= {("stores", account) for account in owners} | {("statements", one) for one in stores | keys}
    scopes |= {("interests", one.party) for one in known.statuses} | {("roster", one.party) for one in known.statuses}
    scopes |= {("roster", fact.row.employer) for fact in known.facts.of(Employment) if fact.row.employer}
    if mode == "guarded":
        scopes |= {("restrictions", account) for account in accounts | holders}
        scopes |= {("approvals", one.split(":")[0]) for one in stores} | {("approvals", "*")}
        scopes |= {("access_points", one) for one in stores} | {("public_block", account) for account in owners}
        scopes |= {("keys", one) for one in stores | owners | holders} | {("encryption", one) for one in stores}
    return sorted(scopes)


def _reached(question: _Question, paths: Sequence[Path]) -> Answer:
    """Supported paths first, then conflicting, then unknown."""
    best = max(Truth.of(path.truth) for path in paths)
    order = sorted(paths, key=lambda path: (-Truth.of(path.truth), path.id))
    held = {f"{one.regime} {one.reading}" for path in paths for one in path.holds_under if Truth.of(one.truth) >= best}
    but_for = {name for path in paths for name in path.but_for} if best is Truth.UNKNOWN else set()
    return _answer(
        question,
        best,
        paths=tuple(path.id for path in order),
        holds_under=tuple(sorted(held)),
        but_for=tuple(sorted(but_for)),
    )


def _closed(question: _Question, closed: Sequence[Closure]) -> Answer:
    """A "no", on somebody's word."""
    speakers = {speaker for one in closed for speaker in one.speaker.split("; ")}
    return _answer(
        question,
        Truth.REFUTED,
        closed_by=tuple(sorted(one.id for one in closed)),
        on_word_of=tuple(sorted(speakers)),
    )


def _nothing(question: _Question, rooted: bool) -> Gap:
    """Neither a path nor any reason why there is none."""
    if not rooted:
        return gap(
            "no_evidence",
            question.adversary,
            f"no rule of the case names {question.adversary} as an adversary, so no status follows from it",
            f"Under which rule is {question.adversary} to be reviewed?",
        )
    return gap(
        "no_evidence",
        question.dataset,
        f"nobody states of anything that bears on {question.dataset} that it was told completely",
        f"Which of the files about {question.dataset} and its service are complete, for which time, and who says so?",
    )


def _answer(
    question: _Question,
    truth: Truth,
    *,
    paths: tuple[str, ...] = (),
    holds_under: tuple[str, ...] = (),
    closed_by: tuple[str, ...] = (),
    on_word_of: tuple[str, ...] = (),
    but_for: tuple[str, ...] = (),
) -> Answer:
    return Answer(
        id=identify("answer", *question),
        dataset=question.dataset,
        harm=question.harm,
        mode=question.mode,
        adversary=question.adversary,
        truth=truth.word,
        paths=paths,
        holds_under=holds_under,
        closed_by=closed_by,
        on_word_of=on_word_of,
        but_for=but_for,
    )
