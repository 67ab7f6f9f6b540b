"""Steps in the making: what holds in one slice, and how equal neighbours in time become one step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from cloudreview.permission.evaluate import Found
from cloudreview.residuals import Atom
from cloudreview.spells import Interval, Spell
from cloudreview.truth import Truth
from cloudreview.vocabulary.steps import RULES, RuleName, Step, step


class Draft(NamedTuple):
    """A step without its spell."""

    rule: RuleName
    values: tuple[str, ...]
    """The conclusion, in the order of the rule's fields."""
    mode: Literal["guarded", "raw"]
    truth: Truth
    because: tuple[str, ...]
    gaps: tuple[str, ...] = ()
    atoms: tuple[Atom, ...] = ()
    witness: str | None = None


def guarded(rule: RuleName, values: tuple[str, ...], found: Iterable[Found]) -> list[Draft]:
    """The steps of one statement as it stands."""
    return [
        Draft(rule, values, "guarded", one.truth, one.because, one.gaps, one.atoms, one.witness)
        for one in found
        if one.because
    ]


def raw(rule: RuleName, values: tuple[str, ...], because: Iterable[str], gaps: Iterable[str] = ()) -> Draft:
    """The step of a bare relation: supported, or unknown with its gaps."""
    held = tuple(sorted(set(gaps)))
    truth = Truth.UNKNOWN if held else Truth.SUPPORTED
    return Draft(rule, values, "raw", truth, tuple(sorted(set(because))), held)


def certain(drafts: Sequence[Draft]) -> frozenset[tuple[str, tuple[str, ...]]]:
    """The statements that are known to hold already."""
    return frozenset((one.rule, one.values) for one in drafts if one.truth > Truth.UNKNOWN)


def merged(drafts: Mapping[Interval, Iterable[Draft]]) -> list[Step]:
    """One step for each draft and run of adjacent slices in which it stands."""
    runs: dict[Draft, list[Interval]] = {}
    for slice_ in sorted(drafts):
        for draft in drafts[slice_]:
            spans = runs.setdefault(draft, [])
            if spans and spans[-1][1] >= slice_[0]:
                spans[-1] = (spans[-1][0], slice_[1])
            else:
                spans.append(slice_)
    made = (_step(draft, span) for draft, spans in runs.items() for span in spans)
    by_id: dict[str, Step] = {}
    for one in made:
        by_id.setdefault(one.id, one)
    return [one for _, one in sorted(by_id.items())]


def _step(draft: Draft, span: Interval) -> Step:
    spell = Spell.possibly(span) if draft.truth <= Truth.UNKNOWN else Spell.exactly(span)
    return step(
        draft.rule,
        dict(zip(RULES[draft.rule], draft.values, strict=True)),
        draft.truth,
        spell,
        draft.because,
        mode=draft.mode,
        gaps=draft.gaps,
        residual=draft.atoms,
        witness=draft.witness,
    )
