"""could_read, could_alter, could_stop and raw_only: what the answers on reach mean for a dataset."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from cloudreview.findings.finding import Known, Shown, cures, finding, regime_citations, steps_of
from cloudreview.truth import Truth
from cloudreview.vocabulary.told import Answer, Finding
from cloudreview.vocabulary.words import Harm, Mode

_DONE = {"read": "read", "alter": "altered", "stop": "stopped"}


def could(known: Known) -> Iterator[Finding]:
    """A dataset that somebody of the status could read, alter or stop, or may be able to, as permissions stand."""
    for (dataset, harm), answers in _by_dataset(known, "guarded"):
        standing = [one for one in answers if one.truth != "refuted"]
        if standing:
            title = f"{dataset} could be {_DONE[harm]} by somebody under the control of {_who(standing)}"
            yield finding(f"could_{harm}", (dataset,), title, _shown(known, standing))


def raw_only(known: Known) -> Iterator[Finding]:
    """A dataset that only permissions and measures keep out of reach, which coverage disregards: 28 CFR 202.201."""
    guarded = dict(_by_dataset(known, "guarded"))
    for key, answers in _by_dataset(known, "raw"):
        dataset, harm = key
        standing = [one for one in answers if one.truth != "refuted"]
        kept_out = bool(guarded.get(key)) and all(one.truth == "refuted" for one in guarded[key])
        if standing and kept_out:
            title = (
                f"only permissions and measures keep {dataset} from being {_DONE[harm]} under the control of"
                f" {_who(standing)}; coverage disregards them"
            )
            shown = _shown(known, standing)
            because = [*shown.because, *(one.id for one in guarded[key])]
            yield finding("raw_only", key, title, shown._replace(because=because))


def _by_dataset(known: Known, mode: Mode) -> list[tuple[tuple[str, Harm], list[Answer]]]:
    found: dict[tuple[str, Harm], list[Answer]] = defaultdict(list)
    for one in known.answers:
        if one.mode == mode:
            found[one.dataset, one.harm].append(one)
    return sorted(found.items())


def _who(answers: Sequence[Answer]) -> str:
    return ", ".join(sorted({one.adversary for one in answers}))


def _shown(known: Known, answers: Sequence[Answer]) -> Shown:
    truth = max(Truth.of(one.truth) for one in answers)
    names = {name for one in answers for name in one.paths}
    paths = [path for path in known.paths if path.id in names]
    return Shown(
        truth,
        because=[one.id for one in answers],
        gaps=[name for one in answers for name in one.but_for],
        citations=regime_citations(known.law, [one.regime for path in paths for one in path.holds_under]),
        cured_by=cures(known.measures, steps_of(paths)),
    )
