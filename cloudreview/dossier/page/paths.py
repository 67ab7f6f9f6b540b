"""Paths as the page draws them: grouped by what they reach, what counts first, each step with what was said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from cloudreview.dossier.page.quotes import Exhibit, Exhibits
from cloudreview.dossier.page.steps import Sentence, link, sentence
from cloudreview.dossier.page.words import DOING, Names, country, listed
from cloudreview.truth import Truth
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.told import Condition, Dossier, Path, PathStep, ToldFact

MOST = 200
"""Paths that are drawn; `dossier.json` has all."""
FIRST = 5
"""Paths of a group that are drawn before a sixth of any other."""
BESIDE = 3
"""Quotations that stand beside a step at once."""


Key = tuple[str, str, str, str]


class Step(NamedTuple):
    """One step as drawn."""

    step: PathStep
    words: Sentence
    quoted: Sequence[Exhibit]
    more: Sequence[Exhibit]
    closed: Sequence[str]
    """What is complete, and on whose word: that nothing else stands in the way."""


class Drawn(NamedTuple):
    """One path as drawn."""

    number: int
    path: Path
    chain: Sequence[str]
    """The short form, from the root to the dataset."""
    counts: bool
    steps: Sequence[Step]
    conditions: Sequence[Condition]
    regimes: Sequence[str]
    """Regime, and in which of its readings."""


class Group(NamedTuple):
    """The paths to one dataset, harm and adversary, in one mode."""

    dataset: str
    harm: str
    doing: str
    adversary: str
    mode: str
    truth: str
    paths: Sequence[Drawn]
    total: int
    """How many there are, drawn or not."""


def chosen(dossier: Dossier) -> list[Path]:
    """The paths that are drawn: some of every group, then those that count, by truth, guarded before raw."""
    counting = set(dossier.decision.counting_paths)
    found = sorted(
        dossier.paths,
        key=lambda one: (one.id not in counting, one.mode, -Truth.of(one.truth), one.dataset, one.harm, one.id),
    )
    met: Counter[Key] = Counter()
    rank = {}
    for one in found:
        rank[one.id] = met[_key(one)] // FIRST
        met[_key(one)] += 1
    kept = {one.id for one in sorted(found, key=lambda one: rank[one.id])[:MOST]}
    return [one for one in found if one.id in kept]


def _key(path: Path) -> Key:
    """What a path reaches, for whom, in which mode."""
    return path.mode, path.dataset, path.harm, path.adversary


def waiting(dossier: Dossier, gaps: Mapping[str, Gap]) -> list[tuple[str, int]]:
    """Questions that alone hold paths at unknown, and how many; the most first. Several gaps may be one question."""
    asked: Counter[str] = Counter()
    for path in dossier.paths:
        questions = {gaps[name].question if name in gaps else "" for name in path.but_for}
        if len(questions) == 1 and "" not in questions:
            asked.update(questions)
    return sorted(asked.items(), key=lambda item: (-item[1], item[0]))


def places(paths: Iterable[Path], weights: Mapping[str, int]) -> list[str]:
    """The places of their steps, in the order in which they are drawn."""
    return [place for path in paths for step in path.steps for place in said(step, weights)]


def said(step: PathStep, weights: Mapping[str, int]) -> list[str]:
    """The places of a step, those that say the most and the most exact first."""
    found = [one for one in step.places if weights.get(one, 0) < _CLOSING]
    return sorted(found, key=lambda one: (weights.get(one, 0), -one.count("/"), one))


_CLOSING = 9
_LIMITS = ("scp", "rcp", "control", "boundary")
"""Layers of policies that only limit what others allow."""
_SAYING_LITTLE = {
    "identities": 1,
    "stores": 1,
    "parties": 1,
    "parents": 2,
    "targets": 2,
    "organizations": 2,
    "restrictions": 1,
}
"""Facts that name something, and say nothing of who may do what."""


def weigh(dossier: Dossier) -> dict[str, int]:
    """How little each place says, by the relations of its facts; what only says that a list is whole says least."""
    found: dict[str, int] = {}
    for one in dossier.facts:
        weight = _CLOSING if one.relation == "closure" else _SAYING_LITTLE.get(one.relation, 0)
        weight = max(weight, int(one.row.get("layer") in _LIMITS))
        for place in one.places:
            found[place] = min(found.get(place, _CLOSING), weight)
    return found


def groups(dossier: Dossier, paths: Sequence[Path], names: Names, exhibits: Exhibits) -> list[Group]:
    """The paths by what they reach, in the order in which they were chosen."""
    statuses = {one.id: one for one in dossier.statuses}
    law = {row.id: row for row in dossier.law}
    closed = {one.id: one for one in dossier.facts if one.relation == "closure"}
    weights = weigh(dossier)
    counting = set(dossier.decision.counting_paths)
    found: dict[Key, list[Drawn]] = {}
    total = Counter(map(_key, dossier.paths))
    for number, path in enumerate(paths, 1):
        steps = []
        for step in path.steps:
            status = next((statuses[one] for one in step.premises if one in statuses), None)
            shown = exhibits.of(said(step, weights))
            whole = [_whole(closed[one]) for one in step.premises if one in closed]
            steps.append(Step(step, sentence(step, names, status, law), shown[:BESIDE], shown[BESIDE:], whole))
        drawn = Drawn(
            number=number,
            path=path,
            chain=[words for words in (link(step, names) for step in path.steps) if words],
            counts=path.id in counting,
            steps=steps,
            conditions=path.residual,
            regimes=_regimes(path),
        )
        found.setdefault(_key(path), []).append(drawn)
    return [
        Group(
            dataset=dataset,
            harm=harm,
            doing=DOING[harm],
            adversary=country(adversary),
            mode=mode,
            truth=max((one.path.truth for one in drawn), key=Truth.of),
            paths=drawn,
            total=total[mode, dataset, harm, adversary],
        )
        for (mode, dataset, harm, adversary), drawn in found.items()
    ]


def _whole(one: ToldFact) -> str:
    scope = one.row["scope"]
    return f"the {one.row['relation']} of {'everybody' if scope == '*' else scope}, by {listed(one.speakers)}"


def _regimes(path: Path) -> list[str]:
    """Under which rules a path stands, and where only some readings say so."""
    by_regime: dict[str, list[str]] = {}
    for one in path.holds_under:
        by_regime.setdefault(one.regime, []).append(one.reading)
    return [f"{regime} ({', '.join(readings)})" for regime, readings in sorted(by_regime.items())]
