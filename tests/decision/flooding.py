"""A flood that knows all its paths: what survives is what no step of is cut."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path as File

from cloudreview.case import Case
from cloudreview.law import Law
from cloudreview.spells import EVER
from cloudreview.truth import Truth
from cloudreview.vocabulary.facts import Fact, Facts
from cloudreview.vocabulary.ids import identify
from cloudreview.vocabulary.rows import Measure, Placement, Row
from cloudreview.vocabulary.steps import RULES
from cloudreview.vocabulary.told import Answer, HeldUnder, Path, PathStep, Sensitivity

DSP, ICTS = "us-dsp-202", "us-icts-2025"
CASE = Case(folder=File(), id="t", title="", subject="", as_of=None, period=(0, 100), carry=1, rules=(DSP, ICTS))
NO_LAW = Law(
    at=None, regimes={}, lists=(), thresholds=(), clauses=(), powers=(), measures=(), region_lists=()
)  # fmt: skip


class KnownPaths:
    """Finds, for each root and question, the first path that stands: others hide behind it."""

    def __init__(self, paths: Iterable[Path], hiding: bool = True) -> None:
        self._all = sorted(paths, key=lambda one: (-Truth.of(one.truth), len(one.steps), one.id))
        self._hiding = hiding
        self.floods = 0

    def surviving(self, cuts: Callable[[str, Mapping[str, str]], bool]) -> tuple[Path, ...]:
        self.floods += 1
        found: dict[object, Path] = {}
        for path in self._all:
            if path.mode == "guarded" and not any(cuts(step.rule, step.conclusion) for step in path.steps):
                question = (path.dataset, path.harm, path.adversary, path.status_of)
                found.setdefault(question if self._hiding else path.id, path)
        return tuple(sorted(found.values(), key=lambda one: one.id))


def path(
    *steps: str,
    truth: str = "supported",
    harm: str = "read",
    mode: str = "guarded",
    dataset: str = "d",
    regime: str = DSP,
    root: str = "acme",
) -> Path:
    """A path by its steps, each `RULE VALUE ...`, ending in the dataset's placement."""
    told = [*(_step(*step.split()) for step in steps), _step("placement", dataset, "us", f"aws:s3:{dataset}")]
    return Path(
        id=identify("path", steps, dataset, harm, mode, root),
        dataset=dataset,
        client="us",
        harm=harm,  # type: ignore[arg-type]
        mode=mode,  # type: ignore[arg-type]
        truth=truth,  # type: ignore[arg-type]
        now=None,
        since=None,
        until=None,
        adversary="CN",
        status_of=root,
        holds_under=(HeldUnder(regime=regime, reading="pooled/cascade", truth=truth),),  # type: ignore[arg-type]
        steps=tuple(told),
        residual=(),
        but_for=(),
        witness=None,
    )


def _step(rule: str, *values: str) -> PathStep:
    fields = dict(zip(RULES[rule], values, strict=True))
    return PathStep(
        id=identify("step", rule, fields), rule=rule, premises=(), conclusion=fields, truth="supported", since=None,
        until=None, places=(), text="",
    )  # fmt: skip


def measure(name: str, cuts: str | None = None, needs: Sequence[str] = (), cost: int | None = None) -> Measure:
    """A measure that cuts; without `cuts`, one that detects."""
    return Measure(
        measure=name, kind="cuts" if cuts else "detects", cuts=cuts, needs=tuple(needs), cost=cost, unit="USD"
    )


def facts(measures: Iterable[Measure], placements: Iterable[Placement] = ()) -> Facts:
    rows: dict[type[Row], tuple[Fact[Row], ...]] = {}
    for kind, told in ((Measure, measures), (Placement, placements)):
        rows[kind] = tuple(
            Fact(id=identify("fact", row), row=row, truth=Truth.SUPPORTED, spell=EVER, sources=()) for row in told
        )
    return Facts(rows=rows, closures=(), events=(), sources={}, window=(0, 100), period=(0, 100), as_of=None)


def placement(dataset: str = "d", property_: bool | None = False) -> Placement:
    return Placement(dataset=dataset, client="us", store=f"aws:s3:{dataset}", intellectual_property=property_)


def sensitive(truth: str = "supported", dataset: str = "d") -> Sensitivity:
    return Sensitivity(
        dataset=dataset, client="us", category="personal_health", adversary="CN", low=1, high=None, unit="us_persons",
        threshold=0, truth=truth, aggregate_low=1, aggregate_high=None, clause="", because=(),
    )  # type: ignore[arg-type]  # fmt: skip


def answer(truth: str, mode: str = "guarded", harm: str = "read", paths: Sequence[str] = ()) -> Answer:
    return Answer(
        id=identify("answer", mode, harm), dataset="d", harm=harm, mode=mode, adversary="CN", truth=truth,
        paths=tuple(paths), holds_under=(), closed_by=(), on_word_of=(), but_for=(),
    )  # type: ignore[arg-type]  # fmt: skip
