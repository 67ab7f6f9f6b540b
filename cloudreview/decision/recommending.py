"""The four recommendations and why; design section 6, "Decision"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from cloudreview.decision.cheapest import Cheapest
from cloudreview.vocabulary.rows import Operation
from cloudreview.vocabulary.told import Answer, Path, PathStep

Held = tuple[str, str, str]
"""Of a power: actor, power, target."""
Word = Literal["not_prohibited", "permitted_with_mitigation", "prohibited", "undetermined"]


class Ground(NamedTuple):
    """What a recommendation rests on; of everything only what counts."""

    answers: tuple[Answer, ...]
    asked: bool
    """Whether the case asks anything: with no dataset there is nothing to recommend on."""
    counted: tuple[Path, ...]
    deciding: bool
    """Whether a recommendation may follow from any of the case's rules."""
    raw: tuple[Path, ...]
    barred: tuple[Path, ...]
    """Supported paths that surely count and that no measure cuts."""
    remaining: tuple[Path, ...]
    """Paths that no measure cuts."""
    assured: Cheapest | None
    promised: Mapping[Held, Operation] = {}
    """Powers that need another's approval each time, by actor, power and target."""


def recommend(ground: Ground) -> tuple[Word, str]:
    """The recommendation, with its reason in one sentence."""
    return next(found for rule in _RULES if (found := rule(ground)) is not None)


def _barred(ground: Ground) -> tuple[Word, str] | None:
    if not ground.barred:
        return None
    first = ground.barred[0]
    return "prohibited", (
        f"{_paths(ground.barred)} by which a person of that status reaches US data "
        f"{'is' if len(ground.barred) == 1 else 'are'} supported and cut by no measure, first {first.id}"
    )


def _unasked(ground: Ground) -> tuple[Word, str] | None:
    if ground.asked:
        return None
    return "undetermined", "no dataset was told, so there is nothing on which to recommend"


def _undeciding(ground: Ground) -> tuple[Word, str] | None:
    """Rules that bind somebody else, or nobody: what they say is told, and neither a yes nor a no follows from it."""
    if ground.deciding:
        return None
    return "undetermined", "no rule of the case binds those whom it is about, so nothing is recommended by them"


def _unanswered(ground: Ground) -> tuple[Word, str] | None:
    """An open question without a path: nothing bears on it, so no measure can settle it."""
    open_ones = [one for one in ground.answers if one.truth == "unknown" and not one.paths]
    if not open_ones:
        return None
    return "undetermined", f"nothing was delivered that bears on {len(open_ones)} of the questions that count"


def _nothing_guarded(ground: Ground) -> tuple[Word, str] | None:
    if ground.counted:
        return None
    if ground.raw:
        return "permitted_with_mitigation", (
            f"the permissions and measures in force close {_paths(ground.raw)} that the relations alone leave open, "
            "and they must stay in force"
        )
    return "not_prohibited", "no person of that status reaches data that count, with or without the measures in force"


def _assured(ground: Ground) -> tuple[Word, str] | None:
    if ground.assured is None or not ground.assured.chosen:
        return None
    names = ", ".join(one.measure for one in ground.assured.chosen)
    return "permitted_with_mitigation", f"the measures {names} cut {_paths(ground.counted)} that count"


def _open(ground: Ground) -> tuple[Word, str] | None:
    """Paths remain that no measure cuts, and none of them is sure."""
    first = (ground.remaining or ground.counted)[0]
    return "undetermined", (
        f"{_paths(ground.remaining)} that no measure cuts may or may not stand; the questions would settle it, "
        f"first {first.id}"
    )


_RULES = (_unasked, _undeciding, _barred, _unanswered, _nothing_guarded, _assured, _open)


def _paths(paths: Sequence[Path]) -> str:
    return "one path" if len(paths) == 1 else f"{len(paths)} paths"


def conditions(ground: Ground) -> tuple[str, ...]:
    """What closes the raw paths to which no guarded one corresponds, one sentence each."""
    guarded = {(path.dataset, path.harm, path.adversary, path.status_of) for path in ground.counted}
    only_raw = [path for path in ground.raw if (path.dataset, path.harm, path.adversary, path.status_of) not in guarded]
    return tuple(sorted({sentence for path in only_raw for sentence in _closing(path, ground.promised)}))


def _closing(path: Path, promised: Mapping[Held, Operation]) -> Iterable[str]:
    for step in path.steps:
        if step.rule in _IN_FORCE:
            yield f"{_IN_FORCE[step.rule](step, promised)} (closes {path.harm} of {path.dataset} by {path.status_of})"


def _policies(step: PathStep, _promised: Mapping[Held, Operation]) -> str:
    return f"the policies, keys and blocks in force keep {_whom(step)} from {step.conclusion['store']}"


def _restraint(step: PathStep, promised: Mapping[Held, Operation]) -> str:
    actor, power, target = (step.conclusion[name] for name in ("actor", "power", "target"))
    row = promised.get((actor, power, target))
    if row is None:
        return f"what restrains the power {power} of {actor} over {target} stays in force"
    shown = f", and {row.logged_in} shows each use" if row.logged_in else ""
    return f"{row.approval} must agree each time before {actor} uses {power} over {target}{shown}"


_IN_FORCE = {"allows": _policies, "power": _restraint}


def _whom(step: PathStep) -> str:
    return "everybody" if step.conclusion["principal"] == "*" else step.conclusion["principal"]
